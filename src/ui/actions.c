/* SPDX-License-Identifier: MIT */
#include "ui/actions.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "sys/lang.h"
#include "term/term.h"

static const struct action_info actions[] = {
	[ACTION_NONE] = {"none", "", 0, "", NULL},
	[ACTION_DOWN] = {"down", "j DOWN", IN_ALL, N_("One line down"), NULL},
	[ACTION_UP] = {"up", "k UP", IN_ALL, N_("One line up"), NULL},
	[ACTION_PAGE_DOWN] = {"page-down", "SPACE ^F PGDN", IN_ALL,
			      N_("One page down; at an article's end, the next unread one"),
			      N_("page")},
	[ACTION_PAGE_UP] = {"page-up", "b ^B PGUP", IN_ALL, N_("One page up"), NULL},
	[ACTION_FIRST] = {"first", "g HOME", IN_ALL,
			  N_("To the top; in a list this also brings in new articles"), NULL},
	[ACTION_LAST] = {"last", "G END", IN_ALL, N_("To the end"), NULL},
	[ACTION_OPEN] = {"open", "ENTER l", IN_LISTS, N_("Open"), N_("open")},
	[ACTION_BACK] = {"back", "q ESC h BACKSPACE", IN_ALL, N_("Back; at the start, quit"),
			 N_("back")},
	[ACTION_ONWARD] = {"onward", "", IN_ALL, N_("Onward, as the arrow points"), NULL},
	[ACTION_OTHER_PANE] = {"other-pane", "TAB", IN_LISTS | IN_ARTICLE,
			       N_("Between sections and headlines"), N_("sections")},
	[ACTION_NEXT_UNREAD] = {"next-unread", "n", IN_HEADLINES | IN_ARTICLE,
				N_("Next unread article"), N_("next")},
	[ACTION_PREVIOUS_UNREAD] = {"previous-unread", "p", IN_HEADLINES | IN_ARTICLE,
				    N_("Previous unread article"), NULL},
	[ACTION_NEXT_ARTICLE] = {"next-article", "J", IN_ARTICLE,
				 N_("Next article of the list"), NULL},
	[ACTION_PREVIOUS_ARTICLE] = {"previous-article", "K", IN_ARTICLE,
				     N_("Previous article of the list"), NULL},
	[ACTION_TOGGLE_READ] = {"toggle-read", "N", IN_HEADLINES | IN_ARTICLE,
				N_("Mark read or unread"), NULL},
	[ACTION_ALL_READ] = {"all-read", "A", IN_LISTS, N_("Mark all of this list as read"), NULL},
	[ACTION_STAR] = {"star", "f *", IN_HEADLINES | IN_ARTICLE, N_("Star, or take it away"),
			 N_("star")},
	[ACTION_UNDO] = {"undo", "u", IN_LISTS | IN_ARTICLE, N_("Undo the last mark"), NULL},
	[ACTION_BROWSER] = {"browser", "o", IN_HEADLINES | IN_ARTICLE, N_("Open in the browser"),
			    N_("browser")},
	[ACTION_FULL_TEXT] = {"full-text", "v", IN_ARTICLE,
			      N_("Bring the whole article from its page"), N_("whole text")},
	[ACTION_REFRESH] = {"refresh", "r", IN_LISTS | IN_ARTICLE,
			    N_("Refresh the sources of this section"), NULL},
	[ACTION_REFRESH_ALL] = {"refresh-all", "R F5", IN_LISTS | IN_ARTICLE,
				N_("Refresh all sources"), N_("refresh")},
	[ACTION_CANCEL] = {"cancel", "^X", IN_ALL, N_("Stop the refresh that is under way"), NULL},
	[ACTION_HELP] = {"help", "? F1", IN_LISTS | IN_ARTICLE, N_("This help"), N_("help")},
	[ACTION_FOLD] = {"fold", "z", IN_LISTS, N_("Show or hide the sources of a section"), NULL},
	[ACTION_GROUP] = {"group", "%", IN_LISTS, N_("Group headlines by day, by source, or not"),
			  NULL},
	[ACTION_FORM] = {"form", "=", IN_LISTS, N_("Headlines on one line or on two"), NULL},
	[ACTION_BESIDE] = {"beside", "|", IN_LISTS | IN_ARTICLE,
			   N_("The article beside the headlines on a wide screen, or not"), NULL},
	[ACTION_REDRAW] = {"redraw", "^L", IN_ALL, N_("Draw the screen again"), NULL},
	[ACTION_QUIT] = {"quit", "Q", IN_ALL, N_("Quit"), NULL},
};
static_assert(ARRAY_LEN(actions) == ACTION_COUNT, "one row an action");

const struct action_info *
action_info(enum action a)
{
	return &actions[(unsigned)a < ACTION_COUNT ? a : ACTION_NONE];
}

enum action
action_by_name(const char *name)
{
	for (unsigned i = 1; i < ACTION_COUNT; i++)
		if (strcmp(actions[i].name, name) == 0)
			return (enum action)i;
	return ACTION_NONE;
}
