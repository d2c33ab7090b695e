/* SPDX-License-Identifier: MIT
 *
 * How fast feeds are read: documents made here, parsed over and over; and what a whole run
 * of `akhbar-fetch parse` costs beside one of sfeed, where that is installed.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "akhbar/feed.h"

static double
seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static const char *const sentences[] = {
	"قال المتحدث إن اللقاء المقبل سيعقد في القاهرة بعد أسبوعين، وإن جدول الأعمال لم يتحدد. ",
	"The report counts twelve cities and says that prices rose by 3.4 % in a year. ",
	"وأضافت المصادر أن الأمطار ستستمر حتى نهاية الأسبوع في المناطق الساحلية. ",
};

enum body { ESCAPED, CDATA };

static void
make(struct buf *out, unsigned items, enum body body)
{
	buf_add_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" "
			 "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel>"
			 "<title>أخبار القياس</title><link>https://example.org/</link>"
			 "<language>ar</language>\n");
	const char *lt = body == CDATA ? "<" : "&lt;", *gt = body == CDATA ? ">" : "&gt;";
	for (unsigned i = 0; i < items; i++) {
		buf_printf(out, "<item><title>عنوان الخبر رقم %u</title>"
				"<link>https://example.org/news/%u</link>"
				"<guid isPermaLink=\"false\">n-%u</guid>"
				"<pubDate>Tue, 02 Jan 2024 03:%02u:05 +0300</pubDate>"
				"<category>سياسة</category><content:encoded>%s",
			   i, i, i, i % 60, body == CDATA ? "<![CDATA[" : "");
		for (unsigned p = 0; p < 10; p++) {
			buf_printf(out, "%sp%s", lt, gt);
			for (unsigned k = 0; k < 6; k++)
				buf_add_str(out, sentences[(i + p + k) % 3]);
			buf_printf(out, "%sa href=\"/tag/%u\"%sمزيد%s/a%s%s/p%s\n", lt, p, gt, lt, gt, lt, gt);
		}
		buf_printf(out, "%s</content:encoded></item>\n", body == CDATA ? "]]>" : "");
	}
	buf_add_str(out, "</channel></rss>\n");
}

static void
measure(const char *what, struct bytes data, size_t at_least)
{
	struct feed_input in = {.data = data, .url = "https://example.org/feed", .now = 1735689600};
	size_t done = 0, entries = 0;
	double start = seconds();
	while (done < at_least) {
		struct feed *feed = NULL;
		if (feed_parse(&in, &feed, NULL) == OK)
			entries += feed->entries_n;
		feed_free(feed);
		done += data.len;
	}
	double s = seconds() - start;
	printf("%-34s %8.1f MB/s  %6.1f us an article\n", what, (double)done / 1e6 / s,
	       entries ? s * 1e6 / (double)entries : 0);
}

/* ---- whole runs ------------------------------------------------------------------- */

static double
spent(void)
{
	struct rusage u;
	getrusage(RUSAGE_CHILDREN, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e3 +
	       (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e3;
}

/* Milliseconds of CPU a run takes, the least of many; negative when it cannot be run. */
static double
run_ms(const char *const argv[], const char *file, int times)
{
	double best = -1;
	for (int i = 0; i < times; i++) {
		double before = spent();
		int status = 0;
		pid_t child = fork();
		if (child == 0) {
			int in = open(file, O_RDONLY), out = open("/dev/null", O_WRONLY);
			dup2(in, STDIN_FILENO);
			dup2(out, STDOUT_FILENO);
			dup2(out, STDERR_FILENO);
			execvp(argv[0], (char *const *)(uintptr_t)argv);
			_exit(127);
		}
		if (child < 0 || waitpid(child, &status, 0) < 0 || status)
			return -1;
		double ms = spent() - before;
		best = best < 0 || ms < best ? ms : best;
	}
	return best;
}

static void
beside(struct buf *b, unsigned items)
{
	char file[] = "/tmp/akhbar-bench.XXXXXX";
	const char *built = getenv("AKHBAR_BIN");
	char *fetch = mem_printf("%s/akhbar-fetch", built ? built : "build");
	buf_clear(b);
	make(b, items, CDATA);
	int fd = mkstemp(file);
	if (fd >= 0 && write(fd, b->data, b->len) == (ssize_t)b->len) {
		double ours = run_ms((const char *const[]){fetch, "parse", file, NULL}, file, 40);
		double other = run_ms((const char *const[]){"sfeed", NULL}, file, 40);
		printf("%5u articles, %8zu bytes: %7.2f ms", items, b->len, ours);
		if (other >= 0)
			printf(", sfeed %7.2f ms", other);
		puts("");
	}
	if (fd >= 0)
		close(fd);
	unlink(file);
	free(fetch);
}

int
main(void)
{
	struct buf b;
	buf_init(&b, 0);
	for (int body = 0; body < 2; body++) {
		buf_clear(&b);
		make(&b, 50, (enum body)body);
		measure(body == CDATA ? "50 articles, CDATA" : "50 articles, escaped", buf_view(&b), 100u << 20);
		buf_clear(&b);
		make(&b, 1500, (enum body)body);
		measure(body == CDATA ? "1500 articles, CDATA" : "1500 articles, escaped", buf_view(&b), 100u << 20);
	}
	static const unsigned sizes[] = {1, 25, 1100};
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++)
		beside(&b, sizes[i]);
	buf_release(&b);
	return 0;
}
