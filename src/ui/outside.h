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
/* app->wish.news as the reader wants it told. */
void outside_news(struct app *app, struct term *t);

#endif
