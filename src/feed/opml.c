/* SPDX-License-Identifier: MIT
 *
 * OPML 2.0: outlines with xmlUrl are feeds, outlines without are sections. Only
 * addresses, titles and the nearest section are taken.
 */
#include "akhbar/feed.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>

#include "akhbar/decode.h"
#include "akhbar/limits.h"

#define OUTLINES_MOST 10000

struct reading {
	struct opml *opml;
	size_t cap;
	const char *sections[LIMIT_DEPTH]; /* of the outlines that are open */
	size_t depth;
	bool seen, over;
};

static char *
attribute(struct arena *arena, const xmlChar **list, int n, const char *name)
{
	for (int i = 0; i < n; i++, list += 5) {
		if (xmlStrcasecmp(list[0], (const xmlChar *)name) != 0)
			continue;
		struct bytes raw = {(const char *)list[3], (size_t)(list[4] - list[3])};
		char *clean = text_clean_dup(raw, CLEAN_LINE, LIMIT_TITLE_BYTES);
		char *kept = *clean ? arena_strdup(arena, clean) : NULL;
		free(clean);
		return kept;
	}
	return NULL;
}

static void
add(struct reading *r, const char *url, const char *title)
{
	struct opml *o = r->opml;
	if (o->n == OUTLINES_MOST) {
		r->over = true;
		return;
	}
	if (o->n == r->cap) {
		size_t cap = r->cap ? r->cap * 2 : 64;
		struct opml_outline *grown = arena_alloc(o->arena, cap * sizeof(*grown));
		if (o->n)
			memcpy(grown, o->outlines, o->n * sizeof(*grown));
		o->outlines = grown;
		r->cap = cap;
	}
	const char *section = "";
	for (size_t i = r->depth < LIMIT_DEPTH ? r->depth : LIMIT_DEPTH; i-- > 0;) {
		if (r->sections[i]) {
			section = r->sections[i];
			break;
		}
	}
	o->outlines[o->n++] =
		(struct opml_outline){.url = url, .title = title ? title : "", .section = section};
}

static void
on_start(void *context, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri,
	 int namespaces_n, const xmlChar **namespaces, int n, int defaulted, const xmlChar **list)
{
	struct reading *r = context;
	(void)prefix, (void)uri, (void)namespaces_n, (void)namespaces, (void)defaulted;
	if (xmlStrcasecmp(local, (const xmlChar *)"opml") == 0)
		r->seen = true;
	if (xmlStrcasecmp(local, (const xmlChar *)"outline") != 0)
		return;
	struct arena *arena = r->opml->arena;
	char *url = attribute(arena, list, n, "xmlUrl");
	char *title = attribute(arena, list, n, "title");
	if (!title)
		title = attribute(arena, list, n, "text");
	if (url)
		add(r, url, title);
	if (r->depth < LIMIT_DEPTH)
		r->sections[r->depth] = url ? NULL : title;
	r->depth++;
}

static void
on_end(void *context, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	struct reading *r = context;
	(void)prefix, (void)uri;
	if (xmlStrcasecmp(local, (const xmlChar *)"outline") == 0 && r->depth)
		r->depth--;
}

/* Only the five entities of XML: nothing of a document type is followed. */
static xmlEntityPtr
on_entity(void *context, const xmlChar *name)
{
	(void)context;
	return xmlGetPredefinedEntity(name);
}

static void
parse(struct reading *r, struct bytes text)
{
	xmlSAXHandler sax = {
		.initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.getEntity = on_entity,
	};
	xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&sax, r, NULL, 0, NULL);
	if (!parser)
		return;
	xmlCtxtUseOptions(parser, XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR |
					  XML_PARSE_NOWARNING);
	/* the declaration names the old encoding; the bytes are UTF-8 by now */
	xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
	xmlParseChunk(parser, text.data, (int)text.len, 1);
	if (parser->myDoc)
		xmlFreeDoc(parser->myDoc);
	xmlFreeParserCtxt(parser);
}

/* A tag past the limit would cost libxml2 quadratic time. */
static bool
tags_are_bounded(struct bytes text)
{
	const char *open = NULL;
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] == '<')
			open = text.data + i;
		else if (text.data[i] == '>')
			open = NULL;
		if (open && text.data + i - open > (ptrdiff_t)LIMIT_TAG_BYTES)
			return false;
	}
	return true;
}

enum err
opml_parse(struct bytes in, struct opml **out, struct why *why)
{
	struct buf text;
	char encoding[32];
	buf_init(&text, LIMIT_BODY_BYTES);
	enum err e = decode_to_utf8(in, &(struct decode_hints){0}, &text, encoding);
	if (e != OK) {
		buf_release(&text);
		return err_set(why, e, "the file is larger than the limit");
	}
	struct bytes view = bytes_trim(buf_view(&text));
	if (bytes_starts(view, "<?xml")) {
		const char *end = bytes_find(view, "?>");
		size_t skip = end ? (size_t)(end + 2 - view.data) : 0;
		view.data += skip;
		view.len -= skip;
	}
	if (!tags_are_bounded(view)) {
		buf_release(&text);
		return err_set(why, ERR_LIMIT, "a tag is larger than the limit");
	}
	struct reading *r = mem_zalloc(sizeof(*r));
	r->opml = mem_zalloc(sizeof(*r->opml));
	r->opml->arena = arena_new();
	parse(r, view);
	bool seen = r->seen, over = r->over;
	struct opml *opml = r->opml;
	free(r);
	buf_release(&text);
	if (!seen || over) {
		opml_free(opml);
		return seen ? err_set(why, ERR_LIMIT, "more than %d feeds", OUTLINES_MOST)
			    : err_set(why, ERR_FORMAT, "this is not an OPML file");
	}
	*out = opml;
	return OK;
}

void
opml_free(struct opml *opml)
{
	if (!opml)
		return;
	arena_free(opml->arena);
	free(opml);
}
