/* SPDX-License-Identifier: MIT
 *
 * Cleaning of foreign text: cases, and what must hold for every input.
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
#include "akhbar/limits.h"

static void
cases_of_lines(void **state)
{
	(void)state;
	static const struct {
		const char *in, *line, *body; /* body NULL: as the line */
	} cases[] = {
		{"", "", NULL},
		{"خبر عاجل", "خبر عاجل", NULL},
		{"  a \t\n b  ", "a b", "  a  \n b  "},
		{"a\r\nb\rc", "a b c", "a\nb\nc"},
		{"\x1b[31mأحمر\x1b[0m", "[31mأحمر[0m", NULL},
		{"a\x07\x08\x7f" "b", "ab", NULL},
		{"a\xc2\x9b" "31mb", "a31mb", NULL},          /* C1 CSI */
		{"a\xc2\x85" "b", "a b", NULL},               /* NEL */
		{"a\xc2\xa0" "b", "a b", "a\xc2\xa0" "b"},    /* no-break space */
		{"a\xc2\xad" "b", "ab", NULL},                /* soft hyphen */
		{"a\xe2\x80\xa8" "b\xe2\x80\xa9" "c", "a b c", "a\nb\nc"},
		{"\xe2\x80\xae" "abc\xe2\x80\xac", "abc", NULL},  /* override */
		{"\xe2\x81\xa7" "abc\xe2\x81\xa9", "abc", NULL},  /* isolate */
		{"\xe2\x80\x8b" "a\xe2\x81\xa0", "a", NULL},      /* zero width, word joiner */
		{"\xef\xbb\xbf" "a", "a", NULL},
		{"a\xe2\x80\x8f" "b\xe2\x80\x8e", "a\xe2\x80\x8f" "b\xe2\x80\x8e", NULL},
		{"می\xe2\x80\x8cشود", "می\xe2\x80\x8cشود", NULL}, /* ZWNJ of Persian */
		{"ه\xe2\x80\x8d\xe2\x80\x8d", "ه\xe2\x80\x8d", NULL},
		{" \xe2\x80\x8d x", "x", "  x"},
		{"❤\xef\xb8\x8f", "❤", NULL},
		{"\xf3\xa0\x81\xa1" "x", "x", NULL},              /* tag character */
		{"\xee\x80\x80", "\xef\xbf\xbd", NULL},           /* private use */
		{"\xef\xbf\xbe", "\xef\xbf\xbd", NULL},           /* non-character */
		{"\xff\xfe", "\xef\xbf\xbd\xef\xbf\xbd", NULL},
		{"\xd9\x8e" "ب", "ب", NULL},                      /* a mark without a base */
		{"a \xd9\x8e" "ب", "a ب", NULL},
		{"\xe2\x80\x8f\xd9\x8e" "ب", "\xe2\x80\x8fب", NULL},
		{"بَّ", "بَّ", NULL},
		{"\xf0\x9d\x85\xb3" "x", "x", NULL},              /* musical format control */
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *line = text_clean_dup(bytes_of(cases[i].in), CLEAN_LINE, 0);
		char *body = text_clean_dup(bytes_of(cases[i].in), CLEAN_BODY, 0);
		const char *wanted = cases[i].body ? cases[i].body : cases[i].line;
		if (strcmp(line, cases[i].line) != 0 || strcmp(body, wanted) != 0)
			fail_msg("case %zu: \"%s\" \"%s\"", i, line, body);
		free(line);
		free(body);
	}
	char *s = text_clean_dup((struct bytes){"a\0b", 3}, CLEAN_LINE, 0);
	assert_string_equal(s, "ab");
	free(s);
}

static void
no_more_marks_than_a_cell_holds(void **state)
{
	(void)state;
	for (unsigned n = LIMIT_MARKS - 1; n <= LIMIT_MARKS + 1; n++) {
		struct buf b;
		buf_init(&b, 0);
		buf_add_str(&b, "ب");
		for (unsigned i = 0; i < n; i++)
			buf_add_utf8(&b, 0x64b + i);
		char *s = text_clean_dup(buf_view(&b), CLEAN_LINE, 0);
		unsigned kept = n < LIMIT_MARKS ? n : LIMIT_MARKS;
		assert_int_equal(strlen(s), 2 + 2 * kept);
		free(s);
		buf_release(&b);
	}
}

static void
cut_with_an_ellipsis(void **state)
{
	(void)state;
	static const struct {
		size_t max;
		const char *out;
	} cases[] = {
		{0, "أخبار"}, {11, "أخبار"}, {10, "أخبار"}, {9, "أخب…"}, {8, "أخ…"}, {7, "أخ…"},
		{4, "…"},     {3, "…"},      {2, ""},       {1, ""},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *s = text_clean_dup(bytes_of("أخبار"), CLEAN_LINE, cases[i].max);
		assert_string_equal(s, cases[i].out);
		free(s);
	}
}

/* ---- for every input ---------------------------------------------------------------------- */

static bool
may_reach_a_terminal(uint32_t cp, enum clean_kind kind)
{
	if (cp == '\n')
		return kind == CLEAN_BODY;
	if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
		return false;
	if ((cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069) || cp == 0x2028 ||
	    cp == 0x2029 || cp == 0x200b || cp == 0xfeff || cp == 0xad)
		return false;
	if ((cp >= 0xfe00 && cp <= 0xfe0f) || (cp >= 0xe0000 && cp <= 0xe0fff))
		return false;
	return (cp & 0xfffe) != 0xfffe && !(cp >= 0xe000 && cp <= 0xf8ff) && cp < 0xf0000;
}

static void
check(struct bytes in, enum clean_kind kind)
{
	struct buf once, twice;
	buf_init(&once, 0);
	buf_init(&twice, 0);
	buf_add_str(&once, "");
	buf_add_str(&twice, "");
	text_clean(&once, in, kind);
	text_clean(&twice, buf_view(&once), kind);
	assert_int_equal(once.len, twice.len); /* clean text stays as it is */
	assert_memory_equal(once.data, twice.data, once.len);
	assert_true(utf8_valid(buf_view(&once)));
	assert_true(once.len <= in.len * 3);
	if (kind == CLEAN_BODY && text_plain(in))
		assert_true(bytes_eq(in, buf_view(&once)));
	const char *p = once.data, *end = p + once.len;
	bool base = false;
	unsigned marks_on_it = 0, unseen = 0;
	while (p < end) {
		uint32_t cp = utf8_next(&p, end);
		assert_true(may_reach_a_terminal(cp, kind));
		if (char_is_mark(cp)) {
			assert_true(base && ++marks_on_it <= LIMIT_MARKS);
		} else if ((cp >= 0x200c && cp <= 0x200f) || cp == 0x61c) {
			assert_true(++unseen <= LIMIT_MARKS);
			base = base && cp <= 0x200d;
		} else {
			base = cp != ' ' && cp != '\n';
			marks_on_it = unseen = 0;
		}
	}
	if (kind == CLEAN_LINE && once.len) {
		assert_true(once.data[0] != ' ' && once.data[once.len - 1] != ' ');
		assert_null(strstr(once.data, "  "));
	}
	buf_release(&once);
	buf_release(&twice);
}

static void
every_character_alone(void **state)
{
	(void)state;
	for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
		char s[12] = "ب";
		size_t n = 2 + utf8_put(s + 2, cp);
		s[n++] = 'x';
		check((struct bytes){s, n}, CLEAN_LINE);
		check((struct bytes){s, n}, CLEAN_BODY);
	}
}

static void
random_text(void **state)
{
	(void)state;
	static const uint32_t troublesome[] = {
		0, '\n', '\r', '\t', ' ', 0x1b, 0x7f, 0x85, 0x9b, 0xa0, 0xad, 0x301, 0x34f, 0x61c,
		0x627, 0x628, 0x64e, 0x651, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x202e,
		0x2067, 0x2069, 0x3000, 0xfe0f, 0xfeff, 0xfffd, 0xfffe, 0x1f468, 0xe0061, 0xe000, 'a',
	};
	uint64_t random = 7;
	for (int round = 0; round < 20000; round++) {
		char text[128];
		size_t n = 0;
		while (n < 100) {
			random = random * 6364136223846793005u + 1442695040888963407u;
			unsigned pick = (unsigned)(random >> 40);
			if (pick % 16 == 0)
				text[n++] = (char)(pick >> 8);
			else
				n += utf8_put(text + n, troublesome[pick / 16 % ARRAY_LEN(troublesome)]);
		}
		check((struct bytes){text, n}, round % 2 ? CLEAN_LINE : CLEAN_BODY);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cases_of_lines),
		cmocka_unit_test(no_more_marks_than_a_cell_holds),
		cmocka_unit_test(cut_with_an_ellipsis),
		cmocka_unit_test(every_character_alone),
		cmocka_unit_test(random_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
