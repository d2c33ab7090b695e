/* SPDX-License-Identifier: MIT
 *
 * outside: what is told beyond our own screen: the window's title, new articles. Our
 * own words and numbers alone, never a title or a name that came from a feed.
 */
#ifndef UI_OUTSIDE_H
#define UI_OUTSIDE_H

#include "ui/app.h"

/* After a draw; cheap when nothing changed. */
void outside_title(struct app *app, struct term *t);
/* app->wish.news as the reader wants it told; what rules want told always is, by the
 * terminal when nothing else is set. */
void outside_news(struct app *app, struct term *t);
/* Runs notify-command with %n and %m in its words replaced. */
MUST_USE enum err outside_command(const char *command, int64_t n, const char *sentence,
				  struct why *why);
/* "2 articles that your rules tell of" or "2 new articles", appended. */
void outside_sentence(const struct words *words, int64_t news, int64_t notices, struct buf *out);

#endif
