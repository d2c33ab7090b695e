/* SPDX-License-Identifier: MIT
 *
 * links: those of the article that is open, as a list and by letters on the screen;
 * and the one way a link goes to the browser: without a shell, its host shown, asked
 * about when the text names another host.
 */
#ifndef UI_LINKS_H
#define UI_LINKS_H

#include "akhbar/doc.h"
#include "ui/app.h"

/* `text`: what the article shows for it, or NULL. False: it cannot be opened, or the
 * reader is asked first. */
bool links_browse(struct app *app, const char *url, const char *text);
/* The words of link `number` (from 1), yours; "" when it has none. */
char *links_text(const struct doc *doc, size_t number);
/* Whether a text that looks like an address names another host than the link has. */
bool links_differ(const char *url, const char *text);

void links_open(struct app *app);  /* the list */
void links_hints(struct app *app); /* letters beside the links on the screen */
void links_draw_hints(struct app *app);

extern const struct screen_ops screen_links;

#endif
