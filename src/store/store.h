/* SPDX-License-Identifier: MIT
 *
 * store: feeds, entries, docs, marks and search in one SQLite file (WAL). Both
 * programs open it; each call is durable when it returns OK.
 *
 * An entry's id carries its date: (seconds << 20) | n, so that order by id is
 * order by date everywhere (lists, FTS5 rowids) without another index, and a
 * window of a list is a range of one index. Lists are read in windows by key,
 * never as a whole; counters are kept, never counted.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "akhbar/base.h"
#include "akhbar/fold.h"

struct store;

enum store_mode { STORE_READ_WRITE, STORE_READ_ONLY };

/* Opens or creates; migrates an older schema (one backup beside it first). What the disk
 * does not let be written is opened for reading all the same (store_notice).
 * ERR_DB with a sentence that says what to do; ERR_BUSY when another program
 * holds it too long. File mode 0600 in a 0700 folder. */
MUST_USE enum err store_open(const char *path, enum store_mode mode, struct store **out,
			     struct why *why);
void store_close(struct store *s);
/* The copy of before that opening made because it upgraded the store; NULL: none. */
const char *store_backup(const struct store *s);
/* What is unusual about the store as it was opened, as a sentence appended: it was
 * upgraded, or can only be read (a full disk, no rights) although it was to be written.
 * False: nothing. */
bool store_notice(const struct store *s, struct buf *out);
/* Articles that search does not know yet, because the index is being made anew. */
MUST_USE enum err store_unindexed(struct store *s, int64_t *n, struct why *why);

/* Says to other programs that somebody sits at the keys here, until the store is
 * closed: their transactions stay short. */
void store_at_keys(struct store *s);
/* Whether nobody does, as far as one can tell. */
bool store_alone(const struct store *s);

/* ---- feeds -------------------------------------------------------------- */

/* A feed as the feeds file lists it. */
struct store_source {
	const char *url;
	const char *title;   /* the reader's own title, or NULL */
	const char *section; /* "" for none */
	bool hidden;         /* `!`: left out of the lists of everything */
};

/* Makes the store's list equal to the feeds file: order, sections, titles. What
 * is no longer listed keeps its articles but is not shown. Cheap when nothing
 * changed (a fingerprint is kept). */
MUST_USE enum err store_sync_sources(struct store *s, const struct store_source *sources,
				     size_t n, struct why *why);

/* Why a fetch failed: a code and its argument, put into words by whoever shows it. */
struct store_failure {
	char code[24]; /* "" none; names of enum fail in work/fail.h: "http-status" */
	char arg[160];
};

/* What a feed wishes: how often to be asked at most, and when not (RSS 2.0, GMT). */
struct store_pace {
	int ttl_minutes;     /* 0 none */
	uint32_t skip_hours; /* bit h: the hour from h to h + 1 */
	uint8_t skip_days;   /* bit 0: Sunday */
};

struct store_feed {
	int64_t id;
	char *url;
	char *title;     /* the reader's own, else the feed's, else the host */
	char *own_title; /* NULL none */
	char *section;
	char *site;      /* link of the site, or NULL */
	enum dir dir;
	int64_t unread, total;
	int64_t bytes;   /* of its bodies and docs in the store */
	int64_t last_try, last_success, next_due; /* TIME_NONE: never */
	int status;         /* HTTP, of the last answer; 0: there was none */
	struct store_failure failure;
	struct store_failure note; /* what the last success had to complain of */
	int failures;       /* in a row */
	char *etag, *last_modified;
	char *moved_to;     /* permanent redirect seen, or NULL */
	int64_t moved_since;
	uint64_t body_hash; /* of the last good reply */
	struct store_pace pace;
	bool hidden, gone;
};

struct store_feeds {
	struct store_feed *items;
	size_t n;
};
/* Listed feeds in the order of the feeds file. */
MUST_USE enum err store_feeds(struct store *s, struct store_feeds *out, struct why *why);
void store_feeds_release(struct store_feeds *feeds);

struct store_section {
	char *name; /* "" for feeds without a section */
	int64_t id, unread, total;
};
struct store_sections {
	struct store_section *items;
	size_t n;
	int64_t unread, total, starred; /* of everything shown */
};
MUST_USE enum err store_sections(struct store *s, struct store_sections *out, struct why *why);
void store_sections_release(struct store_sections *sections);

/* ---- what a fetch brings ------------------------------------------------- */

struct store_item {
	const char *key; /* identity inside the feed, never NULL */
	const char *guid, *title, *link, *author, *enclosure, *comments;
	int64_t published, updated; /* TIME_NONE: unknown, the fetch time orders it */
	const char *body;           /* raw HTML as the feed had it; NULL none */
	size_t body_len;
	const char *base;           /* for its relative links; NULL: already absolute */
};

struct store_reply {
	int64_t feed_id, now;
	const char *title, *site;
	enum dir dir;
	const char *etag, *last_modified;
	const char *moved_to;
	uint64_t body_hash;
	struct store_pace pace;
	int status; /* HTTP; 0 none */
	struct store_failure note;
	int64_t next_due;
	bool edited_unread; /* what its publisher edited becomes unread again */
	const struct store_item *items;
	size_t n;
};

struct store_merged {
	int added, changed; /* added: and not hidden by a rule */
};
/* One feed, one transaction: articles, validators, counters, success. Items
 * known by key, or by link and title, are updated, not doubled; forgotten ones do
 * not come back. A new title shows as `changed` at once, a new text when its doc is
 * made and reads otherwise than before. */
MUST_USE enum err store_merge(struct store *s, const struct store_reply *reply,
			      struct store_merged *out, struct why *why);
/* 304, or a body that hashes to what is stored. */
MUST_USE enum err store_unchanged(struct store *s, int64_t feed_id, int64_t now,
				  int64_t next_due, int status, struct why *why);
/* From begin to end the calls of this connection are parts of one transaction: each
 * stands or falls by itself, and none is durable, nor seen by others, before end gives
 * OK. When it does not, none has happened. */
MUST_USE enum err store_batch_begin(struct store *s, struct why *why);
MUST_USE enum err store_batch_end(struct store *s, struct why *why);

MUST_USE enum err store_failed(struct store *s, int64_t feed_id, int64_t now, int64_t next_due,
			       int status, const struct store_failure *failure, bool gone,
			       struct why *why);

/* ---- docs ------------------------------------------------------------------ */

/* Bodies that have no doc yet, newest first: at most max ids. */
MUST_USE enum err store_pending(struct store *s, int64_t *ids, size_t max, size_t *n,
				struct why *why);
struct store_body {
	int64_t id;
	char *html; /* raw body, NULL none */
	size_t html_len;
	char *base, *title, *link;
	enum dir dir; /* of the feed */
};
MUST_USE enum err store_body(struct store *s, int64_t id, struct store_body *out, struct why *why);
void store_body_release(struct store_body *b);

struct store_doc {
	int64_t id;
	struct bytes doc;   /* doc_encode */
	const char *plain;  /* for search: plain text of the body */
	size_t plain_len;
	bool full;          /* the whole article from its page, not the feed's text */
	struct bytes raw;   /* the feed's body it was made of, to be packed with it; may be none */
};
/* Several docs and their index rows, in few transactions: of 64 while somebody sits at
 * the keys (some 20 ms), else in one. What failed and what came after it is as before. */
MUST_USE enum err store_put_docs(struct store *s, const struct store_doc *docs, size_t n,
				 struct why *why);
/* The doc's bytes into out; ERR_NOT_FOUND when not made yet. */
MUST_USE enum err store_get_doc(struct store *s, int64_t id, bool full, struct buf *out,
				struct why *why);

/* Docs that wait for the index (made anew after its rules changed, or in a repaired
 * store): at most max, newest first; *n how many went in, 0: none wait. */
MUST_USE enum err store_index_some(struct store *s, size_t max, size_t *n, struct why *why);
/* Raw bodies that wait to be packed, or were and still lie where they arrived: the same. */
MUST_USE enum err store_pack_some(struct store *s, size_t max, size_t *n, struct why *why);

/* ---- pages ------------------------------------------------------------------ */

/* Why the whole article could not be brought from its page, so that fetching ahead
 * does not ask again and again. Forgotten when it comes after all (store_put_docs). */
struct store_page_failure {
	int tries;    /* 0: never failed */
	int64_t last;
	struct store_failure failure;
};
MUST_USE enum err store_page_failed(struct store *s, int64_t id, int64_t now,
				    const struct store_failure *failure, struct why *why);
MUST_USE enum err store_page_failure(struct store *s, int64_t id, struct store_page_failure *out,
				     struct why *why);
/* Who wrote the article, by its page, where the feed named nobody. */
MUST_USE enum err store_page_author(struct store *s, int64_t id, const char *author,
				    struct why *why);

/* ---- rules ------------------------------------------------------------------- */

/* What the reader wants done to articles that a query finds, as they come in. */
enum store_does { STORE_HIDES = 1, STORE_READS = 2, STORE_STARS = 4, STORE_NOTIFIES = 8 };
struct store_rule {
	unsigned does;
	const char *query;
};
/* For what this connection stores from now on, dates counted from now. Each article is
 * asked once: of its title and state when it is merged, and of its text when its first
 * doc is put, should the query need that. What is starred is never hidden. A rule that
 * is not whole is left out (query_rule_complaint says why), and nothing is shown again
 * while there is one. */
MUST_USE enum err store_set_rules(struct store *s, const struct store_rule *rules, size_t n,
				  struct why *why);
/* What they wished told, and how many they have hidden, since the last call. */
struct store_news {
	int64_t ids[64]; /* of articles to tell of; the first ones when there are more */
	size_t ids_n;
	int64_t hidden;
};
void store_take_news(struct store *s, struct store_news *out);

struct store_ruled {
	int64_t found, changed; /* articles */
};
struct store_filter;
/* Does what one rule says to the stored articles it finds within the filter. */
MUST_USE enum err store_apply_rule(struct store *s, const struct store_rule *rule,
				   const struct store_filter *within, struct store_ruled *out,
				   struct why *why);
/* Articles that no rule set hides any more are shown again: a step of at most max, when
 * the rules that hide are others than at the last review. *more: there is more to do. */
MUST_USE enum err store_review_step(struct store *s, size_t max, bool *more, int64_t *shown,
				    struct why *why);
/* How many rules have hidden, of feeds that are listed. */
MUST_USE enum err store_hidden(struct store *s, int64_t *n, struct why *why);

/* ---- keeping and forgetting ---------------------------------------------------- */

struct store_keep {
	int64_t days;  /* articles dated further back may go; 0: no limit */
	int64_t count; /* what is beyond the newest so many may go; 0: no limit */
	bool unread, starred; /* those stay, whatever the limits say */
};
/* Forgets of one feed what is beyond the limits, oldest first: at most max (256), in
 * one transaction. *n how many were looked at; less than max: there are no more. */
MUST_USE enum err store_forget(struct store *s, int64_t feed_id, const struct store_keep *keep,
			       int64_t now, size_t max, size_t *n, struct why *why);
/* The feed with the next id above `after`, listed or not; url is yours. ERR_NOT_FOUND:
 * that was the last. */
MUST_USE enum err store_next_feed(struct store *s, int64_t after, int64_t *id, char **url,
				  struct why *why);

/* ---- lists -------------------------------------------------------------------- */

struct store_filter {
	int64_t feed_id;    /* 0 any */
	int64_t section_id; /* 0 any */
	bool unread, starred;
	int64_t since, before; /* TIME_NONE: open */
	bool with_hidden;      /* feeds marked `!` too */
	const char *query;     /* search words, or NULL */
};

struct store_row {
	int64_t id, feed_id;
	char *title, *author, *link;
	int64_t date;   /* shown date: published, else when it was fetched */
	bool dated;     /* the feed stated the date */
	bool unread, starred, full, changed;
	bool hidden;    /* by a rule */
};
struct store_rows {
	struct store_row *items;
	size_t n;
};

enum store_way { STORE_OLDER, STORE_NEWER };
/* At most max rows before (older than) or after the key, nearest first; key 0
 * with STORE_OLDER starts at the newest, with STORE_NEWER at the oldest. */
MUST_USE enum err store_list(struct store *s, const struct store_filter *f, int64_t key,
			     enum store_way way, size_t max, struct store_rows *out,
			     struct why *why);
void store_rows_release(struct store_rows *rows);
/* From kept counters; -1 when the filter has no counter (queries, dates). */
MUST_USE enum err store_count(struct store *s, const struct store_filter *f, int64_t *total,
			      int64_t *unread, struct why *why);

/* How many the filter and its query show, counted up to `most`. */
MUST_USE enum err store_count_some(struct store *s, const struct store_filter *f, int64_t most,
				   int64_t *n, struct why *why);

struct store_entry { /* all of one */
	struct store_row row;
	char *guid, *enclosure, *comments, *feed_title, *feed_url, *section;
	enum dir feed_dir;
};
MUST_USE enum err store_entry(struct store *s, int64_t id, struct store_entry *out,
			      struct why *why);
void store_entry_release(struct store_entry *e);
/* Search: rows as store_list gives them for f->query, with the places of the
 * words. Newest first; `ranked`: of the newest 2,000 hits the best, those spelled
 * as typed first (key and way do not matter then). */
struct store_hit {
	struct store_row row;
	char *snippet; /* of the text round the first words found, one line, "" none */
	uint32_t (*matches)[2]; /* [start, end) bytes of row.title */
	size_t matches_n;
	uint32_t (*snippet_matches)[2]; /* of snippet */
	size_t snippet_matches_n;
};
struct store_hits {
	struct store_hit *items;
	size_t n;
};
MUST_USE enum err store_search(struct store *s, const struct store_filter *f, int64_t key,
			       enum store_way way, size_t max, bool ranked,
			       struct store_hits *out, struct why *why);
void store_hits_release(struct store_hits *hits);

/* Looks up the names of sources and sections in a query (query.h) that was made
 * of `text`. */
struct query;
MUST_USE enum err store_query_resolve(struct store *s, struct query *q, const char *text,
				      struct why *why);

/* Ids by guid (feed_id 0: any feed) or by link; at most max. */
MUST_USE enum err store_find(struct store *s, const char *guid, const char *link,
			     int64_t feed_id, int64_t *ids, size_t max, size_t *n,
			     struct why *why);

/* A number that changes whenever another connection or this one added articles
 * or changed counters: cheap, for "is there something new". */
int64_t store_version(struct store *s);

/* ---- marks ----------------------------------------------------------------------- */

enum store_mark { MARK_READ, MARK_UNREAD, MARK_STAR, MARK_UNSTAR };
/* Durable (synchronous=FULL) when it returns. */
MUST_USE enum err store_mark(struct store *s, const int64_t *ids, size_t n, enum store_mark mark,
			     struct why *why);
/* All that the filter shows and that has an id of at most `up_to` (0: all).
 * *changed receives how many. The ids changed go to `undo` when not NULL (mem,
 * yours), so that it can be taken back. */
MUST_USE enum err store_mark_all(struct store *s, const struct store_filter *f, int64_t up_to,
				 enum store_mark mark, int64_t **undo, size_t *changed,
				 struct why *why);

/* ---- upkeep: steps for idle moments, each a short transaction ----------------------- */

/* Round the fetcher's work: an end without a farewell makes a check due. */
MUST_USE enum err store_session(struct store *s, bool begins, int64_t now, struct why *why);
/* After such an end, and once a week. */
MUST_USE enum err store_check_due(struct store *s, int64_t now, bool *due, struct why *why);
/* SQLite's quick_check, a table a step. *at counts, from 0 to 0. Damage is ERR_DB in
 * words; ERR_CANCELLED when `asked` (may be NULL) said true: the step can be done again. */
MUST_USE enum err store_check_step(struct store *s, int64_t now, unsigned *at,
				   bool (*asked)(void *context), void *context, struct why *why);
/* How much of such work waits: docs for the index, raw bodies to be packed, feeds whose
 * old articles may go. */
enum store_waiting { STORE_WAITING_DOCS, STORE_WAITING_RAW, STORE_WAITING_FEEDS };
MUST_USE enum err store_waiting(struct store *s, enum store_waiting what, int64_t *n,
				struct why *why);
/* Gives at most so many empty pages back to the disk; *left: empty pages still to go. */
MUST_USE enum err store_shrink_step(struct store *s, size_t pages, int64_t *left, struct why *why);
/* After much was forgotten: the index without it. `first` begins. */
MUST_USE enum err store_merge_index(struct store *s, bool first, bool *more, struct why *why);

/* ---- health ------------------------------------------------------------------------ */

struct store_health {
	int schema;
	int64_t bytes, entries, feeds, pending;
	int64_t empty;   /* bytes of pages that hold nothing now */
	int64_t checked; /* when it was last looked through for damage; TIME_NONE never */
	bool wal;
	char path[1024];
};
MUST_USE enum err store_health(struct store *s, struct store_health *out, struct why *why);

/* Whether search knows what the articles say. */
struct store_agreement {
	int64_t looked_at; /* articles */
	int64_t missing;   /* search does not know them */
	int64_t differing; /* or knows them otherwise */
	int64_t strange;   /* words and rows of none that there is */
	int64_t waiting;   /* articles whose turn is still to come: not looked at */
};
/* Of so many articles, the newest and some of all times; 0: of all that the index has,
 * which takes about as long as making it. */
MUST_USE enum err store_agrees(struct store *s, size_t sample, struct store_agreement *out,
			       struct why *why);
/* SQLite's quick_check of the whole file: damage is ERR_DB in words. */
MUST_USE enum err store_check(struct store *s, struct why *why);

/* ---- repair ------------------------------------------------------------------------- */

struct store_rescue {
	bool whole;      /* nothing is damaged; the rest is empty */
	bool index_only; /* whole but for the search index, damaged or of other words than the
			  * articles, which was made anew in its place */
	int64_t pages, bad_pages;
	int64_t feeds, entries, read, starred, texts; /* what was saved */
	char source[1024]; /* the file it was saved from: the store, or a copy beside it */
	char aside[1024];  /* where the damaged file is now (store_rescue_accept) */
};
/* Looks for damage, and saves what can be read into PATH.repaired. The store itself is
 * left as it is. ERR_NOT_FOUND: there is nothing to repair; ERR_FORMAT: nothing of a
 * store can be read; ERR_BUSY. */
MUST_USE enum err store_rescue(const char *path, struct store_rescue *out, struct why *why);
/* Puts PATH.repaired in the store's place and the damaged file under a dated name. */
MUST_USE enum err store_rescue_accept(const char *path, struct store_rescue *out, struct why *why);
void store_rescue_drop(const char *path); /* or not: PATH.repaired goes */

#endif
