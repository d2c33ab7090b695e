/* SPDX-License-Identifier: MIT */
#include "ui/panes.h"

#include "ui/headlines.h"
#include "ui/reading.h"
#include "ui/sections.h"

void
panes_place(const struct app *app, struct panes *out)
{
	int cols = app->frame.cols;
	enum layout layout = app_layout(app);
	*out = (struct panes){.list = cols};
	if (layout < LAYOUT_TWO)
		return;
	out->sections = sections_width(app);
	out->list_x = out->sections + 1;
	out->list = cols - out->list_x;
	if (layout < LAYOUT_THREE)
		return;
	/* the article takes its column and a margin, the headlines all the rest */
	int wanted = config_int(app->config, OPT_ARTICLE_WIDTH) + 4;
	int most = out->list / 2;
	out->article = wanted < most ? wanted : most;
	out->list -= out->article + 1;
	out->article_x = cols - out->article;
}

static void
draw_line(struct app *app, int x, int top, int rows)
{
	if (app->view.plain)
		return;
	for (int i = 0; i < rows; i++)
		draw_fill(app, top + i, x, 1, 0x2502, STYLE_RULE);
}

void
panes_draw(struct app *app, enum pane focus)
{
	struct panes p;
	int top = app_body_top(app), rows = app_body_rows(app);
	panes_place(app, &p);
	if (p.sections) {
		sections_draw(app, 0, p.sections, top, rows, focus == PANE_SECTIONS);
		draw_line(app, p.sections, top, rows);
	}
	headlines_draw(app, p.list_x, p.list, top, rows, focus == PANE_HEADLINES || !p.sections);
	if (p.article) {
		draw_line(app, p.article_x - 1, top, rows);
		if (focus != PANE_ARTICLE)
			reading_preview(app);
		reading_draw(app);
	}
}
