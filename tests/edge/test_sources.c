/* SPDX-License-Identifier: MIT
 *
 * The feeds file: lines, problems, OPML, adding and removing; and the shipped list.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/options.h"
#include "config/sources-line.h"
#include "config/sources.h"
#include "sys/files.h"
#include "sys/paths.h"

static char *
in_tmp(const char *name)
{
	const char *tmp = getenv("AKHBAR_TMP");
	return mem_printf("%s/%s", tmp ? tmp : "/tmp", name);
}

static struct sources
parse(const char *text)
{
	struct sources s;
	assert_int_equal(sources_parse("feeds", bytes_of(text), &s, NULL), OK);
	return s;
}

static void
a_whole_file(void **state)
{
	(void)state;
	struct sources s = parse("\xef\xbb\xbf# مصادري\r\n"
				 "https://example.org/feed\r\n"
				 "\r\n"
				 "@ أخبار العالم  \r\n"
				 "https://example.org/world \"~نشرة العالم\" عالم \"أخبار عاجلة\" !\r\n"
				 "  https://example.org/two \"~\" !خفي   # ملاحظة\r\n"
				 "@\r\n"
				 "file:///home/reader/list.xml");
	assert_int_equal(s.problems_n, 0);
	assert_int_equal(s.n, 4);
	assert_string_equal(s.path, "feeds");
	assert_string_equal(s.items[0].url, "https://example.org/feed");
	assert_string_equal(s.items[0].section, "");
	assert_null(s.items[0].title);
	assert_int_equal(s.items[0].line, 2);
	assert_string_equal(s.items[1].section, "أخبار العالم");
	assert_string_equal(s.items[1].title, "نشرة العالم");
	assert_int_equal(s.items[1].tags_n, 2);
	assert_string_equal(s.items[1].tags[0], "عالم");
	assert_string_equal(s.items[1].tags[1], "أخبار عاجلة");
	assert_true(s.items[1].hidden);
	assert_null(s.items[2].title);
	assert_true(s.items[2].hidden);
	assert_int_equal(s.items[2].tags_n, 1);
	assert_string_equal(s.items[2].tags[0], "خفي");
	assert_string_equal(s.items[3].section, "");
	assert_string_equal(s.items[3].url, "file:///home/reader/list.xml");
	sources_release(&s);
}

static void
addresses(void **state)
{
	(void)state;
	static const struct {
		const char *written, *kept; /* NULL: not an address */
	} cases[] = {
		{"http://example.org/", "http://example.org/"},
		{"HTTPS://Example.org/A?b=c&d=%20", "https://Example.org/A?b=c&d=%20"},
		{"feed://example.org/rss", "http://example.org/rss"},
		{"feed:https://example.org/rss", "https://example.org/rss"},
		{"FEED:http://example.org/rss", "http://example.org/rss"},
		{"https://example.org/rss#top", "https://example.org/rss"},
		{"https://example.org/أخبار", "https://example.org/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1"},
		{"https://example.org/a b{c}|d", "https://example.org/a%20b%7Bc%7D%7Cd"},
		{"https://user:pass@example.org:8080/x", "https://user:pass@example.org:8080/x"},
		{"http://[::1]:8000/feed", "http://[::1]:8000/feed"},
		{"http://127.0.0.1:1/f", "http://127.0.0.1:1/f"},
		{"file:///etc/feed.xml", "file:///etc/feed.xml"},
		{"file://host/feed.xml", NULL},
		{"example.org/feed", NULL},
		{"https://", NULL},
		{"https:///feed", NULL},
		{"http:/example.org", NULL},
		{"ftp://example.org/feed", NULL},
		{"javascript:alert(1)", NULL},
		{"--help", NULL},
		{"", NULL},
		{"feed:", NULL},
		{"https://exa mple.org/", NULL},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *kept = source_address(cases[i].written);
		if (!cases[i].kept ? kept != NULL : !kept || strcmp(kept, cases[i].kept) != 0)
			fail_msg("%s: %s", cases[i].written, kept ? kept : "(none)");
		if (kept) { /* settled: the kept form is its own */
			char *again = source_address(kept);
			assert_string_equal(again, kept);
			free(again);
		}
		free(kept);
	}
}

static void
settings_of_one_feed(void **state)
{
	(void)state;
	struct sources s = parse("https://example.org/a \"~A\" tag < keep-days 30; keep-count 500;keep-unread no\n"
				 "https://example.org/b < keep-starred no ; edited-unread yes # so\n"
				 "https://example.org/c \"<\"\n");
	assert_int_equal(s.problems_n, 0);
	assert_int_equal(s.n, 3);
	const struct source_keep *a = &s.items[0].settings.keep, *b = &s.items[1].settings.keep, *c = &s.items[2].settings.keep;
	assert_string_equal(s.items[0].title, "A");
	assert_int_equal(s.items[0].tags_n, 1);
	assert_int_equal(a->days, 30);
	assert_int_equal(a->count, 500);
	assert_int_equal(a->unread, 0);
	assert_int_equal(a->starred, -1);
	assert_int_equal(b->starred, 0);
	assert_int_equal(b->edited_unread, 1);
	assert_int_equal(b->days, -1);
	assert_int_equal(c->days, -1);
	sources_release(&s);
}

/* Our own, and newsboat's translated. */
static void
saved_searches(void **state)
{
	(void)state;
	static const struct {
		const char *line, *name, *query;
	} cases[] = {
		{"@? القمة: القمة العربية", "القمة", "القمة العربية"},
		{"@?  غزة:  source:الجزيرة غزة ", "غزة", "source:الجزيرة غزة"},
		{"@? is:starred", "is:starred", "is:starred"},
		{"\"query:غير المقروء:unread = \\\"yes\\\"\"", "غير المقروء", "is:unread"},
		{"\"query:N:unread = \\\"no\\\" and title =~ \\\"مصر\\\"\" tag", "N", "is:read title:\"مصر\"*"},
		{"\"query:N:title =~ \\\"a|b c\\\" or author = \\\"x\\\"\"", "N",
		 "(title:\"a\"* OR title:\"b c\"*) OR author:\"x\""},
		{"\"query:N:(content !~ \\\".*ad.*\\\") and age between 0:7\"", "N",
		 "(-text:\"ad\"*) after:8d"},
		{"\"query:N:age < 3 and tags # \\\"news\\\"\"", "N", "after:3d section:\"news\""},
		{"\"query:N:enclosure_url != \\\"\\\"\"", "N", "has:enclosure"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *text = mem_printf("@ قسم\n%s\nhttps://example.org/b\n", cases[i].line);
		struct sources s = parse(text);
		if (s.problems_n)
			fail_msg("%s: %s", cases[i].line, s.problems[0].message);
		assert_int_equal(s.searches_n, 1);
		assert_string_equal(s.searches[0].name, cases[i].name);
		assert_string_equal(s.searches[0].query, cases[i].query);
		assert_int_equal(s.searches[0].line, 2);
		assert_string_equal(s.items[0].section, "قسم");
		sources_release(&s);
		free(text);
	}
}

static void expect(const char *path, const char *text);

/* Rules: ours in both languages, and newsboat's. */
static void
rules(void **state)
{
	(void)state;
	static const struct {
		const char *line;
		unsigned does;
		const char *query;
	} cases[] = {
		{"@! hide: title:\"a b\"", RULE_HIDES, "title:\"a b\""},
		{"@!hide:x", RULE_HIDES, "x"},
		{"  @!  Star ,NOTIFY :  القدس  ", RULE_STARS | RULE_NOTIFIES, "القدس"},
		{"@! أخفِ: إعلان", RULE_HIDES, "إعلان"},
		{"@! اخف: إعلان", RULE_HIDES, "إعلان"},
		{"@! مقروء، نجمه: source:\"https://example.org/b\" x", RULE_READS | RULE_STARS,
		 "source:\"https://example.org/b\" x"},
		{"@! تنبيه: زلزال", RULE_NOTIFIES, "زلزال"},
		{"ignore-article \"*\" \"title =~ \\\"a|b\\\"\"", RULE_HIDES, "(title:\"a\"* OR title:\"b\"*)"},
		{"ignore-article \"https://example.org/b\" \"author = \\\"x\\\"\"", RULE_HIDES,
		 "source:\"https://example.org/b\" (author:\"x\")"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *text = mem_printf("@ قسم\n%s\nhttps://example.org/b\n", cases[i].line);
		struct sources s = parse(text);
		if (s.problems_n)
			fail_msg("%s: %s", cases[i].line, s.problems[0].message);
		assert_int_equal(s.rules_n, 1);
		assert_int_equal(s.rules[0].does, cases[i].does);
		assert_string_equal(s.rules[0].query, cases[i].query);
		assert_int_equal(s.rules[0].line, 2);
		assert_string_equal(s.items[0].section, "قسم");
		sources_release(&s);
		free(text);
	}
	/* written, and read again; twice is once */
	char *path = in_tmp("rules-feeds");
	struct why why;
	unlink(path);
	assert_int_equal(sources_add_rule(path, RULE_HIDES | RULE_READS, "title:x  y", &why), OK);
	assert_int_equal(sources_add_rule(path, RULE_STARS, "ب", &why), OK);
	assert_int_equal(sources_add_rule(path, RULE_STARS, "ب", &why), ERR_CONFIG);
	assert_int_equal(sources_add_rule(path, RULE_STARS, "  ", &why), ERR_CONFIG);
	expect(path, "@! hide, read: title:x y\n@! star: ب\n");
	assert_int_equal(sources_remove_rule(path, 3, &why), ERR_NOT_FOUND);
	assert_int_equal(sources_remove_rule(path, 1, &why), OK);
	assert_int_equal(sources_remove_rule(path, 1, &why), ERR_NOT_FOUND);
	expect(path, "# @! hide, read: title:x y\n@! star: ب\n");
	free(path);
}

static void
problems(void **state)
{
	(void)state;
	static const struct {
		const char *line, *says;
		bool feed; /* the line still gives one */
	} cases[] = {
		{"\"query:رايات:flags # \\\"s\\\"\"", "flags", false},
		{"\"query:نمط:title =~ \\\"a[0-9]+\\\"\"", "a pattern of title", false},
		{"\"query:\"", "is written", false},
		{"\"query:x:(unread = \\\"yes\\\"\"", "bracket is not closed", false},
		{"@?", "a saved search is written", false},
		{"@!", "a rule is written", false},
		{"@! hide", "a rule is written", false},
		{"@! hide:  ", "a rule is written", false},
		{"@! frobnicate: x", "\"frobnicate\" is nothing a rule can do", false},
		{"ignore-article \"*\"", "a rule of newsboat's is written", false},
		{"ignore-article \"*\" \"flags # \\\"s\\\"\"", "this rule of newsboat's is left out", false},
		{"exec:~/bin/feed.sh", "exec: lines are not supported yet", false},
		{"filter:~/bin/fix:https://example.org/x", "filter: lines are not", false},
		{"example.org/feed", "is not an address", false},
		{"https://example.org/x \"~half", "a quote is not closed", false},
		{"https://example.org/x < reload 60", "no setting reload", true},
		{"https://example.org/x < refresh-interval soon", "a number from 0 to 43200", true},
		{"https://example.org/x < fetch-timeout 0", "a number from 1 to 600", true},
		{"https://example.org/x < header Accept", "header takes a name", true},
		{"https://example.org/x < header Bad Name: x", "header takes a name", true},
		{"https://example.org/x < header Host: example.net", "Host cannot be set", true},
		{"https://example.org/x < proxy gopher://a/", "proxy takes an address", true},
		{"https://example.org/x < user-agent", "needs a value", true},
		{"https://example.org/x < full-text maybe", "full-text is ask", true},
		{"https://example.org/x < user \"half", "a quote is not closed", true},
		{"https://example.org/x < keep-days 4000000", "keep-days", true},
		{"https://example.org/x < keep-days", "keep-days takes a number", true},
		{"https://example.org/x < keep-unread maybe; keep-days 3", "keep-unread", true},
		{"\xc7\xe1\xc3\xce", "not UTF-8", false},
		{"https://example.org/a", "the same address stands in line 1", false},
		{"feed:https://example.org/a#x", "the same address stands in line 1", false},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *text = mem_printf("https://example.org/a\n%s\nhttps://example.org/b\n",
					cases[i].line);
		struct sources s = parse(text);
		assert_int_equal(s.problems_n, 1);
		assert_int_equal(s.problems[0].line, 2);
		if (!strstr(s.problems[0].message, cases[i].says))
			fail_msg("%s: %s", cases[i].line, s.problems[0].message);
		assert_int_equal(s.n, cases[i].feed ? 3 : 2);
		assert_string_equal(s.items[s.n - 1].url, "https://example.org/b");
		sources_release(&s);
		free(text);
	}
}

/* What single feeds set for themselves, and a section for its feeds. */
static void
settings_of_feeds(void **state)
{
	(void)state;
	struct sources s = parse(
		"https://example.org/plain\n"
		"@ صحف < refresh-interval 240; user-agent Mozilla/5.0 (X11) Reader # ملاحظة\n"
		"https://example.org/a tag < refresh-interval 15; header Accept-Language: ar, en;q=0.5\n"
		"https://example.org/b \"~عنوان\" < header X-Key: k; header \"Cookie: a=b; c=d\"; proxy none; "
		"user سمير; password \"p;q # r\"; fetch-timeout 90; max-body 40; full-text always\n"
		"@ أخرى\n"
		"https://example.org/c < password-command pass show \"a b\"\n"
		"https://example.org/d<e\n");
	/* ";q=0.5" is taken for a pair of its own: it had to stand in quotes */
	assert_int_equal(s.problems_n, 1);
	assert_int_equal(s.problems[0].line, 3);
	assert_int_equal(s.n, 5);
	assert_int_equal(s.items[0].settings.interval_min, -1);
	assert_null(s.items[0].settings.user_agent);
	const struct source_settings *a = &s.items[1].settings, *b = &s.items[2].settings;
	assert_string_equal(s.items[1].section, "صحف");
	assert_int_equal(a->interval_min, 15);
	assert_string_equal(a->user_agent, "Mozilla/5.0 (X11) Reader");
	assert_int_equal(a->headers_n, 1);
	assert_string_equal(a->headers[0], "Accept-Language: ar, en");
	assert_null(a->proxy);
	assert_int_equal(b->interval_min, 240);
	assert_int_equal(b->headers_n, 2);
	assert_string_equal(b->headers[0], "X-Key: k");
	assert_string_equal(b->headers[1], "Cookie: a=b; c=d");
	assert_string_equal(b->proxy, "");
	assert_string_equal(b->user, "سمير");
	assert_string_equal(b->password, "p;q # r");
	assert_int_equal(b->timeout_s, 90);
	assert_int_equal(b->max_body_mb, 40);
	assert_int_equal(b->full_text, FULL_TEXT_ALWAYS);
	assert_int_equal(a->full_text, -1);
	assert_string_equal(s.items[2].title, "عنوان");
	assert_string_equal(s.items[3].section, "أخرى");
	assert_int_equal(s.items[3].settings.interval_min, -1);
	assert_string_equal(s.items[3].settings.password_command, "pass show \"a b\"");
	assert_string_equal(s.items[4].url, "https://example.org/d%3Ce");
	assert_ptr_equal(sources_settings(&s, "https://example.org/b", 0), b);
	assert_ptr_equal(sources_settings(&s, "https://example.org/b", 2), b);
	assert_null(sources_settings(&s, "https://example.org/none", 7));
	sources_release(&s);
}

static void
foreign_text_is_cleaned(void **state)
{
	(void)state;
	struct sources s = parse("@ قسم\x1b[31m\xe2\x80\xae\n"
				 "https://example.org/a \"~عن\x07وان\" \"وس\x9bم\"\n");
	/* C1 as a lone byte is not UTF-8: the line goes */
	assert_int_equal(s.n, 0);
	assert_int_equal(s.problems_n, 1);
	sources_release(&s);
	s = parse("@ قسم\x1b[31m\xe2\x80\xae\nhttps://example.org/a \"~عن\x07وان\"\n");
	assert_string_equal(s.items[0].section, "قسم[31m");
	assert_string_equal(s.items[0].title, "عنوان");
	sources_release(&s);
}

static void
ceilings(void **state)
{
	(void)state;
	struct buf text;
	buf_init(&text, 0);
	for (int i = 0; i <= SOURCES_MAX; i++)
		buf_printf(&text, "https://example.org/%d\n", i);
	struct sources s = parse(text.data);
	assert_int_equal(s.n, SOURCES_MAX);
	assert_int_equal(s.problems_n, 1);
	assert_int_equal(s.problems[0].line, SOURCES_MAX + 1);
	sources_release(&s);
	buf_clear(&text);
	buf_add_str(&text, "https://example.org/");
	for (int i = 0; i <= SOURCE_TAGS_MAX; i++)
		buf_printf(&text, " t%d", i);
	s = parse(text.data);
	assert_int_equal(s.items[0].tags_n, SOURCE_TAGS_MAX);
	sources_release(&s);
	buf_release(&text);
}

static void
opml(void **state)
{
	(void)state;
	struct sources s = parse("https://example.org/plain\n"
				 "@ علوم & \"تقنية\"\n"
				 "https://example.org/a?x=1&y=2 \"~<أ>\" فضاء طبّ\n"
				 "@ رياضة\nhttps://example.org/b\n"
				 "@ علوم & \"تقنية\"\nhttps://example.org/c\n");
	struct buf out;
	buf_init(&out, 0);
	sources_to_opml(&s, &out);
	assert_string_equal(
		out.data,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<opml version=\"2.0\">\n<head>\n<title>akhbar</title>\n</head>\n<body>\n"
		"<outline type=\"rss\" text=\"https://example.org/plain\""
		" title=\"https://example.org/plain\" xmlUrl=\"https://example.org/plain\"/>\n"
		"<outline text=\"علوم &amp; &quot;تقنية&quot;\" title=\"علوم &amp; &quot;تقنية&quot;\">\n"
		"\t<outline type=\"rss\" text=\"&lt;أ&gt;\" title=\"&lt;أ&gt;\""
		" xmlUrl=\"https://example.org/a?x=1&amp;y=2\" category=\"فضاء,طبّ\"/>\n"
		"\t<outline type=\"rss\" text=\"https://example.org/c\""
		" title=\"https://example.org/c\" xmlUrl=\"https://example.org/c\"/>\n"
		"</outline>\n"
		"<outline text=\"رياضة\" title=\"رياضة\">\n"
		"\t<outline type=\"rss\" text=\"https://example.org/b\""
		" title=\"https://example.org/b\" xmlUrl=\"https://example.org/b\"/>\n"
		"</outline>\n"
		"</body>\n</opml>\n");
	buf_release(&out);
	sources_release(&s);
}

/* ---- the file is changed ------------------------------------------------------------- */

static char *
content(const char *path)
{
	struct buf b;
	struct why why;
	buf_init(&b, 0);
	assert_int_equal(file_read(path, &b, &why), OK);
	return buf_take(&b);
}

static void
expect(const char *path, const char *text)
{
	char *now = content(path);
	assert_string_equal(now, text);
	free(now);
}

static void
adding(void **state)
{
	(void)state;
	char *path = in_tmp("new/folder/feeds");
	struct why why;
	assert_int_equal(sources_add(path, "https://example.org/1", NULL, NULL, &why), OK);
	expect(path, "https://example.org/1\n");
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(sources_add(path, "feed://example.org/2", "عن \"كتب\"", "ثقافة", &why), OK);
	expect(path, "https://example.org/1\n\n@ ثقافة\n"
		     "http://example.org/2 \"~عن \\\"كتب\\\"\"\n");
	assert_int_equal(sources_add(path, "https://example.org/3", NULL, "", &why), OK);
	assert_int_equal(sources_add(path, "https://example.org/4", NULL, "رياضة", &why), OK);
	assert_int_equal(sources_add(path, "https://example.org/5", "", "ثقافة", &why), OK);
	expect(path, "https://example.org/1\nhttps://example.org/3\n\n@ ثقافة\n"
		     "http://example.org/2 \"~عن \\\"كتب\\\"\"\nhttps://example.org/5\n\n"
		     "@ رياضة\nhttps://example.org/4\n");
	/* what was written is read */
	struct sources s;
	assert_int_equal(sources_load(path, &s, &why), OK);
	assert_int_equal(s.n, 5);
	assert_int_equal(s.problems_n, 0);
	assert_string_equal(s.items[2].title, "عن \"كتب\"");
	sources_release(&s);
	assert_int_equal(sources_add(path, "https://example.org/3#x", NULL, "", &why), ERR_CONFIG);
	assert_int_equal(sources_add(path, "example.org", NULL, "", &why), ERR_CONFIG);
	free(path);
}

static void
adding_keeps_what_is_there(void **state)
{
	(void)state;
	char *path = in_tmp("feeds-kept");
	struct why why;
	static const char before[] = "# ملاحظة\n\xff\xfe bytes\n@ أ\n# في أ\n\n@ ب\nhttps://example.org/b";
	assert_int_equal(file_replace(path, bytes_of(before), &why), OK);
	assert_int_equal(sources_add(path, "https://example.org/a", NULL, "أ", &why), OK);
	expect(path, "# ملاحظة\n\xff\xfe bytes\n@ أ\nhttps://example.org/a\n# في أ\n\n@ ب\n"
		     "https://example.org/b");
	assert_int_equal(sources_add(path, "https://example.org/c", NULL, "ب", &why), OK);
	assert_int_equal(sources_add(path, "https://example.org/0", NULL, NULL, &why), OK);
	expect(path, "# ملاحظة\n\xff\xfe bytes\nhttps://example.org/0\n\n@ أ\nhttps://example.org/a\n"
		     "# في أ\n\n@ ب\nhttps://example.org/b\nhttps://example.org/c\n");
	free(path);
}

static void
merging(void **state)
{
	(void)state;
	char *path = in_tmp("feeds-merged");
	struct why why;
	size_t added = 9;
	assert_int_equal(file_replace(path, bytes_of("https://example.org/0\n@ أ\n\n@ ب\n"), &why),
			 OK);
	static const struct source_wish items[] = {
		{.url = "https://example.org/b", .title = "ب", .section = "ب"},
		{.url = "https://example.org/c", .section = "ج"},
		{.url = "feed:https://example.org/b", .section = "أ"}, /* twice */
		{.url = "https://example.org/0", .section = "ج"},      /* there */
		{.url = "nonsense", .section = "ج"},
		{.url = NULL},
		{.url = "https://example.org/a", .section = "أ"},
		{.url = "https://example.org/d", .section = "ج"},
		{.url = "https://example.org/1"},
	};
	assert_int_equal(sources_merge(path, items, ARRAY_LEN(items), &added, &why), OK);
	assert_int_equal(added, 5);
	expect(path, "https://example.org/0\nhttps://example.org/1\n\n@ أ\nhttps://example.org/a\n\n"
		     "@ ب\nhttps://example.org/b \"~ب\"\n\n@ ج\nhttps://example.org/c\n"
		     "https://example.org/d\n");
	assert_int_equal(sources_merge(path, items, ARRAY_LEN(items), &added, &why), OK);
	assert_int_equal(added, 0);
	/* many at once, as from another reader's list */
	enum { MANY = 3000 };
	static char urls[MANY][40], sections[MANY][24];
	struct source_wish *many = mem_zalloc(MANY * sizeof(*many));
	for (int i = 0; i < MANY; i++) {
		snprintf(urls[i], sizeof(urls[i]), "https://example.org/many/%d", i);
		snprintf(sections[i], sizeof(sections[i]), "s%d", i % 50);
		many[i] = (struct source_wish){.url = urls[i], .section = sections[i]};
	}
	assert_int_equal(sources_merge(path, many, MANY, &added, &why), OK);
	assert_int_equal(added, MANY);
	struct sources s;
	assert_int_equal(sources_load(path, &s, &why), OK);
	assert_int_equal(s.n, MANY + 6);
	assert_int_equal(s.problems_n, 0);
	sources_release(&s);
	free(many);
	free(path);
}

static void
removing(void **state)
{
	(void)state;
	char *path = in_tmp("feeds-removed"), *link = in_tmp("feeds-link");
	struct why why;
	assert_int_equal(file_replace(path,
				      bytes_of("@ أ\r\nhttps://example.org/a \"~أ\" وسم\r\n"
					       "https://example.org/b\r\n"),
				      &why),
			 OK);
	assert_int_equal(symlink(path, link), 0);
	assert_int_equal(chmod(path, 0644), 0);
	assert_int_equal(sources_remove(link, "https://example.org/a", &why), OK);
	expect(path, "@ أ\r\n# https://example.org/a \"~أ\" وسم\r\nhttps://example.org/b\r\n");
	struct stat st; /* a link stays a link, a mode stays */
	assert_int_equal(lstat(link, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
	assert_int_equal(sources_remove(link, "https://example.org/a", &why), ERR_NOT_FOUND);
	assert_int_equal(sources_remove(link, "nonsense", &why), ERR_NOT_FOUND);
	assert_int_equal(sources_remove("/nonexistent/feeds", "https://example.org/a", &why), ERR_IO);
	free(path);
	free(link);
}

static void
the_shipped_list(void **state)
{
	(void)state;
	char *path = path_shipped("feeds/arabic");
	assert_non_null(path);
	struct sources s;
	struct why why;
	assert_int_equal(sources_load(path, &s, &why), OK);
	for (size_t i = 0; i < s.problems_n; i++)
		fail_msg("line %d: %s", s.problems[i].line, s.problems[i].message);
	assert_true(s.n >= 30);
	for (size_t i = 0; i < s.n; i++) {
		assert_true(*s.items[i].section);
		assert_non_null(s.items[i].title);
		assert_true(strncmp(s.items[i].url, "https://", 8) == 0);
	}
	sources_release(&s);
	free(path);
}

static void
no_file(void **state)
{
	(void)state;
	struct sources s;
	struct why why;
	assert_int_equal(sources_load("/nonexistent/feeds", &s, &why), ERR_IO);
	assert_non_null(strstr(why.text, "/nonexistent/feeds"));
	s = parse("");
	assert_int_equal(s.n, 0);
	sources_release(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_file),
		cmocka_unit_test(addresses),
		cmocka_unit_test(settings_of_one_feed),
		cmocka_unit_test(saved_searches),
		cmocka_unit_test(rules),
		cmocka_unit_test(problems),
		cmocka_unit_test(foreign_text_is_cleaned),
		cmocka_unit_test(settings_of_feeds),
		cmocka_unit_test(ceilings),
		cmocka_unit_test(opml),
		cmocka_unit_test(adding),
		cmocka_unit_test(adding_keeps_what_is_there),
		cmocka_unit_test(merging),
		cmocka_unit_test(removing),
		cmocka_unit_test(the_shipped_list),
		cmocka_unit_test(no_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
