/* SPDX-License-Identifier: MIT
 *
 * One row down in a list of 100,000: the time from the key to the last byte that
 * answers it, how many bytes those are and what it cost the processor, on pseudo terminals
 * of the usual sizes: with the row in colour, the same on a terminal with left and right
 * margins, with a marker alone. The first argument is the number of articles.
 */
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "store/store.h"

#define PRESSES 400
#define BATCH 5000

static double
now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void
fill(const char *path, size_t n)
{
	static const char *const titles[] = {
		"البنك المركزي يثبّت سعر الفائدة", "انطلاق أعمال القمة العربية في العاصمة",
		"باحثون يرسمون خريطة للمياه الجوفية في الصحراء الكبرى بعد عشر سنوات من القياس المتواصل",
	};
	static const struct store_source sources[] = {
		{.url = "https://a.example/", .title = "الاقتصادية", .section = "اقتصاد"}};
	struct store *s;
	struct store_feeds feeds;
	struct why why = {""};
	int64_t now = (int64_t)time(NULL);
	if (store_open(path, STORE_READ_WRITE, &s, &why) != OK ||
	    store_sync_sources(s, sources, 1, &why) != OK || store_feeds(s, &feeds, &why) != OK) {
		fprintf(stderr, "%s\n", why.text);
		exit(1);
	}
	struct store_item *items = mem_zalloc(BATCH * sizeof(*items));
	for (size_t done = 0; done < n; done += BATCH) {
		for (size_t i = 0; i < BATCH; i++) {
			free((char *)items[i].key);
			free((char *)items[i].title);
			items[i] = (struct store_item){.key = mem_printf("k%zu", done + i),
						       .title = mem_printf("%s: %zu",
									   titles[i % 3], done + i),
						       .published = now - (int64_t)(done + i) * 60,
						       .updated = TIME_NONE};
		}
		struct store_reply reply = {.feed_id = feeds.items[0].id, .now = now, .dir = DIR_RTL,
					    .next_due = now + 864000, .items = items, .n = BATCH};
		struct store_merged merged;
		if (store_merge(s, &reply, &merged, &why) != OK) {
			fprintf(stderr, "%s\n", why.text);
			exit(1);
		}
	}
	for (size_t i = 0; i < BATCH; i++) {
		free((char *)items[i].key);
		free((char *)items[i].title);
	}
	free(items);
	store_feeds_release(&feeds);
	store_close(s);
}

/* Reads until nothing came for quiet_ms: bytes; *last: when the last of them came. */
static size_t
drain(int fd, int quiet_ms, bool margins, double *last)
{
	static const char yes[] = "\033[?69;2$y\033[?62;22c";
	char in[65536];
	size_t sum = 0;
	struct pollfd p = {.fd = fd, .events = POLLIN};
	while (poll(&p, 1, quiet_ms) > 0) {
		ssize_t n = read(fd, in, sizeof(in));
		if (n <= 0)
			break;
		sum += (size_t)n;
		*last = now_ms();
		if (margins && memmem(in, (size_t)n, "\033[?69$p", 7) &&
		    write(fd, yes, sizeof(yes) - 1) < 0)
			exit(1);
	}
	return sum;
}

/* Of the processor, so far; 0 where the system does not tell. */
static double
cpu_ms(pid_t pid)
{
	char path[64];
	double ns = 0;
	snprintf(path, sizeof(path), "/proc/%d/schedstat", (int)pid);
	FILE *f = fopen(path, "r");
	if (f && fscanf(f, "%lf", &ns) != 1)
		ns = 0;
	if (f)
		fclose(f);
	return ns / 1e6;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void
press(const char *name, const char *program, const char *db, const char *config,
      const struct winsize *size)
{
	double ms[PRESSES], sent[PRESSES], last = 0;
	size_t bytes = 0, most = 0, got = 0;
	int fd, status;
	pid_t pid = forkpty(&fd, NULL, NULL, size);
	if (pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		execl(program, program, "--config", config, "--db", db, (char *)NULL);
		_exit(127);
	}
	if (pid < 0)
		exit(1);
	bool margins = strcmp(name, "margins") == 0;
	double start = now_ms();
	size_t first = drain(fd, 700, margins, &last);
	double cpu = cpu_ms(pid);
	printf("%-8s first paint %.1f ms, %zu bytes, %.1f ms of the processor\n", name, last - start,
	       first, cpu);
	for (size_t i = 0; i < PRESSES; i++) {
		double at = now_ms();
		if (write(fd, "j", 1) != 1)
			exit(1);
		last = at;
		size_t n = drain(fd, 20, false, &last);
		ms[got++] = last - at;
		sent[got - 1] = (double)n;
		bytes += n;
		most = n > most ? n : most;
	}
	qsort(ms, got, sizeof(*ms), by_size);
	qsort(sent, got, sizeof(*sent), by_size);
	printf("%-8s %dx%d one row down: p50 %.2f ms, p99 %.2f ms, %.2f ms of the processor; bytes "
	       "p50 %.0f, %zu on average, p99 %.0f, %zu at most\n",
	       name, size->ws_col, size->ws_row, ms[got / 2], ms[got * 99 / 100],
	       (cpu_ms(pid) - cpu) / (double)got, sent[got / 2], bytes / got, sent[got * 99 / 100],
	       most);
	if (write(fd, "Q", 1) != 1)
		kill(pid, SIGTERM);
	drain(fd, 300, false, &last);
	close(fd);
	waitpid(pid, &status, 0);
}

static void
write_config(const char *path, const char *cursor)
{
	FILE *f = fopen(path, "w");
	if (!f)
		exit(1);
	fprintf(f, "lang ar\nrefresh-on-start no\nrefresh-interval 0\ntitle no\ncursor %s\n", cursor);
	fclose(f);
}

int
main(int argc, char **argv)
{
	char folder[] = "/tmp/akhbar-bench.XXXXXX", db[64], config[64], program[512];
	const char *out = getenv("OUT");
	size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000;
	if (!mkdtemp(folder))
		return 1;
	snprintf(db, sizeof(db), "%s/db", folder);
	snprintf(config, sizeof(config), "%s/config", folder);
	snprintf(program, sizeof(program), "%s/akhbar", out ? out : "build");
	setenv("LC_ALL", "C.UTF-8", 1);
	fill(db, n);
	printf("%zu articles\n", n);
	static const struct winsize sizes[] = {{.ws_row = 24, .ws_col = 80},
					       {.ws_row = 40, .ws_col = 120},
					       {.ws_row = 43, .ws_col = 132},
					       {.ws_row = 70, .ws_col = 240}};
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		write_config(config, "row");
		press("row", program, db, config, &sizes[i]);
		press("margins", program, db, config, &sizes[i]);
		write_config(config, "marker");
		press("marker", program, db, config, &sizes[i]);
	}
	static const char *const left[] = {"", "-wal", "-shm"};
	for (size_t i = 0; i < ARRAY_LEN(left); i++) {
		char path[80];
		snprintf(path, sizeof(path), "%s%s", db, left[i]);
		unlink(path);
	}
	unlink(config);
	rmdir(folder);
	return 0;
}
