/* SPDX-License-Identifier: MIT
 *
 * What goes past the cells: the window's title, the bell, a message.
 */
#include "term/terminal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "term/capability.h"

#define TITLE_MAX 200 /* bytes */

/* Terminals that take xterm's OSC 2 without saying so in terminfo. */
static bool
like_xterm(void)
{
	static const char *const names[] = {"xterm", "rxvt", "tmux", "foot", "alacritty", "vte",
					    "gnome", "konsole", "mlterm", "st-", "contour", "wezterm",
					    "ghostty", "putty", "mintty"};
	const char *name = getenv("TERM");

	for (size_t i = 0; name != NULL && i < ARRAY_LEN(names); i++) {
		if (strncmp(name, names[i], strlen(names[i])) == 0)
			return true;
	}
	return false;
}

void
term_title(struct term *t, const char *text)
{
	const char *to = capability_text("tsl"), *from = capability_text("fsl");
	char *clean, *bytes;
	bool xterm = like_xterm();

	if (t->away || (!xterm && (to == NULL || from == NULL)))
		return;
	clean = text_clean_dup(bytes_of(text), CLEAN_LINE, TITLE_MAX);
	if (t->title != NULL && strcmp(t->title, clean) == 0) {
		free(clean);
		return;
	}
	/* the title that was there goes on the terminal's own pile (xterm's window ops) */
	bytes = xterm ? mem_printf("%s\033]2;%s\a", t->title == NULL ? TITLE_KEEP : "", clean)
		      : mem_printf("%s%s%s", to, clean, from);
	terminal_send(t, bytes);
	free(bytes);
	free(t->title);
	t->title = clean;
	t->title_kept = xterm;
	terminal_arm(t);
}

void
term_bell(struct term *t)
{
	if (!t->away)
		terminal_send(t, "\a");
}

void
term_message(struct term *t, const char *text)
{
	char *clean, *bytes;

	if (t->away || !like_xterm())
		return;
	clean = text_clean_dup(bytes_of(text), CLEAN_LINE, TITLE_MAX);
	bytes = mem_printf("\033]9;%s\a", clean);
	terminal_send(t, bytes);
	free(bytes);
	free(clean);
}
