/* SPDX-License-Identifier: MIT
 *
 * A worker that dies while it reads costs that feed alone; the sandbox it works
 * in; the reader's end of the pipe.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "store/store.h"
#include "sys/lockfile.h"
#include "sys/sandbox.h"
#include "work/client.h"
#include "work/engine.h"
#include "work/watch.h"

static char *
scratch(const char *name)
{
	const char *tmp = getenv("AKHBAR_TMP");
	return mem_printf("%s/watch-%d-%s", tmp ? tmp : "/tmp", (int)getpid(), name);
}

/* ---- deaths ------------------------------------------------------------------------- */

static int
dies_twice(struct watch *w, void *context)
{
	(void)context;
	if (w->deaths < 2) {
		watch_feed(w, 7 + w->deaths);
		signal(SIGSEGV, SIG_DFL);
		raise(SIGKILL);
	}
	/* the second one's death is told to the third */
	bool told = w->feed_id == 8 && !strcmp(w->death, "it was killed, signal 9");
	watch_nothing(w);
	return told ? 42 : 1;
}

static int
dies_idle(struct watch *w, void *context)
{
	(void)context;
	watch_nothing(w);
	raise(SIGKILL);
	return 0;
}

static int
in_child(int (*work)(struct watch *, void *))
{
	pid_t pid = fork();
	if (!pid)
		_exit(watch_run(work, NULL));
	int status = 0;
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
deaths(void **state)
{
	(void)state;
	assert_int_equal(in_child(dies_twice), 42);
	/* with nothing being read there is nothing to leave out: it is told as it is */
	assert_int_equal(in_child(dies_idle), 128 + SIGKILL);
}

/* ---- the engine after a death --------------------------------------------------------- */

struct heard {
	int failed, done;
	char code[24], arg[160], title[64];
};

static void
on_failed_feed(void *c, uint64_t n, const struct store_feed *f, const char *code, const char *arg)
{
	struct heard *h = c;
	(void)n;
	h->failed++;
	snprintf(h->code, sizeof(h->code), "%s", code);
	snprintf(h->arg, sizeof(h->arg), "%s", arg);
	snprintf(h->title, sizeof(h->title), "%s", f->title);
}

static void
on_done(void *c, uint64_t n, const struct tally *t)
{
	struct heard *h = c;
	(void)n;
	(void)t;
	h->done++;
}

static void
on_stored(void *c, uint64_t n, const struct tally *t)
{
	(void)c;
	(void)n;
	(void)t;
}

static void
on_progress(void *c, uint64_t n, int done, int total, uint64_t bytes, int added, const char *name)
{
	(void)c;
	(void)n;
	(void)done;
	(void)total;
	(void)bytes;
	(void)added;
	(void)name;
}

static void
crashed_feed_is_left_out(void **state)
{
	(void)state;
	char *db = scratch("engine.db");
	struct store *s;
	assert_int_equal(store_open(db, STORE_READ_WRITE, &s, NULL), OK);
	struct store_source list = {.url = "http://127.0.0.1:1/x", .title = "قناة", .section = ""};
	assert_int_equal(store_sync_sources(s, &list, 1, NULL), OK);
	struct store_feeds feeds;
	assert_int_equal(store_feeds(s, &feeds, NULL), OK);
	assert_int_equal(feeds.n, 1);
	struct heard h = {0};
	struct engine_events events = {.context = &h, .failed_feed = on_failed_feed, .done = on_done,
				       .stored = on_stored, .progress = on_progress};
	struct watch *w = mem_zalloc(sizeof(*w));
	/* what the watcher leaves after a death in the middle of this feed */
	w->running = true;
	w->request = 5;
	w->feed_id = feeds.items[0].id;
	w->deaths = 1;
	snprintf(w->death, sizeof(w->death), "signal 11");
	struct engine *e = engine_new(s, &(struct engine_options){.db = db}, &events, w);
	engine_resume(e);
	for (int i = 0; i < 20 && !engine_idle(e); i++)
		assert_int_equal(engine_step(e, 10, -1, NULL, NULL), OK);
	assert_int_equal(h.failed, 1); /* told as crashed, and not asked again */
	assert_string_equal(h.code, "crashed");
	assert_string_equal(h.arg, "signal 11");
	assert_string_equal(h.title, "قناة");
	assert_int_equal(h.done, 1);
	store_feeds_release(&feeds);
	assert_int_equal(store_feeds(s, &feeds, NULL), OK);
	assert_string_equal(feeds.items[0].failure.code, "crashed");
	store_feeds_release(&feeds);
	engine_free(e);
	store_close(s);
	free(w);
	unlink(db);
	free(db);
}

/* ---- one at a time ------------------------------------------------------------------------ */

static void
locks(void **state)
{
	(void)state;
	char *path = scratch("lock");
	int first = -1, second = -1;
	pid_t holder = 0;
	assert_int_equal(lockfile_take(path, &first, &holder, NULL), OK);
	assert_int_equal(lockfile_take(path, &second, &holder, NULL), ERR_BUSY);
	assert_int_equal(holder, getpid());
	lockfile_drop(first);
	assert_int_equal(lockfile_take(path, &second, &holder, NULL), OK);
	lockfile_drop(second);
	unlink(path);
	/* never through a link */
	char *other = scratch("lock-link");
	assert_int_equal(symlink("/etc/passwd", other), 0);
	assert_int_equal(lockfile_take(other, &second, &holder, NULL), ERR_IO);
	unlink(other);
	free(other);
	free(path);
}

/* ---- the sandbox ------------------------------------------------------------------------------ */

/* A bit for each thing that should not have worked, or should have. */
static int
confined(const char *folder, bool files)
{
	char *inside = mem_printf("%s/inside", folder), *outside = scratch("outside");
	int bad = 0;
	sandbox_enter(&(struct sandbox_paths){.write = &folder, .write_n = 1});
	int fd = open(inside, O_RDWR | O_CREAT, 0600);
	bad |= fd < 0 ? 1 : 0;
	bad |= unlink(inside) ? 2 : 0;
	errno = 0;
	if (files && (open(outside, O_RDWR | O_CREAT, 0600) >= 0 || errno != EACCES))
		bad |= 4;
	if (files && open("/usr/bin/env", O_RDONLY) >= 0)
		bad |= 8;
	bad |= open("/etc/hosts", O_RDONLY) < 0 ? 16 : 0;
	execl("/bin/true", "true", (char *)NULL);
	bad |= errno != EPERM && errno != EACCES ? 32 : 0;
	return bad;
}

static void
sandbox(void **state)
{
	(void)state;
	char *folder = scratch("sandbox.XXXXXX");
	assert_non_null(mkdtemp(folder));
	struct buf words;
	buf_init(&words, 0);
	sandbox_words(&words);
	bool files = strstr(words.data, "Landlock ") != NULL && !strstr(words.data, "no Landlock");
	pid_t pid = fork();
	if (!pid)
		_exit(confined(folder, files));
	int status = 0;
	waitpid(pid, &status, 0);
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		fail_msg("status %x; %s", (unsigned)status, words.data);
	buf_release(&words);
	rmdir(folder);
	free(folder);
}

/* ---- the reader's end ---------------------------------------------------------------------------- */

struct talk {
	int messages, deaths;
	char verb[32], how[128];
};

static void
on_message(const struct message *m, void *context)
{
	struct talk *t = context;
	t->messages++;
	snprintf(t->verb, sizeof(t->verb), "%s", m->fields[0]);
}

static void
on_died(int64_t feed_id, const char *how, void *context)
{
	struct talk *t = context;
	(void)feed_id;
	t->deaths++;
	snprintf(t->how, sizeof(t->how), "%s", how);
}

/* A fetcher of a few lines of sh. */
static char *
fake(const char *body)
{
	char *path = scratch("fake");
	FILE *f = fopen(path, "w");
	fprintf(f, "#!/bin/sh\n%s\n", body);
	fclose(f);
	chmod(path, 0700);
	return path;
}

static struct talk
talk_to(const char *body)
{
	struct talk t = {0};
	struct why why = {""};
	char *program = fake(body);
	struct client *c = client_new(&(struct client_options){.program = program}, on_message, on_died, &t);
	if (client_request(c, &why, "refresh", "all", NULL))
		for (int i = 0; i < 100 && !t.messages && !t.deaths; i++) {
			struct pollfd p = {.fd = client_fd(c), .events = POLLIN};
			if (poll(&p, 1, 50) > 0)
				client_readable(c);
		}
	client_free(c);
	unlink(program);
	free(program);
	return t;
}

static void
client(void **state)
{
	(void)state;
	struct talk t = talk_to("read a; printf 'akhbar\\t1\\t" AKHBAR_VERSION "\\n'; read b;"
				"printf '1\\tdone\\t0\\n'; read c");
	assert_int_equal(t.messages, 1);
	assert_string_equal(t.verb, "done");
	assert_int_equal(t.deaths, 0);
	t = talk_to("read a; read b; kill -SEGV $$");
	assert_int_equal(t.deaths, 1);
	assert_string_equal(t.how, "signal 11");
	t = talk_to("read a; printf 'akhbar\\t1\\t0.0.0\\n'; read b; read c");
	assert_int_equal(t.deaths, 1);
	assert_non_null(strstr(t.how, "another build"));
	t = talk_to("exec head -c 400000 /dev/zero"); /* a line without end */
	assert_int_equal(t.deaths, 1);
	assert_int_equal(t.messages, 0);
	/* one that is not there */
	struct why why = {""};
	struct client *c = client_new(&(struct client_options){.program = "/nowhere/akhbar-fetch"}, on_message,
				      on_died, &t);
	assert_int_equal(client_request(c, &why, "refresh", NULL), 0);
	assert_non_null(strstr(why.text, "/nowhere/akhbar-fetch"));
	assert_false(client_running(c));
	client_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(deaths), cmocka_unit_test(crashed_feed_is_left_out),
		cmocka_unit_test(locks),  cmocka_unit_test(sandbox),
		cmocka_unit_test(client),
	};
	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
