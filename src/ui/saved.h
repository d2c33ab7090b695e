/* SPDX-License-Identifier: MIT
 *
 * saved: the saved searches of the feeds file as sections, with the number of their
 * unread articles. Counting is cut at SAVED_MOST and done one search a turn, while no
 * key waits, so that neither a mark nor a refresh waits for it.
 */
#ifndef UI_SAVED_H
#define UI_SAVED_H

#include "ui/app.h"

#define SAVED_MOST 500

struct saved_search {
	char *name, *query;
	int64_t unread; /* at most SAVED_MOST, which stands for more; -1 not counted yet */
	bool stale;
};

/* From the feeds file, in its order; what was counted of the same query stays. */
void saved_load(struct app *app);
void saved_release(struct app *app);
void saved_changed(struct app *app);    /* the store has changed: all are counted again */
bool saved_wait(const struct app *app); /* some are to be counted */
/* Counts one of them; true when a number in the pane changed. */
bool saved_count_one(struct app *app);
/* The search shown into the feeds file; "" asks for its name. False: told why not. */
bool saved_keep(struct app *app, const char *name);

#endif
