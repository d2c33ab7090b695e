/* SPDX-License-Identifier: MIT */
#include "page/page-internal.h"

#include <stdlib.h>
#include <string.h>

struct page_row *
page_add_row(struct page *page, enum line_kind kind, uint32_t block)
{
	if (page->rows_n == page->rows_cap) {
		page->rows_cap = page->rows_cap ? page->rows_cap * 2 : 64;
		page->rows = mem_realloc_array(page->rows, page->rows_cap, sizeof(*page->rows));
	}
	struct page_row *row = &page->rows[page->rows_n++];
	*row = (struct page_row){
		.kind = kind, .block = block, .first = (uint32_t)page->segments_n};
	return row;
}

void
page_add_segment(struct page *page, const struct segment *segment)
{
	if (page->segments_n == page->segments_cap) {
		page->segments_cap = page->segments_cap ? page->segments_cap * 2 : 64;
		page->segments = mem_realloc_array(page->segments, page->segments_cap,
						   sizeof(*page->segments));
	}
	page->segments[page->segments_n++] = *segment;
	page->rows[page->rows_n - 1].n++;
}

/* A mark (bullet, number, quotation bar) in its own strip. */
static void
add_mark(struct page *page, uint32_t piece, uint32_t offset, uint32_t width, bool rtl)
{
	struct segment s = {
		.piece = piece,
		.line = para_truncate(page->pieces[piece].para, width),
		.offset_cols = offset,
		.width_cols = width,
		.rtl = rtl,
		.mirrored = rtl,
	};
	page_add_segment(page, &s);
}

/* Columns before a unit's text: quotation bars, list indents, the list's mark. */
struct indents {
	uint32_t quote, mark, all;
};

static struct indents
indents_of(const struct page *page, const struct unit *unit)
{
	uint32_t width = page->style.width_cols;
	struct indents in = {.quote = unit->quote * 2u};
	if (unit->kind == UNIT_TEXT && unit->marker != UINT32_MAX)
		in.mark = para_width(page->pieces[unit->marker].para) + 1;
	in.all = unit->indent_cols + in.quote + in.mark;
	if (in.all + 8 > width) { /* too narrow for indents: the words matter more */
		in.all = in.mark + 4 < width ? in.mark : 0;
		in.quote = 0;
	}
	if (!in.all)
		in.mark = 0;
	return in;
}

static void
add_bars(struct page *page, uint32_t quote_cols, bool rtl)
{
	for (uint32_t q = 0; q + 2 <= quote_cols; q += 2)
		add_mark(page, page->bar, q, 1, rtl);
}

static void
wrap_text(struct page *page, const struct unit *unit)
{
	const struct piece *piece = &page->pieces[unit->piece];
	uint32_t width = page->style.width_cols;
	struct indents in = indents_of(page, unit);
	size_t n = para_wrap(piece->para, width - in.all, &page->scratch);
	bool rtl = para_dir(piece->para) == DIR_RTL;
	if (unit->side == SIDE_UNIT || (unit->side == SIDE_ONE_LINE && n == 1))
		rtl = unit->rtl;
	for (size_t i = 0; i < n; i++) {
		page_add_row(page, LINE_TEXT, unit->block);
		add_bars(page, in.quote, unit->rtl);
		if (in.mark && i == 0)
			add_mark(page, unit->marker, in.all - in.mark, in.mark - 1, unit->rtl);
		struct segment s = {
			.piece = unit->piece,
			.line = page->scratch[i],
			.offset_cols = in.all,
			.width_cols = width - in.all,
			.rtl = rtl,
			.mirrored = unit->rtl,
		};
		page_add_segment(page, &s);
	}
}

/* A blank line; the bars of a quotation go on through it. */
static void
add_gap(struct page *page, const struct unit *before, const struct unit *unit)
{
	page_add_row(page, LINE_BLANK, unit->block);
	if (!before || !before->quote || !unit->quote || before->rtl != unit->rtl)
		return;
	uint32_t a = indents_of(page, before).quote, b = indents_of(page, unit).quote;
	add_bars(page, a < b ? a : b, unit->rtl);
}

void
page_wrap(struct page *page)
{
	page->rows_n = page->segments_n = 0;
	for (size_t i = 0; i < page->units_n; i++) {
		const struct unit *unit = &page->units[i];
		if (unit->gap_before && page->rows_n)
			add_gap(page, i ? unit - 1 : NULL, unit);
		switch (unit->kind) {
		case UNIT_TEXT:
			wrap_text(page, unit);
			break;
		case UNIT_TABLE:
			page_wrap_table(page, unit);
			break;
		case UNIT_RULE:
		case UNIT_HEAD_RULE: {
			struct page_row *row = page_add_row(page, LINE_RULE, unit->block);
			row->mirrored = unit->rtl;
			row->first = unit->kind == UNIT_RULE && page->style.width_cols > 24
					     ? page->style.width_cols / 3
					     : page->style.width_cols;
			break;
		}
		}
	}
}

/* ---- one line as cells ---------------------------------------------------- */

static void
look_at(const struct piece *piece, uint32_t byte, enum page_look *look, uint16_t *link)
{
	*look = piece->look;
	*link = 0;
	for (size_t i = 0; i < piece->spans_n && piece->spans[i].start <= byte; i++) {
		if (byte >= piece->spans[i].end)
			continue;
		if (piece->spans[i].look != piece->look)
			*look = piece->spans[i].look;
		if (piece->spans[i].link)
			*link = piece->spans[i].link;
	}
}

static void
reserve_cells(struct page *page, size_t cells, size_t ordered)
{
	if (cells > page->cells_cap) {
		page->cells_cap = cells;
		page->cells = mem_realloc_array(page->cells, cells, sizeof(*page->cells));
	}
	if (ordered > page->ordered_cap) {
		page->ordered_cap = ordered;
		page->ordered = mem_realloc_array(page->ordered, ordered, sizeof(*page->ordered));
	}
}

static const struct cell blank = {.ch = {' '}, .ch_n = 1, .width = 1};

/* Writes a segment's cells into the grid `at` (index by column; the right half of
 * a wide cell has ch_n 0). */
static void
place_segment(struct page *page, const struct segment *s, uint32_t block)
{
	const struct piece *piece = &page->pieces[s->piece];
	uint32_t width = page->style.width_cols;
	uint32_t fill = piece->justify && !s->line.last ? s->width_cols : 0;
	size_t max = para_cells_max(&s->line, fill);
	reserve_cells(page, width + 1, max + 1);
	size_t n = para_order(piece->para, &s->line, page->style.order, page->style.justify,
			      page->style.justify == JUSTIFY_NONE ? 0 : fill, page->ordered, max);
	uint32_t used = 0;
	for (size_t i = 0; i < n; i++)
		used += page->ordered[i].width;
	uint32_t left = s->mirrored ? width - s->offset_cols - s->width_cols : s->offset_cols;
	uint32_t col = left + (s->rtl && used < s->width_cols ? s->width_cols - used : 0);
	for (size_t i = 0; i < n; i++) {
		const struct cell *c = &page->ordered[i];
		if (col + c->width > width)
			break;
		struct page_cell *out = &page->cells[col];
		out->cell = *c;
		out->block = block;
		look_at(piece, c->start_byte, &out->look, &out->link);
		bool here = false;
		if (page->hits_n && out->look != LOOK_LINK &&
		    page_is_hit(page, s->piece, c->start_byte, c->end_byte, &here))
			out->look = here ? LOOK_HIT_HERE : LOOK_HIT;
		if (c->width == 2)
			page->cells[col + 1].cell.ch_n = 0;
		col += c->width;
	}
}

size_t
page_line(struct page *page, size_t i, const struct page_cell **cells)
{
	*cells = page->cells;
	if (i >= page->rows_n)
		return 0;
	const struct page_row *row = &page->rows[i];
	uint32_t width = page->style.width_cols;
	if (row->kind == LINE_BLANK && !row->n)
		return 0;
	reserve_cells(page, width + 1, 1);
	for (uint32_t col = 0; col < width; col++)
		page->cells[col] = (struct page_cell){
			.cell = blank, .look = LOOK_TEXT, .block = row->block};
	if (row->kind == LINE_RULE) {
		uint32_t strip = row->first;
		uint32_t left = row->mirrored ? width - strip : 0;
		for (uint32_t col = left; col < left + strip; col++) {
			page->cells[col].cell.ch[0] = 0x2500;
			page->cells[col].look = LOOK_RULE;
		}
	} else {
		for (uint32_t k = 0; k < row->n; k++)
			place_segment(page, &page->segments[row->first + k], row->block);
	}
	/* close the gaps that wide cells leave in a grid by column */
	size_t n = 0;
	for (uint32_t col = 0; col < width; col++)
		if (page->cells[col].cell.ch_n)
			page->cells[n++] = page->cells[col];
	*cells = page->cells;
	return n;
}
