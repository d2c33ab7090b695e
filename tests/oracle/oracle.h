/* SPDX-License-Identifier: MIT
 *
 * What other implementations say, and texts to ask them about. Tests only: the
 * program itself links neither ICU nor the character database's test files.
 */
#ifndef ORACLE_H
#define ORACLE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "akhbar/base.h"

#if defined(__has_include)
#if __has_include(<unicode/ubidi.h>)
#define HAVE_ICU 1
#include <unicode/ubidi.h>
#include <unicode/ubrk.h>
#include <unicode/ushape.h>
#endif
#endif

#define UCD_FOLDER "/usr/share/unicode/"

/* ---- a generator: the same numbers everywhere -------------------------------- */

struct dice {
	uint64_t state;
};

static inline uint32_t
roll(struct dice *d, uint32_t sides)
{
	d->state ^= d->state << 13;
	d->state ^= d->state >> 7;
	d->state ^= d->state << 17;
	return (uint32_t)(d->state >> 32) % sides;
}

enum family { NEWS, MARKS, ISOLATES, EMOJI, DIGITS, ADDRESSES, FAMILIES };

static const char *const family_names[] = {
	"news", "controls", "isolates", "emoji", "digits", "addresses",
};

static const char *const arabic_words[] = {
	"قال", "رئيس", "الوزراء", "السعودية", "في", "إن", "الأسواق", "ارتفعت", "بنسبة", "لَا",
	"المدرسة", "مستشفى", "بغداد", "اليوم", "أكّد", "وزير", "الخارجية", "پژوهش", "می‌خواهم", "گفت",
	"اردو", "خبریں", "ہے", "الإسلام", "قرآن", "مُدَرِّسَةٌ", "و", "على", "הארץ", "ירושלים",
	"ﷺ", "ٱلْحَمْدُ", "كتـــاب", "خانهٔ", "ٹیلیفون", "کوردستان", "ئۇيغۇر", "پښتو", "שָׁלוֹם", "צה״ל", "ב־2025",
};
static const char *const latin_words[] = {
	"Reuters", "iPhone", "the", "UN", "BBC", "e-mail", "naïve", "São", "GmbH", "x86", "Καλή", "Москва",
	"e\xcc\x81t", "McDonald's", "中文", "日本語", "한국", "ไทย", "हिन्दी", "Ⅷ", "ﬁn",
};
static const char *const numbers[] = {
	"10", "2025", "1,234.56", "50%", "%50", "$100", "100$", "12:30", "17/02/2025", "٥٠٪", "١٧/٠٢/٢٠٢٥",
	"۱۲۳۴", "3-2", "10-20", "−5°", "+5", "#1", "٣٫٥", "1990-2000", "2025-02-17", "€20", "٢٠ ٪",
	"½", "²", "№5", "1e3", "١٬٠٠٠", "۵۰٪", "٢٠/٢", "5G", "1,5", "–5", "±", "×", "=", "*", "&", "_", "~", "|", "₪5",
};
static const char *const punctuation[] = {
	"،", ".", ":", " - ", "؟", "!", "(", ")", "[", "]", "«", "»", "\"", " – ", "؛", "…", "{", "}", "/", "، ",
	"“", "”", "‘", "’", "‹", "›", "⟨", "⟩", "（", "）", "「", "」", "﴾", "﴿", "٭", "۔", "‐", "•", "·", "\t",
	"\xc2\xa0", "\xe2\x80\xaf", "\xe3\x80\x80",
};
static const char *const joiners[] = {
	"\xe2\x80\x8e", "\xe2\x80\x8f", "\xe2\x80\x8c", "\xe2\x80\x8d", "\xd8\x9c", "\xc2\xad", "\xef\xbb\xbf",
	"\xe2\x80\x8b", "\xe2\x81\xa0",
};
static const char *const emoji[] = {
	"😀", "🥰", "🤌", "🫡", "🔴", "⚽", "❤", "🇸🇦", "🇪🇬", "👍🏽", "1⃣", "★", "🏆",
	"🫠", "🫨", "🩷", "🪿", "🫷🏿", "👨‍👩‍👧‍👦", "🏳️‍🌈", "👩🏽‍🚀", "🧑‍🤝‍🧑", "🫱🏻‍🫲🏿", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇵", "#️⃣", "☎️", "☎",
	"©", "™", "🀄", "🟰", "→", "⇄", "㊗️",
};
static const char *const addresses[] = {
	"https://example.com/a?b=1", "www.example.org/x_y", "user@example.com", "example.com/ar/news",
	"http://example.net:8080/path/(x)", "+966 11 234 5678", "@reuters", "#news", "C++",
};

#define PICK(d, list) (list)[roll(d, ARRAY_LEN(list))]

/* One line of a family into `out` (cleared first). */
static inline void
make_line(struct dice *d, enum family family, struct buf *out)
{
	buf_clear(out);
	unsigned words = 3 + roll(d, 14), open = 0;
	for (unsigned i = 0; i < words; i++) {
		unsigned what = roll(d, 100);
		if (i && roll(d, 10))
			buf_add_char(out, ' ');
		if (family == MARKS && !roll(d, 3))
			buf_add_str(out, PICK(d, joiners));
		if (family == ISOLATES && !roll(d, 5)) {
			static const char *const begin[] = {"\xe2\x81\xa6", "\xe2\x81\xa7", "\xe2\x81\xa8"};
			buf_add_str(out, PICK(d, begin));
			open++;
		}
		if (family == EMOJI && !roll(d, 3)) {
			buf_add_str(out, PICK(d, emoji));
		} else if (family == ADDRESSES && !roll(d, 4)) {
			buf_add_str(out, PICK(d, addresses));
		} else if (what < (family == DIGITS ? 50 : 12)) {
			buf_add_str(out, PICK(d, numbers));
		} else if (what < 65) {
			buf_add_str(out, PICK(d, arabic_words));
		} else if (what < 82) {
			buf_add_str(out, PICK(d, latin_words));
		} else {
			buf_add_str(out, PICK(d, punctuation));
		}
		while (open && !roll(d, 4)) {
			buf_add_str(out, "\xe2\x81\xa9");
			open--;
		}
	}
	while (open--)
		buf_add_str(out, "\xe2\x81\xa9");
}

/* ---- files of the character database ------------------------------------------- */

/* Hexadecimal code points up to `end`; the count. */
static inline uint32_t
read_cps(const char *s, const char *end, uint32_t *cps, uint32_t max)
{
	uint32_t n = 0;
	while (s < end && n < max) {
		char *next;
		unsigned long v = strtoul(s, &next, 16);
		if (next == s)
			break;
		cps[n++] = (uint32_t)v;
		s = next;
	}
	return n;
}

#endif
