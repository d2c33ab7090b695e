/* SPDX-License-Identifier: MIT */
/* Inside the chosen container: lines that are no part of the article. */
#include "html/find.h"
#include "html/phrases.h"
#include "html/walk.h"

#include <stdlib.h>
#include <string.h>

static bool
is_letter(uint32_t cp)
{
	if (cp < 0x80)
		return (cp | 32) - 'a' < 26 || cp - '0' < 10 || cp == '_';
	return cp - 0x620 < 0x2b || char_is_word(cp);
}

void
words_folded(struct bytes text, struct buf *out)
{
	uint32_t folded[FOLD_MAX], cp;
	const char *p = text.data, *end = text.data + text.len;
	bool space = false;
	size_t start = out->len;
	while (p < end) {
		unsigned n = fold_next(&p, end, &cp, folded);
		if (cp == 0x200c) { /* ZWNJ parts the pieces of one word */
			continue;
		} else if (!is_letter(cp)) {
			space = out->len > start;
			continue;
		}
		if (n && space) {
			buf_add_char(out, ' ');
			space = false;
		}
		for (unsigned i = 0; i < n; i++) {
			if (folded[i] < 0x80)
				buf_add_char(out, (char)folded[i]);
			else
				buf_add_utf8(out, folded[i]);
		}
	}
}

static struct bytes
next_word(struct bytes *rest)
{
	const char *space = rest->len ? memchr(rest->data, ' ', rest->len) : NULL;
	size_t n = space ? (size_t)(space - rest->data) : rest->len;
	struct bytes word = {rest->data, n};
	rest->data += space ? n + 1 : n;
	rest->len -= space ? n + 1 : n;
	return word;
}

static bool
has_word(struct bytes text, struct bytes word)
{
	struct bytes rest = text;
	while (rest.len)
		if (bytes_eq(next_word(&rest), word))
			return true;
	return false;
}

double
words_shared(struct bytes a, struct bytes b)
{
	unsigned all = 0, shared = 0;
	while (a.len && all < 200) {
		struct bytes word = next_word(&a);
		all++;
		shared += has_word(b, word);
	}
	return all ? (double)shared / all : 0;
}

struct cleaner {
	struct page_text *page;
	const struct phrases *phrases;
	uint32_t from, to, first_good, last_good; /* lines */
	uint32_t label;    /* the line after a label that went */
	uint32_t headline; /* the line after it when it stands in front of the text, else 0 */
	struct buf title, byline, text, folded;
};

static void
fold_line(struct cleaner *c, const struct line *line)
{
	buf_clear(&c->text);
	buf_clear(&c->folded);
	line_text(c->page, line, &c->text);
	words_folded(buf_view(&c->text), &c->folded);
}

static bool
gone(const struct line *line)
{
	return line->flags & (LINE_PRUNED | LINE_DROPPED);
}

static const struct line *
neighbour(const struct cleaner *c, uint32_t i, int step)
{
	for (int64_t j = (int64_t)i + step; j >= c->from && j < c->to; j += step)
		if (!gone(&c->page->lines[j]))
			return &c->page->lines[j];
	return NULL;
}

/* Between two paragraphs of the text: there even furniture words are words. */
static bool
in_the_middle(const struct cleaner *c, uint32_t i)
{
	const struct line *before = neighbour(c, i, -1), *after = neighbour(c, i, 1);
	return before && after && line_good(before) && line_good(after);
}

static bool
only_digits(struct bytes folded)
{
	bool digit = false;
	for (size_t i = 0; i < folded.len; i++) {
		if (folded.data[i] >= '0' && folded.data[i] <= '9')
			digit = true;
		else if (folded.data[i] != ' ')
			return false;
	}
	return digit;
}

#define AGE_LETTERS 30

/* "two hours ago": a date for a day. */
static bool
tells_age(const struct line *line, struct bytes folded)
{
	static const struct {
		const char *word;
		bool first;
	} ago[] = {{"قبل ", true}, {"منذ ", true}, {"לפני ", true}, {" پيش", false},
		   {" پهلے", false}, {" ago", false}};
	static const char *const units[] = {"ساع", "دقي", "يوم", "ايام", "اسبوع", "اسابيع", "شهر", "اشهر",
					    "سن", "عام", "שע", "דק", "יום", "ימים", "روز",
					    "گھنٹ", "منٹ", "دن", "hour", "minute", "day", "week"};
	bool age = false, unit = false;
	if (line->letters > AGE_LETTERS || line->flags & LINE_HEADING)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(ago) && !age; i++) {
		size_t n = strlen(ago[i].word);
		age = folded.len > n && memcmp(ago[i].first ? folded.data : folded.data + folded.len - n,
					       ago[i].word, n) == 0;
	}
	for (size_t i = 0; i < ARRAY_LEN(units) && age && !unit; i++)
		unit = memmem(folded.data, folded.len, units[i], strlen(units[i]));
	return unit;
}

#define LABEL_LETTERS 30
#define BYLINE_MORE 25 /* letters beside the name */

/* The headline once more, a kicker, date, byline: what stands before the text. */
static bool
before_text(struct cleaner *c, uint32_t i)
{
	const struct line *line = &c->page->lines[i];
	if (line->letters > 400)
		return false;
	if (i < c->headline) /* a kicker, a section, a path: above the headline is no text */
		return true;
	/* "Source:", and one short item under it */
	struct bytes text = bytes_trim(buf_view(&c->text));
	if (line->letters < 20 && text.len && text.data[text.len - 1] == ':') {
		c->label = i + 1;
		return true;
	}
	if (line->letters < 25 && line->flags & LINE_ITEM && i && i == c->label)
		return true;
	if (c->title.len && words_shared(buf_view(&c->folded), buf_view(&c->title)) >= 0.8)
		return true;
	if (line->flags & LINE_CLOSED || line->letters > 70)
		return false;
	/* "Beirut: Name" */
	if (c->byline.len && line->letters <= utf8_count(buf_view(&c->byline)) + BYLINE_MORE &&
	    words_shared(buf_view(&c->byline), buf_view(&c->folded)) >= 1)
		return true;
	/* "Section: economy", "Code: 12345", a section's name */
	if (line->letters < LABEL_LETTERS &&
	    !(line->flags & (LINE_HEADING | LINE_ITEM | LINE_CELL | LINE_QUOTE)) &&
	    (bytes_find(text, ": ") || !memchr(c->folded.data, ' ', c->folded.len)))
		return true;
	return tells_age(line, buf_view(&c->folded)) || date_read(buf_view(&c->text)) != TIME_NONE;
}

#define HEADLINE_LEVELS 3

/* The headline of one of several things that an article tells of, with its link. */
static bool
is_item_headline(const struct line *line)
{
	const struct node *n = line->owner;
	for (int i = 0; n && i < HEADLINE_LEVELS && line->flags & LINE_HEADING; i++, n = n->parent)
		if (n->flags & NODE_TEASER)
			return true;
	return false;
}

static bool
unwanted(struct cleaner *c, uint32_t i)
{
	const struct line *line = &c->page->lines[i];
	if (is_item_headline(line))
		return false;
	if (line->flags & LINE_CREDIT && line->letters < 100)
		return true;
	if (line_links(line) && line->letters < 200 && !(line->flags & LINE_QUOTE) &&
	    !(line->flags & LINE_CLOSED && line->letters - line->link_letters >= 40))
		return true;
	if (!line->letters || line->letters >= 400)
		return false;
	fold_line(c, line);
	if (line->letters < 100 && bytes_starts(bytes_trim(buf_view(&c->text)), "©"))
		return true;
	if (!c->folded.len)
		return line->letters < 40 && !(line->flags & LINE_ITEM);
	if (only_digits(buf_view(&c->folded)) && !(line->flags & (LINE_CELL | LINE_HEADING)))
		return true;
	if (i <= c->first_good && before_text(c, i))
		return true;
	if (line->letters >= 160)
		return false;
	int phrase = phrase_of(c->phrases, buf_view(&c->folded));
	return phrase == 2 || (phrase == 1 && !(in_the_middle(c, i) && line->letters > 40));
}

#define CLOSING_LETTERS 700
#define CLOSING_LOOK 12 /* lines */

/* Behind the text: whose opinion it is, what may be written about it. */
static void
drop_closing(struct cleaner *c)
{
	unsigned looked = 0;
	for (uint32_t i = c->to; i-- > c->from && looked < CLOSING_LOOK;) {
		struct line *line = &c->page->lines[i];
		if (gone(line))
			continue;
		looked++;
		if (line->letters > CLOSING_LETTERS)
			break;
		fold_line(c, line);
		if (is_closing(c->phrases, buf_view(&c->folded)))
			line->flags |= LINE_DROPPED;
		else if (line->letters >= 40)
			break;
	}
}

/* Headings that lead to nothing. */
static void
drop_bare_headings(struct cleaner *c)
{
	bool text_after = false;
	for (uint32_t i = c->to; i-- > c->from;) {
		struct line *line = &c->page->lines[i];
		if (gone(line))
			continue;
		if (!(line->flags & LINE_HEADING))
			text_after = true;
		else if (!text_after)
			line->flags |= LINE_DROPPED;
	}
}

void
clean_lines(struct page_text *p, const struct cleaning *how)
{
	struct cleaner c = {.page = p, .phrases = how->phrases, .from = how->root->line,
			    .to = how->root->line_end};
	buf_init(&c.title, 0);
	buf_init(&c.text, 0);
	buf_init(&c.folded, 0);
	buf_init(&c.byline, 0);
	if (how->title)
		words_folded(bytes_of(how->title), &c.title);
	if (how->byline)
		words_folded(bytes_of(how->byline), &c.byline);
	c.first_good = c.to;
	for (uint32_t i = c.from; i < c.to; i++) {
		if (!line_good(&p->lines[i]))
			continue;
		if (c.first_good == c.to)
			c.first_good = i;
		c.last_good = i;
	}
	if (how->heading && how->heading->line >= c.from && how->heading->line_end <= c.first_good)
		c.headline = how->heading->line_end;
	for (uint32_t i = c.from; i < c.to; i++)
		if (!gone(&p->lines[i]) && unwanted(&c, i))
			p->lines[i].flags |= LINE_DROPPED;
	drop_closing(&c);
	drop_bare_headings(&c);
	buf_release(&c.title);
	buf_release(&c.byline);
	buf_release(&c.text);
	buf_release(&c.folded);
}

/* ---- the standfirst ------------------------------------------------------------- */

#define LEAD_LATIN 200 /* letters */

static bool
is_lead(const struct line *line)
{
	const struct node *owner = line->owner, *up = owner->parent;
	if (gone(line) || line->flags & (LINE_CAPTION | LINE_ITEM) || line->letters < 30 ||
	    line->link_letters * 10 > line->letters * 3 ||
	    owner->line + 1 != owner->line_end)
		return false;
	for (int i = 0; i < 2; i++) {
		const struct node *n = i ? up : owner;
		const char *item = n ? node_attr(n, ATTR_itemprop) : NULL;
		if (n && n->line_end - n->line <= 3 &&
		    ((n->names & NAMED_LEAD) || (item && strcasecmp(item, "description") == 0)))
			return true;
	}
	return !(line->flags & LINE_HEADING) && line->letters >= 80 && line->marks >= 1 &&
	       line->flags & LINE_CLOSED;
}

/* Whether the words stand in the article already: many sites repeat the lead. */
static bool
repeated(struct cleaner *c, const struct node *root)
{
	struct buf words;
	buf_init(&words, 0);
	buf_add_bytes(&words, buf_view(&c->folded));
	unsigned seen = 0;
	bool found = false;
	for (uint32_t i = root->line; i < root->line_end && seen < 4 && !found; i++) {
		if (gone(&c->page->lines[i]))
			continue;
		seen++;
		fold_line(c, &c->page->lines[i]);
		found = words_shared(buf_view(&words), buf_view(&c->folded)) >= 0.8;
	}
	buf_release(&words);
	return found;
}

size_t
find_lead(struct page_text *p, const struct cleaning *how, const struct node **out, size_t max)
{
	const struct node *heading = how->heading, *root = how->root;
	size_t n = 0;
	if (!heading || heading->line_end > root->line || root->line - heading->line_end > 60)
		return 0;
	struct cleaner c = {.page = p, .phrases = how->phrases};
	buf_init(&c.title, 0);
	buf_init(&c.text, 0);
	buf_init(&c.folded, 0);
	words_folded(bytes_of(how->title), &c.title);
	for (uint32_t i = heading->line_end; i < root->line && n < max; i++) {
		const struct line *line = &p->lines[i];
		if (!is_lead(line))
			continue;
		fold_line(&c, line);
		/* a line of English under the headline is a second headline; an Arabic one
		 * holds the news, and the text goes on from there */
		if (line->letters < LEAD_LATIN &&
		    dir_of_text(buf_view(&c.text), DIR_LTR) == DIR_LTR)
			continue;
		if (words_shared(buf_view(&c.folded), buf_view(&c.title)) >= 0.8 ||
		    (line->letters < 160 && phrase_of(c.phrases, buf_view(&c.folded))) ||
		    (line->letters < 70 && date_read(buf_view(&c.text)) != TIME_NONE) ||
		    repeated(&c, root))
			continue;
		out[n++] = line->owner;
	}
	buf_release(&c.title);
	buf_release(&c.text);
	buf_release(&c.folded);
	return n;
}

const struct node *
find_lead_figure(const struct page_text *p, const struct node *heading, const struct node *root)
{
	for (const struct node *n = heading ? heading : root; n; n = node_next(n, p->tree.root)) {
		if (n == root || n->line > root->line)
			break;
		if (!is_figure(n) || n->flags & NODE_DROP || node_within(root, n))
			continue;
		for (const struct node *img = n->first; img; img = node_next(img, n))
			if (img->tag == TAG_img)
				return n;
	}
	return NULL;
}

void
clean_marks(struct page_text *p, const struct node *root)
{
	for (uint32_t i = root->line; i < root->line_end; i++) {
		const struct line *line = &p->lines[i];
		for (uint32_t t = line->first; t <= line->last && gone(line); t++)
			p->texts[t]->flags |= NODE_DROP;
	}
}
