/* SPDX-License-Identifier: MIT */
/* The store with many articles: what they cost to put in, how large the file becomes,
 * and what a reader who opens it waits for and holds.
 *
 *   bench_store [ARTICLES] [FILE [WORDS]]
 *
 * 100000 articles when not given; FILE is kept, and used as it is when it holds
 * articles. WORDS (125): of an article in the middle; lists and counters ask only how
 * many articles there are, so a million of them may be short.
 *
 * The articles are made from a seed: Arabic words by Zipf's law, some vowelled, in
 * paragraphs with a little mark-up; 1.4 kB of text each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "akhbar/doc.h"
#include "akhbar/html.h"
#include "store/store-internal.h"

#define NOW INT64_C(1764000000)
#define PER_FEED 100
#define WORDS 60000

static struct why why;

static void
must(enum err e, const char *what)
{
	if (e == OK)
		return;
	fprintf(stderr, "%s: %s\n", what, why.text);
	exit(1);
}

#define MUST(call) must(call, #call)

static double
cpu_ms(void)
{
	struct rusage u;
	getrusage(RUSAGE_SELF, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e3 +
		(double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e3;
}

static double
rss_mb(const char *field)
{
	char line[256];
	double kb = 0;
	FILE *f = fopen("/proc/self/status", "r");
	while (f && fgets(line, sizeof(line), f))
		if (strncmp(line, field, strlen(field)) == 0)
			kb = atof(line + strlen(field) + 1);
	if (f)
		fclose(f);
	return kb / 1024;
}

/* ---- words ------------------------------------------------------------------------------ */

static uint64_t seed = 42;

static uint32_t
dice(void)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(seed >> 33);
}

static char *words[WORDS];
static unsigned usual_words = 125;

static void
make_words(void)
{
	static const char *const common[] = {
		"في", "من", "على", "إلى", "أن", "التي", "عن", "الذي", "مع", "هذا", "بعد", "قبل", "كما", "قال",
		"الرئيس", "الحكومة", "اليوم", "أمس", "العام", "المدينة", "الدولة", "البلاد", "الوزير", "وزارة",
		"مجلس", "الأسواق", "النفط", "أسعار", "مدرسة", "المدرسة", "القرآن", "الجامعة", "كتاب", "لغة",
		"العربية", "اقتصاد", "سياسة", "رياضة", "مباراة", "فريق", "منتخب", "تقرير", "مصدر", "بيان",
		"القاهرة", "بيروت", "بغداد", "دمشق", "الرباط", "تونس", "القدس", "عمّان", "صنعاء", "الخرطوم",
	};
	static const char *const letters[] = {"ب", "ت", "ج", "ح", "خ", "د", "ر", "س", "ش", "ص", "ض", "ط", "ع",
					      "غ", "ف", "ق", "ك", "ل", "م", "ن", "ه", "و", "ي", "أ"};
	/* 1 2 3: the letters of the root */
	static const char *const patterns[] = {"12ا3", "1ا23", "م12و3", "ت12ي3", "12و3", "م123ة", "ا12123", "123",
					       "است123", "1123", "م1ا23ة", "12ي3ة", "ان123", "مت1ا23", "123ون",
					       "123ات", "ت1ا23", "م1123", "12ائ3", "أ12ا3"};
	static const char *const before[] = {"", "", "", "ال", "ال", "ال", "و", "وال", "ب", "بال", "لل", "ل"};
	size_t n = 0;
	for (; n < ARRAY_LEN(common); n++)
		words[n] = mem_strdup(common[n]);
	while (n < WORDS) {
		struct buf b;
		buf_init(&b, 0);
		const char *root[3];
		for (int i = 0; i < 3; i++)
			root[i] = letters[dice() % ARRAY_LEN(letters)];
		buf_add_str(&b, before[dice() % ARRAY_LEN(before)]);
		for (const char *p = patterns[dice() % ARRAY_LEN(patterns)]; *p; p++) {
			if (*p >= '1' && *p <= '3')
				buf_add_str(&b, root[*p - '1']);
			else
				buf_add_char(&b, *p);
			if (n % 37 == 0 && *p >= '1' && *p <= '3') /* vowelled here and there */
				buf_add_str(&b, dice() % 2 ? "َ" : "ُ");
		}
		words[n++] = buf_take(&b);
	}
}

/* Rank by Zipf: ln(rank) is even between 0 and ln(WORDS). */
static const char *
word(void)
{
	static uint32_t ranks[4096];
	if (!ranks[4095])
		for (int i = 0; i < 4096; i++) {
			double x = 1; /* WORDS ^ (i / 4096), without libm */
			for (int j = 0; j < i; j++)
				x *= 1.002689;
			ranks[i] = x < WORDS ? (uint32_t)x : WORDS - 1;
		}
	uint32_t r = ranks[dice() % 4096];
	uint32_t spread = r / 64 + 1;
	r += dice() % spread;
	return words[r < WORDS ? r : WORDS - 1];
}

static void
sentence(struct buf *b, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		if (i)
			buf_add_char(b, ' ');
		buf_add_str(b, word());
	}
}

static void
article(struct buf *title, struct buf *html)
{
	buf_clear(title);
	buf_clear(html);
	sentence(title, 5 + dice() % 7);
	unsigned left = usual_words / 3 + dice() % (usual_words / 2 + 1) + dice() % (usual_words * 4 / 5 + 1);
	while (left) {
		unsigned n = 15 + dice() % 40;
		n = n < left ? n : left;
		buf_add_str(html, "<p>");
		if (dice() % 5 == 0)
			buf_printf(html, "<a href=\"https://news.example/story/%u\">%s</a> ", dice() % 100000, word());
		sentence(html, n);
		buf_add_str(html, ".</p>\n");
		left -= n;
	}
}

/* ---- putting in ------------------------------------------------------------------------- */

static void
list_feeds(struct store *s, size_t feeds)
{
	struct store_source *sources = mem_zalloc(feeds * sizeof(*sources));
	for (size_t i = 0; i < feeds; i++) {
		sources[i].url = mem_printf("https://feed%zu.example/rss", i);
		sources[i].title = mem_printf("مصدر %zu", i);
		sources[i].section = i % 3 == 0 ? "أخبار" : i % 3 == 1 ? "اقتصاد" : "رياضة";
	}
	MUST(store_sync_sources(s, sources, feeds, &why));
	for (size_t i = 0; i < feeds; i++) {
		free((char *)(uintptr_t)sources[i].url);
		free((char *)(uintptr_t)sources[i].title);
	}
	free(sources);
}

static void
merge_feed(struct store *s, int64_t feed, size_t n, size_t feeds, double *bytes)
{
	struct store_item items[PER_FEED];
	char *texts[PER_FEED][4];
	struct buf title, html;
	buf_init(&title, 0);
	buf_init(&html, 0);
	for (size_t i = 0; i < n; i++) {
		article(&title, &html);
		texts[i][0] = mem_printf("https://feed%lld.example/%zu", (long long)feed, i);
		texts[i][1] = mem_strdup(title.data);
		texts[i][2] = mem_strdup(html.data);
		items[i] = (struct store_item){
			.key = texts[i][0], .guid = texts[i][0], .link = texts[i][0], .title = texts[i][1],
			.body = texts[i][2], .body_len = html.len, .updated = TIME_NONE,
			/* two new articles a minute */
			.published = NOW - 30 * (int64_t)(i * feeds + (size_t)feed),
		};
		*bytes += (double)html.len;
	}
	struct store_reply r = {.feed_id = feed, .now = NOW, .items = items, .n = n, .dir = DIR_RTL,
				.next_due = NOW + 1800, .etag = "\"1\""};
	struct store_merged m;
	MUST(store_merge(s, &r, &m, &why));
	for (size_t i = 0; i < n; i++)
		for (int j = 0; j < 3; j++)
			free(texts[i][j]);
	buf_release(&title);
	buf_release(&html);
}

/* As the fetcher does; what the html room takes is counted apart. */
static void
make_docs(struct store *s, double *html_ms, double *put_ms, double *text)
{
	enum { BATCH = 64 };
	int64_t ids[BATCH];
	size_t n;
	for (;;) {
		struct store_doc docs[BATCH];
		struct buf bytes[BATCH], plain[BATCH];
		double t0 = cpu_ms();
		MUST(store_pending(s, ids, BATCH, &n, &why));
		if (!n)
			return;
		for (size_t i = 0; i < n; i++) {
			struct store_body body;
			struct doc *doc = NULL;
			MUST(store_body(s, ids[i], &body, &why));
			MUST(html_blocks((struct bytes){body.html, body.html_len}, body.link, body.dir,
					 body.title, &doc, &why));
			buf_init(&bytes[i], 0);
			buf_init(&plain[i], 0);
			doc_encode(doc, &bytes[i]);
			doc_plain(doc, &plain[i]);
			*text += (double)(plain[i].len + strlen(body.title));
			docs[i] = (struct store_doc){ids[i], buf_view(&bytes[i]), plain[i].data, plain[i].len, false};
			doc_free(doc);
			store_body_release(&body);
		}
		double t1 = cpu_ms();
		MUST(store_put_docs(s, docs, n, &why));
		*html_ms += t1 - t0;
		*put_ms += cpu_ms() - t1;
		for (size_t i = 0; i < n; i++) {
			buf_release(&bytes[i]);
			buf_release(&plain[i]);
		}
	}
}

static int64_t
number(struct store *s, const char *sql)
{
	int64_t n = 0;
	MUST(db_int(s, &why, &n, sql, ""));
	return n;
}

static double
file_mb(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 ? (double)st.st_size / 1e6 : 0;
}

static void
fill(const char *path, size_t articles)
{
	struct store *s;
	MUST(store_open(path, STORE_READ_WRITE, &s, &why));
	size_t feeds = (articles + PER_FEED - 1) / PER_FEED;
	make_words();
	list_feeds(s, feeds);
	double t = cpu_ms(), made, html = 0, put = 0, raw = 0, text = 0, merge = 0;
	for (size_t f = 1, left = articles; left; f++) {
		size_t n = left < PER_FEED ? left : PER_FEED;
		/* making the words is not the store's */
		uint64_t kept = seed;
		struct buf a, b;
		buf_init(&a, 0);
		buf_init(&b, 0);
		t = cpu_ms();
		for (size_t i = 0; i < n; i++)
			article(&a, &b);
		made = cpu_ms() - t;
		seed = kept;
		t = cpu_ms();
		merge_feed(s, (int64_t)f, n, feeds, &raw);
		merge += cpu_ms() - t - made;
		buf_release(&a);
		buf_release(&b);
		left -= n;
		if (f % 20 == 0 || !left)
			make_docs(s, &html, &put, &text);
	}
	printf("articles %zu in %zu feeds, raw bodies %.1f MB, text %.1f MB\n", articles, feeds, raw / 1e6,
	       text / 1e6);
	printf("putting in, CPU: merge %.2f s (%.0f us each), html %.2f s, docs + index %.2f s (%.0f us each)\n",
	       merge / 1e3, merge * 1e3 / (double)articles, html / 1e3, put / 1e3,
	       put * 1e3 / (double)articles);
	printf("file before upkeep %.1f MB, memory of the writer at most %.1f MB\n",
	       (double)number(s, "PRAGMA page_count") * 4096 / 1e6, rss_mb("VmHWM"));
	size_t n;
	t = cpu_ms();
	do
		MUST(store_pack_some(s, 128, &n, &why));
	while (n);
	double packed = cpu_ms();
	int64_t left;
	do
		MUST(store_shrink_step(s, 400, &left, &why));
	while (left);
	printf("upkeep, CPU: packing %.2f s, giving pages back %.2f s\n", (packed - t) / 1e3,
	       (cpu_ms() - packed) / 1e3);
	store_close(s);
}

static void
sizes(const char *path)
{
	struct store *s;
	MUST(store_open(path, STORE_READ_WRITE, &s, &why));
	double docs = (double)number(s, "SELECT sum(length(doc)) FROM docs"),
	       plain = (double)number(s, "SELECT sum(CASE size WHEN 0 THEN length(doc) ELSE size END) FROM docs"),
	       raw = (double)number(s, "SELECT coalesce((SELECT sum(length(body)) FROM packed), 0) +"
				       " coalesce((SELECT sum(length(CAST(html AS BLOB))) FROM arrived), 0)"),
	       index = (double)number(s, "SELECT sum(length(block)) FROM search_data") +
		       (double)number(s, "SELECT sum(length(sz) + 8) FROM search_docsize");
	printf("file %.1f MB: docs %.1f (unpacked %.1f), raw bodies %.1f, index %.1f (%.2f of the docs' bytes), "
	       "empty pages %.1f\n",
	       file_mb(path), docs / 1e6, plain / 1e6, raw / 1e6, index / 1e6, index / plain,
	       (double)number(s, "PRAGMA freelist_count") * 4096 / 1e6);
	store_close(s);
}

/* ---- reading ---------------------------------------------------------------------------- */

static double
wall_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double began_cpu, began_wall;

static void
begin(void)
{
	began_cpu = cpu_ms();
	began_wall = wall_ms();
}

static void
told(const char *what, int times)
{
	double wall = wall_ms() - began_wall, cpu = cpu_ms() - began_cpu;
	printf("  %-44s %8.3f ms CPU %8.3f ms\n", what, cpu / times, wall / times);
}

static void
page_through(struct store *s, const struct store_filter *f, const char *what, int pages)
{
	struct store_rows rows;
	int64_t key = 0;
	begin();
	for (int i = 0; i < pages; i++) {
		MUST(store_list(s, f, key, STORE_OLDER, 50, &rows, &why));
		key = rows.n ? rows.items[rows.n - 1].id : 0;
		store_rows_release(&rows);
	}
	told(what, pages);
}

/* In a process of its own, so that its memory is the reader's. */
static void
reading(const char *path)
{
	fflush(NULL);
	pid_t child = fork();
	if (child) {
		int status;
		waitpid(child, &status, 0);
		return;
	}
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	self[n > 0 ? n : 0] = 0;
	execl(self, self, "read", path, (char *)NULL);
	_exit(1);
}

static int
read_main(const char *path)
{
	struct store *s;
	double before = rss_mb("VmRSS");
	begin();
	MUST(store_open(path, STORE_READ_WRITE, &s, &why));
	told("open", 1);
	struct store_filter all = {0}, section = {0}, feed = {.feed_id = 5}, unread = {.unread = true};
	struct store_feeds feeds;
	struct store_sections sections;
	begin();
	MUST(store_sections(s, &sections, &why));
	told("sections with their counters", 1);
	section.section_id = sections.items[0].id;
	store_sections_release(&sections);
	begin();
	MUST(store_feeds(s, &feeds, &why));
	told("feeds with their counters", 1);
	store_feeds_release(&feeds);
	page_through(s, &all, "first 50 of everything, cold", 1);
	page_through(s, &all, "first 50 of everything", 1);
	page_through(s, &section, "first 50 of a section", 1);
	page_through(s, &feed, "first 50 of a feed of 100", 1);
	page_through(s, &unread, "first 50 unread", 1);
	page_through(s, &all, "a page of 50, on and on (400)", 400);
	struct store_rows rows;
	begin();
	for (int i = 0; i < 100; i++) {
		MUST(store_list(s, &all, 0, STORE_NEWER, 50, &rows, &why));
		store_rows_release(&rows);
	}
	told("the oldest 50", 100);
	int64_t total, count;
	begin();
	for (int i = 0; i < 100; i++)
		MUST(store_count(s, i % 2 ? &section : &all, &total, &count, &why));
	told("a counter", 100);
	MUST(store_list(s, &all, 0, STORE_OLDER, 200, &rows, &why));
	struct buf doc;
	buf_init(&doc, 0);
	begin();
	for (size_t i = 0; i < rows.n; i++) {
		buf_clear(&doc);
		MUST(store_get_doc(s, rows.items[i].id, false, &doc, &why));
	}
	told("the doc of an article", (int)rows.n);
	begin();
	for (size_t i = 0; i < 20 && i < rows.n; i++) {
		MUST(store_mark(s, &rows.items[i].id, 1, MARK_READ, &why));
		MUST(store_mark(s, &rows.items[i].id, 1, MARK_UNREAD, &why));
	}
	told("a mark, on the disk", 40);
	store_rows_release(&rows);
	buf_release(&doc);
	printf("  memory: %.1f MB before opening, %.1f MB now, %.1f MB at most\n", before, rss_mb("VmRSS"),
	       rss_mb("VmHWM"));
	store_close(s);
	return 0;
}

int
main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "read") == 0)
		return read_main(argv[2]);
	size_t articles = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000;
	if (argc > 3)
		usual_words = (unsigned)strtoul(argv[3], NULL, 10) % 2000 + 1;
	char folder[] = "/tmp/akhbar-bench.XXXXXX";
	bool own = argc < 3;
	if (own && !mkdtemp(folder))
		return 1;
	char *path = own ? mem_printf("%s/store.db", folder) : mem_strdup(argv[2]);
	struct stat st;
	if (stat(path, &st) != 0 || st.st_size == 0)
		fill(path, articles);
	sizes(path);
	reading(path);
	if (own) {
		static const char *const ends[] = {"", "-wal", "-shm"};
		for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
			char *p = mem_printf("%s%s", path, ends[i]);
			unlink(p);
			free(p);
		}
		rmdir(folder);
	}
	free(path);
	return 0;
}
