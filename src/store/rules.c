/* SPDX-License-Identifier: MIT
 *
 * The reader's rules: queries that act on articles as they come in. An article is asked
 * once, so that what the reader does with it afterwards stays. What is hidden is only put
 * elsewhere (entries.place), and comes back when no rule hides it any more.
 */
#include "store/store-internal.h"

#include <stdlib.h>
#include <string.h>

#include "store/query.h"
#include "sys/clock.h"

struct rule {
	unsigned does;
	struct query *query;
};

struct rules {
	struct rule *items;
	size_t n;
	bool whole;    /* none was left out */
	int64_t print; /* of the queries that hide */
	struct store_news news;
};

void
rules_free(struct rules *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->n; i++)
		query_free(r->items[i].query);
	free(r->items);
	free(r);
}

/* NULL: it is not whole, and finds nothing. */
static enum err
read_query(struct store *s, const char *text, struct query **out, struct why *why)
{
	int64_t now = clock_now();
	struct query *q = query_new(bytes_of(text), now, clock_utc_offset(now));
	*out = NULL;
	if (query_rule_complaint(q, bytes_of(text), NULL)) {
		query_free(q);
		return OK;
	}
	enum err e = store_query_resolve(s, q, text, why);
	if (e != OK)
		query_free(q);
	else
		*out = q;
	return e;
}

enum err
store_set_rules(struct store *s, const struct store_rule *rules, size_t n, struct why *why)
{
	struct rules *r = mem_zalloc(sizeof(*r));
	enum err e = OK;
	uint64_t print = 0;
	r->items = mem_zalloc((n + 1) * sizeof(*r->items));
	r->whole = true;
	for (size_t i = 0; i < n && e == OK; i++) {
		struct query *q = NULL;
		e = read_query(s, rules[i].query, &q, why);
		if (!q) {
			r->whole = false;
			continue;
		}
		r->items[r->n++] = (struct rule){rules[i].does, q};
		if (rules[i].does & STORE_HIDES) /* in whatever order they stand */
			print += hash64(bytes_of(rules[i].query), 3);
	}
	r->print = (int64_t)print;
	if (e != OK) {
		rules_free(r);
		return e;
	}
	if (s->rules)
		r->news = s->rules->news;
	rules_free(s->rules);
	s->rules = r;
	return OK;
}

/* ---- what is to be told -------------------------------------------------------------- */

void
rules_note(struct store *s, int64_t id, unsigned does)
{
	struct store_news *news = s->rules ? &s->rules->news : NULL;
	if (!news || !does)
		return;
	if (does & STORE_HIDES)
		news->hidden++;
	else if ((does & STORE_NOTIFIES) && news->ids_n < ARRAY_LEN(news->ids))
		news->ids[news->ids_n++] = id;
}

struct rules_mark
rules_mark(const struct store *s)
{
	if (!s->rules)
		return (struct rules_mark){0};
	return (struct rules_mark){s->rules->news.ids_n, s->rules->news.hidden};
}

void
rules_rewind(struct store *s, struct rules_mark mark)
{
	if (!s->rules)
		return;
	s->rules->news.ids_n = mark.ids_n;
	s->rules->news.hidden = mark.hidden;
}

void
store_take_news(struct store *s, struct store_news *out)
{
	*out = (struct store_news){.ids_n = 0};
	if (!s->rules)
		return;
	*out = s->rules->news;
	s->rules->news = (struct store_news){.ids_n = 0};
}

/* ---- what they say of a new article --------------------------------------------------- */

/* What is starred is not hidden. */
static unsigned
settled(unsigned does)
{
	return does & STORE_STARS ? does & ~(unsigned)STORE_HIDES : does;
}

unsigned
rules_foretell(const struct store *s, const struct query_article *a, bool *open)
{
	unsigned does = 0;
	*open = false;
	for (size_t i = 0; s->rules && i < s->rules->n; i++) {
		const struct rule *rule = &s->rules->items[i];
		enum query_answer answer = query_foretell(rule->query, a);
		if (answer == QUERY_YES)
			does |= rule->does;
		*open = *open || answer == QUERY_NEEDS_TEXT;
	}
	return settled(does);
}

int64_t
place_ruled(int64_t place)
{
	return place == PLACE_UNLISTED ? PLACE_RULED_UNLISTED : PLACE_RULED;
}

/* An entry as a query asks it; its texts are freed with *out. */
struct asked_entry {
	struct store_row row;
	struct query_article a;
};

static enum err
read_entry(struct store *s, int64_t id, struct bytes plain, struct asked_entry *out, struct why *why)
{
	sqlite3_stmt *st = db_get(s,
		"SELECT " ROW_COLUMNS ", b.enclosure IS NOT NULL FROM entries e"
		" LEFT JOIN bodies b ON b.id = e.id WHERE e.id = ?", why);
	if (!st)
		return s->last;
	TRY(db_bind(s, st, why, "i", id));
	int rc = db_step(s, st, why);
	if (rc != SQLITE_ROW)
		return rc == SQLITE_DONE ? ERR_NOT_FOUND : s->last;
	struct store_row *row = &out->row;
	row_read(st, row);
	out->a = (struct query_article){
		.title = bytes_of(row->title),
		.body = plain,
		.author = row->author,
		.feed_id = row->feed_id,
		.time = id >> 20,
		.unread = row->unread,
		.starred = row->starred,
		.full = row->full,
		.edited = row->changed,
		.hidden = row->hidden,
		.enclosure = sqlite3_column_int(st, ROW_PLACE + 1),
		.link = row->link && *row->link,
	};
	db_reset(st);
	return OK;
}

enum err
rules_ask_text(struct store *s, int64_t id, struct bytes plain, struct deltas *deltas, struct why *why)
{
	struct asked_entry x;
	if (!s->rules || !s->rules->n)
		return OK;
	enum err e = read_entry(s, id, plain, &x, why);
	if (e != OK)
		return e == ERR_NOT_FOUND ? OK : e;
	unsigned does = 0;
	bool was_hidden = x.row.hidden, changed = false;
	for (size_t i = 0; i < s->rules->n; i++) {
		const struct rule *rule = &s->rules->items[i];
		if (query_foretell(rule->query, &x.a) == QUERY_NEEDS_TEXT && query_matches(rule->query, &x.a))
			does |= rule->does;
	}
	row_release(&x.row);
	does = settled(does);
	if (does)
		e = rules_do(s, id, does, deltas, &changed, why);
	if (e == OK && was_hidden && !(does & STORE_STARS))
		does &= ~(unsigned)(STORE_HIDES | STORE_NOTIFIES); /* told already, or not to be */
	if (e == OK)
		rules_note(s, id, does);
	return e;
}

/* ---- of one that is another now -------------------------------------------------------- */

struct rules_before {
	struct asked_entry entry;
	struct buf plain;
};

static void
before_free(struct rules_before *b)
{
	row_release(&b->entry.row);
	buf_release(&b->plain);
	free(b);
}

enum err
rules_before(struct store *s, int64_t id, struct rules_before **out, struct why *why)
{
	*out = NULL;
	if (!s->rules || !s->rules->n)
		return OK;
	struct rules_before *b = mem_zalloc(sizeof(*b));
	buf_init(&b->plain, 0);
	enum err e = entry_plain(s, id, &b->plain, NULL);
	bool waits = e == ERR_NOT_FOUND; /* its first text is asked when it is there */
	if (e == ERR_FORMAT)
		e = OK;
	if (e == OK)
		e = read_entry(s, id, buf_view(&b->plain), &b->entry, why);
	if (e != OK)
		before_free(b);
	else
		*out = b;
	return waits ? OK : e;
}

enum err
rules_after(struct store *s, struct rules_before *b, enum err e, struct bytes plain,
	    struct deltas *deltas, struct why *why)
{
	struct asked_entry now;
	if (!b)
		return e;
	int64_t id = b->entry.row.id;
	if (e == OK)
		e = read_entry(s, id, plain.data ? plain : buf_view(&b->plain), &now, why);
	unsigned does = 0;
	bool hidden = false;
	if (e == OK) {
		hidden = now.row.hidden;
		for (size_t i = 0; i < s->rules->n && now.row.unread; i++) {
			const struct rule *rule = &s->rules->items[i];
			if (query_matches(rule->query, &now.a) && !query_matches(rule->query, &b->entry.a))
				does |= rule->does;
		}
		row_release(&now.row);
	}
	before_free(b);
	does = settled(does);
	if (hidden && !(does & STORE_STARS))
		does &= ~(unsigned)(STORE_HIDES | STORE_NOTIFIES);
	if (e == OK && does)
		e = rules_do(s, id, does, deltas, NULL, why);
	if (e == OK)
		rules_note(s, id, does);
	return e == ERR_NOT_FOUND ? OK : e;
}

enum err
rules_do(struct store *s, int64_t id, unsigned does, struct deltas *deltas, bool *changed,
	 struct why *why)
{
	if (changed)
		*changed = false;
	sqlite3_stmt *st = db_get(s,
		"SELECT e.feed_id, e.place, e.unread, e.starred, f.place FROM entries e"
		" LEFT JOIN feeds f ON f.id = e.feed_id WHERE e.id = ?", why);
	if (!st)
		return s->last;
	TRY(db_bind(s, st, why, "i", id));
	int rc = db_step(s, st, why);
	if (rc != SQLITE_ROW)
		return rc == SQLITE_DONE ? OK : s->last;
	int64_t feed = sqlite3_column_int64(st, 0), was = sqlite3_column_int64(st, 1);
	bool unread = sqlite3_column_int(st, 2), starred = sqlite3_column_int(st, 3);
	int64_t home = sqlite3_column_int64(st, 4), place = was;
	db_reset(st);
	bool reads = unread && (does & STORE_READS), stars = starred || (does & STORE_STARS);
	if (stars)
		place = home;
	else if ((does & STORE_HIDES) && !IS_RULED(was))
		place = place_ruled(was);
	if (!reads && stars == starred && place == was)
		return OK;
	struct delta *x = deltas_of(deltas, feed);
	delta_count(x, was, unread, starred, -1);
	delta_count(x, place, unread && !reads, stars, 1);
	if (changed)
		*changed = true;
	return db_run(s, why, "UPDATE entries SET place = ?2, unread = ?3, starred = ?4 WHERE id = ?1", "iiii",
		      id, place, (int64_t)(unread && !reads), (int64_t)stars);
}

/* ---- on what is stored already ---------------------------------------------------------- */

#define APPLY_STEP 400 /* entries in one transaction: the fetcher need not wait for all */

struct found {
	int64_t *ids;
	size_t n, cap;
};

static bool
note_found(void *context, sqlite3_stmt *st, int64_t id)
{
	(void)st;
	struct found *f = context;
	if (f->n == f->cap) {
		f->cap = f->cap ? f->cap * 2 : 256;
		f->ids = mem_realloc_array(f->ids, f->cap, sizeof(*f->ids));
	}
	f->ids[f->n++] = id;
	return true;
}

static enum err
do_some(struct store *s, const int64_t *ids, size_t n, unsigned does, struct store_ruled *out,
	struct why *why)
{
	struct deltas deltas = {0};
	int64_t changed = 0;
	enum err e = db_begin(s, why);
	if (e != OK)
		return e;
	for (size_t i = 0; i < n && e == OK; i++) {
		bool one = false;
		e = rules_do(s, ids[i], does, &deltas, &one, why);
		changed += one;
	}
	if (e == OK)
		e = deltas_apply(s, &deltas, why);
	e = db_end(s, e, why);
	deltas_release(&deltas);
	if (e == OK)
		out->changed += changed;
	return e;
}

enum err
store_apply_rule(struct store *s, const struct store_rule *rule, const struct store_filter *within,
		 struct store_ruled *out, struct why *why)
{
	struct query *q = NULL;
	*out = (struct store_ruled){0};
	TRY(read_query(s, rule->query, &q, why));
	if (!q)
		return OK;
	struct walk walk = {.filter = within, .query = q, .way = STORE_OLDER, .unread = -1, .starred = -1};
	struct found found = {0};
	enum err e = walk_run(s, &walk, note_found, &found, why);
	unsigned does = settled(rule->does);
	for (size_t i = 0; i < found.n && e == OK && (does & ~(unsigned)STORE_NOTIFIES); i += APPLY_STEP) {
		size_t n = found.n - i < APPLY_STEP ? found.n - i : APPLY_STEP;
		e = do_some(s, found.ids + i, n, does, out, why);
	}
	out->found = (int64_t)found.n;
	free(found.ids);
	query_free(q);
	return e;
}

/* ---- what no rule hides any more ----------------------------------------------------------- */

static enum err
still_hidden(struct store *s, int64_t id, bool *out, struct why *why)
{
	struct asked_entry x;
	struct buf plain;
	*out = true;
	buf_init(&plain, 0);
	enum err e = entry_plain(s, id, &plain, why);
	if (e == ERR_NOT_FOUND || e == ERR_FORMAT)
		e = OK;
	if (e == OK)
		e = read_entry(s, id, buf_view(&plain), &x, why);
	if (e == OK) {
		*out = false;
		for (size_t i = 0; i < s->rules->n && !*out; i++) {
			const struct rule *rule = &s->rules->items[i];
			*out = (rule->does & STORE_HIDES) && query_matches(rule->query, &x.a);
		}
		row_release(&x.row);
	}
	buf_release(&plain);
	return e == ERR_NOT_FOUND ? OK : e;
}

static enum err
show_again(struct store *s, int64_t id, struct deltas *deltas, struct why *why)
{
	sqlite3_stmt *st = db_get(s,
		"UPDATE entries SET place = (SELECT place FROM feeds WHERE feeds.id = feed_id)"
		" WHERE id = ? AND place = 3 RETURNING feed_id, place, unread, starred", why);
	if (!st)
		return s->last;
	TRY(db_bind(s, st, why, "i", id));
	int rc;
	while ((rc = db_step(s, st, why)) == SQLITE_ROW) {
		struct delta *x = deltas_of(deltas, sqlite3_column_int64(st, 0));
		bool unread = sqlite3_column_int(st, 2), starred = sqlite3_column_int(st, 3);
		delta_count(x, PLACE_RULED, unread, starred, -1);
		delta_count(x, sqlite3_column_int64(st, 1), unread, starred, 1);
	}
	if (rc != SQLITE_DONE)
		return s->last;
	db_reset(st);
	return OK;
}

static enum err
review_some(struct store *s, const int64_t *ids, size_t n, bool last, int64_t *shown, struct why *why)
{
	struct deltas deltas = {0};
	enum err e = OK;
	for (size_t i = 0; i < n && e == OK; i++) {
		bool hidden;
		e = still_hidden(s, ids[i], &hidden, why);
		if (e == OK && !hidden) {
			e = show_again(s, ids[i], &deltas, why);
			++*shown;
		}
	}
	if (e == OK)
		e = deltas_apply(s, &deltas, why);
	/* the fingerprint is that of the rules asked from the first to the last */
	if (e == OK)
		e = db_put_meta(s, "review", last ? 0 : ids[n - 1], why);
	if (e == OK)
		e = db_put_meta(s, last ? "rules" : "reviewing", s->rules->print, why);
	deltas_release(&deltas);
	return e;
}

/* meta: 'rules' the queries that hide, as of the last review; 'review' the last id asked
 * by one that is under way, and 'reviewing' the queries it began with. */
enum err
store_review_step(struct store *s, size_t max, bool *more, int64_t *shown, struct why *why)
{
	int64_t ids[128], print, at, began;
	size_t n = 0, most = max < ARRAY_LEN(ids) ? max : ARRAY_LEN(ids);
	*more = false;
	*shown = 0;
	if (!s->rules || !s->rules->whole)
		return OK;
	TRY(db_get_meta(s, "rules", &print, why));
	if (print == s->rules->print)
		return OK;
	TRY(db_get_meta(s, "review", &at, why));
	TRY(db_get_meta(s, "reviewing", &began, why));
	if (began != s->rules->print)
		at = 0;
	TRY(db_ids(s, why, ids, most, &n,
		   "SELECT id FROM entries INDEXED BY entries_place WHERE place = 3 AND id < ?"
		   " ORDER BY id DESC LIMIT ?", "ii", at ? at : INT64_MAX, (int64_t)most));
	TRY(db_begin(s, why));
	*more = n == most;
	return db_end(s, review_some(s, ids, n, !*more, shown, why), why);
}

enum err
store_hidden(struct store *s, int64_t *n, struct why *why)
{
	*n = 0;
	enum err e = db_int(s, why, n, "SELECT total FROM totals WHERE place = 3", "");
	return e == ERR_NOT_FOUND ? OK : e;
}
