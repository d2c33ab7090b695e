/* SPDX-License-Identifier: MIT */
/* Forgetting by the reader's settings. What goes leaves a line in `forgotten` for as
 * long as its feed lists it, so that it does not come back as new. */
#include "store/store-internal.h"

#include <stdlib.h>

#define DAY INT64_C(86400)
#define SEEN_AGAIN DAY       /* how often it is noted that a feed still lists one */
#define UNSEEN_MAX (60 * DAY) /* feeds that leave and come back are back by then */
#define LINES_MAX 20000      /* of one feed: twice what is kept of one fetch */

int64_t
same_hash(int64_t link_hash, const char *title)
{
	if (!link_hash || link_hash == TIME_NONE || !title || !title[0])
		return TIME_NONE;
	return (int64_t)hash64(bytes_of(title), (uint64_t)link_hash);
}

enum err
forgotten_still(struct store *s, int64_t feed_id, int64_t key_hash, int64_t same,
		int64_t published, int64_t now, bool *out, struct why *why)
{
	int64_t seen = 0;
	enum err e = db_int(s, why, &seen,
			    "SELECT seen FROM forgotten WHERE key_hash = ? AND feed_id = ?", "ii",
			    key_hash, feed_id);
	*out = e == OK;
	if (e == ERR_NOT_FOUND && same != TIME_NONE) {
		e = db_int(s, why, &seen,
			   "SELECT seen FROM forgotten INDEXED BY forgotten_same"
			   " WHERE same_hash = ?1 AND feed_id = ?2 AND (published IS NULL OR ?3 IS NULL"
			   " OR abs(published - ?3) <= 86400)", "iin", same, feed_id, published);
		*out = e == OK;
		seen = 0; /* known by its new key from now on */
	}
	if (e != OK)
		return e == ERR_NOT_FOUND ? OK : e;
	if (now - seen < SEEN_AGAIN)
		return OK;
	return db_run(s, why,
		      "INSERT INTO forgotten (key_hash, feed_id, same_hash, published, seen) VALUES (?, ?, ?, ?, ?)"
		      " ON CONFLICT (key_hash, feed_id) DO UPDATE SET seen = excluded.seen",
		      "iinni", key_hash, feed_id, same, published, now);
}

enum err
forgotten_prune(struct store *s, int64_t feed_id, int64_t now, struct why *why)
{
	TRY(db_run(s, why, "DELETE FROM forgotten WHERE feed_id = ? AND seen < ?", "ii", feed_id,
		   now - UNSEEN_MAX));
	return db_run(s, why,
		      "DELETE FROM forgotten WHERE feed_id = ?1 AND seen < (SELECT seen FROM forgotten"
		      " WHERE feed_id = ?1 ORDER BY seen DESC LIMIT 1 OFFSET ?2)",
		      "ii", feed_id, (int64_t)LINES_MAX);
}

/* ---- what goes ------------------------------------------------------------------------ */

/* Entries older than this id are beyond the limits: 0 none are. `hidden`: of those that
 * rules hide, which are counted for themselves. */
static enum err
limit_id(struct store *s, int64_t feed_id, const struct store_keep *keep, bool hidden, int64_t now,
	 int64_t *out, struct why *why)
{
	int64_t by_count = 0, by_days = 0;
	if (keep->days > 0 && now > keep->days * DAY)
		by_days = (now - keep->days * DAY) << 20;
	int64_t total = 0;
	enum err e = OK;
	if (keep->count > 0)
		e = hidden ? db_int(s, why, &total, "SELECT sum(total) FROM totals WHERE place > 2", "")
			   : db_int(s, why, &total, "SELECT total FROM feeds WHERE id = ?", "i", feed_id);
	if (e == OK && keep->count > 0 && total > keep->count)
		e = db_int(s, why, &by_count,
			   hidden ? "SELECT id FROM entries INDEXED BY entries_ruled WHERE feed_id = ?"
				    " AND place > 2 ORDER BY id DESC LIMIT 1 OFFSET ?"
				  : "SELECT id FROM entries INDEXED BY entries_feed WHERE feed_id = ?"
				    " AND place < 3 ORDER BY id DESC LIMIT 1 OFFSET ?",
			   "ii", feed_id, keep->count - 1);
	if (e != OK && e != ERR_NOT_FOUND)
		return e;
	*out = by_count > by_days ? by_count : by_days;
	return OK;
}

static enum err
forget_one(struct store *s, int64_t id, int64_t now, struct deltas *deltas, struct why *why)
{
	TRY(index_remove(s, id, why));
	int64_t bytes = 0;
	TRY(db_int(s, why, &bytes,
		   "SELECT coalesce((SELECT length(body) FROM packed WHERE id = ?1),"
		   "  (SELECT length(CAST(html AS BLOB)) FROM arrived WHERE id = ?1), 0)"
		   " + coalesce((SELECT length(doc) FROM docs WHERE id = ?1), 0)"
		   " + coalesce((SELECT length(doc) FROM full_docs WHERE id = ?1), 0)",
		   "i", id));
	sqlite3_stmt *st = db_get(s,
		"DELETE FROM entries WHERE id = ?"
		" RETURNING feed_id, unread, starred, key_hash, link_hash, title, published, place", why);
	enum err e = st ? db_bind(s, st, why, "i", id) : s->last;
	int rc = e == OK ? db_step(s, st, why) : SQLITE_ERROR;
	if (rc != SQLITE_ROW) {
		db_reset(st);
		return rc == SQLITE_DONE ? OK : s->last;
	}
	int64_t feed = sqlite3_column_int64(st, 0), key = sqlite3_column_int64(st, 3);
	bool unread = sqlite3_column_int(st, 1), starred = sqlite3_column_int(st, 2);
	int64_t same = same_hash(db_time(st, 4), (const char *)sqlite3_column_text(st, 5));
	int64_t published = db_time(st, 6), place = sqlite3_column_int64(st, 7);
	while ((rc = db_step(s, st, why)) == SQLITE_ROW)
		;
	if (rc != SQLITE_DONE)
		return s->last;
	db_reset(st);
	struct delta *x = deltas_of(deltas, feed);
	delta_count(x, place, unread, starred, -1);
	x->bytes -= bytes;
	static const char *const tables[] = {
		"DELETE FROM bodies WHERE id = ?",    "DELETE FROM docs WHERE id = ?",
		"DELETE FROM full_docs WHERE id = ?", "DELETE FROM pending WHERE id = ?",
		"DELETE FROM unindexed WHERE id = ?", "DELETE FROM page_failures WHERE id = ?",
		"DELETE FROM arrived WHERE id = ?",       "DELETE FROM packed WHERE id = ?",
	};
	for (size_t i = 0; i < ARRAY_LEN(tables); i++)
		TRY(db_run(s, why, tables[i], "i", id));
	return db_run(s, why,
		      "INSERT OR REPLACE INTO forgotten (key_hash, feed_id, same_hash, published, seen)"
		      " VALUES (?, ?, ?, ?, ?)", "iinni", key, feed, same, published, now);
}

enum err
store_forget(struct store *s, int64_t feed_id, const struct store_keep *keep, int64_t now,
	     size_t max, size_t *n, struct why *why)
{
	int64_t ids[256], limit = 0, hidden = 0;
	size_t most = max < ARRAY_LEN(ids) ? max : ARRAY_LEN(ids), more = 0;
	*n = 0;
	TRY(limit_id(s, feed_id, keep, false, now, &limit, why));
	TRY(limit_id(s, feed_id, keep, true, now, &hidden, why));
	if (!limit && !hidden)
		return OK;
	TRY(db_ids(s, why, ids, most, n,
		   "SELECT id FROM entries INDEXED BY entries_feed WHERE feed_id = ? AND place < 3 AND id < ?"
		   " AND (unread = 0 OR ?) AND (starred = 0 OR ?) ORDER BY id LIMIT ?",
		   "iiiii", feed_id, limit, (int64_t)!keep->unread, (int64_t)!keep->starred, (int64_t)most));
	TRY(db_ids(s, why, ids + *n, most - *n, &more,
		   "SELECT id FROM entries INDEXED BY entries_ruled WHERE feed_id = ? AND place > 2 AND id < ?"
		   " AND (starred = 0 OR ?) ORDER BY id LIMIT ?",
		   "iiii", feed_id, hidden, (int64_t)!keep->starred, (int64_t)(most - *n)));
	*n += more;
	if (!*n)
		return OK;
	/* articles are wiped: where the head of the file is damaged, repair takes every page for
	 * one of the store's, and they would come back */
	TRY(db_script(s, "PRAGMA secure_delete = ON", why));
	/* looked at again inside the transaction: the reader may have starred one */
	struct deltas deltas = {0};
	enum err e = db_begin(s, why);
	if (e == OK) {
		for (size_t i = 0; i < *n && e == OK; i++) {
			int64_t goes = 0;
			e = db_int(s, why, &goes,
				   "SELECT (unread = 0 OR ?2 OR place > 2) AND (starred = 0 OR ?3) FROM entries"
				   " WHERE id = ?1", "iii", ids[i], (int64_t)!keep->unread,
				   (int64_t)!keep->starred);
			if (e == OK && goes)
				e = forget_one(s, ids[i], now, &deltas, why);
			else if (e == ERR_NOT_FOUND)
				e = OK;
		}
		if (e == OK)
			e = deltas_apply(s, &deltas, why);
		e = db_end(s, e, why);
	}
	deltas_release(&deltas);
	(void)!db_script(s, "PRAGMA secure_delete = FAST", NULL);
	return e;
}

enum err
store_next_feed(struct store *s, int64_t after, int64_t *id, char **url, struct why *why)
{
	sqlite3_stmt *st = db_get(s, "SELECT id, url FROM feeds WHERE id > ? ORDER BY id LIMIT 1", why);
	if (!st)
		return s->last;
	TRY(db_bind(s, st, why, "i", after));
	int rc = db_step(s, st, why);
	if (rc == SQLITE_ROW) {
		*id = sqlite3_column_int64(st, 0);
		*url = db_text_or(st, 1);
	}
	db_reset(st);
	return rc == SQLITE_ROW ? OK : rc == SQLITE_DONE ? ERR_NOT_FOUND : s->last;
}
