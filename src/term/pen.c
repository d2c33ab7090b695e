/* SPDX-License-Identifier: MIT
 *
 * How the terminal is told where to write and in what colours, in as few bytes as it
 * understands. What it can do is taken from terminfo; where that is what ECMA-48 says,
 * sequences are shortened by what ECMA-48 allows.
 */
#include "term/terminal.h"

#include <stdio.h>
#include <string.h>

#include "term/capability.h"

/* ---- what it can do ------------------------------------------------------------------ */

static bool
is(const char *name, const char *text)
{
	const char *s = capability_text(name);

	return s != NULL && strcmp(s, text) == 0;
}

/* sgr0 also ends line drawing by another character set, which is never begun here. */
static void
take_plain(struct ways *w)
{
	size_t n = strlen(w->reset);

	memcpy(w->plain, w->reset, n + 1);
	if (strncmp(w->plain, "\033(B", 3) == 0)
		memmove(w->plain, w->plain + 3, n - 2);
	n = strlen(w->plain);
	if (n > 0 && w->plain[n - 1] == '\017')
		w->plain[n - 1] = '\0';
}

static void
find_attributes(struct ways *w)
{
	int ncv = capability_number("ncv");

	capability_format("sgr0", 0, 0, w->reset, sizeof(w->reset));
	take_plain(w);
	w->colors = capability_format("op", 0, 0, w->own, sizeof(w->own)) &&
		    capability_text("setaf") != NULL && capability_text("setab") != NULL;
	w->never = (capability_format("bold", 0, 0, w->bold, sizeof(w->bold)) ? 0 : PAINT_BOLD) |
		   (capability_format("smul", 0, 0, w->underline, sizeof(w->underline)) ?
			    0 : PAINT_UNDERLINE) |
		   (capability_format("rev", 0, 0, w->reverse, sizeof(w->reverse)) ?
			    0 : PAINT_REVERSE);
	/* a mark on the screen of its own for each change, or no way back from one */
	if (capability_number("xmc") > 0 || w->reset[0] == '\0') {
		w->never = PAINT_BOLD | PAINT_UNDERLINE | PAINT_REVERSE;
		w->colors = false;
	}
	if (ncv > 0)
		w->never_colored = (ncv & 2 ? PAINT_UNDERLINE : 0) | (ncv & 4 ? PAINT_REVERSE : 0) |
				   (ncv & 32 ? PAINT_BOLD : 0);
	w->sgr = strcmp(w->plain, "\033[m") == 0 &&
		 (w->own[0] == '\0' || strcmp(w->own, "\033[39;49m") == 0);
}

void
ways_find(struct ways *w)
{
	char csr[32] = "";
	memset(w, 0, sizeof(*w));
	find_attributes(w);
	w->move = is("cup", "\033[%i%p1%d;%p2%dH");
	w->column = w->move && is("hpa", "\033[%i%p1%dG");
	w->row = w->move && is("vpa", "\033[%i%p1%dd");
	w->right = w->move && is("cuf", "\033[%p1%dC");
	w->erase = is("el", "\033[K");
	w->erase_n = is("ech", "\033[%p1%dX");
	w->colored_erase = capability_flag("bce");
	w->last_cell = !capability_flag("am") || capability_flag("xenl");
	w->scroll = w->move && capability_format("csr", 4, 8, csr, sizeof(csr)) &&
		    strcmp(csr, "\033[5;9r") == 0 && is("ind", "\n") && is("ri", "\033M");
	w->scroll_n = w->scroll && is("indn", "\033[%p1%dS") && is("rin", "\033[%p1%dT");
	capability_format("clear", 0, 0, w->clear, sizeof(w->clear));
}

/* ---- colours ------------------------------------------------------------------------- */

/* The parts of one change; parts that are SGR are joined: CSI 1 ; 39 m. Not colours with
 * colons (CSI 38:2::68:68:68 m): xterm 379 loses the red of a second one. */
struct change {
	const struct ways *ways;
	char text[160];
	size_t n;
};

static void
add(struct change *c, const char *part)
{
	size_t len = strlen(part);
	bool join = c->ways->sgr && c->n > 2 && c->text[c->n - 1] == 'm' &&
		    strncmp(part, "\033[", 2) == 0 && !strchr(part, ':') &&
		    !memchr(c->text, ':', c->n);

	if (c->n + len + 2 > sizeof(c->text))
		return;
	if (join) {
		if (c->n == 3) /* CSI m is CSI 0 m */
			c->text[c->n - 1] = '0', c->text[c->n++] = ';';
		else
			c->text[c->n - 1] = ';';
		part += 2;
		len -= 2;
	}
	memcpy(c->text + c->n, part, len);
	c->n += len;
}

static void
add_attributes(struct change *c, int attr)
{
	if (attr & PAINT_BOLD)
		add(c, c->ways->bold);
	if (attr & PAINT_UNDERLINE)
		add(c, c->ways->underline);
	if (attr & PAINT_REVERSE)
		add(c, c->ways->reverse);
}

/* From nothing. */
static void
change_whole(struct change *c, const struct look *to)
{
	add(c, c->ways->plain);
	add_attributes(c, to->face.attr);
	add(c, to->fg);
	add(c, to->bg);
}

/* By what differs; false when something has to be taken back that cannot be. */
static bool
change_part(struct change *c, const struct face *from, const struct look *to)
{
	bool fg = from->fg != to->face.fg, bg = from->bg != to->face.bg;

	if (from->attr & ~to->face.attr)
		return false;
	add_attributes(c, to->face.attr & ~from->attr);
	if ((fg && to->fg[0] == '\0') || (bg && to->bg[0] == '\0')) {
		if (c->ways->sgr) {
			add(c, !fg || to->fg[0] ? "\033[49m" : !bg || to->bg[0] ? "\033[39m" :
									       "\033[39;49m");
		} else {
			add(c, c->ways->own);
			fg = bg = true;
		}
	}
	if (fg)
		add(c, to->fg);
	if (bg)
		add(c, to->bg);
	return true;
}

void
pen_take(struct term *t, int look)
{
	const struct look *to = &t->looks[look];
	struct change whole = { .ways = &t->ways }, part = whole, *best = &whole;

	if (t->pen_known && memcmp(&t->pen, &to->face, sizeof(t->pen)) == 0)
		return;
	change_whole(&whole, to);
	if (t->pen_known && change_part(&part, &t->pen, to) && part.n <= whole.n)
		best = &part;
	buf_add(&t->out, best->text, best->n);
	t->pen = to->face;
	t->pen_known = true;
}

bool
pen_fits_blank(const struct term *t, int look)
{
	const struct face *f = &t->looks[look].face;
	int seen = PAINT_UNDERLINE | PAINT_REVERSE;

	if (t->choice.by_style) /* it parts what stands beside it, or joins it */
		return t->pen_known && memcmp(&t->pen, f, sizeof(*f)) == 0;
	return t->pen_known && t->pen.bg == f->bg && !(t->pen.attr & seen) && !(f->attr & seen);
}

void
pen_reset(struct term *t)
{
	static const struct face plain = { THEME_COLOR_NONE, THEME_COLOR_NONE, 0 };

	if (!t->pen_known)
		buf_add_str(&t->out, t->ways.reset);
	else if (memcmp(&t->pen, &plain, sizeof(plain)) != 0)
		buf_add_str(&t->out, t->ways.plain);
	t->pen = plain;
	t->pen_known = true;
}

/* ---- moves ----------------------------------------------------------------------------- */

static void
move_plainly(struct term *t, int row, int col)
{
	char text[64];

	if (!t->ways.move) {
		capability_format("cup", row, col, text, sizeof(text));
		buf_add_str(&t->out, text);
	} else if (col == 0) {
		buf_printf(&t->out, "\033[%dH", row + 1);
	} else {
		buf_printf(&t->out, "\033[%d;%dH", row + 1, col + 1);
	}
}

void
pen_move(struct term *t, int row, int col)
{
	int right = col - t->at_col;

	if (t->at_row == row && t->at_col == col)
		return;
	if (t->at_row < 0 || t->at_col < 0)
		move_plainly(t, row, col);
	else if (t->at_row == row && col == 0)
		buf_add_char(&t->out, '\r');
	else if (t->at_row == row - 1 && col == 0)
		buf_add_str(&t->out, "\r\n");
	else if (t->at_row == row && right == 1 && t->ways.right)
		buf_add_str(&t->out, "\033[C");
	else if (t->at_row == row && right > 0 && t->ways.right)
		buf_printf(&t->out, "\033[%dC", right);
	else if (t->at_row == row && t->ways.column)
		buf_printf(&t->out, "\033[%dG", col + 1);
	else if (t->at_col == col && t->ways.row)
		buf_printf(&t->out, "\033[%dd", row + 1);
	else
		move_plainly(t, row, col);
	t->at_row = row;
	t->at_col = col;
}

void
pen_clear(struct term *t)
{
	t->pen_known = false;
	pen_reset(t);
	if (t->ways.colored_erase)
		pen_take(t, STYLE_TEXT);
	buf_add_str(&t->out, t->ways.clear);
	t->at_row = t->at_col = -1; /* some home, some do not */
}

void
pen_send(struct term *t)
{
	if (t->out.len > 0)
		terminal_send(t, t->out.data);
	buf_clear(&t->out);
}
