/* SPDX-License-Identifier: MIT */
/* The text of one block: white space as CSS 2.1 16.6.1 joins it, br as line breaks,
 * inline elements and bidi controls as spans. Cleaned at the end, with the spans
 * moved along. */
#include "html/internal.h"

#include <stdlib.h>
#include <string.h>

void
build_init(struct build *b, struct arena *arena)
{
	*b = (struct build){.arena = arena};
	buf_init(&b->text, 0);
}

void
build_release(struct build *b)
{
	buf_release(&b->text);
	free(b->spans);
}

static void
add_span(struct build *b, const struct open_span *open)
{
	if (open->start >= b->text.len)
		return;
	if (b->spans_n == b->spans_cap) {
		b->spans_cap = b->spans_cap ? b->spans_cap * 2 : 16;
		b->spans = mem_realloc_array(b->spans, b->spans_cap, sizeof(*b->spans));
	}
	b->spans[b->spans_n++] = (struct span){(uint32_t)open->start, (uint32_t)b->text.len,
					       open->kind, open->link};
}

static bool
is_isolate(enum span_kind kind)
{
	return kind == SPAN_ISOLATE_LTR || kind == SPAN_ISOLATE_RTL || kind == SPAN_ISOLATE_AUTO;
}

/* Writes the space or the line break that is owed before something visible. */
static void
settle_space(struct build *b)
{
	if (b->text.len && b->breaks)
		buf_add_char(&b->text, '\n');
	else if (b->text.len && b->space && b->text.data[b->text.len - 1] != '\n')
		buf_add_char(&b->text, ' ');
	b->breaks = 0;
	b->space = false;
}

void
build_open(struct build *b, const struct node *owner, enum span_kind kind, uint16_t link)
{
	if (b->open_n == BUILD_OPEN_MAX)
		return;
	for (size_t i = 0; i < b->open_n && !is_isolate(kind); i++)
		if (b->open[i].kind == kind)
			return;
	/* the space before a link does not belong to it */
	if (b->space && !b->breaks)
		settle_space(b);
	b->open[b->open_n++] = (struct open_span){owner, kind, link, b->text.len};
}

static void
close_at(struct build *b, size_t i)
{
	add_span(b, &b->open[i]);
	memmove(&b->open[i], &b->open[i + 1], (b->open_n - i - 1) * sizeof(b->open[0]));
	b->open_n--;
}

void
build_close(struct build *b, const struct node *owner)
{
	for (size_t i = b->open_n; i-- > 0;)
		if (b->open[i].owner == owner)
			close_at(b, i);
}

/* Bidi controls say what <bdi> says (UAX #9 2.7); the text itself may not keep them. */
static bool
bidi_control(struct build *b, uint32_t cp)
{
	switch (cp) {
	case 0x202a: case 0x202d: case 0x2066:
		build_open(b, NULL, SPAN_ISOLATE_LTR, 0);
		return true;
	case 0x202b: case 0x202e: case 0x2067:
		build_open(b, NULL, SPAN_ISOLATE_RTL, 0);
		return true;
	case 0x2068:
		build_open(b, NULL, SPAN_ISOLATE_AUTO, 0);
		return true;
	case 0x202c: case 0x2069:
		for (size_t i = b->open_n; i-- > 0;) {
			if (!b->open[i].owner) {
				close_at(b, i);
				break;
			}
		}
		return true;
	}
	return false;
}

static void
add_other(struct build *b, const char **p, const char *end)
{
	const char *start = *p;
	uint32_t cp = utf8_next(p, end);
	if (cp == 0xa0 || cp == 0x2028 || cp == 0x2029) {
		if (b->pre)
			buf_add_char(&b->text, cp == 0xa0 ? ' ' : '\n');
		else
			b->space = true;
		return;
	}
	if (cp >= 0x202a && cp <= 0x2069 && bidi_control(b, cp))
		return;
	settle_space(b);
	if (cp == UTF8_BAD)
		buf_add_utf8(&b->text, cp);
	else
		buf_add(&b->text, start, (size_t)(*p - start));
}

static void
add_pre(struct build *b, struct bytes text)
{
	settle_space(b);
	const char *p = text.data, *end = text.data + text.len;
	while (p < end) {
		if (*p == '\r') {
			p++;
		} else if (*p == '\t') {
			buf_add_str(&b->text, "    ");
			p++;
		} else if ((unsigned char)*p < 0x80) {
			buf_add_char(&b->text, *p++);
		} else {
			add_other(b, &p, end);
		}
	}
}

void
build_add(struct build *b, struct bytes text)
{
	if (b->pre) {
		add_pre(b, text);
		return;
	}
	const char *p = text.data, *end = text.data + text.len;
	while (p < end) {
		unsigned char c = (unsigned char)*p;
		if (c == ' ' || (c >= '\t' && c <= '\r')) {
			b->space = true;
			p++;
			continue;
		}
		/* a run that needs no look: Arabic letters are two bytes D8 to DB, ASCII one */
		const char *run = p;
		while (p < end) {
			c = (unsigned char)*p;
			if (c > ' ' && c < 0x7f)
				p++;
			else if (c >= 0xd8 && c <= 0xdb && end - p > 1 && ((unsigned char)p[1] & 0xc0) == 0x80)
				p += 2;
			else
				break;
		}
		if (p > run) {
			settle_space(b);
			buf_add(&b->text, run, (size_t)(p - run));
		} else {
			add_other(b, &p, end);
		}
	}
}

/* ---- taking --------------------------------------------------------------------- */

static int
span_order(const void *a, const void *b)
{
	const struct span *x = a, *y = b;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->end != y->end)
		return x->end > y->end ? -1 : 1;
	return (int)x->kind - (int)y->kind;
}

/* Cleaning drops characters, or writes one for one: walk both texts side by side
 * and note where each span edge of the raw text falls. `at` maps raw to clean. */
static void
map_edges(struct bytes raw, struct bytes clean, uint32_t *at)
{
	const char *p = raw.data, *end = raw.data + raw.len;
	const char *q = clean.data, *clean_end = clean.data + clean.len;
	while (p < end) {
		const char *p_start = p, *q_next = q;
		uint32_t here = (uint32_t)(q - clean.data);
		uint32_t cp = utf8_next(&p, end);
		uint32_t other = q < clean_end ? utf8_next(&q_next, clean_end) : 0;
		if (q < clean_end && (cp == other || other == UTF8_BAD ||
				      (other == ' ' && (cp < ' ' || cp == 0x85)) ||
				      (other == '\n' && (cp == 0x2028 || cp == 0x2029))))
			q = q_next;
		for (const char *s = p_start; s < p; s++)
			at[s - raw.data] = here;
	}
	at[raw.len] = (uint32_t)clean.len;
}

static void
clean_text(struct build *b)
{
	struct buf clean;
	if (text_plain(buf_view(&b->text)))
		return;
	buf_init(&clean, 0);
	text_clean(&clean, buf_view(&b->text), CLEAN_BODY);
	if (bytes_eq(buf_view(&clean), buf_view(&b->text))) {
		buf_release(&clean);
		return;
	}
	if (b->spans_n) {
		uint32_t *at = mem_realloc_array(NULL, b->text.len + 1, sizeof(*at));
		map_edges(buf_view(&b->text), buf_view(&clean), at);
		for (size_t i = 0; i < b->spans_n; i++) {
			b->spans[i].start = at[b->spans[i].start];
			b->spans[i].end = at[b->spans[i].end];
		}
		free(at);
	}
	buf_release(&b->text);
	b->text = clean;
}

static bool
only_space(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] != ' ' && text.data[i] != '\n')
			return false;
	return true;
}

/* Cuts the block at its ends: blank lines of pre, spaces. */
static size_t
trim(struct build *b)
{
	size_t start = 0, end = b->text.len;
	const char *s = b->text.data;
	while (end && (s[end - 1] == ' ' || s[end - 1] == '\n'))
		end--;
	if (b->pre) {
		for (size_t i = 0; i < end && (s[i] == ' ' || s[i] == '\n'); i++)
			if (s[i] == '\n')
				start = i + 1;
	} else {
		while (start < end && (s[start] == ' ' || s[start] == '\n'))
			start++;
	}
	b->text.len = end;
	return start;
}

bool
build_take(struct build *b, struct doc_text *out)
{
	for (size_t i = 0; i < b->open_n; i++)
		add_span(b, &b->open[i]);
	*out = (struct doc_text){.text = {"", 0}};
	bool some = b->text.len && !only_space(buf_view(&b->text));
	size_t start = 0;
	if (some) {
		clean_text(b);
		start = trim(b);
		some = b->text.len > start; /* cleaning may have left nothing */
	}
	if (some) {
		out->text.len = b->text.len - start;
		out->text.data = arena_strndup(b->arena, b->text.data + start, out->text.len);
		size_t n = 0;
		for (size_t i = 0; i < b->spans_n; i++) {
			struct span s = b->spans[i];
			s.start = s.start > start ? s.start - (uint32_t)start : 0;
			s.end = s.end > start ? s.end - (uint32_t)start : 0;
			if (s.end > out->text.len)
				s.end = (uint32_t)out->text.len;
			while (s.start < s.end && !b->pre && out->text.data[s.start] == ' ')
				s.start++;
			if (s.start < s.end)
				b->spans[n++] = s;
		}
		if (n) {
			qsort(b->spans, n, sizeof(*b->spans), span_order);
			out->spans = arena_dup(b->arena, b->spans, n * sizeof(*b->spans));
			out->spans_n = n;
		}
	}
	buf_clear(&b->text);
	b->spans_n = 0;
	b->breaks = 0;
	b->space = false;
	/* what a control character opened ends with its paragraph (UAX #9 BD9, P1) */
	size_t kept = 0;
	for (size_t i = 0; i < b->open_n; i++) {
		b->open[i].start = 0;
		if (b->open[i].owner)
			b->open[kept++] = b->open[i];
	}
	b->open_n = kept;
	return some;
}
