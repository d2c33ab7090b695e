/* SPDX-License-Identifier: MIT
 *
 * The terminal by ncursesw. Output only: keys are read and decoded in keys.c,
 * because curses tells neither a closed terminal nor an answer to a question from
 * a key. What was painted last is kept; a flush sends the rows that differ, each as
 * one array of cells, and curses finds the fewest bytes for them.
 */
#include "term/term-internal.h"

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
#include <wchar.h>
#ifdef __linux__
#include <sys/epoll.h>
#endif

#include <curses.h>

#include "akhbar/limits.h"
#include "sys/clock.h"
#include "sys/lang.h"
#include "term/capability.h"
#include "term/theme.h"

#define MOUSE_ON "\033[?1000h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1000l"
#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
#define ESCAPE_MS 25
#define BROKEN_MS 500   /* a sequence without its end is given up after that */
#define PASTE_MS 2000   /* and a paste */
#define LRM 0x200e

struct term {
	SCREEN *screen;
	struct term_choice choice;
	enum term_theme theme;
	bool mouse, gone, redraw, asked, away;
	int in_fd, out_fd, poll_fd, wake[2];
	int rows, cols;
	int escape_ms;
	struct frame last;      /* what the terminal shows */
	struct keys keys;
	struct {
		attr_t attr;
		int pair;
	} paint[STYLE_COUNT];
	cchar_t *line;          /* one row on its way */
	int *order;
	bool *flip;
	struct termios mode;    /* as it was before us */
};

/* ---- bytes past curses ------------------------------------------------------------- */

static void
send(const struct term *t, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t done = write(t->out_fd, bytes, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return;
		bytes += done;
		n -= (size_t)done;
	}
}

static void
send_str(const struct term *t, const char *s)
{
	send(t, s, strlen(s));
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
static void
arm(struct term *t)
{
	sink.n = 0;
	sink_str(PASTE_OFF MOUSE_OFF);
	capability_put("rmkx", sink_put);
	capability_put("sgr0", sink_put);
	capability_put("op", sink_put);
	capability_put("cnorm", sink_put);
	if (capability_text("rmcup") != NULL)
		capability_put("rmcup", sink_put);
	else
		sink_str("\r\n");
	sink_str(t->choice.off);
	restore_arm(sink.bytes, sink.n, t->in_fd, t->out_fd, &t->mode);
}

/* ---- size, colours ------------------------------------------------------------------ */

static int
between(int n, int low, int high)
{
	return n < low ? low : n > high ? high : n;
}

static void
ask_size(const struct term *t, int *rows, int *cols)
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

static void
set_size(struct term *t)
{
	ask_size(t, &t->rows, &t->cols);
	resizeterm(t->rows, t->cols);
	t->line = mem_realloc_array(t->line, (size_t)t->cols + 1, sizeof(*t->line));
	t->order = mem_realloc_array(t->order, (size_t)t->cols, sizeof(*t->order));
	t->flip = mem_realloc_array(t->flip, (size_t)t->cols, sizeof(*t->flip));
	t->redraw = true;
}

static int
color_of(const struct theme_color *c)
{
	if (COLORS >= 1 << 24)
		return c->rgb;
	return COLORS >= 256 ? c->of_256 : c->of_8;
}

static void
set_paint(struct term *t)
{
	bool colors = t->theme != THEME_MONO && has_colors();
	enum term_theme theme = colors ? t->theme : THEME_MONO;

	for (int i = 0; i < STYLE_COUNT; i++) {
		const struct theme_paint *p = theme_paint(theme, (enum style)i);
		int attr = p->attr | (colors && COLORS < 256 ? p->attr_few : 0);
		int fg = color_of(&p->fg), bg = color_of(&p->bg);

		t->paint[i].attr = (attr & PAINT_BOLD ? A_BOLD : 0) |
				   (attr & PAINT_UNDERLINE ? A_UNDERLINE : 0) |
				   (attr & PAINT_REVERSE ? A_REVERSE : 0);
		t->paint[i].pair = 0;
		if (colors && (fg != THEME_COLOR_NONE || bg != THEME_COLOR_NONE) &&
		    init_extended_pair(i + 1, fg, bg) == 0)
			t->paint[i].pair = i + 1;
	}
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

static enum err
check_terminal(struct why *why)
{
	const char *name = getenv("TERM");
	enum capability_check check;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(why, ERR_CONFIG, "%s",
			       _("this is not a terminal; `akhbar list` prints headlines without a screen"));
	if (name == NULL || name[0] == '\0')
		return err_set(why, ERR_CONFIG, "%s",
			       _("TERM is not set; `akhbar list` prints headlines without a screen"));
	check = capability_check(STDOUT_FILENO);
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

static void
begin(struct term *t)
{
	send_str(t, t->choice.on);
	send_str(t, PASTE_ON);
	if (t->mouse)
		send_str(t, MOUSE_ON);
}

static void
end(struct term *t)
{
	endwin();
	send_str(t, PASTE_OFF);
	if (t->mouse)
		send_str(t, MOUSE_OFF);
	send_str(t, t->choice.off);
}

static void
set_modes(struct term *t)
{
	/* raw: Ctrl-C, Ctrl-Z, Ctrl-S and Ctrl-Q are keys of ours */
	raw();
	noecho();
	nonl();
	keypad(stdscr, TRUE); /* for what it sends; keys are read by ourselves */
	scrollok(stdscr, FALSE);
	idlok(stdscr, TRUE);
	leaveok(stdscr, FALSE);
	typeahead(-1); /* a frame once begun is finished */
	curs_set(0);
	if (has_colors()) {
		start_color();
		use_default_colors();
	}
	set_paint(t);
}

enum err
term_open(const struct term_choice *choice, enum term_theme theme, bool mouse, struct term **out,
	  struct why *why)
{
	enum err e = check_terminal(why);
	const char *delay = getenv("ESCDELAY");
	struct term *t;

	if (e != OK)
		return e;
	t = mem_zalloc(sizeof(*t));
	t->choice = *choice;
	t->theme = theme;
	t->mouse = mouse;
	t->in_fd = STDIN_FILENO;
	t->out_fd = STDOUT_FILENO;
	t->escape_ms = delay != NULL ? between(atoi(delay), 1, 1000) : ESCAPE_MS;
	tcgetattr(t->in_fd, &t->mode);
	frame_init(&t->last);
	keys_init(&t->keys);
	open_poll(t);
	/* PuTTY shows q for lines otherwise. */
	setenv("NCURSES_NO_UTF8_ACS", "1", 0);
	restore_signals_on(t->wake[1]);
	/* A window may claim any size; curses would allocate it before we can say no. */
	use_env(FALSE);
	begin(t); /* before curses makes its rows: VTE keeps the mode row by row */
	t->screen = newterm(NULL, stdout, stdin);
	if (t->screen == NULL) {
		send_str(t, PASTE_OFF MOUSE_OFF);
		send_str(t, t->choice.off);
		restore_signals_off();
		close_poll(t);
		free(t);
		return err_set(why, ERR_CONFIG, "%s",
			       _("the terminal cannot be used; `akhbar list` prints headlines "
				 "without a screen"));
	}
	set_escdelay(t->escape_ms);
	arm(t);
	set_modes(t);
	set_size(t);
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
	free(t->order);
	free(t->flip);
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
	if (!t->away)
		return;
	t->away = false;
	begin(t);
	arm(t);
	reset_prog_mode();
	set_size(t);
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

/* ---- a frame ---------------------------------------------------------------------- */

/* Nothing but what takes exactly its cells may reach the terminal. curses moves by
 * the C library's widths: where these and ours differ the row would shift. */
static uint32_t
safe_base(uint32_t cp, int width)
{
	wchar_t one = (wchar_t)cp;

	if (cp >= ' ' && cp < 0x7f)
		return cp;
	if (cp < 0xa0 || cp > 0x10ffff || char_is_mark(cp) || wcswidth(&one, 1) != width)
		return UTF8_BAD;
	return cp;
}

/* Right-to-left letters and Arabic numbers: what an algorithm could move. */
static bool
is_movable(uint32_t cp)
{
	return char_strong(cp) == STRONG_RTL || (cp >= 0x660 && cp <= 0x669) ||
	       (cp >= 0x6f0 && cp <= 0x6f9);
}

static int
build_cell(const struct term *t, const struct frame_cell *cell, bool flip, cchar_t *out)
{
	wchar_t text[CCHARW_MAX + 1];
	int n = 0, max = CCHARW_MAX;
	int style = cell->style < STYLE_COUNT ? cell->style : STYLE_TEXT;
	uint32_t base = safe_base(cell->ch[0], cell->width);
	bool lrm = t->choice.isolate == TERM_ISOLATE_LRM && is_movable(base);

	(void)flip;
	if (base == UTF8_BAD && cell->width != 1) { /* as many cells as the frame counted */
		setcchar(&out[0], L" ", t->paint[style].attr, (short)t->paint[style].pair, NULL);
		out[1] = out[0];
		return 2;
	}
	text[n++] = (wchar_t)base;
	if (lrm)
		max--;
	for (int i = 1; i < cell->ch_n && n < max && !t->choice.strip_marks; i++) {
		if (char_is_mark(cell->ch[i]))
			text[n++] = (wchar_t)cell->ch[i];
	}
	if (lrm)
		text[n++] = LRM;
	text[n] = L'\0';
	setcchar(out, text, t->paint[style].attr, (short)t->paint[style].pair, NULL);
	return 1;
}

static void
flush_row(struct term *t, const struct frame *f, int r, int cols)
{
	const struct frame_cell *row = f->cells + (size_t)r * (size_t)f->cols;
	bool visual = t->choice.bidi == TERM_VISUAL;
	int n = 0;

	if (t->choice.bidi == TERM_LOGICAL)
		row_order_logical(row, cols, t->choice.row_auto, t->order, t->flip);
	else if (t->choice.bidi == TERM_WORDS)
		row_order_words(row, cols, t->order, t->flip);
	for (int i = 0; i < cols; i++) {
		int from = visual ? i : t->order[i];
		if (row[from].ch_n == 0)
			continue;
		n += build_cell(t, &row[from], !visual && t->flip[from], &t->line[n]);
	}
	mvadd_wchnstr(r, 0, t->line, n);
	if (cols < t->cols && move(r, cols) == 0)
		clrtoeol();
}

static void
place_cursor(struct term *t, const struct frame *f)
{
	int row = f->cursor_row, col = f->cursor_col;

	if (row < 0 || col < 0 || row >= t->rows || col >= t->cols) {
		curs_set(0);
		return;
	}
	move(row, col);
	curs_set(1);
}

void
term_flush(struct term *t, const struct frame *f)
{
	int rows = f->rows < t->rows ? f->rows : t->rows;
	int cols = f->cols < t->cols ? f->cols : t->cols;
	size_t bytes = (size_t)f->cols * sizeof(*f->cells);

	if (t->away || t->gone)
		return;
	if (f->rows != t->last.rows || f->cols != t->last.cols)
		t->redraw = true;
	if (t->redraw) {
		erase();
		clearok(stdscr, TRUE);
	}
	for (int r = 0; r < rows; r++) {
		size_t at = (size_t)r * (size_t)f->cols;
		if (t->redraw || memcmp(f->cells + at, t->last.cells + at, bytes) != 0)
			flush_row(t, f, r, cols);
	}
	place_cursor(t, f);
	refresh();
	if (f != &t->last) {
		if (t->redraw)
			frame_resize(&t->last, f->rows, f->cols);
		memcpy(t->last.cells, f->cells, bytes * (size_t)f->rows);
		t->last.cursor_row = f->cursor_row;
		t->last.cursor_col = f->cursor_col;
	}
	t->redraw = false;
}

void
term_redraw(struct term *t)
{
	t->redraw = true;
}

/* Paints again what was painted last, on our own account. */
static void
repaint(struct term *t)
{
	t->redraw = true;
	if (t->last.cells != NULL)
		term_flush(t, &t->last);
}

/* ---- questions -------------------------------------------------------------------- */

void
term_probe(struct term *t)
{
	/* Some terminals print the p of the question they do not know: on a row of its
	 * own, erased at once and painted again. DA1 ends the batch: all answer it. */
	static const char questions[] = "\033[8$p\033[>0q\033[>c\033[c\r\033[K";
	char batch[64];
	int n;

	if (t->asked || !t->choice.ask || t->away)
		return;
	t->asked = true;
	n = snprintf(batch, sizeof(batch), "\0337\033[%d;1H%s\0338", t->rows, questions);
	send(t, batch, (size_t)n);
	wredrawln(stdscr, t->rows - 1, 1);
	refresh();
}

static void
take_replies(struct term *t)
{
	struct term_choice old = t->choice;

	t->keys.replied = false;
	if (!t->asked || !t->keys.replies.da1 || !t->choice.ask)
		return;
	if (!term_choose_again(&t->choice, &t->keys.replies))
		return;
	if (strcmp(old.on, t->choice.on) != 0) {
		send_str(t, old.off);
		send_str(t, t->choice.on);
		arm(t);
	}
	repaint(t);
}

/* ---- keys ------------------------------------------------------------------------- */

static bool
ready(const struct term *t, int wait_ms)
{
	struct pollfd p = { .fd = t->in_fd, .events = POLLIN };

	return poll(&p, 1, wait_ms) > 0;
}

static void
read_more(struct term *t)
{
	size_t room;
	unsigned char *to = keys_room(&t->keys, &room);
	ssize_t n;

	if (room == 0 || t->gone || !ready(t, 0))
		return;
	n = read(t->in_fd, to, room);
	if (n > 0)
		keys_got(&t->keys, (size_t)n, clock_mono_ms());
	else if (n == 0 || (errno != EINTR && errno != EAGAIN))
		t->gone = true;
}

static bool
take_signals(struct term *t, struct key *out)
{
	char drain[64];

	memset(out, 0, sizeof(*out));
	while (t->wake[0] >= 0 && read(t->wake[0], drain, sizeof(drain)) > 0)
		;
	if (restore_took_continue() && !t->away) { /* stopped by SIGSTOP: modes were the shell's */
		reset_prog_mode();
		begin(t);
		repaint(t);
	}
	if (restore_took_stop()) {
		out->code = 26;
		return true;
	}
	if (restore_took_resize()) {
		int rows, cols;
		ask_size(t, &rows, &cols);
		if (rows == t->rows && cols == t->cols)
			return false;
		set_size(t);
		out->code = KEY_CODE_RESIZE;
		return true;
	}
	return false;
}

bool
term_key(struct term *t, struct key *out)
{
	struct keys *k = &t->keys;
	enum keys_result result;
	int64_t idle = clock_mono_ms() - k->last_ms;

	if (take_signals(t, out))
		return true;
	if (k->state == KEYS_PASTE && idle > PASTE_MS)
		k->state = KEYS_PLAIN;
	result = keys_next(k, k->n > 0 && idle > BROKEN_MS, out);
	if (result != KEYS_KEY) {
		read_more(t);
		result = keys_next(k, false, out);
		/* ESC alone: the key, or the start of another key? */
		if (result == KEYS_MORE && k->n <= 2 && k->state == KEYS_PLAIN) {
			bool more = ready(t, t->escape_ms);
			if (more)
				read_more(t);
			result = keys_next(k, !more, out);
		}
	}
	if (k->replied)
		take_replies(t);
	return result == KEYS_KEY;
}

void
term_accept_paste(struct term *t, bool accept)
{
	t->keys.accept_paste = accept;
}
