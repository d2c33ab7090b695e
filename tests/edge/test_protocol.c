/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <ctype.h>

#include "work/fail.h"
#include "work/protocol.h"

static void
there_and_back(void **state)
{
	(void)state;
	struct buf line;
	struct message m;
	buf_init(&line, 0);
	message_write(&line, 7, "progress", "1", "أخبار\tاليوم", "a\\b", "", NULL);
	assert_int_equal(line.data[line.len - 1], '\n');
	assert_true(message_parse((struct bytes){line.data, line.len - 1}, &m));
	assert_int_equal(m.number, 7);
	assert_int_equal(m.n, 5);
	assert_string_equal(m.fields[0], "progress");
	assert_string_equal(m.fields[2], "أخبار اليوم"); /* cleaned: a tab is a space */
	assert_string_equal(m.fields[3], "a\\b");
	assert_string_equal(m.fields[4], "");
	assert_int_equal(message_int(&m, 1), 1);
	assert_int_equal(message_int(&m, 2), 0);
	assert_int_equal(message_int(&m, 9), 0);
	message_release(&m);
	buf_release(&line);
}

static void
bad_lines(void **state)
{
	(void)state;
	static const char *const bad[] = {"", "\t", "x\ty", "7", "7\t", "7 \tx", "-1\tx", "99999999999999999999\tx"};
	struct message m;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		if (message_parse(bytes_of(bad[i]), &m))
			fail_msg("taken: %s", bad[i]);
	/* more fields than there is room for, controls, a backslash at the end */
	assert_true(message_parse(bytes_of("1\ta\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\tend"), &m));
	assert_int_equal(m.n, PROTOCOL_FIELDS);
	message_release(&m);
	assert_true(message_parse(bytes_of("1\tverb\t\x1b[2Jx\\"), &m));
	assert_string_equal(m.fields[1], "[2Jx\\");
	message_release(&m);
}

static void
greeting(void **state)
{
	(void)state;
	struct buf hello;
	struct why why = {""};
	buf_init(&hello, 0);
	hello_write(&hello);
	assert_true(hello_check((struct bytes){hello.data, hello.len - 1}, &why));
	assert_false(hello_check(bytes_of("akhbar\t1\t0.0.0"), &why));
	assert_non_null(strstr(why.text, "another build"));
	assert_false(hello_check(bytes_of("SSH-2.0"), &why));
	buf_release(&hello);
}

static char *
shout(const char *s)
{
	return !strcmp(s, "the host name %s is not known") ? (char *)"لا يعرف المضيف %s" : (char *)(uintptr_t)s;
}

/* Another language: all in capitals but the holes. */
static char *
upper(const char *text)
{
	static char out[2][512];
	static int turn;
	char *at = out[turn ^= 1];
	size_t n = strlen(text) < 511 ? strlen(text) : 511;
	for (size_t i = 0; i < n; i++)
		at[i] = i > 0 && text[i - 1] == '%' ? text[i] : (char)toupper((unsigned char)text[i]);
	at[n] = '\0';
	return at;
}

static void
failures(void **state)
{
	(void)state;
	struct buf out;
	buf_init(&out, 0);
	fail_words("http-404", "", NULL, &out);
	assert_string_equal(out.data, "there is nothing at this address (404); check the address");
	buf_clear(&out);
	fail_cause("dns", "a\x1b[7m%s", shout, &out);
	assert_string_equal(out.data, "لا يعرف المضيف a[7m%s");
	buf_clear(&out);
	/* behind a translation what can be looked for in any language */
	fail_line("broken", "the connection was reset", upper, &out);
	assert_non_null(strstr(out.data, " [broken: the connection was reset]"));
	buf_clear(&out);
	fail_line("dns", "A.EXAMPLE", upper, &out);
	assert_non_null(strstr(out.data, " [dns]"));
	buf_clear(&out);
	fail_line("broken", "the connection was reset", NULL, &out);
	assert_null(strchr(out.data, '['));
	buf_clear(&out);
	fail_words("from-the-future", "x", NULL, &out);
	assert_string_equal(out.data, "from-the-future");
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_and_back), cmocka_unit_test(bad_lines),
		cmocka_unit_test(greeting),       cmocka_unit_test(failures),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
