/* SPDX-License-Identifier: MIT
 *
 * One line in the order it is seen: UAX #9 L1 and L2 over runs of clusters, on a
 * copy; the measured paragraph is never written to.
 */
#include "text/para.h"

#include <stdlib.h>
#include <string.h>

#include "akhbar/limits.h"

#define RUNS_ON_STACK 128

struct run {
	uint32_t start, end;
	uint8_t level;
};

struct painter {
	const struct para *p;
	const struct line *line;
	uint32_t first, visible; /* what is shown */
	const uint8_t *extra;  /* columns put in after each cluster, or NULL */
	uint32_t filler;
	bool logical;
	struct cell *cells;
	size_t n, max;
};

/* Runs of one level; at most `max` are written, all are counted. */
static size_t
find_runs(const struct cluster *c, uint32_t start, uint32_t end, struct run *runs, size_t max)
{
	size_t n = 0;
	for (uint32_t i = start; i < end;) {
		uint32_t k = i + 1;
		while (k < end && c[k].level == c[i].level)
			k++;
		if (n < max)
			runs[n] = (struct run){i, k, c[i].level};
		n++;
		i = k;
	}
	return n;
}

/* L2: from the highest level down to the lowest odd one, whole stretches turn. */
static void
reverse_runs(struct run *runs, size_t n)
{
	unsigned high = 0, low = 255;
	for (size_t i = 0; i < n; i++) {
		if (runs[i].level > high)
			high = runs[i].level;
		if (runs[i].level < low)
			low = runs[i].level;
	}
	for (unsigned level = high; level >= (low | 1); level--) {
		for (size_t i = 0; i < n; i++) {
			if (runs[i].level < level)
				continue;
			size_t from = i;
			while (i + 1 < n && runs[i + 1].level >= level)
				i++;
			for (size_t a = from, b = i; a < b; a++, b--) {
				struct run swap = runs[a];
				runs[a] = runs[b];
				runs[b] = swap;
			}
		}
	}
}

/* Where the bytes of cluster i end: those of hidden ones behind it are its own. */
static inline uint32_t
end_byte(const struct painter *t, uint32_t i)
{
	const struct cluster *c = t->p->clusters;
	uint32_t k = i + 1;
	if (k < t->visible && c[k].width)
		return c[k].byte;
	while (k < t->visible && !c[k].width)
		k++;
	return c[k < t->visible ? k : t->line->end].byte;
}

static void
paint_extra(struct painter *t, uint32_t i, uint32_t end)
{
	for (unsigned k = t->extra ? t->extra[i - t->line->start] : 0; k > 0 && t->n < t->max; k--) {
		const struct cluster *c = &t->p->clusters[i];
		t->cells[t->n++] = (struct cell){
			.ch = {t->filler},
			.ch_n = 1,
			.width = 1,
			.level = c->level,
			.filler = true,
			.start_byte = c->byte,
			.end_byte = end,
		};
	}
}

static inline void
paint(struct painter *t, uint32_t i)
{
	const struct cluster *c = &t->p->clusters[i];
	if (!c->width || t->n >= t->max)
		return;
	struct cell *cell = &t->cells[t->n++];
	cell->width = (uint8_t)c->width;
	cell->level = c->level;
	cell->filler = false;
	cell->start_byte = i == t->first ? t->p->clusters[t->line->start].byte : c->byte;
	cell->end_byte = end_byte(t, i);
	if (c->flags & CL_MANY) {
		const uint32_t *more = &t->p->more[c->glyph];
		cell->ch_n = (uint8_t)more[0];
		memcpy(cell->ch, more + 1, more[0] * sizeof(*more));
	} else {
		cell->ch_n = 1;
		cell->ch[0] = c->glyph;
	}
	/* who orders by himself mirrors by himself */
	if (t->logical && cell->ch[0] != c->letter && char_record(c->letter)->flags & CHAR_MIRROR)
		cell->ch[0] = c->letter;
}

static void
paint_run(struct painter *t, const struct run *run)
{
	if (t->logical || !(run->level & 1)) {
		for (uint32_t i = run->start; i < run->end; i++) {
			paint(t, i);
			if (t->extra)
				paint_extra(t, i, end_byte(t, i));
		}
		return;
	}
	for (uint32_t i = run->end; i-- > run->start;) {
		if (t->extra)
			paint_extra(t, i, end_byte(t, i));
		paint(t, i);
	}
}

static void
paint_ellipsis(struct painter *t)
{
	if (!t->line->ellipsis || t->n >= t->max)
		return;
	t->cells[t->n++] = (struct cell){
		.ch = {CH_ELLIPSIS},
		.ch_n = 1,
		.width = 1,
		.level = t->p->dir == DIR_RTL,
		.start_byte = t->p->clusters[t->line->end].byte,
		.end_byte = (uint32_t)t->p->text.len,
	};
}

/* A line of spaces or a newline alone. */
static size_t
paint_blank(struct painter *t)
{
	const struct cluster *c = t->p->clusters;
	if (t->line->end == t->line->start || !t->max)
		return 0;
	t->cells[0] = (struct cell){
		.ch = {' '},
		.ch_n = 1,
		.width = 1,
		.level = t->p->dir == DIR_RTL,
		.start_byte = c[t->line->start].byte,
		.end_byte = c[t->line->end].byte,
	};
	return 1;
}

size_t
para_order(const struct para *p, const struct line *line, enum text_order order,
	   enum text_justify justify, uint32_t justify_cols, struct cell *cells, size_t max)
{
	struct painter t = {
		.p = p,
		.line = line,
		.visible = line_visible_end(p, line->start, line->end),
		.logical = order == ORDER_LOGICAL,
		.filler = justify == JUSTIFY_KASHIDA ? CH_TATWEEL : ' ',
		.cells = cells,
		.max = max,
	};
	if (t.visible == line->start && !line->ellipsis)
		return paint_blank(&t);
	/* hidden characters at the line's start belong to the first cell */
	for (t.first = line->start; t.first < t.visible && !p->clusters[t.first].width;)
		t.first++;
	uint8_t extra[LIMIT_SCREEN_COLS];
	uint32_t n = t.visible - line->start;
	if (justify != JUSTIFY_NONE && !line->last && !line->ellipsis && n <= sizeof(extra) &&
	    justify_cols > line->width_cols &&
	    justify_line(p, line->start, t.visible, justify_cols - line->width_cols, justify_cols,
			 justify, extra))
		t.extra = extra;

	struct run few[RUNS_ON_STACK], *runs = few;
	size_t runs_n = find_runs(p->clusters, line->start, t.visible, few, RUNS_ON_STACK);
	if (runs_n > RUNS_ON_STACK) {
		runs = mem_realloc_array(NULL, runs_n, sizeof(*runs));
		find_runs(p->clusters, line->start, t.visible, runs, runs_n);
	}
	/* the ellipsis has the paragraph's own level: it ends up beyond all runs */
	if (!t.logical) {
		reverse_runs(runs, runs_n);
		if (p->dir == DIR_RTL)
			paint_ellipsis(&t);
	}
	for (size_t i = 0; i < runs_n; i++)
		paint_run(&t, &runs[i]);
	if (t.logical || p->dir != DIR_RTL)
		paint_ellipsis(&t);
	if (runs != few)
		free(runs);
	return t.n;
}

size_t
para_cells_max(const struct line *line, uint32_t justify_cols)
{
	size_t cells = (size_t)(line->end - line->start) + 1;
	return justify_cols > cells ? justify_cols : cells;
}

size_t
text_field(struct bytes text, const struct para_options *options, uint32_t width_cols,
	   enum text_order order, struct cell *cells, size_t max, uint32_t *used_cols)
{
	struct para *p = para_new(text, options);
	struct line line = para_truncate(p, width_cols);
	size_t n = para_order(p, &line, order, JUSTIFY_NONE, 0, cells, max);
	if (used_cols)
		*used_cols = line.width_cols;
	para_free(p);
	return n;
}
