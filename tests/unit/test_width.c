/* SPDX-License-Identifier: MIT
 *
 * Columns of characters: ours against the C library's where it knows them. The
 * table is generated, so a newer library may differ in a few.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <locale.h>
#include <wchar.h>
#include <cmocka.h>

#include "akhbar/text.h"
#include "text/chars.h"

static void
known(void **state)
{
	(void)state;
	static const struct {
		uint32_t cp;
		unsigned width;
	} cases[] = {
		{'a', 1},    {0x627, 1},  {0x640, 1},  {0x64e, 0},   {0x670, 0},  {0x6d6, 0},
		{0x6dd, 1},  {0x600, 1},  {0xfefb, 1}, {0xfdfa, 1},  {0xfdfd, 1}, {0xad, 0},
		{0x200c, 0}, {0x200e, 0}, {0xfeff, 0}, {0x2764, 1},  {0x4e2d, 2}, {0x1f600, 2},
		{0x1f970, 2}, {0x3000, 2}, {0xa0, 1},   {0x2066, 0},  {0x300, 0},  {0xfe0f, 0},
		{0x1160, 0}, {0xffff, 1}, {0x110000, 1}, {0x7f, 1}, {0, 1},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		if (char_width(cases[i].cp) != cases[i].width)
			fail_msg("U+%04X: %u", cases[i].cp, char_width(cases[i].cp));
}

static void
as_library(void **state)
{
	(void)state;
	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		skip();
	unsigned differ = 0, arabic = 0;
	for (uint32_t cp = 0x20; cp < 0x110000; cp++) {
		int theirs = wcwidth((wchar_t)cp);
		unsigned flags = char_record(cp)->flags;
		/* what we never send: its column does not matter */
		if (theirs < 0 || flags & (CHAR_UNKNOWN | CHAR_ZERO))
			continue;
		if ((unsigned)theirs != char_width(cp)) {
			differ++;
			arabic += (cp >= 0x600 && cp < 0x900) || (cp >= 0xfb50 && cp < 0xff00);
		}
	}
	setlocale(LC_CTYPE, "C");
	print_message("# %u code points differ from this C library\n", differ);
	assert_int_equal(arabic, 0);
	assert_true(differ < 500);
}

/* A cell never holds what the terminal would put elsewhere. */
static void
every_character(void **state)
{
	(void)state;
	for (uint32_t cp = 0; cp < 0x110000; cp++) {
		char text[6] = "x";
		size_t len = 1 + utf8_put(text + 1, cp);
		struct cell cells[4];
		uint32_t used;
		size_t n = text_field((struct bytes){text, len}, NULL, 9, ORDER_LOGICAL, cells, 4, &used);
		assert_true(n >= 1 && n <= 2);
		uint32_t sum = 0;
		for (size_t i = 0; i < n; i++) {
			sum += cells[i].width;
			for (unsigned k = 0; k < cells[i].ch_n; k++) {
				unsigned flags = char_record(cells[i].ch[k])->flags;
				assert_false(flags & (CHAR_ZERO | CHAR_UNKNOWN));
				assert_int_equal(!!(flags & CHAR_MARK), k > 0);
			}
		}
		assert_int_equal(sum, used);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known),
		cmocka_unit_test(as_library),
		cmocka_unit_test(every_character),
	};
	return cmocka_run_group_tests_name("width", tests, NULL, NULL);
}
