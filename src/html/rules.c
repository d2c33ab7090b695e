/* SPDX-License-Identifier: MIT */
/* The file of site rules: a line "site HOST...", then lines "KEY SELECTOR". */
#include "html/rules.h"
#include "akhbar/limits.h"

#include <stdlib.h>
#include <string.h>

struct rule {
	enum rule_key key;
	const struct selector *selector;
};

struct site {
	const char **hosts;
	size_t hosts_n;
	struct rule *rules;
	size_t rules_n;
	struct site *next;
};

struct site_rules {
	struct arena *arena;
	struct site *first, **last;
	size_t sites_n;
};

/* The rules of one page, in the order they were given. */
struct ruled {
	struct rule *rules;
	size_t n;
};

static const char *const keys[RULE_KEYS] = {
	[RULE_CONTAINER] = "container", [RULE_REMOVE] = "remove", [RULE_TITLE] = "title",
	[RULE_BYLINE] = "byline", [RULE_DATE] = "date", [RULE_NEXT_PAGE] = "next-page",
};

/* ---- reading ------------------------------------------------------------------------- */

struct reading {
	struct site_rules *rules;
	struct site *site;
	bool skip; /* the lines of a site that could not be taken */
	void (*problem)(void *context, int line, enum rule_problem problem, struct bytes what);
	void *context;
	int line;
};

static void
complain(struct reading *r, enum rule_problem problem, struct bytes what)
{
	if (what.len > 60)
		what.len = utf8_cut(what, 60);
	if (r->problem)
		r->problem(r->context, r->line, problem, what);
}

static struct bytes
next_word(struct bytes *rest)
{
	*rest = bytes_trim(*rest);
	size_t n = 0;
	while (n < rest->len && rest->data[n] != ' ' && rest->data[n] != '\t')
		n++;
	struct bytes word = {rest->data, n};
	rest->data += n;
	rest->len -= n;
	*rest = bytes_trim(*rest);
	return word;
}

/* Lower case, without "www." or "*."; NULL for what is no host. */
static const char *
read_host(struct arena *arena, struct bytes word)
{
	if (bytes_starts(word, "www.") || bytes_starts(word, "WWW.")) {
		word.data += 4;
		word.len -= 4;
	} else if (bytes_starts(word, "*.")) {
		word.data += 2;
		word.len -= 2;
	}
	bool any = word.len == 1 && word.data[0] == '*';
	char *host = arena_strndup(arena, word.data, word.len);
	for (char *c = host; *c; c++) {
		if (*c >= 'A' && *c <= 'Z')
			*c |= 32;
		bool ok = (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || *c == '.' ||
			  *c == '-' || (unsigned char)*c >= 0x80;
		if (!ok && !any)
			return NULL;
	}
	return any || (word.len >= 3 && word.len < 256 && strchr(host, '.')) ? host : NULL;
}

static void
read_site(struct reading *r, struct bytes rest)
{
	struct arena *arena = r->rules->arena;
	const char *hosts[SITE_HOSTS_MAX];
	size_t n = 0;
	r->site = NULL;
	r->skip = true;
	if (r->rules->sites_n == LIMIT_SITES) {
		complain(r, RULES_TOO_MANY, rest);
		return;
	}
	while (rest.len) {
		struct bytes word = next_word(&rest);
		const char *host = n < SITE_HOSTS_MAX ? read_host(arena, word) : NULL;
		if (!host)
			complain(r, n < SITE_HOSTS_MAX ? RULES_BAD_HOST : RULES_TOO_MANY, word);
		else
			hosts[n++] = host;
	}
	if (!n) {
		complain(r, RULES_BAD_HOST, rest);
		return;
	}
	struct site *site = arena_zalloc(arena, sizeof(*site));
	site->hosts = arena_dup(arena, hosts, n * sizeof(*hosts));
	site->hosts_n = n;
	site->rules = arena_zalloc(arena, SITE_RULES_MAX * sizeof(*site->rules));
	*r->rules->last = site;
	r->rules->last = &site->next;
	r->rules->sites_n++;
	r->site = site;
	r->skip = false;
}

static void
read_rule(struct reading *r, struct bytes key, struct bytes rest)
{
	enum rule_key k = 0;
	while (k < RULE_KEYS && !bytes_eq(key, bytes_of(keys[k])))
		k++;
	if (k == RULE_KEYS) {
		complain(r, RULES_UNKNOWN_KEY, key);
	} else if (!r->site) {
		if (!r->skip)
			complain(r, RULES_NO_SITE, key);
	} else if (r->site->rules_n == SITE_RULES_MAX) {
		complain(r, RULES_TOO_MANY, key);
	} else {
		struct selector *s = selector_parse(r->rules->arena, rest);
		if (s)
			r->site->rules[r->site->rules_n++] = (struct rule){k, s};
		else
			complain(r, RULES_BAD_SELECTOR, rest);
	}
}

struct site_rules *
site_rules_new(void)
{
	struct arena *arena = arena_new();
	struct site_rules *rules = arena_zalloc(arena, sizeof(*rules));
	rules->arena = arena;
	rules->last = &rules->first;
	return rules;
}

void
site_rules_free(struct site_rules *rules)
{
	if (rules)
		arena_free(rules->arena);
}

void
site_rules_add(struct site_rules *rules, struct bytes text,
	       void (*problem)(void *context, int line, enum rule_problem problem, struct bytes what),
	       void *context)
{
	struct reading r = {.rules = rules, .problem = problem, .context = context};
	while (text.len) {
		const char *newline = memchr(text.data, '\n', text.len);
		size_t n = newline ? (size_t)(newline - text.data) : text.len;
		struct bytes line = bytes_trim((struct bytes){text.data, n});
		text.data += n + (newline != NULL);
		text.len -= n + (newline != NULL);
		r.line++;
		if (!line.len || line.data[0] == '#')
			continue;
		if (!utf8_valid(line)) {
			complain(&r, RULES_BAD_SELECTOR, (struct bytes){"", 0});
			continue;
		}
		struct bytes key = next_word(&line);
		if (bytes_eq(key, bytes_of("site")))
			read_site(&r, line);
		else
			read_rule(&r, key, line);
	}
}

/* ---- asking ---------------------------------------------------------------------------- */

static bool
is_of(const struct site *site, struct bytes host)
{
	for (size_t i = 0; i < site->hosts_n; i++) {
		struct bytes h = bytes_of(site->hosts[i]);
		if (h.len == 1 && h.data[0] == '*')
			return true;
		if (host.len < h.len ||
		    strncasecmp(host.data + host.len - h.len, h.data, h.len) != 0)
			continue;
		if (host.len == h.len || host.data[host.len - h.len - 1] == '.')
			return true;
	}
	return false;
}

struct ruled *
rules_of_site(const struct site_rules *rules, const char *url)
{
	struct bytes host = url ? url_host(url) : (struct bytes){"", 0};
	const char *port = host.len ? memchr(host.data, ':', host.len) : NULL;
	struct ruled *r = NULL;
	if (port)
		host.len = (size_t)(port - host.data);
	for (const struct site *s = rules ? rules->first : NULL; s; s = s->next) {
		if (!is_of(s, host) || !s->rules_n)
			continue;
		if (!r)
			r = mem_zalloc(sizeof(*r));
		r->rules = mem_realloc_array(r->rules, r->n + s->rules_n, sizeof(*r->rules));
		memcpy(r->rules + r->n, s->rules, s->rules_n * sizeof(*r->rules));
		r->n += s->rules_n;
	}
	return r;
}

void
ruled_free(struct ruled *r)
{
	if (!r)
		return;
	free(r->rules);
	free(r);
}

/* By the first rule that finds something; what is inside a found one is not told apart. */
size_t
ruled_find(const struct ruled *r, enum rule_key key, const struct tree *t, const struct node **out,
	   size_t max)
{
	size_t n = 0;
	for (size_t i = 0; r && i < r->n && !n; i++) {
		if (r->rules[i].key != key)
			continue;
		for (const struct node *at = t->root->first; at && n < max;) {
			if (at->tag != TAG_TEXT && !(at->flags & NODE_RULED) &&
			    selector_matches(r->rules[i].selector, at)) {
				out[n++] = at;
				at = node_next_skip(at, t->root);
			} else {
				at = node_next(at, t->root);
			}
		}
	}
	return n;
}

void
ruled_mark(const struct ruled *r, struct tree *t)
{
	for (size_t i = 0; r && i < r->n; i++) {
		if (r->rules[i].key != RULE_REMOVE)
			continue;
		for (struct node *at = t->root->first; at; at = node_next(at, t->root))
			if (at->tag != TAG_TEXT && selector_matches(r->rules[i].selector, at))
				at->flags |= NODE_RULED;
	}
}

bool
ruled_asks_all(const struct ruled *r)
{
	for (size_t i = 0; r && i < r->n; i++)
		for (const struct selector *s = r->rules[i].selector; s; s = s->next)
			for (unsigned c = 0; c < s->n; c++)
				for (unsigned t = 0; t < s->compounds[c].tests_n; t++)
					if (s->compounds[c].tests[t].kind == TEST_ATTR &&
					    s->compounds[c].tests[t].attr == ATTR_OTHER)
						return true;
	return false;
}
