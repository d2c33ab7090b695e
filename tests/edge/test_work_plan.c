/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

#include "akhbar/limits.h"
#include "work/plan.h"

#define NOW 1790000000
#define DAY 86400

static const struct store_pace free_pace;

static struct store_feed
feed(void)
{
	return (struct store_feed){.id = 3, .url = (char *)"http://a/", .last_try = TIME_NONE,
				   .last_success = TIME_NONE, .next_due = TIME_NONE, .moved_since = TIME_NONE};
}

static void
who_is_asked(void **state)
{
	(void)state;
	struct store_feed f = feed();
	assert_int_equal(plan_feed(&f, PLAN_DUE, 1800, NOW), PLAN_ASK); /* never asked */
	f.last_try = NOW - 10;
	f.next_due = NOW + 600;
	assert_int_equal(plan_feed(&f, PLAN_DUE, 1800, NOW), PLAN_FRESH);
	assert_int_equal(plan_feed(&f, PLAN_ALL, 1800, NOW), PLAN_ASK); /* asked for, due or not */
	f.failures = 1;
	assert_int_equal(plan_feed(&f, PLAN_ALL, 1800, NOW), PLAN_WAIT);
	assert_int_equal(plan_feed(&f, PLAN_FORCE, 1800, NOW), PLAN_ASK);
	f.next_due = NOW;
	assert_int_equal(plan_feed(&f, PLAN_ALL, 1800, NOW), PLAN_ASK);
	/* a clock that was wrong once does not freeze a feed */
	f.next_due = NOW + 40 * DAY;
	assert_int_equal(plan_feed(&f, PLAN_ALL, 1800, NOW), PLAN_ASK);
	f.next_due = NOW + 600;
	f.last_try = NOW + 5000;
	assert_int_equal(plan_feed(&f, PLAN_ALL, 1800, NOW), PLAN_ASK);
	f = feed();
	f.gone = true;
	assert_int_equal(plan_feed(&f, PLAN_ALL, 1800, NOW), PLAN_WAIT);
	assert_int_equal(plan_feed(&f, PLAN_FORCE, 1800, NOW), PLAN_ASK);
}

static void
back_off(void **state)
{
	(void)state;
	struct store_feed f = feed();
	int64_t expected[] = {300, 600, 1200, 2400, 4800, 9600, 19200, 21600, 21600};
	for (size_t i = 0; i < ARRAY_LEN(expected); i++) {
		f.failures = (int)i;
		int64_t wait = plan_after_failure(&f, NOW, -1) - NOW;
		assert_in_range(wait, expected[i], expected[i] + expected[i] / 10);
	}
	f.failures = 1000000;
	assert_true(plan_after_failure(&f, NOW, -1) - NOW <= 21600 + 2160);
	/* what the server asks for, never sooner */
	assert_in_range(plan_after_failure(&f, NOW, 120) - NOW, 120, 132);
	assert_in_range(plan_after_failure(&f, NOW, INT64_MAX) - NOW, DAY, DAY + 360);
}

static void
after_success(void **state)
{
	(void)state;
	struct store_feed f = feed();
	assert_in_range(plan_after_success(&f, NOW, 1800, -1, &free_pace) - NOW, 1710, 1890);
	assert_in_range(plan_after_success(&f, NOW, 0, -1, &free_pace) - NOW, 1710, 1890);
	assert_in_range(plan_after_success(&f, NOW, 1800, 60, &free_pace) - NOW, 1710, 1890);
	assert_in_range(plan_after_success(&f, NOW, 1800, 7200, &free_pace) - NOW, 7200, 7560);
	assert_in_range(plan_after_success(&f, NOW, 1800, -1, &(struct store_pace){.ttl_minutes = 120}) - NOW, 7200, 7560);
	/* what the reader set for this feed may be longer than a day */
	assert_in_range(plan_after_success(&f, NOW, 7 * DAY, 60, &free_pace) - NOW, 6 * DAY, 8 * DAY);
	assert_true(plan_after_success(&f, NOW, 1800, LIMIT_RETRY_SECONDS, &(struct store_pace){.ttl_minutes = 1 << 30}) - NOW <= DAY + DAY / 10);
}

/* RSS 2.0 skipHours and skipDays, in GMT. */
static void
hours_to_skip(void **state)
{
	(void)state;
	struct store_feed f = feed();
	const int64_t monday = 1789948800; /* 2026-09-21T00:00:00Z */
	struct store_pace night = {.skip_hours = 0x3f}; /* 0 to 6 */
	assert_false(plan_open(&night, monday));
	assert_false(plan_open(&night, monday + 6 * 3600 - 1));
	assert_true(plan_open(&night, monday + 6 * 3600));
	assert_true(plan_open(&night, monday - 1));
	struct store_pace weekend = {.skip_days = 0x41}; /* Sunday and Saturday */
	assert_true(plan_open(&weekend, monday) && plan_open(&weekend, monday + 5 * DAY - 1));
	assert_false(plan_open(&weekend, monday - 1) || plan_open(&weekend, monday + 5 * DAY));
	/* due in the night: after it */
	int64_t late = monday - 900;
	assert_in_range(plan_after_success(&f, late, 1800, -1, &night), monday + 6 * 3600, monday + 7 * 3600);
	assert_in_range(plan_after_success(&f, monday + 5 * DAY - 60, 1800, -1, &weekend), monday + 7 * DAY,
			monday + 7 * DAY + 3600);
	/* a weekend is further away than what a wrong clock leaves */
	f.pace = weekend;
	f.last_try = f.last_success = monday + 4 * DAY;
	f.next_due = monday + 7 * DAY;
	assert_int_equal(plan_feed(&f, PLAN_DUE, 1800, monday + 4 * DAY + 60), PLAN_FRESH);
	/* due before, asked for within: not by itself, but when the reader wants it */
	f.next_due = monday + 5 * DAY - 60;
	assert_int_equal(plan_feed(&f, PLAN_DUE, 1800, monday + 5 * DAY + 60), PLAN_FRESH);
	assert_int_equal(plan_feed(&f, PLAN_ALL, 1800, monday + 5 * DAY + 60), PLAN_ASK);
	assert_int_equal(plan_feed(&f, PLAN_DUE, 1800, monday + 7 * DAY), PLAN_ASK);
	/* who only ever comes at such a time is not left without news for good */
	f.last_success = monday - 8 * DAY;
	assert_int_equal(plan_feed(&f, PLAN_DUE, 1800, monday + 5 * DAY + 60), PLAN_ASK);
}

static void
where(void **state)
{
	(void)state;
	struct store_feed f = feed();
	f.moved_to = (char *)"http://b/";
	f.moved_since = NOW;
	f.last_success = NOW;
	assert_string_equal(plan_address(&f), "http://a/"); /* once is not twice */
	f.last_success = NOW + DAY;
	assert_string_equal(plan_address(&f), "http://b/");
	f.failures = 1; /* the old address may know better */
	assert_string_equal(plan_address(&f), "http://a/");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_is_asked), cmocka_unit_test(back_off),
		cmocka_unit_test(after_success), cmocka_unit_test(hours_to_skip),
		cmocka_unit_test(where),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
