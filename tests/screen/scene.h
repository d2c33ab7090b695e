/* SPDX-License-Identifier: MIT
 *
 * scene: a small store that has a bit of everything (sources in sections, days,
 * read and unread, starred, whole texts, edited ones, two languages) and the screens
 * over it without a terminal, at a fixed time. What is opened leaves the store as it
 * was as long as only read articles are opened.
 */
#ifndef SCREEN_SCENE_H
#define SCREEN_SCENE_H

#include "store/store.h"
#include "ui/app.h"

#define SCENE_NOW INT64_C(1795464000) /* Monday 2026-11-23 20:00 UTC */

struct scene {
	char path[256];
	struct store *store;
	struct config *config;
	struct keymap *keys;
	struct app app;
};

void scene_start(struct scene *f); /* the store */
void scene_end(struct scene *f);
/* All headlines, the cursor on the first. */
void scene_open(struct scene *f, const char *lang, int rows, int cols);
void scene_set(struct scene *f, const char *name, const char *value);
void scene_do(struct scene *f, enum action a);
void scene_close(struct scene *f);

#endif
