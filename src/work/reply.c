/* SPDX-License-Identifier: MIT */
#include "engine-internal.h"

#include <stdio.h>
#include <string.h>

static void
set(char code[24], char arg[160], const char *c, const char *a)
{
	snprintf(code, 24, "%s", c);
	size_t n = utf8_cut(bytes_of(a), 159);
	memcpy(arg, a, n);
	arg[n] = '\0';
}

static void
of_status(int status, char code[24], char arg[160])
{
	static const int own[] = {401, 403, 404, 410, 429, 451};
	char text[16];
	snprintf(text, sizeof(text), "%d", status);
	set(code, arg, "http-status", text);
	for (size_t i = 0; i < ARRAY_LEN(own); i++)
		if (own[i] == status)
			snprintf(code, 24, "http-%d", status);
	if (status >= 502 && status <= 504)
		snprintf(code, 24, "http-503");
}

void
reply_failure(const struct fetch_reply *reply, size_t max_body, const char *url,
	      char code[24], char arg[160])
{
	struct bytes h = url_host(reply->final_url && *reply->final_url ? reply->final_url : url);
	char host[128], text[32];
	snprintf(host, sizeof(host), "%.*s", (int)(h.len < 120 ? h.len : 120), h.data);
	switch (reply->outcome) {
	case FETCH_HTTP:
		of_status(reply->status, code, arg);
		return;
	case FETCH_TIMEOUT:
		/* how long it was waited for: the setting scales shorter limits, too */
		snprintf(text, sizeof(text), "%lld", (long long)(reply->elapsed_ms + 500) / 1000);
		set(code, arg, "timeout", text);
		return;
	case FETCH_DNS:
		set(code, arg, "dns", host);
		return;
	case FETCH_CONNECT:
		set(code, arg, "connect", host);
		return;
	case FETCH_TLS:
		set(code, arg, "tls", reply->detail);
		return;
	case FETCH_TLS_TIMEOUT:
		set(code, arg, "tls-timeout", reply->detail);
		return;
	case FETCH_TOO_BIG:
		snprintf(text, sizeof(text), "%zu MB", max_body >> 20);
		set(code, arg, "too-big", text);
		return;
	case FETCH_REDIRECTS:
		set(code, arg, "redirects", reply->detail);
		return;
	case FETCH_FORBIDDEN:
		set(code, arg, "forbidden", host);
		return;
	case FETCH_BAD_URL:
		set(code, arg, "bad-url", "");
		return;
	case FETCH_CANCELLED:
		set(code, arg, "stopped", "");
		return;
	case FETCH_OK:
	case FETCH_UNCHANGED:
	case FETCH_BROKEN:
		break;
	}
	set(code, arg, "broken", reply->detail);
}

void
page_failure(const struct fetch_reply *reply, size_t max_body, const char *url, char code[24],
	     char arg[160])
{
	reply_failure(reply, max_body, url, code, arg);
	if (reply->outcome != FETCH_HTTP)
		return;
	if (reply->status == 404 || reply->status == 410)
		snprintf(code, 24, "page-gone");
	else if (reply->status == 401 || reply->status == 407)
		snprintf(code, 24, "page-login");
	else if (reply->status == 402)
		snprintf(code, 24, "page-paywall");
}
