/* SPDX-License-Identifier: MIT
 *
 * A query asked of one text in memory: where its words stand, and whether an
 * article fits. Terms are matched while the words go by, every possible start at
 * once (a phrase is rarely longer than a few words).
 */
#include <stdlib.h>
#include <string.h>

#include "akhbar/fold.h"
#include "store/query-internal.h"
#include "store/store-internal.h"

struct run {
	size_t term, at;
	uint32_t start;
	bool exact;
};

struct seek {
	const struct query_term *terms[QUERY_TERMS];
	size_t terms_n;
	struct bytes text;
	bool is_title;
	struct run runs[256];
	size_t runs_n;
	/* false stops */
	bool (*found)(struct seek *s, const struct run *r, uint32_t end);
	void *context;
};

static bool
stands_alone_or_behind(const char *form, size_t len, bool begins, const struct token *t)
{
	if (t->len < len)
		return false;
	if ((begins || t->len == len) && memcmp(t->form, form, len) == 0)
		return true;
	for (size_t k = 0; k < TOKEN_ARTICLES && (begins || len >= TOKEN_BARE_BYTES); k++) {
		size_t n = strlen(token_articles[k]);
		if ((begins ? t->len >= n + len : t->len == n + len) &&
		    memcmp(t->form, token_articles[k], n) == 0 && memcmp(t->form + n, form, len) == 0)
			return true;
	}
	return false;
}

/* As the tokenizer asks the index: the word itself, or behind an article; and the same
 * without the article that was typed. */
static bool
fits(const struct query_term *term, size_t i, const struct token *t)
{
	const char *form = term->forms[i];
	size_t len = strlen(form), article = token_article(form, len);
	bool begins = term->prefix && i + 1 == term->n;
	return stands_alone_or_behind(form, len, begins, t) ||
	       (article && stands_alone_or_behind(form + article, len - article, begins, t));
}

/* As typed but for ASCII capitals, which nobody means when searching. */
static bool
spelled(const struct seek *s, const struct query_term *term, size_t i, const struct token *t)
{
	const char *typed = term->spellings[i];
	size_t len = strlen(typed), have = t->end - t->start;
	bool begins = term->prefix && i + 1 == term->n;
	if (begins ? have < len : have != len)
		return false;
	for (size_t k = 0; k < len; k++) {
		unsigned char a = (unsigned char)typed[k], b = (unsigned char)s->text.data[t->start + k];
		if (a != b && ((a | 0x20) != (b | 0x20) || (a | 0x20) < 'a' || (a | 0x20) > 'z'))
			return false;
	}
	return true;
}

static bool
step(void *context, const struct token *t)
{
	struct seek *s = context;
	size_t kept = 0;
	bool on = true;
	for (size_t i = 0; i < s->runs_n && on; i++) {
		struct run r = s->runs[i];
		const struct query_term *term = s->terms[r.term];
		if (!fits(term, r.at, t))
			continue;
		r.exact = r.exact && spelled(s, term, r.at, t);
		if (++r.at == term->n)
			on = s->found(s, &r, t->end);
		else
			s->runs[kept++] = r;
	}
	s->runs_n = kept;
	for (size_t i = 0; i < s->terms_n && on; i++) {
		const struct query_term *term = s->terms[i];
		if ((term->field == QUERY_TITLE && !s->is_title) ||
		    (term->field == QUERY_TEXT && s->is_title) || !fits(term, 0, t))
			continue;
		struct run r = {i, 1, t->start, spelled(s, term, 0, t)};
		if (term->n == 1)
			on = s->found(s, &r, t->end);
		else if (s->runs_n < ARRAY_LEN(s->runs))
			s->runs[s->runs_n++] = r;
	}
	return on;
}

/* ---- places --------------------------------------------------------------------- */

struct places {
	uint32_t (*items)[2];
	size_t n, max;
	uint64_t exact; /* terms found as typed */
};

static bool
note_place(struct seek *s, const struct run *r, uint32_t end)
{
	struct places *p = s->context;
	if (r->exact)
		p->exact |= UINT64_C(1) << r->term;
	/* ends come in order; a longer phrase may begin before what was noted */
	while (p->n && p->items[p->n - 1][1] > r->start && p->items[p->n - 1][0] >= r->start)
		p->n--;
	if (p->n && p->items[p->n - 1][1] > r->start) {
		if (p->items[p->n - 1][1] < end)
			p->items[p->n - 1][1] = end;
		return true;
	}
	if (p->n < p->max) {
		p->items[p->n][0] = r->start;
		p->items[p->n++][1] = end;
	}
	return p->n < p->max;
}

size_t
query_places(const struct query *q, struct bytes text, bool is_title, uint32_t (*places)[2],
	     size_t max, uint64_t *exact)
{
	struct places p = {places, 0, max, 0};
	struct seek s = {.text = text, .is_title = is_title, .found = note_place, .context = &p};
	for (size_t i = 0; i < q->terms_n; i++)
		if (q->terms[i]->wanted)
			s.terms[s.terms_n++] = q->terms[i];
	if (max && s.terms_n)
		tokenize(text, step, &s);
	if (exact)
		*exact = p.exact;
	return p.n;
}

/* ---- an article ------------------------------------------------------------------- */

struct asked {
	struct seek seek;
	uint64_t found;
};

static bool
note_term(struct seek *s, const struct run *r, uint32_t end)
{
	(void)end;
	struct asked *a = s->context;
	a->found |= UINT64_C(1) << r->term;
	/* all of them: the rest of the text tells nothing more */
	return a->found != (s->terms_n == 64 ? UINT64_MAX : (UINT64_C(1) << s->terms_n) - 1);
}

static void
gather(struct seek *s, const struct query_node *n)
{
	if (n->kind == QUERY_WORDS && s->terms_n < QUERY_TERMS)
		s->terms[s->terms_n++] = n->term;
	for (size_t i = 0; i < n->n; i++)
		gather(s, n->children[i]);
}

static bool
has_state(const struct query_article *a, enum query_state state)
{
	switch (state) {
	case STATE_UNREAD: return a->unread;
	case STATE_STARRED: return a->starred;
	case STATE_FULL: return a->full;
	case STATE_EDITED: return a->edited;
	case STATE_HIDDEN: return a->hidden;
	case STATE_ENCLOSURE: return a->enclosure;
	case STATE_LINK: return a->link;
	case STATE_AUTHOR: return a->author && *a->author;
	}
	return false;
}

bool
query_feed_wanted(const struct query_node *n, int64_t feed)
{
	size_t low = 0, high = n->feeds_n;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (n->feeds[middle] == feed)
			return true;
		if (n->feeds[middle] < feed)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

bool
query_author_fits(const struct query_node *n, const char *author)
{
	if (!author || !*author)
		return false;
	struct buf folded;
	buf_init(&folded, 0);
	fold_text(&folded, bytes_of(author));
	bool fit = folded.data && bytes_find(buf_view(&folded), n->folded);
	buf_release(&folded);
	return fit;
}

static bool
term_found(const struct asked *asked, const struct query_term *term)
{
	for (size_t i = 0; i < asked->seek.terms_n; i++)
		if (asked->seek.terms[i] == term)
			return asked->found >> i & 1;
	return false;
}

static bool
holds(const struct query_node *n, const struct query_article *a, const struct asked *asked)
{
	switch (n->kind) {
	case QUERY_AND:
		for (size_t i = 0; i < n->n; i++)
			if (!holds(n->children[i], a, asked))
				return false;
		return true;
	case QUERY_OR:
		for (size_t i = 0; i < n->n; i++)
			if (holds(n->children[i], a, asked))
				return true;
		return false;
	case QUERY_NOT: return !holds(n->children[0], a, asked);
	case QUERY_WORDS: return term_found(asked, n->term);
	case QUERY_SOURCE:
	case QUERY_SECTION: return query_feed_wanted(n, a->feed_id);
	case QUERY_AUTHOR: return query_author_fits(n, a->author);
	case QUERY_SINCE: return a->time >= n->time;
	case QUERY_BEFORE: return a->time < n->time;
	case QUERY_STATE: return has_state(a, n->state);
	}
	return false;
}

static enum query_answer foretell(const struct query_node *n, const struct query_article *a,
				  const struct asked *asked);

/* AND: no as soon as one says no; OR the other way round. */
static enum query_answer
foretell_all(const struct query_node *n, const struct query_article *a, const struct asked *asked)
{
	enum query_answer settles = n->kind == QUERY_AND ? QUERY_NO : QUERY_YES;
	enum query_answer sum = n->kind == QUERY_AND ? QUERY_YES : QUERY_NO;
	for (size_t i = 0; i < n->n; i++) {
		enum query_answer one = foretell(n->children[i], a, asked);
		if (one == settles)
			return one;
		if (one == QUERY_NEEDS_TEXT)
			sum = one;
	}
	return sum;
}

static enum query_answer
foretell(const struct query_node *n, const struct query_article *a, const struct asked *asked)
{
	switch (n->kind) {
	case QUERY_AND:
	case QUERY_OR:
		return foretell_all(n, a, asked);
	case QUERY_NOT: {
		enum query_answer one = foretell(n->children[0], a, asked);
		return one == QUERY_NEEDS_TEXT ? one : one == QUERY_YES ? QUERY_NO : QUERY_YES;
	}
	case QUERY_WORDS:
		if (term_found(asked, n->term))
			return QUERY_YES;
		return n->term->field == QUERY_TITLE ? QUERY_NO : QUERY_NEEDS_TEXT;
	default:
		return holds(n, a, asked) ? QUERY_YES : QUERY_NO;
	}
}

enum query_answer
query_foretell(const struct query *q, const struct query_article *a)
{
	struct asked asked = {.seek = {.found = note_term}};
	if (!q->root)
		return QUERY_YES;
	asked.seek.context = &asked;
	gather(&asked.seek, q->root);
	asked.seek.text = a->title;
	asked.seek.is_title = true;
	if (asked.seek.terms_n)
		tokenize(a->title, step, &asked.seek);
	return foretell(q->root, a, &asked);
}

bool
query_node_matches(const struct query_node *n, const struct query_article *a)
{
	struct asked asked = {.seek = {.found = note_term}};
	asked.seek.context = &asked;
	gather(&asked.seek, n);
	if (asked.seek.terms_n) {
		asked.seek.text = a->title;
		asked.seek.is_title = true;
		tokenize(a->title, step, &asked.seek);
		asked.seek.runs_n = 0; /* no phrase goes over from the title */
		asked.seek.text = a->body;
		asked.seek.is_title = false;
		tokenize(a->body, step, &asked.seek);
	}
	return holds(n, a, &asked);
}

bool
query_asks_hidden(const struct query_node *n)
{
	if (n->kind == QUERY_STATE && n->state == STATE_HIDDEN)
		return true;
	for (size_t i = 0; i < n->n; i++)
		if (query_asks_hidden(n->children[i]))
			return true;
	return false;
}

bool
query_matches(const struct query *q, const struct query_article *a)
{
	return !q->root || query_node_matches(q->root, a);
}
