/* SPDX-License-Identifier: MIT
 *
 * Keys, news and answers from the terminal. curses does not read here: it tells
 * neither a closed terminal nor an answer from a key.
 */
#include "term/terminal.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/clock.h"

#define BROKEN_MS 500 /* a sequence without its end is given up after that */
#define PASTE_MS 2000 /* and a paste */
#define ANSWER_MS 300 /* a terminal that answers has done so by then */

/* ---- questions -------------------------------------------------------------------- */

void
term_probe(struct term *t)
{
	/* Some terminals print the p of the question they do not know: on a row of its
	 * own, erased at once and painted again. Then two pairs of letters and where the
	 * cursor came to stand after them. DA1 ends the batch: all answer it. */
	static const char what[] = "\033[8$p\033[>0q\033[>c\r\033[K";
	static const char letters[] = "\u0628\u064e\033[6n\r\033[K\u0644\u0627\033[6n\r\033[K";
	static const char margins[] = "\033[?69$p\r\033[K"; /* DECLRMM: left and right margins */
	static const char ground[] = "\033]11;?\033\\"; /* OSC 11: the colour of the ground */
	const char *name = getenv("TERM");
	char batch[192];

	if (t->asked || t->away)
		return;
	t->asked = true;
	t->mux_fd = mux_ask(&t->mux_pid);
	terminal_poll(t, t->mux_fd, true);
	/* the console of the kernel would print it */
	if (name == NULL || strcmp(name, "linux") == 0)
		t->look.ask = false;
	if (!t->choice.ask && !t->look.ask)
		return;
	t->asked_ms = clock_mono_ms();
	if (t->choice.ask && t->rows > 1) {
		t->keys.replies.report_row = t->rows;
		t->keys.replies.reports_due = 2;
	}
	snprintf(batch, sizeof(batch), "\0337\033[%d;1H%s%s%s%s\033[c\r\033[K\0338", t->rows,
		 margins, t->choice.ask ? what : "", t->keys.replies.reports_due > 0 ? letters : "",
		 t->look.ask ? ground : "");
	terminal_send(t, batch);
	terminal_repaint_row(t, t->rows - 1);
}

/* Dark or light as the terminal says, what can be read on both when it has answered
 * but not that and the environment says nothing; true when that is another theme. */
static bool
take_ground(struct term *t)
{
	enum term_theme theme = t->keys.replies.luma > 127 ? THEME_LIGHT : THEME_DARK;

	if (!t->keys.replies.background)
		theme = getenv("COLORFGBG") != NULL && !t->choice.ground_untold ? t->look.theme
										: THEME_EITHER;
	if (!t->look.ask || theme == t->look.theme)
		return false;
	t->look.theme = theme;
	terminal_set_paint(t);
	return true;
}

static void
take_replies(struct term *t)
{
	struct term_choice old = t->choice;
	bool switched;

	t->keys.replied = false;
	if (!t->asked || !t->keys.replies.da1)
		return;
	t->margins = t->keys.replies.margins;
	terminal_arm(t);
	switched = t->choice.ask && term_choose_again(&t->choice, &t->keys.replies);
	if (switched)
		terminal_switched(t, &old);
	if (take_ground(t) || switched)
		terminal_repaint(t);
}

static void
take_mux(struct term *t)
{
	struct pollfd p = { .fd = t->mux_fd, .events = POLLIN };
	struct term_choice old = t->choice;
	struct mux_answer answer;

	if (t->mux_fd < 0 || poll(&p, 1, 0) <= 0)
		return;
	terminal_poll(t, t->mux_fd, false);
	if (mux_take(t->mux_fd, t->mux_pid, &answer) &&
	    term_choose_outside(&t->choice, answer.version, answer.term, answer.passthrough)) {
		terminal_switched(t, &old);
		terminal_repaint(t);
	}
	t->mux_fd = -1;
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
	bool continued;

	memset(out, 0, sizeof(*out));
	while (t->wake[0] >= 0 && read(t->wake[0], drain, sizeof(drain)) > 0)
		;
	continued = restore_took_continue() && !t->away;
	if (continued) { /* stopped by SIGSTOP: modes were the shell's */
		reset_prog_mode();
		terminal_begin(t);
		terminal_repaint(t);
	}
	if (restore_took_stop()) {
		out->code = 26;
		return true;
	}
	if (restore_took_resize() || continued) { /* stopped ones are not told */
		int rows, cols;
		terminal_ask_size(t, &rows, &cols);
		if (rows != t->rows || cols != t->cols) {
			terminal_set_size(t);
			t->resized = true;
		}
	}
	if (!t->resized)
		return false;
	t->resized = false;
	out->code = KEY_CODE_RESIZE;
	return true;
}

void
terminal_drain(struct term *t)
{
	struct key key;
	int64_t end = t->asked_ms + ANSWER_MS;

	if (t->mux_fd >= 0) { /* nobody waits for this one */
		struct mux_answer answer;
		terminal_poll(t, t->mux_fd, false);
		mux_take(t->mux_fd, t->mux_pid, &answer);
		t->mux_fd = -1;
	}
	while (t->asked_ms != 0 && !t->keys.replies.da1 && !t->gone) {
		int64_t left = end - clock_mono_ms();
		if (left <= 0 || !ready(t, (int)left))
			break;
		read_more(t);
		while (keys_next(&t->keys, false, &key) == KEYS_KEY)
			; /* typed after the key that ends us */
	}
	t->asked_ms = 0;
}

bool
term_key(struct term *t, struct key *out)
{
	struct keys *k = &t->keys;
	enum keys_result result;
	int64_t idle = clock_mono_ms() - k->last_ms;

	if (take_signals(t, out))
		return true;
	if (k->state == KEYS_PASTE && idle > PASTE_MS) {
		/* what waits is the paste's: half of its end is no Escape */
		if (keys_next(k, true, out) == KEYS_KEY)
			return true;
		k->state = KEYS_PLAIN;
	}
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
	take_mux(t);
	return result == KEYS_KEY;
}

void
term_accept_paste(struct term *t, bool accept)
{
	t->keys.accept_paste = accept;
}
