/* SPDX-License-Identifier: MIT
 *
 * plan: when a feed is asked next, and where. Pure: time comes in.
 */
#ifndef WORK_PLAN_H
#define WORK_PLAN_H

#include "akhbar/base.h"
#include "store/store.h"

/* Whether the feed may be asked in this moment: not in the hours and on the days
 * (GMT) that it named (RSS 2.0 skipHours, skipDays). */
bool plan_open(const struct store_pace *pace, int64_t at);

enum plan_mode { PLAN_ALL, PLAN_DUE, PLAN_FORCE };

enum plan_answer {
	PLAN_ASK,
	PLAN_WAIT, /* back-off, Retry-After or closed for good: told */
	PLAN_FRESH, /* not due: nothing to tell */
};

/* interval_s: what the reader set for this feed; -1: never by itself. */
enum plan_answer plan_feed(const struct store_feed *f, enum plan_mode mode, int64_t interval_s,
			   int64_t now);

/* The address to ask: the new one of a permanent redirect once it has given a
 * feed on two different days and works; else the listed one. */
const char *plan_address(const struct store_feed *f);

/* After a good answer. interval_s from the settings; what the server wishes
 * (max_age_s, ttl) may only make it longer, and by a day at most; then on to the next
 * hour that is not to be skipped. */
int64_t plan_after_success(const struct store_feed *f, int64_t now, int64_t interval_s,
			   int64_t max_age_s, const struct store_pace *pace);
/* After a failure: Retry-After when given (capped), else 5 minutes doubled up to
 * 6 hours by the failures in a row before this one. Both with jitter. */
int64_t plan_after_failure(const struct store_feed *f, int64_t now, int64_t retry_after_s);

#endif
