/* SPDX-License-Identifier: MIT
 *
 * search: looking for words in all articles. What fits shows while the words are typed;
 * Esc puts everything back as it was.
 */
#ifndef UI_SEARCH_H
#define UI_SEARCH_H

#include "ui/app.h"

void search_ask(struct app *app); /* the prompt */
void search_run(struct app *app, const char *words);
/* The best hits first, or the newest again. */
void search_rank(struct app *app);
void search_release(struct app *app);
/* The headlines on top, whatever screen was. */
void search_show_headlines(struct app *app);

/* ---- rules (rule-prompt.c) ---- */

/* A rule from what is shown, with how many articles it would find while it is typed. */
void rule_ask(struct app *app);

#endif
