/* SPDX-License-Identifier: MIT
 *
 * What was typed, cut into words, quotations, brackets and signs.
 */
#include "store/query-internal.h"

#include <string.h>

#include "akhbar/fold.h"

static const struct {
	const char *open, *close;
} quotes[] = {{"\"", "\""}, {"«", "»"}, {"“", "”"}, {"”", "”"}, {"„", "“"}};

static size_t
opens_quote(const char *p, const char *end, const char **close)
{
	for (size_t i = 0; i < ARRAY_LEN(quotes); i++) {
		size_t n = strlen(quotes[i].open);
		if ((size_t)(end - p) >= n && memcmp(p, quotes[i].open, n) == 0) {
			*close = quotes[i].close;
			return n;
		}
	}
	return 0;
}

static bool
is_space(uint32_t cp)
{
	return cp <= 0x20 || cp == 0xa0 || cp == 0x3000 || (cp >= 0x2000 && cp <= 0x200b);
}

/* A sign that a keyboard may leave before the first letter shows nothing. */
static bool
is_mark_of_direction(uint32_t cp)
{
	return cp == 0x200e || cp == 0x200f || cp == 0x61c || cp == 0xfeff;
}

/* The quoted text at *p; an end that never comes is the end of the line. */
static void
take_quoted(const char **p, const char *end, size_t open, const char *close, struct piece *out)
{
	const char *start = *p + open;
	size_t n = strlen(close);
	out->quoted = true;
	for (const char *q = start; q + n <= end; q++)
		if (memcmp(q, close, n) == 0) {
			*p = q + n;
			out->value = (struct bytes){start, (size_t)(q - start)};
			return;
		}
	*p = end;
	out->unclosed = true;
	out->value = (struct bytes){start, (size_t)(end - start)};
}

/* A word as far as it goes; stops behind the colon of a name that is known. */
static void
take_word(const char **p, const char *end, struct piece *out)
{
	const char *start = *p, *colon = NULL, *close;
	while (*p < end) {
		const char *q = *p;
		if (is_space(utf8_next(&q, end)) || **p == '(' || **p == ')' ||
		    opens_quote(*p, end, &close))
			break;
		if (**p == ':' && !colon) {
			colon = *p;
			out->name = query_name_of((struct bytes){start, (size_t)(colon - start)});
			if (out->name != NAME_NONE) {
				*p = colon + 1;
				break;
			}
		}
		*p = q;
	}
	out->word = out->value = (struct bytes){start, (size_t)(*p - start)};
}

/* What stands behind the colon. */
static void
take_value(const char **p, const char *end, struct piece *out)
{
	const char *close, *start = out->word.data;
	size_t open = opens_quote(*p, end, &close);
	if (*p < end && **p == '(') {
		++*p;
		out->kind = PIECE_OPEN;
		return;
	}
	if (open) {
		take_quoted(p, end, open, close, out);
	} else {
		const char *from = *p;
		while (*p < end) {
			const char *q = *p;
			if (is_space(utf8_next(&q, end)) || **p == ')')
				break;
			*p = q;
		}
		out->value = (struct bytes){from, (size_t)(*p - from)};
	}
	out->word = (struct bytes){start, (size_t)(*p - start)};
}

static void
take_star(const char **p, const char *end, struct piece *out)
{
	if (out->quoted) {
		if (*p < end && **p == '*') {
			out->prefix = true;
			++*p;
		}
		return;
	}
	while (out->value.len > 1 && out->value.data[out->value.len - 1] == '*') {
		out->prefix = true;
		out->value.len--;
	}
	if (out->name == NAME_NONE)
		out->word = out->value;
}

void
query_piece(const char **p, const char *end, struct piece *out)
{
	const char *close;
	*out = (struct piece){.kind = PIECE_END};
	while (*p < end) {
		const char *q = *p;
		uint32_t cp = utf8_next(&q, end);
		if (!is_space(cp) && !is_mark_of_direction(cp))
			break;
		*p = q;
	}
	if (*p >= end)
		return;
	const char *start = *p;
	out->kind = PIECE_WORD;
	if (**p == '-' && *p + 1 < end && (unsigned char)(*p)[1] > ' ' && (*p)[1] != '-') {
		out->minus = true;
		++*p;
	}
	size_t open = opens_quote(*p, end, &close);
	if (**p == '(' || **p == ')') {
		out->kind = **p == '(' ? PIECE_OPEN : PIECE_CLOSE;
		++*p;
	} else if (open) {
		take_quoted(p, end, open, close, out);
		out->word = out->value;
		take_star(p, end, out);
	} else {
		take_word(p, end, out);
		if (out->name != NAME_NONE)
			take_value(p, end, out);
		if (out->kind == PIECE_WORD)
			take_star(p, end, out);
	}
	out->whole = (struct bytes){start, (size_t)(*p - start)};
	if (out->kind == PIECE_WORD && !out->quoted && !out->minus && out->name == NAME_NONE && !out->prefix)
		out->op = query_op_of(out->word);
}

char *
query_as_typed(struct bytes text)
{
	const char *p = text.data, *end = text.data + text.len;
	struct piece last = {0}, next;
	bool written = false;
	for (query_piece(&p, end, &next); next.kind != PIECE_END; query_piece(&p, end, &next)) {
		last = next;
		written = p == end;
	}
	bool words = last.name == NAME_NONE || last.name == NAME_TITLE || last.name == NAME_TEXT;
	bool letter = false;
	const char *q = last.word.data, *stop = last.word.len ? q + last.word.len : q;
	while (q < stop)
		letter = char_is_word(utf8_next(&q, stop));
	bool open = written && words && letter && last.kind == PIECE_WORD && !last.quoted && !last.prefix &&
		    last.op == OP_NONE && last.value.len;
	return mem_printf("%.*s%s", (int)text.len, text.data ? text.data : "", open ? "*" : "");
}
