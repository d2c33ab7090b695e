/* SPDX-License-Identifier: MIT
 *
 * fetch: an address with validators -> a reply, many at once, over libcurl's
 * multi interface. Requests are referred to by number; replies come to a
 * call-back, one at a time, from fetch_run or fetch_step.
 */
#ifndef FETCH_FETCH_H
#define FETCH_FETCH_H

#include "akhbar/base.h"

struct fetcher;

struct fetch_options {
	int timeout_s;     /* whole fetch; connect and low-speed limits scale with it */
	int parallel, parallel_host;
	size_t max_body;
	const char *user_agent; /* NULL: akhbar/VERSION */
	const char *proxy;      /* NULL: environment */
	bool allow_private;     /* everything may be private (tests on loopback need not set it:
				   a request whose own host is private is allowed there) */
};

enum fetch_outcome { /* what happened, in the order it is looked at */
	FETCH_OK,          /* 200 with a whole body */
	FETCH_UNCHANGED,   /* 304 to validators of ours */
	FETCH_HTTP,        /* another status */
	FETCH_TIMEOUT,
	FETCH_DNS,
	FETCH_CONNECT,
	FETCH_TLS,
	FETCH_TLS_TIMEOUT, /* connected, but the secure connection was not made in time */
	FETCH_TOO_BIG,
	FETCH_REDIRECTS,   /* too many, or to another protocol */
	FETCH_FORBIDDEN,   /* a public host led to a private address */
	FETCH_BROKEN,      /* ended early, bad encoding, protocol error */
	FETCH_BAD_URL,
	FETCH_CANCELLED,
};

struct fetch_request {
	uint64_t number;
	const char *url;
	const char *etag, *last_modified; /* or NULL */
	void *user_data;
	/* Of this one alone; NULL or 0: as the fetcher's options say. */
	const char *user_agent;
	const char *proxy;               /* "" none at all */
	const char *user, *password;     /* sent to the address's own host only */
	const char *const *headers;      /* "Name: value", to that host only, too */
	size_t headers_n;
	int timeout_s;
	size_t max_body;
	bool urgent;  /* somebody waits for it: before the others, over the count */
	bool foreign; /* a feed named the address, not the reader: its host must be public */
};

struct fetch_reply {
	uint64_t number;
	void *user_data;
	enum fetch_outcome outcome;
	int status;               /* HTTP, 0 none */
	struct bytes body;        /* valid during the call-back only */
	const char *content_type; /* or NULL */
	const char *etag, *last_modified; /* checked: printable ASCII, at most 1 KiB; or NULL */
	const char *final_url;
	const char *moved_to;     /* target of 301/308 when the whole chain is permanent, or NULL */
	int64_t retry_after_s;    /* -1 none; capped */
	int64_t max_age_s;        /* -1 none */
	int64_t elapsed_ms;       /* from the transfer's start, not its place in the queue */
	const char *detail;       /* libcurl's words, cleaned, for the log and the argument */
};

/* The host as written is a private or loopback address, or a name that cannot be
 * public (one label, .local and its kin). Nothing is asked. */
bool fetch_host_is_private(const char *url);

typedef void (*fetch_done_fn)(const struct fetch_reply *reply, void *context);

/* Loads libcurl, once. fetcher_new does it too; a process that is about to be confined
 * asks first, since the libraries may lie where it will not read any more. */
MUST_USE enum err fetch_load(struct why *why);
/* One of its functions, to see where it lies; NULL before it is loaded. */
const void *fetch_library(void);

MUST_USE enum err fetcher_new(const struct fetch_options *o, fetch_done_fn done, void *context,
			      struct fetcher **out, struct why *why);
void fetcher_free(struct fetcher *f); /* drops what runs without call-backs */
/* Strings are copied. */
void fetcher_add(struct fetcher *f, const struct fetch_request *r);
void fetcher_cancel(struct fetcher *f, uint64_t number); /* its call-back comes: CANCELLED */
size_t fetcher_pending(const struct fetcher *f); /* queued and running */
/* One turn: waits at most timeout_ms for the network or for extra_fd (-1 none)
 * to be readable; true in *readable then. */
MUST_USE enum err fetcher_step(struct fetcher *f, int timeout_ms, int extra_fd, bool *readable,
			       struct why *why);
/* Bytes received so far over all transfers (for the bar). */
uint64_t fetcher_bytes(const struct fetcher *f);

#endif
