/* SPDX-License-Identifier: MIT */
#include "work/plan.h"

#include "akhbar/limits.h"

#define BACK_OFF_FIRST_S 300
#define BACK_OFF_MOST_S (6 * 3600)
#define DAY_S 86400
#define NEVER_S (30 * DAY_S) /* of a feed that is asked by name only */
#define WEEK_S (7 * DAY_S)

bool
plan_open(const struct store_pace *pace, int64_t at)
{
	int64_t hour = at / 3600 % 24, day = (at / DAY_S + 4) % 7; /* 1970 began on a Thursday */
	return !(pace->skip_hours >> hour & 1) && !(pace->skip_days >> day & 1);
}

/* The first moment from `at` on that is open; `at` when there is none in a week. */
static int64_t
next_open(const struct store_pace *pace, int64_t at)
{
	if (plan_open(pace, at))
		return at;
	int64_t hour = at - at % 3600;
	for (int i = 1; i <= 24 * 7; i++)
		if (plan_open(pace, hour + i * INT64_C(3600)))
			return hour + i * INT64_C(3600);
	return at;
}

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
plan_feed(const struct store_feed *f, enum plan_mode mode, int64_t interval_s, int64_t now)
{
	if (mode == PLAN_FORCE)
		return PLAN_ASK;
	if (f->gone)
		return PLAN_WAIT;
	if (mode == PLAN_DUE && interval_s < 0)
		return PLAN_FRESH;
	int64_t farthest = interval_s > DAY_S ? 2 * interval_s : 2 * DAY_S;
	if (f->pace.skip_hours || f->pace.skip_days)
		farthest += WEEK_S;
	/* a clock that was wrong: times from the future, or further away than any we
	 * set, do not freeze a feed */
	if (f->next_due == TIME_NONE || f->next_due <= now || f->next_due - now > farthest ||
	    (f->last_try != TIME_NONE && f->last_try > now)) {
		/* due since before an hour to be skipped began: after it, then */
		bool lately = f->last_success != TIME_NONE && now - f->last_success < WEEK_S;
		return mode == PLAN_DUE && lately && !plan_open(&f->pace, now) ? PLAN_FRESH : PLAN_ASK;
	}
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
		   const struct store_pace *pace)
{
	int64_t wish = max_age_s;
	if (pace->ttl_minutes > 0 && (int64_t)pace->ttl_minutes * 60 > wish)
		wish = (int64_t)pace->ttl_minutes * 60;
	if (wish > LIMIT_RETRY_SECONDS)
		wish = LIMIT_RETRY_SECONDS;
	int64_t wait = interval_s > 0 ? interval_s : interval_s < 0 ? NEVER_S : 1800;
	if (wish > wait)
		wait = wish;
	/* ours about then, the server's never before */
	int64_t due = wait - wait / 20 + jitter(f, now, wait);
	int64_t at = now + (due > wish ? due : wish), open = next_open(pace, at);
	/* not all at the stroke of that hour */
	return open == at ? at : open + jitter(f, now, 3600);
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
