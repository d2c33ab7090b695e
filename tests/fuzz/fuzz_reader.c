/* SPDX-License-Identifier: MIT
 *
 * Whatever is sent, the reader's events are those of a well-formed document: libxml2 says
 * so and sees the same. And no document grows without measure.
 */
#include <stdint.h>
#include <stdlib.h>

#include "akhbar/decode.h"
#include "feed/feed-internal.h"
#include "oracle/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const roots[] = {"rss", "rdf", "feed", "channel", NULL};
	struct decode_hints hints = {"utf-8", "", "", NULL};
	struct buf text;
	char encoding[32];
	buf_init(&text, 0);
	size_t root = 0;
	if (decode_to_utf8((struct bytes){(const char *)data, size}, &hints, &text, encoding) == OK &&
	    sniff_kind(buf_view(&text), roots, &root) == KIND_XML) {
		size_t grown;
		if (xml_differs(buf_view(&text), root, &grown))
			abort();
		/* entities of its own may add a megabyte, the usual prefixes less than one KB */
		if (grown > 16 * text.len + (2u << 20))
			abort();
	}
	buf_release(&text);
	return 0;
}
