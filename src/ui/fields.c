/* SPDX-License-Identifier: MIT */
#include "ui/fields.h"

#include <stdlib.h>
#include <string.h>

#define SLOTS 1024 /* a power of two; a large screen has some hundred fields */
#define TEXT_MAX 1024 /* longer texts are not kept */

struct slot {
	char *text; /* NULL: empty */
	size_t len;
	uint64_t how; /* width, direction and all that shapes it */
	struct field field;
};

struct fields {
	struct slot slots[SLOTS];
	struct slot passing; /* what is too long to be kept */
};

struct fields *
fields_new(void)
{
	return mem_zalloc(sizeof(struct fields));
}

static void
empty(struct slot *slot)
{
	free(slot->text);
	free(slot->field.cells);
	*slot = (struct slot){0};
}

void
fields_free(struct fields *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < SLOTS; i++)
		empty(&f->slots[i]);
	empty(&f->passing);
	free(f);
}

static void
measure(struct slot *slot, struct bytes text, const struct para_options *options, uint32_t width,
	enum text_order order)
{
	struct para *p = para_new(text, options);
	struct line line = para_truncate(p, width);
	size_t max = para_cells_max(&line, 0);
	slot->field.cells = mem_alloc((max + 1) * sizeof(struct cell));
	slot->field.n = para_order(p, &line, order, JUSTIFY_NONE, 0, slot->field.cells, max);
	slot->field.used = line.width_cols;
	slot->field.columns = para_width(p);
	para_free(p);
}

const struct field *
fields_get(struct fields *f, struct bytes text, const struct para_options *options, uint32_t width,
	   enum text_order order)
{
	uint64_t how = (uint64_t)width << 16 | (uint64_t)options->dir << 12 |
		       (uint64_t)options->fallback << 8 | (uint64_t)options->numerals << 4 |
		       (uint64_t)options->strip_marks << 3 | (uint64_t)options->no_shape << 2 |
		       (uint64_t)order;
	struct slot *slot = &f->slots[hash64(text, how) & (SLOTS - 1)];
	if (text.len > TEXT_MAX)
		slot = &f->passing;
	else if (slot->text && slot->how == how && slot->len == text.len &&
		 memcmp(slot->text, text.data, text.len) == 0)
		return &slot->field;
	empty(slot);
	slot->text = bytes_dup(text);
	slot->len = text.len;
	slot->how = how;
	measure(slot, (struct bytes){slot->text, text.len}, options, width, order);
	return &slot->field;
}
