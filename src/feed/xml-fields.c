/* SPDX-License-Identifier: MIT
 *
 * What the elements of RSS, Atom and their modules mean for the builder. Ranks:
 * the higher wins; among equals the first.
 */
#include <stdlib.h>
#include <string.h>

#include "feed/xml-internal.h"

static struct draft *
draft_of(struct xml *x)
{
	return x->entry ? &x->b->entry : &x->b->channel;
}

static struct frame *
top(struct xml *x)
{
	return &x->frames[x->depth - 1];
}

static bool
is_atom(const struct xml *x, const struct frame *f)
{
	return x->atom || f->space == SPACE_ATOM;
}

/* ---- the root ---------------------------------------------------------------------- */

static enum feed_format
rss_version(struct bytes v)
{
	static const struct {
		const char *start;
		enum feed_format format;
	} versions[] = {
		{"0.90", FEED_RSS_090}, {"0.91", FEED_RSS_091}, {"0.92", FEED_RSS_092},
		{"0.93", FEED_RSS_093}, {"0.94", FEED_RSS_094}, {"1", FEED_RSS_10},
	};
	v = bytes_trim(v);
	for (size_t i = 0; i < ARRAY_LEN(versions); i++)
		if (bytes_starts(v, versions[i].start))
			return versions[i].format;
	return FEED_RSS_20;
}

static void
root_start(struct xml *x, const struct reader_tag *a)
{
	struct bytes name = a->local, version = xml_attribute(a, "version");
	struct feed *feed = x->b->feed;
	struct bytes uri = x->root_space;
	if (bytes_eq_nocase(name, "feed")) {
		x->atom = true;
		x->atom03 = bytes_starts_nocase(uri, "http://purl.org/atom/") ||
			    bytes_starts(bytes_trim(version), "0.");
		feed->format = x->atom03 ? FEED_ATOM_03 : FEED_ATOM_10;
	} else if (bytes_eq_nocase(name, "rdf")) {
		feed->format = x->rss090 ? FEED_RSS_090 : FEED_RSS_10;
	} else {
		feed->format = rss_version(version);
	}
	x->b->link_is_base = !x->atom;
	top(x)->tag = bytes_eq_nocase(name, "channel") ? TAG_CHANNEL : TAG_ROOT;
}

static void
read_dir(struct xml *x, const struct reader_tag *a)
{
	struct bytes v = bytes_trim(xml_attribute(a, "dir"));
	if (bytes_eq_nocase(v, "rtl"))
		x->b->dir = DIR_RTL;
	else if (bytes_eq_nocase(v, "ltr"))
		x->b->dir = DIR_LTR;
}

static void
image_attribute(struct xml *x, struct bytes url, int rank)
{
	if (x->entry)
		pick_url(x->b, &x->b->entry.thumbnail, url, top(x)->base, rank);
	else
		pick_url(x->b, &x->b->image, url, top(x)->base, rank);
}

/* ---- links ---------------------------------------------------------------------------- */

static bool
is_html_type(struct bytes type)
{
	return !type.len || bytes_starts_nocase(type, "text/html") ||
	       bytes_starts_nocase(type, "application/xhtml");
}

/* RFC 4287 4.2.7. */
static void
atom_link(struct xml *x, const struct reader_tag *a)
{
	struct draft *d = draft_of(x);
	struct bytes href = xml_attribute(a, "href");
	struct bytes rel = bytes_trim(xml_attribute(a, "rel"));
	struct bytes type = bytes_trim(xml_attribute(a, "type"));
	const char *base = top(x)->base;
	const char *iana = "http://www.iana.org/assignments/relation/";
	if (bytes_starts_nocase(rel, iana))
		rel.data += strlen(iana), rel.len -= strlen(iana);
	if (!rel.len || bytes_eq_nocase(rel, "alternate")) {
		/* <link href> of RSS itself is its link; Atom's in a channel of RSS is the
		 * site only when it says so and nothing else does */
		bool rss = !x->atom && top(x)->space == SPACE_CORE && !rel.len;
		if (rss && d->link.value && d->link.rank == 8)
			d->link.rank--; /* of several the last */
		if (x->entry || x->atom || rss || (rel.len && is_html_type(type)))
			pick_url(x->b, &d->link, href, base, rss ? 8 : is_html_type(type) ? 6 : 5);
	} else if (bytes_eq_nocase(rel, "enclosure")) {
		draft_enclosure(x->b, d, href, type, xml_attribute(a, "length"), base);
	} else if (bytes_eq_nocase(rel, "replies")) {
		if (is_html_type(type))
			pick_url(x->b, &d->comments, href, base, 1);
	} else if (bytes_eq_nocase(rel, "image")) {
		image_attribute(x, href, 2);
	} else if (x->entry && (bytes_eq_nocase(rel, "via") || bytes_eq_nocase(rel, "related"))) {
		pick_url(x->b, &d->link, href, base, 2);
	} else if (x->entry && bytes_eq_nocase(rel, "self")) {
		pick_url(x->b, &d->link, href, base, 1);
	}
}

static void
link_start(struct xml *x, const struct reader_tag *a)
{
	if (xml_attribute(a, "href").len)
		atom_link(x, a);
	else if (top(x)->space == SPACE_CORE)
		xml_capture(x, false, TEXT_PLAIN);
}

/* ---- text constructs -------------------------------------------------------------------- */

static bool
ends(struct bytes v, const char *tail)
{
	size_t n = strlen(tail);
	return v.len >= n && bytes_eq_nocase((struct bytes){v.data + v.len - n, n}, tail);
}

/* RFC 4287 3.1.1 and 4.1.3.3; Atom 0.3 had media types and a mode. In RSS all texts
 * are HTML in practice. */
static void
text_start(struct xml *x, const struct reader_tag *a)
{
	struct frame *f = top(x);
	if (!is_atom(x, f)) {
		xml_capture(x, true, f->space == SPACE_XHTML ? TEXT_XHTML : TEXT_HTML);
		return;
	}
	struct bytes type = bytes_trim(xml_attribute(a, "type"));
	struct bytes mode = bytes_trim(xml_attribute(a, "mode"));
	enum text_kind kind = TEXT_PLAIN;
	bool base64 = bytes_eq_nocase(mode, "base64");
	if (bytes_eq_nocase(type, "html") || bytes_starts_nocase(type, "text/html"))
		kind = TEXT_HTML;
	else if (bytes_eq_nocase(type, "xhtml") || ends(type, "+xml") || ends(type, "/xml"))
		kind = bytes_eq_nocase(mode, "escaped") || base64 ? TEXT_HTML : TEXT_XHTML;
	else if (type.len && memchr(type.data, '/', type.len) && !bytes_starts_nocase(type, "text/"))
		base64 = true;
	xml_capture(x, true, kind);
	x->base64 = base64;
}

/* ---- starts ------------------------------------------------------------------------------- */

static void
entry_start(struct xml *x, const struct reader_tag *a)
{
	if (x->entry) /* the end tag of the one before is missing */
		builder_entry(x->b);
	draft_clear(&x->b->entry);
	x->entry = x->depth;
	x->b->entry.language = top(x)->lang;
	pick_set(x->b, &x->b->entry.id, xml_attribute(a, "about"), 1, LIMIT_ID_BYTES);
}

static void
media_content(struct xml *x, const struct reader_tag *a)
{
	struct bytes type = xml_attribute(a, "type"), medium = xml_attribute(a, "medium");
	struct bytes url = xml_attribute(a, "url");
	if (x->entry)
		draft_enclosure(x->b, &x->b->entry, url, type, xml_attribute(a, "fileSize"),
				top(x)->base);
	if (bytes_eq_nocase(medium, "image") || bytes_starts_nocase(type, "image/"))
		image_attribute(x, url, 1);
}

static void
category_start(struct xml *x, const struct reader_tag *a)
{
	struct draft *d = draft_of(x);
	struct bytes term = xml_attribute(a, "term"), label = xml_attribute(a, "label");
	if (label.len)
		draft_category(x->b, d, label);
	if (term.len) /* RFC 4287 4.2.2: what it is; its label how it is shown */
		draft_category(x->b, d, term);
	xml_capture(x, false, TEXT_PLAIN);
}

/* Whether a child of this element is a field of the entry or channel. */
static bool
is_field(const struct frame *parent, const struct frame *f)
{
	switch (parent->tag) {
	case TAG_ROOT: case TAG_CHANNEL: case TAG_ENTRY: case TAG_GROUP: case TAG_MEDIA_CONTENT:
		return f->tag != TAG_HOUR && f->tag != TAG_DAY;
	case TAG_ITUNES_CATEGORY:
		return f->tag == TAG_ITUNES_CATEGORY;
	case TAG_PERSON: case TAG_OWNER:
		return f->tag == TAG_NAME || f->tag == TAG_EMAIL;
	case TAG_IMAGE:
		return f->tag == TAG_URL;
	case TAG_SKIP_HOURS:
		return f->tag == TAG_HOUR;
	case TAG_SKIP_DAYS:
		return f->tag == TAG_DAY;
	case TAG_SOURCE: /* the rest of it is of another feed */
		return f->tag == TAG_AUTHOR;
	default:
		return false;
	}
}

static void
element_attributes(struct xml *x, struct frame *f, const struct reader_tag *a)
{
	struct draft *d = draft_of(x);
	switch (f->tag) {
	case TAG_ENCLOSURE:
		if (!x->entry)
			break;
		draft_enclosure(x->b, d, xml_attribute(a, "url"), xml_attribute(a, "type"),
				xml_attribute(a, "length"), f->base);
		if (bytes_starts_nocase(bytes_trim(xml_attribute(a, "type")), "image/"))
			image_attribute(x, xml_attribute(a, "url"), 1);
		break;
	case TAG_MEDIA_CONTENT:
		media_content(x, a);
		break;
	case TAG_MEDIA_THUMBNAIL:
		image_attribute(x, xml_attribute(a, "url"), x->entry ? 5 : 1);
		break;
	case TAG_ITUNES_IMAGE:
		image_attribute(x, xml_attribute(a, "href"), 3);
		image_attribute(x, xml_attribute(a, "url"), 3);
		break;
	case TAG_ITUNES_LINK:
		atom_link(x, a);
		break;
	case TAG_ITUNES_CATEGORY:
		draft_category(x->b, d, xml_attribute(a, "text"));
		break;
	default:
		break;
	}
}

static void
container_start(struct xml *x, struct frame *f, const struct reader_tag *a)
{
	switch (f->tag) {
	case TAG_CHANNEL:
		read_dir(x, a);
		pick_set(x->b, &x->b->channel.id, xml_attribute(a, "about"), 1, LIMIT_ID_BYTES);
		x->b->channel.language = f->lang;
		break;
	case TAG_AUTHOR:
		f->tag = TAG_PERSON;
		/* fall through */
	case TAG_OWNER:
		buf_clear(&x->person);
		x->person_named = false;
		buf_clear(&x->loose);
		break;
	case TAG_IMAGE:
		buf_clear(&x->loose);
		break;
	default:
		break;
	}
}

static void
field_start(struct xml *x, struct frame *f, const struct reader_tag *a)
{
	switch (f->tag) {
	case TAG_CHANNEL: case TAG_SOURCE: case TAG_AUTHOR: case TAG_OWNER: case TAG_IMAGE:
		container_start(x, f, a);
		break;
	case TAG_CONTENT:
		/* RFC 4287 4.1.3.2: out of line, the address is what there is */
		if (x->entry)
			pick_url(x->b, &x->b->entry.link, xml_attribute(a, "src"), f->base, 3);
		/* fall through */
	case TAG_TITLE: case TAG_DC_TITLE: case TAG_MEDIA_TITLE: case TAG_ITUNES_TITLE:
	case TAG_DESCRIPTION: case TAG_SUMMARY: case TAG_SUBTITLE: case TAG_TAGLINE:
	case TAG_DC_DESCRIPTION: case TAG_ITUNES_SUMMARY: case TAG_ITUNES_SUBTITLE:
	case TAG_MEDIA_DESCRIPTION: case TAG_ENCODED: case TAG_BODY: case TAG_FULLITEM:
		text_start(x, a);
		break;
	case TAG_LINK:
		link_start(x, a);
		break;
	case TAG_CATEGORY:
		category_start(x, a);
		break;
	case TAG_GUID:
		x->permalink = !bytes_eq_nocase(bytes_trim(xml_attribute(a, "isPermaLink")), "false");
		xml_capture(x, false, TEXT_PLAIN);
		break;
	case TAG_UNKNOWN: case TAG_ROOT: case TAG_ENTRY: case TAG_PERSON: case TAG_GROUP:
	case TAG_SKIP_HOURS: case TAG_SKIP_DAYS:
		break;
	case TAG_ENCLOSURE: case TAG_MEDIA_CONTENT: case TAG_ITUNES_LINK:
	case TAG_ITUNES_CATEGORY:
		element_attributes(x, f, a);
		break;
	default:
		element_attributes(x, f, a);
		xml_capture(x, false, TEXT_PLAIN);
	}
}

void
xml_element_start(struct xml *x, const struct reader_tag *a)
{
	struct frame *f = top(x);
	if (x->depth == 1) {
		root_start(x, a);
		read_dir(x, a);
		pick_set(x->b, &x->b->channel.id, xml_attribute(a, "about"), 1, LIMIT_ID_BYTES);
		x->b->channel.language = f->lang;
		return;
	}
	if (f->tag == TAG_ENTRY) {
		entry_start(x, a);
		return;
	}
	if (is_field(f - 1, f))
		field_start(x, f, a);
	else
		f->tag = TAG_UNKNOWN;
}
