/* SPDX-License-Identifier: MIT
 *
 * One line being typed: kept in reading order, moved through as it is seen.
 */
#include "text/para.h"

#include <stdlib.h>
#include <string.h>

void
text_edit_init(struct text_edit *e, size_t limit_bytes)
{
	buf_init(&e->text, limit_bytes);
	buf_init(&e->erased, 0);
	e->cursor = 0;
}

void
text_edit_release(struct text_edit *e)
{
	buf_release(&e->text);
	buf_release(&e->erased);
	e->cursor = 0;
}

void
text_edit_set(struct text_edit *e, struct bytes text)
{
	size_t limit = e->text.limit;
	char *clean = text_clean_dup(text, CLEAN_LINE, 0);
	struct bytes line = bytes_of(clean);
	buf_clear(&e->text);
	if (limit)
		line.len = utf8_cut(line, limit);
	buf_add_bytes(&e->text, line);
	e->cursor = e->text.len;
	free(clean);
}

/* ---- inserting ------------------------------------------------------------------ */

/* May this be typed: it is shown, or tells letters how to join. */
static bool
is_typed(uint32_t cp)
{
	if (cp > 0x10ffff || cp < ' ')
		return false;
	const struct char_record *r = char_record(cp);
	bool joiner = cp == 0x200c || cp == 0x200d;
	return !(r->flags & CHAR_UNKNOWN) && (!(r->flags & CHAR_ZERO) || joiner) &&
	       r->bidi < BIDI_LRE;
}

/* Clean characters at the cursor, as many as there is room for. */
static bool
insert_bytes(struct text_edit *e, struct bytes in)
{
	size_t len = e->text.len;
	if (e->text.limit)
		in.len = utf8_cut(in, e->text.limit > len ? e->text.limit - len : 0);
	if (!in.len || !buf_add_bytes(&e->text, in))
		return false;
	char *at = e->text.data + e->cursor;
	memmove(at + in.len, at, len - e->cursor);
	memcpy(at, in.data, in.len);
	e->cursor += in.len;
	return true;
}

bool
text_edit_insert(struct text_edit *e, uint32_t cp)
{
	static const uint32_t alefs[] = {0x622, 0x623, 0x625, 0x627};
	char bytes[8];
	size_t n = 0;
	if (cp >= 0xfef5 && cp <= 0xfefc) { /* the lam-alef key of some terminals */
		n = utf8_put(bytes, 0x644);
		cp = alefs[(cp - 0xfef5) / 2];
	}
	return is_typed(cp) && insert_bytes(e, (struct bytes){bytes, n + utf8_put(bytes + n, cp)});
}

bool
text_edit_paste(struct text_edit *e, struct bytes text)
{
	struct buf line;
	bool space = false; /* a line's end inside is a space, at the end nothing */
	buf_init(&line, 0);
	for (const char *s = text.data, *end = s + text.len; s < end;) {
		uint32_t cp = utf8_next(&s, end);
		if (cp == '\n' || cp == '\r' || cp == '\t' || cp == 0x2028 || cp == 0x2029) {
			space = line.len > 0;
		} else if (is_typed(cp)) {
			if (space && cp != ' ')
				buf_add_char(&line, ' ');
			space = false;
			buf_add_utf8(&line, cp);
		}
	}
	bool done = insert_bytes(e, buf_view(&line));
	buf_release(&line);
	return done;
}

/* ---- places ---------------------------------------------------------------------- */

static uint32_t
char_after(const struct text_edit *e, size_t at)
{
	if (at >= e->text.len)
		return 0;
	const char *s = e->text.data + at;
	return utf8_next(&s, e->text.data + e->text.len);
}

static size_t
byte_before(const struct text_edit *e, size_t at)
{
	do
		at--;
	while (at > 0 && ((unsigned char)e->text.data[at] & 0xc0) == 0x80);
	return at;
}

static size_t
byte_after(const struct text_edit *e, size_t at)
{
	do
		at++;
	while (at < e->text.len && ((unsigned char)e->text.data[at] & 0xc0) == 0x80);
	return at;
}

/* Goes with the letter before it. */
static bool
is_attached(uint32_t cp)
{
	return cp && char_record(cp)->flags & (CHAR_MARK | CHAR_ZERO);
}

static bool
in_word(uint32_t cp)
{
	return char_is_word(cp) || (cp && is_attached(cp));
}

/* The first letter of a word stands at this byte. */
static bool
starts_word(const struct text_edit *e, size_t at)
{
	return at < e->text.len && in_word(char_after(e, at)) &&
	       (at == 0 || !in_word(char_after(e, byte_before(e, at))));
}

static size_t
word_back(const struct text_edit *e)
{
	size_t at = e->cursor;
	while (at > 0 && !starts_word(e, at = byte_before(e, at)))
		;
	return at;
}

static size_t
word_forward(const struct text_edit *e)
{
	size_t at = e->cursor;
	while (at < e->text.len && !starts_word(e, at = byte_after(e, at)))
		;
	return at;
}

/* ---- erasing --------------------------------------------------------------------- */

static bool
remove_bytes(struct text_edit *e, size_t from, size_t to)
{
	if (from == to)
		return false;
	memmove(e->text.data + from, e->text.data + to, e->text.len - to);
	e->text.len -= to - from;
	e->text.data[e->text.len] = '\0';
	e->cursor = from;
	return true;
}

/* A sign behind the text keeps spaces at its end in sight and holds the cursor. */
static struct para *
measure(const struct text_edit *e, const struct para_options *options, enum dir fallback,
	struct buf *copy)
{
	struct para_options o = {0};
	if (options)
		o = *options;
	o.dir = fallback == DIR_RTL ? DIR_RTL : DIR_LTR;
	struct bytes text = e->text.len ? buf_view(&e->text) : bytes_of("");
	for (const char *s = text.data, *end = s + text.len; s < end;) {
		enum strong strong = char_strong(utf8_next(&s, end));
		if (strong == STRONG_NONE)
			continue;
		o.dir = strong == STRONG_RTL ? DIR_RTL : DIR_LTR;
		break;
	}
	buf_init(copy, 0);
	buf_add_bytes(copy, buf_view(&e->text));
	buf_add_utf8(copy, 0xa0);
	return para_new(buf_view(copy), &o);
}

/* The shown cluster that holds this byte. */
static uint32_t
cluster_at(const struct para *p, size_t byte)
{
	uint32_t at = 0;
	for (uint32_t i = 0; i < p->n && p->clusters[i].byte <= byte; i++)
		if (p->clusters[i].width || i == 0)
			at = i;
	return at;
}

bool
text_edit_backspace(struct text_edit *e)
{
	if (!e->cursor)
		return false;
	size_t from = byte_before(e, e->cursor);
	struct buf copy;
	struct para *p = measure(e, NULL, DIR_LTR, &copy);
	const struct cluster *c = &p->clusters[cluster_at(p, from)];
	if (char_record(c->letter)->flags & (CHAR_PICT | CHAR_RI)) {
		/* the second half of a flag goes with the first */
		if (c->flags & CL_TIED)
			c--;
		from = c->byte;
	}
	para_free(p);
	buf_release(&copy);
	return remove_bytes(e, from, e->cursor);
}

bool
text_edit_delete(struct text_edit *e)
{
	if (e->cursor >= e->text.len)
		return false;
	size_t to = byte_after(e, e->cursor);
	struct buf copy;
	struct para *p = measure(e, NULL, DIR_LTR, &copy);
	const struct cluster *c = &p->clusters[cluster_at(p, e->cursor)];
	if (char_record(c->letter)->flags & (CHAR_PICT | CHAR_RI)) {
		to = c[1].byte;
		if (c[1].flags & CL_TIED)
			to = c[2].byte;
	}
	para_free(p);
	buf_release(&copy);
	while (to < e->text.len && is_attached(char_after(e, to)))
		to = byte_after(e, to);
	return remove_bytes(e, e->cursor, to);
}

bool
text_edit_erase(struct text_edit *e, enum text_erase what)
{
	size_t from = e->cursor, to = e->cursor;
	switch (what) {
	case ERASE_WORD_BACK:
		from = word_back(e);
		break;
	case ERASE_WORD_FORWARD:
		to = word_forward(e);
		break;
	case ERASE_TO_START:
		from = 0;
		break;
	case ERASE_TO_END:
		to = e->text.len;
		break;
	}
	if (from == to)
		return false;
	buf_clear(&e->erased);
	buf_add(&e->erased, e->text.data + from, to - from);
	return remove_bytes(e, from, to);
}

bool
text_edit_yank(struct text_edit *e)
{
	return e->erased.len > 0 && insert_bytes(e, buf_view(&e->erased));
}

/* ---- moving ---------------------------------------------------------------------- */

/* The places a cursor can stand at, as they are seen from left to right: bytes of
 * the text. A new array, yours. */
static size_t
seen_places(const struct para *p, uint32_t **places)
{
	struct line line = {.end = p->n, .width_cols = para_width(p), .last = true};
	size_t max = para_cells_max(&line, 0), n = 0;
	struct cell *cells = mem_alloc(max * sizeof(*cells));
	size_t cells_n = para_order(p, &line, ORDER_VISUAL, JUSTIFY_NONE, 0, cells, max);
	*places = mem_alloc((cells_n + 1) * sizeof(**places));
	for (size_t i = 0; i < cells_n; i++)
		if (!(p->clusters[cluster_at(p, cells[i].start_byte)].flags & CL_TIED))
			(*places)[n++] = cells[i].start_byte;
	free(cells);
	return n;
}

static void
move_seen(struct text_edit *e, enum text_move move, enum dir fallback)
{
	bool left = move == MOVE_LEFT || move == MOVE_WORD_LEFT;
	bool words = move == MOVE_WORD_LEFT || move == MOVE_WORD_RIGHT;
	struct buf copy;
	struct para *p = measure(e, NULL, fallback, &copy);
	uint32_t *places;
	size_t n = seen_places(p, &places), at = 0;
	for (size_t i = 0; i < n; i++)
		if (places[i] <= e->cursor && (places[at] > e->cursor || places[i] > places[at]))
			at = i;
	do {
		if (left ? at == 0 : at + 1 >= n)
			break;
		at = left ? at - 1 : at + 1;
	} while (words && !starts_word(e, places[at]));
	e->cursor = places[at];
	free(places);
	para_free(p);
	buf_release(&copy);
}

/* Forward or back by what stands in one cell. */
static void
move_read(struct text_edit *e, bool back)
{
	struct buf copy;
	struct para *p = measure(e, NULL, DIR_LTR, &copy);
	const struct cluster *c = p->clusters;
	if (back && e->cursor) {
		uint32_t i = cluster_at(p, byte_before(e, e->cursor));
		e->cursor = c[i - (c[i].flags & CL_TIED && i > 0)].byte;
	} else if (!back && e->cursor < e->text.len) {
		uint32_t i = cluster_at(p, e->cursor) + 1;
		while (i < p->n && (!c[i].width || c[i].flags & CL_TIED))
			i++;
		e->cursor = c[i].byte < e->text.len ? c[i].byte : e->text.len;
	}
	para_free(p);
	buf_release(&copy);
}

bool
text_edit_move(struct text_edit *e, enum text_move move, enum dir fallback)
{
	size_t before = e->cursor;
	switch (move) {
	case MOVE_START:
		e->cursor = 0;
		break;
	case MOVE_END:
		e->cursor = e->text.len;
		break;
	case MOVE_BACK:
	case MOVE_FORWARD:
		move_read(e, move == MOVE_BACK);
		break;
	case MOVE_WORD_BACK:
		e->cursor = word_back(e);
		break;
	case MOVE_WORD_FORWARD:
		e->cursor = word_forward(e);
		break;
	default:
		move_seen(e, move, fallback);
	}
	return e->cursor != before;
}

/* ---- showing --------------------------------------------------------------------- */

/* The clusters to show. A long text moves by half the width when the cursor leaves
 * it, so that what stands on both sides of the cursor is seen; which part that is
 * follows from the cursor alone. */
static struct line
window(const struct para *p, uint32_t at, uint32_t width_cols)
{
	const struct cluster *c = p->clusters;
	uint32_t all = c[p->n].col, cursor_end = c[at + 1].col, from = 0;
	if (cursor_end > width_cols) {
		uint32_t step = width_cols / 2;
		from = (cursor_end - width_cols + step - 1) / step * step;
		if (from > all - width_cols)
			from = all - width_cols;
	}
	uint32_t start = 0, end;
	while (start < at && c[start].col < from)
		start++;
	for (end = at + 1; end < p->n && c[end + 1].col - c[start].col <= width_cols;)
		end++;
	return (struct line){.start = start, .end = end, .last = true};
}

size_t
text_edit_cells(const struct text_edit *e, const struct para_options *options, uint32_t width_cols,
		struct cell *cells, size_t max, uint32_t *used_cols, uint32_t *cursor_col)
{
	*used_cols = *cursor_col = 0;
	if (width_cols < 2 || max < 2)
		return 0;
	struct buf copy;
	struct para *p = measure(e, options, options ? options->fallback : DIR_LTR, &copy);
	struct line line = window(p, cluster_at(p, e->cursor), width_cols);
	struct cell blank = {.ch = {' '}, .ch_n = 1, .width = 1, .filler = true};
	size_t n = para_order(p, &line, ORDER_VISUAL, JUSTIFY_NONE, 0, cells, max);
	uint32_t cols = 0;
	for (size_t i = 0; i < n; i++) {
		if (cells[i].start_byte <= e->cursor && e->cursor < cells[i].end_byte)
			*cursor_col = cols;
		cols += cells[i].width;
		if (cells[i].start_byte >= e->text.len) {
			blank.start_byte = blank.end_byte = (uint32_t)e->text.len;
			blank.level = cells[i].level;
			cells[i] = blank;
		}
	}
	*used_cols = cols;
	para_free(p);
	buf_release(&copy);
	return n;
}
