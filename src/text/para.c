/* SPDX-License-Identifier: MIT
 *
 * Measuring a paragraph: characters, classes, levels, forms, widths, breaks. All
 * that does not depend on the width of the page happens here, once.
 */
#include "text/work.h"

#include <stdlib.h>
#include <string.h>

#include "akhbar/limits.h"
#include "text/bidi.h"

/* ---- levels, breaks ------------------------------------------------------------- */

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
	const uint32_t *cps = w->brackets_n ? w->cps : NULL;
	uint32_t brackets = w->brackets_n;
	if (!(w->seen & BIDI_BIT(BIDI_B))) {
		bidi_levels(cps, brackets, w->classes, w->n, base, w->levels, scratch);
	} else {
		for (uint32_t i = 0, start = 0; i <= w->n; i++) {
			if (i < w->n && w->classes[i] != BIDI_B)
				continue;
			bidi_levels(cps ? cps + start : NULL, brackets, w->classes + start, i - start,
				    base, w->levels + start, scratch);
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
		if (w->guards[i] < GUARD_TOKEN || w->guards[i - 1] < GUARD_TOKEN ||
		    w->breaks[i] == BREAK_MUST)
			continue;
		uint32_t before = w->cps[i - 1];
		bool soft = before < 0x80 && before && strchr("/?&=-_.", (int)before) &&
			    !(before == '/' && w->cps[i] == '/');
		w->breaks[i] = soft ? BREAK_SOFT : BREAK_NO;
	}
}

/* What CHAR_BORROWS letters are shown by: another letter's forms and a mark. */
static const struct loan {
	uint16_t letter, lender, mark;
	bool unmarked; /* also where marks are not shown, and where it stands alone */
} loans[] = {
	{0x6b5, 0x644, 0x65a, false},
	{0x6ce, 0x6cc, 0x65a, false},
	{0x6c0, 0x647, 0x654, true},
};

static const struct loan *
find_loan(uint32_t cp)
{
	const struct loan *loan = loans;
	while (loan->letter != cp)
		loan++;
	return loan;
}

/* ---- clusters --------------------------------------------------------------------- */

struct builder {
	struct para *p;
	const struct work *w;
	uint32_t col;
	bool shape;
	bool marks;    /* they are shown */
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
	while (k < w->n && work_record(w, k)->flags & CHAR_MARK)
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
			      BIDI_BIT(BIDI_ON) | /* of annotations */
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
		const struct loan *loan = r->flags & CHAR_BORROWS ? find_loan(cp) : NULL;
		if (loan && (loan->unmarked || (b->marks && w->joins[i]))) {
			add_cluster(b, i, shape_letter(loan->lender, w->joins[i]), 1, 0);
			if (b->marks)
				add_mark(b, loan->mark);
			return i;
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

static const uint8_t break_flags[] = {
	[BREAK_NO] = 0, [BREAK_MAY] = CL_BREAK, [BREAK_SOFT] = CL_SOFT, [BREAK_MUST] = CL_BREAK
};

/* Characters that are one cluster each, from i on; returns the first that may not
 * be: lam before an alef or mark, brackets, marks, emoji, whatever is hidden. */
static uint32_t
build_plain(struct builder *b, uint32_t i)
{
	const struct work *w = b->w;
	struct cluster *c = b->p->clusters + b->p->n;
	uint32_t col = b->col, first = i, n = w->n;
	for (; i < n; i++) {
		const struct char_record *r = work_record(w, i);
		if (r->flags & ~(CHAR_LETTER | CHAR_SPACE))
			break;
		uint32_t cp = w->cps[i], glyph = cp;
		unsigned flags = break_flags[w->breaks[i]] | (w->guards[i] ? CL_GUARD : 0);
		if (r->flags & CHAR_SPACE) {
			flags |= CL_SPACE;
			if (r->width == 1)
				glyph = ' ';
		} else if (b->shape && (r->join == JOIN_D || r->join == JOIN_R)) {
			if (cp == 0x644 && find_alef(w, i) != i)
				break;
			glyph = shape_letter(cp, w->joins[i]);
		}
		*c++ = (struct cluster){
			.byte = w->bytes[i],
			.col = col,
			.glyph = glyph,
			.letter = cp,
			.width = r->width & 3u,
			.level = w->levels[i],
			.flags = (uint8_t)flags,
		};
		col += r->width;
	}
	if (i > first) {
		b->p->n += i - first;
		b->col = col;
		b->takes = true;
		b->picture = false;
	}
	return i;
}

static void
build(struct builder *b)
{
	const struct work *w = b->w;
	struct para *p = b->p;
	for (uint32_t i = 0; i < w->n; i++) {
		if (!b->flags) {
			i = build_plain(b, i);
			if (i == w->n)
				break;
		}
		const struct char_record *r = work_record(w, i);
		b->flags |= break_flags[w->breaks[i]] | (w->guards[i] ? CL_GUARD : 0);
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
			/* a vowel of Hangul behind a letter that is none has a direction of its own */
			bool own = w->classes[i] == BIDI_L && p->n &&
				   p->clusters[p->n - 1].level != w->levels[i];
			if (b->takes && !own)
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

/* A long text is worth counting; invalid bytes are a character each. */
static size_t
chars_at_most(struct bytes text)
{
	if (text.len < LIMIT_PARAGRAPH_CHARS || !utf8_valid(text))
		return text.len;
	size_t n = 0;
	for (size_t i = 0; i < text.len; i++)
		n += ((unsigned char)text.data[i] & 0xc0) != 0x80;
	return n;
}

struct para *
para_new(struct bytes text, const struct para_options *options)
{
	static const struct para_options plain;
	const struct para_options *o = options ? options : &plain;
	if (text.len > UINT32_MAX / 4)
		text.len = utf8_cut(text, UINT32_MAX / 4);
	struct para_span *spans = NULL;
	size_t spans_n = spans_gather(text, o, &spans);

	size_t room = chars_at_most(text) + 2 * spans_n + 1;
	char *first = mem_alloc(room * (2 * sizeof(uint32_t) + 3));
	struct work w = {
		.cps = (uint32_t *)first,
		.bytes = (uint32_t *)first + room,
		.classes = (uint8_t *)first + room * 8,
		.guards = (uint8_t *)first + room * 9,
		.ids = (uint8_t *)first + room * 10,
	};
	work_decode(&w, text, o, spans, spans_n);

	enum dir dir = work_dir(&w, o);
	if (o->numerals != NUMERALS_AS_WRITTEN)
		work_digits(&w, dir, o->numerals);
	size_t scratch = bidi_scratch(w.n, w.seen, w.brackets_n);
	char *second = mem_alloc(scratch + 3 * ((size_t)w.n + 1));
	w.levels = (uint8_t *)second + scratch;
	w.breaks = w.levels + w.n + 1;
	w.joins = w.breaks + w.n + 1;
	find_levels(&w, dir == DIR_RTL, second);
	breaks_find(w.cps, w.ids, w.n, true, w.breaks);
	if (w.guarded)
		protect_breaks(&w);
	bool shape = !o->no_shape;
	if (shape && w.joins_seen & (1u << JOIN_D | 1u << JOIN_R))
		shape_join(&w);

	struct para *p = para_alloc(&w);
	p->text = text;
	p->dir = dir;
	struct builder b = {.p = p, .w = &w, .shape = shape, .marks = !o->strip_marks};
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
