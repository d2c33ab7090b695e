/* SPDX-License-Identifier: MIT
 *
 * Tokens read left to right inside Arabic: what is found, and what is shown.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "akhbar/text.h"

static void
found(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		const char *want; /* the tokens, parted by | */
	} cases[] = {
		{"اتصل على +966 11 234 5678.", "+966 11 234 5678"},
		{"اتصل على +٩٦٦ ١١ ٢٣٤ ٥٦٧٨ الآن", "+٩٦٦ ١١ ٢٣٤ ٥٦٧٨"},
		{"هاتف (011) 234-5678 و 011 234 5678", "(011) 234-5678|011 234 5678"},
		{"هاتف:+966(11)2345678 أو +966 (0)11 234 5678", "+966(11)2345678|+966 (0)11 234 5678"},
		{"(+966) 11 234 5678 أو +(966) 11 234 5678", "(+966) 11 234 5678|+(966) 11 234 5678"},
		{"05 22 12 34 56 و ۰۲۱-۸۸۸۸۷۷۷۷", "05 22 12 34 56|۰۲۱-۸۸۸۸۷۷۷۷"},
		{"+966\xe2\x80\x91" "11\xc2\xa0" "2345678.", "+966\xe2\x80\x91" "11\xc2\xa0" "2345678"},
		{"هاتف 966-11-2345678", "966-11-2345678"},
		{"في 2025-02-17، وفي 2025-02-17T10:00:00Z", "2025-02-17|2025-02-17T10:00:00Z"},
		{"في ٢٠٢٥-٠٢-١٧ و ۱۴۰۳-۱۱-۲۹", "٢٠٢٥-٠٢-١٧|۱۴۰۳-۱۱-۲۹"},
		{"كتبت @reuters و#news أمس", "@reuters|#news"},
		{"@user@host.social و@a.b، #été #2024_elections #5G #C++", "@user@host.social|@a.b|#été|#2024_elections|#5G|#C++"},
		{"لغة C++ أو C# أو .NET أو C++17", "C++|C#|.NET|C++17"},
		{"شركة Yahoo! أعلنت", "Yahoo!"},
		{"الحرارة −5° و+5 و(-3%)", "−5°|+5|-3%"},
		{"بين -10 و-5، ثم:+5؛-1", "-10|-5|+5|-1"},
		{"كوفيد-19 وسو-25 وإس-400", ""}, /* names with a number stay */
		{"الحرارة -5 والغد +٧٫٥٪", "-5|+٧٫٥٪"},
		{"زر https://example.com/a(b)?c=1.", "https://example.com/a(b)?c=1"},
		{"(انظر https://example.com/a)", "https://example.com/a"},
		{"ليس \"\u2068ftp://example.com/a\u2069\" عنوانًا", "ftp://example.com/a"},
		{"«https://example.com/خبر»، ثم", "https://example.com/خبر"},
		{"زر www.example.com/x أو example.org/y", "www.example.com/x|example.org/y"},
		{"زر www.مثال.com ثم https://example.com/a😀", "www.مثال.com|https://example.com/a"},
		{"https://example.com/صفحہ۔ اور", "https://example.com/صفحہ"},
		{"راسل user.name+tag@example.com", "user.name+tag@example.com"},
		/* left to the algorithm */
		{"النتيجة 3-2 و 10-20 و 1990-2000", ""},
		{"يوم 17/02/2025 أو ١٧/٠٢/٢٠٢٥ أو 17-02-2025", ""},
		{"12:30 و 50% و %50 و $100 و 1,234.56", ""},
		{"وسم #وسم_عربي و #1 و #iPhone_مصر و @الجزيرة", ""},
		{"2020-2021-2022 و 0 1 2 3 4 5 6 7 8 9 و 05.10.2024 12:30", ""},
		{"6-4 6-3 6-2 و 4-4-2 و 01/234567", ""},
		{"iPhone 15 Pro (256GB)", ""},
		{"1 2 3 4 5 6 7 8 9 10 11", ""},
		{"", ""},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct para_span *spans;
		size_t n = text_tokens(bytes_of(cases[i].text), &spans);
		struct buf got;
		buf_init(&got, 0);
		buf_add_str(&got, "");
		for (size_t k = 0; k < n; k++) {
			if (k)
				buf_add_char(&got, '|');
			buf_add(&got, cases[i].text + spans[k].start_byte,
				spans[k].end_byte - spans[k].start_byte);
			assert_true(spans[k].kind == PARA_PROTECT || spans[k].kind == PARA_NUMBER);
		}
		if (strcmp(got.data ? got.data : "", cases[i].want))
			fail_msg("%s: %s, not %s", cases[i].text, got.data ? got.data : "", cases[i].want);
		buf_release(&got);
		free(spans);
	}
}

/* The cells of a line from left to right, letters unshaped. */
static char *
shown(const char *text, const struct para_span *spans, size_t spans_n)
{
	struct cell cells[512];
	struct para_options o = {.dir = DIR_RTL, .no_shape = true, .spans = spans, .spans_n = spans_n};
	size_t n = text_field(bytes_of(text), &o, 500, ORDER_VISUAL, cells, 512, NULL);
	struct buf out;
	buf_init(&out, 0);
	for (size_t i = 0; i < n; i++)
		for (unsigned m = 0; m < cells[i].ch_n; m++)
			buf_add_utf8(&out, cells[i].ch[m]);
	return buf_take(&out);
}

static void
visual(void **state)
{
	(void)state;
	static const struct {
		const char *text, *want;
	} cases[] = {
		{"ب +966 11 234 5678", "+966 11 234 5678 ب"},
		{"ب 2025-02-17", "2025-02-17 ب"},
		{"ب @reuters, #news", "@reuters, #news ب"},
		{"ب C++ C# Yahoo! ب", "ب C++ C# Yahoo! ب"},
		{"ب −5° ب +5", "+5 ب −5° ب"},
		{"ب 17/02/2025", "17/02/2025 ب"},
		{"ب ١٧/٠٢/٢٠٢٥", "١٧/٠٢/٢٠٢٥ ب"},
		/* the sign stands left of the number, as Arabic writes it */
		{"ب 12:30 50% ٥٠٪", "٪٥٠ %50 12:30 ب"},
		{"ب $100 1,234.56", "1,234.56 100$ ب"},
		{"ب iPhone 15 Pro (256GB)", "iPhone 15 Pro (256GB) ب"},
		{"ب 10-20", "20-10 ب"},
		/* the address runs from the left, its Arabic words can be read */
		{"ب https://example.com/خبر/جد[1] ج", "ج https://example.com/ربخ/دج[1] ب"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *got = shown(cases[i].text, NULL, 0);
		if (strcmp(got, cases[i].want))
			fail_msg("%s: %s, not %s", cases[i].text, got, cases[i].want);
		free(got);
	}
	/* a title of its own does not draw the number beside it in */
	struct para_span title[] = {{3, 7, PARA_ISOLATE_AUTO}};
	char *got = shown("ب abc! 5 ب", title, 1);
	assert_string_equal(got, "ب 5 abc! ب");
	free(got);
}

/* Addresses and tokens have no say in the direction of a text. */
static void
direction(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum dir want;
	} cases[] = {
		{"https://example.com/a/long/path خبر", DIR_RTL},
		{"BBC: رئيس الوزراء", DIR_RTL},
		{"The word سلام means peace in that language", DIR_LTR},
		{"https://example.com", DIR_LTR},
		{"12345", DIR_RTL}, /* the fallback */
		{"🇸🇦 🇪🇬 خبر", DIR_RTL},
		{"🥰 خبر", DIR_RTL},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct para_options o = {.fallback = DIR_RTL};
		struct para *p = para_new(bytes_of(cases[i].text), &o);
		if (para_dir(p) != cases[i].want)
			fail_msg("%s", cases[i].text);
		para_free(p);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(found),
		cmocka_unit_test(visual),
		cmocka_unit_test(direction),
	};
	return cmocka_run_group_tests_name("tokens", tests, NULL, NULL);
}
