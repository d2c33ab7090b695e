/* SPDX-License-Identifier: MIT
 *
 * The mouse finds what the eye sees, in both directions; and what other views of the
 * lists hold: grouped by source, folded open, beside the article.
 */
#include "screen/scene.c"

#include "ui/hits.h"
#include "ui/reading.h"

static struct scene f;

static int
fill(void **state)
{
	(void)state;
	scene_start(&f);
	return 0;
}

static int
empty(void **state)
{
	(void)state;
	scene_end(&f);
	return 0;
}

/* Presses where the area is, at its middle. */
static void
press(enum hit_kind kind, size_t n, int mouse)
{
	for (size_t i = f.app.hits_n; i-- > 0;) {
		const struct hit *h = &f.app.hits[i];
		if (h->kind != kind || h->n != n)
			continue;
		struct key key = {.code = KEY_CODE_MOUSE, .row = h->row, .col = h->col + h->cols / 2};
		key.mouse = mouse;
		app_mouse(&f.app, &key);
		app_draw(&f.app);
		return;
	}
	fail_msg("nothing of kind %d, %zu on the screen", (int)kind, n);
}

static void
open_at(const char *lang, int rows, int cols)
{
	scene_open(&f, lang, rows, cols);
	app_draw(&f.app);
}

static void
a_click_chooses_the_next_opens(void **state)
{
	(void)state;
	static const char *const languages[] = {"ar", "en"};
	for (size_t l = 0; l < 2; l++) {
		open_at(languages[l], 24, 80);
		press(HIT_HEADLINE, 4, MOUSE_CLICK);
		assert_int_equal(f.app.headlines->cursor, 4);
		assert_ptr_equal(f.app.screen, &screen_headlines);
		press(HIT_HEADLINE, 4, MOUSE_CLICK);
		assert_ptr_equal(f.app.screen, &screen_article);
		press(HIT_LINK, 1, MOUSE_CLICK);
		assert_string_equal(f.app.wish.browse, "https://maps.example/drought");
		scene_close(&f);
	}
}

static void
sections_and_their_sources(void **state)
{
	(void)state;
	open_at("ar", 30, 120);
	size_t named = 0, before = f.app.sections->n;
	while (f.app.sections->rows[named].kind != SECTION_NAMED)
		named++;
	press(HIT_FOLD, named, MOUSE_CLICK);
	assert_int_equal(f.app.sections->n, before + 2);
	assert_int_equal(f.app.sections->rows[named + 1].kind, SECTION_FEED);
	press(HIT_SECTION, named + 1, MOUSE_CLICK);
	assert_int_equal(f.app.headlines->kind, SECTION_FEED);
	assert_int_equal(f.app.headlines->n, 3);
	for (size_t i = 0; i < f.app.headlines->n; i++)
		assert_string_equal(headlines_source(f.app.headlines, f.app.headlines->rows[i].feed_id),
				    "الاقتصادية");
	/* folded again the cursor goes back to the section */
	press(HIT_FOLD, named, MOUSE_CLICK);
	assert_int_equal(f.app.sections->n, before);
	assert_int_equal(f.app.sections->cursor, named);
	scene_close(&f);
}

static void
the_wheel_moves_what_lies_under_it(void **state)
{
	(void)state;
	open_at("ar", 24, 120);
	press(HIT_HEADLINES, 0, MOUSE_WHEEL_DOWN);
	assert_int_equal(f.app.headlines->cursor, 1);
	press(HIT_SECTIONS, 0, MOUSE_WHEEL_DOWN);
	assert_int_equal(f.app.sections->cursor, 1);
	assert_int_equal(f.app.headlines->kind, SECTION_UNREAD);
	press(HIT_HINT, ACTION_HELP, MOUSE_CLICK);
	assert_ptr_equal(f.app.screen, &screen_help);
	scene_close(&f);
}

/* Every feed once, its articles together and newest first; both ends can be reached. */
static void
grouped_by_source(void **state)
{
	(void)state;
	open_at("ar", 24, 80);
	int64_t all = f.app.headlines->total;
	scene_do(&f, ACTION_GROUP);
	const struct headlines *h = f.app.headlines;
	assert_int_equal(h->n, all);
	for (size_t i = 1; i < h->n; i++) {
		if (h->rows[i].feed_id == h->rows[i - 1].feed_id) {
			assert_true(h->rows[i].id < h->rows[i - 1].id);
			continue;
		}
		for (size_t k = 0; k + 1 < i; k++)
			assert_int_not_equal(h->rows[k].feed_id, h->rows[i].feed_id);
	}
	int64_t first = h->rows[0].id, last = h->rows[h->n - 1].id;
	scene_do(&f, ACTION_LAST);
	assert_int_equal(headlines_current(f.app.headlines)->id, last);
	while (headlines_step(&f.app, -1, false))
		;
	assert_int_equal(headlines_current(f.app.headlines)->id, first);
	scene_close(&f);
}

static void
the_article_beside(void **state)
{
	(void)state;
	open_at("ar", 40, 170);
	scene_do(&f, ACTION_BESIDE);
	assert_int_equal(app_layout(&f.app), LAYOUT_THREE);
	/* what stands under the cursor is shown and stays unread */
	assert_int_equal(f.app.reading->id, f.app.headlines->rows[0].id);
	assert_true(f.app.headlines->rows[0].unread);
	scene_do(&f, ACTION_DOWN);
	assert_int_equal(f.app.reading->id, f.app.headlines->rows[1].id);
	press(HIT_ARTICLE, 0, MOUSE_WHEEL_DOWN);
	assert_ptr_equal(f.app.screen, &screen_headlines);
	/* a read one, so that the store stays as it is */
	press(HIT_HEADLINE, 4, MOUSE_DOUBLE);
	assert_ptr_equal(f.app.screen, &screen_article);
	scene_do(&f, ACTION_BACK);
	assert_ptr_equal(f.app.screen, &screen_headlines);
	scene_close(&f);
}

/* No size breaks a view: every area lies on the screen. */
static void
areas_stay_on_the_screen(void **state)
{
	(void)state;
	static const int sizes[][2] = {{5, 20},	  {6, 33},   {11, 59},	 {24, 60},    {24, 99},
				       {24, 100}, {30, 149}, {30, 150}, {500, 1000}, {3, 400}};
	for (size_t s = 0; s < ARRAY_LEN(sizes); s++) {
		open_at(s % 2 ? "ar" : "en", sizes[s][0], sizes[s][1]);
		scene_do(&f, ACTION_BESIDE);
		for (int form = 0; form < 3; form++) {
			f.app.view.form = (enum headline_form)form;
			for (int i = 0; i < 20; i++)
				scene_do(&f, ACTION_DOWN);
			for (size_t i = 0; i < f.app.hits_n; i++) {
				const struct hit *h = &f.app.hits[i];
				assert_true(h->row >= 0 && h->row < sizes[s][0]);
				assert_true(h->col >= 0 && h->col + h->cols <= sizes[s][1]);
			}
		}
		scene_close(&f);
	}
}

int
main(void)
{
	lang_start();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_click_chooses_the_next_opens, fill, empty),
		cmocka_unit_test_setup_teardown(sections_and_their_sources, fill, empty),
		cmocka_unit_test_setup_teardown(the_wheel_moves_what_lies_under_it, fill, empty),
		cmocka_unit_test_setup_teardown(grouped_by_source, fill, empty),
		cmocka_unit_test_setup_teardown(the_article_beside, fill, empty),
		cmocka_unit_test_setup_teardown(areas_stay_on_the_screen, fill, empty),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
