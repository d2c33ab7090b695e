/* SPDX-License-Identifier: MIT */
/* What a page says of its article: title, byline, date, site, language, picture. */
#include "html/meta.h"
#include "akhbar/limits.h"
#include "html/rules.h"
#include "html/walk.h"

#include <stdlib.h>
#include <string.h>

bool
attr_is(const char *s, const char *name)
{
	return s && strcasecmp(s, name) == 0;
}

static void
see_meta(struct found *f, const struct node *n)
{
	const char *name = node_attr(n, ATTR_property);
	const char *content = node_attr(n, ATTR_content);
	if (!name)
		name = node_attr(n, ATTR_name);
	if (!name)
		name = node_attr(n, ATTR_itemprop);
	if (!name || !content || !*content)
		return;
	if (attr_is(name, "og:title") || (!f->og_title && attr_is(name, "twitter:title")))
		f->og_title = content;
	else if (attr_is(name, "og:site_name"))
		f->og_site = content;
	else if (attr_is(name, "og:image") || (!f->og_image && attr_is(name, "twitter:image")))
		f->og_image = f->og_image && attr_is(name, "og:image") ? f->og_image : content;
	else if (attr_is(name, "author") || (!f->meta_author && (attr_is(name, "article:author_name") ||
				       attr_is(name, "dc.creator") || attr_is(name, "dcterms.creator") ||
				       attr_is(name, "parsely-author") || attr_is(name, "sailthru.author") ||
				       attr_is(name, "byl") || attr_is(name, "article:author"))))
		f->meta_author = content;
	else if (attr_is(name, "article:published_time") || attr_is(name, "og:article:published_time"))
		f->meta_date = content;
	else if (attr_is(name, "datePublished") || attr_is(name, "date") || attr_is(name, "pubdate") ||
		 attr_is(name, "publishdate") || attr_is(name, "publish-date") || attr_is(name, "dc.date") ||
		 attr_is(name, "dc.date.issued") || attr_is(name, "dcterms.created") || attr_is(name, "dcterms.date") ||
		 attr_is(name, "parsely-pub-date") || attr_is(name, "sailthru.date") || attr_is(name, "article.published") ||
		 attr_is(name, "publication_date") || attr_is(name, "cxenseparse:recs:publishtime") ||
		 attr_is(name, "og:published_time") || attr_is(name, "og:pubdate") || attr_is(name, "datecreated"))
		f->other_date = f->other_date ? f->other_date : content;
	else if (attr_is(name, "headline"))
		f->item_headline = content;
}

static void
see_item(struct found *f, const struct node *n)
{
	const char *item = node_attr(n, ATTR_itemprop);
	if (!f->item_date && item &&
	    (attr_is(item, "datePublished") || attr_is(item, "dateCreated") ||
	     strcasestr(item, "datePublished ")))
		f->item_date = n;
}

static void
see_time(struct found *f, const struct page_text *p, const struct node *n,
	 const struct node *root)
{
	if (!node_attr(n, ATTR_datetime) || (f->time && f->time_first) || is_update_time(p, n))
		return;
	if (!f->time_first)
		f->time_first = n;
	if (root && !f->time && n->line + 40 > root->line && n->line <= root->line_end)
		f->time = n;
}

static void
look(const struct page_text *p, const struct node *root, const char *url, struct found *f)
{
	const struct tree *t = &p->tree;
	for (const struct node *n = t->root->first; n; n = node_next(n, t->root)) {
		switch (n->tag) {
		case TAG_TEXT:
			continue;
		case TAG_html:
			if (!f->html)
				f->html = n;
			break;
		case TAG_meta:
			see_meta(f, n);
			break;
		case TAG_title:
			if (!f->title)
				f->title = n;
			break;
		case TAG_h1:
			if (n->line == n->line_end || is_site_heading(n, url))
				break;
			if (!f->h1)
				f->h1 = n;
			if (root && n->line <= root->line_end && !node_within(root, n) &&
			    !(n->flags & NODE_DROP))
				f->h1_near = f->h1_near && n->line > root->line + 3 ? f->h1_near : n;
			break;
		case TAG_time:
			see_time(f, p, n, root);
			see_item(f, n);
			break;
		default:
			if (n->attrs_n)
				see_item(f, n);
			break;
		}
	}
}

/* ---- texts --------------------------------------------------------------------------- */

void
take_html(struct buf *out, const char *text, size_t max)
{
	char *line;
	struct buf plain;
	buf_init(&plain, 0);
	html_text(bytes_of(text), &plain);
	line = text_clean_dup(buf_view(&plain), CLEAN_LINE, max);
	buf_clear(out);
	buf_add_str(out, line);
	free(line);
	buf_release(&plain);
}

void
take_node(struct buf *out, const struct tree *t, const struct node *n, size_t max)
{
	struct buf text;
	buf_init(&text, 0);
	node_gather(t, n, &text);
	char *line = text_clean_dup(buf_view(&text), CLEAN_LINE, max);
	buf_clear(out);
	buf_add_str(out, line);
	free(line);
	buf_release(&text);
}

void
meta_read(const struct page_text *p, const struct ld *ld, const struct node *root,
	  const char *feed_title, const char *url, struct meta *out)
{
	struct found f = {0};
	memset(out, 0, sizeof(*out));
	look(p, root, url, &f);
	const char *site = f.og_site ? f.og_site : ld->site;
	struct meta_input in = {p, ld, root, &f, url, site};
	out->heading = choose_title(&in, feed_title, &out->title);
	f.h1_near = out->heading;
	struct buf behind;
	buf_init(&behind, 0);
	if (!site)
		site_of_title(&in, buf_view(&out->title), &behind);
	if (!site && behind.len)
		in.site = site = behind.data;
	choose_byline(&in, &out->byline);
	choose_date(&in, &out->published);
	if (site)
		take_html(&out->site, site, LIMIT_NAME_BYTES);
	const char *lang = f.html ? node_attr(f.html, ATTR_lang) : NULL;
	if (!lang || !*lang)
		lang = ld->language;
	if (lang && strlen(lang) < 36)
		take_html(&out->language, lang, 36);
	const char *image = f.og_image ? f.og_image : ld->image;
	if (image)
		buf_add_str(&out->image, image);
	buf_release(&behind);
}

void
meta_ruled(const struct page_text *p, const struct ruled *ruled, struct meta *m)
{
	static const enum attr_name places[] = {ATTR_content, ATTR_datetime};
	struct {
		enum rule_key key;
		struct buf *out;
	} fields[] = {{RULE_TITLE, &m->title}, {RULE_BYLINE, &m->byline}, {RULE_DATE, &m->published}};
	struct buf text;
	buf_init(&text, 0);
	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		const struct node *n;
		if (!ruled_find(ruled, fields[i].key, &p->tree, &n, 1))
			continue;
		buf_clear(&text);
		for (size_t k = 0; k < ARRAY_LEN(places) && !text.len; k++)
			if (node_attr(n, places[k]))
				take_html(&text, node_attr(n, places[k]), LIMIT_TITLE_BYTES);
		if (!text.len)
			take_node(&text, &p->tree, n, LIMIT_TITLE_BYTES);
		if (!text.len ||
		    (fields[i].key == RULE_DATE && date_read(buf_view(&text)) == TIME_NONE))
			continue;
		if (fields[i].key == RULE_TITLE && n->line < n->line_end)
			m->heading = n;
		buf_clear(fields[i].out);
		buf_add_bytes(fields[i].out, buf_view(&text));
	}
	buf_release(&text);
}

void
meta_release(struct meta *m)
{
	buf_release(&m->title);
	buf_release(&m->byline);
	buf_release(&m->published);
	buf_release(&m->site);
	buf_release(&m->language);
	buf_release(&m->image);
}
