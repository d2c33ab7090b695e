/* SPDX-License-Identifier: MIT
 *
 * jansson, loaded when the first feed in JSON is read (akhbar/late.h). The functions below
 * stand under its own names; `make JANSSON=linked` links it, and then this file is empty
 * but for feed_load.
 */
#include "akhbar/feed.h"

#ifdef AKHBAR_JANSSON_LINKED

enum err
feed_load(struct why *why)
{
	(void)why;
	return OK;
}

#else

#include <jansson.h>

#include "akhbar/late.h"

/* value, name without "json_", parameters, arguments */
#define CALLS(X)                                                                            \
	X(json_t *, loadb, (const char *p, size_t n, size_t f, json_error_t *e), (p, n, f, e)) \
	X(void, delete, (json_t *v), (v))                                                   \
	X(json_t *, object_get, (const json_t *v, const char *name), (v, name))             \
	X(size_t, array_size, (const json_t *v), (v))                                       \
	X(json_t *, array_get, (const json_t *v, size_t i), (v, i))                         \
	X(const char *, string_value, (const json_t *v), (v))                               \
	X(size_t, string_length, (const json_t *v), (v))                                    \
	X(json_int_t, integer_value, (const json_t *v), (v))                                \
	X(double, real_value, (const json_t *v), (v))

#define FIELD(value, name, parameters, arguments) typeof(json_##name) *name;
static struct {
	CALLS(FIELD)
} call;

#define DEFINE(value, name, parameters, arguments) \
	value json_##name parameters               \
	{                                          \
		return call.name arguments;        \
	}
CALLS(DEFINE)

#define ROW(value, name, parameters, arguments) {"json_" #name, offsetof(typeof(call), name)},
static const struct late_function functions[] = {CALLS(ROW)};

enum err
feed_load(struct why *why)
{
	static const char *const files[] = {"libjansson.so.4", "libjansson.so"};
	static bool tried;
	static enum late how;
	if (!tried)
		how = late_load(files, ARRAY_LEN(files), functions, ARRAY_LEN(functions), &call);
	tried = true;
	if (how == LATE_LOADED)
		return OK;
	return err_set(why, ERR_NOT_FOUND, "%s",
		       "this is a feed in JSON, but jansson (libjansson.so.4) cannot be loaded");
}

#endif
