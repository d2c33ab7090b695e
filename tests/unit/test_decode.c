/* SPDX-License-Identifier: MIT
 *
 * Which encoding bytes are in, by the bytes first and the labels after.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "akhbar/decode.h"

struct row {
	const char *in;
	size_t len; /* 0: a string */
	const char *charset, *declared, *language, *url;
	const char *want, *encoding;
};

#define B(s) s, sizeof(s) - 1

static const struct row rows[] = {
	/* marks and zeros decide */
	{B("\xef\xbb\xbf\xd8\xa3"), "windows-1256", NULL, NULL, NULL, "أ", "utf-8"},
	{B("\xff\xfe<\0\x23\x06"), NULL, "utf-8", NULL, NULL, "<أ", "utf-16le"},
	{B("\xfe\xff\0<\x06\x23"), NULL, NULL, NULL, NULL, "<أ", "utf-16be"},
	{B("<\0a\0\x3d\xd8\x42\xde"), NULL, NULL, NULL, NULL, "<a🙂", "utf-16le"},
	{B("\0\0\0<\0\0\x06\x23"), NULL, NULL, NULL, NULL, "<أ", "utf-32be"},
	{B("\xff\xfe\0\0<\0\0\0"), NULL, NULL, NULL, NULL, "<", "utf-32le"},
	/* valid UTF-8 wins over every label */
	{B("أخبار"), "windows-1256", "iso-8859-1", NULL, NULL, "أخبار", "utf-8"},
	{B("أخبار"), NULL, "utf-16", NULL, NULL, "أخبار", "utf-8"},
	/* ASCII keeps its label */
	{B("abc"), NULL, "ISO-8859-1", NULL, NULL, "abc", "iso-8859-1"},
	{B("abc"), "gb2312", "utf-8", NULL, NULL, "abc", "gb18030"},
	{B("abc"), NULL, NULL, NULL, NULL, "abc", "utf-8"},
	{B("\x1b$B$3$s\x1b(B"), "iso-2022-jp", NULL, NULL, NULL, "こん", "iso-2022-jp"},
	/* labels, the telling one before "some Latin" */
	{B("\xc3\xce\xc8\xc7\xd1"), "windows-1256", NULL, NULL, NULL, "أخبار", "windows-1256"},
	{B("\xc3\xce\xc8\xc7\xd1"), " \"X-CP1256\" ", NULL, NULL, NULL, "أخبار", "windows-1256"},
	{B("\xc3\xce\xc8\xc7\xd1"), "iso-8859-1", "cp1256", NULL, NULL, "أخبار", "windows-1256"},
	{B("\xc3\xce\xc8\xc7\xd1"), "utf-8", "windows-1256", NULL, NULL, "أخبار", "windows-1256"},
	{B("\xc7\xe4\xc3\xce\xc8\xc7\xd1"), NULL, "arabic", NULL, NULL, "الأخبار", "iso-8859-6"},
	{B("\xc3\xce\xc8\xc7\xd1\xfb"), NULL, "iso-8859-6", NULL, NULL, "أخبارû", "windows-1256"},
	{B("caf\xe9 \x93ok\x94"), NULL, "iso-8859-1", NULL, NULL, "café “ok”", "windows-1252"},
	{B("caf\xe9"), NULL, "latin1", NULL, NULL, "café", "iso-8859-1"},
	{B("\xcf\xf0\xe8\xe2\xe5\xf2"), NULL, "windows-1251", NULL, NULL, "Привет", "windows-1251"},
	{B("\xc7\xd1\xb1\xdb"), NULL, "ks_c_5601-1987", NULL, NULL, "한글", "euc-kr"},
	/* no label that says anything */
	{B("\xc3\xce\xc8\xc7\xd1"), NULL, "utf-8", "ar", NULL, "أخبار", "windows-1256"},
	{B("\xc3\xce\xc8\xc7\xd1"), NULL, NULL, NULL, "http://example.sa/f", "أخبار", "windows-1256"},
	{B("\xc7\xe1\xce\xc8\xd1 \xe6\xc7\xe1\xd1\xc3\xed"), NULL, NULL, NULL, NULL, "الخبر والرأي", "windows-1256"},
	{B("caf\xe9"), "no-such-name", NULL, NULL, NULL, "café", "windows-1252"},
	{B("caf\xe9"), "utf-7", NULL, NULL, NULL, "café", "windows-1252"},
	/* a bad byte costs one character */
	{B("رأي caf\xe9"), NULL, NULL, "fr", NULL, "رأي café", "utf-8"},
	{B("قالت إن \xd9..."), NULL, NULL, NULL, NULL, "قالت إن �...", "utf-8"},
	{B("نص طويل هنا وهنا \xc3\xce\xc8\xc7\xd1"), NULL, NULL, NULL, NULL, "نص طويل هنا وهنا أخبار", "utf-8"},
	/* no NUL survives, and nothing gives nothing */
	{B("ab\0c"), NULL, NULL, NULL, NULL, "abc", "utf-8"},
	{"", 0, NULL, NULL, NULL, NULL, "", "utf-8"},
};

static void
test_decision(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct row *r = &rows[i];
		struct decode_hints hints = {r->charset, r->declared, r->language, r->url};
		struct buf out;
		char encoding[32] = "";
		buf_init(&out, 0);
		enum err e = decode_to_utf8((struct bytes){r->in, r->len}, &hints, &out, encoding);
		assert_int_equal(e, OK);
		if (strcmp(buf_view(&out).data, r->want) != 0 || strcmp(encoding, r->encoding) != 0)
			fail_msg("row %zu: \"%s\" in %s, not \"%s\" in %s", i, buf_view(&out).data,
				 encoding, r->want, r->encoding);
		if (decode_is_plain((struct bytes){r->in, r->len}, &hints))
			assert_memory_equal(r->in, buf_view(&out).data, r->len);
		buf_release(&out);
	}
}

static void
test_limit(void **state)
{
	(void)state;
	struct decode_hints hints = {.declared = "windows-1256"};
	for (size_t limit = 9; limit <= 11; limit++) { /* one below, at, one above */
		struct buf out;
		char encoding[32];
		buf_init(&out, limit);
		enum err e = decode_to_utf8((struct bytes){B("\xc3\xce\xc8\xc7\xd1")}, &hints, &out, encoding);
		assert_int_equal(e, limit < 10 ? ERR_LIMIT : OK);
		buf_release(&out);
	}
}

/* Blocks of sixteen bytes and what stands at their edges. */
static void
test_blocks(void **state)
{
	(void)state;
	for (size_t lead = 0; lead < 40; lead++) {
		for (unsigned bad = 0; bad < 2; bad++) {
			char text[128];
			size_t n = 0;
			while (n < lead)
				text[n++] = 'a';
			for (unsigned k = 0; k < 20; k++) {
				text[n++] = (char)0xd8;
				text[n++] = (char)(bad && k == 9 ? 'x' : 0xa3);
			}
			struct decode_hints hints = {0};
			bool plain = decode_is_plain((struct bytes){text, n}, &hints);
			assert_int_equal(plain, !bad);
		}
	}
}

static void
test_charset(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{"text/xml; charset=windows-1256", "windows-1256"},
		{"text/xml;charset=\"UTF-8\"", "UTF-8"},
		{"text/xml; charset = 'us-ascii' ; x=y", "us-ascii"},
		{"text/xml; boundary=x; Charset=utf-8", "utf-8"},
		{"text/xml; charset:iso-8859-1", ""},
		{"text/xml; charset=", ""},
		{"text/xml;", ""},
		{NULL, ""},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char out[32];
		decode_content_type_charset(cases[i][0], out);
		assert_string_equal(out, cases[i][1]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decision),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_charset),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
