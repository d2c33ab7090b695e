/* SPDX-License-Identifier: MIT */
#include "akhbar/base.h"

bool
hijri_from_days(int64_t days, struct hijri *out)
{
	(void)days;
	(void)out;
	return false;
}
