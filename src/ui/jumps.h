/* SPDX-License-Identifier: MIT
 *
 * jumps: where the reader was before a jump (to a list's end, to another section, to
 * the next unread article elsewhere), so that there is a way back.
 */
#ifndef UI_JUMPS_H
#define UI_JUMPS_H

#include "ui/app.h"

struct jumps;

struct jumps *jumps_new(void);
void jumps_free(struct jumps *j);
void jumps_note(struct app *app); /* here, before leaving it */
bool jumps_back(struct app *app); /* false: nowhere to go back to */

#endif
