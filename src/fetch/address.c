/* SPDX-License-Identifier: MIT */
#include "fetch-internal.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#include "sys/log.h"

#define LOG_MODULE "fetch"

/* ---- addresses as written ------------------------------------------------- */

/* feed://host/x is http://host/x; feed:https://host/x the inner address. */
static const char *
without_feed(const char *url, const char **prefix)
{
	struct bytes v = bytes_of(url);
	*prefix = "";
	if (bytes_starts_nocase(v, "feed://")) {
		*prefix = "http://";
		return url + 7;
	}
	return bytes_starts_nocase(v, "feed:") ? url + 5 : url;
}

char *
address_normal(const char *url)
{
	const char *prefix;
	const char *rest = without_feed(url, &prefix);
	struct buf out;
	buf_init(&out, LIMIT_URL_BYTES);
	buf_add_str(&out, prefix);
	bool in_path = false;
	for (const char *p = rest; *p; p++) {
		unsigned char c = (unsigned char)*p;
		if (c < 0x20 || c == 0x7f) {
			buf_release(&out);
			return NULL;
		}
		if (c == '#') /* never sent; RFC 9110 4.2.5 */
			break;
		/* the path begins at the third slash or at the question mark */
		if (!in_path && out.len >= 8 && (c == '/' || c == '?'))
			in_path = true;
		if (c == ' ' || (in_path && (c >= 0x80 || strchr("\"<>\\^`{|}", c))))
			buf_printf(&out, "%%%02X", c);
		else
			buf_add_char(&out, (char)c);
	}
	struct bytes host = url_host(out.data ? out.data : "");
	if (out.over || !host.len || host.data[0] == ':' || memchr(host.data, '%', host.len)) {
		buf_release(&out);
		return NULL;
	}
	return buf_take(&out);
}

/* ---- private networks ------------------------------------------------------ */

struct net4 {
	uint32_t net;
	int bits;
};

/* RFC 6890 and the IANA special-purpose registry: what is not public. */
static const struct net4 private4[] = {
	{0x00000000, 8},  /* this network */
	{0x0a000000, 8},  /* private */
	{0x64400000, 10}, /* carrier-grade NAT */
	{0x7f000000, 8},  /* loopback */
	{0xa9fe0000, 16}, /* link-local, cloud metadata */
	{0xac100000, 12}, /* private */
	{0xc0000000, 24}, /* IETF protocols */
	{0xc0a80000, 16}, /* private */
	{0xc6120000, 15}, /* benchmarks */
	{0xe0000000, 4},  /* multicast */
	{0xf0000000, 4},  /* reserved, broadcast */
};

static bool
private_ipv4(uint32_t a)
{
	for (size_t i = 0; i < ARRAY_LEN(private4); i++)
		if ((a ^ private4[i].net) >> (32 - private4[i].bits) == 0)
			return true;
	return false;
}

static bool
private_ipv6(const unsigned char *a)
{
	static const unsigned char zero[12];
	uint32_t last4 = (uint32_t)a[12] << 24 | (uint32_t)a[13] << 16 | (uint32_t)a[14] << 8 | a[15];
	if (memcmp(a, zero, 12) == 0) /* ::, ::1, old IPv4-compatible */
		return true;
	if (memcmp(a, zero, 10) == 0 && a[10] == 0xff && a[11] == 0xff) /* IPv4-mapped */
		return private_ipv4(last4);
	if (a[0] == 0x00 && a[1] == 0x64 && a[2] == 0xff && a[3] == 0x9b) /* NAT64 */
		return a[4] || a[5] || private_ipv4(last4);
	if (a[0] == 0x20 && a[1] == 0x02) /* 6to4 carries an IPv4 address */
		return private_ipv4((uint32_t)a[2] << 24 | (uint32_t)a[3] << 16 |
				    (uint32_t)a[4] << 8 | a[5]);
	return (a[0] & 0xfe) == 0xfc ||                   /* unique local */
	       (a[0] == 0xfe && (a[1] & 0x80) == 0x80) || /* link-local, site-local */
	       a[0] == 0xff;                              /* multicast */
}

bool
address_is_private(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET)
		return private_ipv4(ntohl(((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr));
	if (address->sa_family == AF_INET6)
		return private_ipv6(((const struct sockaddr_in6 *)(const void *)address)->sin6_addr.s6_addr);
	return true; /* neither: not the public net */
}

/* Names that cannot be public: of one label, or under a special suffix (RFC
 * 6761, 6762, 8375). Other names are judged by what they resolve to. */
static bool
private_name(struct bytes host)
{
	static const char *const suffixes[] = {
		".localhost", ".local", ".lan", ".home.arpa", ".internal", ".intranet", ".home", ".corp",
	};
	if (!memchr(host.data, '.', host.len))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(suffixes); i++) {
		size_t n = strlen(suffixes[i]);
		if (host.len > n && bytes_eq_nocase((struct bytes){host.data + host.len - n, n}, suffixes[i]))
			return true;
	}
	return false;
}

bool
fetch_host_is_private(const char *url)
{
	char *normal = address_normal(url);
	struct bytes host = url_host(normal ? normal : "");
	bool private = false;
	if (host.len && host.data[0] == '[') { /* RFC 3986 3.2.2 */
		const char *end = memchr(host.data, ']', host.len);
		char text[64];
		size_t n = end ? (size_t)(end - host.data) - 1 : 0;
		struct in6_addr a;
		if (n && n < sizeof(text)) {
			memcpy(text, host.data + 1, n);
			text[n] = '\0';
			private = inet_pton(AF_INET6, text, &a) == 1 && private_ipv6(a.s6_addr);
		}
	} else if (host.len) {
		const char *colon = memchr(host.data, ':', host.len);
		char *name = mem_strndup(host.data, colon ? (size_t)(colon - host.data) : host.len);
		struct in_addr a;
		/* inet_aton knows 127.1 and 0x7f000001 too, as resolvers do */
		if (inet_aton(name, &a))
			private = private_ipv4(ntohl(a.s_addr));
		else
			private = private_name(bytes_of(name));
		free(name);
	}
	free(normal);
	return private;
}

/* ---- the proxy ---------------------------------------------------------------- */

void
address_add_proxy(struct fetcher *f, const char *text)
{
	CURLU *u = text && *text ? curl_url() : NULL;
	char *host = NULL, *port = NULL;
	struct addrinfo *list = NULL;
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
	if (u && !curl_url_set(u, CURLUPART_URL, text, CURLU_NON_SUPPORT_SCHEME | CURLU_GUESS_SCHEME) &&
	    !curl_url_get(u, CURLUPART_HOST, &host, 0)) {
		if (curl_url_get(u, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT))
			port = NULL;
		size_t n = strlen(host);
		const char *name = host;
		if (n > 2 && host[0] == '[') { /* brackets are the URL's, not the resolver's */
			host[n - 1] = '\0';
			name = host + 1;
		}
		if (getaddrinfo(name, NULL, &hints, &list) == 0) {
			for (struct addrinfo *a = list; a && f->proxy_addresses < PROXY_ADDRESSES; a = a->ai_next)
				if (a->ai_addrlen <= sizeof(f->proxy_address[0]))
					memcpy(&f->proxy_address[f->proxy_addresses++], a->ai_addr, a->ai_addrlen);
			freeaddrinfo(list);
		} else {
			LOGW("the proxy's name is not known: %s", name);
		}
	}
	curl_free(host);
	curl_free(port);
	curl_url_cleanup(u);
}

/* The proxy the reader set may stand in a private network: only it. */
void
address_find_proxies(struct fetcher *f)
{
	static const char *const names[] = {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
	if (f->proxy) {
		address_add_proxy(f, f->proxy);
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		address_add_proxy(f, getenv(names[i]));
}

bool
address_is_proxy(const struct fetcher *f, const struct sockaddr *address)
{
	for (size_t i = 0; i < f->proxy_addresses; i++) {
		const struct sockaddr_storage *p = &f->proxy_address[i];
		if (p->ss_family != address->sa_family)
			continue;
		if (address->sa_family == AF_INET &&
		    !memcmp(&((const struct sockaddr_in *)(const void *)p)->sin_addr,
			    &((const struct sockaddr_in *)(const void *)address)->sin_addr, 4))
			return true;
		if (address->sa_family == AF_INET6 &&
		    !memcmp(&((const struct sockaddr_in6 *)(const void *)p)->sin6_addr,
			    &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, 16))
			return true;
	}
	return false;
}
