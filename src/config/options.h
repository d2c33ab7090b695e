/* SPDX-License-Identifier: MIT
 *
 * options: the one table of settings, and the file they come from. Lines
 * `name value`, `#` comments, quotes, a trailing backslash joins lines,
 * `include FILE`, `bind KEY ACTION`, `unbind KEY`, `color STYLE COLOUR`. Unknown names and values out
 * of range are errors with file, line and a near match; other lines still count.
 */
#ifndef CONFIG_OPTIONS_H
#define CONFIG_OPTIONS_H

#include "akhbar/base.h"

enum option_type { OPTION_BOOL, OPTION_INT, OPTION_STRING, OPTION_CHOICE };

/* X(id, name, type, default text, min, max, choices, sentence) lives in
 * options.c; ids here. */
enum option {
	OPT_LANG,             /* auto ar en */
	OPT_BIDI,             /* auto visual logical words */
	OPT_NUMERALS,         /* as-written western arabic persian: inside articles */
	OPT_UI_NUMERALS,      /* auto arabic western: our own words */
	OPT_TASHKEEL,         /* auto keep strip */
	OPT_ISOLATE,          /* auto none lrm */
	OPT_JUSTIFY,          /* none kashida spaces */
	OPT_MONTHS,           /* auto gulf levant maghreb algeria morocco: names of months */
	OPT_THEME,            /* auto dark light contrast paper mono */
	OPT_START,            /* auto headlines sections */
	OPT_BROWSER,
	OPT_ARTICLE_WIDTH,    /* 40..120 columns */
	OPT_REFRESH_INTERVAL, /* minutes, 0 = only on request */
	OPT_REFRESH_ON_START, /* bool */
	OPT_FETCH_TIMEOUT,    /* seconds */
	OPT_PARALLEL,         /* transfers at once */
	OPT_PARALLEL_HOST,
	OPT_MAX_BODY_MB,
	OPT_USER_AGENT,
	OPT_PROXY,
	OPT_ALLOW_FILE_FEEDS, /* bool */
	OPT_FULL_TEXT,        /* ask short always never: enum full_text */
	OPT_FETCH_AHEAD,      /* whole articles after a refresh, at most; 0 none */
	OPT_KEEP_DAYS,        /* 0 for ever */
	OPT_KEEP_COUNT,       /* of a feed, 0 all */
	OPT_KEEP_UNREAD,      /* bool */
	OPT_KEEP_STARRED,     /* bool */
	OPT_EDITED_UNREAD,    /* bool */
	OPT_MOUSE,            /* bool */
	OPT_HEADLINES,        /* auto compact two-line */
	OPT_GROUP,            /* day source none */
	OPT_ARTICLE_BESIDE,   /* bool */
	OPT_CURSOR,           /* row marker */
	OPT_CALENDAR,         /* both gregorian hijri */
	OPT_SCREEN_READER,    /* bool */
	OPT_TITLE,            /* bool */
	OPT_NOTIFY,           /* none bell message command */
	OPT_NOTIFY_COMMAND,
	OPT_KEYBOARD,         /* auto arabic arabic-mac persian persian-windows hebrew */
	OPT_CONFIRM_LINKS,    /* differing always never */
	OPT_LINK_DIGITS,      /* enter direct */
	OPT_CLIPBOARD,        /* auto terminal program none */
	OPT_CLIPBOARD_COMMAND,
	OPT_SAVE_FOLDER,
	OPT_SAVE_AS,          /* text markdown html */
	OPT_SEND_COMMAND,
	OPTION_COUNT
};

/* When the whole article is fetched from its page. */
enum full_text {
	FULL_TEXT_ASK,    /* when its key is pressed, or fetching ahead is on */
	FULL_TEXT_SHORT,  /* also when one is opened of which the feed sends a few lines */
	FULL_TEXT_ALWAYS, /* also when the feed's text is long */
	FULL_TEXT_NEVER,  /* not ahead either; the key still works */
	FULL_TEXT_COUNT
};
/* -1: not one of its names */
int full_text_by_name(const char *name);

struct config;

struct config_problem {
	char *file;
	int line;
	char *message; /* a sentence, in the language chosen when the file was read */
};

struct config *config_new(void); /* all defaults */
void config_free(struct config *c);
/* A missing file is no error when `optional`. ERR_CONFIG when any line was bad
 * (see the problems); what was good is set. */
MUST_USE enum err config_load(struct config *c, const char *path, bool optional, struct why *why);
MUST_USE enum err config_set(struct config *c, const char *name, const char *value,
			     struct why *why);
/* Settings into the file at `path` (made when missing, replaced in one step): the line
 * that holds now is changed in its place, others and comments stay. ERR_CONFIG for an
 * unknown name or value; nothing is written then. */
struct config_setting {
	const char *name, *value;
};
MUST_USE enum err config_save(const char *path, const struct config_setting *settings, size_t n,
			      struct why *why);
/* Lines `bind KEYS ACTIONS` (actions NULL: `unbind KEYS`), at the end; those that bound
 * the same keys go. */
struct config_key {
	const char *keys, *actions;
};
MUST_USE enum err config_save_keys(const char *path, const struct config_key *keys, size_t n,
				   struct why *why);
size_t config_problems(const struct config *c, const struct config_problem **out);

bool config_bool(const struct config *c, enum option o);
int config_int(const struct config *c, enum option o);
const char *config_str(const struct config *c, enum option o); /* choices too; never NULL */

struct config_bind {
	char *key;    /* as written: "j", "^F", "SPACE" */
	char *action; /* NULL: unbind */
	char *file;
	int line;
};
size_t config_binds(const struct config *c, const struct config_bind **out);

struct config_color { /* `color accent d7af5f bold`: checked by who knows the styles */
	char *style, *words, *file;
	int line;
};
size_t config_colors(const struct config *c, const struct config_color **out);

struct option_info {
	const char *name;
	enum option_type type;
	const char *fallback; /* default, as text */
	int min, max;
	const char *choices; /* "auto|ar|en" or NULL */
	const char *sentence; /* English; ends with a full stop */
};
const struct option_info *option_info(enum option o);
/* config.example: every option commented out with its default and sentence. */
void config_print_example(struct buf *out);

#endif
