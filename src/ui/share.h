/* SPDX-License-Identifier: MIT
 *
 * share: an article leaves the reader: to the clipboard, into a file, to a command.
 * Always in the order it is read, never through a shell.
 */
#ifndef UI_SHARE_H
#define UI_SHARE_H

#include "ui/app.h"

/* copy-link, copy-title, copy-text, save, pipe, send: of the article that is open, or
 * of the headline under the cursor. False: another action. */
bool share_act(struct app *app, enum action action);
/* Text to the clipboard (by the loop), and these words to the reader. */
void share_copy(struct app *app, const char *text, const char *said, ...) PRINTF_LIKE(3, 4);
/* `path` NULL or "": a name made of the title in the folder of the settings. */
void share_save(struct app *app, const char *path);
void share_pipe(struct app *app, const char *command);
/* A file name made of a title; yours. Nothing in it leads out of its folder. */
char *share_name(const char *title, const char *extension);
/* The loop grants the wishes for them (handovers.c). */
void share_grant_copy(struct app *app, struct term *t);
void share_grant_run(struct app *app, struct term *t);

#endif
