/* SPDX-License-Identifier: MIT
 *
 * The reading flow where it is interrupted: what was put aside, what has left the list,
 * what came in meanwhile, work that is told and stopped.
 */
#include "screen/app-fixture.h"

#include <sys/stat.h>

#include "ui/command.h"
#include "ui/found.h"
#include "ui/share.h"

static void
key(struct fixture *f, const char *text)
{
	type(f, text);
}

static void
message(struct fixture *f, uint64_t number, const char *line)
{
	struct message m;
	struct buf text;
	buf_init(&text, 0);
	buf_printf(&text, "%llu\t%s", (unsigned long long)number, line);
	assert_true(message_parse(buf_view(&text), &m));
	app_on_message(&m, &f->app);
	app_draw(&f->app);
	message_release(&m);
	buf_release(&text);
}

/* One more article of the first source, as a refresh brings it. */
static void
arrive(struct fixture *f, const char *title)
{
	struct why why;
	struct store_feeds feeds;
	struct store_merged merged;
	assert_int_equal(store_feeds(f->store, &feeds, &why), OK);
	struct store_item item = {.key = title, .title = title, .published = NOW, .updated = TIME_NONE};
	struct store_reply reply = {.feed_id = feeds.items[0].id, .now = NOW, .dir = DIR_RTL,
				    .next_due = NOW + 60, .items = &item, .n = 1};
	assert_int_equal(store_merge(f->store, &reply, &merged, &why), OK);
	store_feeds_release(&feeds);
	app_store_changed(&f->app);
	app_draw(&f->app);
}

static void
kept_unread_stays_so(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "en", 3, 24, 80);
	struct headlines *h = f.app.headlines;
	press(&f, KEY_CODE_ENTER);
	key(&f, "m"); /* on to the next */
	assert_int_equal(h->cursor, 1);
	assert_true(h->rows[0].unread);
	key(&f, "p"); /* and back: it is opened, and stays */
	assert_int_equal(f.app.reading->id, h->rows[0].id);
	assert_true(h->rows[0].unread);
	assert_string_equal(f.app.message, "Kept unread; \u2068N\u2069 marks it as read.");
	key(&f, "nnnn");
	assert_int_equal(h->cursor, 5);
	key(&f, "n"); /* what was put aside is not begun again */
	assert_int_equal(h->cursor, 5);
	key(&f, "qg");
	press(&f, KEY_CODE_ENTER);
	key(&f, "N");
	assert_false(h->rows[0].unread);
	key(&f, "qNN"); /* N in the list says nothing of opening */
	key(&f, "N");
	press(&f, KEY_CODE_ENTER);
	assert_false(h->rows[0].unread);
	finish(&f);
}

static void
undo_tells_what_it_took_back(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "en", 3, 24, 120);
	assert_true(command_run(&f.app, "section Unread"));
	struct headlines *h = f.app.headlines;
	char *wanted = mem_printf("Unread again: \u2068%s\u2069", h->rows[0].title);
	press(&f, KEY_CODE_ENTER);
	key(&f, "qU");
	assert_string_equal(f.app.message, wanted);
	free(wanted);
	key(&f, "A");
	assert_true(row_with(&f.app.frame, "1 of 6") > 0); /* the list is still as it was */
	key(&f, "g");
	assert_int_equal(h->n, 0);
	key(&f, "U"); /* they are in the list again, not in the store alone */
	assert_int_equal(h->n, 6);
	assert_string_equal(f.app.message, "6 articles are unread again.");
	finish(&f);
}

static void
a_filter_gives_the_place_back(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "en", 10, 24, 80);
	struct headlines *h = f.app.headlines;
	index_all(&f);
	key(&f, "7j/OpenAI");
	assert_true(h->n > 0 && h->n < 20);
	press(&f, KEY_CODE_ESCAPE);
	assert_int_equal(h->cursor, 7);
	key(&f, "/OpenAI");
	press(&f, KEY_CODE_ENTER);
	assert_true(row_with(&f.app.frame, "Filter: OpenAI") == 0);
	key(&f, "j");
	int64_t chosen = headlines_current(h)->id;
	key(&f, "q");
	assert_int_equal(h->n, 20);
	assert_int_equal(headlines_current(h)->id, chosen);
	finish(&f);
}

/* Back to an article that has left the list of the unread: it, and no other. */
static void
a_jump_back_opens_what_was_left(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "en", 3, 24, 80);
	assert_true(command_run(&f.app, "section Unread"));
	struct headlines *h = f.app.headlines;
	key(&f, "jj");
	press(&f, KEY_CODE_ENTER);
	int64_t read = f.app.reading->id;
	assert_true(command_run(&f.app, "section Starred"));
	assert_true(command_run(&f.app, "section Unread"));
	press(&f, 0x0f);
	assert_ptr_equal(f.app.screen, &screen_article);
	assert_int_equal(f.app.reading->id, read);
	assert_int_equal(headlines_current(h)->id, read);
	int64_t total, unread;
	struct store_filter all = {.since = TIME_NONE, .before = TIME_NONE};
	assert_int_equal(store_count(f.store, &all, &total, &unread, NULL), OK);
	assert_int_equal(unread, 5); /* nothing else was opened */
	finish(&f);
}

static void
what_came_in_is_the_next(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "en", 2, 24, 80);
	struct headlines *h = f.app.headlines;
	press(&f, KEY_CODE_ENTER);
	key(&f, "nnn");
	assert_int_equal(h->cursor, 3);
	arrive(&f, "What came in");
	assert_int_equal(h->cursor, 3); /* told, not put under the cursor */
	assert_int_equal(h->fresh, 1);
	assert_true(row_with(&f.app.frame, "4 of 4") == 0);
	key(&f, "n");
	assert_string_equal(headlines_current(h)->title, "What came in");
	key(&f, "q");
	arrive(&f, "And more");
	assert_true(row_with(&f.app.frame, "1 new article: g") > 0);
	finish(&f);
}

/* What the reader was told is not wiped away by the next source's name. */
static void
work_speaks_last(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "en", 3, 24, 100);
	f.app.refresh.request = 7;
	message(&f, 7, "progress\t1\t9\t1000000\t0\tDaily");
	assert_non_null(strstr(f.app.message, "Now: Daily"));
	assert_true(row_with(&f.app.frame, "^X stop") > 0);
	key(&f, "A");
	char *said = mem_strdup(f.app.message);
	message(&f, 7, "progress\t2\t9\t2000000\t4\tWeekly");
	assert_string_equal(f.app.message, said);
	free(said);
	message(&f, 7, "stored\t9\t4\t0\t0\t100");
	message(&f, 7, "failed\tstopped\t");
	assert_string_equal(f.app.message, "Stopped at 2 of 9 sources · 4 new articles");
	assert_false(f.app.message_bad);
	assert_int_equal(row_with(&f.app.frame, "^X stop"), -1);
	finish(&f);
}

static void
tidying_ends_in_words(void **state)
{
	(void)state;
	static const struct {
		const char *line, *said;
		bool bad;
	} cases[] = {
		{"done\t1", "The store is tidy.", false},
		{"done\t0", "Stopped; what has been tidied stays so.", false},
		{"failed\tstore\tthe disk is full", "the disk is full", true},
	};
	struct fixture f;
	start(&f, "en", 3, 24, 100);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		f.app.tidy.request = 3;
		message(&f, 0, "tidying\tforget\t5\t20");
		assert_true(row_with(&f.app.frame, "Forgetting old articles: 5 of 20") > 0);
		message(&f, 3, cases[i].line);
		assert_non_null(strstr(f.app.message, cases[i].said));
		assert_int_equal(f.app.message_bad, cases[i].bad);
		assert_int_equal(f.app.tidy.request, 0);
		assert_int_equal(row_with(&f.app.frame, "Forgetting"), -1);
	}
	finish(&f);
}

/* A folder given instead of a file: the name is made of the title. */
static void
saved_into_a_folder(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "ar", 3, 24, 80);
	char *folder = mem_printf("%s.folder", f.path), *line = mem_printf("save %s/", folder);
	assert_int_equal(mkdir(folder, 0700), 0);
	assert_true(command_run(&f.app, line));
	assert_false(f.app.message_bad);
	char *name = share_name(headlines_current(f.app.headlines)->title, "md");
	char *made = mem_printf("%s/%s", folder, name);
	assert_int_equal(unlink(made), 0);
	/* the cause of a failure is in the reader's language */
	char *none = mem_printf("save %s/none/x.md", folder);
	assert_true(command_run(&f.app, none));
	assert_true(f.app.message_bad);
	assert_non_null(strstr(f.app.message, "لا ملف ولا مجلد بهذا الاسم"));
	rmdir(folder);
	free(none);
	free(made);
	free(name);
	free(line);
	free(folder);
	finish(&f);
}

/* A source that is there is said to be, before its section is asked for. */
static void
found_in_the_list(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "en", 3, 24, 100);
	assert_int_equal(found_read(&f.app, "https://a.example/feed\tA\trss-2.0\n"
					    "https://new.example/feed\tB\trss-2.0\n"), 2);
	found_open(&f.app);
	key(&f, "a");
	assert_false(prompt_is_open(&f.app));
	assert_non_null(strstr(f.app.message, "in your list already"));
	key(&f, "ja");
	assert_true(prompt_is_open(&f.app));
	finish(&f);
}

int
main(void)
{
	lang_start();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kept_unread_stays_so),
		cmocka_unit_test(undo_tells_what_it_took_back),
		cmocka_unit_test(a_filter_gives_the_place_back),
		cmocka_unit_test(a_jump_back_opens_what_was_left),
		cmocka_unit_test(what_came_in_is_the_next),
		cmocka_unit_test(work_speaks_last),
		cmocka_unit_test(tidying_ends_in_words),
		cmocka_unit_test(saved_into_a_folder),
		cmocka_unit_test(found_in_the_list),
	};
	return cmocka_run_group_tests_name("flow", tests, NULL, NULL);
}
