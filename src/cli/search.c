/* SPDX-License-Identifier: MIT
 *
 * akhbar search: what list prints, for a query, with the places of its words.
 */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/rows.h"
#include "store/query.h"
#include "sys/clock.h"
#include "sys/lang.h"

static char *
joined_words(const struct cli *c)
{
	struct buf query;
	buf_init(&query, 0);
	for (size_t i = 0; i < c->args.words_n; i++) {
		if (i)
			buf_add_char(&query, ' ');
		buf_add_str(&query, c->args.words[i]);
	}
	return buf_take(&query);
}

static void
add_places(struct buf *out, const char *name, uint32_t (*places)[2], size_t n)
{
	buf_printf(out, ", \"%s\": [", name);
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s[%u, %u]", i ? ", " : "", places[i][0], places[i][1]);
	buf_add_char(out, ']');
}

/* What makes no sense is told before anything is searched for. */
static bool
query_is_good(struct cli *c, const char *text)
{
	int64_t now = clock_now();
	struct why why = {""};
	struct query *q = query_new(bytes_of(text), now, clock_utc_offset(now));
	bool good = store_query_resolve(c->store, q, text, &why) == OK &&
		    !query_complaint(q, bytes_of(text), &why);
	/* a name that nothing has is no mistake, but worth a word */
	for (size_t i = 0; good && i < q->problems_n; i++)
		cli_complain("%s", q->problems[i].message);
	query_free(q);
	if (!good)
		cli_complain("%s", why.text);
	return good;
}

static enum err
print_json(struct cli *c, const struct store_hit *hit, bool *first, struct why *why)
{
	struct buf out;
	buf_init(&out, 0);
	buf_add_str(&out, *first ? "\n" : ",\n");
	enum err e = row_json(c, &hit->row, &out, why);
	if (e == OK) {
		buf_add_str(&out, ", \"snippet\": ");
		buf_add_json(&out, bytes_of(hit->snippet));
		add_places(&out, "matches", hit->matches, hit->matches_n);
		add_places(&out, "snippet_matches", hit->snippet_matches, hit->snippet_matches_n);
		buf_add_char(&out, '}');
		fwrite(out.data, 1, out.len, stdout);
		*first = false;
	}
	buf_release(&out);
	return e == ERR_NOT_FOUND ? OK : e; /* forgotten since it was found */
}

/* After an upgrade or a repair search knows the newest first. */
static void
tell_unindexed(struct cli *c)
{
	int64_t n = 0;
	struct buf line;
	if (store_unindexed(c->store, &n, NULL) != OK || !n)
		return;
	buf_init(&line, 0);
	words_printf(&c->say, &line,
		     ngettext("the search index is being made anew: %d article is not in it yet; refreshing and the "
			      "open screens go on with it",
			      "the search index is being made anew: %d articles are not in it yet; refreshing and "
			      "the open screens go on with it", (unsigned long)n),
		     (int)n);
	cli_complain("%s", line.data);
	buf_release(&line);
}

int
cli_search(struct cli *c)
{
	struct store_filter filter;
	struct store_hits hits = {0};
	struct store_feeds feeds = {0};
	struct why why = {""};
	if (!c->args.words_n) {
		cli_complain(_("search takes the words to look for"));
		return EXIT_USAGE;
	}
	int status = cli_open_store(c, STORE_READ_WRITE, true);
	if (status == EXIT_OK)
		status = cli_filter(c, &filter);
	if (status != EXIT_OK)
		return status;
	char *query = joined_words(c);
	if (!query_is_good(c, query)) {
		free(query);
		return EXIT_USAGE;
	}
	filter.query = query;
	int64_t limit = c->args.limit >= 0 ? c->args.limit : 50;
	enum err e = store_search(c->store, &filter, 0, STORE_OLDER, (size_t)limit, c->args.ranked, &hits,
				  &why);
	if (e == OK)
		e = store_feeds(c->store, &feeds, &why);
	struct printer p;
	bool first = true;
	printer_start(&p, c);
	if (c->args.json)
		fputc('[', stdout);
	for (size_t i = 0; e == OK && i < hits.n; i++) {
		if (c->args.json)
			e = print_json(c, &hits.items[i], &first, &why);
		else
			row_print(c, &p, &feeds, &hits.items[i].row);
	}
	if (c->args.json)
		fputs("\n]\n", stdout);
	printer_end(&p);
	store_hits_release(&hits);
	store_feeds_release(&feeds);
	free(query);
	if (e == OK) {
		tell_unindexed(c);
		return EXIT_OK;
	}
	cli_complain("%s", why.text);
	return e == ERR_DB ? EXIT_STORE : EXIT_USAGE;
}
