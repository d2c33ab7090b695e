/* SPDX-License-Identifier: MIT
 *
 * Paths, whole files, the clock, the log, the language of our words.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "sys/clock.h"
#include "sys/files.h"
#include "sys/lang.h"
#include "sys/log.h"
#include "sys/paths.h"

static const char *
tmp(void)
{
	const char *t = getenv("AKHBAR_TMP");
	return t ? t : "/tmp";
}

static void
expect_path(char *path, const char *wanted)
{
	assert_string_equal(path, wanted);
	free(path);
}

static void
xdg_paths(void **state)
{
	(void)state;
	setenv("HOME", "/home/qari", 1);
	setenv("XDG_CONFIG_HOME", "/conf", 1);
	setenv("XDG_DATA_HOME", "", 1);
	setenv("XDG_STATE_HOME", "relative", 1); /* the standard: ignore it */
	unsetenv("XDG_CACHE_HOME");
	expect_path(path_config("feeds"), "/conf/akhbar/feeds");
	expect_path(path_data("akhbar.db"), "/home/qari/.local/share/akhbar/akhbar.db");
	expect_path(path_state("log"), "/home/qari/.local/state/akhbar/log");
	expect_path(path_cache("x"), "/home/qari/.cache/akhbar/x");
}

static void
shipped(void **state)
{
	(void)state;
	assert_true(path_of_self()[0] == '/');
	char *feeds = path_shipped("feeds/arabic");
	assert_non_null(feeds);
	assert_true(path_exists(feeds));
	free(feeds);
	assert_null(path_shipped("feeds/no-such-file"));
	setenv("AKHBAR_FETCH", "/somewhere/akhbar-fetch", 1);
	expect_path(path_fetcher(), "/somewhere/akhbar-fetch");
	unsetenv("AKHBAR_FETCH");
}

static void
parents(void **state)
{
	(void)state;
	struct why why;
	char *file = mem_printf("%s/one/two/three", tmp());
	char *folder = mem_printf("%s/one/two", tmp());
	assert_int_equal(path_make_parents(file, &why), OK);
	assert_int_equal(path_make_parents(file, &why), OK);
	struct stat st;
	assert_int_equal(stat(folder, &st), 0);
	assert_true(S_ISDIR(st.st_mode));
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_false(path_exists(file));
	assert_int_equal(path_make_parents("plain", &why), OK);
	assert_int_equal(path_make_parents("", &why), OK);
	assert_int_equal(path_make_parents("/proc/nothing/here", &why), ERR_IO);
	assert_non_null(strstr(why.text, "/proc/nothing"));
	free(file);
	free(folder);
}

static void
whole_files(void **state)
{
	(void)state;
	struct why why;
	struct buf in;
	char *path = mem_printf("%s/file", tmp());
	char *fifo = mem_printf("%s/fifo", tmp());
	static const char text[] = "سطر\n\0سطر";
	assert_int_equal(file_replace(path, (struct bytes){text, sizeof(text)}, &why), OK);
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	/* one below, at and above the limit */
	for (size_t limit = sizeof(text) - 1; limit <= sizeof(text) + 1; limit++) {
		buf_init(&in, limit);
		enum err e = file_read(path, &in, &why);
		assert_int_equal(e, limit < sizeof(text) ? ERR_LIMIT : OK);
		if (e == OK) {
			assert_int_equal(in.len, sizeof(text));
			assert_memory_equal(in.data, text, sizeof(text));
		}
		buf_release(&in);
	}
	buf_init(&in, 0);
	assert_int_equal(file_read("/nonexistent", &in, &why), ERR_IO);
	assert_int_equal(file_read("/tmp", &in, &why), ERR_IO);
	assert_int_equal(file_read("/dev/null", &in, &why), OK); /* how people say "nothing" */
	assert_int_equal(in.len, 0);
	assert_int_equal(file_read("/dev/zero", &in, &why), ERR_IO);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	assert_int_equal(file_read(fifo, &in, &why), ERR_IO); /* and does not wait */
	assert_int_equal(file_replace("/nonexistent/x", bytes_of("x"), &why), ERR_IO);
	assert_int_equal(file_replace(path, bytes_of(""), &why), OK);
	assert_int_equal(file_read(path, &in, &why), OK);
	assert_int_equal(in.len, 0);
	buf_release(&in);
	unlink(fifo);
	free(fifo);
	free(path);
}

static void
clocks(void **state)
{
	(void)state;
	setenv("AKHBAR_NOW", "1790000000", 1);
	assert_int_equal(clock_now(), 1790000000);
	setenv("AKHBAR_NOW", "soon", 1);
	assert_true(clock_now() > 1700000000);
	unsetenv("AKHBAR_NOW");
	int64_t now = clock_now();
	assert_true(now >= 1700000000 && now - time(NULL) <= 0 && time(NULL) - now < 60);
	int64_t a = clock_mono_ms();
	assert_true(clock_mono_ms() >= a && a > 0);
	/* POSIX zone rules need no zone files */
	setenv("TZ", "XXX-3", 1);
	tzset();
	assert_int_equal(clock_utc_offset(0), 3 * 3600);
	setenv("TZ", "EST5EDT,M3.2.0,M11.1.0", 1);
	tzset();
	assert_int_equal(clock_utc_offset(1781000000), -4 * 3600); /* June 2026 */
	assert_int_equal(clock_utc_offset(1768000000), -5 * 3600); /* January */
	setenv("TZ", "UTC", 1);
	tzset();
	assert_int_equal(clock_utc_offset(INT64_MAX), 0);
}

#define LOG_MODULE "test"

static void
logging(void **state)
{
	(void)state;
	struct why why;
	assert_int_equal(log_open(NULL, &why), OK);
	assert_int_equal(log_fd(), -1);
	LOGE("into nothing");
	char *path = mem_printf("%s/log", tmp());
	setenv("AKHBAR_NOW", "0", 1);
	assert_int_equal(log_open(path, &why), OK);
	assert_true(log_fd() >= 0);
	assert_true(fcntl(log_fd(), F_GETFD) & FD_CLOEXEC);
	LOGE("got \x1b[2J %s\nsecond \xe2\x80\xae line", "https://amina:secret@example.org/feed");
	LOGW("two http://a:b@c/ and http://d@e/, none http://f/g@h");
	LOGI("قراءة %d", 5);
	LOGD("end");
	log_close();
	unsetenv("AKHBAR_NOW");
	LOGE("closed");
	struct buf b;
	buf_init(&b, 0);
	assert_int_equal(file_read(path, &b, &why), OK);
	char *wanted = mem_printf(
		"1970-01-01T00:00:00Z %d error test: got [2J https://*@example.org/feed second line\n"
		"1970-01-01T00:00:00Z %d warn test: two http://*@c/ and http://*@e/, none http://f/g@h\n"
		"1970-01-01T00:00:00Z %d info test: قراءة 5\n"
		"1970-01-01T00:00:00Z %d debug test: end\n",
		(int)getpid(), (int)getpid(), (int)getpid(), (int)getpid());
	assert_string_equal(b.data, wanted);
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(log_open("/nonexistent/log", &why), ERR_IO);
	buf_release(&b);
	free(wanted);
	free(path);
}

/* Not where the test programs alone were built. */
static bool
catalogue_there(void)
{
	char *folder = path_shipped("locale");
	char *catalogue = folder ? mem_printf("%s/ar/LC_MESSAGES/akhbar.mo", folder) : NULL;
	bool there = catalogue && path_exists(catalogue);
	free(catalogue);
	free(folder);
	return there;
}

static void
languages(void **state)
{
	(void)state;
	static const struct {
		const char *all, *messages, *lang, *wish, *chosen;
	} cases[] = {
		{NULL, NULL, NULL, NULL, "ar"},
		{"C", NULL, NULL, "auto", "ar"},
		{"C.UTF-8", NULL, "en_US.UTF-8", NULL, "ar"},
		{"POSIX", NULL, NULL, NULL, "ar"},
		{"", "", "ar_MA.UTF-8", NULL, "ar"},
		{NULL, NULL, "ar", NULL, "ar"},
		{NULL, NULL, "en_US.UTF-8", NULL, "en"},
		{NULL, NULL, "arn_CL.UTF-8", NULL, "en"}, /* Mapudungun */
		{NULL, "fr_FR.UTF-8", "ar_EG.UTF-8", NULL, "en"},
		{NULL, NULL, "en_US.UTF-8", "ar", "ar"},
		{NULL, NULL, "ar_EG.UTF-8", "en", "en"},
		{NULL, NULL, "ar_EG.UTF-8", "nonsense", "ar"},
	};
	setenv("LC_ALL", "C", 1);
	assert_true(lang_start()); /* as the programs do; glibc translates nothing before */
	bool there = catalogue_there();
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
		const char *const set[] = {cases[i].all, cases[i].messages, cases[i].lang};
		for (size_t j = 0; j < 3; j++)
			if (set[j])
				setenv(names[j], set[j], 1);
			else
				unsetenv(names[j]);
		lang_choose(cases[i].wish);
		const char *chosen = there ? cases[i].chosen : "en";
		assert_string_equal(lang_name(), chosen);
		assert_int_equal(lang_dir(), chosen[0] == 'a' ? DIR_RTL : DIR_LTR);
	}
	/* a UTF-8 locale is found even under LC_ALL=C */
	setenv("LC_ALL", "C", 1);
	assert_true(lang_start());
	unsetenv("LC_ALL");
	setenv("LANG", "xx_YY.ISO-8859-6", 1);
	assert_true(lang_start());
	setenv("LC_ALL", "C.UTF-8", 1);
	assert_true(lang_start());
}

/* The catalogue answers, and switching languages works while running. */
static void
words(void **state)
{
	(void)state;
	if (!catalogue_there())
		return;
	setenv("LC_ALL", "C", 1);
	assert_true(lang_start());
	for (int i = 0; i < 2; i++) {
		lang_choose("ar");
		assert_string_equal(_("a quote is not closed"), "علامة اقتباس لم تُغلق");
		lang_choose("en");
		assert_string_equal(_("a quote is not closed"), "a quote is not closed");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(xdg_paths), cmocka_unit_test(shipped),
		cmocka_unit_test(parents),   cmocka_unit_test(whole_files),
		cmocka_unit_test(clocks),    cmocka_unit_test(logging),
		cmocka_unit_test(languages), cmocka_unit_test(words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
