/* SPDX-License-Identifier: MIT
 *
 * query: what a reader types into the search line -> a tree of words and filters.
 * Reading never fails: what is not finished or makes no sense is left out and told
 * as a problem with its place, so that a query can be run at every key.
 *
 *   words            all of them, folded (hamza, vowels, digits do not matter)
 *   "a phrase" «...» in this order
 *   begin*           words that begin so
 *   a OR b   a NOT b   a AND b   -b   (a OR b) c
 *                    also: أو  ليس وليس بدون  و (standing alone)
 *   title: text: source: section: author: after: before: date: is: has:
 *   (عنوان: نص: مصدر: قسم: كاتب: بعد: قبل: تاريخ: حالة: فيه:)
 *   dates: 2026, 2026-11, 2026-11-23, 23/11/2026, A..B; 3d 12h 2w 6m 1y before
 *   now (س ي أسبوع شهر سنة); today yesterday (اليوم أمس)
 *   is: unread read starred full edited hidden; has: enclosure link author text
 *
 * The same tree is asked of the store (walk.c, by the index) and of one article in
 * memory (query_matches): both answer alike.
 */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H

#include "akhbar/base.h"

enum query_field { QUERY_ANY, QUERY_TITLE, QUERY_TEXT };

struct query_term {
	char **forms;     /* folded words in order */
	char **spellings; /* the same as typed */
	size_t n;
	bool prefix;      /* the last one is only a beginning */
	bool wanted;      /* not below a NOT: shown where it is found */
	enum query_field field;
};

enum query_state {
	STATE_UNREAD,
	STATE_STARRED,
	STATE_FULL,   /* the whole article is stored */
	STATE_EDITED, /* changed by its publisher after it came */
	STATE_HIDDEN, /* by a rule */
	STATE_ENCLOSURE,
	STATE_LINK,
	STATE_AUTHOR,
};

enum query_kind {
	QUERY_AND,
	QUERY_OR,
	QUERY_NOT,
	QUERY_WORDS,
	QUERY_SOURCE,  /* its title or address has `folded` in it */
	QUERY_SECTION, /* its name has */
	QUERY_AUTHOR,  /* the author has */
	QUERY_SINCE,   /* at `time` or later */
	QUERY_BEFORE,
	QUERY_STATE,
};

struct query_node {
	enum query_kind kind;
	struct query_node **children; /* AND, OR: all; NOT: one */
	size_t n;
	struct query_term *term;
	char *folded;
	int64_t *feeds; /* sorted: those a name fits, once resolved; AUTHOR: of authors */
	size_t feeds_n;
	int64_t total;  /* AUTHOR, once resolved: entries that have one of them */
	int64_t time;
	enum query_state state;
};

struct query_problem {
	uint32_t start, end; /* bytes of what was typed */
	bool open;           /* only not finished yet: no mistake while typing */
	char *message;       /* a sentence in the reader's language */
};

struct query {
	struct arena *arena;
	struct query_node *root; /* NULL: everything */
	struct query_term **terms;
	size_t terms_n;
	struct query_problem *problems;
	size_t problems_n;
};

/* now and its zone's offset: for dates and "3d". Never fails. */
struct query *query_new(struct bytes text, int64_t now, int utc_offset);
void query_free(struct query *q);

/* The text for searching while it is typed: the last word, when it is still being
 * written, may be the beginning of a longer one. Yours. */
char *query_as_typed(struct bytes text);

/* [start, end) of what a date names; an age has start and no end (TIME_NONE), a
 * range that is open has TIME_NONE for the side that is. False: no date. */
bool query_date(struct bytes value, int64_t now, int utc_offset, int64_t *start, int64_t *end);

/* The first problem in words with its place, for a command line or a file:
 * "after:xyz is no date (at letter 7)". False when there is none that matters. */
bool query_complaint(const struct query *q, struct bytes text, struct why *why);
/* The same for a query that acts by itself, before names are looked up: one that is not
 * finished, or looks for nothing and so would find everything, is a mistake too. */
bool query_rule_complaint(const struct query *q, struct bytes text, struct why *why);

/* A source as names are looked up in. */
struct query_source {
	int64_t id;
	const char *title, *url, *section;
};
/* Looks up source: and section: names. A name that fits none is a problem. */
void query_resolve(struct query *q, struct bytes text, const struct query_source *sources,
		   size_t n);

/* One article, to be asked without the store. */
struct query_article {
	struct bytes title, body; /* body: doc_plain */
	const char *author;
	int64_t feed_id, time;
	bool unread, starred, full, edited, hidden, enclosure, link;
};
bool query_matches(const struct query *q, const struct query_article *a);
/* The same before the body is known. */
enum query_answer { QUERY_NO, QUERY_YES, QUERY_NEEDS_TEXT };
enum query_answer query_foretell(const struct query *q, const struct query_article *a);
/* Whether it speaks of what rules hide, which is in no list else. */
bool query_asks_hidden(const struct query_node *n);
bool query_node_matches(const struct query_node *n, const struct query_article *a);

/* Places of the wanted terms in a text, [start, end) bytes, sorted, joined where
 * they touch: at most max. `exact` (may be NULL): bit i is set when the wanted term
 * i stands there spelled as typed. */
size_t query_places(const struct query *q, struct bytes text, bool is_title,
		    uint32_t (*places)[2], size_t max, uint64_t *exact);

#endif
