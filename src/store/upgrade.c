/* SPDX-License-Identifier: MIT */
#include "store/store-internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sys/clock.h"
#include "sys/lang.h"
#include "sys/log.h"

#define LOG_MODULE "store"

static enum err
sync_path(const char *path, struct why *why)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fsync(fd) < 0) {
		int saved = errno;
		if (fd >= 0)
			close(fd);
		return err_set(why, ERR_IO, _("the copy %s could not be written to the disk: %s"), path,
			       lang_errno(saved));
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

/* The copy opens, and nothing in it is damaged. */
static enum err
check_copy(const char *path, struct why *why)
{
	struct store copy = {.path = (char *)(uintptr_t)path, .read_only = true};
	enum err e = ERR_DB;
	if (sqlite3_open_v2(path, &copy.db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK)
		e = tokenizer_register(&copy, why); /* later SQLites look into the index too */
	sqlite3_stmt *check = NULL;
	if (e == OK &&
	    (sqlite3_prepare_v2(copy.db, "PRAGMA integrity_check(1)", -1, &check, NULL) != SQLITE_OK ||
	     sqlite3_step(check) != SQLITE_ROW ||
	     strcmp((const char *)sqlite3_column_text(check, 0), "ok") != 0))
		e = ERR_DB;
	sqlite3_finalize(check);
	sqlite3_close(copy.db);
	return e == OK ? OK
		       : err_set(why, ERR_DB, _("the copy made before the upgrade is damaged, so nothing "
						"was changed; akhbar doctor --repair may help"));
}

static char *
backup_name(const struct store *s, int from)
{
	struct civil day = time_to_civil(clock_now(), 0);
	return mem_printf("%s.backup-v%d-%04d%02d%02d", s->path, from, day.year, day.month, day.day);
}

/* A whole copy beside the store, checked, on the disk before the upgrade begins. */
static enum err
back_up(struct store *s, const char *path, struct why *why)
{
	struct stat st;
	if (stat(path, &st) == 0 && st.st_size > 0 && check_copy(path, NULL) == OK)
		return OK; /* an earlier try of the same day made it */
	char *part = mem_printf("%s.part", path);
	(void)unlink(part);
	enum err e = db_run(s, why, "VACUUM INTO ?", "t", part);
	if (e != OK) {
		struct why reason = why ? *why : (struct why){""};
		(void)unlink(part);
		free(part);
		return err_set(why, e, _("no copy could be made before the upgrade, so nothing was changed: %s"),
			       reason.text);
	}
	(void)chmod(part, 0600);
	e = check_copy(part, why);
	if (e == OK)
		e = sync_path(part, why);
	if (e == OK && rename(part, path) < 0)
		e = err_set(why, ERR_IO, "%s: %s", path, lang_errno(errno));
	if (e == OK)
		e = sync_folder(path, why);
	if (e != OK)
		(void)unlink(part);
	free(part);
	return e;
}

/* One backup is kept, the newest: those of earlier upgrades go. */
static void
drop_older(const char *store, const char *keep)
{
	const char *slash = strrchr(store, '/');
	char *folder = slash ? mem_strndup(store, (size_t)(slash - store) + 1) : mem_strdup("./");
	char *prefix = mem_printf("%s.backup-v", slash ? slash + 1 : store);
	const char *kept = strrchr(keep, '/') ? strrchr(keep, '/') + 1 : keep;
	DIR *d = opendir(folder);
	const struct dirent *entry;
	while (d && (entry = readdir(d))) {
		if (strncmp(entry->d_name, prefix, strlen(prefix)) || !strcmp(entry->d_name, kept))
			continue;
		char *path = mem_printf("%s%s", folder, entry->d_name);
		(void)unlink(path);
		free(path);
	}
	if (d)
		closedir(d);
	free(prefix);
	free(folder);
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

/* Files of old give no pages back; one VACUUM and they do. When there is no room
 * for it they stay as they are. */
static void
learn_to_shrink(struct store *s)
{
	int64_t mode = 0;
	struct why why = {""};
	if (db_int(s, &why, &mode, "PRAGMA auto_vacuum", "") != OK || mode != 0)
		return;
	if (db_script(s, "PRAGMA auto_vacuum = INCREMENTAL; VACUUM", &why) != OK)
		LOGW("the file keeps its empty pages: %s", why.text);
}

static enum err
upgrade_locked(struct store *s, const struct migration *steps, size_t n, struct why *why)
{
	int64_t version; /* another program may have been faster */
	TRY(db_int(s, why, &version, "PRAGMA user_version", ""));
	if (version >= steps[n - 1].to)
		return OK;
	char *backup = backup_name(s, (int)version);
	enum err e = back_up(s, backup, why);
	if (e == OK)
		e = db_begin(s, why);
	else
		goto out;
	if (e == OK)
		e = db_end(s, climb(s, steps, n, why), why);
	if (e != OK && e != ERR_BUSY) {
		struct why reason = why ? *why : (struct why){""};
		e = err_set(why, e, _("the upgrade of the store failed and changed nothing: %s (a copy is at %s)"),
			    reason.text, backup);
	}
	if (e != OK)
		goto out;
	learn_to_shrink(s);
	drop_older(s->path, backup);
	LOGI("the store has now form %d; a copy of before is at %s", steps[n - 1].to, backup);
	s->backup = backup;
	return OK;
out:
	free(backup);
	return e;
}

static enum err
upgrade(struct store *s, const struct migration *steps, size_t n, struct why *why)
{
	char *lock_path = mem_printf("%s.upgrade", s->path);
	int lock = open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	enum err e;
	if (lock < 0 && errno != EAGAIN) {
		e = err_set(why, ERR_DB, _("the store is of an older form and cannot be upgraded: %s; "
					   "check the rights of its folder"), lang_errno(errno));
	} else if (flock(lock, LOCK_EX | LOCK_NB) < 0) {
		e = err_set(why, ERR_BUSY, _("another akhbar is upgrading the store; try again in a moment"));
	} else {
		e = upgrade_locked(s, steps, n, why);
		(void)unlink(lock_path);
	}
	if (lock >= 0)
		close(lock);
	free(lock_path);
	return e;
}

static enum err
of_another(struct why *why)
{
	return err_set(why, ERR_DB, _("this file belongs to another program; name another file"));
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
			e = of_another(why);
	}
	return db_end(s, e, why);
}

enum err
schema_newer(int64_t version, int64_t newest, struct why *why)
{
	return err_set(why, ERR_FORMAT,
		       _("the store is of a newer akhbar (form %s, this one knows forms up to %s); "
			 "use the newer akhbar"),
		       lang_number(version).text, lang_number(newest).text);
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
			return of_another(why);
		if (s->read_only)
			return err_set(why, ERR_DB, _("the store is empty; refresh first"));
		return create(s, steps, n, why);
	}
	if (version > newest) {
		(void)!schema_newer(version, newest, why);
		return ERR_DB;
	}
	if (version == newest)
		return OK;
	if (s->read_only)
		return err_set(why, ERR_DB, _("the store is of an older form; open akhbar once to upgrade it"));
	return upgrade(s, steps, n, why);
}
