/* SPDX-License-Identifier: MIT
 *
 * akhbar list, mark, headlines.
 */
#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/rows.h"
#include "sys/lang.h"
#include "ui/guide.h"

#define WINDOW 500

/* ---- walking the list ----------------------------------------------------------------- */

struct walk {
	struct cli *c;
	struct printer printer;
	struct store_feeds feeds;
	bool json, first;
};

static enum err
walk_row(struct walk *w, const struct store_row *row, struct why *why)
{
	if (w->json) {
		struct buf out;
		buf_init(&out, 0);
		buf_add_str(&out, w->first ? "\n" : ",\n");
		enum err e = row_json(w->c, row, &out, why);
		if (e == OK) {
			buf_add_char(&out, '}');
			fwrite(out.data, 1, out.len, stdout);
			w->first = false;
		}
		buf_release(&out);
		return e == ERR_NOT_FOUND ? OK : e; /* forgotten since the list was read */
	}
	row_print(w->c, &w->printer, &w->feeds, row);
	return OK;
}

static int
walk_list(struct cli *c, const struct store_filter *filter, int64_t limit)
{
	struct walk w = {.c = c, .json = c->args.json, .first = true};
	struct why why = {""};
	enum err e = store_feeds(c->store, &w.feeds, &why);
	int64_t key = 0;
	printer_start(&w.printer, c);
	if (w.json)
		fputc('[', stdout);
	while (e == OK && limit != 0) {
		struct store_rows rows = {0};
		size_t max = limit > 0 && limit < WINDOW ? (size_t)limit : WINDOW;
		e = store_list(c->store, filter, key, STORE_OLDER, max, &rows, &why);
		for (size_t i = 0; e == OK && i < rows.n; i++)
			e = walk_row(&w, &rows.items[i], &why);
		size_t got = rows.n;
		key = got ? rows.items[got - 1].id : 0;
		store_rows_release(&rows);
		if (limit > 0)
			limit -= (int64_t)got;
		if (got < max)
			break;
	}
	if (w.json)
		fputs("\n]\n", stdout);
	printer_end(&w.printer);
	store_feeds_release(&w.feeds);
	if (e != OK) {
		cli_complain("%s", why.text);
		return e == ERR_CONFIG ? EXIT_USAGE : EXIT_STORE;
	}
	return EXIT_OK;
}

int
cli_list(struct cli *c)
{
	struct store_filter filter;
	int status = cli_open_store(c, STORE_READ_WRITE, true);
	if (status == EXIT_OK)
		status = cli_filter(c, &filter);
	if (status != EXIT_OK)
		return status;
	int64_t limit = c->args.limit >= 0 ? c->args.limit : c->args.json ? -1 : 100;
	return walk_list(c, &filter, limit);
}

/* ---- headlines: what `make run` prints without a terminal ------------------------------- */

static void
print_guide(struct cli *c)
{
	struct printer p;
	printer_start(&p, c);
	for (size_t i = 0; i < guide_count(); i++) {
		if (p.terminal || p.visual) {
			printer_field(&p, 2, p.cols - 2, bytes_of(guide_title(i)), false);
			printer_row(&p);
		} else {
			printf("  %s\n", guide_title(i));
		}
	}
	printer_end(&p);
}

int
cli_headlines(struct cli *c)
{
	/* a feed that fails is told on stderr and is no reason to show nothing */
	int status = cli_refresh(c);
	if (status != EXIT_OK && status != EXIT_PARTLY)
		return status;
	struct store_filter filter = {.since = TIME_NONE, .before = TIME_NONE};
	struct store_sections all = {0};
	if (store_sections(c->store, &all, NULL) == OK && all.total > 0) {
		status = walk_list(c, &filter, c->args.limit >= 0 ? c->args.limit : 30);
	} else {
		puts(_("No articles could be fetched. The guide to akhbar is there without a network:"));
		print_guide(c);
		status = EXIT_OK;
	}
	store_sections_release(&all);
	puts(_("Run akhbar in a terminal to read."));
	return status;
}

/* ---- mark ------------------------------------------------------------------------------- */

static bool
mark_of(const char *word, enum store_mark *out)
{
	static const char *const names[] = {[MARK_READ] = "read", [MARK_UNREAD] = "unread",
					    [MARK_STAR] = "star", [MARK_UNSTAR] = "unstar"};
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (strcmp(word, names[i]) == 0) {
			*out = (enum store_mark)i;
			return true;
		}
	}
	return false;
}

static int
mark_ids(struct cli *c, enum store_mark mark)
{
	size_t n = c->args.words_n - 1;
	int64_t *ids = mem_zalloc((n + 1) * sizeof(*ids));
	struct why why = {""};
	int status = EXIT_OK;
	size_t good = 0;
	for (size_t i = 0; i < n; i++) {
		char *end;
		const char *word = c->args.words[i + 1];
		errno = 0;
		long long id = strtoll(word, &end, 10);
		struct store_entry e;
		if (errno || *end || end == word) {
			cli_complain(_("%s is not the number of an article; see akhbar list"), word);
			free(ids);
			return EXIT_USAGE;
		}
		if (store_entry(c->store, id, &e, &why) != OK) {
			cli_complain(_("there is no article %s"), word);
			status = EXIT_PARTLY;
			continue;
		}
		store_entry_release(&e);
		ids[good++] = id;
	}
	if (good && store_mark(c->store, ids, good, mark, &why) != OK) {
		cli_complain("%s", why.text);
		status = EXIT_STORE;
	}
	free(ids);
	return status;
}

static int
mark_guid(struct cli *c, enum store_mark mark, const struct store_filter *filter)
{
	int64_t ids[256];
	size_t n = 0;
	struct why why = {""};
	if (store_find(c->store, c->args.guid, NULL, filter->feed_id, ids, ARRAY_LEN(ids), &n, &why) !=
	    OK) {
		cli_complain("%s", why.text);
		return EXIT_STORE;
	}
	if (!n) {
		cli_complain(_("there is no article with the id %s"), c->args.guid);
		return EXIT_PARTLY;
	}
	if (store_mark(c->store, ids, n, mark, &why) != OK) {
		cli_complain("%s", why.text);
		return EXIT_STORE;
	}
	return EXIT_OK;
}

/* Ids of articles from standard input, one a line, as newsboat's -E writes those of the
 * articles that were read. Most of a long list are of articles that no feed has any more:
 * that is no failure. */
static int
mark_guids(struct cli *c, enum store_mark mark, const struct store_filter *filter)
{
	enum { AT_MOST = 256 }; /* articles of one guid */
	int64_t *ids = NULL;
	size_t n = 0, cap = 0, size = 0;
	char *line = NULL;
	struct why why = {""};
	enum err e = OK;
	ssize_t len;
	while (e == OK && (len = getline(&line, &size, stdin)) > 0) {
		line[strcspn(line, "\r\n")] = 0;
		if (!*line)
			continue;
		if (n + AT_MOST > cap) {
			cap = 2 * cap + AT_MOST;
			ids = mem_realloc_array(ids, cap, sizeof(*ids));
		}
		size_t found = 0;
		e = store_find(c->store, line, NULL, filter->feed_id, ids + n, AT_MOST, &found, &why);
		n += found;
	}
	free(line);
	if (e == OK && n)
		e = store_mark(c->store, ids, n, mark, &why);
	free(ids);
	if (e != OK) {
		cli_complain("%s", why.text);
		return EXIT_STORE;
	}
	printf("%zu\n", n);
	return EXIT_OK;
}

int
cli_mark(struct cli *c)
{
	enum store_mark mark;
	struct store_filter filter;
	struct why why = {""};
	if (!c->args.words_n || !mark_of(c->args.words[0], &mark)) {
		cli_complain(_("mark takes read, unread, star or unstar first"));
		return EXIT_USAGE;
	}
	if (!c->args.all && !c->args.guid && c->args.words_n < 2) {
		cli_complain(_("mark needs numbers of articles, --guid or --all"));
		return EXIT_USAGE;
	}
	int status = cli_open_store(c, STORE_READ_WRITE, true);
	if (status == EXIT_OK)
		status = cli_filter(c, &filter);
	if (status != EXIT_OK)
		return status;
	if (c->args.guid)
		return strcmp(c->args.guid, "-") == 0 ? mark_guids(c, mark, &filter)
						      : mark_guid(c, mark, &filter);
	if (!c->args.all)
		return mark_ids(c, mark);
	size_t changed = 0;
	if (store_mark_all(c->store, &filter, 0, mark, NULL, &changed, &why) != OK) {
		cli_complain("%s", why.text);
		return EXIT_STORE;
	}
	printf("%zu\n", changed);
	return EXIT_OK;
}
