/* SPDX-License-Identifier: MIT
 *
 * A feeds file of any bytes: what is taken is clean, and written out and read again it is
 * the same.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "config/sources-line.h"
#include "config/sources.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
hold(bool what)
{
	if (!what)
		abort();
}

static void
hold_clean(const char *s)
{
	char *clean = text_clean_dup(bytes_of(s), CLEAN_LINE, 0);
	hold(strcmp(clean, s) == 0);
	free(clean);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sources s;
	struct why why;
	hold(sources_parse("feeds", (struct bytes){(const char *)data, size}, &s, &why) == OK);
	hold(s.n <= SOURCES_MAX);
	struct buf opml;
	buf_init(&opml, 0);
	for (size_t i = 0; i < s.n; i++) {
		const struct source *item = &s.items[i];
		char *address = source_address(item->url);
		hold(address && strcmp(address, item->url) == 0);
		free(address);
		hold(url_is_web(item->url) || strncmp(item->url, "file:///", 8) == 0);
		hold_clean(item->section);
		if (item->title)
			hold_clean(item->title);
		hold(item->tags_n <= SOURCE_TAGS_MAX && item->line > 0);
		for (size_t t = 0; t < item->tags_n; t++)
			hold(item->tags[t][0]);
	}
	for (size_t i = 0; i < s.problems_n; i++)
		hold(s.problems[i].line > 0 && utf8_valid(bytes_of(s.problems[i].message)));
	sources_to_opml(&s, &opml);
	hold(utf8_valid(buf_view(&opml)));
	buf_release(&opml);
	sources_release(&s);
	return 0;
}
