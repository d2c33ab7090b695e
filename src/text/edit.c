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
	e->cursor = 0;
}

void
text_edit_release(struct text_edit *e)
{
	buf_release(&e->text);
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

bool
text_edit_insert(struct text_edit *e, uint32_t cp)
{
	char bytes[4];
	if (cp > 0x10ffff || cp < ' ')
		return false;
	const struct char_record *r = char_record(cp);
	bool joiner = cp == 0x200c || cp == 0x200d;
	if (r->flags & CHAR_UNKNOWN || (r->flags & CHAR_ZERO && !joiner) || r->bidi >= BIDI_LRE)
		return false;
	size_t n = utf8_put(bytes, cp), len = e->text.len;
	if (e->text.limit && len + n > e->text.limit)
		return false;
	if (!buf_add(&e->text, bytes, n))
		return false;
	memmove(e->text.data + e->cursor + n, e->text.data + e->cursor, len - e->cursor);
	memcpy(e->text.data + e->cursor, bytes, n);
	e->cursor += n;
	return true;
}

static void
remove_bytes(struct text_edit *e, size_t from, size_t to)
{
	memmove(e->text.data + from, e->text.data + to, e->text.len - to);
	e->text.len -= to - from;
	e->text.data[e->text.len] = '\0';
	e->cursor = from;
}

bool
text_edit_backspace(struct text_edit *e)
{
	size_t from = e->cursor;
	if (!from)
		return false;
	do
		from--;
	while (from > 0 && ((unsigned char)e->text.data[from] & 0xc0) == 0x80);
	remove_bytes(e, from, e->cursor);
	return true;
}

/* Does a mark or joiner stand at this byte: not a place for the cursor. */
static bool
inside_letter(const struct text_edit *e, size_t at)
{
	if (at == 0 || at >= e->text.len)
		return false;
	const char *s = e->text.data + at;
	if (((unsigned char)*s & 0xc0) == 0x80)
		return true;
	return char_record(utf8_next(&s, e->text.data + e->text.len))->flags & (CHAR_MARK | CHAR_ZERO);
}

static size_t
next_edge(const struct text_edit *e, size_t at)
{
	do
		at++;
	while (inside_letter(e, at));
	return at;
}

bool
text_edit_delete(struct text_edit *e)
{
	if (e->cursor >= e->text.len)
		return false;
	remove_bytes(e, e->cursor, next_edge(e, e->cursor));
	return true;
}

static enum dir
dir_of_edit(const struct text_edit *e, enum dir fallback)
{
	struct para_options o = {.fallback = fallback};
	struct para *p = para_new(buf_view(&e->text), &o);
	enum dir dir = para_dir(p);
	para_free(p);
	return dir;
}

bool
text_edit_move(struct text_edit *e, enum text_move move, enum dir fallback)
{
	size_t before = e->cursor;
	bool rtl = dir_of_edit(e, fallback) == DIR_RTL;
	if (move == MOVE_START) {
		e->cursor = 0;
	} else if (move == MOVE_END) {
		e->cursor = e->text.len;
	} else if ((move == MOVE_LEFT) == rtl) {
		if (e->cursor < e->text.len)
			e->cursor = next_edge(e, e->cursor);
	} else if (e->cursor > 0) {
		do
			e->cursor--;
		while (inside_letter(e, e->cursor));
	}
	return e->cursor != before;
}

/* The clusters to show: as much as fits before the cursor, then after it. */
static struct line
window(const struct para *p, uint32_t at, uint32_t width_cols)
{
	const struct cluster *c = p->clusters;
	uint32_t start = at, end = at;
	/* the cursor's own cell has to fit too */
	uint32_t room = width_cols - (at < p->n && c[at].width ? c[at].width : 1);
	while (start > 0 && c[at].col - c[start - 1].col <= room)
		start--;
	while (end < p->n && c[end + 1].col - c[start].col <= width_cols)
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
	/* a sign behind the text keeps spaces at its end in sight */
	struct buf copy;
	buf_init(&copy, 0);
	buf_add_bytes(&copy, buf_view(&e->text));
	buf_add_utf8(&copy, 0xa0);
	struct para *p = para_new(buf_view(&copy), options);
	const struct cluster *c = p->clusters;
	uint32_t at = 0;
	while (at + 1 < p->n && c[at + 1].byte <= e->cursor)
		at++;
	struct line line = window(p, at, width_cols);
	struct cell blank = {.ch = {' '}, .ch_n = 1, .width = 1, .filler = true};
	size_t n = para_order(p, &line, ORDER_VISUAL, JUSTIFY_NONE, 0, cells, max);
	uint32_t cols = 0;
	for (size_t i = 0; i < n; i++) {
		if (cells[i].start_byte <= e->cursor && e->cursor < cells[i].end_byte)
			*cursor_col = cols;
		cols += cells[i].width;
		if (cells[i].ch[0] == 0xa0 && cells[i].start_byte >= e->text.len) {
			blank.start_byte = blank.end_byte = (uint32_t)e->text.len;
			cells[i] = blank;
		}
	}
	*used_cols = cols;
	para_free(p);
	buf_release(&copy);
	return n;
}
