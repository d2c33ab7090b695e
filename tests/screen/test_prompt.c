/* SPDX-License-Identifier: MIT
 *
 * A line typed at the bottom of the screen: where its letters and its cursor
 * stand, what was typed before, what could follow, how it ends.
 */
#include "screen/app-fixture.h"

static char said[256];
static int typed_n, left_n, yes_n;

static void
on_typed(struct app *app, const char *text, void *context)
{
	(void)app;
	(void)context;
	(void)text;
	typed_n++;
}

static bool
on_entered(struct app *app, const char *text, void *context)
{
	(void)context;
	snprintf(said, sizeof(said), "%s", text);
	if (strcmp(text, "bad") == 0) {
		app_complain(app, "%s", "no good");
		return false;
	}
	return true;
}

static void
on_left(struct app *app, void *context)
{
	(void)app;
	(void)context;
	left_n++;
}

static void
on_complete(struct app *app, const char *text, struct prompt_choices *out, void *context)
{
	static const char *const words[] = {"refresh", "refresh-all", "redraw", "quit"};
	(void)app;
	(void)context;
	const char *space = strrchr(text, ' ');
	out->from = space ? (size_t)(space - text) + 1 : 0;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		prompt_choice(out, words[i]);
}

static void
on_yes(struct app *app, void *context)
{
	(void)app;
	(void)context;
	yes_n++;
}

static void
ask(struct fixture *f, const char *label)
{
	struct prompt_spec spec = {.label = label, .hint = "words", .history = HISTORY_SEARCH,
				   .typed = on_typed, .entered = on_entered, .left = on_left,
				   .complete = on_complete};
	typed_n = left_n = 0;
	said[0] = '\0';
	prompt_open(&f->app, &spec);
	app_draw(&f->app);
}

static void
expect_cursor(const struct fixture *f, int row, int col)
{
	if (f->app.frame.cursor_row != row || f->app.frame.cursor_col != col)
		fail_msg("cursor at %d, %d; not %d, %d", f->app.frame.cursor_row,
			 f->app.frame.cursor_col, row, col);
}

static void
letters_stand_where_they_belong(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "ar", 5, 24, 80);
	ask(&f, "بحث:");
	expect_cursor(&f, 23, 79 - 4 - 2); /* left of the label, one blank between */
	assert_true(strstr(row_text(&f.app.frame, 23), "words"));
	type(&f, "جن"); /* j and k by their place: letters here */
	assert_string_equal(prompt_text(&f.app), "جن");
	assert_int_equal(typed_n, 2);
	expect_cursor(&f, 23, 73 - 2);
	assert_true(strstr(row_text(&f.app.frame, 23), "ﻦﺟ"));
	assert_ptr_equal(f.app.screen, &screen_headlines);
	/* Latin letters run the other way and the cursor with them */
	press(&f, 0x15); /* ^U */
	assert_string_equal(prompt_text(&f.app), "");
	type(&f, "qu");
	expect_cursor(&f, 23, 73);
	assert_int_equal(f.app.frame.cells[23 * 80 + 71].ch[0], 'q');
	press(&f, KEY_CODE_LEFT);
	expect_cursor(&f, 23, 72);
	press(&f, KEY_CODE_ENTER);
	assert_string_equal(said, "qu");
	assert_false(prompt_is_open(&f.app));
	assert_false(f.app.quit);
	finish(&f);
}

static void
it_ends_without_harm(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "en", 5, 24, 80);
	ask(&f, "/");
	type(&f, "q");
	press(&f, KEY_CODE_ESCAPE);
	assert_false(prompt_is_open(&f.app));
	assert_int_equal(left_n, 1);
	assert_string_equal(said, "");
	ask(&f, "/");
	type(&f, "q");
	press(&f, KEY_CODE_BACKSPACE);
	assert_true(prompt_is_open(&f.app));
	press(&f, KEY_CODE_BACKSPACE);
	assert_false(prompt_is_open(&f.app));
	/* refused: it stays, with the reason above */
	ask(&f, "/");
	type(&f, "bad");
	press(&f, KEY_CODE_ENTER);
	assert_true(prompt_is_open(&f.app));
	assert_true(strstr(row_text(&f.app.frame, 22), "no good"));
	/* a paste is text, its line ends are blanks, controls are dropped */
	press(&f, 0x15);
	app_key(&f.app, &(struct key){.code = 'x', .pasted = true});
	app_key(&f.app, &(struct key){.code = KEY_CODE_ENTER, .pasted = true});
	app_key(&f.app, &(struct key){.code = 0x202e, .pasted = true});
	app_key(&f.app, &(struct key){.code = 0x1b, .pasted = true});
	prompt_settle(&f.app);
	assert_true(prompt_is_open(&f.app));
	assert_string_equal(prompt_text(&f.app), "x");
	finish(&f);
}

static void
paste(struct fixture *f, const char *text)
{
	for (const char *s = text, *end = s + strlen(s); s < end;)
		app_key(&f->app, &(struct key){.code = utf8_next(&s, end), .pasted = true});
	prompt_settle(&f->app);
	app_draw(&f->app);
}

/* Left and right go by what is seen, whole words too; a paste is one line and one change. */
static void
it_is_edited_as_it_is_seen(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "ar", 5, 24, 80);
	ask(&f, "/");
	paste(&f, "\nسعر\n\nSQLite اليوم\n");
	assert_string_equal(prompt_text(&f.app), "سعر SQLite اليوم");
	assert_int_equal(typed_n, 1);
	/* from the left end over the words as they stand */
	app_key(&f.app, &(struct key){.code = KEY_CODE_RIGHT, .alt = true});
	type(&f, "-");
	assert_string_equal(prompt_text(&f.app), "سعر SQLite -اليوم");
	press(&f, KEY_CODE_BACKSPACE);
	app_key(&f.app, &(struct key){.code = KEY_CODE_RIGHT, .alt = true});
	type(&f, "-");
	assert_string_equal(prompt_text(&f.app), "سعر -SQLite اليوم");
	press(&f, 0x17); /* ^W: the sign and the word before it */
	assert_string_equal(prompt_text(&f.app), "SQLite اليوم");
	app_key(&f.app, &(struct key){.code = 'd', .alt = true});
	assert_string_equal(prompt_text(&f.app), "اليوم");
	app_key(&f.app, &(struct key){.code = 'f', .alt = true});
	press(&f, KEY_CODE_RIGHT); /* into the word from its left end */
	press(&f, KEY_CODE_RIGHT);
	type(&f, "x");
	assert_string_equal(prompt_text(&f.app), "اليxوم");
	press(&f, 0x15);
	assert_string_equal(prompt_text(&f.app), "وم");
	finish(&f);
}

static void
what_was_typed_before(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "ar", 5, 24, 80);
	static const char *const lines[] = {"سعر النفط", "قمة", "سعر الذهب", "قمة"};
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		ask(&f, "/");
		type(&f, lines[i]);
		press(&f, KEY_CODE_ENTER);
	}
	ask(&f, "/");
	press(&f, KEY_CODE_UP);
	assert_string_equal(prompt_text(&f.app), "قمة");
	press(&f, KEY_CODE_UP); /* once, though entered twice */
	assert_string_equal(prompt_text(&f.app), "سعر الذهب");
	press(&f, KEY_CODE_DOWN);
	press(&f, KEY_CODE_DOWN);
	assert_string_equal(prompt_text(&f.app), "");
	type(&f, "سعر"); /* only what begins so */
	press(&f, KEY_CODE_UP);
	press(&f, KEY_CODE_UP);
	assert_string_equal(prompt_text(&f.app), "سعر النفط");
	press(&f, KEY_CODE_UP);
	assert_string_equal(prompt_text(&f.app), "سعر النفط");
	press(&f, 0x17); /* ^W */
	assert_string_equal(prompt_text(&f.app), "سعر ");
	finish(&f);
}

static void
tab_completes(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "ar", 5, 24, 80);
	ask(&f, ":");
	type(&f, "q");
	press(&f, KEY_CODE_TAB);
	assert_string_equal(prompt_text(&f.app), "quit");
	press(&f, 0x15);
	type(&f, "x r");
	press(&f, KEY_CODE_TAB); /* what all share, and the choices above */
	assert_string_equal(prompt_text(&f.app), "x re");
	assert_true(row_with(&f.app.frame, "refresh-all") == 22);
	press(&f, KEY_CODE_TAB);
	assert_string_equal(prompt_text(&f.app), "x refresh");
	press(&f, KEY_CODE_TAB);
	press(&f, KEY_CODE_TAB);
	assert_string_equal(prompt_text(&f.app), "x redraw");
	press(&f, KEY_CODE_BACKTAB);
	assert_string_equal(prompt_text(&f.app), "x refresh-all");
	type(&f, "!");
	assert_int_equal(row_with(&f.app.frame, "refresh-all!"), 23);
	assert_false(strstr(row_text(&f.app.frame, 22), "redraw"));
	finish(&f);
}

/* Alt-b and its like are keys, not letters: by their place on every keyboard. */
static void
alt_keys_by_place(void **state)
{
	static const uint32_t backs[] = {'b', 0xfefb, 0x5e0}, words[] = {'d', 0x64a, 0x5d2};
	(void)state;
	struct fixture f;
	start(&f, "ar", 5, 24, 80);
	for (size_t i = 0; i < ARRAY_LEN(backs); i++) {
		ask(&f, "/");
		type(&f, "سعر الذهب");
		app_key(&f.app, &(struct key){.code = backs[i], .alt = true});
		app_key(&f.app, &(struct key){.code = words[i], .alt = true});
		assert_string_equal(prompt_text(&f.app), "سعر ");
		press(&f, KEY_CODE_ESCAPE);
	}
	finish(&f);
}

static void
questions(void **state)
{
	(void)state;
	static const struct {
		uint32_t code;
		int yes;
	} cases[] = {{'y', 1}, {0x63a, 1}, {0x646, 1}, {0x5d8, 1}, {KEY_CODE_ENTER, 1},
		     {'n', 0}, {0x649, 0}, {KEY_CODE_ESCAPE, 0}, {'q', 0}};
	struct fixture f;
	start(&f, "ar", 5, 24, 80);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		yes_n = 0;
		prompt_ask(&f.app, "sure", on_yes, NULL);
		app_draw(&f.app);
		assert_int_equal(row_with(&f.app.frame, "sure"), 23);
		press(&f, cases[i].code);
		assert_int_equal(yes_n, cases[i].yes);
		assert_false(prompt_is_open(&f.app));
		assert_false(f.app.quit);
	}
	finish(&f);
}

static void
it_fits_everywhere(void **state)
{
	(void)state;
	static const int sizes[][2] = {{1, 1}, {1, 4}, {2, 3}, {3, 9}, {5, 20}, {6, 20}, {70, 240}};
	struct fixture f;
	start(&f, "ar", 5, 24, 80);
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		app_resize(&f.app, sizes[i][0], sizes[i][1]);
		ask(&f, "عنوان المصدر الجديد:");
		type(&f, "https://example.org/a/very/long/feed/address.xml كلمات");
		press(&f, KEY_CODE_TAB);
		const struct frame *fr = &f.app.frame;
		assert_int_equal(fr->cursor_row, sizes[i][0] - 1);
		assert_true(fr->cursor_col >= 0 && fr->cursor_col < sizes[i][1]);
	}
	finish(&f);
}

int
main(void)
{
	lang_start();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_stand_where_they_belong),
		cmocka_unit_test(it_ends_without_harm),
		cmocka_unit_test(it_is_edited_as_it_is_seen),
		cmocka_unit_test(what_was_typed_before),
		cmocka_unit_test(tab_completes),
		cmocka_unit_test(alt_keys_by_place),
		cmocka_unit_test(questions),
		cmocka_unit_test(it_fits_everywhere),
	};
	return cmocka_run_group_tests_name("prompt", tests, NULL, NULL);
}
