/* SPDX-License-Identifier: MIT
 *
 * Arabic articles made up for benches: the same numbers always give the same
 * words. A vocabulary of particles, news words and some 15,000 words of roots and
 * patterns, drawn with frequencies as in running text, with the article, joined
 * particles and endings; about 1.4 KB of text an article, one word in forty with
 * its vowels.
 */
#ifndef TESTS_BENCH_ARTICLES_H
#define TESTS_BENCH_ARTICLES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "akhbar/doc.h"
#include "store/store.h"

#define BENCH_NOW INT64_C(1790000000)
#define BENCH_FEEDS 200
#define BENCH_SECTIONS 10
#define BENCH_PATTERN_WORDS 15000

struct bench_words {
	char **items;
	size_t n;
	double *sums; /* of the frequencies up to each */
};

static inline uint64_t
bench_random(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static inline double
bench_unit(uint64_t *state)
{
	return (double)(bench_random(state) >> 11) / 9007199254740992.0;
}

static const char *const bench_common[] = {
	"في", "من", "على", "إلى", "أن", "عن", "التي", "مع", "الذي", "هذا", "بعد", "هذه", "بين", "كما",
	"قال", "خلال", "قبل", "حيث", "رئيس", "ما", "لا", "كان", "حكومة", "دولة", "وزير", "مدينة", "أكثر",
	"جديد", "عام", "سوق", "شركة", "دولي", "عربي", "اليوم", "أمس", "شخص", "مجلس", "قرار", "لقاء",
	"أسعار", "نفط", "مدرسة", "جامعة", "مستشفى", "مسؤول", "انتخاب", "اقتصاد", "رياضة", "فريق",
	"مباراة", "اتفاق", "قمة", "مؤتمر", "بيان", "تقرير", "القاهرة", "بغداد", "دمشق", "الرباط",
	"القدس", "بيروت", "الرياض", "تونس", "الجزائر", "الخرطوم", "مسقط", "الدوحة", "عمان", "طاقة",
	"مناخ", "صحة", "دواء", "كتاب", "فيلم", "رواية", "هاتف", "شبكة", "زلزال", "مطر", "بحر",
};

static inline struct bench_words
bench_words_new(void)
{
	static const char *const letters[] = {"ب", "ت", "ج", "ح", "د", "ر", "ز", "س", "ش", "ص", "ط", "ع",
					      "غ", "ف", "ق", "ك", "ل", "م", "ن", "ه", "خ", "ض"};
	static const char *const patterns[] = {"%s%s%s", "%sا%s%s", "م%s%sو%s", "ت%s%sي%s", "%s%sا%s", "م%s%s%s",
					       "ا%sت%sا%s", "مت%s%s%s", "است%s%sا%s", "%s%sي%s"};
	struct bench_words w = {0};
	w.n = ARRAY_LEN(bench_common) + BENCH_PATTERN_WORDS;
	w.items = mem_alloc(w.n * sizeof(*w.items));
	w.sums = mem_alloc(w.n * sizeof(*w.sums));
	uint64_t seed = 11;
	double sum = 0;
	for (size_t i = 0; i < w.n; i++) {
		if (i < ARRAY_LEN(bench_common)) {
			w.items[i] = mem_strdup(bench_common[i]);
		} else {
			const char *root[3];
			for (size_t k = 0; k < 3; k++)
				root[k] = letters[bench_random(&seed) % ARRAY_LEN(letters)];
			w.items[i] = mem_printf(patterns[bench_random(&seed) % ARRAY_LEN(patterns)], root[0],
						root[1], root[2]);
		}
		sum += 1.0 / ((double)i + 4);
		w.sums[i] = sum;
	}
	return w;
}

static inline void
bench_words_free(struct bench_words *w)
{
	for (size_t i = 0; i < w->n; i++)
		free(w->items[i]);
	free(w->items);
	free(w->sums);
}

static inline void
bench_word(const struct bench_words *w, uint64_t *state, struct buf *out)
{
	static const char *const before[] = {"ال", "ال", "ال", "و", "وال", "ب", "بال", "لل", "ل", "ف"};
	static const char *const after[] = {"ة", "ات", "ين", "ه", "ها", "ية", "ون"};
	double x = bench_unit(state) * w->sums[w->n - 1];
	size_t low = 0, high = w->n - 1;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (w->sums[middle] < x)
			low = middle + 1;
		else
			high = middle;
	}
	const char *word = w->items[low];
	uint64_t r = bench_random(state);
	bool plain = low < 18;
	if (!plain && r % 100 < 45 && !bytes_starts(bytes_of(word), "ال"))
		buf_add_str(out, before[r / 100 % ARRAY_LEN(before)]);
	if (r / 7919 % 40 == 0) {
		for (const char *p = word, *end = word + strlen(word); p < end;) {
			const char *at = p;
			utf8_next(&p, end);
			buf_add(out, at, (size_t)(p - at));
			buf_add_str(out, "َ");
		}
	} else {
		buf_add_str(out, word);
	}
	if (!plain && low >= ARRAY_LEN(bench_common) && r / 1000 % 100 < 30)
		buf_add_str(out, after[r / 100000 % ARRAY_LEN(after)]);
}

/* Title and body (paragraphs parted by empty lines) of article i. */
static inline void
bench_article(const struct bench_words *w, uint64_t i, struct buf *title, struct buf *body)
{
	uint64_t state = i * 2654435761u + 7;
	size_t words = 6 + bench_random(&state) % 6;
	buf_clear(title);
	buf_clear(body);
	for (size_t k = 0; k < words; k++) {
		if (k)
			buf_add_char(title, ' ');
		bench_word(w, &state, title);
	}
	size_t paragraphs = 3 + bench_random(&state) % 4;
	for (size_t p = 0; p < paragraphs; p++) {
		words = 16 + bench_random(&state) % 20;
		for (size_t k = 0; k < words; k++) {
			if (k)
				buf_add_char(body, ' ');
			if (bench_random(&state) % 50 == 0)
				buf_printf(body, "%d", (int)(bench_random(&state) % 3000));
			else
				bench_word(w, &state, body);
		}
		/* one in a thousand has a word that no other has */
		if (p == 0 && i % 1000 == 17)
			buf_add_str(body, " نادرجدا");
		buf_add_str(body, ".\n\n");
	}
}

/* Who wrote article i: nobody, an agency, or one of some thousands of names, many of whom
 * wrote little. */
static inline void
bench_author(const struct bench_words *w, uint64_t i, char *out, size_t size)
{
	static const char *const first[] = {"أحمد", "محمد", "علي", "ليلى", "سارة", "يوسف", "هدى", "كريم"};
	uint64_t state = i * 40503 + 3, r = bench_random(&state);
	out[0] = 0;
	if (r % 10 < 3)
		snprintf(out, size, "وكالة %s", w->items[40 + r / 10 % 5]);
	else if (r % 10 < 8) {
		double x = bench_unit(&state);
		size_t who = (size_t)(x * x * x * 5000);
		snprintf(out, size, "%s %s", first[who % ARRAY_LEN(first)], w->items[100 + who]);
	}
}

static inline bool
bench_ok(enum err e, const struct why *why)
{
	if (e == OK)
		return true;
	fprintf(stderr, "bench: %s: %s\n", err_text(e), why->text);
	exit(1);
}

/* Feeds and sections of the made-up world. */
static inline void
bench_sources(struct store *s)
{
	static struct store_source sources[BENCH_FEEDS];
	struct why why = {""};
	for (int i = 0; i < BENCH_FEEDS; i++)
		sources[i] = (struct store_source){
			.url = mem_printf("https://f%d.example/feed", i),
			.title = mem_printf("مصدر %d", i),
			.section = mem_printf("قسم %d", i / (BENCH_FEEDS / BENCH_SECTIONS)),
		};
	bench_ok(store_sync_sources(s, sources, BENCH_FEEDS, &why), &why);
	for (int i = 0; i < BENCH_FEEDS; i++) {
		free((char *)sources[i].url);
		free((char *)sources[i].title);
		free((char *)sources[i].section);
	}
}

/* Puts n articles in, 50 of one feed at a time, one every five minutes up to
 * BENCH_NOW; docs and the index too. Returns the bytes of their text. */
static inline size_t
bench_fill(struct store *s, size_t n)
{
	struct bench_words w = bench_words_new();
	struct store_feeds feeds;
	struct why why = {""};
	struct buf titles[50], bodies[50];
	size_t text = 0;
	bench_sources(s);
	bench_ok(store_feeds(s, &feeds, &why), &why);
	for (size_t k = 0; k < 50; k++) {
		buf_init(&titles[k], 0);
		buf_init(&bodies[k], 0);
	}
	for (size_t i = 0; i < n; i += 50) {
		struct store_item items[50] = {0};
		char keys[50][32], authors[50][96];
		size_t batch = n - i < 50 ? n - i : 50;
		for (size_t k = 0; k < batch; k++) {
			bench_article(&w, i + k, &titles[k], &bodies[k]);
			text += titles[k].len + bodies[k].len;
			snprintf(keys[k], sizeof(keys[k]), "k%zu", i + k);
			bench_author(&w, i + k, authors[k], sizeof(authors[k]));
			items[k] = (struct store_item){
				.key = keys[k], .guid = keys[k], .title = titles[k].data,
				.published = BENCH_NOW - (int64_t)(n - i - k) * 300, .updated = TIME_NONE,
				.body = bodies[k].data, .body_len = bodies[k].len,
				.author = authors[k][0] ? authors[k] : NULL,
			};
		}
		struct store_reply reply = {.feed_id = feeds.items[i / 50 % feeds.n].id,
					    .now = BENCH_NOW, .next_due = BENCH_NOW + 1800,
					    .dir = DIR_RTL, .items = items, .n = batch};
		bench_ok(store_merge(s, &reply, NULL, &why), &why);
		int64_t ids[64];
		size_t pending = 0;
		bench_ok(store_pending(s, ids, 50, &pending, &why), &why);
		struct store_doc docs[50];
		struct buf bytes[50], plain[50];
		for (size_t k = 0; k < pending; k++) {
			struct store_body body;
			bench_ok(store_body(s, ids[k], &body, &why), &why);
			struct doc *doc = doc_from_text((struct bytes){body.html, body.html_len});
			buf_init(&bytes[k], 0);
			buf_init(&plain[k], 0);
			doc_encode(doc, &bytes[k]);
			doc_plain(doc, &plain[k]);
			doc_free(doc);
			store_body_release(&body);
			docs[k] = (struct store_doc){ids[k], buf_view(&bytes[k]), plain[k].data,
						     plain[k].len, false};
		}
		bench_ok(store_put_docs(s, docs, pending, &why), &why);
		for (size_t k = 0; k < pending; k++) {
			buf_release(&bytes[k]);
			buf_release(&plain[k]);
		}
		if (i % 10000 == 0)
			fprintf(stderr, "\r%zu articles", i);
	}
	fprintf(stderr, "\r%zu articles, %zu MB of text\n", n, text >> 20);
	for (size_t k = 0; k < 50; k++) {
		buf_release(&titles[k]);
		buf_release(&bodies[k]);
	}
	store_feeds_release(&feeds);
	bench_words_free(&w);
	return text;
}

#endif
