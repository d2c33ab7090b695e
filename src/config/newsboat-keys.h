/* SPDX-License-Identifier: MIT
 *
 * newsboat's operations and places of keys -> ours, for the bind-key and unbind-key lines
 * of its settings file. Source: the key map of newsboat 2.42.
 */
#ifndef CONFIG_NEWSBOAT_KEYS_H
#define CONFIG_NEWSBOAT_KEYS_H

#include <stdbool.h>
#include <stddef.h>

struct newsboat_operation {
	const char *name;
	const char *action;     /* ours; NULL: nothing here does that */
	const char *in_article; /* in an article, where it is another; NULL: the same */
};

/* NULL: newsboat has none of that name. */
const struct newsboat_operation *newsboat_operation(const char *name);
const struct newsboat_operation *newsboat_operation_at(size_t i); /* NULL ends */
const char *newsboat_operation_near(const char *name); /* NULL: none is near */
/* Our place of a dialog: "" everywhere, NULL: we have no such screen. False: newsboat has
 * no such dialog. */
bool newsboat_dialog(const char *name, const char **place);

#endif
