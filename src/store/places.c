/* SPDX-License-Identifier: MIT */
#include "store/query.h"

#include <stdlib.h>
#include <string.h>

#include "store/store-internal.h"

/* How far each term has come: terms are matched while the words go by, every
 * possible start at once (a phrase is rarely longer than a few words). */
struct run {
	size_t term, at;
	uint32_t start;
	bool exact;
};

struct seek {
	const struct query *q;
	struct bytes text;
	bool is_title;
	struct run runs[256];
	size_t runs_n;
	uint32_t (*places)[2];
	size_t n, max, exact;
};

static bool
fits(const struct query_term *term, size_t i, const struct token *t)
{
	const char *form = term->forms[i];
	size_t len = strlen(form);
	bool begins = term->prefix && i + 1 == term->n;
	for (size_t from = 0;; from = t->bare_at) {
		size_t have = t->len - from;
		if ((begins ? have >= len : have == len) && memcmp(t->form + from, form, len) == 0)
			return true;
		if (from == t->bare_at)
			return false;
	}
}

static bool
spelled(const struct seek *s, const struct query_term *term, size_t i, const struct token *t)
{
	const char *typed = term->spellings[i];
	return typed && strlen(typed) == t->end - t->start &&
		memcmp(s->text.data + t->start, typed, t->end - t->start) == 0;
}

static void
found(struct seek *s, const struct run *r, uint32_t end)
{
	s->exact += r->exact;
	/* ends come in order; a longer phrase may begin before what was noted */
	while (s->n && s->places[s->n - 1][1] > r->start && s->places[s->n - 1][0] >= r->start)
		s->n--;
	if (s->n && s->places[s->n - 1][1] > r->start) {
		if (s->places[s->n - 1][1] < end)
			s->places[s->n - 1][1] = end;
		return;
	}
	if (s->n < s->max) {
		s->places[s->n][0] = r->start;
		s->places[s->n++][1] = end;
	}
}

static bool
step(void *context, const struct token *t)
{
	struct seek *s = context;
	size_t kept = 0;
	for (size_t i = 0; i < s->runs_n; i++) {
		struct run r = s->runs[i];
		const struct query_term *term = &s->q->terms[r.term];
		if (!fits(term, r.at, t))
			continue;
		r.exact = r.exact && spelled(s, term, r.at, t);
		if (++r.at == term->n)
			found(s, &r, t->end);
		else
			s->runs[kept++] = r;
	}
	s->runs_n = kept;
	for (size_t i = 0; i < s->q->terms_n; i++) {
		const struct query_term *term = &s->q->terms[i];
		if ((term->title && !s->is_title) || !fits(term, 0, t))
			continue;
		struct run r = {i, 1, t->start, spelled(s, term, 0, t)};
		if (term->n == 1)
			found(s, &r, t->end);
		else if (s->runs_n < ARRAY_LEN(s->runs))
			s->runs[s->runs_n++] = r;
	}
	return s->n < s->max;
}

size_t
query_places(const struct query *q, struct bytes text, bool is_title, uint32_t (*places)[2],
	     size_t max, size_t *exact)
{
	struct seek s = {.q = q, .text = text, .is_title = is_title, .places = places, .max = max};
	if (max && !q->negative && q->terms_n)
		tokenize(text, step, &s);
	if (exact)
		*exact = s.exact;
	return s.n;
}
