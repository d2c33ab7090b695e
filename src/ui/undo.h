/* SPDX-License-Identifier: MIT
 *
 * undo: marks and changes of the feeds file, taken back one after the other, the last
 * first. Kept while the program runs, the last 100.
 */
#ifndef UI_UNDO_H
#define UI_UNDO_H

#include "ui/app.h"

struct undo;

struct undo *undo_new(void);
void undo_free(struct undo *u);
/* These articles were marked; takes `ids`. */
void undo_note_marks(struct app *app, int64_t *ids, size_t n, enum store_mark mark);
/* The feeds file was changed; before that it was `old`. */
void undo_note_file(struct app *app, const char *path, struct bytes old);
/* The last change noted did not happen. */
void undo_forget(struct app *app);
/* Takes the last thing back and says so. */
void undo_last(struct app *app);

#endif
