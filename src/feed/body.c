/* SPDX-License-Identifier: MIT
 *
 * Bodies: what can run or is never text goes, links become absolute, all else
 * stays as sent; the html room makes blocks of it later.
 */
#include <string.h>

#include "feed/feed-internal.h"
#include "feed/markup.h"

/* ---- tags ------------------------------------------------------------------- */

static bool
is_letter(char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

void
markup_scan_init(struct markup_scan *s, struct bytes text)
{
	*s = (struct markup_scan){.end = text.data + text.len};
}

/* The first > after p within the limit of a tag. */
static const char *
next_gt(struct markup_scan *s, const char *p)
{
	if (!s->gt || s->gt < p) {
		s->gt = memchr(p, '>', (size_t)(s->end - p));
		if (!s->gt)
			s->gt = s->end;
	}
	return s->gt < s->end && s->gt - p <= LIMIT_TAG_BYTES ? s->gt : NULL;
}

/* The > that ends a tag, quotes minded; a quote that never closes is none. */
static const char *
tag_end(struct markup_scan *s, const char *p)
{
	const char *first = next_gt(s, p), *gt = first;
	if (!gt)
		return NULL;
	const char *limit = s->end - p > LIMIT_TAG_BYTES ? p + LIMIT_TAG_BYTES : s->end;
	unsigned longer = 0;
	for (const char *q = p; q < gt; q++) {
		if ((*q != '"' && *q != '\'') || q == p || (q[-1] != '=' && !is_space(q[-1])))
			continue;
		const char *close = memchr(q + 1, *q, (size_t)(limit - q - 1));
		if (!close)
			return first;
		if (close > gt) { /* a > inside quotes: rare, so many of them are a mistake */
			gt = memchr(close, '>', (size_t)(limit - close));
			if (!gt || ++longer > 8)
				return first;
		}
		q = close;
	}
	return gt;
}

/* The name at p. */
static struct bytes
tag_name(const struct markup_scan *s, const char *p)
{
	const char *q = p;
	while (q < s->end && q - p < 64 && !is_space(*q) && *q != '>' && *q != '/' && *q != '<')
		q++;
	return (struct bytes){p, utf8_cut((struct bytes){p, (size_t)(s->end - p)}, (size_t)(q - p))};
}

bool
markup_tag_known(const struct markup_scan *s, const char *p)
{
	const char *name = p + 1 + (s->end - p > 1 && p[1] == '/');
	return name >= s->end || !is_letter(*name) || markup_is_known(tag_name(s, name));
}

const char *
markup_tag_read(struct markup_scan *s, const char *p, struct markup_tag *tag)
{
	const char *end = s->end;
	struct bytes rest = {p, (size_t)(end - p)};
	if (rest.len < 2)
		return NULL;
	tag->name = (struct bytes){p, 0};
	tag->attributes = tag->name;
	if (p[1] == '!' || p[1] == '?') {
		tag->kind = TAG_OTHER;
		bool opens = rest.len > 2 && (is_letter(p[2]) || (p[1] == '!' && strchr("-[", p[2])));
		if (!opens)
			return NULL;
		if (bytes_starts(rest, "<!--") && !s->open_comment) {
			rest.data += 4, rest.len -= 4;
			const char *close = bytes_find(rest, "-->");
			if (close)
				return close + 3;
			s->open_comment = true;
		}
		const char *gt = next_gt(s, p);
		return gt ? gt + 1 : NULL;
	}
	const char *name = p + 1 + (p[1] == '/');
	tag->kind = p[1] == '/' ? TAG_END : TAG_START;
	if (name == end || !is_letter(*name))
		return NULL;
	tag->name = tag_name(s, name);
	const char *q = name + tag->name.len;
	if (q < end && *q == '<')
		return NULL;
	const char *gt = tag_end(s, q);
	if (!gt)
		return NULL;
	tag->attributes = (struct bytes){q, (size_t)(gt - q)};
	return gt + 1;
}

bool
markup_attribute_read(struct bytes *rest, struct bytes *name, struct bytes *value)
{
	const char *p = rest->data, *end = rest->data + rest->len;
	while (p < end && (is_space(*p) || *p == '/' || *p == '"' || *p == '\''))
		p++;
	if (p == end)
		return false;
	name->data = p;
	p++; /* a leading = is part of a name (WHATWG HTML 13.2.5.32) */
	while (p < end && !is_space(*p) && *p != '=' && *p != '/')
		p++;
	name->len = (size_t)(p - name->data);
	*value = (struct bytes){NULL, 0};
	const char *q = p;
	while (q < end && is_space(*q))
		q++;
	if (q < end && *q == '=') {
		q++;
		while (q < end && is_space(*q))
			q++;
		const char *close = NULL;
		if (q < end && (*q == '"' || *q == '\''))
			close = memchr(q + 1, *q, (size_t)(end - q - 1));
		if (close) {
			*value = (struct bytes){q + 1, (size_t)(close - q - 1)};
			p = close + 1;
		} else {
			p = q;
			while (p < end && !is_space(*p))
				p++;
			*value = (struct bytes){q, (size_t)(p - q)};
		}
	}
	rest->data = p;
	rest->len = (size_t)(end - p);
	return true;
}

const char *
markup_skip_hidden(struct markup_scan *s, const char *p, const struct markup_tag *tag)
{
	struct bytes name = tag->name;
	uint32_t bit = 1u << markup_is_hidden(name);
	bool empty = tag->attributes.len && tag->attributes.data[tag->attributes.len - 1] == '/';
	if (tag->kind == TAG_END || empty || (s->unclosed & bit))
		return p;
	const char *q = p;
	while ((q = memmem(q, (size_t)(s->end - q), "</", 2))) {
		q += 2;
		struct bytes rest = {q, (size_t)(s->end - q)};
		if (rest.len <= name.len)
			break;
		rest.len = name.len;
		char after = q[name.len];
		bool same = true;
		for (size_t i = 0; i < name.len && same; i++)
			same = (rest.data[i] | 32) == (name.data[i] | 32);
		if (!same || is_letter(after))
			continue;
		const char *gt = next_gt(s, q);
		return gt ? gt + 1 : s->end;
	}
	s->unclosed |= bit;
	return p;
}

/* ---- attributes ------------------------------------------------------------------ */

struct cleaner {
	const char *const *bases;
	size_t bases_n;
	size_t *room;
	struct buf *out;
	struct buf work, url;
	struct markup_scan scan;
	bool open_cdata; /* no ]]> from here on */
};

static void
decode_value(struct bytes value, struct buf *out)
{
	const char *p = value.data, *end = value.data + value.len;
	while (p < end) {
		const char *amp = memchr(p, '&', (size_t)(end - p));
		buf_add(out, p, (size_t)((amp ? amp : end) - p));
		if (!amp)
			return;
		uint32_t cp;
		size_t n = entity_read(amp, end, &cp);
		if (n && cp)
			buf_add_utf8(out, cp);
		else if (!n)
			buf_add_char(out, '&');
		p = amp + (n ? n : 1);
	}
}

static void
escape_value(struct bytes value, struct buf *out)
{
	const char *p = value.data, *end = value.data + value.len;
	while (p < end) {
		const char *run = p;
		while (p < end && *p != '&' && *p != '"' && *p != '<' && *p != '>')
			p++;
		buf_add(out, run, (size_t)(p - run));
		if (p == end)
			return;
		buf_add_str(out, *p == '&' ? "&amp;" : *p == '"' ? "&quot;" : *p == '<' ? "&lt;" : "&gt;");
		p++;
	}
}

/* Schemes that run something. White space and controls inside do not hide them. */
static bool
is_running(struct bytes url)
{
	static const char *const schemes[] = {"javascript:", "vbscript:", "livescript:", "mocha:",
					      "data:", "jar:"};
	char head[16];
	size_t n = 0;
	for (size_t i = 0; i < url.len && n < sizeof(head) - 1; i++)
		if ((unsigned char)url.data[i] > 0x20)
			head[n++] = url.data[i];
	head[n] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(schemes); i++)
		if (bytes_starts_nocase(bytes_of(head), schemes[i]))
			return !bytes_starts_nocase(bytes_of(head), "data:image");
	return false;
}

/* `url` is decoded; the attribute's value, or false to drop it. */
static bool
absolute(struct cleaner *c, struct bytes url)
{
	buf_clear(&c->url);
	if (is_running(url))
		return false;
	struct bytes trimmed = bytes_trim(url);
	bool data = bytes_starts_nocase(trimmed, "data:");
	bool here = trimmed.len && trimmed.data[0] == '#';
	if (data || here || !url_resolve(url, c->bases, c->bases_n, c->room, &c->url))
		buf_add_bytes(&c->url, trimmed);
	return true;
}

/* srcset: addresses with a width or density each, commas between (WHATWG HTML 4.8.4). */
static void
absolute_set(struct cleaner *c, struct bytes set, struct buf *out)
{
	const char *p = set.data, *end = set.data + set.len;
	while (p < end) {
		while (p < end && (is_space(*p) || *p == ','))
			p++;
		const char *url = p;
		while (p < end && !is_space(*p))
			p++;
		bool last = p > url && p[-1] == ',';
		struct bytes v = {url, (size_t)(p - url) - last};
		const char *more = p;
		while (!last && p < end && *p != ',')
			p++;
		if (!v.len || !absolute(c, v))
			continue;
		if (out->len)
			buf_add_str(out, ", ");
		buf_add_bytes(out, buf_view(&c->url));
		struct bytes size = bytes_trim((struct bytes){more, last ? 0 : (size_t)(p - more)});
		if (size.len) {
			buf_add_char(out, ' ');
			buf_add_bytes(out, size);
		}
	}
}

static void
write_attribute(struct cleaner *c, struct bytes name, struct bytes value)
{
	if (bytes_starts_nocase(name, "on") || bytes_eq_nocase(name, "srcdoc") ||
	    memchr(name.data, '<', name.len) || memchr(name.data, '&', name.len))
		return;
	bool url = markup_is_url(name);
	bool set = bytes_eq_nocase(name, "srcset") || bytes_eq_nocase(name, "data-srcset");
	struct bytes shown = value;
	struct buf list;
	buf_init(&list, 0);
	if ((url || set) && value.data) {
		buf_clear(&c->work);
		decode_value(value, &c->work);
		if (url && !absolute(c, buf_view(&c->work)))
			return;
		if (set)
			absolute_set(c, buf_view(&c->work), &list);
		shown = buf_view(set ? &list : &c->url);
	}
	buf_add_char(c->out, ' ');
	buf_add_bytes(c->out, name);
	if (value.data) {
		buf_add_str(c->out, "=\"");
		if (url || set) {
			escape_value(shown, c->out);
		} else {
			const char *p = shown.data, *end = shown.data + shown.len;
			while (p < end) { /* keeps its references */
				const char *quote = memchr(p, '"', (size_t)(end - p));
				buf_add(c->out, p, (size_t)((quote ? quote : end) - p));
				if (quote)
					buf_add_str(c->out, "&quot;");
				p = quote ? quote + 1 : end;
			}
		}
		buf_add_char(c->out, '"');
	}
	buf_release(&list);
}

/* ---- the pass ------------------------------------------------------------------------ */

static const char *
write_tag(struct cleaner *c, const char *p, const char *next, const struct markup_tag *tag)
{
	if (tag->kind == TAG_OTHER)
		return next;
	if (markup_is_hidden(tag->name))
		return markup_skip_hidden(&c->scan, next, tag);
	struct bytes rest = tag->attributes;
	if (tag->kind == TAG_END || !rest.len) {
		buf_add(c->out, p, (size_t)(next - p));
		return next;
	}
	buf_add_char(c->out, '<');
	buf_add_bytes(c->out, tag->name);
	struct bytes name, value;
	unsigned n = 0;
	while (n++ < 64 && markup_attribute_read(&rest, &name, &value))
		write_attribute(c, name, value);
	bool slash = tag->attributes.data[tag->attributes.len - 1] == '/';
	buf_add_str(c->out, slash ? " />" : ">");
	return next;
}

void
body_clean(struct bytes html, const char *const bases[], size_t bases_n, size_t *room,
	   struct buf *out)
{
	struct cleaner c = {.bases = bases, .bases_n = bases_n, .room = room, .out = out};
	buf_init(&c.work, 0);
	buf_init(&c.url, 0);
	markup_scan_init(&c.scan, html);
	const char *p = html.data, *end = html.data + html.len;
	while (p < end) {
		const char *lt = memchr(p, '<', (size_t)(end - p));
		buf_add(out, p, (size_t)((lt ? lt : end) - p));
		if (!lt)
			break;
		struct markup_tag tag;
		struct bytes rest = {lt, (size_t)(end - lt)};
		const char *next = markup_tag_read(&c.scan, lt, &tag);
		const char *close = NULL;
		if (bytes_starts(rest, "<![CDATA[") && !c.open_cdata) {
			close = bytes_find(rest, "]]>");
			c.open_cdata = !close;
		}
		if (close) { /* a second layer: its text counts */
			for (const char *first = lt + 9; first < close; first++) {
				if (*first == '<')
					buf_add_str(out, "&lt;");
				else
					buf_add_char(out, *first);
			}
			p = close + 3;
		} else if (next && !(c.open_cdata && bytes_starts(rest, "<![CDATA["))) {
			p = write_tag(&c, lt, next, &tag);
		} else if (rest.len > 1 && (is_letter(lt[1]) || lt[1] == '/') &&
			   c.scan.gt == end && !memchr(lt + 1, '<', rest.len - 1)) {
			break; /* a tag cut off at the end */
		} else {
			buf_add_str(out, "&lt;");
			p = lt + 1;
		}
	}
	buf_release(&c.work);
	buf_release(&c.url);
}

void
body_escape(struct bytes text, bool breaks, struct buf *out)
{
	size_t most = out->len + LIMIT_CONTENT_BYTES;
	for (size_t i = 0; i < text.len; i++) {
		size_t run = i;
		if (out->len > most) { /* nothing but signs that grow */
			buf_add_str(out, "…");
			break;
		}
		while (run < text.len && !strchr("&<>\n", text.data[run]))
			run++;
		buf_add(out, text.data + i, run - i);
		i = run;
		if (i == text.len)
			break;
		switch (text.data[i]) {
		case '&': buf_add_str(out, "&amp;"); break;
		case '<': buf_add_str(out, "&lt;"); break;
		case '>': buf_add_str(out, "&gt;"); break;
		default: buf_add_str(out, breaks ? "<br>\n" : "\n");
		}
	}
}
