/* SPDX-License-Identifier: MIT
 *
 * What the keys do in an article.
 */
#include "ui/reading.h"

#include <stdlib.h>

#include "sys/lang.h"
#include "ui/find.h"
#include "ui/headlines.h"
#include "ui/jumps.h"
#include "ui/kept.h"
#include "ui/links.h"
#include "ui/share.h"
#include "ui/undo.h"

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
	if (!doc || !link || link > doc->links_n) {
		app_say(app, "%s", _("There is no link with this number."));
		return;
	}
	char *text = links_text(doc, link);
	links_browse(app, doc->links[link - 1], text);
	free(text);
}

static void
go_unread(struct app *app, int by)
{
	if (headlines_next_unread(app, by))
		reading_open(app);
	else
		app_say(app, "%s", _("No more unread articles this way."));
}

static void
go_article(struct app *app, int by)
{
	bool moved = false;
	for (int i = app_times(app); i > 0 && headlines_step(app, by, false); i--)
		moved = true;
	if (moved)
		reading_open(app);
	else
		app_say(app, "%s", _("This is the end of the list."));
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

/* ---- paragraphs to copy ----------------------------------------------------------- */

bool
reading_chosen(const struct app *app, uint32_t block)
{
	const struct reading *r = app->reading;
	uint32_t from = r->anchor < r->other ? r->anchor : r->other;
	uint32_t to = r->anchor < r->other ? r->other : r->anchor;
	return r->choosing && block >= from && block <= to;
}

static void
copy_chosen(struct app *app)
{
	const struct reading *r = app->reading;
	struct doc chosen = *r->doc;
	struct buf text;
	uint32_t from = r->anchor < r->other ? r->anchor : r->other;
	uint32_t to = r->anchor < r->other ? r->other : r->anchor;
	chosen.blocks += from;
	chosen.blocks_n = to - from + 1;
	buf_init(&text, 0);
	doc_plain(&chosen, &text);
	share_copy(app, text.data ? text.data : "", ngettext("%d paragraph copied.", "%d paragraphs copied.",
							     to - from + 1),
		   (int)(to - from + 1));
	buf_release(&text);
}

static void
widen(struct app *app, int by)
{
	struct reading *r = app->reading;
	if ((by < 0 && r->other == 0) || (by > 0 && r->other + 1 >= r->doc->blocks_n))
		return;
	r->other += (uint32_t)by;
	size_t line = page_line_of_block(r->page, r->other), rows = (size_t)reading_rows(app);
	if (line < r->top || line >= r->top + rows)
		reading_scroll(app, (int64_t)line - (int64_t)(r->top + rows / 2));
}

static bool
choosing_key(struct app *app, const struct key *key)
{
	struct key_stroke stroke = {.code = key->code, .alt = key->alt};
	struct keymap_found found =
		keymap_find(app->keys, &stroke, 1, IN_ARTICLE, app->dir == DIR_RTL);
	enum action a = found.actions_n ? found.actions[0] : ACTION_NONE;
	app->message[0] = '\0';
	if (a == ACTION_DOWN || a == ACTION_UP) { /* whatever keys they have */
		widen(app, a == ACTION_DOWN ? 1 : -1);
		return true;
	}
	if (key->code == 'y' || place_to_us(keymap_keyboard(app->keys), key->code) == 'y' ||
	    key->code == KEY_CODE_ENTER)
		copy_chosen(app);
	else
		app_say(app, "%s", _("Nothing was copied."));
	app->reading->choosing = false;
	app->grab = NULL;
	return true;
}

static void
choose(struct app *app)
{
	struct reading *r = app->reading;
	if (!r->doc || !r->doc->blocks_n)
		return;
	uint32_t block = UINT32_MAX;
	for (size_t i = r->top; block == UINT32_MAX && i < page_lines(r->page); i++)
		block = page_block_of_line(r->page, i);
	r->anchor = r->other = block == UINT32_MAX ? 0 : block;
	r->choosing = true;
	app->grab = choosing_key;
	app_say(app, "%s", _("Up and down choose paragraphs, y copies them, Esc leaves it."));
}

/* ---- the keys ----------------------------------------------------------------------- */

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
		if (row->unread)
			kept_add(app->kept, row->id);
		app_say(app, "%s", row->unread ? _("Kept unread.") : _("Marked as read."));
		return true;
	case ACTION_KEEP_UNREAD:
		headlines_keep(app, row);
		if (headlines_next_unread(app, 1))
			reading_open(app);
		else
			app_pop(app);
		return true;
	case ACTION_STAR:
		headlines_mark(app, row, row->starred ? MARK_UNSTAR : MARK_STAR);
		r->entry.row.starred = row->starred;
		return true;
	case ACTION_REFRESH:
		return headlines_act(app, action);
	case ACTION_FULL_TEXT:
		bring_whole(app);
		return true;
	default:
		return false;
	}
}

static bool
act_on_links(struct app *app, enum action action)
{
	switch (action) {
	case ACTION_OPEN:
	case ACTION_BROWSER:
	case ACTION_BROWSER_READ:
		if (app->count)
			reading_follow(app, (size_t)app->count);
		else if (action != ACTION_OPEN)
			links_browse(app, app->reading->entry.row.link, NULL);
		return true;
	case ACTION_LINKS:
		links_open(app);
		return true;
	case ACTION_HINTS:
		links_hints(app);
		return true;
	case ACTION_SELECT:
		choose(app);
		return true;
	default:
		return share_act(app, action);
	}
}

static bool
act_on_place(struct app *app, enum action action)
{
	struct reading *r = app->reading;
	int rows = reading_rows(app), page = rows > 3 ? rows - 2 : 1;
	switch (action) {
	case ACTION_DOWN:
		reading_scroll(app, 1);
		return true;
	case ACTION_UP:
		reading_scroll(app, -1);
		return true;
	case ACTION_PAGE_DOWN:
	case ACTION_ONWARD:
		if (r->top >= reading_last_top(app) && action == ACTION_PAGE_DOWN)
			go_unread(app, 1);
		else
			reading_scroll(app, page);
		return true;
	case ACTION_PAGE_UP:
		reading_scroll(app, -page);
		return true;
	case ACTION_HALF_DOWN:
		reading_scroll(app, (rows + 1) / 2);
		return true;
	case ACTION_HALF_UP:
		reading_scroll(app, -(rows + 1) / 2);
		return true;
	case ACTION_FIRST:
		r->top = 0;
		return true;
	case ACTION_LAST:
		r->top = app->count ? (size_t)app->count - 1 : reading_last_top(app);
		reading_scroll(app, 0);
		return true;
	default:
		return false;
	}
}

bool
reading_act(struct app *app, enum action action)
{
	struct reading *r = app->reading;
	if (!r->page)
		return false;
	/* n and N go through what was found, back ends it */
	if ((r->find || (r->words && r->hits)) &&
	    (action == ACTION_NEXT_UNREAD || action == ACTION_TOGGLE_READ)) {
		find_step(app, action == ACTION_NEXT_UNREAD ? 1 : -1);
		return true;
	}
	if (r->find && action == ACTION_BACK) {
		find_end(app);
		return true;
	}
	if (act_on_entry(app, action) || act_on_links(app, action) || act_on_place(app, action))
		return true;
	switch (action) {
	case ACTION_OTHER_PANE:
		app_pop(app);
		return true;
	case ACTION_FIND:
		find_ask(app);
		return true;
	case ACTION_UNDO:
		undo_last(app);
		return true;
	case ACTION_NEXT_UNREAD:
	case ACTION_PREVIOUS_UNREAD:
		go_unread(app, action == ACTION_NEXT_UNREAD ? 1 : -1);
		return true;
	case ACTION_NEXT_ARTICLE:
	case ACTION_PREVIOUS_ARTICLE:
		go_article(app, action == ACTION_NEXT_ARTICLE ? 1 : -1);
		return true;
	default:
		return false;
	}
}
