/* SPDX-License-Identifier: MIT
 *
 * From keys to what they do here: counts, sequences, several actions on one key.
 */
#include "ui/app.h"

#include <stdio.h>
#include <string.h>

#include "ui/prompt.h"
#include "ui/reading.h"

#define COUNT_MAX 99999

int
app_times(const struct app *app)
{
	return app->count ? app->count : 1;
}

static void
run(struct app *app, enum action action)
{
	int times = action_info(action)->repeats ? app_times(app) : 1;
	for (int i = 0; i < times && !app->quit && !prompt_is_open(app); i++)
		app_act(app, action);
}

/* The actions are copied: one of them may change the keys. */
static void
run_all(struct app *app, const struct keymap_found *found)
{
	enum action actions[ACTIONS_MAX];
	size_t n = found->actions_n;
	for (size_t i = 0; i < n; i++)
		actions[i] = found->actions[i];
	app->count = app->press.count;
	app->press = (struct press){0};
	for (size_t i = 0; i < n && !app->quit; i++)
		if (action_info(actions[i])->where & app->screen->where)
			run(app, actions[i]);
	app->count = 0;
}

static struct keymap_found
find(const struct app *app, const struct key_stroke *keys, size_t n)
{
	return keymap_find(app->keys, keys, n, app->screen->where, app->dir == DIR_RTL);
}

static size_t
links_here(const struct app *app)
{
	const struct doc *doc = app->screen == &screen_article ? app->reading->doc : NULL;
	return doc ? doc->links_n : 0;
}

/* A digit that is no binding of its own belongs to the count. */
static bool
take_digit(struct app *app, const struct key *key)
{
	struct press *p = &app->press;
	int digit = digit_of(key->code);
	if (digit < 0 || key->alt || p->n || (!digit && !p->count))
		return false;
	struct key_stroke stroke = {.code = key->code};
	struct keymap_found found = find(app, &stroke, 1);
	if (found.actions_n || found.longer)
		return false;
	p->count = p->count * 10 + digit;
	if (p->count > COUNT_MAX)
		p->count = COUNT_MAX;
	size_t links = links_here(app), number = (size_t)p->count;
	if (links && number <= links && number * 10 > links &&
	    strcmp(config_str(app->config, OPT_LINK_DIGITS), "direct") == 0) {
		*p = (struct press){0};
		reading_follow(app, number);
	}
	return true;
}

static void
take_stroke(struct app *app, struct key_stroke stroke)
{
	struct press *p = &app->press;
	p->keys[p->n++] = stroke;
	struct keymap_found found = find(app, p->keys, p->n);
	if (found.longer && p->n < KEYS_MAX)
		return;
	if (found.actions_n) {
		run_all(app, &found);
		return;
	}
	if (p->n == 1) {
		*p = (struct press){0};
		return;
	}
	/* no such sequence: what was whole before this key counts, then this key */
	p->n--;
	app_key_late(app);
	if (!app->quit && !prompt_is_open(app))
		take_stroke(app, stroke);
}

void
app_key(struct app *app, const struct key *key)
{
	struct press *p = &app->press;
	if (prompt_is_open(app)) {
		prompt_key(app, key);
		return;
	}
	if (key->pasted)
		return;
	keymap_typed(app->keys, key->code);
	if (app_layout(app) == LAYOUT_TINY) {
		struct key_stroke stroke = {key->code, key->alt};
		struct keymap_found found = find(app, &stroke, 1);
		app->quit = found.actions_n && (found.actions[0] == ACTION_BACK ||
						found.actions[0] == ACTION_QUIT);
		return;
	}
	if (app->grab) {
		if (app->grab(app, key))
			return;
		app->grab = NULL;
	}
	if ((p->n || p->count) && key->code == KEY_CODE_ESCAPE) {
		*p = (struct press){0};
		return;
	}
	if (!take_digit(app, key))
		take_stroke(app, (struct key_stroke){key->code, key->alt});
}

bool
app_key_waits(const struct app *app)
{
	return app->press.n && find(app, app->press.keys, app->press.n).actions_n;
}

void
app_key_late(struct app *app)
{
	struct keymap_found found = find(app, app->press.keys, app->press.n);
	if (found.actions_n)
		run_all(app, &found);
	app->press = (struct press){0};
}

struct key_text
app_key_text(const struct app *app, enum action a)
{
	struct key_text out;
	struct buf key;
	buf_init(&key, 0);
	keymap_names(app->keys, a, keymap_keyboard(app->keys), 1, &key);
	if (key.len == 2 && key.data[0] == '^') /* in a sentence it would turn about */
		snprintf(out.text, sizeof(out.text), "Ctrl-%c", key.data[1]);
	else if (key.len && key.len < sizeof(out.text))
		snprintf(out.text, sizeof(out.text), "%s", key.data);
	else
		snprintf(out.text, sizeof(out.text), ":%s", action_info(a)->name);
	buf_release(&key);
	return out;
}

/* What was typed and waits, at the end of the bottom line. */
void
press_draw(struct app *app)
{
	const struct press *p = &app->press;
	int cols = app->frame.cols, row = app->frame.rows - 1;
	struct buf text;
	if ((!p->n && !p->count) || row < 1)
		return;
	buf_init(&text, 0);
	if (p->count)
		words_number(&app->words, p->count, &text);
	if (p->count && (size_t)p->count <= links_here(app)) { /* where it would lead */
		struct bytes host = url_host(app->reading->doc->links[p->count - 1]);
		buf_printf(&text, "  %.*s", (int)host.len, host.data);
	}
	for (size_t i = 0; i < p->n; i++)
		if (p->keys[i].code >= ' ' && p->keys[i].code < KEY_CODE_BASE)
			buf_add_utf8(&text, p->keys[i].code);
	int width = text_columns(app, buf_view(&text)) + 2;
	if (width < cols) {
		/* where the row has keys and place too, none of them is left in halves */
		bool shared = app_body_top(app) + app_body_rows(app) == row;
		draw_fill(app, row, shared ? 0 : cols - width, shared ? cols : width, ' ', STYLE_TEXT);
		draw_text(app, row, cols - width + 1, width - 1, buf_view(&text), DIR_LTR,
			  SIDE_START, STYLE_ACCENT);
	}
	buf_release(&text);
}
