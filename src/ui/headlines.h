/* SPDX-License-Identifier: MIT
 *
 * headlines: a window on a list of the store, read by key as the cursor moves.
 * What is shown is a snapshot: an article read stays in the unread list, new ones
 * are announced and come in when the reader goes to the top.
 */
#ifndef UI_HEADLINES_H
#define UI_HEADLINES_H

#include "ui/app.h"
#include "ui/sections.h"

struct headlines {
	enum section_kind kind;
	int64_t section_id; /* of a feed when the kind is SECTION_FEED */
	char *name, *query; /* query: of a saved search, or NULL */
	struct store_row *rows; /* newest first */
	size_t n, cap;
	bool at_newest, at_oldest; /* nothing more that way, as of the snapshot */
	int64_t rank;              /* of rows[0] in the whole list, -1 unknown */
	int64_t total, unread;     /* in the store now */
	int64_t length;            /* of the list as the reader sees it: the total when it was read */
	size_t cursor, top;        /* indices into rows; top: first one shown */
	int64_t newest;            /* id of the newest article when the list was read, 0 none */
	int64_t fresh;             /* new articles not shown yet */
	bool touched;              /* a key was pressed since it was opened */
	int64_t ahead;             /* id of the last row when more were read ahead, 0 never */
	struct {
		int64_t id;
		char *title;
		bool hidden;
	} *sources; /* the feeds in the order of the feeds file */
	size_t sources_n;
	unsigned sources_read;   /* how often they were */
	int source_cols; /* of the widest title */
	char *filter;   /* only titles that hold these words, or NULL */
	int64_t before_filter; /* where the cursor was when it was asked for, 0 unknown */
	char *composed; /* the query with them */
	struct query *words; /* what to show in the titles, or NULL */
	bool ranked;    /* a search: the best hits first */
	bool typing;    /* it is being typed: little is read */
	struct strips *strips; /* rows as they were drawn */
};
/* How it is parted: what is ranked is not, and what is typed not by source. */
enum grouping headlines_grouping(const struct app *app);

struct headlines *headlines_new(void);
void headlines_free(struct headlines *h);
void headlines_open(struct app *app, const struct section_row *section);
void headlines_reload(struct app *app); /* from the newest, cursor at the top */
void headlines_regroup(struct app *app); /* in another order; the cursor stays on its article */
void headlines_changed(struct app *app); /* the store has changed: counts, announcements */
const char *headlines_source(const struct headlines *h, int64_t feed_id);
struct store_row *headlines_current(struct headlines *h);
/* Moves to the nearest row that fits, reading more of the list as needed. */
bool headlines_step(struct app *app, int by, bool unread_only);
/* The rows after the next are read while nothing else is there to do, so that no key waits
 * for the store. */
bool headlines_wait(const struct app *app);
void headlines_read_ahead(struct app *app);
void headlines_mark(struct app *app, struct store_row *row, enum store_mark mark);
void headlines_show_mark(struct store_row *row, enum store_mark mark);
void headlines_marked(struct app *app); /* the store was marked by us: counts */
/* The cursor to this article, reading the list round it when it is not at hand; one that
 * has left the list meanwhile is put back. False: there is no such article any more. */
bool headlines_go_to(struct app *app, int64_t id);
/* Only what has these words in its title, the cursor at the top; NULL or "" for all
 * again, the cursor on the article where it was. */
void headlines_set_filter(struct app *app, const char *words);
/* What the list is made of, with the filter. Its query is good until the next call. */
void headlines_filter(struct app *app, struct store_filter *out);
void headlines_draw(struct app *app, int x, int width, int row, int rows, bool focus);
int headlines_per_page(const struct app *app); /* as drawn now; may be 0 or less */
/* headlines-act.c: on the list, and on the screen with its panes. */
bool headlines_act(struct app *app, enum action action);
bool headlines_screen_act(struct app *app, enum action action);
void headlines_keep(struct app *app, struct store_row *row); /* unread, also when opened */
/* To the next unread row, of the next section too; false: there is none. */
bool headlines_next_unread(struct app *app, int by);
void headlines_ask_filter(struct app *app);

#endif
