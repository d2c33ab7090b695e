/* SPDX-License-Identifier: MIT
 *
 * prompt: one line being typed at the bottom of the screen, whatever screen is on
 * top: a search, a command, an address. While it is open every key goes to it, and
 * letters are letters on every keyboard, but for those typed with Alt. Enter gives the line to `entered`, Esc (or
 * Backspace in an empty line) ends it. Text is UTF-8 in reading order, cleaned.
 */
#ifndef UI_PROMPT_H
#define UI_PROMPT_H

#include "akhbar/base.h"

struct app;
struct key;

/* Lines entered are kept for Up and Down, each kind apart, while the program runs. */
enum prompt_history {
	HISTORY_NONE,
	HISTORY_FILTER,  /* of the list */
	HISTORY_FIND,    /* in the article */
	HISTORY_SEARCH,  /* of the store */
	HISTORY_COMMAND,
	HISTORY_ADDRESS,
	HISTORY_PIPE,    /* commands of other programs */
	HISTORY_FILE,
	HISTORY_KINDS
};

/* What could stand in the text from byte `from` up to the cursor. */
struct prompt_choices {
	char **items; /* mem, each and all; the prompt frees them */
	size_t n;
	size_t from;
};
/* Adds one when `word` begins with the letters in text[from, cursor). */
void prompt_choice(struct prompt_choices *c, const char *word);

struct prompt_spec {
	const char *label; /* before the line, translated; copied */
	const char *text;  /* to begin with, or NULL */
	const char *hint;  /* quiet words while the line is empty, or NULL; copied */
	enum prompt_history history;
	void *context; /* for the functions; any of them may be NULL */
	/* after every change of the text */
	void (*typed)(struct app *app, const char *text, void *context);
	/* Enter. False: the line stays open (say why with app_complain). It may open
	 * another prompt. */
	bool (*entered)(struct app *app, const char *text, void *context);
	/* Esc */
	void (*left)(struct app *app, void *context);
	/* Tab: set out->from, add with prompt_choice; `text` ends at the cursor */
	void (*complete)(struct app *app, const char *text, struct prompt_choices *out,
			 void *context);
};

struct prompt *prompt_new(void);
void prompt_free(struct prompt *p);

void prompt_open(struct app *app, const struct prompt_spec *spec);
/* A question that one key answers: y (by its place, or as a letter of the reader's
 * word for yes) calls `yes`; every other key is no. */
void prompt_ask(struct app *app, const char *question, void (*yes)(struct app *app, void *context),
		void *context);
void prompt_close(struct app *app); /* calls nothing */
bool prompt_is_open(const struct app *app);
bool prompt_takes_text(const struct app *app); /* it is open and not a question */
void prompt_set_text(struct app *app, const char *text); /* of the open one */
const char *prompt_text(const struct app *app); /* "" when closed */
/* A key for the open prompt. */
void prompt_key(struct app *app, const struct key *key);
/* What was pasted goes into the line when all that has come of it was given as keys: one
 * change, not one a letter. */
void prompt_settle(struct app *app);
/* Over the bottom row, choices and complaints in the row above; sets the cursor. */
void prompt_draw(struct app *app);

#endif
