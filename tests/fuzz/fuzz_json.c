/* SPDX-License-Identifier: MIT
 *
 * JSON Feed: what follows is always taken for JSON.
 */
#include <stdint.h>
#include <stdlib.h>

#include "akhbar/feed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf text, out;
	struct feed *feed = NULL;
	buf_init(&text, 0);
	buf_init(&out, 0);
	buf_add_char(&text, '{');
	buf_add(&text, data, size);
	struct feed_input in = {.data = buf_view(&text), .now = 1735689600};
	enum err e = feed_parse(&in, &feed, NULL);
	if (feed) {
		feed_to_json(feed, &out);
		if (!utf8_valid(buf_view(&out)) || (e == OK) != feed->ok)
			abort();
	}
	feed_free(feed);
	buf_release(&text);
	buf_release(&out);
	return 0;
}
