/* SPDX-License-Identifier: MIT */
#include "store/store-internal.h"

#include <stdlib.h>
#include <string.h>

#include "store/query.h"
#include "sys/lang.h"

void
row_read(sqlite3_stmt *st, struct store_row *row)
{
	int64_t id = sqlite3_column_int64(st, 0), published = db_time(st, 5);
	*row = (struct store_row){
		.id = id,
		.feed_id = sqlite3_column_int64(st, 1),
		.title = db_text_or(st, 2),
		.author = db_text(st, 3),
		.link = db_text(st, 4),
		.date = published == TIME_NONE ? id >> 20 : published,
		.dated = published != TIME_NONE,
		.unread = sqlite3_column_int(st, 6),
		.starred = sqlite3_column_int(st, 7),
		.full = sqlite3_column_int(st, 8),
		.changed = sqlite3_column_int(st, 9),
		.hidden = IS_RULED(sqlite3_column_int64(st, ROW_PLACE)),
	};
}

void
row_release(struct store_row *row)
{
	free(row->title);
	free(row->author);
	free(row->link);
}

struct window {
	struct store_rows rows;
	size_t max, cap;
};

static bool
window_take(void *context, sqlite3_stmt *st, int64_t id)
{
	(void)id;
	struct window *w = context;
	if (w->rows.n == w->cap) {
		w->cap = w->cap ? w->cap * 2 : 64;
		w->rows.items = mem_realloc_array(w->rows.items, w->cap, sizeof(*w->rows.items));
	}
	row_read(st, &w->rows.items[w->rows.n++]);
	return w->rows.n < w->max;
}

enum err
store_list(struct store *s, const struct store_filter *f, int64_t key, enum store_way way,
	   size_t max, struct store_rows *out, struct why *why)
{
	struct window window = {.max = max};
	struct query *query;
	TRY(walk_query(s, f, &query, why));
	struct walk walk = {.filter = f, .query = query, .way = way, .key = key, .unread = -1,
			    .starred = -1, .want = max};
	enum err e = max ? walk_run(s, &walk, window_take, &window, why) : OK;
	query_free(query);
	if (e != OK)
		store_rows_release(&window.rows);
	else
		*out = window.rows;
	return e;
}

void
store_rows_release(struct store_rows *rows)
{
	if (!rows)
		return;
	for (size_t i = 0; i < rows->n; i++)
		row_release(&rows->items[i]);
	free(rows->items);
	*rows = (struct store_rows){0};
}

/* Nothing but a first day, as the list of today has it. */
static bool
only_since(const struct store_filter *f)
{
	bool words = f->query && f->query[0];
	return f->since && f->since != TIME_NONE && (!f->before || f->before == TIME_NONE) && !words &&
	       !f->feed_id && !f->section_id && !f->unread && !f->starred && !f->with_hidden;
}

/* A day or two are soon counted: ids carry the date. */
static enum err
count_since(struct store *s, int64_t since, int64_t *total, int64_t *unread, struct why *why)
{
	sqlite3_stmt *st = db_get(s,
		"SELECT count(*), coalesce(sum(unread), 0) FROM entries WHERE place = 0 AND id >= ?",
		why);
	if (!st)
		return s->last;
	TRY(db_bind(s, st, why, "i", since << 20));
	if (db_step(s, st, why) != SQLITE_ROW)
		return s->last;
	*total = sqlite3_column_int64(st, 0);
	*unread = sqlite3_column_int64(st, 1);
	db_reset(st);
	return OK;
}

enum err
store_count(struct store *s, const struct store_filter *f, int64_t *total, int64_t *unread,
	    struct why *why)
{
	*total = *unread = -1;
	bool dated = (f->since && f->since != TIME_NONE) || (f->before && f->before != TIME_NONE);
	if (only_since(f))
		return count_since(s, f->since, total, unread, why);
	if ((f->query && f->query[0]) || dated || (f->feed_id && f->section_id))
		return OK;
	const char *sql;
	if (f->feed_id)
		sql = "SELECT unread, total, starred, starred_unread FROM feeds "
		      "WHERE id = ?1 AND position IS NOT NULL";
	else if (f->section_id)
		sql = "SELECT unread, total, starred, starred_unread FROM sections WHERE id = ?1";
	else if (f->with_hidden)
		sql = "SELECT sum(unread), sum(total), sum(starred), sum(starred_unread) FROM totals "
		      "WHERE place < 2 AND ?1 = 0";
	else
		sql = "SELECT unread, total, starred, starred_unread FROM totals WHERE place = 0 AND ?1 = 0";
	sqlite3_stmt *st = db_get(s, sql, why);
	if (!st)
		return s->last;
	TRY(db_bind(s, st, why, "i", f->feed_id ? f->feed_id : f->section_id));
	int rc = db_step(s, st, why);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return s->last;
	int64_t n[4] = {0};
	for (int i = 0; rc == SQLITE_ROW && i < 4; i++)
		n[i] = sqlite3_column_int64(st, i);
	db_reset(st);
	*unread = f->starred ? n[3] : n[0];
	*total = f->unread ? *unread : f->starred ? n[2] : n[1];
	return OK;
}

enum err
store_entry(struct store *s, int64_t id, struct store_entry *out, struct why *why)
{
	sqlite3_stmt *st = db_get(s,
		"SELECT " ROW_COLUMNS ", b.guid, b.enclosure, b.comments,"
		" coalesce(f.own_title, f.title), f.url, s.name, f.dir"
		" FROM entries e LEFT JOIN bodies b ON b.id = e.id LEFT JOIN feeds f ON f.id = e.feed_id"
		" LEFT JOIN sections s ON s.id = f.section_id WHERE e.id = ?",
		why);
	if (!st)
		return s->last;
	TRY(db_bind(s, st, why, "i", id));
	int rc = db_step(s, st, why);
	if (rc == SQLITE_DONE) {
		db_reset(st);
		return err_set(why, ERR_NOT_FOUND, _("there is no such article in the store"));
	}
	if (rc != SQLITE_ROW)
		return s->last;
	struct store_entry e = {
		.guid = db_text(st, 11),
		.enclosure = db_text(st, 12),
		.comments = db_text(st, 13),
		.feed_title = db_text_or(st, 14),
		.feed_url = db_text_or(st, 15),
		.section = db_text_or(st, 16),
		.feed_dir = (enum dir)sqlite3_column_int(st, 17),
	};
	row_read(st, &e.row);
	db_reset(st);
	if (!e.feed_title[0]) {
		free(e.feed_title);
		struct bytes host = url_host(e.feed_url);
		e.feed_title = host.len ? bytes_dup(host) : mem_strdup(e.feed_url);
	}
	*out = e;
	return OK;
}

void
store_entry_release(struct store_entry *e)
{
	if (!e)
		return;
	row_release(&e->row);
	free(e->guid);
	free(e->enclosure);
	free(e->comments);
	free(e->feed_title);
	free(e->feed_url);
	free(e->section);
	*e = (struct store_entry){0};
}

/* ---- by identity ------------------------------------------------------------------ */

/* Ids that differ only in http and https are the same. */
int64_t
identity_hash(const char *text)
{
	struct bytes b = bytes_of(text);
	size_t skip = bytes_starts_nocase(b, "http://") ? 7 : bytes_starts_nocase(b, "https://") ? 8 : 0;
	return (int64_t)hash64((struct bytes){b.data + skip, b.len - skip}, skip != 0);
}

static enum err
find_by(struct store *s, const char *sql, const char *text, int64_t feed_id, int64_t *ids,
	size_t max, size_t *n, struct why *why)
{
	sqlite3_stmt *st = db_get(s, sql, why);
	if (!st)
		return s->last;
	TRY(db_bind(s, st, why, "ii", identity_hash(text), feed_id));
	int rc = SQLITE_DONE;
	while (*n < max && (rc = db_step(s, st, why)) == SQLITE_ROW) {
		int64_t id = sqlite3_column_int64(st, 0);
		bool known = false;
		for (size_t i = 0; i < *n && !known; i++)
			known = ids[i] == id;
		if (!known)
			ids[(*n)++] = id;
	}
	if (rc != SQLITE_DONE && rc != SQLITE_ROW)
		return s->last;
	db_reset(st);
	return OK;
}

/* One feed, or each of them in turn: the indexes are by feed. */
#define FEEDS_ASKED "(SELECT id FROM feeds WHERE ?2 = 0 OR id = ?2)"

enum err
store_find(struct store *s, const char *guid, const char *link, int64_t feed_id, int64_t *ids,
	   size_t max, size_t *n, struct why *why)
{
	size_t got = 0;
	if (guid) {
		/* a guid is the key, unless the feed's guids were of no use */
		TRY(find_by(s,
			    "SELECT e.id FROM entries e INDEXED BY entries_key JOIN bodies b ON b.id = e.id"
			    " WHERE e.feed_id IN " FEEDS_ASKED " AND e.key_hash = ?1 AND b.guid IS NOT NULL",
			    guid, feed_id, ids, max, &got, why));
		TRY(find_by(s,
			    "SELECT id FROM entries INDEXED BY entries_guid"
			    " WHERE feed_id IN " FEEDS_ASKED " AND guid_hash = ?1",
			    guid, feed_id, ids, max, &got, why));
	}
	if (link)
		TRY(find_by(s,
			    "SELECT id FROM entries INDEXED BY entries_link"
			    " WHERE feed_id IN " FEEDS_ASKED " AND link_hash = ?1",
			    link, feed_id, ids, max, &got, why));
	*n = got;
	return OK;
}
