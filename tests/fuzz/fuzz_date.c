/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>

#include "akhbar/feed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int64_t t = feed_date((struct bytes){(const char *)data, size});
	if (t == TIME_NONE)
		return 0;
	/* what it gives is a time of years 1 to 9999, or a Unix time as written */
	if (t < -63000000000 || t > 260000000000)
		abort();
	char s[32];
	time_to_rfc3339(t, s);
	return 0;
}
