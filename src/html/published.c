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

/* From the word of publication on, where a date follows it: "updated ... published ...". */
static struct bytes
after_published(struct bytes text)
{
	static const char *const words[] = {"نشر", "النشر", "نشرت", "شائع", "انتشار", "منتشر",
					    "published", "posted", "פורסם"};
	struct buf folded, word;
	struct bytes found = {"", 0};
	const char *p = text.data, *end = text.data + text.len;
	buf_init(&folded, 0);
	buf_init(&word, 0);
	while (p < end && !found.len) {
		const char *start = p;
		size_t n = strcspn(p, " :|,-"); /* the text ends with NUL */
		p += n + (p + n < end);
		buf_clear(&folded);
		words_folded((struct bytes){start, n}, &folded);
		for (size_t i = 0; folded.len && i < ARRAY_LEN(words) && !found.len; i++) {
			buf_clear(&word);
			words_folded(bytes_of(words[i]), &word);
			struct bytes rest = {start, (size_t)(end - start)};
			if (bytes_eq(buf_view(&folded), buf_view(&word)) && date_read(rest) != TIME_NONE)
				found = rest;
		}
	}
	buf_release(&folded);
	buf_release(&word);
	return found;
}

bool
is_update_time(const struct page_text *p, const struct node *time)
{
	const char *item = node_attr(time, ATTR_itemprop);
	if (item && strcasestr(item, "dateModified"))
		return true;
	for (const struct node *n = time; n; n = n == time ? time->parent : NULL) {
		const char *class = node_attr(n, ATTR_class);
		bool update = class && (strcasestr(class, "updat") || strcasestr(class, "modif"));
		if (update && !strcasestr(class, "publish") && !strcasestr(class, "entry-date") &&
		    n->line_end - n->line < 2)
			return true;
	}
	if (time->line >= p->lines_n)
		return false;
	/* "Updated <time>" */
	const struct line *line = &p->lines[time->line];
	for (uint32_t t = line->first; t < line->last; t++)
		if (node_within(p->texts[t + 1], time))
			return tells_update(node_text(&p->tree, p->texts[t]));
	return false;
}

#define STORY_WORDS 6 /* in a row, without a mark or a number */

/* A sentence that names a day tells of that day. */
static bool
tells_story(const struct page_text *p, const struct line *line)
{
	if (line->flags & LINE_CLOSED && line->letters > 60)
		return true;
	struct buf folded;
	unsigned words = 0, longest = 0;
	buf_init(&folded, 0);
	for (uint32_t t = line->first; t <= line->last; t++, words = 0) {
		bool in_word = false;
		buf_clear(&folded);
		fold_text(&folded, node_text(&p->tree, p->texts[t]));
		for (const char *s = folded.data, *end = s + folded.len; s < end;) {
			uint32_t cp = utf8_next(&s, end);
			bool letter = cp > '9' && char_is_word(cp);
			if (letter && !in_word)
				words++;
			else if (!letter && cp > ' ' && cp != 0x200c)
				words = 0;
			in_word = letter || (in_word && cp == 0x200c);
			longest = words > longest ? words : longest;
		}
	}
	buf_release(&folded);
	return longest >= STORY_WORDS;
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

struct near_date {
	struct buf date, update;
};

/* The line as a date, when it is one. */
static void
see_line(const struct page_text *p, const struct line *line, uint32_t longest, struct near_date *d)
{
	struct buf text;
	if (line->letters > longest || line->letters < 6)
		return;
	buf_init(&text, 0);
	line_pieces(p, line, &text);
	if (date_read(buf_view(&text)) != TIME_NONE && !tells_story(p, line)) {
		bool late = tells_update(buf_view(&text));
		struct bytes published = late ? after_published(buf_view(&text)) : (struct bytes){"", 0};
		if (published.len)
			text_clean(&d->date, published, CLEAN_LINE);
		else if (!late || !d->update.len)
			take_date(p, line, late ? &d->update : &d->date);
	}
	buf_release(&text);
}

#define LINKS_BETWEEN 3 /* lines: what stands above a menu is today's date */

/* A line near the title that reads as a date: short ones first, for a long one
 * tells of another day; first what follows the title, then what stands before it. */
static void
date_near(const struct meta_input *in, struct near_date *d)
{
	static const uint32_t longest[] = {60, 120};
	const struct page_text *p = in->page;
	struct near near = near_heading(in);
	for (size_t l = 0; l < ARRAY_LEN(longest) && !d->date.len; l++) {
		for (uint32_t i = near.heading; i < near.to && !d->date.len; i++)
			see_line(p, &p->lines[i], longest[l], d);
		unsigned links = 0;
		for (uint32_t i = near.heading; i-- > near.from && !d->date.len;) {
			links += line_links(&p->lines[i]);
			if (links >= LINKS_BETWEEN)
				break;
			see_line(p, &p->lines[i], longest[l], d);
		}
	}
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

/* What the page shows is more than a day from the day in its address. */
static bool
far_from(const char *day, struct bytes date)
{
	int64_t a = date_read(bytes_of(day)), b = date_read(date);
	return b < a - 86400 || b >= a + 2 * 86400;
}

void
choose_date(const struct meta_input *in, struct buf *out)
{
	const struct found *f = in->found;
	struct near_date d;
	char day[16];
	if (take_stated(in->ld->published, out) || take_stated(f->meta_date, out) ||
	    take_stated(f->other_date, out) || take_element(in, f->item_date, out) ||
	    take_element(in, f->time, out))
		return;
	bool in_url = in->url && date_of_url(in->url, day);
	buf_init(&d.date, 0);
	buf_init(&d.update, 0);
	date_near(in, &d);
	if (d.date.len && !(in_url && far_from(day, buf_view(&d.date))))
		buf_add_bytes(out, buf_view(&d.date));
	else if (in_url)
		buf_add_str(out, day);
	else if (!date_named(in, out) && !date_behind(in, out) && d.update.len)
		buf_add_bytes(out, buf_view(&d.update));
	buf_release(&d.date);
	buf_release(&d.update);
	if (!out->len)
		take_element(in, f->time_first, out);
}
