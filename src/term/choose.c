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

#include "sys/lang.h"

enum terminal {
	T_UNKNOWN, T_LIGATES, T_VTE, T_KONSOLE, T_MLTERM, T_PUTTY, T_QTERMINAL, T_KITTY,
	T_KITTY_WORDS, T_MINTTY, T_MODE8, T_APPLE, T_ITERM, T_WINDOWS, T_XTERM, T_URXVT, T_ST,
	T_ALACRITTY, T_FOOT, T_ZUTTY, T_TERMINOLOGY, T_LINUX, T_XTERM_JS, T_GHOSTTY, T_CONTOUR,
	T_WEZTERM,
	/* inside a multiplexer that reads our sequences itself */
	T_MUX, T_MUX_VTE, T_MUX_KONSOLE, T_TMUX_KONSOLE, T_SCREEN_KONSOLE, T_MUX_MLTERM,
	T_TMUX_MLTERM, T_SCREEN_MLTERM, T_MUX_STRIP, T_MUX_WORDS,
	T_COUNT
};

#define VTE_ON "\033[8l\033[1 k"
#define VTE_OFF "\033[8h\033[0 k"
/* OSC 50 is a font name in xterm: for Konsole alone */
#define KONSOLE_BIDI(state) "\033]50;BidiRenderingEnabled=" state "\a"
#define MLTERM_BIDI(state) "\033]5379;use_ctl=" state "\a"
/* Through a multiplexer to the terminal outside. */
#define BY_TMUX(sequence) "\033Ptmux;\033" sequence "\033\\"
#define BY_SCREEN(sequence) "\033P" sequence "\033\\"
#define ON_OFF(wrap, bidi, yes, no) .on = wrap(bidi(no)), .off = wrap(bidi(yes))
#define BARE(sequence) sequence
#define NOTHING .on = "", .off = ""

/* Measured unless doc/terminals.md says otherwise. `sure`: nothing is gained by
 * asking the terminal. */
static const struct profile {
	const char *name;
	enum term_bidi bidi;
	enum term_isolate isolate;
	bool strip, row_auto, sure;
	bool plain_face; /* bold letters do not meet at the edges of their cells, or go */
	bool by_style;   /* each stretch of one look is drawn by itself, left to right */
	bool unmirrored; /* brackets stay as they are sent in letters it turns */
	bool lead;       /* takes a row's direction from its first strong letter */
	bool ground_untold; /* COLORFGBG says black, whatever it is */
	const char *on, *off, *advice;
} profiles[T_COUNT] = {
	/* in logical order its rows are begun so that any rule of direction gives the same */
	[T_UNKNOWN] = { .name = "unknown", .lead = true, NOTHING },
	/* nothing but that it joined lam and alef, which only a terminal that shapes does */
	[T_LIGATES] = { .name = "a terminal that shapes", .bidi = TERM_LOGICAL, .lead = true,
			NOTHING },
	[T_VTE] = { .name = "VTE", .on = VTE_ON, .off = VTE_OFF },
	[T_KONSOLE] = { .name = "Konsole", ON_OFF(BARE, KONSOLE_BIDI, "true", "false") },
	[T_MLTERM] = { .name = "mlterm", .sure = true, ON_OFF(BARE, MLTERM_BIDI, "true", "false") },
	/* bold is a brighter colour there, white even on white */
	[T_PUTTY] = { .name = "PuTTY", .bidi = TERM_LOGICAL, .row_auto = true, .lead = true,
		      .plain_face = true, NOTHING },
	[T_QTERMINAL] = { .name = "QTerminal", .bidi = TERM_LOGICAL, .by_style = true,
			  .strip = true, .ground_untold = true, NOTHING },
	[T_KITTY] = { .name = "kitty", .strip = true, .sure = true, NOTHING },
	[T_KITTY_WORDS] = { .name = "kitty", .bidi = TERM_WORDS, .strip = true, .sure = true,
			    NOTHING,
			    .advice = N_("kitty turns the letters of each word by itself; with "
					 "`force_ltr yes` in kitty.conf Arabic reads best") },
	[T_MINTTY] = { .name = "mintty", .on = "\033[8l", .off = "\033[8h" },
	[T_MODE8] = { .name = "a terminal with mode 8", .on = VTE_ON, .off = VTE_OFF },
	[T_APPLE] = { .name = "macOS Terminal", .bidi = TERM_LOGICAL, .sure = true, NOTHING },
	[T_ITERM] = { .name = "iTerm2", .sure = true, NOTHING },
	[T_WINDOWS] = { .name = "Windows Terminal", .sure = true, NOTHING },
	[T_XTERM] = { .name = "xterm", NOTHING },
	[T_URXVT] = { .name = "rxvt-unicode", .sure = true, .plain_face = true, NOTHING },
	[T_ST] = { .name = "st", .strip = true, .sure = true, NOTHING },
	[T_ALACRITTY] = { .name = "Alacritty", .strip = true, .sure = true, NOTHING },
	[T_FOOT] = { .name = "foot", .strip = true, .sure = true, NOTHING },
	[T_ZUTTY] = { .name = "Zutty", .strip = true, .sure = true, NOTHING },
	[T_TERMINOLOGY] = { .name = "Terminology", .strip = true, .sure = true, NOTHING },
	[T_LINUX] = { .name = N_("the Linux console"), .strip = true, .sure = true, NOTHING },
	[T_XTERM_JS] = { .name = "xterm.js", .sure = true, NOTHING },
	[T_GHOSTTY] = { .name = "Ghostty", .sure = true, NOTHING },
	[T_CONTOUR] = { .name = "Contour", .sure = true, NOTHING },
	[T_WEZTERM] = { .name = "WezTerm", .sure = true, NOTHING },
	[T_MUX] = { .name = N_("a multiplexer"), .sure = true, NOTHING },
	/* The multiplexer keeps CSI 8 l to itself; a LRM behind each letter reaches VTE. */
	[T_MUX_VTE] = { .name = N_("VTE under a multiplexer"), .isolate = TERM_ISOLATE_LRM,
			.sure = true, NOTHING },
	[T_MUX_KONSOLE] = { .name = N_("Konsole under a multiplexer"), .bidi = TERM_LOGICAL,
			    .unmirrored = true, .sure = true, NOTHING,
			    .advice = N_("with `set -g allow-passthrough on` in tmux.conf Arabic "
					 "reads best in Konsole") },
	[T_TMUX_KONSOLE] = { .name = N_("Konsole under tmux"), .sure = true,
			     ON_OFF(BY_TMUX, KONSOLE_BIDI, "true", "false") },
	[T_SCREEN_KONSOLE] = { .name = N_("Konsole under screen"), .sure = true,
			       ON_OFF(BY_SCREEN, KONSOLE_BIDI, "true", "false") },
	[T_MUX_MLTERM] = { .name = N_("mlterm under a multiplexer"), .bidi = TERM_LOGICAL,
			   .row_auto = true, .sure = true, NOTHING },
	[T_TMUX_MLTERM] = { .name = N_("mlterm under tmux"), .sure = true,
			    ON_OFF(BY_TMUX, MLTERM_BIDI, "true", "false") },
	[T_SCREEN_MLTERM] = { .name = N_("mlterm under screen"), .sure = true,
			      ON_OFF(BY_SCREEN, MLTERM_BIDI, "true", "false") },
	[T_MUX_STRIP] = { .name = N_("a multiplexer in a terminal without marks"), .strip = true,
			  .sure = true, NOTHING },
	[T_MUX_WORDS] = { .name = N_("kitty under a multiplexer"), .bidi = TERM_WORDS, .strip = true,
			  .sure = true, NOTHING,
			  .advice = N_("kitty turns the letters of each word by itself; with "
				       "`force_ltr yes` in kitty.conf Arabic reads best") },
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

/* QTerminal has no sign of its own, but this one and no other. To guess it before the first
 * frame matters: it paints only cells that differ, and what hung out of those of another
 * order would stay. What it answers confirms it. */
static bool
looks_like_qterminal(void)
{
	return strcmp(env("COLORFGBG"), "15;0") == 0 && starts(env("TERM"), "xterm");
}

/* kitty orders letters as we do only when it is told to leave them alone. */
static enum terminal
kitty_here(enum terminal forced, enum terminal words)
{
	return kitty_force_ltr() == 1 ? forced : words;
}

/* A terminal outside of a multiplexer. passthrough: tmux lets sequences through. */
static enum terminal
behind_mux(enum terminal outside, bool passthrough)
{
	bool tmux = has("TMUX"), screen = !tmux && has("STY");

	switch (outside) {
	case T_VTE:
	case T_MODE8:
		return T_MUX_VTE;
	case T_KONSOLE:
		return screen ? T_SCREEN_KONSOLE : passthrough ? T_TMUX_KONSOLE : T_MUX_KONSOLE;
	case T_MLTERM:
		return screen ? T_SCREEN_MLTERM : passthrough ? T_TMUX_MLTERM : T_MUX_MLTERM;
	case T_KITTY:
		return kitty_here(T_MUX_STRIP, T_MUX_WORDS);
	default:
		return profiles[outside].strip ? T_MUX_STRIP : T_MUX;
	}
}

/* Inside a multiplexer TERM is its own and questions are answered by it: only what
 * the environment kept from outside is left, until the multiplexer is asked. */
static enum terminal
of_mux(char reason[160])
{
	static const struct {
		const char *name;
		enum terminal terminal;
	} outside[] = {
		{ "VTE_VERSION", T_VTE }, { "KONSOLE_VERSION", T_KONSOLE },
		{ "MLTERM", T_MLTERM }, { "KITTY_WINDOW_ID", T_KITTY },
		{ "ALACRITTY_WINDOW_ID", T_ALACRITTY }, { "ALACRITTY_LOG", T_ALACRITTY },
		{ "TERMINOLOGY", T_TERMINOLOGY },
	};

	for (size_t i = 0; i < ARRAY_LEN(outside); i++) {
		if (!has(outside[i].name) || has("XTERM_VERSION"))
			continue;
		snprintf(reason, 160, _("a multiplexer, and %s is left from outside"),
			 outside[i].name);
		return behind_mux(outside[i].terminal, false);
	}
	snprintf(reason, 160, "%s", _("a multiplexer"));
	return T_MUX;
}

static enum terminal
of_term_name(const char *term)
{
	for (size_t i = 0; i < ARRAY_LEN(term_names); i++) {
		if (starts(term, term_names[i].term) ||
		    (term_names[i].terminal == T_ST && strcmp(term, "st") == 0))
			return term_names[i].terminal;
	}
	return T_UNKNOWN;
}

static enum terminal
of_environment(char reason[160], bool *mixed)
{
	const char *term = env("TERM");
	enum terminal found = T_UNKNOWN;

	*mixed = false;
	if (has("TMUX") || has("STY") || starts(term, "tmux") || starts(term, "screen"))
		return of_mux(reason);
	found = of_term_name(term);
	if (found != T_UNKNOWN) {
		snprintf(reason, 160, _("TERM is %.60s"), term);
		return found;
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
		snprintf(reason, 160, _("%s is %.60s"), env_signs[i].name, v);
	}
	if (found == T_UNKNOWN)
		snprintf(reason, 160, _("nothing in the environment names the terminal"));
	return found == T_UNKNOWN && looks_like_qterminal() ? T_QTERMINAL : found;
}

/* Puts a profile into the choice where the reader has not said otherwise. */
static void
apply(struct term_choice *out, enum terminal terminal)
{
	const struct profile *p;

	if (terminal == T_KITTY)
		terminal = kitty_here(T_KITTY, T_KITTY_WORDS);
	p = &profiles[terminal];
	snprintf(out->terminal, sizeof(out->terminal), "%s", p->name);
	out->known = terminal != T_UNKNOWN && terminal != T_LIGATES;
	out->plain_face = p->plain_face;
	out->lead = p->lead;
	out->row_auto = p->row_auto;
	out->by_style = p->by_style;
	out->unmirrored = p->unmirrored;
	out->ground_untold = p->ground_untold;
	out->profile = terminal;
	out->kept = false;
	out->advice = out->bidi_fixed ? NULL : p->advice;
	term_choice_set(out, out->bidi_fixed ? out->bidi : p->bidi,
			out->isolate_fixed ? out->isolate : p->isolate,
			out->marks_fixed ? out->strip_marks : p->strip);
	if (!out->isolate_fixed && out->bidi != TERM_VISUAL)
		out->isolate = TERM_ISOLATE_NONE;
}

void
term_choice_set(struct term_choice *choice, enum term_bidi bidi, enum term_isolate isolate,
		bool strip_marks)
{
	const struct profile *p = &profiles[choice->profile < T_COUNT ? choice->profile : 0];

	choice->bidi = bidi;
	choice->isolate = isolate;
	choice->strip_marks = strip_marks;
	/* the terminal's own is switched off only when we order the letters ourselves */
	choice->on = bidi == TERM_VISUAL ? p->on : "";
	choice->off = bidi == TERM_VISUAL ? p->off : "";
}

void
term_choose_plain(struct term_choice *choice)
{
	choice->bidi_fixed = choice->isolate_fixed = true;
	choice->plain = true;
	choice->advice = NULL;
	term_choice_set(choice, TERM_LOGICAL, TERM_ISOLATE_NONE, choice->strip_marks);
	snprintf(choice->reason, sizeof(choice->reason), _("a screen reader reads"));
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
	snprintf(out->found, sizeof(out->found), "%s", out->terminal);
	snprintf(out->id, sizeof(out->id), "-");
}

void
term_choose_kept(struct term_choice *choice, const char *answers)
{
	choice->answers = answers;
	answers_apply(choice, true);
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
	{ "xterm.js", T_XTERM_JS }, { "tmux", T_MUX },
};

static enum terminal
of_version(const char *version)
{
	for (size_t i = 0; i < ARRAY_LEN(versions); i++) {
		if (starts(version, versions[i].prefix))
			return versions[i].terminal;
	}
	return T_UNKNOWN;
}

static enum terminal
of_replies(const struct term_replies *r)
{
	enum terminal named = of_version(r->version);

	if (named != T_UNKNOWN)
		return named;
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

/* A name for the kept answers: its own, without the version, or its numbers. */
static void
name_it(struct term_choice *choice, const struct term_replies *r)
{
	size_t n = strcspn(r->version, " (\t");

	if (n > 0)
		snprintf(choice->id, sizeof(choice->id), "%.*s", (int)(n < 40 ? n : 40), r->version);
	else if (r->da2 && r->da2_param[0] > 1) /* the second is its version then */
		snprintf(choice->id, sizeof(choice->id), "%d", r->da2_param[0]);
	else if (r->da2)
		snprintf(choice->id, sizeof(choice->id), "%d;%d", r->da2_param[0],
			 r->da2_param[1]);
}

/* Nothing names it: what the cursor told. */
static void
of_reports(struct term_choice *choice, const struct term_replies *r)
{
	if (r->reports_n < 2)
		return;
	if (r->report_col[1] == 2) {
		apply(choice, T_LIGATES);
		snprintf(choice->reason, sizeof(choice->reason), _("it joined lam and alef by itself"));
	}
	if (r->report_col[0] >= 3 && !choice->marks_fixed) {
		choice->strip_marks = true;
		snprintf(choice->reason, sizeof(choice->reason), _("it gives marks a cell"));
	}
}

static bool
differs(const struct term_choice *a, const struct term_choice *b)
{
	return a->bidi != b->bidi || a->isolate != b->isolate || a->strip_marks != b->strip_marks ||
	       a->row_auto != b->row_auto || a->by_style != b->by_style ||
	       a->plain_face != b->plain_face ||
	       a->colorless != b->colorless || strcmp(a->on, b->on) != 0;
}

bool
term_choose_again(struct term_choice *choice, const struct term_replies *r)
{
	struct term_choice before = *choice;
	enum terminal terminal = of_replies(r);

	choice->ask = false;
	choice->answered = true;
	name_it(choice, r);
	if (terminal != T_UNKNOWN) {
		apply(choice, terminal);
		snprintf(choice->reason, sizeof(choice->reason), _("it answered as %s"),
			 choice->terminal);
	} else if (choice->kept || choice->profile == T_QTERMINAL) {
		apply(choice, choice->profile == T_QTERMINAL ? T_UNKNOWN
							     : (enum terminal)choice->profile);
	}
	if (!choice->known)
		of_reports(choice, r);
	/* xterm with its colours switched off leaves ANSI colour out of DA1 */
	choice->colorless = terminal == T_XTERM && r->da1_first >= 60 && !r->da1_color;
	answers_apply(choice, false);
	return differs(&before, choice);
}

bool
term_choose_outside(struct term_choice *choice, const char *version, const char *term,
		    bool passthrough)
{
	struct term_choice before = *choice;
	enum terminal outside = of_version(version);

	if (outside == T_UNKNOWN)
		outside = of_term_name(term);
	if (outside == T_UNKNOWN && version[0] == '\0') /* old VTE says nothing of itself */
		return false;
	apply(choice, behind_mux(outside, passthrough));
	snprintf(choice->reason, sizeof(choice->reason), _("tmux is in %.60s"),
		 version[0] != '\0' ? version : term);
	snprintf(choice->id, sizeof(choice->id), "%.40s", version[0] != '\0' ? version : term);
	choice->id[strcspn(choice->id, " (")] = '\0';
	answers_apply(choice, false);
	return differs(&before, choice);
}
