/* SPDX-License-Identifier: MIT
 *
 * rows: one article of a list, as JSON and for people.
 */
#ifndef CLI_ROWS_H
#define CLI_ROWS_H

#include "cli/cli.h"

/* The object without its closing brace: search adds to it. */
enum err row_json(struct cli *c, const struct store_row *row, struct buf *out, struct why *why);
/* Laid out for a terminal, tab-separated logical text otherwise. */
void row_print(struct cli *c, struct printer *p, const struct store_feeds *feeds,
	       const struct store_row *row);

#endif
