/* SPDX-License-Identifier: MIT
 *
 * A frame is a rectangle of cells in memory: what the screens draw on, and all
 * that a test of a screen has to look at. No curses here.
 */
#include "term/term.h"

#include <stdlib.h>
#include <string.h>

#include "akhbar/limits.h"

static const struct frame_cell blank = { .ch = { ' ' }, .ch_n = 1, .width = 1 };

void
frame_init(struct frame *f)
{
	memset(f, 0, sizeof(*f));
	f->cursor_row = f->cursor_col = -1;
}

void
frame_release(struct frame *f)
{
	if (f == NULL)
		return;
	free(f->cells);
	frame_init(f);
}

void
frame_resize(struct frame *f, int rows, int cols)
{
	rows = rows < 1 ? 1 : rows > LIMIT_SCREEN_ROWS ? LIMIT_SCREEN_ROWS : rows;
	cols = cols < 1 ? 1 : cols > LIMIT_SCREEN_COLS ? LIMIT_SCREEN_COLS : cols;
	if (rows != f->rows || cols != f->cols || f->cells == NULL) {
		f->cells = mem_realloc_array(f->cells, (size_t)rows * (size_t)cols,
					     sizeof(*f->cells));
		f->rows = rows;
		f->cols = cols;
	}
	frame_clear(f);
}

void
frame_clear(struct frame *f)
{
	size_t cols = (size_t)f->cols;

	for (size_t i = 0; i < cols; i++)
		f->cells[i] = blank;
	for (size_t r = 1; r < (size_t)f->rows; r++)
		memcpy(f->cells + r * cols, f->cells, cols * sizeof(*f->cells));
	f->cursor_row = f->cursor_col = -1;
}

/* Clips [*col, *col + *width) to the frame; false when nothing is left. */
static bool
clip(const struct frame *f, int row, int *col, int *width)
{
	if (row < 0 || row >= f->rows || *width <= 0 || *col >= f->cols)
		return false;
	if (*col < 0) {
		if (*width <= -*col)
			return false;
		*width += *col;
		*col = 0;
	}
	if (*width > f->cols - *col)
		*width = f->cols - *col;
	return true;
}

/* Writing over one half of a wide cell leaves its other half without a partner:
 * terminals keep showing it. Both become blanks first. */
static void
split_wide(struct frame_cell *row, int cols, int col)
{
	if (col <= 0 || col >= cols || row[col].ch_n != 0)
		return;
	for (int i = col - 1; i <= col; i++) {
		uint8_t style = row[i].style;
		row[i] = blank;
		row[i].style = style;
	}
}

int
frame_put(struct frame *f, int row, int col, int width, const struct cell *cells, size_t n,
	  enum style style)
{
	int first = col, skip, at;
	struct frame_cell *line;

	if (!clip(f, row, &first, &width))
		return 0;
	line = f->cells + (size_t)row * (size_t)f->cols;
	skip = first - col; /* columns left of the frame */
	split_wide(line, f->cols, first);
	at = first;
	for (size_t i = 0; i < n; i++) {
		int w = cells[i].width;
		if (w < 1 || w > 2 || cells[i].ch_n == 0)
			continue;
		if (skip > 0) {
			skip -= w;
			if (skip < 0) { /* half of a wide cell is outside: leave its place */
				at -= skip;
				skip = 0;
			}
			continue;
		}
		if (at + w > first + width)
			break;
		split_wide(line, f->cols, at + w);
		line[at] = blank;
		memcpy(line[at].ch, cells[i].ch, sizeof(line[at].ch));
		line[at].ch_n = cells[i].ch_n > CELL_CHARS ? CELL_CHARS : cells[i].ch_n;
		for (int c = line[at].ch_n; c < CELL_CHARS; c++)
			line[at].ch[c] = 0; /* rows are compared as bytes */
		line[at].width = (uint8_t)w;
		line[at].style = (uint8_t)style;
		line[at].level = cells[i].level;
		if (w == 2) {
			line[at + 1] = line[at];
			memset(line[at + 1].ch, 0, sizeof(line[at + 1].ch));
			line[at + 1].ch_n = 0;
			line[at + 1].width = 0;
		}
		at += w;
	}
	return at - first;
}

void
frame_fill(struct frame *f, int row, int col, int width, uint32_t ch, enum style style)
{
	struct frame_cell *line;

	if (!clip(f, row, &col, &width))
		return;
	line = f->cells + (size_t)row * (size_t)f->cols;
	split_wide(line, f->cols, col);
	split_wide(line, f->cols, col + width);
	for (int i = col; i < col + width; i++) {
		line[i] = blank;
		line[i].ch[0] = ch;
		line[i].style = (uint8_t)style;
	}
}

void
frame_style(struct frame *f, int row, int col, int width, enum style style)
{
	if (!clip(f, row, &col, &width))
		return;
	for (int i = col; i < col + width; i++)
		f->cells[(size_t)row * (size_t)f->cols + (size_t)i].style = (uint8_t)style;
}
