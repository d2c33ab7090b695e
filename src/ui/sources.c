/* SPDX-License-Identifier: MIT
 *
 * The feeds file from the screens.
 */
#include "ui/sources.h"

#include <stdlib.h>
#include <string.h>

#include "akhbar/limits.h"
#include "config/sources.h"
#include "sys/files.h"
#include "sys/lang.h"
#include "sys/paths.h"
#include "ui/saved.h"
#include "ui/undo.h"

enum err
sources_to_store(struct store *s, const struct sources *list, struct why *why)
{
	struct store_source *rows = mem_zalloc((list->n + 1) * sizeof(*rows));
	for (size_t i = 0; i < list->n; i++)
		rows[i] = (struct store_source){
			.url = list->items[i].url,
			.title = list->items[i].title,
			.section = list->items[i].section ? list->items[i].section : "",
			.hidden = list->items[i].hidden,
		};
	enum err e = store_sync_sources(s, rows, list->n, why);
	free(rows);
	return e;
}

bool
sources_reread(struct app *app, struct why *why)
{
	struct sources list = {0};
	if (!app->store || !app->feeds || sources_load(app->feeds, &list, why) != OK)
		return false;
	enum err e = sources_to_store(app->store, &list, why);
	sources_release(&list);
	/* the fetcher reads the file when it starts; one at work ends its work first */
	if (app->client && !app->refresh.request && client_running(app->client))
		app->wish.new_client = true;
	if (e == OK) {
		saved_load(app);
		app_store_changed(app);
	}
	return e == OK;
}

/* The shipped list is not ours to write: the reader's own starts with its lines. */
static bool
make_own(struct app *app, struct buf *text)
{
	char *own = path_config("feeds");
	struct why why = {""};
	if (path_exists(own) || path_make_parents(own, &why) != OK ||
	    file_replace(own, buf_view(text), &why) != OK) {
		app_complain(app, "%s: %s", own, why.text[0] ? why.text : _("it is there already"));
		free(own);
		return false;
	}
	free(app->feeds);
	app->feeds = own;
	app->own_feeds = true;
	app->wish.new_client = app->client != NULL;
	return true;
}

bool
sources_begin_change(struct app *app)
{
	struct buf text;
	struct why why = {""};
	if (!app->feeds || !app->store) {
		app_complain(app, "%s", _("The list of sources cannot be changed here."));
		return false;
	}
	buf_init(&text, LIMIT_BODY_BYTES);
	bool good = !path_exists(app->feeds) || file_read(app->feeds, &text, &why) == OK;
	bool copied = good && !app->own_feeds;
	if (!good)
		app_complain(app, "%s", why.text);
	else if (!app->own_feeds)
		good = make_own(app, &text);
	if (good) {
		undo_note_file(app, app->feeds, buf_view(&text));
		if (copied)
			app_say(app, _("Your own list of sources now starts from the shipped one: %s"),
				app->feeds);
	}
	buf_release(&text);
	return good;
}

bool
sources_add_now(struct app *app, const char *url, const char *title, const char *section)
{
	struct why why = {""};
	struct store_feeds feeds = {0};
	char *address = source_address(url);
	if (!address) {
		app_complain(app, _("\"%s\" is not an address; it begins with http:// or https://"), url);
		return false;
	}
	bool good = sources_begin_change(app);
	if (good && sources_add(app->feeds, address, title && *title ? title : NULL, section, &why) != OK) {
		app_complain(app, "%s", why.text);
		undo_forget(app);
		good = false;
	}
	if (good && !sources_reread(app, &why)) {
		app_complain(app, "%s", why.text);
		good = false;
	}
	if (good && app->refresh.request) {
		app->fetch_new = true;
	} else if (good && store_feeds(app->store, &feeds, &why) == OK) {
		/* at once, so that it is known to be one */
		for (size_t i = 0; i < feeds.n; i++)
			if (strcmp(feeds.items[i].url, address) == 0)
				app_refresh(app, "all", &feeds.items[i].id, 1);
		store_feeds_release(&feeds);
	}
	if (good && !app->message_bad)
		app_say(app, _("Added: %s"), title && *title ? title : address);
	free(address);
	return good;
}
