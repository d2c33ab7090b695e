/* SPDX-License-Identifier: MIT
 *
 * cli: the commands of akhbar beside the screens. Names, outputs and exit codes
 * are a contract (the manual page). Each command gets what main made ready and
 * returns the exit status.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "akhbar/base.h"
#include "akhbar/text.h"
#include "config/options.h"
#include "config/sources.h"
#include "store/store.h"
#include "term/term.h"
#include "ui/words.h"
#include "work/client.h"

enum { EXIT_OK = 0, EXIT_USAGE = 1, EXIT_PARTLY = 2, EXIT_STORE = 3 };

struct args {
	const char *config, *feeds, *db, *log, *lang; /* as given, NULL when not */
	const char *bidi, *tashkeel, *isolate; /* override setting and environment */
	const char *section, *feed, *since, *guid, *dir, *order, *justify;
	int64_t limit, width; /* -1: not given */
	bool unread, starred, json, content, force, full, all, help, version, opml, check, repair, yes,
		ranked;
	bool terminal; /* doctor's test page */
	const char **words; /* what is not an option */
	size_t words_n;
};

struct cli {
	struct args args;
	struct config *config;
	char *config_path, *feeds_path, *db_path; /* resolved; no feeds: layout, doctor */
	size_t bad_feeds; /* lines of the feeds file that could not be used; told */
	struct buf secrets; /* passwords for the fetcher (cli_secrets) */
	bool own_feeds;  /* the reader's own feeds file, not the shipped one */
	struct store *store;
	struct words say;
};

/* Option groups a command takes beside the global ones. */
enum {
	TAKES_FILTERS = 1,
	TAKES_JSON = 2,
	TAKES_LAYOUT = 4,
	TAKES_FORCE = 8,
	TAKES_MARK = 16,
	TAKES_OPML = 32,
	TAKES_AHEAD = 64,
	TAKES_REPAIR = 128,
	TAKES_TERMINAL = 256,
	TAKES_RANK = 1024,
};
/* --help on stdout: of all, or of this command alone (its lines and what holds for all). */
void cli_help(const char *command);
/* false after a message on stderr. */
bool args_parse(int argc, char **argv, unsigned takes, struct args *out);
void args_release(struct args *a);
/* What --lang is given, without a word about mistakes; NULL: nothing. */
const char *args_lang(int argc, char **argv);
/* A date or a time of the reader's zone, in words too, or an age ("3d", "12h", "30m")
 * before now; TIME_NONE: neither. */
int64_t args_when(const char *text, int64_t now);

/* "akhbar: …" on stderr, cleaned, one line. */
void cli_complain(const char *fmt, ...) PRINTF_LIKE(1, 2);

/* Opens the store; with `sync` makes it list what the feeds file lists. Status to
 * exit with, EXIT_OK when all is well. */
int cli_open_store(struct cli *c, enum store_mode mode, bool sync);
/* Fills a filter from --section --feed --unread --starred --since. */
int cli_filter(struct cli *c, struct store_filter *out);
/* --order and --justify (or the setting): false after a message when they are neither
 * of the words they take. */
bool cli_order(const struct cli *c);
bool cli_justify(const struct cli *c, enum text_justify *out);
/* Runs the password commands of the feeds file, too. */
void cli_client_options(struct cli *c, struct client_options *out);
void cli_secrets(struct cli *c);

/* Feeds named by address or title, or all of a section, as numbers with commas; ""
 * when none is named: all. false after a message. */
bool cli_chosen_feeds(const struct cli *c, const struct store_feeds *feeds, struct buf *ids);

/* Where answers of the test page are kept, yours; NULL when the command line names
 * files: then no others are touched. */
char *cli_answers_path(const struct cli *c);

/* Runs the fetcher with these words (ended by NULL, at most six), its output ours or
 * into `out`; its exit status. */
int cli_run_fetcher(const char *const words[], struct buf *out);
/* The bar of long work on stderr, from the start side, with what came so far behind it;
 * nothing where `bar` is false. */
void cli_bar(bool bar, int64_t done, int64_t total, const char *after);
void cli_bar_clear(bool bar);
/* The reader's own feeds file, made when there is only the shipped one; false after a
 * message. */
bool cli_own_feeds(struct cli *c);

/* A request's "failed": told on stderr unless `quiet`; the status to exit with. */
int cli_request_failed(const struct message *m, bool quiet);

int cli_screens(struct cli *c);
int cli_refresh(struct cli *c);
int cli_ahead(struct cli *c);
int cli_headlines(struct cli *c);
int cli_list(struct cli *c);
int cli_search(struct cli *c);
int cli_show(struct cli *c);
int cli_mark(struct cli *c);
int cli_layout(struct cli *c);
int cli_feeds(struct cli *c);
int cli_rules(struct cli *c);
int cli_doctor(struct cli *c);
int cli_repair(struct cli *c); /* doctor --repair */

/* ---- printing for people --------------------------------------------------- */

/* How text goes out: laid out for a terminal, or plain logical text. */
struct printer {
	bool terminal;       /* laid out for it, with its bidi mode */
	bool visual;         /* cells in visual order */
	unsigned cols;
	struct term_choice choice;
	enum text_numerals numerals;
	struct frame frame;  /* one row */
	struct cell *cells;
};
void printer_start(struct printer *p, const struct cli *c);
void printer_end(struct printer *p);
/* A field of the row at x from the start side (right in Arabic). */
void printer_field(struct printer *p, unsigned x, unsigned width, struct bytes text, bool end);
void printer_row(struct printer *p); /* writes and clears the row */

#endif
