/* SPDX-License-Identifier: MIT
 *
 * Settings written into the reader's own file.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "config/options.h"
#include "sys/files.h"

static char path[256];

static void
put(const char *text)
{
	struct why why;
	assert_int_equal(file_replace(path, bytes_of(text), &why), OK);
}

static void
has(const char *text)
{
	struct buf got;
	struct why why;
	buf_init(&got, 0);
	assert_int_equal(file_read(path, &got, &why), OK);
	assert_string_equal(got.data, text);
	buf_release(&got);
}

static enum err
save(const char *name, const char *value, struct why *why)
{
	struct config_setting setting = {name, value};
	return config_save(path, &setting, 1, why);
}

static void
lines_are_changed_in_their_place(void **state)
{
	static const struct {
		const char *before, *name, *value, *after;
	} cases[] = {
		{"# mine\nlang ar\nmouse no\n", "lang", "en", "# mine\nlang en\nmouse no\n"},
		{"lang ar\nlang en # now\n", "lang", "ar", "lang ar\nlang ar\n"},
		{"#lang ar\n", "lang", "en", "#lang ar\nlang en\n"},
		{"mouse no", "lang", "en", "mouse no\nlang en\n"},
		{"  lang\tar\n\n", "lang", "en", "lang en\n\n"},
		{"language ar\n", "lang", "en", "language ar\nlang en\n"},
		{"browser x\n", "browser", "", "browser \"\"\n"},
		{"browser x\n", "browser", "a \"b c\" %u", "browser \"a \\\"b c\\\" %u\"\n"},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct why why;
		put(cases[i].before);
		assert_int_equal(save(cases[i].name, cases[i].value, &why), OK);
		has(cases[i].after);
	}
}

static void
what_was_written_is_read(void **state)
{
	static const char *const commands[] = {"", "firefox", "a b", "sh -c \"x 'y' \\\\ z\" %u", "# no"};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
		struct why why;
		struct config *c = config_new();
		put("");
		assert_int_equal(save("browser", commands[i], &why), OK);
		assert_int_equal(config_load(c, path, false, &why), OK);
		assert_string_equal(config_str(c, OPT_BROWSER), commands[i]);
		config_free(c);
	}
}

static void
mistakes_write_nothing(void **state)
{
	struct why why;
	(void)state;
	put("lang ar\n");
	assert_int_equal(save("lang", "klingon", &why), ERR_CONFIG);
	assert_int_equal(save("tongue", "ar", &why), ERR_CONFIG);
	struct config_setting two[] = {{"mouse", "no"}, {"lang", "klingon"}};
	assert_int_equal(config_save(path, two, 2, &why), ERR_CONFIG);
	has("lang ar\n");
}

static void
keys_take_the_place_of_what_bound_them(void **state)
{
	struct why why;
	(void)state;
	put("bind j down\n# mine\nunbind \"#\"\nbind jj up");
	struct config_key keys[] = {{"j", "half-down"}, {"#", "links star"}, {"x", NULL}};
	assert_int_equal(config_save_keys(path, keys, 3, &why), OK);
	has("# mine\nbind jj up\nbind j half-down\nbind \"#\" links star\nunbind x\n");
	struct config *c = config_new();
	assert_int_equal(config_load(c, path, false, &why), OK);
	config_free(c);
}

static int
make_path(void **state)
{
	(void)state;
	const char *tmp = getenv("AKHBAR_TMP");
	snprintf(path, sizeof(path), "%s/save-%d", tmp ? tmp : "/tmp", (int)getpid());
	return 0;
}

static int
drop_path(void **state)
{
	(void)state;
	unlink(path);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(lines_are_changed_in_their_place, make_path, drop_path),
		cmocka_unit_test_setup_teardown(what_was_written_is_read, make_path, drop_path),
		cmocka_unit_test_setup_teardown(keys_take_the_place_of_what_bound_them, make_path,
						drop_path),
		cmocka_unit_test_setup_teardown(mistakes_write_nothing, make_path, drop_path),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
