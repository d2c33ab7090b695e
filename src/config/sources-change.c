/* SPDX-License-Identifier: MIT
 *
 * One line of the feeds file changed: what else stands in it, and in the file, stays as
 * it was written.
 */
#include "config/sources.h"

#include <stdlib.h>
#include <string.h>

#include "config/sources-line.h"
#include "sys/files.h"
#include "sys/lang.h"

/* The end of the word at p: quotes keep blanks together, a backslash the next sign. */
static const char *
word_end(const char *p, const char *end)
{
	char quote = '\0';
	for (; p < end; p++) {
		if (*p == '\\' && p + 1 < end)
			p++;
		else if (quote ? *p == quote : *p == '"' || *p == '\'')
			quote = quote ? '\0' : *p;
		else if (!quote && (*p == ' ' || *p == '\t'))
			break;
	}
	return p;
}

static const char *
skip_blanks(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	return p;
}

static void
add_quoted(struct buf *out, const char *title)
{
	char *clean = text_clean_dup(bytes_of(title), CLEAN_LINE, 400);
	buf_add_str(out, " \"~");
	for (const char *p = clean; *p; p++) {
		if (*p == '"' || *p == '\\')
			buf_add_char(out, '\\');
		buf_add_char(out, *p);
	}
	buf_add_char(out, '"');
	free(clean);
}

/* The line without its end, changed, with a newline. */
static void
rewrite(struct bytes line, const struct source_change *change, struct buf *out)
{
	const char *p = skip_blanks(line.data, line.data + line.len), *end = line.data + line.len;
	while (end > p && (end[-1] == '\r' || end[-1] == '\n'))
		end--;
	const char *url_end = word_end(p, end);
	buf_add(out, line.data, (size_t)(url_end - line.data));
	if (change->title && *change->title)
		add_quoted(out, change->title);
	const char *settings = NULL, *comment = NULL;
	for (p = url_end; p < end;) {
		const char *start = skip_blanks(p, end), *stop = word_end(start, end);
		if (start == end)
			break;
		if (*start == '#') {
			comment = start;
			break;
		}
		if (*start == '<') { /* to the comment or the end */
			const char *q = start;
			while (q < end && *q != '#')
				q = word_end(skip_blanks(q, end), end) > q
					    ? skip_blanks(word_end(skip_blanks(q, end), end), end)
					    : q + 1;
			settings = start;
			comment = q < end ? q : NULL;
			break;
		}
		bool own = stop - start > 1 && (start[0] == '~' || (start[0] == '"' && start[1] == '~'));
		if (!own || !change->title)
			buf_add(out, p, (size_t)(stop - p));
		p = stop;
	}
	const char *settings_end = comment ? comment : end;
	while (settings && settings_end > settings && settings_end[-1] == ' ')
		settings_end--;
	if (change->settings && *change->settings)
		buf_printf(out, " < %s", change->settings);
	else if (!change->settings && settings)
		buf_printf(out, " %.*s", (int)(settings_end - settings), settings);
	if (comment)
		buf_printf(out, " %.*s", (int)(end - comment), comment);
	buf_add_char(out, '\n');
}

enum err
sources_change(const char *path, const char *url, const struct source_change *change,
	       struct why *why)
{
	char *address = source_address(url);
	struct buf old, rest, line;
	buf_init(&old, SOURCES_FILE_MAX);
	buf_init(&rest, SOURCES_FILE_MAX);
	buf_init(&line, 0);
	size_t place = SIZE_MAX; /* of the line, in what is left without it */
	char *section = mem_strdup("");
	enum err e = address ? file_read(path, &old, why) : ERR_NOT_FOUND;
	struct bytes text = buf_view(&old);
	while (e == OK && text.len) {
		const char *start = text.data;
		struct bytes one = source_next_line(&text);
		struct source item;
		char *message;
		enum source_line kind = source_line_parse(one, &item, &message);
		bool here = kind == LINE_FEED && place == SIZE_MAX && strcmp(item.url, address) == 0;
		if (kind == LINE_SECTION && place == SIZE_MAX) {
			free(section);
			section = mem_strdup(item.section);
		}
		source_release(&item);
		free(message);
		if (here) {
			place = rest.len;
			rewrite(one, change, &line);
		} else {
			buf_add(&rest, start, (size_t)(text.data - start));
		}
	}
	if (e == OK && place == SIZE_MAX)
		e = err_set(why, ERR_NOT_FOUND, _("%s is not in the feeds file"), url);
	if (e == OK) { /* what is written must be read again as it was meant */
		struct source item;
		char *message = NULL;
		struct bytes made = {line.data, line.len - 1};
		if (source_line_parse(made, &item, &message) != LINE_FEED || message)
			e = err_set(why, ERR_CONFIG, "%s", message ? message : made.data);
		source_release(&item);
		free(message);
	}
	struct buf new;
	buf_init(&new, SOURCES_FILE_MAX);
	if (e == OK && change->section && strcmp(change->section, section) != 0) {
		sources_insert_line(buf_view(&rest), buf_view(&line), change->section, &new);
	} else if (e == OK) {
		buf_add(&new, rest.data ? rest.data : "", place);
		buf_add_bytes(&new, buf_view(&line));
		buf_add(&new, rest.data ? rest.data + place : "", rest.len - place);
	}
	if (e == OK)
		e = new.over ? err_set(why, ERR_LIMIT, _("%s would grow too large"), path)
			     : file_replace(path, buf_view(&new), why);
	buf_release(&old);
	buf_release(&rest);
	buf_release(&line);
	buf_release(&new);
	free(section);
	free(address);
	return e;
}

char *
sources_settings_text(const char *path, const char *url)
{
	struct buf old;
	char *address = source_address(url), *found = NULL;
	buf_init(&old, SOURCES_FILE_MAX);
	bool good = address && file_read(path, &old, NULL) == OK;
	struct bytes text = buf_view(&old);
	while (good && !found && text.len) {
		struct bytes one = source_next_line(&text);
		struct source item;
		char *message;
		if (source_line_parse(one, &item, &message) == LINE_FEED &&
		    strcmp(item.url, address) == 0) {
			const char *p = one.data, *end = one.data + one.len, *mark = NULL;
			while (p < end && !mark) {
				const char *start = skip_blanks(p, end);
				mark = start < end && *start == '<' ? start : NULL;
				p = word_end(start, end);
				if (p == start)
					p++;
			}
			struct bytes rest = {mark ? mark + 1 : end, mark ? (size_t)(end - mark - 1) : 0};
			found = bytes_dup(bytes_trim(rest));
		}
		source_release(&item);
		free(message);
	}
	buf_release(&old);
	free(address);
	return found ? found : mem_strdup("");
}
