/* SPDX-License-Identifier: MIT */
/* What is no article by its name: elements, roles, words of class and id. */
#include "html/find.h"
#include "html/walk.h"

#include <string.h>

static uint32_t
good_in(const struct page_text *p, const struct node *node)
{
	return p->good_sum[node->line_end] - p->good_sum[node->line];
}

static bool
by_name(const struct node *node)
{
	switch (node->tag) {
	case TAG_nav: case TAG_aside: case TAG_footer: case TAG_dialog: case TAG_form:
	case TAG_label: case TAG_fieldset: case TAG_menu:
		return true;
	default:
		return false;
	}
}

static bool
by_role(const struct node *node)
{
	static const char *const roles[] = {"navigation", "complementary", "contentinfo", "banner",
					    "dialog", "alertdialog", "search", "menu"};
	const char *role = node_attr(node, ATTR_role);
	for (size_t i = 0; role && i < ARRAY_LEN(roles); i++)
		if (strcasecmp(role, roles[i]) == 0)
			return true;
	return false;
}

/* A labelled part of the page that is small beside it: a box. */
static bool
is_box(const struct page_text *p, const struct node *n, uint32_t all)
{
	const char *role = node_attr(n, ATTR_role);
	return role && strcasecmp(role, "region") == 0 &&
	       (uint64_t)good_in(p, n) * 10 < all;
}

bool
is_article_body(const struct node *node)
{
	const char *itemprop = node_attr(node, ATTR_itemprop);
	if (itemprop && strcasestr(itemprop, "articleBody"))
		return true;
	return node->names & NAMED_BODY;
}

static bool
never_pruned(const struct node *node)
{
	const char *itemprop = node_attr(node, ATTR_itemprop);
	return node->tag == TAG_article || node->tag == TAG_main || node->tag == TAG_body ||
	       node->tag == TAG_html || (itemprop && strcasestr(itemprop, "articleBody"));
}

void
prune_node(struct page_text *p, struct node *node)
{
	node->flags |= NODE_DROP;
	for (uint32_t i = node->line; i < node->line_end; i++)
		p->lines[i].flags |= LINE_PRUNED;
}

#define CAPTION_DEPTH 4

/* A picture with its caption, or the caption, named so: no furniture. */
static bool
of_picture(const struct node *node)
{
	const char *class = node_attr(node, ATTR_class);
	if (!class || !(strcasestr(class, "caption") || strcasestr(class, "credit")))
		return false;
	if (is_figure(node))
		return true;
	for (int i = 0; node && i < CAPTION_DEPTH; i++, node = node->parent)
		if (is_caption(node))
			return true;
	return false;
}

/* An inline element in the middle of a sentence: its name says nothing of the line. */
static bool
in_a_line(const struct page_text *p, const struct node *node)
{
	if (tag_kind(node->tag) != KIND_INLINE || node->line == node->line_end)
		return false;
	const struct line *first = &p->lines[node->line], *last = &p->lines[node->line_end - 1];
	return !node_within(p->texts[first->first], node) ||
	       !node_within(p->texts[last->last], node);
}

/* A line made of such elements side by side is furniture all the same. */
static void
count_named(struct page_text *p, const struct node *node)
{
	struct line *line = &p->lines[node->line];
	uint32_t bytes = 0;
	for (const struct node *n = node; n; n = node_next(n, node))
		bytes += n->len;
	line->named_bytes += bytes;
	const struct node *first = p->texts[line->first], *last = p->texts[line->last];
	if (line->named_bytes * 2 > last->start + last->len - first->start)
		line->flags |= LINE_PRUNED;
}

/* What holds much of the page's text is no furniture, whatever its name; comments
 * may be longer than the article they stand under. */
static bool
too_much(const struct page_text *p, const struct node *node, uint32_t all)
{
	uint32_t here = good_in(p, node);
	if ((uint64_t)here * 10 < (uint64_t)all * 4)
		return false;
	return !(node->names & NAMED_COMMENTS) || all - here < 500;
}

#define BODY_LETTERS 200

/* What is named as the text; and what holds the element that machines are told is the
 * article is not furniture. */
static void
mark_bodies(struct page_text *p)
{
	for (struct node *n = p->tree.root->first; n; n = node_next(n, p->tree.root)) {
		n->flags &= (uint16_t)~(NODE_DROP | NODE_BODY | NODE_HOLDS);
		if (!n->attrs_n || !is_article_body(n))
			continue;
		n->flags |= NODE_BODY;
		for (struct node *up = n->parent; up && !(up->flags & NODE_HOLDS); up = up->parent)
			up->flags |= NODE_HOLDS;
		const char *item = node_attr(n, ATTR_itemprop);
		if (!item || !strcasestr(item, "articleBody") || good_in(p, n) < BODY_LETTERS)
			continue;
		for (struct node *up = n; up && !(up->flags & NODE_KEEP); up = up->parent)
			up->flags |= NODE_KEEP;
	}
}

void
prune_page(struct page_text *p, unsigned how)
{
	for (size_t i = 0; i < p->lines_n; i++) {
		p->lines[i].flags &= (uint16_t)~(LINE_PRUNED | LINE_DROPPED);
		p->lines[i].named_bytes = 0;
	}
	lines_sum(p);
	mark_bodies(p);
	if (how & PRUNE_SECTIONS) {
		prune_teasers(p);
		lines_sum(p);
	}
	uint32_t all = p->good_sum[p->lines_n];
	struct node *root = p->tree.root, *n = root->first;
	while (n) {
		if (n->flags & NODE_DROP) {
			n = node_next_skip(n, root);
			continue;
		}
		if (n->tag == TAG_TEXT || !(n->first || n->attrs_n || n->flags & NODE_RULED)) {
			n = node_next(n, root);
			continue;
		}
		if (n->flags & NODE_RULED) {
			prune_node(p, n);
			n = node_next_skip(n, root);
			continue;
		}
		bool drop = by_name(n);
		if (!drop && n->attrs_n)
			drop = node_hidden(n) || by_role(n) || is_box(p, n, all) ||
			       ((how & PRUNE_CLASSES) && (n->names & NAMED_UNLIKELY) && !of_picture(n));
		if (drop && in_a_line(p, n)) {
			if (n->line + 1 == n->line_end)
				count_named(p, n);
			n = node_next_skip(n, root);
			continue;
		}
		if (drop && !(n->flags & NODE_KEEP) && !never_pruned(n) && !too_much(p, n, all)) {
			prune_node(p, n);
			n = node_next_skip(n, root);
			continue;
		}
		n = node_next(n, root);
	}
	lines_sum(p);
	if (how & PRUNE_SECTIONS) {
		prune_headed(p);
		lines_sum(p);
	}
}
