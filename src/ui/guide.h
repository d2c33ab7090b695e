/* SPDX-License-Identifier: MIT
 *
 * guide: the guide to akhbar, compiled in. Texts of doc/guide/LANG/NN-name.txt:
 * the first line is the title; then light mark-up (see guide.c).
 */
#ifndef UI_GUIDE_H
#define UI_GUIDE_H

#include "akhbar/doc.h"

struct guide_file {
	const char *lang;
	const unsigned char *data;
	size_t len;
};
extern const struct guide_file guide_files[]; /* ended by a NULL lang */

size_t guide_count(void); /* in the language of our words */
const char *guide_title(size_t i);
struct doc *guide_doc(size_t i); /* yours */
/* The mark-up alone, for tests. */
struct doc *guide_parse(struct bytes text);

#endif
