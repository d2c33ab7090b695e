/* SPDX-License-Identifier: MIT
 *
 * The Unicode Bidirectional Algorithm, revision 46 (Unicode 15), rules X1 to I2.
 * Most paragraphs hold no embedding and no isolate: then the whole is one
 * isolating run sequence (BD13) and the explicit rules are skipped. Nothing here
 * recurses; each rule is one pass.
 */
#include "text/bidi.h"

#include <stdlib.h>
#include <string.h>

#include "text/chars.h"

#define MAX_DEPTH 125     /* BD2 */
#define BRACKET_STACK 63  /* BD16 */
#define NONE UINT32_MAX

#define EMBEDDINGS \
	(BIDI_BIT(BIDI_LRE) | BIDI_BIT(BIDI_RLE) | BIDI_BIT(BIDI_LRO) | BIDI_BIT(BIDI_RLO))
#define ISOLATES (BIDI_BIT(BIDI_LRI) | BIDI_BIT(BIDI_RLI) | BIDI_BIT(BIDI_FSI))
/* X9 */
#define REMOVED (EMBEDDINGS | BIDI_BIT(BIDI_PDF) | BIDI_BIT(BIDI_BN))
/* N1, N2: NI */
#define NEUTRAL \
	(BIDI_BIT(BIDI_B) | BIDI_BIT(BIDI_S) | BIDI_BIT(BIDI_WS) | BIDI_BIT(BIDI_ON) | ISOLATES | \
	 BIDI_BIT(BIDI_PDI))

/* W4 to W7 */
#define NUMBER_PARTS \
	(BIDI_BIT(BIDI_EN) | BIDI_BIT(BIDI_AN) | BIDI_BIT(BIDI_ES) | BIDI_BIT(BIDI_ET) | \
	 BIDI_BIT(BIDI_CS))

static inline bool
is_any(uint8_t class, uint32_t set)
{
	return BIDI_BIT(class) & set;
}

/* One isolating run sequence, its characters gathered: those that X9 removes are
 * not in it. `at[k]` is the k-th one's place in the paragraph (NULL: k itself). */
struct sequence {
	uint8_t *t;           /* classes as the rules change them */
	const uint8_t *was;   /* classes of the paragraph, never changed */
	const uint32_t *cps;  /* of the paragraph, NULL: no brackets */
	const uint32_t *at;
	uint32_t n;
	uint8_t level, sos, eos;
	uint32_t *pairs;      /* room for 2 for each bracket */
};

static inline uint32_t
place(const struct sequence *s, uint32_t k)
{
	return s->at ? s->at[k] : k;
}

/* W1 to W3: marks, numbers after Arabic letters, AL -> R. No branch but the rare one:
 * letters and spaces come in no order a processor could guess. */
static void
resolve_marks(struct sequence *s)
{
	uint8_t after_al[BIDI_PDI + 1], otherwise[BIDI_PDI + 1];
	for (unsigned c = 0; c <= BIDI_PDI; c++)
		after_al[c] = otherwise[c] = (uint8_t)(c == BIDI_AL ? BIDI_R : c);
	after_al[BIDI_EN] = BIDI_AN;
	uint8_t *t = s->t;
	uint8_t before = s->sos; /* for W1: as it was, but a number as W2 made it */
	const uint8_t *map = otherwise;
	for (uint32_t k = 0, n = s->n; k < n; k++) {
		uint8_t c = t[k];
		if (c == BIDI_NSM)
			c = is_any(before, ISOLATES | BIDI_BIT(BIDI_PDI)) ? BIDI_ON : before;
		map = c == BIDI_AL ? after_al : c <= BIDI_R ? otherwise : map;
		before = c;
		t[k] = map[c];
	}
}

/* W4 to W7: separators and terminators of numbers, numbers in Latin text. */
static void
resolve_numbers(struct sequence *s)
{
	uint8_t before = s->sos; /* as W4 and W5 see it: EN stays EN */
	uint8_t strong = s->sos;
	uint32_t k = 0;
	while (k < s->n) {
		uint8_t c = s->t[k];
		if (!is_any(c, NUMBER_PARTS)) {
			strong = c <= BIDI_R ? c : strong;
			before = c;
			k++;
			continue;
		}
		if ((c == BIDI_ES || c == BIDI_CS) && k + 1 < s->n && s->t[k + 1] == before &&
		    (before == BIDI_EN || (before == BIDI_AN && c == BIDI_CS))) {
			c = before;
		} else if (c == BIDI_ET) {
			uint32_t end = k;
			while (end < s->n && s->t[end] == BIDI_ET)
				end++;
			bool number = before == BIDI_EN || (end < s->n && s->t[end] == BIDI_EN);
			uint8_t to = !number ? BIDI_ON : strong == BIDI_L ? BIDI_L : BIDI_EN;
			memset(s->t + k, to, end - k);
			before = BIDI_ET; /* W4 comes before W5: no separator joins on to it */
			k = end;
			continue;
		} else if (c == BIDI_ES || c == BIDI_CS) {
			c = BIDI_ON;
		}
		before = c;
		if (c == BIDI_EN && strong == BIDI_L)
			c = BIDI_L;
		s->t[k++] = c;
	}
}

/* BD14, BD15: U+2329 and U+3008 are canonically the same bracket. */
static uint32_t
bracket_of(uint32_t opening)
{
	return opening == 0x2329 ? 0x3008 : opening;
}

/* BD16: pairs in the order of their openers: open, close, open, close... */
static uint32_t
find_pairs(struct sequence *s)
{
	struct {
		uint32_t bracket, pair;
	} stack[BRACKET_STACK];
	uint32_t depth = 0, n = 0;
	for (uint32_t k = 0; k < s->n; k++) {
		if (s->t[k] != BIDI_ON)
			continue;
		uint32_t cp = s->cps[place(s, k)];
		unsigned flags = char_record(cp)->flags;
		if (flags & CHAR_OPEN) {
			if (depth == BRACKET_STACK)
				break;
			stack[depth].bracket = bracket_of(cp);
			stack[depth++].pair = n;
			s->pairs[2 * n] = k;
			s->pairs[2 * n + 1] = NONE;
			n++;
		} else if (flags & CHAR_CLOSE) {
			uint32_t opening = bracket_of(char_mirror(cp));
			for (uint32_t d = depth; d-- > 0;) {
				if (stack[d].bracket == opening) {
					s->pairs[2 * stack[d].pair + 1] = k;
					depth = d;
					break;
				}
			}
		}
	}
	return n;
}

/* N0: in its context a number counts as R. */
static inline uint8_t
strong_of(uint8_t c)
{
	if (c == BIDI_L)
		return BIDI_L;
	return c == BIDI_R || c == BIDI_EN || c == BIDI_AN ? BIDI_R : BIDI_ON;
}

static void
set_bracket(struct sequence *s, uint32_t k, uint8_t to)
{
	s->t[k] = to;
	/* marks on a bracket go with it */
	while (++k < s->n && s->was[place(s, k)] == BIDI_NSM)
		s->t[k] = to;
}

static void
resolve_brackets(struct sequence *s)
{
	uint32_t n = find_pairs(s);
	uint8_t along = s->level & 1 ? BIDI_R : BIDI_L;
	uint8_t before = s->sos;
	uint32_t seen = 0; /* `before` is the strong class before this place */
	for (uint32_t i = 0; i < n; i++) {
		uint32_t open = s->pairs[2 * i], close = s->pairs[2 * i + 1];
		if (close == NONE)
			continue;
		for (; seen < open; seen++) {
			uint8_t c = strong_of(s->t[seen]);
			if (c != BIDI_ON)
				before = c;
		}
		bool with = false, against = false;
		for (uint32_t k = open + 1; k < close && !with; k++) {
			uint8_t c = strong_of(s->t[k]);
			with = c == along;
			against |= c != along && c != BIDI_ON;
		}
		if (!with && !against)
			continue;
		uint8_t to = with || before == along ? along : before;
		set_bracket(s, open, to);
		set_bracket(s, close, to);
	}
}

static void
set_levels(const struct sequence *s, uint32_t from, uint32_t to, uint8_t level, uint8_t *levels)
{
	for (uint32_t k = from; k < to; k++)
		levels[place(s, k)] = level;
}

/* The next character at or after k that runs against the sequence. */
static uint32_t
next_against(const struct sequence *s, uint32_t k)
{
	if (s->level & 1) {
		const uint8_t *found = memchr(s->t + k, BIDI_L, s->n - k);
		return found ? (uint32_t)(found - s->t) : s->n;
	}
	const uint32_t set = BIDI_BIT(BIDI_R) | BIDI_BIT(BIDI_EN) | BIDI_BIT(BIDI_AN);
	while (k < s->n && !is_any(s->t[k], set))
		k++;
	return k;
}

/* N1, N2 and I1, I2: the levels of the sequence. Neutrals go along with it (N2, and
 * N1 where both sides do), but between two characters that run against it (N1). */
static void
resolve_neutrals(struct sequence *s, uint8_t *levels)
{
	bool odd = s->level & 1;
	uint8_t along = odd ? BIDI_R : BIDI_L, against = odd ? BIDI_L : BIDI_R;
	uint8_t level_of[BIDI_PDI + 1], other = s->level + 1;
	memset(level_of, s->level, sizeof(level_of));
	level_of[against] = other;
	level_of[BIDI_EN] = level_of[BIDI_AN] = s->level + 2 - odd;
	if (s->at) {
		for (uint32_t k = 0; k < s->n; k++)
			levels[s->at[k]] = level_of[s->t[k]];
	} else {
		for (uint32_t k = 0; k < s->n; k++)
			levels[k] = level_of[s->t[k]];
	}
	uint32_t k = 0;
	if (s->sos != along) {
		while (k < s->n && is_any(s->t[k], NEUTRAL))
			k++;
		bool both = k == s->n ? s->eos != along : (s->t[k] != BIDI_L) == (along == BIDI_L);
		if (both)
			set_levels(s, 0, k, other, levels);
	}
	for (k = next_against(s, k); k < s->n; k = next_against(s, k)) {
		uint32_t end = ++k;
		while (end < s->n && is_any(s->t[end], NEUTRAL))
			end++;
		bool both = end == s->n ? s->eos != along
					: (s->t[end] != BIDI_L) == (along == BIDI_L);
		if (both)
			set_levels(s, k, end, other, levels);
		k = end;
	}
}

static void
resolve(struct sequence *s, uint32_t classes, uint8_t *levels)
{
	resolve_marks(s);
	if (classes & NUMBER_PARTS)
		resolve_numbers(s);
	if (s->cps)
		resolve_brackets(s);
	resolve_neutrals(s, levels);
}

/* ---- explicit levels ----------------------------------------------------- */

/* Everything the explicit rules need, n of each. */
struct explicit {
	uint32_t *match;    /* BD9: of an isolate initiator, its PDI (or NONE) */
	uint32_t *sequence; /* the sequence each character belongs to */
	uint32_t *at;       /* characters by sequence */
	uint32_t *start;    /* of each sequence in `at`; one more at the end */
	uint32_t *pairs;    /* 2 for each bracket */
	uint8_t *level;     /* after X1 to X8 */
	uint8_t *t;         /* class after overrides */
	uint8_t *t_at;      /* the same by sequence */
};

static void
match_isolates(const uint8_t *classes, uint32_t n, uint32_t *match, uint32_t *stack)
{
	uint32_t depth = 0;
	for (uint32_t i = 0; i < n; i++) {
		match[i] = NONE;
		if (is_any(classes[i], ISOLATES))
			stack[depth++] = i;
		else if (classes[i] == BIDI_PDI && depth)
			match[stack[--depth]] = i;
	}
}

/* P2, P3 inside an FSI: nested isolates are jumped over. */
static uint8_t
first_strong(const uint8_t *classes, uint32_t from, uint32_t to, const uint32_t *match)
{
	for (uint32_t i = from; i < to; i++) {
		uint8_t c = classes[i];
		if (c == BIDI_L)
			return BIDI_LRI;
		if (c == BIDI_R || c == BIDI_AL)
			return BIDI_RLI;
		if (is_any(c, ISOLATES)) {
			if (match[i] == NONE)
				break;
			i = match[i];
		}
	}
	return BIDI_LRI;
}

struct status {
	uint8_t level, override;
	bool isolate;
};

/* X1 to X8. Levels of removed characters are set later. */
static void
explicit_levels(const uint8_t *classes, uint32_t n, unsigned base, struct explicit *x)
{
	struct status stack[MAX_DEPTH + 2] = {{(uint8_t)base, BIDI_ON, false}};
	uint32_t depth = 0, over_isolates = 0, over_embeddings = 0, valid = 0;
	for (uint32_t i = 0; i < n; i++) {
		uint8_t c = classes[i];
		x->t[i] = c;
		if (is_any(c, EMBEDDINGS) || is_any(c, ISOLATES)) {
			bool isolate = is_any(c, ISOLATES);
			if (c == BIDI_FSI)
				c = first_strong(classes, i + 1, x->match[i] == NONE ? n : x->match[i],
						 x->match);
			bool rtl = c == BIDI_RLE || c == BIDI_RLO || c == BIDI_RLI;
			x->level[i] = stack[depth].level;
			if (isolate && stack[depth].override != BIDI_ON)
				x->t[i] = stack[depth].override;
			unsigned next = rtl ? (stack[depth].level + 1u) | 1u
					    : (stack[depth].level + 2u) & ~1u;
			if (next <= MAX_DEPTH && !over_isolates && !over_embeddings) {
				uint8_t override = c == BIDI_LRO   ? BIDI_L
						   : c == BIDI_RLO ? BIDI_R
								   : BIDI_ON;
				stack[++depth] = (struct status){(uint8_t)next, override, isolate};
				valid += isolate;
			} else if (isolate) {
				over_isolates++;
			} else if (!over_isolates) {
				over_embeddings++;
			}
		} else if (c == BIDI_PDI) {
			if (over_isolates) {
				over_isolates--;
			} else if (valid) {
				over_embeddings = 0;
				while (!stack[depth].isolate)
					depth--;
				depth--;
				valid--;
			}
			x->level[i] = stack[depth].level;
			if (stack[depth].override != BIDI_ON)
				x->t[i] = stack[depth].override;
		} else if (c == BIDI_PDF) {
			x->level[i] = stack[depth].level;
			if (over_isolates)
				continue;
			if (over_embeddings)
				over_embeddings--;
			else if (!stack[depth].isolate && depth)
				depth--;
		} else if (c == BIDI_B) {
			x->level[i] = (uint8_t)base;
		} else {
			x->level[i] = stack[depth].level;
			if (c != BIDI_BN && stack[depth].override != BIDI_ON)
				x->t[i] = stack[depth].override;
		}
	}
}

/* X10: which sequence each kept character belongs to. A level run that begins
 * with a PDI goes on with the sequence of its isolate's initiator. */
static uint32_t
find_sequences(const uint8_t *classes, uint32_t n, struct explicit *x, uint32_t *initiator)
{
	uint32_t count = 0;
	int last = -1; /* level of the kept character before */
	uint32_t now = 0;
	memset(initiator, 0xff, n * sizeof(*initiator));
	for (uint32_t i = 0; i < n; i++)
		if (is_any(classes[i], ISOLATES) && x->match[i] != NONE)
			initiator[x->match[i]] = i;
	for (uint32_t i = 0; i < n; i++) {
		if (is_any(classes[i], REMOVED))
			continue;
		if (x->level[i] != last) {
			bool goes_on = classes[i] == BIDI_PDI && initiator[i] != NONE &&
				       x->level[initiator[i]] == x->level[i];
			now = goes_on ? x->sequence[initiator[i]] : count++;
		}
		x->sequence[i] = now;
		last = x->level[i];
	}
	return count;
}

static inline uint8_t
edge(uint8_t level, uint8_t other)
{
	return (level > other ? level : other) & 1 ? BIDI_R : BIDI_L;
}

/* Counting sort of the kept characters by sequence. */
static void
gather(const uint8_t *classes, uint32_t n, uint32_t count, struct explicit *x)
{
	memset(x->start, 0, ((size_t)count + 1) * sizeof(*x->start));
	for (uint32_t i = 0; i < n; i++)
		if (!is_any(classes[i], REMOVED))
			x->start[x->sequence[i] + 1]++;
	for (uint32_t q = 0; q < count; q++)
		x->start[q + 1] += x->start[q];
	for (uint32_t i = 0; i < n; i++)
		if (!is_any(classes[i], REMOVED)) {
			uint32_t k = x->start[x->sequence[i]]++;
			x->at[k] = i;
			x->t_at[k] = x->t[i];
		}
	for (uint32_t q = count; q > 0; q--)
		x->start[q] = x->start[q - 1];
	x->start[0] = 0;
}

static void
resolve_explicit(const uint32_t *cps, const uint8_t *classes, uint32_t n, unsigned base,
		 uint8_t *levels, struct explicit *x)
{
	match_isolates(classes, n, x->match, x->at);
	explicit_levels(classes, n, base, x);
	uint32_t count = find_sequences(classes, n, x, x->at);
	gather(classes, n, count, x);
	for (uint32_t q = 0; q < count; q++) {
		uint32_t first = x->at[x->start[q]], final = x->at[x->start[q + 1] - 1];
		uint8_t level = x->level[first];
		uint32_t i = first;
		while (i > 0 && is_any(classes[i - 1], REMOVED))
			i--;
		uint8_t before = i > 0 ? x->level[i - 1] : (uint8_t)base;
		for (i = final + 1; i < n && is_any(classes[i], REMOVED);)
			i++;
		uint8_t after = i < n ? x->level[i] : (uint8_t)base;
		if (is_any(classes[final], ISOLATES) && x->match[final] == NONE)
			after = (uint8_t)base;
		struct sequence s = {
			.t = x->t_at + x->start[q],
			.was = classes,
			.cps = cps,
			.at = x->at + x->start[q],
			.n = x->start[q + 1] - x->start[q],
			.level = level,
			.sos = edge(level, before),
			.eos = edge(level, after),
			.pairs = x->pairs,
		};
		resolve(&s, UINT32_MAX, levels);
	}
}

/* ---- the whole ------------------------------------------------------------ */

#define EXPLICIT (EMBEDDINGS | ISOLATES | BIDI_BIT(BIDI_PDI))

size_t
bidi_scratch(uint32_t n, uint32_t seen, uint32_t brackets)
{
	size_t words = seen & EXPLICIT ? 4 : seen & REMOVED ? 1 : 0;
	size_t bytes = seen & EXPLICIT ? 3 : 1;
	return ((size_t)n + 1) * (words * sizeof(uint32_t) + bytes) +
	       2 * (size_t)brackets * sizeof(uint32_t);
}

/* One sequence, without embeddings and isolates; joiners are left out of it. */
static void
resolve_plain(const uint32_t *cps, const uint8_t *classes, uint32_t n, unsigned base,
	      uint32_t seen, uint8_t *levels, void *scratch, uint32_t *pairs)
{
	uint8_t side = base ? BIDI_R : BIDI_L;
	struct sequence s = {
		.was = classes, .cps = cps, .n = n, .level = (uint8_t)base, .sos = side, .eos = side,
		.pairs = pairs,
	};
	if (seen & REMOVED) {
		uint32_t *at = scratch, k = 0;
		uint8_t *t = (uint8_t *)(at + n + 1);
		for (uint32_t i = 0; i < n; i++)
			if (!is_any(classes[i], REMOVED)) {
				at[k] = i;
				t[k++] = classes[i];
			}
		s.t = t;
		s.at = at;
		s.n = k;
	} else {
		s.t = scratch;
		memcpy(s.t, classes, n);
	}
	resolve(&s, seen, levels);
}

void
bidi_levels(const uint32_t *cps, uint32_t brackets, const uint8_t *classes, uint32_t n,
	    unsigned base, uint8_t *levels, void *scratch)
{
	uint32_t seen = 0;
	for (uint32_t i = 0; i < n; i++)
		seen |= BIDI_BIT(classes[i]);
	/* nothing to decide: one direction only, no number that could turn */
	if (base && !(seen & ~(BIDI_BIT(BIDI_AL) | BIDI_BIT(BIDI_R) | BIDI_BIT(BIDI_NSM) |
			       BIDI_BIT(BIDI_WS) | BIDI_BIT(BIDI_ON) | BIDI_BIT(BIDI_CS) |
			       BIDI_BIT(BIDI_ES) | BIDI_BIT(BIDI_ET) | BIDI_BIT(BIDI_BN)))) {
		memset(levels, 1, n);
		return;
	}
	if (!base && !(seen & ~(BIDI_BIT(BIDI_L) | BIDI_BIT(BIDI_EN) | BIDI_BIT(BIDI_NSM) |
				BIDI_BIT(BIDI_WS) | BIDI_BIT(BIDI_ON) | BIDI_BIT(BIDI_CS) |
				BIDI_BIT(BIDI_ES) | BIDI_BIT(BIDI_ET) | BIDI_BIT(BIDI_BN)))) {
		memset(levels, 0, n);
		return;
	}
	/* pairs of brackets first: the rest is as large as is needed */
	uint32_t *pairs = scratch, *words = pairs + 2 * (size_t)brackets;
	size_t room = (size_t)n + 1;
	if (seen & EXPLICIT) {
		uint8_t *bytes = (uint8_t *)(words + 4 * room);
		struct explicit x = {
			.match = words,
			.sequence = words + room,
			.at = words + 2 * room,
			.start = words + 3 * room,
			.pairs = pairs,
			.level = bytes,
			.t = bytes + room,
			.t_at = bytes + 2 * room,
		};
		resolve_explicit(cps, classes, n, base, levels, &x);
	} else {
		resolve_plain(cps, classes, n, base, seen, levels, words, pairs);
	}
	if (!(seen & REMOVED))
		return;
	uint8_t before = (uint8_t)base;
	for (uint32_t i = 0; i < n; i++) {
		if (is_any(classes[i], REMOVED))
			levels[i] = before;
		before = levels[i];
	}
}
