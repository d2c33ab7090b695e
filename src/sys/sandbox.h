/* SPDX-License-Identifier: MIT
 *
 * sandbox: what a process that reads foreign bytes gives up before the first of
 * them. Works without privileges; what the kernel lacks is left out and said.
 */
#ifndef SYS_SANDBOX_H
#define SYS_SANDBOX_H

#include "akhbar/base.h"

struct sandbox_paths {
	const char *const *read; /* files and folders; those that do not exist are skipped */
	size_t read_n;
	const char *const *write; /* folders: files in them may be made, changed, removed */
	size_t write_n;
	bool offline; /* the bytes are here: no network, nothing of it read either */
};

/* For the rest of this process: no new privileges, no core file, no more than
 * 512 MB of addresses (not under sanitizers and valgrind), no programs started,
 * only these files (and the system's libraries with the converters of encodings, its
 * certificates and resolver files). Before any thread is made. */
void sandbox_enter(const struct sandbox_paths *paths);

/* Whether a library beside the one this function is in can still be loaded in there. */
bool sandbox_reads_beside(const void *function);

/* What this kernel lets sandbox_enter do, in one line of words (for doctor). */
void sandbox_words(struct buf *out);

#endif
