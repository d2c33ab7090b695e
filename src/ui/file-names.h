/* SPDX-License-Identifier: MIT
 *
 * file-names: what a path being typed could go on as.
 */
#ifndef UI_FILE_NAMES_H
#define UI_FILE_NAMES_H

#include "ui/prompt.h"

/* Adds the names of the folder that the path (from byte out->from of the line on) has
 * reached; hidden ones only when a dot was typed. Folders end with a slash. */
void file_names(const char *path, struct prompt_choices *out);

#endif
