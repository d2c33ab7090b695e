/* SPDX-License-Identifier: MIT */
#include "config/newsboat-keys.h"

#include <string.h>

#include "akhbar/base.h"
#include "config/nearest.h"

static const struct newsboat_operation operations[] = {
	{"open", "open", NULL},
	{"quit", "back", NULL},
	{"hard-quit", "quit", NULL},
	{"reload", "refresh", NULL},
	{"reload-all", "refresh-all", NULL},
	{"mark-feed-read", "all-read", NULL},
	{"mark-all-feeds-read", "everything-read", NULL},
	{"save", "save", NULL},
	{"next", "down", "next-article"},
	{"prev", "up", "previous-article"},
	{"next-unread", "next-unread", NULL},
	{"prev-unread", "previous-unread", NULL},
	{"next-feed", "next-section", NULL},
	{"prev-feed", "previous-section", NULL},
	{"next-unread-feed", "next-section", NULL},
	{"prev-unread-feed", "previous-section", NULL},
	{"open-in-browser", "browser", NULL},
	{"open-in-browser-noninteractively", "browser", NULL},
	{"open-in-browser-and-mark-read", "browser-read", NULL},
	{"help", "help", NULL},
	{"toggle-article-read", "toggle-read", NULL},
	{"show-urls", "links", NULL},
	{"goto-url", "links", NULL},
	{"set-tag", "other-pane", NULL},
	{"select-tag", "other-pane", NULL},
	{"switch-focus", "other-pane", NULL},
	{"open-search", "search", "find"},
	{"redraw", "redraw", NULL},
	{"cmdline", "command", NULL},
	{"set-filter", "filter", NULL},
	{"select-filter", "filter", NULL},
	{"bookmark", "send", NULL},
	{"edit-flags", "star", NULL},
	{"edit-urls", "sources", NULL},
	{"pipe-to", "pipe", NULL},
	{"up", "up", NULL},
	{"down", "down", NULL},
	{"pageup", "page-up", NULL},
	{"pagedown", "page-down", NULL},
	{"halfpageup", "half-up", NULL},
	{"halfpagedown", "half-down", NULL},
	{"home", "first", NULL},
	{"end", "last", NULL},
	{"article-feed", NULL, NULL},
	{"clear-filter", NULL, NULL},
	{"clear-tag", NULL, NULL},
	{"close-dialog", NULL, NULL},
	{"delete-all-articles", NULL, NULL},
	{"delete-article", NULL, NULL},
	{"enqueue", NULL, NULL},
	{"macro-prefix", NULL, NULL},
	{"mark-all-above-as-read", NULL, NULL},
	{"next-dialog", NULL, NULL},
	{"open-all-unread-in-browser", NULL, NULL},
	{"open-all-unread-in-browser-and-mark-read", NULL, NULL},
	{"prev-dialog", NULL, NULL},
	{"purge-deleted", NULL, NULL},
	{"random-unread", NULL, NULL},
	{"reload-urls", NULL, NULL},
	{"rev-sort", NULL, NULL},
	{"save-all", NULL, NULL},
	{"sort", NULL, NULL},
	{"toggle-show-read-feeds", NULL, NULL},
	{"toggle-source-view", NULL, NULL},
	{"view-dialogs", NULL, NULL},
};

static const struct {
	const char *name, *place;
} dialogs[] = {
	{"all", ""},
	{"everywhere", ""},
	{"feedlist", "sections"},
	{"articlelist", "headlines"},
	{"searchresultslist", "headlines"},
	{"article", "article"},
	{"urlview", "links"},
	{"help", "help"},
	{"filebrowser", NULL},
	{"dirbrowser", NULL},
	{"tagselection", NULL},
	{"filterselection", NULL},
	{"dialogs", NULL},
	{"podboat", NULL},
	{"podlist", NULL},
};

const struct newsboat_operation *
newsboat_operation_at(size_t i)
{
	return i < ARRAY_LEN(operations) ? &operations[i] : NULL;
}

const struct newsboat_operation *
newsboat_operation(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(operations); i++)
		if (strcmp(operations[i].name, name) == 0)
			return &operations[i];
	return NULL;
}

static const char *
name_of(size_t i)
{
	return i < ARRAY_LEN(operations) ? operations[i].name : NULL;
}

const char *
newsboat_operation_near(const char *name)
{
	return nearest_name(name, name_of);
}

bool
newsboat_dialog(const char *name, const char **place)
{
	for (size_t i = 0; i < ARRAY_LEN(dialogs); i++) {
		if (strcmp(dialogs[i].name, name) == 0) {
			*place = dialogs[i].place;
			return true;
		}
	}
	return false;
}
