/* SPDX-License-Identifier: MIT
 *
 * meta: what one pass over a page found of its title, author and date (meta.c), and
 * the choice among it: title.c with title-pieces.c, byline.c, published.c.
 */
#ifndef HTML_META_H
#define HTML_META_H

#include "html/find.h"

/* Strings are attribute values of the tree. */
struct found {
	const char *og_title, *og_site, *og_image, *meta_author, *meta_date, *other_date;
	const char *item_headline;
	const struct node *title, *h1, *h1_near, *html;
	const struct node *item_date, *time, *time_first;
	const struct node *image; /* figure round the lead picture, NULL */
};

struct meta_input {
	const struct page_text *page;
	const struct ld *ld;
	const struct node *root; /* the container, NULL none */
	const struct found *found;
	const char *url, *site; /* or NULL */
};

bool attr_is(const char *value, const char *name); /* without case; NULL is nothing */
/* ---- titles: title-pieces.c ------------------------------------------------------------ */

unsigned words_in(struct bytes folded);
bool same_words(struct bytes a, struct bytes b);
/* Whether the words name the site: its stated name, or letters of its host. */
bool names_site(struct bytes words, const char *site, const char *url);

#define PIECES_MAX 8

enum piece_mark {
	MARK_NONE,
	MARK_LINE,  /* "-", "|" and the like */
	MARK_PATH,  /* ">" in its forms: a way to the article */
	MARK_COLON, /* ends the site's name, or is the headline's own */
};

/* A title parted at its marks: "Site: Headline | Section". */
struct pieces {
	struct bytes text;
	struct {
		uint32_t start, end; /* bytes, trimmed */
		enum piece_mark mark; /* before it */
	} at[PIECES_MAX];
	size_t n;
};

void pieces_split(struct bytes title, struct pieces *out);
struct bytes pieces_range(const struct pieces *p, size_t first, size_t last);
/* Cuts what names the site off both ends; `doubtful`: also what may name it. */
void cut_site(struct buf *title, const char *site, const char *url, bool doubtful);
/* Replace out by the words of a text of HTML, of a node; one clean line. */
void take_html(struct buf *out, const char *text, size_t max);
void take_node(struct buf *out, const struct tree *t, const struct node *n, size_t max);

/* Lines where what belongs to the headline may stand: [from, to). */
struct near {
	uint32_t from, heading, to;
};
struct near near_heading(const struct meta_input *in);

/* The headline, and where it stands on the page (NULL: nowhere). */
const struct node *choose_title(const struct meta_input *in, const char *feed_title,
				struct buf *out);
/* A heading that leads to the first page of the site, or is named as its name. */
bool is_site_heading(const struct node *heading, const char *url);
/* What the title element has beside the headline, when that is a name. */
void site_of_title(const struct meta_input *in, struct bytes headline, struct buf *out);

void choose_byline(const struct meta_input *in, struct buf *out);
void choose_date(const struct meta_input *in, struct buf *out);
/* A time element that tells of a change. */
bool is_update_time(const struct page_text *p, const struct node *time);

#endif
