/* SPDX-License-Identifier: MIT */
#include "ui/welcome.h"

#include <stdlib.h>
#include <string.h>

#include "sys/lang.h"
#include "ui/hits.h"

/* ---- what is chosen -------------------------------------------------------------- */

void
welcome_init(struct welcome *w, const struct sources *shipped)
{
	*w = (struct welcome){0};
	for (size_t i = 0; i < shipped->n; i++) {
		const char *name = shipped->items[i].section;
		size_t k = 0;
		while (k < w->sections_n && strcmp(w->sections[k].name, name) != 0)
			k++;
		if (k == w->sections_n) {
			w->sections = mem_realloc_array(w->sections, k + 1, sizeof(*w->sections));
			w->sections[w->sections_n++] = (struct welcome_section){.name = name,
										.wanted = true};
		}
		w->sections[k].sources++;
	}
	w->cursor = strcmp(lang_name(), "en") == 0;
}

void
welcome_release(struct welcome *w)
{
	free(w->sections);
	*w = (struct welcome){0};
}

bool
welcome_selects(const struct welcome *w)
{
	size_t wanted = 0;
	for (size_t i = 0; i < w->sections_n; i++)
		wanted += w->sections[i].wanted;
	return wanted > 0 && wanted < w->sections_n;
}

bool
welcome_wants(const struct welcome *w, const char *section)
{
	for (size_t i = 0; i < w->sections_n; i++)
		if (strcmp(w->sections[i].name, section) == 0)
			return w->sections[i].wanted;
	return true;
}

static size_t
choices(const struct welcome *w)
{
	return w->step == WELCOME_SECTIONS ? w->sections_n : 2;
}

/* ---- drawing ------------------------------------------------------------------------ */

static void
add_choice(struct app *app, size_t i, struct buf *out)
{
	static const char *const languages[] = {"العربية", "English"};
	static const char *const digits[] = {"١٢٣٤٥٦٧٨٩", "123456789"};
	const struct welcome *w = app->welcome;
	if (w->step != WELCOME_SECTIONS) {
		buf_add_str(out, w->step == WELCOME_LANGUAGE ? languages[i] : digits[i]);
		return;
	}
	buf_add_str(out, *w->sections[i].name ? w->sections[i].name : _("Other"));
}

static void
add_aside(struct app *app, size_t i, struct buf *out)
{
	const struct welcome *w = app->welcome;
	if (w->step == WELCOME_SECTIONS) {
		int n = (int)w->sections[i].sources;
		words_printf(&app->words, out, ngettext("%d source", "%d sources", (unsigned)n), n);
	} else if (w->step == WELCOME_NUMERALS) {
		/* how it will look */
		struct words words = app->words;
		words.arabic_digits = i == 0;
		words_ago(&words, words.now - 25 * 60, out);
	}
}

static void
draw_choice(struct app *app, size_t i, int x, int width, int row)
{
	struct welcome *w = app->welcome;
	bool selected = i == w->cursor, check = w->step == WELCOME_SECTIONS;
	enum style style = selected ? STYLE_SELECTED : STYLE_TEXT;
	struct buf text, aside;
	buf_init(&text, 0);
	buf_init(&aside, 0);
	add_choice(app, i, &text);
	add_aside(app, i, &aside);
	if (selected) {
		draw_fill(app, row, x, width, ' ', STYLE_SELECTED);
		draw_mark(app, row, x, MARK_SIGN_CURSOR, style);
		draw_cursor(app, row, x);
	}
	int name_x = x + 2;
	if (check && app->view.plain) {
		buf_printf(&text, " — %s", w->sections[i].wanted ? _("chosen") : _("left out"));
	} else if (check) {
		draw_text(app, row, x + 2, 3, bytes_of(w->sections[i].wanted ? "[✓]" : "[ ]"), app->dir,
			  SIDE_START, style);
		name_x += 4;
	}
	int aside_cols = text_columns(app, buf_view(&aside)), room = x + width - 1 - name_x;
	if (aside_cols + 12 > room)
		aside_cols = 0;
	draw_text(app, row, name_x, room - aside_cols - 1, buf_view(&text),
		  w->step == WELCOME_LANGUAGE ? app->dir : DIR_AUTO, SIDE_START, style);
	if (aside_cols)
		draw_text(app, row, x + width - 1 - aside_cols, aside_cols, buf_view(&aside), app->dir,
			  SIDE_END, selected ? style : STYLE_DIM);
	hits_add(app, HIT_CHOICE, i, row, 1, x, width);
	buf_release(&text);
	buf_release(&aside);
}

static const char *
question(const struct welcome *w)
{
	switch (w->step) {
	case WELCOME_LANGUAGE:
		return strcmp(lang_name(), "ar") == 0 ? "لغة البرنامج  ·  Language"
						     : "Language  ·  لغة البرنامج";
	case WELCOME_NUMERALS:
		return _("Numerals in dates and counts");
	default:
		return _("What would you like to read?");
	}
}

static const char *
explanation(const struct welcome *w)
{
	switch (w->step) {
	case WELCOME_LANGUAGE:
		return _("Of menus, dates and help. Articles stay as they were written.");
	case WELCOME_NUMERALS:
		return _("Numbers inside articles stay as their author wrote them.");
	default:
		return _("Space chooses or leaves out. Sources can be added and removed at any time.");
	}
}

/* A key and what it does, at column x while that ends before `end`; what comes behind it. */
static int
draw_hint(struct app *app, int x, int end, enum action key, enum action does, const char *what)
{
	struct buf hint;
	int row = app->frame.rows - 1;
	buf_init(&hint, 0);
	if (does == ACTION_JUMP_BACK)
		buf_add_str(&hint, app->view.plain ? "Backspace" : app->dir == DIR_RTL ? "→" : "←");
	else
		keymap_names(app->keys, key, keymap_keyboard(app->keys), 1, &hint);
	buf_printf(&hint, " %s", what);
	int width = text_columns(app, buf_view(&hint));
	if (x + width < end) {
		draw_text(app, row, x, width, buf_view(&hint), app->dir, SIDE_START, STYLE_DIM);
		hits_add(app, HIT_HINT, does, row, 1, x, width);
	}
	buf_release(&hint);
	return x + width + 3;
}

static void
draw_foot(struct app *app)
{
	const struct welcome *w = app->welcome;
	int cols = app->frame.cols, end = cols - 8;
	int x = draw_hint(app, 1, cols, ACTION_OPEN, ACTION_OPEN,
			  w->step == WELCOME_SECTIONS ? _("start reading") : _("go on"));
	x = draw_hint(app, x, end, ACTION_BACK, ACTION_BACK, _("skip"));
	if (w->step > WELCOME_LANGUAGE)
		x = draw_hint(app, x, end, ACTION_BACK, ACTION_JUMP_BACK, _("back"));
	if (cols < 30)
		return;
	struct buf count;
	buf_init(&count, 0);
	words_printf(&app->words, &count, _("%d of %d"), (int)w->step + 1, (int)WELCOME_DONE);
	int aside = text_columns(app, buf_view(&count));
	draw_text(app, app->frame.rows - 1, cols - 1 - aside, aside, buf_view(&count), app->dir,
		  SIDE_END, STYLE_TEXT);
	buf_release(&count);
}

static void
draw(struct app *app)
{
	struct welcome *w = app->welcome;
	int cols = app->frame.cols, rows = app->frame.rows;
	int width = cols - 4 < 56 ? cols - 4 : 56, x = (cols - width) / 2;
	if (cols < 30) {
		width = cols - 2;
		x = 1;
	}
	int n = (int)choices(w), high = n + 6, row = rows > high + 2 ? (rows - high) / 3 : 0;
	bool roomy = rows >= 12, greeted = rows >= 16;
	if (greeted) {
		draw_text(app, row, x, width, bytes_of(_("Welcome to akhbar")), app->dir, SIDE_START,
			  STYLE_DIM);
		row += 2;
	}
	row += draw_wrapped(app, row, x, width, 2, bytes_of(question(w)), app->dir,
			    STYLE_ACCENT);
	if (roomy)
		row += draw_wrapped(app, row, x, width, 3, bytes_of(explanation(w)), app->dir,
				    STYLE_DIM) + 1;
	int room = rows - 1 - row;
	if (w->cursor < w->top)
		w->top = w->cursor;
	if (room > 0 && w->cursor >= w->top + (size_t)room)
		w->top = w->cursor - (size_t)room + 1;
	for (int i = 0; i < room && w->top + (size_t)i < choices(w); i++)
		draw_choice(app, w->top + (size_t)i, x, width, row + i);
	draw_foot(app);
}

/* ---- keys ------------------------------------------------------------------------------ */

/* The screen speaks the language the cursor stands on. */
static void
speak(struct app *app, const char *lang)
{
	enum calendar calendar = app->words.calendar;
	lang_choose(lang);
	app->dir = app->view.plain ? DIR_LTR : lang_dir();
	words_init(&app->words, app->welcome->numerals ? app->welcome->numerals : "auto",
		   config_str(app->config, OPT_MONTHS), app->words.now, app->words.utc_offset);
	app->words.calendar = calendar;
}

static void
step_to(struct app *app, int step)
{
	struct welcome *w = app->welcome;
	w->step = (enum welcome_step)step;
	w->top = 0;
	w->cursor = step == WELCOME_LANGUAGE	? strcmp(lang_name(), "en") == 0
		    : step == WELCOME_NUMERALS ? !app->words.arabic_digits
					       : 0;
	if (step == WELCOME_SECTIONS && w->sections_n < 2)
		w->step = WELCOME_DONE;
	app->quit = w->step == WELCOME_DONE;
}

static void
choose(struct app *app)
{
	static const char *const languages[] = {"ar", "en"};
	static const char *const numerals[] = {"arabic", "western"};
	struct welcome *w = app->welcome;
	if (w->step == WELCOME_LANGUAGE) {
		w->lang = languages[w->cursor & 1];
		speak(app, w->lang);
	} else if (w->step == WELCOME_NUMERALS) {
		w->numerals = numerals[w->cursor & 1];
		speak(app, lang_name());
	}
	step_to(app, (int)w->step + 1);
}

static void
move(struct app *app, int by)
{
	static const char *const languages[] = {"ar", "en"};
	struct welcome *w = app->welcome;
	int64_t at = (int64_t)w->cursor + by, last = (int64_t)choices(w) - 1;
	w->cursor = (size_t)(at < 0 ? 0 : at > last ? last : at);
	if (w->step == WELCOME_LANGUAGE)
		speak(app, languages[w->cursor & 1]);
}

static bool
act(struct app *app, enum action action)
{
	struct welcome *w = app->welcome;
	switch (action) {
	case ACTION_DOWN:
		move(app, 1);
		return true;
	case ACTION_UP:
		move(app, -1);
		return true;
	case ACTION_FIRST:
		move(app, -(int)choices(w));
		return true;
	case ACTION_LAST:
		move(app, (int)choices(w));
		return true;
	case ACTION_PAGE_DOWN: /* the space bar */
		if (w->step == WELCOME_SECTIONS)
			w->sections[w->cursor].wanted = !w->sections[w->cursor].wanted;
		else
			choose(app);
		return true;
	case ACTION_OPEN:
	case ACTION_ONWARD:
		choose(app);
		return true;
	case ACTION_JUMP_BACK: /* the question before */
		if (w->step > WELCOME_LANGUAGE)
			step_to(app, (int)w->step - 1);
		return true;
	case ACTION_BACK: /* passed over */
		step_to(app, (int)w->step + 1);
		return true;
	default:
		return true;
	}
}

/* Leaving a list and passing over a question are both "back"; by their keys these two are
 * told apart. */
void
welcome_key(struct app *app, const struct key *key)
{
	uint32_t arrow = app->dir == DIR_RTL ? KEY_CODE_RIGHT : KEY_CODE_LEFT;
	if (key->code == arrow || key->code == KEY_CODE_BACKSPACE)
		act(app, ACTION_JUMP_BACK);
	else
		app_key(app, key);
}

const struct screen_ops screen_welcome = {
	.name = "welcome", .where = IN_SECTIONS, .draw = draw, .act = act};
