/* SPDX-License-Identifier: MIT */
/* Keeping, forgetting, edits; and what must hold after any order of all of it: the
 * counters equal what is counted, the index equals the docs. */
#include "edge/store-checks.h"

#define ONE "https://one.example/feed"
#define TWO "https://two.example/feed"

static size_t
found(struct store *s, const char *query)
{
	struct store_rows rows;
	assert_ok(store_list(s, &(struct store_filter){.query = query}, 0, STORE_OLDER, 1000, &rows, why));
	size_t n = rows.n;
	store_rows_release(&rows);
	return n;
}

static struct store_row
row_of(struct store *s, int64_t id)
{
	struct store_entry e;
	assert_ok(store_entry(s, id, &e, why));
	struct store_row row = e.row;
	row.title = row.author = row.link = NULL;
	store_entry_release(&e);
	return row;
}

static int64_t
id_of(struct store *s, int64_t feed, const char *key)
{
	int64_t id = 0;
	size_t n = 0;
	assert_ok(store_find(s, key, NULL, feed, &id, 1, &n, why));
	return n ? id : 0;
}

/* ---- edits -------------------------------------------------------------------------- */

static void
edits_show_and_stay_read(void **state)
{
	(void)state;
	struct store *s = open_store("a.db");
	sync_default(s);
	int64_t one = feed_id(s, ONE);
	struct store_item a = item("k", "عنوان قديم", "https://one.example/a", NOW - 9, "النص الأول");
	merge(s, one, &a, 1);
	make_docs(s);
	tidy(s);
	int64_t id = id_of(s, one, "k");
	assert_ok(store_mark(s, &id, 1, MARK_READ, why));

	/* the mark-up differs, the text does not: nothing to show */
	a.body = "النص الأول ";
	a.body_len = strlen(a.body);
	assert_int_equal(merge(s, one, &a, 1).changed, 1);
	struct buf doc;
	buf_init(&doc, 0);
	assert_ok(store_get_doc(s, id, false, &doc, why)); /* readable all the while */
	buf_release(&doc);
	make_docs(s);
	check_all(s);

	/* the text differs */
	a.body = "النص الثاني";
	a.body_len = strlen(a.body);
	merge(s, one, &a, 1);
	assert_int_equal(found(s, "الأول"), 1); /* still what it was */
	make_docs(s);
	assert_int_equal(found(s, "الأول"), 0);
	assert_int_equal(found(s, "الثاني"), 1);
	assert_true(row_of(s, id).changed && !row_of(s, id).unread);

	/* a new title is found at once */
	a.title = "عنوان جديد";
	merge(s, one, &a, 1);
	assert_int_equal(found(s, "title:جديد"), 1);
	assert_int_equal(found(s, "title:قديم"), 0);
	assert_false(row_of(s, id).unread);
	check_all(s);

	/* by choice it becomes unread: the title at once, the text when it is made */
	struct store_reply r = {.feed_id = one, .now = NOW, .items = &a, .n = 1, .edited_unread = true,
				.next_due = NOW + 1};
	assert_ok(store_merge(s, &r, NULL, why));
	assert_false(row_of(s, id).unread); /* nothing new in it */
	a.title = "عنوان آخر";
	assert_ok(store_merge(s, &r, NULL, why));
	assert_true(row_of(s, id).unread);
	assert_ok(store_mark(s, &id, 1, MARK_READ, why));
	assert_ok(store_mark(s, &id, 1, MARK_STAR, why));
	a.body = "النص الثالث";
	a.body_len = strlen(a.body);
	assert_ok(store_merge(s, &r, NULL, why));
	assert_false(row_of(s, id).unread);
	make_docs(s);
	assert_true(row_of(s, id).unread && row_of(s, id).starred);
	tidy(s);
	check_all(s);
	check_index(s);
	store_close(s);
}

static void
a_body_before_its_doc_is_no_edit(void **state)
{
	(void)state;
	struct store *s = open_store("a.db");
	sync_default(s);
	int64_t one = feed_id(s, ONE);
	struct store_item a = item("k", "عنوان", NULL, NOW, "أول");
	merge(s, one, &a, 1);
	a.body = "ثان";
	a.body_len = strlen(a.body);
	merge(s, one, &a, 1);
	make_docs(s);
	assert_false(row_of(s, id_of(s, one, "k")).changed); /* nobody read the first */
	check_all(s);
	store_close(s);
}

/* ---- ids that change ------------------------------------------------------------------ */

static void
changing_ids_do_not_double(void **state)
{
	(void)state;
	static const struct {
		const char *what;
		const char *title, *link;
		int64_t published;
		int added;
	} cases[] = {
		{"link and title", "العنوان", "https://one.example/a", NOW - 500, 0},
		{"link over https", "العنوان", "http://one.example/a", NOW - 500, 0},
		{"link and date, another title", "العنوان بعد التحرير", "https://one.example/a", NOW - 500, 0},
		{"title and date, another link", "العنوان", "https://one.example/a?utm=9", NOW - 500, 0},
		{"title and date, no link", "العنوان", NULL, NOW - 500, 0},
		{"title and date, another host", "العنوان", "https://www.one.example/a/", NOW - 500, 0},
		{"title and date, another page", "العنوان", "https://one.example/a/2", NOW - 500, 1},
		{"link alone", "خبر مختلف", "https://one.example/a", NOW - 900, 1},
		{"title alone", "العنوان", "https://one.example/b", NOW - 900, 1},
		{"the next day's at one address", "العنوان", "https://one.example/a", NOW + 86400, 1},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct store *s = open_store("a.db");
		sync_default(s);
		int64_t one = feed_id(s, ONE);
		struct store_item a = item("first", "العنوان", "https://one.example/a", NOW - 500, "نص");
		merge(s, one, &a, 1);
		struct store_item b = item("second", cases[i].title, cases[i].link, cases[i].published, "نص");
		if (merge(s, one, &b, 1).added != cases[i].added)
			fail_msg("%s", cases[i].what);
		/* and for good */
		assert_int_equal(merge(s, one, &b, 1).added, 0);
		check_all(s);
		store_close(s);
		char *path = scratch_path("a.db");
		unlink(path);
		free(path);
	}
}

/* ---- forgetting ------------------------------------------------------------------------- */

static size_t
forget_all(struct store *s, int64_t feed, const struct store_keep *keep, int64_t now)
{
	int64_t before = number(s, "SELECT count(*) FROM entries"), n64;
	size_t n;
	do
		assert_ok(store_forget(s, feed, keep, now, 3, &n, why));
	while (n == 3);
	n64 = before - number(s, "SELECT count(*) FROM entries");
	return (size_t)n64;
}

static void
forgets_by_the_settings_alone(void **state)
{
	(void)state;
	struct store *s = open_store("a.db");
	sync_default(s);
	int64_t one = feed_id(s, ONE), two = feed_id(s, TWO);
	struct store_item items[10];
	static char keys[10][8];
	for (int i = 0; i < 10; i++) {
		snprintf(keys[i], sizeof(keys[i]), "k%d", i);
		items[i] = item(keys[i], keys[i], NULL, NOW - i * 86400, "نص طويل بعض الشيء");
	}
	merge(s, one, items, 10);
	merge(s, two, items, 10);
	make_docs(s);
	tidy(s);
	int64_t ids[10];
	for (int i = 0; i < 10; i++)
		ids[i] = id_of(s, one, keys[i]);

	struct store_keep nothing = {.unread = true, .starred = true};
	assert_int_equal(forget_all(s, one, &nothing, NOW), 0);
	struct store_keep days = {.days = 3, .unread = true, .starred = true};
	assert_int_equal(forget_all(s, one, &days, NOW), 0); /* all unread */
	assert_ok(store_mark(s, ids, 10, MARK_READ, why));
	assert_ok(store_mark(s, ids + 9, 1, MARK_STAR, why));
	assert_ok(store_mark(s, ids + 8, 1, MARK_UNREAD, why));
	assert_int_equal(forget_all(s, one, &days, NOW), 4); /* 4 to 7 */
	assert_int_equal(id_of(s, one, "k4"), 0);
	assert_int_equal(id_of(s, one, "k3") != 0, 1);
	assert_int_equal(id_of(s, two, "k4") != 0, 1); /* the other feed's stay */
	check_all(s);
	check_index(s);

	struct store_keep count = {.count = 2, .unread = true, .starred = true};
	assert_int_equal(forget_all(s, one, &count, NOW), 2); /* 2, 3 */
	assert_int_equal(forget_all(s, one, &count, NOW), 0);
	count.unread = false;
	assert_int_equal(forget_all(s, one, &count, NOW), 1); /* 8 */
	count.starred = false;
	assert_int_equal(forget_all(s, one, &count, NOW), 1); /* 9 */
	assert_int_equal(id_of(s, one, "k0") && id_of(s, one, "k1"), 1);
	/* both limits: the stricter holds */
	struct store_keep both = {.days = 1, .count = 9};
	assert_int_equal(forget_all(s, two, &both, NOW + 1), 9);

	/* still in the feed: none comes back, whatever its id is now */
	struct store_merged m = merge(s, one, items, 10);
	assert_int_equal(m.added + m.changed, 0);
	m = merge(s, two, items, 10);
	assert_int_equal(m.added + m.changed, 0);
	check_all(s);
	check_index(s);
	store_close(s);
}

static void
the_forgotten_do_not_come_back(void **state)
{
	(void)state;
	struct store *s = open_store("a.db");
	sync_default(s);
	int64_t one = feed_id(s, ONE);
	struct store_item a = item("k", "عنوان", "https://one.example/a", NOW - 9 * 86400, "نص");
	merge(s, one, &a, 1);
	make_docs(s);
	struct store_keep keep = {.days = 1};
	assert_int_equal(forget_all(s, one, &keep, NOW), 1);
	assert_int_equal(found(s, "نص"), 0);
	a.key = a.guid = "other-id";
	assert_int_equal(merge(s, one, &a, 1).added, 0);
	/* a column's next issue at the same address is another article */
	struct store_item next = item("next", "عنوان", "https://one.example/a", NOW - 3 * 86400, "نص");
	assert_int_equal(merge(s, one, &next, 1).added, 1);

	/* remembered as long as the feed has it, and some time more; not for ever */
	struct store_reply r = {.feed_id = one, .items = &a, .n = 1, .next_due = NOW + 1};
	struct store_merged m;
	for (int day = 1; day < 200; day += 25) {
		r.now = NOW + day * INT64_C(86400);
		assert_ok(store_merge(s, &r, &m, why));
		assert_int_equal(m.added, 0);
	}
	assert_true(number(s, "SELECT count(*) FROM forgotten") > 0);
	struct store_item b = item("b", "آخر", NULL, NOW, "نص");
	r.items = &b;
	r.now = NOW + 400 * INT64_C(86400);
	assert_ok(store_merge(s, &r, &m, why));
	assert_int_equal(number(s, "SELECT count(*) FROM forgotten"), 0);
	store_close(s);
}

/* ---- any order ------------------------------------------------------------------------------ */

static uint64_t seed;

static unsigned
dice(unsigned n)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(seed >> 33) % n;
}

static void
random_merge(struct store *s, int64_t feed)
{
	static const char *const words[] = {"القدس", "المَدْرَسَة", "أسواق", "خبر", "عاجل", "٢٠٢٦", "news", "بيروت"};
	enum { N = 12 };
	struct store_item items[N];
	char keys[N][24], titles[N][96], links[N][64], bodies[N][2048];
	size_t n = dice(N + 1);
	for (size_t i = 0; i < n; i++) {
		unsigned k = dice(60), version = dice(4);
		snprintf(keys[i], sizeof(keys[i]), "key-%u-%u", k, dice(9) ? 0 : version);
		snprintf(titles[i], sizeof(titles[i]), "%s %u %s", words[k % 8], k, words[dice(5) ? 0 : version]);
		snprintf(links[i], sizeof(links[i]), "%s://one.example/%u", dice(2) ? "http" : "https", k);
		size_t len = 0;
		unsigned count = 3 + (k * 7 + version) % 60;
		for (unsigned w = 0; w < count && len < sizeof(bodies[i]) - 40; w++)
			len += (size_t)snprintf(bodies[i] + len, sizeof(bodies[i]) - len, "%s%s ",
						words[(k + w * w + version) % 8], w % 9 ? "" : "\n\n");
		items[i] = item(keys[i], titles[i], dice(4) ? links[i] : NULL,
				dice(6) ? NOW - (int64_t)k * 40000 : TIME_NONE, dice(8) ? bodies[i] : NULL);
	}
	struct store_reply r = {.feed_id = feed, .now = NOW + dice(100000), .items = items, .n = n,
				.next_due = NOW, .edited_unread = dice(2)};
	assert_ok(store_merge(s, &r, NULL, why));
}

static void
random_mark(struct store *s)
{
	int64_t ids[8];
	size_t n = 0;
	struct store_rows rows;
	assert_ok(store_list(s, &(struct store_filter){.with_hidden = true}, 0,
			     dice(2) ? STORE_OLDER : STORE_NEWER, 1 + dice(60), &rows, why));
	for (size_t i = 0; i < rows.n && n < ARRAY_LEN(ids); i++)
		if (!dice(4))
			ids[n++] = rows.items[i].id;
	store_rows_release(&rows);
	if (dice(20))
		assert_ok(store_mark(s, ids, n, (enum store_mark)dice(4), why));
	else
		assert_ok(store_mark_all(s, &(struct store_filter){.query = dice(2) ? "خبر" : NULL}, 0,
					 (enum store_mark)dice(4), NULL, NULL, why));
}

static void
whole_page(struct store *s)
{
	struct store_rows rows;
	assert_ok(store_list(s, &(struct store_filter){0}, 0, STORE_OLDER, 40, &rows, why));
	if (rows.n) {
		struct doc *doc = doc_from_text(bytes_of("المقالة كلها من صفحتها\n\nوفيها فقرتان"));
		struct buf bytes, plain;
		buf_init(&bytes, 0);
		buf_init(&plain, 0);
		doc_encode(doc, &bytes);
		doc_plain(doc, &plain);
		struct store_doc d = {.id = rows.items[dice((unsigned)rows.n)].id, .doc = buf_view(&bytes),
				      .plain = plain.data, .plain_len = plain.len, .full = true};
		assert_ok(store_put_docs(s, &d, 1, why));
		buf_release(&bytes);
		buf_release(&plain);
		doc_free(doc);
	}
	store_rows_release(&rows);
}

static void
any_order_keeps_counters_and_index(void **state)
{
	(void)state;
	for (seed = 1; seed < 9; seed = seed % 64 + 1) {
		uint64_t first = seed;
		struct store *s = open_store("a.db");
		sync_default(s);
		int64_t feeds[3] = {feed_id(s, ONE), feed_id(s, TWO), feed_id(s, "https://hidden.example/feed")};
		for (int step = 0; step < 120; step++) {
			struct store_keep keep = {.days = dice(40), .count = dice(40), .unread = dice(2),
						  .starred = dice(2)};
			size_t n;
			switch (dice(9)) {
			case 0: case 1: case 2:
				random_merge(s, feeds[dice(3)]);
				break;
			case 3:
				random_mark(s);
				break;
			case 4: case 5:
				make_docs(s);
				break;
			case 6:
				assert_ok(store_forget(s, feeds[dice(3)], &keep, NOW, 1 + dice(9), &n, why));
				break;
			case 7:
				if (dice(3))
					assert_ok(store_pack_some(s, 1 + dice(30), &n, why));
				else
					whole_page(s);
				break;
			case 8:
				if (!dice(8))
					assert_ok(db_run(s, why, "INSERT OR REPLACE INTO meta VALUES ('reindex', 1)", ""));
				assert_ok(store_index_some(s, 64, &n, why));
				break;
			}
			if (step % 20 == 19) {
				if (dice(2))
					tidy(s);
				check_all(s);
				check_bodies(s);
			}
		}
		make_docs(s);
		tidy(s);
		check_all(s);
		check_index(s);
		store_close(s);
		char *path = scratch_path("a.db");
		unlink(path);
		free(path);
		seed = first;
	}
}

/* ---- sizes ------------------------------------------------------------------------------------ */

static void
bodies_are_packed_and_come_out_the_same(void **state)
{
	(void)state;
	struct store *s = open_store("a.db");
	sync_default(s);
	int64_t one = feed_id(s, ONE);
	struct buf body;
	buf_init(&body, 0);
	for (int i = 0; i < 400; i++)
		buf_printf(&body, "<p class=\"c%d\">فقرة رقم %d من المقالة الطويلة</p>\n", i % 7, i);
	struct store_item a = item("k", "عنوان", NULL, NOW, body.data);
	merge(s, one, &a, 1);
	int64_t before = number(s, "SELECT bytes FROM feeds WHERE id = 1"), id = id_of(s, one, "k");
	make_docs(s);
	check_bodies(s);
	tidy(s);
	int64_t after = number(s, "SELECT bytes FROM feeds WHERE id = 1");
	assert_true(after * 3 < before);
	struct store_body b;
	assert_ok(store_body(s, id, &b, why));
	assert_int_equal(b.html_len, body.len);
	assert_string_equal(b.html, body.data);
	store_body_release(&b);
	/* made again, as another format of docs would have it */
	assert_ok(db_run(s, why, "INSERT INTO pending (id) VALUES (?)", "i", id));
	make_docs(s);
	tidy(s);
	assert_ok(store_body(s, id, &b, why));
	assert_string_equal(b.html, body.data);
	store_body_release(&b);
	assert_true(number(s, "SELECT bytes FROM feeds WHERE id = 1") == after);
	/* damaged bytes: no body, no crash, no endless memory */
	assert_ok(db_run(s, why, "UPDATE packed SET size = 2147483000", ""));
	assert_ok(store_body(s, id, &b, why));
	assert_null(b.html);
	store_body_release(&b);
	assert_ok(db_run(s, why, "UPDATE docs SET size = size + 1", ""));
	struct buf out;
	buf_init(&out, 0);
	assert_int_equal(store_get_doc(s, id, false, &out, NULL), ERR_FORMAT);
	buf_release(&out);
	buf_release(&body);
	store_close(s);
}

/* Whatever bytes: they come out the same, narrow and packed, with a dictionary and without. */
static void
any_bytes_come_out_the_same(void **state)
{
	(void)state;
	static const char *const pieces[] = {
		"كلمة ", "الأخبار", "word ", "\x7f", "\xd8", "\xd9\x80", "\xdb\x8c", "é", "中文", "\xf0\x9f\x98\x80",
		"\xff", "\xc2", "\xe2\x80", "<p>", "\x01\x10", "\xd9",
	};
	struct store *s = open_store("a.db");
	uint32_t random = 11;
	for (int round = 0; round < 3000; round++) {
		struct buf in, other, small, out;
		buf_init(&in, 0);
		buf_init(&other, 0);
		buf_init(&small, 0);
		buf_init(&out, 0);
		for (int i = 0; i < round % 400; i++) {
			random = random * 1664525u + 1013904223u;
			unsigned pick = random >> 16;
			if (round % 3 == 0 && pick % 8 == 0)
				buf_add_char(&in, (char)(pick >> 4));
			else /* every other text is nearly all Arabic */
				buf_add_str(&in, pieces[pick / 8 % (round % 2 ? ARRAY_LEN(pieces) : 3)]);
			if (i % 2)
				buf_add_str(&other, pieces[pick / 8 % 5]);
		}
		narrow(buf_view(&in), &small);
		assert_true(small.len <= 2 * in.len);
		assert_true(widen(buf_view(&small), in.len, &out) || !in.len);
		assert_true(bytes_eq(buf_view(&in), buf_view(&out)));
		buf_clear(&out);
		assert_false(in.len && widen(buf_view(&small), in.len - 1, &out));
		for (int with = 0; with < 2; with++) {
			struct bytes dictionary = with ? buf_view(&other) : (struct bytes){0};
			buf_clear(&small);
			if (!pack(s, buf_view(&in), dictionary, &small))
				continue;
			assert_true(small.len < in.len);
			buf_clear(&out);
			assert_true(unpack(buf_view(&small), in.len, dictionary, &out));
			assert_true(bytes_eq(buf_view(&in), buf_view(&out)));
			buf_clear(&out);
			assert_false(unpack(buf_view(&small), in.len + 1, dictionary, &out));
		}
		buf_release(&in);
		buf_release(&other);
		buf_release(&small);
		buf_release(&out);
	}
	store_close(s);
}

/* ---- the small index -------------------------------------------------------------------- */

/* Articles of the seconds from, from + 1, ...: in the store, then their docs, the newest
 * first, a hundred at once. */
static void
add_many(struct store *s, int64_t feed, int64_t from, size_t n)
{
	enum { AT_ONCE = 100 };
	for (size_t i = 0; i < n; i++) {
		char key[32];
		snprintf(key, sizeof(key), "k%lld", (long long)(from + (int64_t)i));
		struct store_item item = {.key = key, .title = "خبر", .published = from + (int64_t)i,
					  .updated = TIME_NONE, .body = "نص", .body_len = strlen("نص")};
		merge(s, feed, &item, 1);
	}
	for (;;) {
		int64_t ids[AT_ONCE];
		struct store_doc docs[AT_ONCE];
		size_t pending;
		assert_ok(store_pending(s, ids, AT_ONCE, &pending, why));
		if (!pending)
			return;
		for (size_t i = 0; i < pending; i++)
			docs[i] = (struct store_doc){.id = ids[i], .doc = {"", 0}, .plain = "كلمات",
						     .plain_len = strlen("كلمات")};
		assert_ok(store_put_docs(s, docs, pending, why));
	}
}

/* It has all that is indexed from meta 'recent' on, and nothing else. */
static void
check_recent(struct store *s)
{
	int64_t floor = number(s, "SELECT value FROM meta WHERE name = 'recent'");
	int64_t all;
	assert_ok(db_int(s, why, &all, "SELECT count(*) FROM search_docsize WHERE id >= ?", "i",
			 slot_of(s, floor)));
	assert_int_equal(number(s, "SELECT count(*) FROM recent_docsize"), all);
}

static void
the_small_index_stays_small(void **state)
{
	(void)state;
	struct store *s = open_store("a.db");
	sync_default(s);
	int64_t feed = feed_id(s, "https://one.example/feed");
	assert_ok(store_batch_begin(s, why));
	/* a first refresh: the older ones do not go in at all */
	add_many(s, feed, 1700000000, 2400);
	assert_int_equal(number(s, "SELECT count(*) FROM recent_docsize"), 2000);
	check_recent(s);
	/* what comes later pushes the oldest out */
	for (int i = 1; i <= 12; i++) {
		add_many(s, feed, 1700000000 + i * 10000, 60);
		check_recent(s);
	}
	assert_int_equal(number(s, "SELECT count(*) FROM recent_docsize"), 2500);
	/* an old one that comes late changes nothing */
	add_many(s, feed, 1600000000, 1);
	assert_int_equal(number(s, "SELECT count(*) FROM recent_docsize"), 2500);
	check_recent(s);
	assert_ok(store_batch_end(s, why));
	store_close(s);
}

#define T(f) cmocka_unit_test_setup_teardown(f, scratch_make, scratch_drop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(edits_show_and_stay_read),
		T(a_body_before_its_doc_is_no_edit),
		T(changing_ids_do_not_double),
		T(forgets_by_the_settings_alone),
		T(the_forgotten_do_not_come_back),
		T(any_order_keeps_counters_and_index),
		T(bodies_are_packed_and_come_out_the_same),
		T(any_bytes_come_out_the_same),
		T(the_small_index_stays_small),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
