/* SPDX-License-Identifier: MIT
 *
 * from-config: the keys and colours of the settings file. What is wrong in its lines is
 * found here, by those who know the actions and the styles: one complaint a line,
 * "FILE:LINE: what", appended.
 */
#ifndef UI_FROM_CONFIG_H
#define UI_FROM_CONFIG_H

#include "config/options.h"
#include "term/term.h"
#include "ui/actions.h"

struct keymap *keys_from_config(const struct config *config, struct buf *complaints); /* yours */
void look_from_config(const struct config *config, struct term_look *look, struct buf *complaints);

#endif
