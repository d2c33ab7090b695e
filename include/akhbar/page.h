/* SPDX-License-Identifier: MIT
 *
 * page: a doc, a width and a style -> lines of cells, with the places of its
 * links and of search hits. Lines are measured once and ordered when asked for.
 */
#ifndef AKHBAR_PAGE_H
#define AKHBAR_PAGE_H

#include "akhbar/base.h"
#include "akhbar/doc.h"
#include "akhbar/text.h"

enum page_look { /* what a cell is, not how it is coloured */
	LOOK_TEXT,
	LOOK_STRONG,
	LOOK_EM,
	LOOK_HEADING,
	LOOK_TITLE,
	LOOK_QUIET, /* captions, bars, list marks */
	LOOK_CODE,
	LOOK_LINK,  /* the number after a link */
	LOOK_RULE,
	LOOK_HIT,
	LOOK_HIT_HERE, /* the one the reader has gone to */
};

struct page_cell {
	struct cell cell;
	enum page_look look;
	uint16_t link; /* 1-based, 0 none */
	uint32_t block; /* index into doc->blocks; UINT32_MAX for head lines */
};

struct page_head { /* shown above the blocks; any may be NULL */
	const char *title;
	const char *line; /* source · author · date: one quiet line, already worded */
	const char *more; /* a second one below it, or NULL */
};

struct page_style {
	uint32_t width_cols;
	enum dir dir; /* the interface's: fallback for texts without letters */
	enum text_numerals numerals;
	enum text_justify justify;
	bool strip_marks;
	bool no_shape;
	enum text_order order;
	bool link_numbers;
	bool arabic_digits; /* for our own numbers: list marks, link numbers */
};

struct page;

/* The doc must outlive the page. */
struct page *page_new(const struct doc *doc, const struct page_head *head,
		      const struct page_style *style);
void page_free(struct page *page);
/* Wraps again from what was measured. */
void page_set_width(struct page *page, uint32_t width_cols);
size_t page_lines(const struct page *page);
/* Cells of line i from left to right, filling from column 0 with leading blanks
 * as needed (right-to-left lines end at width_cols). Count; cells stay valid
 * until the next call. */
size_t page_line(struct page *page, size_t i, const struct page_cell **cells);
/* Block that line i shows (UINT32_MAX: head or blank), and its first line, so
 * that a resize keeps the reader's place. */
uint32_t page_block_of_line(const struct page *page, size_t i);
size_t page_line_of_block(const struct page *page, uint32_t block);
/* Shows places of words (LOOK_HIT) in every text of the page: `find` writes [start,
 * end) bytes of one text, sorted, not overlapping, at most max, and returns the count;
 * NULL takes them away. Returns how many; they stay through page_set_width. */
typedef size_t (*page_find_fn)(struct bytes text, uint32_t (*places)[2], size_t max,
			       void *context);
size_t page_find(struct page *page, page_find_fn find, void *context);
/* Shows hit i as LOOK_HIT_HERE, until page_find; SIZE_MAX: none. */
void page_hit_here(struct page *page, size_t hit);
/* The line where hit i begins; SIZE_MAX: there is none. */
size_t page_hit_line(struct page *page, size_t hit);

/* The whole page as text: lines behind a margin, no escapes (for `akhbar show`). */
void page_to_text(struct page *page, uint32_t margin_cols, struct buf *out);

#endif
