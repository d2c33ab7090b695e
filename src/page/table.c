/* SPDX-License-Identifier: MIT */
#include "page/page-internal.h"

#include <stdlib.h>
#include <string.h>

#define GAP_COLS 2
#define LEAST_COLS 8
#define LONGEST_WORD 24 /* an address may be cut */
#define LABEL_INDENT 2
#define MOST_COLUMNS 24

static const struct block *
block_of(const struct page *page, const struct unit *unit)
{
	return &page->doc->blocks[unit->block];
}

/* Column widths: natural where they fit, else no word is cut and what is left goes to
 * the narrowest first. False when the table is too wide for that. */
static bool
share_out(struct page *page, const struct unit *unit, uint32_t *widths)
{
	uint32_t room = page->style.width_cols, natural[MOST_COLUMNS], total = 0;
	uint32_t gaps = (unit->cols - 1u) * GAP_COLS;
	if (unit->cols > MOST_COLUMNS || gaps + unit->cols > room)
		return false;
	room -= gaps;
	for (uint32_t c = 0; c < unit->cols; c++) {
		natural[c] = widths[c] = 1;
		for (uint32_t r = 0; r < unit->rows; r++) {
			const struct para *p = page->pieces[unit->piece + r * unit->cols + c].para;
			uint32_t all = para_width(p), word = para_word_width(p);
			natural[c] = all > natural[c] ? all : natural[c];
			word = word < LONGEST_WORD ? word : LONGEST_WORD;
			widths[c] = word > widths[c] ? word : widths[c];
		}
		/* a column of single words side by side is hard to read */
		uint32_t least = natural[c] < LEAST_COLS ? natural[c] : LEAST_COLS;
		widths[c] = widths[c] < least ? least : widths[c];
		total += widths[c];
	}
	if (total > room)
		return false;
	for (room -= total; room > 0; room--) {
		uint32_t narrow = UINT32_MAX;
		for (uint32_t c = 0; c < unit->cols; c++)
			if (widths[c] < natural[c] &&
			    (narrow == UINT32_MAX || widths[c] < widths[narrow]))
				narrow = c;
		if (narrow == UINT32_MAX)
			break;
		widths[narrow]++;
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
					/* a column is flush on its start side, numbers on
					 * the right: units under units */
					.rtl = unit->rtl || unit->numeric >> c & 1,
					.mirrored = unit->rtl,
				});
			offset += widths[c] + GAP_COLS;
		}
	}
	for (uint32_t c = 0; c < unit->cols; c++)
		free(lines[c]);
}

/* A cell of a table that became a list, behind its label or under it. */
static void
wrap_labelled(struct page *page, const struct unit *unit, uint32_t c, uint32_t piece)
{
	uint32_t width = page->style.width_cols, indent = 0;
	const struct para *value = page->pieces[piece].para;
	bool label = unit->marker != UINT32_MAX && page->pieces[unit->marker + c].text.len;
	if (label) {
		const struct para *p = page->pieces[unit->marker + c].para;
		struct segment s = {
			.piece = unit->marker + c,
			.line = para_truncate(p, width),
			.width_cols = width,
			.rtl = unit->rtl,
			.mirrored = unit->rtl,
		};
		page_add_row(page, LINE_TEXT, unit->block);
		page_add_segment(page, &s);
		indent = para_width(p) + 1;
		/* the value under it when there is too little room beside it */
		if (indent + para_width(value) > width &&
		    (indent * 2 > width || indent + para_word_width(value) > width)) {
			indent = width > 3 * LABEL_INDENT ? LABEL_INDENT : 0;
			label = false;
		}
	}
	size_t n = para_wrap(value, width - indent, &page->scratch);
	for (size_t i = 0; i < n; i++) {
		if (i || !label)
			page_add_row(page, LINE_TEXT, unit->block);
		page_add_segment(page, &(struct segment){
			.piece = piece,
			.line = page->scratch[i],
			.offset_cols = indent,
			.width_cols = width - indent,
			.rtl = n == 1 ? unit->rtl : para_dir(value) == DIR_RTL,
			.mirrored = unit->rtl,
		});
	}
}

/* Too many columns for the width: each row as lines, one a cell. */
static void
wrap_as_list(struct page *page, const struct unit *unit)
{
	bool labels = unit->marker != UINT32_MAX;
	for (uint32_t r = labels; r < unit->rows; r++) {
		if (r > labels)
			page_add_row(page, LINE_BLANK, unit->block);
		for (uint32_t c = 0; c < unit->cols; c++) {
			uint32_t piece = unit->piece + r * unit->cols + c;
			if (page->pieces[piece].text.len)
				wrap_labelled(page, unit, c, piece);
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
