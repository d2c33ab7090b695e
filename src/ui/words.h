/* SPDX-License-Identifier: MIT
 *
 * words: numbers, times and dates as the reader wants them: digits by choice,
 * Arabic plurals (gettext's six forms), month names by region (CLDR 42), Hijri
 * (Umm al-Qura). Everything is appended to a buffer.
 */
#ifndef UI_WORDS_H
#define UI_WORDS_H

#include "akhbar/base.h"
#include "akhbar/text.h"

enum calendar { CALENDAR_BOTH, CALENDAR_GREGORIAN, CALENDAR_HIJRI };
enum months { MONTHS_GULF, MONTHS_LEVANT, MONTHS_ALGERIA, MONTHS_MOROCCO, MONTHS_ENGLISH };

struct words {
	bool arabic_digits;
	bool arabic; /* the language of our words */
	enum months months;
	enum calendar calendar; /* of full dates */
	int64_t now;
	int utc_offset;
};

/* By option values. "auto": the language, and the country in LC_ALL, LC_TIME or LANG
 * (CLDR 42: months of the Levant and of the Maghreb; Western digits in the Emirates
 * and the Maghreb). */
void words_init(struct words *w, const char *ui_numerals, const char *months, int64_t now,
		int utc_offset);

void words_number(const struct words *w, int64_t n, struct buf *out);
/* Replaces ASCII digits of text by the chosen ones. */
void words_digits(const struct words *w, const char *text, struct buf *out);
/* printf with the result's digits as chosen. */
void words_printf(const struct words *w, struct buf *out, const char *fmt, ...)
	PRINTF_LIKE(3, 4);

/* "3 minutes ago" up to some hours of today, "yesterday 21:40", "21 November". */
void words_ago(const struct words *w, int64_t t, struct buf *out);
/* The same where the day stands above: "3 minutes ago", then "21:40". */
void words_time(const struct words *w, int64_t t, struct buf *out);
/* The HTTP status of an answer that was good, in brackets; nothing for 0 (a file). */
void words_status(int status, struct buf *out);
/* A day as a heading: "Today", "Yesterday", "Saturday 21 November". */
void words_day(const struct words *w, int64_t t, struct buf *out);
/* "22 November 2026 (12 Jumada II 1448)", or one of the two */
void words_date(const struct words *w, int64_t t, struct buf *out);
/* The settings' words for digits of foreign text and for filled lines. */
enum text_numerals words_numerals(const char *option);
enum text_justify words_justify(const char *option);
enum calendar words_calendar(const char *option);
/* "Monday 23 November 2026 · 13 Jumada II 1448" */
void words_today(const struct words *w, struct buf *out);
/* Whether two times fall on one day here. */
bool words_same_day(const struct words *w, int64_t a, int64_t b);
/* "3 minutes" to read so many words. */
void words_reading(const struct words *w, uint32_t words_n, struct buf *out);

#endif
