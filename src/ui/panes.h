/* SPDX-License-Identifier: MIT
 *
 * panes: how sections, headlines and the article share the screen: one of them below
 * 100 columns, sections beside headlines from there, the article beside both from 150
 * when the reader wants it. All x from the start side.
 */
#ifndef UI_PANES_H
#define UI_PANES_H

#include "ui/app.h"

enum pane { PANE_SECTIONS, PANE_HEADLINES, PANE_ARTICLE };

struct panes {
	int sections;           /* width, 0: not beside the headlines */
	int list_x, list;       /* headlines */
	int article_x, article; /* width 0: not beside them */
};
void panes_place(const struct app *app, struct panes *out);
/* The panes there is room for; the keys go to `focus`. */
void panes_draw(struct app *app, enum pane focus);

#endif
