/* SPDX-License-Identifier: MIT
 *
 * What a text becomes before it is measured: the number of each link behind it, and
 * raised or lowered figures as the characters a terminal has for them (10<sup>6</sup>
 * must not read 106).
 */
#include "page/page-internal.h"

#include <stdlib.h>
#include <string.h>

#define EDIT_BYTES 15

/* `cut` bytes at `at` give way to `text`. */
struct edit {
	uint32_t at, cut;
	uint32_t moved; /* by how much all that follows has moved */
	uint16_t link;  /* it is this link's number */
	uint8_t len;
	char text[EDIT_BYTES];
};

struct edits {
	struct edit *list;
	size_t n, cap;
};

static struct edit *
add_edit(struct edits *e, uint32_t at, uint32_t cut, struct bytes text)
{
	if (e->n == e->cap) {
		e->cap = e->cap ? e->cap * 2 : 16;
		e->list = mem_realloc_array(e->list, e->cap, sizeof(*e->list));
	}
	struct edit *new = &e->list[e->n++];
	*new = (struct edit){.at = at, .cut = cut};
	new->len = (uint8_t)(text.len < EDIT_BYTES ? text.len : EDIT_BYTES);
	memcpy(new->text, text.data, new->len);
	return new;
}

static void
shift_span(const struct doc_text *body, const struct span *s, struct edits *edits)
{
	enum doc_shift how = doc_shift_of(body, s);
	if (how == SHIFT_CARET)
		add_edit(edits, s->start, 0, bytes_of("^"));
	if (how != SHIFT_FIGURES)
		return;
	const char *end = body->text.data + s->end;
	for (const char *p = body->text.data + s->start; p < end;) {
		const char *from = p;
		char utf8[4];
		size_t len = utf8_put(utf8, doc_shifted(utf8_next(&p, end), s->kind == SPAN_SUP));
		add_edit(edits, (uint32_t)(from - body->text.data), (uint32_t)(p - from),
			 (struct bytes){utf8, len});
	}
}

/* ---- the whole ---------------------------------------------------------------------- */

static int
by_place(const void *a, const void *b)
{
	const struct edit *x = a, *y = b;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	/* a link's number stands before what follows the link */
	return (x->link == 0) - (y->link == 0);
}

static void
find_edits(const struct page *page, const struct doc_text *body, enum dir dir, struct edits *edits)
{
	uint32_t shifted_to = 0;
	for (size_t i = 0; i < body->spans_n; i++) {
		const struct span *s = &body->spans[i];
		if (s->end <= s->start)
			continue;
		if ((s->kind == SPAN_SUP || s->kind == SPAN_SUB) && s->start >= shifted_to) {
			shift_span(body, s, edits);
			shifted_to = s->end; /* one in another stays as it is */
		} else if (s->kind == SPAN_LINK && s->link && page->style.link_numbers) {
			struct buf mark;
			buf_init(&mark, 0);
			/* a mark of direction: it follows the link as the line is read, though
			 * the link is written the other way */
			buf_add_str(&mark, dir == DIR_RTL ? "\u200f" : "\u200e");
			buf_add_char(&mark, '[');
			page_number(page, s->link, &mark);
			buf_add_char(&mark, ']');
			add_edit(edits, s->end, 0, buf_view(&mark))->link = s->link;
			buf_release(&mark);
		}
	}
	if (edits->n)
		qsort(edits->list, edits->n, sizeof(*edits->list), by_place);
}

/* Where a byte of the text as it was is in the text as it is shown. What is put in at
 * the byte itself goes before a start and behind an end. */
static uint32_t
place_of(const struct edits *e, uint32_t byte, bool end)
{
	size_t low = 0, high = e->n;
	while (low < high) {
		size_t mid = (low + high) / 2;
		const struct edit *x = &e->list[mid];
		bool before = x->cut || !end ? x->at + x->cut <= byte : x->at < byte;
		if (before)
			low = mid + 1;
		else
			high = mid;
	}
	return byte + (low ? e->list[low - 1].moved : 0);
}

struct bytes
page_rewrite(struct page *page, const struct doc_text *body, enum dir dir,
	     struct page_place *places, struct page_span *numbers, size_t *numbers_n)
{
	struct edits edits = {NULL, 0, 0};
	find_edits(page, body, dir != DIR_AUTO ? dir : dir_of_text(body->text, page->style.dir),
		   &edits);
	for (size_t i = 0; i < body->spans_n; i++)
		places[i] = (struct page_place){body->spans[i].start, body->spans[i].end};
	*numbers_n = 0;
	if (!edits.n)
		return body->text;
	struct buf text;
	buf_init(&text, 0);
	uint32_t from = 0;
	for (size_t i = 0; i < edits.n; i++) {
		struct edit *e = &edits.list[i];
		if (e->at < from) { /* inside what gave way */
			e->at = from;
			e->cut = e->len = e->link = 0;
		}
		buf_add(&text, body->text.data + from, e->at - from);
		uint32_t start = (uint32_t)text.len;
		buf_add(&text, e->text, e->len);
		from = e->at + e->cut;
		e->moved = (uint32_t)text.len - from;
		if (e->link)
			numbers[(*numbers_n)++] = (struct page_span){start, (uint32_t)text.len,
								     LOOK_LINK, e->link};
	}
	buf_add(&text, body->text.data + from, body->text.len - from);
	for (size_t i = 0; i < body->spans_n; i++) {
		places[i].start = place_of(&edits, body->spans[i].start, false);
		places[i].end = place_of(&edits, body->spans[i].end, true);
	}
	free(edits.list);
	struct bytes out = {arena_strndup(page->arena, text.data, text.len), text.len};
	buf_release(&text);
	return out;
}
