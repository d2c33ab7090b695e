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
#include "ui/from-config.h"
#include "ui/terminal-page.h"

#define SAMPLE 60 /* articles whose words are looked up in the index */
#define LABEL 16 /* columns of the words before what was found */

/* How much of the text goes on a line of `width`: whole words where they fit. */
static size_t
line_of(struct bytes text, size_t width)
{
	const char *p = text.data, *end = text.data + text.len;
	size_t cut = 0;
	for (size_t n = 0; p < end && n < width; n++)
		if (utf8_next(&p, end) == ' ')
			cut = (size_t)(p - text.data);
	return p == end || !cut ? (size_t)(p - text.data) : cut;
}

/* For a terminal in the reader's language and direction; for a pipe, and so for a
 * report, one line in English words that can be looked for. */
static void
row(struct cli *c, const char *name, const char *value)
{
	char *clean = text_clean_dup(bytes_of(value ? value : "-"), CLEAN_LINE, 0);
	struct bytes rest = bytes_of(clean);
	struct printer p;
	printer_start(&p, c);
	if (!p.terminal || p.cols < 40) {
		printf("%-14s %s\n", name, clean);
		rest.len = 0;
	} else if (*name) {
		printer_field(&p, 0, LABEL, bytes_of(_(name)), false);
	}
	while (rest.len) {
		size_t n = line_of(rest, p.cols - LABEL - 2);
		printer_field(&p, LABEL + 1, p.cols - LABEL - 2, (struct bytes){rest.data, n}, false);
		printer_row(&p);
		rest.data += n;
		rest.len -= n;
	}
	printer_end(&p);
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
	row(c, N_("terminal"), *choice.terminal ? _(choice.terminal) : "");
	row(c, "TERM", term && *term ? term : "-");
	row(c, N_("answers as"), choice.id);
	row(c, N_("bidi"), term_bidi_name(choice.bidi));
	row(c, N_("because"), choice.bidi_fixed ? _("--bidi, AKHBAR_BIDI or the settings say so") : choice.reason);
	row(c, N_("its own bidi"), choice.on[0] ? _("switched off while akhbar runs") : _("left alone"));
	row(c, N_("tashkeel"), choice.strip_marks ? "strip" : "keep");
	row(c, N_("isolate"), choice.isolate == TERM_ISOLATE_LRM ? "lrm" : "none");
	if (choice.colorless)
		row(c, N_("colours"), _("none: the terminal says so"));
	if (choice.advice)
		row(c, N_("advice"), _(choice.advice));
	if (!choice.known && !choice.kept && !choice.bidi_fixed)
		row(c, N_("advice"), _("this terminal is not known here; `akhbar doctor --terminal` shows what "
				"reads right"));
	free(answers);
}

/* With --check all of the file is read, else some articles are looked up. */
static int
tell_search(struct cli *c)
{
	struct store_agreement a;
	struct why why = {""};
	struct buf line;
	enum err e = c->args.check ? store_check(c->store, &why) : OK;
	if (e == OK)
		e = store_agrees(c->store, c->args.check ? 0 : SAMPLE, &a, &why);
	if (e != OK) {
		cli_complain("%s", why.text);
		return EXIT_STORE;
	}
	int64_t bad = a.missing + a.differing;
	buf_init(&line, 0);
	if (c->args.check)
		buf_add_str(&line, _("nothing in the file is damaged; "));
	if (bad || a.strange)
		words_printf(&c->say, &line,
			     ngettext("search is wrong about %d article of %d: `akhbar doctor --repair` makes it anew",
				      "search is wrong about %d articles of %d: `akhbar doctor --repair` makes it anew",
				      (unsigned long)bad),
			     (int)bad, (int)a.looked_at);
	else
		words_printf(&c->say, &line,
			     ngettext("search agrees with the articles (%d looked at)",
				      "search agrees with the articles (%d looked at)", (unsigned long)a.looked_at),
			     (int)a.looked_at);
	if (a.waiting)
		words_printf(&c->say, &line, ngettext("; %d article waits for its turn", "; %d articles wait for their turn",
						      (unsigned long)a.waiting), (int)a.waiting);
	row(c, N_("search"), line.data);
	buf_release(&line);
	return bad || a.strange ? EXIT_STORE : EXIT_OK;
}

static int
tell_store(struct cli *c)
{
	struct store_health health;
	struct why why = {""};
	struct buf line;
	if (cli_open_store(c, STORE_READ_ONLY, false) != EXIT_OK)
		return EXIT_STORE;
	if (store_health(c->store, &health, &why) != OK) {
		cli_complain("%s", why.text);
		return EXIT_STORE;
	}
	buf_init(&line, 0);
	words_printf(&c->say, &line, _("articles %lld, feeds %lld, %.1f MB (%.1f MB empty), form %d, %s"),
		   (long long)health.entries, (long long)health.feeds, (double)health.bytes / 1e6,
		   (double)health.empty / 1e6, health.schema, health.wal ? "WAL" : _("no WAL"));
	row(c, "", line.data);
	buf_release(&line);
	return tell_search(c);
}

/* What is wrong in the lines of keys and colours, which the screens tell one of. */
static bool
keys_and_colors_are_good(struct cli *c)
{
	struct term_look look;
	struct buf complaints;
	buf_init(&complaints, 0);
	keymap_free(keys_from_config(c->config, &complaints));
	look_from_config(c->config, &look, &complaints);
	bool good = !complaints.len;
	for (const char *p = complaints.data; !good && *p;) {
		size_t n = strcspn(p, "\n");
		cli_complain("%.*s", (int)n, p);
		p += n + 1;
	}
	buf_release(&complaints);
	return good;
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
	row(c, N_("version"), AKHBAR_VERSION);
	row(c, N_("locale"), nl_langinfo(CODESET));
	row(c, N_("language"), lang_name());
	tell_terminal(c);
	row(c, N_("config"), c->config_path);
	row(c, N_("feeds"), c->feeds_path);
	row(c, N_("store"), c->db_path);
	char *fetcher = path_fetcher();
	row(c, N_("fetcher"), fetcher ? fetcher : _("not found"));
	free(fetcher);
	struct buf confined;
	buf_init(&confined, 0);
	sandbox_words(&confined);
	row(c, N_("sandbox"), confined.data);
	buf_release(&confined);
	if (!keys_and_colors_are_good(c) || n) /* main has told those of settings */
		status = EXIT_USAGE;
	if (path_exists(c->db_path)) {
		int store = tell_store(c);
		if (store != EXIT_OK)
			return store;
	} else {
		row(c, "", _("no store yet: the first refresh makes it"));
	}
	sample(c);
	return status;
}
