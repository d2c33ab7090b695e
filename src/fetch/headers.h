/* SPDX-License-Identifier: MIT
 *
 * headers: what we take from response headers, checked. No state, no libcurl
 * handle: takes the lines, so that it can be fuzzed.
 */
#ifndef FETCH_HEADERS_H
#define FETCH_HEADERS_H

#include "akhbar/base.h"
#include "akhbar/limits.h"

enum content_coding { CODING_NONE, CODING_GZIP, CODING_DEFLATE, CODING_OTHER };

struct reply_headers {
	int status;
	char etag[LIMIT_VALIDATOR_BYTES + 1], last_modified[LIMIT_VALIDATOR_BYTES + 1];
	char content_type[256];
	int64_t retry_after_s, max_age_s; /* -1 none */
	int64_t expires;                  /* TIME_NONE none */
	int64_t date;                     /* the server's clock */
	enum content_coding coding;
	int codings; /* layers */
	bool has_location;
};

void headers_reset(struct reply_headers *h);
/* One line as libcurl gives it, with or without CRLF. A status line resets. */
void headers_line(struct reply_headers *h, struct bytes line, int64_t now);
/* Seconds the answer may be kept: max-age, else Expires; capped; -1 none. */
int64_t headers_max_age(const struct reply_headers *h, int64_t now);

#endif
