/* SPDX-License-Identifier: MIT */
#include "store/store-internal.h"

#include <stdlib.h>

#include "store/query.h"

/* RETURNING tells what the counters need, for rows that really changed: how they are
 * now. */
#define NOW " RETURNING feed_id, unread, starred, place"
static const char *const mark_sql[] = {
	[MARK_READ] = "UPDATE entries SET unread = 0 WHERE id = ? AND unread = 1" NOW,
	[MARK_UNREAD] = "UPDATE entries SET unread = 1 WHERE id = ? AND unread = 0" NOW,
	[MARK_STAR] = "UPDATE entries SET starred = 1 WHERE id = ? AND starred = 0" NOW,
	[MARK_UNSTAR] = "UPDATE entries SET starred = 0 WHERE id = ? AND starred = 1" NOW,
};

static enum err
mark_rows(struct store *s, const int64_t *ids, size_t n, enum store_mark mark, struct why *why)
{
	struct deltas d = {0};
	enum err e = OK;
	for (size_t i = 0; i < n && e == OK; i++) {
		sqlite3_stmt *st = db_get(s, mark_sql[mark], why);
		e = st ? db_bind(s, st, why, "i", ids[i]) : s->last;
		bool comes_back = false;
		int rc;
		while (e == OK && (rc = db_step(s, st, why)) != SQLITE_DONE) {
			if (rc != SQLITE_ROW) {
				e = s->last;
				break;
			}
			struct delta *x = deltas_of(&d, sqlite3_column_int64(st, 0));
			bool unread = sqlite3_column_int(st, 1), starred = sqlite3_column_int(st, 2);
			int64_t place = sqlite3_column_int64(st, 3);
			bool read_mark = mark == MARK_READ || mark == MARK_UNREAD;
			delta_count(x, place, unread != read_mark, starred == read_mark, -1);
			delta_count(x, place, unread, starred, 1);
			comes_back = mark == MARK_STAR && IS_RULED(place);
		}
		if (st)
			db_reset(st);
		/* what is starred is not hidden */
		if (e == OK && comes_back)
			e = rules_do(s, ids[i], STORE_STARS, &d, NULL, why);
	}
	if (e == OK)
		e = deltas_apply(s, &d, why);
	deltas_release(&d);
	return e;
}

/* What the reader decided is on the disk when this returns; what the fetcher
 * brings can be fetched again and need not be. */
static enum err
begin_durably(struct store *s, struct why *why)
{
	if (s->read_only)
		return db_error(s, s->limited ? s->limited : SQLITE_READONLY, why);
	TRY(db_script(s, "PRAGMA synchronous = FULL", why));
	return db_begin(s, why);
}

static enum err
end_durably(struct store *s, enum err e, struct why *why)
{
	e = db_end(s, e, why);
	if (s->wal)
		(void)!db_script(s, "PRAGMA synchronous = NORMAL", NULL);
	return e;
}

enum err
store_mark(struct store *s, const int64_t *ids, size_t n, enum store_mark mark, struct why *why)
{
	if (n == 0)
		return OK;
	enum err e = begin_durably(s, why);
	return end_durably(s, e == OK ? mark_rows(s, ids, n, mark, why) : e, why);
}

struct collect {
	int64_t *ids, up_to;
	size_t n, cap;
};

static bool
collect_id(void *context, sqlite3_stmt *st, int64_t id)
{
	(void)st;
	struct collect *c = context;
	if (c->up_to && id > c->up_to)
		return true;
	if (c->n == c->cap) {
		c->cap = c->cap ? c->cap * 2 : 256;
		c->ids = mem_realloc_array(c->ids, c->cap, sizeof(*c->ids));
	}
	c->ids[c->n++] = id;
	return true;
}

enum err
store_mark_all(struct store *s, const struct store_filter *f, int64_t up_to, enum store_mark mark,
	       int64_t **undo, size_t *changed, struct why *why)
{
	struct query *query;
	TRY(walk_query(s, f, &query, why));
	struct walk walk = {
		.filter = f, .query = query, .way = STORE_OLDER,
		.key = up_to && up_to < INT64_MAX ? up_to + 1 : 0,
		.unread = mark == MARK_READ ? 1 : mark == MARK_UNREAD ? 0 : -1,
		.starred = mark == MARK_STAR ? 0 : mark == MARK_UNSTAR ? 1 : -1,
	};
	struct collect c = {.up_to = up_to};
	/* found and marked in one transaction: what comes meanwhile stays unread */
	enum err e = begin_durably(s, why);
	if (e == OK)
		e = walk_run(s, &walk, collect_id, &c, why);
	if (e == OK)
		e = mark_rows(s, c.ids, c.n, mark, why);
	e = end_durably(s, e, why);
	query_free(query);
	if (e != OK) {
		free(c.ids);
		return e;
	}
	if (changed)
		*changed = c.n;
	if (undo)
		*undo = c.ids;
	else
		free(c.ids);
	return OK;
}
