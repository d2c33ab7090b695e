/* SPDX-License-Identifier: MIT
 *
 * The reader of XML: its events for what is sent broken, and libxml2's word that they are
 * those of a well-formed document.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "oracle/oracle.h"
#include "oracle/xml.h"

/* ---- events in short: <name uri=N @name=value> text </name> -------------------- */

static void
short_start(void *context, const struct reader *r, const struct reader_tag *tag)
{
	struct buf *out = context;
	buf_add_char(out, '<');
	buf_add_bytes(out, tag->local);
	struct bytes uri = reader_uri(r, tag->uri);
	if (uri.len) {
		buf_add_char(out, '{');
		buf_add_bytes(out, uri);
		buf_add_char(out, '}');
	}
	for (size_t i = 0; i < tag->n; i++) {
		buf_add_char(out, ' ');
		buf_add_bytes(out, tag->list[i].name);
		buf_add_char(out, '=');
		buf_add_bytes(out, tag->list[i].value);
	}
	buf_add_char(out, '>');
}

static void
short_text(void *context, struct bytes text, bool brief)
{
	(void)brief;
	buf_add_bytes(context, text);
}

static void
short_end(void *context, struct bytes local)
{
	buf_add_str(context, "</");
	buf_add_bytes(context, local);
	buf_add_str(context, ">");
}

static const struct reader_events shortly = {short_start, short_text, short_end};

#define DC "{http://purl.org/dc/elements/1.1/}"

static const struct {
	const char *doc, *events;
	bool damaged;
} cases[] = {
	{"<a>x</a>", "<a>x</a>", false},
	{"<a>x</a>y<b/>", "<a>x</a>", false},
	{"<a/>", "<a></a>", false},
	{"<a/><b/></a>", "<a><b></b></a>", false}, /* a root that goes on all the same */
	{"<a><b>x", "<a><b>x", true},
	{"<a b=1 c='2' d=\"3\" e>", "<a b=1 c=2 d=3 e=e>", true},
	{"<a b='1' b='2' B='3'/>", "<a b=1 B=3></a>", false},
	{"<a b=' x\ty\r\nz\rw&#10;&#x9;'/>", "<a b= x y z w\n\t></a>", false},
	{"<a b='&amp;lt;&eacute;&nope;&'/>", "<a b=&lt;é&nope;&></a>", false},
	{"<a>1\r\n2\r3\n<![CDATA[4\r\n5]]></a>", "<a>1\n2\n3\n4\n5</a>", false},
	{"<a>x\x01y\xef\xbf\xbfz<![CDATA[\x02&amp;<b>]]]]></a>", "<a>xyz&amp;<b>]]</a>", false},
	{"<a>]]> & < 2 &lt; &copy; &#1;&#65;</a>", "<a>]]> & < 2 < © A</a>", false},
	{"<a><!-- <b> --><?php x ?><!DOCTYPE c>x</a>", "<a>x</a>", false},
	{"<a><b>x</c></B></a>", "<a><b>x</b></a>", false},
	{"<a><b><c>x</a>", "<a><b><c>x</c></b></a>", false},
	{"<a><ب>x</a>", "<a><ب>x</a>", false}, /* words in angle brackets */
	{"<a><b:c:d>x</a>", "<a><b:c:d>x</a>", false},
	/* name spaces */
	{"<a xmlns='u'><b/><p:b xmlns:p='v'><p:c/><d/></p:b><p:e/></a>",
	 "<a{u}><b{u}></b><b{v}><c{v}></c><d{u}></d></b><e></e></a>", false},
	{"<a xmlns='u'><b xmlns=''><c/></b><d xmlns='w'/><e/></a>",
	 "<a{u}><b><c></c></b><d{w}></d><e{u}></e></a>", false},
	{"<a><dc:b/><x:c/></a>", "<a><b" DC "></b><c></c></a>", false},
	{"<a xmlns:dc='own'><dc:b xmlns:dc='inner'/><dc:c/></a>", "<a><b{inner}></b><c{own}></c></a>", false},
	{"<a xmlns:p='u'><p:b xmlns:p='  '/><p:c xmlns:xml='v' xml:lang='ar'/></a>",
	 "<a><b{u}></b><c{u} xml:lang=ar></c></a>", false},
	{"<a xmlns='u&amp;v'><b c='&lt;'/><d/></a>", "<a{u&v}><b{u&v} c=<></b><d{u&v}></d></a>", false},
	{"<a xmlns='http://www.w3.org/2000/xmlns/'><b/></a>", "<a><b></b></a>", false},
};

static size_t
root_of(const char *doc)
{
	return (size_t)(strstr(doc, "<a") - doc);
}

static void
test_events(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf out;
		size_t size;
		buf_init(&out, 0);
		bool whole = reader_run(bytes_of(cases[i].doc), root_of(cases[i].doc), &shortly, &out);
		assert_string_equal(buf_view(&out).data, cases[i].events);
		assert_int_equal(whole, !cases[i].damaged);
		const char *what = xml_differs(bytes_of(cases[i].doc), root_of(cases[i].doc), &size);
		if (what)
			fail_msg("%s: %s", cases[i].doc, what);
		buf_release(&out);
	}
}

/* Entities of the document itself are literal, short, and no more than a megabyte. */
static void
test_entities(void **state)
{
	(void)state;
	static const char doc[] = "<!DOCTYPE a [<!ENTITY q 'say \"x\"'><!ENTITY r '&q;'>]><a b='&q;'>&q;&r;</a>";
	struct buf out;
	size_t size;
	buf_init(&out, 0);
	assert_true(reader_run(bytes_of(doc), root_of(doc), &shortly, &out));
	assert_string_equal(out.data, "<a b=say \"x\">say \"x\"&r;</a>");
	assert_null(xml_differs(bytes_of(doc), root_of(doc), &size));
	static const char odd[] = "<!DOCTYPE a [<!ENTITY % p 'x'><!ENTITY ][<!ENTITY v 'w'>]><a>&v;</a>";
	buf_clear(&out);
	assert_true(reader_run(bytes_of(odd), root_of(odd), &shortly, &out));
	assert_string_equal(out.data, "<a>w</a>");
	buf_clear(&out);
	struct buf bomb;
	buf_init(&bomb, 0);
	buf_add_str(&bomb, "<!DOCTYPE a [<!ENTITY q '");
	for (int i = 0; i < 250; i++)
		buf_add_char(&bomb, 'x');
	buf_add_str(&bomb, "'>]><a>");
	for (int i = 0; i < 100000; i++)
		buf_add_str(&bomb, "&q;");
	buf_add_str(&bomb, "</a>");
	assert_true(reader_run(buf_view(&bomb), root_of(bomb.data), &shortly, &out));
	assert_in_range(out.len, 1 << 20, (1 << 20) + 400000);
	buf_release(&bomb);
	buf_release(&out);
}

/* Past each limit what is left out is left out whole. */
static void
test_limits(void **state)
{
	(void)state;
	struct buf doc;
	size_t size;
	buf_init(&doc, 0);
	buf_add_str(&doc, "<a");
	for (int i = 0; i < READER_ATTRIBUTES + 10; i++)
		buf_printf(&doc, " b%d='x&amp;%d'", i, i);
	buf_add_str(&doc, ">");
	for (int i = 0; i < READER_DECLARED + 10; i++)
		buf_printf(&doc, "<p%d:b xmlns:p%d='u%d' xmlns='d%d'>", i, i, i, i);
	for (int i = 0; i < LIMIT_DEPTH; i++)
		buf_add_str(&doc, "<i>");
	buf_add_str(&doc, "</i></a>");
	assert_null(xml_differs(buf_view(&doc), 0, &size));
	buf_clear(&doc);
	buf_add_str(&doc, "<a>"); /* one after the other: more name spaces than are numbered */
	for (int i = 0; i < 2 * READER_URIS; i++)
		buf_printf(&doc, "<b xmlns='u&amp;%d'><p:c xmlns:p='v%d'/></b>", i, i);
	buf_add_str(&doc, "</a>");
	assert_null(xml_differs(buf_view(&doc), 0, &size));
	buf_release(&doc);
}

/* A feed with bytes changed, taken out, doubled: 20,000 ways to be broken. */
static void
test_broken(void **state)
{
	(void)state;
	static const char sample[] =
		"<!DOCTYPE a [<!ENTITY e 'v'>]><a xmlns:p='u' xmlns='d' b=\"1 &amp; 2\"><p:c d='x&#10;y'>"
		"خبر &lt;b&gt; &e;<![CDATA[ <i>]]> </p:c><e xmlns='' f=g h/><!-- i -->"
		"<p:j xmlns:p='w'><dc:k>l</dc:k></p:j>\r\n<m p:n='o'>]]&gt;</m></a>";
	static const char bits[] = "<>/=\"'&;:![]-? \nax\r\x01";
	struct dice dice = {20260101};
	for (int round = 0; round < 20000; round++) {
		char doc[1024];
		size_t n = sizeof(sample) - 1, size;
		memcpy(doc, sample, n + 1);
		for (uint32_t k = roll(&dice, 4) + 1; k > 0; k--) {
			size_t at = 40 + roll(&dice, (uint32_t)n - 60), len = 1 + roll(&dice, 12);
			switch (roll(&dice, 3)) {
			case 0:
				doc[at] = bits[roll(&dice, sizeof(bits) - 1)];
				break;
			case 1:
				if (at + len < n) {
					memmove(doc + at, doc + at + len, n - at - len + 1);
					n -= len;
				}
				break;
			default:
				if (at + len < n && n + len < sizeof(doc)) {
					memmove(doc + at + len, doc + at, n - at + 1);
					n += len;
				}
			}
		}
		struct bytes text = {doc, n};
		const char *root = bytes_find(text, "<a");
		if (!root || !utf8_valid(text))
			continue;
		const char *what = xml_differs(text, (size_t)(root - doc), &size);
		if (what)
			fail_msg("%.*s: %s", (int)n, doc, what);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_events),
		cmocka_unit_test(test_entities),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_broken),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
