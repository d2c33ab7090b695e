/* SPDX-License-Identifier: MIT
 *
 * Inside the query: pieces, dates, and the words the language knows.
 */
#ifndef STORE_QUERY_INTERNAL_H
#define STORE_QUERY_INTERNAL_H

#include "store/query.h"

#define QUERY_BYTES 4096
#define QUERY_TERMS 64
#define QUERY_WORDS_MAX 64 /* of one phrase */
#define QUERY_DEPTH 32

/* ---- query-words.c ---------------------------------------------------------- */

enum query_op { OP_NONE, OP_AND, OP_OR, OP_NOT };
enum query_name {
	NAME_NONE,
	NAME_TITLE,
	NAME_TEXT,
	NAME_SOURCE,
	NAME_SECTION,
	NAME_AUTHOR,
	NAME_AFTER,
	NAME_BEFORE,
	NAME_DATE,
	NAME_IS,
	NAME_HAS,
};
enum query_op query_op_of(struct bytes word);
enum query_name query_name_of(struct bytes word);
/* A value of is: or has:; *negated for "read", "unstarred". */
bool query_state_of(struct bytes value, bool has, enum query_state *state, bool *negated);

/* ---- query-pieces.c ------------------------------------------------------------ */

/* One piece of what was typed. */
struct piece {
	enum piece_kind { PIECE_END, PIECE_WORD, PIECE_OPEN, PIECE_CLOSE } kind;
	enum query_op op;
	enum query_name name; /* before a colon; PIECE_OPEN may have one too */
	struct bytes whole;   /* with sign and name, for problems */
	struct bytes word;    /* for when it turns out to be a word */
	struct bytes value;   /* behind the colon, without quotes and star */
	bool quoted, unclosed, prefix, minus;
};
/* The next piece; moves *p behind it. */
void query_piece(const char **p, const char *end, struct piece *out);

/* ---- query-match.c ---------------------------------------------------------------- */

/* Whether a feed is among those a name fits; whether an author has the name. */
bool query_feed_wanted(const struct query_node *n, int64_t feed);
bool query_author_fits(const struct query_node *n, const char *author);

#endif
