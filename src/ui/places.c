/* SPDX-License-Identifier: MIT */
#include "ui/places.h"

#include <assert.h>
#include <stdbool.h>

static const char us[2][PLACES + 1] = {
	"`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./",
	"~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?",
};

static int
find(enum keyboard k, int level, uint32_t typed)
{
	for (int i = 0; typed && i < PLACES; i++)
		if (places_table[k][level][i] == typed)
			return i;
	return -1;
}

uint32_t
place_to_us(enum keyboard k, uint32_t typed)
{
	if (k >= KEYBOARD_COUNT)
		return 0;
	for (int level = 0; level < 2; level++) {
		int i = find(k, level, typed);
		if (i >= 0)
			return (unsigned char)us[level][i];
	}
	return 0;
}

uint32_t
place_from_us(enum keyboard k, uint32_t code)
{
	for (int level = 0; k < KEYBOARD_COUNT && level < 2; level++)
		for (int i = 0; i < PLACES; i++)
			if ((unsigned char)us[level][i] == code)
				return places_table[k][level][i];
	return 0;
}

enum keyboard
keyboard_guess(enum keyboard now, uint32_t typed)
{
	if (typed >= 'a' && typed <= 'z')
		return KEYBOARD_LATIN;
	/* signs and digits are on many of them */
	if (typed < 0x80 || digit_of(typed) >= 0)
		return now;
	if (now < KEYBOARD_COUNT && place_to_us(now, typed))
		return now;
	for (int level = 0; level < 2; level++)
		for (enum keyboard k = 0; k < KEYBOARD_COUNT; k++)
			if (find(k, level, typed) >= 0)
				return k;
	return now;
}

int
digit_of(uint32_t code)
{
	static const uint32_t zeros[] = {'0', 0x660, 0x6f0};
	for (int i = 0; i < 3; i++)
		if (code >= zeros[i] && code < zeros[i] + 10)
			return (int)(code - zeros[i]);
	return -1;
}
