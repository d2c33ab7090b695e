/* SPDX-License-Identifier: MIT
 *
 * files: whole files in and out.
 */
#ifndef SYS_FILES_H
#define SYS_FILES_H

#include "akhbar/base.h"

/* Reads a regular file (or standard input for "-") up to out->limit. */
MUST_USE enum err file_read(const char *path, struct buf *out, struct why *why);
/* Temporary file, fsync, rename, fsync folder; mode 0600, or what the file had. A
 * symbolic link stays one. */
MUST_USE enum err file_replace(const char *path, struct bytes data, struct why *why);
/* A new file, mode 0600; never over one that is there, never through a link. */
MUST_USE enum err file_create(const char *path, struct bytes data, struct why *why);

#endif
