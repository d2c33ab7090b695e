/* SPDX-License-Identifier: MIT
 *
 * akhbar feeds: the list of sources from the command line.
 */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "akhbar/limits.h"
#include "sys/clock.h"
#include "sys/files.h"
#include "sys/lang.h"
#include "sys/paths.h"
#include "work/fail.h"

/* The shipped file is not ours to write: their own starts with its lines, so that
 * nothing goes missing. */
bool
cli_own_feeds(struct cli *c)
{
	struct why why = {""};
	if (c->own_feeds)
		return true;
	char *own = path_config("feeds");
	struct buf text;
	buf_init(&text, LIMIT_BODY_BYTES);
	bool ok = file_read(c->feeds_path, &text, &why) == OK && path_make_parents(own, &why) == OK &&
		  file_replace(own, buf_view(&text), &why) == OK;
	buf_release(&text);
	if (!ok) {
		cli_complain("%s: %s", own, why.text);
		free(own);
		return false;
	}
	printf(_("Your own list of sources now starts from the shipped one: %s\n"), own);
	free(c->feeds_path);
	c->feeds_path = own;
	c->own_feeds = true;
	return true;
}

/* ---- the account of each ----------------------------------------------------------- */

/* "blocked by the site (403)", with how often in a row. */
static void
add_error(const struct store_feed *f, struct buf *out)
{
	if (f->failure.code[0])
		fail_cause(f->failure.code, f->failure.arg, (char *(*)(const char *))gettext, out);
	else if (f->gone)
		fail_cause("http-410", "", (char *(*)(const char *))gettext, out);
	else if (f->note.code[0])
		fail_cause(f->note.code, f->note.arg, (char *(*)(const char *))gettext, out);
}

/* For a pipe: title, address, unread/total, last success, next due, error. */
static void
print_row(const struct store_feed *f, const char *url)
{
	char success[32] = "-", due[32] = "-";
	struct buf error;
	buf_init(&error, 0);
	add_error(f, &error);
	if (f->last_success != TIME_NONE)
		time_to_rfc3339(f->last_success, success);
	if (f->next_due != TIME_NONE && !f->gone)
		time_to_rfc3339(f->next_due, due);
	char *title = text_clean_dup(bytes_of(f->title), CLEAN_LINE, 0);
	printf("%s\t%s\t%lld/%lld\t%s\t%s\t%s\t%.1f MB\n", title, url, (long long)f->unread,
	       (long long)f->total, success, due, error.data ? error.data : "", (double)f->bytes / 1e6);
	free(title);
	buf_release(&error);
}

static void
add_part(struct buf *line, const char *part)
{
	if (line->len)
		buf_add_str(line, " · ");
	buf_add_str(line, part);
}

/* What there is to know of a feed, in one line of words. */
static void
add_account(struct cli *c, const struct store_feed *f, struct buf *line)
{
	struct buf part;
	buf_init(&part, 0);
	words_printf(&c->say, &part, _("%d unread of %d"), (int)f->unread, (int)f->total);
	add_part(line, part.data);
	buf_clear(&part);
	if (f->last_success == TIME_NONE) {
		buf_add_str(&part, _("never fetched"));
	} else {
		buf_add_str(&part, _("last fetched: "));
		words_ago(&c->say, f->last_success, &part);
		if (!f->failure.code[0]) /* a failure's words name its own */
			words_status(f->status, &part);
	}
	add_part(line, part.data);
	buf_clear(&part);
	if (f->gone) {
		buf_add_str(&part, _("not asked any more"));
	} else if (f->next_due != TIME_NONE) {
		buf_add_str(&part, _("next: "));
		if (f->next_due <= clock_now())
			buf_add_str(&part, _("now due"));
		else if (f->next_due - clock_now() < 86400)
			words_time(&c->say, f->next_due, &part);
		else
			words_date(&c->say, f->next_due, &part);
	}
	if (part.len)
		add_part(line, part.data);
	buf_clear(&part);
	if (f->bytes)
		words_printf(&c->say, &part, _("%.1f MB"), (double)f->bytes / 1e6);
	if (part.len)
		add_part(line, part.data);
	buf_release(&part);
}

/* For a terminal: three lines a feed, laid out for it. */
static void
print_for_people(struct cli *c, struct printer *p, const struct store_feed *f, const char *url)
{
	struct buf line;
	buf_init(&line, 0);
	printer_field(p, 2, p->cols - 2, bytes_of(f->title ? f->title : url), false);
	printer_row(p);
	printer_field(p, 4, p->cols - 4, bytes_of(url), false);
	printer_row(p);
	add_account(c, f, &line);
	printer_field(p, 4, p->cols - 4, buf_view(&line), false);
	printer_row(p);
	buf_clear(&line);
	add_error(f, &line);
	if (line.len) {
		printer_field(p, 4, p->cols - 4, buf_view(&line), false);
		printer_row(p);
	}
	buf_release(&line);
}

/* The store is open. */
static int
print_feeds(struct cli *c)
{
	struct store_feeds feeds = {0};
	struct why why = {""};
	if (store_feeds(c->store, &feeds, &why) != OK) {
		cli_complain("%s", why.text);
		return EXIT_STORE;
	}
	struct printer p;
	printer_start(&p, c);
	const char *section = NULL;
	for (size_t i = 0; i < feeds.n; i++) {
		const struct store_feed *f = &feeds.items[i];
		char *url = url_for_show(f->url);
		if (!section || strcmp(section, f->section) != 0) {
			char *head = mem_printf("@ %s", f->section);
			if (section)
				puts("");
			if (p.terminal) {
				printer_field(&p, 0, p.cols, bytes_of(head), false);
				printer_row(&p);
			} else {
				puts(head);
			}
			free(head);
		}
		section = f->section;
		if (p.terminal)
			print_for_people(c, &p, f, url);
		else
			print_row(f, url);
		free(url);
	}
	printer_end(&p);
	store_feeds_release(&feeds);
	return EXIT_OK;
}

static int
feeds_list(struct cli *c)
{
	int status = cli_open_store(c, STORE_READ_WRITE, true);
	return status == EXIT_OK ? print_feeds(c) : status;
}

/* ---- adding ------------------------------------------------------------------------ */

struct found {
	char *url, *title;
	bool itself; /* it is the feed, and not announced by it */
};

/* The lines of `akhbar-fetch discover`; the strings are of `out`. */
static size_t
found_in(struct buf *out, struct found *found, size_t max)
{
	char *rest = out->data, *line;
	size_t n = 0;
	while (rest && n < max && (line = strsep(&rest, "\n"))) {
		char *url = strsep(&line, "\t"), *title = strsep(&line, "\t");
		/* a format's name stands for the asked one, a media type for others */
		if (url && *url)
			found[n++] = (struct found){url, title ? title : (char *)"",
						    line && *line && !strchr(line, '/')};
	}
	return n;
}

/* Which of several; NULL when nobody says. */
static const char *
choose(const struct found *found, size_t n)
{
	char answer[16];
	printf(_("%s feeds are announced there:\n"), lang_number((int64_t)n).text);
	for (size_t i = 0; i < n; i++) {
		char *url = url_for_show(found[i].url);
		printf("%2zu  %s  %s\n", i + 1, url, found[i].title);
		free(url);
	}
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		cli_complain("%s", _("add one of these addresses"));
		return NULL;
	}
	printf("%s", _("Which one (its number)? "));
	fflush(stdout);
	if (!fgets(answer, sizeof(answer), stdin))
		return NULL;
	long k = strtol(answer, NULL, 10);
	return k >= 1 && (size_t)k <= n ? found[k - 1].url : NULL;
}

/* The address of a feed for what was typed: itself, or what a page there announces or
 * has where feeds usually stand. NULL after the reason was said. Yours. */
static char *
feed_address(struct cli *c, const char *typed)
{
	bool bare = !strstr(typed, ":/") && strchr(typed, '.') && !bytes_starts_nocase(bytes_of(typed), "feed:");
	char *asked = bare ? mem_printf("https://%s", typed) : mem_strdup(typed);
	if (c->args.force || bytes_starts_nocase(bytes_of(asked), "file:"))
		return asked;
	struct buf out;
	struct found found[32];
	buf_init(&out, LIMIT_BODY_BYTES);
	const char *words[] = {"discover", "--common", "--config", c->config_path, asked, NULL};
	const char *short_words[] = {"discover", "--common", asked, NULL};
	int status = cli_run_fetcher(path_exists(c->config_path) ? words : short_words, &out);
	size_t n = status == EXIT_OK ? found_in(&out, found, ARRAY_LEN(found)) : 0;
	const char *url = n == 1 ? found[0].url : n ? choose(found, n) : NULL;
	char *got = NULL;
	if (url) {
		/* what was typed is the feed, perhaps by way of a redirect: it stays as typed */
		bool itself = n == 1 && found[0].itself;
		got = mem_strdup(itself ? asked : url);
		if (!itself)
			printf(_("The feed there is %s\n"), got);
	} else if (!n) {
		cli_complain("%s", _("nothing was added; with --force it is added all the same"));
	}
	buf_release(&out);
	free(asked);
	return got;
}

static int
feeds_add(struct cli *c, const char *typed)
{
	struct why why = {""};
	char *url = feed_address(c, typed);
	if (!url)
		return EXIT_PARTLY;
	if (!cli_own_feeds(c)) {
		free(url);
		return EXIT_USAGE;
	}
	const char *title = c->args.words_n > 2 ? c->args.words[2] : NULL;
	enum err e = sources_add(c->feeds_path, url, title, c->args.section ? c->args.section : "",
				 &why);
	if (e != OK) {
		cli_complain("%s: %s", url, why.text);
		free(url);
		return EXIT_USAGE;
	}
	/* fetched the moment it is added */
	char *kept = source_address(url);
	c->args.words[0] = kept ? kept : url;
	c->args.words_n = 1;
	c->args.force = false;
	int status = cli_refresh(c);
	free(kept);
	free(url);
	return status;
}

static int
feeds_remove(struct cli *c, const char *url)
{
	struct why why = {""};
	if (!cli_own_feeds(c))
		return EXIT_USAGE;
	if (sources_remove(c->feeds_path, url, &why) != OK) {
		cli_complain("%s: %s", url, why.text);
		return EXIT_USAGE;
	}
	int status = cli_open_store(c, STORE_READ_WRITE, true);
	return status;
}

static void
tell_added(size_t added, size_t left, size_t searches)
{
	printf(_("%s sources added, %s were already there or could not be used\n"),
	       lang_number((int64_t)added).text, lang_number((int64_t)left).text);
	if (searches)
		printf(_("Saved searches added: %s\n"), lang_number((int64_t)searches).text);
}

/* Whether it is a list of lines, as newsboat's urls, and no mark-up; and reads it. */
static bool
is_list(const char *file, struct buf *text)
{
	if (strcmp(file, "-") == 0 || file_read(file, text, NULL) != OK)
		return false;
	struct bytes rest = bytes_trim(buf_view(text));
	if (bytes_starts(rest, "\xef\xbb\xbf"))
		rest = bytes_trim((struct bytes){rest.data + 3, rest.len - 3});
	return rest.len && rest.data[0] != '<';
}

/* Another's list: its sources under their first tag where no heading stands, its saved
 * searches and rules. What cannot be used is told with its line. */
static int
import_list(struct cli *c, const char *file, struct bytes text)
{
	struct sources list = {0};
	struct why why = {""};
	size_t added = 0, more = 0;
	enum err e = sources_parse(file, text, &list, &why);
	struct source_wish *wishes = mem_zalloc((list.n + 1) * sizeof(*wishes));
	for (size_t i = 0; i < list.n; i++) {
		const struct source *x = &list.items[i];
		const char *tag = x->tags_n ? x->tags[0] : NULL;
		wishes[i] = (struct source_wish){x->url, x->title, x->section && *x->section ? x->section : tag};
	}
	if (e == OK)
		e = sources_merge(c->feeds_path, wishes, list.n, &added, &why);
	for (size_t i = 0; i < list.searches_n && e == OK; i++)
		more += sources_add_search(c->feeds_path, list.searches[i].name, list.searches[i].query, NULL) == OK;
	for (size_t i = 0; i < list.rules_n && e == OK; i++)
		(void)!sources_add_rule(c->feeds_path, list.rules[i].does, list.rules[i].query, NULL);
	for (size_t i = 0; i < list.problems_n && e == OK; i++)
		cli_complain("%s:%d: %s", file, list.problems[i].line, list.problems[i].message);
	if (e != OK)
		cli_complain("%s: %s", c->feeds_path, why.text);
	else
		tell_added(added, list.n - added, more);
	int status = e != OK ? EXIT_USAGE : list.problems_n ? EXIT_PARTLY : EXIT_OK;
	free(wishes);
	sources_release(&list);
	return status;
}

/* Lines of `akhbar-fetch opml`: address, title, section, parted by tabs. */
static int
feeds_import(struct cli *c, const char *file)
{
	struct buf out;
	buf_init(&out, LIMIT_BODY_BYTES);
	if (is_list(file, &out)) {
		int status = cli_own_feeds(c) ? import_list(c, file, buf_view(&out)) : EXIT_USAGE;
		buf_release(&out);
		return status;
	}
	buf_clear(&out);
	int status = cli_run_fetcher((const char *const[]){"opml", file, NULL}, &out);
	if (status != EXIT_OK || !cli_own_feeds(c)) {
		buf_release(&out);
		return status ? status : EXIT_USAGE;
	}
	struct source_wish *wishes = NULL;
	size_t n = 0, added = 0;
	struct why why = {""};
	char *rest = out.data, *line;
	while (rest && (line = strsep(&rest, "\n"))) {
		char *url = strsep(&line, "\t"), *title = strsep(&line, "\t");
		if (!url || !*url)
			continue;
		wishes = mem_realloc_array(wishes, n + 1, sizeof(*wishes));
		wishes[n++] = (struct source_wish){url, title && *title ? title : NULL, line};
	}
	enum err e = sources_merge(c->feeds_path, wishes, n, &added, &why);
	free(wishes);
	if (e != OK) {
		cli_complain("%s: %s", c->feeds_path, why.text);
		buf_release(&out);
		return EXIT_USAGE;
	}
	tell_added(added, n - added, 0);
	buf_release(&out);
	return EXIT_OK;
}

static int
feeds_export(struct cli *c)
{
	struct sources list = {0};
	struct buf out;
	struct why why = {""};
	buf_init(&out, 0);
	if (c->args.opml) {
		if (sources_load(c->feeds_path, &list, &why) != OK) {
			cli_complain("%s: %s", c->feeds_path, why.text);
			return EXIT_USAGE;
		}
		sources_to_opml(&list, &out);
		sources_release(&list);
	} else if (file_read(c->feeds_path, &out, &why) != OK) {
		cli_complain("%s: %s", c->feeds_path, why.text);
		return EXIT_USAGE;
	}
	fwrite(out.data ? out.data : "", 1, out.len, stdout);
	buf_release(&out);
	return EXIT_OK;
}

static int
feeds_check(struct cli *c)
{
	struct sources list = {0};
	struct why why = {""};
	if (sources_load(c->feeds_path, &list, &why) != OK) {
		cli_complain("%s: %s", c->feeds_path, why.text);
		return EXIT_USAGE;
	}
	size_t problems = list.problems_n;
	for (size_t i = 0; i < problems; i++)
		cli_complain("%s:%d: %s", c->feeds_path, list.problems[i].line,
			 list.problems[i].message);
	sources_release(&list);
	if (problems)
		return EXIT_USAGE;
	c->args.words_n = 0;
	int status = cli_refresh(c);
	return c->store ? print_feeds(c), status : status;
}

int
cli_feeds(struct cli *c)
{
	const char *verb = c->args.words_n ? c->args.words[0] : "list";
	const char *arg = c->args.words_n > 1 ? c->args.words[1] : NULL;
	if (strcmp(verb, "list") == 0)
		return feeds_list(c);
	if (strcmp(verb, "export") == 0)
		return feeds_export(c);
	if (strcmp(verb, "check") == 0)
		return feeds_check(c);
	if (arg && strcmp(verb, "add") == 0)
		return feeds_add(c, arg);
	if (arg && strcmp(verb, "remove") == 0)
		return feeds_remove(c, arg);
	if (arg && strcmp(verb, "import") == 0)
		return feeds_import(c, arg);
	if (arg && strcmp(verb, "discover") == 0)
		return cli_run_fetcher((const char *const[]){"discover", "--common", arg, NULL}, NULL);
	cli_complain(_("feeds takes list, add URL, remove FEED, import FILE, export, check or discover URL"));
	return EXIT_USAGE;
}
