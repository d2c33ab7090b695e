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

/* May a sign, slash or dot at i begin a token? */
static bool
opens(const struct scan *t, size_t i)
{
	if (i == 0)
		return true;
	int b = t->s[i - 1];
	if (b <= ' ' || b == '(' || b == '[' || b == '"' || b == '\'' || b == '=')
		return true;
	/* U+00AB, U+00A0, a general punctuation mark (quotes, LRM, dashes) */
	if (i >= 2 && t->s[i - 2] == 0xc2)
		return b == 0xab || b == 0xa0;
	return i >= 3 && t->s[i - 3] == 0xe2 && t->s[i - 2] == 0x80;
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
	if (c == 0xd8 && (d == 0x8c || d == 0x9b || d == 0x9f)) /* Arabic , ; ? */
		return 0;
	if (c == 0xe2 && d == 0x80 && e != 0xa6) /* spaces, quotes, controls; not U+2026 */
		return 0;
	return c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
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
	bool www = e - i > 4 && (t->s[i] | 32) == 'w' && (t->s[i + 1] | 32) == 'w' &&
		   (t->s[i + 2] | 32) == 'w' && t->s[i + 3] == '.';
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

/* Groups of digits parted by one space, hyphen or dot, or in round brackets. */
static size_t
phone(const struct scan *t, size_t i)
{
	size_t e = i, end = 0;
	unsigned total = 0, groups = 0, hyphens = 0, first = 0, last = 0;
	bool plus = at(t, e) == '+';
	bool zero = false;
	e += plus;
	for (;;) {
		bool round = at(t, e) == '(';
		size_t from = e + round, to = from;
		unsigned n = digits(t, &to);
		if (!n || (round && at(t, to) != ')'))
			break;
		if (!groups) {
			first = n;
			zero = at(t, from) == '0' || (at(t, from) == 0xd9 && at(t, from + 1) == 0xa0) ||
			       (at(t, from) == 0xdb && at(t, from + 1) == 0xb0);
		}
		last = n;
		total += n;
		groups++;
		e = end = to + round;
		int c = at(t, e);
		if ((c != ' ' && c != '-' && c != '.' && c != '(') || total > PHONE_DIGITS_MOST)
			break;
		if (c == ' ' && at(t, e + 1) == '(') {
			e++;
			continue;
		}
		hyphens += c == '-';
		e += c != '(';
	}
	if (!end || total > PHONE_DIGITS_MOST || is_alnum(at(t, end)))
		return 0;
	if (plus)
		return total >= PHONE_DIGITS_LEAST ? end : 0;
	if (groups < 2)
		return 0;
	/* 17-02-2025 is a date as it is said; a year first is not */
	bool date = groups == 3 && hyphens == 2 && first <= 2 && last == 4;
	if (hyphens + 1 == groups && groups >= 3 && !date)
		return total >= PHONE_DIGITS_LEAST ? end : 0;
	bool area = zero || at(t, i) == '(';
	return area && total >= LOCAL_DIGITS_LEAST ? end : 0;
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

/* A token that begins at i with something else than a letter: its end, or 0. */
static size_t
other_token(const struct scan *t, size_t i, size_t *past)
{
	int c = t->s[i];
	size_t e = i + 1;
	*past = i + 1;
	if (c == '@' || c == '#') {
		if (c == '#' && !is_latin(at(t, e)) && at(t, e) != '_')
			return 0; /* Arabic tags stay right to left; #1 is a number */
		while (is_alnum(at(t, e)) || at(t, e) == '_' ||
		       (c == '@' && at(t, e) == '.' && is_alnum(at(t, e + 1))))
			e++;
		return e > i + 1 ? e : 0;
	}
	if ((c == '.' || c == '/' || c == '~') && opens(t, i)) {
		if (c == '.')
			return is_latin(at(t, e)) ? (latin_token(t, e, past), *past) : 0;
		if (is_latin(at(t, e)) || (c == '~' && at(t, e) == '/'))
			return address_end(t, i);
		return 0;
	}
	if (sign(t, i) && opens(t, i) && digit(t, i + sign(t, i))) {
		size_t end = c == '+' ? phone(t, i) : 0;
		return end ? end : signed_number(t, i);
	}
	if (c == '(')
		return digit(t, e) ? phone(t, i) : 0;
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
		(*spans)[n++] = (struct para_span){(uint32_t)i, (uint32_t)end, PARA_PROTECT};
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
