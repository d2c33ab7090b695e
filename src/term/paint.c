/* SPDX-License-Identifier: MIT
 *
 * Frames onto the screen. What was painted last is kept, as a frame and as the cells
 * that were sent; a flush sends what differs. curses opens and closes the screen; it does
 * not paint: for one row down its windows cost several times what the row itself costs,
 * and it sends more bytes.
 */
#include "term/terminal.h"

#include <string.h>
#include <wchar.h>

#include <curses.h>

#include "akhbar/fold.h"
#include "term/capability.h"

#define LRM 0x200e
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

static void
set_look(struct look *l, const struct term *t, const struct theme_paint *p, bool colors, bool turn)
{
	struct face *f = &l->face;

	f->attr = p->attr | (colors && COLORS < 256 ? p->attr_few : 0);
	f->fg = colors ? theme_color_of(&p->fg, COLORS) : THEME_COLOR_NONE;
	f->bg = colors ? theme_color_of(&p->bg, COLORS) : THEME_COLOR_NONE;
	if (t->choice.plain_face && colors) /* colour tells them apart */
		f->attr &= ~PAINT_BOLD;
	if (colors && COLORS < 256 && f->fg == 0) /* bold black is grey there */
		f->attr &= ~PAINT_BOLD;
	if (turn)
		f->attr ^= PAINT_BOLD;
	f->attr &= ~t->ways.never;
	if (f->fg != THEME_COLOR_NONE || f->bg != THEME_COLOR_NONE)
		f->attr &= ~t->ways.never_colored;
	l->fg[0] = l->bg[0] = '\0';
	if (f->fg != THEME_COLOR_NONE)
		capability_format("setaf", f->fg, 0, l->fg, sizeof(l->fg));
	if (f->bg != THEME_COLOR_NONE)
		capability_format("setab", f->bg, 0, l->bg, sizeof(l->bg));
}

/* Of a blank nothing is seen but its ground, where it is not underlined or reversed. */
static uint8_t
first_blank(const struct term *t, int look)
{
	const struct face *f = &t->looks[look].face;

	for (int i = 0; i < look && !(f->attr & ~PAINT_BOLD); i++) {
		if (!(t->looks[i].face.attr & ~PAINT_BOLD) && t->looks[i].face.bg == f->bg)
			return (uint8_t)i;
	}
	return (uint8_t)look;
}

void
terminal_set_paint(struct term *t)
{
	bool colors = t->look.theme != THEME_MONO && has_colors() && t->ways.colors &&
		      !t->choice.colorless;
	enum term_theme theme = colors ? t->look.theme : THEME_MONO;

	for (int i = 0; i < LOOKS; i++) {
		enum style style = (enum style)(i % STYLE_COUNT);
		struct theme_paint p = *theme_paint(theme, style);
		if (t->look.tints[style].set && colors)
			tint(&t->look.tints[style], &p);
		set_look(&t->looks[i], t, &p, colors, i >= STYLE_COUNT);
		t->looks[i].blank = first_blank(t, i);
	}
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

/* Nothing but what takes exactly its cells may reach the terminal. Terminals move by
 * the C library's widths or like ones: where these and ours differ the row would shift. */
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

/* At most two cells, of what stands in one place of the frame. */
static int
make_cell(const struct term *t, const struct frame_cell *cell, bool flip, bool cut,
	  struct shown *out)
{
	int n = 0, max = CELL_CHARS;
	int style = cell->style < STYLE_COUNT ? cell->style : STYLE_TEXT;
	uint32_t base = safe_base(flip ? row_mirror(cell->ch[0]) : cell->ch[0], cell->width);
	bool lrm = t->choice.isolate == TERM_ISOLATE_LRM && is_movable(base);

	memset(out, 0, sizeof(*out));
	out->look = (uint8_t)(style + (cut ? STYLE_COUNT : 0));
	out->width = 1;
	out->n = 1;
	if (base == ' ' || (base == UTF8_BAD && cell->width != 1)) {
		out->ch[0] = ' ';
		if (!t->choice.by_style)
			out->look = t->looks[out->look].blank;
		if (base == ' ')
			return 1;
		out[1] = out[0]; /* as many cells as the frame counted */
		return 2;
	}
	out->width = cell->width;
	out->ch[n++] = base;
	if (lrm)
		max--;
	for (int i = 1; i < cell->ch_n && n < max && !t->choice.strip_marks; i++) {
		if (char_is_mark(cell->ch[i]))
			out->ch[n++] = cell->ch[i];
	}
	if (lrm)
		out->ch[n++] = LRM;
	out->n = (uint8_t)n;
	if (out->width != 2)
		return 1;
	out[1] = (struct shown){ .look = out->look };
	return 2;
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

#define CHUNK 8 /* cells compared at once; it ends with no half of a wide one */

/* A row of the frame as the cells that are sent, in t->line; cells the terminal already
 * shows are taken over. */
static void
build_row(struct term *t, const struct frame *f, int r, int cols)
{
	const struct frame_cell *row = f->cells + (size_t)r * (size_t)f->cols;
	const struct frame_cell *last = t->last.cells + (size_t)r * (size_t)f->cols;
	const struct shown *shown = t->shown + (size_t)r * (size_t)t->cols;
	struct frame_cell lead = row[0];
	bool led, ordered = order_row(t, row, cols, &led);
	bool keep = !ordered && !t->redraw && f != &t->last;
	int n = 0;

	lead.ch[0] = BLANK_LETTER;
	for (int i = 0; i < cols; i++) {
		while (keep && n == i && i + CHUNK < cols && row[i + CHUNK - 1].width < 2 &&
		       memcmp(row + i, last + i, CHUNK * sizeof(*row)) == 0) {
			memcpy(t->line + n, shown + i, CHUNK * sizeof(*shown));
			n = i += CHUNK;
		}
		int from = ordered ? t->order[i] : i;
		const struct frame_cell *cell = led && i == 0 ? &lead : &row[from];
		if (keep && n == i && cell->width == 1 &&
		    memcmp(cell, &last[i], sizeof(*cell)) == 0)
			t->line[n++] = shown[i];
		else if (cell->ch_n > 0 && n < cols)
			n += make_cell(t, cell, ordered && t->flip[from] && !t->choice.unmirrored,
				       ordered && t->choice.by_style && t->cut[from], &t->line[n]);
	}
	for (; n < t->cols; n++)
		t->line[n] = (struct shown){ .ch = { ' ' }, .n = 1, .width = 1,
					     .look = t->looks[STYLE_TEXT].blank };
}

/* ---- a row --------------------------------------------------------------------------- */

static bool
same(const struct shown *a, const struct shown *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

static bool
is_blank(const struct shown *c)
{
	return c->n == 1 && c->ch[0] == ' ';
}

/* Whether it can be made by erasing. */
static bool
is_erasable(const struct term *t, const struct shown *c)
{
	const struct face *f = &t->looks[c->look].face;

	return is_blank(c) && !t->choice.by_style && !(f->attr & (PAINT_UNDERLINE | PAINT_REVERSE)) &&
	       (t->ways.colored_erase || f->bg == THEME_COLOR_NONE);
}

/* The pen for a blank: as it is, or as what comes after it wants it. */
static void
take_for_blank(struct term *t, const struct shown *cell, const struct shown *end)
{
	const struct face *f = &t->looks[cell->look].face;
	const struct shown *next = cell;

	if (pen_fits_blank(t, cell->look))
		return;
	if (t->choice.by_style) {
		pen_take(t, cell->look);
		return;
	}
	while (next < end && (next->n == 0 || is_blank(next)))
		next++;
	if (next < end && t->looks[next->look].face.bg == f->bg &&
	    !((t->looks[next->look].face.attr | f->attr) & (PAINT_UNDERLINE | PAINT_REVERSE)))
		pen_take(t, next->look);
	else
		pen_take(t, cell->look);
}

static void
put_cell(struct term *t, int r, int c, const struct shown *cell)
{
	pen_move(t, r, c);
	if (is_blank(cell))
		take_for_blank(t, cell, t->line + t->cols);
	else
		pen_take(t, cell->look);
	for (int i = 0; i < cell->n; i++)
		buf_add_utf8(&t->out, cell->ch[i]);
	t->at_col = c + cell->width;
	if (t->at_col >= t->cols) /* on the edge, or wrapped */
		t->at_row = t->at_col = -1;
}

static void
put_erased(struct term *t, int r, int c, int n, const struct shown *cell)
{
	pen_move(t, r, c);
	take_for_blank(t, cell, t->line + t->cols);
	if (c + n >= t->cols && t->ways.erase)
		buf_add_str(&t->out, "\033[K");
	else
		buf_printf(&t->out, "\033[%dX", n);
}

/* Blanks of one ground from column c on, up to the last of them that the terminal does
 * not show yet. */
static int
blank_run(const struct term *t, const struct shown *now, const struct shown *was, int c)
{
	int end = c;

	if (!is_erasable(t, &now[c]))
		return 0;
	for (int i = c; i < t->cols && same(&now[i], &now[c]); i++) {
		if (!same(&now[i], &was[i]))
			end = i + 1;
		else if (i + 1 == t->cols && t->ways.erase && end > c + 3)
			end = t->cols; /* as well to the edge */
	}
	return end - c;
}

/* Cells that stay may be written once more when that is shorter than stepping over. */
static bool
bridges(const struct term *t, const struct shown *now, const struct shown *was, int c)
{
	size_t bytes = 0;

	for (; c < t->cols && same(&now[c], &was[c]); c++) {
		const struct look *l = &t->looks[now[c].look];
		bool fits = is_blank(&now[c]) ? pen_fits_blank(t, now[c].look) :
						memcmp(&l->face, &t->pen, sizeof(t->pen)) == 0;
		bytes += is_blank(&now[c]) ? 1 : 3;
		if (!fits || bytes > 3 || now[c].width != 1 || now[c].n != 1)
			return false;
	}
	return c < t->cols;
}

/* Arabic letters reach over the edges of their cells with many fonts, and xterm leaves
 * that ink where a letter goes: a blank beside one is written once more. */
static void
wipe_edges(struct shown *was, const struct shown *now, int cols)
{
	for (int c = 0; c < cols; c++) {
		if (same(&now[c], &was[c]) || !is_movable(was[c].ch[0]))
			continue;
		if (c > 0 && is_blank(&now[c - 1]))
			was[c - 1].unknown = true;
		if (c + 1 < cols && is_blank(&now[c + 1]))
			was[c + 1].unknown = true;
	}
}

/* Makes row r of the terminal what t->line holds. */
static void
send_row(struct term *t, int r)
{
	struct shown *was = t->shown + (size_t)r * (size_t)t->cols;
	const struct shown *now = t->line;

	wipe_edges(was, now, t->cols);
	for (int c = 0; c < t->cols;) {
		bool on = t->at_row == r && t->at_col == c;
		if (same(&now[c], &was[c]) && !(on && bridges(t, now, was, c))) {
			c++;
			continue;
		}
		while (c > 0 && now[c].n == 0) /* a wide one is written from its first half */
			c--;
		int run = blank_run(t, now, was, c);
		if (run > 3 && c + run == t->cols && t->ways.erase) {
			put_erased(t, r, c, run, &now[c]);
			break;
		}
		if (run > 10 && t->ways.erase_n) {
			put_erased(t, r, c, run, &now[c]);
			c += run;
			continue;
		}
		if (r == t->rows - 1 && c + now[c].width >= t->cols && !t->ways.last_cell)
			break;
		put_cell(t, r, c, &now[c]);
		c += now[c].width;
	}
	memcpy(was, now, (size_t)t->cols * sizeof(*was));
}

static void
place_cursor(struct term *t, const struct frame *f)
{
	int row = f->cursor_row, col = f->cursor_col;
	int cols = f->cols < t->cols ? f->cols : t->cols;
	bool led;

	if (row < 0 || col < 0 || row >= t->rows || col >= t->cols) {
		pen_send(t);
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
	pen_move(t, row, col);
	pen_send(t);
	curs_set(1);
}

static void
begin_anew(struct term *t)
{
	struct shown blank = { .ch = { ' ' }, .n = 1, .width = 1 };

	pen_clear(t);
	blank.look = t->looks[STYLE_TEXT].blank;
	blank.unknown = t->looks[STYLE_TEXT].face.bg != THEME_COLOR_NONE && !t->ways.colored_erase;
	for (size_t i = 0; i < (size_t)t->rows * (size_t)t->cols; i++)
		t->shown[i] = blank;
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
		begin_anew(t);
		if (f != &t->last)
			frame_resize(&t->last, f->rows, f->cols);
	} else if (f != &t->last) {
		scroll_find(t, f);
	}
	for (int r = 0; r < rows; r++) {
		size_t at = (size_t)r * (size_t)f->cols;
		if (!t->redraw && memcmp(f->cells + at, t->last.cells + at, bytes) == 0)
			continue;
		build_row(t, f, r, cols);
		send_row(t, r);
		if (f != &t->last)
			memcpy(t->last.cells + at, f->cells + at, bytes);
	}
	pen_reset(t);
	if (f != &t->last) {
		t->last.cursor_row = f->cursor_row;
		t->last.cursor_col = f->cursor_col;
		t->last.band = f->band;
	}
	place_cursor(t, &t->last);
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


void
terminal_repaint_row(struct term *t, int row)
{
	int cols = t->last.cols < t->cols ? t->last.cols : t->cols;

	if (t->away || t->redraw || row >= t->last.rows || row >= t->rows)
		return;
	for (int c = 0; c < t->cols; c++)
		t->shown[(size_t)row * (size_t)t->cols + (size_t)c].unknown = true;
	build_row(t, &t->last, row, cols);
	send_row(t, row);
	pen_reset(t);
	place_cursor(t, &t->last);
}
