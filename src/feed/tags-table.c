/* SPDX-License-Identifier: MIT */
#include "feed/tags.h"

#include <string.h>

/* By the start of the URI, case and "www." aside: generators vary the rest. */
static const struct {
	const char *uri;
	enum space space;
} spaces[] = {
	{"http://backend.userland.com/", SPACE_CORE},
	{"http://blogs.law.harvard.edu/tech/rss", SPACE_CORE},
	{"http://cyber.law.harvard.edu/rss", SPACE_CORE},
	{"http://channel.netscape.com/rdf/simple/0.9/", SPACE_CORE},
	{"http://my.netscape.com/", SPACE_CORE},
	{"http://my.netscape.com/publish/formats/rss", SPACE_CORE},
	{"http://purl.org/net/rss1.1#", SPACE_CORE},
	{"http://purl.org/rss/1.0/modules/content/", SPACE_CONTENT},
	{"http://purl.org/rss/1.0/modules/syndication/", SPACE_SY},
	{"http://purl.org/rss/1.0/modules/", SPACE_OTHER},
	{"http://purl.org/rss/1.0/", SPACE_CORE},
	{"http://purl.org/rss/2.0", SPACE_CORE},
	{"http://purl.org/dc/elements/1.", SPACE_DC},
	{"http://purl.org/dc/terms/", SPACE_DCTERMS},
	{"http://purl.org/atom/", SPACE_ATOM},
	{"http://w3.org/2005/atom", SPACE_ATOM},
	{"http://w3.org/1999/xhtml", SPACE_XHTML},
	{"http://w3.org/1999/02/22-rdf-syntax-ns", SPACE_RDF},
	{"http://search.yahoo.com/mrss", SPACE_MEDIA},
	{"http://video.search.yahoo.com/mrss", SPACE_MEDIA},
	{"http://itunes.com/dtds/podcast-1.0", SPACE_ITUNES},
	{"http://rssnamespace.org/feedburner/ext/1.0", SPACE_BURNER},
	{"http://google.com/schemas/play-podcasts", SPACE_PLAY},
};

enum space
feed_tag_space(struct bytes uri)
{
	char s[96];
	struct bytes v = bytes_trim(uri);
	if (bytes_starts_nocase(v, "https://"))
		v.data += 8, v.len -= 8;
	else if (bytes_starts_nocase(v, "http://"))
		v.data += 7, v.len -= 7;
	else
		return v.len ? SPACE_OTHER : SPACE_CORE;
	if (bytes_starts_nocase(v, "www."))
		v.data += 4, v.len -= 4;
	memcpy(s, "http://", 7);
	size_t n = v.len < sizeof(s) - 8 ? v.len : sizeof(s) - 8;
	memcpy(s + 7, v.data, n);
	s[7 + n] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(spaces); i++)
		if (bytes_starts_nocase(bytes_of(s), spaces[i].uri))
			return spaces[i].space;
	return SPACE_OTHER;
}

struct row {
	enum space space;
	const char *name;
	enum tag tag;
};

static const struct row rows[] = {
	{SPACE_CORE, "item", TAG_ENTRY},
	{SPACE_CORE, "entry", TAG_ENTRY},
	{SPACE_CORE, "channel", TAG_CHANNEL},
	{SPACE_CORE, "title", TAG_TITLE},
	{SPACE_CORE, "link", TAG_LINK},
	{SPACE_CORE, "description", TAG_DESCRIPTION},
	{SPACE_CORE, "summary", TAG_SUMMARY},
	{SPACE_CORE, "abstract", TAG_SUMMARY},
	{SPACE_CORE, "subtitle", TAG_SUBTITLE},
	{SPACE_CORE, "tagline", TAG_TAGLINE},
	{SPACE_CORE, "content", TAG_CONTENT},
	{SPACE_CORE, "body", TAG_BODY},
	{SPACE_CORE, "fullitem", TAG_FULLITEM},
	{SPACE_CORE, "guid", TAG_GUID},
	{SPACE_CORE, "id", TAG_ID},
	{SPACE_CORE, "comments", TAG_COMMENTS},
	{SPACE_CORE, "author", TAG_AUTHOR},
	{SPACE_CORE, "managingeditor", TAG_MANAGING},
	{SPACE_CORE, "webmaster", TAG_WEBMASTER},
	{SPACE_CORE, "name", TAG_NAME},
	{SPACE_CORE, "email", TAG_EMAIL},
	{SPACE_CORE, "url", TAG_URL},
	{SPACE_CORE, "image", TAG_IMAGE},
	{SPACE_CORE, "logo", TAG_LOGO},
	{SPACE_CORE, "icon", TAG_ICON},
	{SPACE_CORE, "source", TAG_SOURCE},
	{SPACE_CORE, "textinput", TAG_SOURCE},
	{SPACE_CORE, "contributor", TAG_SOURCE},
	{SPACE_CORE, "pubdate", TAG_PUBDATE},
	{SPACE_CORE, "published", TAG_PUBLISHED},
	{SPACE_CORE, "issued", TAG_ISSUED},
	{SPACE_CORE, "created", TAG_CREATED},
	{SPACE_CORE, "updated", TAG_UPDATED},
	{SPACE_CORE, "modified", TAG_MODIFIED},
	{SPACE_CORE, "lastbuilddate", TAG_BUILD_DATE},
	{SPACE_CORE, "category", TAG_CATEGORY},
	{SPACE_CORE, "keywords", TAG_KEYWORDS},
	{SPACE_CORE, "tags", TAG_KEYWORDS},
	{SPACE_CORE, "enclosure", TAG_ENCLOSURE},
	{SPACE_CORE, "language", TAG_LANGUAGE},
	{SPACE_CORE, "ttl", TAG_TTL},
	{SPACE_CORE, "skiphours", TAG_SKIP_HOURS},
	{SPACE_CORE, "hour", TAG_HOUR},
	{SPACE_CORE, "skipdays", TAG_SKIP_DAYS},
	{SPACE_CORE, "day", TAG_DAY},
	{SPACE_DC, "title", TAG_DC_TITLE},
	{SPACE_DC, "description", TAG_DC_DESCRIPTION},
	{SPACE_DC, "creator", TAG_CREATOR},
	{SPACE_DC, "author", TAG_CREATOR},
	{SPACE_DC, "date", TAG_DC_DATE},
	{SPACE_DC, "subject", TAG_SUBJECT},
	{SPACE_DC, "language", TAG_LANGUAGE},
	{SPACE_DCTERMS, "creator", TAG_CREATOR},
	{SPACE_DCTERMS, "date", TAG_DC_DATE},
	{SPACE_DCTERMS, "issued", TAG_DCTERMS_ISSUED},
	{SPACE_DCTERMS, "created", TAG_DCTERMS_CREATED},
	{SPACE_DCTERMS, "available", TAG_DCTERMS_CREATED},
	{SPACE_DCTERMS, "modified", TAG_DCTERMS_MODIFIED},
	{SPACE_DCTERMS, "subject", TAG_SUBJECT},
	{SPACE_DCTERMS, "title", TAG_DC_TITLE},
	{SPACE_DCTERMS, "abstract", TAG_DC_DESCRIPTION},
	{SPACE_CONTENT, "encoded", TAG_ENCODED},
	{SPACE_XHTML, "body", TAG_BODY},
	{SPACE_XHTML, "div", TAG_BODY},
	{SPACE_MEDIA, "group", TAG_GROUP},
	{SPACE_MEDIA, "content", TAG_MEDIA_CONTENT},
	{SPACE_MEDIA, "thumbnail", TAG_MEDIA_THUMBNAIL},
	{SPACE_MEDIA, "title", TAG_MEDIA_TITLE},
	{SPACE_MEDIA, "description", TAG_MEDIA_DESCRIPTION},
	{SPACE_MEDIA, "keywords", TAG_KEYWORDS},
	{SPACE_MEDIA, "category", TAG_MEDIA_CATEGORY},
	{SPACE_MEDIA, "credit", TAG_CREDIT},
	{SPACE_ITUNES, "title", TAG_ITUNES_TITLE},
	{SPACE_ITUNES, "author", TAG_ITUNES_AUTHOR},
	{SPACE_ITUNES, "owner", TAG_OWNER},
	{SPACE_ITUNES, "name", TAG_NAME},
	{SPACE_ITUNES, "email", TAG_EMAIL},
	{SPACE_ITUNES, "summary", TAG_ITUNES_SUMMARY},
	{SPACE_ITUNES, "subtitle", TAG_ITUNES_SUBTITLE},
	{SPACE_ITUNES, "category", TAG_ITUNES_CATEGORY},
	{SPACE_ITUNES, "keywords", TAG_KEYWORDS},
	{SPACE_ITUNES, "image", TAG_ITUNES_IMAGE},
	{SPACE_ITUNES, "link", TAG_ITUNES_LINK},
	{SPACE_PLAY, "author", TAG_ITUNES_AUTHOR},
	{SPACE_PLAY, "image", TAG_ITUNES_IMAGE},
	{SPACE_PLAY, "description", TAG_ITUNES_SUMMARY},
	{SPACE_SY, "updateperiod", TAG_PERIOD},
	{SPACE_SY, "updatefrequency", TAG_FREQUENCY},
	{SPACE_BURNER, "origlink", TAG_ORIG_LINK},
};

enum tag
feed_tag_of(enum space space, struct bytes name)
{
	if (space == SPACE_ATOM)
		space = SPACE_CORE;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (rows[i].space == space && (name.data[0] | 32) == rows[i].name[0] &&
		    bytes_eq_nocase(name, rows[i].name))
			return rows[i].tag;
	return TAG_UNKNOWN;
}
