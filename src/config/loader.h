/* SPDX-License-Identifier: MIT
 *
 * The inside of struct config, shared by options.c and loader.c.
 */
#ifndef CONFIG_LOADER_H
#define CONFIG_LOADER_H

#include "config/options.h"

#define OPTION_TEXT_MAX 1024          /* bytes of a string option */
#define CONFIG_FILE_MAX (1u << 20)    /* bytes of one file */
#define CONFIG_FILES_MAX 32           /* files read for one config, includes and all */
#define CONFIG_DEPTH_MAX 8            /* includes inside includes */
#define CONFIG_PROBLEMS_MAX 200       /* kept; more are not told one by one */
#define CONFIG_BINDS_MAX 2000

struct config_value {
	int number;
	char *text; /* strings and choices */
};

struct config {
	struct config_value values[OPTION_COUNT];
	struct config_problem *problems;
	size_t problems_n;
	struct config_bind *binds;
	size_t binds_n;
	struct config_color *colors;
	size_t colors_n;
};

/* Words and files of a config text; see fuzz_config. */
enum err config_load_text(struct config *c, const char *path, struct bytes text, struct why *why);

#endif
