/* SPDX-License-Identifier: MIT
 *
 * bidi: UAX #9 of one paragraph, X1 to I2, linear in its length. Lines (L1, L2)
 * are ordered by para_order.
 */
#ifndef TEXT_BIDI_H
#define TEXT_BIDI_H

#include "akhbar/base.h"

/* Levels of n characters whose classes are `classes` (no BIDI_B but at the end).
 * `cps` gives the brackets, at most `brackets`; NULL when the paragraph has none. `base` is 0 or 1.
 * Characters that X9 removes get the level of the one before. `scratch` holds
 * bidi_scratch() bytes, aligned for uint32_t: for n characters of the classes `seen`
 * (BIDI_BIT of each), `brackets` of them paired ones. */
void bidi_levels(const uint32_t *cps, uint32_t brackets, const uint8_t *classes, uint32_t n,
		 unsigned base, uint8_t *levels, void *scratch);
size_t bidi_scratch(uint32_t n, uint32_t seen, uint32_t brackets);

#endif
