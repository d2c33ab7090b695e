/* SPDX-License-Identifier: MIT */
#include "ui/search.h"

#include <stdlib.h>
#include <string.h>

#include "store/query.h"
#include "sys/lang.h"
#include "ui/headlines.h"
#include "ui/jumps.h"
#include "ui/prompt.h"
#include "ui/reading.h"

/* What was on the screen before the first letter. */
struct before {
	struct headlines *headlines; /* NULL: it still is */
	struct reading *reading;
	const struct screen_ops *screen, *screens[ARRAY_LEN(((struct app *)0)->screens)];
	size_t depth;
	bool focus;
};

void
search_show_headlines(struct app *app)
{
	while (app->depth && app->screen != &screen_headlines)
		app_pop(app);
	app_push(app, &screen_headlines);
	app->sections->focus = false;
}

static void
open_search(struct app *app, const char *words, const char *query, bool typing)
{
	char *name = mem_printf("%s \u2068%s\u2069", _("Search:"), words); /* FSI, PDI */
	app->headlines->typing = typing;
	headlines_open(app, &(struct section_row){.kind = SECTION_SAVED, .name = name,
						  .query = (char *)(uintptr_t)query});
	free(name);
}

void
search_run(struct app *app, const char *words)
{
	if (!app->store)
		return;
	jumps_note(app);
	open_search(app, words, words, false);
	app->headlines->touched = true;
	search_show_headlines(app);
	int64_t waiting = 0;
	struct why why = {""};
	if (app->headlines->words && query_complaint(app->headlines->words, bytes_of(words), &why)) {
		app_complain(app, "%s", why.text); /* what was understood of it is shown */
	} else if (store_unindexed(app->store, &waiting, NULL) == OK && waiting) {
		struct buf said;
		buf_init(&said, 0);
		words_printf(&app->words, &said,
			     ngettext("Search does not know %d article yet; it is being made ready.",
				      "Search does not know %d articles yet; they are being made ready.",
				      (unsigned long)waiting),
			     (int)waiting);
		app_say(app, "%s", said.data);
		buf_release(&said);
	}
}

void
search_rank(struct app *app)
{
	struct headlines *h = app->headlines;
	if (!h->words || !h->words->terms_n) {
		app_say(app, _("Only what was searched for has an order of its own; %s searches."),
			app_key_text(app, ACTION_SEARCH).text);
		return;
	}
	h->ranked = !h->ranked;
	headlines_reload(app);
	app_say(app, "%s", h->ranked ? _("The best first: as spelled before the rest.") : _("The newest first."));
}

/* ---- while it is typed ------------------------------------------------------------------ */

static void
step_aside(struct app *app)
{
	struct before *b = app->searching;
	if (b->headlines)
		return;
	*b = (struct before){.headlines = app->headlines, .reading = app->reading, .screen = app->screen,
			     .depth = app->depth, .focus = app->sections->focus};
	memcpy(b->screens, app->screens, sizeof(b->screens));
	app->headlines = headlines_new();
	app->reading = reading_new();
	search_show_headlines(app);
}

static void
put_back(struct app *app)
{
	struct before *b = app->searching;
	if (!b || !b->headlines)
		return;
	headlines_free(app->headlines);
	reading_free(app->reading);
	app->headlines = b->headlines;
	app->reading = b->reading;
	app->screen = b->screen;
	app->depth = b->depth;
	memcpy(app->screens, b->screens, sizeof(b->screens));
	app->sections->focus = b->focus;
	*b = (struct before){0};
	/* the window may have been turned meanwhile */
	app_resize(app, app->frame.rows, app->frame.cols);
}

static void
on_typed(struct app *app, const char *text, void *context)
{
	(void)context;
	if (!*bytes_trim(bytes_of(text)).data) {
		put_back(app);
		return;
	}
	char *query = query_as_typed(bytes_of(text));
	step_aside(app);
	open_search(app, text, query, true);
	free(query);
}

static bool
on_entered(struct app *app, const char *text, void *context)
{
	char *words = mem_strdup(text);
	(void)context;
	put_back(app);
	if (*words)
		search_run(app, words);
	free(words);
	return true;
}

static void
on_left(struct app *app, void *context)
{
	(void)context;
	put_back(app);
}

void
search_ask(struct app *app)
{
	put_back(app); /* should one be left from a prompt that another took the place of */
	if (!app->searching)
		app->searching = mem_zalloc(sizeof(struct before));
	prompt_open(app, &(struct prompt_spec){.label = _("Search:"),
					       .hint = _("words; \"a phrase\"; title:word; -without"),
					       .history = HISTORY_SEARCH,
					       .typed = on_typed,
					       .entered = on_entered,
					       .left = on_left});
}

void
search_release(struct app *app)
{
	put_back(app);
	free(app->searching);
	app->searching = NULL;
}
