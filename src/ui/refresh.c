/* SPDX-License-Identifier: MIT
 *
 * The fetcher's side of the screens: asking for a refresh, its progress, its
 * failures, its death.
 */
#include "ui/app.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sys/clock.h"
#include "sys/lang.h"
#include "ui/errand.h"
#include "ui/headlines.h"
#include "ui/reading.h"
#include "ui/sources.h"
#include "work/fail.h"

#define AHEAD_MOST "100" /* whole articles at once */

static char *
translate(const char *s)
{
	return gettext(s);
}

void
app_refresh(struct app *app, const char *what, const int64_t *feed_ids, size_t n)
{
	struct refresh_state *r = &app->refresh;
	struct why why = {""};
	if (!app->client) {
		app_complain(app, "%s", _("The fetcher akhbar-fetch was not found; nothing can be "
					  "refreshed."));
		return;
	}
	if (r->request) {
		app_say(app, "%s", _("A refresh is already running."));
		return;
	}
	/* ids travel as one field, parted by commas */
	struct buf ids;
	buf_init(&ids, 0);
	for (size_t i = 0; i < n; i++)
		buf_printf(&ids, "%s%lld", i ? "," : "", (long long)feed_ids[i]);
	free(r->failures);
	*r = (struct refresh_state){.started_ms = clock_mono_ms(), .ahead_only = !strcmp(what, "ahead")};
	const char *feeds = ids.len ? ids.data : NULL;
	r->request = r->ahead_only ? client_request(app->client, &why, what, AHEAD_MOST, "unread", feeds,
						    (char *)NULL)
				   : client_request(app->client, &why, "refresh", what, feeds,
						    (char *)NULL);
	buf_release(&ids);
	if (!r->request)
		app_complain(app, "%s", why.text);
}

void
app_cancel(struct app *app)
{
	if (errand_runs(app)) {
		errand_stop(app);
		app_say(app, "%s", _("Stopped."));
	} else if (app->client && app->refresh.request) {
		client_cancel(app->client, app->refresh.request);
		app_say(app, "%s", _("Stopping; what has arrived is kept."));
	} else if (app->client && app->reading->waiting) {
		client_cancel(app->client, app->reading->waiting);
		app->reading->waiting = 0;
		app_say(app, "%s", _("Stopped."));
	} else if (app->client && (app->tidy.request || app->tidy.words)) {
		client_cancel(app->client, 0);
		app_say(app, "%s", app->tidy.request ? _("Stopping…") : _("Stopped."));
	} else {
		app_say(app, _("Nothing is under way; %s quits."),
			app_key_text(app, ACTION_QUIT).text);
	}
}

bool
app_works(const struct app *app)
{
	return app->refresh.request || errand_runs(app) || app->tidy.request || app->tidy.words;
}

bool
app_work(const struct app *app, struct buf *words, int64_t *done, int64_t *total)
{
	const struct refresh_state *r = &app->refresh;
	const struct tidy_state *t = &app->tidy;
	const char *what = _("Refreshing");
	if (r->request) {
		bool ahead = r->ahead_total > 0;
		*done = ahead ? r->ahead_done : r->done;
		*total = ahead ? r->ahead_total : r->total;
		what = ahead ? _("Whole articles") : r->importing ? _("Importing") : what;
	} else {
		*done = t->words ? t->done : 0;
		*total = t->words ? t->total : 0;
		what = t->words ? _(t->words) : what;
	}
	if (!*total)
		return false;
	buf_printf(words, "%s: ", what);
	words_printf(&app->words, words, _("%d of %d"), (int)*done, (int)*total);
	return true;
}

static void
note_failure(struct refresh_state *r, const struct message *m)
{
	r->failures = mem_realloc_array(r->failures, r->failures_n + 1, sizeof(*r->failures));
	struct failure *f = &r->failures[r->failures_n++];
	*f = (struct failure){.feed_id = message_int(m, 1)};
	if (m->n > 2)
		snprintf(f->code, sizeof(f->code), "%s", m->fields[2]);
	if (m->n > 3)
		snprintf(f->arg, sizeof(f->arg), "%s", m->fields[3]);
}

/* The first article that a rule wants told, by its title. */
static void
add_notice(struct app *app, struct buf *line)
{
	const char *mark = app->dir == DIR_RTL ? "\u200f" : "\u200e";
	struct refresh_state *r = &app->refresh;
	struct store_entry e;
	if (!r->notices || store_entry(app->store, r->notice, &e, NULL) != OK)
		return;
	buf_printf(line, " · %s", mark);
	buf_printf(line, _("Your rules tell: %s"), e.row.title);
	buf_add_str(line, mark);
	if (r->notices > 1) {
		buf_add_str(line, " (");
		words_printf(&app->words, line, ngettext("and %d more", "and %d more", (unsigned)r->notices - 1),
			     (int)r->notices - 1);
		buf_add_char(line, ')');
	}
	store_entry_release(&e);
}

static bool
all_fail_alike(const struct refresh_state *r)
{
	for (size_t i = 1; i < r->failures_n; i++)
		if (strcmp(r->failures[i].code, r->failures[0].code) != 0)
			return false;
	return true;
}

/* All that was asked failed on the way, and not for one host or proxy alone. */
static bool
network_is_away(const struct refresh_state *r)
{
	const struct failure *first = r->failures;
	if (r->failures_n < 2 || (int64_t)r->failures_n < r->total || !all_fail_alike(r) ||
	    (strcmp(first->code, "dns") != 0 && strcmp(first->code, "connect") != 0))
		return false;
	for (size_t i = 1; i < r->failures_n; i++)
		if (strcmp(r->failures[i].arg, first->arg) != 0)
			return true;
	return false;
}

static void
add_no_network(struct app *app, struct buf *line)
{
	const struct refresh_state *r = &app->refresh;
	words_printf(&app->words, line,
		     ngettext("No network: %d source could not be reached",
			      "No network: %d sources could not be reached", (unsigned)r->failures_n),
		     (int)r->failures_n);
	buf_add_str(line, _("; "));
	buf_printf(line, _("%s tries again"), app_key_text(app, ACTION_REFRESH_ALL).text);
}

/* The sources that failed by their names, each with its cause; a cause that is one for
 * all (there is no network) is said once. */
static void
add_failures(struct app *app, struct buf *line)
{
	/* a source's name of the other direction keeps its place between two marks */
	const char *mark = app->dir == DIR_RTL ? "\u200f" : "\u200e";
	const struct refresh_state *r = &app->refresh;
	bool alike = all_fail_alike(r), one = r->failures_n == 1;
	size_t most = alike ? 5 : 3, named = r->failures_n < most ? r->failures_n : most;
	buf_add_str(line, " · ");
	if (!one)
		words_printf(&app->words, line,
			     ngettext("%d source failed", "%d sources failed", (unsigned)r->failures_n),
			     (int)r->failures_n);
	if (!one && alike) {
		buf_add_str(line, " (");
		fail_cause(r->failures[0].code, r->failures[0].arg, translate, line);
		buf_add_char(line, ')');
	}
	for (size_t i = 0; i < named; i++) {
		const struct failure *f = &r->failures[i];
		buf_printf(line, "%s%s%s%s", i ? " · " : one ? "" : ": ", mark,
			   headlines_source(app->headlines, f->feed_id), mark);
		if (one) {
			buf_add_str(line, ": ");
			fail_words(f->code, f->arg, translate, line);
		} else if (!alike) {
			buf_add_str(line, " (");
			fail_cause(f->code, f->arg, translate, line);
			buf_add_char(line, ')');
		}
	}
	if (named < r->failures_n) {
		int more = (int)(r->failures_n - named);
		buf_add_char(line, ' ');
		words_printf(&app->words, line, ngettext("and %d more", "and %d more", (unsigned)more), more);
	}
}

static void
add_brought(struct app *app, int64_t brought, struct buf *line)
{
	words_printf(&app->words, line,
		     ngettext("%d whole article brought", "%d whole articles brought", (unsigned)brought),
		     (int)brought);
}

/* How far it came when the reader stopped it. */
static void
add_stop(struct app *app, struct buf *line)
{
	const struct refresh_state *r = &app->refresh;
	if (!r->ahead_total && r->total && r->done < r->total)
		words_printf(&app->words, line, _("Stopped at %d of %d sources"), (int)r->done, (int)r->total);
	else
		buf_add_str(line, _("Stopped"));
	buf_add_str(line, " · ");
}

/* What came of it, in one line: new articles first, then what failed and why. */
static void
sum_up(struct app *app, bool stopped)
{
	struct refresh_state *r = &app->refresh;
	struct buf line;
	buf_init(&line, 0);
	if (stopped)
		add_stop(app, &line);
	bool away = network_is_away(r);
	if (away)
		add_no_network(app, &line);
	else if (r->ahead_only)
		add_brought(app, r->ahead_done - r->ahead_failed, &line);
	else if (r->added > 0)
		words_printf(&app->words, &line,
			     ngettext("%d new article", "%d new articles", (unsigned)r->added),
			     (int)r->added);
	else
		buf_add_str(&line, _("No new articles"));
	add_notice(app, &line);
	if (r->failures_n && !away)
		add_failures(app, &line);
	if (r->failures_n)
		app_complain(app, "%s", line.data);
	else if (!app->message_bad)
		app_say(app, "%s", line.data);
	buf_release(&line);
}

static void
sum_up_ahead(struct app *app, int64_t brought, int64_t failed)
{
	struct buf line;
	buf_init(&line, 0);
	add_brought(app, brought, &line);
	if (failed) {
		buf_add_str(&line, " · ");
		words_printf(&app->words, &line,
			     ngettext("%d page gave none", "%d pages gave none", (unsigned)failed),
			     (int)failed);
	}
	app_say(app, "%s", line.data);
	buf_release(&line);
}

/* A name of either direction before it stays where it is. */
static const char *
between_names(const struct app *app)
{
	return app->dir == DIR_RTL ? "\u200f · " : "\u200e · ";
}

/* The bar counts the sources; below it what has come in, and whose turn it is. */
static void
say_progress(struct app *app)
{
	const struct refresh_state *r = &app->refresh;
	if (app->message_bad) /* a complaint stays until a key was pressed; the bar moves on */
		return;
	struct buf line;
	buf_init(&line, 0);
	if (*r->name)
		buf_printf(&line, _("Now: %s"), r->name);
	if (r->bytes >= 50000) {
		buf_add_str(&line, line.len ? between_names(app) : "");
		words_printf(&app->words, &line, _("%.1f MB"), (double)r->bytes / 1e6);
	}
	app_say_passing(app, "%s", line.data ? line.data : "");
	buf_release(&line);
}

static bool
was_stopped(const struct message *m)
{
	return m->n > 1 && strcmp(m->fields[0], "failed") == 0 && strcmp(m->fields[1], "stopped") == 0;
}

static void
complain_of(struct app *app, const struct message *m)
{
	struct buf words;
	buf_init(&words, 0);
	fail_words(m->n > 1 ? m->fields[1] : "", m->n > 2 ? m->fields[2] : "", translate, &words);
	app_complain(app, "%s", words.data);
	buf_release(&words);
}

static void
on_refresh(struct app *app, const struct message *m)
{
	struct refresh_state *r = &app->refresh;
	const char *verb = m->fields[0];
	if (strcmp(verb, "progress") == 0) {
		r->done = message_int(m, 1);
		r->total = message_int(m, 2);
		r->bytes = message_int(m, 3);
		r->added = message_int(m, 4);
		snprintf(r->name, sizeof(r->name), "%s", m->n > 5 ? m->fields[5] : "");
		say_progress(app);
	} else if (strcmp(verb, "ahead") == 0) {
		r->ahead_done = message_int(m, 1);
		r->ahead_total = message_int(m, 2);
		r->ahead_failed = message_int(m, 3);
		if (m->n > 4 && *m->fields[4])
			app_say_passing(app, _("Now: %s"), m->fields[4]);
	} else if (strcmp(verb, "failed-feed") == 0) {
		note_failure(r, m);
	} else if (strcmp(verb, "notice") == 0) {
		if (!r->notices++)
			r->notice = message_int(m, 1);
	} else if (strcmp(verb, "stored") == 0) {
		r->storing_done = true;
		r->added = message_int(m, 2);
		app_store_changed(app);
	} else if (strcmp(verb, "done") == 0 && r->ahead_only) {
		r->request = 0;
		app_store_changed(app);
		sum_up_ahead(app, message_int(m, 1), message_int(m, 2));
	} else if (strcmp(verb, "done") == 0) {
		r->added = message_int(m, 2);
		r->request = 0;
		app->wish.news = r->added;
		app->wish.notices = r->notices;
		app_store_changed(app);
		sum_up(app, false);
	} else if (strcmp(verb, "busy") == 0) {
		r->request = 0;
		app_say(app, "%s", _("Another akhbar is refreshing; its articles will show here."));
	} else if (was_stopped(m)) {
		r->request = 0;
		app_store_changed(app);
		sum_up(app, true);
	} else if (strcmp(verb, "failed") == 0) {
		r->request = 0;
		complain_of(app, m);
	}
}

/* The fetcher's work on the store, when it takes a while or was asked for. */
static void
on_tidying(struct app *app, const struct message *m)
{
	static const struct {
		const char *code, *words;
	} rows[] = {
		{"index", N_("Making the search index")},
		{"review", N_("Looking through what rules have hidden")},
		{"forget", N_("Forgetting old articles")},
		{"pack", N_("Packing articles")},
		{"merge", N_("Tidying the search index")},
		{"check", N_("Looking through the store for damage")},
		{"shrink", N_("Giving room back to the disk")},
	};
	struct tidy_state *t = &app->tidy;
	const char *what = m->n > 1 ? m->fields[1] : "";
	bool shown = t->words != NULL;
	t->words = NULL;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (strcmp(what, rows[i].code) == 0)
			t->words = rows[i].words;
	t->done = message_int(m, 2);
	t->total = message_int(m, 3);
	if (t->words && !t->total && !shown) /* no bar: in words */
		app_say_passing(app, "%s…", _(t->words));
	else if (!t->words && !t->request)
		app_say_passing(app, "%s", "");
	if (!t->words)
		app_store_changed(app);
}

static void
on_tidied(struct app *app, const struct message *m)
{
	bool failed = strcmp(m->fields[0], "failed") == 0;
	if (!failed && strcmp(m->fields[0], "done") != 0)
		return;
	app->tidy = (struct tidy_state){.request = 0};
	app_store_changed(app);
	if (failed)
		complain_of(app, m);
	else
		app_say(app, "%s", message_int(m, 1) ? _("The store is tidy.")
						     : _("Stopped; what has been tidied stays so."));
}

void
app_compact(struct app *app)
{
	struct tidy_state *t = &app->tidy;
	struct why why = {""};
	if (!app->client) {
		app_complain(app, "%s", _("The fetcher akhbar-fetch was not found; nothing can be "
					  "refreshed."));
		return;
	}
	if (t->request) {
		app_say(app, "%s", _("The store is being tidied already."));
		return;
	}
	t->request = client_request(app->client, &why, "tidy", "0", (char *)NULL);
	if (!t->request)
		app_complain(app, "%s", why.text);
	else if (app->refresh.request)
		app_say(app, "%s", _("The store is tidied when the refresh is over."));
	else
		app_say_passing(app, "%s…", _("Tidying the store"));
}

void
app_on_message(const struct message *m, void *context)
{
	struct app *app = context;
	if (app->refresh.request && m->number == app->refresh.request) {
		on_refresh(app, m);
		if (was_stopped(m))
			app->fetch_new = false;
		else if (app->fetch_new && !app->refresh.request)
			sources_fetch_new(app);
		return;
	}
	if (strcmp(m->fields[0], "tidying") == 0) {
		on_tidying(app, m);
		return;
	}
	if (app->tidy.request && m->number == app->tidy.request) {
		on_tidied(app, m);
		return;
	}
	bool done = strcmp(m->fields[0], "done") == 0;
	bool failed = strcmp(m->fields[0], "failed") == 0;
	if (failed && !was_stopped(m)) /* that was said when it was asked for */
		complain_of(app, m);
	if (done || failed)
		reading_arrived(app, m->number, done);
}

void
app_on_died(int64_t feed_id, const char *how, void *context)
{
	struct app *app = context;
	struct refresh_state *r = &app->refresh;
	r->request = 0;
	app->tidy = (struct tidy_state){.request = 0};
	const char *source = feed_id ? headlines_source(app->headlines, feed_id) : "";
	if (*source)
		app_complain(app, _("Reading the feed %s ended the fetcher (%s); it is skipped for now."),
			     source, how);
	else
		app_complain(app, _("The fetcher ended (%s); it starts again when needed."), how);
	app_store_changed(app);
}

bool
app_is_stale(struct app *app)
{
	struct store_feeds feeds = {0};
	bool stale = false;
	if (!app->store || store_feeds(app->store, &feeds, NULL) != OK)
		return false;
	for (size_t i = 0; i < feeds.n && !stale; i++)
		stale = !feeds.items[i].gone && (feeds.items[i].next_due == TIME_NONE ||
						 feeds.items[i].next_due <= app->words.now);
	store_feeds_release(&feeds);
	return stale;
}
