/* SPDX-License-Identifier: MIT */
#ifndef FEED_XML_INTERNAL_H
#define FEED_XML_INTERNAL_H

#include "feed/feed-internal.h"
#include "feed/reader.h"
#include "feed/tags.h"

struct frame {
	enum tag tag;
	enum space space;
	const char *base; /* xml:base in scope, absolute, or NULL */
	const char *lang;
};

/* What a name in a name space was found to mean. */
struct name_slot {
	struct bytes name;
	uint16_t uri;
	enum space space;
	enum tag tag;
};

struct xml {
	struct builder *b;
	size_t depth;
	struct bytes root_space;
	uint16_t root_uri, core_uri;
	struct name_slot names[128];
	bool atom, atom03, rss090;

	size_t capture;    /* depth of the element whose text is taken, 0 none */
	bool markup;       /* tags inside are kept */
	bool base64;
	enum text_kind kind;
	struct capture text;

	size_t entry; /* depth of the open entry, 0 none */
	struct buf loose;  /* text directly in an author or image */
	struct buf person; /* name (or mail) of the open author */
	bool person_named;
	bool permalink; /* of the open guid */
	struct frame frames[LIMIT_DEPTH]; /* depth of them are of use: the rest is not cleared */
};

/* The value of an attribute that is not of XML itself; empty: none. */
struct bytes xml_attribute(const struct reader_tag *tag, const char *name);
void xml_capture(struct xml *x, bool markup, enum text_kind kind);
void xml_capture_end(struct xml *x); /* the captured text goes to its field */
void xml_capture_gather(struct xml *x); /* so that it may be changed */
void xml_element_start(struct xml *x, const struct reader_tag *tag);
void xml_element_end(struct xml *x);

#endif
