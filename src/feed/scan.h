/* SPDX-License-Identifier: MIT */
#ifndef FEED_SCAN_H
#define FEED_SCAN_H

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* 1: XML asks to look closer. Controls, & < ], and the lead byte of U+FFFE and
 * U+FFFF. */
static const unsigned char scan_special[256] = {
	1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1,
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	['&'] = 1, ['<'] = 1, [']'] = 1, [0xef] = 1,
};

/* The first special byte at or after p. */
static inline const char *
scan_plain(const char *p, const char *end)
{
#ifdef __SSE2__
	for (; end - p >= 16; p += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
		__m128i hit = _mm_cmpeq_epi8(v, _mm_set1_epi8('<'));
		hit = _mm_or_si128(hit, _mm_cmpeq_epi8(v, _mm_set1_epi8('&')));
		hit = _mm_or_si128(hit, _mm_cmpeq_epi8(v, _mm_set1_epi8(']')));
		hit = _mm_or_si128(hit, _mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xef)));
		hit = _mm_or_si128(hit, _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1f)), v));
		if (_mm_movemask_epi8(hit))
			break; /* white space too: the table tells */
	}
#endif
	while (p < end && !scan_special[(unsigned char)*p])
		p++;
	return p;
}

#endif
