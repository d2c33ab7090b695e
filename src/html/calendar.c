/* SPDX-License-Identifier: MIT */
/* Days of the calendars that stand on pages: Gregorian, the solar year of Iran and
 * Afghanistan, the lunar Hijri one. */
#include "html/find.h"

/* 33 solar years have 8 leap days; 1 Farvardin 979 was 20 March 1600. Right for
 * 1244-1502 (1865-2124), as announced and as Borkowski's tables give it. */
static int64_t
solar_days(int year, int month, int day)
{
	int64_t y = year - 979;
	int64_t days = 365 * y + y / 33 * 8 + (y % 33 + 3) / 4;
	days += month <= 7 ? (month - 1) * 31 : 186 + (month - 7) * 30;
	return days_from_civil(1600, 3, 20) + days + day - 1;
}

/* base knows the way from days to the announced calendar: look for the day. */
static int64_t
lunar_days(int year, int month, int day)
{
	int64_t low = days_from_civil(1883, 1, 1), high = days_from_civil(2170, 1, 1);
	while (low < high) {
		int64_t middle = low + (high - low) / 2;
		struct hijri h;
		if (!hijri_from_days(middle, &h))
			return TIME_NONE;
		bool before = h.year != year    ? h.year < year
			      : h.month != month ? h.month < month
						 : h.day < day;
		if (before)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

int64_t
calendar_days(enum calendar calendar, int year, int month, int day)
{
	if (month < 1 || month > 12 || day < 1 || day > 31)
		return TIME_NONE;
	switch (calendar) {
	case CALENDAR_SOLAR:
		return year >= 1300 && year < 1500 && day <= (month <= 6 ? 31 : 30)
			       ? solar_days(year, month, day) : TIME_NONE;
	case CALENDAR_LUNAR:
		return year >= 1301 && year < 1590 && day <= 30 ? lunar_days(year, month, day) : TIME_NONE;
	default:
		return year >= 1990 && year < 2100 ? days_from_civil(year, month, day) : TIME_NONE;
	}
}
