/* SPDX-License-Identifier: MIT
 *
 * Lines by integers only: prefix sums of columns and the break flags that
 * para_new left. Nothing is measured or ordered here.
 */
#include "text/para.h"

uint32_t
line_visible_end(const struct para *p, uint32_t start, uint32_t end)
{
	while (end > start) {
		const struct cluster *c = &p->clusters[end - 1];
		if (c->width && !(c->flags & CL_SPACE))
			break;
		end--;
	}
	return end;
}

/* The last cluster edge within `cols` columns of `start`; `limit` bounds it. */
static uint32_t
last_fitting(const struct para *p, uint32_t start, uint32_t limit, uint32_t cols)
{
	const struct cluster *c = p->clusters;
	uint64_t stop = (uint64_t)c[start].col + cols;
	/* most clusters are one column wide: begin there */
	uint32_t f = limit - start > cols ? start + cols : limit;
	while (f > start && c[f].col > stop)
		f--;
	while (f < limit && c[f + 1].col <= stop)
		f++;
	return f;
}

/* The end of the line that begins at `start`; `limit` is the paragraph's end or
 * the next newline. */
static uint32_t
line_end(const struct para *p, uint32_t start, uint32_t limit, uint32_t cols)
{
	const struct cluster *c = p->clusters;
	uint32_t fit = last_fitting(p, start, limit, cols), end = fit;
	while (end < limit && (!c[end].width || c[end].flags & CL_SPACE))
		end++;
	if (end == limit)
		return limit;
	for (uint32_t i = end; i > start; i--)
		if (c[i].flags & CL_BREAK)
			return i;
	/* a token or word longer than the line */
	for (uint32_t i = fit; i > start; i--)
		if (c[i].flags & CL_SOFT)
			return i;
	for (uint32_t i = fit; i > start; i--)
		if (!(c[i].flags & CL_TIED) && c[i].width)
			return i;
	/* not even one character fits: it has to stand there all the same */
	uint32_t i = start + 1;
	while (i < limit && (!c[i].width || c[i].flags & CL_TIED || c[i].col == c[start].col))
		i++;
	return i;
}

static struct line
make_line(const struct para *p, uint32_t start, uint32_t end)
{
	struct line l = {.start = start, .end = end};
	uint32_t visible = line_visible_end(p, start, end);
	l.width_cols = p->clusters[visible].col - p->clusters[start].col;
	if (visible == start && end > start)
		l.width_cols = 1; /* nothing to be seen: a blank holds its bytes */
	return l;
}

size_t
para_wrap(const struct para *p, uint32_t width_cols, struct line **lines)
{
	/* the caller's array may be of any size: begin with what is likely enough */
	size_t n = 0, cap = p->forced_n + 2;
	if (width_cols)
		cap += para_width(p) / width_cols * 5 / 4;
	uint32_t forced = 0, start = 0;
	*lines = mem_realloc_array(*lines, cap, sizeof(**lines));
	do {
		uint32_t limit = p->forced[forced];
		uint32_t end = width_cols ? line_end(p, start, limit, width_cols) : limit;
		struct line line = make_line(p, start, end);
		if (end == limit) {
			line = make_line(p, start, end + (limit < p->n));
			line.last = true;
			end = line.end;
			forced += limit < p->n;
		}
		if (n == cap) {
			cap *= 2;
			*lines = mem_realloc_array(*lines, cap, sizeof(**lines));
		}
		(*lines)[n++] = line;
		start = end;
	} while (start < p->n);
	return n;
}

uint32_t
para_word_width(const struct para *p)
{
	uint32_t most = 0;
	for (uint32_t i = 0, start = 0; i < p->n; i++) {
		const struct cluster *next = &p->clusters[i + 1];
		if (i + 1 < p->n && !(next->flags & CL_BREAK) && !(p->clusters[i].flags & CL_FORCED))
			continue;
		uint32_t end = line_visible_end(p, start, i + 1);
		uint32_t width = p->clusters[end].col - p->clusters[start].col;
		most = width > most ? width : most;
		start = i + 1;
	}
	return most;
}

void
para_line_bytes(const struct para *p, const struct line *line, uint32_t *start, uint32_t *end)
{
	*start = p->clusters[line->start].byte;
	*end = p->clusters[line->end].byte;
}

struct line
para_truncate(const struct para *p, uint32_t width_cols)
{
	const struct cluster *c = p->clusters;
	uint32_t limit = p->forced[0];
	struct line whole = make_line(p, 0, limit);
	whole.last = true;
	if (limit == p->n && whole.width_cols <= width_cols)
		return whole;
	if (width_cols == 0)
		return (struct line){.last = true};
	uint32_t cut = last_fitting(p, 0, limit, width_cols - 1);
	while (cut > 0 && c[cut].flags & CL_TIED)
		cut--;
	struct line l = make_line(p, 0, line_visible_end(p, 0, cut));
	l.width_cols += char_width(CH_ELLIPSIS);
	l.last = l.ellipsis = true;
	return l;
}
