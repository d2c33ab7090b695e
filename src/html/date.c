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
	char word[32]; /* folded */
	char before;   /* what stands before it: '-', '/', ':', '.', '+', ' ' */
};

/* Names of months by country; the same month often stands twice ("مارس/ آذار"). */
static const struct {
	const char *name;
	int month;
} months[] = {
	{"يناير", 1}, {"فبراير", 2}, {"مارس", 3}, {"أبريل", 4}, {"إبريل", 4}, {"مايو", 5},
	{"يونيو", 6}, {"يونيه", 6}, {"يوليو", 7}, {"يوليه", 7}, {"أغسطس", 8}, {"سبتمبر", 9},
	{"أكتوبر", 10}, {"نوفمبر", 11}, {"ديسمبر", 12},
	{"شباط", 2}, {"آذار", 3}, {"نيسان", 4}, {"أيار", 5}, {"حزيران", 6}, {"تموز", 7}, {"آب", 8},
	{"أيلول", 9},
	{"جانفي", 1}, {"فيفري", 2}, {"أفريل", 4}, {"ماي", 5}, {"جوان", 6}, {"جويلية", 7}, {"أوت", 8},
	{"يوليوز", 7}, {"غشت", 8}, {"شتنبر", 9}, {"نونبر", 11}, {"دجنبر", 12},
	{"ژانویه", 1}, {"فوریه", 2}, {"آوریل", 4}, {"مه", 5}, {"ژوئن", 6}, {"ژوئیه", 7}, {"اوت", 8},
	{"سپتامبر", 9}, {"اکتبر", 10}, {"نوامبر", 11}, {"دسامبر", 12}, {"جنوری", 1}, {"فروری", 2},
	{"اپریل", 4}, {"مئی", 5}, {"جون", 6}, {"جولائی", 7}, {"اگست", 8}, {"ستمبر", 9},
	{"نومبر", 11}, {"دسمبر", 12},
	{"jan", 1}, {"feb", 2}, {"mar", 3}, {"apr", 4}, {"may", 5}, {"jun", 6}, {"jul", 7},
	{"aug", 8}, {"sep", 9}, {"sept", 9}, {"oct", 10}, {"nov", 11}, {"dec", 12},
	{"january", 1}, {"february", 2}, {"march", 3}, {"april", 4}, {"june", 6}, {"july", 7},
	{"august", 8}, {"september", 9}, {"october", 10}, {"november", 11}, {"december", 12},
};

static bool
folds_to(const char *name, const char *folded)
{
	struct buf b;
	buf_init(&b, 0);
	fold_text(&b, bytes_of(name));
	bool same = b.len == strlen(folded) && memcmp(b.data, folded, b.len) == 0;
	buf_release(&b);
	return same;
}

static int
month_of(const char *word)
{
	for (size_t i = 0; i < ARRAY_LEN(months); i++)
		if (folds_to(months[i].name, word))
			return months[i].month;
	return 0;
}

/* كانون and تشرين are two months each: the word after says which. */
static void
join_months(struct token *t, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++) {
		bool kanun = folds_to("كانون", t[i].word), tishrin = folds_to("تشرين", t[i].word);
		if (!kanun && !tishrin)
			continue;
		bool first = folds_to("الأول", t[i + 1].word);
		if (!first && !folds_to("الثاني", t[i + 1].word))
			continue;
		t[i].month = kanun ? (first ? 12 : 1) : (first ? 10 : 11);
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
		*t = (struct token){.before = before};
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
	for (size_t i = 0; i < n; i++)
		if (!out[i].number && out[i].word[0])
			out[i].month = month_of(out[i].word);
	join_months(out, n);
	return n;
}

struct found {
	uint32_t year, month, day;
	size_t at; /* token after the date */
};

static bool
sane(const struct found *f)
{
	return f->year >= 1990 && f->year < 2100 && f->month >= 1 && f->month <= 12 && f->day >= 1 &&
	       f->day <= 31;
}

static bool
parts_date(char c)
{
	return c == '-' || c == '/' || c == '.';
}

static bool
find_numeric(const struct token *t, size_t n, struct found *f)
{
	for (size_t i = 0; i + 2 < n; i++) {
		const struct token *a = &t[i], *b = &t[i + 1], *c = &t[i + 2];
		if (!a->number || !b->number || !c->number || !parts_date(b->before) ||
		    b->before != c->before)
			continue;
		f->at = i + 3;
		if (a->digits == 4) {
			f->year = a->value;
			f->month = b->value;
			f->day = c->value;
		} else if (c->digits == 4) {
			bool american = b->value > 12;
			f->year = c->value;
			f->month = american ? a->value : b->value;
			f->day = american ? b->value : a->value;
		} else {
			continue;
		}
		if (sane(f))
			return true;
	}
	return false;
}

static bool
find_worded(const struct token *t, size_t n, struct found *f)
{
	for (size_t i = 0; i < n; i++) {
		if (!t[i].month)
			continue;
		f->month = (uint32_t)t[i].month;
		f->day = f->year = 0;
		if (i && t[i - 1].number && t[i - 1].digits <= 2)
			f->day = t[i - 1].value;
		for (size_t j = i + 1; j < n && j < i + 6 && !f->year; j++) {
			if (!t[j].number)
				continue;
			if (t[j].digits == 4)
				f->year = t[j].value;
			else if (t[j].digits <= 2 && !f->day)
				f->day = t[j].value;
			else
				break;
			f->at = j + 1;
		}
		if (!f->year && i >= 2 && t[i - 2].number && t[i - 2].digits == 4) /* 2020 March 5 */
			f->year = t[i - 2].value;
		if (sane(f))
			return true;
	}
	return false;
}

/* Seconds of the day, minus the zone. */
static int
time_of_day(const struct token *t, size_t n, size_t from, bool iso)
{
	for (size_t i = 0; i + 1 < n; i++) {
		if (!t[i].number || !t[i + 1].number || t[i + 1].before != ':' || t[i].digits > 2 ||
		    t[i].value > 24 || t[i + 1].value > 59 || (iso && i < from))
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
		} else if (j < n && (t[j].before == '+' || t[j].before == '-') && t[j].digits <= 4) {
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
	buf_release(&folded);
	bool numeric = find_numeric(tokens, n, &f);
	if (!numeric && !find_worded(tokens, n, &f))
		return TIME_NONE;
	int64_t day = time_from_civil((int)f.year, (int)f.month, (int)f.day, 0, 0, 0);
	return day + time_of_day(tokens, n, f.at, numeric);
}
