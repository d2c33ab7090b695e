/* SPDX-License-Identifier: MIT */
#include "ui/sections.h"

#include <stdlib.h>
#include <string.h>

#include "sys/lang.h"
#include "ui/headlines.h"
#include "ui/hits.h"
#include "ui/reading.h"
#include "ui/saved.h"

struct sections *
sections_new(void)
{
	return mem_zalloc(sizeof(struct sections));
}

static void
clear(struct sections *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free(s->rows[i].name);
		free(s->rows[i].query);
	}
	free(s->rows);
	s->rows = NULL;
	s->n = 0;
}

void
sections_free(struct sections *s)
{
	if (!s)
		return;
	clear(s);
	free(s->open);
	free(s);
}

static struct section_row *
add(struct sections *s, enum section_kind kind, const char *name)
{
	struct section_row *row = &s->rows[s->n++];
	*row = (struct section_row){.kind = kind, .name = mem_strdup(name)};
	return row;
}

/* Midnight before now, here. */
static int64_t
today(const struct words *w)
{
	int64_t local = w->now + w->utc_offset;
	return local - (local % 86400 + 86400) % 86400 - w->utc_offset;
}

void
sections_filter(struct app *app, const struct section_row *row, struct store_filter *out)
{
	*out = (struct store_filter){.since = TIME_NONE, .before = TIME_NONE};
	switch (row->kind) {
	case SECTION_UNREAD:
		out->unread = true;
		break;
	case SECTION_STARRED:
		out->starred = true;
		break;
	case SECTION_TODAY:
		out->since = today(&app->words);
		break;
	case SECTION_SAVED:
		out->query = row->query;
		break;
	case SECTION_NAMED:
		out->section_id = row->id;
		break;
	case SECTION_FEED:
		out->feed_id = row->id;
		break;
	default:
		break;
	}
}

static bool
is_open(const struct sections *s, int64_t section)
{
	for (size_t i = 0; i < s->open_n; i++)
		if (s->open[i] == section)
			return true;
	return false;
}

static void
add_named(struct sections *s, const struct store_section *from, const struct store_feeds *feeds)
{
	struct section_row *row = add(s, SECTION_NAMED, *from->name ? from->name : _("Other"));
	row->id = from->id;
	row->unread = from->unread;
	row->total = from->total;
	row->open = is_open(s, from->id);
	for (size_t i = 0; row->open && i < feeds->n; i++) {
		const struct store_feed *feed = &feeds->items[i];
		if (strcmp(feed->section, from->name) != 0)
			continue;
		struct section_row *child = add(s, SECTION_FEED, feed->title);
		child->id = feed->id;
		child->unread = feed->unread;
		child->total = feed->total;
	}
}

/* Back to the row it was on; a source that was folded away: to its section. */
static void
put_cursor(struct sections *s, enum section_kind kind, int64_t id, const char *name)
{
	s->cursor = 0;
	for (size_t i = 0; i < s->n; i++)
		if (s->rows[i].kind == kind && s->rows[i].id == id &&
		    (kind != SECTION_SAVED || strcmp(s->rows[i].name, name) == 0))
			s->cursor = i;
}

static void
count_today(struct app *app, struct section_row *row)
{
	struct store_filter filter;
	row->total = row->unread = -1;
	sections_filter(app, row, &filter);
	if (app->store && store_count(app->store, &filter, &row->total, &row->unread, NULL) != OK)
		row->total = row->unread = -1;
}

void
sections_load(struct app *app)
{
	struct sections *s = app->sections;
	struct store_sections list = {0};
	struct store_feeds feeds = {0};
	struct why why = {""};
	if (app->store && store_sections(app->store, &list, &why) != OK)
		app_complain(app, "%s", why.text);
	if (app->store && s->open_n && store_feeds(app->store, &feeds, &why) != OK)
		app_complain(app, "%s", why.text);
	const struct section_row *at = sections_current(s);
	enum section_kind kind = at ? at->kind : SECTION_ALL;
	int64_t id = at ? at->id : 0;
	char *name = mem_strdup(at ? at->name : "");

	clear(s);
	s->rows = mem_zalloc((list.n + feeds.n + app->saved.n + 8) * sizeof(*s->rows));
	struct section_row *row = add(s, SECTION_ALL, _("All news"));
	row->total = list.total, row->unread = list.unread;
	row = add(s, SECTION_UNREAD, _("Unread"));
	row->total = row->unread = list.unread;
	row = add(s, SECTION_STARRED, _("Starred"));
	row->total = list.starred;
	row = add(s, SECTION_TODAY, _("Today"));
	count_today(app, row);
	for (size_t i = 0; i < app->saved.n; i++) {
		row = add(s, SECTION_SAVED, app->saved.items[i].name);
		row->query = mem_strdup(app->saved.items[i].query);
		row->unread = app->saved.items[i].unread;
		row->total = -1;
	}
	if (list.n)
		add(s, SECTION_GAP, "");
	for (size_t i = 0; i < list.n; i++)
		add_named(s, &list.items[i], &feeds);
	if (app->with_guide) {
		add(s, SECTION_GAP, "");
		row = add(s, SECTION_GUIDE, _("The akhbar guide"));
		row->total = (int64_t)guide_count();
	}
	store_sections_release(&list);
	store_feeds_release(&feeds);
	put_cursor(s, kind, id, name);
	free(name);
}

void
sections_fold(struct app *app, size_t i)
{
	struct sections *s = app->sections;
	while (i < s->n && s->rows[i].kind == SECTION_FEED && i > 0)
		i--;
	if (i >= s->n || s->rows[i].kind != SECTION_NAMED)
		return;
	int64_t id = s->rows[i].id;
	size_t kept = 0;
	for (size_t k = 0; k < s->open_n; k++)
		if (s->open[k] != id)
			s->open[kept++] = s->open[k];
	if (kept == s->open_n) {
		s->open = mem_realloc_array(s->open, s->open_n + 1, sizeof(*s->open));
		s->open[kept++] = id;
	} else if (s->cursor > i && s->rows[s->cursor].kind == SECTION_FEED) {
		s->cursor = i;
	}
	s->open_n = kept;
	sections_load(app);
}

const struct section_row *
sections_current(const struct sections *s)
{
	return s->cursor < s->n ? &s->rows[s->cursor] : NULL;
}

void
sections_move(struct sections *s, int by, int rows)
{
	int64_t at = (int64_t)s->cursor, step = by < 0 ? -1 : 1;
	for (int64_t left = by < 0 ? -(int64_t)by : by; left > 0; left--) {
		int64_t next = at + step;
		while (next >= 0 && next < (int64_t)s->n && s->rows[next].kind == SECTION_GAP)
			next += step;
		if (next < 0 || next >= (int64_t)s->n)
			break;
		at = next;
	}
	s->cursor = (size_t)at;
	(void)rows;
}

int
sections_width(const struct app *app)
{
	int cols = app->frame.cols;
	return cols >= 140 ? 30 : cols / 5 + 4 > 28 ? 28 : cols / 5 + 4;
}

static enum style
style_of(const struct section_row *r, bool selected, bool highlight)
{
	bool counted = r->kind == SECTION_NAMED || r->kind == SECTION_FEED || r->kind == SECTION_SAVED;
	if (highlight)
		return STYLE_SELECTED;
	if (selected)
		return STYLE_ACCENT;
	return counted && r->unread == 0 ? STYLE_DIM : STYLE_TEXT;
}

/* How many articles: all of them, or where that says more the unread ones. */
static bool
add_count(struct app *app, const struct section_row *r, struct buf *out)
{
	bool whole = r->kind == SECTION_ALL || r->kind == SECTION_STARRED ||
		     r->kind == SECTION_TODAY || r->kind == SECTION_GUIDE;
	int64_t n = whole ? r->total : r->unread;
	if (n > 0)
		words_number(&app->words, n, out);
	if (r->kind == SECTION_SAVED && n >= SAVED_MOST)
		buf_add_char(out, '+');
	return whole;
}

/* For a screen reader: one line of words. */
static void
draw_in_words(struct app *app, const struct section_row *r, int x, int width, int row)
{
	struct buf line, count;
	buf_init(&line, 0);
	buf_init(&count, 0);
	bool whole = add_count(app, r, &count);
	buf_add_str(&line, r->name);
	if (r->kind == SECTION_NAMED && r->open)
		buf_printf(&line, " — %s", _("sources shown"));
	if (count.len)
		buf_printf(&line, whole || r->kind == SECTION_UNREAD ? " — %s%s" : " — %s: %s",
			   whole || r->kind == SECTION_UNREAD ? "" : _("unread"), count.data);
	draw_text(app, row, x + (r->kind == SECTION_FEED ? 2 : 0), width - 2, buf_view(&line), DIR_AUTO,
		  SIDE_START, STYLE_TEXT);
	buf_release(&line);
	buf_release(&count);
}

static void
draw_row(struct app *app, size_t i, int x, int width, int row, bool focus)
{
	const struct section_row *r = &app->sections->rows[i];
	bool selected = i == app->sections->cursor;
	bool highlight = selected && focus && !app->view.marker_only;
	if (r->kind == SECTION_GAP)
		return;
	enum style style = style_of(r, selected, highlight);
	if (highlight)
		draw_fill(app, row, x, width, ' ', STYLE_SELECTED);
	hits_add(app, HIT_SECTION, i, row, 1, x, width);
	if (app->view.plain) {
		draw_in_words(app, r, x, width, row);
		return;
	}
	struct buf count;
	buf_init(&count, 0);
	add_count(app, r, &count);
	int count_cols = count.len ? text_columns(app, buf_view(&count)) : 0;
	int name_x = r->kind == SECTION_FEED ? 5 : 3;
	/* without colour the chosen one is still seen */
	if (selected)
		draw_mark(app, row, x,
			  focus && !highlight ? MARK_SIGN_HERE : MARK_SIGN_CURSOR, style);
	if (r->kind == SECTION_NAMED) {
		draw_mark(app, row, x + 1, r->open ? MARK_SIGN_OPEN : MARK_SIGN_FOLDED, style);
		hits_add(app, HIT_FOLD, i, row, 1, x, 2);
	}
	draw_text(app, row, x + name_x, width - name_x - 2 - count_cols, bytes_of(r->name), DIR_AUTO,
		  SIDE_START, style);
	if (count_cols)
		draw_text(app, row, x + width - 1 - count_cols, count_cols, buf_view(&count),
			  app->dir, SIDE_END, style);
	buf_release(&count);
}

void
sections_draw(struct app *app, int x, int width, int row, int rows, bool focus)
{
	struct sections *s = app->sections;
	hits_add(app, HIT_SECTIONS, 0, row, rows, x, width);
	if (s->cursor < s->top)
		s->top = s->cursor;
	if (rows > 0 && s->cursor >= s->top + (size_t)rows)
		s->top = s->cursor - (size_t)rows + 1;
	if (s->n <= (size_t)rows)
		s->top = 0;
	for (int i = 0; i < rows && s->top + (size_t)i < s->n; i++) {
		size_t at = s->top + (size_t)i;
		draw_row(app, at, x, width, row + i, focus);
		if (at == s->cursor && focus)
			draw_cursor(app, row + i, x);
	}
}

/* ---- the screen of its own, on narrow terminals ------------------------------ */

static void
draw(struct app *app)
{
	static const enum action hints[] = {ACTION_OPEN, ACTION_REFRESH_ALL, ACTION_HELP,
					    ACTION_BACK};
	struct buf today_words;
	buf_init(&today_words, 0);
	words_today(&app->words, &today_words);
	draw_top_bar(app, _("Sections"), today_words.data);
	sections_draw(app, 0, app->frame.cols, app_body_top(app), app_body_rows(app), true);
	struct buf aside;
	int64_t done = 0, total = 0;
	buf_init(&aside, 0);
	if (!app_work(app, &aside, &done, &total))
		total = 0;
	draw_bottom(app, hints, ARRAY_LEN(hints), aside.data, done, total);
	buf_release(&aside);
	buf_release(&today_words);
}

void
sections_select(struct app *app, const struct section_row *list)
{
	struct sections *s = app->sections;
	for (size_t i = 0; i < s->n; i++)
		if (s->rows[i].kind == list->kind && s->rows[i].id == list->id &&
		    (list->kind != SECTION_SAVED || strcmp(s->rows[i].name, list->name) == 0))
			s->cursor = i;
}

static bool
is_shown(const struct app *app, const struct section_row *r)
{
	const struct headlines *h = app->headlines;
	return h->n && !h->filter && h->kind == r->kind && h->section_id == r->id && h->name &&
	       strcmp(h->name, r->name) == 0;
}

static bool
act(struct app *app, enum action action)
{
	struct sections *s = app->sections;
	int rows = app_body_rows(app);
	switch (action) {
	case ACTION_DOWN:
	case ACTION_NEXT_SECTION:
		sections_move(s, 1, rows);
		return true;
	case ACTION_UP:
	case ACTION_PREVIOUS_SECTION:
		sections_move(s, -1, rows);
		return true;
	case ACTION_HALF_DOWN:
		sections_move(s, (rows + 1) / 2, rows);
		return true;
	case ACTION_HALF_UP:
		sections_move(s, -(rows + 1) / 2, rows);
		return true;
	case ACTION_PAGE_DOWN:
		sections_move(s, rows, rows);
		return true;
	case ACTION_PAGE_UP:
		sections_move(s, -rows, rows);
		return true;
	case ACTION_FIRST:
		sections_move(s, -(int)s->n, rows);
		return true;
	case ACTION_LAST:
		sections_move(s, app->count ? app->count - 1 - (int)s->cursor : (int)s->n, rows);
		return true;
	case ACTION_ALL_READ:
	case ACTION_EVERYTHING_READ:
	case ACTION_UNDO:
		if (action == ACTION_ALL_READ && sections_current(s))
			headlines_open(app, sections_current(s));
		return headlines_act(app, action);
	case ACTION_FOLD:
		sections_fold(app, s->cursor);
		return true;
	case ACTION_OPEN:
	case ACTION_ONWARD:
	case ACTION_OTHER_PANE:
		if (sections_current(s)) {
			/* to the other pane and back, the reader finds his place again */
			if (action != ACTION_OTHER_PANE || !is_shown(app, sections_current(s)))
				headlines_open(app, sections_current(s));
			app_push(app, &screen_headlines);
		}
		return true;
	default:
		return false;
	}
}

const struct screen_ops screen_sections = {
	.name = "sections", .where = IN_SECTIONS, .draw = draw, .act = act};
