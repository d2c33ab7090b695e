/* SPDX-License-Identifier: MIT
 *
 * What the styles look like. The ground is the terminal's own; one accent; dim
 * stays readable (contrast at least 4.5:1 on a black and on a dark grey ground, or
 * on white). Never italics: the oblique cuts of monospaced fonts have no Arabic.
 * Without colour the same differences are told by bold, underline and reverse.
 */
#include "term/theme.h"

#include <stdlib.h>
#include <string.h>

#define NONE THEME_COLOR_NONE

/* { in 8 colours, of the 256, as RGB } */
#define DEFAULT_COLOR { NONE, NONE, NONE }
#define GREY_DARK { NONE, 240, 0x585858 }
#define GREY_LIGHT { NONE, 250, 0xbcbcbc }
#define WHITE { 7, 231, 0xffffff }
#define BLACK { 0, 16, 0x000000 }
#define ACCENT_DARK { 6, 38, 0x1ba1d6 }
#define ACCENT_LIGHT { 4, 24, 0x005f87 }
#define GROUND_SELECTED { 4, 24, 0x005f87 }

static const struct theme_paint dark[STYLE_COUNT] = {
	[STYLE_TEXT] = { DEFAULT_COLOR, DEFAULT_COLOR, 0, 0 },
	[STYLE_STRONG] = { DEFAULT_COLOR, DEFAULT_COLOR, PAINT_BOLD, 0 },
	[STYLE_DIM] = { { NONE, 246, 0x949494 }, DEFAULT_COLOR, 0, 0 },
	[STYLE_ACCENT] = { ACCENT_DARK, DEFAULT_COLOR, PAINT_BOLD, 0 },
	[STYLE_RULE] = { GREY_DARK, DEFAULT_COLOR, 0, 0 },
	[STYLE_BAR] = { { NONE, 252, 0xd0d0d0 }, { NONE, 236, 0x303030 }, 0, PAINT_REVERSE },
	[STYLE_SELECTED] = { WHITE, GROUND_SELECTED, 0, 0 },
	[STYLE_SELECTED_STRONG] = { WHITE, GROUND_SELECTED, PAINT_BOLD, 0 },
	[STYLE_EM] = { DEFAULT_COLOR, DEFAULT_COLOR, PAINT_BOLD, 0 },
	[STYLE_CODE] = { { NONE, 252, 0xd0d0d0 }, { NONE, 236, 0x303030 }, 0, 0 },
	[STYLE_LINK] = { ACCENT_DARK, DEFAULT_COLOR, 0, 0 },
	[STYLE_HIT] = { BLACK, { 3, 179, 0xd7af5f }, 0, 0 },
	[STYLE_ERROR] = { { 1, 203, 0xff5f5f }, DEFAULT_COLOR, PAINT_BOLD, 0 },
	[STYLE_PROGRESS] = { ACCENT_DARK, DEFAULT_COLOR, 0, 0 },
	[STYLE_STAR] = { { 3, 179, 0xd7af5f }, DEFAULT_COLOR, 0, 0 },
};

static const struct theme_paint light[STYLE_COUNT] = {
	[STYLE_TEXT] = { DEFAULT_COLOR, DEFAULT_COLOR, 0, 0 },
	[STYLE_STRONG] = { DEFAULT_COLOR, DEFAULT_COLOR, PAINT_BOLD, 0 },
	[STYLE_DIM] = { { NONE, 241, 0x626262 }, DEFAULT_COLOR, 0, 0 },
	[STYLE_ACCENT] = { ACCENT_LIGHT, DEFAULT_COLOR, PAINT_BOLD, 0 },
	[STYLE_RULE] = { GREY_LIGHT, DEFAULT_COLOR, 0, 0 },
	[STYLE_BAR] = { { NONE, 238, 0x444444 }, { NONE, 254, 0xe4e4e4 }, 0, PAINT_REVERSE },
	[STYLE_SELECTED] = { WHITE, GROUND_SELECTED, 0, 0 },
	[STYLE_SELECTED_STRONG] = { WHITE, GROUND_SELECTED, PAINT_BOLD, 0 },
	[STYLE_EM] = { DEFAULT_COLOR, DEFAULT_COLOR, PAINT_BOLD, 0 },
	[STYLE_CODE] = { { NONE, 238, 0x444444 }, { NONE, 254, 0xe4e4e4 }, 0, 0 },
	[STYLE_LINK] = { ACCENT_LIGHT, DEFAULT_COLOR, 0, 0 },
	[STYLE_HIT] = { BLACK, { 3, 222, 0xffd787 }, 0, 0 },
	[STYLE_ERROR] = { { 1, 124, 0xaf0000 }, DEFAULT_COLOR, PAINT_BOLD, 0 },
	[STYLE_PROGRESS] = { ACCENT_LIGHT, DEFAULT_COLOR, 0, 0 },
	[STYLE_STAR] = { { NONE, 94, 0x875f00 }, DEFAULT_COLOR, 0, 0 },
};

static const struct theme_paint mono[STYLE_COUNT] = {
#define MONO(attr) { DEFAULT_COLOR, DEFAULT_COLOR, attr, attr }
	[STYLE_TEXT] = MONO(0),
	[STYLE_STRONG] = MONO(PAINT_BOLD),
	[STYLE_DIM] = MONO(0),
	[STYLE_ACCENT] = MONO(PAINT_BOLD),
	[STYLE_RULE] = MONO(0),
	[STYLE_BAR] = MONO(PAINT_REVERSE),
	[STYLE_SELECTED] = MONO(PAINT_REVERSE),
	[STYLE_SELECTED_STRONG] = MONO(PAINT_REVERSE | PAINT_BOLD),
	[STYLE_EM] = MONO(PAINT_BOLD),
	[STYLE_CODE] = MONO(0),
	[STYLE_LINK] = MONO(PAINT_UNDERLINE),
	[STYLE_HIT] = MONO(PAINT_REVERSE),
	[STYLE_ERROR] = MONO(PAINT_BOLD),
	[STYLE_PROGRESS] = MONO(PAINT_BOLD),
	[STYLE_STAR] = MONO(PAINT_BOLD),
#undef MONO
};

const struct theme_paint *
theme_paint(enum term_theme theme, enum style style)
{
	const struct theme_paint *table = theme == THEME_MONO ? mono :
					  theme == THEME_LIGHT ? light : dark;

	return &table[(unsigned)style < STYLE_COUNT ? style : STYLE_TEXT];
}

enum term_theme
term_theme_choose(const char *word)
{
	const char *no_color = getenv("NO_COLOR"), *ground = getenv("COLORFGBG");

	if (word != NULL && strcmp(word, "dark") == 0)
		return THEME_DARK;
	if (word != NULL && strcmp(word, "light") == 0)
		return THEME_LIGHT;
	if (word != NULL && strcmp(word, "mono") == 0)
		return THEME_MONO;
	if (no_color != NULL && no_color[0] != '\0') /* no-color.org */
		return THEME_MONO;
	/* rxvt's "fg;bg" or "fg;default;bg": 7 and 9 to 15 are light grounds */
	ground = ground != NULL ? strrchr(ground, ';') : NULL;
	if (ground != NULL && ground[1] >= '0' && ground[1] <= '9') {
		int n = atoi(ground + 1);
		return n == 7 || (n >= 9 && n <= 15) ? THEME_LIGHT : THEME_DARK;
	}
	return THEME_DARK;
}
