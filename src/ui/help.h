/* SPDX-License-Identifier: MIT
 *
 * help: the keys as they are bound now, in groups, those of the screen it was called
 * from first; searched as one types.
 */
#ifndef UI_HELP_H
#define UI_HELP_H

#include "ui/app.h"

void help_open(struct app *app);
void help_search(struct app *app, const char *words); /* "" shows all */
void help_free(struct help *h);

#endif
