/* SPDX-License-Identifier: MIT */
#include "feed/reader.h"

#include <stdlib.h>
#include <string.h>

#include "feed/feed-internal.h"
#include "feed/reader-internal.h"
#include "feed/scan.h"

#define ENTITY_BYTES (1u << 20) /* that declared entities may add in all */
#define IN_VAIN_BYTES (1u << 20) /* and four times the document: looked through for tags */

/* ---- text ------------------------------------------------------------------------- */

void
reader_text(struct reader *r, const char *data, size_t len)
{
	if (len && r->open_n) /* XML 1.0 2.1: no text beside the root */
		r->events->text(r->context, (struct bytes){data, len}, false);
}

/* An entity of the document's own internal subset. */
static const struct entity_value *
own_entity(const struct reader *r, struct bytes name)
{
	for (size_t i = 0; i < r->entities_n; i++)
		if (bytes_eq(r->entities[i].name, name))
			return &r->entities[i];
	return NULL;
}

/* A reference at p: its length, and one character or an entity's text. */
size_t
reader_reference(struct reader *r, const char *p, const char *end, uint32_t *cp,
		 struct bytes *text)
{
	text->len = 0;
	if (r->entities_n) {
		const char *q = p + 1;
		while (q < end && q - p < 32 && *q != ';' && *q != '<' && *q != '&')
			q++;
		struct bytes name = {p + 1, (size_t)(q - p - 1)};
		const struct entity_value *e = q < end && *q == ';' ? own_entity(r, name) : NULL;
		if (e && r->expanded + e->value.len < ENTITY_BYTES) {
			r->expanded += e->value.len;
			*text = e->value;
			*cp = 0;
			return (size_t)(q + 1 - p);
		}
	}
	return entity_read(p, end, cp);
}

/* "R&amp B", but not the end of "?a=1&amp=2" and "&amplifier". */
static bool
bare_amp(const char *p, const char *end)
{
	if (end - p < 5 || memcmp(p, "&amp", 4))
		return false;
	char c = (char)(p[4] | 32);
	return !(c >= 'a' && c <= 'z') && !(p[4] >= '0' && p[4] <= '9') && p[4] != '=' && p[4] != '_';
}

/* One that does not stand in the input as it is. */
static void
character(struct reader *r, uint32_t cp)
{
	char s[4];
	if (r->open_n)
		r->events->text(r->context, (struct bytes){s, utf8_put(s, cp)}, true);
}

static const char *
text_reference(struct reader *r, const char *p, const char *end)
{
	uint32_t cp;
	struct bytes text;
	size_t n = reader_reference(r, p, end, &cp, &text);
	if (!n) {
		cp = '&'; /* a bare one, or &amp without its semicolon */
		n = bare_amp(p, end) ? 4 : 1;
	}
	if (cp)
		character(r, cp);
	reader_text(r, text.data, text.len);
	return p + n;
}

/* A character at p that cannot stay as it is: forbidden, a C1 control (bytes of
 * windows-1252 taken for Latin-1), or a line end (XML 1.0 2.11).
 * The place after it. */
static const char *
odd_character(struct reader *r, const char *p, const char *end)
{
	if (scan_c1(p, end)) {
		character(r, utf8_c1_meant((unsigned char)p[1]));
		return p + 2;
	}
	if (*p != '\r')
		return p + scan_forbidden(p, end);
	if (p + 1 == end || p[1] != '\n')
		reader_text(r, "\n", 1);
	return p + 1;
}

/* The text of a CDATA section as sent. */
static void
section(struct reader *r, const char *p, const char *end)
{
	while (p < end) {
		const char *run = p;
		p = scan_text(p, end, 0);
		reader_text(r, run, (size_t)(p - run));
		if (p < end)
			p = odd_character(r, p, end);
	}
}

/* ---- open elements --------------------------------------------------------------- */

static uint8_t
bucket(uint32_t hash)
{
	return (uint8_t)(hash ^ hash >> 8);
}

void
reader_open(struct reader *r, const struct read_name *name, uint16_t declared)
{
	r->open[r->open_n++] = (struct open_element){name->whole, name->hash, (uint16_t)name->local, declared};
	r->open_of[bucket(name->hash)]++;
}

void
reader_close(struct reader *r)
{
	struct open_element *top = &r->open[--r->open_n];
	r->open_of[bucket(top->hash)]--;
	reader_undeclare(r, top->declared);
	r->events->end(r->context,
		       (struct bytes){top->name.data + top->local, top->name.len - top->local});
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
end_tag(struct reader *r, const struct read_name *name)
{
	if (!r->open_of[bucket(name->hash)])
		return;
	size_t i = r->open_n;
	while (i > 0 && !same_name(r->open[i - 1].name, name->whole))
		i--;
	while (i > 0 && r->open_n >= i)
		reader_close(r);
}

/* ---- markup ------------------------------------------------------------------------ */

/* `<` in running text, or of a tag that cannot be read. */
static const char *
literal(struct reader *r, const char *p)
{
	reader_text(r, p, 1);
	return p + 1;
}

/* By its rarest byte: memmem walks over every byte of the bodies. */
static const char *
section_end(const char *p, const char *end)
{
	while ((p = memchr(p, ']', (size_t)(end - p)))) {
		if (end - p >= 3 && p[1] == ']' && p[2] == '>')
			return p;
		p++;
	}
	return NULL;
}

static const char *
cdata(struct reader *r, const char *p, const char *end)
{
	const char *first = p + 9;
	const char *close = section_end(first, end);
	if (!close)
		r->damaged = true;
	section(r, first, close ? close : end);
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

const char *
reader_gt(struct reader *r, const char *p, const char *end)
{
	return next_mark(&r->gt, p, end, ">");
}

/* <!-- -->, <? ?>, <!DOCTYPE >: dropped. */
static const char *
declaration(struct reader *r, const char *p, const char *end)
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
	q = reader_gt(r, p, end);
	return q ? q + 1 : literal(r, p);
}

static const char *
end_markup(struct reader *r, const char *p, const char *end)
{
	const struct open_element *top = r->open + (r->open_n ? r->open_n - 1 : 0);
	if (r->open_n && (size_t)(end - p) > top->name.len + 2 && p[2 + top->name.len] == '>' &&
	    memcmp(p + 2, top->name.data, top->name.len) == 0) {
		const char *next = p + top->name.len + 3;
		reader_close(r); /* as nearly always */
		return next;
	}
	struct read_name name = reader_name(p + 2, end);
	if (!name.whole.len)
		return literal(r, p);
	const char *q = name.whole.data + name.whole.len;
	while (q < end && *q != '>' && *q != '<')
		q++;
	end_tag(r, &name);
	return q < end && *q == '>' ? q + 1 : q;
}

static const char *
markup(struct reader *r, const char *p, const char *end)
{
	if (end - p < 2)
		return literal(r, p);
	if (p[1] == '/')
		return end_markup(r, p, end);
	if (p[1] == '!' && end - p >= 9 && memcmp(p, "<![CDATA[", 9) == 0)
		return cdata(r, p, end);
	if (p[1] == '!' || p[1] == '?')
		return declaration(r, p, end);
	const char *next = reader_start_tag(r, p, end);
	return next ? next : literal(r, p);
}

/* <!ENTITY name "value"> before the root: short literal values only, so that no
 * reference can grow (feeds with bombs declare references to references). */
static void
read_entities(struct reader *r, struct bytes head)
{
	while (r->entities_n < ARRAY_LEN(r->entities)) {
		const char *at = bytes_find(head, "<!ENTITY"), *end = head.data + head.len;
		if (!at)
			return;
		at += 8;
		head = (struct bytes){at, (size_t)(end - at)};
		while (at < end && strchr(" \t\r\n", *at))
			at++;
		struct bytes name = reader_name(at, end).whole;
		at = name.data + name.len;
		while (at < end && strchr(" \t\r\n", *at))
			at++;
		if (!name.len || at == end || (*at != '"' && *at != '\''))
			continue;
		size_t room = (size_t)(end - at - 1) < 256 ? (size_t)(end - at - 1) : 256;
		const char *close = memchr(at + 1, *at, room);
		struct bytes value = {at + 1, close ? (size_t)(close - at - 1) : 0};
		if (close && scan_text(value.data, close, 1) == close)
			r->entities[r->entities_n++] = (struct entity_value){name, value};
	}
}

bool
reader_run(struct bytes text, size_t root, const struct reader_events *events, void *context)
{
	struct reader *r = mem_alloc(sizeof(*r));
	memset(r, 0, offsetof(struct reader, uris));
	r->events = events;
	r->context = context;
	r->in_vain_most = IN_VAIN_BYTES + 4 * text.len;
	buf_init(&r->values, 0);
	reader_spaces_init(r);
	read_entities(r, (struct bytes){text.data, root});
	const char *p = text.data + root, *end = text.data + text.len;
	while (p < end) {
		const char *run = p;
		p = scan_text(p, end, 1);
		reader_text(r, run, (size_t)(p - run));
		if (p == end)
			break;
		if (*p == '<')
			p = markup(r, p, end);
		else if (*p == '&')
			p = text_reference(r, p, end);
		else
			p = odd_character(r, p, end);
		if (r->rooted && !r->open_n)
			break; /* what follows the root is no part of the feed */
	}
	bool whole = !r->damaged && !r->open_n && r->rooted;
	buf_release(&r->values);
	arena_free(r->arena);
	free(r);
	return whole;
}
