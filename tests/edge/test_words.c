/* SPDX-License-Identifier: MIT
 *
 * Words of the screens: digits, times, keys by their place, the guide's mark-up.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sys/lang.h"
#include "term/term.h"
#include "ui/actions.h"
#include "ui/guide.h"
#include "ui/words.h"

#define NOW 1795464000 /* 2026-11-23 20:00 UTC, a Monday */

static char *
said(void (*say)(const struct words *, int64_t, struct buf *), const struct words *w, int64_t t)
{
	struct buf out;
	buf_init(&out, 0);
	say(w, t, &out);
	return buf_take(&out);
}

static void
times_in_arabic(void **state)
{
	(void)state;
	static const struct {
		int64_t before;
		const char *words;
	} cases[] = {
		{20, "الآن"},
		{60, "قبل دقيقة"},
		{2 * 60, "قبل دقيقتين"},
		{3 * 60, "قبل ٣ دقائق"},
		{11 * 60, "قبل ١١ دقيقة"},
		{3600, "قبل ساعة"},
		{2 * 3600, "قبل ساعتين"},
		{5 * 3600, "قبل ٥ ساعات"},
		{24 * 3600, "أمس ٢٠:٠٠"},
		{3 * 86400, "٢٠ نوفمبر"},
		{400 * 86400, "١٩ أكتوبر ٢٠٢٥"},
	};
	struct words w;
	lang_choose("ar");
	words_init(&w, "auto", "gulf", NOW, 0);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *text = said(words_ago, &w, NOW - cases[i].before);
		assert_string_equal(text, cases[i].words);
		free(text);
	}
	char *day = said(words_day, &w, NOW - 2 * 86400);
	assert_string_equal(day, "السبت ٢١ نوفمبر");
	free(day);
	words_init(&w, "auto", "morocco", NOW, 0);
	day = said(words_day, &w, NOW - 2 * 86400);
	assert_string_equal(day, "السبت 21 نونبر");
	free(day);
}

/* Each of the six forms, past a hundred too. */
static void
arabic_counts(void **state)
{
	(void)state;
	static const struct {
		int n;
		const char *words;
	} cases[] = {
		{0, "لا مقالات جديدة"},	 {1, "مقال جديد"},	      {2, "مقالان جديدان"},
		{3, "٣ مقالات جديدة"},	 {10, "١٠ مقالات جديدة"},    {11, "١١ مقالًا جديدًا"},
		{99, "٩٩ مقالًا جديدًا"}, {100, "١٠٠ مقال جديد"},     {101, "١٠١ مقال جديد"},
		{102, "١٠٢ مقال جديد"},	 {103, "١٠٣ مقالات جديدة"}, {1111, "١١١١ مقالًا جديدًا"},
	};
	struct words w;
	lang_choose("ar");
	words_init(&w, "auto", "gulf", NOW, 0);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf out;
		buf_init(&out, 0);
		words_printf(&w, &out,
			     ngettext("%d new article", "%d new articles", (unsigned)cases[i].n),
			     cases[i].n);
		assert_string_equal(out.data, cases[i].words);
		buf_release(&out);
	}
}

/* "auto": months and digits of the country. */
static void
months_of_the_country(void **state)
{
	(void)state;
	static const struct {
		const char *lang, *day;
	} cases[] = {
		{"ar_SA.UTF-8", "السبت ٢١ نوفمبر"}, {"ar_SY.UTF-8", "السبت ٢١ تشرين الثاني"},
		{"ar_MA.UTF-8", "السبت 21 نونبر"},  {"ar_TN", "السبت 21 نوفمبر"},
		{"ar_AE.UTF-8", "السبت 21 نوفمبر"}, {"ar", "السبت ٢١ نوفمبر"},
		{"C.UTF-8", "السبت ٢١ نوفمبر"},	   {"en_US.UTF-8", "السبت ٢١ نوفمبر"},
	};
	char *all = getenv("LC_ALL") ? mem_strdup(getenv("LC_ALL")) : NULL;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct words w;
		setenv("LC_ALL", cases[i].lang, 1);
		lang_choose("ar");
		words_init(&w, "auto", "auto", NOW, 0);
		char *day = said(words_day, &w, NOW - 2 * 86400);
		if (strcmp(day, cases[i].day) != 0)
			fail_msg("%s: %s", cases[i].lang, day);
		free(day);
	}
	if (all)
		setenv("LC_ALL", all, 1);
	free(all);
}

static void
calendars(void **state)
{
	(void)state;
	static const struct {
		const char *option, *date;
	} cases[] = {
		{"both", "٢٣ نوفمبر ٢٠٢٦ (١٣ جمادى الآخرة ١٤٤٨)"},
		{"gregorian", "٢٣ نوفمبر ٢٠٢٦"},
		{"hijri", "١٣ جمادى الآخرة ١٤٤٨"},
	};
	struct words w;
	lang_choose("ar");
	words_init(&w, "auto", "gulf", NOW, 0);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		w.calendar = words_calendar(cases[i].option);
		char *date = said(words_date, &w, NOW);
		assert_string_equal(date, cases[i].date);
		free(date);
	}
	/* outside the tables of Umm al-Qura there is the Gregorian date */
	char *old = said(words_date, &w, -INT64_C(3500000000));
	assert_null(strstr(old, "("));
	assert_true(*old != '\0');
	free(old);
	/* under its day a time is short */
	char *time = said(words_time, &w, NOW - 26 * 3600);
	assert_string_equal(time, "١٨:٠٠");
	free(time);
}

static void
times_in_english(void **state)
{
	(void)state;
	struct words w;
	lang_choose("en");
	words_init(&w, "auto", "gulf", NOW, 3600);
	char *text = said(words_ago, &w, NOW - 60);
	assert_string_equal(text, "1 minute ago");
	free(text);
	text = said(words_ago, &w, NOW - 23 * 3600);
	assert_string_equal(text, "yesterday 22:00");
	free(text);
}

static void
the_guide_is_read(void **state)
{
	(void)state;
	struct doc *d = guide_parse(bytes_of("# عنوان\nفقرة **قوية** فيها `j`\nوسطر آخر\n\n"
					     "- أول\n- ثان\n\n1. واحد\n\n> قول\n\n    code here\n"));
	assert_int_equal(d->blocks_n, 7);
	assert_int_equal(d->blocks[0].kind, BLOCK_HEADING);
	assert_int_equal(d->blocks[1].kind, BLOCK_PARAGRAPH);
	assert_int_equal(d->blocks[1].body.spans_n, 2);
	assert_true(bytes_eq_str(d->blocks[1].body.text, "فقرة قوية فيها j وسطر آخر"));
	assert_int_equal(d->blocks[3].kind, BLOCK_ITEM);
	assert_int_equal(d->blocks[4].number, 1);
	assert_int_equal(d->blocks[5].quote, 1);
	assert_int_equal(d->blocks[6].kind, BLOCK_CODE);
	assert_int_equal(d->dir, DIR_RTL);
	doc_free(d);
	static const char *const languages[] = {"ar", "en"};
	for (size_t l = 0; l < 2; l++) {
		lang_choose(languages[l]);
		assert_true(guide_count() >= 6);
		for (size_t i = 0; i < guide_count(); i++) {
			d = guide_doc(i);
			assert_true(d->blocks_n > 3);
			assert_int_equal(d->dir, l ? DIR_LTR : DIR_RTL);
			doc_free(d);
		}
	}
}

static void
statuses(void **state)
{
	(void)state;
	static const struct {
		const char *lang;
		int status;
		const char *words;
	} cases[] = {
		{"ar", 200, " (200)"}, {"ar", 304, " (304: لا جديد)"},
		{"en", 304, " (304: nothing new)"}, {"en", 0, ""},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf out;
		buf_init(&out, 0);
		lang_choose(cases[i].lang);
		words_status(cases[i].status, &out);
		assert_string_equal(out.len ? out.data : "", cases[i].words);
		buf_release(&out);
	}
}

int
main(void)
{
	lang_start();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_in_arabic),
		cmocka_unit_test(arabic_counts),
		cmocka_unit_test(months_of_the_country),
		cmocka_unit_test(calendars),
		cmocka_unit_test(times_in_english),
		cmocka_unit_test(the_guide_is_read),
		cmocka_unit_test(statuses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
