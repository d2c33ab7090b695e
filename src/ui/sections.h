/* SPDX-License-Identifier: MIT
 *
 * sections: the pane of smart lists, sections and the guide, with their counts.
 */
#ifndef UI_SECTIONS_H
#define UI_SECTIONS_H

#include "ui/app.h"

enum section_kind {
	SECTION_ALL,
	SECTION_UNREAD,
	SECTION_STARRED,
	SECTION_TODAY,
	SECTION_SAVED, /* a saved search */
	SECTION_NAMED,
	SECTION_FEED,  /* a source of the named section above it */
	SECTION_GUIDE,
	SECTION_GAP, /* an empty row */
};

struct section_row {
	enum section_kind kind;
	int64_t id;  /* SECTION_NAMED, SECTION_FEED */
	char *name;  /* as shown */
	char *query; /* SECTION_SAVED, else NULL */
	int64_t unread, total;
	bool open;   /* SECTION_NAMED: its sources are shown */
};

struct sections {
	struct section_row *rows;
	size_t n, cursor, top;
	bool focus; /* in the wide layout: keys go here */
	int64_t *open; /* sections whose sources are shown */
	size_t open_n;
};

struct sections *sections_new(void);
void sections_free(struct sections *s);
/* Reads the store again; the cursor stays on its section. */
void sections_load(struct app *app);
/* The pane at x from the start side. */
void sections_draw(struct app *app, int x, int width, int row, int rows, bool focus);
int sections_width(const struct app *app);
void sections_move(struct sections *s, int by, int rows);
/* Shows or hides the sources of the section at row i (of a source: its section). */
void sections_fold(struct app *app, size_t i);
const struct section_row *sections_current(const struct sections *s);
/* The cursor to the row of this list, when it is shown. */
void sections_select(struct app *app, const struct section_row *list);
void sections_filter(struct app *app, const struct section_row *row, struct store_filter *out);

#endif
