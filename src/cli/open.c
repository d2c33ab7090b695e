/* SPDX-License-Identifier: MIT
 *
 * What most commands need: the store, a filter, the fetcher's options.
 */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

#include "store/query.h"
#include "sys/clock.h"
#include "sys/lang.h"
#include "sys/paths.h"
#include "ui/sources.h"

/* A saved search that cannot be read whole is told with its line; the rest counts. */
static void
check_search(struct cli *c, const struct source_search *search)
{
	int64_t now = clock_now();
	struct why why;
	struct bytes text = bytes_of(search->query);
	struct query *q = query_new(text, now, clock_utc_offset(now));
	if (query_complaint(q, text, &why))
		cli_complain("%s:%d: %s: %s", c->feeds_path, search->line, search->name, why.text);
	query_free(q);
}

/* A rule that is not whole does nothing at all. */
static bool
check_rule(struct cli *c, const struct source_rule *rule)
{
	int64_t now = clock_now();
	struct why why;
	struct bytes text = bytes_of(rule->query);
	struct query *q = query_new(text, now, clock_utc_offset(now));
	bool bad = query_rule_complaint(q, text, &why);
	if (bad)
		cli_complain("%s:%d: %s", c->feeds_path, rule->line, why.text);
	query_free(q);
	return !bad;
}

static int
sync_sources(struct cli *c)
{
	struct sources list = {0};
	struct why why = {""};
	if (sources_load(c->feeds_path, &list, &why) != OK) {
		cli_complain("%s: %s", c->feeds_path, why.text);
		return EXIT_USAGE;
	}
	for (size_t i = 0; i < list.problems_n; i++)
		cli_complain("%s:%d: %s", c->feeds_path, list.problems[i].line,
			 list.problems[i].message);
	c->bad_feeds = list.problems_n;
	for (size_t i = 0; i < list.searches_n; i++)
		check_search(c, &list.searches[i]);
	for (size_t i = 0; i < list.rules_n; i++)
		c->bad_feeds += !check_rule(c, &list.rules[i]);
	enum err e = sources_to_store(c->store, &list, &why);
	sources_release(&list);
	if (e != OK) {
		cli_complain("%s", why.text);
		return EXIT_STORE;
	}
	return EXIT_OK;
}

int
cli_open_store(struct cli *c, enum store_mode mode, bool sync)
{
	struct why why = {""};
	if (mode == STORE_READ_WRITE && path_make_parents(c->db_path, &why) != OK) {
		cli_complain("%s: %s", c->db_path, why.text);
		return EXIT_STORE;
	}
	if (store_open(c->db_path, mode, &c->store, &why) != OK) {
		cli_complain("%s: %s", c->db_path, why.text);
		return EXIT_STORE;
	}
	struct buf notice;
	buf_init(&notice, 0);
	if (store_notice(c->store, &notice))
		cli_complain("%s: %s", c->db_path, notice.data);
	buf_release(&notice);
	/* a store named by itself keeps the list it has */
	if (sync && (c->args.feeds || !c->args.db))
		return sync_sources(c);
	return EXIT_OK;
}

static int64_t
find_section(struct cli *c, const char *name)
{
	struct store_sections list = {0};
	int64_t id = 0;
	if (store_sections(c->store, &list, NULL) != OK)
		return 0;
	for (size_t i = 0; i < list.n; i++)
		if (strcmp(list.items[i].name, name) == 0)
			id = list.items[i].id;
	store_sections_release(&list);
	return id;
}

static int64_t
find_feed(struct cli *c, const char *name)
{
	struct store_feeds list = {0};
	int64_t id = 0;
	if (store_feeds(c->store, &list, NULL) != OK)
		return 0;
	for (size_t i = 0; i < list.n; i++) {
		const struct store_feed *f = &list.items[i];
		if (strcmp(f->url, name) == 0 || (f->title && strcmp(f->title, name) == 0))
			id = f->id;
	}
	store_feeds_release(&list);
	return id;
}

int
cli_filter(struct cli *c, struct store_filter *out)
{
	const struct args *a = &c->args;
	*out = (struct store_filter){.unread = a->unread,
				     .starred = a->starred,
				     .since = TIME_NONE,
				     .before = TIME_NONE,
				     .with_hidden = true};
	if (a->section && !(out->section_id = find_section(c, a->section))) {
		cli_complain(_("there is no section named %s"), a->section);
		return EXIT_USAGE;
	}
	if (a->feed && !(out->feed_id = find_feed(c, a->feed))) {
		cli_complain(_("there is no feed with the address or title %s"), a->feed);
		return EXIT_USAGE;
	}
	if (a->since && (out->since = args_when(a->since, clock_now())) == TIME_NONE) {
		cli_complain(_("--since takes a date (2026-11-23) or an age (3d, 12h), not %s"),
			 a->since);
		return EXIT_USAGE;
	}
	return EXIT_OK;
}

void
cli_client_options(struct cli *c, struct client_options *out)
{
	cli_secrets(c);
	*out = (struct client_options){
		.program = path_fetcher(),
		.config = path_exists(c->config_path) ? c->config_path : NULL,
		.feeds = c->feeds_path,
		.db = c->db_path,
		.log = c->args.log,
		.lang = lang_name(),
		.secrets = buf_view(&c->secrets),
	};
}
