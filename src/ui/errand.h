/* SPDX-License-Identifier: MIT
 *
 * errand: the fetcher run once beside the screens for what it prints: the feeds of an
 * address, what is in one, the sources of a file. One at a time; another ends the first.
 */
#ifndef UI_ERRAND_H
#define UI_ERRAND_H

#include "ui/app.h"

/* What it printed: its lines and, on lines without a tab, why not. */
typedef void errand_done(struct app *app, const char *text, bool good);

/* Words for the fetcher, ended by NULL, at most 8. False: told why not. */
bool errand_start(struct app *app, const char *const words[], errand_done *done);
void errand_stop(struct app *app);
bool errand_runs(const struct app *app);
int errand_fd(const struct app *app); /* to poll for reading, -1 none */
void errand_readable(struct app *app);
void errand_release(struct app *app);

/* The words of a failed errand, to be shown; yours, NULL none. */
char *errand_reason(const char *text);

#endif
