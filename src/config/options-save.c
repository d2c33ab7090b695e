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

static void
add_setting(struct buf *out, const char *name, const char *value)
{
	bool quote = !*value || strpbrk(value, " \t#\"'\\") != NULL;
	buf_printf(out, "%s ", name);
	if (quote)
		buf_add_char(out, '"');
	for (const char *p = value; *p; p++) {
		if (*p == '"' || *p == '\\')
			buf_add_char(out, '\\');
		buf_add_char(out, *p);
	}
	if (quote)
		buf_add_char(out, '"');
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
		e = path_exists(path) ? file_read(path, &text, why) : path_make_parents(path, why);
	if (e == OK && !text.len)
		buf_add_str(&text, _("# Settings of akhbar; man akhbar names them all.\n"));
	for (size_t i = 0; i < n && e == OK; i++) {
		buf_clear(&next);
		put_setting(buf_view(&text), settings[i].name, settings[i].value, &next);
		struct buf swap = text;
		text = next;
		next = swap;
		if (text.over)
			e = err_set(why, ERR_LIMIT, _("%s would grow too large"), path);
	}
	if (e == OK)
		e = file_replace(path, buf_view(&text), why);
	config_free(check);
	buf_release(&text);
	buf_release(&next);
	return e;
}
