/* SPDX-License-Identifier: MIT */
#include "ui/saved.h"

#include <stdlib.h>
#include <string.h>

#include "config/sources.h"
#include "sys/lang.h"
#include "ui/headlines.h"
#include "ui/prompt.h"
#include "ui/sources.h"
#include "ui/undo.h"

static void
saved_add(struct app *app, const char *name, const char *query)
{
	struct saved *s = &app->saved;
	s->items = mem_realloc_array(s->items, s->n + 1, sizeof(*s->items));
	s->items[s->n++] = (struct saved_search){mem_strdup(name), mem_strdup(query), -1, true};
}

static void
release(struct saved *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free(s->items[i].name);
		free(s->items[i].query);
	}
	free(s->items);
	*s = (struct saved){0};
}

void
saved_load(struct app *app)
{
	struct sources list = {0};
	if (!app->feeds || sources_load(app->feeds, &list, NULL) != OK)
		return; /* what was read before stays */
	struct saved old = app->saved;
	app->saved = (struct saved){0};
	for (size_t i = 0; i < list.searches_n; i++) {
		saved_add(app, list.searches[i].name, list.searches[i].query);
		for (size_t k = 0; k < old.n; k++)
			if (strcmp(old.items[k].query, list.searches[i].query) == 0)
				app->saved.items[i].unread = old.items[k].unread;
	}
	sources_release(&list);
	release(&old);
}

void
saved_release(struct app *app)
{
	release(&app->saved);
}

void
saved_changed(struct app *app)
{
	for (size_t i = 0; i < app->saved.n; i++)
		app->saved.items[i].stale = true;
}

bool
saved_wait(const struct app *app)
{
	for (size_t i = 0; i < app->saved.n; i++)
		if (app->saved.items[i].stale)
			return app->store != NULL;
	return false;
}

bool
saved_count_one(struct app *app)
{
	if (!saved_wait(app))
		return false;
	struct saved_search *x = app->saved.items;
	while (!x->stale)
		x++;
	struct store_filter filter = {.since = TIME_NONE, .before = TIME_NONE, .unread = true,
				      .query = x->query};
	int64_t n = 0;
	x->stale = false;
	if (store_count_some(app->store, &filter, SAVED_MOST, &n, NULL) != OK || n == x->unread)
		return false;
	x->unread = n;
	for (size_t i = 0; i < app->sections->n; i++) {
		struct section_row *row = &app->sections->rows[i];
		if (row->kind == SECTION_SAVED && strcmp(row->query, x->query) == 0)
			row->unread = n;
	}
	return true;
}

static bool
keep(struct app *app, const char *name)
{
	struct why why = {""};
	struct store_filter filter;
	headlines_filter(app, &filter);
	if (!filter.query || !sources_begin_change(app))
		return false;
	if (sources_add_search(app->feeds, name, filter.query, &why) != OK) {
		app_complain(app, "%s", why.text);
		undo_forget(app);
		return false;
	}
	if (!sources_reread(app, &why)) {
		app_complain(app, "%s", why.text);
		return false;
	}
	app_say(app, _("Kept as a section: %s"), name);
	return true;
}

static bool
named(struct app *app, const char *text, void *context)
{
	(void)context;
	return !*text || keep(app, text);
}

bool
saved_keep(struct app *app, const char *name)
{
	const struct headlines *h = app->headlines;
	if (!h->query) {
		app_complain(app, _("There is no search to be kept; %s begins one."),
			     app_key_text(app, ACTION_SEARCH).text);
		return false;
	}
	if (*name)
		return keep(app, name);
	prompt_open(app, &(struct prompt_spec){.label = _("Name of the search:"), .entered = named});
	return true;
}
