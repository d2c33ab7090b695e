/* SPDX-License-Identifier: MIT
 *
 * akhbar-fetch parse, extract, opml: one document in, what left the
 * room out. The same code as in a refresh, from the bytes on.
 */
#include "work/commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "akhbar/decode.h"
#include "akhbar/doc.h"
#include "akhbar/feed.h"
#include "akhbar/html.h"
#include "akhbar/limits.h"
#include "sys/clock.h"
#include "sys/lang.h"
#include "work/document.h"
#include "work/engine.h"
#include "work/engine-internal.h"
#include "work/fail.h"
#include "work/site-rules.h"

static void
put_part(void *context, struct bytes part)
{
	(void)context;
	fwrite(part.data, 1, part.len, stdout);
}

static void
not_ok(const char *code, const char *reason)
{
	struct buf out;
	buf_init(&out, 0);
	buf_add_str(&out, "{\"ok\": false, ");
	if (code) {
		buf_add_str(&out, "\"code\": ");
		buf_add_json(&out, bytes_of(code));
		buf_add_str(&out, ", ");
	}
	buf_add_str(&out, "\"error\": ");
	buf_add_json(&out, bytes_of(reason));
	buf_add_str(&out, "}\n");
	document_put(&out);
	buf_release(&out);
}

/* What the feed room says (in English, it knows no language), here for the catalogue. */
static const char *const reasons[] = {
	N_("this is a web page, not a feed"),
	N_("this is a web page, not a feed; without libxml2 its feeds are not found"),
	N_("this is not a feed"),
	N_("the document is empty"),
	N_("this is JSON, but not a feed"),
	N_("this is a feed in JSON, but jansson (libjansson.so.4) cannot be loaded"),
	N_("the document is damaged or cut off; complete articles were kept"),
	N_("the document is larger than the limit once decoded"),
	N_("this is not an OPML list"),
	N_("the list is larger than the limit once decoded"),
};

/* The same with a size, which is the limit. */
static const char *const sized[] = {
	N_("the document is larger than %u MB"),
	N_("the list is larger than %u MB"),
};

static void
complain_of(const char *file, const char *reason)
{
	struct buf words;
	buf_init(&words, 0);
	for (size_t i = 0; i < ARRAY_LEN(reasons) && !words.len; i++)
		if (strcmp(reasons[i], reason) == 0)
			buf_add_str(&words, gettext(reason));
	for (size_t i = 0; i < ARRAY_LEN(sized) && !words.len; i++) {
		buf_printf(&words, sized[i], LIMIT_BODY_BYTES >> 20);
		bool same = strcmp(words.data, reason) == 0;
		buf_clear(&words);
		if (same)
			buf_printf(&words, gettext(sized[i]), LIMIT_BODY_BYTES >> 20);
	}
	complain("%s: %s", file, words.len ? words.data : reason);
	buf_release(&words);
}

/* ---- the commands --------------------------------------------------------------------------- */

int
command_parse(int argc, char **argv)
{
	struct arguments a = {0};
	struct document d;
	if (!document_arguments(argc, argv, "--content-type --url --charset", &a))
		return STATUS_USAGE;
	if (!document_get(&a, false, &d)) {
		int status = d.error == ERR_LIMIT ? STATUS_PARTLY : STATUS_USAGE;
		if (status == STATUS_PARTLY)
			not_ok(NULL, err_text(d.error));
		document_release(&d);
		return document_finish(status);
	}
	struct feed_input in = {
		.data = buf_view(&d.bytes),
		/* an empty one means that none was sent */
		.content_type = a.content_type && *a.content_type ? a.content_type : NULL,
		.charset = a.charset && *a.charset ? a.charset : NULL,
		.url = a.url,
		.now = clock_now(),
	};
	struct feed *feed = NULL;
	struct why why = {""};
	enum err error = feed_parse(&in, &feed, &why);
	if (feed)
		feed_put_json(feed, put_part, NULL);
	else
		not_ok(NULL, why.text);
	if (error)
		complain_of(a.file, why.text);
	else if (feed->warning)
		complain_of(a.file, feed->warning);
	feed_free(feed);
	document_release(&d);
	return document_finish(error ? STATUS_PARTLY : STATUS_OK);
}

static void
on_rule_problem(const char *file, int line, const char *message)
{
	complain("%s:%d: %s", file, line, message);
}

/* The pages behind the first one, while the rule for the site names a next one. What
 * cannot be fetched or read ends the article; it is said. */
static void
add_pages(const struct arguments *a, struct article *article, const struct html_page *first)
{
	char *seen[LIMIT_ARTICLE_PAGES], *next = article->next_page ? mem_strdup(article->next_page) : NULL;
	size_t n = 0;
	seen[n++] = mem_strdup(first->url ? first->url : "");
	while (next && n < LIMIT_ARTICLE_PAGES) {
		struct arguments more = *a;
		struct document d;
		struct article *page = NULL;
		struct why why = {""};
		bool again = false;
		for (size_t i = 0; i < n; i++)
			again |= strcmp(seen[i], next) == 0;
		if (again)
			break;
		seen[n++] = next;
		more.file = next;
		more.url = NULL;
		next = NULL;
		bool got = document_get(&more, true, &d);
		struct html_page in = *first;
		in.data = buf_view(&d.bytes);
		in.url = d.url;
		in.content_type = d.content_type;
		if (got && html_article(&in, &page, NULL, &why) == OK) {
			doc_append(article->doc, page->doc);
			next = page->next_page ? mem_strdup(page->next_page) : NULL;
		} else if (got) {
			complain("%s: %s", more.file, why.text);
		}
		article_free(page);
		document_release(&d);
	}
	free(next);
	while (n)
		free(seen[--n]);
}

/* For who shows the file by itself: the headline stands over the text. */
static void
put_doc(const struct article *article, struct buf *out)
{
	struct doc *doc = doc_new();
	struct block title = {.kind = BLOCK_HEADING, .level = 1, .body.text = bytes_of(article->title)};
	struct buf line;
	char date[32];
	buf_init(&line, 0);
	buf_add_str(&line, article->byline ? article->byline : "");
	if (article->published_time != TIME_NONE) {
		time_to_rfc3339(article->published_time, date);
		buf_printf(&line, "%s%.10s", line.len ? " · " : "", date);
	}
	doc->dir = article->dir;
	doc->language = article->language;
	if (title.body.text.len)
		doc_add(doc, &title);
	if (line.len)
		doc_add(doc, &(struct block){.kind = BLOCK_PARAGRAPH, .body.text = buf_view(&line)});
	doc_append(doc, article->doc);
	doc_encode(doc, out);
	doc_free(doc);
	buf_release(&line);
}

static void
put_article(const struct article *article, enum form form)
{
	struct buf out;
	buf_init(&out, 0);
	if (form == FORM_JSON)
		article_to_json(article, &out);
	else if (form == FORM_TEXT)
		article_to_text(article, &out);
	else
		put_doc(article, &out);
	if (form != FORM_DOC && (!out.len || out.data[out.len - 1] != '\n'))
		buf_add_char(&out, '\n');
	document_put(&out);
	buf_release(&out);
}

static void
put_refusal(const struct arguments *a, const char *code, const char *reason)
{
	struct buf words;
	buf_init(&words, 0);
	fail_line(code, "16 MB", gettext, &words);
	if (a->form == FORM_JSON)
		not_ok(code, reason);
	complain("%s: %s", a->file, words.data);
	buf_release(&words);
}

static int
extract(const struct arguments *a, const struct site_rules *rules)
{
	struct document d;
	if (!document_get(a, true, &d)) {
		int status = d.error == ERR_IO || d.error == ERR_CONFIG ? STATUS_USAGE : STATUS_PARTLY;
		if (status == STATUS_PARTLY && a->form == FORM_JSON)
			not_ok(d.code[0] ? d.code : NULL, d.code[0] ? d.code : err_text(d.error));
		document_release(&d);
		return status;
	}
	struct html_page in = {
		.data = buf_view(&d.bytes),
		.url = d.url,
		.content_type = a->content_type && *a->content_type ? a->content_type : d.content_type,
		.charset = a->charset && *a->charset ? a->charset : NULL,
		.rules = rules,
	};
	struct article *article = NULL;
	struct why why = {""};
	enum refusal refusal = REFUSAL_NONE;
	enum err error = html_article(&in, &article, &refusal, &why);
	if (!error && article->next_page && document_is_address(a->file))
		add_pages(a, article, &in);
	if (error)
		put_refusal(a, error == ERR_LIMIT       ? "too-big"
			       : error == ERR_NOT_FOUND ? "no-libxml2"
							: refusal_code(refusal),
			    why.text);
	else
		put_article(article, a->form);
	article_free(article);
	document_release(&d);
	return error ? STATUS_PARTLY : STATUS_OK;
}

int
command_extract(int argc, char **argv)
{
	struct arguments a = {.form = FORM_TEXT};
	struct site_rules *rules;
	struct why why = {""};
	if (!document_arguments(argc, argv, "--url --charset --content-type --config --rules --text", &a))
		return STATUS_USAGE;
	struct site_rules_from from = {.given = a.rules, .config = a.config, .problem = on_rule_problem};
	int status = STATUS_USAGE;
	if (site_rules_load(&from, &rules, &why))
		complain("%s", why.text);
	else
		status = extract(&a, rules);
	site_rules_free(rules);
	return document_finish(status);
}

/* address, title, section with tabs between: one outline a line */
int
command_opml(int argc, char **argv)
{
	struct arguments a = {0};
	struct document d;
	if (!document_arguments(argc, argv, "", &a))
		return STATUS_USAGE;
	if (!document_get(&a, false, &d)) {
		document_release(&d);
		return STATUS_USAGE;
	}
	struct opml *opml = NULL;
	struct why why = {""};
	enum err error = opml_parse(buf_view(&d.bytes), &opml, &why);
	if (error)
		complain_of(a.file, why.text);
	for (size_t i = 0; !error && i < opml->n; i++) {
		const struct opml_outline *o = &opml->outlines[i];
		const char *const fields[] = {o->url, o->title, o->section};
		struct buf line;
		buf_init(&line, 0);
		for (size_t k = 0; k < ARRAY_LEN(fields); k++) {
			if (k)
				buf_add_char(&line, '\t');
			text_clean(&line, bytes_of(fields[k]), CLEAN_LINE);
		}
		buf_add_char(&line, '\n');
		document_put(&line);
		buf_release(&line);
	}
	bool none = !error && !opml->n;
	if (none)
		complain(_("%s: no feed is listed in it"), a.file);
	opml_free(opml);
	document_release(&d);
	return document_finish(error || none ? STATUS_PARTLY : STATUS_OK);
}
