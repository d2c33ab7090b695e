/* SPDX-License-Identifier: MIT
 *
 * Text handed to other programs: never through a shell, whatever it holds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "sys/files.h"
#include "sys/child.h"
#include "sys/handover.h"

static void
words(void **state)
{
	static const struct {
		const char *command, *title;
		const char *wanted[6];
	} cases[] = {
		{"mail -s %t -- %u", "عنوان", {"mail", "-s", "عنوان", "--", "https://x/"}},
		{"p --url=%u '%t'", "$(rm -rf x); `y` \"z\"",
		 {"p", "--url=https://x/", "$(rm -rf x); `y` \"z\""}},
		{"p %t", "-rf", {"p", " -rf"}},
		{"p 100%% %q", "t", {"p", "100%", "%q"}},
		{"%u", "t", {"%u"}}, /* a program is never made of what was fetched */
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char **got = handover_words(cases[i].command, "https://x/", cases[i].title);
		assert_non_null(got);
		for (size_t k = 0; k < 6 && cases[i].wanted[k]; k++)
			assert_string_equal(got[k], cases[i].wanted[k]);
		handover_free(got);
	}
	assert_null(handover_words("", "u", "t"));
	assert_null(handover_words("p 'x", "u", "t"));
}

static void
it_reads_what_it_is_given(void **state)
{
	const char *tmp = getenv("AKHBAR_TMP");
	(void)state;
	char *path = mem_printf("%s/handover-%d", tmp ? tmp : "/tmp", (int)getpid());
	char *big = mem_alloc(1 << 20);
	memset(big, 'x', 1 << 20);
	char *argv[] = {(char *)"dd", (char *)"bs=65536", mem_printf("of=%s", path), NULL};
	struct why why = {""};
	struct buf text;
	int status = -1;
	assert_int_equal(handover_run(argv, (struct bytes){big, 1 << 20}, false, &status, &why), OK);
	assert_int_equal(status, 0);
	buf_init(&text, 0);
	assert_int_equal(file_read(path, &text, &why), OK);
	assert_int_equal(text.len, 1 << 20);
	buf_release(&text);
	unlink(path);
	/* one that reads nothing, one that fails, one that is not there */
	char *nothing[] = {(char *)"true", NULL}, *fails[] = {(char *)"false", NULL};
	char *missing[] = {(char *)"akhbar-no-such-program", NULL};
	assert_int_equal(handover_run(nothing, (struct bytes){big, 1 << 20}, false, &status, &why), OK);
	assert_int_equal(status, 0);
	assert_int_equal(handover_run(fails, bytes_of("x"), false, &status, &why), OK);
	assert_int_equal(status, 1);
	assert_int_equal(handover_run(missing, bytes_of("x"), false, &status, &why), ERR_IO);
	assert_true(child_there("true"));
	assert_false(child_there("akhbar-no-such-program"));
	free(argv[2]);
	free(big);
	free(path);
}

static void
new_files_only(void **state)
{
	const char *tmp = getenv("AKHBAR_TMP");
	struct why why;
	(void)state;
	char *path = mem_printf("%s/new-%d", tmp ? tmp : "/tmp", (int)getpid());
	unlink(path);
	assert_int_equal(file_create(path, bytes_of("a"), &why), OK);
	assert_int_equal(file_create(path, bytes_of("b"), &why), ERR_BUSY);
	unlink(path);
	assert_int_equal(file_create("/nonexistent/x", bytes_of("a"), &why), ERR_IO);
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words),
		cmocka_unit_test(it_reads_what_it_is_given),
		cmocka_unit_test(new_files_only),
	};
	return cmocka_run_group_tests_name("handover", tests, NULL, NULL);
}
