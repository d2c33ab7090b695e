/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "store/store-internal.h"

#define RECENT 2000
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

/* The oldest of it; its words are those that search has of it. */
static enum err
remove_oldest(struct store *s, struct why *why)
{
	int64_t slot;
	TRY(db_int(s, why, &slot, "SELECT min(id) FROM recent_docsize", ""));
	int64_t id = slot_id(s, slot);
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
		e = db_run(s, why, "UPDATE meta SET value = ? WHERE name = 'recent'", "i", id + 1);
	free(title);
	buf_release(&plain);
	return e;
}

enum err
recent_trim(struct store *s, struct why *why)
{
	int64_t n;
	TRY(db_int(s, why, &n, "SELECT count(*) FROM recent_docsize", ""));
	for (int i = 0; i < TRIM_MOST && n > RECENT; i++, n--)
		TRY(remove_oldest(s, why));
	/* what was taken out leaves the small index soon, or it would not stay small */
	return db_run(s, why, "INSERT INTO recent (recent, rank) VALUES ('merge', 16)", "");
}
