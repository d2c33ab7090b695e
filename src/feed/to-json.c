/* SPDX-License-Identifier: MIT
 *
 * The JSON document of `akhbar-fetch parse`.
 */
#include "feed/feed-internal.h"

#define PART_BYTES 32768

static void
key(struct buf *out, const char *name, bool first)
{
	buf_add_str(out, first ? "\"" : ", \"");
	buf_add_str(out, name);
	buf_add_str(out, "\": ");
}

/* Whatever a feed holds is valid UTF-8 (akhbar/feed.h). */
static void
text(struct buf *out, const char *name, const char *value, bool first)
{
	key(out, name, first);
	if (value)
		buf_add_json_valid(out, bytes_of(value));
	else
		buf_add_str(out, "null");
}

static void
moment(struct buf *out, const char *name, int64_t t)
{
	char s[32];
	if (t != TIME_NONE)
		time_to_rfc3339(t, s);
	text(out, name, t != TIME_NONE ? s : NULL, false);
}

static void
entry_json(const struct entry *e, struct buf *out)
{
	text(out, "id", feed_entry_id(e), true);
	text(out, "title", e->title_blank ? "" : e->title, false);
	text(out, "link", e->link, false);
	/* whoever wants a line of it finds one, whichever body the feed sent */
	text(out, "summary", e->summary ? e->summary : e->content, false);
	text(out, "content", e->content, false);
	text(out, "author", e->author, false);
	moment(out, "published", e->published);
	moment(out, "updated", e->updated);
	key(out, "categories", false);
	buf_add_char(out, '[');
	for (size_t i = 0; i < e->categories_n; i++) {
		if (i)
			buf_add_str(out, ", ");
		buf_add_json_valid(out, bytes_of(e->categories[i]));
	}
	buf_add_char(out, ']');
	key(out, "enclosures", false);
	buf_add_char(out, '[');
	for (size_t i = 0; i < e->enclosures_n; i++) {
		const struct enclosure *c = &e->enclosures[i];
		buf_add_str(out, i ? ", {" : "{");
		text(out, "url", c->url, true);
		text(out, "type", c->type, false);
		key(out, "length", false);
		if (c->length >= 0)
			buf_printf(out, "%lld", (long long)c->length);
		else
			buf_add_str(out, "null");
		buf_add_char(out, '}');
	}
	buf_add_char(out, ']');
	text(out, "comments", e->comments, false);
	text(out, "thumbnail", e->thumbnail, false);
	text(out, "language", e->language, false);
}

static void
feed_json(const struct feed *feed, struct buf *out)
{
	text(out, "id", feed->id, true);
	text(out, "title", feed->title_blank ? "" : feed->title, false);
	text(out, "link", feed->link, false);
	text(out, "description", feed->description, false);
	text(out, "language", feed->language, false);
	text(out, "dir", feed->dir == DIR_RTL ? "rtl" : feed->dir == DIR_LTR ? "ltr" : NULL, false);
	text(out, "image", feed->image, false);
	moment(out, "updated", feed->updated);
	text(out, "author", feed->author, false);
	key(out, "ttl", false);
	if (feed->ttl_minutes)
		buf_printf(out, "%d", feed->ttl_minutes);
	else
		buf_add_str(out, "null");
}

static void
head_json(const struct feed *feed, struct buf *out)
{
	buf_add_str(out, feed->ok ? "{\"ok\": true" : "{\"ok\": false");
	text(out, "format", feed_format_name(feed->format), false);
	text(out, "encoding", feed->encoding[0] ? feed->encoding : NULL, false);
	text(out, "warning", feed->warning, false);
	if (feed->truncated)
		buf_add_str(out, ", \"truncated\": true");
	key(out, "alternates", false);
	buf_add_char(out, '[');
	for (size_t i = 0; i < feed->alternates_n; i++) {
		buf_add_str(out, i ? ", {" : "{");
		text(out, "url", feed->alternates[i].url, true);
		text(out, "type", feed->alternates[i].type, false);
		text(out, "title", feed->alternates[i].title, false);
		buf_add_char(out, '}');
	}
	buf_add_str(out, "],\n \"feed\": {");
	feed_json(feed, out);
	buf_add_str(out, "},\n \"entries\": [");
}

void
feed_put_json(const struct feed *feed, void (*put)(void *context, struct bytes part), void *context)
{
	struct buf out;
	buf_init(&out, 0);
	head_json(feed, &out);
	for (size_t i = 0; i < feed->entries_n; i++) {
		buf_add_str(&out, i ? "},\n  {" : "\n  {");
		entry_json(&feed->entries[i], &out);
		if (out.len >= PART_BYTES) {
			put(context, buf_view(&out));
			buf_clear(&out);
		}
	}
	buf_add_str(&out, feed->entries_n ? "}]}\n" : "]}\n");
	put(context, buf_view(&out));
	buf_release(&out);
}

static void
into_buf(void *context, struct bytes part)
{
	buf_add_bytes(context, part);
}

void
feed_to_json(const struct feed *feed, struct buf *out)
{
	feed_put_json(feed, into_buf, out);
}
