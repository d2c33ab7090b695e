/* SPDX-License-Identifier: MIT */
#include "store/walk.h"

#include <stdlib.h>
#include <string.h>

#include "store/query.h"
#include "sys/clock.h"

#define PATIENCE_LIST 8 /* steps before a new start of the list pays */

/* Beginnings of words: FTS5 gathers all hits of all words before the first comes.
 * So the texts are read as long as nearly each is a hit, then the small index of the
 * newest is asked, which answers what is frequent, and the large one when they are
 * rare, or again the texts when those are few. In microseconds: */
#define COST_HIT 0.35  /* one hit gathered by FTS5 */
#define COST_TEXT 35.0 /* one text read */
#define FEW_TEXTS 200  /* not worth a start of the index */
#define SPARSE 100     /* one entry in so many: the index would start for each anew */
#define TRIED_TEXTS 40 /* before enough of them must have been hits */
#define MANY_WANTED 300 /* texts cost more than the small index */

struct run_of {
	struct store *s;
	const struct walk *w;
	const struct plan *plan;
	walk_fn *each;
	void *context;
	size_t given, looked_at;
	int64_t reached;  /* the last id looked at */
	unsigned trying;  /* stop when hits are fewer than one in so many; 0: never */
	bool stopped;     /* the caller has enough */
};

static bool
is_sparse(const struct plan *p)
{
	return p->rows * SPARSE < p->all;
}

static bool
tried_enough(const struct run_of *r)
{
	return r->trying && r->looked_at >= TRIED_TEXTS && r->given * r->trying < r->looked_at;
}

static enum err
walk_rows(struct run_of *r, struct stream *list, struct tests *tests, struct why *why)
{
	TRY(stream_reach(list, r->plan->span.sign < 0 ? INT64_MAX : INT64_MIN, why));
	while (!list->ended) {
		int64_t next;
		bool none, holds;
		TRY(tests_next(tests, list->id, &next, &none, why));
		if (none)
			break;
		if (next != list->id) {
			TRY(stream_reach(list, next, why));
			continue;
		}
		TRY(tests_hold(tests, stream_row(list), list->id, &holds, why));
		r->looked_at++;
		r->reached = list->id;
		if (holds) {
			r->given++;
			if (!r->each(r->context, stream_row(list), list->id)) {
				r->stopped = true;
				break;
			}
		}
		if (tried_enough(r))
			return OK;
		TRY(stream_step(list, why));
	}
	r->trying = 0; /* to the end */
	return OK;
}

static enum err
walk_part(struct run_of *r, int64_t low, int64_t high, enum words_of of, struct why *why)
{
	struct span span = r->plan->span;
	if (low > span.low)
		span.low = low;
	if (high < span.high)
		span.high = high;
	if (r->stopped || span.low >= span.high)
		return OK;
	struct stream *list = stream_new(r->s, &span, mem_strdup(r->plan->list), NULL, r->plan->which,
					 r->plan->which_n, r->plan->needle ? INT32_MAX : PATIENCE_LIST);
	list->needle = r->plan->needle;
	list->feed = r->plan->feed;
	list->section = r->plan->section;
	struct tests tests;
	tests_make(&tests, r->s, r->w->query, &span, of);
	enum err e = walk_rows(r, list, &tests, why);
	tests_release(&tests);
	stream_free(list);
	return e;
}

/* Whether reading texts costs less than the index, below the small one. */
static enum err
texts_are_cheaper(struct run_of *r, bool *out, struct why *why)
{
	int64_t sample = 0, hits = 0, all = 0;
	struct expression x;
	expression_make(&x, r->w->query);
	*out = false;
	enum err e = db_int(r->s, why, &sample, "SELECT count(*) FROM recent_docsize", "");
	bool prefixed = x.match && x.prefixed;
	if (e == OK && prefixed)
		e = db_int(r->s, why, &hits, "SELECT count(*) FROM recent WHERE recent MATCH ?", "t", x.match);
	if (e == OK)
		e = db_int(r->s, why, &all, "SELECT sum(total) FROM totals", "");
	expression_release(&x);
	if (e != OK || !sample || !prefixed)
		return e;
	double density = (double)hits / (double)sample;
	double gathered = density * (double)all * COST_HIT;
	double wanted = r->w->want > r->given ? (double)(r->w->want - r->given) : 1e9;
	double texts = density > 0 ? wanted / density : 1e9;
	if (texts > (double)r->plan->rows)
		texts = (double)r->plan->rows;
	*out = texts * COST_TEXT < gathered;
	return OK;
}

static enum err
walk_beginnings(struct run_of *r, struct why *why)
{
	int64_t floor;
	TRY(recent_floor(r->s, &floor, why));
	bool newest_first = r->plan->span.sign < 0, texts;
	int64_t low = r->plan->span.low, high = r->plan->span.high;
	r->trying = r->plan->rows > FEW_TEXTS ? 2 : 0;
	if (!r->trying || (r->w->want && r->w->want <= MANY_WANTED)) {
		TRY(walk_part(r, low, high, is_sparse(r->plan) ? WORDS_OF_TEXT : BEGUN_OF_TEXT, why));
		if (r->stopped || !r->trying)
			return OK;
		if (newest_first)
			high = r->reached;
		else
			low = r->reached;
	}
	r->trying = 0;
	int64_t edge = floor == INT64_MIN ? floor : floor - 1; /* ids above are in the small one */
	if (newest_first && high > edge + 1)
		TRY(walk_part(r, low > edge ? low : edge, high, WORDS_OF_RECENT, why));
	if (r->stopped || (r->w->enough && r->given >= r->w->enough))
		return OK;
	if (low < edge) {
		TRY(texts_are_cheaper(r, &texts, why));
		TRY(walk_part(r, low, high < floor ? high : floor, texts ? BEGUN_OF_TEXT : WORDS_OF_ALL, why));
	}
	return newest_first ? OK : walk_part(r, low > edge ? low : edge, high, WORDS_OF_RECENT, why);
}

/* A frequent word among few entries that lie far apart: their texts are read. */
static enum err
walk_sparse(struct run_of *r, struct why *why)
{
	r->trying = r->plan->rows > FEW_TEXTS ? 4 : 0;
	TRY(walk_part(r, INT64_MIN, INT64_MAX, WORDS_OF_TEXT, why));
	if (r->stopped || !r->trying)
		return OK;
	r->trying = 0;
	return r->plan->span.sign < 0 ? walk_part(r, INT64_MIN, r->reached, WORDS_OF_ALL, why)
				      : walk_part(r, r->reached, INT64_MAX, WORDS_OF_ALL, why);
}

enum err
walk_run(struct store *s, const struct walk *w, walk_fn *each, void *context, struct why *why)
{
	struct plan plan;
	TRY(plan_make(s, w, &plan, why));
	if (plan.nothing)
		return OK;
	struct run_of r = {.s = s, .w = w, .plan = &plan, .each = each, .context = context};
	if (query_has_beginnings(w->query))
		return walk_beginnings(&r, why);
	if (w->query && w->query->terms_n && is_sparse(&plan) && w->want && w->want <= MANY_WANTED)
		return walk_sparse(&r, why);
	return walk_part(&r, INT64_MIN, INT64_MAX, WORDS_OF_ALL, why);
}

/* ---- the query of a filter -------------------------------------------------------- */

static bool
has_names(const struct query_node *n)
{
	if (n->kind == QUERY_SOURCE || n->kind == QUERY_SECTION)
		return true;
	for (size_t i = 0; i < n->n; i++)
		if (has_names(n->children[i]))
			return true;
	return false;
}

/* Who is meant by the authors it names. */
static enum err
resolve_authors(struct store *s, struct query *q, struct query_node *n, struct why *why)
{
	for (size_t i = 0; i < n->n; i++)
		TRY(resolve_authors(s, q, n->children[i], why));
	if (n->kind != QUERY_AUTHOR)
		return OK;
	sqlite3_stmt *st = db_get(s, "SELECT id, total FROM authors WHERE instr(folded, ?)", why);
	if (!st)
		return s->last;
	TRY(db_bind(s, st, why, "t", n->folded));
	int64_t *ids = NULL;
	size_t cap = 0;
	int rc;
	n->feeds_n = 0;
	n->total = 0;
	while ((rc = db_step(s, st, why)) == SQLITE_ROW) {
		if (n->feeds_n == cap) {
			cap = cap ? cap * 2 : 64;
			ids = mem_realloc_array(ids, cap, sizeof(*ids));
		}
		ids[n->feeds_n++] = sqlite3_column_int64(st, 0);
		n->total += sqlite3_column_int64(st, 1);
	}
	db_reset(st);
	n->feeds = n->feeds_n ? arena_dup(q->arena, ids, n->feeds_n * sizeof(*ids)) : NULL;
	free(ids);
	return rc == SQLITE_DONE ? OK : s->last;
}

enum err
store_query_resolve(struct store *s, struct query *q, const char *text, struct why *why)
{
	if (!q->root)
		return OK;
	TRY(resolve_authors(s, q, q->root, why));
	if (!has_names(q->root))
		return OK;
	sqlite3_stmt *st = db_get(s,
		"SELECT f.id, coalesce(nullif(f.own_title, ''), f.title, ''), f.url, s.name"
		" FROM feeds f JOIN sections s ON s.id = f.section_id WHERE f.position IS NOT NULL",
		why);
	if (!st)
		return s->last;
	struct arena *a = arena_new();
	struct query_source *sources = NULL;
	size_t n = 0, cap = 0;
	int rc;
	while ((rc = db_step(s, st, why)) == SQLITE_ROW) {
		if (n == cap) {
			cap = cap ? cap * 2 : 64;
			sources = mem_realloc_array(sources, cap, sizeof(*sources));
		}
		sources[n++] = (struct query_source){
			sqlite3_column_int64(st, 0),
			arena_strdup(a, (const char *)sqlite3_column_text(st, 1)),
			arena_strdup(a, (const char *)sqlite3_column_text(st, 2)),
			arena_strdup(a, (const char *)sqlite3_column_text(st, 3)),
		};
	}
	db_reset(st);
	if (rc == SQLITE_DONE)
		query_resolve(q, bytes_of(text), sources, n);
	free(sources);
	arena_free(a);
	return rc == SQLITE_DONE ? OK : s->last;
}

enum err
walk_query(struct store *s, const struct store_filter *f, struct query **out, struct why *why)
{
	*out = NULL;
	if (!f->query)
		return OK;
	int64_t now = clock_now();
	struct query *q = query_new(bytes_of(f->query), now, clock_utc_offset(now));
	enum err e = store_query_resolve(s, q, f->query, why);
	if (e != OK)
		query_free(q);
	else
		*out = q;
	return e;
}
