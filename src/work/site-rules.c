/* SPDX-License-Identifier: MIT */
/* The files of site rules: the reader's own, then the shipped one. */
#include "work/site-rules.h"

#include <stdlib.h>
#include <string.h>

#include "akhbar/limits.h"
#include "sys/files.h"
#include "sys/lang.h"
#include "sys/paths.h"

struct telling {
	const char *file;
	void (*problem)(const char *file, int line, const char *message);
};

static void
tell(void *context, int line, enum rule_problem problem, struct bytes what)
{
	static const char *const texts[] = {
		[RULES_NO_SITE] = N_("%s stands before the first site line"),
		[RULES_UNKNOWN_KEY] = N_("%s is none of: site, container, remove, title, byline, date, next-page"),
		[RULES_BAD_HOST] = N_("this is not the name of a site: %s"),
		[RULES_BAD_SELECTOR] = N_("this names no element of a page: %s"),
		[RULES_TOO_MANY] = N_("more than can be kept: %s"),
	};
	const struct telling *t = context;
	char *words = text_clean_dup(what, CLEAN_LINE, 80);
	char *message = mem_printf(_(texts[problem]), words);
	t->problem(t->file, line, message);
	free(message);
	free(words);
}

static enum err
read_file(struct site_rules *rules, const char *path,
	  void (*problem)(const char *file, int line, const char *message), struct why *why)
{
	struct buf text;
	buf_init(&text, LIMIT_SITE_RULES_BYTES);
	enum err error = file_read(path, &text, why);
	if (!error)
		site_rules_add(rules, buf_view(&text), tell, &(struct telling){path, problem});
	buf_release(&text);
	return error;
}

/* NAME beside a file. */
static char *
beside(const char *file, const char *name)
{
	const char *slash = strrchr(file, '/');
	return mem_printf("%.*s%s", slash ? (int)(slash + 1 - file) : 0, file, name);
}

enum err
site_rules_load(const struct site_rules_from *from, struct site_rules **out, struct why *why)
{
	struct site_rules *rules = site_rules_new();
	char *paths[2] = {NULL, NULL};
	enum err error = OK;
	if (from->given) {
		error = read_file(rules, from->given, from->problem, why);
	} else if (from->config) {
		paths[0] = beside(from->config, "site-rules");
	} else {
		paths[0] = path_config("site-rules");
		paths[1] = path_shipped("feeds/site-rules");
	}
	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		struct why reason = {""};
		if (paths[i] && path_exists(paths[i]) &&
		    read_file(rules, paths[i], from->problem, &reason) != OK)
			from->problem(paths[i], 0, reason.text);
		free(paths[i]);
	}
	*out = rules;
	return error;
}
