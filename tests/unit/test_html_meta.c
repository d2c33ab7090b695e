/* SPDX-License-Identifier: MIT */
/* Title, byline and date as sites write them: each case a small page of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "akhbar/html.h"

#define URL "https://www.alnahr.example/news/12345"
#define HEADLINE "البلدية تفتح مكتبة جديدة على ضفة النهر"

static const char text[] =
	"<div class=\"tx\"><p>افتتحت البلدية صباح اليوم مكتبة عامة جديدة على ضفة النهر، تضم عشرين ألف "
	"كتاب وقاعة للأطفال، بعد عامين من العمل في المبنى القديم.</p><p>وقال مدير المكتبة إن أبوابها "
	"مفتوحة للجميع كل أيام الأسبوع، وإن الاشتراك فيها مجاني لطلاب المدارس والجامعات.</p><p>وتبرع "
	"سكان الحي بأكثر من ثلاثة آلاف كتاب، بينها مجموعة نادرة من دواوين الشعر القديم.</p></div>";

static const char menu[] =
	"<ul><li><a href=\"/\">الرئيسية</a></li><li><a href=\"/p\">سياسة</a></li><li><a href=\"/e\">اقتصاد</a>"
	"</li><li><a href=\"/s\">رياضة</a></li></ul>";

/* The article of a page of this head, with this above its text; free it. */
static struct article *
read_page(const char *title, const char *head, const char *above, const char *url)
{
	struct article *article = NULL;
	char *page = mem_printf("<!DOCTYPE html><html lang=ar dir=rtl><head><meta charset=utf-8><title>%s"
				"</title>%s</head><body>%s<div class=m>%s%s</div></body></html>",
				title, head, menu, above, text);
	struct html_page in = {.data = bytes_of(page), .url = url ? url : URL};
	if (html_article(&in, &article, NULL, NULL) != OK)
		fail_msg("no article: %s %s", title, above);
	free(page);
	return article;
}

static void
titles(void **state)
{
	(void)state;
#define OG(t) "<meta property=\"og:title\" content=\"" t "\">"
	static const struct {
		const char *title, *head, *above, *wanted;
	} cases[] = {
		/* the page shows it, no heading does */
		{HEADLINE " - صحيفة الوادي", "", "<div>" HEADLINE "</div>", HEADLINE},
		{HEADLINE "– BBC News عربي", "", "<div>" HEADLINE "</div>", HEADLINE},
		{HEADLINE " ‹ الوادي", "", "<div>" HEADLINE "</div>", HEADLINE},
		{"الوادي: " HEADLINE, "", "<div>" HEADLINE "</div>", HEADLINE},
		{"الوادي » محليات » " HEADLINE, "", "<div>" HEADLINE "</div>", HEADLINE},
		{HEADLINE " - محليات - صحيفة الوادي الإلكترونية", "", "<div>" HEADLINE "</div>", HEADLINE},
		{"البلدية تفتح مكتبة جديدة على...", "", "<div>" HEADLINE "</div>", HEADLINE},
		{"مكتبة النهر | الوادي", "", "<div>مكتبة النهر</div>", "مكتبة النهر"},
		/* nothing shows it */
		{HEADLINE " | صحيفة الوادي", "", "", HEADLINE},
		{HEADLINE " / الوادي", "", "", HEADLINE},
		{HEADLINE " ـ الوادي", "", "", HEADLINE},
		{HEADLINE " | أخبار محلية | الوادي", "", "", HEADLINE},
		{"صحيفة الوادي - " HEADLINE, "", "", HEADLINE},
		{"موقع الوادي - محليات - " HEADLINE, "", "", HEADLINE},
		{"خبرگزاری دره | " HEADLINE, "", "", HEADLINE},
		{"الوادي: " HEADLINE, "<meta property=\"og:site_name\" content=\"صحيفة الوادي\">", "", HEADLINE},
		/* marks that are the headline's own */
		{"مدير المكتبة: أبوابنا مفتوحة للجميع", "", "", "مدير المكتبة: أبوابنا مفتوحة للجميع"},
		{"بالصور | " HEADLINE, "", "", "بالصور | " HEADLINE},
		{"مكتبة النهر - كتب وأطفال وموسيقى - الوادي", "", "", "مكتبة النهر - كتب وأطفال وموسيقى"},
		{"مدير المكتبة: «أبوابنا مفتوحة» للجميع - الوادي", "", "", "مدير المكتبة: «أبوابنا مفتوحة» للجميع"},
		/* the first heading is the site's, or a section's */
		{HEADLINE " - الوادي", "", "<h1><a href=\"/\">صحيفة الوادي اليومية المستقلة</a></h1><h2>" HEADLINE "</h2>",
		 HEADLINE},
		{HEADLINE, OG(HEADLINE), "<h1 class=\"site-title\">صحيفة الوادي اليومية المستقلة</h1><div>" HEADLINE "</div>",
		 HEADLINE},
		{"مدونة الوادي في الأدب: " HEADLINE, "", "<h1>مدونة الوادي في الأدب</h1><h3>" HEADLINE "</h3>", HEADLINE},
		{HEADLINE " | الوادي", "", "<h1>أخبار المحافظات والبلديات</h1><h2>" HEADLINE "</h2>", HEADLINE},
		{HEADLINE " | الوادي", "", "<h1><a href=\"/n/1\">ارتفاع أسعار الذهب لليوم الثالث</a></h1><h2>" HEADLINE "</h2>",
		 HEADLINE},
		/* what stands in the heading beside it */
		{HEADLINE " | الوادي", OG(HEADLINE), "<h1><span>عاجل</span> " HEADLINE "</h1>", HEADLINE},
		{HEADLINE, OG(HEADLINE), "<h1>" HEADLINE "<small>عشرون ألف كتاب</small></h1>", HEADLINE},
		{HEADLINE, "", "<h1>" HEADLINE " <span>14 مايو 2024</span></h1>", HEADLINE},
		{"عاجل | " HEADLINE " - الوادي", OG("عاجل | " HEADLINE), "<h1>عاجل | " HEADLINE "</h1>", "عاجل | " HEADLINE},
		/* one word is a headline where the page's title says so */
		{"المكتبة - صحيفة الوادي", OG("المكتبة - صحيفة الوادي"), "<h1>المكتبة</h1>", "المكتبة"},
		/* as people see it */
		{"مكتبة النهر: كل ما تريد معرفته | الوادي", OG("مكتبة النهر: كل ما تريد معرفته"), "<h1>" HEADLINE "</h1>", HEADLINE},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct article *a = read_page(cases[i].title, cases[i].head, cases[i].above, NULL);
		if (strcmp(a->title, cases[i].wanted) != 0)
			fail_msg("%zu %s: %s, not %s", i, cases[i].title, a->title, cases[i].wanted);
		article_free(a);
	}
}

static void
days(void **state)
{
	(void)state;
	static const struct {
		const char *head, *above, *url, *wanted; /* NULL: none */
	} cases[] = {
		{"", "<div>آخر تحديث: 25 نوفمبر 2026 | نشر: 24 نوفمبر 2026</div>", NULL, "2026-11-24"},
		{"", "<div>اپ ڈیٹ 25 نومبر 2026 شائع 24 نومبر 2026</div>", NULL, "2026-11-24"},
		{"", "<div>آخر تحديث: 25 نوفمبر 2026</div>", NULL, "2026-11-25"},
		{"", "<div>تحديث <time datetime=\"2026-11-26T10:00\">26</time></div><div>نشر <time "
		     "datetime=\"2026-11-24T10:00\">24</time></div>", NULL, "2026-11-24"},
		{"", "<time class=\"updated\" datetime=\"2026-11-26\">26</time><time class=\"entry-date published\" "
		     "datetime=\"2026-11-24\">24</time>", NULL, "2026-11-24"},
		{"", "<time class=\"entry-date published updated\" datetime=\"2026-11-24\">24</time>", NULL, "2026-11-24"},
		/* a day that is told of; the day of the address */
		{"", "<div>شهد يوم 12 أيلول 2019 أول حملة من هذا النوع</div>", "https://e.example/2026/11/24/x", "2026-11-24"},
		{"", "<div>stated on September 15, 2023</div>", "https://e.example/2026/11/24/x", "2026-11-24"},
		{"", "<div>24 نوفمبر 2026 - 22:30</div>", "https://e.example/2026/11/25/x", "2026-11-24"},
		{"", "<p>يستضيف المعرض دورته من 3 ديسمبر 2026 حتى العاشر منه في المكتبة، بمشاركة واسعة.</p>", NULL, NULL},
		{"", "<div>قبل ساعتين</div>", NULL, NULL},
		{"<meta property=\"article:modified_time\" content=\"2026-11-26T10:00:00Z\">", "<div>24 نوفمبر 2026</div>",
		 NULL, "2026-11-24"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *above = mem_printf("<h1>" HEADLINE "</h1>%s", cases[i].above);
		struct article *a = read_page(HEADLINE, cases[i].head, above, cases[i].url);
		char got[32] = "";
		if (a->published_time != TIME_NONE)
			time_to_rfc3339(a->published_time, got);
		got[10] = '\0';
		if (strcmp(got, cases[i].wanted ? cases[i].wanted : "") != 0)
			fail_msg("%zu %s: %s, not %s", i, cases[i].above, got, cases[i].wanted ? cases[i].wanted : "none");
		article_free(a);
		free(above);
	}
	/* today, above the menu */
	char *page = mem_printf("<title>" HEADLINE "</title><body><div>الخميس 26 نوفمبر 2026</div>%s<h1>" HEADLINE "</h1>%s",
				menu, text);
	struct html_page in = {.data = bytes_of(page), .url = URL};
	struct article *a = NULL;
	assert_int_equal(html_article(&in, &a, NULL, NULL), OK);
	assert_null(a->published);
	article_free(a);
	free(page);
}

static void
authors(void **state)
{
	(void)state;
	static const struct {
		const char *above, *wanted; /* NULL: none */
	} cases[] = {
		{"<div>كتب - كريم الشافعي</div>", "كريم الشافعي"},
		{"<div>إعداد وتحرير: ليلى منصور</div>", "ليلى منصور"},
		{"<div>بيروت - ليلى منصور</div>", "ليلى منصور"},
		{"<div>القاهرة - أ ش أ</div>", "أ ش أ"},
		{"<div class=\"author\">الرياض (واس)</div>", "واس"},
		{"<div class=\"author\">وكالات</div>", "وكالات"},
		{"<div>المصدر: رويترز</div>", "رويترز"},
		{"<div>متابعات - ليلى منصور</div>", "ليلى منصور"},
		{"<div class=\"author\">24 نوفمبر 2026 | ليلى منصور</div>", "ليلى منصور"},
		{"<div class=\"author\">ليلى منصور، مراسلة النهر</div>", "ليلى منصور"},
		{"<div class=\"author\">נעמה רוזן, כתבת תרבות</div>", "נעמה רוזן"},
		{"<div class=\"author\">ليلى منصور، كريم الشافعي</div>", "ليلى منصور، كريم الشافعي"},
		{"<div class=\"author\">تصوير: كريم الشافعي</div>", NULL},
		{"<div class=\"author\">رياضة</div>", NULL},
		{"<div>السلام - بأي ثمن</div>", NULL},
		{"<p>كتب الوزير على صفحته أن المكتبة قديمة، وأنها تحتاج إلى كتب جديدة.</p>", NULL},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *above = mem_printf("<h1>" HEADLINE "</h1>%s", cases[i].above);
		struct article *a = read_page(HEADLINE, "", above, NULL);
		if (strcmp(a->byline ? a->byline : "", cases[i].wanted ? cases[i].wanted : "") != 0)
			fail_msg("%s: %s, not %s", cases[i].above, a->byline ? a->byline : "none",
				 cases[i].wanted ? cases[i].wanted : "none");
		article_free(a);
		free(above);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(titles), cmocka_unit_test(days),
					   cmocka_unit_test(authors)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
