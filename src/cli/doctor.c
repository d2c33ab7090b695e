/* SPDX-License-Identifier: MIT
 *
 * akhbar doctor: what was found and chosen, and why.
 */
#include "cli/cli.h"

#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sys/lang.h"
#include "sys/paths.h"
#include "sys/sandbox.h"

static void
row(const char *name, const char *value)
{
	char *clean = text_clean_dup(bytes_of(value ? value : "-"), CLEAN_LINE, 0);
	printf("%-14s %s\n", name, clean);
	free(clean);
}

/* Lam-alef, joins, a bracket, a number: enough to see what is wrong. */
static void
sample(struct cli *c)
{
	struct printer p;
	static const char text[] = "السلام عليكم (أهلًا بكم في akhbar) 50% ١٢٣";
	printer_start(&p, c);
	if (p.terminal) {
		puts("");
		printer_field(&p, 0, p.cols < 60 ? p.cols : 60, bytes_of(text), false);
		printer_row(&p);
	}
	printer_end(&p);
}

int
cli_doctor(struct cli *c)
{
	if (c->args.repair)
		return cli_repair(c);
	int status = EXIT_OK;
	const struct config_problem *problems;
	size_t n = config_problems(c->config, &problems);
	struct term_choice choice;
	term_choose(config_str(c->config, OPT_BIDI), config_str(c->config, OPT_TASHKEEL),
		    config_str(c->config, OPT_ISOLATE), &choice);
	row("version", AKHBAR_VERSION);
	row("locale", nl_langinfo(CODESET));
	row("language", lang_name());
	row("terminal", choice.terminal);
	row("bidi", term_bidi_name(choice.bidi));
	row("because", choice.reason);
	row("tashkeel", choice.strip_marks ? "strip" : "keep");
	row("isolate", choice.isolate == TERM_ISOLATE_LRM ? "lrm" : "none");
	row("config", c->config_path);
	row("feeds", c->feeds_path);
	row("store", c->db_path);
	char *fetcher = path_fetcher();
	row("fetcher", fetcher ? fetcher : _("not found"));
	free(fetcher);
	struct buf confined;
	buf_init(&confined, 0);
	sandbox_words(&confined);
	row("sandbox", confined.data);
	buf_release(&confined);
	if (n) /* main has told them */
		status = EXIT_USAGE;
	struct store_health health;
	struct why why = {""};
	if (path_exists(c->db_path)) {
		if (cli_open_store(c, STORE_READ_ONLY, false) != EXIT_OK)
			return EXIT_STORE;
		if (store_health(c->store, &health, &why) != OK) {
			cli_complain("%s", why.text);
			return EXIT_STORE;
		}
		printf("%-14s %lld articles, %lld feeds, %.1f MB (%.1f MB empty), form %d, %s\n", "",
		       (long long)health.entries, (long long)health.feeds, (double)health.bytes / 1e6,
		       (double)health.empty / 1e6, health.schema, health.wal ? "WAL" : "no WAL");
	} else {
		row("", _("no store yet: the first refresh makes it"));
	}
	sample(c);
	return status;
}
