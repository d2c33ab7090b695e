/* SPDX-License-Identifier: MIT
 *
 * reader: what is sent as XML -> the events of a well-formed document, in one linear
 * pass that never gives up. What is dropped is dropped by rules of ours: forbidden
 * characters, comments, declarations, end tags of nothing, second attributes of a name;
 * bare & and <, references HTML knows and XML does not, prefixes that nobody declared
 * are read as they are meant. Nothing is copied but values with references in them.
 *
 * XML 1.0 (fifth edition), Namespaces in XML 1.0 (third edition).
 */
#ifndef FEED_READER_H
#define FEED_READER_H

#include "akhbar/base.h"

struct reader;

struct reader_attribute {
	struct bytes name;          /* as sent */
	struct bytes prefix, local; /* its parts; no prefix: empty */
	struct bytes value;         /* references decoded, white space as in 3.3.3 */
};

struct reader_declared {
	struct bytes prefix; /* empty: the default name space */
	uint16_t uri;        /* 0: of names in none */
	uint16_t before;     /* the default outside it */
};

/* A start tag. The attributes are of use during the call, name and declarations as long
 * as the document. */
struct reader_tag {
	struct bytes name, prefix, local;
	uint32_t hash; /* of the name */
	uint16_t uri;  /* a small number for its name space, see reader_uri; 0: in none */
	const struct reader_attribute *list; /* without declarations of name spaces */
	size_t n;
	const struct reader_declared *declared; /* these */
	size_t declared_n;
};

/* Every start has its end but for those open where the document is cut off; no more than
 * LIMIT_DEPTH are open at once. */
struct reader_events {
	void (*start)(void *context, const struct reader *r, const struct reader_tag *tag);
	/* Part of a text; of use as long as the document, or during the call when `brief`. */
	void (*text)(void *context, struct bytes text, bool brief);
	void (*end)(void *context, struct bytes local);
};

/* Reads valid UTF-8 without NUL from the root tag on. False: damaged, its end is missing
 * or a tag past its limit ended it. */
bool reader_run(struct bytes text, size_t root, const struct reader_events *events, void *context);

/* The name a number stands for; equal names have equal numbers. */
struct bytes reader_uri(const struct reader *r, uint16_t uri);

#endif
