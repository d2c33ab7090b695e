/* SPDX-License-Identifier: MIT */
#include "store/store-internal.h"

#include <stdlib.h>
#include <string.h>

/* An item of the reply beside what the store knows of it. */
struct incoming {
	const struct store_item *item;
	size_t order;      /* place in the document: the first is the newest of equals */
	int64_t key_hash, link_hash, body_hash;
	int64_t seconds;   /* order in time: published, else the fetch */
	int64_t published; /* TIME_NONE when not stated or not sane */
	int64_t id;        /* known already, 0 not */
	bool twice;        /* the same key stands earlier in the reply */
};

static const char *
or_empty(const char *text)
{
	return text ? text : "";
}

static void
prepare(struct incoming *in, const struct store_reply *reply)
{
	for (size_t i = 0; i < reply->n; i++) {
		const struct store_item *item = &reply->items[i];
		struct incoming *x = &in[i];
		*x = (struct incoming){.item = item, .order = i, .published = item->published};
		x->key_hash = identity_hash(item->key);
		x->link_hash = item->link ? identity_hash(item->link) : 0;
		if (item->body && item->body_len)
			x->body_hash = (int64_t)hash64((struct bytes){item->body, item->body_len}, 1);
		/* 1970 to two days from now; else the fetch time orders it */
		if (x->published != TIME_NONE &&
		    (x->published < 0 || x->published > reply->now + 2 * 86400))
			x->published = TIME_NONE;
		x->seconds = x->published == TIME_NONE ? reply->now : x->published;
		if (x->seconds < 0)
			x->seconds = 0;
	}
}

static int
by_key(const void *a, const void *b)
{
	const struct incoming *x = a, *y = b;
	if (x->key_hash != y->key_hash)
		return x->key_hash < y->key_hash ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

/* Oldest first, and of one second the last of the document first: ids rise. */
static int
by_time(const void *a, const void *b)
{
	const struct incoming *x = a, *y = b;
	if (x->seconds != y->seconds)
		return x->seconds < y->seconds ? -1 : 1;
	return x->order > y->order ? -1 : 1;
}

static int
by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return x < y ? -1 : x > y;
}

static enum err
find_keys(struct store *s, struct incoming *in, size_t n, int64_t feed_id, struct why *why)
{
	for (size_t i = 0; i < n; i++) {
		if (i && in[i].key_hash == in[i - 1].key_hash) {
			in[i].twice = true;
			continue;
		}
		enum err e = db_int(s, why, &in[i].id,
				    "SELECT id FROM entries INDEXED BY entries_key "
				    "WHERE key_hash = ? AND feed_id = ?",
				    "ii", in[i].key_hash, feed_id);
		if (e != OK && e != ERR_NOT_FOUND)
			return e;
	}
	return OK;
}

/* A new id with the link and the title of an article of this feed is that
 * article, unless the reply has it under its old id too, or the two are dated
 * more than a day apart (a daily column at one address). */
static enum err
find_links(struct store *s, struct incoming *in, size_t n, int64_t feed_id, struct why *why)
{
	int64_t *taken = mem_alloc((n ? n : 1) * sizeof(*taken));
	size_t taken_n = 0;
	for (size_t i = 0; i < n; i++)
		if (in[i].id)
			taken[taken_n++] = in[i].id;
	qsort(taken, taken_n, sizeof(*taken), by_number);
	size_t sorted = taken_n;
	enum err e = OK;
	for (size_t i = 0; i < n && e == OK; i++) {
		struct incoming *x = &in[i];
		if (x->id || x->twice || !x->link_hash || !or_empty(x->item->title)[0])
			continue;
		sqlite3_stmt *st = db_get(s,
			"SELECT id, published FROM entries INDEXED BY entries_link "
			"WHERE link_hash = ? AND feed_id = ? AND title = ? ORDER BY id DESC",
			why);
		e = st ? db_bind(s, st, why, "iit", x->link_hash, feed_id, x->item->title) : s->last;
		int rc = SQLITE_DONE;
		while (e == OK && (rc = db_step(s, st, why)) == SQLITE_ROW) {
			int64_t id = sqlite3_column_int64(st, 0), published = db_time(st, 1);
			bool near = published == TIME_NONE || x->published == TIME_NONE ||
				llabs(published - x->published) <= 86400;
			bool free_still = !bsearch(&id, taken, sorted, sizeof(id), by_number);
			for (size_t j = sorted; j < taken_n && free_still; j++)
				free_still = taken[j] != id;
			if (near && free_still) {
				x->id = taken[taken_n++] = id;
				break;
			}
		}
		if (e == OK && rc != SQLITE_DONE && rc != SQLITE_ROW)
			e = s->last;
		if (st)
			db_reset(st);
	}
	free(taken);
	return e;
}

/* An article seen before: what the publisher edited. Read and starred stay, and so
 * does the guid it first had: whoever noted it finds the article by it, and by the
 * new one, too. */
static enum err
update_known(struct store *s, const struct incoming *x, bool *changed, struct why *why)
{
	const struct store_item *item = x->item;
	sqlite3_stmt *st = db_get(s,
		"SELECT title, body_hash, link_hash, key_hash FROM entries WHERE id = ?", why);
	if (!st)
		return s->last;
	enum err e = db_bind(s, st, why, "i", x->id);
	int rc = e == OK ? db_step(s, st, why) : SQLITE_ERROR;
	if (rc != SQLITE_ROW)
		return s->last;
	const char *title = (const char *)sqlite3_column_text(st, 0);
	/* a reply without a title or a body takes nothing away */
	bool new_title = item->title && item->title[0] && strcmp(title, item->title) != 0;
	bool new_body = x->body_hash && sqlite3_column_int64(st, 1) != x->body_hash;
	bool new_link = x->link_hash && sqlite3_column_int64(st, 2) != x->link_hash;
	int64_t old_key = sqlite3_column_int64(st, 3);
	bool new_key = old_key != x->key_hash;
	db_reset(st);
	*changed = new_title || new_body;
	if (!new_title && !new_body && !new_link && !new_key)
		return OK;
	if (*changed)
		TRY(index_remove(s, x->id, why));
	TRY(db_run(s, why,
		   "UPDATE entries SET title = coalesce(?2, title), link = coalesce(?3, link),"
		   " link_hash = coalesce(?4, link_hash), key_hash = ?5,"
		   " body_hash = coalesce(?6, body_hash), author = coalesce(?7, author),"
		   " updated = coalesce(?8, updated), changed = max(changed, ?9),"
		   " guid_hash = nullif(coalesce(guid_hash, ?10), ?5) WHERE id = ?1",
		   "ittnintnin", x->id, new_title ? item->title : NULL, new_link ? item->link : NULL,
		   new_link ? x->link_hash : TIME_NONE, x->key_hash,
		   new_body ? x->body_hash : TIME_NONE, item->author, item->updated,
		   (int64_t)*changed, new_key ? old_key : TIME_NONE));
	if (new_body)
		TRY(db_run(s, why, "UPDATE bodies SET html = ?2, base = ?3 WHERE id = ?1", "ibt", x->id,
			   item->body, item->body_len, item->base));
	if (*changed) {
		TRY(db_run(s, why, "DELETE FROM docs WHERE id = ?", "i", x->id));
		TRY(db_run(s, why, "INSERT OR IGNORE INTO pending (id) VALUES (?)", "i", x->id));
	}
	return OK;
}

/* The next free id of a second. */
static enum err
next_id(struct store *s, int64_t seconds, int64_t last, int64_t *out, struct why *why)
{
	int64_t low = seconds << 20, high = (seconds + 1) << 20, top = 0;
	if (last < low || last >= high) {
		enum err e = db_int(s, why, &top,
				    "SELECT id FROM entries WHERE id >= ? AND id < ? "
				    "ORDER BY id DESC LIMIT 1",
				    "ii", low, high);
		if (e == ERR_NOT_FOUND) {
			*out = low ? low : 1;
			return OK;
		}
		if (e != OK)
			return e;
	} else {
		top = last;
	}
	/* a million of one second: the next second takes them */
	return top + 1 < high ? (*out = top + 1, OK) : next_id(s, seconds + 1, 0, out, why);
}

static enum err
insert_new(struct store *s, const struct incoming *x, int64_t id, int64_t feed_id, int64_t section,
	   int64_t place, struct why *why)
{
	const struct store_item *item = x->item;
	int64_t guid_hash = TIME_NONE;
	if (item->guid) {
		guid_hash = identity_hash(item->guid);
		if (guid_hash == x->key_hash)
			guid_hash = TIME_NONE;
	}
	TRY(db_run(s, why,
		   "INSERT INTO entries (id, feed_id, section_id, place, published, updated, key_hash,"
		   " guid_hash, link_hash, body_hash, title, link, author)"
		   " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		   "iiiinninnnttt", id, feed_id, section, place, x->published, item->updated, x->key_hash,
		   guid_hash, x->link_hash ? x->link_hash : TIME_NONE,
		   x->body_hash ? x->body_hash : TIME_NONE, or_empty(item->title), item->link,
		   item->author));
	TRY(db_run(s, why,
		   "INSERT INTO bodies (id, guid, enclosure, comments, base, html)"
		   " VALUES (?, ?, ?, ?, ?, ?)",
		   "itttt" "b", id, item->guid, item->enclosure, item->comments, item->base,
		   item->body_len ? item->body : NULL, item->body_len));
	return db_run(s, why, "INSERT INTO pending (id) VALUES (?)", "i", id);
}

static enum err
merge_items(struct store *s, const struct store_reply *reply, struct incoming *in,
	    struct store_merged *out, struct why *why)
{
	int64_t section, place, total;
	TRY(db_int(s, why, &section, "SELECT section_id FROM feeds WHERE id = ?", "i", reply->feed_id));
	TRY(db_int(s, why, &place, "SELECT place FROM feeds WHERE id = ?", "i", reply->feed_id));
	TRY(db_int(s, why, &total, "SELECT total FROM feeds WHERE id = ?", "i", reply->feed_id));
	qsort(in, reply->n, sizeof(*in), by_key);
	TRY(find_keys(s, in, reply->n, reply->feed_id, why));
	if (total)
		TRY(find_links(s, in, reply->n, reply->feed_id, why));
	qsort(in, reply->n, sizeof(*in), by_time);
	int64_t last = 0;
	for (size_t i = 0; i < reply->n; i++) {
		if (in[i].twice)
			continue;
		if (in[i].id) {
			bool changed = false;
			TRY(update_known(s, &in[i], &changed, why));
			out->changed += changed;
			continue;
		}
		int64_t id;
		TRY(next_id(s, in[i].seconds, last, &id, why));
		TRY(insert_new(s, &in[i], id, reply->feed_id, section, place, why));
		last = id;
		out->added++;
	}
	struct deltas d = {0};
	struct delta *x = deltas_of(&d, reply->feed_id);
	x->unread = x->total = out->added;
	enum err e = deltas_apply(s, &d, why);
	deltas_release(&d);
	return e;
}

static enum err
merge_feed(struct store *s, const struct store_reply *r, struct why *why)
{
	return db_run(s, why,
		      "UPDATE feeds SET title = coalesce(?2, title), site = coalesce(?3, site), dir = ?4,"
		      " etag = ?5, last_modified = ?6,"
		      " moved_since = CASE WHEN ?7 IS NULL THEN NULL WHEN ?7 = moved_to THEN moved_since"
		      "  ELSE ?8 END,"
		      " moved_to = ?7, body_hash = ?9, ttl_minutes = ?10, last_try = ?8,"
		      " last_success = ?8, next_due = ?11, fail_code = '', fail_arg = '', failures = 0,"
		      " gone = 0 WHERE id = ?1",
		      "ittittt" "niin", r->feed_id, r->title, r->site, (int64_t)r->dir, r->etag,
		      r->last_modified, r->moved_to, r->now, (int64_t)r->body_hash,
		      (int64_t)r->ttl_minutes, r->next_due);
}

enum err
store_merge(struct store *s, const struct store_reply *reply, struct store_merged *out,
	    struct why *why)
{
	struct store_merged merged = {0};
	struct incoming *in = mem_alloc((reply->n ? reply->n : 1) * sizeof(*in));
	prepare(in, reply);
	enum err e = db_begin(s, why);
	if (e == OK) {
		e = merge_items(s, reply, in, &merged, why);
		if (e == ERR_NOT_FOUND)
			e = err_set(why, ERR_NOT_FOUND, "there is no such feed in the store");
		if (e == OK)
			e = merge_feed(s, reply, why);
		e = db_end(s, e, why);
	}
	free(in);
	if (e == OK && out)
		*out = merged;
	return e;
}
