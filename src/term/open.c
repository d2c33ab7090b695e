/* SPDX-License-Identifier: MIT
 *
 * Into the terminal and out of it again.
 */
#include "term/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/epoll.h>
#endif

#include "akhbar/limits.h"
#include "sys/lang.h"
#include "term/capability.h"

#define MOUSE_ON "\033[?1000h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1000l"
#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
#define ESCAPE_MS 25

/* ---- bytes past curses ------------------------------------------------------------- */

void
terminal_send(const struct term *t, const char *bytes)
{
	size_t n = strlen(bytes);

	while (n > 0) {
		ssize_t done = write(t->out_fd, bytes, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0 && errno == EAGAIN) { /* who shares the terminal made it so */
			struct pollfd p = { .fd = t->out_fd, .events = POLLOUT };
			poll(&p, 1, -1);
			continue;
		}
		if (done <= 0)
			return;
		bytes += done;
		n -= (size_t)done;
	}
}

static struct {
	char bytes[256];
	size_t n;
} sink;

static int
sink_put(int c)
{
	if (sink.n < sizeof(sink.bytes))
		sink.bytes[sink.n++] = (char)c;
	return c;
}

static void
sink_str(const char *s)
{
	while (*s != '\0')
		sink_put(*s++);
}

/* All that a program ended in the middle owes the terminal. Bidi last: after the
 * other screen is gone, so that it is the shell's rows that get it back. */
void
terminal_arm(struct term *t)
{
	bool other_screen = capability_text("rmcup") != NULL;

	sink.n = 0;
	sink_str(PASTE_OFF MOUSE_OFF);
	/* in the middle of scrolling a part; the cursor is moved by it */
	if (other_screen && t->ways.scroll)
		sink_str(t->margins ? "\033[?69l\033[r" : "\033[r");
	capability_put("rmkx", sink_put);
	capability_put("sgr0", sink_put);
	capability_put("op", sink_put);
	if (other_screen)
		capability_put("rmcup", sink_put);
	else
		sink_str("\r\n");
	capability_put("cnorm", sink_put); /* see end() */
	if (t->title_kept)
		sink_str(TITLE_BACK);
	sink_str(t->choice.off);
	restore_arm(sink.bytes, sink.n, t->in_fd, t->out_fd, &t->mode);
}

/* ---- size, colours ------------------------------------------------------------------ */

static int
between(int n, int low, int high)
{
	return n < low ? low : n > high ? high : n;
}

void
terminal_ask_size(const struct term *t, int *rows, int *cols)
{
	struct winsize ws;
	const char *lines = getenv("LINES"), *columns = getenv("COLUMNS");

	if (ioctl(t->out_fd, TIOCGWINSZ, &ws) != 0)
		memset(&ws, 0, sizeof(ws));
	*rows = ws.ws_row > 0 ? ws.ws_row : lines != NULL ? atoi(lines) : 24;
	*cols = ws.ws_col > 0 ? ws.ws_col : columns != NULL ? atoi(columns) : 80;
	*rows = between(*rows, 1, LIMIT_SCREEN_ROWS);
	*cols = between(*cols, 1, LIMIT_SCREEN_COLS);
}

void
terminal_set_size(struct term *t)
{
	terminal_ask_size(t, &t->rows, &t->cols);
	resizeterm(t->rows, t->cols);
	t->line = mem_realloc_array(t->line, (size_t)t->cols + 2, sizeof(*t->line));
	t->shown = mem_realloc_array(t->shown, (size_t)t->rows * (size_t)t->cols,
				     sizeof(*t->shown));
	t->order = mem_realloc_array(t->order, (size_t)t->cols, sizeof(*t->order));
	t->flip = mem_realloc_array(t->flip, (size_t)t->cols, sizeof(*t->flip));
	t->cut = mem_realloc_array(t->cut, (size_t)t->cols, sizeof(*t->cut));
	memset(t->cut, 0, (size_t)t->cols * sizeof(*t->cut));
	t->redraw = true;
}

/* ---- open, close -------------------------------------------------------------------- */

static const struct {
	const char *cap;
	uint32_t code;
} key_caps[] = {
	{ "kcuu1", KEY_CODE_UP }, { "kcud1", KEY_CODE_DOWN }, { "kcub1", KEY_CODE_LEFT },
	{ "kcuf1", KEY_CODE_RIGHT }, { "khome", KEY_CODE_HOME }, { "kend", KEY_CODE_END },
	{ "kpp", KEY_CODE_PAGE_UP }, { "knp", KEY_CODE_PAGE_DOWN }, { "kdch1", KEY_CODE_DELETE },
	{ "kcbt", KEY_CODE_BACKTAB }, { "kent", KEY_CODE_ENTER }, { "kbs", KEY_CODE_BACKSPACE },
	{ "kf1", KEY_CODE_F1 }, { "kf2", KEY_CODE_F1 + 1 }, { "kf3", KEY_CODE_F1 + 2 },
	{ "kf4", KEY_CODE_F1 + 3 }, { "kf5", KEY_CODE_F5 }, { "kf6", KEY_CODE_F5 + 1 },
	{ "kf7", KEY_CODE_F5 + 2 }, { "kf8", KEY_CODE_F5 + 3 }, { "kf9", KEY_CODE_F5 + 4 },
	{ "kf10", KEY_CODE_F5 + 5 }, { "kf11", KEY_CODE_F12 - 1 }, { "kf12", KEY_CODE_F12 },
};

/* `*as`: the name curses opens it under, see capability_check(). */
static enum err
check_terminal(const char **as, struct why *why)
{
	const char *name = getenv("TERM");
	enum capability_check check;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(why, ERR_CONFIG, "%s",
			       _("this is not a terminal; `akhbar list` prints headlines without a screen"));
	if (name == NULL || name[0] == '\0')
		return err_set(why, ERR_CONFIG, "%s",
			       _("TERM is not set; `akhbar list` prints headlines without a screen"));
	check = capability_check(STDOUT_FILENO, as);
	if (check == CAPABILITY_UNKNOWN)
		return err_set(why, ERR_CONFIG,
			       _("the terminal %.60s is not known here (TERM); `akhbar list` prints "
				 "headlines without a screen"), name);
	if (check == CAPABILITY_TOO_SIMPLE)
		return err_set(why, ERR_CONFIG,
			       _("the terminal %.60s cannot move its cursor (TERM); `akhbar list` "
				 "prints headlines without a screen"), name);
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		return err_set(why, ERR_CONFIG, "%s",
			       _("the locale is not UTF-8; set LC_ALL=C.UTF-8, or use `akhbar list`"));
	return OK;
}

/* One descriptor to poll for both keys and signals, so that a resize between two
 * polls is not slept over. */
static void
open_poll(struct term *t)
{
	t->poll_fd = -1;
	t->wake[0] = t->wake[1] = -1;
#ifdef __linux__
	struct epoll_event keys = { .events = EPOLLIN, .data.fd = t->in_fd };

	if (pipe2(t->wake, O_CLOEXEC | O_NONBLOCK) != 0)
		return;
	struct epoll_event wake = { .events = EPOLLIN, .data.fd = t->wake[0] };
	t->poll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (t->poll_fd >= 0 && (epoll_ctl(t->poll_fd, EPOLL_CTL_ADD, t->in_fd, &keys) != 0 ||
				epoll_ctl(t->poll_fd, EPOLL_CTL_ADD, t->wake[0], &wake) != 0)) {
		close(t->poll_fd);
		t->poll_fd = -1;
	}
#endif
}

static void
close_poll(struct term *t)
{
	for (int i = 0; i < 2; i++) {
		if (t->wake[i] >= 0)
			close(t->wake[i]);
	}
	if (t->poll_fd >= 0)
		close(t->poll_fd);
}

void
terminal_poll(const struct term *t, int fd, bool add)
{
#ifdef __linux__
	struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };

	if (t->poll_fd >= 0 && fd >= 0)
		epoll_ctl(t->poll_fd, add ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, fd, &event);
#else
	(void)t, (void)fd, (void)add;
#endif
}

void
terminal_begin(const struct term *t)
{
	terminal_send(t, t->choice.on);
	terminal_send(t, PASTE_ON);
	if (t->mouse)
		terminal_send(t, MOUSE_ON);
}

static void
end(struct term *t)
{
	char cursor[32] = "";

	terminal_drain(t);
	endwin();
	/* libvterm (the terminals inside of Neovim, Vim and Emacs) keeps with the cursor's place,
	 * which our questions saved, whether it was seen: what leaves the other screen hides it */
	if (capability_format("cnorm", 0, 0, cursor, sizeof(cursor)))
		terminal_send(t, cursor);
	terminal_send(t, PASTE_OFF);
	if (t->mouse)
		terminal_send(t, MOUSE_OFF);
	if (t->title_kept)
		terminal_send(t, TITLE_BACK);
	t->title_kept = false;
	free(t->title);
	t->title = NULL;
	terminal_send(t, t->choice.off);
}

static void
put_env(const char *name, const char *value)
{
	if (value != NULL)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

/* A window may claim any size and curses would allocate it before we can say no:
 * it is told the size as we see it, by the only way it listens to. */
static SCREEN *
new_screen(const struct term *t, const char *as)
{
	const char *lines = getenv("LINES"), *columns = getenv("COLUMNS");
	char *had_lines = lines != NULL ? mem_strdup(lines) : NULL;
	char *had_columns = columns != NULL ? mem_strdup(columns) : NULL;
	char text[16];
	SCREEN *screen;
	int rows, cols;

	terminal_ask_size(t, &rows, &cols);
	snprintf(text, sizeof(text), "%d", rows);
	setenv("LINES", text, 1);
	snprintf(text, sizeof(text), "%d", cols);
	setenv("COLUMNS", text, 1);
	screen = newterm(as, stdout, stdin);
	put_env("LINES", had_lines);
	put_env("COLUMNS", had_columns);
	free(had_lines);
	free(had_columns);
	return screen;
}

/* curses takes over the screen with its first paint, the only one of ours. */
static void
enter_screen(struct term *t)
{
	refresh();
	t->pen_known = false;
	t->at_row = t->at_col = -1;
	t->redraw = true;
}

static void
set_modes(struct term *t)
{
	/* raw: Ctrl-C, Ctrl-Z, Ctrl-S and Ctrl-Q are keys of ours */
	raw();
	noecho();
	nonl();
	keypad(stdscr, TRUE); /* for what it sends; keys are read by ourselves */
	curs_set(0);
	if (has_colors()) {
		start_color();
		use_default_colors();
	}
	ways_find(&t->ways);
	terminal_arm(t);
	terminal_set_paint(t);
	enter_screen(t);
}

enum err
term_open(const struct term_choice *choice, enum term_theme theme, bool mouse, struct term **out,
	  struct why *why)
{
	const char *as;
	enum err e = check_terminal(&as, why);
	const char *delay = getenv("ESCDELAY");
	struct term *t;

	if (e != OK)
		return e;
	t = mem_zalloc(sizeof(*t));
	t->choice = *choice;
	t->look.theme = theme;
	t->mouse = mouse;
	t->mux_fd = -1;
	t->in_fd = STDIN_FILENO;
	t->out_fd = STDOUT_FILENO;
	t->escape_ms = delay != NULL ? between(atoi(delay), 1, 1000) : ESCAPE_MS;
	tcgetattr(t->in_fd, &t->mode);
	frame_init(&t->last);
	buf_init(&t->out, 0);
	keys_init(&t->keys);
	open_poll(t);
	/* PuTTY shows q for lines otherwise. */
	setenv("NCURSES_NO_UTF8_ACS", "1", 0);
	restore_signals_on(t->wake[1]);
	terminal_begin(t); /* before curses makes its rows: VTE keeps the mode row by row */
	t->screen = new_screen(t, as);
	if (t->screen == NULL) {
		terminal_send(t, PASTE_OFF MOUSE_OFF);
		terminal_send(t, t->choice.off);
		restore_signals_off();
		close_poll(t);
		free(t);
		return err_set(why, ERR_CONFIG, "%s",
			       _("the terminal cannot be used; `akhbar list` prints headlines "
				 "without a screen"));
	}
	set_escdelay(t->escape_ms);
	terminal_arm(t);
	set_modes(t);
	terminal_set_size(t);
	for (size_t i = 0; i < ARRAY_LEN(key_caps); i++)
		keys_add_name(&t->keys, capability_text(key_caps[i].cap), key_caps[i].code);
	*out = t;
	return OK;
}

void
term_close(struct term *t)
{
	if (t == NULL)
		return;
	if (!t->away)
		end(t);
	restore_disarm();
	tcsetattr(t->in_fd, TCSADRAIN, &t->mode);
	delscreen(t->screen);
	restore_signals_off();
	close_poll(t);
	frame_release(&t->last);
	free(t->line);
	free(t->shown);
	buf_release(&t->out);
	free(t->order);
	free(t->flip);
	free(t->cut);
	free(t);
}

void
term_leave(struct term *t)
{
	if (t->away)
		return;
	end(t);
	restore_disarm();
	tcsetattr(t->in_fd, TCSADRAIN, &t->mode);
	t->away = true;
}

void
term_enter(struct term *t)
{
	int rows = t->rows, cols = t->cols;

	if (!t->away)
		return;
	t->away = false;
	/* first of all: in the background (bg) it stops us, before a byte has gone out */
	reset_prog_mode();
	terminal_begin(t);
	terminal_arm(t);
	terminal_set_size(t);
	/* who was in front of us got the signal */
	t->resized = rows != t->rows || cols != t->cols;
	if (t->resized) {
		ssize_t n = write(t->wake[1], "", 1);
		(void)n; /* full: it will wake up anyway */
	}
	enter_screen(t);
}

void
term_suspend(struct term *t)
{
	struct sigaction dfl = { .sa_handler = SIG_DFL }, old;
	sigset_t unblock, before;

	term_leave(t);
	sigemptyset(&dfl.sa_mask);
	sigaction(SIGTSTP, &dfl, &old);
	sigemptyset(&unblock);
	sigaddset(&unblock, SIGTSTP);
	sigprocmask(SIG_UNBLOCK, &unblock, &before);
	/* The whole group, as the terminal would: whoever waits for us (make, sh) has to
	 * stop as well, or the shell never learns of it. */
	kill(0, SIGTSTP);
	sigprocmask(SIG_SETMASK, &before, NULL);
	sigaction(SIGTSTP, &old, NULL);
	restore_took_continue();
	restore_took_stop();
	term_enter(t);
}

void
term_size(struct term *t, int *rows, int *cols)
{
	*rows = t->rows;
	*cols = t->cols;
}

int
term_fd(const struct term *t)
{
	return t->poll_fd >= 0 ? t->poll_fd : t->in_fd;
}

bool
term_gone(const struct term *t)
{
	return t->gone;
}

const struct term_choice *
term_current_choice(const struct term *t)
{
	return &t->choice;
}

/* Bytes go out only where the sequences differ: Konsole and mlterm turn the whole
 * screen, VTE the rows as they are painted anew. */
void
terminal_switched(struct term *t, const struct term_choice *old)
{
	if (!t->away && strcmp(old->on, t->choice.on) != 0) {
		terminal_send(t, old->off);
		terminal_send(t, t->choice.on);
		terminal_arm(t);
	}
	if (old->plain_face != t->choice.plain_face || old->colorless != t->choice.colorless)
		terminal_set_paint(t);
	t->redraw = true;
}

void
term_set_choice(struct term *t, const struct term_choice *choice)
{
	struct term_choice old = t->choice;

	t->choice = *choice;
	terminal_switched(t, &old);
}

