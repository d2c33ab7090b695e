/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "akhbar/page.h"

static void
add(struct doc *doc, struct block b, const char *text)
{
	b.body.text = bytes_of(text);
	doc_add(doc, &b);
}

static char *
text_of(const struct doc *doc, const struct page_head *head, uint32_t width, bool links)
{
	struct page_style style = {
		.width_cols = width, .dir = DIR_RTL, .link_numbers = links, .arabic_digits = true,
		.no_shape = true};
	struct page *page = page_new(doc, head, &style);
	struct buf out;
	buf_init(&out, 0);
	page_to_text(page, 0, &out);
	page_free(page);
	return buf_take(&out);
}

/* In what is read from right to left the first word stands at the right edge. */
static void
right_to_left_ends_at_the_right(void **state)
{
	(void)state;
	struct doc *doc = doc_new();
	doc->dir = DIR_RTL;
	add(doc, (struct block){.kind = BLOCK_PARAGRAPH}, "سلام");
	char *text = text_of(doc, NULL, 10, false);
	assert_string_equal(text, "      مالس\n");
	free(text);
	doc_free(doc);
}

static void
a_list_hangs_its_marks_at_the_right(void **state)
{
	(void)state;
	struct doc *doc = doc_new();
	doc->dir = DIR_RTL;
	add(doc, (struct block){.kind = BLOCK_ITEM, .level = 1}, "با");
	add(doc, (struct block){.kind = BLOCK_ITEM, .level = 1, .number = 2}, "تا");
	char *text = text_of(doc, NULL, 10, false);
	assert_string_equal(text, "      اب •\n     ات .٢\n");
	free(text);
	doc_free(doc);
}

static void
link_numbers_follow_their_words(void **state)
{
	(void)state;
	struct doc *doc = doc_new();
	doc->dir = DIR_LTR;
	struct span spans[] = {{4, 8, SPAN_LINK, doc_link(doc, "https://example.org/a")}};
	struct block b = {.kind = BLOCK_PARAGRAPH,
			  .body = {.text = bytes_of("see here now"),
				   .spans = arena_dup(doc->arena, spans, sizeof(spans)),
				   .spans_n = 1}};
	doc_add(doc, &b);
	struct page_style style = {.width_cols = 30, .dir = DIR_LTR, .link_numbers = true};
	struct page *page = page_new(doc, NULL, &style);
	const struct page_cell *cells;
	size_t n = page_line(page, 0, &cells);
	assert_int_equal(n, 30);
	assert_int_equal(cells[8].cell.ch[0], '[');
	assert_int_equal(cells[9].cell.ch[0], '1');
	assert_int_equal(cells[9].look, LOOK_LINK);
	assert_int_equal(cells[9].link, 1);
	assert_int_equal(cells[5].link, 1);
	assert_int_equal(cells[3].link, 0);
	page_free(page);
	doc_free(doc);
}

/* As one reads the line, from the right; the link itself is written from the left. (What
 * is not shaped has its brackets as they are.) */
static void
link_numbers_follow_as_the_line_is_read(void **state)
{
	(void)state;
	struct doc *doc = doc_new();
	doc->dir = DIR_RTL;
	struct span spans[] = {{5, 16, SPAN_LINK, doc_link(doc, "https://a.bc")}};
	struct block b = {.kind = BLOCK_PARAGRAPH,
			  .body = {.text = bytes_of("با https://a.bc تا"),
				   .spans = arena_dup(doc->arena, spans, sizeof(spans)),
				   .spans_n = 1}};
	b.body.spans[0].end = 5 + (uint32_t)strlen("https://a.bc");
	doc_add(doc, &b);
	char *text = text_of(doc, NULL, 21, true);
	assert_string_equal(text, "ات ]١[https://a.bc اب\n");
	free(text);
	doc_free(doc);
}

/* A number that is taken is seen: under a picture with words, and without. */
static void
pictures_show_their_numbers(void **state)
{
	(void)state;
	struct doc *doc = doc_new();
	doc->dir = DIR_RTL;
	add(doc, (struct block){.kind = BLOCK_IMAGE, .link = doc_link(doc, "https://a.example/1")}, "با");
	add(doc, (struct block){.kind = BLOCK_IMAGE, .link = doc_link(doc, "https://a.example/2")}, "");
	char *text = text_of(doc, NULL, 10, true);
	assert_string_equal(text, "   ]١[اب ▣\n\n      ]٢[▣\n");
	free(text);
	doc_free(doc);
}

/* Whatever the page says of its texts; verses set as code are read from the right. */
static void
code_is_read_from_the_left(void **state)
{
	(void)state;
	struct doc *doc = doc_new();
	doc->dir = DIR_RTL;
	add(doc, (struct block){.kind = BLOCK_CODE, .dir = DIR_RTL}, "$ ls \"باتا تابا\"");
	add(doc, (struct block){.kind = BLOCK_CODE}, "باتا");
	char *text = text_of(doc, NULL, 20, false);
	assert_string_equal(text, "$ ls \"ابات اتاب\"\n\n                اتاب\n");
	free(text);
	doc_free(doc);
}

static struct doc *
table_doc(uint16_t rows, uint16_t cols, const char *const *texts)
{
	struct doc *doc = doc_new();
	doc->dir = DIR_RTL;
	struct block b = {.kind = BLOCK_TABLE, .rows = rows, .cols = cols};
	b.cells = arena_zalloc(doc->arena, (size_t)rows * cols * sizeof(*b.cells));
	for (size_t i = 0; i < (size_t)rows * cols; i++) {
		b.cells[i].body.text = bytes_of(texts[i]);
		b.cells[i].header = i < cols;
		b.cells[i].colspan = 1;
	}
	doc_add(doc, &b);
	return doc;
}

static void
a_table_runs_from_the_right(void **state)
{
	(void)state;
	static const char *const texts[] = {"بلد", "عدد", "مصر", "5"};
	struct doc *doc = table_doc(2, 2, texts);
	char *text = text_of(doc, NULL, 12, false);
	assert_string_equal(text, "    ددع  دلب\n    ────────\n      5  رصم\n");
	free(text);
	doc_free(doc);
}

static void
no_line_is_wider_than_the_page(void **state)
{
	(void)state;
	static const char *const texts[] = {"المدينة والمحافظة", "عدد السكان في آخر إحصاء",
					    "ملاحظات", "القاهرة", "10000000", "العاصمة"};
	struct doc *doc = table_doc(2, 3, texts);
	add(doc, (struct block){.kind = BLOCK_PARAGRAPH, .quote = 3},
	    "كلمة طويلة جدا https://example.org/a/very/long/path/that/has/to/be/cut وأخرى");
	add(doc, (struct block){.kind = BLOCK_ITEM, .level = 5, .number = 1234}, "بند في العمق 漢字漢字");
	add(doc, (struct block){.kind = BLOCK_CODE}, "int main(void)\n{\n\treturn 0;\n}");
	add(doc, (struct block){.kind = BLOCK_RULE}, "");
	for (uint32_t width = 2; width < 100; width++) {
		struct page_style style = {.width_cols = width, .dir = DIR_RTL, .link_numbers = true};
		struct page_head head = {.title = "عنوان طويل للمقال", .line = "المصدر · الكاتب"};
		struct page *page = page_new(doc, &head, &style);
		for (size_t i = 0; i < page_lines(page); i++) {
			const struct page_cell *cells;
			size_t n = page_line(page, i, &cells);
			uint32_t cols = 0;
			for (size_t k = 0; k < n; k++)
				cols += cells[k].cell.width;
			assert_true(cols <= width);
		}
		page_free(page);
	}
	doc_free(doc);
}

static void
a_resize_keeps_the_place(void **state)
{
	(void)state;
	struct doc *doc = doc_new();
	doc->dir = DIR_RTL;
	for (int i = 0; i < 20; i++)
		add(doc, (struct block){.kind = BLOCK_PARAGRAPH},
		    "فقرة من كلمات كثيرة تمتد على أكثر من سطر واحد في العمود الضيق");
	struct page_style style = {.width_cols = 60, .dir = DIR_RTL};
	struct page *page = page_new(doc, NULL, &style);
	size_t line = page_line_of_block(page, 11);
	assert_int_equal(page_block_of_line(page, line), 11);
	page_set_width(page, 20);
	line = page_line_of_block(page, 11);
	assert_int_equal(page_block_of_line(page, line), 11);
	assert_true(doc_words(doc) > 200);
	page_free(page);
	doc_free(doc);
}

/* Filled lines are for paragraphs; a text without letters goes on as the one before. */
static void
paragraphs_alone_are_filled(void **state)
{
	(void)state;
	static const char text[] = "قال مجلس الوزراء السعودي إن الاقتصاد المحلي ارتفع كثيرا في العام الماضي";
	for (int kind = BLOCK_PARAGRAPH; kind <= BLOCK_ITEM; kind++) {
		struct doc *doc = doc_new();
		add(doc, (struct block){.kind = (enum block_kind)kind, .level = 1}, text);
		add(doc, (struct block){.kind = BLOCK_PARAGRAPH}, "***");
		struct page_style style = {
			.width_cols = 34, .dir = DIR_LTR, .justify = JUSTIFY_KASHIDA};
		struct page *page = page_new(doc, NULL, &style);
		const struct page_cell *cells;
		bool filled = false;
		for (uint32_t width = 30; width < 60; width++) {
			page_set_width(page, width);
			for (size_t i = 0; i < page_lines(page); i++)
				for (size_t k = 0, n = page_line(page, i, &cells); k < n; k++)
					filled |= cells[k].cell.filler;
		}
		assert_int_equal(filled, kind == BLOCK_PARAGRAPH);
		size_t n = page_line(page, page_lines(page) - 1, &cells);
		assert_int_equal(cells[n - 1].cell.ch[0], '*');
		page_free(page);
		doc_free(doc);
	}
}

/* An Arabic source leaves the date beside it whole. */
static void
parts_of_the_head_stay_apart(void **state)
{
	(void)state;
	struct page_style style = {.width_cols = 30, .dir = DIR_LTR, .no_shape = true};
	struct page *page = page_new(NULL, &(struct page_head){.line = "مجلة · 23 May · اب"}, &style);
	struct buf out;
	buf_init(&out, 0);
	page_to_text(page, 0, &out);
	assert_true(bytes_starts(buf_view(&out), "ةلجم · 23 May · با\n"));
	buf_release(&out);
	page_free(page);
}

/* A paragraph with one span of the kind round the last `bytes` bytes. */
static char *
with_span(const char *text, size_t bytes, enum span_kind kind)
{
	struct doc *doc = doc_new();
	doc->dir = DIR_LTR;
	uint32_t end = (uint32_t)strlen(text);
	struct span spans[] = {{end - (uint32_t)bytes, end, kind, 0}};
	struct block b = {.kind = BLOCK_PARAGRAPH,
			  .body = {.text = bytes_of(text),
				   .spans = arena_dup(doc->arena, spans, sizeof(spans)),
				   .spans_n = 1}};
	doc_add(doc, &b);
	char *out = text_of(doc, NULL, 40, false);
	out[strcspn(out, "\n")] = 0;
	doc_free(doc);
	return out;
}

/* 10 raised to 6 must not read 106. */
static void
raised_and_lowered_figures(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		size_t bytes;
		enum span_kind kind;
		const char *want;
	} cases[] = {
		{"106", 1, SPAN_SUP, "10⁶"},	 {"10-12", 3, SPAN_SUP, "10⁻¹²"},
		{"CO2", 1, SPAN_SUB, "CO₂"},	 {"km٢", 2, SPAN_SUP, "km²"},
		{"2n", 1, SPAN_SUP, "2ⁿ"},	 {"2n+1x", 4, SPAN_SUP, "2^n+1x"},
		{"20th", 2, SPAN_SUP, "20th"},	 {"note[3]", 3, SPAN_SUP, "note[3]"},
		{"xmax", 3, SPAN_SUB, "xmax"},	 {"106", 0, SPAN_SUP, "106"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *got = with_span(cases[i].text, cases[i].bytes, cases[i].kind);
		if (strcmp(got, cases[i].want))
			fail_msg("%s: %s, not %s", cases[i].text, got, cases[i].want);
		free(got);
	}
}

/* Short foreign items and headings stay on the list's side. */
static void
foreign_names_stay_by_their_marks(void **state)
{
	(void)state;
	struct doc *doc = doc_new();
	doc->dir = DIR_RTL;
	add(doc, (struct block){.kind = BLOCK_HEADING, .level = 2}, "iOS");
	add(doc, (struct block){.kind = BLOCK_ITEM, .level = 1}, "ab cd");
	add(doc, (struct block){.kind = BLOCK_ITEM, .level = 1}, "ab cd ef gh ij");
	add(doc, (struct block){.kind = BLOCK_PARAGRAPH}, "ab");
	char *text = text_of(doc, &(struct page_head){.title = "BBC"}, 14, false);
	assert_string_equal(text, "           BBC\n\n           iOS\n      ab cd •\n"
				  "ab cd ef gh •\nij\n\nab\n");
	free(text);
	doc_free(doc);
}

static void
quotation_bars_go_through_gaps(void **state)
{
	(void)state;
	struct doc *doc = doc_new();
	doc->dir = DIR_RTL;
	add(doc, (struct block){.kind = BLOCK_PARAGRAPH, .quote = 1}, "با");
	add(doc, (struct block){.kind = BLOCK_PARAGRAPH, .quote = 2}, "تا");
	add(doc, (struct block){.kind = BLOCK_PARAGRAPH}, "ثا");
	char *text = text_of(doc, NULL, 14, false);
	assert_string_equal(text, "          اب ▏\n             ▏\n        ات ▏ ▏\n\n            اث\n");
	free(text);
	doc_free(doc);
}

/* No word is cut in a column; where that cannot be, the table is a list. */
static void
a_table_too_wide_becomes_a_list(void **state)
{
	(void)state;
	static const char *const texts[] = {"بلد", "عدد", "مصر", "104,258,327", "قطر", "5"};
	struct doc *doc = table_doc(3, 2, texts);
	char *text = text_of(doc, NULL, 16, false);
	assert_string_equal(text, "        ددع  دلب\n────────────────\n104,258,327  رصم\n          5  رطق\n");
	free(text);
	text = text_of(doc, NULL, 15, false);
	assert_non_null(strstr(text, "رصم :دلب"));
	assert_non_null(strstr(text, "104,258,327"));
	assert_non_null(strstr(text, "5 :ددع"));
	free(text);
	doc_free(doc);
	/* numbers stand units under units in a table from the left too */
	static const char *const latin[] = {"City", "People", "Rome", "2800000", "Pisa", "90000"};
	doc = table_doc(3, 2, latin);
	doc->dir = DIR_LTR;
	text = text_of(doc, NULL, 30, false);
	assert_string_equal(text, "City   People\n─────────────\nRome  2800000\nPisa    90000\n");
	free(text);
	doc_free(doc);
}

struct needle {
	const char *word;
};

static size_t
find_needle(struct bytes text, uint32_t (*places)[2], size_t max, void *context)
{
	const char *word = ((struct needle *)context)->word;
	size_t n = 0;
	for (size_t at = 0; at + strlen(word) <= text.len && n < max; at++) {
		if (memcmp(text.data + at, word, strlen(word)) != 0)
			continue;
		places[n][0] = (uint32_t)at;
		places[n++][1] = (uint32_t)(at + strlen(word));
	}
	return n;
}

/* The marked cells of the first line, counted; *first: the column of the leftmost. */
static size_t
marked(struct page *page, size_t *first)
{
	const struct page_cell *cells;
	size_t count = 0, n = page_line(page, 0, &cells);
	*first = SIZE_MAX;
	for (size_t i = 0; i < n; i++) {
		if (cells[i].look != LOOK_HIT)
			continue;
		count++;
		*first = *first == SIZE_MAX ? i : *first;
	}
	return count;
}

/* A hit that begins at the alef of a lam-alef marks its cell; a link's number is no part of
 * what is searched, and a phrase goes on behind it. */
static void
hits_are_marked(void **state)
{
	(void)state;
	struct doc *doc = doc_new();
	size_t first;
	doc->dir = DIR_RTL;
	add(doc, (struct block){.kind = BLOCK_PARAGRAPH}, "الأول");
	struct page_style style = {.width_cols = 10, .dir = DIR_RTL, .link_numbers = true};
	struct page *page = page_new(doc, NULL, &style);
	assert_int_equal(page_find(page, find_needle, &(struct needle){"أول"}), 1);
	assert_int_equal(marked(page, &first), 3); /* lam-alef, waw, lam */
	assert_int_equal(page_hit_line(page, 0), 0);
	page_hit_here(page, 0); /* the one gone to looks otherwise */
	assert_int_equal(marked(page, &first), 0);
	page_hit_here(page, 1);
	assert_int_equal(marked(page, &first), 3);
	page_free(page);
	doc_free(doc);

	doc = doc_new();
	doc->dir = DIR_LTR;
	struct span spans[] = {{4, 8, SPAN_LINK, doc_link(doc, "https://example.org/a")}};
	struct block b = {.kind = BLOCK_PARAGRAPH,
			  .body = {.text = bytes_of("see here now 1"),
				   .spans = arena_dup(doc->arena, spans, sizeof(spans)),
				   .spans_n = 1}};
	doc_add(doc, &b);
	style.width_cols = 30;
	style.dir = DIR_LTR;
	page = page_new(doc, NULL, &style);
	assert_int_equal(page_find(page, find_needle, &(struct needle){"1"}), 1);
	assert_int_equal(marked(page, &first), 1);
	assert_int_equal(first, 16); /* see here[1] now 1 */
	assert_int_equal(page_find(page, find_needle, &(struct needle){"here now"}), 1);
	assert_int_equal(marked(page, &first), 8);
	assert_int_equal(first, 4);
	assert_int_equal(page_find(page, find_needle, &(struct needle){"now"}), 1);
	assert_int_equal(marked(page, &first), 3);
	assert_int_equal(first, 12);
	page_free(page);
	doc_free(doc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(right_to_left_ends_at_the_right),
		cmocka_unit_test(a_list_hangs_its_marks_at_the_right),
		cmocka_unit_test(link_numbers_follow_their_words),
		cmocka_unit_test(link_numbers_follow_as_the_line_is_read),
		cmocka_unit_test(pictures_show_their_numbers),
		cmocka_unit_test(code_is_read_from_the_left),
		cmocka_unit_test(a_table_runs_from_the_right),
		cmocka_unit_test(no_line_is_wider_than_the_page),
		cmocka_unit_test(a_resize_keeps_the_place),
		cmocka_unit_test(paragraphs_alone_are_filled),
		cmocka_unit_test(parts_of_the_head_stay_apart),
		cmocka_unit_test(raised_and_lowered_figures),
		cmocka_unit_test(foreign_names_stay_by_their_marks),
		cmocka_unit_test(quotation_bars_go_through_gaps),
		cmocka_unit_test(a_table_too_wide_becomes_a_list),
		cmocka_unit_test(hits_are_marked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
