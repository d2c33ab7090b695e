/* SPDX-License-Identifier: MIT */
/* Texts deflated (RFC 1951) as they lie in the store. Level 1: Arabic text comes out at
 * two fifths, and level 6 at a third for four times the time. */
#include "store/store-internal.h"

#include <stdlib.h>
#include <zlib.h>

#define LEVEL 1
#define WINDOW_BITS (-15) /* no header, no check: the file has its own */
#define DICTIONARY_MAX 32768
#define SMALL 200 /* below, nothing is won */

struct packer {
	z_stream out;
};

static const Bytef *
as_input(const void *data)
{
	return data;
}

static uInt
tail_of(struct bytes dictionary, const Bytef **start)
{
	size_t n = dictionary.len < DICTIONARY_MAX ? dictionary.len : DICTIONARY_MAX;
	*start = n ? as_input(dictionary.data + (dictionary.len - n)) : NULL;
	return (uInt)n;
}

/* Its quarter of a megabyte is kept for the next text. */
static z_stream *
packer_of(struct store *s)
{
	if (s->packer)
		return deflateReset(&s->packer->out) == Z_OK ? &s->packer->out : NULL;
	struct packer *p = mem_zalloc(sizeof(*p));
	if (deflateInit2(&p->out, LEVEL, Z_DEFLATED, WINDOW_BITS, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
		free(p);
		return NULL;
	}
	s->packer = p;
	return &p->out;
}

bool
pack(struct store *s, struct bytes in, struct bytes dictionary, struct buf *out)
{
	z_stream *z = in.len >= SMALL && in.len < (1u << 30) ? packer_of(s) : NULL;
	const Bytef *start;
	uInt n = tail_of(dictionary, &start);
	if (!z || (n && deflateSetDictionary(z, start, n) != Z_OK))
		return false;
	Bytef piece[16384];
	size_t before = out->len;
	z->next_in = (Bytef *)(uintptr_t)in.data;
	z->avail_in = (uInt)in.len;
	int rc;
	do {
		z->next_out = piece;
		z->avail_out = sizeof(piece);
		rc = deflate(z, Z_FINISH);
		buf_add(out, (const char *)piece, sizeof(piece) - z->avail_out);
	} while (rc == Z_OK && out->len - before < in.len);
	return rc == Z_STREAM_END && out->len - before < in.len;
}

bool
unpack(struct bytes in, size_t size, struct bytes dictionary, struct buf *out)
{
	z_stream z = {.next_in = (Bytef *)(uintptr_t)in.data, .avail_in = (uInt)in.len};
	const Bytef *start;
	uInt n = tail_of(dictionary, &start);
	if (in.len >= (1u << 30) || inflateInit2(&z, WINDOW_BITS) != Z_OK)
		return false;
	Bytef piece[16384];
	size_t before = out->len;
	int rc = n ? inflateSetDictionary(&z, start, n) : Z_OK;
	while (rc == Z_OK && out->len - before <= size) {
		z.next_out = piece;
		z.avail_out = sizeof(piece);
		rc = inflate(&z, Z_NO_FLUSH);
		if (!buf_add(out, (const char *)piece, sizeof(piece) - z.avail_out))
			break;
	}
	(void)inflateEnd(&z);
	return rc == Z_STREAM_END && out->len - before == size;
}

void
packer_free(struct packer *p)
{
	if (p)
		(void)deflateEnd(&p->out);
	free(p);
}
