/* SPDX-License-Identifier: MIT */
#include "engine-internal.h"

#include <stdlib.h>

#include "akhbar/doc.h"
#include "akhbar/html.h"

/* The page's text, unless what the feed has sent is plainly longer: a page cut
 * by a wall of consent must not replace a whole article. */
static enum err
keep_better(struct engine *e, int64_t entry_id, const struct doc *page, struct why *why)
{
	struct store_body body;
	enum err error = store_body(e->store, entry_id, &body, why);
	if (error)
		return error;
	struct doc *sent = NULL;
	struct bytes html = {body.html ? body.html : "", body.html_len};
	struct buf bytes, plain, other;
	buf_init(&bytes, 0);
	buf_init(&plain, 0);
	buf_init(&other, 0);
	doc_plain(page, &plain);
	if (html.len &&
	    !html_blocks(html, body.base ? body.base : body.link, body.dir, body.title, &sent, NULL))
		doc_plain(sent, &other);
	bool longer = sent && other.len > plain.len + plain.len / 5;
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
	store_body_release(&body);
	return error;
}

static enum err
read_page(struct engine *e, const struct job *job, const struct fetch_reply *reply, const char *title,
	  struct why *why)
{
	struct article *article = NULL;
	struct html_page in = {
		.data = reply->body,
		.url = reply->final_url,
		.content_type = reply->content_type,
		.feed_title = title,
		.rules = e->o.rules,
	};
	watch_entry(e->watch, job->entry_id, job->number);
	enum err error = html_article(&in, &article, why);
	if (!error && !article->doc)
		error = err_set(why, ERR_FORMAT, "it is empty");
	enum err kept = error ? OK : keep_better(e, job->entry_id, article->doc, why);
	watch_nothing(e->watch);
	article_free(article);
	return error ? ERR_FORMAT : kept;
}

void
page_reply(struct engine *e, struct job *job, const struct fetch_reply *reply)
{
	if (!job->number) /* cancelled */
		return;
	struct why why = {""};
	struct store_entry entry;
	char code[24], arg[160];
	if (reply->outcome != FETCH_OK) {
		reply_failure(reply, e->o.fetch.max_body, "", code, arg);
		e->events.failed(e->events.context, job->number, code, arg);
		return;
	}
	enum err error = store_entry(e->store, job->entry_id, &entry, &why);
	if (!error) {
		error = read_page(e, job, reply, entry.row.title, &why);
		store_entry_release(&entry);
	}
	if (error)
		e->events.failed(e->events.context, job->number,
				 error == ERR_FORMAT ? "no-article" : "store", why.text);
	else
		e->events.entry_done(e->events.context, job->number, job->entry_id);
}
