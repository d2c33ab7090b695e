/* SPDX-License-Identifier: MIT
 *
 * The feeds file changed by us: what people wrote in it stays as it is, byte for byte.
 */
#include "config/sources.h"

#include <stdlib.h>
#include <string.h>

#include "config/sources-line.h"
#include "sys/files.h"
#include "sys/lang.h"
#include "sys/paths.h"

/* Where new lines of a section go, and the lines. */
struct spot {
	char *section;
	size_t place; /* offset in the old text */
	bool heading; /* the section is new: its heading comes first */
	struct buf lines;
};

struct edit {
	struct bytes old;
	struct spot *spots; /* spots[0]: what stands in no section */
	size_t n;
};

static struct spot *
add_spot(struct edit *e, const char *section, size_t place)
{
	e->spots = mem_realloc_array(e->spots, e->n + 1, sizeof(*e->spots));
	struct spot *spot = &e->spots[e->n++];
	*spot = (struct spot){.section = mem_strdup(section), .place = place};
	buf_init(&spot->lines, 0);
	return spot;
}

static struct spot *
find_spot(struct edit *e, const char *section)
{
	for (size_t i = 0; i < e->n; i++)
		if (strcmp(e->spots[i].section, section) == 0)
			return &e->spots[i];
	return NULL;
}

/* A section's place is behind its last feed, else behind its heading; without a
 * section, behind the last feed before any heading, else before the first heading. */
static void
edit_start(struct edit *e, struct bytes old)
{
	*e = (struct edit){.old = old};
	add_spot(e, "", SIZE_MAX);
	struct bytes text = old;
	size_t at = 0, first_heading = old.len; /* spot we are in */
	while (text.len) {
		size_t start = (size_t)(text.data - old.data);
		struct source item;
		char *message;
		enum source_line kind = source_line_parse(source_next_line(&text), &item, &message);
		size_t end = (size_t)(text.data - old.data);
		if (kind == LINE_SECTION) {
			if (first_heading == old.len)
				first_heading = start;
			struct spot *spot = find_spot(e, item.section);
			at = spot ? (size_t)(spot - e->spots) : e->n;
			if (!spot)
				add_spot(e, item.section, end);
			else if (at)
				spot->place = end;
		} else if (kind == LINE_FEED) {
			e->spots[at].place = end;
		}
		source_release(&item);
		free(message);
	}
	if (e->spots[0].place == SIZE_MAX)
		e->spots[0].place = first_heading;
}

static void
edit_release(struct edit *e)
{
	for (size_t i = 0; i < e->n; i++) {
		free(e->spots[i].section);
		buf_release(&e->spots[i].lines);
	}
	free(e->spots);
}

static void
add_feed_line(struct buf *out, const char *url, const char *title)
{
	buf_add_str(out, url);
	char *clean = text_clean_dup(bytes_of(title), CLEAN_LINE, 400);
	if (*clean) {
		buf_add_str(out, " \"~");
		for (const char *p = clean; *p; p++) {
			if (*p == '"' || *p == '\\')
				buf_add_char(out, '\\');
			buf_add_char(out, *p);
		}
		buf_add_char(out, '"');
	}
	free(clean);
	buf_add_char(out, '\n');
}

static void
edit_add(struct edit *e, const char *url, const char *title, const char *section)
{
	char *name = text_clean_dup(bytes_of(section), CLEAN_LINE, 400);
	struct spot *spot = find_spot(e, name);
	if (!spot) {
		spot = add_spot(e, name, e->old.len);
		spot->heading = true;
	}
	add_feed_line(&spot->lines, url, title);
	free(name);
}

static int
by_place(const void *a, const void *b)
{
	const struct spot *x = *(struct spot *const *)a, *y = *(struct spot *const *)b;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return x < y ? -1 : x > y; /* as they were met */
}

static void
edit_write(const struct edit *e, struct buf *out)
{
	const struct spot **order = mem_alloc(e->n * sizeof(*order));
	for (size_t i = 0; i < e->n; i++)
		order[i] = &e->spots[i];
	qsort(order, e->n, sizeof(*order), by_place);
	size_t done = 0;
	for (size_t i = 0; i < e->n; i++) {
		const struct spot *spot = order[i];
		if (!spot->lines.len)
			continue;
		buf_add(out, e->old.data + done, spot->place - done);
		done = spot->place;
		if (out->len && out->data[out->len - 1] != '\n')
			buf_add_char(out, '\n');
		if (spot->heading)
			buf_printf(out, "%s@ %s\n", out->len ? "\n" : "", spot->section);
		buf_add_bytes(out, buf_view(&spot->lines));
		if (done < e->old.len && e->old.data[done] == '@')
			buf_add_char(out, '\n');
	}
	buf_add(out, e->old.data + done, e->old.len - done);
	free(order);
}

void
sources_insert_line(struct bytes text, struct bytes line, const char *section, struct buf *out)
{
	struct edit edit;
	char *name = text_clean_dup(bytes_of(section), CLEAN_LINE, 400);
	edit_start(&edit, text);
	struct spot *spot = find_spot(&edit, name);
	if (!spot) {
		spot = add_spot(&edit, name, text.len);
		spot->heading = true;
	}
	buf_add_bytes(&spot->lines, line);
	edit_write(&edit, out);
	edit_release(&edit);
	free(name);
}

/* ---- which are new ------------------------------------------------------------------ */

struct candidate {
	char *url;
	size_t index; /* SIZE_MAX: in the file already */
};

static int
by_url(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	int c = strcmp(x->url, y->url);
	if (c)
		return c;
	/* the file's own first, then the order given */
	size_t i = x->index + 1, j = y->index + 1;
	return i < j ? -1 : i > j;
}

/* fresh[i]: the address of items[i], yours, when it is one, new, and the first of its
 * kind; else NULL. */
static char **
fresh_addresses(const struct sources *old, const struct source_wish *items, size_t n)
{
	struct candidate *all = mem_alloc((old->n + n) * sizeof(*all));
	char **fresh = mem_zalloc(n * sizeof(*fresh));
	size_t count = 0;
	for (size_t i = 0; i < old->n; i++)
		all[count++] = (struct candidate){mem_strdup(old->items[i].url), SIZE_MAX};
	for (size_t i = 0; i < n; i++) {
		char *url = items[i].url ? source_address(items[i].url) : NULL;
		if (url)
			all[count++] = (struct candidate){url, i};
	}
	if (count)
		qsort(all, count, sizeof(*all), by_url);
	for (size_t i = 0; i < count; i++)
		if (all[i].index != SIZE_MAX && (!i || strcmp(all[i].url, all[i - 1].url) != 0))
			fresh[all[i].index] = mem_strdup(all[i].url);
	for (size_t i = 0; i < count; i++)
		free(all[i].url);
	free(all);
	return fresh;
}

/* ---- the file ------------------------------------------------------------------------- */

enum err
sources_merge(const char *path, const struct source_wish *items, size_t n, size_t *added,
	      struct why *why)
{
	struct buf text, new;
	buf_init(&text, SOURCES_FILE_MAX);
	buf_init(&new, SOURCES_FILE_MAX);
	*added = 0;
	enum err e = path_exists(path) ? file_read(path, &text, why)
				       : path_make_parents(path, why);
	struct sources old = {0};
	if (e == OK)
		e = sources_parse(path, buf_view(&text), &old, why);
	if (e == OK) {
		struct edit edit;
		edit_start(&edit, buf_view(&text));
		char **fresh = fresh_addresses(&old, items, n);
		for (size_t i = 0; i < n; i++) {
			if (fresh[i] && old.n + *added < SOURCES_MAX) {
				edit_add(&edit, fresh[i], items[i].title, items[i].section);
				++*added;
			}
			free(fresh[i]);
		}
		free(fresh);
		edit_write(&edit, &new);
		edit_release(&edit);
		if (new.over)
			e = err_set(why, ERR_LIMIT, _("%s would grow too large"), path);
		else if (*added)
			e = file_replace(path, buf_view(&new), why);
	}
	if (e != OK)
		*added = 0;
	sources_release(&old);
	buf_release(&text);
	buf_release(&new);
	return e;
}

enum err
sources_add(const char *path, const char *url, const char *title, const char *section,
	    struct why *why)
{
	char *address = source_address(url);
	if (!address)
		return err_set(why, ERR_CONFIG,
			       _("\"%s\" is not an address; it begins with http:// or https://"), url);
	struct source_wish item = {address, title, section};
	size_t added;
	enum err e = sources_merge(path, &item, 1, &added, why);
	if (e == OK && !added)
		e = err_set(why, ERR_CONFIG, _("%s is in the feeds file already"), address);
	free(address);
	return e;
}

/* One line as the file has it, and its number. */
struct line_read {
	enum source_line kind;
	const struct source *item;
	int number;
};

/* Puts a # before every line that is `wanted`; *found: whether there was one. */
static enum err
comment_out(const char *path, bool (*wanted)(const struct line_read *line, const void *what),
	    const void *what, bool *found, struct why *why)
{
	struct buf old, new;
	buf_init(&old, SOURCES_FILE_MAX);
	buf_init(&new, 0);
	*found = false;
	enum err e = file_read(path, &old, why);
	struct bytes text = buf_view(&old);
	for (int number = 1; e == OK && text.len; number++) {
		const char *start = text.data;
		struct source item;
		char *message;
		enum source_line kind = source_line_parse(source_next_line(&text), &item, &message);
		if (wanted(&(struct line_read){kind, &item, number}, what)) {
			buf_add_str(&new, "# ");
			*found = true;
		}
		source_release(&item);
		free(message);
		buf_add(&new, start, (size_t)(text.data - start));
	}
	if (e == OK && *found)
		e = file_replace(path, buf_view(&new), why);
	buf_release(&old);
	buf_release(&new);
	return e;
}

static bool
is_source(const struct line_read *line, const void *what)
{
	return line->kind == LINE_FEED && strcmp(line->item->url, what) == 0;
}

static bool
is_rule_in_line(const struct line_read *line, const void *what)
{
	return line->kind == LINE_RULE && line->number == *(const int *)what;
}

enum err
sources_remove(const char *path, const char *url, struct why *why)
{
	char *address = source_address(url);
	bool found = false;
	enum err e = address ? comment_out(path, is_source, address, &found, why) : OK;
	free(address);
	return e != OK || found ? e : err_set(why, ERR_NOT_FOUND, _("%s is not in the feeds file"), url);
}

enum err
sources_add_search(const char *path, const char *name, const char *query, struct why *why)
{
	struct buf text;
	buf_init(&text, SOURCES_FILE_MAX);
	char *clean = text_clean_dup(bytes_of(name), CLEAN_LINE, 200);
	char *words = text_clean_dup(bytes_of(query), CLEAN_LINE, 0);
	for (char *p = clean; *p; p++) /* ": " parts the name from the query */
		if (*p == ':')
			*p = ' ';
	enum err e = path_exists(path) ? file_read(path, &text, why) : path_make_parents(path, why);
	struct sources old = {0};
	if (e == OK)
		e = sources_parse(path, buf_view(&text), &old, why);
	for (size_t i = 0; e == OK && i < old.searches_n; i++)
		if (strcmp(old.searches[i].name, clean) == 0)
			e = err_set(why, ERR_CONFIG, _("there is a saved search named %s already"), clean);
	if (e == OK && (!*bytes_trim(bytes_of(clean)).data || !*words))
		e = err_set(why, ERR_CONFIG, "%s", _("a saved search is written: @? Name: words"));
	if (e == OK) {
		if (text.len && text.data[text.len - 1] != '\n')
			buf_add_char(&text, '\n');
		buf_printf(&text, "@? %s: %s\n", clean, words);
		e = text.over ? err_set(why, ERR_LIMIT, _("%s would grow too large"), path)
			      : file_replace(path, buf_view(&text), why);
	}
	sources_release(&old);
	buf_release(&text);
	free(clean);
	free(words);
	return e;
}

enum err
sources_add_rule(const char *path, unsigned does, const char *query, struct why *why)
{
	struct buf text, words;
	buf_init(&text, SOURCES_FILE_MAX);
	buf_init(&words, 0);
	char *clean = text_clean_dup(bytes_of(query), CLEAN_LINE, 0);
	source_does_words(does, false, &words);
	enum err e = path_exists(path) ? file_read(path, &text, why) : path_make_parents(path, why);
	struct sources old = {0};
	if (e == OK)
		e = sources_parse(path, buf_view(&text), &old, why);
	for (size_t i = 0; e == OK && i < old.rules_n; i++)
		if (old.rules[i].does == does && strcmp(old.rules[i].query, clean) == 0)
			e = err_set(why, ERR_CONFIG, _("the same rule stands in line %s"),
				    lang_number(old.rules[i].line).text);
	if (e == OK && (!words.len || !*clean))
		e = err_set(why, ERR_CONFIG, "%s", _("a rule is written: @! hide: words"));
	if (e == OK) {
		if (text.len && text.data[text.len - 1] != '\n')
			buf_add_char(&text, '\n');
		buf_printf(&text, "@! %s: %s\n", words.data, clean);
		e = text.over ? err_set(why, ERR_LIMIT, _("%s would grow too large"), path)
			      : file_replace(path, buf_view(&text), why);
	}
	sources_release(&old);
	buf_release(&text);
	buf_release(&words);
	free(clean);
	return e;
}

enum err
sources_remove_rule(const char *path, int number, struct why *why)
{
	bool found;
	enum err e = comment_out(path, is_rule_in_line, &number, &found, why);
	return e != OK || found ? e
				: err_set(why, ERR_NOT_FOUND, _("there is no rule in line %s of the feeds file"),
					  lang_number(number).text);
}
