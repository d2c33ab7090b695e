/* SPDX-License-Identifier: MIT
 *
 * fold: letters folded for search, and the direction classes of letters.
 * Takes UTF-8, gives folded code points with the bytes they came from. Table:
 * marks, tatweel, joiners and bidi controls dropped; alef, yeh, heh, kaf
 * families united; Arabic-Indic and Persian digits to ASCII; presentation forms
 * to their letters; Latin to lower case without accents.
 */
#ifndef AKHBAR_FOLD_H
#define AKHBAR_FOLD_H

#include "akhbar/base.h"

/* The longest expansion: U+FDFA is four words. */
#define FOLD_MAX 18

/* Folded form of one code point into out[4]; the count, 0 when it is dropped,
 * more than one only for ligatures (the two longer ones, U+FDFA and U+FDFB, are
 * cut: fold_next gives them whole). Decomposed letters are not seen here. */
unsigned fold_char(uint32_t cp, uint32_t out[4]);

/* Decodes the character at *p (< end), moves past it and gives its folded form
 * and itself. A hamza that stands apart from its waw or yeh is seen. */
unsigned fold_next(const char **p, const char *end, uint32_t *cp, uint32_t out[FOLD_MAX]);

/* Nearly all of most words: ASCII letters and digits, Arabic letters that no hamza
 * follows. Folds what there is of them at *p into out (UTF-8, at most room bytes),
 * moves past it and gives the bytes written; the first other character ends it. All
 * of it are word characters (char_is_word). */
size_t fold_plain(const char **p, const char *end, char *out, size_t room);

/* Appends the folded UTF-8 of text. */
void fold_text(struct buf *out, struct bytes text);

enum dir { DIR_AUTO, DIR_LTR, DIR_RTL };

enum strong { STRONG_NONE, STRONG_LTR, STRONG_RTL };

/* Direction class of a letter by UAX #9: L, or R/AL, or none. Emoji and
 * regional indicators are none. */
enum strong char_strong(uint32_t cp);

bool char_is_word(uint32_t cp); /* letters, digits, marks: part of a search word */

/* Base direction of a text: RTL when at least 40 % of its strong letters are
 * right-to-left; `fallback` when it has none. (First-strong is wrong for news
 * that begin with a Latin name.) */
enum dir dir_of_text(struct bytes text, enum dir fallback);
/* The same of a text in pieces: counted one after the other. */
struct dir_letters {
	uint64_t rtl, ltr;
};
void dir_count(struct dir_letters *n, struct bytes text);
enum dir dir_counted(const struct dir_letters *n, enum dir fallback);

/* DIR_RTL for languages written right to left (BCP 47; a script subtag wins),
 * DIR_LTR for others, DIR_AUTO for none. */
enum dir dir_of_language(const char *tag);

#endif
