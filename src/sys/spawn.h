/* SPDX-License-Identifier: MIT
 *
 * spawn: other programs, always by argument vector, never by a shell.
 */
#ifndef SYS_SPAWN_H
#define SYS_SPAWN_H

#include <sys/types.h>
#include "akhbar/base.h"

/* Splits a command into words (quotes and backslash, no expansion). Array ended
 * by NULL and its strings are one allocation, yours. NULL when unbalanced. */
char **command_split(const char *command);

/* Why it did not start, in words. */
MUST_USE enum err start_failed(const char *program, int error, struct why *why);

/* Starts a program that is left running, its input and output nowhere. */
MUST_USE enum err command_start(char *const argv[], struct why *why);

/* Runs a browser for a web link that url_is_web() accepted: `command` with %u as
 * a whole word replaced, or the link as last word; NULL: $BROWSER, xdg-open.
 * Graphical programs are left running, output to /dev/null. `terminal` receives
 * true when the program wants the terminal (text browsers): the caller leaves
 * the screen first and waits for *pid. */
MUST_USE enum err browser_open(const char *command, const char *url, pid_t *pid, bool *terminal,
			       struct why *why);
/* Whether the configured browser is a terminal one. */
bool browser_wants_terminal(const char *command);
/* Waits for a terminal program as system(3) does: Ctrl-C and Ctrl-\ are its own. */
void browser_wait(pid_t pid);
/* Starts a small program whose first words are wanted: a descriptor to read them
 * from, not blocking, -1 when it cannot be started. No input, errors go nowhere. The
 * caller closes the descriptor and waits for the program. */
int command_read(char *const argv[], pid_t *pid);

/* Runs a command of the reader's, without a shell, and takes what it prints (64 KB at
 * most); it has the terminal for questions. ERR_IO with the reason when it cannot be
 * started, ends with another status than 0 or takes longer than timeout_ms. */
MUST_USE enum err command_answer(const char *command, int timeout_ms, struct buf *out,
			       struct why *why);

#endif
