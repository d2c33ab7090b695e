/* SPDX-License-Identifier: MIT
 *
 * term: a frame of cells -> the terminal; keys in; the terminal's own bidi mode
 * switched off on every way in and back on every way out. The only room that
 * sees curses.
 */
#ifndef TERM_TERM_H
#define TERM_TERM_H

#include "akhbar/base.h"
#include "akhbar/text.h"

/* What a cell is for; the theme gives each a colour. */
enum style {
	STYLE_TEXT,
	STYLE_STRONG,    /* unread title, article title */
	STYLE_DIM,       /* read title, source, time, hints */
	STYLE_ACCENT,    /* section in use, day, subheading, dot */
	STYLE_RULE,
	STYLE_BAR,       /* top line */
	STYLE_SELECTED,
	STYLE_SELECTED_STRONG,
	STYLE_EM,
	STYLE_CODE,
	STYLE_LINK,
	STYLE_HIT,
	STYLE_ERROR,
	STYLE_PROGRESS,  /* the filled part */
	STYLE_STAR,
	STYLE_COUNT
};

struct frame_cell {
	uint32_t ch[CELL_CHARS];
	uint8_t ch_n;    /* 0: the right half of a wide cell */
	uint8_t width;
	uint8_t style;
	uint8_t level;   /* bidi level, for terminals that reorder by themselves */
};

struct frame {
	int rows, cols;
	struct frame_cell *cells; /* rows * cols */
	int cursor_row, cursor_col; /* -1: hidden */
	/* the part whose rows move as one when it is scrolled; rows 0: none. Only a hint. */
	struct band {
		int row, rows, col, cols;
	} band;
};

void frame_init(struct frame *f);
void frame_release(struct frame *f);
void frame_resize(struct frame *f, int rows, int cols); /* and clears */
void frame_clear(struct frame *f);
/* Paints cells from column col rightwards inside [col, col + width); returns
 * columns used. Nothing outside the frame is touched. */
int frame_put(struct frame *f, int row, int col, int width, const struct cell *cells, size_t n,
	      enum style style);
void frame_fill(struct frame *f, int row, int col, int width, uint32_t ch, enum style style);
/* Styles a stretch already painted. */
void frame_style(struct frame *f, int row, int col, int width, enum style style);

/* ---- the terminal --------------------------------------------------------- */

enum term_bidi { TERM_VISUAL, TERM_LOGICAL, TERM_WORDS };
enum term_isolate { TERM_ISOLATE_NONE, TERM_ISOLATE_LRM };

struct term_choice { /* what was chosen and why, for doctor and help */
	enum term_bidi bidi;
	enum term_isolate isolate;
	bool strip_marks;
	bool row_auto; /* logical: the terminal turns a row round by its first strong letter */
	bool ask;      /* the environment does not settle it: term_probe() may ask */
	bool bidi_fixed, marks_fixed, isolate_fixed; /* by the reader's own word */
	bool kept;       /* by an answer kept from the test page */
	bool known;      /* false: nothing names this terminal */
	bool answered;   /* it has answered our questions */
	bool colorless;  /* it says that it draws no colours */
	bool plain_face; /* bold letters do not meet: the regular face for all */
	bool plain;      /* for screen readers: cells go out as they come */
	bool by_style;   /* logical: stretches of one look are drawn each by itself */
	bool unmirrored; /* logical: it turns letters but not brackets */
	bool ground_untold; /* its COLORFGBG is the same whatever its ground */
	bool lead;       /* rows may be begun by an invisible letter, see paint.c */
	const char *on, *off; /* sequences, "" none */
	const char *advice;   /* what the reader could do, not translated; NULL none */
	char terminal[48];    /* name of what was found */
	char reason[160];
	char id[48];     /* what the terminal calls itself, for the kept answers; "-" */
	char found[48];  /* the same by the environment alone */
	unsigned profile; /* row of choose.c's table */
	const char *answers; /* file of kept answers, borrowed; NULL: none are read */
};

/* By override, then by the environment. `bidi`, `tashkeel`, `isolate` are the
 * option's words ("auto" decides here). */
void term_choose(const char *bidi, const char *tashkeel, const char *isolate,
		 struct term_choice *out);
const char *term_bidi_name(enum term_bidi bidi); /* the option's word */
/* Then by what was kept in the file `answers` (borrowed as long as the choice). */
void term_choose_kept(struct term_choice *choice, const char *answers);
/* Whether the choice's advice has not been given yet for this terminal; from now on it
 * has been. Without a file it has always been given. */
bool term_advise_once(const struct term_choice *choice, const char *answers);
/* Asks the terminal (and tmux) now, without a screen, for 300 ms at most; nothing is
 * asked where input or output is none. */
void term_choose_asking(struct term_choice *choice);
/* For a screen reader: nothing is reordered and the terminal is left as it is. */
void term_choose_plain(struct term_choice *choice);
/* Keeps bidi, isolate and strip_marks of the choice for this terminal. */
MUST_USE enum err term_keep_choice(const struct term_choice *choice, const char *answers,
				   struct why *why);

struct term;
enum term_theme { THEME_DARK, THEME_LIGHT, THEME_CONTRAST, THEME_PAPER, THEME_MONO,
		  THEME_EITHER /* where the ground is not known: readable on both */ };
struct term_tint { /* a style as the reader wants it */
	bool set, has_fg, has_bg;
	int fg[4], bg[4]; /* of 8, 16, 256 colours, as RGB; -1 the terminal's own */
	int attr;         /* -1: as the theme has it */
};
struct term_look {
	enum term_theme theme;
	bool ask; /* the reader leaves it to the terminal: it is asked for its ground */
	struct term_tint tints[STYLE_COUNT];
};
/* Of the option's word; "auto": mono with NO_COLOR, else by COLORFGBG, else dark, and
 * term_probe() may ask. */
void term_look_choose(const char *word, struct term_look *out);
/* A style in other colours: "cyan", "d7af5f on black bold". ERR_CONFIG for an unknown
 * style or colour. */
MUST_USE enum err term_look_color(struct term_look *look, const char *style, const char *words,
				  struct why *why);
MUST_USE enum err term_open(const struct term_choice *choice, enum term_theme theme, bool mouse,
			    struct term **out, struct why *why);
/* Other colours from the next flush on. */
void term_set_look(struct term *t, const struct term_look *look);
void term_close(struct term *t); /* restores everything; NULL ok */
void term_size(struct term *t, int *rows, int *cols);
void term_flush(struct term *t, const struct frame *f); /* only what changed is sent */
void term_redraw(struct term *t);  /* next flush repaints all */
void term_leave(struct term *t);   /* for another program or Ctrl-Z */
void term_enter(struct term *t);
/* Stops this program and its process group as Ctrl-Z does and returns when it is
 * continued, with the screen set up again; the next flush repaints all. */
void term_suspend(struct term *t);
int term_fd(const struct term *t); /* to poll for keys */

/* The window's title, where it can be set; what stood there comes back on the way out.
 * A bell; a message of the terminal (OSC 9). Cleaned, one line, our own words only. */
void term_title(struct term *t, const char *text);
void term_bell(struct term *t);
void term_message(struct term *t, const char *text);

/* Asks the terminal what it is and what its ground is, once, after the first flush. Answers come in
 * through term_key(), which swallows them; when they say something else than the
 * environment did, the screen is switched and painted again by itself. */
void term_probe(struct term *t);
const struct term_choice *term_current_choice(const struct term *t);
/* Another choice from now on (the test page): what has to be sent is sent, the next
 * flush repaints all. */
void term_set_choice(struct term *t, const struct term_choice *choice);
/* The choice's mode by hand, with the sequences that go with it here. */
void term_choice_set(struct term_choice *choice, enum term_bidi bidi, enum term_isolate isolate,
		     bool strip_marks);

/* What a signal handler may call (POSIX 2.4.3), and in bounded time.
 * Nothing happens when no terminal is open. SEGV, ABRT, BUS, FPE and ILL call it
 * by themselves, and TERM, HUP, INT, QUIT do until the program takes them over. */
void term_signal_restore(void);

enum key_special {
	KEY_CODE_BASE = 0x110000, /* past Unicode */
	KEY_CODE_UP, KEY_CODE_DOWN, KEY_CODE_LEFT, KEY_CODE_RIGHT, KEY_CODE_HOME, KEY_CODE_END,
	KEY_CODE_PAGE_UP, KEY_CODE_PAGE_DOWN, KEY_CODE_ENTER, KEY_CODE_BACKSPACE,
	KEY_CODE_DELETE, KEY_CODE_TAB, KEY_CODE_BACKTAB, KEY_CODE_ESCAPE, KEY_CODE_RESIZE,
	KEY_CODE_MOUSE, KEY_CODE_F1, KEY_CODE_F5 = KEY_CODE_F1 + 4, KEY_CODE_F12 = KEY_CODE_F1 + 11,
};
struct key {
	uint32_t code; /* a character (control characters as they are: Ctrl-F = 6) or KEY_CODE_* */
	bool alt;
	bool pasted;   /* part of a paste: never a command; \n ends a line of it */
	int row, col;  /* mouse */
	enum { MOUSE_CLICK, MOUSE_DOUBLE, MOUSE_WHEEL_UP, MOUSE_WHEEL_DOWN } mouse;
};
/* Next key; false when there is none. Waits for nothing but the rest of an escape
 * sequence (25 ms). Ctrl-Z and a SIGTSTP from outside both give 26: the caller
 * answers with term_suspend(). Call it as well when poll() was interrupted: a new
 * size arrives as KEY_CODE_RESIZE. */
bool term_key(struct term *t, struct key *out);
/* A line is being typed: pasted text is let in, and every letter is a letter.
 * Otherwise pasted text is dropped, and lam and alef that came together are one key
 * (U+FEFB, FEF7, FEF9, FEF5). */
void term_accept_paste(struct term *t, bool accept);
/* To the clipboard by OSC 52. False: longer than what terminals take. */
#define TERM_COPY_BYTES 74994 /* 100,000 in base64 with its frame: xterm's and tmux's limit */
bool term_copy(struct term *t, struct bytes text);
/* End of input or the terminal is gone. */
bool term_gone(const struct term *t);

#endif
