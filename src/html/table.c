/* SPDX-License-Identifier: MIT */
/* Tables of data become one block; tables that only place things on a page (mail,
 * old sites) are walked as if they were divs. */
#include "html/walk.h"

#include <stdlib.h>
#include <string.h>

#define COLUMNS_MAX 64
#define CELLS_MAX 20000

static unsigned
span_of(const struct node *cell, enum attr_name name, unsigned max)
{
	const char *value = node_attr(cell, name);
	long n = value ? strtol(value, NULL, 10) : 1;
	return n < 1 ? 1 : n > (long)max ? max : (unsigned)n;
}

/* The next row of the table itself: rows of tables in its cells are not met. */
static const struct node *
next_row(const struct node *from, const struct node *table)
{
	const struct node *n = from == table ? node_next(table, table) : node_next_skip(from, table);
	while (n) {
		if (n->flags & NODE_DROP)
			n = node_next_skip(n, table);
		else if (n->tag == TAG_tr)
			return n;
		else if (n->tag == TAG_thead || n->tag == TAG_tbody || n->tag == TAG_tfoot)
			n = node_next(n, table);
		else
			n = node_next_skip(n, table);
	}
	return NULL;
}

static bool
is_cell(const struct node *n)
{
	return (n->tag == TAG_td || n->tag == TAG_th) && !(n->flags & NODE_DROP);
}

struct shape {
	unsigned rows, cols, headers, filled;
	bool layout; /* holds what no data cell holds */
};

/* One pass over all below: is it data, and how large? Cells of data hold a few
 * words; long texts and nested tables say layout. */
static void
measure(const struct walk *w, const struct node *table, struct shape *out)
{
	unsigned carry[COLUMNS_MAX] = {0};
	*out = (struct shape){0};
	for (const struct node *row = next_row(table, table); row; row = next_row(row, table)) {
		unsigned col = 0;
		for (const struct node *c = row->first; c; c = c->next) {
			if (!is_cell(c))
				continue;
			while (col < COLUMNS_MAX && carry[col])
				carry[col++]--;
			unsigned cols = span_of(c, ATTR_colspan, COLUMNS_MAX);
			unsigned rows = span_of(c, ATTR_rowspan, 1000);
			out->headers += c->tag == TAG_th;
			for (unsigned i = 0; i < cols && col < COLUMNS_MAX; i++, col++)
				carry[col] = rows - 1;
		}
		while (col < COLUMNS_MAX && carry[col])
			carry[col++]--;
		if (col > out->cols)
			out->cols = col;
		out->rows++;
	}
	size_t cell_bytes = 0;
	for (const struct node *n = node_next(table, table); n; n = node_next(n, table)) {
		if (n->tag == TAG_table || (n->tag >= TAG_h1 && n->tag <= TAG_h6) ||
		    n->tag == TAG_article || n->tag == TAG_form || n->tag == TAG_blockquote)
			out->layout = true;
		if (n->tag == TAG_td)
			cell_bytes = 0;
		if (n->tag == TAG_TEXT) {
			struct bytes text = bytes_trim(node_text(w->tree, n));
			out->filled += text.len > 0;
			cell_bytes += text.len;
			if (cell_bytes > 1200)
				out->layout = true;
		}
		if (out->layout)
			return;
	}
}

static void
fill_row(struct walk *w, struct block *block, unsigned r, const struct node *row, unsigned *carry)
{
	unsigned col = 0;
	for (const struct node *c = row->first; c; c = c->next) {
		if (!is_cell(c))
			continue;
		while (col < block->cols && carry[col])
			carry[col++]--;
		if (col >= block->cols)
			break;
		unsigned cols = span_of(c, ATTR_colspan, block->cols - col);
		unsigned rows = span_of(c, ATTR_rowspan, 1000);
		struct doc_cell *cell = &block->cells[(size_t)r * block->cols + col];
		cell->header = c->tag == TAG_th;
		cell->dir = node_dir(c);
		cell->colspan = (uint8_t)cols;
		walk_nodes(w, c);
		build_take(&w->build, &cell->body);
		for (unsigned i = 0; i < cols && col < block->cols; i++, col++)
			carry[col] = rows - 1;
	}
	while (col < block->cols && carry[col])
		carry[col++]--;
}

bool
table_add(struct walk *w, const struct node *table)
{
	struct shape shape;
	measure(w, table, &shape);
	if (is_figure(table) || shape.layout || shape.rows < 2 || shape.cols < 2 || !shape.filled ||
	    (size_t)shape.rows * shape.cols > CELLS_MAX)
		return false;
	walk_flush(w);
	for (const struct node *n = table->first; n; n = n->next)
		if (n->tag == TAG_caption)
			walk_nodes(w, n);
	struct block block = {.kind = BLOCK_TABLE, .rows = (uint16_t)shape.rows,
			      .cols = (uint16_t)shape.cols, .dir = node_dir(table),
			      .body.text = {"", 0}};
	block.quote = (uint8_t)(w->quotes > UINT8_MAX ? UINT8_MAX : w->quotes);
	block.indent = (uint8_t)w->lists_n;
	size_t n = (size_t)shape.rows * shape.cols;
	block.cells = arena_zalloc(w->doc->arena, n * sizeof(*block.cells));
	for (size_t i = 0; i < n; i++)
		block.cells[i] = (struct doc_cell){.colspan = 1, .body.text = {"", 0}};
	unsigned carry[COLUMNS_MAX] = {0}, r = 0;
	unsigned heading = w->heading, pre = w->pre;
	w->cell = true;
	w->heading = 0;
	w->pre = 0;
	for (const struct node *row = next_row(table, table); row && r < shape.rows;
	     row = next_row(row, table))
		fill_row(w, &block, r++, row, carry);
	w->cell = false;
	w->heading = (uint8_t)heading;
	w->pre = pre;
	w->build.pre = pre > 0;
	doc_add(w->doc, &block);
	return true;
}
