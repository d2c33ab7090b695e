/* SPDX-License-Identifier: MIT */
/* What a refresh brings goes into the store in transactions of some 20 ms: that of one
 * feed alone would write the same pages of the lists again for each of them. Nothing is
 * said of a feed, nor counted, before its transaction is durable. Where nobody sits at
 * the keys a transaction may be longer: only another program's mark would wait for it. */
#include "engine-internal.h"

#include <stdlib.h>

#include "sys/clock.h"

#define SHORT_MS 20
#define LONG_MS 500
#define BATCH_BYTES (4 << 20) /* of bodies: a transaction stays in the memory of SQLite */

int
batch_left_ms(const struct engine *e)
{
	const struct refresh *r = e->refresh;
	if (!r || !r->batch)
		return INT32_MAX;
	if (r->batch_bytes > BATCH_BYTES)
		return 0;
	int64_t left = r->batch_ms + (store_alone(e->store) ? LONG_MS : SHORT_MS) - clock_mono_ms();
	return left > 0 ? (int)left : 0;
}

bool
batch_open(struct engine *e)
{
	struct refresh *r = e->refresh;
	if (r->batch || e->broken)
		return !e->broken;
	struct why why = {""};
	enum err error = store_batch_begin(e->store, &why);
	if (error) {
		engine_store_failed(e, error, &why);
		return false;
	}
	r->batch = true;
	r->batch_bytes = 0;
	r->batch_ms = clock_mono_ms();
	return true;
}

static void
one_done(struct engine *e, const struct outcome *o)
{
	struct refresh *r = e->refresh;
	struct watch *w = e->watch;
	const struct store_feed *f = &r->feeds.items[o->feed];
	w->tally.added += o->added;
	w->tally.unchanged += o->unchanged;
	w->tally.failed += o->failed;
	r->jobs_done++;
	if (w->done_n < WATCH_DONE)
		w->done[w->done_n++] = f->id;
}

/* Once for all that a transaction made durable: a line for each would wake the reader two
 * hundred times in a moment. */
static void
tell_progress(struct engine *e)
{
	struct refresh *r = e->refresh;
	const struct store_feed *last = &r->feeds.items[r->outcomes[r->outcomes_n - 1].feed];
	e->events.progress(e->events.context, r->number, (int)r->jobs_done, (int)r->jobs_n,
			   e->fetcher ? fetcher_bytes(e->fetcher) : 0, e->watch->tally.added, last->title);
}

void
batch_settle(struct engine *e)
{
	struct refresh *r = e->refresh;
	if (!r)
		return;
	enum err error = OK;
	if (r->batch) {
		struct why why = {""};
		struct store_news never_was;
		error = store_batch_end(e->store, &why);
		r->batch = false;
		if (error) {
			engine_store_failed(e, error, &why);
			store_take_news(e->store, &never_was);
		} else {
			(void)engine_take_news(e, r->number);
		}
	}
	for (size_t i = 0; i < r->outcomes_n && !error; i++)
		one_done(e, &r->outcomes[i]);
	if (r->outcomes_n && !error)
		tell_progress(e);
	r->outcomes_n = 0;
}

void
batch_add(struct engine *e, size_t feed)
{
	struct refresh *r = e->refresh;
	struct outcome o = r->coming;
	r->coming = (struct outcome){0};
	o.feed = feed;
	if (!e->broken)
		r->outcomes[r->outcomes_n++] = o;
	if (e->broken || !batch_left_ms(e) || r->jobs_done + r->outcomes_n >= r->jobs_n)
		batch_settle(e);
}
