/* SPDX-License-Identifier: MIT */
/* Selectors Level 4, the part that names an article's container: element, .class, #id,
 * [attribute], descendants and children, lists with commas. */
#include "html/rules.h"

#include <string.h>

struct reader {
	struct arena *arena;
	const char *p, *end;
};

static bool
is_space(char c)
{
	return c == ' ' || c == '\t';
}

static bool
is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '_' || (unsigned char)c >= 0x80;
}

static const char *
read_name(struct reader *r)
{
	const char *start = r->p;
	while (r->p < r->end && is_name(*r->p))
		r->p++;
	return r->p > start ? arena_strndup(r->arena, start, (size_t)(r->p - start)) : NULL;
}

/* After '[': name, and perhaps an operator and a value; through ']'. */
static bool
read_attribute(struct reader *r, struct test *t)
{
	t->kind = TEST_ATTR;
	t->name = read_name(r);
	if (!t->name || r->p == r->end)
		return false;
	t->attr = attr_of(t->name);
	if (*r->p == ']') {
		r->p++;
		return true;
	}
	if (strchr("^$*~", *r->p))
		t->op = *r->p++;
	if (r->p == r->end || *r->p++ != '=')
		return false;
	t->op = t->op ? t->op : '=';
	char quote = r->p < r->end && (*r->p == '"' || *r->p == '\'') ? *r->p++ : 0;
	const char *start = r->p;
	while (r->p < r->end && (quote ? *r->p != quote : *r->p != ']'))
		r->p++;
	t->value = arena_strndup(r->arena, start, (size_t)(r->p - start));
	if (quote && r->p < r->end)
		r->p++;
	return r->p < r->end && *r->p++ == ']' && *t->value;
}

static bool
read_test(struct reader *r, struct compound *c)
{
	if (c->tests_n == TESTS_MAX)
		return false;
	struct test *t = &c->tests[c->tests_n++];
	char sign = *r->p;
	if (sign == '.' || sign == '#') {
		r->p++;
		t->kind = sign == '.' ? TEST_CLASS : TEST_ID;
		t->name = read_name(r);
		return t->name != NULL;
	}
	if (sign == '[') {
		r->p++;
		return read_attribute(r, t);
	}
	t->kind = TEST_TAG;
	if (sign == '*') {
		r->p++;
		c->tests_n--;
		return true;
	}
	t->name = read_name(r);
	t->tag = t->name ? tag_of(t->name, (unsigned)strlen(t->name)) : TAG_OTHER;
	return t->tag != TAG_OTHER;
}

static bool
read_chain(struct reader *r, struct selector *s)
{
	bool child = false;
	for (;;) {
		while (r->p < r->end && is_space(*r->p))
			r->p++;
		if (r->p == r->end || *r->p == ',')
			return s->n && !child;
		if (*r->p == '>') {
			if (child || !s->n)
				return false;
			child = true;
			r->p++;
			continue;
		}
		if (s->n == COMPOUNDS_MAX)
			return false;
		struct compound *c = &s->compounds[s->n++];
		c->child = child;
		child = false;
		while (r->p < r->end && !is_space(*r->p) && *r->p != ',' && *r->p != '>')
			if (!read_test(r, c))
				return false;
	}
}

struct selector *
selector_parse(struct arena *arena, struct bytes text)
{
	struct reader r = {arena, text.data, text.data + text.len};
	struct selector *first = NULL, **last = &first;
	if (!text.len || text.len > SELECTOR_BYTES)
		return NULL;
	for (;;) {
		struct selector *s = *last = arena_zalloc(arena, sizeof(*s));
		if (!read_chain(&r, s))
			return NULL;
		if (r.p == r.end)
			return first;
		last = &s->next;
		r.p++;
	}
}

/* ---- matching ---------------------------------------------------------------------- */

static bool
has_word(const char *list, const char *word)
{
	size_t n = strlen(word);
	for (const char *p = list; (p = strstr(p, word)); p += n) {
		bool starts = p == list || strchr(" \t\n\r\f", p[-1]);
		if (starts && (!p[n] || strchr(" \t\n\r\f", p[n])))
			return true;
	}
	return false;
}

static const char *
value_of(const struct test *t, const struct node *node)
{
	for (unsigned i = 0; i < node->attrs_n; i++) {
		const struct attr *a = &node->attrs[i];
		if (a->name == t->attr && (a->name != ATTR_OTHER || strcasecmp(a->other, t->name) == 0))
			return a->value;
	}
	return NULL;
}

static bool
passes_attribute(const struct test *t, const struct node *node)
{
	const char *v = value_of(t, node);
	if (!v || !t->op)
		return v != NULL;
	size_t n = strlen(t->value), len = strlen(v);
	switch (t->op) {
	case '^': return strncmp(v, t->value, n) == 0;
	case '$': return len >= n && strcmp(v + len - n, t->value) == 0;
	case '*': return strstr(v, t->value) != NULL;
	case '~': return has_word(v, t->value);
	default: return strcmp(v, t->value) == 0;
	}
}

static bool
passes(const struct compound *c, const struct node *node)
{
	for (unsigned i = 0; i < c->tests_n; i++) {
		const struct test *t = &c->tests[i];
		const char *v;
		bool ok = false;
		switch (t->kind) {
		case TEST_TAG:
			ok = node->tag == t->tag;
			break;
		case TEST_ID:
			v = node_attr(node, ATTR_id);
			ok = v && strcmp(v, t->name) == 0;
			break;
		case TEST_CLASS:
			v = node_attr(node, ATTR_class);
			ok = v && has_word(v, t->name);
			break;
		case TEST_ATTR:
			ok = passes_attribute(t, node);
			break;
		}
		if (!ok)
			return false;
	}
	return true;
}

/* From the last compound up; a descendant takes the nearest element that passes, and
 * goes on from there: enough for names, and no search without end. */
static bool
chain_matches(const struct selector *s, const struct node *node)
{
	unsigned i = s->n - 1;
	if (!passes(&s->compounds[i], node))
		return false;
	for (bool child = s->compounds[i].child; i-- > 0; child = s->compounds[i].child) {
		node = node->parent;
		while (!child && node && !passes(&s->compounds[i], node))
			node = node->parent;
		if (!node || (child && !passes(&s->compounds[i], node)))
			return false;
	}
	return true;
}

bool
selector_matches(const struct selector *s, const struct node *node)
{
	for (; s; s = s->next)
		if (chain_matches(s, node))
			return true;
	return false;
}
