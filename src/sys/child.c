/* SPDX-License-Identifier: MIT */
#include "sys/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "akhbar/base.h"
#include "sys/lang.h"

#define LEFT_MAX 64

extern char **environ;

/* Our environment with LANGUAGE as the reader had it. */
static char **
their_environment(char **own_language)
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

static void
place(posix_spawn_file_actions_t *files, int fd, int to)
{
	if (fd == CHILD_NOWHERE)
		posix_spawn_file_actions_addopen(files, to, "/dev/null", to ? O_WRONLY : O_RDONLY, 0);
	else if (fd >= 0)
		posix_spawn_file_actions_adddup2(files, fd, to);
}

int
child_start(char *const argv[], const struct child_io *io, pid_t *pid)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t all, none;
	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&attr);
	sigfillset(&all);
	sigdelset(&all, SIGKILL);
	sigdelset(&all, SIGSTOP);
	sigemptyset(&none);
	posix_spawnattr_setsigdefault(&attr, &all);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setflags(&attr, (short)(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK |
						(io->session ? POSIX_SPAWN_SETSID : 0)));
	place(&files, io->in, STDIN_FILENO);
	place(&files, io->out, STDOUT_FILENO);
	place(&files, io->err, STDERR_FILENO);
#ifdef __GLIBC_PREREQ
#if __GLIBC_PREREQ(2, 34)
	posix_spawn_file_actions_addclosefrom_np(&files, 3);
#endif
#endif
	char *own_language = NULL, **env = io->foreign ? their_environment(&own_language) : environ;
	int error = posix_spawnp(pid, argv[0], &files, &attr, argv, env);
	if (io->foreign)
		free(env);
	free(own_language);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	return error;
}

int
child_wait(pid_t pid)
{
	int status = 0;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

static pid_t left[LEFT_MAX];

void
child_reap(void)
{
	for (size_t i = 0; i < LEFT_MAX; i++)
		if (left[i] && waitpid(left[i], NULL, WNOHANG) != 0)
			left[i] = 0;
}

void
child_leave(pid_t pid)
{
	for (size_t i = 0; i < LEFT_MAX; i++)
		if (!left[i]) {
			left[i] = pid;
			return;
		}
}

bool
child_there(const char *program)
{
	const char *path = getenv("PATH");
	if (strchr(program, '/'))
		return access(program, X_OK) == 0;
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
