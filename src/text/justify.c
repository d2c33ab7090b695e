/* SPDX-License-Identifier: MIT
 *
 * Filling a line to its width: strokes (kashida) between joined letters, or
 * spaces between words. Only for showing; the text is not touched.
 */
#include "text/para.h"

#include <string.h>

#define RAGGED_PERCENT 12 /* more slack than this stays */

/* Wider gaps, from the line's end on, evenly. */
static uint32_t
justify_spaces(const struct para *p, uint32_t start, uint32_t end, uint32_t slack, uint8_t *extra)
{
	uint32_t gaps = 0;
	for (uint32_t i = start; i < end; i++)
		gaps += p->clusters[i].flags & CL_SPACE ? 1 : 0;
	if (!gaps)
		return 0;
	uint32_t each = slack / gaps, rest = slack % gaps;
	if (each >= UINT8_MAX)
		return 0;
	for (uint32_t i = end; i-- > start;) {
		if (!(p->clusters[i].flags & CL_SPACE))
			continue;
		extra[i - start] = (uint8_t)(each + (rest > 0));
		rest -= rest > 0;
	}
	return slack;
}

uint32_t
justify_line(const struct para *p, uint32_t start, uint32_t end, uint32_t slack,
	     uint32_t width_cols, enum text_justify how, uint8_t *extra)
{
	memset(extra, 0, end - start);
	if (slack * 100 > width_cols * RAGGED_PERCENT)
		return 0;
	return how == JUSTIFY_SPACES ? justify_spaces(p, start, end, slack, extra) : 0;
}
