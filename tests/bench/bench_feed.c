/* SPDX-License-Identifier: MIT
 *
 * How fast feeds are read: documents made here, parsed over and over.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

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
	buf_release(&b);
	return 0;
}
