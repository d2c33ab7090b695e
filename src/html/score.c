/* SPDX-License-Identifier: MIT */
/* Score containers by the paragraphs in them, choose one. */
#include "html/find.h"
#include "html/walk.h"

static uint32_t
good_in(const struct page_text *p, const struct node *node)
{
	return p->good_sum[node->line_end] - p->good_sum[node->line];
}

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
