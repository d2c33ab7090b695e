/* SPDX-License-Identifier: MIT
 *
 * One line of the feeds file changed, all else as it was written.
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

#include "config/sources.h"
#include "sys/files.h"
#include "sys/lang.h"

#define URL "https://a.example/feed"

static char path[512];

static void
one_line(void **state)
{
	static const struct {
		const char *before;
		struct source_change change;
		const char *after;
	} cases[] = {
		{URL "\n", {.title = "اسم"}, URL " \"~اسم\"\n"},
		{URL " tag \"two words\" !\n", {.title = "X"}, URL " \"~X\" tag \"two words\" !\n"},
		{URL " \"~Old\" tag # a note\n", {.title = "New \"one\""},
		 URL " \"~New \\\"one\\\"\" tag # a note\n"},
		{URL " \"~Old\" tag\n", {.title = ""}, URL " tag\n"},
		{"  " URL " ~Old tag", {.title = "B"}, "  " URL " \"~B\" tag\n"},
		{URL "\r\n# c\r\n", {.title = "B"}, URL " \"~B\"\n# c\r\n"},
		{"@ A\n" URL " x\n\n# c\n@ B\nhttps://b.example/\n", {.section = "B"},
		 "@ A\n\n# c\n@ B\nhttps://b.example/\n" URL " x\n"},
		{"@ A\n" URL "\nhttps://b.example/\n", {.section = "New"},
		 "@ A\nhttps://b.example/\n\n@ New\n" URL "\n"},
		{"@ A\n" URL "\n", {.section = ""}, URL "\n\n@ A\n"},
		{"@ A\n" URL " y\n", {.section = "A"}, "@ A\n" URL " y\n"},
		{"# " URL "\n" URL "\n", {.title = "B"}, "# " URL "\n" URL " \"~B\"\n"},
		{URL " \"~A < b\" # x < y\n", {.title = "C"}, URL " \"~C\" # x < y\n"},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct why why = {""};
		struct buf text;
		assert_int_equal(file_replace(path, bytes_of(cases[i].before), &why), OK);
		if (sources_change(path, URL, &cases[i].change, &why) != OK)
			fail_msg("case %zu: %s", i, why.text);
		buf_init(&text, 0);
		assert_int_equal(file_read(path, &text, &why), OK);
		if (strcmp(text.data, cases[i].after) != 0)
			fail_msg("case %zu:\n%s", i, text.data);
		buf_release(&text);
	}
}

static void
what_is_not_there(void **state)
{
	struct why why;
	(void)state;
	assert_int_equal(file_replace(path, bytes_of("https://b.example/\n"), &why), OK);
	assert_int_equal(sources_change(path, URL, &(struct source_change){.title = "x"}, &why),
			 ERR_NOT_FOUND);
	assert_int_equal(sources_change(path, "nonsense", &(struct source_change){.title = "x"}, &why),
			 ERR_NOT_FOUND);
	assert_int_equal(sources_change("/nonexistent/feeds", URL,
					&(struct source_change){.title = "x"}, &why),
			 ERR_IO);
	char *settings = sources_settings_text(path, URL);
	assert_string_equal(settings, "");
	free(settings);
}

static void
settings_of_a_line(void **state)
{
	static const struct {
		const char *line, *settings;
	} cases[] = {
		{URL "\n", ""},
		{URL " tag < refresh-interval 60\n", "refresh-interval 60"},
		{URL " \"~a < b\" tag\n", ""},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct why why;
		assert_int_equal(file_replace(path, bytes_of(cases[i].line), &why), OK);
		char *settings = sources_settings_text(path, URL);
		assert_string_equal(settings, cases[i].settings);
		free(settings);
	}
}

int
main(void)
{
	const char *tmp = getenv("AKHBAR_TMP");
	lang_start();
	lang_choose("en");
	snprintf(path, sizeof(path), "%s/change-%d", tmp ? tmp : "/tmp", (int)getpid());
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_line),
		cmocka_unit_test(what_is_not_there),
		cmocka_unit_test(settings_of_a_line),
	};
	int failed = cmocka_run_group_tests_name("sources-change", tests, NULL, NULL);
	unlink(path);
	return failed;
}
