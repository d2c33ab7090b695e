/* SPDX-License-Identifier: MIT
 *
 * Arabic letters as they touch each other, by the presentation forms: a terminal
 * cell takes a character, not a glyph.
 */
#include "text/work.h"

void
shape_join(struct work *w)
{
	static const uint8_t back[JOIN_L + 1] = {[JOIN_D] = 1, [JOIN_R] = 1, [JOIN_C] = 1};
	static const uint8_t forward[] = {[JOIN_D] = 1, [JOIN_C] = 1, [JOIN_L] = 1};
	const uint8_t *levels = w->levels, *classes = w->classes, *ids = w->ids;
	uint8_t *joins = w->joins;
	uint32_t last = 0; /* the letter before, marks jumped over */
	unsigned open = 0; /* it can reach forward */
	for (uint32_t i = 0, n = w->n; i < n; i++) {
		uint8_t type = char_records[ids[i]].join;
		joins[i] = 0;
		if (type == JOIN_T)
			continue;
		/* across a change of direction the neighbour is elsewhere; a ZWJ has no
		 * level of its own (UAX #9 X9) */
		unsigned near = (levels[i] == levels[last]) | (classes[i] == BIDI_BN) |
				(classes[last] == BIDI_BN);
		unsigned join = open & back[type] & near;
		joins[last] |= (uint8_t)(join * JOINS_AFTER);
		joins[i] |= (uint8_t)(join * JOINS_BEFORE);
		open = forward[type];
		last = i;
	}
}

uint32_t
shape_lam_alef(uint32_t alef, unsigned lam_joins)
{
	uint32_t isolated = alef == 0x622   ? 0xfef5
			    : alef == 0x623 ? 0xfef7
			    : alef == 0x625 ? 0xfef9
			    : alef == 0x627 ? 0xfefb
					    : 0;
	return isolated ? isolated + (lam_joins & JOINS_BEFORE) : 0;
}

uint32_t
shape_compose(uint32_t letter, uint32_t mark)
{
	static const uint16_t pairs[][3] = {
		{0x627, 0x653, 0x622}, {0x627, 0x654, 0x623}, {0x627, 0x655, 0x625},
		{0x648, 0x654, 0x624}, {0x64a, 0x654, 0x626}, {0x6d5, 0x654, 0x6c0},
		{0x6c1, 0x654, 0x6c2}, {0x6d2, 0x654, 0x6d3},
	};
	for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
		if (pairs[i][0] == letter && pairs[i][1] == mark)
			return pairs[i][2];
	return 0;
}
