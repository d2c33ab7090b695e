/* SPDX-License-Identifier: MIT */
/* The store where things go wrong: kill -9, a full or failing disk at every write, files
 * of every older form, files that are damaged, not ours, or not to be written. */
#include "edge/store-checks.h"
#include "store/image.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#define ONE "https://one.example/feed"
#define TWO "https://two.example/feed"

static struct why said; /* what the last call that failed said */
static uint64_t seed = 1;

static unsigned
dice(unsigned n)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(seed >> 33) % n;
}

static void
whole(struct store *s)
{
	sqlite3_stmt *st = NULL;
	assert_int_equal(sqlite3_prepare_v2(s->db, "PRAGMA integrity_check", -1, &st, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	assert_string_equal((const char *)sqlite3_column_text(st, 0), "ok");
	sqlite3_finalize(st);
	check_all(s);
	check_index(s);
}

static struct bytes
slurp(const char *path)
{
	int fd = open(path, O_RDONLY);
	struct stat st;
	assert_true(fd >= 0 && fstat(fd, &st) == 0);
	char *data = mem_alloc((size_t)st.st_size + 1);
	assert_int_equal(read(fd, data, (size_t)st.st_size), st.st_size);
	data[st.st_size] = 0;
	close(fd);
	return (struct bytes){data, (size_t)st.st_size};
}

static void
spill(const char *path, struct bytes data)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, data.data, data.len), (ssize_t)data.len);
	close(fd);
}

static void
forget_file(const char *path)
{
	static const char *const ends[] = {"", "-wal", "-shm", "-journal", ".upgrade"};
	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		char *p = mem_printf("%s%s", path, ends[i]);
		unlink(p);
		free(p);
	}
}

static int64_t
put(struct store *s, int64_t feed, const char *key, enum err *error)
{
	char title[96], body[600];
	snprintf(title, sizeof(title), "عنوان %s", key);
	size_t len = (size_t)snprintf(body, sizeof(body), "نص المقالة %s ", key);
	for (int i = 0; i < 12; i++)
		len += (size_t)snprintf(body + len, sizeof(body) - len, "وفيه كلمات كثيرة ");
	struct store_item item = {.key = key, .guid = key, .title = title, .body = body, .body_len = len,
				  .published = NOW - (int64_t)(hash64(bytes_of(key), 0) % 1000000),
				  .updated = TIME_NONE};
	struct store_reply r = {.feed_id = feed, .now = NOW, .items = &item, .n = 1, .next_due = NOW + 1};
	struct store_merged m = {0};
	*error = store_merge(s, &r, &m, &said);
	int64_t id = 0;
	size_t n = 0;
	if (*error == OK && store_find(s, key, NULL, feed, &id, 1, &n, &said) != OK)
		*error = ERR_DB;
	return *error == OK ? id : 0;
}

/* ---- older forms -------------------------------------------------------------------------- */

/* The function of the forms' view: the text of a doc. */
static void
old_plain(sqlite3_context *c, int n, sqlite3_value **args)
{
	(void)n;
	struct bytes in = {sqlite3_value_blob(args[0]), (size_t)sqlite3_value_bytes(args[0])};
	struct doc *doc = NULL;
	struct buf b;
	buf_init(&b, 0);
	if (in.data && doc_decode(in, &doc, NULL) == OK)
		doc_plain(doc, &b);
	doc_free(doc);
	sqlite3_result_text(c, b.data ? b.data : "", (int)b.len, SQLITE_TRANSIENT);
	buf_release(&b);
}

static void
load_form(const char *name, const char *path)
{
	const char *top = getenv("AKHBAR_TOP");
	char *file = mem_printf("%s/tests/data/store/%s", top ? top : ".", name);
	struct bytes sql = slurp(file);
	struct store raw = {.path = (char *)(uintptr_t)path};
	assert_int_equal(sqlite3_open(path, &raw.db), SQLITE_OK);
	assert_ok(tokenizer_register(&raw, why));
	sqlite3_create_function(raw.db, "akhbar_plain", 1, SQLITE_UTF8 | SQLITE_INNOCUOUS, NULL, old_plain, NULL,
				NULL);
	char *error = NULL;
	if (sqlite3_exec(raw.db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_exec(raw.db, sql.data, NULL, NULL, &error) != SQLITE_OK)
		fail_msg("%s: %s", name, error);
	sqlite3_close(raw.db);
	free((char *)(uintptr_t)sql.data);
	free(file);
}

static void
check_form_content(struct store *s)
{
	assert_int_equal(number(s, "SELECT count(*) FROM entries"), 12);
	assert_int_equal(number(s, "SELECT count(*) FROM entries WHERE unread = 0"), 2);
	assert_int_equal(number(s, "SELECT count(*) FROM entries WHERE starred = 1"), 3);
	make_docs(s);
	tidy(s);
	assert_int_equal(number(s, "SELECT count(*) FROM docs"), 12);
	struct store_rows rows;
	assert_ok(store_list(s, &(struct store_filter){.query = "فريدة11"}, 0, STORE_OLDER, 9, &rows, why));
	assert_int_equal(rows.n, 1);
	struct store_body body;
	assert_ok(store_body(s, rows.items[0].id, &body, why));
	assert_non_null(strstr(body.html, "فريدة11"));
	store_body_release(&body);
	store_rows_release(&rows);
	whole(s);
}

static void
upgrades_from_every_form(void **state)
{
	(void)state;
	static const char *const forms[] = {"form-1.sql", "form-2.sql", "form-3.sql"};
	/* a form that has no file here has no test */
	assert_int_equal(ARRAY_LEN(forms) + 1, store_migrations_n);
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		char *path = scratch_path("a.db");
		load_form(forms[i], path);
		struct store *s = NULL;
		/* read only, nothing is changed */
		assert_int_equal(store_open(path, STORE_READ_ONLY, &s, &said), ERR_DB);
		assert_non_null(strstr(said.text, "older form"));
		assert_ok(store_open(path, STORE_READ_WRITE, &s, why));
		assert_non_null(store_backup(s));
		char *backup = mem_strdup(store_backup(s));
		assert_int_equal(number(s, "PRAGMA auto_vacuum"), 2);
		check_form_content(s);
		store_close(s);
		/* the copy is the store of before, and opens by itself */
		char *copy = scratch_path("b.db");
		rename(backup, copy);
		assert_ok(store_open(copy, STORE_READ_WRITE, &s, why));
		check_form_content(s);
		unlink(store_backup(s));
		store_close(s);
		/* once is enough */
		assert_ok(store_open(path, STORE_READ_WRITE, &s, why));
		assert_null(store_backup(s));
		store_close(s);
		forget_file(path);
		forget_file(copy);
		free(copy);
		free(backup);
		free(path);
	}
}

/* ---- files that are no use -------------------------------------------------------------------- */

static void
says_what_is_wrong_with_a_file(void **state)
{
	(void)state;
	char *path = scratch_path("a.db");
	struct store *s = NULL;
	static const struct {
		const char *sql, *says;
	} cases[] = {
		{"CREATE TABLE t (a)", "another program"},
		{"PRAGMA application_id = 1", "another program"},
		{"PRAGMA application_id = 1095452738; PRAGMA user_version = 99", "newer akhbar"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		sqlite3 *db;
		assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
		assert_int_equal(sqlite3_exec(db, cases[i].sql, NULL, NULL, NULL), SQLITE_OK);
		sqlite3_close(db);
		struct bytes before = slurp(path);
		assert_int_equal(store_open(path, STORE_READ_WRITE, &s, &said), ERR_DB);
		if (!strstr(said.text, cases[i].says))
			fail_msg("%s: %s", cases[i].sql, said.text);
		/* nor is it there to be repaired */
		struct store_rescue rescue;
		assert_int_equal(store_rescue(path, &rescue, &said), ERR_FORMAT);
		assert_non_null(strstr(said.text, cases[i].says));
		struct bytes after = slurp(path);
		/* the journal's kind may be noted in the header, no more */
		assert_int_equal(before.len, after.len);
		free((char *)(uintptr_t)before.data);
		free((char *)(uintptr_t)after.data);
		forget_file(path);
	}
	struct bytes text = bytes_of("هذا ملف نص وليس مخزنًا، وهو أطول من رأس قاعدة بيانات بقليل حتى يُقرأ كله.\n"
				     "-----------------------------------------------------------------------\n");
	spill(path, text);
	assert_int_equal(store_open(path, STORE_READ_WRITE, &s, &said), ERR_DB);
	assert_non_null(strstr(said.text, "no store"));
	struct bytes still = slurp(path);
	assert_true(bytes_eq(still, text));
	free((char *)(uintptr_t)still.data);
	forget_file(path);
	/* emptied beside a copy */
	spill(path, (struct bytes){"", 0});
	char *backup = mem_printf("%s.backup-v1-20260101", path);
	spill(backup, bytes_of("x"));
	assert_int_equal(store_open(path, STORE_READ_WRITE, &s, &said), ERR_DB);
	assert_non_null(strstr(said.text, "copy"));
	unlink(backup);
	forget_file(path);
	/* a folder */
	assert_int_equal(store_open(scratch, STORE_READ_WRITE, &s, &said), ERR_DB);
	free(backup);
	free(path);
}

static void
waits_for_another_and_says_so(void **state)
{
	(void)state;
	struct store *a = open_store("a.db"), *b = open_store("a.db");
	sync_default(a);
	int64_t one = feed_id(a, ONE), id = add_article(a, one, "k", "خبر", "نص", NOW);
	assert_ok(db_begin(a, why));
	sqlite3_busy_timeout(b->db, 20);
	assert_int_equal(store_mark(b, &id, 1, MARK_READ, &said), ERR_BUSY);
	assert_non_null(strstr(said.text, "another program"));
	/* reading goes on all the while */
	struct store_rows rows;
	assert_ok(store_list(b, &(struct store_filter){0}, 0, STORE_OLDER, 9, &rows, why));
	assert_int_equal(rows.n, 1);
	store_rows_release(&rows);
	assert_ok(db_end(a, OK, why));
	assert_ok(store_mark(b, &id, 1, MARK_READ, why));
	store_close(a);
	store_close(b);
}

/* ---- damage and repair --------------------------------------------------------------------------- */

enum { ARTICLES = 240 };

static void
fill(struct store *s)
{
	sync_default(s);
	int64_t feeds[2] = {feed_id(s, ONE), feed_id(s, TWO)};
	for (int i = 0; i < ARTICLES; i++) {
		char key[24];
		enum err e;
		snprintf(key, sizeof(key), "key-%d", i);
		int64_t id = put(s, feeds[i % 2], key, &e);
		assert_int_equal(e, OK);
		if (i % 3 == 0)
			assert_ok(store_mark(s, &id, 1, MARK_READ, why));
		if (i % 10 == 0)
			assert_ok(store_mark(s, &id, 1, MARK_STAR, why));
	}
	make_docs(s);
}

static struct bytes
healthy_store(void)
{
	struct store *s = open_store("b.db");
	fill(s);
	tidy(s);
	store_close(s);
	char *path = scratch_path("b.db");
	struct bytes data = slurp(path);
	forget_file(path);
	free(path);
	return data;
}

/* Repairs, puts in place, and looks at what came out. */
static void
repair_and_check(const char *path, int64_t at_least, const char *what)
{
	struct store_rescue r;
	struct bytes before = slurp(path);
	enum err e = store_rescue(path, &r, &said);
	if (e != OK)
		fail_msg("%s: %s", what, said.text);
	if (r.whole)
		goto out;
	struct bytes after = slurp(path); /* only read so far */
	if (!bytes_eq(before, after))
		fail_msg("%s: the damaged file was written to", what);
	free((char *)(uintptr_t)after.data);
	assert_ok(store_rescue_accept(path, &r, why));
	struct bytes aside = slurp(r.aside);
	assert_true(bytes_eq(before, aside));
	free((char *)(uintptr_t)aside.data);
	unlink(r.aside);
	if (r.entries < at_least)
		fail_msg("%s: %lld articles of %d saved", what, (long long)r.entries, ARTICLES);
out:
	free((char *)(uintptr_t)before.data);
	struct store *s = NULL;
	assert_ok(store_open(path, STORE_READ_WRITE, &s, why));
	make_docs(s);
	tidy(s);
	whole(s);
	if (at_least == ARTICLES) {
		assert_int_equal(number(s, "SELECT count(*) FROM entries WHERE unread = 0"), ARTICLES / 3);
		assert_int_equal(number(s, "SELECT count(*) FROM entries WHERE starred = 1"), ARTICLES / 10);
	}
	/* it works on */
	sync_default(s);
	enum err put_error;
	put(s, feed_id(s, ONE), "after the repair", &put_error);
	assert_int_equal(put_error, OK);
	store_close(s);
}

static void
repairs_what_was_overwritten(void **state)
{
	(void)state;
	struct bytes good = healthy_store();
	char *path = scratch_path("a.db");
	char *bad = mem_alloc(good.len);
	size_t pages = good.len / 4096;
	seed = 7;
	/* the header; half of it; a page each, nearly everywhere; runs of pages */
	for (size_t round = 0; round < pages + 24; round++) {
		char what[80];
		memcpy(bad, good.data, good.len);
		int64_t at_least = 1;
		if (round == 0) {
			memset(bad, 0x5a, 100);
			at_least = ARTICLES;
		} else if (round == 1) {
			memset(bad, 0, 4096);
			at_least = ARTICLES;
		} else if (round < pages) {
			for (size_t i = 0; i < 4096; i++)
				bad[round * 4096 + i] = (char)dice(256);
			at_least = ARTICLES / 2;
		} else {
			for (int k = 0; k < 40; k++)
				bad[dice((unsigned)good.len)] = (char)dice(256);
			at_least = ARTICLES / 3;
		}
		snprintf(what, sizeof(what), "round %zu of %zu pages", round, pages);
		spill(path, (struct bytes){bad, good.len});
		repair_and_check(path, at_least, what);
		forget_file(path);
		if (round >= 2 && round < pages)
			round += 2;
	}
	free(bad);
	free((char *)(uintptr_t)good.data);
	free(path);
}

/* A letter of the schema: of a table's name, of a column's. */
static void
repairs_a_schema_with_another_letter(void **state)
{
	(void)state;
	static const struct {
		const char *was, *is;
	} cases[] = {
		{"tableentriesentries", "tableentriezentries"},
		{"tablefeedsfeeds", "tablef\x97""edsfeeds"},
		{"own_title TEXT", "own_titlX TEXT"},
	};
	struct bytes good = healthy_store();
	char *path = scratch_path("a.db");
	char *bad = mem_alloc(good.len);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		size_t n = strlen(cases[i].was);
		memcpy(bad, good.data, good.len);
		char *at = memmem(bad, good.len, cases[i].was, n);
		assert_non_null(at);
		memcpy(at, cases[i].is, n);
		spill(path, (struct bytes){bad, good.len});
		repair_and_check(path, ARTICLES, cases[i].is);
		forget_file(path);
	}
	free(bad);
	free((char *)(uintptr_t)good.data);
	free(path);
}

/* What the settings let go does not come back after a repair, and what rules hide stays
 * hidden. */
static void
repair_keeps_what_was_forgotten(void **state)
{
	(void)state;
	struct store *s = open_store("a.db");
	char *path = scratch_path("a.db");
	fill(s);
	int64_t feed = feed_id(s, ONE);
	size_t n;
	const struct store_keep keep = {.count = 5};
	do
		assert_ok(store_forget(s, feed, &keep, NOW, 64, &n, why));
	while (n);
	int64_t gone = number(s, "SELECT count(*) FROM forgotten");
	assert_in_range(gone, 40, 119);
	const struct store_rule rule = {STORE_HIDES, "is:read OR is:unread"};
	struct store_ruled ruled;
	assert_ok(store_apply_rule(s, &rule, &(struct store_filter){0}, &ruled, why));
	assert_true(ruled.changed > 0);
	int64_t hidden = number(s, "SELECT count(*) FROM entries WHERE place = 3");
	assert_ok(db_script(s, "PRAGMA wal_checkpoint(TRUNCATE)", why));
	store_close(s);
	struct bytes data = slurp(path);
	memset((char *)(uintptr_t)data.data + 20, 0xff, 60); /* the head */
	spill(path, data);
	struct store_rescue r;
	assert_ok(store_rescue(path, &r, why));
	assert_false(r.whole);
	assert_ok(store_rescue_accept(path, &r, why));
	unlink(r.aside);
	assert_ok(store_open(path, STORE_READ_WRITE, &s, why));
	assert_int_equal(number(s, "SELECT count(*) FROM forgotten"), gone);
	assert_int_equal(number(s, "SELECT count(*) FROM entries WHERE place = 3"), hidden);
	check_all(s);
	store_close(s);
	free((char *)(uintptr_t)data.data);
	free(path);
}

static void
repairs_what_was_cut_off(void **state)
{
	(void)state;
	struct bytes good = healthy_store();
	char *path = scratch_path("a.db");
	for (int part = 19; part > 1; part -= 3) {
		spill(path, (struct bytes){good.data, good.len * (size_t)part / 20});
		struct store_rescue r;
		struct why w;
		enum err e = store_rescue(path, &r, &w);
		if (e != OK && e != ERR_FORMAT)
			fail_msg("%d/20: %s", part, w.text);
		if (e == OK) {
			store_rescue_drop(path);
			repair_and_check(path, part >= 16 ? ARTICLES / 4 : 0, "cut off");
		}
		forget_file(path);
	}
	/* no bytes, no copy: nothing to save, and said so */
	spill(path, (struct bytes){"", 0});
	struct store_rescue r;
	assert_int_equal(store_rescue(path, &r, &said), ERR_NOT_FOUND);
	/* no bytes, and a copy */
	char *backup = mem_printf("%s.backup-v1-20260101", path);
	spill(backup, good);
	repair_and_check(path, ARTICLES, "from the copy");
	unlink(backup);
	forget_file(path);
	/* not a store at all */
	spill(path, bytes_of("nothing of the kind"));
	assert_int_equal(store_rescue(path, &r, &said), ERR_FORMAT);
	struct bytes still = slurp(path);
	assert_true(bytes_eq_str(still, "nothing of the kind"));
	free((char *)(uintptr_t)still.data);
	free(backup);
	free((char *)(uintptr_t)good.data);
	free(path);
}

static void
count_entries(void *context, const char *table, int64_t rowid, const struct image_value *v, size_t n)
{
	(void)rowid;
	(void)v;
	(void)n;
	*(int64_t *)context += table && strcmp(table, "entries") == 0;
}

static void
repairs_with_what_only_the_log_has(void **state)
{
	(void)state;
	char *path = scratch_path("a.db"), *log = scratch_path("a.db-wal");
	struct store *s = open_store("a.db");
	fill(s);
	/* as after a kill: the log was not taken over */
	struct bytes file = slurp(path), wal = slurp(log);
	assert_true(wal.len > 32);
	store_close(s);
	forget_file(path);
	char *bad = (char *)(uintptr_t)file.data;
	memset(bad, 0x11, file.len < 8192 ? file.len : 8192);
	spill(path, file);
	spill(log, wal);
	/* our own reading of both */
	struct image_report image;
	int64_t entries = 0;
	assert_ok(image_read(path, count_entries, &entries, &image, why));
	assert_int_equal(entries, ARTICLES);
	assert_true(image.schema);
	struct store_rescue r;
	assert_ok(store_rescue(path, &r, why));
	if (!r.whole) { /* SQLite, too, finds the first page in the log */
		assert_int_equal(r.entries, ARTICLES);
		assert_ok(store_rescue_accept(path, &r, why));
		unlink(r.aside);
	}
	assert_ok(store_open(path, STORE_READ_WRITE, &s, why));
	tidy(s);
	whole(s);
	store_close(s);
	free(bad);
	free((char *)(uintptr_t)wal.data);
	free(path);
	free(log);
}

static void
a_damaged_index_is_made_anew(void **state)
{
	(void)state;
	struct store *s = open_store("a.db");
	fill(s);
	tidy(s);
	store_close(s);
	char *path = scratch_path("a.db");
	for (int way = 0; way < 2; way++) {
		sqlite3 *raw;
		assert_int_equal(sqlite3_open(path, &raw), SQLITE_OK);
		assert_int_equal(sqlite3_exec(raw, "UPDATE search_data SET block = x'0000' WHERE id > 10", NULL, NULL,
					      NULL), SQLITE_OK);
		sqlite3_close(raw);
		if (way == 0) {
			/* whoever takes an article out of it finds out */
			s = open_store("a.db");
			struct store_keep keep = {.count = 3};
			size_t n;
			enum err e = OK;
			for (int i = 0; i < 9 && e == OK; i++)
				e = store_forget(s, feed_id(s, ONE), &keep, NOW, 30, &n, &said);
			if (e != OK)
				assert_non_null(strstr(said.text, "search index"));
			else
				assert_ok(db_run(s, why, "INSERT INTO meta VALUES ('reindex', 1)", ""));
		} else {
			struct store_rescue r;
			assert_ok(store_rescue(path, &r, why));
			assert_true(r.whole && r.index_only);
			s = open_store("a.db");
		}
		tidy(s);
		whole(s);
		store_close(s);
	}
	free(path);
}

/* What SQLite finds no fault with: an index of other words than the articles have. */
static void
an_index_of_other_words_is_found(void **state)
{
	(void)state;
	static const struct {
		const char *sql;
		bool sampled; /* a look at some shows it */
	} cases[] = {
		{"UPDATE entries SET title = title || ' زيادة' WHERE id % 2 = 0", true},
		{"UPDATE entries SET title = replace(title, 'a', 'b')", true},
		{"INSERT INTO search (search) VALUES ('delete-all')", true},
		{"DELETE FROM docs WHERE id = (SELECT max(id) FROM docs)", false},
		{"INSERT INTO recent (recent) VALUES ('delete-all')", false},
		{"DELETE FROM written WHERE id = (SELECT max(id) FROM written)", false},
	};
	char *path = scratch_path("a.db");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct store *s = open_store("a.db");
		struct store_agreement a;
		struct store_rescue r;
		if (i == 0) {
			fill(s);
			tidy(s);
			assert_ok(db_run(s, why, "UPDATE entries SET author = 'ليلى ' || id % 5", ""));
			assert_ok(db_run(s, why, "UPDATE entries SET title = 'a ' || title", ""));
			assert_ok(db_run(s, why, "INSERT INTO meta VALUES ('reindex', 1)", ""));
			tidy(s);
		}
		check_index(s);
		assert_ok(db_run(s, why, cases[i].sql, ""));
		assert_ok(store_agrees(s, 40, &a, why));
		if (cases[i].sampled != (a.missing + a.differing > 0))
			fail_msg("%s: %lld of %lld", cases[i].sql, (long long)(a.missing + a.differing),
				 (long long)a.looked_at);
		assert_ok(store_agrees(s, 0, &a, why));
		if (!a.missing && !a.differing && !a.strange)
			fail_msg("%s: not found", cases[i].sql);
		store_close(s);
		assert_ok(store_rescue(path, &r, why));
		assert_true(r.whole && r.index_only);
		s = open_store("a.db");
		check_index(s);
		store_close(s);
	}
	free(path);
}

/* ---- a disk that fails ---------------------------------------------------------------------------- */

static struct {
	bool armed, once, fired;
	int left; /* writes until it fails */
	int full; /* as a full disk; else as a broken one */
} fault;

static const sqlite3_io_methods *real_methods;
static sqlite3_io_methods faulty_methods;
static sqlite3_vfs *real_vfs, faulty_vfs;

static bool
fails(void)
{
	if (!fault.armed || (fault.once && fault.fired))
		return false;
	if (fault.left-- > 0)
		return false;
	fault.fired = true;
	return true;
}

static int
faulty_write(sqlite3_file *f, const void *data, int n, sqlite3_int64 at)
{
	if (!fails())
		return real_methods->xWrite(f, data, n, at);
	if (n > 1) /* what fits is written */
		real_methods->xWrite(f, data, n / 2, at);
	return fault.full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int
faulty_sync(sqlite3_file *f, int flags)
{
	return fails() ? fault.full ? SQLITE_FULL : SQLITE_IOERR_FSYNC : real_methods->xSync(f, flags);
}

static int
faulty_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	return fails() ? SQLITE_IOERR_TRUNCATE : real_methods->xTruncate(f, size);
}

static int
faulty_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
	return extend && fails() ? SQLITE_IOERR_SHMSIZE : real_methods->xShmMap(f, page, size, extend, out);
}

static int
faulty_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out)
{
	(void)vfs;
	int rc = real_vfs->xOpen(real_vfs, name, f, flags, out);
	if (rc != SQLITE_OK || !f->pMethods)
		return rc;
	if (!real_methods) {
		real_methods = f->pMethods;
		faulty_methods = *real_methods;
		faulty_methods.xWrite = faulty_write;
		faulty_methods.xSync = faulty_sync;
		faulty_methods.xTruncate = faulty_truncate;
		faulty_methods.xShmMap = faulty_map;
	}
	if (f->pMethods == real_methods)
		f->pMethods = &faulty_methods;
	return rc;
}

static int
faulty_setup(void **state)
{
	real_vfs = sqlite3_vfs_find(NULL);
	faulty_vfs = *real_vfs;
	faulty_vfs.zName = "faulty";
	faulty_vfs.xOpen = faulty_open;
	fault.armed = false;
	sqlite3_vfs_register(&faulty_vfs, 1);
	return scratch_make(state);
}

static int
faulty_teardown(void **state)
{
	sqlite3_vfs_unregister(&faulty_vfs);
	sqlite3_vfs_register(real_vfs, 1);
	return scratch_drop(state);
}

/* What was acknowledged. */
struct acked {
	bool stored[40], read[40];
	int64_t ids[40];
};

static void
say_in_words(enum err e)
{
	static const char *const words[] = {"disk is full", "disk refused", "may not be written", "cannot be opened",
					    "another program", "failed and changed nothing", "no copy could be made",
					    "could not be written"};
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strstr(said.text, words[i]))
			return;
	fail_msg("%d: %s", (int)e, said.text);
}

/* Some of everything; goes on after a failure, as a reader would. */
static int
use_it(struct store *s, int64_t feed, struct acked *a)
{
	int failures = 0;
	enum err e;
	size_t n;
	int64_t left;
	for (int i = 0; i < 8; i++) {
		char key[24];
		snprintf(key, sizeof(key), "fault-%d", i);
		said.text[0] = 0;
		a->ids[i] = put(s, feed, key, &e);
		a->stored[i] = e == OK;
		failures += e != OK;
		if (e != OK)
			say_in_words(e);
		else if (i % 2) {
			e = store_mark(s, &a->ids[i], 1, MARK_READ, &said);
			a->read[i] = e == OK;
			failures += e != OK;
			if (e != OK)
				say_in_words(e);
		}
	}
	int64_t pending[8];
	if (store_pending(s, pending, 8, &n, &said) == OK && n) {
		struct doc *doc = doc_from_text(bytes_of("نص جديد"));
		struct buf bytes, plain;
		buf_init(&bytes, 0);
		buf_init(&plain, 0);
		doc_encode(doc, &bytes);
		doc_plain(doc, &plain);
		struct store_body body = {0};
		(void)!store_body(s, pending[0], &body, &said);
		struct store_doc d = {.id = pending[0], .doc = buf_view(&bytes), .plain = plain.data,
				      .plain_len = plain.len, .raw = {body.html, body.html_len}};
		e = store_put_docs(s, &d, 1, &said);
		failures += e != OK;
		if (e != OK)
			say_in_words(e);
		store_body_release(&body);
		buf_release(&bytes);
		buf_release(&plain);
		doc_free(doc);
	}
	struct store_keep keep = {.count = 60, .unread = false, .starred = true};
	enum err rest[] = {
		store_pack_some(s, 20, &n, &said), store_session(s, true, NOW, &said),
		store_forget(s, feed, &keep, NOW, 5, &n, &said), store_shrink_step(s, 10, &left, &said),
		store_session(s, false, NOW, &said),
	};
	for (size_t i = 0; i < ARRAY_LEN(rest); i++)
		failures += rest[i] != OK;
	(void)!db_script(s, "PRAGMA wal_checkpoint(TRUNCATE)", NULL);
	return failures;
}

static void
stays_whole_when_the_disk_fails_at_any_write(void **state)
{
	(void)state;
	struct bytes good = healthy_store();
	char *path = scratch_path("a.db");
	int runs = 0;
	for (int kind = 0; kind < 4; kind++) {
		for (int n = 0;; n++) {
			spill(path, good);
			struct store *s = NULL;
			struct acked acked = {0};
			fault.armed = false;
			assert_ok(store_open(path, STORE_READ_WRITE, &s, why));
			int64_t feed = feed_id(s, ONE);
			int64_t before = number(s, "SELECT count(*) FROM entries WHERE feed_id <> 1");
			fault.full = kind & 1;
			fault.once = kind & 2;
			fault.fired = false;
			fault.left = n;
			fault.armed = true;
			int failures = use_it(s, feed, &acked);
			store_close(s);
			fault.armed = false;
			bool over = !fault.fired;
			assert_true(over || failures >= 0);
			assert_ok(store_open(path, STORE_READ_WRITE, &s, why));
			whole(s);
			assert_int_equal(number(s, "SELECT count(*) FROM entries WHERE feed_id <> 1"), before);
			for (int i = 0; i < 8; i++) {
				struct store_entry e;
				if (!acked.stored[i])
					continue;
				/* it may have been forgotten since; lost it is not */
				if (store_entry(s, acked.ids[i], &e, NULL) != OK) {
					assert_true(number(s, "SELECT count(*) FROM forgotten") > 0);
					continue;
				}
				if (acked.read[i] && e.row.unread)
					fail_msg("kind %d, write %d: a mark was lost", kind, n);
				store_entry_release(&e);
			}
			/* and works again when the disk does */
			assert_int_equal(use_it(s, feed, &acked), 0);
			store_close(s);
			forget_file(path);
			runs++;
			if (over)
				break;
			n += n / 24; /* all of the first, fewer of the later */
		}
	}
	assert_true(runs > 100);
	free((char *)(uintptr_t)good.data);
	free(path);
}

/* SQLite wants room beside the file even to read it. */
static void
is_read_where_nothing_can_be_written(void **state)
{
	(void)state;
	struct bytes good = healthy_store();
	char *path = scratch_path("a.db");
	struct store *s = NULL;
	struct store_rows rows;
	struct buf notice;
	buf_init(&notice, 0);
	spill(path, good);
	fault.full = true;
	fault.once = fault.fired = false;
	fault.left = 0;
	fault.armed = true;
	assert_ok(store_open(path, STORE_READ_WRITE, &s, why));
	assert_true(store_notice(s, &notice));
	assert_non_null(strstr(notice.data, "nothing can be changed"));
	assert_ok(store_list(s, &(struct store_filter){.query = "نص OR عنوان"}, 0, STORE_OLDER, 9, &rows, why));
	store_rows_release(&rows);
	assert_ok(store_list(s, &(struct store_filter){0}, 0, STORE_OLDER, 9, &rows, why));
	assert_int_equal(rows.n, 9);
	assert_int_not_equal(store_mark(s, &rows.items[0].id, 1, MARK_STAR, &said), OK);
	store_rows_release(&rows);
	store_close(s);
	fault.armed = false;
	/* a log that would be missing: better nothing than half of it */
	char *log = mem_printf("%s-wal", path);
	spill(log, bytes_of("something"));
	fault.fired = false;
	fault.left = 0;
	fault.armed = true;
	assert_int_not_equal(store_open(path, STORE_READ_WRITE, &s, &said), OK);
	fault.armed = false;
	unlink(log);
	assert_ok(store_open(path, STORE_READ_WRITE, &s, why));
	buf_clear(&notice);
	assert_false(store_notice(s, &notice));
	whole(s);
	store_close(s);
	buf_release(&notice);
	free(log);
	free(path);
	free((char *)(uintptr_t)good.data);
}

static void
an_upgrade_that_fails_changes_nothing(void **state)
{
	(void)state;
	char *form = scratch_path("b.db"), *path = scratch_path("a.db");
	load_form("form-1.sql", form);
	struct bytes good = slurp(form);
	for (int kind = 0; kind < 2; kind++) {
		for (int n = 0;; n += 1 + n / 6) {
			spill(path, good);
			struct store *s = NULL;
			fault.full = kind;
			fault.once = false;
			fault.fired = false;
			fault.left = n;
			fault.armed = true;
			enum err e = store_open(path, STORE_READ_WRITE, &s, &said);
			if (e == OK)
				store_close(s);
			else
				say_in_words(e);
			fault.armed = false;
			assert_ok(store_open(path, STORE_READ_WRITE, &s, why));
			check_form_content(s);
			store_close(s);
			forget_file(path);
			struct civil day = time_to_civil(time(NULL), 0);
			char *backup = mem_printf("%s.backup-v1-%04d%02d%02d", path, day.year, day.month, day.day);
			unlink(backup);
			free(backup);
			if (!fault.fired)
				break;
		}
	}
	forget_file(form);
	free((char *)(uintptr_t)good.data);
	free(form);
	free(path);
}

/* ---- kill -9 --------------------------------------------------------------------------------------- */

/* What a child has been told is safe, as it tells it on. */
struct note {
	int64_t id;
	int what; /* 0 stored, 1 read, 2 unread, 3 starred, 4 unstarred; +100: about to */
};

static void
tell(int fd, int64_t id, int what)
{
	struct note n = {id, what};
	if (write(fd, &n, sizeof(n)) != sizeof(n))
		_exit(3);
}

/* One writes articles and docs, one marks: as the two programs do. */
static void
child(const char *path, int fd, bool marks, uint64_t own_seed)
{
	struct store *s = NULL;
	if (store_open(path, STORE_READ_WRITE, &s, NULL) != OK)
		_exit(2);
	seed = own_seed;
	int64_t feed = feed_id(s, ONE);
	for (int i = 0;; i++) {
		if (marks) {
			struct store_rows rows = {0};
			if (store_list(s, &(struct store_filter){0}, 0, STORE_OLDER, 64, &rows, NULL) != OK || !rows.n)
				continue;
			int64_t id = rows.items[dice((unsigned)rows.n)].id;
			enum store_mark mark = (enum store_mark)dice(4);
			store_rows_release(&rows);
			tell(fd, id, 101 + (int)mark);
			if (store_mark(s, &id, 1, mark, NULL) == OK)
				tell(fd, id, 1 + (int)mark);
			continue;
		}
		char key[48];
		enum err e;
		size_t n;
		snprintf(key, sizeof(key), "kill-%llu-%d", (unsigned long long)own_seed, i);
		int64_t id = put(s, feed, key, &e);
		if (e == OK)
			tell(fd, id, 0);
		if (i % 4 == 3) {
			make_docs(s);
			struct store_keep keep = {.count = 400, .unread = true, .starred = true};
			(void)!store_pack_some(s, 8, &n, NULL);
			(void)!store_forget(s, feed, &keep, NOW, 4, &n, NULL);
		}
	}
}

struct known {
	int64_t id;
	int read, starred; /* -1 unknown, 2 either */
};

static struct known *
known_of(struct known **all, size_t *n, int64_t id)
{
	for (size_t i = 0; i < *n; i++)
		if ((*all)[i].id == id)
			return &(*all)[i];
	*all = mem_realloc_array(*all, *n + 1, sizeof(**all));
	(*all)[*n] = (struct known){id, -1, -1};
	return &(*all)[(*n)++];
}

static void
learn(struct known **all, size_t *n, const struct note *note)
{
	struct known *k = known_of(all, n, note->id);
	int what = note->what % 100, value = note->what >= 100 ? 2 : what == 1 || what == 3;
	if (what == 1 || what == 2)
		k->read = value;
	else if (what > 2)
		k->starred = value;
}

static void
survives_kill_9(void **state)
{
	(void)state;
	const char *wanted = getenv("AKHBAR_KILL_ROUNDS");
	int rounds = wanted ? atoi(wanted) : 10;
	char *path = scratch_path("a.db");
	struct store *s = open_store("a.db");
	sync_default(s);
	store_close(s);
	struct known *all = NULL;
	size_t all_n = 0;
	int64_t stored = 0, marks = 0;
	for (int round = 0; round < rounds; round++) {
		int fds[2][2];
		pid_t pids[2];
		for (int i = 0; i < 2; i++) {
			assert_int_equal(pipe(fds[i]), 0);
			pids[i] = fork();
			assert_true(pids[i] >= 0);
			if (pids[i] == 0) {
				close(fds[i][0]);
				child(path, fds[i][1], i == 1, (uint64_t)round * 2 + (uint64_t)i + 1);
				_exit(0);
			}
			close(fds[i][1]);
		}
		seed = (uint64_t)round + 99;
		/* the pipes hold some thousand notes: enough for so long */
		struct timespec pause = {0, (long)(1000000 + dice(250) * 1000000u)};
		nanosleep(&pause, NULL);
		for (int i = 0; i < 2; i++)
			kill(pids[i], SIGKILL);
		for (int i = 0; i < 2; i++) {
			int status;
			struct note note;
			waitpid(pids[i], &status, 0);
			assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
			while (read(fds[i][0], &note, sizeof(note)) == sizeof(note)) {
				learn(&all, &all_n, &note);
				stored += note.what == 0;
				marks += note.what > 0 && note.what < 100;
			}
			close(fds[i][0]);
		}
		s = open_store("a.db");
		whole(s);
		for (size_t i = 0; i < all_n; i++) {
			struct store_entry e;
			struct known *k = &all[i];
			if (store_entry(s, k->id, &e, NULL) != OK) {
				/* only what was read may have been forgotten, and never what was starred */
				if (k->read != 1 && k->read != 2)
					fail_msg("round %d: an article was lost", round);
				continue;
			}
			if ((k->read == 0 || k->read == 1) && e.row.unread != !k->read)
				fail_msg("round %d: a read mark was lost", round);
			if ((k->starred == 0 || k->starred == 1) && e.row.starred != k->starred)
				fail_msg("round %d: a star was lost", round);
			/* what was under way is settled now */
			k->read = !e.row.unread;
			k->starred = e.row.starred;
			store_entry_release(&e);
		}
		store_close(s);
	}
	if (wanted)
		print_message("# %d rounds, %lld articles and %lld marks acknowledged, none lost\n", rounds,
			      (long long)stored, (long long)marks);
	free(all);
	free(path);
}

/* A statement that is being read from outlives any number of others. */
static void
a_statement_in_use_stays(void **state)
{
	(void)state;
	char *path = scratch_path("a.db");
	struct store *s = NULL;
	assert_ok(store_open(path, STORE_READ_WRITE, &s, why));
	sqlite3_stmt *st = db_get(s, "VALUES (1), (2), (3)", &said);
	for (int64_t i = 1; i <= 3; i++) {
		assert_int_equal(db_step(s, st, &said), SQLITE_ROW);
		assert_int_equal(sqlite3_column_int64(st, 0), i);
		for (int k = 0; k < 400; k++) {
			char sql[40];
			snprintf(sql, sizeof(sql), "SELECT %d", (int)i * 1000 + k);
			int64_t n;
			assert_ok(db_int(s, why, &n, sql, ""));
			assert_int_equal(n, i * 1000 + k);
		}
	}
	db_reset(st);
	store_close(s);
	free(path);
}

#define T(f) cmocka_unit_test_setup_teardown(f, scratch_make, scratch_drop)
#define F(f) cmocka_unit_test_setup_teardown(f, faulty_setup, faulty_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(upgrades_from_every_form),
		T(says_what_is_wrong_with_a_file),
		T(a_statement_in_use_stays),
		T(waits_for_another_and_says_so),
		T(repairs_what_was_overwritten),
		T(repairs_a_schema_with_another_letter),
		T(repair_keeps_what_was_forgotten),
		T(repairs_what_was_cut_off),
		T(repairs_with_what_only_the_log_has),
		T(a_damaged_index_is_made_anew),
		T(an_index_of_other_words_is_found),
		F(stays_whole_when_the_disk_fails_at_any_write),
		F(is_read_where_nothing_can_be_written),
		F(an_upgrade_that_fails_changes_nothing),
		T(survives_kill_9),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
