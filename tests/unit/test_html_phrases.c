/* SPDX-License-Identifier: MIT
 *
 * The tables of phrases are written as lines of pages look after folding: one that is
 * not would never be found.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "html/find.h"
#include "html/phrases.h"

static void
assert_folded(const char *text)
{
	struct buf folded;
	buf_init(&folded, 0);
	words_folded(bytes_of(text), &folded);
	if (!bytes_eq(buf_view(&folded), bytes_of(text)))
		fail_msg("\"%s\" should be written \"%s\"", text, folded.data ? folded.data : "");
	buf_release(&folded);
}

static void
tables_are_folded(void **state)
{
	(void)state;
	for (size_t i = 0; i < furniture_n; i++)
		assert_folded(furniture[i].text);
	for (size_t i = 0; i < follows_n; i++)
		assert_folded(follows[i].text);
	for (size_t i = 0; i < closings_n; i++)
		assert_folded(closings[i]);
	for (size_t i = 0; i < walls_n; i++)
		assert_folded(walls[i].text);
	for (size_t i = 0; i < section_heads_n; i++) {
		assert_folded(section_heads[i].text);
		assert_true(strlen(section_heads[i].text) >= 4);
	}
}

static const struct phrases *
ready(struct arena *arena)
{
	return phrases_new(arena);
}

static enum head
head(const struct phrases *p, const char *line)
{
	struct buf folded;
	buf_init(&folded, 0);
	words_folded(bytes_of(line), &folded);
	enum head h = head_of(p, buf_view(&folded));
	buf_release(&folded);
	return h;
}

static int
phrase(const struct phrases *p, const char *line)
{
	struct buf folded;
	buf_init(&folded, 0);
	words_folded(bytes_of(line), &folded);
	int found = phrase_of(p, buf_view(&folded));
	buf_release(&folded);
	return found;
}

static void
headings_of_sections(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	const struct phrases *p = ready(arena);
	static const struct {
		const char *line;
		enum head head;
	} cases[] = {
		{"التعليقات (٢)", HEAD_COMMENTS}, {"3 تعليقات", HEAD_COMMENTS},
		{"اترك تعليقاً إلغاء الرد", HEAD_COMMENTS}, {"مقالاتٌ ذاتُ صلة", HEAD_RELATED},
		{"إقرأ أيضًا:", HEAD_RELATED}, {"الأكثر قراءةً اليوم", HEAD_RELATED},
		{"دیدگاه‌ها", HEAD_COMMENTS}, {"עוד בנושא:", HEAD_RELATED},
		{"عن الكاتب", HEAD_ABOUT}, {"Related stories", HEAD_RELATED},
		{"تعليقات المسؤولين على القرار", HEAD_NONE}, {"ما الذي تغير؟", HEAD_NONE},
		{"صلة", HEAD_NONE}, {"", HEAD_NONE}, {"12", HEAD_NONE},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		if (head(p, cases[i].line) != cases[i].head)
			fail_msg("%s: %d", cases[i].line, head(p, cases[i].line));
	arena_free(arena);
}

static void
asking_to_follow(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	const struct phrases *p = ready(arena);
	assert_int_equal(phrase(p, "تابعوا آخر الأخبار عبر قناتنا على تلغرام"), 2);
	assert_int_equal(phrase(p, "للاشتراك في النشرة البريدية اضغط هنا"), 2);
	assert_int_equal(phrase(p, "ما را در تلگرام دنبال کنید"), 2);
	assert_int_equal(phrase(p, "وقال إنه يتابع أخبار قريته على فيسبوك كل صباح"), 0);
	assert_int_equal(phrase(p, "تابع الآلاف المباراة على منصة رقمية أمس"), 0);
	assert_int_equal(phrase(p, "اشترك مئات التلاميذ في حملة على تويتر"), 0);
	assert_int_equal(phrase(p, "تابع الوزير سير العمل في الميناء صباح اليوم"), 0);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tables_are_folded),
		cmocka_unit_test(headings_of_sections),
		cmocka_unit_test(asking_to_follow),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
