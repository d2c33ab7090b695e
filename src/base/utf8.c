/* SPDX-License-Identifier: MIT */
#include "akhbar/base.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

uint32_t
utf8_next(const char **p, const char *end)
{
	const unsigned char *s = (const unsigned char *)*p;
	size_t left = (size_t)(end - *p);
	uint32_t c = s[0];
	if (c < 0x80) {
		*p += 1;
		return c;
	}
	/* two bytes: all of Arabic and most of Europe */
	if (c >= 0xc2 && c < 0xe0 && left > 1 && (s[1] & 0xc0) == 0x80) {
		*p += 2;
		return (c & 0x1f) << 6 | (s[1] & 0x3fu);
	}
	unsigned n = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
	static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
	if (c < 0xc2 || c > 0xf4 || left < n)
		goto bad;
	uint32_t cp = c & (0x7fu >> n);
	for (unsigned i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			goto bad;
		cp = cp << 6 | (s[i] & 0x3f);
	}
	/* overlong, surrogate, past the end (Unicode 15, table 3-7) */
	if (cp < least[n] || cp > 0x10ffff || (cp >= 0xd800 && cp < 0xe000))
		goto bad;
	*p += n;
	return cp;
bad:
	*p += 1;
	return UTF8_BAD;
}

size_t
utf8_put(char out[4], uint32_t cp)
{
	if (cp > 0x10ffff || (cp >= 0xd800 && cp < 0xe000))
		cp = UTF8_BAD;
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xc0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3f));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xe0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		out[2] = (char)(0x80 | (cp & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3f));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3f));
	out[3] = (char)(0x80 | (cp & 0x3f));
	return 4;
}

#ifdef __SSE2__
/* Past blocks of ASCII and two-byte letters, which is what Arabic text is made of:
 * valid when continuation bytes are where lead bytes say, and nowhere else. */
static const char *
valid_blocks(const char *p, const char *end)
{
	while (end - p >= 17) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
		unsigned high = (unsigned)_mm_movemask_epi8(v);
		__m128i leads = _mm_cmpeq_epi8(_mm_max_epu8(v, _mm_set1_epi8((char)0xc2)), v);
		__m128i longer = _mm_cmpeq_epi8(_mm_max_epu8(v, _mm_set1_epi8((char)0xe0)), v);
		__m128i never = _mm_cmpeq_epi8(_mm_and_si128(v, _mm_set1_epi8((char)0xfe)),
					       _mm_set1_epi8((char)0xc0));
		unsigned lead = (unsigned)_mm_movemask_epi8(leads);
		bool split = lead >> 15; /* its second half comes after the block */
		if ((high & ~lead) != (lead << 1 & 0xffff) ||
		    _mm_movemask_epi8(_mm_or_si128(longer, never)) || (split && (p[16] & 0xc0) != 0x80))
			return p;
		p += 16 + split;
	}
	return p;
}
#endif

bool
utf8_valid(struct bytes text)
{
	const char *p = text.data, *end = text.data + text.len;
	while (p < end) {
#ifdef __SSE2__
		p = valid_blocks(p, end);
		if (p == end)
			break;
#endif
		const char *start = p;
		/* a real U+FFFD is three bytes long, a bad byte is one */
		if (utf8_next(&p, end) == UTF8_BAD && p - start != 3)
			return false;
	}
	return true;
}

size_t
utf8_cut(struct bytes text, size_t max)
{
	if (text.len <= max)
		return text.len;
	while (max > 0 && ((unsigned char)text.data[max] & 0xc0) == 0x80)
		max--;
	return max;
}

size_t
utf8_count(struct bytes text)
{
	const char *p = text.data, *end = text.data + text.len;
	size_t n = 0;
	for (; p < end; n++)
		utf8_next(&p, end);
	return n;
}
