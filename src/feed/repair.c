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
#include "feed/scan.h"

#define OUT_BYTES 32768
#define SECTION_BYTES 16384
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

/* Text goes out as CDATA, references decoded: the parser takes a section in one
 * piece and running text letter by letter. A section stays short, so that the
 * parser need not hold much. */
static void
emit_text(struct repair *r, const char *data, size_t len)
{
	if (!r->open_n) /* XML 1.0 2.1: no text beside the root */
		return;
	while (len) {
		size_t n = utf8_cut((struct bytes){data, len}, SECTION_BYTES);
		bool ends = *data == '>' && r->squares == 2;
		if (r->in_cdata && (ends || r->section + n > SECTION_BYTES))
			repair_close_text(r);
		if (!r->in_cdata) {
			emit_str(r, "<![CDATA[");
			r->in_cdata = true;
			r->squares = 0;
			r->section = 0;
		}
		repair_emit(r, data, n);
		r->section += n;
		r->squares = n == 1 && *data == ']' ? (r->squares ? 2 : 1) : 0;
		data += n;
		len -= n;
	}
}

void
repair_close_text(struct repair *r)
{
	if (r->in_cdata)
		emit_str(r, "]]>");
	r->in_cdata = false;
}

static void
emit_char(struct repair *r, uint32_t cp)
{
	char s[4];
	emit_text(r, s, utf8_put(s, cp));
}

/* A reference at p: its length, and one character or an entity's text. */
static size_t
read_reference(struct repair *r, const char *p, const char *end, uint32_t *cp,
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

static const char *
text_reference(struct repair *r, const char *p, const char *end)
{
	uint32_t cp;
	struct bytes text;
	size_t n = read_reference(r, p, end, &cp, &text);
	if (!n) {
		cp = '&'; /* a bare one, or &amp without its semicolon */
		n = bare_amp(p, end) ? 4 : 1;
	}
	if (cp)
		emit_char(r, cp);
	emit_text(r, text.data, text.len);
	return p + n;
}

/* The text of a CDATA section as sent. */
static void
emit_section(struct repair *r, struct bytes text)
{
	const char *p = text.data, *end = text.data + text.len;
	while (p < end && !r->stop) {
		const char *run = p;
		do
			p = scan_plain(p + (p < end && (*p == '&' || *p == '<')), end);
		while (p < end && (*p == '&' || *p == '<'));
		emit_text(r, run, (size_t)(p - run));
		if (p == end)
			break;
		size_t drop = forbidden(p, end);
		if (drop) {
			p += drop;
		} else if (*p == ']') {
			emit_char(r, ']');
			p++;
			if (p < end && *p == '>') {
				emit_char(r, '>');
				p++;
			}
		} else {
			emit_text(r, p, (size_t)(end - p) < 3 ? (size_t)(end - p) : 3);
			p += (size_t)(end - p) < 3 ? (size_t)(end - p) : 3;
		}
	}
}

static void
value_char(struct repair *r, uint32_t cp)
{
	char s[4];
	switch (cp) {
	case 0: break;
	case '<': emit_str(r, "&lt;"); break;
	case '>': emit_str(r, "&gt;"); break;
	case '&': emit_str(r, "&amp;"); break;
	case '"': emit_str(r, "&quot;"); break;
	case '\n': emit_str(r, "&#10;"); break;
	case '\t': emit_str(r, "&#9;"); break;
	case '\r': emit_str(r, "&#13;"); break;
	default: repair_emit(r, s, utf8_put(s, cp));
	}
}

/* The value of an attribute, to stand in double quotes. */
void
repair_value(struct repair *r, struct bytes text)
{
	const char *p = text.data, *end = text.data + text.len;
	while (p < end && !r->stop) {
		const char *run = p;
		while (p < end && !scan_special[(unsigned char)*p] && *p != '"')
			p++;
		repair_emit(r, run, (size_t)(p - run));
		if (p == end)
			break;
		size_t drop = forbidden(p, end);
		if (drop) {
			p += drop;
		} else if (*p == '&') {
			uint32_t cp;
			struct bytes more;
			size_t n = read_reference(r, p, end, &cp, &more);
			value_char(r, n ? cp : '&');
			repair_emit(r, more.data, more.len);
			p += n ? n : 1;
		} else if (*p == '<' || *p == '"') {
			value_char(r, (uint32_t)*p++);
		} else {
			repair_emit(r, p++, 1);
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
	repair_close_text(r);
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
	emit_text(r, p, 1);
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
cdata(struct repair *r, const char *p, const char *end)
{
	const char *first = p + 9;
	const char *close = section_end(first, end);
	if (!close)
		r->damaged = true;
	emit_section(r, (struct bytes){first, (size_t)((close ? close : end) - first)});
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
			plain &= scan_special[(unsigned char)value.data[i]] == 0;
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
		p = scan_plain(p, end);
		/* white space between elements needs no section */
		if (r->in_cdata || (r->open_n && bytes_trim((struct bytes){run, (size_t)(p - run)}).len))
			emit_text(r, run, (size_t)(p - run));
		else if (r->open_n)
			repair_emit(r, run, (size_t)(p - run));
		if (p == end)
			break;
		size_t drop = forbidden(p, end);
		if (drop)
			p += drop;
		else if (*p == '&')
			p = text_reference(r, p, end);
		else if (*p == '<')
			p = markup(r, p, end);
		else if (*p == ']')
			emit_char(r, (unsigned char)*p++);
		else {
			size_t n = (size_t)(end - p) < 3 ? (size_t)(end - p) : 3;
			emit_text(r, p, n);
			p += n;
		}
		started |= r->open_n > 0;
		if (started && !r->open_n)
			break; /* what follows the root is no part of the feed */
	}
	result->damaged = r->damaged || r->open_n > 0 || !r->rooted;
	repair_close_text(r);
	flush(r);
	buf_release(&r->out);
	free(r);
}
