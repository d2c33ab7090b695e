/* SPDX-License-Identifier: MIT
 *
 * The settings file: values, ranges, near matches, quotes, joined lines, includes, keys,
 * and config.example against the table it is printed from.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/loader.h"
#include "config/options.h"
#include "sys/files.h"

static char *
in_tmp(const char *name)
{
	const char *tmp = getenv("AKHBAR_TMP");
	return mem_printf("%s/%s", tmp ? tmp : "/tmp", name);
}

static void
write_file(const char *path, const char *text)
{
	struct why why;
	assert_int_equal(file_replace(path, bytes_of(text), &why), OK);
}

static struct config *
load(const char *text)
{
	struct config *c = config_new();
	enum err e = config_load_text(c, "config", bytes_of(text), NULL);
	const struct config_problem *p;
	size_t n = config_problems(c, &p);
	assert_int_equal(e, n ? ERR_CONFIG : OK);
	return c;
}

static void
defaults(void **state)
{
	(void)state;
	struct config *c = config_new();
	assert_string_equal(config_str(c, OPT_LANG), "auto");
	assert_string_equal(config_str(c, OPT_BROWSER), "");
	assert_int_equal(config_int(c, OPT_ARTICLE_WIDTH), 72);
	assert_int_equal(config_int(c, OPT_REFRESH_INTERVAL), 30);
	assert_int_equal(config_int(c, OPT_FETCH_TIMEOUT), 30);
	assert_int_equal(config_int(c, OPT_PARALLEL), 200);
	assert_int_equal(config_int(c, OPT_PARALLEL_HOST), 2);
	assert_int_equal(config_int(c, OPT_MAX_BODY_MB), 16);
	assert_true(config_bool(c, OPT_REFRESH_ON_START));
	assert_true(config_bool(c, OPT_MOUSE));
	assert_false(config_bool(c, OPT_ALLOW_FILE_FEEDS));
	/* every default is inside its own range, every row is whole */
	for (int i = 0; i < OPTION_COUNT; i++) {
		const struct option_info *info = option_info((enum option)i);
		struct why why;
		assert_int_equal(config_set(c, info->name, info->fallback, &why), OK);
		assert_true(strspn(info->name, "abcdefghijklmnopqrstuvwxyz-") == strlen(info->name));
		assert_int_equal(info->sentence[strlen(info->sentence) - 1], '.');
	}
	assert_null(option_info(OPTION_COUNT));
	config_free(c);
}

static void
values(void **state)
{
	(void)state;
	struct config *c = load("\xef\xbb\xbf# خطّ\r\n"
				"theme dark   # ليلًا\r\n"
				"  lang\ten\n"
				"mouse off\nrefresh-on-start 0\nallow-file-feeds true\n"
				"article-width 40\nparallel 200\n"
				"user-agent \"قارئ \\\"الأخبار\\\" 1 # 2\"\n"
				"browser firefox --new-window \"%u\" '#'\n"
				"proxy 'http://localhost:3128'\n"
				"numerals \\\n   arabic\n"
				"# a comment joins nothing \\\n"
				"months morocco");
	const struct config_problem *p;
	size_t n = config_problems(c, &p);
	assert_int_equal(n, 0);
	assert_string_equal(config_str(c, OPT_THEME), "dark");
	assert_string_equal(config_str(c, OPT_LANG), "en");
	assert_false(config_bool(c, OPT_MOUSE));
	assert_false(config_bool(c, OPT_REFRESH_ON_START));
	assert_true(config_bool(c, OPT_ALLOW_FILE_FEEDS));
	assert_int_equal(config_int(c, OPT_ARTICLE_WIDTH), 40);
	assert_int_equal(config_int(c, OPT_PARALLEL), 200);
	assert_string_equal(config_str(c, OPT_USER_AGENT), "قارئ \"الأخبار\" 1 # 2");
	assert_string_equal(config_str(c, OPT_BROWSER), "firefox --new-window \"%u\" '#'");
	assert_string_equal(config_str(c, OPT_PROXY), "http://localhost:3128");
	assert_string_equal(config_str(c, OPT_NUMERALS), "arabic");
	assert_string_equal(config_str(c, OPT_MONTHS), "morocco");
	config_free(c);
}

static void
mistakes(void **state)
{
	(void)state;
	static const struct {
		const char *line, *says;
	} cases[] = {
		{"thme dark", "did you mean theme?"},
		{"refreshinterval 5", "did you mean refresh-interval?"},
		{"article_width 60", "did you mean article-width?"},
		{"inlcude more", "did you mean include?"},
		{"colours 256", "there is no setting \"colours\""},
		{"theme drak", "theme is one of auto, dark, light, contrast, paper, mono, not \"drak\""},
		{"theme", "theme is one of"},
		{"lang fr", "lang is one of auto, ar, en"},
		{"article-width 39", "a whole number from 40 to 120, not \"39\""},
		{"article-width 121", "from 40 to 120"},
		{"article-width 72.5", "not \"72.5\""},
		{"article-width ", "not \"\""},
		{"parallel 201", "from 1 to 200"},
		{"parallel 99999999999999999999", "from 1 to 200"},
		{"refresh-interval -1", "from 0 to 10080"},
		{"mouse maybe", "mouse is yes or no"},
		{"theme = dark", "without \"=\""},
		{"theme=dark", "without \"=\""},
		{"user-agent \"half", "a quote is not closed"},
		{"user-agent a\tb", "cannot be seen"},
		{"user-agent \"\xe2\x80\xae" "abc\"", "cannot be seen"},
		{"bind", "bind takes a key and an action"},
		{"bind j", "bind takes"},
		{"bind j \"open", "bind takes"},
		{"unbind", "unbind takes a key"},
		{"unbind j k", "unbind takes"},
		{"bind # links", "the key is written \"#\""},
		{"bind-key j", "bind-key takes"},
		{"bind-key j dwon", "newsboat has no operation named dwon; did you mean down?"},
		{"bind-key j down fedlist", "newsboat has no dialog named fedlist"},
		{"bind-key x sort", "nothing here does what newsboat's sort does"},
		{"unbind-key -a", "unbind-key takes"},
		{"include", "include takes a file"},
		{"include /nonexistent/akhbar", "no such file"},
		{"theme \xc7\xe1", "not UTF-8"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *text = mem_printf("mouse no\n\n%s\nlang en\n", cases[i].line);
		struct config *c = load(text);
		const struct config_problem *p;
		size_t n = config_problems(c, &p);
		assert_int_equal(n, 1);
		if (!strstr(p->message, cases[i].says))
			fail_msg("%s: %s", cases[i].line, p->message);
		assert_int_equal(p->line, 3);
		assert_string_equal(p->file, "config");
		/* the other lines still count */
		assert_false(config_bool(c, OPT_MOUSE));
		assert_string_equal(config_str(c, OPT_LANG), "en");
		config_free(c);
		free(text);
	}
}

static void
a_failed_value_changes_nothing(void **state)
{
	(void)state;
	struct config *c = load("article-width 60\narticle-width 600\ntheme light\ntheme lite\n");
	assert_int_equal(config_int(c, OPT_ARTICLE_WIDTH), 60);
	assert_string_equal(config_str(c, OPT_THEME), "light");
	struct why why;
	assert_int_equal(config_set(c, "bidi", "visual", &why), OK);
	assert_int_equal(config_set(c, "bidi", "both", &why), ERR_CONFIG);
	assert_string_equal(config_str(c, OPT_BIDI), "visual");
	config_free(c);
}

static void
line_numbers_of_joined_lines(void **state)
{
	(void)state;
	struct config *c = load("theme \\\n \\\n dark\nbad one\nuser-agent a\\\\\nworse two\nx\\");
	const struct config_problem *p;
	assert_int_equal(config_problems(c, &p), 3);
	assert_int_equal(p[0].line, 4);
	assert_int_equal(p[1].line, 6);
	assert_int_equal(p[2].line, 7);
	assert_string_equal(config_str(c, OPT_THEME), "dark");
	assert_string_equal(config_str(c, OPT_USER_AGENT), "a\\\\");
	config_free(c);
}

static void
keys(void **state)
{
	(void)state;
	struct config *c = load("bind J next-unread\nbind \"#\" mark-all\nunbind ^F\nbind ت down\n");
	const struct config_bind *b;
	assert_int_equal(config_binds(c, &b), 4);
	assert_string_equal(b[0].key, "J");
	assert_string_equal(b[0].action, "next-unread");
	assert_string_equal(b[1].key, "#");
	assert_string_equal(b[2].key, "^F");
	assert_null(b[2].action);
	assert_int_equal(b[2].line, 3);
	assert_string_equal(b[3].key, "ت");
	config_free(c);
}

/* The lines of newsboat's settings that readers copy from each other, as they are. */
static void
keys_of_newsboat(void **state)
{
	static const struct {
		const char *key, *action;
	} want[] = {
		{"g", NULL}, {"j", "down"}, {"K", "previous-section"}, {"g", "first"}, {"d", "page-down"},
		{"l", "open"}, {"h", "back"}, {"N", "previous-unread"}, {"e@article", "send"},
		{"J", "down"}, {"J@article", "next-article"}, {"/@article", "find"},
	};
	(void)state;
	struct config *c = load("unbind-key g # bound to `sort` by default\nbind-key j down\nbind-key K prev-feed\n"
				"bind-key g home\nbind-key d pagedown\nbind-key l open\nbind-key h quit\n"
				"bind-key N prev-unread\nbind-key e bookmark article\nbind-key J next\n"
				"bind-key / open-search article\nbind-key p pb-play podboat\n"
				"bind-key x down podboat\n");
	const struct config_problem *p;
	const struct config_bind *b;
	size_t n = config_problems(c, &p);
	assert_int_equal(n, 1); /* pb-play: there is no podboat here */
	assert_int_equal(config_binds(c, &b), ARRAY_LEN(want));
	for (size_t i = 0; i < ARRAY_LEN(want); i++) {
		assert_string_equal(b[i].key, want[i].key);
		if (want[i].action)
			assert_string_equal(b[i].action, want[i].action);
		else
			assert_null(b[i].action);
	}
	config_free(c);
}

static void
includes(void **state)
{
	(void)state;
	char *main = in_tmp("main.conf"), *more = in_tmp("more.conf"), *deep = in_tmp("deep.conf");
	write_file(main, "theme dark\ninclude more.conf\ninclude \"absent file\"\nlang en\n");
	write_file(more, "mouse no\nwrong\ninclude deep.conf\ninclude main.conf\n");
	write_file(deep, "theme mono\n");
	struct config *c = config_new();
	struct why why;
	assert_int_equal(config_load(c, main, false, &why), ERR_CONFIG);
	assert_non_null(strstr(why.text, "more.conf:2: there is no setting \"wrong\""));
	const struct config_problem *p;
	assert_int_equal(config_problems(c, &p), 3);
	assert_string_equal(p[0].file, more);
	assert_int_equal(p[0].line, 2);
	assert_non_null(strstr(p[1].message, "was read already")); /* a circle ends */
	assert_string_equal(p[2].file, main);
	assert_int_equal(p[2].line, 3);
	assert_string_equal(config_str(c, OPT_THEME), "mono");
	assert_string_equal(config_str(c, OPT_LANG), "en");
	assert_false(config_bool(c, OPT_MOUSE));
	config_free(c);
	free(main);
	free(more);
	free(deep);
}

static void
missing_files(void **state)
{
	(void)state;
	struct config *c = config_new();
	struct why why;
	char *none = in_tmp("none.conf");
	assert_int_equal(config_load(c, none, true, &why), OK);
	assert_int_equal(config_load(c, none, false, &why), ERR_IO);
	assert_int_equal(config_load(c, "/", true, &why), ERR_CONFIG);
	assert_non_null(strstr(why.text, "a folder"));
	free(none);
	config_free(c);
}

static void
ceilings(void **state)
{
	(void)state;
	struct buf text;
	buf_init(&text, 0);
	for (int i = 0; i < CONFIG_PROBLEMS_MAX + 50; i++)
		buf_add_str(&text, "nothing\n");
	struct config *c = config_new();
	struct why why;
	assert_int_equal(config_load_text(c, "c", buf_view(&text), &why), ERR_CONFIG);
	const struct config_problem *p;
	assert_int_equal(config_problems(c, &p), CONFIG_PROBLEMS_MAX);
	assert_non_null(strstr(why.text, "(+249)"));
	for (int extra = -1; extra <= 1; extra++) {
		size_t n = (size_t)(OPTION_TEXT_MAX + extra);
		char *value = mem_zalloc(n + 1);
		memset(value, 'a', n);
		assert_int_equal(config_set(c, "user-agent", value, NULL),
				 extra <= 0 ? OK : ERR_CONFIG);
		free(value);
	}
	config_free(c);
	buf_release(&text);
}

/* GOLDEN_UPDATE=1 writes it anew. */
static void
the_example(void **state)
{
	(void)state;
	const char *top = getenv("AKHBAR_TOP");
	char *path = mem_printf("%s/config.example", top ? top : ".");
	struct buf printed, file;
	buf_init(&printed, 0);
	buf_init(&file, 0);
	config_print_example(&printed);
	struct why why;
	if (getenv("GOLDEN_UPDATE"))
		assert_int_equal(file_replace(path, buf_view(&printed), &why), OK);
	assert_int_equal(file_read(path, &file, &why), OK);
	assert_string_equal(file.data, printed.data);
	free(path);

	/* taking the "#" away from every line that is a setting changes nothing */
	struct buf bare;
	buf_init(&bare, 0);
	for (const char *p = printed.data; *p; p++)
		if (*p != '#' || p[1] == ' ' || (p > printed.data && p[-1] != '\n'))
			buf_add_char(&bare, *p);
	char *include = strstr(bare.data, "\ninclude ");
	assert_non_null(include);
	include[1] = '#';
	struct config *c = load(bare.data), *fresh = config_new();
	const struct config_problem *p;
	assert_int_equal(config_problems(c, &p), 0);
	for (int i = 0; i < OPTION_COUNT; i++) {
		assert_int_equal(config_int(c, (enum option)i), config_int(fresh, (enum option)i));
		assert_string_equal(config_str(c, (enum option)i), config_str(fresh, (enum option)i));
		assert_non_null(strstr(bare.data, option_info((enum option)i)->name));
	}
	config_free(c);
	config_free(fresh);
	buf_release(&bare);
	buf_release(&printed);
	buf_release(&file);
}

/* The manual names every setting. */
static void
the_manual(void **state)
{
	(void)state;
	const char *top = getenv("AKHBAR_TOP");
	char *path = mem_printf("%s/doc/akhbar.1", top ? top : ".");
	struct buf page;
	struct why why;
	buf_init(&page, 0);
	assert_int_equal(file_read(path, &page, &why), OK);
	for (int i = 0; i < OPTION_COUNT; i++) {
		const struct option_info *info = option_info((enum option)i);
		char *entry = mem_printf("\n.It Cm %s\n", info->name);
		char *range = info->type == OPTION_INT
				      ? mem_printf("\nValues: %d to %d; default: %s.\n", info->min,
						   info->max, info->fallback)
				      : mem_strdup("\n");
		const char *at = strstr(page.data, entry);
		if (!at || !strstr(at, range))
			fail_msg("doc/akhbar.1 and %s", info->name);
		free(range);
		free(entry);
	}
	buf_release(&page);
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults),
		cmocka_unit_test(values),
		cmocka_unit_test(mistakes),
		cmocka_unit_test(a_failed_value_changes_nothing),
		cmocka_unit_test(line_numbers_of_joined_lines),
		cmocka_unit_test(keys),
		cmocka_unit_test(keys_of_newsboat),
		cmocka_unit_test(includes),
		cmocka_unit_test(missing_files),
		cmocka_unit_test(ceilings),
		cmocka_unit_test(the_example),
		cmocka_unit_test(the_manual),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
