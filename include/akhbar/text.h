/* SPDX-License-Identifier: MIT
 *
 * text: a UTF-8 paragraph and a width -> ordered lines of cells.
 *
 * Measured once (para_new: levels, joining, shapes, widths, breaks; knows no
 * width), wrapped in logical order (para_wrap: integers only), ordered line by
 * line when shown (para_order: UAX #9 L1, L2 on a copy of the levels). The unit
 * after measuring is the cluster: a base with its marks, a lam-alef with its
 * marks, an emoji sequence. A cluster never splits and is never reversed inside.
 * Every cell keeps the logical bytes it came from.
 */
#ifndef AKHBAR_TEXT_H
#define AKHBAR_TEXT_H

#include "akhbar/base.h"
#include "akhbar/fold.h"

#define CELL_CHARS 5 /* base + 4 marks: what one terminal cell can hold (CCHARW_MAX) */

/* One glyph in the grid. `width` 1 or 2 columns. */
struct cell {
	uint32_t ch[CELL_CHARS];
	uint8_t ch_n;
	uint8_t width;
	uint8_t level; /* UAX #9 embedding level, for terminals that reorder themselves */
	bool filler;   /* a stroke or space that justification put in */
	uint32_t start_byte, end_byte; /* of the paragraph's text */
};

enum text_numerals { NUMERALS_AS_WRITTEN, NUMERALS_WESTERN, NUMERALS_ARABIC, NUMERALS_PERSIAN };
enum text_justify { JUSTIFY_NONE, JUSTIFY_KASHIDA, JUSTIFY_SPACES };
enum text_order { ORDER_VISUAL, ORDER_LOGICAL };

/* A stretch that is a paragraph of its own inside the line (exact isolate) or a
 * token read left to right (URL, phone). Bytes, sorted by start, longer first;
 * isolates may nest. Right-to-left words inside a token stay readable: the token
 * runs from the left, word by word. A number is a token whose digits follow the
 * numerals asked for. PARA_ISOLATE_AUTO goes by its letters. */
struct para_span {
	uint32_t start_byte, end_byte;
	enum para_span_kind {
		PARA_ISOLATE_AUTO,
		PARA_ISOLATE_LTR,
		PARA_ISOLATE_RTL,
		PARA_PROTECT,
		PARA_NUMBER,
	} kind;
};

struct para_options {
	enum dir dir;      /* DIR_AUTO: by the letters (dir_of_text) */
	enum dir fallback; /* when the text has no letters; DIR_AUTO means LTR */
	enum text_numerals numerals;
	bool strip_marks;  /* tashkeel off */
	bool no_shape;     /* leave letters nominal and brackets unmirrored (screen readers) */
	bool no_protect;   /* plain UAX #9: no token detection (tests, --order of pure bidi) */
	const struct para_span *spans;
	size_t spans_n;
};

struct para;

/* Measures `text` (valid UTF-8; copied nothing but what is needed: text must
 * outlive the para). Invalid bytes show as U+FFFD. Newlines inside are forced
 * breaks. Never fails: when memory or a limit forbids bidi, logical order. */
struct para *para_new(struct bytes text, const struct para_options *options);
void para_free(struct para *p);
enum dir para_dir(const struct para *p);      /* resolved base direction */
uint32_t para_width(const struct para *p);    /* columns on one endless line */
uint32_t para_clusters(const struct para *p);
uint32_t para_word_width(const struct para *p); /* of the widest piece that nothing parts */

struct line {
	uint32_t start, end;  /* clusters, logical, [start, end); trailing spaces included */
	uint32_t width_cols;  /* without trailing spaces; 1 when it holds nothing else */
	bool last;            /* of the paragraph or before a forced break */
	bool ellipsis;        /* truncated: an ellipsis ends it */
};

/* Breaks into lines of at most width_cols (0: never wrap; a line holds at least
 * one character). Writes *lines from its start (NULL, or an array of any size that
 * is grown with mem_realloc; yours) and returns the count. At least one line. */
size_t para_wrap(const struct para *p, uint32_t width_cols, struct line **lines);

/* The first line, truncated at a cluster's edge with an ellipsis in logical
 * order when the whole does not fit. */
struct line para_truncate(const struct para *p, uint32_t width_cols);

/* Cells of a line from left to right (ORDER_VISUAL), or as read and with brackets
 * not mirrored, for terminals that do that themselves (ORDER_LOGICAL). Writes at
 * most `max` cells and returns the count. Their widths sum to line.width_cols, or
 * to justify_cols when justification could fill that far (0: none). Together the
 * cells cover the line's bytes exactly once: what is not painted (joiners, spaces
 * at the line's end) belongs to the cell before it, or to a blank one when there is
 * no other; fillers repeat the bytes of theirs, the ellipsis has those of what was
 * cut. */
size_t para_order(const struct para *p, const struct line *line, enum text_order order,
		  enum text_justify justify, uint32_t justify_cols, struct cell *cells, size_t max);

/* The bytes of a line, logical, [*start, *end): trailing spaces and a newline included. */
void para_line_bytes(const struct para *p, const struct line *line, uint32_t *start,
		     uint32_t *end);

/* Upper bound of cells para_order can give for this line (with justify_cols). */
size_t para_cells_max(const struct line *line, uint32_t justify_cols);

/* Columns of a character (0, 1, 2) by our own table, never wcwidth(). */
unsigned char_width(uint32_t cp);

/* One field on one line: measured, truncated to width_cols, ordered. Returns the
 * count of cells; *used_cols their width. For list rows and status lines. */
size_t text_field(struct bytes text, const struct para_options *options, uint32_t width_cols,
		  enum text_order order, struct cell *cells, size_t max, uint32_t *used_cols);

/* Protected tokens of a text (URLs, phones, ISO dates, @names, #tags, C++,
 * signed numbers): a new array, yours. */
size_t text_tokens(struct bytes text, struct para_span **out);

/* ---- a line being typed ---------------------------------------------------
 *
 * The text is kept as it is read; the cursor stands on the cell of the character
 * that the next one goes before, or on a blank cell behind the last. Every place
 * has one cell, so left and right walk over all of them as they are seen, whatever
 * directions meet in the line. The direction is that of the first letter (it does
 * not turn about while one types), of `fallback` when there is none. */
struct text_edit {
	struct buf text;
	size_t cursor; /* a byte of the text, at a character's edge */
	struct buf erased; /* by the last text_edit_erase() */
};

enum text_move {
	MOVE_LEFT,  /* to the cell beside */
	MOVE_RIGHT,
	MOVE_START, /* of the text: the right end when it runs from the right */
	MOVE_END,
	MOVE_WORD_LEFT, /* to the nearest first letter of a word on that side */
	MOVE_WORD_RIGHT,
	MOVE_BACK, /* the same as it is read */
	MOVE_FORWARD,
	MOVE_WORD_BACK,
	MOVE_WORD_FORWARD,
};

enum text_erase { ERASE_WORD_BACK, ERASE_WORD_FORWARD, ERASE_TO_START, ERASE_TO_END };

void text_edit_init(struct text_edit *e, size_t limit_bytes); /* 0: no limit */
void text_edit_release(struct text_edit *e);
void text_edit_set(struct text_edit *e, struct bytes text); /* cleaned; cursor at its end */
/* All of these: false when nothing changed (a control character, a full line, an
 * edge). A pasted text becomes one line; what does not fit of it is left out. */
bool text_edit_insert(struct text_edit *e, uint32_t cp); /* of a ligature its two letters */
bool text_edit_paste(struct text_edit *e, struct bytes text);
/* What was typed last: a mark before its letter, the alef of a lam-alef, but a flag
 * or an emoji sequence whole. */
bool text_edit_backspace(struct text_edit *e);
bool text_edit_delete(struct text_edit *e); /* the letter under the cursor with its marks */
bool text_edit_erase(struct text_edit *e, enum text_erase what);
bool text_edit_yank(struct text_edit *e); /* what was erased so last, at the cursor */
bool text_edit_move(struct text_edit *e, enum text_move move, enum dir fallback);
/* The part round the cursor that fits, from left to right, with a blank cell for a
 * cursor at the end; `max` is width_cols + 1 or more. *cursor_col is the cursor's
 * column among the *used_cols. Of the options, dir is not asked. */
size_t text_edit_cells(const struct text_edit *e, const struct para_options *options,
		       uint32_t width_cols, struct cell *cells, size_t max, uint32_t *used_cols,
		       uint32_t *cursor_col);

#endif
