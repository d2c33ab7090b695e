/* SPDX-License-Identifier: MIT
 *
 * reading: the article that is open.
 */
#ifndef UI_READING_H
#define UI_READING_H

#include "akhbar/doc.h"
#include "akhbar/page.h"
#include "ui/app.h"
#include "ui/guide.h"

struct query;

struct reading {
	int64_t id; /* negative: of the guide */
	struct store_entry entry;
	struct doc *doc;
	struct page *page;
	uint32_t width;
	size_t top; /* first line shown */
	uint64_t waiting; /* request that brings its text */
	bool full, owned_entry;
	char *head, *head_more;
	char *find;       /* words looked for (find.h), NULL none */
	struct query *words; /* of the search that it was opened from, or NULL */
	size_t hits, hit; /* places found; the one the reader is at */
	bool at_hit;      /* the reader went there */
	size_t find_top;  /* where the reader was before */
	bool choosing;    /* paragraphs to be copied: from the anchor to the other */
	uint32_t anchor, other;
};

struct reading *reading_new(void);
void reading_free(struct reading *r);
/* Opens the row under the headlines' cursor: marks it read, durably, first. */
void reading_open(struct app *app);
/* The same beside the headlines, without marking it. */
void reading_preview(struct app *app);
void reading_scroll(struct app *app, int64_t by);
void reading_follow(struct app *app, size_t link); /* opens link number `link` */
/* To the width of the screen as it is now; the place stays. */
void reading_fit(struct app *app);
/* Asks the fetcher for the whole article of what is open, which has a link. */
void reading_ask_page(struct app *app);
/* The store has its text now. */
void reading_arrived(struct app *app, uint64_t request, bool ok);
int reading_rows(const struct app *app);        /* of text on the screen */
size_t reading_last_top(const struct app *app); /* first line when scrolled to the end */
bool reading_act(struct app *app, enum action action); /* reading-act.c */

/* Drawing (reading-draw.c): in its pane or on the whole screen. */
void reading_draw(struct app *app);
uint32_t reading_column(const struct app *app); /* width of the text */
int reading_rows(const struct app *app);        /* lines shown */
size_t reading_last_top(const struct app *app);
bool reading_act(struct app *app, enum action action); /* reading-act.c */
/* Whether this block is chosen to be copied. */
bool reading_chosen(const struct app *app, uint32_t block);

#endif
