/* SPDX-License-Identifier: MIT */
#include "ui/hits.h"

#include <stdlib.h>

#include "akhbar/limits.h"
#include "ui/headlines.h"
#include "ui/prompt.h"
#include "ui/reading.h"
#include "ui/sections.h"
#include "ui/welcome.h"

#define HITS_MAX 4096

void
hits_add(struct app *app, enum hit_kind kind, size_t n, int row, int rows, int x, int cols)
{
	if (cols <= 0 || rows <= 0 || app->hits_n == HITS_MAX)
		return;
	if (app->hits_n == app->hits_cap) {
		app->hits_cap = app->hits_cap ? app->hits_cap * 2 : 128;
		app->hits = mem_realloc_array(app->hits, app->hits_cap, sizeof(*app->hits));
	}
	int col = app->dir == DIR_RTL ? app->frame.cols - x - cols : x;
	app->hits[app->hits_n++] = (struct hit){kind, n, row, rows, col, cols};
}

/* The topmost area there; HIT_NONE when there is none. */
static struct hit
hits_find(const struct app *app, int row, int col)
{
	for (size_t i = app->hits_n; i-- > 0;) {
		const struct hit *h = &app->hits[i];
		if (row >= h->row && row < h->row + h->rows && col >= h->col && col < h->col + h->cols)
			return *h;
	}
	return (struct hit){.kind = HIT_NONE};
}

/* ---- what the mouse does ------------------------------------------------------------ */

static void
wheel(struct app *app, const struct hit *hit, enum action a)
{
	bool beside = app_layout(app) >= LAYOUT_TWO;
	if (hit->kind == HIT_ARTICLE || hit->kind == HIT_LINK || hit->kind == HIT_LINK_NUMBER) {
		for (int i = 0; i < 3; i++)
			reading_scroll(app, a == ACTION_DOWN ? 1 : -1);
	} else if (beside && (hit->kind == HIT_SECTION || hit->kind == HIT_SECTIONS ||
			      hit->kind == HIT_FOLD)) {
		sections_move(app->sections, a == ACTION_DOWN ? 1 : -1, 0);
		headlines_open(app, sections_current(app->sections));
	} else if (beside && (hit->kind == HIT_HEADLINE || hit->kind == HIT_HEADLINES)) {
		app->headlines->touched = true;
		headlines_step(app, a == ACTION_DOWN ? 1 : -1, false);
	} else {
		app_act(app, a);
	}
}

static void
click_section(struct app *app, size_t n)
{
	if (n >= app->sections->n)
		return;
	app->sections->cursor = n;
	if (app->screen == &screen_article)
		app_pop(app);
	if (app_layout(app) >= LAYOUT_TWO && app->screen == &screen_headlines) {
		app->sections->focus = true;
		headlines_open(app, sections_current(app->sections));
	} else {
		app_act(app, ACTION_OPEN);
	}
}

/* The first click on a headline chooses it, one on the chosen headline opens it. */
static void
click_headline(struct app *app, size_t n, bool twice)
{
	struct headlines *h = app->headlines;
	if (n >= h->n)
		return;
	bool chosen = h->cursor == n && !app->sections->focus;
	h->cursor = n;
	h->touched = true;
	app->sections->focus = false;
	if (app->screen == &screen_article)
		app_pop(app);
	if (chosen || twice)
		app_act(app, ACTION_OPEN);
}

/* The first click on a row chooses it, one on the chosen row opens it. */
static void
click_row(struct app *app, const struct hit *hit)
{
	for (size_t i = 0; i < app->hits_n; i++) {
		const struct hit *chosen = &app->hits[i];
		if (chosen->kind != HIT_CHOSEN)
			continue;
		size_t from = chosen->n; /* what is drawn next moves the hits */
		for (; from < hit->n; from++)
			app_act(app, ACTION_DOWN);
		for (; from > hit->n; from--)
			app_act(app, ACTION_UP);
		return;
	}
}

void
app_mouse(struct app *app, const struct key *key)
{
	struct hit hit = hits_find(app, key->row, key->col);
	if (prompt_is_open(app))
		return;
	if (key->mouse == MOUSE_WHEEL_DOWN || key->mouse == MOUSE_WHEEL_UP) {
		wheel(app, &hit, key->mouse == MOUSE_WHEEL_DOWN ? ACTION_DOWN : ACTION_UP);
		return;
	}
	switch (hit.kind) {
	case HIT_SECTION:
		click_section(app, hit.n);
		break;
	case HIT_FOLD:
		sections_fold(app, hit.n);
		break;
	case HIT_HEADLINE:
		click_headline(app, hit.n, key->mouse == MOUSE_DOUBLE);
		break;
	case HIT_LINK:
	case HIT_LINK_NUMBER:
		reading_follow(app, hit.n);
		break;
	case HIT_CHOICE: {
		struct welcome *w = app->welcome;
		bool again = w->cursor == hit.n || w->step == WELCOME_SECTIONS;
		while (w->cursor != hit.n)
			app_act(app, w->cursor < hit.n ? ACTION_DOWN : ACTION_UP);
		if (again)
			app_act(app, ACTION_PAGE_DOWN);
		break;
	}
	case HIT_ROW:
		click_row(app, &hit);
		if (key->mouse == MOUSE_DOUBLE)
			app_act(app, ACTION_OPEN);
		break;
	case HIT_CHOSEN:
		app_act(app, ACTION_OPEN);
		break;
	case HIT_HINT:
		app_act(app, (enum action)hit.n);
		break;
	default:
		break;
	}
}
