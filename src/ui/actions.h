/* SPDX-License-Identifier: MIT
 *
 * actions: the one table of what the reader can do: id, name for `bind`, default
 * keys, where valid, help sentence. Help, hints, bindings and the manual come
 * from it.
 */
#ifndef UI_ACTIONS_H
#define UI_ACTIONS_H

#include "akhbar/base.h"

enum where { /* bits */
	IN_SECTIONS = 1,
	IN_HEADLINES = 2,
	IN_ARTICLE = 4,
	IN_HELP = 8,
	IN_LISTS = IN_SECTIONS | IN_HEADLINES,
	IN_ALL = 15,
};

enum action {
	ACTION_NONE,
	ACTION_DOWN,
	ACTION_UP,
	ACTION_PAGE_DOWN,
	ACTION_PAGE_UP,
	ACTION_FIRST,
	ACTION_LAST,
	ACTION_OPEN,
	ACTION_BACK,
	ACTION_ONWARD, /* the arrow that points into the text's direction */
	ACTION_OTHER_PANE,
	ACTION_NEXT_UNREAD,
	ACTION_PREVIOUS_UNREAD,
	ACTION_NEXT_ARTICLE,
	ACTION_PREVIOUS_ARTICLE,
	ACTION_TOGGLE_READ,
	ACTION_ALL_READ,
	ACTION_STAR,
	ACTION_UNDO,
	ACTION_BROWSER,
	ACTION_FULL_TEXT,
	ACTION_REFRESH,
	ACTION_REFRESH_ALL,
	ACTION_CANCEL,
	ACTION_HELP,
	ACTION_FOLD,
	ACTION_GROUP,
	ACTION_FORM,
	ACTION_BESIDE,
	ACTION_REDRAW,
	ACTION_QUIT,
	ACTION_COUNT
};

struct action_info {
	const char *name;     /* in the configuration: "next-unread" */
	const char *keys;     /* defaults, parted by spaces */
	unsigned where;
	const char *sentence; /* English for gettext */
	const char *hint;     /* one or two words for the bottom line, NULL none */
};

const struct action_info *action_info(enum action a);
enum action action_by_name(const char *name); /* ACTION_NONE when unknown */

struct keymap;
struct key;

struct keymap *keymap_new(void); /* the defaults */
void keymap_free(struct keymap *m);
/* "j", "^F", "SPACE", "ENTER", "LEFT", "F5", "A-x" (Alt). ERR_CONFIG with a
 * sentence for an unknown key or action. action NULL unbinds. */
MUST_USE enum err keymap_bind(struct keymap *m, const char *key, const char *action,
			      struct why *why);
/* The action of a key here. Letters of Arabic, Persian and Hebrew keyboards count
 * by their place; `rtl` tells what the side arrows mean. */
enum action keymap_find(const struct keymap *m, const struct key *key, unsigned where, bool rtl);
/* The keys of an action as text, most usual first, appended: "j ↓". With
 * `arabic` letters as an Arabic keyboard prints them stand beside. */
void keymap_names(const struct keymap *m, enum action a, size_t most, struct buf *out);

#endif
