/* SPDX-License-Identifier: MIT
 *
 * Where lines end: Unicode's LineBreakTest, the house rules, and what must hold
 * at every width.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "akhbar/text.h"
#include "oracle/oracle.h"
#include "text/para.h"

/* ---- UAX #14 -------------------------------------------------------------------- */

static bool
has_rtl(const uint32_t *cps, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (char_record(cps[i])->bidi == BIDI_R || char_record(cps[i])->bidi == BIDI_AL)
			return true;
	return false;
}

/* "÷ 0041 × 0308 ÷": code points and whether a line may end before each. */
static uint32_t
read_case(const char *line, uint32_t *cps, bool *may, uint32_t max)
{
	uint32_t n = 0;
	bool here = false;
	for (const char *s = line; *s && *s != '#' && n < max;) {
		if (!strncmp(s, "÷", 2)) {
			here = true;
			s += 2;
		} else if (!strncmp(s, "×", 2)) {
			here = false;
			s += 2;
		} else if (*s == ' ' || *s == '\t' || *s == '\n') {
			s++;
		} else {
			char *end;
			may[n] = here;
			cps[n++] = (uint32_t)strtoul(s, &end, 16);
			s = end;
		}
	}
	return n;
}

static void
line_break_test(void **state)
{
	(void)state;
	FILE *f = fopen(UCD_FOLDER "auxiliary/LineBreakTest.txt", "r");
	if (!f)
		skip();
	unsigned long cases[2][2] = {{0, 0}, {0, 0}}, wrong[2][2] = {{0, 0}, {0, 0}};
	char line[4096];
	while (fgets(line, sizeof(line), f)) {
		if (line[0] == '#')
			continue;
		uint32_t cps[128];
		bool may[128];
		uint32_t n = read_case(line, cps, may, 128);
		bool rtl = has_rtl(cps, n);
		for (int house = 0; house < 2; house++) {
			uint8_t breaks[128], ids[128];
			for (uint32_t i = 0; i < n; i++)
				ids[i] = char_id(cps[i]);
			breaks_find(cps, ids, n, house, breaks);
			bool same = true;
			for (uint32_t i = 1; i < n; i++)
				same &= may[i] == (breaks[i] != BREAK_NO);
			cases[house][rtl]++;
			wrong[house][rtl] += !same;
			if (!same && !house && (rtl || wrong[0][0] < 4))
				print_message("# %s", line);
		}
	}
	fclose(f);
	for (int house = 0; house < 2; house++)
		print_message("# LineBreakTest, house rules %d: %lu + %lu cases (with RTL letters), "
			      "%lu + %lu wrong\n",
			      house, cases[house][0], cases[house][1], wrong[house][0], wrong[house][1]);
	assert_true(cases[0][0] + cases[0][1] > 7000);
	assert_int_equal(wrong[0][1], 0);
	assert_true((wrong[0][0] + wrong[0][1]) * 100 <= (cases[0][0] + cases[0][1]) * 3);
	assert_true((wrong[1][0] + wrong[1][1]) * 100 <= (cases[1][0] + cases[1][1]) * 3);
}

/* ---- house rules ------------------------------------------------------------------ */

/* "a|b c": the lines of a text at a width, in reading order. */
static char *
wrapped(const char *text, const struct para_options *o, uint32_t width)
{
	struct buf out;
	buf_init(&out, 0);
	struct bytes t = bytes_of(text);
	struct para *p = para_new(t, o);
	struct line *lines = NULL;
	size_t n = para_wrap(p, width, &lines);
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_add_char(&out, '|');
		struct cell cells[512];
		size_t k = para_order(p, &lines[i], ORDER_LOGICAL, JUSTIFY_NONE, 0, cells, 512);
		if (k)
			buf_add(&out, text + cells[0].start_byte, cells[k - 1].end_byte - cells[0].start_byte);
	}
	free(lines);
	para_free(p);
	return buf_take(&out);
}

static void
house_rules(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		uint32_t width;
		const char *want;
	} cases[] = {
		{"السعودية، مصر", 9, "السعودية، |مصر"},
		{"في السعودية ، مصر", 12, "في |السعودية ، |مصر"},
		{"قال « نعم » ثم", 9, "قال |« نعم » |ثم"},
		{"بلغ ٥٠ ٪ اليوم", 7, "بلغ |٥٠ ٪ |اليوم"},
		{"هل هذا ؟ نعم", 7, "هل |هذا ؟ |نعم"},
		{"انظر user@example.com هنا", 17, "انظر |user@example.com |هنا"},
		{"زر example.com هنا", 12, "زر |example.com |هنا"},
		/* an address moves as a whole; too long for a line it ends after / ? & = - _ . */
		{"زر https://example.com/a هنا", 22, "زر |https://example.com/a |هنا"},
		{"زر https://example.com/abc/def هنا", 22, "زر |https://example.com/|abc/def هنا"},
		{"اتصل +966 11 234 5678 الآن", 17, "اتصل |+966 11 234 5678 |الآن"},
		{"أ\nب", 9, "أ\n|ب"},
		{"أ\r\n\r\nب", 9, "أ\r\n|\r\n|ب"},
		{"    ab", 2, "    |ab"},
		{"كلمةطويلةجدا", 5, "كلمةط|ويلةج|دا"},
		{"abc\xc2\xad" "def", 4, "abc\xc2\xad|def"},
		{"abc\xe2\x80\x8b" "def", 4, "abc\xe2\x80\x8b|def"},
		{"中文字", 4, "中文|字"},
		{"ab 🇸🇦🇪🇬", 4, "ab |🇸🇦🇪🇬"},
		{"", 4, ""},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *got = wrapped(cases[i].text, NULL, cases[i].width);
		if (strcmp(got, cases[i].want))
			fail_msg("%s: %s, not %s", cases[i].text, got, cases[i].want);
		free(got);
	}
}

static void
truncation(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		uint32_t width;
		const char *want; /* from left to right, unshaped */
		uint32_t used;
	} cases[] = {
		{"abcdef", 6, "abcdef", 6},  {"abcdef", 5, "abcd…", 5}, {"abc def", 5, "abc…", 4},
		{"אבגדה", 4, "…גבא", 4},	    {"אב cd", 4, "…בא", 3},	 {"אב cd", 1, "…", 1},
		{"אבג", 0, "", 0},	    {"a\nb", 5, "a…", 2},	 {"中文", 3, "中…", 3},
		{"中文", 2, "…", 1},	    {"x🇸🇦", 2, "x…", 2},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct cell cells[64];
		uint32_t used;
		size_t n = text_field(bytes_of(cases[i].text), NULL, cases[i].width, ORDER_VISUAL, cells, 64,
				      &used);
		struct buf got;
		buf_init(&got, 0);
		for (size_t k = 0; k < n; k++)
			buf_add_utf8(&got, cells[k].ch[0]);
		if (strcmp(got.data ? got.data : "", cases[i].want) || used != cases[i].used)
			fail_msg("%s at %u: %s, %u columns", cases[i].text, cases[i].width, got.data, used);
		buf_release(&got);
	}
}

/* ---- what holds at every width ------------------------------------------------------- */

static size_t
total_width(const struct cell *cells, size_t n)
{
	size_t sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += cells[i].width;
	return sum;
}

static void
every_width(void **state)
{
	(void)state;
	struct buf text;
	buf_init(&text, 0);
	struct dice d = {4242};
	static struct cell cells[8192], fresh[8192];
	for (unsigned round = 0; round < 60; round++) {
		struct buf part;
		buf_init(&part, 0);
		buf_clear(&text);
		for (unsigned i = 0; i < 8; i++) {
			make_line(&d, (enum family)roll(&d, FAMILIES), &part);
			buf_add_bytes(&text, buf_view(&part));
			buf_add_str(&text, roll(&d, 6) ? " " : "\n");
		}
		buf_add_str(&text, "نهاية");
		buf_release(&part);
		struct para *p = para_new(buf_view(&text), NULL);
		struct line *lines = NULL;
		for (uint32_t width = 20; width <= 200; width += 1 + roll(&d, 9)) {
			size_t n = para_wrap(p, width, &lines);
			struct para *again = para_new(buf_view(&text), NULL);
			struct line *lines2 = NULL;
			assert_int_equal(para_wrap(again, width, &lines2), n);
			uint8_t *covered = mem_zalloc(text.len + 1);
			for (size_t i = 0; i < n; i++) {
				assert_true(lines[i].width_cols <= width);
				assert_true(i == 0 || lines[i].start == lines[i - 1].end);
				size_t max = para_cells_max(&lines[i], 0);
				assert_true(max <= ARRAY_LEN(cells));
				memset(cells, 0, max * sizeof(*cells));
				memset(fresh, 0, max * sizeof(*fresh));
				size_t k = para_order(p, &lines[i], ORDER_VISUAL, JUSTIFY_NONE, 0, cells, max);
				assert_int_equal(total_width(cells, k), lines[i].width_cols);
				assert_int_equal(para_order(again, &lines2[i], ORDER_VISUAL, JUSTIFY_NONE, 0,
							    fresh, max), k);
				assert_memory_equal(cells, fresh, k * sizeof(*cells));
				for (size_t c = 0; c < k; c++) {
					assert_true(cells[c].ch_n >= 1 && cells[c].ch_n <= CELL_CHARS);
					for (uint32_t b = cells[c].start_byte; b < cells[c].end_byte; b++)
						covered[b]++;
				}
			}
			for (size_t b = 0; b < text.len; b++)
				assert_int_equal(covered[b], 1);
			free(covered);
			free(lines2);
			para_free(again);
		}
		free(lines);
		para_free(p);
	}
	buf_release(&text);
}

static void
narrow(void **state)
{
	(void)state;
	/* narrower than one character: it stands there all the same, one a line */
	struct para *p = para_new(bytes_of("中文a"), NULL);
	struct line *lines = NULL;
	assert_int_equal(para_wrap(p, 1, &lines), 3);
	assert_int_equal(lines[2].width_cols, 1);
	free(lines);
	para_free(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(line_break_test),
		cmocka_unit_test(house_rules),
		cmocka_unit_test(truncation),
		cmocka_unit_test(every_width),
		cmocka_unit_test(narrow),
	};
	return cmocka_run_group_tests_name("wrap", tests, NULL, NULL);
}
