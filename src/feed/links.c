/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "feed/feed-internal.h"

bool
url_is_absolute(struct bytes url)
{
	for (size_t i = 0; i < url.len; i++) {
		char c = url.data[i];
		bool letter = (c | 32) >= 'a' && (c | 32) <= 'z';
		if (c == ':')
			return i > 1; /* one letter is a drive, not a scheme */
		if (!letter && (i == 0 || !((c >= '0' && c <= '9') || strchr("+-.", c))))
			return false;
	}
	return false;
}

static bool
is_hex(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

/* What RFC 3986 allows stays, all else is percent-encoded (RFC 3987 3.1). */
static void
encode(struct bytes url, struct buf *out)
{
	static const char hex[] = "0123456789ABCDEF";
	bool host = url.len > 2 && url.data[0] == '/' && url.data[1] == '/';
	for (size_t i = 0; i < url.len; i++) {
		unsigned char c = (unsigned char)url.data[i];
		bool plain = ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9') ||
			     (c < 0x80 && strchr("-._~:/?#@!$&'()*+,;=", c));
		if (c == '%')
			plain = i + 2 < url.len && is_hex(url.data[i + 1]) && is_hex(url.data[i + 2]);
		if (c == '#' && memchr(url.data, '#', i))
			plain = false;
		if (plain || (host && (c == '[' || c == ']'))) {
			buf_add_char(out, (char)c);
			continue;
		}
		char s[3] = {'%', hex[c >> 4], hex[c & 15]};
		buf_add(out, s, 3);
	}
}

/* White space round it goes, line ends and tabs inside too; a space is %20
 * (WHATWG URL 4.4). */
static void
tidy(struct bytes url, struct buf *out)
{
	url = bytes_trim(url);
	const char *p = url.data, *end = url.data + url.len;
	while (p < end) {
		const char *run = p;
		while (p < end && *p != ' ' && *p != '\t' && *p != '\n' && *p != '\r')
			p++;
		buf_add(out, run, (size_t)(p - run));
		if (p < end && *p++ == ' ')
			buf_add_str(out, "%20");
	}
}

static bool
join(struct bytes url, const char *base, struct buf *out)
{
	struct buf ref, root;
	buf_init(&ref, 0);
	buf_init(&root, 0);
	encode(url, &ref);
	const char *scheme_end = strstr(base, "://");
	size_t head = scheme_end ? (size_t)(scheme_end - base) + 1 : 0;
	buf_add(&root, base, head);
	encode(bytes_of(base + head), &root);
	size_t before = out->len;
	url_join(buf_view(&root), buf_view(&ref), out);
	struct bytes whole = {buf_view(out).data + before, out->len - before};
	bool ok = url_is_absolute(whole) && whole.len <= LIMIT_URL_BYTES;
	if (!ok && out->data) {
		out->len = before;
		out->data[before] = '\0';
	}
	buf_release(&ref);
	buf_release(&root);
	return ok;
}

/* Joined, unless that takes more than the room there is; to look through a long base
 * takes some, too. */
static bool
join_within(struct bytes url, const char *base, size_t *room, struct buf *out)
{
	size_t before = out->len, look = strlen(base) / 16;
	if (room && look > *room)
		return false;
	if (room)
		*room -= look;
	if (!join(url, base, out))
		return false;
	size_t whole = out->len - before, grown = whole > url.len ? whole - url.len : 0;
	if (room && grown > *room) {
		out->len = before;
		out->data[before] = '\0';
		return false;
	}
	if (room)
		*room -= grown;
	return true;
}

bool
url_resolve(struct bytes url, const char *const bases[], size_t bases_n, size_t *room, struct buf *out)
{
	struct buf clean;
	bool ok = false;
	url = bytes_trim(url);
	if (!url.len || url.len > LIMIT_URL_BYTES)
		return false;
	buf_init(&clean, 0);
	tidy(url, &clean);
	if (url_is_absolute(buf_view(&clean))) {
		ok = clean.len <= LIMIT_URL_BYTES && buf_add_bytes(out, buf_view(&clean));
	} else {
		for (size_t i = 0; i < bases_n && !ok; i++)
			if (bases[i] && url_is_absolute(bytes_of(bases[i])))
				ok = join_within(buf_view(&clean), bases[i], room, out);
	}
	buf_release(&clean);
	return ok;
}
