/* SPDX-License-Identifier: MIT */
#ifndef AKHBAR_DECODE_INTERNAL_H
#define AKHBAR_DECODE_INTERNAL_H

#include <stddef.h>
#include <stdint.h>

/* Characters of the bytes 0x80..0xff. */
extern const uint16_t decode_windows_1252[128];
extern const uint16_t decode_windows_1256[128];

enum decode_family { BY_ICONV, BY_1252, BY_1256, BY_LATIN1, BY_UTF8, BY_WIDE, BY_STATE, REFUSED };

struct decode_label {
	const char *alias, *name;
	enum decode_family family;
};

extern const struct decode_label decode_labels[];
extern const size_t decode_labels_n;

#endif
