/* SPDX-License-Identifier: MIT
 *
 * One page in the encodings that Arabic pages come in, with a right label, a wrong
 * one, and none.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "akhbar/html.h"

#define TITLE "سوق الكتب يفتح أبوابه شتاء"
static const char head[] = "<html><head>";
static const char body[] =
	"<title>" TITLE "</title></head><body><h1>" TITLE "</h1><div>"
	"<p>عاد باعة الكتب المستعملة إلى رصيف النهر بعد أن غادروه ثلاثة مواسم، وعلقوا فوق طاولاتهم "
	"مظلات من قماش الأشرعة تقي الورق من المطر.</p><p>وقال بائع يعرفه الناس باسم أبي الحبر إن "
	"الزبائن تضاعفوا منذ الأسبوع الأول، فالكتاب في الشتاء رفيق، وفي الصيف زائر.</p></div></body></html>";

static void
convert(const char *encoding, const char *label, struct buf *out)
{
	struct buf text;
	buf_init(&text, 0);
	buf_add_str(&text, head);
	if (label)
		buf_printf(&text, "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=%s\">", label);
	buf_add_str(&text, body);
	iconv_t cd = iconv_open(encoding, "UTF-8");
	assert_true(cd != (iconv_t)-1);
	char *in = text.data, part[65536], *to = part;
	size_t left = text.len, room = sizeof(part);
	assert_true(iconv(cd, &in, &left, &to, &room) != (size_t)-1 && !left);
	iconv_close(cd);
	buf_add(out, part, sizeof(part) - room);
	buf_release(&text);
}

static void
labels(void **state)
{
	(void)state;
	static const struct {
		const char *encoding, *meta, *header, *before; /* before: a byte order mark */
	} cases[] = {
		{"windows-1256", NULL, NULL, ""}, {"windows-1256", "windows-1256", NULL, ""},
		{"windows-1256", "utf-8", NULL, ""}, {"windows-1256", "iso-8859-1", NULL, ""},
		{"windows-1256", "iso-8859-6", NULL, ""}, {"windows-1256", "windows-1252", NULL, ""},
		{"windows-1256", NULL, "text/html; charset=utf-8", ""},
		{"windows-1256", NULL, "text/html; charset=windows-1256", ""},
		{"windows-1256", NULL, "text/html; charset=iso-8859-1", ""},
		{"iso-8859-6", NULL, NULL, ""}, {"iso-8859-6", "iso-8859-6", NULL, ""},
		{"iso-8859-6", "windows-1256", NULL, ""}, {"iso-8859-6", "utf-8", NULL, ""},
		{"iso-8859-6", NULL, "text/html; charset=iso-8859-1", ""},
		{"utf-8", NULL, NULL, ""}, {"utf-8", "windows-1256", NULL, ""},
		{"utf-8", "utf-16", NULL, ""}, {"utf-8", NULL, NULL, "\xef\xbb\xbf"},
		{"utf-8", "utf-8", "text/html; charset=iso-8859-6", ""},
		{"utf-16le", NULL, NULL, "\xff\xfe"}, {"utf-16be", NULL, NULL, "\xfe\xff"},
		{"utf-16le", NULL, NULL, ""}, {"utf-16be", NULL, NULL, ""},
		{"utf-16le", "utf-8", NULL, "\xff\xfe"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf page;
		struct article *a = NULL;
		buf_init(&page, 0);
		buf_add_str(&page, cases[i].before);
		convert(cases[i].encoding, cases[i].meta, &page);
		struct html_page in = {.data = buf_view(&page), .content_type = cases[i].header,
				       .url = "https://news.example.org/a"};
		if (html_article(&in, &a, NULL, NULL) != OK || strcmp(a->title, TITLE) != 0 ||
		    a->doc->blocks_n != 2)
			fail_msg("%s, meta %s, header %s: %s", cases[i].encoding,
				 cases[i].meta ? cases[i].meta : "none",
				 cases[i].header ? cases[i].header : "none", a ? a->title : "nothing");
		article_free(a);
		buf_release(&page);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(labels)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
