/* SPDX-License-Identifier: MIT
 *
 * What the headlines are made of: the list, and of it what has the words of a filter.
 */
#include "ui/headlines.h"

#include <stdlib.h>
#include <string.h>

#include "sys/lang.h"
#include "ui/jumps.h"
#include "ui/prompt.h"

/* Words being typed, as beginnings of words of the title. */
static void
add_filter_words(const char *words, struct buf *out)
{
	for (const char *p = words; *p;) {
		size_t n = strcspn(p, " ");
		struct buf word;
		buf_init(&word, 0);
		for (size_t i = 0; i < n; i++) /* signs of the query language are none here */
			if (!strchr("\"*:-()", p[i]))
				buf_add_char(&word, p[i]);
		if (word.len)
			buf_printf(out, "%stitle:%s*", out->len ? " " : "", word.data);
		buf_release(&word);
		p += n + (p[n] == ' ');
	}
}

void
headlines_filter(struct app *app, struct store_filter *out)
{
	struct headlines *h = app->headlines;
	struct section_row row = {.kind = h->kind, .id = h->section_id, .query = h->query};
	sections_filter(app, &row, out);
	if (!h->filter)
		return;
	struct buf query;
	buf_init(&query, 0);
	if (out->query) /* a whole of its own: it may have an OR */
		buf_printf(&query, "(%s)", out->query);
	add_filter_words(h->filter, &query);
	free(h->composed);
	h->composed = buf_take(&query);
	out->query = h->composed;
}

void
headlines_set_filter(struct app *app, const char *words)
{
	struct headlines *h = app->headlines;
	const struct store_row *row = headlines_current(h);
	int64_t id = row ? row->id : 0;
	bool some = words && *words;
	if (h->kind == SECTION_GUIDE || (!some && !h->filter))
		return;
	free(h->filter);
	h->filter = some ? mem_strdup(words) : NULL;
	headlines_reload(app);
	if (!some && id)
		headlines_go_to(app, id);
}

/* ---- the prompt ---------------------------------------------------------------------- */

static void
on_filter_typed(struct app *app, const char *text, void *context)
{
	(void)context;
	headlines_set_filter(app, text);
}

static bool
on_filter_entered(struct app *app, const char *text, void *context)
{
	on_filter_typed(app, text, context); /* where none fits the list says so */
	return true;
}

static void
on_filter_left(struct app *app, void *context)
{
	int64_t before = app->headlines->before_filter;
	(void)context;
	headlines_set_filter(app, NULL);
	if (before)
		headlines_go_to(app, before);
}

void
headlines_ask_filter(struct app *app)
{
	struct headlines *h = app->headlines;
	const struct store_row *row = headlines_current(h);
	if (h->kind == SECTION_GUIDE) {
		app_say(app, "%s", _("The guide is not filtered; S searches the news."));
		return;
	}
	jumps_note(app);
	h->before_filter = row && !h->filter ? row->id : 0;
	prompt_open(app, &(struct prompt_spec){.label = _("Filter:"),
					       .text = h->filter,
					       .hint = _("words of the title"),
					       .history = HISTORY_FILTER,
					       .typed = on_filter_typed,
					       .entered = on_filter_entered,
					       .left = on_filter_left});
}
