/* SPDX-License-Identifier: MIT */
/* When it was published: as stated for machines, else as it stands beside the
 * headline, else as its address has it. */
#include "html/meta.h"

#include <string.h>

#define NEAR_BEFORE 8 /* lines */
#define NEAR_AFTER 15

struct near
near_heading(const struct meta_input *in)
{
	const struct page_text *p = in->page;
	const struct node *h1 = in->found->h1_near;
	uint32_t at = h1 ? h1->line : in->root ? in->root->line : 0;
	uint32_t end = h1 ? h1->line_end : at;
	struct near near = {.from = at > NEAR_BEFORE ? at - NEAR_BEFORE : 0, .heading = at,
			    .to = end + NEAR_AFTER};
	/* two paragraphs into the text nothing of the headline is left */
	unsigned good = 0;
	for (uint32_t i = end; i < near.to && i < p->lines_n; i++)
		if (line_good(&p->lines[i]) && ++good == 3)
			near.to = i;
	if (near.to > p->lines_n)
		near.to = (uint32_t)p->lines_n;
	if (near.heading > near.to)
		near.heading = near.to;
	return near;
}

/* "Last update: ..." tells of another day. */
static bool
tells_update(struct bytes text)
{
	static const char *const words[] = {"تحديث", "محدث", "تعديل", "updated", "update",
					    "modified", "ویرایش", "روزرسانی", "بروزرسانی",
					    "עודכן", "עדכון", "اپ ڈیٹ", "اپڈیٹ"};
	struct buf folded, word;
	size_t digits = 0;
	bool update = false;
	buf_init(&folded, 0);
	buf_init(&word, 0);
	words_folded(text, &folded);
	while (digits < folded.len && (folded.data[digits] < '0' || folded.data[digits] > '9'))
		digits++;
	for (size_t i = 0; i < ARRAY_LEN(words) && !update; i++) {
		buf_clear(&word);
		words_folded(bytes_of(words[i]), &word);
		update = memmem(folded.data ? folded.data : "", digits, word.data, word.len);
	}
	buf_release(&folded);
	buf_release(&word);
	return update;
}

/* The text of the line that is the date, else all of it. */
static void
take_date(const struct page_text *p, const struct line *line, struct buf *out)
{
	struct buf all;
	buf_init(&all, 0);
	line_pieces(p, line, &all);
	struct bytes text = buf_view(&all);
	int64_t time = date_read(text);
	for (uint32_t t = line->first; t <= line->last; t++) {
		struct bytes part = node_text(&p->tree, p->texts[t]);
		if (date_read(part) == time) {
			text = part;
			break;
		}
	}
	text_clean(out, text, CLEAN_LINE);
	buf_release(&all);
}

/* A line near the title that reads as a date: short ones first, for a long one
 * tells of another day; that of an update when there is no other. */
static void
date_near(const struct meta_input *in, struct buf *out)
{
	static const uint32_t longest[] = {60, 120};
	const struct page_text *p = in->page;
	struct near near = near_heading(in);
	struct buf text, update;
	buf_init(&text, 0);
	buf_init(&update, 0);
	for (size_t l = 0; l < ARRAY_LEN(longest) && !out->len; l++) {
		/* first what follows the title, then what stands before it */
		for (int pass = 0; pass < 2 && !out->len; pass++) {
			uint32_t i = pass ? near.from : near.heading;
			uint32_t to = pass ? near.heading : near.to;
			for (; i < to && !out->len; i++) {
				if (p->lines[i].letters > longest[l] || p->lines[i].letters < 6)
					continue;
				buf_clear(&text);
				line_pieces(p, &p->lines[i], &text);
				if (date_read(buf_view(&text)) == TIME_NONE)
					continue;
				bool late = tells_update(buf_view(&text));
				if (!late || !update.len)
					take_date(p, &p->lines[i], late ? &update : out);
			}
		}
	}
	if (!out->len)
		buf_add_bytes(out, buf_view(&update));
	buf_release(&text);
	buf_release(&update);
}

static bool
take_stated(const char *stated, struct buf *out)
{
	if (!stated || date_read(bytes_of(stated)) == TIME_NONE)
		return false;
	take_html(out, stated, 128);
	return true;
}

static bool
take_element(const struct meta_input *in, const struct node *n, struct buf *out)
{
	static const enum attr_name places[] = {ATTR_content, ATTR_datetime, ATTR_title};
	for (size_t i = 0; n && i < ARRAY_LEN(places); i++)
		if (take_stated(node_attr(n, places[i]), out))
			return true;
	if (!n || in->page->sum[n->line_end] - in->page->sum[n->line] > 200)
		return false;
	take_node(out, &in->page->tree, n, 128);
	if (date_read(buf_view(out)) != TIME_NONE)
		return true;
	buf_clear(out);
	return false;
}

#define NAMED_AFTER 10 /* lines behind the text */
#define NAMED_LETTERS 80
#define NAMED_TRIES 50

/* An element that is named as a date, in the text or at its end. */
static bool
date_named(const struct meta_input *in, struct buf *out)
{
	const struct page_text *p = in->page;
	const struct node *n = in->root ? p->tree.root->first : NULL;
	unsigned tries = NAMED_TRIES;
	for (; n && !out->len && tries; n = node_next(n, p->tree.root)) {
		if (!(n->names & NAMED_DATE) || n->line < in->root->line ||
		    n->line > in->root->line_end + NAMED_AFTER ||
		    p->sum[n->line_end] - p->sum[n->line] > NAMED_LETTERS)
			continue;
		tries--;
		for (const struct node *up = n; up; up = up->parent)
			if (up->flags & NODE_TEASER || up->names & NAMED_COMMENTS)
				goto next;
		if (take_element(in, n, out) && tells_update(buf_view(out)))
			buf_clear(out);
	next:;
	}
	return out->len > 0;
}

#define BEHIND 6 /* lines */

/* "Published on ..." behind the text. */
static bool
date_behind(const struct meta_input *in, struct buf *out)
{
	static const char *const words[] = {"نشر", "تاريخ النشر", "تاریخ انتشار", "انتشار",
					    "published", "posted", "פורסם"};
	const struct page_text *p = in->page;
	struct buf text, folded, word;
	buf_init(&text, 0);
	buf_init(&folded, 0);
	buf_init(&word, 0);
	uint32_t from = in->root ? in->root->line_end : 0;
	for (uint32_t i = from; in->root && i < p->lines_n && i < from + BEHIND && !out->len; i++) {
		if (p->lines[i].letters > 60)
			continue;
		buf_clear(&text);
		buf_clear(&folded);
		line_pieces(p, &p->lines[i], &text);
		words_folded(buf_view(&text), &folded);
		for (size_t w = 0; w < ARRAY_LEN(words) && !out->len; w++) {
			buf_clear(&word);
			words_folded(bytes_of(words[w]), &word);
			if (folded.len > word.len && memcmp(folded.data, word.data, word.len) == 0 &&
			    date_read(buf_view(&text)) != TIME_NONE)
				take_date(p, &p->lines[i], out);
		}
	}
	buf_release(&text);
	buf_release(&folded);
	buf_release(&word);
	return out->len > 0;
}

void
choose_date(const struct meta_input *in, struct buf *out)
{
	const struct found *f = in->found;
	char day[16];
	if (take_stated(in->ld->published, out) || take_stated(f->meta_date, out) ||
	    take_stated(f->other_date, out) || take_element(in, f->item_date, out) ||
	    take_element(in, f->time, out))
		return;
	date_near(in, out);
	if (out->len || date_named(in, out) || date_behind(in, out))
		return;
	if (in->url && date_of_url(in->url, day))
		buf_add_str(out, day);
	else
		take_element(in, f->time_first, out);
}
