/* SPDX-License-Identifier: MIT
 *
 * Memory, byte views, buffers, UTF-8, errors, hashing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "akhbar/base.h"

/* ---- memory ---------------------------------------------------------------------- */

static jmp_buf after_handler;
static int handler_calls;

static void
jump_out(void)
{
	handler_calls++;
	longjmp(after_handler, 1);
}

static void
out_of_memory(void **state)
{
	(void)state;
	mem_set_handler(jump_out);
	handler_calls = 0;
	if (!setjmp(after_handler))
		mem_realloc_array(NULL, SIZE_MAX / 2, 4); /* the product does not fit */
	struct arena *const a = arena_new();
	if (!setjmp(after_handler))
		arena_alloc(a, SIZE_MAX - 1);
	arena_free(a);
	mem_set_handler(NULL);
	assert_int_equal(handler_calls, 2);
}

static void
copies(void **state)
{
	(void)state;
	char *s = mem_strndup("أخبار", 4);
	assert_string_equal(s, "أخ");
	free(s);
	s = mem_printf("%s %d", "خبر", 7);
	assert_string_equal(s, "خبر 7");
	free(s);
	s = mem_strndup(NULL, 0);
	assert_string_equal(s, "");
	free(s);
	void *p = mem_dup(NULL, 0);
	assert_non_null(p);
	free(p);
	unsigned char *z = mem_zalloc(16);
	for (int i = 0; i < 16; i++)
		assert_int_equal(z[i], 0);
	free(z);
	free(mem_realloc(NULL, 0));
}

static void
arenas(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	enum { N = 4000 };
	unsigned char *places[N];
	size_t sizes[N];
	uint64_t random = 42;
	for (int i = 0; i < N; i++) {
		random = random * 6364136223846793005u + 1442695040888963407u;
		sizes[i] = i % 100 == 0 ? (size_t)(20000 + i) : (size_t)(random >> 33) % 300;
		places[i] = arena_alloc(a, sizes[i]);
		assert_int_equal((uintptr_t)places[i] % 16, 0);
		if (sizes[i])
			memset(places[i], i & 0xff, sizes[i]);
	}
	for (int i = 0; i < N; i++) /* nobody wrote over another */
		for (size_t j = 0; j < sizes[i]; j++)
			assert_int_equal(places[i][j], i & 0xff);
	assert_string_equal(arena_strdup(a, "نصّ"), "نصّ");
	assert_string_equal(arena_strndup(a, "abc", 2), "ab");
	assert_string_equal(arena_strndup(a, NULL, 0), "");
	assert_memory_equal(arena_dup(a, "xyz", 3), "xyz", 3);
	unsigned char *z = arena_zalloc(a, 5000);
	for (int i = 0; i < 5000; i++)
		assert_int_equal(z[i], 0);
	arena_free(a);
	arena_free(NULL);
}

/* ---- views and buffers ---------------------------------------------------------------- */

static void
views(void **state)
{
	(void)state;
	assert_int_equal(bytes_of(NULL).len, 0);
	assert_true(bytes_eq(bytes_of("a"), (struct bytes){"ab", 1}));
	assert_false(bytes_eq(bytes_of("a"), bytes_of("b")));
	assert_true(bytes_eq((struct bytes){NULL, 0}, bytes_of("")));
	assert_true(bytes_eq_str(bytes_of("خبر"), "خبر"));
	assert_true(bytes_eq_nocase(bytes_of("Text/HTML"), "text/html"));
	assert_false(bytes_eq_nocase(bytes_of("text"), "text/html"));
	assert_false(bytes_eq_nocase(bytes_of("@"), "`")); /* 32 apart, not letters */
	assert_true(bytes_starts(bytes_of("abc"), "ab"));
	assert_true(bytes_starts(bytes_of("abc"), ""));
	assert_false(bytes_starts(bytes_of("a"), "ab"));
	assert_true(bytes_starts_nocase(bytes_of("HTTP://x"), "http:"));
	assert_true(bytes_eq_str(bytes_trim(bytes_of(" \t\r\n\f\va b \n")), "a b"));
	assert_int_equal(bytes_trim(bytes_of(" \n ")).len, 0);
	assert_int_equal(bytes_trim((struct bytes){NULL, 0}).len, 0);
	const char *hay = "قرأ أخبار اليوم";
	assert_ptr_equal(bytes_find(bytes_of(hay), "أخبار"), strstr(hay, "أخبار"));
	assert_null(bytes_find(bytes_of(hay), "غدا"));
	assert_null(bytes_find((struct bytes){NULL, 0}, "x"));
	assert_null(bytes_find((struct bytes){"xyz", 2}, "z")); /* not past the view */
	char *s = bytes_dup((struct bytes){"xyz", 2});
	assert_string_equal(s, "xy");
	free(s);
}

static void
buffers(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b, 0);
	assert_int_equal(buf_view(&b).len, 0);
	assert_non_null(buf_view(&b).data);
	for (int i = 0; i < 1000; i++)
		assert_true(buf_printf(&b, "%d,", i));
	assert_int_equal(strlen(b.data), b.len);
	buf_clear(&b);
	assert_string_equal(b.data, "");
	buf_add_char(&b, '\0');
	buf_add_utf8(&b, 0x623);
	buf_add_bytes(&b, bytes_of("x"));
	assert_int_equal(b.len, 4);
	assert_memory_equal(b.data, "\0أx", 5);
	char *s = buf_take(&b);
	assert_int_equal(b.len, 0);
	free(s);
	s = buf_take(&b); /* of an empty one: still a string */
	assert_string_equal(s, "");
	free(s);
	buf_release(&b);
	buf_release(&b);
}

static void
buffer_ceiling(void **state)
{
	(void)state;
	for (size_t n = 9; n <= 11; n++) {
		struct buf b;
		buf_init(&b, 10);
		assert_int_equal(buf_add(&b, "0123456789abc", n), n <= 10);
		assert_int_equal(b.over, n > 10);
		assert_int_equal(b.len, n <= 10 ? n : 0);
		buf_release(&b);
	}
	/* once over nothing more is taken: no hole in the text */
	struct buf b;
	buf_init(&b, 10);
	assert_true(buf_add_str(&b, "01234"));
	assert_false(buf_add_str(&b, "567890"));
	assert_false(buf_add_str(&b, "x"));
	assert_string_equal(b.data, "01234");
	buf_clear(&b);
	assert_true(buf_add_str(&b, "0123456789"));
	buf_release(&b);
	assert_int_equal(b.limit, 10);
}

static void
json(void **state)
{
	(void)state;
	static const struct {
		const char *text, *json;
	} cases[] = {
		{"", "\"\""},
		{"قال: \"نعم\"\n\t\\", "\"قال: \\\"نعم\\\"\\n\\t\\\\\""},
		{"\x01\x1b\x7f\r", "\"\\u0001\\u001b\\u007f\\r\""},
		{"\xc2\x9b", "\"\\u009b\""},
		{"a\xff" "b", "\"a\xef\xbf\xbd" "b\""},
		{"\xd8", "\"\xef\xbf\xbd\""},
		{"😀", "\"😀\""},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf b;
		buf_init(&b, 0);
		buf_add_json(&b, bytes_of(cases[i].text));
		assert_string_equal(b.data, cases[i].json);
		buf_release(&b);
	}
}

/* ---- UTF-8 ------------------------------------------------------------------------------ */

static void
every_character_comes_back(void **state)
{
	(void)state;
	for (uint32_t cp = 0; cp <= 0x110010; cp++) {
		char s[4];
		size_t n = utf8_put(s, cp);
		bool real = cp <= 0x10ffff && !(cp >= 0xd800 && cp < 0xe000);
		const char *p = s;
		uint32_t back = utf8_next(&p, s + n);
		if (back != (real ? cp : UTF8_BAD) || p != s + n || !utf8_valid((struct bytes){s, n}))
			fail_msg("U+%04X", (unsigned)cp);
		/* a character cut short is bad, and one byte long */
		for (size_t cut = 1; cut < n; cut++) {
			p = s;
			assert_int_equal(utf8_next(&p, s + cut), UTF8_BAD);
			assert_int_equal(p - s, 1);
		}
	}
}

static void
bad_bytes(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		size_t count;
	} cases[] = {
		{"\x80", 1},         {"\xc0\xaf", 2},         {"\xc1\xbf", 2},
		{"\xe0\x80\xaf", 3}, {"\xf0\x80\x80\xaf", 4}, {"\xed\xa0\x80", 3},
		{"\xf4\x90\x80\x80", 4}, {"\xf5\x80\x80\x80", 4}, {"\xfe", 1}, {"\xff", 1},
		{"\xd8" "a", 2},     {"\xe2\x80" "a", 3},     {"\xf8\x88\x80\x80\x80", 5},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_false(utf8_valid(bytes_of(cases[i].text)));
		assert_int_equal(utf8_count(bytes_of(cases[i].text)), cases[i].count);
	}
	assert_true(utf8_valid(bytes_of("\xef\xbf\xbd"))); /* a replacement character as such */
	assert_true(utf8_valid(bytes_of("")));
	assert_int_equal(utf8_count(bytes_of("أخبار 😀")), 7);
}

static void
cuts(void **state)
{
	(void)state;
	struct bytes text = bytes_of("aأ😀b"); /* 1 2 4 1 */
	static const size_t ends[] = {0, 1, 1, 3, 3, 3, 3, 7, 8, 8};
	for (size_t max = 0; max < ARRAY_LEN(ends); max++)
		assert_int_equal(utf8_cut(text, max), ends[max]);
}

static void
marks(void **state)
{
	(void)state;
	static const uint32_t yes[] = {0x300, 0x36f, 0x64b, 0x651, 0x670, 0x6d6, 0x6ed, 0x8f0,
				       0x20e3, 0x1e94a};
	static const uint32_t no[] = {0, 'a', 0x2ff, 0x370, 0x627, 0x640, 0x66f, 0x671, 0x6dd,
				      0x200d, 0x1e94b, 0x10ffff, UINT32_MAX};
	for (size_t i = 0; i < ARRAY_LEN(yes); i++)
		assert_true(char_is_mark(yes[i]));
	for (size_t i = 0; i < ARRAY_LEN(no); i++)
		assert_false(char_is_mark(no[i]));
}

/* ---- errors, hash ------------------------------------------------------------------------- */

static void
errors(void **state)
{
	(void)state;
	struct why why;
	assert_int_equal(err_set(&why, ERR_FORMAT, "line %d: %s", 3, "bad\n\x1b[0m\xe2\x80\xae"),
			 ERR_FORMAT);
	assert_string_equal(why.text, "line 3: bad [0m");
	assert_int_equal(err_set(NULL, ERR_IO, "nobody asks"), ERR_IO);
	char *longer = mem_zalloc(3001);
	for (int i = 0; i < 3000; i += 2)
		memcpy(longer + i, "خ", 2);
	err_set(&why, ERR_IO, "x%s", longer); /* cut at a character */
	assert_int_equal(strlen(why.text), 255);
	assert_true(utf8_valid(bytes_of(why.text)));
	free(longer);
	for (int e = OK; e <= ERR_BUSY; e++)
		assert_true(strlen(err_text((enum err)e)) > 4);
	assert_non_null(err_text((enum err)999));
}

static void
hashes(void **state)
{
	(void)state;
	/* one bit or one length more gives another value; the seed counts */
	unsigned char data[64] = {0};
	uint64_t seen[64 * 8 + 65];
	size_t n = 0;
	for (size_t len = 0; len <= 64; len++)
		seen[n++] = hash64((struct bytes){(char *)data, len}, 0);
	for (size_t bit = 0; bit < 64 * 8; bit++) {
		data[bit / 8] ^= (unsigned char)(1u << bit % 8);
		seen[n++] = hash64((struct bytes){(char *)data, 64}, 0);
		data[bit / 8] ^= (unsigned char)(1u << bit % 8);
	}
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			assert_true(seen[i] != seen[j]);
	struct bytes word = bytes_of("أخبار");
	assert_true(hash64(word, 1) != hash64(word, 2));
	assert_true(hash64(word, 1) == hash64(word, 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(out_of_memory),
		cmocka_unit_test(copies),
		cmocka_unit_test(arenas),
		cmocka_unit_test(views),
		cmocka_unit_test(buffers),
		cmocka_unit_test(buffer_ceiling),
		cmocka_unit_test(json),
		cmocka_unit_test(every_character_comes_back),
		cmocka_unit_test(bad_bytes),
		cmocka_unit_test(cuts),
		cmocka_unit_test(marks),
		cmocka_unit_test(errors),
		cmocka_unit_test(hashes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
