/* SPDX-License-Identifier: MIT
 *
 * One linear pass that makes well-formed XML 1.0 of what is sent as a feed. The
 * parser behind it then never has to guess, and what is dropped is dropped by
 * rules of ours: forbidden characters, comments, declarations, end tags of
 * nothing; bare & and <; references HTML knows and XML does not; prefixes that
 * nobody declared.
 */
#include <stdlib.h>
#include <string.h>

#include "feed/feed-internal.h"
#include "feed/repair-internal.h"

#define OUT_BYTES 32768
#define ENTITY_BYTES (1u << 20) /* that declared entities may add in all */

/* ---- output --------------------------------------------------------------- */

static void
flush(struct repair *r)
{
	if (r->out.len && !r->stop)
		r->stop = !r->sink(r->ctx, r->out.data, r->out.len);
	r->out.len = 0;
}

void
repair_emit(struct repair *r, const char *data, size_t len)
{
	if (r->out.len + len > OUT_BYTES)
		flush(r);
	if (len > OUT_BYTES) {
		if (!r->stop)
			r->stop = !r->sink(r->ctx, data, len);
		return;
	}
	buf_add(&r->out, data, len);
}

static void
emit_str(struct repair *r, const char *s)
{
	repair_emit(r, s, strlen(s));
}

/* ---- characters -------------------------------------------------------------- */

/* 1: look closer. Controls, & < ], and the lead byte of U+FFFE and U+FFFF. */
static const unsigned char special[256] = {
	1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1,
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	['&'] = 1, ['<'] = 1, [']'] = 1, [0xef] = 1,
};

/* Bytes of a character XML 1.0 forbids (2.2 Char) at p, 0 when it is allowed. */
static size_t
forbidden(const char *p, const char *end)
{
	unsigned char c = (unsigned char)*p;
	if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
		return 1;
	if (c == 0xef && end - p >= 3 && (unsigned char)p[1] == 0xbf &&
	    ((unsigned char)p[2] == 0xbe || (unsigned char)p[2] == 0xbf))
		return 3;
	return 0;
}

/* An entity of the document's own internal subset. */
static const struct entity_value *
own_entity(const struct repair *r, struct bytes name)
{
	for (size_t i = 0; i < r->entities_n; i++)
		if (bytes_eq(r->entities[i].name, name))
			return &r->entities[i];
	return NULL;
}

/* At an &: a reference XML knows, its character, or the sign itself. */
static const char *
emit_reference(struct repair *r, const char *p, const char *end)
{
	uint32_t cp;
	if (r->entities_n) {
		const char *q = p + 1;
		while (q < end && q - p < 32 && *q != ';' && *q != '<' && *q != '&')
			q++;
		const struct entity_value *e =
			q < end && *q == ';' ? own_entity(r, (struct bytes){p + 1, (size_t)(q - p - 1)})
					     : NULL;
		if (e && r->expanded + e->value.len < ENTITY_BYTES) {
			r->expanded += e->value.len;
			repair_emit(r, e->value.data, e->value.len);
			return q + 1;
		}
	}
	size_t n = entity_read(p, end, &cp);
	if (!n) {
		repair_emit(r, "&amp;", 5);
		return p + 1;
	}
	switch (cp) {
	case 0:
		break;
	case '<': emit_str(r, "&lt;"); break;
	case '>': emit_str(r, "&gt;"); break;
	case '&': emit_str(r, "&amp;"); break;
	case '"': emit_str(r, "&quot;"); break;
	case '\'': emit_str(r, "&apos;"); break;
	case '\r': emit_str(r, "&#13;"); break;
	default: {
		char s[4];
		repair_emit(r, s, utf8_put(s, cp));
	}
	}
	return p + n;
}

/* Text that holds no tag: inside CDATA (raw) or an attribute's value. */
void
repair_text(struct repair *r, struct bytes text, bool raw)
{
	const char *p = text.data, *end = text.data + text.len;
	while (p < end && !r->stop) {
		const char *run = p;
		while (p < end && !special[(unsigned char)*p] && (raw || *p != '"'))
			p++;
		repair_emit(r, run, (size_t)(p - run));
		if (p == end)
			break;
		size_t drop = forbidden(p, end);
		if (drop)
			p += drop;
		else if (raw || *p == ']' || *p == '\xef')
			repair_emit(r, p++, 1);
		else if (*p == '&')
			p = emit_reference(r, p, end);
		else {
			emit_str(r, *p == '<' ? "&lt;" : "&quot;");
			p++;
		}
	}
}

/* ---- open elements --------------------------------------------------------------- */

static uint8_t
bucket(struct bytes name)
{
	unsigned h = (unsigned)name.len;
	for (size_t i = 0; i < name.len; i++)
		h = h * 31 + (unsigned char)(name.data[i] | 32);
	return (uint8_t)(h ^ h >> 8);
}

void
repair_open(struct repair *r, struct bytes name, uint16_t declared)
{
	r->open[r->open_n++] = (struct repair_open){name, declared};
	r->open_of[bucket(name)]++;
	r->declared += declared;
}

static void
close_top(struct repair *r)
{
	struct repair_open *top = &r->open[--r->open_n];
	r->open_of[bucket(top->name)]--;
	r->declared -= top->declared;
	emit_str(r, "</");
	repair_emit(r, top->name.data, top->name.len);
	repair_emit(r, ">", 1);
}

static bool
same_name(struct bytes a, struct bytes b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if ((a.data[i] | 32) != (b.data[i] | 32))
			return false;
	return true;
}

/* An end tag closes what is open inside its element; that of nothing is dropped. */
static void
end_tag(struct repair *r, struct bytes name)
{
	if (!r->open_of[bucket(name)])
		return;
	size_t i = r->open_n;
	while (i > 0 && !same_name(r->open[i - 1].name, name))
		i--;
	while (i > 0 && r->open_n >= i)
		close_top(r);
}

/* ---- markup ------------------------------------------------------------------------ */

/* `<` in running text, or of a tag that cannot be read. */
static const char *
literal(struct repair *r, const char *p)
{
	repair_emit(r, "&lt;", 4);
	return p + 1;
}

static const char *
cdata(struct repair *r, const char *p, const char *end)
{
	const char *first = p + 9;
	const char *close = memmem(first, (size_t)(end - first), "]]>", 3);
	if (!close)
		r->damaged = true;
	emit_str(r, "<![CDATA[");
	repair_text(r, (struct bytes){first, (size_t)((close ? close : end) - first)}, true);
	emit_str(r, "]]>");
	return close ? close + 3 : end;
}

/* The next place of a mark, looked for once for all who ask: *known is at or after
 * the last look. */
static const char *
next_mark(const char **known, const char *p, const char *end, const char *mark)
{
	if (!*known || *known < p) {
		*known = memmem(p, (size_t)(end - p), mark, strlen(mark));
		if (!*known)
			*known = end;
	}
	return *known < end && *known - p <= LIMIT_TAG_BYTES ? *known : NULL;
}

/* <!-- -->, <? ?>, <!DOCTYPE >: dropped. */
static const char *
declaration(struct repair *r, const char *p, const char *end)
{
	struct bytes rest = {p, (size_t)(end - p)};
	const char *q;
	if (bytes_starts(rest, "<!--")) {
		rest.data += 4, rest.len -= 4;
		q = r->open_comment ? NULL : bytes_find(rest, "-->");
		r->open_comment |= !q;
		return q ? q + 3 : p + 4;
	}
	if (p[1] == '?') {
		q = next_mark(&r->pi_end, p, end, "?>");
		return q ? q + 2 : literal(r, p);
	}
	q = next_mark(&r->gt, p, end, ">");
	return q ? q + 1 : literal(r, p);
}

static const char *
end_markup(struct repair *r, const char *p, const char *end)
{
	struct bytes name = repair_name(p + 2, end);
	if (!name.len)
		return literal(r, p);
	const char *q = name.data + name.len;
	while (q < end && *q != '>' && *q != '<')
		q++;
	end_tag(r, name);
	return q < end && *q == '>' ? q + 1 : q;
}

static const char *
markup(struct repair *r, const char *p, const char *end)
{
	struct bytes rest = {p, (size_t)(end - p)};
	if (rest.len < 2)
		return literal(r, p);
	if (bytes_starts(rest, "<![CDATA["))
		return cdata(r, p, end);
	if (p[1] == '!' || p[1] == '?')
		return declaration(r, p, end);
	if (p[1] == '/')
		return end_markup(r, p, end);
	const char *next = repair_start_tag(r, p, end);
	return next ? next : literal(r, p);
}

/* <!ENTITY name "value"> before the root: short literal values only, so that no
 * reference can grow (feeds with bombs declare references to references). */
static void
read_entities(struct repair *r, struct bytes head)
{
	while (r->entities_n < ARRAY_LEN(r->entities)) {
		const char *at = bytes_find(head, "<!ENTITY"), *end = head.data + head.len;
		if (!at)
			return;
		at += 8;
		head = (struct bytes){at, (size_t)(end - at)};
		while (at < end && strchr(" \t\r\n", *at))
			at++;
		struct bytes name = repair_name(at, end);
		at = name.data + name.len;
		while (at < end && strchr(" \t\r\n", *at))
			at++;
		if (!name.len || at == end || (*at != '"' && *at != '\''))
			continue;
		size_t room = (size_t)(end - at - 1) < 256 ? (size_t)(end - at - 1) : 256;
		const char *close = memchr(at + 1, *at, room);
		struct bytes value = {at + 1, close ? (size_t)(close - at - 1) : 0};
		bool plain = close != NULL;
		for (size_t i = 0; i < value.len; i++)
			plain &= special[(unsigned char)value.data[i]] == 0;
		if (plain)
			r->entities[r->entities_n++] = (struct entity_value){name, value};
	}
}

void
repair_run(struct bytes text, size_t root, repair_sink *sink, void *ctx,
	   struct repair_result *result)
{
	struct repair *r = mem_zalloc(sizeof(*r));
	r->sink = sink;
	r->ctx = ctx;
	buf_init(&r->out, 0);
	read_entities(r, (struct bytes){text.data, root});
	const char *p = text.data + root, *end = text.data + text.len;
	bool started = false;
	while (p < end && !r->stop) {
		const char *run = p;
		while (p < end && !special[(unsigned char)*p])
			p++;
		repair_emit(r, run, (size_t)(p - run));
		if (p == end)
			break;
		size_t drop = forbidden(p, end);
		if (drop)
			p += drop;
		else if (*p == '&')
			p = emit_reference(r, p, end);
		else if (*p == '<')
			p = markup(r, p, end);
		else if (*p == ']' && end - p >= 3 && p[1] == ']' && p[2] == '>') {
			emit_str(r, "]]&gt;");
			p += 3;
		} else
			repair_emit(r, p++, 1);
		started |= r->open_n > 0;
		if (started && !r->open_n)
			break; /* what follows the root is no part of the feed */
	}
	result->damaged = r->damaged || r->open_n > 0;
	flush(r);
	buf_release(&r->out);
	free(r);
}
