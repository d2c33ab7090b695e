/* SPDX-License-Identifier: MIT
 *
 * html room, inside: guard (bytes -> bytes that are safe to parse), tree (bytes ->
 * nodes), links (addresses made absolute), build (text and spans of one block),
 * blocks (nodes -> doc). The article finder has its own header, find.h.
 */
#ifndef HTML_INTERNAL_H
#define HTML_INTERNAL_H

#include "akhbar/base.h"
#include "akhbar/doc.h"
#include "html/names.h"

/* ---- guard ---------------------------------------------------------------- */

struct guarded {
	struct buf html;
	struct buf json; /* application/ld+json scripts, each ended by NUL */
	struct buf noscript; /* the first words of noscript elements, tags and all */
	size_t tags;     /* real tags seen */
	size_t breaks;   /* of them br and block elements */
	size_t script_bytes;
};

/* Copies without comments, doctype, scripts, styles and NUL; without tags that are
 * too long, have too many attributes or nest too deep. `newlines` makes each
 * newline of the text a br. */
void guard_html(struct bytes in, bool newlines, struct guarded *out);
void guarded_release(struct guarded *g);

/* ---- tree ------------------------------------------------------------------ */

enum {
	NODE_DROP = 1,    /* not shown, nor what is in it */
	NODE_LINK = 2,    /* inside a link (text nodes) */
	NODE_KEEP = 4,    /* the finder: never prune */
	NODE_BODY = 8,    /* the finder: looks like the container of an article */
	NODE_ROOT = 16,   /* the finder: part of the article */
	NODE_RULED = 32,  /* a site rule says that it goes */
	NODE_TEASER = 64, /* the finder: one of a row of teasers */
	NODE_HOLDS = 128, /* the finder: a NODE_BODY is in it */
};

struct attr {
	enum attr_name name; /* ATTR_OTHER: see other */
	const char *other;
	const char *value;   /* "" when it has none */
};

struct node {
	struct node *parent, *first, *last, *next;
	struct attr *attrs;
	uint32_t start, len; /* text: place in the tree's text */
	uint32_t line, line_end; /* the finder: lines of its text */
	uint16_t attrs_n;
	uint16_t flags;
	uint8_t names;       /* the finder: what class and id say (NAMED_) */
	enum tag_name tag;   /* TAG_TEXT: a text */
	float score;
};

struct tree {
	struct arena *arena;
	struct node *root;
	struct buf text; /* of all text nodes, in document order */
	size_t nodes_n;
};

/* Parses guarded bytes. keep_all: attributes of unknown name too. */
void tree_parse(struct bytes html, bool keep_all, struct tree *out);
void tree_release(struct tree *t);
/* The same with libxml2 alone, whatever the bytes are like (for the tests). */
void tree_parse_full(struct bytes html, bool keep_all, struct tree *out);
/* quick.c: without libxml2 what is written plainly; false: it is not, and `out` (empty
 * before) holds a part of it. */
bool tree_quick(struct bytes html, struct tree *out);
struct node *tree_append(struct tree *t, struct node *parent, enum tag_name tag);

/* The next node in document order inside root (root excluded), NULL at the end. */
struct node *node_next(const struct node *node, const struct node *root);
struct node *node_next_skip(const struct node *node, const struct node *root);
const char *node_attr(const struct node *node, enum attr_name name); /* NULL: none */
struct bytes node_text(const struct tree *t, const struct node *node);
struct node *tree_find(const struct tree *t, enum tag_name tag); /* first */
bool node_within(const struct node *node, const struct node *root);
/* hidden, or style says display:none */
bool node_hidden(const struct node *node);
enum dir node_dir(const struct node *node); /* of its own attribute; AUTO: none */

/* All text below, words of blocks parted, not cleaned. */
void node_gather(const struct tree *t, const struct node *node, struct buf *out);

/* ---- links ------------------------------------------------------------------ */

/* Absolute address that url_is_web accepts, or NULL. Yours. */
char *link_resolve(const char *base, const char *href);
/* The base of a page: its base element, else url. Yours, may be NULL. */
char *link_base(const struct tree *t, const char *url);

/* ---- build -------------------------------------------------------------------- */

#define BUILD_OPEN_MAX 64 /* inline elements open at once; deeper ones change nothing */

struct open_span {
	const struct node *owner; /* NULL: a control character opened it */
	enum span_kind kind;
	uint16_t link;
	size_t start;
};

struct build {
	struct arena *arena;
	struct buf text;
	struct span *spans;
	size_t spans_n, spans_cap;
	struct open_span open[BUILD_OPEN_MAX];
	size_t open_n;
	unsigned breaks; /* br seen since the last letter */
	bool space;      /* a space is owed */
	bool pre;
};

void build_init(struct build *b, struct arena *arena);
void build_release(struct build *b);
void build_open(struct build *b, const struct node *owner, enum span_kind kind, uint16_t link);
void build_close(struct build *b, const struct node *owner);
void build_add(struct build *b, struct bytes text);
/* What was gathered, cleaned, in the arena; spans stay open for the next block.
 * false when there was nothing. */
bool build_take(struct build *b, struct doc_text *out);

/* ---- blocks -------------------------------------------------------------------- */

struct blocks_options {
	const char *base;
	bool keep_forms; /* the page's form is the page */
	bool images;
};

/* Appends the blocks below root (without what is marked NODE_DROP). */
void blocks_walk(const struct tree *t, const struct node *root, const struct blocks_options *o,
		 struct doc *doc);
/* doc->dir by its letters; stated directions that its letters deny are dropped. */
void blocks_settle_dir(struct doc *doc, enum dir fallback);
/* Builds a data table; false when it is one for looks: walk its cells then. */
struct walk;
bool table_blocks(struct walk *w, const struct node *table);

#endif
