/* SPDX-License-Identifier: MIT
 *
 * One tolerant reader of dates, without a locale. The text is folded and cut into
 * numbers, words and signs; the time and its zone are found first, what is left
 * over must be a date.
 */
#include "feed/dates.h"

#include <string.h>

#include "akhbar/feed.h"

/* ---- folding -------------------------------------------------------------------- */

/* 0 drops a character; the rest becomes what the tables of names are written in. */
static uint32_t
fold(uint32_t cp)
{
	if (cp < 0x80)
		return cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
	if (cp >= 0x660 && cp <= 0x669)
		return '0' + cp - 0x660;
	if (cp >= 0x6f0 && cp <= 0x6f9)
		return '0' + cp - 0x6f0;
	switch (cp) {
	case 0x622: case 0x623: case 0x625: case 0x671: return 0x627; /* alefs */
	case 0x624: return 0x648;
	case 0x629: case 0x6c0: case 0x6c1: case 0x6be: case 0x6d5: return 0x647;
	case 0x649: case 0x6cc: case 0x626: return 0x64a;
	case 0x6a9: return 0x643;
	case 0x60c: return ',';
	case 0x15e: return 0x15f;
	case 0x61c: case 0x621: case 0x640: case 0x670: case 0xfeff: return 0;
	case 0xa0: case 0x202f: case 0x3000: return ' ';
	case 0x2013: case 0x2014: case 0x2212: return '-';
	}
	if ((cp >= 0xc0 && cp <= 0xde && cp != 0xd7) || (cp >= 0x410 && cp <= 0x42f))
		return cp + 32;
	if ((cp >= 0x64b && cp <= 0x655) || (cp >= 0x200b && cp <= 0x200f) ||
	    (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069))
		return 0;
	return cp >= 0x2000 && cp <= 0x200a ? ' ' : cp;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
date_is_word(char c)
{
	return (c >= 'a' && c <= 'z') || c == '_' || (unsigned char)c >= 0x80;
}

static bool
read_tokens(struct date *d, struct bytes in)
{
	size_t n = 0;
	in = bytes_trim(in);
	const char *p = in.data, *end = in.data + in.len;
	while (p < end) {
		uint32_t cp = fold(utf8_next(&p, end));
		if (n > DATE_TEXT_MAX)
			return false;
		if (cp)
			n += utf8_put(d->text + n, cp);
	}
	d->text[n] = '\0';
	bool spaced = false;
	for (size_t i = 0; i < n;) {
		char c = d->text[i];
		if (c == ' ' || (c >= '\t' && c <= '\r')) {
			spaced = true;
			i++;
			continue;
		}
		if (d->n == DATE_TOKENS_MAX)
			return false;
		struct date_token *t = &d->list[d->n++];
		*t = (struct date_token){.kind = DATE_SIGN, .text = d->text + i, .len = 1, .spaced = spaced};
		spaced = false;
		if (is_digit(c)) {
			t->kind = DATE_NUMBER;
			for (t->len = 0; is_digit(t->text[t->len]); t->len++)
				if (t->len < 15)
					t->value = t->value * 10 + (t->text[t->len] - '0');
		} else if (date_is_word(c)) {
			t->kind = DATE_WORD;
			while (date_is_word(t->text[t->len]))
				t->len++;
		}
		i += t->len;
	}
	return d->n > 0;
}

/* Bytes of `text` (folded, NUL-ended) that `name` (not folded) covers; 0 when it is
 * not there as whole words. */
static size_t
covers(const char *text, const char *name)
{
	bool plain = (unsigned char)*name < 0x80;
	if (plain ? *name != *text : (unsigned char)*text < 0x80)
		return 0; /* most names of most tables */
	const char *p = text, *q = name, *end = name + strlen(name);
	while (q < end) {
		uint32_t want = fold(utf8_next(&q, end));
		if (!want)
			continue;
		if (want == ' ') {
			if (*p != ' ')
				return 0;
			while (*p == ' ')
				p++;
			continue;
		}
		char s[4];
		size_t n = utf8_put(s, want);
		if (strncmp(p, s, n) != 0)
			return 0;
		p += n;
	}
	return date_is_word(*p) ? 0 : (size_t)(p - text);
}

bool
date_word_is(const struct date_token *t, const char *name)
{
	return t->kind == DATE_WORD && t->len == covers(t->text, name);
}

/* The value of a name at token i, marking the tokens it takes; 0 none. */
static int
take_name(struct date *d, size_t i, const struct date_name *names)
{
	if (d->list[i].kind != DATE_WORD || d->list[i].used)
		return 0;
	for (; names->name; names++) {
		size_t n = covers(d->list[i].text, names->name);
		if (!n)
			continue;
		const char *stop = d->list[i].text + n;
		for (size_t j = i; j < d->n && d->list[j].text < stop; j++)
			d->list[j].used = true;
		return names->value;
	}
	return 0;
}

/* ---- days --------------------------------------------------------------------------- */

static int64_t
gregorian_day(int64_t year, int64_t month, int64_t day)
{
	static const uint8_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	if (month < 1 || month > 12 || year < 1 || year > 9999 || day < 1)
		return TIME_NONE;
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	if (day > lengths[month - 1] + (month == 2 && leap))
		return TIME_NONE;
	return days_from_civil((int)year, (int)month, (int)day);
}

/* What a date is counted in, as far as its words tell. */
enum era { ERA_OPEN, ERA_LUNAR, ERA_SOLAR };

static int64_t
full_year(const struct date_token *t)
{
	if (t->len > 2)
		return t->value;
	return t->value + (t->value <= 68 ? 2000 : 1900); /* POSIX: 69..99 are 19xx */
}

static int64_t
day_of(int64_t year, int64_t month, int64_t day, enum era era)
{
	/* no news is dated 1445 of the common era, and hardly any before 2000: what is 1403
	 * in Iran was 1983 by the moon */
	if (era == ERA_SOLAR || (era == ERA_OPEN && year >= 1300 && year < 1420))
		return days_from_solar(year, month, day);
	if (era == ERA_LUNAR || (year >= 1420 && year <= 1600))
		return days_from_hijri(year, month, day);
	return gregorian_day(year, month, day);
}

static int64_t
ordinal_day(int64_t year, int64_t day)
{
	int64_t first = gregorian_day(year, 1, 1);
	bool leap = gregorian_day(year, 2, 29) != TIME_NONE;
	return first == TIME_NONE || day < 1 || day > 365 + leap ? TIME_NONE : first + day - 1;
}

/* A number by itself: ISO 8601 without signs. */
static int64_t
packed_day(const struct date_token *t, bool dashed)
{
	int64_t v = t->value;
	switch (t->len) {
	case 2: return dashed ? gregorian_day(full_year(t), 1, 1) : TIME_NONE;
	case 4:
		if (dashed) /* -YYMM */
			return gregorian_day(v / 100 + (v / 100 <= 68 ? 2000 : 1900), v % 100, 1);
		return gregorian_day(v, 1, 1);
	case 5: return ordinal_day(v / 1000 + (v / 1000 <= 68 ? 2000 : 1900), v % 1000);
	case 6: return gregorian_day(v / 10000 + (v / 10000 <= 68 ? 2000 : 1900), v / 100 % 100, v % 100);
	case 7: return ordinal_day(v / 1000, v % 1000);
	case 8: return day_of(v / 10000, v / 100 % 100, v % 100, ERA_OPEN);
	default: return TIME_NONE;
	}
}

/* Whether a word stands between two numbers: a month nobody knows, unless it is one of
 * the units that East Asian dates have there. */
static bool
parted(const struct date_token *a, const struct date_token *b)
{
	static const char *const units[] = {"年", "月", "년", "월"};
	for (const struct date_token *t = a + 1; t < b; t++) {
		bool unit = t->used || t->kind != DATE_WORD;
		for (size_t i = 0; i < ARRAY_LEN(units) && !unit; i++)
			unit = date_word_is(t, units[i]);
		if (!unit)
			return true;
	}
	return false;
}

/* Two or three numbers without a month's name. */
static int64_t
numeric_day(struct date_token *const n[], size_t count, char sign, bool dashed, enum era era)
{
	for (size_t i = 1; i < count; i++)
		if (parted(n[i - 1], n[i]))
			return TIME_NONE;
	if (count == 2) {
		if (n[1]->len == 3)
			return ordinal_day(full_year(n[0]), n[1]->value);
		if (!sign || !strchr("-/.", sign))
			return TIME_NONE; /* "01 Foo 2004": a month nobody knows */
		if (n[0]->len == 4 || dashed)
			return day_of(full_year(n[0]), n[1]->value, 1, era);
		return n[1]->len == 4 ? day_of(n[1]->value, n[0]->value, 1, era) : TIME_NONE;
	}
	int64_t a = n[0]->value, b = n[1]->value, c = n[2]->value;
	if (n[0]->len >= 3)
		return n[0]->len == 4 ? day_of(a, b, c, era) : TIME_NONE;
	if (n[2]->len < 3 && (sign == '-' || n[2]->len == 1))
		return day_of(full_year(n[0]), b, c, era);
	if (n[2]->len == 3)
		return TIME_NONE;
	/* day first unless that is impossible */
	if (b > 12 && a <= 12)
		return day_of(full_year(n[2]), a, b, era);
	return day_of(full_year(n[2]), b, a, era);
}

/* Day and year on either side of a month's name at token `place`. */
static int64_t
named_day(struct date *d, size_t place, int month, enum era era)
{
	struct date_token *before = NULL, *after = NULL, *third = NULL;
	for (size_t i = 0; i < d->n; i++) {
		struct date_token *t = &d->list[i];
		if (t->kind != DATE_NUMBER || t->used)
			continue;
		if (i < place)
			before = t;
		else if (!after)
			after = t;
		else if (!third)
			third = t;
	}
	struct date_token *day = before, *year = after;
	if (before && before->len == 4) /* 2004-July-13, 2024 January 02 */
		year = before, day = after;
	else if (after && third && (!before || after->len < 3) && third->len != 3)
		day = after, year = third; /* January 2, 2006 */
	else if (!before && after && after->len == 4)
		return day_of(after->value, month, 1, era);
	if (!day || !year || day->len > 2 || year->len == 3 || year->len > 4)
		return TIME_NONE;
	return day_of(full_year(year), month, day->value, era);
}

/* The two months that Levantine and Iraqi papers number: "تشرين 1", "ك2". */
static int
numbered_month(struct date *d, size_t i)
{
	struct date_token *number = i + 1 < d->n ? &d->list[i + 1] : NULL;
	if (!number || number->kind != DATE_NUMBER || number->len != 1 || number->spaced || number->used ||
	    number->value < 1 || number->value > 2)
		return 0;
	bool first = date_word_is(&d->list[i], "تشرين") || date_word_is(&d->list[i], "ت");
	bool second = date_word_is(&d->list[i], "كانون") || date_word_is(&d->list[i], "ك");
	if (!first && !second)
		return 0;
	d->list[i].used = number->used = true;
	return first ? 9 + (int)number->value : number->value == 1 ? 12 : 1;
}

/* "1445/09/01 الموافق 2024/03/11": the civil one of two dates in numbers. */
static int64_t
day_in_both(struct date_token *const n[6])
{
	int64_t year = n[0]->len > 2 ? n[0]->value : n[2]->value;
	struct date_token *const *civil = year < 1700 ? n + 3 : n;
	return numeric_day(civil, 3, '/', false, ERA_OPEN);
}

static int64_t
read_day(struct date *d)
{
	struct date_token *n[6];
	size_t count = 0, words = 0, place = d->n;
	int month = 0;
	enum era era = ERA_OPEN;
	bool dashed = date_is_sign(date_at(d, 0), '-');
	char sign = 0;
	/* a date may be given in both calendars: the civil one counts */
	for (size_t i = 0; i < d->n && !month; i++)
		if ((month = take_name(d, i, date_months)) || (month = numbered_month(d, i)))
			place = i;
	for (size_t i = 0; i < d->n && !month; i++)
		if ((month = take_name(d, i, date_hijri_months))) {
			place = i;
			era = ERA_LUNAR;
		}
	for (size_t i = 0; i < d->n && !month; i++)
		if ((month = take_name(d, i, date_solar_months))) {
			place = i;
			era = ERA_SOLAR;
		}
	for (size_t i = 0; i < d->n; i++) {
		struct date_token *t = &d->list[i];
		if (t->used)
			continue;
		if (t->kind == DATE_WORD) {
			words++;
			if (!month && date_word_is(t, "ه") && i && date_at(d, i - 1)->kind == DATE_NUMBER)
				era = ERA_LUNAR;
			if (!month && date_word_is(t, "ش")) /* ه. ش. */
				era = ERA_SOLAR;
		} else if (t->kind == DATE_NUMBER) {
			if (count < ARRAY_LEN(n))
				n[count] = t;
			count++;
		} else if (!sign && count == 1) {
			sign = t->text[0];
		}
	}
	/* weekday, "at", "hour": some words are usual, a sentence is no date */
	if (words > (month ? 8u : 3u) || !count)
		return TIME_NONE;
	if (month)
		return named_day(d, place, month, era);
	if (count == 6)
		return day_in_both(n);
	if (count > 3)
		return TIME_NONE;
	return count == 1 ? packed_day(n[0], dashed) : numeric_day(n, count, sign, dashed, era);
}

/* ---- the whole ------------------------------------------------------------------------ */

/* The last day of a month that is so many days after a Sunday. */
static int64_t
last_weekday(int year, int month, int weekday)
{
	int64_t day = days_from_civil(month == 12 ? year + 1 : year, month % 12 + 1, 1) - 1;
	return day - ((day + 4 - weekday) % 7 + 7) % 7;
}

/* Summer time: Europe (01:00 UTC), the United States (02:00 local time), Egypt (since
 * 2023) and Lebanon (midnight). */
static bool
is_summer(enum date_summer rule, int64_t local, int standard)
{
	struct civil c = time_to_civil(local, 0);
	int64_t from = 0, to = 0;
	switch (rule) {
	case SUMMER_NONE:
		return false;
	case SUMMER_EU:
		from = last_weekday(c.year, 3, 0) * 86400 + 3600 + standard * 60;
		to = last_weekday(c.year, 10, 0) * 86400 + 7200 + standard * 60;
		break;
	case SUMMER_US: /* from the second Sunday of March to the first of November */
		from = (last_weekday(c.year, 2, 0) + 14) * 86400 + 7200;
		to = (last_weekday(c.year, 10, 0) + 7) * 86400 + 7200;
		break;
	case SUMMER_EGYPT: /* the last Friday of April, the last Thursday of October */
		if (c.year < 2023)
			return false;
		from = last_weekday(c.year, 4, 5) * 86400;
		to = (last_weekday(c.year, 10, 4) + 1) * 86400;
		break;
	case SUMMER_LEBANON:
		from = last_weekday(c.year, 3, 0) * 86400;
		to = last_weekday(c.year, 10, 0) * 86400;
		break;
	}
	return local >= from && local < to;
}

static bool
is_korean(const struct date *d)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->list[i].kind == DATE_WORD && (unsigned char)d->list[i].text[0] >= 0xea &&
		    (unsigned char)d->list[i].text[0] <= 0xed)
			return true;
	return false;
}

/* Unix time, or a packed date with time: nothing but digits. */
static int64_t
bare_number(const struct date_token *t)
{
	switch (t->len) {
	case 9: case 10: return t->value;
	case 13: return t->value / 1000;
	case 12: case 14: {
		int64_t v = t->len == 12 ? t->value * 100 : t->value;
		int64_t day = day_of(v / 10000000000, v / 100000000 % 100, v / 1000000 % 100, false);
		int64_t h = v / 10000 % 100, m = v / 100 % 100, s = v % 100;
		if (day == TIME_NONE || h > 23 || m > 59 || s > 60)
			return TIME_NONE;
		return day * 86400 + h * 3600 + m * 60 + s;
	}
	default: return TIME_NONE;
	}
}

static int
two(const char *p)
{
	return is_digit(p[0]) && is_digit(p[1]) ? (p[0] - '0') * 10 + p[1] - '0' : 100;
}

/* RFC 3339 as nearly all who send it write it; TIME_NONE for the long way. */
static int64_t
plain_rfc3339(struct bytes t)
{
	const char *p = t.data;
	if ((t.len != 20 && t.len != 25) || p[4] != '-' || p[7] != '-' || p[10] != 'T' ||
	    p[13] != ':' || p[16] != ':')
		return TIME_NONE;
	int century = two(p), year = two(p + 2), month = two(p + 5), day = two(p + 8);
	int hour = two(p + 11), minute = two(p + 14), second = two(p + 17), offset = 0;
	if (century < 15 || century > 99 || year > 99 || hour > 23 || minute > 59 || second > 59)
		return TIME_NONE;
	if (t.len == 25) {
		int h = two(p + 20), m = two(p + 23);
		if ((p[19] != '+' && p[19] != '-') || p[22] != ':' || h > 15 || m > 59)
			return TIME_NONE;
		offset = (h * 3600 + m * 60) * (p[19] == '-' ? -1 : 1);
	} else if (p[19] != 'Z') {
		return TIME_NONE;
	}
	int64_t days = gregorian_day(century * 100 + year, month, day);
	return days == TIME_NONE ? days : days * 86400 + hour * 3600 + minute * 60 + second - offset;
}

int64_t
feed_date(struct bytes text)
{
	text = bytes_trim(text);
	int64_t quick = plain_rfc3339(text);
	if (quick != TIME_NONE)
		return quick;
	struct date d;
	d.n = d.time_end = 0;
	d.hour = d.minute = d.second = d.offset = 0;
	d.zoned = false;
	d.place = NULL;
	if (text.len > 1024 || !read_tokens(&d, text))
		return TIME_NONE;
	if (d.n == 1 && d.list[0].kind == DATE_NUMBER) {
		int64_t t = bare_number(&d.list[0]);
		if (t != TIME_NONE)
			return t;
	} else if (d.n == 3 && d.list[0].len == 10 && date_is_sign(&d.list[1], '.') && !d.list[2].spaced &&
		   d.list[0].kind == DATE_NUMBER && d.list[2].kind == DATE_NUMBER) {
		return d.list[0].value; /* Unix time with a fraction */
	}
	date_read_time(&d);
	bool midnight = d.hour == 24 && !d.minute && !d.second;
	if ((d.hour > 23 && !midnight) || d.minute > 59 || d.second > 60)
		return TIME_NONE;
	int64_t day = read_day(&d);
	if (day == TIME_NONE)
		return TIME_NONE;
	int64_t t = day * 86400 + d.hour * 3600 + d.minute * 60 + d.second;
	if (d.place)
		d.offset = (d.place->minutes + 60 * is_summer(d.place->summer, t, d.place->minutes)) * 60;
	else if (!d.zoned && is_korean(&d))
		d.offset = 9 * 3600;
	return t - d.offset;
}
