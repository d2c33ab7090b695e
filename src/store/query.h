/* SPDX-License-Identifier: MIT
 *
 * query: what a reader types into the search line -> an FTS5 expression that is
 * always valid, and filters. Nothing typed is an error: what makes no sense as
 * an operator is a word.
 *
 *   words            all of them, folded (hamza, vowels, digits do not matter)
 *   "a phrase" «...» in this order
 *   begin*           words that begin so
 *   a OR b, a NOT b, a AND b, -b      also: أو  ليس  و (standing alone)
 *   title:word  source:name  section:name  after:2026-11-01  before:3d  is:unread
 *   (عنوان: مصدر: قسم: بعد: قبل: حالة:)
 */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H

#include "akhbar/base.h"

struct query_term {
	char **forms;     /* folded words in order */
	char **spellings; /* the same as typed */
	size_t n;
	bool prefix;      /* the last one is only a beginning */
	bool title;       /* in the title alone */
};

struct query_name { /* source: or section: */
	char *folded;
	bool section, negated;
};

struct query {
	char *match;           /* FTS5 expression; NULL: no words */
	bool negative;         /* entries that match are those to leave out */
	struct query_term *terms; /* wanted ones, to show where they are */
	size_t terms_n;
	struct query_name *names;
	size_t names_n;
	int64_t since, before; /* TIME_NONE open */
	int unread, starred;   /* -1 any */
	bool nothing;          /* contradicts itself */
	int64_t *feeds;        /* sorted, when names_n: those that fit */
	size_t feeds_n;
};

/* now and its zone's offset: for dates and "3d". Never fails. */
struct query *query_new(struct bytes text, int64_t now, int utc_offset);
void query_free(struct query *q);

/* Places of the wanted terms in a text, [start, end) bytes, sorted, joined where
 * they touch: at most max. `exact` (may be NULL): how many are spelled as typed. */
size_t query_places(const struct query *q, struct bytes text, bool is_title,
		    uint32_t (*places)[2], size_t max, size_t *exact);

#endif
