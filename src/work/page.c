/* SPDX-License-Identifier: MIT */
#include "engine-internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "akhbar/doc.h"
#include "akhbar/html.h"
#include "sys/clock.h"

/* The page's text, unless what the feed has sent is plainly longer: a page cut
 * by a wall of consent must not replace a whole article. What the feed sent is more
 * than a beginning: then it may only be a little longer. */
static enum err
keep_better(struct engine *e, int64_t entry_id, const struct doc *page, bool *used, struct why *why)
{
	struct store_body body;
	enum err error = store_body(e->store, entry_id, &body, why);
	if (error)
		return error;
	struct doc *sent = NULL;
	struct bytes html = {body.html ? body.html : "", body.html_len};
	struct buf bytes, plain, other, kept;
	buf_init(&bytes, 0);
	buf_init(&plain, 0);
	buf_init(&other, 0);
	buf_init(&kept, 0);
	doc_plain(page, &plain);
	/* the feed's text, where only its doc is left */
	if (!html.len && store_get_doc(e->store, entry_id, false, &kept, NULL) == OK)
		(void)!doc_decode(buf_view(&kept), &sent, NULL);
	if (sent)
		doc_plain(sent, &other);
	if (html.len &&
	    !html_blocks(html, body.base ? body.base : body.link, body.dir, body.title, &sent, NULL))
		doc_plain(sent, &other);
	size_t grace = sent && doc_is_teaser(sent) ? plain.len / 5 : plain.len / 20;
	bool longer = sent && other.len > plain.len + grace;
	*used = !longer;
	doc_encode(longer ? sent : page, &bytes);
	const struct buf *text = longer ? &other : &plain;
	struct store_doc doc = {
		.id = entry_id,
		.doc = buf_view(&bytes),
		.plain = text->data ? text->data : "",
		.plain_len = text->len,
		.full = true,
	};
	error = store_put_docs(e->store, &doc, 1, why);
	doc_free(sent);
	buf_release(&bytes);
	buf_release(&plain);
	buf_release(&other);
	buf_release(&kept);
	store_body_release(&body);
	return error;
}

static enum err
set_code(char code[24], const char *as, enum err error)
{
	snprintf(code, 24, "%s", as);
	return error;
}

/* What was read to the store. What a wall lets through is the article's beginning: it is
 * told when the feed's own text says as much. */
static enum err
keep(struct engine *e, const struct job *job, const struct doc *doc, bool cut, char code[24],
     struct why *why)
{
	bool used = true;
	enum err error = keep_better(e, job->entry_id, doc, &used, why);
	if (error || used || !cut)
		return set_code(code, "store", error);
	return set_code(code, refusal_code(REFUSAL_PAYWALL),
			err_set(why, ERR_FORMAT, "%s", refusal_text(REFUSAL_PAYWALL)));
}

/* The page to the store; on failure the code of fail.h. *more: the next page was asked
 * for instead. */
static enum err
read_page(struct engine *e, struct job *job, const struct fetch_reply *reply, const char *title,
	  bool *more, char code[24], struct why *why)
{
	struct article *article = NULL;
	enum refusal refusal = REFUSAL_NONE;
	struct html_page in = {
		.data = reply->body,
		.url = reply->final_url,
		.content_type = reply->content_type,
		.feed_title = title,
		.rules = e->o.rules,
	};
	watch_page(e->watch, job->entry_id, job->ahead ? 0 : job->number);
	enum err error = html_article(&in, &article, &refusal, why);
	const struct doc *doc = pages_gather(job, article, in.url);
	*more = !error && pages_go_on(e, job, article->next_page);
	if (!doc)
		set_code(code, error == ERR_LIMIT ? "too-big" : refusal_code(refusal), error);
	else if (!*more)
		error = keep(e, job, doc, article && article->cut, code, why);
	if (!error && article && article->byline)
		error = store_page_author(e->store, job->entry_id, article->byline, why);
	(void)engine_take_news(e, e->docs_number);
	watch_nothing(e->watch);
	article_free(article);
	return error;
}

static void
remember(struct engine *e, int64_t entry_id, const char *code, const char *arg)
{
	struct store_failure failure;
	struct why why = {""};
	snprintf(failure.code, sizeof(failure.code), "%s", code);
	snprintf(failure.arg, sizeof(failure.arg), "%s", arg);
	enum err error = store_page_failed(e->store, entry_id, clock_now(), &failure, &why);
	if (error)
		engine_store_failed(e, error, &why);
}

static void
failed(struct engine *e, const struct job *job, const char *code, const char *arg)
{
	/* a failing store says nothing about the page */
	if (strcmp(code, "store") && strcmp(code, "broken") && strcmp(code, "no-libcurl") && strcmp(code, "no-libxml2"))
		remember(e, job->entry_id, code, arg);
	if (job->ahead)
		ahead_one(e, job->entry_id, code);
	else
		e->events.failed(e->events.context, job->number, code, arg);
}

void
page_reply(struct engine *e, struct job *job, const struct fetch_reply *reply)
{
	if (!job->number) /* cancelled */
		return;
	struct why why = {""};
	struct store_entry entry;
	char code[24] = "store", arg[160];
	bool more = false;
	enum err error = OK;
	const struct doc *gathered = pages_gather(job, NULL, NULL);
	if (reply->outcome != FETCH_OK && gathered) { /* the pages that did come */
		error = keep(e, job, gathered, false, code, &why);
	} else if (reply->outcome != FETCH_OK) {
		page_failure(reply, e->o.fetch.max_body, "", code, arg);
		failed(e, job, code, arg);
		return;
	} else {
		error = store_entry(e->store, job->entry_id, &entry, &why);
		if (!error) {
			error = read_page(e, job, reply, entry.row.title, &more, code, &why);
			store_entry_release(&entry);
		}
	}
	if (error)
		failed(e, job, code, why.text);
	else if (more)
		return;
	else if (job->ahead)
		ahead_one(e, job->entry_id, "");
	else
		e->events.entry_done(e->events.context, job->number, job->entry_id);
}

bool
page_ask(struct engine *e, uint64_t number, int64_t entry_id, bool ahead)
{
	struct job asked = {.kind = JOB_PAGE, .number = number, .entry_id = entry_id, .ahead = ahead};
	struct why why = {""};
	struct store_entry entry;
	struct fetcher *f = engine_fetcher(e, &why);
	enum err error = f ? store_entry(e->store, entry_id, &entry, &why) : ERR_NET;
	if (error) {
		failed(e, &asked, f ? "store" : "no-libcurl", why.text);
		return false;
	}
	if (html_load(&why)) {
		store_entry_release(&entry);
		failed(e, &asked, "no-libxml2", why.text);
		return false;
	}
	bool web = entry.row.link && url_is_web(entry.row.link);
	if (!web) {
		failed(e, &asked, "no-link", "");
	} else {
		struct job *job = mem_alloc(sizeof(*job));
		const char *feed_url = entry.feed_url ? entry.feed_url : "";
		/* a feed of the public net may not send us into the reader's own */
		asked.foreign = !fetch_host_is_private(feed_url);
		asked.own = own_settings(e, feed_url, 0);
		*job = asked;
		job->next = e->pages;
		e->pages = job;
		struct fetch_request request = {
			.number = ++e->next_transfer,
			.url = entry.row.link,
			.user_data = job,
			.urgent = !ahead,
			.foreign = asked.foreign,
		};
		own_request(asked.own, feed_url, true, &request);
		fetcher_add(f, &request);
	}
	store_entry_release(&entry);
	return web;
}

void
page_crashed(struct engine *e, int64_t entry_id, const char *how)
{
	remember(e, entry_id, "crashed", how);
}
