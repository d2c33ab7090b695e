/* SPDX-License-Identifier: MIT
 *
 * Measuring a paragraph: characters, classes, levels, forms, widths, breaks. All
 * that does not depend on the width of the page happens here, once.
 */
#include "text/work.h"

#include <stdlib.h>
#include <string.h>

#include "text/bidi.h"

#define MAX_NESTED 60 /* isolates in isolates; deeper ones stay plain */
#define ALWAYS_RTL 40 /* percent of the strong letters */

/* ---- spans ------------------------------------------------------------------- */

static int
by_start(const void *a, const void *b)
{
	const struct para_span *x = a, *y = b;
	if (x->start_byte != y->start_byte)
		return x->start_byte < y->start_byte ? -1 : 1;
	if (x->end_byte != y->end_byte)
		return x->end_byte > y->end_byte ? -1 : 1;
	/* an isolate goes round a token of the same bytes */
	return (x->kind == PARA_PROTECT) - (y->kind == PARA_PROTECT);
}

static bool
at_edge(struct bytes text, uint32_t at)
{
	return at >= text.len || ((unsigned char)text.data[at] & 0xc0) != 0x80;
}

/* The caller's spans and the tokens found, in one sorted list. */
static size_t
gather_spans(struct bytes text, const struct para_options *o, struct para_span **out)
{
	size_t n = o->no_protect ? 0 : tokens_find(text, out);
	if (!o->spans_n)
		return n;
	*out = mem_realloc_array(*out, n + o->spans_n, sizeof(**out));
	for (size_t i = 0; i < o->spans_n; i++) {
		struct para_span s = o->spans[i];
		if (s.end_byte > text.len)
			s.end_byte = (uint32_t)text.len;
		if (s.start_byte < s.end_byte && at_edge(text, s.start_byte) &&
		    at_edge(text, s.end_byte))
			(*out)[n++] = s;
	}
	qsort(*out, n, sizeof(**out), by_start);
	return n;
}

/* Counts of strong letters in a stretch of text. */
struct letters {
	size_t ltr, rtl;
};

static void
count_letter(struct letters *l, unsigned class, unsigned flags)
{
	if (flags & (CHAR_RI | CHAR_ZERO))
		return;
	l->ltr += class == BIDI_L;
	l->rtl += class == BIDI_R || class == BIDI_AL;
}

static enum dir
dir_of_letters(struct letters l, enum dir fallback)
{
	if (!l.ltr && !l.rtl)
		return fallback;
	return l.rtl * 100 >= (l.ltr + l.rtl) * ALWAYS_RTL ? DIR_RTL : DIR_LTR;
}

static struct letters
letters_of(struct bytes text)
{
	struct letters l = {0, 0};
	for (const char *s = text.data, *end = s + text.len; s < end;) {
		const struct char_record *r = char_record(utf8_next(&s, end));
		count_letter(&l, r->bidi, r->flags);
	}
	return l;
}

/* ---- decoding ------------------------------------------------------------------ */

struct decoder {
	struct work *w;
	const struct para_options *o;
	struct bytes text;
	const struct para_span *spans;
	size_t spans_n, span_i;
	uint32_t ends[MAX_NESTED]; /* of the isolates that are open */
	unsigned depth;
	uint32_t token_end;
	uint32_t next_edge;        /* nothing about spans changes before this byte */
	uint32_t base_i;           /* the letter that marks compose with */
};

static void
put(struct work *w, uint32_t cp, uint32_t byte, uint8_t class, uint8_t guard)
{
	w->cps[w->n] = cp;
	w->bytes[w->n] = byte;
	w->classes[w->n] = class;
	w->guards[w->n++] = guard;
	w->seen |= BIDI_BIT(class);
}

static void
open_isolate(struct decoder *d, const struct para_span *s, bool rtl)
{
	if (d->depth == MAX_NESTED)
		return;
	uint32_t end = s->end_byte;
	if (d->depth && d->ends[d->depth - 1] < end)
		end = d->ends[d->depth - 1];
	d->ends[d->depth++] = end;
	put(d->w, rtl ? CH_RLI : CH_LRI, s->start_byte, rtl ? BIDI_RLI : BIDI_LRI, GUARD_NONE);
}

/* Spans that end or begin at this byte. */
static void
cross_edges(struct decoder *d, uint32_t byte)
{
	while (d->depth && d->ends[d->depth - 1] <= byte) {
		d->depth--;
		put(d->w, CH_PDI, byte, BIDI_PDI, GUARD_NONE);
	}
	for (; d->span_i < d->spans_n && d->spans[d->span_i].start_byte <= byte; d->span_i++) {
		const struct para_span *s = &d->spans[d->span_i];
		struct bytes inside = {d->text.data + s->start_byte, s->end_byte - s->start_byte};
		if (s->start_byte < byte) /* began inside a character that was cut */
			continue;
		if (s->kind == PARA_PROTECT) {
			if (s->end_byte > d->token_end)
				d->token_end = s->end_byte;
			/* its words stay readable: only their order is from the left */
			if (letters_of(inside).rtl)
				open_isolate(d, s, false);
		} else {
			bool rtl = s->kind == PARA_ISOLATE_RTL ||
				   (s->kind == PARA_ISOLATE_AUTO &&
				    dir_of_letters(letters_of(inside), DIR_LTR) == DIR_RTL);
			open_isolate(d, s, rtl);
		}
	}
	d->next_edge = d->span_i < d->spans_n ? d->spans[d->span_i].start_byte : UINT32_MAX;
	if (d->depth && d->ends[d->depth - 1] < d->next_edge)
		d->next_edge = d->ends[d->depth - 1];
}

/* In a token everything but letters from right to left is L (text that plain
 * UAX #9 would turn about). */
static uint8_t
token_class(uint8_t class)
{
	switch (class) {
	case BIDI_R: case BIDI_AL: case BIDI_NSM: case BIDI_BN: case BIDI_B:
		return class;
	default:
		return BIDI_L;
	}
}

static void
decode_char(struct decoder *d, uint32_t cp, uint32_t byte)
{
	struct work *w = d->w;
	const struct char_record *r = char_record(cp);
	uint8_t class = r->bidi;
	if (r->flags & (CHAR_MARK | CHAR_OPEN | CHAR_CLOSE)) {
		if (r->flags & CHAR_MARK) {
			uint32_t whole = cp >= 0x653 && cp <= 0x655 && d->base_i < w->n
						 ? shape_compose(w->cps[d->base_i], cp)
						 : 0;
			if (whole) {
				w->cps[d->base_i] = whole;
				return;
			}
			if (d->o->strip_marks && (r->flags & CHAR_TASHKEEL))
				return;
			w->marks_n++;
		} else {
			w->brackets = true;
			d->base_i = w->n;
		}
	} else {
		d->base_i = w->n;
	}
	w->joining |= r->join == JOIN_D || r->join == JOIN_R;
	w->newlines_n += r->line >= LB_BK && r->line <= LB_NL;
	uint8_t guard = GUARD_NONE;
	if (byte < d->token_end) {
		class = token_class(class);
		guard = GUARD_TOKEN;
		w->guarded = true;
	} else if (d->depth) {
		guard = GUARD_ISOLATE;
	}
	/* foreign text may not close the isolate it stands in */
	if (d->depth && class >= BIDI_LRE)
		class = BIDI_BN;
	put(w, cp, byte, class, guard);
}

static void
decode(struct decoder *d)
{
	const char *begin = d->text.data, *end = begin + d->text.len, *s = begin;
	d->base_i = UINT32_MAX;
	d->next_edge = d->spans_n ? d->spans[0].start_byte : UINT32_MAX;
	while (s < end) {
		uint32_t byte = (uint32_t)(s - begin);
		if (byte >= d->next_edge)
			cross_edges(d, byte);
		unsigned char c = (unsigned char)*s;
		if (c < 0x80) {
			s++;
			decode_char(d, c, byte);
		} else if (c >= 0xc2 && c < 0xe0 && s + 1 < end && ((unsigned char)s[1] & 0xc0) == 0x80) {
			uint32_t cp = (c & 0x1fu) << 6 | ((unsigned char)s[1] & 0x3f);
			s += 2;
			decode_char(d, cp, byte);
		} else {
			decode_char(d, utf8_next(&s, end), byte);
		}
	}
	cross_edges(d, (uint32_t)d->text.len);
	d->w->bytes[d->w->n] = (uint32_t)d->text.len;
}

/* ---- direction, digits, levels --------------------------------------------------- */

static enum dir
find_dir(const struct work *w, const struct para_options *o)
{
	if (o->dir != DIR_AUTO)
		return o->dir;
	struct letters all = {0, 0}, outside = {0, 0};
	for (uint32_t i = 0; i < w->n; i++) {
		if (!(BIDI_BIT(w->classes[i]) &
		      (BIDI_BIT(BIDI_L) | BIDI_BIT(BIDI_R) | BIDI_BIT(BIDI_AL))))
			continue;
		const struct char_record *r = char_record(w->cps[i]);
		count_letter(&all, r->bidi, r->flags);
		if (w->guards[i] != GUARD_TOKEN)
			count_letter(&outside, r->bidi, r->flags);
	}
	/* a text that is an address and nothing else goes by its letters */
	if (!outside.ltr && !outside.rtl)
		outside = all;
	enum dir dir = dir_of_letters(outside, o->fallback);
	return dir == DIR_RTL ? DIR_RTL : DIR_LTR;
}

static uint32_t
digit_in(uint32_t cp, enum text_numerals numerals)
{
	uint32_t value;
	if (cp - '0' < 10)
		value = cp - '0';
	else if (cp - 0x660 < 10)
		value = cp - 0x660;
	else if (cp - 0x6f0 < 10)
		value = cp - 0x6f0;
	else
		return cp;
	return value + (numerals == NUMERALS_ARABIC	 ? 0x660
			: numerals == NUMERALS_PERSIAN ? 0x6f0
						       : '0');
}

/* Digits in the reader's numerals, before bidi: their class goes with their shape.
 * Addresses and names keep theirs (iPhone 15, mp3). */
static void
convert_digits(struct work *w, enum dir dir, enum text_numerals numerals)
{
	bool latin = dir == DIR_LTR && numerals != NUMERALS_WESTERN;
	for (uint32_t i = 0; i < w->n; i++) {
		uint8_t class = w->classes[i];
		if (class == BIDI_L)
			latin = true;
		else if (class == BIDI_R || class == BIDI_AL || class == BIDI_B)
			latin = dir == DIR_LTR && class == BIDI_B;
		else if (class != BIDI_EN && class != BIDI_AN)
			continue;
		if (w->guards[i] == GUARD_TOKEN || (latin && numerals != NUMERALS_WESTERN))
			continue;
		uint32_t to = digit_in(w->cps[i], numerals);
		if (to == w->cps[i])
			continue;
		w->cps[i] = to;
		w->classes[i] = char_record(to)->bidi;
		w->seen |= BIDI_BIT(w->classes[i]);
	}
}

/* UAX #9 L1 for tabs, which does not depend on the line. */
static void
reset_tabs(struct work *w, unsigned base)
{
	const uint32_t white = BIDI_BIT(BIDI_WS) | BIDI_BIT(BIDI_BN) | BIDI_BIT(BIDI_LRI) |
			       BIDI_BIT(BIDI_RLI) | BIDI_BIT(BIDI_FSI) | BIDI_BIT(BIDI_PDI) |
			       BIDI_BIT(BIDI_LRE) | BIDI_BIT(BIDI_RLE) | BIDI_BIT(BIDI_LRO) |
			       BIDI_BIT(BIDI_RLO) | BIDI_BIT(BIDI_PDF);
	bool reset = false;
	for (uint32_t i = w->n; i-- > 0;) {
		uint8_t class = w->classes[i];
		reset = class == BIDI_S || (reset && BIDI_BIT(class) & white);
		if (reset)
			w->levels[i] = (uint8_t)base;
	}
}

/* A newline parts paragraphs for UAX #9; all have the same direction. */
static void
find_levels(struct work *w, unsigned base, void *scratch)
{
	const uint32_t *cps = w->brackets ? w->cps : NULL;
	if (!(w->seen & BIDI_BIT(BIDI_B))) {
		bidi_levels(cps, w->classes, w->n, base, w->levels, scratch);
	} else {
		for (uint32_t i = 0, start = 0; i <= w->n; i++) {
			if (i < w->n && w->classes[i] != BIDI_B)
				continue;
			bidi_levels(cps ? cps + start : NULL, w->classes + start, i - start, base,
				    w->levels + start, scratch);
			if (i < w->n)
				w->levels[i] = (uint8_t)base;
			start = i + 1;
		}
	}
	if (w->seen & BIDI_BIT(BIDI_S))
		reset_tabs(w, base);
}

/* Tokens stay whole; one longer than a line may end after these. */
static void
protect_breaks(struct work *w)
{
	for (uint32_t i = 1; i < w->n; i++) {
		if (w->guards[i] != GUARD_TOKEN || w->guards[i - 1] != GUARD_TOKEN ||
		    w->breaks[i] == BREAK_MUST)
			continue;
		uint32_t before = w->cps[i - 1];
		bool soft = before < 0x80 && before && strchr("/?&=-_.", (int)before) &&
			    !(before == '/' && w->cps[i] == '/');
		w->breaks[i] = soft ? BREAK_SOFT : BREAK_NO;
	}
}

/* ---- clusters --------------------------------------------------------------------- */

struct builder {
	struct para *p;
	const struct work *w;
	uint32_t col;
	bool shape;
	bool picture;  /* the cluster being built began with an emoji */
	bool takes;    /* it may take marks */
	uint8_t flags; /* of the character at hand: breaks, guards */
};

static void
add_cluster(struct builder *b, uint32_t i, uint32_t glyph, unsigned width, unsigned flags)
{
	struct para *p = b->p;
	uint8_t level = b->w->levels[i];
	p->clusters[p->n++] = (struct cluster){
		.byte = b->w->bytes[i],
		.col = b->col,
		.glyph = glyph,
		.letter = b->w->cps[i],
		.width = width & 3,
		.level = level,
		.flags = (uint8_t)(flags | b->flags),
	};
	b->col += width;
	b->picture = false;
	b->takes = glyph != 0;
}

static void
add_mark(struct builder *b, uint32_t mark)
{
	struct para *p = b->p;
	struct cluster *c = &p->clusters[p->n - 1];
	if (!(c->flags & CL_MANY)) {
		p->more[p->more_n] = 1;
		p->more[p->more_n + 1] = c->glyph;
		c->glyph = p->more_n;
		c->flags |= CL_MANY;
		p->more_n += 2;
	}
	uint32_t *count = &p->more[c->glyph];
	if (*count < CELL_CHARS) {
		++*count;
		p->more[p->more_n++] = mark;
	}
}

/* lam mark* alef: the alef's place, or i when it is no lam-alef. */
static uint32_t
find_alef(const struct work *w, uint32_t i)
{
	uint32_t k = i + 1;
	while (k < w->n && char_record(w->cps[k])->flags & CHAR_MARK)
		k++;
	bool alef = k < w->n && w->levels[k] == w->levels[i] && w->levels[i] & 1 &&
		    shape_lam_alef(w->cps[k], 0);
	return alef ? k : i;
}

/* Nothing of its own to show: its bytes go with what stands before, unless it has
 * a say in the order of the line. */
static void
add_hidden(struct builder *b, uint32_t i)
{
	const uint32_t says = BIDI_BIT(BIDI_L) | BIDI_BIT(BIDI_R) | BIDI_BIT(BIDI_AL) |
			      BIDI_BIT(BIDI_LRI) | BIDI_BIT(BIDI_RLI) | BIDI_BIT(BIDI_FSI) |
			      BIDI_BIT(BIDI_PDI);
	bool keep = BIDI_BIT(b->w->classes[i]) & says;
	bool alone = b->p->n == 0 || b->p->clusters[b->p->n - 1].flags & CL_FORCED;
	if (keep || alone)
		add_cluster(b, i, 0, 0, 0);
}

/* One visible character and what belongs to it; returns the last one used. */
static uint32_t
add_visible(struct builder *b, uint32_t i, const struct char_record *r)
{
	const struct work *w = b->w;
	uint32_t cp = w->cps[i], glyph = cp;
	unsigned flags = r->flags & CHAR_SPACE ? CL_SPACE : 0;
	if (r->flags & CHAR_UNKNOWN) {
		glyph = cp < 0xa0 ? UTF8_BAD : CH_UNKNOWN;
	} else if (flags && r->width == 1) {
		glyph = ' ';
	} else if (b->shape && (r->join == JOIN_D || r->join == JOIN_R)) {
		if (cp == 0x644) {
			uint32_t alef = find_alef(w, i);
			if (alef != i) {
				glyph = shape_lam_alef(w->cps[alef], w->joins[i]);
				add_cluster(b, i, glyph, 1, CL_LIGATURE);
				while (++i < alef)
					add_mark(b, w->cps[i]);
				return alef;
			}
		}
		glyph = shape_letter(cp, w->joins[i]);
	} else if (b->shape && r->flags & CHAR_MIRROR && w->levels[i] & 1) {
		glyph = char_mirror(cp);
	} else if (r->flags & CHAR_RI && b->p->n) {
		const struct cluster *c = &b->p->clusters[b->p->n - 1];
		if (char_record(c->letter)->flags & CHAR_RI && !(c->flags & CL_TIED) && !(c->flags & CL_MANY))
			flags |= CL_TIED;
	}
	add_cluster(b, i, glyph, r->width, flags);
	b->picture = r->flags & CHAR_PICT;
	return i;
}

static void
build(struct builder *b)
{
	const struct work *w = b->w;
	struct para *p = b->p;
	for (uint32_t i = 0; i < w->n; i++) {
		const struct char_record *r = char_record(w->cps[i]);
		static const uint8_t breaks[] = {
			[BREAK_NO] = 0, [BREAK_MAY] = CL_BREAK, [BREAK_SOFT] = CL_SOFT, [BREAK_MUST] = CL_BREAK
		};
		b->flags = (uint8_t)(b->flags | breaks[w->breaks[i]] | (w->guards[i] ? CL_GUARD : 0));
		uint32_t before = p->n;
		bool newline = r->line >= LB_BK && r->line <= LB_NL;
		if (newline) {
			if (r->line == LB_CR && i + 1 < w->n && w->cps[i + 1] == '\n')
				i++;
			p->forced[p->forced_n++] = p->n;
			add_cluster(b, i, 0, 0, CL_FORCED);
			p->clusters[p->n - 1].byte = w->bytes[i] - (r->line == LB_CR && w->cps[i] == '\n');
		} else if (r->flags & CHAR_ZERO) {
			add_hidden(b, i);
		} else if (r->flags & CHAR_MARK) {
			if (b->takes)
				add_mark(b, w->cps[i]);
			else
				add_hidden(b, i);
		} else if (b->picture &&
			   (r->flags & CHAR_TONE || (r->flags & CHAR_PICT && w->cps[i - 1] == CH_ZWJ))) {
			/* shown as its first emoji: terminals disagree on the rest */
		} else {
			i = add_visible(b, i, r);
		}
		/* a break before something hidden goes on to what is shown next */
		if (p->n > before || !(r->flags & CHAR_ZERO))
			b->flags = 0;
		else
			b->flags &= CL_BREAK | CL_SOFT;
	}
	struct cluster end = {.byte = (uint32_t)p->text.len, .col = b->col};
	p->clusters[p->n] = end;
	p->forced[p->forced_n] = p->n;
	if (p->n)
		p->clusters[0].byte = 0;
}

/* ---- the whole ----------------------------------------------------------------------- */

static size_t
round_up(size_t n)
{
	return (n + 15) & ~(size_t)15;
}

/* One block for everything that lives as long as the paragraph. */
static struct para *
para_alloc(const struct work *w)
{
	size_t clusters = round_up(sizeof(struct para));
	size_t more = clusters + round_up(((size_t)w->n + 1) * sizeof(struct cluster));
	size_t forced = more + round_up((size_t)w->marks_n * 3 * sizeof(uint32_t));
	char *block = mem_alloc(forced + ((size_t)w->newlines_n + 1) * sizeof(uint32_t));
	struct para *p = (struct para *)block;
	memset(p, 0, sizeof(*p));
	p->clusters = (struct cluster *)(block + clusters);
	p->more = (uint32_t *)(block + more);
	p->forced = (uint32_t *)(block + forced);
	return p;
}

struct para *
para_new(struct bytes text, const struct para_options *options)
{
	static const struct para_options plain;
	const struct para_options *o = options ? options : &plain;
	if (text.len > UINT32_MAX / 4)
		text.len = utf8_cut(text, UINT32_MAX / 4);
	struct para_span *spans = NULL;
	size_t spans_n = gather_spans(text, o, &spans);

	size_t room = text.len + 2 * spans_n + 1;
	char *first = mem_alloc(room * (2 * sizeof(uint32_t) + 2));
	struct work w = {
		.cps = (uint32_t *)first,
		.bytes = (uint32_t *)first + room,
		.classes = (uint8_t *)first + room * 8,
		.guards = (uint8_t *)first + room * 9,
	};
	struct decoder d = {.w = &w, .o = o, .text = text, .spans = spans, .spans_n = spans_n};
	decode(&d);

	enum dir dir = find_dir(&w, o);
	if (o->numerals != NUMERALS_AS_WRITTEN)
		convert_digits(&w, dir, o->numerals);
	char *second = mem_alloc(bidi_scratch(w.n) + 3 * ((size_t)w.n + 1));
	w.levels = (uint8_t *)second + bidi_scratch(w.n);
	w.breaks = w.levels + w.n + 1;
	w.joins = w.breaks + w.n + 1;
	find_levels(&w, dir == DIR_RTL, second);
	breaks_find(w.cps, w.n, true, w.breaks);
	if (w.guarded)
		protect_breaks(&w);
	bool shape = !o->no_shape;
	if (shape && w.joining)
		shape_join(&w);

	struct para *p = para_alloc(&w);
	p->text = text;
	p->dir = dir;
	struct builder b = {.p = p, .w = &w, .shape = shape};
	build(&b);
	free(second);
	free(first);
	free(spans);
	return p;
}

void
para_free(struct para *p)
{
	free(p);
}

enum dir
para_dir(const struct para *p)
{
	return p->dir;
}

uint32_t
para_width(const struct para *p)
{
	return p->clusters[p->n].col;
}

uint32_t
para_clusters(const struct para *p)
{
	return p->n;
}
