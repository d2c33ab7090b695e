/* SPDX-License-Identifier: MIT */
#include "engine-internal.h"

#include <string.h>

const struct source_settings *
own_settings(const struct engine *e, const char *url, size_t place)
{
	static const struct source_settings none = {.interval_min = -1, .full_text = -1,
						     .keep = {-1, -1, -1, -1, -1}};
	const struct source_settings *own =
		e->o.sources ? sources_settings(e->o.sources, url, place) : NULL;
	return own ? own : &none;
}

int64_t
own_interval(const struct engine *e, const struct source_settings *own)
{
	if (own->interval_min < 0)
		return e->o.interval_s;
	return own->interval_min ? (int64_t)own->interval_min * 60 : -1;
}

/* Scheme, host and port (RFC 6454): who gets a secret. */
static bool
same_origin(const char *a, const char *b)
{
	return bytes_starts_nocase(bytes_of(a), "https:") == bytes_starts_nocase(bytes_of(b), "https:") &&
	       url_host(a).len && bytes_eq(url_host(a), url_host(b));
}

void
own_request(const struct source_settings *own, const char *feed_url, bool page,
	    struct fetch_request *r)
{
	r->user_agent = own->user_agent;
	r->proxy = own->proxy;
	r->timeout_s = own->timeout_s;
	r->max_body = (size_t)own->max_body_mb << 20;
	if (page && !same_origin(feed_url, r->url))
		return;
	r->user = own->user;
	r->password = own->password;
	r->headers = (const char *const *)own->headers;
	r->headers_n = own->headers_n;
}
