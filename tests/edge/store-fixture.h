/* SPDX-License-Identifier: MIT
 *
 * A store in a scratch folder, and short ways to put things in.
 */
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "akhbar/doc.h"
#include "store/store.h"

#define NOW INT64_C(1790000000)

#define assert_ok(call) \
	do { \
		struct why why_ = {""}; \
		struct why *why = &why_; \
		enum err e_ = (call); \
		if (e_ != OK) \
			fail_msg("%s: %s (%s)", #call, err_text(e_), why_.text); \
	} while (0)

static char *scratch; /* folder of this test */

static inline char *
scratch_path(const char *name)
{
	return mem_printf("%s/%s", scratch, name);
}

static inline int
scratch_make(void **state)
{
	(void)state;
	const char *tmp = getenv("AKHBAR_TMP");
	scratch = mem_printf("%s/store.XXXXXX", tmp ? tmp : "/tmp");
	return mkdtemp(scratch) ? 0 : -1;
}

static inline int
scratch_drop(void **state)
{
	(void)state;
	char *argv = mem_printf("%s", scratch);
	/* only our own files, one level deep */
	static const char *const names[] = {"a.db", "a.db-wal", "a.db-shm", "a.db-journal", "b.db", "b.db-wal",
					    "b.db-shm", "a.db.upgrade", "copy.db", "copy.db-wal", "copy.db-shm"};
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		char *p = scratch_path(names[i]);
		unlink(p);
		free(p);
	}
	rmdir(argv);
	free(argv);
	free(scratch);
	return 0;
}

static inline struct store *
open_store(const char *name)
{
	struct store *s = NULL;
	char *path = scratch_path(name);
	assert_ok(store_open(path, STORE_READ_WRITE, &s, why));
	free(path);
	return s;
}

static inline void
sync_default(struct store *s)
{
	static const struct store_source sources[] = {
		{"https://one.example/feed", "الأولى", "أخبار", false},
		{"https://two.example/feed", NULL, "أخبار", false},
		{"https://three.example/feed", "الثالثة", "تقنية", false},
		{"https://hidden.example/feed", "المخفية", "تقنية", true},
		{"https://loose.example/feed", NULL, "", false},
	};
	assert_ok(store_sync_sources(s, sources, ARRAY_LEN(sources), why));
}

static inline int64_t
feed_id(struct store *s, const char *url)
{
	struct store_feeds feeds;
	assert_ok(store_feeds(s, &feeds, why));
	int64_t id = 0;
	for (size_t i = 0; i < feeds.n; i++)
		if (strcmp(feeds.items[i].url, url) == 0)
			id = feeds.items[i].id;
	store_feeds_release(&feeds);
	return id;
}

static inline struct store_merged
merge(struct store *s, int64_t feed, const struct store_item *items, size_t n)
{
	struct store_reply reply = {
		.feed_id = feed, .now = NOW, .items = items, .n = n, .moved_to = NULL, .next_due = NOW + 1800,
		.etag = "\"e1\"", .body_hash = 7, .dir = DIR_RTL,
	};
	struct store_merged merged = {0};
	assert_ok(store_merge(s, &reply, &merged, why));
	return merged;
}

/* A text as the doc of an article: what its feed sent, or all of its page. */
static inline void
put_text(struct store *s, int64_t id, const char *text, bool full)
{
	struct doc *doc = doc_from_text(bytes_of(text));
	struct buf bytes, plain;
	buf_init(&bytes, 0);
	buf_init(&plain, 0);
	doc_encode(doc, &bytes);
	doc_plain(doc, &plain);
	struct store_doc d = {.id = id, .doc = buf_view(&bytes), .plain = plain.data, .plain_len = plain.len,
			      .full = full};
	assert_ok(store_put_docs(s, &d, 1, why));
	buf_release(&bytes);
	buf_release(&plain);
	doc_free(doc);
}

/* One article with its doc, as the fetcher makes it. */
static inline int64_t
add_article(struct store *s, int64_t feed, const char *key, const char *title, const char *text,
	    int64_t published)
{
	struct store_item item = {
		.key = key, .guid = key, .title = title, .published = published, .updated = TIME_NONE,
		.body = text, .body_len = strlen(text),
	};
	assert_int_equal(merge(s, feed, &item, 1).added, 1);
	int64_t id = 0;
	size_t n = 0;
	assert_ok(store_find(s, key, NULL, feed, &id, 1, &n, why));
	assert_int_equal(n, 1);
	put_text(s, id, text, false);
	return id;
}

#endif
