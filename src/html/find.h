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
	/* it reads as the heading of what is no article (sections.c) */
	LINE_RELATED = 512,
	LINE_COMMENTS = 1024,
	LINE_ABOUT = 2048, /* the author, a newsletter */
	LINE_CREDIT = 4096, /* beside a picture, not its caption */
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
/* With a space between its text nodes: what stands side by side is no sentence. */
void line_pieces(const struct page_text *p, const struct line *line, struct buf *out);
bool line_good(const struct line *line); /* a real paragraph: long, few links */
bool line_links(const struct line *line); /* at least half of it is links */

/* ---- prune and score ----------------------------------------------------------- */

enum { PRUNE_CLASSES = 1, PRUNE_SECTIONS = 2 };
void prune_page(struct page_text *p, unsigned how);
void prune_node(struct page_text *p, struct node *node);

/* sections.c: finds headings and rows of teasers, once a page; prunes them. The sums
 * are those before it. */
struct phrases;
void sections_mark(struct page_text *p, const struct phrases *phrases);
void prune_teasers(struct page_text *p);
void prune_headed(struct page_text *p);

const struct node *choose_container(struct page_text *p);
bool is_article_body(const struct node *node);

/* class-names.c: what the words of class and id say; node->names has it. */
enum {
	NAMED_UNLIKELY = 1,
	NAMED_COMMENTS = 2,
	NAMED_BODY = 4,
	NAMED_LEAD = 8,
	NAMED_AUTHOR = 16,
	NAMED_DATE = 32,
	NAMED_SITE = 64,
};
uint8_t names_in(const char *value);
uint8_t node_names(const struct node *node);

/* ---- clean -------------------------------------------------------------------------- */

struct cleaning {
	const char *title, *byline; /* byline: NULL none */
	const struct node *root, *heading; /* heading: NULL none */
	const struct phrases *phrases;
};
void clean_lines(struct page_text *p, const struct cleaning *c);
/* Marks the text nodes of lines that went, for blocks_walk. */
/* The standfirst: lines between the heading and the container that belong to the
 * article; their elements into out[max]. */
size_t find_lead(struct page_text *p, const struct cleaning *how, const struct node **out,
		 size_t max);
/* The figure that stands between the headline and the text; NULL none. */
const struct node *find_lead_figure(const struct page_text *p, const struct node *heading,
				    const struct node *root);
void clean_marks(struct page_text *p, const struct node *root);

/* Words folded, parted by one space, all else dropped. */
void words_folded(struct bytes text, struct buf *out);
/* Share of the words of a that are in b, 0..1. */
double words_shared(struct bytes a_folded, struct bytes b_folded);

/* ---- refusals ----------------------------------------------------------------- */

/* Why a page has no article, by what it says instead. `data`: its bytes. */
enum refusal refusal_of_page(const struct page_text *p, const struct guarded *guarded,
			     struct bytes data);
/* Whether what was found is a wall's own text, of so many letters: a consent text or
 * a refusal is never shown as the article. */
enum refusal refusal_of_doc(const struct doc *doc, size_t letters);

/* ---- metadata --------------------------------------------------------------------------- */

struct ld {
	char *headline, *author, *published, *body, *image, *site, *language;
	char *free; /* isAccessibleForFree as written */
};
void ld_read(struct bytes scripts, struct ld *out);
void ld_release(struct ld *ld);

struct meta {
	struct buf title, byline, published, site, language, image;
	const struct node *heading; /* the title as it stands on the page, NULL none */
};
void meta_read(const struct page_text *p, const struct ld *ld, const struct node *root,
	       const char *feed_title, const char *url, struct meta *out);
struct ruled;
/* Title, byline and date as site rules say. */
void meta_ruled(const struct page_text *p, const struct ruled *ruled, struct meta *m);
void meta_release(struct meta *m);

/* ISO 8601 and the forms of newspapers, of three calendars; TIME_NONE when there is
 * none in it. */
int64_t date_read(struct bytes text);
/* The day in the path of an address: "/2024/01/31/", "/2024/jan/31/", "2024-01-31";
 * written to out as YYYY-MM-DD. */
bool date_of_url(const char *url, char out[16]);

enum calendar { CALENDAR_GREGORIAN, CALENDAR_SOLAR, CALENDAR_LUNAR };
/* Days since 1970-01-01; TIME_NONE for a day that is none, or of another age. */
int64_t calendar_days(enum calendar calendar, int year, int month, int day);

#endif
