/* SPDX-License-Identifier: MIT
 *
 * A line being typed: the cursor stands where the next letter will.
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

/* The line as it is seen, the letters of each cell as typed, the cursor's cell in angle
 * brackets. */
static char *
seen(const struct text_edit *e, uint32_t width)
{
	struct cell cells[256];
	struct para_options o = {.fallback = DIR_RTL};
	uint32_t used, cursor, col = 0;
	size_t n = text_edit_cells(e, &o, width, cells, 256, &used, &cursor);
	struct buf out;
	buf_init(&out, 0);
	for (size_t i = 0; i < n; col += cells[i++].width) {
		if (col == cursor)
			buf_add_char(&out, '<');
		if (cells[i].start_byte == e->text.len)
			buf_add_char(&out, ' ');
		else
			buf_add(&out, e->text.data + cells[i].start_byte,
				cells[i].end_byte - cells[i].start_byte);
		if (col == cursor)
			buf_add_char(&out, '>');
	}
	assert_int_equal(col, used);
	return buf_take(&out);
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

/* Keys: l r arrows, L R by words, b f B F as read, h e the ends, < and > erase one,
 * w W words, u k to the ends, Y brings back; anything else is typed. */
static void
press(struct text_edit *e, const char *keys)
{
	static const char moves[] = "lrheLRbfBF";
	for (const char *end = keys + strlen(keys); keys < end;) {
		uint32_t cp = utf8_next(&keys, end);
		const char *move = cp < 0x80 ? strchr(moves, (int)cp) : NULL;
		if (move)
			text_edit_move(e, (enum text_move)(move - moves), DIR_RTL);
		else if (cp == '<')
			text_edit_backspace(e);
		else if (cp == '>')
			text_edit_delete(e);
		else if (cp == 'w' || cp == 'W')
			text_edit_erase(e, cp == 'w' ? ERASE_WORD_BACK : ERASE_WORD_FORWARD);
		else if (cp == 'u' || cp == 'k')
			text_edit_erase(e, cp == 'u' ? ERASE_TO_START : ERASE_TO_END);
		else if (cp == 'Y')
			text_edit_yank(e);
		else
			text_edit_insert(e, cp);
	}
}

static void
keys(void **state)
{
	(void)state;
	static const struct {
		const char *text, *keys, *want;
	} cases[] = {
		{"قال ABC ثم", "", "< >مث ABC لاق"},
		{"قال ABC ثم", "h", " مث ABC لا<ق>"},
		/* left is left, through the Latin word too */
		{"قال ABC ثم", "hlll", " مث ABC< >لاق"},
		{"قال ABC ثم", "hllll", " مث AB<C> لاق"},
		{"قال ABC ثم", "hlllllll", " مث< >ABC لاق"},
		{"قال ABC ثم", "hlllllllX", " مث< >ABCX لاق"}, /* behind the word as it is read */
		{"قال ABC ثم", "rrr", " مث< >ABC لاق"},
		{"قال ABC ثم", "hllllX", " مث ABX<C> لاق"},
		{"قال ABC ثم", "hllll<", " مث A<C> لاق"},
		{"قال ABC ثم", "hllll>", " مث< >AB لاق"},
		{"قال ABC ثم", "hffff", " مث <A>BC لاق"}, /* as it is read */
		{"قال ABC ثم", "bbb", " مث< >ABC لاق"},
		{"قال ABC ثم", "bbbb", " مث AB<C> لاق"},
		/* words */
		{"قال ABC ثم", "hL", " مث <A>BC لاق"},
		{"قال ABC ثم", "hLL", " م<ث> ABC لاق"},
		{"قال ABC ثم", "hLLL", "< >مث ABC لاق"},
		{"قال ABC ثم", "R", " م<ث> ABC لاق"},
		{"قال ABC ثم", "RRR", " مث ABC لا<ق>"},
		{"قال ABC ثم", "BB", " مث <A>BC لاق"},
		{"قال ABC ثم", "hFF", " م<ث> ABC لاق"},
		{"قال ABC ثم", "w", "< > ABC لاق"},
		{"قال ABC ثم", "ww", "< > لاق"},
		{"قال ABC ثم", "hWW", " م<ث>"},
		{"قال ABC ثم", "BBu", "<A>BC مث "},
		{"قال ABC ثم", "BBk", "< > لاق"},
		{"one two-three", "ll", "one two-thr<e>e "},
		{"one two-three", "LL", "one <t>wo-three "},
		{"one two-three", "hRR", "one two-<t>hree "},
		/* what was erased comes back, where the cursor is now */
		{"قال ABC ثم", "wY", "< >مث ABC لاق"},
		{"قال ABC ثم", "BBuY", " مث <A>BC لاق"},
		{"قال ABC ثم", "hWeY", "ABC لاقمث < >"},
		{"خبر", "Y", "< >ربخ"},
		/* a key that types the ligature types two letters */
		{"", "ﻻ<", "< >ل"},
		/* one cell, two letters: passed over at once, erased one by one */
		{"بلاد", "rr", " د<لا>ب"},
		{"بلاد", "r<", " <د>لب"},
		{"بلاد", "hl>", " د<ا>ب"},
		/* marks and joiners go with their letter */
		{"كِتَاب", "hl", " با<تَ>كِ"},
		{"كِتَاب", "hl>", " ب<ا>كِ"},
		{"می‌خواهم", "hll", " مهاو<خ>ی‌م"},
		{"می‌خواهم", "hL", "< >مهاوخی‌م"}, /* one word */
		{"می‌خواهم", "hll<<", " مهاو<خ>م"},
		/* flags and emoji as a whole */
		{"خبر🇸🇦", "<", "< >ربخ"},
		{"خبر👩‍👧", "<", "< >ربخ"},
		{"خبر👍🏽", "<", "< >ربخ"},
		{"ا🇸🇦ب", "hl>", " <ب>ا"},
		{"ا🇸🇦ب", "hll", " <ب>🇸🇦ا"},
		{"ا🇸🇦ب", "rr", " ب<🇸>🇦ا"},
		{"ا🇸🇦ب", "bb", " ب<🇸>🇦ا"},
		{"ا🇸🇦ب", "hff", " <ب>🇸🇦ا"},
		/* the first letter says where the line runs */
		{"", "X", "X< >"},
		{"", "12", "< >12"},
		{"BBC خبر", "", "BBC ربخ< >"},
		{"خ BBC", "", "< >BBC خ"},
		{"C++ في", "h", "<C>++ يف "},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct text_edit e;
		text_edit_init(&e, 200);
		text_edit_set(&e, bytes_of(cases[i].text));
		press(&e, cases[i].keys);
		char *got = seen(&e, 60);
		if (strcmp(got, cases[i].want))
			fail_msg("%s, %s: %s, not %s", cases[i].text, cases[i].keys, got, cases[i].want);
		free(got);
		text_edit_release(&e);
	}
}

static void
paste(void **state)
{
	(void)state;
	struct text_edit e;
	text_edit_init(&e, 30);
	text_edit_set(&e, bytes_of("أب"));
	text_edit_move(&e, MOVE_BACK, DIR_RTL);
	assert_true(text_edit_paste(&e, bytes_of("\nx\r\n\033[31m\xe2\x80\xae y\xff\n")));
	assert_string_equal(e.text.data, "أx [31m y\xef\xbf\xbdب");
	assert_int_equal(e.cursor, strlen("أx [31m y\xef\xbf\xbd"));
	assert_false(text_edit_paste(&e, bytes_of("\n\033")));
	/* what does not fit is left out, at a character's edge */
	assert_true(text_edit_paste(&e, bytes_of("سسسسسسسسسسسسسسسسس")));
	assert_true(e.text.len <= 30 && utf8_valid(buf_view(&e.text)));
	text_edit_paste(&e, bytes_of("z"));
	assert_false(text_edit_paste(&e, bytes_of("z")));
	text_edit_release(&e);
}

/* A text longer than the place for it: the cursor is always in sight, and going on
 * does not jump at each letter. */
static void
narrow(void **state)
{
	(void)state;
	static const char *const texts[] = {"abcdefghijklmnopqrstuvwxyz",
					    "قال ABC إن 中文 له 12 في هذا النص الطويل xyz"};
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct text_edit e;
		text_edit_init(&e, 0);
		text_edit_set(&e, bytes_of(texts[i]));
		unsigned jumps = 0, steps = 0;
		uint32_t first = UINT32_MAX;
		do {
			struct cell cells[64];
			uint32_t used, cursor, low = UINT32_MAX;
			size_t n = text_edit_cells(&e, NULL, 10, cells, 64, &used, &cursor);
			assert_true(n && used <= 10 && cursor < used);
			for (size_t k = 0; k < n; k++)
				low = cells[k].start_byte < low ? cells[k].start_byte : low;
			jumps += low != first;
			first = low;
			steps++;
		} while (text_edit_move(&e, MOVE_BACK, DIR_LTR));
		assert_int_equal(e.cursor, 0);
		assert_true(steps > 20 && jumps < steps / 3);
		text_edit_release(&e);
	}
	struct text_edit e;
	/* the limit cuts at a character */
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
		cmocka_unit_test(keys),
		cmocka_unit_test(paste),
		cmocka_unit_test(narrow),
	};
	return cmocka_run_group_tests_name("edit", tests, NULL, NULL);
}
