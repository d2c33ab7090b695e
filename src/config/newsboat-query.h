/* SPDX-License-Identifier: MIT
 *
 * newsboat's filter language -> the query language of akhbar, for the "query:" lines of
 * a feeds file that comes from there.
 */
#ifndef CONFIG_NEWSBOAT_QUERY_H
#define CONFIG_NEWSBOAT_QUERY_H

#include "akhbar/base.h"

/* The query, yours. NULL when some of it means nothing here: *message (yours) names
 * what. */
char *newsboat_query(const char *filter, char **message);

#endif
