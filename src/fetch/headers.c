/* SPDX-License-Identifier: MIT */
#include "fetch/headers.h"

#include <curl/curl.h>
#include <string.h>

void
headers_reset(struct reply_headers *h)
{
	memset(h, 0, sizeof(*h));
	h->retry_after_s = h->max_age_s = -1;
	h->expires = h->date = TIME_NONE;
}

/* Validators go back to the server as they came, so only what is harmless in a
 * request line and small is kept: printable ASCII, at most 1 KiB. */
static void
keep_printable(struct bytes value, char *out, size_t size)
{
	out[0] = '\0';
	if (value.len >= size)
		return;
	for (size_t i = 0; i < value.len; i++)
		if (value.data[i] < 0x20 || value.data[i] > 0x7e)
			return;
	memcpy(out, value.data, value.len);
	out[value.len] = '\0';
}

/* Digits only; -1 when there are none or something else follows; capped. */
static int64_t
seconds(struct bytes v)
{
	int64_t n = 0;
	size_t i = 0;
	for (; i < v.len && v.data[i] >= '0' && v.data[i] <= '9'; i++)
		if (n <= LIMIT_RETRY_SECONDS)
			n = n * 10 + (v.data[i] - '0');
	if (!i || i != v.len)
		return -1;
	return n > LIMIT_RETRY_SECONDS ? LIMIT_RETRY_SECONDS : n;
}

static int64_t
http_date(struct bytes v)
{
	char text[64];
	if (!v.len || v.len >= sizeof(text))
		return TIME_NONE;
	memcpy(text, v.data, v.len);
	text[v.len] = '\0';
	time_t t = curl_getdate(text, NULL); /* knows no locale */
	return t == (time_t)-1 ? TIME_NONE : (int64_t)t;
}

/* RFC 9110 10.2.3: seconds or a date. */
static int64_t
retry_after(struct bytes v, int64_t now)
{
	int64_t s = seconds(v);
	if (s >= 0)
		return s;
	int64_t at = http_date(v);
	if (at == TIME_NONE)
		return -1;
	if (at <= now)
		return 0;
	return at - now > LIMIT_RETRY_SECONDS ? LIMIT_RETRY_SECONDS : at - now;
}

/* RFC 9111 5.2: a list of directives; no-cache and no-store mean 0 to us. */
static int64_t
cache_control(struct bytes v)
{
	int64_t age = -1;
	while (v.len) {
		const char *comma = memchr(v.data, ',', v.len);
		size_t n = comma ? (size_t)(comma - v.data) : v.len;
		struct bytes word = bytes_trim((struct bytes){v.data, n});
		if (bytes_eq_nocase(word, "no-cache") || bytes_eq_nocase(word, "no-store"))
			return 0;
		if (bytes_starts_nocase(word, "max-age=")) {
			struct bytes number = {word.data + 8, word.len - 8};
			if (number.len >= 2 && number.data[0] == '"')
				number = (struct bytes){number.data + 1, number.len - 2};
			age = seconds(number);
		}
		v.data += comma ? n + 1 : n;
		v.len -= comma ? n + 1 : n;
	}
	return age;
}

static void
content_encoding(struct reply_headers *h, struct bytes v)
{
	while (v.len) {
		const char *comma = memchr(v.data, ',', v.len);
		size_t n = comma ? (size_t)(comma - v.data) : v.len;
		struct bytes word = bytes_trim((struct bytes){v.data, n});
		if (word.len && !bytes_eq_nocase(word, "identity")) {
			h->codings++;
			if (bytes_eq_nocase(word, "gzip") || bytes_eq_nocase(word, "x-gzip"))
				h->coding = CODING_GZIP;
			else if (bytes_eq_nocase(word, "deflate"))
				h->coding = CODING_DEFLATE;
			else
				h->coding = CODING_OTHER;
		}
		v.data += comma ? n + 1 : n;
		v.len -= comma ? n + 1 : n;
	}
}

static void
status_line(struct reply_headers *h, struct bytes line)
{
	headers_reset(h);
	const char *space = memchr(line.data, ' ', line.len);
	if (!space)
		return;
	size_t left = line.len - (size_t)(space + 1 - line.data);
	for (size_t i = 0; i < left && i < 3 && space[1 + i] >= '0' && space[1 + i] <= '9'; i++)
		h->status = h->status * 10 + (space[1 + i] - '0');
}

void
headers_line(struct reply_headers *h, struct bytes line, int64_t now)
{
	if (bytes_starts_nocase(line, "HTTP/") && !memchr(line.data, ':', line.len < 9 ? line.len : 9)) {
		status_line(h, line);
		return;
	}
	const char *colon = memchr(line.data, ':', line.len);
	if (!colon)
		return;
	struct bytes name = {line.data, (size_t)(colon - line.data)};
	struct bytes value = bytes_trim(
		(struct bytes){colon + 1, line.len - (size_t)(colon + 1 - line.data)});
	if (bytes_eq_nocase(name, "etag"))
		keep_printable(value, h->etag, sizeof(h->etag));
	else if (bytes_eq_nocase(name, "last-modified"))
		keep_printable(value, h->last_modified, sizeof(h->last_modified));
	else if (bytes_eq_nocase(name, "content-type"))
		keep_printable(value, h->content_type, sizeof(h->content_type));
	else if (bytes_eq_nocase(name, "retry-after"))
		h->retry_after_s = retry_after(value, now);
	else if (bytes_eq_nocase(name, "cache-control"))
		h->max_age_s = cache_control(value);
	else if (bytes_eq_nocase(name, "expires"))
		h->expires = http_date(value);
	else if (bytes_eq_nocase(name, "date"))
		h->date = http_date(value);
	else if (bytes_eq_nocase(name, "content-encoding"))
		content_encoding(h, value);
	else if (bytes_eq_nocase(name, "location"))
		h->has_location = value.len > 0;
}

int64_t
headers_max_age(const struct reply_headers *h, int64_t now)
{
	if (h->max_age_s >= 0)
		return h->max_age_s;
	if (h->expires == TIME_NONE)
		return -1;
	/* RFC 9111 4.2.1: against the server's own clock when it told it */
	int64_t from = h->date != TIME_NONE ? h->date : now, age;
	if (__builtin_sub_overflow(h->expires, from, &age) || age > LIMIT_RETRY_SECONDS)
		return LIMIT_RETRY_SECONDS;
	return age < 0 ? 0 : age;
}
