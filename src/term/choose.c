/* SPDX-License-Identifier: MIT
 *
 * Which order of letters this terminal wants, and how it is told to keep its own
 * bidi out of it: by the reader's word, by the environment, by the terminal's
 * answers. doc/terminals.md is this file in words.
 */
#include "term/term-internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum terminal {
	T_UNKNOWN, T_VTE, T_KONSOLE, T_MLTERM, T_PUTTY, T_QTERMINAL, T_KITTY, T_MINTTY, T_MODE8,
	T_APPLE, T_ITERM, T_WINDOWS, T_XTERM, T_URXVT, T_ST, T_ALACRITTY, T_FOOT, T_ZUTTY,
	T_TERMINOLOGY, T_LINUX, T_XTERM_JS, T_GHOSTTY, T_CONTOUR, T_WEZTERM,
	/* inside a multiplexer that reads our sequences itself */
	T_MUX, T_MUX_VTE, T_MUX_KONSOLE, T_MUX_MLTERM, T_MUX_STRIP,
	T_COUNT
};

#define VTE_ON "\033[8l\033[1 k"
#define VTE_OFF "\033[8h\033[0 k"

/* Measured unless doc/terminals.md says otherwise. `sure`: nothing is gained by
 * asking the terminal. */
static const struct profile {
	const char *name;
	enum term_bidi bidi;
	enum term_isolate isolate;
	bool strip, row_auto, sure;
	const char *on, *off;
} profiles[T_COUNT] = {
	[T_UNKNOWN] = { .name = "unknown", .on = "", .off = "" },
	[T_VTE] = { .name = "VTE", .on = VTE_ON, .off = VTE_OFF },
	/* OSC 50 is a font name in xterm: for Konsole alone */
	[T_KONSOLE] = { .name = "Konsole", .on = "\033]50;BidiRenderingEnabled=false\a",
			.off = "\033]50;BidiRenderingEnabled=true\a" },
	[T_MLTERM] = { .name = "mlterm", .sure = true, .on = "\033]5379;use_ctl=false\a",
		       .off = "\033]5379;use_ctl=true\a" },
	[T_PUTTY] = { .name = "PuTTY", .bidi = TERM_LOGICAL, .row_auto = true, .on = "", .off = "" },
	[T_QTERMINAL] = { .name = "QTerminal", .bidi = TERM_LOGICAL, .on = "", .off = "" },
	[T_KITTY] = { .name = "kitty", .strip = true, .sure = true, .on = "", .off = "" },
	[T_MINTTY] = { .name = "mintty", .on = "\033[8l", .off = "\033[8h" },
	[T_MODE8] = { .name = "a terminal with mode 8", .on = VTE_ON, .off = VTE_OFF },
	[T_APPLE] = { .name = "macOS Terminal", .bidi = TERM_LOGICAL, .sure = true, .on = "",
		      .off = "" },
	[T_ITERM] = { .name = "iTerm2", .sure = true, .on = "", .off = "" },
	[T_WINDOWS] = { .name = "Windows Terminal", .sure = true, .on = "", .off = "" },
	[T_XTERM] = { .name = "xterm", .on = "", .off = "" },
	[T_URXVT] = { .name = "rxvt-unicode", .sure = true, .on = "", .off = "" },
	[T_ST] = { .name = "st", .strip = true, .sure = true, .on = "", .off = "" },
	[T_ALACRITTY] = { .name = "Alacritty", .strip = true, .sure = true, .on = "", .off = "" },
	[T_FOOT] = { .name = "foot", .strip = true, .sure = true, .on = "", .off = "" },
	[T_ZUTTY] = { .name = "Zutty", .strip = true, .sure = true, .on = "", .off = "" },
	[T_TERMINOLOGY] = { .name = "Terminology", .strip = true, .sure = true, .on = "",
			    .off = "" },
	[T_LINUX] = { .name = "the Linux console", .strip = true, .sure = true, .on = "",
		      .off = "" },
	[T_XTERM_JS] = { .name = "xterm.js", .sure = true, .on = "", .off = "" },
	[T_GHOSTTY] = { .name = "Ghostty", .sure = true, .on = "", .off = "" },
	[T_CONTOUR] = { .name = "Contour", .sure = true, .on = "", .off = "" },
	[T_WEZTERM] = { .name = "WezTerm", .sure = true, .on = "", .off = "" },
	[T_MUX] = { .name = "a multiplexer", .sure = true, .on = "", .off = "" },
	/* The multiplexer keeps CSI 8 l to itself; a LRM behind each letter reaches VTE. */
	[T_MUX_VTE] = { .name = "VTE under a multiplexer", .isolate = TERM_ISOLATE_LRM,
			.sure = true, .on = "", .off = "" },
	[T_MUX_KONSOLE] = { .name = "Konsole under a multiplexer", .bidi = TERM_LOGICAL,
			    .sure = true, .on = "", .off = "" },
	[T_MUX_MLTERM] = { .name = "mlterm under a multiplexer", .bidi = TERM_LOGICAL,
			   .row_auto = true, .sure = true, .on = "", .off = "" },
	[T_MUX_STRIP] = { .name = "a multiplexer in a terminal without marks", .strip = true,
			  .sure = true, .on = "", .off = "" },
};

static const char *
env(const char *name)
{
	const char *v = getenv(name);
	return v != NULL ? v : "";
}

static bool
has(const char *name)
{
	return env(name)[0] != '\0';
}

static bool
starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

/* Terminals whose TERM is theirs alone: no other program sets it, and it is not
 * inherited by a terminal started from their shell. */
static const struct {
	const char *term;
	enum terminal terminal;
} term_names[] = {
	{ "xterm-kitty", T_KITTY }, { "alacritty", T_ALACRITTY }, { "foot", T_FOOT },
	{ "st-", T_ST }, { "rxvt-unicode", T_URXVT }, { "mlterm", T_MLTERM },
	{ "linux", T_LINUX }, { "xterm-ghostty", T_GHOSTTY }, { "contour", T_CONTOUR },
	{ "wezterm", T_WEZTERM }, { "vte", T_VTE }, { "gnome", T_VTE }, { "konsole", T_KONSOLE },
	{ "putty", T_PUTTY }, { "mintty", T_MINTTY }, { "terminology", T_TERMINOLOGY },
};

/* Signs in the environment. They are inherited: a terminal started from the shell
 * of another carries the other's signs too. xterm comes first because what is sent
 * to Konsole would change its font. */
static const struct {
	const char *name, *value; /* value NULL: any */
	enum terminal terminal;
} env_signs[] = {
	{ "TERM_PROGRAM", "Apple_Terminal", T_APPLE },
	{ "TERM_PROGRAM", "iTerm.app", T_ITERM },
	{ "LC_TERMINAL", "iTerm2", T_ITERM },
	{ "TERM_PROGRAM", "vscode", T_XTERM_JS },
	{ "TERM_PROGRAM", "ghostty", T_GHOSTTY },
	{ "TERM_PROGRAM", "WezTerm", T_WEZTERM },
	{ "TERM_PROGRAM", "mintty", T_MINTTY },
	{ "WT_SESSION", NULL, T_WINDOWS },
	{ "KITTY_WINDOW_ID", NULL, T_KITTY },
	{ "VTE_VERSION", NULL, T_VTE },
	{ "XTERM_VERSION", NULL, T_XTERM },
	{ "KONSOLE_VERSION", NULL, T_KONSOLE },
	{ "MLTERM", NULL, T_MLTERM },
	{ "ZUTTY_VERSION", NULL, T_ZUTTY },
	{ "TERMINOLOGY", NULL, T_TERMINOLOGY },
	{ "ALACRITTY_WINDOW_ID", NULL, T_ALACRITTY },
	{ "ALACRITTY_LOG", NULL, T_ALACRITTY },
};

/* Inside a multiplexer TERM is its own and questions are answered by it: only what
 * the environment kept from outside is left. */
static enum terminal
of_mux(char reason[160])
{
	static const struct {
		const char *name;
		enum terminal terminal;
	} outside[] = {
		{ "VTE_VERSION", T_MUX_VTE }, { "KONSOLE_VERSION", T_MUX_KONSOLE },
		{ "MLTERM", T_MUX_MLTERM }, { "KITTY_WINDOW_ID", T_MUX_STRIP },
		{ "ALACRITTY_WINDOW_ID", T_MUX_STRIP }, { "ALACRITTY_LOG", T_MUX_STRIP },
		{ "TERMINOLOGY", T_MUX_STRIP },
	};

	for (size_t i = 0; i < ARRAY_LEN(outside); i++) {
		if (!has(outside[i].name) || has("XTERM_VERSION"))
			continue;
		snprintf(reason, 160, "a multiplexer, and %s is left from outside",
			 outside[i].name);
		return outside[i].terminal;
	}
	snprintf(reason, 160, "a multiplexer");
	return T_MUX;
}

static enum terminal
of_environment(char reason[160], bool *mixed)
{
	const char *term = env("TERM");
	enum terminal found = T_UNKNOWN;

	*mixed = false;
	if (has("TMUX") || has("STY") || starts(term, "tmux") || starts(term, "screen"))
		return of_mux(reason);
	for (size_t i = 0; i < ARRAY_LEN(term_names); i++) {
		if (starts(term, term_names[i].term) ||
		    (term_names[i].terminal == T_ST && strcmp(term, "st") == 0)) {
			snprintf(reason, 160, "TERM is %.60s", term);
			return term_names[i].terminal;
		}
	}
	for (size_t i = 0; i < ARRAY_LEN(env_signs); i++) {
		const char *v = env(env_signs[i].name);
		if (v[0] == '\0' || (env_signs[i].value && strcmp(v, env_signs[i].value) != 0))
			continue;
		if (found != T_UNKNOWN) {
			*mixed |= found != env_signs[i].terminal;
			continue;
		}
		found = env_signs[i].terminal;
		snprintf(reason, 160, "%s is %.60s", env_signs[i].name, v);
	}
	if (found == T_UNKNOWN)
		snprintf(reason, 160, "nothing in the environment names the terminal");
	return found;
}

/* Puts a profile into the choice where the reader has not said otherwise. */
static void
apply(struct term_choice *out, enum terminal terminal)
{
	const struct profile *p = &profiles[terminal];
	enum term_bidi bidi = out->bidi_fixed ? out->bidi : p->bidi;

	snprintf(out->terminal, sizeof(out->terminal), "%s", p->name);
	out->bidi = bidi;
	out->row_auto = p->row_auto;
	/* switched off only when we order the letters ourselves */
	out->on = bidi == TERM_VISUAL ? p->on : "";
	out->off = bidi == TERM_VISUAL ? p->off : "";
	if (!out->marks_fixed)
		out->strip_marks = p->strip;
	if (!out->isolate_fixed)
		out->isolate = bidi == TERM_VISUAL ? p->isolate : TERM_ISOLATE_NONE;
}

static bool
is_word(const char *word, const char *value)
{
	return word != NULL && strcmp(word, value) == 0;
}

const char *
term_bidi_name(enum term_bidi bidi)
{
	return bidi == TERM_LOGICAL ? "logical" : bidi == TERM_WORDS ? "words" : "visual";
}

void
term_choose(const char *bidi, const char *tashkeel, const char *isolate, struct term_choice *out)
{
	enum terminal terminal;
	bool mixed;

	memset(out, 0, sizeof(*out));
	out->bidi_fixed = true;
	if (is_word(bidi, "visual"))
		out->bidi = TERM_VISUAL;
	else if (is_word(bidi, "logical"))
		out->bidi = TERM_LOGICAL;
	else if (is_word(bidi, "words"))
		out->bidi = TERM_WORDS;
	else
		out->bidi_fixed = false;
	out->marks_fixed = is_word(tashkeel, "keep") || is_word(tashkeel, "strip");
	out->strip_marks = is_word(tashkeel, "strip");
	out->isolate_fixed = is_word(isolate, "none") || is_word(isolate, "lrm");
	out->isolate = is_word(isolate, "lrm") ? TERM_ISOLATE_LRM : TERM_ISOLATE_NONE;

	terminal = of_environment(out->reason, &mixed);
	apply(out, terminal);
	out->ask = mixed || !profiles[terminal].sure;
}

/* ---- what the terminal says --------------------------------------------------- */

void
term_replies_init(struct term_replies *r)
{
	memset(r, 0, sizeof(*r));
	r->mode8 = -1;
}

static const struct {
	const char *prefix;
	enum terminal terminal;
} versions[] = {
	{ "VTE", T_VTE }, { "Konsole", T_KONSOLE }, { "kitty", T_KITTY }, { "XTerm", T_XTERM },
	{ "foot", T_FOOT }, { "mlterm", T_MLTERM }, { "WezTerm", T_WEZTERM },
	{ "ghostty", T_GHOSTTY }, { "contour", T_CONTOUR }, { "mintty", T_MINTTY },
	{ "iTerm2", T_ITERM }, { "terminology", T_TERMINOLOGY }, { "alacritty", T_ALACRITTY },
	{ "xterm.js", T_XTERM_JS },
};

static enum terminal
of_replies(const struct term_replies *r)
{
	for (size_t i = 0; i < ARRAY_LEN(versions); i++) {
		if (r->version[0] && starts(r->version, versions[i].prefix))
			return versions[i].terminal;
	}
	/* 1 set, 2 reset, 3 set for good: the mode is known (DECRPM). */
	if (r->mode8 >= 1 && r->mode8 <= 3)
		return r->da2 && (r->da2_param[0] == 65 || r->da2_param[0] == 61) ? T_VTE : T_MODE8;
	if (!r->da2)
		return T_UNKNOWN;
	if (r->da2_param[0] == 0 && r->da2_param[1] == 136)
		return T_PUTTY;
	if (r->da2_param[0] == 0 && r->da2_param[1] == 115)
		return T_QTERMINAL; /* Konsole has the same number but says its version */
	if (r->da2_param[0] == 24)
		return T_MLTERM;
	if (r->da2_param[0] == 41)
		return T_XTERM;
	if (r->da2_param[0] == 85)
		return T_URXVT;
	if (r->da2_param[0] == 77)
		return T_MINTTY;
	return T_UNKNOWN;
}

bool
term_choose_again(struct term_choice *choice, const struct term_replies *r)
{
	struct term_choice before = *choice;
	enum terminal terminal = of_replies(r);

	choice->ask = false;
	if (terminal == T_UNKNOWN)
		return false;
	apply(choice, terminal);
	snprintf(choice->reason, sizeof(choice->reason), "it answered as %s", choice->terminal);
	return before.bidi != choice->bidi || before.isolate != choice->isolate ||
	       before.strip_marks != choice->strip_marks || before.row_auto != choice->row_auto ||
	       strcmp(before.on, choice->on) != 0;
}
