/* SPDX-License-Identifier: MIT
 *
 * A list that went on by some rows is on the screen already, for the most part, and the
 * terminal can move it. Where it has left and right margins the columns beside the list
 * stay; where it has none they move along and are painted again.
 */
#include "term/terminal.h"

#include <string.h>

#define DISTANCE_MAX 100

struct shift {
	int by;          /* rows the content goes up, negative: down */
	int first, last; /* rows that are then as they shall be */
	int gain;        /* of them those that were not yet */
};

static const struct frame_cell *
cells_at(const struct frame *f, int row, int col)
{
	return f->cells + (size_t)row * (size_t)f->cols + (size_t)col;
}

static bool
same(const struct frame *a, int row_a, const struct frame *b, int row_b, int col, int cols)
{
	return memcmp(cells_at(a, row_a, col), cells_at(b, row_b, col),
		      (size_t)cols * sizeof(*a->cells)) == 0;
}

/* The longest stretch that is right when everything goes by so many rows. */
static void
try_distance(const struct term *t, const struct frame *f, int by, struct shift *best)
{
	const struct band *b = &f->band;
	int from = by > 0 ? b->row : b->row - by;
	int end = by > 0 ? b->row + b->rows - by : b->row + b->rows;
	struct shift now = { .by = by, .first = from };

	for (int r = from; r <= end; r++) {
		if (r < end && same(f, r, &t->last, r + by, b->col, b->cols)) {
			now.gain += !same(f, r, &t->last, r, b->col, b->cols);
			continue;
		}
		now.last = r - 1;
		if (now.gain > best->gain)
			*best = now;
		now.first = r + 1;
		now.gain = 0;
	}
}

static bool
find(const struct term *t, const struct frame *f, struct shift *best)
{
	const struct band *b = &f->band;
	int changed = 0;

	memset(best, 0, sizeof(*best));
	for (int r = b->row; r < b->row + b->rows; r++)
		changed += !same(f, r, &t->last, r, b->col, b->cols);
	if (changed < 4)
		return false;
	for (int by = 1; by < b->rows && by <= DISTANCE_MAX && best->gain * 2 < changed; by++) {
		try_distance(t, f, by, best);
		try_distance(t, f, -by, best);
	}
	return best->gain > 1;
}

/* Cells beside the band that have to be painted again when they move along. */
static int
loss(const struct term *t, const struct frame *f, const struct shift *s, int top, int bottom)
{
	const struct band *b = &f->band;
	int cells = 0;

	for (int r = top; r <= bottom; r++) {
		int from = r + s->by, after = b->col + b->cols;
		if (from >= top && from <= bottom && same(f, r, &t->last, from, 0, b->col) &&
		    same(f, r, &t->last, from, after, f->cols - after))
			continue;
		for (int c = 0; c < f->cols; c++) {
			if (c == b->col)
				c += b->cols;
			if (c >= f->cols)
				break;
			cells += from < top || from > bottom || !same(f, r, &t->last, from, c, 1);
		}
	}
	return cells;
}

/* The same done to what we know of the terminal: rows top to bottom, these columns. */
static void
move_known(struct term *t, int by, int top, int bottom, int col, int cols)
{
	const struct shown blank = { .ch = { ' ' }, .n = 1, .width = 1,
				     .look = t->looks[STYLE_TEXT].blank,
				     .unknown = t->looks[STYLE_TEXT].face.bg != THEME_COLOR_NONE };
	int step = by > 0 ? 1 : -1;

	for (int r = by > 0 ? top : bottom; r >= top && r <= bottom; r += step) {
		size_t to = (size_t)r * (size_t)t->cols + (size_t)col;
		size_t to_last = (size_t)r * (size_t)t->last.cols + (size_t)col;
		int from = r + by;
		if (from >= top && from <= bottom) {
			memcpy(t->shown + to, t->shown + to + (ptrdiff_t)by * t->cols,
			       (size_t)cols * sizeof(*t->shown));
			memcpy(t->last.cells + to_last,
			       t->last.cells + to_last + (ptrdiff_t)by * t->last.cols,
			       (size_t)cols * sizeof(*t->last.cells));
			continue;
		}
		for (int i = 0; i < cols; i++)
			t->shown[to + (size_t)i] = blank;
		/* like no row that is drawn */
		memset(t->last.cells + to_last, 0xff, (size_t)cols * sizeof(*t->last.cells));
	}
}

static void
put_scroll(struct term *t, int by, int top, int bottom)
{
	int n = by > 0 ? by : -by;

	if (t->ways.scroll_n && n == 1) {
		buf_add_str(&t->out, by > 0 ? "\033[S" : "\033[T");
	} else if (t->ways.scroll_n) {
		buf_printf(&t->out, "\033[%d%c", n, by > 0 ? 'S' : 'T');
	} else {
		buf_printf(&t->out, "\033[%dH", (by > 0 ? bottom : top) + 1);
		for (int i = 0; i < n; i++)
			buf_add_str(&t->out, by > 0 ? "\n" : "\033M");
	}
}

void
scroll_find(struct term *t, const struct frame *f)
{
	const struct band *b = &f->band;
	struct shift s;

	if (!t->ways.scroll || b->rows < 4 || memcmp(b, &t->last.band, sizeof(*b)) != 0 ||
	    f->cols != t->cols || f->rows != t->rows || !find(t, f, &s))
		return;
	int top = s.by > 0 ? s.first : s.first + s.by;
	int bottom = s.by > 0 ? s.last + s.by : s.last;
	bool beside = b->cols < f->cols;
	/* a terminal that reorders has the cells of the band elsewhere */
	bool margins = beside && t->margins && t->ways.scroll_n &&
		       (t->choice.bidi == TERM_VISUAL || t->choice.plain);
	if (beside && !margins && loss(t, f, &s, top, bottom) > s.gain * b->cols / 3)
		return;
	pen_reset(t);
	if (margins)
		buf_printf(&t->out, "\033[?69h\033[%d;%ds", b->col + 1, b->col + b->cols);
	buf_printf(&t->out, "\033[%d;%dr", top + 1, bottom + 1);
	put_scroll(t, s.by, top, bottom);
	buf_add_str(&t->out, margins ? "\033[?69l\033[r" : "\033[r");
	t->at_row = t->at_col = 0; /* where CSR leaves it */
	move_known(t, s.by, top, bottom, margins ? b->col : 0, margins ? b->cols : f->cols);
}
