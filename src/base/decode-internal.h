/* SPDX-License-Identifier: MIT */
#ifndef AKHBAR_DECODE_INTERNAL_H
#define AKHBAR_DECODE_INTERNAL_H

#include <stdint.h>

/* Characters of the bytes 0x80..0xff. */
extern const uint16_t decode_windows_1252[128];
extern const uint16_t decode_windows_1256[128];

#endif
