/* SPDX-License-Identifier: MIT */
#include "sys/handover.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/child.h"
#include "sys/clock.h"
#include "sys/lang.h"
#include "sys/spawn.h"

#define BEHIND_MS 2000 /* a program that takes so long runs on by itself */

static char *
fill(const char *word, const char *url, const char *title)
{
	struct buf out;
	buf_init(&out, 0);
	for (const char *p = word; *p; p++) {
		if (p[0] == '%' && (p[1] == 'u' || p[1] == 't')) {
			const char *value = p[1] == 'u' ? url : title;
			if (p == word && value && value[0] == '-')
				buf_add_char(&out, ' ');
			buf_add_str(&out, value ? value : "");
			p++;
		} else if (p[0] == '%' && p[1] == '%') {
			buf_add_char(&out, *p++);
		} else {
			buf_add_char(&out, *p);
		}
	}
	char *filled = mem_strdup(out.data ? out.data : "");
	buf_release(&out);
	return filled;
}

char **
handover_words(const char *command, const char *url, const char *title)
{
	char **words = command_split(command);
	size_t n = 0;
	if (!words || !words[0]) {
		free(words);
		return NULL;
	}
	while (words[n])
		n++;
	char **out = mem_zalloc((n + 1) * sizeof(*out));
	for (size_t i = 0; i < n; i++)
		out[i] = i ? fill(words[i], url, title) : mem_strdup(words[i]);
	free(words);
	return out;
}

void
handover_free(char **words)
{
	for (size_t i = 0; words && words[i]; i++)
		free(words[i]);
	free(words);
}

/* Gives what the program takes, as long as it lives. True: it has ended. */
static bool
feed(int fd, struct bytes input, pid_t pid, bool patient, int *raw)
{
	int64_t until = clock_mono_ms() + BEHIND_MS;
	while (patient || clock_mono_ms() < until) {
		pid_t ended = waitpid(pid, raw, WNOHANG);
		if (ended == pid || (ended < 0 && errno != EINTR)) {
			if (fd >= 0)
				close(fd);
			return true;
		}
		if (fd >= 0 && !input.len) {
			close(fd);
			fd = -1;
		}
		struct pollfd p = {.fd = fd, .events = POLLOUT};
		if (poll(&p, 1, 50) <= 0 || fd < 0)
			continue;
		ssize_t n = write(fd, input.data, input.len);
		if (n > 0) {
			input.data += n;
			input.len -= (size_t)n;
		} else if (n < 0 && errno != EAGAIN && errno != EINTR) {
			input.len = 0; /* it wants no more */
		}
	}
	if (fd >= 0)
		close(fd);
	return false;
}

enum err
handover_run(char *const words[], struct bytes input, bool terminal, int *status, struct why *why)
{
	int fds[2], raw = 0;
	pid_t pid = 0;
	struct sigaction ignore = {.sa_handler = SIG_IGN}, interrupt, quit, pipe_old;
	*status = 0;
	if (pipe2(fds, O_CLOEXEC) < 0)
		return err_set(why, ERR_IO, "%s: %s", words[0], lang_errno(errno));
	int end = terminal ? CHILD_OURS : CHILD_NOWHERE;
	int error = child_start(words, &(struct child_io){.in = fds[0], .out = end, .err = end,
							  .session = !terminal, .foreign = true}, &pid);
	close(fds[0]);
	if (error) {
		close(fds[1]);
		return start_failed(words[0], error, why);
	}
	fcntl(fds[1], F_SETFL, O_NONBLOCK);
	sigaction(SIGPIPE, &ignore, &pipe_old);
	if (terminal) { /* Ctrl-C is its own */
		sigaction(SIGINT, &ignore, &interrupt);
		sigaction(SIGQUIT, &ignore, &quit);
	}
	if (feed(fds[1], input, pid, terminal, &raw))
		*status = WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
	else
		child_leave(pid);
	if (terminal) {
		sigaction(SIGINT, &interrupt, NULL);
		sigaction(SIGQUIT, &quit, NULL);
	}
	sigaction(SIGPIPE, &pipe_old, NULL);
	child_reap();
	return OK;
}
