/* SPDX-License-Identifier: MIT */
/* Days of the calendars that stand on pages: Gregorian, the solar year of Iran and
 * Afghanistan, the lunar Hijri one. */
#include "html/find.h"

int64_t
calendar_days(enum calendar calendar, int year, int month, int day)
{
	if (month < 1 || month > 12 || day < 1 || day > 31)
		return TIME_NONE;
	switch (calendar) {
	case CALENDAR_SOLAR:
		return days_from_solar(year, month, day);
	case CALENDAR_LUNAR:
		return days_from_hijri(year, month, day);
	default:
		return year >= 1990 && year < 2100 ? days_from_civil(year, month, day) : TIME_NONE;
	}
}
