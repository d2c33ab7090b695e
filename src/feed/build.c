/* SPDX-License-Identifier: MIT
 *
 * From drafts to entries: precedence of fields, links made absolute, limits.
 */
#include <stdlib.h>
#include <string.h>

#include "feed/feed-internal.h"

void
builder_init(struct builder *b, struct feed *feed, const struct feed_input *in)
{
	*b = (struct builder){.feed = feed, .arena = feed->arena, .now = in->now,
			       .room = LIMIT_LINK_GROWTH_BYTES};
	if (in->url && url_is_absolute(bytes_of(in->url)))
		b->url = arena_strdup(b->arena, in->url);
	draft_clear(&b->entry);
	draft_clear(&b->channel);
	buf_init(&b->work, 0);
}

void
draft_clear(struct draft *d)
{
	struct buf summary = d->summary.held, content = d->content.held, author = d->author;
	buf_clear(&summary);
	buf_clear(&content);
	buf_clear(&author);
	/* the categories and enclosures are counted, so not worth clearing */
	memset(d, 0, offsetof(struct draft, categories));
	d->categories_n = d->enclosures_n = 0;
	d->summary.held = summary;
	d->content.held = content;
	d->author = author;
	d->published.time = d->updated.time = TIME_NONE;
}

static void
draft_release(struct draft *d)
{
	buf_release(&d->summary.held);
	buf_release(&d->content.held);
	buf_release(&d->author);
}

void
builder_release(struct builder *b)
{
	draft_release(&b->entry);
	draft_release(&b->channel);
	buf_release(&b->work);
}

/* ---- single fields ----------------------------------------------------------- */

void
pick_set(struct builder *b, struct pick *p, struct bytes value, int rank, size_t max)
{
	value = bytes_trim(value);
	if (!value.len || (p->value && p->rank >= rank))
		return;
	p->value = field_cut(b->arena, value, max);
	p->rank = rank;
}

void
pick_url(struct builder *b, struct pick *p, struct bytes value, const char *base, int rank)
{
	if (!bytes_trim(value).len || (p->value && p->rank >= rank))
		return;
	const char *bases[] = {base, b->link_is_base ? b->channel.link.value : NULL, b->url};
	struct buf url;
	buf_init(&url, 0);
	if (url_resolve(value, bases, ARRAY_LEN(bases), &b->room, &url)) {
		p->value = arena_strndup(b->arena, url.data, url.len);
		p->rank = rank;
	}
	buf_release(&url);
}

void
date_set(struct builder *b, struct date_pick *d, struct bytes text, int rank)
{
	if (d->time != TIME_NONE && d->rank > rank)
		return; /* among equals the last: a generator that corrects itself */
	int64_t t = feed_date(text);
	/* a generator's zero time, or a clock far ahead: no date at all */
	if (t == TIME_NONE || t < 0 || t > b->now + 2 * 86400)
		return;
	d->time = t;
	d->rank = rank;
}

static bool
is_wanted(const struct raw_body *body, struct bytes text, int rank)
{
	return bytes_trim(text).len && !(body->text.len && body->rank >= rank);
}

/* What is in `held`, cut at its limit. */
static void
set_held(struct raw_body *body)
{
	struct buf *held = &body->held;
	if (held->len > LIMIT_CONTENT_BYTES) {
		held->len = utf8_cut(buf_view(held), LIMIT_CONTENT_BYTES - 3);
		buf_add_str(held, "…");
	}
	body->text = buf_view(held);
}

static void
set_rest(struct raw_body *body, enum text_kind kind, const char *base, int rank)
{
	body->kind = kind;
	body->base = base;
	body->rank = rank;
}

void
body_set(struct raw_body *body, struct bytes text, enum text_kind kind, const char *base, int rank)
{
	if (!is_wanted(body, text, rank))
		return;
	buf_clear(&body->held);
	/* a little more than may stay, so that it is seen to be cut */
	buf_add(&body->held, text.data, utf8_cut(text, LIMIT_CONTENT_BYTES + 8));
	set_held(body);
	set_rest(body, kind, base, rank);
}

void
body_take(struct raw_body *body, struct capture *text, enum text_kind kind, const char *base, int rank)
{
	struct bytes v = capture_view(text);
	if (!is_wanted(body, v, rank))
		return;
	if (text->run.len > LIMIT_CONTENT_BYTES) {
		body_set(body, v, kind, base, rank);
		return;
	}
	if (text->run.len) {
		body->text = v;
	} else {
		struct buf other = body->held;
		body->held = text->gathered;
		text->gathered = other;
		set_held(body);
	}
	set_rest(body, kind, base, rank);
}

struct bytes
capture_view(const struct capture *c)
{
	return c->run.len ? c->run : buf_view(&c->gathered);
}

void
draft_title(struct builder *b, struct draft *d, struct bytes text, enum text_kind kind, int rank)
{
	if (d->title.value && d->title.rank >= rank)
		return;
	struct buf line;
	buf_init(&line, 0);
	field_text(text, kind, &line);
	pick_set(b, &d->title, buf_view(&line), rank, LIMIT_TITLE_BYTES);
	d->title_blank = !d->title.value && bytes_trim(text).len;
	buf_release(&line);
}

void
draft_author(struct draft *d, struct bytes person, int rank)
{
	struct buf line;
	buf_init(&line, 0);
	/* not a tag but a mail in angle brackets: persons are never markup */
	struct bytes name = field_person(person);
	field_text(name, TEXT_HTML, &line);
	struct bytes v = buf_view(&line);
	bool higher = d->author.len && rank > d->author_rank;
	if (v.len && v.len <= 4 * LIMIT_NAME_BYTES && (!d->author.len || rank >= d->author_rank)) {
		if (higher)
			buf_clear(&d->author);
		bool known = memmem(d->author.data ? d->author.data : "", d->author.len, v.data, v.len);
		if (!known && d->author.len < LIMIT_NAME_BYTES) {
			if (d->author.len)
				buf_add_str(&d->author, ", ");
			buf_add_bytes(&d->author, v);
		}
		d->author_rank = rank;
	}
	buf_release(&line);
}

void
draft_category(struct builder *b, struct draft *d, struct bytes name)
{
	if (d->categories_n == LIMIT_CATEGORIES)
		return;
	struct buf line;
	buf_init(&line, 0);
	field_text(name, TEXT_HTML, &line);
	struct bytes v = buf_view(&line);
	bool known = v.len == 0;
	for (size_t i = 0; i < d->categories_n && !known; i++)
		known = bytes_eq_str(v, d->categories[i]);
	if (!known)
		d->categories[d->categories_n++] = field_cut(b->arena, v, LIMIT_NAME_BYTES);
	buf_release(&line);
}

void
draft_keywords(struct builder *b, struct draft *d, struct bytes list)
{
	const char *p = list.data, *end = list.data + list.len;
	while (p < end) {
		const char *first = p;
		/* the Arabic comma parts Arabic keywords */
		while (p < end && *p != ',' && *p != ';' && !(end - p > 1 && !memcmp(p, "،", 2)))
			p++;
		draft_category(b, d, (struct bytes){first, (size_t)(p - first)});
		if (p < end)
			p += *p == ',' || *p == ';' ? 1 : 2;
	}
}

static int64_t
read_length(struct bytes v)
{
	int64_t n = 0;
	v = bytes_trim(v);
	if (!v.len || v.len > 15)
		return -1;
	for (size_t i = 0; i < v.len; i++) {
		if (v.data[i] < '0' || v.data[i] > '9')
			return -1;
		n = n * 10 + (v.data[i] - '0');
	}
	return n;
}

void
draft_enclosure(struct builder *b, struct draft *d, struct bytes url, struct bytes type,
		struct bytes length, const char *base)
{
	struct pick address = {0}, kind = {0};
	if (d->enclosures_n == LIMIT_ENCLOSURES)
		return;
	pick_url(b, &address, url, base, 1);
	if (!address.value)
		return;
	pick_set(b, &kind, type, 1, LIMIT_NAME_BYTES);
	for (size_t i = 0; i < d->enclosures_n; i++) {
		struct enclosure *e = &d->enclosures[i];
		if (strcmp(e->url, address.value) != 0)
			continue;
		if (!e->type)
			e->type = kind.value;
		if (e->length < 0)
			e->length = read_length(length);
		return;
	}
	d->enclosures[d->enclosures_n++] =
		(struct enclosure){address.value, kind.value, read_length(length)};
}

/* ---- bodies --------------------------------------------------------------------- */

static const char *
body_html(struct builder *b, struct raw_body *body, const char *link)
{
	if (!body->text.len)
		return NULL;
	const char *bases[] = {body->base, link, b->link_is_base ? b->channel.link.value : NULL,
			       b->url};
	struct bytes v = bytes_trim(body->text);
	const char *html;
	if (body->kind != TEXT_PLAIN && !memchr(v.data, '<', v.len))
		return v.len ? arena_strndup(b->arena, v.data, v.len) : NULL;
	struct buf *out = &b->work;
	buf_clear(out);
	if (body->kind == TEXT_PLAIN)
		body_escape(v, body->breaks, out);
	else
		body_clean(v, bases, ARRAY_LEN(bases), &b->room, out);
	html = out->len ? arena_strndup(b->arena, out->data, out->len) : NULL;
	return html;
}

/* ---- entries ---------------------------------------------------------------------- */

static int64_t
entry_time(const struct entry *e)
{
	return e->published != TIME_NONE ? e->published : e->updated;
}

struct rank {
	int64_t time;
	size_t place;
};

static int
newer(const void *pa, const void *pb)
{
	const struct rank *a = pa, *b = pb;
	if (a->time != b->time)
		return a->time > b->time ? -1 : 1;
	return a->place < b->place ? -1 : 1;
}

static int
earlier_place(const void *pa, const void *pb)
{
	const struct rank *a = pa, *b = pb;
	return a->place < b->place ? -1 : a->place > b->place;
}

/* Keeps the newest LIMIT_ENTRIES in the document's order; without dates the first,
 * for feeds put the newest first. */
static void
keep_newest(struct feed *feed)
{
	if (feed->entries_n <= LIMIT_ENTRIES)
		return;
	struct rank *all = mem_realloc_array(NULL, feed->entries_n, sizeof(*all));
	for (size_t i = 0; i < feed->entries_n; i++)
		all[i] = (struct rank){entry_time(&feed->entries[i]), i};
	qsort(all, feed->entries_n, sizeof(*all), newer);
	qsort(all, LIMIT_ENTRIES, sizeof(*all), earlier_place);
	for (size_t i = 0; i < LIMIT_ENTRIES; i++)
		feed->entries[i] = feed->entries[all[i].place];
	feed->entries_n = LIMIT_ENTRIES;
	feed->truncated = true;
	free(all);
}

static struct entry *
new_entry(struct builder *b)
{
	struct feed *feed = b->feed;
	if (feed->entries_n == 2 * LIMIT_ENTRIES)
		keep_newest(feed);
	if (feed->entries_n == b->entries_cap) {
		size_t cap = b->entries_cap ? b->entries_cap * 2 : 32;
		feed->entries = mem_realloc_array(feed->entries, cap, sizeof(*feed->entries));
		b->entries_cap = cap;
	}
	return &feed->entries[feed->entries_n++];
}

void
builder_entry(struct builder *b)
{
	struct draft *d = &b->entry;
	struct entry *e = new_entry(b);
	*e = (struct entry){
		.id = d->id.value,
		.title = d->title.value,
		.title_blank = d->title_blank,
		.link = d->link.value,
		.comments = d->comments.value,
		.thumbnail = d->thumbnail.value,
		.language = d->language,
		.published = d->published.time,
		.updated = d->updated.time,
	};
	if (!e->link && d->enclosures_n)
		e->link = d->enclosures[0].url;
	e->summary = body_html(b, &d->summary, e->link);
	e->content = body_html(b, &d->content, e->link);
	e->author = field_cut(b->arena, buf_view(&d->author), LIMIT_NAME_BYTES);
	e->categories_n = d->categories_n;
	if (d->categories_n)
		e->categories = arena_dup(b->arena, d->categories,
					  d->categories_n * sizeof(d->categories[0]));
	e->enclosures_n = d->enclosures_n;
	if (d->enclosures_n)
		e->enclosures = arena_dup(b->arena, d->enclosures,
					  d->enclosures_n * sizeof(d->enclosures[0]));
	draft_clear(d);
}

void
builder_finish(struct builder *b)
{
	struct feed *feed = b->feed;
	struct draft *d = &b->channel;
	feed->id = d->id.value;
	feed->title = d->title.value;
	feed->title_blank = d->title_blank;
	feed->link = d->link.value;
	feed->image = b->image.value;
	feed->author = field_cut(b->arena, buf_view(&d->author), LIMIT_NAME_BYTES);
	feed->description = body_html(b, &d->summary, d->link.value);
	if (!feed->language)
		feed->language = d->language;
	feed->updated = d->updated.time != TIME_NONE ? d->updated.time : d->published.time;
	if (!feed->ttl_minutes && b->period_minutes) {
		int n = b->frequency > 0 ? b->frequency : 1;
		feed->ttl_minutes = b->period_minutes / n > 0 ? b->period_minutes / n : 1;
	}
	/* who is never to be asked did not mean it */
	if (feed->skip_hours == 0xffffff || feed->skip_days == 0x7f)
		feed->skip_hours = feed->skip_days = 0;
	keep_newest(feed);
	/* the entries grew on the heap; they go with the arena */
	struct entry *grown = feed->entries;
	feed->entries = feed->entries_n
				? arena_dup(b->arena, grown, feed->entries_n * sizeof(*grown))
				: NULL;
	free(grown);
	identity_keys(feed);
	feed_direction(feed, b->dir);
	if (b->damaged)
		feed->warning = "the document is damaged or cut off; complete articles were kept";
}
