/* SPDX-License-Identifier: MIT */
/* A new store from what can be read of a damaged one. The damaged file is only read,
 * and stays, under another name, when the new one takes its place. */
#include "store/store-internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "akhbar/doc.h"
#include "store/image.h"
#include "sys/clock.h"
#include "sys/lang.h"

struct rescue {
	struct store *to;
	enum err error;
	struct why *why;
};

/* Columns of the tables as they lie in a row, the first being the rowid. What is
 * counted, and what would keep a feed from being fetched whole, is not taken over. */
static const struct shape {
	const char *table;
	size_t least, most; /* columns of its rows, form by form */
	const char *sql;    /* ?1 the rowid, ?2 ... the columns */
} shapes[] = {
	{"sections", 7, 7, "INSERT OR IGNORE INTO sections (id, name, position) VALUES (?1, ?2, ?3)"},
	{"feeds", 26, 32,
	 "INSERT OR IGNORE INTO feeds (id, url, position, section_id, place, own_title, title, site, dir, last_try, last_success,"
	 " moved_to, moved_since, ttl_minutes, gone)"
	 " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?14, ?15, ?22, ?23, ?25, ?26)"},
	{"entries", 17, 17,
	 "INSERT OR IGNORE INTO entries (id, feed_id, section_id, place, unread, starred, full, changed,"
	 " published, updated, key_hash, guid_hash, link_hash, body_hash, title, link, author)"
	 " VALUES (?1, ?2, 0, CASE WHEN ?4 IN (3, 4) THEN 3 ELSE 2 END, ?5 = 1, ?6 = 1, 0, ?8 = 1, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)"},
	{"bodies", 5, 6,
	 "INSERT OR IGNORE INTO bodies (id, guid, enclosure, comments, base) VALUES (?1, ?2, ?3, ?4, ?5)"},
	{"raw", 2, 2, "INSERT OR IGNORE INTO arrived (id, html) VALUES (?1, ?2)"},
	{"arrived", 3, 3, "INSERT OR IGNORE INTO arrived (id, html) VALUES (?2, ?3)"},
	{"packed", 3, 3, "INSERT OR IGNORE INTO packed (id, size, body) VALUES (?1, ?2, ?3)"},
	{"docs", 3, 4,
	 "INSERT OR IGNORE INTO docs (id, words, doc, size) VALUES (?1, ?2, ?3, coalesce(?4, 0))"},
	{"full_docs", 3, 5,
	 "INSERT OR IGNORE INTO full_docs (id, words, doc, size, fetched)"
	 " VALUES (?1, ?2, ?3, coalesce(?4, 0), ?5)"},
	/* so that what the reader's settings let go does not come back as new */
	{"forgotten", 5, 5,
	 "INSERT OR IGNORE INTO forgotten (key_hash, feed_id, same_hash, published, seen)"
	 " VALUES (?1, ?2, ?3, ?4, ?5)"},
};

/* `forgotten` has no rowid: its first column stands there (image.h). */
static bool
is_text(const struct image_value *v)
{
	return v->kind == VALUE_TEXT || v->kind == VALUE_NULL;
}

/* The table that a row without a way to it must be of. */
static const char *
guess(const struct image_value *v, size_t n)
{
	if (n < 2 || v[0].kind != VALUE_NULL)
		return NULL;
	if (n == 2)
		return v[1].kind == VALUE_TEXT ? "raw" : NULL;
	if (n == 3 && v[1].kind == VALUE_INT && v[2].kind == VALUE_TEXT)
		return "arrived";
	if (n == 3 && v[1].kind == VALUE_INT && v[2].kind == VALUE_BLOB) /* docs of the first forms too */
		return v[1].number >= 0 && v[1].number <= (16 << 20) ? "packed" : "docs";
	if (n == 4 && v[1].kind == VALUE_INT && v[2].kind == VALUE_BLOB)
		return "docs";
	if (n == 5 && v[1].kind == VALUE_INT && v[2].kind == VALUE_BLOB)
		return "full_docs";
	if ((n == 5 || n == 6) && is_text(&v[1]) && is_text(&v[2]) && is_text(&v[3]) && is_text(&v[4]))
		return "bodies";
	if (n == 7 && v[1].kind == VALUE_TEXT)
		return "sections";
	if (n == 17 && v[1].kind == VALUE_INT && v[10].kind == VALUE_INT && v[14].kind == VALUE_TEXT)
		return "entries";
	return n >= 26 && n <= 32 && v[1].kind == VALUE_TEXT ? "feeds" : NULL;
}

/* Tables that are made anew and not taken over. */
static bool
is_made_anew(const char *table)
{
	static const char *const names[] = {"meta", "totals", "pending", "unindexed", "page_failures", "authors",
					    "written"};
	static const char *const begins[] = {"search", "recent", "sqlite"};
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(table, names[i]) == 0)
			return true;
	for (size_t i = 0; i < ARRAY_LEN(begins); i++)
		if (bytes_starts(bytes_of(table), begins[i]))
			return true;
	return false;
}

static const struct shape *
shape_of(const char *table, size_t n)
{
	for (size_t i = 0; table && i < ARRAY_LEN(shapes); i++)
		if (strcmp(table, shapes[i].table) == 0 && n >= shapes[i].least && n <= shapes[i].most)
			return &shapes[i];
	return NULL;
}

static bool
bind_value(sqlite3_stmt *st, int at, const struct image_value *v)
{
	switch (v->kind) {
	case VALUE_INT:
		return sqlite3_bind_int64(st, at, v->number) == SQLITE_OK;
	case VALUE_TEXT: /* a damaged text is no reason to lose the row */
		if (!utf8_valid(v->bytes))
			return sqlite3_bind_text(st, at, "?", 1, SQLITE_STATIC) == SQLITE_OK;
		return sqlite3_bind_text64(st, at, v->bytes.data, v->bytes.len, SQLITE_TRANSIENT,
					   SQLITE_UTF8) == SQLITE_OK;
	case VALUE_BLOB:
		return sqlite3_bind_blob64(st, at, v->bytes.data, v->bytes.len, SQLITE_TRANSIENT) ==
			SQLITE_OK;
	default:
		return sqlite3_bind_null(st, at) == SQLITE_OK;
	}
}

static void
take_row(void *context, const char *table, int64_t rowid, const struct image_value *v, size_t n)
{
	struct rescue *r = context;
	const struct shape *shape = shape_of(table, n);
	/* the name is as easily damaged as all else */
	if (!shape && !(table && is_made_anew(table)))
		shape = shape_of(guess(v, n), n);
	if (!shape || r->error != OK)
		return;
	sqlite3_stmt *st = db_get(r->to, shape->sql, r->why);
	if (!st) {
		r->error = r->to->last;
		return;
	}
	bool good = sqlite3_bind_int64(st, 1, rowid) == SQLITE_OK;
	int takes = sqlite3_bind_parameter_count(st);
	for (size_t i = 1; i < n && (int)i < takes && good; i++)
		good = bind_value(st, (int)i + 1, &v[i]);
	int rc = good ? sqlite3_step(st) : SQLITE_DONE;
	db_reset(st);
	/* a row that breaks a rule of its table is damage, too; a full disk is not */
	if (rc != SQLITE_DONE && rc != SQLITE_ROW && (rc & 0xff) != SQLITE_CONSTRAINT &&
	    (rc & 0xff) != SQLITE_MISMATCH)
		r->error = db_error(r->to, rc, r->why);
	/* the first form had the raw body beside the rest */
	if (strcmp(shape->table, "bodies") == 0 && n == 6 && v[5].kind == VALUE_TEXT && r->error == OK)
		r->error = db_run(r->to, r->why, "INSERT OR IGNORE INTO arrived (id, html) VALUES (?, ?)", "ib",
				  rowid, v[5].bytes.data, v[5].bytes.len);
}

/* ---- what was read becomes a store ----------------------------------------------------------- */

/* An id is no id when its second lies outside of time; a doc that does not come out
 * is made again, and what lost its body is asked for again. */
static const char *const settle[] = {
	"DELETE FROM entries WHERE id <= 0 OR id >> 20 > 4102444800 OR typeof(feed_id) <> 'integer'",
	"INSERT OR IGNORE INTO feeds (id, url) SELECT DISTINCT feed_id, 'lost:' || feed_id FROM entries"
	" WHERE feed_id NOT IN (SELECT id FROM feeds)",
	"DELETE FROM docs WHERE id NOT IN (SELECT id FROM entries) OR NOT doc_reads(doc, size)",
	"DELETE FROM full_docs WHERE id NOT IN (SELECT id FROM entries) OR NOT doc_reads(doc, size)",
	"DELETE FROM bodies WHERE id NOT IN (SELECT id FROM entries)",
	"DELETE FROM arrived WHERE id NOT IN (SELECT id FROM entries)",
	"DELETE FROM packed WHERE id NOT IN (SELECT id FROM entries) OR id IN (SELECT id FROM arrived)"
	" OR (size > 0 AND id NOT IN (SELECT id FROM docs))",
	"INSERT OR IGNORE INTO bodies (id) SELECT id FROM entries",
	"INSERT OR IGNORE INTO sections (id, name, position) SELECT DISTINCT section_id,"
	" CASE section_id WHEN 0 THEN 'lost' ELSE 'lost ' || section_id END, position FROM feeds"
	" WHERE position IS NOT NULL AND section_id NOT IN (SELECT id FROM sections)",
	"UPDATE entries SET (section_id, place) = (SELECT section_id, CASE WHEN entries.place < 3 THEN place"
	" WHEN place = 2 THEN 4 ELSE 3 END FROM feeds WHERE feeds.id = feed_id)",
	"DELETE FROM forgotten WHERE feed_id NOT IN (SELECT id FROM feeds) OR typeof(key_hash) <> 'integer'"
	" OR typeof(seen) <> 'integer' OR EXISTS (SELECT 1 FROM entries e WHERE e.key_hash ="
	" forgotten.key_hash AND e.feed_id = forgotten.feed_id)",
	"UPDATE entries SET full = id IN (SELECT id FROM full_docs)",
	"UPDATE meta SET value = 20 WHERE name = 'slots' AND EXISTS"
	" (SELECT 1 FROM entries WHERE (id & 1048575) > 255)",
	"UPDATE entries SET body_hash = NULL WHERE id NOT IN (SELECT id FROM arrived)"
	" AND id NOT IN (SELECT id FROM packed)",
	"INSERT OR IGNORE INTO pending (id) SELECT id FROM entries WHERE id NOT IN (SELECT id FROM docs)",
	"INSERT OR IGNORE INTO unindexed (id) SELECT id FROM docs UNION SELECT id FROM full_docs",
	"UPDATE feeds SET (total, unread, starred, starred_unread) = (SELECT count(*),"
	" coalesce(sum(unread), 0), coalesce(sum(starred), 0), coalesce(sum(starred AND unread), 0)"
	" FROM entries WHERE feed_id = feeds.id AND place < 3)",
	"UPDATE feeds SET bytes = coalesce((SELECT sum("
	" coalesce((SELECT length(CAST(html AS BLOB)) FROM arrived r WHERE r.id = e.id), 0)"
	" + coalesce((SELECT length(body) FROM packed p WHERE p.id = e.id), 0)"
	" + coalesce((SELECT length(doc) FROM docs d WHERE d.id = e.id), 0)"
	" + coalesce((SELECT length(doc) FROM full_docs d WHERE d.id = e.id), 0))"
	" FROM entries e WHERE e.feed_id = feeds.id), 0)",
};

static enum err
count_saved(struct store *s, struct store_rescue *out, struct why *why)
{
	const struct {
		const char *sql;
		int64_t *to;
	} rows[] = {
		{"SELECT count(*) FROM feeds WHERE url NOT LIKE 'lost:%'", &out->feeds},
		{"SELECT count(*) FROM entries", &out->entries},
		{"SELECT count(*) FROM entries WHERE unread = 0", &out->read},
		{"SELECT count(*) FROM entries WHERE starred = 1", &out->starred},
		{"SELECT count(*) FROM entries WHERE id IN (SELECT id FROM docs) OR id IN (SELECT id FROM arrived)"
		 " OR id IN (SELECT id FROM full_docs)", &out->texts},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		TRY(db_int(s, why, rows[i].to, rows[i].sql, ""));
	return OK;
}

/* doc_reads(doc, size): whether the bytes are a doc. */
static void
reads_function(sqlite3_context *c, int n, sqlite3_value **args)
{
	(void)n;
	const char *data = sqlite3_value_blob(args[0]);
	struct bytes in = {data ? data : "", (size_t)sqlite3_value_bytes(args[0])};
	int64_t size = sqlite3_value_int64(args[1]);
	struct doc *doc = NULL;
	struct buf whole;
	buf_init(&whole, 16u << 20);
	bool good = size >= 0 && (!size || unpack(in, (size_t)size, (struct bytes){0}, &whole)) &&
		doc_decode(size ? buf_view(&whole) : in, &doc, NULL) == OK;
	doc_free(doc);
	buf_release(&whole);
	sqlite3_result_int(c, good);
}

static enum err
rescue_into(struct store *to, const char *from, struct store_rescue *out, struct why *why)
{
	struct rescue r = {.to = to, .why = why};
	struct image_report image = {0};
	int rc = sqlite3_create_function(to->db, "doc_reads", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL,
					 reads_function, NULL, NULL);
	if (rc != SQLITE_OK)
		return db_error(to, rc, why);
	TRY(db_begin(to, why));
	enum err e = image_read(from, take_row, &r, &image, why);
	if (e == OK)
		e = r.error;
	for (size_t i = 0; i < ARRAY_LEN(settle) && e == OK; i++)
		e = db_run(to, why, settle[i], "");
	if (e == OK)
		e = counters_sum_up(to, why);
	e = db_end(to, e, why);
	if (e == OK)
		e = slots_read(to, why);
	if (e == OK)
		e = count_saved(to, out, why);
	out->pages = image.pages;
	out->bad_pages = image.bad_pages;
	return e;
}

static enum err
index_anew(struct store *to, struct why *why)
{
	size_t n;
	do
		TRY(store_index_some(to, 128, &n, why));
	while (n);
	int64_t mode; /* one file, nothing beside it, all on the disk */
	TRY(db_script(to, "PRAGMA wal_checkpoint(TRUNCATE)", why));
	return db_int(to, why, &mode, "SELECT 1", "");
}

/* ---- which file, and where to --------------------------------------------------------------- */

/* The newest copy that an upgrade left beside the store; NULL: none. */
static char *
newest_backup(const char *store)
{
	const char *slash = strrchr(store, '/');
	char *folder = slash ? mem_strndup(store, (size_t)(slash - store) + 1) : mem_strdup("./");
	char *prefix = mem_printf("%s.backup-v", slash ? slash + 1 : store), *best = NULL;
	time_t best_time = 0;
	DIR *d = opendir(folder);
	const struct dirent *entry;
	while (d && (entry = readdir(d))) {
		const char *end = strrchr(entry->d_name, '.');
		if (strncmp(entry->d_name, prefix, strlen(prefix)) || (end && !strcmp(end, ".part")))
			continue;
		char *path = mem_printf("%s%s", folder, entry->d_name);
		struct stat st;
		if (stat(path, &st) == 0 && st.st_size && (!best || st.st_mtime > best_time)) {
			free(best);
			best = path;
			best_time = st.st_mtime;
		} else {
			free(path);
		}
	}
	if (d)
		closedir(d);
	free(prefix);
	free(folder);
	return best;
}

static void
drop_file(const char *path)
{
	static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		char *p = mem_printf("%s%s", path, ends[i]);
		(void)unlink(p);
		free(p);
	}
}

/* One number of the words that make its tables; not of those that FTS5 makes for itself. */
static enum err
schema_print(struct store *s, int64_t *out, struct why *why)
{
	uint64_t print = 0;
	sqlite3_stmt *st = db_get(s,
		"SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'search\\_%' ESCAPE '\\'"
		" AND name NOT LIKE 'recent\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
		why);
	if (!st)
		return s->last;
	int rc;
	while ((rc = db_step(s, st, why)) == SQLITE_ROW)
		for (int i = 0; i < 2; i++)
			print = hash64((struct bytes){(const char *)sqlite3_column_blob(st, i),
						      (size_t)sqlite3_column_bytes(st, i)}, print);
	db_reset(st);
	*out = (int64_t)print;
	return rc == SQLITE_DONE ? OK : s->last;
}

/* SQLite takes a letter of the schema that was overwritten for a table of another form. */
static enum err
schema_is_ours(struct store *s, struct why *why)
{
	struct store made = {.path = s->path};
	int64_t version = 0, ours = 0, theirs = 0;
	TRY(db_int(s, why, &version, "PRAGMA user_version", ""));
	TRY(schema_print(s, &theirs, why));
	enum err e = sqlite3_open(":memory:", &made.db) == SQLITE_OK ? tokenizer_register(&made, why) : ERR_DB;
	for (size_t i = 0; i < store_migrations_n && store_migrations[i].to <= version && e == OK; i++)
		e = db_script(&made, store_migrations[i].sql, why);
	if (e == OK)
		e = schema_print(&made, &ours, why);
	for (size_t i = 0; i < ARRAY_LEN(made.cache); i++)
		sqlite3_finalize(made.cache[i].st);
	sqlite3_close(made.db);
	if (e == OK && ours != theirs)
		e = db_error(s, SQLITE_CORRUPT, why);
	return e;
}

/* A newer akhbar's store is whole, and this one would lose what it does not know of. A
 * number far beyond is no version. */
static enum err
not_newer(struct store *s, struct why *why)
{
	int64_t version = 0, newest = store_migrations[store_migrations_n - 1].to;
	TRY(db_int(s, why, &version, "PRAGMA user_version", ""));
	if (version > newest + 100)
		return db_error(s, SQLITE_CORRUPT, why);
	return version > newest ? schema_newer(version, newest, why) : OK;
}

/* What SQLite itself says of the file, which is only read. */
static enum err
look_at(const char *path, struct why *why)
{
	struct store s = {.path = (char *)(uintptr_t)path, .read_only = true};
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_open_v2(path, &s.db, SQLITE_OPEN_READONLY, NULL);
	enum err e = rc == SQLITE_OK ? tokenizer_register(&s, why) : db_error(&s, rc, why);
	int64_t application = 0;
	if (e == OK)
		e = db_int(&s, why, &application, "PRAGMA application_id", "");
	if (e == OK && application != STORE_APPLICATION)
		e = err_set(why, ERR_FORMAT, _("this file belongs to another program; name another file"));
	if (e == OK)
		e = not_newer(&s, why);
	if (e == OK) {
		rc = sqlite3_prepare_v2(s.db, "PRAGMA integrity_check(1)", -1, &st, NULL);
		if (rc == SQLITE_OK)
			rc = sqlite3_step(st);
		const char *says = rc == SQLITE_ROW ? (const char *)sqlite3_column_text(st, 0) : NULL;
		if (!says || strcmp(says, "ok") != 0)
			e = db_error(&s, rc == SQLITE_BUSY ? SQLITE_BUSY : SQLITE_CORRUPT, why);
		sqlite3_finalize(st);
	}
	if (e == OK)
		e = schema_is_ours(&s, why);
	for (size_t i = 0; i < ARRAY_LEN(s.cache); i++)
		sqlite3_finalize(s.cache[i].st);
	sqlite3_close(s.db);
	return e;
}

/* A whole file may still hold an index that is not, or of other words than the articles:
 * that is made anew in its place. */
static enum err
heal_index(const char *path, struct store_rescue *out, struct why *why)
{
	static const char *const anew[] = {
		"INSERT OR REPLACE INTO meta (name, value) VALUES ('reindex', 1)",
		"DELETE FROM written",
		"DELETE FROM authors",
		"INSERT INTO authors (name, folded, total) SELECT author, akhbar_folded(author), count(*)"
		" FROM entries WHERE author <> '' GROUP BY author",
		"INSERT INTO written (author, id) SELECT a.id, e.id FROM entries e"
		" JOIN authors a ON a.name = e.author WHERE e.author <> ''",
	};
	struct store *s = NULL;
	struct store_agreement found = {0};
	TRY(store_open(path, STORE_READ_WRITE, &s, why));
	enum err e = OK;
	s->damaged = false;
	bool bad = db_run(s, NULL, "INSERT INTO search (search) VALUES ('integrity-check')", "") != OK && s->damaged;
	if (!bad)
		e = store_agrees(s, 0, &found, why);
	bad = bad || (e != OK && s->index_damaged) || found.missing || found.differing || found.strange;
	if (bad) {
		out->index_only = true;
		e = db_begin(s, why);
		for (size_t i = 0; i < ARRAY_LEN(anew) && e == OK; i++)
			e = db_run(s, why, anew[i], "");
		e = db_end(s, e, why);
	}
	if (e == OK && (bad || found.waiting))
		e = index_anew(s, why);
	store_close(s);
	return e;
}

enum err
store_rescue(const char *path, struct store_rescue *out, struct why *why)
{
	*out = (struct store_rescue){.whole = false};
	struct stat st;
	bool there = stat(path, &st) == 0;
	char *backup = !there || st.st_size == 0 ? newest_backup(path) : NULL;
	if (!there && !backup)
		return err_set(why, ERR_NOT_FOUND, _("there is no store yet; refresh first"));
	if (there && st.st_size == 0 && !backup)
		return err_set(why, ERR_NOT_FOUND, _("the file has no bytes and no copy lies beside it: nothing "
						     "can be saved; remove it and refresh"));
	enum err e = backup ? ERR_DB : look_at(path, why);
	if (e == OK)
		e = heal_index(path, out, why);
	if (e == OK || e == ERR_BUSY || e == ERR_FORMAT) {
		out->whole = e == OK;
		return e;
	}
	char *target = mem_printf("%s.repaired", path);
	drop_file(target);
	struct store *to = NULL;
	e = store_open(target, STORE_READ_WRITE, &to, why);
	if (e == OK)
		e = rescue_into(to, backup ? backup : path, out, why);
	if (e == OK && !out->entries && !out->feeds)
		e = err_set(why, ERR_FORMAT, _("nothing of a store can be read in this file; it was left as it is"));
	if (e == OK)
		e = index_anew(to, why);
	store_close(to);
	if (e == OK)
		snprintf(out->source, sizeof(out->source), "%s", backup ? backup : path);
	else
		drop_file(target);
	free(target);
	free(backup);
	return e;
}

void
store_rescue_drop(const char *path)
{
	char *target = mem_printf("%s.repaired", path);
	drop_file(target);
	free(target);
}

static enum err
sync_file(const char *path, bool folder, struct why *why)
{
	char *name = mem_strdup(path);
	char *slash = strrchr(name, '/');
	if (folder && slash)
		slash[slash == name] = 0;
	int fd = open(folder && !slash ? "." : name, O_RDONLY | O_CLOEXEC);
	bool good = fd >= 0 && fsync(fd) == 0;
	int saved = errno;
	if (fd >= 0)
		close(fd);
	free(name);
	return good ? OK : err_set(why, ERR_IO, "%s: %s", path, lang_errno(saved));
}

/* The log belongs to the file: it goes where that goes. */
static enum err
set_aside(const char *path, struct store_rescue *out, struct why *why)
{
	struct stat st;
	if (stat(path, &st) != 0)
		return OK;
	struct civil t = time_to_civil(clock_now(), 0);
	for (int n = 0; n < 1000; n++) {
		int len = snprintf(out->aside, sizeof(out->aside), "%s.damaged-%04d%02d%02d", path, t.year,
				   t.month, t.day);
		if (n && len > 0 && (size_t)len < sizeof(out->aside))
			snprintf(out->aside + len, sizeof(out->aside) - (size_t)len, "-%d", n + 1);
		/* link never overwrites */
		if (link(path, out->aside) == 0)
			break;
		if (errno != EEXIST || n == 999)
			return err_set(why, ERR_IO, "%s: %s", out->aside, lang_errno(errno));
	}
	char *log = mem_printf("%s-wal", path), *log_aside = mem_printf("%s-wal", out->aside);
	if (stat(log, &st) == 0 && st.st_size)
		(void)!rename(log, log_aside);
	free(log);
	free(log_aside);
	return OK;
}

enum err
store_rescue_accept(const char *path, struct store_rescue *out, struct why *why)
{
	char *target = mem_printf("%s.repaired", path), *shm = mem_printf("%s-shm", path),
	     *log = mem_printf("%s-wal", path);
	enum err e = sync_file(target, false, why);
	if (e == OK)
		e = set_aside(path, out, why);
	if (e == OK) {
		(void)unlink(shm);
		(void)unlink(log);
		if (rename(target, path) < 0)
			e = err_set(why, ERR_IO, "%s: %s", path, lang_errno(errno));
	}
	if (e == OK)
		e = sync_file(path, true, why);
	free(target);
	free(shm);
	free(log);
	return e;
}
