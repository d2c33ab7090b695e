/* SPDX-License-Identifier: MIT */
/* What a page says of its article: title, byline, date, site, language, picture. */
#include "html/find.h"
#include "akhbar/limits.h"
#include "html/walk.h"

#include <stdlib.h>
#include <string.h>

struct found {
	const char *og_title, *og_site, *og_image, *meta_author, *meta_date, *other_date;
	const char *item_headline;
	const struct node *title, *h1, *h1_near, *html, *rel_author, *byline, *time, *time_first;
};

static bool
is(const char *s, const char *name)
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
	if (is(name, "og:title") || (!f->og_title && is(name, "twitter:title")))
		f->og_title = content;
	else if (is(name, "og:site_name"))
		f->og_site = content;
	else if (is(name, "og:image") || (!f->og_image && is(name, "twitter:image")))
		f->og_image = f->og_image && is(name, "og:image") ? f->og_image : content;
	else if (is(name, "author") || (!f->meta_author && (is(name, "article:author_name") ||
				       is(name, "dc.creator") || is(name, "dcterms.creator") ||
				       is(name, "parsely-author") || is(name, "sailthru.author") ||
				       is(name, "byl") || is(name, "article:author"))))
		f->meta_author = content;
	else if (is(name, "article:published_time") || is(name, "og:article:published_time"))
		f->meta_date = content;
	else if (is(name, "datePublished") || is(name, "date") || is(name, "pubdate") ||
		 is(name, "publishdate") || is(name, "publish-date") || is(name, "dc.date") ||
		 is(name, "dc.date.issued") || is(name, "dcterms.created") || is(name, "dcterms.date") ||
		 is(name, "parsely-pub-date") || is(name, "sailthru.date") || is(name, "article.published") ||
		 is(name, "publication_date") || is(name, "cxenseparse:recs:publishtime") ||
		 is(name, "og:published_time") || is(name, "og:pubdate") || is(name, "datecreated"))
		f->other_date = f->other_date ? f->other_date : content;
	else if (is(name, "headline"))
		f->item_headline = content;
}

static bool
class_has(const struct node *n, const char *word)
{
	const char *class = node_attr(n, ATTR_class);
	return class && strcasestr(class, word);
}

/* Elements that may hold the byline: short, and named so. */
static void
see_byline(struct found *f, const struct page_text *p, const struct node *n)
{
	uint32_t letters = p->sum[n->line_end] - p->sum[n->line];
	if (n->line_end == n->line || letters > 100 || n->line_end - n->line > 3)
		return;
	if (!f->rel_author && (is(node_attr(n, ATTR_rel), "author") ||
			       is(node_attr(n, ATTR_itemprop), "author")))
		f->rel_author = n;
	if (!f->byline && (class_has(n, "byline") || class_has(n, "author-name") ||
			   class_has(n, "author_name") || node_has_class(n, "author")))
		f->byline = n;
}

static void
look(const struct page_text *p, const struct node *root, struct found *f)
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
			if (n->line == n->line_end)
				break;
			if (!f->h1)
				f->h1 = n;
			if (root && n->line <= root->line_end && !node_within(root, n) &&
			    !(n->flags & NODE_DROP))
				f->h1_near = f->h1_near && n->line > root->line + 3 ? f->h1_near : n;
			break;
		case TAG_time:
			if (node_attr(n, ATTR_datetime)) {
				if (!f->time_first)
					f->time_first = n;
				if (root && !f->time && n->line + 40 > root->line && n->line <= root->line_end)
					f->time = n;
			}
			break;
		default:
			if (n->attrs_n)
				see_byline(f, p, n);
			break;
		}
	}
}

/* ---- titles -------------------------------------------------------------------------- */

static void
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

static void
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

static unsigned
words_in(struct bytes folded)
{
	unsigned n = folded.len > 0;
	for (size_t i = 0; i < folded.len; i++)
		n += folded.data[i] == ' ';
	return n;
}

static bool
same_words(struct bytes a, const char *b)
{
	struct buf x, y;
	buf_init(&x, 0);
	buf_init(&y, 0);
	words_folded(a, &x);
	words_folded(bytes_of(b), &y);
	bool same = x.len && bytes_eq(buf_view(&x), buf_view(&y));
	buf_release(&x);
	buf_release(&y);
	return same;
}

/* Whether the piece names the site: its stated name, or letters of its host. */
static bool
names_site(struct bytes piece, const char *site, const char *url)
{
	if (site && same_words(piece, site))
		return true;
	struct buf folded;
	buf_init(&folded, 0);
	words_folded(piece, &folded);
	size_t n = 0;
	for (size_t i = 0; i < folded.len; i++)
		if (folded.data[i] != ' ')
			folded.data[n++] = folded.data[i];
	struct bytes host = url ? url_host(url) : (struct bytes){"", 0};
	bool in_host = n >= 3 && host.len && memmem(host.data, host.len, folded.data, n);
	buf_release(&folded);
	return in_host;
}

/* Cuts " | Site" off the end. `doubtful`: also when the piece is only short. */
static void
cut_site(struct buf *title, const char *site, const char *url, bool doubtful)
{
	static const char *const seps[] = {" - ", " | ", " – ", " — ", " :: ", " » ", " • ", " · ", "|"};
	struct buf folded;
	buf_init(&folded, 0);
	for (int round = 0; round < 2; round++) {
		size_t at = 0, skip = 0;
		for (size_t i = 0; i < ARRAY_LEN(seps) && title->len; i++) {
			size_t n = strlen(seps[i]);
			for (size_t j = title->len; j-- > at + 1;)
				if (j + n <= title->len && memcmp(title->data + j, seps[i], n) == 0) {
					at = j;
					skip = n;
					break;
				}
		}
		if (!at)
			break;
		struct bytes tail = {title->data + at + skip, title->len - at - skip};
		struct bytes left = bytes_trim((struct bytes){title->data, at});
		buf_clear(&folded);
		words_folded(left, &folded);
		unsigned left_words = words_in(buf_view(&folded));
		bool cut = names_site(tail, site, url) ||
			   (doubtful && left_words >= 3 && tail.len <= 60);
		if (!cut || !left_words)
			break;
		title->len = left.len;
		title->data[title->len] = '\0';
	}
	buf_release(&folded);
}

static void
choose_title(const struct page_text *p, const struct ld *ld, const struct found *f,
	     const char *feed_title, const char *url, struct buf *out)
{
	struct buf h1, page;
	buf_init(&h1, 0);
	buf_init(&page, 0);
	const struct node *heading = f->h1_near ? f->h1_near : f->h1;
	if (heading)
		take_node(&h1, &p->tree, heading, LIMIT_TITLE_BYTES);
	const char *site = f->og_site ? f->og_site : ld->site;
	const char *stated = ld->headline ? ld->headline : f->og_title;
	struct buf folded;
	buf_init(&folded, 0);
	words_folded(buf_view(&h1), &folded);
	if (stated) {
		take_html(out, stated, LIMIT_TITLE_BYTES);
		cut_site(out, site, url, false);
	}
	/* "Politics | Headline" */
	bool kicker = out->len && out->len < h1.len && words_in(buf_view(out)) >= 4 &&
		      memcmp(h1.data + h1.len - out->len, out->data, out->len) == 0;
	/* the headline as people see it, rather than the one made for search engines */
	if (!kicker && words_in(buf_view(&folded)) >= 3 &&
	    !names_site(buf_view(&h1), site, url)) {
		buf_clear(out);
		buf_add_bytes(out, buf_view(&h1));
	}
	buf_release(&folded);
	if (!out->len && h1.len && !names_site(buf_view(&h1), site, url))
		buf_add_bytes(out, buf_view(&h1));
	if (!out->len && f->title) {
		take_node(out, &p->tree, f->title, LIMIT_TITLE_BYTES);
		cut_site(out, site, url, true);
	}
	if (!out->len && feed_title)
		take_html(out, feed_title, LIMIT_TITLE_BYTES);
	buf_release(&h1);
	buf_release(&page);
}

/* ---- byline and date -------------------------------------------------------------------- */

static bool
good_name(const char *name)
{
	struct bytes v = bytes_trim(bytes_of(name));
	if (!v.len || v.len > 200 || bytes_find(v, "://") || bytes_find(v, "@") ||
	    strchr(",.;:([{-|", v.data[0]))
		return false;
	unsigned digits = 0;
	for (size_t i = 0; i < v.len; i++)
		digits += v.data[i] >= '0' && v.data[i] <= '9';
	return digits < 3 && date_read(v) == TIME_NONE;
}

/* "By Name", "كتب: فلان" */
static void
strip_by(struct buf *name)
{
	static const char *const words[] = {"by ", "By ", "BY ", "written by ", "Written by ", "بقلم:",
					    "بقلم ", "كتب:", "كتب ", "كتبت ", "كتبت:", "بواسطة:", "بواسطة ",
					    "إعداد:", "تحرير:", "نویسنده:"};
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (!bytes_starts(buf_view(name), words[i]))
			continue;
		struct bytes rest = {name->data + strlen(words[i]), name->len - strlen(words[i])};
		rest = bytes_trim(rest);
		memmove(name->data, rest.data, rest.len);
		name->len = rest.len;
		name->data[rest.len] = '\0';
	}
}

static void
choose_byline(const struct page_text *p, const struct ld *ld, const struct found *f,
	      const char *url, struct buf *out)
{
	const char *site = f->og_site ? f->og_site : ld->site;
	const char *stated[] = {ld->author, f->meta_author};
	const struct node *seen[] = {f->rel_author, f->byline};
	for (size_t i = 0; i < ARRAY_LEN(stated) && !out->len; i++) {
		/* the site itself is no author: the reader shows the source anyway */
		if (stated[i] && good_name(stated[i]) && !names_site(bytes_of(stated[i]), site, url))
			take_html(out, stated[i], LIMIT_NAME_BYTES);
	}
	for (size_t i = 0; i < ARRAY_LEN(seen) && !out->len; i++) {
		if (!seen[i])
			continue;
		take_node(out, &p->tree, seen[i], LIMIT_NAME_BYTES);
		if (!good_name(out->data ? out->data : ""))
			buf_clear(out);
	}
	strip_by(out);
}

/* A line near the title that reads as a date. */
static void
date_near(const struct page_text *p, const struct node *root, const struct found *f, struct buf *out)
{
	struct buf text;
	if (!root)
		return;
	buf_init(&text, 0);
	uint32_t at = f->h1_near ? f->h1_near->line : root->line;
	uint32_t from = at > 8 ? at - 8 : 0, to = at + 15;
	if (to > p->lines_n)
		to = (uint32_t)p->lines_n;
	/* first what follows the title, then what stands before it */
	for (int pass = 0; pass < 2 && !out->len; pass++) {
		for (uint32_t i = pass ? from : at; i < (pass ? at : to) && !out->len; i++) {
			const struct line *line = &p->lines[i];
			if (line->letters > 120)
				continue;
			buf_clear(&text);
			line_text(p, line, &text);
			if (date_read(buf_view(&text)) != TIME_NONE)
				text_clean(out, buf_view(&text), CLEAN_LINE);
		}
	}
	buf_release(&text);
}

static void
choose_date(const struct page_text *p, const struct ld *ld, const struct found *f,
	    const struct node *root, struct buf *out)
{
	const struct node *time = f->time ? f->time : f->time_first;
	const char *stated[] = {ld->published, f->meta_date, f->other_date,
				time ? node_attr(time, ATTR_datetime) : NULL};
	for (size_t i = 0; i < ARRAY_LEN(stated) && !out->len; i++)
		if (stated[i] && date_read(bytes_of(stated[i])) != TIME_NONE)
			take_html(out, stated[i], 128);
	if (!out->len)
		date_near(p, root, f, out);
}

void
meta_read(const struct page_text *p, const struct ld *ld, const struct node *root,
	  const char *feed_title, const char *url, struct meta *out)
{
	struct found f = {0};
	memset(out, 0, sizeof(*out));
	look(p, root, &f);
	out->heading = f.h1_near ? f.h1_near : f.h1;
	choose_title(p, ld, &f, feed_title, url, &out->title);
	choose_byline(p, ld, &f, url, &out->byline);
	choose_date(p, ld, &f, root, &out->published);
	const char *site = f.og_site ? f.og_site : ld->site;
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
