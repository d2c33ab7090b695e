/* SPDX-License-Identifier: MIT
 *
 * feed: bytes of a feed -> struct feed with its entries. RSS 0.90-2.0, RSS 1.0,
 * Atom 0.3 and 1.0 (RFC 4287), JSON Feed 1.0 and 1.1. Also OPML in. Strings are
 * UTF-8, never NULL-checked by surprise: a missing one is NULL. One arena;
 * feed_free frees all.
 */
#ifndef AKHBAR_FEED_H
#define AKHBAR_FEED_H

#include "akhbar/base.h"
#include "akhbar/fold.h"

enum feed_format {
	FEED_UNKNOWN,
	FEED_RSS_090,
	FEED_RSS_091,
	FEED_RSS_092,
	FEED_RSS_093,
	FEED_RSS_094,
	FEED_RSS_10,
	FEED_RSS_20,
	FEED_ATOM_03,
	FEED_ATOM_10,
	FEED_JSON_10,
	FEED_JSON_11,
};

const char *feed_format_name(enum feed_format f); /* "rss-2.0"; NULL when unknown */

struct enclosure {
	const char *url, *type;
	int64_t length; /* -1 unknown */
};

struct entry {
	const char *id;      /* as sent, or NULL */
	const char *key;     /* never NULL: identity inside the feed (feed-id rules) */
	const char *title;   /* plain text */
	bool title_blank;    /* a title was sent and holds no text (a picture); title is NULL */
	const char *link;    /* absolute */
	const char *summary; /* HTML, links absolute */
	const char *content; /* HTML, links absolute */
	const char *author, *comments, *thumbnail, *language;
	int64_t published, updated; /* TIME_NONE when not stated or not sane */
	const char **categories;
	size_t categories_n;
	struct enclosure *enclosures;
	size_t enclosures_n;
};

struct feed_link {
	const char *url, *type, *title;
};

struct feed {
	struct arena *arena;
	bool ok; /* false: not a feed; alternates may say where one is */
	enum feed_format format;
	char encoding[32];
	const char *id, *title, *link, *description, *language, *image, *author;
	bool title_blank; /* as in struct entry */
	enum dir dir;
	int64_t updated; /* TIME_NONE */
	int ttl_minutes; /* 0 none */
	uint32_t skip_hours; /* not to be asked in (RSS 2.0), GMT: bit h is h to h + 1 */
	uint8_t skip_days;   /* bit 0 is Sunday; both never all of them */
	struct entry *entries; /* document order */
	size_t entries_n;
	struct feed_link *alternates; /* of an HTML page */
	size_t alternates_n;
	const char *warning; /* damaged but read: one English sentence; NULL none */
	bool truncated;      /* more than LIMIT_ENTRIES: only the newest were kept */
};

struct feed_input {
	struct bytes data;
	const char *content_type; /* header value or NULL */
	const char *charset;      /* forced by the caller, or NULL */
	const char *url;          /* final address, for relative links; may be NULL */
	int64_t now;              /* dates more than two days past it are not sane */
};

/* Loads what reads feeds in JSON (jansson), once; ERR_NOT_FOUND where it is not. feed_parse
 * does it too; a process that is about to be confined asks first. */
MUST_USE enum err feed_load(struct why *why);

/* OK with out->ok true, or ERR_FORMAT with *out set too when the document is not
 * a feed (so that alternates and encoding can be shown); ERR_LIMIT. */
MUST_USE enum err feed_parse(const struct feed_input *in, struct feed **out, struct why *why);
void feed_free(struct feed *feed);

/* What an entry is called outside: its id, else its link where that tells it apart,
 * else its key. Never NULL. */
const char *feed_entry_id(const struct entry *e);

/* The JSON document of `akhbar-fetch parse`; in parts, so that it need not be held. */
void feed_to_json(const struct feed *feed, struct buf *out);
void feed_put_json(const struct feed *feed, void (*put)(void *context, struct bytes part),
		   void *context);

/* A date in any form feeds use (RFC 822, RFC 3339, Arabic and English words,
 * Hijri); TIME_NONE when not understood. Locale-free. */
int64_t feed_date(struct bytes text);

struct opml_outline {
	const char *url, *title, *section;
};
struct opml {
	struct arena *arena;
	struct opml_outline *outlines;
	size_t n;
};
MUST_USE enum err opml_parse(struct bytes in, struct opml **out, struct why *why);
void opml_free(struct opml *opml);

#endif
