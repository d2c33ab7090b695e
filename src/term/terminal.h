/* SPDX-License-Identifier: MIT
 *
 * The open terminal, for the files of this room that know curses.
 */
#ifndef TERM_TERMINAL_H
#define TERM_TERMINAL_H

#include "term/term-internal.h"

#include <curses.h>

struct term {
	SCREEN *screen;
	struct term_choice choice;
	struct term_look look;
	bool mouse, gone, redraw, asked, away;
	int64_t asked_ms;       /* when the questions went out */
	int mux_fd;             /* what tmux says; -1: not asked */
	pid_t mux_pid;
	int in_fd, out_fd, poll_fd, wake[2];
	int rows, cols;
	int escape_ms;
	struct frame last;      /* what the terminal shows */
	struct keys keys;
	/* cells as curses wants them, by letter and style: the same ones come again and again */
	struct memo {
		uint32_t ch;  /* 0: free */
		uint16_t key; /* style, width, flags */
		cchar_t built;
	} *memo;
	struct {
		attr_t attr;
		int pair;
	} paint[STYLE_COUNT];
	cchar_t *line;          /* one row on its way */
	int *order;
	bool *flip, *cut;
	struct termios mode;    /* as it was before us */
	char *title;            /* as last set, NULL never */
	bool title_kept;        /* the one before it is on the terminal's pile */
};

#define TITLE_KEEP "\033[22;2t"
#define TITLE_BACK "\033[23;2t"

/* Straight to the terminal, past curses. */
void terminal_send(const struct term *t, const char *bytes);
/* What our modes need on the way in, beside what curses sends. */
void terminal_begin(const struct term *t);
/* What a program ended in the middle will send. */
void terminal_arm(struct term *t);
/* As the window is now, inside the limits. */
void terminal_ask_size(const struct term *t, int *rows, int *cols);
void terminal_set_size(struct term *t);
/* After the choice has changed from `old`. */
void terminal_switched(struct term *t, const struct term_choice *old);
/* Colours and attributes of the styles. */
void terminal_set_paint(struct term *t);
/* Answers that are still on their way are waited for, so that whoever reads the
 * terminal next does not take them for keys. */
void terminal_drain(struct term *t);
/* Adds to or takes from what term_fd() stands for. */
void terminal_poll(const struct term *t, int fd, bool add);
/* What was painted last once more, on our own account. */
void terminal_repaint(struct term *t);

#endif
