/* SPDX-License-Identifier: MIT
 *
 * Feeds that are broken in the ways met in the wild, one small case for each: what can
 * be shown is shown. Cases of one field are in test_feed.c, of the transport in
 * tests/edge/test_fetch.c and tests/e2e/test_refresh.sh.
 */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "akhbar/feed.h"
#include "akhbar/limits.h"

#define HEAD "<rss version=\"2.0\"><channel><title>صحيفة</title><link>http://example.org/</link>"
#define TAIL "</channel></rss>"
#define NEXT "<item><title>بعد</title><guid>next</guid></item>"

/* "أخبار اليوم من المدينة وما جرى فيها" in windows-1256 */
#define CITY_1256                                                                          \
	"\xc3\xce\xc8\xc7\xd1 \xc7\xe1\xed\xe6\xe3 \xe3\xe4 \xc7\xe1\xe3\xcf\xed\xe4\xc9 " \
	"\xe6\xe3\xc7 \xcc\xd1\xec \xdd\xed\xe5\xc7"
#define CITY "أخبار اليوم من المدينة وما جرى فيها"
#define ITEM(title) "<rss><channel><title>x</title><item><title>" title "</title></item>" NEXT TAIL

struct defect {
	const char *name, *content_type;
	const char *doc;
	size_t len; /* 0: to the NUL */
	size_t entries;
	const char *title; /* of the first entry */
	bool warns;
};
#define BYTES(text) text, sizeof(text) - 1

static const struct defect defects[] = {
	{"empty lines before the declaration", NULL,
	 BYTES("\n\n  <?xml version=\"1.0\"?>" HEAD NEXT TAIL), 1, "بعد", false},
	{"an error of the site's program before it", NULL,
	 BYTES("PHP Notice: undefined index <b>x</b> in a.php\n<?xml version=\"1.0\"?>" HEAD NEXT TAIL),
	 1, "بعد", false},
	{"two byte order marks", NULL,
	 BYTES("\xef\xbb\xbf\xef\xbb\xbf<?xml version=\"1.0\"?>" HEAD NEXT TAIL), 1, "بعد", false},
	{"control characters", NULL, BYTES(ITEM("خ\x08ب\x0bر\x1c")), 2, "خبر", false},
	{"references to them", NULL, BYTES(ITEM("خ&#8;ب&#x1c;ر&#0;")), 2, NULL, false},
	{"a NUL", NULL, BYTES(ITEM("خب\0ر")), 2, "خبر", false},
	{"names of HTML for characters", NULL, BYTES(ITEM("caf&eacute; &laquo;خبر&raquo;")), 2,
	 "café «خبر»", false},
	{"a bare ampersand", NULL, BYTES(ITEM("R & D")), 2, "R & D", false},
	/* one bad byte costs one character: read as windows-1256 among Arabic letters */
	{"a byte that is not UTF-8", NULL, BYTES(ITEM("خب\xc7" "ر في المدينة")), 2,
	 "خبار في المدينة", false},
	{"a character cut in two", NULL, BYTES(ITEM("خبر عن المدين\xd8")), 2, "خبر عن المدين\uFFFD", false},
	{"windows-1256, declared", NULL,
	 BYTES("<?xml version=\"1.0\" encoding=\"windows-1256\"?>"
	       "<rss><channel><item><title>" CITY_1256 "</title></item></channel></rss>"),
	 1, CITY, false},
	{"windows-1256, said by the header alone", "text/xml; charset=windows-1256",
	 BYTES("<rss><channel><item><title>" CITY_1256 "</title></item></channel></rss>"), 1, CITY, false},
	{"windows-1256, said nowhere", NULL,
	 BYTES("<rss><channel><item><title>" CITY_1256 "</title></item></channel></rss>"), 1, CITY, false},
	{"declared as UTF-8, windows-1256 in truth", NULL,
	 BYTES("<?xml version=\"1.0\" encoding=\"utf-8\"?>"
	       "<rss><channel><item><title>" CITY_1256 "</title></item></channel></rss>"),
	 1, CITY, false},
	{"declared as windows-1256, UTF-8 in truth", NULL,
	 BYTES("<?xml version=\"1.0\" encoding=\"windows-1256\"?>" ITEM(CITY)), 2, CITY, false},
	{"a header that says Latin 1 of UTF-8", "text/xml; charset=iso-8859-1", BYTES(ITEM(CITY)), 2, CITY,
	 false},
	{"a media type of pages", "text/html", BYTES(ITEM("خبر")), 2, "خبر", false},
	{"a media type of JSON", "application/json", BYTES(ITEM("خبر")), 2, "خبر", false},
	{"a media type of XML for JSON", "application/rss+xml",
	 BYTES("{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"x\","
	       "\"items\":[{\"id\":\"1\",\"title\":\"خبر\",\"content_text\":\"نص\"}]}"),
	 1, "خبر", false},
	{"tags not closed", NULL, BYTES(HEAD "<item><title>خبر</title><description><p>a<br>b</description></item>" NEXT TAIL),
	 2, "خبر", false},
	{"tags crossed", NULL, BYTES(HEAD "<item><title>خبر</title><description><b>a<i>b</b></i></description></item>" NEXT TAIL),
	 2, "خبر", false},
	{"attributes without quotes", NULL,
	 BYTES("<rss version=2.0><channel><item><title type=text>خبر</title><guid isPermaLink=false>1</guid></item>" NEXT TAIL),
	 2, "خبر", false},
	{"cut in an item", NULL, BYTES(HEAD NEXT "<item><title>مقط"), 1, "بعد", true},
	{"a CDATA section without its end", NULL, BYTES(HEAD NEXT "<item><title><![CDATA[ذيل</title></item>" TAIL),
	 1, "بعد", true},
	{"a prefix that is not declared", NULL, BYTES(HEAD "<item><dc:title>خبر</dc:title></item>" NEXT TAIL),
	 2, "خبر", false},
	{"capitals", NULL,
	 BYTES("<RSS><CHANNEL><TITLE>x</TITLE><ITEM><TITLE>خبر</TITLE></ITEM></CHANNEL></RSS>"), 1, "خبر", false},
	{"the channel as the root", NULL, BYTES("<channel><title>x</title>" NEXT "</channel>"), 1, "بعد", false},
	{"items beside the channel", NULL, BYTES("<rss><channel><title>x</title></channel>" NEXT "</rss>"), 1,
	 "بعد", false},
	{"an entity that is a file", NULL,
	 BYTES("<!DOCTYPE rss [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>" ITEM("&f;خبر")), 2, "&f;خبر", false},
	{"entities in entities", NULL,
	 BYTES("<!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;\">"
	       "<!ENTITY c \"&b;&b;&b;&b;&b;\">]>" ITEM("&c;خبر")),
	 2, "&c;خبر", false},
};

static struct feed *
read_feed(const struct defect *d)
{
	struct feed_input in = {.data = {d->doc, d->len ? d->len : strlen(d->doc)},
				.content_type = d->content_type,
				.url = "http://example.org/feed.xml",
				.now = 1735689600};
	struct feed *feed = NULL;
	enum err e = feed_parse(&in, &feed, NULL);
	assert_non_null(feed);
	if (e != OK || !feed->ok)
		fail_msg("%s: not read", d->name);
	return feed;
}

static void
each_defect(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(defects); i++) {
		const struct defect *d = &defects[i];
		struct feed *feed = read_feed(d);
		if (feed->entries_n != d->entries || (feed->warning != NULL) != d->warns)
			fail_msg("%s: %zu entries, warning %s", d->name, feed->entries_n,
				 feed->warning ? feed->warning : "(none)");
		const char *got = feed->entries[0].title;
		if (d->title && (!got || strcmp(got, d->title) != 0))
			fail_msg("%s: \"%s\", not \"%s\"", d->name, got ? got : "(none)", d->title);
		if (d->entries > 1 && strcmp(feed->entries[d->entries - 1].title, "بعد") != 0)
			fail_msg("%s: the entry after it is \"%s\"", d->name,
				 feed->entries[d->entries - 1].title);
		feed_free(feed);
	}
}

/* An author's brackets hold the name, when they hold anything. */
static void
authors(void **state)
{
	(void)state;
	static const struct {
		const char *sent, *name;
	} rows[] = {
		{"huda@example.org (هدى)", "هدى"}, {"huda@example.org ()", "huda@example.org"},
		{"huda@example.org ( )", "huda@example.org"}, {"هدى &lt;huda@example.org&gt;", "هدى"},
		{"هدى", "هدى"}, {"()", NULL}, {"", NULL},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char *doc = mem_printf(HEAD "<item><author>%s</author></item>" TAIL, rows[i].sent);
		struct feed *feed = read_feed(&(struct defect){.name = rows[i].sent, .doc = doc});
		const char *got = feed->entries[0].author;
		if (!got != !rows[i].name || (got && strcmp(got, rows[i].name) != 0))
			fail_msg("%s: \"%s\"", rows[i].sent, got ? got : "(none)");
		feed_free(feed);
		free(doc);
	}
	/* RFC 4287 4.2.1: of where it was taken from, unless it has one */
	static const char atom[] =
		"<feed xmlns='http://www.w3.org/2005/Atom'>"
		"<entry><source><title>x</title><author><name>ا</name></author></source></entry>"
		"<entry><author><name>ب</name></author><source><author><name>ا</name></author></source></entry>"
		"<entry><source><author><name>ا</name></author></source><author><name>ب</name></author></entry></feed>";
	struct feed *feed = read_feed(&(struct defect){.name = "source", .doc = atom});
	assert_string_equal(feed->entries[0].author, "ا");
	assert_null(feed->entries[0].title);
	assert_string_equal(feed->entries[1].author, "ب");
	assert_string_equal(feed->entries[2].author, "ب");
	feed_free(feed);
}

/* A date that is none is unknown, never now; and the user's language changes nothing. */
static void
dates(void **state)
{
	(void)state;
	static const struct {
		const char *sent;
		int64_t time;
	} rows[] = {
		{"<pubDate>Tue, 02 Jan 2024 03:04:05 GMT</pubDate>", 1704164645},
		{"<pubDate>الثلاثاء، ٢ يناير ٢٠٢٤ 03:04:05 +0000</pubDate>", 1704164645},
		{"<pubDate>قريبا إن شاء الله</pubDate>", TIME_NONE}, {"<pubDate/>", TIME_NONE}, {"", TIME_NONE},
	};
	static const char *const locales[] = {"C", "ar_SA.UTF-8", "de_DE.UTF-8"};
	for (size_t l = 0; l < ARRAY_LEN(locales); l++) {
		if (!setlocale(LC_ALL, locales[l]))
			continue; /* not installed here */
		for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
			char *doc = mem_printf(HEAD "<item>%s</item>" TAIL, rows[i].sent);
			struct feed *feed = read_feed(&(struct defect){.name = rows[i].sent, .doc = doc});
			if (feed->entries[0].published != rows[i].time)
				fail_msg("%s: %lld", rows[i].sent, (long long)feed->entries[0].published);
			feed_free(feed);
			free(doc);
		}
	}
	setlocale(LC_ALL, "C");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_defect),
		cmocka_unit_test(authors),
		cmocka_unit_test(dates),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
