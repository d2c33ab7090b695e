/* SPDX-License-Identifier: MIT
 *
 * set: settings and keys changed while the program runs, and kept in the settings file
 * when the reader says so (`keep`).
 */
#ifndef UI_SET_H
#define UI_SET_H

#include "ui/app.h"

struct prompt_choices;

/* "NAME VALUE", "NAME" or "NAME?": changes it or tells it. False: told what is wrong. */
bool set_run(struct app *app, char *argument);
void set_complete(struct app *app, const char *text, struct prompt_choices *out);
/* A key has changed the view; what it means as a setting, for `keep`. */
void set_by_key(struct app *app, enum option o, const char *value);
/* actions NULL: the keys were unbound. */
void set_note_bind(struct app *app, const char *keys, const char *actions);
/* Writes what was changed since the start, or since it was last kept. */
bool set_keep(struct app *app, char *argument);
void set_release(struct app *app);

#endif
