/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "fetch/fetch.h"
#include "fetch/headers.h"
#include "fetch/inflate.h"

#define NOW 1790000000 /* 2026-09-21T14:13:20Z */

static struct reply_headers
read_lines(const char *const *lines, size_t n)
{
	struct reply_headers h;
	assert_int_equal(fetch_load(NULL), OK); /* dates are read by libcurl */
	headers_reset(&h);
	for (size_t i = 0; i < n; i++)
		headers_line(&h, bytes_of(lines[i]), NOW);
	return h;
}

#define READ(...) \
	read_lines((const char *const[]){__VA_ARGS__}, \
		   sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void
validators(void **state)
{
	(void)state;
	struct reply_headers h = READ("HTTP/1.1 200 OK\r\n", "ETag:  W/\"a b\" \r\n",
				      "last-modified: Mon, 21 Sep 2026 10:00:00 GMT\r\n");
	assert_int_equal(h.status, 200);
	assert_string_equal(h.etag, "W/\"a b\"");
	assert_string_equal(h.last_modified, "Mon, 21 Sep 2026 10:00:00 GMT");

	/* not printable, not ASCII: dropped whole */
	h = READ("HTTP/2 200\r\n", "ETag: \"a\x01\"\r\n", "Last-Modified: \xd8\xa3\r\n");
	assert_string_equal(h.etag, "");
	assert_string_equal(h.last_modified, "");

	/* one at, one above the ceiling */
	char line[LIMIT_VALIDATOR_BYTES + 16];
	for (int over = 0; over < 2; over++) {
		memset(line, 'x', sizeof(line));
		memcpy(line, "ETag: ", 6);
		line[6 + LIMIT_VALIDATOR_BYTES + over] = '\0';
		h = READ("HTTP/1.1 200 OK", line);
		assert_int_equal(strlen(h.etag), over ? 0 : LIMIT_VALIDATOR_BYTES);
	}
}

static void
status_line_begins_anew(void **state)
{
	(void)state;
	struct reply_headers h = READ("HTTP/1.1 301 Moved\r\n", "Location: /x\r\n", "ETag: \"old\"\r\n", "\r\n",
				      "HTTP/1.1 200 OK\r\n", "Content-Type: text/xml\r\n");
	assert_int_equal(h.status, 200);
	assert_string_equal(h.etag, "");
	assert_false(h.has_location);
	assert_string_equal(h.content_type, "text/xml");
}

static void
times(void **state)
{
	(void)state;
	static const struct {
		const char *line;
		int64_t retry, age;
	} cases[] = {
		{"Retry-After: 120", 120, -1},
		{"Retry-After: 86400", 86400, -1},
		{"Retry-After: 86401", 86400, -1},
		{"Retry-After: 1000000000000000000000000", 86400, -1},
		{"Retry-After: -5", -1, -1},
		{"Retry-After: soon", -1, -1},
		{"Retry-After:", -1, -1},
		{"Retry-After: Mon, 21 Sep 2026 14:14:20 GMT", 60, -1},
		{"Retry-After: Mon, 21 Sep 2020 14:14:20 GMT", 0, -1},
		{"Retry-After: Tue, 21 Sep 2999 14:14:20 GMT", 86400, -1},
		{"Cache-Control: public, max-age=600", -1, 600},
		{"Cache-Control: max-age=\"600\"", -1, 600},
		{"Cache-Control: MAX-AGE=99999999999", -1, 86400},
		{"Cache-Control: no-cache, max-age=600", -1, 0},
		{"Cache-Control: max-age=", -1, -1},
		{"Expires: Mon, 21 Sep 2026 14:23:20 GMT", -1, 600},
		{"Expires: 0", -1, -1},
		{"Expires: Thu, 01 Jan 1970 00:00:00 GMT", -1, 0},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct reply_headers h = READ("HTTP/1.1 200 OK", cases[i].line);
		if (h.retry_after_s != cases[i].retry || headers_max_age(&h, NOW) != cases[i].age)
			fail_msg("%s: retry %lld, age %lld", cases[i].line, (long long)h.retry_after_s,
				 (long long)headers_max_age(&h, NOW));
	}
}

static void
codings(void **state)
{
	(void)state;
	assert_int_equal(READ("HTTP/1.1 200 OK", "Content-Encoding: gzip").coding, CODING_GZIP);
	assert_int_equal(READ("HTTP/1.1 200 OK", "Content-Encoding: Deflate").coding, CODING_DEFLATE);
	assert_int_equal(READ("HTTP/1.1 200 OK", "Content-Encoding: identity").codings, 0);
	assert_int_equal(READ("HTTP/1.1 200 OK", "Content-Encoding: br").coding, CODING_OTHER);
	assert_int_equal(READ("HTTP/1.1 200 OK", "Content-Encoding: gzip, gzip").codings, 2);
	assert_int_equal(READ("HTTP/1.1 200 OK", "Content-Encoding: gzip", "Content-Encoding: gzip").codings, 2);
}

/* "سلام" in a stored block, by hand */
static const char packed[] = "\x1f\x8b\x08\0\0\0\0\0\0\x03\x01\x08\0\xf7\xff"
			     "\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85";

static void
inflating(void **state)
{
	(void)state;
	struct buf out;
	buf_init(&out, 1024);
	struct inflater *z = inflater_new(INFLATE_GZIP);
	/* one byte at a time; the trailer is missing, so it has not ended */
	for (size_t i = 0; i < sizeof(packed) - 1; i++)
		assert_int_equal(inflater_add(z, (struct bytes){packed + i, 1}, &out), OK);
	assert_string_equal(out.data, "سلام");
	assert_false(inflater_ended(z));
	/* a wrong sum is damage */
	assert_int_equal(inflater_add(z, (struct bytes){"\0\0\0\0\0\0\0\0", 8}, &out), ERR_FORMAT);
	inflater_free(z);
	buf_release(&out);

	buf_init(&out, 7); /* one below what comes */
	z = inflater_new(INFLATE_GZIP);
	assert_int_equal(inflater_add(z, (struct bytes){packed, sizeof(packed) - 1}, &out), ERR_LIMIT);
	inflater_free(z);
	buf_release(&out);

	buf_init(&out, 64); /* raw deflate under the name of deflate */
	z = inflater_new(INFLATE_DEFLATE);
	assert_int_equal(inflater_add(z, (struct bytes){"\x01\x02\0\xfd\xffok", 7}, &out), OK);
	assert_string_equal(out.data, "ok");
	assert_true(inflater_ended(z));
	inflater_free(z);
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(validators), cmocka_unit_test(status_line_begins_anew),
		cmocka_unit_test(times),      cmocka_unit_test(codings),
		cmocka_unit_test(inflating),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
