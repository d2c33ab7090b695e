/* SPDX-License-Identifier: MIT
 *
 * akhbar-fetch parse, extract, opml, discover: one document in, what left the
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
#include "config/options.h"
#include "fetch/fetch.h"
#include "sys/clock.h"
#include "sys/files.h"
#include "sys/lang.h"
#include "sys/sandbox.h"
#include "work/engine.h"
#include "work/engine-internal.h"
#include "work/fail.h"
#include "work/site-rules.h"

enum form { FORM_JSON, FORM_TEXT, FORM_DOC };

struct arguments {
	const char *content_type, *url, *charset, *config, *rules, *file;
	enum form form;
	bool common; /* --common: also where feeds usually stand */
	const char *allowed; /* the options of the command */
};

/* A document and where it came from. */
struct document {
	struct buf bytes;
	char *url, *content_type; /* or NULL */
	enum err error;
	char code[24], arg[160];
	struct config *config; /* of the line below */
	struct fetcher *fetcher; /* made when something is fetched */
	bool page; /* an article's, not a feed's */
};

static bool
arguments(int argc, char **argv, const char *allowed, struct arguments *out)
{
	const struct {
		const char *name;
		const char **value;
	} options[] = {{"--content-type", &out->content_type}, {"--url", &out->url},
		       {"--charset", &out->charset},           {"--config", &out->config},
		       {"--rules", &out->rules}};
	bool plain = false;
	out->allowed = allowed;
	for (int i = 0; i < argc; i++) {
		const char *a = argv[i];
		bool known = false;
		if (plain || a[0] != '-' || !a[1]) {
			if (out->file) {
				complain(_("one file at a time, please: %s"), a);
				return false;
			}
			out->file = a;
			continue;
		}
		if (!strcmp(a, "--")) {
			plain = true;
			continue;
		}
		if (!strcmp(a, "--common") && strstr(allowed, "--common")) {
			out->common = true;
			continue;
		}
		for (size_t o = 0; o < ARRAY_LEN(options) && !known; o++) {
			size_t n = strlen(options[o].name);
			if (!strstr(allowed, options[o].name) || strncmp(a, options[o].name, n) ||
			    (a[n] && a[n] != '='))
				continue;
			if (!a[n] && i + 1 >= argc) {
				complain(_("%s needs a value"), a);
				return false;
			}
			*options[o].value = a[n] ? a + n + 1 : argv[++i];
			known = true;
		}
		if (!known && strstr(allowed, "--text") &&
		    (!strcmp(a, "--text") || !strcmp(a, "--json") || !strcmp(a, "--doc"))) {
			out->form = a[2] == 't' ? FORM_TEXT : a[2] == 'j' ? FORM_JSON : FORM_DOC;
			known = true;
		}
		if (!known) {
			complain(_("unknown option %s; see akhbar-fetch --help"), a);
			return false;
		}
	}
	if (!out->file)
		complain("%s", _("which file? - is standard input"));
	return out->file != NULL;
}

/* ---- one document ---------------------------------------------------------------------- */

static char *
copy(const char *s)
{
	return s ? mem_strdup(s) : NULL;
}

static void
on_reply(const struct fetch_reply *reply, void *context)
{
	struct document *d = context;
	d->error = OK;
	if (reply->outcome == FETCH_OK) {
		buf_add_bytes(&d->bytes, reply->body);
		d->url = copy(reply->final_url);
		d->content_type = copy(reply->content_type);
		return;
	}
	d->error = ERR_NET;
	if (d->page)
		page_failure(reply, LIMIT_BODY_BYTES, "", d->code, d->arg);
	else
		reply_failure(reply, LIMIT_BODY_BYTES, "", d->code, d->arg);
}

static enum err
open_line(const char *config, struct document *d, struct why *why)
{
	struct config *c = d->config = config_new();
	enum err error = config ? config_load(c, config, false, why) : OK;
	if (error)
		return error;
	struct fetch_options o = {
		.timeout_s = config_int(c, OPT_FETCH_TIMEOUT),
		.user_agent = config_str(c, OPT_USER_AGENT),
		.proxy = config_str(c, OPT_PROXY),
		.max_body = (size_t)config_int(c, OPT_MAX_BODY_MB) << 20,
	};
	sandbox_enter(&(struct sandbox_paths){0});
	return fetcher_new(&o, on_reply, d, &d->fetcher, why);
}

static enum err
fetch_one(const char *url, const char *config, struct document *d, struct why *why)
{
	enum err error = d->fetcher ? OK : open_line(config, d, why);
	if (!error)
		fetcher_add(d->fetcher, &(struct fetch_request){.number = 1, .url = url});
	while (!error && fetcher_pending(d->fetcher))
		error = fetcher_step(d->fetcher, 1000, -1, NULL, why);
	return error ? error : d->error; /* what the reply was, by on_reply */
}

static bool
is_address(const char *s)
{
	struct bytes v = bytes_of(s);
	return bytes_starts_nocase(v, "http://") || bytes_starts_nocase(v, "https://") ||
	       bytes_starts_nocase(v, "feed:");
}

/* false: the reason was said. */
static bool
get(const struct arguments *a, bool may_fetch, struct document *d)
{
	struct why why = {""};
	memset(d, 0, sizeof(*d));
	d->page = strstr(a->allowed, "--rules") != NULL;
	buf_init(&d->bytes, LIMIT_BODY_BYTES);
	if (may_fetch && is_address(a->file)) {
		d->error = fetch_one(a->file, a->config, d, &why);
	} else {
		d->error = file_read(a->file, &d->bytes, &why);
		if (!d->error)
			sandbox_enter(&(struct sandbox_paths){0});
	}
	if (a->url) {
		free(d->url);
		d->url = mem_strdup(a->url);
	}
	if (!d->error)
		return true;
	struct buf words;
	buf_init(&words, 0);
	if (d->code[0])
		fail_words(d->code, d->arg, gettext, &words);
	else
		buf_add_str(&words, why.text);
	if (is_address(a->file)) {
		char *shown = url_for_show(a->file);
		complain("<%s>: %s", shown, words.data);
		free(shown);
	} else {
		complain("%s: %s", a->file, words.data);
	}
	buf_release(&words);
	return false;
}

static void
release(struct document *d)
{
	buf_release(&d->bytes);
	free(d->url);
	free(d->content_type);
	fetcher_free(d->fetcher);
	config_free(d->config);
}

static void
put(const struct buf *out)
{
	if (out->len)
		fwrite(out->data, 1, out->len, stdout);
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
	put(&out);
	buf_release(&out);
}

static int
finish(int status)
{
	if (fflush(stdout) || ferror(stdout)) {
		complain("%s", _("the output could not be written"));
		return STATUS_USAGE;
	}
	return status;
}

/* ---- the commands --------------------------------------------------------------------------- */

int
command_parse(int argc, char **argv)
{
	struct arguments a = {0};
	struct document d;
	if (!arguments(argc, argv, "--content-type --url --charset", &a))
		return STATUS_USAGE;
	if (!get(&a, false, &d)) {
		int status = d.error == ERR_LIMIT ? STATUS_PARTLY : STATUS_USAGE;
		if (status == STATUS_PARTLY)
			not_ok(NULL, err_text(d.error));
		release(&d);
		return finish(status);
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
	struct buf out;
	buf_init(&out, 0);
	if (feed) {
		feed_to_json(feed, &out);
		if (!out.len || out.data[out.len - 1] != '\n')
			buf_add_char(&out, '\n');
		put(&out);
	} else {
		not_ok(NULL, why.text);
	}
	if (error)
		complain("%s: %s", a.file, why.text);
	else if (feed->warning)
		complain("%s: %s", a.file, feed->warning);
	buf_release(&out);
	feed_free(feed);
	release(&d);
	return finish(error ? STATUS_PARTLY : STATUS_OK);
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
	char *seen[LIMIT_ARTICLE_PAGES], *next = copy(article->next_page);
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
		bool got = get(&more, true, &d);
		struct html_page in = *first;
		in.data = buf_view(&d.bytes);
		in.url = d.url;
		in.content_type = d.content_type;
		if (got && html_article(&in, &page, NULL, &why) == OK) {
			doc_append(article->doc, page->doc);
			next = copy(page->next_page);
		} else if (got) {
			complain("%s: %s", more.file, why.text);
		}
		article_free(page);
		release(&d);
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
	put(&out);
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
	if (!get(a, true, &d)) {
		int status = d.error == ERR_IO || d.error == ERR_CONFIG ? STATUS_USAGE : STATUS_PARTLY;
		if (status == STATUS_PARTLY && a->form == FORM_JSON)
			not_ok(d.code[0] ? d.code : NULL, d.code[0] ? d.code : err_text(d.error));
		release(&d);
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
	if (!error && article->next_page && is_address(a->file))
		add_pages(a, article, &in);
	if (error)
		put_refusal(a, error == ERR_LIMIT ? "too-big" : refusal_code(refusal), why.text);
	else
		put_article(article, a->form);
	article_free(article);
	release(&d);
	return error ? STATUS_PARTLY : STATUS_OK;
}

int
command_extract(int argc, char **argv)
{
	struct arguments a = {.form = FORM_TEXT};
	struct site_rules *rules;
	struct why why = {""};
	if (!arguments(argc, argv, "--url --charset --content-type --config --rules --text", &a))
		return STATUS_USAGE;
	struct site_rules_from from = {.given = a.rules, .config = a.config, .problem = on_rule_problem};
	int status = STATUS_USAGE;
	if (site_rules_load(&from, &rules, &why))
		complain("%s", why.text);
	else
		status = extract(&a, rules);
	site_rules_free(rules);
	return finish(status);
}

/* address, title, section with tabs between: one outline a line */
int
command_opml(int argc, char **argv)
{
	struct arguments a = {0};
	struct document d;
	if (!arguments(argc, argv, "", &a))
		return STATUS_USAGE;
	if (!get(&a, false, &d)) {
		release(&d);
		return STATUS_USAGE;
	}
	struct opml *opml = NULL;
	struct why why = {""};
	enum err error = opml_parse(buf_view(&d.bytes), &opml, &why);
	if (error)
		complain("%s: %s", a.file, why.text);
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
		put(&line);
		buf_release(&line);
	}
	bool none = !error && !opml->n;
	if (none)
		complain(_("%s: no feed is listed in it"), a.file);
	opml_free(opml);
	release(&d);
	return finish(error || none ? STATUS_PARTLY : STATUS_OK);
}

static void
put_feed_line(const char *url, const char *title, const char *type)
{
	struct buf line;
	buf_init(&line, 0);
	text_clean(&line, bytes_of(url), CLEAN_LINE);
	buf_add_char(&line, '\t');
	text_clean(&line, bytes_of(title), CLEAN_LINE);
	buf_add_char(&line, '\t');
	text_clean(&line, bytes_of(type), CLEAN_LINE);
	buf_add_char(&line, '\n');
	put(&line);
	buf_release(&line);
}

static bool
looks_like_page(struct bytes body)
{
	body = bytes_trim(body);
	return bytes_starts_nocase(body, "<!doctype html") || bytes_starts_nocase(body, "<html");
}

/* Says what is a feed or announces some; their number. `guessed`: nobody said that
 * one is there. */
static size_t
put_feeds(const struct document *d, const char *asked, bool guessed)
{
	struct feed_input in = {.data = buf_view(&d->bytes), .content_type = d->content_type,
				.url = d->url, .now = clock_now()};
	struct feed *feed = NULL;
	struct why why = {""};
	size_t n = 0;
	if (feed_parse(&in, &feed, &why) == OK) {
		char *type = mem_printf("%s%s", guessed ? "common/" : "", feed_format_name(feed->format));
		put_feed_line(d->url ? d->url : asked, feed->title, type);
		free(type);
		n = 1;
	}
	for (size_t i = 0; !n && feed && i < feed->alternates_n; i++)
		put_feed_line(feed->alternates[i].url, feed->alternates[i].title, feed->alternates[i].type);
	if (!n && feed)
		n = feed->alternates_n;
	feed_free(feed);
	return n;
}

/* Where weblogs and papers usually have one: below the page's folder, then at the top
 * of the site. Asked one after the other, only on the reader's wish; the first that is
 * a feed is enough. */
static size_t
try_common(struct document *d, const char *asked)
{
	static const char *const paths[] = {"feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml",
					    "feed.json", "feeds/posts/default"};
	char *page = mem_strdup(d->url ? d->url : asked);
	struct bytes host = url_host(page);
	size_t top = (size_t)(host.data + host.len - page), folder = strcspn(page, "?#");
	while (folder > top && page[folder - 1] != '/')
		folder--;
	size_t n = 0;
	for (int level = 0; level < 2 && !n && host.len; level++) {
		size_t cut = level ? top : folder;
		if (level && folder <= top + 1)
			break;
		for (size_t i = 0; i < ARRAY_LEN(paths) && !n; i++) {
			const char *slash = cut && page[cut - 1] == '/' && cut > top ? "" : "/";
			char *url = mem_printf("%.*s%s%s", (int)cut, page, slash, paths[i]);
			struct why why = {""};
			buf_clear(&d->bytes);
			free(d->url);
			free(d->content_type);
			d->url = d->content_type = NULL;
			if (fetch_one(url, NULL, d, &why) == OK && !looks_like_page(buf_view(&d->bytes)))
				n = put_feeds(d, url, true);
			free(url);
		}
	}
	free(page);
	return n;
}

/* address, title, type of each feed the page announces; of itself when it is one */
int
command_discover(int argc, char **argv)
{
	struct arguments a = {0};
	struct document d;
	if (!arguments(argc, argv, "--url --config --common", &a))
		return STATUS_USAGE;
	if (!get(&a, true, &d)) {
		int status = d.error == ERR_IO || d.error == ERR_CONFIG ? STATUS_USAGE : STATUS_PARTLY;
		release(&d);
		return status;
	}
	size_t n = put_feeds(&d, a.file, false);
	if (!n && a.common && is_address(a.file))
		n = try_common(&d, a.file);
	if (!n)
		complain(_("%s: it announces no feed"), a.file);
	release(&d);
	return finish(n ? STATUS_OK : STATUS_PARTLY);
}
