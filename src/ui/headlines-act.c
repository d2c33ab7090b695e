/* SPDX-License-Identifier: MIT
 *
 * What the keys do in the headlines.
 */
#include "ui/headlines.h"

#include <stdlib.h>
#include <string.h>

#include "sys/lang.h"
#include "ui/reading.h"

static bool
wide(const struct app *app)
{
	return app_layout(app) >= LAYOUT_TWO;
}

static void
to_end(struct app *app)
{
	struct headlines *h = app->headlines;
	if (!h->at_oldest && app->store) {
		/* from the other end, not through everything between */
		for (size_t i = 0; i < h->n; i++) {
			free(h->rows[i].title);
			free(h->rows[i].author);
			free(h->rows[i].link);
		}
		h->n = h->cursor = h->top = 0;
		h->at_oldest = true;
		h->at_newest = false;
		headlines_step(app, -1, false);
		h->rank = h->total >= (int64_t)h->n ? h->total - (int64_t)h->n : -1;
	}
	h->cursor = h->n ? h->n - 1 : 0;
}

static void
mark_all(struct app *app)
{
	struct headlines *h = app->headlines;
	struct section_row section = {.kind = h->kind, .id = h->section_id, .query = h->query};
	struct store_filter filter;
	int64_t *ids = NULL;
	size_t changed = 0;
	struct why why = {""};
	if (!app->store || h->kind == SECTION_GUIDE)
		return;
	sections_filter(app, &section, &filter);
	/* only what could be seen: not what arrived meanwhile and is newer than the top */
	int64_t up_to = h->newest;
	if (store_mark_all(app->store, &filter, up_to, MARK_READ, &ids, &changed, &why) != OK) {
		app_complain(app, "%s", why.text);
		return;
	}
	for (size_t i = 0; i < h->n; i++)
		if (!up_to || h->rows[i].id <= up_to)
			h->rows[i].unread = false;
	free(h->undo);
	h->undo = ids;
	h->undo_n = changed;
	h->undo_mark = MARK_READ;
	app->store_seen = store_version(app->store);
	sections_load(app);
	if (store_count(app->store, &filter, &h->total, &h->unread, NULL) != OK)
		h->total = h->unread = -1;
	struct buf said;
	buf_init(&said, 0);
	words_printf(&app->words, &said,
		     ngettext("%d article marked as read; u takes it back",
			      "%d articles marked as read; u takes it back", (unsigned)changed),
		     (int)changed);
	app_say(app, "%s", said.data);
	buf_release(&said);
}

static void
undo(struct app *app)
{
	static const enum store_mark back[] = {[MARK_READ] = MARK_UNREAD,
					       [MARK_UNREAD] = MARK_READ,
					       [MARK_STAR] = MARK_UNSTAR,
					       [MARK_UNSTAR] = MARK_STAR};
	struct headlines *h = app->headlines;
	struct why why = {""};
	if (!h->undo_n || !app->store)
		return;
	enum store_mark mark = back[h->undo_mark];
	if (store_mark(app->store, h->undo, h->undo_n, mark, &why) != OK) {
		app_complain(app, "%s", why.text);
		return;
	}
	for (size_t i = 0; i < h->n; i++) {
		for (size_t k = 0; k < h->undo_n; k++) {
			if (h->undo[k] != h->rows[i].id)
				continue;
			if (mark == MARK_READ || mark == MARK_UNREAD)
				h->rows[i].unread = mark == MARK_UNREAD;
			else
				h->rows[i].starred = mark == MARK_STAR;
			break;
		}
	}
	h->undo_n = 0;
	app->store_seen = store_version(app->store);
	sections_load(app);
	app_say(app, "%s", _("Taken back."));
}

static void
page(struct app *app, int by)
{
	int n = headlines_per_page(app);
	for (int i = 0; i < (n > 1 ? n : 1); i++)
		if (!headlines_step(app, by, false))
			break;
}

static void
refresh_these(struct app *app)
{
	struct headlines *h = app->headlines;
	struct store_feeds feeds = {0};
	if (h->kind == SECTION_FEED) {
		app_refresh(app, "all", &h->section_id, 1);
		return;
	}
	if (h->kind != SECTION_NAMED || store_feeds(app->store, &feeds, NULL) != OK) {
		app_refresh(app, "all", NULL, 0);
		return;
	}
	int64_t *ids = mem_zalloc((feeds.n + 1) * sizeof(*ids));
	size_t n = 0;
	for (size_t i = 0; i < feeds.n; i++)
		if (strcmp(feeds.items[i].section, h->name) == 0 ||
		    (!*feeds.items[i].section && strcmp(h->name, _("Other")) == 0))
			ids[n++] = feeds.items[i].id;
	app_refresh(app, "all", ids, n);
	free(ids);
	store_feeds_release(&feeds);
}

static bool
act_on_row(struct app *app, enum action action)
{
	struct store_row *row = headlines_current(app->headlines);
	if (!row)
		return false;
	switch (action) {
	case ACTION_OPEN:
	case ACTION_ONWARD:
		reading_open(app);
		app_push(app, &screen_article);
		return true;
	case ACTION_TOGGLE_READ:
		headlines_mark(app, row, row->unread ? MARK_READ : MARK_UNREAD);
		return true;
	case ACTION_STAR:
		headlines_mark(app, row, row->starred ? MARK_UNSTAR : MARK_STAR);
		return true;
	case ACTION_BROWSER:
		if (row->link && url_is_web(row->link)) {
			free(app->wish.browse);
			app->wish.browse = mem_strdup(row->link);
			headlines_mark(app, row, MARK_READ);
		} else {
			app_complain(app, "%s", _("This article has no link that can be opened."));
		}
		return true;
	default:
		return false;
	}
}

bool
headlines_act(struct app *app, enum action action)
{
	if (act_on_row(app, action))
		return true;
	switch (action) {
	case ACTION_DOWN:
		headlines_step(app, 1, false);
		return true;
	case ACTION_UP:
		headlines_step(app, -1, false);
		return true;
	case ACTION_PAGE_DOWN:
		page(app, 1);
		return true;
	case ACTION_PAGE_UP:
		page(app, -1);
		return true;
	case ACTION_FIRST:
		headlines_reload(app);
		return true;
	case ACTION_LAST:
		to_end(app);
		return true;
	case ACTION_NEXT_UNREAD:
	case ACTION_PREVIOUS_UNREAD:
		if (!headlines_step(app, action == ACTION_NEXT_UNREAD ? 1 : -1, true))
			app_say(app, "%s", _("No more unread articles this way."));
		return true;
	case ACTION_ALL_READ:
		mark_all(app);
		return true;
	case ACTION_UNDO:
		undo(app);
		return true;
	case ACTION_REFRESH:
		refresh_these(app);
		return true;
	default:
		return false;
	}
}

/* In the wide layout keys go to the pane that has the focus; moving in the
 * sections shows their headlines at once. */
static bool
act_in_sections(struct app *app, enum action action)
{
	size_t before = app->sections->cursor;
	switch (action) {
	case ACTION_OPEN:
	case ACTION_ONWARD:
	case ACTION_OTHER_PANE:
		app->sections->focus = false;
		return true;
	case ACTION_FOLD:
	case ACTION_DOWN:
	case ACTION_UP:
	case ACTION_PAGE_DOWN:
	case ACTION_PAGE_UP:
	case ACTION_FIRST:
	case ACTION_LAST:
		screen_sections.act(app, action);
		if (app->sections->cursor != before)
			headlines_open(app, sections_current(app->sections));
		return true;
	case ACTION_ALL_READ:
	case ACTION_UNDO:
	case ACTION_REFRESH:
		return headlines_act(app, action);
	case ACTION_BACK: /* the sections are where the reader began */
		app->quit = true;
		return true;
	default:
		return false;
	}
}

bool
headlines_screen_act(struct app *app, enum action action)
{
	if (wide(app) && app->sections->focus)
		return act_in_sections(app, action);
	app->headlines->touched = true;
	if (action == ACTION_OTHER_PANE) {
		if (wide(app))
			app->sections->focus = true;
		else
			app_pop(app);
		return true;
	}
	if (action == ACTION_BACK && wide(app)) {
		app->sections->focus = true;
		return true;
	}
	return headlines_act(app, action);
}
