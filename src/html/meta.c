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
see_time(struct found *f, const struct node *n, const struct node *root)
{
	if (!node_attr(n, ATTR_datetime))
		return;
	if (!f->time_first)
		f->time_first = n;
	if (root && !f->time && n->line + 40 > root->line && n->line <= root->line_end)
		f->time = n;
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
			see_time(f, n, root);
			see_item(f, n);
			break;
		default:
			if (n->attrs_n)
				see_item(f, n);
			break;
		}
	}
}

/* ---- titles -------------------------------------------------------------------------- */

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
bool
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
	static const char *const seps[] = {" - ", " | ", " – ", " — ", " :: ", " » ", " ~ ", " • ", " · ", "|"};
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

/* Cuts "Site - " off the start. */
static void
cut_site_before(struct buf *title, const char *site, const char *url)
{
	static const char *const seps[] = {" - ", " | ", " – ", " — "};
	for (size_t i = 0; i < ARRAY_LEN(seps) && title->len; i++) {
		const char *at = strstr(title->data, seps[i]);
		if (!at || !names_site((struct bytes){title->data, (size_t)(at - title->data)}, site, url))
			continue;
		struct bytes rest = bytes_trim(bytes_of(at + strlen(seps[i])));
		memmove(title->data, rest.data, rest.len);
		title->len = rest.len;
		title->data[rest.len] = '\0';
		return;
	}
}

/* The last place of a mark between headline and site; NULL none. *skip: its length. */
static char *
last_mark(char *title, size_t *skip)
{
	static const char *const seps[] = {" - ", " | ", " – ", " — ", " :: ", " » ", " ~ ", " • "};
	char *last = NULL;
	for (size_t i = 0; i < ARRAY_LEN(seps); i++)
		for (char *at = strstr(title, seps[i]); at; at = strstr(at + 1, seps[i]))
			if (!last || at > last) {
				last = at;
				*skip = strlen(seps[i]);
			}
	return last;
}

/* The site's name as it stands behind the headline in the title element: what is
 * left of the title when the headline and a mark are taken off. */
static void
site_of_title(const struct page_text *p, const struct found *f, struct buf *out)
{
	const struct node *heading = f->h1_near ? f->h1_near : f->h1;
	struct buf title, head;
	size_t skip = 0;
	if (!f->title || !heading)
		return;
	buf_init(&title, 0);
	buf_init(&head, 0);
	take_node(&title, &p->tree, f->title, LIMIT_TITLE_BYTES);
	take_node(&head, &p->tree, heading, LIMIT_TITLE_BYTES);
	char *at = title.len ? last_mark(title.data, &skip) : NULL;
	if (at) {
		*at = '\0';
		if (head.len && same_words(buf_view(&head), title.data) && strlen(at + skip) < 60)
			buf_add_bytes(out, bytes_trim(bytes_of(at + skip)));
	}
	buf_release(&title);
	buf_release(&head);
}

#define HEADINGS_LOOK 200

/* A heading that says the same; the first, or NULL. */
static const struct node *
heading_with(const struct page_text *p, struct bytes words)
{
	const struct node *found = NULL;
	unsigned looked = 0;
	struct buf text, folded;
	buf_init(&text, 0);
	buf_init(&folded, 0);
	for (const struct node *n = p->tree.root->first;
	     n && !found && words.len && looked < HEADINGS_LOOK; n = node_next(n, p->tree.root)) {
		if (n->tag < TAG_h1 || n->tag > TAG_h5 || n->line + 1 != n->line_end)
			continue;
		looked++;
		buf_clear(&text);
		buf_clear(&folded);
		line_text(p, &p->lines[n->line], &text);
		words_folded(buf_view(&text), &folded);
		if (bytes_eq(buf_view(&folded), words))
			found = n;
	}
	buf_release(&text);
	buf_release(&folded);
	return found;
}

/* The first h1 is often the site's name: then one half of the title element says so,
 * and the other half is a heading further down. Also pages without any h1. */
static void
find_headline(const struct page_text *p, struct found *f)
{
	struct buf title, half, folded;
	size_t skip = 0;
	const struct node *h1 = f->h1_near ? f->h1_near : f->h1;
	if (!f->title)
		return;
	buf_init(&title, 0);
	buf_init(&half, 0);
	buf_init(&folded, 0);
	take_node(&title, &p->tree, f->title, LIMIT_TITLE_BYTES);
	if (h1)
		take_node(&half, &p->tree, h1, LIMIT_TITLE_BYTES);
	char *at = title.len ? last_mark(title.data, &skip) : NULL;
	if (at) {
		*at = '\0';
		const char *halves[] = {title.data, at + skip};
		for (int i = 0; i < 2; i++) {
			if (h1 && !(half.len && same_words(buf_view(&half), halves[!i])))
				continue;
			buf_clear(&folded);
			words_folded(bytes_of(halves[i]), &folded);
			const struct node *n = words_in(buf_view(&folded)) >= 3
						       ? heading_with(p, buf_view(&folded)) : NULL;
			if (n && n != h1) {
				f->h1_near = n;
				break;
			}
		}
	}
	buf_release(&title);
	buf_release(&half);
	buf_release(&folded);
}

/* Where the title stands on a page that has no heading of it. */
static const struct node *
line_with(const struct page_text *p, const struct node *root, const char *title)
{
	const struct node *found = NULL;
	struct buf text, folded, words;
	buf_init(&text, 0);
	buf_init(&folded, 0);
	buf_init(&words, 0);
	words_folded(bytes_of(title), &words);
	uint32_t letters = utf8_count(bytes_of(title));
	for (uint32_t i = 0; words.len && i < p->lines_n && i < root->line_end; i++) {
		const struct line *line = &p->lines[i];
		if (i >= root->line && line_good(line) && line->letters > letters + 20)
			break;
		if (line->letters + 3 < letters || line->letters > letters + 20 ||
		    line->owner->line != i || line->owner->line_end != i + 1 ||
		    line->flags & LINE_PRUNED)
			continue;
		buf_clear(&text);
		buf_clear(&folded);
		line_text(p, line, &text);
		words_folded(buf_view(&text), &folded);
		if (bytes_eq(buf_view(&folded), buf_view(&words)))
			found = line->owner;
	}
	buf_release(&text);
	buf_release(&folded);
	buf_release(&words);
	return found;
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
		cut_site_before(out, site, url);
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
		cut_site_before(out, site, url);
	}
	if (!out->len && feed_title)
		take_html(out, feed_title, LIMIT_TITLE_BYTES);
	buf_release(&h1);
	buf_release(&page);
}

void
meta_read(const struct page_text *p, const struct ld *ld, const struct node *root,
	  const char *feed_title, const char *url, struct meta *out)
{
	struct found f = {0};
	memset(out, 0, sizeof(*out));
	look(p, root, &f);
	find_headline(p, &f);
	out->heading = f.h1_near ? f.h1_near : f.h1;
	choose_title(p, ld, &f, feed_title, url, &out->title);
	if (!out->heading && root && out->title.len) {
		out->heading = line_with(p, root, out->title.data);
		f.h1_near = out->heading;
	}
	const char *site = f.og_site ? f.og_site : ld->site;
	struct buf behind;
	buf_init(&behind, 0);
	if (!site)
		site_of_title(p, &f, &behind);
	if (!site && behind.len)
		site = behind.data;
	struct meta_input in = {p, ld, root, &f, url, site};
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
