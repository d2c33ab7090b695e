/* SPDX-License-Identifier: MIT */
#include "akhbar/text.h"

#include "text/chars.h"

unsigned
char_width(uint32_t cp)
{
	return cp > 0x10ffff ? 1 : char_record(cp)->width;
}

uint32_t
char_mirror(uint32_t cp)
{
	uint32_t low = 0, high = char_mirrors_n;
	while (low < high) {
		uint32_t mid = (low + high) / 2;
		if (char_mirrors[mid][0] == cp)
			return char_mirrors[mid][1];
		if (char_mirrors[mid][0] < cp)
			low = mid + 1;
		else
			high = mid;
	}
	return cp;
}
