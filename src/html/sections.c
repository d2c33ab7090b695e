/* SPDX-License-Identifier: MIT */
/* What is no article by its own words or its make: a section under a heading such as
 * "related" or "comments", a row of teasers of other articles. Sites name their
 * elements as they like, but readers have to be told what a section is. */
#include "html/find.h"
#include "html/phrases.h"
#include "html/walk.h"

#include <string.h>

#define HEAD_LETTERS 40
#define ABOUT_LETTERS 700 /* of a box about the author, or one for letters by post */
#define TEASER_LETTERS 500
#define TEASER_PLAIN 300  /* beside its headline */
#define TEASER_LINES 8
#define TEASERS 3         /* so many make a row */
#define LINK_LETTERS 12   /* of a headline at least */
#define LISTED_LETTERS 4  /* of one in a section that says what it is */
#define SECTION_LINES 400
#define LEFT 250          /* letters of an article */

static uint32_t
good_in(const struct page_text *p, const struct node *n)
{
	return p->good_sum[n->line_end] - p->good_sum[n->line];
}

/* ---- what lines and elements are, once a page ------------------------------------- */

static void
mark_heads(struct page_text *p, const struct phrases *phrases)
{
	static const uint16_t flags[] = {
		[HEAD_NONE] = 0, [HEAD_RELATED] = LINE_RELATED, [HEAD_COMMENTS] = LINE_COMMENTS,
		[HEAD_ABOUT] = LINE_ABOUT,
	};
	struct buf text, folded;
	buf_init(&text, 0);
	buf_init(&folded, 0);
	for (size_t i = 0; i < p->lines_n; i++) {
		struct line *line = &p->lines[i];
		if (line->letters < 4 || line->letters > HEAD_LETTERS)
			continue;
		buf_clear(&text);
		buf_clear(&folded);
		line_text(p, line, &text);
		words_folded(buf_view(&text), &folded);
		line->flags |= flags[head_of(phrases, buf_view(&folded))];
	}
	buf_release(&text);
	buf_release(&folded);
}

/* A headline that is a link, and a few words under it. */
static bool
is_teaser(const struct page_text *p, const struct node *n)
{
	uint32_t lines = n->line_end - n->line, plain = 0;
	if (n->tag == TAG_TEXT || !lines || lines > TEASER_LINES ||
	    p->sum[n->line_end] - p->sum[n->line] > TEASER_LETTERS ||
	    p->link_sum[n->line_end] - p->link_sum[n->line] < LINK_LETTERS)
		return false;
	bool headline = false;
	for (uint32_t i = n->line; i < n->line_end; i++) {
		const struct line *line = &p->lines[i];
		if (line_links(line)) {
			headline |= line->letters >= LINK_LETTERS;
			continue;
		}
		plain += line->letters;
		if (line->link_letters || (!headline && line->letters >= 60))
			return false;
	}
	return headline && plain <= TEASER_PLAIN;
}

static bool
same_make(const struct node *a, const struct node *b)
{
	const char *x = node_attr(a, ATTR_class), *y = node_attr(b, ATTR_class);
	return a->tag == b->tag && strcmp(x ? x : "", y ? y : "") == 0;
}

/* Marks children of one make that are teasers, where they are enough for a row. */
static void
mark_row(const struct page_text *p, struct node *parent)
{
	const struct node *first = NULL;
	unsigned n = 0;
	for (const struct node *c = parent->first; c; c = c->next) {
		if (!is_teaser(p, c) || (first && !same_make(first, c)))
			continue;
		first = first ? first : c;
		n++;
	}
	if (n < TEASERS)
		return;
	for (struct node *c = parent->first; c; c = c->next)
		if (same_make(first, c) && is_teaser(p, c))
			c->flags |= NODE_TEASER;
}

void
sections_mark(struct page_text *p, const struct phrases *phrases)
{
	mark_heads(p, phrases);
	struct node *root = p->tree.root, *n = root;
	while (n) {
		uint32_t links = n->tag == TAG_TEXT ? 0 : p->link_sum[n->line_end] - p->link_sum[n->line];
		if (links < TEASERS * LINK_LETTERS) {
			n = node_next_skip(n, root);
			continue;
		}
		if (n->first && n->first->next)
			mark_row(p, n);
		n = node_next(n, root);
	}
}

/* ---- prune ------------------------------------------------------------------------ */

/* Rows of teasers go, unless the page has little else, or they stand in what is named
 * as the text: a list of things with their links may be an article. */
void
prune_teasers(struct page_text *p)
{
	uint32_t teasers = 0;
	struct node *root = p->tree.root;
	for (struct node *n = root->first; n; n = node_next(n, root))
		if (n->flags & NODE_TEASER)
			teasers += good_in(p, n);
	if (teasers + LEFT > p->good_sum[p->lines_n])
		return;
	for (struct node *n = root->first; n;) {
		if (n->flags & NODE_BODY && !(n->flags & NODE_HOLDS)) {
			n = node_next_skip(n, root);
		} else if (n->flags & NODE_TEASER) {
			prune_node(p, n);
			n = node_next_skip(n, root);
		} else {
			n = node_next(n, root);
		}
	}
}

static bool
may_go(const struct page_text *p, const struct node *n, uint16_t head)
{
	uint32_t all = p->good_sum[p->lines_n], here = good_in(p, n);
	if (!n->parent || !n->parent->parent || n->flags & (NODE_BODY | NODE_KEEP) ||
	    n->tag == TAG_body || n->tag == TAG_main)
		return false;
	if (head & LINE_COMMENTS)
		return all - here >= 500 || (uint64_t)here * 10 < (uint64_t)all * 4;
	if (head & LINE_ABOUT)
		return p->sum[n->line_end] - p->sum[n->line] < ABOUT_LETTERS && all - here >= LEFT;
	/* a heading such as "more of this" may stand over text */
	uint32_t links = 0, text = 0;
	if ((uint64_t)here * 10 >= (uint64_t)all * 4 || n->line_end - n->line > SECTION_LINES)
		return false;
	for (uint32_t i = n->line; i < n->line_end; i++) {
		const struct line *line = &p->lines[i];
		links += line_links(line) && line->letters >= LISTED_LETTERS;
		text += line_good(line);
	}
	return text <= links;
}

/* Siblings behind the heading, up to what reads as text. */
static void
prune_following(struct page_text *p, struct node *heading, uint16_t head)
{
	uint32_t before = p->good_sum[heading->line];
	if (head & LINE_ABOUT || before < LEFT)
		return;
	bool some = false;
	for (struct node *n = heading->next; n; n = n->next) {
		bool text = good_in(p, n) > 0;
		if (n->line < n->line_end && p->lines[n->line].flags & LINE_HEADING && some &&
		    !(p->lines[n->line].flags & (LINE_RELATED | LINE_COMMENTS)))
			break;
		if (head & LINE_RELATED && text && !may_go(p, n, head))
			break;
		if (n->line == n->line_end)
			continue;
		if (head & LINE_RELATED && p->link_sum[n->line_end] == p->link_sum[n->line])
			break;
		prune_node(p, n);
		some = true;
	}
	if (some)
		prune_node(p, heading);
}

void
prune_headed(struct page_text *p)
{
	for (uint32_t i = 0; i < p->lines_n; i++) {
		uint16_t head = p->lines[i].flags & (LINE_RELATED | LINE_COMMENTS | LINE_ABOUT);
		if (!head || p->lines[i].flags & LINE_PRUNED)
			continue;
		struct node *n = (struct node *)p->lines[i].owner;
		if (n->line != i)
			continue;
		/* what holds the heading alone, then what begins with it */
		while (n->parent && n->parent->line == i && n->parent->line_end == n->line_end &&
		       n->line_end == i + 1)
			n = n->parent;
		struct node *section = n->line_end > i + 1 && may_go(p, n, head) ? n : NULL;
		for (struct node *up = n->parent; up && up->line == i && may_go(p, up, head);
		     up = up->parent)
			section = up;
		if (section)
			prune_node(p, section);
		else if (n->line_end == i + 1)
			prune_following(p, n, head);
	}
}
