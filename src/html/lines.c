/* SPDX-License-Identifier: MIT */
#include "html/find.h"
#include "html/walk.h"

#include <stdlib.h>
#include <string.h>

struct cut {
	struct page_text *page;
	const struct node *block; /* nearest block element */
	unsigned links, bold, items, cells, captions, headings, quotes, figures;
	bool open;                /* a line has begun */
	uint32_t bold_letters;
	unsigned char last;       /* class of the last letter: 1 closing mark */
	bool space;
};

static void
end_line(struct cut *c)
{
	if (!c->open)
		return;
	struct line *line = &c->page->lines[c->page->lines_n - 1];
	if (c->last)
		line->flags |= LINE_CLOSED;
	if (line->letters && c->bold_letters == line->letters)
		line->flags |= LINE_BOLD;
	c->open = false;
}

static void
begin_line(struct cut *c)
{
	struct page_text *p = c->page;
	if (p->lines_n == p->lines_cap) {
		p->lines_cap = p->lines_cap ? p->lines_cap * 2 : 256;
		p->lines = mem_realloc_array(p->lines, p->lines_cap, sizeof(*p->lines));
	}
	struct line *line = &p->lines[p->lines_n++];
	*line = (struct line){.owner = c->block, .first = (uint32_t)p->texts_n};
	line->flags = (uint16_t)((c->headings ? LINE_HEADING : 0) | (c->items ? LINE_ITEM : 0) |
				 (c->captions ? LINE_CAPTION : 0) | (c->cells ? LINE_CELL : 0) |
				 (c->quotes ? LINE_QUOTE : 0) |
				 (c->figures && !c->captions ? LINE_CREDIT : 0));
	c->open = true;
	c->bold_letters = 0;
	c->last = 0;
	c->space = false;
}

/* One pass over the bytes of a text: characters (a run of white space is one),
 * marks, and what it ends with. */
static void
measure(struct cut *c, struct bytes text, uint32_t *letters, unsigned *marks)
{
	const unsigned char *s = (const unsigned char *)text.data, *end = s + text.len;
	uint32_t n = 0;
	for (; s < end; s++) {
		unsigned char b = *s;
		if (b >= 0x80 && b < 0xc0)
			continue;
		if (b <= ' ' || (b == 0xc2 && s + 1 < end && s[1] == 0xa0)) {
			c->space = true;
			continue;
		}
		n += 1 + c->space;
		c->space = false;
		bool closing = false;
		if (b == '.' || b == ',' || b == '!' || b == '?' || b == ':') {
			*marks += b == '.' || b == ',';
			closing = b != ',';
		} else if (b == '"' || b == ')' || b == ']' || b == '\'') {
			continue; /* a quotation's end says nothing of the sentence's */
		} else if (b == 0xd8 && s + 1 < end) {
			*marks += s[1] == 0x8c || s[1] == 0x9b || s[1] == 0x9f;
			closing = s[1] == 0x9f;
		} else if (b == 0xdb && s + 1 < end) {
			closing = s[1] == 0x94; /* Urdu full stop */
			*marks += closing;
		} else if (b == 0xc2 && s + 1 < end && s[1] == 0xbb) {
			continue;
		} else if (b == 0xe2 && s + 2 < end && s[1] == 0x80) {
			if (s[2] >= 0x8b && s[2] <= 0x8f) {
				n--;
				continue;
			}
			if (s[2] == 0x9d || s[2] == 0x99)
				continue;
			closing = s[2] == 0xa6;
		} else if (b == 0xe3 && s + 2 < end && s[1] == 0x80) {
			*marks += s[2] == 0x81 || s[2] == 0x82;
			closing = s[2] == 0x82;
		}
		c->last = closing;
	}
	*letters = n;
}

static bool
blank(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char b = (unsigned char)text.data[i];
		if (b > ' ' && !(b == 0xc2 && i + 1 < text.len && (unsigned char)text.data[i + 1] == 0xa0))
			return false;
		i += b > ' ';
	}
	return true;
}

static void
add_text(struct cut *c, struct node *node)
{
	struct page_text *p = c->page;
	struct bytes text = node_text(&p->tree, node);
	if (!c->open) {
		if (blank(text))
			return;
		begin_line(c);
	}
	struct line *line = &p->lines[p->lines_n - 1];
	uint32_t letters = 0;
	unsigned marks = 0;
	measure(c, text, &letters, &marks);
	line->letters += letters;
	if (c->links)
		line->link_letters += letters;
	if (c->bold)
		c->bold_letters += letters;
	marks += line->marks;
	line->marks = (uint16_t)(marks > UINT16_MAX ? UINT16_MAX : marks);
	if (p->texts_n == p->texts_cap) {
		p->texts_cap = p->texts_cap ? p->texts_cap * 2 : 1024;
		p->texts = mem_realloc_array(p->texts, p->texts_cap, sizeof(*p->texts));
	}
	line->last = (uint32_t)p->texts_n;
	p->texts[p->texts_n++] = node;
}

#define FIGURE_NODES 64

static bool
has_picture(const struct node *figure)
{
	unsigned looked = 0;
	for (const struct node *n = figure->first; n && looked < FIGURE_NODES;
	     n = node_next(n, figure), looked++)
		if (n->tag == TAG_img)
			return true;
	return false;
}

static void
count(struct cut *c, const struct node *node, int by)
{
	switch (node->tag) {
	case TAG_a:
		c->links += node_attr(node, ATTR_href) ? (unsigned)by : 0;
		break;
	case TAG_b: case TAG_strong:
		c->bold += (unsigned)by;
		break;
	case TAG_li:
		c->items += (unsigned)by;
		break;
	case TAG_td: case TAG_th:
		c->cells += (unsigned)by;
		break;
	case TAG_blockquote:
		c->quotes += (unsigned)by;
		break;
	case TAG_figure:
		c->figures += has_picture(node) ? (unsigned)by : 0;
		break;
	case TAG_h1: case TAG_h2: case TAG_h3: case TAG_h4: case TAG_h5: case TAG_h6:
		c->headings += (unsigned)by;
		break;
	default:
		if (is_caption(node))
			c->captions += (unsigned)by;
		break;
	}
}

static bool
enter(struct cut *c, struct node *node)
{
	node->line = (uint32_t)c->page->lines_n;
	node->line_end = node->line;
	if (node->tag == TAG_TEXT) {
		add_text(c, node);
		return false;
	}
	enum tag_kind kind = tag_kind(node->tag);
	if (kind == KIND_SKIP)
		return false;
	if (node->attrs_n)
		node->names = node_names(node);
	if (kind == KIND_BLOCK || node->tag == TAG_br) {
		end_line(c);
		node->line = (uint32_t)c->page->lines_n;
		if (kind == KIND_BLOCK)
			c->block = node;
	} else if (c->open) { /* an inline element in the middle of a line */
		node->line--;
	}
	count(c, node, 1);
	return kind != KIND_VOID;
}

static void
leave(struct cut *c, struct node *node)
{
	count(c, node, -1);
	if (tag_kind(node->tag) == KIND_BLOCK) {
		end_line(c);
		const struct node *up = node->parent;
		while (up && up->parent && tag_kind(up->tag) != KIND_BLOCK)
			up = up->parent;
		c->block = up ? up : node;
	}
	node->line_end = (uint32_t)c->page->lines_n;
}

void
lines_cut(struct page_text *p)
{
	struct cut c = {.page = p, .block = p->tree.root};
	struct node *root = p->tree.root, *n = root;
	for (;;) {
		bool inside = enter(&c, n);
		if (inside && n->first) {
			n = n->first;
			continue;
		}
		if (inside)
			leave(&c, n);
		while (n != root && !n->next) {
			n = n->parent;
			leave(&c, n);
		}
		if (n == root)
			break;
		n = n->next;
	}
	end_line(&c);
	root->line = 0;
	root->line_end = (uint32_t)p->lines_n;
	p->sum = mem_realloc_array(NULL, (p->lines_n + 1) * 3, sizeof(*p->sum));
	p->link_sum = p->sum + p->lines_n + 1;
	p->good_sum = p->link_sum + p->lines_n + 1;
	lines_sum(p);
}

bool
line_good(const struct line *line)
{
	return line->letters >= 60 && line->link_letters * 10 < line->letters * 3 &&
	       !(line->flags & (LINE_PRUNED | LINE_HEADING | LINE_DROPPED));
}

bool
line_links(const struct line *line)
{
	return line->link_letters * 2 > line->letters;
}

void
lines_sum(struct page_text *p)
{
	uint32_t sum = 0, links = 0, good = 0;
	for (size_t i = 0; i <= p->lines_n; i++) {
		p->sum[i] = sum;
		p->link_sum[i] = links;
		p->good_sum[i] = good;
		if (i == p->lines_n)
			break;
		sum += p->lines[i].letters;
		links += p->lines[i].link_letters;
		if (line_good(&p->lines[i]))
			good += p->lines[i].letters;
	}
}

void
lines_release(struct page_text *p)
{
	free(p->texts);
	free(p->lines);
	free(p->sum);
}

void
line_text(const struct page_text *p, const struct line *line, struct buf *out)
{
	for (uint32_t i = line->first; i <= line->last; i++)
		buf_add_bytes(out, node_text(&p->tree, p->texts[i]));
}

void
line_pieces(const struct page_text *p, const struct line *line, struct buf *out)
{
	for (uint32_t i = line->first; i <= line->last; i++) {
		buf_add_bytes(out, node_text(&p->tree, p->texts[i]));
		buf_add_char(out, ' ');
	}
}
