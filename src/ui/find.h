/* SPDX-License-Identifier: MIT
 *
 * find: words in the article that is open, shown where they stand. Folded as in
 * search: vowels, hamzas and kinds of digits make no difference.
 */
#ifndef UI_FIND_H
#define UI_FIND_H

#include "ui/app.h"

/* Places of folded `words` (as a run of letters) in a text, as page_find asks. */
size_t find_places(struct bytes text, uint32_t (*places)[2], size_t max, void *words);

void find_ask(struct app *app);                    /* the prompt */
void find_words(struct app *app, const char *words); /* and to the first from here on */
void find_step(struct app *app, int by);           /* to the next, round at the ends */
void find_end(struct app *app);
/* After an article was opened from a search: how many places there are, and the key. */
void find_hint(struct app *app);
/* The page was made again: the places are looked for anew. */
void find_again(struct app *app);

#endif
