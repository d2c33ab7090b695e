/* SPDX-License-Identifier: MIT */
#include "ui/places.h"

#include <stdbool.h>
#include <stddef.h>

#include "akhbar/base.h"

/* The Latin side of the keyboards; a blank where it types what no binding names. */
static const char us[2][PLACES + 1] = {
	"`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./",
	"~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?",
};
static const char french[2][PLACES + 1] = {
	" & \"'(- _  )=azertyuiop^$*qsdfghjklm wxcvbn,;:!",
	" 1234567890 +AZERTYUIOP   QSDFGHJKLM%WXCVBN?./ ",
};

/* Windows has quotes where X has the signs of the table, Arabic digits bring their own
 * per cent, and 102 has the thal of the first key left of Enter. */
static const struct {
	enum keyboard keyboard;
	uint32_t typed;
	char us;
	bool second; /* the table has another key for it, which comes first */
} also[] = {
	{KEYBOARD_ARABIC, 0x2018, 'U', false},        {KEYBOARD_ARABIC, 0x2019, 'M', false},
	{KEYBOARD_ARABIC, 0x66a, '%', false},         {KEYBOARD_ARABIC, 0x630, '\\', true},
	{KEYBOARD_ARABIC, 0x651, '|', true},          {KEYBOARD_ARABIC_AZERTY, 0x2018, 'U', false},
	{KEYBOARD_ARABIC_AZERTY, 0x2019, '?', false}, {KEYBOARD_ARABIC_AZERTY, 0x630, '*', true},
	{KEYBOARD_ARABIC_AZERTY, '"', '%', true},    {KEYBOARD_ARABIC_AZERTY, '\'', '?', true},
	{KEYBOARD_ARABIC_AZERTY, 0x61f, '?', false},
};

static char
latin(enum keyboard k, int level, int place)
{
	return k == KEYBOARD_ARABIC_AZERTY ? french[level][place] : us[level][place];
}

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
		if (i >= 0 && latin(k, level, i) != ' ')
			return (unsigned char)latin(k, level, i);
	}
	for (size_t i = 0; i < ARRAY_LEN(also); i++)
		if (also[i].keyboard == k && also[i].typed == typed && !also[i].second)
			return (unsigned char)also[i].us;
	return 0;
}

uint32_t
place_also(enum keyboard k, uint32_t typed)
{
	for (size_t i = 0; i < ARRAY_LEN(also); i++)
		if (also[i].keyboard == k && also[i].typed == typed && also[i].second)
			return (unsigned char)also[i].us;
	return 0;
}

uint32_t
place_guess(enum keyboard k, uint32_t typed)
{
	uint32_t found = place_to_us(k, typed);
	for (int level = 0; level < 2 && !found; level++)
		for (k = 0; k < KEYBOARD_COUNT && !found; k++)
			if (find(k, level, typed) >= 0)
				found = place_to_us(k, typed);
	return found;
}

uint32_t
place_from_us(enum keyboard k, uint32_t code)
{
	for (int level = 0; k < KEYBOARD_COUNT && level < 2; level++)
		for (int i = 0; i < PLACES; i++)
			if (code != ' ' && (unsigned char)latin(k, level, i) == code)
				return places_table[k][level][i];
	return 0;
}

bool
place_shared(enum keyboard k, enum keyboard other, uint32_t typed)
{
	return find(k, 0, typed) >= 0 && find(other, 0, typed) >= 0;
}

enum keyboard
keyboard_guess(enum keyboard now, uint32_t typed)
{
	if (typed >= 'a' && typed <= 'z')
		return KEYBOARD_LATIN;
	/* signs and digits are on many of them */
	if (typed < 0x80 || digit_of(typed) >= 0)
		return now;
	bool known = now < KEYBOARD_COUNT;
	if (known && place_to_us(now, typed))
		return now;
	for (int level = 0; level < (known ? 1 : 2); level++)
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
