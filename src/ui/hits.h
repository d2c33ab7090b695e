/* SPDX-License-Identifier: MIT
 *
 * hits: what lies where on the screen, noted while it is drawn, so that a click finds
 * what the eye sees. Later areas lie on top of earlier ones.
 */
#ifndef UI_HITS_H
#define UI_HITS_H

#include "ui/app.h"

enum hit_kind {
	HIT_NONE,
	HIT_SECTIONS,  /* the pane: for the wheel */
	HIT_SECTION,   /* n: its row */
	HIT_FOLD,      /* n: its row */
	HIT_HEADLINES, /* the pane */
	HIT_HEADLINE,  /* n: its row */
	HIT_ARTICLE,   /* the pane */
	HIT_LINK,      /* n: the link's number */
	HIT_LINK_NUMBER, /* the same: where the number stands */
	HIT_HINT,      /* n: the action */
	HIT_CHOICE,    /* n: of the first run's screens */
	HIT_ROW,       /* n: of a list that fills the screen */
	HIT_CHOSEN,    /* the same: the row that is chosen there */
};

struct hit {
	enum hit_kind kind;
	size_t n;
	int row, rows, col, cols; /* col from the left */
};

/* x from the start side, as in drawing. */
void hits_add(struct app *app, enum hit_kind kind, size_t n, int row, int rows, int x, int cols);
/* A click or the wheel. */
void app_mouse(struct app *app, const struct key *key);

#endif
