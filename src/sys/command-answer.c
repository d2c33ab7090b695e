/* SPDX-License-Identifier: MIT */
#include "sys/spawn.h"

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

#define OUTPUT_MOST (64u << 10)

/* Everything until the other end closes; false when time or room ran out. */
static bool
read_all(int fd, int timeout_ms, struct buf *out)
{
	int64_t end = clock_mono_ms() + timeout_ms;
	char piece[4096];
	for (;;) {
		int64_t left = end - clock_mono_ms();
		struct pollfd p = {.fd = fd, .events = POLLIN};
		int ready = left > 0 ? poll(&p, 1, (int)left) : 0;
		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0)
			return false;
		ssize_t n = read(fd, piece, sizeof(piece));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0;
		if (!buf_add(out, piece, (size_t)n))
			return false;
	}
}

enum err
command_answer(const char *command, int timeout_ms, struct buf *out, struct why *why)
{
	char **words = command_split(command);
	int fds[2] = {-1, -1};
	pid_t pid;
	if (!words || !words[0]) {
		free(words);
		return err_set(why, ERR_CONFIG, "this is no command: %s", command);
	}
	int failed = pipe2(fds, O_CLOEXEC) < 0 ? errno
		: child_start(words, &(struct child_io){CHILD_OURS, fds[1], CHILD_OURS, false, true}, &pid);
	if (fds[1] >= 0)
		close(fds[1]);
	enum err error = OK;
	if (failed) {
		error = err_set(why, ERR_IO, "%s: %s", words[0], lang_errno(failed));
	} else {
		out->limit = OUTPUT_MOST;
		bool whole = read_all(fds[0], timeout_ms, out);
		if (!whole)
			kill(pid, SIGKILL);
		int status = child_wait(pid);
		if (!whole)
			error = err_set(why, ERR_IO, "%s did not end in time", words[0]);
		else if (!WIFEXITED(status) || WEXITSTATUS(status))
			error = err_set(why, ERR_IO, "%s ended with status %d", words[0],
					WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
	}
	if (fds[0] >= 0)
		close(fds[0]);
	free(words);
	return error;
}
