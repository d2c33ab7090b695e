/* SPDX-License-Identifier: MIT
 *
 * settings: the options both long commands share (refresh, serve), the files
 * they name, and an engine made of them.
 */
#ifndef WORK_SETTINGS_H
#define WORK_SETTINGS_H

#include "akhbar/base.h"
#include "config/options.h"
#include "config/sources.h"
#include "store/store.h"
#include "work/engine.h"

struct settings {
	char *config_path, *feeds_path, *db_path, *log_path; /* resolved; config NULL: none */
	const char *lang;                                    /* as given, or NULL */
	int secrets_fd; /* of --secrets: "1<TAB>ADDRESS<TAB>PASSWORD" lines (protocol.h); -1 */
	bool config_given;
	bool force;
	char **rest; /* arguments that are no options; of argv */
	size_t rest_n;
	struct config *config;
	struct sources sources;
	struct site_rules *rules;
	int problems; /* lines of the configuration that could not be used */
	int bad_feeds; /* lines of the feeds file */
	struct store_rule *does;   /* the rules of the feeds file */
	struct engine_keep *keeps; /* of feeds whose line says something of its own */
	struct store *store;
};

/* ERR_CONFIG for an unknown option. Paths not given are the XDG ones. */
MUST_USE enum err settings_parse(struct settings *s, int argc, char **argv, bool feeds_wanted,
				 struct why *why);
/* Reads the files; `problem` hears of each bad line (cleaned by the caller). */
MUST_USE enum err settings_load(struct settings *s, void (*problem)(const char *file, int line, const char *message),
				struct why *why);
/* Opens the store and makes its list equal to the feeds file. */
MUST_USE enum err settings_open(struct settings *s, struct why *why);
/* No way back: the sandbox. */
void settings_confine(const struct settings *s);
void settings_release(struct settings *s);

struct engine *settings_engine(struct settings *s, const struct engine_events *events,
			       struct watch *w);

#endif
