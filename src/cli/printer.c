/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "akhbar/limits.h"
#include "sys/lang.h"

void
printer_start(struct printer *p, const struct cli *c)
{
	*p = (struct printer){.cols = 80};
	p->terminal = isatty(STDOUT_FILENO);
	p->numerals = words_numerals(config_str(c->config, OPT_NUMERALS));
	term_choose(config_str(c->config, OPT_BIDI), config_str(c->config, OPT_TASHKEEL),
		    config_str(c->config, OPT_ISOLATE), &p->choice);
	struct winsize ws;
	if (p->terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_col)
		p->cols = ws.ws_col;
	p->visual = p->terminal && p->choice.bidi == TERM_VISUAL;
	const char *order = c->args.order;
	if (order && strcmp(order, "visual") == 0)
		p->visual = true;
	else if (order && strcmp(order, "logical") == 0)
		p->visual = false;
	if (c->args.width > 0 && c->args.width <= LIMIT_SCREEN_COLS)
		p->cols = (unsigned)c->args.width;
	if (p->cols > LIMIT_SCREEN_COLS)
		p->cols = LIMIT_SCREEN_COLS;
	frame_init(&p->frame);
	frame_resize(&p->frame, 1, (int)p->cols);
	p->cells = mem_alloc((size_t)LIMIT_SCREEN_COLS * 2 * sizeof(*p->cells));
	/* a terminal that orders by itself is told to stop while we write */
	if (p->terminal && p->visual)
		fputs(p->choice.on, stdout);
}

void
printer_end(struct printer *p)
{
	if (p->terminal && p->visual)
		fputs(p->choice.off, stdout);
	frame_release(&p->frame);
	free(p->cells);
	fflush(stdout);
}

void
printer_field(struct printer *p, unsigned x, unsigned width, struct bytes text, bool end)
{
	struct para_options options = {
		.fallback = lang_dir(),
		.numerals = p->numerals,
		.strip_marks = p->choice.strip_marks,
	};
	uint32_t used = 0;
	bool rtl = lang_dir() == DIR_RTL;
	if (x + width > p->cols)
		return;
	size_t n = text_field(text, &options, width, ORDER_VISUAL, p->cells,
			      (size_t)LIMIT_SCREEN_COLS * 2, &used);
	unsigned left = rtl ? p->cols - x - width : x;
	unsigned col = rtl != end ? left + width - used : left;
	frame_put(&p->frame, 0, (int)col, (int)used, p->cells, n, STYLE_TEXT);
}

void
printer_row(struct printer *p)
{
	struct buf out;
	buf_init(&out, 0);
	size_t keep = 0;
	for (int col = 0; col < p->frame.cols; col++) {
		const struct frame_cell *cell = &p->frame.cells[col];
		for (unsigned i = 0; i < cell->ch_n; i++)
			buf_add_utf8(&out, cell->ch[i]);
		if (cell->ch_n && cell->ch[0] != ' ' && cell->ch[0])
			keep = out.len;
	}
	fwrite(out.data ? out.data : "", 1, keep, stdout);
	fputc('\n', stdout);
	buf_release(&out);
	frame_clear(&p->frame);
}
