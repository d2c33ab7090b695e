/* SPDX-License-Identifier: MIT
 *
 * Links: which may be opened, what host they name, how they are shown.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "akhbar/base.h"

static void
web_links(void **state)
{
	(void)state;
	static const struct {
		const char *url;
		bool web;
	} cases[] = {
		{"http://example.org", true},
		{"HTTPS://EXAMPLE.ORG/A?b#c", true},
		{"https://example.org:8443/%D8%A3", true},
		{"https://example.org/أخبار/اليوم", true},
		{"https://أخبار.example/", true},
		{"http://[2001:db8::1]:80/", true},
		{"http://user:pass@example.org/", true},
		{"http://127.0.0.1/", true},
		{"https://example.org/a'b(c);d,e&f=$g", true},
		{"", false},
		{"http://", false},
		{"http:///path", false},
		{"http://?x", false},
		{"http://:80/", false},
		{"http://-x/", false},
		{"http://user@/", false},
		{"http:example.org", false},
		{"//example.org/", false},
		{"example.org", false},
		{"ftp://example.org/", false},
		{"javascript:alert(1)", false},
		{"file:///etc/passwd", false},
		{"https://example.org/a b", false},
		{" https://example.org/", false},
		{"https://example.org/\t", false},
		{"https://example.org/\n", false},
		{"https://example.org/\x7f", false},
		{"https://example.org/\"", false},
		{"https://example.org\\@evil.example/", false},
		{"https://example.org/<script>", false},
		{"https://example.org/`id`", false},
		{"https://example.org/\xe2\x80\xae" "x", false}, /* override */
		{"https://example.org/\xe2\x80\x8f" "x", false}, /* RLM */
		{"https://example.org/\xd8\x9c" "x", false},     /* ALM */
		{"https://example.org/\xe2\x80\xa8", false},
		{"https://example.org/\xc2\xa0", false},
		{"https://example.org/\xc2\x9b", false},
		{"https://example.org/\xff", false},
		{"https://example.org/\xef\xbb\xbf", false},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		if (url_is_web(cases[i].url) != cases[i].web)
			fail_msg("%s", cases[i].url);
	assert_false(url_is_web(NULL));
	/* 2 KiB, one below, at, one above */
	for (size_t n = 2047; n <= 2049; n++) {
		char *url = mem_zalloc(n + 1);
		memset(url, 'a', n);
		memcpy(url, "http://h/", 9);
		assert_int_equal(url_is_web(url), n <= 2048);
		free(url);
	}
}

static void
hosts(void **state)
{
	(void)state;
	static const struct {
		const char *url, *host;
	} cases[] = {
		{"http://example.org", "example.org"},
		{"https://Example.org:81/x@y", "Example.org:81"},
		{"https://a:b@c@example.org/", "example.org"},
		{"https://example.org?q=@x", "example.org"},
		{"https://example.org#@x", "example.org"},
		{"http://[::1]:80/", "[::1]:80"},
		{"mailto:a@b", ""},
		{"", ""},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_true(bytes_eq_str(url_host(cases[i].url), cases[i].host));
	assert_int_equal(url_host(NULL).len, 0);
}

static void
shown(void **state)
{
	(void)state;
	static const struct {
		const char *url, *shown;
	} cases[] = {
		{"https://example.org/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/1", "https://example.org/أخبار/1"},
		{"https://u:p@example.org/", "https://…@example.org/"},
		{"https://example.org/%20%2F%3c%41", "https://example.org/%20%2F%3c%41"},
		{"https://example.org/%D8", "https://example.org/%D8"},
		{"https://example.org/%", "https://example.org/%"},
		{"https://example.org/%d", "https://example.org/%d"},
		{"https://example.org/%E2%80%AEx", "https://example.org/%E2%80%AEx"}, /* RLO */
		{"https://example.org/%E2%80%8F", "https://example.org/%E2%80%8F"},   /* RLM */
		{"https://example.org/%C2%9B", "https://example.org/%C2%9B"},
		{"https://example.org/%C2%A0", "https://example.org/%C2%A0"},
		{"https://example.org/%D9%8E", "https://example.org/%D9%8E"}, /* a lone mark */
		{"https://example.org/\x1b[0m", "https://example.org/[0m"},
		{"not an address", "not an address"},
		{"", ""},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *s = url_for_show(cases[i].url);
		if (strcmp(s, cases[i].shown) != 0)
			fail_msg("%s: %s", cases[i].url, s);
		free(s);
	}
}

/* Runs longer than the room for one are decoded piece by piece. */
static void
long_names(void **state)
{
	(void)state;
	struct buf url, wanted;
	buf_init(&url, 0);
	buf_init(&wanted, 0);
	buf_add_str(&url, "https://example.org/");
	buf_add_str(&wanted, "https://example.org/");
	for (int i = 0; i < 300; i++) {
		buf_add_str(&url, i % 7 ? "%D8%AE" : "%E2%98%80");
		buf_add_str(&wanted, i % 7 ? "خ" : "☀");
	}
	char *s = url_for_show(url.data);
	assert_string_equal(s, wanted.data);
	free(s);
	buf_release(&url);
	buf_release(&wanted);
}

/* RFC 3986 5.4.1 and 5.4.2, and bases without a path or with points of their own. */
static void
joined(void **state)
{
	(void)state;
	static const struct {
		const char *ref, *whole, *base;
	} cases[] = {
		{"g:h", "g:h", NULL}, {"g", "http://a/b/c/g", NULL}, {"./g", "http://a/b/c/g", NULL},
		{"g/", "http://a/b/c/g/", NULL}, {"/g", "http://a/g", NULL}, {"//g", "http://g", NULL},
		{"?y", "http://a/b/c/d;p?y", NULL}, {"g?y", "http://a/b/c/g?y", NULL},
		{"#s", "http://a/b/c/d;p?q#s", NULL}, {"g#s", "http://a/b/c/g#s", NULL},
		{"g?y#s", "http://a/b/c/g?y#s", NULL}, {";x", "http://a/b/c/;x", NULL},
		{"g;x", "http://a/b/c/g;x", NULL}, {"g;x?y#s", "http://a/b/c/g;x?y#s", NULL},
		{"", "http://a/b/c/d;p?q", NULL}, {".", "http://a/b/c/", NULL},
		{"./", "http://a/b/c/", NULL}, {"..", "http://a/b/", NULL}, {"../", "http://a/b/", NULL},
		{"../g", "http://a/b/g", NULL}, {"../..", "http://a/", NULL}, {"../../", "http://a/", NULL},
		{"../../g", "http://a/g", NULL}, {"../../../g", "http://a/g", NULL},
		{"../../../../g", "http://a/g", NULL}, {"/./g", "http://a/g", NULL},
		{"/../g", "http://a/g", NULL}, {"g.", "http://a/b/c/g.", NULL},
		{".g", "http://a/b/c/.g", NULL}, {"g..", "http://a/b/c/g..", NULL},
		{"..g", "http://a/b/c/..g", NULL}, {"./../g", "http://a/b/g", NULL},
		{"./g/.", "http://a/b/c/g/", NULL}, {"g/./h", "http://a/b/c/g/h", NULL},
		{"g/../h", "http://a/b/c/h", NULL}, {"g;x=1/./y", "http://a/b/c/g;x=1/y", NULL},
		{"g;x=1/../y", "http://a/b/c/y", NULL}, {"g?y/./x", "http://a/b/c/g?y/./x", NULL},
		{"g?y/../x", "http://a/b/c/g?y/../x", NULL}, {"g#s/./x", "http://a/b/c/g#s/./x", NULL},
		{"g#s/../x", "http://a/b/c/g#s/../x", NULL}, {"http:g", "http:g", NULL},
		{"g", "http://a/g", "http://a"}, {"?y", "http://a?y", "http://a"},
		{"", "http://a", "http://a"}, {"../g", "http://a/g", "http://a"},
		{"g", "http://a/b/g", "http://a/b/#x/y"}, {"g", "http://a/b/g", "http://a/b/?x/y"},
		{"//h/../g", "http://h/g", NULL}, {"%2e%2F", "http://a/b/c/%2e%2F", NULL},
		{"a:1/b", "a:1/b", NULL}, {"./a:1", "http://a/b/c/a:1", NULL}, {"1:2", "http://a/b/c/1:2", NULL},
		{"/..", "http://a/", NULL}, {"/.", "http://a/", NULL}, {"x/../..", "http://a/b/", NULL},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf out;
		const char *base = cases[i].base ? cases[i].base : "http://a/b/c/d;p?q";
		buf_init(&out, 0);
		url_join(bytes_of(base), bytes_of(cases[i].ref), &out);
		assert_string_equal(buf_view(&out).data, cases[i].whole);
		buf_release(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(web_links),
		cmocka_unit_test(joined),
		cmocka_unit_test(hosts),
		cmocka_unit_test(shown),
		cmocka_unit_test(long_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
