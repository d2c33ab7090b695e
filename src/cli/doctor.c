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
#include "ui/terminal-page.h"

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

char *
cli_answers_path(const struct cli *c)
{
	return c->args.config || c->args.feeds || c->args.db ? NULL : path_state("terminals");
}

static int
test_page(struct cli *c)
{
	char *answers = cli_answers_path(c);
	enum terminal_page_end end = TERMINAL_PAGE_LEFT;
	struct term_choice choice;
	struct why why = {""};
	int status = EXIT_OK;
	if (terminal_page_alone(c->config, answers, &choice, &end, &why) != OK) {
		cli_complain("%s", why.text);
		status = EXIT_USAGE;
	} else if (end == TERMINAL_PAGE_LEFT) {
		puts(_("Nothing was changed."));
	} else if (answers) {
		printf(_("Kept for this terminal in %s\n"), answers);
	} else { /* only the files named may be touched */
		puts(_("Write this into your settings file:"));
		printf("bidi %s\ntashkeel %s\nisolate %s\n", term_bidi_name(choice.bidi),
		       choice.strip_marks ? "strip" : "keep",
		       choice.isolate == TERM_ISOLATE_LRM ? "lrm" : "none");
	}
	free(answers);
	return status;
}

/* What the terminal is, what goes to it, and why. */
static void
tell_terminal(struct cli *c)
{
	char *answers = cli_answers_path(c);
	const char *term = getenv("TERM");
	struct term_choice choice;
	term_choose(config_str(c->config, OPT_BIDI), config_str(c->config, OPT_TASHKEEL),
		    config_str(c->config, OPT_ISOLATE), &choice);
	if (answers)
		term_choose_kept(&choice, answers);
	term_choose_asking(&choice);
	row("terminal", choice.terminal);
	row("TERM", term && *term ? term : "-");
	row("answers as", choice.id);
	row("bidi", term_bidi_name(choice.bidi));
	row("because", choice.bidi_fixed ? _("--bidi, AKHBAR_BIDI or the settings say so") : choice.reason);
	row("its own bidi", choice.on[0] ? "switched off while akhbar runs" : "left alone");
	row("tashkeel", choice.strip_marks ? "strip" : "keep");
	row("isolate", choice.isolate == TERM_ISOLATE_LRM ? "lrm" : "none");
	if (choice.colorless)
		row("colours", "none: the terminal says so");
	if (choice.advice)
		row("advice", _(choice.advice));
	if (!choice.known && !choice.kept && !choice.bidi_fixed)
		row("advice", _("this terminal is not known here; `akhbar doctor --terminal` shows what "
				"reads right"));
	free(answers);
}

int
cli_doctor(struct cli *c)
{
	if (c->args.repair)
		return cli_repair(c);
	int status = EXIT_OK;
	const struct config_problem *problems;
	size_t n = config_problems(c->config, &problems);
	if (c->args.terminal)
		return test_page(c);
	row("version", AKHBAR_VERSION);
	row("locale", nl_langinfo(CODESET));
	row("language", lang_name());
	tell_terminal(c);
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
