/* SPDX-License-Identifier: MIT */
#include "ui/headlines.h"

#include <stdlib.h>
#include <string.h>

#include "store/query.h"
#include "sys/lang.h"
#include "ui/kept.h"
#include "ui/reading.h"
#include "ui/saved.h"
#include "ui/strips.h"
#include "ui/undo.h"

#define WINDOW 200     /* rows read at once */
#define WINDOW_TYPED 60 /* a screenful, while a search is typed */
#define WINDOW_RANKED 100 /* the best hits */
#define COUNTED 1000   /* so many hits of a search are counted */
#define AHEAD 120      /* rows in front of the cursor: more than a page */
#define WINDOW_MAX 2000 /* rows kept: what is far behind is read again when needed */

enum grouping
headlines_grouping(const struct app *app)
{
	const struct headlines *h = app->headlines;
	enum grouping group = app->view.group;
	return h->ranked || (h->typing && group == GROUP_SOURCE) ? GROUP_NONE : group;
}

struct headlines *
headlines_new(void)
{
	struct headlines *h = mem_zalloc(sizeof(*h));
	h->strips = strips_new();
	return h;
}

static void
release_row(struct store_row *row)
{
	free(row->title);
	free(row->author);
	free(row->link);
}

static void
clear(struct headlines *h)
{
	for (size_t i = 0; i < h->n; i++)
		release_row(&h->rows[i]);
	h->n = h->cursor = h->top = 0;
	h->ahead = 0;
	h->at_newest = h->at_oldest = false;
	h->rank = 0;
	h->fresh = 0;
}

static void
clear_sources(struct headlines *h)
{
	for (size_t i = 0; i < h->sources_n; i++)
		free(h->sources[i].title);
	free(h->sources);
	h->sources = NULL;
	h->sources_n = 0;
}

void
headlines_free(struct headlines *h)
{
	if (!h)
		return;
	clear(h);
	clear_sources(h);
	free(h->rows);
	free(h->name);
	free(h->query);
	free(h->filter);
	free(h->composed);
	query_free(h->words);
	strips_free(h->strips);
	free(h);
}

static void
load_sources(struct app *app)
{
	struct headlines *h = app->headlines;
	struct store_feeds feeds = {0};
	clear_sources(h);
	if (!app->store || store_feeds(app->store, &feeds, NULL) != OK)
		return;
	h->sources = mem_zalloc((feeds.n + 1) * sizeof(*h->sources));
	for (size_t i = 0; i < feeds.n; i++) {
		h->sources[i].id = feeds.items[i].id;
		h->sources[i].title = mem_strdup(feeds.items[i].title ? feeds.items[i].title : "");
		h->sources[i].hidden = feeds.items[i].hidden;
	}
	h->sources_n = feeds.n;
	h->sources_read++;
	h->source_cols = 0;
	for (size_t i = 0; i < feeds.n; i++) {
		int cols = (int)utf8_count(bytes_of(h->sources[i].title)); /* near enough */
		h->source_cols = cols > h->source_cols ? cols : h->source_cols;
	}
	store_feeds_release(&feeds);
}

const char *
headlines_source(const struct headlines *h, int64_t feed_id)
{
	for (size_t i = 0; i < h->sources_n; i++)
		if (h->sources[i].id == feed_id)
			return h->sources[i].title;
	return "";
}

/* ---- reading the list in windows ------------------------------------------------ */

static void
reserve(struct headlines *h, size_t n)
{
	if (n > h->cap) {
		h->cap = n + WINDOW;
		h->rows = mem_realloc_array(h->rows, h->cap, sizeof(*h->rows));
	}
}

/* Takes the rows over from a store window; `front`: they are newer than ours. */
static void
take(struct headlines *h, struct store_rows *rows, bool front)
{
	reserve(h, h->n + rows->n);
	if (front) {
		memmove(h->rows + rows->n, h->rows, h->n * sizeof(*h->rows));
		for (size_t i = 0; i < rows->n; i++) /* nearest first: turn them round */
			h->rows[rows->n - 1 - i] = rows->items[i];
		h->cursor += rows->n;
		h->top += rows->n;
		if (h->rank >= 0)
			h->rank = h->rank > (int64_t)rows->n ? h->rank - (int64_t)rows->n : 0;
	} else if (rows->n) {
		memcpy(h->rows + h->n, rows->items, rows->n * sizeof(*h->rows));
	}
	h->n += rows->n;
	free(rows->items);
	*rows = (struct store_rows){0};
}

static void
drop_far(struct headlines *h)
{
	if (h->n <= WINDOW_MAX)
		return;
	size_t extra = h->n - WINDOW_MAX;
	if (h->cursor > h->n / 2) {
		for (size_t i = 0; i < extra; i++)
			release_row(&h->rows[i]);
		memmove(h->rows, h->rows + extra, WINDOW_MAX * sizeof(*h->rows));
		h->cursor -= extra;
		h->top = h->top > extra ? h->top - extra : 0;
		h->at_newest = false;
		if (h->rank >= 0)
			h->rank += (int64_t)extra;
	} else {
		for (size_t i = WINDOW_MAX; i < h->n; i++)
			release_row(&h->rows[i]);
		h->at_oldest = false;
	}
	h->n = WINDOW_MAX;
}

/* One window of the store's order; how many rows came, -1 on failure. */
static int64_t
read_window(struct app *app, const struct store_filter *filter, int64_t key, enum store_way way,
	    size_t max)
{
	struct store_rows rows = {0};
	struct why why = {""};
	if (store_list(app->store, filter, key, way, max, &rows, &why) != OK) {
		app_complain(app, "%s", why.text);
		return -1;
	}
	int64_t got = (int64_t)rows.n;
	take(app->headlines, &rows, way == STORE_NEWER);
	return got;
}

/* Grouped by source the list is that of one feed after the other. */
static int64_t
read_sources(struct app *app, struct store_filter *filter, enum store_way way)
{
	struct headlines *h = app->headlines;
	bool older = way == STORE_OLDER, any = h->kind != SECTION_NAMED && h->kind != SECTION_FEED;
	int64_t sum = 0, at = older ? 0 : (int64_t)h->sources_n - 1, key = 0;
	if (h->n) {
		const struct store_row *edge = &h->rows[older ? h->n - 1 : 0];
		key = edge->id;
		for (at = 0; at < (int64_t)h->sources_n && h->sources[at].id != edge->feed_id;)
			at++;
	}
	for (; at >= 0 && at < (int64_t)h->sources_n && sum < WINDOW; at += older ? 1 : -1, key = 0) {
		if (any && h->sources[at].hidden)
			continue;
		filter->feed_id = h->sources[at].id;
		int64_t got = read_window(app, filter, key, way, (size_t)(WINDOW - sum));
		if (got < 0)
			return -1;
		sum += got;
	}
	return sum;
}

/* The best of the newest hits, all there are of them. */
static int64_t
read_ranked(struct app *app, const struct store_filter *filter)
{
	struct headlines *h = app->headlines;
	struct store_hits hits = {0};
	struct why why = {""};
	if (h->n)
		return 0;
	if (store_search(app->store, filter, 0, STORE_OLDER, WINDOW_RANKED, true, &hits, &why) != OK) {
		app_complain(app, "%s", why.text);
		return -1;
	}
	struct store_rows rows = {mem_zalloc((hits.n + 1) * sizeof(*rows.items)), hits.n};
	for (size_t i = 0; i < hits.n; i++) {
		rows.items[i] = hits.items[i].row;
		hits.items[i].row = (struct store_row){0}; /* ours now */
	}
	store_hits_release(&hits);
	int64_t got = (int64_t)rows.n;
	take(h, &rows, false);
	return got;
}

static bool
more(struct app *app, enum store_way way)
{
	struct headlines *h = app->headlines;
	bool older = way == STORE_OLDER;
	if (!app->store || h->kind == SECTION_GUIDE || (older ? h->at_oldest : h->at_newest))
		return false;
	struct store_filter filter;
	headlines_filter(app, &filter);
	int64_t key = !h->n ? 0 : older ? h->rows[h->n - 1].id : h->rows[0].id, got;
	size_t window = h->typing ? WINDOW_TYPED : WINDOW;
	if (h->ranked)
		got = read_ranked(app, &filter);
	else if (headlines_grouping(app) == GROUP_SOURCE && h->kind != SECTION_FEED)
		got = read_sources(app, &filter, way);
	else
		got = read_window(app, &filter, key, way, window);
	if (got < 0)
		return false;
	if (h->ranked || got < (int64_t)window) {
		if (older)
			h->at_oldest = true;
		else
			h->at_newest = true;
	}
	drop_far(h);
	return got > 0;
}

/* The last row that way when rows are short there, else NULL. Each is tried once: a store
 * that cannot be read is not asked again and again. */
static const struct store_row *
short_of(const struct headlines *h, enum store_way way)
{
	bool older = way == STORE_OLDER;
	if (!h->n || (older ? h->at_oldest || h->n - h->cursor > AHEAD
			    : h->at_newest || h->cursor > AHEAD))
		return NULL;
	const struct store_row *last = &h->rows[older ? h->n - 1 : 0];
	return last->id == h->ahead ? NULL : last;
}

bool
headlines_wait(const struct app *app)
{
	const struct headlines *h = app->headlines;
	return h->touched && !h->ranked && !h->typing && app->store && h->kind != SECTION_GUIDE &&
	       (short_of(h, STORE_OLDER) || short_of(h, STORE_NEWER));
}

void
headlines_read_ahead(struct app *app)
{
	struct headlines *h = app->headlines;
	const struct store_row *last = short_of(h, STORE_OLDER);
	enum store_way way = last ? STORE_OLDER : STORE_NEWER;
	if (!last)
		last = short_of(h, STORE_NEWER);
	if (!last)
		return;
	h->ahead = last->id;
	more(app, way);
}

static void
count(struct app *app)
{
	struct headlines *h = app->headlines;
	struct store_filter filter;
	if (h->kind == SECTION_GUIDE) {
		h->total = (int64_t)h->n;
		h->unread = 0;
		return;
	}
	headlines_filter(app, &filter);
	if (!app->store || store_count(app->store, &filter, &h->total, &h->unread, NULL) != OK)
		h->total = h->unread = -1;
	/* of a search there is no counter */
	int64_t n;
	if (filter.query && !h->typing && h->total < 0 && app->store &&
	    store_count_some(app->store, &filter, COUNTED, &n, NULL) == OK && n < COUNTED)
		h->total = n;
}

static void
load_guide(struct headlines *h)
{
	size_t n = guide_count();
	reserve(h, n);
	for (size_t i = 0; i < n; i++)
		h->rows[i] = (struct store_row){
			.id = -(int64_t)i - 1, .title = mem_strdup(guide_title(i)), .date = TIME_NONE};
	h->n = n;
	h->at_newest = h->at_oldest = true;
}

static int64_t
newest_id(struct app *app)
{
	struct store_filter filter;
	struct store_rows rows = {0};
	headlines_filter(app, &filter);
	if (!app->store ||
	    store_list(app->store, &filter, 0, STORE_OLDER, 1, &rows, NULL) != OK)
		return 0;
	int64_t id = rows.n ? rows.items[0].id : 0;
	store_rows_release(&rows);
	return id;
}

static void
look_for(struct app *app)
{
	struct headlines *h = app->headlines;
	struct store_filter filter;
	query_free(h->words);
	h->words = NULL;
	headlines_filter(app, &filter);
	if (filter.query)
		h->words = query_new(bytes_of(filter.query), app->words.now, app->words.utc_offset);
}

void
headlines_reload(struct app *app)
{
	struct headlines *h = app->headlines;
	clear(h);
	look_for(app);
	load_sources(app);
	if (h->kind == SECTION_GUIDE) {
		load_guide(h);
	} else {
		h->at_newest = true;
		more(app, STORE_OLDER);
		bool first = headlines_grouping(app) != GROUP_SOURCE && !h->ranked && h->n;
		h->newest = first ? h->rows[0].id : newest_id(app);
	}
	count(app);
	h->length = h->total;
}

void
headlines_regroup(struct app *app)
{
	struct headlines *h = app->headlines;
	int64_t id = h->cursor < h->n ? h->rows[h->cursor].id : 0;
	headlines_reload(app);
	if (headlines_grouping(app) != GROUP_SOURCE && !h->ranked) {
		if (id)
			headlines_go_to(app, id);
		return;
	}
	for (size_t i = 0; i < h->n; i++)
		if (h->rows[i].id == id)
			h->cursor = i;
}

void
headlines_open(struct app *app, const struct section_row *section)
{
	struct headlines *h = app->headlines;
	char *name = mem_strdup(section->name); /* it may be ours */
	char *query = section->query ? mem_strdup(section->query) : NULL;
	free(h->name);
	free(h->query);
	h->name = name;
	h->query = query;
	h->kind = section->kind;
	h->section_id = section->id;
	h->touched = h->ranked = false;
	free(h->filter);
	h->filter = NULL;
	headlines_reload(app);
}

/* No counter is kept of a search: what is newer than its top. */
static void
count_newer(struct app *app)
{
	struct headlines *h = app->headlines;
	struct store_filter filter;
	struct store_rows rows = {0};
	headlines_filter(app, &filter);
	if (!app->store ||
	    store_list(app->store, &filter, h->newest, STORE_NEWER, 100, &rows, NULL) != OK)
		return;
	h->fresh = (int64_t)rows.n;
	store_rows_release(&rows);
}

void
headlines_changed(struct app *app)
{
	struct headlines *h = app->headlines;
	if (h->kind == SECTION_GUIDE)
		return;
	int64_t before = h->total;
	/* nobody has moved yet: what comes in may show itself */
	if (!h->touched || !h->n) {
		headlines_reload(app);
		return;
	}
	load_sources(app);
	count(app);
	if (before >= 0 && h->total > before && h->kind != SECTION_STARRED)
		h->fresh += h->total - before;
	else if (h->query && h->newest)
		count_newer(app);
}

struct store_row *
headlines_current(struct headlines *h)
{
	return h->cursor < h->n ? &h->rows[h->cursor] : NULL;
}

bool
headlines_step(struct app *app, int by, bool unread_only)
{
	struct headlines *h = app->headlines;
	int64_t at = (int64_t)h->cursor;
	for (;;) {
		at += by;
		/* reading more moves the cursor's index, and `at` with it */
		int64_t cursor = (int64_t)h->cursor;
		if (at < 0) {
			if (!more(app, STORE_NEWER))
				return false;
			at += (int64_t)h->cursor - cursor;
		}
		if (at >= (int64_t)h->n) {
			if (!more(app, STORE_OLDER))
				return false;
			at += (int64_t)h->cursor - cursor;
			if (at >= (int64_t)h->n)
				return false;
		}
		if (!unread_only || h->rows[at].unread) {
			h->cursor = (size_t)at;
			return true;
		}
	}
}

void
headlines_show_mark(struct store_row *row, enum store_mark mark)
{
	switch (mark) {
	case MARK_READ: row->unread = false; break;
	case MARK_UNREAD: row->unread = true; break;
	case MARK_STAR: row->starred = true; break;
	case MARK_UNSTAR: row->starred = false; break;
	}
}

void
headlines_marked(struct app *app)
{
	app->store_seen = store_version(app->store);
	saved_changed(app);
	sections_load(app);
	count(app);
}

void
headlines_mark(struct app *app, struct store_row *row, enum store_mark mark)
{
	if (row->id < 0 || !app->store)
		return;
	struct why why = {""};
	if (store_mark(app->store, &row->id, 1, mark, &why) != OK) {
		app_complain(app, "%s", why.text);
		return;
	}
	headlines_show_mark(row, mark);
	if (mark == MARK_READ)
		kept_drop(app->kept, row->id);
	undo_note_marks(app, mem_dup(&row->id, sizeof(row->id)), 1, mark);
	headlines_marked(app);
}

/* An article that has left this list (one read, in the list of the unread) stands where
 * it stood: before the rows that follow it. */
static bool
put_first(struct app *app, int64_t id)
{
	struct headlines *h = app->headlines;
	struct store_entry e;
	if (store_entry(app->store, id, &e, NULL) != OK)
		return false;
	reserve(h, h->n + 1);
	memmove(h->rows + 1, h->rows, h->n++ * sizeof(*h->rows));
	h->rows[0] = e.row;
	e.row.title = e.row.author = e.row.link = NULL; /* ours now */
	store_entry_release(&e);
	return true;
}

bool
headlines_go_to(struct app *app, int64_t id)
{
	struct headlines *h = app->headlines;
	for (size_t i = 0; i < h->n; i++) {
		if (h->rows[i].id == id) {
			h->cursor = i;
			return true;
		}
	}
	if (id <= 0 || !app->store || h->kind == SECTION_GUIDE)
		return false;
	if (headlines_grouping(app) == GROUP_SOURCE || h->ranked) { /* no order by id */
		headlines_reload(app);
		while (headlines_step(app, 1, false))
			if (h->rows[h->cursor].id == id)
				return true;
		return false;
	}
	struct store_filter filter;
	clear(h);
	h->rank = -1;
	headlines_filter(app, &filter);
	if (read_window(app, &filter, id + 1, STORE_OLDER, WINDOW) < WINDOW)
		h->at_oldest = true;
	if ((h->n && h->rows[0].id == id) || put_first(app, id))
		return true;
	headlines_reload(app);
	return false;
}
