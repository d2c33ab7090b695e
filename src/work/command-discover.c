/* SPDX-License-Identifier: MIT
 *
 * akhbar-fetch discover: the feeds of an address.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "akhbar/feed.h"
#include "sys/clock.h"
#include "sys/lang.h"
#include "work/commands.h"
#include "work/document.h"
#include "work/engine.h"

#define HEADLINES 40 /* of a feed, to be looked at before it is added */

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
	document_put(&line);
	buf_release(&line);
}

/* What it brings now: an empty address, the date or nothing, the title. */
static void
put_headlines(const struct feed *feed)
{
	for (size_t i = 0; i < feed->entries_n && i < HEADLINES; i++) {
		const struct entry *e = &feed->entries[i];
		char date[32] = "";
		struct buf line;
		if (!e->title || !*e->title)
			continue;
		int64_t when = e->published != TIME_NONE ? e->published : e->updated;
		if (when != TIME_NONE)
			time_to_rfc3339(when, date);
		buf_init(&line, 0);
		buf_printf(&line, "\t%s\t", date);
		text_clean(&line, bytes_of(e->title), CLEAN_LINE);
		buf_add_char(&line, '\n');
		document_put(&line);
		buf_release(&line);
	}
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
put_feeds(const struct document *d, const char *asked, bool guessed, bool headlines)
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
		if (headlines)
			put_headlines(feed);
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
try_common(struct document *d, const char *asked, bool headlines)
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
			if (document_fetch(url, NULL, d, &why) == OK && !looks_like_page(buf_view(&d->bytes)))
				n = put_feeds(d, url, true, headlines);
			free(url);
		}
	}
	free(page);
	return n;
}

/* Address, title, type of each feed the page announces; of itself when it is one, and
 * then what is in it when that was asked for. */
int
command_discover(int argc, char **argv)
{
	struct arguments a = {0};
	struct document d;
	if (!document_arguments(argc, argv, "--url --config --common --headlines", &a))
		return STATUS_USAGE;
	if (!document_get(&a, true, &d)) {
		int status = d.error == ERR_IO || d.error == ERR_CONFIG ? STATUS_USAGE : STATUS_PARTLY;
		document_release(&d);
		return status;
	}
	size_t n = put_feeds(&d, a.file, false, a.headlines);
	if (!n && a.common && document_is_address(a.file))
		n = try_common(&d, a.file, a.headlines);
	if (!n)
		complain(_("%s: it announces no feed"), a.file);
	document_release(&d);
	return document_finish(n ? STATUS_OK : STATUS_PARTLY);
}
