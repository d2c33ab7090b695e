/* SPDX-License-Identifier: MIT
 *
 * late (room base): a library loaded when it is first needed instead of when the program
 * starts. libcurl brings some thirty others, libxml2 those of ICU and C++; to load them
 * costs more than to read a usual feed. The rooms that use one declare its functions
 * with its own header.
 */
#ifndef AKHBAR_LATE_H
#define AKHBAR_LATE_H

#include "akhbar/base.h"

struct late_function {
	const char *name; /* in the library */
	size_t offset;    /* of its pointer in the table */
};

enum late {
	LATE_LOADED,
	LATE_MISSING, /* none of the files can be loaded */
	LATE_OLD,     /* it lacks a function */
};

/* Fills `table` from the first of the files that can be loaded. All its functions are
 * bound now, so that one it lacks is missed here and not in the middle of the work. It
 * stays for the rest of the process: TLS libraries do not like to be unloaded. */
enum late late_load(const char *const files[], size_t files_n, const struct late_function functions[],
		    size_t functions_n, void *table);

#endif
