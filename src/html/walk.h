/* SPDX-License-Identifier: MIT
 *
 * walk: the state of one walk over nodes that makes blocks (blocks.c, table.c,
 * picture.c).
 */
#ifndef HTML_WALK_H
#define HTML_WALK_H

#include "html/internal.h"

#define LIST_DEPTH_MAX 32
#define DIR_DEPTH_MAX 64
#define WAITING_MAX 16

struct list_state {
	const struct node *owner;
	bool numbered;
	int32_t next, step; /* number of the next item */
};

struct dir_state {
	const struct node *owner;
	enum dir dir;
};

struct walk {
	const struct tree *tree;
	const struct blocks_options *options;
	struct doc *doc;
	struct build build;
	uint8_t heading; /* 1..6 inside a heading */
	unsigned pre;    /* nesting */
	unsigned quotes, definitions;
	struct list_state lists[LIST_DEPTH_MAX];
	unsigned lists_n, lists_over;
	struct dir_state dirs[DIR_DEPTH_MAX];
	unsigned dirs_n;
	bool item; /* the next paragraph is the list item itself */
	uint32_t number;
	bool cell; /* inside a table cell: nothing ends a block */
	/* pictures met inside a paragraph wait for its end */
	const struct node *waiting[WAITING_MAX];
	unsigned waiting_n;
	const struct node *figure, *caption;
	size_t figure_block; /* index + 1 of the figure's picture, 0 none */
};

void walk_flush(struct walk *w);
void walk_nodes(struct walk *w, const struct node *root);

/* picture.c */
void picture_meet(struct walk *w, const struct node *img);
void picture_flush(struct walk *w); /* those that waited */
void picture_caption(struct walk *w, const struct doc_text *caption);
/* Address of an img as written, lazy loading seen through; NULL none. The result
 * may live in scratch. */
const char *picture_source(const struct node *img, struct buf *scratch);
bool is_figure(const struct node *node);
bool is_caption(const struct node *node);

/* table.c: a data table as one block; false when it is there for looks only, then
 * its cells are walked as blocks. */
bool table_add(struct walk *w, const struct node *table);

/* Whether class or id holds the word (parted at anything but letters, digits and,
 * for the long form, '-' and '_'). */
bool node_has_class(const struct node *node, const char *word);

#endif
