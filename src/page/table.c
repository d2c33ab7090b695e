/* SPDX-License-Identifier: MIT */
#include "page/page-internal.h"

#include <stdlib.h>
#include <string.h>

#define GAP_COLS 2
#define LEAST_COLS 6
#define MOST_COLUMNS 24

static const struct block *
block_of(const struct page *page, const struct unit *unit)
{
	return &page->doc->blocks[unit->block];
}

/* Column widths: natural where they fit, else shared out by need, none under
 * LEAST_COLS. False when the table is too wide for that. */
static bool
share_out(struct page *page, const struct unit *unit, uint32_t *widths)
{
	uint32_t room = page->style.width_cols;
	uint32_t gaps = (unit->cols - 1u) * GAP_COLS;
	if (unit->cols > MOST_COLUMNS || gaps + unit->cols > room)
		return false;
	room -= gaps;
	uint32_t total = 0;
	for (uint32_t c = 0; c < unit->cols; c++) {
		widths[c] = 1;
		for (uint32_t r = 0; r < unit->rows; r++) {
			uint32_t piece = unit->piece + r * unit->cols + c;
			uint32_t w = para_width(page->pieces[piece].para);
			if (w > widths[c])
				widths[c] = w;
		}
		total += widths[c];
	}
	if (total <= room)
		return true;
	if (unit->cols * LEAST_COLS > room)
		return false;
	/* columns that need no more than an even share keep their width, again and
	 * again; what is left is shared among the others */
	bool settled[MOST_COLUMNS] = {false};
	uint32_t open = unit->cols;
	for (bool again = true; again && open;) {
		again = false;
		uint32_t even = room / open;
		for (uint32_t c = 0; c < unit->cols; c++) {
			if (settled[c] || widths[c] > even)
				continue;
			settled[c] = again = true;
			room -= widths[c];
			open--;
		}
	}
	for (uint32_t c = 0; c < unit->cols; c++) {
		if (settled[c])
			continue;
		widths[c] = room / open;
		room -= widths[c];
		open--;
	}
	return true;
}

static uint32_t
columns_width(const struct unit *unit, const uint32_t *widths)
{
	uint32_t sum = (unit->cols - 1u) * GAP_COLS;
	for (uint32_t c = 0; c < unit->cols; c++)
		sum += widths[c];
	return sum;
}

static void
wrap_row(struct page *page, const struct unit *unit, const uint32_t *widths, uint32_t r)
{
	struct line *lines[MOST_COLUMNS] = {NULL};
	size_t counts[MOST_COLUMNS] = {0};
	size_t height = 0;
	for (uint32_t c = 0; c < unit->cols; c++) {
		uint32_t piece = unit->piece + r * unit->cols + c;
		if (page->pieces[piece].text.len)
			counts[c] = para_wrap(page->pieces[piece].para, widths[c], &lines[c]);
		if (counts[c] > height)
			height = counts[c];
	}
	for (size_t i = 0; i < height; i++) {
		page_add_row(page, LINE_TEXT, unit->block);
		uint32_t offset = 0;
		for (uint32_t c = 0; c < unit->cols; c++) {
			uint32_t piece = unit->piece + r * unit->cols + c;
			if (i < counts[c])
				page_add_segment(page, &(struct segment){
					.piece = piece,
					.line = lines[c][i],
					.offset_cols = offset,
					.width_cols = widths[c],
					/* a column is flush on its start side, numbers too */
					.rtl = unit->rtl,
					.mirrored = unit->rtl,
				});
			offset += widths[c] + GAP_COLS;
		}
	}
	for (uint32_t c = 0; c < unit->cols; c++)
		free(lines[c]);
}

/* Too many columns for the width: each row as lines, one a cell. */
static void
wrap_as_list(struct page *page, const struct unit *unit)
{
	for (uint32_t r = 0; r < unit->rows; r++) {
		if (r)
			page_add_row(page, LINE_BLANK, unit->block);
		for (uint32_t c = 0; c < unit->cols; c++) {
			uint32_t piece = unit->piece + r * unit->cols + c;
			if (!page->pieces[piece].text.len)
				continue;
			size_t n = para_wrap(page->pieces[piece].para, page->style.width_cols,
					     &page->scratch);
			for (size_t i = 0; i < n; i++) {
				page_add_row(page, LINE_TEXT, unit->block);
				page_add_segment(page, &(struct segment){
					.piece = piece,
					.line = page->scratch[i],
					.width_cols = page->style.width_cols,
					.rtl = para_dir(page->pieces[piece].para) == DIR_RTL,
					.mirrored = unit->rtl,
				});
			}
		}
	}
}

void
page_wrap_table(struct page *page, const struct unit *unit)
{
	uint32_t widths[MOST_COLUMNS];
	if (!unit->rows || !unit->cols)
		return;
	if (!share_out(page, unit, widths)) {
		wrap_as_list(page, unit);
		return;
	}
	const struct block *b = block_of(page, unit);
	for (uint32_t r = 0; r < unit->rows; r++) {
		wrap_row(page, unit, widths, r);
		bool head = b->cells[(size_t)r * unit->cols].header;
		bool body_next = r + 1 < unit->rows && !b->cells[(size_t)(r + 1) * unit->cols].header;
		if (head && body_next) {
			struct page_row *row = page_add_row(page, LINE_RULE, unit->block);
			row->first = columns_width(unit, widths);
			row->mirrored = unit->rtl;
		}
	}
}
