/* SPDX-License-Identifier: MIT
 *
 * found: the feeds of an address and what they bring now, to be looked at before one
 * of them is added.
 */
#ifndef UI_FOUND_H
#define UI_FOUND_H

#include "ui/app.h"

/* Lines of `akhbar-fetch discover --headlines`; how many feeds there are. */
size_t found_read(struct app *app, const char *lines);
void found_open(struct app *app);
void found_release(struct app *app);

extern const struct screen_ops screen_found;

#endif
