/* SPDX-License-Identifier: MIT */
/* Prune by name, score containers by the paragraphs in them, choose one. */
#include "html/find.h"
#include "html/walk.h"

#include <string.h>

/* ---- prune ------------------------------------------------------------------------ */

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

static void
prune_node(struct page_text *p, struct node *node)
{
	node->flags |= NODE_DROP;
	for (uint32_t i = node->line; i < node->line_end; i++)
		p->lines[i].flags |= LINE_PRUNED;
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

/* What holds the element that machines are told is the article is not furniture. */
static void
keep_bodies(struct page_text *p)
{
	for (struct node *n = p->tree.root->first; n; n = node_next(n, p->tree.root)) {
		const char *item = n->attrs_n ? node_attr(n, ATTR_itemprop) : NULL;
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
	uint32_t all = p->good_sum[p->lines_n];
	keep_bodies(p);
	struct node *root = p->tree.root, *n = root->first;
	while (n) {
		n->flags &= (uint16_t)~(NODE_DROP | NODE_BODY);
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
		if (!drop && n->attrs_n) {
			if (is_article_body(n))
				n->flags |= NODE_BODY;
			drop = node_hidden(n) || by_role(n) ||
			       ((how & PRUNE_CLASSES) && (n->names & NAMED_UNLIKELY));
		}
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
}

/* ---- score ------------------------------------------------------------------------- */

static float
value_of(const struct line *line)
{
	if ((line->flags & (LINE_PRUNED | LINE_HEADING | LINE_CAPTION)) || line->letters < 25 ||
	    line_links(line))
		return 0;
	float length = line->letters < 600 ? (float)line->letters : 600;
	float marks = line->marks < 40 ? line->marks : 40;
	float value = length / 100 + 1 + 0.3f * marks;
	value *= 1 - (float)line->link_letters / (float)line->letters;
	if (line->letters < 60 && !(line->flags & LINE_CLOSED))
		value *= 0.3f;
	if (line->flags & LINE_ITEM) {
		value *= 0.5f;
		if (line->link_letters * 5 > line->letters)
			value *= 0.5f;
	}
	return value;
}

/* What holds the paragraphs: the element itself when several lines stand in it. */
static struct node *
container_of(const struct line *line)
{
	const struct node *n = line->owner;
	bool alone = n->line_end - n->line < 2;
	if (alone && n->parent && n->parent->parent)
		n = n->parent;
	while (n->parent && n->parent->parent && tag_kind(n->tag) != KIND_BLOCK)
		n = n->parent;
	return (struct node *)n;
}

static float
factor_of(const struct node *node)
{
	if (node->flags & NODE_BODY)
		return 1.5f;
	return node->tag == TAG_article ? 1.2f : 1;
}

static struct node *
best_container(struct page_text *p)
{
	static const float shares[] = {1, 0.5f, 1 / 6.f, 1 / 9.f, 1 / 12.f, 1 / 15.f};
	for (struct node *n = p->tree.root; n; n = node_next(n, p->tree.root))
		n->score = 0;
	struct node *best = NULL;
	float best_score = 0;
	for (size_t i = 0; i < p->lines_n; i++) {
		float value = value_of(&p->lines[i]);
		if (value <= 0)
			continue;
		struct node *n = container_of(&p->lines[i]);
		for (size_t level = 0; n && n->parent && level < ARRAY_LEN(shares); level++) {
			n->score += value * shares[level];
			float score = n->score * factor_of(n);
			if (score > best_score) {
				best_score = score;
				best = n;
			}
			n = n->parent;
		}
	}
	return best;
}

/* Good text below a node that stands in elements named as an article's body. */
static uint32_t
body_in(const struct page_text *p, const struct node *node)
{
	uint32_t sum = 0;
	for (const struct node *n = node; n;) {
		if (n->flags & (NODE_BODY | NODE_DROP)) {
			sum += n->flags & NODE_DROP ? 0 : good_in(p, n);
			n = node_next_skip(n, node);
		} else {
			n = node_next(n, node);
		}
	}
	return sum;
}

/* Climbs while more of the article lies outside. An element named as the body is
 * left only for one that holds several such. */
const struct node *
choose_container(struct page_text *p)
{
	struct node *best = best_container(p);
	for (struct node *n = best; n && n->parent && n->parent->parent; n = n->parent) {
		struct node *up = n->parent;
		if (up->tag == TAG_html)
			break;
		if (good_in(p, up) * 4 <= good_in(p, best) * 5)
			continue;
		if (best->flags & NODE_BODY) {
			if (!(up->flags & NODE_BODY) && body_in(p, up) * 4 <= good_in(p, best) * 5)
				continue;
		} else if (up->score * 4 < best->score) {
			continue;
		}
		best = up;
	}
	return best;
}
