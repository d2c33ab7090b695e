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
	assert_in_range(plan_after_success(&f, NOW, 1800, -1, 0) - NOW, 1710, 1890);
	assert_in_range(plan_after_success(&f, NOW, 0, -1, 0) - NOW, 1710, 1890);
	assert_in_range(plan_after_success(&f, NOW, 1800, 60, 0) - NOW, 1710, 1890);
	assert_in_range(plan_after_success(&f, NOW, 1800, 7200, 0) - NOW, 7200, 7560);
	assert_in_range(plan_after_success(&f, NOW, 1800, -1, 120) - NOW, 7200, 7560);
	/* what the reader set for this feed may be longer than a day */
	assert_in_range(plan_after_success(&f, NOW, 7 * DAY, 60, 0) - NOW, 6 * DAY, 8 * DAY);
	assert_true(plan_after_success(&f, NOW, 1800, LIMIT_RETRY_SECONDS, 1 << 30) - NOW <= DAY + DAY / 10);
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
		cmocka_unit_test(after_success), cmocka_unit_test(where),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
