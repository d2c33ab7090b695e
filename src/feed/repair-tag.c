/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "feed/repair-internal.h"

/* Prefixes feeds use without declaring them, and what they mean. */
static const struct {
	const char *prefix, *uri;
} usual[] = {
	{"atom", "http://www.w3.org/2005/Atom"},
	{"content", "http://purl.org/rss/1.0/modules/content/"},
	{"dc", "http://purl.org/dc/elements/1.1/"},
	{"dcterms", "http://purl.org/dc/terms/"},
	{"feedburner", "http://rssnamespace.org/feedburner/ext/1.0"},
	{"georss", "http://www.georss.org/georss"},
	{"googleplay", "http://www.google.com/schemas/play-podcasts/1.0"},
	{"itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"},
	{"media", "http://search.yahoo.com/mrss/"},
	{"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
	{"slash", "http://purl.org/rss/1.0/modules/slash/"},
	{"sy", "http://purl.org/rss/1.0/modules/syndication/"},
	{"thr", "http://purl.org/syndication/thread/1.0"},
	{"wfw", "http://wellformedweb.org/CommentAPI/"},
	{"xhtml", "http://www.w3.org/1999/xhtml"},
	{"xlink", "http://www.w3.org/1999/xlink"},
};

static bool
is_letter(char c)
{
	return ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_';
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct bytes
repair_name(const char *p, const char *end)
{
	const char *q = p;
	unsigned colons = 0;
	if (p == end || !is_letter(*p))
		return (struct bytes){p, 0};
	for (; q < end && q - p < 256; q++) {
		if (*q == ':') {
			/* Namespaces in XML 1.0, 4: prefix:local */
			if (++colons > 1 || q + 1 == end || !is_letter(q[1]))
				return (struct bytes){p, 0};
		} else if (!is_letter(*q) && !(*q >= '0' && *q <= '9') && *q != '-' && *q != '.') {
			break;
		}
	}
	/* a letter outside ASCII: words in angle brackets, not a tag */
	if (q < end && (unsigned char)*q >= 0x80)
		return (struct bytes){p, 0};
	return (struct bytes){p, (size_t)(q - p)};
}

struct attribute {
	struct bytes name, value;
};

struct tag {
	struct bytes name;
	struct attribute list[REPAIR_ATTRIBUTES];
	size_t n;
	bool empty; /* ends with /> */
};

/* The value of an attribute from p (after =); the place after it. A quote that is
 * never closed, or closes only inside a later tag, counts as none. */
static const char *
read_value(const char *p, const char *end, struct bytes *value)
{
	if (p < end && (*p == '"' || *p == '\'')) {
		const char *close = memchr(p + 1, *p, (size_t)(end - p - 1));
		if (close) {
			struct bytes v = {p + 1, (size_t)(close - p - 1)};
			bool odd = memchr(v.data, '<', v.len) != NULL;
			bool ends = close + 1 == end || is_space(close[1]) || close[1] == '>' ||
				    close[1] == '/';
			if (!odd || ends) {
				*value = v;
				return close + 1;
			}
		}
		const char *gt = memchr(p, '>', (size_t)(end - p));
		const char *stop = gt ? gt : end;
		*value = (struct bytes){p + 1, (size_t)(stop - p - 1)};
		return stop;
	}
	const char *q = p;
	while (q < end && !is_space(*q) && *q != '>' && !(*q == '/' && q + 1 < end && q[1] == '>'))
		q++;
	*value = (struct bytes){p, (size_t)(q - p)};
	return q;
}

static void
keep_attribute(struct tag *tag, struct attribute a)
{
	if (tag->n == REPAIR_ATTRIBUTES)
		return;
	for (size_t i = 0; i < tag->n; i++)
		if (bytes_eq(tag->list[i].name, a.name))
			return; /* XML 1.0 3.1: unique; the first counts, as in HTML */
	tag->list[tag->n++] = a;
}

/* Attributes from p to >; NULL when no tag ends within the limit or another
 * begins first. Without its root a feed is lost: that one may end there (`open`). */
static const char *
read_attributes(struct tag *tag, const char *p, const char *end, bool open)
{
	for (;;) {
		while (p < end && is_space(*p))
			p++;
		if (p < end && *p == '<' && open)
			return p;
		if (p == end || *p == '<')
			return NULL;
		if (*p == '>')
			return p + 1;
		if (*p == '/') {
			if (p + 1 < end && p[1] == '>') {
				tag->empty = true;
				return p + 2;
			}
			p++;
			continue;
		}
		const char *first = p;
		while (p < end && !is_space(*p) && !strchr("=/<>\"'", *p))
			p++;
		struct attribute a = {.name = {first, (size_t)(p - first)}};
		while (p < end && is_space(*p))
			p++;
		if (p < end && *p == '=') {
			p++;
			while (p < end && is_space(*p))
				p++;
			p = read_value(p, end, &a.value);
		} else if (p == first) {
			p++; /* a stray quote */
			continue;
		} else {
			a.value = a.name;
		}
		struct bytes name = repair_name(a.name.data, a.name.data + a.name.len);
		if (name.len && name.len == a.name.len)
			keep_attribute(tag, a);
	}
}

/* Whether an xmlns attribute may stand (Namespaces in XML 1.0, 3 and 5). */
static bool
may_declare(const struct repair *r, const struct attribute *a, size_t declared)
{
	if (r->declared + declared >= REPAIR_DECLARED)
		return false;
	if (a->name.len == 5)
		return true;
	return bytes_trim(a->value).len && !bytes_eq_str(a->name, "xmlns:xml") &&
	       !bytes_eq_str(a->name, "xmlns:xmlns");
}

static uint16_t
emit_attributes(struct repair *r, const struct tag *tag)
{
	uint16_t declared = 0;
	for (size_t i = 0; i < tag->n; i++) {
		const struct attribute *a = &tag->list[i];
		if (bytes_starts(a->name, "xmlns") && (a->name.len == 5 || a->name.data[5] == ':')) {
			if (!may_declare(r, a, declared))
				continue;
			declared++;
		}
		repair_emit(r, " ", 1);
		repair_emit(r, a->name.data, a->name.len);
		repair_emit(r, "=\"", 2);
		repair_value(r, a->value);
		repair_emit(r, "\"", 1);
	}
	return declared;
}

static uint16_t
emit_usual(struct repair *r, const struct tag *tag)
{
	uint16_t added = 0;
	for (size_t i = 0; i < ARRAY_LEN(usual); i++) {
		bool stated = false;
		for (size_t j = 0; j < tag->n; j++)
			stated |= bytes_starts(tag->list[j].name, "xmlns:") &&
				  strlen(usual[i].prefix) == tag->list[j].name.len - 6 &&
				  memcmp(tag->list[j].name.data + 6, usual[i].prefix,
					 tag->list[j].name.len - 6) == 0;
		if (stated)
			continue;
		repair_emit(r, " xmlns:", 7);
		repair_emit(r, usual[i].prefix, strlen(usual[i].prefix));
		repair_emit(r, "=\"", 2);
		repair_emit(r, usual[i].uri, strlen(usual[i].uri));
		repair_emit(r, "\"", 1);
		added++;
	}
	return added;
}

const char *
repair_start_tag(struct repair *r, const char *p, const char *end)
{
	struct tag tag;
	tag.n = 0;
	tag.empty = false;
	tag.name = repair_name(p + 1, end);
	if (!tag.name.len)
		return NULL;
	const char *limit = end - p > LIMIT_TAG_BYTES ? p + LIMIT_TAG_BYTES : end;
	const char *next = read_attributes(&tag, tag.name.data + tag.name.len, limit, !r->rooted);
	if (!next) {
		if (limit < end && !memchr(p, '>', LIMIT_TAG_BYTES)) {
			/* a bomb, or not a feed any more */
			r->damaged = true;
			return end;
		}
		return NULL;
	}
	/* deeper text is kept flat */
	if (r->open_n == LIMIT_DEPTH)
		return next;
	repair_close_text(r);
	repair_emit(r, "<", 1);
	repair_emit(r, tag.name.data, tag.name.len);
	uint16_t declared = emit_attributes(r, &tag);
	if (!r->rooted) {
		/* a root that closes itself and goes on all the same is open */
		tag.empty = tag.empty && !bytes_trim((struct bytes){next, (size_t)(end - next)}).len;
		r->rooted = true;
		declared = (uint16_t)(declared + emit_usual(r, &tag));
	}
	if (tag.empty) {
		repair_emit(r, "/>", 2);
	} else {
		repair_emit(r, ">", 1);
		repair_open(r, tag.name, declared);
	}
	return next;
}
