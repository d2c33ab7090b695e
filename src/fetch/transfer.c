/* SPDX-License-Identifier: MIT */
#include "fetch-internal.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "sys/clock.h"
#include "sys/lang.h"

#define RESERVE_MOST (1 << 20)
#define CONNECT_LEAST_S 3
#define SLOW_LEAST_S 5

/* ---- request headers -------------------------------------------------------------- */

static struct curl_slist *
validator(struct curl_slist *list, const char *name, const char *value)
{
	if (!value || !*value)
		return list;
	char *line = mem_printf("%s: %s", name, value);
	struct curl_slist *longer = curl_slist_append(list, line);
	free(line);
	return longer ? longer : list;
}

static struct curl_slist *
request_headers(const struct transfer *t, const struct curl_slist *own)
{
	struct curl_slist *list = curl_slist_append(NULL, "Accept-Encoding: gzip, deflate");
	list = validator(list, "If-None-Match", t->etag);
	list = validator(list, "If-Modified-Since", t->last_modified);
	for (; own; own = own->next) {
		struct curl_slist *longer = curl_slist_append(list, own->data);
		list = longer ? longer : list;
	}
	return list;
}

/* ---- call-backs --------------------------------------------------------------- */

static size_t
stop(struct transfer *t, enum transfer_stop why)
{
	t->stop = why;
	return 0; /* fewer bytes than given: libcurl ends the transfer */
}

static bool
is_redirect(int status)
{
	return status >= 300 && status < 400 && status != 304;
}

static bool
same_part(CURLU *a, CURLU *b, CURLUPart part)
{
	char *x = NULL, *y = NULL;
	bool same = !curl_url_get(a, part, &x, CURLU_DEFAULT_PORT) &&
		    !curl_url_get(b, part, &y, CURLU_DEFAULT_PORT) && !strcasecmp(x, y);
	curl_free(x);
	curl_free(y);
	return same;
}

/* Whether a redirect stays at the host it was sent from, as libcurl reads it. */
static bool
stays(const struct transfer *t, struct bytes location)
{
	char *to = bytes_dup(bytes_trim(location));
	CURLU *from = curl_url(), *at = curl_url();
	bool same = from && at && !curl_url_set(from, CURLUPART_URL, t->url, 0) &&
		    !curl_url_set(at, CURLUPART_URL, t->url, 0) &&
		    !curl_url_set(at, CURLUPART_URL, to, CURLU_URLENCODE) &&
		    same_part(from, at, CURLUPART_HOST) &&
		    /* from http to https of the same host is an upgrade */
		    (same_part(from, at, CURLUPART_PORT) || !same_part(from, at, CURLUPART_SCHEME));
	curl_url_cleanup(from);
	curl_url_cleanup(at);
	free(to);
	return same;
}

/* The reader's own headers (a key, a token) are for the host they were set for.
 * libcurl reads the list anew for each request. */
static void
keep_headers_back(struct transfer *t, struct bytes location)
{
	if (t->bare_headers || stays(t, location))
		return;
	t->bare_headers = request_headers(t, NULL);
	curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->bare_headers);
}

static size_t
on_header(char *data, size_t size, size_t n, void *context)
{
	struct transfer *t = context;
	struct bytes line = {data, size * n};
	if (bytes_starts_nocase(line, "HTTP/")) {
		if (is_redirect(t->head.status)) {
			t->redirects++;
			if (t->head.status != 301 && t->head.status != 308)
				t->all_permanent = false;
		}
		t->header_bytes = t->header_lines = 0;
	}
	t->header_bytes += line.len;
	if (++t->header_lines > LIMIT_HEADER_LINES || t->header_bytes > LIMIT_HEADER_BYTES)
		return stop(t, STOP_HEADERS);
	headers_line(&t->head, line, clock_now());
	if (t->own_headers && is_redirect(t->head.status) && bytes_starts_nocase(line, "location:"))
		keep_headers_back(t, (struct bytes){line.data + 9, line.len - 9});
	if (t->head.codings > 1 || t->head.coding == CODING_OTHER)
		return stop(t, STOP_ENCODING);
	return line.len;
}

/* One allocation of the right size for a body whose length is told, instead of
 * doubling; a length that is a lie costs no more than this. */
static void
reserve(struct transfer *t)
{
	curl_off_t told = 0;
	curl_easy_getinfo(t->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &told);
	size_t want = told > 0 && told < RESERVE_MOST ? (size_t)told + 1 : 0;
	if (want > t->body.cap) {
		t->body.data = mem_realloc(t->body.data, want);
		t->body.cap = want;
		t->body.data[t->body.len] = '\0';
	}
}

/* Which inflater, when any: by the header, else by the first two bytes, since
 * gzip without its header is met in the wild (feeds.md section 3). */
static bool
body_begins(struct transfer *t, struct bytes in)
{
	const unsigned char *p = (const unsigned char *)in.data;
	t->body_began = true;
	reserve(t);
	bool gzip = in.len >= 2 && p[0] == 0x1f && p[1] == 0x8b;
	bool zlib = in.len >= 2 && p[0] == 0x78 && (p[1] == 0x01 || p[1] == 0x9c || p[1] == 0xda);
	enum inflate_form form;
	if (t->head.coding == CODING_GZIP || (t->head.coding == CODING_NONE && gzip))
		form = INFLATE_GZIP;
	else if (t->head.coding == CODING_DEFLATE || (t->head.coding == CODING_NONE && zlib))
		form = INFLATE_DEFLATE;
	else
		return true;
	t->inflater = inflater_new(form);
	return t->inflater != NULL;
}

/* Before the buffer grows large: the one that is there already. */
static void
take_large(struct transfer *t, size_t more)
{
	struct buf *large = &t->owner->large;
	if (!large->data || t->body.cap > SPARE_BODY_BYTES || t->body.len + more <= SPARE_BODY_BYTES)
		return;
	struct buf small = t->body;
	large->limit = small.limit;
	buf_add_bytes(large, buf_view(&small));
	t->body = *large;
	*large = (struct buf){0};
	buf_release(&small);
}

static size_t
on_body(char *data, size_t size, size_t n, void *context)
{
	struct transfer *t = context;
	struct fetcher *f = t->owner;
	struct bytes in = {data, size * n};
	if (t->stop && t->stop != STOP_FORBIDDEN) /* another address of the host may do */
		return 0;
	/* above the ceiling of what may wait for the parser, only the oldest goes on */
	if (f->held > LIMIT_HELD_BYTES && t != f->running && !t->urgent) {
		if (!t->paused) {
			t->paused = true;
			f->paused++;
		}
		return CURL_WRITEFUNC_PAUSE;
	}
	f->received += in.len;
	if (t->head.status != 200) /* an error page or a redirect's note: never kept */
		return in.len;
	if (!t->body_began && in.len && !body_begins(t, in))
		return stop(t, STOP_INFLATE);
	take_large(t, in.len);
	if (t->inflater) {
		enum err e = inflater_add(t->inflater, in, &t->body);
		if (e)
			return stop(t, e == ERR_LIMIT ? STOP_TOO_BIG : STOP_INFLATE);
	} else if (!buf_add_bytes(&t->body, in)) {
		return stop(t, STOP_TOO_BIG);
	}
	f->held += t->body.cap - t->held;
	t->held = t->body.cap;
	return in.len;
}

/* Every connection, so redirects and names that change their address too. */
static curl_socket_t
on_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct transfer *t = context;
	if (purpose == CURLSOCKTYPE_IPCXN && !t->may_be_private && address_is_private(&address->addr) &&
	    !address_is_proxy(t->owner, &address->addr)) {
		t->stop = STOP_FORBIDDEN;
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* ---- options ------------------------------------------------------------------- */

/* A security option that cannot be set is fatal: `bad` counts failures. */
#define SET(option, value) (bad |= curl_easy_setopt(t->easy, option, value) != CURLE_OK)

static bool
set_safety(struct transfer *t)
{
	bool bad = false;
	bool https = bytes_starts_nocase(bytes_of(t->url), "https:");
	SET(CURLOPT_PROTOCOLS_STR, "http,https");
	SET(CURLOPT_REDIR_PROTOCOLS_STR, https ? "https" : "http,https");
	SET(CURLOPT_FOLLOWLOCATION, 1L);
	SET(CURLOPT_MAXREDIRS, (long)LIMIT_REDIRECTS);
	SET(CURLOPT_SSL_VERIFYPEER, 1L);
	SET(CURLOPT_SSL_VERIFYHOST, 2L);
	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	SET(CURLOPT_UNRESTRICTED_AUTH, 0L);
	SET(CURLOPT_AUTOREFERER, 0L);
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_OPENSOCKETFUNCTION, on_socket);
	SET(CURLOPT_OPENSOCKETDATA, t);
	SET(CURLOPT_WRITEFUNCTION, on_body);
	SET(CURLOPT_WRITEDATA, t);
	SET(CURLOPT_HEADERFUNCTION, on_header);
	SET(CURLOPT_HEADERDATA, t);
	SET(CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)t->max_body);
	if (t->owner->ca_file)
		SET(CURLOPT_CAINFO, t->owner->ca_file);
	if (t->owner->ca_dir)
		SET(CURLOPT_CAPATH, t->owner->ca_dir);
	return !bad;
}

static bool
set_manners(struct transfer *t)
{
	bool bad = false;
	struct fetcher *f = t->owner;
	/* one setting scales all three (decisions 12) */
	long third = t->timeout_s / 3;
	long connect = third > CONNECT_LEAST_S ? third : CONNECT_LEAST_S;
	long slow = third > SLOW_LEAST_S ? third : SLOW_LEAST_S; /* a server may think first */
	SET(CURLOPT_TIMEOUT, (long)t->timeout_s);
	SET(CURLOPT_CONNECTTIMEOUT, connect);
	SET(CURLOPT_LOW_SPEED_LIMIT, 100L);
	SET(CURLOPT_LOW_SPEED_TIME, slow);
	SET(CURLOPT_FAILONERROR, 0L);
	SET(CURLOPT_ERRORBUFFER, t->error);
	SET(CURLOPT_USERAGENT, t->user_agent ? t->user_agent : f->user_agent);
	SET(CURLOPT_HTTP_CONTENT_DECODING, 0L); /* inflate.c does it */
	/* there may be two hundred of them, and each that is held back keeps one more */
	SET(CURLOPT_BUFFERSIZE, 8192L);
	SET(CURLOPT_PRIVATE, t);
	const char *proxy = t->proxy ? t->proxy : f->proxy;
	if (proxy)
		SET(CURLOPT_PROXY, proxy);
	if (t->user || t->password) {
		/* libcurl keeps these from other hosts a redirect leads to */
		SET(CURLOPT_USERNAME, t->user ? t->user : "");
		SET(CURLOPT_PASSWORD, t->password ? t->password : "");
		SET(CURLOPT_HTTPAUTH, (long)(CURLAUTH_BASIC | CURLAUTH_DIGEST));
	}
	t->request_headers = request_headers(t, t->own_headers);
	SET(CURLOPT_HTTPHEADER, t->request_headers);
	return !bad;
}

enum err
transfer_start(struct transfer *t, struct why *why)
{
	if (!t->easy)
		t->easy = curl_easy_init();
	if (!t->easy)
		return err_set(why, ERR_NET, "no transfer could be made");
	headers_reset(&t->head);
	t->all_permanent = true;
	if (!set_safety(t) || !set_manners(t) ||
	    curl_easy_setopt(t->easy, CURLOPT_URL, t->url) != CURLE_OK)
		return err_set(why, ERR_NET, "this libcurl lacks an option akhbar needs");
	return OK;
}

void
transfer_clear(struct transfer *t)
{
	curl_slist_free_all(t->request_headers);
	curl_slist_free_all(t->bare_headers);
	curl_slist_free_all(t->own_headers);
	inflater_free(t->inflater);
	free(t->url);
	free(t->etag);
	free(t->last_modified);
	free(t->user_agent);
	free(t->proxy);
	free(t->user);
	if (t->password)
		explicit_bzero(t->password, strlen(t->password));
	free(t->password);
	memset(t, 0, sizeof(*t));
}

void
transfer_release(struct transfer *t)
{
	if (t->easy)
		curl_easy_cleanup(t->easy);
	buf_release(&t->body);
	transfer_clear(t);
	free(t);
}

/* ---- what came of it -------------------------------------------------------------- */

static enum fetch_outcome
outcome_of_stop(const struct transfer *t, const char **words)
{
	switch (t->stop) {
	case STOP_TOO_BIG:
		*words = N_("the body is over the size limit");
		return FETCH_TOO_BIG;
	case STOP_HEADERS:
		*words = N_("too many response headers, over the limit");
		return FETCH_BROKEN;
	case STOP_ENCODING:
		*words = N_("a content encoding that was not asked for");
		return FETCH_BROKEN;
	case STOP_INFLATE:
		*words = N_("the gzip data is damaged");
		return FETCH_BROKEN;
	case STOP_FORBIDDEN:
	case STOP_NONE:
		break;
	}
	*words = "a private address";
	return FETCH_FORBIDDEN;
}

static enum fetch_outcome
outcome_of_status(struct transfer *t, int status, const char **words)
{
	*words = "";
	if (status == 304 && (t->etag || t->last_modified))
		return FETCH_UNCHANGED;
	if (status >= 300 && status < 400 && status != 304) {
		*words = t->head.has_location ? N_("a redirect that was not followed")
					     : N_("a redirect without Location");
		return FETCH_REDIRECTS;
	}
	if (status != 200)
		return FETCH_HTTP;
	/* libcurl is content with gzip data that end early; we are not */
	if (t->inflater && !inflater_ended(t->inflater)) {
		*words = N_("the gzip data end early");
		return FETCH_BROKEN;
	}
	return FETCH_OK;
}

/* Connected, but the secure connection was never made: a server that speaks
 * plain HTTP at an https: address waits like this. libcurl 7.88 tells it by its
 * words only (CONNECT_TIME stays 0 until the handshake is over). */
static bool
in_handshake(const struct transfer *t)
{
	return strstr(t->error, "SSL") != NULL;
}

static enum fetch_outcome
outcome_of_code(struct transfer *t, CURLcode code)
{
	bool redirected = t->redirects > 0 || (t->head.status >= 300 && t->head.status < 400);
	switch (code) {
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_RESOLVE_PROXY:
		return FETCH_DNS;
	case CURLE_COULDNT_CONNECT:
		return FETCH_CONNECT;
	case CURLE_OPERATION_TIMEDOUT:
		return in_handshake(t) ? FETCH_TLS_TIMEOUT : FETCH_TIMEOUT;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CIPHER:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_INVALIDCERTSTATUS:
		return FETCH_TLS;
	case CURLE_TOO_MANY_REDIRECTS:
		return FETCH_REDIRECTS;
	case CURLE_UNSUPPORTED_PROTOCOL: /* also an answer that is no HTTP: our own scheme was looked at */
		return redirected ? FETCH_REDIRECTS : FETCH_BROKEN;
	case CURLE_URL_MALFORMAT:
		return redirected ? FETCH_REDIRECTS : FETCH_BAD_URL;
	case CURLE_FILESIZE_EXCEEDED:
		return FETCH_TOO_BIG;
	default:
		return FETCH_BROKEN;
	}
}

/* The usual ones of libcurl's and OpenSSL's sentences in words for everybody; others
 * stay as they are. */
static const char *
plain_words(const char *said)
{
	static const struct {
		const char *said, *words;
	} usual[] = {
		{"certificate has expired", N_("its certificate has expired")},
		{"certificate is not yet valid", N_("its certificate is not valid yet")},
		{"self-signed", N_("nobody vouches for its certificate but itself")},
		{"self signed", N_("nobody vouches for its certificate but itself")},
		{"unable to get local issuer", N_("nobody known here vouches for its certificate")},
		{"unable to verify the first", N_("nobody known here vouches for its certificate")},
		{"does not match target host", N_("its certificate is for another name")},
		{"no alternative certificate subject", N_("its certificate is for another name")},
		{"unsupported protocol", N_("its TLS is too old")},
		{"protocol version", N_("its TLS is too old")},
		{"wrong version number", N_("it does not speak TLS there")},
		{"Empty reply", N_("the connection closed with an empty reply")},
		{"outstanding read data", N_("the connection closed before the end")},
		{"bytes remaining to read", N_("the connection closed before the end")},
		{"Connection reset", N_("the connection was reset")},
		{"redirects followed", N_("too many redirects")},
	};
	for (size_t i = 0; i < ARRAY_LEN(usual); i++)
		if (strstr(said, usual[i].said))
			return usual[i].words;
	return said;
}

enum fetch_outcome
transfer_outcome(struct transfer *t, CURLcode code, int status, char detail[static 256])
{
	const char *words = "";
	enum fetch_outcome outcome;
	/* the address check speaks first: a later address of the host may have worked */
	if (t->stop && (t->stop != STOP_FORBIDDEN || code != CURLE_OK)) {
		outcome = outcome_of_stop(t, &words);
	} else if (code == CURLE_OK) {
		outcome = outcome_of_status(t, status, &words);
	} else {
		outcome = outcome_of_code(t, code);
		words = plain_words(t->error[0] ? t->error : curl_easy_strerror(code));
	}
	char *clean = text_clean_dup(bytes_of(words), CLEAN_LINE, 250);
	size_t n = strlen(clean);
	if (n > 255)
		n = 255;
	memcpy(detail, clean, n);
	detail[n] = '\0';
	free(clean);
	return outcome;
}
