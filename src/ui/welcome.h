/* SPDX-License-Identifier: MIT
 *
 * welcome: the three screens of the first run: language, numerals, sections of
 * interest. Each may be passed over; what was not touched is left to the defaults.
 */
#ifndef UI_WELCOME_H
#define UI_WELCOME_H

#include "config/sources.h"
#include "ui/app.h"

enum welcome_step { WELCOME_LANGUAGE, WELCOME_NUMERALS, WELCOME_SECTIONS, WELCOME_DONE };

struct welcome_section {
	const char *name;
	size_t sources;
	bool wanted;
};

struct welcome {
	enum welcome_step step;
	size_t cursor, top;
	const char *lang;     /* "ar", "en", NULL: passed over */
	const char *numerals; /* "arabic", "western", NULL */
	struct welcome_section *sections; /* names live in the list of sources */
	size_t sections_n;
};

/* The sections of a list, in its order. */
void welcome_init(struct welcome *w, const struct sources *shipped);
void welcome_release(struct welcome *w);
/* Some sections were left out. */
bool welcome_selects(const struct welcome *w);
bool welcome_wants(const struct welcome *w, const char *section);

/* A key on one of them: the arrow back and Backspace lead to the question before. */
void welcome_key(struct app *app, const struct key *key);

/* Draws and acts on app->welcome. */
extern const struct screen_ops screen_welcome;

/* The screens on the terminal; returns when all was answered or passed over. */
/* `answers`: see ui_start. A terminal that nothing names is shown the test page first. */
void ui_welcome(struct config *config, struct welcome *w, const char *answers);

#endif
