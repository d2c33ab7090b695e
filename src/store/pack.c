/* SPDX-License-Identifier: MIT */
/* Texts deflated (RFC 1951) as they lie in the store, made narrow before (narrow.c) where
 * that makes them shorter. Level 1: Arabic text comes out at a third; level 6 is a tenth
 * better for four times the time. */
#include "store/store-internal.h"

#include <stdlib.h>
#include <zlib.h>

#define LEVEL 1
#define WINDOW_BITS (-15) /* no header, no check: the file has its own */
#define DICTIONARY_MAX 32768
#define SMALL 200 /* below, nothing is won */
#define NARROW '\xff' /* the first byte then: no deflated stream begins so (BTYPE 3) */

struct packer {
	z_stream out;
	struct buf text, dictionary; /* narrow */
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
	buf_init(&p->text, 0);
	buf_init(&p->dictionary, 0);
	s->packer = p;
	return &p->out;
}

static bool
deflate_to(z_stream *z, struct bytes in, struct bytes dictionary, size_t most, struct buf *out)
{
	const Bytef *start;
	uInt n = tail_of(dictionary, &start);
	if (n && deflateSetDictionary(z, start, n) != Z_OK)
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
	} while (rc == Z_OK && out->len - before < most);
	return rc == Z_STREAM_END && out->len - before < most;
}

/* The dictionary is narrow already. */
static bool
pack_with(struct store *s, struct bytes in, struct bytes dictionary, struct buf *out)
{
	z_stream *z = packer_of(s);
	struct packer *p = s->packer;
	if (!z)
		return false;
	buf_clear(&p->text);
	narrow(in, &p->text);
	if (p->text.len + in.len / 8 > in.len) /* little of it is Arabic */
		return deflate_to(z, in, dictionary, in.len, out);
	buf_add_char(out, NARROW);
	return deflate_to(z, buf_view(&p->text), buf_view(&p->dictionary), in.len - 1, out);
}

static bool
worth_it(struct bytes in)
{
	return in.len >= SMALL && in.len < (1u << 30);
}

bool
pack(struct store *s, struct bytes in, struct bytes dictionary, struct buf *out)
{
	if (!worth_it(in) || !packer_of(s))
		return false;
	buf_clear(&s->packer->dictionary);
	narrow(dictionary, &s->packer->dictionary);
	return pack_with(s, in, dictionary, out);
}

bool
pack_after(struct store *s, struct bytes in, struct bytes last, struct buf *out)
{
	if (!worth_it(in))
		return false;
	if (!worth_it(last) || !s->packer) /* it was not even made narrow */
		return pack(s, in, last, out);
	struct packer *p = s->packer;
	struct buf was = p->text;
	p->text = p->dictionary;
	p->dictionary = was;
	return pack_with(s, in, last, out);
}

static bool
inflate_to(struct bytes in, size_t most, struct bytes dictionary, struct buf *out)
{
	z_stream z = {.next_in = (Bytef *)(uintptr_t)in.data, .avail_in = (uInt)in.len};
	const Bytef *start;
	uInt n = tail_of(dictionary, &start);
	if (in.len >= (1u << 30) || inflateInit2(&z, WINDOW_BITS) != Z_OK)
		return false;
	Bytef piece[16384];
	size_t before = out->len;
	int rc = n ? inflateSetDictionary(&z, start, n) : Z_OK;
	while (rc == Z_OK && out->len - before <= most) {
		z.next_out = piece;
		z.avail_out = sizeof(piece);
		rc = inflate(&z, Z_NO_FLUSH);
		if (!buf_add(out, (const char *)piece, sizeof(piece) - z.avail_out))
			break;
	}
	(void)inflateEnd(&z);
	return rc == Z_STREAM_END && out->len - before <= most;
}

bool
unpack(struct bytes in, size_t size, struct bytes dictionary, struct buf *out)
{
	size_t before = out->len;
	if (!in.len || in.data[0] != NARROW)
		return inflate_to(in, size, dictionary, out) && out->len - before == size;
	struct buf text, narrow_dictionary;
	buf_init(&text, 0);
	buf_init(&narrow_dictionary, 0);
	narrow(dictionary, &narrow_dictionary);
	/* one byte in two at most is an escape */
	bool good = inflate_to((struct bytes){in.data + 1, in.len - 1}, 2 * size, buf_view(&narrow_dictionary),
			       &text) &&
		    widen(buf_view(&text), size, out);
	buf_release(&text);
	buf_release(&narrow_dictionary);
	return good;
}

void
packer_free(struct packer *p)
{
	if (!p)
		return;
	(void)deflateEnd(&p->out);
	buf_release(&p->text);
	buf_release(&p->dictionary);
	free(p);
}
