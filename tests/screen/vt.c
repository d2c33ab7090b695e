/* SPDX-License-Identifier: MIT
 *
 * See vt.h. Included by the tests that need it (`#include "screen/vt.c"`), so that
 * each test program stays one file and one rule.
 */
#include "screen/vt.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <vterm.h>

struct vt {
	VTerm *term;
	VTermScreen *screen;
	int fd, rows, cols;
	pid_t pid;
	bool ended, cursor_visible, eof, mute;
	int status;
	char *bytes;
	size_t n, cap;
	char row[8192];
};

static int64_t
vt_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int
vt_prop(VTermProp prop, VTermValue *value, void *user)
{
	struct vt *vt = user;

	if (prop == VTERM_PROP_CURSORVISIBLE)
		vt->cursor_visible = value->boolean;
	return 1;
}

static const VTermScreenCallbacks vt_callbacks = { .settermprop = vt_prop };

static void
vt_child_env(const char *const *env)
{
	static const char *const own[] = {
		"TMUX", "STY", "VTE_VERSION", "KONSOLE_VERSION", "XTERM_VERSION", "MLTERM",
		"TERM_PROGRAM", "KITTY_WINDOW_ID", "ALACRITTY_WINDOW_ID", "ALACRITTY_LOG",
		"WT_SESSION", "LC_TERMINAL", "COLORTERM", "COLORFGBG", "NO_COLOR", "LINES",
		"COLUMNS", "ESCDELAY", "ZUTTY_VERSION", "TERMINOLOGY",
	};

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		unsetenv(own[i]);
	setenv("TERM", "xterm-256color", 1);
	for (; env != NULL && *env != NULL; env++) {
		const char *eq = strchr(*env, '=');
		char name[64];
		if (eq == NULL) {
			unsetenv(*env);
		} else if ((size_t)(eq - *env) < sizeof(name)) {
			memcpy(name, *env, (size_t)(eq - *env));
			name[eq - *env] = '\0';
			setenv(name, eq + 1, 1);
		}
	}
}

static struct vt *
vt_new(int rows, int cols, const char *const *env, bool *in_child)
{
	struct vt *vt = calloc(1, sizeof(*vt));
	struct winsize ws = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };

	fflush(NULL);
	vt->pid = forkpty(&vt->fd, NULL, NULL, &ws);
	*in_child = vt->pid == 0;
	if (vt->pid < 0) { /* a chroot without /dev/pts has none to give */
		printf("ok 1 - a terminal # SKIP no pseudo-terminal: %s\n", strerror(errno));
		fflush(stdout);
		_exit(0);
	}
	if (*in_child) {
		/* what a test framework catches is not the child's */
		for (int sig = 1; sig < 32; sig++)
			signal(sig, SIG_DFL);
		vt_child_env(env);
		alarm(60); /* whatever happens, it ends */
		return vt;
	}
	vt->rows = rows;
	vt->cols = cols;
	vt->cursor_visible = true;
	vt->term = vterm_new(rows, cols);
	vterm_set_utf8(vt->term, 1);
	vt->screen = vterm_obtain_screen(vt->term);
	vterm_screen_set_callbacks(vt->screen, &vt_callbacks, vt);
	vterm_screen_enable_altscreen(vt->screen, 1);
	vterm_screen_reset(vt->screen, 1);
	return vt;
}

struct vt *
vt_start(int rows, int cols, int (*child)(void *), void *arg, const char *const *env)
{
	bool in_child;
	struct vt *vt = vt_new(rows, cols, env, &in_child);

	if (in_child) {
		int status = child(arg);
		free(vt);
		fflush(NULL);
		_exit(status);
	}
	return vt;
}

struct vt *
vt_exec(int rows, int cols, char *const argv[], const char *const *env)
{
	bool in_child;
	struct vt *vt = vt_new(rows, cols, env, &in_child);

	if (in_child) {
		execvp(argv[0], argv);
		_exit(127);
	}
	return vt;
}

static void
vt_answer(struct vt *vt)
{
	char back[256];
	size_t n;

	while ((n = vterm_output_read(vt->term, back, sizeof(back))) > 0) {
		if (!vt->mute && write(vt->fd, back, n) < 0)
			return;
	}
}

void
vt_mute(struct vt *vt)
{
	vt->mute = true;
}

/* One read; false when nothing came in wait_ms. */
static bool
vt_pump(struct vt *vt, int wait_ms)
{
	struct pollfd p = { .fd = vt->fd, .events = POLLIN };
	char in[16384];
	ssize_t n;

	if (vt->eof) {
		struct timespec nap = { .tv_nsec = 2000000 };
		nanosleep(&nap, NULL);
		return false;
	}
	if (poll(&p, 1, wait_ms) <= 0)
		return false;
	n = read(vt->fd, in, sizeof(in));
	if (n <= 0) {
		vt->eof = true;
		return false;
	}
	if (vt->n + (size_t)n + 1 > vt->cap) {
		vt->cap = (vt->n + (size_t)n + 1) * 2;
		vt->bytes = realloc(vt->bytes, vt->cap);
	}
	memcpy(vt->bytes + vt->n, in, (size_t)n);
	vt->n += (size_t)n;
	vt->bytes[vt->n] = '\0';
	vterm_input_write(vt->term, in, (size_t)n);
	vt_answer(vt);
	return true;
}

void
vt_settle(struct vt *vt, int quiet_ms, int max_ms)
{
	int64_t end = vt_now() + max_ms, last = vt_now();

	while (vt_now() < end && !vt->eof) {
		if (vt_pump(vt, quiet_ms))
			last = vt_now();
		else if (vt_now() - last >= quiet_ms)
			return;
	}
}

bool
vt_has(struct vt *vt, const char *text)
{
	for (int r = 0; r < vt->rows; r++) {
		if (strstr(vt_row(vt, r), text) != NULL)
			return true;
	}
	return false;
}

bool
vt_wait(struct vt *vt, const char *text, int max_ms)
{
	int64_t end = vt_now() + max_ms;

	while (!vt_has(vt, text)) {
		if (vt_now() >= end)
			return false;
		vt_pump(vt, 50);
	}
	vt_settle(vt, 20, 500);
	return vt_has(vt, text);
}

bool
vt_sent(const struct vt *vt, const char *bytes)
{
	return vt->n > 0 && memmem(vt->bytes, vt->n, bytes, strlen(bytes)) != NULL;
}

bool
vt_wait_bytes(struct vt *vt, const char *bytes, int max_ms)
{
	int64_t end = vt_now() + max_ms;

	while (!vt_sent(vt, bytes)) {
		if (vt_now() >= end)
			return false;
		vt_pump(vt, 20);
	}
	return true;
}

void
vt_type(struct vt *vt, const char *keys)
{
	size_t n = strlen(keys);

	while (n > 0) {
		ssize_t done = write(vt->fd, keys, n);
		if (done <= 0)
			return;
		keys += done;
		n -= (size_t)done;
	}
}

void
vt_resize(struct vt *vt, int rows, int cols)
{
	struct winsize ws = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };

	vt->rows = rows;
	vt->cols = cols;
	vterm_set_size(vt->term, rows, cols);
	ioctl(vt->fd, TIOCSWINSZ, &ws);
}

void
vt_kill(struct vt *vt, int sig)
{
	if (!vt->ended)
		kill(vt->pid, sig);
}

pid_t
vt_pid(const struct vt *vt)
{
	return vt->pid;
}

int
vt_end(struct vt *vt, int max_ms)
{
	int64_t end = vt_now() + max_ms;

	while (!vt->ended) {
		int status;
		vt_pump(vt, 5);
		if (waitpid(vt->pid, &status, WNOHANG) == vt->pid) {
			vt->ended = true;
			vt->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
							   WEXITSTATUS(status);
		} else if (vt_now() >= end) {
			return -1;
		}
	}
	while (vt_pump(vt, 20))
		;
	return vt->status;
}

bool
vt_stopped(struct vt *vt, int max_ms)
{
	int64_t end = vt_now() + max_ms;

	while (vt_now() < end && !vt->ended) {
		int status;
		vt_pump(vt, 5);
		if (waitpid(vt->pid, &status, WNOHANG | WUNTRACED) == vt->pid) {
			if (WIFSTOPPED(status)) {
				vt_settle(vt, 20, 200);
				return true;
			}
			vt->ended = true;
			vt->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
							   WEXITSTATUS(status);
		}
	}
	return false;
}

void
vt_free(struct vt *vt)
{
	if (vt == NULL)
		return;
	if (!vt->ended) {
		kill(vt->pid, SIGKILL);
		waitpid(vt->pid, NULL, 0);
	}
	close(vt->fd);
	vterm_free(vt->term);
	free(vt->bytes);
	free(vt);
}

static size_t
vt_put_utf8(char *out, uint32_t cp)
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xc0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3f));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xe0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		out[2] = (char)(0x80 | (cp & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3f));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3f));
	out[3] = (char)(0x80 | (cp & 0x3f));
	return 4;
}

struct vt_cell
vt_cell(struct vt *vt, int row, int col)
{
	VTermScreenCell cell;
	VTermPos pos = { .row = row, .col = col };
	struct vt_cell out;

	memset(&out, 0, sizeof(out));
	memset(&cell, 0, sizeof(cell));
	if (!vterm_screen_get_cell(vt->screen, pos, &cell))
		return out;
	for (int i = 0; i < 6 && i < VTERM_MAX_CHARS_PER_CELL; i++)
		out.ch[i] = cell.chars[i];
	out.width = cell.width;
	out.bold = cell.attrs.bold;
	out.underline = cell.attrs.underline;
	out.reverse = cell.attrs.reverse;
	out.fg_default = VTERM_COLOR_IS_DEFAULT_FG(&cell.fg);
	out.bg_default = VTERM_COLOR_IS_DEFAULT_BG(&cell.bg);
	vterm_screen_convert_color_to_rgb(vt->screen, &cell.fg);
	vterm_screen_convert_color_to_rgb(vt->screen, &cell.bg);
	out.fg = (uint32_t)cell.fg.rgb.red << 16 | (uint32_t)cell.fg.rgb.green << 8 |
		 cell.fg.rgb.blue;
	out.bg = (uint32_t)cell.bg.rgb.red << 16 | (uint32_t)cell.bg.rgb.green << 8 |
		 cell.bg.rgb.blue;
	return out;
}

const char *
vt_row(struct vt *vt, int row)
{
	size_t n = 0, text = 0;

	for (int c = 0; c < vt->cols && n + 32 < sizeof(vt->row); ) {
		struct vt_cell cell = vt_cell(vt, row, c);
		if (cell.ch[0] == 0 || cell.ch[0] == ' ')
			vt->row[n++] = ' ';
		for (int i = 0; i < 6 && cell.ch[i] != 0 && cell.ch[0] != ' '; i++)
			text = n += vt_put_utf8(vt->row + n, cell.ch[i]);
		c += cell.width > 0 ? cell.width : 1;
	}
	vt->row[text] = '\0';
	return vt->row;
}

void
vt_cursor(struct vt *vt, int *row, int *col, bool *visible)
{
	VTermPos pos;

	vterm_state_get_cursorpos(vterm_obtain_state(vt->term), &pos);
	*row = pos.row;
	*col = pos.col;
	*visible = vt->cursor_visible;
}

const char *
vt_bytes(const struct vt *vt, size_t *n)
{
	*n = vt->n;
	return vt->bytes != NULL ? vt->bytes : "";
}

void
vt_forget(struct vt *vt)
{
	vt->n = 0;
}

void
vt_print(struct vt *vt)
{
	for (int r = 0; r < vt->rows; r++)
		fprintf(stderr, "%3d|%s\n", r, vt_row(vt, r));
}
