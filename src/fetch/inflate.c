/* SPDX-License-Identifier: MIT */
#include "fetch/inflate.h"

#include <stdlib.h>
#include <zlib.h>

struct inflater {
	z_stream stream;
	enum inflate_form form;
	bool began, ended;
};

struct inflater *
inflater_new(enum inflate_form form)
{
	struct inflater *z = mem_zalloc(sizeof(*z));
	z->form = form;
	/* 15 + 16: gzip only; 15: zlib */
	if (inflateInit2(&z->stream, form == INFLATE_GZIP ? 15 + 16 : 15) != Z_OK) {
		free(z);
		return NULL;
	}
	return z;
}

void
inflater_free(struct inflater *z)
{
	if (!z)
		return;
	inflateEnd(&z->stream);
	free(z);
}

/* "deflate" is zlib (RFC 9110 8.4.1.2), but some servers send it raw: the two
 * are told apart by the zlib header (RFC 1950 2.2). */
static bool
looks_like_zlib(struct bytes in)
{
	const unsigned char *p = (const unsigned char *)in.data;
	return (p[0] & 0x0f) == 8 && (in.len < 2 || (p[0] * 256u + p[1]) % 31 == 0);
}

enum err
inflater_add(struct inflater *z, struct bytes in, struct buf *out)
{
	if (z->ended || !in.len) /* what follows the end is no part of the body */
		return OK;
	if (!z->began && z->form == INFLATE_DEFLATE && !looks_like_zlib(in) &&
	    inflateReset2(&z->stream, -15) != Z_OK)
		return ERR_FORMAT;
	z->began = true;
	char piece[32768];
	z->stream.next_in = (Bytef *)in.data;
	z->stream.avail_in = (uInt)in.len;
	do {
		z->stream.next_out = (Bytef *)piece;
		z->stream.avail_out = sizeof(piece);
		int status = inflate(&z->stream, Z_NO_FLUSH);
		if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
			return ERR_FORMAT;
		if (!buf_add(out, piece, sizeof(piece) - z->stream.avail_out))
			return ERR_LIMIT;
		if (status == Z_STREAM_END) {
			z->ended = true;
			return OK;
		}
	} while (z->stream.avail_in || !z->stream.avail_out);
	return OK;
}

bool
inflater_ended(const struct inflater *z)
{
	return z->ended;
}
