/* SPDX-License-Identifier: MIT */
#include "ui/set.h"

#include <stdlib.h>
#include <string.h>

#include "sys/lang.h"
#include "ui/prompt.h"
#include "ui/reading.h"
#include "ui/sections.h"

/* ---- while the program runs -------------------------------------------------------------------------- */

static enum option
option_by_name(const char *name)
{
	for (unsigned i = 0; i < OPTION_COUNT; i++)
		if (strcmp(option_info((enum option)i)->name, name) == 0)
			return (enum option)i;
	return OPTION_COUNT;
}

static char *
value_of(const struct config *c, enum option o)
{
	switch (option_info(o)->type) {
	case OPTION_BOOL:
		return mem_strdup(config_bool(c, o) ? "yes" : "no");
	case OPTION_INT:
		return mem_printf("%d", config_int(c, o));
	default:
		return mem_strdup(config_str(c, o));
	}
}

/* What a setting changes here takes effect at once; the rest says when. */
static void
take_effect(struct app *app, enum option o)
{
	switch (o) {
	case OPT_LANG:
	case OPT_UI_NUMERALS:
	case OPT_MONTHS:
	case OPT_CALENDAR:
		if (o == OPT_LANG) /* else it stays as the command line may have said */
			lang_choose(config_str(app->config, OPT_LANG));
		words_init(&app->words, config_str(app->config, OPT_UI_NUMERALS),
			   config_str(app->config, OPT_MONTHS), app->words.now,
			   app->words.utc_offset);
		app->words.calendar = words_calendar(config_str(app->config, OPT_CALENDAR));
		break;
	case OPT_THEME:
		app->wish.look = true;
		return;
	case OPT_KEYBOARD:
		keymap_set_keyboard(app->keys, config_str(app->config, o));
		return;
	case OPT_BIDI:
	case OPT_ISOLATE:
	case OPT_TASHKEEL:
	case OPT_MOUSE:
	case OPT_START:
	case OPT_REFRESH_INTERVAL:
	case OPT_REFRESH_ON_START:
	case OPT_FETCH_TIMEOUT:
	case OPT_PARALLEL:
	case OPT_PARALLEL_HOST:
	case OPT_MAX_BODY_MB:
	case OPT_USER_AGENT:
	case OPT_PROXY:
	case OPT_ALLOW_FILE_FEEDS:
	case OPT_FETCH_AHEAD:
	case OPT_KEEP_DAYS:
	case OPT_KEEP_COUNT:
	case OPT_KEEP_UNREAD:
	case OPT_KEEP_STARRED:
	case OPT_EDITED_UNREAD:
		app_say(app, "%s", _("This holds once it is kept, from the next start on: :keep writes "
				     "it to the settings file."));
		return;
	default:
		break;
	}
	app_read_view(app);
	app->reading->width = 0; /* laid out again when drawn */
	if (app->store) {
		sections_load(app);
		app_resize(app, app->frame.rows, app->frame.cols);
	}
}

static void
show_setting(struct app *app, enum option o)
{
	char *value = value_of(app->config, o);
	app_say(app, "%s %s", option_info(o)->name, *value ? value : "\"\"");
	free(value);
}

bool
set_run(struct app *app, char *argument)
{
	char *name = argument, *value = argument + strcspn(argument, " ="); /* "=" as vi has it */
	struct why why = {""};
	if (*value)
		*value++ = '\0';
	value += strspn(value, " ");
	if (*value == '=')
		value += 1 + strspn(value + 1, " ");
	size_t n = strlen(name);
	bool asks = n && name[n - 1] == '?';
	if (asks)
		name[n - 1] = '\0';
	enum option o = option_by_name(name);
	if (!*name) {
		app_complain(app, "%s", _("set takes a setting and a value; Tab shows what there is"));
		return false;
	}
	if (o != OPTION_COUNT && (asks || !*value)) {
		show_setting(app, o);
		return true;
	}
	if (strcmp(value, "\"\"") == 0)
		*value = '\0';
	if (config_set(app->config, name, value, &why) != OK) {
		app_complain(app, "%s", why.text);
		return false;
	}
	app->changed.settings[o] = true;
	app_say(app, _("%s %s until you quit; :keep writes it to the settings file."), name,
		*value ? value : "\"\"");
	take_effect(app, o);
	return true;
}

void
set_complete(struct app *app, const char *text, struct prompt_choices *out)
{
	const char *space = strchr(text, ' ');
	(void)app;
	if (!space) {
		for (unsigned i = 0; i < OPTION_COUNT; i++)
			prompt_choice(out, option_info((enum option)i)->name);
		return;
	}
	out->from += (size_t)(space + 1 - text);
	char *name = mem_strndup(text, (size_t)(space - text));
	enum option o = option_by_name(name);
	free(name);
	if (o == OPTION_COUNT)
		return;
	const struct option_info *info = option_info(o);
	if (info->type == OPTION_BOOL) {
		prompt_choice(out, "yes");
		prompt_choice(out, "no");
	} else if (info->type == OPTION_CHOICE) {
		for (const char *p = info->choices; *p;) {
			size_t n = strcspn(p, "|");
			char *word = mem_strndup(p, n);
			prompt_choice(out, word);
			free(word);
			p += n + (p[n] == '|');
		}
	} else {
		char *value = value_of(app->config, o);
		if (*value)
			prompt_choice(out, value);
		free(value);
	}
}

void
set_by_key(struct app *app, enum option o, const char *value)
{
	struct why why = {""};
	if (config_set(app->config, option_info(o)->name, value, &why) == OK)
		app->changed.settings[o] = true;
}

/* ---- for good ------------------------------------------------------------------------------ */

void
set_note_bind(struct app *app, const char *keys, const char *actions)
{
	struct changed *c = &app->changed;
	c->binds = mem_realloc_array(c->binds, c->binds_n + 1, sizeof(*c->binds));
	c->binds[c->binds_n++] = (struct config_key){
		mem_strdup(keys), actions ? mem_strdup(actions) : NULL};
	app_say(app, "%s", _("Until you quit; :keep writes it to the settings file."));
}

void
set_release(struct app *app)
{
	struct changed *c = &app->changed;
	for (size_t i = 0; i < c->binds_n; i++) {
		free((char *)c->binds[i].keys);
		free((char *)c->binds[i].actions);
	}
	free(c->binds);
	*c = (struct changed){.binds = NULL};
}

bool
set_keep(struct app *app, char *argument)
{
	struct config_setting settings[OPTION_COUNT];
	char *values[OPTION_COUNT];
	size_t n = 0;
	struct why why = {""};
	(void)argument;
	if (!app->config_path) {
		app_complain(app, "%s", _("Settings cannot be kept here."));
		return false;
	}
	for (unsigned o = 0; o < OPTION_COUNT; o++) {
		if (!app->changed.settings[o])
			continue;
		values[n] = value_of(app->config, (enum option)o);
		settings[n] = (struct config_setting){option_info((enum option)o)->name, values[n]};
		n++;
	}
	if (!n && !app->changed.binds_n) {
		app_say(app, "%s", _("Nothing was changed that is not kept."));
		return true;
	}
	enum err e = n ? config_save(app->config_path, settings, n, &why) : OK;
	if (e == OK && app->changed.binds_n)
		e = config_save_keys(app->config_path, app->changed.binds, app->changed.binds_n, &why);
	for (size_t i = 0; i < n; i++)
		free(values[i]);
	if (e != OK) {
		app_complain(app, "%s", why.text);
		return true;
	}
	set_release(app);
	app->wish.new_client = app->client != NULL; /* the fetcher reads them, too */
	app_say(app, _("Kept in %s"), app->config_path);
	return true;
}
