/* SPDX-License-Identifier: MIT */
#include "html/walk.h"

#include <stdlib.h>
#include <string.h>

bool
node_has_class(const struct node *node, const char *word)
{
	const char *class = node_attr(node, ATTR_class);
	size_t n = strlen(word);
	for (const char *p = class; p && (p = strstr(p, word)); p += n) {
		bool starts = p == class || p[-1] == ' ' || p[-1] == '\n' || p[-1] == '\t';
		if (starts && (!p[n] || p[n] == ' ' || p[n] == '\n' || p[n] == '\t'))
			return true;
	}
	return false;
}

#define PICTURE_TABLE_NODES 48
#define PICTURE_TABLE_CELLS 3
#define CAPTION_BYTES 500

/* A table that holds one picture and what is said of it (sites of the table age,
 * blogs): one img, one cell with words. */
static bool
is_picture_table(const struct node *table)
{
	unsigned looked = 0, pictures = 0, cells = 0, worded = 0;
	const struct node *cell = NULL, *last = NULL;
	size_t bytes = 0;
	for (const struct node *n = table->first; n; n = node_next(n, table)) {
		if (++looked > PICTURE_TABLE_NODES || n->tag == TAG_table || n->tag == TAG_p ||
		    n->tag == TAG_th)
			return false;
		pictures += n->tag == TAG_img;
		if (n->tag == TAG_td) {
			cell = n;
			cells++;
		}
		if (n->tag != TAG_TEXT || n->len < 3)
			continue;
		bytes += n->len;
		worded += cell != last;
		last = cell;
	}
	return pictures == 1 && cells > 1 && cells <= PICTURE_TABLE_CELLS && worded == 1 &&
	       bytes <= CAPTION_BYTES;
}

bool
is_figure(const struct node *node)
{
	return node->tag == TAG_figure || (node->tag == TAG_div && node_has_class(node, "wp-caption")) ||
	       (node->tag == TAG_table && is_picture_table(node));
}

/* The cell beside the picture, or under it. */
static bool
is_caption_cell(const struct node *cell)
{
	const struct node *table = cell;
	while (table && table->tag != TAG_table)
		table = table->parent;
	for (const struct node *n = cell->first; n; n = node_next(n, cell))
		if (n->tag == TAG_img)
			return false;
	return table && is_picture_table(table);
}

bool
is_caption(const struct node *node)
{
	return node->tag == TAG_figcaption || (node->tag == TAG_td && is_caption_cell(node)) ||
	       ((node->tag == TAG_p || node->tag == TAG_div || node->tag == TAG_dd) &&
		node_has_class(node, "wp-caption-text"));
}

/* The first address of a srcset (HTML 4.8.4.2.1). */
static const char *
first_of_set(const char *set, struct buf *scratch)
{
	struct bytes v = bytes_trim(bytes_of(set));
	size_t n = 0;
	while (n < v.len && v.data[n] != ' ' && v.data[n] != '\t' && v.data[n] != '\n')
		n++;
	if (n && v.data[n - 1] == ',')
		n--;
	buf_clear(scratch);
	buf_add(scratch, v.data, n);
	return n ? scratch->data : NULL;
}

static bool
is_placeholder(const char *src)
{
	return !src || !*src || strncasecmp(src, "data:", 5) == 0 || strstr(src, "blank.") ||
	       strstr(src, "placeholder") || strstr(src, "spacer") || strstr(src, "lazy");
}

const char *
picture_source(const struct node *img, struct buf *scratch)
{
	static const enum attr_name lazy[] = {ATTR_data_src, ATTR_data_original, ATTR_data_lazy_src};
	const char *src = node_attr(img, ATTR_src);
	for (size_t i = 0; i < ARRAY_LEN(lazy); i++) {
		const char *other = node_attr(img, lazy[i]);
		if (other && *other && strncasecmp(other, "data:", 5) != 0)
			return other;
	}
	if (!is_placeholder(src))
		return src;
	const char *set = node_attr(img, ATTR_srcset);
	if (!set && img->parent && img->parent->tag == TAG_picture)
		for (const struct node *n = img->parent->first; n && !set; n = n->next)
			if (n->tag == TAG_source)
				set = node_attr(n, ATTR_srcset);
	const char *first = set ? first_of_set(set, scratch) : NULL;
	return is_placeholder(first) ? NULL : first;
}

/* Counters and spacers. */
static bool
is_pixel(const struct node *img)
{
	static const enum attr_name sides[] = {ATTR_width, ATTR_height};
	for (size_t i = 0; i < ARRAY_LEN(sides); i++) {
		const char *value = node_attr(img, sides[i]);
		char *end;
		long n = value ? strtol(value, &end, 10) : 100;
		if (value && end != value && *end != '%' && n <= 3)
			return true;
	}
	return false;
}

static bool
is_file_name(struct bytes text)
{
	static const char *const endings[] = {".jpg", ".jpeg", ".png", ".gif", ".webp"};
	for (size_t i = 0; i < ARRAY_LEN(endings); i++) {
		size_t n = strlen(endings[i]);
		if (text.len >= n && strncasecmp(text.data + text.len - n, endings[i], n) == 0)
			return true;
	}
	return false;
}

/* "Picture:" and nothing more. */
static bool
is_label(struct bytes text)
{
	return utf8_count(text) < 16 && text.len && text.data[text.len - 1] == ':';
}

static void
picture_add(struct walk *w, const struct node *img)
{
	struct buf scratch;
	buf_init(&scratch, 0);
	const char *src = picture_source(img, &scratch);
	char *url = src ? link_resolve(w->options->base, src) : NULL;
	char *alt = text_clean_dup(bytes_of(node_attr(img, ATTR_alt)), CLEAN_LINE, 1000);
	buf_release(&scratch);
	struct block block = {.kind = BLOCK_IMAGE, .body.text = {"", 0}};
	block.link = url ? doc_link(w->doc, url) : 0;
	block.quote = (uint8_t)(w->quotes > UINT8_MAX ? UINT8_MAX : w->quotes);
	block.indent = (uint8_t)w->lists_n;
	if (alt && *alt && !is_file_name(bytes_of(alt)) && !is_label(bytes_of(alt))) {
		block.body.text.len = strlen(alt);
		block.body.text.data = arena_strdup(w->doc->arena, alt);
	}
	free(url);
	free(alt);
	struct doc *doc = w->doc;
	struct block *last = doc->blocks_n ? &doc->blocks[doc->blocks_n - 1] : NULL;
	if (last && last->kind == BLOCK_IMAGE && block.link && last->link == block.link)
		return;
	if (last && last->kind == BLOCK_IMAGE && !last->link && w->figure &&
	    w->figure_block == doc->blocks_n) { /* the caption stood before its picture */
		last->link = block.link;
		return;
	}
	if (!block.link && !block.body.text.len)
		return;
	doc_add(doc, &block);
	if (w->figure && !w->figure_block)
		w->figure_block = doc->blocks_n;
}

/* Emoji as pictures are letters of the line. */
static bool
is_letter_picture(const struct node *img, const char *alt)
{
	const char *class = node_attr(img, ATTR_class);
	return alt && *alt && strlen(alt) <= 40 && class &&
	       (strstr(class, "emoji") || strstr(class, "smiley"));
}

void
picture_meet(struct walk *w, const struct node *img)
{
	const char *alt = node_attr(img, ATTR_alt);
	if (is_letter_picture(img, alt)) {
		build_add(&w->build, bytes_of(alt));
		return;
	}
	if (!w->options->images || w->cell || w->pre || is_pixel(img))
		return;
	if (w->build.text.len) {
		if (w->waiting_n < WAITING_MAX)
			w->waiting[w->waiting_n++] = img;
		return;
	}
	picture_add(w, img);
}

void
picture_flush(struct walk *w)
{
	unsigned n = w->waiting_n;
	w->waiting_n = 0;
	for (unsigned i = 0; i < n; i++)
		picture_add(w, w->waiting[i]);
}

void
picture_caption(struct walk *w, const struct doc_text *caption)
{
	if (!w->options->images || is_label(caption->text))
		return;
	struct doc *doc = w->doc;
	if (w->figure_block) {
		struct block *image = &doc->blocks[w->figure_block - 1];
		image->body = *caption;
		return;
	}
	struct block block = {.kind = BLOCK_IMAGE, .body = *caption};
	doc_add(doc, &block);
	if (w->figure)
		w->figure_block = doc->blocks_n;
}
