/* SPDX-License-Identifier: MIT
 *
 * nearest: the name that was probably meant.
 */
#ifndef CONFIG_NEAREST_H
#define CONFIG_NEAREST_H

#include <stddef.h>

/* The i-th name that could have been meant; NULL ends. */
typedef const char *(*nearest_names_fn)(size_t i);

/* NULL when none is near. Names longer than 32 bytes are near nothing. */
const char *nearest_name(const char *name, nearest_names_fn names);

#endif
