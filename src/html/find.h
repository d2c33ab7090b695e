/* SPDX-License-Identifier: MIT
 *
 * find: the article in a page. lines (the page's text cut at blocks and br), prune
 * (what is no article by name), score (which container), clean (lines of it that are
 * no article), meta (title, date, byline), ld (JSON-LD), rules (of the reader).
 */
#ifndef HTML_FIND_H
#define HTML_FIND_H

#include "akhbar/html.h"
#include "html/internal.h"

/* ---- lines ------------------------------------------------------------------- */

enum {
	LINE_PRUNED = 1,
	LINE_DROPPED = 2, /* by cleaning */
	LINE_CLOSED = 4,  /* ends with a closing mark */
	LINE_HEADING = 8,
	LINE_ITEM = 16,
	LINE_CAPTION = 32,
	LINE_BOLD = 64,   /* wholly */
	LINE_CELL = 128,
	LINE_QUOTE = 256,
};

struct line {
	const struct node *owner; /* nearest block element */
	uint32_t first, last;     /* text nodes, in page->texts */
	uint32_t letters, link_letters;
	uint32_t named_bytes;     /* inside inline elements that are furniture by name */
	uint16_t marks;           /* commas and full stops */
	uint16_t flags;
};

struct page_text {
	struct tree tree;
	struct node **texts;
	size_t texts_n, texts_cap;
	struct line *lines;
	size_t lines_n, lines_cap;
	uint32_t *sum, *link_sum, *good_sum; /* of lines before i, lines_n + 1 entries */
};

/* Cuts the tree's text into lines; each element knows its lines: node->line up to
 * node->line_end. */
void lines_cut(struct page_text *p);
void lines_sum(struct page_text *p); /* again after flags changed */
void lines_release(struct page_text *p);
/* The words of a line, appended as written. */
void line_text(const struct page_text *p, const struct line *line, struct buf *out);
bool line_good(const struct line *line); /* a real paragraph: long, few links */
bool line_links(const struct line *line); /* at least half of it is links */

/* ---- prune and score ----------------------------------------------------------- */

enum { PRUNE_CLASSES = 1 };
void prune_page(struct page_text *p, unsigned how);
const struct node *choose_container(struct page_text *p);
bool is_article_body(const struct node *node);

/* class-names.c */
bool class_is_unlikely(const char *value);
bool class_is_comments(const char *value);
bool class_is_body(const char *value);
bool class_is_lead(const char *value);

/* ---- clean -------------------------------------------------------------------------- */

struct cleaning {
	const char *title;
	const struct node *root;
};
void clean_lines(struct page_text *p, const struct cleaning *c);
/* Marks the text nodes of lines that went, for blocks_walk. */
/* The standfirst: lines between the heading and the container that belong to the
 * article; their elements into out[max]. */
size_t find_lead(struct page_text *p, const struct node *heading, const struct node *root,
		 const char *title, const struct node **out, size_t max);
void clean_marks(struct page_text *p, const struct node *root);

/* phrases-data.c: the line (folded words) is furniture: 0 no, 1 when it stands apart,
 * 2 always. */
int phrase_of(struct bytes folded);
bool phrase_is_consent(struct bytes folded);
bool phrase_is_script_wall(struct bytes folded);
bool phrase_is_refusal(struct bytes folded);
bool phrase_is_paywall(struct bytes folded);

/* Words folded, parted by one space, all else dropped. */
void words_folded(struct bytes text, struct buf *out);
/* Share of the words of a that are in b, 0..1. */
double words_shared(struct bytes a_folded, struct bytes b_folded);

/* ---- metadata --------------------------------------------------------------------------- */

struct ld {
	char *headline, *author, *published, *body, *image, *site, *language;
};
void ld_read(struct bytes scripts, struct ld *out);
void ld_release(struct ld *ld);

struct meta {
	struct buf title, byline, published, site, language, image;
	const struct node *heading; /* the title as it stands on the page, NULL none */
};
void meta_read(const struct page_text *p, const struct ld *ld, const struct node *root,
	       const char *feed_title, const char *url, struct meta *out);
void meta_release(struct meta *m);

/* ISO 8601 and the forms of newspapers; TIME_NONE when there is none in it. */
int64_t date_read(struct bytes text);

#endif
