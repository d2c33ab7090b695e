/* SPDX-License-Identifier: MIT */
#include "term/capability.h"

#include <stddef.h>

#include <curses.h>
#include <term.h>

enum capability_check
capability_check(int fd)
{
	int found = 0;
	bool moves;

	if (setupterm(NULL, fd, &found) != OK)
		return CAPABILITY_UNKNOWN;
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
