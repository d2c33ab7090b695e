/* SPDX-License-Identifier: MIT
 *
 * app: what the screens share, and what each screen is. A screen draws into the
 * frame from its own state and reads nothing else; only loop.c opens a terminal,
 * so screens are tested without one. x counts from the start side: the right in
 * Arabic, the left in English.
 */
#ifndef UI_APP_H
#define UI_APP_H

#include "akhbar/base.h"
#include "config/options.h"
#include "store/store.h"
#include "term/term.h"
#include "ui/actions.h"
#include "ui/words.h"
#include "work/client.h"

struct app;
struct fields; /* fields.h */
struct hit; /* hits.h */

struct screen_ops {
	const char *name;
	unsigned where; /* enum where: which actions count */
	void (*draw)(struct app *app);
	/* false: not mine, the loop looks at it */
	bool (*act)(struct app *app, enum action action);
};

struct before;
struct headlines; /* headlines.h */
struct kept;      /* kept.h */
struct saved_search; /* saved.h */
struct prompt;
struct sections;  /* sections.h */
struct reading;   /* reading.h */
struct welcome;   /* welcome.h */

struct failure { /* of the last refresh, for the line below */
	int64_t feed_id;
	char code[24], arg[160];
};

struct refresh_state {
	uint64_t request; /* 0: none is running */
	int64_t done, total, bytes, added;
	int64_t ahead_done, ahead_total, ahead_failed; /* whole articles brought after it */
	bool ahead_only; /* nothing else was asked for */
	bool importing;  /* sources just added from a file */
	char name[160];
	bool storing_done; /* headlines are in; docs are being made */
	struct failure *failures;
	size_t failures_n;
	int64_t notices; /* articles that rules want told */
	int64_t notice;  /* the first of them */
	int64_t started_ms;
};

/* The fetcher's upkeep of the store: by itself in idle moments, or asked for. */
struct tidy_state {
	uint64_t request; /* asked for; 0: not */
	const char *words; /* of the step under way, not translated; NULL: nothing is told */
	int64_t done, total;
};

enum headline_form { FORM_AUTO, FORM_COMPACT, FORM_TWO_LINES };
enum grouping { GROUP_DAY, GROUP_SOURCE, GROUP_NONE };

/* How the reader wants to see it: from the settings, changed by keys. */
struct view {
	enum headline_form form;
	enum grouping group;
	bool beside;      /* the article beside the headlines where there is room */
	bool marker_only; /* the chosen headline has a mark, not a coloured row */
	bool plain;       /* for a screen reader: text as it is read, no decoration */
};

/* What was changed while the program runs and is not in the settings file (set.h). */
struct changed {
	bool settings[OPTION_COUNT];
	struct config_key *binds;
	size_t binds_n;
};

struct app {
	struct store *store;
	struct config *config; /* changed by the command line (command.c) alone */
	struct client *client; /* NULL: no fetcher (tests, read-only) */
	struct keymap *keys;
	struct words words;
	enum dir dir;  /* of the interface */
	struct term_choice choice;
	struct view view;
	struct changed changed;

	struct frame frame;
	struct hit *hits; /* of the last draw */
	size_t hits_n, hits_cap;
	const struct screen_ops *screen;      /* on top */
	const struct screen_ops *screens[8];  /* below it */
	size_t depth;

	struct sections *sections;
	struct saved { /* saved.h: the saved searches */
		struct saved_search *items;
		size_t n;
	} saved;
	struct headlines *headlines;
	struct reading *reading;
	struct welcome *welcome; /* the first run; borrowed */
	struct undo *undo;   /* undo.h */
	struct jumps *jumps; /* jumps.h: places left by a jump */
	struct kept *kept;   /* kept.h: what the reader keeps unread */
	struct prompt *prompt; /* prompt.h: the line being typed, over all screens */
	struct press { /* press.c: keys of a sequence that is not whole, the count before */
		struct key_stroke keys[KEYS_MAX];
		size_t n;
		int count;
	} press;
	int count; /* typed before the action that runs, 0 none */
	/* takes every key while set (letters of links); false: it ends and the key counts */
	bool (*grab)(struct app *app, const struct key *key);
	char hint[3];      /* letters of a link typed so far (links.c) */
	char *asked_link;  /* the reader is asked about it */
	struct link_list { /* the list of links */
		size_t cursor, top;
	} links;
	struct errand *errand; /* errand.h: the fetcher run once */
	struct found *found;   /* found.h: the feeds of an address */
	struct {
		char *url, *title;
	} chosen_source; /* whose section is being asked for */
	char *config_path; /* of the settings, NULL: they cannot be kept */
	char *feeds;    /* path of the feeds file, NULL: not to be changed */
	bool own_feeds; /* the reader's own, not the shipped one */
	struct listed *listed; /* what it said when last read (full-text.c) */
	struct before *searching;       /* search.c */
	char *rule;                     /* the reader is asked about it (rule-prompt.c) */
	struct help *help;              /* help.h */
	struct source_list *source_list; /* sources.h */

	struct refresh_state refresh;
	bool fetch_new; /* sources were added while it runs */
	struct tidy_state tidy;
	char message[320];   /* one line, cleaned; "" none */
	bool message_bad;
	bool message_passing; /* of work that goes on: what the reader was told goes before it */
	int64_t store_seen;  /* store_version at the last look */
	bool with_guide;
	bool quit;

	/* what the loop does with the terminal for us */
	struct app_wish {
		char *browse; /* link to open; the loop frees it */
		char *copy;   /* text for the clipboard */
		char **run;   /* words of another program (handover.h); */
		char *input;  /* what it reads, NULL nothing, */
		bool in_terminal; /* and whether it wants the screen */
		bool redraw, suspend;
		bool test_terminal; /* the test page */
		int64_t news; /* new articles to tell of */
		int64_t notices; /* of them those that rules want told */
		bool look;       /* the theme was chosen anew */
		bool new_client; /* the fetcher shall read the feeds file again */
	} wish;

	struct fields *fields; /* texts as cells, from the last draws */
	struct cell *cells;  /* scratch for one line */
	size_t cells_max;
};

struct app_start {
	struct store *store;
	struct config *config;
	struct client *client;
	const char *config_path; /* of the settings; NULL: they cannot be kept */
	const char *feeds; /* path of the feeds file; NULL: it cannot be changed here */
	bool own_feeds;    /* it is the reader's own, not the shipped one */
	struct keymap *keys;
	bool with_guide; /* the guide is shown as a section */
};
void app_init(struct app *app, const struct app_start *start);
void app_release(struct app *app);

void app_resize(struct app *app, int rows, int cols);
void app_draw(struct app *app); /* the whole frame */
void app_read_view(struct app *app); /* from the settings */
void app_act(struct app *app, enum action action);
/* A key as it came: for the open prompt, else for what it is bound to here (press.c). */
void app_key(struct app *app, const struct key *key);
/* A sequence waits for its next key; when none came for KEY_WAIT_MS, what is there
 * counts. */
#define KEY_WAIT_MS 700
bool app_key_waits(const struct app *app);
void app_key_late(struct app *app);
void press_draw(struct app *app);
int app_times(const struct app *app); /* the count, 1 without one */
void app_push(struct app *app, const struct screen_ops *screen);
void app_pop(struct app *app);
/* Time passes. True when the frame must be drawn again: another minute has come, or
 * another zone. */
bool app_tick(struct app *app, int64_t now, int utc_offset);
/* The store is looked at, in which other programs write. True when it has changed and the
 * frame must be drawn again. */
bool app_look(struct app *app);

void app_say(struct app *app, const char *fmt, ...) PRINTF_LIKE(2, 3);
void app_complain(struct app *app, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* How far the work is: only where nothing else is said. "" ends it. */
void app_say_passing(struct app *app, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* The key of an action for a message, as "%s" with .text, while the expression lasts: as
 * the keyboard in use types it; ":name" where none is bound. */
struct key_text {
	char text[48];
};
struct key_text app_key_text(const struct app *app, enum action a);

/* The fetcher's side (refresh.c). */
/* what: "all", "due", "force", or "ahead": the whole articles of these feeds. */
void app_refresh(struct app *app, const char *what, const int64_t *feed_ids, size_t n);
/* What takes long just now, in words with its counts; false: nothing does. ^X stops it. */
bool app_work(const struct app *app, struct buf *words, int64_t *done, int64_t *total);
bool app_works(const struct app *app); /* there is something for ^X to stop */
void app_compact(struct app *app); /* asks for upkeep of the store now */
void app_cancel(struct app *app); /* the long work that runs */
void app_on_message(const struct message *m, void *context);
void app_on_died(int64_t feed_id, const char *how, void *context);
bool app_is_stale(struct app *app); /* some listed feed is due */
/* Sections and headlines look at the store again. */
void app_store_changed(struct app *app);

/* ---- layout ------------------------------------------------------------- */

enum layout { LAYOUT_TINY, LAYOUT_NARROW, LAYOUT_ONE, LAYOUT_TWO, LAYOUT_THREE };
enum layout app_layout(const struct app *app);
int app_body_top(const struct app *app);    /* first row below the top bar */
int app_body_rows(const struct app *app);   /* rows between the bars */
/* A row of a list is no wider: on a wider screen the eye would lose it on its way. */
#define MEASURE_COLS 152
/* From so many rows on messages have a line of their own below the keys. */
#define ROWS_WITH_MESSAGES 16

extern const struct screen_ops screen_sections, screen_headlines, screen_article, screen_help;

/* ---- drawing (draw.c) ------------------------------------------------------ */

enum side { SIDE_START, SIDE_END };
/* A foreign or own text as a paragraph of its own in a strip of `width` columns at
 * x from the start side; returns columns used. dir DIR_AUTO: by its letters, with
 * the interface's as fallback. */
int draw_text(struct app *app, int row, int x, int width, struct bytes text, enum dir dir,
	      enum side side, enum style style);
/* The same by its letters, with places of it ([start, end) bytes) in STYLE_HIT. */
void draw_text_marked(struct app *app, int row, int x, int width, struct bytes text,
		      enum style style, uint32_t (*places)[2], size_t places_n);
/* The same on as many lines as it needs, at most `rows`, the last one cut with an ellipsis
 * when more would come; returns lines used. */
int draw_wrapped(struct app *app, int row, int x, int width, int rows, struct bytes text,
		 enum dir dir, enum style style);
/* A text of ours without its first `skip` lines: what has been scrolled out. */
int draw_wrapped_from(struct app *app, int row, int x, int width, int rows, struct bytes text,
		      enum style style, size_t skip);
/* How many lines it needs, at least 1. */
size_t text_lines(struct app *app, struct bytes text, int width);
void draw_fill(struct app *app, int row, int x, int width, uint32_t ch, enum style style);
void draw_rule(struct app *app, int row, int x, int width);
enum mark_sign {
	MARK_SIGN_UNREAD,
	MARK_SIGN_STAR,
	MARK_SIGN_FULL,   /* the whole text is kept */
	MARK_SIGN_EDITED, /* changed since it was first seen */
	MARK_SIGN_CURSOR, /* where a pane stands */
	MARK_SIGN_HERE,   /* the same in the pane that has the keys, when no row is coloured */
	MARK_SIGN_FOLDED,
	MARK_SIGN_OPEN,
	MARK_SIGN_COUNT
};
void draw_mark(struct app *app, int row, int x, enum mark_sign sign, enum style style);
/* The real cursor, at the start of what is chosen. */
void draw_cursor(struct app *app, int row, int x);
/* The part whose rows move as one when the reader goes on. */
void draw_band(struct app *app, int row, int rows, int x, int width);
/* The program's name and where one is, `aside` at the end where it has room. */
void draw_top_bar(struct app *app, const char *place, const char *aside);
/* app->message on as many lines as it needs, at most `most`, the last one in `row`. */
void draw_message(struct app *app, int row, int width, int most);
/* Hints at the start, `aside` at the end; the message line below when there is room. */
void draw_bottom(struct app *app, const enum action *hints, size_t n, const char *aside,
		 int64_t done, int64_t total);
/* Columns of a text on one line. */
int text_columns(struct app *app, struct bytes text);

#endif
