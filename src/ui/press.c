/* SPDX-License-Identifier: MIT
 *
 * From a key to what it does here.
 */
#include "ui/app.h"

#include "ui/prompt.h"

void
app_key(struct app *app, const struct key *key)
{
	if (prompt_is_open(app)) {
		prompt_key(app, key);
		return;
	}
	if (key->pasted)
		return;
	if (app_layout(app) == LAYOUT_TINY && (key->code == 'q' || key->code == 'Q')) {
		app->quit = true;
		return;
	}
	enum action a = keymap_find(app->keys, key, app->screen->where, app->dir == DIR_RTL);
	if (a != ACTION_NONE)
		app_act(app, a);
}
