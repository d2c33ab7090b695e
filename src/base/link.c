/* SPDX-License-Identifier: MIT */
#include "akhbar/base.h"

#include <string.h>

#define LINK_MAX_BYTES 2048

static size_t
scheme_length(const char *url)
{
	struct bytes v = bytes_of(url);
	if (bytes_starts_nocase(v, "http://"))
		return 7;
	return bytes_starts_nocase(v, "https://") ? 8 : 0;
}

bool
url_is_web(const char *url)
{
	size_t scheme = url ? scheme_length(url) : 0;
	if (!scheme || strlen(url) > LINK_MAX_BYTES)
		return false;
	struct bytes host = url_host(url);
	if (!host.len || host.data[0] == ':' || host.data[0] == '-')
		return false;
	/* only what RFC 3986 2 allows, and non-ASCII of IRIs (RFC 3987) without
	 * controls or bidi marks */
	const char *p = url, *end = url + strlen(url);
	while (p < end) {
		const char *start = p;
		uint32_t cp = utf8_next(&p, end);
		if (cp <= 0x20 || cp == 0x7f || (cp < 0x80 && strchr("\"\\<>^`{|}", (int)cp)))
			return false;
		if (cp >= 0x80) {
			if (cp == UTF8_BAD || cp < 0xa1)
				return false;
			struct buf clean;
			buf_init(&clean, 0);
			text_clean(&clean, (struct bytes){start, (size_t)(p - start)}, CLEAN_LINE);
			bool same = clean.len == (size_t)(p - start) || char_is_mark(cp);
			buf_release(&clean);
			if (!same || cp == 0x200e || cp == 0x200f || cp == 0x061c)
				return false;
		}
	}
	return true;
}

struct bytes
url_host(const char *url)
{
	size_t scheme = url ? scheme_length(url) : 0;
	if (!scheme)
		return (struct bytes){"", 0};
	const char *host = url + scheme;
	size_t n = strcspn(host, "/?#\\");
	const char *at = memrchr(host, '@', n);
	if (at) {
		n -= (size_t)(at + 1 - host);
		host = at + 1;
	}
	return (struct bytes){host, n};
}

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decodes a run of %XX that forms one or more non-ASCII characters we would show. */
static const char *
decode_run(const char *p, struct buf *out)
{
	char raw[256];
	size_t n = 0;
	const char *q = p;
	while (n < sizeof(raw) && q[0] == '%' && hex(q[1]) >= 8 && hex(q[2]) >= 0) {
		raw[n++] = (char)(hex(q[1]) << 4 | hex(q[2]));
		q += 3;
	}
	struct bytes view = {raw, n};
	/* a long run may have been cut inside a character: the rest comes next time */
	for (int i = 0; i < 3 && view.len && n == sizeof(raw) && !utf8_valid(view); i++) {
		view.len--;
		q -= 3;
	}
	if (!view.len || !utf8_valid(view))
		return NULL;
	n = view.len;
	struct buf clean;
	buf_init(&clean, 0);
	text_clean(&clean, view, CLEAN_LINE);
	bool same = clean.len == n && !memmem(raw, n, "\xe2\x80\x8e", 3) &&
		    !memmem(raw, n, "\xe2\x80\x8f", 3) && !memmem(raw, n, "\xd8\x9c", 2);
	if (same)
		buf_add_bytes(out, buf_view(&clean));
	buf_release(&clean);
	return same ? q : NULL;
}

char *
url_for_show(const char *url)
{
	struct buf out, clean;
	buf_init(&out, 0);
	buf_init(&clean, 0);
	struct bytes host = url_host(url);
	const char *p = url;
	if (host.len) {
		size_t scheme = scheme_length(url);
		buf_add(&out, url, scheme);
		if (host.data != url + scheme)
			buf_add_str(&out, "…@");
		p = host.data;
	}
	while (*p) {
		const char *next = *p == '%' ? decode_run(p, &out) : NULL;
		if (next) {
			p = next;
			continue;
		}
		buf_add_char(&out, *p++);
	}
	text_clean(&clean, buf_view(&out), CLEAN_LINE);
	buf_release(&out);
	return buf_take(&clean);
}
