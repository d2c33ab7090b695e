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

const void *
fetch_library(void)
{
	return (const void *)(uintptr_t)curl_easy_init;
}

#else

#include <stdarg.h>

#include "akhbar/late.h"
#include "sys/lang.h"

/* value, name without "curl_", parameters, arguments */
#define CALLS(X)                                                                               \
	X(CURLcode, global_init, (long flags), (flags))                                        \
	X(CURL *, easy_init, (void), ())                                                       \
	X(void, easy_cleanup, (CURL *e), (e))                                                  \
	X(void, easy_reset, (CURL *e), (e))                                                    \
	X(CURLcode, easy_pause, (CURL *e, int which), (e, which))                              \
	X(const char *, easy_strerror, (CURLcode c), (c))                                      \
	X(CURLM *, multi_init, (void), ())                                                     \
	X(CURLMcode, multi_cleanup, (CURLM *m), (m))                                           \
	X(CURLMcode, multi_add_handle, (CURLM *m, CURL *e), (m, e))                            \
	X(CURLMcode, multi_remove_handle, (CURLM *m, CURL *e), (m, e))                         \
	X(CURLMcode, multi_perform, (CURLM *m, int *n), (m, n))                                \
	X(CURLMcode, multi_poll, (CURLM *m, struct curl_waitfd *x, unsigned n, int ms, int *r), (m, x, n, ms, r)) \
	X(CURLMsg *, multi_info_read, (CURLM *m, int *left), (m, left))                        \
	X(const char *, multi_strerror, (CURLMcode c), (c))                                    \
	X(struct curl_slist *, slist_append, (struct curl_slist *l, const char *s), (l, s))    \
	X(CURLU *, url, (void), ())                                                            \
	X(CURLUcode, url_get, (CURLU *u, CURLUPart p, char **out, unsigned f), (u, p, out, f)) \
	X(CURLUcode, url_set, (CURLU *u, CURLUPart p, const char *s, unsigned f), (u, p, s, f)) \
	X(time_t, getdate, (const char *s, const time_t *unused), (s, unused))

/* They are called where nothing was ever loaded, too: with nothing. */
#define RELEASES(X)                                \
	X(void, slist_free_all, (struct curl_slist *p), (p)) \
	X(void, url_cleanup, (CURLU *p), (p))                \
	X(void, free, (void *p), (p))

#define FIELD(value, name, parameters, arguments) typeof(curl_##name) *name;
static struct {
	CALLS(FIELD) RELEASES(FIELD)
	typeof(curl_easy_setopt) *easy_setopt;
	typeof(curl_easy_getinfo) *easy_getinfo;
	typeof(curl_multi_setopt) *multi_setopt;
} call;

#define DEFINE(value, name, parameters, arguments) \
	value curl_##name parameters               \
	{                                          \
		return call.name arguments;        \
	}
CALLS(DEFINE)

#define DEFINE_RELEASE(value, name, parameters, arguments) \
	value curl_##name parameters                       \
	{                                                  \
		if (p)                                     \
			call.name arguments;               \
	}
RELEASES(DEFINE_RELEASE)

#define AT(name) {"curl_" #name, offsetof(typeof(call), name)},
#define ROW(value, name, parameters, arguments) AT(name)
static const struct late_function rows[] = {
	CALLS(ROW) RELEASES(ROW) AT(easy_setopt) AT(easy_getinfo) AT(multi_setopt)
};

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

const void *
fetch_library(void)
{
	return (const void *)(uintptr_t)call.easy_init;
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

#endif
