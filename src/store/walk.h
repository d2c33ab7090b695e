/* SPDX-License-Identifier: MIT
 *
 * Inside the walk: streams of ids in one order, the plan that says which entries
 * are looked at, and the tree of tests each of them must pass.
 *
 * The list stream gives entries by the index that leaves the fewest; every test
 * that has an index of its own (words, stars, sources) is a stream too. All skip to
 * where the others are, so that neither a rare word in a large feed nor a frequent
 * one in a small feed makes it long.
 */
#ifndef STORE_WALK_H
#define STORE_WALK_H

#include "store/query.h"
#include "store/store-internal.h"

enum { ANY = -1 };

/* ---- walk-stream.c ---------------------------------------------------------- */

struct span {
	int64_t low, high; /* ids, exclusive */
	int sign;          /* -1 newest first, 1 oldest first */
};

struct cursor {
	sqlite3_stmt *st;
	int64_t which, id;
	bool ended;
};

struct stream {
	struct store *s;
	const struct span *span;
	char *sql;          /* ?1 which or match, ?2 low, ?3 high, ?4 feed, ?5 section, ?6
			     * needle; the bounds of words are slots and inclusive */
	const char *match;  /* words: ?1 */
	int64_t feed, section; /* 0: not in the statement */
	const char *needle;    /* NULL: so */
	struct cursor *cursors;
	size_t n, at;       /* `at` is the one that stands nearest */
	int patience;       /* steps before a new start pays */
	bool far;           /* the last way was long: so will be the next */
	bool started, ended;
	int64_t id;
};

/* One cursor for each value of `which`. Takes `sql`. */
struct stream *stream_new(struct store *s, const struct span *span, char *sql, const char *match,
			  const int64_t *which, size_t n, int patience);
void stream_free(struct stream *x);
/* Moves to the first id at or beyond `to`, starting when it has not. */
MUST_USE enum err stream_reach(struct stream *x, int64_t to, struct why *why);
/* The same as far as a few steps lead; true when it stands there. */
MUST_USE enum err stream_approach(struct stream *x, int64_t to, bool *there, struct why *why);
MUST_USE enum err stream_step(struct stream *x, struct why *why);
sqlite3_stmt *stream_row(const struct stream *x);

/* ---- walk-plan.c -------------------------------------------------------------- */

#define PLAN_FEEDS 64 /* sources, authors that are walked side by side */
/* Many authors with few articles: their ids are gathered and sorted, once. */
#define PLAN_GATHERED 20000
#define GATHERED_IDS(way) \
	"SELECT id FROM written WHERE author IN (SELECT id FROM authors WHERE instr(folded, ?6))" \
	" AND id > ?2 AND id < ?3 ORDER BY id " way " LIMIT -1"
#define GATHERED_AUTHORS(way) \
	"(" GATHERED_IDS(way) ") w CROSS JOIN entries e ON e.id = w.id WHERE ?1 = 0"

struct plan {
	char list[900];
	int64_t which[PLAN_FEEDS];
	size_t which_n;
	int64_t feed, section;
	const char *needle; /* of authors, of the query: NULL none */
	struct span span;
	int64_t rows, all; /* about how many the list gives, and there are */
	bool nothing;  /* it contradicts itself */
};
MUST_USE enum err plan_make(struct store *s, const struct walk *w, struct plan *out,
			    struct why *why);

/* ---- walk-tests.c -------------------------------------------------------------- */

struct test;

/* What the words of a test are asked of. */
enum words_of {
	WORDS_OF_ALL,    /* the index */
	WORDS_OF_RECENT, /* the small index of the newest */
	BEGUN_OF_TEXT,   /* the index, but beginnings of words by reading the texts */
	WORDS_OF_TEXT,   /* the texts, one after the other */
};

struct tests {
	struct store *s;
	struct test *root; /* NULL: all pass */
	const struct span *span;
	enum words_of of;
	bool hidden; /* what rules hide is asked for too */
	struct arena *arena;
};
void tests_make(struct tests *t, struct store *s, const struct query *q, const struct span *span,
		enum words_of of);
void tests_release(struct tests *t);
/* The first id at or beyond `id` that may pass; *none when there is no more. */
MUST_USE enum err tests_next(struct tests *t, int64_t id, int64_t *next, bool *none,
			     struct why *why);
/* Whether the row (of the list, at id) passes. */
MUST_USE enum err tests_hold(struct tests *t, sqlite3_stmt *row, int64_t id, bool *holds,
			     struct why *why);
/* Words as FTS5 is asked for them. */
struct expression {
	char *match;   /* NULL: none */
	bool prefixed; /* a beginning of a word is among them */
	char *phrases[64]; /* each by itself, in FTS5's order; "" below a NOT */
	size_t n;
};
/* The words that every hit must have. */
void expression_make(struct expression *x, const struct query *q);
void expression_release(struct expression *x);
/* Whether any word of the query is only a beginning. */
bool query_has_beginnings(const struct query *q);

#endif
