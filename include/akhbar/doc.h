/* SPDX-License-Identifier: MIT
 *
 * doc: an article as blocks with spans and links, and its bytes. Made by the
 * html room, kept in the store, laid out by the page room. Text is UTF-8,
 * logical order, cleaned (text_clean CLEAN_BODY). A struct doc owns one arena;
 * doc_free frees all.
 */
#ifndef AKHBAR_DOC_H
#define AKHBAR_DOC_H

#include "akhbar/base.h"
#include "akhbar/fold.h"

enum block_kind {
	BLOCK_PARAGRAPH,
	BLOCK_HEADING, /* level 1..6 */
	BLOCK_ITEM,    /* list item; level = nesting 1..; number 0 = bullet, else its number */
	BLOCK_CODE,    /* preformatted: newlines kept, never refilled */
	BLOCK_IMAGE,   /* text = caption or alternative text; link = the picture's address */
	BLOCK_RULE,    /* a horizontal line, no text */
	BLOCK_TABLE,   /* cells, row by row */
	BLOCK_KINDS
};

enum span_kind {
	SPAN_EM,
	SPAN_STRONG,
	SPAN_CODE,
	SPAN_LINK, /* link = 1-based number into doc->links */
	SPAN_SUP,
	SPAN_SUB,
	SPAN_STRIKE,
	SPAN_ISOLATE_LTR, /* <bdi>, dir= on an inline element */
	SPAN_ISOLATE_RTL,
	SPAN_ISOLATE_AUTO,
	SPAN_KINDS
};

/* A range of a block's text, [start, end) in bytes at character edges. Spans
 * are sorted by start, then by longer first; they may nest. */
struct span {
	uint32_t start, end;
	enum span_kind kind;
	uint16_t link;
};

struct doc_text {
	struct bytes text; /* inside a paragraph '\n' is a forced line break */
	struct span *spans;
	size_t spans_n;
};

struct doc_cell {
	struct doc_text body;
	bool header;
	enum dir dir;
	uint8_t colspan; /* 1.., never past the row; the places it covers hold empty cells */
};

struct block {
	enum block_kind kind;
	uint8_t level;  /* heading 1..6; item nesting 1.. */
	uint8_t quote;  /* how many block quotations round it */
	uint8_t indent; /* list nesting of a paragraph that continues an item, 0 outside */
	uint32_t number;
	enum dir dir; /* stated by the page, DIR_AUTO when not */
	struct doc_text body;
	uint16_t link; /* BLOCK_IMAGE: 1-based, 0 none */
	struct doc_cell *cells;
	uint16_t rows, cols; /* BLOCK_TABLE */
};

struct doc {
	struct arena *arena;
	enum dir dir; /* of the whole, by its letters or the page */
	const char *language; /* BCP 47 as stated, or NULL */
	struct block *blocks;
	size_t blocks_n;
	const char **links; /* absolute addresses; links[0] is number 1 */
	size_t links_n;
};

struct doc *doc_new(void);
void doc_free(struct doc *doc);

/* Building: text is copied into the arena. `block` is copied as given (its
 * pointers must live in the arena or be empty). */
struct block *doc_add(struct doc *doc, const struct block *block);
/* Number (1-based) of an address, adding it when new; 0 past LIMIT_LINKS. */
uint16_t doc_link(struct doc *doc, const char *url);
/* All blocks of `from` behind those of `to`, links numbered anew. */
void doc_append(struct doc *to, const struct doc *from);
/* A doc of plain paragraphs: blank lines part them, single newlines join. */
struct doc *doc_from_text(struct bytes text);

/* Bytes: format byte, then fields with varint lengths. The reader of these
 * bytes trusts nothing: ERR_FORMAT for anything out of bounds, out untouched. */
#define DOC_FORMAT 1
void doc_encode(const struct doc *doc, struct buf *out);
MUST_USE enum err doc_decode(struct bytes in, struct doc **out, struct why *why);

/* What a raised or lowered span becomes in plain text, where 10<sup>6</sup> must not read
 * 106: characters of its own (10⁶); what has none follows a caret when it is reckoned with
 * (2^x+1); ordinals (20th, 1er) and notes ([3]) stay as they are. */
enum doc_shift { SHIFT_NONE, SHIFT_FIGURES, SHIFT_CARET };
enum doc_shift doc_shift_of(const struct doc_text *body, const struct span *s);
uint32_t doc_shifted(uint32_t cp, bool raised); /* 0: there is none */
void doc_add_shifted(struct bytes text, bool raised, struct buf *out);

/* Plain text, logical order, one block a line (for search, copy, --content). */
void doc_plain(const struct doc *doc, struct buf *out);
/* Words of all texts, tables too: for the reading time. */
size_t doc_words(const struct doc *doc);
/* Does it look like the first lines of a longer article: a few words, or a text
 * that breaks off ("…", "[...]", a last line that only says to read on). */
bool doc_is_teaser(const struct doc *doc);
/* What stands above an article that leaves the reader; any may be NULL. */
struct doc_about {
	const char *title;
	const char *line; /* source, author, date, already worded */
	const char *link; /* of its page */
};
/* The article as a file of its own (export.c), logical order, appended. Text: blocks
 * parted by empty lines, links as numbers and listed at the end. Markdown (CommonMark):
 * what would read as a sign of it is escaped. HTML: a whole page, everything escaped,
 * lang and dir kept; it loads nothing. */
void doc_to_text(const struct doc *doc, const struct doc_about *about, struct buf *out);
void doc_to_markdown(const struct doc *doc, const struct doc_about *about, struct buf *out);
void doc_to_html(const struct doc *doc, const struct doc_about *about, struct buf *out);
/* A tree a person can read, for golden tests and `extract --json` debugging. */
void doc_dump(const struct doc *doc, struct buf *out);

#endif
