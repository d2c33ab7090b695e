/* SPDX-License-Identifier: MIT
 *
 * Frames onto the screen. What was painted last is kept; a flush sends the rows that
 * differ, each as one array of cells, and curses finds the fewest bytes for them.
 */
#include "term/terminal.h"

#include <string.h>
#include <wchar.h>

#include "akhbar/fold.h"
#include "term/theme.h"

#define LRM 0x200e
#define MEMO_CELLS 2048
/* PuTTY gives a row the direction of the first letter sent. A row that is to stay as
 * it is begins with this one: blank, a cell wide, and left-to-right (braille is). */
#define BLANK_LETTER 0x2800

/* What is left of a tint with so many colours. */
static void
tint(const struct term_tint *tint, struct theme_paint *p)
{
	if (tint->has_fg)
		memcpy(&p->fg, tint->fg, sizeof(p->fg));
	if (tint->has_bg)
		memcpy(&p->bg, tint->bg, sizeof(p->bg));
	if (tint->has_fg || tint->has_bg)
		p->attr_few = 0;
	if (tint->attr >= 0)
		p->attr = tint->attr;
}

void
terminal_set_paint(struct term *t)
{
	bool colors = t->look.theme != THEME_MONO && has_colors() && !t->choice.colorless;
	enum term_theme theme = colors ? t->look.theme : THEME_MONO;

	for (int i = 0; i < STYLE_COUNT; i++) {
		struct theme_paint p = *theme_paint(theme, (enum style)i);
		if (t->look.tints[i].set && colors)
			tint(&t->look.tints[i], &p);
		int attr = p.attr | (colors && COLORS < 256 ? p.attr_few : 0);
		int fg = theme_color_of(&p.fg, COLORS), bg = theme_color_of(&p.bg, COLORS);

		if (t->choice.plain_face && colors) /* colour tells them apart */
			attr &= ~PAINT_BOLD;
		if (colors && COLORS < 256 && fg == 0) /* bold black is grey there */
			attr &= ~PAINT_BOLD;
		t->paint[i].attr = (attr & PAINT_BOLD ? A_BOLD : 0) |
				   (attr & PAINT_UNDERLINE ? A_UNDERLINE : 0) |
				   (attr & PAINT_REVERSE ? A_REVERSE : 0);
		t->paint[i].pair = 0;
		if (colors && (fg != THEME_COLOR_NONE || bg != THEME_COLOR_NONE) &&
		    init_extended_pair(i + 1, fg, bg) == 0)
			t->paint[i].pair = i + 1;
	}
	/* what is erased takes the ground of the text */
	bkgdset((chtype)COLOR_PAIR(t->paint[STYLE_TEXT].pair) | ' ');
}

void
term_set_look(struct term *t, const struct term_look *look)
{
	t->look = *look;
	if (!t->away)
		terminal_set_paint(t);
	t->redraw = true;
}

/* ---- a frame ---------------------------------------------------------------------- */

/* Nothing but what takes exactly its cells may reach the terminal. curses moves by
 * the C library's widths: where these and ours differ the row would shift. */
static uint32_t
safe_base(uint32_t cp, int width)
{
	wchar_t one = (wchar_t)cp;

	if (cp >= ' ' && cp < 0x7f)
		return cp;
	if (cp < 0xa0 || cp > 0x10ffff || char_is_mark(cp) || wcswidth(&one, 1) != width)
		return UTF8_BAD;
	return cp;
}

/* Right-to-left letters and Arabic numbers: what an algorithm could move. */
static bool
is_movable(uint32_t cp)
{
	return char_strong(cp) == STRONG_RTL || (cp >= 0x660 && cp <= 0x669) ||
	       (cp >= 0x6f0 && cp <= 0x6f9);
}

static int
make_cell(const struct term *t, const struct frame_cell *cell, bool flip, bool cut, cchar_t *out)
{
	wchar_t text[CCHARW_MAX + 1];
	int n = 0, max = CCHARW_MAX;
	int style = cell->style < STYLE_COUNT ? cell->style : STYLE_TEXT;
	attr_t attr = t->paint[style].attr ^ (cut ? A_BOLD : 0);
	uint32_t base = safe_base(flip ? row_mirror(cell->ch[0]) : cell->ch[0], cell->width);
	bool lrm = t->choice.isolate == TERM_ISOLATE_LRM && is_movable(base);

	if (base == UTF8_BAD && cell->width != 1) { /* as many cells as the frame counted */
		setcchar(&out[0], L" ", attr, (short)t->paint[style].pair, NULL);
		out[1] = out[0];
		return 2;
	}
	text[n++] = (wchar_t)base;
	if (lrm)
		max--;
	for (int i = 1; i < cell->ch_n && n < max && !t->choice.strip_marks; i++) {
		if (char_is_mark(cell->ch[i]))
			text[n++] = (wchar_t)cell->ch[i];
	}
	if (lrm)
		text[n++] = LRM;
	text[n] = L'\0';
	setcchar(out, text, attr, (short)t->paint[style].pair, NULL);
	return 1;
}

/* The same by what was built before; of marks there are too many to be kept. */
static int
build_cell(struct term *t, const struct frame_cell *cell, bool flip, bool cut, cchar_t *out)
{
	uint16_t key = (uint16_t)(cell->style << 4 | (cell->width & 3) << 2 | flip << 1 | cut);

	if (cell->ch_n != 1 || cell->width != 1 || t->memo == NULL)
		return make_cell(t, cell, flip, cut, out);
	struct memo *m = &t->memo[(cell->ch[0] * 31 + key) % MEMO_CELLS];
	if (m->ch != cell->ch[0] || m->key != key) {
		if (make_cell(t, cell, flip, cut, &m->built) != 1)
			return make_cell(t, cell, flip, cut, out);
		m->ch = cell->ch[0];
		m->key = key;
	}
	*out = m->built;
	return 1;
}

/* Other colours or another choice: cells are built otherwise. */
static void
forget_cells(struct term *t)
{
	if (t->memo == NULL)
		t->memo = mem_alloc(MEMO_CELLS * sizeof(*t->memo));
	memset(t->memo, 0, MEMO_CELLS * sizeof(*t->memo));
}

/* Fills t->order and t->flip; false: cells go out as they stand. `led`: the row is to
 * be begun with a BLANK_LETTER. */
static bool
order_row(struct term *t, const struct frame_cell *row, int cols, bool *led)
{
	*led = false;
	if (t->choice.bidi == TERM_VISUAL || t->choice.plain)
		return false;
	if (t->choice.bidi == TERM_LOGICAL && t->choice.by_style)
		row_order_styles(row, cols, t->order, t->flip, t->cut);
	else if (t->choice.bidi == TERM_WORDS)
		row_order_words(row, cols, t->order, t->flip);
	else
		*led = !row_order_logical(row, cols, t->choice.row_auto, t->order, t->flip) &&
		       t->choice.lead && t->order[0] == 0 && row[0].ch_n == 1 &&
		       row[0].ch[0] == ' ';
	return true;
}

static void
flush_row(struct term *t, const struct frame *f, int r, int cols)
{
	const struct frame_cell *row = f->cells + (size_t)r * (size_t)f->cols;
	struct frame_cell lead = row[0];
	bool led, ordered = order_row(t, row, cols, &led);
	int n = 0;

	lead.ch[0] = BLANK_LETTER;
	for (int i = 0; i < cols; i++) {
		int from = ordered ? t->order[i] : i;
		const struct frame_cell *cell = led && i == 0 ? &lead : &row[from];
		if (cell->ch_n > 0)
			n += build_cell(t, cell, ordered && t->flip[from] && !t->choice.unmirrored,
					ordered && t->choice.by_style && t->cut[from], &t->line[n]);
	}
	mvadd_wchnstr(r, 0, t->line, n);
	if (cols < t->cols && move(r, cols) == 0)
		clrtoeol();
}

static void
place_cursor(struct term *t, const struct frame *f)
{
	int row = f->cursor_row, col = f->cursor_col;
	int cols = f->cols < t->cols ? f->cols : t->cols;
	bool led;

	if (row < 0 || col < 0 || row >= t->rows || col >= t->cols) {
		curs_set(0);
		return;
	}
	/* a terminal that reorders shows the cursor where it puts the cell */
	if (row < f->rows && order_row(t, f->cells + (size_t)row * (size_t)f->cols, cols, &led)) {
		int at = 0;
		while (at < cols && t->order[at] != col)
			at++;
		col = at < cols ? at : col;
	}
	move(row, col);
	curs_set(1);
}

void
term_flush(struct term *t, const struct frame *f)
{
	int rows = f->rows < t->rows ? f->rows : t->rows;
	int cols = f->cols < t->cols ? f->cols : t->cols;
	size_t bytes = (size_t)f->cols * sizeof(*f->cells);

	if (t->away || t->gone)
		return;
	if (f->rows != t->last.rows || f->cols != t->last.cols)
		t->redraw = true;
	if (t->redraw) {
		forget_cells(t);
		erase();
		clearok(stdscr, TRUE);
	}
	for (int r = 0; r < rows; r++) {
		size_t at = (size_t)r * (size_t)f->cols;
		if (t->redraw || memcmp(f->cells + at, t->last.cells + at, bytes) != 0)
			flush_row(t, f, r, cols);
	}
	place_cursor(t, f);
	refresh();
	if (f != &t->last) {
		if (t->redraw)
			frame_resize(&t->last, f->rows, f->cols);
		memcpy(t->last.cells, f->cells, bytes * (size_t)f->rows);
		t->last.cursor_row = f->cursor_row;
		t->last.cursor_col = f->cursor_col;
	}
	t->redraw = false;
}

void
term_redraw(struct term *t)
{
	t->redraw = true;
}

/* Paints again what was painted last, on our own account. */
void
terminal_repaint(struct term *t)
{
	t->redraw = true;
	if (t->last.cells != NULL)
		term_flush(t, &t->last);
}

