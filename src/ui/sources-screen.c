/* SPDX-License-Identifier: MIT
 *
 * The screen of the sources: how each fares, and what can be done with it.
 */
#include "ui/sources.h"

#include <stdlib.h>
#include <string.h>

#include "config/sources.h"
#include "sys/lang.h"
#include "ui/find.h"
#include "ui/hits.h"
#include "ui/prompt.h"
#include "ui/undo.h"
#include "work/fail.h"

struct source_list {
	struct store_feeds feeds;
	bool *paused;    /* beside each */
	size_t *shown;   /* indices of those that fit the filter */
	size_t n, cursor, top;
	char *filter;
	int64_t version; /* of the store when it was read */
};

static void
release(struct source_list *l)
{
	store_feeds_release(&l->feeds);
	free(l->paused);
	free(l->shown);
	l->paused = NULL;
	l->shown = NULL;
	l->n = 0;
}

void
sources_screen_release(struct app *app)
{
	if (!app->source_list)
		return;
	release(app->source_list);
	free(app->source_list->filter);
	free(app->source_list);
	app->source_list = NULL;
}

static struct store_feed *
current(struct source_list *l)
{
	return l && l->cursor < l->n ? &l->feeds.items[l->shown[l->cursor]] : NULL;
}

static bool
fits(const struct source_list *l, const struct store_feed *f)
{
	uint32_t place[1][2];
	if (!l->filter)
		return true;
	return find_places(bytes_of(f->title), place, 1, l->filter) ||
	       find_places(bytes_of(f->section), place, 1, l->filter) ||
	       find_places(bytes_of(f->url), place, 1, l->filter);
}

/* "refresh-interval 0": asked only on request. */
static bool
is_paused(const char *settings)
{
	const char *at = strstr(settings, "refresh-interval");
	if (!at)
		return false;
	at += strlen("refresh-interval");
	at += strspn(at, " ");
	return at[0] == '0' && !(at[1] >= '0' && at[1] <= '9');
}

static void
load(struct app *app)
{
	struct source_list *l = app->source_list;
	const struct store_feed *was = current(l);
	char *url = was ? mem_strdup(was->url) : NULL;
	struct why why = {""};
	release(l);
	l->version = store_version(app->store);
	if (store_feeds(app->store, &l->feeds, &why) != OK)
		app_complain(app, "%s", why.text);
	l->shown = mem_zalloc((l->feeds.n + 1) * sizeof(*l->shown));
	l->paused = mem_zalloc((l->feeds.n + 1) * sizeof(*l->paused));
	size_t cursor = l->cursor;
	l->cursor = 0;
	for (size_t i = 0; i < l->feeds.n; i++) {
		if (app->feeds) {
			char *settings = sources_settings_text(app->feeds, l->feeds.items[i].url);
			l->paused[i] = is_paused(settings);
			free(settings);
		}
		if (!fits(l, &l->feeds.items[i]))
			continue;
		if (url && strcmp(l->feeds.items[i].url, url) == 0)
			l->cursor = l->n;
		l->shown[l->n++] = i;
	}
	if (!url || (l->n && l->cursor == 0 && strcmp(l->feeds.items[l->shown[0]].url, url) != 0))
		l->cursor = cursor < l->n ? cursor : l->n ? l->n - 1 : 0;
	free(url);
}

void
sources_open(struct app *app)
{
	if (!app->store)
		return;
	if (!app->source_list)
		app->source_list = mem_zalloc(sizeof(*app->source_list));
	free(app->source_list->filter);
	app->source_list->filter = NULL;
	load(app);
	app_push(app, &screen_sources);
}

/* ---- drawing ---------------------------------------------------------------------------- */

/* How it fares, in words: what failed, else when it last answered. */
static void
health(struct app *app, const struct store_feed *f, bool paused, bool whole, struct buf *out)
{
	if (paused)
		buf_printf(out, "%s · ", _("paused"));
	if (f->gone && strcmp(f->failure.code, "http-410") != 0) /* that says the same */
		buf_printf(out, "%s · ", _("closed for good"));
	if (f->failure.code[0]) {
		if (whole)
			fail_words(f->failure.code, f->failure.arg, (char *(*)(const char *))gettext, out);
		else
			fail_cause(f->failure.code, f->failure.arg, (char *(*)(const char *))gettext, out);
		buf_add_str(out, " · ");
	} else if (f->note.code[0]) {
		fail_cause(f->note.code, f->note.arg, (char *(*)(const char *))gettext, out);
		buf_add_str(out, " · ");
	}
	if (f->last_success == TIME_NONE) {
		buf_add_str(out, _("has not answered yet"));
	} else {
		buf_printf(out, "%s ", _("last answer:"));
		words_ago(&app->words, f->last_success, out);
		if (!f->failure.code[0] && f->status != 200) /* what goes well needs no number */
			words_status(f->status, out);
	}
	if (whole && f->next_due != TIME_NONE && !paused && !f->gone) {
		buf_printf(out, " · %s ", _("next try:"));
		if (f->next_due <= app->words.now)
			buf_add_str(out, _("at the next refresh"));
		else
			words_ago(&app->words, f->next_due, out);
	}
}

/* Where there is room, how a source fares stands in its row. */
static bool
in_one_row(const struct app *app)
{
	return app->frame.cols >= 100 && !app->view.plain;
}

static void
draw_source(struct app *app, size_t i, int row, int lines, bool here)
{
	struct source_list *l = app->source_list;
	const struct store_feed *f = &l->feeds.items[l->shown[i]];
	bool paused = l->paused[l->shown[i]];
	int cols = app->frame.cols < MEASURE_COLS ? app->frame.cols : MEASURE_COLS;
	bool bad = f->failure.code[0] || f->gone;
	enum style quiet = here ? STYLE_SELECTED : bad ? STYLE_ERROR : STYLE_DIM;
	struct buf text, count;
	buf_init(&text, 0);
	buf_init(&count, 0);
	for (int k = 0; here && k < lines; k++)
		draw_fill(app, row + k, 0, app->frame.cols, ' ', STYLE_SELECTED);
	if (here)
		draw_mark(app, row, 0, MARK_SIGN_CURSOR, STYLE_SELECTED);
	words_printf(&app->words, &count, "%lld/%lld", (long long)f->unread, (long long)f->total);
	int right = text_columns(app, buf_view(&count));
	if (cols >= 60 && right < 9) /* the columns before it keep their edges */
		right = 9;
	int section = cols >= 60 ? cols / 6 : 0, fares = in_one_row(app) ? cols * 3 / 8 : 0;
	int room = cols - 6 - right - section - fares;
	draw_text(app, row, 1, 1, bytes_of(bad ? "!" : paused ? "=" : " "), app->dir, SIDE_START, quiet);
	draw_text(app, row, 3, room, bytes_of(f->title), DIR_AUTO, SIDE_START,
		  here ? STYLE_SELECTED_STRONG : paused ? STYLE_DIM : STYLE_STRONG);
	if (section)
		draw_text(app, row, 3 + room + 1, section - 1, bytes_of(f->section), DIR_AUTO,
			  SIDE_START, here ? STYLE_SELECTED : STYLE_DIM);
	draw_text(app, row, cols - right - 1, right, buf_view(&count), DIR_LTR, SIDE_END,
		  here ? STYLE_SELECTED : STYLE_DIM);
	if (fares || lines > 1)
		health(app, f, paused, false, &text);
	if (fares)
		draw_text(app, row, cols - right - fares - 1, fares - 1, buf_view(&text), app->dir,
			  SIDE_START, quiet);
	else if (lines > 1)
		draw_text(app, row + 1, 5, cols - 7, buf_view(&text), app->dir, SIDE_START, quiet);
	if (here)
		draw_cursor(app, row, 0);
	buf_release(&text);
	buf_release(&count);
}

static void
draw(struct app *app)
{
	static const enum action hints[] = {ACTION_ADD, ACTION_RENAME, ACTION_MOVE, ACTION_REMOVE,
					    ACTION_PAUSE, ACTION_HELP, ACTION_BACK};
	struct source_list *l = app->source_list;
	int rows = app_body_rows(app), top = app_body_top(app);
	if (!l)
		return;
	int lines = rows >= 8 && !in_one_row(app) ? 2 : 1, detail = rows >= 16 ? 3 : rows >= 12 ? 2 : 0;
	size_t per = (size_t)((rows - detail) / lines > 0 ? (rows - detail) / lines : 1);
	struct buf text;
	buf_init(&text, 0);
	if (l->cursor < l->top)
		l->top = l->cursor;
	if (l->cursor >= l->top + per)
		l->top = l->cursor - per + 1;
	draw_top_bar(app, _("Sources"), l->filter ? l->filter : "");
	for (size_t i = l->top; i < l->n && i < l->top + per; i++) {
		int row = top + (int)(i - l->top) * lines;
		draw_source(app, i, row, lines, i == l->cursor);
		hits_add(app, i == l->cursor ? HIT_CHOSEN : HIT_ROW, i, row, lines, 0,
			 app->frame.cols);
	}
	if (!l->n) {
		buf_printf(&text, l->filter ? _("No source has these words.")
					    : _("There are no sources yet; %s adds one."),
			   app_key_text(app, ACTION_ADD).text);
		draw_text(app, top, 3, app->frame.cols - 4, buf_view(&text), app->dir, SIDE_START,
			  STYLE_DIM);
		buf_clear(&text);
	}
	const struct store_feed *f = current(l);
	if (f && detail) {
		char *url = url_for_show(f->url);
		draw_text(app, top + rows - detail, 1, app->frame.cols - 2, bytes_of(url), DIR_LTR,
			  SIDE_START, STYLE_DIM);
		health(app, f, l->paused[l->shown[l->cursor]], true, &text);
		draw_wrapped(app, top + rows - detail + 1, 1, app->frame.cols - 2, detail - 1,
			     buf_view(&text), app->dir,
			     f->failure.code[0] ? STYLE_ERROR : STYLE_DIM);
		free(url);
	}
	buf_clear(&text);
	int64_t done = 0, total = 0;
	if (!app_work(app, &text, &done, &total) && l->n)
		words_printf(&app->words, &text, _("%d of %d"), (int)l->cursor + 1, (int)l->n);
	draw_bottom(app, hints, ARRAY_LEN(hints), text.data ? text.data : "", done, total);
	buf_release(&text);
}

/* ---- changes -------------------------------------------------------------------------------- */

static bool
change(struct app *app, const struct source_change *c)
{
	struct source_list *l = app->source_list;
	struct why why = {""};
	char *url = current(l) ? mem_strdup(current(l)->url) : NULL;
	if (!url || !sources_begin_change(app)) {
		free(url);
		return true;
	}
	bool good = sources_change(app->feeds, url, c, &why) == OK && sources_reread(app, &why);
	if (!good) {
		app_complain(app, "%s", why.text);
		undo_forget(app);
	}
	load(app);
	free(url);
	return good;
}

static bool
on_renamed(struct app *app, const char *text, void *context)
{
	(void)context;
	return change(app, &(struct source_change){.title = text});
}

static bool
on_moved(struct app *app, const char *text, void *context)
{
	(void)context;
	return change(app, &(struct source_change){.section = text});
}

static bool
on_set(struct app *app, const char *text, void *context)
{
	(void)context;
	return change(app, &(struct source_change){.settings = text});
}

static void
remove_current(struct app *app)
{
	struct store_feed *f = current(app->source_list);
	struct why why = {""};
	char *title = mem_strdup(f->title), *url = mem_strdup(f->url);
	if (sources_begin_change(app)) {
		if (sources_remove(app->feeds, url, &why) == OK && sources_reread(app, &why)) {
			app_say(app, _("Removed: %s. Its articles are kept; %s takes it back."), title,
				app_key_text(app, ACTION_UNDO).text);
		} else {
			app_complain(app, "%s", why.text);
			undo_forget(app);
		}
		load(app);
	}
	free(title);
	free(url);
}

/* The settings with or without "refresh-interval 0". */
static void
pause_current(struct app *app)
{
	struct source_list *l = app->source_list;
	bool paused = l->paused[l->shown[l->cursor]];
	char *old = app->feeds ? sources_settings_text(app->feeds, current(l)->url) : mem_strdup("");
	struct buf new;
	buf_init(&new, 0);
	for (char *p = old; *p;) {
		size_t n = strcspn(p, ";");
		struct bytes one = bytes_trim((struct bytes){p, n});
		if (one.len && !bytes_starts(one, "refresh-interval"))
			buf_printf(&new, "%s%.*s", new.len ? "; " : "", (int)one.len, one.data);
		p += n + (p[n] == ';');
	}
	if (!paused)
		buf_printf(&new, "%srefresh-interval 0", new.len ? "; " : "");
	if (change(app, &(struct source_change){.settings = new.data ? new.data : ""}) &&
	    !app->message_bad)
		app_say(app, "%s", paused ? _("It is refreshed again with the others.")
					  : _("Paused: it is asked only when you ask for it."));
	buf_release(&new);
	free(old);
}

static void
ask(struct app *app, enum action action)
{
	const struct store_feed *f = current(app->source_list);
	char *settings;
	switch (action) {
	case ACTION_RENAME:
		prompt_open(app, &(struct prompt_spec){.label = _("New name:"),
						       .text = f->title,
						       .hint = _("empty: as the source calls itself"),
						       .entered = on_renamed});
		break;
	case ACTION_MOVE:
		prompt_open(app, &(struct prompt_spec){.label = _("Section:"),
						       .text = f->section,
						       .hint = _("none; Tab shows the sections"),
						       .entered = on_moved,
						       .complete = sources_complete_section});
		break;
	default:
		settings = app->feeds ? sources_settings_text(app->feeds, f->url) : mem_strdup("");
		prompt_open(app, &(struct prompt_spec){.label = _("Settings of this source:"),
						       .text = settings,
						       .hint = "refresh-interval 240; full-text always",
						       .entered = on_set});
		free(settings);
		break;
	}
}

/* ---- keys ------------------------------------------------------------------------------------ */

static void
on_filter_typed(struct app *app, const char *text, void *context)
{
	struct source_list *l = app->source_list;
	(void)context;
	free(l->filter);
	l->filter = *text ? mem_strdup(text) : NULL;
	load(app);
}

static bool
on_filter_entered(struct app *app, const char *text, void *context)
{
	on_filter_typed(app, text, context);
	return true;
}

static void
on_filter_left(struct app *app, void *context)
{
	on_filter_typed(app, "", context);
}

static void
move(struct source_list *l, int64_t by)
{
	int64_t to = (int64_t)l->cursor + by;
	l->cursor = (size_t)(to < 0 || !l->n ? 0 : to >= (int64_t)l->n ? (int64_t)l->n - 1 : to);
}

static bool
act_on_source(struct app *app, enum action action)
{
	struct store_feed *f = current(app->source_list);
	if (!f)
		return false;
	switch (action) {
	case ACTION_RENAME:
	case ACTION_MOVE:
	case ACTION_FEED_SETTINGS:
	case ACTION_OPEN:
		ask(app, action);
		return true;
	case ACTION_REMOVE:
		remove_current(app);
		return true;
	case ACTION_PAUSE:
		pause_current(app);
		return true;
	case ACTION_REFRESH:
		app_refresh(app, "force", &f->id, 1);
		return true;
	default:
		return false;
	}
}

static bool
act(struct app *app, enum action action)
{
	struct source_list *l = app->source_list;
	int page = app_body_rows(app) / 2;
	if (!l)
		return false;
	if (l->version != store_version(app->store)) /* the fetcher was here */
		load(app);
	if (act_on_source(app, action))
		return true;
	switch (action) {
	case ACTION_DOWN: move(l, 1); return true;
	case ACTION_UP: move(l, -1); return true;
	case ACTION_PAGE_DOWN: move(l, page); return true;
	case ACTION_PAGE_UP: move(l, -page); return true;
	case ACTION_HALF_DOWN: move(l, page / 2 + 1); return true;
	case ACTION_HALF_UP: move(l, -page / 2 - 1); return true;
	case ACTION_FIRST: l->cursor = 0; return true;
	case ACTION_LAST: move(l, app->count ? app->count - 1 - (int64_t)l->cursor : (int64_t)l->n); return true;
	case ACTION_UNDO:
		undo_last(app);
		load(app);
		return true;
	case ACTION_FILTER:
		prompt_open(app, &(struct prompt_spec){.label = _("Filter:"),
						       .text = l->filter,
						       .hint = _("name, section or address"),
						       .history = HISTORY_FILTER,
						       .typed = on_filter_typed,
						       .entered = on_filter_entered,
						       .left = on_filter_left});
		return true;
	case ACTION_BACK:
		if (!l->filter)
			return false;
		on_filter_typed(app, "", NULL);
		return true;
	default:
		return false;
	}
}

void
sources_changed(struct app *app)
{
	if (app->screen == &screen_sources && app->source_list)
		load(app);
}

const struct screen_ops screen_sources = {
	.name = "sources", .where = IN_SOURCES, .draw = draw, .act = act};
