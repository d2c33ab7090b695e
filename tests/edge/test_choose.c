/* SPDX-License-Identifier: MIT
 *
 * Which terminal wants what: by its environment, by its answers, by the reader's
 * own word.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "term/term-internal.h"

#define VTE_ON "\033[8l\033[1 k"
#define KONSOLE_ON "\033]50;BidiRenderingEnabled=false\a"

static const char *const names[] = {
	"TERM", "TMUX", "STY", "VTE_VERSION", "KONSOLE_VERSION", "XTERM_VERSION", "MLTERM",
	"TERM_PROGRAM", "KITTY_WINDOW_ID", "ALACRITTY_WINDOW_ID", "ALACRITTY_LOG", "WT_SESSION",
	"LC_TERMINAL", "ZUTTY_VERSION", "TERMINOLOGY", "NO_COLOR", "COLORFGBG",
	"KITTY_PID", "KITTY_CONFIG_DIRECTORY", "SSH_CONNECTION", "XDG_CONFIG_HOME",
};

/* "A=1 B=2" */
static void
set_env(const char *words)
{
	char text[256], *word = text;

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		unsetenv(names[i]);
	snprintf(text, sizeof(text), "%s", words);
	while (*word != '\0') {
		char *next = strchr(word, ' '), *eq = strchr(word, '=');
		if (next != NULL)
			*next++ = '\0';
		if (eq != NULL) {
			*eq = '\0';
			setenv(word, eq + 1, 1);
		}
		word = next != NULL ? next : word + strlen(word);
	}
}

static const struct {
	const char *env, *terminal;
	enum term_bidi bidi;
	bool strip, lrm, ask;
	const char *on;
} by_env[] = {
	{ "TERM=xterm-256color VTE_VERSION=7006", "VTE", TERM_VISUAL, 0, 0, 1, VTE_ON },
	{ "TERM=xterm-256color KONSOLE_VERSION=221203", "Konsole", TERM_VISUAL, 0, 0, 1, KONSOLE_ON },
	{ "TERM=mlterm MLTERM=3.9.0", "mlterm", TERM_VISUAL, 0, 0, 0, "\033]5379;use_ctl=false\a" },
	{ "TERM=xterm-kitty KITTY_WINDOW_ID=1", "kitty", TERM_WORDS, 1, 0, 0, "" },
	{ "TERM=alacritty ALACRITTY_LOG=/x", "Alacritty", TERM_VISUAL, 1, 0, 0, "" },
	{ "TERM=foot", "foot", TERM_VISUAL, 1, 0, 0, "" },
	{ "TERM=foot-extra", "foot", TERM_VISUAL, 1, 0, 0, "" },
	{ "TERM=st-256color", "st", TERM_VISUAL, 1, 0, 0, "" },
	{ "TERM=rxvt-unicode-256color", "rxvt-unicode", TERM_VISUAL, 0, 0, 0, "" },
	{ "TERM=linux", "the Linux console", TERM_VISUAL, 1, 0, 0, "" },
	{ "TERM=xterm-256color XTERM_VERSION=XTerm(379)", "xterm", TERM_VISUAL, 0, 0, 1, "" },
	{ "TERM=xterm", "unknown", TERM_VISUAL, 0, 0, 1, "" },
	{ "", "unknown", TERM_VISUAL, 0, 0, 1, "" },
	{ "TERM=xterm-256color COLORFGBG=15;0", "QTerminal", TERM_LOGICAL, 1, 0, 1, "" },
	{ "TERM=xterm-256color COLORFGBG=15;0 KONSOLE_VERSION=221203", "Konsole", TERM_VISUAL, 0, 0, 1,
	  KONSOLE_ON },
	{ "TERM=xterm-256color TERM_PROGRAM=Apple_Terminal", "macOS Terminal", TERM_LOGICAL, 0, 0, 0, "" },
	{ "TERM=xterm-256color WT_SESSION=1", "Windows Terminal", TERM_VISUAL, 0, 0, 0, "" },
	{ "TERM=xterm-256color TERM_PROGRAM=vscode", "xterm.js", TERM_VISUAL, 0, 0, 0, "" },
	/* an xterm started from Konsole: OSC 50 would change its font */
	{ "TERM=xterm-256color KONSOLE_VERSION=221203 XTERM_VERSION=XTerm(379)", "xterm",
	  TERM_VISUAL, 0, 0, 1, "" },
	{ "TERM=xterm-256color VTE_VERSION=7006 XTERM_VERSION=XTerm(379)", "VTE", TERM_VISUAL, 0, 0,
	  1, VTE_ON },
	/* inside a multiplexer only what was left from outside counts */
	{ "TERM=tmux-256color TMUX=/tmp/t,1,0", "a multiplexer", TERM_VISUAL, 0, 0, 0, "" },
	{ "TERM=tmux-256color TMUX=/tmp/t,1,0 VTE_VERSION=7006", "VTE under a multiplexer",
	  TERM_VISUAL, 0, 1, 0, "" },
	{ "TERM=screen STY=1.pts VTE_VERSION=7006", "VTE under a multiplexer", TERM_VISUAL, 0, 1, 0,
	  "" },
	{ "TERM=screen.xterm-256color KONSOLE_VERSION=221203", "Konsole under a multiplexer",
	  TERM_LOGICAL, 0, 0, 0, "" },
	{ "TERM=tmux-256color TMUX=/tmp/t,1,0 KITTY_WINDOW_ID=1", "kitty under a multiplexer",
	  TERM_WORDS, 1, 0, 0, "" },
	{ "TERM=tmux-256color TMUX=/tmp/t,1,0 ALACRITTY_LOG=/x",
	  "a multiplexer in a terminal without marks", TERM_VISUAL, 1, 0, 0, "" },
	{ "TERM=screen STY=1.pts KONSOLE_VERSION=221203", "Konsole under screen", TERM_VISUAL, 0, 0, 0,
	  "\033P\033]50;BidiRenderingEnabled=false\a\033\\" },
	{ "TERM=screen STY=1.pts MLTERM=3.9.0", "mlterm under screen", TERM_VISUAL, 0, 0, 0,
	  "\033P\033]5379;use_ctl=false\a\033\\" },
};

static void
test_by_environment(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(by_env); i++) {
		struct term_choice c;
		set_env(by_env[i].env);
		term_choose("auto", "auto", "auto", &c);
		if (strcmp(c.terminal, by_env[i].terminal) != 0)
			print_message("# %s: %s\n", by_env[i].env, c.terminal);
		assert_string_equal(c.terminal, by_env[i].terminal);
		assert_int_equal(c.bidi, by_env[i].bidi);
		assert_int_equal(c.strip_marks, by_env[i].strip);
		assert_int_equal(c.isolate, by_env[i].lrm ? TERM_ISOLATE_LRM : TERM_ISOLATE_NONE);
		assert_int_equal(c.ask, by_env[i].ask);
		assert_string_equal(c.on, by_env[i].on);
		assert_int_equal(c.on[0] != '\0', c.off[0] != '\0');
		assert_true(c.reason[0] != '\0');
	}
}

static void
test_the_reader_decides(void **state)
{
	struct term_choice c;

	(void)state;
	set_env("TERM=xterm-256color VTE_VERSION=7006");
	term_choose("logical", "strip", "auto", &c);
	assert_int_equal(c.bidi, TERM_LOGICAL);
	assert_true(c.strip_marks);
	assert_string_equal(c.on, ""); /* its own bidi stays on */
	assert_string_equal(c.off, "");
	term_choose("visual", "keep", "lrm", &c);
	assert_string_equal(c.on, VTE_ON);
	assert_int_equal(c.isolate, TERM_ISOLATE_LRM);
	term_choose("words", NULL, "none", &c);
	assert_int_equal(c.bidi, TERM_WORDS);
	assert_string_equal(c.on, "");
	term_choose(NULL, NULL, NULL, &c);
	assert_string_equal(c.terminal, "VTE");
	term_choose("nonsense", "nonsense", "nonsense", &c);
	assert_string_equal(c.on, VTE_ON);
	set_env("TERM=foot");
	term_choose("auto", "keep", "auto", &c);
	assert_false(c.strip_marks);
}

static const struct {
	const char *env;
	int mode8;
	const char *version;
	int da2[3];
	bool da2_seen, changed;
	const char *terminal;
	enum term_bidi bidi;
	const char *on;
} by_answer[] = {
	/* an ssh session brings no VTE_VERSION */
	{ "TERM=xterm-256color", 1, "", { 65, 7006, 1 }, true, true, "VTE", TERM_VISUAL, VTE_ON },
	{ "TERM=xterm-256color VTE_VERSION=7006", 2, "", { 65, 7006, 1 }, true, false, "VTE",
	  TERM_VISUAL, VTE_ON },
	{ "TERM=xterm-256color", -1, "Konsole 22.12.3", { 0, 115, 0 }, true, true, "Konsole",
	  TERM_VISUAL, KONSOLE_ON },
	{ "TERM=xterm-256color", -1, "", { 0, 115, 0 }, true, true, "QTerminal", TERM_LOGICAL, "" },
	{ "TERM=xterm-256color COLORFGBG=15;0", -1, "", { 0, 115, 0 }, true, false, "QTerminal",
	  TERM_LOGICAL, "" },
	{ "TERM=xterm-256color COLORFGBG=15;0", -1, "", { 9, 9, 9 }, true, true, "unknown", TERM_VISUAL,
	  "" },
	{ "TERM=xterm", -1, "", { 0, 136, 0 }, true, true, "PuTTY", TERM_LOGICAL, "" },
	/* PuTTY started from a VTE shell */
	{ "TERM=xterm VTE_VERSION=7006", -1, "", { 0, 136, 0 }, true, true, "PuTTY", TERM_LOGICAL, "" },
	{ "TERM=xterm-256color", 0, "XTerm(379)", { 41, 379, 0 }, true, false, "xterm", TERM_VISUAL, "" },
	{ "TERM=xterm-256color VTE_VERSION=7006", 0, "XTerm(379)", { 41, 379, 0 }, true, true, "xterm",
	  TERM_VISUAL, "" },
	{ "TERM=xterm-256color", 3, "", { 1, 2, 3 }, true, true, "a terminal with mode 8", TERM_VISUAL,
	  VTE_ON },
	{ "TERM=xterm-256color", 0, "kitty(0.26.5)", { 1, 4000, 26 }, true, true, "kitty", TERM_WORDS,
	  "" },
	{ "TERM=xterm-256color", -1, "", { 0, 0, 0 }, false, false, "unknown", TERM_VISUAL, "" },
	{ "TERM=xterm-256color VTE_VERSION=7006", -1, "", { 9, 9, 9 }, true, false, "VTE", TERM_VISUAL,
	  VTE_ON },
};

static void
test_by_answer(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(by_answer); i++) {
		struct term_choice c;
		struct term_replies r;
		set_env(by_answer[i].env);
		term_choose("auto", "auto", "auto", &c);
		term_replies_init(&r);
		r.mode8 = by_answer[i].mode8;
		r.da1 = true;
		r.da2 = by_answer[i].da2_seen;
		memcpy(r.da2_param, by_answer[i].da2, sizeof(r.da2_param));
		snprintf(r.version, sizeof(r.version), "%s", by_answer[i].version);
		if (term_choose_again(&c, &r) != by_answer[i].changed ||
		    strcmp(c.terminal, by_answer[i].terminal) != 0)
			fail_msg("case %zu: %s", i, c.terminal);
		assert_int_equal(c.bidi, by_answer[i].bidi);
		assert_string_equal(c.on, by_answer[i].on);
		assert_false(c.ask);
	}
}

static void
test_answers_do_not_overrule(void **state)
{
	struct term_choice c;
	struct term_replies r;

	(void)state;
	set_env("TERM=xterm-256color");
	term_choose("visual", "keep", "none", &c);
	term_replies_init(&r);
	r.da1 = r.da2 = true;
	r.da2_param[1] = 136;
	term_choose_again(&c, &r);
	assert_int_equal(c.bidi, TERM_VISUAL);
	assert_false(c.strip_marks);
	assert_string_equal(c.terminal, "PuTTY");
}

/* What tmux says of the terminal outside is newer than the pane's environment. */
static void
test_behind_tmux(void **state)
{
	static const struct {
		const char *env, *version, *term;
		bool pass, changed;
		const char *terminal;
		enum term_bidi bidi;
		bool lrm;
		const char *on;
	} cases[] = {
		{ "TMUX=/t,1,0", "Konsole 22.12.3", "xterm-256color", true, true, "Konsole under tmux",
		  TERM_VISUAL, false, "\033Ptmux;\033\033]50;BidiRenderingEnabled=false\a\033\\" },
		{ "TMUX=/t,1,0", "Konsole 22.12.3", "xterm-256color", false, true,
		  "Konsole under a multiplexer", TERM_LOGICAL, false, "" },
		{ "TMUX=/t,1,0 VTE_VERSION=7006", "XTerm(379)", "xterm-256color", false, true,
		  "a multiplexer", TERM_VISUAL, false, "" },
		{ "TMUX=/t,1,0", "VTE(7600)", "xterm-256color", false, true,
		  "VTE under a multiplexer", TERM_VISUAL, true, "" },
		/* old VTE does not say its name: what was left from outside holds */
		{ "TMUX=/t,1,0 VTE_VERSION=7006", "", "xterm-256color", false, false,
		  "VTE under a multiplexer", TERM_VISUAL, true, "" },
		{ "TMUX=/t,1,0", "", "alacritty", false, true,
		  "a multiplexer in a terminal without marks", TERM_VISUAL, false, "" },
		{ "TMUX=/t,1,0", "mlterm(3.9.0)", "mlterm", true, true, "mlterm under tmux",
		  TERM_VISUAL, false, "\033Ptmux;\033\033]5379;use_ctl=false\a\033\\" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct term_choice c;
		set_env(cases[i].env);
		term_choose("auto", "auto", "auto", &c);
		if (term_choose_outside(&c, cases[i].version, cases[i].term, cases[i].pass) !=
			    cases[i].changed || strcmp(c.terminal, cases[i].terminal) != 0)
			fail_msg("case %zu: %s", i, c.terminal);
		assert_int_equal(c.bidi, cases[i].bidi);
		assert_int_equal(c.isolate == TERM_ISOLATE_LRM, cases[i].lrm);
		assert_string_equal(c.on, cases[i].on);
	}
	struct term_choice fixed;
	set_env("TMUX=/t,1,0");
	term_choose("logical", "auto", "auto", &fixed);
	term_choose_outside(&fixed, "Konsole 22.12.3", "xterm-256color", true);
	assert_int_equal(fixed.bidi, TERM_LOGICAL);
	assert_string_equal(fixed.on, "");
}

/* A terminal that nothing names tells by its cursor what it does with marks and
 * whether it joins by itself. */
static void
test_cursor_reports(void **state)
{
	static const struct {
		int marks, lam_alef;
		enum term_bidi bidi;
		bool strip;
	} cases[] = { { 2, 3, TERM_VISUAL, false }, { 3, 3, TERM_VISUAL, true },
		      { 2, 2, TERM_LOGICAL, false } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct term_choice c;
		struct term_replies r;
		set_env("TERM=xterm-256color");
		term_choose("auto", "auto", "auto", &c);
		term_replies_init(&r);
		r.da1 = true;
		r.reports_n = 2;
		r.report_col[0] = cases[i].marks;
		r.report_col[1] = cases[i].lam_alef;
		assert_int_equal(term_choose_again(&c, &r), i > 0);
		assert_int_equal(c.bidi, cases[i].bidi);
		assert_int_equal(c.strip_marks, cases[i].strip);
		assert_false(c.known);
	}
}

/* xterm with its colours switched off says so by leaving 22 out of DA1. */
static void
test_no_colours(void **state)
{
	(void)state;
	for (int color = 0; color < 2; color++) {
		struct term_choice c;
		struct term_replies r;
		set_env("TERM=xterm-256color XTERM_VERSION=XTerm(379)");
		term_choose("auto", "auto", "auto", &c);
		term_replies_init(&r);
		snprintf(r.version, sizeof(r.version), "XTerm(379)");
		r.da1 = true;
		r.da1_first = 64;
		r.da1_color = color;
		assert_int_equal(term_choose_again(&c, &r), !color);
		assert_int_equal(c.colorless, !color);
	}
}

/* ---- answers kept from the test page ------------------------------------------- */

static void
answer_of(struct term_choice *c, const char *version, const char *answers)
{
	struct term_replies r;

	term_choose("auto", "auto", "auto", c);
	term_choose_kept(c, answers);
	term_replies_init(&r);
	r.da1 = true;
	snprintf(r.version, sizeof(r.version), "%s", version);
	term_choose_again(c, &r);
}

static void
test_answers_are_kept(void **state)
{
	char path[] = "/tmp/akhbar-answers-XXXXXX";
	struct term_choice c;
	struct why why;
	FILE *f;

	(void)state;
	assert_true(mkdtemp(path) != NULL);
	char *answers = mem_printf("%s/state/terminals", path);
	set_env("TERM=xterm-256color");
	answer_of(&c, "Strange 1.0", answers); /* no file yet */
	assert_false(c.kept);
	assert_int_equal(c.bidi, TERM_VISUAL);
	term_choice_set(&c, TERM_WORDS, TERM_ISOLATE_LRM, true);
	assert_int_equal(term_keep_choice(&c, answers, &why), OK);
	/* at the next start, before and after it says its name */
	term_choose("auto", "auto", "auto", &c);
	term_choose_kept(&c, answers);
	assert_true(c.kept);
	assert_int_equal(c.bidi, TERM_WORDS);
	answer_of(&c, "Strange 2.0", answers);
	assert_true(c.kept && c.strip_marks);
	assert_int_equal(c.bidi, TERM_WORDS);
	assert_int_equal(c.isolate, TERM_ISOLATE_LRM);
	/* another with the same TERM is itself again when it has answered */
	answer_of(&c, "Other 1.0", answers);
	assert_false(c.kept);
	assert_int_equal(c.bidi, TERM_VISUAL);
	assert_false(c.strip_marks);
	/* the newest answer of a terminal is the only one */
	answer_of(&c, "Strange 1.0", answers);
	term_choice_set(&c, TERM_LOGICAL, TERM_ISOLATE_NONE, false);
	assert_int_equal(term_keep_choice(&c, answers, &why), OK);
	answer_of(&c, "Strange 1.0", answers);
	assert_int_equal(c.bidi, TERM_LOGICAL);
	f = fopen(answers, "r");
	assert_non_null(f);
	char line[200];
	int lines = 0;
	while (fgets(line, sizeof(line), f) != NULL)
		lines++;
	assert_int_equal(lines, 1);
	fclose(f);
	/* the command line and the settings come first */
	term_choose("visual", "keep", "none", &c);
	term_choose_kept(&c, answers);
	assert_int_equal(c.bidi, TERM_VISUAL);
	/* a file that is none */
	f = fopen(answers, "w");
	fputs("x\n\t\t\t\t\t\nxterm-256color\tunknown\tStrange\tnonsense\tkeep\tnone\n\377\tA", f);
	fclose(f);
	answer_of(&c, "Strange 1.0", answers);
	assert_false(c.kept);
	unlink(answers);
	*strrchr(answers, '/') = '\0';
	rmdir(answers);
	rmdir(path);
	free(answers);
}

/* ---- kitty ------------------------------------------------------------------------ */

static void
test_kitty_settings(void **state)
{
	static const struct {
		const char *text;
		int force;
	} cases[] = { { "", 0 }, { "force_ltr yes\n", 1 }, { "# force_ltr yes\n", 0 },
		      { "force_ltr yes\n force_ltr   no", 0 }, { "font_size 12\nforce_ltr\ty", 1 } };
	char folder[] = "/tmp/akhbar-kitty-XXXXXX", path[64], pid[24];

	(void)state;
	assert_true(mkdtemp(folder) != NULL);
	snprintf(path, sizeof(path), "%s/kitty.conf", folder);
	snprintf(pid, sizeof(pid), "%d", (int)getpid());
	set_env("TERM=xterm-kitty KITTY_WINDOW_ID=1");
	assert_int_equal(kitty_force_ltr(), -1);
	setenv("KITTY_PID", pid, 1);
	setenv("KITTY_CONFIG_DIRECTORY", folder, 1);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct term_choice c;
		FILE *f = fopen(path, "w");
		fputs(cases[i].text, f);
		fclose(f);
		assert_int_equal(kitty_force_ltr(), cases[i].force);
		term_choose("auto", "auto", "auto", &c);
		assert_int_equal(c.bidi, cases[i].force ? TERM_VISUAL : TERM_WORDS);
		assert_int_equal(c.advice != NULL, !cases[i].force);
	}
	setenv("SSH_CONNECTION", "x", 1); /* the number is a process of another computer */
	assert_int_equal(kitty_force_ltr(), -1);
	unlink(path);
	rmdir(folder);
	set_env("");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_by_environment),
		cmocka_unit_test(test_the_reader_decides),
		cmocka_unit_test(test_by_answer),
		cmocka_unit_test(test_answers_do_not_overrule),
		cmocka_unit_test(test_behind_tmux),
		cmocka_unit_test(test_cursor_reports),
		cmocka_unit_test(test_no_colours),
		cmocka_unit_test(test_answers_are_kept),
		cmocka_unit_test(test_kitty_settings),
	};

	return cmocka_run_group_tests_name("choose", tests, NULL, NULL);
}
