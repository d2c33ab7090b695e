/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "store/store-internal.h"

enum err
store_page_failed(struct store *s, int64_t id, int64_t now, const struct store_failure *failure,
		  struct why *why)
{
	return db_run(s, why,
		      "INSERT INTO page_failures (id, tries, last, code, arg) VALUES (?1, 1, ?2, ?3, ?4)"
		      " ON CONFLICT (id) DO UPDATE SET tries = tries + 1, last = ?2, code = ?3, arg = ?4",
		      "iitt", id, now, failure->code, failure->arg);
}

enum err
store_page_failure(struct store *s, int64_t id, struct store_page_failure *out, struct why *why)
{
	*out = (struct store_page_failure){.last = TIME_NONE};
	sqlite3_stmt *st = db_get(s, "SELECT tries, last, code, arg FROM page_failures WHERE id = ?", why);
	if (!st)
		return s->last;
	TRY(db_bind(s, st, why, "i", id));
	int rc = db_step(s, st, why);
	if (rc == SQLITE_ROW) {
		out->tries = sqlite3_column_int(st, 0);
		out->last = db_time(st, 1);
		snprintf(out->failure.code, sizeof(out->failure.code), "%s",
			 (const char *)sqlite3_column_text(st, 2));
		snprintf(out->failure.arg, sizeof(out->failure.arg), "%s",
			 (const char *)sqlite3_column_text(st, 3));
	}
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return s->last;
	db_reset(st);
	return OK;
}

enum err
store_page_author(struct store *s, int64_t id, const char *author, struct why *why)
{
	int64_t none = 0;
	enum err e = db_int(s, why, &none, "SELECT ifnull(author, '') = '' FROM entries WHERE id = ?", "i", id);
	if (e != OK || !none)
		return e == ERR_NOT_FOUND ? OK : e;
	struct deltas deltas = {0};
	struct rules_before *before = NULL;
	struct rules_mark mark = rules_mark(s);
	TRY(db_begin(s, why));
	e = rules_before(s, id, &before, why);
	if (e == OK)
		e = rules_after(s, before,
				db_run(s, why, "UPDATE entries SET author = ?2 WHERE id = ?1", "it", id, author),
				(struct bytes){0}, &deltas, why);
	if (e == OK)
		e = deltas_apply(s, &deltas, why);
	e = db_end(s, e, why);
	if (e != OK)
		rules_rewind(s, mark);
	deltas_release(&deltas);
	return e;
}
