/* SPDX-License-Identifier: MIT
 *
 * What layout asks about one code point, in one look-up: bidi class, joining
 * type, line break class, width, a few flags. Unicode 15.0, see gen-table.py.
 */
#ifndef TEXT_CHARS_H
#define TEXT_CHARS_H

#include "akhbar/base.h"

enum bidi_class { /* UAX #9 table 4 */
	BIDI_L, BIDI_R, BIDI_AL, BIDI_EN, BIDI_AN, BIDI_ES, BIDI_ET, BIDI_CS, BIDI_NSM,
	BIDI_BN, BIDI_B, BIDI_S, BIDI_WS, BIDI_ON, BIDI_LRE, BIDI_RLE, BIDI_LRO, BIDI_RLO,
	BIDI_PDF, BIDI_LRI, BIDI_RLI, BIDI_FSI, BIDI_PDI
};
#define BIDI_BIT(class) (1u << (class))

enum join_type { JOIN_U, JOIN_R, JOIN_D, JOIN_C, JOIN_T, JOIN_L };

enum break_class { /* UAX #14 after LB1; OPW, CPW: East Asian brackets; IDX: emoji to come */
	LB_AL, LB_BK, LB_CR, LB_LF, LB_NL, LB_SP, LB_ZW, LB_WJ, LB_ZWJ, LB_CM, LB_GL, LB_CL,
	LB_CP, LB_EX, LB_IS, LB_SY, LB_OP, LB_QU, LB_BA, LB_HY, LB_NS, LB_B2, LB_BB, LB_CB,
	LB_IN, LB_ID, LB_EB, LB_EM, LB_RI, LB_HL, LB_NU, LB_PR, LB_PO, LB_JL, LB_JV, LB_JT,
	LB_H2, LB_H3, LB_OPW, LB_CPW, LB_IDX, LB_COUNT
};

enum char_flag {
	CHAR_MARK = 1 << 0,     /* stands on the character before, no column of its own */
	CHAR_ZERO = 1 << 1,     /* never painted */
	CHAR_PICT = 1 << 2,     /* Extended_Pictographic */
	CHAR_RI = 1 << 3,       /* regional indicator */
	CHAR_MIRROR = 1 << 4,
	CHAR_OPEN = 1 << 5,     /* paired brackets, UAX #9 BD14 */
	CHAR_CLOSE = 1 << 6,
	CHAR_TASHKEEL = 1 << 7, /* Arabic mark that may be left out */
	CHAR_SPACE = 1 << 8,    /* hangs at a line's end */
	CHAR_UNKNOWN = 1 << 9,  /* the terminal library would paint nothing */
	CHAR_TONE = 1 << 10,    /* emoji modifier */
	CHAR_LETTER = 1 << 11,
	CHAR_BORROWS = 1 << 12, /* shown by another letter's forms and a mark */
};

struct char_record {
	uint8_t bidi, join, line, width;
	uint16_t flags;
};

extern const struct char_record char_records[];
extern const uint8_t chars_top[];
extern const uint16_t chars_mid[];
extern const uint8_t chars_leaf[];

/* The number of a character's record; cp <= 0x10FFFF. */
static inline uint8_t
char_id(uint32_t cp)
{
	uint32_t mid = chars_mid[chars_top[cp >> 12] << 6 | (cp >> 6 & 63)];
	return chars_leaf[mid << 6 | (cp & 63)];
}

static inline const struct char_record *
char_record(uint32_t cp)
{
	return &char_records[char_id(cp)];
}

/* Contextual forms of U+0621.. : isolated, final, initial, medial. */
extern const uint16_t char_forms[][4];
extern const uint32_t char_forms_n;

extern const uint16_t char_mirrors[][2]; /* sorted by the first */
extern const uint32_t char_mirrors_n;
/* The character that looks like cp in a mirror; cp itself when there is none. */
uint32_t char_mirror(uint32_t cp);

#endif
