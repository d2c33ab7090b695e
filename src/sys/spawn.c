/* SPDX-License-Identifier: MIT */
#include "sys/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/lang.h"

#define LEFT_RUNNING_MAX 64

extern char **environ;

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

static bool
in_path(const char *program)
{
	if (strchr(program, '/'))
		return access(program, X_OK) == 0;
	const char *path = getenv("PATH");
	for (const char *p = path ? path : "/usr/bin:/bin"; *p;) {
		size_t n = strcspn(p, ":");
		char *full = mem_printf("%.*s%s%s", (int)n, p, n ? "/" : "", program);
		bool there = access(full, X_OK) == 0;
		free(full);
		if (there)
			return true;
		p += n + (p[n] == ':');
	}
	return false;
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
		if (words && words[0] && in_path(words[0]))
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

static pid_t left_running[LEFT_RUNNING_MAX];

void
browser_reap(void)
{
	for (size_t i = 0; i < LEFT_RUNNING_MAX; i++)
		if (left_running[i] && waitpid(left_running[i], NULL, WNOHANG) != 0)
			left_running[i] = 0;
}

static void
remember(pid_t pid)
{
	for (size_t i = 0; i < LEFT_RUNNING_MAX; i++)
		if (!left_running[i]) {
			left_running[i] = pid;
			return;
		}
}

void
browser_wait(pid_t pid)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN}, interrupt, quit;
	sigaction(SIGINT, &ignore, &interrupt);
	sigaction(SIGQUIT, &ignore, &quit);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
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

/* Our environment with LANGUAGE as the user had it. */
static char **
environment(char **own_language)
{
	size_t n = 0;
	while (environ[n])
		n++;
	char **env = mem_alloc((n + 2) * sizeof(*env));
	size_t out = 0;
	for (size_t i = 0; i < n; i++)
		if (strncmp(environ[i], "LANGUAGE=", 9) != 0)
			env[out++] = environ[i];
	const char *before = lang_inherited();
	*own_language = before ? mem_printf("LANGUAGE=%s", before) : NULL;
	if (*own_language)
		env[out++] = *own_language;
	env[out] = NULL;
	return env;
}

static int
start(char **argv, bool terminal, pid_t *pid)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t all, none;
	short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&attr);
	sigfillset(&all);
	sigdelset(&all, SIGKILL);
	sigdelset(&all, SIGSTOP);
	sigemptyset(&none);
	posix_spawnattr_setsigdefault(&attr, &all);
	posix_spawnattr_setsigmask(&attr, &none);
	if (!terminal) {
		/* a session of its own: it outlives us and cannot reach the terminal */
		flags |= POSIX_SPAWN_SETSID;
		posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
		posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
		posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
	}
#ifdef __GLIBC_PREREQ
#if __GLIBC_PREREQ(2, 34)
	posix_spawn_file_actions_addclosefrom_np(&files, 3);
#endif
#endif
	posix_spawnattr_setflags(&attr, flags);
	char *own_language;
	char **env = environment(&own_language);
	int error = posix_spawnp(pid, argv[0], &files, &attr, argv, env);
	free(own_language);
	free(env);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	return error;
}

enum err
command_start(char *const argv[], struct why *why)
{
	pid_t child = 0;
	browser_reap();
	int error = start((char **)argv, false, &child);
	if (error)
		return err_set(why, ERR_IO, "%s: %s", argv[0], strerror(error));
	remember(child);
	return OK;
}

enum err
browser_open(const char *command, const char *url, pid_t *pid, bool *terminal, struct why *why)
{
	browser_reap();
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
	if (error) {
		e = err_set(why, ERR_IO, "%s: %s", words[0], strerror(error));
	} else {
		if (!in_terminal)
			remember(child);
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
	posix_spawn_file_actions_t files;
	int ends[2];
	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
		return -1;
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&files, ends[1], 1);
	posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
	int error = posix_spawnp(pid, argv[0], &files, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&files);
	close(ends[1]);
	if (error == 0)
		return ends[0];
	close(ends[0]);
	return -1;
}
