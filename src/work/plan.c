/* SPDX-License-Identifier: MIT */
#include "work/plan.h"

#include "akhbar/limits.h"

#define BACK_OFF_FIRST_S 300
#define BACK_OFF_MOST_S (6 * 3600)
#define DAY_S 86400

/* Up to a tenth, different for each feed and each time: fetch times tell nothing
 * and a crowd does not come at once. */
static int64_t
jitter(const struct store_feed *f, int64_t now, int64_t span)
{
	int64_t seed[2] = {f->id, now};
	uint64_t h = hash64((struct bytes){(const char *)seed, sizeof(seed)}, 0x6a69);
	int64_t tenth = span / 10;
	return tenth > 0 ? (int64_t)(h % (uint64_t)tenth) : 0;
}

enum plan_answer
plan_feed(const struct store_feed *f, enum plan_mode mode, int64_t now)
{
	if (mode == PLAN_FORCE)
		return PLAN_ASK;
	if (f->gone)
		return PLAN_WAIT;
	/* a clock that was wrong: times from the future, or further away than any we
	 * set, do not freeze a feed */
	if (f->next_due == TIME_NONE || f->next_due <= now || f->next_due - now > 2 * DAY_S ||
	    (f->last_try != TIME_NONE && f->last_try > now))
		return PLAN_ASK;
	if (f->failures > 0)
		return PLAN_WAIT;
	return mode == PLAN_DUE ? PLAN_FRESH : PLAN_ASK;
}

const char *
plan_address(const struct store_feed *f)
{
	if (!f->moved_to || !*f->moved_to || f->failures > 0 || f->moved_since == TIME_NONE ||
	    f->last_success == TIME_NONE)
		return f->url;
	bool two_days = f->last_success / DAY_S > f->moved_since / DAY_S;
	return two_days ? f->moved_to : f->url;
}

int64_t
plan_after_success(const struct store_feed *f, int64_t now, int64_t interval_s, int64_t max_age_s,
		   int ttl_minutes)
{
	int64_t wait = interval_s > 0 ? interval_s : 1800;
	if (max_age_s > wait)
		wait = max_age_s;
	if (ttl_minutes > 0 && (int64_t)ttl_minutes * 60 > wait)
		wait = (int64_t)ttl_minutes * 60;
	if (wait > LIMIT_RETRY_SECONDS)
		wait = LIMIT_RETRY_SECONDS;
	return now + wait - wait / 20 + jitter(f, now, wait);
}

int64_t
plan_after_failure(const struct store_feed *f, int64_t now, int64_t retry_after_s)
{
	if (retry_after_s > 0) {
		if (retry_after_s > LIMIT_RETRY_SECONDS)
			retry_after_s = LIMIT_RETRY_SECONDS;
		/* never before the time that was asked for */
		return now + retry_after_s + jitter(f, now, retry_after_s < 3600 ? retry_after_s : 3600);
	}
	int64_t wait = BACK_OFF_FIRST_S;
	for (int i = 0; i < f->failures && wait < BACK_OFF_MOST_S; i++)
		wait *= 2;
	if (wait > BACK_OFF_MOST_S)
		wait = BACK_OFF_MOST_S;
	return now + wait + jitter(f, now, wait);
}
