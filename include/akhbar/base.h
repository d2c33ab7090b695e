/* SPDX-License-Identifier: MIT
 *
 * base: what every room stands on. Memory, byte views, growing buffers, arenas,
 * UTF-8, civil time, errors, cleaning of foreign text, checking of links.
 *
 * Units: sizes and offsets are bytes unless a name says otherwise; times are
 * int64_t seconds since 1970-01-01 UTC. Nothing here has state that changes
 * except the out-of-memory handler, which main sets once.
 */
#ifndef AKHBAR_BASE_H
#define AKHBAR_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

/* ---- errors ---------------------------------------------------------- */

/* One sentence each: what kind of thing went wrong. The edge that asked adds
 * the address and says what to do. */
#define ERR_LIST(X) \
	X(OK, "all well") \
	X(ERR_IO, "a file could not be read or written") \
	X(ERR_NET, "the network did not answer") \
	X(ERR_FORMAT, "the data is not in a known form") \
	X(ERR_LIMIT, "the data is larger than the limit") \
	X(ERR_DB, "the store cannot be used") \
	X(ERR_CONFIG, "the configuration has a mistake") \
	X(ERR_CANCELLED, "stopped on request") \
	X(ERR_NOT_FOUND, "there is no such thing") \
	X(ERR_BUSY, "another akhbar is at it")

enum err {
#define X(name, sentence) name,
	ERR_LIST(X)
#undef X
};

/* The sentence of an error, English, static. */
const char *err_text(enum err e);

/* Why something failed, in words (English, cleaned, one line). The caller owns
 * it; functions that take `struct why *` accept NULL. */
struct why {
	char text[256];
};

/* Fills `why` (cut at a character, control characters dropped) and returns e:
 * `return err_set(why, ERR_FORMAT, "line %d: %s", line, what);` */
enum err err_set(struct why *why, enum err e, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* ---- memory ---------------------------------------------------------- */

/* Out of memory calls the handler (default: abort) and never returns. */
void mem_set_handler(void (*handler)(void));
void *mem_alloc(size_t size);
/* The same for what will be filled whole and is large: in large pages where there are
 * some, since every page touched for the first time costs. */
void *mem_alloc_large(size_t size);
void *mem_zalloc(size_t size);
void *mem_realloc(void *p, size_t size);
/* n * size with overflow check */
void *mem_realloc_array(void *p, size_t n, size_t size);
void *mem_dup(const void *p, size_t size);
char *mem_strdup(const char *s);
char *mem_strndup(const char *s, size_t n);
char *mem_printf(const char *fmt, ...) PRINTF_LIKE(1, 2);

/* An arena: many small things freed at once. Pointers aligned for any type. */
struct arena;
struct arena *arena_new(void);
void arena_free(struct arena *a);
void *arena_alloc(struct arena *a, size_t size);
void *arena_zalloc(struct arena *a, size_t size);
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
void *arena_dup(struct arena *a, const void *p, size_t size);

/* ---- byte views and buffers ------------------------------------------ */

/* A borrowed run of bytes, not NUL-ended. */
struct bytes {
	const char *data;
	size_t len;
};

struct bytes bytes_of(const char *s); /* of a C string; NULL gives empty */
bool bytes_eq(struct bytes a, struct bytes b);
bool bytes_eq_str(struct bytes a, const char *s);
bool bytes_eq_nocase(struct bytes a, const char *s); /* ASCII case */
bool bytes_starts(struct bytes a, const char *prefix);
bool bytes_starts_nocase(struct bytes a, const char *prefix);
struct bytes bytes_trim(struct bytes a); /* ASCII white space */
/* First place of needle in hay, NULL when absent. */
const char *bytes_find(struct bytes hay, const char *needle);
char *bytes_dup(struct bytes a); /* NUL-ended copy; yours */

/* A growing buffer, always NUL-ended. `limit` is a ceiling on len (0: none);
 * past it nothing more is taken and `over` is set: ERR_LIMIT for the caller. */
struct buf {
	char *data;
	size_t len;
	size_t cap;
	size_t limit;
	bool over;
};

void buf_init(struct buf *b, size_t limit);
void buf_release(struct buf *b);
void buf_clear(struct buf *b); /* keeps the memory */
/* About n more bytes will come: one piece of memory for them instead of many that grow. */
void buf_expect(struct buf *b, size_t n);
bool buf_add(struct buf *b, const void *data, size_t len);
bool buf_add_str(struct buf *b, const char *s);
bool buf_add_bytes(struct buf *b, struct bytes v);
bool buf_add_char(struct buf *b, char c);
bool buf_add_utf8(struct buf *b, uint32_t cp);
bool buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
char *buf_take(struct buf *b); /* the string, yours; the buffer is empty again */
struct bytes buf_view(const struct buf *b);
/* JSON string with its quotes; invalid UTF-8 becomes U+FFFD. */
bool buf_add_json(struct buf *b, struct bytes text);
/* The same of what is known to be valid UTF-8. */
bool buf_add_json_valid(struct buf *b, struct bytes text);

/* ---- UTF-8 ------------------------------------------------------------ */

#define UTF8_BAD 0xFFFDu

/* Decodes one character at *p (< end) and moves past it. An invalid byte gives
 * UTF8_BAD and moves by one (Unicode 15, 3.9 "maximal subpart" is not needed
 * by any caller: invalid text is replaced once, at ingest). */
uint32_t utf8_next(const char **p, const char *end);
/* Writes cp as 1..4 bytes, returns the count; surrogates and values past
 * 0x10FFFF are written as U+FFFD. */
size_t utf8_put(char out[4], uint32_t cp);
/* What is meant by a control character of U+0080 to U+009F: that of windows-1252 (WHATWG
 * HTML 13.2.5.80); itself where that has none. */
uint32_t utf8_c1_meant(uint32_t c1);
bool utf8_valid(struct bytes text);
/* Longest prefix of at most max bytes that ends at a character's edge. */
size_t utf8_cut(struct bytes text, size_t max);
size_t utf8_count(struct bytes text); /* characters */
/* Combining mark (general category Mn or Me): width 0, stands on a base. */
bool char_is_mark(uint32_t cp);

/* ---- foreign text ------------------------------------------------------ */

enum clean_kind {
	CLEAN_LINE, /* titles, names, messages: one line, controls become space or go */
	CLEAN_BODY, /* article text: newline kept, tab becomes a space */
};

/* Appends `text` to `out` with everything removed that may not reach a
 * terminal: C0, DEL, C1, bidi embeddings, overrides and isolates
 * (U+202A-202E, U+2066-2069), U+2028/2029 (space or newline), other zero-width
 * controls, tag characters, variation selectors, non-characters and private
 * use (U+FFFD), invalid UTF-8 (U+FFFD), marks without a base or beyond four.
 * LRM, RLM, ALM, ZWNJ, ZWJ stay. CLEAN_LINE also folds white space and trims. */
void text_clean(struct buf *out, struct bytes text, enum clean_kind kind);
/* The same as a new string, cut to at most max bytes (0: no cut) with an
 * ellipsis (U+2026) when cut. Yours. */
char *text_clean_dup(struct bytes text, enum clean_kind kind, size_t max);
/* Surely as CLEAN_BODY would leave it; false: perhaps not. */
bool text_plain(struct bytes text);

/* ---- links -------------------------------------------------------------- */

/* A link we may open: http or https, a host, no control, space, quote or
 * backslash, at most 2 KiB (RFC 3986 3). */
bool url_is_web(const char *url);
/* The host (and :port) part as written, without user:password; empty when there
 * is none. */
struct bytes url_host(const char *url);
/* The address for showing: user:password replaced by "…", percent-encoded UTF-8
 * decoded when it is printable text, bidi controls never. Yours. */
char *url_for_show(const char *url);

/* A reference against an absolute base (RFC 3986 5.2), appended: "../b?c" against
 * "http://a/x/y" is "http://a/b?c". Nothing is decoded or encoded. */
void url_join(struct bytes base, struct bytes reference, struct buf *out);

/* ---- hashing ------------------------------------------------------------ */

uint64_t hash64(struct bytes data, uint64_t seed); /* not for secrets */

/* ---- time --------------------------------------------------------------- */

#define TIME_NONE INT64_MIN /* "no date stated" */

struct civil {
	int year;
	int month;  /* 1..12 */
	int day;    /* 1..31 */
	int hour, minute, second;
	int weekday; /* 0 Sunday .. 6 Saturday */
};

/* Proleptic Gregorian, any year; utc_offset in seconds east. */
int64_t time_from_civil(int year, int month, int day, int hour, int minute, int second);
struct civil time_to_civil(int64_t t, int utc_offset);
int64_t days_from_civil(int year, int month, int day); /* days since 1970-01-01 */

/* Umm al-Qura date of a Gregorian day (1300-1600 AH = 1882-2174 CE); false
 * outside. `days` counts from 1970-01-01. */
struct hijri {
	int year, month, day;
};
bool hijri_from_days(int64_t days, struct hijri *out);
/* And back; the thirtieth of a month of 29 days is the day after it, for who announces
 * months otherwise. TIME_NONE outside. */
int64_t days_from_hijri(int64_t year, int64_t month, int64_t day);
/* The solar year of Iran and Afghanistan, 1300-1499 (1921-2121 CE). */
int64_t days_from_solar(int64_t year, int64_t month, int64_t day);

/* "2026-11-23T20:15:00Z" (RFC 3339, UTC) into out[21]. */
void time_to_rfc3339(int64_t t, char out[32]);

#endif
