/* SPDX-License-Identifier: MIT
 *
 * The rows of the option table, in the order of enum option.
 */
#ifndef CONFIG_OPTIONS_TABLE_H
#define CONFIG_OPTIONS_TABLE_H

#include "config/options.h"

extern const struct option_info option_table[OPTION_COUNT];

#endif
