/* SPDX-License-Identifier: MIT */
#include "engine-internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "akhbar/html.h"
#include "sys/clock.h"
#include "sys/lockfile.h"
#include "sys/log.h"
#include "work/fail.h"

#define LOG_MODULE "engine"

struct engine *
engine_new(struct store *s, const struct engine_options *o, const struct engine_events *events,
	   struct watch *w)
{
	struct engine *e = mem_zalloc(sizeof(*e));
	e->store = s;
	e->o = *o;
	e->events = *events;
	e->watch = w;
	e->lock_fd = -1;
	return e;
}

static void
free_pages(struct engine *e)
{
	for (struct job *j = e->pages, *next; j; j = next) {
		next = j->next;
		gathered_free(j->gathered);
		free(j);
	}
	e->pages = NULL;
}

/* From the lock to its end: what happens to the store in between is ours. */
static void
begin_session(struct engine *e)
{
	struct why why = {""};
	enum err error = store_session(e->store, true, clock_now(), &why);
	if (!error) /* sources are named in them, and dates counted from now */
		error = store_set_rules(e->store, e->o.does, e->o.does_n, &why);
	if (error)
		LOGW("%s", why.text); /* what follows will say so */
	tidy_free(e->tidy);
	e->tidy = NULL;
	e->tidied = false;
}

static void
end_session(struct engine *e)
{
	if (e->lock_fd < 0)
		return;
	struct why why = {""};
	enum err error = e->broken ? OK : store_session(e->store, false, clock_now(), &why);
	if (error)
		LOGW("%s", why.text);
	lockfile_drop(e->lock_fd);
	e->lock_fd = -1;
}

void
engine_free(struct engine *e)
{
	if (!e)
		return;
	batch_settle(e);
	fetcher_free(e->fetcher);
	refresh_free(e->refresh);
	free_pages(e);
	ahead_free(e);
	tidy_free(e->tidy);
	end_session(e);
	free(e);
}

void
engine_store_failed(struct engine *e, enum err error, const struct why *why)
{
	if (e->broken)
		return;
	e->broken = error;
	e->why = *why;
	LOGE("store: %s", why->text);
}

int64_t
engine_take_news(struct engine *e, uint64_t number)
{
	struct store_news news;
	store_take_news(e->store, &news);
	for (size_t i = 0; e->events.notice && i < news.ids_n; i++)
		e->events.notice(e->events.context, number, news.ids[i]);
	return news.hidden;
}

/* ---- transfers --------------------------------------------------------------------- */

static void
drop_page(struct engine *e, struct job *job)
{
	for (struct job **p = &e->pages; *p; p = &(*p)->next)
		if (*p == job) {
			*p = job->next;
			free(job);
			return;
		}
}

static void
on_reply(const struct fetch_reply *reply, void *context)
{
	struct engine *e = context;
	struct job *job = reply->user_data;
	if (job->kind == JOB_PAGE) {
		batch_settle(e);
		struct job here = *job;
		drop_page(e, job);
		page_reply(e, &here, reply);
		gathered_free(here.gathered);
	} else if (e->refresh && !e->broken) {
		refresh_reply(e, job, reply);
	}
}

struct fetcher *
engine_fetcher(struct engine *e, struct why *why)
{
	if (!e->fetcher && fetcher_new(&e->o.fetch, on_reply, e, &e->fetcher, why))
		return NULL;
	return e->fetcher;
}

void
engine_rest_line(struct engine *e)
{
	if (!e->fetcher || fetcher_pending(e->fetcher))
		return;
	fetcher_free(e->fetcher);
	e->fetcher = NULL;
}

/* ---- requests ------------------------------------------------------------------------ */

void
engine_refresh(struct engine *e, uint64_t number, enum plan_mode mode, const char *ids)
{
	if (e->refresh || e->docs || (e->ahead && e->ahead->of_refresh)) {
		e->events.busy(e->events.context, number, 0);
		return;
	}
	struct why why = {""};
	if (!engine_fetcher(e, &why)) {
		e->events.failed(e->events.context, number, "no-libcurl", why.text);
		return;
	}
	char *path = mem_printf("%s.lock", e->o.db);
	pid_t holder = 0;
	enum err error = lockfile_take(path, &e->lock_fd, &holder, &why);
	free(path);
	if (error == ERR_BUSY) {
		e->events.busy(e->events.context, number, (int)holder);
		return;
	}
	if (error) {
		e->events.failed(e->events.context, number, "store", why.text);
		return;
	}
	struct watch *w = e->watch;
	w->request = number;
	w->mode = (int)mode;
	w->stored = false;
	w->done_n = 0;
	memset(&w->tally, 0, sizeof(w->tally));
	snprintf(w->ids, sizeof(w->ids), "%s", ids);
	w->started_ms = clock_mono_ms();
	w->running = true;
	begin_session(e);
	refresh_begin(e, number, mode, ids);
}

void
engine_article(struct engine *e, uint64_t number, int64_t entry_id)
{
	struct why why = {""};
	batch_settle(e); /* nothing is told before it is durable */
	watch_entry(e->watch, entry_id, number);
	enum err error = docs_one(e, entry_id, &why);
	watch_nothing(e->watch);
	if (error)
		e->events.failed(e->events.context, number, html_load(NULL) ? "no-libxml2" : "store", why.text);
	else
		e->events.entry_done(e->events.context, number, entry_id);
}

void
engine_page(struct engine *e, uint64_t number, int64_t entry_id)
{
	page_ask(e, number, entry_id, false);
}

void
engine_cancel(struct engine *e, uint64_t number)
{
	batch_settle(e);
	if (e->refresh && e->refresh->number == number) {
		struct tally *t = &e->watch->tally; /* what came is told before the end */
		t->ms_stored = t->ms_done = clock_mono_ms() - e->watch->started_ms;
		e->events.stored(e->events.context, number, t);
		fetcher_free(e->fetcher);
		e->fetcher = NULL;
		if (e->ahead)
			ahead_cancel(e);
		for (struct job *j = e->pages; j; j = j->next)
			if (j->number)
				e->events.failed(e->events.context, j->number, "stopped", "");
		free_pages(e);
		refresh_free(e->refresh);
		e->refresh = NULL;
		end_session(e);
		e->watch->running = false;
		e->events.failed(e->events.context, number, "stopped", "");
	} else if (e->docs && e->docs_number == number) {
		engine_docs_failed(e, "stopped", "");
	} else if (e->ahead && e->ahead->number == number) {
		ahead_cancel(e);
		if (e->watch->running && e->watch->request == number)
			engine_refresh_over(e);
	} else {
		for (struct job *j = e->pages; j; j = j->next)
			if (j->number == number) {
				/* its call-back would free it: forget whom it was for */
				e->events.failed(e->events.context, number, "stopped", "");
				j->number = 0;
				return;
			}
	}
}

void
engine_resume(struct engine *e)
{
	struct watch *w = e->watch;
	if (!w->death[0])
		return;
	int64_t feed = w->feed_id, entry = w->entry_id;
	uint64_t request = w->entry_request;
	bool page = w->page;
	char how[sizeof(w->death)];
	memcpy(how, w->death, sizeof(how));
	how[sizeof(how) - 1] = '\0';
	w->death[0] = '\0';
	watch_nothing(w);
	if (feed)
		refresh_crashed(e, feed, how);
	if (entry) {
		if (page)
			page_crashed(e, entry, how);
		else
			docs_crashed(e, entry);
		if (request)
			e->events.failed(e->events.context, request, "crashed", how);
	}
	if (!w->running)
		return;
	char *path = mem_printf("%s.lock", e->o.db);
	pid_t holder;
	/* when somebody was quicker, he makes the rest */
	enum err error = lockfile_take(path, &e->lock_fd, &holder, NULL);
	free(path);
	if (error) {
		e->events.busy(e->events.context, w->request, (int)holder);
		w->running = false;
		return;
	}
	begin_session(e);
	if (w->stored) {
		e->docs = true;
		e->docs_number = w->request;
	} else {
		refresh_begin(e, w->request, (enum plan_mode)w->mode, w->ids);
	}
}

/* ---- the turn --------------------------------------------------------------------------- */

bool
engine_idle(const struct engine *e)
{
	return !e->refresh && !e->docs && !e->pages && !e->ahead;
}

void
engine_refresh_over(struct engine *e)
{
	end_session(e);
	e->watch->running = false;
	e->events.done(e->events.context, e->docs_number, &e->watch->tally);
}

void
engine_docs_failed(struct engine *e, const char *code, const char *arg)
{
	e->docs = false;
	end_session(e);
	e->watch->running = false;
	e->events.failed(e->events.context, e->docs_number, code, arg);
}

static void
finish_docs(struct engine *e)
{
	struct watch *w = e->watch;
	e->docs = false;
	w->tally.ms_done = clock_mono_ms() - w->started_ms;
	if (!ahead_after_refresh(e, e->docs_number))
		engine_refresh_over(e);
}

enum err
engine_step(struct engine *e, int timeout_ms, int extra_fd, bool *readable, struct why *why)
{
	if (e->refresh)
		refresh_turn(e);
	if (e->docs && !e->broken) {
		timeout_ms = 0;
		if (!docs_step(e) && !e->broken && e->docs)
			finish_docs(e);
	}
	if (e->broken) {
		*why = e->why;
		return e->broken;
	}
	if (engine_idle(e))
		engine_rest_line(e);
	if (e->refresh && e->refresh->files_next < e->refresh->files_n)
		timeout_ms = 0;
	struct fetcher *f = engine_fetcher(e, why);
	if (!f)
		return ERR_NET;
	int left_ms = batch_left_ms(e);
	if (left_ms < timeout_ms)
		timeout_ms = left_ms;
	enum err error = fetcher_step(f, timeout_ms, extra_fd, readable, why);
	if (error || (readable && *readable) || !batch_left_ms(e))
		batch_settle(e);
	if (!error && e->refresh)
		refresh_turn(e);
	return error;
}
