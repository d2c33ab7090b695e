/* SPDX-License-Identifier: MIT */
/* `extract --text` and `extract --json`. */
#include "akhbar/html.h"

#include <string.h>

static void
put_line(struct buf *out, struct bytes text)
{
	buf_add_bytes(out, text);
	buf_add_char(out, '\n');
}

static void
put_table(const struct block *b, struct buf *out)
{
	for (unsigned row = 0; row < b->rows; row++) {
		bool first = true;
		for (unsigned col = 0; col < b->cols; col++) {
			struct bytes text = b->cells[row * b->cols + col].body.text;
			if (!text.len)
				continue;
			if (!first)
				buf_add_str(out, " | ");
			first = false;
			for (size_t i = 0; i < text.len; i++)
				buf_add_char(out, text.data[i] == '\n' ? ' ' : text.data[i]);
		}
		if (!first)
			buf_add_char(out, '\n');
	}
}

void
article_to_text(const struct article *a, struct buf *out)
{
	put_line(out, bytes_of(a->title));
	buf_add_char(out, '\n');
	for (size_t i = 0; i < a->doc->blocks_n; i++) {
		const struct block *b = &a->doc->blocks[i];
		if (b->kind == BLOCK_TABLE)
			put_table(b, out);
		else if (b->kind != BLOCK_IMAGE && b->kind != BLOCK_RULE && b->body.text.len)
			put_line(out, b->body.text);
	}
}

static void
member(struct buf *out, const char *name, const char *value)
{
	buf_printf(out, "%s\"%s\": ", out->data[out->len - 1] == '{' ? "" : ", ", name);
	if (value)
		buf_add_json(out, bytes_of(value));
	else
		buf_add_str(out, "null");
}

static const char *
dir_name(enum dir dir)
{
	return dir == DIR_RTL ? "rtl" : dir == DIR_LTR ? "ltr" : "auto";
}

static const char *const kinds[] = {
	[BLOCK_PARAGRAPH] = "paragraph", [BLOCK_HEADING] = "heading", [BLOCK_ITEM] = "item",
	[BLOCK_CODE] = "code",           [BLOCK_IMAGE] = "image",     [BLOCK_RULE] = "rule",
	[BLOCK_TABLE] = "table",
};

static void
put_cells(const struct block *b, struct buf *out)
{
	buf_add_str(out, ", \"rows\": [");
	for (unsigned row = 0; row < b->rows; row++) {
		buf_add_str(out, row ? ", [" : "[");
		for (unsigned col = 0; col < b->cols; col++) {
			buf_add_str(out, col ? ", " : "");
			buf_add_json(out, b->cells[row * b->cols + col].body.text);
		}
		buf_add_char(out, ']');
	}
	buf_add_char(out, ']');
}

static void
put_links(const struct article *a, const struct doc_text *body, struct buf *out)
{
	bool some = false;
	for (size_t i = 0; i < body->spans_n; i++) {
		const struct span *s = &body->spans[i];
		if (s->kind != SPAN_LINK || s->link < 1 || s->link > a->doc->links_n)
			continue;
		buf_add_str(out, some ? ", " : ", \"links\": [");
		some = true;
		buf_printf(out, "{\"start\": %u, \"end\": %u, \"url\": ", s->start, s->end);
		buf_add_json(out, bytes_of(a->doc->links[s->link - 1]));
		buf_add_char(out, '}');
	}
	if (some)
		buf_add_char(out, ']');
}

static void
put_block(const struct article *a, const struct block *b, struct buf *out)
{
	buf_printf(out, "{\"kind\": \"%s\"", kinds[b->kind]);
	if (b->level)
		buf_printf(out, ", \"level\": %u", b->level);
	if (b->number)
		buf_printf(out, ", \"number\": %u", b->number);
	if (b->quote)
		buf_printf(out, ", \"quote\": %u", b->quote);
	if (b->indent)
		buf_printf(out, ", \"indent\": %u", b->indent);
	if (b->dir != DIR_AUTO)
		buf_printf(out, ", \"dir\": \"%s\"", dir_name(b->dir));
	if (b->link) {
		buf_add_str(out, ", \"url\": ");
		buf_add_json(out, bytes_of(a->doc->links[b->link - 1]));
	}
	if (b->kind == BLOCK_TABLE) {
		put_cells(b, out);
	} else if (b->kind != BLOCK_RULE) {
		buf_add_str(out, ", \"text\": ");
		buf_add_json(out, b->body.text);
		put_links(a, &b->body, out);
	}
	buf_add_char(out, '}');
}

void
article_to_json(const struct article *a, struct buf *out)
{
	char date[32];
	buf_add_char(out, '{');
	buf_add_str(out, "\"ok\": true");
	member(out, "title", a->title);
	member(out, "byline", a->byline);
	member(out, "published", a->published);
	if (a->published_time != TIME_NONE)
		time_to_rfc3339(a->published_time, date);
	member(out, "published_time", a->published_time != TIME_NONE ? date : NULL);
	member(out, "language", a->language);
	member(out, "dir", dir_name(a->dir));
	member(out, "site", a->site);
	member(out, "image", a->image);
	member(out, "image_caption", a->image_caption);
	member(out, "method", a->method);
	member(out, "next_page", a->next_page);
	if (a->cut)
		buf_add_str(out, ", \"cut\": true");
	buf_add_str(out, ", \"blocks\": [");
	for (size_t i = 0; i < a->doc->blocks_n; i++) {
		buf_add_str(out, i ? ",\n" : "\n");
		put_block(a, &a->doc->blocks[i], out);
	}
	buf_add_str(out, "]}\n");
}
