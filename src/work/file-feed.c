/* SPDX-License-Identifier: MIT */
#include "work/engine.h"

#include "akhbar/limits.h"

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

char *
file_feed_path(const char *url)
{
	if (!bytes_starts_nocase(bytes_of(url), "file:"))
		return NULL;
	const char *p = url + 5;
	if (bytes_starts_nocase(bytes_of(p), "//localhost/"))
		p += 11;
	else if (p[0] == '/' && p[1] == '/')
		p += 2;
	if (*p != '/')
		return NULL;
	struct buf out;
	buf_init(&out, LIMIT_URL_BYTES);
	for (; *p; p++) {
		int high = *p == '%' ? hex(p[1]) : -1;
		int low = high >= 0 ? hex(p[2]) : -1;
		if (low >= 0 && (high || low)) {
			buf_add_char(&out, (char)(high << 4 | low));
			p += 2;
		} else {
			buf_add_char(&out, *p);
		}
	}
	return buf_take(&out);
}
