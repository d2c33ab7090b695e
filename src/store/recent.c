/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "store/store-internal.h"

/* So many will do: what is older than all of these is let alone, which after a first
 * refresh (docs are made newest first) is nearly everything. */
#define RECENT_ENOUGH 2000
/* Beyond these the oldest are taken out. */
#define RECENT_MOST 2500
#define TRIM_MOST 64 /* at once, so that a mark need not wait */

enum err
recent_floor(struct store *s, int64_t *out, struct why *why)
{
	*out = INT64_MAX;
	enum err e = db_int(s, why, out, "SELECT value FROM meta WHERE name = 'recent'", "");
	return e == ERR_NOT_FOUND ? OK : e;
}

enum err
recent_add(struct store *s, int64_t id, struct bytes plain, struct why *why)
{
	int64_t floor;
	TRY(recent_floor(s, &floor, why));
	if (id < floor)
		return OK;
	return db_run(s, why,
		      "INSERT INTO recent (rowid, title, body) "
		      "VALUES (?3, (SELECT title FROM entries WHERE id = ?1), ?2)",
		      "ibi", id, plain.data ? plain.data : "", plain.len, slot_of(s, id));
}

enum err
recent_remove(struct store *s, int64_t id, const char *title, struct bytes plain, struct why *why)
{
	int64_t there;
	enum err e = db_int(s, why, &there, "SELECT 1 FROM recent_docsize WHERE id = ?", "i",
			    slot_of(s, id));
	if (e != OK)
		return e == ERR_NOT_FOUND ? OK : e;
	return db_run(s, why, "INSERT INTO recent (recent, rowid, title, body) VALUES ('delete', ?, ?, ?)",
		      "itb", slot_of(s, id), title, plain.data ? plain.data : "", plain.len);
}

static enum err
raise_floor(struct store *s, int64_t id, struct why *why)
{
	return db_run(s, why, "UPDATE meta SET value = ?1 WHERE name = 'recent' AND value < ?1", "i", id);
}

static enum err
oldest(struct store *s, int64_t *id, struct why *why)
{
	TRY(db_int(s, why, id, "SELECT min(id) FROM recent_docsize", ""));
	*id = slot_id(s, *id);
	return OK;
}

/* Its words are those that search has of it. */
static enum err
remove_oldest(struct store *s, struct why *why)
{
	int64_t id;
	TRY(oldest(s, &id, why));
	struct buf plain;
	buf_init(&plain, 0);
	char *title = NULL;
	sqlite3_stmt *st = db_get(s, "SELECT title FROM entries WHERE id = ?", why);
	enum err e = st ? db_bind(s, st, why, "i", id) : s->last;
	if (e == OK && db_step(s, st, why) == SQLITE_ROW)
		title = db_text_or(st, 0);
	if (st)
		db_reset(st);
	if (e == OK)
		e = entry_plain(s, id, &plain, why);
	if (e == ERR_NOT_FOUND || e == ERR_FORMAT)
		e = OK;
	if (e == OK)
		e = recent_remove(s, id, title ? title : "", buf_view(&plain), why);
	if (e == OK)
		e = raise_floor(s, id + 1, why);
	free(title);
	buf_release(&plain);
	return e;
}

enum err
recent_trim(struct store *s, struct why *why)
{
	int64_t n, id;
	TRY(db_int(s, why, &n, "SELECT count(*) FROM recent_docsize", ""));
	if (n < RECENT_ENOUGH)
		return OK;
	bool any = false;
	for (int i = 0; i < TRIM_MOST && n > RECENT_MOST; i++, n--) {
		TRY(remove_oldest(s, why));
		any = true;
	}
	TRY(oldest(s, &id, why));
	TRY(raise_floor(s, id, why));
	/* what was taken out leaves the small index soon, or it would not stay small */
	return any ? db_run(s, why, "INSERT INTO recent (recent, rank) VALUES ('merge', 16)", "") : OK;
}
