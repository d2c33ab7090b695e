/* SPDX-License-Identifier: MIT */
#include "feed/feed-internal.h"

#include <string.h>

#define LOOK_BYTES 65536  /* outside comments and DOCTYPE */
#define LOOK_IN_HTML 4096 /* a feed below a page's start: an error message before it */

static bool
is_name(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_' ||
	       c == '-' || c == '.' || c == ':';
}

/* Past a declaration (<!DOCTYPE ... [ ... ]>), quotes and comments inside minded. */
static const char *
skip_declaration(const char *p, const char *end)
{
	int depth = 0;
	while (p < end) {
		char c = *p++;
		if (c == '"' || c == '\'') {
			const char *q = memchr(p, c, (size_t)(end - p));
			if (q)
				p = q + 1;
		} else if (c == '[') {
			depth++;
		} else if (c == ']') {
			depth -= depth > 0;
		} else if (c == '<' && end - p >= 3 && memcmp(p, "!--", 3) == 0) {
			const char *q = memmem(p, (size_t)(end - p), "-->", 3);
			p = q ? q + 3 : end;
		} else if (c == '>' && !depth) {
			return p;
		}
	}
	return end;
}

static bool
is_root(struct bytes name, const char *const *roots)
{
	const char *colon = memchr(name.data, ':', name.len);
	if (colon)
		name = (struct bytes){colon + 1, (size_t)(name.data + name.len - colon - 1)};
	for (; *roots; roots++)
		if (bytes_eq_nocase(name, *roots))
			return true;
	return false;
}

enum doc_kind
sniff_kind(struct bytes text, const char *const *roots, size_t *root)
{
	const char *p = text.data, *end = text.data + text.len;
	bool html = false;
	size_t budget = LOOK_BYTES;
	while (p < end && (strchr(" \t\r\n\f\v", *p) || (end - p >= 3 && !memcmp(p, "\xef\xbb\xbf", 3))))
		p += *p == '\xef' ? 3 : 1;
	if (p < end && *p == '{')
		return KIND_JSON;
	while (p < end) {
		const char *lt = memchr(p, '<', (size_t)(end - p));
		if (!lt || (size_t)(lt - p) > budget)
			break;
		budget -= (size_t)(lt - p);
		p = lt + 1;
		struct bytes rest = {p, (size_t)(end - p)};
		if (bytes_starts(rest, "!--")) {
			const char *q = bytes_find(rest, "-->");
			if (!q)
				break;
			p = q + 3;
			continue;
		}
		if (bytes_starts_nocase(rest, "!doctype")) {
			html |= bytes_starts_nocase(bytes_trim((struct bytes){p + 8, rest.len - 8}), "html");
			p = skip_declaration(p, end);
			continue;
		}
		size_t n = 0;
		while (n < rest.len && n < 64 && is_name(p[n]))
			n++;
		struct bytes name = {p, n};
		if (n && is_root(name, roots)) {
			*root = (size_t)(lt - text.data);
			return KIND_XML;
		}
		if (bytes_eq_nocase(name, "html") || bytes_eq_nocase(name, "head") ||
		    bytes_eq_nocase(name, "body")) {
			html = true;
			if (budget > LOOK_IN_HTML)
				budget = LOOK_IN_HTML;
		}
		size_t step = n ? n : 1;
		p += step < (size_t)(end - p) ? step : (size_t)(end - p);
		budget -= step < budget ? step : budget;
	}
	return html ? KIND_HTML : KIND_NONE;
}

/* The quoted or bare value after `mark` within the first bytes. */
static void
value_after(struct bytes head, const char *mark, char out[32])
{
	out[0] = '\0';
	const char *at = bytes_find(head, mark), *end = head.data + head.len;
	if (!at)
		return;
	at += strlen(mark);
	while (at < end && strchr(" \t\r\n=\"'", *at))
		at++;
	size_t n = 0;
	while (at + n < end && !strchr("\"'<> \t\r\n?", at[n]))
		n++;
	if (n && n < 32) {
		memcpy(out, at, n);
		out[n] = '\0';
	}
}

void
sniff_declared(struct bytes raw, char encoding[32], char language[32])
{
	struct bytes head = {raw.data, raw.len < 4096 ? raw.len : 4096};
	encoding[0] = '\0';
	const char *decl = bytes_find(head, "<?xml");
	if (decl) {
		struct bytes rest = {decl, (size_t)(head.data + head.len - decl)};
		const char *close = bytes_find(rest, "?>");
		if (close)
			rest.len = (size_t)(close - decl);
		value_after(rest, "encoding", encoding);
	}
	value_after(head, "<language>", language);
	if (!language[0])
		value_after(head, "<dc:language>", language);
	if (!language[0])
		value_after(head, "xml:lang", language);
}
