/* SPDX-License-Identifier: MIT
 *
 * fields: texts of one line as cells, kept from one draw to the next. A key press
 * changes two rows; the others are drawn from here without being measured again.
 */
#ifndef UI_FIELDS_H
#define UI_FIELDS_H

#include "akhbar/text.h"

struct fields;

struct field {
	struct cell *cells;
	size_t n;
	uint32_t used;    /* columns */
	uint32_t columns; /* of the whole text on an endless line */
};

struct fields *fields_new(void);
void fields_free(struct fields *f);
/* As text_field() would give it; good until the next call. */
const struct field *fields_get(struct fields *f, struct bytes text,
			       const struct para_options *options, uint32_t width,
			       enum text_order order);

#endif
