/* SPDX-License-Identifier: MIT */
#ifndef REPAIR_INTERNAL_H
#define REPAIR_INTERNAL_H

#include "feed/feed-internal.h"

#define REPAIR_ATTRIBUTES 64 /* of one tag: libxml2 is quadratic in them */
#define REPAIR_DECLARED 128  /* xmlns in scope at once: each name is looked up in all */

struct entity_value {
	struct bytes name, value;
};

struct repair_open {
	struct bytes name; /* in the text */
	uint16_t declared; /* its xmlns attributes */
};

struct repair {
	repair_sink *sink;
	void *ctx;
	struct buf out;
	bool stop, damaged, rooted;
	bool in_cdata;    /* the output stands inside a CDATA section of ours */
	unsigned squares; /* ] at its end, 2 at most: ]]> must not come to be */
	size_t section;   /* its bytes */
	bool open_comment;       /* no --> from here on */
	const char *gt, *pi_end; /* the next > and ?> at or after the last look */
	struct entity_value entities[64];
	size_t entities_n, expanded;
	struct repair_open open[LIMIT_DEPTH];
	size_t open_n, declared;
	uint16_t open_of[256]; /* open elements by their name's bucket */
};

void repair_emit(struct repair *r, const char *data, size_t len);
void repair_value(struct repair *r, struct bytes text);
void repair_close_text(struct repair *r);
void repair_open(struct repair *r, struct bytes name, uint16_t declared);

/* A name of ASCII letters with at most one colon inside; empty when it is none. */
struct bytes repair_name(const char *p, const char *end);
/* Reads the tag at p, emits it and opens its element; the place after it, NULL
 * when it is no tag. */
const char *repair_start_tag(struct repair *r, const char *p, const char *end);

#endif
