/* SPDX-License-Identifier: MIT */
#include "akhbar/fold.h"

#include <string.h>

#include "fold/tables.h"

enum {
	WAW = 0x648,
	YEH = 0x64a,
	ALEF_MAKSURA = 0x649,
	FARSI_YEH = 0x6cc,
	HAMZA = 0x621,
	HAMZA_ABOVE = 0x654,
};

static unsigned
fold_other(uint32_t cp, uint32_t out[FOLD_MAX])
{
	size_t low = 0, high = fold_ranges_n;
	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct fold_range *r = &fold_ranges[middle];
		if (cp < r->first) {
			high = middle;
			continue;
		}
		if (cp > r->first + r->more) {
			low = middle + 1;
			continue;
		}
		const uint16_t *s;
		switch ((enum fold_kind)r->kind) {
		case FOLD_DROP:
			return 0;
		case FOLD_TO:
			out[0] = (uint32_t)r->value;
			return 1;
		case FOLD_ADD:
			out[0] = cp + (uint32_t)r->value;
			return 1;
		case FOLD_EVERY_OTHER:
			out[0] = cp + ((cp - r->first) % 2 ? 0 : (uint32_t)r->value);
			return 1;
		case FOLD_SEQUENCE:
			s = &fold_sequences[r->value];
			for (unsigned i = 0; i < s[0]; i++)
				out[i] = s[i + 1];
			return s[0];
		}
	}
	out[0] = cp;
	return 1;
}

static inline unsigned
fold_whole(uint32_t cp, uint32_t out[FOLD_MAX])
{
	if (cp < 0x80) {
		out[0] = cp + (cp - 'A' < 26 ? 32 : 0);
		return 1;
	}
	if (cp - 0x600 < 256) {
		out[0] = fold_arabic[cp - 0x600];
		return out[0] != 0;
	}
	return fold_other(cp, out);
}

unsigned
fold_char(uint32_t cp, uint32_t out[4])
{
	uint32_t whole[FOLD_MAX];
	unsigned n = fold_whole(cp, whole);
	if (n > 4)
		n = 4;
	memcpy(out, whole, n * sizeof(whole[0]));
	return n;
}

static inline uint32_t
next(const char **p, const char *end)
{
	const unsigned char *s = (const unsigned char *)*p;
	if (s[0] < 0x80) {
		*p += 1;
		return s[0];
	}
	/* two bytes: all of the Arabic block */
	if (s[0] >= 0xc2 && s[0] < 0xe0 && end - *p >= 2 && (s[1] & 0xc0) == 0x80) {
		*p += 2;
		return (uint32_t)(s[0] & 0x1f) << 6 | (s[1] & 0x3f);
	}
	return utf8_next(p, end);
}

/* Whether a hamza stands above the letter before p: the first mark of class 230
 * decides, marks of lower classes may come between (UAX #15, "blocked"). */
static bool
hamza_follows(const char *p, const char *end)
{
	for (int i = 0; i < 8 && p < end; i++) {
		uint32_t cp = next(&p, end);
		if (cp == HAMZA_ABOVE)
			return true;
		if (!(cp >= 0x64b && cp <= 0x652) && cp != 0x670)
			return false;
	}
	return false;
}

unsigned
fold_next(const char **p, const char *end, uint32_t *cp, uint32_t out[FOLD_MAX])
{
	uint32_t c = next(p, end);
	*cp = c;
	if (c == WAW || c == YEH || c == ALEF_MAKSURA || c == FARSI_YEH) {
		if (*p < end && (unsigned char)**p == 0xd9 && hamza_follows(*p, end)) {
			out[0] = HAMZA;
			return 1;
		}
	}
	return fold_whole(c, out);
}

/* An ASCII letter or digit as it is folded, 0: something else. */
static inline char
plain_ascii(unsigned c)
{
	if (c - 'a' < 26u || c - '0' < 10u)
		return (char)c;
	return c - 'A' < 26u ? (char)(c + 32) : 0;
}

/* U+0621 to U+064A without the tatweel: their folded forms are all of two bytes, too. */
size_t
fold_plain(const char **at, const char *end, char *out, size_t room)
{
	const unsigned char *p = (const unsigned char *)*at, *stop = (const unsigned char *)end;
	char *to = out, *full = out + room;
	while (stop - p > 1 && full - to > 1) {
		unsigned pair = ((unsigned)p[0] << 8 | p[1]) - 0xd880u;
		if (pair >= ARRAY_LEN(fold_pairs) || !fold_pairs[pair][0]) {
			if (!(*to = plain_ascii(*p)))
				break;
			to++;
			p++;
			continue;
		}
		/* a mark may follow waw (D9 88) and yeh and change them (hamza_follows); a
		 * letter with the same first byte does not */
		if (pair >= 0x108 && stop - p > 2 && p[2] == 0xd9 &&
		    (stop - p == 3 || p[3] > (0x80 | (YEH & 0x3f))))
			break;
		memcpy(to, fold_pairs[pair], 2);
		to += 2;
		p += 2;
	}
	if (stop - p == 1 && full - to > 1 && (*to = plain_ascii(*p))) {
		to++;
		p++;
	}
	*at = (const char *)p;
	return (size_t)(to - out);
}

void
fold_text(struct buf *out, struct bytes text)
{
	const char *p = text.data, *end = text.data + text.len;
	char room[256];
	size_t used = 0;
	while (p < end) {
		uint32_t cp, letters[FOLD_MAX];
		if (used + FOLD_MAX * 4 > sizeof(room)) {
			buf_add(out, room, used);
			used = 0;
		}
		used += fold_plain(&p, end, room + used, sizeof(room) - used);
		if (p == end)
			break;
		if (used + FOLD_MAX * 4 > sizeof(room)) {
			buf_add(out, room, used);
			used = 0;
		}
		unsigned n = fold_next(&p, end, &cp, letters);
		for (unsigned i = 0; i < n; i++)
			used += utf8_put(room + used, letters[i]);
	}
	buf_add(out, room, used);
}
