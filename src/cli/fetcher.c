/* SPDX-License-Identifier: MIT
 *
 * The fetcher run once, for its output; and the bar of long work.
 */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/child.h"
#include "sys/lang.h"
#include "sys/paths.h"

#define BAR_CELLS 30

int
cli_run_fetcher(const char *const words[], struct buf *out)
{
	char *program = path_fetcher();
	int fds[2] = {-1, CHILD_OURS};
	pid_t pid;
	if (!program) {
		cli_complain(_("the fetcher akhbar-fetch was not found; install it or set AKHBAR_FETCH"));
		return EXIT_USAGE;
	}
	if (out && pipe2(fds, O_CLOEXEC) < 0) {
		cli_complain("%s", lang_errno(errno));
		free(program);
		return EXIT_USAGE;
	}
	char *argv[8] = {program};
	for (size_t i = 0; words[i] && i + 2 < ARRAY_LEN(argv); i++)
		argv[i + 1] = (char *)words[i];
	fflush(stdout);
	int failed = child_start(argv, &(struct child_io){CHILD_OURS, fds[1], CHILD_OURS, false, false},
				 &pid);
	free(program);
	if (out) {
		char chunk[65536];
		ssize_t n;
		close(fds[1]);
		while (!failed && ((n = read(fds[0], chunk, sizeof(chunk))) > 0 ||
				   (n < 0 && errno == EINTR)))
			if (n > 0)
				buf_add(out, chunk, (size_t)n);
		close(fds[0]);
	}
	if (failed) {
		cli_complain("%s", lang_errno(failed));
		return EXIT_USAGE;
	}
	int status = child_wait(pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_PARTLY;
}

void
cli_bar_clear(bool bar)
{
	if (bar)
		fputs("\r\033[K", stderr);
}

void
cli_bar(bool bar, int64_t done, int64_t total, const char *after)
{
	bool rtl = lang_dir() == DIR_RTL; /* it fills from where reading begins */
	struct buf line;
	if (!bar || total <= 0)
		return;
	int filled = (int)(done * BAR_CELLS / total);
	buf_init(&line, 0);
	buf_add_str(&line, "\r\033[K");
	for (int i = 0; i < BAR_CELLS; i++)
		buf_add_str(&line, (rtl ? BAR_CELLS - 1 - i : i) < filled ? "━" : "─");
	buf_printf(&line, " %lld/%lld%s", (long long)done, (long long)total, after);
	fputs(line.data, stderr);
	fflush(stderr);
	buf_release(&line);
}
