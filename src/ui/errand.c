/* SPDX-License-Identifier: MIT */
#include "ui/errand.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "akhbar/limits.h"
#include "sys/child.h"
#include "sys/lang.h"
#include "sys/paths.h"

struct errand {
	pid_t pid; /* 0: none runs */
	int fd;
	struct buf out;
	errand_done *done;
};

bool
errand_runs(const struct app *app)
{
	return app->errand && app->errand->pid > 0;
}

int
errand_fd(const struct app *app)
{
	return app->errand ? app->errand->fd : -1;
}

static int
end(struct errand *e)
{
	int status = 0;
	if (e->fd >= 0)
		close(e->fd);
	e->fd = -1;
	if (e->pid > 0)
		status = child_wait(e->pid);
	e->pid = 0;
	return status;
}

void
errand_stop(struct app *app)
{
	struct errand *e = app->errand;
	if (!e)
		return;
	if (e->pid > 0)
		kill(e->pid, SIGKILL);
	end(e);
	buf_release(&e->out);
}

void
errand_release(struct app *app)
{
	errand_stop(app);
	free(app->errand);
	app->errand = NULL;
}

bool
errand_start(struct app *app, const char *const words[], errand_done *done)
{
	char *program = path_fetcher(), *argv[12] = {program};
	int fds[2];
	errand_stop(app);
	if (!app->errand) {
		app->errand = mem_zalloc(sizeof(*app->errand));
		app->errand->fd = -1;
	}
	struct errand *e = app->errand;
	if (!program || access(program, X_OK) < 0 || pipe2(fds, O_CLOEXEC) < 0) {
		app_complain(app, "%s", _("The fetcher akhbar-fetch was not found; nothing can be "
					  "refreshed."));
		free(program);
		return false;
	}
	/* what it says is shown as it is: in the language of the screens */
	argv[1] = (char *)words[0];
	argv[2] = (char *)"--lang";
	argv[3] = (char *)lang_name();
	for (size_t i = 1; words[i] && i + 4 < ARRAY_LEN(argv); i++)
		argv[i + 3] = (char *)words[i];
	struct child_io io = {CHILD_NOWHERE, fds[1], fds[1], true, false};
	int error = child_start(argv, &io, &e->pid);
	close(fds[1]);
	free(program);
	if (error) {
		close(fds[0]);
		e->pid = 0;
		app_complain(app, "%s", lang_errno(error));
		return false;
	}
	buf_init(&e->out, LIMIT_BODY_BYTES);
	e->done = done;
	e->fd = fds[0];
	fcntl(e->fd, F_SETFL, O_NONBLOCK);
	return true;
}

void
errand_readable(struct app *app)
{
	struct errand *e = app->errand;
	char piece[16384];
	ssize_t n = read(e->fd, piece, sizeof(piece));
	if (n > 0) {
		buf_add(&e->out, piece, (size_t)n);
		return;
	}
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	int status = end(e);
	char *text = buf_take(&e->out); /* `done` may start another */
	e->done(app, text ? text : "", WIFEXITED(status) && WEXITSTATUS(status) == 0);
	free(text);
}

/* Behind "akhbar-fetch: " and "<address>: ", which the reader has before them. */
static struct bytes
cause_in(struct bytes line)
{
	static const char *const names[] = {"akhbar-fetch: ", "akhbar: "};
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		size_t n = strlen(names[i]);
		if (bytes_starts(line, names[i]))
			line = (struct bytes){line.data + n, line.len - n};
	}
	const char *end = line.len && line.data[0] == '<' ? memmem(line.data, line.len, ">: ", 3) : NULL;
	if (end)
		line = (struct bytes){end + 3, line.len - (size_t)(end + 3 - line.data)};
	return line;
}

char *
errand_reason(const char *text)
{
	char *reason = NULL;
	for (const char *p = text; *p;) {
		size_t n = strcspn(p, "\n");
		if (n && !memchr(p, '\t', n)) {
			struct bytes cause = cause_in((struct bytes){p, n});
			free(reason);
			reason = mem_strndup(cause.data, cause.len);
		}
		p += n + (p[n] == '\n');
	}
	return reason;
}
