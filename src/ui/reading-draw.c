/* SPDX-License-Identifier: MIT
 *
 * The article as it is seen: a column of comfortable width in the middle of its
 * pane, its place told by a bar at the edge and by a share below.
 */
#include "ui/reading.h"

#include <string.h>

#include "sys/lang.h"
#include "ui/headlines.h"
#include "ui/hits.h"
#include "ui/panes.h"

/* ---- geometry ------------------------------------------------------------------ */

/* Where the article stands: the whole screen, or its pane. */
struct place {
	int x, width, row, rows;
};

static struct place
place_of(const struct app *app)
{
	struct panes p;
	struct place at = {0, app->frame.cols, app_body_top(app), app_body_rows(app)};
	panes_place(app, &p);
	if (p.article) {
		at.x = p.article_x;
		at.width = p.article;
	}
	if (app->frame.rows >= ROWS_WITH_MESSAGES) { /* air above the title */
		at.row++;
		at.rows--;
	}
	at.rows = at.rows > 0 ? at.rows : 1;
	return at;
}

uint32_t
reading_column(const struct app *app)
{
	int wanted = config_int(app->config, OPT_ARTICLE_WIDTH), room = place_of(app).width;
	room -= room >= 40 ? 4 : 2;
	int width = wanted < room ? wanted : room;
	return (uint32_t)(width > 2 ? width : 2);
}

int
reading_rows(const struct app *app)
{
	return place_of(app).rows;
}

size_t
reading_last_top(const struct app *app)
{
	size_t lines = page_lines(app->reading->page), rows = (size_t)reading_rows(app);
	return lines > rows ? lines - rows : 0;
}

/* ---- drawing ---------------------------------------------------------------------- */

static enum style
style_of(enum page_look look)
{
	static const enum style styles[] = {
		[LOOK_TEXT] = STYLE_TEXT,     [LOOK_STRONG] = STYLE_STRONG,
		[LOOK_EM] = STYLE_EM,         [LOOK_HEADING] = STYLE_ACCENT,
		[LOOK_TITLE] = STYLE_STRONG,  [LOOK_QUIET] = STYLE_DIM,
		[LOOK_CODE] = STYLE_CODE,     [LOOK_LINK] = STYLE_LINK,
		[LOOK_RULE] = STYLE_RULE,     [LOOK_HIT] = STYLE_HIT,
		[LOOK_HIT_HERE] = STYLE_SELECTED_STRONG,
	};
	return styles[look];
}

/* A stretch of cells of one link can be clicked. */
static void
note_link(struct app *app, enum hit_kind kind, uint16_t link, int row, int from, int to)
{
	if (!link || to <= from)
		return;
	int x = app->dir == DIR_RTL ? app->frame.cols - to : from;
	hits_add(app, kind, link, row, 1, x, to - from);
}

/* The numbers among the cells of a line. */
static void
note_numbers(struct app *app, const struct page_cell *cells, size_t n, int row, int col)
{
	for (size_t i = 0; i < n;) {
		uint16_t link = cells[i].look == LOOK_LINK ? cells[i].link : 0;
		int from = col;
		do
			col += cells[i++].cell.width;
		while (i < n && link && cells[i].look == LOOK_LINK && cells[i].link == link);
		note_link(app, HIT_LINK_NUMBER, link, row, from, col);
	}
}

static bool
is_blank(const struct page_cell *c)
{
	return c->cell.ch_n == 1 && c->cell.ch[0] == ' ';
}

static int
put_cells(struct app *app, const struct page_cell *cells, size_t n, int row, int col)
{
	for (size_t i = 0; i < n; i++)
		col += frame_put(&app->frame, row, col, 2, &cells[i].cell, 1, style_of(cells[i].look));
	return col;
}

/* For a screen reader: the line from the left edge, without rules and bars; the mark
 * that hangs at the right of a list's item is read before it. */
static void
draw_line_in_words(struct app *app, size_t line, int row)
{
	const struct page_cell *cells;
	size_t end = page_line(app->reading->page, line, &cells), from = 0, text, mark;
	while (from < end && is_blank(&cells[from]))
		from++;
	while (end > from && (is_blank(&cells[end - 1]) || cells[end - 1].cell.ch[0] == 0x258f))
		end--;
	if (from == end || cells[from].look == LOOK_RULE)
		return;
	for (text = end; text > from && cells[text - 1].look == LOOK_QUIET;)
		text--;
	for (mark = text; text > from && is_blank(&cells[text - 1]);)
		text--;
	int col = 0;
	if (mark < end && text > from) {
		col = put_cells(app, cells + mark, end - mark, row, col) + 1;
		end = text;
	}
	put_cells(app, cells + from, end - from, row, col);
}

static void
draw_line(struct app *app, size_t line, int row, int left)
{
	const struct page_cell *cells;
	size_t n = page_line(app->reading->page, line, &cells);
	int col = left, from = left;
	uint16_t link = 0;
	for (size_t k = 0; k < n; k++) {
		if (cells[k].link != link) {
			note_link(app, HIT_LINK, link, row, from, col);
			link = cells[k].link;
			from = col;
		}
		enum style style = style_of(cells[k].look);
		if (reading_chosen(app, cells[k].block))
			style = STYLE_SELECTED;
		col += frame_put(&app->frame, row, col, 2, &cells[k].cell, 1, style);
	}
	note_link(app, HIT_LINK, link, row, from, col);
	note_numbers(app, cells, n, row, left);
}

/* The part of the article that is on the screen, at the pane's far edge. */
static void
draw_scroll_bar(struct app *app, const struct place *at)
{
	size_t lines = page_lines(app->reading->page), rows = (size_t)at->rows;
	if (lines <= rows || at->width < 60 || rows < 6 || app->view.plain)
		return;
	size_t thumb = rows * rows / lines, room = rows;
	thumb = thumb < 1 ? 1 : thumb;
	size_t start = app->reading->top * (room - thumb) / (lines - rows);
	for (size_t i = 0; i < rows; i++) {
		bool in = i >= start && i < start + thumb;
		draw_fill(app, at->row + (int)i, at->x + at->width - 1, 1, in ? 0x2503 : 0x2502,
			  in ? STYLE_PROGRESS : STYLE_RULE);
	}
}

void
reading_draw(struct app *app)
{
	struct reading *r = app->reading;
	struct place at = place_of(app);
	if (!r->page)
		return;
	reading_fit(app);
	hits_add(app, HIT_ARTICLE, 0, at.row, at.rows, at.x, at.width);
	int left = app->dir == DIR_RTL ? app->frame.cols - at.x - at.width : at.x;
	if (app->screen == &screen_article) /* without the bar at its edge */
		draw_band(app, at.row, at.rows, at.x, at.width - (at.width > 1));
	left += (at.width - (int)r->width) / 2;
	for (int i = 0; i < at.rows; i++) {
		if (app->view.plain)
			draw_line_in_words(app, r->top + (size_t)i, at.row + i);
		else
			draw_line(app, r->top + (size_t)i, at.row + i, left);
	}
	draw_scroll_bar(app, &at);
}

static void
draw_bars(struct app *app)
{
	static const enum action of_article[] = {ACTION_PAGE_DOWN, ACTION_NEXT_UNREAD, ACTION_STAR,
						 ACTION_BROWSER, ACTION_FULL_TEXT, ACTION_HELP,
						 ACTION_BACK};
	static const enum action of_guide[] = {ACTION_PAGE_DOWN, ACTION_HELP, ACTION_BACK};
	const struct reading *r = app->reading;
	const struct headlines *h = app->headlines;
	struct buf aside;
	buf_init(&aside, 0);
	const char *place = r->id > 0 && r->entry.section && *r->entry.section
				    ? r->entry.section
				    : r->entry.feed_title;
	if (h->rank >= 0 && h->length > 0)
		words_printf(&app->words, &aside, _("%d of %d"),
			     (int)(h->rank + (int64_t)h->cursor + 1), (int)h->length);
	if (r->entry.row.starred)
		buf_printf(&aside, "%s%s", aside.len ? "  " : "", app->view.plain ? _("starred") : "★");
	draw_top_bar(app, place ? place : "", aside.data);

	size_t lines = page_lines(r->page), rows = (size_t)reading_rows(app), seen = r->top + rows;
	if (seen > lines)
		seen = lines;
	buf_clear(&aside);
	if (lines > rows)
		words_printf(&app->words, &aside, "%d%%", (int)(lines ? seen * 100 / lines : 100));
	enum action hints[ARRAY_LEN(of_article)];
	size_t n = 0, all = r->id <= 0 ? ARRAY_LEN(of_guide) : ARRAY_LEN(of_article);
	for (size_t i = 0; i < all; i++) {
		enum action a = r->id <= 0 ? of_guide[i] : of_article[i];
		if (a != ACTION_FULL_TEXT || !r->full) /* the whole is here */
			hints[n++] = a;
	}
	draw_bottom(app, hints, n, aside.data, (int64_t)seen, aside.len ? (int64_t)lines : 0);
	buf_release(&aside);
}

static void
draw(struct app *app)
{
	struct panes p;
	if (!app->reading->page)
		return;
	panes_place(app, &p);
	if (p.article)
		panes_draw(app, PANE_ARTICLE);
	else
		reading_draw(app);
	/* the real cursor rests on the first line of the text */
	struct place at = place_of(app);
	draw_cursor(app, at.row, at.x);
	draw_bars(app);
}

const struct screen_ops screen_article = {
	.name = "article", .where = IN_ARTICLE, .draw = draw, .act = reading_act};
