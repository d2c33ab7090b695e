/* SPDX-License-Identifier: MIT
 *
 * The screens in the states that do not last: nothing there yet, work under way, what
 * failed, a question, a line being typed. Included by test_golden.c.
 */
#include "screen/scene.h"

#include "ui/links.h"
#include "ui/sources.h"
#include "ui/terminal-page.h"
#include "work/protocol.h"

static void
press(struct scene *f, uint32_t code)
{
	app_key(&f->app, &(struct key){.code = code});
	app_draw(&f->app);
}

static void
type(struct scene *f, const char *text)
{
	for (const char *p = text, *end = text + strlen(text); p < end;)
		app_key(&f->app, &(struct key){.code = utf8_next(&p, end)});
	app_draw(&f->app);
}

/* What the fetcher says: verb and fields parted by tabs. */
static void
fetcher_says(struct scene *f, const char *words)
{
	struct message m;
	char *line = mem_printf("1\t%s", words);
	assert_true(message_parse(bytes_of(line), &m));
	app_on_message(&m, &f->app);
	message_release(&m);
	free(line);
}

static void
drop_rows(struct scene *f)
{
	struct headlines *h = f->app.headlines;
	for (; h->n > 0; h->n--) {
		free(h->rows[h->n - 1].title);
		free(h->rows[h->n - 1].author);
		free(h->rows[h->n - 1].link);
	}
}

/* ---- lists ------------------------------------------------------------------------ */

static void
nothing_scene(struct scene *f)
{
	drop_rows(f);
}

static void
first_refresh_scene(struct scene *f)
{
	drop_rows(f);
	f->app.refresh.request = 1;
	fetcher_says(f, "progress\t0\t27\t0\t0\t");
}

static void
all_read_scene(struct scene *f)
{
	headlines_open(&f->app, &(struct section_row){.kind = SECTION_UNREAD, .name = _("Unread")});
	drop_rows(f);
}

static void
filtered_scene(struct scene *f)
{
	scene_do(f, ACTION_FILTER);
	type(f, "ال");
}

static void
filter_none_scene(struct scene *f)
{
	scene_do(f, ACTION_FILTER);
	type(f, "زنجبيل");
	press(f, KEY_CODE_ENTER);
}

static void
fresh_scene(struct scene *f)
{
	f->app.headlines->fresh = 12;
	scene_do(f, ACTION_DOWN);
	f->app.headlines->fresh = 12;
}

static void
mark_all_scene(struct scene *f)
{
	scene_do(f, ACTION_ALL_READ);
	char message[sizeof(f->app.message)];
	memcpy(message, f->app.message, sizeof(message));
	scene_do(f, ACTION_UNDO); /* as it was, for the others */
	memcpy(f->app.message, message, sizeof(message));
}

static void
waiting_key_scene(struct scene *f)
{
	type(f, "12y");
}

static void
saved_name_scene(struct scene *f)
{
	search_run(&f->app, "الأقمار");
	scene_do(f, ACTION_SAVE_SEARCH);
}

/* ---- work, and what becomes of it ---------------------------------------------------- */

static void
progress_scene(struct scene *f)
{
	f->app.refresh.request = 1;
	fetcher_says(f, "progress\t9\t27\t1843200\t14\tمجلة الفلك والفضاء العربية");
}

static void
ahead_scene(struct scene *f)
{
	f->app.refresh = (struct refresh_state){.request = 1, .ahead_only = true};
	fetcher_says(f, "ahead\t3\t40\t0\tWorld Desk");
}

static void
refreshed_scene(struct scene *f)
{
	f->app.refresh.request = 1;
	fetcher_says(f, "failed-feed\t2\thttp-403\t");
	fetcher_says(f, "failed-feed\t4\ttimeout\t30");
	fetcher_says(f, "done\t7\t103\t2");
}

static void
no_network_scene(struct scene *f)
{
	f->app.refresh.request = 1;
	fetcher_says(f, "progress\t0\t7\t0\t0\t");
	for (int id = 1; id <= 7; id++) {
		char *words = mem_printf("failed-feed\t%d\tdns\tnews%d.example", id, id);
		fetcher_says(f, words);
		free(words);
	}
	fetcher_says(f, "done\t7\t0\t7");
}

static void
stopping_scene(struct scene *f)
{
	f->app.refresh.request = 1;
	fetcher_says(f, "progress\t9\t27\t1843200\t14\tأسواق");
	app_say(&f->app, "%s", _("Stopping; what has arrived is kept."));
}

static void
no_fetcher_scene(struct scene *f)
{
	scene_do(f, ACTION_REFRESH_ALL);
}

static void
fetcher_died_scene(struct scene *f)
{
	app_on_died(4, "signal 11", &f->app);
}

/* What the store says when another program has it. */
static void
busy_store_scene(struct scene *f)
{
	app_complain(&f->app, "%s", _("another program holds the store; try again in a moment"));
}

/* ---- articles -------------------------------------------------------------------------- */

static void
open_nth(struct scene *f, size_t n)
{
	while (f->app.headlines->cursor < n)
		scene_do(f, ACTION_DOWN);
	scene_do(f, ACTION_OPEN);
}

/* Table, picture, code, a nested list. */
static void
rich_scene(struct scene *f)
{
	open_nth(f, 11);
}

static void
rich_end_scene(struct scene *f)
{
	open_nth(f, 11);
	scene_do(f, ACTION_LAST);
}

static void
unreadable_scene(struct scene *f)
{
	f->app.headlines->rows[0].unread = false;
	f->app.headlines->rows[0].id = 1; /* there is no such article */
	scene_do(f, ACTION_OPEN);
}

static void
choosing_scene(struct scene *f)
{
	open_nth(f, 4);
	scene_do(f, ACTION_SELECT);
	scene_do(f, ACTION_DOWN);
}

static void
find_none_scene(struct scene *f)
{
	open_nth(f, 4);
	type(f, "/زنجبيل");
	press(f, KEY_CODE_ENTER);
}

static void
ask_link_scene(struct scene *f)
{
	open_nth(f, 4);
	links_browse(&f->app, "https://evil.example/login", "www.bank.example");
}

static void
number_scene(struct scene *f)
{
	open_nth(f, 4);
	type(f, "1");
}

static void
pipe_scene(struct scene *f)
{
	open_nth(f, 4);
	scene_do(f, ACTION_PIPE);
}

static void
copied_scene(struct scene *f)
{
	open_nth(f, 4);
	scene_do(f, ACTION_COPY_LINK);
}

static void
guide_article_scene(struct scene *f)
{
	struct section_row guide = {.kind = SECTION_GUIDE, .name = _("The akhbar guide")};
	headlines_open(&f->app, &guide);
	scene_do(f, ACTION_OPEN);
}

/* ---- sources ----------------------------------------------------------------------------- */

static void
rename_scene(struct scene *f)
{
	scene_do(f, ACTION_SOURCES);
	scene_do(f, ACTION_RENAME);
}

static void
move_scene(struct scene *f)
{
	scene_do(f, ACTION_SOURCES);
	scene_do(f, ACTION_MOVE);
	press(f, KEY_CODE_TAB);
}

static void
sources_none_scene(struct scene *f)
{
	scene_do(f, ACTION_SOURCES);
	scene_do(f, ACTION_FILTER);
	type(f, "زنجبيل");
}

static void
removed_scene(struct scene *f)
{
	scene_do(f, ACTION_SOURCES);
	app_say(&f->app, _("Removed: %s. Its articles are kept; %s takes it back."),
		"مجلة الفلك والفضاء العربية", "U");
}

static void
wrong_address_scene(struct scene *f)
{
	scene_do(f, ACTION_ADD);
	type(f, "ftp://paper.example/news");
	press(f, KEY_CODE_ENTER);
}

static void
looking_scene(struct scene *f)
{
	app_say(&f->app, _("Looking for feeds at %s; %s stops it."), "https://paper.example/",
		app_key_text(&f->app, ACTION_CANCEL).text);
}

static void
add_section_scene(struct scene *f)
{
	sources_ask_section(&f->app, "https://paper.example/feed", "صحيفة الضحى");
}

static void
found_failed_scene(struct scene *f)
{
	found_read(&f->app, "https://paper.example/culture\tصحيفة الضحى: ثقافة\tapplication/atom+xml\n");
	setenv("AKHBAR_FETCH", "/nowhere/akhbar-fetch", 1);
	found_open(&f->app); /* nothing to ask with: it fails */
}

static void
import_ask_scene(struct scene *f)
{
	scene_do(f, ACTION_IMPORT);
}

static void
import_none_scene(struct scene *f)
{
	scene_do(f, ACTION_IMPORT);
	type(f, "/nowhere/my-subscriptions.opml");
	press(f, KEY_CODE_ENTER);
}

/* ---- the program -------------------------------------------------------------------------- */

static void
no_command_scene(struct scene *f)
{
	type(f, ":refrsh");
	press(f, KEY_CODE_ENTER);
}

static void
long_line_scene(struct scene *f)
{
	scene_do(f, ACTION_COMMAND);
	type(f, "set article-width 72 ثم يطول السطر حتى لا تتسع له الشاشة كلها ويبقى آخره ظاهرًا title:word");
}

static void
help_none_scene(struct scene *f)
{
	scene_do(f, ACTION_HELP);
	type(f, "/");
	type(f, "زنجبيل");
}

static void
terminal_scene(struct scene *f)
{
	struct term_choice choice;
	term_choose("visual", "keep", "none", &choice);
	snprintf(choice.terminal, sizeof(choice.terminal), "xterm");
	frame_clear(&f->app.frame);
	terminal_page_draw(&f->app.frame, &choice);
}
