/* SPDX-License-Identifier: MIT */
#include "work/watch.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/lang.h"

#define DEATHS_MOST 64
#define DOCUMENT_CPU_S 20
#define STOP_SECONDS 2

static volatile sig_atomic_t stop_signal;

static void
on_stop(int n, siginfo_t *info, void *context)
{
	(void)context;
	/* the second one ends at once; SQLite's log makes that safe. What the watcher
	 * passes on is not a second one: Ctrl-C reaches both of us by itself. */
	if (stop_signal && info->si_pid != getppid())
		_exit(128 + n);
	stop_signal = n;
}

static void
catch_stops(void)
{
	static const int signals[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT};
	struct sigaction a = {.sa_sigaction = on_stop, .sa_flags = SA_SIGINFO}; /* no SA_RESTART: waits must end */
	for (size_t i = 0; i < ARRAY_LEN(signals); i++) {
		struct sigaction old;
		/* nohup's wish holds */
		if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler == SIG_IGN)
			continue;
		sigaction(signals[i], &a, NULL);
	}
	struct sigaction ignore = {.sa_handler = SIG_IGN};
	sigaction(SIGPIPE, &ignore, NULL);
}

int
watch_stopped(void)
{
	return stop_signal;
}

/* ---- in the worker ------------------------------------------------------------- */

static void
cpu_limit(int seconds)
{
	/* the parsers keep their own limits; this is the wall behind them: SIGPROF's
	 * default action ends the worker, which costs this document alone */
	struct itimerval t = {.it_value = {.tv_sec = seconds}};
	setitimer(ITIMER_PROF, &t, NULL);
}

void
watch_feed(struct watch *w, int64_t feed_id)
{
	w->feed_id = feed_id;
	cpu_limit(DOCUMENT_CPU_S);
}

void
watch_entry(struct watch *w, int64_t entry_id, uint64_t request)
{
	w->entry_request = request;
	w->page = false;
	w->entry_id = entry_id;
	cpu_limit(DOCUMENT_CPU_S);
}

void
watch_page(struct watch *w, int64_t entry_id, uint64_t request)
{
	watch_entry(w, entry_id, request);
	w->page = true;
}

void
watch_nothing(struct watch *w)
{
	cpu_limit(0);
	w->feed_id = w->entry_id = 0;
	w->entry_request = 0;
}

/* ---- the watcher ------------------------------------------------------------------ */

/* Waits for the child; passes a stop on once. *status as of waitpid. */
static void
wait_child(pid_t child, int *status)
{
	bool passed_on = false;
	for (;;) {
		if (stop_signal && !passed_on) {
			kill(child, stop_signal);
			alarm(STOP_SECONDS);
			passed_on = true;
		}
		pid_t got = waitpid(child, status, 0);
		if (got == child)
			break;
		if (got < 0 && errno != EINTR) {
			*status = 1 << 8;
			break;
		}
	}
	alarm(0);
}

static pid_t child_to_kill;

static void
on_alarm(int n)
{
	(void)n;
	kill(child_to_kill, SIGKILL);
}

static void
describe(struct watch *w, int status)
{
	static const struct {
		int signal;
		const char *words;
	} usual[] = {
		{SIGPROF, N_("it took too long")},
		{SIGSEGV, N_("a fault in memory, signal 11")},
		{SIGABRT, N_("it gave up, signal 6")},
		{SIGKILL, N_("it was killed, signal 9")},
	};
	for (size_t i = 0; WIFSIGNALED(status) && i < ARRAY_LEN(usual); i++)
		if (WTERMSIG(status) == usual[i].signal) {
			snprintf(w->death, sizeof(w->death), "%s", usual[i].words);
			return;
		}
	if (WIFSIGNALED(status))
		snprintf(w->death, sizeof(w->death), "signal %d", WTERMSIG(status));
	else
		snprintf(w->death, sizeof(w->death), "exit status %d", WEXITSTATUS(status));
}

int
watch_run(int (*work)(struct watch *w, void *context), void *context)
{
	struct watch *w = mmap(NULL, sizeof(*w), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (w == MAP_FAILED)
		return 1;
	catch_stops();
	struct sigaction alarm_action = {.sa_handler = on_alarm};
	sigaction(SIGALRM, &alarm_action, NULL);
	fflush(NULL);
	for (;;) {
		sigset_t block, before;
		sigfillset(&block);
		sigprocmask(SIG_BLOCK, &block, &before);
		pid_t child = fork();
		if (child == 0) {
			/* whoever kills the watcher means us both */
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			signal(SIGALRM, SIG_DFL);
			sigprocmask(SIG_SETMASK, &before, NULL);
			int status = work(w, context);
			fflush(NULL);
			exit(stop_signal ? 128 + stop_signal : status);
		}
		child_to_kill = child;
		sigprocmask(SIG_SETMASK, &before, NULL);
		if (child < 0) {
			fprintf(stderr, "akhbar-fetch: fork: %s\n", strerror(errno));
			return 1;
		}
		int status = 0;
		wait_child(child, &status);
		if (stop_signal)
			return 128 + stop_signal;
		bool reading = w->feed_id || w->entry_id;
		if (!reading || w->deaths >= DEATHS_MOST)
			return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
		w->deaths++;
		describe(w, status);
	}
}
