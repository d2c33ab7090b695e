/* SPDX-License-Identifier: MIT
 *
 * References against a base: RFC 3986 5.2, strict.
 */
#include <string.h>

#include "akhbar/base.h"

/* RFC 3986 3; of what is absent `data` is NULL. */
struct parts {
	struct bytes scheme, authority, path, query, fragment;
};

/* Up to one of the marks; the rest begins with it. */
static struct bytes
take(struct bytes *rest, const char *marks)
{
	struct bytes part = {rest->data, 0};
	while (part.len < rest->len && !strchr(marks, rest->data[part.len]))
		part.len++;
	rest->data += part.len, rest->len -= part.len;
	return part;
}

static bool
is_scheme(struct bytes s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.data[i];
		bool letter = (c | 32) >= 'a' && (c | 32) <= 'z';
		if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.')))
			return false;
	}
	return s.len > 0;
}

static struct bytes
behind_mark(struct bytes *rest, char mark, const char *marks)
{
	if (!rest->len || *rest->data != mark)
		return (struct bytes){NULL, 0};
	rest->data++, rest->len--;
	return take(rest, marks);
}

static struct parts
split(struct bytes url)
{
	struct parts p = {{NULL, 0}, {NULL, 0}, {"", 0}, {NULL, 0}, {NULL, 0}};
	struct bytes rest = url, scheme = take(&rest, ":/?#");
	if (rest.len && *rest.data == ':' && is_scheme(scheme)) {
		p.scheme = scheme;
		rest.data++, rest.len--;
	} else {
		rest = url;
	}
	if (bytes_starts(rest, "//")) {
		rest.data += 2, rest.len -= 2;
		p.authority = take(&rest, "/?#");
	}
	p.path = take(&rest, "?#");
	p.query = behind_mark(&rest, '?', "#");
	p.fragment = behind_mark(&rest, '#', "");
	return p;
}

/* RFC 3986 5.2.4, in place: what is written never passes what is read. */
static void
remove_dots(char *path, size_t *len)
{
	const char *in = path, *end = path + *len;
	char *out = path;
	while (in < end) {
		struct bytes rest = {in, (size_t)(end - in)};
		bool last = bytes_eq_str(rest, "/.."), here = bytes_eq_str(rest, "/.");
		if (bytes_starts(rest, "../")) {
			in += 3;
		} else if (bytes_starts(rest, "./") || bytes_starts(rest, "/./")) {
			in += 2;
		} else if (bytes_starts(rest, "/../") || last || here) {
			while (!here && out > path && *--out != '/')
				;
			in += 3;
			if (last || here) {
				*out++ = '/';
				break;
			}
		} else if (bytes_eq_str(rest, ".") || bytes_eq_str(rest, "..")) {
			break;
		} else {
			do
				*out++ = *in++;
			while (in < end && *in != '/');
		}
	}
	*len = (size_t)(out - path);
}

/* RFC 3986 5.2.3. */
static void
merge(const struct parts *base, struct bytes path, struct buf *out)
{
	const char *slash = base->path.len ? memrchr(base->path.data, '/', base->path.len) : NULL;
	if (slash)
		buf_add(out, base->path.data, (size_t)(slash + 1 - base->path.data));
	else if (base->authority.data)
		buf_add_char(out, '/');
	buf_add_bytes(out, path);
}

static void
add_part(struct buf *out, const char *before, struct bytes part, const char *after)
{
	if (!part.data)
		return;
	buf_add_str(out, before);
	buf_add_bytes(out, part);
	buf_add_str(out, after);
}

void
url_join(struct bytes base, struct bytes reference, struct buf *out)
{
	struct parts b = split(base), r = split(reference);
	bool whole = r.scheme.data || r.authority.data; /* with a path of its own, or none */
	bool same = !whole && !r.path.len;
	add_part(out, "", r.scheme.data ? r.scheme : b.scheme, ":");
	add_part(out, "//", whole ? r.authority : b.authority, "");
	struct buf path;
	buf_init(&path, 0);
	if (same)
		buf_add_bytes(&path, b.path);
	else if (whole || *r.path.data == '/')
		buf_add_bytes(&path, r.path);
	else
		merge(&b, r.path, &path);
	if (!same && path.len)
		remove_dots(path.data, &path.len);
	buf_add(out, path.data, path.len);
	buf_release(&path);
	add_part(out, "?", same && !r.query.data ? b.query : r.query, "");
	add_part(out, "#", r.fragment, "");
}
