/* SPDX-License-Identifier: MIT */
#include "akhbar/feed.h"

#include <stdlib.h>
#include <string.h>

#include "akhbar/decode.h"
#include "akhbar/html.h"
#include "feed/feed-internal.h"

const char *
feed_format_name(enum feed_format f)
{
	static const char *const names[] = {
		[FEED_RSS_090] = "rss-0.90", [FEED_RSS_091] = "rss-0.91",
		[FEED_RSS_092] = "rss-0.92", [FEED_RSS_093] = "rss-0.93",
		[FEED_RSS_094] = "rss-0.94", [FEED_RSS_10] = "rss-1.0",
		[FEED_RSS_20] = "rss-2.0",   [FEED_ATOM_03] = "atom-0.3",
		[FEED_ATOM_10] = "atom-1.0", [FEED_JSON_10] = "json-1.0",
		[FEED_JSON_11] = "json-1.1",
	};
	return (unsigned)f < ARRAY_LEN(names) ? names[f] : NULL;
}

/* Feeds that an HTML page announces; offered, never followed by itself. */
static void
read_alternates(struct feed *feed, struct bytes text, const char *url)
{
	struct html_feed_link *links = NULL;
	size_t n = html_feed_links(text, url, &links);
	if (n)
		feed->alternates = arena_zalloc(feed->arena, n * sizeof(*feed->alternates));
	for (size_t i = 0; i < n; i++) {
		struct feed_link *to = &feed->alternates[i];
		to->url = field_cut(feed->arena, bytes_of(links[i].url), LIMIT_URL_BYTES);
		to->type = field_cut(feed->arena, bytes_of(links[i].type), LIMIT_NAME_BYTES);
		to->title = field_cut(feed->arena, bytes_of(links[i].title), LIMIT_TITLE_BYTES);
		free(links[i].url);
		free(links[i].type);
		free(links[i].title);
	}
	free(links);
	feed->alternates_n = n;
}

static enum err
read_text(struct feed *feed, const struct feed_input *in, struct buf *text, struct bytes view,
	  struct why *why)
{
	static const char *const roots[] = {"rss", "rdf", "feed", "channel", NULL};
	size_t root = 0;
	enum doc_kind kind = sniff_kind(view, roots, &root);
	if (kind == KIND_HTML || kind == KIND_NONE) {
		bool looked = kind == KIND_HTML && html_load(NULL) == OK;
		if (looked)
			read_alternates(feed, view, in->url);
		return err_set(why, ERR_FORMAT, "%s",
			       looked ? "this is a web page, not a feed"
			       : kind == KIND_HTML
				       ? "this is a web page, not a feed; without libxml2 its feeds are not found"
			       : view.len	 ? "this is not a feed"
						 : "the document is empty");
	}
	struct builder b;
	bool loaded = true;
	builder_init(&b, feed, in);
	if (kind == KIND_XML) {
		xml_read(&b, view, root);
		feed->ok = true;
	} else {
		if (view.data != buf_view(text).data) {
			buf_clear(text);
			buf_add_bytes(text, view);
		}
		size_t len = text->len;
		buf_add_str(text, "  ");
		loaded = feed_load(why) == OK;
		feed->ok = loaded && !text->over && json_read(&b, text->data, len);
	}
	builder_finish(&b);
	builder_release(&b);
	if (!loaded)
		return ERR_FORMAT;
	if (!feed->ok)
		return err_set(why, ERR_FORMAT, "this is JSON, but not a feed");
	return OK;
}

enum err
feed_parse(const struct feed_input *in, struct feed **out, struct why *why)
{
	if (in->data.len > LIMIT_BODY_BYTES)
		return err_set(why, ERR_LIMIT, "the document is larger than %u MB",
			       LIMIT_BODY_BYTES >> 20);
	struct arena *arena = arena_new();
	struct feed *feed = arena_zalloc(arena, sizeof(*feed));
	feed->arena = arena;
	feed->updated = TIME_NONE;

	char charset[32], declared[32], language[32];
	sniff_declared(in->data, declared, language);
	decode_content_type_charset(in->content_type, charset);
	struct decode_hints hints = {
		.charset = in->charset && in->charset[0] ? in->charset : charset,
		.declared = declared,
		.language = language,
		.url = in->url,
	};
	struct buf text;
	struct bytes view = in->data;
	enum err e = OK;
	/* what windows-1252 and the like grow to in UTF-8 */
	buf_init(&text, 3 * (size_t)LIMIT_BODY_BYTES);
	if (decode_is_plain(in->data, &hints)) {
		memcpy(feed->encoding, "utf-8", 6);
	} else {
		e = decode_to_utf8(in->data, &hints, &text, feed->encoding);
		view = buf_view(&text);
	}
	if (e == OK)
		e = read_text(feed, in, &text, view, why);
	else
		e = err_set(why, e, "the document is larger than the limit once decoded");
	buf_release(&text);
	if (e != OK && e != ERR_FORMAT) {
		arena_free(arena);
		return e;
	}
	*out = feed;
	return e;
}

void
feed_free(struct feed *feed)
{
	if (feed)
		arena_free(feed->arena);
}
