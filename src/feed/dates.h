/* SPDX-License-Identifier: MIT */
#ifndef FEED_DATES_H
#define FEED_DATES_H

#include "akhbar/base.h"

struct date_name {
	const char *name;
	int value;
};

enum date_summer { SUMMER_NONE, SUMMER_EU, SUMMER_US, SUMMER_EGYPT, SUMMER_LEBANON };

struct date_place {
	const char *name;
	int minutes;
	enum date_summer summer;
};

/* Each ends with a NULL name. */
extern const struct date_name date_months[], date_hijri_months[], date_solar_months[], date_zones[];
extern const struct date_place date_places[];

/* A date folded and cut up: a number, a word, a sign each. */
#define DATE_TEXT_MAX 192
#define DATE_TOKENS_MAX 40

enum date_token_kind { DATE_NUMBER, DATE_WORD, DATE_SIGN };

struct date_token {
	enum date_token_kind kind;
	const char *text;
	size_t len; /* digits of a number */
	int64_t value;
	bool spaced; /* white space before it */
	bool used;
};

struct date {
	char text[DATE_TEXT_MAX + 8];
	struct date_token list[DATE_TOKENS_MAX];
	size_t n;
	size_t time_end; /* index past the time, 0 none */
	int hour, minute, second;
	bool zoned;
	int offset; /* seconds east */
	const struct date_place *place;
};

/* A word that is this name and no more. */
bool date_word_is(const struct date_token *t, const char *name);
bool date_is_word(char c);
/* Token i; past the end a sign that is none. */
const struct date_token *date_at(const struct date *d, size_t i);
bool date_is_sign(const struct date_token *t, char c);
/* Finds the time of day and the zone after it, and marks their tokens used. */
void date_read_time(struct date *d);

#endif
