/* SPDX-License-Identifier: MIT
 *
 * Between the files of term: profiles of terminals, the key decoder, the order of
 * a row, the ways out.
 */
#ifndef TERM_TERM_INTERNAL_H
#define TERM_TERM_INTERNAL_H

#include <sys/types.h>
#include <termios.h>

#include "term/term.h"

/* ---- choose.c ------------------------------------------------------------- */

/* What a terminal said about itself. */
struct term_replies {
	int mode8;        /* DECRQM of BDSM: -1 silent, else n of CSI 8 ; n $ y */
	bool margins;     /* DECRQM of DECLRMM: it can be set */
	bool da1, da2;    /* which of them came */
	bool da1_color;   /* DA1 lists 22, ANSI colour */
	int da1_first;
	int da2_param[3];
	/* Cursor reports: after beh with fatha, after lam and alef. Only while some are
	 * due and in that row: else it is a key. */
	int report_row, reports_due;
	unsigned reports_n;
	int report_col[2];
	char version[64]; /* XTVERSION, "" none */
	bool background;  /* OSC 11 came */
	int luma;         /* of it, 0 black .. 255 white */
};
void term_replies_init(struct term_replies *r);
/* The choice corrected by what the terminal said; true when that changed what is
 * to be sent. The reader's own words stay. */
bool term_choose_again(struct term_choice *choice, const struct term_replies *r);
/* The same for what the multiplexer said (mux.c): the name the terminal outside gives
 * itself, its TERM, and whether sequences may pass through; "" where it said nothing. */
bool term_choose_outside(struct term_choice *choice, const char *version, const char *term,
			 bool passthrough);

/* ---- mux.c ------------------------------------------------------------------ */

/* Asks tmux what it is attached to, without waiting: a descriptor that becomes
 * readable, -1 when there is nobody to ask. */
int mux_ask(pid_t *pid);
/* Reads what it said and ends the asking; false when that was nothing. */
struct mux_answer {
	char version[64], term[64];
	bool passthrough;
};
bool mux_take(int fd, pid_t pid, struct mux_answer *out);

/* ---- kitty.c ---------------------------------------------------------------- */

/* force_ltr of the kitty we run in: 1 yes, 0 no, -1 it cannot be known from here. */
int kitty_force_ltr(void);

/* ---- answers.c: what a reader found right on the test page --------------------- */

/* Puts the answer kept for this terminal into the choice where the reader has not
 * said otherwise. By the environment alone, or with what the terminal said of
 * itself. True when there was one. */
bool answers_apply(struct term_choice *choice, bool by_environment);

/* ---- keys.c: bytes -> keys, no curses, no terminal ---------------------------- */

#define KEYS_NAMES_MAX 64

struct keys {
	unsigned char in[1024];
	size_t n;             /* bytes waiting */
	enum { KEYS_PLAIN, KEYS_PASTE } state;
	bool accept_paste;
	int64_t last_ms;      /* when the last byte came */
	int64_t click_ms;     /* for double clicks */
	int click_row, click_col;
	struct {              /* what terminfo calls keys beyond the usual ones */
		char seq[16];
		uint32_t code;
	} names[KEYS_NAMES_MAX];
	size_t names_n;
	struct term_replies replies;
	bool replied;         /* something about itself came: see replies */
};
void keys_init(struct keys *k);
void keys_add_name(struct keys *k, const char *seq, uint32_t code);
/* Room for more bytes: where and how many. */
unsigned char *keys_room(struct keys *k, size_t *room);
void keys_got(struct keys *k, size_t n, int64_t now_ms);
/* KEYS_MORE: what waits is the start of something; `late` says that no more will
 * come, so take it for what it is. */
enum keys_result { KEYS_NONE, KEYS_KEY, KEYS_MORE };
enum keys_result keys_next(struct keys *k, bool late, struct key *out);

/* ---- logical.c ------------------------------------------------------------- */

/* The order in which the cells of a visual row are sent to a terminal that
 * reorders by itself: order[i] is the column whose cell stands at place i. Halves
 * of wide cells stay beside each other. Brackets to be turned back are set in
 * flip[]. row_auto: the terminal turns the row by its first strong letter. False when
 * no order has the first letter that it needs: right only if the row is begun with a
 * left-to-right letter more. */
bool row_order_logical(const struct frame_cell *row, int cols, bool row_auto, int *order,
		       bool *flip);
/* The same for a terminal that draws each stretch of one look by itself, left to
 * right (Qt's). cut[i]: the cell in column i has to look otherwise than its
 * neighbours. */
void row_order_styles(const struct frame_cell *row, int cols, int *order, bool *flip, bool *cut);
/* The bracket that looks the other way, or the character itself. */
uint32_t row_mirror(uint32_t cp);
/* The same for a terminal that turns each word (kitty). */
void row_order_words(const struct frame_cell *row, int cols, int *order, bool *flip);

/* ---- restore.c ----------------------------------------------------------------- */

/* From now on term_signal_restore() writes `bytes` and sets `mode`. */
void restore_arm(const char *bytes, size_t n, int in_fd, int out_fd, const struct termios *mode);
void restore_disarm(void);
void restore_signals_on(int wake_fd);
void restore_signals_off(void);
/* What came since the last call. */
bool restore_took_resize(void);
bool restore_took_stop(void);
bool restore_took_continue(void);

#endif
