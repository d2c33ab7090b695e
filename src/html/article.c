/* SPDX-License-Identifier: MIT */
/* The article of a page: one parse, a few passes over its lines. */
#include "akhbar/html.h"
#include "akhbar/decode.h"
#include "akhbar/limits.h"
#include "html/find.h"
#include "html/phrases.h"
#include "html/rules.h"

#include <stdlib.h>
#include <string.h>

#define TOO_SHORT 250 /* letters: try again with less pruning */
#define NOTHING 60    /* letters: no article */

#define ROOTS_MAX 16

struct finding {
	const struct html_page *in;
	struct buf utf8;
	struct guarded guarded;
	struct page_text page;
	struct ld ld;
	struct meta meta;
	struct phrases *phrases;
	struct ruled *ruled; /* NULL: no rules for this site */
	const struct node *roots[ROOTS_MAX]; /* containers by a rule, more than one */
	size_t roots_n;
	enum refusal refusal;
	char *base;
	const struct node *root;
	const char *method;
	struct doc *doc;
};

/* The charset of a meta element in the first 4 KB (HTML 13.2.3.2). */
static void
declared_charset(struct bytes data, char out[64])
{
	struct bytes head = {data.data, data.len < 4096 ? data.len : 4096};
	const char *p = head.data, *end = head.data + head.len;
	out[0] = '\0';
	while (p < end && (p = memmem(p, (size_t)(end - p), "charset", 7))) {
		p += 7;
		while (p < end && (*p == ' ' || *p == '=' || *p == '"' || *p == '\''))
			p++;
		size_t n = 0;
		while (p + n < end && n < 63 &&
		       (p[n] == '-' || p[n] == '_' || p[n] == ':' || (p[n] >= '0' && p[n] <= '9') ||
			((p[n] | 32) >= 'a' && (p[n] | 32) <= 'z')))
			n++;
		if (n) {
			memcpy(out, p, n);
			out[n] = '\0';
			return;
		}
	}
}

static enum err
decode(struct finding *f, struct why *why)
{
	char transport[32] = "", declared[64], encoding[32];
	if (f->in->charset)
		memcpy(transport, f->in->charset, strnlen(f->in->charset, 31));
	else if (f->in->content_type)
		decode_content_type_charset(f->in->content_type, transport);
	declared_charset(f->in->data, declared);
	struct decode_hints hints = {.charset = transport, .declared = declared, .url = f->in->url};
	if (decode_to_utf8(f->in->data, &hints, &f->utf8, encoding) != OK)
		return err_set(why, ERR_LIMIT, "the page is larger than %u bytes", LIMIT_BODY_BYTES);
	return OK;
}

/* Letters of the lines that are left below root. */
static uint32_t
left_in(const struct page_text *p, const struct node *root)
{
	uint32_t n = 0;
	for (uint32_t i = root ? root->line : 0; root && i < root->line_end; i++)
		if (!(p->lines[i].flags & (LINE_PRUNED | LINE_DROPPED)))
			n += p->lines[i].letters;
	return n;
}

static struct cleaning
cleaning_of(const struct finding *f)
{
	return (struct cleaning){.root = f->root, .title = f->meta.title.data,
				 .byline = f->meta.byline.data, .heading = f->meta.heading, .phrases = f->phrases};
}

static uint32_t
attempt(struct finding *f, unsigned how)
{
	struct page_text *p = &f->page;
	prune_page(p, how);
	f->root = choose_container(p);
	if (!f->root)
		return 0;
	struct cleaning cleaning = cleaning_of(f);
	clean_lines(p, &cleaning);
	return left_in(p, f->root);
}

/* The containers that a rule names; they are cleaned, not judged. */
static bool
find_ruled(struct finding *f)
{
	f->roots_n = ruled_find(f->ruled, RULE_CONTAINER, &f->page.tree, f->roots, ROOTS_MAX);
	uint32_t letters = 0;
	prune_page(&f->page, 0);
	for (size_t i = 0; i < f->roots_n; i++) {
		f->root = f->roots[i];
		struct cleaning cleaning = cleaning_of(f);
		clean_lines(&f->page, &cleaning);
		letters += left_in(&f->page, f->root);
	}
	f->root = f->roots_n ? f->roots[0] : NULL;
	f->method = "rule";
	return letters >= NOTHING;
}

static void
find_container(struct finding *f)
{
	if (f->ruled && find_ruled(f))
		return;
	f->roots_n = 0;
	static const unsigned tries[] = {PRUNE_CLASSES | PRUNE_SECTIONS, PRUNE_SECTIONS, 0};
	uint32_t best = attempt(f, tries[0]), enough = TOO_SHORT;
	size_t at = 0, now = 0;
	for (size_t i = 1; i < ARRAY_LEN(tries) && best < enough; i++) {
		uint32_t more = attempt(f, tries[i]);
		now = i;
		if (more && more >= best * 2) {
			best = more;
			at = i;
		}
		enough = NOTHING;
	}
	if (now != at)
		attempt(f, tries[at]);
	f->method = at ? "container, less pruned" : "container";
}

static struct doc *
doc_of_container(struct finding *f)
{
	struct doc *doc = doc_new();
	struct blocks_options options = {.base = f->base, .keep_forms = true, .images = true};
	const struct node *lead[3];
	struct cleaning cleaning = cleaning_of(f);
	if (f->roots_n) {
		for (size_t i = 0; i < f->roots_n; i++) {
			clean_marks(&f->page, f->roots[i]);
			blocks_walk(&f->page.tree, f->roots[i], &options, doc);
		}
		return doc;
	}
	size_t n = find_lead(&f->page, &cleaning, lead, 3);
	clean_marks(&f->page, f->root);
	const struct node *figure = find_lead_figure(&f->page, f->meta.heading, f->root);
	if (figure)
		blocks_walk(&f->page.tree, figure, &options, doc);
	for (size_t i = 0; i < n; i++)
		blocks_walk(&f->page.tree, lead[i], &options, doc);
	blocks_walk(&f->page.tree, f->root, &options, doc);
	return doc;
}

#define SUBHEAD_BOLD 80 /* letters */
#define SUBHEAD_PLAIN 50
#define PARAGRAPH_LONG 100

static bool
is_bold(const struct doc_text *body)
{
	for (size_t i = 0; i < body->spans_n; i++)
		if (body->spans[i].kind == SPAN_STRONG && !body->spans[i].start &&
		    body->spans[i].end == body->text.len)
			return true;
	return false;
}

/* Ends as a sentence does, or a quotation, or is no words at all. */
static bool
is_closed(const struct doc_text *body)
{
	static const char *const ends[] = {".", "!", ":", "…", "؛", "،", ",", "\"", "”", "»", ")", "]", "/", "*"};
	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		size_t n = strlen(ends[i]);
		if (body->text.len >= n &&
		    memcmp(body->text.data + body->text.len - n, ends[i], n) == 0)
			return true;
	}
	return body->spans_n && body->spans[0].kind == SPAN_LINK;
}

static bool
is_plain(const struct block *b)
{
	return b->kind == BLOCK_PARAGRAPH && !b->indent && !b->quote;
}

/* A paragraph that is wholly bold and short is a subheading; so is a short line without
 * an end between two long paragraphs. */
static void
find_subheadings(struct doc *doc)
{
	for (size_t i = 0; i + 1 < doc->blocks_n; i++) {
		struct block *b = &doc->blocks[i];
		const struct block *next = &doc->blocks[i + 1];
		if (!is_plain(b) || !is_plain(next))
			continue;
		size_t letters = utf8_count(b->body.text);
		bool bold = letters <= SUBHEAD_BOLD && is_bold(&b->body);
		bool plain = i && letters <= SUBHEAD_PLAIN && !is_closed(&b->body) &&
			     !memchr(b->body.text.data, '\n', b->body.text.len) &&
			     is_plain(b - 1) && utf8_count(b[-1].body.text) >= PARAGRAPH_LONG &&
			     utf8_count(next->body.text) >= PARAGRAPH_LONG;
		if (bold || plain) {
			b->kind = BLOCK_HEADING;
			b->level = 3;
		}
	}
}

/* A picture that is described by the headline is not described. */
static void
drop_title_captions(struct doc *doc, const char *title)
{
	struct buf a, b;
	buf_init(&a, 0);
	buf_init(&b, 0);
	words_folded(bytes_of(title ? title : ""), &a);
	for (size_t i = 0; i < doc->blocks_n && a.len; i++) {
		struct block *block = &doc->blocks[i];
		if (block->kind != BLOCK_IMAGE || !block->body.text.len || !block->link)
			continue;
		buf_clear(&b);
		words_folded(block->body.text, &b);
		if (words_shared(buf_view(&b), buf_view(&a)) >= 0.9)
			block->body = (struct doc_text){.text = {"", 0}};
	}
	buf_release(&a);
	buf_release(&b);
}

static size_t
letters_of(const struct doc *doc)
{
	size_t n = 0;
	for (size_t i = 0; doc && i < doc->blocks_n; i++)
		if (doc->blocks[i].kind != BLOCK_IMAGE)
			n += utf8_count(doc->blocks[i].body.text);
	return n;
}

/* articleBody of JSON-LD is often cut and without paragraphs: only when the page
 * itself gives clearly less. */
static void
use_ld_body(struct finding *f)
{
	struct doc *doc;
	if (!f->ld.body || f->roots_n || html_blocks(bytes_of(f->ld.body), f->base, DIR_AUTO, f->meta.title.data,
				       &doc, NULL) != OK)
		return;
	size_t have = letters_of(f->doc), there = letters_of(doc);
	if (there > 150 && there > have * 3 / 2) {
		doc_free(f->doc);
		f->doc = doc;
		f->method = "json-ld";
		return;
	}
	doc_free(doc);
}

static enum err
no_article(struct finding *f, enum refusal refusal, struct why *why)
{
	if (refusal == REFUSAL_NONE)
		refusal = refusal_of_page(&f->page, &f->guarded, f->in->data);
	f->refusal = refusal;
	return err_set(why, ERR_FORMAT, "%s", refusal_text(refusal));
}

static const char *
keep(struct arena *arena, const struct buf *b)
{
	return b->len ? arena_strndup(arena, b->data, b->len) : NULL;
}

/* The next page by a rule: of the same site, and another one. */
static const char *
next_page_of(const struct finding *f, struct arena *arena)
{
	const struct node *link;
	if (!ruled_find(f->ruled, RULE_NEXT_PAGE, &f->page.tree, &link, 1))
		return NULL;
	const char *href = node_attr(link, ATTR_href);
	char *url = href ? link_resolve(f->base, href) : NULL;
	const char *next = NULL;
	if (url && f->in->url) {
		struct bytes here = url_host(f->in->url), there = url_host(url);
		if (here.len == there.len && strncasecmp(here.data, there.data, here.len) == 0 &&
		    strcmp(url, f->in->url) != 0)
			next = arena_strdup(arena, url);
	}
	free(url);
	return next;
}

/* What stands under the lead picture: under the same address, else under the first
 * picture of the article. */
static const char *
caption_of(const struct article *a, const struct doc *doc)
{
	const struct block *first = NULL;
	for (size_t i = 0; i < doc->blocks_n; i++) {
		const struct block *b = &doc->blocks[i];
		if (b->kind != BLOCK_IMAGE || !b->body.text.len)
			continue;
		if (!first)
			first = b;
		if (a->image && b->link && strcmp(doc->links[b->link - 1], a->image) == 0)
			return arena_strndup(a->arena, b->body.text.data, b->body.text.len);
	}
	return first && a->image && first == &doc->blocks[0]
		       ? arena_strndup(a->arena, first->body.text.data, first->body.text.len) : NULL;
}

static struct article *
make_article(struct finding *f)
{
	struct arena *arena = arena_new();
	struct article *a = arena_zalloc(arena, sizeof(*a));
	a->arena = arena;
	a->title = keep(arena, &f->meta.title);
	a->byline = keep(arena, &f->meta.byline);
	a->site = keep(arena, &f->meta.site);
	a->language = keep(arena, &f->meta.language);
	a->published = keep(arena, &f->meta.published);
	a->published_time = a->published ? date_read(bytes_of(a->published)) : TIME_NONE;
	char *image = f->meta.image.len ? link_resolve(f->base, f->meta.image.data) : NULL;
	if (image)
		a->image = arena_strdup(arena, image);
	free(image);
	a->image_caption = caption_of(a, f->doc);
	a->next_page = next_page_of(f, arena);
	a->cut = f->ld.free && strcasestr(f->ld.free, "false");
	a->doc = f->doc;
	f->doc = NULL;
	a->method = f->method;
	blocks_settle_dir(a->doc, dir_of_language(a->language));
	a->dir = a->doc->dir;
	if (a->language && dir_of_language(a->language) != a->dir)
		a->language = NULL; /* a theme's en-US round Arabic */
	if (a->language)
		a->doc->language = arena_strdup(a->doc->arena, a->language);
	return a;
}

static enum err
find(struct finding *f, struct article **out, struct why *why)
{
	f->phrases = phrases_new(f->page.tree.arena);
	ld_read(buf_view(&f->guarded.json), &f->ld);
	lines_cut(&f->page);
	ruled_mark(f->ruled, &f->page.tree);
	sections_mark(&f->page, f->phrases);
	prune_page(&f->page, PRUNE_CLASSES | PRUNE_SECTIONS);
	meta_read(&f->page, &f->ld, choose_container(&f->page), f->in->feed_title, f->in->url,
		  &f->meta);
	f->base = link_base(&f->page.tree, f->in->url);
	meta_ruled(&f->page, f->ruled, &f->meta);
	find_container(f);
	if (f->root)
		f->doc = doc_of_container(f);
	use_ld_body(f);
	size_t letters = letters_of(f->doc);
	enum refusal wall = letters < NOTHING ? REFUSAL_NONE : refusal_of_doc(f->doc, letters);
	if (letters < NOTHING || wall)
		return no_article(f, wall, why);
	find_subheadings(f->doc);
	drop_title_captions(f->doc, f->meta.title.data);
	*out = make_article(f);
	return OK;
}

enum err
html_article(const struct html_page *in, struct article **out, enum refusal *refusal,
	     struct why *why)
{
	struct finding f = {.in = in};
	buf_init(&f.utf8, LIMIT_BODY_BYTES);
	enum err e = html_load(why);
	if (e == OK)
		e = decode(&f, why);
	if (e != OK) {
		buf_release(&f.utf8);
		return e;
	}
	guard_html(buf_view(&f.utf8), false, &f.guarded);
	f.ruled = rules_of_site(in->rules, in->url);
	tree_parse(buf_view(&f.guarded.html), ruled_asks_all(f.ruled), &f.page.tree);
	e = find(&f, out, why);
	if (refusal)
		*refusal = f.refusal;
	lines_release(&f.page);
	tree_release(&f.page.tree);
	guarded_release(&f.guarded);
	meta_release(&f.meta);
	ld_release(&f.ld);
	doc_free(f.doc);
	ruled_free(f.ruled);
	free(f.base);
	buf_release(&f.utf8);
	return e;
}

void
article_free(struct article *a)
{
	if (!a)
		return;
	doc_free(a->doc);
	arena_free(a->arena);
}
