/* SPDX-License-Identifier: MIT */
#include "ui/app.h"

#include <stdlib.h>
#include <string.h>

#include "akhbar/limits.h"
#include "sys/lang.h"
#include "ui/fields.h"
#include "ui/hits.h"

/* Column of the strip's left edge. */
static int
left_of(const struct app *app, int x, int width)
{
	return app->dir == DIR_RTL ? app->frame.cols - x - width : x;
}

/* The field as it is drawn; *col is the column of its left edge. */
static const struct field *
put_text(struct app *app, int row, int x, int width, struct bytes text, enum dir dir,
	 enum side side, enum style style, int *col)
{
	struct para_options options = {
		.dir = dir,
		.fallback = app->dir,
		.numerals = dir == DIR_AUTO ? words_numerals(config_str(app->config, OPT_NUMERALS))
					    : NUMERALS_AS_WRITTEN,
		.strip_marks = app->choice.strip_marks,
		.no_shape = app->view.plain,
	};
	const struct field *f = fields_get(app->fields, text, &options, (uint32_t)width,
					   app->view.plain ? ORDER_LOGICAL : ORDER_VISUAL);
	int used = (int)f->used;
	bool right = (app->dir == DIR_RTL) == (side == SIDE_START);
	int left = left_of(app, x, width);
	*col = right ? left + width - used : left;
	frame_put(&app->frame, row, *col, used, f->cells, f->n, style);
	return f;
}

int
draw_text(struct app *app, int row, int x, int width, struct bytes text, enum dir dir,
	  enum side side, enum style style)
{
	int col;
	if (width <= 0 || row < 0 || row >= app->frame.rows || !text.len)
		return 0;
	return (int)put_text(app, row, x, width, text, dir, side, style, &col)->used;
}

void
draw_text_marked(struct app *app, int row, int x, int width, struct bytes text, enum style style,
		 uint32_t (*places)[2], size_t places_n)
{
	int col;
	if (width <= 0 || row < 0 || row >= app->frame.rows || !text.len)
		return;
	const struct field *f =
		put_text(app, row, x, width, text, DIR_AUTO, SIDE_START, style, &col);
	for (size_t i = 0; places_n && i < f->n; i++) {
		const struct cell *c = &f->cells[i];
		for (size_t k = 0; k < places_n; k++) {
			if (c->end_byte <= places[k][0] || c->start_byte >= places[k][1])
				continue;
			frame_style(&app->frame, row, col, c->width, STYLE_HIT);
			break;
		}
		col += c->width;
	}
}

static struct para_options
own_options(const struct app *app)
{
	return (struct para_options){.dir = app->dir,
				     .fallback = app->dir,
				     .strip_marks = app->choice.strip_marks,
				     .no_shape = app->view.plain};
}

/* Lines [first, first + rows) of a text; returns how many there were. The text from *next
 * on was not drawn. */
static int
draw_lines(struct app *app, struct para *p, int row, int x, int width, int rows, size_t first,
	   enum style style, uint32_t *next)
{
	struct line *lines = NULL;
	size_t n = para_wrap(p, (uint32_t)width, &lines);
	int i = 0;
	for (; i < rows && first + (size_t)i < n; i++) {
		const struct line *line = &lines[first + (size_t)i];
		size_t got = para_order(p, line, app->view.plain ? ORDER_LOGICAL : ORDER_VISUAL,
					JUSTIFY_NONE, 0, app->cells, app->cells_max);
		int used = (int)line->width_cols, left = left_of(app, x, width);
		frame_put(&app->frame, row + i, app->dir == DIR_RTL ? left + width - used : left, used,
			  app->cells, got, style);
		for (size_t k = 0; next && k < got; k++)
			*next = app->cells[k].end_byte > *next ? app->cells[k].end_byte : *next;
	}
	free(lines);
	return i;
}

int
draw_wrapped(struct app *app, int row, int x, int width, int rows, struct bytes text, enum dir dir,
	     enum style style)
{
	struct para_options options = own_options(app);
	options.dir = dir;
	int lines = (int)text_lines(app, text, width);
	if (width <= 0 || rows <= 0)
		return 0;
	struct para *p = para_new(text, &options);
	uint32_t next = 0;
	int whole = lines <= rows ? lines : rows - 1;
	if (whole)
		draw_lines(app, p, row, x, width, whole, 0, style, &next);
	if (whole < lines) /* the last line tells that it goes on */
		draw_text(app, row + whole, x, width,
			  (struct bytes){text.data + next, text.len - next}, para_dir(p), SIDE_START,
			  style);
	para_free(p);
	return lines < rows ? lines : rows;
}

int
draw_wrapped_from(struct app *app, int row, int x, int width, int rows, struct bytes text,
		  enum style style, size_t skip)
{
	struct para_options options = own_options(app);
	if (width <= 0 || rows <= 0)
		return 0;
	struct para *p = para_new(text, &options);
	int drawn = draw_lines(app, p, row, x, width, rows, skip, style, NULL);
	para_free(p);
	return drawn;
}

size_t
text_lines(struct app *app, struct bytes text, int width)
{
	struct para_options options = own_options(app);
	if (width <= 0 || text_columns(app, text) <= width)
		return 1;
	struct para *p = para_new(text, &options);
	struct line *lines = NULL;
	size_t n = para_wrap(p, (uint32_t)width, &lines);
	free(lines);
	para_free(p);
	return n ? n : 1;
}

int
text_columns(struct app *app, struct bytes text)
{
	struct para_options options = own_options(app);
	return (int)fields_get(app->fields, text, &options, UINT16_MAX, ORDER_VISUAL)->columns;
}

void
draw_fill(struct app *app, int row, int x, int width, uint32_t ch, enum style style)
{
	frame_fill(&app->frame, row, left_of(app, x, width), width, ch, style);
}

/* A bar of `width` that fills from the start side. */
static void
draw_progress(struct app *app, int row, int x, int width, int64_t done, int64_t total)
{
	if (width <= 0 || app->view.plain)
		return;
	int filled = total > 0 ? (int)(done * width / total) : 0;
	if (filled > width)
		filled = width;
	draw_fill(app, row, x, width, 0x2500, STYLE_RULE);
	draw_fill(app, row, x, filled, 0x2501, STYLE_PROGRESS);
}

void
draw_rule(struct app *app, int row, int x, int width)
{
	if (!app->view.plain)
		draw_fill(app, row, x, width, 0x2500, STYLE_RULE);
}

void
draw_mark(struct app *app, int row, int x, enum mark_sign sign, enum style style)
{
	static const uint32_t signs[MARK_SIGN_COUNT][2] = {
		[MARK_SIGN_HERE] = {0xbb, 0xab},
		[MARK_SIGN_UNREAD] = {0x25cf, 0x25cf}, [MARK_SIGN_STAR] = {0x2605, 0x2605},
		[MARK_SIGN_FULL] = {0x2261, 0x2261},   [MARK_SIGN_EDITED] = {0x270e, 0x270e},
		[MARK_SIGN_CURSOR] = {0x203a, 0x2039}, [MARK_SIGN_FOLDED] = {0x25b8, 0x25c2},
		[MARK_SIGN_OPEN] = {0x25be, 0x25be},
	};
	/* a screen reader would spell them out; the cursor is the real one */
	if (!app->view.plain)
		draw_fill(app, row, x, 1, signs[sign][app->dir == DIR_RTL], style);
}

void
draw_cursor(struct app *app, int row, int x)
{
	app->frame.cursor_row = row;
	app->frame.cursor_col = app->dir == DIR_RTL ? app->frame.cols - 1 - x : x;
}

void
draw_band(struct app *app, int row, int rows, int x, int width)
{
	int cols = app->frame.cols;
	app->frame.band = (struct band){0};
	if (row >= 0 && rows > 0 && row + rows <= app->frame.rows && x >= 0 && width > 0 &&
	    x + width <= cols)
		app->frame.band = (struct band){row, rows, app->dir == DIR_RTL ? cols - x - width : x,
						width};
}

void
draw_top_bar(struct app *app, const char *place, const char *aside)
{
	if (app_body_top(app) == 0)
		return;
	int cols = app->frame.cols, x = 1, gap = app->view.plain ? 1 : 2;
	bool any = place && *place;
	char *name = mem_printf(!any ? "%s" : app->view.plain ? "%s:" : "%s  ›", _("akhbar"));
	place = place ? place : "";
	draw_fill(app, 0, 0, cols, ' ', STYLE_BAR);
	/* the place is what one looks for: where both have no room the name stays away */
	if (x + text_columns(app, bytes_of(name)) + gap + text_columns(app, bytes_of(place)) < cols)
		x += draw_text(app, 0, x, cols - 2, bytes_of(name), app->dir, SIDE_START, STYLE_BAR) + gap;
	int used = x + draw_text(app, 0, x, cols - 1 - x, bytes_of(place), app->dir, SIDE_START, STYLE_BAR);
	int room = cols - used - 4;
	free(name);
	if (aside && *aside && text_columns(app, bytes_of(aside)) <= room)
		draw_text(app, 0, cols - 1 - room, room, bytes_of(aside), app->dir, SIDE_END,
			  STYLE_BAR);
}

static void
add_hint(struct app *app, enum action a, struct buf *out)
{
	const struct action_info *info = action_info(a);
	if (!info->hint)
		return;
	if (out->len)
		buf_add_str(out, "   ");
	struct buf key;
	buf_init(&key, 0);
	keymap_names(app->keys, a, keymap_keyboard(app->keys), 1, &key);
	if (key.len && key.data[0] == '^') /* "^X", not "X^", before Arabic words */
		buf_add_str(out, "\u200e");
	buf_add_bytes(out, buf_view(&key));
	buf_release(&key);
	buf_add_char(out, ' ');
	buf_add_str(out, _(info->hint));
}

/* The hints that fit whole, the first ones first: a half hint tells nothing. Each is a field of its own,
 * so that a Latin key letter does not pull its neighbours about. */
static int
draw_hints(struct app *app, int row, int x, const enum action *hints, size_t n, int room)
{
	for (size_t i = 0; i < n; i++) {
		struct buf hint;
		buf_init(&hint, 0);
		add_hint(app, hints[i], &hint);
		int width = text_columns(app, buf_view(&hint));
		if (width && x + width <= room) {
			draw_text(app, row, x, width, buf_view(&hint), app->dir, SIDE_START,
				  STYLE_DIM);
			hits_add(app, HIT_HINT, hints[i], row, 1, x, width);
			x += width + 3;
		}
		buf_release(&hint);
	}
	return x;
}

/* While there is work that can be stopped, first of all how. */
static void
draw_all_hints(struct app *app, int row, const enum action *hints, size_t n, int room)
{
	static const enum action stop[] = {ACTION_CANCEL};
	int x = app_works(app) ? draw_hints(app, row, 1, stop, 1, room) : 1;
	draw_hints(app, row, x, hints, n, room);
}

void
draw_message(struct app *app, int row, int width, int most)
{
	struct bytes text = bytes_of(app->message);
	enum style style = app->message_bad ? STYLE_ERROR : STYLE_DIM;
	int lines = (int)text_lines(app, text, width);
	if (lines == 1 || most < 2) {
		draw_text(app, row, 1, width, text, app->dir, SIDE_START, style);
		return;
	}
	lines = lines < most ? lines : most;
	for (int i = 0; i < lines; i++)
		draw_fill(app, row - i, 0, app->frame.cols, ' ', STYLE_TEXT);
	draw_wrapped(app, row - lines + 1, 1, width, lines, text, app->dir, style);
}

/* How far it is, at the end of a row; columns taken. */
static int
draw_share(struct app *app, int row, int64_t done, int64_t total)
{
	struct buf share;
	buf_init(&share, 0);
	words_printf(&app->words, &share, "%d%%", (int)(done * 100 / total));
	int width = text_columns(app, buf_view(&share));
	draw_text(app, row, app->frame.cols - 1 - width, width, buf_view(&share), app->dir, SIDE_END,
		  STYLE_TEXT);
	buf_release(&share);
	return width + 1;
}

void
draw_bottom(struct app *app, const enum action *hints, size_t n, const char *aside,
	    int64_t done, int64_t total)
{
	int cols = app->frame.cols, rows = app->frame.rows;
	bool two = app_body_top(app) + app_body_rows(app) < rows - 1;
	int row = two ? rows - 2 : rows - 1;
	if (app->frame.rows < 4)
		return;
	if (!two && app->message[0]) {
		/* names of what goes on come and go: they keep to the line, with how far it is */
		bool passing = app->message_passing && total > 0;
		int share = passing ? draw_share(app, row, done, total) : 0;
		draw_message(app, row, cols - 2 - share, passing ? 1 : rows - 1);
		return;
	}
	int aside_cols = aside && *aside ? text_columns(app, bytes_of(aside)) : 0;
	int bar = total > 0 ? (cols >= 100 ? 24 : cols >= 80 ? 20 : cols / 5) : 0;
	struct buf share; /* where the words have no room, how far it is */
	buf_init(&share, 0);
	if (total > 0 && aside_cols > cols - 2) {
		words_printf(&app->words, &share, "%d%%", (int)(done * 100 / total));
		aside = share.data;
		aside_cols = text_columns(app, buf_view(&share));
		bar = cols - 4 - aside_cols;
		bar = bar < 0 ? 0 : bar;
	}
	int right = aside_cols + (bar ? bar + 2 : 0);
	if (right > cols - 2) {
		bar = 0;
		right = aside_cols;
	}
	if (right && right <= cols - 2) {
		draw_text(app, row, cols - 1 - aside_cols, aside_cols, bytes_of(aside), app->dir,
			  SIDE_END, STYLE_TEXT);
		if (bar)
			draw_progress(app, row, cols - 1 - aside_cols - 2 - bar, bar, done, total);
	}
	buf_release(&share);
	draw_all_hints(app, row, hints, n, right ? cols - right - 3 : cols - 1);
	if (two && app->message[0])
		draw_message(app, rows - 1, cols - 2, rows - 1);
}
