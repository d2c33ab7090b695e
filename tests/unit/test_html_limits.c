/* SPDX-License-Identifier: MIT
 *
 * Pages made to hurt: each ends soon, within its limits, with the words that are in it.
 * None of them is timed; what is quadratic does not end within the runner's limit.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "akhbar/html.h"
#include "akhbar/limits.h"

#define PARAGRAPH "كان الشارع خاليا إلا من بائع الصحف، يرتبها على الرصيف، وينادي على العناوين بصوت مبحوح."

static void
repeat(struct buf *out, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_add_str(out, text);
}

/* Both ways through; the text of the article, "" when there was none. */
static char *
both(struct bytes html)
{
	struct html_page in = {.data = html, .url = "https://news.example.org/a"};
	struct article *article = NULL;
	struct doc *doc = NULL;
	struct buf text;
	struct why why = {""};
	buf_init(&text, 0);
	assert_int_equal(html_blocks(html, in.url, DIR_AUTO, NULL, &doc, &why), OK);
	struct buf bytes;
	buf_init(&bytes, 0);
	doc_encode(doc, &bytes);
	buf_release(&bytes);
	doc_free(doc);
	if (html_article(&in, &article, NULL, &why) == OK)
		article_to_text(article, &text);
	else
		assert_true(why.text[0] != '\0');
	article_free(article);
	if (!text.data)
		buf_add_str(&text, "");
	return buf_take(&text);
}

static void
nested(void **state)
{
	(void)state;
	static const char *const tags[] = {"div", "blockquote", "ul><li", "table><tr><td", "span", "b",
					   "a href='/x'", "font", "dl><dd", "pre", "section", "custom-tag",
					   "h2", "form", "object", "ol><li><p", "bdi", "details"};
	for (size_t i = 0; i < ARRAY_LEN(tags); i++) {
		struct buf page;
		buf_init(&page, 0);
		for (int k = 0; k < (i < 3 ? 100000 : 20000); k++)
			buf_printf(&page, "<%s>", tags[i]);
		repeat(&page, "<p>" PARAGRAPH "</p>", 5);
		char *text = both(buf_view(&page));
		bool hidden = strcmp(tags[i], "object") == 0 || tags[i][0] == 'a'; /* no text, or all of it links */
		if (!hidden && !strstr(text, "ينادي على العناوين"))
			fail_msg("<%s>: the text is lost", tags[i]);
		free(text);
		buf_release(&page);
	}
}

static void
repeated(void **state)
{
	(void)state;
	static const struct {
		const char *part;
		size_t n;
	} cases[] = {
		{"<", 200000}, {"&", 200000}, {"<!--", 40000}, {"<script>", 40000},
		{"<style", 40000}, {"<![CDATA[", 40000}, {"</p>", 100000}, {"<br>", 100000},
		{"<p>", 100000}, {"<li>", 60000}, {"<td>", 60000}, {"<iframe>", 40000},
		{"<noscript>", 40000}, {"</div>", 100000}, {"<a href=x>", 40000}, {"&#x1F600;", 40000},
		{"<img src=a.jpg>", 20000}, {"<table><tr><td>x<td>y<tr><td>z", 4000},
		{"<h1>عنوان</h1>", 10000}, {"<time datetime=2020-01-01>", 20000},
		{"<p class=author>فلان الفلاني</p>", 10000}, {"<figure><figcaption>تعليق</figcaption>", 10000},
		{"\xff\xfe\x00", 60000}, {"\xd8\xa7\xd9", 60000}, {"<p>\0x", 20000},
		{"<b><i></b></i>", 20000}, {"<p>2020-01-01 12:00</p>", 10000}, {"<q>", 20000},
		{"<script type=application/ld+json>{\"@type\":\"Article\",\"author\":[{\"name\":\"a\"},", 4000},
		{"<font color=red><p>سطر</font>", 10000}, {"<article><h1>ع</h1><p>" PARAGRAPH "</p>", 2000},
		{"\xe2\x80\xae\xe2\x81\xa6", 40000}, {"<dl><dt>x<dd>y</dl>", 10000},
		{"<script><!--<script></script>", 300000},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf page;
		buf_init(&page, 0);
		repeat(&page, "<p>" PARAGRAPH "</p>", 3);
		repeat(&page, cases[i].part, cases[i].n);
		buf_add_str(&page, "<p>" PARAGRAPH);
		free(both(buf_view(&page)));
		buf_release(&page);
	}
}

static void
attributes(void **state)
{
	(void)state;
	struct buf page;
	buf_init(&page, 0);
	buf_add_str(&page, "<p>قبل. " PARAGRAPH "</p><div ");
	for (int i = 0; i < 100000; i++)
		buf_printf(&page, "a%d='%d' ", i, i);
	buf_add_str(&page, "><p>بعد. " PARAGRAPH "</p><p class='");
	repeat(&page, "share-bar ", 100000);
	buf_add_str(&page, "'>ختام. " PARAGRAPH "</p>");
	char *text = both(buf_view(&page));
	assert_non_null(strstr(text, "قبل."));
	assert_non_null(strstr(text, "بعد."));
	assert_non_null(strstr(text, "ختام."));
	free(text);
	/* a tag that is never ended */
	buf_clear(&page);
	repeat(&page, "<p>" PARAGRAPH "</p>", 3);
	buf_add_str(&page, "<a href='");
	repeat(&page, "x", 200000);
	text = both(buf_view(&page));
	assert_non_null(strstr(text, "ينادي على العناوين"));
	free(text);
	buf_release(&page);
}

/* At the limit and one above it. */
static void
size(void **state)
{
	(void)state;
	struct buf page;
	struct article *article = NULL;
	struct why why = {""};
	buf_init(&page, 0);
	repeat(&page, "<p>" PARAGRAPH "</p>", 5);
	while (page.len + 100 < LIMIT_BODY_BYTES)
		buf_add_str(&page, "<div class=x><a href=/y>رابط في قائمة</a></div>\n");
	while (page.len < LIMIT_BODY_BYTES)
		buf_add_char(&page, ' ');
	struct html_page in = {.data = buf_view(&page), .url = "https://news.example.org/a"};
	assert_int_equal(html_article(&in, &article, NULL, &why), OK);
	article_free(article);
	article = NULL;
	buf_add_char(&page, ' ');
	in.data = buf_view(&page);
	assert_int_equal(html_article(&in, &article, NULL, &why), ERR_LIMIT);
	assert_null(article);
	buf_release(&page);
}

static void
links_and_cells(void **state)
{
	(void)state;
	struct buf page;
	struct doc *doc;
	buf_init(&page, 0);
	for (int i = 0; i < 2000; i++)
		buf_printf(&page, "<p>فقرة <a href='/%d'>رابط %d</a></p>", i, i);
	assert_int_equal(html_blocks(buf_view(&page), "https://e.org/", DIR_AUTO, NULL, &doc, NULL), OK);
	assert_int_equal(doc->links_n, LIMIT_LINKS);
	assert_int_equal(doc->blocks_n, 2000);
	doc_free(doc);
	buf_clear(&page);
	buf_add_str(&page, "<table>");
	for (int r = 0; r < 300; r++) {
		buf_add_str(&page, "<tr>");
		for (int c = 0; c < 300; c++)
			buf_printf(&page, "<td colspan=%d rowspan=%d>خ", c % 7, r % 5);
	}
	assert_int_equal(html_blocks(buf_view(&page), NULL, DIR_AUTO, NULL, &doc, NULL), OK);
	doc_free(doc);
	buf_release(&page);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nested), cmocka_unit_test(repeated), cmocka_unit_test(attributes),
		cmocka_unit_test(size), cmocka_unit_test(links_and_cells)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
