/* SPDX-License-Identifier: MIT */
#ifndef FEED_XML_INTERNAL_H
#define FEED_XML_INTERNAL_H

#include <libxml/parser.h>

#include "feed/feed-internal.h"
#include "feed/tags.h"

struct attributes {
	const xmlChar **list; /* libxml2's: name, prefix, URI, value, its end */
	int n;
};

struct frame {
	enum tag tag;
	enum space space;
	const char *base; /* xml:base in scope, absolute, or NULL */
	const char *lang;
};

struct name_slot {
	const char *local, *uri;
	bool prefixed;
	enum space space;
	enum tag tag;
};

struct xml {
	struct builder *b;
	xmlParserCtxtPtr parser;
	struct frame frames[LIMIT_DEPTH + 1];
	size_t depth, over;
	const char *root_uri, *core_uri;
	struct name_slot names[256];
	bool atom, atom03, rss090;

	size_t capture;    /* depth of the element whose text is taken, 0 none */
	bool markup;       /* tags inside are kept */
	bool base64;
	enum text_kind kind;
	struct buf text;

	size_t entry; /* depth of the open entry, 0 none */
	size_t skip;  /* depth of an element whose inside does not count, 0 none */
	struct buf loose;  /* text directly in an author or image */
	struct buf person; /* name (or mail) of the open author */
	bool person_named;
	bool permalink; /* of the open guid */
};

struct bytes xml_attribute(const struct attributes *a, const char *name); /* empty: none */
void xml_decode_amps(const struct attributes *a);
void xml_capture(struct xml *x, bool markup, enum text_kind kind);
void xml_capture_end(struct xml *x); /* the captured text goes to its field */
void xml_element_start(struct xml *x, const char *local, const struct attributes *a);
void xml_element_end(struct xml *x);

#endif
