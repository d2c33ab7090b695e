/* SPDX-License-Identifier: MIT */
#include "ui/find.h"

#include <stdlib.h>
#include <string.h>

#include "store/query.h"
#include "sys/lang.h"
#include "ui/prompt.h"
#include "ui/reading.h"

/* ---- places ------------------------------------------------------------------------- */

struct folded {
	uint32_t *cp;
	uint32_t *start, *end; /* bytes of the text each came from */
	size_t n, cap;
};

static void
fold_all(struct bytes text, struct folded *out)
{
	const char *p = text.data, *end = text.data + text.len;
	while (p < end) {
		uint32_t cp, letters[FOLD_MAX], start = (uint32_t)(p - text.data);
		unsigned n = fold_next(&p, end, &cp, letters);
		if (out->n + n > out->cap) {
			out->cap = (out->n + n) * 2 + 64;
			out->cp = mem_realloc_array(out->cp, out->cap, sizeof(*out->cp));
			out->start = mem_realloc_array(out->start, out->cap, sizeof(*out->start));
			out->end = mem_realloc_array(out->end, out->cap, sizeof(*out->end));
		}
		for (unsigned i = 0; i < n; i++) {
			out->cp[out->n] = letters[i];
			out->start[out->n] = start;
			out->end[out->n++] = (uint32_t)(p - text.data);
		}
		/* a mark that is dropped goes with its letter */
		if (!n && out->n)
			out->end[out->n - 1] = (uint32_t)(p - text.data);
	}
}

static void
release(struct folded *f)
{
	free(f->cp);
	free(f->start);
	free(f->end);
}

size_t
find_places(struct bytes text, uint32_t (*places)[2], size_t max, void *words)
{
	struct folded hay = {0}, needle = {0};
	size_t found = 0;
	fold_all(bytes_of(words), &needle);
	if (needle.n)
		fold_all(text, &hay);
	for (size_t i = 0; needle.n && i + needle.n <= hay.n && found < max;) {
		if (memcmp(hay.cp + i, needle.cp, needle.n * sizeof(*hay.cp)) != 0) {
			i++;
			continue;
		}
		places[found][0] = hay.start[i];
		places[found++][1] = hay.end[i + needle.n - 1];
		i += needle.n;
		/* a ligature gives several letters for the same bytes */
		while (i < hay.n && hay.start[i] < places[found - 1][1])
			i++;
	}
	release(&hay);
	release(&needle);
	return found;
}

/* What the list was searched for; the title is shown as a text of the page, too. */
static size_t
searched_places(struct bytes text, uint32_t (*places)[2], size_t max, void *context)
{
	const struct reading *r = context;
	bool title = r->entry.row.title && bytes_eq(text, bytes_of(r->entry.row.title));
	return query_places(r->words, text, title, places, max, NULL);
}

/* ---- in the article that is open ------------------------------------------------------- */

void
find_again(struct app *app)
{
	struct reading *r = app->reading;
	if (!r->page)
		r->hits = 0;
	else if (r->find)
		r->hits = page_find(r->page, find_places, r->find);
	else
		r->hits = page_find(r->page, r->words ? searched_places : NULL, r);
	if (r->hit >= r->hits)
		r->hit = 0;
	if (r->hits && (r->find || r->at_hit))
		page_hit_here(r->page, r->hit);
}

static void
show_hit(struct app *app)
{
	struct reading *r = app->reading;
	size_t line = page_hit_line(r->page, r->hit), rows = (size_t)reading_rows(app);
	if (line == SIZE_MAX)
		return;
	page_hit_here(r->page, r->hit);
	if (line < r->top || line >= r->top + rows) {
		r->top = 0;
		reading_scroll(app, (int64_t)line - (int64_t)(rows / 3));
	}
}

void
find_words(struct app *app, const char *words)
{
	struct reading *r = app->reading;
	free(r->find);
	r->find = *words ? mem_strdup(words) : NULL;
	r->hit = 0;
	find_again(app);
	/* from the reader's place on */
	while (r->hit < r->hits && page_hit_line(r->page, r->hit) < r->top)
		r->hit++;
	if (r->hit >= r->hits)
		r->hit = 0;
	if (r->hits)
		show_hit(app);
}

static void
tell(struct app *app)
{
	struct reading *r = app->reading;
	struct buf said;
	buf_init(&said, 0);
	words_printf(&app->words, &said, _("%d of %d"), (int)r->hit + 1, (int)r->hits);
	if (r->find)
		buf_printf(&said, " · %s", r->find);
	app_say(app, "%s", said.data);
	buf_release(&said);
}

void
find_step(struct app *app, int by)
{
	struct reading *r = app->reading;
	if (!r->hits) {
		app_say(app, "%s", _("These words are not in this article."));
		return;
	}
	size_t n = (size_t)app_times(app) % r->hits;
	if (!r->find && !r->at_hit && by > 0) /* the reader is not at the first one yet */
		n = n ? n - 1 : r->hits - 1;
	r->at_hit = true;
	r->hit = (r->hit + (by > 0 ? n : r->hits - n)) % r->hits;
	show_hit(app);
	tell(app);
}

void
find_hint(struct app *app)
{
	const struct reading *r = app->reading;
	struct buf said;
	if (!r->words || !r->hits)
		return;
	buf_init(&said, 0);
	words_printf(&app->words, &said,
		     ngettext("%d place found", "%d places found", (unsigned)r->hits), (int)r->hits);
	app_say(app, "%s · %s", said.data, app_key_text(app, ACTION_NEXT_UNREAD).text);
	buf_release(&said);
}

void
find_end(struct app *app)
{
	find_words(app, "");
}

/* ---- the prompt -------------------------------------------------------------------------- */

static void
on_typed(struct app *app, const char *text, void *context)
{
	struct reading *r = app->reading;
	(void)context;
	r->top = r->find_top; /* what fits is looked for from where the reader was */
	find_words(app, text);
}

static bool
on_entered(struct app *app, const char *text, void *context)
{
	on_typed(app, text, context);
	if (app->reading->find && !app->reading->hits)
		app_say(app, "%s", _("These words are not in this article."));
	else if (app->reading->find)
		tell(app);
	return true;
}

static void
on_left(struct app *app, void *context)
{
	(void)context;
	find_end(app);
	app->reading->top = app->reading->find_top;
}

void
find_ask(struct app *app)
{
	if (!app->reading->page)
		return;
	app->reading->find_top = app->reading->top;
	prompt_open(app, &(struct prompt_spec){.label = _("Find:"),
					       .hint = _("words of this article"),
					       .history = HISTORY_FIND,
					       .typed = on_typed,
					       .entered = on_entered,
					       .left = on_left});
}
