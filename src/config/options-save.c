/* SPDX-License-Identifier: MIT
 *
 * Settings into the reader's own file, which stays as it is but for their lines.
 */
#include "config/options.h"

#include <stdlib.h>
#include <string.h>

#include "config/loader.h"
#include "sys/files.h"
#include "sys/lang.h"
#include "sys/paths.h"

/* Whether the line sets this option: its name and a blank. */
static bool
sets(struct bytes line, const char *name)
{
	size_t n = strlen(name);
	line = bytes_trim(line);
	return bytes_starts(line, name) && line.len > n && (line.data[n] == ' ' || line.data[n] == '\t');
}

/* A word as the file takes it: in quotes where it must be. */
static void
add_word(struct buf *out, const char *value)
{
	bool quote = !*value || strpbrk(value, " \t#\"'\\") != NULL;
	if (quote)
		buf_add_char(out, '"');
	for (const char *p = value; *p; p++) {
		if (*p == '"' || *p == '\\')
			buf_add_char(out, '\\');
		buf_add_char(out, *p);
	}
	if (quote)
		buf_add_char(out, '"');
}

static void
add_setting(struct buf *out, const char *name, const char *value)
{
	buf_printf(out, "%s ", name);
	add_word(out, value);
	buf_add_char(out, '\n');
}

/* Takes the next line with its end off the text. */
static struct bytes
take_line(struct bytes *text)
{
	const char *nl = memchr(text->data, '\n', text->len);
	size_t n = nl ? (size_t)(nl - text->data) + 1 : text->len;
	struct bytes line = {text->data, n};
	text->data += n;
	text->len -= n;
	return line;
}

/* The last line that sets it is the one that counts: it is the one replaced. */
static void
put_setting(struct bytes text, const char *name, const char *value, struct buf *out)
{
	const char *last = NULL;
	for (struct bytes rest = text; rest.len;) {
		struct bytes line = take_line(&rest);
		if (sets(line, name))
			last = line.data;
	}
	while (text.len) {
		struct bytes line = take_line(&text);
		if (line.data == last)
			add_setting(out, name, value);
		else
			buf_add_bytes(out, line);
	}
	if (last)
		return;
	if (out->len && out->data[out->len - 1] != '\n')
		buf_add_char(out, '\n');
	add_setting(out, name, value);
}

/* Whether the line is `bind` or `unbind` of these keys, as add_word() writes them. */
static bool
binds(struct bytes line, const char *keys)
{
	struct buf word;
	line = bytes_trim(line);
	size_t name = bytes_starts(line, "bind ") ? 5 : bytes_starts(line, "unbind ") ? 7 : 0;
	if (!name)
		return false;
	buf_init(&word, 0);
	add_word(&word, keys);
	struct bytes rest = bytes_trim((struct bytes){line.data + name, line.len - name});
	bool same = rest.len >= word.len && memcmp(rest.data, word.data, word.len) == 0 &&
		    (rest.len == word.len || rest.data[word.len] == ' ' || rest.data[word.len] == '\t');
	buf_release(&word);
	return same;
}

static void
put_keys(struct bytes text, const struct config_key *k, struct buf *out)
{
	while (text.len) {
		struct bytes line = take_line(&text);
		if (!binds(line, k->keys))
			buf_add_bytes(out, line);
	}
	if (out->len && out->data[out->len - 1] != '\n')
		buf_add_char(out, '\n');
	buf_add_str(out, k->actions ? "bind " : "unbind ");
	add_word(out, k->keys);
	if (k->actions)
		buf_printf(out, " %s", k->actions);
	buf_add_char(out, '\n');
}

/* The text of the file, or what a new one begins with. */
static enum err
read_text(const char *path, struct buf *text, struct why *why)
{
	enum err e = path_exists(path) ? file_read(path, text, why) : path_make_parents(path, why);
	if (e == OK && !text->len)
		buf_add_str(text, _("# Settings of akhbar; man akhbar names them all.\n"));
	return e;
}

/* The next form of the text takes its place. */
static enum err
turn(const char *path, struct buf *text, struct buf *next, struct why *why)
{
	struct buf swap = *text;
	*text = *next;
	*next = swap;
	buf_clear(next);
	return text->over ? err_set(why, ERR_LIMIT, _("%s would grow too large"), path) : OK;
}

enum err
config_save(const char *path, const struct config_setting *settings, size_t n, struct why *why)
{
	struct buf text, next;
	struct config *check = config_new();
	buf_init(&text, CONFIG_FILE_MAX);
	buf_init(&next, CONFIG_FILE_MAX);
	enum err e = OK;
	for (size_t i = 0; i < n && e == OK; i++) /* nothing is written that cannot be read */
		e = config_set(check, settings[i].name, settings[i].value, why);
	if (e == OK)
		e = read_text(path, &text, why);
	for (size_t i = 0; i < n && e == OK; i++) {
		put_setting(buf_view(&text), settings[i].name, settings[i].value, &next);
		e = turn(path, &text, &next, why);
	}
	if (e == OK)
		e = file_replace(path, buf_view(&text), why);
	config_free(check);
	buf_release(&text);
	buf_release(&next);
	return e;
}

enum err
config_save_keys(const char *path, const struct config_key *keys, size_t n, struct why *why)
{
	struct buf text, next;
	buf_init(&text, CONFIG_FILE_MAX);
	buf_init(&next, CONFIG_FILE_MAX);
	enum err e = read_text(path, &text, why);
	for (size_t i = 0; i < n && e == OK; i++) {
		put_keys(buf_view(&text), &keys[i], &next);
		e = turn(path, &text, &next, why);
	}
	if (e == OK)
		e = file_replace(path, buf_view(&text), why);
	buf_release(&text);
	buf_release(&next);
	return e;
}
