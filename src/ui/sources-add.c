/* SPDX-License-Identifier: MIT
 *
 * Adding a source: an address, what the fetcher finds there (found.h), a section.
 */
#include "ui/sources.h"

#include <stdlib.h>
#include <string.h>

#include "config/sources.h"
#include "sys/lang.h"
#include "sys/paths.h"
#include "ui/errand.h"
#include "ui/found.h"
#include "ui/headlines.h"
#include "ui/prompt.h"
#include "ui/sections.h"

/* ---- the section, and done ------------------------------------------------------------- */

static void
forget(struct app *app)
{
	free(app->chosen_source.url);
	free(app->chosen_source.title);
	app->chosen_source.url = app->chosen_source.title = NULL;
}

static bool
on_section_entered(struct app *app, const char *text, void *context)
{
	(void)context;
	if (app->chosen_source.url)
		sources_add_now(app, app->chosen_source.url, app->chosen_source.title, text);
	forget(app);
	if (app->screen == &screen_found)
		app_pop(app);
	return true;
}

void
sources_complete_section(struct app *app, const char *text, struct prompt_choices *out,
			 void *context)
{
	(void)text;
	(void)context;
	for (size_t i = 0; i < app->sections->n; i++)
		if (app->sections->rows[i].kind == SECTION_NAMED)
			prompt_choice(out, app->sections->rows[i].name);
}

void
sources_ask_section(struct app *app, const char *url, const char *title)
{
	char *label = mem_printf(_("%s goes to the section:"), title && *title ? title : url);
	char *clean = text_clean_dup(bytes_of(label), CLEAN_LINE, 200);
	const struct headlines *h = app->headlines;
	char *own_url = mem_strdup(url), *own_title = mem_strdup(title ? title : "");
	forget(app);
	app->chosen_source.url = own_url;
	app->chosen_source.title = own_title;
	prompt_open(app, &(struct prompt_spec){.label = clean,
					       .text = h->kind == SECTION_NAMED ? h->name : "",
					       .hint = _("none; Tab shows the sections"),
					       .entered = on_section_entered,
					       .complete = sources_complete_section});
	free(clean);
	free(label);
}

void
sources_add_release(struct app *app)
{
	forget(app);
	found_release(app);
	errand_release(app);
}

/* ---- looking for it ---------------------------------------------------------------------- */

static void
on_found(struct app *app, const char *text, bool good)
{
	(void)good; /* some words may say what was not found beside what was */
	app->message[0] = '\0';
	if (prompt_is_open(app)) { /* another line is being typed: theirs comes first */
		app_say(app, "%s", _("The feeds of the address were found; add it once more."));
		return;
	}
	if (found_read(app, text)) {
		found_open(app);
		return;
	}
	char *reason = errand_reason(text);
	app_complain(app, "%s", reason ? reason : _("No feed was found at this address."));
	free(reason);
}

static void
start_search(struct app *app, const char *address)
{
	const char *words[] = {"discover", "--common", "--headlines", "--", address, NULL, NULL, NULL};
	if (app->config_path && path_exists(app->config_path))
		memcpy(words, (const char *[]){"discover", "--common", "--headlines", "--config",
					       app->config_path, "--", address, NULL}, sizeof(words));
	if (errand_start(app, words, on_found))
		app_say(app, _("Looking for feeds at %s; %s stops it."), address,
			app_key_text(app, ACTION_CANCEL).text);
}

/* ---- the address ---------------------------------------------------------------------------- */

/* People paste "example.org/news" too. */
static char *
whole_address(const char *written)
{
	if (strstr(written, "://") || bytes_starts_nocase(bytes_of(written), "feed:") || !*written)
		return mem_strdup(written);
	return mem_printf("https://%s", written);
}

static bool
on_address_entered(struct app *app, const char *text, void *context)
{
	(void)context;
	char *whole = whole_address(text), *address = source_address(whole);
	free(whole);
	if (!*text) {
		free(address);
		return true;
	}
	if (!address || !url_is_web(address)) {
		app_complain(app, _("\"%s\" is not an address; it begins with http:// or https://"),
			     text);
		free(address);
		return false;
	}
	start_search(app, address);
	free(address);
	return true;
}

void
sources_ask_add(struct app *app, const char *address)
{
	if (!app->feeds || !app->store) {
		app_complain(app, "%s", _("The list of sources cannot be changed here."));
		return;
	}
	if (address && *address && on_address_entered(app, address, NULL))
		return;
	prompt_open(app, &(struct prompt_spec){.label = _("Address of the source:"),
					       .text = address,
					       .hint = _("of a feed or of a site"),
					       .history = HISTORY_ADDRESS,
					       .entered = on_address_entered});
}
