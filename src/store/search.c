/* SPDX-License-Identifier: MIT */
#include "store/store-internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/query.h"
#include "store/walk.h"

#define RANKED 2000  /* newest hits that are ranked */
#define REREAD 200   /* of them, the best, whose text is looked at for the spelling */
#define ENOUGH 500   /* of a beginning of a word, among the newest of all */
#define NEARBY 100000 /* articles, the newest, that are looked through for hits to rank */
#define FEW 100       /* hits there: more are looked for, so many at most */
#define PLACES 64
#define SNIPPET_PLACES 12 /* looked at for the best stretch */
#define SNIPPET_BYTES 320 /* about 160 Arabic letters */

/* ---- showing where ---------------------------------------------------------------- */

static bool
is_break(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

/* A stretch of the text round the first places, cut at spaces, on one line. */
static void
make_snippet(struct store_hit *hit, const struct query *q, struct bytes text)
{
	uint32_t places[PLACES][2];
	size_t n = query_places(q, text, false, places, SNIPPET_PLACES, NULL);
	/* the window that holds the most places, the first of equals */
	size_t best = 0, most = 0;
	for (size_t i = 0; i < n; i++) {
		size_t in = 0;
		while (i + in < n && places[i + in][1] <= places[i][0] + SNIPPET_BYTES * 3 / 4)
			in++;
		if (in > most) {
			most = in;
			best = i;
		}
	}
	size_t from = n ? places[best][0] : 0;
	size_t back = from < SNIPPET_BYTES / 4 ? from : SNIPPET_BYTES / 4;
	from -= back;
	while (from > 0 && from < text.len && !is_break(text.data[from - 1]) && back++ < SNIPPET_BYTES)
		from--;
	while (from > 0 && from < text.len && ((unsigned char)text.data[from] & 0xc0) == 0x80)
		from--;
	size_t to = from + SNIPPET_BYTES < text.len ? from + SNIPPET_BYTES : text.len;
	while (to < text.len && to > from + SNIPPET_BYTES / 2 && !is_break(text.data[to]))
		to--;
	to = from + utf8_cut((struct bytes){text.data + from, text.len - from}, to - from);

	struct buf out;
	buf_init(&out, 0);
	if (from > 0)
		buf_add_str(&out, "… ");
	hit->snippet_matches = mem_alloc((most ? most : 1) * sizeof(*hit->snippet_matches));
	size_t next = best;
	for (size_t i = from; i < to; i++) {
		if (next < n && hit->snippet_matches_n < most && places[next][0] == i)
			hit->snippet_matches[hit->snippet_matches_n][0] = (uint32_t)out.len;
		buf_add_char(&out, is_break(text.data[i]) ? ' ' : text.data[i]);
		if (next < n && hit->snippet_matches_n < most && places[next][1] == i + 1) {
			if (places[next][0] >= from)
				hit->snippet_matches[hit->snippet_matches_n++][1] = (uint32_t)out.len;
			next++;
		}
	}
	if (to < text.len)
		buf_add_str(&out, " …");
	hit->snippet = out.data ? buf_take(&out) : mem_strdup("");
}

static void
dress(struct store *s, struct store_hit *hit, const struct query *q)
{
	uint32_t places[PLACES][2];
	hit->matches_n = query_places(q, bytes_of(hit->row.title), true, places, PLACES, NULL);
	hit->matches = mem_dup(places, hit->matches_n ? hit->matches_n * sizeof(places[0]) : 1);
	struct buf plain;
	buf_init(&plain, 0);
	if (entry_plain(s, hit->row.id, &plain, NULL) == OK && plain.len)
		make_snippet(hit, q, buf_view(&plain));
	else
		hit->snippet = mem_strdup("");
	buf_release(&plain);
}

/* ---- order ------------------------------------------------------------------------- */

struct scored {
	int64_t id;
	double score;   /* more is better */
	uint64_t exact; /* terms that stand in the title or the text as typed */
	int exact_n;
};

/* As typed before folded; within each by score, then the newest. */
static int
by_score(const void *a, const void *b)
{
	const struct scored *x = a, *y = b;
	if (x->exact_n != y->exact_n)
		return x->exact_n > y->exact_n ? -1 : 1;
	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return x->id > y->id ? -1 : x->id < y->id;
}

struct collected {
	struct scored *hits;
	size_t n, most;
	const struct query *q;
};

static bool
collect_scored(void *context, sqlite3_stmt *st, int64_t id)
{
	struct collected *c = context;
	struct scored *hit = &c->hits[c->n++];
	uint32_t places[PLACES][2];
	hit->id = id;
	query_places(c->q, bytes_of((const char *)sqlite3_column_text(st, 2)), true, places, PLACES,
		     &hit->exact);
	hit->exact_n = __builtin_popcountll(hit->exact);
	return c->n < c->most;
}

static int
by_id(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = ((const struct scored *)b)->id;
	return x > y ? -1 : x < y;
}

/* How telling each phrase is, from how many of the newest have it: what is rare
 * among them weighs more. (Counting all hits would cost as much as all hits.) */
static enum err
weigh(struct store *s, const struct expression *x, double *weights, struct why *why)
{
	int64_t all = 0;
	TRY(db_int(s, why, &all, "SELECT count(*) FROM recent_docsize", ""));
	for (size_t i = 0; i < x->n; i++) {
		int64_t hits = 0;
		weights[i] = 0;
		if (!x->phrases[i][0])
			continue;
		if (x->n > 1)
			TRY(db_int(s, why, &hits, "SELECT count(*) FROM recent WHERE recent MATCH ?", "t",
				   x->phrases[i]));
		weights[i] = 1.0 + (double)all / (double)(hits + 1 + all / 50);
	}
	return OK;
}

static enum err
score(struct store *s, const struct expression *x, struct scored *hits, size_t n, struct why *why)
{
	double weights[ARRAY_LEN(x->phrases)];
	int64_t floor;
	TRY(weigh(s, x, weights, why));
	TRY(recent_floor(s, &floor, why));
	/* the same words stand in the small index, where a beginning costs little */
	bool small = hits[n - 1].id >= floor;
	if (x->prefixed && !small)
		return OK;
	sqlite3_stmt *st = db_get(s,
		small ? "SELECT rowid, akhbar_score(recent, ?4) FROM recent"
			" WHERE recent MATCH ?1 AND rowid >= ?2 AND rowid <= ?3 ORDER BY rowid DESC"
		      : "SELECT rowid, akhbar_score(search, ?4) FROM search"
			" WHERE search MATCH ?1 AND rowid >= ?2 AND rowid <= ?3 ORDER BY rowid DESC",
		why);
	if (!st)
		return s->last;
	TRY(db_bind(s, st, why, "tii", x->match, slot_of(s, hits[n - 1].id), slot_of(s, hits[0].id)));
	sqlite3_bind_blob(st, 4, weights, (int)(x->n * sizeof(weights[0])), SQLITE_TRANSIENT);
	int rc;
	while ((rc = db_step(s, st, why)) == SQLITE_ROW) {
		int64_t id = slot_id(s, sqlite3_column_int64(st, 0));
		struct scored *hit = bsearch(&id, hits, n, sizeof(*hits), by_id);
		if (hit)
			hit->score = sqlite3_column_double(st, 1);
	}
	if (rc != SQLITE_DONE)
		return s->last;
	db_reset(st);
	return OK;
}

static uint64_t
exact_in_text(struct store *s, const struct query *q, int64_t id)
{
	uint32_t places[PLACES][2];
	uint64_t exact = 0;
	struct buf plain;
	buf_init(&plain, 0);
	if (entry_plain(s, id, &plain, NULL) == OK)
		query_places(q, buf_view(&plain), false, places, PLACES, &exact);
	buf_release(&plain);
	return exact;
}

/* Titles of all were looked at; now the texts of the best. */
static void
look_at_spelling(struct store *s, const struct query *q, struct scored *hits, size_t n)
{
	qsort(hits, n, sizeof(*hits), by_score);
	for (size_t i = 0; i < n && i < REREAD; i++) {
		if (hits[i].exact_n == (int)q->terms_n)
			continue;
		hits[i].exact |= exact_in_text(s, q, hits[i].id);
		hits[i].exact_n = __builtin_popcountll(hits[i].exact);
	}
	qsort(hits, n, sizeof(*hits), by_score);
}

static enum err
hit_of(struct store *s, int64_t id, struct store_hit *out, struct why *why)
{
	sqlite3_stmt *st = db_get(s, "SELECT " ROW_COLUMNS " FROM entries e WHERE e.id = ?", why);
	if (!st)
		return s->last;
	TRY(db_bind(s, st, why, "i", id));
	int rc = db_step(s, st, why);
	if (rc == SQLITE_ROW)
		row_read(st, &out->row);
	db_reset(st);
	return rc == SQLITE_ROW ? OK : rc == SQLITE_DONE ? ERR_NOT_FOUND : s->last;
}

/* The newest 2,000, but those of long ago only while there are few: a phrase that is
 * rare in a large store would else be looked for in all of it. */
static enum err
collect(struct store *s, const struct walk *walk, struct collected *c, struct why *why)
{
	struct walk near = *walk, far = *walk;
	enum err e = db_int(s, why, &near.floor,
			    "SELECT id FROM entries INDEXED BY entries_place WHERE place = 0"
			    " ORDER BY id DESC LIMIT 1 OFFSET ?", "i", (int64_t)NEARBY);
	if (e == ERR_NOT_FOUND)
		return walk_run(s, walk, collect_scored, c, why);
	TRY(e);
	TRY(walk_run(s, &near, collect_scored, c, why));
	if (c->n >= FEW)
		return OK;
	far.key = near.floor + 1;
	c->most = FEW;
	return walk_run(s, &far, collect_scored, c, why);
}

static enum err
ranked_hits(struct store *s, const struct walk *walk, size_t max, struct store_hits *out,
	    struct why *why)
{
	const struct query *q = walk->query;
	struct scored *hits = mem_zalloc(RANKED * sizeof(*hits));
	struct collected c = {.hits = hits, .most = RANKED, .q = q};
	enum err e = collect(s, walk, &c, why);
	size_t n = c.n;
	struct expression x;
	expression_make(&x, q);
	if (e == OK && n && x.match)
		e = score(s, &x, hits, n, why);
	expression_release(&x);
	if (e == OK)
		look_at_spelling(s, q, hits, n);
	out->items = mem_zalloc((max < n ? max : n ? n : 1) * sizeof(*out->items));
	for (size_t i = 0; i < n && out->n < max && e == OK; i++) {
		e = hit_of(s, hits[i].id, &out->items[out->n], why);
		if (e == OK)
			out->n++;
		else if (e == ERR_NOT_FOUND)
			e = OK;
	}
	free(hits);
	return e;
}

/* ---- search --------------------------------------------------------------------------- */

struct taken {
	struct store_hits hits;
	size_t max, cap;
};

static bool
take_hit(void *context, sqlite3_stmt *st, int64_t id)
{
	(void)id;
	struct taken *t = context;
	if (t->hits.n == t->cap) {
		t->cap = t->cap ? t->cap * 2 : 64;
		t->hits.items = mem_realloc_array(t->hits.items, t->cap, sizeof(*t->hits.items));
	}
	struct store_hit *hit = &t->hits.items[t->hits.n++];
	*hit = (struct store_hit){0};
	row_read(st, &hit->row);
	return t->hits.n < t->max;
}

enum err
store_search(struct store *s, const struct store_filter *f, int64_t key, enum store_way way,
	     size_t max, bool ranked, struct store_hits *out, struct why *why)
{
	struct query *q;
	TRY(walk_query(s, f, &q, why));
	ranked = ranked && q && q->terms_n;
	struct walk walk = {.filter = f, .query = q, .way = ranked ? STORE_OLDER : way,
			    .key = ranked ? 0 : key, .unread = -1, .starred = -1,
			    .want = ranked ? RANKED : max, .enough = ranked ? ENOUGH : 0};
	struct taken taken = {.max = max};
	enum err e = OK;
	if (max && ranked)
		e = ranked_hits(s, &walk, max, &taken.hits, why);
	else if (max)
		e = walk_run(s, &walk, take_hit, &taken, why);
	static const struct query none = {0};
	for (size_t i = 0; i < taken.hits.n && e == OK; i++)
		dress(s, &taken.hits.items[i], q ? q : &none);
	query_free(q);
	if (e != OK)
		store_hits_release(&taken.hits);
	else
		*out = taken.hits;
	return e;
}

void
store_hits_release(struct store_hits *hits)
{
	if (!hits)
		return;
	for (size_t i = 0; i < hits->n; i++) {
		row_release(&hits->items[i].row);
		free(hits->items[i].snippet);
		free(hits->items[i].matches);
		free(hits->items[i].snippet_matches);
	}
	free(hits->items);
	*hits = (struct store_hits){0};
}

/* ---- counting ---------------------------------------------------------------------------- */

struct counted {
	int64_t n, most;
};

static bool
count_hit(void *context, sqlite3_stmt *st, int64_t id)
{
	(void)st;
	(void)id;
	struct counted *c = context;
	return ++c->n < c->most;
}

enum err
store_count_some(struct store *s, const struct store_filter *f, int64_t most, int64_t *n,
		 struct why *why)
{
	struct query *q;
	TRY(walk_query(s, f, &q, why));
	struct walk walk = {.filter = f, .query = q, .unread = -1, .starred = -1, .want = (size_t)most};
	struct counted c = {.most = most};
	enum err e = most > 0 ? walk_run(s, &walk, count_hit, &c, why) : OK;
	query_free(q);
	if (e == OK)
		*n = c.n;
	return e;
}
