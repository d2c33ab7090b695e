/* SPDX-License-Identifier: MIT */
#ifndef FEED_SCAN_H
#define FEED_SCAN_H

#include <stddef.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Bytes of a character XML 1.0 forbids (2.2 Char) at p, 0 when it is allowed. */
static inline size_t
scan_forbidden(const char *p, const char *end)
{
	unsigned char c = (unsigned char)*p;
	if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
		return 1;
	/* U+FFFE, U+FFFF */
	if (c == 0xef && end - p >= 3 && (unsigned char)p[1] == 0xbf && (unsigned char)p[2] >= 0xbe)
		return 3;
	return 0;
}

/* A control character of U+0080 to U+009F, which XML 1.0 allows and nobody means. */
static inline int
scan_c1(const char *p, const char *end)
{
	return *p == '\xc2' && end - p >= 2 && (unsigned char)p[1] < 0xa0;
}

static inline int
scan_stops(const char *p, const char *end)
{
	return *p == '\r' || scan_forbidden(p, end) || scan_c1(p, end);
}

/* The first < or & (with `markup`), carriage return, C1 control or character that XML
 * forbids at or after p. */
static inline const char *
scan_text(const char *p, const char *end, int markup)
{
#ifdef __SSE2__
	const __m128i lt = _mm_set1_epi8('<'), amp = _mm_set1_epi8('&');
	for (; end - p >= 16; p += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
		__m128i low = _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1f)), v);
		__m128i hit = _mm_or_si128(low, _mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xef)));
		hit = _mm_or_si128(hit, _mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xc2)));
		if (markup)
			hit = _mm_or_si128(hit, _mm_or_si128(_mm_cmpeq_epi8(v, lt), _mm_cmpeq_epi8(v, amp)));
		for (unsigned mask = (unsigned)_mm_movemask_epi8(hit); mask; mask &= mask - 1) {
			const char *at = p + __builtin_ctz(mask);
			if (*at == '<' || *at == '&' || scan_stops(at, end))
				return at;
		}
	}
#endif
	while (p < end && !(markup && (*p == '<' || *p == '&')) && !scan_stops(p, end))
		p++;
	return p;
}

#endif
