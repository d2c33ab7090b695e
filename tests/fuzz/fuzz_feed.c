/* SPDX-License-Identifier: MIT
 *
 * Bytes to JSON, the whole way. The first byte chooses what the transport said.
 */
#include <stdint.h>
#include <stdlib.h>

#include "akhbar/feed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const types[] = {NULL, "text/xml; charset=windows-1256",
					    "application/rss+xml", "text/html; charset=iso-8859-6"};
	struct feed *feed = NULL;
	struct feed_input in = {.url = "https://example.org/a/feed.xml", .now = 1735689600};
	if (size) {
		in.content_type = types[data[0] & 3];
		data++, size--;
	}
	in.data = (struct bytes){(const char *)data, size};
	enum err e = feed_parse(&in, &feed, NULL);
	if (feed) {
		struct buf out;
		buf_init(&out, 0);
		feed_to_json(feed, &out);
		if (!utf8_valid(buf_view(&out)) || (e == OK) != feed->ok)
			abort();
		for (size_t i = 0; i < feed->entries_n; i++)
			if (!feed->entries[i].key || !feed->entries[i].key[0])
				abort();
		buf_release(&out);
	}
	feed_free(feed);
	struct opml *opml = NULL;
	if (opml_parse(in.data, &opml, NULL) == OK)
		opml_free(opml);
	return 0;
}
