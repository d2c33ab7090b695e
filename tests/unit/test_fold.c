/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "akhbar/fold.h"

static char *
folded(const char *text)
{
	struct buf b;
	buf_init(&b, 0);
	fold_text(&b, bytes_of(text));
	buf_add(&b, "", 0);
	return b.data ? buf_take(&b) : mem_strdup("");
}

struct pair {
	const char *a, *b;
};

/* Both sides must fold to the same thing: a search for one finds the other. */
static const struct pair same[] = {
	/* alef */
	{"آ", "ا"}, {"أ", "ا"}, {"إ", "ا"}, {"ٱ", "ا"}, {"أحمد", "احمد"}, {"إسلام", "اسلام"},
	{"آخر", "اخر"}, {"ٱلرحمن", "الرحمن"}, {"أحمد", "إحمد"},
	/* yeh, kaf, heh */
	{"ى", "ي"}, {"ی", "ي"}, {"مستشفى", "مستشفي"}, {"ایران", "ايران"}, {"ک", "ك"},
	{"کتاب", "كتاب"}, {"ة", "ه"}, {"ہ", "ه"}, {"ە", "ه"}, {"مدرسة", "مدرسه"},
	{"ۀ", "ه"}, {"ۂ", "ه"},
	/* hamza on waw and on yeh meet on the line */
	{"ؤ", "ء"}, {"ئ", "ء"}, {"مسؤول", "مسئول"}, {"شؤون", "شئون"}, {"ؤ", "ئ"},
	/* dropped: vowels, superscript alef, tatweel, joiners, bidi controls, soft hyphen */
	{"مُدَرِّسَةٌ", "مدرسة"}, {"هٰذا", "هذا"}, {"كتـــاب", "كتاب"}, {"می‌خواهم", "ميخواهم"},
	{"لا‍", "لا"}, {"‎مصر‏", "مصر"}, {"؜مصر", "مصر"}, {"مص­ر", "مصر"}, {"‪مصر‬", "مصر"},
	{"⁦مصر⁩", "مصر"}, {"الۡحمۖد", "الحمد"}, {"بِسۡمِ ٱللَّهِ", "بسم الله"}, {"ࣰم", "م"},
	/* decomposed: U+0653, U+0654, U+0655 after the letter */
	{"\u0627\u0654", "\u0623"}, {"\u0627\u0655", "\u0625"}, {"\u0627\u0653", "\u0622"},
	{"\u0648\u0654", "\u0624"}, {"\u064a\u0654", "\u0626"}, {"\u064a\u0654", "\u0621"},
	{"\u0645\u0633\u0648\u0654\u0648\u0644", "\u0645\u0633\u0626\u0648\u0644"},
	{"\u06d5\u0654", "\u06c0"}, {"\u06c1\u0654", "\u06c2"}, {"\u06d2\u0654", "\u06d3"},
	{"\u0649\u0654", "\u0621"}, {"\u06cc\u0654", "\u0626"},
	/* a vowel written before the hamza does not part them, another letter does */
	{"\u0645\u0633\u0648\u064f\u0654\u0648\u0644", "\u0645\u0633\u0624\u0648\u0644"},
	{"\u0648\u064e\u0628\u0654", "\u0648\u0628"},
	/* digits */
	{"٠١٢٣٤٥٦٧٨٩", "0123456789"}, {"۰۱۲۳۴۵۶۷۸۹", "0123456789"}, {"２０２６", "2026"},
	/* presentation forms */
	{"ﻣﺼﺮ", "مصر"}, {"ﻻ", "لا"}, {"ﻷ", "لا"}, {"ﻵ", "لا"}, {"ﻹ", "لا"}, {"ﺅ", "ء"}, {"ﺊ", "ئ"},
	{"ﮎ", "ك"}, {"ﯽ", "ي"}, {"ﮧ", "ه"}, {"ﷲ", "الله"}, {"ﷴ", "محمد"}, {"ﷳ", "اكبر"},
	{"ﷺ", "صلى الله عليه وسلم"}, {"ﷻ", "جل جلاله"}, {"﷼", "ريال"}, {"كّﹶ", "ك"}, {"ﱠ", ""},
	{"ﹷ", ""},
	/* Latin */
	{"Reuters", "reuters"}, {"ÉCOLE", "ecole"}, {"école", "ecole"}, {"e\xcc\x81", "e"}, {"Müller", "MULLER"},
	{"Łódź", "lodz"}, {"Straße", "STRASSE"}, {"İstanbul", "istanbul"}, {"ılık", "ilik"},
	{"Ångström", "angstrom"}, {"ﬁn", "fin"}, {"Ｇ２０", "g20"}, {"Ærø", "aero"}, {"Đà", "da"},
	/* others lose case alone */
	{"МОСКВА", "москва"}, {"ΑΘΉΝΑ", "αθηνα"}, {"ΟΔΟΣ", "οδος"},
};

static const struct pair apart[] = {
	{"ا", "ء"}, {"و", "ؤ"}, {"ي", "ئ"}, {"ك", "ق"}, {"ه", "ح"}, {"ي", "ے"}, {"گ", "ك"},
	{"پ", "ب"}, {"ڤ", "ف"}, {"چ", "ج"}, {"й", "и"}, {"مصر", "قطر"}, {"1", "2"}, {"،", ","},
	{"ھ", "ه"},
};

static void
pairs_fold_alike(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(same); i++) {
		char *a = folded(same[i].a), *b = folded(same[i].b);
		if (strcmp(a, b) != 0)
			fail_msg("%s -> %s, %s -> %s", same[i].a, a, same[i].b, b);
		free(a);
		free(b);
	}
	for (size_t i = 0; i < ARRAY_LEN(apart); i++) {
		char *a = folded(apart[i].a), *b = folded(apart[i].b);
		if (strcmp(a, b) == 0)
			fail_msg("%s and %s both fold to %s", apart[i].a, apart[i].b, a);
		free(a);
		free(b);
	}
}

/* What is dropped, exactly: the ranges of the folding table. */
static void
dropped_ranges(void **state)
{
	(void)state;
	static const struct {
		uint32_t first, last;
	} drop[] = {
		{0x610, 0x61a}, {0x64b, 0x65f}, {0x670, 0x670}, {0x6d6, 0x6dc}, {0x6df, 0x6e4},
		{0x6e7, 0x6e8}, {0x6ea, 0x6ed}, {0x640, 0x640}, {0x200c, 0x200f}, {0xad, 0xad},
		{0x202a, 0x202e}, {0x2066, 0x2069}, {0x61c, 0x61c}, {0x300, 0x36f}, {0xfeff, 0xfeff},
	};
	uint32_t out[4];
	for (size_t i = 0; i < ARRAY_LEN(drop); i++)
		for (uint32_t c = drop[i].first; c <= drop[i].last; c++)
			assert_int_equal(fold_char(c, out), 0);
	static const uint32_t keep[] = {0x6dd, 0x6de, 0x6e9, 0x6e5, 0x60c, 0x61b, 0x61f, 0x66a, 0x200b};
	for (size_t i = 0; i < ARRAY_LEN(keep); i++) {
		assert_int_equal(fold_char(keep[i], out), 1);
		assert_int_equal(out[0], keep[i]);
	}
}

static void
folding_twice_changes_nothing(void **state)
{
	(void)state;
	for (uint32_t c = 1; c < 0x110000; c++) {
		if (c >= 0xd800 && c < 0xe000)
			continue;
		char text[5] = {0};
		text[utf8_put(text, c)] = 0;
		char *once = folded(text), *twice = folded(once);
		if (strcmp(once, twice) != 0)
			fail_msg("U+%04X: %s then %s", c, once, twice);
		/* fold_char agrees, but for the two phrases it cuts */
		uint32_t out[4];
		unsigned n = fold_char(c, out);
		assert_true(n <= 4);
		char mine[17];
		size_t used = 0;
		for (unsigned i = 0; i < n; i++)
			used += utf8_put(mine + used, out[i]);
		assert_memory_equal(mine, once, used);
		if (c != 0xfdfa && c != 0xfdfb)
			assert_int_equal(used, strlen(once));
		free(once);
		free(twice);
	}
}

static void
bad_bytes(void **state)
{
	(void)state;
	char *f = folded("م\xff\xd9ب\xd9");
	assert_string_equal(f, "م\xef\xbf\xbd\xef\xbf\xbdب\xef\xbf\xbd");
	free(f);
	const char *p = "\xd9", *end = p + 1;
	uint32_t cp, out[FOLD_MAX];
	assert_int_equal(fold_next(&p, end, &cp, out), 1);
	assert_ptr_equal(p, end);
	/* a waw at the very end, and before half a hamza */
	static const char *const cut[] = {"و", "و\xd9"};
	for (size_t i = 0; i < ARRAY_LEN(cut); i++) {
		char *exact = mem_dup(cut[i], strlen(cut[i]));
		p = exact;
		assert_int_equal(fold_next(&p, exact + strlen(cut[i]), &cp, out), 1);
		assert_int_equal(out[0], 0x648);
		free(exact);
	}
}

static void
strong_letters(void **state)
{
	(void)state;
	static const struct {
		uint32_t cp;
		enum strong strong;
	} cases[] = {
		{'a', STRONG_LTR}, {'Z', STRONG_LTR}, {'1', STRONG_NONE}, {' ', STRONG_NONE},
		{0x627, STRONG_RTL}, {0x64b, STRONG_NONE}, {0x661, STRONG_NONE}, {0x6f1, STRONG_NONE},
		{0x60c, STRONG_NONE}, {0x61b, STRONG_RTL}, {0x6d4, STRONG_RTL}, {0x5d0, STRONG_RTL},
		{0xfefb, STRONG_RTL}, {0xfd3e, STRONG_NONE}, {0x200e, STRONG_LTR}, {0x200f, STRONG_RTL},
		{0x61c, STRONG_RTL}, {0x1f600, STRONG_NONE}, {0x1f970, STRONG_NONE},
		{0x1f1f8, STRONG_NONE}, {0xe9, STRONG_LTR}, {0x416, STRONG_LTR}, {0x4e2d, STRONG_LTR},
		{0x700, STRONG_RTL}, {0x780, STRONG_RTL}, {0x7ca, STRONG_RTL}, {0xfffd, STRONG_NONE},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		if (char_strong(cases[i].cp) != cases[i].strong)
			fail_msg("U+%04X is %d", cases[i].cp, char_strong(cases[i].cp));
}

/* All assigned characters against Unicode's own file, when it is there. */
static void
strong_against_unicode(void **state)
{
	(void)state;
	FILE *f = fopen("/usr/share/unicode/extracted/DerivedBidiClass.txt", "r");
	if (!f)
		skip();
	char line[512];
	while (fgets(line, sizeof(line), f)) {
		unsigned a, b;
		char class[8];
		if (line[0] == '#')
			continue;
		if (sscanf(line, "%x..%x ; %7s", &a, &b, class) != 3) {
			if (sscanf(line, "%x ; %7s", &a, class) != 2)
				continue;
			b = a;
		}
		enum strong want = !strcmp(class, "L") ? STRONG_LTR :
			!strcmp(class, "R") || !strcmp(class, "AL") ? STRONG_RTL : STRONG_NONE;
		for (unsigned c = a; c <= b; c++) {
			/* flags, and the few letters shown as pictures */
			bool picture = c >= 0x1f000 && c < 0x1fb00;
			if (char_strong(c) != want && !(picture && char_strong(c) == STRONG_NONE))
				fail_msg("U+%04X: %s, not %d", c, class, char_strong(c));
		}
	}
	fclose(f);
}

static void
words(void **state)
{
	(void)state;
	static const uint32_t in[] = {'a', 'Z', '0', 0x627, 0x64b, 0x661, 0x6f1, 0x640, 0x670, 0xe9, 0x416,
				      0x4e2d, 0xfdfa, 0xfdfc, 0xfefb, 0x5d0, 0x301};
	static const uint32_t out[] = {' ', '.', '_', '-', 0x60c, 0x61b, 0x61f, 0x6d4, 0xab, 0x2026, 0x200b,
				       0x1f600, 0x2014, 0xa0, '\'', 0x66a};
	for (size_t i = 0; i < ARRAY_LEN(in); i++)
		if (!char_is_word(in[i]))
			fail_msg("U+%04X is no word", in[i]);
	for (size_t i = 0; i < ARRAY_LEN(out); i++)
		if (char_is_word(out[i]))
			fail_msg("U+%04X is a word", out[i]);
}

static void
direction_of_text(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum dir dir;
	} cases[] = {
		{"", DIR_AUTO}, {"123 …", DIR_AUTO}, {"😀🇸🇾", DIR_AUTO}, {"Cairo", DIR_LTR},
		{"القاهرة", DIR_RTL}, {"BBC: رئيس الوزراء يزور بغداد", DIR_RTL},
		{"aaaaaaابتث", DIR_RTL},   /* 4 of 10: exactly 40 % */
		{"aaaaaaaابتث", DIR_LTR},  /* 4 of 11 */
		{"Interview with the author of كتاب", DIR_LTR},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(dir_of_text(bytes_of(cases[i].text), DIR_AUTO), cases[i].dir);
	assert_int_equal(dir_of_text(bytes_of("2026"), DIR_RTL), DIR_RTL);
	/* each letter counts as char_strong has it, and half a one for nothing of ours */
	for (uint32_t cp = 1; cp < 0x3000; cp++) {
		char letter[8];
		struct dir_letters n = {0, 0};
		size_t len = utf8_put(letter, cp);
		dir_count(&n, (struct bytes){letter, len});
		if (n.rtl != (char_strong(cp) == STRONG_RTL) || n.ltr != (char_strong(cp) == STRONG_LTR))
			fail_msg("U+%04X is counted otherwise", cp);
	}
	struct dir_letters cut = {0, 0};
	dir_count(&cut, bytes_of("\xd8"));
	dir_count(&cut, bytes_of("\xd8" "a"));
	assert_int_equal(cut.rtl, 0);
}

static void
direction_of_language(void **state)
{
	(void)state;
	static const struct {
		const char *tag;
		enum dir dir;
	} cases[] = {
		{NULL, DIR_AUTO}, {"", DIR_AUTO}, {"und", DIR_AUTO}, {"ar", DIR_RTL}, {"AR-eg", DIR_RTL},
		{"ar_SA", DIR_RTL}, {"arc", DIR_RTL}, {"az-Arab", DIR_RTL}, {"az", DIR_LTR},
		{"ckb", DIR_RTL}, {"dv", DIR_RTL}, {"fa-IR", DIR_RTL}, {"he", DIR_RTL}, {"iw", DIR_RTL},
		{"ks", DIR_RTL}, {"ku-Arab", DIR_RTL}, {"ku", DIR_LTR}, {"pa-Arab-PK", DIR_RTL},
		{"pa", DIR_LTR}, {"ps", DIR_RTL}, {"sd", DIR_RTL}, {"syr", DIR_RTL}, {"ug", DIR_RTL},
		{"ur-PK", DIR_RTL}, {"uz-Arab", DIR_RTL}, {"uz", DIR_LTR}, {"yi", DIR_RTL},
		{"en", DIR_LTR}, {"en-ar", DIR_LTR}, {"ar-Latn", DIR_LTR}, {"zh-yue-Hant", DIR_LTR},
		{"zh-cmn-Arab", DIR_RTL}, {"sl-1994", DIR_LTR}, {"ar-1994", DIR_RTL}, {"a", DIR_AUTO},
		{"ary", DIR_RTL}, {"arx", DIR_LTR},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		if (dir_of_language(cases[i].tag) != cases[i].dir)
			fail_msg("%s: %d", cases[i].tag, dir_of_language(cases[i].tag));
}

/* The quick way gives what one letter after the other gives, wherever it is cut. */
static void
plain_runs(void **state)
{
	(void)state;
	static const char *const pieces[] = {
		"a", "Z", "9", " ", "ا", "أ", "ة", "ى", "ي", "و", "ؤ", "ء", "ـ", "َ", "ٔ", "ّ", "\u06cc",
		"\u06a9", "٣", "é", "\ufdfa", "\u0620", "\xd9", "-",
	};
	uint32_t random = 1;
	for (int round = 0; round < 20000; round++) {
		struct buf text, slow, quick;
		buf_init(&text, 0);
		buf_init(&slow, 0);
		buf_init(&quick, 0);
		for (int i = 0; i < 12; i++) {
			random = random * 1664525u + 1013904223u;
			buf_add_str(&text, pieces[(random >> 16) % ARRAY_LEN(pieces)]);
		}
		const char *p = text.data, *end = text.data + text.len;
		while (p < end) {
			uint32_t cp, letters[FOLD_MAX];
			unsigned n = fold_next(&p, end, &cp, letters);
			for (unsigned i = 0; i < n; i++)
				buf_add_utf8(&slow, letters[i]);
		}
		fold_text(&quick, buf_view(&text));
		assert_true(bytes_eq(buf_view(&slow), buf_view(&quick)));
		char small[5];
		const char *at = text.data;
		size_t wrote = fold_plain(&at, end, small, sizeof(small));
		assert_true(wrote <= sizeof(small) && at >= text.data && at <= end);
		buf_release(&text);
		buf_release(&slow);
		buf_release(&quick);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_runs),
		cmocka_unit_test(pairs_fold_alike),
		cmocka_unit_test(dropped_ranges),
		cmocka_unit_test(folding_twice_changes_nothing),
		cmocka_unit_test(bad_bytes),
		cmocka_unit_test(strong_letters),
		cmocka_unit_test(strong_against_unicode),
		cmocka_unit_test(words),
		cmocka_unit_test(direction_of_text),
		cmocka_unit_test(direction_of_language),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
