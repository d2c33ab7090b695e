/* SPDX-License-Identifier: MIT
 *
 * decode (room base): bytes of unknown encoding -> valid UTF-8. One decision
 * order for feeds and pages: BOM; valid multi-byte UTF-8; labels; mostly UTF-8;
 * language or host; windows-1252. (WHATWG Encoding labels; RFC 7303 3.)
 */
#ifndef AKHBAR_DECODE_H
#define AKHBAR_DECODE_H

#include "akhbar/base.h"

struct decode_hints {
	const char *charset;  /* of the transport (Content-Type); NULL or "": none */
	const char *declared; /* in the document (XML declaration, meta); NULL: none */
	const char *language; /* of the document, when cheap to know; NULL: none */
	const char *url;      /* for the top-level domain; NULL: none */
};

/* Appends valid UTF-8 to out (out->limit holds) without BOM and without NUL.
 * `encoding` receives the name used, lower case, WHATWG where it has one.
 * ERR_LIMIT when the result is larger than out's limit. Never fails on bad
 * bytes: they cost one character each. */
MUST_USE enum err decode_to_utf8(struct bytes in, const struct decode_hints *hints,
				 struct buf *out, char encoding[32]);

/* True when the bytes are already what decode_to_utf8 would give (valid UTF-8, no
 * mark, no NUL, no label that says otherwise): no copy is needed. */
bool decode_is_plain(struct bytes in, const struct decode_hints *hints);

/* charset parameter of a Content-Type value into out[32], "" when none. */
void decode_content_type_charset(const char *content_type, char out[32]);

#endif
