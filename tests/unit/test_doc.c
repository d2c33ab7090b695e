/* SPDX-License-Identifier: MIT */
#include "akhbar/doc.h"
#include "akhbar/limits.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct doc_text
text_of(struct doc *doc, const char *s, size_t spans_n, const struct span *spans)
{
	struct doc_text body = {{arena_strdup(doc->arena, s), strlen(s)}, NULL, spans_n};
	if (spans_n)
		body.spans = arena_dup(doc->arena, spans, spans_n * sizeof(*spans));
	return body;
}

static struct doc *
sample(void)
{
	struct doc *doc = doc_new();
	doc->dir = DIR_RTL;
	doc->language = "ar";
	uint16_t link = doc_link(doc, "https://example.com/خبر");
	struct span spans[] = {{0, 15, SPAN_STRONG, 0}, {0, 6, SPAN_EM, 0}, {7, 15, SPAN_LINK, link}};
	struct block b = {.kind = BLOCK_HEADING, .level = 2, .dir = DIR_RTL};
	b.body = text_of(doc, "عنوان فرعي", 0, NULL);
	doc_add(doc, &b);
	b = (struct block){.kind = BLOCK_PARAGRAPH, .quote = 1, .indent = 2};
	b.body = text_of(doc, "نصّ طويل فيه رابط\nوسطر", 3, spans);
	doc_add(doc, &b);
	b = (struct block){.kind = BLOCK_ITEM, .level = 1, .number = 300};
	b.body = text_of(doc, "بند", 0, NULL);
	doc_add(doc, &b);
	b = (struct block){.kind = BLOCK_TABLE, .rows = 2, .cols = 2};
	b.cells = arena_zalloc(doc->arena, 4 * sizeof(*b.cells));
	for (int i = 0; i < 4; i++)
		b.cells[i] = (struct doc_cell){.colspan = 1, .header = i < 2, .dir = DIR_RTL};
	b.cells[0].colspan = 2;
	b.cells[0].body = text_of(doc, "المدينة", 0, NULL);
	b.cells[2].body = text_of(doc, "القاهرة", 0, NULL);
	b.cells[3].body = text_of(doc, "21", 0, NULL);
	doc_add(doc, &b);
	b = (struct block){.kind = BLOCK_RULE};
	doc_add(doc, &b);
	b = (struct block){.kind = BLOCK_IMAGE, .link = doc_link(doc, "http://example.com/a.jpg")};
	b.body = text_of(doc, "صورة", 0, NULL);
	doc_add(doc, &b);
	return doc;
}

static char *
dump_of(const struct doc *doc)
{
	struct buf out;
	buf_init(&out, 0);
	doc_dump(doc, &out);
	return buf_take(&out);
}

static void
round_trip(void **state)
{
	(void)state;
	struct doc *doc = sample(), *back = NULL;
	struct buf bytes;
	buf_init(&bytes, 0);
	doc_encode(doc, &bytes);
	assert_int_equal(doc_decode(buf_view(&bytes), &back, NULL), OK);
	char *a = dump_of(doc), *b = dump_of(back);
	assert_string_equal(a, b);
	free(a);
	free(b);
	doc_free(back);
	doc_free(doc);
	buf_release(&bytes);
}

/* Every cut and every changed byte is refused or read as something sound. */
static void
damaged(void **state)
{
	(void)state;
	struct doc *doc = sample(), *back = NULL;
	struct buf bytes;
	buf_init(&bytes, 0);
	doc_encode(doc, &bytes);
	for (size_t n = 0; n < bytes.len; n++)
		assert_int_equal(doc_decode((struct bytes){bytes.data, n}, &back, NULL), ERR_FORMAT);
	for (size_t i = 0; i < bytes.len; i++) {
		for (int bit = 0; bit < 8; bit++) {
			bytes.data[i] ^= (char)(1 << bit);
			if (doc_decode(buf_view(&bytes), &back, NULL) == OK) {
				char *d = dump_of(back);
				assert_true(utf8_valid(bytes_of(d)));
				free(d);
				doc_free(back);
			}
			bytes.data[i] ^= (char)(1 << bit);
		}
	}
	doc_free(doc);
	buf_release(&bytes);
}

static void
unclean(void **state)
{
	(void)state;
	static const char *const texts[] = {"a\x1b[31m", "\xd8", "\xe2\x80\xae" "x", "a\tb", "\xc2\x9b"};
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct doc *doc = doc_new(), *back = NULL;
		struct block b = {.kind = BLOCK_PARAGRAPH};
		b.body = text_of(doc, texts[i], 0, NULL);
		doc_add(doc, &b);
		struct buf bytes;
		buf_init(&bytes, 0);
		doc_encode(doc, &bytes);
		assert_int_equal(doc_decode(buf_view(&bytes), &back, NULL), ERR_FORMAT);
		assert_null(back);
		buf_release(&bytes);
		doc_free(doc);
	}
}

static void
links(void **state)
{
	(void)state;
	struct doc *doc = doc_new(), *back = NULL;
	assert_int_equal(doc_link(doc, "javascript:alert(1)"), 1);
	assert_int_equal(doc_link(doc, "https://example.com/"), 2);
	assert_int_equal(doc_link(doc, "https://example.com/"), 2);
	struct span spans[] = {{0, 2, SPAN_LINK, 1}, {2, 4, SPAN_LINK, 2}};
	struct block b = {.kind = BLOCK_PARAGRAPH, .link = 1};
	b.body = text_of(doc, "abcd", 2, spans);
	doc_add(doc, &b);
	struct buf bytes;
	buf_init(&bytes, 0);
	doc_encode(doc, &bytes);
	assert_int_equal(doc_decode(buf_view(&bytes), &back, NULL), OK);
	assert_int_equal(back->links_n, 1);
	assert_string_equal(back->links[0], "https://example.com/");
	assert_int_equal(back->blocks[0].link, 0);
	assert_int_equal(back->blocks[0].body.spans_n, 1);
	assert_int_equal(back->blocks[0].body.spans[0].link, 1);
	doc_free(back);
	buf_release(&bytes);
	char url[64];
	for (int i = (int)doc->links_n; i < LIMIT_LINKS; i++) {
		snprintf(url, sizeof(url), "https://example.com/%d", i);
		assert_int_equal(doc_link(doc, url), i + 1);
	}
	assert_int_equal(doc_link(doc, "https://example.com/one-more"), 0);
	assert_int_equal(doc_link(doc, "https://example.com/400"), 401);
	doc_free(doc);
}

static void
from_text(void **state)
{
	(void)state;
	struct doc *doc =
		doc_from_text(bytes_of("سطر أول\nوسطر ثان\n\n \n\nفقرة\x1b أخرى  بعده\n"));
	assert_int_equal(doc->blocks_n, 2);
	assert_int_equal(doc->dir, DIR_RTL);
	struct buf out;
	buf_init(&out, 0);
	doc_plain(doc, &out);
	assert_string_equal(out.data, "سطر أول وسطر ثان\nفقرة أخرى بعده\n");
	buf_release(&out);
	doc_free(doc);
	doc = doc_from_text(bytes_of(""));
	assert_int_equal(doc->blocks_n, 0);
	doc_free(doc);
	doc_free(NULL);
}

static void
plain(void **state)
{
	(void)state;
	struct doc *doc = sample();
	struct buf out;
	buf_init(&out, 0);
	doc_plain(doc, &out);
	assert_string_equal(out.data, "عنوان فرعي\nنصّ طويل فيه رابط وسطر\nبند\n"
				      "المدينة\nالقاهرة | 21\nصورة\n");
	buf_release(&out);
	doc_free(doc);
}

/* 10<sup>6</sup> is never 106, whatever leaves the reader. */
static void
figures_stay_raised(void **state)
{
	(void)state;
	struct doc *doc = doc_new();
	const char text[] = "106 من CO2 و2n+1x و20th";
	size_t six = 2, two = strcspn(text, "O") + 1;
	size_t power = (size_t)(strstr(text, "n+1") - text), th = sizeof(text) - 3;
	struct span spans[] = {
		{(uint32_t)six, (uint32_t)six + 1, SPAN_SUP, 0},
		{(uint32_t)six, (uint32_t)six + 1, SPAN_SUP, 0},
		{(uint32_t)two, (uint32_t)two + 1, SPAN_SUB, 0},
		{(uint32_t)power, (uint32_t)power + 4, SPAN_SUP, 0},
		{(uint32_t)th, (uint32_t)th + 2, SPAN_SUP, 0},
	};
	struct block b = {.kind = BLOCK_PARAGRAPH,
			  .body = {.text = bytes_of(text),
				   .spans = arena_dup(doc->arena, spans, sizeof(spans)),
				   .spans_n = ARRAY_LEN(spans)}};
	doc_add(doc, &b);
	struct doc_about about = {0};
	struct buf out;
	buf_init(&out, 0);
	doc_plain(doc, &out);
	assert_string_equal(out.data, "10⁶ من CO₂ و2^n+1x و20th\n");
	buf_clear(&out);
	doc_to_text(doc, &about, &out);
	assert_string_equal(out.data, "10⁶ من CO₂ و2^n+1x و20th\n");
	buf_clear(&out);
	doc_to_markdown(doc, &about, &out);
	assert_string_equal(out.data, "10⁶ من CO₂ و2^n+1x و20th\n");
	buf_release(&out);
	doc_free(doc);
}

static bool
teaser(const char *text)
{
	struct doc *doc = doc_from_text(bytes_of(text));
	bool is = doc_is_teaser(doc);
	doc_free(doc);
	return is;
}

static void
teasers(void **state)
{
	(void)state;
	struct buf text;
	buf_init(&text, 0);
	struct doc *table = sample();
	assert_int_equal(doc_words(table), 12);
	doc_free(table);
	assert_true(teaser(""));
	assert_true(teaser("سطران من الخبر لا أكثر."));
	for (int i = 0; i < 59; i++)
		buf_add_str(&text, "كلمة ");
	assert_true(teaser(text.data));
	buf_add_str(&text, "أخيرة.");
	assert_false(teaser(text.data)); /* sixty words */
	size_t whole = text.len;
	static const char *const ends[] = {" …", " [...]", "\n\nاقرأ المزيد »", "\n\nRead more...",
					   "\n\nلقراءة المزيد:", "\n\nادامه مطلب"};
	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		text.len = whole;
		buf_add_str(&text, ends[i]);
		assert_true(teaser(text.data));
	}
	text.len = whole;
	buf_add_str(&text, "\n\nوقال إنه يأمل أن يقرأ الناس المزيد");
	assert_false(teaser(text.data));
	for (int i = 0; i < 400; i++)
		buf_add_str(&text, " كلمة");
	buf_add_str(&text, "…"); /* a long text may end so */
	assert_false(teaser(text.data));
	buf_release(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip), cmocka_unit_test(damaged), cmocka_unit_test(unclean),
		cmocka_unit_test(links),      cmocka_unit_test(from_text), cmocka_unit_test(plain),
		cmocka_unit_test(figures_stay_raised),
		cmocka_unit_test(teasers),
	};
	return cmocka_run_group_tests_name("doc", tests, NULL, NULL);
}
