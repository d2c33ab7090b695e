/* SPDX-License-Identifier: MIT */
/* Arabic letters in one byte instead of two, before a text is deflated: half the bytes to
 * look through, and what comes out is a quarter smaller. Any bytes go in and come out the
 * same. */
#include "store/store-internal.h"

#include <string.h>

#define ESCAPE 0x7f /* before what stands for itself: all bytes of one character */

/* Bytes of the character that begins so; 1 for what begins none. */
static size_t
width_of(unsigned char c)
{
	return c >= 0xf0 && c < 0xf5 ? 4 : c >= 0xe0 && c < 0xf0 ? 3 : c >= 0xc2 && c < 0xe0 ? 2 : 1;
}

void
narrow(struct bytes in, struct buf *out)
{
	enum { AT_ONCE = 1024 };
	const unsigned char *p = (const unsigned char *)in.data, *end = p + in.len;
	unsigned char piece[2 * AT_ONCE + 8];
	while (p < end) {
		const unsigned char *stop = end - p > AT_ONCE ? p + AT_ONCE : end;
		unsigned char *to = piece;
		while (p < stop) {
			if (*p < ESCAPE) {
				*to++ = *p++;
			} else if ((*p & 0xfe) == 0xd8 && end - p > 1 && (p[1] & 0xc0) == 0x80) {
				/* D8 80 to D8 BF become 80 to BF, D9 80 to D9 BF become C0 to FF */
				*to++ = (unsigned char)(0x80 | (p[0] & 1) << 6 | (p[1] & 0x3f));
				p += 2;
			} else {
				size_t n = width_of(*p);
				if (n > (size_t)(end - p))
					n = (size_t)(end - p);
				*to++ = ESCAPE;
				memcpy(to, p, n);
				to += n;
				p += n;
			}
		}
		buf_add(out, piece, (size_t)(to - piece));
	}
}

bool
widen(struct bytes in, size_t size, struct buf *out)
{
	const unsigned char *p = (const unsigned char *)in.data, *end = p + in.len;
	size_t before = out->len;
	unsigned char piece[1024], *to = piece;
	while (p < end && out->len - before <= size) {
		if (to > piece + sizeof(piece) - 8) {
			if (!buf_add(out, piece, (size_t)(to - piece)))
				return false;
			to = piece;
		}
		if (*p < ESCAPE) {
			*to++ = *p++;
		} else if (*p > ESCAPE) {
			*to++ = (unsigned char)(0xd8 | (*p >> 6 & 1));
			*to++ = (unsigned char)(0x80 | (*p++ & 0x3f));
		} else if (++p < end) {
			size_t n = width_of(*p);
			if (n > (size_t)(end - p))
				n = (size_t)(end - p);
			memcpy(to, p, n);
			to += n;
			p += n;
		}
	}
	return buf_add(out, piece, (size_t)(to - piece)) && out->len - before == size;
}
