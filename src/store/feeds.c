/* SPDX-License-Identifier: MIT */
#include "store/store-internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "akhbar/limits.h"

/* ---- the feeds file ------------------------------------------------------------ */

static uint64_t
fingerprint(const struct store_source *sources, size_t n)
{
	uint64_t h = hash64(bytes_of("sources 1"), n);
	for (size_t i = 0; i < n; i++) {
		h = hash64(bytes_of(sources[i].url), h);
		h = hash64(bytes_of(sources[i].title ? sources[i].title : "\x01"), h);
		h = hash64(bytes_of(sources[i].section), h);
		h = hash64(bytes_of(sources[i].hidden ? "!" : ""), h);
	}
	return h;
}

static enum err
section_id(struct store *s, const char *name, int64_t position, int64_t *out, struct why *why)
{
	TRY(db_run(s, why,
		   "INSERT INTO sections (name, position) VALUES (?1, ?2) "
		   "ON CONFLICT (name) DO UPDATE SET position = ?2 WHERE position IS NULL",
		   "ti", name, position));
	return db_int(s, why, out, "SELECT id FROM sections WHERE name = ?", "t", name);
}

/* A feed that came, went, or changed its place takes its entries along. */
static enum err
move_entries(struct store *s, int64_t feed_id, int64_t section, int64_t place, struct why *why)
{
	return db_run(s, why,
		      "UPDATE entries SET section_id = ?2, place = CASE WHEN place > 2 THEN 3 ELSE ?3 END"
		      " WHERE feed_id = ?1 AND (section_id <> ?2 OR place <> CASE WHEN place > 2 THEN 3"
		      " ELSE ?3 END)",
		      "iii", feed_id, section, place);
}

static enum err
sync_one(struct store *s, const struct store_source *source, int64_t position, struct why *why)
{
	const char *name = source->section ? source->section : "";
	int64_t section, id, old_section, old_place;
	int64_t place = source->hidden ? PLACE_HIDDEN : PLACE_SHOWN;
	TRY(section_id(s, name, position, &section, why));
	TRY(db_run(s, why, "INSERT INTO feeds (url) VALUES (?) ON CONFLICT (url) DO NOTHING", "t",
		   source->url));
	TRY(db_int(s, why, &id, "SELECT id FROM feeds WHERE url = ?", "t", source->url));
	int64_t already;
	TRY(db_int(s, why, &already, "SELECT position IS NOT NULL FROM feeds WHERE id = ?", "i", id));
	if (already)
		return OK; /* listed twice: the first line holds */
	TRY(db_int(s, why, &old_section, "SELECT section_id FROM feeds WHERE id = ?", "i", id));
	TRY(db_int(s, why, &old_place, "SELECT place FROM feeds WHERE id = ?", "i", id));
	TRY(db_run(s, why,
		   "UPDATE feeds SET position = ?2, section_id = ?3, place = ?4, own_title = ?5 "
		   "WHERE id = ?1",
		   "iiiit", id, position, section, place, source->title));
	if (old_section != section || old_place != place)
		TRY(move_entries(s, id, section, place, why));
	return OK;
}

enum err
counters_sum_up(struct store *s, struct why *why)
{
	TRY(db_script(s,
		      "UPDATE sections SET (unread, total, starred, starred_unread) ="
		      " (SELECT coalesce(sum(unread), 0), coalesce(sum(total), 0),"
		      "  coalesce(sum(starred), 0), coalesce(sum(starred_unread), 0)"
		      "  FROM feeds WHERE section_id = sections.id);",
		      why));
	return db_script(s,
			 "UPDATE totals SET (unread, total, starred, starred_unread) ="
			 " (SELECT coalesce(sum(unread), 0), coalesce(sum(total), 0),"
			 "  coalesce(sum(starred), 0), coalesce(sum(starred_unread), 0)"
			 "  FROM feeds WHERE place = totals.place);"
			 "INSERT OR REPLACE INTO totals (place, unread, total)"
			 " SELECT place, sum(unread), count(*) FROM entries WHERE place IN (3, 4) GROUP BY place;",
			 why);
}

static enum err
sync_all(struct store *s, const struct store_source *sources, size_t n, int64_t print,
	 struct why *why)
{
	/* what is not listed again below goes out of sight */
	TRY(db_run(s, why, "UPDATE sections SET position = NULL", ""));
	TRY(db_run(s, why, "UPDATE feeds SET position = NULL", ""));
	for (size_t i = 0; i < n; i++)
		TRY(sync_one(s, &sources[i], (int64_t)i, why));
	TRY(db_run(s, why,
		   "UPDATE entries SET section_id = 0, place = CASE WHEN place > 2 THEN 4 ELSE 2 END"
		   " WHERE place NOT IN (2, 4) AND feed_id IN "
		   "(SELECT id FROM feeds WHERE position IS NULL AND place <> 2)",
		   ""));
	TRY(db_run(s, why, "UPDATE feeds SET section_id = 0, place = 2 WHERE position IS NULL", ""));
	TRY(counters_sum_up(s, why));
	return db_run(s, why,
		      "INSERT INTO meta (name, value) VALUES ('sources', ?1) "
		      "ON CONFLICT (name) DO UPDATE SET value = ?1",
		      "i", print);
}

enum err
store_sync_sources(struct store *s, const struct store_source *sources, size_t n, struct why *why)
{
	int64_t print = (int64_t)fingerprint(sources, n), stored = 0;
	enum err e = db_int(s, why, &stored, "SELECT value FROM meta WHERE name = 'sources'", "");
	if (e != OK && e != ERR_NOT_FOUND)
		return e;
	if (e == OK && stored == print)
		return OK;
	TRY(db_begin(s, why));
	return db_end(s, sync_all(s, sources, n, print, why), why);
}

/* ---- reading them --------------------------------------------------------------- */

static void
feed_release(struct store_feed *f)
{
	free(f->url);
	free(f->title);
	free(f->own_title);
	free(f->section);
	free(f->site);
	free(f->etag);
	free(f->last_modified);
	free(f->moved_to);
}

/* The code, and in the next column its argument. */
static void
failure_read(sqlite3_stmt *st, int column, struct store_failure *f)
{
	const char *code = (const char *)sqlite3_column_text(st, column);
	const char *arg = (const char *)sqlite3_column_text(st, column + 1);
	snprintf(f->code, sizeof(f->code), "%s", code ? code : "");
	snprintf(f->arg, sizeof(f->arg), "%s", arg ? arg : "");
}

static void
feed_read(sqlite3_stmt *st, struct store_feed *f)
{
	*f = (struct store_feed){
		.id = sqlite3_column_int64(st, 0),
		.url = db_text_or(st, 1),
		.title = db_text(st, 3),
		.own_title = db_text(st, 2),
		.section = db_text_or(st, 4),
		.site = db_text(st, 5),
		.dir = (enum dir)sqlite3_column_int(st, 6),
		.unread = sqlite3_column_int64(st, 7),
		.total = sqlite3_column_int64(st, 8),
		.last_try = db_time(st, 9),
		.last_success = db_time(st, 10),
		.next_due = db_time(st, 11),
		.failures = sqlite3_column_int(st, 14),
		.etag = db_text(st, 15),
		.last_modified = db_text(st, 16),
		.moved_to = db_text(st, 17),
		.moved_since = db_time(st, 18),
		.body_hash = (uint64_t)sqlite3_column_int64(st, 19),
		.pace = {
			.ttl_minutes = sqlite3_column_int(st, 20),
			.skip_hours = (uint32_t)sqlite3_column_int64(st, 24),
			.skip_days = (uint8_t)sqlite3_column_int(st, 25),
		},
		.hidden = sqlite3_column_int(st, 21) == PLACE_HIDDEN,
		.gone = sqlite3_column_int(st, 22),
		.bytes = sqlite3_column_int64(st, 23),
		.status = sqlite3_column_int(st, 26),
	};
	failure_read(st, 12, &f->failure);
	failure_read(st, 27, &f->note);
	if (f->own_title && f->own_title[0]) {
		free(f->title);
		f->title = mem_strdup(f->own_title);
	} else if (!f->title || !f->title[0]) {
		free(f->title);
		struct bytes host = url_host(f->url);
		f->title = host.len ? bytes_dup(host) : mem_strdup(f->url);
	}
}

enum err
store_feeds(struct store *s, struct store_feeds *out, struct why *why)
{
	sqlite3_stmt *st = db_get(s,
		"SELECT f.id, f.url, f.own_title, f.title, s.name, f.site, f.dir, f.unread, f.total,"
		" f.last_try, f.last_success, f.next_due, f.fail_code, f.fail_arg, f.failures, f.etag,"
		" f.last_modified, f.moved_to, f.moved_since, f.body_hash, f.ttl_minutes, f.place, f.gone, f.bytes,"
		" f.skip_hours, f.skip_days, f.status, f.note_code, f.note_arg"
		" FROM feeds f JOIN sections s ON s.id = f.section_id"
		" WHERE f.position IS NOT NULL ORDER BY f.position",
		why);
	if (!st)
		return s->last;
	struct store_feeds got = {0};
	size_t cap = 0;
	int rc;
	while ((rc = db_step(s, st, why)) == SQLITE_ROW) {
		if (got.n == cap) {
			cap = cap ? cap * 2 : 64;
			got.items = mem_realloc_array(got.items, cap, sizeof(*got.items));
		}
		feed_read(st, &got.items[got.n++]);
	}
	if (rc != SQLITE_DONE) {
		store_feeds_release(&got);
		return s->last;
	}
	db_reset(st);
	*out = got;
	return OK;
}

void
store_feeds_release(struct store_feeds *feeds)
{
	if (!feeds)
		return;
	for (size_t i = 0; i < feeds->n; i++)
		feed_release(&feeds->items[i]);
	free(feeds->items);
	*feeds = (struct store_feeds){0};
}

enum err
store_sections(struct store *s, struct store_sections *out, struct why *why)
{
	sqlite3_stmt *st = db_get(s,
		"SELECT name, id, unread, total FROM sections WHERE position IS NOT NULL ORDER BY position",
		why);
	if (!st)
		return s->last;
	struct store_sections got = {0};
	size_t cap = 0;
	int rc;
	while ((rc = db_step(s, st, why)) == SQLITE_ROW) {
		if (got.n == cap) {
			cap = cap ? cap * 2 : 16;
			got.items = mem_realloc_array(got.items, cap, sizeof(*got.items));
		}
		got.items[got.n++] = (struct store_section){
			.name = db_text_or(st, 0),
			.id = sqlite3_column_int64(st, 1),
			.unread = sqlite3_column_int64(st, 2),
			.total = sqlite3_column_int64(st, 3),
		};
	}
	if (rc == SQLITE_DONE) {
		db_reset(st);
		st = db_get(s, "SELECT unread, total, starred FROM totals WHERE place = 0", why);
		rc = st ? db_step(s, st, why) : SQLITE_ERROR;
		if (rc == SQLITE_ROW) {
			got.unread = sqlite3_column_int64(st, 0);
			got.total = sqlite3_column_int64(st, 1);
			got.starred = sqlite3_column_int64(st, 2);
			rc = SQLITE_DONE;
		}
	}
	if (rc != SQLITE_DONE) {
		store_sections_release(&got);
		return s->last;
	}
	db_reset(st);
	*out = got;
	return OK;
}

void
store_sections_release(struct store_sections *sections)
{
	if (!sections)
		return;
	for (size_t i = 0; i < sections->n; i++)
		free(sections->items[i].name);
	free(sections->items);
	*sections = (struct store_sections){0};
}

/* ---- what a fetch without articles says ---------------------------------------------- */

enum err
store_unchanged(struct store *s, int64_t feed_id, int64_t now, int64_t next_due, int status,
		struct why *why)
{
	TRY(db_begin(s, why));
	return db_end(s,
		      db_run(s, why,
			     "UPDATE feeds SET last_try = ?2, last_success = ?2, next_due = ?3, status = ?4,"
			     " fail_code = '', fail_arg = '', failures = 0, gone = 0 WHERE id = ?1",
			     "inni", feed_id, now, next_due, (int64_t)status),
		      why);
}

enum err
store_failed(struct store *s, int64_t feed_id, int64_t now, int64_t next_due, int status,
	     const struct store_failure *failure, bool gone, struct why *why)
{
	TRY(db_begin(s, why));
	return db_end(s,
		      db_run(s, why,
			     "UPDATE feeds SET last_try = ?2, next_due = ?3, fail_code = ?4, fail_arg = ?5,"
			     " failures = failures + 1, gone = max(gone, ?6), status = ?7 WHERE id = ?1",
			     "innttii", feed_id, now, next_due, failure->code, failure->arg,
			     (int64_t)gone, (int64_t)status),
		      why);
}
