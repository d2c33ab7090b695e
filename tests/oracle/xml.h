/* SPDX-License-Identifier: MIT
 *
 * The reader's events against libxml2: written as a document they must be well-formed to
 * it without its RECOVER mode, and it must find the same names, name spaces, values and
 * texts in it.
 */
#ifndef ORACLE_XML_H
#define ORACLE_XML_H

#include <libxml/parser.h>
#include <string.h>

#include "akhbar/base.h"
#include "feed/reader-internal.h"

/* Both sides tell what they saw in lines; texts that touch are one. */
struct xml_account {
	struct buf document; /* of our side alone */
	struct buf told;
	struct bytes open[LIMIT_DEPTH];
	size_t depth;
	bool in_text;
};

static inline void
xml_tell(struct xml_account *a, const char *what, struct bytes text)
{
	bool text_goes_on = *what == 't' && a->in_text;
	if (!text_goes_on) {
		buf_add_char(&a->told, '\n');
		buf_add_str(&a->told, what);
		buf_add_char(&a->told, ' ');
	}
	a->in_text = *what == 't';
	buf_add_bytes(&a->told, text);
}

static inline void
xml_write(struct buf *out, struct bytes text, bool value)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];
		if (c == '&' || c == '<' || c == '>' || c == '"' || c == '\r' ||
		    (value && (c == '\n' || c == '\t')))
			buf_printf(out, "&#%d;", c);
		else
			buf_add_char(out, c);
	}
}

/* ---- ours ---- */

static inline void
xml_write_attribute(struct xml_account *a, const char *before, struct bytes name, struct bytes value)
{
	buf_add_char(&a->document, ' ');
	buf_add_str(&a->document, before);
	buf_add_bytes(&a->document, name);
	buf_add_str(&a->document, "=\"");
	xml_write(&a->document, value, true);
	buf_add_char(&a->document, '"');
}

static inline void
xml_on_start(void *context, const struct reader *r, const struct reader_tag *tag)
{
	struct xml_account *a = context;
	buf_add_char(&a->document, '<');
	buf_add_bytes(&a->document, tag->name);
	for (size_t i = 0; i < tag->declared_n; i++) {
		const struct reader_declared *d = &tag->declared[i];
		xml_write_attribute(a, d->prefix.len ? "xmlns:" : "xmlns", d->prefix, reader_uri(r, d->uri));
	}
	for (size_t i = 0; !a->depth && i < reader_usual_n; i++) {
		bool stated = false;
		for (size_t j = 0; j < tag->declared_n; j++)
			stated |= bytes_eq_str(tag->declared[j].prefix, reader_usual[i].prefix);
		if (!stated)
			xml_write_attribute(a, "xmlns:", bytes_of(reader_usual[i].prefix),
					    bytes_of(reader_usual[i].uri));
	}
	xml_tell(a, "start", tag->local);
	xml_tell(a, "prefix", tag->prefix);
	xml_tell(a, "uri", reader_uri(r, tag->uri));
	for (size_t i = 0; i < tag->n; i++) {
		const struct reader_attribute *at = &tag->list[i];
		xml_write_attribute(a, "", at->name, at->value);
		xml_tell(a, "attribute", at->local);
		xml_tell(a, "prefix", at->prefix);
		xml_tell(a, "value", at->value);
	}
	buf_add_char(&a->document, '>');
	a->open[a->depth++] = tag->name;
}

static inline void
xml_on_text(void *context, struct bytes text, bool brief)
{
	struct xml_account *a = context;
	(void)brief;
	xml_write(&a->document, text, false);
	xml_tell(a, "text", text);
}

static inline void
xml_on_end(void *context, struct bytes local)
{
	struct xml_account *a = context;
	xml_tell(a, "end", local);
	buf_add_str(&a->document, "</");
	buf_add_bytes(&a->document, a->open[--a->depth]);
	buf_add_char(&a->document, '>');
}

/* ---- libxml2's ---- */

static inline struct bytes
xml_bytes(const xmlChar *s)
{
	return bytes_of((const char *)s);
}

/* Without NOENT it hands out & in values as a reference. */
static inline void
xml_tell_value(struct xml_account *a, const char *what, struct bytes value)
{
	const char *amp;
	xml_tell(a, what, (struct bytes){"", 0});
	while ((amp = bytes_find(value, "&#38;"))) {
		size_t head = (size_t)(amp - value.data) + 1;
		buf_add(&a->told, value.data, head);
		value.data += head + 4, value.len -= head + 4;
	}
	buf_add_bytes(&a->told, value);
}

static inline void
xml_sax_start(void *context, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri,
	      int ns_n, const xmlChar **ns, int n, int defaulted_n, const xmlChar **list)
{
	struct xml_account *a = context;
	(void)ns_n, (void)ns, (void)defaulted_n;
	xml_tell(a, "start", xml_bytes(local));
	xml_tell(a, "prefix", xml_bytes(prefix));
	xml_tell_value(a, "uri", xml_bytes(uri));
	for (int i = 0; i < n; i++, list += 5) {
		xml_tell(a, "attribute", xml_bytes(list[0]));
		xml_tell(a, "prefix", xml_bytes(list[1]));
		xml_tell_value(a, "value", (struct bytes){(const char *)list[3], (size_t)(list[4] - list[3])});
	}
}

static inline void
xml_sax_text(void *context, const xmlChar *text, int n)
{
	xml_tell(context, "text", (struct bytes){(const char *)text, (size_t)n});
}

static inline void
xml_sax_end(void *context, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	(void)prefix, (void)uri;
	xml_tell(context, "end", xml_bytes(local));
}

static inline xmlEntityPtr
xml_sax_entity(void *context, const xmlChar *name)
{
	(void)context;
	return xmlGetPredefinedEntity(name);
}

static inline void
xml_quiet(void *context, const char *format, ...)
{
	(void)context, (void)format;
}

static inline bool
xml_ask(struct bytes document, struct xml_account *a)
{
	xmlSAXHandler sax = {
		.initialized = XML_SAX2_MAGIC,
		.startElementNs = xml_sax_start,
		.endElementNs = xml_sax_end,
		.characters = xml_sax_text,
		.ignorableWhitespace = xml_sax_text,
		.getEntity = xml_sax_entity,
	};
	xmlSetGenericErrorFunc(NULL, xml_quiet);
	xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&sax, a, NULL, 0, NULL);
	if (!parser)
		return true;
	xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
					  XML_PARSE_HUGE);
	xmlParseChunk(parser, document.data, (int)document.len, 0);
	xmlParseChunk(parser, NULL, 0, 1);
	bool well = parser->wellFormed;
	xmlFreeParserCtxt(parser);
	return well;
}

/* NULL, or what does not hold. *size: of the document our events make. */
static inline const char *
xml_differs(struct bytes text, size_t root, size_t *size)
{
	static const struct reader_events events = {xml_on_start, xml_on_text, xml_on_end};
	struct xml_account ours = {.depth = 0}, theirs = {.depth = 0};
	bool whole = reader_run(text, root, &events, &ours);
	bool left = ours.depth > 0;
	const char *what = NULL;
	while (ours.depth) { /* cut off: the oracle wants an end */
		struct bytes name = ours.open[ours.depth - 1];
		const char *colon = memchr(name.data, ':', name.len);
		size_t head = colon ? (size_t)(colon + 1 - name.data) : 0;
		xml_on_end(&ours, (struct bytes){name.data + head, name.len - head});
	}
	*size = ours.document.len;
	if (whole && left)
		what = "an element without its end";
	else if (!utf8_valid(buf_view(&ours.document)))
		what = "not UTF-8";
	else if (ours.document.len && !xml_ask(buf_view(&ours.document), &theirs))
		what = "not well-formed";
	else if (!bytes_eq(buf_view(&ours.told), buf_view(&theirs.told)))
		what = "other events";
	buf_release(&ours.document);
	buf_release(&ours.told);
	buf_release(&theirs.told);
	return what;
}

#endif
