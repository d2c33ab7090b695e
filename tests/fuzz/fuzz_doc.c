/* SPDX-License-Identifier: MIT */
/* What doc_decode lets through must be sound: spans in bounds and at edges, links
 * that can be opened, clean text; and encoding it again gives a doc that reads
 * back the same. */
#include "akhbar/doc.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_text(const struct doc_text *body, size_t links_n)
{
	if (!utf8_valid(body->text))
		abort();
	for (size_t i = 0; i < body->spans_n; i++) {
		const struct span *s = &body->spans[i];
		if (s->start >= s->end || s->end > body->text.len || s->kind >= SPAN_KINDS)
			abort();
		if (s->kind == SPAN_LINK && (s->link < 1 || s->link > links_n))
			abort();
		if (i && s->start < body->spans[i - 1].start)
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct doc *doc = NULL, *again = NULL;
	struct why why;
	if (doc_decode((struct bytes){(const char *)data, size}, &doc, &why) != OK)
		return 0;
	for (size_t i = 0; i < doc->links_n; i++)
		if (!url_is_web(doc->links[i]))
			abort();
	for (size_t i = 0; i < doc->blocks_n; i++) {
		const struct block *b = &doc->blocks[i];
		check_text(&b->body, doc->links_n);
		if (b->link > doc->links_n)
			abort();
		for (size_t c = 0; c < (size_t)b->rows * b->cols; c++)
			check_text(&b->cells[c].body, doc->links_n);
	}
	struct buf bytes, dump, dump_again;
	buf_init(&bytes, 0);
	buf_init(&dump, 0);
	buf_init(&dump_again, 0);
	doc_encode(doc, &bytes);
	if (doc_decode(buf_view(&bytes), &again, &why) != OK)
		abort();
	doc_dump(doc, &dump);
	doc_dump(again, &dump_again);
	if (!bytes_eq(buf_view(&dump), buf_view(&dump_again)))
		abort();
	buf_clear(&dump);
	doc_plain(again, &dump);
	buf_release(&bytes);
	buf_release(&dump);
	buf_release(&dump_again);
	doc_free(doc);
	doc_free(again);
	return 0;
}
