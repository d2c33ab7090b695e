/* SPDX-License-Identifier: MIT
 *
 * The events of the reader into the builder. No tree; one stack of frames, one captured
 * text. What elements mean is in xml-fields.c.
 */
#include <stdlib.h>
#include <string.h>

#include "feed/markup.h"
#include "feed/xml-internal.h"

/* ---- names --------------------------------------------------------------------- */

static enum space
space_of(const struct xml *x, const struct reader *r, const struct reader_tag *tag)
{
	if (!tag->uri)
		return tag->prefix.len ? SPACE_OTHER : SPACE_CORE;
	if (tag->uri == x->root_uri || tag->uri == x->core_uri)
		return SPACE_CORE;
	return feed_tag_space(reader_uri(r, tag->uri));
}

/* Each name is found once: documents have few. */
static const struct name_slot *
look_up(struct xml *x, const struct reader *r, const struct reader_tag *tag)
{
	size_t at = (tag->hash ^ tag->hash >> 8 ^ tag->uri) & (ARRAY_LEN(x->names) - 1);
	struct name_slot *slot = &x->names[at];
	if (slot->uri == tag->uri && bytes_eq(slot->name, tag->name))
		return slot;
	*slot = (struct name_slot){.name = tag->name, .uri = tag->uri, .space = space_of(x, r, tag)};
	slot->tag = feed_tag_of(slot->space, tag->local);
	/* items of an unknown name space are items all the same */
	if (slot->space == SPACE_OTHER && tag->uri && !tag->prefix.len && !x->core_uri) {
		enum tag core = feed_tag_of(SPACE_CORE, tag->local);
		if (core == TAG_CHANNEL || core == TAG_ENTRY) {
			x->core_uri = tag->uri;
			slot->space = SPACE_CORE;
			slot->tag = core;
		}
	}
	return slot;
}

static bool
is_of_xml(const struct reader_attribute *a)
{
	return bytes_eq_str(a->prefix, "xml");
}

struct bytes
xml_attribute(const struct reader_tag *tag, const char *name)
{
	for (size_t i = 0; i < tag->n; i++)
		if (bytes_eq_nocase(tag->list[i].local, name) && !is_of_xml(&tag->list[i]))
			return tag->list[i].value;
	return (struct bytes){"", 0};
}

/* xml:base and xml:lang change what is in scope (XML Base; XML 1.0 2.12). */
static void
read_scope(struct xml *x, struct frame *f, const struct reader_tag *tag)
{
	for (size_t i = 0; i < tag->n; i++) {
		const struct reader_attribute *a = &tag->list[i];
		if (!is_of_xml(a))
			continue;
		struct bytes v = bytes_trim(a->value);
		if (bytes_eq_str(a->local, "lang")) {
			f->lang = field_cut(x->b->arena, v, LIMIT_NAME_BYTES);
		} else if (bytes_eq_str(a->local, "base") && v.len) {
			const char *bases[] = {f->base, x->b->url};
			struct buf url;
			buf_init(&url, 0);
			if (url_resolve(v, bases, ARRAY_LEN(bases), &x->b->room, &url))
				f->base = arena_strndup(x->b->arena, url.data, url.len);
			buf_release(&url);
		}
	}
}

/* ---- captured text --------------------------------------------------------------- */

void
xml_capture_gather(struct xml *x)
{
	struct bytes run = x->text.run;
	x->text.run.len = 0;
	buf_add_bytes(&x->text.gathered, run);
}

/* As much as fits; a body past its limit is cut at a character. */
static size_t
fitting(size_t have, const char *data, size_t len)
{
	size_t room = LIMIT_CONTENT_BYTES + 8 - have;
	return len > room ? utf8_cut((struct bytes){data, len}, room) : len;
}

static void
capture_add(struct xml *x, const char *data, size_t len)
{
	if (x->text.run.len)
		xml_capture_gather(x);
	buf_add(&x->text.gathered, data, fitting(x->text.gathered.len, data, len));
}

/* The same of what stays as long as the document. */
static void
capture_run(struct xml *x, struct bytes text)
{
	struct bytes *run = &x->text.run;
	if (!run->len && !x->text.gathered.len)
		*run = (struct bytes){text.data, fitting(0, text.data, text.len)};
	else
		capture_add(x, text.data, text.len);
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
	x->text.run.len = 0;
	buf_clear(&x->text.gathered);
}

static void
on_text(void *ctx, struct bytes text, bool brief)
{
	struct xml *x = ctx;
	if (!x->capture) {
		enum tag tag = x->frames[x->depth - 1].tag;
		if ((tag == TAG_PERSON || tag == TAG_IMAGE) && x->loose.len + text.len < LIMIT_URL_BYTES)
			buf_add_bytes(&x->loose, text);
		return;
	}
	bool inside = x->depth > x->capture;
	if (x->markup && (inside || x->kind == TEXT_XHTML) && !x->base64)
		capture_escaped(x, text.data, text.len);
	else if (brief)
		capture_add(x, text.data, text.len);
	else
		capture_run(x, text);
}

/* A tag inside a captured text, back to HTML: local names, void elements alone. */
static void
inner_start(struct xml *x, const struct reader_tag *tag)
{
	if (!x->markup || x->base64)
		return;
	if (x->kind == TEXT_PLAIN) { /* plain by its type, markup in truth */
		xml_capture_gather(x);
		struct buf plain = x->text.gathered;
		buf_init(&x->text.gathered, 0);
		capture_escaped(x, buf_view(&plain).data, plain.len);
		buf_release(&plain);
		x->kind = TEXT_XHTML;
	}
	const char *scope = x->frames[x->depth - 1].base;
	bool own_base = scope && scope != x->frames[x->capture - 1].base;
	capture_add(x, "<", 1);
	capture_add(x, tag->local.data, tag->local.len);
	for (size_t i = 0; i < tag->n; i++) {
		const struct reader_attribute *a = &tag->list[i];
		if (is_of_xml(a) && !bytes_eq_str(a->local, "lang"))
			continue;
		struct bytes name = is_of_xml(a) ? a->local : a->name;
		capture_add(x, " ", 1);
		capture_add(x, name.data, name.len);
		capture_add(x, "=\"", 2);
		struct buf url;
		buf_init(&url, 0);
		if (own_base && markup_is_url(a->local) && url_resolve(a->value, &scope, 1, &x->b->room, &url))
			capture_escaped(x, url.data, url.len);
		else
			capture_escaped(x, a->value.data, a->value.len);
		buf_release(&url);
		capture_add(x, "\"", 1);
	}
	capture_add(x, ">", 1);
}

static void
inner_end(struct xml *x, struct bytes local)
{
	if (!x->markup || x->base64 || markup_is_void(local))
		return;
	capture_add(x, "</", 2);
	capture_add(x, local.data, local.len);
	capture_add(x, ">", 1);
}

/* ---- events ---------------------------------------------------------------------------- */

static void
see_root(struct xml *x, const struct reader *r, const struct reader_tag *tag)
{
	x->root_uri = tag->uri;
	x->root_space = reader_uri(r, tag->uri);
	for (size_t i = 0; i < tag->declared_n; i++)
		x->rss090 |= bytes_find(reader_uri(r, tag->declared[i].uri), "/rdf/simple/0.9") != NULL;
}

static void
on_start(void *ctx, const struct reader *r, const struct reader_tag *tag)
{
	struct xml *x = ctx;
	if (!x->depth)
		see_root(x, r, tag);
	const struct name_slot *name = look_up(x, r, tag);
	struct frame *f = &x->frames[x->depth++];
	*f = (struct frame){.tag = name->tag, .space = name->space};
	if (x->depth > 1) {
		f->base = f[-1].base;
		f->lang = f[-1].lang;
	}
	if (tag->n)
		read_scope(x, f, tag);
	/* a new entry inside a text: the text's end tag was forgotten */
	if (x->capture && name->tag == TAG_ENTRY && x->kind != TEXT_XHTML)
		xml_capture_end(x);
	if (x->capture) {
		f->tag = TAG_UNKNOWN;
		inner_start(x, tag);
	} else {
		xml_element_start(x, tag);
	}
}

static void
on_end(void *ctx, struct bytes local)
{
	struct xml *x = ctx;
	if (x->capture && x->depth > x->capture)
		inner_end(x, local);
	else if (x->capture)
		xml_capture_end(x);
	xml_element_end(x);
	x->depth--;
}

void
xml_read(struct builder *b, struct bytes text, size_t root)
{
	static const struct reader_events events = {on_start, on_text, on_end};
	struct xml *x = mem_alloc(sizeof(*x));
	memset(x, 0, offsetof(struct xml, frames));
	x->b = b;
	buf_init(&x->text.gathered, 0);
	buf_init(&x->loose, 0);
	buf_init(&x->person, 0);
	b->damaged = !reader_run(text, root, &events, x);
	buf_release(&x->text.gathered);
	buf_release(&x->loose);
	buf_release(&x->person);
	free(x);
}
