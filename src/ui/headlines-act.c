/* SPDX-License-Identifier: MIT
 *
 * What the keys do in the headlines.
 */
#include "ui/headlines.h"

#include <stdlib.h>
#include <string.h>

#include "sys/lang.h"
#include "ui/jumps.h"
#include "ui/kept.h"
#include "ui/links.h"
#include "ui/reading.h"
#include "ui/share.h"
#include "ui/undo.h"

static bool
wide(const struct app *app)
{
	return app_layout(app) >= LAYOUT_TWO;
}

/* ---- moving ------------------------------------------------------------------------ */

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
		h->length = h->total;
	}
	h->cursor = h->n ? h->n - 1 : 0;
}

/* The row of that number, counted from the list's top. */
static void
to_row(struct app *app, int number)
{
	struct headlines *h = app->headlines;
	if (h->rank < 0)
		headlines_reload(app);
	int64_t by = number - 1 - (h->rank + (int64_t)h->cursor);
	for (; by; by += by > 0 ? -1 : 1)
		if (!headlines_step(app, by > 0 ? 1 : -1, false))
			break;
}

static void
move_rows(struct app *app, int by, int n)
{
	for (int i = 0; i < (n > 1 ? n : 1); i++)
		if (!headlines_step(app, by, false))
			break;
}

/* The unread rows above that were not put aside, then what has come in meanwhile, then
 * the next section that has some. */
static bool
unread_elsewhere(struct app *app)
{
	struct headlines *h = app->headlines;
	struct sections *s = app->sections;
	for (size_t i = 0; i < h->cursor; i++) {
		if (!h->rows[i].unread || kept_has(app->kept, h->rows[i].id))
			continue;
		jumps_note(app);
		h->cursor = i;
		app_say(app, "%s", _("From the top of the list again."));
		return true;
	}
	if (h->fresh > 0) {
		jumps_note(app);
		headlines_reload(app);
		if ((h->n && h->rows[0].unread) || headlines_step(app, 1, true)) {
			app_say(app, "%s", _("From the top of the list again."));
			return true;
		}
	}
	if (h->kind != SECTION_NAMED && h->kind != SECTION_FEED)
		return false;
	for (size_t k = 1; k <= s->n; k++) {
		size_t at = (s->cursor + k) % s->n;
		struct section_row *row = &s->rows[at];
		if (row->kind != SECTION_NAMED || row->unread <= 0 ||
		    (h->kind == SECTION_NAMED && row->id == h->section_id))
			continue;
		jumps_note(app);
		s->cursor = at;
		headlines_open(app, row);
		h->touched = true;
		if ((h->n && h->rows[0].unread) || headlines_step(app, 1, true)) {
			app_say(app, _("On to: %s"), h->name);
			return true;
		}
	}
	return false;
}

bool
headlines_next_unread(struct app *app, int by)
{
	bool found = false;
	for (int i = app_times(app); i > 0; i--) {
		if (!headlines_step(app, by, true))
			return found || (by > 0 && unread_elsewhere(app));
		found = true;
	}
	return true;
}

static void
other_section(struct app *app, int by)
{
	struct sections *s = app->sections;
	size_t before = s->cursor;
	sections_move(s, by * app_times(app), app_body_rows(app));
	if (s->cursor == before)
		return;
	jumps_note(app);
	headlines_open(app, sections_current(s));
}

/* ---- marks ------------------------------------------------------------------------- */

/* up_to: only what could be seen, not what arrived meanwhile and is newer than the
 * top. */
static void
mark_all(struct app *app, const struct store_filter *filter, int64_t up_to)
{
	struct headlines *h = app->headlines;
	int64_t *ids = NULL;
	size_t changed = 0;
	struct why why = {""};
	if (store_mark_all(app->store, filter, up_to, MARK_READ, &ids, &changed, &why) != OK) {
		app_complain(app, "%s", why.text);
		return;
	}
	for (size_t i = 0; i < h->n; i++)
		if (!up_to || h->rows[i].id <= up_to)
			h->rows[i].unread = false;
	for (size_t i = 0; i < changed; i++)
		kept_drop(app->kept, ids[i]);
	undo_note_marks(app, ids, changed, MARK_READ);
	headlines_marked(app);
	struct buf said;
	buf_init(&said, 0);
	words_printf(&app->words, &said,
		     ngettext("%d article marked as read; %s takes it back",
			      "%d articles marked as read; %s takes it back", (unsigned)changed),
		     (int)changed, app_key_text(app, ACTION_UNDO).text);
	app_say(app, "%s", said.data);
	buf_release(&said);
}

void
headlines_keep(struct app *app, struct store_row *row)
{
	if (!row->unread)
		headlines_mark(app, row, MARK_UNREAD);
	if (row->id > 0)
		kept_add(app->kept, row->id);
	app_say(app, "%s", _("Kept unread."));
}

static void
all_read(struct app *app, bool everything)
{
	struct headlines *h = app->headlines;
	struct store_filter filter = {.since = TIME_NONE, .before = TIME_NONE};
	if (!app->store || (h->kind == SECTION_GUIDE && !everything))
		return;
	if (!everything)
		headlines_filter(app, &filter);
	mark_all(app, &filter, everything ? 0 : h->newest);
}

static void
refresh_these(struct app *app, const char *what)
{
	struct headlines *h = app->headlines;
	struct store_feeds feeds = {0};
	if (h->kind == SECTION_FEED) {
		app_refresh(app, what, &h->section_id, 1);
		return;
	}
	if (h->kind != SECTION_NAMED || store_feeds(app->store, &feeds, NULL) != OK) {
		app_refresh(app, what, NULL, 0);
		return;
	}
	int64_t *ids = mem_zalloc((feeds.n + 1) * sizeof(*ids));
	size_t n = 0;
	for (size_t i = 0; i < feeds.n; i++)
		if (strcmp(feeds.items[i].section, h->name) == 0 ||
		    (!*feeds.items[i].section && strcmp(h->name, _("Other")) == 0))
			ids[n++] = feeds.items[i].id;
	if (n) /* none would mean all */
		app_refresh(app, what, ids, n);
	else
		app_say(app, "%s", _("This section has no sources any more."));
	free(ids);
	store_feeds_release(&feeds);
}

/* ---- what the keys do ------------------------------------------------------------------ */

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
	case ACTION_KEEP_UNREAD:
		headlines_keep(app, row);
		headlines_step(app, 1, false);
		return true;
	case ACTION_STAR:
		headlines_mark(app, row, row->starred ? MARK_UNSTAR : MARK_STAR);
		return true;
	case ACTION_BROWSER:
	case ACTION_BROWSER_READ:
		if (links_browse(app, row->link, NULL) && action == ACTION_BROWSER_READ &&
		    row->unread)
			headlines_mark(app, row, MARK_READ);
		return true;
	default:
		return share_act(app, action);
	}
}

static bool
act_moving(struct app *app, enum action action)
{
	int page = headlines_per_page(app);
	switch (action) {
	case ACTION_DOWN:
		headlines_step(app, 1, false);
		return true;
	case ACTION_UP:
		headlines_step(app, -1, false);
		return true;
	case ACTION_PAGE_DOWN:
		move_rows(app, 1, page);
		return true;
	case ACTION_PAGE_UP:
		move_rows(app, -1, page);
		return true;
	case ACTION_HALF_DOWN:
		move_rows(app, 1, page / 2);
		return true;
	case ACTION_HALF_UP:
		move_rows(app, -1, page / 2);
		return true;
	case ACTION_FIRST:
		jumps_note(app);
		headlines_reload(app);
		return true;
	case ACTION_LAST:
		jumps_note(app);
		if (app->count)
			to_row(app, app->count);
		else
			to_end(app);
		return true;
	case ACTION_NEXT_SECTION:
	case ACTION_PREVIOUS_SECTION:
		other_section(app, action == ACTION_NEXT_SECTION ? 1 : -1);
		return true;
	default:
		return false;
	}
}

bool
headlines_act(struct app *app, enum action action)
{
	if (act_on_row(app, action) || act_moving(app, action))
		return true;
	switch (action) {
	case ACTION_NEXT_UNREAD:
	case ACTION_PREVIOUS_UNREAD:
		if (!headlines_next_unread(app, action == ACTION_NEXT_UNREAD ? 1 : -1))
			app_say(app, "%s", _("No more unread articles this way."));
		return true;
	case ACTION_ALL_READ:
	case ACTION_EVERYTHING_READ:
		all_read(app, action == ACTION_EVERYTHING_READ);
		return true;
	case ACTION_UNDO:
		undo_last(app);
		return true;
	case ACTION_FILTER:
		headlines_ask_filter(app);
		return true;
	case ACTION_REFRESH:
		refresh_these(app, "all");
		return true;
	case ACTION_AHEAD:
		refresh_these(app, "ahead");
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
	case ACTION_HALF_DOWN:
	case ACTION_HALF_UP:
	case ACTION_NEXT_SECTION:
	case ACTION_PREVIOUS_SECTION:
	case ACTION_FIRST:
	case ACTION_LAST:
		screen_sections.act(app, action);
		if (app->sections->cursor != before)
			headlines_open(app, sections_current(app->sections));
		return true;
	case ACTION_NEXT_UNREAD:
	case ACTION_FILTER:
		app->sections->focus = false;
		return headlines_act(app, action);
	case ACTION_ALL_READ:
	case ACTION_EVERYTHING_READ:
	case ACTION_UNDO:
	case ACTION_REFRESH:
	case ACTION_AHEAD:
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
	if (action == ACTION_BACK && app->headlines->filter) {
		headlines_set_filter(app, NULL);
		return true;
	}
	if (action == ACTION_BACK && wide(app)) {
		app->sections->focus = true;
		return true;
	}
	return headlines_act(app, action);
}
