/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "store/walk.h"

struct stream *
stream_new(struct store *s, const struct span *span, char *sql, const char *match,
	   const int64_t *which, size_t n, int patience)
{
	struct stream *x = mem_zalloc(sizeof(*x));
	*x = (struct stream){.s = s, .span = span, .sql = sql, .match = match, .n = n,
			     .patience = patience};
	x->cursors = mem_zalloc(n * sizeof(*x->cursors));
	for (size_t i = 0; which && i < n; i++)
		x->cursors[i].which = which[i];
	return x;
}

void
stream_free(struct stream *x)
{
	if (!x)
		return;
	for (size_t i = 0; i < x->n; i++)
		sqlite3_finalize(x->cursors[i].st);
	free(x->cursors);
	free(x->sql);
	free(x);
}

sqlite3_stmt *
stream_row(const struct stream *x)
{
	return x->cursors[x->at].st;
}

static enum err
cursor_step(struct stream *x, struct cursor *c, struct why *why)
{
	int rc = db_step(x->s, c->st, why);
	if (rc == SQLITE_ROW) {
		c->id = sqlite3_column_int64(c->st, 0);
		if (x->match)
			c->id = slot_id(x->s, c->id);
		return OK;
	}
	c->ended = true;
	return rc == SQLITE_DONE ? OK : x->s->last;
}

/* Starts at the first id at or beyond `from`. */
static enum err
cursor_start(struct stream *x, struct cursor *c, int64_t from, struct why *why)
{
	int64_t low = x->span->low, high = x->span->high;
	if (x->span->sign < 0 && from < INT64_MAX && from + 1 < high)
		high = from + 1;
	if (x->span->sign > 0 && from > INT64_MIN && from - 1 > low)
		low = from - 1;
	c->ended = false;
	if (!c->st) {
		int rc = sqlite3_prepare_v2(x->s->db, x->sql, -1, &c->st, NULL);
		if (rc != SQLITE_OK)
			return db_error(x->s, rc, why);
	} else {
		sqlite3_reset(c->st);
	}
	if (x->match)
		sqlite3_bind_text(c->st, 1, x->match, -1, SQLITE_STATIC);
	else
		sqlite3_bind_int64(c->st, 1, c->which);
	if (x->match) {
		low = low == INT64_MIN ? 0 : slot_of(x->s, low + 1);
		high = high == INT64_MAX ? high : slot_of(x->s, high - 1);
	}
	sqlite3_bind_int64(c->st, 2, low);
	sqlite3_bind_int64(c->st, 3, high);
	if (x->feed)
		sqlite3_bind_int64(c->st, 4, x->feed);
	if (x->section)
		sqlite3_bind_int64(c->st, 5, x->section);
	if (x->needle)
		sqlite3_bind_text(c->st, 6, x->needle, -1, SQLITE_STATIC);
	return cursor_step(x, c, why);
}

static bool
is_before(const struct stream *x, int64_t a, int64_t b)
{
	return x->span->sign < 0 ? a > b : a < b;
}

static void
pick(struct stream *x)
{
	x->ended = true;
	for (size_t i = 0; i < x->n; i++) {
		const struct cursor *c = &x->cursors[i];
		if (c->ended || (!x->ended && !is_before(x, c->id, x->id)))
			continue;
		x->ended = false;
		x->at = i;
		x->id = c->id;
	}
}

enum err
stream_approach(struct stream *x, int64_t to, bool *there, struct why *why)
{
	*there = true;
	if (!x->started)
		return stream_reach(x, to, why);
	if (x->ended || !is_before(x, x->id, to))
		return OK;
	for (size_t i = 0; i < x->n; i++) {
		struct cursor *c = &x->cursors[i];
		int steps = x->far ? x->patience / 8 : x->patience;
		while (!c->ended && is_before(x, c->id, to) && steps-- > 0)
			TRY(cursor_step(x, c, why));
		*there = *there && (c->ended || !is_before(x, c->id, to));
	}
	x->far = !*there;
	pick(x);
	return OK;
}

enum err
stream_reach(struct stream *x, int64_t to, struct why *why)
{
	bool there = false;
	if (x->started)
		TRY(stream_approach(x, to, &there, why));
	if (there)
		return OK;
	for (size_t i = 0; i < x->n; i++) {
		struct cursor *c = &x->cursors[i];
		if (!x->started || (!c->ended && is_before(x, c->id, to)))
			TRY(cursor_start(x, c, to, why));
	}
	x->started = true;
	pick(x);
	return OK;
}

enum err
stream_step(struct stream *x, struct why *why)
{
	TRY(cursor_step(x, &x->cursors[x->at], why));
	pick(x);
	return OK;
}
