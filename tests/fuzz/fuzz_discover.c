/* SPDX-License-Identifier: MIT
 *
 * A line with the page's address, then the page: the feeds it announces have an
 * address that can be fetched, and what is shown of them is clean.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "akhbar/feed.h"
#include "akhbar/html.h"
#include "akhbar/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_clean(const char *text)
{
	if (!text)
		return;
	char *clean = text_clean_dup(bytes_of(text), CLEAN_LINE, 1 << 16);
	if (strcmp(clean, text) != 0)
		abort();
	free(clean);
}

static void
check_links(struct bytes page, const char *url)
{
	struct html_feed_link *links = NULL;
	size_t n = html_feed_links(page, url, &links);
	if (n > 64)
		abort();
	for (size_t i = 0; i < n; i++) {
		if (!url_is_web(links[i].url) || !utf8_valid(bytes_of(links[i].url)))
			abort();
		check_clean(links[i].title);
		check_clean(links[i].type);
		free(links[i].url);
		free(links[i].title);
		free(links[i].type);
	}
	free(links);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *line = size ? memchr(data, '\n', size < 256 ? size : 256) : NULL;
	size_t n = line ? (size_t)(line - data) : 0;
	char *url = mem_strndup((const char *)data, n);
	struct bytes page = {(const char *)data + n, size - n};
	if (utf8_valid(page))
		check_links(page, url[0] ? url : NULL);
	struct feed_input in = {.data = page, .content_type = "text/html", .url = url, .now = 1735689600};
	struct feed *feed = NULL;
	if (feed_parse(&in, &feed, NULL) != OK && feed)
		for (size_t i = 0; i < feed->alternates_n; i++)
			if (!url_is_web(feed->alternates[i].url))
				abort();
	feed_free(feed);
	free(url);
	return 0;
}
