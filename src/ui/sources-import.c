/* SPDX-License-Identifier: MIT
 *
 * The sources of an OPML file: read by the fetcher, added to the feeds file at once
 * (one undo takes them back), then fetched, with the bar of long work.
 */
#include "ui/sources.h"

#include <stdlib.h>
#include <string.h>

#include "config/sources.h"
#include "sys/lang.h"
#include "sys/paths.h"
#include "ui/errand.h"
#include "ui/file-names.h"
#include "ui/prompt.h"
#include "ui/undo.h"

/* Lines of address, title, section, parted by tabs; strings of `lines`. */
static struct source_wish *
wishes_of(char *lines, size_t *n)
{
	struct source_wish *wishes = NULL;
	char *line;
	*n = 0;
	while ((line = strsep(&lines, "\n"))) {
		if (!strchr(line, '\t'))
			continue;
		char *url = strsep(&line, "\t"), *title = strsep(&line, "\t");
		if (!*url)
			continue;
		wishes = mem_realloc_array(wishes, *n + 1, sizeof(*wishes));
		wishes[(*n)++] = (struct source_wish){url, title && *title ? title : NULL, line};
	}
	return wishes;
}

/* Those that have never been asked, so that there is something to read at once. */
void
sources_fetch_new(struct app *app)
{
	struct store_feeds feeds = {0};
	app->fetch_new = app->refresh.request != 0; /* then when that is over */
	if (!app->client || app->refresh.request || store_feeds(app->store, &feeds, NULL) != OK)
		return;
	int64_t *ids = mem_zalloc((feeds.n + 1) * sizeof(*ids));
	size_t n = 0;
	for (size_t i = 0; i < feeds.n; i++)
		if (feeds.items[i].last_try == TIME_NONE)
			ids[n++] = feeds.items[i].id;
	if (n) {
		app_refresh(app, "all", ids, n);
		app->refresh.importing = app->refresh.request != 0;
	}
	free(ids);
	store_feeds_release(&feeds);
}

static void
say_what_came(struct app *app, size_t n, size_t added)
{
	struct buf line;
	buf_init(&line, 0);
	words_printf(&app->words, &line,
		     ngettext("%d source added", "%d sources added", (unsigned long)added), (int)added);
	if (n > added) {
		buf_add_str(&line, " · ");
		words_printf(&app->words, &line,
			     ngettext("%d was there already or cannot be used",
				      "%d were there already or cannot be used",
				      (unsigned long)(n - added)),
			     (int)(n - added));
	}
	app_say(app, "%s", line.data);
	buf_release(&line);
}

static void
on_read(struct app *app, const char *text, bool good)
{
	char *copy = mem_strdup(text);
	struct why why = {""};
	size_t n = 0, added = 0;
	struct source_wish *wishes = good ? wishes_of(copy, &n) : NULL;
	if (!n) {
		char *reason = errand_reason(text);
		app_complain(app, "%s", reason ? reason : _("No source is listed in this file."));
		free(reason);
	} else if (sources_begin_change(app)) {
		if (sources_merge(app->feeds, wishes, n, &added, &why) != OK ||
		    (added && !sources_reread(app, &why)))
			app_complain(app, "%s", why.text);
		else
			say_what_came(app, n, added);
		if (added)
			sources_fetch_new(app);
		else
			undo_forget(app);
	}
	free(wishes);
	free(copy);
}

static bool
on_file_entered(struct app *app, const char *text, void *context)
{
	(void)context;
	if (!*text)
		return true;
	char *path = path_at_home(text);
	const char *words[] = {"opml", "--", path, NULL};
	bool there = path_exists(path);
	if (!there)
		app_complain(app, _("There is no file %s"), path);
	else if (errand_start(app, words, on_read))
		app_say(app, _("Reading %s; %s stops it."), path,
			app_key_text(app, ACTION_CANCEL).text);
	free(path);
	return there;
}

static void
complete(struct app *app, const char *text, struct prompt_choices *out, void *context)
{
	(void)app;
	(void)context;
	file_names(text, out);
}

void
sources_ask_import(struct app *app, const char *path)
{
	if (!app->feeds || !app->store) {
		app_complain(app, "%s", _("The list of sources cannot be changed here."));
		return;
	}
	if (path && *path && on_file_entered(app, path, NULL))
		return;
	prompt_open(app, &(struct prompt_spec){.label = _("OPML file:"),
					       .text = path,
					       .hint = _("its path; Tab completes it"),
					       .history = HISTORY_FILE,
					       .entered = on_file_entered,
					       .complete = complete});
}
