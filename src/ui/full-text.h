/* SPDX-License-Identifier: MIT
 *
 * full-text: when the whole article is fetched of a feed: its own setting in the
 * feeds file, else the general one.
 */
#ifndef UI_FULL_TEXT_H
#define UI_FULL_TEXT_H

#include "config/options.h"
#include "ui/app.h"

/* The feeds file is read again only when it has changed. */
enum full_text full_text_mode(struct app *app, const char *feed_url);
void full_text_release(struct app *app);

#endif
