/* SPDX-License-Identifier: MIT */
#include "akhbar/doc.h"
#include "akhbar/limits.h"

#include <assert.h>
#include <string.h>

/* What the header shows, and the room that its arrays have. */
struct doc_own {
	struct doc doc; /* first: a struct doc * is a struct doc_own * */
	size_t blocks_cap;
	uint64_t *link_hashes;
};

struct doc *
doc_new(void)
{
	struct arena *arena = arena_new();
	struct doc_own *own = arena_zalloc(arena, sizeof(*own));
	own->doc.arena = arena;
	return &own->doc;
}

void
doc_free(struct doc *doc)
{
	if (doc)
		arena_free(doc->arena);
}

struct block *
doc_add(struct doc *doc, const struct block *block)
{
	struct doc_own *own = (struct doc_own *)doc;
	if (doc->blocks_n == own->blocks_cap) {
		size_t cap = own->blocks_cap ? own->blocks_cap * 2 : 16;
		struct block *grown = arena_alloc(doc->arena, cap * sizeof(*grown));
		if (doc->blocks_n)
			memcpy(grown, doc->blocks, doc->blocks_n * sizeof(*grown));
		doc->blocks = grown;
		own->blocks_cap = cap;
	}
	doc->blocks[doc->blocks_n] = *block;
	return &doc->blocks[doc->blocks_n++];
}

uint16_t
doc_link(struct doc *doc, const char *url)
{
	struct doc_own *own = (struct doc_own *)doc;
	uint64_t hash = hash64(bytes_of(url), 0);
	for (size_t i = 0; i < doc->links_n; i++)
		if (own->link_hashes[i] == hash && strcmp(doc->links[i], url) == 0)
			return (uint16_t)(i + 1);
	if (doc->links_n >= LIMIT_LINKS)
		return 0;
	if (doc->links_n % 32 == 0) {
		size_t cap = doc->links_n + 32;
		const char **links = arena_alloc(doc->arena, cap * sizeof(*links));
		uint64_t *hashes = arena_alloc(doc->arena, cap * sizeof(*hashes));
		if (doc->links_n) {
			memcpy(links, doc->links, doc->links_n * sizeof(*links));
			memcpy(hashes, own->link_hashes, doc->links_n * sizeof(*hashes));
		}
		doc->links = links;
		own->link_hashes = hashes;
	}
	own->link_hashes[doc->links_n] = hash;
	doc->links[doc->links_n++] = arena_strdup(doc->arena, url);
	return (uint16_t)doc->links_n;
}

static void
add_paragraph(struct doc *doc, struct buf *raw)
{
	struct buf clean;
	buf_init(&clean, 0);
	text_clean(&clean, buf_view(raw), CLEAN_LINE);
	if (clean.len && clean.len <= UINT32_MAX) {
		struct block block = {.kind = BLOCK_PARAGRAPH};
		block.body.text.data = arena_strndup(doc->arena, clean.data, clean.len);
		block.body.text.len = clean.len;
		doc_add(doc, &block);
	}
	buf_release(&clean);
	buf_clear(raw);
}

struct doc *
doc_from_text(struct bytes text)
{
	struct doc *doc = doc_new();
	struct buf paragraph;
	buf_init(&paragraph, 0);
	const char *p = text.data, *end = text.data + text.len;
	while (p < end) {
		const char *newline = memchr(p, '\n', (size_t)(end - p));
		struct bytes line = {p, (size_t)((newline ? newline : end) - p)};
		p = newline ? newline + 1 : end;
		line = bytes_trim(line);
		if (!line.len) {
			add_paragraph(doc, &paragraph);
			continue;
		}
		if (paragraph.len)
			buf_add_char(&paragraph, ' ');
		buf_add_bytes(&paragraph, line);
	}
	add_paragraph(doc, &paragraph);
	buf_release(&paragraph);
	struct buf all;
	buf_init(&all, 0);
	doc_plain(doc, &all);
	doc->dir = dir_of_text(buf_view(&all), DIR_AUTO);
	buf_release(&all);
	return doc;
}

/* A stretch of a body; a forced line break is a space where a block is one line. */
static void
add_stretch(struct buf *out, struct bytes text, bool one_line)
{
	size_t from = out->len;
	buf_add_bytes(out, text);
	if (!one_line || out->len == from)
		return;
	char *end = out->data + out->len;
	for (char *p = out->data + from; (p = memchr(p, '\n', (size_t)(end - p))); p++)
		*p = ' ';
}

static void
add_body(struct buf *out, const struct doc_text *body, bool one_line)
{
	uint32_t at = 0, shifted_to = 0;
	const char *text = body->text.data;
	for (size_t i = 0; i < body->spans_n; i++) {
		const struct span *s = &body->spans[i];
		/* one in another stays as it is */
		enum doc_shift how = s->start < shifted_to ? SHIFT_NONE : doc_shift_of(body, s);
		if (how == SHIFT_NONE)
			continue;
		shifted_to = s->end;
		add_stretch(out, (struct bytes){text + at, s->start - at}, one_line);
		at = s->start;
		if (how == SHIFT_CARET) {
			buf_add_char(out, '^');
			continue;
		}
		doc_add_shifted((struct bytes){text + at, s->end - at}, s->kind == SPAN_SUP, out);
		at = s->end;
	}
	add_stretch(out, (struct bytes){text + at, body->text.len - at}, one_line);
}

static void
plain_table(const struct block *block, struct buf *out)
{
	for (unsigned row = 0; row < block->rows; row++) {
		size_t start = out->len;
		for (unsigned col = 0; col < block->cols; col++) {
			const struct doc_cell *cell = &block->cells[row * block->cols + col];
			if (!cell->body.text.len)
				continue;
			if (out->len > start)
				buf_add_str(out, " | ");
			add_body(out, &cell->body, true);
		}
		if (out->len > start)
			buf_add_char(out, '\n');
	}
}

void
doc_plain(const struct doc *doc, struct buf *out)
{
	for (size_t i = 0; i < doc->blocks_n; i++) {
		const struct block *block = &doc->blocks[i];
		if (block->kind == BLOCK_TABLE) {
			plain_table(block, out);
			continue;
		}
		if (!block->body.text.len)
			continue;
		add_body(out, &block->body, block->kind != BLOCK_CODE);
		buf_add_char(out, '\n');
	}
}

/* ---- the tree for people ---------------------------------------------------- */

static const char *const kind_names[] = {
	[BLOCK_PARAGRAPH] = "paragraph", [BLOCK_HEADING] = "heading", [BLOCK_ITEM] = "item",
	[BLOCK_CODE] = "code",           [BLOCK_IMAGE] = "image",     [BLOCK_RULE] = "rule",
	[BLOCK_TABLE] = "table",
};
static_assert(ARRAY_LEN(kind_names) == BLOCK_KINDS, "a name for each kind of block");

static const char *const span_names[] = {
	[SPAN_EM] = "em",           [SPAN_STRONG] = "strong",
	[SPAN_CODE] = "code",       [SPAN_LINK] = "link",
	[SPAN_SUP] = "sup",         [SPAN_SUB] = "sub",
	[SPAN_STRIKE] = "strike",   [SPAN_ISOLATE_LTR] = "ltr",
	[SPAN_ISOLATE_RTL] = "rtl", [SPAN_ISOLATE_AUTO] = "auto",
};
static_assert(ARRAY_LEN(span_names) == SPAN_KINDS, "a name for each kind of span");

static const char *const dir_names[] = {
	[DIR_AUTO] = "auto", [DIR_LTR] = "ltr", [DIR_RTL] = "rtl",
};

static void
dump_text(const struct doc_text *body, const char *indent, struct buf *out)
{
	buf_add_json(out, body->text);
	buf_add_char(out, '\n');
	for (size_t i = 0; i < body->spans_n; i++) {
		const struct span *span = &body->spans[i];
		buf_printf(out, "%s%s %u-%u", indent, span_names[span->kind], span->start, span->end);
		if (span->kind == SPAN_LINK)
			buf_printf(out, " [%u]", span->link);
		buf_add_char(out, ' ');
		buf_add_json(out, (struct bytes){body->text.data + span->start,
						 span->end - span->start});
		buf_add_char(out, '\n');
	}
}

static void
dump_block(const struct block *block, struct buf *out)
{
	buf_add_str(out, kind_names[block->kind]);
	if (block->level)
		buf_printf(out, " level=%u", block->level);
	if (block->quote)
		buf_printf(out, " quote=%u", block->quote);
	if (block->indent)
		buf_printf(out, " indent=%u", block->indent);
	if (block->number)
		buf_printf(out, " number=%u", block->number);
	if (block->dir != DIR_AUTO)
		buf_printf(out, " dir=%s", dir_names[block->dir]);
	if (block->link)
		buf_printf(out, " link=[%u]", block->link);
	if (block->kind != BLOCK_TABLE) {
		buf_add_char(out, ' ');
		dump_text(&block->body, "    ", out);
		return;
	}
	buf_printf(out, " %ux%u\n", block->rows, block->cols);
	for (unsigned i = 0; i < (unsigned)block->rows * block->cols; i++) {
		const struct doc_cell *cell = &block->cells[i];
		buf_printf(out, "  %u,%u%s", i / block->cols, i % block->cols,
			   cell->header ? " header" : "");
		if (cell->colspan > 1)
			buf_printf(out, " colspan=%u", cell->colspan);
		if (cell->dir != DIR_AUTO)
			buf_printf(out, " dir=%s", dir_names[cell->dir]);
		buf_add_char(out, ' ');
		dump_text(&cell->body, "      ", out);
	}
}

void
doc_dump(const struct doc *doc, struct buf *out)
{
	buf_printf(out, "doc dir=%s", dir_names[doc->dir]);
	if (doc->language)
		buf_printf(out, " language=%s", doc->language);
	buf_add_char(out, '\n');
	for (size_t i = 0; i < doc->blocks_n; i++)
		dump_block(&doc->blocks[i], out);
	for (size_t i = 0; i < doc->links_n; i++)
		buf_printf(out, "[%zu] %s\n", i + 1, doc->links[i]);
}
