/* SPDX-License-Identifier: MIT
 *
 * phrases: what furniture and walls say. The tables (phrases-data.c, walls-data.c) are
 * written as words_folded leaves them: a test holds them to it.
 */
#ifndef HTML_PHRASES_H
#define HTML_PHRASES_H

#include "akhbar/html.h"

enum phrase_where {
	PHRASE_WHOLE, /* the line is the phrase, a number may follow */
	PHRASE_START, /* it starts with it */
	PHRASE_IN,    /* it holds it */
};

struct phrase {
	const char *text;
	enum phrase_where where;
	bool always; /* also between two paragraphs */
};

/* What a section is by the heading over it. */
enum head { HEAD_NONE, HEAD_RELATED, HEAD_COMMENTS, HEAD_ABOUT };

struct section_head {
	const char *text;
	enum phrase_where where;
	enum head head;
};

struct wall {
	const char *text;
	enum refusal refusal;
	bool sure; /* nothing else says so: also in a longer text */
};

extern const struct phrase furniture[];
extern const size_t furniture_n;
/* "Follow us" and where: both are needed, for each word alone is one of articles. */
struct follow {
	const char *text;
	bool where; /* a place; else what the line begins with */
};

extern const struct follow follows[];
extern const size_t follows_n;
extern const char *const closings[]; /* what stands behind the text */
extern const size_t closings_n;
extern const struct section_head section_heads[];
extern const size_t section_heads_n;
extern const struct wall walls[];
extern const size_t walls_n;

/* The tables made ready, in an arena. */
struct phrases;
struct phrases *phrases_new(struct arena *arena);

/* The line (words_folded) is furniture: 0 no, 1 when it stands apart, 2 always. */
int phrase_of(const struct phrases *p, struct bytes folded);
bool is_closing(const struct phrases *p, struct bytes folded);
enum head head_of(const struct phrases *p, struct bytes folded);
/* What the text says instead of an article. `short_text`: all the page has is a few
 * words, so that doubtful phrases count. */
enum refusal wall_of(struct bytes folded, bool short_text);

#endif
