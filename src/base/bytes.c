/* SPDX-License-Identifier: MIT */
#include "akhbar/base.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct bytes
bytes_of(const char *s)
{
	return (struct bytes){s ? s : "", s ? strlen(s) : 0};
}

bool
bytes_eq(struct bytes a, struct bytes b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

bool
bytes_eq_str(struct bytes a, const char *s)
{
	return bytes_eq(a, bytes_of(s));
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool
prefix_nocase(struct bytes a, struct bytes b)
{
	if (a.len < b.len)
		return false;
	for (size_t i = 0; i < b.len; i++)
		if (lower(a.data[i]) != lower(b.data[i]))
			return false;
	return true;
}

bool
bytes_eq_nocase(struct bytes a, const char *s)
{
	struct bytes b = bytes_of(s);
	return a.len == b.len && prefix_nocase(a, b);
}

bool
bytes_starts(struct bytes a, const char *prefix)
{
	size_t n = strlen(prefix);
	return a.len >= n && memcmp(a.data, prefix, n) == 0;
}

bool
bytes_starts_nocase(struct bytes a, const char *prefix)
{
	return prefix_nocase(a, bytes_of(prefix));
}

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct bytes
bytes_trim(struct bytes a)
{
	while (a.len && is_space(a.data[0]))
		a.data++, a.len--;
	while (a.len && is_space(a.data[a.len - 1]))
		a.len--;
	return a;
}

const char *
bytes_find(struct bytes hay, const char *needle)
{
	return hay.len ? memmem(hay.data, hay.len, needle, strlen(needle)) : NULL;
}

char *
bytes_dup(struct bytes a)
{
	return mem_strndup(a.data, a.len);
}

/* ---- growing buffer ---------------------------------------------------- */

void
buf_init(struct buf *b, size_t limit)
{
	*b = (struct buf){.limit = limit};
}

void
buf_release(struct buf *b)
{
	free(b->data);
	*b = (struct buf){.limit = b->limit};
}

void
buf_clear(struct buf *b)
{
	b->len = 0;
	b->over = false;
	if (b->data)
		b->data[0] = '\0';
}

/* Room for n more bytes and the NUL; false past the limit. */
static bool
make_room(struct buf *b, size_t n)
{
	if (b->over) /* a later, shorter piece would leave a hole */
		return false;
	if (b->limit && (n > b->limit || b->len > b->limit - n)) {
		b->over = true;
		return false;
	}
	size_t need;
	if (__builtin_add_overflow(b->len, n, &need) || __builtin_add_overflow(need, 1, &need)) {
		b->over = true;
		return false;
	}
	if (need > b->cap) {
		size_t cap = b->cap ? b->cap : 64;
		while (cap < need)
			cap = cap > SIZE_MAX / 2 ? need : cap * 2;
		b->data = mem_realloc(b->data, cap);
		b->cap = cap;
	}
	return true;
}

static inline bool
reserve(struct buf *b, size_t n)
{
	/* the common case first; a buffer within its memory is within its limit only
	 * when that is looked at, too */
	if (!b->over && b->len < b->cap && n < b->cap - b->len && (!b->limit || b->len + n <= b->limit))
		return true;
	return make_room(b, n);
}

void
buf_expect(struct buf *b, size_t n)
{
	size_t left = b->limit ? b->limit - b->len : SIZE_MAX;
	if (!b->over && n <= left && n < SIZE_MAX - b->len && b->len + n + 1 > b->cap) {
		b->data = mem_realloc(b->data, b->len + n + 1);
		b->cap = b->len + n + 1;
		b->data[b->len] = '\0';
	}
}

bool
buf_add(struct buf *b, const void *data, size_t len)
{
	if (!reserve(b, len))
		return false;
	if (len)
		memcpy(b->data + b->len, data, len);
	b->len += len;
	b->data[b->len] = '\0';
	return true;
}

bool
buf_add_str(struct buf *b, const char *s)
{
	return buf_add(b, s, strlen(s));
}

bool
buf_add_bytes(struct buf *b, struct bytes v)
{
	return buf_add(b, v.data, v.len);
}

bool
buf_add_char(struct buf *b, char c)
{
	if (!reserve(b, 1))
		return false;
	b->data[b->len++] = c;
	b->data[b->len] = '\0';
	return true;
}

bool
buf_add_utf8(struct buf *b, uint32_t cp)
{
	char s[4];
	return buf_add(b, s, utf8_put(s, cp));
}

bool
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	char *s = NULL;
	int n = vasprintf(&s, fmt, args);
	va_end(args);
	if (n < 0) {
		b->over = true;
		return false;
	}
	bool ok = buf_add(b, s, (size_t)n);
	free(s);
	return ok;
}

char *
buf_take(struct buf *b)
{
	char *s = b->data ? b->data : mem_strdup("");
	*b = (struct buf){.limit = b->limit};
	return s;
}

struct bytes
buf_view(const struct buf *b)
{
	return (struct bytes){b->data ? b->data : "", b->len};
}

/* JSON has its own way of writing these, or no terminal should see them. */
static bool
json_plain(unsigned char c, unsigned char next)
{
	return c >= 0x20 && c != '"' && c != '\\' && c != 0x7f && (c != 0xc2 || next >= 0xa0);
}

/* Past what stands in JSON as it is, as far as blocks tell. */
static const char *
plain_blocks(const char *p, const char *end)
{
#ifdef __SSE2__
	for (; end - p >= 16; p += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
		__m128i hit = _mm_cmpeq_epi8(v, _mm_set1_epi8('"'));
		hit = _mm_or_si128(hit, _mm_cmpeq_epi8(v, _mm_set1_epi8('\\')));
		hit = _mm_or_si128(hit, _mm_cmpeq_epi8(v, _mm_set1_epi8(0x7f)));
		hit = _mm_or_si128(hit, _mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xc2)));
		hit = _mm_or_si128(hit, _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1f)), v));
		unsigned mask = (unsigned)_mm_movemask_epi8(hit);
		if (mask)
			return p + __builtin_ctz(mask);
	}
#else
	(void)end;
#endif
	return p;
}

/* The first byte that does not stand as it is. */
static const char *
json_run(const char *p, const char *end)
{
	while (p < end) {
		p = plain_blocks(p, end);
		if (p == end || !json_plain((unsigned char)*p, p + 1 < end ? (unsigned char)p[1] : 0xff))
			return p;
		p++; /* a letter that begins as a control does, or the last few */
	}
	return p;
}

static bool
add_json(struct buf *b, struct bytes text, bool valid)
{
	const char *p = text.data, *end = text.data + text.len;
	buf_add_char(b, '"');
	while (p < end) {
		const char *run = p;
		if (valid)
			p = json_run(p, end);
		if (p > run)
			buf_add(b, run, (size_t)(p - run));
		if (p == end)
			break;
		uint32_t cp = utf8_next(&p, end);
		switch (cp) {
		case '"': buf_add_str(b, "\\\""); break;
		case '\\': buf_add_str(b, "\\\\"); break;
		case '\n': buf_add_str(b, "\\n"); break;
		case '\t': buf_add_str(b, "\\t"); break;
		case '\r': buf_add_str(b, "\\r"); break;
		default:
			if (cp < 0x20 || cp == 0x7f || (cp >= 0x80 && cp < 0xa0))
				buf_printf(b, "\\u%04x", (unsigned)cp);
			else
				buf_add_utf8(b, cp);
		}
	}
	return buf_add_char(b, '"');
}

bool
buf_add_json(struct buf *b, struct bytes text)
{
	return add_json(b, text, utf8_valid(text)); /* else each bad byte becomes U+FFFD */
}

bool
buf_add_json_valid(struct buf *b, struct bytes text)
{
	return add_json(b, text, true);
}
