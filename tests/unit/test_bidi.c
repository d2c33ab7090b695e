/* SPDX-License-Identifier: MIT
 *
 * UAX #9: the conformance files of Unicode 15, and the order of generated lines
 * against ICU, which has an implementation of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "akhbar/text.h"
#include "oracle/oracle.h"
#include "text/bidi.h"
#include "text/chars.h"

#define LINE_MOST 4096

static const char *const class_names[] = {
	"L", "R", "AL", "EN", "AN", "ES", "ET", "CS", "NSM", "BN", "B", "S", "WS", "ON",
	"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI",
};

static bool
is_white(uint8_t c)
{
	return c == BIDI_WS || c == BIDI_BN || c >= BIDI_LRE;
}

/* L1 over a whole paragraph as one line. */
static void
line_levels(const uint8_t *classes, uint32_t n, unsigned base, uint8_t *levels)
{
	bool reset = true;
	for (uint32_t i = n; i-- > 0;) {
		reset = classes[i] == BIDI_S || classes[i] == BIDI_B || (reset && is_white(classes[i]));
		if (reset)
			levels[i] = (uint8_t)base;
	}
}

static unsigned
auto_base(const uint8_t *classes, uint32_t n)
{
	unsigned depth = 0;
	for (uint32_t i = 0; i < n; i++) {
		if (classes[i] == BIDI_LRI || classes[i] == BIDI_RLI || classes[i] == BIDI_FSI)
			depth++;
		else if (classes[i] == BIDI_PDI)
			depth -= depth > 0;
		else if (!depth && classes[i] == BIDI_L)
			return 0;
		else if (!depth && (classes[i] == BIDI_R || classes[i] == BIDI_AL))
			return 1;
	}
	return 0;
}

/* "1 x 2": -1 for x. */
static uint32_t
read_levels(const char *s, int *levels, uint32_t max)
{
	uint32_t n = 0;
	for (; *s && *s != '\n' && *s != ';' && n < max; s++) {
		if (*s == 'x')
			levels[n++] = -1;
		else if (*s >= '0' && *s <= '9') {
			char *end;
			levels[n++] = (int)strtol(s, &end, 10);
			s = end - 1;
		}
	}
	return n;
}

static bool
same_levels(const uint32_t *cps, const uint8_t *classes, uint32_t n, unsigned base, const int *want)
{
	static uint8_t levels[LINE_MOST];
	static uint32_t scratch[LINE_MOST * 8];
	uint32_t seen = 0, brackets = 0;
	for (uint32_t i = 0; i < n; i++) {
		seen |= BIDI_BIT(classes[i]);
		brackets += cps && char_record(cps[i])->flags & (CHAR_OPEN | CHAR_CLOSE);
	}
	assert_true(bidi_scratch(n, seen, brackets) <= sizeof(scratch));
	bidi_levels(cps, brackets, classes, n, base, levels, scratch);
	line_levels(classes, n, base, levels);
	for (uint32_t i = 0; i < n; i++)
		if (want[i] >= 0 && want[i] != levels[i])
			return false;
	return true;
}

static void
bidi_test(void **state)
{
	(void)state;
	FILE *f = fopen(UCD_FOLDER "BidiTest.txt", "r");
	if (!f)
		skip();
	char line[4096];
	int want[256];
	uint32_t want_n = 0;
	unsigned long cases = 0, wrong = 0;
	while (fgets(line, sizeof(line), f)) {
		if (!strncmp(line, "@Levels:", 8)) {
			want_n = read_levels(line + 8, want, 256);
			continue;
		}
		char *semi = strchr(line, ';');
		if (line[0] == '@' || line[0] == '#' || !semi)
			continue;
		unsigned long set = strtoul(semi + 1, NULL, 16);
		*semi = 0;
		uint8_t classes[256];
		uint32_t n = 0;
		for (char *save, *w = strtok_r(line, " ", &save); w; w = strtok_r(NULL, " ", &save))
			for (uint8_t c = 0; c < ARRAY_LEN(class_names); c++)
				if (!strcmp(w, class_names[c]))
					classes[n++] = c;
		assert_int_equal(n, want_n);
		for (unsigned bit = 0; bit < 3; bit++) {
			if (!(set >> bit & 1))
				continue;
			unsigned base = bit == 0 ? auto_base(classes, n) : bit - 1;
			cases++;
			wrong += !same_levels(NULL, classes, n, base, want);
		}
	}
	fclose(f);
	print_message("# BidiTest: %lu cases, %lu wrong\n", cases, wrong);
	assert_true(cases > 700000);
	assert_int_equal(wrong, 0);
}

static void
bidi_character_test(void **state)
{
	(void)state;
	FILE *f = fopen(UCD_FOLDER "BidiCharacterTest.txt", "r");
	if (!f)
		skip();
	char line[8192];
	unsigned long cases = 0, wrong = 0;
	while (fgets(line, sizeof(line), f)) {
		char *f1 = strchr(line, ';');
		if (line[0] == '#' || !f1)
			continue;
		char *f2 = strchr(f1 + 1, ';'), *f3 = strchr(f2 + 1, ';');
		uint32_t cps[512];
		uint8_t classes[512];
		int want[512];
		uint32_t n = read_cps(line, f1, cps, 512);
		for (uint32_t i = 0; i < n; i++)
			classes[i] = char_record(cps[i])->bidi;
		unsigned base = (unsigned)strtoul(f2 + 1, NULL, 10);
		if (f1[1] == '2')
			assert_int_equal(base, auto_base(classes, n));
		assert_int_equal(read_levels(f3 + 1, want, 512), n);
		cases++;
		wrong += !same_levels(cps, classes, n, base, want);
	}
	fclose(f);
	print_message("# BidiCharacterTest: %lu cases, %lu wrong\n", cases, wrong);
	assert_true(cases > 90000);
	assert_int_equal(wrong, 0);
}

#ifdef HAVE_ICU

/* Byte offsets of the cells ICU would show from left to right: the characters that
 * we paint a cell for, in its visual order. */
static uint32_t
icu_order(struct bytes text, bool rtl, const bool *painted, uint32_t *out)
{
	static UChar u[LINE_MOST];
	static uint32_t byte_of[LINE_MOST];
	int32_t n = 0;
	for (const char *s = text.data, *end = s + text.len; s < end;) {
		uint32_t at = (uint32_t)(s - text.data), cp = utf8_next(&s, end);
		byte_of[n] = at;
		if (cp > 0xffff)
			byte_of[n + 1] = UINT32_MAX;
		U16_APPEND_UNSAFE(u, n, cp);
	}
	UErrorCode status = U_ZERO_ERROR;
	UBiDi *bidi = ubidi_openSized(n, 0, &status);
	ubidi_setPara(bidi, u, n, rtl ? 1 : 0, NULL, &status);
	static int32_t map[LINE_MOST];
	int32_t visible = n; /* trailing spaces hang */
	while (visible > 0 && u[visible - 1] == ' ')
		visible--;
	ubidi_getVisualMap(bidi, map, &status);
	assert_true(U_SUCCESS(status));
	uint32_t k = 0;
	for (int32_t i = 0; i < n; i++)
		if (map[i] < visible && byte_of[map[i]] != UINT32_MAX && painted[byte_of[map[i]]])
			out[k++] = byte_of[map[i]];
	ubidi_close(bidi);
	return k;
}

/* A cell's bytes may begin with hidden characters: the first that is shown. */
static uint32_t
first_shown(struct bytes text, uint32_t start)
{
	const char *s = text.data + start, *end = text.data + text.len, *at = s;
	while (s < end) {
		at = s;
		if (char_width(utf8_next(&s, end)))
			break;
	}
	return (uint32_t)(at - text.data);
}

/* Our cells from left to right, and which bytes begin one. */
static uint32_t
our_order(struct bytes text, const struct para_options *o, bool *painted, uint32_t *out)
{
	static struct cell cells[LINE_MOST];
	struct para *p = para_new(text, o);
	struct line *lines = NULL;
	assert_int_equal(para_wrap(p, 0, &lines), 1);
	size_t n = para_order(p, &lines[0], ORDER_VISUAL, JUSTIFY_NONE, 0, cells, LINE_MOST);
	memset(painted, 0, text.len + 1);
	for (size_t i = 0; i < n; i++) {
		out[i] = first_shown(text, cells[i].start_byte);
		painted[out[i]] = true;
	}
	free(lines);
	para_free(p);
	return (uint32_t)n;
}

static void
order_as_icu(void **state)
{
	(void)state;
	struct buf text;
	buf_init(&text, 0);
	for (int family = 0; family < FAMILIES; family++) {
		struct dice d = {0x9e3779b97f4a7c15u + (unsigned)family};
		unsigned wrong = 0;
		for (unsigned i = 0; i < 20000; i++) {
			static bool painted[LINE_MOST];
			static uint32_t ours[LINE_MOST], theirs[LINE_MOST];
			make_line(&d, (enum family)family, &text);
			bool rtl = roll(&d, 4) != 0;
			struct para_options o = {.dir = rtl ? DIR_RTL : DIR_LTR, .no_protect = true};
			uint32_t n = our_order(buf_view(&text), &o, painted, ours);
			uint32_t m = icu_order(buf_view(&text), rtl, painted, theirs);
			bool same = n == m && !memcmp(ours, theirs, n * sizeof(*ours));
			if (!same && wrong++ < 3)
				print_message("# %s: %s\n", family_names[family], text.data);
		}
		print_message("# %s: 20000 lines, %u differ\n", family_names[family], wrong);
		assert_int_equal(wrong, 0);
	}
	buf_release(&text);
}

/* Characters of every class as often as those of another, whatever their script: what no
 * one writes is ordered right too. Controls are not among them: they are shown as a box,
 * which plain UAX #9 does not know. */
static void
any_characters_as_icu(void **state)
{
	(void)state;
	enum { PER_CLASS = 2048 };
	static uint32_t pool[BIDI_PDI + 1][PER_CLASS], pool_n[BIDI_PDI + 1];
	static const uint8_t pick[] = {BIDI_L, BIDI_R, BIDI_AL, BIDI_EN, BIDI_AN, BIDI_ES, BIDI_ET,
				       BIDI_CS, BIDI_NSM, BIDI_BN, BIDI_S, BIDI_WS, BIDI_ON, BIDI_LRI,
				       BIDI_RLI, BIDI_FSI};
	struct dice d = {0x94d049bb133111ebu};
	struct buf text;
	unsigned wrong = 0;
	buf_init(&text, 0);
	for (uint32_t cp = ' '; cp < 0x20000; cp++) {
		const struct char_record *r = char_record(cp);
		uint32_t *n = &pool_n[r->bidi];
		bool newline = r->line >= LB_BK && r->line <= LB_NL;
		if (newline || r->flags & CHAR_UNKNOWN || (cp >= 0xd800 && cp < 0xe000))
			continue;
		pool[r->bidi][*n < PER_CLASS ? (*n)++ : roll(&d, PER_CLASS)] = cp;
	}
	pool[BIDI_S][pool_n[BIDI_S]++] = '\t';
	for (unsigned i = 0; i < 20000; i++) {
		static bool painted[LINE_MOST];
		static uint32_t ours[LINE_MOST], theirs[LINE_MOST];
		unsigned open = 0;
		buf_clear(&text);
		for (unsigned k = 1 + roll(&d, 40); k > 0; k--) {
			uint8_t class = pick[roll(&d, ARRAY_LEN(pick))];
			open += class >= BIDI_LRI;
			buf_add_utf8(&text, pool[class][roll(&d, pool_n[class])]);
			for (; open && !roll(&d, 3); open--)
				buf_add_utf8(&text, 0x2069);
		}
		for (; open; open--)
			buf_add_utf8(&text, 0x2069);
		buf_add_char(&text, 'x'); /* no space hangs */
		bool rtl = roll(&d, 2);
		struct para_options o = {.dir = rtl ? DIR_RTL : DIR_LTR, .no_protect = true};
		uint32_t n = our_order(buf_view(&text), &o, painted, ours);
		uint32_t m = icu_order(buf_view(&text), rtl, painted, theirs);
		bool same = n == m && !memcmp(ours, theirs, n * sizeof(*ours));
		if (!same && wrong++ < 3)
			print_message("# %s\n", text.data);
	}
	print_message("# characters of every class: 20000 lines, %u differ\n", wrong);
	assert_int_equal(wrong, 0);
	buf_release(&text);
}

/* Lines of the width a page has, each with its own trailing spaces (L1). */
static uint32_t
lines_differ(struct bytes text, const struct para_options *o, bool rtl, uint32_t width)
{
	static struct cell cells[LINE_MOST];
	static UChar u[LINE_MOST];
	static int32_t map[LINE_MOST], unit_of[LINE_MOST];
	static uint32_t byte_of[LINE_MOST];
	static bool painted[LINE_MOST];
	int32_t n = 0;
	for (const char *s = text.data, *end = s + text.len; s < end;) {
		uint32_t at = (uint32_t)(s - text.data), cp = utf8_next(&s, end);
		byte_of[n] = at;
		unit_of[at] = n;
		if (cp > 0xffff)
			byte_of[n + 1] = UINT32_MAX;
		U16_APPEND_UNSAFE(u, n, cp);
	}
	unit_of[text.len] = n;
	UErrorCode status = U_ZERO_ERROR;
	UBiDi *whole = ubidi_openSized(n, 0, &status), *part = ubidi_openSized(n, 0, &status);
	ubidi_setPara(whole, u, n, rtl ? 1 : 0, NULL, &status);
	struct para *p = para_new(text, o);
	struct line *lines = NULL;
	size_t lines_n = para_wrap(p, width, &lines);
	uint32_t differ = 0;
	for (size_t i = 0; i < lines_n; i++) {
		size_t cells_n = para_order(p, &lines[i], ORDER_VISUAL, JUSTIFY_NONE, 0, cells, LINE_MOST);
		uint32_t low = UINT32_MAX, high = 0, ours[LINE_MOST];
		memset(painted, 0, text.len + 1);
		for (size_t k = 0; k < cells_n; k++) {
			low = cells[k].start_byte < low ? cells[k].start_byte : low;
			high = cells[k].end_byte > high ? cells[k].end_byte : high;
			painted[ours[k] = first_shown(text, cells[k].start_byte)] = true;
		}
		if (!cells_n || ours[0] >= cells[0].end_byte) /* nothing to be seen */
			continue;
		ubidi_setLine(whole, unit_of[low], unit_of[high], part, &status);
		ubidi_getVisualMap(part, map, &status);
		assert_true(U_SUCCESS(status));
		size_t k = 0;
		bool same = true;
		for (int32_t v = 0; v < unit_of[high] - unit_of[low]; v++) {
			uint32_t byte = byte_of[map[v] + unit_of[low]];
			if (byte == UINT32_MAX || !painted[byte])
				continue;
			same &= k < cells_n && ours[k] == byte;
			k++;
		}
		differ += !same || k != cells_n;
	}
	free(lines);
	para_free(p);
	ubidi_close(whole);
	ubidi_close(part);
	return differ;
}

static void
lines_as_icu(void **state)
{
	(void)state;
	struct buf text;
	buf_init(&text, 0);
	struct dice d = {0x2545f4914f6cdd1du};
	unsigned lines = 0, wrong = 0;
	for (unsigned i = 0; i < 20000; i++) {
		make_line(&d, (enum family)roll(&d, FAMILIES), &text);
		bool rtl = roll(&d, 4) != 0;
		struct para_options o = {.dir = rtl ? DIR_RTL : DIR_LTR, .no_protect = true};
		uint32_t differ = lines_differ(buf_view(&text), &o, rtl, 8 + roll(&d, 60));
		if (differ && wrong < 3)
			print_message("# %s\n", text.data);
		wrong += differ;
		lines++;
	}
	print_message("# wrapped: %u texts, %u lines differ\n", lines, wrong);
	assert_int_equal(wrong, 0);
	buf_release(&text);
}

/* An address that plain UAX #9 shows right is shown the same as a token. */
static void
plain_addresses(void **state)
{
	(void)state;
	static const char *const plain[] = {
		"https://example.com/a?b=1", "www.example.org/x_y", "user@example.com", "example.com/ar/news",
		"ftp://h.net/p-q_r.txt", "example.com", "news.example.co.uk/2/hi",
	};
	struct buf text;
	buf_init(&text, 0);
	struct dice d = {0x853c49e6748fea9bu};
	unsigned wrong = 0;
	for (unsigned i = 0; i < 20000; i++) {
		static bool painted[LINE_MOST];
		static uint32_t ours[LINE_MOST], theirs[LINE_MOST];
		buf_clear(&text);
		for (unsigned k = 2 + roll(&d, 9); k > 0; k--) {
			buf_add_str(&text, roll(&d, 3) ? PICK(&d, arabic_words) : PICK(&d, plain));
			buf_add_str(&text, roll(&d, 4) ? " " : roll(&d, 2) ? " (" : "، ");
		}
		struct para_options o = {.dir = DIR_RTL};
		uint32_t n = our_order(buf_view(&text), &o, painted, ours);
		uint32_t m = icu_order(buf_view(&text), true, painted, theirs);
		bool same = n == m && !memcmp(ours, theirs, n * sizeof(*ours));
		if (!same && wrong++ < 3)
			print_message("# %s\n", text.data);
	}
	print_message("# plain addresses: 20000 lines, %u differ\n", wrong);
	assert_int_equal(wrong, 0);
	buf_release(&text);
}

/* Isolates given as spans show what the same isolates in the text show. */
static void
spans_as_isolates(void **state)
{
	(void)state;
	struct buf with, without;
	buf_init(&with, 0);
	buf_init(&without, 0);
	struct dice d = {88172645463325252u};
	unsigned wrong = 0;
	for (unsigned i = 0; i < 20000; i++) {
		static bool painted[LINE_MOST];
		static uint32_t ours[LINE_MOST], theirs[LINE_MOST], moved[LINE_MOST];
		static uint32_t without_of[LINE_MOST];
		make_line(&d, ISOLATES, &with);
		buf_clear(&without);
		struct para_span spans[64];
		size_t n = 0, open[64], depth = 0;
		for (size_t k = 0; k < with.len;) {
			without_of[k] = (uint32_t)without.len;
			const char *s = with.data + k;
			uint32_t cp = utf8_next(&s, with.data + with.len);
			if (cp >= 0x2066 && cp <= 0x2067) {
				spans[n].kind = cp == 0x2066 ? PARA_ISOLATE_LTR : PARA_ISOLATE_RTL;
				spans[n].start_byte = (uint32_t)without.len;
				open[depth++] = n++;
			} else if (cp == 0x2068) { /* by its letters, not by the first one */
				memcpy(with.data + k, "\xe2\x81\xa6", 3);
				continue;
			} else if (cp == 0x2069) {
				spans[open[--depth]].end_byte = (uint32_t)without.len;
			} else {
				buf_add(&without, with.data + k, (size_t)(s - with.data) - k);
			}
			k = (size_t)(s - with.data);
		}
		struct para_options o = {.dir = DIR_RTL, .no_protect = true, .spans = spans, .spans_n = n};
		struct para_options plain = {.dir = DIR_RTL, .no_protect = true};
		uint32_t a = our_order(buf_view(&without), &o, painted, ours);
		uint32_t b = our_order(buf_view(&with), &plain, painted, moved);
		for (uint32_t k = 0; k < b; k++)
			theirs[k] = without_of[moved[k]];
		if ((a != b || memcmp(ours, theirs, a * sizeof(*ours))) && wrong++ < 5)
			print_message("# %s\n", with.data);
	}
	print_message("# spans: 20000 lines, %u differ\n", wrong);
	assert_int_equal(wrong, 0);
	buf_release(&with);
	buf_release(&without);
}

#else
static void
order_as_icu(void **state)
{
	(void)state;
	skip();
}
static void
lines_as_icu(void **state)
{
	(void)state;
	skip();
}
static void
plain_addresses(void **state)
{
	(void)state;
	skip();
}
static void
spans_as_isolates(void **state)
{
	(void)state;
	skip();
}
#endif

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bidi_test),
		cmocka_unit_test(bidi_character_test),
		cmocka_unit_test(order_as_icu),
		cmocka_unit_test(any_characters_as_icu),
		cmocka_unit_test(lines_as_icu),
		cmocka_unit_test(plain_addresses),
		cmocka_unit_test(spans_as_isolates),
	};
	return cmocka_run_group_tests_name("bidi", tests, NULL, NULL);
}
