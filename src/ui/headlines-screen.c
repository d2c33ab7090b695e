/* SPDX-License-Identifier: MIT
 *
 * The headlines pane and its screen: drawing, and what its keys do.
 */
#include "ui/headlines.h"

#include <stdlib.h>
#include <string.h>

#include "sys/lang.h"
#include "ui/reading.h"

/* ---- geometry ---------------------------------------------------------------- */

struct columns {
	int title_x, title, source_x, source, time_x, time;
	int lines; /* of one headline */
};

/* Fixed edges, so that the eye goes straight down. A wide screen shows more of the
 * titles first. */
static struct columns
columns_for(int width, int rows)
{
	struct columns c = {.title_x = 3, .lines = 1};
	if (width < 56) {
		c.lines = rows >= 8 ? 2 : 1;
		c.title = width - c.title_x - 1;
		return c;
	}
	c.time = width >= 76 ? 15 : 14;
	c.source = width >= 76 ? (width >= 120 ? 22 : 16) : 12;
	c.time_x = width - c.time - 1;
	c.source_x = c.time_x - c.source - 1;
	c.title = c.source_x - c.title_x - 2;
	return c;
}

static bool
heads_day(const struct app *app, const struct headlines *h, size_t i)
{
	if (h->rows[i].date == TIME_NONE)
		return false;
	return i == h->top || !words_same_day(&app->words, h->rows[i].date, h->rows[i - 1].date);
}

static bool
with_days(int rows)
{
	return rows >= 6;
}

/* Keeps the cursor on the screen: walks back from it as far as the rows reach. */
static void
scroll(const struct app *app, struct headlines *h, const struct columns *c, int rows)
{
	if (h->cursor < h->top)
		h->top = h->cursor;
	bool days = with_days(rows);
	int used = c->lines;
	size_t first = h->cursor;
	while (first > h->top) {
		bool new_day = days && h->rows[first].date != TIME_NONE &&
			       !words_same_day(&app->words, h->rows[first].date,
					       h->rows[first - 1].date);
		int need = c->lines + new_day;
		/* the top one always carries its day */
		if (used + need + days > rows)
			break;
		used += need;
		first--;
	}
	if (h->top < first)
		h->top = first;
}

/* ---- drawing ------------------------------------------------------------------- */

static void
draw_day(struct app *app, const struct store_row *r, int x, int width, int row)
{
	struct buf day;
	buf_init(&day, 0);
	words_day(&app->words, r->date, &day);
	int used = draw_text(app, row, x + 2, width - 3, buf_view(&day), app->dir, SIDE_START,
			     STYLE_ACCENT);
	draw_fill(app, row, x + used + 3, width - used - 4, 0x2500, STYLE_RULE);
	buf_release(&day);
}

static void
draw_headline(struct app *app, const struct store_row *r, int x, int width, int row, int rows_left,
	      const struct columns *c, bool selected)
{
	struct headlines *h = app->headlines;
	enum style title = r->unread ? STYLE_STRONG : STYLE_DIM, quiet = STYLE_DIM;
	enum style dot = STYLE_ACCENT, star = STYLE_STAR;
	if (r->id < 0)
		title = STYLE_TEXT;
	if (selected) {
		title = r->unread ? STYLE_SELECTED_STRONG : STYLE_SELECTED;
		quiet = dot = star = STYLE_SELECTED;
		for (int i = 0; i < c->lines && i < rows_left; i++)
			draw_fill(app, row + i, x, width, ' ', STYLE_SELECTED);
	}
	if (r->starred)
		draw_text(app, row, x, 1, bytes_of("★"), app->dir, SIDE_START, star);
	if (r->unread)
		draw_text(app, row, x + 1, 1, bytes_of("●"), app->dir, SIDE_START, dot);
	struct bytes text = bytes_of(r->title && *r->title ? r->title : _("(no title)"));
	draw_text(app, row, x + c->title_x, c->title, text, DIR_AUTO, SIDE_START, title);

	struct buf ago;
	buf_init(&ago, 0);
	if (r->date != TIME_NONE)
		words_ago(&app->words, r->date, &ago);
	struct bytes source = bytes_of(r->id < 0 ? "" : headlines_source(h, r->feed_id));
	if (c->time) {
		draw_text(app, row, x + c->source_x, c->source, source, DIR_AUTO, SIDE_START, quiet);
		draw_text(app, row, x + c->time_x, c->time, buf_view(&ago), app->dir, SIDE_END,
			  quiet);
	} else if (c->lines == 2 && rows_left > 1) {
		int time = (int)text_columns(app, buf_view(&ago));
		int room = width - c->title_x - 2 - time;
		int used = draw_text(app, row + 1, x + c->title_x, room, source, DIR_AUTO,
				     SIDE_START, quiet);
		if (used && ago.len)
			used += draw_text(app, row + 1, x + c->title_x + used, 3, bytes_of(" · "),
					  app->dir, SIDE_START, quiet);
		draw_text(app, row + 1, x + c->title_x + used, width - c->title_x - used - 1,
			  buf_view(&ago), app->dir, SIDE_START, quiet);
	}
	buf_release(&ago);
}

static void
draw_empty(struct app *app, int x, int width, int row)
{
	const char *text = app->refresh.request
				   ? _("The first articles are on their way…")
				   : _("Nothing here yet. Press R to refresh all sources.");
	if (app->headlines->kind == SECTION_STARRED)
		text = _("No starred articles. Press f on an article to keep it here.");
	else if (app->headlines->kind == SECTION_UNREAD && !app->refresh.request)
		text = _("Everything is read.");
	draw_text(app, row + 1, x + 3, width - 4, bytes_of(text), app->dir, SIDE_START, STYLE_DIM);
}

void
headlines_draw(struct app *app, int x, int width, int row, int rows, bool focus)
{
	struct headlines *h = app->headlines;
	struct columns c = columns_for(width, rows);
	if (!h->n) {
		draw_empty(app, x, width, row);
		return;
	}
	scroll(app, h, &c, rows);
	int used = 0;
	for (size_t i = h->top; i < h->n && used < rows; i++) {
		if (with_days(rows) && heads_day(app, h, i)) {
			if (used + 1 + c.lines > rows)
				break;
			draw_day(app, &h->rows[i], x, width, row + used++);
		}
		bool selected = i == h->cursor;
		draw_headline(app, &h->rows[i], x, width, row + used, rows - used, &c,
			      selected && focus);
		if (selected && focus) {
			app->frame.cursor_row = row + used;
			app->frame.cursor_col = app->dir == DIR_RTL ? app->frame.cols - 1 - x : x;
		}
		used += c.lines;
	}
}

static bool
wide(const struct app *app)
{
	return app_layout(app) == LAYOUT_TWO;
}

/* What goes on: the refresh, else new articles, else the place in the list. */
static void
aside_words(struct app *app, struct buf *out)
{
	const struct refresh_state *r = &app->refresh;
	const struct headlines *h = app->headlines;
	if (r->request && r->total) {
		words_printf(&app->words, out, _("Refreshing: %d of %d"), (int)r->done, (int)r->total);
	} else if (h->fresh > 0) {
		words_printf(&app->words, out,
			     ngettext("%d new article: g", "%d new articles: g", (unsigned)h->fresh),
			     (int)h->fresh);
	} else if (h->n && h->rank >= 0 && h->total > 0) {
		words_printf(&app->words, out, _("%d of %d"), (int)(h->rank + (int64_t)h->cursor + 1),
			     (int)h->total);
	}
}

static void
draw(struct app *app)
{
	static const enum action hints[] = {ACTION_OPEN, ACTION_NEXT_UNREAD, ACTION_STAR,
					    ACTION_REFRESH_ALL, ACTION_OTHER_PANE, ACTION_HELP};
	struct headlines *h = app->headlines;
	int cols = app->frame.cols, top = app_body_top(app), rows = app_body_rows(app);
	struct buf today, path, aside;
	buf_init(&today, 0);
	buf_init(&path, 0);
	buf_init(&aside, 0);
	words_today(&app->words, &today);
	buf_printf(&path, "%s  ›  %s", _("akhbar"), h->name ? h->name : "");
	draw_top_bar(app, path.data, today.data);
	if (wide(app)) {
		int side = sections_width(app);
		sections_draw(app, 0, side, top, rows, app->sections->focus);
		for (int i = 0; i < rows; i++)
			draw_fill(app, top + i, side, 1, 0x2502, STYLE_RULE);
		headlines_draw(app, side + 1, cols - side - 1, top, rows, !app->sections->focus);
	} else {
		headlines_draw(app, 0, cols, top, rows, true);
	}
	aside_words(app, &aside);
	draw_bottom(app, hints, ARRAY_LEN(hints), aside.data, app->refresh.done,
		    app->refresh.request ? app->refresh.total : 0);
	buf_release(&today);
	buf_release(&path);
	buf_release(&aside);
}

/* ---- keys ------------------------------------------------------------------------- */

static void
to_end(struct app *app)
{
	struct headlines *h = app->headlines;
	if (!h->at_oldest && app->store) {
		/* from the other end, not through everything between */
		for (size_t i = 0; i < h->n; i++) {
			free(h->rows[i].title);
			free(h->rows[i].author);
			free(h->rows[i].link);
		}
		h->n = h->cursor = h->top = 0;
		h->at_oldest = true;
		h->at_newest = false;
		headlines_step(app, -1, false);
		h->rank = h->total >= (int64_t)h->n ? h->total - (int64_t)h->n : -1;
	}
	h->cursor = h->n ? h->n - 1 : 0;
}

static void
mark_all(struct app *app)
{
	struct headlines *h = app->headlines;
	struct section_row section = {.kind = h->kind, .id = h->section_id};
	struct store_filter filter;
	int64_t *ids = NULL;
	size_t changed = 0;
	struct why why = {""};
	if (!app->store || h->kind == SECTION_GUIDE)
		return;
	sections_filter(app, &section, &filter);
	/* only what could be seen: not what arrived meanwhile and is newer than the top */
	int64_t up_to = h->at_newest && h->n ? h->rows[0].id : 0;
	if (store_mark_all(app->store, &filter, up_to, MARK_READ, &ids, &changed, &why) != OK) {
		app_complain(app, "%s", why.text);
		return;
	}
	for (size_t i = 0; i < h->n; i++)
		if (!up_to || h->rows[i].id <= up_to)
			h->rows[i].unread = false;
	free(h->undo);
	h->undo = ids;
	h->undo_n = changed;
	h->undo_mark = MARK_READ;
	app->store_seen = store_version(app->store);
	sections_load(app);
	if (store_count(app->store, &filter, &h->total, &h->unread, NULL) != OK)
		h->total = h->unread = -1;
	struct buf said;
	buf_init(&said, 0);
	words_printf(&app->words, &said,
		     ngettext("%d article marked as read; u takes it back",
			      "%d articles marked as read; u takes it back", (unsigned)changed),
		     (int)changed);
	app_say(app, "%s", said.data);
	buf_release(&said);
}

static void
undo(struct app *app)
{
	static const enum store_mark back[] = {[MARK_READ] = MARK_UNREAD,
					       [MARK_UNREAD] = MARK_READ,
					       [MARK_STAR] = MARK_UNSTAR,
					       [MARK_UNSTAR] = MARK_STAR};
	struct headlines *h = app->headlines;
	struct why why = {""};
	if (!h->undo_n || !app->store)
		return;
	enum store_mark mark = back[h->undo_mark];
	if (store_mark(app->store, h->undo, h->undo_n, mark, &why) != OK) {
		app_complain(app, "%s", why.text);
		return;
	}
	for (size_t i = 0; i < h->n; i++) {
		for (size_t k = 0; k < h->undo_n; k++) {
			if (h->undo[k] != h->rows[i].id)
				continue;
			if (mark == MARK_READ || mark == MARK_UNREAD)
				h->rows[i].unread = mark == MARK_UNREAD;
			else
				h->rows[i].starred = mark == MARK_STAR;
			break;
		}
	}
	h->undo_n = 0;
	app->store_seen = store_version(app->store);
	sections_load(app);
	app_say(app, "%s", _("Taken back."));
}

static void
page(struct app *app, int by)
{
	int rows = app_body_rows(app);
	struct columns c = columns_for(app->frame.cols, rows);
	int n = (rows - 2) / c.lines;
	for (int i = 0; i < (n > 1 ? n : 1); i++)
		if (!headlines_step(app, by, false))
			break;
}

static void
refresh_these(struct app *app)
{
	struct headlines *h = app->headlines;
	struct store_feeds feeds = {0};
	if (h->kind != SECTION_NAMED || store_feeds(app->store, &feeds, NULL) != OK) {
		app_refresh(app, "all", NULL, 0);
		return;
	}
	int64_t *ids = mem_zalloc((feeds.n + 1) * sizeof(*ids));
	size_t n = 0;
	for (size_t i = 0; i < feeds.n; i++)
		if (strcmp(feeds.items[i].section, h->name) == 0 ||
		    (!*feeds.items[i].section && strcmp(h->name, _("Other")) == 0))
			ids[n++] = feeds.items[i].id;
	app_refresh(app, "all", ids, n);
	free(ids);
	store_feeds_release(&feeds);
}

static bool
act_on_row(struct app *app, enum action action)
{
	struct store_row *row = headlines_current(app->headlines);
	if (!row)
		return false;
	switch (action) {
	case ACTION_OPEN:
	case ACTION_ONWARD:
		reading_open(app);
		app_push(app, &screen_article);
		return true;
	case ACTION_TOGGLE_READ:
		headlines_mark(app, row, row->unread ? MARK_READ : MARK_UNREAD);
		return true;
	case ACTION_STAR:
		headlines_mark(app, row, row->starred ? MARK_UNSTAR : MARK_STAR);
		return true;
	case ACTION_BROWSER:
		if (row->link && url_is_web(row->link)) {
			free(app->wish.browse);
			app->wish.browse = mem_strdup(row->link);
			headlines_mark(app, row, MARK_READ);
		} else {
			app_complain(app, "%s", _("This article has no link that can be opened."));
		}
		return true;
	default:
		return false;
	}
}

bool
headlines_act(struct app *app, enum action action)
{
	if (act_on_row(app, action))
		return true;
	switch (action) {
	case ACTION_DOWN:
		headlines_step(app, 1, false);
		return true;
	case ACTION_UP:
		headlines_step(app, -1, false);
		return true;
	case ACTION_PAGE_DOWN:
		page(app, 1);
		return true;
	case ACTION_PAGE_UP:
		page(app, -1);
		return true;
	case ACTION_FIRST:
		headlines_reload(app);
		return true;
	case ACTION_LAST:
		to_end(app);
		return true;
	case ACTION_NEXT_UNREAD:
	case ACTION_PREVIOUS_UNREAD:
		if (!headlines_step(app, action == ACTION_NEXT_UNREAD ? 1 : -1, true))
			app_say(app, "%s", _("No more unread articles this way."));
		return true;
	case ACTION_ALL_READ:
		mark_all(app);
		return true;
	case ACTION_UNDO:
		undo(app);
		return true;
	case ACTION_REFRESH:
		refresh_these(app);
		return true;
	default:
		return false;
	}
}

/* In the wide layout keys go to the pane that has the focus; moving in the
 * sections shows their headlines at once. */
static bool
act_in_sections(struct app *app, enum action action)
{
	size_t before = app->sections->cursor;
	switch (action) {
	case ACTION_OPEN:
	case ACTION_ONWARD:
	case ACTION_OTHER_PANE:
		app->sections->focus = false;
		return true;
	case ACTION_DOWN:
	case ACTION_UP:
	case ACTION_PAGE_DOWN:
	case ACTION_PAGE_UP:
	case ACTION_FIRST:
	case ACTION_LAST:
		screen_sections.act(app, action);
		if (app->sections->cursor != before)
			headlines_open(app, sections_current(app->sections));
		return true;
	case ACTION_ALL_READ:
	case ACTION_UNDO:
	case ACTION_REFRESH:
		return headlines_act(app, action);
	case ACTION_BACK: /* the sections are where the reader began */
		app->quit = true;
		return true;
	default:
		return false;
	}
}

static bool
act(struct app *app, enum action action)
{
	if (wide(app) && app->sections->focus)
		return act_in_sections(app, action);
	app->headlines->touched = true;
	if (action == ACTION_OTHER_PANE) {
		if (wide(app))
			app->sections->focus = true;
		else
			app_pop(app);
		return true;
	}
	if (action == ACTION_BACK && wide(app)) {
		app->sections->focus = true;
		return true;
	}
	return headlines_act(app, action);
}

const struct screen_ops screen_headlines = {
	.name = "headlines", .where = IN_HEADLINES, .draw = draw, .act = act};
