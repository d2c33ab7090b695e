/* SPDX-License-Identifier: MIT
 *
 * Whether kitty leaves the order of letters to us. It never says so; what it was
 * started with and its settings do (kitty.conf(5): force_ltr; -o on its command
 * line wins). Read only when kitty runs on this computer.
 */
#include "term/term-internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sys/files.h"

#define NAME "force_ltr"
#define FILE_MAX 1000000

/* kitty takes y, yes, true and 1 for yes. */
static int
yes(const char *s)
{
	while (*s == ' ' || *s == '\t' || *s == '=')
		s++;
	return strncmp(s, "y", 1) == 0 || strncmp(s, "true", 4) == 0 || *s == '1';
}

/* The last line that sets it; -1 none does. */
static int
of_settings(const char *path)
{
	struct buf text;
	struct why why;
	int found = -1;

	buf_init(&text, FILE_MAX);
	if (file_read(path, &text, &why) == OK) {
		buf_add_char(&text, '\0');
		for (char *line = text.data, *next; line != NULL && *line != '\0'; line = next) {
			next = strchr(line, '\n');
			if (next != NULL)
				*next++ = '\0';
			line += strspn(line, " \t");
			if (strncmp(line, NAME, strlen(NAME)) == 0)
				found = yes(line + strlen(NAME));
		}
	}
	buf_release(&text);
	return found;
}

static int
of_default_settings(void)
{
	const char *folder = getenv("KITTY_CONFIG_DIRECTORY"), *xdg = getenv("XDG_CONFIG_HOME");
	const char *home = getenv("HOME");
	char *path;
	int found;

	if (folder != NULL && folder[0] != '\0')
		path = mem_printf("%s/kitty.conf", folder);
	else if (xdg != NULL && xdg[0] != '\0')
		path = mem_printf("%s/kitty/kitty.conf", xdg);
	else
		path = mem_printf("%s/.config/kitty/kitty.conf", home != NULL ? home : "");
	found = of_settings(path);
	free(path);
	return found;
}

/* What stands behind -o, -oX, --override X, --override=X; NULL: another word. */
static const char *
option(const char *word, const char *next, const char *letter, const char *name)
{
	size_t n = strlen(name);

	if (strcmp(word, letter) == 0 || strcmp(word, name) == 0)
		return next;
	if (strncmp(word, name, n) == 0 && word[n] == '=')
		return word + n + 1;
	return strncmp(word, letter, 2) == 0 && word[1] != '-' ? word + 2 : NULL;
}

int
kitty_force_ltr(void)
{
	const char *pid = getenv("KITTY_PID");
	int by_words = -1, by_file = -1;
	bool own_file = false;
	struct buf words;
	struct why why;
	char path[64];

	if (pid == NULL || pid[0] == '\0' || strspn(pid, "0123456789") != strlen(pid) ||
	    getenv("SSH_CONNECTION") != NULL)
		return -1;
	snprintf(path, sizeof(path), "/proc/%.20s/cmdline", pid);
	buf_init(&words, FILE_MAX);
	if (file_read(path, &words, &why) != OK) {
		buf_release(&words);
		return -1;
	}
	buf_add(&words, "\0", 2);
	for (size_t at = 0; at + 2 < words.len; at += strlen(words.data + at) + 1) {
		const char *word = words.data + at, *next = word + strlen(word) + 1, *value;
		if (next >= words.data + words.len)
			next = "";
		value = option(word, next, "-o", "--override");
		if (value != NULL && strncmp(value, NAME, strlen(NAME)) == 0)
			by_words = yes(value + strlen(NAME));
		value = option(word, next, "-c", "--config");
		if (value != NULL && value[0] != '\0') {
			own_file = true;
			by_file = of_settings(value);
		}
	}
	buf_release(&words);
	if (!own_file)
		by_file = of_default_settings();
	return by_words >= 0 ? by_words : by_file == 1;
}
