/* SPDX-License-Identifier: MIT
 *
 * What the keys do in an article.
 */
#include "ui/reading.h"

#include <stdlib.h>

#include "sys/lang.h"
#include "ui/headlines.h"

void
reading_scroll(struct app *app, int64_t by)
{
	struct reading *r = app->reading;
	if (!r->page)
		return;
	int64_t top = (int64_t)r->top + by, last = (int64_t)reading_last_top(app);
	r->top = (size_t)(top < 0 ? 0 : top > last ? last : top);
}

void
reading_follow(struct app *app, size_t link)
{
	const struct doc *doc = app->reading->doc;
	if (!doc || !link || link > doc->links_n)
		return;
	if (!url_is_web(doc->links[link - 1])) {
		app_complain(app, "%s", _("This article has no link that can be opened."));
		return;
	}
	free(app->wish.browse);
	app->wish.browse = mem_strdup(doc->links[link - 1]);
}

static void
go(struct app *app, int by, bool unread)
{
	if (headlines_step(app, by, unread))
		reading_open(app);
	else
		app_say(app, "%s", unread ? _("No more unread articles this way.")
					  : _("This is the end of the list."));
}

static void
bring_whole(struct app *app)
{
	struct reading *r = app->reading;
	if (r->id <= 0 || !app->client)
		return;
	if (!r->entry.row.link || !url_is_web(r->entry.row.link)) {
		app_complain(app, "%s", _("This article has no link that can be opened."));
		return;
	}
	reading_ask_page(app);
}

static bool
act_on_entry(struct app *app, enum action action)
{
	struct reading *r = app->reading;
	struct store_row *row = headlines_current(app->headlines);
	if (r->id <= 0 || !row || row->id != r->id)
		return false;
	switch (action) {
	case ACTION_TOGGLE_READ:
		headlines_mark(app, row, row->unread ? MARK_READ : MARK_UNREAD);
		app_say(app, "%s", row->unread ? _("Kept unread.") : _("Marked as read."));
		return true;
	case ACTION_STAR:
		headlines_mark(app, row, row->starred ? MARK_UNSTAR : MARK_STAR);
		r->entry.row.starred = row->starred;
		return true;
	case ACTION_BROWSER:
	case ACTION_UNDO:
	case ACTION_REFRESH:
		return headlines_act(app, action);
	case ACTION_FULL_TEXT:
		bring_whole(app);
		return true;
	default:
		return false;
	}
}

bool
reading_act(struct app *app, enum action action)
{
	struct reading *r = app->reading;
	int rows = reading_rows(app);
	if (!r->page)
		return false;
	if (act_on_entry(app, action))
		return true;
	switch (action) {
	case ACTION_OTHER_PANE:
		app_pop(app);
		return true;
	case ACTION_DOWN:
		reading_scroll(app, 1);
		return true;
	case ACTION_UP:
		reading_scroll(app, -1);
		return true;
	case ACTION_PAGE_DOWN:
	case ACTION_ONWARD:
		if (r->top >= reading_last_top(app) && action == ACTION_PAGE_DOWN)
			go(app, 1, true);
		else
			reading_scroll(app, rows > 3 ? rows - 2 : 1);
		return true;
	case ACTION_PAGE_UP:
		reading_scroll(app, -(rows > 3 ? rows - 2 : 1));
		return true;
	case ACTION_FIRST:
		r->top = 0;
		return true;
	case ACTION_LAST:
		r->top = reading_last_top(app);
		return true;
	case ACTION_NEXT_UNREAD:
	case ACTION_PREVIOUS_UNREAD:
		go(app, action == ACTION_NEXT_UNREAD ? 1 : -1, true);
		return true;
	case ACTION_NEXT_ARTICLE:
	case ACTION_PREVIOUS_ARTICLE:
		go(app, action == ACTION_NEXT_ARTICLE ? 1 : -1, false);
		return true;
	default:
		return false;
	}
}
