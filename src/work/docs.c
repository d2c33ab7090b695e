/* SPDX-License-Identifier: MIT */
#include "engine-internal.h"

#include <stdlib.h>

#include "akhbar/doc.h"
#include "akhbar/html.h"
#include "sys/clock.h"
#include "sys/log.h"

#define LOG_MODULE "docs"
/* At once: a moment's work while somebody may ask for something; much more where nobody
 * can, since the index writes at each end of a transaction what the next merges again. */
#define SHORT_DOCS 96
#define SHORT_TEXT (512u << 10)
#define LONG_DOCS 512
#define LONG_TEXT (2048u << 10)

struct made {
	struct store_body body;
	struct buf doc, plain;
};

/* out->body was read. */
static void
make(struct made *out)
{
	const struct store_body *body = &out->body;
	struct doc *doc = NULL;
	struct bytes html = {body->html ? body->html : "", body->html_len};
	buf_init(&out->doc, 0);
	buf_init(&out->plain, 0);
	if (html_blocks(html, body->base ? body->base : body->link, body->dir, body->title, &doc, NULL))
		doc = doc_from_text((struct bytes){"", 0});
	buf_expect(&out->doc, html.len);
	buf_expect(&out->plain, html.len);
	doc_encode(doc, &out->doc);
	doc_plain(doc, &out->plain);
	doc_free(doc);
}

static void
made_release(struct made *m)
{
	store_body_release(&m->body);
	buf_release(&m->doc);
	buf_release(&m->plain);
}

static struct store_doc
as_store_doc(int64_t id, const struct made *m)
{
	return (struct store_doc){
		.id = id,
		.doc = buf_view(&m->doc),
		.plain = m->plain.data ? m->plain.data : "",
		.plain_len = m->plain.len,
		.raw = {m->body.html, m->body.html_len},
	};
}

bool
docs_step(struct engine *e)
{
	bool alone = store_alone(e->store);
	size_t max = alone ? LONG_DOCS : SHORT_DOCS, max_text = alone ? LONG_TEXT : SHORT_TEXT;
	int64_t *ids = mem_realloc_array(NULL, max, sizeof(*ids));
	struct made *made = mem_realloc_array(NULL, max, sizeof(*made));
	struct store_doc *docs = mem_realloc_array(NULL, max, sizeof(*docs));
	size_t pending = 0, n = 0, text = 0;
	struct why why = {""};
	enum err error = store_pending(e->store, ids, max, &pending, &why);
	/* they are made when there is something to make them with; most refreshes bring nothing,
	 * and need not load it */
	if (!error && pending && html_load(&why)) {
		engine_docs_failed(e, "no-libxml2", why.text);
		pending = 0;
	}
	for (size_t i = 0; !error && i < pending && text < max_text && !(n && watch_stopped()); i++) {
		error = store_body(e->store, ids[i], &made[n].body, &why);
		if (error)
			break;
		watch_entry(e->watch, ids[i], 0);
		make(&made[n]);
		docs[n] = as_store_doc(ids[i], &made[n]);
		text += made[n].plain.len;
		n++;
	}
	watch_nothing(e->watch);
	if (!error && n)
		error = store_put_docs(e->store, docs, n, &why);
	e->watch->tally.added -= (int)engine_take_news(e, e->docs_number);
	for (size_t i = 0; i < n; i++)
		made_release(&made[i]);
	free(docs);
	free(made);
	free(ids);
	if (error)
		engine_store_failed(e, error, &why);
	return !error && n;
}

enum err
docs_one(struct engine *e, int64_t entry_id, struct why *why)
{
	struct made made;
	enum err error = html_load(why);
	if (!error)
		error = store_body(e->store, entry_id, &made.body, why);
	if (error)
		return error;
	make(&made);
	struct store_doc doc = as_store_doc(entry_id, &made);
	error = store_put_docs(e->store, &doc, 1, why);
	made_release(&made);
	(void)engine_take_news(e, e->docs_number);
	return error;
}

void
docs_crashed(struct engine *e, int64_t entry_id)
{
	struct made made = {0};
	struct doc *doc = doc_from_text((struct bytes){"", 0});
	buf_init(&made.doc, 0);
	buf_init(&made.plain, 0);
	doc_encode(doc, &made.doc);
	doc_free(doc);
	struct store_doc put = as_store_doc(entry_id, &made);
	struct why why = {""};
	LOGE("the body of entry %lld ended the worker; it is left out", (long long)entry_id);
	enum err error = store_put_docs(e->store, &put, 1, &why);
	if (error)
		engine_store_failed(e, error, &why);
	made_release(&made);
}
