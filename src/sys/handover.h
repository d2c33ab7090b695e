/* SPDX-License-Identifier: MIT
 *
 * handover: text given to another program, by argument vector, never by a shell.
 */
#ifndef SYS_HANDOVER_H
#define SYS_HANDOVER_H

#include "akhbar/base.h"

/* A command's words (command_split) with %u and %t in them replaced; an array ended by
 * NULL, it and its strings yours (handover_free). NULL: unbalanced or empty. A title
 * that would read as an option gets a blank before it. */
char **handover_words(const char *command, const char *url, const char *title);
void handover_free(char **words);

/* Runs it with `input` on its standard input. `terminal`: it has the screen, which the
 * caller has left, and is waited for; else its output goes nowhere and it may run on
 * behind us. *status: exit status, 128 + signal, 0 when it runs on. */
MUST_USE enum err handover_run(char *const words[], struct bytes input, bool terminal,
			       int *status, struct why *why);

#endif
