/* SPDX-License-Identifier: MIT
 *
 * watch: a page of memory the worker shares with the process that watches over
 * it. It says what is being read, so that when reading it ends the worker, the
 * next worker goes on without it. Only fixed-size fields; the watcher trusts no
 * pointer in it.
 */
#ifndef WORK_WATCH_H
#define WORK_WATCH_H

#include <sys/types.h>
#include "akhbar/base.h"

#define WATCH_DONE 16384
#define WATCH_IDS_BYTES 16384

struct tally {
	int feeds, added, unchanged, failed, waiting;
	int64_t ms_stored, ms_done;
};

struct watch {
	/* what is being read now; 0 nothing */
	volatile int64_t feed_id, entry_id;
	volatile uint64_t entry_request; /* of a reader who waits for the entry; 0 none */
	volatile bool page; /* it is the entry's page, not what its feed has sent */

	/* the refresh that runs */
	volatile uint64_t request; /* its number */
	volatile bool running, stored, greeted;
	int mode;
	char ids[WATCH_IDS_BYTES];
	int64_t started_ms;
	struct tally tally;
	volatile size_t done_n;
	int64_t done[WATCH_DONE]; /* feeds that need not be asked again */

	/* of the last worker's death, for its successor; "" none */
	char death[64];
	int deaths;
};

/* Runs `work` in a child, again after each death while it was reading something
 * (a bounded number of times). Passes on TERM, INT, HUP, QUIT; the child gets two
 * seconds, then it is killed. Returns the exit status for main; 128 + n after a
 * signal. */
int watch_run(int (*work)(struct watch *w, void *context), void *context);

/* In the worker: the signal that asked it to stop, 0 none. */
int watch_stopped(void);

/* Round one document: who is read, and at most so much CPU time. */
void watch_feed(struct watch *w, int64_t feed_id);
void watch_entry(struct watch *w, int64_t entry_id, uint64_t request);
void watch_page(struct watch *w, int64_t entry_id, uint64_t request);
void watch_nothing(struct watch *w);

#endif
