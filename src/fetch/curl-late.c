/* SPDX-License-Identifier: MIT
 *
 * libcurl, loaded when something is about to be fetched (akhbar/late.h): parse, opml and
 * extract of a file need none of it. The functions below stand under libcurl's own names, declared
 * and checked by its header, so that the room speaks to it as if it were linked; `make
 * CURL=linked` links it indeed, and then this file is empty but for fetch_load.
 */
#include "fetch-internal.h"

#ifdef AKHBAR_CURL_LINKED

enum err
fetch_load(struct why *why)
{
	(void)why;
	return OK;
}

#else

#include <stdarg.h>

#include "akhbar/late.h"
#include "sys/lang.h"

/* What the room uses of it, without "curl_". */
#define CALLS(X)                                                                         \
	X(global_init) X(easy_init) X(easy_cleanup) X(easy_reset) X(easy_pause)          \
	X(easy_setopt) X(easy_getinfo) X(easy_strerror) X(multi_init) X(multi_cleanup)   \
	X(multi_setopt) X(multi_add_handle) X(multi_remove_handle) X(multi_perform)      \
	X(multi_poll) X(multi_info_read) X(multi_strerror) X(slist_append)               \
	X(slist_free_all) X(url) X(url_cleanup) X(url_get) X(url_set) X(free) X(getdate)

#define FIELD(name) typeof(curl_##name) *name;
static struct {
	CALLS(FIELD)
} call;

#define ROW(name) {"curl_" #name, offsetof(typeof(call), name)},
static const struct late_function rows[] = {CALLS(ROW)};

/* As the system's linker knows it: with OpenSSL, with GnuTLS, elsewhere than on Linux. */
static const char *const files[] = {"libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.so"};

enum err
fetch_load(struct why *why)
{
	static bool loaded;
	if (loaded)
		return OK;
	switch (late_load(files, ARRAY_LEN(files), rows, ARRAY_LEN(rows), &call)) {
	case LATE_MISSING:
		return err_set(why, ERR_NET, "%s", N_("libcurl (libcurl.so.4) cannot be loaded"));
	case LATE_OLD:
		return err_set(why, ERR_NET, "%s", N_("this libcurl is too old for akhbar"));
	case LATE_LOADED:
		loaded = true;
	}
	return OK;
}

/* ---- those with an argument of any kind --------------------------------------------- */

#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

/* curl.h numbers options by the kind of their argument, ten thousand to a kind. */
#define PASS_ON(function, handle, option, last)                                  \
	((option) < CURLOPTTYPE_OBJECTPOINT                                      \
		 ? (function)(handle, option, va_arg(last, long))                \
	 : (option) >= CURLOPTTYPE_OFF_T && (option) < CURLOPTTYPE_BLOB          \
		 ? (function)(handle, option, va_arg(last, curl_off_t))          \
	 : (option) >= CURLOPTTYPE_FUNCTIONPOINT && (option) < CURLOPTTYPE_OFF_T \
		 ? (function)(handle, option, va_arg(last, void (*)(void)))      \
		 : (function)(handle, option, va_arg(last, void *)))

CURLcode
curl_easy_setopt(CURL *easy, CURLoption option, ...)
{
	va_list last;
	va_start(last, option);
	CURLcode code = PASS_ON(call.easy_setopt, easy, option, last);
	va_end(last);
	return code;
}

CURLMcode
curl_multi_setopt(CURLM *multi, CURLMoption option, ...)
{
	va_list last;
	va_start(last, option);
	CURLMcode code = PASS_ON(call.multi_setopt, multi, option, last);
	va_end(last);
	return code;
}

CURLcode
curl_easy_getinfo(CURL *easy, CURLINFO info, ...)
{
	va_list last;
	va_start(last, info);
	CURLcode code = call.easy_getinfo(easy, info, va_arg(last, void *));
	va_end(last);
	return code;
}

/* ---- the others ------------------------------------------------------------------------ */

CURLcode
curl_global_init(long flags)
{
	return call.global_init(flags);
}

CURL *
curl_easy_init(void)
{
	return call.easy_init();
}

void
curl_easy_cleanup(CURL *easy)
{
	call.easy_cleanup(easy);
}

void
curl_easy_reset(CURL *easy)
{
	call.easy_reset(easy);
}

CURLcode
curl_easy_pause(CURL *easy, int which)
{
	return call.easy_pause(easy, which);
}

const char *
curl_easy_strerror(CURLcode code)
{
	return call.easy_strerror(code);
}

CURLM *
curl_multi_init(void)
{
	return call.multi_init();
}

CURLMcode
curl_multi_cleanup(CURLM *multi)
{
	return call.multi_cleanup(multi);
}

CURLMcode
curl_multi_add_handle(CURLM *multi, CURL *easy)
{
	return call.multi_add_handle(multi, easy);
}

CURLMcode
curl_multi_remove_handle(CURLM *multi, CURL *easy)
{
	return call.multi_remove_handle(multi, easy);
}

CURLMcode
curl_multi_perform(CURLM *multi, int *running)
{
	return call.multi_perform(multi, running);
}

CURLMcode
curl_multi_poll(CURLM *multi, struct curl_waitfd extra[], unsigned int n, int timeout_ms, int *ready)
{
	return call.multi_poll(multi, extra, n, timeout_ms, ready);
}

CURLMsg *
curl_multi_info_read(CURLM *multi, int *left)
{
	return call.multi_info_read(multi, left);
}

const char *
curl_multi_strerror(CURLMcode code)
{
	return call.multi_strerror(code);
}

struct curl_slist *
curl_slist_append(struct curl_slist *list, const char *text)
{
	return call.slist_append(list, text);
}

void
curl_slist_free_all(struct curl_slist *list)
{
	if (list) /* where nothing was ever loaded there is none */
		call.slist_free_all(list);
}

CURLU *
curl_url(void)
{
	return call.url();
}

void
curl_url_cleanup(CURLU *url)
{
	if (url)
		call.url_cleanup(url);
}

CURLUcode
curl_url_get(CURLU *url, CURLUPart part, char **out, unsigned int flags)
{
	return call.url_get(url, part, out, flags);
}

CURLUcode
curl_url_set(CURLU *url, CURLUPart part, const char *value, unsigned int flags)
{
	return call.url_set(url, part, value, flags);
}

void
curl_free(void *p)
{
	if (p)
		call.free(p);
}

time_t
curl_getdate(const char *text, const time_t *unused)
{
	return call.getdate(text, unused);
}

#endif
