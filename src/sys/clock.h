/* SPDX-License-Identifier: MIT
 *
 * clock: the only maker of "now". AKHBAR_NOW (seconds) fixes it for tests.
 */
#ifndef SYS_CLOCK_H
#define SYS_CLOCK_H

#include <stdint.h>

int64_t clock_now(void);          /* wall, seconds */
int64_t clock_mono_ms(void);      /* monotonic, milliseconds */
int clock_utc_offset(int64_t t);  /* of the local zone at t, seconds east */

#endif
