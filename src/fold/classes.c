/* SPDX-License-Identifier: MIT */
#include "akhbar/fold.h"

#include "fold/tables.h"

static bool
within(const struct class_range *ranges, size_t n, uint32_t cp)
{
	size_t low = 0;
	while (low < n) {
		size_t middle = (low + n) / 2;
		if (cp < ranges[middle].first)
			n = middle;
		else if (cp > ranges[middle].last)
			low = middle + 1;
		else
			return true;
	}
	return false;
}

static inline bool
ascii_letter(uint32_t cp)
{
	return (cp | 0x20) - 'a' < 26;
}

/* Nearly every letter of an Arabic article, without a search. */
static inline bool
arabic_letter(uint32_t cp)
{
	return (cp >= 0x620 && cp <= 0x64a) || (cp >= 0x671 && cp <= 0x6d5);
}

enum strong
char_strong(uint32_t cp)
{
	if (cp < 0x80)
		return ascii_letter(cp) ? STRONG_LTR : STRONG_NONE;
	if (arabic_letter(cp) && cp != 0x6d4)
		return STRONG_RTL;
	if (within(class_neutral, class_neutral_n, cp))
		return STRONG_NONE;
	return within(class_rtl, class_rtl_n, cp) ? STRONG_RTL : STRONG_LTR;
}

bool
char_is_word(uint32_t cp)
{
	if (cp < 0x80)
		return ascii_letter(cp) || cp - '0' < 10;
	if (arabic_letter(cp))
		return cp != 0x6d4;
	return within(class_word, class_word_n, cp);
}

/* U+0600 to U+06FF, by the first byte and the six bits of the second; the others of them
 * are neither R nor L. */
static const uint64_t arabic_rtl[4] = {
	UINT64_C(0xfffffffff8002900), UINT64_C(0xfffee000000007ff), UINT64_C(0xffffffffffffffff),
	UINT64_C(0xfc00c060003fffff),
};

void
dir_count(struct dir_letters *n, struct bytes text)
{
	const unsigned char *p = (const unsigned char *)text.data, *end = p + text.len;
	uint64_t rtl = 0, ltr = 0;
	while (p < end) {
		unsigned lead = *p - 0xd8u, low = end - p > 1 ? p[1] ^ 0x80u : 64;
		if (lead < 4 && low < 64) {
			rtl += arabic_rtl[lead] >> low & 1;
			p += 2;
		} else if (*p < 0x80) {
			ltr += ascii_letter(*p++);
		} else {
			const char *at = (const char *)p;
			enum strong s = char_strong(utf8_next(&at, (const char *)end));
			p = (const unsigned char *)at;
			rtl += s == STRONG_RTL;
			ltr += s == STRONG_LTR;
		}
	}
	n->rtl += rtl;
	n->ltr += ltr;
}

enum dir
dir_counted(const struct dir_letters *n, enum dir fallback)
{
	if (n->rtl + n->ltr == 0)
		return fallback;
	return n->rtl * 100 >= (n->rtl + n->ltr) * 40 ? DIR_RTL : DIR_LTR;
}

enum dir
dir_of_text(struct bytes text, enum dir fallback)
{
	struct dir_letters n = {0, 0};
	dir_count(&n, text);
	return dir_counted(&n, fallback);
}

/* Written right to left unless a script subtag says otherwise. */
static const char *const rtl_languages[] = {
	"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "syr", "ug", "ur", "yi",
	/* varieties that have tags of their own */
	"ji", "prs", "pes", "arz", "ary", "arq", "apc", "ajp", "acm", "afb", "ars", "aeb", "arb",
	"azb", "pnb", "skr", "lrc", "mzn", "glk", "sdh", "bal", "nqo", "khw", "rhg",
};
/* ISO 15924 */
static const char *const rtl_scripts[] = {
	"Arab", "Aran", "Hebr", "Syrc", "Syre", "Syrj", "Syrn", "Thaa", "Nkoo", "Adlm", "Rohg",
	"Mand", "Samr", "Yezi",
};

static struct bytes
subtag(const char **p)
{
	const char *start = *p;
	while (**p && **p != '-' && **p != '_')
		(*p)++;
	struct bytes b = {start, (size_t)(*p - start)};
	if (**p)
		(*p)++;
	return b;
}

enum dir
dir_of_language(const char *tag)
{
	if (!tag)
		return DIR_AUTO;
	const char *p = tag;
	struct bytes language = subtag(&p);
	if (language.len < 2 || bytes_eq_nocase(language, "und") ||
	    bytes_eq_nocase(language, "mul") || bytes_eq_nocase(language, "zxx"))
		return DIR_AUTO;
	/* RFC 5646 2.1: up to three extended subtags of three letters, then the script */
	for (int i = 0; i < 4 && *p; i++) {
		struct bytes next = subtag(&p);
		if (next.len == 4 && (next.data[0] < '0' || next.data[0] > '9')) {
			for (size_t j = 0; j < ARRAY_LEN(rtl_scripts); j++)
				if (bytes_eq_nocase(next, rtl_scripts[j]))
					return DIR_RTL;
			return DIR_LTR;
		}
		if (next.len != 3)
			break;
	}
	for (size_t i = 0; i < ARRAY_LEN(rtl_languages); i++)
		if (bytes_eq_nocase(language, rtl_languages[i]))
			return DIR_RTL;
	return DIR_LTR;
}
