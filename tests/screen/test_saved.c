/* SPDX-License-Identifier: MIT
 *
 * Saved searches as sections: their numbers, what was read stays, what comes in.
 */
#include "screen/app-fixture.h"

#include "ui/command.h"
#include "ui/saved.h"

static const struct section_row *
saved_row(struct fixture *f)
{
	for (size_t i = 0; i < f->app.sections->n; i++)
		if (f->app.sections->rows[i].kind == SECTION_SAVED) {
			f->app.sections->cursor = i;
			return &f->app.sections->rows[i];
		}
	fail_msg("no saved search in the pane");
	return NULL;
}

static void
write_feeds(struct fixture *f, const char *text)
{
	FILE *file = fopen(f->app.feeds, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static void
start_saved(struct fixture *f, const char *lang)
{
	start(f, lang, 10, 24, 120);
	index_all(f);
	f->app.feeds = mem_printf("%s.feeds", f->path);
	write_feeds(f, "https://a.example/feed\n@? قمم: القمة\n");
	saved_load(&f->app);
	sections_load(&f->app);
}

static void
finish_saved(struct fixture *f)
{
	unlink(f->app.feeds);
	finish(f);
}

static void
counted_and_opened(void **state)
{
	(void)state;
	struct fixture f;
	start_saved(&f, "ar");
	assert_int_equal(saved_row(&f)->unread, -1);
	assert_true(saved_wait(&f.app));
	assert_true(saved_count_one(&f.app));
	assert_false(saved_wait(&f.app));
	assert_string_equal(saved_row(&f)->name, "قمم");
	assert_int_equal(saved_row(&f)->unread, 4);
	headlines_open(&f.app, saved_row(&f));
	do_and_draw(&f, ACTION_DOWN);
	assert_int_equal(f.app.headlines->n, 4);
	/* what was read stays where it is; the pane's number follows */
	int64_t id = headlines_current(f.app.headlines)->id;
	do_and_draw(&f, ACTION_TOGGLE_READ);
	assert_true(headlines_current(f.app.headlines)->id == id);
	assert_int_equal(f.app.headlines->n, 4);
	assert_true(saved_count_one(&f.app));
	assert_int_equal(saved_row(&f)->unread, 3);
	do_and_draw(&f, ACTION_UNDO);
	assert_true(saved_count_one(&f.app));
	assert_int_equal(saved_row(&f)->unread, 4);
	finish_saved(&f);
}

/* The shaped letters of the words, not others. */
static void
hits_marked(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "ar", 5, 24, 120);
	index_all(&f);
	char *hits = shown_hits(&f.app.frame);
	assert_string_equal(hits, "");
	free(hits);
	assert_true(command_run(&f.app, "search اللهجات العربيه"));
	app_draw(&f.app);
	assert_int_equal(f.app.headlines->n, 2);
	hits = shown_hits(&f.app.frame);
	assert_string_equal(hits, "اللهجات|العربيه|اللهجات|العربيه|");
	free(hits);
	/* a filter narrows either side of an OR, and its words are shown too */
	assert_true(command_run(&f.app, "search القمة أو اللهجات"));
	headlines_set_filter(&f.app, "الرباط");
	app_draw(&f.app);
	assert_int_equal(f.app.headlines->n, 2);
	hits = shown_hits(&f.app.frame);
	assert_string_equal(hits, "القمه|الرباط|القمه|الرباط|");
	free(hits);
	finish(&f);
}

/* Only what fits is announced; it is shown from the top on. */
static void
live(void **state)
{
	(void)state;
	struct fixture f;
	struct why why;
	struct store_feeds feeds;
	start_saved(&f, "en");
	saved_count_one(&f.app);
	headlines_open(&f.app, saved_row(&f));
	do_and_draw(&f, ACTION_DOWN);
	assert_int_equal(store_feeds(f.store, &feeds, &why), OK);
	struct store_item items[] = {
		{.key = "n1", .title = "القمة تختتم أعمالها", .published = NOW, .updated = TIME_NONE},
		{.key = "n2", .title = "خبر آخر", .published = NOW, .updated = TIME_NONE},
	};
	struct store_reply reply = {.feed_id = feeds.items[0].id, .now = NOW, .dir = DIR_RTL,
				    .next_due = NOW + 60, .items = items, .n = 2};
	struct store_merged merged;
	assert_int_equal(store_merge(f.store, &reply, &merged, &why), OK);
	store_feeds_release(&feeds);
	int64_t ids[8];
	size_t n;
	assert_int_equal(store_pending(f.store, ids, 8, &n, &why), OK);
	for (size_t i = 0; i < n; i++)
		put_doc(f.store, ids[i]);
	assert_true(app_look(&f.app));
	assert_int_equal(f.app.headlines->n, 4);
	assert_int_equal(f.app.headlines->fresh, 1);
	assert_true(saved_count_one(&f.app));
	assert_int_equal(saved_row(&f)->unread, 5);
	do_and_draw(&f, ACTION_FIRST);
	assert_int_equal(f.app.headlines->n, 5);
	assert_int_equal(f.app.headlines->fresh, 0);
	finish_saved(&f);
}

/* The file is read again: the number of a query stays until it is counted. */
static void
read_again(void **state)
{
	(void)state;
	struct fixture f;
	start_saved(&f, "en");
	saved_count_one(&f.app);
	write_feeds(&f, "@? Dialects: اللهجات\n@? Summits: القمة\n");
	saved_load(&f.app);
	assert_int_equal(f.app.saved.n, 2);
	assert_int_equal(f.app.saved.items[0].unread, -1);
	assert_int_equal(f.app.saved.items[1].unread, 4);
	finish_saved(&f);
}

/* The search shown becomes a section and a line of the file. */
static void
kept(void **state)
{
	(void)state;
	struct fixture f;
	start_saved(&f, "en");
	f.app.own_feeds = true;
	write_feeds(&f, "https://a.example/feed\nhttps://b.example/feed\n");
	saved_load(&f.app);
	sections_load(&f.app);
	assert_false(command_run(&f.app, "save-search Nothing")); /* all news is no search */
	assert_true(f.app.message_bad);
	assert_true(command_run(&f.app, "search title:القمة -كرة"));
	assert_true(command_run(&f.app, "save-search Summits"));
	assert_string_equal(saved_row(&f)->name, "Summits");
	assert_string_equal(saved_row(&f)->query, "title:القمة -كرة");
	assert_true(saved_count_one(&f.app));
	assert_int_equal(saved_row(&f)->unread, 4);
	assert_false(command_run(&f.app, "save-search Summits")); /* there is one */
	assert_int_equal(f.app.saved.n, 1);
	do_and_draw(&f, ACTION_UNDO);
	assert_int_equal(f.app.saved.n, 0);
	finish_saved(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counted_and_opened),
		cmocka_unit_test(live),
		cmocka_unit_test(read_again),
		cmocka_unit_test(kept),
		cmocka_unit_test(hits_marked),
	};
	setenv("TZ", "UTC", 1);
	setenv("AKHBAR_NOW", "1795464000", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
