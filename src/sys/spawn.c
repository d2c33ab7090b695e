/* SPDX-License-Identifier: MIT */
#include "sys/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/child.h"
#include "sys/lang.h"

/* ---- words -------------------------------------------------------------------- */

/* One word from *p into `word` (room for the rest of the command). false: a quote or
 * a backslash has no partner. */
static bool
take_word(const char **p, char *word)
{
	char quote = '\0';
	const char *s = *p;
	for (; *s && (quote || !strchr(" \t\n", *s)); s++) {
		if (*s == quote) {
			quote = '\0';
		} else if (!quote && (*s == '"' || *s == '\'')) {
			quote = *s;
		} else if (*s == '\\' && quote != '\'') {
			if (!*++s)
				return false;
			*word++ = *s;
		} else {
			*word++ = *s;
		}
	}
	*word = '\0';
	*p = s;
	return !quote;
}

char **
command_split(const char *command)
{
	size_t len = strlen(command);
	/* no more words than (len + 1) / 2; no more characters than the command has */
	size_t slots = len / 2 + 2;
	char **words = mem_alloc(slots * sizeof(*words) + len + slots);
	char *text = (char *)(words + slots);
	size_t n = 0;
	for (const char *p = command;;) {
		p += strspn(p, " \t\n");
		if (!*p)
			break;
		words[n++] = text;
		if (!take_word(&p, text)) {
			free(words);
			return NULL;
		}
		text += strlen(text) + 1;
	}
	words[n] = NULL;
	return words;
}

/* ---- which browser ---------------------------------------------------------------- */

static bool
has_display(void)
{
	const char *x = getenv("DISPLAY"), *wayland = getenv("WAYLAND_DISPLAY");
	return (x && *x) || (wayland && *wayland);
}

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

/* $BROWSER is a list parted by colons (the first that is there counts); NULL: none. */
static char **
by_environment(void)
{
	const char *list = getenv("BROWSER");
	while (list && *list) {
		size_t n = strcspn(list, ":");
		char *command = mem_strndup(list, n);
		char **words = command_split(command);
		free(command);
		if (words && words[0] && child_there(words[0]))
			return words;
		free(words);
		list += n + (list[n] == ':');
	}
	return NULL;
}

/* NULL: the command is unbalanced or there is none. */
static char **
words_of(const char *command)
{
	if (command && *command)
		return command_split(command);
	char **words = by_environment();
	return words ? words : command_split("xdg-open");
}

static bool
wants_terminal(char **words)
{
	static const char *const text[] = {"lynx", "w3m", "elinks", "links", "links2", "browsh",
					   "carbonyl", "cha", "edbrowse", "retawq"};
	/* these pick a text browser by themselves where there is no display */
	static const char *const pickers[] = {"xdg-open", "sensible-browser", "www-browser",
					      "x-www-browser"};
	if (!words || !words[0])
		return false;
	const char *name = base_name(words[0]);
	for (size_t i = 0; i < ARRAY_LEN(text); i++)
		if (strcmp(name, text[i]) == 0)
			return true;
	for (size_t i = 0; i < ARRAY_LEN(pickers); i++)
		if (strcmp(name, pickers[i]) == 0)
			return !has_display();
	return false;
}

bool
browser_wants_terminal(const char *command)
{
	char **words = words_of(command);
	bool terminal = wants_terminal(words);
	free(words);
	return terminal;
}

/* ---- starting it ------------------------------------------------------------------- */

void
browser_wait(pid_t pid)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN}, interrupt, quit;
	sigaction(SIGINT, &ignore, &interrupt);
	sigaction(SIGQUIT, &ignore, &quit);
	child_wait(pid);
	sigaction(SIGINT, &interrupt, NULL);
	sigaction(SIGQUIT, &quit, NULL);
}

/* The link as it is handed over: it starts with http, so it is no option, and holds
 * ASCII alone after the host (RFC 3987 3.1). */
static char *
serialise(const char *url)
{
	struct bytes host = url_host(url);
	struct buf out;
	buf_init(&out, 0);
	buf_add(&out, url, (size_t)(host.data - url) + host.len);
	for (const char *p = host.data + host.len; *p; p++) {
		if ((unsigned char)*p < 0x80)
			buf_add_char(&out, *p);
		else
			buf_printf(&out, "%%%02X", (unsigned char)*p);
	}
	return buf_take(&out);
}

/* Words with the link in its place; borrowed strings, the array is yours. */
static char **
with_link(char **words, char *link)
{
	size_t n = 0;
	while (words[n])
		n++;
	char **argv = mem_alloc((n + 2) * sizeof(*argv));
	bool placed = false;
	for (size_t i = 0; i < n; i++) {
		bool here = i && (strcmp(words[i], "%u") == 0 || strcmp(words[i], "%s") == 0);
		argv[i] = here ? link : words[i];
		placed |= here;
	}
	if (!placed)
		argv[n++] = link;
	argv[n] = NULL;
	return argv;
}

/* A program of others: it has the terminal, or is left running behind us. */
static int
start(char **argv, bool terminal, pid_t *pid)
{
	int end = terminal ? CHILD_OURS : CHILD_NOWHERE;
	child_reap();
	int error = child_start(argv, &(struct child_io){.in = end, .out = end, .err = end,
							 .session = !terminal, .foreign = true}, pid);
	if (!error && !terminal)
		child_leave(*pid);
	return error;
}

enum err
start_failed(const char *program, int error, struct why *why)
{
	if (error == ENOENT)
		return err_set(why, ERR_IO, _("there is no program %s here"), program);
	return err_set(why, ERR_IO, "%s: %s", program, lang_errno(error));
}

enum err
command_start(char *const argv[], struct why *why)
{
	pid_t child = 0;
	int error = start((char **)argv, false, &child);
	if (error)
		return start_failed(argv[0], error, why);
	return OK;
}

enum err
browser_open(const char *command, const char *url, pid_t *pid, bool *terminal, struct why *why)
{
	if (!url_is_web(url))
		return err_set(why, ERR_FORMAT, "not a web link: %s", url ? url : "");
	char **words = words_of(command);
	if (!words || !words[0]) {
		free(words);
		return err_set(why, ERR_CONFIG, "the browser command is not complete: %s",
			       command ? command : "");
	}
	bool in_terminal = wants_terminal(words);
	char *link = serialise(url);
	char **argv = with_link(words, link);
	pid_t child = 0;
	int error = start(argv, in_terminal, &child);
	enum err e = OK;
	if (error == ENOENT) {
		e = err_set(why, ERR_IO, _("there is no program %s here; the setting browser "
					   "names another"), words[0]);
	} else if (error) {
		e = start_failed(words[0], error, why);
	} else {
		if (pid)
			*pid = child;
		if (terminal)
			*terminal = in_terminal;
	}
	free(argv);
	free(link);
	free(words);
	return e;
}

/* ---- words of a small program --------------------------------------------------- */

int
command_read(char *const argv[], pid_t *pid)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
		return -1;
	int error = child_start(argv, &(struct child_io){CHILD_NOWHERE, ends[1], CHILD_NOWHERE,
							 false, true}, pid);
	close(ends[1]);
	if (error == 0)
		return ends[0];
	close(ends[0]);
	return -1;
}
