/* SPDX-License-Identifier: MIT */
#include "fetch-internal.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/clock.h"
#include "sys/log.h"

#define LOG_MODULE "fetch"

/* ---- two lists ------------------------------------------------------------------ */

static void
push(struct transfer **first, struct transfer **last, struct transfer *t)
{
	t->next = NULL;
	t->prev = *last;
	if (*last)
		(*last)->next = t;
	else
		*first = t;
	*last = t;
}

static void
unlink_from(struct transfer **first, struct transfer **last, struct transfer *t)
{
	*(t->prev ? &t->prev->next : first) = t->next;
	*(t->next ? &t->next->prev : last) = t->prev;
	t->next = t->prev = NULL;
}

/* ---- begin and end ---------------------------------------------------------------- */

enum err
fetcher_new(const struct fetch_options *o, fetch_done_fn done, void *context, struct fetcher **out,
	    struct why *why)
{
	enum err error = fetch_load(why);
	if (error)
		return error;
	if (curl_global_init(CURL_GLOBAL_DEFAULT))
		return err_set(why, ERR_NET, "libcurl cannot start");
	struct fetcher *f = mem_zalloc(sizeof(*f));
	f->multi = curl_multi_init();
	if (!f->multi) {
		free(f);
		return err_set(why, ERR_NET, "libcurl cannot start");
	}
	f->done = done;
	f->context = context;
	f->timeout_s = o->timeout_s > 0 ? o->timeout_s : 30;
	f->parallel = o->parallel > 0 && o->parallel < LIMIT_TRANSFERS ? o->parallel : LIMIT_TRANSFERS;
	f->parallel_host = o->parallel_host > 0 ? o->parallel_host : LIMIT_PER_HOST;
	f->max_body = o->max_body ? o->max_body : LIMIT_BODY_BYTES;
	f->user_agent = o->user_agent && *o->user_agent ? mem_strdup(o->user_agent)
							: mem_strdup("akhbar/" AKHBAR_VERSION);
	f->proxy = o->proxy && *o->proxy ? mem_strdup(o->proxy) : NULL;
	f->allow_private = o->allow_private;
	/* where other programs that use OpenSSL or curl look, too */
	const char *ca = getenv("CURL_CA_BUNDLE");
	if (!ca || !*ca)
		ca = getenv("SSL_CERT_FILE");
	f->ca_file = ca && *ca ? mem_strdup(ca) : NULL;
	const char *dir = getenv("SSL_CERT_DIR");
	f->ca_dir = dir && *dir ? mem_strdup(dir) : NULL;
	curl_multi_setopt(f->multi, CURLMOPT_MAXCONNECTS, (long)f->parallel);
	address_find_proxies(f);
	*out = f;
	return OK;
}

void
fetcher_free(struct fetcher *f)
{
	if (!f)
		return;
	for (struct transfer *t = f->running, *next; t; t = next) {
		next = t->next;
		curl_multi_remove_handle(f->multi, t->easy);
		transfer_release(t);
	}
	for (struct transfer *t = f->waiting, *next; t; t = next) {
		next = t->next;
		transfer_release(t);
	}
	for (struct transfer *t = f->spare, *next; t; t = next) {
		next = t->next;
		transfer_release(t);
	}
	curl_multi_cleanup(f->multi);
	buf_release(&f->large);
	free(f->user_agent);
	free(f->proxy);
	free(f->ca_file);
	free(f->ca_dir);
	free(f);
}

static struct transfer *
transfer_get(struct fetcher *f)
{
	struct transfer *t = f->spare;
	if (t) {
		f->spare = t->next;
		t->next = NULL;
		return t;
	}
	t = mem_zalloc(sizeof(*t));
	buf_init(&t->body, f->max_body);
	t->owner = f;
	return t;
}

/* Back among the spare ones, with its handle and a small buffer; gone when there is nothing
 * left to use it for. */
static void
transfer_put(struct fetcher *f, struct transfer *t)
{
	buf_clear(&t->body);
	if (t->body.cap > SPARE_BODY_BYTES && t->body.cap <= LARGE_BODY_BYTES && !f->large.data) {
		f->large = t->body;
		buf_init(&t->body, f->max_body);
	}
	if (!f->waiting_n) {
		transfer_release(t);
		return;
	}
	CURL *easy = t->easy;
	struct buf body = t->body;
	t->easy = NULL;
	buf_init(&t->body, f->max_body);
	transfer_clear(t);
	if (easy)
		curl_easy_reset(easy);
	if (body.cap > SPARE_BODY_BYTES)
		buf_release(&body);
	t->owner = f;
	t->easy = easy;
	t->body = body;
	t->next = f->spare;
	f->spare = t;
}

static char *
copy(const char *s)
{
	return s && *s ? mem_strdup(s) : NULL;
}

/* What holds for this one alone. */
static void
take_own(struct fetcher *f, struct transfer *t, const struct fetch_request *r)
{
	t->user_agent = copy(r->user_agent);
	t->proxy = r->proxy ? mem_strdup(r->proxy) : NULL;
	t->user = copy(r->user);
	t->password = copy(r->password);
	t->timeout_s = r->timeout_s > 0 ? r->timeout_s : f->timeout_s;
	t->max_body = r->max_body ? r->max_body : f->max_body;
	t->body.limit = t->max_body;
	for (size_t i = 0; i < r->headers_n; i++) {
		struct curl_slist *longer = curl_slist_append(t->own_headers, r->headers[i]);
		t->own_headers = longer ? longer : t->own_headers;
	}
	if (t->proxy && *t->proxy)
		address_add_proxy(f, t->proxy);
}

void
fetcher_add(struct fetcher *f, const struct fetch_request *r)
{
	struct transfer *t = transfer_get(f);
	t->number = r->number;
	t->user_data = r->user_data;
	t->url = address_normal(r->url);
	t->etag = copy(r->etag);
	t->last_modified = copy(r->last_modified);
	take_own(f, t, r);
	t->may_be_private = f->allow_private || (!r->foreign && fetch_host_is_private(r->url));
	t->host = hash64(url_host(t->url ? t->url : ""), 0);
	t->urgent = r->urgent;
	f->waiting_n++;
	if (!r->urgent || !f->waiting) {
		push(&f->waiting, &f->waiting_last, t);
		return;
	}
	t->prev = NULL;
	t->next = f->waiting;
	f->waiting->prev = t;
	f->waiting = t;
}

size_t
fetcher_pending(const struct fetcher *f)
{
	return f->waiting_n + f->running_n;
}

uint64_t
fetcher_bytes(const struct fetcher *f)
{
	return f->received;
}

/* ---- one transfer's end ------------------------------------------------------------ */

static void
tell(struct fetcher *f, struct transfer *t, enum fetch_outcome outcome, const char *detail)
{
	struct fetch_reply reply = {
		.number = t->number,
		.user_data = t->user_data,
		.outcome = outcome,
		.detail = detail,
		.retry_after_s = -1,
		.max_age_s = -1,
		.final_url = t->url ? t->url : "",
	};
	curl_off_t elapsed_us = 0;
	if (t->easy && !curl_easy_getinfo(t->easy, CURLINFO_TOTAL_TIME_T, &elapsed_us))
		reply.elapsed_ms = elapsed_us / 1000;
	if (t->easy && t->head.status) {
		char *final = NULL;
		long redirects = 0;
		curl_easy_getinfo(t->easy, CURLINFO_EFFECTIVE_URL, &final);
		curl_easy_getinfo(t->easy, CURLINFO_REDIRECT_COUNT, &redirects);
		if (final)
			reply.final_url = final;
		if (redirects && t->all_permanent && outcome == FETCH_OK)
			reply.moved_to = reply.final_url;
		reply.status = t->head.status;
		reply.content_type = t->head.content_type[0] ? t->head.content_type : NULL;
		reply.etag = t->head.etag[0] ? t->head.etag : NULL;
		reply.last_modified = t->head.last_modified[0] ? t->head.last_modified : NULL;
		reply.retry_after_s = t->head.retry_after_s;
		reply.max_age_s = headers_max_age(&t->head, clock_now());
	}
	if (outcome == FETCH_OK)
		reply.body = buf_view(&t->body);
	char *shown = log_fd() >= 0 ? url_for_show(reply.final_url) : NULL;
	if (shown)
		LOGD("%s: outcome %d, status %d, %zu bytes %s", shown, (int)outcome, reply.status,
		     reply.body.len, detail);
	free(shown);
	f->done(&reply, f->context);
}

static void
let_go_on(struct fetcher *f)
{
	if (!f->paused || f->held > LIMIT_HELD_BYTES / 2)
		return;
	for (struct transfer *t = f->running; t; t = t->next)
		if (t->paused) {
			t->paused = false;
			f->paused--;
			curl_easy_pause(t->easy, CURLPAUSE_CONT);
		}
}

static void
finish(struct fetcher *f, struct transfer *t, enum fetch_outcome outcome, const char *detail)
{
	unlink_from(&f->running, &f->running_last, t);
	f->running_n--;
	if (t->paused)
		f->paused--;
	t->paused = false;
	curl_multi_remove_handle(f->multi, t->easy);
	tell(f, t, outcome, detail);
	f->held -= t->held;
	transfer_put(f, t);
}

static bool
collect(struct fetcher *f)
{
	bool any = false;
	CURLMsg *message;
	int left;
	while ((message = curl_multi_info_read(f->multi, &left))) {
		if (message->msg != CURLMSG_DONE)
			continue;
		struct transfer *t = NULL;
		CURLcode code = message->data.result;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &t);
		char detail[256];
		enum fetch_outcome outcome = transfer_outcome(t, code, t->head.status, detail);
		finish(f, t, outcome, detail);
		any = true;
	}
	if (any)
		let_go_on(f);
	/* the one that may always go on is paused when it has just become the oldest */
	if (f->paused && f->running && f->running->paused) {
		f->running->paused = false;
		f->paused--;
		curl_easy_pause(f->running->easy, CURLPAUSE_CONT);
	}
	return any;
}

void
fetcher_cancel(struct fetcher *f, uint64_t number)
{
	for (struct transfer *t = f->waiting; t; t = t->next)
		if (t->number == number) {
			unlink_from(&f->waiting, &f->waiting_last, t);
			f->waiting_n--;
			tell(f, t, FETCH_CANCELLED, "");
			transfer_put(f, t);
			return;
		}
	for (struct transfer *t = f->running; t; t = t->next)
		if (t->number == number) {
			finish(f, t, FETCH_CANCELLED, "");
			return;
		}
}

/* ---- admission --------------------------------------------------------------------- */

static int
running_at(const struct fetcher *f, uint64_t host)
{
	int n = 0;
	for (const struct transfer *t = f->running; t; t = t->next)
		n += t->host == host;
	return n;
}

static void
refuse(struct fetcher *f, struct transfer *t, enum fetch_outcome outcome, const char *detail)
{
	tell(f, t, outcome, detail);
	transfer_put(f, t);
}

static bool
admit(struct fetcher *f)
{
	bool any = false;
	struct transfer *next;
	for (struct transfer *t = f->waiting; t; t = next) {
		next = t->next;
		if (!t->urgent && (f->running_n >= (size_t)f->parallel || f->held > LIMIT_HELD_BYTES))
			break;
		if (t->url && !t->urgent && running_at(f, t->host) >= f->parallel_host)
			continue;
		unlink_from(&f->waiting, &f->waiting_last, t);
		f->waiting_n--;
		any = true;
		struct why why = {""};
		if (!t->url) {
			refuse(f, t, FETCH_BAD_URL, "");
			next = f->waiting; /* the call-back may have added or cancelled */
		} else if (transfer_start(t, &why) ||
			   curl_multi_add_handle(f->multi, t->easy) != CURLM_OK) {
			refuse(f, t, FETCH_BROKEN, why.text[0] ? why.text : "libcurl refused the transfer");
			next = f->waiting;
		} else {
			push(&f->running, &f->running_last, t);
			f->running_n++;
		}
	}
	return any;
}

/* ---- the turn ------------------------------------------------------------------------- */

static enum err
wait_idle(int timeout_ms, int extra_fd, bool *readable, struct why *why)
{
	struct pollfd p = {.fd = extra_fd, .events = POLLIN};
	int n = poll(&p, extra_fd >= 0, timeout_ms);
	if (n < 0 && errno != EINTR)
		return err_set(why, ERR_IO, "poll: %s", strerror(errno));
	if (readable)
		*readable = n > 0 && p.revents;
	return OK;
}

enum err
fetcher_step(struct fetcher *f, int timeout_ms, int extra_fd, bool *readable, struct why *why)
{
	if (readable)
		*readable = false;
	admit(f);
	if (!fetcher_pending(f))
		return wait_idle(timeout_ms, extra_fd, readable, why);
	int running;
	CURLMcode code = curl_multi_perform(f->multi, &running);
	if (code)
		return err_set(why, ERR_NET, "libcurl: %s", curl_multi_strerror(code));
	if (collect(f)) /* there is news: look at the descriptors, but do not sleep */
		timeout_ms = 0;
	if (admit(f) || !fetcher_pending(f))
		timeout_ms = 0;
	struct curl_waitfd extra = {.fd = extra_fd, .events = CURL_WAIT_POLLIN};
	code = curl_multi_poll(f->multi, &extra, extra_fd >= 0, timeout_ms, NULL);
	if (code)
		return err_set(why, ERR_NET, "libcurl: %s", curl_multi_strerror(code));
	if (readable)
		*readable = extra_fd >= 0 && extra.revents;
	return OK;
}
