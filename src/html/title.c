/* SPDX-License-Identifier: MIT */
/* The headline: what the title element, og:title or JSON-LD say, as far as the page
 * shows it above its text; else its h1; else what is stated without the site's name. */
#include "html/meta.h"
#include "akhbar/limits.h"

#include <stdlib.h>
#include <string.h>

#define RANGES_MAX 64
#define LETTERS_OFF 6 /* between a title and the line that shows it: marks, spaces */
#define WORDS_SURE 3  /* fewer may be a section, or the site */
#define WORDS_PART 4  /* of a headline that has more in its element */
#define CUT_LETTERS 300
#define BEFORE_HEADING 10 /* worth less */

/* Pieces in a row of what is stated, as a line of the page may show them. */
struct range {
	struct bytes folded;
	uint32_t letters;
	unsigned words;
	bool start; /* it begins what is stated */
	bool cut;   /* "The first words of the headli..." */
};

struct stated {
	const struct meta_input *in;
	struct arena *arena;
	struct range ranges[RANGES_MAX];
	size_t n;
	uint32_t shortest, longest;
};

static bool
ends_cut(struct bytes text)
{
	return text.len > 3 && (memcmp(text.data + text.len - 3, "...", 3) == 0 ||
				memcmp(text.data + text.len - 3, "…", 3) == 0);
}

static void
add_range(struct stated *s, struct bytes text, bool start, bool whole)
{
	struct buf folded;
	if (s->n == RANGES_MAX || (!whole && names_site(text, s->in->site, s->in->url)))
		return;
	buf_init(&folded, 0);
	words_folded(text, &folded);
	struct range *r = &s->ranges[s->n];
	*r = (struct range){.letters = (uint32_t)utf8_count(text), .words = words_in(buf_view(&folded)),
			    .start = start, .cut = ends_cut(text)};
	if (r->cut) /* its last word may be cut as well */
		while (folded.len && folded.data[folded.len - 1] != ' ')
			folded.len--;
	r->folded = (struct bytes){arena_strndup(s->arena, folded.data ? folded.data : "", folded.len),
				   folded.len};
	buf_release(&folded);
	if (!r->words || (r->words < 2 && !start) || !r->folded.len)
		return;
	if (!s->n++ || r->letters < s->shortest)
		s->shortest = r->letters;
	uint32_t longest = r->cut ? CUT_LETTERS : r->letters;
	if (longest > s->longest)
		s->longest = longest;
}

static void
add_stated(struct stated *s, const struct buf *text)
{
	struct pieces p;
	pieces_split(buf_view(text), &p);
	for (size_t first = 0; first < p.n; first++)
		for (size_t last = first; last < p.n; last++)
			if (last + 1 == p.n || p.at[last + 1].mark != MARK_COLON)
				add_range(s, pieces_range(&p, first, last), !first,
					  !first && last + 1 == p.n);
}

/* The longest range that the folded words are; NULL none. */
static const struct range *
range_of(const struct stated *s, struct bytes folded)
{
	const struct range *best = NULL;
	for (size_t i = 0; i < s->n; i++) {
		const struct range *r = &s->ranges[i];
		bool same = r->cut ? r->words >= WORDS_PART && folded.len > r->folded.len &&
					     memcmp(folded.data, r->folded.data, r->folded.len) == 0
				   : bytes_eq(folded, r->folded);
		if (same && (!best || r->words > best->words))
			best = r;
	}
	return best;
}

/* ---- where the page shows it ----------------------------------------------------------- */

struct shown {
	const struct node *node;
	const struct range *range;
	bool heading;
	int worth;
};

/* The first line of the text. */
static uint32_t
text_begins(const struct page_text *p, const struct node *root)
{
	uint32_t i = root ? root->line : (uint32_t)p->lines_n;
	while (root && i < root->line_end && !line_good(&p->lines[i]))
		i++;
	return i;
}

/* How well a line serves as the headline: words first, then where it stands. A heading
 * elsewhere serves too, a line elsewhere is a link to the article. */
static int
worth_of(const struct range *r, const struct line *line, bool main_heading, bool above)
{
	bool heading = line->flags & LINE_HEADING;
	if ((!above && (!heading || r->words < WORDS_SURE)) || (r->words < 2 && !main_heading))
		return 0;
	int worth = (int)r->words * 2 + r->start + (main_heading ? 6 : heading ? 4 : 0);
	return worth - (line_links(line) && !heading ? 2 : 0) - (above ? 0 : 4);
}

static struct shown
find_shown(const struct stated *s, const struct node *h1)
{
	const struct page_text *p = s->in->page;
	uint32_t begins = text_begins(p, s->in->root);
	uint32_t to = s->in->root ? s->in->root->line_end : (uint32_t)p->lines_n;
	struct shown best = {0};
	struct buf text, folded;
	buf_init(&text, 0);
	buf_init(&folded, 0);
	for (uint32_t i = 0; i < to && s->n; i++) {
		const struct line *line = &p->lines[i];
		bool heading = line->flags & LINE_HEADING;
		if (line->letters + LETTERS_OFF < s->shortest || line->letters > s->longest + LETTERS_OFF ||
		    (i > begins && !heading) || (line->flags & LINE_PRUNED && !heading) ||
		    line->owner->line != i || line->owner->line_end != i + 1)
			continue;
		buf_clear(&text);
		buf_clear(&folded);
		line_text(p, line, &text);
		words_folded(buf_view(&text), &folded);
		const struct range *r = range_of(s, buf_view(&folded));
		if (!r)
			continue;
		bool main_heading = h1 && h1->line == i;
		int worth = worth_of(r, line, main_heading, i <= begins);
		if (h1 && i < h1->line) /* the site, a series */
			worth -= BEFORE_HEADING;
		/* of lines that serve as well the last is nearest to the text */
		if (worth > best.worth || (worth && worth == best.worth && !heading))
			best = (struct shown){main_heading ? h1 : line->owner, r, heading, worth};
	}
	buf_release(&text);
	buf_release(&folded);
	return best;
}

/* "Kicker Headline" in one element, each in its own: texts in a row of the heading
 * that are what is stated. */
static bool
take_part(const struct stated *s, const struct node *heading, struct buf *out)
{
	const struct page_text *p = s->in->page;
	struct buf text, folded;
	bool found = false;
	const struct line *first = &p->lines[heading->line], *last = &p->lines[heading->line_end - 1];
	buf_init(&text, 0);
	buf_init(&folded, 0);
	if (last->last - first->first >= 12)
		return false;
	for (uint32_t from = first->first; from <= last->last && !found; from++) {
		buf_clear(&text);
		for (uint32_t to = from; to <= last->last && !found; to++) {
			buf_add_bytes(&text, node_text(&p->tree, p->texts[to]));
			buf_clear(&folded);
			words_folded(buf_view(&text), &folded);
			const struct range *r = range_of(s, buf_view(&folded));
			found = r && !r->cut && r->words >= WORDS_PART;
		}
	}
	if (found) {
		char *line = text_clean_dup(buf_view(&text), CLEAN_LINE, LIMIT_TITLE_BYTES);
		buf_clear(out);
		buf_add_str(out, line);
		free(line);
	}
	buf_release(&text);
	buf_release(&folded);
	return found;
}

/* "Politics | Headline": the headline ends what stands in the heading. */
static bool
has_kicker(const struct buf *heading, const struct buf *stated, unsigned words)
{
	return stated->len && stated->len < heading->len && words >= WORDS_PART &&
	       memcmp(heading->data + heading->len - stated->len, stated->data, stated->len) == 0;
}

static unsigned
count_folded(const struct buf *text)
{
	struct buf folded;
	buf_init(&folded, 0);
	words_folded(buf_view(text), &folded);
	unsigned n = words_in(buf_view(&folded));
	buf_release(&folded);
	return n;
}

/* What is stated for machines, without the site. */
static void
take_named(const struct meta_input *in, struct buf *out)
{
	const char *stated = in->ld->headline, *og = in->found->og_title;
	if (!stated || (og && ends_cut(bytes_of(stated)) && !ends_cut(bytes_of(og))))
		stated = og ? og : stated;
	if (!stated)
		return;
	take_html(out, stated, LIMIT_TITLE_BYTES);
	cut_site(out, in->site, in->url, false);
}

static void
replace(struct buf *out, const struct buf *by)
{
	buf_clear(out);
	buf_add_bytes(out, buf_view(by));
}

/* The heading against what is stated and what a line shows of it. */
static const struct node *
choose_shown(const struct stated *s, const struct node *h1, struct buf *out)
{
	const struct meta_input *in = s->in;
	struct shown shown = find_shown(s, h1);
	struct buf heading;
	buf_init(&heading, 0);
	if (h1)
		take_node(&heading, &in->page->tree, h1, LIMIT_TITLE_BYTES);
	unsigned words = count_folded(&heading);
	bool good = words && !names_site(buf_view(&heading), in->site, in->url);
	const struct node *node = h1;
	if (good && has_kicker(&heading, out, count_folded(out))) {
		node = h1;
	} else if (shown.node && (shown.node == h1 || (shown.heading && shown.range->words >= WORDS_SURE) ||
			   !good || words < WORDS_SURE)) {
		node = shown.node;
		take_node(out, &in->page->tree, node, LIMIT_TITLE_BYTES);
	} else if (good && take_part(s, h1, out)) {
		node = h1;
	} else if (good && (words >= WORDS_SURE || !out->len)) {
		/* the headline as people see it, rather than the one made for search engines */
		replace(out, &heading);
	}
	buf_release(&heading);
	return node;
}

const struct node *
choose_title(const struct meta_input *in, const char *feed_title, struct buf *out)
{
	const struct found *f = in->found;
	const struct node *h1 = f->h1_near ? f->h1_near : f->h1;
	struct stated s = {.in = in, .arena = arena_new()};
	struct buf title, text;
	buf_init(&title, 0);
	buf_init(&text, 0);
	if (f->title)
		take_node(&title, &in->page->tree, f->title, LIMIT_TITLE_BYTES);
	add_stated(&s, &title);
	const char *stated[] = {f->og_title, in->ld->headline};
	for (size_t i = 0; i < ARRAY_LEN(stated); i++) {
		if (!stated[i])
			continue;
		take_html(&text, stated[i], LIMIT_TITLE_BYTES);
		add_stated(&s, &text);
	}
	take_named(in, out);
	const struct node *node = choose_shown(&s, h1, out);
	if (!out->len && title.len) {
		replace(out, &title);
		cut_site(out, in->site, in->url, true);
	}
	if (!out->len && feed_title)
		take_html(out, feed_title, LIMIT_TITLE_BYTES);
	buf_release(&title);
	buf_release(&text);
	arena_free(s.arena);
	return node;
}

/* ---- the site -------------------------------------------------------------------------- */

#define UP 2 /* elements round a heading that may say so */

static bool
leads_home(const char *href, const char *url)
{
	if (strcmp(href, "/") == 0 || strcmp(href, "./") == 0)
		return true;
	struct bytes there = url_host(href), here = url_host(url ? url : "");
	if (!there.len || (here.len && (there.len != here.len ||
					strncasecmp(there.data, here.data, here.len) != 0)))
		return false;
	const char *rest = there.data + there.len;
	return !*rest || strcmp(rest, "/") == 0;
}

bool
is_site_heading(const struct node *heading, const char *url)
{
	const struct node *n = heading;
	for (int i = 0; n && i <= UP; i++, n = n->parent) {
		const char *href = n->tag == TAG_a ? node_attr(n, ATTR_href) : NULL;
		if (n->names & NAMED_SITE || (href && leads_home(href, url)))
			return true;
	}
	for (n = heading->first; n; n = node_next(n, heading)) {
		const char *href = n->tag == TAG_a ? node_attr(n, ATTR_href) : NULL;
		if (href && leads_home(href, url))
			return true;
	}
	return false;
}

void
site_of_title(const struct meta_input *in, struct bytes headline, struct buf *out)
{
	struct buf title;
	struct pieces p;
	buf_init(&title, 0);
	if (in->found->title)
		take_node(&title, &in->page->tree, in->found->title, LIMIT_TITLE_BYTES);
	pieces_split(buf_view(&title), &p);
	struct bytes name = {"", 0};
	if (p.n > 1 && same_words(pieces_range(&p, 0, p.n - 2), headline))
		name = pieces_range(&p, p.n - 1, p.n - 1);
	else if (p.n > 1 && same_words(pieces_range(&p, 1, p.n - 1), headline))
		name = pieces_range(&p, 0, 0);
	if (name.len && name.len < 60)
		buf_add_bytes(out, name);
	buf_release(&title);
}
