/* SPDX-License-Identifier: MIT
 *
 * The screens as frames in memory: every layout in both languages, what keys do,
 * and that a random walk leaves nothing stale.
 */
#include "screen/app-fixture.h"
#include "ui/strips.h"

/* ---- tests -------------------------------------------------------------------- */

static void
headlines_stand_at_the_right(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "ar", 5, 24, 80);
	const struct frame *fr = &f.app.frame;
	/* the dot of an unread article is at the right, its time at the left */
	int row = row_with(fr, "OpenAI");
	assert_true(row > 0);
	assert_int_equal(fr->cells[row * 80 + 77].ch[0], 0x25cf);
	/* shaped, in visual order: the time ends with the word for "before" */
	assert_true(row_with(fr, "ﻞﺒﻗ") > 0);
	assert_int_equal(fr->cells[row * 80 + 1].ch[0] == ' ', false);
	finish(&f);
}

static void
english_is_the_mirror_image(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "en", 5, 24, 80);
	const struct frame *fr = &f.app.frame;
	int row = row_with(fr, "OpenAI");
	assert_true(row > 0);
	assert_int_equal(fr->cells[row * 80 + 2].ch[0], 0x25cf);
	assert_true(row_with(fr, "minute ago") > 0 || row_with(fr, "minutes ago") > 0);
	finish(&f);
}

static void
opening_marks_read_at_once(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "ar", 5, 24, 80);
	int64_t id = headlines_current(f.app.headlines)->id;
	put_doc(f.store, id);
	do_and_draw(&f, ACTION_OPEN);
	assert_ptr_equal(f.app.screen, &screen_article);
	/* another connection sees the mark */
	struct store *other;
	struct store_entry e;
	struct why why;
	assert_int_equal(store_open(f.path, STORE_READ_ONLY, &other, &why), OK);
	assert_int_equal(store_entry(other, id, &e, &why), OK);
	assert_false(e.row.unread);
	store_entry_release(&e);
	store_close(other);
	/* its text is there, shaped */
	assert_true(row_with(&f.app.frame, "24") > 0);
	do_and_draw(&f, ACTION_BACK);
	assert_ptr_equal(f.app.screen, &screen_headlines);
	assert_int_equal(headlines_current(f.app.headlines)->id, id);
	finish(&f);
}

static void
next_unread_and_marks(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "ar", 5, 24, 80);
	struct headlines *h = f.app.headlines;
	do_and_draw(&f, ACTION_TOGGLE_READ);
	assert_false(h->rows[0].unread);
	do_and_draw(&f, ACTION_UNDO);
	assert_true(h->rows[0].unread);
	do_and_draw(&f, ACTION_NEXT_UNREAD);
	assert_int_equal(h->cursor, 1);
	do_and_draw(&f, ACTION_STAR);
	assert_true(h->rows[1].starred);
	do_and_draw(&f, ACTION_ALL_READ);
	for (size_t i = 0; i < h->n; i++)
		assert_false(h->rows[i].unread);
	assert_int_equal(h->unread, 0);
	do_and_draw(&f, ACTION_UNDO);
	for (size_t i = 0; i < h->n; i++)
		assert_true(h->rows[i].unread);
	finish(&f);
}

/* The next window of the list is there before its first row is asked for. */
static void
rows_are_read_ahead(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "ar", 450, 24, 80);
	struct headlines *h = f.app.headlines;
	h->touched = true;
	assert_false(headlines_wait(&f.app));
	size_t n = h->n;
	for (int i = 0; i < 100; i++)
		assert_true(headlines_step(&f.app, 1, false));
	assert_int_equal(h->n, n);
	assert_true(headlines_wait(&f.app));
	headlines_read_ahead(&f.app);
	assert_int_equal(h->n, 2 * n);
	assert_int_equal(h->cursor, 100);
	assert_false(headlines_wait(&f.app));
	while (headlines_step(&f.app, 1, false))
		if (headlines_wait(&f.app))
			headlines_read_ahead(&f.app);
	assert_true(h->at_oldest);
	assert_false(headlines_wait(&f.app));
	finish(&f);
}

/* Rows are put back as they were drawn: after whatever changes them they are drawn anew. */
static void
kept_rows_are_never_old(void **state)
{
	(void)state;
	static const enum action actions[] = {
		ACTION_DOWN, ACTION_STAR, ACTION_TOGGLE_READ, ACTION_DOWN, ACTION_GROUP, ACTION_FORM,
		ACTION_PAGE_DOWN, ACTION_STAR, ACTION_UP, ACTION_GROUP, ACTION_OTHER_PANE,
		ACTION_OTHER_PANE, ACTION_FORM, ACTION_ALL_READ, ACTION_UNDO, ACTION_LAST, ACTION_FIRST,
	};
	struct fixture f;
	struct frame before;
	start(&f, "ar", 60, 24, 120);
	frame_init(&before);
	for (size_t i = 0; i < 8 * ARRAY_LEN(actions); i++) {
		f.app.view.marker_only = i >= 4 * ARRAY_LEN(actions);
		f.app.words.now += 7; /* "a minute ago" turns within a minute of the clock */
		if (i % ARRAY_LEN(actions) == 3)
			f.app.words.now += 600;
		if (i % ARRAY_LEN(actions) == 9)
			f.app.choice.strip_marks = !f.app.choice.strip_marks;
		do_and_draw(&f, actions[i % ARRAY_LEN(actions)]);
		size_t bytes = (size_t)f.app.frame.rows * (size_t)f.app.frame.cols * sizeof(*before.cells);
		frame_resize(&before, f.app.frame.rows, f.app.frame.cols);
		memcpy(before.cells, f.app.frame.cells, bytes);
		strips_free(f.app.headlines->strips);
		f.app.headlines->strips = strips_new();
		app_draw(&f.app);
		assert_memory_equal(before.cells, f.app.frame.cells, bytes);
		app_draw(&f.app);
		assert_memory_equal(before.cells, f.app.frame.cells, bytes);
	}
	frame_release(&before);
	finish(&f);
}

/* The zone changes while an article is open: its date is the one of the new zone. */
static void
an_open_article_follows_the_zone(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "en", 5, 24, 80);
	app_tick(&f.app, NOW, 4 * 3600);
	do_and_draw(&f, ACTION_OPEN);
	assert_true(row_with(&f.app.frame, "23\u00a0November") >= 0);
	assert_true(app_tick(&f.app, NOW, 5 * 3600));
	app_draw(&f.app);
	assert_true(row_with(&f.app.frame, "24\u00a0November") >= 0);
	finish(&f);
}

static void
a_refresh_moves_nothing(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "ar", 40, 24, 80);
	for (int i = 0; i < 30; i++)
		do_and_draw(&f, ACTION_DOWN);
	int64_t id = headlines_current(f.app.headlines)->id;
	int row = f.app.frame.cursor_row;
	/* what a fetcher would do meanwhile */
	struct store_feeds feeds;
	struct why why;
	assert_int_equal(store_feeds(f.store, &feeds, &why), OK);
	struct store_item item = {.key = "new", .title = "خبر عاجل", .published = NOW,
				  .updated = TIME_NONE};
	struct store_reply reply = {.feed_id = feeds.items[0].id, .now = NOW, .next_due = NOW + 60,
				    .items = &item, .n = 1};
	struct store_merged merged;
	struct store *other;
	assert_int_equal(store_open(f.path, STORE_READ_WRITE, &other, &why), OK);
	assert_int_equal(store_merge(other, &reply, &merged, &why), OK);
	store_close(other);
	store_feeds_release(&feeds);
	assert_true(app_look(&f.app));
	assert_false(app_look(&f.app));
	app_draw(&f.app);
	assert_int_equal(headlines_current(f.app.headlines)->id, id);
	assert_int_equal(f.app.frame.cursor_row, row);
	assert_int_equal(f.app.headlines->fresh, 1);
	do_and_draw(&f, ACTION_FIRST);
	assert_string_equal(f.app.headlines->rows[0].title, "خبر عاجل");
	finish(&f);
}

/* No ids would mean all. */
static void
a_section_without_sources(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "ar", 5, 24, 80);
	f.app.headlines->kind = SECTION_NAMED;
	free(f.app.headlines->name);
	f.app.headlines->name = mem_strdup("قسم خلا");
	do_and_draw(&f, ACTION_REFRESH);
	assert_string_equal(f.app.message, "لم يبق في هذا القسم مصدر.");
	finish(&f);
}

static void
far_ends_of_a_long_list(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "ar", 1500, 24, 80);
	struct headlines *h = f.app.headlines;
	assert_true(h->n <= 400); /* a window, not the list */
	do_and_draw(&f, ACTION_LAST);
	assert_int_equal(h->rank + (int64_t)h->cursor + 1, 3000);
	int64_t last = headlines_current(h)->id;
	for (int i = 0; i < 2999; i++)
		app_act(&f.app, ACTION_UP);
	assert_int_equal(h->rank + (int64_t)h->cursor, 0);
	for (int i = 0; i < 2999; i++)
		app_act(&f.app, ACTION_DOWN);
	assert_int_equal(headlines_current(h)->id, last);
	finish(&f);
}

static void
every_size_draws(void **state)
{
	(void)state;
	static const int sizes[][2] = {{1, 1},   {2, 3},   {4, 10},  {5, 20},   {6, 20},
				       {12, 40}, {24, 80}, {43, 132}, {70, 240}, {100, 300}};
	static const char *const languages[] = {"ar", "en"};
	static const struct screen_ops *const screens[] = {&screen_sections, &screen_headlines,
							   &screen_article, &screen_help};
	for (size_t l = 0; l < 2; l++) {
		struct fixture f;
		start(&f, languages[l], 30, 24, 80);
		put_doc(f.store, headlines_current(f.app.headlines)->id);
		reading_open(&f.app);
		for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
			for (size_t s = 0; s < ARRAY_LEN(screens); s++) {
				f.app.depth = 0;
				f.app.screen = screens[s];
				app_resize(&f.app, sizes[i][0], sizes[i][1]);
				f.app.sections->focus = false;
				app_draw(&f.app);
				do_and_draw(&f, ACTION_DOWN);
				do_and_draw(&f, ACTION_PAGE_DOWN);
				do_and_draw(&f, ACTION_LAST);
				do_and_draw(&f, ACTION_UP);
			}
		}
		finish(&f);
	}
}

/* Seeded: keys, sizes and draws at random; what is on the screen must be what a
 * fresh draw gives. */
static void
a_random_walk_leaves_nothing_stale(void **state)
{
	(void)state;
	struct fixture f;
	uint64_t seed = 20261123;
	start(&f, "ar", 120, 24, 80);
	for (int i = 0; i < 4000 ; i++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		unsigned r = (unsigned)(seed >> 33);
		if (r % 40 == 0)
			app_resize(&f.app, 1 + (int)(r / 40 % 60), 1 + (int)(r / 2400 % 200));
		else
			app_act(&f.app, (enum action)(1 + r % (ACTION_COUNT - 1)));
		if (f.app.quit)
			f.app.quit = false;
		app_draw(&f.app);
		size_t bytes = (size_t)f.app.frame.rows * (size_t)f.app.frame.cols *
			       sizeof(struct frame_cell);
		struct frame_cell *before = mem_dup(f.app.frame.cells, bytes);
		app_draw(&f.app);
		assert_memory_equal(before, f.app.frame.cells, bytes);
		free(before);
	}
	finish(&f);
}

static void
hostile_titles_stay_in_their_field(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "ar", 1, 24, 80);
	app_complain(&f.app, "%s", "a\033[31m\xe2\x80\xae" "b\xc2\x9b" "c\nd");
	app_draw(&f.app);
	const struct frame *fr = &f.app.frame;
	for (int i = 0; i < fr->rows * fr->cols; i++)
		for (unsigned k = 0; k < fr->cells[i].ch_n; k++) {
			uint32_t cp = fr->cells[i].ch[k];
			assert_false(cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0x202e);
		}
	finish(&f);
}

int
main(void)
{
	lang_start();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headlines_stand_at_the_right),
		cmocka_unit_test(english_is_the_mirror_image),
		cmocka_unit_test(opening_marks_read_at_once),
		cmocka_unit_test(next_unread_and_marks),
		cmocka_unit_test(rows_are_read_ahead),
		cmocka_unit_test(kept_rows_are_never_old),
		cmocka_unit_test(an_open_article_follows_the_zone),
		cmocka_unit_test(a_refresh_moves_nothing),
		cmocka_unit_test(a_section_without_sources),
		cmocka_unit_test(far_ends_of_a_long_list),
		cmocka_unit_test(every_size_draws),
		cmocka_unit_test(a_random_walk_leaves_nothing_stale),
		cmocka_unit_test(hostile_titles_stay_in_their_field),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
