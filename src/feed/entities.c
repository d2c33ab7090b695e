/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "feed/feed-internal.h"

uint32_t
entity_number(uint32_t v)
{
	if (v >= 0x80 && v < 0xa0)
		return utf8_c1_meant(v);
	if (v < 0x20)
		return v == '\t' || v == '\n' || v == '\r' ? v : 0;
	/* XML 1.0 2.2 Char */
	if (v > 0x10ffff || v == 0xfffe || v == 0xffff || (v >= 0xd800 && v < 0xe000))
		return 0;
	return v;
}

static int
digit(char c, bool hex)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return hex && c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* &#NNN; or &#xNNN;: the bare value. */
static size_t
read_number(const char *p, const char *end, uint32_t *value)
{
	const char *q = p + 2;
	bool hex = q < end && (*q | 32) == 'x';
	q += hex;
	const char *first = q;
	uint32_t v = 0;
	for (; q < end && digit(*q, hex) >= 0; q++)
		if (v < 0x200000)
			v = v * (hex ? 16 : 10) + (uint32_t)digit(*q, hex);
	if (q == first || q == end || *q != ';')
		return 0;
	*value = v;
	return (size_t)(q + 1 - p);
}

size_t
entity_read(const char *p, const char *end, uint32_t *cp)
{
	if (end - p < 3)
		return 0;
	if (p[1] == '#') {
		uint32_t v, low;
		size_t n = read_number(p, end, &v);
		if (!n)
			return 0;
		/* a character written as two surrogate references */
		if (v >= 0xd800 && v < 0xdc00 && end - p - n > 3 && p[n] == '&' && p[n + 1] == '#') {
			size_t m = read_number(p + n, end, &low);
			if (m && low >= 0xdc00 && low < 0xe000) {
				*cp = 0x10000 + ((v - 0xd800) << 10) + (low - 0xdc00);
				return n + m;
			}
		}
		*cp = entity_number(v);
		return n;
	}
	/* the four that bodies are full of */
	if (end - p >= 4 && p[3] == ';' && p[2] == 't' && (p[1] == 'l' || p[1] == 'g')) {
		*cp = p[1] == 'l' ? '<' : '>';
		return 4;
	}
	if (end - p >= 5 && memcmp(p, "&amp;", 5) == 0) {
		*cp = '&';
		return 5;
	}
	if (end - p >= 6 && memcmp(p, "&quot;", 6) == 0) {
		*cp = '"';
		return 6;
	}
	size_t n = 0, room = (size_t)(end - p - 1);
	const char *name = p + 1;
	while (n < room && n < 9 &&
	       ((name[n] | 32) >= 'a' && (name[n] | 32) <= 'z' ? 1 : name[n] >= '0' && name[n] <= '9'))
		n++;
	if (!n || n == room || name[n] != ';')
		return 0;
	struct bytes v = {name, n};
	*cp = entity_named(v);
	if (!*cp) {
		static const struct {
			const char *name;
			char cp;
		} capitals[] = {{"AMP", '&'}, {"LT", '<'}, {"GT", '>'}, {"QUOT", '"'}};
		for (size_t i = 0; i < ARRAY_LEN(capitals); i++)
			if (bytes_eq_str(v, capitals[i].name))
				*cp = (uint32_t)capitals[i].cp;
	}
	return *cp ? n + 2 : 0;
}
