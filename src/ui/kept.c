/* SPDX-License-Identifier: MIT */
#include "ui/kept.h"

#include <stdlib.h>
#include <string.h>

#define KEPT_MOST 1000 /* the oldest go first */

struct kept {
	int64_t ids[KEPT_MOST];
	size_t n;
};

struct kept *
kept_new(void)
{
	return mem_zalloc(sizeof(struct kept));
}

void
kept_free(struct kept *k)
{
	free(k);
}

static size_t
place_of(const struct kept *k, int64_t id)
{
	size_t i = 0;
	while (i < k->n && k->ids[i] != id)
		i++;
	return i;
}

static void
take_out(struct kept *k, size_t i)
{
	memmove(k->ids + i, k->ids + i + 1, (--k->n - i) * sizeof(*k->ids));
}

void
kept_add(struct kept *k, int64_t id)
{
	kept_drop(k, id);
	if (k->n == KEPT_MOST)
		take_out(k, 0);
	k->ids[k->n++] = id;
}

void
kept_drop(struct kept *k, int64_t id)
{
	size_t i = place_of(k, id);
	if (i < k->n)
		take_out(k, i);
}

bool
kept_has(const struct kept *k, int64_t id)
{
	return place_of(k, id) < k->n;
}
