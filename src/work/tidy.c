/* SPDX-License-Identifier: MIT */
/* The store's upkeep while nobody asks for anything: forgetting by the settings, the
 * index, packing, a look for damage, and room for the disk. Each step is a short
 * transaction; a request goes before the next. */
#include "engine-internal.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/clock.h"
#include "sys/log.h"

#define LOG_MODULE "tidy"
#define FORGET_STEP 48   /* articles; some 20 ms each step */
#define INDEX_STEP 48
#define REVIEW_STEP 64
#define PACK_STEP 128
#define SHRINK_STEP 400  /* pages */
#define TELL_MS 2500     /* shorter work is not worth a word, */
#define TOLD_MS 150      /* but where it was asked for */
#define TIDY_MOST_MS 3600000
#define MERGE_AFTER 500  /* forgotten articles that make the index worth merging */

enum stage { INDEXING, REVIEWING, FORGETTING, PACKING, MERGING, CHECKING, SHRINKING, FINISHED };

/* As told to the reader. */
static const char *const names[] = {"index", "review", "forget", "pack", "merge", "check", "shrink"};

struct tidy {
	enum stage stage;
	int64_t feed;      /* the last one asked */
	int64_t forgotten; /* so far, of this run */
	bool ruled; /* the rules were set */
	bool merging, check_known, check_due;
	unsigned check_at;
	int64_t first_empty; /* pages when shrinking began */
	int64_t done, total; /* of this stage; total 0: not known */
	int64_t started_ms, told_ms;
	bool asked;   /* by the reader: they look at it */
	bool counted; /* total was looked for */
	int input_fd; /* where requests come in; -1 none */
};

struct tidy *
tidy_new(int input_fd)
{
	struct tidy *t = mem_zalloc(sizeof(*t));
	t->input_fd = input_fd;
	t->started_ms = clock_mono_ms();
	return t;
}

void
tidy_free(struct tidy *t)
{
	free(t);
}

static bool
somebody_asks(void *context)
{
	const struct tidy *t = context;
	struct pollfd p = {.fd = t->input_fd, .events = POLLIN};
	return watch_stopped() || (t->input_fd >= 0 && poll(&p, 1, 0) > 0);
}

static void
next_stage(struct tidy *t)
{
	t->stage++;
	t->started_ms = clock_mono_ms();
	t->done = t->total = 0;
	t->counted = false;
}

/* What is kept of a feed: its line in the feeds file, else the settings. */
static int
by_url(const void *key, const void *item)
{
	return strcmp(key, ((const struct engine_keep *)item)->url);
}

const struct engine_keep *
engine_keep_of(const struct engine *e, const char *url)
{
	const struct engine_keep *own = url && e->o.keeps_n
		? bsearch(url, e->o.keeps, e->o.keeps_n, sizeof(*e->o.keeps), by_url) : NULL;
	return own ? own : &e->o.keep;
}

static bool
limits(const struct store_keep *k)
{
	return k->days > 0 || k->count > 0;
}

/* Of one feed, or on to the next; feeds that are listed no longer too. */
static enum err
forget_step(struct engine *e, struct tidy *t, struct why *why)
{
	bool any = limits(&e->o.keep.keep);
	for (size_t i = 0; i < e->o.keeps_n && !any; i++)
		any = limits(&e->o.keeps[i].keep);
	if (!any) {
		next_stage(t);
		return OK;
	}
	for (int tries = 0; tries < 64; tries++) {
		int64_t id;
		size_t n;
		char *url = NULL;
		enum err error = store_next_feed(e->store, t->feed, &id, &url, why);
		if (error == ERR_NOT_FOUND) {
			if (t->forgotten)
				LOGI("%lld articles forgotten", (long long)t->forgotten);
			next_stage(t);
			return OK;
		}
		if (error)
			return error;
		const struct store_keep *keep = &engine_keep_of(e, url)->keep;
		free(url);
		n = 0;
		if (limits(keep))
			error = store_forget(e->store, id, keep, clock_now(), FORGET_STEP, &n, why);
		if (error)
			return error;
		t->forgotten += (int64_t)n;
		if (n < FORGET_STEP) {
			t->feed = id;
			t->done++;
		}
		if (n)
			return OK;
	}
	return OK;
}

/* What no rule hides any more. */
static enum err
review_step(struct engine *e, struct tidy *t, struct why *why)
{
	bool more = false;
	int64_t shown = 0;
	enum err error = OK;
	if (!t->ruled)
		error = store_set_rules(e->store, e->o.does, e->o.does_n, why);
	t->ruled = true;
	if (!error)
		error = store_review_step(e->store, REVIEW_STEP, &more, &shown, why);
	if (!error && !more)
		next_stage(t);
	return error;
}

static enum err
merge_step(struct engine *e, struct tidy *t, struct why *why)
{
	bool more = false;
	enum err error = OK;
	if (t->merging || t->forgotten >= MERGE_AFTER)
		error = store_merge_index(e->store, !t->merging, &more, why);
	t->merging = more;
	if (!error && !more)
		next_stage(t);
	return error;
}

static enum err
check_step(struct engine *e, struct tidy *t, struct why *why)
{
	enum err error = OK;
	if (!t->check_known) {
		error = store_check_due(e->store, clock_now(), &t->check_due, why);
		t->check_known = true;
	} else if (t->check_due) {
		error = store_check_step(e->store, clock_now(), &t->check_at, somebody_asks, t, why);
		if (error == ERR_CANCELLED)
			return OK; /* the same table once more, later */
		if (!error && !t->check_at)
			t->check_due = false;
	}
	if (!error && !t->check_due)
		next_stage(t);
	return error;
}

static enum err
shrink_step(struct engine *e, struct tidy *t, struct why *why)
{
	int64_t left;
	enum err error = store_shrink_step(e->store, SHRINK_STEP, &left, why);
	if (left > t->first_empty)
		t->first_empty = left;
	t->total = t->first_empty;
	t->done = t->first_empty - left;
	if (!error && !left)
		next_stage(t);
	return error;
}

static enum err
one_step(struct engine *e, struct tidy *t, struct why *why)
{
	size_t n = 0;
	enum err error = OK;
	switch (t->stage) {
	case INDEXING:
		error = store_index_some(e->store, INDEX_STEP, &n, why);
		break;
	case REVIEWING:
		return review_step(e, t, why);
	case FORGETTING:
		return forget_step(e, t, why);
	case PACKING:
		error = store_pack_some(e->store, PACK_STEP, &n, why);
		break;
	case MERGING:
		return merge_step(e, t, why);
	case CHECKING:
		return check_step(e, t, why);
	case SHRINKING:
		return shrink_step(e, t, why);
	case FINISHED:
		return OK;
	}
	t->done += (int64_t)n;
	if (!error && !n)
		next_stage(t);
	return error;
}

/* What is left of the stage is counted when it is told for the first time. */
static void
count(struct engine *e, struct tidy *t)
{
	static const enum store_waiting kinds[] = {[INDEXING] = STORE_WAITING_DOCS,
						   [FORGETTING] = STORE_WAITING_FEEDS,
						   [PACKING] = STORE_WAITING_RAW};
	int64_t left = 0;
	if (t->counted || t->stage > PACKING || t->stage == REVIEWING)
		return;
	t->counted = true;
	if (store_waiting(e->store, kinds[t->stage], &left, NULL) == OK)
		t->total = t->stage == FORGETTING ? left : t->done + left;
}

/* Work that takes a while is told now and then; its end always. */
static void
tell(struct engine *e, struct tidy *t)
{
	int64_t now = clock_mono_ms(), after = t->asked ? 0 : TELL_MS;
	bool done = t->stage == FINISHED, told = t->told_ms != 0;
	if (!e->events.tidying || (done ? !told : now - t->started_ms < after))
		return;
	if (!done && told && now - t->told_ms < TOLD_MS)
		return;
	t->told_ms = now;
	if (!done)
		count(e, t);
	e->events.tidying(e->events.context, done ? "" : names[t->stage], t->done, t->total);
}

bool
tidy_step(struct engine *e, struct tidy *t)
{
	struct why why = {""};
	enum err error = one_step(e, t, &why);
	if (error == ERR_BUSY)
		return true; /* another program writes; once more at the next turn */
	if (error) {
		/* the reader's next request will be told the same; damage is told now */
		LOGE("%s", why.text);
		e->tidy_why = why;
		if (t->stage == CHECKING)
			e->events.failed(e->events.context, 0, "store", why.text);
		t->stage = FINISHED;
	}
	tell(e, t);
	return t->stage != FINISHED;
}

bool
engine_is_tidy(const struct engine *e)
{
	return e->tidied || e->broken || !engine_idle(e);
}

bool
engine_tidy(struct engine *e, int input_fd)
{
	if (engine_is_tidy(e))
		return false;
	if (!e->tidy)
		e->tidy = tidy_new(input_fd);
	if (tidy_step(e, e->tidy))
		return true;
	tidy_free(e->tidy);
	e->tidy = NULL;
	e->tidied = true;
	return false;
}

/* Where no reader is ever open, upkeep has this moment; what one refresh leaves the
 * next ones take up. */
int64_t
engine_tidy_share(int64_t refresh_ms)
{
	int64_t share = refresh_ms / 10;
	return share < 25 ? 25 : share < 5000 ? share : 5000;
}

bool
engine_tidy_for(struct engine *e, int64_t ms, int input_fd)
{
	int64_t until = clock_mono_ms() + (ms < TIDY_MOST_MS ? ms : TIDY_MOST_MS);
	struct pollfd p = {.fd = input_fd, .events = POLLIN};
	bool more = true;
	while (more && !watch_stopped() && clock_mono_ms() < until) {
		more = engine_tidy(e, input_fd);
		if (more && input_fd >= 0 && poll(&p, 1, 0) > 0)
			break;
	}
	return !more;
}

enum err
engine_tidy_asked(struct engine *e, int input_fd, struct why *why)
{
	if (e->broken)
		return err_set(why, e->broken, "%s", e->why.text);
	if (!engine_idle(e))
		return ERR_CANCELLED;
	e->tidied = false;
	e->tidy_why.text[0] = '\0';
	if (!e->tidy)
		e->tidy = tidy_new(input_fd);
	e->tidy->asked = true;
	if (!engine_tidy_for(e, TIDY_MOST_MS, input_fd))
		return ERR_CANCELLED;
	return e->tidy_why.text[0] ? err_set(why, ERR_DB, "%s", e->tidy_why.text) : OK;
}

void
engine_tidy_stop(struct engine *e)
{
	if (e->tidy && e->tidy->told_ms && e->events.tidying)
		e->events.tidying(e->events.context, "", 0, 0);
	tidy_free(e->tidy);
	e->tidy = NULL;
	e->tidied = true;
}
