/* SPDX-License-Identifier: MIT
 *
 * Civil time against the C library's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <time.h>

#include "akhbar/base.h"

#define YEAR_1 (-62135596800)
#define YEAR_9999_END 253402300799

static void
check(int64_t t)
{
	struct tm tm;
	time_t when = (time_t)t;
	assert_non_null(gmtime_r(&when, &tm));
	struct civil c = time_to_civil(t, 0);
	assert_int_equal(c.year, tm.tm_year + 1900);
	assert_int_equal(c.month, tm.tm_mon + 1);
	assert_int_equal(c.day, tm.tm_mday);
	assert_int_equal(c.hour, tm.tm_hour);
	assert_int_equal(c.minute, tm.tm_min);
	assert_int_equal(c.second, tm.tm_sec);
	assert_int_equal(c.weekday, tm.tm_wday);
	assert_int_equal(time_from_civil(c.year, c.month, c.day, c.hour, c.minute, c.second), t);
	assert_int_equal(timegm(&tm), t);
}

static void
as_the_library_says(void **state)
{
	(void)state;
	/* every day from 1 to 9999, at changing times of day */
	int64_t step = 86400 + 3661;
	for (int64_t t = YEAR_1; t <= YEAR_9999_END; t += step)
		check(t);
	static const int64_t edges[] = {-1, 0, 1, 86399, 86400, -86400, -86401, 951782400, 951868799,
					4107542400, INT32_MAX, (int64_t)INT32_MAX + 1, YEAR_9999_END};
	for (size_t i = 0; i < ARRAY_LEN(edges); i++)
		check(edges[i]);
}

static void
offsets(void **state)
{
	(void)state;
	struct civil c = time_to_civil(1790000000, 3 * 3600); /* 2026-09-21 14:13:20 UTC */
	assert_int_equal(c.hour, 17);
	assert_int_equal(c.day, 21);
	c = time_to_civil(0, -1);
	assert_int_equal(c.year, 1969);
	assert_int_equal(c.second, 59);
	c = time_to_civil(0, 5 * 3600 + 1800);
	assert_int_equal(c.hour, 5);
	assert_int_equal(c.minute, 30);
}

static void
outside(void **state)
{
	(void)state;
	assert_int_equal(time_to_civil(TIME_NONE, 0).year, 1);
	assert_int_equal(time_to_civil(INT64_MAX, 0).year, 9999);
	time_to_civil(INT64_MAX, 14 * 3600);
	time_to_civil(INT64_MIN, -12 * 3600);
	assert_int_equal(days_from_civil(1970, 1, 1), 0);
	assert_int_equal(days_from_civil(0, 3, 1), -719468);
	assert_int_equal(days_from_civil(-400, 3, 1), -719468 - 146097);
}

static void
rfc3339(void **state)
{
	(void)state;
	static const struct {
		int64_t t;
		const char *text;
	} cases[] = {
		{0, "1970-01-01T00:00:00Z"},
		{1795464900, "2026-11-23T20:15:00Z"},
		{YEAR_1, "0001-01-01T00:00:00Z"},
		{INT64_MAX, "9999-12-31T23:59:59Z"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char out[32];
		time_to_rfc3339(cases[i].t, out);
		assert_string_equal(out, cases[i].text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_the_library_says),
		cmocka_unit_test(offsets),
		cmocka_unit_test(outside),
		cmocka_unit_test(rfc3339),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
