/* SPDX-License-Identifier: MIT
 *
 * Letters as they join: known words, every word of a dictionary against ICU, and
 * against the plain calls of FriBidi.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fribidi.h>

#include "akhbar/text.h"
#include "oracle/oracle.h"
#include "text/chars.h"

#define DICTIONARY "/usr/share/hunspell/ar.dic"
#define WORD_MOST 256

/* The glyphs of a text in reading order, marks behind their letters. */
static uint32_t
glyphs(struct bytes text, const struct para_options *o, uint32_t *out)
{
	static struct cell cells[4096];
	struct para *p = para_new(text, o);
	struct line *lines = NULL;
	para_wrap(p, 0, &lines);
	size_t n = para_order(p, &lines[0], ORDER_LOGICAL, JUSTIFY_NONE, 0, cells, ARRAY_LEN(cells));
	uint32_t k = 0;
	for (size_t i = 0; i < n; i++)
		for (unsigned m = 0; m < cells[i].ch_n; m++)
			out[k++] = cells[i].ch[m];
	free(lines);
	para_free(p);
	return k;
}

static void
known_words(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		uint32_t want[12];
	} cases[] = {
		{"كتاب", {0xfedb, 0xfe98, 0xfe8e, 0xfe8f}},
		{"لا", {0xfefb}},
		{"بلا", {0xfe91, 0xfefc}},
		{"لَا", {0xfefb, 0x64e}},
		{"لِأَ", {0xfef7, 0x650, 0x64e}},
		{"أَوَّلًا", {0xfe83, 0x64e, 0xfeed, 0x64e, 0x651, 0xfefb, 0x64b}},
		/* decomposed hamza: composed first */
		{"\xd9\x84\xd8\xa7\xd9\x94", {0xfef7}},
		{"\xd9\x88\xd9\x94", {0xfe85}},
		{"می‌خواهم", {0xfee3, 0xfbfd, 0xfea7, 0xfeee, 0xfe8d, 0xfeeb, 0xfee2}},
		{"مـ", {0xfee3, 0x640}},
		{"ه‍", {0xfeeb}}, /* ZWJ: "heh" as an abbreviation */
		{"پچژگ", {0xfb58, 0xfb7d, 0xfb8b, 0xfb92}},
		{"ہے", {0xfba8, 0xfbaf}},
		{"الله", {0xfe8d, 0xfedf, 0xfee0, 0xfeea}},
		{"ﷲ", {0xfdf2}}, /* presentation forms pass through */
		{"ەو", {0xfee9, 0xfeed}},
		{"گەل", {0xfb94, 0xfeea, 0xfedd}}, /* Sorani */
		{"ساڵ", {0xfeb3, 0xfe8e, 0x6b5}},
		{"بڵێم", {0xfe91, 0xfee0, 0x65a, 0xfbff, 0x65a, 0xfee2}},
		{"خانۀ", {0xfea7, 0xfe8e, 0xfee7, 0xfeea, 0x654}}, /* Persian: as with a loose hamza */
		{"خانه\xd9\x94", {0xfea7, 0xfe8e, 0xfee7, 0xfeea, 0x654}},
		{"ب\xdb\x95\xd9\x94", {0xfe91, 0xfeea, 0x654}}, /* composed, then shown in parts */
		{"راۀ", {0xfead, 0xfe8d, 0xfee9, 0x654}},
		{"«ب»", {0xab, 0xfe8f, 0xbb}}, /* logical order is not mirrored */
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		uint32_t got[64], n = glyphs(bytes_of(cases[i].text), NULL, got);
		uint32_t want_n = 0;
		while (want_n < 12 && cases[i].want[want_n])
			want_n++;
		if (n != want_n || memcmp(got, cases[i].want, n * sizeof(*got)))
			fail_msg("%s", cases[i].text);
	}
}

static void
options(void **state)
{
	(void)state;
	uint32_t got[64];
	struct para_options o = {.strip_marks = true};
	assert_int_equal(glyphs(bytes_of("مُدَرِّسَةٌ"), &o, got), 5);
	assert_int_equal(glyphs(bytes_of("é"), &o, got), 1); /* composed Latin stays */
	assert_int_equal(glyphs(bytes_of("e\xcc\x81"), &o, got), 2); /* and so do its marks */
	o = (struct para_options){.no_shape = true};
	assert_int_equal(glyphs(bytes_of("سلام"), &o, got), 4);
	assert_int_equal(got[0], 0x633);
	static const struct {
		const char *text;
		enum text_numerals numerals;
		uint32_t want[8];
	} digits[] = {
		{"ب 12", NUMERALS_ARABIC, {0xfe8f, ' ', 0x661, 0x662}},
		{"ب ١٢", NUMERALS_WESTERN, {0xfe8f, ' ', '1', '2'}},
		{"ب 12", NUMERALS_PERSIAN, {0xfe8f, ' ', 0x6f1, 0x6f2}},
		{"ب x1", NUMERALS_ARABIC, {0xfe8f, ' ', 'x', '1'}}, /* names keep theirs */
		{"ب a.b/1", NUMERALS_ARABIC, {0xfe8f, ' ', 'a', '.', 'b', '/', '1'}},
		{"ب +1-2", NUMERALS_ARABIC, {0xfe8f, ' ', '+', 0x661, '-', 0x662}}, /* numbers follow */
		{"ب -1 2", NUMERALS_ARABIC, {0xfe8f, ' ', '-', 0x661, ' ', 0x662}},
		{"ب @1 2", NUMERALS_ARABIC, {0xfe8f, ' ', '@', '1', ' ', '2'}},
		{"אב 12", NUMERALS_ARABIC, {0x5d0, 0x5d1, ' ', '1', '2'}}, /* Hebrew has no others */
		{"12 אב", NUMERALS_PERSIAN, {'1', '2', ' ', 0x5d0, 0x5d1}},
		{"12 ب", NUMERALS_ARABIC, {0x661, 0x662, ' ', 0xfe8f}},
		{"ب 12", NUMERALS_AS_WRITTEN, {0xfe8f, ' ', '1', '2'}},
	};
	for (size_t i = 0; i < ARRAY_LEN(digits); i++) {
		o = (struct para_options){.numerals = digits[i].numerals, .dir = DIR_RTL};
		uint32_t n = glyphs(bytes_of(digits[i].text), &o, got), want_n = 0;
		while (want_n < 8 && digits[i].want[want_n])
			want_n++;
		if (n != want_n || memcmp(got, digits[i].want, n * sizeof(*got)))
			fail_msg("%s", digits[i].text);
	}
}

/* What FriBidi's own calls make of a text, the steps of the plain way one by one:
 * composed, marks moved out of lam-alef, joined, shaped, fill dropped. */
static uint32_t
plain_glyphs(struct bytes text, uint32_t *out)
{
	static FriBidiChar u[4096];
	static FriBidiCharType types[4096];
	static FriBidiLevel levels[4096];
	static FriBidiArabicProp joins[4096];
	int n = 0;
	for (const char *s = text.data, *end = s + text.len; s < end;)
		u[n++] = utf8_next(&s, end);
	for (int i = 0; i + 1 < n; i++) {
		if (u[i] != 0x644)
			continue;
		int k = i + 1;
		while (k < n && char_is_mark(u[k]))
			k++;
		if (k < n && k > i + 1 && (u[k] == 0x627 || u[k] == 0x622 || u[k] == 0x623 || u[k] == 0x625)) {
			FriBidiChar alef = u[k];
			memmove(u + i + 2, u + i + 1, sizeof(*u) * (size_t)(k - i - 1));
			u[i + 1] = alef;
		}
	}
	FriBidiParType dir = FRIBIDI_PAR_RTL;
	fribidi_get_bidi_types(u, n, types);
	assert_true(fribidi_get_par_embedding_levels_ex(types, NULL, n, &dir, levels));
	fribidi_get_joining_types(u, n, joins);
	fribidi_join_arabic(types, n, levels, joins);
	fribidi_shape(FRIBIDI_FLAGS_ARABIC, levels, n, joins, u);
	uint32_t k = 0;
	for (int i = 0; i < n; i++)
		if (u[i] != FRIBIDI_CHAR_FILL && char_width(u[i]) + char_is_mark(u[i]) > 0)
			out[k++] = u[i] == '\t' ? ' ' : u[i]; /* a tab shows as a space */
	return k;
}

static bool
is_borrowed(struct bytes text)
{
	static const char *const letters[] = {"ە", "ێ", "ڵ", "ڕ", "ۀ"};
	for (size_t i = 0; i < ARRAY_LEN(letters); i++)
		if (bytes_find(text, letters[i]))
			return true;
	return false;
}

static void
as_fribidi(void **state)
{
	(void)state;
	struct para_options o = {.dir = DIR_RTL, .no_protect = true};
	unsigned wrong = 0;
	/* every letter between every kind of neighbour */
	for (uint32_t cp = 0x600; cp < 0x700; cp++) {
		static const char *const frames[][2] = {{"", ""}, {"ب", ""}, {"", "ب"}, {"ب", "ب"}, {"د", "د"}};
		/* classes changed since its tables; marks alone are dropped; composed; Sorani ae */
		if (char_record(cp)->flags & (CHAR_MARK | CHAR_BORROWS) || cp == 0x61c || cp == 0x61d ||
		    cp == 0x6d5)
			continue;
		for (size_t f = 0; f < ARRAY_LEN(frames); f++) {
			struct buf b;
			buf_init(&b, 0);
			buf_add_str(&b, frames[f][0]);
			buf_add_utf8(&b, cp);
			buf_add_str(&b, frames[f][1]);
			uint32_t ours[64], theirs[64];
			uint32_t n = glyphs(buf_view(&b), &o, ours), m = plain_glyphs(buf_view(&b), theirs);
			if (n != m || memcmp(ours, theirs, n * sizeof(*ours))) {
				wrong++;
				print_message("# U+%04X frame %zu: %X %X\n", cp, f, ours[0], theirs[0]);
			}
			buf_release(&b);
		}
	}
	assert_int_equal(wrong, 0);
	struct buf line;
	buf_init(&line, 0);
	struct dice d = {1234567};
	for (unsigned i = 0; i < 5000; i++) {
		static uint32_t ours[4096], theirs[4096];
		make_line(&d, i & 1 ? NEWS : MARKS, &line);
		/* LRM is transparent (Unicode 15, 9.2); FriBidi stops joining at its level */
		if (bytes_find(buf_view(&line), "\xe2\x80\x8e"))
			continue;
		buf_add_char(&line, '.'); /* spaces at the end hang */
		uint32_t n = glyphs(buf_view(&line), &o, ours), m = plain_glyphs(buf_view(&line), theirs);
		if (n != m || memcmp(ours, theirs, n * sizeof(*ours))) {
			wrong++;
			print_message("# %s\n", line.data);
		}
	}
	buf_release(&line);
	assert_int_equal(wrong, 0);
}

static void
dictionary(void **state)
{
	(void)state;
#ifndef HAVE_ICU
	skip();
#else
	FILE *f = fopen(DICTIONARY, "r");
	if (!f)
		skip();
	char line[1024];
	unsigned long words = 0, wrong = 0, plain_wrong = 0;
	struct para_options o = {.dir = DIR_RTL, .no_protect = true};
	while (fgets(line, sizeof(line), f)) {
		size_t len = strcspn(line, "/\r\n");
		struct bytes word = {line, len};
		if (!len || len > WORD_MOST || !utf8_valid(word) || is_borrowed(word))
			continue;
		UChar u[WORD_MOST], shaped[WORD_MOST];
		int32_t n = 0;
		bool arabic = true; /* the list has a head and a few strays */
		for (const char *s = word.data, *end = s + word.len; s < end;) {
			uint32_t cp = utf8_next(&s, end);
			/* we compose letters first, they do not */
			arabic &= cp >= 0x600 && cp < 0x700 && !(cp >= 0x653 && cp <= 0x655);
			u[n++] = (UChar)cp;
		}
		if (!arabic)
			continue;
		uint32_t ours[WORD_MOST * 2], bare[WORD_MOST];
		uint32_t k = glyphs(word, &o, ours), bare_n = 0;
		for (uint32_t i = 0; i < k; i++) /* marks: ours stay marks */
			if (!char_is_mark(ours[i]))
				bare[bare_n++] = ours[i];
		UErrorCode status = U_ZERO_ERROR;
		int32_t bare_u = 0;
		for (int32_t i = 0; i < n; i++)
			if (!char_is_mark(u[i]))
				u[bare_u++] = u[i];
		int32_t m = u_shapeArabic(u, bare_u, shaped, WORD_MOST,
					  U_SHAPE_LETTERS_SHAPE | U_SHAPE_LENGTH_GROW_SHRINK |
						  U_SHAPE_TEXT_DIRECTION_LOGICAL,
					  &status);
		assert_true(U_SUCCESS(status));
		bool same = m == (int32_t)bare_n;
		for (int32_t i = 0; same && i < m; i++)
			same = shaped[i] == bare[i];
		if (!same && wrong < 5)
			print_message("# %.*s: %X %X, %d %u\n", (int)len, line, bare[0], shaped[0], m, bare_n);
		wrong += !same;
		words++;
		uint32_t theirs[WORD_MOST];
		m = (int32_t)plain_glyphs(word, theirs);
		bool plain = m == (int32_t)k && !memcmp(theirs, ours, k * sizeof(*ours));
		if (!plain && plain_wrong++ < 5)
			print_message("# %.*s: %u, FriBidi %d\n", (int)len, line, k, m);
	}
	fclose(f);
	print_message("# %lu words, ICU: %lu differ, FriBidi: %lu differ\n", words, wrong, plain_wrong);
	assert_true(words > 10000);
	assert_int_equal(wrong, 0);
	assert_int_equal(plain_wrong, 0);
#endif
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_words),
		cmocka_unit_test(options),
		cmocka_unit_test(as_fribidi),
		cmocka_unit_test(dictionary),
	};
	return cmocka_run_group_tests_name("shape", tests, NULL, NULL);
}
