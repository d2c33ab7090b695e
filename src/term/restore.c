/* SPDX-License-Identifier: MIT
 *
 * The ways out that nobody planned. Whatever ends the program, the terminal gets
 * its own bidi, its cursor and its modes back: by a constant and write(2), because a
 * signal handler may do little else (POSIX 2.4.3). Signals that only interrupt
 * set a flag here and are read by term_key().
 */
#include "term/term-internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define STILL_MS 300 /* a terminal that takes nothing for so long is left as it is */

static struct {
	volatile sig_atomic_t armed;
	char bytes[256];
	size_t n;
	int in_fd, out_fd;
	struct termios mode;
} saved;

static volatile sig_atomic_t saw_resize, saw_stop, saw_continue;
static volatile sig_atomic_t wake = -1;

void
restore_arm(const char *bytes, size_t n, int in_fd, int out_fd, const struct termios *mode)
{
	saved.armed = 0;
	if (n > sizeof(saved.bytes))
		n = sizeof(saved.bytes);
	memcpy(saved.bytes, bytes, n);
	saved.n = n;
	saved.in_fd = in_fd;
	saved.out_fd = out_fd;
	saved.mode = *mode;
	saved.armed = 1;
}

void
restore_disarm(void)
{
	saved.armed = 0;
}

/* A terminal that stands still (a frozen window) does not hold up the end. */
static void
write_bounded(void)
{
	int flags = fcntl(saved.out_fd, F_GETFL);
	struct pollfd p = { .fd = saved.out_fd, .events = POLLOUT };

	fcntl(saved.out_fd, F_SETFL, flags | O_NONBLOCK);
	for (size_t at = 0; at < saved.n;) {
		ssize_t n = write(saved.out_fd, saved.bytes + at, saved.n - at);
		if (n > 0)
			at += (size_t)n;
		else if (n == 0 || (errno != EINTR && errno != EAGAIN) ||
			 (errno == EAGAIN && poll(&p, 1, STILL_MS) <= 0))
			break;
	}
	fcntl(saved.out_fd, F_SETFL, flags);
}

void
term_signal_restore(void)
{
	int keep = errno;

	if (!saved.armed)
		return;
	saved.armed = 0;
	write_bounded();
	/* A background process must not be stopped by SIGTTOU here: it is blocked or
	 * ignored by those who call this from a handler. */
	tcsetattr(saved.in_fd, TCSANOW, &saved.mode);
	errno = keep;
}

static void
on_death(int sig)
{
	struct sigaction dfl = { .sa_handler = SIG_DFL };

	term_signal_restore();
	sigaction(sig, &dfl, NULL);
	raise(sig);
}

static void
on_news(int sig)
{
	int keep = errno;
	char byte = 0;

	if (sig == SIGWINCH)
		saw_resize = 1;
	else if (sig == SIGTSTP)
		saw_stop = 1;
	else
		saw_continue = 1;
	if (wake >= 0 && write(wake, &byte, 1) < 0)
		errno = keep; /* full: it will wake up anyway */
	errno = keep;
}

static const int fatal[] = { SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL };
static const int ends[] = { SIGTERM, SIGHUP, SIGINT, SIGQUIT };
static const int news[] = { SIGWINCH, SIGTSTP, SIGCONT };

/* A stack of its own, so that running out of stack restores the terminal too. */
static char fatal_stack[16384];

void
restore_signals_on(int wake_fd)
{
	stack_t stack = { .ss_sp = fatal_stack, .ss_size = sizeof(fatal_stack) };
	struct sigaction death = { .sa_handler = on_death, .sa_flags = SA_ONSTACK };
	struct sigaction told = { .sa_handler = on_news, .sa_flags = SA_RESTART };
	struct sigaction old;

	wake = wake_fd;
	saw_resize = saw_stop = saw_continue = 0;
	sigemptyset(&death.sa_mask);
	sigaddset(&death.sa_mask, SIGTTOU);
	sigemptyset(&told.sa_mask);
	if (sigaltstack(NULL, &stack) == 0 && (stack.ss_flags & SS_DISABLE)) {
		stack = (stack_t){ .ss_sp = fatal_stack, .ss_size = sizeof(fatal_stack) };
		sigaltstack(&stack, NULL);
	}
	for (size_t i = 0; i < ARRAY_LEN(fatal); i++) {
		if (sigaction(fatal[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL)
			sigaction(fatal[i], &death, NULL);
	}
	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		if (sigaction(ends[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL)
			sigaction(ends[i], &death, NULL);
	}
	for (size_t i = 0; i < ARRAY_LEN(news); i++)
		sigaction(news[i], &told, NULL);
}

static void
back_to_default(const int *sigs, size_t n)
{
	struct sigaction dfl = { .sa_handler = SIG_DFL }, old;

	for (size_t i = 0; i < n; i++) {
		if (sigaction(sigs[i], NULL, &old) == 0 &&
		    (old.sa_handler == on_death || old.sa_handler == on_news))
			sigaction(sigs[i], &dfl, NULL);
	}
}

void
restore_signals_off(void)
{
	back_to_default(fatal, ARRAY_LEN(fatal));
	back_to_default(ends, ARRAY_LEN(ends));
	back_to_default(news, ARRAY_LEN(news));
	wake = -1;
}

static bool
took(volatile sig_atomic_t *flag)
{
	bool was = *flag;

	*flag = 0;
	return was;
}

bool
restore_took_resize(void)
{
	return took(&saw_resize);
}

bool
restore_took_stop(void)
{
	return took(&saw_stop);
}

bool
restore_took_continue(void)
{
	return took(&saw_continue);
}
