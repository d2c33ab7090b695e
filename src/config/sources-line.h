/* SPDX-License-Identifier: MIT
 *
 * One line of the feeds file.
 */
#ifndef CONFIG_SOURCES_LINE_H
#define CONFIG_SOURCES_LINE_H

#include "config/sources.h"

#define SOURCE_TAGS_MAX 64
#define SOURCES_MAX 10000
#define SOURCE_SEARCHES_MAX 64
#define SOURCES_FILE_MAX (8u << 20)

#define SOURCE_RULES_MAX 256

enum source_line { LINE_BLANK, LINE_SECTION, LINE_FEED, LINE_SEARCH, LINE_RULE, LINE_BAD };

/* Takes one line apart. LINE_FEED fills all of `out` but section and line;
 * LINE_SECTION puts the name into out->section, its settings into out->settings;
 * LINE_SEARCH its name into out->title and its query into out->url; LINE_RULE what it
 * does into out->does and its query into out->url. `message` (yours, or
 * NULL) is set for LINE_BAD, and for another of which a part could not be used. */
enum source_line source_line_parse(struct bytes line, struct source *out, char **message);
void source_release(struct source *s);

/* Cuts the next line off the front of `text`, without its end. */
struct bytes source_next_line(struct bytes *text);
/* `text` with `line` (with its newline) at the end of a section, made when missing;
 * appended to out (sources-edit.c). */
void sources_insert_line(struct bytes text, struct bytes line, const char *section,
			 struct buf *out);

#endif
