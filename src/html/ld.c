/* SPDX-License-Identifier: MIT */
/* JSON-LD, read with a scanner of our own: pages write line breaks into strings and
 * leave commas behind, and only a few members of it matter. Objects are judged when
 * they end, since their type may stand last. */
#include "html/find.h"
#include "akhbar/limits.h"

#include <stdlib.h>
#include <string.h>

enum member { NONE, TYPE, HEADLINE, NAME, AUTHOR, PUBLISHED, BODY, IMAGE, PUBLISHER, LANGUAGE, FREE, ID, URL };

static const struct {
	const char *name;
	enum member member;
} members[] = {
	{"@type", TYPE}, {"headline", HEADLINE}, {"name", NAME}, {"author", AUTHOR},
	{"creator", AUTHOR}, {"datePublished", PUBLISHED}, {"articleBody", BODY},
	{"image", IMAGE}, {"publisher", PUBLISHER}, {"inLanguage", LANGUAGE}, {"url", URL},
	{"isAccessibleForFree", FREE}, {"@id", ID},
};

struct frame {
	bool array, article, page;
	enum member key; /* of the value being read in it */
	char *fields[URL + 1];
};

/* Objects that others refer to by their "@id". */
#define KNOWN_MAX 64
#define REFERENCE '\1' /* before an "@id" that stands for a name */

struct known {
	char *id, *name;
};

struct scan {
	const char *p, *end;
	struct frame frames[LIMIT_JSON_DEPTH];
	unsigned depth;
	struct ld *out;
	struct buf text;
	struct known known[KNOWN_MAX];
	size_t known_n;
	char *page_published; /* of the page, when no article says */
};

/* Reads a string after its quote into s->text. */
static void
read_string(struct scan *s)
{
	buf_clear(&s->text);
	while (s->p < s->end && *s->p != '"') {
		char c = *s->p++;
		if (c != '\\' || s->p == s->end) {
			buf_add_char(&s->text, c);
			continue;
		}
		c = *s->p++;
		if (c == 'n' || c == 'r') {
			buf_add_char(&s->text, '\n');
		} else if (c == 't' || c == 'b' || c == 'f') {
			buf_add_char(&s->text, ' ');
		} else if (c == 'u') {
			uint32_t cp = 0, low = 0;
			for (int i = 0; i < 4 && s->p < s->end; i++) {
				unsigned digit = (unsigned)(*s->p | 32);
				digit = digit >= 'a' ? digit - 'a' + 10 : digit - '0';
				if (digit > 15)
					break;
				cp = cp << 4 | digit;
				s->p++;
			}
			if (cp >= 0xd800 && cp < 0xdc00 && s->end - s->p >= 6 && s->p[0] == '\\' &&
			    s->p[1] == 'u') {
				char hex[5] = {s->p[2], s->p[3], s->p[4], s->p[5], 0};
				low = (uint32_t)strtoul(hex, NULL, 16);
				if (low >= 0xdc00 && low < 0xe000) {
					cp = 0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00);
					s->p += 6;
				}
			}
			buf_add_utf8(&s->text, cp);
		} else {
			buf_add_char(&s->text, c);
		}
	}
	if (s->p < s->end)
		s->p++;
}

static bool
is_article_type(const char *type)
{
	size_t n = strlen(type);
	return (n >= 7 && strcmp(type + n - 7, "Article") == 0) || strstr(type, "Posting") ||
	       strcmp(type, "Report") == 0 || strcmp(type, "Review") == 0;
}

/* The frame whose member the value belongs to: arrays pass it up. */
static struct frame *
owner_of(struct scan *s, unsigned depth, enum member *key)
{
	while (depth > 0) {
		struct frame *f = &s->frames[depth - 1];
		if (!f->array) {
			*key = f->key;
			return f;
		}
		depth--;
	}
	*key = NONE;
	return NULL;
}

static void
set_field(struct frame *f, enum member key, const char *value)
{
	if (key == NONE || !*value)
		return;
	if (key == TYPE && is_article_type(value))
		f->article = true;
	if (key == TYPE && (strcmp(value, "WebPage") == 0 || strcmp(value, "ItemPage") == 0))
		f->page = true;
	char *old = f->fields[key];
	if (key == AUTHOR && old && !strstr(old, value)) {
		f->fields[key] = mem_printf("%s, %s", old, value);
		free(old);
	} else if (!old) {
		f->fields[key] = mem_strdup(value);
	}
}

static void
move_field(char **to, struct frame *f, enum member key)
{
	if (!*to && f->fields[key]) {
		*to = f->fields[key];
		f->fields[key] = NULL;
	}
}

static void
pop(struct scan *s)
{
	if (!s->depth)
		return;
	struct frame *f = &s->frames[--s->depth];
	enum member key;
	struct frame *up = owner_of(s, s->depth, &key);
	if (!f->array && up) {
		if (key == AUTHOR && !f->fields[NAME] && f->fields[ID]) {
			char *reference = mem_printf("%c%s", REFERENCE, f->fields[ID]);
			set_field(up, key, reference);
			free(reference);
		} else if (key == AUTHOR || key == PUBLISHER)
			set_field(up, key, f->fields[NAME] ? f->fields[NAME] : "");
		else if (key == IMAGE)
			set_field(up, key, f->fields[URL] ? f->fields[URL] : "");
	}
	if (f->article && (f->fields[HEADLINE] || f->fields[BODY] || f->fields[PUBLISHED])) {
		struct ld *ld = s->out;
		if (!f->fields[HEADLINE])
			move_field(&f->fields[HEADLINE], f, NAME);
		move_field(&ld->headline, f, HEADLINE);
		move_field(&ld->author, f, AUTHOR);
		move_field(&ld->published, f, PUBLISHED);
		move_field(&ld->image, f, IMAGE);
		move_field(&ld->site, f, PUBLISHER);
		move_field(&ld->language, f, LANGUAGE);
		move_field(&ld->free, f, FREE);
		if (!ld->body || (f->fields[BODY] && strlen(f->fields[BODY]) > strlen(ld->body))) {
			free(ld->body);
			ld->body = NULL;
			move_field(&ld->body, f, BODY);
		}
	}
	if (f->page && !s->page_published)
		move_field(&s->page_published, f, PUBLISHED);
	if (f->fields[ID] && f->fields[NAME] && s->known_n < KNOWN_MAX) {
		struct known *known = &s->known[s->known_n++];
		*known = (struct known){f->fields[ID], f->fields[NAME]};
		f->fields[ID] = f->fields[NAME] = NULL;
	}
	for (size_t i = 0; i < ARRAY_LEN(f->fields); i++)
		free(f->fields[i]);
}

static void
push(struct scan *s, bool array)
{
	if (s->depth == LIMIT_JSON_DEPTH) { /* nothing that deep is for us */
		s->p = s->end;
		return;
	}
	s->frames[s->depth++] = (struct frame){.array = array};
}

static enum member
member_of(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(members); i++)
		if (strcmp(name, members[i].name) == 0)
			return members[i].member;
	return NONE;
}

static void
on_string(struct scan *s)
{
	read_string(s);
	const char *text = s->text.data ? s->text.data : "";
	const char *next = s->p;
	while (next < s->end && (*next == ' ' || *next == '\n' || *next == '\r' || *next == '\t'))
		next++;
	struct frame *f = s->depth ? &s->frames[s->depth - 1] : NULL;
	if (f && !f->array && next < s->end && *next == ':') {
		f->key = member_of(text);
		s->p = next + 1;
		return;
	}
	enum member key;
	struct frame *owner = owner_of(s, s->depth, &key);
	if (owner && s->text.len == strlen(text))
		set_field(owner, key, text);
}

static void
on_false(struct scan *s)
{
	enum member key;
	struct frame *owner = owner_of(s, s->depth, &key);
	if (owner && key == FREE)
		set_field(owner, key, "false");
	s->p += 4;
}

static void
read_script(struct scan *s)
{
	while (s->p < s->end) {
		char c = *s->p++;
		if (c == '{' || c == '[')
			push(s, c == '[');
		else if (c == '}' || c == ']')
			pop(s);
		else if (c == '"')
			on_string(s);
		else if (c == 'f' && s->end - s->p >= 4 && memcmp(s->p, "alse", 4) == 0)
			on_false(s);
	}
	while (s->depth)
		pop(s);
}

/* Puts names for references. */
static void
resolve_author(struct scan *s)
{
	struct buf out;
	buf_init(&out, 0);
	const char *p = s->out->author;
	while (p && *p) {
		const char *end = strstr(p, ", ");
		size_t n = end ? (size_t)(end - p) : strlen(p);
		struct bytes name = {p, n};
		if (*p == REFERENCE) {
			struct bytes id = {p + 1, n - 1};
			name = (struct bytes){"", 0};
			for (size_t i = 0; i < s->known_n && !name.len; i++)
				if (bytes_eq(bytes_of(s->known[i].id), id))
					name = bytes_of(s->known[i].name);
		}
		if (name.len) {
			buf_add_str(&out, out.len ? ", " : "");
			buf_add_bytes(&out, name);
		}
		p = end ? end + 2 : p + n;
	}
	free(s->out->author);
	s->out->author = out.len ? mem_strdup(out.data) : NULL;
	buf_release(&out);
}

void
ld_read(struct bytes scripts, struct ld *out)
{
	*out = (struct ld){0};
	struct scan *s = mem_zalloc(sizeof(*s));
	s->out = out;
	buf_init(&s->text, 0);
	const char *p = scripts.data, *end = scripts.data + scripts.len;
	while (p < end) {
		size_t n = strnlen(p, (size_t)(end - p));
		s->p = p;
		s->end = p + n;
		read_script(s);
		p += n + 1;
	}
	if (out->author && strchr(out->author, REFERENCE))
		resolve_author(s);
	if (!out->published) {
		out->published = s->page_published;
		s->page_published = NULL;
	}
	for (size_t i = 0; i < s->known_n; i++) {
		free(s->known[i].id);
		free(s->known[i].name);
	}
	free(s->page_published);
	buf_release(&s->text);
	free(s);
}

void
ld_release(struct ld *ld)
{
	free(ld->headline);
	free(ld->author);
	free(ld->published);
	free(ld->body);
	free(ld->image);
	free(ld->site);
	free(ld->language);
	free(ld->free);
}
