/* SPDX-License-Identifier: MIT
 *
 * fetch-internal: one transfer, and the small judges it uses. Inside the room.
 */
#ifndef FETCH_INTERNAL_H
#define FETCH_INTERNAL_H

#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "akhbar/base.h"
#include "akhbar/limits.h"
#include "fetch/fetch.h"
#include "fetch/headers.h"
#include "fetch/inflate.h"

#define PROXY_ADDRESSES 32

struct transfer {
	struct transfer *next, *prev; /* waiting or running */
	struct fetcher *owner;
	CURL *easy; /* NULL while waiting */
	struct curl_slist *request_headers;
	uint64_t number;
	void *user_data;
	char *url;  /* as it goes to libcurl */
	uint64_t host; /* hash of host and port: how many run there */
	char *etag, *last_modified; /* ours, sent */
	char *user_agent, *proxy, *user, *password; /* its own, or NULL */
	struct curl_slist *own_headers; /* not for other hosts */
	struct curl_slist *bare_headers; /* request_headers without them, once needed */
	int timeout_s;
	size_t max_body;
	bool may_be_private, urgent;
	bool paused;

	/* the answer now coming in; reset at each status line */
	struct reply_headers head;
	size_t header_bytes, header_lines;
	int redirects;
	bool all_permanent; /* every redirect so far was a 301 or 308 */
	struct buf body;
	size_t held; /* of the owner's count */
	struct inflater *inflater;
	bool body_began;

	enum transfer_stop {
		STOP_NONE,
		STOP_TOO_BIG,
		STOP_HEADERS,
		STOP_ENCODING,   /* layers or codings not asked for */
		STOP_INFLATE,
		STOP_FORBIDDEN,
	} stop;
	char error[CURL_ERROR_SIZE];
};

struct fetcher {
	CURLM *multi;
	fetch_done_fn done;
	void *context;
	int timeout_s, parallel, parallel_host;
	size_t max_body;
	char *user_agent, *proxy, *ca_file, *ca_dir;
	bool allow_private;
	struct sockaddr_storage proxy_address[PROXY_ADDRESSES];
	size_t proxy_addresses;

	struct transfer *waiting, *waiting_last;
	struct transfer *running; /* oldest first */
	struct transfer *running_last;
	size_t waiting_n, running_n;
	size_t held;    /* bytes of bodies in memory */
	size_t paused;
	uint64_t received;
	struct transfer *spare; /* easy handles and buffers to use again */
	struct buf large; /* one of the larger ones: memory that the system has given already */
};

#define SPARE_BODY_BYTES (16u << 10) /* what a spare transfer keeps */
#define LARGE_BODY_BYTES (1u << 20)  /* and the fetcher once; what is larger goes back */

/* transfer.c */
MUST_USE enum err transfer_start(struct transfer *t, struct why *why);
enum fetch_outcome transfer_outcome(struct transfer *t, CURLcode code, int status,
				    char detail[static 256]);
void transfer_clear(struct transfer *t); /* all zero, its memory freed; handle and body apart */
void transfer_release(struct transfer *t);

/* address.c */
/* feed:// and feed:https:// undone, what RFC 3986 does not allow percent-encoded.
 * NULL when it is no http(s) address with a host. Yours. */
char *address_normal(const char *url);
bool address_is_private(const struct sockaddr *address);
void address_find_proxies(struct fetcher *f);
/* Looks a proxy's name up, so that its address is allowed. */
void address_add_proxy(struct fetcher *f, const char *proxy);
bool address_is_proxy(const struct fetcher *f, const struct sockaddr *address);

#endif
