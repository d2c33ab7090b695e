/* SPDX-License-Identifier: MIT
 *
 * strips: what was drawn of the rows of a list, kept from one draw to the next. A key
 * changes two rows of a page; the others are put back as they were.
 */
#ifndef UI_STRIPS_H
#define UI_STRIPS_H

#include "term/term.h"

struct strips;

struct strip_place { /* of a frame; columns from its left edge */
	int row, rows, col, cols;
};

struct strips *strips_new(void);
void strips_free(struct strips *s);
/* Puts back what was kept of row n of the list, where it was drawn from the same key: all
 * that its look hangs on, as bytes (STRIP_KEY at most). False: nothing of the kind. */
#define STRIP_KEY 192
bool strips_put(const struct strips *s, size_t n, struct bytes key, struct frame *f,
		const struct strip_place *place);
void strips_keep(struct strips *s, size_t n, struct bytes key, const struct frame *f,
		 const struct strip_place *place);

#endif
