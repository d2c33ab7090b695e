/* SPDX-License-Identifier: MIT */
#include "work/client.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "sys/clock.h"
#include "sys/lang.h"
#include "sys/log.h"

#define LOG_MODULE "client"
#define OPEN_MAX_REQUESTS 64
#define FIRST_PAUSE_NS 250000
#define LAST_PAUSE_NS 4000000
#define END_WAIT_MS 2500 /* more than the fetcher needs to keep what arrived */

extern char **environ;

struct client {
	char *program, *config, *feeds, *db, *log, *lang;
	struct buf secrets;
	struct stat feeds_seen; /* the feeds file the fetcher has read */
	client_message_fn on_message;
	client_died_fn on_died;
	void *context;
	pid_t pid; /* 0 not running */
	int fd;
	unsigned starts; /* a call-back may end this talk and begin another */
	bool greeted;
	struct buf in;
	uint64_t last_number;
	uint64_t open[OPEN_MAX_REQUESTS]; /* requests without their last line */
	size_t open_n;
};

static char *
copy(const char *s)
{
	return s ? mem_strdup(s) : NULL;
}

struct client *
client_new(const struct client_options *o, client_message_fn on_message, client_died_fn on_died,
	   void *context)
{
	struct client *c = mem_zalloc(sizeof(*c));
	c->program = copy(o->program);
	c->config = copy(o->config);
	c->feeds = copy(o->feeds);
	c->db = copy(o->db);
	c->log = copy(o->log);
	c->lang = copy(o->lang);
	buf_init(&c->secrets, 0);
	buf_add_bytes(&c->secrets, o->secrets);
	c->on_message = on_message;
	c->on_died = on_died;
	c->context = context;
	c->fd = -1;
	buf_init(&c->in, PROTOCOL_LINE_BYTES);
	return c;
}

/* ---- start ---------------------------------------------------------------------- */

#define SECRETS_FD 3

/* A file in memory with the passwords, at its start; -1 when there are none. */
static int
secrets_fd(const struct client *c)
{
	if (!c->secrets.len)
		return -1;
	int fd = memfd_create("akhbar", MFD_CLOEXEC);
	if (fd >= 0 && (write(fd, c->secrets.data, c->secrets.len) != (ssize_t)c->secrets.len ||
			lseek(fd, 0, SEEK_SET) != 0)) {
		close(fd);
		fd = -1;
	}
	return fd;
}

static int
spawn_fetcher(struct client *c, int theirs)
{
	char *argv[18];
	size_t n = 0;
	const struct {
		const char *name;
		char *value;
	} pairs[] = {{"--config", c->config}, {"--feeds", c->feeds}, {"--db", c->db},
		     {"--log", c->log},       {"--lang", c->lang}};
	argv[n++] = c->program;
	argv[n++] = (char *)"serve";
	for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
		if (pairs[i].value) {
			argv[n++] = (char *)pairs[i].name;
			argv[n++] = pairs[i].value;
		}
	int secrets = secrets_fd(c);
	if (secrets >= 0) {
		argv[n++] = (char *)"--secrets";
		argv[n++] = (char *)"3";
	}
	argv[n] = NULL;

	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, all;
	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	posix_spawn_file_actions_adddup2(&actions, theirs, 0);
	posix_spawn_file_actions_adddup2(&actions, theirs, 1);
	if (secrets >= 0)
		posix_spawn_file_actions_adddup2(&actions, secrets, SECRETS_FD);
	/* what libraries print must not reach a terminal in use */
	posix_spawn_file_actions_addopen(&actions, 2, c->log ? c->log : "/dev/null",
					 O_WRONLY | O_APPEND | O_CREAT, 0600);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
						      POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setpgroup(&attributes, 0);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &all);
	int status = posix_spawn(&c->pid, c->program, &actions, &attributes, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	if (secrets >= 0)
		close(secrets);
	if (status)
		c->pid = 0;
	return status;
}

static bool
start(struct client *c, struct why *why)
{
	if (!c->program || !*c->program) {
		err_set(why, ERR_NOT_FOUND, "akhbar-fetch was not found; install both programs or set AKHBAR_FETCH");
		return false;
	}
	int pair[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0) {
		err_set(why, ERR_IO, "no pipe to the fetcher: %s", lang_errno(errno));
		return false;
	}
	int status = spawn_fetcher(c, pair[1]);
	close(pair[1]);
	if (status) {
		close(pair[0]);
		err_set(why, ERR_IO, "%s cannot be started: %s", c->program, lang_errno(status));
		return false;
	}
	fcntl(pair[0], F_SETFL, O_NONBLOCK);
	c->fd = pair[0];
	c->starts++;
	if (!c->feeds || stat(c->feeds, &c->feeds_seen) < 0)
		memset(&c->feeds_seen, 0, sizeof(c->feeds_seen));
	c->greeted = false;
	buf_clear(&c->in);
	LOGI("fetcher %d started", (int)c->pid);
	return true;
}

/* ---- end --------------------------------------------------------------------------- */

/* Closes the pipe and reaps; after the wait the whole group is killed. */
static int
reap(struct client *c)
{
	int status = 0;
	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
	if (!c->pid)
		return 0;
	/* most end at once, and whoever closes the reader waits for it */
	struct timespec pause = {0, FIRST_PAUSE_NS};
	for (int64_t until = clock_mono_ms() + END_WAIT_MS; clock_mono_ms() < until;) {
		pid_t got = waitpid(c->pid, &status, WNOHANG);
		if (got == c->pid || (got < 0 && errno == ECHILD)) {
			c->pid = 0;
			return got < 0 ? 0 : status;
		}
		nanosleep(&pause, NULL);
		if (pause.tv_nsec < LAST_PAUSE_NS)
			pause.tv_nsec *= 2;
	}
	kill(-c->pid, SIGKILL);
	while (waitpid(c->pid, &status, 0) < 0 && errno == EINTR)
		;
	c->pid = 0;
	return status;
}

static void
died(struct client *c, const char *words)
{
	int status = reap(c);
	char how[256];
	if (words)
		snprintf(how, sizeof(how), "%s", words);
	else if (WIFSIGNALED(status))
		snprintf(how, sizeof(how), "signal %d", WTERMSIG(status));
	else
		snprintf(how, sizeof(how), "exit status %d", WEXITSTATUS(status));
	LOGW("fetcher ended: %s", how);
	bool had_work = c->open_n > 0;
	c->open_n = 0;
	/* a feed that ended the worker was told by serve itself (failed-feed ...
	 * crashed) and is left out there; here the whole program is gone */
	if (had_work && c->on_died)
		c->on_died(0, how, c->context);
}

void
client_free(struct client *c)
{
	if (!c)
		return;
	reap(c);
	buf_release(&c->in);
	if (c->secrets.data)
		explicit_bzero(c->secrets.data, c->secrets.len);
	buf_release(&c->secrets);
	free(c->program);
	free(c->config);
	free(c->feeds);
	free(c->db);
	free(c->log);
	free(c->lang);
	free(c);
}

/* ---- requests ------------------------------------------------------------------------ */

static bool
send_all(struct client *c, struct bytes data)
{
	while (data.len) {
		ssize_t n = send(c->fd, data.data, data.len, MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) /* gone, or so full that it does not listen any more */
			return false;
		data.data += n;
		data.len -= (size_t)n;
	}
	return true;
}

static void
closed_request(struct client *c, uint64_t number)
{
	for (size_t i = 0; i < c->open_n; i++)
		if (c->open[i] == number) {
			c->open[i] = c->open[--c->open_n];
			return;
		}
}

/* The fetcher reads the feeds file once, before it gives up its rights. One that has
 * nothing to do ends when the file has changed, and its successor reads it. */
static void
end_when_stale(struct client *c)
{
	struct stat now;
	if (c->fd < 0 || c->open_n || !c->feeds || stat(c->feeds, &now) < 0)
		return;
	const struct stat *seen = &c->feeds_seen;
	if (now.st_ino == seen->st_ino && now.st_size == seen->st_size &&
	    now.st_mtim.tv_sec == seen->st_mtim.tv_sec && now.st_mtim.tv_nsec == seen->st_mtim.tv_nsec)
		return;
	LOGI("the feeds file has changed: the fetcher starts again");
	reap(c);
}

uint64_t
client_request(struct client *c, struct why *why, const char *verb, ...)
{
	struct buf line;
	uint64_t number = ++c->last_number;
	end_when_stale(c);
	buf_init(&line, 0);
	va_list fields;
	va_start(fields, verb);
	message_writev(&line, number, verb, fields);
	va_end(fields);
	bool sent = false;
	for (int attempt = 0; attempt < 2 && !sent; attempt++) {
		if (c->fd < 0) {
			struct buf hello;
			if (!start(c, why))
				break;
			buf_init(&hello, 0);
			hello_write(&hello);
			sent = send_all(c, buf_view(&hello));
			buf_release(&hello);
			if (!sent) {
				died(c, NULL);
				continue;
			}
		}
		sent = send_all(c, buf_view(&line));
		if (!sent)
			died(c, NULL);
	}
	buf_release(&line);
	if (!sent) {
		if (why && !why->text[0])
			err_set(why, ERR_IO, "the fetcher does not take requests");
		return 0;
	}
	if (c->open_n < OPEN_MAX_REQUESTS)
		c->open[c->open_n++] = number;
	return number;
}

/* What has no answer, and no use without a fetcher. */
static void
tell(struct client *c, const char *verb, int64_t n)
{
	struct buf line;
	char text[24];
	if (c->fd < 0)
		return;
	snprintf(text, sizeof(text), "%lld", (long long)n);
	buf_init(&line, 0);
	message_write(&line, ++c->last_number, verb, text, NULL);
	if (!send_all(c, buf_view(&line)))
		died(c, NULL);
	buf_release(&line);
}

void
client_cancel(struct client *c, uint64_t number)
{
	tell(c, "cancel", (int64_t)number);
}

void
client_rest(struct client *c, int64_t ms)
{
	tell(c, "rest", ms);
}

int
client_fd(const struct client *c)
{
	return c->fd;
}

bool
client_running(const struct client *c)
{
	return c->fd >= 0;
}

/* ---- replies ------------------------------------------------------------------------- */

/* false: the talk has ended. */
static bool
take_line(struct client *c, struct bytes line)
{
	struct why why = {""};
	if (!c->greeted) {
		if (!hello_check(line, &why)) {
			died(c, why.text);
			return false;
		}
		c->greeted = true;
		return true;
	}
	struct message m;
	if (!message_parse(line, &m))
		return true; /* a line we do not know is no reason to stop */
	const char *verb = m.fields[0];
	if (!strcmp(verb, "done") || !strcmp(verb, "failed") || !strcmp(verb, "busy"))
		closed_request(c, m.number);
	if (c->on_message)
		c->on_message(&m, c->context);
	message_release(&m);
	return c->fd >= 0;
}

static bool
take_lines(struct client *c)
{
	size_t from = 0;
	bool on = true;
	unsigned talk = c->starts;
	while (on && c->in.len > from) {
		const char *newline = memchr(c->in.data + from, '\n', c->in.len - from);
		if (!newline)
			break;
		size_t len = (size_t)(newline - c->in.data) - from;
		on = take_line(c, (struct bytes){c->in.data + from, len}) && talk == c->starts;
		from += len + 1;
	}
	if (!on)
		return false;
	if (from) {
		memmove(c->in.data, c->in.data + from, c->in.len - from);
		c->in.len -= from;
	}
	return true;
}

void
client_readable(struct client *c)
{
	char piece[16384];
	/* a bounded turn, so that keys are looked at even when lines pour in */
	for (int turn = 0; turn < 16 && c->fd >= 0; turn++) {
		ssize_t n = recv(c->fd, piece, sizeof(piece), MSG_DONTWAIT);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return;
		if (n <= 0) {
			died(c, NULL);
			return;
		}
		if (!buf_add(&c->in, piece, (size_t)n)) {
			died(c, "it spoke out of bounds");
			return;
		}
		if (!take_lines(c))
			return;
	}
}
