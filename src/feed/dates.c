/* SPDX-License-Identifier: MIT
 *
 * One tolerant scanner for the dates of feeds, locale-free. RFC 3339 and its short
 * forms, RFC 822, asctime, slashes, Unix seconds, English and Arabic words, Hijri.
 */
#include "akhbar/feed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORD_BYTES 40
#define TOKENS_MOST 24

enum token_kind { TOKEN_NUMBER, TOKEN_WORD, TOKEN_SIGN };

struct token {
	enum token_kind kind;
	int64_t value;
	int digits;
	char word[WORD_BYTES]; /* folded */
	char sign;             /* + - / : . , */
	bool spaced;           /* white space before it */
};

struct parts {
	int year, month, day, hour, minute, second;
	int zone; /* seconds east */
	bool has_time, has_zone, hijri, pm, am, two_digit_year;
};

/* ---- names: compared folded, so that every spelling of alef and yeh counts ------- */

struct name {
	const char *text;
	int value;
};

static const struct name months[] = {
	{"jan", 1}, {"january", 1}, {"feb", 2}, {"february", 2}, {"mar", 3}, {"march", 3},
	{"apr", 4}, {"april", 4}, {"may", 5}, {"jun", 6}, {"june", 6}, {"jul", 7}, {"july", 7},
	{"aug", 8}, {"august", 8}, {"sep", 9}, {"sept", 9}, {"september", 9}, {"oct", 10},
	{"october", 10}, {"nov", 11}, {"november", 11}, {"dec", 12}, {"december", 12},
	/* Egypt and the Gulf */
	{"يناير", 1}, {"فبراير", 2}, {"مارس", 3}, {"أبريل", 4}, {"إبريل", 4}, {"نيسان", 4},
	{"مايو", 5}, {"يونيو", 6}, {"يونية", 6}, {"يوليو", 7}, {"يولية", 7}, {"أغسطس", 8},
	{"سبتمبر", 9}, {"أكتوبر", 10}, {"نوفمبر", 11}, {"ديسمبر", 12},
	/* the Levant and Iraq */
	{"كانون الثاني", 1}, {"شباط", 2}, {"آذار", 3}, {"أيار", 5}, {"حزيران", 6}, {"تموز", 7},
	{"آب", 8}, {"أيلول", 9}, {"تشرين الأول", 10}, {"تشرين الثاني", 11}, {"كانون الأول", 12},
	{"كانون ثاني", 1}, {"تشرين أول", 10}, {"تشرين ثاني", 11}, {"تشرين ثان", 11},
	{"كانون ثان", 1}, {"كانون أول", 12},
	/* the Maghreb and Mauritania */
	{"جانفي", 1}, {"فيفري", 2}, {"أفريل", 4}, {"ماي", 5}, {"جوان", 6}, {"جويلية", 7},
	{"يوليوز", 7}, {"أوت", 8}, {"غشت", 8}, {"أغشت", 8}, {"شتنبر", 9}, {"شتمبر", 9},
	{"نونبر", 11}, {"دجنبر", 12}, {"دجمبر", 12},
};

static const struct name hijri_months[] = {
	{"محرم", 1}, {"المحرم", 1}, {"صفر", 2}, {"ربيع الأول", 3}, {"ربيع أول", 3},
	{"ربيع الآخر", 4}, {"ربيع الثاني", 4}, {"ربيع ثاني", 4}, {"جمادى الأولى", 5},
	{"جمادى الأول", 5}, {"جمادى الآخرة", 6}, {"جمادى الثانية", 6}, {"جمادى الآخر", 6},
	{"رجب", 7}, {"شعبان", 8}, {"رمضان", 9}, {"شوال", 10}, {"ذو القعدة", 11}, {"ذي القعدة", 11},
	{"ذو الحجة", 12}, {"ذي الحجة", 12}, {"muharram", 1}, {"safar", 2}, {"rajab", 7},
	{"shaban", 8}, {"ramadan", 9}, {"shawwal", 10},
};

/* Hours east times 100. */
static const struct name zones[] = {
	{"ut", 0}, {"utc", 0}, {"gmt", 0}, {"z", 0}, {"wet", 0}, {"est", -500}, {"edt", -400},
	{"cst", -600}, {"cdt", -500}, {"mst", -700}, {"mdt", -600}, {"pst", -800}, {"pdt", -700},
	{"akst", -900}, {"akdt", -800}, {"hst", -1000}, {"ast", -400}, {"adt", -300},
	{"nst", -330}, {"ndt", -230}, {"bst", 100}, {"west", 100}, {"ist", 530}, {"cet", 100},
	{"met", 100}, {"mez", 100}, {"cest", 200}, {"mest", 200}, {"mesz", 200}, {"eet", 200},
	{"eest", 300}, {"msk", 300}, {"msd", 400}, {"trt", 300}, {"gst", 400}, {"pkt", 500},
	{"hkt", 800}, {"sgt", 800}, {"awst", 800}, {"jst", 900}, {"kst", 900}, {"aest", 1000},
	{"aedt", 1100}, {"acst", 930}, {"acdt", 1030}, {"nzst", 1200}, {"nzdt", 1300},
	{"a", 0}, {"m", 0}, {"n", 0}, {"y", 0}, /* military letters: RFC 2822 4.3 says -0000 */
};

static bool
find_name(const struct name *names, size_t n, const char *folded, int *value)
{
	struct buf f;
	buf_init(&f, 0);
	bool found = false;
	for (size_t i = 0; i < n && !found; i++) {
		buf_clear(&f);
		fold_text(&f, bytes_of(names[i].text));
		if (bytes_eq_str(buf_view(&f), folded)) {
			*value = names[i].value;
			found = true;
		}
	}
	buf_release(&f);
	return found;
}

/* ---- tokens ------------------------------------------------------------------------ */

static bool
is_letter(uint32_t cp)
{
	return (cp | 32) - 'a' < 26 || (cp >= 0x80 && char_is_word(cp));
}

/* Folded text: digits are ASCII, bidi marks and vowels are gone. */
static size_t
tokenize(struct bytes text, struct token *out)
{
	const char *p = text.data, *end = p + text.len;
	size_t n = 0;
	bool spaced = false;
	while (p < end && n < TOKENS_MOST) {
		const char *start = p;
		uint32_t cp = utf8_next(&p, end);
		struct token *t = &out[n];
		*t = (struct token){.spaced = spaced};
		spaced = false;
		if (cp >= '0' && cp <= '9') {
			t->kind = TOKEN_NUMBER;
			for (p = start; p < end && *p >= '0' && *p <= '9'; p++) {
				if (t->digits++ < 17)
					t->value = t->value * 10 + (*p - '0');
			}
			n++;
		} else if (is_letter(cp)) {
			size_t len = (size_t)(p - start);
			while (p < end) {
				const char *next = p;
				if (!is_letter(utf8_next(&next, end)) || (*p >= '0' && *p <= '9'))
					break;
				p = next;
				len = (size_t)(p - start);
			}
			t->kind = TOKEN_WORD;
			if (len >= WORD_BYTES)
				len = utf8_cut((struct bytes){start, len}, WORD_BYTES - 1);
			memcpy(t->word, start, len);
			n++;
		} else if (cp < 0x80 && strchr("+-/:.", (int)cp)) {
			t->kind = TOKEN_SIGN;
			t->sign = (char)cp;
			n++;
		} else if (cp == 0x2212) { /* a real minus sign */
			t->kind = TOKEN_SIGN;
			t->sign = '-';
			n++;
		} else {
			spaced = true;
		}
	}
	return n;
}

static bool
sign_at(const struct token *t, size_t n, size_t i, char sign)
{
	return i < n && t[i].kind == TOKEN_SIGN && t[i].sign == sign;
}

static bool
number_at(const struct token *t, size_t n, size_t i)
{
	return i < n && t[i].kind == TOKEN_NUMBER;
}

static int
full_year(const struct token *t, struct parts *p)
{
	if (t->digits >= 3)
		return (int)t->value;
	p->two_digit_year = true;
	return (int)t->value + (t->value < 69 ? 2000 : 1900);
}

/* ---- pieces: each returns how many tokens it took ------------------------------------ */

/* h:m[:s[.fraction]] */
static size_t
take_time(const struct token *t, size_t n, size_t i, struct parts *p)
{
	if (p->has_time || !sign_at(t, n, i + 1, ':') || !number_at(t, n, i + 2))
		return 0;
	size_t used = 3;
	p->hour = (int)t[i].value;
	p->minute = (int)t[i + 2].value;
	p->has_time = true;
	if (sign_at(t, n, i + 3, ':') && number_at(t, n, i + 4)) {
		p->second = (int)t[i + 4].value;
		used = 5;
		if (sign_at(t, n, i + 5, '.') && number_at(t, n, i + 6) && !t[i + 6].spaced)
			used = 7;
	}
	return used;
}

/* +hh:mm, +hhmm, +hh after a time or a zone name */
static size_t
take_offset(const struct token *t, size_t n, size_t i, struct parts *p)
{
	if (!p->has_time || !number_at(t, n, i + 1) || t[i + 1].digits > 4)
		return 0;
	int64_t v = t[i + 1].value, seconds;
	size_t used = 2;
	if (t[i + 1].digits <= 2) {
		seconds = v * 3600;
		if (sign_at(t, n, i + 2, ':') && number_at(t, n, i + 3)) {
			seconds += t[i + 3].value * 60;
			used = 4;
		}
	} else {
		seconds = v / 100 * 3600 + v % 100 * 60;
	}
	if (seconds > 15 * 3600)
		return 0;
	p->zone = (int)(t[i].sign == '-' ? -seconds : seconds);
	p->has_zone = true;
	return used;
}

/* y-m-d, d/m/y, d-m-y, m/d/y when it cannot be the day first; y-m */
static size_t
take_numeric(const struct token *t, size_t n, size_t i, struct parts *p)
{
	char sign = i + 1 < n && t[i + 1].kind == TOKEN_SIGN ? t[i + 1].sign : 0;
	if (p->month || !(sign == '-' || sign == '/' || sign == '.') || !number_at(t, n, i + 2) ||
	    t[i + 1].spaced || t[i + 2].spaced)
		return 0;
	bool third = sign_at(t, n, i + 3, sign) && number_at(t, n, i + 4);
	if (t[i].digits >= 4) {
		p->year = (int)t[i].value;
		p->month = (int)t[i + 2].value;
		if (third)
			p->day = (int)t[i + 4].value;
		return third ? 5 : 3;
	}
	if (!third)
		return 0;
	p->day = (int)t[i].value;
	p->month = (int)t[i + 2].value;
	p->year = full_year(&t[i + 4], p);
	if (p->month > 12 && p->day <= 12) {
		int day = p->month;
		p->month = p->day;
		p->day = day;
	}
	return 5;
}

/* A month's name, of two words where it has two. */
static size_t
take_month(const struct token *t, size_t n, size_t i, struct parts *p)
{
	char two[WORD_BYTES * 2 + 2];
	int value;
	if (i + 1 < n && t[i + 1].kind == TOKEN_WORD) {
		snprintf(two, sizeof(two), "%s %s", t[i].word, t[i + 1].word);
		if (find_name(months, ARRAY_LEN(months), two, &value)) {
			p->month = value;
			return 2;
		}
		if (find_name(hijri_months, ARRAY_LEN(hijri_months), two, &value)) {
			p->month = value;
			p->hijri = true;
			return 2;
		}
	}
	if (find_name(months, ARRAY_LEN(months), t[i].word, &value)) {
		if (p->month && !p->hijri)
			return 1; /* "أيار/مايو": the same month said twice */
		p->month = value;
		p->hijri = false;
		return 1;
	}
	if (find_name(hijri_months, ARRAY_LEN(hijri_months), t[i].word, &value)) {
		p->month = value;
		p->hijri = true;
		return 1;
	}
	return 0;
}

static void
take_word(const struct token *t, struct parts *p)
{
	int value;
	const char *w = t->word;
	if (strcmp(w, "am") == 0 || strcmp(w, "ص") == 0 || strcmp(w, "صباحا") == 0)
		p->am = true;
	else if (strcmp(w, "pm") == 0 || strcmp(w, "م") == 0 || strcmp(w, "مساء") == 0)
		p->pm = p->has_time; /* elsewhere م is "of the common era" */
	else if (strcmp(w, "هـ") == 0 || strcmp(w, "ه") == 0)
		p->hijri = p->hijri || p->year < 1700;
	else if (p->has_time && !p->has_zone &&
		 find_name(zones, ARRAY_LEN(zones), w, &value)) {
		p->zone = (value / 100 * 60 + value % 100) * 60;
		p->has_zone = true;
	}
}

static void
take_number(const struct token *t, struct parts *p)
{
	if (t->digits >= 3 || (p->day && !p->year)) {
		if (!p->year)
			p->year = full_year(t, p);
	} else if (!p->day) {
		p->day = (int)t->value;
	}
}

/* 20031231, 20031231T101455, or seconds and milliseconds since 1970 */
static bool
take_compact(const struct token *t, size_t n, struct parts *p, int64_t *unix_time)
{
	if (!n || t[0].kind != TOKEN_NUMBER)
		return false;
	int64_t v = t[0].value;
	if (n == 1 && t[0].digits >= 9 && t[0].digits <= 11) {
		*unix_time = v;
		return true;
	}
	if (n == 1 && t[0].digits >= 12 && t[0].digits <= 13) {
		*unix_time = v / 1000;
		return true;
	}
	if (t[0].digits == 14) {
		p->hour = (int)(v / 10000 % 100);
		p->minute = (int)(v / 100 % 100);
		p->second = (int)(v % 100);
		p->has_time = true;
		v /= 1000000;
	} else if (t[0].digits != 8) {
		return false;
	}
	p->year = (int)(v / 10000);
	p->month = (int)(v / 100 % 100);
	p->day = (int)(v % 100);
	return true;
}

static void
scan(const struct token *t, size_t n, struct parts *p, size_t i)
{
	while (i < n) {
		size_t used = 0;
		if (t[i].kind == TOKEN_NUMBER) {
			/* the T of RFC 3339, and what follows it when written without colons */
			if (p->year && !p->has_time && i && t[i - 1].kind == TOKEN_WORD &&
			    strcmp(t[i - 1].word, "t") == 0 && (t[i].digits == 6 || t[i].digits == 4)) {
				int64_t v = t[i].digits == 4 ? t[i].value * 100 : t[i].value;
				p->hour = (int)(v / 10000);
				p->minute = (int)(v / 100 % 100);
				p->second = (int)(v % 100);
				p->has_time = true;
				used = 1;
			}
			if (!used)
				used = take_time(t, n, i, p);
			if (!used)
				used = take_numeric(t, n, i, p);
			if (!used)
				take_number(&t[i], p);
		} else if (t[i].kind == TOKEN_WORD) {
			used = take_month(t, n, i, p);
			if (!used)
				take_word(&t[i], p);
		} else if (t[i].sign == '+' || t[i].sign == '-') {
			used = take_offset(t, n, i, p);
		}
		i += used ? used : 1;
	}
}

/* The Gregorian day of an Umm al-Qura date: near by the mean year, then exactly. */
static bool
from_hijri(struct parts *p)
{
	if (p->year < 1300 || p->year > 1600)
		return false;
	int64_t near = (int64_t)((p->year - 1390) * 354.36707 + (p->month - 1) * 29.53059) + 67;
	for (int64_t d = near - 45; d < near + 45; d++) {
		struct hijri h;
		if (!hijri_from_days(d, &h) || h.year != p->year || h.month != p->month ||
		    h.day != p->day)
			continue;
		struct civil c = time_to_civil(d * 86400, 0);
		p->year = c.year;
		p->month = c.month;
		p->day = c.day;
		return true;
	}
	return false;
}

static int64_t
assemble(struct parts *p)
{
	static const int lengths[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	if (!p->month && p->year && !p->day)
		p->month = 1; /* W3CDTF: a year alone */
	if (!p->day)
		p->day = 1;
	if (p->month < 1 || p->month > 12)
		return TIME_NONE;
	if ((p->hijri || (p->year >= 1300 && p->year < 1700)) && !from_hijri(p))
		return TIME_NONE;
	if (p->year < 1900 || p->year > 9999 || p->day < 1 || p->day > lengths[p->month - 1])
		return TIME_NONE;
	if (p->pm && p->hour < 12)
		p->hour += 12;
	else if (p->am && p->hour == 12)
		p->hour = 0;
	if (p->hour > 24 || p->minute > 59 || p->second > 60)
		return TIME_NONE;
	return time_from_civil(p->year, p->month, p->day, p->hour, p->minute, p->second) - p->zone;
}

int64_t
feed_date(struct bytes text)
{
	struct token t[TOKENS_MOST];
	struct parts p = {0};
	struct buf folded;
	int64_t unix_time = TIME_NONE;
	if (text.len > 256)
		return TIME_NONE;
	buf_init(&folded, 0);
	fold_text(&folded, text);
	size_t n = tokenize(buf_view(&folded), t);
	buf_release(&folded);
	bool compact = take_compact(t, n, &p, &unix_time);
	if (unix_time != TIME_NONE)
		return unix_time;
	scan(t, n, &p, compact ? 1 : 0);
	if (!p.year || (!p.month && p.has_time))
		return TIME_NONE;
	return assemble(&p);
}
