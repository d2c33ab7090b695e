/* SPDX-License-Identifier: MIT */
#include "page/page-internal.h"

#include <stdlib.h>
#include <string.h>

/* Our own numbers follow the interface's numerals, not the article's. */
void
page_number(const struct page *page, uint32_t n, struct buf *out)
{
	char digits[12];
	size_t len = 0;
	do
		digits[len++] = (char)('0' + n % 10);
	while ((n /= 10));
	while (len--) {
		if (page->style.arabic_digits)
			buf_add_utf8(out, 0x660u + (uint32_t)(digits[len] - '0'));
		else
			buf_add_char(out, digits[len]);
	}
}

static enum page_look
look_of_span(enum span_kind kind, bool *known)
{
	*known = true;
	switch (kind) {
	case SPAN_EM:
		return LOOK_EM;
	case SPAN_STRONG:
		return LOOK_STRONG;
	case SPAN_CODE:
		return LOOK_CODE;
	case SPAN_LINK:
		return LOOK_LINK;
	default:
		*known = false;
		return LOOK_TEXT;
	}
}

static bool
has_rtl(struct bytes text)
{
	const char *p = text.data, *end = text.data + text.len;
	while (p < end)
		if (char_strong(utf8_next(&p, end)) == STRONG_RTL)
			return true;
	return false;
}

/* What the text room must set apart: isolates of the page and code. Outermost
 * first; ones inside another are left to it. */
static size_t
para_spans(const struct doc_text *body, const uint32_t *moved, struct para_span *out)
{
	size_t n = 0;
	uint32_t covered = 0;
	for (size_t i = 0; i < body->spans_n; i++) {
		const struct span *s = &body->spans[i];
		struct para_span p = {.start_byte = s->start, .end_byte = s->end};
		switch (s->kind) {
		case SPAN_ISOLATE_AUTO: p.kind = PARA_ISOLATE_AUTO; break;
		case SPAN_ISOLATE_LTR: p.kind = PARA_ISOLATE_LTR; break;
		case SPAN_ISOLATE_RTL: p.kind = PARA_ISOLATE_RTL; break;
		case SPAN_CODE:
			if (has_rtl((struct bytes){body->text.data + s->start, s->end - s->start}))
				continue;
			p.kind = PARA_PROTECT;
			break;
		default:
			continue;
		}
		if (s->start < covered || s->end <= s->start)
			continue;
		covered = s->end;
		p.start_byte = s->start + moved[i * 2];
		p.end_byte = s->end + moved[i * 2 + 1];
		out[n++] = p;
	}
	return n;
}

static int
by_start(const void *a, const void *b)
{
	const struct page_span *x = a, *y = b;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->end > y->end ? -1 : x->end < y->end;
}

/* A link number goes behind its link: "[1]". `at` are link spans by their end. */
struct insertion {
	uint32_t at;
	uint16_t link;
};

static int
by_place(const void *a, const void *b)
{
	const struct insertion *x = a, *y = b;
	return x->at < y->at ? -1 : x->at > y->at;
}

static size_t
find_insertions(const struct page *page, const struct doc_text *body, struct insertion *out)
{
	size_t n = 0;
	if (!page->style.link_numbers)
		return 0;
	for (size_t i = 0; i < body->spans_n; i++) {
		const struct span *s = &body->spans[i];
		if (s->kind == SPAN_LINK && s->link && s->end > s->start)
			out[n++] = (struct insertion){s->end, s->link};
	}
	qsort(out, n, sizeof(*out), by_place);
	return n;
}

/* The text with its link numbers; moved[2i], moved[2i+1] say by how much the
 * start and the end of span i moved. */
static struct bytes
with_numbers(struct page *page, const struct doc_text *body, uint32_t *moved,
	     struct page_span *spans, size_t *spans_n)
{
	struct insertion *at = mem_zalloc((body->spans_n + 1) * sizeof(*at));
	size_t n = find_insertions(page, body, at);
	struct buf text;
	buf_init(&text, 0);
	uint32_t from = 0;
	for (size_t i = 0; i < n; i++) {
		buf_add(&text, body->text.data + from, at[i].at - from);
		from = at[i].at;
		uint32_t start = (uint32_t)text.len;
		buf_add_char(&text, '[');
		page_number(page, at[i].link, &text);
		buf_add_char(&text, ']');
		uint32_t added = (uint32_t)text.len - start;
		spans[(*spans_n)++] = (struct page_span){start, (uint32_t)text.len, LOOK_LINK,
							 at[i].link};
		for (size_t j = 0; j < body->spans_n; j++) {
			if (body->spans[j].start >= at[i].at)
				moved[j * 2] += added;
			if (body->spans[j].end > at[i].at)
				moved[j * 2 + 1] += added;
		}
	}
	buf_add(&text, body->text.data + from, body->text.len - from);
	free(at);
	struct bytes out = {arena_strndup(page->arena, text.data, text.len), text.len};
	buf_release(&text);
	return out;
}

static struct piece *
new_piece(struct page *page)
{
	if (page->pieces_n == page->pieces_cap) {
		page->pieces_cap = page->pieces_cap ? page->pieces_cap * 2 : 32;
		page->pieces = mem_realloc_array(page->pieces, page->pieces_cap,
						 sizeof(*page->pieces));
	}
	struct piece *piece = &page->pieces[page->pieces_n++];
	*piece = (struct piece){0};
	return piece;
}

static uint32_t
count_words(struct bytes text)
{
	uint32_t n = 0;
	bool inside = false;
	for (size_t i = 0; i < text.len; i++) {
		bool space = text.data[i] == ' ' || text.data[i] == '\n';
		n += !space && !inside;
		inside = !space;
	}
	return n;
}

uint32_t
page_piece(struct page *page, const struct doc_text *body, enum dir dir, enum page_look look)
{
	uint32_t *moved = mem_zalloc((body->spans_n + 1) * 2 * sizeof(*moved));
	struct page_span *spans =
		arena_zalloc(page->arena, (body->spans_n * 2 + 1) * sizeof(*spans));
	size_t spans_n = 0;
	struct bytes text = with_numbers(page, body, moved, spans, &spans_n);
	struct para_span *apart = mem_zalloc((body->spans_n + 1) * sizeof(*apart));
	size_t apart_n = para_spans(body, moved, apart);

	for (size_t i = 0; i < body->spans_n; i++) {
		const struct span *s = &body->spans[i];
		bool known;
		enum page_look l = look_of_span(s->kind, &known);
		if (!known)
			continue;
		if (s->kind == SPAN_LINK) /* the words stay as they are; the number tells */
			l = look;
		spans[spans_n++] = (struct page_span){s->start + moved[i * 2],
						      s->end + moved[i * 2 + 1], l, s->link};
	}
	qsort(spans, spans_n, sizeof(*spans), by_start);

	struct para_options options = {
		.dir = dir,
		.fallback = page->doc && page->doc->dir != DIR_AUTO ? page->doc->dir
								    : page->style.dir,
		.numerals = page->style.numerals,
		.strip_marks = page->style.strip_marks,
		.no_shape = page->style.no_shape,
		.spans = apart,
		.spans_n = apart_n,
	};
	struct piece *piece = new_piece(page);
	piece->text = text;
	piece->spans = spans;
	piece->spans_n = spans_n;
	piece->look = look;
	piece->justify = look == LOOK_TEXT;
	piece->para = para_new(text, &options);
	page->words += count_words(body->text);
	free(moved);
	free(apart);
	return (uint32_t)(page->pieces_n - 1);
}

uint32_t
page_piece_plain(struct page *page, struct bytes text, enum dir dir, enum page_look look)
{
	uint32_t words = page->words;
	uint32_t i = page_piece(page, &(struct doc_text){.text = text}, dir, look);
	page->words = words; /* marks and captions are not read as text */
	return i;
}
