/* SPDX-License-Identifier: MIT */
#include "work/settings.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "akhbar/feed.h"
#include "akhbar/html.h"
#include "akhbar/limits.h"
#include "store/query.h"
#include "sys/clock.h"
#include "sys/files.h"
#include "sys/log.h"
#include "sys/paths.h"
#include "sys/sandbox.h"
#include "work/site-rules.h"
#include "work/protocol.h"

#define LOG_MODULE "settings"

enum err
settings_parse(struct settings *s, int argc, char **argv, bool feeds_wanted, struct why *why)
{
	const char *config = NULL, *feeds = NULL, *db = NULL, *log = NULL, *secrets = NULL;
	const struct {
		const char *name;
		const char **value;
	} options[] = {{"--config", &config}, {"--feeds", &feeds}, {"--db", &db}, {"--log", &log},
		       {"--lang", &s->lang},     {"--secrets", &secrets}};
	bool plain = false; /* after "--" */
	s->rest = mem_realloc_array(NULL, (size_t)argc + 1, sizeof(*s->rest));
	for (int i = 0; i < argc; i++) {
		const char *a = argv[i];
		if (plain || a[0] != '-' || !a[1]) {
			if (!feeds_wanted)
				return err_set(why, ERR_CONFIG, "this command takes no argument: %s", a);
			s->rest[s->rest_n++] = argv[i];
			continue;
		}
		if (!strcmp(a, "--")) {
			plain = true;
			continue;
		}
		if (!strcmp(a, "--force")) {
			s->force = true;
			continue;
		}
		bool known = false;
		for (size_t o = 0; o < ARRAY_LEN(options) && !known; o++) {
			size_t n = strlen(options[o].name);
			if (strncmp(a, options[o].name, n) || (a[n] && a[n] != '='))
				continue;
			if (!a[n] && i + 1 >= argc)
				return err_set(why, ERR_CONFIG, "%s needs a value", a);
			*options[o].value = a[n] ? a + n + 1 : argv[++i];
			known = true;
		}
		if (!known)
			return err_set(why, ERR_CONFIG, "unknown option %s", a);
	}
	s->config_given = config != NULL;
	s->secrets_fd = secrets && secrets[0] >= '3' && secrets[0] <= '9' && !secrets[1] ? secrets[0] - '0' : -1;
	/* where paths are given, nothing outside them is read */
	if (config || (!feeds && !db))
		s->config_path = config ? mem_strdup(config) : path_config("config");
	s->feeds_path = feeds ? mem_strdup(feeds) : path_config("feeds");
	s->db_path = db ? mem_strdup(db) : path_data("akhbar.db");
	s->log_path = log ? mem_strdup(log) : NULL;
	if (!feeds && !path_exists(s->feeds_path)) {
		char *shipped = path_shipped("feeds/arabic");
		if (shipped) {
			free(s->feeds_path);
			s->feeds_path = shipped;
		}
	}
	return OK;
}

static void
take_secret(struct settings *s, struct bytes line)
{
	struct message m;
	if (!message_parse(line, &m))
		return;
	for (size_t i = 0; i < s->sources.n && m.n > 1; i++)
		if (!strcmp(s->sources.items[i].url, m.fields[0])) {
			char **password = &s->sources.items[i].settings.password;
			free(*password);
			*password = mem_strdup(m.fields[1]);
		}
	message_release(&m);
}

/* What the reader's password commands gave. */
static void
load_secrets(struct settings *s)
{
	struct buf text;
	char piece[4096];
	ssize_t n;
	if (s->secrets_fd < 0)
		return;
	buf_init(&text, LIMIT_BODY_BYTES);
	while ((n = read(s->secrets_fd, piece, sizeof(piece))) > 0)
		buf_add(&text, piece, (size_t)n);
	close(s->secrets_fd);
	s->secrets_fd = -1;
	struct bytes rest = buf_view(&text);
	const char *newline;
	while (rest.len && (newline = memchr(rest.data, '\n', rest.len))) {
		size_t len = (size_t)(newline - rest.data);
		take_secret(s, (struct bytes){rest.data, len});
		rest = (struct bytes){newline + 1, rest.len - len - 1};
	}
	explicit_bzero(piece, sizeof(piece));
	if (text.data)
		explicit_bzero(text.data, text.len);
	buf_release(&text);
}

/* A rule that is not whole does nothing, and that is told. */
static void
check_rules(struct settings *s, void (*problem)(const char *file, int line, const char *message))
{
	int64_t now = clock_now();
	for (size_t i = 0; i < s->sources.rules_n; i++) {
		const struct source_rule *rule = &s->sources.rules[i];
		struct why why = {""};
		struct query *q = query_new(bytes_of(rule->query), now, clock_utc_offset(now));
		if (query_rule_complaint(q, bytes_of(rule->query), &why)) {
			problem(s->feeds_path, rule->line, why.text);
			s->bad_feeds++;
		}
		query_free(q);
	}
}

enum err
settings_load(struct settings *s, void (*problem)(const char *file, int line, const char *message),
	      struct why *why)
{
	s->config = config_new();
	if (s->config_path) {
		enum err error = config_load(s->config, s->config_path, !s->config_given, why);
		const struct config_problem *list;
		size_t n = config_problems(s->config, &list);
		for (size_t i = 0; i < n; i++)
			problem(list[i].file, list[i].line, list[i].message);
		s->problems = (int)n;
		if (error && error != ERR_CONFIG)
			return error;
	}
	struct site_rules_from from = {
		.config = s->config_given ? s->config_path : NULL, .problem = problem};
	enum err error = site_rules_load(&from, &s->rules, why);
	if (error)
		return error;
	error = sources_load(s->feeds_path, &s->sources, why);
	if (error)
		return error;
	for (size_t i = 0; i < s->sources.problems_n; i++)
		problem(s->feeds_path, s->sources.problems[i].line, s->sources.problems[i].message);
	s->bad_feeds = (int)s->sources.problems_n;
	check_rules(s, problem);
	load_secrets(s);
	return OK;
}

static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? mem_strndup(path, slash == path ? 1 : (size_t)(slash - path)) : mem_strdup(".");
}

enum err
settings_open(struct settings *s, struct why *why)
{
	enum err error = path_make_parents(s->db_path, why);
	/* SQLite's temporary files stay where writing will be allowed (it asks once) */
	char *folder = folder_of(s->db_path);
	setenv("SQLITE_TMPDIR", folder, 1);
	free(folder);
	if (!error)
		error = store_open(s->db_path, STORE_READ_WRITE, &s->store, why);
	if (error)
		return error;
	size_t n = s->sources.n;
	struct store_source *list = mem_realloc_array(NULL, n, sizeof(*list));
	for (size_t i = 0; i < n; i++) {
		const struct source *from = &s->sources.items[i];
		list[i] = (struct store_source){.url = from->url, .title = from->title,
						.section = from->section, .hidden = from->hidden};
	}
	error = store_sync_sources(s->store, list, n, why);
	free(list);
	return error;
}

void
settings_confine(const struct settings *s)
{
	struct why why = {""};
	if (fetch_load(&why)) /* what is here can be read all the same; a refresh says it again */
		LOGE("%s", why.text);
	/* those that most refreshes do not need, only where they would be out of reach later */
	if (!sandbox_reads_beside(fetch_library())) {
		(void)!html_load(NULL);
		(void)!feed_load(NULL);
	}
	char *folder = folder_of(s->db_path);
	size_t n = 0;
	const char **read = mem_realloc_array(NULL, s->sources.n, sizeof(*read));
	if (config_bool(s->config, OPT_ALLOW_FILE_FEEDS))
		for (size_t i = 0; i < s->sources.n; i++) {
			char *path = file_feed_path(s->sources.items[i].url);
			if (path)
				read[n++] = path;
		}
	sandbox_enter(&(struct sandbox_paths){
		.read = read, .read_n = n, .write = (const char *const[]){folder}, .write_n = 1});
	for (size_t i = 0; i < n; i++)
		free((char *)(uintptr_t)read[i]);
	free(read);
	free(folder);
}

static int
by_url(const void *a, const void *b)
{
	return strcmp(((const struct engine_keep *)a)->url, ((const struct engine_keep *)b)->url);
}

static struct engine_keep
keep_of(const struct config *c, const struct source *source)
{
	static const struct source_keep nothing = {-1, -1, -1, -1, -1};
	const struct source_keep *own = source ? &source->settings.keep : &nothing;
	return (struct engine_keep){
		.url = source ? source->url : NULL,
		.keep = {
			.days = own->days >= 0 ? own->days : config_int(c, OPT_KEEP_DAYS),
			.count = own->count >= 0 ? own->count : config_int(c, OPT_KEEP_COUNT),
			.unread = own->unread >= 0 ? own->unread : config_bool(c, OPT_KEEP_UNREAD),
			.starred = own->starred >= 0 ? own->starred : config_bool(c, OPT_KEEP_STARRED),
		},
		.edited_unread = own->edited_unread >= 0 ? own->edited_unread
							 : config_bool(c, OPT_EDITED_UNREAD),
	};
}

static size_t
own_keeps(struct settings *s)
{
	size_t n = 0;
	free(s->keeps);
	s->keeps = mem_realloc_array(NULL, s->sources.n, sizeof(*s->keeps));
	for (size_t i = 0; i < s->sources.n; i++) {
		const struct source_keep *k = &s->sources.items[i].settings.keep;
		if (k->days >= 0 || k->count >= 0 || k->unread >= 0 || k->starred >= 0 ||
		    k->edited_unread >= 0)
			s->keeps[n++] = keep_of(s->config, &s->sources.items[i]);
	}
	qsort(s->keeps, n, sizeof(*s->keeps), by_url);
	return n;
}

static_assert((int)RULE_HIDES == (int)STORE_HIDES && (int)RULE_READS == (int)STORE_READS &&
	      (int)RULE_STARS == (int)STORE_STARS && (int)RULE_NOTIFIES == (int)STORE_NOTIFIES,
	      "the file's rules are the store's");

static size_t
all_rules(struct settings *s)
{
	size_t n = s->sources.rules_n;
	free(s->does);
	s->does = mem_realloc_array(NULL, n, sizeof(*s->does));
	for (size_t i = 0; i < n; i++)
		s->does[i] = (struct store_rule){s->sources.rules[i].does, s->sources.rules[i].query};
	return n;
}

struct engine *
settings_engine(struct settings *s, const struct engine_events *events, struct watch *w)
{
	const struct config *c = s->config;
	struct engine_options o = {
		.fetch = {
			.timeout_s = config_int(c, OPT_FETCH_TIMEOUT),
			.parallel = config_int(c, OPT_PARALLEL),
			.parallel_host = config_int(c, OPT_PARALLEL_HOST),
			.max_body = (size_t)config_int(c, OPT_MAX_BODY_MB) << 20,
			.user_agent = config_str(c, OPT_USER_AGENT),
			.proxy = config_str(c, OPT_PROXY),
		},
		.interval_s = (int64_t)config_int(c, OPT_REFRESH_INTERVAL) * 60,
		.allow_files = config_bool(c, OPT_ALLOW_FILE_FEEDS),
		.ahead = config_int(c, OPT_FETCH_AHEAD),
		.full_text = (enum full_text)full_text_by_name(config_str(c, OPT_FULL_TEXT)),
		.db = s->db_path,
		.rules = s->rules,
		.sources = &s->sources,
	};
	o.keep = keep_of(c, NULL);
	o.keeps_n = own_keeps(s);
	o.keeps = s->keeps;
	o.does_n = all_rules(s);
	o.does = s->does;
	if (!o.fetch.max_body)
		o.fetch.max_body = LIMIT_BODY_BYTES;
	return engine_new(s->store, &o, events, w);
}

void
settings_release(struct settings *s)
{
	store_close(s->store);
	config_free(s->config);
	sources_release(&s->sources);
	free(s->config_path);
	free(s->feeds_path);
	free(s->db_path);
	free(s->log_path);
	site_rules_free(s->rules);
	free(s->rest);
	free(s->keeps);
	free(s->does);
	memset(s, 0, sizeof(*s));
}
