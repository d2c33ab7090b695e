/* SPDX-License-Identifier: MIT
 *
 * The look of a style, before it is told to curses.
 */
#ifndef TERM_THEME_H
#define TERM_THEME_H

#include "term/term.h"

#define THEME_COLOR_NONE (-1) /* the terminal's own */

enum { PAINT_BOLD = 1, PAINT_UNDERLINE = 2, PAINT_REVERSE = 4 };

struct theme_color { /* by how many there are */
	int of_8, of_16, of_256, rgb;
};

struct theme_paint {
	struct theme_color fg, bg;
	int attr;       /* PAINT_* with 256 colours and more */
	int attr_few;   /* added with fewer */
};

/* The theme's own paint of a style. */
const struct theme_paint *theme_paint(enum term_theme theme, enum style style);
/* The colour for a terminal with so many (8, 16, 256, 1 << 24). */
int theme_color_of(const struct theme_color *c, int colors);
/* RGB of one of 256 as xterm has them. */
int theme_rgb_of_256(int n);

#endif
