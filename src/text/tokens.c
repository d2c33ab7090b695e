/* SPDX-License-Identifier: MIT
 *
 * Tokens that must be read left to right whatever stands round them, where plain
 * UAX #9 would turn them about: +966 11 234 5678, 2025-02-17, @reuters, #news,
 * C++, Yahoo!, -5, addresses. What it shows right by itself is left alone, and so
 * are ranges and scores (10-20, 3-2): they are read from the right.
 */
#include "text/para.h"

#include <string.h>

#define PHONE_DIGITS_LEAST 7
#define PHONE_DIGITS_MOST 15 /* E.164 */
#define USER_MOST 64 /* RFC 5321 4.5.3.1.1 */
#define LOCAL_DIGITS_LEAST 9 /* without a plus: more, or a list of numbers would pass */

struct scan {
	const unsigned char *s;
	size_t n;
};

static inline int
at(const struct scan *t, size_t i)
{
	return i < t->n ? t->s[i] : 0;
}

static bool
is_latin(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_ascii_digit(int c)
{
	return c >= '0' && c <= '9';
}

static bool
is_alnum(int c)
{
	return is_latin(c) || is_ascii_digit(c);
}

/* Bytes of the digit at i: ASCII, U+0660.., U+06F0..; 0 when it is none. */
static inline size_t
digit(const struct scan *t, size_t i)
{
	int c = at(t, i), d = at(t, i + 1);
	if (is_ascii_digit(c))
		return 1;
	if ((c == 0xd9 && d >= 0xa0 && d <= 0xa9) || (c == 0xdb && d >= 0xb0 && d <= 0xb9))
		return 2;
	return 0;
}

/* Past the digits at *i; how many. */
static unsigned
digits(const struct scan *t, size_t *i)
{
	unsigned n = 0;
	for (size_t len; (len = digit(t, *i)); n++)
		*i += len;
	return n;
}

/* Bytes of a plus or minus at i; 0 when it is none. */
static size_t
sign(const struct scan *t, size_t i)
{
	int c = at(t, i);
	if (c == '+' || c == '-')
		return 1;
	if (c == 0xe2 && at(t, i + 1) == 0x88 && at(t, i + 2) == 0x92) /* U+2212 */
		return 3;
	return c == 0xc2 && at(t, i + 1) == 0xb1 ? 2 : 0; /* U+00B1 */
}

/* Does a word of one letter (and, then, by, for, as) stand before i? */
static bool
after_prefix(const struct scan *t, size_t i)
{
	static const unsigned char letters[] = {0x88, 0x81, 0}; /* waw, feh: U+0648, U+0641 */
	if (i < 2 || t->s[i - 2] != 0xd9 || !strchr((const char *)letters, t->s[i - 1]))
		return false;
	return i == 2 || t->s[i - 3] <= ' ' || strchr("([\"'", t->s[i - 3]);
}

/* May a sign, slash or dot at i begin a token? */
static bool
opens(const struct scan *t, size_t i)
{
	if (i == 0)
		return true;
	int b = t->s[i - 1];
	if (b <= ' ' || (b < 0x80 && strchr("([{\"'=:;,/|*>", b)))
		return true;
	int c = i >= 2 ? t->s[i - 2] : 0;
	if (c == 0xc2) /* U+00AB, U+00A0 */
		return b == 0xab || b == 0xa0;
	if (c == 0xd8) /* Arabic comma, semicolon, question mark */
		return b == 0x8c || b == 0x9b || b == 0x9f;
	/* a general punctuation mark (quotes, LRM, dashes), an isolate's beginning */
	return i >= 3 && t->s[i - 3] == 0xe2 && (c == 0x80 || (c == 0x81 && b >= 0xa0 && b <= 0xaf));
}

/* Bytes of the character at i that an address may hold; 0 ends it. */
static size_t
address_char(const struct scan *t, size_t i)
{
	int c = at(t, i), d = at(t, i + 1), e = at(t, i + 2);
	if (c <= ' ' || c == 0x7f)
		return 0;
	if (c < 0x80)
		return !strchr("\"<>`{}|\\^", c);
	if (c == 0xc2 && (d == 0xa0 || d == 0xab || d == 0xbb))
		return 0;
	if ((c == 0xd8 && (d == 0x8c || d == 0x9b || d == 0x9f)) || (c == 0xdb && d == 0x94))
		return 0; /* Arabic , ; ? and the Urdu full stop */
	if (c == 0xe2 && d == 0x80 && e != 0xa6) /* spaces, quotes, controls; not U+2026 */
		return 0;
	if (c == 0xe2 && d == 0x81 && e >= 0xa0 && e <= 0xaf) /* isolates and other controls */
		return 0;
	/* text without spaces goes on behind the address, and so do emoji */
	return c >= 0xe3 ? 0 : c >= 0xe0 ? 3 : 2;
}

static size_t
address_end(const struct scan *t, size_t i)
{
	int round = 0, square = 0;
	size_t start = i;
	for (size_t len; (len = address_char(t, i)); i += len) {
		round += (t->s[i] == '(') - (t->s[i] == ')');
		square += (t->s[i] == '[') - (t->s[i] == ']');
	}
	if (i > t->n)
		i = t->n;
	while (i > start) { /* a sentence's own punctuation is not the address's */
		int c = t->s[i - 1];
		if (c == ')' && round < 0)
			round++;
		else if (c == ']' && square < 0)
			square++;
		else if (!strchr(".,;:!?'*", c))
			break;
		i--;
	}
	return i;
}

/* A Latin word at i: its end as a token, or 0. `*past` is where to look on. */
static size_t
latin_token(const struct scan *t, size_t i, size_t *past)
{
	size_t e = i;
	unsigned dots = 0;
	bool letters = false;
	while (is_alnum(at(t, e)) || (strchr("._-", at(t, e)) && at(t, e) && is_alnum(at(t, e + 1)))) {
		dots += t->s[e] == '.';
		letters |= is_latin(t->s[e]);
		e++;
	}
	*past = e;
	if (!letters)
		return 0;
	if (at(t, e) == ':' && at(t, e + 1) == '/' && at(t, e + 2) == '/' &&
	    address_char(t, e + 3))
		return address_end(t, e + 3);
	bool www = (t->s[i] | 32) == 'w' && (at(t, i + 1) | 32) == 'w' &&
		   (at(t, i + 2) | 32) == 'w' && at(t, i + 3) == '.' && address_char(t, i + 4);
	if (www || (dots && at(t, e) == '/' && is_latin(t->s[e - 1])))
		return address_end(t, e);
	size_t name = e; /* user+tag@host */
	while (name < e + USER_MOST && at(t, name) &&
	       (is_alnum(at(t, name)) || strchr("+%._-", at(t, name))))
		name++;
	if (at(t, name) == '@' && is_alnum(at(t, name + 1))) {
		size_t host = name + 1;
		while (is_alnum(at(t, host)) ||
		       (strchr(".-", at(t, host)) && at(t, host) && is_alnum(at(t, host + 1))))
			host++;
		*past = host;
		return host;
	}
	size_t tail = e; /* C++, C#, Yahoo! */
	while (at(t, tail) == '+' || at(t, tail) == '#' || at(t, tail) == '!')
		tail++;
	if (tail > e && !is_alnum(at(t, tail)))
		return tail;
	if (tail > e && at(t, e) == '+') { /* C++17 */
		while (is_alnum(at(t, tail)))
			tail++;
		return tail;
	}
	return 0;
}

/* "-5", "+5.5", "−5°", "-3%": from the sign on. */
static size_t
signed_number(const struct scan *t, size_t i)
{
	size_t e = i + sign(t, i);
	if (!digits(t, &e))
		return 0;
	for (;;) {
		size_t sep = at(t, e) == '.' || at(t, e) == ',' || at(t, e) == '/' || at(t, e) == ':' ? 1
			     : at(t, e) == 0xd9 && (at(t, e + 1) == 0xab || at(t, e + 1) == 0xac) ? 2
												  : 0;
		size_t after = e + sep;
		if (!sep || !digits(t, &after))
			break;
		e = after;
	}
	if (at(t, e) == 0xc2 && at(t, e + 1) == 0xb0) { /* degree sign */
		e += 2;
		if (at(t, e) == 'C' || at(t, e) == 'F')
			e++;
	} else if (at(t, e) == '%') {
		e++;
	} else if (at(t, e) == 0xd9 && at(t, e + 1) == 0xaa) {
		e += 2;
	}
	return e;
}

/* Bytes of what may part the groups of a phone number: a space or hyphen of any
 * width, a dot. */
static size_t
separator(const struct scan *t, size_t i, bool *hyphen)
{
	int c = at(t, i), d = at(t, i + 1), e = at(t, i + 2);
	*hyphen = c == '-' || (c == 0xe2 && d == 0x80 && e >= 0x90 && e <= 0x92);
	if (c == ' ' || c == '-' || c == '.')
		return 1;
	if (c == 0xc2 && d == 0xa0)
		return 2;
	bool space = c == 0xe2 && d == 0x80 && (e == 0x87 || e == 0x89 || e == 0xaf);
	return *hyphen || space ? 3 : 0;
}

struct groups {
	size_t end;
	unsigned n, total, hyphens, longest;
	unsigned digits[3]; /* of the first ones */
	bool zero;          /* begins with one */
	bool round;         /* one stands in round brackets */
	bool years;         /* all are of four digits, from 1000 to 2999 */
};

/* Groups of digits, parted once, one perhaps in round brackets, from i on. */
static void
read_groups(const struct scan *t, size_t i, struct groups *g)
{
	*g = (struct groups){.years = true};
	for (;;) {
		bool round = at(t, i) == '(';
		size_t from = i + round, to = from;
		/* the plus may stand in the brackets: (+966) 11... */
		if (round && !g->n && at(t, from) == '+')
			to = ++from;
		unsigned n = digits(t, &to);
		if (!n || (round && at(t, to) != ')'))
			return;
		unsigned value = at(t, from + digit(t, from) - 1) & 15;
		if (g->n < ARRAY_LEN(g->digits))
			g->digits[g->n] = n;
		g->zero |= !g->n && value == 0;
		g->years &= n == 4 && (value == 1 || value == 2);
		g->longest = n > g->longest ? n : g->longest;
		g->round |= round;
		g->total += n;
		g->n++;
		g->end = i = to + round;
		bool hyphen;
		size_t sep = separator(t, i, &hyphen);
		if (g->total > PHONE_DIGITS_MOST || (!sep && !round && at(t, i) != '('))
			return;
		g->hyphens += hyphen;
		i += sep;
	}
}

static size_t
phone(const struct scan *t, size_t i)
{
	bool plus = at(t, i) == '+' || (at(t, i) == '(' && at(t, i + 1) == '+');
	struct groups g;
	read_groups(t, i + (at(t, i) == '+'), &g);
	if (!g.end || g.total > PHONE_DIGITS_MOST || is_alnum(at(t, g.end)))
		return 0;
	if (plus)
		return g.total >= PHONE_DIGITS_LEAST ? g.end : 0;
	if (g.n < 2)
		return 0;
	/* 17-02-2025 is a date as it is said; a year first is not */
	bool date = g.n >= 3 && g.digits[0] <= 2 && g.digits[1] <= 2 && g.digits[2] == 4;
	if (date || g.years)
		return 0;
	if (g.hyphens + 1 == g.n && g.n >= 3)
		return g.total >= PHONE_DIGITS_LEAST ? g.end : 0;
	/* 0 1 2 3 are numbers; 05 22 12 34 56 is one */
	bool area = (g.zero && g.digits[0] >= 2 && (g.longest >= 3 || g.n >= 4)) ||
		    (g.round && at(t, i) == '(');
	return area && g.total >= LOCAL_DIGITS_LEAST ? g.end : 0;
}

/* 2025-02-17, 2025-02-17T10:00:00Z */
static size_t
iso_date(const struct scan *t, size_t i)
{
	size_t e = i;
	if (digits(t, &e) != 4 || at(t, e) != '-')
		return 0;
	e++;
	unsigned month = digits(t, &e);
	if (month < 1 || month > 2 || at(t, e) != '-')
		return 0;
	e++;
	unsigned day = digits(t, &e);
	if (day < 1 || day > 2 || at(t, e) == '-')
		return 0;
	if (at(t, e) != 'T' || !digit(t, e + 1))
		return e;
	while (is_ascii_digit(at(t, ++e)) || at(t, e) == ':' || at(t, e) == '.')
		;
	if (at(t, e) == 'Z')
		e++;
	else if ((at(t, e) == '+' || at(t, e) == '-') && digit(t, e + 1))
		while (is_ascii_digit(at(t, ++e)) || at(t, e) == ':')
			;
	return e;
}

/* @name, #tag from their sign on, in letters read from the left. Arabic ones stay
 * as they are, and so does #1. */
static size_t
tag(const struct scan *t, size_t i)
{
	bool name = t->s[i] == '@', letters = false;
	const char *begin = (const char *)t->s, *s = begin + i + 1, *end = begin + t->n;
	while (s < end) {
		const char *next = s;
		uint32_t cp = utf8_next(&next, end);
		if (char_strong(cp) == STRONG_RTL)
			return 0;
		letters |= char_strong(cp) == STRONG_LTR || (name && cp - '0' < 10) || cp == '_';
		bool inside = cp == '_' || char_is_word(cp);
		/* the host of user@host.tld */
		bool joint = name && (cp == '.' || cp == '@') && is_alnum(at(t, (size_t)(next - begin)));
		/* #C++ */
		if (!inside && !joint && !(cp == '+' && !name && letters))
			break;
		s = next;
	}
	return letters ? (size_t)(s - begin) : 0;
}

/* A token that begins at i with something else than a letter: its end, or 0. */
static size_t
other_token(const struct scan *t, size_t i, size_t *past)
{
	int c = t->s[i];
	size_t e = i + 1;
	*past = i + 1;
	if (c == '@' || c == '#')
		return tag(t, i);
	if ((c == '.' || c == '/' || c == '~') && opens(t, i)) {
		if (c == '.')
			return is_latin(at(t, e)) ? (latin_token(t, e, past), *past) : 0;
		if (is_latin(at(t, e)) || (c == '~' && at(t, e) == '/'))
			return address_end(t, i);
		return 0;
	}
	if (sign(t, i) && digit(t, i + sign(t, i)) && (opens(t, i) || after_prefix(t, i))) {
		size_t end = c == '+' ? phone(t, i) : 0;
		return end ? end : signed_number(t, i);
	}
	if (c == '+' && at(t, e) == '(' && opens(t, i))
		return phone(t, i);
	if (c == '(')
		return digit(t, e) || at(t, e) == '+' ? phone(t, i) : 0;
	if (digit(t, i)) {
		size_t end = iso_date(t, i);
		if (!end)
			end = phone(t, i);
		if (!end) { /* nothing in the middle of a number begins a token */
			size_t tail = i;
			digits(t, &tail);
			while (is_ascii_digit(at(t, tail)) || at(t, tail) == '-' || at(t, tail) == '.')
				tail++;
			*past = tail;
		}
		return end;
	}
	return 0;
}

/* Without letters: a phone number, a date, -5. */
static bool
is_number(const struct scan *t, size_t i, size_t end)
{
	for (; i < end; i++) {
		bool degrees = at(t, i - (i > 0)) == 0xb0; /* -5 °C */
		if ((is_latin(t->s[i]) && !degrees) || t->s[i] == '@' || t->s[i] == '#')
			return false;
	}
	return true;
}

/* May a token begin with this byte and the next? `low` and `span` of the next one:
 * 256 is any, 0 none. Two look-ups and no branch: letters share their first byte
 * with the Arabic digits. */
static const struct {
	uint16_t low, span;
} starts[256] = {
	['('] = {0, 256}, ['#'] = {0, 256}, ['+'] = {0, 256}, ['-'] = {0, 256},
	['.'] = {0, 256}, ['/'] = {0, 256}, ['@'] = {0, 256}, ['~'] = {0, 256},
	['0' ... '9'] = {0, 256}, ['A' ... 'Z'] = {0, 256}, ['a' ... 'z'] = {0, 256},
	[0xc2] = {0xb1, 1}, [0xe2] = {0x88, 1}, /* plus-minus, minus */
	[0xd9] = {0xa0, 10}, [0xdb] = {0xb0, 10},
};

size_t
tokens_find(struct bytes text, struct para_span **spans)
{
	struct scan t = {(const unsigned char *)text.data, text.len};
	size_t n = 0, cap = 0;
	for (size_t i = 0; i < t.n;) {
		unsigned char c = t.s[i], next = i + 1 < t.n ? t.s[i + 1] : 0;
		if ((uint16_t)(next - starts[c].low) >= starts[c].span) {
			i += 1 + (c >= 0xc2);
			continue;
		}
		size_t past, end;
		if (is_latin(t.s[i]))
			end = latin_token(&t, i, &past);
		else
			end = other_token(&t, i, &past);
		if (!end && is_ascii_digit(t.s[i]) && is_latin(at(&t, past)))
			end = latin_token(&t, i, &past); /* 3M's, 256GB, 4chan.org/x */
		if (!end) {
			i = past;
			continue;
		}
		if (n == cap) {
			cap = cap ? 2 * cap : 8;
			*spans = mem_realloc_array(*spans, cap, sizeof(**spans));
		}
		(*spans)[n++] = (struct para_span){
			(uint32_t)i, (uint32_t)end,
			is_number(&t, i, end) ? PARA_NUMBER : PARA_PROTECT};
		i = end;
	}
	return n;
}

size_t
text_tokens(struct bytes text, struct para_span **out)
{
	struct para_span *spans = NULL;
	size_t n = tokens_find(text, &spans);
	*out = spans;
	return n;
}
