/* SPDX-License-Identifier: MIT */
#include "config/nearest.h"

#include <string.h>

#define NAME_MAX_BYTES 32

/* Edits (insert, delete, replace, swap of neighbours) that make b of a. */
static unsigned
distance(const char *a, const char *b)
{
	size_t na = strlen(a), nb = strlen(b);
	if (na > NAME_MAX_BYTES || nb > NAME_MAX_BYTES)
		return NAME_MAX_BYTES;
	unsigned rows[3][NAME_MAX_BYTES + 1];
	unsigned *before = rows[0], *last = rows[1], *now = rows[2];
	for (size_t j = 0; j <= nb; j++)
		before[j] = last[j] = (unsigned)j;
	for (size_t i = 1; i <= na; i++) {
		now[0] = (unsigned)i;
		for (size_t j = 1; j <= nb; j++) {
			unsigned best = last[j - 1] + (a[i - 1] != b[j - 1]);
			if (last[j] + 1 < best)
				best = last[j] + 1;
			if (now[j - 1] + 1 < best)
				best = now[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    before[j - 2] + 1 < best)
				best = before[j - 2] + 1;
			now[j] = best;
		}
		unsigned *spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return last[nb];
}

const char *
nearest_name(const char *name, nearest_names_fn names)
{
	const char *best = NULL, *candidate;
	unsigned least = strlen(name) > 5 ? 4 : 3; /* one more than is forgiven */
	for (size_t i = 0; (candidate = names(i)); i++) {
		unsigned d = distance(name, candidate);
		if (d < least && d < strlen(candidate)) {
			least = d;
			best = candidate;
		}
	}
	return best;
}
