/* SPDX-License-Identifier: MIT
 *
 * Light mark-up: "# " heading, "- " item, "1. " numbered item, "> " quotation,
 * four spaces: code, **strong**, `code`, <https://link>; blank lines part
 * paragraphs.
 */
#include "ui/guide.h"

#include <stdlib.h>
#include <string.h>

#include "sys/lang.h"

#define TITLES 32

static const struct guide_file *
nth(size_t i)
{
	const char *lang = lang_name();
	for (const struct guide_file *f = guide_files; f->lang; f++)
		if (strcmp(f->lang, lang) == 0 && i-- == 0)
			return f;
	return NULL;
}

size_t
guide_count(void)
{
	size_t n = 0;
	while (n < TITLES && nth(n))
		n++;
	return n;
}

static struct bytes
first_line(const struct guide_file *f)
{
	const char *text = (const char *)f->data;
	const char *end = memchr(text, '\n', f->len);
	return (struct bytes){text, end ? (size_t)(end - text) : f->len};
}

const char *
guide_title(size_t i)
{
	static char titles[TITLES][128]; /* filled once each, the texts do not change */
	const struct guide_file *f = nth(i);
	if (!f || i >= TITLES)
		return "";
	struct bytes line = bytes_trim(first_line(f));
	size_t n = utf8_cut(line, sizeof(titles[i]) - 1);
	memcpy(titles[i], line.data, n);
	titles[i][n] = '\0';
	return titles[i];
}

/* ---- mark-up ------------------------------------------------------------------- */

struct inline_state {
	struct doc *doc;
	struct buf text;
	struct span spans[64];
	size_t n;
};

static void
add_span(struct inline_state *s, uint32_t start, enum span_kind kind, uint16_t link)
{
	if (s->n < ARRAY_LEN(s->spans) && s->text.len > start)
		s->spans[s->n++] =
			(struct span){start, (uint32_t)s->text.len, kind, link};
}

/* Length of the run up to `mark`, SIZE_MAX when it never comes. */
static size_t
until(struct bytes v, size_t from, const char *mark)
{
	const char *at = bytes_find((struct bytes){v.data + from, v.len - from}, mark);
	return at ? (size_t)(at - v.data) - from : SIZE_MAX;
}

static void
inlines(struct inline_state *s, struct bytes v)
{
	size_t i = 0;
	while (i < v.len) {
		uint32_t start = (uint32_t)s->text.len;
		size_t n;
		if (v.data[i] == '`' && (n = until(v, i + 1, "`")) != SIZE_MAX) {
			buf_add(&s->text, v.data + i + 1, n);
			add_span(s, start, SPAN_CODE, 0);
			i += n + 2;
		} else if (v.data[i] == '*' && i + 1 < v.len && v.data[i + 1] == '*' &&
			   (n = until(v, i + 2, "**")) != SIZE_MAX) {
			buf_add(&s->text, v.data + i + 2, n);
			add_span(s, start, SPAN_STRONG, 0);
			i += n + 4;
		} else if (v.data[i] == '<' && (n = until(v, i + 1, ">")) != SIZE_MAX &&
			   bytes_starts((struct bytes){v.data + i + 1, n}, "http")) {
			char *url = mem_strndup(v.data + i + 1, n);
			buf_add_str(&s->text, url);
			add_span(s, start, SPAN_LINK, doc_link(s->doc, url));
			free(url);
			i += n + 2;
		} else {
			buf_add_char(&s->text, v.data[i++]);
		}
	}
}

static int
by_start(const void *a, const void *b)
{
	const struct span *x = a, *y = b;
	return x->start < y->start ? -1 : x->start > y->start;
}

static void
add_block(struct doc *doc, struct block b, struct bytes text)
{
	struct inline_state s = {.doc = doc};
	buf_init(&s.text, 0);
	if (b.kind == BLOCK_CODE)
		buf_add_bytes(&s.text, text);
	else
		inlines(&s, text);
	if (s.text.len) {
		qsort(s.spans, s.n, sizeof(*s.spans), by_start);
		b.body.text = (struct bytes){
			arena_strndup(doc->arena, s.text.data, s.text.len), s.text.len};
		b.body.spans = arena_dup(doc->arena, s.spans, s.n * sizeof(*s.spans));
		b.body.spans_n = s.n;
		doc_add(doc, &b);
	}
	buf_release(&s.text);
}

static uint32_t
item_number(struct bytes *line)
{
	uint32_t n = 0;
	size_t i = 0;
	while (i < line->len && i < 3 && line->data[i] >= '0' && line->data[i] <= '9')
		n = n * 10 + (uint32_t)(line->data[i++] - '0');
	if (!i || i + 1 >= line->len || line->data[i] != '.' || line->data[i + 1] != ' ')
		return 0;
	line->data += i + 2;
	line->len -= i + 2;
	return n;
}

static struct block
block_of_line(struct bytes *line)
{
	struct block b = {.kind = BLOCK_PARAGRAPH};
	uint32_t number;
	if (bytes_starts(*line, "# ")) {
		b.kind = BLOCK_HEADING;
		b.level = 2;
		line->data += 2, line->len -= 2;
	} else if (bytes_starts(*line, "- ")) {
		b.kind = BLOCK_ITEM;
		b.level = 1;
		line->data += 2, line->len -= 2;
	} else if (bytes_starts(*line, "> ")) {
		b.quote = 1;
		line->data += 2, line->len -= 2;
	} else if (bytes_starts(*line, "    ")) {
		b.kind = BLOCK_CODE;
		line->data += 4, line->len -= 4;
	} else if ((number = item_number(line))) {
		b.kind = BLOCK_ITEM;
		b.level = 1;
		b.number = number;
	}
	return b;
}

/* Lines that go on with the block before them. */
static bool
continues(const struct block *before, const struct block *b)
{
	if (before->kind == BLOCK_CODE || b->kind == BLOCK_CODE)
		return before->kind == b->kind;
	if (before->quote != b->quote)
		return b->kind == BLOCK_PARAGRAPH && !b->quote && before->quote;
	return b->kind == BLOCK_PARAGRAPH && before->kind != BLOCK_HEADING;
}

struct doc *
guide_parse(struct bytes text)
{
	struct doc *doc = doc_new();
	struct buf run;
	struct block open = {0};
	bool is_open = false;
	buf_init(&run, 0);
	while (text.len) {
		const char *end = memchr(text.data, '\n', text.len);
		struct bytes line = {text.data, end ? (size_t)(end - text.data) : text.len};
		size_t skip = line.len + (end != NULL);
		text.data += skip;
		text.len -= skip;
		bool blank = bytes_trim(line).len == 0;
		struct block b = blank ? (struct block){0} : block_of_line(&line);
		if (is_open && (blank || !continues(&open, &b))) {
			add_block(doc, open, buf_view(&run));
			buf_clear(&run);
			is_open = false;
		}
		if (blank)
			continue;
		if (is_open)
			buf_add_char(&run, open.kind == BLOCK_CODE ? '\n' : ' ');
		else
			open = b;
		is_open = true;
		buf_add_bytes(&run, open.kind == BLOCK_CODE ? line : bytes_trim(line));
	}
	if (is_open)
		add_block(doc, open, buf_view(&run));
	buf_release(&run);
	struct buf plain;
	buf_init(&plain, 0);
	doc_plain(doc, &plain);
	doc->dir = dir_of_text(buf_view(&plain), DIR_RTL);
	buf_release(&plain);
	return doc;
}

struct doc *
guide_doc(size_t i)
{
	const struct guide_file *f = nth(i);
	if (!f)
		return doc_new();
	struct bytes line = first_line(f);
	size_t skip = line.len < f->len ? line.len + 1 : line.len;
	return guide_parse((struct bytes){(const char *)f->data + skip, f->len - skip});
}
