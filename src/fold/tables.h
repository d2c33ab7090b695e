/* SPDX-License-Identifier: MIT
 *
 * The tables of gen-tables.py: sorted ranges, searched by halves.
 */
#ifndef FOLD_TABLES_H
#define FOLD_TABLES_H

#include "akhbar/base.h"

enum fold_kind {
	FOLD_DROP,
	FOLD_TO,          /* all to `value` */
	FOLD_ADD,         /* each plus `value` */
	FOLD_EVERY_OTHER, /* capital, small, capital, small: capitals plus `value` */
	FOLD_SEQUENCE,    /* all to the letters at fold_sequences[value] */
};

struct fold_range {
	uint32_t first;
	uint16_t more; /* first + more is the last */
	uint16_t kind;
	int32_t value;
};

struct class_range {
	uint32_t first, last;
};

extern const uint16_t fold_arabic[256];
extern const unsigned char fold_pairs[320][2];
extern const struct fold_range fold_ranges[];
extern const size_t fold_ranges_n;
extern const uint16_t fold_sequences[];

extern const struct class_range class_neutral[], class_rtl[], class_word[];
extern const size_t class_neutral_n, class_rtl_n, class_word_n;

#endif
