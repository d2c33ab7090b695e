/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "fetch/fetch.h"
#include "fetch/headers.h"
#include "fetch/inflate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Lines as a server may send them, then the rest as compressed data. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const int64_t now = 1790000000;
	struct reply_headers h;
	if (fetch_load(NULL)) /* dates are read by libcurl */
		abort();
	headers_reset(&h);
	struct bytes in = {(const char *)data, size};
	while (in.len) {
		const char *newline = memchr(in.data, '\n', in.len);
		size_t n = newline ? (size_t)(newline - in.data) + 1 : in.len;
		headers_line(&h, (struct bytes){in.data, n}, now);
		in.data += n;
		in.len -= n;
		assert(strlen(h.etag) <= LIMIT_VALIDATOR_BYTES);
		assert(strlen(h.last_modified) <= LIMIT_VALIDATOR_BYTES);
		assert(h.retry_after_s >= -1 && h.retry_after_s <= LIMIT_RETRY_SECONDS);
		int64_t age = headers_max_age(&h, now);
		assert(age >= -1 && age <= LIMIT_RETRY_SECONDS);
	}
	struct buf out;
	buf_init(&out, 1 << 16);
	struct inflater *z = inflater_new(size % 2 ? INFLATE_GZIP : INFLATE_DEFLATE);
	size_t half = size / 2;
	if (inflater_add(z, (struct bytes){(const char *)data, half}, &out) == OK &&
	    inflater_add(z, (struct bytes){(const char *)data + half, size - half}, &out) == OK)
		assert(out.len <= 1 << 16);
	inflater_free(z);
	buf_release(&out);
	return 0;
}
