/* SPDX-License-Identifier: MIT
 *
 * One loop over one poll: the keyboard, signals (a self-pipe) and the fetcher's
 * pipe. The only file of the screens that opens a terminal.
 */
#include "ui/ui.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/clock.h"
#include "sys/lang.h"
#include "sys/spawn.h"
#include "term/term.h"
#include "ui/app.h"
#include "ui/errand.h"
#include "ui/from-config.h"
#include "ui/headlines.h"
#include "ui/hits.h"
#include "ui/outside.h"
#include "ui/prompt.h"
#include "ui/reading.h"
#include "ui/saved.h"
#include "ui/sections.h"
#include "ui/share.h"
#include "ui/sources.h"
#include "ui/terminal-page.h"

#define END_SECONDS 5 /* more than an orderly end takes */

static int signal_pipe[2] = {-1, -1};
static volatile sig_atomic_t ending; /* the signal that ends us */

static void
on_signal(int sig)
{
	int saved = errno;
	if (ending) { /* the second one ends at once */
		term_signal_restore();
		_exit(128 + (sig == SIGALRM ? ending : sig));
	}
	ending = sig;
	alarm(END_SECONDS); /* the screen may stand still, and we with it */
	ssize_t n = write(signal_pipe[1], "x", 1);
	(void)n;
	errno = saved;
}

static bool
catch_signals(void)
{
	if (pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK) < 0)
		return false;
	struct sigaction sa = {.sa_handler = on_signal};
	sigemptyset(&sa.sa_mask);
	static const int endings[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGALRM};
	for (size_t i = 0; i < ARRAY_LEN(endings); i++)
		sigaction(endings[i], &sa, NULL);
	signal(SIGPIPE, SIG_IGN);
	return true;
}

/* ---- what the screens wish of the terminal ----------------------------------------- */

static void
browse(struct app *app, struct term *t)
{
	const char *command = config_str(app->config, OPT_BROWSER);
	pid_t pid = -1;
	bool terminal = false;
	struct why why = {""};
	if (!*command)
		command = NULL;
	bool leave = browser_wants_terminal(command);
	if (leave)
		term_leave(t);
	if (browser_open(command, app->wish.browse, &pid, &terminal, &why) != OK) {
		app_complain(app, "%s", why.text);
	} else {
		if (terminal && pid > 0)
			browser_wait(pid);
		struct bytes host = url_host(app->wish.browse);
		app_say(app, _("Opened: %.*s"), (int)host.len, host.data);
	}
	if (leave)
		term_enter(t);
	free(app->wish.browse);
	app->wish.browse = NULL;
}

static void
test_terminal(struct app *app, struct term *t)
{
	struct why why = {""};
	int rows, cols;
	app->wish.test_terminal = false;
	enum terminal_page_end end = terminal_page_keep(t, signal_pipe[0], &why);
	term_size(t, &rows, &cols);
	app_resize(app, rows, cols);
	app->reading->width = 0; /* marks may have come or gone */
	app->choice = *term_current_choice(t);
	app->choice.advice = NULL;
	if (why.text[0])
		app_complain(app, "%s", why.text);
	else
		app_say(app, "%s", end == TERMINAL_PAGE_KEPT ? _("Kept for this terminal.")
							     : _("Nothing was changed."));
}

static void
grant_wishes(struct app *app, struct term *t)
{
	if (app->wish.browse)
		browse(app, t);
	if (app->wish.copy)
		share_grant_copy(app, t);
	if (app->wish.run)
		share_grant_run(app, t);
	if (app->wish.test_terminal)
		test_terminal(app, t);
	if (app->wish.redraw) {
		app->wish.redraw = false;
		term_redraw(t);
	}
}

/* All keys that are waiting, then one draw: a burst costs one repaint. */
static void
take_keys(struct app *app, struct term *t)
{
	struct key key;
	while (!app->quit && term_key(t, &key)) {
		if (key.code == KEY_CODE_RESIZE) {
			int rows, cols;
			term_size(t, &rows, &cols);
			app_resize(app, rows, cols);
			continue;
		}
		if (key.code == KEY_CODE_MOUSE) {
			app_mouse(app, &key);
			grant_wishes(app, t);
			continue;
		}
		if (key.code == 26) { /* Ctrl-Z */
			term_suspend(t);
			continue;
		}
		app_key(app, &key);
		term_accept_paste(t, prompt_takes_text(app));
		grant_wishes(app, t);
	}
	prompt_settle(app);
}

static void
open_first(struct app *app)
{
	sections_load(app);
	const char *start = config_str(app->config, OPT_START);
	bool empty = false;
	/* with nothing fetched yet the guide is what is worth reading */
	if (app->with_guide && app->sections->n && app->sections->rows[0].total == 0) {
		empty = true;
		for (size_t i = 0; i < app->sections->n; i++)
			if (app->sections->rows[i].kind == SECTION_GUIDE)
				app->sections->cursor = i;
	}
	headlines_open(app, sections_current(app->sections));
	if (strcmp(start, "sections") == 0 && !empty && app_layout(app) < LAYOUT_TWO)
		return;
	app_push(app, &screen_headlines);
	app->sections->focus = strcmp(start, "sections") == 0;
}

/* The first of them, and that there are more. */
static void
complain_of_config(struct app *app, const struct buf *complaints)
{
	const char *end = strchr(complaints->data, '\n');
	int more = 0;
	for (const char *p = end + 1; (p = strchr(p, '\n')); p++)
		more++;
	struct buf line;
	buf_init(&line, 0);
	buf_add(&line, complaints->data, (size_t)(end - complaints->data));
	if (more) {
		buf_add_str(&line, " · ");
		words_printf(&app->words, &line,
			     ngettext("%d more line is wrong: akhbar doctor tells all",
				      "%d more lines are wrong: akhbar doctor tells all", (unsigned)more),
			     more);
	}
	app_complain(app, "%s", line.data);
	buf_release(&line);
}

static void
new_look(struct app *app, struct term *t)
{
	struct term_look look;
	struct buf complaint;
	buf_init(&complaint, 0);
	app->wish.look = false;
	look_from_config(app->config, &look, &complaint);
	term_set_look(t, &look);
	buf_release(&complaint);
}

#define LOOK_MS 1000 /* the store is looked at so often */
#define REST_MS 3000 /* after a key the fetcher leaves the store alone for so long */

/* Time until something is due: the minute turns, the next refresh. */
static int
wait_ms(int64_t next_refresh_ms)
{
	int64_t left = next_refresh_ms - clock_mono_ms();
	if (next_refresh_ms == 0 || left > LOOK_MS)
		return LOOK_MS;
	return left < 0 ? 0 : (int)left;
}

/* Ctrl-C while a line is typed ends the line, not the program. */
static void
spare_prompt(struct app *app)
{
	char drain[16];
	if (ending != SIGINT || !prompt_is_open(app))
		return;
	ending = 0;
	alarm(0);
	while (read(signal_pipe[0], drain, sizeof(drain)) > 0)
		;
	app_key(app, &(struct key){.code = KEY_CODE_ESCAPE});
}

/* What would make this terminal read better, once. */
static void
advise(struct app *app, const char *answers)
{
	if (!app->message[0] && term_advise_once(&app->choice, answers))
		app_say(app, "%s", _(app->choice.advice));
}

/* The terminal may have answered that it is another than it seemed. */
static void
take_choice(struct app *app, struct term *t)
{
	const struct term_choice *now = term_current_choice(t);
	if (now->strip_marks != app->choice.strip_marks)
		app->reading->width = 0; /* laid out again when drawn */
	if (now->colorless)
		app->view.marker_only = true; /* a row in reverse is all that would be left */
	bool news = now->answered && !app->choice.answered;
	app->choice = *now;
	if (news && !now->known && !now->kept && !now->bidi_fixed)
		app->choice.advice = N_("This terminal is not known here: if letters stand wrong, "
					":test-terminal shows other ways");
	if (news)
		advise(app, now->answers);
}

/* The feeds file was changed: a fetcher that reads it again when it is next needed. */
static void
renew_client(struct app *app, const struct client_options *options)
{
	if (!app->wish.new_client || app->refresh.request || app->tidy.request ||
	    app->reading->waiting || !options)
		return;
	struct client_options now = *options;
	app->wish.new_client = false;
	if (app->feeds)
		now.feeds = app->feeds;
	client_free(app->client);
	app->tidy = (struct tidy_state){.request = 0};
	app->client = client_new(&now, app_on_message, app_on_died, app);
}

static void
show(struct app *app, struct term *t)
{
	app_draw(app);
	/* a screen reader follows the cursor; others see the row */
	bool own_order = app->choice.bidi_fixed && app->choice.bidi == TERM_LOGICAL;
	if (!app->view.plain && !own_order && !prompt_is_open(app))
		app->frame.cursor_row = app->frame.cursor_col = -1;
	term_flush(t, &app->frame);
	outside_title(app, t);
}

/* Upkeep of the store would take the processor and the disk from under the keys. What the
 * reader has asked for goes on. */
static void
rest_fetcher(const struct app *app, int64_t *last_ms)
{
	int64_t now = clock_mono_ms();
	if (!app->client || app->refresh.request || app->tidy.request || now - *last_ms < LOOK_MS)
		return;
	*last_ms = now;
	client_rest(app->client, REST_MS);
}

static void
run(struct app *app, struct term *t, const struct client_options *options)
{
	int interval = config_int(app->config, OPT_REFRESH_INTERVAL);
	int64_t next_refresh = 0, looked_ms = clock_mono_ms(), rested_ms = 0;
	bool drawn = false, dirty = true;
	while (!app->quit && !ending && !term_gone(t)) {
		int64_t now = clock_now();
		if (app->wish.look)
			new_look(app, t);
		if (app_tick(app, now, clock_utc_offset(now)) || dirty)
			show(app, t);
		dirty = false;
		if (!drawn) { /* what follows waits for the first paint */
			drawn = true;
			term_probe(t);
			if (app->client && config_bool(app->config, OPT_REFRESH_ON_START) &&
			    app_is_stale(app)) {
				app_refresh(app, "due", NULL, 0);
				dirty = true;
			}
			if (interval > 0)
				next_refresh = clock_mono_ms() + (int64_t)interval * 60000;
			continue;
		}
		/* after the answer to a key, never before it */
		if (clock_mono_ms() - looked_ms >= LOOK_MS) {
			looked_ms = clock_mono_ms();
			if (app_look(app)) {
				dirty = true;
				continue;
			}
		}
		renew_client(app, options);
		struct pollfd fds[4] = {
			{.fd = term_fd(t), .events = POLLIN},
			{.fd = signal_pipe[0], .events = POLLIN},
			{.fd = app->client ? client_fd(app->client) : -1, .events = POLLIN},
			{.fd = errand_fd(app), .events = POLLIN},
		};
		bool waits = app_key_waits(app);
		/* what is done while nothing else is there to do */
		bool counts = !waits && (saved_wait(app) || headlines_wait(app));
		int ready = poll(fds, 4, waits ? KEY_WAIT_MS : counts ? 0 : wait_ms(next_refresh));
		if (ready < 0 && errno != EINTR)
			break;
		if (ready == 0 && waits) {
			app_key_late(app);
			grant_wishes(app, t);
			dirty = true;
		}
		if (ready == 0 && counts && headlines_wait(app)) {
			headlines_read_ahead(app);
			dirty = true; /* it may have gone wrong */
		} else if (ready == 0 && counts && saved_count_one(app)) {
			dirty = true;
		}
		if (ready > 0 && fds[2].revents) {
			client_readable(app->client);
			outside_news(app, t);
			dirty = true;
		}
		if (ready > 0 && fds[3].revents) {
			errand_readable(app);
			term_accept_paste(t, prompt_takes_text(app));
			dirty = true;
		}
		/* curses reports a resize as a key, after EINTR too */
		if (ready != 0 && (ready < 0 || fds[0].revents)) {
			take_keys(app, t);
			take_choice(app, t);
			rest_fetcher(app, &rested_ms);
			dirty = true;
		}
		if (ending)
			spare_prompt(app);
		if (next_refresh && clock_mono_ms() >= next_refresh) {
			next_refresh = clock_mono_ms() + (int64_t)interval * 60000;
			if (!app->refresh.request)
				app_refresh(app, "due", NULL, 0);
		}
	}
}

int
ui_run(const struct ui_start *start, struct why *why)
{
	struct buf complaint;
	struct term *t = NULL;
	struct app app;
	int status = 0;
	buf_init(&complaint, 0);
	if (!catch_signals()) {
		err_set(why, ERR_IO, "no pipe for signals");
		return 1;
	}
	struct term_choice choice;
	term_choose(config_str(start->config, OPT_BIDI), config_str(start->config, OPT_TASHKEEL),
		    config_str(start->config, OPT_ISOLATE), &choice);
	if (start->answers)
		term_choose_kept(&choice, start->answers);
	if (config_bool(start->config, OPT_SCREEN_READER))
		term_choose_plain(&choice);
	struct keymap *keys = keys_from_config(start->config, &complaint);
	struct app_start app_start = {.store = start->store,
				      .config = start->config,
				      .keys = keys,
				      .feeds = start->feeds,
				      .config_path = start->config_path,
				      .own_feeds = start->own_feeds,
				      .with_guide = start->with_guide};
	app_init(&app, &app_start);
	app.choice = choice;
	int64_t now = clock_now();
	words_init(&app.words, config_str(start->config, OPT_UI_NUMERALS),
		   config_str(start->config, OPT_MONTHS), now, clock_utc_offset(now));
	app.words.calendar = words_calendar(config_str(start->config, OPT_CALENDAR));
	if (start->client)
		app.client = client_new(start->client, app_on_message, app_on_died, &app);
	struct term_look look;
	look_from_config(start->config, &look, &complaint);
	if (term_open(&choice, look.theme, config_bool(start->config, OPT_MOUSE), &t, why) != OK) {
		status = 1;
		goto out;
	}
	term_set_look(t, &look);
	int rows, cols;
	term_size(t, &rows, &cols);
	app_resize(&app, rows, cols);
	open_first(&app);
	app_resize(&app, rows, cols);
	if (complaint.len)
		complain_of_config(&app, &complaint);
	else if (start->notice && start->notice_bad)
		app_complain(&app, "%s", start->notice);
	else if (start->notice)
		app_say(&app, "%s", start->notice);
	advise(&app, start->answers);
	run(&app, t, start->client);
	if (ending)
		status = 128 + ending;
out:
	term_close(t);
	client_free(app.client);
	app_release(&app);
	keymap_free(keys);
	buf_release(&complaint);
	return status;
}
