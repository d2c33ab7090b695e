/* SPDX-License-Identifier: MIT
 *
 * inflate: gzip, zlib and raw deflate bytes, piece by piece, into a buffer with
 * a ceiling. Our own step instead of libcurl's: it says when the data ends early
 * and stops at the ceiling, not after it.
 */
#ifndef FETCH_INFLATE_H
#define FETCH_INFLATE_H

#include "akhbar/base.h"

struct inflater;

enum inflate_form { INFLATE_GZIP, INFLATE_DEFLATE }; /* deflate: zlib, or raw as some send it */

struct inflater *inflater_new(enum inflate_form form);
void inflater_free(struct inflater *z);
/* ERR_LIMIT when out's ceiling is reached, ERR_FORMAT for damaged data. */
MUST_USE enum err inflater_add(struct inflater *z, struct bytes in, struct buf *out);
bool inflater_ended(const struct inflater *z); /* the data reached its end mark */

#endif
