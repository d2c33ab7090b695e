/* SPDX-License-Identifier: MIT */
#include "store/store-internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/query.h"
#include "sys/clock.h"

/* Two streams of ids in the same order: entries by an index of the filter, hits
 * by the words. Each skips to where the other is, so that neither a rare word in
 * a large feed nor a frequent one in a small feed makes it long. */
#define STEPS_LIST 8  /* steps before a new start of the list pays */
#define STEPS_HITS 96 /* ... of the words: FTS5 reads the query again */

enum { ANY = -1 };

struct plan {
	char list[640], hits[160];
	int64_t which;      /* the index's column */
	int64_t feed, section;
	int64_t low, high;  /* ids, exclusive */
	int sign;           /* -1 older, 1 newer */
	bool nothing;
};

static int
both(int a, int b, bool *nothing)
{
	if (a == ANY || b == ANY)
		return a == ANY ? b : a;
	*nothing = *nothing || a != b;
	return a;
}

static void
plan_bounds(struct plan *p, const struct walk *w)
{
	/* 0 is open too: nothing is older than 1970, and a filter may be all zero */
	int64_t since = w->filter->since, before = w->filter->before ? w->filter->before : TIME_NONE;
	if (w->query && w->query->since != TIME_NONE && w->query->since > since)
		since = w->query->since;
	if (w->query && w->query->before != TIME_NONE && (before == TIME_NONE || w->query->before < before))
		before = w->query->before;
	const int64_t far = INT64_C(1) << 42;
	p->low = INT64_MIN;
	p->high = INT64_MAX;
	if (since != TIME_NONE && since > 0)
		p->low = ((since < far ? since : far) << 20) - 1;
	if (before != TIME_NONE)
		p->high = before <= 0 ? 0 : (before < far ? before : far) << 20;
	if (w->key && w->way == STORE_OLDER && w->key < p->high)
		p->high = w->key;
	if (w->key && w->way == STORE_NEWER && w->key > p->low)
		p->low = w->key;
}

static struct plan
plan_of(const struct walk *w)
{
	const struct store_filter *f = w->filter;
	struct plan p = {.sign = w->way == STORE_NEWER ? 1 : -1};
	int unread = both(f->unread ? 1 : ANY, w->unread, &p.nothing);
	int starred = both(f->starred ? 1 : ANY, w->starred, &p.nothing);
	p.feed = f->feed_id;
	p.section = f->section_id;
	if (w->query) {
		unread = both(unread, w->query->unread, &p.nothing);
		starred = both(starred, w->query->starred, &p.nothing);
		p.nothing = p.nothing || w->query->nothing || (w->query->names_n && !w->query->feeds_n);
		if (w->query->names_n && w->query->feeds_n == 1) {
			p.nothing = p.nothing || (p.feed && p.feed != w->query->feeds[0]);
			p.feed = w->query->feeds[0];
		}
	}
	plan_bounds(&p, w);

	const char *index;
	if (starred == 1) {
		index = "INDEXED BY entries_starred WHERE e.starred = ?1";
		p.which = 1;
	} else if (p.feed) {
		index = unread == 1 ? "INDEXED BY entries_feed_unread WHERE e.feed_id = ?1"
				    : "INDEXED BY entries_feed WHERE e.feed_id = ?1";
		p.which = p.feed;
	} else if (p.section) {
		index = unread == 1 ? "INDEXED BY entries_section_unread WHERE e.section_id = ?1"
				    : "INDEXED BY entries_section WHERE e.section_id = ?1";
		p.which = p.section;
	} else if (!f->with_hidden) {
		index = unread == 1 ? "INDEXED BY entries_place_unread WHERE e.place = ?1"
				    : "INDEXED BY entries_place WHERE e.place = ?1";
		p.which = PLACE_SHOWN;
	} else {
		index = "NOT INDEXED WHERE ?1 = 0";
		p.which = 0;
	}
	/* a section and a feed asked for by name show what is hidden elsewhere */
	const char *place = p.feed || p.section || f->with_hidden ? " AND e.place < 2" : " AND e.place = 0";
	const char *direction = p.sign < 0 ? "DESC" : "ASC";
	snprintf(p.list, sizeof(p.list),
		 "SELECT " ROW_COLUMNS " FROM entries e %s%s%s%s%s%s"
		 " AND e.id > ?2 AND e.id < ?3 ORDER BY e.id %s",
		 index, place, unread < 0 ? "" : unread ? " AND e.unread = 1" : " AND e.unread = 0",
		 starred < 0 ? "" : starred ? " AND e.starred = 1" : " AND e.starred = 0",
		 p.feed ? " AND e.feed_id = ?4" : "", p.section ? " AND e.section_id = ?5" : "",
		 direction);
	snprintf(p.hits, sizeof(p.hits),
		 "SELECT rowid FROM search WHERE search MATCH ?1 AND rowid > ?2 AND rowid < ?3"
		 " ORDER BY rowid %s",
		 direction);
	return p;
}

struct stream {
	struct store *s;
	sqlite3_stmt *st;
	const char *sql;
	bool is_list;
	const struct plan *plan;
	const char *match;
	int64_t id;
	bool ended;
};

static enum err
stream_step(struct stream *x, struct why *why)
{
	int rc = db_step(x->s, x->st, why);
	if (rc == SQLITE_ROW) {
		x->id = sqlite3_column_int64(x->st, 0);
		return OK;
	}
	x->ended = true;
	return rc == SQLITE_DONE ? OK : x->s->last;
}

/* Starts at the first id at or beyond `from` (0: the plan's end). */
static enum err
stream_start(struct stream *x, int64_t from, struct why *why)
{
	const struct plan *p = x->plan;
	int64_t low = p->low, high = p->high;
	if (from && p->sign < 0 && from < INT64_MAX && from + 1 < high)
		high = from + 1;
	if (from && p->sign > 0 && from - 1 > low)
		low = from - 1;
	x->st = db_get(x->s, x->sql, why);
	if (!x->st)
		return x->s->last;
	if (!x->is_list) {
		TRY(db_bind(x->s, x->st, why, "tii", x->match, low, high));
	} else {
		TRY(db_bind(x->s, x->st, why, "iii", p->which, low, high));
		if (p->feed)
			sqlite3_bind_int64(x->st, 4, p->feed);
		if (p->section)
			sqlite3_bind_int64(x->st, 5, p->section);
	}
	return stream_step(x, why);
}

/* Moves to the first id at or beyond `to`. */
static enum err
stream_reach(struct stream *x, int64_t to, struct why *why)
{
	int sign = x->plan->sign;
	int steps = x->is_list ? STEPS_LIST : STEPS_HITS;
	while (!x->ended && (sign < 0 ? x->id > to : x->id < to)) {
		if (steps-- <= 0) {
			db_reset(x->st);
			return stream_start(x, to, why);
		}
		TRY(stream_step(x, why));
	}
	return OK;
}

static bool
feed_wanted(const struct query *q, int64_t feed)
{
	if (!q || !q->names_n)
		return true;
	size_t low = 0, high = q->feeds_n;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (q->feeds[middle] == feed)
			return true;
		if (q->feeds[middle] < feed)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

static enum err
walk_streams(const struct walk *w, struct stream *list, struct stream *hits, walk_fn *each,
	     void *context, struct why *why)
{
	const struct query *q = w->query;
	bool words = q && q->match, without = words && q->negative;
	TRY(stream_start(list, 0, why));
	if (words)
		TRY(stream_start(hits, 0, why));
	while (!list->ended) {
		if (words && !hits->ended)
			TRY(stream_reach(hits, list->id, why));
		if (words && !without) {
			if (hits->ended)
				break;
			if (hits->id != list->id) {
				TRY(stream_reach(list, hits->id, why));
				continue;
			}
		}
		bool left_out = without && !hits->ended && hits->id == list->id;
		if (!left_out && feed_wanted(q, sqlite3_column_int64(list->st, 1)) &&
		    !each(context, list->st, list->id))
			break;
		TRY(stream_step(list, why));
	}
	return OK;
}

enum err
walk_run(struct store *s, const struct walk *w, walk_fn *each, void *context, struct why *why)
{
	struct plan plan = plan_of(w);
	if (plan.nothing || plan.low >= plan.high)
		return OK;
	struct stream list = {.s = s, .sql = plan.list, .is_list = true, .plan = &plan};
	struct stream hits = {.s = s, .sql = plan.hits, .plan = &plan,
			      .match = w->query ? w->query->match : NULL};
	enum err e = walk_streams(w, &list, &hits, each, context, why);
	if (list.st)
		db_reset(list.st);
	if (hits.st)
		db_reset(hits.st);
	return e;
}

/* ---- names of feeds and sections ----------------------------------------------------- */

static bool
name_fits(const struct query_name *name, const struct store_feed *f)
{
	struct buf folded;
	buf_init(&folded, 0);
	fold_text(&folded, bytes_of(name->section ? f->section : f->title));
	bool fits = folded.data && bytes_find(buf_view(&folded), name->folded);
	if (!fits && !name->section) {
		buf_clear(&folded);
		fold_text(&folded, bytes_of(f->url));
		fits = folded.data && bytes_find(buf_view(&folded), name->folded);
	}
	buf_release(&folded);
	return fits != name->negated;
}

static int
by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return x < y ? -1 : x > y;
}

enum err
walk_query(struct store *s, const struct store_filter *f, struct query **out, struct why *why)
{
	*out = NULL;
	if (!f->query)
		return OK;
	int64_t now = clock_now();
	struct query *q = query_new(bytes_of(f->query), now, clock_utc_offset(now));
	if (q->names_n) {
		struct store_feeds feeds;
		enum err e = store_feeds(s, &feeds, why);
		if (e != OK) {
			query_free(q);
			return e;
		}
		q->feeds = mem_alloc((feeds.n ? feeds.n : 1) * sizeof(*q->feeds));
		for (size_t i = 0; i < feeds.n; i++) {
			bool fits = true;
			for (size_t j = 0; j < q->names_n && fits; j++)
				fits = name_fits(&q->names[j], &feeds.items[i]);
			if (fits)
				q->feeds[q->feeds_n++] = feeds.items[i].id;
		}
		qsort(q->feeds, q->feeds_n, sizeof(*q->feeds), by_number);
		store_feeds_release(&feeds);
	}
	*out = q;
	return OK;
}
