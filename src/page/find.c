/* SPDX-License-Identifier: MIT
 *
 * Places of words on a page: kept by piece and byte, so that a new width moves them
 * along, and shown wherever their cells come to stand.
 */
#include "page/page-internal.h"

#include <stdlib.h>

#define HITS_OF_PIECE 256

/* The text without the numbers of its links, which are ours and not the writer's: a
 * phrase is found across them, and they are found by nobody. */
static struct bytes
without_numbers(const struct piece *piece, struct buf *own)
{
	uint32_t from = 0;
	buf_clear(own);
	for (size_t i = 0; i < piece->spans_n; i++) {
		const struct page_span *s = &piece->spans[i];
		if (s->look != LOOK_LINK)
			continue;
		buf_add(own, piece->text.data + from, s->start - from);
		from = s->end;
	}
	if (!from)
		return piece->text;
	buf_add(own, piece->text.data + from, piece->text.len - from);
	return buf_view(own);
}

/* A byte of that text in the whole one; what is put in at the byte itself goes before a
 * start and behind an end. */
static uint32_t
with_numbers(const struct piece *piece, uint32_t byte, bool end)
{
	for (size_t i = 0; i < piece->spans_n; i++) {
		const struct page_span *s = &piece->spans[i];
		if (s->look == LOOK_LINK && (end ? s->start < byte : s->start <= byte))
			byte += s->end - s->start;
	}
	return byte;
}

size_t
page_find(struct page *page, page_find_fn find, void *context)
{
	uint32_t(*places)[2] = mem_alloc(HITS_OF_PIECE * sizeof(*places));
	struct buf own;
	buf_init(&own, 0);
	page->hits_n = 0;
	page->here = SIZE_MAX;
	for (size_t i = 0; find && i < page->pieces_n; i++) {
		const struct piece *piece = &page->pieces[i];
		if (i == page->bar)
			continue;
		size_t n = find(without_numbers(piece, &own), places, HITS_OF_PIECE, context);
		for (size_t k = 0; k < n; k++) {
			if (page->hits_n == page->hits_cap) {
				page->hits_cap = page->hits_cap ? page->hits_cap * 2 : 32;
				page->hits = mem_realloc_array(page->hits, page->hits_cap,
							       sizeof(*page->hits));
			}
			page->hits[page->hits_n++] =
				(struct page_hit){(uint32_t)i, with_numbers(piece, places[k][0], false),
						  with_numbers(piece, places[k][1], true)};
		}
	}
	free(places);
	buf_release(&own);
	return page->hits_n;
}

void
page_hit_here(struct page *page, size_t hit)
{
	page->here = hit;
}

bool
page_is_hit(const struct page *page, uint32_t piece, uint32_t start, uint32_t end, bool *here)
{
	size_t low = 0, high = page->hits_n;
	while (low < high) { /* the last that begins before the end */
		size_t mid = low + (high - low) / 2;
		const struct page_hit *h = &page->hits[mid];
		if (h->piece < piece || (h->piece == piece && h->start < end))
			low = mid + 1;
		else
			high = mid;
	}
	*here = low && low - 1 == page->here;
	return low && page->hits[low - 1].piece == piece && start < page->hits[low - 1].end;
}

size_t
page_hit_line(struct page *page, size_t hit)
{
	if (hit >= page->hits_n)
		return SIZE_MAX;
	const struct page_hit *h = &page->hits[hit];
	for (size_t i = 0; i < page->rows_n; i++) {
		const struct page_row *row = &page->rows[i];
		for (uint32_t k = 0; row->kind == LINE_TEXT && k < row->n; k++) {
			const struct segment *s = &page->segments[row->first + k];
			uint32_t start, end;
			if (s->piece != h->piece)
				continue;
			para_line_bytes(page->pieces[s->piece].para, &s->line, &start, &end);
			if (start <= h->start && h->start < end)
				return i;
		}
	}
	return SIZE_MAX;
}
