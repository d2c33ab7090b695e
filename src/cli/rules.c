/* SPDX-License-Identifier: MIT
 *
 * akhbar rules: what the feeds file has done to articles that come in, tried on those that
 * are stored.
 */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "akhbar/limits.h"
#include "cli/rows.h"
#include "store/query.h"
#include "sys/clock.h"
#include "sys/files.h"
#include "sys/lang.h"

#define COUNT_MOST 100000
#define TITLES 5 /* shown of each, unless --limit says otherwise */

/* The rules of the feeds file with what commands need beside them. */
struct rules_of {
	struct cli *c;
	struct sources list;
	struct store_filter within;
	int status;
};

/* False: the query is no rule, which was told. */
static bool
is_whole(struct cli *c, const struct source_rule *rule)
{
	int64_t now = clock_now();
	struct why why = {""};
	struct query *q = query_new(bytes_of(rule->query), now, clock_utc_offset(now));
	bool bad = query_rule_complaint(q, bytes_of(rule->query), &why);
	query_free(q);
	bool told = rule->line && (c->args.feeds || !c->args.db); /* when the store took its list */
	if (bad && !told)
		cli_complain("%s:%d: %s", c->feeds_path, rule->line, why.text);
	return !bad;
}

/* Opens store and file; problems of the file were told when the store took its list. */
static bool
begin(struct rules_of *x, bool sync)
{
	struct why why = {""};
	x->status = cli_open_store(x->c, STORE_READ_WRITE, sync);
	if (x->status == EXIT_OK)
		x->status = cli_filter(x->c, &x->within);
	if (x->status != EXIT_OK)
		return false;
	if (sources_load(x->c->feeds_path, &x->list, &why) != OK) {
		cli_complain("%s: %s", x->c->feeds_path, why.text);
		x->status = EXIT_USAGE;
		return false;
	}
	return true;
}

static int
store_failed_with(const struct why *why)
{
	cli_complain("%s", why->text);
	return EXIT_STORE;
}

/* ---- list ------------------------------------------------------------------------------ */

static void
print_rule(struct printer *p, const struct source_rule *rule, const char *more)
{
	struct buf words, line;
	buf_init(&words, 0);
	buf_init(&line, 0);
	source_does_words(rule->does, p->terminal && lang_dir() == DIR_RTL, &words);
	if (p->terminal || p->visual) {
		if (rule->line)
			buf_printf(&line, "%d", rule->line);
		printer_field(p, 0, 5, buf_view(&line), false);
		buf_clear(&line);
		buf_printf(&line, "%s: %s%s%s", words.data, rule->query, *more ? " · " : "", more);
		printer_field(p, 6, p->cols - 6, buf_view(&line), false);
		printer_row(p);
	} else {
		printf("%d\t%s\t%s%s%s\n", rule->line, words.data, rule->query, *more ? "\t" : "", more);
	}
	buf_release(&words);
	buf_release(&line);
}

static int
list_rules(struct rules_of *x)
{
	struct printer p;
	printer_start(&p, x->c);
	for (size_t i = 0; i < x->list.rules_n; i++)
		print_rule(&p, &x->list.rules[i], "");
	printer_end(&p);
	if (!x->list.rules_n)
		cli_complain(_("the feeds file has no rules; akhbar rules add hide WORDS writes one"));
	return x->status;
}

/* ---- check: what they would find -------------------------------------------------------- */

static void
print_json_rule(const struct source_rule *rule, int64_t found, int64_t hidden,
		const struct store_rows *rows, bool first)
{
	struct buf out, words;
	buf_init(&out, 0);
	buf_init(&words, 0);
	source_does_words(rule->does, false, &words);
	buf_printf(&out, "%s{\"line\": %d, \"does\": ", first ? "\n" : ",\n", rule->line);
	buf_add_json(&out, buf_view(&words));
	buf_add_str(&out, ", \"query\": ");
	buf_add_json(&out, bytes_of(rule->query));
	buf_printf(&out, ", \"found\": %lld, \"hidden\": %lld, \"newest\": [", (long long)found,
		   (long long)hidden);
	for (size_t i = 0; i < rows->n; i++) {
		buf_printf(&out, "%s{\"id\": %lld, \"title\": ", i ? ", " : "", (long long)rows->items[i].id);
		buf_add_json(&out, bytes_of(rows->items[i].title));
		buf_add_char(&out, '}');
	}
	buf_add_str(&out, "]}");
	fputs(out.data, stdout);
	buf_release(&out);
	buf_release(&words);
}

static char *
found_words(const struct cli *c, int64_t found, int64_t hidden)
{
	struct buf out;
	buf_init(&out, 0);
	if (found >= COUNT_MOST)
		words_printf(&c->say, &out, _("more than %d articles"), COUNT_MOST);
	else
		words_printf(&c->say, &out, ngettext("%d article", "%d articles", (unsigned long)found),
			     (int)found);
	if (hidden) {
		buf_add_str(&out, " · ");
		words_printf(&c->say, &out, ngettext("%d hidden", "%d hidden", (unsigned long)hidden),
			     (int)hidden);
	}
	return buf_take(&out);
}

static enum err
check_one(struct rules_of *x, struct printer *p, const struct store_feeds *feeds,
	  const struct source_rule *rule, bool first, struct why *why)
{
	struct cli *c = x->c;
	struct store_filter filter = x->within;
	struct store_rows rows = {0};
	int64_t found = 0, hidden = 0, limit = c->args.limit >= 0 ? c->args.limit : TITLES;
	char *of_hidden = mem_printf("is:hidden (%s)", rule->query);
	filter.query = of_hidden;
	enum err e = store_count_some(c->store, &filter, COUNT_MOST, &hidden, why);
	free(of_hidden);
	filter.query = rule->query;
	if (e == OK)
		e = store_count_some(c->store, &filter, COUNT_MOST, &found, why);
	if (e == OK)
		e = store_list(c->store, &filter, 0, STORE_OLDER, (size_t)limit, &rows, why);
	if (e != OK)
		return e;
	if (c->args.json) {
		print_json_rule(rule, found, hidden, &rows, first);
	} else {
		char *words = found_words(c, found, hidden);
		print_rule(p, rule, words);
		free(words);
		for (size_t i = 0; i < rows.n; i++)
			row_print(c, p, feeds, &rows.items[i]);
	}
	store_rows_release(&rows);
	return OK;
}

/* A rule from the command line: "hide: words", or words alone. Yours. */
static char *
words_of(const struct cli *c, size_t from)
{
	struct buf out;
	buf_init(&out, 0);
	for (size_t i = from; i < c->args.words_n; i++)
		buf_printf(&out, "%s%s", i > from ? " " : "", c->args.words[i]);
	return out.data ? buf_take(&out) : mem_strdup("");
}

static bool
read_rule(const char *text, struct source_rule *out)
{
	const char *colon = strchr(text, ':');
	*out = (struct source_rule){.query = mem_strdup(text)};
	if (!colon)
		return true;
	unsigned does = source_does_of(bytes_trim((struct bytes){text, (size_t)(colon - text)}));
	if (does) {
		free(out->query);
		*out = (struct source_rule){.does = does, .query = bytes_dup(bytes_trim(bytes_of(colon + 1)))};
	}
	return true;
}

/* One that is not written yet, or all of the file. */
static int
check_rules(struct rules_of *x)
{
	struct cli *c = x->c;
	struct source_rule typed = {0}, *rules = x->list.rules;
	size_t n = x->list.rules_n;
	if (c->args.words_n > 1) {
		char *text = words_of(c, 1);
		(void)!read_rule(text, &typed);
		free(text);
		rules = &typed;
		n = 1;
	}
	struct store_feeds feeds = {0};
	struct printer p;
	struct why why = {""};
	enum err e = store_feeds(c->store, &feeds, &why);
	bool first = true;
	printer_start(&p, c);
	if (c->args.json)
		fputc('[', stdout);
	for (size_t i = 0; i < n && e == OK; i++) {
		if (!is_whole(c, &rules[i])) {
			x->status = EXIT_USAGE;
			continue;
		}
		e = check_one(x, &p, &feeds, &rules[i], first, &why);
		first = false;
	}
	if (c->args.json)
		fputs("\n]\n", stdout);
	printer_end(&p);
	store_feeds_release(&feeds);
	free(typed.query);
	return e == OK ? x->status : store_failed_with(&why);
}

/* ---- what is stored already ------------------------------------------------------------------ */

/* What no rule hides any more is shown again. */
static enum err
review(struct rules_of *x, int64_t *shown, struct why *why)
{
	size_t n = x->list.rules_n;
	struct store_rule *rules = mem_zalloc((n + 1) * sizeof(*rules));
	for (size_t i = 0; i < n; i++)
		rules[i] = (struct store_rule){x->list.rules[i].does, x->list.rules[i].query};
	enum err e = store_set_rules(x->c->store, rules, n, why);
	free(rules);
	bool more = true;
	*shown = 0;
	while (e == OK && more) {
		int64_t some = 0;
		e = store_review_step(x->c->store, 128, &more, &some, why);
		*shown += some;
	}
	return e;
}

/* fmt: the plural form for n. */
static void
say_count(const struct cli *c, const char *fmt, int64_t n)
{
	struct buf out;
	buf_init(&out, 0);
	words_printf(&c->say, &out, fmt, (int)n);
	puts(out.data);
	buf_release(&out);
}

static const char *
shown_again(int64_t n)
{
	return ngettext("%d article that no rule hides any more is shown again",
			"%d articles that no rule hides any more are shown again", (unsigned long)n);
}

static int
apply_rules(struct rules_of *x)
{
	struct cli *c = x->c;
	struct why why = {""};
	struct printer p;
	printer_start(&p, c);
	for (size_t i = 0; i < x->list.rules_n; i++) {
		const struct source_rule *rule = &x->list.rules[i];
		struct store_rule one = {rule->does, rule->query};
		struct store_ruled ruled;
		if (!is_whole(c, rule)) {
			x->status = EXIT_USAGE;
			continue;
		}
		if (store_apply_rule(c->store, &one, &x->within, &ruled, &why) != OK)
			return store_failed_with(&why);
		struct buf words;
		buf_init(&words, 0);
		words_printf(&c->say, &words,
			     ngettext("%d article changed", "%d articles changed", (unsigned long)ruled.changed),
			     (int)ruled.changed);
		print_rule(&p, rule, words.data);
		buf_release(&words);
	}
	printer_end(&p);
	int64_t shown;
	if (review(x, &shown, &why) != OK)
		return store_failed_with(&why);
	if (shown)
		say_count(c, shown_again(shown), shown);
	return x->status;
}

/* ---- the file ---------------------------------------------------------------------------------- */

static int
add_rule(struct rules_of *x)
{
	struct cli *c = x->c;
	struct why why = {""};
	struct source_rule rule = {0};
	if (c->args.words_n > 1)
		rule.does = source_does_of(bytes_of(c->args.words[1]));
	if (!rule.does || c->args.words_n < 3) {
		cli_complain(_("rules add takes what to do (hide, read, star, notify; several with commas) and "
			       "the words to look for"));
		return EXIT_USAGE;
	}
	rule.query = words_of(c, 2);
	int status = EXIT_USAGE;
	if (is_whole(c, &rule) && cli_own_feeds(c)) {
		if (sources_add_rule(c->feeds_path, rule.does, rule.query, &why) != OK)
			cli_complain("%s", why.text);
		else
			status = EXIT_OK;
	}
	if (status == EXIT_OK) {
		struct store_filter filter = x->within;
		int64_t found = 0;
		filter.query = rule.query;
		if (store_count_some(c->store, &filter, COUNT_MOST, &found, NULL) == OK && found)
			say_count(c,
				  ngettext("It holds for what comes in. %d stored article would be found: akhbar "
					   "rules apply",
					   "It holds for what comes in. %d stored articles would be found: akhbar "
					   "rules apply", (unsigned long)found),
				  found);
	}
	free(rule.query);
	return status;
}

static int
remove_rule(struct rules_of *x)
{
	struct cli *c = x->c;
	struct why why = {""};
	char *end = NULL;
	long line = c->args.words_n == 2 ? strtol(c->args.words[1], &end, 10) : 0;
	if (line <= 0 || *end) {
		cli_complain(_("rules remove takes the line of a rule, as akhbar rules shows it"));
		return EXIT_USAGE;
	}
	if (!cli_own_feeds(c))
		return EXIT_USAGE;
	int64_t shown = 0;
	enum err e = sources_remove_rule(c->feeds_path, (int)line, &why);
	if (e == OK) {
		sources_release(&x->list);
		e = sources_load(c->feeds_path, &x->list, &why);
	}
	if (e != OK) {
		cli_complain("%s", why.text);
		return EXIT_USAGE;
	}
	if (review(x, &shown, &why) != OK)
		return store_failed_with(&why);
	if (shown)
		say_count(c, shown_again(shown), shown);
	return EXIT_OK;
}

/* newsboat's settings file: of its lines only ignore-article are rules. */
static int
import_rules(struct rules_of *x)
{
	struct cli *c = x->c;
	struct why why = {""};
	struct buf text, rest;
	if (c->args.words_n != 2) {
		cli_complain(_("rules import takes newsboat's settings file"));
		return EXIT_USAGE;
	}
	const char *path = c->args.words[1];
	int status = EXIT_OK;
	int64_t added = 0;
	buf_init(&text, LIMIT_BODY_BYTES);
	buf_init(&rest, LIMIT_BODY_BYTES);
	struct sources theirs = {0};
	if (file_read(path, &text, &why) != OK) {
		cli_complain("%s: %s", path, why.text);
		status = EXIT_USAGE;
	}
	/* line by line, so that the numbers of what is left out are theirs */
	for (const char *p = text.data, *next; status == EXIT_OK && p && *p; p = next) {
		next = strchr(p, '\n');
		size_t n = next ? (size_t)(next++ - p) : strlen(p);
		next = next ? next : p + n;
		if (bytes_starts(bytes_trim((struct bytes){p, n}), "ignore-article"))
			buf_add(&rest, p, n);
		buf_add_char(&rest, '\n');
	}
	if (status == EXIT_OK && sources_parse(path, buf_view(&rest), &theirs, &why) == OK && cli_own_feeds(c)) {
		for (size_t i = 0; i < theirs.problems_n; i++) {
			cli_complain("%s:%d: %s", path, theirs.problems[i].line, theirs.problems[i].message);
			status = EXIT_PARTLY;
		}
		for (size_t i = 0; i < theirs.rules_n; i++)
			if (sources_add_rule(c->feeds_path, theirs.rules[i].does, theirs.rules[i].query, NULL) == OK)
				added++;
		say_count(c, ngettext("%d rule added", "%d rules added", (unsigned long)added), added);
	}
	sources_release(&theirs);
	buf_release(&text);
	buf_release(&rest);
	return status;
}

int
cli_rules(struct cli *c)
{
	static const struct {
		const char *name;
		int (*run)(struct rules_of *x);
		size_t words_max;
	} verbs[] = {
		{"list", list_rules, 1},     {"check", check_rules, SIZE_MAX}, {"apply", apply_rules, 1},
		{"add", add_rule, SIZE_MAX}, {"remove", remove_rule, 2},       {"import", import_rules, 2},
	};
	const char *verb = c->args.words_n ? c->args.words[0] : "list";
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++) {
		if (strcmp(verb, verbs[i].name) != 0)
			continue;
		if (c->args.words_n > verbs[i].words_max) {
			cli_complain(_("%s is one word too many; see akhbar --help"),
				     c->args.words[verbs[i].words_max]);
			return EXIT_USAGE;
		}
		struct rules_of x = {.c = c};
		if (begin(&x, true))
			x.status = verbs[i].run(&x);
		sources_release(&x.list);
		return x.status;
	}
	cli_complain(_("rules takes list, check, apply, add, remove or import, not %s"), verb);
	return EXIT_USAGE;
}
