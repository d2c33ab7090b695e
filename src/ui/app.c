/* SPDX-License-Identifier: MIT */
#include "ui/app.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "akhbar/limits.h"
#include "sys/handover.h"
#include "sys/lang.h"
#include "ui/fields.h"
#include "ui/command.h"
#include "ui/full-text.h"
#include "ui/headlines.h"
#include "ui/help.h"
#include "ui/hits.h"
#include "ui/jumps.h"
#include "ui/kept.h"
#include "ui/links.h"
#include "ui/prompt.h"
#include "ui/reading.h"
#include "ui/saved.h"
#include "ui/search.h"
#include "ui/sections.h"
#include "ui/set.h"
#include "ui/sources.h"
#include "ui/undo.h"

void
app_read_view(struct app *app)
{
	const char *form = config_str(app->config, OPT_HEADLINES);
	const char *group = config_str(app->config, OPT_GROUP);
	app->view = (struct view){
		.form = strcmp(form, "two-line") == 0  ? FORM_TWO_LINES
			: strcmp(form, "compact") == 0 ? FORM_COMPACT
						       : FORM_AUTO,
		.group = strcmp(group, "source") == 0 ? GROUP_SOURCE
			 : strcmp(group, "none") == 0 ? GROUP_NONE
						      : GROUP_DAY,
		.beside = config_bool(app->config, OPT_ARTICLE_BESIDE),
		.marker_only = strcmp(config_str(app->config, OPT_CURSOR), "marker") == 0,
		.plain = config_bool(app->config, OPT_SCREEN_READER),
	};
	/* a screen reader takes the cells as they come: the text as it is read */
	app->dir = app->view.plain ? DIR_LTR : lang_dir();
	if (app->keys)
		keymap_speak(app->keys, app->view.plain);
}

void
app_init(struct app *app, const struct app_start *start)
{
	*app = (struct app){
		.store = start->store,
		.config = start->config,
		.client = start->client,
		.keys = start->keys,
		.with_guide = start->with_guide,
		.config_path = start->config_path ? mem_strdup(start->config_path) : NULL,
		.feeds = start->feeds ? mem_strdup(start->feeds) : NULL,
		.own_feeds = start->own_feeds,
		.cells_max = LIMIT_SCREEN_COLS * 2,
	};
	app_read_view(app);
	app->cells = mem_alloc(app->cells_max * sizeof(*app->cells));
	app->fields = fields_new();
	frame_init(&app->frame);
	app->sections = sections_new();
	app->headlines = headlines_new();
	app->reading = reading_new();
	app->prompt = prompt_new();
	app->undo = undo_new();
	app->jumps = jumps_new();
	app->kept = kept_new();
	saved_load(app);
	app->screen = &screen_sections;
	if (app->store)
		app->store_seen = store_version(app->store);
}

void
app_release(struct app *app)
{
	search_release(app);
	free(app->rule);
	sections_free(app->sections);
	saved_release(app);
	headlines_free(app->headlines);
	reading_free(app->reading);
	prompt_free(app->prompt);
	undo_free(app->undo);
	jumps_free(app->jumps);
	kept_free(app->kept);
	sources_screen_release(app);
	sources_add_release(app);
	set_release(app);
	help_free(app->help);
	free(app->asked_link);
	full_text_release(app);
	free(app->config_path);
	free(app->feeds);
	free(app->wish.copy);
	free(app->wish.input);
	handover_free(app->wish.run);
	frame_release(&app->frame);
	free(app->cells);
	fields_free(app->fields);
	free(app->hits);
	free(app->refresh.failures);
	free(app->wish.browse);
	*app = (struct app){0};
}

/* ---- layout ---------------------------------------------------------------------- */

enum layout
app_layout(const struct app *app)
{
	if (app->frame.cols < 20 || app->frame.rows < 5)
		return LAYOUT_TINY;
	if (app->frame.cols < 60)
		return LAYOUT_NARROW;
	if (app->frame.cols < 100 || app->view.plain) /* a screen reader reads whole rows */
		return LAYOUT_ONE;
	return app->frame.cols >= 150 && app->view.beside ? LAYOUT_THREE : LAYOUT_TWO;
}

int
app_body_top(const struct app *app)
{
	return app->frame.rows >= 6 ? 1 : 0;
}

int
app_body_rows(const struct app *app)
{
	int rows = app->frame.rows;
	int bottom = rows >= ROWS_WITH_MESSAGES ? 2 : rows >= 4 ? 1 : 0;
	rows -= app_body_top(app) + bottom;
	return rows > 0 ? rows : 1;
}

void
app_resize(struct app *app, int rows, int cols)
{
	frame_resize(&app->frame, rows, cols);
	bool wide = app_layout(app) >= LAYOUT_TWO;
	if (wide && app->screen == &screen_sections) {
		if (!app->headlines->name && sections_current(app->sections))
			headlines_open(app, sections_current(app->sections));
		app_push(app, &screen_headlines);
		app->sections->focus = true;
	} else if (!wide && app->screen == &screen_headlines && app->sections->focus) {
		app->sections->focus = false;
		app_pop(app);
	}
}

/* ---- screens ------------------------------------------------------------------------ */

void
app_push(struct app *app, const struct screen_ops *screen)
{
	if (app->depth == ARRAY_LEN(app->screens) || app->screen == screen)
		return;
	app->screens[app->depth++] = app->screen;
	app->screen = screen;
}

void
app_pop(struct app *app)
{
	if (app->depth == 0)
		app->quit = true;
	else
		app->screen = app->screens[--app->depth];
}

static void
draw_tiny(struct app *app)
{
	draw_text(app, 0, 0, app->frame.cols, bytes_of(_("Too small: 20x5 at least; q quits")),
		  app->dir, SIDE_START, STYLE_TEXT);
}

void
app_draw(struct app *app)
{
	frame_clear(&app->frame);
	app->hits_n = 0;
	app->frame.cursor_row = app->frame.cursor_col = -1;
	draw_band(app, app_body_top(app), app_body_rows(app), 0, app->frame.cols);
	if (app_layout(app) == LAYOUT_TINY)
		draw_tiny(app);
	else
		app->screen->draw(app);
	links_draw_hints(app);
	press_draw(app);
	prompt_draw(app);
}

void
app_act(struct app *app, enum action action)
{
	app->message[0] = '\0';
	app->message_bad = false;
	if (action == ACTION_QUIT) {
		app->quit = true;
		return;
	}
	if (app->screen->act(app, action))
		return;
	switch (action) {
	case ACTION_BESIDE:
		app->view.beside = !app->view.beside;
		set_by_key(app, OPT_ARTICLE_BESIDE, app->view.beside ? "yes" : "no");
		if (app->frame.cols < 150)
			app_say(app, "%s", _("The article stands beside the headlines from 150 columns on."));
		break;
	case ACTION_FORM:
		app->view.form = app->view.form == FORM_TWO_LINES ? FORM_COMPACT : FORM_TWO_LINES;
		set_by_key(app, OPT_HEADLINES, app->view.form == FORM_COMPACT ? "compact" : "two-line");
		break;
	case ACTION_GROUP:
		app->view.group = (app->view.group + 1) % (GROUP_NONE + 1);
		set_by_key(app, OPT_GROUP, app->view.group == GROUP_DAY	    ? "day"
					   : app->view.group == GROUP_SOURCE ? "source"
									     : "none");
		headlines_regroup(app);
		app_say(app, "%s",
			app->view.group == GROUP_DAY	  ? _("Grouped by day.")
			: app->view.group == GROUP_SOURCE ? _("Grouped by source.")
							  : _("Not grouped."));
		break;
	case ACTION_BACK:
		app_pop(app);
		break;
	case ACTION_HELP:
		help_open(app);
		break;
	case ACTION_REFRESH:
	case ACTION_REFRESH_ALL:
		app_refresh(app, "all", NULL, 0);
		break;
	case ACTION_CANCEL:
		app_cancel(app);
		break;
	case ACTION_COMPACT:
		app_compact(app);
		break;
	case ACTION_JUMP_BACK:
		if (!jumps_back(app))
			app_say(app, "%s", _("There is no place to go back to."));
		break;
	case ACTION_UNDO:
		undo_last(app);
		break;
	case ACTION_COMMAND:
		command_ask(app);
		break;
	case ACTION_SEARCH:
		search_ask(app);
		break;
	case ACTION_RANK:
		search_rank(app);
		break;
	case ACTION_SAVE_SEARCH:
		saved_keep(app, "");
		break;
	case ACTION_RULE:
		rule_ask(app);
		break;
	case ACTION_SOURCES:
		sources_open(app);
		break;
	case ACTION_ADD:
		sources_ask_add(app, NULL);
		break;
	case ACTION_IMPORT:
		sources_ask_import(app, NULL);
		break;
	case ACTION_REDRAW:
		app->wish.redraw = true;
		break;
	case ACTION_TEST_TERMINAL:
		app->wish.test_terminal = true;
		break;
	default:
		break;
	}
}

/* ---- messages ---------------------------------------------------------------------- */

#define NAME_BEGINS '\1' /* in a message before it is cleaned: nothing foreign has them */
#define NAME_ENDS '\2'

/* The format with every text it takes marked: names of either direction may not pull the
 * words about them out of their order. */
static char *
with_names_marked(const char *fmt)
{
	struct buf out;
	buf_init(&out, 0);
	for (const char *p = fmt; *p;) {
		size_t n = strncmp(p, "%s", 2) == 0 ? 2 : strncmp(p, "%.*s", 4) == 0 ? 4 : 0;
		if (n && p[n] + (p - fmt) > 0) { /* not what is a text and nothing else */
			buf_add_char(&out, NAME_BEGINS);
			buf_add(&out, p, n);
			buf_add_char(&out, NAME_ENDS);
		} else {
			n = p[0] == '%' && p[1] ? 2 : 1;
			buf_add(&out, p, n);
		}
		p += n;
	}
	return buf_take(&out);
}

/* A part of a message; blanks at its ends are kept. */
static void
add_cleaned(struct buf *out, struct bytes part)
{
	size_t before = out->len;
	if (part.len && part.data[0] == ' ')
		buf_add_char(out, ' ');
	text_clean(out, part, CLEAN_LINE);
	if (part.len > 1 && part.data[part.len - 1] == ' ' && out->len > before + 1)
		buf_add_char(out, ' ');
}

static void
set_message(struct app *app, bool bad, const char *fmt, va_list args)
{
	char *raw = NULL, *marked = with_names_marked(fmt);
	int n = vasprintf(&raw, marked, args);
	free(marked);
	if (n < 0)
		return;
	struct buf out;
	buf_init(&out, 0);
	for (const char *p = raw; *p;) {
		size_t part = strcspn(p, "\1\2");
		add_cleaned(&out, (struct bytes){p, part});
		p += part;
		if (*p)
			buf_add_str(&out, *p++ == NAME_BEGINS ? "\u2068" : "\u2069"); /* FSI, PDI */
	}
	size_t len = utf8_cut(buf_view(&out), sizeof(app->message) - 1);
	memcpy(app->message, out.data ? out.data : "", len);
	app->message[len] = '\0';
	app->message_bad = bad;
	app->message_passing = false;
	buf_release(&out);
	free(raw);
}

void
app_say(struct app *app, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	set_message(app, false, fmt, args);
	va_end(args);
}

void
app_complain(struct app *app, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	set_message(app, true, fmt, args);
	va_end(args);
}

void
app_say_passing(struct app *app, const char *fmt, ...)
{
	va_list args;
	if (app->message[0] && !app->message_passing)
		return;
	va_start(args, fmt);
	set_message(app, false, fmt, args);
	va_end(args);
	app->message_passing = true;
}

/* ---- time and the store -------------------------------------------------------------- */

void
app_store_changed(struct app *app)
{
	app->store_seen = store_version(app->store);
	saved_changed(app);
	sections_load(app);
	headlines_changed(app);
	sources_changed(app);
}

bool
app_tick(struct app *app, int64_t now, int utc_offset)
{
	bool moved = utc_offset != app->words.utc_offset;
	bool draw = moved || now / 60 != app->words.now / 60;
	app->words.now = now;
	app->words.utc_offset = utc_offset;
	if (moved)
		app->reading->width = 0; /* its dates are laid out with it */
	return draw;
}

bool
app_look(struct app *app)
{
	if (!app->store || store_version(app->store) == app->store_seen)
		return false;
	app_store_changed(app);
	return true;
}
