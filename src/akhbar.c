/* SPDX-License-Identifier: MIT
 *
 * akhbar, the reader: command line and screens. It reads the store and writes
 * marks; whatever touches the network or parses what came from it is done by the
 * other program, akhbar-fetch.
 *
 *   base   buffers, UTF-8, dates, cleaning         everything stands on it
 *   fold   letters for search and direction
 *   text   a paragraph and a width -> cells
 *   doc    an article as blocks; its bytes
 *   page   a doc and a width -> lines
 *   html   HTML -> doc, the article in a page      libxml2   (fetcher)
 *   feed   feed bytes -> entries                   jansson   (fetcher)
 *   sys    log, paths, clock, files, spawn
 *   config settings and sources
 *   store  SQLite
 *   fetch  libcurl                                 (fetcher)
 *   work   the fetcher's jobs; the pipe
 *   term   frames -> terminal                      ncursesw
 *   ui     screens
 *   cli    the other commands
 *
 * src/README.md has the whole map.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "sys/clock.h"
#include "sys/lang.h"
#include "sys/log.h"
#include "sys/paths.h"
#include "term/term.h"
#include "ui/ui.h"
#include "ui/welcome.h"

static const struct command {
	const char *name;
	int (*run)(struct cli *c);
	unsigned takes;
	size_t words_max;
	bool needs_feeds; /* without a list of sources there is nothing to do */
} commands[] = {
	{"refresh", cli_refresh, TAKES_FORCE, SIZE_MAX, true},
	{"ahead", cli_ahead, TAKES_AHEAD, SIZE_MAX, true},
	{"headlines", cli_headlines, TAKES_FILTERS, 0, true},
	{"list", cli_list, TAKES_FILTERS | TAKES_JSON | TAKES_LAYOUT, 0, true},
	{"search", cli_search, TAKES_FILTERS | TAKES_JSON | TAKES_LAYOUT | TAKES_RANK, SIZE_MAX, true},
	{"show", cli_show, TAKES_LAYOUT, 1, true},
	{"mark", cli_mark, TAKES_FILTERS | TAKES_MARK, SIZE_MAX, true},
	{"layout", cli_layout, TAKES_LAYOUT | TAKES_JSON, 1, false},
	{"feeds", cli_feeds, TAKES_FILTERS | TAKES_OPML | TAKES_FORCE, 3, true},
	{"rules", cli_rules, TAKES_FILTERS | TAKES_JSON | TAKES_LAYOUT, SIZE_MAX, true},
	{"doctor", cli_doctor, TAKES_REPAIR | TAKES_TERMINAL, 0, false},
};

static void
out_of_memory(void)
{
	term_signal_restore();
	static const char text[] = "akhbar: out of memory\n";
	ssize_t n = write(STDERR_FILENO, text, sizeof(text) - 1);
	(void)n;
	_exit(1);
}

/* ---- start-up: each step says what went wrong ------------------------------------ */

/* How Arabic goes to this terminal: the command line, else the environment, else
 * the settings file. */
static bool
override(struct cli *c)
{
	const struct {
		const char *name, *variable, *given;
	} rows[] = {
		{"bidi", "AKHBAR_BIDI", c->args.bidi},
		{"tashkeel", "AKHBAR_TASHKEEL", c->args.tashkeel},
		{"isolate", "AKHBAR_ISOLATE", c->args.isolate},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const char *from_env = getenv(rows[i].variable);
		const char *value = rows[i].given ? rows[i].given : from_env;
		struct why why = {""};
		if (!value || !*value)
			continue;
		if (config_set(c->config, rows[i].name, value, &why) != OK) {
			cli_complain("%s%s: %s", rows[i].given ? "--" : "",
				     rows[i].given ? rows[i].name : rows[i].variable, why.text);
			return false;
		}
	}
	return true;
}

static bool
load_config(struct cli *c)
{
	struct why why = {""};
	bool given = c->args.config != NULL;
	free(c->config_path);
	c->config_path = given ? mem_strdup(c->args.config) : path_config("config");
	c->config = config_new();
	if (config_load(c->config, c->config_path, !given, &why) == OK)
		return override(c);
	const struct config_problem *problems;
	size_t n = config_problems(c->config, &problems);
	for (size_t i = 0; i < n; i++) {
		const struct config_problem *p = &problems[i];
		if (p->line) /* else of the file, which the message names */
			cli_complain("%s:%d: %s", p->file, p->line, p->message);
		else
			cli_complain("%s", p->message);
	}
	if (!n)
		cli_complain("%s: %s", c->config_path, why.text);
	return false;
}

/* feeds_path stays NULL where no list was found; only with `needed` is that a fault. */
static bool
find_paths(struct cli *c, bool needed)
{
	c->db_path = c->args.db ? mem_strdup(c->args.db) : path_data("akhbar.db");
	c->own_feeds = true;
	if (c->args.feeds) {
		c->feeds_path = mem_strdup(c->args.feeds);
		return true;
	}
	c->feeds_path = path_config("feeds");
	if (path_exists(c->feeds_path))
		return true;
	free(c->feeds_path);
	c->own_feeds = false;
	c->feeds_path = path_shipped("feeds/arabic");
	if (!c->feeds_path && needed)
		cli_complain(_("no feeds file: neither your own nor the shipped one was found; write one "
			   "address a line to ~/.config/akhbar/feeds"));
	return c->feeds_path || !needed;
}

/* ---- the first run ------------------------------------------------------------------ */

/* The chosen sections of the shipped list become the reader's own list. */
static enum err
keep_sections(struct cli *c, const struct welcome *w, const struct sources *shipped,
	      struct why *why)
{
	char *path = path_config("feeds");
	struct source_wish *wishes = mem_zalloc((shipped->n + 1) * sizeof(*wishes));
	size_t n = 0, added = 0;
	for (size_t i = 0; i < shipped->n; i++) {
		const struct source *from = &shipped->items[i];
		if (welcome_wants(w, from->section))
			wishes[n++] = (struct source_wish){from->url, from->title, from->section};
	}
	enum err e = sources_merge(path, wishes, n, &added, why);
	free(wishes);
	if (e != OK || !added) {
		free(path);
		return e;
	}
	free(c->feeds_path);
	c->feeds_path = path;
	c->own_feeds = true;
	return OK;
}

/* What was answered is kept; an empty file of settings says that it was asked. */
static enum err
keep_answers(struct cli *c, const struct welcome *w, struct why *why)
{
	struct config_setting settings[2];
	size_t n = 0;
	if (w->lang)
		settings[n++] = (struct config_setting){"lang", w->lang};
	if (w->numerals)
		settings[n++] = (struct config_setting){"ui-numerals", w->numerals};
	return config_save(c->config_path, settings, n, why);
}

/* Asks a new reader three things; never one who names files or has been here. */
static void
first_run(struct cli *c)
{
	struct sources shipped = {0};
	struct welcome w;
	struct why why = {""};
	if (c->args.config || c->args.feeds || c->args.db || c->own_feeds ||
	    path_exists(c->config_path) || path_exists(c->db_path))
		return;
	if (sources_load(c->feeds_path, &shipped, &why) != OK)
		return;
	welcome_init(&w, &shipped);
	char *answers = cli_answers_path(c);
	ui_welcome(c->config, &w, answers);
	free(answers);
	enum err e = keep_answers(c, &w, &why);
	if (e == OK && w.step == WELCOME_DONE && welcome_selects(&w))
		e = keep_sections(c, &w, &shipped, &why);
	if (e != OK)
		cli_complain("%s", why.text);
	welcome_release(&w);
	sources_release(&shipped);
	config_free(c->config);
	load_config(c);
	lang_choose(c->args.lang ? c->args.lang : config_str(c->config, OPT_LANG));
}

int
cli_screens(struct cli *c)
{
	struct why why = {""};
	first_run(c);
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		cli_complain(_("the screens need a terminal; without one use `akhbar refresh` and "
			   "`akhbar list`"));
		return EXIT_USAGE;
	}
	int status = cli_open_store(c, STORE_READ_WRITE, true);
	if (status != EXIT_OK)
		return status;
	store_at_keys(c->store);
	struct client_options options;
	cli_client_options(c, &options);
	struct ui_start start = {
		.store = c->store,
		.config = c->config,
		.config_path = c->config_path,
		.client = options.program ? &options : NULL,
		/* a store named by itself keeps the list it has */
		.feeds = c->args.db && !c->args.feeds ? NULL : c->feeds_path,
		.own_feeds = c->own_feeds,
		.with_guide = !c->args.feeds && !c->args.db,
	};
	char *answers = cli_answers_path(c);
	struct buf notice;
	buf_init(&notice, 0);
	start.answers = answers;
	if (store_notice(c->store, &notice))
		start.notice = notice.data;
	start.notice_bad = start.notice && !store_backup(c->store);
	status = ui_run(&start, &why);
	buf_release(&notice);
	free(answers);
	if (status == EXIT_USAGE)
		cli_complain("%s", why.text);
	free((char *)options.program);
	return status;
}

static const struct command *
find_command(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

static int
run(struct cli *c, const struct command *command)
{
	struct why why = {""};
	int64_t now = clock_now();
	words_init(&c->say, "auto", "auto", now, clock_utc_offset(now));
	if (!load_config(c) && (!command || command->run != cli_doctor))
		return EXIT_USAGE;
	lang_choose(c->args.lang ? c->args.lang : config_str(c->config, OPT_LANG));
	if (c->args.lang && strcmp(c->args.lang, "ar") != 0 && strcmp(c->args.lang, "en") != 0) {
		cli_complain(_("--lang takes ar or en, not %s"), c->args.lang);
		return EXIT_USAGE;
	}
	if (c->args.version) {
		puts("akhbar " AKHBAR_VERSION);
		return EXIT_OK;
	}
	if (c->args.help) {
		cli_help(command ? command->name : NULL);
		return EXIT_OK;
	}
	if (log_open(c->args.log, &why) != OK) {
		cli_complain("%s: %s", c->args.log, why.text);
		return EXIT_USAGE;
	}
	if (command && c->args.words_n > command->words_max) {
		cli_complain(_("%s is one word too many; see akhbar --help"),
			 c->args.words[command->words_max]);
		return EXIT_USAGE;
	}
	words_init(&c->say, config_str(c->config, OPT_UI_NUMERALS),
		   config_str(c->config, OPT_MONTHS), now, clock_utc_offset(now));
	c->say.calendar = words_calendar(config_str(c->config, OPT_CALENDAR));
	if (!find_paths(c, !command || command->needs_feeds))
		return EXIT_USAGE;
	return command ? command->run(c) : cli_screens(c);
}

int
main(int argc, char **argv)
{
	struct cli c = {0};
	const struct command *command = NULL;
	mem_set_handler(out_of_memory);
	if (!lang_start()) {
		fputs("akhbar: no UTF-8 locale can be had; set LC_ALL=C.UTF-8\n", stderr);
		return EXIT_USAGE;
	}
	lang_choose(args_lang(argc, argv)); /* mistakes on the command line are told in words too */
	int first = 1;
	if (argc > 1 && argv[1][0] != '-') {
		command = find_command(argv[1]);
		if (!command) {
			cli_complain(_("there is no command %s; see akhbar --help"), argv[1]);
			return EXIT_USAGE;
		}
		first = 2;
	}
	int status = EXIT_USAGE;
	if (args_parse(argc - first, argv + first, command ? command->takes : ~0u, &c.args)) {
		if (!command && c.args.words_n) {
			/* options came first: the command is the first word */
			command = find_command(c.args.words[0]);
			if (command)
				memmove(c.args.words, c.args.words + 1,
					c.args.words_n-- * sizeof(*c.args.words));
		}
		if (!command && c.args.words_n)
			cli_complain(_("there is no command %s; see akhbar --help"), c.args.words[0]);
		else
			status = run(&c, command);
	}
	store_close(c.store);
	config_free(c.config);
	free(c.config_path);
	free(c.feeds_path);
	free(c.db_path);
	args_release(&c.args);
	log_close();
	if (ferror(stdout) || fflush(stdout)) {
		cli_complain("%s", _("the output could not be written"));
		status = status == EXIT_OK ? EXIT_USAGE : status;
	}
	return status;
}
