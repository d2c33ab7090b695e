/* SPDX-License-Identifier: MIT
 *
 * rules: what people know of a site that the general method cannot. rules.c reads the
 * file, selector.c its selectors: a small part of CSS's.
 */
#ifndef HTML_RULES_H
#define HTML_RULES_H

#include "akhbar/html.h"
#include "html/internal.h"

#define SELECTOR_BYTES 512
#define COMPOUNDS_MAX 8 /* in a chain of elements */
#define TESTS_MAX 8     /* on one element */

struct test {
	enum { TEST_TAG, TEST_ID, TEST_CLASS, TEST_ATTR } kind;
	enum tag_name tag;
	enum attr_name attr;   /* ATTR_OTHER: see name */
	const char *name, *value;
	char op;               /* of TEST_ATTR: 0 there, '=', '^', '$', '*', '~' */
};

struct compound {
	struct test tests[TESTS_MAX];
	unsigned tests_n;
	bool child; /* '>' before it: the parent itself, not any element above */
};

struct selector {
	struct compound compounds[COMPOUNDS_MAX];
	unsigned n;
	struct selector *next; /* after a comma */
};

/* NULL for what is none; `arena` owns it. */
struct selector *selector_parse(struct arena *arena, struct bytes text);
bool selector_matches(const struct selector *s, const struct node *node);

enum rule_key { RULE_CONTAINER, RULE_REMOVE, RULE_TITLE, RULE_BYLINE, RULE_DATE, RULE_NEXT_PAGE, RULE_KEYS };

/* The first element below root that a rule of the key names for the site, in the order
 * of the rules; NULL none. `after`: the next one in document order by the same rule. */
struct ruled;
struct ruled *rules_of_site(const struct site_rules *rules, const char *url);
void ruled_free(struct ruled *r);
size_t ruled_find(const struct ruled *r, enum rule_key key, const struct tree *t,
		  const struct node **out, size_t max);
/* Whether a rule asks for an attribute that the tree keeps only when told so. */
bool ruled_asks_all(const struct ruled *r);
/* Marks what is to go with NODE_RULED. */
void ruled_mark(const struct ruled *r, struct tree *t);

#endif
