/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "feed/feed-internal.h"
#include "feed/markup.h"

/* ---- titles ----------------------------------------------------------------- */

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* One round: tags out, references to characters, white space kept. */
static void
strip_round(struct bytes in, struct buf *out)
{
	const char *p = in.data, *end = in.data + in.len;
	bool section = false; /* in a second layer of CDATA: its text counts */
	struct markup_scan scan;
	markup_scan_init(&scan, in);
	while (p < end) {
		const char *run = p;
		while (p < end && *p != '<' && *p != '&' && (*p != ']' || !section))
			p++;
		buf_add(out, run, (size_t)(p - run));
		if (p == end)
			return;
		struct bytes rest = {p, (size_t)(end - p)};
		if (bytes_starts(rest, "<![CDATA[")) {
			section = true;
			p += 9;
			continue;
		}
		if (*p == ']') {
			bool closes = bytes_starts(rest, "]]>");
			if (closes)
				section = false;
			else
				buf_add_char(out, ']');
			p += closes ? 3 : 1;
			continue;
		}
		if (*p == '&') {
			uint32_t cp;
			size_t n = entity_read(p, end, &cp);
			if (n && cp)
				buf_add_utf8(out, cp);
			else if (!n)
				buf_add_char(out, '&');
			p += n ? n : 1;
			continue;
		}
		struct markup_tag tag;
		/* of names nobody knows the end is not looked for again and again */
		bool text = rest.len > 1 && p[1] != '/' && !markup_tag_known(&scan, p);
		const char *next = text ? NULL : markup_tag_read(&scan, p, &tag);
		if (!next && bytes_starts(rest, "<!--"))
			return; /* WHATWG HTML 13.2.5.45: an open comment takes the rest */
		if (!next) {
			buf_add_char(out, *p++); /* "1 < 2" */
			continue;
		}
		if (tag.kind == TAG_START && markup_is_hidden(tag.name))
			next = markup_skip_hidden(&scan, next, &tag);
		else if (tag.kind != TAG_OTHER && markup_is_block(tag.name))
			buf_add_char(out, ' ');
		p = next;
	}
}

static bool
has_markup(struct bytes in)
{
	const char *p = in.data, *end = in.data + in.len;
	uint32_t cp;
	struct markup_tag tag;
	struct markup_scan scan;
	markup_scan_init(&scan, in);
	while (p < end) {
		if (*p == '&' && entity_read(p, end, &cp))
			return true;
		const char *next = *p == '<' && markup_tag_known(&scan, p) ? markup_tag_read(&scan, p, &tag) : NULL;
		if (next && tag.kind != TAG_OTHER)
			return true;
		p = next ? next : p + 1;
	}
	return false;
}

static void
collapse(struct bytes in, struct buf *out)
{
	bool pending = false, any = false;
	for (size_t i = 0; i < in.len;) {
		size_t run = i;
		while (run < in.len && !is_space(in.data[run]))
			run++;
		if (run > i) {
			if (pending && any)
				buf_add_char(out, ' ');
			buf_add(out, in.data + i, run - i);
			any = true;
			pending = false;
			i = run;
		} else {
			pending = true;
			i++;
		}
	}
}

void
field_text(struct bytes in, enum text_kind kind, struct buf *out)
{
	struct bytes all = {in.data, in.len};
	if (in.len > 64 * LIMIT_TITLE_BYTES)
		in.len = utf8_cut(all, 64 * LIMIT_TITLE_BYTES);
	if (kind == TEXT_PLAIN || (!memchr(in.data, '<', in.len) && !memchr(in.data, '&', in.len))) {
		collapse(in, out);
		return;
	}
	struct buf one, two;
	buf_init(&one, 0);
	buf_init(&two, 0);
	strip_round(in, &one);
	/* escaped twice by the generator: once more, and no more than that */
	if (kind == TEXT_HTML && has_markup(buf_view(&one)))
		strip_round(buf_view(&one), &two);
	size_t before = out->len;
	collapse(buf_view(&two), out);
	/* not when nothing is left then: a title that speaks of <b> */
	if (out->len == before)
		collapse(buf_view(&one), out);
	buf_release(&one);
	buf_release(&two);
}

const char *
field_cut(struct arena *a, struct bytes in, size_t max)
{
	if (!in.len)
		return NULL;
	if (in.len <= max)
		return arena_strndup(a, in.data, in.len);
	struct buf cut;
	buf_init(&cut, 0);
	buf_add(&cut, in.data, utf8_cut(in, max - 3));
	buf_add_str(&cut, "…");
	const char *s = arena_strndup(a, cut.data, cut.len);
	buf_release(&cut);
	return s;
}

/* ---- persons -------------------------------------------------------------------- */

static struct bytes
inside(struct bytes in, char open, char close)
{
	const char *a = memchr(in.data, open, in.len);
	const char *b = a ? memchr(a, close, (size_t)(in.data + in.len - a)) : NULL;
	if (!a || !b)
		return (struct bytes){in.data, 0};
	return bytes_trim((struct bytes){a + 1, (size_t)(b - a - 1)});
}

static bool
has_mail(struct bytes in)
{
	return in.len && memchr(in.data, '@', in.len) && !memchr(in.data, ' ', in.len);
}

/* RSS 2.0: "mail (Name)"; RFC 5322: "Name <mail>"; both orders occur. */
struct bytes
field_person(struct bytes in)
{
	in = bytes_trim(in);
	const char *mark = in.len ? memchr(in.data, '(', in.len) : NULL;
	struct bytes head = {in.data, mark ? (size_t)(mark - in.data) : 0};
	if (mark) {
		struct bytes name = inside(in, '(', ')');
		if (has_mail(bytes_trim(head)) && name.len)
			return name;
		if (has_mail(name) && bytes_trim(head).len)
			return bytes_trim(head);
		/* "mail ()" of a generator without a name */
		const char *close = memchr(mark, ')', (size_t)(in.data + in.len - mark));
		if (close && !name.len && close + 1 == in.data + in.len)
			return bytes_trim(head);
	}
	mark = in.len ? memchr(in.data, '<', in.len) : NULL;
	if (mark && has_mail(inside(in, '<', '>'))) {
		head.len = (size_t)(mark - in.data);
		head = bytes_trim(head);
		while (head.len >= 2 && head.data[0] == '"' && head.data[head.len - 1] == '"')
			head.data++, head.len -= 2;
		return head.len ? head : inside(in, '<', '>');
	}
	return in;
}
