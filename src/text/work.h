/* SPDX-License-Identifier: MIT
 *
 * A paragraph while it is being measured: one entry per character.
 */
#ifndef TEXT_WORK_H
#define TEXT_WORK_H

#include "text/para.h"

/* GUARD_NUMBER: a token of digits and signs, which follow the reader's numerals. */
enum guard { GUARD_NONE, GUARD_ISOLATE, GUARD_TOKEN, GUARD_NUMBER };

/* Characters that stand for a span's edges; the same the text could hold. */
enum { CH_ZWNJ = 0x200c, CH_ZWJ = 0x200d, CH_LRI = 0x2066, CH_RLI = 0x2067, CH_PDI = 0x2069 };

struct work {
	uint32_t n;
	uint32_t *cps;    /* composed; virtual isolate characters put in */
	uint32_t *bytes;  /* where each begins; [n] is the text's end */
	uint8_t *ids;     /* char_id of each, looked up once */
	uint8_t *classes; /* bidi, patched */
	uint8_t *guards;
	uint8_t *levels;
	uint8_t *breaks;
	uint8_t *joins;   /* enum join_flag */
	uint32_t marks_n, newlines_n, brackets_n;
	uint32_t seen;    /* BIDI_BIT of every class */
	uint32_t joins_seen; /* 1 << join of every character */
	uint32_t strong[3], strong_tokens[3]; /* letters that are L, R, AL, outside and in tokens */
	bool guarded;
};

/* The caller's spans and the tokens found, sorted, those round others first. */
size_t spans_gather(struct bytes text, const struct para_options *o, struct para_span **out);
/* Fills cps, bytes, classes, guards (room: text.len + 2 * spans_n + 1 each). */
void work_decode(struct work *w, struct bytes text, const struct para_options *o,
		 const struct para_span *spans, size_t spans_n);
enum dir work_dir(const struct work *w, const struct para_options *o);
void work_digits(struct work *w, enum dir dir, enum text_numerals numerals);

enum join_flag { JOINS_BEFORE = 1, JOINS_AFTER = 2 };

static inline const struct char_record *
work_record(const struct work *w, uint32_t i)
{
	return &char_records[w->ids[i]];
}

/* joins[i]: whether letter i touches its neighbours (Unicode 15, 9.2 R1 to R7). */
void shape_join(struct work *w);
/* The glyph of letter i, joined as found. */
static inline uint32_t
shape_letter(uint32_t cp, unsigned joins)
{
	/* Sorani ae has the shape of heh and no forms of its own */
	if (cp == 0x6d5)
		return joins & JOINS_BEFORE ? 0xfeea : 0xfee9;
	if (cp < 0x621 || cp - 0x621 >= char_forms_n)
		return cp;
	/* forms are kept isolated, final, initial, medial */
	uint32_t form = char_forms[cp - 0x621][joins & 3];
	return form ? form : cp;
}
/* Lam-alef of U+0644 and `alef`; 0 when they make none. */
uint32_t shape_lam_alef(uint32_t alef, unsigned lam_joins);
/* Canonical composition of an Arabic letter and U+0653..0655; 0 when none. */
uint32_t shape_compose(uint32_t letter, uint32_t mark);

#endif
