/* SPDX-License-Identifier: MIT
 *
 * From bytes to characters: composed, with the edges of spans put in as isolate
 * characters, their bidi classes patched, digits in the reader's numerals.
 */
#include "text/work.h"

#include <stdlib.h>

#define MAX_NESTED 60   /* isolates in isolates; deeper ones stay plain */
#define RTL_PERCENT 40  /* of the strong letters make a text right-to-left */

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
size_t
spans_gather(struct bytes text, const struct para_options *o, struct para_span **out)
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
	return l.rtl * 100 >= (l.ltr + l.rtl) * RTL_PERCENT ? DIR_RTL : DIR_LTR;
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
decode_all(struct decoder *d)
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

void
work_decode(struct work *w, struct bytes text, const struct para_options *o,
	    const struct para_span *spans, size_t spans_n)
{
	struct decoder d = {.w = w, .o = o, .text = text, .spans = spans, .spans_n = spans_n};
	decode_all(&d);
}

/* ---- direction, digits ------------------------------------------------------ */

enum dir
work_dir(const struct work *w, const struct para_options *o)
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
void
work_digits(struct work *w, enum dir dir, enum text_numerals numerals)
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
