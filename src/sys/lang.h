/* SPDX-License-Identifier: MIT
 *
 * lang: locale and translation. The locale must be UTF-8; the language of our
 * words is chosen apart from it (gettext's LANGUAGE).
 */
#ifndef SYS_LANG_H
#define SYS_LANG_H

#include <libintl.h>
#include "akhbar/base.h"
#include "akhbar/fold.h"

#define _(s) gettext(s)
#define N_(s) s /* marks a string for xgettext where it cannot be translated yet */

/* setlocale; falls back to C.UTF-8. false: no UTF-8 locale can be had. */
bool lang_start(void);
/* "ar", "en" or "auto"/NULL: LC_ALL, LC_MESSAGES, LANG; with none of them (or C)
 * Arabic. Other languages get English words, and so does Arabic where its catalogue is
 * not found: words and direction go together. Binds the catalogue; may be called
 * again to switch. */
void lang_choose(const char *name);
const char *lang_name(void); /* "ar" or "en" */
enum dir lang_dir(void);
/* Digits of the numbers in our messages: Arabic-Indic, or those of C. */
void lang_use_arabic_digits(bool arabic);
/* A number for a message, as "%s" with .text, while the expression lasts. */
struct number_text {
	char text[64];
};
struct number_text lang_number(int64_t n);
/* What an errno means, in the reader's language. */
const char *lang_errno(int error);
/* LANGUAGE as the user had it (NULL: unset), for programs we start. */
const char *lang_inherited(void);

#endif
