/* SPDX-License-Identifier: MIT
 *
 * What leaves the reader for other programs: the clipboard, commands.
 */
#include "ui/share.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/child.h"
#include "sys/clock.h"
#include "sys/handover.h"
#include "sys/lang.h"

#define AT_ONCE_MS 700

static bool
is_set(const char *name)
{
	const char *value = getenv(name);
	return value && *value;
}

/* The program that keeps the clipboard here; NULL: none. */
static const char *
clipboard_program(const struct app *app)
{
	static const struct {
		const char *needs, *program, *command;
	} known[] = {
		{"WAYLAND_DISPLAY", "wl-copy", "wl-copy"},
		{"DISPLAY", "xclip", "xclip -selection clipboard"},
		{"DISPLAY", "xsel", "xsel --clipboard --input"},
		{"HOME", "pbcopy", "pbcopy"},
	};
	const char *own = config_str(app->config, OPT_CLIPBOARD_COMMAND);
	if (*own)
		return own;
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (is_set(known[i].needs) && child_there(known[i].program))
			return known[i].command;
	return NULL;
}

/* By a program; false: it could not, which is said when `loud`. */
static bool
copy_by_program(struct app *app, const char *command, bool loud)
{
	char **words = handover_words(command, "", "");
	struct why why = {""};
	int status = 1;
	bool good = words && handover_run(words, bytes_of(app->wish.copy), false, &status, &why) == OK;
	if (good && status)
		err_set(&why, ERR_IO, _("%s ended with status %s"), words[0], lang_number(status).text);
	handover_free(words);
	if (good && !status)
		return true;
	if (loud)
		app_complain(app, "%s", why.text[0] ? why.text : _("clipboard-command cannot be used"));
	return false;
}

/* tmux, unless told otherwise, swallows what a program in it sends to the clipboard; its
 * own command hands it on (from 3.2 on), and keeps it for pasting. */
static bool
copy_by_tmux(struct app *app)
{
	return is_set("TMUX") && child_there("tmux") &&
	       copy_by_program(app, "tmux load-buffer -w -", false);
}

/* auto: what belongs to the screen the reader sits at; over ssh that is the terminal. A
 * desktop that is gone (a session left and taken up elsewhere) leaves the terminal, too. */
void
share_grant_copy(struct app *app, struct term *t)
{
	const char *how = config_str(app->config, OPT_CLIPBOARD);
	const char *program = strcmp(how, "terminal") == 0 ? NULL : clipboard_program(app);
	bool far = is_set("SSH_TTY") || is_set("SSH_CONNECTION");
	bool own = *config_str(app->config, OPT_CLIPBOARD_COMMAND), automatic = strcmp(how, "auto") == 0;
	if (automatic && far && !own)
		program = NULL;
	bool loud = !automatic || own;
	if (program && (copy_by_program(app, program, loud) || loud))
		;
	else if (strcmp(how, "program") == 0)
		app_complain(app, "%s", _("No program for the clipboard was found: wl-copy, xclip, "
					  "xsel or pbcopy."));
	else if (!copy_by_tmux(app) && !term_copy(t, bytes_of(app->wish.copy)))
		app_complain(app, "%s", _("This text is too long for the terminal's clipboard."));
	free(app->wish.copy);
	app->wish.copy = NULL;
}

static void
wait_for_enter(void)
{
	char c;
	printf("\n— %s —\n", _("Enter goes back"));
	fflush(stdout);
	while (read(STDIN_FILENO, &c, 1) == 1 && c != '\n')
		;
}

/* Programs that have the whole screen and put it back when they end: a reader who has just
 * left one by a key of its own need not press another. */
static bool
leaves_nothing(const char *program)
{
	static const char *const known[] = {"less", "most", "vi", "vim", "nvim", "view", "nano", "emacs",
					    "micro", "w3m", "lynx", "elinks", "links", "links2"};
	const char *slash = strrchr(program, '/'), *name = slash ? slash + 1 : program;
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (strcmp(name, known[i]) == 0)
			return true;
	return false;
}

void
share_grant_run(struct app *app, struct term *t)
{
	struct why why = {""};
	int status = 0;
	bool terminal = app->wish.in_terminal;
	int64_t start_ms = clock_mono_ms();
	if (terminal)
		term_leave(t);
	enum err e = handover_run(app->wish.run, bytes_of(app->wish.input), terminal, &status, &why);
	if (terminal) {
		/* one that ended at once had no page to show (less -F) */
		bool seen = leaves_nothing(app->wish.run[0]) && clock_mono_ms() - start_ms >= AT_ONCE_MS;
		if (e == OK && (!seen || status))
			wait_for_enter();
		term_enter(t);
	}
	if (e != OK)
		app_complain(app, "%s", why.text);
	else if (status)
		app_complain(app, _("%s ended with status %s"), app->wish.run[0], lang_number(status).text);
	else if (!terminal)
		app_say(app, _("Handed to %s"), app->wish.run[0]);
	handover_free(app->wish.run);
	free(app->wish.input);
	app->wish.run = NULL;
	app->wish.input = NULL;
}
