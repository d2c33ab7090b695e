/* SPDX-License-Identifier: MIT */
/* What feeds need: bodies, titles, and the feeds a page announces. */
#include "akhbar/html.h"
#include "akhbar/limits.h"
#include "html/find.h"
#include "html/internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- bodies written with less HTML than they seem, or more ---------------------------- */

/* Counts tags of names we know in text that should have none: "<p>", "</a>". */
static unsigned
known_tags(struct bytes text)
{
	unsigned n = 0;
	const char *p = text.data, *end = text.data + text.len;
	while (n < 8 && (p = memchr(p, '<', (size_t)(end - p)))) {
		p++;
		if (p < end && *p == '/')
			p++;
		const char *name = p;
		while (p < end && ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
				   (*p >= '1' && *p <= '6')))
			p++;
		enum tag_name tag = tag_of(name, (unsigned)(p - name < 16 ? p - name : 0));
		const char *close = memchr(p, '>', (size_t)(end - p < 2000 ? end - p : 2000));
		n += tag != TAG_OTHER && close != NULL;
	}
	return n;
}

/* HTML escaped twice: the text that a browser would show is tags. */
static bool
shows_tags(const struct tree *t, const struct guarded *g)
{
	if (g->tags > 4 || !memchr(t->text.data ? t->text.data : "", '<', t->text.len))
		return false;
	for (const struct node *n = t->root->first; n; n = node_next(n, t->root))
		if (n->tag == TAG_code || n->tag == TAG_pre)
			return false;
	struct bytes text = bytes_trim(buf_view(&t->text));
	unsigned known = known_tags(text);
	if (g->tags == 0)
		return known >= 2 || (known == 1 && text.len && text.data[0] == '<');
	return known >= 2 && text.data[0] == '<' && text.data[text.len - 1] == '>';
}

/* Newlines of a body without tags are its paragraphs; those of real HTML are only
 * white space. */
static void
parse_body(struct bytes html, struct guarded *g, struct tree *t)
{
	guard_html(html, false, g);
	if (!g->breaks && memchr(html.data ? html.data : "", '\n', html.len) &&
	    (!g->tags || bytes_find(html, "\n\n") || bytes_find(html, "\r\n\r\n"))) {
		guarded_release(g);
		guard_html(html, true, g);
	}
	tree_parse(buf_view(&g->html), false, t);
}

/* ---- title at the top --------------------------------------------------------------------- */

static void
drop_title(struct doc *doc, const char *title)
{
	if (!title || !doc->blocks_n)
		return;
	struct block *first = &doc->blocks[0];
	if (first->kind != BLOCK_PARAGRAPH && first->kind != BLOCK_HEADING)
		return;
	struct buf a, b;
	buf_init(&a, 0);
	buf_init(&b, 0);
	words_folded(bytes_of(title), &a);
	words_folded(first->body.text, &b);
	if (a.len && doc->blocks_n > 1 && bytes_eq(buf_view(&a), buf_view(&b))) {
		doc->blocks_n--;
		memmove(doc->blocks, doc->blocks + 1, doc->blocks_n * sizeof(*doc->blocks));
	}
	buf_release(&a);
	buf_release(&b);
}

enum err
html_blocks(struct bytes html, const char *base_url, enum dir hint, const char *title,
	    struct doc **out, struct why *why)
{
	struct guarded guarded;
	struct tree tree;
	if (html.len > LIMIT_BODY_BYTES)
		return err_set(why, ERR_LIMIT, "the text is larger than %u bytes", LIMIT_BODY_BYTES);
	enum err e = html_load(why);
	if (e != OK)
		return e;
	parse_body(html, &guarded, &tree);
	if (shows_tags(&tree, &guarded)) {
		struct tree inner;
		guarded_release(&guarded);
		parse_body(buf_view(&tree.text), &guarded, &inner);
		tree_release(&tree);
		tree = inner;
	}
	char *base = link_base(&tree, base_url);
	struct blocks_options options = {.base = base, .images = true};
	struct doc *doc = doc_new();
	blocks_walk(&tree, tree.root, &options, doc);
	drop_title(doc, title);
	blocks_settle_dir(doc, hint);
	const struct node *root = tree_find(&tree, TAG_html);
	const char *lang = root ? node_attr(root, ATTR_lang) : NULL;
	if (lang && *lang && strlen(lang) < 36)
		doc->language = arena_strdup(doc->arena, lang);
	free(base);
	tree_release(&tree);
	guarded_release(&guarded);
	*out = doc;
	return OK;
}

void
html_text(struct bytes html, struct buf *out)
{
	if (!html.len)
		return;
	if (!memchr(html.data, '<', html.len) && !memchr(html.data, '&', html.len)) {
		text_clean(out, html, CLEAN_LINE);
		return;
	}
	struct guarded guarded;
	struct tree tree;
	struct buf all;
	guard_html(html, false, &guarded);
	tree_parse(buf_view(&guarded.html), false, &tree);
	buf_init(&all, 0);
	node_gather(&tree, tree.root, &all);
	text_clean(out, buf_view(&all), CLEAN_LINE);
	buf_release(&all);
	tree_release(&tree);
	guarded_release(&guarded);
}

/* ---- feeds of a page --------------------------------------------------------------------- */

static bool
has_word(const char *list, const char *word)
{
	size_t n = strlen(word);
	for (const char *p = list; p && (p = strcasestr(p, word)); p += n)
		if ((p == list || p[-1] == ' ') && (!p[n] || p[n] == ' '))
			return true;
	return false;
}

static bool
is_feed_type(const char *type)
{
	return type && (strcasestr(type, "rss+xml") || strcasestr(type, "atom+xml") ||
			strcasestr(type, "rdf+xml") || strcasestr(type, "feed+json"));
}

size_t
html_feed_links(struct bytes html, const char *base_url, struct html_feed_link **out)
{
	struct guarded guarded;
	struct tree tree;
	guard_html(html, false, &guarded);
	tree_parse(buf_view(&guarded.html), false, &tree);
	char *base = link_base(&tree, base_url);
	struct html_feed_link *links = NULL;
	size_t n = 0;
	for (const struct node *at = tree.root->first; at && n < 64; at = node_next(at, tree.root)) {
		const char *type = node_attr(at, ATTR_type), *href = node_attr(at, ATTR_href);
		if (at->tag != TAG_link || !href || !is_feed_type(type) ||
		    !has_word(node_attr(at, ATTR_rel), "alternate"))
			continue;
		char *url = link_resolve(base, href);
		if (!url)
			continue;
		const char *title = node_attr(at, ATTR_title);
		links = mem_realloc_array(links, n + 1, sizeof(*links));
		links[n].url = url;
		links[n].type = text_clean_dup(bytes_of(type), CLEAN_LINE, 128);
		links[n].title = title ? text_clean_dup(bytes_of(title), CLEAN_LINE, 512) : NULL;
		n++;
	}
	free(base);
	tree_release(&tree);
	guarded_release(&guarded);
	*out = links;
	return n;
}
