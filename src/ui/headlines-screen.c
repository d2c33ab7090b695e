/* SPDX-License-Identifier: MIT
 *
 * The headlines pane and its screen: drawing, and what its keys do.
 */
#include "ui/headlines.h"

#include <stdlib.h>
#include <string.h>

#include "sys/lang.h"

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

int
headlines_per_page(const struct app *app)
{
	int rows = app_body_rows(app);
	return (rows - 2) / columns_for(app->frame.cols, rows).lines;
}

const struct screen_ops screen_headlines = {
	.name = "headlines", .where = IN_HEADLINES, .draw = draw, .act = headlines_screen_act};
