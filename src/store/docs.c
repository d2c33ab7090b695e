/* SPDX-License-Identifier: MIT */
#include "store/store-internal.h"

#include <stdlib.h>
#include <string.h>

#include "akhbar/doc.h"

enum err
store_pending(struct store *s, int64_t *ids, size_t max, size_t *n, struct why *why)
{
	sqlite3_stmt *st = db_get(s, "SELECT id FROM pending ORDER BY id DESC LIMIT ?", why);
	if (!st)
		return s->last;
	TRY(db_bind(s, st, why, "i", (int64_t)max));
	size_t got = 0;
	int rc;
	while ((rc = db_step(s, st, why)) == SQLITE_ROW && got < max)
		ids[got++] = sqlite3_column_int64(st, 0);
	if (rc != SQLITE_DONE && rc != SQLITE_ROW)
		return s->last;
	db_reset(st);
	*n = got;
	return OK;
}

enum err
store_body(struct store *s, int64_t id, struct store_body *out, struct why *why)
{
	sqlite3_stmt *st = db_get(s,
		"SELECT b.html, b.base, e.title, e.link, f.dir FROM entries e"
		" JOIN bodies b ON b.id = e.id LEFT JOIN feeds f ON f.id = e.feed_id WHERE e.id = ?",
		why);
	if (!st)
		return s->last;
	TRY(db_bind(s, st, why, "i", id));
	int rc = db_step(s, st, why);
	if (rc == SQLITE_DONE) {
		db_reset(st);
		return err_set(why, ERR_NOT_FOUND, "there is no such article in the store");
	}
	if (rc != SQLITE_ROW)
		return s->last;
	*out = (struct store_body){
		.id = id,
		.html = db_text(st, 0),
		.html_len = (size_t)sqlite3_column_bytes(st, 0),
		.base = db_text(st, 1),
		.title = db_text_or(st, 2),
		.link = db_text(st, 3),
		.dir = (enum dir)sqlite3_column_int(st, 4),
	};
	db_reset(st);
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

/* ---- the index ------------------------------------------------------------------- */

static enum err
is_indexed(struct store *s, int64_t id, bool *out, struct why *why)
{
	int64_t one;
	enum err e = db_int(s, why, &one, "SELECT 1 FROM search_docsize WHERE id = ?", "i", id);
	*out = e == OK;
	return e == ERR_NOT_FOUND ? OK : e;
}

enum err
entry_plain(struct store *s, int64_t id, struct buf *out, struct why *why)
{
	struct buf bytes;
	buf_init(&bytes, 0);
	enum err e = store_get_doc(s, id, true, &bytes, NULL);
	if (e == ERR_NOT_FOUND)
		e = store_get_doc(s, id, false, &bytes, why);
	struct doc *doc = NULL;
	if (e == OK)
		e = doc_decode(buf_view(&bytes), &doc, why);
	if (e == OK)
		doc_plain(doc, out);
	doc_free(doc);
	buf_release(&bytes);
	return e;
}

/* FTS5 takes a row out by the very words that were put in (external content).
 * Should the text of a doc come out otherwise than it went in, because the doc
 * room learned something, the index is marked for being made anew. */
enum err
index_remove(struct store *s, int64_t id, struct why *why)
{
	bool there;
	TRY(is_indexed(s, id, &there, why));
	if (!there)
		return OK;
	struct buf plain;
	buf_init(&plain, 0);
	int64_t words = 0;
	enum err e = entry_plain(s, id, &plain, why);
	if (e == OK)
		e = db_int(s, why, &words,
			   "SELECT words FROM full_docs WHERE id = ?1 UNION ALL "
			   "SELECT words FROM docs WHERE id = ?1 LIMIT 1",
			   "i", id);
	bool same = e == OK && words == (int64_t)hash64(buf_view(&plain), 2);
	if (e == ERR_FORMAT || e == ERR_NOT_FOUND)
		e = OK; /* unreadable bytes are a reason to make the index anew, no more */
	if (e == OK && !same)
		e = db_run(s, why, "INSERT OR REPLACE INTO meta (name, value) VALUES ('reindex', 1)", "");
	char *title = NULL;
	if (e == OK) {
		sqlite3_stmt *st = db_get(s, "SELECT title FROM entries WHERE id = ?", why);
		e = st ? db_bind(s, st, why, "i", id) : s->last;
		if (e == OK && db_step(s, st, why) == SQLITE_ROW)
			title = db_text_or(st, 0);
		if (st)
			db_reset(st);
	}
	if (e == OK && title)
		e = db_run(s, why,
			   "INSERT INTO search (search, rowid, title, body) VALUES ('delete', ?, ?, ?)",
			   "itb", id, title, plain.data ? plain.data : "", plain.len);
	free(title);
	buf_release(&plain);
	return e;
}

static enum err
index_add(struct store *s, int64_t id, struct bytes plain, struct why *why)
{
	return db_run(s, why,
		      "INSERT INTO search (rowid, title, body) "
		      "VALUES (?1, (SELECT title FROM entries WHERE id = ?1), ?2)",
		      "ib", id, plain.data ? plain.data : "", plain.len);
}

/* ---- docs ---------------------------------------------------------------------------- */

static enum err
put_doc(struct store *s, const struct store_doc *d, struct why *why)
{
	int64_t known, full;
	enum err e = db_int(s, why, &known, "SELECT 1 FROM entries WHERE id = ?", "i", d->id);
	if (e == ERR_NOT_FOUND)
		return OK; /* went away meanwhile */
	TRY(e);
	TRY(db_int(s, why, &full, "SELECT full FROM entries WHERE id = ?", "i", d->id));
	struct bytes plain = {d->plain, d->plain ? d->plain_len : 0};
	bool there;
	TRY(is_indexed(s, d->id, &there, why));
	/* the whole article stays what search knows, whatever the feed has */
	bool speaks = d->full || !full;
	if (there && speaks)
		TRY(index_remove(s, d->id, why));
	int64_t words = (int64_t)hash64(plain, 2);
	sqlite3_stmt *st = db_get(s,
		d->full ? "INSERT OR REPLACE INTO full_docs (id, words, doc) VALUES (?, ?, ?)"
			: "INSERT OR REPLACE INTO docs (id, words, doc) VALUES (?, ?, ?)",
		why);
	if (!st)
		return s->last;
	TRY(db_bind(s, st, why, "ii", d->id, words));
	int rc = sqlite3_bind_blob64(st, 3, d->doc.data ? d->doc.data : "", d->doc.len, SQLITE_STATIC);
	if (rc == SQLITE_OK)
		rc = db_step(s, st, why);
	db_reset(st);
	if (rc != SQLITE_DONE)
		return s->last;
	if (d->full && !full)
		TRY(db_run(s, why, "UPDATE entries SET full = 1 WHERE id = ?", "i", d->id));
	if (d->full)
		TRY(db_run(s, why, "DELETE FROM page_failures WHERE id = ?", "i", d->id));
	if (!d->full)
		TRY(db_run(s, why, "DELETE FROM pending WHERE id = ?", "i", d->id));
	if (speaks)
		return index_add(s, d->id, plain, why);
	if (there)
		return OK;
	/* the title changed: the whole article goes in again under the new one */
	struct buf whole;
	buf_init(&whole, 0);
	e = entry_plain(s, d->id, &whole, why);
	if (e == OK || e == ERR_FORMAT)
		e = index_add(s, d->id, buf_view(&whole), why);
	buf_release(&whole);
	return e;
}

static int
by_id(const void *a, const void *b)
{
	const struct store_doc *x = *(const struct store_doc *const *)a;
	const struct store_doc *y = *(const struct store_doc *const *)b;
	return x->id < y->id ? -1 : x->id > y->id;
}

enum err
store_put_docs(struct store *s, const struct store_doc *docs, size_t n, struct why *why)
{
	/* FTS5 writes its hash out whenever a rowid is smaller than the one before */
	const struct store_doc **order = mem_alloc((n ? n : 1) * sizeof(*order));
	for (size_t i = 0; i < n; i++)
		order[i] = &docs[i];
	qsort(order, n, sizeof(*order), by_id);
	enum err e = db_begin(s, why);
	if (e == OK) {
		for (size_t i = 0; i < n && e == OK; i++)
			e = put_doc(s, order[i], why);
		e = db_end(s, e, why);
	}
	free(order);
	return e;
}

enum err
store_get_doc(struct store *s, int64_t id, bool full, struct buf *out, struct why *why)
{
	sqlite3_stmt *st = db_get(s,
		full ? "SELECT doc FROM full_docs WHERE id = ?" : "SELECT doc FROM docs WHERE id = ?",
		why);
	if (!st)
		return s->last;
	TRY(db_bind(s, st, why, "i", id));
	int rc = db_step(s, st, why);
	if (rc == SQLITE_DONE) {
		db_reset(st);
		return err_set(why, ERR_NOT_FOUND, "the text of this article is not made yet");
	}
	if (rc != SQLITE_ROW)
		return s->last;
	const void *data = sqlite3_column_blob(st, 0);
	bool fits = buf_add(out, data ? data : "", (size_t)sqlite3_column_bytes(st, 0));
	db_reset(st);
	return fits ? OK : err_set(why, ERR_LIMIT, "the article is larger than the limit");
}
