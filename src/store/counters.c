/* SPDX-License-Identifier: MIT */
#include "store/store-internal.h"

#include <stdlib.h>

void
deltas_release(struct deltas *d)
{
	free(d->items);
	*d = (struct deltas){0};
}

struct delta *
deltas_of(struct deltas *d, int64_t feed_id)
{
	/* kept sorted by feed */
	size_t low = 0, high = d->n;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (d->items[middle].feed_id == feed_id)
			return &d->items[middle];
		if (d->items[middle].feed_id < feed_id)
			low = middle + 1;
		else
			high = middle;
	}
	if (d->n == d->cap) {
		d->cap = d->cap ? d->cap * 2 : 8;
		d->items = mem_realloc_array(d->items, d->cap, sizeof(*d->items));
	}
	for (size_t i = d->n; i > low; i--)
		d->items[i] = d->items[i - 1];
	d->items[low] = (struct delta){.feed_id = feed_id};
	d->n++;
	return &d->items[low];
}

void
delta_count(struct delta *x, int64_t place, bool unread, bool starred, int sign)
{
	if (IS_RULED(place)) {
		x->ruled += sign;
		x->ruled_unread += unread ? sign : 0;
		return;
	}
	x->total += sign;
	x->unread += unread ? sign : 0;
	x->starred += starred ? sign : 0;
	x->starred_unread += unread && starred ? sign : 0;
}

#define ADD_ALL \
	"SET unread = unread + ?2, total = total + ?3, starred = starred + ?4, " \
	"starred_unread = starred_unread + ?5 "

enum err
deltas_apply(struct store *s, const struct deltas *d, struct why *why)
{
	for (size_t i = 0; i < d->n; i++) {
		const struct delta *x = &d->items[i];
		if (x->bytes)
			TRY(db_run(s, why, "UPDATE feeds SET bytes = max(0, bytes + ?2) WHERE id = ?1", "ii",
				   x->feed_id, x->bytes));
		if (x->ruled || x->ruled_unread)
			TRY(db_run(s, why,
				   "INSERT INTO totals (place, unread, total)"
				   " SELECT CASE place WHEN 2 THEN 4 ELSE 3 END, ?2, ?3 FROM feeds WHERE id = ?1"
				   " ON CONFLICT (place) DO UPDATE SET unread = unread + excluded.unread,"
				   " total = total + excluded.total",
				   "iii", x->feed_id, x->ruled_unread, x->ruled));
		if (!x->unread && !x->total && !x->starred && !x->starred_unread)
			continue;
		static const char *const updates[] = {
			"UPDATE feeds " ADD_ALL "WHERE id = ?1",
			"UPDATE sections " ADD_ALL
			"WHERE id = (SELECT section_id FROM feeds WHERE id = ?1)",
			"UPDATE totals " ADD_ALL "WHERE place = (SELECT place FROM feeds WHERE id = ?1)",
		};
		for (size_t j = 0; j < ARRAY_LEN(updates); j++)
			TRY(db_run(s, why, updates[j], "iiiii", x->feed_id, x->unread, x->total,
				   x->starred, x->starred_unread));
	}
	return OK;
}
