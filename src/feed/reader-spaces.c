/* SPDX-License-Identifier: MIT
 *
 * Name spaces in scope (Namespaces in XML 1.0).
 */
#include <string.h>

#include "feed/reader-internal.h"

/* Prefixes feeds use without declaring them, and what they mean. */
const struct reader_usual reader_usual[] = {
	{"atom", "http://www.w3.org/2005/Atom"},
	{"content", "http://purl.org/rss/1.0/modules/content/"},
	{"dc", "http://purl.org/dc/elements/1.1/"},
	{"dcterms", "http://purl.org/dc/terms/"},
	{"feedburner", "http://rssnamespace.org/feedburner/ext/1.0"},
	{"georss", "http://www.georss.org/georss"},
	{"googleplay", "http://www.google.com/schemas/play-podcasts/1.0"},
	{"itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"},
	{"media", "http://search.yahoo.com/mrss/"},
	{"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
	{"slash", "http://purl.org/rss/1.0/modules/slash/"},
	{"sy", "http://purl.org/rss/1.0/modules/syndication/"},
	{"thr", "http://purl.org/syndication/thread/1.0"},
	{"wfw", "http://wellformedweb.org/CommentAPI/"},
	{"xhtml", "http://www.w3.org/1999/xhtml"},
	{"xlink", "http://www.w3.org/1999/xlink"},
};
const size_t reader_usual_n = ARRAY_LEN(reader_usual);

#define XML_URI "http://www.w3.org/XML/1998/namespace"
#define XMLNS_URI "http://www.w3.org/2000/xmlns/"

enum { URI_XML = 1, URI_USUAL }; /* numbers known beforehand */

void
reader_spaces_init(struct reader *r)
{
	r->uris[0] = bytes_of("");
	r->uris[URI_XML] = bytes_of(XML_URI);
	for (size_t i = 0; i < reader_usual_n; i++)
		r->uris[URI_USUAL + i] = bytes_of(reader_usual[i].uri);
	r->uris_n = URI_USUAL + reader_usual_n;
}

struct bytes
reader_uri(const struct reader *r, uint16_t uri)
{
	return r->uris[uri];
}

/* The number of a name; 0 when there are too many. */
static uint16_t
number(struct reader *r, struct bytes uri)
{
	for (size_t i = 1; i < r->uris_n; i++)
		if (bytes_eq(r->uris[i], uri))
			return (uint16_t)i;
	if (r->uris_n == READER_URIS)
		return 0;
	/* with references in it the value lies in what the next tag writes over */
	const char *values = r->values.data;
	if (values && uri.data >= values && uri.data < values + r->values.len) {
		if (!r->arena)
			r->arena = arena_new();
		uri.data = arena_strndup(r->arena, uri.data, uri.len);
	}
	r->uris[r->uris_n] = uri;
	return (uint16_t)r->uris_n++;
}

/* Whether it may stand (Namespaces in XML 1.0, 3 and 5). */
static bool
may_declare(struct bytes prefix, struct bytes uri)
{
	if (bytes_eq_str(uri, XML_URI) || bytes_eq_str(uri, XMLNS_URI))
		return false;
	return !prefix.len || (bytes_trim(uri).len && !bytes_eq_str(prefix, "xml") &&
			       !bytes_eq_str(prefix, "xmlns"));
}

bool
reader_declare(struct reader *r, const struct reader_attribute *a)
{
	bool whole = !a->prefix.len && bytes_eq_str(a->local, "xmlns");
	if (!whole && !bytes_eq_str(a->prefix, "xmlns"))
		return false;
	struct bytes prefix = {a->local.data, whole ? 0 : a->local.len};
	if (r->declared_n == READER_DECLARED || !may_declare(prefix, a->value))
		return true;
	uint16_t uri = a->value.len ? number(r, a->value) : 0;
	if (a->value.len && !uri)
		return true;
	r->declared[r->declared_n++] = (struct reader_declared){prefix, uri, r->default_uri};
	if (!prefix.len)
		r->default_uri = uri;
	return true;
}

void
reader_undeclare(struct reader *r, size_t n)
{
	while (n--) {
		const struct reader_declared *d = &r->declared[--r->declared_n];
		if (!d->prefix.len)
			r->default_uri = d->before;
	}
}

uint16_t
reader_space(const struct reader *r, struct bytes prefix)
{
	if (!prefix.len)
		return r->default_uri;
	for (size_t i = r->declared_n; i > 0; i--)
		if (bytes_eq(r->declared[i - 1].prefix, prefix))
			return r->declared[i - 1].uri;
	if (bytes_eq_str(prefix, "xml"))
		return URI_XML;
	for (size_t i = 0; i < reader_usual_n; i++)
		if (bytes_eq_str(prefix, reader_usual[i].prefix))
			return (uint16_t)(URI_USUAL + i);
	return 0;
}
