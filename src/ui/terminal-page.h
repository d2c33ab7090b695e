/* SPDX-License-Identifier: MIT
 *
 * The test page: lines that show whether the letters of this terminal stand right, in
 * one mode after the other; what reads right is kept for this terminal.
 */
#ifndef UI_TERMINAL_PAGE_H
#define UI_TERMINAL_PAGE_H

#include "config/options.h"
#include "term/term.h"

enum terminal_page_end {
	TERMINAL_PAGE_LEFT,  /* all is as it was */
	TERMINAL_PAGE_KEPT,  /* the terminal's choice is the reader's now */
};
/* The page for one way of showing letters, into an empty frame. */
void terminal_page_draw(struct frame *f, const struct term_choice *c);
/* On an open terminal; ends with the choice that holds from now on. What is kept is not
 * written: see term_keep_choice(). It is left when end_fd can be read: the program was
 * told to end; -1: none. */
enum terminal_page_end terminal_page(struct term *t, int end_fd);

/* The same, and what was kept is written to the choice's file of answers; without one it
 * holds until the program ends. */
enum terminal_page_end terminal_page_keep(struct term *t, int end_fd, struct why *why);

/* Opens a terminal for it. `answers`: the file to keep the answer in; NULL: nothing is
 * kept and `out` tells the caller what was chosen. ERR_CONFIG: no terminal. */
MUST_USE enum err terminal_page_alone(const struct config *config, const char *answers,
				      struct term_choice *out, enum terminal_page_end *end,
				      struct why *why);

#endif
