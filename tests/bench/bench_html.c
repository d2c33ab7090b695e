/* SPDX-License-Identifier: MIT
 *
 * What finding an article costs beside libxml2's own parse of the same page: a page
 * made here, or the files named. CPU time of each, over and over.
 */
#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "akhbar/html.h"

static double
seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* A page as news sites have them: menus, a script, the text, cards, a footer. */
static void
make(struct buf *out)
{
	buf_add_str(out, "<!DOCTYPE html><html lang=\"ar\" dir=\"rtl\"><head><meta charset=\"utf-8\">"
			 "<title>عنوان الخبر للقياس - صحيفة</title>"
			 "<meta property=\"og:site_name\" content=\"صحيفة\"><script>var a = {");
	for (int i = 0; i < 400; i++)
		buf_printf(out, "\"key%d\": [%d, \"value\"], ", i, i);
	buf_add_str(out, "};</script></head><body><header><nav><ul>");
	for (int i = 0; i < 80; i++)
		buf_printf(out, "<li class=\"menu-item menu-item-%d\"><a href=\"/section/%d\">قسم %d</a></li>\n",
			   i, i, i);
	buf_add_str(out, "</ul></nav></header><main><article><h1>عنوان الخبر للقياس</h1>"
			 "<div class=\"entry-meta\"><span class=\"byline\">كتب: فلان الفلاني</span> "
			 "<time datetime=\"2024-01-02\">2 يناير 2024</time></div><div class=\"entry-content\">");
	for (int i = 0; i < 40; i++)
		buf_printf(out, "<p>قال المتحدث في الفقرة %d إن اللقاء المقبل سيعقد في القاهرة بعد أسبوعين، وإن "
				"<a href=\"/topic/%d\">جدول الأعمال</a> لم يتحدد بعد. وأضافت <strong>المصادر</strong> "
				"أن الأمطار ستستمر حتى نهاية الأسبوع في المناطق الساحلية.</p>\n", i, i);
	buf_add_str(out, "</div></article><section class=\"related\">");
	for (int i = 0; i < 150; i++)
		buf_printf(out, "<div class=\"card\" data-id=\"%d\"><a href=\"/news/%d\"><img src=\"/i/%d.jpg\" "
				"alt=\"صورة\"><h3>عنوان خبر آخر في البطاقة رقم %d من الصفحة</h3></a>"
				"<span class=\"date\">قبل ساعة</span></div>\n", i, i, i, i);
	buf_add_str(out, "</section></main><footer><p>جميع الحقوق محفوظة</p></footer></body></html>");
}

static double
parse(struct bytes page, size_t rounds)
{
	double start = seconds();
	for (size_t i = 0; i < rounds; i++) {
		htmlDocPtr doc = htmlReadMemory(page.data, (int)page.len, NULL, "UTF-8",
						HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
							HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
							XML_PARSE_HUGE);
		xmlFreeDoc(doc);
	}
	return (seconds() - start) / (double)rounds;
}

static double
extract(struct bytes page, size_t rounds)
{
	double start = seconds();
	for (size_t i = 0; i < rounds; i++) {
		struct html_page in = {.data = page, .url = "https://news.example.org/a"};
		struct article *article = NULL;
		if (html_article(&in, &article, NULL, NULL) == OK)
			article_free(article);
	}
	return (seconds() - start) / (double)rounds;
}

static void
measure(const char *name, struct bytes page)
{
	size_t rounds = 1 + (8u << 20) / (page.len + 1);
	extract(page, 1);
	double p = parse(page, rounds), a = extract(page, rounds);
	printf("%-32.32s %5zu KB  parse %6.2f ms  article %6.2f ms  %.2f times\n", name,
	       page.len >> 10, p * 1e3, a * 1e3, a / p);
}

int
main(int argc, char **argv)
{
	struct buf page;
	buf_init(&page, 0);
	make(&page);
	measure("made here", buf_view(&page));
	for (int i = 1; i < argc; i++) {
		FILE *f = fopen(argv[i], "rb");
		char part[65536];
		size_t n;
		buf_clear(&page);
		while (f && (n = fread(part, 1, sizeof(part), f)) > 0)
			buf_add(&page, part, n);
		if (f)
			fclose(f);
		measure(argv[i], buf_view(&page));
	}
	buf_release(&page);
	return 0;
}
