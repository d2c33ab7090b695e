/* SPDX-License-Identifier: MIT
 *
 * Layout of a 20 KB article: measured, wrapped and ordered; wrapped again; its
 * first screen. CPU time, medians. Texts are generated; files named (a paragraph a line)
 * are measured beside them, the first 20 KB of each.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "akhbar/text.h"
#include "oracle/oracle.h"

#define ARTICLE_BYTES 20000
#define ROUNDS 301
#define WIDTH 80

struct article {
	char *paragraphs[200];
	struct bytes text[200];
	size_t n, bytes;
};

static const char *const pure_words[] = {
	"قال", "رئيس", "الوزراء", "السعودية", "في", "إن", "الأسواق", "ارتفعت", "بنسبة", "لا", "المدرسة",
	"مستشفى", "بغداد", "اليوم", "أكد", "وزير", "الخارجية", "على", "من", "إلى", "والاقتصاد", "الحكومة",
	"مجلس", "المتحدة", "التي", "خلال", "بعد", "وأضاف", "أن", "هذا", "الأربعاء", "المحلية", "كبير",
};

static void
make_article(struct article *a, bool pure, uint64_t seed)
{
	struct dice d = {seed};
	memset(a, 0, sizeof(*a));
	while (a->bytes < ARTICLE_BYTES && a->n < ARRAY_LEN(a->paragraphs)) {
		struct buf b;
		buf_init(&b, 0);
		size_t want = 200 + roll(&d, 700);
		while (b.len < want) {
			if (pure || roll(&d, 100) < 92)
				buf_add_str(&b, PICK(&d, pure_words));
			else
				buf_add_str(&b, roll(&d, 2) ? PICK(&d, latin_words) : PICK(&d, numbers));
			buf_add_str(&b, roll(&d, 9) ? " " : roll(&d, 2) ? "، " : ". ");
		}
		a->paragraphs[a->n] = buf_take(&b);
		a->text[a->n] = bytes_of(a->paragraphs[a->n]);
		a->bytes += a->text[a->n++].len;
	}
}

static bool
read_article(struct article *a, const char *path)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	FILE *f = fopen(path, "r");
	memset(a, 0, sizeof(*a));
	while (f && (n = getline(&line, &room, f)) >= 0 && a->bytes < ARTICLE_BYTES &&
	       a->n < ARRAY_LEN(a->paragraphs)) {
		while (n && line[n - 1] == '\n')
			line[--n] = '\0';
		a->paragraphs[a->n] = mem_strdup(line);
		a->text[a->n] = bytes_of(a->paragraphs[a->n]);
		a->bytes += a->text[a->n++].len;
	}
	free(line);
	if (f)
		fclose(f);
	return a->bytes > 0;
}

static void
drop_article(struct article *a)
{
	for (size_t i = 0; i < a->n; i++)
		free(a->paragraphs[i]);
}

static double
now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double
median(double *times, double *p95)
{
	qsort(times, ROUNDS, sizeof(*times), by_value);
	*p95 = times[ROUNDS * 95 / 100];
	return times[ROUNDS / 2];
}

static size_t sink;

/* Paragraphs until `rows` lines are ordered (0: all of them). */
static void
lay_out(const struct article *a, size_t rows)
{
	static struct cell cells[1024];
	struct line *lines = NULL;
	size_t done = 0;
	for (size_t i = 0; i < a->n && (!rows || done < rows); i++) {
		struct para *p = para_new(a->text[i], NULL);
		size_t n = para_wrap(p, WIDTH, &lines);
		for (size_t k = 0; k < n && (!rows || done < rows); k++, done++)
			sink += para_order(p, &lines[k], ORDER_VISUAL, JUSTIFY_NONE, 0, cells, 1024);
		para_free(p);
	}
	free(lines);
}

static void
measure(const char *name, const struct article *a)
{
	double times[ROUNDS], p95, m;
	for (int i = 0; i < ROUNDS; i++) {
		double t = now_ms();
		lay_out(a, 0);
		times[i] = now_ms() - t;
	}
	m = median(times, &p95);
	printf("%-22s %5.1f KB: measure, wrap, order %.3f ms (p95 %.3f), %.1f MB/s\n", name,
	       (double)a->bytes / 1000, m, p95, (double)a->bytes / 1e3 / m);
	for (int i = 0; i < ROUNDS; i++) {
		double t = now_ms();
		lay_out(a, 50);
		times[i] = now_ms() - t;
	}
	m = median(times, &p95);
	printf("%-22s first 50 rows %.3f ms (p95 %.3f)\n", name, m, p95);
	struct para *paras[200];
	for (size_t i = 0; i < a->n; i++)
		paras[i] = para_new(a->text[i], NULL);
	struct line *lines = NULL;
	for (int i = 0; i < ROUNDS; i++) {
		double t = now_ms();
		for (size_t k = 0; k < a->n; k++)
			sink += para_wrap(paras[k], 40 + (uint32_t)i % 100, &lines);
		times[i] = now_ms() - t;
	}
	m = median(times, &p95);
	printf("%-22s wrap again %.4f ms (p95 %.4f)\n", name, m, p95);
	for (size_t i = 0; i < a->n; i++)
		para_free(paras[i]);
	free(lines);
}

int
main(int argc, char **argv)
{
	struct article a;
	make_article(&a, false, 1);
	measure("mixed", &a);
	drop_article(&a);
	make_article(&a, true, 2);
	measure("digit- and Latin-free", &a);
	drop_article(&a);
	for (int i = 1; i < argc; i++) {
		const char *slash = strrchr(argv[i], '/');
		if (read_article(&a, argv[i]))
			measure(slash ? slash + 1 : argv[i], &a);
		drop_article(&a);
	}
	double t = now_ms();
	struct cell cells[128];
	for (int i = 0; i < 10000; i++)
		sink += text_field(bytes_of("قال رئيس الوزراء (محمد) إن ١٢٪ من الأسواق ارتفعت، وفق Reuters"),
				   NULL, 40, ORDER_VISUAL, cells, 128, NULL);
	printf("%-22s %.2f us\n", "one title, one field", (now_ms() - t) / 10);
	return sink == 0;
}
