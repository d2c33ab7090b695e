/* SPDX-License-Identifier: MIT */
#include "ui/share.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "akhbar/doc.h"
#include "sys/files.h"
#include "sys/handover.h"
#include "sys/lang.h"
#include "sys/paths.h"
#include "ui/guide.h"
#include "ui/links.h"
#include "ui/headlines.h"
#include "ui/prompt.h"
#include "ui/reading.h"

#define NAME_BYTES 150

/* ---- the article ---------------------------------------------------------------------- */

struct shared {
	struct store_entry entry;
	struct doc *doc; /* NULL: no text yet */
	bool owned_entry, owned_doc;
	char *line;
};

static void
load_row(struct app *app, const struct store_row *row, struct shared *out)
{
	struct buf bytes;
	buf_init(&bytes, 0);
	if (row->id < 0) {
		out->entry.row.title = row->title;
		out->doc = guide_doc((size_t)(-row->id - 1));
		out->owned_doc = true;
	} else if (app->store && store_entry(app->store, row->id, &out->entry, NULL) == OK) {
		out->owned_entry = true;
		if ((row->full && store_get_doc(app->store, row->id, true, &bytes, NULL) == OK) ||
		    store_get_doc(app->store, row->id, false, &bytes, NULL) == OK)
			out->owned_doc = doc_decode(buf_view(&bytes), &out->doc, NULL) == OK;
	}
	buf_release(&bytes);
}

/* False: there is none here. */
static bool
take(struct app *app, struct shared *out)
{
	*out = (struct shared){0};
	if (app->screen == &screen_article || app->screen == &screen_links) {
		out->entry = app->reading->entry;
		out->doc = app->reading->doc;
	} else {
		const struct store_row *row = headlines_current(app->headlines);
		if (!row)
			return false;
		load_row(app, row, out);
	}
	struct buf line;
	buf_init(&line, 0);
	const char *parts[] = {out->entry.feed_title, out->entry.row.author};
	for (size_t i = 0; i < 2; i++)
		if (parts[i] && *parts[i] && (!i || !parts[0] || strcmp(parts[0], parts[1]) != 0))
			buf_printf(&line, "%s%s", line.len ? " · " : "", parts[i]);
	if (out->entry.row.date != TIME_NONE && out->entry.row.date) {
		buf_add_str(&line, line.len ? " · " : "");
		words_date(&app->words, out->entry.row.date, &line);
	}
	out->line = mem_strdup(line.data ? line.data : "");
	buf_release(&line);
	return true;
}

static void
release(struct shared *s)
{
	if (s->owned_entry)
		store_entry_release(&s->entry);
	if (s->owned_doc)
		doc_free(s->doc);
	free(s->line);
}

static void
write_as(const struct shared *s, const char *form, struct buf *out)
{
	struct doc_about about = {.title = s->entry.row.title, .line = s->line,
				  .link = s->entry.row.link};
	struct doc *none = s->doc ? NULL : doc_new();
	const struct doc *doc = s->doc ? s->doc : none;
	if (strcmp(form, "html") == 0)
		doc_to_html(doc, &about, out);
	else if (strcmp(form, "markdown") == 0)
		doc_to_markdown(doc, &about, out);
	else
		doc_to_text(doc, &about, out);
	doc_free(none);
}

/* ---- the clipboard ---------------------------------------------------------------------- */

void
share_copy(struct app *app, const char *text, const char *said, ...)
{
	struct buf clean;
	va_list args;
	char words[sizeof(app->message)];
	if (strcmp(config_str(app->config, OPT_CLIPBOARD), "none") == 0) {
		app_complain(app, "%s", _("Copying is switched off (clipboard none)."));
		return;
	}
	buf_init(&clean, 0);
	text_clean(&clean, bytes_of(text), CLEAN_BODY);
	if (!clean.len) {
		app_say(app, "%s", _("There is nothing to copy."));
		buf_release(&clean);
		return;
	}
	free(app->wish.copy);
	app->wish.copy = buf_take(&clean);
	va_start(args, said);
	vsnprintf(words, sizeof(words), said, args);
	va_end(args);
	struct buf shown;
	buf_init(&shown, 0);
	words_digits(&app->words, words, &shown);
	app_say(app, "%s", shown.data ? shown.data : "");
	buf_release(&shown);
}

static void
copy(struct app *app, const struct shared *s, enum action action)
{
	struct buf text;
	buf_init(&text, 0);
	switch (action) {
	case ACTION_COPY_LINK:
		if (s->entry.row.link && url_is_web(s->entry.row.link))
			share_copy(app, s->entry.row.link, "%s", _("The link is copied."));
		else
			app_complain(app, "%s", _("This article has no link that can be opened."));
		break;
	case ACTION_COPY_TITLE:
		share_copy(app, s->entry.row.title ? s->entry.row.title : "", "%s",
			   _("The title is copied."));
		break;
	default:
		write_as(s, "text", &text);
		share_copy(app, text.data ? text.data : "", "%s", _("The text is copied."));
		break;
	}
	buf_release(&text);
}

/* ---- a file ------------------------------------------------------------------------------- */

char *
share_name(const char *title, const char *extension)
{
	struct buf out;
	char *clean = text_clean_dup(bytes_of(title ? title : ""), CLEAN_LINE, 0);
	buf_init(&out, 0);
	for (const char *p = clean, *end = clean + strlen(clean); p < end;) {
		uint32_t cp = utf8_next(&p, end);
		/* what a file name may not hold somewhere, and marks of direction */
		if (cp < 0x80 && strchr("/\\:*?\"<>|", (int)cp))
			cp = ' ';
		if (cp == 0x200e || cp == 0x200f || cp == 0x61c || (cp == '.' && !out.len))
			continue;
		if (cp == ' ' && (!out.len || out.data[out.len - 1] == ' '))
			continue;
		buf_add_utf8(&out, cp);
	}
	struct bytes name = buf_view(&out);
	name.len = utf8_cut(name, NAME_BYTES);
	name = bytes_trim(name);
	while (name.len && (name.data[name.len - 1] == '.' || name.data[0] == '-')) {
		if (name.data[0] == '-') {
			name.data++;
		}
		name.len--;
	}
	char *made = name.len ? mem_printf("%.*s.%s", (int)name.len, name.data, extension)
			      : mem_printf("akhbar.%s", extension);
	buf_release(&out);
	free(clean);
	return made;
}

static const char *
form_of(const struct app *app, const char *path)
{
	static const char *const forms[][2] = {{".txt", "text"}, {".md", "markdown"},
					       {".markdown", "markdown"}, {".html", "html"},
					       {".htm", "html"}};
	size_t n = path ? strlen(path) : 0;
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		size_t k = strlen(forms[i][0]);
		if (n > k && strcmp(path + n - k, forms[i][0]) == 0)
			return forms[i][1];
	}
	return config_str(app->config, OPT_SAVE_AS);
}

/* Under a name made of the title, and a number where that is taken. */
static enum err
save_in_folder(const char *folder, const struct shared *s, struct bytes text, const char *form,
	       char **path, struct why *why)
{
	struct bytes name_of = bytes_of(folder);
	while (name_of.len > 1 && name_of.data[name_of.len - 1] == '/')
		name_of.len--;
	char *where = mem_strndup(folder, name_of.len);
	const char *extension = !strcmp(form, "html") ? "html" : !strcmp(form, "markdown") ? "md" : "txt";
	char *name = share_name(s->entry.row.title, extension);
	enum err e = ERR_BUSY;
	for (int i = 1; i < 100 && e == ERR_BUSY; i++) {
		free(*path);
		*path = i == 1 ? mem_printf("%s/%s", where, name)
			       : mem_printf("%s/%.*s (%d).%s", where,
					    (int)(strlen(name) - strlen(extension) - 1), name, i,
					    extension);
		e = file_create(*path, text, why);
	}
	free(name);
	free(where);
	return e;
}

static bool
names_folder(const char *path)
{
	struct stat st;
	size_t n = strlen(path);
	return (n && path[n - 1] == '/') || (stat(path, &st) == 0 && S_ISDIR(st.st_mode));
}

/* "notes.md" tells nothing of where it lies. */
static void
say_saved(struct app *app, const char *path)
{
	char *whole = realpath(path, NULL);
	app_say(app, _("Saved: %s"), whole ? whole : path);
	free(whole);
}

void
share_save(struct app *app, const char *path)
{
	struct shared s;
	struct buf text;
	struct why why = {""};
	const char *set = config_str(app->config, OPT_SAVE_FOLDER);
	bool named = path && *path;
	char *given = path_at_home(named ? path : *set ? set : "~"), *to = NULL;
	bool folder = !named || names_folder(given);
	if (!take(app, &s)) {
		free(given);
		app_say(app, "%s", _("There is no article here."));
		return;
	}
	const char *form = form_of(app, folder ? NULL : given);
	buf_init(&text, 0);
	write_as(&s, form, &text);
	enum err e = folder ? save_in_folder(given, &s, buf_view(&text), form, &to, &why)
			    : file_create(given, buf_view(&text), &why);
	if (e == OK)
		say_saved(app, folder ? to : given);
	else
		app_complain(app, "%s", why.text);
	buf_release(&text);
	release(&s);
	free(given);
	free(to);
}

/* ---- other programs ---------------------------------------------------------------------- */

static void
hand_over(struct app *app, const struct shared *s, const char *command, bool terminal)
{
	char **words = handover_words(command, s->entry.row.link ? s->entry.row.link : "",
				      s->entry.row.title ? s->entry.row.title : "");
	struct buf text;
	if (!words) {
		app_complain(app, _("This command is empty or a quote is not closed: %s"), command);
		return;
	}
	buf_init(&text, 0);
	write_as(s, "text", &text);
	handover_free(app->wish.run);
	free(app->wish.input);
	app->wish.run = words;
	app->wish.input = buf_take(&text);
	app->wish.in_terminal = terminal;
}

void
share_pipe(struct app *app, const char *command)
{
	struct shared s;
	if (!take(app, &s)) {
		app_say(app, "%s", _("There is no article here."));
		return;
	}
	hand_over(app, &s, command, true);
	release(&s);
}

static bool
on_pipe_entered(struct app *app, const char *text, void *context)
{
	(void)context;
	if (*text)
		share_pipe(app, text);
	return true;
}

static void
send_it(struct app *app, const struct shared *s)
{
	const char *command = config_str(app->config, OPT_SEND_COMMAND);
	if (!*command) {
		app_say(app, "%s", _("Name your command in the settings first: send-command."));
		return;
	}
	hand_over(app, s, command, false);
}

bool
share_act(struct app *app, enum action action)
{
	struct shared s;
	switch (action) {
	case ACTION_COPY_LINK:
	case ACTION_COPY_TITLE:
	case ACTION_COPY_TEXT:
	case ACTION_SEND:
		if (!take(app, &s))
			return false;
		if (action == ACTION_SEND)
			send_it(app, &s);
		else
			copy(app, &s, action);
		release(&s);
		return true;
	case ACTION_SAVE:
		share_save(app, NULL);
		return true;
	case ACTION_PIPE:
		prompt_open(app, &(struct prompt_spec){.label = _("Give the text to:"),
						       .hint = _("a command, such as less"),
						       .history = HISTORY_PIPE,
						       .entered = on_pipe_entered});
		return true;
	default:
		return false;
	}
}
