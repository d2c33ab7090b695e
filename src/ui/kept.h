/* SPDX-License-Identifier: MIT
 *
 * kept: articles the reader said to keep unread. Opening one of them again does not mark
 * it; marking it, or the list it stands in, does. Known while the program runs.
 */
#ifndef UI_KEPT_H
#define UI_KEPT_H

#include "ui/app.h"

struct kept;

struct kept *kept_new(void);
void kept_free(struct kept *k);
void kept_add(struct kept *k, int64_t id);
void kept_drop(struct kept *k, int64_t id);
bool kept_has(const struct kept *k, int64_t id);

#endif
