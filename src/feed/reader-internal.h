/* SPDX-License-Identifier: MIT */
#ifndef READER_INTERNAL_H
#define READER_INTERNAL_H

#include "akhbar/limits.h"
#include "feed/reader.h"

#define READER_ATTRIBUTES 64 /* of one tag: each is compared with those before it */
#define READER_DECLARED 112  /* xmlns in scope at once: each prefix is looked for in all */
#define READER_URIS 256      /* of one document */

/* Prefixes feeds use without declaring them, and what they mean. */
struct reader_usual {
	const char *prefix, *uri;
};
extern const struct reader_usual reader_usual[];
extern const size_t reader_usual_n;

struct entity_value {
	struct bytes name, value;
};

struct open_element {
	struct bytes name; /* in the text */
	uint32_t hash;
	uint16_t local;    /* where its local part begins */
	uint16_t declared; /* its xmlns attributes */
};

struct reader {
	const struct reader_events *events;
	void *context;
	bool damaged, rooted;
	bool open_comment;       /* no --> from here on */
	const char *gt, *pi_end; /* the next > and ?> at or after the last look */
	size_t in_vain, in_vain_most; /* bytes looked through for tags that were none */
	struct entity_value entities[64];
	size_t entities_n, expanded;
	struct buf values;   /* those of the tag with references in them */
	struct arena *arena; /* names of name spaces with such; NULL none */
	uint16_t open_of[256]; /* open elements by their hash */
	size_t open_n, declared_n, uris_n;
	uint16_t default_uri;
	/* from here on only what was counted above is of use: no need to clear it */
	struct bytes uris[READER_URIS]; /* [0] is none */
	struct reader_declared declared[READER_DECLARED];
	struct reader_attribute list[READER_ATTRIBUTES];
	struct open_element open[LIMIT_DEPTH];
};

/* A name of ASCII letters with at most one colon inside. */
struct read_name {
	struct bytes whole; /* empty, but in its place: it is none */
	size_t local;       /* where its local part begins */
	uint32_t hash;      /* ASCII case aside */
};
struct read_name reader_name(const char *p, const char *end);

void reader_text(struct reader *r, const char *data, size_t len);
size_t reader_reference(struct reader *r, const char *p, const char *end, uint32_t *cp,
			struct bytes *text);
/* The first > at or after p, within the length of a tag; NULL none. */
const char *reader_gt(struct reader *r, const char *p, const char *end);
void reader_open(struct reader *r, const struct read_name *name, uint16_t declared);
void reader_close(struct reader *r); /* the innermost */
/* Reads the tag at p and opens its element; the place after it, NULL when it is no tag. */
const char *reader_start_tag(struct reader *r, const char *p, const char *end);

/* ---- name spaces ---- */

void reader_spaces_init(struct reader *r);
/* Whether the attribute is a declaration (and is done with). */
bool reader_declare(struct reader *r, const struct reader_attribute *a);
void reader_undeclare(struct reader *r, size_t n);
uint16_t reader_space(const struct reader *r, struct bytes prefix);

#endif
