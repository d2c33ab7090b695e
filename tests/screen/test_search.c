/* SPDX-License-Identifier: MIT
 *
 * Searching on the screen: while it is typed, in the article, in another order, kept as a
 * rule.
 */
#include "screen/app-fixture.h"

#include "ui/prompt.h"
#include "ui/reading.h"
#include "ui/search.h"

static void
expect_hits(struct fixture *f, const char *words)
{
	app_draw(&f->app);
	char *hits = shown_hits(&f->app.frame);
	assert_string_equal(hits, words);
	free(hits);
}

/* Every letter shows what fits so far; Esc puts all back, Enter stays. */
static void
as_it_is_typed(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "ar", 20, 24, 120);
	index_all(&f);
	do_and_draw(&f, ACTION_DOWN);
	do_and_draw(&f, ACTION_DOWN);
	struct headlines *before = f.app.headlines;
	const struct screen_ops *screen = f.app.screen;
	size_t cursor = before->cursor, depth = f.app.depth, n = before->n;
	app_act(&f.app, ACTION_SEARCH);
	assert_true(prompt_is_open(&f.app));
	type(&f, "الله");
	assert_true(f.app.headlines != before);
	size_t found = f.app.headlines->n;
	assert_in_range(found, 1, n - 1);
	app_draw(&f.app);
	char *hits = shown_hits(&f.app.frame);
	assert_int_equal(strncmp(hits, "اللهجات|", strlen("اللهجات|")), 0);
	free(hits);
	type(&f, "ق");
	assert_int_equal(f.app.headlines->n, 0);
	press(&f, KEY_CODE_BACKSPACE);
	assert_int_equal(f.app.headlines->n, found);
	press(&f, KEY_CODE_ESCAPE);
	assert_false(prompt_is_open(&f.app));
	assert_true(f.app.headlines == before && f.app.screen == screen);
	assert_int_equal(f.app.headlines->cursor, cursor);
	assert_int_equal(f.app.headlines->n, n);
	assert_int_equal(f.app.depth, depth);
	expect_hits(&f, "");
	/* emptied it shows what was there, and goes on */
	app_act(&f.app, ACTION_SEARCH);
	type(&f, "لا");
	press(&f, KEY_CODE_BACKSPACE);
	press(&f, KEY_CODE_BACKSPACE);
	assert_true(f.app.headlines == before);
	type(&f, "اللهجات");
	press(&f, KEY_CODE_ENTER);
	assert_false(f.app.headlines->typing);
	assert_int_equal(f.app.headlines->n, found);
	assert_string_equal(f.app.headlines->query, "اللهجات");
	/* and back by a jump */
	do_and_draw(&f, ACTION_JUMP_BACK);
	assert_null(f.app.headlines->query);
	assert_int_equal(f.app.headlines->cursor, cursor);
	finish(&f);
}

/* From an article too, and with the program ending in the middle of it. */
static void
over_an_article(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "en", 6, 24, 80);
	index_all(&f);
	do_and_draw(&f, ACTION_OPEN);
	if (f.app.screen != &screen_article)
		do_and_draw(&f, ACTION_OPEN);
	assert_true(f.app.screen == &screen_article);
	int64_t id = f.app.reading->id;
	app_act(&f.app, ACTION_SEARCH);
	type(&f, "القمة");
	app_draw(&f.app);
	assert_true(f.app.screen == &screen_headlines);
	press(&f, KEY_CODE_ESCAPE);
	assert_true(f.app.screen == &screen_article);
	assert_true(f.app.reading->id == id);
	app_draw(&f.app);
	app_act(&f.app, ACTION_SEARCH);
	type(&f, "القمة");
	finish(&f);
}

/* In the article that was opened from a search: its words, and n and N through them. */
static void
in_the_article(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "ar", 4, 24, 80);
	index_all(&f);
	search_run(&f.app, "نص أو الأقمار أو السَّاعات أو title:تقيس");
	assert_true(f.app.headlines->n > 0);
	do_and_draw(&f, ACTION_OPEN);
	assert_true(f.app.screen == &screen_article);
	/* قمرًا is another word; title: holds for the title alone */
	expect_hits(&f, "الاقمار|ساعات|");
	assert_int_equal(f.app.reading->hits, 2);
	assert_true(f.app.message[0]);
	do_and_draw(&f, ACTION_NEXT_UNREAD);
	assert_int_equal(f.app.reading->hit, 0);
	do_and_draw(&f, ACTION_NEXT_UNREAD);
	assert_int_equal(f.app.reading->hit, 1);
	do_and_draw(&f, ACTION_TOGGLE_READ);
	assert_int_equal(f.app.reading->hit, 0);
	do_and_draw(&f, ACTION_TOGGLE_READ);
	assert_int_equal(f.app.reading->hit, 1);
	do_and_draw(&f, ACTION_BACK);
	assert_true(f.app.screen == &screen_headlines);
	/* nothing of it in an article of another list: n is the next unread one */
	headlines_open(&f.app, &(struct section_row){.kind = SECTION_ALL, .name = (char *)"x"});
	do_and_draw(&f, ACTION_OPEN);
	assert_null(f.app.reading->words);
	expect_hits(&f, "");
	finish(&f);
}

static void
ranked(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "ar", 12, 24, 120);
	index_all(&f);
	do_and_draw(&f, ACTION_RANK);
	assert_false(f.app.headlines->ranked);
	search_run(&f.app, "القمة اللهجات القمم OR القمة");
	size_t n = f.app.headlines->n;
	assert_true(n > 1);
	do_and_draw(&f, ACTION_RANK);
	assert_true(f.app.headlines->ranked);
	assert_int_equal(f.app.headlines->n, n);
	/* the cursor walks to the end and no further */
	for (size_t i = 0; i < n + 3; i++)
		do_and_draw(&f, ACTION_DOWN);
	assert_int_equal(f.app.headlines->cursor, n - 1);
	do_and_draw(&f, ACTION_LAST);
	assert_int_equal(f.app.headlines->n, n);
	do_and_draw(&f, ACTION_RANK);
	assert_false(f.app.headlines->ranked);
	assert_int_equal(f.app.headlines->n, n);
	finish(&f);
}

static void
a_rule(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "en", 10, 24, 120);
	index_all(&f);
	f.app.feeds = mem_printf("%s.feeds", f.path);
	f.app.own_feeds = true;
	FILE *file = fopen(f.app.feeds, "w");
	assert_non_null(file);
	fputs("@ اقتصاد\nhttps://a.example/feed\n@ علوم وتقنية\nhttps://b.example/feed\n", file);
	assert_int_equal(fclose(file), 0);
	search_run(&f.app, "اللهجات");
	size_t found = f.app.headlines->n;
	assert_true(found > 0);
	do_and_draw(&f, ACTION_RULE);
	assert_string_equal(prompt_text(&f.app), "hide: اللهجات");
	assert_non_null(strstr(f.app.message, "It would find "));
	/* what is not whole is not kept */
	type(&f, " (");
	press(&f, KEY_CODE_ENTER);
	assert_true(prompt_is_open(&f.app));
	assert_true(f.app.message_bad);
	press(&f, KEY_CODE_BACKSPACE);
	press(&f, KEY_CODE_ENTER);
	assert_true(prompt_is_open(&f.app)); /* the question */
	press(&f, 'y');
	assert_false(prompt_is_open(&f.app));
	assert_int_equal(f.app.headlines->n, 0);
	int64_t hidden;
	assert_int_equal(store_hidden(f.store, &hidden, NULL), OK);
	assert_int_equal(hidden, found);
	search_run(&f.app, "is:hidden");
	assert_int_equal(f.app.headlines->n, found);
	/* of a source: what is typed is a word of its own */
	headlines_open(&f.app, &(struct section_row){.kind = SECTION_ALL, .name = (char *)"x"});
	do_and_draw(&f, ACTION_RULE);
	type(&f, "x");
	assert_non_null(strstr(prompt_text(&f.app), "\" x"));
	press(&f, KEY_CODE_ESCAPE);
	/* a query that cannot be read whole says so */
	search_run(&f.app, "title:x since:2026-13-45");
	assert_true(f.app.message_bad);
	unlink(f.app.feeds);
	finish(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_it_is_typed), cmocka_unit_test(over_an_article),
		cmocka_unit_test(in_the_article), cmocka_unit_test(ranked),
		cmocka_unit_test(a_rule),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
