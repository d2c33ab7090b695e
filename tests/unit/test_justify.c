/* SPDX-License-Identifier: MIT
 *
 * Strokes between letters: where they go in a word, best place first, and where
 * they never go.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "akhbar/text.h"
#include "oracle/oracle.h"

/* The first line of `text` at `width`, justified, in reading order. */
static char *
justified(const char *text, uint32_t width, enum text_justify how, uint32_t *cols)
{
	struct para *p = para_new(bytes_of(text), NULL);
	struct line *lines = NULL;
	para_wrap(p, width, &lines);
	struct cell cells[512];
	size_t n = para_order(p, &lines[0], ORDER_LOGICAL, how, width, cells, 512);
	struct buf out;
	buf_init(&out, 0);
	buf_add_str(&out, "");
	*cols = 0;
	for (size_t i = 0; i < n; i++) {
		*cols += cells[i].width;
		if (cells[i].filler)
			buf_add_utf8(&out, cells[i].ch[0]);
		else
			buf_add(&out, text + cells[i].start_byte, cells[i].end_byte - cells[i].start_byte);
	}
	while (out.len && out.data[out.len - 1] == ' ')
		out.data[--out.len] = 0;
	free(lines);
	para_free(p);
	return buf_take(&out);
}

/* A line that needs one stroke (or two): the word and others that have no place. */
static void
places(void **state)
{
	(void)state;
	static const struct {
		const char *word, *one, *two; /* NULL: ragged */
	} cases[] = {
		{"الاقتصاد", "الاقتصـاد", "الاقتـصـاد"},
		{"المدرسة", "المدرسـة", "المـدرسـة"},
		{"السعودية", "السـعودية", "السـعوديـة"},
		{"مستشفى", "مستشـفى", "مسـتشـفى"},
		{"بغداد", "بغـداد", "بـغـداد"},
		{"الحكومة", "الحكومـة", "الحكـومـة"},
		{"قال", "قـال", NULL},
		{"الأربعاء", "الأربعـاء", "الأربـعـاء"},
		{"الكبير", "الكبيـر", "الكبـيـر"},
		{"مجلس", "مجلـس", "مجـلـس"},
		{"الآن", NULL, NULL},
		{"دار", NULL, NULL},
		{"الله", NULL, NULL},
		{"والله", NULL, NULL},
		{"بلال", "بـلال", NULL}, /* before lam-alef, never in it */
		{"من", NULL, NULL},	 /* too short */
		{"الدار", "الـدار", NULL}, /* after the article only when nothing else is left */
		{"مُدَرِّسَةٌ", NULL, NULL},	 /* vowelled */
		{"كتـاب", "كتــاب", "كتـــاب"}, /* beside the one typed */
		{"#وسمي", NULL, NULL},
		{"می‌خواهم", "می‌خـواهم", "می‌خـواهـم"}, /* never across ZWNJ */
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *want[] = {cases[i].one, cases[i].two};
		for (uint32_t slack = 1; slack <= 2; slack++) {
			/* "دار دار دار" has no place and is Arabic enough */
			struct buf text;
			buf_init(&text, 0);
			buf_printf(&text, "دار دار دار دار %s كلمةطويلةلاتجدمكانا", cases[i].word);
			struct para *p = para_new(bytes_of(cases[i].word), NULL);
			uint32_t width = 16 + para_width(p) + slack, cols;
			para_free(p);
			char *got = justified(text.data, width, JUSTIFY_KASHIDA, &cols);
			const char *w = want[slack - 1];
			struct buf line;
			buf_init(&line, 0);
			buf_printf(&line, "دار دار دار دار %s", w ? w : cases[i].word);
			if (strcmp(got, line.data))
				fail_msg("%s, %u: %s, not %s", cases[i].word, slack, got, line.data);
			assert_int_equal(cols, w ? width : width - slack);
			free(got);
			buf_release(&line);
			buf_release(&text);
		}
	}
}

static void
spaces(void **state)
{
	(void)state;
	uint32_t cols;
	char *got = justified("دار دار دار دار دار دار وووووووو", 25, JUSTIFY_SPACES, &cols);
	assert_string_equal(got, "دار دار دار دار  دار  دار");
	assert_int_equal(cols, 25);
	free(got);
	/* too much slack, and the last line, stay as they are */
	got = justified("دار دار ووووووووووووووو", 20, JUSTIFY_SPACES, &cols);
	assert_string_equal(got, "دار دار");
	free(got);
	got = justified("دار دار", 8, JUSTIFY_SPACES, &cols);
	assert_string_equal(got, "دار دار");
	free(got);
}

/* Filled or ragged, nothing between; what was there stays, in its order. */
static void
whole_lines(void **state)
{
	(void)state;
	struct buf text;
	buf_init(&text, 0);
	struct dice d = {777};
	unsigned filled = 0, ragged = 0;
	for (unsigned i = 0; i < 2000; i++) {
		make_line(&d, NEWS, &text);
		uint32_t width = 20 + roll(&d, 60);
		struct para *p = para_new(buf_view(&text), NULL);
		struct line *lines = NULL;
		size_t n = para_wrap(p, width, &lines);
		for (size_t k = 0; k < n; k++) {
			static struct cell plain[1024], full[1024];
			size_t max = para_cells_max(&lines[k], width);
			size_t a = para_order(p, &lines[k], ORDER_VISUAL, JUSTIFY_NONE, 0, plain, max);
			size_t b = para_order(p, &lines[k], ORDER_VISUAL,
					      roll(&d, 2) ? JUSTIFY_KASHIDA : JUSTIFY_SPACES, width, full, max);
			uint32_t cols = 0;
			size_t kept = 0;
			for (size_t c = 0; c < b; c++) {
				cols += full[c].width;
				if (full[c].filler)
					continue;
				assert_true(kept < a);
				assert_memory_equal(full[c].ch, plain[kept].ch, full[c].ch_n * sizeof(uint32_t));
				assert_int_equal(full[c].start_byte, plain[kept++].start_byte);
			}
			assert_int_equal(kept, a);
			assert_true(cols == width || cols == lines[k].width_cols);
			filled += cols == width;
			ragged += cols != width;
		}
		free(lines);
		para_free(p);
	}
	buf_release(&text);
	print_message("# %u lines filled, %u ragged\n", filled, ragged);
	assert_true(filled > 500);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(places),
		cmocka_unit_test(spaces),
		cmocka_unit_test(whole_lines),
	};
	return cmocka_run_group_tests_name("justify", tests, NULL, NULL);
}
