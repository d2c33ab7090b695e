/* SPDX-License-Identifier: MIT */
/* Bodies written plainly make the same blocks without libxml2 as with it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "html/internal.h"

/* Blocks as bytes, the words as titles have them, blocks to read. */
static void
encode(struct tree *t, struct buf *out)
{
	struct blocks_options o = {.base = "https://news.example/a/b", .images = true};
	struct doc *doc = doc_new();
	struct buf words;
	buf_init(out, 0);
	buf_init(&words, 0);
	blocks_walk(t, t->root, &o, doc);
	blocks_settle_dir(doc, DIR_AUTO);
	doc_dump(doc, out);
	buf_add_str(out, "words: ");
	node_gather(t, t->root, &words);
	text_clean(out, buf_view(&words), CLEAN_LINE);
	buf_add_str(out, "\n");
	doc_encode(doc, out);
	buf_release(&words);
	doc_free(doc);
}

/* Whether the quick way takes it; then both must agree. */
static bool
taken(const char *html)
{
	struct guarded g;
	struct tree quick, full;
	guard_html(bytes_of(html), false, &g);
	tree_parse_full(bytes_of(""), false, &quick); /* an empty tree */
	bool taken = tree_quick(buf_view(&g.html), &quick);
	if (taken) {
		struct buf a, b;
		tree_parse_full(buf_view(&g.html), false, &full);
		encode(&quick, &a);
		encode(&full, &b);
		if (!bytes_eq(buf_view(&a), buf_view(&b)))
			fail_msg("%s\n---- quick\n%s\n---- full\n%s", html, a.data, b.data);
		buf_release(&a);
		buf_release(&b);
		tree_release(&full);
	}
	tree_release(&quick);
	guarded_release(&g);
	return taken;
}

static void
plain_bodies_are_taken(void **state)
{
	(void)state;
	static const char *const cases[] = {
		"نص وحده", "a < b & c", "<p>فقرة</p>\n<p>ثانية</p>", "  \n<p>x</p>\n",
		"text <b>bold</b> and <p>more</p> behind", "<P CLASS=\"x\">a</P>", "<p>a<br>b<br/>c<br />d</p>",
		"<img src='a.jpg' alt=\"&quot;x&quot;\"> text", "<p><a href=\"/x?a=1&amp;b=2\">y</a></p>",
		"<p><a href=\"/x?a=1&=2\" title='t' rel>y <em>z</em></a></p>",
		"<div><p>a</p>b<blockquote><p>c</p></blockquote></div>",
		"<ul>\n<li>a</li>\n<li>b<ol><li>c</li></ol></li></ul>", "<h2>t</h2><p>a</p><hr><p>b</p>",
		"lead<hr>tail", "lead<figure><img src=\"x.png\"><figcaption>c</figcaption></figure>tail",
		"<figure><p>x</p></figure>", "<p>&nbsp;&laquo;&#1587;&#x633;&raquo;&hellip;</p>",
		"<p dir=\"rtl\">a<span dir='ltr'>b</span></p>", "<p>1 &lt; 2 &gt; 0</p>", "<p hidden>x</p><p>y</p>",
		"<b>a</b> b <i>c</i>", "<a href=\"x\"><img src=\"y.png\"></a>", "<p>a</p>   ", "<p></p>",
		"<div>a<div>b</div>c</div>d",
		"<table>\n<tr><th>a</th><td>b<p>c</p></td></tr><tbody><tr><td>d</td></tr></tbody></table>",
		"<pre>\n a\n  <code>b</code></pre>", "lead<table><tr><td>a</td></tr></table>", "<li>", /* not: in no list */
	};
	for (size_t i = 0; i + 1 < ARRAY_LEN(cases); i++)
		if (!taken(cases[i]))
			fail_msg("left to libxml2: %s", cases[i]);
}

static void
others_are_left(void **state)
{
	(void)state;
	static const char *const cases[] = {
		"<li>a</li>", "<p>a", "<p>a<p>b</p></p>", "<b><p>a</p></b>", "<b>a<i>b</b>c</i>", "a</p>b",
		"<p>a<div>b</div></p>", "<a href=\"x\">a<b><a href=\"y\">b</a></b></a>", "<table><tr><td>a</table>", "<table>a</table>",
		"<td>a</td>", "<p><table><tr><td>a</td></tr></table></p>", "<center>a</center>",
		"<ul>a<li>b</li></ul>", "<p a=1>b</p>", "<p a = \"1\">b</p>", "<p/>a", "<p class=\"a\" class=\"b\">c</p>",
		"<p>&unknown; &amp</p>", "<p>&#1;</p>", "<html><body><p>a</p></body></html>", "<o:p>a</o:p>",
		"<p>a</p", "<p", "<", "<p class=\"a>b</p>", "<ul><li>a<li>b</ul>", "<p>a<hr>b</p>", "<p>&#xffff;</p>", "<p>\xef\xbf\xbf</p>", "<p>a\n\x01 b</p>",
		"<p title=\"&bogus;\">a</p>",
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct tree t;
		tree_parse_full(bytes_of(""), false, &t);
		if (tree_quick(bytes_of(cases[i]), &t))
			fail_msg("taken: %s", cases[i]);
		tree_release(&t);
	}
}

/* ---- bodies made by chance ------------------------------------------------------------------- */

static uint32_t seed = 7;

static unsigned
dice(unsigned n)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 16) % n;
}

static void
add_words(struct buf *out)
{
	static const char *const words[] = {
		"كلمة", "word", " ", "\n", "،", "12", "&amp;", "&nbsp;", "&#1594;", "&rlm;", "\t", " & ", "…",
		"&lt;p&gt;", "\r\n", "؟", "&bogus;", "\u00a0", "\u200f", "x=1&y=2", "&#x202b;", "ـ",
	};
	for (unsigned n = 1 + dice(4); n; n--)
		buf_add_str(out, words[dice(ARRAY_LEN(words))]);
}

static void
add_attributes(struct buf *out)
{
	static const char *const some[] = {
		" class=\"a b\"", " dir=\"rtl\"", " dir='ltr'", " href=\"/a?b=1&amp;c=2\"", " href=\"https://x.example/\"",
		" src=\"p.jpg\"", " alt=\"صورة\"", " style=\"display:none\"", " title='a &gt; b'", " hidden", " start=\"3\"",
		" id=x", " data-x=\"1\"", "\n width=\"1\"", " height='1'", " lang=\"ar\"", " reversed", " value=\"2\"",
	};
	for (unsigned n = dice(8) ? dice(3) : 0; n; n--)
		buf_add_str(out, some[dice(ARRAY_LEN(some))]);
}

static void add_elements(struct buf *out, unsigned depth);

static void
add_rows(struct buf *out, unsigned depth)
{
	const char *group = dice(2) ? "" : dice(2) ? "thead" : "tbody";
	buf_printf(out, *group ? "\n<%s>" : "%s", group);
	for (unsigned rows = dice(4); rows; rows--) {
		buf_add_str(out, "<tr>");
		for (unsigned cells = dice(4); cells; cells--) {
			const char *cell = dice(3) ? "td" : "th";
			buf_printf(out, "<%s%s>", cell, dice(6) ? "" : " colspan=\"2\"");
			add_elements(out, depth + 3);
			buf_printf(out, "</%s>", cell);
		}
		buf_add_str(out, dice(3) ? "</tr>" : "</tr>\n");
	}
	buf_printf(out, *group ? "</%s>" : "%s", group);
}

static void
add_elements(struct buf *out, unsigned depth)
{
	static const char *const names[] = {
		"p", "p", "p", "div", "section", "article", "blockquote", "figure", "figcaption", "ul", "ol", "li", "h1",
		"h3", "h6", "a", "b", "strong", "i", "em", "u", "span", "sub", "sup", "code", "small", "mark", "time",
		"cite", "q", "abbr", "bdi", "del", "ins", "s", "strike", "kbd", "font", "big", "P", "DIV", "table",
		"pre", "aside", "header", "footer", "main", "center", "dl",
	};
	for (unsigned n = 1 + dice(4); n; n--) {
		unsigned kind = dice(10);
		if (kind < 4 || depth > 6) {
			add_words(out);
		} else if (kind == 4) {
			static const char *const empty[] = {"<br>", "<br/>", "<hr>", "<br />"};
			buf_add_str(out, empty[dice(ARRAY_LEN(empty))]);
		} else if (kind == 5) {
			buf_add_str(out, "<img");
			add_attributes(out);
			buf_add_str(out, dice(2) ? ">" : "/>");
		} else {
			const char *name = names[dice(ARRAY_LEN(names))];
			buf_printf(out, "<%s", name);
			add_attributes(out);
			buf_add_char(out, '>');
			if (strcmp(name, "table") == 0) {
				add_rows(out, depth + 2);
			} else if (strcasecmp(name, "ul") == 0 || strcasecmp(name, "ol") == 0) {
				for (unsigned items = dice(3); items; items--) {
					buf_add_str(out, dice(2) ? "\n<li>" : "<li>");
					add_elements(out, depth + 2);
					buf_add_str(out, "</li>");
				}
			} else if (dice(12)) {
				add_elements(out, depth + 1);
			}
			if (dice(40)) /* else it stays open */
				buf_printf(out, "</%s>", name);
		}
	}
}

static void
by_chance_they_agree(void **state)
{
	(void)state;
	unsigned quick = 0;
	enum { ROUNDS = 60000 };
	for (int i = 0; i < ROUNDS; i++) {
		struct buf html;
		buf_init(&html, 0);
		add_elements(&html, dice(4));
		quick += taken(html.data);
		buf_release(&html);
	}
	/* else nothing was compared */
	assert_true(quick > ROUNDS / 8);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_bodies_are_taken),
		cmocka_unit_test(others_are_left),
		cmocka_unit_test(by_chance_they_agree),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
