/* SPDX-License-Identifier: MIT */
#include "ui/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sys/lang.h"

static const char *const month_names[][12] = {
	[MONTHS_GULF] = {"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس",
			 "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"},
	[MONTHS_LEVANT] = {"كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب",
			   "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"},
	[MONTHS_ALGERIA] = {"جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان", "جويلية", "أوت",
			    "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"},
	[MONTHS_MOROCCO] = {"يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت",
			    "شتنبر", "أكتوبر", "نونبر", "دجنبر"},
	[MONTHS_ENGLISH] = {"January", "February", "March", "April", "May", "June", "July",
			    "August", "September", "October", "November", "December"},
};

static const char *const days_arabic[7] = {"الأحد", "الاثنين", "الثلاثاء", "الأربعاء",
					   "الخميس", "الجمعة", "السبت"};
static const char *const days_english[7] = {"Sunday", "Monday", "Tuesday", "Wednesday",
					    "Thursday", "Friday", "Saturday"};
static const char *const hijri_arabic[12] = {
	"محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة",
	"رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة"};
static const char *const hijri_english[12] = {
	"Muharram", "Safar", "Rabiʿ I", "Rabiʿ II", "Jumada I", "Jumada II",
	"Rajab", "Shaʿban", "Ramadan", "Shawwal", "Dhu al-Qaʿda", "Dhu al-Hijja"};

/* The country of the dates' locale as two letters; "" when it names none. */
static void
country_of_locale(char country[3])
{
	static const char *const names[] = {"LC_ALL", "LC_TIME", "LANG"};
	country[0] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const char *value = getenv(names[i]);
		if (!value || !*value)
			continue;
		const char *place = strchr(value, '_');
		if (place && place[1] && place[2]) {
			memcpy(country, place + 1, 2);
			country[2] = '\0';
		}
		return; /* the first one set decides */
	}
}

static bool
is_one_of(const char *country, const char *list)
{
	const char *at = *country ? strstr(list, country) : NULL;
	return at && (at - list) % 3 == 0;
}

static enum months
months_of_country(const char *country)
{
	if (is_one_of(country, "IQ JO LB PS SY"))
		return MONTHS_LEVANT;
	if (is_one_of(country, "DZ TN"))
		return MONTHS_ALGERIA;
	return is_one_of(country, "MA EH") ? MONTHS_MOROCCO : MONTHS_GULF;
}

void
words_init(struct words *w, const char *ui_numerals, const char *months, int64_t now,
	   int utc_offset)
{
	char country[3] = "";
	w->arabic = strcmp(lang_name(), "ar") == 0;
	w->now = now;
	w->utc_offset = utc_offset;
	w->calendar = CALENDAR_BOTH;
	w->months = MONTHS_GULF;
	if (strcmp(months, "auto") == 0) {
		country_of_locale(country);
		w->months = months_of_country(country);
	} else if (strcmp(months, "levant") == 0) {
		w->months = MONTHS_LEVANT;
	} else if (strcmp(months, "algeria") == 0 || strcmp(months, "maghreb") == 0) {
		w->months = MONTHS_ALGERIA;
	} else if (strcmp(months, "morocco") == 0) {
		w->months = MONTHS_MOROCCO;
	}
	bool western = w->months == MONTHS_ALGERIA || w->months == MONTHS_MOROCCO ||
		       is_one_of(country, "AE DZ EH LY MA TN");
	if (!w->arabic)
		w->months = MONTHS_ENGLISH;
	w->arabic_digits = w->arabic && !western;
	if (strcmp(ui_numerals, "arabic") == 0)
		w->arabic_digits = true;
	else if (strcmp(ui_numerals, "western") == 0)
		w->arabic_digits = false;
	lang_use_arabic_digits(w->arabic_digits);
}

enum text_numerals
words_numerals(const char *option)
{
	return strcmp(option, "western") == 0	? NUMERALS_WESTERN
	       : strcmp(option, "arabic") == 0	? NUMERALS_ARABIC
	       : strcmp(option, "persian") == 0 ? NUMERALS_PERSIAN
						: NUMERALS_AS_WRITTEN;
}

enum text_justify
words_justify(const char *option)
{
	return strcmp(option, "kashida") == 0  ? JUSTIFY_KASHIDA
	       : strcmp(option, "spaces") == 0 ? JUSTIFY_SPACES
					       : JUSTIFY_NONE;
}

enum calendar
words_calendar(const char *option)
{
	return strcmp(option, "gregorian") == 0 ? CALENDAR_GREGORIAN
	       : strcmp(option, "hijri") == 0	? CALENDAR_HIJRI
						: CALENDAR_BOTH;
}

void
words_digits(const struct words *w, const char *text, struct buf *out)
{
	for (char before = 0; *text; before = *text++) {
		bool digits = before >= '0' && before <= '9' && text[1] >= '0' && text[1] <= '9';
		if (w->arabic_digits && *text == '.' && digits)
			buf_add_str(out, "٫");
		else if (w->arabic_digits && *text >= '0' && *text <= '9')
			buf_add_utf8(out, 0x660u + (uint32_t)(*text - '0'));
		else if (w->arabic_digits && *text == '%')
			buf_add_str(out, "٪");
		else
			buf_add_char(out, *text);
	}
}

void
words_number(const struct words *w, int64_t n, struct buf *out)
{
	char text[24];
	snprintf(text, sizeof(text), "%lld", (long long)n);
	words_digits(w, text, out);
}

void
words_printf(const struct words *w, struct buf *out, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	char *text = NULL;
	int n = vasprintf(&text, fmt, args);
	va_end(args);
	if (n < 0)
		return;
	words_digits(w, text, out);
	free(text);
}

static int64_t
day_number(const struct words *w, int64_t t)
{
	int64_t local = t + w->utc_offset;
	return local >= 0 ? local / 86400 : (local - 86399) / 86400;
}

bool
words_same_day(const struct words *w, int64_t a, int64_t b)
{
	return day_number(w, a) == day_number(w, b);
}

static void
day_and_month(const struct words *w, struct civil c, struct buf *out)
{
	words_printf(w, out, "%d %s", c.day, month_names[w->months][c.month - 1]);
}

void
words_ago(const struct words *w, int64_t t, struct buf *out)
{
	int64_t age = w->now - t;
	int64_t days = day_number(w, w->now) - day_number(w, t);
	struct civil c = time_to_civil(t, w->utc_offset);
	if (age < 60 && age > -300) {
		buf_add_str(out, _("now"));
	} else if (age >= 0 && age < 3600) {
		int n = (int)(age / 60);
		words_printf(w, out, ngettext("%d minute ago", "%d minutes ago", (unsigned)n), n);
	} else if (age >= 0 && age < 12 * 3600 && days <= 1) {
		int n = (int)(age / 3600);
		words_printf(w, out, ngettext("%d hour ago", "%d hours ago", (unsigned)n), n);
	} else if (days == 0) {
		words_printf(w, out, _("today %02d:%02d"), c.hour, c.minute);
	} else if (days == 1) {
		words_printf(w, out, _("yesterday %02d:%02d"), c.hour, c.minute);
	} else {
		day_and_month(w, c, out);
		if (c.year != time_to_civil(w->now, w->utc_offset).year)
			words_printf(w, out, " %d", c.year);
	}
}

void
words_status(int status, struct buf *out)
{
	if (status == 304)
		buf_printf(out, " (304: %s)", _("nothing new"));
	else if (status)
		buf_printf(out, " (%d)", status);
}

void
words_time(const struct words *w, int64_t t, struct buf *out)
{
	struct civil c = time_to_civil(t, w->utc_offset);
	int64_t age = w->now - t;
	if (words_same_day(w, t, w->now) && age > -300 && age < 12 * 3600)
		words_ago(w, t, out);
	else
		words_printf(w, out, "%02d:%02d", c.hour, c.minute);
}

void
words_day(const struct words *w, int64_t t, struct buf *out)
{
	int64_t days = day_number(w, w->now) - day_number(w, t);
	if (days == 0) {
		buf_add_str(out, _("Today"));
		return;
	}
	if (days == 1) {
		buf_add_str(out, _("Yesterday"));
		return;
	}
	struct civil c = time_to_civil(t, w->utc_offset);
	buf_add_str(out, w->arabic ? days_arabic[c.weekday] : days_english[c.weekday]);
	buf_add_char(out, ' ');
	day_and_month(w, c, out);
	if (c.year != time_to_civil(w->now, w->utc_offset).year)
		words_printf(w, out, " %d", c.year);
}

static bool
hijri_date(const struct words *w, int64_t t, struct buf *out)
{
	struct hijri h;
	if (!hijri_from_days(day_number(w, t), &h))
		return false;
	words_printf(w, out, "%d %s %d", h.day,
		     w->arabic ? hijri_arabic[h.month - 1] : hijri_english[h.month - 1], h.year);
	return true;
}

/* Day, month and year by the calendar: one, or both with `between` and `after`. */
static void
add_dates(const struct words *w, int64_t t, const char *between, const char *after,
	  struct buf *out)
{
	struct civil c = time_to_civil(t, w->utc_offset);
	struct buf hijri;
	buf_init(&hijri, 0);
	bool have = w->calendar != CALENDAR_GREGORIAN && hijri_date(w, t, &hijri);
	if (!have || w->calendar == CALENDAR_BOTH) {
		day_and_month(w, c, out);
		words_printf(w, out, " %d", c.year);
	}
	if (have && w->calendar == CALENDAR_BOTH)
		buf_add_str(out, between);
	if (have)
		buf_add_bytes(out, buf_view(&hijri));
	if (have && w->calendar == CALENDAR_BOTH)
		buf_add_str(out, after);
	buf_release(&hijri);
}

void
words_date(const struct words *w, int64_t t, struct buf *out)
{
	add_dates(w, t, " (", ")", out);
}

void
words_today(const struct words *w, struct buf *out)
{
	struct civil c = time_to_civil(w->now, w->utc_offset);
	buf_add_str(out, w->arabic ? days_arabic[c.weekday] : days_english[c.weekday]);
	buf_add_char(out, ' ');
	add_dates(w, w->now, "  ·  ", "", out);
}

void
words_reading(const struct words *w, uint32_t words_n, struct buf *out)
{
	/* Arabic is read at about 180 words a minute */
	unsigned minutes = words_n / 180 + 1;
	words_printf(w, out, ngettext("%u minute to read", "%u minutes to read", minutes), minutes);
}
