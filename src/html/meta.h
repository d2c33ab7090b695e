/* SPDX-License-Identifier: MIT
 *
 * meta: what one pass over a page found of its title, author and date (meta.c), and
 * the choice among it: byline.c, published.c.
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
/* Whether the words name the site: its stated name, or letters of its host. */
bool names_site(struct bytes words, const char *site, const char *url);
/* Replace out by the words of a text of HTML, of a node; one clean line. */
void take_html(struct buf *out, const char *text, size_t max);
void take_node(struct buf *out, const struct tree *t, const struct node *n, size_t max);

/* Lines where what belongs to the headline may stand: [from, to). */
struct near {
	uint32_t from, heading, to;
};
struct near near_heading(const struct meta_input *in);

void choose_byline(const struct meta_input *in, struct buf *out);
void choose_date(const struct meta_input *in, struct buf *out);

#endif
