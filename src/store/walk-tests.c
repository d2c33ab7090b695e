/* SPDX-License-Identifier: MIT
 *
 * The query as tests of rows. What is nothing but words goes to FTS5 as one
 * expression, so that it joins them itself; the rest is asked of the row.
 */
#include <stdlib.h>
#include <string.h>

#include "store/query-internal.h"
#include "store/walk.h"

#define PATIENCE_WORDS 96 /* FTS5 reads its query again at a new start */
#define PATIENCE_LIST 8
/* A start of the index costs as much as some texts, and more the larger the store is:
 * so many texts are read before one is risked. */
#define TEXTS_BEFORE_START 24

enum test_kind { TEST_WORDS, TEST_ROW, TEST_NOT, TEST_AND, TEST_OR, TEST_TEXT };

struct test {
	enum test_kind kind;
	const struct query_node *node; /* ROW, TEXT */
	struct stream *stream;         /* WORDS; ROW that has an index; else NULL */
	char *match;
	unsigned texts; /* WORDS: read since the stream was last started */
	struct test **children;
	size_t n;
};

/* ---- expressions for FTS5 -------------------------------------------------------- */

static bool
only_words(const struct query_node *n)
{
	switch (n->kind) {
	case QUERY_WORDS:
		return true;
	case QUERY_OR:
		for (size_t i = 0; i < n->n; i++)
			if (!only_words(n->children[i]))
				return false;
		return true;
	case QUERY_AND: {
		bool wanted = false; /* FTS5 has no NOT without something before it */
		for (size_t i = 0; i < n->n; i++) {
			const struct query_node *c = n->children[i];
			if (c->kind == QUERY_NOT ? !only_words(c->children[0]) : !only_words(c))
				return false;
			wanted = wanted || c->kind != QUERY_NOT;
		}
		return wanted;
	}
	default:
		return false;
	}
}

static bool
has_beginnings(const struct query_node *n)
{
	if (n->kind == QUERY_WORDS)
		return n->term->prefix;
	for (size_t i = 0; i < n->n; i++)
		if (has_beginnings(n->children[i]))
			return true;
	return false;
}

static void
put_term(struct buf *out, const struct query_term *t)
{
	if (t->field != QUERY_ANY)
		buf_add_str(out, t->field == QUERY_TITLE ? "title : " : "body : ");
	/* the folded words, which hold nothing but letters, digits and marks */
	buf_add_char(out, '"');
	for (size_t i = 0; i < t->n; i++)
		buf_printf(out, "%s%s", i ? " " : "", t->forms[i]);
	buf_add_str(out, t->prefix ? "\" *" : "\"");
}

/* `x` (may be NULL) takes the phrases one by one. */
static void
put_words(struct buf *out, const struct query_node *n, struct expression *x, bool wanted)
{
	if (n->kind == QUERY_WORDS) {
		struct buf phrase;
		buf_init(&phrase, 0);
		put_term(&phrase, n->term);
		buf_add_bytes(out, buf_view(&phrase));
		if (x && x->n < ARRAY_LEN(x->phrases))
			x->phrases[x->n++] = wanted ? buf_take(&phrase) : mem_strdup("");
		buf_release(&phrase);
		return;
	}
	bool any = false, without = false;
	buf_add_str(out, "((");
	for (size_t i = 0; i < n->n; i++) {
		if (n->children[i]->kind == QUERY_NOT) {
			without = true;
			continue;
		}
		buf_add_str(out, any ? (n->kind == QUERY_AND ? " AND " : " OR ") : "");
		put_words(out, n->children[i], x, wanted);
		any = true;
	}
	buf_add_char(out, ')');
	any = false;
	for (size_t i = 0; without && i < n->n; i++) {
		if (n->children[i]->kind != QUERY_NOT)
			continue;
		buf_add_str(out, any ? " OR " : " NOT (");
		put_words(out, n->children[i]->children[0], x, false);
		any = true;
	}
	buf_add_str(out, without ? "))" : ")");
}

/* The children of an AND or OR that are words, as one node; NULL for none.
 * `beginnings`: those with beginnings, or those without. */
static struct query_node *
words_among(struct arena *a, const struct query_node *n, bool beginnings)
{
	struct query_node *out = arena_zalloc(a, sizeof(*out));
	out->kind = n->kind;
	out->children = arena_alloc(a, (n->n + 1) * sizeof(*out->children));
	bool wanted = false;
	for (size_t i = 0; i < n->n; i++) {
		struct query_node *c = n->children[i];
		bool not = n->kind == QUERY_AND && c->kind == QUERY_NOT;
		const struct query_node *inner = not ? c->children[0] : c;
		if (!only_words(inner) || has_beginnings(inner) != beginnings)
			continue;
		out->children[out->n++] = c;
		wanted = wanted || !not;
	}
	if (!wanted)
		return NULL;
	return out->n == 1 ? out->children[0] : out;
}

static bool
is_among(const struct query_node *n, const struct query_node *words)
{
	if (!words)
		return false;
	if (n == words)
		return true;
	for (size_t i = 0; i < words->n; i++)
		if (words->children[i] == n)
			return true;
	return false;
}

void
expression_make(struct expression *x, const struct query *q)
{
	const struct query_node *n = q->root, *words = NULL;
	struct arena *a = arena_new();
	*x = (struct expression){0};
	if (n && only_words(n))
		words = n;
	else if (n && n->kind == QUERY_AND && !(words = words_among(a, n, false)))
		words = words_among(a, n, true);
	if (words) {
		struct buf b;
		buf_init(&b, 0);
		put_words(&b, words, x, true);
		x->match = buf_take(&b);
		x->prefixed = has_beginnings(words);
	}
	arena_free(a);
}

void
expression_release(struct expression *x)
{
	free(x->match);
	for (size_t i = 0; i < x->n; i++)
		free(x->phrases[i]);
	*x = (struct expression){0};
}

bool
query_has_beginnings(const struct query *q)
{
	return q && q->root && has_beginnings(q->root);
}

/* ---- making them -------------------------------------------------------------------- */

static char *
words_sql(const struct tests *t)
{
	return mem_printf("SELECT rowid FROM %s WHERE %s MATCH ?1 AND rowid >= ?2 AND rowid <= ?3"
			  " ORDER BY rowid %s",
			  t->of == WORDS_OF_RECENT ? "recent" : "search",
			  t->of == WORDS_OF_RECENT ? "recent" : "search",
			  t->span->sign < 0 ? "DESC" : "ASC");
}

static struct test *
test_new(struct tests *t, enum test_kind kind, const struct query_node *node, size_t children)
{
	struct test *x = arena_zalloc(t->arena, sizeof(*x));
	x->kind = kind;
	x->node = node;
	x->children = arena_alloc(t->arena, (children + 1) * sizeof(*x->children));
	return x;
}

static struct test *
words_test(struct tests *t, const struct query_node *n)
{
	bool beginnings = has_beginnings(n);
	if (t->of == WORDS_OF_TEXT || (t->of == BEGUN_OF_TEXT && beginnings))
		return test_new(t, TEST_TEXT, n, 0);
	struct test *x = test_new(t, TEST_WORDS, n, 0);
	struct buf b;
	buf_init(&b, 0);
	put_words(&b, n, NULL, true);
	x->match = buf_take(&b);
	/* a beginning is gathered whole at each start: never start twice */
	x->stream = stream_new(t->s, t->span, words_sql(t), x->match, NULL, 1,
			       beginnings ? INT32_MAX : PATIENCE_WORDS);
	return x;
}

/* Of a state that an index knows: SQL of its ids, and the values it is asked for.
 * NULL: none does. */
static const char *
state_ids(const struct tests *t, const struct query_node *n, const int64_t **which, size_t *which_n)
{
	static const int64_t one = 1, ruled = PLACE_RULED;
	static const int64_t places[] = {PLACE_SHOWN, PLACE_HIDDEN, PLACE_RULED};
	*which = &one;
	*which_n = 1;
	bool not = n->kind == QUERY_NOT;
	if (not)
		n = n->children[0];
	if (n->kind != QUERY_STATE || (not && n->state != STATE_UNREAD))
		return NULL;
	switch (n->state) {
	case STATE_UNREAD:
		*which = places;
		*which_n = t->hidden ? 3 : 2;
		return not ? "entries INDEXED BY entries_place_read WHERE unread = 0 AND place = ?1"
			   : "entries INDEXED BY entries_place_unread WHERE unread = 1 AND place = ?1";
	case STATE_HIDDEN:
		*which = &ruled;
		return "entries INDEXED BY entries_place WHERE place = ?1";
	case STATE_STARRED:
		return "entries INDEXED BY entries_starred WHERE starred = 1 AND ?1 = 1";
	case STATE_EDITED:
		return "entries INDEXED BY entries_changed WHERE changed = 1 AND ?1 = 1";
	case STATE_FULL:
		return "entries INDEXED BY entries_full WHERE full = 1 AND ?1 = 1";
	case STATE_ENCLOSURE:
		return "bodies INDEXED BY bodies_enclosure WHERE enclosure IS NOT NULL AND ?1 = 1";
	default:
		return NULL;
	}
}

/* The ids that pass, where an index knows them. */
static struct stream *
row_stream(struct tests *t, const struct query_node *n)
{
	static const int64_t zero = 0;
	const char *direction = t->span->sign < 0 ? "DESC" : "ASC", *from = NULL;
	const int64_t *which = n->feeds;
	size_t which_n = n->feeds_n;
	bool few = n->feeds_n && n->feeds_n <= PLAN_FEEDS;
	if (n->kind == QUERY_SOURCE || n->kind == QUERY_SECTION)
		from = few && !t->hidden ? "entries INDEXED BY entries_feed WHERE feed_id = ?1 AND place < 3" : NULL;
	else if (n->kind == QUERY_AUTHOR && few)
		from = "written WHERE author = ?1";
	else if (n->kind != QUERY_AUTHOR)
		from = state_ids(t, n, &which, &which_n);
	if (from)
		return stream_new(t->s, t->span,
				  mem_printf("SELECT id FROM %s AND id > ?2 AND id < ?3 ORDER BY id %s", from,
					     direction),
				  NULL, which, which_n, PATIENCE_LIST);
	if (n->kind != QUERY_AUTHOR || n->total > PLAN_GATHERED)
		return NULL;
	struct stream *x = stream_new(t->s, t->span,
				      mem_printf("SELECT id FROM (%s) WHERE ?1 = 0",
						 t->span->sign < 0 ? GATHERED_IDS("DESC") : GATHERED_IDS("ASC")),
				      NULL, &zero, 1, INT32_MAX);
	x->needle = n->folded;
	return x;
}

/* A test of the row; inside an OR with a stream where there is an index. */
static struct test *
row_test(struct tests *t, const struct query_node *n, bool in_or)
{
	struct test *x = test_new(t, TEST_ROW, n, 0);
	if (in_or)
		x->stream = row_stream(t, n);
	return x;
}

static void
test_add(struct test *to, struct test *child)
{
	to->children[to->n++] = child;
}

static int
by_cost(const void *a, const void *b)
{
	const struct test *x = *(struct test *const *)a, *y = *(struct test *const *)b;
	return (int)x->kind - (int)y->kind;
}

static struct test *
make(struct tests *t, const struct query_node *n, bool in_or)
{
	if (only_words(n) && !(n->kind == QUERY_AND && has_beginnings(n)))
		return words_test(t, n);
	if (n->kind == QUERY_NOT) {
		struct test *x = test_new(t, TEST_NOT, n, 1);
		test_add(x, make(t, n->children[0], false));
		if (in_or)
			x->stream = row_stream(t, n);
		return x;
	}
	if (n->kind != QUERY_AND && n->kind != QUERY_OR)
		return row_test(t, n, in_or);
	struct test *x = test_new(t, n->kind == QUERY_AND ? TEST_AND : TEST_OR, n, n->n + 2);
	const struct query_node *words = words_among(t->arena, n, false);
	const struct query_node *begun = words_among(t->arena, n, true);
	if (words)
		test_add(x, words_test(t, words));
	if (begun)
		test_add(x, words_test(t, begun));
	for (size_t i = 0; i < n->n; i++)
		if (!is_among(n->children[i], words) && !is_among(n->children[i], begun))
			test_add(x, make(t, n->children[i], in_or || n->kind == QUERY_OR));
	/* what costs little is asked first */
	qsort(x->children, x->n, sizeof(*x->children), by_cost);
	return x;
}

void
tests_make(struct tests *t, struct store *s, const struct query *q, const struct span *span,
	   enum words_of of)
{
	*t = (struct tests){.s = s, .span = span, .of = of, .arena = arena_new()};
	t->hidden = q && q->root && query_asks_hidden(q->root);
	if (q && q->root)
		t->root = make(t, q->root, false);
}

static void
release(struct test *x)
{
	if (!x)
		return;
	stream_free(x->stream);
	free(x->match);
	for (size_t i = 0; i < x->n; i++)
		release(x->children[i]);
}

void
tests_release(struct tests *t)
{
	release(t->root);
	arena_free(t->arena);
	*t = (struct tests){0};
}

/* ---- where to go next -------------------------------------------------------------------- */

static bool
is_before(const struct tests *t, int64_t a, int64_t b)
{
	return t->span->sign < 0 ? a > b : a < b;
}

/* Where a date begins to hold, or that it does no more. */
static void
next_of_date(const struct tests *t, const struct query_node *n, int64_t id, int64_t *next, bool *none)
{
	if (n->kind != QUERY_SINCE && n->kind != QUERY_BEFORE)
		return;
	int64_t second = n->time < 0 ? 0 : n->time < INT64_C(1) << 42 ? n->time : INT64_C(1) << 42;
	int64_t edge = second << 20; /* the first id of since */
	bool after = id >= edge;
	if (after == (n->kind == QUERY_SINCE))
		return;
	if ((t->span->sign > 0) == (n->kind == QUERY_SINCE))
		*next = n->kind == QUERY_SINCE ? edge : edge - 1;
	else
		*none = true;
}

static enum err
next_of(struct tests *t, struct test *x, int64_t id, int64_t *next, bool *none, struct why *why)
{
	bool there;
	*next = id;
	*none = false;
	switch (x->kind) {
	case TEST_WORDS:
		/* what lies far behind is not called on: the others tell where to go */
		TRY(stream_approach(x->stream, id, &there, why));
		*none = there && x->stream->ended;
		if (there)
			*next = x->stream->id;
		return OK;
	case TEST_NOT:
	case TEST_ROW:
		if (!x->stream) {
			next_of_date(t, x->node, id, next, none);
			return OK;
		}
		TRY(stream_reach(x->stream, id, why));
		*none = x->stream->ended;
		*next = x->stream->id;
		return OK;
	case TEST_AND:
		for (size_t i = 0; i < x->n && !*none; i++)
			TRY(next_of(t, x->children[i], *next, next, none, why));
		return OK;
	case TEST_OR: {
		bool any = false;
		int64_t nearest = id;
		for (size_t i = 0; i < x->n; i++) {
			int64_t of_one;
			bool ended;
			TRY(next_of(t, x->children[i], id, &of_one, &ended, why));
			if (ended || (any && !is_before(t, of_one, nearest)))
				continue;
			any = true;
			nearest = of_one;
			if (nearest == id)
				break;
		}
		*none = !any;
		*next = nearest;
		return OK;
	}
	case TEST_TEXT:
		return OK;
	}
	return OK;
}

enum err
tests_next(struct tests *t, int64_t id, int64_t *next, bool *none, struct why *why)
{
	*next = id;
	*none = false;
	return t->root ? next_of(t, t->root, id, next, none, why) : OK;
}

/* ---- whether it fits ------------------------------------------------------------------------ */

static enum err
has_enclosure(struct store *s, int64_t id, bool *out, struct why *why)
{
	int64_t one = 0;
	enum err e = db_int(s, why, &one, "SELECT enclosure IS NOT NULL FROM bodies WHERE id = ?", "i", id);
	*out = e == OK && one;
	return e == ERR_NOT_FOUND ? OK : e;
}

static enum err
row_holds(struct tests *t, const struct query_node *n, sqlite3_stmt *row, int64_t id, bool *holds,
	  struct why *why)
{
	switch (n->kind) {
	case QUERY_SOURCE:
	case QUERY_SECTION:
		*holds = query_feed_wanted(n, sqlite3_column_int64(row, 1));
		return OK;
	case QUERY_AUTHOR:
		*holds = query_author_fits(n, (const char *)sqlite3_column_text(row, 3));
		return OK;
	case QUERY_SINCE:
		*holds = id >> 20 >= n->time;
		return OK;
	case QUERY_BEFORE:
		*holds = id >> 20 < n->time;
		return OK;
	default:
		break;
	}
	switch (n->state) {
	case STATE_UNREAD: *holds = sqlite3_column_int(row, 6); break;
	case STATE_STARRED: *holds = sqlite3_column_int(row, 7); break;
	case STATE_FULL: *holds = sqlite3_column_int(row, 8); break;
	case STATE_EDITED: *holds = sqlite3_column_int(row, 9); break;
	case STATE_HIDDEN: *holds = sqlite3_column_int(row, ROW_PLACE) == PLACE_RULED; break;
	case STATE_LINK: *holds = sqlite3_column_bytes(row, 4) > 0; break;
	case STATE_AUTHOR: *holds = sqlite3_column_bytes(row, 3) > 0; break;
	case STATE_ENCLOSURE: return has_enclosure(t->s, id, holds, why);
	}
	return OK;
}

/* Reads the text: words of an article without text are not known to the index
 * either. */
static enum err
text_holds(struct tests *t, const struct query_node *n, sqlite3_stmt *row, int64_t id, bool *holds,
	   struct why *why)
{
	struct buf plain;
	buf_init(&plain, 0);
	enum err e = entry_plain(t->s, id, &plain, why);
	*holds = false;
	if (e == OK) {
		struct query_article a = {
			.title = bytes_of((const char *)sqlite3_column_text(row, 2)),
			.body = buf_view(&plain),
		};
		*holds = query_node_matches(n, &a);
	}
	buf_release(&plain);
	return e == ERR_NOT_FOUND || e == ERR_FORMAT ? OK : e;
}

/* Where the stream lies far behind, the text tells, unless too many had to. */
static enum err
words_hold(struct tests *t, struct test *x, sqlite3_stmt *row, int64_t id, bool *holds, struct why *why)
{
	bool there;
	TRY(stream_approach(x->stream, id, &there, why));
	if (!there && x->texts < TEXTS_BEFORE_START) {
		x->texts++;
		return text_holds(t, x->node, row, id, holds, why);
	}
	if (!there) {
		x->texts = 0;
		TRY(stream_reach(x->stream, id, why));
	}
	*holds = !x->stream->ended && x->stream->id == id;
	return OK;
}

static enum err
holds_of(struct tests *t, struct test *x, sqlite3_stmt *row, int64_t id, bool *holds, struct why *why)
{
	switch (x->kind) {
	case TEST_WORDS:
		return words_hold(t, x, row, id, holds, why);
	case TEST_ROW:
		return row_holds(t, x->node, row, id, holds, why);
	case TEST_TEXT:
		return text_holds(t, x->node, row, id, holds, why);
	case TEST_NOT:
		TRY(holds_of(t, x->children[0], row, id, holds, why));
		*holds = !*holds;
		return OK;
	case TEST_AND:
	case TEST_OR:
		*holds = x->kind == TEST_AND;
		for (size_t i = 0; i < x->n && *holds == (x->kind == TEST_AND); i++)
			TRY(holds_of(t, x->children[i], row, id, holds, why));
		return OK;
	}
	return OK;
}

enum err
tests_hold(struct tests *t, sqlite3_stmt *row, int64_t id, bool *holds, struct why *why)
{
	*holds = true;
	return t->root ? holds_of(t, t->root, row, id, holds, why) : OK;
}
