/* SPDX-License-Identifier: MIT
 *
 * The Umm al-Qura calendar: known days, and every month of 1300-1600 AH against ICU.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "akhbar/base.h"

#if defined(__has_include)
#if __has_include(<unicode/ucal.h>)
#include <unicode/ucal.h>
#define HAVE_ICU 1
#endif
#endif

static void
known_days(void **state)
{
	(void)state;
	static const struct {
		int year, month, day;
		struct hijri is;
	} cases[] = {
		{1882, 11, 12, {1300, 1, 1}},  {2025, 2, 17, {1446, 8, 18}},
		{2024, 7, 7, {1446, 1, 1}},    {2023, 3, 23, {1444, 9, 1}},
		{2026, 11, 23, {1448, 6, 13}}, {1970, 1, 1, {1389, 10, 22}},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct hijri h;
		assert_true(hijri_from_days(
			days_from_civil(cases[i].year, cases[i].month, cases[i].day), &h));
		assert_int_equal(h.year, cases[i].is.year);
		assert_int_equal(h.month, cases[i].is.month);
		assert_int_equal(h.day, cases[i].is.day);
	}
}

static void
the_ends(void **state)
{
	(void)state;
	struct hijri h;
	int64_t first = days_from_civil(1882, 11, 12), last = days_from_civil(2174, 11, 25);
	assert_false(hijri_from_days(first - 1, &h));
	assert_true(hijri_from_days(first, &h));
	assert_true(hijri_from_days(last, &h));
	assert_int_equal(h.year, 1600);
	assert_int_equal(h.month, 12);
	assert_false(hijri_from_days(last + 1, &h));
	assert_false(hijri_from_days(INT64_MIN, &h));
	assert_false(hijri_from_days(INT64_MAX, &h));
}

/* No day is left out and none comes twice. */
static void
every_day_follows_the_one_before(void **state)
{
	(void)state;
	struct hijri before, h;
	int64_t day = days_from_civil(1882, 11, 12);
	assert_true(hijri_from_days(day, &before));
	for (; hijri_from_days(++day, &h); before = h) {
		if (h.day == before.day + 1) {
			assert_int_equal(h.month, before.month);
			assert_int_equal(h.year, before.year);
			assert_true(h.day <= 30);
			continue;
		}
		assert_int_equal(h.day, 1);
		assert_true(before.day == 29 || before.day == 30);
		assert_int_equal(h.month, before.month % 12 + 1);
		assert_int_equal(h.year, before.year + (before.month == 12));
	}
	assert_int_equal(day - 1, days_from_civil(2174, 11, 25));
}

#ifdef HAVE_ICU
static void
every_month_as_in_icu(void **state)
{
	(void)state;
	UErrorCode status = U_ZERO_ERROR;
	static const UChar utc[] = {'U', 'T', 'C'};
	UCalendar *c = ucal_open(utc, 3, "ar_SA@calendar=islamic-umalqura", UCAL_TRADITIONAL,
				 &status);
	assert_true(U_SUCCESS(status));
	for (int year = 1300; year <= 1600; year++)
		for (int month = 1; month <= 12; month++) {
			ucal_clear(c);
			ucal_set(c, UCAL_EXTENDED_YEAR, year);
			ucal_set(c, UCAL_MONTH, month - 1);
			ucal_set(c, UCAL_DATE, 1);
			int64_t ms = (int64_t)ucal_getMillis(c, &status);
			assert_true(U_SUCCESS(status));
			assert_int_equal(ms % 86400000, 0);
			struct hijri h;
			assert_true(hijri_from_days(ms / 86400000, &h));
			assert_int_equal(h.year, year);
			assert_int_equal(h.month, month);
			assert_int_equal(h.day, 1);
		}
	ucal_close(c);
}
#endif

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_days),
		cmocka_unit_test(the_ends),
		cmocka_unit_test(every_day_follows_the_one_before),
#ifdef HAVE_ICU
		cmocka_unit_test(every_month_as_in_icu),
#endif
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
