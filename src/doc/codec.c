/* SPDX-License-Identifier: MIT */
/* A doc as bytes. Numbers are varints (7 bits a byte, low first); texts are a
 * length and bytes; spans store the distance from the start of the one before.
 * Whoever decodes must not trust the store or the pipe: everything is checked,
 * and text goes on only when cleaning would not change it. */
#include "akhbar/doc.h"
#include "akhbar/limits.h"

#include <stdlib.h>
#include <string.h>

static void
put_number(struct buf *out, uint32_t n)
{
	while (n >= 0x80) {
		buf_add_char(out, (char)(n | 0x80));
		n >>= 7;
	}
	buf_add_char(out, (char)n);
}

static void
put_string(struct buf *out, struct bytes text)
{
	put_number(out, (uint32_t)text.len);
	buf_add_bytes(out, text);
}

static void
put_text(struct buf *out, const struct doc_text *body)
{
	put_string(out, body->text);
	put_number(out, (uint32_t)body->spans_n);
	uint32_t last = 0;
	for (size_t i = 0; i < body->spans_n; i++) {
		const struct span *span = &body->spans[i];
		put_number(out, span->start - last);
		put_number(out, span->end - span->start);
		put_number(out, span->kind);
		if (span->kind == SPAN_LINK)
			put_number(out, span->link);
		last = span->start;
	}
}

void
doc_encode(const struct doc *doc, struct buf *out)
{
	buf_add_char(out, DOC_FORMAT);
	put_number(out, doc->dir);
	put_string(out, bytes_of(doc->language));
	put_number(out, (uint32_t)doc->links_n);
	for (size_t i = 0; i < doc->links_n; i++)
		put_string(out, bytes_of(doc->links[i]));
	put_number(out, (uint32_t)doc->blocks_n);
	for (size_t i = 0; i < doc->blocks_n; i++) {
		const struct block *block = &doc->blocks[i];
		put_number(out, block->kind);
		put_number(out, block->dir);
		put_number(out, block->level);
		put_number(out, block->quote);
		put_number(out, block->indent);
		put_number(out, block->number);
		put_number(out, block->link);
		put_text(out, &block->body);
		if (block->kind != BLOCK_TABLE)
			continue;
		put_number(out, block->rows);
		put_number(out, block->cols);
		for (size_t c = 0; c < (size_t)block->rows * block->cols; c++) {
			const struct doc_cell *cell = &block->cells[c];
			put_number(out, cell->dir << 1 | cell->header);
			put_number(out, cell->colspan);
			put_text(out, &cell->body);
		}
	}
}

/* ---- reading ---------------------------------------------------------------- */

struct reader {
	const char *p, *end;
	bool bad; /* once set every number read is 0 */
	struct doc *doc;
	uint16_t link_map[LIMIT_LINKS + 1]; /* number in the bytes -> number kept */
	uint32_t links_n;
	struct buf scratch;
};

static uint32_t
get_number(struct reader *r, uint32_t max)
{
	uint32_t n = 0;
	for (unsigned shift = 0; shift < 35; shift += 7) {
		if (r->bad || r->p == r->end)
			break;
		unsigned char c = (unsigned char)*r->p++;
		if (shift == 28 && c > 15)
			break;
		n |= (uint32_t)(c & 0x7f) << shift;
		if (c < 0x80) {
			if (n <= max)
				return n;
			break;
		}
	}
	r->bad = true;
	return 0;
}

/* A count of things that take at least `least` bytes each. */
static uint32_t
get_count(struct reader *r, size_t least)
{
	uint32_t n = get_number(r, UINT32_MAX);
	if ((uint64_t)n * least <= (uint64_t)(r->end - r->p))
		return n;
	r->bad = true;
	return 0;
}

static struct bytes
get_string(struct reader *r)
{
	uint32_t len = get_count(r, 1);
	struct bytes text = {r->p, len};
	r->p += len;
	return text;
}

static bool
is_clean(struct reader *r, struct bytes text, enum clean_kind kind)
{
	if (kind == CLEAN_BODY && text_plain(text))
		return true;
	buf_clear(&r->scratch);
	text_clean(&r->scratch, text, kind);
	return bytes_eq(buf_view(&r->scratch), text);
}

static bool
at_edge(struct bytes text, uint32_t at)
{
	return at == text.len || ((unsigned char)text.data[at] & 0xc0) != 0x80;
}

static void
get_text(struct reader *r, struct doc_text *body)
{
	struct bytes text = get_string(r);
	if (!is_clean(r, text, CLEAN_BODY))
		r->bad = true;
	uint32_t spans_n = get_count(r, 3);
	if (r->bad)
		return;
	body->text.data = arena_strndup(r->doc->arena, text.data, text.len);
	body->text.len = text.len;
	if (!spans_n)
		return;
	body->spans = arena_alloc(r->doc->arena, spans_n * sizeof(*body->spans));
	uint32_t start = 0, last_end = 0;
	for (uint32_t i = 0; i < spans_n; i++) {
		struct span span = {0};
		uint32_t step = get_number(r, (uint32_t)text.len - start);
		start += step;
		span.start = start;
		span.end = start + get_number(r, (uint32_t)text.len - start);
		span.kind = get_number(r, SPAN_KINDS - 1);
		if (span.kind == SPAN_LINK)
			span.link = r->link_map[get_number(r, r->links_n)];
		if (r->bad || span.end == span.start || !at_edge(text, span.start) ||
		    !at_edge(text, span.end) || (i && !step && span.end > last_end)) {
			r->bad = true;
			return;
		}
		last_end = span.end;
		if (span.kind != SPAN_LINK || span.link)
			body->spans[body->spans_n++] = span;
	}
}

/* Addresses that we would not open are left out, and with them their spans. */
static void
get_links(struct reader *r)
{
	r->links_n = get_number(r, LIMIT_LINKS);
	for (uint32_t i = 1; i <= r->links_n && !r->bad; i++) {
		struct bytes raw = get_string(r);
		char *url = bytes_dup(raw);
		if (strlen(url) == raw.len && url_is_web(url))
			r->link_map[i] = doc_link(r->doc, url);
		free(url);
	}
}

static void
get_table(struct reader *r, struct block *block)
{
	block->rows = (uint16_t)get_number(r, UINT16_MAX);
	block->cols = (uint16_t)get_number(r, UINT16_MAX);
	size_t n = (size_t)block->rows * block->cols;
	if (!n || n > (size_t)(r->end - r->p) / 4) {
		r->bad = true;
		return;
	}
	block->cells = arena_zalloc(r->doc->arena, n * sizeof(*block->cells));
	for (size_t i = 0; i < n && !r->bad; i++) {
		struct doc_cell *cell = &block->cells[i];
		uint32_t flags = get_number(r, DIR_RTL << 1 | 1);
		cell->header = flags & 1;
		cell->dir = flags >> 1;
		cell->colspan = (uint8_t)get_number(r, UINT8_MAX);
		if (!cell->colspan || cell->colspan > block->cols - i % block->cols)
			r->bad = true;
		get_text(r, &cell->body);
	}
}

static bool
levels_fit(const struct block *block)
{
	switch (block->kind) {
	case BLOCK_HEADING:
		return block->level >= 1 && block->level <= 6;
	case BLOCK_ITEM:
		return block->level >= 1;
	default:
		return true;
	}
}

static void
get_block(struct reader *r)
{
	struct block block = {0};
	block.kind = get_number(r, BLOCK_KINDS - 1);
	block.dir = get_number(r, DIR_RTL);
	block.level = (uint8_t)get_number(r, UINT8_MAX);
	block.quote = (uint8_t)get_number(r, UINT8_MAX);
	block.indent = (uint8_t)get_number(r, UINT8_MAX);
	block.number = get_number(r, UINT32_MAX);
	block.link = r->link_map[get_number(r, r->links_n)];
	get_text(r, &block.body);
	if (!levels_fit(&block))
		r->bad = true;
	if (!r->bad && block.kind == BLOCK_TABLE)
		get_table(r, &block);
	if (!r->bad)
		doc_add(r->doc, &block);
}

enum err
doc_decode(struct bytes in, struct doc **out, struct why *why)
{
	if (!in.len || in.data[0] != DOC_FORMAT)
		return err_set(why, ERR_FORMAT, "not an article of format %d", DOC_FORMAT);
	struct reader r = {.p = in.data + 1, .end = in.data + in.len, .doc = doc_new()};
	buf_init(&r.scratch, 0);
	r.doc->dir = get_number(&r, DIR_RTL);
	struct bytes language = get_string(&r);
	if (language.len && language.len <= 64 && is_clean(&r, language, CLEAN_LINE))
		r.doc->language = arena_strndup(r.doc->arena, language.data, language.len);
	get_links(&r);
	uint32_t blocks_n = get_count(&r, 9);
	for (uint32_t i = 0; i < blocks_n && !r.bad; i++)
		get_block(&r);
	buf_release(&r.scratch);
	if (r.bad || r.p != r.end) {
		doc_free(r.doc);
		return err_set(why, ERR_FORMAT, "the stored article is damaged");
	}
	*out = r.doc;
	return OK;
}
