/* SPDX-License-Identifier: MIT */
#include "term/capability.h"

#include <stdlib.h>
#include <string.h>

#include <curses.h>
#include <term.h>

static bool
is_known(const char *name, int fd)
{
	int found = 0;

	return setupterm(name, fd, &found) == OK;
}

static const char *
like_xterm(const char *name)
{
	static const char *const young[] = {
		"xterm-", "alacritty", "foot", "wezterm", "ghostty", "contour", "rio",
	};

	for (size_t i = 0; name != NULL && i < sizeof(young) / sizeof(*young); i++)
		if (strncmp(name, young[i], strlen(young[i])) == 0)
			return "xterm-256color";
	return NULL;
}

enum capability_check
capability_check(int fd, const char **name)
{
	bool moves;

	*name = NULL;
	if (!is_known(NULL, fd)) {
		*name = like_xterm(getenv("TERM"));
		if (*name == NULL || !is_known(*name, fd))
			return CAPABILITY_UNKNOWN;
	}
	moves = capability_text("cup") != NULL;
	del_curterm(cur_term);
	return moves ? CAPABILITY_GOOD : CAPABILITY_TOO_SIMPLE;
}

const char *
capability_text(const char *name)
{
	const char *s = tigetstr(name);

	return s == (const char *)-1 ? NULL : s;
}

void
capability_put(const char *name, int (*put)(int))
{
	const char *s = capability_text(name);

	if (s != NULL)
		tputs(s, 1, put);
}

bool
capability_format(const char *name, int a, int b, char *out, size_t size)
{
	const char *s = capability_text(name);
	size_t n = 0;

	out[0] = '\0';
	if (s == NULL || (s = tparm(s, a, b, 0, 0, 0, 0, 0, 0, 0)) == NULL)
		return false;
	while (*s != '\0' && n + 1 < size) {
		if (s[0] == '$' && s[1] == '<' && strchr(s, '>') != NULL)
			s = strchr(s, '>') + 1;
		else
			out[n++] = *s++;
	}
	out[n] = '\0';
	return *s == '\0';
}

bool
capability_flag(const char *name)
{
	return tigetflag(name) > 0;
}

int
capability_number(const char *name)
{
	int n = tigetnum(name);

	return n < 0 ? -1 : n;
}
