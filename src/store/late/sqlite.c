/* SPDX-License-Identifier: MIT
 *
 * SQLite for the fetcher, loaded when a store is opened (akhbar/late.h): what reads one
 * document has none. The functions below stand under SQLite's own names, declared and
 * checked by its header, so that the room speaks to it as if it were linked, as it is to the
 * reader and the tests; `make SQLITE=linked` links it to the fetcher, too.
 *
 * A store is opened first of all, so that only the functions that are called without one
 * have to mind that nothing was loaded.
 */
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>

#include "akhbar/late.h"

/* value, name without "sqlite3_", parameters, arguments */
#define CALLS(X)                                                                                   \
	X(int, bind_blob64, (sqlite3_stmt *s, int i, const void *p, sqlite3_uint64 n, void (*d)(void *)), (s, i, p, n, d)) \
	X(int, bind_int64, (sqlite3_stmt *s, int i, sqlite3_int64 v), (s, i, v))                   \
	X(int, bind_null, (sqlite3_stmt *s, int i), (s, i))                                        \
	X(int, bind_pointer, (sqlite3_stmt *s, int i, void *p, const char *t, void (*d)(void *)), (s, i, p, t, d)) \
	X(int, bind_text, (sqlite3_stmt *s, int i, const char *p, int n, void (*d)(void *)), (s, i, p, n, d)) \
	X(int, bind_text64, (sqlite3_stmt *s, int i, const char *p, sqlite3_uint64 n, void (*d)(void *), unsigned char e), (s, i, p, n, d, e)) \
	X(int, busy_timeout, (sqlite3 *db, int ms), (db, ms))                                      \
	X(int, clear_bindings, (sqlite3_stmt *s), (s))                                             \
	X(int, close, (sqlite3 *db), (db))                                                         \
	X(const void *, column_blob, (sqlite3_stmt *s, int i), (s, i))                             \
	X(int, column_bytes, (sqlite3_stmt *s, int i), (s, i))                                     \
	X(int, column_int, (sqlite3_stmt *s, int i), (s, i))                                       \
	X(sqlite3_int64, column_int64, (sqlite3_stmt *s, int i), (s, i))                           \
	X(const unsigned char *, column_text, (sqlite3_stmt *s, int i), (s, i))                    \
	X(int, column_type, (sqlite3_stmt *s, int i), (s, i))                                      \
	X(int, create_function, (sqlite3 *db, const char *name, int n, int e, void *p,             \
	  void (*f)(sqlite3_context *, int, sqlite3_value **), void (*step)(sqlite3_context *, int, sqlite3_value **), \
	  void (*last)(sqlite3_context *)), (db, name, n, e, p, f, step, last))                    \
	X(int, db_readonly, (sqlite3 *db, const char *name), (db, name))                           \
	X(const char *, errmsg, (sqlite3 *db), (db))                                               \
	X(int, exec, (sqlite3 *db, const char *sql, int (*f)(void *, int, char **, char **), void *p, char **e), (db, sql, f, p, e)) \
	X(int, extended_errcode, (sqlite3 *db), (db))                                              \
	X(int, extended_result_codes, (sqlite3 *db, int on), (db, on))                             \
	X(int, get_autocommit, (sqlite3 *db), (db))                                                \
	X(int, limit, (sqlite3 *db, int id, int v), (db, id, v))                                   \
	X(int, prepare_v2, (sqlite3 *db, const char *sql, int n, sqlite3_stmt **s, const char **t), (db, sql, n, s, t)) \
	X(int, prepare_v3, (sqlite3 *db, const char *sql, int n, unsigned f, sqlite3_stmt **s, const char **t), (db, sql, n, f, s, t)) \
	X(void, progress_handler, (sqlite3 *db, int n, int (*f)(void *), void *p), (db, n, f, p))  \
	X(int, reset, (sqlite3_stmt *s), (s))                                                      \
	X(void, result_double, (sqlite3_context *c, double v), (c, v))                             \
	X(void, result_error_code, (sqlite3_context *c, int v), (c, v))                            \
	X(void, result_null, (sqlite3_context *c), (c))                                            \
	X(void, result_text64, (sqlite3_context *c, const char *p, sqlite3_uint64 n, void (*d)(void *), unsigned char e), (c, p, n, d, e)) \
	X(int, step, (sqlite3_stmt *s), (s))                                                       \
	X(int, stmt_busy, (sqlite3_stmt *s), (s))                                                  \
	X(int, system_errno, (sqlite3 *db), (db))                                                  \
	X(int, total_changes, (sqlite3 *db), (db))                                                 \
	X(const void *, value_blob, (sqlite3_value *v), (v))                                       \
	X(int, value_bytes, (sqlite3_value *v), (v))                                               \
	X(sqlite3_int64, value_int64, (sqlite3_value *v), (v))                                     \
	X(const unsigned char *, value_text, (sqlite3_value *v), (v))

#define FIELD(value, name, parameters, arguments) typeof(sqlite3_##name) *name;
static struct {
	CALLS(FIELD)
	typeof(sqlite3_open_v2) *open_v2;
	typeof(sqlite3_errstr) *errstr;
	typeof(sqlite3_finalize) *finalize;
	typeof(sqlite3_db_config) *db_config;
	typeof(sqlite3_config) *config;
} call;

#define DEFINE(value, name, parameters, arguments) \
	value sqlite3_##name parameters            \
	{                                          \
		return call.name arguments;        \
	}
CALLS(DEFINE)

#define AT(name) {"sqlite3_" #name, offsetof(typeof(call), name)},
#define ROW(value, name, parameters, arguments) AT(name)
static const struct late_function functions[] = {
	CALLS(ROW) AT(open_v2) AT(errstr) AT(finalize) AT(db_config) AT(config)
};

static bool
load(void)
{
	static const char *const files[] = {"libsqlite3.so.0", "libsqlite3.so"};
	static bool loaded;
	loaded = loaded || !late_load(files, ARRAY_LEN(files), functions, ARRAY_LEN(functions), &call);
	return loaded;
}

int
sqlite3_open_v2(const char *path, sqlite3 **db, int flags, const char *vfs)
{
	*db = NULL;
	return load() ? call.open_v2(path, db, flags, vfs) : SQLITE_ERROR;
}

/* Its options here take a number or nothing. */
int
sqlite3_config(int option, ...)
{
	va_list rest;
	va_start(rest, option);
	int value = option == SQLITE_CONFIG_MEMSTATUS ? va_arg(rest, int) : 0;
	va_end(rest);
	return load() ? call.config(option, value) : SQLITE_ERROR;
}

const char *
sqlite3_errstr(int rc)
{
	return call.errstr ? call.errstr(rc) : "SQLite (libsqlite3.so.0) cannot be loaded";
}

int
sqlite3_finalize(sqlite3_stmt *s)
{
	return s ? call.finalize(s) : SQLITE_OK;
}

/* Its options take a number and the place of one. */
int
sqlite3_db_config(sqlite3 *db, int option, ...)
{
	va_list rest;
	va_start(rest, option);
	int value = va_arg(rest, int);
	int *now = va_arg(rest, int *);
	va_end(rest);
	return call.db_config(db, option, value, now);
}
