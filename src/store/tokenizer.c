/* SPDX-License-Identifier: MIT */
#include "store/store-internal.h"

#include <string.h>

#include "akhbar/doc.h"

/* A word longer than this is no word; what is beyond is not told apart. */
#define TOKEN_BYTES 96

/* The article with what may stand before it, folded (not wa and ka: "agencies" would be
 * figs). A word of three letters or more is
 * the same with any of them and without, and so is every beginning of a word: a query
 * asks for all of these forms, the index has each word once. */
const char *const token_articles[TOKEN_ARTICLES] = {"ال", "وال", "بال", "كال", "فال", "لل",
						    "وبال", "ولل", "فبال", "فلل"};

size_t
token_article(const char *form, size_t len)
{
	for (size_t i = 0; i < TOKEN_ARTICLES; i++) {
		size_t n = strlen(token_articles[i]);
		if (len >= n + TOKEN_BARE_BYTES && memcmp(form, token_articles[i], n) == 0)
			return n;
	}
	return 0;
}

struct scan {
	char form[TOKEN_BYTES + 8];
	size_t len;
	uint32_t start, end;
	token_fn *each;
	void *context;
};

static bool
scan_emit(struct scan *scan)
{
	if (scan->len == 0)
		return true;
	struct token t = {scan->form, scan->len, scan->start, scan->end};
	scan->len = 0;
	return scan->each(scan->context, &t);
}

static inline void
scan_add(struct scan *scan, uint32_t letter)
{
	if (scan->len >= TOKEN_BYTES)
		return;
	if (letter < 0x80) {
		scan->form[scan->len++] = (char)letter;
	} else if (letter < 0x800) {
		scan->form[scan->len++] = (char)(0xc0 | letter >> 6);
		scan->form[scan->len++] = (char)(0x80 | (letter & 0x3f));
	} else {
		scan->len += utf8_put(scan->form + scan->len, letter);
	}
}

void
tokenize(struct bytes text, token_fn *each, void *context)
{
	struct scan scan = {.each = each, .context = context};
	const char *p = text.data, *end = text.data + text.len;
	while (p < end) {
		const char *at = p;
		if (scan.len < TOKEN_BYTES) {
			size_t plain = fold_plain(&p, end, scan.form + scan.len, TOKEN_BYTES - scan.len);
			if (p > at) {
				if (scan.len == 0)
					scan.start = (uint32_t)(at - text.data);
				scan.len += plain;
				scan.end = (uint32_t)(p - text.data);
				continue;
			}
		}
		if ((unsigned char)*p < 0x80 && scan.len + 1 < TOKEN_BYTES) {
			/* no letter and no figure, or fold_plain had found room for it */
			p++;
			if (!scan_emit(&scan))
				return;
			continue;
		}
		uint32_t cp, letters[FOLD_MAX];
		unsigned n = fold_next(&p, end, &cp, letters);
		uint32_t after = (uint32_t)(p - text.data);
		if (n == 0) {
			/* marks belong to the word before them; joiners and bidi controls
			 * inside a word do not part it */
			if (scan.len && (cp == 0x640 || char_is_mark(cp)))
				scan.end = after;
			continue;
		}
		if (!char_is_word(cp)) {
			if (!scan_emit(&scan))
				return;
			continue;
		}
		if (scan.len == 0)
			scan.start = (uint32_t)(at - text.data);
		for (unsigned i = 0; i < n; i++) {
			if (n > 4 && letters[i] == ' ') { /* U+FDFA is four words */
				scan.end = after;
				if (!scan_emit(&scan))
					return;
				scan.start = (uint32_t)(at - text.data);
				continue;
			}
			scan_add(&scan, letters[i]);
		}
		scan.end = after;
	}
	(void)scan_emit(&scan);
}

/* ---- the FTS5 tokenizer -------------------------------------------------------- */

struct fts_context {
	void *context;
	int flags, rc;
	int (*token)(void *, int, const char *, int, int, int);
};

/* Also the word behind each article. */
static void
fts_articles(struct fts_context *f, const struct token *t, const char *word, size_t len)
{
	char form[TOKEN_BYTES + 16];
	for (size_t i = 0; i < TOKEN_ARTICLES && f->rc == SQLITE_OK; i++) {
		size_t n = strlen(token_articles[i]);
		memcpy(form, token_articles[i], n);
		memcpy(form + n, word, len);
		bool itself = n + len == t->len && memcmp(form, t->form, t->len) == 0;
		if (!itself)
			f->rc = f->token(f->context, FTS5_TOKEN_COLOCATED, form, (int)(n + len), (int)t->start,
					 (int)t->end);
	}
}

static bool
fts_token(void *context, const struct token *t)
{
	struct fts_context *f = context;
	f->rc = f->token(f->context, 0, t->form, (int)t->len, (int)t->start, (int)t->end);
	if (!(f->flags & FTS5_TOKENIZE_QUERY) ||
	    (!(f->flags & FTS5_TOKENIZE_PREFIX) && t->len < TOKEN_BARE_BYTES))
		return f->rc == SQLITE_OK;
	fts_articles(f, t, t->form, t->len);
	size_t article = token_article(t->form, t->len);
	if (article && f->rc == SQLITE_OK)
		f->rc = f->token(f->context, FTS5_TOKEN_COLOCATED, t->form + article,
				 (int)(t->len - article), (int)t->start, (int)t->end);
	if (article)
		fts_articles(f, t, t->form + article, t->len - article);
	return f->rc == SQLITE_OK;
}

static int
fts_create(void *unused, const char **args, int n, Fts5Tokenizer **out)
{
	(void)unused;
	(void)args;
	(void)n;
	static char nothing; /* our tokenizer has no state */
	*out = (Fts5Tokenizer *)&nothing;
	return SQLITE_OK;
}

static void
fts_delete(Fts5Tokenizer *unused)
{
	(void)unused;
}

static int
fts_tokenize(Fts5Tokenizer *unused, void *context, int flags, const char *text, int len,
	     int (*token)(void *, int, const char *, int, int, int))
{
	(void)unused;
	struct fts_context f = {context, flags, SQLITE_OK, token};
	if (text && len > 0)
		tokenize((struct bytes){text, (size_t)len}, fts_token, &f);
	return f.rc;
}

/* akhbar_plain(doc, size): the text of a doc, as the index reads it; size: see
 * docs.size. Bytes that are no doc give NULL: the view that calls it is read by FTS5
 * alone. */
static void
plain_function(sqlite3_context *c, int n, sqlite3_value **args)
{
	if (n < 1) {
		sqlite3_result_null(c);
		return;
	}
	struct bytes in = {sqlite3_value_blob(args[0]), (size_t)sqlite3_value_bytes(args[0])};
	int64_t size = n > 1 ? sqlite3_value_int64(args[1]) : 0; /* the first forms gave none */
	struct doc *doc = NULL;
	struct buf whole, b;
	buf_init(&whole, 16u << 20);
	bool good = in.data && size >= 0 &&
		(!size || unpack(in, (size_t)size, (struct bytes){0}, &whole)) &&
		doc_decode(size ? buf_view(&whole) : in, &doc, NULL) == OK;
	buf_release(&whole);
	if (!good) {
		sqlite3_result_null(c);
		return;
	}
	buf_init(&b, 8u << 20);
	doc_plain(doc, &b);
	doc_free(doc);
	sqlite3_result_text64(c, b.data ? b.data : "", b.len, SQLITE_TRANSIENT, SQLITE_UTF8);
	buf_release(&b);
}

/* akhbar_folded(text): as author: compares it. */
static void
folded_function(sqlite3_context *c, int n, sqlite3_value **args)
{
	const char *text = n == 1 ? (const char *)sqlite3_value_text(args[0]) : NULL;
	if (!text) {
		sqlite3_result_null(c);
		return;
	}
	struct buf b;
	buf_init(&b, 0);
	fold_text(&b, (struct bytes){text, (size_t)sqlite3_value_bytes(args[0])});
	sqlite3_result_text64(c, b.data ? b.data : "", b.len, SQLITE_TRANSIENT, SQLITE_UTF8);
	buf_release(&b);
}

/* akhbar_score(search, weights): how much of a hit the phrases are, one weight (a
 * double) for each. A word in the title counts for eight; long texts for less. */
static void
score_function(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *c, int n,
	       sqlite3_value **args)
{
	enum { PHRASES = 64, TITLE_COUNTS = 8, USUAL_WORDS = 150 };
	double counts[PHRASES] = {0}, sum = 0;
	int instances = 0, words = 0;
	const char *weights = n > 0 ? sqlite3_value_blob(args[0]) : NULL;
	size_t weights_n = n > 0 ? (size_t)sqlite3_value_bytes(args[0]) / sizeof(double) : 0;
	int rc = api->xInstCount(fts, &instances);
	for (int i = 0; rc == SQLITE_OK && i < instances; i++) {
		int phrase, column, offset;
		rc = api->xInst(fts, i, &phrase, &column, &offset);
		if (rc == SQLITE_OK && phrase < PHRASES)
			counts[phrase] += column == 0 ? TITLE_COUNTS : 1;
	}
	if (rc == SQLITE_OK)
		rc = api->xColumnSize(fts, 1, &words);
	if (rc != SQLITE_OK) {
		sqlite3_result_error_code(c, rc);
		return;
	}
	/* the curve of BM25: the tenth time says little more than the ninth */
	double slow = 1.2 * (0.25 + 0.75 * (double)words / USUAL_WORDS);
	for (size_t i = 0; i < PHRASES && i < weights_n; i++) {
		double weight;
		memcpy(&weight, weights + i * sizeof(weight), sizeof(weight));
		if (counts[i] > 0)
			sum += weight * counts[i] * 2.2 / (counts[i] + slow);
	}
	sqlite3_result_double(c, sum);
}

enum err
tokenizer_register(struct store *s, struct why *why)
{
	fts5_api *api = NULL;
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(s->db, "SELECT fts5(?1)", -1, &st, NULL);
	if (rc == SQLITE_OK) {
		sqlite3_bind_pointer(st, 1, &api, "fts5_api_ptr", NULL);
		sqlite3_step(st);
	}
	sqlite3_finalize(st);
	if (!api)
		return err_set(why, ERR_DB, "this SQLite has no full-text search (FTS5); install one that has");
	fts5_tokenizer tokenizer = {fts_create, fts_delete, fts_tokenize};
	rc = api->xCreateTokenizer(api, "akhbar", NULL, &tokenizer, NULL);
	if (rc == SQLITE_OK)
		rc = api->xCreateFunction(api, "akhbar_score", NULL, score_function, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_create_function(s->db, "akhbar_plain", -1,
					     SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL,
					     plain_function, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_create_function(s->db, "akhbar_folded", 1,
					     SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL,
					     folded_function, NULL, NULL);
	return rc == SQLITE_OK ? OK : db_error(s, rc, why);
}
