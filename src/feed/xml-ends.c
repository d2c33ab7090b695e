/* SPDX-License-Identifier: MIT
 *
 * Captured texts to their fields, and what closing an element means.
 */
#include <stdio.h>
#include <string.h>

#include "feed/xml-internal.h"

/* Only text is of use: no pictures as bodies. Of a type that nobody knows a title that
 * gives none is what it says. */
static void
decode_base64(struct buf *text, bool title)
{
	uint32_t bits = 0;
	unsigned have = 0;
	struct buf out;
	buf_init(&out, 0);
	for (size_t i = 0; i < text->len; i++) {
		char c = text->data[i];
		int v = c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' + 26
			: c >= '0' && c <= '9' ? c - '0' + 52 : c == '+' ? 62 : c == '/' ? 63 : -1;
		if (c == '=')
			break;
		if (v < 0)
			continue;
		bits = bits << 6 | (uint32_t)v;
		have += 6;
		if (have >= 8) {
			have -= 8;
			buf_add_char(&out, (char)(bits >> have & 0xff));
		}
	}
	bool is_text = out.len && utf8_valid(buf_view(&out)) && !memchr(out.data, 0, out.len);
	if (is_text || !title) {
		buf_clear(text);
		buf_add_bytes(text, is_text ? buf_view(&out) : (struct bytes){"", 0});
	}
	buf_release(&out);
}

static void
set_id(struct xml *x, struct draft *d, struct bytes text, int rank)
{
	text = bytes_trim(text);
	if (text.len >= LIMIT_ID_BYTES) {
		char s[40];
		int n = snprintf(s, sizeof(s), "long:%016llx%016llx",
				 (unsigned long long)hash64(text, 1),
				 (unsigned long long)hash64(text, 2));
		pick_set(x->b, &d->id, (struct bytes){s, (size_t)n}, rank, LIMIT_ID_BYTES);
		return;
	}
	/* RFC 4287 4.2.6.1: an id is compared and kept as it is. Before it, in Atom 0.3,
	 * it was a URI like any other, relative to the base in scope. */
	const struct frame *f = &x->frames[x->depth - 1];
	if (x->atom03 && text.len && text.data[0] == '/')
		pick_url(x->b, &d->id, text, f->base, rank);
	else
		pick_set(x->b, &d->id, text, rank, LIMIT_ID_BYTES);
}

static void
title_end(struct xml *x, struct draft *d, enum tag tag)
{
	static const struct {
		enum tag tag;
		int rank;
	} ranks[] = {{TAG_TITLE, 4}, {TAG_DC_TITLE, 3}, {TAG_MEDIA_TITLE, 2}, {TAG_ITUNES_TITLE, 1}};
	for (size_t i = 0; i < ARRAY_LEN(ranks); i++)
		if (ranks[i].tag == tag)
			draft_title(x->b, d, capture_view(&x->text), x->kind, ranks[i].rank);
}

/* Which of the two bodies an element is, and how much it counts there. */
static void
body_end(struct xml *x, struct draft *d, const struct frame *f)
{
	struct raw_body *body = &d->summary;
	int rank = 0;
	switch (f->tag) {
	case TAG_ENCODED: body = &d->content; rank = 9; break;
	case TAG_CONTENT: body = &d->content; rank = 8; break;
	case TAG_BODY: body = &d->content; rank = 7; break;
	case TAG_FULLITEM: body = &d->content; rank = 6; break;
	case TAG_DESCRIPTION: rank = 9; break;
	case TAG_SUMMARY: rank = 8; break;
	case TAG_SUBTITLE: case TAG_TAGLINE: rank = x->entry ? 4 : 8; break;
	case TAG_DC_DESCRIPTION: rank = 7; break;
	case TAG_ITUNES_SUMMARY: rank = 3; break;
	case TAG_MEDIA_DESCRIPTION: rank = 2; break;
	case TAG_ITUNES_SUBTITLE: rank = 1; break;
	default: return;
	}
	/* RSS has one body: where both names are used the second is the other one */
	bool both = !x->atom && (rank == 8 || rank == 9) && body == &d->summary &&
		    d->summary.text.len && d->summary.rank >= 8 && d->summary.rank != rank;
	if (both && x->entry) {
		body = &d->content;
		rank = 1;
	}
	body_take(body, &x->text, x->kind, f->base, rank);
}

static void
date_end(struct xml *x, struct draft *d, enum tag tag)
{
	struct date_pick *date = &d->published;
	int rank = 0;
	switch (tag) {
	case TAG_PUBDATE: rank = 9; break;
	case TAG_PUBLISHED: rank = 8; break;
	case TAG_DCTERMS_ISSUED: rank = 7; break;
	case TAG_ISSUED: rank = 6; break;
	case TAG_DC_DATE: rank = 5; break;
	case TAG_CREATED: case TAG_DCTERMS_CREATED: rank = 2; break;
	case TAG_UPDATED: date = &d->updated; rank = 9; break;
	case TAG_BUILD_DATE: date = &d->updated; rank = 8; break;
	case TAG_MODIFIED: case TAG_DCTERMS_MODIFIED: date = &d->updated; rank = 7; break;
	default: return;
	}
	date_set(x->b, date, capture_view(&x->text), rank);
}

static int
read_int(struct bytes v)
{
	v = bytes_trim(v);
	int n = 0;
	for (size_t i = 0; i < v.len && v.data[i] >= '0' && v.data[i] <= '9'; i++)
		if (n < 10000000)
			n = n * 10 + (v.data[i] - '0');
	return n;
}

/* RSS 2.0: hours 0 to 23 (0.91: 1 to 24), days by their English names. */
static void
skip_end(struct feed *feed, enum tag tag, struct bytes v)
{
	static const char days[7][4] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
	if (tag == TAG_HOUR) {
		int hour = v.len && v.data[0] >= '0' && v.data[0] <= '9' ? read_int(v) : -1;
		if (hour >= 0 && hour <= 24)
			feed->skip_hours |= UINT32_C(1) << hour % 24;
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(days); i++)
		if (bytes_starts_nocase(v, days[i]))
			feed->skip_days |= (uint8_t)(1u << i);
}

static void
channel_end(struct xml *x, enum tag tag)
{
	struct builder *b = x->b;
	struct bytes v = bytes_trim(capture_view(&x->text));
	static const struct {
		const char *name;
		int minutes;
	} periods[] = {{"hourly", 60}, {"daily", 1440}, {"weekly", 10080}, {"monthly", 43200},
		       {"yearly", 525600}};
	switch (tag) {
	case TAG_LANGUAGE:
		if (!b->feed->language)
			b->feed->language = field_cut(b->arena, v, LIMIT_NAME_BYTES);
		break;
	case TAG_TTL:
		b->feed->ttl_minutes = read_int(v);
		break;
	case TAG_HOUR: case TAG_DAY:
		skip_end(b->feed, tag, v);
		break;
	case TAG_PERIOD:
		for (size_t i = 0; i < ARRAY_LEN(periods); i++)
			if (bytes_eq_nocase(v, periods[i].name))
				b->period_minutes = periods[i].minutes;
		break;
	case TAG_FREQUENCY:
		b->frequency = read_int(v);
		break;
	case TAG_LOGO:
		pick_url(b, &b->image, v, x->frames[x->depth - 1].base, 4);
		break;
	case TAG_ICON:
		pick_url(b, &b->image, v, x->frames[x->depth - 1].base, 2);
		break;
	default:
		break;
	}
}

static void
link_end(struct xml *x, struct draft *d, const struct frame *f)
{
	struct bytes v = capture_view(&x->text);
	const char *id = NULL;
	switch (f->tag) {
	case TAG_LINK:
		if (d->link.value && d->link.rank == 8)
			d->link.rank--; /* of several the last */
		pick_url(x->b, &d->link, v, f->base, 8);
		break;
	case TAG_GUID:
		set_id(x, d, v, 3);
		id = x->permalink ? d->id.value : NULL;
		if (id && (bytes_starts_nocase(bytes_of(id), "http://") ||
			   bytes_starts_nocase(bytes_of(id), "https://")))
			pick_url(x->b, &d->link, bytes_of(id), f->base, 7);
		break;
	case TAG_ID:
		set_id(x, d, v, 2);
		break;
	case TAG_COMMENTS:
		pick_url(x->b, &d->comments, v, f->base, 2);
		break;
	case TAG_ORIG_LINK:
		pick_url(x->b, &d->link, v, f->base, 4);
		break;
	case TAG_URL:
		if (x->entry)
			pick_url(x->b, &d->thumbnail, v, f->base, 2);
		else
			pick_url(x->b, &x->b->image, v, f->base, 5);
		break;
	default:
		break;
	}
}

static void
person_end(struct xml *x, struct draft *d, enum tag tag)
{
	struct bytes v = capture_view(&x->text);
	switch (tag) {
	case TAG_CREATOR: draft_author(d, v, 6); break;
	case TAG_ITUNES_AUTHOR: draft_author(d, v, 4); break;
	case TAG_MANAGING: draft_author(d, v, 5); break;
	case TAG_CREDIT: draft_author(d, v, 2); break;
	case TAG_WEBMASTER: draft_author(d, v, 1); break;
	case TAG_NAME:
		v = bytes_trim(v);
		if (v.len) {
			buf_clear(&x->person);
			buf_add_bytes(&x->person, v);
			x->person_named = true;
		}
		break;
	case TAG_EMAIL:
		if (!x->person_named) {
			buf_clear(&x->person);
			buf_add_bytes(&x->person, bytes_trim(v));
		}
		break;
	default:
		break;
	}
}

void
xml_capture_end(struct xml *x)
{
	struct frame *f = &x->frames[x->capture - 1];
	struct draft *d = x->entry ? &x->b->entry : &x->b->channel;
	x->capture = 0;
	if (x->base64) {
		xml_capture_gather(x);
		decode_base64(&x->text.gathered, f->tag == TAG_TITLE);
	}
	if (f->tag == TAG_NAME || f->tag == TAG_EMAIL) {
		person_end(x, d, f->tag);
		return;
	}
	if (x->entry && x->markup && f->lang)
		d->language = f->lang; /* the last text of an entry speaks for it */
	switch (f->tag) {
	case TAG_TITLE: case TAG_DC_TITLE: case TAG_MEDIA_TITLE: case TAG_ITUNES_TITLE:
		title_end(x, d, f->tag);
		break;
	case TAG_CATEGORY: case TAG_SUBJECT: case TAG_MEDIA_CATEGORY:
		draft_category(x->b, d, capture_view(&x->text));
		break;
	case TAG_KEYWORDS:
		draft_keywords(x->b, d, capture_view(&x->text));
		break;
	case TAG_LANGUAGE:
		if (x->entry)
			d->language = field_cut(x->b->arena, bytes_trim(capture_view(&x->text)),
						LIMIT_NAME_BYTES);
		else
			channel_end(x, f->tag);
		break;
	default:
		body_end(x, d, f);
		date_end(x, d, f->tag);
		link_end(x, d, f);
		person_end(x, d, f->tag);
		if (!x->entry)
			channel_end(x, f->tag);
	}
}

void
xml_element_end(struct xml *x)
{
	struct frame *f = &x->frames[x->depth - 1];
	struct draft *d = x->entry ? &x->b->entry : &x->b->channel;
	struct bytes loose = bytes_trim(buf_view(&x->loose));
	switch (f->tag) {
	case TAG_ENTRY:
		if (x->entry == x->depth) {
			builder_entry(x->b);
			x->entry = 0;
		}
		break;
	case TAG_PERSON:
		/* RFC 4287 4.2.1: of where it was taken from, when it has none of its own */
		draft_author(d, x->person.len ? buf_view(&x->person) : loose,
			     x->depth > 1 && f[-1].tag == TAG_SOURCE ? 1 : x->atom ? 7 : 5);
		buf_clear(&x->loose);
		break;
	case TAG_OWNER:
		draft_author(d, buf_view(&x->person), 3);
		break;
	case TAG_IMAGE:
		if (url_is_absolute(loose) && x->entry)
			pick_url(x->b, &d->thumbnail, loose, f->base, 2);
		else if (url_is_absolute(loose))
			pick_url(x->b, &x->b->image, loose, f->base, 4);
		buf_clear(&x->loose);
		break;
	default:
		break;
	}
}
