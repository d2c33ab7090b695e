/* SPDX-License-Identifier: MIT */
/* The pages of an article become one. */
#include "akhbar/doc.h"

#include <string.h>

static void
copy_text(struct doc *to, const struct doc *from, struct doc_text *text)
{
	text->text.data = text->text.len ? arena_strndup(to->arena, text->text.data, text->text.len) : "";
	struct span *spans = text->spans_n ? arena_dup(to->arena, text->spans,
						       text->spans_n * sizeof(*spans)) : NULL;
	size_t n = 0;
	for (size_t i = 0; i < text->spans_n; i++) {
		struct span s = spans[i];
		if (s.kind == SPAN_LINK) {
			s.link = s.link ? doc_link(to, from->links[s.link - 1]) : 0;
			if (!s.link)
				continue;
		}
		spans[n++] = s;
	}
	text->spans = spans;
	text->spans_n = n;
}

void
doc_append(struct doc *to, const struct doc *from)
{
	for (size_t i = 0; i < from->blocks_n; i++) {
		struct block b = from->blocks[i];
		copy_text(to, from, &b.body);
		if (b.link)
			b.link = doc_link(to, from->links[b.link - 1]);
		size_t cells = (size_t)b.rows * b.cols;
		if (cells)
			b.cells = arena_dup(to->arena, b.cells, cells * sizeof(*b.cells));
		for (size_t c = 0; c < cells; c++)
			copy_text(to, from, &b.cells[c].body);
		doc_add(to, &b);
	}
	if (!to->language && from->language)
		to->language = arena_strdup(to->arena, from->language);
	if (to->dir == DIR_AUTO)
		to->dir = from->dir;
}
