/* SPDX-License-Identifier: MIT */
/* Nodes -> blocks: one walk in document order with an enter and a leave for each
 * element, no recursion. */
#include "html/walk.h"
#include "akhbar/limits.h"

#include <stdlib.h>
#include <string.h>

static uint8_t
byte_of(unsigned n)
{
	return n > UINT8_MAX ? UINT8_MAX : (uint8_t)n;
}

void
walk_flush(struct walk *w)
{
	if (w->cell) { /* blocks of a cell are its lines */
		if (w->build.text.len && !w->build.breaks)
			w->build.breaks = 1;
		return;
	}
	struct doc_text body;
	w->build.pre = w->pre > 0;
	bool some = build_take(&w->build, &body);
	w->build.pre = w->pre > 0;
	if (some && w->caption) {
		picture_caption(w, &body);
	} else if (some) {
		struct block block = {.kind = BLOCK_PARAGRAPH, .body = body};
		block.quote = byte_of(w->quotes);
		if (w->dirs_n)
			block.dir = w->dirs[w->dirs_n - 1].dir;
		if (w->pre) {
			block.kind = BLOCK_CODE;
		} else if (w->heading) {
			block.kind = BLOCK_HEADING;
			block.level = w->heading;
		} else if (w->item) {
			block.kind = BLOCK_ITEM;
			block.level = byte_of(w->lists_n ? w->lists_n : 1);
			block.number = w->number;
			w->item = false;
		}
		if (block.kind != BLOCK_ITEM)
			block.indent = byte_of(w->lists_n + w->definitions);
		doc_add(w->doc, &block);
	}
	picture_flush(w);
}

/* ---- lists -------------------------------------------------------------------------- */

static int32_t
attr_number(const struct node *node, enum attr_name name, int32_t otherwise)
{
	const char *value = node_attr(node, name);
	char *end;
	if (!value)
		return otherwise;
	long n = strtol(value, &end, 10);
	return end == value || n < -1000000 || n > 1000000 ? otherwise : (int32_t)n;
}

static void
list_enter(struct walk *w, const struct node *node)
{
	if (w->lists_n == LIST_DEPTH_MAX) {
		w->lists_over++;
		return;
	}
	struct list_state *list = &w->lists[w->lists_n++];
	*list = (struct list_state){.owner = node, .numbered = node->tag == TAG_ol, .step = 1};
	if (!list->numbered)
		return;
	int32_t first = 1;
	if (node_attr(node, ATTR_reversed)) {
		list->step = -1;
		first = 0;
		for (const struct node *n = node->first; n; n = n->next)
			first += n->tag == TAG_li;
	}
	list->next = attr_number(node, ATTR_start, first);
}

static void
list_leave(struct walk *w)
{
	w->item = false;
	if (w->lists_over)
		w->lists_over--;
	else if (w->lists_n)
		w->lists_n--;
}

static void
item_enter(struct walk *w, const struct node *node)
{
	w->item = true;
	w->number = 0;
	struct list_state *list = w->lists_n ? &w->lists[w->lists_n - 1] : NULL;
	if (!list || !list->numbered)
		return;
	list->next = attr_number(node, ATTR_value, list->next);
	w->number = list->next > 0 ? (uint32_t)list->next : 0;
	list->next += list->step;
}

/* ---- inline elements ----------------------------------------------------------------- */

static enum span_kind
isolate_kind(enum dir dir)
{
	return dir == DIR_RTL   ? SPAN_ISOLATE_RTL
	       : dir == DIR_LTR ? SPAN_ISOLATE_LTR
				: SPAN_ISOLATE_AUTO;
}

#define LINK_LOOK 64 /* nodes */

static bool has_ink(struct bytes text);

/* A link round nothing, or round a picture alone, takes no number. */
static bool
has_words(const struct walk *w, const struct node *link)
{
	unsigned looked = 0;
	for (const struct node *n = link; n && looked < LINK_LOOK; n = node_next(n, link), looked++)
		if (n->tag == TAG_TEXT && !(n->flags & NODE_DROP) && has_ink(node_text(w->tree, n)))
			return true;
	return looked == LINK_LOOK;
}

static void
link_enter(struct walk *w, const struct node *node)
{
	const char *href = has_words(w, node) ? node_attr(node, ATTR_href) : NULL;
	char *url = href ? link_resolve(w->options->base, href) : NULL;
	uint16_t number = url ? doc_link(w->doc, url) : 0;
	free(url);
	if (number)
		build_open(&w->build, node, SPAN_LINK, number);
}

static void
inline_enter(struct walk *w, const struct node *node)
{
	struct build *b = &w->build;
	switch (node->tag) {
	case TAG_a:
		link_enter(w, node);
		break;
	case TAG_em: case TAG_i: case TAG_cite: case TAG_var: case TAG_dfn:
		build_open(b, node, SPAN_EM, 0);
		break;
	case TAG_strong: case TAG_b:
		build_open(b, node, SPAN_STRONG, 0);
		break;
	case TAG_code: case TAG_kbd: case TAG_samp: case TAG_tt:
		if (!w->pre)
			build_open(b, node, SPAN_CODE, 0);
		break;
	case TAG_del: case TAG_s: case TAG_strike:
		build_open(b, node, SPAN_STRIKE, 0);
		break;
	case TAG_sup:
		build_open(b, node, SPAN_SUP, 0);
		break;
	case TAG_sub:
		build_open(b, node, SPAN_SUB, 0);
		break;
	case TAG_q:
		build_add(b, bytes_of("“"));
		break;
	default:
		break;
	}
	/* HTML 15.3.5: dir on an inline element isolates, bdi does so without it */
	if (node->tag == TAG_bdi || node_attr(node, ATTR_dir))
		build_open(b, node, isolate_kind(node_dir(node)), 0);
}

/* ---- block elements ------------------------------------------------------------------- */

static bool
is_list(enum tag_name tag)
{
	return tag == TAG_ul || tag == TAG_ol || tag == TAG_menu || tag == TAG_dir;
}

/* A figure of a quotation, a table or a listing: its caption is text like theirs. */
static bool
figure_of_words(const struct node *figure)
{
	bool words = false;
	for (const struct node *n = figure->first; n; n = node_next(n, figure)) {
		if (n->tag == TAG_img)
			return false;
		words |= n->tag == TAG_blockquote || n->tag == TAG_table || n->tag == TAG_pre;
	}
	return words;
}

static void
block_enter(struct walk *w, const struct node *node)
{
	enum tag_name tag = node->tag;
	walk_flush(w);
	enum dir dir = node_attr(node, ATTR_dir) ? node_dir(node) : DIR_AUTO;
	if (dir != DIR_AUTO && tag != TAG_body && tag != TAG_html && w->dirs_n < DIR_DEPTH_MAX)
		w->dirs[w->dirs_n++] = (struct dir_state){node, dir};
	if (tag >= TAG_h1 && tag <= TAG_h6)
		w->heading = (uint8_t)(tag - TAG_h1 + 1);
	else if (is_list(tag))
		list_enter(w, node);
	else if (tag == TAG_li)
		item_enter(w, node);
	else if (tag == TAG_blockquote)
		w->quotes++;
	else if (tag == TAG_dd)
		w->definitions++;
	else if (tag == TAG_pre)
		w->pre++;
	else if (tag == TAG_dt || tag == TAG_summary)
		build_open(&w->build, node, SPAN_STRONG, 0);
	w->build.pre = w->pre > 0;
	if (!w->figure && is_figure(node)) {
		w->figure = node;
		w->figure_block = 0;
	}
	if (!w->caption && is_caption(node) && !(w->figure && figure_of_words(w->figure)))
		w->caption = node;
}

static void
block_leave(struct walk *w, const struct node *node)
{
	enum tag_name tag = node->tag;
	walk_flush(w);
	if (w->dirs_n && w->dirs[w->dirs_n - 1].owner == node)
		w->dirs_n--;
	if (tag >= TAG_h1 && tag <= TAG_h6)
		w->heading = 0;
	else if (is_list(tag))
		list_leave(w);
	else if (tag == TAG_li)
		w->item = false;
	else if (tag == TAG_blockquote)
		w->quotes--;
	else if (tag == TAG_dd)
		w->definitions--;
	else if (tag == TAG_pre)
		w->pre--;
	else if (tag == TAG_dt || tag == TAG_summary)
		build_close(&w->build, node);
	w->build.pre = w->pre > 0;
	if (w->figure == node)
		w->figure = NULL;
	if (w->caption == node)
		w->caption = NULL;
}

static bool
has_ink(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.data[i];
		if (c == 0xc2 && i + 1 < text.len && (unsigned char)text.data[i + 1] == 0xa0)
			i++;
		else if (c > ' ')
			return true;
	}
	return false;
}

#define PARAGRAPH_LETTERS 100

/* What stands before a br is a paragraph: long, and its sentence ends. Lines of verse
 * and addresses are neither. */
static bool
ends_paragraph(const struct build *b)
{
	static const char *const ends[] = {".", "؟", "!", "?", "…", "۔"};
	struct bytes line = buf_view(&b->text);
	for (size_t i = line.len; i--;)
		if (line.data[i] == '\n') {
			line = (struct bytes){line.data + i + 1, line.len - i - 1};
			break;
		}
	if (utf8_count(line) < PARAGRAPH_LETTERS)
		return false;
	while (line.len && (line.data[line.len - 1] == '"' || line.data[line.len - 1] == ' '))
		line.len--;
	if (line.len >= 2 && memcmp(line.data + line.len - 2, "»", 2) == 0)
		line.len -= 2;
	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		size_t n = strlen(ends[i]);
		if (line.len >= n && memcmp(line.data + line.len - n, ends[i], n) == 0)
			return true;
	}
	return false;
}

static void
text_enter(struct walk *w, const struct node *node)
{
	struct bytes text = node_text(w->tree, node);
	unsigned breaks = w->build.breaks;
	if (breaks && !w->cell && !w->pre && has_ink(text) && (breaks > 1 || ends_paragraph(&w->build)))
		walk_flush(w);
	build_add(&w->build, text);
}

static void
rule_add(struct walk *w)
{
	walk_flush(w);
	struct doc *doc = w->doc;
	if (w->cell || (doc->blocks_n && doc->blocks[doc->blocks_n - 1].kind == BLOCK_RULE))
		return;
	struct block block = {.kind = BLOCK_RULE, .quote = byte_of(w->quotes), .body.text = {"", 0}};
	block.indent = byte_of(w->lists_n + w->definitions);
	doc_add(doc, &block);
}

static void
void_enter(struct walk *w, const struct node *node)
{
	switch (node->tag) {
	case TAG_br:
		if (w->pre)
			buf_add_char(&w->build.text, '\n');
		else if (w->build.text.len)
			w->build.breaks++;
		break;
	case TAG_hr:
		rule_add(w);
		break;
	case TAG_img:
		picture_meet(w, node);
		break;
	default:
		break;
	}
}

/* false: what is inside is not for us. */
static bool
enter(struct walk *w, const struct node *node)
{
	if (node->flags & NODE_DROP)
		return false;
	if (node->tag == TAG_TEXT) {
		text_enter(w, node);
		return false;
	}
	enum tag_kind kind = tag_kind(node->tag);
	if (kind == KIND_SKIP || (node->tag == TAG_form && !w->options->keep_forms))
		return false;
	if (node->attrs_n && node_hidden(node))
		return false;
	switch (kind) {
	case KIND_VOID:
		void_enter(w, node);
		return false;
	case KIND_BLOCK:
		if (node->tag == TAG_table && !w->cell && table_add(w, node))
			return false;
		block_enter(w, node);
		return true;
	default:
		inline_enter(w, node);
		return true;
	}
}

static void
leave(struct walk *w, const struct node *node)
{
	if (tag_kind(node->tag) == KIND_BLOCK) {
		block_leave(w, node);
		return;
	}
	if (node->tag == TAG_q)
		build_add(&w->build, bytes_of("”"));
	build_close(&w->build, node);
}

void
walk_nodes(struct walk *w, const struct node *root)
{
	const struct node *n = root;
	for (;;) {
		bool inside = enter(w, n);
		if (inside && n->first) {
			n = n->first;
			continue;
		}
		if (inside)
			leave(w, n);
		while (n != root && !n->next) {
			n = n->parent;
			leave(w, n);
		}
		if (n == root)
			return;
		n = n->next;
	}
}

void
blocks_walk(const struct tree *t, const struct node *root, const struct blocks_options *o,
	    struct doc *doc)
{
	struct walk w = {.tree = t, .options = o, .doc = doc};
	build_init(&w.build, doc->arena);
	walk_nodes(&w, root);
	walk_flush(&w);
	build_release(&w.build);
}

/* ---- direction ------------------------------------------------------------------------ */

/* Many pages state ltr round Arabic (Blogger does so by itself): a direction that
 * no letter bears out says nothing. */
static enum dir
plausible(enum dir stated, struct bytes text)
{
	if (stated == DIR_AUTO)
		return DIR_AUTO;
	bool ltr = false, rtl = false;
	const char *p = text.data, *end = text.data + text.len;
	while (p < end && !(ltr && rtl)) {
		enum strong strong = char_strong(utf8_next(&p, end));
		ltr |= strong == STRONG_LTR;
		rtl |= strong == STRONG_RTL;
	}
	if (stated == DIR_LTR && rtl && !ltr)
		return DIR_AUTO;
	return stated == DIR_RTL && ltr && !rtl ? DIR_AUTO : stated;
}

void
blocks_settle_dir(struct doc *doc, enum dir fallback)
{
	struct dir_letters n = {0, 0};
	for (size_t i = 0; i < doc->blocks_n; i++) {
		struct block *block = &doc->blocks[i];
		dir_count(&n, block->body.text);
		block->dir = plausible(block->dir, block->body.text);
		for (size_t c = 0; c < (size_t)block->rows * block->cols; c++) {
			dir_count(&n, block->cells[c].body.text);
			block->cells[c].dir =
				plausible(block->cells[c].dir, block->cells[c].body.text);
		}
	}
	doc->dir = dir_counted(&n, fallback);
}
