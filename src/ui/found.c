/* SPDX-License-Identifier: MIT
 *
 * What was found at an address, before it is added: the feeds, and below them what the
 * one under the cursor brings now.
 */
#include "ui/found.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/sources.h"
#include "sys/lang.h"
#include "sys/paths.h"
#include "ui/errand.h"
#include "ui/hits.h"
#include "ui/sources.h"

#define FEEDS_MOST 200

enum look_state { NOT_ASKED, ASKED, KNOWN, FAILED };

struct found_headline {
	char *title;
	int64_t date; /* TIME_NONE: not stated */
};

struct candidate {
	char *url, *title;
	const char *kind;
	bool there; /* in the reader's list already */
	enum look_state state;
	char *reason; /* when it failed */
	struct found_headline *headlines;
	size_t n;
};

struct found {
	struct candidate *items;
	size_t n, cursor, top;
	size_t asked; /* whose headlines were asked for last */
};

void
found_release(struct app *app)
{
	struct found *f = app->found;
	if (!f)
		return;
	for (size_t i = 0; i < f->n; i++) {
		struct candidate *c = &f->items[i];
		for (size_t k = 0; k < c->n; k++)
			free(c->headlines[k].title);
		free(c->headlines);
		free(c->url);
		free(c->title);
		free(c->reason);
	}
	free(f->items);
	free(f);
	app->found = NULL;
}

/* ---- reading it ------------------------------------------------------------------- */

/* As time_to_rfc3339() writes it. */
static int64_t
read_date(const char *s)
{
	int y, mo, d, h, mi, sec;
	if (sscanf(s, "%4d-%2d-%2dT%2d:%2d:%2dZ", &y, &mo, &d, &h, &mi, &sec) != 6)
		return TIME_NONE;
	return time_from_civil(y, mo, d, h, mi, sec);
}

static void
add_headline(struct candidate *c, const char *date, const char *title)
{
	c->headlines = mem_realloc_array(c->headlines, c->n + 1, sizeof(*c->headlines));
	c->headlines[c->n++] = (struct found_headline){
		.title = text_clean_dup(bytes_of(title), CLEAN_LINE, 600),
		.date = read_date(date),
	};
	c->state = KNOWN;
}

static bool
is_listed(const struct store_feeds *feeds, const char *url)
{
	for (size_t i = 0; i < feeds->n; i++)
		if (strcmp(feeds->items[i].url, url) == 0)
			return true;
	return false;
}

/* "application/rss+xml", "atom-1.0": as people say it. */
static const char *
kind_of(const char *type)
{
	return strstr(type, "atom") ? "Atom" : strstr(type, "json") ? "JSON Feed"
	       : strstr(type, "rss") || strstr(type, "rdf") ? "RSS" : "";
}

static void
add_candidate(struct found *f, const char *url, const char *title, const char *kind,
	      const struct store_feeds *feeds)
{
	char *address = source_address(url);
	f->items = mem_realloc_array(f->items, f->n + 1, sizeof(*f->items));
	f->items[f->n++] = (struct candidate){
		.url = mem_strdup(url),
		.title = text_clean_dup(bytes_of(title), CLEAN_LINE, 300),
		.kind = kind_of(kind),
		.there = address && is_listed(feeds, address),
		/* a format's name: it is the asked feed itself, its headlines follow; a
		 * media type is one that a page only names */
		.state = strchr(kind, '/') && strncmp(kind, "common/", 7) != 0 ? NOT_ASKED : KNOWN,
	};
	free(address);
}

size_t
found_read(struct app *app, const char *lines)
{
	char *copy = mem_strdup(lines), *rest = copy, *line;
	struct store_feeds feeds = {0};
	found_release(app);
	struct found *f = app->found = mem_zalloc(sizeof(*f));
	if (app->store && store_feeds(app->store, &feeds, NULL) != OK)
		feeds.n = 0;
	while ((line = strsep(&rest, "\n"))) {
		if (!strchr(line, '\t'))
			continue;
		char *url = strsep(&line, "\t"), *second = strsep(&line, "\t");
		const char *third = line ? line : "";
		if (!*url && f->n)
			add_headline(&f->items[f->n - 1], second ? second : "", third);
		else if (url_is_web(url) && f->n < FEEDS_MOST)
			add_candidate(f, url, second ? second : "", third, &feeds);
	}
	store_feeds_release(&feeds);
	free(copy);
	return f->n;
}

/* ---- what the one under the cursor brings ---------------------------------------------- */

static void ask(struct app *app);

static void
on_headlines(struct app *app, const char *text, bool good)
{
	struct found *f = app->found;
	if (!f || f->asked >= f->n)
		return;
	struct candidate *c = &f->items[f->asked];
	char *copy = mem_strdup(text), *rest = copy, *line;
	c->state = good ? KNOWN : FAILED;
	c->reason = good ? NULL : errand_reason(text);
	while (good && (line = strsep(&rest, "\n"))) {
		char *url = strsep(&line, "\t"), *date = line ? strsep(&line, "\t") : NULL;
		if (!*url && date && line)
			add_headline(c, date, line);
	}
	free(copy);
	ask(app); /* the cursor may have moved on */
}

static void
ask(struct app *app)
{
	struct found *f = app->found;
	if (f->cursor >= f->n || f->items[f->cursor].state != NOT_ASKED)
		return;
	if (errand_runs(app)) { /* for one that is no longer looked at */
		if (f->items[f->asked].state == ASKED)
			f->items[f->asked].state = NOT_ASKED;
		errand_stop(app);
	}
	struct candidate *c = &f->items[f->cursor];
	const char *words[] = {"discover", "--headlines", "--", c->url, NULL, NULL, NULL};
	if (app->config_path && path_exists(app->config_path))
		memcpy(words, (const char *[]){"discover", "--headlines", "--config",
					       app->config_path, "--", c->url, NULL}, sizeof(words));
	f->asked = f->cursor;
	c->state = errand_start(app, words, on_headlines) ? ASKED : FAILED;
}

void
found_open(struct app *app)
{
	app_push(app, &screen_found);
	ask(app);
}

/* ---- drawing ----------------------------------------------------------------------- */

static int
measure(const struct app *app)
{
	return app->frame.cols < MEASURE_COLS ? app->frame.cols : MEASURE_COLS;
}

static void
draw_candidate(struct app *app, const struct candidate *c, int row, int rows, bool here)
{
	int cols = measure(app), right = 0;
	char *url = url_for_show(c->url);
	const char *kind = c->there ? _("in your list") : cols >= 50 ? c->kind : "";
	for (int i = 0; here && i < rows; i++)
		draw_fill(app, row + i, 0, app->frame.cols, ' ', STYLE_SELECTED);
	if (here) {
		draw_mark(app, row, 0, MARK_SIGN_CURSOR, STYLE_SELECTED);
		draw_cursor(app, row, 0);
	}
	if (*kind) {
		right = text_columns(app, bytes_of(kind));
		right = right < cols / 2 ? right : cols / 2;
		draw_text(app, row, cols - right - 1, right, bytes_of(kind), DIR_AUTO, SIDE_END,
			  here ? STYLE_SELECTED : STYLE_DIM);
	}
	draw_text(app, row, 2, cols - right - 4, bytes_of(*c->title ? c->title : url), DIR_AUTO,
		  SIDE_START, here ? STYLE_SELECTED_STRONG : STYLE_STRONG);
	if (rows > 1)
		draw_text(app, row + 1, 2, cols - 3, bytes_of(url), DIR_LTR, SIDE_START,
			  here ? STYLE_SELECTED : STYLE_DIM);
	free(url);
}

static void
draw_headlines(struct app *app, const struct candidate *c, int row, int rows)
{
	int cols = measure(app), times = cols >= 60 ? 18 : 0;
	if (rows >= 3) {
		int used = draw_text(app, row, 2, cols - 3, bytes_of(_("What it brings now")),
				     app->dir, SIDE_START, STYLE_ACCENT);
		draw_rule(app, row, used + 3, cols - used - 4);
		row++;
		rows--;
	}
	const char *instead = c->state == ASKED	   ? _("Looking into it…")
			      : c->state == FAILED ? c->reason ? c->reason : _("It could not be read.")
			      : !c->n		   ? _("There is no article in it now.")
						   : NULL;
	if (instead)
		draw_wrapped(app, row, 2, cols - 4, rows, bytes_of(instead), app->dir,
			     c->state == FAILED ? STYLE_ERROR : STYLE_DIM);
	for (size_t i = 0; i < c->n && (int)i < rows && !instead; i++) {
		const struct found_headline *h = &c->headlines[i];
		struct buf when;
		buf_init(&when, 0);
		if (h->date != TIME_NONE && times)
			words_ago(&app->words, h->date, &when);
		draw_text(app, row + (int)i, 2, cols - times - 4, bytes_of(h->title), DIR_AUTO,
			  SIDE_START, STYLE_TEXT);
		draw_text(app, row + (int)i, cols - times - 1, times, buf_view(&when), app->dir,
			  SIDE_END, STYLE_DIM);
		buf_release(&when);
	}
}

static void
draw(struct app *app)
{
	static const enum action hints[] = {ACTION_ADD, ACTION_BACK, ACTION_HELP};
	struct found *f = app->found;
	int rows = app_body_rows(app), top = app_body_top(app), cols = app->frame.cols;
	struct buf aside;
	if (!f)
		return;
	buf_init(&aside, 0);
	draw_top_bar(app, _("Feeds found"), "");
	int lines = rows >= 8 ? 2 : 1, list = (int)f->n * lines;
	if (list > rows / 2)
		list = rows / 2 > lines ? rows / 2 / lines * lines : lines;
	size_t per = (size_t)(list / lines);
	if (f->cursor < f->top)
		f->top = f->cursor;
	if (f->cursor >= f->top + per)
		f->top = f->cursor - per + 1;
	for (size_t i = f->top; i < f->n && i < f->top + per; i++) {
		int row = top + (int)(i - f->top) * lines;
		draw_candidate(app, &f->items[i], row, lines, i == f->cursor);
		hits_add(app, i == f->cursor ? HIT_CHOSEN : HIT_ROW, i, row, lines, 0, cols);
	}
	int gap = rows >= 12;
	if (f->n)
		draw_headlines(app, &f->items[f->cursor], top + list + gap, rows - list - gap);
	words_printf(&app->words, &aside, _("%d of %d"), (int)f->cursor + 1, (int)f->n);
	draw_bottom(app, hints, ARRAY_LEN(hints), aside.data, 0, 0);
	buf_release(&aside);
}

/* ---- keys ---------------------------------------------------------------------------- */

static void
move(struct app *app, int64_t by)
{
	struct found *f = app->found;
	int64_t to = (int64_t)f->cursor + by, last = (int64_t)f->n - 1;
	f->cursor = (size_t)(to < 0 ? 0 : to > last ? last : to);
	ask(app);
}

static void
choose(struct app *app, const struct candidate *c)
{
	if (c->there) /* before a section is asked for in vain */
		app_say(app, _("This source is in your list already: %s"), *c->title ? c->title : c->url);
	else
		sources_ask_section(app, c->url, c->title);
}

static bool
act(struct app *app, enum action action)
{
	struct found *f = app->found;
	if (!f || !f->n)
		return false;
	switch (action) {
	case ACTION_DOWN: move(app, 1); return true;
	case ACTION_UP: move(app, -1); return true;
	case ACTION_PAGE_DOWN:
	case ACTION_HALF_DOWN: move(app, 5); return true;
	case ACTION_PAGE_UP:
	case ACTION_HALF_UP: move(app, -5); return true;
	case ACTION_FIRST: move(app, -(int64_t)f->n); return true;
	case ACTION_LAST: move(app, (int64_t)f->n); return true;
	case ACTION_ADD:
	case ACTION_OPEN:
	case ACTION_ONWARD:
		choose(app, &f->items[f->cursor]);
		return true;
	case ACTION_BACK:
		if (errand_runs(app))
			errand_stop(app);
		return false;
	default:
		return false;
	}
}

const struct screen_ops screen_found = {
	.name = "found", .where = IN_FOUND, .draw = draw, .act = act};
