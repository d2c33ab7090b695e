/* SPDX-License-Identifier: MIT
 *
 * paths: where things are. XDG Base Directory 0.8; what is shipped is found
 * beside the executable in a build tree, else under the install prefix.
 */
#ifndef SYS_PATHS_H
#define SYS_PATHS_H

#include "akhbar/base.h"

/* All return a new string, yours. */
char *path_config(const char *name); /* $XDG_CONFIG_HOME/akhbar/NAME */
char *path_data(const char *name);   /* $XDG_DATA_HOME/akhbar/NAME */
char *path_state(const char *name);
char *path_cache(const char *name);
/* A shipped file: "feeds/arabic", "locale". Build tree first, then prefix; NULL
 * when it is in neither. */
char *path_shipped(const char *name);
/* The fetcher: $AKHBAR_FETCH, beside the executable, libexec; NULL when none. */
char *path_fetcher(void);
/* Folder of the running executable, "" unknown. */
const char *path_of_self(void);

bool path_exists(const char *path);
/* "~/x" with the home folder in the place of ~; yours. */
char *path_at_home(const char *path);
/* The folder of `file` and its parents, mode 0700. */
MUST_USE enum err path_make_parents(const char *file, struct why *why);

#endif
