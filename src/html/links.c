/* SPDX-License-Identifier: MIT */
#include "html/internal.h"

#include <stdlib.h>
#include <string.h>

#define HREF_MAX 4096

/* Copies an address as people write it into one that RFC 3986 allows: white space
 * at the ends and line breaks inside go (WHATWG URL 4.4), the rest that may not
 * stand in an address is percent-encoded; ascii: letters of other scripts too. */
static void
escape(struct bytes in, bool ascii, struct buf *out)
{
	in = bytes_trim(in);
	for (size_t i = 0; i < in.len; i++) {
		unsigned char c = (unsigned char)in.data[i];
		if (c == '\n' || c == '\r' || c == '\t' || c == 0)
			continue;
		if (c <= ' ' || c == 0x7f || strchr("\"<>\\^`{|}", c) || (ascii && c >= 0x80))
			buf_printf(out, "%%%02X", c);
		else
			buf_add_char(out, (char)c);
	}
}

static char *
accept(struct buf *url)
{
	char *s = buf_take(url);
	if (s && url_is_web(s))
		return s;
	free(s);
	return NULL;
}

/* Length of "scheme://host" of an address; 0 when it has none. */
static size_t
origin_length(const char *url)
{
	struct bytes host = url_host(url);
	return host.len ? (size_t)(host.data + host.len - url) : 0;
}

static char *
resolve_slow(const char *base, struct bytes href)
{
	struct buf from, ref, out;
	buf_init(&from, 0);
	buf_init(&ref, 0);
	buf_init(&out, 0);
	escape(bytes_of(base), true, &from);
	escape(href, true, &ref);
	url_join(buf_view(&from), buf_view(&ref), &out);
	buf_release(&from);
	buf_release(&ref);
	return accept(&out);
}

char *
link_resolve(const char *base, const char *href)
{
	struct bytes ref = bytes_trim(bytes_of(href));
	if (!ref.len || ref.len > HREF_MAX || ref.data[0] == '#')
		return NULL;
	struct buf out;
	buf_init(&out, 0);
	if (bytes_starts_nocase(ref, "http://") || bytes_starts_nocase(ref, "https://")) {
		escape(ref, false, &out);
		return accept(&out);
	}
	size_t scheme = strcspn(ref.data, ":/?#");
	if (scheme < ref.len && ref.data[scheme] == ':')
		return NULL; /* mailto:, javascript:, data: */
	if (!base || !url_is_web(base))
		return NULL;
	if (bytes_starts(ref, "//")) {
		buf_add(&out, base, (size_t)(strchr(base, ':') + 1 - base));
		escape(ref, false, &out);
		return accept(&out);
	}
	if (ref.data[0] == '/' && !bytes_find(ref, "/.")) {
		buf_add(&out, base, origin_length(base));
		escape(ref, false, &out);
		return accept(&out);
	}
	return resolve_slow(base, ref);
}

char *
link_base(const struct tree *t, const char *url)
{
	const struct node *base = tree_find(t, TAG_base);
	const char *href = base ? node_attr(base, ATTR_href) : NULL;
	char *found = href ? link_resolve(url, href) : NULL;
	if (!found && url && url_is_web(url))
		found = mem_strdup(url);
	return found;
}
