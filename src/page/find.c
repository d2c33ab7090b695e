/* SPDX-License-Identifier: MIT
 *
 * Places of words on a page: kept by piece and byte, so that a new width moves them
 * along, and shown wherever their cells come to stand.
 */
#include "page/page-internal.h"

#include <stdlib.h>

#define HITS_OF_PIECE 256

size_t
page_find(struct page *page, page_find_fn find, void *context)
{
	uint32_t(*places)[2] = mem_alloc(HITS_OF_PIECE * sizeof(*places));
	page->hits_n = 0;
	for (size_t i = 0; find && i < page->pieces_n; i++) {
		const struct piece *piece = &page->pieces[i];
		if (i == page->bar)
			continue;
		size_t n = find(piece->text, places, HITS_OF_PIECE, context);
		for (size_t k = 0; k < n; k++) {
			if (page->hits_n == page->hits_cap) {
				page->hits_cap = page->hits_cap ? page->hits_cap * 2 : 32;
				page->hits = mem_realloc_array(page->hits, page->hits_cap,
							       sizeof(*page->hits));
			}
			page->hits[page->hits_n++] =
				(struct page_hit){(uint32_t)i, places[k][0], places[k][1]};
		}
	}
	free(places);
	return page->hits_n;
}

bool
page_is_hit(const struct page *page, uint32_t piece, uint32_t byte)
{
	size_t low = 0, high = page->hits_n;
	while (low < high) { /* the last that begins at or before the byte */
		size_t mid = low + (high - low) / 2;
		const struct page_hit *h = &page->hits[mid];
		if (h->piece < piece || (h->piece == piece && h->start <= byte))
			low = mid + 1;
		else
			high = mid;
	}
	return low && page->hits[low - 1].piece == piece && byte < page->hits[low - 1].end;
}

static bool
shows(struct page *page, const struct segment *s, uint32_t byte)
{
	size_t max = para_cells_max(&s->line, 0);
	struct cell *cells = mem_alloc((max + 1) * sizeof(*cells));
	size_t n = para_order(page->pieces[s->piece].para, &s->line, ORDER_LOGICAL, JUSTIFY_NONE, 0,
			      cells, max);
	bool found = false;
	for (size_t i = 0; i < n && !found; i++)
		found = cells[i].start_byte <= byte && byte < cells[i].end_byte;
	free(cells);
	return found;
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
			if (s->piece == h->piece && shows(page, s, h->start))
				return i;
		}
	}
	return SIZE_MAX;
}
