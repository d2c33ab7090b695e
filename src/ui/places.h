/* SPDX-License-Identifier: MIT
 *
 * places: keys known by their place. What each key types under the standard Arabic
 * (101; 102 and its AZERTY form, where the keys are those of a French keyboard), Persian
 * (ISIRI 9147 and the older one of Windows), Macintosh Arabic and Hebrew (SI 1452) layouts.
 * Source: symbols ara, ir and il of xkeyboard-config; the layouts of Windows where they
 * differ.
 */
#ifndef UI_PLACES_H
#define UI_PLACES_H

#include <stdbool.h>
#include <stdint.h>

#define PLACES 47 /* keys that type, row by row from the left */

enum keyboard {
	KEYBOARD_ARABIC,
	KEYBOARD_PERSIAN,
	KEYBOARD_PERSIAN_WINDOWS,
	KEYBOARD_ARABIC_MAC,
	KEYBOARD_ARABIC_AZERTY, /* the letters of the first, on the keys of a French keyboard */
	KEYBOARD_HEBREW,
	KEYBOARD_COUNT,
	KEYBOARD_LATIN = KEYBOARD_COUNT,
	KEYBOARD_UNKNOWN,
};

/* [without and with Shift]; 0: types nothing. A key that types lam-alef has the
 * ligature (U+FEFB and its like). */
extern const uint32_t places_table[KEYBOARD_COUNT][2][PLACES];

/* What the key that typed this types on the Latin side of the keyboard, which is a US one
 * or, for KEYBOARD_ARABIC_AZERTY, a French one; 0: it is on no key. */
uint32_t place_to_us(enum keyboard k, uint32_t typed);
/* Another key that types it on some keyboards of that kind; 0: none. */
uint32_t place_also(enum keyboard k, uint32_t typed);
/* The same by the keyboard when it is known and types this, else by the first that does. */
uint32_t place_guess(enum keyboard k, uint32_t typed);
/* Both have it on a key without Shift. */
bool place_shared(enum keyboard k, enum keyboard other, uint32_t typed);
/* What the key with this Latin letter or sign types; 0: nothing. */
uint32_t place_from_us(enum keyboard k, uint32_t us);
/* Which keyboard it is, now that this was typed: small Latin letters tell of a Latin
 * one; a letter that the one so far has tells nothing new, and neither does what another
 * types with Shift. */
enum keyboard keyboard_guess(enum keyboard now, uint32_t typed);
/* 0..9 of ASCII, Arabic and Persian digits, else -1. */
int digit_of(uint32_t code);

#endif
