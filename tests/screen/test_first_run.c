/* SPDX-License-Identifier: MIT
 *
 * The first run on a terminal: three questions, kept in the reader's own files; never
 * asked twice, never of one who names files.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "akhbar/base.h"
#include "screen/vt.c"

static char folder[256], program[512];

static char *
in_folder(const char *name)
{
	return mem_printf("%s/%s", folder, name);
}

static char *
text_of(const char *name)
{
	char *path = in_folder(name);
	FILE *f = fopen(path, "r");
	free(path);
	if (!f)
		return NULL;
	char *text = mem_zalloc(65536);
	size_t n = fread(text, 1, 65535, f);
	text[n] = '\0';
	fclose(f);
	return text;
}

static struct vt *
start_in(int rows, int cols, const char *option, const char *value)
{
	char *config = mem_printf("XDG_CONFIG_HOME=%s/config", folder);
	char *data = mem_printf("XDG_DATA_HOME=%s/data", folder);
	char *state = mem_printf("XDG_STATE_HOME=%s/state", folder);
	/* without a fetcher nothing goes to the network */
	const char *env[] = {config, data, state, "LANG=ar", "AKHBAR_FETCH=/nonexistent", NULL};
	char *argv[] = {program, (char *)option, (char *)value, NULL};
	struct vt *vt = vt_exec(rows, cols, argv, env);
	free(config);
	free(data);
	free(state);
	return vt;
}

static struct vt *
start(const char *option, const char *value)
{
	return start_in(24, 80, option, value);
}

static void
quit(struct vt *vt)
{
	vt_type(vt, "Q");
	assert_int_equal(vt_end(vt, 20000), 0);
	vt_free(vt);
}

static int
make_folder(void **state)
{
	(void)state;
	const char *tmp = getenv("AKHBAR_TMP"), *bin = getenv("AKHBAR_BIN");
	snprintf(folder, sizeof(folder), "%s/first.XXXXXX", tmp ? tmp : "/tmp");
	snprintf(program, sizeof(program), "%s/akhbar", bin ? bin : "build");
	return mkdtemp(folder) ? 0 : -1;
}

static int
drop_folder(void **state)
{
	(void)state;
	static const char *const names[] = {
		"config/akhbar/config", "config/akhbar/feeds", "data/akhbar/akhbar.db",
		"data/akhbar/akhbar.db-wal", "data/akhbar/akhbar.db-shm", "data/akhbar/refresh.lock",
		"state/akhbar/terminals", "own.db", "own.db-wal", "own.db-shm", "config/akhbar", "data/akhbar", "config", "data",
		"state/akhbar", "state"};
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		char *path = in_folder(names[i]);
		remove(path);
		free(path);
	}
	rmdir(folder);
	return 0;
}

static void
answers_are_kept(void **state)
{
	(void)state;
	struct vt *vt = start(NULL, NULL);
	assert_true(vt_wait(vt, "Do these lines read right?", 20000)); /* nobody knows it */
	vt_type(vt, "\t\r");
	assert_true(vt_wait(vt, "Language", 20000));
	vt_type(vt, "j"); /* English: the screen speaks it at once */
	assert_true(vt_wait(vt, "Of menus, dates and help", 20000));
	vt_type(vt, "\r");
	assert_true(vt_wait(vt, "Numerals", 20000));
	vt_type(vt, "\x7f"); /* the question before once more */
	assert_true(vt_wait(vt, "Of menus, dates and help", 20000));
	vt_type(vt, "\r");
	assert_true(vt_wait(vt, "Numerals", 20000));
	vt_type(vt, "\r");
	assert_true(vt_wait(vt, "What would you like to read?", 20000));
	vt_type(vt, " \r"); /* without the first section */
	assert_true(vt_wait(vt, "The akhbar guide", 20000)); /* there is no news yet */
	quit(vt);
	char *terminals = text_of("state/akhbar/terminals");
	assert_non_null(terminals);
	assert_non_null(strstr(terminals, "lrm"));
	free(terminals);
	char *config = text_of("config/akhbar/config"), *feeds = text_of("config/akhbar/feeds");
	assert_non_null(config);
	assert_non_null(strstr(config, "\nlang en\n"));
	assert_non_null(strstr(config, "\nui-numerals western\n"));
	assert_non_null(feeds);
	assert_null(strstr(feeds, "@ سياسة"));
	assert_non_null(strstr(feeds, "@ اقتصاد"));
	free(config);
	free(feeds);
	/* not asked again */
	vt = start(NULL, NULL);
	assert_true(vt_wait(vt, "The akhbar guide", 20000));
	assert_false(vt_has(vt, "Welcome"));
	quit(vt);
}

static void
all_may_be_passed_over(void **state)
{
	(void)state;
	struct vt *vt = start(NULL, NULL);
	assert_true(vt_wait(vt, "Do these lines read right?", 20000));
	vt_type(vt, "q");
	assert_true(vt_wait(vt, "Language", 20000));
	vt_type(vt, "qqq");
	assert_true(vt_wait(vt, "ﺭﺎﺒﺧﺃ ﻞﻴﻟﺩ", 20000));
	quit(vt);
	char *config = text_of("config/akhbar/config"), *feeds = text_of("config/akhbar/feeds");
	assert_non_null(config); /* says that it was asked */
	assert_null(strstr(config, "\nlang"));
	assert_null(feeds);
	free(config);
}

static void
who_names_files_is_not_asked(void **state)
{
	(void)state;
	char *db = in_folder("own.db");
	struct vt *vt = start("--db", db);
	free(db);
	assert_true(vt_wait(vt, "ﺭﺎﺒﺧﻷﺍ ﻞﻛ", 20000));
	assert_false(vt_sent(vt, "Language"));
	quit(vt);
	assert_null(text_of("config/akhbar/config"));
}

/* A window that stands still takes nothing of what we write: who asks us to end does not
 * wait for it. */
static void
ends_on_a_frozen_terminal(void **state)
{
	(void)state;
	char *db = mem_printf("%s/frozen.db", folder);
	struct vt *vt = start_in(200, 500, "--db", db);
	struct pollfd p = {.fd = vt->fd, .events = POLLIN};
	int status = 0;
	pid_t pid = 0;
	free(db);
	assert_int_equal(poll(&p, 1, 20000), 1);
	for (int i = 0; i < 100; i++) { /* painted again and again, more than a terminal holds */
		vt_type(vt, "\f");
		usleep(20000);
	}
	vt_kill(vt, SIGTERM);
	for (int64_t end = vt_now() + 30000; pid == 0 && vt_now() < end; usleep(50000))
		pid = waitpid(vt_pid(vt), &status, WNOHANG);
	assert_int_equal(pid, vt_pid(vt));
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 128 + SIGTERM);
	vt->ended = true;
	vt_free(vt);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(answers_are_kept, make_folder, drop_folder),
		cmocka_unit_test_setup_teardown(all_may_be_passed_over, make_folder, drop_folder),
		cmocka_unit_test_setup_teardown(who_names_files_is_not_asked, make_folder, drop_folder),
		cmocka_unit_test_setup_teardown(ends_on_a_frozen_terminal, make_folder, drop_folder),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
