/* SPDX-License-Identifier: MIT */
#ifndef FEED_MARKUP_H
#define FEED_MARKUP_H

#include "akhbar/base.h"

enum markup_tag_kind { TAG_START, TAG_END, TAG_OTHER /* comment, declaration, <? */ };

struct markup_tag {
	enum markup_tag_kind kind;
	struct bytes name;
	struct bytes attributes; /* between the name and > */
};

/* Walks one text. What was looked for in vain is remembered, so that the walk is
 * linear whatever the text holds. */
struct markup_scan {
	const char *end;
	const char *gt;     /* the next > at or after the last look */
	bool open_comment;  /* no --> from here on */
	uint32_t unclosed;  /* hidden elements without an end tag from here on */
};

void markup_scan_init(struct markup_scan *s, struct bytes text);
/* Whether HTML has the element whose tag may stand at p (on the <), or it is something
 * else than a tag of an element: looks no further than the name. */
bool markup_tag_known(const struct markup_scan *s, const char *p);
/* Reads the tag at p (on the <); the place after it, NULL when it is text. */
const char *markup_tag_read(struct markup_scan *s, const char *p, struct markup_tag *tag);
/* The next attribute of `rest`, which is moved past it; false at the end. `value`
 * has NULL data when there is none. */
bool markup_attribute_read(struct bytes *rest, struct bytes *name, struct bytes *value);
/* After the start tag of a hidden element: past its end tag, or p when it has none. */
const char *markup_skip_hidden(struct markup_scan *s, const char *p, const struct markup_tag *tag);

bool markup_is_known(struct bytes name);  /* an element of HTML, now or once */
/* An element whose content is never text: its number from 1, else 0. */
unsigned markup_is_hidden(struct bytes name);
bool markup_is_block(struct bytes name);
bool markup_is_void(struct bytes name);
bool markup_is_url(struct bytes attribute);

#endif
