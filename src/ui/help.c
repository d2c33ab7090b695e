/* SPDX-License-Identifier: MIT
 *
 * The help screen: the real bindings, from the one table.
 */
#include "ui/app.h"

#include "sys/lang.h"

static size_t
count_actions(void)
{
	size_t n = 0;
	for (unsigned a = 1; a < ACTION_COUNT; a++)
		n += a != ACTION_ONWARD;
	return n;
}

static void
draw_row(struct app *app, enum action a, int x, int width, int row)
{
	struct buf keys;
	buf_init(&keys, 0);
	if (a == ACTION_BACK)
		buf_add_str(&keys, app->dir == DIR_RTL ? "→  " : "←  ");
	if (a == ACTION_OPEN)
		buf_add_str(&keys, app->dir == DIR_RTL ? "←  " : "→  ");
	keymap_names(app->keys, a, KEYBOARD_LATIN, 3, &keys);
	int keys_cols = 18;
	if (width < 50)
		keys_cols = 8;
	draw_text(app, row, x, keys_cols, buf_view(&keys), DIR_LTR, SIDE_START, STYLE_ACCENT);
	draw_text(app, row, x + keys_cols + 2, width - keys_cols - 2,
		  bytes_of(_(action_info(a)->sentence)), app->dir, SIDE_START, STYLE_TEXT);
	buf_release(&keys);
}

static void
draw(struct app *app)
{
	static const enum action hints[] = {ACTION_BACK};
	struct buf path, mode;
	buf_init(&path, 0);
	buf_init(&mode, 0);
	buf_printf(&path, "%s  ›  %s", _("akhbar"), _("Help"));
	buf_printf(&mode, "%s", app->choice.terminal);
	draw_top_bar(app, path.data, mode.data);

	int cols = app->frame.cols, rows = app_body_rows(app), top = app_body_top(app);
	int width = cols - 4 < 76 ? cols - 4 : 76;
	int x = (cols - width) / 2;
	size_t n = count_actions();
	if (app->help_top + (size_t)rows > n + 3)
		app->help_top = n + 3 > (size_t)rows ? n + 3 - (size_t)rows : 0;
	size_t line = 0;
	for (unsigned a = 1; a < ACTION_COUNT; a++) {
		if (a == ACTION_ONWARD)
			continue;
		if (line >= app->help_top && (int)(line - app->help_top) < rows - 1)
			draw_row(app, (enum action)a, x, width, top + 1 + (int)(line - app->help_top));
		line++;
	}
	line++;
	int row = top + 1 + (int)(line - app->help_top);
	if (line >= app->help_top && row < top + rows)
		draw_text(app, row, x, width,
			  bytes_of(_("Keys count by their place on an Arabic, Persian or Hebrew "
				     "keyboard too.")),
			  app->dir, SIDE_START, STYLE_DIM);
	draw_bottom(app, hints, ARRAY_LEN(hints), "", 0, 0);
	buf_release(&path);
	buf_release(&mode);
}

static bool
act(struct app *app, enum action action)
{
	int rows = app_body_rows(app);
	size_t page = rows > 2 ? (size_t)rows - 2 : 1;
	switch (action) {
	case ACTION_DOWN:
		app->help_top++;
		return true;
	case ACTION_UP:
		app->help_top -= app->help_top > 0;
		return true;
	case ACTION_PAGE_DOWN:
		app->help_top += page;
		return true;
	case ACTION_PAGE_UP:
		app->help_top -= app->help_top > page ? page : app->help_top;
		return true;
	case ACTION_FIRST:
		app->help_top = 0;
		return true;
	case ACTION_LAST:
		app->help_top = count_actions();
		return true;
	default:
		return false;
	}
}

const struct screen_ops screen_help = {
	.name = "help", .where = IN_HELP, .draw = draw, .act = act};
