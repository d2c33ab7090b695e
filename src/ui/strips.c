/* SPDX-License-Identifier: MIT */
#include "ui/strips.h"

#include <stdlib.h>
#include <string.h>

#define SLOTS 128 /* more than the rows of a page; neighbours never share one */

struct strip {
	char key[STRIP_KEY];
	size_t key_len;           /* 0: empty */
	struct frame_cell *cells; /* rows * cols */
	int rows, cols;
};

struct strips {
	struct strip slots[SLOTS];
};

struct strips *
strips_new(void)
{
	return mem_zalloc(sizeof(struct strips));
}

void
strips_free(struct strips *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < SLOTS; i++)
		free(s->slots[i].cells);
	free(s);
}

static bool
is_inside(const struct frame *f, const struct strip_place *p)
{
	return p->row >= 0 && p->rows > 0 && p->row + p->rows <= f->rows && p->col >= 0 &&
	       p->cols > 0 && p->col + p->cols <= f->cols;
}

static struct frame_cell *
cells_at(const struct frame *f, const struct strip_place *p, int row)
{
	return f->cells + (size_t)(p->row + row) * (size_t)f->cols + (size_t)p->col;
}

bool
strips_put(const struct strips *s, size_t n, struct bytes key, struct frame *f,
	   const struct strip_place *place)
{
	const struct strip *x = &s->slots[n % SLOTS];
	size_t cols = (size_t)place->cols;
	if (!x->key_len || x->rows != place->rows || x->cols != place->cols ||
	    x->key_len != key.len || memcmp(x->key, key.data, key.len) != 0 || !is_inside(f, place))
		return false;
	for (int r = 0; r < x->rows; r++)
		memcpy(cells_at(f, place, r), x->cells + (size_t)r * cols, cols * sizeof(*x->cells));
	return true;
}

void
strips_keep(struct strips *s, size_t n, struct bytes key, const struct frame *f,
	    const struct strip_place *place)
{
	struct strip *x = &s->slots[n % SLOTS];
	size_t cols = (size_t)place->cols;
	x->key_len = 0;
	if (!key.len || key.len > sizeof(x->key) || !is_inside(f, place))
		return;
	if (x->rows != place->rows || x->cols != place->cols)
		x->cells = mem_realloc_array(x->cells, (size_t)place->rows * cols,
					     sizeof(*x->cells));
	memcpy(x->key, key.data, key.len);
	x->key_len = key.len;
	x->rows = place->rows;
	x->cols = place->cols;
	for (int r = 0; r < x->rows; r++)
		memcpy(x->cells + (size_t)r * cols, cells_at(f, place, r), cols * sizeof(*x->cells));
}
