/* SPDX-License-Identifier: MIT
 *
 * actions: the one table of what the reader can do: id, name for `bind` and the
 * command line, default keys, where valid, help sentence. Help, hints, bindings,
 * completion and the manual come from it. And the keymap: which keys do what.
 */
#ifndef UI_ACTIONS_H
#define UI_ACTIONS_H

#include "akhbar/base.h"
#include "ui/places.h"

enum where { /* bits */
	IN_SECTIONS = 1,
	IN_HEADLINES = 2,
	IN_ARTICLE = 4,
	IN_HELP = 8,
	IN_SOURCES = 16, /* the list of sources, to be managed */
	IN_LINKS = 32,   /* the links of an article */
	IN_SEARCH = 64,  /* results of a search */
	IN_FOUND = 128,  /* feeds found at an address */
	IN_LISTS = IN_SECTIONS | IN_HEADLINES,
	IN_NEWS = IN_LISTS | IN_SEARCH, /* where articles stand in rows */
	IN_ROWS = IN_HEADLINES | IN_SEARCH,
	IN_ALL = 255,
};

enum action {
	ACTION_NONE,
	/* moving */
	ACTION_DOWN,
	ACTION_UP,
	ACTION_PAGE_DOWN,
	ACTION_PAGE_UP,
	ACTION_HALF_DOWN,
	ACTION_HALF_UP,
	ACTION_FIRST,
	ACTION_LAST,
	ACTION_OPEN,
	ACTION_BACK,
	ACTION_ONWARD, /* the arrow that points into the text's direction */
	ACTION_OTHER_PANE,
	ACTION_NEXT_SECTION,
	ACTION_PREVIOUS_SECTION,
	ACTION_JUMP_BACK,
	/* reading */
	ACTION_NEXT_UNREAD,
	ACTION_PREVIOUS_UNREAD,
	ACTION_NEXT_ARTICLE,
	ACTION_PREVIOUS_ARTICLE,
	ACTION_FULL_TEXT,
	/* finding */
	ACTION_FILTER,
	ACTION_FIND,
	ACTION_SEARCH,
	ACTION_RANK,
	ACTION_SAVE_SEARCH,
	ACTION_RULE,
	/* marks */
	ACTION_TOGGLE_READ,
	ACTION_KEEP_UNREAD,
	ACTION_ALL_READ,
	ACTION_EVERYTHING_READ,
	ACTION_STAR,
	ACTION_UNDO,
	/* links and sharing */
	ACTION_BROWSER,
	ACTION_BROWSER_READ,
	ACTION_LINKS,
	ACTION_HINTS,
	ACTION_COPY_LINK,
	ACTION_COPY_TITLE,
	ACTION_COPY_TEXT,
	ACTION_SELECT,
	ACTION_SAVE,
	ACTION_PIPE,
	ACTION_SEND,
	/* sources */
	ACTION_REFRESH,
	ACTION_REFRESH_ALL,
	ACTION_AHEAD,
	ACTION_CANCEL,
	ACTION_COMPACT,
	ACTION_SOURCES,
	ACTION_ADD,
	ACTION_IMPORT,
	ACTION_RENAME,
	ACTION_MOVE,
	ACTION_REMOVE,
	ACTION_PAUSE,
	ACTION_FEED_SETTINGS,
	/* the program */
	ACTION_HELP,
	ACTION_COMMAND,
	ACTION_FOLD,
	ACTION_GROUP,
	ACTION_FORM,
	ACTION_BESIDE,
	ACTION_REDRAW,
	ACTION_TEST_TERMINAL,
	ACTION_QUIT,
	ACTION_COUNT
};

enum action_group {
	GROUP_MOVING,
	GROUP_READING,
	GROUP_FINDING,
	GROUP_MARKS,
	GROUP_LINKS,
	GROUP_SOURCES,
	GROUP_PROGRAM,
	GROUP_COUNT
};

struct action_info {
	const char *name;     /* in the configuration: "next-unread" */
	const char *keys;     /* defaults, parted by spaces; KEY@PLACE: there alone */
	unsigned where;
	const char *sentence; /* English for gettext */
	const char *hint;     /* one or two words for the bottom line, NULL none */
	enum action_group group;
	bool repeats;         /* a count before it does it so often */
};

const struct action_info *action_info(enum action a);
enum action action_by_name(const char *name); /* ACTION_NONE when unknown */
const char *action_group_title(enum action_group g); /* English for gettext */
/* A place's name in KEY@PLACE: "sections", "article", "lists"; 0 unknown. */
unsigned action_place(const char *name);

/* ---- keys ------------------------------------------------------------------ */

#define KEYS_MAX 4    /* keys of one sequence */
#define ACTIONS_MAX 8 /* actions on one key */

struct keymap;
struct key;

struct keymap *keymap_new(void); /* the defaults */
void keymap_free(struct keymap *m);
/* Gives keys their actions, one or several parted by spaces, wherever these are
 * valid; what the keys did there before is gone. Keys: "j", "^F", "SPACE", "F5",
 * "A-x" (Alt), sequences "gg", "<SPACE>a", and "d@article" for one place. ERR_CONFIG
 * with a sentence and a near match for an unknown key or action. actions NULL
 * unbinds. */
MUST_USE enum err keymap_bind(struct keymap *m, const char *keys, const char *actions,
			      struct why *why);

struct key_stroke {
	uint32_t code;
	bool alt;
};
struct keymap_found {
	const enum action *actions; /* in the keymap: until the next bind */
	size_t actions_n;           /* 0: these keys do nothing */
	bool longer;                /* they begin a longer sequence */
};
/* What the keys typed so far do here. Keys of Arabic, Persian and Hebrew keyboards
 * count by their place; `rtl` tells what the side arrows mean. */
struct keymap_found keymap_find(const struct keymap *m, const struct key_stroke *keys, size_t n,
				unsigned where, bool rtl);
/* Tells the keymap what was typed, so that it knows the keyboard. */
void keymap_typed(struct keymap *m, uint32_t code);
/* The keyboard by the reader's word: "auto", "arabic", "persian-windows"... */
void keymap_set_keyboard(struct keymap *m, const char *name);
enum keyboard keymap_keyboard(const struct keymap *m);
/* Names of keys as words ("Enter", "Ctrl-X") and not as signs ("↵", "^X"). */
void keymap_speak(struct keymap *m, bool spoken);
/* The keys of an action as text, most usual first, appended: "j  ↓". A single letter
 * is shown as `k` types it when that is a letter, a capital as Shift and its key;
 * KEYBOARD_LATIN: as it is bound. */
void keymap_names(const struct keymap *m, enum action a, enum keyboard k, size_t most,
		  struct buf *out);

#endif
