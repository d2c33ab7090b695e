/* SPDX-License-Identifier: MIT */
#include "engine-internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "akhbar/feed.h"
#include "sys/clock.h"
#include "sys/files.h"
#include "sys/log.h"

#define LOG_MODULE "refresh"

void
refresh_free(struct refresh *r)
{
	if (!r)
		return;
	store_feeds_release(&r->feeds);
	free(r->jobs);
	free(r->files);
	free(r->held);
	free(r->outcomes);
	free(r);
}

/* ---- what came of one feed ------------------------------------------------------- */

/* Stores a failure and says it. next_due TIME_NONE: by the rules of back-off. */
static void
put_failure(struct engine *e, size_t feed, const char *code, const char *arg, int status,
	    int64_t retry_after_s, int64_t next_due)
{
	const struct store_feed *f = &e->refresh->feeds.items[feed];
	int64_t now = clock_now();
	struct store_failure failure;
	snprintf(failure.code, sizeof(failure.code), "%s", code);
	snprintf(failure.arg, sizeof(failure.arg), "%s", arg);
	if (next_due == TIME_NONE)
		next_due = plan_after_failure(f, now, retry_after_s);
	if (!batch_open(e))
		return;
	struct why why = {""};
	enum err error = store_failed(e->store, f->id, now, next_due, status, &failure,
				      !strcmp(code, "http-410"), &why);
	if (error)
		engine_store_failed(e, error, &why);
}

static void
fail(struct engine *e, size_t feed, const char *code, const char *arg, int status,
     int64_t retry_after_s)
{
	struct refresh *r = e->refresh;
	const struct store_feed *f = &r->feeds.items[feed];
	r->coming.failed = true;
	e->events.failed_feed(e->events.context, r->number, f, code, arg);
	put_failure(e, feed, code, arg, status, retry_after_s, TIME_NONE);
}

static void
flush_held(struct engine *e, bool line_down)
{
	struct refresh *r = e->refresh;
	for (size_t i = 0; i < r->held_n && !e->broken; i++)
		put_failure(e, r->held[i].feed, r->held[i].code, r->held[i].arg, 0, -1,
			    line_down ? clock_now() : TIME_NONE);
	r->held_n = 0;
}

static void
hold(struct engine *e, size_t feed, const char *code, const char *arg)
{
	struct refresh *r = e->refresh;
	r->coming.failed = true;
	e->events.failed_feed(e->events.context, r->number, &r->feeds.items[feed], code, arg);
	r->held = mem_realloc_array(r->held, r->held_n + 1, sizeof(*r->held));
	struct held_failure *h = &r->held[r->held_n++];
	h->feed = feed;
	snprintf(h->code, sizeof(h->code), "%s", code);
	snprintf(h->arg, sizeof(h->arg), "%s", arg);
}

static int64_t
interval_of(const struct engine *e, size_t feed)
{
	return own_interval(e, own_settings(e, e->refresh->feeds.items[feed].url, feed));
}

static void
unchanged(struct engine *e, size_t feed, const struct fetch_reply *reply)
{
	const struct store_feed *f = &e->refresh->feeds.items[feed];
	int64_t now = clock_now();
	if (!batch_open(e))
		return;
	struct why why = {""};
	enum err error = store_unchanged(e->store, f->id, now,
					 plan_after_success(f, now, interval_of(e, feed),
							    reply->max_age_s, &f->pace),
					 (int)reply->status, &why);
	if (error)
		engine_store_failed(e, error, &why);
	else
		e->refresh->coming.unchanged = true;
}

/* ---- a body ----------------------------------------------------------------------- */

static struct store_item
as_item(const struct entry *entry)
{
	const char *body = entry->content && *entry->content ? entry->content : entry->summary;
	return (struct store_item){
		.key = entry->key,
		.guid = feed_entry_id(entry),
		.title = entry->title,
		.link = entry->link,
		.author = entry->author,
		.enclosure = entry->enclosures_n ? entry->enclosures[0].url : NULL,
		.comments = entry->comments,
		.published = entry->published,
		.updated = entry->updated,
		.body = body,
		.body_len = body ? strlen(body) : 0,
	};
}

/* What a feed that was read gives to complain of all the same. */
static void
note_of(const struct feed *parsed, struct store_failure *note)
{
	if (!parsed->warning && !parsed->truncated)
		return;
	snprintf(note->code, sizeof(note->code), "%s", parsed->warning ? "damaged-document" : "many");
	snprintf(note->arg, sizeof(note->arg), "%zu", parsed->entries_n);
}

static void
merge(struct engine *e, size_t feed, const struct feed *parsed, const struct fetch_reply *reply,
      uint64_t hash, const char *moved_to)
{
	const struct store_feed *f = &e->refresh->feeds.items[feed];
	struct store_item *items = mem_realloc_array(NULL, parsed->entries_n, sizeof(*items));
	size_t bytes = 0;
	for (size_t i = 0; i < parsed->entries_n; i++) {
		items[i] = as_item(&parsed->entries[i]);
		bytes += items[i].body_len;
	}
	int64_t now = clock_now();
	struct store_reply put = {
		.feed_id = f->id,
		.now = now,
		.title = parsed->title,
		.site = parsed->link,
		.dir = parsed->dir,
		.etag = reply->etag,
		.last_modified = reply->last_modified,
		.moved_to = moved_to,
		.body_hash = hash,
		.pace = {parsed->ttl_minutes, parsed->skip_hours, parsed->skip_days},
		.status = (int)reply->status,
		.edited_unread = engine_keep_of(e, f->url)->edited_unread,
		.items = items,
		.n = parsed->entries_n,
	};
	put.next_due = plan_after_success(f, now, interval_of(e, feed), reply->max_age_s, &put.pace);
	note_of(parsed, &put.note);
	struct store_merged merged = {0, 0};
	struct why why = {""};
	enum err error = batch_open(e) ? store_merge(e->store, &put, &merged, &why) : e->broken;
	free(items);
	if (error) {
		engine_store_failed(e, error, &why);
		return;
	}
	e->refresh->batch_bytes += bytes;
	struct outcome *o = &e->refresh->coming;
	o->added = merged.added;
	o->unchanged = !merged.added && !merged.changed;
	/* that a feed is long is told once, that it is damaged whenever it comes so */
	if (put.note.code[0] && (parsed->warning || strcmp(put.note.code, f->note.code)))
		e->events.failed_feed(e->events.context, e->refresh->number, f, put.note.code, put.note.arg);
	if (moved_to && (!f->moved_to || strcmp(f->moved_to, moved_to)))
		e->events.moved(e->events.context, e->refresh->number, f, moved_to);
}

static bool
looks_like_html(struct bytes body)
{
	body = bytes_trim(body);
	return bytes_starts_nocase(body, "<!doctype html") || bytes_starts_nocase(body, "<html");
}

static void
no_feed(struct engine *e, size_t feed, enum err error, const struct feed *parsed,
	const struct fetch_reply *reply, const struct why *why)
{
	const char *arg = error == ERR_LIMIT ? why->text : "";
	const char *code = error == ERR_LIMIT ? "too-deep" : "not-feed";
	if (parsed && parsed->alternates_n) {
		code = "html-announces";
		arg = parsed->alternates[0].url;
	} else if (looks_like_html(reply->body)) {
		code = "html";
	} else if (error == ERR_FORMAT && bytes_starts(bytes_trim(reply->body), "{")) {
		code = "json";
	}
	char cut[160];
	size_t n = utf8_cut(bytes_of(arg), sizeof(cut) - 1);
	memcpy(cut, arg, n);
	cut[n] = '\0';
	fail(e, feed, code, cut, (int)reply->status, -1);
}

static void
take_body(struct engine *e, size_t feed, const struct fetch_reply *reply, const char *moved_to)
{
	const struct store_feed *f = &e->refresh->feeds.items[feed];
	if (!bytes_trim(reply->body).len) {
		fail(e, feed, "empty", "", (int)reply->status, -1);
		return;
	}
	/* 200 with the bytes we have: nothing to parse */
	uint64_t hash = hash64(reply->body, 0);
	if (hash == f->body_hash && f->body_hash && !f->failures) {
		unchanged(e, feed, reply);
		return;
	}
	struct feed_input in = {
		.data = reply->body,
		.content_type = reply->content_type,
		.url = reply->final_url,
		.now = clock_now(),
	};
	struct feed *parsed = NULL;
	struct why why = {""};
	watch_feed(e->watch, f->id);
	enum err error = feed_parse(&in, &parsed, &why);
	if (!error)
		merge(e, feed, parsed, reply, hash, moved_to);
	else
		no_feed(e, feed, error, parsed, reply, &why);
	feed_free(parsed);
	watch_nothing(e->watch);
}

void
refresh_reply(struct engine *e, struct job *job, const struct fetch_reply *reply)
{
	struct refresh *r = e->refresh;
	const struct store_feed *f = &r->feeds.items[job->feed];
	if (reply->outcome == FETCH_CANCELLED)
		return;
	if (reply->status && !r->answered) {
		r->answered = true;
		flush_held(e, false);
	}
	if (reply->outcome == FETCH_OK) {
		/* what we asked at the new address keeps it; a redirect from there goes on */
		const char *moved = reply->moved_to;
		if (!moved && job->at_new_address)
			moved = f->moved_to;
		take_body(e, job->feed, reply, moved);
	} else if (reply->outcome == FETCH_UNCHANGED) {
		unchanged(e, job->feed, reply);
	} else {
		char code[24], arg[160];
		reply_failure(reply, e->o.fetch.max_body, f->url, code, arg);
		bool line = reply->outcome == FETCH_DNS || reply->outcome == FETCH_CONNECT ||
			    reply->outcome == FETCH_TIMEOUT;
		if (line && !reply->status && !r->answered)
			hold(e, job->feed, code, arg);
		else
			fail(e, job->feed, code, arg, (int)reply->status,
			     reply->status == 429 || reply->status == 503 ? reply->retry_after_s : -1);
	}
	batch_add(e, job->feed);
}

/* ---- local files ---------------------------------------------------------------------- */

static void
take_file(struct engine *e, size_t feed)
{
	const char *url = e->refresh->feeds.items[feed].url;
	if (!bytes_starts_nocase(bytes_of(url), "file:")) {
		fail(e, feed, "no-password", "", 0, -1);
		batch_add(e, feed);
		return;
	}
	char *path = file_feed_path(url);
	struct buf body;
	struct why why = {""};
	buf_init(&body, e->o.fetch.max_body);
	enum err error = OK;
	if (e->o.allow_files)
		error = path ? file_read(path, &body, &why) : ERR_CONFIG;
	if (!e->o.allow_files) {
		fail(e, feed, "file-off", "", 0, -1);
	} else if (error == ERR_LIMIT) {
		char text[32];
		snprintf(text, sizeof(text), "%zu MB", e->o.fetch.max_body >> 20);
		fail(e, feed, "too-big", text, 0, -1);
	} else if (error) {
		fail(e, feed, path ? "broken" : "bad-url", why.text, 0, -1);
	} else {
		struct fetch_reply reply = {.outcome = FETCH_OK, .body = buf_view(&body),
					    .final_url = url, .retry_after_s = -1, .max_age_s = -1};
		take_body(e, feed, &reply, NULL);
	}
	free(path);
	buf_release(&body);
	batch_add(e, feed);
}

/* ---- begin, turn, end ------------------------------------------------------------------ */

bool
ids_hold(const char *ids, int64_t id)
{
	for (const char *p = ids; *p;) {
		char *end;
		long long one = strtoll(p, &end, 10);
		if (end == p)
			return false;
		if (one == id)
			return true;
		p = *end ? end + 1 : end;
	}
	return false;
}

static bool
is_done(const struct watch *w, int64_t id)
{
	for (size_t i = 0; i < w->done_n && i < WATCH_DONE; i++)
		if (w->done[i] == id)
			return true;
	return false;
}

static void
ask(struct engine *e, struct fetcher *fetcher, size_t feed, const struct source_settings *own)
{
	struct refresh *r = e->refresh;
	const struct store_feed *f = &r->feeds.items[feed];
	struct job *job = &r->jobs[r->jobs_n++];
	job->kind = JOB_FEED;
	job->feed = feed;
	if (bytes_starts_nocase(bytes_of(f->url), "file:") || (own->password_command && !own->password)) {
		r->files[r->files_n++] = feed;
		return;
	}
	const char *address = plan_address(f);
	job->at_new_address = address != f->url;
	struct fetch_request request = {
		.number = ++e->next_transfer,
		.url = address,
		.etag = f->etag,
		.last_modified = f->last_modified,
		.user_data = job,
		/* where a public feed has moved to must be public, too */
		.foreign = job->at_new_address && !fetch_host_is_private(f->url),
	};
	/* nor does what it may know follow it to another host by itself */
	own_request(own, f->url, job->at_new_address, &request);
	fetcher_add(fetcher, &request);
}

void
refresh_begin(struct engine *e, uint64_t number, enum plan_mode mode, const char *ids)
{
	struct why why = {""};
	struct fetcher *fetcher = engine_fetcher(e, &why);
	struct refresh *r = mem_zalloc(sizeof(*r));
	r->number = number;
	r->mode = mode;
	e->refresh = r;
	enum err error = fetcher ? store_feeds(e->store, &r->feeds, &why) : ERR_NET;
	if (error) {
		engine_store_failed(e, error, &why);
		return;
	}
	r->jobs = mem_realloc_array(NULL, r->feeds.n, sizeof(*r->jobs));
	r->files = mem_realloc_array(NULL, r->feeds.n, sizeof(*r->files));
	r->outcomes = mem_realloc_array(NULL, r->feeds.n, sizeof(*r->outcomes));
	memset(r->jobs, 0, r->feeds.n * sizeof(*r->jobs));
	int64_t now = clock_now();
	struct tally *t = &e->watch->tally;
	t->waiting = 0;
	for (size_t i = 0; i < r->feeds.n; i++) {
		const struct store_feed *f = &r->feeds.items[i];
		if ((*ids && !ids_hold(ids, f->id)) || is_done(e->watch, f->id))
			continue;
		const struct source_settings *own = own_settings(e, f->url, i);
		enum plan_answer answer = plan_feed(f, mode, own_interval(e, own), now);
		if (answer == PLAN_ASK) {
			ask(e, fetcher, i, own);
		} else if (answer == PLAN_WAIT) {
			t->waiting++;
			e->events.waiting(e->events.context, number, f);
		}
	}
	t->feeds = (int)r->jobs_n + (int)e->watch->done_n;
	LOGI("refresh: %zu of %zu feeds asked", r->jobs_n, r->feeds.n);
}

void
refresh_turn(struct engine *e)
{
	struct refresh *r = e->refresh;
	if (e->broken)
		return;
	if (r->files_next < r->files_n)
		take_file(e, r->files[r->files_next++]);
	if (r->jobs_done < r->jobs_n || e->broken)
		return;
	flush_held(e, true);
	batch_settle(e);
	struct watch *w = e->watch;
	w->tally.ms_stored = clock_mono_ms() - w->started_ms;
	LOGI("stored after %lld ms, %ld ms of them computing", (long long)w->tally.ms_stored,
	     (long)(clock() / (CLOCKS_PER_SEC / 1000)));
	w->stored = true;
	engine_rest_line(e);
	e->docs_number = r->number;
	e->docs = true;
	refresh_free(r);
	e->refresh = NULL;
	if (!e->broken)
		e->events.stored(e->events.context, e->docs_number, &w->tally);
}

void
refresh_crashed(struct engine *e, int64_t feed_id, const char *how)
{
	struct store_feeds feeds;
	struct why why = {""};
	enum err error = store_feeds(e->store, &feeds, &why);
	if (error) {
		engine_store_failed(e, error, &why);
		return;
	}
	struct watch *w = e->watch;
	for (size_t i = 0; i < feeds.n; i++) {
		const struct store_feed *f = &feeds.items[i];
		if (f->id != feed_id)
			continue;
		struct store_failure failure = {.code = "crashed"};
		snprintf(failure.arg, sizeof(failure.arg), "%s", how);
		int64_t now = clock_now();
		error = store_failed(e->store, f->id, now, plan_after_failure(f, now, -1), 0,
				     &failure, false, &why);
		if (error)
			engine_store_failed(e, error, &why);
		w->tally.failed++;
		e->events.failed_feed(e->events.context, w->request, f, "crashed", how);
	}
	if (w->done_n < WATCH_DONE)
		w->done[w->done_n++] = feed_id;
	store_feeds_release(&feeds);
}
