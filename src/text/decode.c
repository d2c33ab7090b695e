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

static bool
is_token(const struct para_span *s)
{
	return s->kind == PARA_PROTECT || s->kind == PARA_NUMBER;
}

static int
by_start(const void *a, const void *b)
{
	const struct para_span *x = a, *y = b;
	if (x->start_byte != y->start_byte)
		return x->start_byte < y->start_byte ? -1 : 1;
	if (x->end_byte != y->end_byte)
		return x->end_byte > y->end_byte ? -1 : 1;
	/* an isolate goes round a token of the same bytes */
	return is_token(x) - is_token(y);
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
	bool token_number;         /* it is a PARA_NUMBER */
	uint32_t next_edge;        /* nothing about spans changes before this byte */
	uint32_t base_i;           /* the letter that marks compose with */
};

static inline void
put(struct work *w, uint32_t cp, uint32_t byte, uint8_t id, uint8_t class, uint8_t guard)
{
	w->cps[w->n] = cp;
	w->bytes[w->n] = byte;
	w->ids[w->n] = id;
	w->classes[w->n] = class;
	w->guards[w->n++] = guard;
	w->seen |= BIDI_BIT(class);
}

static void
put_edge(struct work *w, uint32_t cp, uint32_t byte)
{
	uint8_t id = char_id(cp);
	put(w, cp, byte, id, char_records[id].bidi, GUARD_NONE);
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
	put_edge(d->w, rtl ? CH_RLI : CH_LRI, s->start_byte);
}

/* Spans that end or begin at this byte. */
static void
cross_edges(struct decoder *d, uint32_t byte)
{
	while (d->depth && d->ends[d->depth - 1] <= byte) {
		d->depth--;
		put_edge(d->w, CH_PDI, byte);
	}
	for (; d->span_i < d->spans_n && d->spans[d->span_i].start_byte <= byte; d->span_i++) {
		const struct para_span *s = &d->spans[d->span_i];
		struct bytes inside = {d->text.data + s->start_byte, s->end_byte - s->start_byte};
		if (s->start_byte < byte) /* began inside a character that was cut */
			continue;
		if (is_token(s)) {
			if (s->end_byte > d->token_end) {
				d->token_end = s->end_byte;
				d->token_number = s->kind == PARA_NUMBER;
			}
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

/* A mark: composed with its letter, left out, or kept. */
static bool
keep_mark(struct decoder *d, uint32_t cp, unsigned flags)
{
	struct work *w = d->w;
	uint32_t whole = cp >= 0x653 && cp <= 0x655 && d->base_i < w->n
				 ? shape_compose(w->cps[d->base_i], cp)
				 : 0;
	if (whole) {
		w->cps[d->base_i] = whole;
		w->ids[d->base_i] = char_id(whole);
		w->marks_n += (char_record(whole)->flags & CHAR_BORROWS) != 0;
		return false;
	}
	if (d->o->strip_marks && (flags & CHAR_TASHKEEL))
		return false;
	w->marks_n++;
	return true;
}

#define FLAGS_RARE \
	(CHAR_MARK | CHAR_OPEN | CHAR_CLOSE | CHAR_RI | CHAR_ZERO | CHAR_BORROWS)

static void
decode_char(struct decoder *d, uint32_t cp, uint32_t byte)
{
	struct work *w = d->w;
	uint8_t id = char_id(cp);
	const struct char_record *r = &char_records[id];
	uint8_t class = r->bidi, guard = GUARD_NONE;
	if (r->flags & FLAGS_RARE) {
		if (r->flags & CHAR_MARK && !keep_mark(d, cp, r->flags))
			return;
		w->brackets_n += (r->flags & (CHAR_OPEN | CHAR_CLOSE)) != 0;
		w->marks_n += (r->flags & CHAR_BORROWS) != 0;
		w->newlines_n += r->line >= LB_BK && r->line <= LB_NL;
	}
	if (!(r->flags & CHAR_MARK))
		d->base_i = w->n;
	w->joins_seen |= 1u << r->join;
	/* flags (regional indicators) and LRM are no letters */
	bool letter = class <= BIDI_AL && !(r->flags & (CHAR_RI | CHAR_ZERO));
	if (byte < d->token_end) {
		if (letter)
			w->strong_tokens[class]++;
		class = token_class(class);
		guard = d->token_number ? GUARD_NUMBER : GUARD_TOKEN;
		w->guarded = true;
	} else {
		if (letter)
			w->strong[class]++;
		if (d->depth)
			guard = GUARD_ISOLATE;
	}
	/* foreign text may not close the isolate it stands in */
	if (d->depth && class >= BIDI_LRE)
		class = BIDI_BN;
	put(w, cp, byte, id, class, guard);
}

/* Letters, spaces and signs with nothing about them, up to the first other thing:
 * most of a text. Everything is kept in locals: the byte arrays could alias. */
static const char *
decode_plain(struct decoder *d, const char *s, const char *end)
{
	struct work *w = d->w;
	uint32_t n = w->n, seen = w->seen, joins = w->joins_seen;
	uint32_t strong[BIDI_PDI + 1] = {0};
	uint32_t *cps = w->cps, *bytes = w->bytes;
	uint8_t *ids = w->ids, *classes = w->classes, *guards = w->guards;
	const char *begin = d->text.data;
	while (s < end) {
		uint32_t cp = (unsigned char)*s;
		unsigned len = 1;
		if (cp >= 0x80) {
			if (cp < 0xc2 || cp >= 0xe0 || end - s < 2 || ((unsigned char)s[1] & 0xc0) != 0x80)
				break;
			cp = (cp & 0x1f) << 6 | ((unsigned char)s[1] & 0x3f);
			len = 2;
		}
		uint8_t id = char_id(cp);
		const struct char_record *r = &char_records[id];
		if (r->flags & FLAGS_RARE)
			break;
		cps[n] = cp;
		bytes[n] = (uint32_t)(s - begin);
		ids[n] = id;
		classes[n] = r->bidi;
		guards[n++] = GUARD_NONE;
		strong[r->bidi]++;
		joins |= 1u << r->join;
		s += len;
	}
	if (n > w->n)
		d->base_i = n - 1;
	for (unsigned c = 0; c <= BIDI_PDI; c++)
		seen |= strong[c] ? BIDI_BIT(c) : 0;
	for (unsigned c = 0; c <= BIDI_AL; c++)
		w->strong[c] += strong[c];
	w->n = n;
	w->seen = seen;
	w->joins_seen = joins;
	return s;
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
		if (byte >= d->token_end && !d->depth) {
			const char *stop = d->next_edge < d->text.len ? begin + d->next_edge : end;
			s = decode_plain(d, s, stop);
			if (s == stop)
				continue;
			byte = (uint32_t)(s - begin);
		}
		uint32_t cp = utf8_next(&s, end);
		decode_char(d, cp, byte);
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
	struct letters outside = {w->strong[BIDI_L], w->strong[BIDI_R] + w->strong[BIDI_AL]};
	/* a text that is an address and nothing else goes by its letters */
	if (!outside.ltr && !outside.rtl) {
		outside.ltr = w->strong_tokens[BIDI_L];
		outside.rtl = w->strong_tokens[BIDI_R] + w->strong_tokens[BIDI_AL];
	}
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
 * Addresses and names keep theirs (iPhone 15, mp3). A number that is a token stays
 * read from the left. */
void
work_digits(struct work *w, enum dir dir, enum text_numerals numerals)
{
	/* Hebrew is written with Western numerals too */
	bool start = dir == DIR_LTR || w->strong[BIDI_R] > w->strong[BIDI_AL], latin = start;
	for (uint32_t i = 0; i < w->n; i++) {
		uint8_t class = w->classes[i];
		bool number = w->guards[i] == GUARD_NUMBER;
		bool letter = work_record(w, i)->flags & CHAR_LETTER;
		if ((class == BIDI_L && !number) || (class == BIDI_R && letter))
			latin = true;
		else if (class == BIDI_AL || class == BIDI_B)
			latin = class == BIDI_B && start;
		else if (class != BIDI_EN && class != BIDI_AN && !number)
			continue;
		if (w->guards[i] == GUARD_TOKEN || (latin && numerals != NUMERALS_WESTERN))
			continue;
		uint32_t to = digit_in(w->cps[i], numerals);
		if (to == w->cps[i])
			continue;
		w->cps[i] = to;
		w->ids[i] = char_id(to);
		if (!number)
			w->classes[i] = work_record(w, i)->bidi;
		w->seen |= BIDI_BIT(w->classes[i]);
	}
}
