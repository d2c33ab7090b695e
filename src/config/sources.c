/* SPDX-License-Identifier: MIT */
#include "config/sources.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "config/sources-line.h"
#include "sys/files.h"
#include "sys/lang.h"

/* ---- reading ------------------------------------------------------------------------- */

/* Which addresses were seen: open addressing over indices into items. */
struct seen {
	uint32_t *slots; /* index + 1; 0 free */
	size_t size;     /* a power of two */
};

/* The item with the same address, or NULL after noting `index` for it. */
static const struct source *
seen_or_add(struct seen *seen, const struct sources *s, const char *url, size_t index)
{
	size_t mask = seen->size - 1;
	size_t at = hash64(bytes_of(url), 0) & mask;
	while (seen->slots[at]) {
		const struct source *other = &s->items[seen->slots[at] - 1];
		if (strcmp(other->url, url) == 0)
			return other;
		at = (at + 1) & mask;
	}
	seen->slots[at] = (uint32_t)index + 1;
	return NULL;
}

static void
problem(struct sources *s, int line, char *message)
{
	if (s->problems_n >= SOURCES_MAX) {
		free(message);
		return;
	}
	s->problems = mem_realloc_array(s->problems, s->problems_n + 1, sizeof(*s->problems));
	s->problems[s->problems_n++] = (struct source_problem){line, message};
}

/* Takes `item`. */
static void
add_item(struct sources *s, struct seen *seen, struct source *item)
{
	char *message = NULL;
	if (s->n >= SOURCES_MAX) {
		message = mem_printf(_("more than %s feeds"), lang_number(SOURCES_MAX).text);
	} else {
		const struct source *same = seen_or_add(seen, s, item->url, s->n);
		if (same)
			message = mem_printf(_("the same address stands in line %s"), lang_number(same->line).text);
	}
	if (message) {
		problem(s, item->line, message);
		source_release(item);
		return;
	}
	s->items = mem_realloc_array(s->items, s->n + 1, sizeof(*s->items));
	s->items[s->n++] = *item;
}

/* Takes `item`. */
static void
add_search(struct sources *s, struct source *item, int line)
{
	for (size_t i = 0; i < s->searches_n; i++) {
		if (strcmp(s->searches[i].name, item->title) != 0)
			continue;
		problem(s, line, mem_printf(_("a search of the same name stands in line %s"),
						    lang_number(s->searches[i].line).text));
		source_release(item);
		return;
	}
	if (s->searches_n >= SOURCE_SEARCHES_MAX) {
		problem(s, line, mem_printf(_("more than %s saved searches"),
						    lang_number(SOURCE_SEARCHES_MAX).text));
		source_release(item);
		return;
	}
	s->searches = mem_realloc_array(s->searches, s->searches_n + 1, sizeof(*s->searches));
	s->searches[s->searches_n++] = (struct source_search){item->title, item->url, line};
}

/* Takes `item`. */
static void
add_rule(struct sources *s, struct source *item, int line)
{
	for (size_t i = 0; i < s->rules_n; i++) {
		if (strcmp(s->rules[i].query, item->url) != 0 || s->rules[i].does != item->does)
			continue;
		problem(s, line, mem_printf(_("the same rule stands in line %s"),
						    lang_number(s->rules[i].line).text));
		source_release(item);
		return;
	}
	if (s->rules_n >= SOURCE_RULES_MAX) {
		problem(s, line, mem_printf(_("more than %s rules"), lang_number(SOURCE_RULES_MAX).text));
		source_release(item);
		return;
	}
	s->rules = mem_realloc_array(s->rules, s->rules_n + 1, sizeof(*s->rules));
	s->rules[s->rules_n++] = (struct source_rule){item->does, item->url, line};
	item->url = NULL;
	source_release(item);
}

enum err
sources_parse(const char *path, struct bytes text, struct sources *out, struct why *why)
{
	(void)why; /* a file of nothing but mistakes is a list of problems */
	*out = (struct sources){.path = mem_strdup(path)};
	struct seen seen = {.size = 32768}; /* at most a third full */
	static_assert(SOURCES_MAX * 3 < 32768, "room in the table of addresses");
	seen.slots = mem_zalloc(seen.size * sizeof(*seen.slots));
	char *section = mem_strdup("");
	struct source_settings common; /* of the section */
	source_settings_init(&common);
	for (int line = 1; text.len; line++) {
		struct source item;
		char *message;
		switch (source_line_parse(source_next_line(&text), &item, &message)) {
		case LINE_BLANK:
		case LINE_BAD:
			break;
		case LINE_SECTION:
			free(section);
			section = item.section;
			source_settings_release(&common);
			common = item.settings;
			break;
		case LINE_SEARCH:
			add_search(out, &item, line);
			break;
		case LINE_RULE:
			add_rule(out, &item, line);
			break;
		case LINE_FEED:
			item.section = mem_strdup(section);
			source_settings_inherit(&item.settings, &common);
			item.line = line;
			add_item(out, &seen, &item);
			break;
		}
		if (message)
			problem(out, line, message);
	}
	free(section);
	source_settings_release(&common);
	free(seen.slots);
	return OK;
}

enum err
sources_load(const char *path, struct sources *out, struct why *why)
{
	struct buf text;
	buf_init(&text, SOURCES_FILE_MAX);
	enum err e = file_read(path, &text, why);
	if (e == OK)
		e = sources_parse(path, buf_view(&text), out, why);
	buf_release(&text);
	return e;
}

void
sources_release(struct sources *s)
{
	for (size_t i = 0; i < s->n; i++)
		source_release(&s->items[i]);
	for (size_t i = 0; i < s->problems_n; i++)
		free(s->problems[i].message);
	for (size_t i = 0; i < s->searches_n; i++) {
		free(s->searches[i].name);
		free(s->searches[i].query);
	}
	free(s->searches);
	for (size_t i = 0; i < s->rules_n; i++)
		free(s->rules[i].query);
	free(s->rules);
	free(s->items);
	free(s->problems);
	free(s->path);
	*s = (struct sources){0};
}

const struct source_settings *
sources_settings(const struct sources *s, const char *url, size_t hint)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct source *item = &s->items[(hint + i) % s->n];
		if (!strcmp(item->url, url))
			return &item->settings;
	}
	return NULL;
}

/* ---- OPML ------------------------------------------------------------------------------ */

static void
add_escaped(struct buf *out, const char *s)
{
	for (; *s; s++) {
		switch (*s) {
		case '&': buf_add_str(out, "&amp;"); break;
		case '<': buf_add_str(out, "&lt;"); break;
		case '>': buf_add_str(out, "&gt;"); break;
		case '"': buf_add_str(out, "&quot;"); break;
		default: buf_add_char(out, *s);
		}
	}
}

static void
add_attribute(struct buf *out, const char *name, const char *value)
{
	buf_printf(out, " %s=\"", name);
	add_escaped(out, value);
	buf_add_char(out, '"');
}

static void
add_outline(struct buf *out, const struct source *s, const char *indent)
{
	const char *title = s->title ? s->title : s->url;
	buf_printf(out, "%s<outline type=\"rss\"", indent);
	add_attribute(out, "text", title);
	add_attribute(out, "title", title);
	add_attribute(out, "xmlUrl", s->url);
	if (s->tags_n) { /* OPML 2.0: names parted by commas */
		struct buf tags;
		buf_init(&tags, 0);
		for (size_t i = 0; i < s->tags_n; i++) {
			buf_add_str(&tags, i ? "," : "");
			buf_add_str(&tags, s->tags[i]);
		}
		add_attribute(out, "category", tags.data);
		buf_release(&tags);
	}
	buf_add_str(out, "/>\n");
}

/* Sections in the order they first appear, each once. */
void
sources_to_opml(const struct sources *s, struct buf *out)
{
	bool *done = mem_zalloc(s->n * sizeof(*done));
	buf_add_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			 "<opml version=\"2.0\">\n<head>\n<title>akhbar</title>\n</head>\n<body>\n");
	for (size_t i = 0; i < s->n; i++) {
		const char *section = s->items[i].section;
		if (done[i])
			continue;
		if (*section) {
			buf_add_str(out, "<outline");
			add_attribute(out, "text", section);
			add_attribute(out, "title", section);
			buf_add_str(out, ">\n");
		}
		for (size_t j = i; j < s->n; j++) {
			if (done[j] || strcmp(s->items[j].section, section) != 0)
				continue;
			add_outline(out, &s->items[j], *section ? "\t" : "");
			done[j] = true;
		}
		if (*section)
			buf_add_str(out, "</outline>\n");
	}
	buf_add_str(out, "</body>\n</opml>\n");
	free(done);
}
