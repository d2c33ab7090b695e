/* SPDX-License-Identifier: MIT
 *
 * The test page on a terminal in memory: each mode in its turn, what is kept, and what
 * the next start makes of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/terminal-page.h"
#include "screen/vt.c"

static char folder[64], answers[128];

static int
page(void *arg)
{
	struct config *config = config_new();
	enum terminal_page_end end = TERMINAL_PAGE_LEFT;
	struct term_choice choice;
	struct why why = {""};

	setlocale(LC_ALL, "C.UTF-8");
	enum err e = terminal_page_alone(config, arg, &choice, &end, &why);
	config_free(config);
	if (e != OK)
		return 1;
	printf("END %s %s %s\n", end == TERMINAL_PAGE_KEPT ? "kept" : "left",
	       term_bidi_name(choice.bidi), choice.strip_marks ? "strip" : "keep");
	return 0;
}

static struct vt *
start(void)
{
	struct vt *vt = vt_start(20, 90, page, answers, NULL);

	assert_true(vt_wait(vt, "Do these lines read right?", 5000));
	return vt;
}

static void
test_cycle_and_keep(void **state)
{
	struct vt *vt = start();

	(void)state;
	assert_true(vt_wait(vt, "1/4  bidi visual", 3000));
	vt_type(vt, "\t");
	assert_true(vt_wait(vt, "2/4  bidi visual", 3000));
	assert_true(vt_has(vt, "isolate lrm"));
	vt_type(vt, "\t");
	assert_true(vt_wait(vt, "3/4  bidi logical", 3000));
	vt_type(vt, "\t\t");
	assert_true(vt_wait(vt, "1/4  bidi visual", 3000));
	vt_type(vt, "\033[Z");
	assert_true(vt_wait(vt, "4/4  bidi words", 3000));
	vt_type(vt, "t");
	assert_true(vt_wait(vt, "tashkeel strip", 3000));
	vt_type(vt, "\r");
	assert_int_equal(vt_end(vt, 5000), 0);
	assert_true(vt_sent(vt, "END kept words strip"));
	vt_free(vt);
	/* the next start knows */
	vt = start();
	assert_true(vt_wait(vt, "4/4  bidi words, tashkeel strip", 3000));
	vt_type(vt, "\t\033"); /* looked at another, left all as it was */
	assert_int_equal(vt_end(vt, 5000), 0);
	assert_true(vt_sent(vt, "END left words strip"));
	vt_free(vt);
	vt = start();
	assert_true(vt_wait(vt, "4/4  bidi words, tashkeel strip", 3000));
	vt_type(vt, "ض"); /* q of an Arabic keyboard */
	assert_int_equal(vt_end(vt, 5000), 0);
	vt_free(vt);
}

/* A program that is told to end does not wait for a key. */
static int
told_to_end(void *arg)
{
	struct term_choice choice;
	struct term *t = NULL;
	struct why why;
	int fds[2];

	(void)arg;
	setlocale(LC_ALL, "C.UTF-8");
	term_choose("visual", "auto", "auto", &choice);
	if (term_open(&choice, THEME_DARK, false, &t, &why) != OK || pipe(fds) < 0 ||
	    write(fds[1], "x", 1) != 1)
		return 1;
	enum terminal_page_end end = terminal_page(t, fds[0]);
	term_close(t);
	return end == TERMINAL_PAGE_LEFT ? 7 : 2;
}

static void
test_told_to_end(void **state)
{
	struct vt *vt = vt_start(20, 90, told_to_end, NULL, NULL);

	(void)state;
	assert_int_equal(vt_end(vt, 20000), 7);
	vt_free(vt);
}

/* Advice is given once. */
static void
test_advice(void **state)
{
	struct term_choice c;

	(void)state;
	memset(&c, 0, sizeof(c));
	snprintf(c.terminal, sizeof(c.terminal), "kitty");
	assert_false(term_advise_once(&c, answers)); /* there is none */
	c.advice = "do";
	assert_false(term_advise_once(&c, NULL));
	assert_true(term_advise_once(&c, answers));
	assert_false(term_advise_once(&c, answers));
	snprintf(c.terminal, sizeof(c.terminal), "another");
	assert_true(term_advise_once(&c, answers));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cycle_and_keep),
		cmocka_unit_test(test_told_to_end),
		cmocka_unit_test(test_advice),
	};

	snprintf(folder, sizeof(folder), "/tmp/akhbar-page-XXXXXX");
	if (mkdtemp(folder) == NULL)
		return 1;
	snprintf(answers, sizeof(answers), "%s/terminals", folder);
	int failed = cmocka_run_group_tests_name("terminal-page", tests, NULL, NULL);
	unlink(answers);
	rmdir(folder);
	return failed;
}
