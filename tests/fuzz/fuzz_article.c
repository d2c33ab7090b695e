/* SPDX-License-Identifier: MIT
 *
 * A page to its article and to each form of output. The first byte chooses what the
 * transport said; when its high bit is set, site rules stand before the page, ended
 * by a byte 01.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "akhbar/html.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(const struct article *a)
{
	struct doc *again = NULL;
	struct buf out;
	buf_init(&out, 0);
	if (!a->doc || !a->method)
		abort();
	doc_encode(a->doc, &out);
	if (doc_decode(buf_view(&out), &again, NULL) != OK)
		abort();
	doc_free(again);
	buf_clear(&out);
	article_to_json(a, &out);
	if (!utf8_valid(buf_view(&out)))
		abort();
	buf_clear(&out);
	article_to_text(a, &out);
	if (!utf8_valid(buf_view(&out)) || memchr(out.data, 0x1b, out.len))
		abort();
	if ((a->image && !url_is_web(a->image)) || (a->next_page && !url_is_web(a->next_page)))
		abort();
	buf_release(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const types[] = {NULL, "text/html; charset=windows-1256",
					    "text/html; charset=utf-8", "text/html; charset=iso-8859-6"};
	struct html_page in = {.url = "https://news.example.org/2024/01/02/a.html",
			       .feed_title = "عنوان الخبر"};
	struct site_rules *rules = site_rules_new();
	struct article *a = NULL;
	struct why why = {""};
	if (size) {
		uint8_t how = *data++;
		size--;
		in.content_type = types[how & 3];
		const uint8_t *end = how & 0x80 ? memchr(data, 1, size) : NULL;
		if (end) {
			site_rules_add(rules, (struct bytes){(const char *)data, (size_t)(end - data)},
				       NULL, NULL);
			size -= (size_t)(end + 1 - data);
			data = end + 1;
		}
	}
	in.rules = rules;
	in.data = (struct bytes){(const char *)data, size};
	if (html_article(&in, &a, NULL, &why) == OK)
		check(a);
	else if (a || !why.text[0])
		abort();
	article_free(a);
	site_rules_free(rules);
	return 0;
}
