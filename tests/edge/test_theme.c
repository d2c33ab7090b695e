/* SPDX-License-Identifier: MIT
 *
 * Themes: which one, whether it can be read (WCAG 2, 1.4.3), the reader's own colours.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "term/theme.h"

static enum term_theme
chosen(const char *word, bool *ask)
{
	struct term_look look;
	term_look_choose(word, &look);
	*ask = look.ask;
	return look.theme;
}

static void
by_word_and_environment(void **state)
{
	static const struct {
		const char *word, *ground, *no_color;
		enum term_theme theme;
		bool ask;
	} cases[] = {
		{"auto", NULL, NULL, THEME_DARK, true},
		{NULL, NULL, NULL, THEME_DARK, true},
		{"light", NULL, NULL, THEME_LIGHT, false},
		{"dark", "0;15", NULL, THEME_DARK, false},
		{"paper", NULL, NULL, THEME_PAPER, false},
		{"contrast", NULL, NULL, THEME_CONTRAST, false},
		{"auto", "0;15", NULL, THEME_LIGHT, true},
		{"auto", "15;default;0", NULL, THEME_DARK, true},
		{"auto", "15;default", NULL, THEME_DARK, true},
		{"auto", "0;15", "1", THEME_MONO, false},
		{"auto", NULL, "", THEME_DARK, true},
		{"dark", NULL, "1", THEME_DARK, false},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		bool ask;
		unsetenv("COLORFGBG");
		unsetenv("NO_COLOR");
		if (cases[i].ground)
			setenv("COLORFGBG", cases[i].ground, 1);
		if (cases[i].no_color)
			setenv("NO_COLOR", cases[i].no_color, 1);
		if (chosen(cases[i].word, &ask) != cases[i].theme || ask != cases[i].ask)
			fail_msg("case %zu", i);
	}
	unsetenv("COLORFGBG");
	unsetenv("NO_COLOR");
}

/* ---- contrast ----------------------------------------------------------------------- */

static double
channel(int v)
{
	double c = v / 255.0, x, p = 1;
	if (c <= 0.03928)
		return c / 12.92;
	/* ((c + 0.055) / 1.055) ^ 2.4 without libm: x^2 * x^(2/5) by Newton */
	x = (c + 0.055) / 1.055;
	for (int i = 0; i < 60; i++)
		p = (4 * p + x * x / (p * p * p * p)) / 5;
	return x * x * p;
}

static double
light_of(int c)
{
	return 0.2126 * channel(c >> 16) + 0.7152 * channel(c >> 8 & 255) +
	       0.0722 * channel(c & 255);
}

static double
contrast_of(int a, int b)
{
	double la = light_of(a), lb = light_of(b);
	return la > lb ? (la + 0.05) / (lb + 0.05) : (lb + 0.05) / (la + 0.05);
}

/* The 16 as xterm, VTE (Tango) and the kernel's console have them. */
static const int palettes[][16] = {
	{0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f,
	 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff},
	{0x000000, 0xcc0000, 0x4e9a06, 0xc4a000, 0x3465a4, 0x75507b, 0x06989a, 0xd3d7cf, 0x555753,
	 0xef2929, 0x8ae234, 0xfce94f, 0x729fcf, 0xad7fa8, 0x34e2e2, 0xeeeeec},
	{0x000000, 0xaa0000, 0x00aa00, 0xaa5500, 0x0000aa, 0xaa00aa, 0x00aaaa, 0xaaaaaa, 0x555555,
	 0xff5555, 0x55ff55, 0xffff55, 0x5555ff, 0xff55ff, 0x55ffff, 0xffffff},
};

/* Grounds and inks that terminals have by themselves. */
static const struct {
	enum term_theme theme;
	int ground, ink;
} usual[] = {
	{THEME_DARK, 0x000000, 0xd0d0d0}, {THEME_DARK, 0x1d1d1f, 0xd3d7cf},
	{THEME_DARK, 0x300a24, 0xffffff}, {THEME_DARK, 0x2e3436, 0xd3d7cf},
	{THEME_LIGHT, 0xffffff, 0x000000}, {THEME_LIGHT, 0xf6f5f4, 0x171421},
	{THEME_LIGHT, 0xfdf6e3, 0x073642},
};

static int
rgb_of(int n, int colors, const int *palette, int own)
{
	if (n == THEME_COLOR_NONE)
		return own;
	if (colors > 256) {
		assert_true(n >= 256); /* less is a colour of the palette, and bold black grey */
		return n;
	}
	return n < 16 ? palette[n] : theme_rgb_of_256(n);
}

static int
unreadable(enum term_theme theme, int colors, const int *palette, int ground, int ink)
{
	int bad = 0;
	for (int style = 0; style < STYLE_COUNT; style++) {
		const struct theme_paint *p = theme_paint(theme, (enum style)style);
		int fg = rgb_of(theme_color_of(&p->fg, colors), colors, palette, ink);
		int bg = rgb_of(theme_color_of(&p->bg, colors), colors, palette, ground);
		/* lines are not read; a bar's filled part is */
		if (style != STYLE_RULE && contrast_of(fg, bg) < 4.5) {
			print_message("# theme %d style %d of %d colours: %06x on %06x is %.2f\n", theme,
				      style, colors, fg, bg, contrast_of(fg, bg));
			bad++;
		}
	}
	return bad;
}

static void
colours_can_be_read(void **state)
{
	static const int depths[] = {256, 1 << 24};
	int bad = 0;
	(void)state;
	for (size_t u = 0; u < ARRAY_LEN(usual); u++)
		for (size_t d = 0; d < ARRAY_LEN(depths); d++)
			bad += unreadable(usual[u].theme, depths[d], palettes[0], usual[u].ground,
					  usual[u].ink);
	for (int theme = THEME_CONTRAST; theme <= THEME_PAPER; theme++)
		for (size_t d = 0; d < ARRAY_LEN(depths); d++)
			bad += unreadable((enum term_theme)theme, depths[d], palettes[0], 0x777777,
					  0x777777);
	assert_int_equal(bad, 0);
}

/* With few colours the grounds are black or white, but for themes that bring theirs. */
static void
few_colours_can_be_read(void **state)
{
	int bad = 0;
	(void)state;
	for (size_t p = 0; p < ARRAY_LEN(palettes); p++) {
		for (int colors = 8; colors <= 16; colors += 8) {
			bad += unreadable(THEME_DARK, colors, palettes[p], 0x000000, palettes[p][7]);
			bad += unreadable(THEME_LIGHT, colors, palettes[p], 0xffffff, 0x000000);
			bad += unreadable(THEME_CONTRAST, colors, palettes[p], 0x777777, 0x777777);
			bad += unreadable(THEME_PAPER, colors, palettes[p], 0x777777, 0x777777);
		}
	}
	assert_int_equal(bad, 0);
}

/* Without colour what is chosen, unread, clickable is still told apart. */
static void
mono_tells_the_same(void **state)
{
	static const enum style apart[][2] = {
		{STYLE_TEXT, STYLE_STRONG}, {STYLE_TEXT, STYLE_SELECTED}, {STYLE_TEXT, STYLE_LINK},
		{STYLE_DIM, STYLE_STRONG}, {STYLE_TEXT, STYLE_HIT}, {STYLE_TEXT, STYLE_ACCENT},
		{STYLE_SELECTED, STYLE_SELECTED_STRONG}, {STYLE_TEXT, STYLE_BAR},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(apart); i++)
		assert_int_not_equal(theme_paint(THEME_MONO, apart[i][0])->attr,
				     theme_paint(THEME_MONO, apart[i][1])->attr);
}

/* ---- the reader's own ------------------------------------------------------------------ */

static void
own_colours(void **state)
{
	struct term_look look;
	struct why why;
	const struct term_tint *t = &look.tints[STYLE_ACCENT];
	(void)state;
	term_look_choose("dark", &look);
	assert_int_equal(term_look_color(&look, "accent", "d78700 bold", &why), OK);
	assert_true(t->set && t->has_fg && !t->has_bg);
	assert_int_equal(t->fg[3], 0xd78700);
	assert_int_equal(t->fg[2], 172);
	assert_int_equal(t->attr, PAINT_BOLD);
	assert_int_equal(term_look_color(&look, "accent", "#D78700", &why), OK);
	assert_int_equal(t->fg[3], 0xd78700);
	assert_int_equal(term_look_color(&look, "accent", "bright-cyan on black plain", &why), OK);
	assert_int_equal(t->fg[0], 6);
	assert_int_equal(t->fg[1], 14);
	assert_int_equal(t->bg[1], 0);
	assert_int_equal(t->attr, 0);
	assert_int_equal(term_look_color(&look, "accent", "default on 236", &why), OK);
	assert_int_equal(t->fg[2], THEME_COLOR_NONE);
	assert_int_equal(t->bg[2], 236);
	assert_int_equal(term_look_color(&look, "sky", "blue", &why), ERR_CONFIG);
	assert_non_null(strstr(why.text, "sky"));
	static const char *const wrong[] = {"blau", "256", "-1", "12345", "d7870", "#", "red onn black",
					    "bright-", "0x1234"};
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		if (term_look_color(&look, "accent", wrong[i], &why) != ERR_CONFIG)
			fail_msg("%s was taken", wrong[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_word_and_environment),
		cmocka_unit_test(colours_can_be_read),
		cmocka_unit_test(few_colours_can_be_read),
		cmocka_unit_test(mono_tells_the_same),
		cmocka_unit_test(own_colours),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
