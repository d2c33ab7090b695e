/* SPDX-License-Identifier: MIT
 *
 * OPML in: addresses, titles, and the section an outline stands in. The same
 * decoding and repair as feeds (opml.org/spec2.opml, subscription lists).
 */
#include <stdlib.h>
#include <string.h>

#include "akhbar/decode.h"
#include "feed/xml-internal.h"

struct reader {
	struct opml *opml;
	size_t cap;
	const char *sections[LIMIT_DEPTH + 1]; /* of the open elements */
	size_t depth, over;
	xmlParserCtxtPtr parser;
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
add_outline(struct reader *r, struct bytes url, struct bytes title, const char *section)
{
	struct opml *o = r->opml;
	struct buf clean;
	buf_init(&clean, 0);
	if (o->n < LIMIT_ENTRIES && url_resolve(url, NULL, 0, &clean)) {
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
on_start(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri, int ns_n,
	 const xmlChar **ns, int n, int defaulted_n, const xmlChar **list)
{
	struct reader *r = ctx;
	(void)prefix, (void)uri, (void)ns_n, (void)ns, (void)defaulted_n;
	if (r->depth == ARRAY_LEN(r->sections)) {
		r->over++;
		return;
	}
	const char *section = r->depth ? r->sections[r->depth - 1] : NULL;
	r->sections[r->depth++] = section;
	if (!bytes_eq_nocase(bytes_of((const char *)local), "outline"))
		return;
	struct attributes a = {list, n};
	xml_decode_amps(&a);
	struct bytes url = bytes_trim(xml_attribute(&a, "xmlUrl"));
	struct bytes title = xml_attribute(&a, "title"), text = xml_attribute(&a, "text");
	if (!bytes_trim(title).len)
		title = text;
	if (url.len)
		add_outline(r, url, title, section);
	else if (bytes_trim(title).len)
		r->sections[r->depth - 1] = line_of(r->opml->arena, title, LIMIT_NAME_BYTES);
}

static void
on_end(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	struct reader *r = ctx;
	(void)local, (void)prefix, (void)uri;
	if (r->over)
		r->over--;
	else if (r->depth)
		r->depth--;
}

static xmlEntityPtr
on_get_entity(void *ctx, const xmlChar *name)
{
	(void)ctx;
	return xmlGetPredefinedEntity(name);
}

static bool
to_parser(void *ctx, const char *data, size_t len)
{
	struct reader *r = ctx;
	const size_t piece = 1u << 16;
	while (len && !r->parser->disableSAX) {
		size_t n = len < piece ? len : piece;
		xmlParseChunk(r->parser, data, (int)n, 0);
		data += n;
		len -= n;
	}
	return !r->parser->disableSAX;
}

static void
read_xml(struct opml *opml, struct bytes text, size_t root)
{
	struct reader *r = mem_zalloc(sizeof(*r));
	xmlSAXHandler sax = {
		.initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.getEntity = on_get_entity,
	};
	r->opml = opml;
	r->parser = xmlCreatePushParserCtxt(&sax, r, NULL, 0, NULL);
	if (r->parser) {
		struct repair_result result;
		xmlCtxtUseOptions(r->parser, XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR |
						     XML_PARSE_NOWARNING | XML_PARSE_HUGE);
		repair_run(text, root, to_parser, r, &result);
		xmlParseChunk(r->parser, NULL, 0, 1);
		xmlFreeParserCtxt(r->parser);
	}
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
