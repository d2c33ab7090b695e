/* SPDX-License-Identifier: MIT */
#include "store/store-internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sys/clock.h"

/* The whole schema. Rules that hold everywhere:
 *
 * - entries.id = (seconds << 20) | n: order by id is order by date, so every
 *   list is a range of one index whose last column is the rowid.
 * - What a list shows is in `entries`, narrow; bodies and docs are apart.
 * - section_id and place are repeated in each entry, because lists are ranges of
 *   (section_id, id) and (place, id). Only store_sync_sources changes them.
 * - The counters of feeds, sections and totals change in the transaction that
 *   changes the entries; nothing counts when it reads.
 * - No row is ever deleted because a feed no longer has it.
 */
static const char schema_1[] =
	/* One row for each name: "sources" fingerprint of the feeds file. */
	"CREATE TABLE meta ("
	"  name TEXT PRIMARY KEY, value) WITHOUT ROWID;"

	/* position: order in the feeds file, NULL when nothing listed is in it. */
	"CREATE TABLE sections ("
	"  id INTEGER PRIMARY KEY,"
	"  name TEXT NOT NULL UNIQUE,"
	"  position INTEGER,"
	"  unread INTEGER NOT NULL DEFAULT 0,"
	"  total INTEGER NOT NULL DEFAULT 0,"
	"  starred INTEGER NOT NULL DEFAULT 0,"
	"  starred_unread INTEGER NOT NULL DEFAULT 0);"

	/* position: order in the feeds file, NULL when no longer listed. section_id
	 * 0 then. body_hash: of the last good reply. moved_to: permanent redirect,
	 * first seen at moved_since. */
	"CREATE TABLE feeds ("
	"  id INTEGER PRIMARY KEY,"
	"  url TEXT NOT NULL UNIQUE,"
	"  position INTEGER,"
	"  section_id INTEGER NOT NULL DEFAULT 0,"
	"  place INTEGER NOT NULL DEFAULT 2,"
	"  own_title TEXT, title TEXT, site TEXT,"
	"  dir INTEGER NOT NULL DEFAULT 0,"
	"  unread INTEGER NOT NULL DEFAULT 0,"
	"  total INTEGER NOT NULL DEFAULT 0,"
	"  starred INTEGER NOT NULL DEFAULT 0,"
	"  starred_unread INTEGER NOT NULL DEFAULT 0,"
	"  last_try INTEGER, last_success INTEGER, next_due INTEGER,"
	"  fail_code TEXT NOT NULL DEFAULT '', fail_arg TEXT NOT NULL DEFAULT '',"
	"  failures INTEGER NOT NULL DEFAULT 0,"
	"  etag TEXT, last_modified TEXT, moved_to TEXT, moved_since INTEGER,"
	"  body_hash INTEGER NOT NULL DEFAULT 0,"
	"  ttl_minutes INTEGER NOT NULL DEFAULT 0,"
	"  gone INTEGER NOT NULL DEFAULT 0);"

	/* place 0 shown, 1 of a feed marked `!`, 2 of a feed no longer listed. */
	"CREATE TABLE totals ("
	"  place INTEGER PRIMARY KEY,"
	"  unread INTEGER NOT NULL DEFAULT 0,"
	"  total INTEGER NOT NULL DEFAULT 0,"
	"  starred INTEGER NOT NULL DEFAULT 0,"
	"  starred_unread INTEGER NOT NULL DEFAULT 0);"
	"INSERT INTO totals (place) VALUES (0), (1), (2);"

	/* published NULL: the feed stated none, the id has the fetch time. The
	 * hashes are 64 bits of: key without http(s)://; guid the same way, only when
	 * it is not the key; link without http(s)://; the raw body, NULL for none. */
	"CREATE TABLE entries ("
	"  id INTEGER PRIMARY KEY,"
	"  feed_id INTEGER NOT NULL,"
	"  section_id INTEGER NOT NULL,"
	"  place INTEGER NOT NULL,"
	"  unread INTEGER NOT NULL DEFAULT 1,"
	"  starred INTEGER NOT NULL DEFAULT 0,"
	"  full INTEGER NOT NULL DEFAULT 0,"
	"  changed INTEGER NOT NULL DEFAULT 0,"
	"  published INTEGER, updated INTEGER,"
	"  key_hash INTEGER NOT NULL, guid_hash INTEGER, link_hash INTEGER, body_hash INTEGER,"
	"  title TEXT NOT NULL, link TEXT, author TEXT);"
	"CREATE INDEX entries_place ON entries (place);"
	"CREATE INDEX entries_section ON entries (section_id);"
	"CREATE INDEX entries_feed ON entries (feed_id);"
	"CREATE INDEX entries_place_unread ON entries (place) WHERE unread = 1;"
	"CREATE INDEX entries_section_unread ON entries (section_id) WHERE unread = 1;"
	"CREATE INDEX entries_feed_unread ON entries (feed_id) WHERE unread = 1;"
	"CREATE INDEX entries_starred ON entries (starred) WHERE starred = 1;"
	"CREATE INDEX entries_key ON entries (key_hash);"
	"CREATE INDEX entries_guid ON entries (guid_hash) WHERE guid_hash IS NOT NULL;"
	"CREATE INDEX entries_link ON entries (link_hash) WHERE link_hash IS NOT NULL;"

	/* What the feed had, as it had it. base: for relative links, NULL when absolute. */
	"CREATE TABLE bodies ("
	"  id INTEGER PRIMARY KEY,"
	"  guid TEXT, enclosure TEXT, comments TEXT, base TEXT, html TEXT);"

	/* Entries whose body waits to be made into a doc. */
	"CREATE TABLE pending (id INTEGER PRIMARY KEY);"

	/* doc_encode bytes of the feed's text, and of the whole article. words: hash
	 * of the plain text as given for the index, to take it out again exactly. */
	"CREATE TABLE docs (id INTEGER PRIMARY KEY, words INTEGER NOT NULL, doc BLOB NOT NULL);"
	"CREATE TABLE full_docs (id INTEGER PRIMARY KEY, words INTEGER NOT NULL, doc BLOB NOT NULL);"

	/* Search. The index keeps no text of its own: it is read from the docs. */
	"CREATE VIEW search_text (id, title, body) AS"
	"  SELECT e.id, e.title, akhbar_plain(coalesce(f.doc, d.doc))"
	"  FROM entries e LEFT JOIN docs d ON d.id = e.id LEFT JOIN full_docs f ON f.id = e.id"
	"  WHERE d.id IS NOT NULL OR f.id IS NOT NULL;"
	"CREATE VIRTUAL TABLE search USING fts5 (title, body, content = 'search_text',"
	"  content_rowid = 'id', tokenize = 'akhbar');"
	"INSERT INTO search (search, rank) VALUES ('hashsize', 8388608);";

/* Articles whose page was asked for and gave none, and why. */
static const char schema_2[] =
	"CREATE TABLE page_failures ("
	"  id INTEGER PRIMARY KEY, tries INTEGER NOT NULL, last INTEGER NOT NULL,"
	"  code TEXT NOT NULL, arg TEXT NOT NULL);";

const struct migration store_migrations[] = {
	{1, schema_1},
	{2, schema_2},
};
const size_t store_migrations_n = ARRAY_LEN(store_migrations);

/* ---- upgrades ---------------------------------------------------------------- */

static enum err
sync_path(const char *path, struct why *why)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fsync(fd) < 0) {
		int saved = errno;
		if (fd >= 0)
			close(fd);
		return err_set(why, ERR_IO, "the backup %s could not be secured: %s", path,
			       strerror(saved));
	}
	close(fd);
	return OK;
}

static enum err
sync_folder(const char *file, struct why *why)
{
	char *folder = mem_strdup(file);
	char *slash = strrchr(folder, '/');
	if (slash)
		slash[slash == folder] = 0;
	enum err e = sync_path(slash ? folder : ".", why);
	free(folder);
	return e;
}

/* A whole copy beside the store, checked, on the disk before the upgrade begins. */
static enum err
back_up(struct store *s, int from, char **name, struct why *why)
{
	struct civil day = time_to_civil(clock_now(), 0);
	char *path = mem_printf("%s.backup-v%d-%04d%02d%02d", s->path, from, day.year, day.month,
				day.day);
	*name = path;
	struct stat st;
	if (stat(path, &st) == 0 && st.st_size > 0)
		return OK; /* an earlier try of the same day made it */
	char *part = mem_printf("%s.part", path);
	(void)unlink(part);
	enum err e = db_run(s, why, "VACUUM INTO ?", "t", part);
	if (e != OK) {
		char reason[160];
		int n = why ? (int)strlen(why->text) : 0;
		n = n > 150 ? 150 : n;
		memcpy(reason, why ? why->text : "", (size_t)n);
		reason[n] = 0;
		(void)unlink(part);
		free(part);
		return err_set(why, e, "no backup before the upgrade, nothing was changed: %s", reason);
	}
	(void)chmod(part, 0600);
	sqlite3 *copy = NULL;
	sqlite3_stmt *check = NULL;
	bool good = sqlite3_open_v2(part, &copy, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
		sqlite3_prepare_v2(copy, "PRAGMA quick_check(1)", -1, &check, NULL) == SQLITE_OK &&
		sqlite3_step(check) == SQLITE_ROW &&
		strcmp((const char *)sqlite3_column_text(check, 0), "ok") == 0;
	sqlite3_finalize(check);
	sqlite3_close(copy);
	if (!good)
		e = err_set(why, ERR_DB, "the backup before the upgrade came out damaged: nothing was changed");
	if (e == OK)
		e = sync_path(part, why);
	if (e == OK && rename(part, path) < 0)
		e = err_set(why, ERR_IO, "%s: %s", path, strerror(errno));
	if (e == OK)
		e = sync_folder(path, why);
	free(part);
	return e;
}

static enum err
climb(struct store *s, const struct migration *steps, size_t n, struct why *why)
{
	int64_t version;
	TRY(db_int(s, why, &version, "PRAGMA user_version", ""));
	for (size_t i = 0; i < n; i++) {
		if (steps[i].to <= version)
			continue;
		TRY(db_script(s, steps[i].sql, why));
		char pragma[64];
		snprintf(pragma, sizeof(pragma), "PRAGMA user_version = %d", steps[i].to);
		TRY(db_script(s, pragma, why));
	}
	return OK;
}

static enum err
upgrade(struct store *s, int from, const struct migration *steps, size_t n, struct why *why)
{
	char *lock_path = mem_printf("%s.upgrade", s->path);
	char *backup = NULL;
	int lock = open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	enum err e = OK;
	if (lock < 0 || flock(lock, LOCK_EX | LOCK_NB) < 0) {
		e = err_set(why, ERR_BUSY, "another akhbar is upgrading the store; try again in a moment");
	} else {
		e = back_up(s, from, &backup, why);
		if (e == OK)
			e = db_begin(s, why);
		if (e == OK) {
			e = db_end(s, climb(s, steps, n, why), why);
			if (e != OK && e != ERR_BUSY)
				e = err_set(why, e, "the upgrade failed and changed nothing; backup: %s", backup);
		}
		(void)unlink(lock_path);
	}
	if (lock >= 0)
		close(lock);
	free(backup);
	free(lock_path);
	return e;
}

static enum err
create(struct store *s, const struct migration *steps, size_t n, struct why *why)
{
	TRY(db_begin(s, why));
	/* another program may have been faster */
	int64_t version, application;
	enum err e = db_int(s, why, &version, "PRAGMA user_version", "");
	if (e == OK && version == 0) {
		char pragma[64];
		snprintf(pragma, sizeof(pragma), "PRAGMA application_id = %d", STORE_APPLICATION);
		e = db_script(s, pragma, why);
		if (e == OK)
			e = climb(s, steps, n, why);
	} else if (e == OK) {
		e = db_int(s, why, &application, "PRAGMA application_id", "");
		if (e == OK && application != STORE_APPLICATION)
			e = err_set(why, ERR_DB, "%s belongs to another program; name another file", s->path);
	}
	return db_end(s, e, why);
}

enum err
schema_ready(struct store *s, const struct migration *steps, size_t n, struct why *why)
{
	int64_t version, application, objects;
	TRY(db_int(s, why, &version, "PRAGMA user_version", ""));
	TRY(db_int(s, why, &application, "PRAGMA application_id", ""));
	int newest = steps[n - 1].to;
	if (application != STORE_APPLICATION) {
		TRY(db_int(s, why, &objects, "SELECT count(*) FROM (SELECT 1 FROM sqlite_schema LIMIT 1)", ""));
		if (application != 0 || version != 0 || objects != 0)
			return err_set(why, ERR_DB, "%s belongs to another program; name another file",
				       s->path);
		if (s->read_only)
			return err_set(why, ERR_DB, "%s is empty; refresh first", s->path);
		return create(s, steps, n, why);
	}
	if (version > newest)
		return err_set(why, ERR_DB,
			       "the store is of a newer akhbar (form %d, this one reads up to %d); "
			       "use that version (%s)",
			       (int)version, newest, s->path);
	if (version == newest)
		return OK;
	if (s->read_only)
		return err_set(why, ERR_DB, "the store is of an older form; open akhbar once to upgrade it (%s)",
			       s->path);
	return upgrade(s, (int)version, steps, n, why);
}
