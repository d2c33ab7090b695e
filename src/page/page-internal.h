/* SPDX-License-Identifier: MIT
 *
 * A page is pieces (texts, measured once) and lines (made again at each width).
 * A line is one or more segments: one wrapped line of a piece set into a strip of
 * columns. Offsets of strips count from the start side of the line's direction.
 */
#ifndef PAGE_INTERNAL_H
#define PAGE_INTERNAL_H

#include "akhbar/page.h"

struct page_span { /* of the piece's own text, sorted by start */
	uint32_t start, end;
	enum page_look look;
	uint16_t link;
};

struct piece {
	struct bytes text;
	struct para *para;
	struct page_span *spans;
	size_t spans_n;
	enum page_look look; /* where no span says otherwise */
	bool justify; /* paragraphs only: no headings, lists, tables */
};

struct segment {
	uint32_t piece;
	struct line line;
	uint32_t offset_cols, width_cols;
	bool rtl;      /* the strip is filled from its right end */
	bool mirrored; /* offset counts from the right edge of the page */
};

struct page_place {
	uint32_t start, end;
};

enum line_kind { LINE_BLANK, LINE_TEXT, LINE_RULE };

struct page_row {
	enum line_kind kind;
	uint32_t block;
	uint32_t first, n; /* segments (LINE_BLANK: bars only); LINE_RULE: first = strip width */
	bool mirrored;
};

/* A block ready to be wrapped. */
struct unit {
	uint32_t block;
	enum unit_kind { UNIT_TEXT, UNIT_RULE, UNIT_TABLE, UNIT_HEAD_RULE } kind;
	uint32_t piece;  /* UNIT_TABLE: of the first cell; the others follow */
	uint32_t marker; /* piece of the list mark, UINT32_MAX none; UNIT_TABLE: of the
			  * first label ("country:"), as many as columns */
	uint32_t indent_cols;
	uint8_t quote;
	bool rtl;
	/* a text that runs the other way stands on the unit's side all the same */
	enum unit_side { SIDE_TEXT, SIDE_ONE_LINE, SIDE_UNIT } side;
	bool gap_before;
	uint16_t rows, cols;
	uint32_t numeric; /* UNIT_TABLE: a bit for each column of numbers */
};

struct page_hit {
	uint32_t piece, start, end;
};

struct page {
	const struct doc *doc;
	struct page_style style;
	struct arena *arena;
	struct piece *pieces;
	size_t pieces_n, pieces_cap;
	struct unit *units;
	size_t units_n, units_cap;
	uint32_t bar; /* piece of the quotation bar */
	enum dir dir_before; /* of the last block, for one without letters */

	struct page_row *rows;
	size_t rows_n, rows_cap;
	struct segment *segments;
	size_t segments_n, segments_cap;
	struct line *scratch;

	struct page_hit *hits; /* sorted by piece and place */
	size_t hits_n, hits_cap, here; /* SIZE_MAX: the reader is at none */

	struct page_cell *cells;
	size_t cells_cap;
	struct cell *ordered;
	size_t ordered_cap;
};

/* pieces.c: texts with their link numbers and spans. */
uint32_t page_piece(struct page *page, const struct doc_text *body, enum dir dir,
		    enum page_look look);
uint32_t page_piece_plain(struct page *page, struct bytes text, enum dir dir,
			  enum page_look look);
void page_number(const struct page *page, uint32_t n, struct buf *out);

/* rewrite.c: the text of a body as it is shown in a paragraph of direction `dir`. places: of each of its spans (as many);
 * numbers: of the link numbers put in (at most as many as spans). */
struct bytes page_rewrite(struct page *page, const struct doc_text *body, enum dir dir,
			  struct page_place *places, struct page_span *numbers, size_t *numbers_n);

/* lines.c */
void page_wrap(struct page *page);
struct page_row *page_add_row(struct page *page, enum line_kind kind, uint32_t block);
void page_add_segment(struct page *page, const struct segment *segment);

/* find.c: whether any of these bytes are of a hit; *here: of the one the reader is at. A cell is more than its first: a hit
 * may begin at the alef of a lam-alef. */
bool page_is_hit(const struct page *page, uint32_t piece, uint32_t start, uint32_t end,
		 bool *here);

/* table.c */
void page_wrap_table(struct page *page, const struct unit *unit);

#endif
