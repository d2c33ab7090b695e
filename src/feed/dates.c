/* SPDX-License-Identifier: MIT */
#include "feed/feed-internal.h"

int64_t
feed_date(struct bytes text)
{
	(void)text;
	return TIME_NONE;
}
