/* SPDX-License-Identifier: MIT */
#include "ui/command.h"

#include <stdlib.h>
#include <string.h>

#include "config/nearest.h"
#include "sys/lang.h"
#include "ui/file-names.h"
#include "ui/find.h"
#include "ui/headlines.h"
#include "ui/help.h"
#include "ui/jumps.h"
#include "ui/links.h"
#include "ui/prompt.h"
#include "ui/reading.h"
#include "ui/saved.h"
#include "ui/search.h"
#include "ui/sections.h"
#include "ui/set.h"
#include "ui/share.h"
#include "ui/sources.h"

struct command {
	const char *name;
	bool (*run)(struct app *app, char *argument);
	void (*complete)(struct app *app, const char *text, struct prompt_choices *out);
};

/* ---- keys --------------------------------------------------------------------------------- */

static bool
run_bind(struct app *app, char *argument)
{
	char *actions = argument + strcspn(argument, " ");
	struct why why = {""};
	if (*actions)
		*actions++ = '\0';
	if (!*argument || !*actions) {
		app_complain(app, "%s", _("bind takes a key and an action"));
		return false;
	}
	if (keymap_bind(app->keys, argument, actions, &why) != OK) {
		app_complain(app, "%s", why.text);
		return false;
	}
	set_note_bind(app, argument, actions);
	return true;
}

static bool
run_unbind(struct app *app, char *argument)
{
	struct why why = {""};
	if (*argument && keymap_bind(app->keys, argument, NULL, &why) == OK) {
		set_note_bind(app, argument, NULL);
		return true;
	}
	app_complain(app, "%s", *argument ? why.text : _("unbind takes a key"));
	return false;
}

static void
complete_bind(struct app *app, const char *text, struct prompt_choices *out)
{
	const char *space = strrchr(text, ' ');
	(void)app;
	if (!space)
		return;
	out->from += (size_t)(space + 1 - text);
	for (unsigned a = 1; a < ACTION_COUNT; a++)
		prompt_choice(out, action_info((enum action)a)->name);
}

/* ---- going somewhere ----------------------------------------------------------------------- */

static bool
run_open(struct app *app, char *argument)
{
	char *end;
	long n = strtol(argument, &end, 10);
	if (!*argument) {
		app_act(app, ACTION_OPEN);
		return true;
	}
	if (url_is_web(argument)) {
		links_browse(app, argument, NULL);
		return true;
	}
	if (*end || n < 1 || app->screen != &screen_article) {
		app_complain(app, "%s", _("open takes the number of a link in an article, or an address"));
		return false;
	}
	reading_follow(app, (size_t)n);
	return true;
}

/* Back to the headlines, whatever screen lies over them. */
static bool
run_section(struct app *app, char *argument)
{
	struct sections *s = app->sections;
	uint32_t place[1][2];
	for (int exact = 1; exact >= 0; exact--) {
		for (size_t i = 0; i < s->n; i++) {
			struct section_row *row = &s->rows[i];
			bool fits = exact ? strcmp(row->name, argument) == 0
					  : find_places(bytes_of(row->name), place, 1, argument) > 0;
			if (row->kind == SECTION_GAP || !*argument || !fits)
				continue;
			jumps_note(app);
			s->cursor = i;
			headlines_open(app, row);
			search_show_headlines(app);
			return true;
		}
	}
	app_complain(app, _("There is no section named %s"), argument);
	return false;
}

static void
complete_section(struct app *app, const char *text, struct prompt_choices *out)
{
	(void)text;
	for (size_t i = 0; i < app->sections->n; i++)
		if (app->sections->rows[i].kind != SECTION_GAP)
			prompt_choice(out, app->sections->rows[i].name);
}

static bool
run_search(struct app *app, char *argument)
{
	if (*argument)
		search_run(app, argument);
	else
		search_ask(app);
	return true;
}

static bool
run_save_search(struct app *app, char *argument)
{
	return saved_keep(app, argument);
}

static bool
run_filter(struct app *app, char *argument)
{
	if (!*argument)
		headlines_ask_filter(app);
	else
		headlines_set_filter(app, argument);
	return true;
}

static bool
run_find(struct app *app, char *argument)
{
	if (app->screen != &screen_article) {
		app_complain(app, "%s", _("find looks in an article that is open"));
		return false;
	}
	if (!*argument)
		find_ask(app);
	else
		find_words(app, argument);
	return true;
}

/* ---- sharing and the rest -------------------------------------------------------------------- */

static bool
run_add(struct app *app, char *argument)
{
	sources_ask_add(app, argument);
	return true;
}

static bool
run_import(struct app *app, char *argument)
{
	sources_ask_import(app, argument);
	return true;
}

static void
complete_file(struct app *app, const char *text, struct prompt_choices *out)
{
	(void)app;
	file_names(text, out);
}

static bool
run_save(struct app *app, char *argument)
{
	share_save(app, argument);
	return true;
}

static bool
run_pipe(struct app *app, char *argument)
{
	if (*argument)
		share_pipe(app, argument);
	else
		share_act(app, ACTION_PIPE);
	return true;
}

static const char *const copied[] = {"link", "title", "text"};

static bool
run_copy(struct app *app, char *argument)
{
	static const enum action actions[] = {ACTION_COPY_LINK, ACTION_COPY_TITLE, ACTION_COPY_TEXT};
	for (size_t i = 0; i < ARRAY_LEN(copied); i++)
		if (strcmp(argument, copied[i]) == 0 || (!*argument && !i))
			return share_act(app, actions[i]);
	app_complain(app, "%s", _("copy takes link, title or text"));
	return false;
}

static void
complete_copy(struct app *app, const char *text, struct prompt_choices *out)
{
	(void)app;
	(void)text;
	for (size_t i = 0; i < ARRAY_LEN(copied); i++)
		prompt_choice(out, copied[i]);
}

static bool
run_help(struct app *app, char *argument)
{
	help_open(app);
	help_search(app, argument);
	return true;
}

static const struct command commands[] = {
	{"set", set_run, set_complete},         {"keep", set_keep, NULL},
	{"bind", run_bind, complete_bind},
	{"unbind", run_unbind, NULL},           {"open", run_open, NULL},
	{"section", run_section, complete_section}, {"filter", run_filter, NULL},
	{"search", run_search, NULL},           {"save-search", run_save_search, NULL},
	{"find", run_find, NULL},               {"add", run_add, NULL},
	{"import", run_import, complete_file},
	{"save", run_save, complete_file},               {"pipe", run_pipe, NULL},
	{"copy", run_copy, complete_copy},      {"help", run_help, NULL},
};

static const char *
name_of_command(size_t i)
{
	if (i < ARRAY_LEN(commands))
		return commands[i].name;
	i -= ARRAY_LEN(commands) - 1; /* action 0 is none */
	return i < ACTION_COUNT ? action_info((enum action)i)->name : NULL;
}

static const struct command *
find_command(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

static bool
run_action(struct app *app, const char *name, int count)
{
	enum action a = action_by_name(name);
	if (a == ACTION_NONE) {
		const char *meant = nearest_name(name, name_of_command);
		if (meant)
			app_complain(app, _("there is no command %s; did you mean %s?"), name, meant);
		else
			app_complain(app, _("there is no command named %s"), name);
		return false;
	}
	if (!(action_info(a)->where & app->screen->where)) {
		app_complain(app, _("%s does nothing on this screen"), name);
		return false;
	}
	int times = action_info(a)->repeats && count ? count : 1;
	app->count = count;
	for (int i = 0; i < times && !app->quit; i++)
		app_act(app, a);
	app->count = 0;
	return true;
}

bool
command_run(struct app *app, const char *line)
{
	struct bytes text = bytes_trim(bytes_of(line));
	int count = 0;
	while (text.len && (text.data[0] == ':' || text.data[0] == ' ')) {
		text.data++;
		text.len--;
	}
	for (const char *p = text.data; text.len; text.data = p) { /* "10 down" */
		int digit = digit_of(utf8_next(&p, text.data + text.len));
		if (digit < 0 || count > 9999)
			break;
		count = count * 10 + digit;
		text.len -= (size_t)(p - text.data);
	}
	char *copy = bytes_dup(bytes_trim(text));
	char *argument = copy + strcspn(copy, " ");
	if (*argument)
		*argument++ = '\0';
	argument += strspn(argument, " ");
	bool good = true;
	const struct command *c = find_command(copy);
	if (!*copy && count)
		good = run_action(app, "last", count); /* ":10" goes to row 10 */
	else if (c)
		good = c->run(app, argument);
	else if (*copy)
		good = run_action(app, copy, count);
	free(copy);
	return good;
}

/* ---- the prompt --------------------------------------------------------------------------------- */

static void
complete(struct app *app, const char *text, struct prompt_choices *out, void *context)
{
	const char *space = strchr(text, ' ');
	(void)context;
	if (!space) {
		for (size_t i = 0; i < ARRAY_LEN(commands); i++)
			prompt_choice(out, commands[i].name);
		for (unsigned a = 1; a < ACTION_COUNT; a++)
			if (!find_command(action_info((enum action)a)->name))
				prompt_choice(out, action_info((enum action)a)->name);
		return;
	}
	char *name = mem_strndup(text, (size_t)(space - text));
	const struct command *c = find_command(name);
	free(name);
	out->from = (size_t)(space + 1 - text);
	if (c && c->complete)
		c->complete(app, space + 1, out);
}

static bool
on_entered(struct app *app, const char *text, void *context)
{
	(void)context;
	char *line = mem_strdup(text);
	prompt_close(app); /* a command may open its own */
	if (!command_run(app, line)) {
		char message[sizeof(app->message)];
		memcpy(message, app->message, sizeof(message));
		command_ask(app); /* to be put right */
		prompt_set_text(app, line);
		memcpy(app->message, message, sizeof(message));
		app->message_bad = true;
	}
	free(line);
	return true;
}

void
command_ask(struct app *app)
{
	prompt_open(app, &(struct prompt_spec){.label = ":",
					       .hint = _("a command; Tab shows what there is"),
					       .history = HISTORY_COMMAND,
					       .entered = on_entered,
					       .complete = complete});
}
