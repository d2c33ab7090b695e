/* SPDX-License-Identifier: MIT
 *
 * Where a line may end: UAX #14 revision 50 (Unicode 15), one pass, with numbers
 * kept together by the expression of its section 8.2, and house rules for Arabic.
 */
#include "text/para.h"

enum number { NUMBER_NOT, NUMBER_IN, NUMBER_CLOSED };

/* What the rules remember of the text before the place in question. */
struct before {
	enum break_class class;   /* LB9, LB10: combining marks melted into their base */
	enum break_class solid;   /* the last class that was not a space */
	enum break_class earlier; /* the class before `class` (LB21a) */
	bool spaces;              /* between solid and here */
	bool joiner;              /* the very last character was a ZWJ (LB8a) */
	bool odd_flag;            /* LB30a: an odd count of regional indicators */
	enum number number;       /* LB25 */
	uint32_t cp;              /* the last solid character */
};

static inline uint64_t
bit(enum break_class c)
{
	return (uint64_t)1 << c;
}

#define SET_LETTERS (bit(LB_AL) | bit(LB_HL))
#define SET_OPEN (bit(LB_OP) | bit(LB_OPW))
#define SET_CLOSE (bit(LB_CL) | bit(LB_CP) | bit(LB_CPW))
#define SET_PICTURES (bit(LB_ID) | bit(LB_IDX) | bit(LB_EB) | bit(LB_EM))
#define SET_HANGUL (bit(LB_JL) | bit(LB_JV) | bit(LB_JT) | bit(LB_H2) | bit(LB_H3))
#define IN(class, set) ((bit(class) & (set)) != 0)

/* LB26, LB27 */
static bool
hangul_holds(enum break_class b, enum break_class a)
{
	if (b == LB_JL)
		return IN(a, bit(LB_JL) | bit(LB_JV) | bit(LB_H2) | bit(LB_H3) | bit(LB_PO));
	if (b == LB_JV || b == LB_H2)
		return IN(a, bit(LB_JV) | bit(LB_JT) | bit(LB_PO));
	if (b == LB_JT || b == LB_H3)
		return IN(a, bit(LB_JT) | bit(LB_PO));
	return b == LB_PR && IN(a, SET_HANGUL);
}

/* LB25: `next` is the class after `a`. */
static bool
number_holds(const struct before *p, enum break_class a, enum break_class next)
{
	enum break_class b = p->class;
	if (a == LB_NU)
		return IN(b, bit(LB_PR) | bit(LB_PO) | SET_OPEN | bit(LB_HY) | bit(LB_NU)) ||
		       p->number == NUMBER_IN;
	if (IN(a, bit(LB_SY) | bit(LB_IS) | SET_CLOSE))
		return p->number == NUMBER_IN;
	if (IN(a, bit(LB_PO) | bit(LB_PR)))
		return p->number != NUMBER_NOT;
	if (IN(b, bit(LB_PR) | bit(LB_PO)) && IN(a, SET_OPEN | bit(LB_HY)))
		return next == LB_NU;
	return false;
}

/* No space between: LB11 to LB30b. */
static bool
holds(const struct before *p, enum break_class a, enum break_class next)
{
	enum break_class b = p->class;
	if (a == LB_WJ || b == LB_WJ || b == LB_GL) /* LB11, LB12 */
		return true;
	if (a == LB_GL && !IN(b, bit(LB_BA) | bit(LB_HY))) /* LB12a */
		return true;
	if (IN(a, SET_CLOSE | bit(LB_EX) | bit(LB_IS) | bit(LB_SY))) /* LB13 */
		return true;
	if (IN(b, SET_OPEN)) /* LB14 */
		return true;
	if (b == LB_QU || a == LB_QU) /* LB15, LB19 */
		return true;
	if (IN(b, SET_CLOSE) && a == LB_NS) /* LB16 */
		return true;
	if (b == LB_B2 && a == LB_B2) /* LB17 */
		return true;
	if (a == LB_CB || b == LB_CB) /* LB20 */
		return false;
	if (IN(a, bit(LB_BA) | bit(LB_HY) | bit(LB_NS)) || b == LB_BB) /* LB21 */
		return true;
	if (p->earlier == LB_HL && IN(b, bit(LB_HY) | bit(LB_BA))) /* LB21a */
		return true;
	if (b == LB_SY && a == LB_HL) /* LB21b */
		return true;
	if (a == LB_IN) /* LB22 */
		return true;
	if ((IN(b, SET_LETTERS) && a == LB_NU) || (b == LB_NU && IN(a, SET_LETTERS))) /* LB23 */
		return true;
	if ((b == LB_PR && IN(a, SET_PICTURES)) || (IN(b, SET_PICTURES) && a == LB_PO)) /* LB23a */
		return true;
	if ((IN(b, bit(LB_PR) | bit(LB_PO)) && IN(a, SET_LETTERS)) ||
	    (IN(b, SET_LETTERS) && IN(a, bit(LB_PR) | bit(LB_PO)))) /* LB24 */
		return true;
	if (number_holds(p, a, next) || hangul_holds(b, a))
		return true;
	if (IN(b, SET_LETTERS) && IN(a, SET_LETTERS)) /* LB28 */
		return true;
	if (b == LB_IS && IN(a, SET_LETTERS)) /* LB29 */
		return true;
	if ((IN(b, SET_LETTERS | bit(LB_NU)) && a == LB_OP) ||
	    (b == LB_CP && IN(a, SET_LETTERS | bit(LB_NU)))) /* LB30 */
		return true;
	if (b == LB_RI && a == LB_RI && p->odd_flag) /* LB30a */
		return true;
	return a == LB_EM && (b == LB_EB || b == LB_IDX); /* LB30b */
}

/* Spaces between: the few rules that reach across them. */
static bool
holds_across(const struct before *p, enum break_class a)
{
	enum break_class b = p->solid;
	if (a == LB_WJ) /* LB11 */
		return true;
	if (IN(a, SET_CLOSE | bit(LB_EX) | bit(LB_IS) | bit(LB_SY))) /* LB13 */
		return true;
	if (IN(b, SET_OPEN)) /* LB14 */
		return true;
	if (b == LB_QU && IN(a, SET_OPEN)) /* LB15 */
		return true;
	if (IN(b, SET_CLOSE) && a == LB_NS) /* LB16 */
		return true;
	return b == LB_B2 && a == LB_B2; /* LB17 */
}

/* Never before a closing guillemet or a percent sign, never after an opening
 * guillemet, spaces or not. A guillemet closes when no letter follows it. */
static bool
house_holds(const struct before *p, uint32_t cp, uint32_t next)
{
	if (cp == 0x66a || cp == 0x60c || cp == 0x61b || cp == 0x61f)
		return true;
	if (cp == 0xbb || cp == ')')
		return !next || !(char_record(next)->flags & CHAR_LETTER);
	return p->cp == 0xab && p->spaces;
}

static void
count_number(struct before *p, enum break_class a)
{
	if (a == LB_NU)
		p->number = NUMBER_IN;
	else if (p->number == NUMBER_IN && IN(a, SET_CLOSE))
		p->number = NUMBER_CLOSED;
	else if (p->number != NUMBER_IN || !IN(a, bit(LB_SY) | bit(LB_IS)))
		p->number = NUMBER_NOT;
}

/* LB4, LB5 */
static bool
ends_line(enum break_class b, enum break_class a)
{
	return b == LB_BK || b == LB_LF || b == LB_NL || (b == LB_CR && a != LB_LF);
}

#define SET_ENDS (bit(LB_BK) | bit(LB_CR) | bit(LB_LF) | bit(LB_NL))

static inline enum break_class
class_of(uint8_t id)
{
	return (enum break_class)char_records[id].line;
}

void
breaks_find(const uint32_t *cps, const uint8_t *ids, uint32_t n, bool house, uint8_t *breaks)
{
	struct before p = {.class = LB_BK, .solid = LB_BK, .earlier = LB_BK};
	for (uint32_t i = 0; i < n; i++) {
		enum break_class a = class_of(ids[i]);
		/* most of a text: letters (LB28), a space after one (LB7), one after it (LB18) */
		if (p.solid == LB_AL && !p.joiner && (a == LB_AL || a == LB_SP)) {
			breaks[i] = a == LB_AL && p.spaces ? BREAK_MAY : BREAK_NO;
			p.earlier = p.class;
			p.class = a;
			p.spaces = a == LB_SP;
			p.odd_flag = false;
			p.number = NUMBER_NOT;
			if (a == LB_AL)
				p.cp = cps[i];
			continue;
		}
		bool fresh = i == 0 || ends_line(p.class, a);
		breaks[i] = i && fresh ? BREAK_MUST : BREAK_NO;
		if ((a == LB_CM || a == LB_ZWJ) && !fresh &&
		    !IN(p.class, SET_ENDS | bit(LB_SP) | bit(LB_ZW))) { /* LB9 */
			p.joiner = a == LB_ZWJ;
			continue;
		}
		bool joiner = p.joiner;
		p.joiner = a == LB_ZWJ;
		if (a == LB_CM || a == LB_ZWJ) /* LB10 */
			a = LB_AL;
		if (!fresh) {
			bool hold;
			enum break_class next = i + 1 < n ? class_of(ids[i + 1]) : LB_BK;
			for (uint32_t k = i + 2; k < n && IN(next, bit(LB_CM) | bit(LB_ZWJ)) &&
						 k < i + 8; k++)
				next = class_of(ids[k]);
			if (IN(a, SET_ENDS | bit(LB_SP) | bit(LB_ZW))) /* LB6, LB7 */
				hold = true;
			else if (p.solid == LB_ZW) /* LB8 */
				hold = false;
			else if (joiner) /* LB8a */
				hold = true;
			else if (p.spaces)
				hold = holds_across(&p, a);
			else
				hold = holds(&p, a, next);
			if (!hold && house && p.solid != LB_ZW)
				hold = house_holds(&p, cps[i], i + 1 < n ? cps[i + 1] : 0);
			breaks[i] = hold ? BREAK_NO : BREAK_MAY;
		}
		p.odd_flag = a == LB_RI && !(p.class == LB_RI && p.odd_flag);
		p.earlier = p.class;
		p.class = a;
		count_number(&p, a);
		p.spaces = a == LB_SP;
		if (a != LB_SP) {
			p.solid = a;
			p.cp = cps[i];
		}
	}
}
