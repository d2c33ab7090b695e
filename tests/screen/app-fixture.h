/* SPDX-License-Identifier: MIT
 *
 * The screens as frames in memory: a store with articles, the app over it, and
 * looking at what was drawn. Included once by each test program.
 */
#ifndef SCREEN_APP_FIXTURE_H
#define SCREEN_APP_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "akhbar/fold.h"
#include "akhbar/doc.h"
#include "sys/lang.h"
#include "ui/app.h"
#include "ui/headlines.h"
#include "ui/prompt.h"
#include "ui/reading.h"
#include "ui/sections.h"

#define NOW 1795464000 /* 2026-11-23 20:00 UTC */

struct fixture {
	char path[256];
	struct store *store;
	struct config *config;
	struct keymap *keys;
	struct app app;
};

static const char *const titles[] = {
	"البنك المركزي يثبّت سعر الفائدة عند 3% ويتوقع تراجع التضخم",
	"OpenAI تعلن نموذجًا جديدًا يفهم اللهجات العربية",
	"الأمم المتحدة (UN): ملايين الأطفال خارج المدارس",
	"انطلاق القمة العربية في الرباط بمشاركة 18 وفدًا",
	"«اللغة بيتي الأول»: حوار مع روائية",
};

static inline void
put_doc(struct store *s, int64_t id)
{
	struct doc *doc = doc_from_text(bytes_of(
		"قال باحثون من ثلاث جامعات عربية إن شبكة تضم 24 قمرًا صناعيًا صغيرًا باتت قادرة على "
		"رصد مؤشرات الجفاف قبل ظهورها بستة أسابيع.\n\n"
		"وتقيس الأقمار رطوبة التربة كل ست ساعات، ثم يقارن برنامج مفتوح المصدر القراءات بسجلات "
		"تعود إلى عام 1991."));
	struct buf bytes;
	buf_init(&bytes, 0);
	doc_encode(doc, &bytes);
	struct store_doc row = {.id = id, .doc = buf_view(&bytes), .plain = "نص", .plain_len = 4};
	struct why why;
	assert_int_equal(store_put_docs(s, &row, 1, &why), OK);
	buf_release(&bytes);
	doc_free(doc);
}

static inline void
fill(struct fixture *f, size_t n)
{
	static const struct store_source sources[] = {
		{.url = "https://a.example/feed", .title = "الاقتصادية", .section = "اقتصاد"},
		{.url = "https://b.example/feed", .title = "التقنية اليوم", .section = "علوم وتقنية"},
	};
	struct why why = {""};
	struct store_feeds feeds;
	assert_int_equal(store_sync_sources(f->store, sources, 2, &why), OK);
	assert_int_equal(store_feeds(f->store, &feeds, &why), OK);
	for (size_t feed = 0; feed < feeds.n; feed++) {
		struct store_item *items = mem_zalloc((n + 1) * sizeof(*items));
		for (size_t i = 0; i < n; i++) {
			items[i].key = mem_printf("k%zu", i);
			items[i].title = titles[(i + feed) % ARRAY_LEN(titles)];
			items[i].link = "https://a.example/article";
			items[i].published = NOW - (int64_t)(i * 2 + feed) * 7000 - 100;
			items[i].updated = TIME_NONE;
		}
		struct store_reply reply = {.feed_id = feeds.items[feed].id, .now = NOW,
					    .dir = DIR_RTL, .moved_to = NULL, .next_due = NOW + 60,
					    .items = items, .n = n};
		struct store_merged merged;
		assert_int_equal(store_merge(f->store, &reply, &merged, &why), OK);
		assert_int_equal(merged.added, n);
		for (size_t i = 0; i < n; i++)
			free((char *)items[i].key);
		free(items);
	}
	store_feeds_release(&feeds);
}

static inline void
start(struct fixture *f, const char *lang, size_t articles, int rows, int cols)
{
	struct why why = {""};
	const char *tmp = getenv("AKHBAR_TMP");
	snprintf(f->path, sizeof(f->path), "%s/screens-%d.db", tmp ? tmp : "/tmp", (int)getpid());
	unlink(f->path);
	assert_int_equal(store_open(f->path, STORE_READ_WRITE, &f->store, &why), OK);
	lang_choose(lang);
	f->config = config_new();
	f->keys = keymap_new();
	fill(f, articles);
	struct app_start s = {
		.store = f->store, .config = f->config, .keys = f->keys, .with_guide = true};
	app_init(&f->app, &s);
	words_init(&f->app.words, "auto", "gulf", NOW, 0);
	app_resize(&f->app, rows, cols);
	sections_load(&f->app);
	headlines_open(&f->app, sections_current(f->app.sections));
	app_push(&f->app, &screen_headlines);
	f->app.sections->focus = false;
	app_draw(&f->app);
}

static inline void
finish(struct fixture *f)
{
	app_release(&f->app);
	keymap_free(f->keys);
	config_free(f->config);
	store_close(f->store);
	unlink(f->path);
}

/* The message as it is read, without the marks that part names from the words about them. */
static inline const char *
message_read(const struct fixture *f)
{
	static char text[sizeof(f->app.message)];
	size_t n = 0;
	for (const char *p = f->app.message; *p;) {
		if (strncmp(p, "\u2068", 3) == 0 || strncmp(p, "\u2069", 3) == 0)
			p += 3;
		else
			text[n++] = *p++;
	}
	text[n] = '\0';
	return text;
}

/* A row as it stands, blanks at both ends cut. */
static inline const char *
row_text(const struct frame *f, int row)
{
	static char text[8192];
	struct buf out;
	buf_init(&out, 0);
	for (int col = 0; col < f->cols; col++) {
		const struct frame_cell *c = &f->cells[row * f->cols + col];
		for (unsigned i = 0; i < c->ch_n; i++)
			buf_add_utf8(&out, c->ch[i] ? c->ch[i] : ' ');
	}
	struct bytes v = bytes_trim(buf_view(&out));
	snprintf(text, sizeof(text), "%.*s", (int)v.len, v.data);
	buf_release(&out);
	return text;
}

static inline int
row_with(const struct frame *f, const char *text)
{
	for (int row = 0; row < f->rows; row++)
		if (strstr(row_text(f, row), text))
			return row;
	return -1;
}

static inline void
do_and_draw(struct fixture *f, enum action a)
{
	app_act(&f->app, a);
	app_draw(&f->app);
}

/* Keys as typed: characters, and the codes below for the others. */
static inline void
press(struct fixture *f, uint32_t code)
{
	app_key(&f->app, &(struct key){.code = code});
	app_draw(&f->app);
}

static inline void
type(struct fixture *f, const char *text)
{
	for (const char *end = text + strlen(text); text < end;)
		press(f, utf8_next(&text, end));
}

/* Texts and index of all. */
static inline void
index_all(struct fixture *f)
{
	struct why why;
	int64_t ids[64];
	size_t n;
	assert_int_equal(store_pending(f->store, ids, 64, &n, &why), OK);
	for (size_t i = 0; i < n; i++)
		put_doc(f->store, ids[i]);
	f->app.store_seen = store_version(f->store);
}

/* Letters in STYLE_HIT, row by row, from the right; of cells shaped, their letters. */
static inline char *
shown_hits(const struct frame *f)
{
	struct buf out, folded;
	buf_init(&out, 0);
	buf_init(&folded, 0);
	for (int row = 1; row < f->rows - 2; row++) {
		bool in = false;
		for (int col = f->cols - 1; col >= -1; col--) {
			const struct frame_cell *c = col < 0 ? NULL : &f->cells[row * f->cols + col];
			bool hit = c && c->style == STYLE_HIT;
			if (in && !hit)
				buf_add_char(&out, '|');
			in = hit;
			for (unsigned i = 0; hit && i < c->ch_n; i++)
				buf_add_utf8(&out, c->ch[i]);
		}
	}
	fold_text(&folded, buf_view(&out));
	buf_release(&out);
	return folded.data ? buf_take(&folded) : mem_strdup("");
}

#endif
