/* SPDX-License-Identifier: MIT */
/* Dates as pages write them: ISO 8601 in metadata, words beside the title. Without a
 * zone UTC is meant; a date without a time keeps its day. */
#include "html/find.h"

#include <string.h>

#define TOKENS_MAX 40

struct token {
	bool number;
	uint32_t value;
	unsigned digits;
	int month;     /* 1..12 of a word, 0 none */
	enum calendar calendar;
	char word[32]; /* folded */
	char before;   /* what stands before it: '-', '/', ':', '.', '+', ' ' */
	bool spaced;   /* a space, right before it */
};

/* Names of months by country; the same month often stands twice ("مارس/ آذار"). */
static const struct {
	const char *name;
	int month;
	enum calendar calendar;
} months[] = {
#define G CALENDAR_GREGORIAN
#define S CALENDAR_SOLAR
#define L CALENDAR_LUNAR
	{"يناير", 1, G}, {"فبراير", 2, G}, {"مارس", 3, G}, {"أبريل", 4, G}, {"إبريل", 4, G},
	{"مايو", 5, G}, {"يونيو", 6, G}, {"يونيه", 6, G}, {"يوليو", 7, G}, {"يوليه", 7, G},
	{"أغسطس", 8, G}, {"سبتمبر", 9, G}, {"أكتوبر", 10, G}, {"نوفمبر", 11, G}, {"ديسمبر", 12, G},
	{"شباط", 2, G}, {"آذار", 3, G}, {"نيسان", 4, G}, {"أيار", 5, G}, {"حزيران", 6, G},
	{"تموز", 7, G}, {"آب", 8, G}, {"أيلول", 9, G},
	{"جانفي", 1, G}, {"فيفري", 2, G}, {"أفريل", 4, G}, {"ماي", 5, G}, {"جوان", 6, G},
	{"جويلية", 7, G}, {"أوت", 8, G},
	{"يوليوز", 7, G}, {"غشت", 8, G}, {"شتنبر", 9, G}, {"نونبر", 11, G}, {"دجنبر", 12, G},
	{"ژانویه", 1, G}, {"فوریه", 2, G}, {"آوریل", 4, G}, {"مه", 5, G}, {"ژوئن", 6, G},
	{"ژوئیه", 7, G}, {"اوت", 8, G}, {"سپتامبر", 9, G}, {"اکتبر", 10, G}, {"نوامبر", 11, G},
	{"دسامبر", 12, G}, {"جنوری", 1, G}, {"فروری", 2, G}, {"مارچ", 3, G}, {"اپریل", 4, G},
	{"مئی", 5, G}, {"جون", 6, G}, {"جولائی", 7, G}, {"اگست", 8, G}, {"ستمبر", 9, G},
	{"نومبر", 11, G}, {"دسمبر", 12, G},
	{"ינואר", 1, G}, {"פברואר", 2, G}, {"מרץ", 3, G}, {"מרס", 3, G}, {"אפריל", 4, G},
	{"מאי", 5, G}, {"יוני", 6, G}, {"יולי", 7, G}, {"אוגוסט", 8, G}, {"ספטמבר", 9, G},
	{"אוקטובר", 10, G}, {"נובמבר", 11, G}, {"דצמבר", 12, G},
	{"בינואר", 1, G}, {"בפברואר", 2, G}, {"במרץ", 3, G}, {"באפריל", 4, G}, {"במאי", 5, G},
	{"ביוני", 6, G}, {"ביולי", 7, G}, {"באוגוסט", 8, G}, {"בספטמבר", 9, G},
	{"באוקטובר", 10, G}, {"בנובמבר", 11, G}, {"בדצמבר", 12, G},
	{"jan", 1, G}, {"feb", 2, G}, {"mar", 3, G}, {"apr", 4, G}, {"may", 5, G}, {"jun", 6, G},
	{"jul", 7, G}, {"aug", 8, G}, {"sep", 9, G}, {"sept", 9, G}, {"oct", 10, G}, {"nov", 11, G},
	{"dec", 12, G}, {"january", 1, G}, {"february", 2, G}, {"march", 3, G}, {"april", 4, G},
	{"june", 6, G}, {"july", 7, G}, {"august", 8, G}, {"september", 9, G}, {"october", 10, G},
	{"november", 11, G}, {"december", 12, G},
	{"janvier", 1, G}, {"février", 2, G}, {"mars", 3, G}, {"avril", 4, G}, {"mai", 5, G},
	{"juin", 6, G}, {"juillet", 7, G}, {"août", 8, G}, {"septembre", 9, G}, {"octobre", 10, G},
	{"novembre", 11, G}, {"décembre", 12, G},
	/* Iran, then Afghanistan */
	{"فروردین", 1, S}, {"اردیبهشت", 2, S}, {"خرداد", 3, S}, {"تیر", 4, S}, {"مرداد", 5, S},
	{"امرداد", 5, S}, {"شهریور", 6, S}, {"مهر", 7, S}, {"آبان", 8, S}, {"آذر", 9, S}, {"دی", 10, S},
	{"بهمن", 11, S}, {"اسفند", 12, S},
	{"حمل", 1, S}, {"ثور", 2, S}, {"جوزا", 3, S}, {"سرطان", 4, S}, {"اسد", 5, S}, {"سنبله", 6, S},
	{"میزان", 7, S}, {"عقرب", 8, S}, {"قوس", 9, S}, {"جدی", 10, S}, {"دلو", 11, S}, {"حوت", 12, S},
	{"محرم", 1, L}, {"المحرم", 1, L}, {"صفر", 2, L}, {"رجب", 7, L}, {"شعبان", 8, L},
	{"رمضان", 9, L}, {"شوال", 10, L},
#undef G
#undef S
#undef L
};

/* Months of two words; the second says which. */
static const struct {
	const char *first, *second;
	int month;
	enum calendar calendar;
} long_months[] = {
	{"كانون", "الأول", 12, CALENDAR_GREGORIAN}, {"كانون", "أول", 12, CALENDAR_GREGORIAN},
	{"كانون", "الثاني", 1, CALENDAR_GREGORIAN}, {"كانون", "ثاني", 1, CALENDAR_GREGORIAN},
	{"تشرين", "الأول", 10, CALENDAR_GREGORIAN}, {"تشرين", "أول", 10, CALENDAR_GREGORIAN},
	{"تشرين", "الثاني", 11, CALENDAR_GREGORIAN}, {"تشرين", "ثاني", 11, CALENDAR_GREGORIAN},
	{"ربيع", "الأول", 3, CALENDAR_LUNAR}, {"ربيع", "أول", 3, CALENDAR_LUNAR},
	{"ربيع", "الآخر", 4, CALENDAR_LUNAR}, {"ربيع", "الثاني", 4, CALENDAR_LUNAR},
	{"جمادى", "الأولى", 5, CALENDAR_LUNAR}, {"جمادى", "الأول", 5, CALENDAR_LUNAR},
	{"جمادى", "الآخرة", 6, CALENDAR_LUNAR}, {"جمادى", "الثانية", 6, CALENDAR_LUNAR},
	{"جمادى", "الآخر", 6, CALENDAR_LUNAR},
	{"ذو", "القعدة", 11, CALENDAR_LUNAR}, {"ذي", "القعدة", 11, CALENDAR_LUNAR},
	{"ذو", "الحجة", 12, CALENDAR_LUNAR}, {"ذي", "الحجة", 12, CALENDAR_LUNAR},
};

/* Folds the name as it compares: nearly all differ in their first letter. */
static bool
folds_to(const char *name, const char *folded)
{
	const char *p = name, *end = name + strlen(name);
	while (p < end) {
		uint32_t cp, out[FOLD_MAX];
		unsigned n = fold_next(&p, end, &cp, out);
		for (unsigned i = 0; i < n; i++) {
			char letter[4];
			size_t len = utf8_put(letter, out[i]);
			if (strncmp(folded, letter, len) != 0)
				return false;
			folded += len;
		}
	}
	return !*folded;
}

static void
name_months(struct token *t, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t m = 0; t[i].word[0] && !t[i].month && m < ARRAY_LEN(months); m++) {
			if (!folds_to(months[m].name, t[i].word))
				continue;
			t[i].month = months[m].month;
			t[i].calendar = months[m].calendar;
		}
		for (size_t m = 0; i + 1 < n && t[i].word[0] && m < ARRAY_LEN(long_months); m++) {
			if (!folds_to(long_months[m].first, t[i].word) ||
			    !folds_to(long_months[m].second, t[i + 1].word))
				continue;
			t[i].month = long_months[m].month;
			t[i].calendar = long_months[m].calendar;
			break;
		}
	}
}

/* "24 تشرين2", "24 ت2", "5 كانون 1": the second of two in figures. */
static void
name_numbered(struct token *t, size_t n)
{
	static const struct {
		const char *name, *letter;
		int months[2];
	} pairs[] = {{"تشرين", "ت", {10, 11}}, {"كانون", "ك", {12, 1}}};
	for (size_t i = 0; i + 1 < n; i++) {
		struct token *number = &t[i + 1];
		for (size_t k = 0; k < ARRAY_LEN(pairs) && !t[i].month && number->number; k++) {
			bool named = folds_to(pairs[k].name, t[i].word) ||
				     (!number->spaced && folds_to(pairs[k].letter, t[i].word));
			if (!named || !t[i].word[0] || number->value < 1 || number->value > 2)
				continue;
			t[i].month = pairs[k].months[number->value - 1];
			t[i].calendar = CALENDAR_GREGORIAN;
			number->number = false;
		}
	}
}

static size_t
tokenize(struct bytes text, struct token *out)
{
	size_t n = 0;
	char before = ' ';
	const char *p = text.data, *end = text.data + text.len;
	while (p < end && n < TOKENS_MAX) {
		struct token *t = &out[n];
		unsigned char c = (unsigned char)*p;
		*t = (struct token){.before = before, .spaced = p > text.data && p[-1] == ' '};
		if (c >= '0' && c <= '9') {
			t->number = true;
			for (; p < end && *p >= '0' && *p <= '9'; p++) {
				if (t->digits++ < 9)
					t->value = t->value * 10 + (uint32_t)(*p - '0');
			}
			n++;
			before = 0;
			continue;
		}
		const char *start = p;
		while (p < end) {
			const char *q = p;
			uint32_t cp = utf8_next(&q, end);
			if (!char_is_word(cp) || (cp >= '0' && cp <= '9'))
				break;
			p = q;
		}
		if (p > start) {
			size_t len = (size_t)(p - start);
			memcpy(t->word, start, len < sizeof(t->word) ? len : 0);
			n++;
			before = 0;
			continue;
		}
		if (!before || before == ' ' || c != ' ')
			before = (char)c;
		const char *q = p;
		utf8_next(&q, end);
		p = q;
	}
	name_months(out, n);
	name_numbered(out, n);
	return n;
}

struct found {
	int64_t days;
	size_t at; /* token after the date */
};

static bool
set(struct found *f, enum calendar calendar, uint32_t year, uint32_t month, uint32_t day)
{
	if (year > 9999 || month > 12 || day > 31)
		return false;
	f->days = calendar_days(calendar, (int)year, (int)month, (int)day);
	return f->days != TIME_NONE;
}

static bool
parts_date(char c)
{
	return c == '-' || c == '/' || c == '.';
}

/* "14.05.24": of our days, the year last. */
static bool
short_year(const struct token *a, const struct token *b, const struct token *c, uint32_t *year)
{
	*year = 2000 + c->value;
	return a->digits <= 2 && b->digits <= 2 && c->digits == 2 && c->value >= 10 &&
	       c->value < 50 && b->before != '-';
}

/* Three numbers; of the old years only one calendar is of our days. */
static bool
find_numeric(const struct token *t, size_t n, bool gregorian, struct found *f)
{
	for (size_t i = 0; i + 2 < n; i++) {
		const struct token *a = &t[i], *b = &t[i + 1], *c = &t[i + 2];
		uint32_t late;
		if (!a->number || !b->number || !c->number || !parts_date(b->before) ||
		    b->before != c->before)
			continue;
		bool longer = (i + 3 < n && t[i + 3].number && t[i + 3].before == c->before) ||
			      (i && t[i - 1].number && a->before == b->before);
		if (gregorian && !longer && short_year(a, b, c, &late)) {
			f->at = i + 3;
			if (set(f, CALENDAR_GREGORIAN, late, b->value, a->value))
				return true;
		}
		if (a->digits != 4 && c->digits != 4)
			continue;
		const struct token *year = a->digits == 4 ? a : c, *day = a->digits == 4 ? c : a;
		enum calendar calendar = gregorian            ? CALENDAR_GREGORIAN
					 : year->value < 1420 ? CALENDAR_SOLAR
							      : CALENDAR_LUNAR;
		f->at = i + 3;
		if (set(f, calendar, year->value, b->value, day->value) ||
		    (gregorian && set(f, calendar, year->value, day->value, b->value))) /* American */
			return true;
	}
	return false;
}

static bool
find_worded(const struct token *t, size_t n, enum calendar calendar, struct found *f)
{
	for (size_t i = 0; i < n; i++) {
		if (!t[i].month || t[i].calendar != calendar)
			continue;
		uint32_t day = 0, year = 0;
		if (i && t[i - 1].number && t[i - 1].digits <= 2)
			day = t[i - 1].value;
		else if (i && t[i - 1].number && t[i - 1].digits == 4) /* 2020 March 5 */
			year = t[i - 1].value;
		for (size_t j = i + 1; j < n && j < i + 6 && !(year && day); j++) {
			if (!t[j].number)
				continue;
			if (t[j].digits == 4 && !year)
				year = t[j].value;
			else if (t[j].digits <= 2 && !day)
				day = t[j].value;
			else
				break;
			f->at = j + 1;
		}
		if (!year && i >= 2 && t[i - 2].number && t[i - 2].digits == 4) /* 2020, 5 March */
			year = t[i - 2].value;
		if (year && set(f, calendar, year, (uint32_t)t[i].month, day))
			return true;
	}
	return false;
}

/* Hours of zones that keep no summer time. */
static const struct {
	const char *name;
	int hours;
} zones[] = {
	{"مكة", 3}, {"السعودية", 3}, {"الرياض", 3}, {"الدوحة", 3}, {"الكويت", 3}, {"بغداد", 3},
	{"العراق", 3}, {"الإمارات", 4}, {"أبوظبي", 4}, {"دبي", 4}, {"مسقط", 4},
};

/* The zone that follows a time in words: "(GMT+0400)", "بتوقيت مكة"; seconds. */
static int
zone_in_words(const struct token *t, size_t n, size_t from)
{
	for (size_t i = from; i < n && i < from + 5; i++) {
		bool greenwich = strcmp(t[i].word, "gmt") == 0 || strcmp(t[i].word, "utc") == 0;
		if (greenwich && i + 1 < n && t[i + 1].number &&
		    (t[i + 1].before == '+' || t[i + 1].before == '-') && t[i + 1].digits <= 4) {
			uint32_t value = t[i + 1].value;
			int minutes = (int)(t[i + 1].digits > 2 ? value / 100 * 60 + value % 100
								: value * 60);
			return minutes * (t[i + 1].before == '+' ? 60 : -60);
		}
		for (size_t z = 0; i > from && t[i].word[0] && z < ARRAY_LEN(zones); z++)
			if ((folds_to("توقيت", t[i - 1].word) || folds_to("بتوقيت", t[i - 1].word)) &&
			    folds_to(zones[z].name, t[i].word))
				return zones[z].hours * 3600;
	}
	return 0;
}

/* "+0300", "-05:00": a sign with its figures; what stands apart from its sign is
 * another number, what runs on is a date. */
static bool
is_zone(const struct token *t, size_t n, size_t i)
{
	uint32_t value = t[i].value;
	if ((t[i].before != '+' && t[i].before != '-') || t[i].spaced || t[i].digits > 4 ||
	    (t[i].digits > 2 ? value / 100 : value) > 14)
		return false;
	return i + 1 == n || !t[i + 1].number || (t[i + 1].before != '/' && t[i + 1].before != '-');
}

/* Seconds of the day, minus the zone, of the first time in [from, to). */
static int
time_between(const struct token *t, size_t n, size_t from, size_t to)
{
	for (size_t i = from; i + 1 < to; i++) {
		if (!t[i].number || !t[i + 1].number || t[i + 1].before != ':' || t[i].digits > 2 ||
		    t[i].value > 24 || t[i + 1].value > 59)
			continue;
		int hour = (int)t[i].value;
		int seconds = (int)t[i + 1].value * 60;
		size_t j = i + 2;
		if (j < n && t[j].number && t[j].before == ':')
			seconds += (int)(t[j++].value % 60);
		if (j < n && t[j].number && t[j].before == '.')
			j++;
		if (j < n && !t[j].number) {
			bool late = folds_to("م", t[j].word) || folds_to("مساء", t[j].word) ||
				    strcmp(t[j].word, "pm") == 0 || strcmp(t[j].word, "p") == 0;
			bool early = folds_to("ص", t[j].word) || folds_to("صباحا", t[j].word) ||
				     strcmp(t[j].word, "am") == 0 || strcmp(t[j].word, "a") == 0;
			if (late && hour < 12)
				hour += 12;
			else if (early && hour == 12)
				hour = 0;
			seconds -= zone_in_words(t, n, j);
		} else if (j < n && is_zone(t, n, j)) {
			int zone = t[j].digits > 2 ? (int)(t[j].value / 100 * 60 + t[j].value % 100)
						   : (int)t[j].value * 60;
			if (t[j].digits <= 2 && j + 1 < n && t[j + 1].number && t[j + 1].before == ':')
				zone += (int)t[j + 1].value;
			seconds -= zone * (t[j].before == '+' ? 60 : -60);
		}
		return hour * 3600 + seconds;
	}
	return 0;
}

/* What follows a date in figures is its time, else what stands before it. */
static int
time_of_day(const struct token *t, size_t n, size_t from, bool figures)
{
	int seconds = time_between(t, n, figures ? from : 0, n);
	return seconds || !figures ? seconds : time_between(t, n, 0, from);
}

/* Seconds, or thousandths, since 1970: ten or thirteen digits and nothing else. */
static int64_t
counted(struct bytes text)
{
	int64_t value = 0;
	text = bytes_trim(text);
	if (text.len != 10 && text.len != 13)
		return TIME_NONE;
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return TIME_NONE;
		value = value * 10 + (text.data[i] - '0');
	}
	value /= text.len == 13 ? 1000 : 1;
	return value > 600000000 && value < 4000000000 ? value : TIME_NONE;
}

int64_t
date_read(struct bytes text)
{
	struct token tokens[TOKENS_MAX];
	struct found f = {0};
	struct buf folded;
	if (text.len < 6 || text.len > 400)
		return TIME_NONE;
	buf_init(&folded, 0);
	fold_text(&folded, text);
	bool digit = false;
	for (size_t i = 0; i < folded.len && !digit; i++)
		digit = folded.data[i] >= '0' && folded.data[i] <= '9';
	size_t n = digit ? tokenize(buf_view(&folded), tokens) : 0;
	int64_t seconds = counted(buf_view(&folded));
	buf_release(&folded);
	if (seconds != TIME_NONE)
		return seconds;
	bool numeric = find_numeric(tokens, n, true, &f);
	if (!numeric && !find_worded(tokens, n, CALENDAR_GREGORIAN, &f) &&
	    !find_worded(tokens, n, CALENDAR_SOLAR, &f) &&
	    !find_worded(tokens, n, CALENDAR_LUNAR, &f) && !find_numeric(tokens, n, false, &f))
		return TIME_NONE;
	return f.days * 86400 + time_of_day(tokens, n, f.at, numeric);
}

/* "20241124" and no digit more. */
static bool
run_of_digits(const char *p, char out[16])
{
	if (strspn(p, "0123456789") != 8)
		return false;
	memcpy(out, p, 4);
	memcpy(out + 5, p + 4, 2);
	memcpy(out + 8, p + 6, 2);
	out[4] = out[7] = '-';
	out[10] = '\0';
	return true;
}

bool
date_of_url(const char *url, char out[16])
{
	struct bytes host = url_host(url);
	const char *path = host.len ? host.data + host.len : url;
	size_t len = strcspn(path, "?#");
	for (const char *p = path; p < path + len; p++) {
		if ((*p != '/' && *p != '-' && *p != '_') || p[1] < '0' || p[1] > '3')
			continue;
		char part[16] = "";
		if (!run_of_digits(p + 1, part))
			memcpy(part, p + 1, strnlen(p + 1, 12));
		for (char *c = part; *c; c++)
			*c = *c == '/' || *c == '_' ? '-' : *c;
		size_t digits = strspn(part, "0123456789");
		bool year = strncmp(part, "20", 2) == 0 && digits == 4 && part[4] == '-';
		bool day = *p == '/' && digits == 2 && part[2] == '-' && strncmp(part + 6, "20", 2) == 0;
		if (day)
			part[10] = '\0';
		int64_t t = year || day ? date_read(bytes_of(part)) : TIME_NONE;
		if (t == TIME_NONE)
			continue;
		char whole[32];
		time_to_rfc3339(t, whole);
		memcpy(out, whole, 10);
		out[10] = '\0';
		return true;
	}
	return false;
}
