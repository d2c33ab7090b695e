/* SPDX-License-Identifier: MIT */
#include "store/query.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/store-internal.h"

#define QUERY_BYTES 4096
#define QUERY_TERMS 64

enum op { OP_NONE, OP_AND, OP_OR, OP_NOT };
enum field { FIELD_NONE, FIELD_TITLE, FIELD_SOURCE, FIELD_SECTION, FIELD_AFTER, FIELD_BEFORE, FIELD_IS };

static const struct {
	const char *name;
	enum field field;
} fields[] = {
	{"title", FIELD_TITLE}, {"عنوان", FIELD_TITLE}, {"العنوان", FIELD_TITLE},
	{"source", FIELD_SOURCE}, {"feed", FIELD_SOURCE}, {"مصدر", FIELD_SOURCE},
	{"المصدر", FIELD_SOURCE}, {"section", FIELD_SECTION}, {"قسم", FIELD_SECTION},
	{"القسم", FIELD_SECTION}, {"after", FIELD_AFTER}, {"since", FIELD_AFTER},
	{"بعد", FIELD_AFTER}, {"منذ", FIELD_AFTER}, {"before", FIELD_BEFORE}, {"قبل", FIELD_BEFORE},
	{"is", FIELD_IS}, {"حالة", FIELD_IS}, {"حاله", FIELD_IS},
};

static const struct {
	const char *name; /* folded */
	int unread, starred;
} states[] = {
	{"unread", 1, -1}, {"new", 1, -1}, {"جديد", 1, -1}, {"read", 0, -1}, {"مقروء", 0, -1},
	{"starred", -1, 1}, {"مميز", -1, 1}, {"unstarred", -1, 0},
};

/* One piece of what was typed. */
struct piece {
	enum op op;
	enum field field;
	struct bytes word; /* the whole, for when it turns out to be a word */
	struct bytes value;
	bool quoted, prefix, minus;
};

/* ---- cutting into pieces ---------------------------------------------------------- */

static const struct {
	const char *open, *close;
} quotes[] = {{"\"", "\""}, {"«", "»"}, {"“", "”"}};

static size_t
opens_quote(const char *p, const char *end, const char **close)
{
	for (size_t i = 0; i < ARRAY_LEN(quotes); i++) {
		size_t n = strlen(quotes[i].open);
		if ((size_t)(end - p) >= n && memcmp(p, quotes[i].open, n) == 0) {
			*close = quotes[i].close;
			return n;
		}
	}
	return 0;
}

static bool
is_space(uint32_t cp)
{
	return cp <= 0x20 || cp == 0xa0 || cp == 0x3000 || (cp >= 0x2000 && cp <= 0x200b);
}

/* The quoted text at *p; an end that never comes is the end of the line. */
static struct bytes
quoted(const char **p, const char *end, size_t open, const char *close)
{
	const char *start = *p + open;
	size_t n = strlen(close);
	for (const char *q = start; q + n <= end; q++)
		if (memcmp(q, close, n) == 0) {
			*p = q + n;
			return (struct bytes){start, (size_t)(q - start)};
		}
	*p = end;
	return (struct bytes){start, (size_t)(end - start)};
}

static enum op
operator_of(struct bytes word)
{
	static const struct {
		const char *name;
		enum op op;
	} operators[] = {
		{"AND", OP_AND}, {"OR", OP_OR}, {"NOT", OP_NOT}, {"و", OP_AND}, {"أو", OP_OR},
		{"او", OP_OR}, {"ليس", OP_NOT}, {"|", OP_OR},
	};
	for (size_t i = 0; i < ARRAY_LEN(operators); i++)
		if (bytes_eq_str(word, operators[i].name))
			return operators[i].op;
	return OP_NONE;
}

static bool
next_piece(const char **p, const char *end, struct piece *out)
{
	while (*p < end) {
		const char *q = *p;
		if (!is_space(utf8_next(&q, end)))
			break;
		*p = q;
	}
	if (*p >= end)
		return false;
	*out = (struct piece){0};
	const char *start = *p, *close;
	if (**p == '-' && *p + 1 < end && (unsigned char)(*p)[1] > ' ' && (*p)[1] != '-') {
		out->minus = true;
		start = ++*p;
	}
	size_t open = opens_quote(*p, end, &close);
	if (open) {
		out->quoted = true;
		out->value = out->word = quoted(p, end, open, close);
	} else {
		const char *colon = NULL;
		while (*p < end) {
			const char *q = *p;
			if (is_space(utf8_next(&q, end)))
				break;
			open = opens_quote(*p, end, &close);
			if (open && (!colon || *p != colon + 1))
				break; /* a quotation begins: another piece */
			if (open) {
				out->quoted = true;
				break;
			}
			if (**p == ':' && !colon)
				colon = *p;
			*p = q;
		}
		out->word = out->value = (struct bytes){start, (size_t)(*p - start)};
		for (size_t i = 0; colon && i < ARRAY_LEN(fields); i++)
			if (bytes_eq_nocase((struct bytes){start, (size_t)(colon - start)}, fields[i].name))
				out->field = fields[i].field;
		if (out->field != FIELD_NONE) {
			out->value = (struct bytes){colon + 1, (size_t)(*p - colon - 1)};
			if (out->quoted) {
				out->value = quoted(p, end, open, close);
				out->word = (struct bytes){start, (size_t)(*p - start)};
			}
		} else {
			out->quoted = false; /* what comes in quotes is the next piece */
		}
	}
	if (*p < end && **p == '*') {
		out->prefix = true;
		(*p)++;
	} else if (!out->quoted && out->value.len > 1 && out->value.data[out->value.len - 1] == '*') {
		out->prefix = true;
		out->value.len--;
		if (out->field == FIELD_NONE)
			out->word = out->value;
	}
	if (!out->quoted && !out->minus && out->field == FIELD_NONE)
		out->op = operator_of(out->word);
	return true;
}

/* ---- filters ------------------------------------------------------------------------- */

static bool
read_number(const char **p, int *out)
{
	long n = 0;
	int digits = 0;
	for (; **p >= '0' && **p <= '9' && digits < 6; (*p)++, digits++)
		n = n * 10 + (**p - '0');
	*out = (int)n;
	return digits > 0;
}

/* 2026, 2026-11, 2026-11-23 in the reader's zone; 3d, 12h, 2w before now. */
static int64_t
read_date(struct bytes value, int64_t now, int utc_offset)
{
	struct buf folded;
	buf_init(&folded, 64);
	fold_text(&folded, value);
	const char *p = folded.data ? folded.data : "";
	int number[3] = {0, 1, 1}, n = 0;
	int64_t out = TIME_NONE;
	if (read_number(&p, &number[0])) {
		static const struct {
			const char *unit;
			int64_t seconds;
		} units[] = {{"h", 3600}, {"d", 86400}, {"w", 7 * 86400}, {"س", 3600}, {"ي", 86400},
			     {"ا", 7 * 86400}};
		for (size_t i = 0; i < ARRAY_LEN(units); i++)
			if (strcmp(p, units[i].unit) == 0)
				out = now - number[0] * units[i].seconds;
		for (n = 1; out == TIME_NONE && n < 3 && (*p == '-' || *p == '/'); n++) {
			p++;
			if (!read_number(&p, &number[n]))
				break;
		}
		if (out == TIME_NONE && *p == 0 && number[0] >= 1900 && number[0] < 10000 &&
		    number[1] >= 1 && number[1] <= 12 && number[2] >= 1 && number[2] <= 31)
			out = time_from_civil(number[0], number[1], number[2], 0, 0, 0) - utc_offset;
	}
	buf_release(&folded);
	return out;
}

static bool
read_state(struct query *q, struct bytes value, bool negated)
{
	struct buf folded;
	buf_init(&folded, 64);
	fold_text(&folded, value);
	bool known = false;
	for (size_t i = 0; folded.data && i < ARRAY_LEN(states) && !known; i++) {
		if (strcmp(folded.data, states[i].name) != 0)
			continue;
		known = true;
		int unread = states[i].unread, starred = states[i].starred;
		if (negated && unread >= 0)
			unread = !unread;
		if (negated && starred >= 0)
			starred = !starred;
		if ((unread >= 0 && q->unread >= 0 && unread != q->unread) ||
		    (starred >= 0 && q->starred >= 0 && starred != q->starred))
			q->nothing = true;
		if (unread >= 0)
			q->unread = unread;
		if (starred >= 0)
			q->starred = starred;
	}
	buf_release(&folded);
	return known;
}

/* True when the piece was a filter; else it is a word like any other. */
static bool
take_filter(struct query *q, const struct piece *x, bool negated, int64_t now, int utc_offset)
{
	if (x->value.len == 0)
		return false;
	int64_t t;
	struct buf folded;
	switch (x->field) {
	case FIELD_SOURCE:
	case FIELD_SECTION:
		buf_init(&folded, 512);
		fold_text(&folded, x->value);
		if (folded.len == 0 || q->names_n >= QUERY_TERMS) {
			buf_release(&folded);
			return false;
		}
		q->names = mem_realloc_array(q->names, q->names_n + 1, sizeof(*q->names));
		q->names[q->names_n++] = (struct query_name){buf_take(&folded),
							     x->field == FIELD_SECTION, negated};
		return true;
	case FIELD_AFTER:
	case FIELD_BEFORE:
		t = read_date(x->value, now, utc_offset);
		if (t == TIME_NONE)
			return false;
		if ((x->field == FIELD_AFTER) != negated) {
			if (q->since == TIME_NONE || t > q->since)
				q->since = t;
		} else if (q->before == TIME_NONE || t < q->before) {
			q->before = t;
		}
		return true;
	case FIELD_IS:
		return read_state(q, x->value, negated);
	default:
		return false;
	}
}

/* ---- words --------------------------------------------------------------------------- */

static bool
collect_form(void *context, const struct token *t)
{
	struct query_term *term = context;
	if (term->n >= QUERY_TERMS)
		return false;
	term->forms = mem_realloc_array(term->forms, term->n + 1, sizeof(*term->forms));
	term->spellings = mem_realloc_array(term->spellings, term->n + 1, sizeof(*term->spellings));
	term->forms[term->n] = mem_strndup(t->form, t->len);
	/* for now the place; query_term_of makes it the text */
	term->spellings[term->n++] = NULL;
	return true;
}

struct spell {
	struct query_term *term;
	struct bytes text;
	size_t i;
};

static bool
collect_spelling(void *context, const struct token *t)
{
	struct spell *s = context;
	if (s->i >= s->term->n)
		return false;
	s->term->spellings[s->i++] = mem_strndup(s->text.data + t->start, t->end - t->start);
	return true;
}

static void
term_release(struct query_term *t)
{
	for (size_t i = 0; i < t->n; i++) {
		free(t->forms[i]);
		free(t->spellings[i]);
	}
	free(t->forms);
	free(t->spellings);
}

/* Appends the term for FTS5; false when there is no word in it. */
static bool
add_term(struct query *q, const struct piece *x, struct bytes text, bool wanted, struct buf *out)
{
	struct query_term term = {.prefix = x->prefix, .title = x->field == FIELD_TITLE};
	tokenize(text, collect_form, &term);
	struct spell spell = {&term, text, 0};
	tokenize(text, collect_spelling, &spell);
	if (term.n == 0 || q->terms_n >= QUERY_TERMS) {
		term_release(&term);
		return false;
	}
	if (term.title)
		buf_add_str(out, "title : ");
	/* the folded words, which hold nothing but letters, digits and marks */
	buf_add_char(out, '"');
	for (size_t i = 0; i < term.n; i++)
		buf_printf(out, "%s%s", i ? " " : "", term.forms[i]);
	buf_add_str(out, term.prefix ? "\" *" : "\"");
	if (wanted) {
		q->terms = mem_realloc_array(q->terms, q->terms_n + 1, sizeof(*q->terms));
		q->terms[q->terms_n++] = term;
	} else {
		term_release(&term);
	}
	return true;
}

/* Words joined by AND, with those that may not be there. */
struct group {
	struct buf wanted, unwanted;
	int wanted_n, unwanted_n;
};

static void
group_init(struct group *g)
{
	buf_init(&g->wanted, 0);
	buf_init(&g->unwanted, 0);
	g->wanted_n = g->unwanted_n = 0;
}

static void
group_release(struct group *g)
{
	buf_release(&g->wanted);
	buf_release(&g->unwanted);
}

static void
group_close(struct group *g, struct buf *match, struct buf *left_out)
{
	if (g->wanted_n) {
		if (match->len)
			buf_add_str(match, " OR ");
		buf_printf(match, g->unwanted_n ? "((%s) NOT (%s))" : "(%s)", g->wanted.data,
			   g->unwanted.data);
	} else if (g->unwanted_n) {
		if (left_out->len)
			buf_add_str(left_out, " OR ");
		buf_add_bytes(left_out, buf_view(&g->unwanted));
	}
	group_release(g);
	group_init(g);
}

static void
group_add(struct query *q, struct group *g, const struct piece *x, struct bytes text, bool wanted)
{
	struct buf term;
	buf_init(&term, 0);
	if (add_term(q, x, text, wanted, &term)) {
		struct buf *to = wanted ? &g->wanted : &g->unwanted;
		int *n = wanted ? &g->wanted_n : &g->unwanted_n;
		if ((*n)++)
			buf_add_str(to, wanted ? " AND " : " OR ");
		buf_add_bytes(to, buf_view(&term));
	}
	buf_release(&term);
}

struct query *
query_new(struct bytes text, int64_t now, int utc_offset)
{
	struct query *q = mem_zalloc(sizeof(*q));
	q->since = q->before = TIME_NONE;
	q->unread = q->starred = -1;
	struct bytes cut = {text.data, utf8_cut(text, QUERY_BYTES)};
	const char *p = cut.data, *end = cut.data + cut.len;
	struct group g;
	group_init(&g);
	struct buf match, left_out;
	buf_init(&match, 0);
	buf_init(&left_out, 0);
	enum op waiting = OP_NONE;
	struct piece waiting_piece = {0}, x;
	bool anything = false;
	for (int pieces = 0; pieces < 4 * QUERY_TERMS && next_piece(&p, end, &x); pieces++) {
		/* an operator stands between two things; elsewhere it is a word. NOT may
		 * stand first: all but */
		if (x.op == OP_NOT && waiting != OP_NOT && waiting != OP_OR) {
			waiting = OP_NOT;
			waiting_piece = x;
			continue;
		}
		if ((x.op == OP_AND || x.op == OP_OR) && anything && waiting == OP_NONE) {
			waiting = x.op;
			waiting_piece = x;
			continue;
		}
		bool wanted = !x.minus && waiting != OP_NOT;
		if (take_filter(q, &x, !wanted, now, utc_offset)) {
			anything = true;
			waiting = OP_NONE;
			continue;
		}
		if (waiting == OP_OR)
			group_close(&g, &match, &left_out);
		group_add(q, &g, &x, x.field == FIELD_TITLE ? x.value : x.word, wanted);
		anything = true;
		waiting = OP_NONE;
	}
	if (waiting != OP_NONE)
		group_add(q, &g, &waiting_piece, waiting_piece.word, true);
	group_close(&g, &match, &left_out);
	group_release(&g);
	if (match.len) {
		q->match = buf_take(&match);
	} else if (left_out.len) {
		q->match = buf_take(&left_out);
		q->negative = true;
	}
	buf_release(&match);
	buf_release(&left_out);
	return q;
}

void
query_free(struct query *q)
{
	if (!q)
		return;
	for (size_t i = 0; i < q->terms_n; i++)
		term_release(&q->terms[i]);
	for (size_t i = 0; i < q->names_n; i++)
		free(q->names[i].folded);
	free(q->terms);
	free(q->names);
	free(q->match);
	free(q->feeds);
	free(q);
}
