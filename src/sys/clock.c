/* SPDX-License-Identifier: MIT */
#include "sys/clock.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

int64_t
clock_now(void)
{
	const char *fixed = getenv("AKHBAR_NOW");
	if (fixed && *fixed) {
		char *end;
		errno = 0;
		long long t = strtoll(fixed, &end, 10);
		if (!*end && !errno)
			return t;
	}
	return time(NULL);
}

int64_t
clock_mono_ms(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int
clock_utc_offset(int64_t t)
{
	time_t when = (time_t)t;
	struct tm tm;
	return localtime_r(&when, &tm) ? (int)tm.tm_gmtoff : 0;
}
