/* SPDX-License-Identifier: MIT */
#include "akhbar/page.h"
#include "page/page-internal.h"

#include <stdlib.h>
#include <string.h>

#define HEAD_PARTS 8

static struct unit *
add_unit(struct page *page, enum unit_kind kind, uint32_t block)
{
	if (page->units_n == page->units_cap) {
		page->units_cap = page->units_cap ? page->units_cap * 2 : 32;
		page->units = mem_realloc_array(page->units, page->units_cap,
						sizeof(*page->units));
	}
	struct unit *u = &page->units[page->units_n++];
	*u = (struct unit){.kind = kind, .block = block, .marker = UINT32_MAX};
	return u;
}

static enum dir
main_dir(const struct page *page)
{
	return page->doc && page->doc->dir != DIR_AUTO ? page->doc->dir : page->style.dir;
}

/* The next dot that parts two things: behind a blank, of either kind, and before one. */
static const char *
dot_between(const char *s)
{
	const char *from = s, *at = s;
	while ((at = strstr(at, "· "))) {
		if (at > from && (at[-1] == ' ' || (at >= from + 2 && memcmp(at - 2, "\u00a0", 2) == 0)))
			return at;
		at += strlen("· ");
	}
	return NULL;
}

/* The quiet line's parts, each a paragraph of its own: an Arabic source may not tear
 * the date behind it apart. */
static uint32_t
line_piece(struct page *page, const char *line)
{
	struct doc_text body = {.text = bytes_of(line)};
	struct span spans[HEAD_PARTS];
	for (const char *s = line; s && body.spans_n < HEAD_PARTS;) {
		const char *next = dot_between(s);
		size_t end = next ? (size_t)(next - line) : body.text.len;
		if (next) /* without the blank before it */
			end -= next[-1] == ' ' ? 1 : 2;
		spans[body.spans_n++] = (struct span){
			.start = (uint32_t)(s - line), .end = (uint32_t)end, .kind = SPAN_ISOLATE_AUTO};
		s = next ? next + strlen("· ") : NULL;
	}
	body.spans = spans;
	return page_piece(page, &body, page->style.dir, LOOK_QUIET);
}

/* Title, the quiet line, a rule: in the article's direction, so that a Latin
 * headline over Arabic text does not jump to the other side of the column. */
static void
add_head(struct page *page, const struct page_head *head)
{
	if (!head)
		return;
	bool rtl = main_dir(page) == DIR_RTL;
	if (head->title && *head->title) {
		struct unit *u = add_unit(page, UNIT_TEXT, UINT32_MAX);
		u->piece = page_piece_plain(page, bytes_of(head->title), DIR_AUTO, LOOK_TITLE);
		u->rtl = rtl;
		u->side = SIDE_UNIT;
	}
	const char *const lines[] = {head->line, head->more};
	bool any = false;
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		if (!lines[i] || !*lines[i])
			continue;
		struct unit *u = add_unit(page, UNIT_TEXT, UINT32_MAX);
		u->piece = line_piece(page, lines[i]);
		u->rtl = rtl;
		u->side = SIDE_UNIT;
		u->gap_before = !any;
		any = true;
	}
	if (any)
		add_unit(page, UNIT_HEAD_RULE, UINT32_MAX);
}

/* The mark of a list item: a bullet by depth, or its number. */
static uint32_t
item_marker(struct page *page, const struct block *b, bool rtl)
{
	struct buf mark;
	buf_init(&mark, 0);
	if (b->number) {
		page_number(page, b->number, &mark);
		buf_add_char(&mark, '.');
	} else {
		buf_add_str(&mark, b->level % 2 ? "•" : "◦");
	}
	char *text = arena_strdup(page->arena, mark.data);
	buf_release(&mark);
	return page_piece_plain(page, bytes_of(text), rtl ? DIR_RTL : DIR_LTR, LOOK_QUIET);
}

/* Columns whose cells are numbers but for the head. */
static uint32_t
numeric_columns(const struct block *b)
{
	uint32_t columns = 0;
	for (uint32_t c = 0; c < b->cols && c < 32; c++) {
		bool numbers = false, others = false;
		for (uint32_t r = 0; r < b->rows; r++) {
			const struct doc_cell *cell = &b->cells[(size_t)r * b->cols + c];
			const char *s = cell->body.text.data, *end = s + cell->body.text.len;
			bool digits = false, letters = false;
			while (s < end) {
				uint32_t cp = utf8_next(&s, end);
				digits |= cp - '0' < 10 || cp - 0x660 < 10 || cp - 0x6f0 < 10;
				letters |= char_strong(cp) != STRONG_NONE;
			}
			numbers |= digits && !letters;
			others |= letters && !cell->header;
		}
		if (numbers && !others)
			columns |= 1u << c;
	}
	return columns;
}

/* The head's words as labels, for when the table is too wide and becomes a list. */
static uint32_t
add_labels(struct page *page, const struct block *b, bool rtl)
{
	if (b->rows < 2 || !b->cells[0].header)
		return UINT32_MAX;
	uint32_t first = (uint32_t)page->pieces_n;
	for (uint32_t c = 0; c < b->cols; c++) {
		struct buf label;
		buf_init(&label, 0);
		buf_add_bytes(&label, b->cells[c].body.text);
		if (label.len)
			buf_add_char(&label, ':');
		struct bytes text = {arena_strndup(page->arena, label.len ? label.data : "", label.len),
				     label.len};
		buf_release(&label);
		page_piece_plain(page, text, rtl ? DIR_RTL : DIR_LTR, LOOK_QUIET);
	}
	return first;
}

static void
add_table(struct page *page, const struct block *b, uint32_t index, bool gap)
{
	if (!b->rows || !b->cols)
		return;
	struct unit *u = add_unit(page, UNIT_TABLE, index);
	u->rows = b->rows;
	u->cols = b->cols;
	u->rtl = (b->dir != DIR_AUTO ? b->dir : main_dir(page)) == DIR_RTL;
	u->gap_before = gap;
	u->piece = (uint32_t)page->pieces_n;
	size_t n = (size_t)b->rows * b->cols;
	for (size_t i = 0; i < n; i++)
		page_piece(page, &b->cells[i].body, b->cells[i].dir,
			   b->cells[i].header ? LOOK_STRONG : LOOK_TEXT);
	u->numeric = numeric_columns(b);
	u->marker = add_labels(page, b, u->rtl);
}

/* The words of a picture behind a sign, and the number of its address; a picture without
 * words has that alone, for a number that is taken is to be seen. */
static struct doc_text
image_text(struct page *page, const struct block *b)
{
	bool numbered = b->link && page->style.link_numbers;
	if (!b->body.text.len && !numbered)
		return b->body;
	struct buf text;
	buf_init(&text, 0);
	buf_add_str(&text, b->body.text.len ? "▣ " : "▣");
	uint32_t shift = (uint32_t)text.len;
	buf_add_bytes(&text, b->body.text);
	struct doc_text out = {.spans_n = b->body.spans_n};
	out.text = (struct bytes){arena_strndup(page->arena, text.data, text.len), text.len};
	buf_release(&text);
	out.spans = arena_zalloc(page->arena, (out.spans_n + 1) * sizeof(*out.spans));
	for (size_t i = 0; i < out.spans_n; i++) {
		out.spans[i] = b->body.spans[i];
		out.spans[i].start += shift;
		out.spans[i].end += shift;
	}
	if (numbered)
		out.spans[out.spans_n++] = (struct span){
			.end = (uint32_t)out.text.len, .kind = SPAN_LINK, .link = b->link};
	return out;
}

/* Code is read from the left, with Arabic in it too, and whatever the page says of all
 * its texts; what has no Latin letter at all may be verses. */
static enum dir
code_dir(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((text.data[i] | 32) >= 'a' && (text.data[i] | 32) <= 'z')
			return DIR_LTR;
	return dir_of_text(text, DIR_LTR);
}

static enum page_look
look_of_block(const struct block *b)
{
	switch (b->kind) {
	case BLOCK_HEADING:
		return LOOK_HEADING;
	case BLOCK_CODE:
		return LOOK_CODE;
	case BLOCK_IMAGE:
		return LOOK_QUIET;
	default:
		return LOOK_TEXT;
	}
}

/* Headings stand on what follows them, but not the title at the top; items of one list
 * stand together. */
static bool
wants_gap(const struct doc *doc, size_t i)
{
	if (i == 0)
		return true;
	const struct block *b = &doc->blocks[i], *before = &doc->blocks[i - 1];
	if (before->kind == BLOCK_HEADING && b->kind != BLOCK_HEADING)
		return i == 1 && before->level == 1;
	return !(b->kind == BLOCK_ITEM && before->kind == BLOCK_ITEM);
}

static void
add_block(struct page *page, size_t i)
{
	const struct block *b = &page->doc->blocks[i];
	uint32_t index = (uint32_t)i;
	bool gap = wants_gap(page->doc, i);
	if (b->kind == BLOCK_TABLE) {
		add_table(page, b, index, gap);
		return;
	}
	if (b->kind == BLOCK_RULE) {
		struct unit *u = add_unit(page, UNIT_RULE, index);
		u->gap_before = gap;
		u->rtl = main_dir(page) == DIR_RTL;
		return;
	}
	struct doc_text body = b->kind == BLOCK_IMAGE ? image_text(page, b) : b->body;
	if (!body.text.len)
		return;
	enum dir dir = b->kind == BLOCK_CODE ? code_dir(body.text) : b->dir;
	/* a sign and a number have no direction of their own */
	if (b->kind == BLOCK_IMAGE && !b->body.text.len)
		dir = main_dir(page);
	uint32_t piece = page_piece(page, &body, dir, look_of_block(b));
	page->pieces[piece].justify = b->kind == BLOCK_PARAGRAPH;
	page->dir_before = para_dir(page->pieces[piece].para);
	bool rtl = page->dir_before == DIR_RTL;
	/* the mark stands on the side where the item's list runs, not the item */
	bool list_rtl = b->kind == BLOCK_ITEM || b->indent || b->quote ? main_dir(page) == DIR_RTL
								       : rtl;
	uint32_t marker = b->kind == BLOCK_ITEM ? item_marker(page, b, list_rtl) : UINT32_MAX;
	struct unit *u = add_unit(page, UNIT_TEXT, index);
	u->piece = piece;
	u->marker = marker;
	u->quote = b->quote > 4 ? 4 : b->quote;
	uint8_t depth = b->kind == BLOCK_ITEM ? b->level : b->indent ? (uint8_t)(b->indent + 1) : 0;
	u->indent_cols = depth > 1 ? (depth > 6 ? 5u : depth - 1u) * 3u : 0;
	u->indent_cols += b->kind == BLOCK_ITEM ? 1 : 0;
	u->rtl = list_rtl;
	u->gap_before = gap;
	/* a foreign name in a list, over a section or under a picture stays where the eye is */
	if (b->kind == BLOCK_HEADING || b->kind == BLOCK_IMAGE) {
		u->rtl = main_dir(page) == DIR_RTL;
		u->side = SIDE_ONE_LINE;
	} else if (b->kind == BLOCK_ITEM) {
		u->side = SIDE_ONE_LINE;
	}
}

struct page *
page_new(const struct doc *doc, const struct page_head *head, const struct page_style *style)
{
	struct page *page = mem_zalloc(sizeof(*page));
	page->arena = arena_new();
	page->doc = doc;
	page->dir_before = style->dir;
	page->style = *style;
	if (page->style.width_cols < 2)
		page->style.width_cols = 2;
	page->bar = page_piece_plain(page, bytes_of("▏"), DIR_LTR, LOOK_QUIET);
	add_head(page, head);
	for (size_t i = 0; doc && i < doc->blocks_n; i++)
		add_block(page, i);
	page_wrap(page);
	return page;
}

void
page_free(struct page *page)
{
	if (!page)
		return;
	for (size_t i = 0; i < page->pieces_n; i++)
		para_free(page->pieces[i].para);
	arena_free(page->arena);
	free(page->pieces);
	free(page->units);
	free(page->rows);
	free(page->segments);
	free(page->scratch);
	free(page->cells);
	free(page->ordered);
	free(page->hits);
	free(page);
}

void
page_set_width(struct page *page, uint32_t width_cols)
{
	if (width_cols < 2)
		width_cols = 2;
	if (width_cols == page->style.width_cols)
		return;
	page->style.width_cols = width_cols;
	page_wrap(page);
}

size_t
page_lines(const struct page *page)
{
	return page->rows_n;
}

uint32_t
page_block_of_line(const struct page *page, size_t i)
{
	return i < page->rows_n ? page->rows[i].block : UINT32_MAX;
}

size_t
page_line_of_block(const struct page *page, uint32_t block)
{
	if (block == UINT32_MAX)
		return 0;
	for (size_t i = 0; i < page->rows_n; i++)
		if (page->rows[i].block != UINT32_MAX && page->rows[i].block >= block &&
		    page->rows[i].kind != LINE_BLANK)
			return i;
	return page->rows_n ? page->rows_n - 1 : 0;
}

void
page_to_text(struct page *page, uint32_t margin_cols, struct buf *out)
{
	for (size_t i = 0; i < page->rows_n; i++) {
		const struct page_cell *cells;
		size_t n = page_line(page, i, &cells);
		while (n && cells[n - 1].cell.ch_n == 1 && cells[n - 1].cell.ch[0] == ' ')
			n--;
		for (uint32_t k = 0; n && k < margin_cols; k++)
			buf_add_char(out, ' ');
		for (size_t k = 0; k < n; k++)
			for (unsigned c = 0; c < cells[k].cell.ch_n; c++)
				buf_add_utf8(out, cells[k].cell.ch[c]);
		buf_add_char(out, '\n');
	}
}
