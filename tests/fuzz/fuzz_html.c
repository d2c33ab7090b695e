/* SPDX-License-Identifier: MIT
 *
 * The body of an entry to blocks and to bytes and back. The first byte chooses the
 * direction hinted. Both ways to a tree must give the same blocks.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "akhbar/decode.h"
#include "akhbar/html.h"
#include "html/internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What the reader relies on: clean text, spans inside it at character edges. */
static void
check_text(const struct doc *doc, const struct doc_text *body)
{
	if (!body->text.len)
		return;
	if (!utf8_valid(body->text) || memchr(body->text.data, 0, body->text.len))
		abort();
	for (size_t i = 0; i < body->spans_n; i++) {
		const struct span *s = &body->spans[i];
		if (s->start >= s->end || s->end > body->text.len || s->kind >= SPAN_KINDS ||
		    (s->kind == SPAN_LINK && (s->link < 1 || s->link > doc->links_n)) ||
		    ((unsigned char)body->text.data[s->start] & 0xc0) == 0x80 ||
		    (s->end < body->text.len &&
		     ((unsigned char)body->text.data[s->end] & 0xc0) == 0x80))
			abort();
	}
}

static void
blocks_of(struct tree *t, struct buf *out)
{
	struct blocks_options o = {.base = "https://example.org/a/b", .images = true};
	struct doc *doc = doc_new();
	buf_init(out, 0);
	blocks_walk(t, t->root, &o, doc);
	doc_encode(doc, out);
	doc_free(doc);
	tree_release(t);
}

static void
check_quick(struct bytes html)
{
	struct guarded g;
	struct tree quick, full;
	struct buf a, b;
	guard_html(html, false, &g);
	html = buf_view(&g.html);
	tree_parse_full((struct bytes){"", 0}, false, &quick);
	if (tree_quick(html, &quick)) {
		tree_parse_full(html, false, &full);
		blocks_of(&quick, &a);
		blocks_of(&full, &b);
		if (!bytes_eq(buf_view(&a), buf_view(&b)))
			abort();
		buf_release(&a);
		buf_release(&b);
	} else {
		tree_release(&quick);
	}
	guarded_release(&g);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct doc *doc = NULL, *again = NULL;
	struct buf text, bytes;
	enum dir hint = DIR_AUTO;
	if (size) {
		hint = data[0] & 1 ? DIR_RTL : DIR_LTR;
		data++, size--;
	}
	buf_init(&text, 0);
	buf_init(&bytes, 0);
	char encoding[32];
	if (decode_to_utf8((struct bytes){(const char *)data, size},
			   &(struct decode_hints){.charset = "utf-8"}, &text, encoding) != OK)
		abort();
	check_quick(buf_view(&text));
	if (html_blocks(buf_view(&text), "https://example.org/a/b", hint, "عنوان", &doc, NULL) != OK)
		abort();
	for (size_t i = 0; i < doc->blocks_n; i++) {
		const struct block *b = &doc->blocks[i];
		check_text(doc, &b->body);
		for (size_t c = 0; c < (size_t)b->rows * b->cols; c++)
			check_text(doc, &b->cells[c].body);
	}
	for (size_t i = 0; i < doc->links_n; i++)
		if (!url_is_web(doc->links[i]))
			abort();
	doc_encode(doc, &bytes);
	if (doc_decode(buf_view(&bytes), &again, NULL) != OK || again->blocks_n != doc->blocks_n)
		abort();
	doc_free(again);
	doc_free(doc);
	buf_clear(&bytes);
	html_text(buf_view(&text), &bytes);
	struct html_feed_link *links = NULL;
	size_t n = html_feed_links(buf_view(&text), "https://example.org/", &links);
	for (size_t i = 0; i < n; i++) {
		free(links[i].url);
		free(links[i].type);
		free(links[i].title);
	}
	free(links);
	buf_release(&bytes);
	buf_release(&text);
	return 0;
}
