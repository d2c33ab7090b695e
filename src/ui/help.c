/* SPDX-License-Identifier: MIT */
#include "ui/help.h"

#include <stdlib.h>
#include <string.h>

#include "sys/lang.h"
#include "ui/find.h"
#include "ui/prompt.h"

struct help_line {
	enum action action;      /* ACTION_NONE: a heading, a note or an empty line */
	const char *text;
	bool heading;
	bool marked; /* begins with the mark below */
	enum mark_sign sign;
};

struct help {
	size_t top;
	char *words; /* looked for, NULL none */
};

void
help_free(struct help *h)
{
	if (!h)
		return;
	free(h->words);
	free(h);
}

void
help_open(struct app *app)
{
	if (!app->help)
		app->help = mem_zalloc(sizeof(*app->help));
	help_search(app, "");
	app_push(app, &screen_help);
}

void
help_search(struct app *app, const char *words)
{
	struct help *h = app->help;
	if (!h)
		h = app->help = mem_zalloc(sizeof(*h));
	free(h->words);
	h->words = *words ? mem_strdup(words) : NULL;
	h->top = 0;
}

/* ---- what is shown -------------------------------------------------------------------- */

/* Letters as the keyboard in use types them. */
static void
keys_of(struct app *app, enum action a, enum keyboard k, size_t most, struct buf *out)
{
	const char *arrow = NULL;
	bool right = (app->dir == DIR_RTL) == (a == ACTION_BACK);
	if (a == ACTION_BACK || a == ACTION_OPEN)
		arrow = app->view.plain ? right ? "Right" : "Left" : right ? "→" : "←";
	keymap_names(app->keys, a, k, most, out);
	if (arrow)
		buf_printf(out, "%s%s", out->len ? "  " : "", arrow);
}

static bool
fits(struct app *app, enum action a)
{
	const struct action_info *info = action_info(a);
	const struct help *h = app->help;
	uint32_t place[1][2];
	if (!h->words)
		return true;
	struct buf text;
	buf_init(&text, 0);
	buf_printf(&text, "%s %s %s ", _(info->sentence), info->name,
		   _(action_group_title(info->group)));
	keys_of(app, a, KEYBOARD_LATIN, 9, &text);
	buf_add_char(&text, ' ');
	keys_of(app, a, keymap_keyboard(app->keys), 9, &text);
	bool found = find_places(buf_view(&text), place, 1, h->words) > 0;
	buf_release(&text);
	return found;
}

static void
add_marks(struct help_line *lines, size_t *n)
{
	static const struct {
		enum mark_sign sign;
		const char *text;
	} marks[] = {
		{MARK_SIGN_UNREAD, N_("unread")},
		{MARK_SIGN_STAR, N_("starred")},
		{MARK_SIGN_FULL, N_("its whole text is kept")},
		{MARK_SIGN_EDITED, N_("changed since it appeared")},
	};
	lines[(*n)++] = (struct help_line){.text = ""};
	lines[(*n)++] = (struct help_line){.text = _("The marks beside a headline"), .heading = true};
	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		lines[(*n)++] = (struct help_line){
			.text = _(marks[i].text), .marked = true, .sign = marks[i].sign};
}

/* All lines; the array is yours. */
static struct help_line *
lines_of(struct app *app, size_t *n)
{
	struct help_line *lines = mem_zalloc((ACTION_COUNT + GROUP_COUNT * 2 + 12) * sizeof(*lines));
	*n = 0;
	for (unsigned g = 0; g < GROUP_COUNT; g++) {
		size_t start = *n;
		if (*n)
			lines[(*n)++] = (struct help_line){.text = ""};
		lines[(*n)++] = (struct help_line){.text = _(action_group_title((enum action_group)g)),
						   .heading = true};
		size_t before = *n;
		for (unsigned a = 1; a < ACTION_COUNT; a++) {
			const struct action_info *info = action_info((enum action)a);
			if (info->group != (enum action_group)g || a == ACTION_ONWARD ||
			    !fits(app, (enum action)a))
				continue;
			lines[(*n)++] = (struct help_line){.action = (enum action)a,
							   .text = _(info->sentence)};
		}
		if (*n == before)
			*n = start;
	}
	if (!app->help->words) {
		if (!app->view.plain)
			add_marks(lines, n);
		lines[(*n)++] = (struct help_line){.text = ""};
		lines[(*n)++] = (struct help_line){
			.text = _("Keys count by their place on an Arabic, Persian or Hebrew "
				  "keyboard too.")};
	} else if (!*n) {
		lines[(*n)++] = (struct help_line){.text = _("No key does that.")};
	}
	return lines;
}

/* ---- drawing ------------------------------------------------------------------------------ */

/* Where keys and sentences stand: beside each other, or one below the other where
 * there is little room. */
struct help_columns {
	int x, width; /* of the whole, from the start side */
	int keys;     /* columns of the keys */
	int text_x, text;
	bool stacked;
};

#define WIDEST 90 /* columns */

/* Pages side by side: where two have room the keys are seen at once. */
static int
help_pages(const struct app *app)
{
	return app->frame.cols >= 2 * WIDEST + 8 && !app->view.plain ? 2 : 1;
}

static struct help_columns
columns_for(const struct app *app)
{
	int cols = app->frame.cols;
	struct help_columns c = {.width = cols - 4 < WIDEST ? cols - 4 : WIDEST};
	c.x = (cols - c.width * help_pages(app)) / 2;
	c.stacked = c.width < 34;
	c.keys = c.stacked ? c.width : c.width < 50 ? 8 : 18;
	c.text_x = c.x + (c.stacked ? 2 : c.keys + 2);
	c.text = c.x + c.width - c.text_x;
	return c;
}

static bool
has_keys(const struct help_line *l)
{
	return l->marked || l->action != ACTION_NONE;
}

static size_t
lines_needed(struct app *app, const struct help_line *l, const struct help_columns *c)
{
	bool stacked = c->stacked && l->action != ACTION_NONE;
	return text_lines(app, bytes_of(l->text), has_keys(l) ? c->text : c->width) + stacked;
}

static void
draw_keys(struct app *app, const struct help_line *l, const struct help_columns *c, int row)
{
	if (l->marked) {
		draw_mark(app, row, c->x, l->sign,
			  l->sign == MARK_SIGN_UNREAD ? STYLE_ACCENT
			  : l->sign == MARK_SIGN_STAR ? STYLE_STAR
						      : STYLE_DIM);
		return;
	}
	struct buf keys;
	buf_init(&keys, 0);
	for (size_t most = 3; most > 0; most--) { /* whole names, as many as fit */
		buf_clear(&keys);
		keys_of(app, l->action, keymap_keyboard(app->keys), most, &keys);
		if (text_columns(app, buf_view(&keys)) <= c->keys)
			break;
	}
	if (!keys.len) /* none: by its name on the command line */
		buf_printf(&keys, ":%s", action_info(l->action)->name);
	draw_text(app, row, c->x, c->keys, buf_view(&keys), DIR_LTR, SIDE_START, STYLE_ACCENT);
	buf_release(&keys);
}

/* The line but for its first `skip` rows, on at most `rows`; rows used. */
static int
draw_line(struct app *app, const struct help_line *l, const struct help_columns *c, int row,
	  int rows, size_t skip)
{
	int used = 0;
	if (!has_keys(l))
		return draw_wrapped_from(app, row, c->x, c->width, rows, bytes_of(l->text),
					 l->heading ? STYLE_STRONG : STYLE_DIM, skip);
	if (!skip)
		draw_keys(app, l, c, row);
	if (c->stacked && !l->marked) {
		used = !skip;
		skip -= skip > 0;
	}
	return used + draw_wrapped_from(app, row + used, c->text_x, c->text, rows - used,
					bytes_of(l->text), STYLE_TEXT, skip);
}

static void
draw(struct app *app)
{
	static const enum action hints[] = {ACTION_FILTER, ACTION_BACK};
	struct help *h = app->help;
	size_t n, sum = 0, at = 0;
	if (!h)
		help_search(app, ""), h = app->help;
	struct help_line *lines = lines_of(app, &n);
	struct help_columns c = columns_for(app);
	size_t rows = (size_t)app_body_rows(app), used = 0, room = rows * (size_t)help_pages(app);
	int top = app_body_top(app), x = c.x;
	draw_top_bar(app, _("Help"), *app->choice.terminal ? _(app->choice.terminal) : "");
	for (size_t i = 0; i < n; i++)
		sum += lines_needed(app, &lines[i], &c);
	if (h->top + room > sum)
		h->top = sum > room ? sum - room : 0;
	for (size_t i = 0; i < n; i++) {
		size_t need = lines_needed(app, &lines[i], &c);
		size_t skip = h->top > at ? h->top - at : 0;
		at += need;
		while (skip < need && used < room) { /* what a page does not hold goes on beside it */
			size_t row = used % rows, left = rows - row, now = need - skip;
			now = now < left ? now : left;
			c.text_x += x + c.width * (int)(used / rows) - c.x;
			c.x = x + c.width * (int)(used / rows);
			draw_line(app, &lines[i], &c, top + (int)row, (int)left, skip);
			used += now;
			skip += now;
		}
	}
	draw_cursor(app, top, x);
	draw_bottom(app, hints, ARRAY_LEN(hints), h->words ? h->words : "", 0, 0);
	free(lines);
}

/* ---- keys ----------------------------------------------------------------------------------- */

static void
on_typed(struct app *app, const char *text, void *context)
{
	(void)context;
	help_search(app, text);
}

static bool
on_entered(struct app *app, const char *text, void *context)
{
	on_typed(app, text, context);
	return true;
}

static void
on_left(struct app *app, void *context)
{
	(void)context;
	help_search(app, "");
}

static bool
act(struct app *app, enum action action)
{
	struct help *h = app->help;
	size_t rows = (size_t)(app_body_rows(app) * help_pages(app)), page = rows > 2 ? rows - 2 : 1;
	if (!h)
		return false;
	if (action == ACTION_HALF_DOWN || action == ACTION_HALF_UP)
		page = page / 2 + 1;
	switch (action) {
	case ACTION_DOWN:
		h->top++;
		return true;
	case ACTION_UP:
		h->top -= h->top > 0;
		return true;
	case ACTION_PAGE_DOWN:
	case ACTION_HALF_DOWN:
		h->top += page;
		return true;
	case ACTION_PAGE_UP:
	case ACTION_HALF_UP:
		h->top -= h->top > page ? page : h->top;
		return true;
	case ACTION_FIRST:
		h->top = 0;
		return true;
	case ACTION_LAST:
		h->top = 100000; /* drawing keeps it inside */
		return true;
	case ACTION_FILTER:
		prompt_open(app, &(struct prompt_spec){.label = _("Find:"),
						       .hint = _("a key or what it does"),
						       .history = HISTORY_NONE,
						       .typed = on_typed,
						       .entered = on_entered,
						       .left = on_left});
		return true;
	case ACTION_BACK:
		if (!h->words)
			return false;
		help_search(app, "");
		return true;
	default:
		return false;
	}
}

const struct screen_ops screen_help = {
	.name = "help", .where = IN_HELP, .draw = draw, .act = act};
