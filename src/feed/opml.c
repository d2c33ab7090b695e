/* SPDX-License-Identifier: MIT
 *
 * OPML in: addresses, titles, and the section an outline stands in. The same
 * decoding and reader as feeds (opml.org/spec2.opml, subscription lists).
 */
#include <stdlib.h>
#include <string.h>

#include "akhbar/decode.h"
#include "feed/xml-internal.h"

struct reading {
	struct opml *opml;
	size_t cap;
	const char *sections[LIMIT_DEPTH]; /* of the open elements */
	size_t depth;
};

static const char *
line_of(struct arena *a, struct bytes v, size_t max)
{
	struct buf line;
	buf_init(&line, 0);
	field_text(v, TEXT_HTML, &line);
	const char *s = field_cut(a, buf_view(&line), max);
	buf_release(&line);
	return s;
}

static void
add_outline(struct reading *r, struct bytes url, struct bytes title, const char *section)
{
	struct opml *o = r->opml;
	struct buf clean;
	buf_init(&clean, 0);
	if (o->n < LIMIT_ENTRIES && url_resolve(url, NULL, 0, NULL, &clean)) {
		if (o->n == r->cap) {
			r->cap = r->cap ? r->cap * 2 : 64;
			o->outlines = mem_realloc_array(o->outlines, r->cap, sizeof(*o->outlines));
		}
		o->outlines[o->n++] = (struct opml_outline){
			arena_strndup(o->arena, clean.data, clean.len),
			line_of(o->arena, title, LIMIT_TITLE_BYTES), section};
	}
	buf_release(&clean);
}

static void
on_start(void *ctx, const struct reader *reader, const struct reader_tag *tag)
{
	struct reading *r = ctx;
	(void)reader;
	const char *section = r->depth ? r->sections[r->depth - 1] : NULL;
	r->sections[r->depth++] = section;
	if (!bytes_eq_nocase(tag->local, "outline"))
		return;
	struct bytes url = bytes_trim(xml_attribute(tag, "xmlUrl"));
	struct bytes title = xml_attribute(tag, "title"), text = xml_attribute(tag, "text");
	if (!bytes_trim(title).len)
		title = text;
	if (url.len)
		add_outline(r, url, title, section);
	else if (bytes_trim(title).len)
		r->sections[r->depth - 1] = line_of(r->opml->arena, title, LIMIT_NAME_BYTES);
}

static void
on_text(void *ctx, struct bytes text, bool brief)
{
	(void)ctx, (void)text, (void)brief;
}

static void
on_end(void *ctx, struct bytes local)
{
	struct reading *r = ctx;
	(void)local;
	r->depth--;
}

static void
read_xml(struct opml *opml, struct bytes text, size_t root)
{
	static const struct reader_events events = {on_start, on_text, on_end};
	struct reading *r = mem_zalloc(sizeof(*r));
	r->opml = opml;
	(void)reader_run(text, root, &events, r); /* what there is of a damaged list is taken */
	free(r);
}

enum err
opml_parse(struct bytes in, struct opml **out, struct why *why)
{
	static const char *const roots[] = {"opml", NULL};
	if (in.len > LIMIT_BODY_BYTES)
		return err_set(why, ERR_LIMIT, "the list is larger than %u MB", LIMIT_BODY_BYTES >> 20);
	char declared[32], language[32], encoding[32];
	sniff_declared(in, declared, language);
	struct decode_hints hints = {.declared = declared, .language = language};
	struct buf text;
	buf_init(&text, 3 * (size_t)LIMIT_BODY_BYTES);
	enum err e = decode_to_utf8(in, &hints, &text, encoding);
	size_t root;
	if (e != OK) {
		err_set(why, e, "the list is larger than the limit once decoded");
	} else if (sniff_kind(buf_view(&text), roots, &root) != KIND_XML) {
		e = err_set(why, ERR_FORMAT, "this is not an OPML list");
	} else {
		struct arena *arena = arena_new();
		struct opml *opml = arena_zalloc(arena, sizeof(*opml));
		opml->arena = arena;
		read_xml(opml, buf_view(&text), root);
		struct opml_outline *grown = opml->outlines;
		opml->outlines = opml->n ? arena_dup(arena, grown, opml->n * sizeof(*grown)) : NULL;
		free(grown);
		*out = opml;
	}
	buf_release(&text);
	return e;
}

void
opml_free(struct opml *opml)
{
	if (opml)
		arena_free(opml->arena);
}
