/* SPDX-License-Identifier: MIT */
#include "store/store-internal.h"

/* The whole schema, form by form. What a column of a later form means is told
 * where it is added. Rules that hold everywhere:
 *
 * - entries.id = (seconds << 20) | n: order by id is order by date, so every
 *   list is a range of one index whose last column is the rowid.
 * - What a list shows is in `entries`, narrow; bodies and docs are apart.
 * - section_id and place are repeated in each entry, because lists are ranges of
 *   (section_id, id) and (place, id). Only store_sync_sources changes them,
 *   and a rule of the reader's the place.
 * - The counters of feeds, sections and totals change in the transaction that
 *   changes the entries; nothing counts when it reads.
 * - No row is ever deleted because a feed no longer has it: only store_forget
 *   deletes, by the reader's settings, and leaves a line in `forgotten`.
 * - authors and written follow entries.author by triggers of their own, whoever writes it.
 * - The rows of different tables differ in the number or the kinds of their
 *   columns: salvage.c knows the rows of a damaged file by them. A later form
 *   keeps it so.
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

	/* place 0 shown, 1 of a feed marked `!`, 2 of a feed no longer listed; 3 hidden by a
	 * rule, 4 the same of a feed no longer listed: these two have a row in totals when
	 * there was one, and are in no other counter. */
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

static const char schema_3[] =
	"DROP VIEW search_text;" /* made anew below, over the new columns */

	/* Bytes of the feed's bodies and docs as they lie in the file. */
	"ALTER TABLE feeds ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;"

	/* The raw body as it came, until its doc is made; and then: deflated, with the
	 * entry's doc as dictionary, size when unpacked (0: as it is). Tables of their
	 * own, because a row that shrinks leaves its page half empty and one that goes
	 * does not. */
	"CREATE TABLE raw (id INTEGER PRIMARY KEY, html TEXT NOT NULL);"
	"CREATE TABLE packed (id INTEGER PRIMARY KEY, size INTEGER NOT NULL, body BLOB NOT NULL);"
	"INSERT INTO raw SELECT id, html FROM bodies WHERE html IS NOT NULL;"
	"ALTER TABLE bodies DROP COLUMN html;"

	/* size: of the doc when it is kept deflated; 0: it is as it is. fetched: when
	 * the page was. */
	"ALTER TABLE docs ADD COLUMN size INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE full_docs ADD COLUMN size INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE full_docs ADD COLUMN fetched INTEGER;"

	/* edited: bits; 1 the body came anew after its doc was made: should the text
	 * differ the entry is marked as changed; 2 and becomes unread; 4 rules wait for it. */
	"ALTER TABLE pending ADD COLUMN edited INTEGER NOT NULL DEFAULT 0;"

	/* Docs that wait for the index. */
	"CREATE TABLE unindexed (id INTEGER PRIMARY KEY);"

	/* Articles that were forgotten while their feed may still list them, so that
	 * they do not come back as new. same_hash: of link and title, for feeds whose
	 * ids change; published: as in entries. seen: when the feed last listed it; lines
	 * not seen for long go. */
	"CREATE TABLE forgotten ("
	"  key_hash INTEGER NOT NULL, feed_id INTEGER NOT NULL, same_hash INTEGER,"
	"  published INTEGER, seen INTEGER NOT NULL, PRIMARY KEY (key_hash, feed_id)) WITHOUT ROWID;"
	"CREATE INDEX forgotten_feed ON forgotten (feed_id, seen);"
	"CREATE INDEX forgotten_same ON forgotten (same_hash, feed_id) WHERE same_hash IS NOT NULL;"

	"UPDATE feeds SET bytes ="
	"  coalesce((SELECT sum(length(CAST(html AS BLOB))) FROM raw"
	"    WHERE id IN (SELECT id FROM entries WHERE feed_id = feeds.id)), 0)"
	"  + coalesce((SELECT sum(length(doc)) FROM docs"
	"    WHERE id IN (SELECT id FROM entries WHERE feed_id = feeds.id)), 0)"
	"  + coalesce((SELECT sum(length(doc)) FROM full_docs"
	"    WHERE id IN (SELECT id FROM entries WHERE feed_id = feeds.id)), 0);"

	/* Rare states that search asks for. */
	"CREATE INDEX entries_place_read ON entries (place) WHERE unread = 0;"
	"CREATE INDEX entries_changed ON entries (changed) WHERE changed = 1;"
	"CREATE INDEX entries_full ON entries (full) WHERE full = 1;"
	"CREATE INDEX bodies_enclosure ON bodies (id) WHERE enclosure IS NOT NULL;"

	/* The index anew: each word once (a query asks for its forms with the article),
	 * rows by slot_of(id), no view of the text. meta 'slots': its bits; 20 in a store
	 * that has too many articles of one second. */
	"DROP TABLE search;"
	"CREATE VIRTUAL TABLE search USING fts5 (title, body, content = '', tokenize = 'akhbar');"
	"INSERT INTO search (search, rank) VALUES ('hashsize', 8388608);"
	"INSERT OR REPLACE INTO meta (name, value) SELECT 'slots', CASE WHEN EXISTS"
	"  (SELECT 1 FROM entries WHERE (id & 1048575) > 255) THEN 20 ELSE 8 END;"
	"INSERT OR IGNORE INTO unindexed SELECT id FROM docs;"
	"INSERT OR IGNORE INTO unindexed SELECT id FROM full_docs;"
	"DELETE FROM meta WHERE name = 'reindex';"

	/* The words of the newest articles once more: all that are indexed and have an
	 * id of at least meta 'recent' (recent.c). Beginnings of words that are frequent
	 * are answered from here. */
	"CREATE VIRTUAL TABLE recent USING fts5 (title, body, content = '', tokenize = 'akhbar');"
	"INSERT OR REPLACE INTO meta (name, value) VALUES ('recent', 0);";

static const char schema_4[] =
	/* What a feed says of when not to ask it (RSS 2.0), in GMT: skip_hours bit h is
	 * the hour from h to h + 1, skip_days bit 0 is Sunday. */
	"ALTER TABLE feeds ADD COLUMN skip_hours INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE feeds ADD COLUMN skip_days INTEGER NOT NULL DEFAULT 0;"

	/* HTTP status of the last answer, 0: there was none. What the last good fetch had
	 * to complain of all the same ("damaged-document", how many articles were read), as
	 * fail_code; '' nothing. */
	"ALTER TABLE feeds ADD COLUMN status INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE feeds ADD COLUMN note_code TEXT NOT NULL DEFAULT '';"
	"ALTER TABLE feeds ADD COLUMN note_arg TEXT NOT NULL DEFAULT '';"

	/* By feed first: what one fetch looks up and adds lies on a few pages together,
	 * and not each article on a page of its own somewhere in a large index. */
	"DROP INDEX entries_key;"
	"DROP INDEX entries_guid;"
	"DROP INDEX entries_link;"
	"CREATE INDEX entries_key ON entries (feed_id, key_hash);"
	"CREATE INDEX entries_guid ON entries (feed_id, guid_hash) WHERE guid_hash IS NOT NULL;"
	"CREATE INDEX entries_link ON entries (feed_id, link_hash) WHERE link_hash IS NOT NULL;"

	/* Raw bodies lie as they arrived, one behind the other, and not each between its
	 * neighbours in time, where it would part a page in two. */
	"CREATE TABLE arrived (n INTEGER PRIMARY KEY, id INTEGER NOT NULL, html TEXT NOT NULL);"
	"CREATE UNIQUE INDEX arrived_id ON arrived (id);"
	"INSERT INTO arrived (id, html) SELECT id, html FROM raw ORDER BY id;"
	"DROP TABLE raw;"

	/* What rules hide lies apart, so that a list need not walk over it. */
	"DROP INDEX entries_section;"
	"DROP INDEX entries_section_unread;"
	"DROP INDEX entries_feed;"
	"DROP INDEX entries_feed_unread;"
	"CREATE INDEX entries_section ON entries (section_id) WHERE place < 2;"
	"CREATE INDEX entries_section_unread ON entries (section_id) WHERE unread = 1 AND place < 2;"
	"CREATE INDEX entries_feed ON entries (feed_id) WHERE place < 3;"
	"CREATE INDEX entries_feed_unread ON entries (feed_id) WHERE unread = 1 AND place < 2;"
	"CREATE INDEX entries_ruled ON entries (feed_id) WHERE place > 2;"

	/* Each name that stands as an author once, as it is and folded, with how many
	 * entries have it; and which: an author: is looked up here. */
	"CREATE TABLE authors ("
	"  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, folded TEXT NOT NULL,"
	"  total INTEGER NOT NULL DEFAULT 0);"
	"CREATE TABLE written ("
	"  author INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (author, id)) WITHOUT ROWID;"
	"INSERT INTO authors (name, folded, total)"
	"  SELECT author, akhbar_folded(author), count(*) FROM entries WHERE author <> '' GROUP BY author;"
	"INSERT INTO written (author, id)"
	"  SELECT a.id, e.id FROM entries e JOIN authors a ON a.name = e.author WHERE e.author <> '';"
	"CREATE TRIGGER author_comes AFTER INSERT ON entries WHEN new.author <> '' BEGIN"
	"  INSERT INTO authors (name, folded, total) VALUES (new.author, akhbar_folded(new.author), 1)"
	"    ON CONFLICT (name) DO UPDATE SET total = total + 1;"
	"  INSERT INTO written (author, id) SELECT id, new.id FROM authors WHERE name = new.author;"
	"END;"
	"CREATE TRIGGER author_goes AFTER DELETE ON entries WHEN old.author <> '' BEGIN"
	"  DELETE FROM written WHERE id = old.id"
	"    AND author = (SELECT id FROM authors WHERE name = old.author);"
	"  UPDATE authors SET total = total - 1 WHERE name = old.author;"
	"  DELETE FROM authors WHERE name = old.author AND total <= 0;"
	"END;"
	"CREATE TRIGGER author_changes AFTER UPDATE OF author ON entries"
	"  WHEN old.author IS NOT new.author BEGIN"
	"  DELETE FROM written WHERE id = old.id"
	"    AND author = (SELECT id FROM authors WHERE name = old.author);"
	"  UPDATE authors SET total = total - 1 WHERE name = old.author;"
	"  DELETE FROM authors WHERE name = old.author AND total <= 0;"
	"  INSERT INTO authors (name, folded, total)"
	"    SELECT new.author, akhbar_folded(new.author), 1 WHERE new.author <> ''"
	"    ON CONFLICT (name) DO UPDATE SET total = total + 1;"
	"  INSERT INTO written (author, id) SELECT id, new.id FROM authors WHERE name = new.author;"
	"END;"

	/* The indexes write larger pieces and merge them less often. */
	"INSERT INTO recent (recent, rank) VALUES ('hashsize', 8388608);"
	"INSERT INTO search (search, rank) VALUES ('automerge', 8);";

const struct migration store_migrations[] = {
	{1, schema_1},
	{2, schema_2},
	{3, schema_3},
	{4, schema_4},
};
const size_t store_migrations_n = ARRAY_LEN(store_migrations);
