/* SPDX-License-Identifier: MIT
 *
 * Articles as text, Markdown and HTML: what they hold, and that nothing in them can
 * become more than text.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "akhbar/doc.h"

static struct doc_text
body(struct doc *doc, const char *s, size_t n, const struct span *spans)
{
	return (struct doc_text){{arena_strdup(doc->arena, s), strlen(s)},
				 n ? arena_dup(doc->arena, spans, n * sizeof(*spans)) : NULL, n};
}

static struct doc *
sample(void)
{
	struct doc *doc = doc_new();
	doc->dir = DIR_RTL;
	doc->language = "ar";
	uint16_t link = doc_link(doc, "https://example.org/a?b=1&c=<2>");
	uint16_t picture = doc_link(doc, "https://example.org/p.jpg");
	struct block b = {.kind = BLOCK_HEADING, .level = 1};
	b.body = body(doc, "عنوان <فرعي>", 0, NULL);
	doc_add(doc, &b);
	/* "خبر مهم هنا": strong over both words, a link over the second that reaches past it */
	struct span spans[] = {{0, 13, SPAN_STRONG, 0}, {7, 18, SPAN_LINK, link}};
	b = (struct block){.kind = BLOCK_PARAGRAPH, .dir = DIR_RTL};
	b.body = body(doc, "خبر مهم هنا", 2, spans);
	doc_add(doc, &b);
	b = (struct block){.kind = BLOCK_ITEM, .level = 1, .number = 1};
	b.body = body(doc, "أول", 0, NULL);
	doc_add(doc, &b);
	b = (struct block){.kind = BLOCK_ITEM, .level = 2};
	b.body = body(doc, "داخل", 0, NULL);
	doc_add(doc, &b);
	b = (struct block){.kind = BLOCK_PARAGRAPH, .quote = 1};
	b.body = body(doc, "قول\nوسطر", 0, NULL);
	doc_add(doc, &b);
	b = (struct block){.kind = BLOCK_CODE};
	b.body = body(doc, "a ``` b\n<c>", 0, NULL);
	doc_add(doc, &b);
	b = (struct block){.kind = BLOCK_IMAGE, .link = picture};
	b.body = body(doc, "صورة", 0, NULL);
	doc_add(doc, &b);
	b = (struct block){.kind = BLOCK_TABLE, .rows = 1, .cols = 2};
	b.cells = arena_zalloc(doc->arena, 2 * sizeof(*b.cells));
	b.cells[0] = (struct doc_cell){.body = body(doc, "x|y", 0, NULL), .header = true, .colspan = 1};
	b.cells[1] = (struct doc_cell){.body = body(doc, "z", 0, NULL), .colspan = 1};
	doc_add(doc, &b);
	return doc;
}

static const struct doc_about about = {.title = "عنوان \"كبير\" & <b>",
				       .line = "مصدر · اليوم",
				       .link = "https://example.org/1"};

static void
expect(const char *text, const char *const *wanted, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strstr(text, wanted[i]))
			fail_msg("no %s in:\n%s", wanted[i], text);
}

static void
as_text(void **state)
{
	static const char *const wanted[] = {
		"عنوان \"كبير\" & <b>\nمصدر · اليوم\nhttps://example.org/1\n\nعنوان <فرعي>\n\n",
		"خبر مهم[1] هنا\n", "1. أول\n   • داخل\n", "> قول\n> وسطر\n", "a ``` b\n<c>\n",
		"صورة [2]\n", "x|y\tz\n", "[1] https://example.org/a?b=1&c=<2>\n"};
	(void)state;
	struct doc *doc = sample();
	struct buf out;
	buf_init(&out, 0);
	doc_to_text(doc, &about, &out);
	expect(out.data, wanted, ARRAY_LEN(wanted));
	buf_release(&out);
	doc_free(doc);
}

static void
as_markdown(void **state)
{
	static const char *const wanted[] = {
		"# عنوان \"كبير\" \\& \\<b\\>\n", "<https://example.org/1>\n", "## عنوان \\<فرعي\\>\n",
		"**خبر [مهم](<https://example.org/a?b=1&c=%3C2%3E>)** هنا\n", "1. أول\n   - داخل\n",
		"> قول\\\n> وسطر\n", "````\na ``` b\n<c>\n````\n",
		"[صورة](<https://example.org/p.jpg>)\n", "| x\\|y | z |\n| --- | --- |\n"};
	(void)state;
	struct doc *doc = sample();
	struct buf out;
	buf_init(&out, 0);
	doc_to_markdown(doc, &about, &out);
	expect(out.data, wanted, ARRAY_LEN(wanted));
	buf_release(&out);
	doc_free(doc);
	/* what would be read as a sign of Markdown is text */
	doc = doc_from_text(bytes_of("2026. عام\n\n- شرطة\n\n# وسم\n\n*نجمة* _خط_ [س](ص) `ك` a&amp;b"));
	buf_init(&out, 0);
	doc_to_markdown(doc, &(struct doc_about){0}, &out);
	static const char *const plain[] = {"2026\\. عام", "\\- شرطة", "\\# وسم",
					    "\\*نجمة\\* \\_خط\\_ \\[س\\](ص) \\`ك\\` a\\&amp;b"};
	expect(out.data, plain, ARRAY_LEN(plain));
	buf_release(&out);
	doc_free(doc);
}

static void
as_html(void **state)
{
	static const char *const wanted[] = {
		"<html lang=\"ar\" dir=\"rtl\">", "<meta charset=\"utf-8\">",
		"<title>عنوان &quot;كبير&quot; &amp; &lt;b&gt;</title>", "<h2>عنوان &lt;فرعي&gt;</h2>",
		"<p dir=\"rtl\"><strong>خبر <a href=\"https://example.org/a?b=1&amp;c=&lt;2&gt;\" "
		"rel=\"noreferrer\">مهم</a></strong> هنا</p>",
		"<ol>\n<li>أول</li>\n<ul>\n<li>داخل</li>\n</ul>\n</ol>\n<blockquote>\n<p>قول<br>\nوسطر</p>\n"
		"</blockquote>",
		"<pre>a ``` b\n&lt;c&gt;</pre>",
		"<a href=\"https://example.org/p.jpg\" rel=\"noreferrer\">صورة</a>",
		"<th>x|y</th><td>z</td>"};
	(void)state;
	struct doc *doc = sample();
	struct buf out;
	buf_init(&out, 0);
	doc_to_html(doc, &about, &out);
	expect(out.data, wanted, ARRAY_LEN(wanted));
	assert_null(strstr(out.data, "<img"));
	assert_null(strstr(out.data, "<b>"));
	buf_release(&out);
	/* an address that is none is not made a link of */
	buf_init(&out, 0);
	doc_to_html(doc, &(struct doc_about){.title = "x", .link = "javascript:alert(1)"}, &out);
	assert_null(strstr(out.data, "javascript"));
	buf_release(&out);
	doc_free(doc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_text),
		cmocka_unit_test(as_markdown),
		cmocka_unit_test(as_html),
	};
	return cmocka_run_group_tests_name("export", tests, NULL, NULL);
}
