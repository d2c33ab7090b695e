/* SPDX-License-Identifier: MIT
 *
 * akhbar layout: a filter. UTF-8 in, a paragraph a line; lines of cells out.
 */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "akhbar/limits.h"
#include "sys/files.h"
#include "sys/lang.h"

#define FLUSH_BYTES (1u << 16)
#define PART_BYTES (1u << 15) /* of a paragraph too long to be measured at once */
#define CELL_BYTES (4 * CELL_CHARS)

struct layout {
	char *out;
	size_t len, cap;
	struct buf json_text;
	struct cell *cells;
	size_t cells_cap;
	struct line *lines;
	uint32_t width;
	enum text_order order;
	enum text_justify justify;
	enum dir dir;
	bool json;
};

/* ---- output ------------------------------------------------------------------------ */

static void
flush(struct layout *l)
{
	if (l->len)
		fwrite(l->out, 1, l->len, stdout);
	l->len = 0;
}

/* Room for `need` bytes more. */
static char *
room(struct layout *l, size_t need)
{
	if (l->len > FLUSH_BYTES)
		flush(l);
	if (l->cap - l->len < need) {
		l->cap = (l->len + need) * 2;
		l->out = mem_realloc(l->out, l->cap);
	}
	return l->out + l->len;
}

static inline char *
put(char *s, uint32_t cp)
{
	if (cp < 0x80) {
		*s++ = (char)cp;
		return s;
	}
	if (cp >= 0x800 && cp < 0xd800) {
		s[0] = (char)(0xe0 | cp >> 12);
		s[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		s[2] = (char)(0x80 | (cp & 0x3f));
		return s + 3;
	}
	return s + utf8_put(s, cp);
}

static void
line_text(struct layout *l, bool pad, const struct cell *cells, size_t n)
{
	size_t used = 0;
	for (size_t i = 0; i < n; i++)
		used += cells[i].width;
	size_t blank = pad && used < l->width ? l->width - used : 0;
	char *s = room(l, blank + n * CELL_BYTES + 1);
	memset(s, ' ', blank);
	s += blank;
	for (size_t i = 0; i < n; i++)
		for (unsigned k = 0; k < cells[i].ch_n; k++)
			s = put(s, cells[i].ch[k]);
	*s++ = '\n';
	l->len = (size_t)(s - l->out);
}

static bool
ends_line(uint32_t cp)
{
	return (cp >= '\n' && cp <= '\r') || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
}

/* Logical output is the text itself, cut where the lines are and nothing shaped; what
 * could steer a terminal is not let through. */
static void
line_logical(struct layout *l, struct bytes line)
{
	char *s = room(l, line.len * 3 + 1);
	for (const char *p = line.data, *end = p + line.len; p < end;) {
		const char *from = p;
		uint32_t cp = utf8_next(&p, end);
		if (ends_line(cp) && p == end)
			break;
		bool control = (cp < 0x20 && cp != '\t') || (cp >= 0x7f && cp < 0xa0);
		if (control || cp == UTF8_BAD) {
			s = put(s, UTF8_BAD);
			continue;
		}
		memcpy(s, from, (size_t)(p - from));
		s += p - from;
	}
	*s++ = '\n';
	l->len = (size_t)(s - l->out);
}

static void
line_json(struct layout *l, const struct cell *cells, size_t n, uint32_t shift)
{
	struct buf *b = &l->json_text;
	buf_clear(b);
	buf_add_char(b, '[');
	for (size_t i = 0; i < n; i++) {
		char text[CELL_BYTES], *s = text;
		for (unsigned k = 0; k < cells[i].ch_n; k++)
			s = put(s, cells[i].ch[k]);
		buf_add_str(b, i ? ", {\"text\": " : "{\"text\": ");
		buf_add_json(b, (struct bytes){text, (size_t)(s - text)});
		buf_printf(b, ", \"width\": %u, \"bytes\": [%u, %u]}", cells[i].width,
			   cells[i].start_byte + shift, cells[i].end_byte + shift);
	}
	buf_add_str(b, "]\n");
	memcpy(room(l, b->len), b->data, b->len);
	l->len += b->len;
}

/* ---- paragraphs ---------------------------------------------------------------------- */

static void
print_line(struct layout *l, const struct para *p, struct bytes text, const struct line *line,
	   uint32_t shift)
{
	if (!l->json && l->order == ORDER_LOGICAL) {
		uint32_t start, end;
		para_line_bytes(p, line, &start, &end);
		line_logical(l, (struct bytes){text.data + start, end - start});
		return;
	}
	uint32_t fill = l->justify != JUSTIFY_NONE && !line->last ? l->width : 0;
	size_t max = para_cells_max(line, fill);
	if (max > l->cells_cap) {
		l->cells_cap = max * 2;
		l->cells = mem_realloc_array(l->cells, l->cells_cap, sizeof(*l->cells));
	}
	size_t n = para_order(p, line, l->order, l->justify, fill, l->cells, l->cells_cap);
	if (l->json)
		line_json(l, l->cells, n, shift);
	else
		line_text(l, para_dir(p) == DIR_RTL, l->cells, n);
}

/* A part of a paragraph that is too long to be measured at once: all its lines but
 * the last, which goes on in the next part. Bytes that were used. */
static size_t
lay_out_part(struct layout *l, struct bytes text, uint32_t shift, bool rest, enum dir *dir)
{
	struct para_options options = {.dir = *dir, .fallback = DIR_LTR};
	struct para *p = para_new(text, &options);
	size_t n = para_wrap(p, l->width, &l->lines);
	if (rest && n > 1) {
		n--;
		uint32_t end;
		para_line_bytes(p, &l->lines[n], &end, &(uint32_t){0});
		text.len = end;
	}
	for (size_t i = 0; i < n; i++)
		print_line(l, p, text, &l->lines[i], shift);
	*dir = para_dir(p);
	para_free(p);
	return text.len;
}

/* The first line's end in the text, what ends it included. */
static size_t
line_end(struct bytes text)
{
	const char *p = text.data, *end = p + text.len;
	while (p < end && !ends_line(utf8_next(&p, end)))
		;
	return (size_t)(p - text.data);
}

/* Where a part of an endless line ends: before its last blank, which is then the next
 * one's first and hangs at no end. */
static size_t
cut_part(struct bytes text)
{
	size_t n = utf8_cut(text, PART_BYTES);
	for (size_t i = n; i > n / 2; i--)
		if (text.data[i] == ' ' && text.data[i - 1] != ' ')
			return i;
	return n;
}

/* An endless line that is too long to be measured at once, from left to right: its parts
 * one after the other, from right to left the last one first. */
static void
endless_line(struct layout *l, struct bytes text)
{
	enum dir dir = l->dir;
	struct buf parts;
	size_t *ends = NULL, n = 0, done = 0;
	buf_init(&parts, 0);
	flush(l);
	while (done < text.len) {
		struct bytes part = {text.data + done, text.len - done};
		if (part.len > PART_BYTES)
			part.len = cut_part(part);
		lay_out_part(l, part, (uint32_t)done, false, &dir);
		done += part.len;
		l->len -= l->len > 0; /* the line's end */
		buf_add(&parts, l->out, l->len);
		l->len = 0;
		ends = mem_realloc_array(ends, n + 1, sizeof(*ends));
		ends[n++] = parts.len;
	}
	bool turned = dir == DIR_RTL && l->order == ORDER_VISUAL;
	for (size_t i = 0; i < n; i++) {
		size_t at = turned ? n - 1 - i : i, start = at ? ends[at - 1] : 0;
		fwrite(parts.data + start, 1, ends[at] - start, stdout);
	}
	putchar('\n');
	free(ends);
	buf_release(&parts);
}

static void
lay_out(struct layout *l, struct bytes text)
{
	enum dir dir = l->dir;
	size_t done = 0, most = PART_BYTES, whole = text.len;
	while (!l->width && !l->json && text.len > LIMIT_PARAGRAPH_CHARS) {
		size_t n = line_end(text);
		if (n <= LIMIT_PARAGRAPH_CHARS)
			break;
		endless_line(l, (struct bytes){text.data, n});
		text.data += n;
		text.len -= n;
	}
	if (whole && !text.len)
		return;
	if (l->width > most / 32) /* many lines all the same */
		most = (size_t)l->width * 32;
	do {
		struct bytes part = {text.data + done, text.len - done};
		bool rest = l->width && part.len > LIMIT_PARAGRAPH_CHARS && part.len > most;
		if (rest)
			part.len = utf8_cut(part, most);
		done += lay_out_part(l, part, (uint32_t)done, rest, &dir);
	} while (done < text.len);
}

int
cli_layout(struct cli *c)
{
	struct layout l = {.json = c->args.json};
	struct printer p;
	struct buf in;
	struct why why = {""};
	const char *file = c->args.words_n ? c->args.words[0] : "-";
	if (!cli_order(c) || !cli_justify(c, &l.justify))
		return EXIT_USAGE;
	const char *dir = c->args.dir;
	if (dir && strcmp(dir, "rtl") == 0)
		l.dir = DIR_RTL;
	else if (dir && strcmp(dir, "ltr") == 0)
		l.dir = DIR_LTR;
	else if (dir && strcmp(dir, "auto") != 0) {
		cli_complain(_("--dir takes auto, rtl or ltr, not %s"), dir);
		return EXIT_USAGE;
	}
	buf_init(&in, 0);
	if (file_read(file, &in, &why) != OK) {
		cli_complain("%s: %s", file, why.text);
		return EXIT_USAGE;
	}
	printer_start(&p, c);
	l.order = p.visual || (l.json && !c->args.order) ? ORDER_VISUAL : ORDER_LOGICAL;
	l.width = c->args.width >= 0 ? (uint32_t)c->args.width : p.cols;
	buf_init(&l.json_text, 0);
	struct bytes rest = buf_view(&in);
	while (rest.len) {
		const char *end = memchr(rest.data, '\n', rest.len);
		struct bytes text = {rest.data, end ? (size_t)(end - rest.data) : rest.len};
		rest.len -= text.len + (end != NULL);
		rest.data += text.len + (end != NULL);
		lay_out(&l, text);
	}
	flush(&l);
	printer_end(&p);
	buf_release(&l.json_text);
	buf_release(&in);
	free(l.out);
	free(l.cells);
	free(l.lines);
	return EXIT_OK;
}
