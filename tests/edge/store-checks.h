/* SPDX-License-Identifier: MIT
 *
 * What holds of a store always, whatever happened to it; and the fetcher's part in
 * small.
 */
#ifndef EDGE_STORE_CHECKS_H
#define EDGE_STORE_CHECKS_H

#include "edge/store-fixture.h"

#include "store/store-internal.h"

/* The doc of whatever waits, as the fetcher makes it. */
static inline size_t
make_docs(struct store *s)
{
	int64_t ids[64];
	size_t n, made = 0;
	do {
		assert_ok(store_pending(s, ids, 64, &n, why));
		for (size_t i = 0; i < n; i++) {
			struct store_body body;
			assert_ok(store_body(s, ids[i], &body, why));
			struct doc *doc = doc_from_text((struct bytes){body.html ? body.html : "", body.html_len});
			struct buf bytes, plain;
			buf_init(&bytes, 0);
			buf_init(&plain, 0);
			doc_encode(doc, &bytes);
			doc_plain(doc, &plain);
			/* what was left unpacked by others has its turn in idle moments */
			struct bytes raw = {ids[i] % 5 ? body.html : NULL, body.html_len};
			struct store_doc d = {.id = ids[i], .doc = buf_view(&bytes), .plain = plain.data,
					      .plain_len = plain.len, .raw = raw};
			assert_ok(store_put_docs(s, &d, 1, why));
			buf_release(&bytes);
			buf_release(&plain);
			doc_free(doc);
			store_body_release(&body);
		}
		made += n;
	} while (n);
	return made;
}

static inline void
tidy(struct store *s)
{
	size_t n;
	do
		assert_ok(store_index_some(s, 64, &n, why));
	while (n);
	do
		assert_ok(store_pack_some(s, 64, &n, why));
	while (n);
}

static inline int64_t
number(struct store *s, const char *sql)
{
	int64_t n = -1;
	assert_ok(db_int(s, why, &n, sql, ""));
	return n;
}

/* Where a doc stands in the index: slot_of. */
#define SLOT "CASE (SELECT value FROM meta WHERE name = 'slots') WHEN 8" \
	" THEN (id >> 20) << 8 | (id & 255) ELSE id END"

/* What holds always. */
static inline void
check_all(struct store *s)
{
	static const char *const sums[] = {
		"SELECT count(*) FROM feeds f WHERE (f.total, f.unread, f.starred, f.starred_unread) IS NOT"
		" (SELECT count(*), coalesce(sum(unread), 0), coalesce(sum(starred), 0),"
		"  coalesce(sum(starred AND unread), 0) FROM entries WHERE feed_id = f.id AND place < 3)",
		"SELECT count(*) FROM sections c WHERE (c.total, c.unread, c.starred, c.starred_unread) IS NOT"
		" (SELECT count(*), coalesce(sum(unread), 0), coalesce(sum(starred), 0),"
		"  coalesce(sum(starred AND unread), 0) FROM entries WHERE section_id = c.id AND place < 3)",
		"SELECT count(*) FROM totals t WHERE (t.total, t.unread, t.starred, t.starred_unread) IS NOT"
		" (SELECT count(*), coalesce(sum(unread), 0), coalesce(sum(starred), 0),"
		"  coalesce(sum(starred AND unread), 0) FROM entries WHERE place = t.place)",
		"SELECT count(*) FROM feeds f WHERE f.bytes <> (SELECT coalesce(sum("
		" coalesce((SELECT length(body) FROM packed b WHERE b.id = e.id),"
		" (SELECT length(CAST(html AS BLOB)) FROM arrived b WHERE b.id = e.id), 0) + coalesce((SELECT length(doc) FROM docs d WHERE d.id = e.id), 0)"
		" + coalesce((SELECT length(doc) FROM full_docs d WHERE d.id = e.id), 0)), 0)"
		" FROM entries e WHERE e.feed_id = f.id)",
		"SELECT count(*) FROM entries WHERE place NOT IN (SELECT place FROM totals)",
		"SELECT count(*) FROM entries WHERE place > 2 AND starred",
		"SELECT count(*) FROM entries e JOIN feeds f ON f.id = e.feed_id"
		" WHERE e.place <> f.place AND e.place <> CASE f.place WHEN 2 THEN 4 ELSE 3 END",
		"SELECT count(*) FROM authors a WHERE total <> (SELECT count(*) FROM entries WHERE author = a.name)"
		" OR total <> (SELECT count(*) FROM written WHERE author = a.id)",
		"SELECT count(*) FROM entries e WHERE author <> '' AND NOT EXISTS (SELECT 1 FROM authors a"
		" JOIN written w ON w.author = a.id WHERE a.name = e.author AND w.id = e.id)",
		"SELECT count(*) FROM entries WHERE id NOT IN (SELECT id FROM bodies)",
		"SELECT count(*) FROM bodies WHERE id NOT IN (SELECT id FROM entries)",
		"SELECT count(*) FROM docs WHERE id NOT IN (SELECT id FROM entries)",
		"SELECT count(*) FROM pending WHERE id NOT IN (SELECT id FROM entries)",
		"SELECT count(*) FROM unindexed WHERE id NOT IN (SELECT id FROM entries)",
		"SELECT count(*) FROM arrived WHERE id NOT IN (SELECT id FROM entries)",
		"SELECT count(*) FROM packed WHERE id NOT IN (SELECT id FROM entries)",
		"SELECT count(*) FROM entries WHERE body_hash IS NOT NULL AND id NOT IN (SELECT id FROM packed)"
		" AND id NOT IN (SELECT id FROM arrived)",
		"SELECT count(*) FROM docs WHERE " SLOT " NOT IN (SELECT id FROM search_docsize)"
		" AND id NOT IN (SELECT id FROM unindexed)",
		"SELECT count(*) FROM search_docsize WHERE id NOT IN"
		" (SELECT " SLOT " FROM docs)",
		"SELECT count(*) FROM meta WHERE name = 'reindex'",
	};
	for (size_t i = 0; i < ARRAY_LEN(sums); i++)
		if (number(s, sums[i]) != 0)
			fail_msg("%lld: %s", (long long)number(s, sums[i]), sums[i]);
}

/* Whatever became of them since: bodies come out as they came. */
static inline void
check_bodies(struct store *s)
{
	int64_t ids[512], from = 0;
	size_t n;
	do {
		assert_ok(db_ids(s, why, ids, 512, &n, "SELECT id FROM entries WHERE id > ? AND body_hash IS NOT NULL"
				 " ORDER BY id LIMIT 512", "i", from));
		for (size_t i = 0; i < n; i++) {
			struct store_body b;
			int64_t hash;
			assert_ok(store_body(s, ids[i], &b, why));
			assert_ok(db_int(s, why, &hash, "SELECT body_hash FROM entries WHERE id = ?", "i", ids[i]));
			assert_non_null(b.html);
			assert_true(hash == (int64_t)hash64((struct bytes){b.html, b.html_len}, BODY_SEED));
			store_body_release(&b);
			from = ids[i];
		}
	} while (n);
}

/* FTS5 reads every doc again and compares with what its index holds. */
static inline void
check_index(struct store *s)
{
	assert_ok(db_run(s, why, "INSERT INTO search (search, rank) VALUES ('integrity-check', 1)", ""));
	assert_ok(db_run(s, why, "PRAGMA integrity_check", ""));
	struct store_agreement a;
	assert_ok(store_agrees(s, 0, &a, why));
	if (a.missing || a.differing || a.strange)
		fail_msg("index: of %lld %lld missing, %lld differ, %lld strange", (long long)a.looked_at,
			 (long long)a.missing, (long long)a.differing, (long long)a.strange);
	assert_ok(store_agrees(s, 20, &a, why));
	assert_int_equal(a.missing + a.differing, 0);
}

static inline struct store_item
item(const char *key, const char *title, const char *link, int64_t published, const char *body)
{
	return (struct store_item){.key = key, .guid = key, .title = title, .link = link,
				   .published = published, .updated = TIME_NONE, .body = body,
				   .body_len = body ? strlen(body) : 0};
}

#endif
