/* SPDX-License-Identifier: MIT */
#include "store/store-internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sys/lang.h"

/* What each failure means for the one who reads, and what to do. */
enum err
db_error(struct store *s, int rc, struct why *why)
{
	const char *detail = s->db ? sqlite3_errmsg(s->db) : sqlite3_errstr(rc);
	int system = s->db ? sqlite3_system_errno(s->db) : 0;
	const char *cause = system ? lang_errno(system) : sqlite3_errstr(rc);
	s->last = ERR_DB;
	s->failed = rc;
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		s->last = ERR_BUSY;
		return err_set(why, ERR_BUSY, _("another program holds the store; try again in a moment"));
	case SQLITE_FULL:
		return err_set(why, ERR_DB,
			       _("the disk is full: nothing more was stored; make room and try again"));
	case SQLITE_IOERR:
		if (system == ENOSPC || system == EDQUOT)
			return db_error(s, SQLITE_FULL, why);
		return err_set(why, ERR_DB,
			       _("the disk refused to read or write the store: %s; check the disk and its space"),
			       cause);
	case SQLITE_READONLY:
		return err_set(why, ERR_DB,
			       _("the store may not be written; check the rights of the file and its folder"));
	case SQLITE_CORRUPT:
		s->damaged = true;
		if (rc == SQLITE_CORRUPT_VTAB) { /* FTS5 of its tables: nothing is in them alone */
			s->index_damaged = true;
			return err_set(why, ERR_DB,
				       _("the search index is damaged; it is made anew in an idle moment, or by "
					 "`akhbar doctor --repair`"));
		}
		return err_set(why, ERR_DB,
			       _("the store is damaged and was left as it is; `akhbar doctor --repair` saves "
				 "what can be read"));
	case SQLITE_NOTADB:
		s->damaged = true;
		return err_set(why, ERR_DB,
			       _("this file is no store, or its beginning is damaged; it was left as it is: "
				 "name another file, or try `akhbar doctor --repair`"));
	case SQLITE_CANTOPEN:
		return err_set(why, ERR_DB, _("the store cannot be opened: %s; check the path and its rights"),
			       cause);
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return err_set(why, ERR_DB, _("the store may not be used; check the rights of the file"));
	case SQLITE_TOOBIG:
		s->last = ERR_LIMIT;
		return err_set(why, ERR_LIMIT, _("larger than the store takes"));
	case SQLITE_NOMEM:
		return err_set(why, ERR_DB, _("not enough memory for the store; close other programs"));
	case SQLITE_INTERRUPT:
		s->last = ERR_CANCELLED;
		return err_set(why, ERR_CANCELLED, _("stopped on request"));
	default:
		return err_set(why, ERR_DB, _("the store cannot be used: %s; `akhbar doctor --repair` looks for "
					      "damage"), detail);
	}
}

/* More shapes of filters than anybody uses: start over, but for those that a caller
 * further up is reading from. */
static void
forget_statements(struct store *s)
{
	struct cached busy[ARRAY_LEN(s->cache)];
	size_t n = 0;
	for (size_t i = 0; i < ARRAY_LEN(s->cache); i++) {
		struct cached *c = &s->cache[i];
		if (c->st && sqlite3_stmt_busy(c->st))
			busy[n++] = *c;
		else
			sqlite3_finalize(c->st);
		c->st = NULL;
	}
	s->cached = (unsigned)n;
	while (n--) {
		size_t slot = busy[n].hash % ARRAY_LEN(s->cache);
		while (s->cache[slot].st)
			slot = (slot + 1) % ARRAY_LEN(s->cache);
		s->cache[slot] = busy[n];
	}
}

sqlite3_stmt *
db_get(struct store *s, const char *sql, struct why *why)
{
	struct bytes text = bytes_of(sql);
	uint64_t hash = hash64(text, 0);
	size_t slot = hash % ARRAY_LEN(s->cache);
	for (; s->cache[slot].st; slot = (slot + 1) % ARRAY_LEN(s->cache)) {
		if (s->cache[slot].hash == hash) {
			db_reset(s->cache[slot].st);
			return s->cache[slot].st;
		}
	}
	if (s->cached > ARRAY_LEN(s->cache) * 3 / 4) {
		forget_statements(s);
		for (slot = hash % ARRAY_LEN(s->cache); s->cache[slot].st;)
			slot = (slot + 1) % ARRAY_LEN(s->cache);
	}
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v3(s->db, sql, (int)text.len + 1, SQLITE_PREPARE_PERSISTENT, &st,
				    NULL);
	if (rc != SQLITE_OK) {
		(void)db_error(s, rc, why);
		return NULL;
	}
	s->cache[slot].hash = hash;
	s->cache[slot].st = st;
	s->cached++;
	return st;
}

static enum err
bind_list(struct store *s, sqlite3_stmt *st, struct why *why, const char *kinds, va_list args)
{
	for (int i = 1; *kinds; i++, kinds++) {
		int rc = SQLITE_OK;
		int64_t number;
		const char *text;
		switch (*kinds) {
		case 'i':
			rc = sqlite3_bind_int64(st, i, va_arg(args, int64_t));
			break;
		case 'n':
			number = va_arg(args, int64_t);
			rc = number == TIME_NONE ? sqlite3_bind_null(st, i)
						 : sqlite3_bind_int64(st, i, number);
			break;
		case 't':
			text = va_arg(args, const char *);
			rc = sqlite3_bind_text(st, i, text, -1, SQLITE_STATIC);
			break;
		case 'x':
			text = va_arg(args, const char *);
			rc = sqlite3_bind_blob64(st, i, text, va_arg(args, size_t), SQLITE_STATIC);
			break;
		case 'b':
			text = va_arg(args, const char *);
			rc = sqlite3_bind_text64(st, i, text, va_arg(args, size_t), SQLITE_STATIC,
						 SQLITE_UTF8);
			break;
		}
		if (rc != SQLITE_OK)
			return db_error(s, rc, why);
	}
	return OK;
}

enum err
db_bind(struct store *s, sqlite3_stmt *st, struct why *why, const char *kinds, ...)
{
	va_list args;
	va_start(args, kinds);
	enum err e = bind_list(s, st, why, kinds, args);
	va_end(args);
	return e;
}

int
db_step(struct store *s, sqlite3_stmt *st, struct why *why)
{
	int rc = sqlite3_step(st);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE) {
		(void)db_error(s, sqlite3_extended_errcode(s->db), why);
		db_reset(st);
	}
	return rc;
}

/* Nothing bound may outlive the call: what was bound belongs to the caller. */
void
db_reset(sqlite3_stmt *st)
{
	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
}

enum err
db_run(struct store *s, struct why *why, const char *sql, const char *kinds, ...)
{
	sqlite3_stmt *st = db_get(s, sql, why);
	if (!st)
		return s->last;
	va_list args;
	va_start(args, kinds);
	enum err e = bind_list(s, st, why, kinds, args);
	va_end(args);
	if (e == OK) {
		int rc = SQLITE_ROW;
		while (rc == SQLITE_ROW)
			rc = db_step(s, st, why);
		if (rc != SQLITE_DONE)
			e = s->last;
	}
	db_reset(st);
	return e;
}

enum err
db_int(struct store *s, struct why *why, int64_t *out, const char *sql, const char *kinds, ...)
{
	sqlite3_stmt *st = db_get(s, sql, why);
	if (!st)
		return s->last;
	va_list args;
	va_start(args, kinds);
	enum err e = bind_list(s, st, why, kinds, args);
	va_end(args);
	if (e == OK) {
		int rc = db_step(s, st, why);
		if (rc == SQLITE_ROW)
			*out = sqlite3_column_int64(st, 0);
		else
			e = rc == SQLITE_DONE ? ERR_NOT_FOUND : s->last;
	}
	db_reset(st);
	return e;
}

enum err
db_put_meta(struct store *s, const char *name, int64_t value, struct why *why)
{
	return db_run(s, why, "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", "ti", name, value);
}

enum err
db_get_meta(struct store *s, const char *name, int64_t *value, struct why *why)
{
	*value = 0;
	enum err e = db_int(s, why, value, "SELECT value FROM meta WHERE name = ?", "t", name);
	return e == ERR_NOT_FOUND ? OK : e;
}

enum err
db_ids(struct store *s, struct why *why, int64_t *ids, size_t max, size_t *n, const char *sql,
       const char *kinds, ...)
{
	sqlite3_stmt *st = db_get(s, sql, why);
	if (!st)
		return s->last;
	va_list args;
	va_start(args, kinds);
	enum err e = bind_list(s, st, why, kinds, args);
	va_end(args);
	size_t got = 0;
	int rc = SQLITE_DONE;
	while (e == OK && got < max && (rc = db_step(s, st, why)) == SQLITE_ROW)
		ids[got++] = sqlite3_column_int64(st, 0);
	if (e == OK && rc != SQLITE_ROW && rc != SQLITE_DONE)
		e = s->last;
	db_reset(st);
	if (e == OK)
		*n = got;
	return e;
}

enum err
db_script(struct store *s, const char *sql, struct why *why)
{
	int rc = sqlite3_exec(s->db, sql, NULL, NULL, NULL);
	return rc == SQLITE_OK ? OK : db_error(s, sqlite3_extended_errcode(s->db), why);
}

enum err
db_begin(struct store *s, struct why *why)
{
	if (s->read_only)
		return db_error(s, s->limited ? s->limited : SQLITE_READONLY, why);
	if (s->batch_lost)
		return s->last;
	return db_run(s, why, s->batch ? "SAVEPOINT part" : "BEGIN IMMEDIATE", "");
}

/* What was done since db_begin is taken back, unless SQLite did so by itself: after some
 * errors it does, and then with all of a batch. */
static void
roll_back(struct store *s)
{
	struct why unused;
	if (sqlite3_get_autocommit(s->db)) {
		s->batch_lost = s->batch;
	} else if (s->batch) {
		(void)!db_run(s, &unused, "ROLLBACK TO part", "");
		(void)!db_run(s, &unused, "RELEASE part", "");
	} else {
		(void)!db_run(s, &unused, "ROLLBACK", "");
	}
}

enum err
db_end(struct store *s, enum err e, struct why *why)
{
	if (e == OK) {
		e = db_run(s, why, s->batch ? "RELEASE part" : "COMMIT", "");
		if (e == OK) {
			s->own_changes++;
			return OK;
		}
	}
	roll_back(s);
	if (s->index_damaged) {
		s->index_damaged = false;
		(void)!db_script(s, "INSERT OR REPLACE INTO meta (name, value) VALUES ('reindex', 1)", NULL);
	}
	return e;
}

enum err
store_batch_begin(struct store *s, struct why *why)
{
	enum err e = db_begin(s, why);
	s->batch = e == OK;
	return e;
}

enum err
store_batch_end(struct store *s, struct why *why)
{
	bool lost = s->batch_lost;
	s->batch = s->batch_lost = false;
	return lost ? s->last : db_end(s, OK, why);
}

char *
db_text(sqlite3_stmt *st, int column)
{
	const char *text = (const char *)sqlite3_column_text(st, column);
	if (!text)
		return NULL;
	return mem_strndup(text, (size_t)sqlite3_column_bytes(st, column));
}

char *
db_text_or(sqlite3_stmt *st, int column)
{
	char *text = db_text(st, column);
	return text ? text : mem_strdup("");
}

int64_t
db_time(sqlite3_stmt *st, int column)
{
	return sqlite3_column_type(st, column) == SQLITE_NULL ? TIME_NONE
							      : sqlite3_column_int64(st, column);
}
