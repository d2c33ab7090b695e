/* SPDX-License-Identifier: MIT */
#include "edge/store-fixture.h"

#define ONE "https://one.example/feed"
#define TWO "https://two.example/feed"
#define HIDDEN "https://hidden.example/feed"

static struct store_rows
list(struct store *s, const struct store_filter *f, int64_t key, enum store_way way, size_t max)
{
	struct store_rows rows = {0};
	assert_ok(store_list(s, f, key, way, max, &rows, why));
	return rows;
}

static size_t
count_rows(struct store *s, const struct store_filter *f)
{
	struct store_rows rows = list(s, f, 0, STORE_OLDER, 1000000);
	size_t n = rows.n;
	store_rows_release(&rows);
	return n;
}

static struct store_item
item(const char *key, const char *title, const char *link, int64_t published, const char *body)
{
	return (struct store_item){.key = key, .guid = key, .title = title, .link = link,
				   .published = published, .updated = TIME_NONE, .body = body,
				   .body_len = body ? strlen(body) : 0};
}

static void
makes_files_only_for_the_owner(void **state)
{
	(void)state;
	char *path = scratch_path("a.db");
	struct store *s = open_store("a.db");
	struct stat st;
	sync_default(s);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	char *wal = mem_printf("%s-wal", path);
	assert_int_equal(stat(wal, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	struct store_health h;
	assert_ok(store_health(s, &h, why));
	assert_true(h.wal);
	assert_int_equal(h.schema, 4);
	assert_int_equal(h.feeds, 5);
	assert_string_equal(h.path, path);
	store_close(s);
	free(wal);
	free(path);
}

static void
lists_feeds_as_the_file_does(void **state)
{
	(void)state;
	struct store *s = open_store("a.db");
	sync_default(s);
	struct store_feeds feeds;
	assert_ok(store_feeds(s, &feeds, why));
	assert_int_equal(feeds.n, 5);
	assert_string_equal(feeds.items[0].title, "الأولى");
	assert_string_equal(feeds.items[1].title, "two.example");
	assert_null(feeds.items[1].own_title);
	assert_string_equal(feeds.items[2].section, "تقنية");
	assert_true(feeds.items[3].hidden);
	assert_string_equal(feeds.items[4].section, "");
	assert_true(feeds.items[0].last_try == TIME_NONE);
	store_feeds_release(&feeds);
	struct store_sections sections;
	assert_ok(store_sections(s, &sections, why));
	assert_int_equal(sections.n, 3);
	assert_string_equal(sections.items[0].name, "أخبار");
	assert_string_equal(sections.items[1].name, "تقنية");
	assert_string_equal(sections.items[2].name, "");
	store_sections_release(&sections);

	/* the same again changes nothing; another order does */
	int64_t version = store_version(s);
	sync_default(s);
	assert_true(store_version(s) == version);
	static const struct store_source turned[] = {
		{TWO, NULL, "", false}, {ONE, NULL, "عام", false}, {ONE, "مكرر", "", false},
	};
	assert_ok(store_sync_sources(s, turned, 3, why));
	assert_ok(store_feeds(s, &feeds, why));
	assert_int_equal(feeds.n, 2);
	assert_string_equal(feeds.items[0].url, TWO);
	assert_string_equal(feeds.items[1].section, "عام");
	store_feeds_release(&feeds);
	assert_ok(store_sections(s, &sections, why));
	assert_int_equal(sections.n, 2);
	store_sections_release(&sections);
	store_close(s);
}

static void
stores_articles_by_date(void **state)
{
	(void)state;
	struct store *s = open_store("a.db");
	sync_default(s);
	int64_t one = feed_id(s, ONE);
	struct store_item items[] = {
		item("k1", "الخبر الأول", "https://one.example/1", NOW - 100, "<p>نص</p>"),
		item("k2", "الخبر الثاني", "https://one.example/2", NOW - 50, "<p>نص ثان</p>"),
		item("k3", "بلا تاريخ", "https://one.example/3", TIME_NONE, NULL),
		item("k4", "من المستقبل", "https://one.example/4", NOW + 3 * 86400, NULL),
		item("k5", "بلا تاريخ أيضا", NULL, -5, NULL),
	};
	struct store_merged m = merge(s, one, items, ARRAY_LEN(items));
	assert_int_equal(m.added, 5);
	assert_int_equal(m.changed, 0);
	struct store_filter f = {.feed_id = one, .since = TIME_NONE, .before = TIME_NONE};
	struct store_rows rows = list(s, &f, 0, STORE_OLDER, 10);
	assert_int_equal(rows.n, 5);
	/* of those without a date the first of the document is the newest */
	static const char *const want[] = {"بلا تاريخ", "من المستقبل", "بلا تاريخ أيضا", "الخبر الثاني", "الخبر الأول"};
	for (size_t i = 0; i < 5; i++) {
		assert_string_equal(rows.items[i].title, want[i]);
		assert_int_equal(rows.items[i].dated, i >= 3);
		assert_true(rows.items[i].unread);
		assert_true(rows.items[i].id >> 20 == rows.items[i].date);
	}
	assert_true(rows.items[0].date == NOW);
	assert_true(rows.items[4].date == NOW - 100);
	/* windows by key, both ways */
	struct store_rows older = list(s, &f, rows.items[1].id, STORE_OLDER, 2);
	assert_int_equal(older.n, 2);
	assert_true(older.items[0].id == rows.items[2].id && older.items[1].id == rows.items[3].id);
	struct store_rows newer = list(s, &f, rows.items[3].id, STORE_NEWER, 2);
	assert_int_equal(newer.n, 2);
	assert_true(newer.items[0].id == rows.items[2].id && newer.items[1].id == rows.items[1].id);
	struct store_rows oldest = list(s, &f, 0, STORE_NEWER, 1);
	assert_true(oldest.items[0].id == rows.items[4].id);
	store_rows_release(&oldest);
	store_rows_release(&newer);
	store_rows_release(&older);

	struct store_entry e;
	assert_ok(store_entry(s, rows.items[4].id, &e, why));
	assert_string_equal(e.guid, "k1");
	assert_string_equal(e.feed_title, "الأولى");
	assert_string_equal(e.section, "أخبار");
	assert_string_equal(e.row.link, "https://one.example/1");
	assert_int_equal(e.feed_dir, DIR_RTL);
	store_entry_release(&e);
	assert_int_equal(store_entry(s, 5, &e, NULL), ERR_NOT_FOUND);
	struct store_body b;
	assert_ok(store_body(s, rows.items[4].id, &b, why));
	assert_string_equal(b.html, "<p>نص</p>");
	assert_int_equal(b.html_len, strlen("<p>نص</p>"));
	store_body_release(&b);
	store_rows_release(&rows);

	/* date bounds, a filter all zero but one */
	struct store_filter since = {.since = NOW - 60};
	assert_int_equal(count_rows(s, &since), 4);
	struct store_filter before = {.before = NOW - 50};
	assert_int_equal(count_rows(s, &before), 1);
	store_close(s);
}

static void
knows_an_article_again(void **state)
{
	(void)state;
	struct store *s = open_store("a.db");
	sync_default(s);
	int64_t one = feed_id(s, ONE), two = feed_id(s, TWO);
	struct store_item a = item("http://one.example/a", "عنوان", "http://one.example/a", NOW - 10, "<p>نص</p>");
	assert_int_equal(merge(s, one, &a, 1).added, 1);
	int64_t id;
	size_t n;
	assert_ok(store_find(s, "http://one.example/a", NULL, 0, &id, 1, &n, why));
	assert_int_equal(n, 1);
	assert_ok(store_mark(s, &id, 1, MARK_READ, why));
	assert_ok(store_mark(s, &id, 1, MARK_STAR, why));

	/* the same, and the same over https */
	struct store_merged m = merge(s, one, &a, 1);
	assert_int_equal(m.added + m.changed, 0);
	a.key = a.guid = "https://one.example/a";
	a.link = "https://one.example/a";
	m = merge(s, one, &a, 1);
	assert_int_equal(m.added + m.changed, 0);
	/* a new id, the same link and title */
	a.key = a.guid = "urn:new-1";
	m = merge(s, one, &a, 1);
	assert_int_equal(m.added + m.changed, 0);
	assert_ok(store_find(s, "urn:new-1", NULL, one, &id, 1, &n, why));
	assert_int_equal(n, 1);
	assert_ok(store_find(s, "http://one.example/a", NULL, one, &id, 1, &n, why));
	assert_int_equal(n, 1);
	/* edited: changed, stays read and starred, its doc is to be made again */
	struct store_doc d = {.id = id, .doc = {"\x00", 1}, .plain = "", .plain_len = 0};
	assert_ok(store_put_docs(s, &d, 1, why));
	int64_t pending[4];
	assert_ok(store_pending(s, pending, 4, &n, why));
	assert_int_equal(n, 0);
	a.body = "<p>نص محرر</p>";
	a.body_len = strlen(a.body);
	m = merge(s, one, &a, 1);
	assert_int_equal(m.added, 0);
	assert_int_equal(m.changed, 1);
	assert_ok(store_pending(s, pending, 4, &n, why));
	assert_int_equal(n, 1);
	assert_true(pending[0] == id);
	d.plain = "نص محرر";
	d.plain_len = strlen(d.plain);
	assert_ok(store_put_docs(s, &d, 1, why));
	struct store_entry e;
	assert_ok(store_entry(s, id, &e, why));
	assert_true(e.row.changed && !e.row.unread && e.row.starred);
	/* by both ids it is found, and keeps the one it was first known by */
	assert_string_equal(e.guid, "http://one.example/a");
	store_entry_release(&e);
	/* a new title */
	a.title = "عنوان آخر";
	assert_int_equal(merge(s, one, &a, 1).changed, 1);
	/* a reply without its body takes nothing away */
	a.body = NULL;
	a.body_len = 0;
	m = merge(s, one, &a, 1);
	assert_int_equal(m.added + m.changed, 0);
	struct store_body b;
	assert_ok(store_body(s, id, &b, why));
	assert_string_equal(b.html, "<p>نص محرر</p>");
	assert_string_equal(b.title, "عنوان آخر");
	store_body_release(&b);
	/* the same id in another feed is another article */
	a.key = a.guid = "urn:new-1";
	assert_int_equal(merge(s, two, &a, 1).added, 1);
	/* both the old id and a new one with its link and title in one reply: two */
	struct store_item pair[2] = {a, a};
	pair[1].key = pair[1].guid = "urn:new-2";
	assert_int_equal(merge(s, two, pair, 2).added, 1);
	/* one key twice in a reply: once */
	struct store_item twice[2] = {item("dup", "أ", NULL, NOW, NULL), item("dup", "ب", NULL, NOW, NULL)};
	assert_int_equal(merge(s, two, twice, 2).added, 1);
	/* a daily column at one address keeps all its days */
	struct store_item day = item("d1", "نشرة اليوم", "https://two.example/daily", NOW - 5 * 86400, NULL);
	assert_int_equal(merge(s, two, &day, 1).added, 1);
	day.key = day.guid = "d2";
	day.published = NOW - 2 * 86400;
	assert_int_equal(merge(s, two, &day, 1).added, 1);
	/* a feed that no longer has it deletes nothing; no such feed is an error */
	struct store_filter all = {0};
	size_t before = count_rows(s, &all);
	assert_int_equal(merge(s, one, NULL, 0).added, 0);
	assert_int_equal(count_rows(s, &all), before);
	struct store_reply stray = {.feed_id = 999, .now = NOW};
	assert_int_equal(store_merge(s, &stray, NULL, NULL), ERR_NOT_FOUND);
	/* by link */
	int64_t ids[8];
	assert_ok(store_find(s, NULL, "http://one.example/a", 0, ids, 8, &n, why));
	assert_int_equal(n, 3);
	store_close(s);
}

static void
keeps_validators_and_failures(void **state)
{
	(void)state;
	struct store *s = open_store("a.db");
	sync_default(s);
	int64_t one = feed_id(s, ONE);
	struct store_reply r = {.feed_id = one, .now = NOW, .title = "عنوان المصدر", .site = "https://one.example/",
				.dir = DIR_RTL, .etag = "\"x\"", .last_modified = "Mon", .moved_to = "https://n.example/",
				.body_hash = UINT64_MAX - 3, .pace = {60, 0x800001, 0x41},
				.status = 200, .note = {"damaged-document", "12"}, .next_due = NOW + 60};
	assert_ok(store_merge(s, &r, NULL, why));
	r.now = NOW + 100;
	assert_ok(store_merge(s, &r, NULL, why));
	struct store_feeds feeds;
	assert_ok(store_feeds(s, &feeds, why));
	struct store_feed *f = &feeds.items[0];
	assert_string_equal(f->etag, "\"x\"");
	assert_string_equal(f->last_modified, "Mon");
	assert_string_equal(f->moved_to, "https://n.example/");
	assert_true(f->moved_since == NOW); /* the first time it was seen */
	assert_true(f->body_hash == UINT64_MAX - 3);
	assert_int_equal(f->pace.ttl_minutes, 60);
	assert_int_equal(f->pace.skip_hours, 0x800001);
	assert_int_equal(f->pace.skip_days, 0x41);
	assert_int_equal(f->status, 200);
	assert_string_equal(f->note.code, "damaged-document");
	assert_string_equal(f->note.arg, "12");
	assert_true(f->last_success == NOW + 100 && f->next_due == NOW + 60);
	assert_string_equal(f->title, "الأولى"); /* the reader's own */
	store_feeds_release(&feeds);
	struct store_failure why_not = {"http-status", "500"};
	assert_ok(store_failed(s, one, NOW + 200, NOW + 500, 403, &why_not, false, why));
	assert_ok(store_failed(s, one, NOW + 300, NOW + 600, 410, &why_not, true, why));
	assert_ok(store_feeds(s, &feeds, why));
	f = &feeds.items[0];
	assert_string_equal(f->failure.code, "http-status");
	assert_string_equal(f->failure.arg, "500");
	assert_int_equal(f->failures, 2);
	assert_int_equal(f->status, 410);
	assert_string_equal(f->note.code, "damaged-document"); /* of the last success */
	assert_true(f->gone && f->last_try == NOW + 300 && f->last_success == NOW + 100);
	assert_string_equal(f->etag, "\"x\"");
	store_feeds_release(&feeds);
	assert_ok(store_unchanged(s, one, NOW + 400, NOW + 700, 304, why));
	assert_ok(store_feeds(s, &feeds, why));
	f = &feeds.items[0];
	assert_string_equal(f->failure.code, "");
	assert_int_equal(f->failures, 0);
	assert_int_equal(f->status, 304);
	assert_false(f->gone); /* it answers again */
	assert_true(f->last_success == NOW + 400);
	store_feeds_release(&feeds);
	store_close(s);
}

static void
marks_last(void **state)
{
	(void)state;
	struct store *s = open_store("a.db");
	sync_default(s);
	int64_t one = feed_id(s, ONE), hidden = feed_id(s, HIDDEN);
	int64_t ids[3] = {
		add_article(s, one, "a", "أول", "نص أول", NOW - 3),
		add_article(s, one, "b", "ثان", "نص ثان", NOW - 2),
		add_article(s, hidden, "c", "مخفي", "نص ثالث", NOW - 1),
	};
	assert_ok(store_mark(s, ids, 1, MARK_READ, why));
	assert_ok(store_mark(s, ids, 2, MARK_STAR, why));
	store_close(s);
	s = open_store("a.db");
	struct store_filter starred = {.starred = true}, unread = {.unread = true};
	assert_int_equal(count_rows(s, &starred), 2);
	assert_int_equal(count_rows(s, &unread), 1); /* the hidden one is left out */
	struct store_filter with_hidden = {.with_hidden = true, .unread = true};
	assert_int_equal(count_rows(s, &with_hidden), 2);

	/* all up to an id, and back */
	int64_t *undo;
	size_t changed;
	struct store_filter all = {0};
	assert_ok(store_mark_all(s, &all, ids[0], MARK_READ, &undo, &changed, why));
	assert_int_equal(changed, 0);
	free(undo);
	assert_ok(store_mark_all(s, &all, 0, MARK_READ, &undo, &changed, why));
	assert_int_equal(changed, 1);
	assert_true(undo[0] == ids[1]);
	assert_int_equal(count_rows(s, &unread), 0);
	assert_ok(store_mark(s, undo, changed, MARK_UNREAD, why));
	assert_int_equal(count_rows(s, &unread), 1);
	free(undo);
	/* by words */
	struct store_filter words = {.query = "ثان"};
	assert_ok(store_mark_all(s, &words, 0, MARK_UNSTAR, NULL, &changed, why));
	assert_int_equal(changed, 1);
	int64_t total, n;
	assert_ok(store_count(s, &starred, &total, &n, why));
	assert_int_equal(total, 1);
	assert_int_equal(n, 0);
	store_close(s);
}

static void
unlisted_feeds_keep_their_articles(void **state)
{
	(void)state;
	struct store *s = open_store("a.db");
	sync_default(s);
	int64_t one = feed_id(s, ONE);
	add_article(s, one, "a", "أول", "نص", NOW);
	struct store_filter all = {0}, of_feed = {.feed_id = one}, words = {.query = "نص"};
	assert_int_equal(count_rows(s, &all), 1);
	static const struct store_source other[] = {{TWO, NULL, "عام", false}};
	assert_ok(store_sync_sources(s, other, 1, why));
	assert_int_equal(count_rows(s, &all), 0);
	assert_int_equal(count_rows(s, &of_feed), 0);
	assert_int_equal(count_rows(s, &words), 0);
	struct store_sections sections;
	assert_ok(store_sections(s, &sections, why));
	assert_int_equal(sections.total, 0);
	store_sections_release(&sections);
	sync_default(s);
	assert_int_equal(count_rows(s, &all), 1);
	assert_int_equal(count_rows(s, &words), 1);
	assert_true(feed_id(s, ONE) == one);
	assert_ok(store_sections(s, &sections, why));
	assert_int_equal(sections.total, 1);
	assert_int_equal(sections.unread, 1);
	store_sections_release(&sections);
	store_close(s);
}

static void
two_connections_see_each_other(void **state)
{
	(void)state;
	struct store *a = open_store("a.db"), *b = open_store("a.db");
	sync_default(a);
	int64_t one = feed_id(b, ONE), version = store_version(b);
	int64_t id = add_article(a, one, "k", "خبر", "نص", NOW);
	assert_true(store_version(b) != version);
	version = store_version(b);
	assert_true(store_version(b) == version);
	struct store_filter all = {.unread = true};
	assert_int_equal(count_rows(b, &all), 1);
	assert_ok(store_mark(b, &id, 1, MARK_READ, why));
	assert_true(store_version(b) != version);
	assert_int_equal(count_rows(a, &all), 0);
	char *path = scratch_path("a.db");
	struct store *c;
	assert_ok(store_open(path, STORE_READ_ONLY, &c, why));
	assert_int_equal(count_rows(c, &(struct store_filter){0}), 1);
	struct why w;
	assert_int_equal(store_mark(c, &id, 1, MARK_UNREAD, &w), ERR_DB);
	assert_non_null(strstr(w.text, "may not be written"));
	free(path);
	store_close(c);
	store_close(a);
	store_close(b);
}

static void
docs_come_and_go(void **state)
{
	(void)state;
	struct store *s = open_store("a.db");
	sync_default(s);
	int64_t one = feed_id(s, ONE);
	int64_t id = add_article(s, one, "k", "عنوان فريد", "نص الخلاصة القصيرة", NOW);
	struct buf out;
	buf_init(&out, 0);
	assert_ok(store_get_doc(s, id, false, &out, why));
	assert_true(out.len > 0);
	assert_int_equal(store_get_doc(s, id, true, &out, NULL), ERR_NOT_FOUND);
	/* the whole article takes the place of the feed's text in search */
	put_text(s, id, "المقالة الكاملة وفيها كلمة نادرة", true);
	assert_int_equal(count_rows(s, &(struct store_filter){.query = "نادرة"}), 1);
	assert_int_equal(count_rows(s, &(struct store_filter){.query = "القصيرة"}), 0);
	assert_int_equal(count_rows(s, &(struct store_filter){.query = "فريد"}), 1);
	struct store_entry e;
	assert_ok(store_entry(s, id, &e, why));
	assert_true(e.row.full);
	store_entry_release(&e);
	/* a new title: the old one is no longer found, the whole article is */
	struct store_item again = item("k", "عنوان مختلف", NULL, NOW, "نص الخلاصة القصيرة");
	assert_int_equal(merge(s, one, &again, 1).changed, 1);
	assert_int_equal(count_rows(s, &(struct store_filter){.query = "فريد"}), 0);
	put_text(s, id, "شيء آخر", false);
	assert_int_equal(count_rows(s, &(struct store_filter){.query = "مختلف"}), 1);
	assert_int_equal(count_rows(s, &(struct store_filter){.query = "نادرة"}), 1);
	assert_int_equal(count_rows(s, &(struct store_filter){.query = "آخر"}), 0);
	buf_release(&out);
	store_close(s);
}

static void
a_batch_holds_parts(void **state)
{
	(void)state;
	struct store *s = open_store("a.db"), *other = open_store("a.db");
	sync_default(s);
	int64_t one = feed_id(s, ONE);
	struct store_item a = item("a", "خبر", "http://one.example/1", NOW, "نص");
	struct store_item b = item("b", "خبر ثان", "http://one.example/2", NOW, "نص");
	assert_ok(store_batch_begin(s, why));
	assert_int_equal(merge(s, one, &a, 1).added, 1);
	/* a part that fails takes nothing else with it */
	struct store_reply lost = {.feed_id = 4711, .now = NOW, .items = &b, .n = 1};
	struct why said = {""};
	assert_int_equal(store_merge(s, &lost, NULL, &said), ERR_NOT_FOUND);
	assert_int_equal(merge(s, one, &b, 1).added, 1);
	/* and nobody sees any of it before the end */
	assert_int_equal(count_rows(other, &(struct store_filter){0}), 0);
	assert_ok(store_batch_end(s, why));
	assert_int_equal(count_rows(other, &(struct store_filter){0}), 2);
	/* one that does not end has never been */
	struct store_item c = item("c", "خبر ثالث", "http://one.example/3", NOW, "نص");
	assert_ok(store_batch_begin(s, why));
	assert_int_equal(merge(s, one, &c, 1).added, 1);
	store_close(s);
	assert_int_equal(count_rows(other, &(struct store_filter){0}), 2);
	store_close(other);
}

static void
knows_who_is_at_the_keys(void **state)
{
	(void)state;
	struct store *s = open_store("a.db"), *other = open_store("a.db");
	if (!store_alone(s)) { /* a system that cannot tell, or a folder in use */
		store_close(other);
		store_close(s);
		skip();
	}
	store_at_keys(other);
	assert_false(store_alone(s));
	store_close(other);
	assert_true(store_alone(s));
	store_close(s);
}

#define T(f) cmocka_unit_test_setup_teardown(f, scratch_make, scratch_drop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(makes_files_only_for_the_owner),
		T(lists_feeds_as_the_file_does),
		T(stores_articles_by_date),
		T(knows_an_article_again),
		T(keeps_validators_and_failures),
		T(marks_last),
		T(unlisted_feeds_keep_their_articles),
		T(two_connections_see_each_other),
		T(docs_come_and_go),
		T(a_batch_holds_parts),
		T(knows_who_is_at_the_keys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
