/* SPDX-License-Identifier: MIT
 *
 * The inside of a measured paragraph, shared by the files of this room.
 */
#ifndef TEXT_PARA_H
#define TEXT_PARA_H

#include "akhbar/text.h"

#include "text/chars.h"

#define CH_UNKNOWN 0x25a1u /* a character the terminal library cannot paint */
#define CH_ELLIPSIS 0x2026u
#define CH_TATWEEL 0x640u

enum cluster_flag {
	CL_BREAK = 1 << 0,  /* a line may end before this cluster */
	CL_SOFT = 1 << 1,   /* the same, but only inside a token longer than a line */
	CL_FORCED = 1 << 2, /* a newline: the line ends after it */
	CL_SPACE = 1 << 3,  /* hangs at a line's end */
	CL_TIED = 1 << 4,   /* never cut before it (second half of a flag) */
	CL_GUARD = 1 << 5,  /* in a token or an isolate: justification keeps out */
	CL_LIGATURE = 1 << 6, /* lam-alef */
	CL_MANY = 1 << 7,   /* `glyph` is a place in para->more: count, then characters */
};

/* [i].byte and [i + 1].byte bound cluster i; likewise the columns. */
struct cluster {
	uint32_t byte;
	uint32_t col;
	uint32_t glyph; /* 0: nothing is painted */
	uint32_t letter : 21; /* the unshaped base */
	uint32_t width : 2;
	uint8_t level;
	uint8_t flags;
};

struct para {
	struct bytes text;
	enum dir dir;
	uint32_t n;
	struct cluster *clusters; /* n + 1 */
	uint32_t *more;           /* characters of clusters that have marks */
	uint32_t more_n;
	uint32_t *forced;         /* clusters that are newlines, then n */
	uint32_t forced_n;
};

static inline uint32_t
cluster_base(const struct para *p, const struct cluster *c)
{
	return c->flags & CL_MANY ? p->more[c->glyph + 1] : c->glyph;
}

/* The end of what is painted of a line: spaces and newlines hang. */
uint32_t line_visible_end(const struct para *p, uint32_t start, uint32_t end);

/* ---- line breaks (breaks.c) ------------------------------------------------- */

enum break_flag { BREAK_NO, BREAK_MAY, BREAK_SOFT, BREAK_MUST };
/* breaks[i]: may a line end before character i (UAX #14; breaks[0] is BREAK_NO).
 * `ids` are the characters' char_id. With `house`, the rules of an Arabic page on top. */
void breaks_find(const uint32_t *cps, const uint8_t *ids, uint32_t n, bool house,
		 uint8_t *breaks);

/* ---- tokens (tokens.c) ------------------------------------------------------- */

/* Like text_tokens into an array that grows; `*spans` NULL at first. */
size_t tokens_find(struct bytes text, struct para_span **spans);

/* ---- justification (justify.c) ------------------------------------------------ */

/* Extra columns after each cluster of [start, end) into extra[i - start]; what is
 * filled in all, 0 when the line stays ragged. */
uint32_t justify_line(const struct para *p, uint32_t start, uint32_t end, uint32_t slack,
		      uint32_t width_cols, enum text_justify how, uint8_t *extra);

#endif
