/* SPDX-License-Identifier: MIT
 *
 * What the styles look like. One accent; what is quiet stays readable (contrast at
 * least 4.5:1, tests/edge/test_theme.c, on the grounds terminals usually have).
 * Never italics: the oblique cuts of monospaced fonts have no Arabic. Never blinking.
 * With few colours, and without any, the same differences are told by bold, underline
 * and reverse: what 16 colours look like is the terminal's affair, and its bright black
 * is often too dark to read.
 */
#include "term/theme.h"

#include <stdlib.h>
#include <string.h>

#include "sys/lang.h"

#define NONE THEME_COLOR_NONE

/* { of 8 colours, of 16, of 256, as RGB } */
#define DEFAULT_COLOR { NONE, NONE, NONE, NONE }
#define ONLY_256(n, rgb) { NONE, NONE, n, rgb }
#define GREY_DARK ONLY_256(240, 0x585858)
#define GREY_LIGHT ONLY_256(250, 0xbcbcbc)
#define WHITE_256 ONLY_256(231, 0xffffff)
#define BLACK { 0, 0, 16, 0x000000 }
#define ACCENT_DARK { 6, 14, 38, 0x22b0de }
#define ACCENT_LIGHT { 4, 4, 24, 0x005f87 }
#define GROUND_SELECTED { 6, 6, 24, 0x005f87 }
/* on a light ground dark letters stay dark: a row turned round is hard to read */
#define GROUND_SELECTED_LIGHT { 6, 14, 153, 0xafd7ff }
#define INK_SELECTED { 0, 0, 16, 0x000000 }
#define PALE_SELECTED { 0, 0, 231, 0xffffff } /* with few colours dark letters on cyan */

static const struct theme_paint dark[STYLE_COUNT] = {
	[STYLE_TEXT] = { DEFAULT_COLOR, DEFAULT_COLOR, 0, 0 },
	[STYLE_STRONG] = { DEFAULT_COLOR, DEFAULT_COLOR, PAINT_BOLD, 0 },
	[STYLE_DIM] = { ONLY_256(247, 0x9e9e9e), DEFAULT_COLOR, 0, 0 },
	[STYLE_ACCENT] = { ACCENT_DARK, DEFAULT_COLOR, PAINT_BOLD, 0 },
	[STYLE_RULE] = { GREY_DARK, DEFAULT_COLOR, 0, 0 },
	[STYLE_BAR] = { ONLY_256(252, 0xd0d0d0), ONLY_256(236, 0x303030), 0, PAINT_REVERSE },
	[STYLE_SELECTED] = { PALE_SELECTED, GROUND_SELECTED, 0, 0 },
	[STYLE_SELECTED_STRONG] = { PALE_SELECTED, GROUND_SELECTED, PAINT_BOLD, 0 },
	[STYLE_EM] = { DEFAULT_COLOR, DEFAULT_COLOR, PAINT_BOLD, 0 },
	[STYLE_CODE] = { ONLY_256(252, 0xd0d0d0), ONLY_256(236, 0x303030), 0, 0 },
	[STYLE_LINK] = { ACCENT_DARK, DEFAULT_COLOR, 0, 0 },
	[STYLE_HIT] = { BLACK, { 6, 14, 179, 0xd7af5f }, 0, 0 },
	[STYLE_ERROR] = { { NONE, 9, 210, 0xff8787 }, DEFAULT_COLOR, PAINT_BOLD, 0 },
	[STYLE_PROGRESS] = { ACCENT_DARK, DEFAULT_COLOR, 0, 0 },
	[STYLE_STAR] = { { NONE, 11, 179, 0xd7af5f }, DEFAULT_COLOR, 0, 0 },
};

/* For a terminal that was asked for its ground and did not say (tmux): nothing that is
 * lost on black or on white. */
#define GREY_EITHER ONLY_256(243, 0x767676)
#define ACCENT_EITHER { 6, 6, 31, 0x0087af }
static const struct theme_paint either[STYLE_COUNT] = {
	[STYLE_TEXT] = { DEFAULT_COLOR, DEFAULT_COLOR, 0, 0 },
	[STYLE_STRONG] = { DEFAULT_COLOR, DEFAULT_COLOR, PAINT_BOLD, 0 },
	[STYLE_DIM] = { GREY_EITHER, DEFAULT_COLOR, 0, 0 },
	[STYLE_ACCENT] = { ACCENT_EITHER, DEFAULT_COLOR, PAINT_BOLD, 0 },
	[STYLE_RULE] = { GREY_EITHER, DEFAULT_COLOR, 0, 0 },
	[STYLE_BAR] = { ONLY_256(238, 0x444444), ONLY_256(254, 0xe4e4e4), 0, PAINT_REVERSE },
	[STYLE_SELECTED] = { INK_SELECTED, GROUND_SELECTED_LIGHT, 0, 0 },
	[STYLE_SELECTED_STRONG] = { INK_SELECTED, GROUND_SELECTED_LIGHT, PAINT_BOLD, 0 },
	[STYLE_EM] = { DEFAULT_COLOR, DEFAULT_COLOR, PAINT_BOLD, 0 },
	[STYLE_CODE] = { ONLY_256(238, 0x444444), ONLY_256(254, 0xe4e4e4), 0, 0 },
	[STYLE_LINK] = { ACCENT_EITHER, DEFAULT_COLOR, 0, 0 },
	[STYLE_HIT] = { BLACK, { 6, 11, 222, 0xffd787 }, 0, 0 },
	[STYLE_ERROR] = { { 1, 1, 160, 0xd70000 }, DEFAULT_COLOR, PAINT_BOLD, 0 },
	[STYLE_PROGRESS] = { ACCENT_EITHER, DEFAULT_COLOR, 0, 0 },
	[STYLE_STAR] = { ONLY_256(136, 0xaf8700), DEFAULT_COLOR, 0, 0 },
};

static const struct theme_paint light[STYLE_COUNT] = {
	[STYLE_TEXT] = { DEFAULT_COLOR, DEFAULT_COLOR, 0, 0 },
	[STYLE_STRONG] = { DEFAULT_COLOR, DEFAULT_COLOR, PAINT_BOLD, 0 },
	[STYLE_DIM] = { ONLY_256(241, 0x626262), DEFAULT_COLOR, 0, 0 },
	[STYLE_ACCENT] = { ACCENT_LIGHT, DEFAULT_COLOR, PAINT_BOLD, 0 },
	[STYLE_RULE] = { GREY_LIGHT, DEFAULT_COLOR, 0, 0 },
	[STYLE_BAR] = { ONLY_256(238, 0x444444), ONLY_256(254, 0xe4e4e4), 0, PAINT_REVERSE },
	[STYLE_SELECTED] = { INK_SELECTED, GROUND_SELECTED_LIGHT, 0, 0 },
	[STYLE_SELECTED_STRONG] = { INK_SELECTED, GROUND_SELECTED_LIGHT, PAINT_BOLD, 0 },
	[STYLE_EM] = { DEFAULT_COLOR, DEFAULT_COLOR, PAINT_BOLD, 0 },
	[STYLE_CODE] = { ONLY_256(238, 0x444444), ONLY_256(254, 0xe4e4e4), 0, 0 },
	[STYLE_LINK] = { ACCENT_LIGHT, DEFAULT_COLOR, 0, 0 },
	[STYLE_HIT] = { BLACK, { 6, 11, 222, 0xffd787 }, 0, 0 },
	[STYLE_ERROR] = { { 1, 1, 124, 0xaf0000 }, DEFAULT_COLOR, PAINT_BOLD, 0 },
	[STYLE_PROGRESS] = { ACCENT_LIGHT, DEFAULT_COLOR, 0, 0 },
	[STYLE_STAR] = { ONLY_256(94, 0x875f00), DEFAULT_COLOR, 0, 0 },
};

/* White and yellow on black, whatever the terminal's ground. */
#define ON_BLACK BLACK
#define BRIGHT { 7, 15, 231, 0xffffff }
#define YELLOW { 6, 11, 226, 0xffff00 } /* of 8, yellow is often brown */
static const struct theme_paint contrast[STYLE_COUNT] = {
	[STYLE_TEXT] = { BRIGHT, ON_BLACK, 0, 0 },
	[STYLE_STRONG] = { BRIGHT, ON_BLACK, PAINT_BOLD, 0 },
	[STYLE_DIM] = { { 7, 7, 252, 0xd0d0d0 }, ON_BLACK, 0, 0 },
	[STYLE_ACCENT] = { YELLOW, ON_BLACK, PAINT_BOLD, 0 },
	[STYLE_RULE] = { { 7, 7, 250, 0xbcbcbc }, ON_BLACK, 0, 0 },
	[STYLE_BAR] = { BLACK, BRIGHT, PAINT_BOLD, 0 },
	[STYLE_SELECTED] = { BLACK, YELLOW, 0, 0 },
	[STYLE_SELECTED_STRONG] = { BLACK, YELLOW, PAINT_BOLD, 0 },
	[STYLE_EM] = { BRIGHT, ON_BLACK, PAINT_BOLD, 0 },
	[STYLE_CODE] = { YELLOW, ON_BLACK, 0, 0 },
	[STYLE_LINK] = { { 6, 14, 51, 0x00ffff }, ON_BLACK, PAINT_UNDERLINE, 0 },
	[STYLE_HIT] = { BLACK, { 6, 14, 51, 0x00ffff }, 0, 0 },
	[STYLE_ERROR] = { YELLOW, ON_BLACK, PAINT_BOLD | PAINT_UNDERLINE, 0 },
	[STYLE_PROGRESS] = { YELLOW, ON_BLACK, PAINT_BOLD, 0 },
	[STYLE_STAR] = { YELLOW, ON_BLACK, 0, 0 },
};

/* Ink on a warm page; with 16 colours at least on a bright one. */
#define PAGE { 7, 15, 230, 0xfbf3e0 }
#define PAGE_SHADE { 7, 15, 187, 0xecdfc3 }
#define INK { 0, 0, 236, 0x382d28 }
#define RUST { 0, 1, 88, 0x8a2f14 }
static const struct theme_paint paper[STYLE_COUNT] = {
	[STYLE_TEXT] = { INK, PAGE, 0, 0 },
	[STYLE_STRONG] = { INK, PAGE, PAINT_BOLD, 0 },
	[STYLE_DIM] = { { 0, 0, 240, 0x6b5b4d }, PAGE, 0, 0 },
	[STYLE_ACCENT] = { RUST, PAGE, PAINT_BOLD, 0 },
	[STYLE_RULE] = { { 0, 0, 180, 0xcbb994 }, PAGE, 0, 0 },
	[STYLE_BAR] = { INK, PAGE_SHADE, 0, PAINT_REVERSE },
	[STYLE_SELECTED] = { PAGE, { 0, 0, 94, 0x6f4a2c }, 0, 0 },
	[STYLE_SELECTED_STRONG] = { PAGE, { 0, 0, 94, 0x6f4a2c }, PAINT_BOLD, 0 },
	[STYLE_EM] = { INK, PAGE, PAINT_BOLD, 0 },
	[STYLE_CODE] = { INK, PAGE_SHADE, 0, 0 },
	[STYLE_LINK] = { RUST, PAGE, 0, 0 },
	[STYLE_HIT] = { BLACK, { 6, 11, 222, 0xffd787 }, 0, 0 },
	[STYLE_ERROR] = { { 0, 1, 124, 0xaf0000 }, PAGE, PAINT_BOLD, 0 },
	[STYLE_PROGRESS] = { RUST, PAGE, 0, 0 },
	[STYLE_STAR] = { { 0, 0, 94, 0x7a5300 }, PAGE, 0, 0 },
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
	static const struct theme_paint *const tables[] = {
		[THEME_DARK] = dark,   [THEME_LIGHT] = light, [THEME_CONTRAST] = contrast,
		[THEME_PAPER] = paper, [THEME_MONO] = mono,   [THEME_EITHER] = either,
	};
	const struct theme_paint *table =
		tables[(unsigned)theme < ARRAY_LEN(tables) ? theme : THEME_DARK];

	return &table[(unsigned)style < STYLE_COUNT ? style : STYLE_TEXT];
}

int
theme_color_of(const struct theme_color *c, int colors)
{
	/* numbers below 8, or below 256, are colours of the palette there too, and its black
	 * is grey when bold */
	if (colors >= 1 << 24)
		return c->rgb >= 0 && c->rgb < 256 ? c->rgb | 0x010100 : c->rgb;
	return colors >= 256 ? c->of_256 : colors >= 16 ? c->of_16 : c->of_8;
}

/* ---- which one ------------------------------------------------------------------- */

void
term_look_choose(const char *word, struct term_look *out)
{
	static const char *const names[] = {
		[THEME_DARK] = "dark",   [THEME_LIGHT] = "light", [THEME_CONTRAST] = "contrast",
		[THEME_PAPER] = "paper", [THEME_MONO] = "mono",
	};
	const char *no_color = getenv("NO_COLOR"), *ground = getenv("COLORFGBG");

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (word != NULL && strcmp(word, names[i]) == 0) {
			out->theme = (enum term_theme)i;
			return;
		}
	}
	if (no_color != NULL && no_color[0] != '\0') { /* no-color.org */
		out->theme = THEME_MONO;
		return;
	}
	out->ask = true;
	/* rxvt's "fg;bg" or "fg;default;bg": 7 and 9 to 15 are light grounds */
	ground = ground != NULL ? strrchr(ground, ';') : NULL;
	if (ground != NULL && ground[1] >= '0' && ground[1] <= '9') {
		int n = atoi(ground + 1);
		out->theme = n == 7 || (n >= 9 && n <= 15) ? THEME_LIGHT : THEME_DARK;
	}
}

/* ---- the reader's own colours ------------------------------------------------------ */

static const char *const style_names[STYLE_COUNT] = {
	[STYLE_TEXT] = "text",	       [STYLE_STRONG] = "strong",
	[STYLE_DIM] = "dim",	       [STYLE_ACCENT] = "accent",
	[STYLE_RULE] = "rule",	       [STYLE_BAR] = "bar",
	[STYLE_SELECTED] = "selected", [STYLE_SELECTED_STRONG] = "selected-strong",
	[STYLE_EM] = "em",	       [STYLE_CODE] = "code",
	[STYLE_LINK] = "link",	       [STYLE_HIT] = "hit",
	[STYLE_ERROR] = "error",       [STYLE_PROGRESS] = "progress",
	[STYLE_STAR] = "star",
};

static const char *const color_names[] = {
	"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
};

int
theme_rgb_of_256(int n)
{
	static const int levels[6] = { 0, 95, 135, 175, 215, 255 };
	static const int first[16] = {
		0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
		0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
	};

	if (n < 16)
		return first[n & 15];
	if (n >= 232)
		return (8 + (n - 232) * 10) * 0x010101;
	n -= 16;
	return levels[n / 36] << 16 | levels[n / 6 % 6] << 8 | levels[n % 6];
}

static int
distance(int a, int b)
{
	int r = (a >> 16 & 255) - (b >> 16 & 255), g = (a >> 8 & 255) - (b >> 8 & 255);
	int blue = (a & 255) - (b & 255);

	return r * r * 3 + g * g * 4 + blue * blue * 2;
}

static int
nearest(int rgb, int from, int to)
{
	int best = from;

	for (int i = from + 1; i < to; i++) {
		if (distance(rgb, theme_rgb_of_256(i)) < distance(rgb, theme_rgb_of_256(best)))
			best = i;
	}
	return best;
}

static struct theme_color
color_of_index(int n)
{
	int rgb = theme_rgb_of_256(n);

	return (struct theme_color){
		.of_8 = n < 16 ? n % 8 : nearest(rgb, 0, 8),
		.of_16 = n < 16 ? n : nearest(rgb, 0, 16),
		.of_256 = n,
		.rgb = rgb,
	};
}

/* "default", "cyan", "bright-cyan", "0" to "255", "rrggbb" with "#" or without. */
static bool
parse_color(struct bytes word, struct theme_color *out)
{
	bool bright = bytes_starts(word, "bright-");
	char digits[8] = "", *end;
	long n;

	if (bytes_eq_str(word, "default")) {
		*out = (struct theme_color)DEFAULT_COLOR;
		return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(color_names); i++) {
		struct bytes name = bright ? (struct bytes){ word.data + 7, word.len - 7 } : word;
		if (bytes_eq_str(name, color_names[i])) {
			*out = color_of_index((int)i + (bright ? 8 : 0));
			return true;
		}
	}
	if (bytes_starts(word, "#")) {
		word.data++;
		word.len--;
	}
	bool hex = word.len == 6;
	if (word.len == 0 || word.len > 6)
		return false;
	memcpy(digits, word.data, word.len);
	if (strspn(digits, hex ? "0123456789abcdefABCDEF" : "0123456789") != strlen(digits))
		return false;
	n = strtol(digits, &end, hex ? 16 : 10);
	if (!hex && n > 255)
		return false;
	if (!hex) {
		*out = color_of_index((int)n);
		return true;
	}
	*out = (struct theme_color){ nearest((int)n, 0, 8), nearest((int)n, 0, 16),
				     nearest((int)n, 16, 256), (int)n };
	return true;
}

enum err
term_look_color(struct term_look *look, const char *style, const char *words, struct why *why)
{
	static const char *const attrs[] = { "bold", "underline", "reverse", "plain" };
	static const int bits[] = { PAINT_BOLD, PAINT_UNDERLINE, PAINT_REVERSE, 0 };
	struct bytes rest = bytes_trim(bytes_of(words));
	struct term_tint tint = { .set = true, .attr = -1 };
	size_t at = 0;
	bool ground = false;

	while (at < STYLE_COUNT && strcmp(style_names[at], style) != 0)
		at++;
	if (at == STYLE_COUNT)
		return err_set(why, ERR_CONFIG, _("there is nothing to colour named %s"), style);
	while (rest.len > 0) {
		struct bytes word = rest;
		struct theme_color color;
		size_t i = 0;
		while (word.len > 0 && (i < rest.len && rest.data[i] != ' ' && rest.data[i] != '\t'))
			i++;
		word.len = i;
		rest = bytes_trim((struct bytes){ rest.data + i, rest.len - i });
		for (i = 0; i < ARRAY_LEN(attrs) && !bytes_eq_str(word, attrs[i]); i++)
			;
		if (i < ARRAY_LEN(attrs)) {
			tint.attr = (tint.attr < 0 ? 0 : tint.attr) | bits[i];
		} else if (bytes_eq_str(word, "on")) {
			ground = true;
		} else if (parse_color(word, &color)) {
			memcpy(ground ? tint.bg : tint.fg, &color, sizeof(color));
			*(ground ? &tint.has_bg : &tint.has_fg) = true;
		} else {
			return err_set(why, ERR_CONFIG, _("%.*s is no colour"), (int)word.len,
				       word.data);
		}
	}
	look->tints[at] = tint;
	return OK;
}
