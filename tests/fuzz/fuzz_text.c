/* SPDX-License-Identifier: MIT
 *
 * Any bytes as a paragraph, with spans, at several widths: what must always hold.
 * First four bytes: options, width, two span edges.
 */
#include <stdlib.h>
#include <string.h>

#include "akhbar/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static void
check_line(const struct para *p, struct bytes text, const struct line *line, uint32_t width,
	   enum text_justify justify, uint8_t *covered)
{
	uint32_t fill = justify == JUSTIFY_NONE ? 0 : width;
	size_t max = para_cells_max(line, fill);
	struct cell *cells = mem_alloc(max * sizeof(*cells));
	for (int order = ORDER_VISUAL; order <= ORDER_LOGICAL; order++) {
		size_t n = para_order(p, line, (enum text_order)order, justify, fill, cells, max);
		check(n <= max);
		uint32_t sum = 0;
		for (size_t i = 0; i < n; i++) {
			check(cells[i].ch_n >= 1 && cells[i].ch_n <= CELL_CHARS);
			check(cells[i].width == 1 || cells[i].width == 2);
			check(cells[i].start_byte <= cells[i].end_byte && cells[i].end_byte <= text.len);
			check(char_width(cells[i].ch[0]) == cells[i].width);
			for (unsigned k = 1; k < cells[i].ch_n; k++)
				check(char_width(cells[i].ch[k]) == 0);
			sum += cells[i].width;
			for (uint32_t b = cells[i].start_byte; covered && order == ORDER_VISUAL &&
							       !cells[i].filler && b < cells[i].end_byte;
			     b++)
				check(++covered[b] == 1);
		}
		check(sum == line->width_cols || (fill && sum == fill));
	}
	free(cells);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 4)
		return 0;
	struct bytes text = {(const char *)data + 4, size - 4};
	struct para_span spans[2] = {
		{data[2], data[2] + 7u, (enum para_span_kind)(data[0] & 3)},
		{data[2] + 2u, data[3], (enum para_span_kind)(data[0] >> 2 & 3)},
	};
	struct para_options o = {
		.dir = (enum dir)(data[0] >> 4 & 1 ? DIR_RTL : DIR_AUTO),
		.numerals = (enum text_numerals)(data[0] >> 5 & 3),
		.strip_marks = data[0] >> 7,
		.spans = spans,
		.spans_n = data[3] & 1 ? 2 : 0,
	};
	struct para *p = para_new(text, &o);
	struct line *lines = NULL;
	uint32_t width = data[1];
	size_t n = para_wrap(p, width, &lines);
	uint8_t *covered = mem_zalloc(text.len + 1);
	check(n >= 1 && lines[0].start == 0 && lines[n - 1].end == para_clusters(p));
	for (size_t i = 0; i < n; i++) {
		check(i == 0 || lines[i].start == lines[i - 1].end);
		check(i == 0 || lines[i].start < lines[i].end);
		/* a wide character, or a flag, needs two columns */
		check(!width || lines[i].width_cols <= (width < 2 ? 2 : width));
		check_line(p, text, &lines[i], width, (enum text_justify)(data[0] & 1 ? JUSTIFY_KASHIDA : 0),
			   covered);
	}
	free(covered);
	free(lines);
	struct line cut = para_truncate(p, width);
	check(cut.width_cols <= width);
	check_line(p, text, &cut, width, JUSTIFY_NONE, NULL);
	para_free(p);
	struct para_span *tokens;
	size_t tokens_n = text_tokens(text, &tokens);
	for (size_t i = 0; i < tokens_n; i++)
		check(tokens[i].start_byte < tokens[i].end_byte && tokens[i].end_byte <= text.len &&
		      (i == 0 || tokens[i - 1].end_byte <= tokens[i].start_byte));
	free(tokens);
	return 0;
}
