/* SPDX-License-Identifier: MIT */
#include "store/store-internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sys/lang.h"
#include "sys/log.h"
#include "sys/paths.h"

#define LOG_MODULE "store"

/* A file of no bytes beside a backup of it: something emptied the store. */
static bool
has_backup(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? mem_strndup(path, (size_t)(slash - path) + 1) : mem_strdup("./");
	char *prefix = mem_printf("%s.backup-", slash ? slash + 1 : path);
	bool found = false;
	DIR *d = opendir(folder);
	const struct dirent *entry;
	while (d && !found && (entry = readdir(d)))
		found = strncmp(entry->d_name, prefix, strlen(prefix)) == 0;
	if (d)
		closedir(d);
	free(prefix);
	free(folder);
	return found;
}

/* The file exists with mode 0600 before SQLite sees it: its -wal and -shm take
 * the same mode. */
static enum err
prepare_file(const char *path, enum store_mode mode, struct why *why)
{
	struct stat st;
	if (stat(path, &st) == 0) {
		if (S_ISDIR(st.st_mode))
			return err_set(why, ERR_DB, _("this is a folder; name a file"));
		if (!S_ISREG(st.st_mode))
			return err_set(why, ERR_DB, _("this is not a regular file; name another"));
		if (st.st_size == 0 && has_backup(path))
			return err_set(why, ERR_DB,
				       _("the store has no bytes although a copy of it lies beside it; "
					 "`akhbar doctor --repair` restores the copy"));
		if (mode == STORE_READ_WRITE && st.st_uid == geteuid() && (st.st_mode & 077))
			(void)!chmod(path, st.st_mode & 0700);
		return OK;
	}
	if (mode == STORE_READ_ONLY)
		return err_set(why, ERR_DB, _("there is no store yet; refresh first"));
	enum err e = path_make_parents(path, why);
	if (e != OK)
		return e == ERR_IO ? ERR_DB : e;
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0 && errno != EEXIST)
		return err_set(why, ERR_DB, _("the store cannot be made: %s; check the path and its rights"),
			       lang_errno(errno));
	if (fd >= 0)
		close(fd);
	return OK;
}

static enum err
harden(struct store *s, struct why *why)
{
	static const struct {
		int what, on;
	} configs[] = {
		{SQLITE_DBCONFIG_DEFENSIVE, 1},
		{SQLITE_DBCONFIG_DQS_DML, 0},
		{SQLITE_DBCONFIG_DQS_DDL, 0},
		{SQLITE_DBCONFIG_ENABLE_FKEY, 1},
		{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
		{SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
	};
	for (size_t i = 0; i < ARRAY_LEN(configs); i++) {
		int rc = sqlite3_db_config(s->db, configs[i].what, configs[i].on, NULL);
		if (rc != SQLITE_OK)
			return db_error(s, rc, why);
	}
	sqlite3_limit(s->db, SQLITE_LIMIT_LENGTH, 16 << 20);
	sqlite3_limit(s->db, SQLITE_LIMIT_SQL_LENGTH, 100 << 10);
	sqlite3_limit(s->db, SQLITE_LIMIT_ATTACHED, 1); /* VACUUM INTO needs one */
	sqlite3_busy_timeout(s->db, 5000);
	sqlite3_extended_result_codes(s->db, 1);
	/* some builds of SQLite write zeros over every page that becomes empty, a quarter of all
	 * that a refresh writes (but see store_forget) */
	return db_script(s, "PRAGMA cell_size_check = ON; PRAGMA cache_size = -4096;"
			    "PRAGMA secure_delete = FAST", why);
}

/* WAL lets the reader and the fetcher work at once. Some file systems cannot
 * share memory: then one waits for the other, and all still works. */
static enum err
choose_journal(struct store *s, struct why *why)
{
	/* before the first page is written: pages that become empty can be given back */
	int64_t pages = 1;
	if (!s->read_only)
		TRY(db_int(s, why, &pages, "PRAGMA page_count", ""));
	if (pages == 0)
		TRY(db_script(s, "PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL", why));
	const char *sql = s->read_only ? "PRAGMA journal_mode" : "PRAGMA journal_mode = WAL";
	sqlite3_stmt *st = db_get(s, sql, why);
	if (!st)
		return s->last;
	int rc = db_step(s, st, why);
	if (rc != SQLITE_ROW)
		return rc == SQLITE_DONE ? OK : s->last;
	const char *mode = (const char *)sqlite3_column_text(st, 0);
	s->wal = mode && strcmp(mode, "wal") == 0;
	db_reset(st);
	if (s->read_only)
		return OK;
	if (!s->wal) {
		LOGW("no write-ahead log on this file system; going on with a rollback journal");
		return db_script(s, "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL", why);
	}
	return db_script(s, "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 2000;"
			    "PRAGMA journal_size_limit = 16777216", why);
}

enum err
slots_read(struct store *s, struct why *why)
{
	int64_t bits = SLOT_BITS;
	enum err e = db_int(s, why, &bits, "SELECT value FROM meta WHERE name = 'slots'", "");
	s->slot_bits = bits == SLOT_BITS ? SLOT_BITS : 20;
	return e == ERR_NOT_FOUND ? OK : e;
}

static void
close_db(struct store *s)
{
	for (size_t i = 0; i < ARRAY_LEN(s->cache); i++) {
		sqlite3_finalize(s->cache[i].st);
		s->cache[i].st = NULL;
	}
	s->cached = 0;
	if (s->db)
		sqlite3_close(s->db);
	s->db = NULL;
}

/* `as_it_lies`: the file alone, with no log and no memory shared beside it. */
static int
open_file(struct store *s, int flags, bool as_it_lies)
{
	if (!as_it_lies)
		return sqlite3_open_v2(s->path, &s->db, flags, NULL);
	struct buf uri;
	buf_init(&uri, 0);
	buf_add_str(&uri, "file:");
	for (const char *p = s->path; *p; p++)
		buf_printf(&uri, strchr("%?#", *p) ? "%%%02X" : "%c", (unsigned char)*p);
	buf_add_str(&uri, "?immutable=1");
	int rc = sqlite3_open_v2(uri.data, &s->db, flags | SQLITE_OPEN_URI, NULL);
	buf_release(&uri);
	return rc;
}

/* One thread, and nobody asks how much memory there is in use: without this each
 * allocation takes a lock and counts. Where SQLite began already it stays as it is. */
static void
configure(void)
{
	static bool done;
	if (!done) {
		(void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
		(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	}
	done = true;
}

static enum err
open_db(struct store *s, enum store_mode mode, bool as_it_lies, struct why *why)
{
	configure();
	int flags = SQLITE_OPEN_NOMUTEX |
		(mode == STORE_READ_ONLY ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
	int rc = open_file(s, flags, as_it_lies);
	if (rc != SQLITE_OK)
		return db_error(s, rc, why);
	TRY(harden(s, why));
	TRY(tokenizer_register(s, why));
	s->read_only = mode == STORE_READ_ONLY || sqlite3_db_readonly(s->db, "main") == 1;
	if (s->read_only && mode == STORE_READ_WRITE)
		return db_error(s, SQLITE_READONLY, why);
	TRY(choose_journal(s, why));
	TRY(schema_ready(s, store_migrations, store_migrations_n, why));
	TRY(slots_read(s, why));
	/* what a part of a batch may have to take back is little, and no file may be needed
	 * for it: the fetcher is confined */
	return db_script(s, "PRAGMA temp_store = MEMORY", why);
}

/* The disk does not let it be written (SQLite wants to write beside it even to read),
 * and no log lies there that would be missing. */
static bool
can_be_read_alone(const struct store *s)
{
	switch (s->failed & 0xff) {
	case SQLITE_FULL:
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
	case SQLITE_IOERR:
		break;
	default:
		return false;
	}
	char *log = mem_printf("%s-wal", s->path);
	struct stat st;
	bool whole = stat(s->path, &st) == 0 && st.st_size > 0 && (stat(log, &st) != 0 || st.st_size == 0);
	free(log);
	return whole;
}

/* A full disk says so in two ways. */
static int
cause_of(int rc)
{
	int code = rc & 0xff;
	return code == SQLITE_IOERR && (errno == ENOSPC || errno == EDQUOT) ? SQLITE_FULL : code;
}

enum err
store_open(const char *path, enum store_mode mode, struct store **out, struct why *why)
{
	TRY(prepare_file(path, mode, why));
	struct store *s = mem_zalloc(sizeof(*s));
	s->path = mem_strdup(path);
	s->folder = presence_folder(path);
	enum err e = open_db(s, mode, false, why);
	if (e != OK && can_be_read_alone(s)) {
		struct why unused = {""};
		errno = s->db ? sqlite3_system_errno(s->db) : 0;
		int cause = cause_of(s->failed);
		close_db(s);
		s->damaged = false;
		if (open_db(s, STORE_READ_ONLY, true, &unused) == OK) {
			e = OK;
			s->limited = mode == STORE_READ_WRITE ? cause : 0;
		}
	}
	if (e != OK) {
		store_close(s);
		return e;
	}
	*out = s;
	return OK;
}

void
store_close(struct store *s)
{
	if (!s)
		return;
	close_db(s);
	if (s->folder >= 0)
		close(s->folder);
	packer_free(s->packer);
	rules_free(s->rules);
	free(s->backup);
	free(s->path);
	free(s);
}

const char *
store_backup(const struct store *s)
{
	return s->backup;
}

bool
store_notice(const struct store *s, struct buf *out)
{
	if (s->limited)
		buf_add_str(out, s->limited == SQLITE_FULL
				 ? _("the disk is full: what is stored can be read, but nothing can be changed")
				 : _("the store may not be written: it can be read, but nothing can be changed"));
	else if (s->backup)
		buf_printf(out, _("the store was brought to the form of this version; a copy of before is at %s"),
			   s->backup);
	return s->limited || s->backup;
}

enum err
store_unindexed(struct store *s, int64_t *n, struct why *why)
{
	return db_int(s, why, n, "SELECT (SELECT count(*) FROM unindexed) + CASE WHEN EXISTS"
				 " (SELECT 1 FROM meta WHERE name = 'reindex') THEN (SELECT count(*) FROM docs)"
				 " ELSE 0 END", "");
}

int64_t
store_version(struct store *s)
{
	int64_t others = 0;
	if (db_int(s, NULL, &others, "PRAGMA data_version", "") != OK)
		others = 0;
	return others << 32 | (s->own_changes & 0xffffffff);
}

enum err
store_health(struct store *s, struct store_health *out, struct why *why)
{
	struct store_health h = {.wal = s->wal};
	int64_t schema, pages, size;
	TRY(db_int(s, why, &schema, "PRAGMA user_version", ""));
	TRY(db_int(s, why, &pages, "PRAGMA page_count", ""));
	TRY(db_int(s, why, &size, "PRAGMA page_size", ""));
	TRY(db_int(s, why, &h.entries, "SELECT sum(total) FROM totals", ""));
	TRY(db_int(s, why, &h.feeds, "SELECT count(*) FROM feeds WHERE position IS NOT NULL", ""));
	TRY(db_int(s, why, &h.pending, "SELECT count(*) FROM pending", ""));
	TRY(db_int(s, why, &h.empty, "PRAGMA freelist_count", ""));
	h.empty *= size;
	h.checked = TIME_NONE;
	enum err e = db_int(s, why, &h.checked, "SELECT value FROM meta WHERE name = 'checked'", "");
	if (e != OK && e != ERR_NOT_FOUND)
		return e;
	h.schema = (int)schema;
	h.bytes = pages * size;
	snprintf(h.path, sizeof(h.path), "%s", s->path);
	*out = h;
	return OK;
}
