/* SPDX-License-Identifier: MIT
 *
 * child: a program started with a clean slate: by argument vector, never by a shell;
 * signals as they are by default, none blocked, no descriptor of ours above the three.
 */
#ifndef SYS_CHILD_H
#define SYS_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

enum { CHILD_NOWHERE = -1, CHILD_OURS = -2 }; /* beside a descriptor */

struct child_io {
	int in, out, err; /* descriptors, CHILD_NOWHERE (/dev/null) or CHILD_OURS */
	bool session;     /* its own: it may outlive us and cannot reach the terminal */
	bool foreign;     /* no program of ours: LANGUAGE as the reader had it */
};

/* 0, or errno's word for why not. The caller waits for it or leaves it. */
int child_start(char *const argv[], const struct child_io *io, pid_t *pid);
/* Waits for its end; the status as waitpid(2) gives it. */
int child_wait(pid_t pid);
/* It goes on by itself: it is taken back when it has ended, at a later child_reap(). */
void child_leave(pid_t pid);
void child_reap(void); /* cheap */
/* Whether a program of this name can be run: a path, or found in $PATH. */
bool child_there(const char *program);

#endif
