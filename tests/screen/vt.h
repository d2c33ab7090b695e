/* SPDX-License-Identifier: MIT
 *
 * vt: a terminal in memory for the tests. A child runs on a pseudo terminal; what
 * it writes is kept as bytes and shown on a libvterm screen whose cells can be
 * looked at. Every wait is bounded.
 */
#ifndef SCREEN_VT_H
#define SCREEN_VT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct vt;

struct vt_cell {
	uint32_t ch[6]; /* base and marks, 0 ended */
	int width;
	bool bold, underline, reverse;
	uint32_t fg, bg; /* 0xRRGGBB */
	bool fg_default, bg_default;
};

/* Runs child(arg) and exits with what it returns. `env`: NAME=VALUE to set or NAME
 * to unset, NULL ended, or NULL. TERM is xterm-256color unless env says otherwise,
 * and nothing of the terminal the tests run in is passed on. */
struct vt *vt_start(int rows, int cols, int (*child)(void *), void *arg, const char *const *env);
struct vt *vt_exec(int rows, int cols, char *const argv[], const char *const *env);
void vt_free(struct vt *vt); /* ends the child */

/* The terminal answers no questions: the test does. */
void vt_mute(struct vt *vt);

/* Takes in output until there was none for quiet_ms, at most max_ms. */
void vt_settle(struct vt *vt, int quiet_ms, int max_ms);
/* Until the screen shows the text somewhere in one row (as it stands, from left to
 * right); false after max_ms. */
bool vt_wait(struct vt *vt, const char *text, int max_ms);
/* Until the bytes sent hold `bytes`. */
bool vt_wait_bytes(struct vt *vt, const char *bytes, int max_ms);
void vt_type(struct vt *vt, const char *keys);
void vt_resize(struct vt *vt, int rows, int cols);
void vt_kill(struct vt *vt, int sig);
pid_t vt_pid(const struct vt *vt);
/* Waits for the end: exit status, 128 + signal, or -1 when it still runs. */
int vt_end(struct vt *vt, int max_ms);
/* Waits for a stop (SIGTSTP): true when it came. */
bool vt_stopped(struct vt *vt, int max_ms);

/* A row as UTF-8, marks included, blanks at its end cut. Good until the next call. */
const char *vt_row(struct vt *vt, int row);
bool vt_has(struct vt *vt, const char *text);
struct vt_cell vt_cell(struct vt *vt, int row, int col);
void vt_cursor(struct vt *vt, int *row, int *col, bool *visible);
/* All bytes sent since the start or the last vt_forget(). */
const char *vt_bytes(const struct vt *vt, size_t *n);
void vt_forget(struct vt *vt);
bool vt_sent(const struct vt *vt, const char *bytes);
/* The screen, for a message. */
void vt_print(struct vt *vt);

#endif
