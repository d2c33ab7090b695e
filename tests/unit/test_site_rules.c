/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "akhbar/html.h"
#include "html/rules.h"

static const char page[] =
	"<html><head><title>t</title></head><body><div id='top' class='bar x-y'><a href='/s'>s</a></div>"
	"<div class='wrap wide'><section><div class='story'><h2 data-role='headline'>العنوان الحق</h2>"
	"<p class='a'>نص</p><p class='b'><i>مائل</i></p></div></section></div></body></html>";

static unsigned
count(const char *selector)
{
	struct guarded g;
	struct tree t;
	unsigned n = 0;
	guard_html(bytes_of(page), false, &g);
	tree_parse(buf_view(&g.html), true, &t);
	struct selector *s = selector_parse(t.arena, bytes_of(selector));
	if (!s)
		n = 999;
	for (const struct node *at = t.root->first; s && at; at = node_next(at, t.root))
		n += at->tag != TAG_TEXT && selector_matches(s, at);
	tree_release(&t);
	guarded_release(&g);
	return n;
}

static void
selectors(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		unsigned n; /* 999: no selector */
	} cases[] = {
		{"p", 2}, {"P", 2}, {"div", 3}, {".wrap", 1}, {"div.wrap.wide", 1}, {".wid", 0},
		{"#top", 1}, {"div#top.bar", 1}, {".x-y", 1}, {"section > div", 1}, {".wrap > div", 0},
		{".wrap div", 1}, {".wrap .story p.b i", 1}, {".story > p , h2", 3}, {"[href]", 1},
		{"a[href='/s']", 1}, {"a[href=/s]", 1}, {"[class^=wr]", 1}, {"[class$=\"wide\"]", 1},
		{"[class*=ra]", 1}, {"[class~=wide]", 1}, {"[class~=wi]", 0},
		{"[data-role=headline]", 1}, {"*", 13}, {"section>div>p", 2},
		{"", 999}, {">p", 999}, {"p >", 999}, {"p,,i", 999}, {".", 999}, {"p:first-child", 999},
		{"nosuch", 999}, {"a[", 999}, {"a[href", 999}, {"a[href=]", 999}, {"a[href='x]", 999},
		{"p + p", 999}, {"a b c div p i s u q", 999},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		if (count(cases[i].text) != cases[i].n)
			fail_msg("%s: %u, not %u", cases[i].text, count(cases[i].text), cases[i].n);
}

struct heard {
	unsigned n;
	int lines[16];
	enum rule_problem problems[16];
};

static void
hear(void *context, int line, enum rule_problem problem, struct bytes what)
{
	struct heard *h = context;
	assert_true(h->n < 16 && utf8_valid(what));
	h->lines[h->n] = line;
	h->problems[h->n++] = problem;
}

static void
mistakes_are_told_by_line(void **state)
{
	(void)state;
	static const char text[] = "# تعليق\n"
				   "remove .x\n"
				   "site example.org ex_ample.net nohost\n"
				   "container .story\n"
				   "containers .story\n"
				   "remove p:hover\n"
				   "next-page\n"
				   "site\n"
				   "remove .lost\n";
	static const struct {
		int line;
		enum rule_problem problem;
	} wanted[] = {{2, RULES_NO_SITE}, {3, RULES_BAD_HOST}, {3, RULES_BAD_HOST},
		      {5, RULES_UNKNOWN_KEY}, {6, RULES_BAD_SELECTOR}, {7, RULES_BAD_SELECTOR},
		      {8, RULES_BAD_HOST}};
	struct heard h = {0};
	struct site_rules *rules = site_rules_new();
	site_rules_add(rules, bytes_of(text), hear, &h);
	assert_int_equal(h.n, ARRAY_LEN(wanted));
	for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
		assert_int_equal(h.lines[i], wanted[i].line);
		assert_int_equal(h.problems[i], wanted[i].problem);
	}
	site_rules_free(rules);
}

static void
hosts(void **state)
{
	(void)state;
	static const struct {
		const char *url;
		bool ruled;
	} cases[] = {
		{"https://example.org/a", true}, {"https://www.example.org/a", true},
		{"https://NEWS.Example.org:8080/a", true}, {"https://myexample.org/", false},
		{"https://example.org.evil.net/", false}, {"https://other.net/", true},
		{"https://a.other.net/", true}, {"not a url", false}, {NULL, false},
	};
	struct site_rules *rules = site_rules_new();
	site_rules_add(rules, bytes_of("site www.example.org *.other.net\ncontainer .a\n"), NULL, NULL);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct ruled *r = rules_of_site(rules, cases[i].url);
		if ((r != NULL) != cases[i].ruled)
			fail_msg("%s", cases[i].url);
		ruled_free(r);
	}
	site_rules_add(rules, bytes_of("site *\nremove .ad\n"), NULL, NULL);
	struct ruled *r = rules_of_site(rules, "https://any.net/");
	assert_non_null(r);
	ruled_free(r);
	site_rules_free(rules);
}

static void
limits_hold(void **state)
{
	(void)state;
	struct buf text;
	struct heard h = {0};
	buf_init(&text, 0);
	for (int i = 0; i < 2001; i++)
		buf_printf(&text, "site s%d.example.org\nremove .x\n", i);
	buf_add_str(&text, "site last.example.org\n");
	struct site_rules *rules = site_rules_new();
	site_rules_add(rules, buf_view(&text), hear, &h);
	assert_int_equal(h.n, 2);
	assert_int_equal(h.problems[0], RULES_TOO_MANY);
	site_rules_free(rules);
	buf_clear(&text);
	h.n = 0;
	buf_add_str(&text, "site example.org\n");
	for (int i = 0; i <= SITE_RULES_MAX; i++)
		buf_add_str(&text, "remove .x\n");
	rules = site_rules_new();
	site_rules_add(rules, buf_view(&text), hear, &h);
	assert_int_equal(h.n, 1);
	assert_int_equal(h.lines[0], SITE_RULES_MAX + 2);
	site_rules_free(rules);
	buf_release(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(selectors), cmocka_unit_test(mistakes_are_told_by_line),
		cmocka_unit_test(hosts), cmocka_unit_test(limits_hold)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
