/* SPDX-License-Identifier: MIT */
#include "akhbar/base.h"

#include <stdio.h>
#include <string.h>

/* Days from the civil calendar by eras of 400 years (Hinnant, "chrono-compatible
 * low-level date algorithms"). */
int64_t
days_from_civil(int year, int month, int day)
{
	int64_t y = month <= 2 ? (int64_t)year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t of_era = y - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t of_day = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
	return era * 146097 + of_day - 719468;
}

int64_t
time_from_civil(int year, int month, int day, int hour, int minute, int second)
{
	return days_from_civil(year, month, day) * 86400 + hour * 3600 + minute * 60 + second;
}

struct civil
time_to_civil(int64_t t, int utc_offset)
{
	if (t < -62135596800) /* year 1: also what TIME_NONE shows as */
		t = -62135596800;
	if (t > 253402300799) /* year 9999 */
		t = 253402300799;
	t += utc_offset;
	int64_t days = t >= 0 ? t / 86400 : (t - 86399) / 86400;
	int64_t rest = t - days * 86400;
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	struct civil c = {
		.day = (int)(doy - (153 * mp + 2) / 5 + 1),
		.month = (int)(mp < 10 ? mp + 3 : mp - 9),
		.hour = (int)(rest / 3600),
		.minute = (int)(rest / 60 % 60),
		.second = (int)(rest % 60),
		.weekday = (int)(((days + 4) % 7 + 7) % 7),
	};
	c.year = (int)(yoe + era * 400 + (c.month <= 2));
	return c;
}

void
time_to_rfc3339(int64_t t, char out[32])
{
	struct civil c = time_to_civil(t, 0);
	snprintf(out, 32, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month, c.day, c.hour,
		 c.minute, c.second);
}

/* A multiply-fold hash over 8-byte words: well spread, not for secrets. */
static inline uint64_t
mix(uint64_t h, uint64_t word)
{
	__uint128_t m = (__uint128_t)(h ^ word) * 0xd6e8feb86659fd93u;
	return (uint64_t)m ^ (uint64_t)(m >> 64) ^ 0xa0761d6478bd642fu;
}

uint64_t
hash64(struct bytes data, uint64_t seed)
{
	uint64_t h = seed ^ 0x9e3779b97f4a7c15u ^ data.len;
	const char *p = data.data;
	size_t n = data.len;
	for (uint64_t word; n >= 8; p += 8, n -= 8) {
		memcpy(&word, p, 8);
		h = mix(h, word);
	}
	if (n) {
		uint64_t word = 0;
		memcpy(&word, p, n);
		h = mix(h, word);
	}
	h ^= h >> 32;
	h *= 0xd6e8feb86659fd93u;
	return h ^ h >> 32;
}
