/* SPDX-License-Identifier: MIT */
#include "ui/full-text.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "config/source-settings.h"
#include "config/sources.h"

struct listed {
	struct sources sources;
	struct timespec changed; /* of the file, when it was read */
};

void
full_text_release(struct app *app)
{
	if (!app->listed)
		return;
	sources_release(&app->listed->sources);
	free(app->listed);
	app->listed = NULL;
}

static const struct sources *
listed(struct app *app)
{
	struct stat st;
	if (!app->feeds || stat(app->feeds, &st) < 0)
		return NULL;
	struct listed *l = app->listed;
	if (l && l->changed.tv_sec == st.st_mtim.tv_sec && l->changed.tv_nsec == st.st_mtim.tv_nsec)
		return &l->sources;
	full_text_release(app);
	l = mem_zalloc(sizeof(*l));
	l->changed = st.st_mtim;
	if (sources_load(app->feeds, &l->sources, NULL) != OK) {
		free(l);
		return NULL;
	}
	app->listed = l;
	return &l->sources;
}

enum full_text
full_text_mode(struct app *app, const char *feed_url)
{
	const struct sources *s = feed_url ? listed(app) : NULL;
	const struct source_settings *own = s ? sources_settings(s, feed_url, 0) : NULL;
	if (own && own->full_text >= 0)
		return (enum full_text)own->full_text;
	return (enum full_text)full_text_by_name(config_str(app->config, OPT_FULL_TEXT));
}
