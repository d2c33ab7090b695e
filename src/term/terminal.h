/* SPDX-License-Identifier: MIT
 *
 * The open terminal, for the files of this room that know curses.
 */
#ifndef TERM_TERMINAL_H
#define TERM_TERMINAL_H

#include "term/term-internal.h"
#include "term/theme.h"

#include <curses.h>

#define LOOKS (STYLE_COUNT * 2) /* each style, and each with its bold turned about */

struct face {
	int fg, bg; /* THEME_COLOR_NONE: the terminal's own */
	int attr;   /* PAINT_* */
};

/* A cell as it was sent. */
struct shown {
	uint32_t ch[CELL_CHARS];
	uint8_t n;     /* 0: the right half of a wide cell */
	uint8_t width;
	uint8_t look;
	bool unknown;  /* what the terminal shows there is not known */
};

/* What the terminal can do, of terminfo. */
struct ways {
	bool move, column, row, right; /* CUP, CHA, VPA and CUF as ECMA-48 has them */
	bool erase, erase_n;           /* EL, ECH */
	bool colored_erase;            /* what is erased takes the ground written in */
	bool sgr;                      /* colours and attributes are SGR: they can be joined */
	bool last_cell;                /* the last one can be written without scrolling */
	bool scroll;                   /* a part of its rows, by line feeds */
	bool scroll_n;                 /* by SU and SD as well */
	bool colors;
	int never; /* PAINT_* that it cannot show */
	int never_colored; /* the same beside a colour */
	char cup[64], reset[24], plain[24], own[24], bold[16], underline[16], reverse[16];
	char clear[32];
};

struct term {
	SCREEN *screen;
	struct term_choice choice;
	struct term_look look;
	bool mouse, gone, redraw, asked, away;
	bool resized;           /* while it was away, and not told yet */
	int64_t asked_ms;       /* when the questions went out */
	int mux_fd;             /* what tmux says; -1: not asked */
	pid_t mux_pid;
	int in_fd, out_fd, poll_fd, wake[2];
	int rows, cols;
	int escape_ms;
	struct frame last;      /* what the terminal shows */
	struct keys keys;
	struct shown *shown;    /* the same as cells were sent, rows * cols */
	struct shown *line;     /* one row on its way */
	struct look {
		struct face face;
		char fg[32], bg[32]; /* what sets them, "" the terminal's own */
		uint8_t blank;       /* the first look whose blanks cannot be told from these */
	} looks[LOOKS];
	struct ways ways;
	struct face pen;        /* what the terminal writes in */
	bool pen_known;
	int at_row, at_col;     /* where it writes, -1 not known */
	bool margins;           /* it said that it has left and right ones */
	struct buf out;         /* on its way in one write */
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
/* ---- pen.c: looks, ways and moves, written to t->out ------------------------------ */

void ways_find(struct ways *w);
/* The pen takes a look. */
void pen_take(struct term *t, int look);
/* Whether a blank of that look can be written or erased with the pen as it is. */
bool pen_fits_blank(const struct term *t, int look);
void pen_reset(struct term *t);
void pen_move(struct term *t, int row, int col);
void pen_clear(struct term *t); /* the whole screen, in the ground of texts */
void pen_send(struct term *t);

/* ---- scroll.c ---------------------------------------------------------------------- */

/* Where the frame shows what the terminal shows some rows further on, the terminal is
 * made to scroll; t->last and t->shown are then what it shows. */
void scroll_find(struct term *t, const struct frame *f);

/* What was painted last once more, on our own account. */
void terminal_repaint(struct term *t);
/* One row of it, which something else wrote over. */
void terminal_repaint_row(struct term *t, int row);

#endif
