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
	case SPAN_STRIKE: /* taken back: no terminal strikes out for sure */
		return LOOK_QUIET;
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

/* What the text room must set apart: isolates of the page and code. */
static size_t
para_spans(const struct doc_text *body, const struct page_place *places, struct para_span *out)
{
	size_t n = 0;
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
		if (s->end <= s->start)
			continue;
		p.start_byte = places[i].start;
		p.end_byte = places[i].end;
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

uint32_t
page_piece(struct page *page, const struct doc_text *body, enum dir dir, enum page_look look)
{
	struct page_place *places = mem_zalloc((body->spans_n + 1) * sizeof(*places));
	struct page_span *spans =
		arena_zalloc(page->arena, (body->spans_n * 2 + 1) * sizeof(*spans));
	size_t spans_n = 0;
	struct bytes text = page_rewrite(page, body, dir, places, spans, &spans_n);
	struct para_span *apart = mem_zalloc((body->spans_n + 1) * sizeof(*apart));
	size_t apart_n = para_spans(body, places, apart);

	for (size_t i = 0; i < body->spans_n; i++) {
		const struct span *s = &body->spans[i];
		bool known;
		enum page_look l = look_of_span(s->kind, &known);
		if (!known)
			continue;
		if (s->kind == SPAN_LINK) /* the words stay as they are; the number tells */
			l = look;
		spans[spans_n++] =
			(struct page_span){places[i].start, places[i].end, l, s->link};
	}
	qsort(spans, spans_n, sizeof(*spans), by_start);

	struct para_options options = {
		.dir = dir,
		.fallback = page->doc && page->doc->dir != DIR_AUTO ? page->doc->dir
								    : page->dir_before,
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
	piece->para = para_new(text, &options);
	free(places);
	free(apart);
	return (uint32_t)(page->pieces_n - 1);
}

uint32_t
page_piece_plain(struct page *page, struct bytes text, enum dir dir, enum page_look look)
{
	return page_piece(page, &(struct doc_text){.text = text}, dir, look);
}
