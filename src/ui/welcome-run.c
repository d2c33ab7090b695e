/* SPDX-License-Identifier: MIT
 *
 * The first run's screens on a terminal, before anything else is opened.
 */
#include "ui/welcome.h"

#include <poll.h>

#include "sys/clock.h"
#include "term/term.h"
#include "ui/hits.h"
#include "ui/terminal-page.h"

#define ANSWER_MS 300 /* for a terminal to say what it is */

static void
take_keys(struct app *app, struct term *t)
{
	struct key key;
	while (!app->quit && term_key(t, &key)) {
		int rows, cols;
		if (key.code == KEY_CODE_RESIZE) {
			term_size(t, &rows, &cols);
			app_resize(app, rows, cols);
		} else if (key.code == KEY_CODE_MOUSE) {
			app_mouse(app, &key);
		} else if (key.code == 26) {
			term_suspend(t);
		} else {
			welcome_key(app, &key);
		}
	}
}

/* In a terminal that nobody knows the words of these screens may stand wrong. */
static void
offer_page(struct app *app, struct term *t)
{
	const struct term_choice *c = term_current_choice(t);
	struct why why = {""};
	int rows, cols;
	if (c->known || c->kept || c->bidi_fixed || app->view.plain)
		return;
	terminal_page_keep(t, -1, &why); /* not kept: it will be offered again, in a line */
	term_size(t, &rows, &cols);
	app_resize(app, rows, cols);
}

static void
run(struct app *app, struct term *t)
{
	bool probed = false, offered = false;
	int64_t start = clock_mono_ms();
	while (!app->quit && !term_gone(t)) {
		struct pollfd p = {.fd = term_fd(t), .events = POLLIN};
		if (!offered && (term_current_choice(t)->answered ||
				 clock_mono_ms() - start >= ANSWER_MS)) {
			offered = true;
			offer_page(app, t);
		}
		app_draw(app);
		if (!app->view.plain)
			app->frame.cursor_row = app->frame.cursor_col = -1;
		term_flush(t, &app->frame);
		if (!probed)
			term_probe(t);
		probed = true;
		poll(&p, 1, offered ? -1 : ANSWER_MS);
		take_keys(app, t);
		app->choice = *term_current_choice(t);
	}
}

void
ui_welcome(struct config *config, struct welcome *w, const char *answers)
{
	struct term_choice choice;
	struct term_look look;
	struct term *t = NULL;
	struct why why;
	struct app app;
	struct app_start start = {.config = config, .keys = keymap_new()};
	term_choose(config_str(config, OPT_BIDI), config_str(config, OPT_TASHKEEL),
		    config_str(config, OPT_ISOLATE), &choice);
	if (answers)
		term_choose_kept(&choice, answers);
	term_look_choose(config_str(config, OPT_THEME), &look);
	app_init(&app, &start);
	app.choice = choice;
	app.welcome = w;
	app.screen = &screen_welcome;
	int64_t now = clock_now();
	words_init(&app.words, "auto", config_str(config, OPT_MONTHS), now, clock_utc_offset(now));
	/* a terminal that cannot be used is told of when the screens themselves open */
	if (term_open(&choice, look.theme, config_bool(config, OPT_MOUSE), &t, &why) == OK) {
		int rows, cols;
		term_set_look(t, &look);
		term_size(t, &rows, &cols);
		app_resize(&app, rows, cols);
		run(&app, t);
		term_close(t);
	}
	app_release(&app);
	keymap_free(start.keys);
}
