/* SPDX-License-Identifier: MIT
 *
 * places: keys known by their place. What each key of a US keyboard types under the
 * standard Arabic (101, also of AZERTY keyboards but for the digits), Persian (ISIRI
 * 9147 and the older one of Windows), Macintosh Arabic and Hebrew (SI 1452) layouts.
 */
#ifndef UI_PLACES_H
#define UI_PLACES_H

#include <stdint.h>

#define PLACES 47 /* keys that type, row by row from the left */

enum keyboard {
	KEYBOARD_ARABIC,
	KEYBOARD_PERSIAN,
	KEYBOARD_PERSIAN_WINDOWS,
	KEYBOARD_ARABIC_MAC,
	KEYBOARD_HEBREW,
	KEYBOARD_COUNT,
	KEYBOARD_LATIN = KEYBOARD_COUNT,
	KEYBOARD_UNKNOWN,
};

/* [without and with Shift]; 0: types nothing. A key that types lam-alef has the
 * ligature (U+FEFB and its like). */
extern const uint32_t places_table[KEYBOARD_COUNT][2][PLACES];

/* What a US keyboard types with the key that typed this; 0: it is on no key. */
uint32_t place_to_us(enum keyboard k, uint32_t typed);
/* What the key that is this on a US keyboard types; 0: nothing. */
uint32_t place_from_us(enum keyboard k, uint32_t us);
/* Which keyboard it is, now that this was typed: small Latin letters tell of a Latin
 * one; a letter that the one so far has tells nothing new. */
enum keyboard keyboard_guess(enum keyboard now, uint32_t typed);
/* 0..9 of ASCII, Arabic and Persian digits, else -1. */
int digit_of(uint32_t code);

#endif
