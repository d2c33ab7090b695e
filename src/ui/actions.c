/* SPDX-License-Identifier: MIT */
#include "ui/actions.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "sys/lang.h"

#define ROW(id, name, keys, where, group, sentence, hint) \
	[ACTION_##id] = {name, keys, where, sentence, hint, GROUP_##group, false}
/* with a count before it, so often */
#define AGAIN(id, name, keys, where, group, sentence, hint) \
	[ACTION_##id] = {name, keys, where, sentence, hint, GROUP_##group, true}

static const struct action_info actions[] = {
	[ACTION_NONE] = {"none", "", 0, "", NULL, GROUP_PROGRAM, false},

	AGAIN(DOWN, "down", "j DOWN", IN_ALL, MOVING, N_("One line down"), NULL),
	AGAIN(UP, "up", "k UP", IN_ALL, MOVING, N_("One line up"), NULL),
	AGAIN(PAGE_DOWN, "page-down", "SPACE ^F PGDN", IN_ALL, MOVING,
	      N_("One page down; at an article's end, the next unread one"), N_("page")),
	AGAIN(PAGE_UP, "page-up", "b ^B PGUP", IN_ALL, MOVING, N_("One page up"), NULL),
	AGAIN(HALF_DOWN, "half-down", "^D", IN_ALL, MOVING, N_("Half a page down"), NULL),
	AGAIN(HALF_UP, "half-up", "^U", IN_ALL, MOVING, N_("Half a page up"), NULL),
	ROW(FIRST, "first", "g HOME", IN_ALL, MOVING,
	    N_("To the top; in a list this also brings in new articles"), NULL),
	ROW(LAST, "last", "G END", IN_ALL, MOVING,
	    N_("To the end; with a count, to that row or line"), NULL),
	ROW(OPEN, "open", "ENTER l", IN_ALL & ~(IN_HELP | IN_FOUND), MOVING,
	    N_("Open; in an article with a count, the link of that number"), N_("open")),
	ROW(BACK, "back", "q ESC h BACKSPACE", IN_ALL, MOVING, N_("Back; at the start, quit"),
	    N_("back")),
	ROW(ONWARD, "onward", "", IN_ALL, MOVING, N_("Onward, as the arrow points"), NULL),
	ROW(OTHER_PANE, "other-pane", "TAB t@lists", IN_LISTS | IN_ARTICLE, MOVING,
	    N_("Between sections and headlines"), N_("sections")),
	ROW(NEXT_SECTION, "next-section", "J", IN_LISTS, MOVING, N_("Next section"), NULL),
	ROW(PREVIOUS_SECTION, "previous-section", "K", IN_LISTS, MOVING,
	      N_("Previous section"), NULL),
	AGAIN(JUMP_BACK, "jump-back", "^O", IN_ALL, MOVING,
	      N_("Back to where you were before a jump"), NULL),

	ROW(NEXT_UNREAD, "next-unread", "n", IN_ROWS | IN_ARTICLE, READING,
	      N_("Next unread article, of the next section too; the next place found while you "
		 "search in an article"),
	      N_("next")),
	ROW(PREVIOUS_UNREAD, "previous-unread", "p", IN_ROWS | IN_ARTICLE, READING,
	      N_("Previous unread article"), NULL),
	ROW(NEXT_ARTICLE, "next-article", "J", IN_ARTICLE, READING,
	      N_("Next article of the list"), NULL),
	ROW(PREVIOUS_ARTICLE, "previous-article", "K", IN_ARTICLE, READING,
	      N_("Previous article of the list"), NULL),
	ROW(FULL_TEXT, "full-text", "v", IN_ARTICLE, READING,
	    N_("Bring the whole article from its page"), N_("whole text")),

	ROW(FILTER, "filter", "/ F", IN_HEADLINES | IN_SOURCES | IN_HELP, FINDING,
	    N_("Only the rows that hold these words"), N_("filter")),
	ROW(FIND, "find", "/", IN_ARTICLE, FINDING, N_("Find words in this article"), NULL),
	ROW(SEARCH, "search", "S", IN_NEWS | IN_ARTICLE, FINDING, N_("Search all articles"), N_("search")),
	ROW(RANK, "rank", "i", IN_HEADLINES, FINDING,
	    N_("What was found: the best first, or the newest"), N_("order")),
	ROW(SAVE_SEARCH, "save-search", "+", IN_HEADLINES, FINDING,
	    N_("Keep this search as a section"), N_("keep")),
	ROW(RULE, "rule", "x", IN_HEADLINES | IN_ARTICLE, FINDING,
	    N_("A rule for what comes in: hide, mark as read, star or notify"), N_("rule")),

	ROW(TOGGLE_READ, "toggle-read", "N", IN_ROWS | IN_ARTICLE, MARKS,
	    N_("Mark read or unread; the place found before while you search in an article"),
	    NULL),
	ROW(KEEP_UNREAD, "keep-unread", "m", IN_ROWS | IN_ARTICLE, MARKS,
	    N_("Keep unread and go on to the next"), NULL),
	ROW(ALL_READ, "all-read", "A", IN_LISTS, MARKS, N_("Mark all of this list as read"), NULL),
	ROW(EVERYTHING_READ, "everything-read", "C", IN_LISTS, MARKS,
	    N_("Mark all news as read"), NULL),
	ROW(STAR, "star", "f *", IN_ROWS | IN_ARTICLE, MARKS, N_("Star, or take it away"),
	    N_("star")),
	AGAIN(UNDO, "undo", "U u@lists u@sources u@search", IN_ALL & ~IN_HELP, MARKS,
	      N_("Undo the last mark or change"), NULL),

	ROW(BROWSER, "browser", "o", IN_ROWS | IN_ARTICLE | IN_LINKS, LINKS,
	    N_("Open in the browser; with a count, the link of that number"), N_("browser")),
	ROW(BROWSER_READ, "browser-read", "O", IN_ROWS | IN_ARTICLE, LINKS,
	    N_("Open in the browser and mark as read"), NULL),
	ROW(LINKS, "links", "u #", IN_ARTICLE, LINKS, N_("The list of links"), NULL),
	ROW(HINTS, "hints", ";", IN_ARTICLE, LINKS, N_("Open a link by its letters"), NULL),
	ROW(COPY_LINK, "copy-link", "yy Y", IN_ROWS | IN_ARTICLE | IN_LINKS, LINKS,
	    N_("Copy the link"), NULL),
	ROW(COPY_TITLE, "copy-title", "yt", IN_ROWS | IN_ARTICLE, LINKS, N_("Copy the title"),
	    NULL),
	ROW(COPY_TEXT, "copy-text", "ya", IN_ARTICLE, LINKS, N_("Copy the whole text"), NULL),
	ROW(SELECT, "select", "V", IN_ARTICLE, LINKS,
	    N_("Choose paragraphs to copy: up and down widen, y copies"), NULL),
	ROW(SAVE, "save", "s", IN_ROWS | IN_ARTICLE, LINKS, N_("Save the article in a file"),
	    NULL),
	ROW(PIPE, "pipe", "|", IN_ROWS | IN_ARTICLE, LINKS,
	    N_("Give the article to a command"), NULL),
	ROW(SEND, "send", "B", IN_ROWS | IN_ARTICLE, LINKS,
	    N_("Send the link with your own command"), NULL),

	ROW(REFRESH, "refresh", "r", IN_LISTS | IN_ARTICLE | IN_SOURCES, SOURCES,
	    N_("Refresh the sources of this section"), NULL),
	ROW(REFRESH_ALL, "refresh-all", "R F5", IN_LISTS | IN_ARTICLE | IN_SOURCES, SOURCES,
	    N_("Refresh all sources"), N_("refresh")),
	ROW(AHEAD, "ahead", "v", IN_LISTS, SOURCES,
	    N_("Bring whole articles of this section, for reading without a network"), NULL),
	ROW(CANCEL, "cancel", "^X ^C", IN_ALL, SOURCES, N_("Stop the work that is under way"),
	    N_("stop")),
	ROW(COMPACT, "compact", "", IN_LISTS | IN_SOURCES, SOURCES,
	    N_("Tidy up the store: forget what may go, pack, give room back"), NULL),
	ROW(SOURCES, "sources", "E", IN_NEWS | IN_ARTICLE, SOURCES, N_("The list of sources"), NULL),
	ROW(ADD, "add", "a ENTER@found l@found", IN_LISTS | IN_SOURCES | IN_FOUND | IN_LINKS, SOURCES,
	    N_("Add a source"), N_("add")),
	ROW(IMPORT, "import", "I", IN_LISTS | IN_SOURCES, SOURCES,
	    N_("Add the sources of an OPML file"), N_("import")),
	ROW(RENAME, "rename", "c", IN_SOURCES, SOURCES, N_("Rename the source"), N_("rename")),
	ROW(MOVE, "move", "m", IN_SOURCES, SOURCES, N_("Move the source to another section"),
	    N_("move")),
	ROW(REMOVE, "remove", "dd DELETE", IN_SOURCES, SOURCES, N_("Remove the source"),
	    N_("remove")),
	ROW(PAUSE, "pause", "p", IN_SOURCES, SOURCES, N_("Pause the source, or go on with it"),
	    N_("pause")),
	ROW(FEED_SETTINGS, "feed-settings", "e", IN_SOURCES, SOURCES,
	    N_("Settings of this source alone"), NULL),

	ROW(HELP, "help", "? F1", IN_ALL & ~IN_HELP, PROGRAM, N_("This help"), N_("help")),
	ROW(COMMAND, "command", ":", IN_ALL, PROGRAM, N_("Type a command"), NULL),
	ROW(FOLD, "fold", "z", IN_LISTS, PROGRAM, N_("Show or hide the sources of a section"), NULL),
	ROW(GROUP, "group", "%", IN_LISTS, PROGRAM,
	    N_("Group headlines by day, by source, or not"), NULL),
	ROW(FORM, "form", "=", IN_LISTS, PROGRAM, N_("Headlines on one line or on two"), NULL),
	ROW(BESIDE, "beside", "\\", IN_LISTS | IN_ARTICLE, PROGRAM,
	    N_("The article beside the headlines on a wide screen, or not"), NULL),
	ROW(REDRAW, "redraw", "^L", IN_ALL, PROGRAM, N_("Draw the screen again"), NULL),
	ROW(TEST_TERMINAL, "test-terminal", "", IN_ALL, PROGRAM,
	    N_("Do letters stand right in this terminal? The test page"), NULL),
	ROW(QUIT, "quit", "Q", IN_ALL, PROGRAM, N_("Quit"), NULL),
};
static_assert(ARRAY_LEN(actions) == ACTION_COUNT, "one row an action");

static const char *const groups[] = {
	[GROUP_MOVING] = N_("Moving"),
	[GROUP_READING] = N_("Reading"),
	[GROUP_FINDING] = N_("Finding"),
	[GROUP_MARKS] = N_("Marks"),
	[GROUP_LINKS] = N_("Links and sharing"),
	[GROUP_SOURCES] = N_("Sources and refreshing"),
	[GROUP_PROGRAM] = N_("Screen and program"),
};
static_assert(ARRAY_LEN(groups) == GROUP_COUNT, "a title a group");

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

const char *
action_group_title(enum action_group g)
{
	return groups[(unsigned)g < GROUP_COUNT ? g : GROUP_PROGRAM];
}

unsigned
action_place(const char *name)
{
	static const struct {
		const char *name;
		unsigned where;
	} places[] = {
		{"sections", IN_SECTIONS}, {"headlines", IN_HEADLINES}, {"lists", IN_LISTS},
		{"article", IN_ARTICLE},   {"help", IN_HELP},           {"sources", IN_SOURCES},
		{"links", IN_LINKS},       {"search", IN_SEARCH},
		{"found", IN_FOUND},
	};
	for (size_t i = 0; i < ARRAY_LEN(places); i++)
		if (strcmp(places[i].name, name) == 0)
			return places[i].where;
	return 0;
}
