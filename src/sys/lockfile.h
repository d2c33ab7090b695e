/* SPDX-License-Identifier: MIT
 *
 * lockfile: one at a time, by flock on a file of its own. The kernel lets go at
 * any kind of death; the pid inside is for the message only.
 */
#ifndef SYS_LOCKFILE_H
#define SYS_LOCKFILE_H

#include <sys/types.h>
#include "akhbar/base.h"

/* *fd holds the lock until it is closed. ERR_BUSY with *holder (0 unknown) when
 * another has it; the file is never removed. */
MUST_USE enum err lockfile_take(const char *path, int *fd, pid_t *holder, struct why *why);
void lockfile_drop(int fd); /* -1 ok */

#endif
