/* SPDX-License-Identifier: MIT
 *
 * The fetch room against the server of tests/e2e.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <arpa/inet.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "fetch/fetch-internal.h"

extern char **environ;

static pid_t server;
static int port;
static char folder[256];

struct seen {
	int calls;
	enum fetch_outcome outcome;
	int status;
	size_t len;
	int64_t retry_after_s;
	char etag[64], moved[256], detail[256], start[16], body[2048];
};

static void
on_reply(const struct fetch_reply *r, void *context)
{
	struct seen *s = r->user_data ? r->user_data : context;
	s->calls++;
	s->outcome = r->outcome;
	s->status = r->status;
	s->len = r->body.len;
	s->retry_after_s = r->retry_after_s;
	snprintf(s->etag, sizeof(s->etag), "%s", r->etag ? r->etag : "");
	snprintf(s->moved, sizeof(s->moved), "%s", r->moved_to ? r->moved_to : "");
	snprintf(s->detail, sizeof(s->detail), "%s", r->detail);
	snprintf(s->body, sizeof(s->body), "%.*s", (int)r->body.len, r->body.len ? r->body.data : "");
	snprintf(s->start, sizeof(s->start), "%.*s", (int)(r->body.len < 15 ? r->body.len : 15),
		 r->body.len ? r->body.data : "");
}

static struct seen
fetch_with(const struct fetch_request *r, int timeout_s)
{
	struct seen s = {0};
	struct fetcher *f;
	struct fetch_options o = {.timeout_s = timeout_s, .max_body = 2u << 20};
	assert_int_equal(fetcher_new(&o, on_reply, &s, &f, NULL), OK);
	fetcher_add(f, r);
	for (int i = 0; i < 200 && fetcher_pending(f); i++)
		assert_int_equal(fetcher_step(f, 200, -1, NULL, NULL), OK);
	assert_int_equal(s.calls, 1);
	fetcher_free(f);
	return s;
}

static struct seen
fetch_request(const struct fetch_request *r)
{
	return fetch_with(r, 20);
}

static struct seen
fetch_from(const char *url, const char *etag, bool foreign, int timeout_s)
{
	return fetch_with(&(struct fetch_request){.number = 1, .url = url, .etag = etag, .foreign = foreign},
			  timeout_s);
}

static char *
at(const char *path)
{
	static char urls[4][300]; /* so that two may be compared */
	static unsigned turn;
	char *url = urls[turn++ % 4];
	snprintf(url, sizeof(urls[0]), "http://127.0.0.1:%d%s", port, path);
	return url;
}

static void
outcomes(void **state)
{
	(void)state;
	static const struct {
		const char *path;
		enum fetch_outcome outcome;
		int status;
		size_t len;
	} cases[] = {
		{"/a.xml", FETCH_OK, 200, 4000},
		{"/gzip/a.xml", FETCH_OK, 200, 4000},
		{"/gzip-bare/a.xml", FETCH_OK, 200, 4000},
		{"/gzip-cut/a.xml", FETCH_BROKEN, 200, 0},
		{"/truncated/a.xml", FETCH_BROKEN, 200, 0},
		{"/redirect/302/a.xml", FETCH_OK, 200, 4000},
		{"/redirect/301/a.xml", FETCH_OK, 200, 4000},
		{"/loop", FETCH_REDIRECTS, 302, 0},
		{"/status/404", FETCH_HTTP, 404, 0},
		{"/status/500", FETCH_HTTP, 500, 0},
		{"/status/304", FETCH_HTTP, 304, 0},
		{"/status/302", FETCH_REDIRECTS, 302, 0},
		{"/headers", FETCH_BROKEN, 200, 0},
		{"/big/3", FETCH_TOO_BIG, 200, 0},
		{"/empty", FETCH_OK, 200, 0},
		{"/silent", FETCH_TIMEOUT, 0, 0},
		{"/slow", FETCH_TIMEOUT, 0, 0},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct seen s = fetch_from(at(cases[i].path), NULL, false, 2);
		if (s.outcome != cases[i].outcome || s.status != cases[i].status || s.len != cases[i].len)
			fail_msg("%s: outcome %d, status %d, %zu bytes: %s", cases[i].path, (int)s.outcome,
				 s.status, s.len, s.detail);
	}
}

static void
other_addresses(void **state)
{
	(void)state;
	static const struct {
		const char *url;
		enum fetch_outcome outcome;
	} cases[] = {
		{"gopher://127.0.0.1/", FETCH_BAD_URL}, {"file:///etc/passwd", FETCH_BAD_URL},
		{"http:///x", FETCH_BAD_URL},           {"http://a\tb/", FETCH_BAD_URL},
		{"", FETCH_BAD_URL},                    {"http://127.0.0.1:1/", FETCH_CONNECT},
		{"http://no-such-host.invalid/", FETCH_DNS},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct seen s = fetch_from(cases[i].url, NULL, false, 5);
		if (s.outcome != cases[i].outcome)
			fail_msg("%s: outcome %d: %s", cases[i].url, (int)s.outcome, s.detail);
	}
}

static void
validators_and_redirects(void **state)
{
	(void)state;
	struct seen first = fetch_from(at("/a.xml"), NULL, false, 5);
	assert_true(first.etag[0] == '"');
	struct seen second = fetch_from(at("/a.xml"), first.etag, false, 5);
	assert_int_equal(second.outcome, FETCH_UNCHANGED);
	/* a chain is permanent only when all of it is */
	assert_string_equal(fetch_from(at("/redirect/301/a.xml"), NULL, false, 5).moved, at("/a.xml"));
	assert_string_equal(fetch_from(at("/redirect/302/a.xml"), NULL, false, 5).moved, "");
	assert_string_equal(fetch_from(at("/redirect/301/redirect/302/a.xml"), NULL, false, 5).moved, "");
	struct seen busy = fetch_from(at("/status/429"), NULL, false, 5);
	assert_int_equal(busy.retry_after_s, 120);
}

/* What is set for one feed goes to its own host and no further. */
static void
own_settings(void **state)
{
	(void)state;
	static const char *const headers[] = {"X-Key: secret", "Accept-Language: ar"};
	struct fetch_request r = {.number = 1, .user_agent = "Reader/1", .user = "u", .password = "p",
				  .headers = headers, .headers_n = 2};
	r.url = at("/echo");
	struct seen s = fetch_request(&r);
	assert_non_null(strstr(s.body, "User-Agent: Reader/1\r\n"));
	assert_non_null(strstr(s.body, "X-Key: secret\r\n"));
	assert_non_null(strstr(s.body, "Accept-Language: ar\r\n"));
	assert_null(strstr(s.body, "Cookie:"));
	assert_null(strstr(s.body, "Referer:"));
	r.url = at("/locked/a.xml");
	assert_int_equal(fetch_request(&r).outcome, FETCH_OK);
	/* to another path of the same host, by either kind of address */
	r.url = at("/redirect/302/echo");
	assert_non_null(strstr(fetch_request(&r).body, "X-Key: secret\r\n"));
	r.url = at("/to/127.0.0.1/echo");
	assert_non_null(strstr(fetch_request(&r).body, "X-Key: secret\r\n"));
	/* to another host, and back from there */
	static const char *const away[] = {"/to/localhost/echo", "/redirect/302/to/localhost/echo",
					   "/to/localhost/to/127.0.0.1/echo"};
	for (size_t i = 0; i < ARRAY_LEN(away); i++) {
		r.url = at(away[i]);
		s = fetch_request(&r);
		assert_int_equal(s.outcome, FETCH_OK);
		assert_non_null(strstr(s.body, "User-Agent: Reader/1\r\n"));
		assert_null(strstr(s.body, "X-Key"));
	}
	/* the password does not go there */
	r.url = at("/to/localhost/locked/a.xml");
	assert_int_equal(fetch_request(&r).status, 401);
	r.password = "wrong";
	r.url = at("/locked/a.xml");
	assert_int_equal(fetch_request(&r).status, 401);
	/* limits */
	struct fetch_request big = {.number = 1, .url = at("/big/3"), .max_body = 4u << 20};
	assert_int_equal(fetch_request(&big).outcome, FETCH_OK);
	struct fetch_request slow = {.number = 1, .url = at("/silent"), .timeout_s = 1};
	assert_int_equal(fetch_request(&slow).outcome, FETCH_TIMEOUT);
	struct fetch_request proxied = {.number = 1, .url = at("/a.xml"), .proxy = "http://127.0.0.1:1"};
	assert_int_equal(fetch_request(&proxied).outcome, FETCH_CONNECT);
}

static void
private_addresses(void **state)
{
	(void)state;
	/* a feed's own words may not lead to the reader's machines */
	struct seen s = fetch_from(at("/a.xml"), NULL, true, 5);
	assert_int_equal(s.outcome, FETCH_FORBIDDEN);
	static const struct {
		const char *url;
		bool private;
	} cases[] = {
		{"http://127.0.0.1/", true},      {"http://127.1/", true},
		{"http://0x7f000001/", true},     {"http://2130706433/", true},
		{"http://10.1.2.3:80/x", true},   {"http://169.254.169.254/", true},
		{"http://100.64.0.1/", true},     {"http://100.128.0.1/", false},
		{"http://172.15.0.1/", false},    {"http://172.16.0.1/", true},
		{"http://172.32.0.1/", false},    {"http://224.0.0.1/", true},
		{"http://[::1]/", true},          {"http://[fe80::1]/", true},
		{"http://[fd00::1]:8/", true},    {"http://[::ffff:10.0.0.1]/", true},
		{"http://[64:ff9b::7f00:1]/", true},
		{"http://[2a00:1450::1]/", false}, {"http://localhost/", true},
		{"http://nas/", true},            {"http://nas.local/", true},
		{"http://user:pw@printer.lan/", true},
		{"http://aljazeera.net/", false}, {"feed://10.0.0.1/x", true},
		{"feed:https://10.0.0.1/x", true}, {"http://8.8.8.8/", false},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		if (fetch_host_is_private(cases[i].url) != cases[i].private)
			fail_msg("%s", cases[i].url);
}

static void
normal_addresses(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{"http://a/b", "http://a/b"},
		{"feed://a.net/b?c", "http://a.net/b?c"},
		{"FEED:https://a/b", "https://a/b"},
		{"http://a/خبر?س=1#x", "http://a/%D8%AE%D8%A8%D8%B1?%D8%B3=1"},
		{"http://a/b c|d", "http://a/b%20c%7Cd"},
		{"http://u:p@a/", "http://u:p@a/"},
		{"ftp://a/", NULL},
		{"http://", NULL},
		{"http://a\nb/", NULL},
		{"http://:80/", NULL},
		{"javascript:alert(1)", NULL},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *got = address_normal(cases[i][0]);
		if ((got == NULL) != (cases[i][1] == NULL) || (got && strcmp(got, cases[i][1])))
			fail_msg("%s: %s", cases[i][0], got ? got : "(none)");
		free(got);
	}
}

/* More transfers than may run, one host: all come, two at a time. */
static void
many(void **state)
{
	(void)state;
	struct seen s[40] = {{0}};
	struct fetcher *f;
	struct fetch_options o = {.timeout_s = 10, .parallel = 8, .parallel_host = 2};
	assert_int_equal(fetcher_new(&o, on_reply, NULL, &f, NULL), OK);
	for (size_t i = 0; i < ARRAY_LEN(s); i++)
		fetcher_add(f, &(struct fetch_request){.number = i + 1, .url = at(i % 4 ? "/a.xml" : "/gzip/a.xml"),
						       .user_data = &s[i], .urgent = i % 7 == 0});
	fetcher_cancel(f, 30);
	assert_int_equal(s[29].outcome, FETCH_CANCELLED);
	for (int i = 0; i < 2000 && fetcher_pending(f); i++)
		assert_int_equal(fetcher_step(f, 200, -1, NULL, NULL), OK);
	for (size_t i = 0; i < ARRAY_LEN(s); i++) {
		assert_int_equal(s[i].calls, 1);
		assert_int_equal(s[i].outcome, i == 29 ? FETCH_CANCELLED : FETCH_OK);
	}
	fetcher_free(f);
}

static int
start_server(void **state)
{
	(void)state;
	const char *bin = getenv("AKHBAR_BIN"), *tmp = getenv("AKHBAR_TMP");
	int ends[2];
	if (!bin || pipe(ends))
		return -1;
	snprintf(folder, sizeof(folder), "%s/fetch.XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(folder))
		return -1;
	char *path = mem_printf("%s/a.xml", folder);
	FILE *file = fopen(path, "w");
	for (int i = 0; i < 4000; i++)
		fputc('a' + i % 7, file);
	fclose(file);
	free(path);
	char *program = mem_printf("%s/tests/e2e/server", bin);
	posix_spawn_file_actions_t actions;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
	char *argv[] = {program, folder, (char *)"60", NULL};
	int status = posix_spawn(&server, program, &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	free(program);
	FILE *in = fdopen(ends[0], "r");
	if (status || fscanf(in, "%d", &port) != 1)
		return -1;
	fclose(in);
	return 0;
}

static int
stop_server(void **state)
{
	(void)state;
	if (server <= 0)
		return -1;
	kill(server, SIGTERM);
	waitpid(server, NULL, 0);
	char *path = mem_printf("%s/a.xml", folder);
	unlink(path);
	free(path);
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(outcomes),          cmocka_unit_test(other_addresses),
		cmocka_unit_test(validators_and_redirects), cmocka_unit_test(private_addresses),
		cmocka_unit_test(normal_addresses),  cmocka_unit_test(many),
		cmocka_unit_test(own_settings),
	};
	return cmocka_run_group_tests(tests, start_server, stop_server);
}
