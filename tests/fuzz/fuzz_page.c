/* SPDX-License-Identifier: MIT
 *
 * Any doc that can be decoded as a page, at two widths: no line wider than the page,
 * links and blocks in bounds, the place kept. First two bytes: style, width.
 */
#include <stdlib.h>

#include "akhbar/page.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static void
check_page(struct page *page, const struct doc *doc, uint32_t width)
{
	size_t lines = page_lines(page);
	for (size_t i = 0; i < lines; i++) {
		const struct page_cell *cells;
		size_t n = page_line(page, i, &cells);
		uint32_t cols = 0;
		for (size_t k = 0; k < n; k++) {
			check(cells[k].cell.ch_n >= 1 && cells[k].cell.ch_n <= CELL_CHARS);
			check(cells[k].cell.width == 1 || cells[k].cell.width == 2);
			check(cells[k].link <= doc->links_n);
			check(cells[k].block == UINT32_MAX || cells[k].block < doc->blocks_n);
			cols += cells[k].cell.width;
		}
		check(cols <= width);
		uint32_t block = page_block_of_line(page, i);
		check(block == UINT32_MAX || page_line_of_block(page, block) < lines);
	}
}

/* Every third character and the one behind it. */
static size_t
every_third(struct bytes text, uint32_t (*places)[2], size_t max, void *context)
{
	size_t n = 0, i = 0;
	(void)context;
	for (const char *s = text.data, *end = s + text.len; s < end && n < max; i++) {
		uint32_t at = (uint32_t)(s - text.data);
		utf8_next(&s, end);
		if (i % 3 == 0)
			places[n][0] = at;
		if (i % 3 == 1)
			places[n++][1] = (uint32_t)(s - text.data);
	}
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2)
		return 0;
	struct doc *doc = NULL;
	struct why why;
	if (doc_decode((struct bytes){(const char *)data + 2, size - 2}, &doc, &why) != OK)
		return 0;
	struct page_style style = {
		.width_cols = 2 + data[1] % 140u,
		.dir = data[0] & 1 ? DIR_RTL : DIR_LTR,
		.numerals = (enum text_numerals)(data[0] >> 1 & 3),
		.justify = (enum text_justify)((data[0] >> 3 & 3) % 3),
		.strip_marks = data[0] >> 5 & 1,
		.link_numbers = data[0] >> 6 & 1,
		.order = (enum text_order)(data[0] >> 7),
	};
	struct page_head head = {.title = "عنوان title", .line = "مصدر · 2025"};
	struct page *page = page_new(doc, &head, &style);
	check_page(page, doc, style.width_cols);
	size_t hits = page_find(page, every_third, NULL);
	check_page(page, doc, style.width_cols);
	for (size_t i = 0; i < hits; i++)
		check(page_hit_line(page, i) < page_lines(page) || page_hit_line(page, i) == SIZE_MAX);
	uint32_t other = 2 + (data[1] * 7u) % 120u;
	page_set_width(page, other);
	check_page(page, doc, other);
	page_free(page);
	doc_free(doc);
	return 0;
}
