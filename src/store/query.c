/* SPDX-License-Identifier: MIT */
#include "store/query.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "akhbar/fold.h"
#include "store/query-internal.h"
#include "store/store-internal.h"
#include "sys/lang.h"

struct parser {
	struct query *q;
	struct bytes text;
	const char *p, *end;
	struct piece next;
	int depth;
	int64_t now;
	int utc_offset;
};

/* ---- problems ----------------------------------------------------------------- */

static void PRINTF_LIKE(5, 6)
problem(struct query *q, struct bytes text, struct bytes place, bool open, const char *fmt, ...)
{
	if (q->problems_n >= QUERY_TERMS)
		return;
	va_list args;
	va_start(args, fmt);
	char *raw = NULL;
	int n = vasprintf(&raw, fmt, args);
	va_end(args);
	if (n < 0)
		return;
	char *clean = text_clean_dup(bytes_of(raw), CLEAN_LINE, 200);
	free(raw);
	q->problems = mem_realloc_array(q->problems, q->problems_n + 1, sizeof(*q->problems));
	uint32_t start = place.data ? (uint32_t)(place.data - text.data) : 0;
	q->problems[q->problems_n++] =
		(struct query_problem){start, start + (uint32_t)place.len, open, clean};
}

#define PROBLEM(x, place, open, ...) problem((x)->q, (x)->text, place, open, __VA_ARGS__)

static bool
complaint(const struct query *q, struct bytes text, bool open_too, struct why *why)
{
	for (size_t i = 0; i < q->problems_n; i++) {
		const struct query_problem *x = &q->problems[i];
		if (x->open && !open_too)
			continue;
		struct bytes before = {text.data, x->start < text.len ? x->start : text.len};
		(void)!err_set(why, ERR_CONFIG, _("%s (at letter %s)"), x->message,
			       lang_number((int64_t)utf8_count(before) + 1).text);
		return true;
	}
	return false;
}

bool
query_complaint(const struct query *q, struct bytes text, struct why *why)
{
	return complaint(q, text, false, why);
}

bool
query_rule_complaint(const struct query *q, struct bytes text, struct why *why)
{
	if (complaint(q, text, true, why))
		return true;
	if (!q->root)
		(void)!err_set(why, ERR_CONFIG, "%s", _("it looks for nothing, and would find every article"));
	return !q->root;
}

/* ---- nodes ------------------------------------------------------------------------ */

static struct query_node *
node_new(struct query *q, enum query_kind kind)
{
	struct query_node *n = arena_zalloc(q->arena, sizeof(*n));
	n->kind = kind;
	n->time = TIME_NONE;
	return n;
}

/* Adds a child; one of the same kind gives its own children. */
static void
node_add(struct query *q, struct query_node *to, struct query_node *child)
{
	if (!child)
		return;
	bool same = child->kind == to->kind && to->kind != QUERY_NOT;
	size_t more = same ? child->n : 1;
	struct query_node **all = arena_alloc(q->arena, (to->n + more) * sizeof(*all));
	if (to->n)
		memcpy(all, to->children, to->n * sizeof(*all));
	memcpy(all + to->n, same ? child->children : &child, more * sizeof(*all));
	to->children = all;
	to->n += more;
}

/* A node that stands for itself when it has one child, for nothing without. */
static struct query_node *
node_close(struct query_node *n)
{
	return n->n == 0 ? NULL : n->n == 1 ? n->children[0] : n;
}

static struct query_node *
node_not(struct query *q, struct query_node *child)
{
	if (!child)
		return NULL;
	if (child->kind == QUERY_NOT)
		return child->children[0];
	struct query_node *n = node_new(q, QUERY_NOT);
	node_add(q, n, child);
	return n;
}

/* ---- words -------------------------------------------------------------------------- */

struct collect {
	struct query_term *term;
	struct arena *arena;
	struct bytes text;
	char *forms[QUERY_WORDS_MAX], *spellings[QUERY_WORDS_MAX];
	size_t n;
};

static bool
collect_word(void *context, const struct token *t)
{
	struct collect *c = context;
	if (c->n >= QUERY_WORDS_MAX)
		return false;
	c->forms[c->n] = arena_strndup(c->arena, t->form, t->len);
	c->spellings[c->n++] = arena_strndup(c->arena, c->text.data + t->start, t->end - t->start);
	return true;
}

static struct query_node *
words_node(struct parser *x, struct bytes text, bool prefix, enum query_field field)
{
	struct query *q = x->q;
	struct collect c = {.arena = q->arena, .text = text};
	tokenize(text, collect_word, &c);
	if (c.n == 0)
		return NULL;
	if (q->terms_n >= QUERY_TERMS) {
		PROBLEM(x, text, false, _("more than %s words: the rest was left out"),
			lang_number(QUERY_TERMS).text);
		return NULL;
	}
	struct query_term *t = arena_zalloc(q->arena, sizeof(*t));
	*t = (struct query_term){
		.forms = arena_dup(q->arena, c.forms, c.n * sizeof(char *)),
		.spellings = arena_dup(q->arena, c.spellings, c.n * sizeof(char *)),
		.n = c.n, .prefix = prefix, .field = field, .wanted = true,
	};
	if (!q->terms)
		q->terms = arena_alloc(q->arena, QUERY_TERMS * sizeof(*q->terms));
	q->terms[q->terms_n++] = t;
	struct query_node *n = node_new(q, QUERY_WORDS);
	n->term = t;
	return n;
}

/* ---- filters ------------------------------------------------------------------------- */

static struct query_node *
name_node(struct parser *x, const struct piece *p)
{
	struct buf folded;
	buf_init(&folded, 512);
	fold_text(&folded, bytes_trim(p->value));
	struct query_node *n = NULL;
	if (folded.len) {
		n = node_new(x->q, p->name == NAME_SOURCE    ? QUERY_SOURCE
				    : p->name == NAME_SECTION ? QUERY_SECTION
							      : QUERY_AUTHOR);
		n->folded = arena_strndup(x->q->arena, folded.data, folded.len);
	}
	buf_release(&folded);
	return n;
}

static struct query_node *
date_node(struct parser *x, const struct piece *p)
{
	int64_t start, end;
	if (!query_date(p->value, x->now, x->utc_offset, &start, &end)) {
		PROBLEM(x, p->value, false,
			_("\"%.*s\" is no date: write 2026-11-23, 3d, today or yesterday"),
			(int)p->value.len, p->value.data);
		return NULL;
	}
	struct query_node *since = NULL, *before = NULL;
	if (start != TIME_NONE && p->name != NAME_BEFORE) {
		since = node_new(x->q, QUERY_SINCE);
		since->time = start;
	}
	int64_t limit = p->name == NAME_BEFORE ? start : p->name == NAME_DATE ? end : TIME_NONE;
	if (limit != TIME_NONE) {
		before = node_new(x->q, QUERY_BEFORE);
		before->time = limit;
	}
	struct query_node *both = node_new(x->q, QUERY_AND);
	node_add(x->q, both, since);
	node_add(x->q, both, before);
	return node_close(both);
}

static struct query_node *
state_node(struct parser *x, const struct piece *p)
{
	enum query_state state;
	bool negated;
	if (!query_state_of(p->value, p->name == NAME_HAS, &state, &negated)) {
		PROBLEM(x, p->value, false,
			p->name == NAME_HAS ? _("\"%.*s\" is nothing an article has: write enclosure, "
						"link or author")
					    : _("\"%.*s\" is no state: write unread, read, starred, full, "
						"edited or hidden"),
			(int)p->value.len, p->value.data);
		return NULL;
	}
	struct query_node *n = node_new(x->q, QUERY_STATE);
	n->state = state;
	return negated ? node_not(x->q, n) : n;
}

static struct query_node *
piece_node(struct parser *x, const struct piece *p, enum query_field field)
{
	if (p->unclosed)
		PROBLEM(x, p->whole, true, _("the quotation is not closed"));
	if (p->name == NAME_NONE)
		return words_node(x, p->quoted ? p->value : p->word, p->prefix, field);
	if (bytes_trim(p->value).len == 0) {
		PROBLEM(x, p->whole, true, _("nothing stands after \"%.*s\""), (int)p->whole.len,
			p->whole.data);
		return NULL;
	}
	switch (p->name) {
	case NAME_TITLE:
		return words_node(x, p->value, p->prefix, QUERY_TITLE);
	case NAME_TEXT:
		return words_node(x, p->value, p->prefix, QUERY_TEXT);
	case NAME_SOURCE:
	case NAME_SECTION:
	case NAME_AUTHOR:
		return name_node(x, p);
	case NAME_AFTER:
	case NAME_BEFORE:
	case NAME_DATE:
		return date_node(x, p);
	default:
		return state_node(x, p);
	}
}

/* ---- the grammar ------------------------------------------------------------------------
 * any := all (OR all)*;  all := one (AND? one)*;  one := (NOT | -) one | ( any ) | piece
 */

/* Where a piece stands: the words in brackets behind a name have its field. */
struct scope {
	enum query_field field;
	enum query_name name; /* source:(a OR b) */
	bool brackets;
};

static struct query_node *read_any(struct parser *x, const struct scope *scope);

static void
advance(struct parser *x)
{
	query_piece(&x->p, x->end, &x->next);
}

static struct query_node *
read_brackets(struct parser *x, const struct scope *scope)
{
	struct scope inner = *scope;
	struct bytes place = x->next.whole;
	inner.brackets = true;
	switch (x->next.name) {
	case NAME_NONE:
		break;
	case NAME_TITLE:
		inner.field = QUERY_TITLE;
		break;
	case NAME_TEXT:
		inner.field = QUERY_TEXT;
		break;
	default:
		inner.name = x->next.name;
	}
	advance(x);
	if (x->depth >= QUERY_DEPTH) {
		PROBLEM(x, place, false, _("brackets in brackets, deeper than %s"),
			lang_number(QUERY_DEPTH).text);
		return NULL; /* what follows is read outside of them */
	}
	x->depth++;
	struct query_node *n = read_any(x, &inner);
	x->depth--;
	if (x->next.kind == PIECE_CLOSE)
		advance(x);
	else
		PROBLEM(x, place, true, _("the bracket is not closed"));
	return n;
}

static struct query_node *
read_one(struct parser *x, const struct scope *scope)
{
	bool negated = false;
	/* NOT at the very end is a word not written yet */
	while (x->next.kind == PIECE_WORD && x->next.op == OP_NOT) {
		struct piece not_word = x->next;
		advance(x);
		if (x->next.kind == PIECE_END || x->next.kind == PIECE_CLOSE) {
			bool alone = x->q->terms_n == 0 && not_word.whole.data == bytes_trim(x->text).data;
			return alone ? words_node(x, not_word.word, false, scope->field) : NULL;
		}
		negated = !negated;
	}
	negated ^= x->next.minus;
	size_t first_term = x->q->terms_n;
	struct query_node *n;
	if (x->next.kind == PIECE_OPEN) {
		n = read_brackets(x, scope);
	} else {
		struct piece p = x->next;
		if (scope->name != NAME_NONE && p.name == NAME_NONE)
			p.name = scope->name;
		n = piece_node(x, &p, scope->field);
		advance(x);
	}
	if (negated)
		for (size_t i = first_term; i < x->q->terms_n; i++)
			x->q->terms[i]->wanted = !x->q->terms[i]->wanted;
	return negated ? node_not(x->q, n) : n;
}

static bool
ends(struct parser *x, const struct scope *scope)
{
	if (x->next.kind == PIECE_CLOSE && !scope->brackets) {
		PROBLEM(x, x->next.whole, false, _("a bracket is closed that was not opened"));
		advance(x);
		return ends(x, scope);
	}
	return x->next.kind == PIECE_END || x->next.kind == PIECE_CLOSE;
}

static struct query_node *
read_all(struct parser *x, const struct scope *scope)
{
	struct query_node *all = node_new(x->q, QUERY_AND);
	bool first = true;
	while (!ends(x, scope) && !(x->next.op == OP_OR && !first)) {
		if (x->next.op == OP_AND && !first) {
			advance(x);
			continue;
		}
		if (x->next.op == OP_AND || x->next.op == OP_OR)
			x->next.op = OP_NONE; /* it joins nothing here: a word */
		node_add(x->q, all, read_one(x, scope));
		first = false;
	}
	return node_close(all);
}

static struct query_node *
read_any(struct parser *x, const struct scope *scope)
{
	struct query_node *any = node_new(x->q, QUERY_OR);
	for (;;) {
		node_add(x->q, any, read_all(x, scope));
		if (x->next.kind != PIECE_WORD || x->next.op != OP_OR)
			break;
		while (x->next.kind == PIECE_WORD && (x->next.op == OP_OR || x->next.op == OP_AND))
			advance(x);
		if (ends(x, scope))
			break; /* what it joins is not written yet */
	}
	return node_close(any);
}

struct query *
query_new(struct bytes text, int64_t now, int utc_offset)
{
	struct query *q = mem_zalloc(sizeof(*q));
	q->arena = arena_new();
	struct parser x = {.q = q, .text = text, .now = now, .utc_offset = utc_offset};
	x.p = text.data;
	x.end = text.data + utf8_cut(text, QUERY_BYTES);
	if (text.len > QUERY_BYTES)
		PROBLEM(&x, ((struct bytes){x.end, 0}), false,
			_("longer than %s bytes: the rest was left out"), lang_number(QUERY_BYTES).text);
	advance(&x);
	struct query_node *all = node_new(q, QUERY_AND);
	const struct scope scope = {0};
	while (!ends(&x, &scope))
		node_add(q, all, read_any(&x, &scope));
	q->root = node_close(all);
	return q;
}

void
query_free(struct query *q)
{
	if (!q)
		return;
	for (size_t i = 0; i < q->problems_n; i++)
		free(q->problems[i].message);
	free(q->problems);
	arena_free(q->arena);
	free(q);
}

/* ---- names of sources and sections ------------------------------------------------ */

static bool
has_folded(const char *text, const char *needle)
{
	struct buf folded;
	buf_init(&folded, 0);
	fold_text(&folded, bytes_of(text));
	bool has = folded.data && bytes_find(buf_view(&folded), needle);
	buf_release(&folded);
	return has;
}

static bool
is_folded(const char *text, const char *whole)
{
	struct buf folded;
	buf_init(&folded, 0);
	fold_text(&folded, bytes_of(text));
	bool is = folded.data && strcmp(folded.data, whole) == 0;
	buf_release(&folded);
	return is;
}

static int
by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return x < y ? -1 : x > y;
}

static void
resolve_node(struct query *q, struct bytes text, struct query_node *n,
	     const struct query_source *sources, size_t sources_n)
{
	for (size_t i = 0; i < n->n; i++)
		resolve_node(q, text, n->children[i], sources, sources_n);
	if (n->kind != QUERY_SOURCE && n->kind != QUERY_SECTION)
		return;
	bool section = n->kind == QUERY_SECTION;
	n->feeds = arena_alloc(q->arena, (sources_n + 1) * sizeof(*n->feeds));
	n->feeds_n = 0;
	/* a whole name stands for itself: "Sport" is not "Sport abroad" too */
	for (int whole = 1; whole >= 0 && !n->feeds_n; whole--) {
		for (size_t i = 0; i < sources_n; i++) {
			const struct query_source *f = &sources[i];
			const char *name = section ? f->section : f->title;
			bool fits = has_folded(name, n->folded) ||
				    (!section && has_folded(f->url, n->folded));
			if (fits && whole)
				fits = is_folded(name, n->folded) || (!section && is_folded(f->url, n->folded));
			if (fits)
				n->feeds[n->feeds_n++] = f->id;
		}
	}
	qsort(n->feeds, n->feeds_n, sizeof(*n->feeds), by_number);
	if (!n->feeds_n)
		problem(q, text, (struct bytes){0}, true,
			section ? _("no section has \"%s\" in its name")
				: _("no source has \"%s\" in its name"),
			n->folded);
}

void
query_resolve(struct query *q, struct bytes text, const struct query_source *sources, size_t n)
{
	if (q->root)
		resolve_node(q, text, q->root, sources, n);
}
