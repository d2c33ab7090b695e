/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "html/find.h"

static void
dates_as_pages_write_them(void **state)
{
	(void)state;
	static const struct {
		const char *text, *wanted; /* NULL: none */
	} cases[] = {
		{"2024-03-09T06:30:00+03:00", "2024-03-09T03:30:00Z"},
		{"2024-03-09T06:30+0300", "2024-03-09T03:30:00Z"},
		{"2024-03-09", "2024-03-09T00:00:00Z"}, {"09/03/2024", "2024-03-09T00:00:00Z"},
		{"03/19/2024", "2024-03-19T00:00:00Z"}, {"٩/٣/٢٠٢٤", "2024-03-09T00:00:00Z"},
		{"الأربعاء، 07 أكتوبر 2020 - 12:09 م", "2020-10-07T12:09:00Z"},
		{"17 مارس/ آذار 2020", "2020-03-17T00:00:00Z"},
		{"الخميس 12 كانون الأول / ديسمبر 2019 04:05 م", "2019-12-12T16:05:00Z"},
		{"3 شباط 2021", "2021-02-03T00:00:00Z"}, {"تشرين الثاني 4, 2022", "2022-11-04T00:00:00Z"},
		{"8 فيفري 2019", "2019-02-08T00:00:00Z"}, {"12 جويلية 2023", "2023-07-12T00:00:00Z"},
		{"20 غشت 2021", "2021-08-20T00:00:00Z"}, {"5 دجنبر 2020", "2020-12-05T00:00:00Z"},
		{"نُشر في: ١٥ يناير ٢٠٢٣ ٩:٠٠ صباحا", "2023-01-15T09:00:00Z"},
		{"December 18, 2023", "2023-12-18T00:00:00Z"}, {"18 Dec 2023 5:30 pm", "2023-12-18T17:30:00Z"},
		{"2020 March 5", "2020-03-05T00:00:00Z"}, {"12 décembre 2023", "2023-12-12T00:00:00Z"},
		{"۲۵ دی ۱۴۰۳", "2025-01-14T00:00:00Z"}, {"سه‌شنبه ۲۹ بهمن ۱۳۹۸ - ۱۰:۳۲", "2020-02-18T10:32:00Z"},
		{"۱۴۰۳/۱۲/۳۰", "2025-03-20T00:00:00Z"}, {"1399/01/01", "2020-03-20T00:00:00Z"},
		{"۵ حوت ۱۴۰۲", "2024-02-24T00:00:00Z"}, {"۱۴۰۳/۱۳/۰۱", NULL},
		{"١٥ رمضان ١٤٤٥هـ", "2024-03-25T00:00:00Z"}, {"1 محرم 1446", "2024-07-07T00:00:00Z"},
		{"1445/09/15", "2024-03-25T00:00:00Z"}, {"12 ربيع الأول 1445 هـ", "2023-09-27T00:00:00Z"},
		{"10 ذو الحجة 1445", "2024-06-16T00:00:00Z"},
		{"الاثنين 15 رمضان 1445 - 25 مارس 2024", "2024-03-25T00:00:00Z"},
		{"30 جنوری 2024", "2024-01-30T00:00:00Z"}, {"7 באוקטובר 2023", "2023-10-07T00:00:00Z"},
		{"14.05.24 | 08:30", "2024-05-14T08:30:00Z"}, {"14/5/24", "2024-05-14T00:00:00Z"},
		{"3.2.11.4", NULL}, {"1.2.3", NULL}, {"45.13.24", NULL},
		{"الأحد، 04 آب/اغسطس 2013، 02:21 (GMT+0400)", "2013-08-03T22:21:00Z"},
		{"15/5/2024 11:00 (توقيت مكة)", "2024-05-15T08:00:00Z"},
		{"14 مايو 2024 11:00 ص بتوقيت أبوظبي", "2024-05-14T07:00:00Z"},
		{"24 تشرين2 2026", "2026-11-24T00:00:00Z"}, {"24 ت2 2026", "2026-11-24T00:00:00Z"},
		{"5 كانون 1 2026 - 10:30", "2026-12-05T10:30:00Z"}, {"9 ك2 2026", "2026-01-09T00:00:00Z"},
		{"۱۰:۳۰ - ۱۴۰۵/۰۹/۰۳", "2026-11-24T10:30:00Z"}, {"20:15 -24-11-2026", "2026-11-24T20:15:00Z"},
		{"24/11/2026 20:15 - 5", "2026-11-24T20:15:00Z"},
		{"Tue, 24 Nov 2026 10:30:00 +0300", "2026-11-24T07:30:00Z"},
		{"1702828800", "2023-12-17T16:00:00Z"}, {"1702828800000", "2023-12-17T16:00:00Z"},
		{"", NULL}, {"منذ ساعتين", NULL}, {"رقم 12345", NULL}, {"31/31/2024", NULL},
		{"2024", NULL}, {"مارس الماضي", NULL}, {"0000-00-00", NULL}, {"99999999999999999999", NULL},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int64_t t = date_read(bytes_of(cases[i].text));
		char got[32] = "";
		if (t != TIME_NONE)
			time_to_rfc3339(t, got);
		if (strcmp(got, cases[i].wanted ? cases[i].wanted : "") != 0)
			fail_msg("%s: %s, not %s", cases[i].text, got, cases[i].wanted ? cases[i].wanted : "none");
	}
}

static void
days_in_addresses(void **state)
{
	(void)state;
	static const struct {
		const char *url, *wanted;
	} cases[] = {
		{"https://e.org/2024/01/31/title", "2024-01-31"}, {"https://e.org/news/2024-1-3-x", "2024-01-03"},
		{"https://e.org/a/2023/dec/21/x", "2023-12-21"}, {"https://e.org/x_2024_05_06", "2024-05-06"},
		{"https://e.org/2024/13/31/x", NULL}, {"https://e.org/2024/x", NULL},
		{"https://2024-01-31.org/x", NULL}, {"https://e.org/?d=2024-01-31", NULL},
		{"https://e.org/12024/01/31", NULL}, {"", NULL},
		{"https://e.org/news/20261124-x", "2026-11-24"}, {"https://e.org/20261124/5/", "2026-11-24"},
		{"https://e.org/24-11-2026/x", "2026-11-24"}, {"https://e.org/202611241", NULL},
		{"https://e.org/news/20269924", NULL},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char day[16] = "";
		bool found = date_of_url(cases[i].url, day);
		assert_int_equal(found, cases[i].wanted != NULL);
		if (found)
			assert_string_equal(day, cases[i].wanted);
	}
}

/* Against the announced days: the first of Farvardin, and leap days. */
static void
solar_years(void **state)
{
	(void)state;
	static const struct {
		int y, m, d, gy, gm, gd;
	} cases[] = {
		{1395, 1, 1, 2016, 3, 20}, {1396, 1, 1, 2017, 3, 21}, {1399, 1, 1, 2020, 3, 20},
		{1399, 12, 30, 2021, 3, 20}, {1400, 1, 1, 2021, 3, 21}, {1403, 1, 1, 2024, 3, 20},
		{1403, 12, 30, 2025, 3, 20}, {1404, 1, 1, 2025, 3, 21}, {1402, 7, 1, 2023, 9, 23},
		{1404, 6, 31, 2025, 9, 22},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(calendar_days(CALENDAR_SOLAR, cases[i].y, cases[i].m, cases[i].d),
				 days_from_civil(cases[i].gy, cases[i].gm, cases[i].gd));
	for (int64_t day = days_from_civil(1990, 1, 1); day < days_from_civil(2050, 1, 1); day++) {
		struct hijri h;
		assert_true(hijri_from_days(day, &h));
		assert_int_equal(calendar_days(CALENDAR_LUNAR, h.year, h.month, h.day), day);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(dates_as_pages_write_them),
					   cmocka_unit_test(days_in_addresses),
					   cmocka_unit_test(solar_years)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
