/* SPDX-License-Identifier: MIT
 *
 * ui: the screens in a terminal. Returns when the reader quits.
 */
#ifndef UI_UI_H
#define UI_UI_H

#include "akhbar/base.h"
#include "config/options.h"
#include "store/store.h"
#include "work/client.h"

struct ui_start {
	struct store *store;
	struct config *config;
	const struct client_options *client; /* NULL: no fetcher */
	const char *config_path; /* where settings are kept; NULL: nowhere */
	const char *feeds; /* path of the feeds file; NULL: not to be changed here */
	bool own_feeds;    /* the reader's own, not the shipped one */
	bool with_guide;
	const char *answers; /* file of what was kept on the test page; NULL: none */
	const char *notice; /* shown in the message line at the start, or NULL */
	bool notice_bad;
};

/* Exit status: 0, 1 (not a terminal: `why`), 128 + signal. */
int ui_run(const struct ui_start *start, struct why *why);

#endif
