/* SPDX-License-Identifier: MIT
 *
 * Which index gives the entries that a filter and its query may show: the one that
 * leaves the fewest by the counters that are kept.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/walk.h"

#define COUNT_MOST 5000 /* rows without a counter are counted so far */

/* What every hit must be. */
struct wants {
	int unread, starred, edited, full, enclosure, hidden;
	int64_t feed, section, since, before;
	const struct query_node *names[4], *authors[4];
	size_t names_n, authors_n;
	bool nothing, asks_hidden;
};

static void
demand(int *have, int value, bool *nothing)
{
	if (value == ANY)
		return;
	*nothing = *nothing || (*have != ANY && *have != value);
	*have = value;
}

static void
want_node(struct wants *w, const struct query_node *n, bool negated)
{
	int *have = NULL;
	switch (n->kind) {
	case QUERY_STATE:
		have = n->state == STATE_UNREAD	     ? &w->unread
		       : n->state == STATE_STARRED   ? &w->starred
		       : n->state == STATE_EDITED    ? &w->edited
		       : n->state == STATE_FULL	     ? &w->full
		       : n->state == STATE_ENCLOSURE ? &w->enclosure
		       : n->state == STATE_HIDDEN    ? &w->hidden
						     : NULL;
		if (have)
			demand(have, !negated, &w->nothing);
		break;
	case QUERY_SINCE:
	case QUERY_BEFORE:
		if ((n->kind == QUERY_SINCE) != negated) {
			if (w->since == TIME_NONE || n->time > w->since)
				w->since = n->time;
		} else if (w->before == TIME_NONE || n->time < w->before) {
			w->before = n->time;
		}
		break;
	case QUERY_SOURCE:
	case QUERY_SECTION:
		if (negated)
			break;
		w->nothing = w->nothing || !n->feeds_n;
		if (w->names_n < ARRAY_LEN(w->names))
			w->names[w->names_n++] = n;
		break;
	case QUERY_AUTHOR:
		if (negated)
			break;
		w->nothing = w->nothing || !n->feeds_n;
		if (w->authors_n < ARRAY_LEN(w->authors))
			w->authors[w->authors_n++] = n;
		break;
	case QUERY_NOT:
		want_node(w, n->children[0], !negated);
		break;
	case QUERY_AND:
		for (size_t i = 0; i < n->n && !negated; i++)
			want_node(w, n->children[i], false);
		break;
	default:
		break;
	}
}

static struct wants
wants_of(const struct walk *w)
{
	const struct store_filter *f = w->filter;
	struct wants x = {.unread = ANY, .starred = ANY, .edited = ANY, .full = ANY, .enclosure = ANY,
			  .hidden = ANY, .feed = f->feed_id, .section = f->section_id};
	/* 0 is open too: nothing is older than 1970, and a filter may be all zero */
	x.since = f->since ? f->since : TIME_NONE;
	x.before = f->before ? f->before : TIME_NONE;
	demand(&x.unread, f->unread ? 1 : ANY, &x.nothing);
	demand(&x.starred, f->starred ? 1 : ANY, &x.nothing);
	demand(&x.unread, w->unread, &x.nothing);
	demand(&x.starred, w->starred, &x.nothing);
	if (w->query && w->query->root) {
		want_node(&x, w->query->root, false);
		x.asks_hidden = query_asks_hidden(w->query->root);
	}
	return x;
}

static void
bounds(struct span *span, const struct wants *x, const struct walk *w)
{
	const int64_t far = INT64_C(1) << 42;
	span->sign = w->way == STORE_NEWER ? 1 : -1;
	span->low = INT64_MIN;
	span->high = INT64_MAX;
	if (x->since != TIME_NONE && x->since > 0)
		span->low = ((x->since < far ? x->since : far) << 20) - 1;
	if (x->before != TIME_NONE)
		span->high = x->before <= 0 ? 0 : (x->before < far ? x->before : far) << 20;
	if (w->key && w->way == STORE_OLDER && w->key < span->high)
		span->high = w->key;
	if (w->key && w->way == STORE_NEWER && w->key > span->low)
		span->low = w->key;
	if (w->floor > span->low)
		span->low = w->floor;
}

/* ---- which index -------------------------------------------------------------------- */

struct choice {
	struct plan *plan;
	const char *from; /* "… WHERE … = ?1" */
	const char *id;   /* the column that is walked */
	int64_t best;
};

/* Takes it when it leaves fewer. */
static bool
offer(struct choice *c, int64_t rows, const char *from, const int64_t *which, size_t n)
{
	if (c->from && rows >= c->best)
		return false;
	c->best = rows;
	c->from = from;
	c->id = "e.id";
	c->plan->which_n = n;
	c->plan->needle = NULL;
	memcpy(c->plan->which, which, n * sizeof(*which));
	return true;
}

static enum err
totals(struct store *s, bool with_hidden, int64_t n[3], struct why *why)
{
	sqlite3_stmt *st = db_get(s,
		"SELECT coalesce(sum(total), 0), coalesce(sum(unread), 0), coalesce(sum(starred), 0)"
		" FROM totals WHERE place <= ?",
		why);
	if (!st)
		return s->last;
	TRY(db_bind(s, st, why, "i", (int64_t)(with_hidden ? PLACE_HIDDEN : PLACE_SHOWN)));
	int rc = db_step(s, st, why);
	for (int i = 0; rc == SQLITE_ROW && i < 3; i++)
		n[i] = sqlite3_column_int64(st, i);
	db_reset(st);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? OK : s->last;
}

static enum err
offer_feeds(struct store *s, struct choice *c, const struct wants *x, const int64_t *feeds, size_t n,
	    struct why *why)
{
	if (n > PLAN_FEEDS)
		return OK;
	int64_t rows = 0;
	for (size_t i = 0; i < n; i++) {
		int64_t of_one = 0;
		enum err e = db_int(s, why, &of_one,
				    x->unread == 1 ? "SELECT unread FROM feeds WHERE id = ?"
						   : "SELECT total FROM feeds WHERE id = ?",
				    "i", feeds[i]);
		if (e != OK && e != ERR_NOT_FOUND)
			return e;
		rows += of_one + 4; /* starting a cursor costs something too */
	}
	offer(c, rows,
	      x->unread == 1
		      ? "entries e INDEXED BY entries_feed_unread WHERE e.feed_id = ?1 AND e.place < 2"
		      : "entries e INDEXED BY entries_feed WHERE e.feed_id = ?1 AND e.place < 3",
	      feeds, n);
	return OK;
}

static void
offer_author(struct choice *c, const struct query_node *n, int sign)
{
	static const int64_t zero = 0;
	if (n->feeds_n <= PLAN_FEEDS) {
		if (offer(c, n->total + 4 * (int64_t)n->feeds_n,
			  "written w CROSS JOIN entries e ON e.id = w.id WHERE w.author = ?1", n->feeds,
			  n->feeds_n))
			c->id = "w.id";
	} else if (n->total <= PLAN_GATHERED &&
		   offer(c, n->total, sign < 0 ? GATHERED_AUTHORS("DESC") : GATHERED_AUTHORS("ASC"), &zero, 1)) {
		c->id = "w.id";
		c->plan->needle = n->folded;
	}
}

static enum err
offer_rare(struct store *s, struct choice *c, const char *count, const char *from, struct why *why)
{
	static const int64_t one = 1;
	int64_t rows = 0;
	TRY(db_int(s, why, &rows, count, "i", (int64_t)COUNT_MOST));
	if (rows < COUNT_MOST)
		offer(c, rows, from, &one, 1);
	return OK;
}

static enum err
choose(struct store *s, struct choice *c, const struct wants *x, const struct walk *w, struct why *why)
{
	static const int64_t ruled = PLACE_RULED, one = 1;
	int64_t n[3] = {0}, places[3] = {PLACE_SHOWN};
	size_t places_n = 1;
	/* a section and a feed asked for by name show what is hidden elsewhere */
	if (w->filter->with_hidden || x->feed || x->section)
		places[places_n++] = PLACE_HIDDEN;
	if (x->asks_hidden)
		places[places_n++] = PLACE_RULED;
	TRY(totals(s, w->filter->with_hidden, n, why));
	c->plan->all = n[0];
	if (x->hidden == 1) {
		int64_t hidden = 0;
		enum err e = db_int(s, why, &hidden, "SELECT total FROM totals WHERE place = 3", "");
		offer(c, hidden, "entries e INDEXED BY entries_place WHERE e.place = ?1", &ruled, 1);
		return e == ERR_NOT_FOUND ? OK : e;
	}
	offer(c, n[0] + 1, "entries e INDEXED BY entries_place WHERE e.place = ?1", places, places_n);
	if (x->unread == 1)
		offer(c, n[1], "entries e INDEXED BY entries_place_unread WHERE e.place = ?1", places, places_n);
	if (x->unread == 0)
		offer(c, n[0] - n[1], "entries e INDEXED BY entries_place_read WHERE e.place = ?1", places,
		      places_n);
	if (x->starred == 1)
		offer(c, n[2], "entries e INDEXED BY entries_starred WHERE e.starred = ?1", &one, 1);
	if (x->section && !x->asks_hidden)
		offer(c, x->unread == 1 && n[1] < n[0] ? n[1] : n[0],
		      x->unread == 1
			      ? "entries e INDEXED BY entries_section_unread WHERE e.section_id = ?1 AND e.place < 2"
			      : "entries e INDEXED BY entries_section WHERE e.section_id = ?1 AND e.place < 2",
		      &x->section, 1);
	if (x->feed && !x->asks_hidden)
		TRY(offer_feeds(s, c, x, &x->feed, 1, why));
	for (size_t i = 0; i < x->authors_n; i++)
		offer_author(c, x->authors[i], w->way == STORE_NEWER ? 1 : -1);
	for (size_t i = 0; i < x->names_n && !x->asks_hidden; i++)
		TRY(offer_feeds(s, c, x, x->names[i]->feeds, x->names[i]->feeds_n, why));
	if (x->edited == 1)
		TRY(offer_rare(s, c,
			       "SELECT count(*) FROM (SELECT 1 FROM entries INDEXED BY entries_changed"
			       " WHERE changed = 1 LIMIT ?)",
			       "entries e INDEXED BY entries_changed WHERE e.changed = ?1", why));
	if (x->full == 1)
		TRY(offer_rare(s, c,
			       "SELECT count(*) FROM (SELECT 1 FROM entries INDEXED BY entries_full"
			       " WHERE full = 1 LIMIT ?)",
			       "entries e INDEXED BY entries_full WHERE e.full = ?1", why));
	if (x->enclosure == 1) {
		const char *before = c->from;
		TRY(offer_rare(s, c,
			       "SELECT count(*) FROM (SELECT 1 FROM bodies INDEXED BY bodies_enclosure"
			       " WHERE enclosure IS NOT NULL LIMIT ?)",
			       "bodies b INDEXED BY bodies_enclosure CROSS JOIN entries e ON e.id = b.id"
			       " WHERE b.enclosure IS NOT NULL AND ?1 = 1",
			       why));
		if (c->from != before)
			c->id = "b.id";
	}
	return OK;
}

enum err
plan_make(struct store *s, const struct walk *w, struct plan *out, struct why *why)
{
	struct wants x = wants_of(w);
	*out = (struct plan){.feed = x.feed, .section = x.section, .nothing = x.nothing};
	bounds(&out->span, &x, w);
	if (x.nothing || out->span.low >= out->span.high) {
		out->nothing = true;
		return OK;
	}
	struct choice c = {.plan = out};
	TRY(choose(s, &c, &x, w, why));
	out->rows = c.best;
	bool wide = x.feed || x.section || w->filter->with_hidden;
	const char *place = x.hidden == 1  ? " AND e.place = 3"
			    : x.asks_hidden ? (wide ? " AND e.place NOT IN (2, 4)" : " AND e.place IN (0, 3)")
			    : wide	    ? " AND e.place < 2"
					    : " AND e.place = 0";
	snprintf(out->list, sizeof(out->list),
		 "SELECT " ROW_COLUMNS " FROM %s%s%s%s%s%s%s%s AND %s > ?2 AND %s < ?3%s%s%s",
		 c.from, place,
		 x.unread < 0 ? "" : x.unread ? " AND e.unread = 1" : " AND e.unread = 0",
		 x.starred < 0 ? "" : x.starred ? " AND e.starred = 1" : " AND e.starred = 0",
		 x.edited < 0 ? "" : x.edited ? " AND e.changed = 1" : " AND e.changed = 0",
		 x.full < 0 ? "" : x.full ? " AND e.full = 1" : " AND e.full = 0",
		 x.feed ? " AND e.feed_id = ?4" : "", x.section ? " AND e.section_id = ?5" : "", c.id, c.id,
		 out->needle ? "" : " ORDER BY ", out->needle ? "" : c.id,
		 out->needle ? "" : out->span.sign < 0 ? " DESC" : " ASC");
	return OK;
}
