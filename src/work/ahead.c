/* SPDX-License-Identifier: MIT
 *
 * Fetching ahead: the pages of articles of which the feeds send a few lines, so
 * that they can be read without a network. Newest first; what failed is asked
 * again later and later, three times at most.
 */
#include "engine-internal.h"

#include <stdlib.h>
#include <string.h>

#include "akhbar/doc.h"
#include "akhbar/limits.h"
#include "sys/clock.h"
#include "sys/log.h"

#define LOG_MODULE "ahead"
#define TRIES_MOST 3
#define DAY_S 86400
#define WINDOW 200 /* rows of a list read at once */

struct candidates {
	int64_t *ids;
	size_t n, max;
};

/* ---- which ----------------------------------------------------------------------- */

static bool
may_be_asked(struct engine *e, const struct store_row *row)
{
	struct store_page_failure f;
	if (row->full || !row->link || !url_is_web(row->link))
		return false;
	if (store_page_failure(e->store, row->id, &f, NULL) != OK)
		return false;
	return f.tries == 0 || (f.tries < TRIES_MOST && clock_now() - f.last > (int64_t)f.tries * DAY_S);
}

static bool
is_teaser(struct engine *e, int64_t id)
{
	struct buf bytes;
	struct doc *doc = NULL;
	buf_init(&bytes, LIMIT_BODY_BYTES);
	bool teaser = store_get_doc(e->store, id, false, &bytes, NULL) == OK &&
		      doc_decode(buf_view(&bytes), &doc, NULL) == OK && doc_is_teaser(doc);
	doc_free(doc);
	buf_release(&bytes);
	return teaser;
}

/* Reads a list from its newest end until enough are found or it is far back. */
static void
gather(struct engine *e, const struct store_filter *filter, enum full_text mode, size_t most_rows,
       struct candidates *c)
{
	int64_t key = 0;
	struct store_rows rows;
	for (size_t seen = 0, got = WINDOW; seen < most_rows && got == WINDOW; seen += got) {
		if (store_list(e->store, filter, key, STORE_OLDER, WINDOW, &rows, NULL) != OK)
			return;
		got = rows.n;
		for (size_t i = 0; i < rows.n && c->n < c->max; i++) {
			const struct store_row *row = &rows.items[i];
			if (may_be_asked(e, row) && (mode == FULL_TEXT_ALWAYS || is_teaser(e, row->id)))
				c->ids[c->n++] = row->id;
		}
		if (rows.n)
			key = rows.items[rows.n - 1].id;
		store_rows_release(&rows);
		if (c->n == c->max)
			return;
	}
}

static int
newest_first(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return x < y ? 1 : x > y ? -1 : 0;
}

/* The newest of all the feeds meant: each gives its newest, the best of these stay. */
static void
choose(struct engine *e, const struct ahead_wish *wish, bool of_refresh, struct ahead *a)
{
	struct store_feeds feeds;
	size_t max = (size_t)wish->max;
	if (store_feeds(e->store, &feeds, NULL) != OK)
		return;
	for (size_t i = 0; i < feeds.n; i++) {
		const struct store_feed *f = &feeds.items[i];
		int own = own_settings(e, f->url, i)->full_text;
		enum full_text mode = own < 0 ? e->o.full_text : (enum full_text)own;
		if ((*wish->ids && !ids_hold(wish->ids, f->id)) || mode == FULL_TEXT_NEVER)
			continue;
		struct store_filter filter = {
			.feed_id = f->id, .unread = wish->unread, .starred = wish->starred,
			.since = TIME_NONE, .before = TIME_NONE, .with_hidden = true,
		};
		struct candidates c = {.max = max};
		c.ids = mem_realloc_array(NULL, max, sizeof(*c.ids));
		/* a feed keeps what it has had before; after a refresh only its top is new */
		gather(e, &filter, mode, of_refresh ? WINDOW : WINDOW * 5, &c);
		a->ids = mem_realloc_array(a->ids, a->n + c.n, sizeof(*a->ids));
		if (c.n)
			memcpy(a->ids + a->n, c.ids, c.n * sizeof(*c.ids));
		a->n += c.n;
		free(c.ids);
	}
	store_feeds_release(&feeds);
	if (a->n)
		qsort(a->ids, a->n, sizeof(*a->ids), newest_first);
	if (a->n > max)
		a->n = max;
}

/* ---- the run -------------------------------------------------------------------------- */

void
ahead_free(struct engine *e)
{
	if (!e->ahead)
		return;
	free(e->ahead->ids);
	free(e->ahead);
	e->ahead = NULL;
}

static void
finish(struct engine *e)
{
	struct ahead *a = e->ahead;
	uint64_t number = a->number;
	int brought = (int)(a->done - a->failed), failed = (int)a->failed;
	bool of_refresh = a->of_refresh;
	ahead_free(e);
	LOGI("fetched ahead: %d, failed: %d", brought, failed);
	if (of_refresh)
		engine_refresh_over(e);
	else
		e->events.ahead_done(e->events.context, number, brought, failed);
}

void
ahead_one(struct engine *e, int64_t entry_id, const char *code)
{
	struct ahead *a = e->ahead;
	struct store_entry entry;
	if (!a)
		return;
	a->done++;
	a->failed += *code != '\0';
	bool known = store_entry(e->store, entry_id, &entry, NULL) == OK;
	e->events.ahead(e->events.context, a->number, (int)a->done, (int)a->n, (int)a->failed,
			known ? entry.row.title : "");
	if (known)
		store_entry_release(&entry);
	if (a->done == a->n)
		finish(e);
}

/* false: nothing to do, nothing begun */
static bool
begin(struct engine *e, uint64_t number, const struct ahead_wish *wish, bool of_refresh)
{
	struct ahead *a = mem_zalloc(sizeof(*a));
	a->number = number;
	a->of_refresh = of_refresh;
	if (wish->max > 0)
		choose(e, wish, of_refresh, a);
	e->ahead = a;
	if (!a->n) {
		ahead_free(e);
		return false;
	}
	e->events.ahead(e->events.context, number, 0, (int)a->n, 0, "");
	/* the last one that fails at once may end the whole */
	size_t n = a->n;
	int64_t *ids = mem_realloc_array(NULL, n, sizeof(*ids));
	memcpy(ids, a->ids, n * sizeof(*ids));
	for (size_t i = 0; i < n && e->ahead == a; i++)
		page_ask(e, number, ids[i], true);
	free(ids);
	return true;
}

bool
ahead_after_refresh(struct engine *e, uint64_t number)
{
	struct ahead_wish wish = {.max = e->o.ahead, .unread = true, .ids = ""};
	return !e->ahead && begin(e, number, &wish, true);
}

void
engine_ahead(struct engine *e, uint64_t number, const struct ahead_wish *wish)
{
	if (e->ahead)
		e->events.busy(e->events.context, number, 0);
	else if (!begin(e, number, wish, false))
		e->events.ahead_done(e->events.context, number, 0, 0);
}

void
ahead_cancel(struct engine *e)
{
	uint64_t number = e->ahead->number;
	bool of_refresh = e->ahead->of_refresh;
	/* those under way come in and are forgotten */
	for (struct job *j = e->pages; j; j = j->next)
		if (j->ahead && j->number == number)
			j->number = 0;
	ahead_free(e);
	if (!of_refresh)
		e->events.failed(e->events.context, number, "stopped", "");
}
