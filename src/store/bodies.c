/* SPDX-License-Identifier: MIT */
/* What feeds have sent. A raw body waits as it came (arrived) until its doc is made; then
 * it is packed with the doc as dictionary (packed), of which it is little more than the
 * mark-up: a tenth is left. It is kept so that docs can be made again. Where it arrived it
 * stays for an idle moment: rows that go in the order they came leave whole pages empty,
 * and these cost nothing; the newest ones taken out from between the others would have all
 * pages written once more. */
#include "store/store-internal.h"

#include <stdlib.h>
#include <string.h>

#include "sys/lang.h"

enum err
store_pending(struct store *s, int64_t *ids, size_t max, size_t *n, struct why *why)
{
	return db_ids(s, why, ids, max, n, "SELECT id FROM pending ORDER BY id DESC LIMIT ?", "i",
		      (int64_t)max);
}

/* The body that was packed, into out. ERR_NOT_FOUND: none, or it does not come out. */
static enum err
unpack_body(struct store *s, int64_t id, struct buf *out, struct why *why)
{
	sqlite3_stmt *st = db_get(s, "SELECT size, body FROM packed WHERE id = ?", why);
	if (!st)
		return s->last;
	TRY(db_bind(s, st, why, "i", id));
	int rc = db_step(s, st, why);
	if (rc != SQLITE_ROW) {
		db_reset(st);
		return rc == SQLITE_DONE ? ERR_NOT_FOUND : s->last;
	}
	struct buf doc;
	buf_init(&doc, 0);
	int64_t size = sqlite3_column_int64(st, 0);
	const char *data = sqlite3_column_blob(st, 1);
	struct bytes body = {data ? data : "", (size_t)sqlite3_column_bytes(st, 1)};
	enum err e = OK;
	if (size)
		e = store_get_doc(s, id, false, &doc, why);
	if (e == OK && !(size == 0 ? buf_add_bytes(out, body)
				   : size > 0 && unpack(body, (size_t)size, buf_view(&doc), out)))
		e = ERR_FORMAT;
	db_reset(st);
	buf_release(&doc);
	if (e == ERR_NOT_FOUND || e == ERR_FORMAT)
		buf_clear(out);
	return e == ERR_FORMAT ? ERR_NOT_FOUND : e;
}

enum err
store_body(struct store *s, int64_t id, struct store_body *out, struct why *why)
{
	sqlite3_stmt *st = db_get(s,
		"SELECT r.html, b.base, e.title, e.link, f.dir, r.id IS NULL FROM entries e"
		" JOIN bodies b ON b.id = e.id LEFT JOIN arrived r ON r.id = e.id"
		" LEFT JOIN feeds f ON f.id = e.feed_id WHERE e.id = ?",
		why);
	if (!st)
		return s->last;
	TRY(db_bind(s, st, why, "i", id));
	int rc = db_step(s, st, why);
	if (rc == SQLITE_DONE) {
		db_reset(st);
		return err_set(why, ERR_NOT_FOUND, _("there is no such article in the store"));
	}
	if (rc != SQLITE_ROW)
		return s->last;
	struct store_body body = {
		.id = id,
		.html = db_text(st, 0),
		.html_len = (size_t)sqlite3_column_bytes(st, 0),
		.base = db_text(st, 1),
		.title = db_text_or(st, 2),
		.link = db_text(st, 3),
		.dir = (enum dir)sqlite3_column_int(st, 4),
	};
	bool packed = sqlite3_column_int(st, 5);
	db_reset(st);
	if (packed) {
		struct buf html;
		buf_init(&html, 0);
		enum err e = unpack_body(s, id, &html, why);
		if (e != OK && e != ERR_NOT_FOUND) {
			store_body_release(&body);
			return e;
		}
		body.html_len = html.len;
		body.html = e == OK ? buf_take(&html) : NULL;
		buf_release(&html);
	}
	*out = body;
	return OK;
}

void
store_body_release(struct store_body *b)
{
	if (!b)
		return;
	free(b->html);
	free(b->base);
	free(b->title);
	free(b->link);
	*b = (struct store_body){0};
}

/* Its doc is about to change: the body stands on its own again. */
enum err
body_unpacked(struct store *s, int64_t id, int64_t *grown, struct why *why)
{
	int64_t len = 0;
	enum err e = db_int(s, why, &len, "SELECT length(body) FROM packed WHERE id = ?", "i", id);
	if (e != OK)
		return e == ERR_NOT_FOUND ? OK : e;
	struct buf html;
	buf_init(&html, 0);
	e = unpack_body(s, id, &html, why);
	*grown += (int64_t)html.len - len;
	if (e == OK)
		e = db_run(s, why, "INSERT OR REPLACE INTO arrived (id, html) VALUES (?, ?)", "ib", id,
			   html.data ? html.data : "", html.len);
	buf_release(&html);
	if (e == OK || e == ERR_NOT_FOUND)
		e = db_run(s, why, "DELETE FROM packed WHERE id = ?", "i", id);
	return e;
}

enum err
body_packed(struct store *s, int64_t id, struct bytes out, int64_t size, size_t raw_len, int64_t *grown,
	    struct why *why)
{
	int64_t was = (int64_t)raw_len;
	enum err e = db_int(s, why, &was, "SELECT length(body) FROM packed WHERE id = ?", "i", id);
	if (e != OK && e != ERR_NOT_FOUND)
		return e;
	*grown += (int64_t)out.len - was;
	return db_run(s, why, "INSERT OR REPLACE INTO packed (id, size, body) VALUES (?, ?, ?)", "iix", id, size,
		      out.data ? out.data : "", out.len);
}

static enum err
pack_one(struct store *s, int64_t id, struct deltas *deltas, struct why *why)
{
	int64_t feed = 0;
	struct store_body body = {0};
	enum err e = db_int(s, why, &feed, "SELECT feed_id FROM entries WHERE id = ?", "i", id);
	if (e == OK)
		e = store_body(s, id, &body, why);
	struct buf doc, out;
	buf_init(&doc, 0);
	buf_init(&out, 0);
	bool read = e == OK && store_get_doc(s, id, false, &doc, NULL) == OK;
	struct bytes html = {body.html ? body.html : "", body.html_len};
	bool smaller = e == OK && read && pack(s, html, buf_view(&doc), &out);
	if (e == OK)
		e = body_packed(s, id, smaller ? buf_view(&out) : html, smaller ? (int64_t)html.len : 0,
				html.len, &deltas_of(deltas, feed)->bytes, why);
	store_body_release(&body);
	buf_release(&doc);
	buf_release(&out);
	if (e == OK || e == ERR_NOT_FOUND)
		e = db_run(s, why, "DELETE FROM arrived WHERE id = ?", "i", id);
	return e;
}

/* Out of where they arrived, in that order: those that are packed. */
static enum err
sweep(struct store *s, size_t *n, struct why *why)
{
	TRY(db_begin(s, why));
	int before = sqlite3_total_changes(s->db);
	enum err e = db_run(s, why, "DELETE FROM arrived WHERE n IN (SELECT n FROM"
				    " (SELECT n, id FROM arrived ORDER BY n LIMIT 2048)"
				    " WHERE id IN (SELECT id FROM packed))", "");
	*n = (size_t)(sqlite3_total_changes(s->db) - before);
	return db_end(s, e, why);
}

enum err
store_pack_some(struct store *s, size_t max, size_t *n, struct why *why)
{
	int64_t ids[256];
	*n = 0;
	int64_t any;
	enum err found = db_int(s, why, &any, "SELECT 1 FROM arrived LIMIT 1", "");
	if (found != OK)
		return found == ERR_NOT_FOUND ? OK : found;
	TRY(sweep(s, n, why));
	if (*n)
		return OK;
	TRY(db_ids(s, why, ids, max < ARRAY_LEN(ids) ? max : ARRAY_LEN(ids), n,
		   "SELECT id FROM arrived WHERE id NOT IN (SELECT id FROM pending) ORDER BY n LIMIT ?", "i", (int64_t)max));
	if (!*n)
		return OK;
	struct deltas deltas = {0};
	enum err e = db_begin(s, why);
	if (e == OK) {
		for (size_t i = 0; i < *n && e == OK; i++)
			e = pack_one(s, ids[i], &deltas, why);
		if (e == OK)
			e = deltas_apply(s, &deltas, why);
		e = db_end(s, e, why);
	}
	deltas_release(&deltas);
	return e;
}
