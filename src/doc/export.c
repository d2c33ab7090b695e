/* SPDX-License-Identifier: MIT
 *
 * An article as text, Markdown or HTML.
 */
#include "akhbar/doc.h"

#include <stdlib.h>
#include <string.h>

enum form { FORM_TEXT, FORM_MARKDOWN, FORM_HTML };

struct writer {
	const struct doc *doc;
	struct buf *out;
	enum form form;
};

/* ---- letters ------------------------------------------------------------------------ */

static void
add_html(struct buf *out, struct bytes text, bool breaks)
{
	for (size_t i = 0; i < text.len; i++) {
		switch (text.data[i]) {
		case '&': buf_add_str(out, "&amp;"); break;
		case '<': buf_add_str(out, "&lt;"); break;
		case '>': buf_add_str(out, "&gt;"); break;
		case '"': buf_add_str(out, "&quot;"); break;
		case '\'': buf_add_str(out, "&#39;"); break;
		case '\n': buf_add_str(out, breaks ? "<br>\n" : "\n"); break;
		default: buf_add_char(out, text.data[i]);
		}
	}
}

/* CommonMark 2.4: any ASCII sign may be escaped; those that could mean something are. */
static void
add_markdown(struct buf *out, struct bytes text)
{
	bool start = out->len == 0 || out->data[out->len - 1] == '\n';
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];
		size_t digits = i;
		if (c == '\n') { /* a break inside a paragraph: two blanks would not be seen */
			buf_add_str(out, "\\\n");
			start = true;
			continue;
		}
		while (start && digits < text.len && text.data[digits] >= '0' && text.data[digits] <= '9')
			digits++;
		bool number = digits > i && digits < text.len && strchr(".)", text.data[digits]);
		if (number) { /* "2026. " is no list */
			buf_add(out, text.data + i, digits - i);
			buf_add_char(out, '\\');
			i = digits;
			c = text.data[i];
		} else if (strchr("\\`*_[]<>|~&", c) || (c == '!' && i + 1 < text.len && text.data[i + 1] == '[') ||
			   (start && strchr("#+-=>", c))) {
			buf_add_char(out, '\\');
		}
		buf_add_char(out, c);
		start = false;
	}
}

static void
add_text(const struct writer *w, struct bytes text)
{
	if (w->form == FORM_HTML)
		add_html(w->out, text, true);
	else if (w->form == FORM_MARKDOWN)
		add_markdown(w->out, text);
	else
		buf_add_bytes(w->out, text);
}

static const char *
link_of(const struct writer *w, uint16_t number)
{
	return number && number <= w->doc->links_n ? w->doc->links[number - 1] : NULL;
}

/* ---- spans -------------------------------------------------------------------------- */

/* In an address of Markdown these end it. */
static void
add_markdown_link(struct buf *out, const char *url)
{
	buf_add_str(out, "](<");
	for (; *url; url++) {
		if (*url == '<' || *url == '>' || *url == '\n')
			buf_printf(out, "%%%02X", (unsigned char)*url);
		else
			buf_add_char(out, *url);
	}
	buf_add_str(out, ">)");
}

static void
open_span(const struct writer *w, const struct span *s)
{
	static const char *const html[SPAN_KINDS] = {
		[SPAN_EM] = "<em>", [SPAN_STRONG] = "<strong>", [SPAN_CODE] = "<code>",
		[SPAN_SUP] = "<sup>", [SPAN_SUB] = "<sub>", [SPAN_STRIKE] = "<s>",
		[SPAN_ISOLATE_LTR] = "<bdi dir=\"ltr\">", [SPAN_ISOLATE_RTL] = "<bdi dir=\"rtl\">",
		[SPAN_ISOLATE_AUTO] = "<bdi>"};
	static const char *const markdown[SPAN_KINDS] = {
		[SPAN_EM] = "*", [SPAN_STRONG] = "**", [SPAN_STRIKE] = "~~"};
	const char *link = s->kind == SPAN_LINK ? link_of(w, s->link) : NULL;
	if (w->form == FORM_HTML) {
		if (link) {
			buf_add_str(w->out, "<a href=\"");
			add_html(w->out, bytes_of(link), false);
			buf_add_str(w->out, "\" rel=\"noreferrer\">");
		} else if (html[s->kind]) {
			buf_add_str(w->out, html[s->kind]);
		}
	} else if (w->form == FORM_MARKDOWN) {
		if (link)
			buf_add_char(w->out, '[');
		else if (markdown[s->kind])
			buf_add_str(w->out, markdown[s->kind]);
	}
}

static void
close_span(const struct writer *w, const struct span *s)
{
	static const char *const html[SPAN_KINDS] = {
		[SPAN_EM] = "</em>", [SPAN_STRONG] = "</strong>", [SPAN_CODE] = "</code>",
		[SPAN_SUP] = "</sup>", [SPAN_SUB] = "</sub>", [SPAN_STRIKE] = "</s>",
		[SPAN_ISOLATE_LTR] = "</bdi>", [SPAN_ISOLATE_RTL] = "</bdi>",
		[SPAN_ISOLATE_AUTO] = "</bdi>"};
	static const char *const markdown[SPAN_KINDS] = {
		[SPAN_EM] = "*", [SPAN_STRONG] = "**", [SPAN_STRIKE] = "~~"};
	const char *link = s->kind == SPAN_LINK ? link_of(w, s->link) : NULL;
	if (w->form == FORM_HTML) {
		if (link)
			buf_add_str(w->out, "</a>");
		else if (html[s->kind])
			buf_add_str(w->out, html[s->kind]);
	} else if (w->form == FORM_MARKDOWN) {
		if (link)
			add_markdown_link(w->out, link);
		else if (markdown[s->kind])
			buf_add_str(w->out, markdown[s->kind]);
	} else if (link) {
		buf_printf(w->out, "[%u]", s->link);
	}
}

#define NESTED_MAX 32

/* Spans are sorted by start, longer first; one that would reach past the one round it
 * ends with it. */
static void
add_body(const struct writer *w, const struct doc_text *body)
{
	struct span open[NESTED_MAX], shifted = {0};
	enum doc_shift how = SHIFT_NONE;
	size_t depth = 0, next = 0;
	uint32_t at = 0, len = (uint32_t)body->text.len;
	for (;;) {
		uint32_t stop = len;
		if (depth && open[depth - 1].end < stop)
			stop = open[depth - 1].end;
		if (next < body->spans_n && body->spans[next].start < stop)
			stop = body->spans[next].start;
		struct bytes text = {body->text.data + at, stop > at ? stop - at : 0};
		if (text.len && how == SHIFT_FIGURES && at < shifted.end)
			doc_add_shifted(text, shifted.kind == SPAN_SUP, w->out);
		else if (text.len)
			add_text(w, text);
		at = stop > at ? stop : at;
		if (depth && open[depth - 1].end <= at) {
			close_span(w, &open[--depth]);
			continue;
		}
		if (next < body->spans_n && body->spans[next].start <= at) {
			struct span s = body->spans[next++];
			if (depth && s.end > open[depth - 1].end)
				s.end = open[depth - 1].end;
			if (s.end <= at || depth == NESTED_MAX)
				continue;
			if (w->form != FORM_HTML && s.start >= shifted.end) {
				enum doc_shift this = doc_shift_of(body, &s);
				shifted = this == SHIFT_NONE ? shifted : s;
				how = this == SHIFT_NONE ? how : this;
				buf_add_str(w->out, this == SHIFT_CARET ? "^" : "");
			}
			open_span(w, &s);
			open[depth++] = s;
			continue;
		}
		if (at >= len)
			break;
	}
	while (depth)
		close_span(w, &open[--depth]);
}

/* ---- blocks: text and Markdown --------------------------------------------------------- */

/* Every line of `text` behind a mark; lines after the first stand under its words. */
static void
add_prefixed(struct buf *out, struct bytes text, const char *first, const char *others)
{
	const char *mark = first;
	while (text.len) {
		const char *nl = memchr(text.data, '\n', text.len);
		size_t n = nl ? (size_t)(nl - text.data) : text.len;
		buf_add_str(out, mark);
		buf_add(out, text.data, n);
		buf_add_char(out, '\n');
		n += nl != NULL;
		text.data += n;
		text.len -= n;
		mark = others;
	}
}

static void
add_rows(const struct writer *w, const struct block *b, struct buf *out)
{
	struct writer cell = {w->doc, out, w->form};
	for (uint16_t row = 0; row < b->rows; row++) {
		for (uint16_t col = 0; col < b->cols; col++) {
			buf_add_str(out, w->form == FORM_MARKDOWN ? "| " : col ? "\t" : "");
			size_t from = out->len;
			add_body(&cell, &b->cells[(size_t)row * b->cols + col].body);
			for (size_t i = from; i < out->len; i++)
				if (out->data[i] == '\n')
					out->data[i] = ' ';
			if (w->form == FORM_MARKDOWN)
				buf_add_char(out, ' ');
		}
		buf_add_str(out, w->form == FORM_MARKDOWN ? "|\n" : "\n");
		for (uint16_t col = 0; w->form == FORM_MARKDOWN && !row && col < b->cols; col++)
			buf_add_str(out, col + 1 < b->cols ? "| --- " : "| --- |\n");
	}
}

static void
add_code(const struct writer *w, const struct block *b, struct buf *out)
{
	size_t longest = 0, run = 0;
	for (size_t i = 0; i < b->body.text.len; i++) {
		run = b->body.text.data[i] == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	size_t fence = w->form == FORM_MARKDOWN ? (longest < 3 ? 3 : longest + 1) : 0;
	for (size_t i = 0; i < fence; i++)
		buf_add_char(out, '`');
	buf_add_str(out, fence ? "\n" : "");
	buf_add_bytes(out, b->body.text);
	if (fence) {
		if (!out->len || out->data[out->len - 1] != '\n')
			buf_add_char(out, '\n');
		for (size_t i = 0; i < fence; i++)
			buf_add_char(out, '`');
	}
}

static void
add_block(const struct writer *w, const struct block *b)
{
	struct buf text, first, others;
	struct writer inner = {w->doc, &text, w->form};
	bool markdown = w->form == FORM_MARKDOWN;
	buf_init(&text, 0);
	buf_init(&first, 0);
	buf_init(&others, 0);
	for (unsigned i = 0; i < b->quote && i < 8; i++) {
		buf_add_str(&first, "> ");
		buf_add_str(&others, "> ");
	}
	if (b->kind == BLOCK_ITEM) {
		for (unsigned i = 1; i < b->level && i < 8; i++) {
			buf_add_str(&first, "   ");
			buf_add_str(&others, "   ");
		}
		if (b->number)
			buf_printf(&first, "%u. ", b->number);
		else
			buf_add_str(&first, markdown ? "- " : "• ");
		buf_add_str(&others, b->number ? "   " : "  ");
	}
	for (unsigned i = 0; i < b->indent && i < 8; i++) {
		buf_add_str(&first, "   ");
		buf_add_str(&others, "   ");
	}
	if (b->kind == BLOCK_HEADING && markdown)
		for (unsigned i = 0; i < (b->level < 1 ? 1u : b->level > 5 ? 6u : b->level + 1u); i++)
			buf_add_char(&first, '#');
	if (b->kind == BLOCK_HEADING && markdown)
		buf_add_char(&first, ' ');
	const char *picture = b->kind == BLOCK_IMAGE ? link_of(w, b->link) : NULL;
	if (b->kind == BLOCK_RULE) {
		buf_add_str(&text, markdown ? "---" : "* * *");
	} else if (b->kind == BLOCK_TABLE) {
		add_rows(w, b, &text);
	} else if (b->kind == BLOCK_CODE) {
		add_code(w, b, &text);
	} else {
		if (b->kind == BLOCK_IMAGE && markdown && picture)
			buf_add_char(&text, '[');
		add_body(&inner, &b->body);
		if (picture && markdown)
			add_markdown_link(&text, picture);
		else if (picture)
			buf_printf(&text, " [%u]", b->link);
	}
	add_prefixed(w->out, buf_view(&text), first.data ? first.data : "",
		     others.data ? others.data : "");
	buf_release(&text);
	buf_release(&first);
	buf_release(&others);
}

static void
add_all(const struct writer *w)
{
	for (size_t i = 0; i < w->doc->blocks_n; i++) {
		const struct block *b = &w->doc->blocks[i];
		bool item = i && b->kind == BLOCK_ITEM && b[-1].kind == BLOCK_ITEM;
		if (w->out->len && !item)
			buf_add_char(w->out, '\n');
		add_block(w, b);
	}
}

static void
add_plain_line(struct buf *out, const char *text)
{
	if (text && *text) {
		text_clean(out, bytes_of(text), CLEAN_LINE);
		buf_add_char(out, '\n');
	}
}

void
doc_to_text(const struct doc *doc, const struct doc_about *about, struct buf *out)
{
	struct writer w = {doc, out, FORM_TEXT};
	add_plain_line(out, about->title);
	add_plain_line(out, about->line);
	add_plain_line(out, about->link);
	add_all(&w);
	for (size_t i = 0; i < doc->links_n; i++)
		buf_printf(out, "%s[%zu] %s\n", i ? "" : "\n", i + 1, doc->links[i]);
}

void
doc_to_markdown(const struct doc *doc, const struct doc_about *about, struct buf *out)
{
	struct writer w = {doc, out, FORM_MARKDOWN};
	const char *lines[] = {about->title, about->line};
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		if (!lines[i] || !*lines[i])
			continue;
		buf_add_str(out, i ? "\n" : "# ");
		struct buf clean;
		buf_init(&clean, 0);
		text_clean(&clean, bytes_of(lines[i]), CLEAN_LINE);
		add_markdown(out, buf_view(&clean));
		buf_add_char(out, '\n');
		buf_release(&clean);
	}
	if (about->link && url_is_web(about->link))
		buf_printf(out, "\n<%s>\n", about->link);
	add_all(&w);
}

/* ---- HTML -------------------------------------------------------------------------------- */

static void
open_tag(struct buf *out, const char *tag, enum dir dir)
{
	buf_printf(out, "<%s%s>", tag,
		   dir == DIR_RTL ? " dir=\"rtl\"" : dir == DIR_LTR ? " dir=\"ltr\"" : "");
}

static void
html_table(const struct writer *w, const struct block *b)
{
	buf_add_str(w->out, "<table>\n");
	for (uint16_t row = 0; row < b->rows; row++) {
		buf_add_str(w->out, "<tr>");
		for (uint16_t col = 0; col < b->cols;) {
			const struct doc_cell *c = &b->cells[(size_t)row * b->cols + col];
			const char *tag = c->header ? "th" : "td";
			buf_printf(w->out, "<%s", tag);
			if (c->colspan > 1)
				buf_printf(w->out, " colspan=\"%u\"", c->colspan);
			if (c->dir != DIR_AUTO)
				buf_printf(w->out, " dir=\"%s\"", c->dir == DIR_RTL ? "rtl" : "ltr");
			buf_add_char(w->out, '>');
			add_body(w, &c->body);
			buf_printf(w->out, "</%s>", tag);
			col = (uint16_t)(col + (c->colspan > 1 ? c->colspan : 1));
		}
		buf_add_str(w->out, "</tr>\n");
	}
	buf_add_str(w->out, "</table>\n");
}

static void
html_block(const struct writer *w, const struct block *b)
{
	char tag[4] = "p";
	const char *picture = b->kind == BLOCK_IMAGE ? link_of(w, b->link) : NULL;
	switch (b->kind) {
	case BLOCK_RULE:
		buf_add_str(w->out, "<hr>\n");
		return;
	case BLOCK_TABLE:
		html_table(w, b);
		return;
	case BLOCK_HEADING:
		tag[0] = 'h';
		tag[1] = (char)('0' + (b->level < 1 ? 2 : b->level > 5 ? 6 : b->level + 1));
		break;
	case BLOCK_CODE:
		memcpy(tag, "pre", 4);
		break;
	case BLOCK_ITEM:
		memcpy(tag, "li", 3);
		break;
	default:
		break;
	}
	open_tag(w->out, tag, b->dir);
	if (picture) { /* named, not loaded */
		buf_add_str(w->out, "<a href=\"");
		add_html(w->out, bytes_of(picture), false);
		buf_add_str(w->out, "\" rel=\"noreferrer\">");
	}
	if (b->kind == BLOCK_CODE)
		add_html(w->out, b->body.text, false);
	else
		add_body(w, &b->body);
	buf_printf(w->out, "%s</%s>\n", picture ? "</a>" : "", tag);
}

/* Lists and quotations are opened and closed as their depth changes. */
static void
html_blocks(const struct writer *w)
{
	unsigned quote = 0, depth = 0;
	bool numbered[8] = {false};
	for (size_t i = 0; i <= w->doc->blocks_n; i++) {
		const struct block *b = i < w->doc->blocks_n ? &w->doc->blocks[i] : NULL;
		unsigned want = b && b->kind == BLOCK_ITEM ? (b->level ? b->level : 1u) : 0;
		unsigned deep = b ? b->quote : 0;
		want = want > 8 ? 8 : want;
		deep = deep > 8 ? 8 : deep;
		while (depth && (depth > want || quote != deep ||
				 (depth == want && numbered[depth - 1] != (b->number > 0))))
			buf_add_str(w->out, numbered[--depth] ? "</ol>\n" : "</ul>\n");
		for (; quote > deep; quote--)
			buf_add_str(w->out, "</blockquote>\n");
		for (; quote < deep; quote++)
			buf_add_str(w->out, "<blockquote>\n");
		for (; depth < want; depth++) {
			numbered[depth] = b->number > 0;
			if (numbered[depth] && b->number != 1)
				buf_printf(w->out, "<ol start=\"%u\">\n", b->number);
			else
				buf_add_str(w->out, numbered[depth] ? "<ol>\n" : "<ul>\n");
		}
		if (b)
			html_block(w, b);
	}
}

void
doc_to_html(const struct doc *doc, const struct doc_about *about, struct buf *out)
{
	struct writer w = {doc, out, FORM_HTML};
	const char *title = about->title ? about->title : "";
	enum dir dir = doc->dir != DIR_AUTO ? doc->dir : dir_of_text(bytes_of(title), DIR_LTR);
	buf_add_str(out, "<!DOCTYPE html>\n<html");
	if (doc->language && *doc->language) {
		buf_add_str(out, " lang=\"");
		add_html(out, bytes_of(doc->language), false);
		buf_add_char(out, '"');
	}
	buf_printf(out, " dir=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>",
		   dir == DIR_RTL ? "rtl" : "ltr");
	add_html(out, bytes_of(title), false);
	buf_add_str(out, "</title>\n</head>\n<body>\n<h1 dir=\"auto\">");
	add_html(out, bytes_of(title), false);
	buf_add_str(out, "</h1>\n");
	if (about->line && *about->line) {
		buf_add_str(out, "<p dir=\"auto\">");
		add_html(out, bytes_of(about->line), false);
		buf_add_str(out, "</p>\n");
	}
	if (about->link && url_is_web(about->link)) {
		buf_add_str(out, "<p dir=\"ltr\"><a href=\"");
		add_html(out, bytes_of(about->link), false);
		buf_add_str(out, "\" rel=\"noreferrer\">");
		add_html(out, bytes_of(about->link), false);
		buf_add_str(out, "</a></p>\n");
	}
	html_blocks(&w);
	buf_add_str(out, "</body>\n</html>\n");
}
