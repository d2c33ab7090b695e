/* SPDX-License-Identifier: MIT
 *
 * site-rules: where the rules for pages of single sites are read from. What stands
 * first wins: the reader's own file, then the shipped one.
 */
#ifndef WORK_SITE_RULES_H
#define WORK_SITE_RULES_H

#include "akhbar/html.h"

struct site_rules_from {
	const char *given;  /* this file and no other; NULL: the usual ones */
	const char *config; /* a configuration file that was named: the rules stand beside it */
	/* hears of each line that cannot be used, line 0 of a file that cannot be read */
	void (*problem)(const char *file, int line, const char *message);
};

/* *out is always set, yours; an error only for a file that was given. */
MUST_USE enum err site_rules_load(const struct site_rules_from *from, struct site_rules **out,
				  struct why *why);

#endif
