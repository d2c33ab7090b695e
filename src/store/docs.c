/* SPDX-License-Identifier: MIT */
#include "store/store-internal.h"

#include <stdlib.h>
#include <string.h>

#include "akhbar/doc.h"
#include "sys/clock.h"
#include "sys/lang.h"

#define DOC_MAX (16 << 20) /* the longest that SQLite is let hold (open.c) */

/* ---- the index ------------------------------------------------------------------- */

enum err
is_indexed(struct store *s, int64_t id, bool *out, struct why *why)
{
	int64_t one;
	enum err e = db_int(s, why, &one, "SELECT 1 FROM search_docsize WHERE id = ?", "i", slot_of(s, id));
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
			   "itb", slot_of(s, id), title, plain.data ? plain.data : "", plain.len);
	if (e == OK && title)
		e = recent_remove(s, id, title, buf_view(&plain), why);
	free(title);
	buf_release(&plain);
	return e;
}

enum err
index_add(struct store *s, int64_t id, struct bytes plain, struct why *why)
{
	TRY(recent_add(s, id, plain, why));
	return db_run(s, why,
		      "INSERT INTO search (rowid, title, body) "
		      "VALUES (?3, (SELECT title FROM entries WHERE id = ?1), ?2)",
		      "ibi", id, plain.data ? plain.data : "", plain.len, slot_of(s, id));
}

/* ---- docs ---------------------------------------------------------------------------- */

/* What a new doc finds. */
struct standing {
	int64_t feed, place;
	bool full, unread, starred;
	bool known;           /* there was a doc of this kind before */
	int64_t words, bytes; /* of it */
	int64_t edited;       /* of pending */
	int64_t body_hash;    /* of the raw body */
};

static enum err
look_up(struct store *s, const struct store_doc *d, struct standing *out, struct why *why)
{
	sqlite3_stmt *st = db_get(s,
		d->full ? "SELECT e.feed_id, e.full, e.unread, e.starred, d.words, length(d.doc), 0, e.place,"
			  " e.body_hash FROM entries e LEFT JOIN full_docs d ON d.id = e.id WHERE e.id = ?"
			: "SELECT e.feed_id, e.full, e.unread, e.starred, d.words, length(d.doc), p.edited,"
			  " e.place, e.body_hash"
			  " FROM entries e LEFT JOIN docs d ON d.id = e.id"
			  " LEFT JOIN pending p ON p.id = e.id WHERE e.id = ?",
		why);
	if (!st)
		return s->last;
	TRY(db_bind(s, st, why, "i", d->id));
	int rc = db_step(s, st, why);
	if (rc == SQLITE_ROW)
		*out = (struct standing){
			.feed = sqlite3_column_int64(st, 0),
			.full = sqlite3_column_int(st, 1),
			.unread = sqlite3_column_int(st, 2),
			.starred = sqlite3_column_int(st, 3),
			.known = sqlite3_column_type(st, 4) != SQLITE_NULL,
			.words = sqlite3_column_int64(st, 4),
			.bytes = sqlite3_column_int64(st, 5),
			.edited = sqlite3_column_int64(st, 6),
			.place = sqlite3_column_int64(st, 7),
			.body_hash = sqlite3_column_int64(st, 8),
		};
	db_reset(st);
	return rc == SQLITE_ROW ? OK : rc == SQLITE_DONE ? ERR_NOT_FOUND : s->last;
}

/* A doc and its body as they will lie in the file: packed before the transaction begins. */
struct ready {
	const struct store_doc *doc;
	struct buf packed, body;
	bool smaller, body_smaller;
};

static enum err
write_doc(struct store *s, const struct ready *r, int64_t words, int64_t *bytes, struct why *why)
{
	const struct store_doc *d = r->doc;
	struct bytes out = r->smaller ? buf_view(&r->packed) : d->doc;
	int64_t size = r->smaller ? (int64_t)d->doc.len : 0;
	*bytes = (int64_t)out.len;
	if (d->full)
		return db_run(s, why,
			      "INSERT OR REPLACE INTO full_docs (id, words, doc, size, fetched)"
			      " VALUES (?, ?, ?, ?, ?)",
			      "iixii", d->id, words, out.data ? out.data : "", out.len, size, clock_now());
	return db_run(s, why, "INSERT OR REPLACE INTO docs (id, words, doc, size) VALUES (?, ?, ?, ?)",
		      "iixi", d->id, words, out.data ? out.data : "", out.len, size);
}

/* The publisher's edit changed what is read: it shows, and is unread again where the
 * reader wants it so. */
static enum err
mark_edited(struct store *s, int64_t id, const struct standing *at, struct delta *x, struct why *why)
{
	bool again = (at->edited & PENDING_UNREAD) && !at->unread;
	if (again) {
		delta_count(x, at->place, false, at->starred, -1);
		delta_count(x, at->place, true, at->starred, 1);
	}
	return db_run(s, why, "UPDATE entries SET changed = 1, unread = max(unread, ?2) WHERE id = ?1", "ii",
		      id, (int64_t)again);
}

/* The raw body, with the doc that lies there now. Not one that a newer has taken the place
 * of since it was read: that one waits for a doc of its own. */
static enum err
put_body(struct store *s, const struct ready *r, const struct standing *at, int64_t *bytes,
	 struct why *why)
{
	struct bytes raw = r->doc->raw;
	if (!raw.data || at->body_hash != (int64_t)hash64(raw, BODY_SEED))
		return OK;
	return body_packed(s, r->doc->id, r->body_smaller ? buf_view(&r->body) : raw,
			   r->body_smaller ? (int64_t)raw.len : 0, raw.len, bytes, why);
}

/* `speaks`: it is what search knows of the entry. */
static enum err
put_text(struct store *s, const struct ready *r, const struct standing *at, bool speaks,
	 struct deltas *deltas, struct why *why)
{
	const struct store_doc *d = r->doc;
	struct delta *x = deltas_of(deltas, at->feed);
	struct bytes plain = {d->plain, d->plain ? d->plain_len : 0};
	int64_t words = (int64_t)hash64(plain, 2), bytes;
	bool there;
	TRY(is_indexed(s, d->id, &there, why));
	if (there && speaks)
		TRY(index_remove(s, d->id, why));
	if (!d->full && at->known)
		TRY(body_unpacked(s, d->id, &x->bytes, why));
	TRY(write_doc(s, r, words, &bytes, why));
	x->bytes += bytes - at->bytes;
	if (!d->full)
		TRY(put_body(s, r, at, &x->bytes, why));
	if (d->full && !at->full)
		TRY(db_run(s, why, "UPDATE entries SET full = 1 WHERE id = ?", "i", d->id));
	if (d->full)
		TRY(db_run(s, why, "DELETE FROM page_failures WHERE id = ?", "i", d->id));
	if (!d->full) {
		if ((at->edited & PENDING_EDITED) && at->known && at->words != words)
			TRY(mark_edited(s, d->id, at, x, why));
		TRY(db_run(s, why, "DELETE FROM pending WHERE id = ?", "i", d->id));
		if ((at->edited & PENDING_RULES) && !at->known)
			TRY(rules_ask_text(s, d->id, plain, deltas, why));
	}
	if (!speaks)
		return OK;
	TRY(db_run(s, why, "DELETE FROM unindexed WHERE id = ?", "i", d->id));
	return index_add(s, d->id, plain, why);
}

static enum err
put_doc(struct store *s, const struct ready *r, struct deltas *deltas, struct why *why)
{
	const struct store_doc *d = r->doc;
	struct standing at = {0};
	enum err e = look_up(s, d, &at, why);
	if (e == ERR_NOT_FOUND)
		return OK; /* went away meanwhile */
	TRY(e);
	/* the whole article stays what search knows, whatever the feed has */
	bool speaks = d->full || !at.full, again = at.unread || (at.edited & PENDING_UNREAD);
	struct rules_before *before = NULL;
	if (speaks && again && (d->full || at.known))
		TRY(rules_before(s, d->id, &before, why));
	e = put_text(s, r, &at, speaks, deltas, why);
	struct bytes plain = {d->plain ? d->plain : "", d->plain ? d->plain_len : 0};
	return rules_after(s, before, e, plain, deltas, why);
}

static int
by_id(const void *a, const void *b)
{
	const struct ready *x = a, *y = b;
	return x->doc->id < y->doc->id ? -1 : x->doc->id > y->doc->id;
}

/* One transaction; it ends early when somebody has sat down at the keys. */
static enum err
put_some(struct store *s, const struct ready *ready, size_t n, size_t *done, struct why *why)
{
	enum { LOOK_UP = 64 };
	struct deltas deltas = {0};
	struct rules_mark mark = rules_mark(s);
	size_t put = 0;
	enum err e = db_begin(s, why);
	if (e == OK) {
		while (put < n && e == OK && (put % LOOK_UP || !put || store_alone(s)))
			e = put_doc(s, &ready[put++], &deltas, why);
		if (e == OK)
			e = deltas_apply(s, &deltas, why);
		if (e == OK)
			e = recent_trim(s, why);
		e = db_end(s, e, why);
	}
	if (e != OK)
		rules_rewind(s, mark);
	else
		*done += put;
	deltas_release(&deltas);
	return e;
}

enum err
store_put_docs(struct store *s, const struct store_doc *docs, size_t n, struct why *why)
{
	struct ready *ready = mem_realloc_array(NULL, n, sizeof(*ready));
	for (size_t i = 0; i < n; i++) {
		ready[i].doc = &docs[i];
		buf_init(&ready[i].packed, 0);
		buf_init(&ready[i].body, 0);
		ready[i].smaller = pack(s, docs[i].doc, (struct bytes){0}, &ready[i].packed);
		ready[i].body_smaller = docs[i].raw.data && pack_after(s, docs[i].raw, docs[i].doc, &ready[i].body);
	}
	/* FTS5 writes its hash out whenever a rowid is smaller than the one before */
	qsort(ready, n, sizeof(*ready), by_id);
	enum err e = OK;
	for (size_t done = 0; done < n && e == OK;)
		e = put_some(s, ready + done, n - done, &done, why);
	for (size_t i = 0; i < n; i++) {
		buf_release(&ready[i].packed);
		buf_release(&ready[i].body);
	}
	free(ready);
	return e;
}

enum err
store_get_doc(struct store *s, int64_t id, bool full, struct buf *out, struct why *why)
{
	sqlite3_stmt *st = db_get(s,
		full ? "SELECT doc, size FROM full_docs WHERE id = ?"
		     : "SELECT doc, size FROM docs WHERE id = ?",
		why);
	if (!st)
		return s->last;
	TRY(db_bind(s, st, why, "i", id));
	int rc = db_step(s, st, why);
	if (rc == SQLITE_DONE) {
		db_reset(st);
		return err_set(why, ERR_NOT_FOUND, _("the text of this article is not made yet"));
	}
	if (rc != SQLITE_ROW)
		return s->last;
	const char *data = sqlite3_column_blob(st, 0);
	struct bytes doc = {data ? data : "", (size_t)sqlite3_column_bytes(st, 0)};
	int64_t size = sqlite3_column_int64(st, 1);
	enum err e = OK;
	if (size < 0 || size > DOC_MAX || (size && !unpack(doc, (size_t)size, (struct bytes){0}, out)))
		e = err_set(why, ERR_FORMAT, _("the text of this article cannot be read any more"));
	else if (!size && !buf_add_bytes(out, doc))
		e = err_set(why, ERR_LIMIT, _("the article is larger than the limit"));
	db_reset(st);
	return e;
}

/* ---- the index, made anew --------------------------------------------------------- */

/* Everything out, and all that has a doc waits for its turn, the newest first. */
static enum err
index_empty(struct store *s, struct why *why)
{
	TRY(db_run(s, why, "INSERT INTO search (search) VALUES ('delete-all')", ""));
	TRY(db_run(s, why, "INSERT INTO recent (recent) VALUES ('delete-all')", ""));
	TRY(db_run(s, why, "INSERT OR REPLACE INTO meta (name, value) VALUES ('recent', 0)", ""));
	TRY(db_run(s, why, "INSERT OR IGNORE INTO unindexed SELECT id FROM docs", ""));
	TRY(db_run(s, why, "INSERT OR IGNORE INTO unindexed SELECT id FROM full_docs", ""));
	return db_run(s, why, "DELETE FROM meta WHERE name = 'reindex'", "");
}

static enum err
index_one(struct store *s, int64_t id, struct why *why)
{
	bool there;
	TRY(is_indexed(s, id, &there, why));
	struct buf plain;
	buf_init(&plain, 0);
	enum err e = there ? ERR_NOT_FOUND : entry_plain(s, id, &plain, why);
	int64_t words = (int64_t)hash64(buf_view(&plain), 2), known;
	if (e == OK)
		e = db_int(s, why, &known, "SELECT 1 FROM entries WHERE id = ?", "i", id);
	if (e == OK) /* what goes in is what will be taken out */
		e = db_run(s, why, "UPDATE docs SET words = ?2 WHERE id = ?1 AND words <> ?2 AND NOT EXISTS"
				   " (SELECT 1 FROM full_docs WHERE id = ?1)", "ii", id, words);
	if (e == OK)
		e = db_run(s, why, "UPDATE full_docs SET words = ?2 WHERE id = ?1 AND words <> ?2", "ii", id,
			   words);
	if (e == OK)
		e = index_add(s, id, buf_view(&plain), why);
	buf_release(&plain);
	if (e == ERR_NOT_FOUND || e == ERR_FORMAT || e == ERR_LIMIT)
		e = OK; /* nothing to read there */
	if (e == OK)
		e = db_run(s, why, "DELETE FROM unindexed WHERE id = ?", "i", id);
	return e;
}

enum err
store_index_some(struct store *s, size_t max, size_t *n, struct why *why)
{
	int64_t ids[128], wanted = 0;
	*n = 0;
	enum err e = db_int(s, why, &wanted, "SELECT 1 FROM meta WHERE name = 'reindex'", "");
	if (e != OK && e != ERR_NOT_FOUND)
		return e;
	if (wanted) {
		TRY(db_begin(s, why));
		TRY(db_end(s, index_empty(s, why), why));
	}
	TRY(db_ids(s, why, ids, max < ARRAY_LEN(ids) ? max : ARRAY_LEN(ids), n,
		   "SELECT id FROM unindexed ORDER BY id DESC LIMIT ?", "i", (int64_t)max));
	if (!*n)
		return OK;
	e = db_begin(s, why);
	if (e != OK)
		return e;
	/* rising rowids: see store_put_docs */
	for (size_t i = *n; i-- > 0 && e == OK;)
		e = index_one(s, ids[i], why);
	if (e == OK)
		e = recent_trim(s, why);
	return db_end(s, e, why);
}
