/* SPDX-License-Identifier: MIT
 *
 * The words of the query language in both languages, and its dates. Arabic ones
 * are compared folded: حاله and حالة are one.
 */
#include "store/query-internal.h"

#include <string.h>

#include "akhbar/fold.h"

struct known {
	const char *word; /* folded */
	int value;
	bool negated;
};

static const struct known names[] = {
	{"title", NAME_TITLE, false}, {"headline", NAME_TITLE, false}, {"عنوان", NAME_TITLE, false},
	{"العنوان", NAME_TITLE, false},
	{"text", NAME_TEXT, false}, {"body", NAME_TEXT, false}, {"نص", NAME_TEXT, false},
	{"النص", NAME_TEXT, false},
	{"source", NAME_SOURCE, false}, {"feed", NAME_SOURCE, false}, {"مصدر", NAME_SOURCE, false},
	{"المصدر", NAME_SOURCE, false},
	{"section", NAME_SECTION, false}, {"قسم", NAME_SECTION, false}, {"القسم", NAME_SECTION, false},
	{"author", NAME_AUTHOR, false}, {"by", NAME_AUTHOR, false}, {"كاتب", NAME_AUTHOR, false},
	{"الكاتب", NAME_AUTHOR, false}, {"بقلم", NAME_AUTHOR, false},
	{"after", NAME_AFTER, false}, {"since", NAME_AFTER, false}, {"بعد", NAME_AFTER, false},
	{"منذ", NAME_AFTER, false},
	{"before", NAME_BEFORE, false}, {"until", NAME_BEFORE, false}, {"قبل", NAME_BEFORE, false},
	{"date", NAME_DATE, false}, {"on", NAME_DATE, false}, {"تاريخ", NAME_DATE, false},
	{"التاريخ", NAME_DATE, false}, {"يوم", NAME_DATE, false},
	{"is", NAME_IS, false}, {"حاله", NAME_IS, false}, {"الحاله", NAME_IS, false},
	{"has", NAME_HAS, false}, {"فيه", NAME_HAS, false}, {"له", NAME_HAS, false},
	{"مع", NAME_HAS, false},
};

static const struct known states[] = {
	{"unread", STATE_UNREAD, false}, {"new", STATE_UNREAD, false}, {"جديد", STATE_UNREAD, false},
	{"غير مقروء", STATE_UNREAD, false}, {"غيرمقروء", STATE_UNREAD, false},
	{"read", STATE_UNREAD, true}, {"مقروء", STATE_UNREAD, true},
	{"starred", STATE_STARRED, false}, {"star", STATE_STARRED, false},
	{"مميز", STATE_STARRED, false}, {"نجمه", STATE_STARRED, false}, {"بنجمه", STATE_STARRED, false},
	{"unstarred", STATE_STARRED, true}, {"غير مميز", STATE_STARRED, true},
	{"full", STATE_FULL, false}, {"كامل", STATE_FULL, false},
	{"edited", STATE_EDITED, false}, {"changed", STATE_EDITED, false}, {"معدل", STATE_EDITED, false},
	{"محدث", STATE_EDITED, false},
	{"hidden", STATE_HIDDEN, false}, {"مخفي", STATE_HIDDEN, false},
};

static const struct known things[] = {
	{"enclosure", STATE_ENCLOSURE, false}, {"attachment", STATE_ENCLOSURE, false},
	{"audio", STATE_ENCLOSURE, false}, {"podcast", STATE_ENCLOSURE, false},
	{"مرفق", STATE_ENCLOSURE, false}, {"صوت", STATE_ENCLOSURE, false},
	{"link", STATE_LINK, false}, {"رابط", STATE_LINK, false},
	{"author", STATE_AUTHOR, false}, {"كاتب", STATE_AUTHOR, false},
	{"full", STATE_FULL, false}, {"star", STATE_STARRED, false}, {"نجمه", STATE_STARRED, false},
};

static const struct known *
look_up(const struct known *rows, size_t n, struct bytes word)
{
	struct buf folded;
	buf_init(&folded, 64);
	fold_text(&folded, word);
	for (size_t i = 0; i < folded.len; i++)
		if (folded.data[i] == '-' || folded.data[i] == '_')
			folded.data[i] = ' ';
	const struct known *found = NULL;
	for (size_t i = 0; folded.data && i < n && !found; i++)
		if (strcmp(folded.data, rows[i].word) == 0)
			found = &rows[i];
	buf_release(&folded);
	return found;
}

enum query_name
query_name_of(struct bytes word)
{
	const struct known *k = look_up(names, ARRAY_LEN(names), word);
	return k ? (enum query_name)k->value : NAME_NONE;
}

bool
query_state_of(struct bytes value, bool has, enum query_state *state, bool *negated)
{
	const struct known *k = has ? look_up(things, ARRAY_LEN(things), value)
				    : look_up(states, ARRAY_LEN(states), value);
	if (!k)
		return false;
	*state = (enum query_state)k->value;
	*negated = k->negated;
	return true;
}

enum query_op
query_op_of(struct bytes word)
{
	static const struct {
		const char *name;
		enum query_op op;
	} operators[] = {
		{"AND", OP_AND}, {"OR", OP_OR}, {"NOT", OP_NOT}, {"&&", OP_AND}, {"||", OP_OR}, {"|", OP_OR},
		{"و", OP_AND}, {"أو", OP_OR}, {"او", OP_OR}, {"ليس", OP_NOT}, {"وليس", OP_NOT},
		{"بدون", OP_NOT},
	};
	for (size_t i = 0; i < ARRAY_LEN(operators); i++)
		if (bytes_eq_str(word, operators[i].name))
			return operators[i].op;
	return OP_NONE;
}

/* ---- dates ----------------------------------------------------------------------- */

static bool
number(const char **p, int *out, int *digits)
{
	long n = 0;
	int count = 0;
	for (; **p >= '0' && **p <= '9' && count < 6; (*p)++, count++)
		n = n * 10 + (**p - '0');
	*out = (int)n;
	*digits = count;
	return count > 0;
}

static bool
real_day(int year, int month, int day)
{
	if (year < 1900 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	struct civil c = time_to_civil(time_from_civil(year, month, day, 0, 0, 0), 0);
	return c.month == month && c.day == day;
}

/* 2026, 2026-11, 2026-11-23, 23/11/2026 and so on: first second and the one after
 * the last, in the reader's zone. */
static bool
calendar(const char *p, int utc_offset, int64_t *start, int64_t *end)
{
	int n[3] = {0}, digits[3] = {0}, count = 0;
	for (;;) {
		if (!number(&p, &n[count], &digits[count]))
			return false;
		count++;
		if (count == 3 || (*p != '-' && *p != '/' && *p != '.'))
			break;
		p++;
	}
	int hour = 0, minute = 0, unused;
	bool timed = count == 3 && *p == 't';
	if (timed) {
		p++;
		if (!number(&p, &hour, &unused) || *p++ != ':' || !number(&p, &minute, &unused) ||
		    hour > 23 || minute > 59)
			return false;
	}
	if (*p)
		return false;
	if (count == 3 && digits[0] <= 2 && digits[2] == 4) { /* day first */
		int day = n[0];
		n[0] = n[2];
		n[2] = day;
	}
	int month = count > 1 ? n[1] : 1, day = count > 2 ? n[2] : 1;
	if (!real_day(n[0], month, day))
		return false;
	*start = time_from_civil(n[0], month, day, hour, minute, 0) - utc_offset;
	if (timed)
		*end = *start + 60;
	else if (count == 3)
		*end = *start + 86400;
	else if (count == 2)
		*end = time_from_civil(month == 12 ? n[0] + 1 : n[0], month % 12 + 1, 1, 0, 0, 0) - utc_offset;
	else
		*end = time_from_civil(n[0] + 1, 1, 1, 0, 0, 0) - utc_offset;
	return true;
}

/* 3d, 12h, ٣أيام; today, yesterday. */
static bool
relative(const char *p, int64_t now, int utc_offset, int64_t *start, int64_t *end)
{
	static const struct {
		const char *word; /* folded */
		int64_t seconds;
	} units[] = {
		{"h", 3600}, {"hour", 3600}, {"hours", 3600}, {"س", 3600}, {"ساعه", 3600}, {"ساعات", 3600},
		{"d", 86400}, {"day", 86400}, {"days", 86400}, {"ي", 86400}, {"يوم", 86400},
		{"يوما", 86400}, {"ايام", 86400},
		{"w", 7 * 86400}, {"week", 7 * 86400}, {"weeks", 7 * 86400}, {"اسبوع", 7 * 86400},
		{"اسبوعا", 7 * 86400}, {"اسابيع", 7 * 86400}, {"ا", 7 * 86400},
		{"m", 30 * 86400}, {"month", 30 * 86400}, {"months", 30 * 86400}, {"شهر", 30 * 86400},
		{"شهرا", 30 * 86400}, {"اشهر", 30 * 86400}, {"شهور", 30 * 86400}, {"ش", 30 * 86400},
		{"y", 365 * 86400}, {"year", 365 * 86400}, {"years", 365 * 86400}, {"سنه", 365 * 86400},
		{"سنوات", 365 * 86400}, {"سنين", 365 * 86400}, {"عام", 365 * 86400},
	};
	static const struct {
		const char *word;
		int first, days; /* from today; days 0: an age that reaches to now */
	} words[] = {
		{"today", 0, 1}, {"اليوم", 0, 1}, {"yesterday", -1, 1}, {"امس", -1, 1}, {"الامس", -1, 1},
		{"البارحه", -1, 1}, {"week", -7, 0}, {"اسبوع", -7, 0}, {"الاسبوع", -7, 0},
		{"month", -30, 0}, {"شهر", -30, 0}, {"الشهر", -30, 0}, {"يومين", -2, 0},
		{"اسبوعين", -14, 0}, {"شهرين", -60, 0},
	};
	int64_t local = now + utc_offset;
	int64_t midnight = local - (local % 86400 + 86400) % 86400 - utc_offset;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strcmp(p, words[i].word) == 0) {
			*start = midnight + words[i].first * 86400;
			*end = words[i].days ? *start + words[i].days * 86400 : TIME_NONE;
			return true;
		}
	int n, digits;
	if (!number(&p, &n, &digits) || digits > 5)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(units); i++)
		if (strcmp(p, units[i].word) == 0) {
			*start = now - n * units[i].seconds;
			*end = TIME_NONE;
			return true;
		}
	return false;
}

static bool
one_date(const char *p, int64_t now, int utc_offset, int64_t *start, int64_t *end)
{
	return relative(p, now, utc_offset, start, end) || calendar(p, utc_offset, start, end);
}

bool
query_date(struct bytes value, int64_t now, int utc_offset, int64_t *start, int64_t *end)
{
	struct buf folded;
	buf_init(&folded, 128);
	fold_text(&folded, value);
	char *p = folded.data ? folded.data : (char[]){0};
	char *dots = strstr(p, "..");
	bool good;
	if (!dots) {
		good = one_date(p, now, utc_offset, start, end);
	} else {
		int64_t from = TIME_NONE, to = TIME_NONE, unused;
		*dots = 0;
		good = (p[0] || dots[2]) && (!p[0] || one_date(p, now, utc_offset, &from, &unused)) &&
		       (!dots[2] || one_date(dots + 2, now, utc_offset, &unused, &to));
		*start = from;
		*end = to;
	}
	buf_release(&folded);
	return good;
}
