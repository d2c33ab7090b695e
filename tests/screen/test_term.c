/* SPDX-License-Identifier: MIT
 *
 * The terminal room on a terminal in memory: what arrives in its cells, what a key
 * press costs, and what is sent on the way in and on every way out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "term/term.h"
#include "screen/vt.c"

#define ROWS 12
#define COLS 80
#define BDSM_ON "\033[8l\033[1 k"
#define BDSM_OFF "\033[8h\033[0 k"

/* A row as the text room would give it: from left to right, shaped. */
static const uint32_t title[] = {
	0xfe94, 0xfef4, 0xfe91, 0xfeae, 0xfecc, 0xfedf, 0xfe8d, ' ', 0xfeb0, 0xfef4,
	0xfea0, 0xfedf, 0xfe8d, ' ', 0xfeae, 0xfe92, 0xfea7, 0xfe8d,
};

struct scene {
	bool mouse, probe, paste;
	const char *bidi, *tashkeel, *isolate;
	enum term_theme theme;
	int lines;
};

static void
put_title(struct frame *f, int row, int right, enum style style)
{
	struct cell cells[ARRAY_LEN(title)];
	int n = (int)ARRAY_LEN(title);

	memset(cells, 0, sizeof(cells));
	for (int i = 0; i < n; i++) {
		cells[i].ch[0] = title[i];
		cells[i].ch_n = 1;
		cells[i].width = 1;
		cells[i].level = 1;
		if (i == 3) { /* fatha and shadda on one letter */
			cells[i].ch[1] = 0x651;
			cells[i].ch[2] = 0x64e;
			cells[i].ch_n = 3;
		}
	}
	frame_put(f, row, right - n, n, cells, (size_t)n, style);
}

static void
put_ascii(struct frame *f, int row, int col, const char *s, enum style style)
{
	for (int i = 0; s[i] != '\0'; i++)
		frame_fill(f, row, col + i, 1, (unsigned char)s[i], style);
}

static void
paint(struct frame *f, int rows, int cols, int at, const char *note)
{
	frame_resize(f, rows, cols);
	frame_fill(f, 0, 0, cols, ' ', STYLE_BAR);
	put_ascii(f, 0, 1, note, STYLE_BAR);
	for (int r = 1; r < rows - 1; r++) {
		for (int part = 0; part < 4; part++)
			put_title(f, r, cols - part * 20, r == at ? STYLE_SELECTED : STYLE_TEXT);
		if (r == at)
			frame_style(f, r, 0, cols, STYLE_SELECTED);
	}
	put_ascii(f, rows - 1, 0, "last", STYLE_DIM);
	frame_fill(f, rows - 1, cols - 1, 1, '#', STYLE_DIM);
}

static void
note_key(char *note, size_t size, const struct key *key)
{
	if (key->code == KEY_CODE_MOUSE)
		snprintf(note, size, "mouse %d %d,%d", (int)key->mouse, key->row, key->col);
	else
		snprintf(note, size, "key %x%s%s", (unsigned)key->code, key->alt ? " alt" : "",
			 key->pasted ? " pasted" : "");
}

/* Shows lines, moves a highlight, names each key in the top line; q ends. */
static int
show(void *arg)
{
	const struct scene *scene = arg;
	struct term_choice choice;
	struct term *t = NULL;
	struct frame f;
	struct why why;
	char note[64] = "ready";
	int at = 1, rows, cols;
	bool done = false, first = true;

	setlocale(LC_ALL, "C.UTF-8");
	term_choose(scene->bidi, scene->tashkeel, scene->isolate, &choice);
	if (term_open(&choice, scene->theme, scene->mouse, &t, &why) != OK) {
		fprintf(stderr, "%s\n", why.text);
		return 1;
	}
	term_accept_paste(t, scene->paste);
	frame_init(&f);
	while (!done && !term_gone(t)) {
		struct pollfd p = { .fd = term_fd(t), .events = POLLIN };
		struct key key;

		term_size(t, &rows, &cols);
		paint(&f, rows, cols, at, note);
		term_flush(t, &f);
		if (first && scene->probe)
			term_probe(t);
		first = false;
		poll(&p, 1, 2000);
		while (!done && term_key(t, &key)) {
			note_key(note, sizeof(note), &key);
			if (key.code == 'q' && !key.pasted)
				done = true;
			else if (key.code == 26)
				term_suspend(t);
			else if (key.code == KEY_CODE_DOWN)
				at++;
			else if (key.code == '!')
				raise(SIGSEGV);
			else if (key.code == 'l') {
				term_leave(t);
				printf("OUTSIDE\n");
				fflush(stdout);
				term_enter(t);
			} else if (key.code == '?') {
				snprintf(note, sizeof(note), "%s %s",
					 term_current_choice(t)->terminal,
					 term_bidi_name(term_current_choice(t)->bidi));
			}
		}
	}
	done = term_gone(t);
	frame_release(&f);
	term_close(t);
	return done ? 5 : 0;
}

static struct scene plain = { .bidi = "auto", .tashkeel = "auto", .isolate = "auto" };

static struct vt *
start(struct scene *scene, const char *const *env)
{
	struct vt *vt = vt_start(ROWS, COLS, show, scene, env);

	if (!vt_wait(vt, "last", 5000))
		vt_print(vt);
	return vt;
}

static void
test_cells_arrive_exact(void **state)
{
	struct vt *vt = start(&plain, NULL);
	int n = (int)ARRAY_LEN(title);

	(void)state;
	for (int i = 0; i < n; i++) {
		struct vt_cell cell = vt_cell(vt, 2, COLS - n + i);
		assert_int_equal(cell.ch[0], title[i]);
		assert_int_equal(cell.ch[1], i == 3 ? 0x651 : 0);
		assert_int_equal(cell.ch[2], i == 3 ? 0x64e : 0);
	}
	/* the last cell of the last row, and nothing has scrolled */
	assert_int_equal(vt_cell(vt, ROWS - 1, COLS - 1).ch[0], '#');
	assert_string_equal(vt_row(vt, 0), " ready");
	vt_type(vt, "q");
	assert_int_equal(vt_end(vt, 3000), 0);
	vt_free(vt);
}

static void
test_moving_costs_little(void **state)
{
	struct vt *vt = start(&plain, NULL);
	size_t n;

	(void)state;
	vt_forget(vt);
	vt_type(vt, "\033[B");
	vt_settle(vt, 60, 1000);
	vt_bytes(vt, &n);
	print_message("# highlight moved: %zu bytes\n", n);
	assert_true(n > 0 && n <= 700);
	assert_false(vt_cell(vt, 2, 5).bg_default);
	assert_true(vt_cell(vt, 1, 5).bg_default);
	vt_type(vt, "q");
	assert_int_equal(vt_end(vt, 3000), 0);
	vt_free(vt);
}


/* ---- the way in and the ways out -------------------------------------------------- */

static const char *const vte[] = { "VTE_VERSION=7006", NULL };

/* Where `a` was sent last, -1 never. */
static long
sent_at(struct vt *vt, const char *a)
{
	size_t n, len = strlen(a);
	const char *bytes = vt_bytes(vt, &n);

	for (size_t i = n; i-- > 0;) {
		if (i + len <= n && memcmp(bytes + i, a, len) == 0)
			return (long)i;
	}
	return -1;
}

static void
assert_restored(struct vt *vt)
{
	assert_true(sent_at(vt, BDSM_OFF) > sent_at(vt, BDSM_ON));
	assert_true(sent_at(vt, BDSM_OFF) > sent_at(vt, "\033[?1049l"));
	assert_true(sent_at(vt, "\033[?1049l") > sent_at(vt, "\033[?1049h"));
	assert_true(sent_at(vt, "\033[?2004l") > sent_at(vt, "\033[?2004h"));
	assert_true(sent_at(vt, "\033[?1l\033>") > sent_at(vt, "\033[?1h\033="));
	assert_true(sent_at(vt, "\033[?1000l") >= sent_at(vt, "\033[?1000h"));
}

static void
test_quit_restores(void **state)
{
	struct scene scene = plain;
	struct vt *vt;

	(void)state;
	scene.mouse = true;
	vt = start(&scene, vte);
	/* before anything is painted, and before the other screen */
	assert_true(sent_at(vt, BDSM_ON) >= 0 && sent_at(vt, BDSM_ON) < sent_at(vt, "\033[?1049h"));
	assert_true(vt_sent(vt, "\033[?1000h"));
	vt_type(vt, "q");
	assert_int_equal(vt_end(vt, 3000), 0);
	assert_restored(vt);
	vt_free(vt);
}

static void
test_signals_restore(void **state)
{
	static const int signals[] = { SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGSEGV, SIGABRT, SIGBUS,
				       SIGFPE };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(signals); i++) {
		struct vt *vt = start(&plain, vte);
		vt_kill(vt, signals[i]);
		assert_int_equal(vt_end(vt, 3000), 128 + signals[i]);
		assert_restored(vt);
		vt_free(vt);
	}
}

static void
test_crash_restores(void **state)
{
	struct vt *vt = start(&plain, vte);

	(void)state;
	vt_type(vt, "!");
	assert_int_equal(vt_end(vt, 3000), 128 + SIGSEGV);
	assert_restored(vt);
	vt_free(vt);
}

static void
test_suspend(void **state)
{
	struct vt *vt = start(&plain, vte);
	struct vt_cell before = vt_cell(vt, 1, COLS - 3);

	(void)state;
	for (int outside = 0; outside < 2; outside++) {
		vt_forget(vt);
		if (outside)
			vt_kill(vt, SIGTSTP);
		else
			vt_type(vt, "\032");
		/* A session leader's group is orphaned: the kernel does not stop it
		 * (POSIX 2.4.3), so it goes through the motions and comes back. */
		assert_true(vt_wait_bytes(vt, BDSM_ON, 3000));
		vt_settle(vt, 100, 2000);
		assert_true(sent_at(vt, BDSM_OFF) >= 0);
		assert_true(sent_at(vt, BDSM_ON) > sent_at(vt, BDSM_OFF));
		assert_true(sent_at(vt, "\033[?1049h") > sent_at(vt, "\033[?1049l"));
		assert_int_equal(vt_cell(vt, 1, COLS - 3).ch[0], before.ch[0]);
	}
	vt_type(vt, "q");
	assert_int_equal(vt_end(vt, 3000), 0);
	assert_restored(vt);
	vt_free(vt);
}

/* As a shell starts a program: in a group of its own that has the terminal. */
static pid_t
show_in_group(void *arg)
{
	pid_t pid = fork();

	if (pid == 0) {
		setpgid(0, 0);
		_exit(show(arg));
	}
	setpgid(pid, pid);
	signal(SIGTTOU, SIG_IGN);
	tcsetpgrp(0, pid);
	return pid;
}

/* A shell between us and the terminal: the whole group stops and goes on. */
static int
show_under_shell(void *arg)
{
	pid_t pid = show_in_group(arg);
	int status;

	while (waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status)) {
		tcsetpgrp(0, getpid());
		printf("[stopped]\n");
		fflush(stdout);
		usleep(50000);
		tcsetpgrp(0, pid);
		kill(-pid, SIGCONT);
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 99;
}

static void
test_suspend_under_a_shell(void **state)
{
	struct vt *vt = vt_start(ROWS, COLS, show_under_shell, &plain, vte);

	(void)state;
	assert_true(vt_wait(vt, "last", 5000));
	vt_type(vt, "\032");
	assert_true(vt_wait_bytes(vt, "[stopped]", 3000));
	assert_true(sent_at(vt, "[stopped]") > sent_at(vt, BDSM_OFF));
	assert_true(vt_wait(vt, "last", 3000));
	vt_settle(vt, 100, 1000);
	assert_true(sent_at(vt, BDSM_ON) > sent_at(vt, "[stopped]"));
	vt_type(vt, "q");
	assert_int_equal(vt_end(vt, 3000), 0);
	assert_restored(vt);
	vt_free(vt);
}

/* The window is made smaller while we are stopped; told of it is who has the terminal. */
static int
show_and_shrink(void *arg)
{
	struct winsize smaller = { .ws_row = ROWS - 3, .ws_col = COLS };
	pid_t pid = show_in_group(arg);
	int status;

	for (int sig = SIGTSTP; sig != 0; sig = sig == SIGTSTP ? SIGSTOP : 0) {
		if (sig == SIGSTOP) {
			usleep(100000);
			kill(-pid, sig);
		}
		if (waitpid(pid, &status, WUNTRACED) != pid || !WIFSTOPPED(status))
			break;
		tcsetpgrp(0, getpid());
		ioctl(0, TIOCSWINSZ, &smaller);
		smaller.ws_row--;
		tcsetpgrp(0, pid);
		kill(-pid, SIGCONT);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 99;
}

static void
test_resized_while_stopped(void **state)
{
	struct vt *vt = vt_start(ROWS, COLS, show_and_shrink, &plain, NULL);
	char note[32];

	(void)state;
	snprintf(note, sizeof(note), "key %x", (unsigned)KEY_CODE_RESIZE);
	assert_true(vt_wait(vt, "last", 5000));
	vt_type(vt, "\032");
	assert_true(vt_wait(vt, note, 5000));
	for (int i = 0; i < 100 && strncmp(vt_row(vt, ROWS - 5), "last", 4) != 0; i++)
		vt_settle(vt, 50, 100);
	assert_memory_equal(vt_row(vt, ROWS - 5), "last", 4);
	vt_type(vt, "q");
	assert_int_equal(vt_end(vt, 3000), 0);
	vt_free(vt);
}

/* Stopped, then sent on in the background: not a byte of ours comes between the shell's. */
static int
show_in_background(void *arg)
{
	pid_t pid = show_in_group(arg);
	int status;

	for (int i = 0; waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status); i++) {
		if (i == 0) {
			tcsetpgrp(0, getpid());
			printf("[stopped]\n");
		} else {
			printf("[again]\n");
			fflush(stdout);
			tcsetpgrp(0, pid);
		}
		fflush(stdout);
		kill(-pid, SIGCONT);
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 99;
}

static void
test_sent_on_in_the_background(void **state)
{
	struct scene scene = plain;
	struct vt *vt;

	(void)state;
	scene.mouse = true;
	vt = vt_start(ROWS, COLS, show_in_background, &scene, vte);
	assert_true(vt_wait(vt, "last", 5000));
	vt_type(vt, "\032");
	assert_true(vt_wait_bytes(vt, "[again]", 5000));
	assert_true(sent_at(vt, "[stopped]") > sent_at(vt, BDSM_OFF));
	vt_settle(vt, 200, 3000);
	assert_true(sent_at(vt, BDSM_ON) > sent_at(vt, "[again]"));
	size_t n;
	const char *bytes = vt_bytes(vt, &n);
	assert_null(memmem(bytes + sent_at(vt, "[stopped]"),
			   (size_t)(sent_at(vt, "[again]") - sent_at(vt, "[stopped]")), "\033", 1));
	vt_type(vt, "q");
	assert_int_equal(vt_end(vt, 3000), 0);
	assert_restored(vt);
	vt_free(vt);
}

/* Another program that shares the terminal has made it non-blocking, and it is slow. */
static int
show_nonblocking(void *arg)
{
	fcntl(1, F_SETFL, fcntl(1, F_GETFL) | O_NONBLOCK);
	return show(arg);
}

static void
test_slow_terminal(void **state)
{
	struct vt *vt = vt_start(100, 300, show_nonblocking, &plain, NULL);

	(void)state;
	usleep(300000); /* more than the terminal holds is on its way */
	assert_true(vt_wait(vt, "last", 5000));
	vt_settle(vt, 100, 3000);
	assert_int_equal(vt_cell(vt, 99, 299).ch[0], '#');
	assert_int_equal(vt_cell(vt, 98, 299).ch[0], title[ARRAY_LEN(title) - 1]);
	vt_type(vt, "q");
	assert_int_equal(vt_end(vt, 3000), 0);
	vt_free(vt);
}

/* A terminal that takes nothing any more does not keep us from ending. */
static void
test_frozen_terminal(void **state)
{
	struct vt *vt = vt_start(100, 300, show, &plain, NULL);
	int status = 0;
	pid_t pid = 0;

	(void)state;
	usleep(300000);
	vt_kill(vt, SIGTERM);
	for (int64_t end = vt_now() + 10000; pid == 0 && vt_now() < end; usleep(20000))
		pid = waitpid(vt_pid(vt), &status, WNOHANG);
	assert_int_equal(pid, vt_pid(vt));
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
	vt->ended = true;
	vt_free(vt);
}

static void
test_leave_and_enter(void **state)
{
	struct vt *vt = start(&plain, vte);

	(void)state;
	vt_forget(vt);
	vt_type(vt, "l");
	assert_true(vt_wait_bytes(vt, "OUTSIDE", 3000));
	assert_true(vt_wait(vt, "last", 3000));
	assert_true(sent_at(vt, "OUTSIDE") > sent_at(vt, BDSM_OFF));
	assert_true(sent_at(vt, BDSM_ON) > sent_at(vt, "OUTSIDE"));
	vt_type(vt, "q");
	assert_int_equal(vt_end(vt, 3000), 0);
	vt_free(vt);
}

static void
test_resize(void **state)
{
	static const int sizes[][2] = { { 5, 20 }, { 1, 1 }, { 2, 3 }, { 40, 150 }, { ROWS, COLS } };
	struct vt *vt = start(&plain, NULL);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		vt_resize(vt, sizes[i][0], sizes[i][1]);
		vt_settle(vt, 100, 2000);
		if (sizes[i][1] > 1)
			assert_int_equal(vt_cell(vt, sizes[i][0] - 1, sizes[i][1] - 1).ch[0], '#');
	}
	assert_int_equal(vt_cell(vt, 2, COLS - 1).ch[0], title[ARRAY_LEN(title) - 1]);
	/* a window may claim anything: the limits hold, and it still answers */
	struct winsize huge = { .ws_row = 60000, .ws_col = 60000 };
	ioctl(vt->fd, TIOCSWINSZ, &huge);
	vt_settle(vt, 200, 5000);
	vt_resize(vt, ROWS, COLS);
	vt_settle(vt, 100, 3000);
	vt_type(vt, "q");
	assert_int_equal(vt_end(vt, 5000), 0);
	vt_free(vt);
}

static void
test_terminal_gone(void **state)
{
	struct vt *vt = start(&plain, NULL);
	int status = 0;
	int64_t end = vt_now() + 3000;
	pid_t pid = 0;

	(void)state;
	/* hanging up sends SIGHUP; without a handler of ours it would end by it */
	close(vt->fd);
	vt->eof = true;
	while (pid == 0 && vt_now() < end) {
		pid = waitpid(vt_pid(vt), &status, WNOHANG);
		usleep(5000);
	}
	assert_int_equal(pid, vt_pid(vt));
	assert_true((WIFSIGNALED(status) && WTERMSIG(status) == SIGHUP) ||
		    (WIFEXITED(status) && WEXITSTATUS(status) == 5));
	vt->ended = true;
	vt->fd = open("/dev/null", O_RDONLY);
	vt_free(vt);
}

/* ---- what may not be opened -------------------------------------------------------- */

static int
open_only(void *arg)
{
	struct term_choice choice;
	struct term *t = NULL;
	struct why why;

	if (arg != NULL)
		close(0), open("/dev/null", O_RDONLY);
	setlocale(LC_ALL, "C.UTF-8");
	term_choose("auto", "auto", "auto", &choice);
	if (term_open(&choice, THEME_DARK, false, &t, &why) == OK) {
		term_close(t);
		return 0;
	}
	printf("%s\n", why.text);
	return 1;
}

static void
test_refusals(void **state)
{
	static const char *const envs[][3] = {
		{ "TERM", NULL }, { "TERM=nosuch-terminal", NULL }, { "TERM=dumb", NULL },
		{ "TERM=", NULL },
	};

	(void)state;
	for (size_t i = 0; i <= ARRAY_LEN(envs); i++) {
		bool null_in = i == ARRAY_LEN(envs);
		struct vt *vt = vt_start(ROWS, COLS, open_only, null_in ? &plain : NULL,
					 null_in ? NULL : envs[i]);
		assert_int_equal(vt_end(vt, 3000), 1);
		assert_true(vt_sent(vt, "akhbar list"));
		assert_false(vt_sent(vt, "\033"));
		vt_free(vt);
	}
}

/* A colour written with colons shares its sequence with nothing (xterm 379). */
static void
assert_colons_alone(struct vt *vt)
{
	size_t n;
	const char *bytes = vt_bytes(vt, &n), *end = bytes + n;

	for (const char *p = bytes; p < end && (p = memchr(p, '\033', (size_t)(end - p))); p++) {
		size_t len = p + 1 < end && p[1] == '[' ? strcspn(p + 2, "@ABCDGHJKSTXdfhlmnpqrsu") : 0;
		if (p[2 + len] == 'm' && memchr(p, ':', len + 2))
			assert_null(memchr(p, ';', len + 2));
	}
}

static void
test_other_terminals_open(void **state)
{
	static const char *const terms[] = { "TERM=xterm", "TERM=linux", "TERM=vt100", "TERM=xterm-direct",
					     "TERM=tmux-256color", "TERM=screen", "TERM=vt220",
					     "TERM=rxvt-unicode-256color", "TERM=xterm-mono", "TERM=ansi" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(terms); i++) {
		const char *env[] = { terms[i], NULL };
		struct vt *vt = start(&plain, env);
		if (vt_cell(vt, 3, COLS - 1).ch[0] != title[ARRAY_LEN(title) - 1])
			fail_msg("%s", terms[i]);
		vt_type(vt, "q");
		assert_int_equal(vt_end(vt, 3000), 0);
		assert_colons_alone(vt);
		vt_free(vt);
	}
}

/* ---- keys, questions, what is sent -------------------------------------------------- */

static void
test_keys_and_mouse(void **state)
{
	struct scene scene = plain;
	struct vt *vt;

	(void)state;
	scene.mouse = scene.paste = true;
	vt = start(&scene, NULL);
	vt_type(vt, "\xd8\xb6");
	assert_true(vt_wait(vt, "key 636", 2000));
	vt_type(vt, "\033");
	assert_true(vt_wait(vt, "key 11000e", 2000));
	vt_type(vt, "\033[<0;7;3M\033[<0;7;3m");
	assert_true(vt_wait(vt, "mouse 0 2,6", 2000));
	vt_type(vt, "\033[200~q\033[201~");
	assert_true(vt_wait(vt, "key 71 pasted", 2000));
	/* of a paste without its end the first byte of one is no Escape later */
	vt_type(vt, "\033[200~w\033");
	assert_true(vt_wait(vt, "key 77 pasted", 2000));
	assert_false(vt_wait(vt, "key 11000e", 2300));
	vt_kill(vt, SIGCONT);
	assert_false(vt_wait(vt, "key 11000e", 300));
	vt_type(vt, "q");
	assert_int_equal(vt_end(vt, 3000), 0);
	vt_free(vt);
}

static void
test_questions(void **state)
{
	struct scene scene = plain;
	const char *bytes;
	struct vt *vt;
	size_t n;

	(void)state;
	scene.probe = true;
	vt = start(&scene, NULL); /* libvterm answers DA1 and DA2 of its own */
	vt_settle(vt, 100, 1000);
	bytes = vt_bytes(vt, &n);
	assert_true(strstr(bytes, "\033[8$p") > strstr(bytes, "last")); /* after the first paint */
	assert_true(vt_has(vt, "last"));
	/* an answer, late: VTE after all */
	vt_type(vt, "?");
	assert_true(vt_wait(vt, "unknown visual", 2000));
	vt_free(vt);

	/* once more, and this terminal speaks for itself */
	scene.probe = true;
	vt = vt_start(ROWS, COLS, show, &scene, NULL);
	vt_mute(vt);
	assert_true(vt_wait_bytes(vt, "\033[8$p", 5000));
	vt_type(vt, "\033[8;1$y\033[>65;7006;1c\033[?65;1;9c");
	vt_settle(vt, 100, 1000);
	vt_type(vt, "?");
	assert_true(vt_wait(vt, "VTE visual", 2000));
	assert_true(vt_sent(vt, BDSM_ON));
	assert_true(sent_at(vt, "\033[H\033[2J") > sent_at(vt, BDSM_ON)); /* every row anew */
	vt_type(vt, "q");
	assert_int_equal(vt_end(vt, 3000), 0);
	assert_true(sent_at(vt, BDSM_OFF) > sent_at(vt, BDSM_ON));
	vt_free(vt);
}

/* Answers that come late leave no junk and eat no key: after other keys, in pieces,
 * and while the program is on its way out. */
static void
test_late_answers(void **state)
{
	struct scene scene = plain;
	struct vt *vt;

	(void)state;
	scene.probe = true;
	vt = vt_start(ROWS, COLS, show, &scene, NULL);
	vt_mute(vt);
	assert_true(vt_wait_bytes(vt, "\033[8$p", 5000));
	vt_type(vt, "x");
	assert_true(vt_wait(vt, "key 78", 3000));
	vt_type(vt, "\033[8;0$y\033P>|Konsole 22.12.3\033\\\033[>0;115;0cy\033[12;2R\033[12;3");
	vt_settle(vt, 50, 1000);
	vt_type(vt, "R\033[?1;2cz");
	assert_true(vt_wait(vt, "key 7a", 3000));
	vt_type(vt, "?");
	assert_true(vt_wait(vt, "Konsole visual", 2000));
	assert_true(vt_sent(vt, "\033]50;BidiRenderingEnabled=false\a"));
	/* now the same letters are F3 */
	vt_type(vt, "\033[12;2R");
	assert_true(vt_wait(vt, "key 110013", 2000));
	vt_type(vt, "q");
	assert_int_equal(vt_end(vt, 3000), 0);
	assert_true(sent_at(vt, "BidiRenderingEnabled=true\a") >
		    sent_at(vt, "BidiRenderingEnabled=false\a"));
	vt_free(vt);

	/* no answer at all: it ends all the same; and an answer behind the last key */
	for (int answer = 0; answer < 2; answer++) {
		vt = vt_start(ROWS, COLS, show, &scene, NULL);
		vt_mute(vt);
		assert_true(vt_wait_bytes(vt, "\033[8$p", 5000));
		vt_type(vt, answer ? "q\033[8;0$y\033[?1;2c" : "q");
		assert_int_equal(vt_end(vt, 3000), 0);
		assert_true(vt_sent(vt, "\033[?1049l"));
		vt_free(vt);
	}
}

static void
test_no_questions_where_settled(void **state)
{
	static const char *const tmux[] = { "TERM=tmux-256color", "TMUX=/tmp/x,1,0", NULL };
	struct scene scene = plain;
	struct vt *vt;

	(void)state;
	scene.probe = true;
	vt = start(&scene, tmux);
	vt_settle(vt, 100, 500);
	assert_false(vt_sent(vt, "\033[8$p"));
	vt_type(vt, "q");
	assert_int_equal(vt_end(vt, 3000), 0);
	vt_free(vt);
}

static void
test_marks_and_isolates(void **state)
{
	static const char *const foot[] = { "TERM=xterm-256color", "TERM_PROGRAM=none", NULL };
	struct scene scene = plain;
	struct vt *vt;
	int at = COLS - (int)ARRAY_LEN(title) + 3;

	(void)state;
	scene.tashkeel = "strip";
	vt = start(&scene, foot);
	assert_int_equal(vt_cell(vt, 2, at).ch[0], title[3]);
	assert_int_equal(vt_cell(vt, 2, at).ch[1], 0);
	vt_free(vt);
	scene.tashkeel = "keep";
	scene.isolate = "lrm";
	vt = start(&scene, foot);
	assert_true(vt_sent(vt, "\xd9\x8e\xe2\x80\x8e"));       /* behind the marks */
	assert_false(vt_sent(vt, "last\xe2\x80\x8e"));
	assert_false(vt_sent(vt, " \xe2\x80\x8e"));
	vt_free(vt);
}

static void
test_themes(void **state)
{
	struct scene scene = plain;
	struct vt *vt;

	(void)state;
	vt = start(&scene, NULL);
	assert_int_equal(vt_cell(vt, 1, 5).bg, 0x003366); /* 24 in libvterm's palette */
	assert_int_equal(vt_cell(vt, 1, 5).fg, 0xffffff);
	assert_true(vt_cell(vt, 2, COLS - 1).fg_default && vt_cell(vt, 2, COLS - 1).bg_default);
	vt_free(vt);
	scene.theme = THEME_MONO;
	vt = start(&scene, NULL);
	assert_true(vt_cell(vt, 1, 5).reverse);
	assert_true(vt_cell(vt, 1, 5).fg_default);
	vt_free(vt);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells_arrive_exact),
		cmocka_unit_test(test_moving_costs_little),
		cmocka_unit_test(test_quit_restores),
		cmocka_unit_test(test_signals_restore),
		cmocka_unit_test(test_crash_restores),
		cmocka_unit_test(test_suspend),
		cmocka_unit_test(test_suspend_under_a_shell),
		cmocka_unit_test(test_resized_while_stopped),
		cmocka_unit_test(test_sent_on_in_the_background),
		cmocka_unit_test(test_slow_terminal),
		cmocka_unit_test(test_frozen_terminal),
		cmocka_unit_test(test_leave_and_enter),
		cmocka_unit_test(test_resize),
		cmocka_unit_test(test_terminal_gone),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_other_terminals_open),
		cmocka_unit_test(test_keys_and_mouse),
		cmocka_unit_test(test_questions),
		cmocka_unit_test(test_late_answers),
		cmocka_unit_test(test_no_questions_where_settled),
		cmocka_unit_test(test_marks_and_isolates),
		cmocka_unit_test(test_themes),
	};

	return cmocka_run_group_tests_name("term", tests, NULL, NULL);
}
