/* SPDX-License-Identifier: MIT
 *
 * A line being typed: the cursor stands where the next letter will.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "akhbar/text.h"

static void
type(struct text_edit *e, const char *s)
{
	for (const char *end = s + strlen(s); s < end;)
		text_edit_insert(e, utf8_next(&s, end));
}

static void
expect(const struct text_edit *e, uint32_t width, uint32_t used, uint32_t cursor)
{
	struct cell cells[256];
	struct para_options o = {.fallback = DIR_RTL};
	uint32_t used_cols, cursor_col;
	text_edit_cells(e, &o, width, cells, 256, &used_cols, &cursor_col);
	if (used_cols != used || cursor_col != cursor)
		fail_msg("%s: %u columns, cursor %u; not %u, %u", e->text.data, used_cols, cursor_col, used,
			 cursor);
}

static void
typing(void **state)
{
	(void)state;
	struct text_edit e;
	text_edit_init(&e, 100);
	expect(&e, 20, 1, 0); /* only the cursor's own cell */
	type(&e, "خبر");
	assert_int_equal(e.cursor, 6);
	expect(&e, 20, 4, 0); /* left of the text */
	assert_true(text_edit_move(&e, MOVE_RIGHT, DIR_RTL)); /* back over the last letter */
	expect(&e, 20, 4, 1);
	assert_true(text_edit_move(&e, MOVE_START, DIR_RTL));
	expect(&e, 20, 4, 3);
	assert_false(text_edit_move(&e, MOVE_RIGHT, DIR_RTL));
	assert_true(text_edit_delete(&e));
	assert_string_equal(e.text.data, "بر");
	text_edit_move(&e, MOVE_END, DIR_RTL);
	assert_false(text_edit_delete(&e));
	type(&e, "\033\n\x7f"); /* nothing of that */
	assert_string_equal(e.text.data, "بر");
	assert_false(text_edit_insert(&e, 0x202e));
	type(&e, " ");
	expect(&e, 20, 4, 0); /* the space at the end is seen */
	/* marks go one by one, a letter goes with its marks */
	text_edit_set(&e, bytes_of("بَّ"));
	assert_true(text_edit_backspace(&e));
	assert_string_equal(e.text.data, "بَ");
	assert_true(text_edit_move(&e, MOVE_RIGHT, DIR_RTL));
	assert_int_equal(e.cursor, 0);
	assert_true(text_edit_delete(&e));
	assert_int_equal(e.text.len, 0);
	assert_false(text_edit_backspace(&e));
	/* Latin text in a right-to-left interface */
	text_edit_set(&e, bytes_of("abc"));
	expect(&e, 20, 4, 3);
	text_edit_move(&e, MOVE_LEFT, DIR_RTL);
	expect(&e, 20, 4, 2);
	text_edit_release(&e);
}

static void
narrow(void **state)
{
	(void)state;
	struct text_edit e;
	text_edit_init(&e, 0);
	text_edit_set(&e, bytes_of("abcdefghij"));
	expect(&e, 5, 5, 4);
	for (int i = 0; i < 12; i++) {
		struct cell cells[64];
		uint32_t used, cursor;
		size_t n = text_edit_cells(&e, NULL, 5, cells, 64, &used, &cursor);
		assert_true(n && used <= 5 && cursor < used);
		text_edit_move(&e, MOVE_LEFT, DIR_LTR);
	}
	assert_int_equal(e.cursor, 0);
	/* the limit cuts at a character */
	text_edit_release(&e);
	text_edit_init(&e, 5);
	type(&e, "سلام");
	assert_int_equal(e.text.len, 4);
	text_edit_set(&e, bytes_of("سلام"));
	assert_int_equal(e.text.len, 4);
	text_edit_release(&e);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(typing),
		cmocka_unit_test(narrow),
	};
	return cmocka_run_group_tests_name("edit", tests, NULL, NULL);
}
