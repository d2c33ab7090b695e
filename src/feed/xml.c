/* SPDX-License-Identifier: MIT
 *
 * Repaired XML through libxml2's SAX2 push parser into the builder. No tree; one
 * stack of frames, one captured text. What elements mean is in xml-fields.c.
 */
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>

#include "feed/markup.h"
#include "feed/xml-internal.h"

/* ---- names --------------------------------------------------------------------- */

static enum space
space_of(struct xml *x, const char *prefix, const char *uri)
{
	if (!uri)
		return prefix ? SPACE_OTHER : SPACE_CORE;
	if (uri == x->root_uri || uri == x->core_uri)
		return SPACE_CORE;
	return feed_tag_space(uri);
}

/* Names are interned by the parser, so a pointer stands for one. */
static void
look_up(struct xml *x, const char *local, const char *prefix, const char *uri,
	struct name_slot *out)
{
	size_t at = ((uintptr_t)local >> 3 ^ (uintptr_t)uri >> 4) & (ARRAY_LEN(x->names) - 1);
	struct name_slot *slot = &x->names[at];
	bool pair = slot->local == local && slot->uri == uri && slot->prefixed == (prefix != NULL);
	if (!pair) {
		slot->local = local;
		slot->uri = uri;
		slot->prefixed = prefix != NULL;
		slot->space = space_of(x, prefix, uri);
		slot->tag = feed_tag_of(slot->space, bytes_of(local));
		/* items of an unknown name space are items all the same */
		if (slot->space == SPACE_OTHER && uri && !prefix && !x->core_uri) {
			enum tag core = feed_tag_of(SPACE_CORE, bytes_of(local));
			if (core == TAG_CHANNEL || core == TAG_ENTRY) {
				x->core_uri = uri;
				slot->space = SPACE_CORE;
				slot->tag = core;
			}
		}
	}
	*out = *slot;
}

struct bytes
xml_attribute(const struct attributes *a, const char *name)
{
	for (int i = 0; i < a->n; i++) {
		const xmlChar **at = a->list + 5 * i;
		bool xml = at[1] && strcmp((const char *)at[1], "xml") == 0;
		if (!xml && bytes_eq_nocase(bytes_of((const char *)at[0]), name))
			return (struct bytes){(const char *)at[3], (size_t)(at[4] - at[3])};
	}
	return (struct bytes){"", 0};
}

/* xml:base and xml:lang change what is in scope (XML Base; XML 1.0 2.12). */
static void
read_scope(struct xml *x, struct frame *f, const struct attributes *a)
{
	for (int i = 0; i < a->n; i++) {
		const xmlChar **at = a->list + 5 * i;
		if (!at[1] || strcmp((const char *)at[1], "xml") != 0)
			continue;
		struct bytes v = {(const char *)at[3], (size_t)(at[4] - at[3])};
		v = bytes_trim(v);
		if (strcmp((const char *)at[0], "lang") == 0) {
			f->lang = field_cut(x->b->arena, v, LIMIT_NAME_BYTES);
		} else if (strcmp((const char *)at[0], "base") == 0 && v.len) {
			const char *bases[] = {f->base, x->b->url};
			struct buf url;
			buf_init(&url, 0);
			if (url_resolve(v, bases, ARRAY_LEN(bases), &url))
				f->base = arena_strndup(x->b->arena, url.data, url.len);
			buf_release(&url);
		}
	}
}

/* ---- captured text --------------------------------------------------------------- */

/* As much as fits; a body past its limit is cut at a character. */
static void
capture_add(struct xml *x, const char *data, size_t len)
{
	size_t room = LIMIT_CONTENT_BYTES + 8 - x->text.len;
	if (len > room)
		len = utf8_cut((struct bytes){data, len}, room);
	buf_add(&x->text, data, len);
}

static void
capture_escaped(struct xml *x, const char *data, size_t len)
{
	const char *p = data, *end = data + len;
	while (p < end) {
		const char *run = p;
		while (p < end && *p != '&' && *p != '<' && *p != '>' && *p != '"')
			p++;
		capture_add(x, run, (size_t)(p - run));
		if (p == end)
			break;
		const char *s = *p == '&' ? "&amp;" : *p == '<' ? "&lt;" : *p == '>' ? "&gt;" : "&quot;";
		capture_add(x, s, strlen(s));
		p++;
	}
}

void
xml_capture(struct xml *x, bool markup, enum text_kind kind)
{
	x->capture = x->depth;
	x->markup = markup;
	x->kind = kind;
	x->base64 = false;
	buf_clear(&x->text);
}

static void
on_text(void *ctx, const xmlChar *data, int len)
{
	struct xml *x = ctx;
	if (!x->capture) {
		enum tag tag = x->depth ? x->frames[x->depth - 1].tag : TAG_UNKNOWN;
		if ((tag == TAG_PERSON || tag == TAG_IMAGE) && x->loose.len + (size_t)len < LIMIT_URL_BYTES)
			buf_add(&x->loose, data, (size_t)len);
		return;
	}
	bool inside = x->depth > x->capture;
	if (x->markup && (inside || x->kind == TEXT_XHTML) && !x->base64)
		capture_escaped(x, (const char *)data, (size_t)len);
	else
		capture_add(x, (const char *)data, (size_t)len);
}

/* A tag inside a captured text, back to HTML: local names, void elements alone. */
static void
inner_start(struct xml *x, const char *local, const struct attributes *a)
{
	if (!x->markup || x->base64)
		return;
	if (x->kind == TEXT_PLAIN) { /* plain by its type, markup in truth */
		char *plain = buf_take(&x->text);
		x->text.limit = 0;
		capture_escaped(x, plain, strlen(plain));
		free(plain);
		x->kind = TEXT_XHTML;
	}
	const char *scope = x->frames[x->depth - 1].base;
	bool own_base = scope && scope != x->frames[x->capture - 1].base;
	capture_add(x, "<", 1);
	capture_add(x, local, strlen(local));
	for (int i = 0; i < a->n; i++) {
		const xmlChar **at = a->list + 5 * i;
		const char *prefix = (const char *)at[1];
		struct bytes name = bytes_of((const char *)at[0]);
		struct bytes v = {(const char *)at[3], (size_t)(at[4] - at[3])};
		if (prefix && strcmp(prefix, "xml") == 0 && !bytes_eq_str(name, "lang"))
			continue;
		capture_add(x, " ", 1);
		if (prefix && strcmp(prefix, "xml") != 0) {
			capture_add(x, prefix, strlen(prefix));
			capture_add(x, ":", 1);
		}
		capture_add(x, name.data, name.len);
		capture_add(x, "=\"", 2);
		struct buf url;
		buf_init(&url, 0);
		if (own_base && markup_is_url(name) && url_resolve(v, &scope, 1, &url))
			capture_escaped(x, url.data, url.len);
		else
			capture_escaped(x, v.data, v.len);
		buf_release(&url);
		capture_add(x, "\"", 1);
	}
	capture_add(x, ">", 1);
}

static void
inner_end(struct xml *x, const char *local)
{
	if (!x->markup || x->base64 || markup_is_void(bytes_of(local)))
		return;
	capture_add(x, "</", 2);
	capture_add(x, local, strlen(local));
	capture_add(x, ">", 1);
}

/* Without NOENT libxml2 hands out & in a value as &#38;. Such a value is a copy of
 * the parser's own (a plain one points into its input), so it is shortened in place. */
void
xml_decode_amps(const struct attributes *a)
{
	for (int i = 0; i < a->n; i++) {
		const xmlChar **at = a->list + 5 * i;
		size_t len = (size_t)(at[4] - at[3]);
		const char *amp = memchr(at[3], '&', len);
		char *p = amp ? (char *)at[3] + (amp - (const char *)at[3]) : NULL;
		char *to = p, *end = (char *)at[4];
		if (!p)
			continue;
		while (p < end) {
			bool whole = end - p >= 5 && memcmp(p, "&#38;", 5) == 0;
			*to++ = *p;
			p += whole ? 5 : 1;
		}
		at[4] = (xmlChar *)to;
	}
}

/* ---- call-backs --------------------------------------------------------------------- */

static void
on_start(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri, int ns_n,
	 const xmlChar **ns, int attributes_n, int defaulted_n, const xmlChar **attributes)
{
	struct xml *x = ctx;
	struct attributes a = {attributes, attributes_n};
	struct name_slot name;
	(void)defaulted_n;
	if (x->depth == ARRAY_LEN(x->frames)) {
		x->over++;
		return;
	}
	if (!x->depth) {
		x->root_uri = (const char *)uri;
		for (int i = 0; i < ns_n; i++)
			x->rss090 |= ns[2 * i + 1] && strstr((const char *)ns[2 * i + 1], "/rdf/simple/0.9");
	}
	xml_decode_amps(&a);
	look_up(x, (const char *)local, (const char *)prefix, (const char *)uri, &name);
	struct frame *f = &x->frames[x->depth++];
	*f = (struct frame){.tag = name.tag, .space = name.space};
	if (x->depth > 1) {
		f->base = f[-1].base;
		f->lang = f[-1].lang;
	}
	if (attributes_n)
		read_scope(x, f, &a);
	/* a new entry inside a text: the text's end tag was forgotten */
	if (x->capture && name.tag == TAG_ENTRY && x->kind != TEXT_XHTML)
		xml_capture_end(x);
	if (x->capture) {
		f->tag = TAG_UNKNOWN;
		inner_start(x, (const char *)local, &a);
	} else if (!x->skip) {
		xml_element_start(x, (const char *)local, &a);
	}
}

static void
on_end(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	struct xml *x = ctx;
	(void)prefix, (void)uri;
	if (x->over) {
		x->over--;
		return;
	}
	if (!x->depth)
		return;
	if (x->capture && x->depth > x->capture)
		inner_end(x, (const char *)local);
	else if (x->capture)
		xml_capture_end(x);
	if (!x->skip)
		xml_element_end(x);
	if (x->skip == x->depth)
		x->skip = 0;
	x->depth--;
}

/* Only the five of XML itself: the repair pass left no other. */
static xmlEntityPtr
on_get_entity(void *ctx, const xmlChar *name)
{
	(void)ctx;
	return xmlGetPredefinedEntity(name);
}

static xmlParserInputPtr
load_nothing(const char *url, const char *id, xmlParserCtxtPtr ctxt)
{
	(void)url, (void)id, (void)ctxt;
	return NULL;
}

static bool
to_parser(void *ctx, const char *data, size_t len)
{
	struct xml *x = ctx;
	const size_t piece = 1u << 16;
	while (len && !x->parser->disableSAX) {
		size_t n = len < piece ? len : piece;
		xmlParseChunk(x->parser, data, (int)n, 0);
		data += n;
		len -= n;
	}
	return !x->parser->disableSAX;
}

void
xml_read(struct builder *b, struct bytes text, size_t root)
{
	struct xml *x = mem_zalloc(sizeof(*x));
	x->b = b;
	buf_init(&x->text, 0);
	buf_init(&x->loose, 0);
	buf_init(&x->person, 0);
	xmlSAXHandler sax = {
		.initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_text,
		.getEntity = on_get_entity,
	};
	xmlSetExternalEntityLoader(load_nothing);
	x->parser = xmlCreatePushParserCtxt(&sax, x, NULL, 0, NULL);
	struct repair_result result = {0};
	if (x->parser) {
		/* HUGE lifts the limit on depth, and is safe with our own entity handlers */
		xmlCtxtUseOptions(x->parser, XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR |
						     XML_PARSE_NOWARNING | XML_PARSE_HUGE |
						     XML_PARSE_NOCDATA);
		repair_run(text, root, to_parser, x, &result);
		xmlParseChunk(x->parser, NULL, 0, 1);
		b->damaged = result.damaged || x->parser->disableSAX;
		xmlFreeParserCtxt(x->parser);
	}
	buf_release(&x->text);
	buf_release(&x->loose);
	buf_release(&x->person);
	free(x);
}
