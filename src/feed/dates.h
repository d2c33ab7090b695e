/* SPDX-License-Identifier: MIT */
#ifndef FEED_DATES_H
#define FEED_DATES_H

#include "akhbar/base.h"

struct date_name {
	const char *name;
	int value;
};

enum date_summer { SUMMER_NONE, SUMMER_EU, SUMMER_US };

struct date_place {
	const char *name;
	int minutes;
	enum date_summer summer;
};

/* Each ends with a NULL name. */
extern const struct date_name date_months[], date_hijri_months[], date_zones[];
extern const struct date_place date_places[];

#endif
