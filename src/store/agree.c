/* SPDX-License-Identifier: MIT
 *
 * Whether search knows what the articles say. The index keeps no text of its own, so that
 * nothing in SQLite compares them: here the words of an article are counted and looked up,
 * or all that the index has is read and summed up, article by article.
 */
#include "store/store-internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLE_WORDS 3

/* What stands in one article, in no order: the sum of its words with their places. */
struct sum {
	int64_t slot;
	uint64_t words;
	bool found; /* the index has a row for it */
};

struct table {
	struct sum *items;
	size_t n, cap;
	int64_t strange; /* rows of the index of which no article is known */
};

static uint64_t
one_word(uint64_t form, int64_t column, int64_t place)
{
	uint64_t z = form + (uint64_t)(column + 1) * UINT64_C(0x9e3779b97f4a7c15) +
		     (uint64_t)place * UINT64_C(0xc2b2ae3d27d4eb4f);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	return (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
}

struct text_sum {
	uint64_t words;
	int64_t column, n;
};

static bool
sum_word(void *context, const struct token *t)
{
	struct text_sum *x = context;
	x->words += one_word(hash64((struct bytes){t->form, t->len}, 5), x->column, x->n++);
	return true;
}

/* Title and text of an entry as the index takes them. ERR_NOT_FOUND: no text. */
static enum err
texts_of(struct store *s, int64_t id, char **title, struct buf *plain, struct why *why)
{
	sqlite3_stmt *st = db_get(s, "SELECT title FROM entries WHERE id = ?", why);
	*title = NULL;
	if (!st)
		return s->last;
	TRY(db_bind(s, st, why, "i", id));
	int rc = db_step(s, st, why);
	if (rc != SQLITE_ROW)
		return rc == SQLITE_DONE ? ERR_NOT_FOUND : s->last;
	char *text = db_text_or(st, 0);
	db_reset(st);
	enum err e = entry_plain(s, id, plain, why);
	if (e == OK)
		*title = text;
	else
		free(text);
	return e;
}

/* ---- samples ---------------------------------------------------------------------------- */

struct few {
	char *forms[SAMPLE_WORDS];
	size_t seen, n;
	int64_t words;
};

/* The first, and later ones, each one that the index would know by itself. */
static bool
few_words(void *context, const struct token *t)
{
	struct few *f = context;
	f->words++;
	if (f->n < SAMPLE_WORDS && f->seen++ % 7 == 0)
		f->forms[f->n++] = mem_strndup(t->form, t->len);
	return true;
}

static bool
varint(const uint8_t **p, const uint8_t *end, int64_t *out)
{
	uint64_t x = 0;
	for (int i = 0; i < 9 && *p < end; i++) {
		uint8_t c = *(*p)++;
		x = i == 8 ? x << 8 | c : x << 7 | (c & 0x7f);
		if (i == 8 || !(c & 0x80)) {
			*out = (int64_t)x;
			return true;
		}
	}
	return false;
}

/* How many words the index has of an entry, title and text. */
static enum err
words_known(struct store *s, int64_t id, int64_t n[2], struct why *why)
{
	sqlite3_stmt *st = db_get(s, "SELECT sz FROM search_docsize WHERE id = ?", why);
	n[0] = n[1] = -1;
	if (!st)
		return s->last;
	TRY(db_bind(s, st, why, "i", slot_of(s, id)));
	int rc = db_step(s, st, why);
	if (rc == SQLITE_ROW) {
		const uint8_t *p = sqlite3_column_blob(st, 0);
		const uint8_t *end = p ? p + sqlite3_column_bytes(st, 0) : NULL;
		if (!p || !varint(&p, end, &n[0]) || !varint(&p, end, &n[1]))
			n[0] = n[1] = 0;
	}
	db_reset(st);
	return rc == SQLITE_ROW ? OK : rc == SQLITE_DONE ? ERR_NOT_FOUND : s->last;
}

static enum err
look_up(struct store *s, int64_t id, const char *column, const struct few *f, bool *agrees,
	struct why *why)
{
	for (size_t i = 0; i < f->n && *agrees; i++) {
		char *match = mem_printf("%s : \"%s\"", column, f->forms[i]);
		int64_t one;
		enum err e = db_int(s, why, &one, "SELECT 1 FROM search WHERE search MATCH ? AND rowid = ?", "ti",
				    match, slot_of(s, id));
		free(match);
		*agrees = e == OK;
		if (e != OK && e != ERR_NOT_FOUND)
			return e;
	}
	return OK;
}

static enum err
check_one(struct store *s, int64_t id, struct store_agreement *out, struct why *why)
{
	char *title;
	struct buf plain;
	buf_init(&plain, 0);
	enum err e = texts_of(s, id, &title, &plain, NULL);
	if (e == OK) {
		struct few of_title = {.n = 0}, of_text = {.n = 0};
		int64_t n[2];
		tokenize(bytes_of(title), few_words, &of_title);
		tokenize(buf_view(&plain), few_words, &of_text);
		e = words_known(s, id, n, why);
		bool agrees = e == OK && n[0] == of_title.words && n[1] == of_text.words;
		out->looked_at++;
		out->missing += e == ERR_NOT_FOUND;
		if (agrees)
			e = look_up(s, id, "title", &of_title, &agrees, why);
		if (agrees && e == OK)
			e = look_up(s, id, "body", &of_text, &agrees, why);
		out->differing += e == OK && !agrees;
		for (size_t i = 0; i < SAMPLE_WORDS; i++) {
			free(of_title.forms[i]);
			free(of_text.forms[i]);
		}
		free(title);
	}
	buf_release(&plain);
	return e == ERR_NOT_FOUND || e == ERR_FORMAT || e == ERR_LIMIT ? OK : e;
}

/* The newest, and others spread over all the time there is. */
static enum err
check_sample(struct store *s, size_t sample, struct store_agreement *out, struct why *why)
{
	int64_t first = 0, last = 0, before = 0;
	enum err e = db_int(s, why, &last, "SELECT id FROM docs ORDER BY id DESC LIMIT 1", "");
	if (e == OK)
		e = db_int(s, why, &first, "SELECT id FROM docs ORDER BY id LIMIT 1", "");
	if (e != OK)
		return e == ERR_NOT_FOUND ? OK : e;
	for (size_t i = 0; i < sample; i++) {
		int64_t id, at = last - (last - first) / (int64_t)sample * (int64_t)i;
		if (i < sample / 4) /* what came last is what is searched most */
			at = before ? before - 1 : last;
		e = db_int(s, why, &id,
			   "SELECT id FROM docs WHERE id <= ? AND id NOT IN (SELECT id FROM unindexed)"
			   " ORDER BY id DESC LIMIT 1", "i", at);
		if (e == ERR_NOT_FOUND || id == before)
			continue;
		TRY(e);
		before = id;
		TRY(check_one(s, id, out, why));
	}
	return OK;
}

/* ---- all of it --------------------------------------------------------------------------- */

static enum err
sum_articles(struct store *s, struct table *t, struct why *why)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(s->db,
		"SELECT id FROM entries WHERE (id IN (SELECT id FROM docs) OR id IN (SELECT id FROM full_docs))"
		" AND id NOT IN (SELECT id FROM unindexed) ORDER BY id", -1, &st, NULL);
	enum err e = rc == SQLITE_OK ? OK : db_error(s, rc, why);
	while (e == OK && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		int64_t id = sqlite3_column_int64(st, 0);
		char *title;
		struct buf plain;
		buf_init(&plain, 0);
		if (texts_of(s, id, &title, &plain, NULL) == OK) {
			struct text_sum x = {.column = 0};
			tokenize(bytes_of(title), sum_word, &x);
			x.column = 1;
			x.n = 0;
			tokenize(buf_view(&plain), sum_word, &x);
			if (t->n + 1 == t->cap) {
				t->cap *= 2; /* one is always free */
				t->items = mem_realloc_array(t->items, t->cap, sizeof(*t->items));
			}
			t->items[t->n++] = (struct sum){slot_of(s, id), x.words, false};
			free(title);
		}
		buf_release(&plain);
	}
	if (e == OK && rc != SQLITE_DONE)
		e = db_error(s, rc, why);
	sqlite3_finalize(st);
	return e;
}

static struct sum *
sum_of(struct table *t, int64_t slot)
{
	size_t low = 0, high = t->n;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (t->items[middle].slot < slot)
			low = middle + 1;
		else
			high = middle;
	}
	return low < t->n && t->items[low].slot == slot ? &t->items[low] : NULL;
}

typedef void taken_fn(sqlite3_stmt *st, struct sum *sum);

/* What stands in an index, row by row: the second column of `sql` says of which article. */
static enum err
take(struct store *s, struct table *t, const char *sql, taken_fn *each, struct why *why)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(s->db, sql, -1, &st, NULL);
	if (rc != SQLITE_OK)
		return db_error(s, rc, why);
	while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
		struct sum *sum = sum_of(t, sqlite3_column_int64(st, 1));
		if (sum)
			each(st, sum);
		else
			t->strange++;
	}
	enum err e = rc == SQLITE_DONE ? OK : db_error(s, rc, why);
	sqlite3_finalize(st);
	return e;
}

static void
take_row(sqlite3_stmt *st, struct sum *sum)
{
	(void)st;
	sum->found = true;
}

/* So that nothing is left where they agree. */
static void
take_word(sqlite3_stmt *st, struct sum *sum)
{
	struct bytes term = {(const char *)sqlite3_column_text(st, 0), (size_t)sqlite3_column_bytes(st, 0)};
	const char *column = (const char *)sqlite3_column_text(st, 2);
	sum->words -= one_word(hash64(term, 5), column && *column == 'b', sqlite3_column_int64(st, 3));
}

/* All that an index has. */
static enum err
take_index(struct store *s, struct table *t, const char *index, struct why *why)
{
	char sql[200];
	snprintf(sql, sizeof(sql), "SELECT NULL, id FROM %s_docsize", index);
	TRY(take(s, t, sql, take_row, why));
	snprintf(sql, sizeof(sql), "CREATE VIRTUAL TABLE IF NOT EXISTS temp.%s_words USING fts5vocab(main, %s, instance)",
		 index, index);
	TRY(db_script(s, sql, why));
	snprintf(sql, sizeof(sql), "SELECT term, doc, col, offset FROM temp.%s_words", index);
	return take(s, t, sql, take_word, why);
}

static enum err
check_all(struct store *s, struct store_agreement *out, struct why *why)
{
	static const char *const indexes[] = {"search", "recent"};
	struct table t = {.items = mem_zalloc(1024 * sizeof(*t.items)), .cap = 1024}, all;
	int64_t floor, lost = 0;
	enum err e = sum_articles(s, &t, why);
	if (e == OK)
		e = recent_floor(s, &floor, why);
	for (size_t i = 0; i < ARRAY_LEN(indexes) && e == OK; i++) {
		all = t;
		all.items = mem_dup(t.items, (t.n + 1) * sizeof(*t.items));
		e = take_index(s, &all, indexes[i], why);
		for (size_t k = 0; k < all.n && e == OK; k++) {
			/* the small index has the newest alone */
			if (i && floor != INT64_MAX && slot_id(s, all.items[k].slot) < floor)
				continue;
			out->missing += !all.items[k].found;
			out->differing += all.items[k].found && all.items[k].words;
		}
		out->strange += all.strange;
		free(all.items);
	}
	out->looked_at = (int64_t)t.n;
	free(t.items);
	if (e == OK)
		e = db_int(s, why, &lost,
			   "SELECT count(*) FROM entries e WHERE author <> '' AND NOT EXISTS (SELECT 1 FROM authors a"
			   " JOIN written w ON w.author = a.id WHERE a.name = e.author AND w.id = e.id)", "");
	out->differing += lost;
	return e;
}

enum err
store_agrees(struct store *s, size_t sample, struct store_agreement *out, struct why *why)
{
	*out = (struct store_agreement){0};
	TRY(store_unindexed(s, &out->waiting, why));
	int64_t anew = 0;
	TRY(db_get_meta(s, "reindex", &anew, why));
	if (anew) /* known not to, and in work */
		return OK;
	return sample ? check_sample(s, sample, out, why) : check_all(s, out, why);
}
