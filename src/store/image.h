/* SPDX-License-Identifier: MIT
 *
 * image: the rows of a store's file read without SQLite, for files that SQLite
 * refuses (https://sqlite.org/fileformat2.html). Every number in the file is doubted;
 * what cannot be is passed over. Nothing is written.
 */
#ifndef STORE_IMAGE_H
#define STORE_IMAGE_H

#include "akhbar/base.h"

struct image_value {
	enum { VALUE_NULL, VALUE_INT, VALUE_REAL, VALUE_TEXT, VALUE_BLOB } kind;
	int64_t number;
	struct bytes bytes; /* of texts and blobs; until the call-back returns */
};

#define IMAGE_COLUMNS 64

/* rowid: of a table WITHOUT ROWID the first column, where that is a number.
 * `table`: its name where the way from the schema to the row is whole, else NULL: the
 * row lay in a page to which nothing leads any more. */
typedef void image_row_fn(void *context, const char *table, int64_t rowid,
			  const struct image_value *values, size_t n);

struct image_report {
	int64_t pages, bad_pages, lone_pages; /* lone: read though nothing leads to them */
	bool schema; /* the schema could be read */
};

/* The file with its write-ahead log, as far as that was committed. Rows that lone pages
 * hold come last. ERR_IO when the file cannot be read at all. */
MUST_USE enum err image_read(const char *path, image_row_fn *each, void *context,
			     struct image_report *out, struct why *why);

#endif
