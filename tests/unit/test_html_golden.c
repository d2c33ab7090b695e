/* SPDX-License-Identifier: MIT
 *
 * Bodies to blocks and pages to articles, compared with files that a person has read:
 * tests/golden/body/NAME.html with NAME.out (doc_dump), tests/golden/article/NAME.html
 * with NAME.out (article_to_json). GOLDEN_UPDATE=1 writes them again; read the diff.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "akhbar/html.h"

#define BASE "https://news.example.org/2024/section/page.html"

static bool
read_file(const char *path, struct buf *out)
{
	FILE *f = fopen(path, "rb");
	char part[65536];
	size_t n;
	if (!f)
		return false;
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		buf_add(out, part, n);
	fclose(f);
	return true;
}

static void
body_out(struct bytes in, struct buf *out)
{
	struct doc *doc;
	assert_int_equal(html_blocks(in, BASE, DIR_AUTO, "عنوان الخبر", &doc, NULL), OK);
	doc_dump(doc, out);
	doc_free(doc);
}

/* A page's rules, when it has some, stand beside it in NAME.rules. */
static void
article_out(struct bytes in, struct bytes rules_text, struct buf *out)
{
	struct site_rules *rules = site_rules_new();
	site_rules_add(rules, rules_text, NULL, NULL);
	struct html_page page = {.data = in, .url = BASE, .rules = rules};
	struct article *article = NULL;
	enum refusal refusal = REFUSALS;
	struct why why = {""};
	if (html_article(&page, &article, &refusal, &why) != OK) {
		assert_null(article);
		buf_printf(out, "%s: %s\n", refusal_code(refusal), why.text);
	} else {
		article_to_json(article, out);
	}
	article_free(article);
	site_rules_free(rules);
}

static void
compare(const char *folder, const char *name, bool body)
{
	struct buf path, in, out, rules, golden;
	buf_init(&path, 0);
	buf_init(&in, 0);
	buf_init(&out, 0);
	buf_init(&rules, 0);
	buf_init(&golden, 0);
	int stem = (int)(strlen(name) - 5);
	buf_printf(&path, "%s/%s", folder, name);
	assert_true(read_file(path.data, &in));
	buf_clear(&path);
	buf_printf(&path, "%s/%.*s.rules", folder, stem, name);
	(void)read_file(path.data, &rules);
	if (body)
		body_out(buf_view(&in), &out);
	else
		article_out(buf_view(&in), buf_view(&rules), &out);
	buf_clear(&path);
	buf_printf(&path, "%s/%.*s.out", folder, stem, name);
	if (getenv("GOLDEN_UPDATE")) {
		FILE *f = fopen(path.data, "wb");
		assert_non_null(f);
		fwrite(out.data, 1, out.len, f);
		fclose(f);
	}
	assert_true(read_file(path.data, &golden));
	if (!bytes_eq(buf_view(&out), buf_view(&golden))) {
		print_error("%s differs; now it is:\n%s\n", path.data, out.data);
		fail();
	}
	buf_release(&path);
	buf_release(&in);
	buf_release(&out);
	buf_release(&rules);
	buf_release(&golden);
}

static unsigned
compare_all(const char *folder, bool body)
{
	char path[4096];
	const char *top = getenv("AKHBAR_TOP");
	snprintf(path, sizeof(path), "%s/tests/golden/%s", top ? top : ".", folder);
	DIR *d = opendir(path);
	assert_non_null(d);
	struct dirent *e;
	unsigned n = 0;
	while ((e = readdir(d))) {
		size_t len = strlen(e->d_name);
		if (len > 5 && strcmp(e->d_name + len - 5, ".html") == 0) {
			compare(path, e->d_name, body);
			n++;
		}
	}
	closedir(d);
	return n;
}

static void
bodies(void **state)
{
	(void)state;
	assert_true(compare_all("body", true) >= 14);
}

static void
articles(void **state)
{
	(void)state;
	assert_true(compare_all("article", false) >= 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(bodies), cmocka_unit_test(articles)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
