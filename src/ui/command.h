/* SPDX-License-Identifier: MIT
 *
 * command: a line that names an action, or one of these with what it needs:
 *
 *   set NAME VALUE, set NAME, set NAME?   keep   bind KEY ACTION..., unbind KEY
 *   open N|ADDRESS   section NAME   search WORDS   filter WORDS   find WORDS
 *   add ADDRESS   import [FILE]   save [FILE]   pipe COMMAND   copy link|title|text   help [WORDS]
 */
#ifndef UI_COMMAND_H
#define UI_COMMAND_H

#include "ui/app.h"

void command_ask(struct app *app);
/* False: it is wrong, and the reader was told. */
bool command_run(struct app *app, const char *line);

#endif
