/* SPDX-License-Identifier: MIT */
/* The reader's rules: what they do to articles that come in, what comes back, and that no
 * counter goes wrong over it. */
#include "edge/store-checks.h"

#include "store/query.h"

#define ONE "https://one.example/feed"

static void
rules(struct store *s, const struct store_rule *list, size_t n)
{
	assert_ok(store_set_rules(s, list, n, why));
}
#define RULES(s, ...) \
	rules(s, (const struct store_rule[]){__VA_ARGS__}, \
	      sizeof((const struct store_rule[]){__VA_ARGS__}) / sizeof(struct store_rule))

static struct store_row
state(struct store *s, int64_t id)
{
	struct store_entry e;
	assert_ok(store_entry(s, id, &e, why));
	struct store_row row = e.row;
	row.title = row.author = row.link = NULL;
	store_entry_release(&e);
	return row;
}

static size_t
found(struct store *s, const char *query)
{
	struct store_rows rows;
	assert_ok(store_list(s, &(struct store_filter){.query = query}, 0, STORE_OLDER, 1000, &rows, why));
	size_t n = rows.n;
	store_rows_release(&rows);
	return n;
}

/* As add_article, hidden or not. */
static void
bring(struct store *s, int64_t feed, const char *key, const char *title, const char *text, int64_t when)
{
	struct store_item it = item(key, title, NULL, when, text);
	merge(s, feed, &it, 1);
	make_docs(s);
}

static int64_t
review(struct store *s)
{
	bool more = true;
	int64_t all = 0, some;
	while (more) {
		assert_ok(store_review_step(s, 3, &more, &some, why));
		all += some;
	}
	return all;
}

static struct store *
fresh(int64_t *feed)
{
	struct store *s = open_store("a.db");
	sync_default(s);
	*feed = feed_id(s, ONE);
	return s;
}

/* ---- what comes in --------------------------------------------------------------------- */

static void
test_each_action(void **unused)
{
	(void)unused;
	static const struct {
		const char *label;
		struct store_rule rule;
		const char *title, *text;
		bool hidden, unread, starred, told;
	} cases[] = {
		{"title, as folded", {STORE_HIDES, "اعلان"}, "إِعْلانٌ", "نص", true, true, false, false},
		{"text", {STORE_HIDES, "برعاية"}, "خبر", "هذا بِرِعايَة شركة", true, true, false, false},
		{"not there", {STORE_HIDES, "برعاية"}, "خبر", "نص", false, true, false, false},
		{"title alone", {STORE_HIDES, "title:برعاية"}, "خبر", "برعاية", false, true, false, false},
		{"text alone", {STORE_HIDES, "text:برعاية"}, "برعاية", "خبر", false, true, false, false},
		{"read", {STORE_READS, "رياضه"}, "رياضة", "نص", false, false, false, false},
		{"star", {STORE_STARS, "القدس"}, "خبر", "من القدس", false, true, true, false},
		{"notify", {STORE_NOTIFIES, "القدس"}, "خبر", "من القدس", false, true, false, true},
		{"both", {STORE_STARS | STORE_NOTIFIES, "القدس"}, "القدس", "", false, true, true, true},
		{"not words", {STORE_READS, "خبر -القدس"}, "خبر", "من القدس", false, true, false, false},
		{"nor these", {STORE_READS, "خبر -القدس"}, "خبر", "من مكة", false, false, false, false},
		{"source", {STORE_HIDES, "source:الأولى"}, "خبر", "نص", true, true, false, false},
		{"other source", {STORE_HIDES, "source:الثالثة"}, "خبر", "نص", false, true, false, false},
		{"date", {STORE_READS, "before:2027"}, "خبر", "نص", false, false, false, false},
		{"state", {STORE_READS, "is:unread title:خبر"}, "خبر", "نص", false, false, false, false},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int64_t feed;
		struct store *s = fresh(&feed);
		RULES(s, cases[i].rule);
		char *key = mem_printf("k%zu", i);
		struct store_item it = item(key, cases[i].title, NULL, NOW - 500 + (int64_t)i, cases[i].text);
		merge(s, feed, &it, 1);
		make_docs(s);
		int64_t id = 0;
		size_t n;
		assert_ok(store_find(s, key, NULL, feed, &id, 1, &n, why));
		struct store_row row = state(s, id);
		struct store_news news;
		store_take_news(s, &news);
		if (row.hidden != cases[i].hidden || row.unread != cases[i].unread ||
		    row.starred != cases[i].starred || (news.ids_n == 1) != cases[i].told ||
		    news.hidden != cases[i].hidden)
			fail_msg("%s: hidden %d, unread %d, starred %d, told %zu", cases[i].label, row.hidden,
				 row.unread, row.starred, news.ids_n);
		if (cases[i].told)
			assert_true(news.ids[0] == id);
		check_all(s);
		free(key);
		store_close(s);
		scratch_drop(NULL);
		scratch_make(NULL);
	}
}

static void
test_hidden_at_once_or_with_its_text(void **unused)
{
	(void)unused;
	int64_t feed;
	struct store *s = fresh(&feed);
	RULES(s, {STORE_HIDES, "إعلان"});
	const struct store_item items[] = {
		item("a", "إعلان", NULL, NOW - 9, "نص"),
		item("b", "خبر", NULL, NOW - 8, "فيه إعلان"),
		item("c", "خبر", NULL, NOW - 7, "نص"),
	};
	/* what the title tells is hidden before anybody sees it */
	assert_int_equal(merge(s, feed, items, 3).added, 2);
	assert_int_equal(found(s, "is:unread"), 2);
	make_docs(s);
	assert_int_equal(found(s, "is:unread"), 1);
	assert_int_equal(found(s, "is:hidden"), 2);
	assert_int_equal(found(s, "is:hidden إعلان"), 2);
	assert_int_equal(found(s, "إعلان"), 0);
	int64_t hidden;
	assert_ok(store_hidden(s, &hidden, why));
	assert_int_equal(hidden, 2);
	/* the same reply again: still there, and not new */
	assert_int_equal(merge(s, feed, items, 3).added, 0);
	assert_int_equal(found(s, ""), 1);
	check_all(s);
	store_close(s);
}

static void
test_asked_once(void **unused)
{
	(void)unused;
	int64_t feed;
	struct store *s = fresh(&feed);
	RULES(s, {STORE_READS | STORE_STARS, "خبر"});
	struct store_item it = item("a", "خبر", NULL, NOW, "نص أول");
	merge(s, feed, &it, 1);
	make_docs(s);
	int64_t id = 0;
	size_t n;
	assert_ok(store_find(s, "a", NULL, feed, &id, 1, &n, why));
	assert_ok(store_mark(s, &id, 1, MARK_UNREAD, why));
	assert_ok(store_mark(s, &id, 1, MARK_UNSTAR, why));
	/* edited by its publisher: what the reader did stays */
	it = item("a", "خبر", NULL, NOW, "نص ثان مختلف");
	merge(s, feed, &it, 1);
	make_docs(s);
	assert_true(state(s, id).unread);
	assert_false(state(s, id).starred);
	check_all(s);
	store_close(s);
}

/* What its publisher edits, or its page tells, counts while the article is unread: of
 * what did not hold before. */
static void
test_asked_again_of_what_is_new(void **unused)
{
	(void)unused;
	enum { TITLE, TEXT, PAGE, AUTHOR, READ, KNOWN };
	for (int how = TITLE; how <= KNOWN; how++) {
		int64_t feed, id = 0;
		size_t n;
		struct store *s = fresh(&feed);
		struct store_news news;
		RULES(s, {STORE_NOTIFIES | STORE_STARS, "زلزال OR author:ليلى"}, {STORE_HIDES, "إعلان"});
		struct store_item it = item("a", "خبر", NULL, NOW, how == KNOWN ? "زلزال" : "نص أول");
		struct store_item ad = item("b", "خبر", NULL, NOW - 5, "نص");
		merge(s, feed, (struct store_item[]){it, ad}, 2);
		make_docs(s);
		assert_ok(store_find(s, "a", NULL, feed, &id, 1, &n, why));
		store_take_news(s, &news);
		assert_int_equal(news.ids_n, how == KNOWN);
		if (how == READ)
			assert_ok(store_mark(s, &id, 1, MARK_READ, why));
		if (how == KNOWN) /* the reader's own will stays */
			assert_ok(store_mark(s, &id, 1, MARK_UNSTAR, why));
		if (how == TITLE)
			it = item("a", "خبر عن زلزال", NULL, NOW, "نص أول");
		else if (how == TEXT || how == READ || how == KNOWN)
			it = item("a", "خبر", NULL, NOW, "نص عن زلزال آخر");
		ad = item("b", "خبر", NULL, NOW - 5, "إعلان");
		merge(s, feed, (struct store_item[]){it, ad}, 2);
		make_docs(s);
		if (how == PAGE)
			put_text(s, id, "النص كاملا عن الزلزال وما بعده", true);
		if (how == AUTHOR)
			assert_ok(store_page_author(s, id, "ليلى", why));
		store_take_news(s, &news);
		bool asked = how != READ && how != KNOWN;
		if (news.ids_n != asked || state(s, id).starred != asked)
			fail_msg("%d: told %zu, starred %d", how, news.ids_n, state(s, id).starred);
		assert_int_equal(news.hidden, 1);
		assert_int_equal(found(s, "is:hidden"), 1);
		check_all(s);
		store_close(s);
		scratch_drop(NULL);
		scratch_make(NULL);
	}
}

static void
test_starred_is_not_hidden(void **unused)
{
	(void)unused;
	int64_t feed;
	struct store *s = fresh(&feed);
	RULES(s, {STORE_HIDES, "رياضة"}, {STORE_STARS, "المغرب"});
	int64_t both = add_article(s, feed, "a", "رياضة في المغرب", "نص", NOW - 3);
	/* hidden by its title, then its text is one to be starred */
	const struct store_item late = item("b", "رياضة", NULL, NOW - 2, "عن المغرب");
	merge(s, feed, &late, 1);
	assert_int_equal(found(s, "is:hidden"), 1);
	make_docs(s);
	assert_int_equal(found(s, "is:hidden"), 0);
	assert_int_equal(found(s, "is:starred"), 2);
	assert_true(state(s, both).starred && !state(s, both).hidden);
	/* a star by hand brings one back */
	const struct store_item only = item("c", "رياضة", NULL, NOW - 1, "نص");
	merge(s, feed, &only, 1);
	make_docs(s);
	int64_t id = 0;
	size_t n;
	assert_ok(store_find(s, "c", NULL, feed, &id, 1, &n, why));
	assert_true(state(s, id).hidden);
	check_all(s);
	assert_ok(store_mark(s, &id, 1, MARK_READ, why));
	check_all(s);
	assert_ok(store_mark(s, &id, 1, MARK_STAR, why));
	assert_true(state(s, id).starred && !state(s, id).hidden);
	check_all(s);
	store_close(s);
}

/* A rule with a mistake must not find everything. */
static void
test_not_whole(void **unused)
{
	(void)unused;
	static const char *const queries[] = {"",	 "   ",		 "after:2026-13-13", "(خبر", "title:", "\"خبر",
					      "-",	 "is:strange",	 "!!!",		     "خبر after:yesterdayish",
					      "NOT",	 "source:",	 "خبر)",	     "()"};
	int64_t feed;
	struct store *s = fresh(&feed);
	for (size_t i = 0; i < ARRAY_LEN(queries); i++) {
		struct why why = {""};
		struct query *q = query_new(bytes_of(queries[i]), NOW, 0);
		bool bad = query_rule_complaint(q, bytes_of(queries[i]), &why);
		query_free(q);
		/* NOT alone is a word like any other */
		if (bad != (strcmp(queries[i], "NOT") != 0) || (bad && !why.text[0]))
			fail_msg("\"%s\": %d \"%s\"", queries[i], bad, why.text);
		RULES(s, {STORE_HIDES, queries[i]});
		char *key = mem_printf("k%zu", i);
		struct store_item it = item(key, "خبر", NULL, NOW - (int64_t)i * 10, "نص");
		if (merge(s, feed, &it, 1).added != 1)
			fail_msg("hidden by \"%s\"", queries[i]);
		free(key);
	}
	make_docs(s);
	assert_int_equal(found(s, "is:hidden"), 0);
	check_all(s);
	store_close(s);
}

/* ---- coming back ------------------------------------------------------------------------- */

static void
test_comes_back(void **unused)
{
	(void)unused;
	int64_t feed;
	struct store *s = fresh(&feed);
	RULES(s, {STORE_HIDES, "إعلان"}, {STORE_HIDES, "رياضة"});
	for (int i = 0; i < 20; i++) {
		char *key = mem_printf("k%d", i);
		bring(s, feed, key, i % 2 ? "خبر" : "رياضة", i % 3 ? "نص" : "فيه إعلان", NOW - 100 + i);
		free(key);
	}
	size_t hidden = found(s, "is:hidden"), all = hidden + found(s, "");
	assert_int_equal(all, 20);
	assert_int_equal(hidden, 13); /* of 20: 10 by the title, 3 more by the text */
	assert_int_equal(review(s), 0);
	check_all(s);
	/* one rule goes: what the other hides stays */
	RULES(s, {STORE_HIDES, "إعلان"});
	assert_int_equal(review(s), 6);
	assert_int_equal(found(s, "is:hidden"), 7);
	check_all(s);
	assert_int_equal(review(s), 0);
	/* a rule that is broken while it is being edited is no reason */
	RULES(s, {STORE_HIDES, "(إعلان"});
	assert_int_equal(review(s), 0);
	assert_int_equal(found(s, "is:hidden"), 7);
	rules(s, NULL, 0);
	assert_int_equal(review(s), 7);
	assert_int_equal(found(s, "is:hidden"), 0);
	assert_int_equal(found(s, "is:unread"), 20);
	check_all(s);
	check_index(s);
	store_close(s);
}

static void
test_feed_leaves_and_comes_back(void **unused)
{
	(void)unused;
	static const struct store_source other[] = {{"https://two.example/feed", NULL, "أخبار", false}};
	int64_t feed;
	struct store *s = fresh(&feed);
	RULES(s, {STORE_HIDES, "إعلان"});
	bring(s, feed, "a", "إعلان", "نص", NOW - 2);
	bring(s, feed, "b", "خبر", "نص", NOW - 1);
	assert_ok(store_sync_sources(s, other, 1, why));
	assert_int_equal(found(s, "is:hidden"), 0); /* it shows nowhere now */
	assert_int_equal(found(s, "is:hidden OR خبر"), 0);
	check_all(s);
	assert_int_equal(review(s), 0);
	sync_default(s);
	assert_int_equal(found(s, "is:hidden"), 1);
	assert_int_equal(found(s, ""), 1);
	check_all(s);
	store_close(s);
}

/* ---- on what is stored ---------------------------------------------------------------------- */

static void
test_apply(void **unused)
{
	(void)unused;
	int64_t feed;
	struct store *s = fresh(&feed);
	int64_t starred = add_article(s, feed, "s", "إعلان قديم", "نص", NOW - 900);
	assert_ok(store_mark(s, &starred, 1, MARK_STAR, why));
	for (int i = 0; i < 900; i++) {
		char *key = mem_printf("k%d", i);
		add_article(s, feed, key, i % 3 ? "خبر" : "إعلان", "نص", NOW - 899 + i);
		free(key);
	}
	const struct store_rule hide = {STORE_HIDES, "إعلان"}, reads = {STORE_READS, "خبر"};
	struct store_filter all = {.with_hidden = true};
	struct store_ruled ruled;
	assert_ok(store_apply_rule(s, &hide, &all, &ruled, why));
	assert_int_equal(ruled.found, 301);
	assert_int_equal(ruled.changed, 300); /* not the starred one */
	assert_ok(store_apply_rule(s, &hide, &all, &ruled, why));
	assert_int_equal(ruled.changed, 0);
	assert_ok(store_apply_rule(s, &reads, &all, &ruled, why));
	assert_int_equal(ruled.changed, 600);
	assert_int_equal(found(s, "is:hidden"), 300);
	check_all(s);
	/* what rules hide is not kept for being unread, and is counted for itself */
	const struct store_keep keep = {.count = 100, .unread = true, .starred = true};
	size_t n;
	do
		assert_ok(store_forget(s, feed, &keep, NOW, 256, &n, why));
	while (n);
	assert_int_equal(found(s, "is:hidden"), 100);
	assert_int_equal(found(s, ""), 101);
	check_all(s);
	store_close(s);
}

/* Any order of all of it: the counters equal what is counted. */
static void
test_any_order(void **unused)
{
	(void)unused;
	static const struct store_rule sets[][2] = {
		{{STORE_HIDES, "إعلان"}, {STORE_STARS, "القدس"}},
		{{STORE_HIDES | STORE_READS, "رياضة"}, {STORE_HIDES, "نص إعلان"}},
		{{STORE_READS, "خبر"}, {STORE_NOTIFIES, "القدس OR رياضة"}},
	};
	static const char *const titles[] = {"إعلان", "رياضة", "خبر", "القدس", "إعلان القدس"};
	static const char *const texts[] = {"نص", "نص إعلان", "من القدس", "رياضة", ""};
	static const struct store_source few[] = {
		{"https://two.example/feed", NULL, "أخبار", false},
		{ONE, NULL, "تقنية", true},
	};
	uint32_t seed = 7;
	int64_t feed, when = NOW - 100000;
	struct store *s = fresh(&feed);
	for (int turn = 0; turn < 400; turn++) {
		seed = seed * 1664525 + 1013904223;
		unsigned what = seed >> 8 & 15, k = seed >> 12 & 0xff;
		int64_t ids[64];
		size_t n = 0;
		assert_ok(db_ids(s, why, ids, 64, &n, "SELECT id FROM entries ORDER BY (id * 7919) % 997", ""));
		bool more;
		int64_t shown;
		struct store_ruled ruled;
		char *key = mem_printf("k%u", what < 4 ? (unsigned)turn : k % 40);
		struct store_item it = item(key, titles[k % 5], NULL, when += 60, texts[k / 5 % 5]);
		switch (what) {
		case 0: case 1: case 2: case 3: case 4: case 5:
			merge(s, feed, &it, 1);
			if (k & 1)
				make_docs(s);
			break;
		case 6: make_docs(s); break;
		case 7: RULES(s, sets[k % 3][0], sets[k % 3][1]); break;
		case 8: rules(s, NULL, 0); break;
		case 9: assert_ok(store_review_step(s, 1 + k % 5, &more, &shown, why)); break;
		case 10:
			assert_ok(store_apply_rule(s, &sets[k % 3][k >> 4 & 1], &(struct store_filter){0}, &ruled, why));
			break;
		case 11: case 12:
			assert_ok(store_mark(s, ids, n > 5 ? 5 : n, (enum store_mark)(k & 3), why));
			break;
		case 13:
			assert_ok(store_sync_sources(s, few, 1 + (k & 1), why));
			break;
		case 14: sync_default(s); break;
		default:
			assert_ok(store_forget(s, feed, &(struct store_keep){.count = 20 + k % 20, .unread = k & 1}, NOW,
					       8, &n, why));
		}
		free(key);
		check_all(s);
	}
	make_docs(s);
	tidy(s);
	check_all(s);
	check_index(s);
	store_close(s);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_make, scratch_drop)
	const struct CMUnitTest tests[] = {
		TEST(test_each_action),
		TEST(test_hidden_at_once_or_with_its_text),
		TEST(test_asked_once),
		TEST(test_asked_again_of_what_is_new),
		TEST(test_starred_is_not_hidden),
		TEST(test_not_whole),
		TEST(test_comes_back),
		TEST(test_feed_leaves_and_comes_back),
		TEST(test_apply),
		TEST(test_any_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
