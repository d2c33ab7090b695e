/* SPDX-License-Identifier: MIT
 *
 * What a line of the feeds file may set for its own feed, after a `<`:
 *
 *   https://example.org/feed "~Title" tag < refresh-interval 120; user-agent Reader/1
 *
 * `name value` pairs parted by `;`. A value with `;` or `#` in it, or with space at an
 * end, stands in quotes. On an `@ Section` line they hold for the feeds below it that do
 * not say otherwise. `header` may stand several times.
 */
#ifndef CONFIG_SOURCE_SETTINGS_H
#define CONFIG_SOURCE_SETTINGS_H

#include "akhbar/base.h"

#define SOURCE_HEADERS_MAX 16
#define SOURCE_INTERVAL_MOST 43200 /* minutes: thirty days */

/* Of keeping its articles; -1: as the settings say. */
struct source_keep {
	int days, count, unread, starred, edited_unread;
};

/* All owned. What is not set: -1, 0 or NULL, and the general setting holds. */
struct source_settings {
	int interval_min; /* -1 not set; 0: only when asked for by name */
	int full_text; /* enum full_text, -1 not set */
	struct source_keep keep;
	int timeout_s, max_body_mb;
	char *user_agent;
	char *proxy; /* "" none at all, not even the environment's */
	char *user, *password;
	char *password_command; /* its first line of output is the password */
	char **headers;         /* "Name: value", fit for a request */
	size_t headers_n;
};

void source_settings_init(struct source_settings *s);
void source_settings_release(struct source_settings *s);
/* Reads the pairs. NULL, or a sentence (yours) about the first that cannot be used;
 * the others are set. */
char *source_settings_parse(struct source_settings *s, struct bytes text);
/* Sets what `s` leaves open as `from` (the section's) has it. */
void source_settings_inherit(struct source_settings *s, const struct source_settings *from);

/* Takes the next word off the line: up to a blank, or a quoted one (backslash escapes
 * inside). NULL with *open false: none is left (or a comment follows); with *open true:
 * its quote is not closed. */
char *source_word(struct bytes *line, bool *quoted, bool *open);

#endif
