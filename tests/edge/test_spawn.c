/* SPDX-License-Identifier: MIT
 *
 * Commands split into words, and links handed to a browser: by argument vector, with no
 * shell between.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/files.h"
#include "sys/lang.h"
#include "sys/child.h"
#include "sys/spawn.h"

static void
words(void **state)
{
	(void)state;
	static const struct {
		const char *command, *joined; /* NULL: unbalanced */
	} cases[] = {
		{"", ""},
		{"  \t ", ""},
		{"firefox", "firefox|"},
		{" a  b\tc\n", "a|b|c|"},
		{"'a b' \"c d\"", "a b|c d|"},
		{"a\\ b", "a b|"},
		{"x='1 2'y", "x=1 2y|"},
		{"\"a\\\"b\" 'a\\b'", "a\"b|a\\b|"},
		{"'' \"\"", "||"},
		{"$HOME `id` $(id) ; rm > x", "$HOME|`id`|$(id)|;|rm|>|x|"},
		{"متصفّح 'ملف واحد'", "متصفّح|ملف واحد|"},
		{"a b c d e f g", "a|b|c|d|e|f|g|"},
		{"'open", NULL},
		{"\"open", NULL},
		{"end\\", NULL},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char **split = command_split(cases[i].command);
		if (!cases[i].joined) {
			assert_null(split);
			continue;
		}
		struct buf joined;
		buf_init(&joined, 0);
		buf_add_str(&joined, "");
		for (size_t j = 0; split[j]; j++)
			buf_printf(&joined, "%s|", split[j]);
		assert_string_equal(joined.data, cases[i].joined);
		buf_release(&joined);
		free(split);
	}
}

/* ---- a browser of our own: writes its words and what surrounds it into a file ------- */

static char *program, *report;

static int
make_browser(void **state)
{
	(void)state;
	const char *tmp = getenv("AKHBAR_TMP");
	if (!tmp)
		tmp = "/tmp";
	program = mem_printf("%s/my browser", tmp);
	report = mem_printf("%s/report", tmp);
	struct why why;
	char *script = mem_printf("#!/bin/sh\n"
				  "{ for w in \"$@\"; do echo \"[$w]\"; done\n"
				  "echo \"LANGUAGE=${LANGUAGE-unset}\"\n"
				  "readlink /proc/self/fd/0\n"
				  "for f in /proc/$$/fd/*; do readlink $f; done | grep leak\n"
				  "grep -q '^SigBlk:.0*$' /proc/self/status && echo unblocked\n"
				  "} > '%s.part'; mv '%s.part' '%s'\n",
				  report, report, report);
	assert_int_equal(file_replace(program, bytes_of(script), &why), OK);
	free(script);
	return chmod(program, 0755);
}

static int
drop_browser(void **state)
{
	(void)state;
	unlink(program);
	free(program);
	free(report);
	return 0;
}

static char *
open_and_read(const char *command, const char *url)
{
	struct why why = {""};
	pid_t pid = 0;
	bool terminal = true;
	unlink(report);
	enum err e = browser_open(command, url, &pid, &terminal, &why);
	if (e != OK)
		fail_msg("%s", why.text);
	assert_false(terminal);
	waitpid(pid, NULL, 0);
	struct buf out;
	buf_init(&out, 0);
	assert_int_equal(file_read(report, &out, &why), OK);
	return buf_take(&out);
}

static void
links_are_words(void **state)
{
	(void)state;
	static const struct {
		const char *options, *url, *words;
	} cases[] = {
		{"", "https://example.org/a", "[https://example.org/a]\n"},
		{" --new %u -x", "https://example.org/a?b=c&d=$(id);id",
		 "[--new]\n[https://example.org/a?b=c&d=$(id);id]\n[-x]\n"},
		{" x%ux", "http://example.org/'a'", "[x%ux]\n[http://example.org/'a']\n"},
		{" %s", "https://example.org/خبر", "[https://example.org/%D8%AE%D8%A8%D8%B1]\n"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *command = mem_printf("\"%s\"%s", program, cases[i].options);
		char *got = open_and_read(command, cases[i].url);
		if (strncmp(got, cases[i].words, strlen(cases[i].words)) != 0)
			fail_msg("%s: %s", cases[i].options, got);
		free(got);
		free(command);
	}
}

static void
surroundings(void **state)
{
	(void)state;
	setenv("LANGUAGE", "fr:en", 1);
	lang_choose("ar"); /* sets LANGUAGE for gettext: not the browser's business */
	char *leak = mem_printf("%s.leak", report);
	int fd = open(leak, O_CREAT | O_RDWR, 0600); /* without O_CLOEXEC, on purpose */
	sigset_t usr, old;
	sigemptyset(&usr);
	sigaddset(&usr, SIGUSR1);
	sigprocmask(SIG_BLOCK, &usr, &old);
	char *command = mem_printf("'%s'", program);
	char *got = open_and_read(command, "https://example.org/");
	sigprocmask(SIG_SETMASK, &old, NULL);
	assert_non_null(strstr(got, "LANGUAGE=fr:en\n"));
	assert_non_null(strstr(got, "/dev/null\n"));
	assert_non_null(strstr(got, "unblocked\n"));
	assert_null(strstr(got, "leak"));
	close(fd);
	unlink(leak);
	free(leak);
	free(got);
	free(command);
}

static void
browser_variable(void **state)
{
	(void)state;
	char *list = mem_printf("no-such-browser:'%s' one %%s:other", program);
	setenv("BROWSER", list, 1);
	char *got = open_and_read(NULL, "https://example.org/v");
	assert_true(strncmp(got, "[one]\n[https://example.org/v]\n", 30) == 0);
	free(got);
	got = open_and_read("", "https://example.org/v"); /* an empty setting is none */
	free(got);
	free(list);
	unsetenv("BROWSER");
}

static void
refusals(void **state)
{
	(void)state;
	static const char *const urls[] = {
		"javascript:alert(1)", "file:///etc/passwd", "-version", "", "http://", "https://a b/",
		"https://example.org/\"x", "https://example.org/\n", "ftp://example.org/",
		"https://-option/", "https://example.org/\xe2\x80\xae",
	};
	char *command = mem_printf("'%s'", program);
	struct why why;
	for (size_t i = 0; i < ARRAY_LEN(urls); i++)
		assert_int_equal(browser_open(command, urls[i], NULL, NULL, &why), ERR_FORMAT);
	assert_int_equal(browser_open(NULL, NULL, NULL, NULL, &why), ERR_FORMAT);
	assert_int_equal(browser_open("'half", "https://example.org/", NULL, NULL, &why), ERR_CONFIG);
	assert_int_equal(browser_open("   ", "https://example.org/", NULL, NULL, &why), ERR_CONFIG);
	assert_int_equal(browser_open("/no/such", "https://example.org/", NULL, NULL, &why), ERR_IO);
	assert_non_null(strstr(why.text, "/no/such"));
	free(command);
}

static void
terminal_browsers(void **state)
{
	(void)state;
	unsetenv("WAYLAND_DISPLAY");
	setenv("DISPLAY", ":0", 1);
	assert_true(browser_wants_terminal("w3m"));
	assert_true(browser_wants_terminal("/usr/bin/lynx -accept_all_cookies %u"));
	assert_false(browser_wants_terminal("firefox %u"));
	assert_false(browser_wants_terminal("xdg-open"));
	assert_false(browser_wants_terminal("'half"));
	unsetenv("DISPLAY");
	assert_true(browser_wants_terminal("xdg-open"));
	child_reap();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words),
		cmocka_unit_test(links_are_words),
		cmocka_unit_test(surroundings),
		cmocka_unit_test(browser_variable),
		cmocka_unit_test(refusals),
		cmocka_unit_test(terminal_browsers),
	};
	return cmocka_run_group_tests(tests, make_browser, drop_browser);
}
