/* SPDX-License-Identifier: MIT
 *
 * Feeds as they are sent, and what must come of them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "akhbar/feed.h"
#include "akhbar/limits.h"

#define HEAD "<rss version=\"2.0\"><channel><title>صحيفة</title><link>http://example.org/</link>"
#define TAIL "</channel></rss>"

static struct feed *
parse_bytes(struct bytes data)
{
	struct feed_input in = {.data = data, .url = "http://example.org/feed.xml", .now = 1735689600};
	struct feed *feed = NULL;
	enum err e = feed_parse(&in, &feed, NULL);
	assert_non_null(feed);
	assert_int_equal(e == OK, feed->ok);
	return feed;
}

static struct feed *
parse(const char *text)
{
	return parse_bytes(bytes_of(text));
}

static void
same(const char *got, const char *want, const char *doc)
{
	if ((got == NULL) != (want == NULL) || (got && strcmp(got, want) != 0))
		fail_msg("%s\n  gives \"%s\", not \"%s\"", doc, got ? got : "(none)", want ? want : "(none)");
}

/* ---- titles, links, bodies of one item ----------------------------------------- */

struct item_row {
	const char *item;
	const char *title, *link, *summary, *content;
};

static const struct item_row item_rows[] = {
	{"<title>Tom &amp;amp; Jerry&amp;#8217;s</title>", "Tom & Jerry’s", NULL, NULL, NULL},
	{"<title>&lt;b>خبر&lt;/b> عاجل</title>", "خبر عاجل", NULL, NULL, NULL},
	{"<title>1 &lt; 2 و R & D</title>", "1 < 2 و R & D", NULL, NULL, NULL},
	{"<title>\n  سطر\n   آخر </title>", "سطر آخر", NULL, NULL, NULL},
	{"<title><عاجل> انقطاع</title>", "<عاجل> انقطاع", NULL, NULL, NULL},
	{"<title>&rlm;نص&nbsp;&foo; &#146;</title>", "\u200fنص\u00a0&foo; ’", NULL, NULL, NULL},
	{"<title>R&amp D &ampx; &amp</title>", "R& D &ampx; &", NULL, NULL, NULL},
	{"<title>&#55357;&#56898;</title>", "🙂", NULL, NULL, NULL},
	{"<title>a\x0b&#8;b</title>", "ab", NULL, NULL, NULL},
	{"<title><![CDATA[a]]]]><![CDATA[>b]]></title>", "a]]>b", NULL, NULL, NULL},
	{"<title>a]]&gt;b ]]> c</title>", "a]]>b ]]> c", NULL, NULL, NULL},
	{"<title><![CDATA[<![CDATA[خبر [1] & آخر]]]]><![CDATA[>]]></title>", "خبر [1] & آخر", NULL, NULL, NULL},
	{"<title>C++ &lt;vector&gt; x&lt;/vector&gt;</title>", "C++ <vector> x", NULL, NULL, NULL},
	{"<title>&amp;lt;b&amp;gt;</title>", "<b>", NULL, NULL, NULL},
	{"<TITLE>حروف كبيرة</TITLE>", "حروف كبيرة", NULL, NULL, NULL},
	{"<link>/1?a=1&b=2&copy=3</link>", NULL, "http://example.org/1?a=1&b=2&copy=3", NULL, NULL},
	{"<link>//cdn.example.net/x</link>", NULL, "http://cdn.example.net/x", NULL, NULL},
	{"<link>\n http://example.org/الخبر </link>", NULL, "http://example.org/الخبر", NULL, NULL},
	{"<guid>http://example.org/g</guid>", NULL, "http://example.org/g", NULL, NULL},
	{"<guid isPermaLink=\"false\">http://example.org/g</guid>", NULL, NULL, NULL, NULL},
	{"<description>a<br>b<p>c</description>", NULL, NULL, "a<br>b<p>c</p>", NULL},
	{"<description><b>a<i>b</b>c</i></description>", NULL, NULL, "<b>a<i>b</i></b>c", NULL},
	{"<description>&lt;a href=\"/x\" onclick=\"y()\">z&lt;/a></description>", NULL, NULL,
	 "<a href=\"http://example.org/x\">z</a>", NULL},
	{"<description>&lt;a href=\" java\nscript:x\">z&lt;/a></description>", NULL, NULL, "<a>z</a>", NULL},
	{"<description>&lt;img srcset=\"a.png 1x, /b.png 2x\">&lt;script>1&lt;/script></description>",
	 NULL, NULL, "<img srcset=\"http://example.org/a.png 1x, http://example.org/b.png 2x\">", NULL},
	{"<content:encoded>&lt;p>نص&lt;/p></content:encoded><description>قصير</description>", NULL, NULL,
	 "قصير", "<p>نص</p>"},
	{"<description xml:base=\"http://b.example/\">&lt;a href=x>z&lt;/a></description>", NULL, NULL,
	 "<a href=\"http://b.example/x\">z</a>", NULL},
};

static void
test_items(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(item_rows); i++) {
		const struct item_row *r = &item_rows[i];
		char *doc = mem_printf(HEAD "<item>%s</item><item><title>ثان</title></item>" TAIL, r->item);
		struct feed *feed = parse(doc);
		if (feed->entries_n != 2)
			fail_msg("%s: %zu entries", doc, feed->entries_n);
		same(feed->entries[0].title, r->title, doc);
		same(feed->entries[0].link, r->link, doc);
		same(feed->entries[0].summary, r->summary, doc);
		same(feed->entries[0].content, r->content, doc);
		same(feed->entries[1].title, "ثان", doc);
		assert_null(feed->warning);
		feed_free(feed);
		free(doc);
	}
}

/* ---- documents that are not well ------------------------------------------------- */

static void
test_damage(void **state)
{
	(void)state;
	static const struct {
		const char *doc;
		size_t entries;
		bool warns;
	} rows[] = {
		{"\xef\xbb\xbf\xef\xbb\xbf \n<?xml version=\"1.0\"?>" HEAD "<item/>" TAIL, 1, false},
		{"<br />\n<b>Warning</b>: x in <b>y</b>\n<?xml version=\"1.1\"?>" HEAD "<item/>" TAIL, 1, false},
		{"<!DOCTYPE html><rss><channel><item/></channel></rss>", 1, false},
		{HEAD "<item/><item/>" TAIL "<script>1</script>", 2, false},
		{"<channel><item/></channel>", 1, false},
		{"<rss><channel><title>x</title></channel><item/><item/></rss>", 2, false},
		{HEAD "<!-- a -- b --><item/>" TAIL, 1, false},
		{HEAD "<item><title>تام</title></item><item><title>مقط", 1, true},
		{HEAD "<item><title>تام</title></item><item><title><![CDATA[ذيل</title></item>" TAIL, 1, true},
		{HEAD "<item><title>a</title><item><title>b</title></item>" TAIL, 2, false},
		{HEAD "<item><x:y z:w=1>q</x:y></item>" TAIL, 1, false},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct feed *feed = parse(rows[i].doc);
		if (feed->entries_n != rows[i].entries || (feed->warning != NULL) != rows[i].warns)
			fail_msg("%s: %zu entries, warning %s", rows[i].doc, feed->entries_n,
				 feed->warning ? feed->warning : "(none)");
		feed_free(feed);
	}
}

static void
test_entities(void **state)
{
	(void)state;
	struct feed *feed = parse("<!DOCTYPE rss [<!ENTITY co \"شركة\"><!ENTITY big \"&co;&co;\">"
				  "<!ENTITY f SYSTEM \"file:///etc/passwd\">]>" HEAD
				  "<item><title>&co; &big; &f;</title></item>" TAIL);
	assert_string_equal(feed->entries[0].title, "شركة &big; &f;");
	feed_free(feed);
	/* what one entity may add is bounded */
	struct buf doc;
	buf_init(&doc, 0);
	buf_add_str(&doc, "<!DOCTYPE rss [<!ENTITY a \"");
	for (int i = 0; i < 240; i++)
		buf_add_char(&doc, 'x');
	buf_add_str(&doc, "\">]>" HEAD "<item><description>");
	for (int i = 0; i < 100000; i++)
		buf_add_str(&doc, "&a;");
	buf_add_str(&doc, "</description></item>" TAIL);
	feed = parse_bytes(buf_view(&doc));
	assert_int_equal(feed->entries_n, 1);
	assert_true(strlen(feed->entries[0].summary) < 2 << 20);
	feed_free(feed);
	buf_release(&doc);
}

/* What is meant where something else is written. */
static void
test_meant(void **state)
{
	(void)state;
	static const struct {
		const char *entry, *title, *summary;
	} cases[] = {
		/* bytes of windows-1252 that were taken for Latin-1 */
		{"<title>don\xc2\x92t \xc2\x93" "أ\xc2\x94</title>", "don’t “أ”", NULL},
		{"<summary>\xc2\x85</summary>", NULL, "…"},
		{"<summary><![CDATA[\xc2\x96 \xc2\xab ب \xc2\xbb]]></summary>", NULL, "– « ب »"},
		/* comments without an end */
		{"<title type='html'>خبر&lt;!--</title>", "خبر", NULL},
		{"<title type='html'>خبر&lt;!-- x></title>", "خبر", NULL},
		/* a type that nobody knows: base64 when it is that */
		{"<title type='application/x-own'>عنوان</title>", "عنوان", NULL},
		{"<title type='application/x-own'>test</title>", "test", NULL},
		{"<title type='application/x-own'>2LnZhtmI2KfZhg==</title>", "عنوان", NULL},
		{"<content type='image/png'>iVBORw0KGgo=</content>", NULL, NULL},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char doc[512];
		snprintf(doc, sizeof(doc), "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id>%s"
			 "</entry></feed>", cases[i].entry);
		struct feed *feed = parse(doc);
		const struct entry *e = &feed->entries[0];
		assert_int_equal(feed->entries_n, 1);
		if (cases[i].title)
			assert_string_equal(e->title, cases[i].title);
		if (cases[i].summary)
			assert_string_equal(e->summary, cases[i].summary);
		else
			assert_true(!e->content || !*e->content);
		feed_free(feed);
	}
	/* a name of a tag that is cut ends at a letter */
	char name[256] = "";
	for (int i = 0; i < 40; i++)
		strcat(name, "\xdb\x92");
	char doc[512];
	snprintf(doc, sizeof(doc), "<rss><channel><item><description>&lt;a%s x&gt;ب</description></item></channel>"
		 "</rss>", name);
	struct feed *feed = parse(doc);
	assert_true(utf8_valid(bytes_of(feed->entries[0].summary)));
	feed_free(feed);
	feed = parse("<rss><channel><title>أ</title><media:content url='http://a/p.png' medium='image'/>"
				  "</channel></rss>");
	assert_string_equal(feed->image, "http://a/p.png");
	feed_free(feed);
}

static void
test_not_a_feed(void **state)
{
	(void)state;
	static const char *const docs[] = {"", "   ", "نص عادي", "<!DOCTYPE html><html><body>x</body></html>",
					   "{\"a\": 1}", "{", "<svg/>"};
	for (size_t i = 0; i < ARRAY_LEN(docs); i++) {
		struct feed *feed = parse(docs[i]);
		assert_false(feed->ok);
		assert_int_equal(feed->entries_n, 0);
		feed_free(feed);
	}
	struct feed *feed = parse("<html><head><link rel=alternate type=application/rss+xml "
				  "href=/f.xml title=أخبار></head></html>");
	assert_int_equal(feed->alternates_n, 1);
	assert_string_equal(feed->alternates[0].url, "http://example.org/f.xml");
	feed_free(feed);
}

/* ---- Atom, RDF, JSON ------------------------------------------------------------------ */

static void
test_atom(void **state)
{
	(void)state;
	struct feed *feed = parse(
		"<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='ar' xml:base='http://b.example/d/'>"
		"<title type='html'>&lt;i>أ&lt;/i></title><id>urn:f</id><link href='/'/><logo>l.png</logo>"
		"<entry><id>/1</id><title>1 &lt; 2 &lt;b></title><link rel='self' href='s'/>"
		"<link href='x.json' type='application/json'/><link href='h'/>"
		"<link rel='enclosure' href='a.mp3' length='7' type='audio/mpeg'/>"
		"<author><name>هدى</name><email>h@example.org</email></author>"
		"<category term='t' label='اقتصاد'/><published>2024-01-02T03:04:05Z</published>"
		"<content type='xhtml'><x:div xmlns:x='http://www.w3.org/1999/xhtml' xml:base='sub/'>"
		"<x:a href='p'>r</x:a><x:br/>a &lt; b</x:div></content></entry></feed>");
	assert_int_equal(feed->format, FEED_ATOM_10);
	assert_string_equal(feed->title, "أ");
	assert_string_equal(feed->link, "http://b.example/");
	assert_string_equal(feed->image, "http://b.example/d/l.png");
	assert_string_equal(feed->language, "ar");
	assert_int_equal(feed->dir, DIR_RTL);
	const struct entry *e = &feed->entries[0];
	assert_string_equal(e->id, "/1"); /* verbatim */
	assert_string_equal(e->title, "1 < 2 <b>");
	assert_string_equal(e->link, "http://b.example/d/h");
	assert_string_equal(e->author, "هدى");
	assert_int_equal(e->categories_n, 2);
	assert_string_equal(e->categories[0], "اقتصاد");
	assert_string_equal(e->categories[1], "t");
	assert_string_equal(e->enclosures[0].url, "http://b.example/d/a.mp3");
	assert_int_equal(e->enclosures[0].length, 7);
	assert_int_equal(e->published, 1704164645);
	assert_string_equal(e->content, "<div><a href=\"http://b.example/d/sub/p\">r</a><br>a &lt; b</div>");
	feed_free(feed);
}

static void
test_rdf(void **state)
{
	(void)state;
	struct feed *feed = parse(
		"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
		"<channel rdf:about='http://example.org/f'><title>قناة</title><link>http://example.org/</link></channel>"
		"<image><title>لا</title><url>/i.png</url></image>"
		"<item rdf:about='urn:1'><title>أول</title><dc:creator>سعاد</dc:creator>"
		"<dc:date>2024-01-02</dc:date></item><textinput><title>لا</title></textinput></rdf:RDF>");
	assert_int_equal(feed->format, FEED_RSS_10);
	assert_string_equal(feed->title, "قناة");
	assert_string_equal(feed->image, "http://example.org/i.png");
	assert_string_equal(feed->entries[0].id, "urn:1");
	assert_string_equal(feed->entries[0].author, "سعاد");
	assert_int_equal(feed->entries[0].published, 1704153600);
	feed_free(feed);
}

static void
test_json(void **state)
{
	(void)state;
	struct feed *feed = parse(
		"\xef\xbb\xbf {\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"أخبار\",\"author\":{\"name\":\"سعاد\"},"
		"\"items\":[{\"id\":17,\"external_url\":\"http://example.org/e\",\"content_text\":\"1 < 2\\nب\","
		"\"title\":\"خبر \\ud83d \\ud83d\\ude42\",\"summary\":null,\"tags\":[\"أ\",3,\"أ\"]}, 5]}");
	assert_true(feed->ok);
	assert_int_equal(feed->format, FEED_JSON_10);
	assert_string_equal(feed->author, "سعاد");
	assert_int_equal(feed->entries_n, 1);
	assert_string_equal(feed->entries[0].id, "17");
	assert_string_equal(feed->entries[0].link, "http://example.org/e");
	assert_string_equal(feed->entries[0].title, "خبر � 🙂");
	assert_string_equal(feed->entries[0].content, "1 &lt; 2<br>\nب");
	assert_null(feed->entries[0].summary);
	assert_int_equal(feed->entries[0].categories_n, 1);
	feed_free(feed);
}

/* ---- identity, direction, dates, limits --------------------------------------------------- */

static void
test_identity(void **state)
{
	(void)state;
	struct feed *feed = parse(HEAD "<item><title>أ</title><guid>1</guid></item>"
				       "<item><title>ب</title><guid>1</guid></item>"
				       "<item><title>ج</title><guid></guid><link>http://example.org/c</link></item>"
				       "<item><title>د</title></item><item><title>ه</title></item>"
				       "<item><title>و</title><guid>https://example.org/w</guid></item>" TAIL);
	for (size_t i = 0; i < feed->entries_n; i++)
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(feed->entries[i].key, feed->entries[k].key);
	assert_string_equal(feed->entries[0].id, "1");
	assert_string_equal(feed->entries[2].key, "https://example.org/c");
	struct feed *again = parse(HEAD "<item><title>و</title><guid>http://example.org/w</guid></item>" TAIL);
	assert_string_equal(feed->entries[5].key, again->entries[0].key);
	feed_free(again);
	feed_free(feed);
}

static void
test_direction(void **state)
{
	(void)state;
	static const struct {
		const char *inside;
		enum dir dir;
	} rows[] = {
		{"<language>fr-MA</language><item><title>bonjour tout le monde</title></item>", DIR_LTR},
		{"<language>en</language><item><title>الحكومة تعلن خطة جديدة للعام القادم</title></item>", DIR_RTL},
		{"<language>ar</language><item><title>A plain English headline it is</title></item>", DIR_LTR},
		{"<language>AR_sa</language>", DIR_RTL},
		{"<language>az-Arab</language>", DIR_RTL},
		{"<language>ku</language>", DIR_LTR},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char *doc = mem_printf("<rss><channel>%s</channel></rss>", rows[i].inside);
		struct feed *feed = parse(doc);
		if (feed->dir != rows[i].dir)
			fail_msg("%s: %d", doc, (int)feed->dir);
		feed_free(feed);
		free(doc);
	}
	struct feed *feed = parse("<rss><channel dir='rtl'><title>English through and through</title></channel></rss>");
	assert_int_equal(feed->dir, DIR_RTL);
	feed_free(feed);
}

static void
test_sane_dates(void **state)
{
	(void)state;
	/* now is 2025-01-01 */
	struct feed *feed = parse(HEAD "<item><pubDate>Mon, 01 Jan 0001 00:00:00 +0000</pubDate></item>"
				       "<item><pubDate>1969-12-31</pubDate></item>"
				       "<item><pubDate>2025-01-03T00:00:01Z</pubDate></item>"
				       "<item><pubDate>2025-01-03T00:00:00Z</pubDate></item>" TAIL);
	assert_int_equal(feed->entries[0].published, TIME_NONE);
	assert_int_equal(feed->entries[1].published, TIME_NONE);
	assert_int_equal(feed->entries[2].published, TIME_NONE);
	assert_int_equal(feed->entries[3].published, 1735862400);
	feed_free(feed);
}

static void
repeat(struct buf *b, const char *s, size_t n)
{
	while (n--)
		buf_add_str(b, s);
}

static void
test_limits(void **state)
{
	(void)state;
	for (int more = -1; more <= 1; more++) {
		struct buf b;
		buf_init(&b, 0);
		buf_add_str(&b, HEAD);
		repeat(&b, "<item/>", (size_t)(LIMIT_ENTRIES + more));
		buf_add_str(&b, TAIL);
		struct feed *feed = parse_bytes(buf_view(&b));
		assert_int_equal(feed->entries_n, more > 0 ? LIMIT_ENTRIES : LIMIT_ENTRIES + more);
		assert_int_equal(feed->truncated, more > 0);
		feed_free(feed);

		buf_clear(&b); /* a title */
		buf_add_str(&b, HEAD "<item><title>");
		repeat(&b, "x", (size_t)(LIMIT_TITLE_BYTES + more));
		buf_add_str(&b, "</title></item>" TAIL);
		feed = parse_bytes(buf_view(&b));
		assert_int_equal(strlen(feed->entries[0].title),
				 more > 0 ? LIMIT_TITLE_BYTES : LIMIT_TITLE_BYTES + more);
		assert_int_equal(strstr(feed->entries[0].title, "…") != NULL, more > 0);
		feed_free(feed);

		buf_clear(&b); /* a body */
		buf_add_str(&b, HEAD "<item><description>");
		repeat(&b, "y", (size_t)((int)LIMIT_CONTENT_BYTES + more));
		buf_add_str(&b, "</description></item>" TAIL);
		feed = parse_bytes(buf_view(&b));
		assert_int_equal(strlen(feed->entries[0].summary),
				 more > 0 ? LIMIT_CONTENT_BYTES : LIMIT_CONTENT_BYTES + more);
		feed_free(feed);
		buf_release(&b);
	}
}

static void
test_bombs(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b, 0);
	buf_add_str(&b, HEAD "<item><title>قبل</title></item><item a=\"");
	repeat(&b, "z", LIMIT_TAG_BYTES);
	buf_add_str(&b, "\"><title>x</title></item>" TAIL);
	struct feed *feed = parse_bytes(buf_view(&b));
	assert_int_equal(feed->entries_n, 1); /* one tag past the limit ends it */
	assert_non_null(feed->warning);
	feed_free(feed);

	buf_clear(&b); /* nesting past the limit is kept flat */
	buf_add_str(&b, HEAD "<item><description>");
	repeat(&b, "<div>", LIMIT_DEPTH + 200);
	buf_add_str(&b, "عميق");
	repeat(&b, "</div>", LIMIT_DEPTH + 200);
	buf_add_str(&b, "</description></item><item><title>بعد</title></item>" TAIL);
	feed = parse_bytes(buf_view(&b));
	assert_int_equal(feed->entries_n, 2);
	assert_non_null(strstr(feed->entries[0].summary, "عميق"));
	assert_string_equal(feed->entries[1].title, "بعد");
	feed_free(feed);

	buf_clear(&b);
	buf_add_str(&b, "{\"items\":[],\"x\":");
	repeat(&b, "[", 100000);
	feed = parse_bytes(buf_view(&b));
	assert_false(feed->ok);
	feed_free(feed);

	buf_clear(&b);
	repeat(&b, " ", LIMIT_BODY_BYTES + 1);
	struct feed_input in = {.data = buf_view(&b)};
	struct feed *none = NULL;
	assert_int_equal(feed_parse(&in, &none, NULL), ERR_LIMIT);
	assert_null(none);
	buf_release(&b);
}

/* Feeds that made the reader look through the same text again and again, or links of one
 * letter as long as their base. None is timed: they would not end within the runner's limit. */
static void
test_made_to_hurt(void **state)
{
	(void)state;
	static const struct {
		const char *first, *part;
		size_t n;
		const char *last;
	} titles[] = {
		{"", "&lt;zz ", 10000, "&gt;"}, {"", "&amp;lt;!--", 22000, "--&amp;gt;"},
		{"", "&amp;lt;/zz ", 18000, "&amp;gt;"},
	};
	struct buf b;
	buf_init(&b, 0);
	for (size_t i = 0; i < ARRAY_LEN(titles); i++) {
		buf_clear(&b);
		buf_add_str(&b, HEAD);
		while (b.len < LIMIT_BODY_BYTES - 400000) {
			buf_add_str(&b, "<item><title>");
			repeat(&b, titles[i].part, titles[i].n);
			buf_printf(&b, "%s</title></item>", titles[i].last);
		}
		buf_add_str(&b, "<item><title>بعد</title></item>" TAIL);
		struct feed *feed = parse_bytes(buf_view(&b));
		assert_string_equal(feed->entries[feed->entries_n - 1].title, "بعد");
		feed_free(feed);
	}
	buf_clear(&b); /* tags that end far away as none */
	buf_add_str(&b, HEAD "<item><title>قبل</title></item><item>");
	while (b.len < LIMIT_BODY_BYTES - 100000) {
		repeat(&b, "<a b=y", 10000);
		buf_add_str(&b, " <x>");
	}
	struct feed *feed = parse_bytes(buf_view(&b));
	assert_int_equal(feed->entries_n, 1);
	assert_string_equal(feed->entries[0].title, "قبل");
	assert_non_null(feed->warning);
	feed_free(feed);

	buf_clear(&b);
	buf_add_str(&b, "<rss xml:base=\"http://example.org/");
	repeat(&b, "x", LIMIT_URL_BYTES - 100);
	buf_add_str(&b, "/\"><channel>");
	repeat(&b, "<item><link>b</link><description>&lt;a href=c&gt;</description></item>", 5000);
	buf_add_str(&b, TAIL);
	feed = parse_bytes(buf_view(&b));
	size_t bytes = 0;
	for (size_t i = 0; i < feed->entries_n; i++)
		bytes += (feed->entries[i].link ? strlen(feed->entries[i].link) : 0) + strlen(feed->entries[i].summary);
	assert_int_equal(feed->entries_n, 5000);
	assert_int_equal(strlen(feed->entries[0].link), LIMIT_URL_BYTES - 100 + 21);
	assert_true(bytes > LIMIT_LINK_GROWTH_BYTES / 2 && bytes < LIMIT_LINK_GROWTH_BYTES + 200000);
	feed_free(feed);

	buf_clear(&b); /* five bytes for one */
	buf_add_str(&b, "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><content><![CDATA[");
	repeat(&b, "&", LIMIT_CONTENT_BYTES);
	buf_add_str(&b, "]]></content></entry></feed>");
	feed = parse_bytes(buf_view(&b));
	assert_true(strlen(feed->entries[0].content) < LIMIT_CONTENT_BYTES + 100);
	feed_free(feed);
	buf_release(&b);
}

static void
test_opml(void **state)
{
	(void)state;
	struct opml *opml = NULL;
	assert_int_equal(opml_parse(bytes_of("<?xml version='1.0'?><opml><head/><body><outline text='عامة'>"
					     "<outline text='أ' title='صحيفة' xmlUrl='http://example.org/f?a=1&amp;b=2'/>"
					     "<outline text='ب' xmlUrl='not absolute'/></outline>"
					     "<outline text='ج' xmlUrl='https://example.org/g'></body></opml>"),
				    &opml, NULL), OK);
	assert_int_equal(opml->n, 2);
	assert_string_equal(opml->outlines[0].url, "http://example.org/f?a=1&b=2");
	assert_string_equal(opml->outlines[0].title, "صحيفة");
	assert_string_equal(opml->outlines[0].section, "عامة");
	assert_string_equal(opml->outlines[1].title, "ج");
	assert_null(opml->outlines[1].section);
	opml_free(opml);
	assert_int_equal(opml_parse(bytes_of("<html/>"), &opml, NULL), ERR_FORMAT);
}

/* What strict JSON forbids and generators write all the same. */
static void
test_json_damaged(void **state)
{
	(void)state;
	static const struct {
		const char *doc;
		size_t entries;
		bool warned;
	} cases[] = {
		{"{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{\"id\":\"1\",\"tags\":[\"a\", ],},\n]}", 1, false},
		{"{\"items\":[{\"id\":\"1\",\"title\":\"a\nb\"},{\"id\":\"2\"}]} trailing", 2, false},
		/* cut off: in an article, between two, behind the last */
		{"{\"items\":[{\"id\":\"1\",\"authors\":[{\"name\":\"x\"}]},{\"id\":\"2\",\"ti", 1, true},
		{"{\"items\":[{\"id\":\"1\"},", 1, true},
		{"{\"items\":[{\"id\":\"1\"},{\"id\":\"2\"}", 2, true},
		{"{\"items\":[{\"id\":\"1\"}]", 1, true},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct feed *feed = parse(cases[i].doc);
		if (!feed->ok || feed->entries_n != cases[i].entries || !feed->warning != !cases[i].warned)
			fail_msg("%s: %zu entries, %s", cases[i].doc, feed->entries_n,
				 feed->warning ? feed->warning : "no warning");
		feed_free(feed);
	}
	struct feed *none = parse("{\"items\":[{\"id\":\"1\"");
	assert_false(none->ok);
	feed_free(none);
	/* no id: shown with its link as sent */
	struct feed *feed = parse("<rss><channel><item><guid/><link>http://x.org/1</link></item></channel></rss>");
	assert_string_equal(feed_entry_id(&feed->entries[0]), "http://x.org/1");
	feed_free(feed);
}

static void
test_json_out(void **state)
{
	(void)state;
	struct feed *feed = parse(HEAD "<item><title>&quot;خبر&quot;</title></item>" TAIL);
	struct buf out;
	buf_init(&out, 0);
	feed_to_json(feed, &out);
	assert_non_null(strstr(out.data, "\"ok\": true, \"format\": \"rss-2.0\", \"encoding\": \"utf-8\""));
	assert_non_null(strstr(out.data, "\"title\": \"\\\"خبر\\\"\""));
	assert_non_null(strstr(out.data, "\"dir\": \"rtl\""));
	assert_non_null(strstr(out.data, "\"published\": null"));
	buf_release(&out);
	feed_free(feed);
}

/* A root tag that is never closed is the root all the same. */
static void
open_root(void **state)
{
	(void)state;
	static const char *const rows[] = {
		"<feed xmlns=\"http://www.w3.org/2005/Atom\"\n<title>t</title><entry><id>1</id></entry></feed>",
		"<rss version=\"2.0\" <channel><title>t</title><item><guid>1</guid></item></channel></rss>",
		"<rss version='2.0'/><channel><title>t</title><item><guid>1</guid></item></channel></rss>",
		"<rss <!-- x --><channel><title>t</title><item><guid>1</guid></item></channel></rss>",
		"x & <y <rss>&amp; z<channel><title>t</title><item><guid>1</guid></item></channel></rss>",
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct feed *feed = parse(rows[i]);
		same(feed->title, "t", rows[i]);
		if (feed->entries_n != 1)
			fail_msg("%s\n gives %zu entries", rows[i], feed->entries_n);
		feed_free(feed);
	}
}

/* RSS 2.0 skipHours and skipDays; 24 is midnight in 0.91. */
static void
hours_to_skip(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		uint32_t hours;
		unsigned days;
	} rows[] = {
		{"<skipHours><hour>0</hour><hour> 5 </hour><hour>23</hour></skipHours>", 0x800021, 0},
		{"<skipHours><hour>24</hour><hour>25</hour><hour>-1</hour><hour>x</hour><hour/></skipHours>", 1, 0},
		{"<skipDays><day>Sunday</day><day> saturday</day><day>Mon</day><day>أحد</day></skipDays>", 0, 0x43},
		{"<skiphours><HOUR>7</HOUR></skiphours>", 0x80, 0},
		{"<hour>3</hour><day>Sunday</day><item><skipHours><hour>4</hour></skipHours></item>", 0, 0},
		{"<skipDays><day>Mon</day><day>Tue</day><day>Wed</day><day>Thu</day><day>Fri</day><day>Sat</day>"
		 "<day>Sun</day></skipDays>", 0, 0}, /* who is never to be asked did not mean it */
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char *doc = mem_printf(HEAD "%s" TAIL, rows[i].text);
		struct feed *feed = parse(doc);
		if (feed->skip_hours != rows[i].hours || feed->skip_days != rows[i].days)
			fail_msg("%s\n  gives %x, %x", doc, feed->skip_hours, feed->skip_days);
		feed_free(feed);
		free(doc);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_items),	   cmocka_unit_test(test_damage),
		cmocka_unit_test(test_entities),   cmocka_unit_test(test_not_a_feed),
		cmocka_unit_test(test_meant),
		cmocka_unit_test(test_atom),	   cmocka_unit_test(test_rdf),
		cmocka_unit_test(test_json),	   cmocka_unit_test(test_identity),
		cmocka_unit_test(test_direction),  cmocka_unit_test(test_sane_dates),
		cmocka_unit_test(test_limits),	   cmocka_unit_test(test_bombs),
		cmocka_unit_test(test_made_to_hurt),
		cmocka_unit_test(test_opml),	   cmocka_unit_test(test_json_out),
		cmocka_unit_test(test_json_damaged),
		cmocka_unit_test(hours_to_skip),
		cmocka_unit_test(open_root),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
