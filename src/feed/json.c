/* SPDX-License-Identifier: MIT
 *
 * JSON Feed 1.0 and 1.1 (jsonfeed.org). jansson recurses with the nesting and makes
 * a tree, so both are bounded by a look at the text first.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "feed/feed-internal.h"

#define CONTAINERS_MAX 200000 /* objects and lists: some 300 bytes each */
#define VALUES_MAX 1000000

/* ---- before the parser --------------------------------------------------------- */

static bool
is_hex4(const char *p)
{
	for (int i = 0; i < 4; i++)
		if (!((p[i] >= '0' && p[i] <= '9') || ((p[i] | 32) >= 'a' && (p[i] | 32) <= 'f')))
			return false;
	return true;
}

/* What XML forbids in a text is no part of one in JSON either: controls are blanks, those
 * of U+0080 to U+009F mean bytes of windows-1252. digits: those of \u. */
static void
mend_control(char *digits)
{
	char four[5] = {digits[0], digits[1], digits[2], digits[3], 0};
	unsigned long cp = strtoul(four, NULL, 16);
	if ((cp < 0x20 && cp != '\t' && cp != '\n' && cp != '\r') || cp == 0x7f)
		memcpy(digits, "0020", 4);
	else if (cp >= 0x80 && cp < 0xa0 && snprintf(four, sizeof(four), "%04x", utf8_c1_meant((uint32_t)cp) & 0xffff) == 4)
		memcpy(digits, four, 4);
}

/* \u escapes of half a pair, or of NUL, fail the whole document in jansson: they
 * become U+FFFD. p is on the backslash. */
static size_t
mend_escape(char *p, const char *end)
{
	if (end - p < 2)
		return 1;
	if (!strchr("\"\\/bfnrtu", p[1])) {
		*p = ' '; /* \' and the like */
		return 1;
	}
	if (p[1] != 'u')
		return 2;
	if (end - p < 6 || !is_hex4(p + 2))
		return 2;
	bool surrogate = (p[2] | 32) == 'd' && p[3] > '7';
	bool high = surrogate && (p[3] == '8' || p[3] == '9' || (p[3] | 32) == 'a' || (p[3] | 32) == 'b');
	if (high && end - p >= 12 && p[6] == '\\' && p[7] == 'u' && is_hex4(p + 8) &&
	    (p[8] | 32) == 'd' && ((p[9] | 32) >= 'c' && (p[9] | 32) <= 'f'))
		return 12;
	if (surrogate || memcmp(p + 2, "0000", 4) == 0)
		memcpy(p + 2, "fffd", 4);
	mend_control(p + 2);
	return 6;
}

/* How far a document that is cut off can be read: behind the last whole article. */
struct mend {
	char open[LIMIT_JSON_DEPTH]; /* the brackets now open */
	size_t depth;
	char *comma;       /* the last one, when only white space has followed */
	char *whole_end;   /* behind the last whole element of a list in the top object */
};

/* A bracket outside of strings. false: too deep. */
static bool
take_bracket(struct mend *m, char *p)
{
	if (*p == '{' || *p == '[') {
		if (m->depth >= LIMIT_JSON_DEPTH)
			return false;
		m->open[m->depth++] = *p;
		return true;
	}
	if (m->comma) /* [1, 2, ] */
		*m->comma = ' ';
	m->depth -= m->depth > 0;
	if (*p == '}' && m->depth == 2 && m->open[0] == '{' && m->open[1] == '[')
		m->whole_end = p + 1;
	return true;
}

/* Counts nesting and values, and mends what jansson would refuse. */
static bool
look_over(char *text, size_t *len, bool *damaged)
{
	struct mend m = {.depth = 0};
	size_t containers = 0, values = 0;
	bool quoted = false;
	char *p = text, *end = text + *len;
	while (p < end) {
		char c = *p;
		if (quoted) {
			if (c == '\\') {
				p += mend_escape(p, end);
				continue;
			}
			if ((unsigned char)c < 0x20 || c == 0x7f)
				*p = ' ';
			else if (c == '\xc2' && p + 1 < end && (unsigned char)p[1] < 0xa0)
				*p = p[1] = ' ';
			quoted = c != '"';
		} else if (strchr("{[}]", c) && c) {
			containers += c == '{' || c == '[';
			if (!take_bracket(&m, p))
				return false;
			m.comma = NULL;
			if (!m.depth) /* what follows the whole is no part of it */
				break;
		} else if (c == ',' || c == ':') {
			values++;
			m.comma = c == ',' ? p : NULL;
		} else if (!strchr(" \t\r\n", c) || !c) {
			m.comma = NULL;
			quoted = c == '"';
		}
		p++;
	}
	if (m.depth && m.whole_end) {
		memcpy(m.whole_end, "]}", 2);
		*len = (size_t)(m.whole_end + 2 - text);
		*damaged = true;
	}
	return containers <= CONTAINERS_MAX && values <= VALUES_MAX;
}

/* ---- values ------------------------------------------------------------------------ */

static struct bytes
string_of(const json_t *object, const char *name)
{
	const json_t *v = json_object_get(object, name);
	if (!json_is_string(v))
		return (struct bytes){"", 0};
	return (struct bytes){json_string_value(v), json_string_length(v)};
}

/* Ids and sizes are sent as numbers too. */
static struct bytes
scalar_of(const json_t *object, const char *name, char room[40])
{
	const json_t *v = json_object_get(object, name);
	if (json_is_integer(v))
		return (struct bytes){room, (size_t)snprintf(room, 40, "%lld",
							     (long long)json_integer_value(v))};
	if (json_is_real(v))
		return (struct bytes){room, (size_t)snprintf(room, 40, "%.15g", json_real_value(v))};
	return string_of(object, name);
}

static void
read_authors(struct draft *d, const json_t *object)
{
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(object, "authors"), i, one) {
		draft_author(d, string_of(one, "name"), 5);
		if (json_is_string(one))
			draft_author(d, (struct bytes){json_string_value(one), json_string_length(one)}, 5);
	}
	one = json_object_get(object, "author");
	draft_author(d, json_is_string(one) ? string_of(object, "author") : string_of(one, "name"), 4);
}

static void
read_attachments(struct builder *b, const json_t *item)
{
	size_t i;
	json_t *one;
	char room[40];
	json_array_foreach(json_object_get(item, "attachments"), i, one)
		draft_enclosure(b, &b->entry, string_of(one, "url"), string_of(one, "mime_type"),
				scalar_of(one, "size_in_bytes", room), NULL);
}

static void
read_item(struct builder *b, const json_t *item)
{
	struct draft *d = &b->entry;
	char room[40];
	draft_clear(d);
	pick_set(b, &d->id, scalar_of(item, "id", room), 1, LIMIT_ID_BYTES);
	draft_title(b, d, string_of(item, "title"), TEXT_HTML, 1);
	pick_url(b, &d->link, string_of(item, "url"), NULL, 2);
	pick_url(b, &d->link, string_of(item, "external_url"), NULL, 1);
	body_set(&d->content, string_of(item, "content_html"), TEXT_HTML, NULL, 2);
	if (!d->content.text.len) {
		body_set(&d->content, string_of(item, "content_text"), TEXT_PLAIN, NULL, 1);
		d->content.breaks = true;
	}
	body_set(&d->summary, string_of(item, "summary"), TEXT_PLAIN, NULL, 1);
	date_set(b, &d->published, string_of(item, "date_published"), 1);
	date_set(b, &d->updated, string_of(item, "date_modified"), 1);
	pick_url(b, &d->thumbnail, string_of(item, "image"), NULL, 2);
	pick_url(b, &d->thumbnail, string_of(item, "banner_image"), NULL, 1);
	struct bytes language = bytes_trim(string_of(item, "language"));
	d->language = field_cut(b->arena, language, LIMIT_NAME_BYTES);
	read_authors(d, item);
	size_t i;
	json_t *tag;
	json_array_foreach(json_object_get(item, "tags"), i, tag)
		if (json_is_string(tag))
			draft_category(b, d, (struct bytes){json_string_value(tag), json_string_length(tag)});
	read_attachments(b, item);
	builder_entry(b);
}

static void
read_top(struct builder *b, const json_t *top)
{
	struct draft *d = &b->channel;
	draft_title(b, d, string_of(top, "title"), TEXT_HTML, 1);
	pick_url(b, &d->link, string_of(top, "home_page_url"), NULL, 1);
	pick_set(b, &d->id, string_of(top, "feed_url"), 1, LIMIT_ID_BYTES);
	body_set(&d->summary, string_of(top, "description"), TEXT_PLAIN, NULL, 1);
	pick_url(b, &b->image, string_of(top, "icon"), NULL, 2);
	pick_url(b, &b->image, string_of(top, "favicon"), NULL, 1);
	struct bytes language = bytes_trim(string_of(top, "language"));
	b->feed->language = field_cut(b->arena, language, LIMIT_NAME_BYTES);
	read_authors(d, top);
}

bool
json_read(struct builder *b, char *text, size_t len)
{
	while (len && text[0] != '{') /* white space and marks before it */
		text++, len--;
	if (!look_over(text, &len, &b->damaged))
		return false;
	json_t *top = json_loadb(text, len, JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, NULL);
	struct bytes version = string_of(top, "version");
	json_t *items = json_object_get(top, "items");
	bool named = bytes_find(version, "jsonfeed.org/version/") != NULL;
	bool ok = json_is_object(top) && (named || json_is_array(items));
	if (ok) {
		size_t i;
		json_t *item;
		bool old = version.len && !bytes_find(version, "1.1");
		b->feed->format = old ? FEED_JSON_10 : FEED_JSON_11;
		read_top(b, top);
		json_array_foreach(items, i, item)
			if (json_is_object(item))
				read_item(b, item);
		/* the format has no date of the whole */
		for (size_t k = 0; k < b->feed->entries_n; k++) {
			const struct entry *e = &b->feed->entries[k];
			int64_t t = e->updated != TIME_NONE ? e->updated : e->published;
			if (t > b->channel.updated.time)
				b->channel.updated.time = t;
		}
	}
	json_decref(top);
	return ok;
}
