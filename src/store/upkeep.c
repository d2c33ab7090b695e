/* SPDX-License-Identifier: MIT */
/* Work for idle moments, in small steps: looking for damage, merging the index, giving
 * empty pages back. And the flag that tells of an end without a farewell. */
#include "store/store-internal.h"

#include <stdio.h>
#include <string.h>



#define WEEK INT64_C(604800)
#define SLACK_PAGES 512   /* kept for the next articles: 2 to 4 MB by their size */
#define SLACK_PARTS 20    /* or so much of the file */

/* ---- the session ---------------------------------------------------------------------- */

static enum err
begin_session(struct store *s, int64_t now, struct why *why)
{
	int64_t open;
	TRY(db_get_meta(s, "session", &open, why));
	if (open)
		TRY(db_put_meta(s, "check", 1, why));
	return db_put_meta(s, "session", now, why);
}

enum err
store_session(struct store *s, bool begins, int64_t now, struct why *why)
{
	/* a refresh goes over all of the lists again and again */
	TRY(db_script(s, begins ? "PRAGMA cache_size = -10240" : "PRAGMA cache_size = -4096;"
								  "PRAGMA shrink_memory", why));
	TRY(db_begin(s, why));
	return db_end(s, begins ? begin_session(s, now, why)
				: db_run(s, why, "DELETE FROM meta WHERE name = 'session'", ""), why);
}

/* ---- damage -------------------------------------------------------------------------------- */

enum err
store_check_due(struct store *s, int64_t now, bool *due, struct why *why)
{
	int64_t wanted, checked;
	TRY(db_get_meta(s, "check", &wanted, why));
	TRY(db_get_meta(s, "checked", &checked, why));
	if (!wanted && !checked) { /* made just now */
		TRY(db_begin(s, why));
		*due = false;
		return db_end(s, db_put_meta(s, "checked", now, why), why);
	}
	*due = wanted || now - checked > WEEK || checked > now + WEEK;
	return OK;
}

struct stop {
	bool (*asked)(void *context);
	void *context;
};

static int
on_progress(void *context)
{
	const struct stop *stop = context;
	return stop->asked(stop->context);
}

static enum err
check(struct store *s, const char *sql, struct why *why)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(s->db, sql, -1, &st, NULL);
	if (rc != SQLITE_OK)
		return db_error(s, rc, why);
	rc = sqlite3_step(st);
	const char *says = rc == SQLITE_ROW ? (const char *)sqlite3_column_text(st, 0) : NULL;
	bool good = says && strcmp(says, "ok") == 0;
	sqlite3_finalize(st);
	if (rc == SQLITE_ROW)
		return good ? OK : db_error(s, SQLITE_CORRUPT, why);
	return db_error(s, rc == SQLITE_DONE ? SQLITE_CORRUPT : rc, why);
}

static enum err
check_table(struct store *s, const char *table, struct why *why)
{
	char sql[160];
	snprintf(sql, sizeof(sql), "PRAGMA quick_check('%s')", table);
	return check(s, sql, why);
}

enum err
store_check(struct store *s, struct why *why)
{
	return check(s, "PRAGMA quick_check(1)", why);
}

static enum err
checked_all(struct store *s, int64_t now, struct why *why)
{
	TRY(db_begin(s, why));
	enum err e = db_put_meta(s, "checked", now, why);
	if (e == OK)
		e = db_run(s, why, "DELETE FROM meta WHERE name = 'check'", "");
	return db_end(s, e, why);
}

enum err
store_check_step(struct store *s, int64_t now, unsigned *at, bool (*asked)(void *context), void *context,
		 struct why *why)
{
	static const char *const tables[] = {
		"meta", "sections", "feeds", "totals", "entries", "bodies", "docs", "full_docs", "pending",
		"unindexed", "arrived", "packed", "forgotten", "page_failures", "authors", "written", "search_data", "search_idx",
		"search_docsize", "recent_data", "recent_idx", "recent_docsize",
	};
	if (*at >= ARRAY_LEN(tables)) {
		*at = 0;
		return checked_all(s, now, why);
	}
	struct stop stop = {asked, context};
	sqlite3_progress_handler(s->db, 2000, asked ? on_progress : NULL, &stop);
	enum err e = check_table(s, tables[*at], why);
	sqlite3_progress_handler(s->db, 0, NULL, NULL);
	if (e == OK)
		++*at;
	return e;
}

/* ---- room ---------------------------------------------------------------------------------- */

static enum err
empty_pages(struct store *s, int64_t *pages, int64_t *empty, struct why *why)
{
	TRY(db_int(s, why, pages, "PRAGMA page_count", ""));
	return db_int(s, why, empty, "PRAGMA freelist_count", "");
}

enum err
store_shrink_step(struct store *s, size_t pages, int64_t *left, struct why *why)
{
	int64_t all, empty, mode;
	*left = 0;
	TRY(empty_pages(s, &all, &empty, why));
	TRY(db_int(s, why, &mode, "PRAGMA auto_vacuum", ""));
	if (mode != 2 || empty <= SLACK_PAGES || empty <= all / SLACK_PARTS)
		return OK;
	char sql[64];
	snprintf(sql, sizeof(sql), "PRAGMA incremental_vacuum(%zu)", pages);
	TRY(db_begin(s, why));
	TRY(db_end(s, db_script(s, sql, why), why));
	int64_t was = empty;
	TRY(empty_pages(s, &all, &empty, why));
	if (empty < was && empty > SLACK_PAGES && empty > all / SLACK_PARTS)
		*left = empty;
	else /* the file becomes shorter when the log has been taken over */
		(void)!db_script(s, "PRAGMA wal_checkpoint(PASSIVE)", NULL);
	return OK;
}

enum err
store_merge_index(struct store *s, bool first, bool *more, struct why *why)
{
	/* FTS5: a negative number begins to merge all levels into one, so that what was
	 * taken out leaves the file too */
	TRY(db_begin(s, why));
	int before = sqlite3_total_changes(s->db);
	enum err e = db_run(s, why, first ? "INSERT INTO search (search, rank) VALUES ('merge', -200)"
					  : "INSERT INTO search (search, rank) VALUES ('merge', 200)", "");
	*more = sqlite3_total_changes(s->db) - before >= 2;
	return db_end(s, e, why);
}

enum err
store_waiting(struct store *s, enum store_waiting what, int64_t *n, struct why *why)
{
	static const char *const counts[] = {
		[STORE_WAITING_DOCS] = "SELECT count(*) FROM unindexed",
		[STORE_WAITING_RAW] =
			"SELECT count(*) FROM arrived WHERE id NOT IN (SELECT id FROM pending)",
		[STORE_WAITING_FEEDS] = "SELECT count(*) FROM feeds",
	};
	*n = 0;
	return db_int(s, why, n, counts[what], "");
}
