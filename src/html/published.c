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

/* A line near the title that reads as a date: short ones first, for a long one
 * tells of another day. */
static void
date_near(const struct meta_input *in, struct buf *out)
{
	static const uint32_t longest[] = {60, 120};
	const struct page_text *p = in->page;
	struct near near = near_heading(in);
	struct buf text;
	buf_init(&text, 0);
	for (size_t l = 0; l < ARRAY_LEN(longest) && !out->len; l++) {
		/* first what follows the title, then what stands before it */
		for (int pass = 0; pass < 2 && !out->len; pass++) {
			uint32_t i = pass ? near.from : near.heading;
			uint32_t to = pass ? near.heading : near.to;
			for (; i < to && !out->len; i++) {
				if (p->lines[i].letters > longest[l])
					continue;
				buf_clear(&text);
				line_text(p, &p->lines[i], &text);
				if (date_read(buf_view(&text)) != TIME_NONE)
					text_clean(out, buf_view(&text), CLEAN_LINE);
			}
		}
	}
	buf_release(&text);
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
	if (out->len)
		return;
	if (in->url && date_of_url(in->url, day))
		buf_add_str(out, day);
	else
		take_element(in, f->time_first, out);
}
