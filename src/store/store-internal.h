/* SPDX-License-Identifier: MIT
 *
 * Inside the store: the connection, its prepared statements, and short ways to
 * run them. Every step is checked; the first that fails fills `why` with a
 * sentence for the reader.
 */
#ifndef STORE_STORE_INTERNAL_H
#define STORE_STORE_INTERNAL_H

#include <sqlite3.h>

#include "store/store.h"

#define STORE_APPLICATION 0x414b4842 /* "AKHB" */

/* Where an entry shows: entries.place */
/* RULED: hidden by a rule of the reader's, whatever its feed is; the last one: so, and
 * its feed is no longer listed. */
enum place { PLACE_SHOWN, PLACE_HIDDEN, PLACE_UNLISTED, PLACE_RULED, PLACE_RULED_UNLISTED };
#define IS_RULED(place) ((place) >= PLACE_RULED)

struct cached {
	uint64_t hash;
	sqlite3_stmt *st;
};

struct store {
	sqlite3 *db;
	char *path;
	char *backup; /* the copy that the upgrade at opening made; NULL none */
	int folder; /* descriptor: presence.c; -1 none */
	bool read_only, wal, damaged;
	bool batch;      /* store_batch_begin: what follows is a part of it */
	bool batch_lost; /* SQLite has taken all of it back */
	int limited; /* read_only for this cause, an SQLite code; 0: as asked */
	int failed;  /* the code of the last failure */
	bool index_damaged; /* noted when the transaction ends: it is made anew */
	int slot_bits; /* of one second's place in the index: slot_of */
	struct packer *packer; /* pack.c; NULL until needed */
	struct rules *rules;   /* rules.c; NULL none */
	int64_t own_changes;
	enum err last; /* of the statement that failed */
	struct cached cache[256];
	unsigned cached;
};

#define TRY(call) \
	do { \
		enum err try_ = (call); \
		if (try_ != OK) \
			return try_; \
	} while (0)

/* ---- db.c -------------------------------------------------------------- */

/* Turns SQLite's last error into a sentence. */
enum err db_error(struct store *s, int rc, struct why *why);

/* A statement ready to bind: prepared once a connection. NULL: see s->last. */
sqlite3_stmt *db_get(struct store *s, const char *sql, struct why *why);
/* Binds by letters: i int64_t, n int64_t but TIME_NONE as NULL, t text (NULL as
 * NULL), b bytes of text, x bytes (pointer, size_t; NULL as NULL). */
MUST_USE enum err db_bind(struct store *s, sqlite3_stmt *st, struct why *why, const char *kinds,
			  ...);
/* SQLITE_ROW or SQLITE_DONE; anything else: reset, s->last set, why filled. */
int db_step(struct store *s, sqlite3_stmt *st, struct why *why);
void db_reset(sqlite3_stmt *st);
/* A statement without rows, once. */
MUST_USE enum err db_run(struct store *s, struct why *why, const char *sql, const char *kinds,
			 ...);
/* First column of the first row; ERR_NOT_FOUND when there is none. */
MUST_USE enum err db_int(struct store *s, struct why *why, int64_t *out, const char *sql,
			 const char *kinds, ...);
/* A value of meta by its name; 0 when there is none. */
MUST_USE enum err db_get_meta(struct store *s, const char *name, int64_t *value, struct why *why);
MUST_USE enum err db_put_meta(struct store *s, const char *name, int64_t value, struct why *why);
/* First column of at most max rows. */
MUST_USE enum err db_ids(struct store *s, struct why *why, int64_t *ids, size_t max, size_t *n,
			 const char *sql, const char *kinds, ...);
MUST_USE enum err db_begin(struct store *s, struct why *why);
/* Commits when e is OK, else rolls back; gives what holds in the end. In a batch: the
 * same of its part. */
MUST_USE enum err db_end(struct store *s, enum err e, struct why *why);
/* Text of several statements, unprepared. */
MUST_USE enum err db_script(struct store *s, const char *sql, struct why *why);

char *db_text(sqlite3_stmt *st, int column);      /* yours; NULL for NULL */
char *db_text_or(sqlite3_stmt *st, int column);   /* "" for NULL */
int64_t db_time(sqlite3_stmt *st, int column);    /* TIME_NONE for NULL */

/* ---- presence.c ------------------------------------------------------------ */

int presence_folder(const char *path);

/* ---- schema.c, upgrade.c ---------------------------------------------------- */

struct migration {
	int to;          /* user_version it leads to */
	const char *sql; /* all of it, in the transaction of the upgrade */
};
extern const struct migration store_migrations[];
extern const size_t store_migrations_n;

/* Brings the file up to the last migration: nothing to do, a new file, or an
 * upgrade after a backup. */
MUST_USE enum err schema_ready(struct store *s, const struct migration *steps, size_t n,
			       struct why *why);

/* ERR_FORMAT, in words. */
MUST_USE enum err schema_newer(int64_t version, int64_t newest, struct why *why);

/* ---- counters.c ------------------------------------------------------------- */

struct delta {
	int64_t feed_id;
	int64_t unread, total, starred, starred_unread;
	int64_t ruled, ruled_unread; /* hidden by rules: in no other number */
	int64_t bytes; /* of bodies and docs: of the feed alone */
};
struct deltas {
	struct delta *items;
	size_t n, cap;
};
void deltas_release(struct deltas *d);
struct delta *deltas_of(struct deltas *d, int64_t feed_id);
/* An entry that stands so comes (sign 1) or goes (-1). */
void delta_count(struct delta *x, int64_t place, bool unread, bool starred, int sign);
/* Adds them to the feeds, their sections and the totals, inside the transaction. */
MUST_USE enum err deltas_apply(struct store *s, const struct deltas *d, struct why *why);

/* After feeds moved: the sums of sections and all, from the feeds' counters (feeds.c). */
MUST_USE enum err counters_sum_up(struct store *s, struct why *why);

/* ---- tokenizer.c --------------------------------------------------------------- */

/* The FTS5 tokenizer `akhbar` and the functions of SQL that the schema and search call. */
MUST_USE enum err tokenizer_register(struct store *s, struct why *why);

/* Tokens of a text, the same way: `form` folded. Returning false stops. */
struct token {
	const char *form;
	size_t len;
	uint32_t start, end; /* bytes of the text */
};
#define TOKEN_ARTICLES 10
#define TOKEN_BARE_BYTES 6 /* three Arabic letters: what may stand behind an article */
extern const char *const token_articles[TOKEN_ARTICLES];
/* Bytes of the article that a folded word begins with, when enough is left; else 0. */
size_t token_article(const char *form, size_t len);
typedef bool token_fn(void *context, const struct token *token);
void tokenize(struct bytes text, token_fn *each, void *context);

/* ---- slots ------------------------------------------------------------------------ */

/* Where an entry stands in the index. Its id leaves room for a million of one second,
 * which costs the index two more bytes for every word of every entry; there each
 * second has 256 places, unless an old store has more articles of one second than
 * that (meta 'slots'). The order is the same. Ids between two entries give the last
 * place before the next one. */
#define SLOT_BITS 8
MUST_USE enum err slots_read(struct store *s, struct why *why); /* open.c */
static inline int64_t
slot_of(const struct store *s, int64_t id)
{
	int64_t n = id & 0xfffff, last = (INT64_C(1) << s->slot_bits) - 1;
	return (id >> 20) << s->slot_bits | (n < last ? n : last);
}

static inline int64_t
slot_id(const struct store *s, int64_t slot)
{
	return (slot >> s->slot_bits) << 20 | (slot & ((INT64_C(1) << s->slot_bits) - 1));
}

/* ---- recent.c ------------------------------------------------------------------- */

/* The lowest id that the small index holds; INT64_MAX when none is known. */
MUST_USE enum err recent_floor(struct store *s, int64_t *out, struct why *why);
/* The small index of the newest entries: all that are indexed and have an id of at
 * least meta 'recent'. Kept beside the large one in the same transactions. */
MUST_USE enum err recent_add(struct store *s, int64_t id, struct bytes plain, struct why *why);
MUST_USE enum err recent_remove(struct store *s, int64_t id, const char *title, struct bytes plain,
				struct why *why);
/* Takes out the oldest beyond its size. */
MUST_USE enum err recent_trim(struct store *s, struct why *why);

/* ---- docs.c ----------------------------------------------------------------------- */

/* Takes an entry out of the index, with the words that went in. */
MUST_USE enum err index_remove(struct store *s, int64_t id, struct why *why);
MUST_USE enum err index_add(struct store *s, int64_t id, struct bytes plain, struct why *why);
MUST_USE enum err is_indexed(struct store *s, int64_t id, bool *out, struct why *why);
/* Plain text of what the entry shows (the whole article before the feed's). */
MUST_USE enum err entry_plain(struct store *s, int64_t id, struct buf *out, struct why *why);

/* pending.edited: bits. The body came anew after its doc was made: should the text differ
 * the entry is marked as changed; and becomes unread; rules wait for its text. */
enum { PENDING_EDITED = 1, PENDING_UNREAD = 2, PENDING_RULES = 4 };

/* ---- rules.c --------------------------------------------------------------------- */

struct query_article;
/* What the rules say of an article that comes in, whose text is not known yet; *open: some
 * cannot tell without it. */
unsigned rules_foretell(const struct store *s, const struct query_article *a, bool *open);
/* Asks those about an entry whose text is there now (plain), and does what they say. */
MUST_USE enum err rules_ask_text(struct store *s, int64_t id, struct bytes plain,
				 struct deltas *deltas, struct why *why);
/* An entry that is edited, or gets its whole text or its author, is asked again of what did
 * not hold before, as long as it is unread: `before` the change (NULL: no rules, or no text
 * yet), and after it, which frees it; e: of the change, given back when it is not OK; plain:
 * the text now, no data for the same as before. */
struct rules_before;
MUST_USE enum err rules_before(struct store *s, int64_t id, struct rules_before **out,
			       struct why *why);
MUST_USE enum err rules_after(struct store *s, struct rules_before *before, enum err e,
			      struct bytes plain, struct deltas *deltas, struct why *why);
/* Does it to a stored entry; *changed may be NULL. */
MUST_USE enum err rules_do(struct store *s, int64_t id, unsigned does, struct deltas *deltas,
			   bool *changed, struct why *why);
/* Where an entry goes that a rule hides, or that is shown again. */
int64_t place_ruled(int64_t place);
/* What is to be told of, and what was hidden, counts when the transaction is whole. */
void rules_note(struct store *s, int64_t id, unsigned does);
struct rules_mark {
	size_t ids_n;
	int64_t hidden;
};
struct rules_mark rules_mark(const struct store *s);
void rules_rewind(struct store *s, struct rules_mark mark);
void rules_free(struct rules *r);

/* ---- forget.c ------------------------------------------------------------------ */

/* Of link and title; TIME_NONE without a link. */
int64_t same_hash(int64_t link_hash, const char *title);
/* Whether an item of a feed is one that was forgotten; notes that it is still listed. */
MUST_USE enum err forgotten_still(struct store *s, int64_t feed_id, int64_t key_hash, int64_t same,
				  int64_t published, int64_t now, bool *out, struct why *why);
/* Drops what the feed no longer lists. */
MUST_USE enum err forgotten_prune(struct store *s, int64_t feed_id, int64_t now, struct why *why);

/* ---- bodies.c ------------------------------------------------------------------ */

#define BODY_SEED 1 /* of the hash that entries.body_hash is */

/* Unpacks the raw body before the doc it was packed with changes; *grown takes the
 * bytes by which the file grew. */
MUST_USE enum err body_unpacked(struct store *s, int64_t id, int64_t *grown, struct why *why);
/* Writes the raw body packed: `out`, of `size` bytes when unpacked, or as it is (0). Where it
 * arrived it goes later (store_pack_some); *grown as above. */
MUST_USE enum err body_packed(struct store *s, int64_t id, struct bytes out, int64_t size, size_t raw_len,
			      int64_t *grown, struct why *why);

/* ---- pack.c --------------------------------------------------------------------- */

/* Deflated into out->data when that is smaller (true). `dictionary` may be empty. */
bool pack(struct store *s, struct bytes in, struct bytes dictionary, struct buf *out);
/* The same with the text that the last pack() was given as dictionary. */
bool pack_after(struct store *s, struct bytes in, struct bytes last, struct buf *out);
/* Exactly `size` bytes appended to out; false when they do not come out. */
bool unpack(struct bytes in, size_t size, struct bytes dictionary, struct buf *out);
void packer_free(struct packer *p);

/* ---- narrow.c -------------------------------------------------------------------- */

/* Appended to out: at most twice as long; and back, exactly `size` bytes, else false. */
void narrow(struct bytes in, struct buf *out);
bool widen(struct bytes in, size_t size, struct buf *out);

/* ---- list.c, walk.c -------------------------------------------------------------- */

#define ROW_COLUMNS \
	"e.id, e.feed_id, e.title, e.author, e.link, e.published, e.unread, e.starred, " \
	"e.full, e.changed, e.place"
#define ROW_PLACE 10
void row_read(sqlite3_stmt *st, struct store_row *row);
void row_release(struct store_row *row);
/* 64 bits of a key, guid or link. */
int64_t identity_hash(const char *text);

struct query;

/* Walks the entries that a filter (and its query) shows, nearest first. */
struct walk {
	const struct store_filter *filter;
	const struct query *query; /* NULL none */
	enum store_way way;
	int64_t key;               /* 0: from the end */
	int64_t floor;             /* 0: to the other end; else ids above it alone */
	int unread, starred;       /* -1 any; what the caller asks beside the filter */
	size_t want;               /* about how many the caller will take; 0 all */
	size_t enough;             /* beginnings: so many of the newest will do; 0 never */
};
/* `st` stands at a row of ROW_COLUMNS; false stops. */
typedef bool walk_fn(void *context, sqlite3_stmt *st, int64_t id);
MUST_USE enum err walk_run(struct store *s, const struct walk *w, walk_fn *each, void *context,
			   struct why *why);
/* The filter's query, its source: and section: names looked up; NULL for none. */
MUST_USE enum err walk_query(struct store *s, const struct store_filter *f, struct query **out,
			     struct why *why);

#endif
