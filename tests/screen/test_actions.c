/* SPDX-License-Identifier: MIT
 *
 * What the keys do: going on through the news, marks and their undo, filter and find,
 * links, sharing, commands, the sources.
 */
#include "screen/app-fixture.h"

#include <poll.h>

#include <sys/stat.h>

#include "config/sources-line.h"
#include "sys/files.h"
#include "ui/command.h"
#include "ui/find.h"
#include "ui/links.h"
#include "ui/share.h"
#include "ui/errand.h"
#include "ui/found.h"
#include "ui/sources.h"

static void
keys(struct fixture *f, const char *text)
{
	type(f, text);
}

static void
put_links(struct fixture *f, int64_t id)
{
	struct doc *doc = doc_new();
	uint16_t one = doc_link(doc, "https://example.org/one");
	uint16_t two = doc_link(doc, "https://evil.example/two");
	struct span spans[] = {{0, 10, SPAN_LINK, one}, {11, 29, SPAN_LINK, two}};
	struct block b = {.kind = BLOCK_PARAGRAPH};
	b.body = (struct doc_text){{arena_strdup(doc->arena, "first link www.good.example/x وكلام"), 36},
				   arena_dup(doc->arena, spans, sizeof(spans)), 2};
	b.body.text.len = strlen(b.body.text.data);
	doc_add(doc, &b);
	b.body = (struct doc_text){{"السَّلامُ عليكم ثم السلام", strlen("السَّلامُ عليكم ثم السلام")}, NULL, 0};
	doc_add(doc, &b);
	struct buf bytes;
	struct why why;
	buf_init(&bytes, 0);
	doc_encode(doc, &bytes);
	struct store_doc row = {.id = id, .doc = buf_view(&bytes), .plain = "x", .plain_len = 1};
	assert_int_equal(store_put_docs(f->store, &row, 1, &why), OK);
	buf_release(&bytes);
	doc_free(doc);
}

static void
open_links(struct fixture *f, const char *lang)
{
	start(f, lang, 5, 24, 80);
	put_links(f, headlines_current(f->app.headlines)->id);
	press(f, KEY_CODE_ENTER);
	assert_ptr_equal(f->app.screen, &screen_article);
}

/* ---- counts, sequences, places --------------------------------------------------------- */

static void
counts_in_three_kinds_of_digits(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "ar", 20, 24, 80);
	struct headlines *h = f.app.headlines;
	keys(&f, "10j");
	assert_int_equal(h->cursor, 10);
	keys(&f, "٣k");
	assert_int_equal(h->cursor, 7);
	keys(&f, "۲ت");
	assert_int_equal(h->cursor, 9);
	assert_int_equal(f.app.press.count, 0);
	keys(&f, "12");
	assert_true(strstr(row_text(&f.app.frame, 23), "١٢"));
	press(&f, KEY_CODE_ESCAPE); /* only the count is given up */
	assert_ptr_equal(f.app.screen, &screen_headlines);
	keys(&f, "j");
	assert_int_equal(h->cursor, 10);
	keys(&f, "25G");
	assert_int_equal(h->cursor, 24);
	keys(&f, "3G");
	assert_int_equal(h->cursor, 2);
	press(&f, 0x0f); /* ^O: back to where it was before */
	assert_int_equal(h->cursor, 24);
	finish(&f);
}

/* From beyond the rows in memory: the end of the list fills the screen. */
static void
the_end_stands_at_the_end_of_the_screen(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "ar", 300, 24, 80);
	struct headlines *h = f.app.headlines;
	keys(&f, "G");
	assert_int_equal(h->cursor, h->n - 1);
	assert_true(h->top + 8 < h->cursor);
	size_t top = h->top;
	keys(&f, "k");
	assert_int_equal(h->top, top);
	app_resize(&f.app, 40, 80); /* and what a taller screen has more of */
	app_draw(&f.app);
	assert_true(h->top < top);
	finish(&f);
}

static void
sequences_wait_and_fall_back(void **state)
{
	(void)state;
	struct fixture f;
	struct why why;
	start(&f, "ar", 20, 24, 80);
	struct headlines *h = f.app.headlines;
	assert_int_equal(keymap_bind(f.keys, "gj", "page-down", &why), OK);
	keys(&f, "5jg");
	assert_true(app_key_waits(&f.app));
	keys(&f, "j"); /* gj */
	assert_true(h->cursor > 6);
	keys(&f, "gk"); /* no sequence: g, then k */
	assert_int_equal(h->cursor, 0);
	keys(&f, "3jg");
	app_key_late(&f.app);
	assert_int_equal(h->cursor, 0);
	assert_int_equal(keymap_bind(f.keys, "x", "star down star", &why), OK);
	keys(&f, "x");
	assert_true(h->rows[0].starred && h->rows[1].starred);
	assert_int_equal(h->cursor, 1);
	finish(&f);
}

/* ---- reading on -------------------------------------------------------------------------- */

static void
next_unread_goes_through_the_sections(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "ar", 3, 24, 80);
	assert_true(command_run(&f.app, "section اقتصاد"));
	struct headlines *h = f.app.headlines;
	assert_string_equal(h->name, "اقتصاد");
	press(&f, KEY_CODE_ENTER);
	keys(&f, "nn");
	assert_int_equal(h->cursor, 2);
	assert_string_equal(h->name, "اقتصاد");
	keys(&f, "n"); /* all of it is read */
	assert_string_equal(h->name, "علوم وتقنية");
	assert_ptr_equal(f.app.screen, &screen_article);
	assert_int_equal(f.app.reading->id, h->rows[h->cursor].id);
	press(&f, 0x0f);
	assert_string_equal(h->name, "اقتصاد");
	assert_ptr_equal(f.app.screen, &screen_article);
	/* space pages, and goes on at the end */
	int64_t id = f.app.reading->id;
	for (int i = 0; i < 5 && f.app.reading->id == id; i++)
		keys(&f, " ");
	assert_true(f.app.reading->id != id);
	finish(&f);
}

static void
kept_unread(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "en", 3, 24, 80);
	struct headlines *h = f.app.headlines;
	press(&f, KEY_CODE_ENTER);
	assert_false(h->rows[0].unread);
	keys(&f, "m");
	assert_true(h->rows[0].unread);
	assert_int_equal(h->cursor, 1);
	assert_ptr_equal(f.app.screen, &screen_article);
	finish(&f);
}

static void
every_mark_can_be_taken_back(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "ar", 4, 24, 80);
	struct headlines *h = f.app.headlines;
	keys(&f, "fNjA");
	for (size_t i = 0; i < h->n; i++)
		assert_false(h->rows[i].unread);
	assert_int_equal(h->unread, 0);
	keys(&f, "u"); /* all read */
	assert_false(h->rows[0].unread);
	for (size_t i = 1; i < h->n; i++)
		assert_true(h->rows[i].unread);
	keys(&f, "u"); /* N */
	assert_true(h->rows[0].unread);
	assert_true(h->rows[0].starred);
	keys(&f, "u"); /* f */
	assert_false(h->rows[0].starred);
	keys(&f, "u");
	assert_true(f.app.message[0]); /* nothing more, said */
	keys(&f, "C");
	keys(&f, "3u"); /* as many as there are */
	for (size_t i = 0; i < h->n; i++)
		assert_true(h->rows[i].unread);
	finish(&f);
}

/* ---- filter and find ----------------------------------------------------------------------- */

static void
find_folds_and_keeps_places(void **state)
{
	static const struct {
		const char *text, *words;
		size_t n;
		uint32_t places[3][2];
	} cases[] = {
		{"السَّلامُ عليكم", "السلام", 1, {{0, 18}}},
		{"ab AB aB", "ab", 3, {{0, 2}, {3, 5}, {6, 8}}},
		{"١٢٣ و 123", "123", 2, {{0, 6}, {10, 13}}},
		{"aaaa", "aa", 2, {{0, 2}, {2, 4}}},
		{"نص", "", 0, {{0}}},
		{"", "x", 0, {{0}}},
		{"ﷺ", "صلي", 1, {{0, 3}}},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		uint32_t places[8][2];
		size_t n = find_places(bytes_of(cases[i].text), places, 8, (void *)cases[i].words);
		if (n != cases[i].n)
			fail_msg("%s in %s: %zu places", cases[i].words, cases[i].text, n);
		for (size_t k = 0; k < n; k++)
			if (places[k][0] != cases[i].places[k][0] || places[k][1] != cases[i].places[k][1])
				fail_msg("%s in %s: %u-%u", cases[i].words, cases[i].text, places[k][0],
					 places[k][1]);
	}
}

static void
words_in_the_article(void **state)
{
	(void)state;
	struct fixture f;
	open_links(&f, "ar");
	struct reading *r = f.app.reading;
	keys(&f, "/سلام");
	assert_true(prompt_is_open(&f.app));
	assert_int_equal(r->hits, 2);
	/* they are seen while the line is typed, the one that is gone to by itself */
	int seen = 0, here = 0;
	for (int i = 0; i < 24 * 80; i++) {
		seen += f.app.frame.cells[i].style == STYLE_HIT;
		here += f.app.frame.cells[i].style == STYLE_SELECTED_STRONG;
	}
	assert_in_range(seen, 3, 4);
	assert_in_range(here, 3, 4);
	press(&f, KEY_CODE_ENTER);
	assert_int_equal(r->hit, 0);
	keys(&f, "n");
	assert_int_equal(r->hit, 1);
	keys(&f, "n");
	assert_int_equal(r->hit, 0);
	keys(&f, "N");
	assert_int_equal(r->hit, 1);
	app_resize(&f.app, 12, 40); /* they stay through a new width */
	app_draw(&f.app);
	assert_int_equal(r->hits, 2);
	keys(&f, "q"); /* ends the search, not the article */
	assert_ptr_equal(f.app.screen, &screen_article);
	assert_null(r->find);
	finish(&f);
}

/* ---- links ------------------------------------------------------------------------------------ */

static void
hosts_that_differ(void **state)
{
	static const struct {
		const char *url, *text;
		bool differ;
	} cases[] = {
		{"https://evil.example/x", "https://good.example/x", true},
		{"https://evil.example/x", "www.good.example", true},
		{"https://www.good.example/x", "good.example", false},
		{"https://news.good.example/x", "GOOD.example/y", false},
		{"https://good.example.evil.example/", "good.example", true},
		{"https://notgood.example/", "good.example", true},
		{"https://evil.example/", "read more", false},
		{"https://evil.example/", "version 3.5", false},
		{"https://evil.example/", "3.5", false},
		{"https://evil.example/", "اقرأ المزيد", false},
		{"https://evil.example/", "موقع.السعودية", true},
		{"https://evil.example/", NULL, false},
		{"https://evil.example/", "", false},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		if (links_differ(cases[i].url, cases[i].text) != cases[i].differ)
			fail_msg("%s: %s", cases[i].text ? cases[i].text : "", cases[i].url);
}

static void
links_by_number(void **state)
{
	(void)state;
	struct fixture f;
	open_links(&f, "ar");
	keys(&f, "١");
	assert_true(strstr(row_text(&f.app.frame, 23), "example.org")); /* where it would lead */
	press(&f, KEY_CODE_ENTER);
	assert_string_equal(f.app.wish.browse, "https://example.org/one");
	/* the text names another host: asked first */
	free(f.app.wish.browse);
	f.app.wish.browse = NULL;
	keys(&f, "2o");
	assert_true(prompt_is_open(&f.app));
	assert_null(f.app.wish.browse);
	keys(&f, "n");
	assert_null(f.app.wish.browse);
	keys(&f, "2o");
	keys(&f, "y");
	assert_string_equal(f.app.wish.browse, "https://evil.example/two");
	keys(&f, "9");
	press(&f, KEY_CODE_ENTER);
	assert_true(f.app.message[0]);
	struct why why;
	assert_int_equal(config_set(f.config, "link-digits", "direct", &why), OK);
	keys(&f, "1");
	assert_string_equal(f.app.wish.browse, "https://example.org/one");
	finish(&f);
}

static void
links_by_letters_and_list(void **state)
{
	(void)state;
	struct fixture f;
	open_links(&f, "ar");
	keys(&f, ";a");
	assert_string_equal(f.app.wish.browse, "https://example.org/one");
	assert_null(f.app.grab);
	keys(&f, "ك"); /* ; of an Arabic keyboard: the letters are its own */
	assert_non_null(f.app.grab);
	assert_true(row_with(&f.app.frame, "ﺷ") >= 0 || row_with(&f.app.frame, "ﺵ") >= 0);
	keys(&f, "ش"); /* a */
	assert_null(f.app.grab);
	keys(&f, ";");
	press(&f, KEY_CODE_ESCAPE);
	assert_null(f.app.grab);
	assert_ptr_equal(f.app.screen, &screen_article);
	keys(&f, "u");
	assert_ptr_equal(f.app.screen, &screen_links);
	assert_true(row_with(&f.app.frame, "first link") > 0);
	assert_true(row_with(&f.app.frame, "evil.example") > 0);
	keys(&f, "jyy");
	assert_string_equal(f.app.wish.copy, "https://evil.example/two");
	keys(&f, "q");
	assert_ptr_equal(f.app.screen, &screen_article);
	finish(&f);
}

/* ---- sharing ------------------------------------------------------------------------------------ */

static void
names_of_saved_files(void **state)
{
	static const struct {
		const char *title, *name;
	} cases[] = {
		{"خبر: سعر/النفط", "خبر سعر النفط.md"}, {"../../etc/passwd", "etc passwd.md"},
		{"", "akhbar.md"},                       {"...", "akhbar.md"},
		{"-rf x", "rf x.md"},                    {"a\nb\tc", "a b c.md"},
		{"\xe2\x80\xae" "abc", "abc.md"},          {"x.", "x.md"},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *name = share_name(cases[i].title, "md");
		assert_string_equal(name, cases[i].name);
		assert_null(strchr(name, '/'));
		free(name);
	}
	char *longer = mem_alloc(4001);
	memset(longer, 'a', 4000);
	longer[4000] = '\0';
	char *name = share_name(longer, "html");
	assert_true(strlen(name) < 200);
	free(name);
	free(longer);
}

static void
copied_and_saved(void **state)
{
	(void)state;
	struct fixture f;
	struct why why = {""};
	struct stat st;
	struct buf text;
	const char *tmp = getenv("AKHBAR_TMP");
	open_links(&f, "ar");
	keys(&f, "yt");
	assert_string_equal(f.app.wish.copy, titles[0]); /* as it is read, not as it is drawn */
	keys(&f, "yy");
	assert_string_equal(f.app.wish.copy, "https://a.example/article");
	assert_int_equal(keymap_bind(f.app.keys, "X", "down", &why), OK);
	keys(&f, "VX"); /* whatever key goes down */
	assert_true(f.app.reading->choosing && f.app.reading->other == f.app.reading->anchor + 1);
	keys(&f, "y");
	assert_non_null(strstr(f.app.wish.copy, "السَّلامُ"));
	assert_false(f.app.reading->choosing);

	char *folder = mem_printf("%s/saved-%d", tmp ? tmp : "/tmp", (int)getpid());
	mkdir(folder, 0700);
	assert_int_equal(config_set(f.config, "save-folder", folder, &why), OK);
	keys(&f, "ss"); /* twice: the second has another name */
	char *path = mem_printf("%s/البنك المركزي يثبّت سعر الفائدة عند 3%% ويتوقع تراجع التضخم.md", folder);
	char *again =
		mem_printf("%s/البنك المركزي يثبّت سعر الفائدة عند 3%% ويتوقع تراجع التضخم (2).md", folder);
	assert_int_equal(lstat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(lstat(again, &st), 0);
	buf_init(&text, 0);
	assert_int_equal(file_read(path, &text, &why), OK);
	assert_non_null(strstr(text.data, "[first link](<https://example.org/one>)"));
	buf_release(&text);
	unlink(path);
	unlink(again);
	/* never through a link, never over a file */
	char *victim = mem_printf("%s/victim", folder), *link = mem_printf("%s/x.html", folder);
	assert_int_equal(symlink(victim, link), 0);
	char *command = mem_printf("save %s", link);
	assert_true(command_run(&f.app, command));
	assert_true(f.app.message_bad);
	assert_int_equal(access(victim, F_OK), -1);
	unlink(link);
	assert_true(command_run(&f.app, command));
	buf_init(&text, 0);
	assert_int_equal(file_read(link, &text, &why), OK);
	assert_non_null(strstr(text.data, "<!DOCTYPE html>"));
	buf_release(&text);
	unlink(link);
	rmdir(folder);
	assert_int_equal(config_set(f.config, "send-command", "mail -s %t -- %u", &why), OK);
	keys(&f, "B");
	assert_string_equal(f.app.wish.run[0], "mail");
	assert_string_equal(f.app.wish.run[2], titles[0]);
	assert_string_equal(f.app.wish.run[4], "https://a.example/article");
	assert_null(f.app.wish.run[5]);
	assert_non_null(strstr(f.app.wish.input, "first link"));
	free(command);
	free(victim);
	free(link);
	free(path);
	free(again);
	free(folder);
	finish(&f);
}

/* ---- commands -------------------------------------------------------------------------------------- */

static void
commands(void **state)
{
	static const struct {
		const char *line;
		bool good;
		const char *said;
	} cases[] = {
		{"set article-width 60", true, "article-width 60"},
		{"set article-width?", true, "article-width 60"},
		{"set article-width 7", false, "from 40 to 120"},
		{"set artcle-width 60", false, "article-width"},
		{"set", false, "setting"},
		{"bind x star", true, ""},
		{"bind x dance", false, "dance"},
		{"unbind x", true, ""},
		{"dwn", false, "down"},
		{"rename", false, "does nothing"},
		{"section zzz", false, "zzz"},
		{"find x", false, "open"},
		{"copy everything", false, "link, title or text"},
		{"", true, ""},
		{":10", true, ""},
		{"3 up", true, ""},
	};
	(void)state;
	struct fixture f;
	start(&f, "en", 10, 24, 80);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		f.app.message[0] = '\0';
		bool good = command_run(&f.app, cases[i].line);
		if (good != cases[i].good || !strstr(message_read(&f), cases[i].said))
			fail_msg("%s: %d %s", cases[i].line, good, f.app.message);
	}
	assert_int_equal(f.app.headlines->cursor, 6);
	/* typed: with completion, and a mistake is given back to be put right */
	keys(&f, ":set mon");
	press(&f, KEY_CODE_TAB);
	assert_string_equal(prompt_text(&f.app), "set months");
	keys(&f, " lev");
	press(&f, KEY_CODE_TAB);
	assert_string_equal(prompt_text(&f.app), "set months levant");
	press(&f, KEY_CODE_ENTER);
	assert_string_equal(config_str(f.config, OPT_MONTHS), "levant");
	keys(&f, ":nonsense x");
	press(&f, KEY_CODE_ENTER);
	assert_true(prompt_is_open(&f.app));
	assert_string_equal(prompt_text(&f.app), "nonsense x");
	press(&f, KEY_CODE_ESCAPE);
	keys(&f, "SOpenAI");
	press(&f, KEY_CODE_ENTER);
	assert_non_null(strstr(f.app.headlines->name, "OpenAI"));
	assert_ptr_equal(f.app.screen, &screen_headlines);
	keys(&f, ":help star");
	press(&f, KEY_CODE_ENTER);
	assert_ptr_equal(f.app.screen, &screen_help);
	assert_true(row_with(&f.app.frame, "Star, or take it away") > 0);
	assert_int_equal(row_with(&f.app.frame, "One page up"), -1);
	finish(&f);
}

static void
the_language_changes_at_once(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "ar", 5, 24, 80);
	assert_int_equal(f.app.dir, DIR_RTL);
	keys(&f, ":set lang=en"); /* as vi has it */
	press(&f, KEY_CODE_ENTER);
	assert_int_equal(f.app.dir, DIR_LTR);
	assert_true(row_with(&f.app.frame, "akhbar") == 0);
	keys(&f, ":set lang ar");
	press(&f, KEY_CODE_ENTER);
	assert_int_equal(f.app.dir, DIR_RTL);
	finish(&f);
}

/* What was set, bound or changed by a key is written when the reader says so. */
static void
what_was_changed_is_kept(void **state)
{
	(void)state;
	struct fixture f;
	struct why why = {""};
	struct buf text;
	start(&f, "en", 5, 24, 80);
	keys(&f, ":keep");
	press(&f, KEY_CODE_ENTER);
	assert_true(f.app.message_bad); /* there is no file here */
	press(&f, KEY_CODE_ESCAPE);
	f.app.config_path = mem_printf("%s.config", f.path);
	assert_int_equal(file_replace(f.app.config_path, bytes_of("# mine\ntheme dark\n"), &why), OK);
	assert_true(command_run(&f.app, "set theme light"));
	assert_true(command_run(&f.app, "bind # star next-unread"));
	keys(&f, "%");
	assert_true(command_run(&f.app, "keep"));
	assert_false(f.app.message_bad);
	buf_init(&text, 0);
	assert_int_equal(file_read(f.app.config_path, &text, &why), OK);
	assert_string_equal(text.data, "# mine\ntheme light\ngroup source\n"
				       "bind \"#\" star next-unread\n");
	buf_release(&text);
	unlink(f.app.config_path);
	finish(&f);
}

/* ---- sources ------------------------------------------------------------------------------------------ */

static void
expect_file(const struct fixture *f, const char *wanted)
{
	struct buf text;
	struct why why;
	buf_init(&text, 0);
	assert_int_equal(file_read(f->app.feeds, &text, &why), OK);
	assert_string_equal(text.data, wanted);
	buf_release(&text);
}

/* Whether the feeds file takes settings of one feed. */
static bool
settings_are_known(void)
{
	struct source item;
	char *message = NULL;
	bool known = source_line_parse(bytes_of("https://x.example/ < refresh-interval 0"), &item,
				       &message) == LINE_FEED && !message;
	source_release(&item);
	free(message);
	return known;
}

static void
pausing(struct fixture *f, const char *before)
{
	keys(f, "p");
	expect_file(f, "# mine\n@ اقتصاد\nhttps://a.example/feed \"~الاقتصادية\" tag < refresh-interval 0 "
		       "# note\n@ علوم وتقنية\nhttps://b.example/feed \"~التقنية اليوم\"\n");
	keys(f, "p");
	expect_file(f, before);
}

static void
sources_on_the_screen(void **state)
{
	static const char before[] = "# mine\n@ اقتصاد\nhttps://a.example/feed \"~الاقتصادية\" tag # note\n"
				     "@ علوم وتقنية\nhttps://b.example/feed \"~التقنية اليوم\"\n";
	(void)state;
	struct fixture f;
	struct why why;
	start(&f, "ar", 3, 24, 80);
	f.app.feeds = mem_printf("%s.feeds", f.path);
	f.app.own_feeds = true;
	assert_int_equal(file_replace(f.app.feeds, bytes_of(before), &why), OK);
	assert_true(sources_reread(&f.app, &why));
	keys(&f, "E");
	assert_ptr_equal(f.app.screen, &screen_sources);
	keys(&f, "c"); /* rename */
	press(&f, 0x15);
	keys(&f, "اسم \"جديد\"");
	press(&f, KEY_CODE_ENTER);
	expect_file(&f, "# mine\n@ اقتصاد\nhttps://a.example/feed \"~اسم \\\"جديد\\\"\" tag # note\n"
			"@ علوم وتقنية\nhttps://b.example/feed \"~التقنية اليوم\"\n");
	keys(&f, "m"); /* move */
	press(&f, 0x15);
	keys(&f, "علوم");
	press(&f, KEY_CODE_TAB);
	press(&f, KEY_CODE_ENTER);
	expect_file(&f, "# mine\n@ اقتصاد\n@ علوم وتقنية\nhttps://b.example/feed \"~التقنية اليوم\"\n"
			"https://a.example/feed \"~اسم \\\"جديد\\\"\" tag # note\n");
	keys(&f, "uu"); /* both taken back */
	expect_file(&f, before);
	if (settings_are_known())
		pausing(&f, before);
	/* removed: its articles go out of sight, and come back */
	assert_int_equal(f.app.sections->rows[0].total, 6);
	keys(&f, "dd");
	assert_int_equal(f.app.sections->rows[0].total, 3);
	keys(&f, "u");
	assert_int_equal(f.app.sections->rows[0].total, 6);
	expect_file(&f, before);
	keys(&f, "/تقنية");
	press(&f, KEY_CODE_ENTER);
	assert_true(row_with(&f.app.frame, "ﺔﻳﺩﺎﺼﺘﻗﻻﺍ") < 0);
	/* what a page announces is offered; one is added to a section */
	assert_int_equal(found_read(&f.app, "https://c.example/1\tأولى\trss\n"
					    "\t2026-11-23T19:00:00Z\tعنوان من الأولى\n"
					    "https://c.example/2\tثانية\tatom\n\t\tعنوان من الثانية\n"
					    "javascript:x\tbad\trss\n"), 2);
	found_open(&f.app);
	app_draw(&f.app);
	assert_ptr_equal(f.app.screen, &screen_found);
	/* what it brings is seen before it is added */
	assert_true(row_with(&f.app.frame, "ﻰﻟﻭﻷﺍ ﻦﻣ ﻥﺍﻮﻨﻋ") > 0);
	keys(&f, "j");
	app_draw(&f.app);
	assert_true(row_with(&f.app.frame, "ﻰﻟﻭﻷﺍ ﻦﻣ ﻥﺍﻮﻨﻋ") < 0);
	assert_true(row_with(&f.app.frame, "ﺔﻴﻧﺎﺜﻟﺍ ﻦﻣ ﻥﺍﻮﻨﻋ") > 0);
	press(&f, KEY_CODE_ENTER);
	assert_true(prompt_is_open(&f.app));
	press(&f, 0x15);
	keys(&f, "جديد");
	press(&f, KEY_CODE_ENTER);
	struct buf text;
	buf_init(&text, 0);
	assert_int_equal(file_read(f.app.feeds, &text, &why), OK);
	assert_non_null(strstr(text.data, "@ جديد\nhttps://c.example/2 \"~ثانية\"\n"));
	buf_release(&text);
	unlink(f.app.feeds);
	finish(&f);
}

/* An OPML file by the fetcher: its sources at once, taken back at once. */
static void
sources_of_a_file(void **state)
{
	(void)state;
	struct fixture f;
	struct why why = {""};
	start(&f, "ar", 3, 24, 80);
	f.app.feeds = mem_printf("%s.feeds", f.path);
	f.app.own_feeds = true;
	char *opml = mem_printf("%s.opml", f.path);
	static const char before[] = "https://a.example/feed\nhttps://b.example/feed\n";
	static const char outline[] =
		"<opml version='2.0'><body><outline text='ثقافة'>"
		"<outline type='rss' text='مجلة' xmlUrl='https://c.example/feed'/>"
		"<outline type='rss' text='الاقتصادية' xmlUrl='https://a.example/feed'/>"
		"</outline></body></opml>";
	assert_int_equal(file_replace(f.app.feeds, bytes_of(before), &why), OK);
	assert_int_equal(file_replace(opml, bytes_of(outline), &why), OK);
	keys(&f, "I");
	assert_true(prompt_is_open(&f.app));
	keys(&f, "/nonexistent/x.opml");
	press(&f, KEY_CODE_ENTER);
	assert_true(prompt_is_open(&f.app) && f.app.message_bad);
	press(&f, 0x15);
	/* Tab completes the path */
	char *part = mem_strndup(opml, strlen(opml) - 3);
	keys(&f, part);
	press(&f, KEY_CODE_TAB);
	assert_string_equal(prompt_text(&f.app), opml);
	press(&f, KEY_CODE_ENTER);
	assert_true(errand_runs(&f.app));
	while (errand_runs(&f.app)) {
		struct pollfd p = {.fd = errand_fd(&f.app), .events = POLLIN};
		poll(&p, 1, 20000);
		errand_readable(&f.app);
	}
	assert_false(f.app.message_bad);
	struct buf text;
	buf_init(&text, 0);
	assert_int_equal(file_read(f.app.feeds, &text, &why), OK);
	assert_non_null(strstr(text.data, "@ ثقافة\nhttps://c.example/feed \"~مجلة\"\n"));
	buf_clear(&text);
	keys(&f, "u");
	assert_int_equal(file_read(f.app.feeds, &text, &why), OK);
	assert_string_equal(text.data, before);
	buf_release(&text);
	unlink(opml);
	unlink(f.app.feeds);
	free(part);
	free(opml);
	finish(&f);
}

static void
an_address_that_is_none(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "en", 3, 24, 80);
	keys(&f, "a");
	assert_false(prompt_is_open(&f.app)); /* this list cannot be changed: told */
	assert_true(f.app.message_bad);
	f.app.feeds = mem_strdup("/nonexistent/feeds");
	keys(&f, "agopher://x");
	press(&f, KEY_CODE_ENTER);
	assert_true(prompt_is_open(&f.app));
	assert_true(f.app.message_bad);
	finish(&f);
}

static void
nothing_to_stop(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "en", 3, 24, 80);
	press(&f, 0x18);
	assert_string_equal(f.app.message, "Nothing is under way; \u2068Q\u2069 quits.");
	finish(&f);
}

int
main(void)
{
	lang_start();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_in_three_kinds_of_digits),
		cmocka_unit_test(the_end_stands_at_the_end_of_the_screen),
		cmocka_unit_test(sequences_wait_and_fall_back),
		cmocka_unit_test(next_unread_goes_through_the_sections),
		cmocka_unit_test(kept_unread),
		cmocka_unit_test(every_mark_can_be_taken_back),
		cmocka_unit_test(find_folds_and_keeps_places),
		cmocka_unit_test(words_in_the_article),
		cmocka_unit_test(hosts_that_differ),
		cmocka_unit_test(links_by_number),
		cmocka_unit_test(links_by_letters_and_list),
		cmocka_unit_test(names_of_saved_files),
		cmocka_unit_test(copied_and_saved),
		cmocka_unit_test(commands),
		cmocka_unit_test(the_language_changes_at_once),
		cmocka_unit_test(what_was_changed_is_kept),
		cmocka_unit_test(sources_on_the_screen),
		cmocka_unit_test(sources_of_a_file),
		cmocka_unit_test(an_address_that_is_none),
		cmocka_unit_test(nothing_to_stop),
	};
	return cmocka_run_group_tests_name("actions", tests, NULL, NULL);
}
