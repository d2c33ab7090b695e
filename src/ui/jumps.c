/* SPDX-License-Identifier: MIT */
#include "ui/jumps.h"

#include <stdlib.h>
#include <string.h>

#include "sys/lang.h"
#include "ui/headlines.h"
#include "ui/reading.h"
#include "ui/sections.h"

#define JUMPS_MAX 50

struct jump {
	struct section_row list; /* name and query are ours */
	char *filter; /* of that list, or NULL */
	int64_t entry;
	bool article;  /* it was open */
	size_t line;   /* and stood there */
};

struct jumps {
	struct jump items[JUMPS_MAX];
	size_t n;
};

struct jumps *
jumps_new(void)
{
	return mem_zalloc(sizeof(struct jumps));
}

static void
release(struct jump *j)
{
	free(j->list.name);
	free(j->list.query);
	free(j->filter);
}

void
jumps_free(struct jumps *j)
{
	if (!j)
		return;
	for (size_t i = 0; i < j->n; i++)
		release(&j->items[i]);
	free(j);
}

void
jumps_note(struct app *app)
{
	struct jumps *j = app->jumps;
	struct headlines *h = app->headlines;
	const struct store_row *row = headlines_current(h);
	if (!h->name || !row)
		return;
	bool article = app->screen == &screen_article;
	const struct jump *last = j->n ? &j->items[j->n - 1] : NULL;
	if (last && last->entry == row->id && last->list.kind == h->kind &&
	    last->list.id == h->section_id && last->article == article)
		return;
	if (j->n == JUMPS_MAX) {
		release(&j->items[0]);
		memmove(j->items, j->items + 1, --j->n * sizeof(*j->items));
	}
	j->items[j->n++] = (struct jump){
		.list = {.kind = h->kind,
			 .id = h->section_id,
			 .name = mem_strdup(h->name),
			 .query = h->query ? mem_strdup(h->query) : NULL},
		.filter = h->filter ? mem_strdup(h->filter) : NULL,
		.entry = row->id,
		.article = article,
		.line = article ? app->reading->top : 0,
	};
}

bool
jumps_back(struct app *app)
{
	struct jumps *j = app->jumps;
	struct headlines *h = app->headlines;
	if (!j->n)
		return false;
	struct jump at = j->items[--j->n];
	if (h->kind != at.list.kind || h->section_id != at.list.id ||
	    strcmp(h->name ? h->name : "", at.list.name) != 0) {
		sections_select(app, &at.list);
		headlines_open(app, &at.list);
		h->touched = true;
	}
	if (strcmp(h->filter ? h->filter : "", at.filter ? at.filter : "") != 0)
		headlines_set_filter(app, at.filter);
	bool there = headlines_go_to(app, at.entry);
	if (app->screen == &screen_article && (!at.article || !there))
		app_pop(app);
	if (!there) {
		app_say(app, "%s", _("That article is no longer kept here."));
	} else if (at.article) {
		app_push(app, &screen_article);
		reading_open(app);
		app->reading->top = at.line; /* drawing keeps it inside */
	}
	release(&at);
	return true;
}
