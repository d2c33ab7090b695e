/* SPDX-License-Identifier: MIT */
#include "store/store-internal.h"

#include <stdlib.h>
#include <string.h>

#include "store/query.h"
#include "sys/lang.h"

/* An item of the reply beside what the store knows of it. */
struct incoming {
	const struct store_item *item;
	size_t order;      /* place in the document: the first is the newest of equals */
	int64_t key_hash, link_hash, body_hash;
	int64_t seconds;   /* order in time: published, else the fetch */
	int64_t published; /* TIME_NONE when not stated or not sane */
	int64_t id;        /* known already, 0 not */
	bool twice;        /* the same key stands earlier in the reply */
	bool forgotten;    /* known, and the reader's settings let it go */
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
			x->body_hash = (int64_t)hash64((struct bytes){item->body, item->body_len}, BODY_SEED);
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

static enum err
find_forgotten(struct store *s, struct incoming *in, const struct store_reply *reply, struct why *why)
{
	int64_t any;
	enum err e = db_int(s, why, &any, "SELECT 1 FROM forgotten WHERE feed_id = ? LIMIT 1", "i",
			    reply->feed_id);
	if (e != OK)
		return e == ERR_NOT_FOUND ? OK : e;
	for (size_t i = 0; i < reply->n; i++) {
		if (in[i].id || in[i].twice)
			continue;
		TRY(forgotten_still(s, reply->feed_id, in[i].key_hash,
				    same_hash(in[i].link_hash, in[i].item->title), in[i].published,
				    reply->now, &in[i].forgotten, why));
	}
	return reply->n ? forgotten_prune(s, reply->feed_id, reply->now, why) : OK;
}

/* The ids of this feed that the reply has under their own keys. */
struct taken {
	int64_t *ids;
	size_t n, sorted;
};

static bool
is_taken(const struct taken *t, int64_t id)
{
	if (bsearch(&id, t->ids, t->sorted, sizeof(id), by_number))
		return true;
	for (size_t i = t->sorted; i < t->n; i++)
		if (t->ids[i] == id)
			return true;
	return false;
}

/* The page an address names on its host: what stands before ? and #, without a slash at
 * its end; of the host's first page all of it (?p=12). */
static struct bytes
page_of(const char *url)
{
	const char *rest = strstr(url, "://");
	rest = rest ? rest + 3 : url;
	rest += strcspn(rest, "/?#");
	size_t n = strcspn(rest, "?#");
	while (n && rest[n - 1] == '/')
		n--;
	return n ? (struct bytes){rest, n} : bytes_of(rest);
}

/* Two addresses of one page: a site that moved, a count of visits in the address. A link
 * that is missing says nothing. */
static bool
may_be_one_page(const char *a, const char *b)
{
	return !a || !b || bytes_eq(page_of(a), page_of(b));
}

/* Of what the statement (id, published, title, link) gives, the first that is the item. */
static enum err
first_same(struct store *s, sqlite3_stmt *st, struct incoming *x, struct taken *taken, struct why *why)
{
	int rc;
	while ((rc = db_step(s, st, why)) == SQLITE_ROW) {
		int64_t id = sqlite3_column_int64(st, 0), published = db_time(st, 1);
		const char *title = (const char *)sqlite3_column_text(st, 2);
		bool dated = published != TIME_NONE && x->published != TIME_NONE;
		bool near = !dated || llabs(published - x->published) <= 86400;
		bool same = strcmp(title ? title : "", x->item->title) == 0
			? near : dated && published == x->published;
		if (same && may_be_one_page((const char *)sqlite3_column_text(st, 3), x->item->link) &&
		    !is_taken(taken, id)) {
			x->id = taken->ids[taken->n++] = id;
			break;
		}
	}
	db_reset(st);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? OK : s->last;
}

/* A new id is an article known already when another of this feed has its link and
 * its title (dated at most a day apart: a daily column may keep both), or its link
 * and the very second of its date, or that second and its title (and no link to another
 * page); unless the reply has that one under its own id too. */
static enum err
find_same(struct store *s, struct incoming *in, size_t n, int64_t feed_id, struct why *why)
{
	struct taken taken = {.ids = mem_alloc((n ? n : 1) * sizeof(*taken.ids))};
	for (size_t i = 0; i < n; i++)
		if (in[i].id)
			taken.ids[taken.n++] = in[i].id;
	qsort(taken.ids, taken.n, sizeof(*taken.ids), by_number);
	taken.sorted = taken.n;
	enum err e = OK;
	for (size_t i = 0; i < n && e == OK; i++) {
		struct incoming *x = &in[i];
		if (x->id || x->twice || x->forgotten || !or_empty(x->item->title)[0])
			continue;
		sqlite3_stmt *st;
		if (x->link_hash) {
			st = db_get(s, "SELECT id, published, title, link FROM entries INDEXED BY entries_link "
				       "WHERE link_hash = ? AND feed_id = ? ORDER BY id DESC", why);
			e = st ? db_bind(s, st, why, "ii", x->link_hash, feed_id) : s->last;
			if (e == OK)
				e = first_same(s, st, x, &taken, why);
		}
		if (e != OK || x->id || x->published == TIME_NONE)
			continue;
		st = db_get(s, "SELECT id, published, title, link FROM entries WHERE id >= ? AND id < ? "
			       "AND +feed_id = ? AND published = ? AND title = ?", why);
		e = st ? db_bind(s, st, why, "iiiit", x->seconds << 20, (x->seconds + 1) << 20, feed_id,
				 x->published, x->item->title) : s->last;
		if (e == OK)
			e = first_same(s, st, x, &taken, why);
	}
	free(taken.ids);
	return e;
}

/* What of a known article differs in the reply. */
struct edit {
	bool title, body, link, key;
	bool unread, starred;
	int64_t feed_id, place, old_key;
};

static enum err
compare(struct store *s, const struct incoming *x, struct edit *out, struct why *why)
{
	const struct store_item *item = x->item;
	sqlite3_stmt *st = db_get(s,
		"SELECT title, body_hash, link_hash, key_hash, unread, starred, place, feed_id"
		" FROM entries WHERE id = ?",
		why);
	if (!st)
		return s->last;
	enum err e = db_bind(s, st, why, "i", x->id);
	int rc = e == OK ? db_step(s, st, why) : SQLITE_ERROR;
	if (rc != SQLITE_ROW) {
		db_reset(st);
		return rc == SQLITE_DONE ? ERR_NOT_FOUND : s->last;
	}
	const char *title = (const char *)sqlite3_column_text(st, 0);
	/* a reply without a title or a body takes nothing away */
	*out = (struct edit){
		.title = item->title && item->title[0] && strcmp(or_empty(title), item->title) != 0,
		.body = x->body_hash && sqlite3_column_int64(st, 1) != x->body_hash,
		.link = x->link_hash && sqlite3_column_int64(st, 2) != x->link_hash,
		.key = sqlite3_column_int64(st, 3) != x->key_hash,
		.old_key = sqlite3_column_int64(st, 3),
		.unread = sqlite3_column_int(st, 4),
		.starred = sqlite3_column_int(st, 5),
		.place = sqlite3_column_int64(st, 6),
		.feed_id = sqlite3_column_int64(st, 7),
	};
	db_reset(st);
	return OK;
}

/* The new title goes into the row and the index. */
static enum err
retitle(struct store *s, const struct incoming *x, struct why *why)
{
	bool there;
	TRY(is_indexed(s, x->id, &there, why));
	TRY(index_remove(s, x->id, why));
	TRY(db_run(s, why, "UPDATE entries SET title = ?2, changed = 1 WHERE id = ?1", "it", x->id,
		   x->item->title));
	if (!there)
		return OK;
	struct buf plain;
	buf_init(&plain, 0);
	enum err e = entry_plain(s, x->id, &plain, why);
	if (e == OK || e == ERR_FORMAT)
		e = index_add(s, x->id, buf_view(&plain), why);
	buf_release(&plain);
	return e;
}

/* The new body waits for its doc; the old doc is read until then, and tells then
 * whether the text differs at all. */
static enum err
replace_body(struct store *s, const struct incoming *x, bool unread_again, int64_t *bytes,
	     struct why *why)
{
	const struct store_item *item = x->item;
	int64_t was = 0;
	enum err e = db_int(s, why, &was,
			    "SELECT coalesce((SELECT length(body) FROM packed WHERE id = ?1),"
			    " (SELECT length(CAST(html AS BLOB)) FROM arrived WHERE id = ?1), 0)", "i", x->id);
	if (e != OK)
		return e;
	*bytes += (int64_t)item->body_len - was;
	TRY(db_run(s, why, "DELETE FROM packed WHERE id = ?", "i", x->id));
	TRY(db_run(s, why, "INSERT OR REPLACE INTO arrived (id, html) VALUES (?, ?)", "ib", x->id, item->body,
		   item->body_len));
	TRY(db_run(s, why, "UPDATE bodies SET base = ?2 WHERE id = ?1", "it", x->id, item->base));
	return db_run(s, why,
		      "INSERT INTO pending (id, edited) SELECT ?1, CASE WHEN EXISTS"
		      " (SELECT 1 FROM docs WHERE id = ?1) THEN ?2 ELSE 0 END WHERE true"
		      " ON CONFLICT (id) DO UPDATE SET edited = edited | excluded.edited",
		      "ii", x->id, (int64_t)(unread_again ? PENDING_EDITED | PENDING_UNREAD : PENDING_EDITED));
}

/* An article seen before: what the publisher edited. Starred stays, and read too
 * unless the reader wants it otherwise; and so does the guid it first had: whoever
 * noted it finds the article by it, and by the new one, too. */
static enum err
update_known(struct store *s, const struct incoming *x, const struct edit *edit, bool unread_again,
	     struct delta *delta, struct why *why)
{
	const struct store_item *item = x->item;
	if (edit->title)
		TRY(retitle(s, x, why));
	bool again = edit->title && unread_again && !edit->unread;
	if (again) {
		delta_count(delta, edit->place, false, edit->starred, -1);
		delta_count(delta, edit->place, true, edit->starred, 1);
	}
	TRY(db_run(s, why,
		   "UPDATE entries SET link = coalesce(?2, link),"
		   " link_hash = coalesce(?3, link_hash), key_hash = ?4,"
		   " body_hash = coalesce(?5, body_hash), author = coalesce(?6, author),"
		   " updated = coalesce(?7, updated), unread = max(unread, ?8),"
		   " guid_hash = nullif(coalesce(guid_hash, ?9), ?4) WHERE id = ?1",
		   "itnintnin", x->id, edit->link ? item->link : NULL, edit->link ? x->link_hash : TIME_NONE,
		   x->key_hash, edit->body ? x->body_hash : TIME_NONE, item->author, item->updated,
		   (int64_t)again, edit->key ? edit->old_key : TIME_NONE));
	if (edit->body)
		return replace_body(s, x, unread_again, &delta->bytes, why);
	return OK;
}

/* A new title may be one that a rule speaks of; of a new text its doc tells. */
static enum err
meet_again(struct store *s, const struct incoming *x, bool unread_again, struct deltas *deltas,
	   bool *changed, struct why *why)
{
	struct edit edit = {0};
	struct rules_before *before = NULL;
	TRY(compare(s, x, &edit, why));
	*changed = edit.title || edit.body;
	if (!edit.title && !edit.body && !edit.link && !edit.key)
		return OK;
	if (edit.title)
		TRY(rules_before(s, x->id, &before, why));
	enum err e = update_known(s, x, &edit, unread_again, deltas_of(deltas, edit.feed_id), why);
	return rules_after(s, before, e, (struct bytes){0}, deltas, why);
}

/* The next free id of a second; when it is full, of the next one (slot_of tells how
 * many one holds). */
static enum err
next_id(struct store *s, int64_t seconds, int64_t last, int64_t *out, struct why *why)
{
	if (last >> 20 > seconds)
		seconds = last >> 20; /* the item before found no room either */
	for (;; seconds++) {
		int64_t low = seconds << 20, top = last;
		if (last >> 20 != seconds) {
			enum err e = db_int(s, why, &top,
					    "SELECT id FROM entries WHERE id >= ? AND id < ? "
					    "ORDER BY id DESC LIMIT 1",
					    "ii", low, (seconds + 1) << 20);
			if (e == ERR_NOT_FOUND) {
				*out = low ? low : 1;
				return OK;
			}
			TRY(e);
		}
		if (top + 1 < low + (INT64_C(1) << s->slot_bits)) {
			*out = top + 1;
			return OK;
		}
	}
}

/* Where a new entry goes: what the feed's are, and what the rules make of it. */
struct entering {
	int64_t feed_id, section, place;
	unsigned does;
	bool open; /* some rules wait for its text */
};

static void
ask_rules(const struct store *s, const struct incoming *x, struct entering *in)
{
	const struct store_item *item = x->item;
	struct query_article a = {
		.title = bytes_of(or_empty(item->title)),
		.author = item->author,
		.feed_id = in->feed_id,
		.time = x->seconds,
		.unread = true,
		.enclosure = item->enclosure,
		.link = item->link,
	};
	in->does = rules_foretell(s, &a, &in->open);
	if (in->does & STORE_HIDES)
		in->place = place_ruled(in->place);
}

static enum err
insert_new(struct store *s, const struct incoming *x, int64_t id, const struct entering *in,
	   struct why *why)
{
	const struct store_item *item = x->item;
	int64_t guid_hash = TIME_NONE;
	if (item->guid) {
		guid_hash = identity_hash(item->guid);
		if (guid_hash == x->key_hash)
			guid_hash = TIME_NONE;
	}
	TRY(db_run(s, why,
		   "INSERT INTO entries (id, feed_id, section_id, place, unread, starred, published, updated,"
		   " key_hash, guid_hash, link_hash, body_hash, title, link, author)"
		   " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		   "iiiiiinninnnttt", id, in->feed_id, in->section, in->place,
		   (int64_t)!(in->does & STORE_READS), (int64_t)!!(in->does & STORE_STARS), x->published,
		   item->updated, x->key_hash,
		   guid_hash, x->link_hash ? x->link_hash : TIME_NONE,
		   x->body_hash ? x->body_hash : TIME_NONE, or_empty(item->title), item->link,
		   item->author));
	TRY(db_run(s, why,
		   "INSERT INTO bodies (id, guid, enclosure, comments, base) VALUES (?, ?, ?, ?, ?)",
		   "itttt", id, item->guid, item->enclosure, item->comments, item->base));
	if (item->body && item->body_len)
		TRY(db_run(s, why, "INSERT INTO arrived (id, html) VALUES (?, ?)", "ib", id, item->body,
			   item->body_len));
	return db_run(s, why, "INSERT INTO pending (id, edited) VALUES (?, ?)", "ii", id,
		      (int64_t)(in->open ? PENDING_RULES : 0));
}

static enum err
merge_items(struct store *s, const struct store_reply *reply, struct incoming *in,
	    struct store_merged *out, struct deltas *deltas, struct why *why)
{
	int64_t section, place, total;
	TRY(db_int(s, why, &section, "SELECT section_id FROM feeds WHERE id = ?", "i", reply->feed_id));
	TRY(db_int(s, why, &place, "SELECT place FROM feeds WHERE id = ?", "i", reply->feed_id));
	TRY(db_int(s, why, &total, "SELECT total FROM feeds WHERE id = ?", "i", reply->feed_id));
	qsort(in, reply->n, sizeof(*in), by_key);
	TRY(find_keys(s, in, reply->n, reply->feed_id, why));
	TRY(find_forgotten(s, in, reply, why));
	if (total)
		TRY(find_same(s, in, reply->n, reply->feed_id, why));
	qsort(in, reply->n, sizeof(*in), by_time);
	int64_t last = 0;
	for (size_t i = 0; i < reply->n; i++) {
		if (in[i].twice || in[i].forgotten)
			continue;
		if (in[i].id) {
			bool changed = false;
			TRY(meet_again(s, &in[i], reply->edited_unread, deltas, &changed, why));
			out->changed += changed;
			continue;
		}
		int64_t id;
		struct entering to = {.feed_id = reply->feed_id, .section = section, .place = place};
		if (s->rules)
			ask_rules(s, &in[i], &to);
		TRY(next_id(s, in[i].seconds, last, &id, why));
		TRY(insert_new(s, &in[i], id, &to, why));
		rules_note(s, id, to.does);
		struct delta *delta = deltas_of(deltas, reply->feed_id);
		delta_count(delta, to.place, !(to.does & STORE_READS), to.does & STORE_STARS, 1);
		delta->bytes += (int64_t)in[i].item->body_len;
		last = id;
		out->added += !IS_RULED(to.place);
	}
	return OK;
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
		      " gone = 0, skip_hours = ?12, skip_days = ?13, status = ?14, note_code = ?15,"
		      " note_arg = ?16 WHERE id = ?1",
		      "ittittt" "niiniiitt", r->feed_id, r->title, r->site, (int64_t)r->dir, r->etag,
		      r->last_modified, r->moved_to, r->now, (int64_t)r->body_hash,
		      (int64_t)r->pace.ttl_minutes, r->next_due, (int64_t)r->pace.skip_hours,
		      (int64_t)r->pace.skip_days, (int64_t)r->status, r->note.code, r->note.arg);
}

enum err
store_merge(struct store *s, const struct store_reply *reply, struct store_merged *out,
	    struct why *why)
{
	struct store_merged merged = {0};
	struct incoming *in = mem_alloc((reply->n ? reply->n : 1) * sizeof(*in));
	prepare(in, reply);
	struct rules_mark mark = rules_mark(s);
	enum err e = db_begin(s, why);
	if (e == OK) {
		struct deltas d = {0};
		e = merge_items(s, reply, in, &merged, &d, why);
		if (e == OK)
			e = deltas_apply(s, &d, why);
		deltas_release(&d);
		if (e == ERR_NOT_FOUND)
			e = err_set(why, ERR_NOT_FOUND, _("there is no such feed in the store"));
		if (e == OK)
			e = merge_feed(s, reply, why);
		e = db_end(s, e, why);
	}
	if (e != OK)
		rules_rewind(s, mark);
	free(in);
	if (e == OK && out)
		*out = merged;
	return e;
}
