/* SPDX-License-Identifier: MIT
 *
 * sources: the feeds file managed on the screen: add (what a page announces is found
 * by the fetcher and offered), rename, move, remove, pause, settings of one feed; and
 * how each of them fares. The file keeps its order and what people wrote in it; the
 * shipped list is copied to the reader's own file before the first change.
 */
#ifndef UI_SOURCES_H
#define UI_SOURCES_H

#include "config/sources.h"
#include "ui/app.h"

/* What the feeds file lists into the store. */
MUST_USE enum err sources_to_store(struct store *s, const struct sources *list, struct why *why);

void sources_open(struct app *app);
void sources_screen_release(struct app *app);
void sources_changed(struct app *app); /* the store has: read again when shown */
/* Asks for an address, or goes on with this one. */
void sources_ask_add(struct app *app, const char *address);
/* Adds it and fetches it at once; false: the reader was told why not. */
bool sources_add_now(struct app *app, const char *url, const char *title, const char *section);
/* The feeds file into the store, after it was changed. */
bool sources_reread(struct app *app, struct why *why);
/* Makes the file the reader's own and notes it for undo; false: told why not. */
bool sources_begin_change(struct app *app);

/* Asks for the section, then adds it. */
void sources_ask_section(struct app *app, const char *url, const char *title);
void sources_add_release(struct app *app);
/* Sources of an OPML file: asks for it, or goes on with this one (sources-import.c). */
/* Asks those that have never been asked; while a refresh runs, when it is over. */
void sources_fetch_new(struct app *app);
void sources_ask_import(struct app *app, const char *path);

struct prompt_choices;
void sources_complete_section(struct app *app, const char *text, struct prompt_choices *out,
			      void *context);

extern const struct screen_ops screen_sources;

#endif
