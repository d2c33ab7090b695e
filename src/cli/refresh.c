/* SPDX-License-Identifier: MIT
 *
 * akhbar refresh: the fetcher's work told on stderr, one summary line on stdout.
 */
#include "cli/cli.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/clock.h"
#include "sys/lang.h"
#include "ui/outside.h"
#include "work/fail.h"

#define TIDY_WAIT_MS 8000 /* for upkeep, which keeps to a share of what the refresh took */
#define RESTARTS 3 /* of the whole program: a feed that ends its worker is left out by serve */

static volatile sig_atomic_t stop_signal;

static void
on_stop(int sig)
{
	if (stop_signal)
		_exit(128 + sig);
	stop_signal = sig;
}

struct progress {
	uint64_t tidying; /* the request for upkeep; 0 none or done */
	struct cli *c;
	struct store_feeds feeds;
	uint64_t request;
	bool bar, over, cancelled;
	bool summed; /* its sum came: refused or broken off it has none */
	int failed, damaged, waiting;
	int64_t notices; /* articles that rules want told */
	int died;      /* times the fetcher ended under us */
	bool again;    /* start again */
	int64_t total_feeds, added, unchanged, stored_ms, done_ms;
	int status;
};

static char *
translate(const char *s)
{
	return gettext(s);
}

static const struct store_feed *
feed_by_id(const struct progress *p, int64_t id)
{
	for (size_t i = 0; i < p->feeds.n; i++)
		if (p->feeds.items[i].id == id)
			return &p->feeds.items[i];
	return NULL;
}

/* `akhbar: FEED TITLE <address>: cause; what to do` */
static void
tell(const struct progress *p, int64_t feed_id, const char *words)
{
	const struct store_feed *f = feed_by_id(p, feed_id);
	char *shown = f ? url_for_show(f->url) : NULL;
	cli_bar_clear(p->bar);
	cli_complain("%s <%s>: %s", f && f->title ? f->title : "?", shown ? shown : "?", words);
	free(shown);
}

static void
tell_failure(struct progress *p, int64_t feed_id, const char *code, const char *arg)
{
	struct buf words;
	buf_init(&words, 0);
	fail_line(code, arg, translate, &words);
	tell(p, feed_id, words.data);
	buf_release(&words);
	if (!strcmp(code, "damaged-document")) /* what could be read is stored */
		p->damaged++;
	else if (strcmp(code, "many") != 0)
		p->failed++;
}

/* A feed left alone for now is told with the reason, or nobody would know why
 * nothing comes from it. */
static void
tell_waiting(struct progress *p, const struct message *m)
{
	struct buf words;
	buf_init(&words, 0);
	fail_cause(m->n > 2 ? m->fields[2] : "", m->n > 3 ? m->fields[3] : "", translate, &words);
	fail_until(message_int(m, 4), translate, &words);
	tell(p, message_int(m, 1), words.data);
	buf_release(&words);
	p->waiting++;
}

/* What a rule wants told. */
static void
tell_notice(struct progress *p, int64_t id)
{
	struct store_entry e;
	p->notices++;
	if (store_entry(p->c->store, id, &e, NULL) != OK)
		return;
	cli_bar_clear(p->bar);
	cli_complain(_("your rules tell: %s (%s)"), e.row.title, e.feed_title);
	store_entry_release(&e);
}

/* To the reader's own command too, for nobody may be looking. */
static void
tell_outside(const struct progress *p)
{
	const struct config *config = p->c->config;
	struct why why = {""};
	if (!p->notices || strcmp(config_str(config, OPT_NOTIFY), "command") != 0)
		return;
	struct buf sentence;
	buf_init(&sentence, 0);
	outside_sentence(&p->c->say, 0, p->notices, &sentence);
	if (outside_command(config_str(config, OPT_NOTIFY_COMMAND), p->notices, sentence.data, &why) != OK)
		cli_complain("%s", why.text);
	buf_release(&sentence);
}

static void
draw_bar(const struct progress *p, const struct message *m)
{
	char after[64];
	snprintf(after, sizeof(after), "  %.1f MB  +%lld", (double)message_int(m, 3) / 1e6,
		 (long long)message_int(m, 4));
	cli_bar(p->bar, message_int(m, 1), message_int(m, 2), after);
}

static void
take_sum(struct progress *p, const struct message *m)
{
	p->total_feeds = message_int(m, 1);
	p->added = message_int(m, 2);
	p->unchanged = message_int(m, 3);
	p->stored_ms = message_int(m, 5);
	p->done_ms = m->n > 6 ? message_int(m, 6) : p->stored_ms;
	p->summed = true;
}

int
cli_request_failed(const struct message *m, bool quiet)
{
	const char *code = m->n > 1 ? m->fields[1] : "";
	if (!quiet) {
		struct buf words;
		buf_init(&words, 0);
		fail_words(code, m->n > 2 ? m->fields[2] : "", translate, &words);
		cli_complain("%s", words.data);
		buf_release(&words);
	}
	return strcmp(code, "store") == 0 ? EXIT_STORE : EXIT_PARTLY;
}

static void
on_message(const struct message *m, void *context)
{
	struct progress *p = context;
	const char *verb = m->fields[0];
	if (p->tidying && m->number == p->tidying) {
		p->tidying = 0;
		return;
	}
	if (m->number != p->request)
		return;
	if (strcmp(verb, "progress") == 0) {
		draw_bar(p, m);
	} else if (strcmp(verb, "failed-feed") == 0) {
		tell_failure(p, message_int(m, 1), m->n > 2 ? m->fields[2] : "",
			     m->n > 3 ? m->fields[3] : "");
	} else if (strcmp(verb, "notice") == 0) {
		tell_notice(p, message_int(m, 1));
	} else if (strcmp(verb, "waiting") == 0) {
		tell_waiting(p, m);
	} else if (strcmp(verb, "done") == 0) {
		take_sum(p, m);
		p->over = true;
	} else if (strcmp(verb, "stored") == 0) { /* should it be stopped now */
		take_sum(p, m);
	} else if (strcmp(verb, "busy") == 0) {
		cli_bar_clear(p->bar);
		cli_complain(_("another akhbar is refreshing (process %s); try again when it is done"),
			 m->n > 1 ? m->fields[1] : "?");
		p->over = true;
		p->status = EXIT_PARTLY;
	} else if (strcmp(verb, "failed") == 0) {
		cli_bar_clear(p->bar);
		p->status = cli_request_failed(m, stop_signal);
		p->over = true;
	}
}

/* A feed that ends the worker is named and left out by serve itself; here the
 * whole program has gone. */
static void
on_died(int64_t feed_id, const char *how, void *context)
{
	struct progress *p = context;
	(void)feed_id;
	cli_bar_clear(p->bar);
	cli_complain(_("the fetcher ended unexpectedly (%s)"), how);
	p->again = ++p->died <= RESTARTS && !stop_signal;
	p->over = !p->again;
	p->status = EXIT_PARTLY;
}

bool
cli_chosen_feeds(const struct cli *c, const struct store_feeds *feeds, struct buf *ids)
{
	const struct args *a = &c->args;
	for (size_t w = 0; w < a->words_n; w++) {
		bool found = false;
		for (size_t i = 0; i < feeds->n; i++) {
			const struct store_feed *f = &feeds->items[i];
			const char *word = a->words[w];
			if (strcmp(f->url, word) != 0 && strcmp(f->section, word) != 0 &&
			    !(f->title && strcmp(f->title, word) == 0))
				continue;
			buf_printf(ids, "%s%lld", ids->len ? "," : "", (long long)f->id);
			found = true;
		}
		if (!found) {
			cli_complain(_("there is no section and no feed named %s"), a->words[w]);
			return false;
		}
	}
	return true;
}

static bool
start(struct progress *p, struct client *client, const char *what, const char *ids)
{
	struct why why = {""};
	p->request = client_request(client, &why, "refresh", what, *ids ? ids : (char *)NULL,
				    (char *)NULL);
	if (!p->request) {
		cli_complain("%s", why.text);
		p->status = EXIT_PARTLY;
	}
	return p->request != 0;
}

static void
wait_for_it(struct progress *p, struct client *client, const char *what, const char *ids)
{
	int64_t deadline = 0;
	while (!p->over) {
		if (p->again) {
			p->again = false;
			if (!start(p, client, what, ids))
				return;
		}
		struct pollfd fd = {.fd = client_fd(client), .events = POLLIN};
		int ready = poll(&fd, 1, 200);
		if (ready > 0)
			client_readable(client);
		if (stop_signal && !p->cancelled) {
			p->cancelled = true;
			deadline = clock_mono_ms() + 1800;
			client_cancel(client, p->request);
		}
		if (p->cancelled && clock_mono_ms() > deadline)
			return;
		if (!client_running(client) && !p->again)
			return;
	}
}

/* The store's upkeep, for a moment: nobody may be going to open the screens. */
static void
tidy(struct progress *p, struct client *client)
{
	if (!p->over || p->cancelled || stop_signal || !client_running(client))
		return;
	char ms[24];
	snprintf(ms, sizeof(ms), "%lld", (long long)(p->done_ms > 0 ? p->done_ms : 1));
	p->tidying = client_request(client, NULL, "tidy", ms, (char *)NULL);
	int64_t until = clock_mono_ms() + TIDY_WAIT_MS;
	while (p->tidying && !stop_signal && client_running(client) && clock_mono_ms() < until) {
		struct pollfd fd = {.fd = client_fd(client), .events = POLLIN};
		if (poll(&fd, 1, 100) > 0)
			client_readable(client);
	}
}

static void
print_summary(const struct progress *p)
{
	struct buf line;
	buf_init(&line, 0);
	if (stop_signal)
		buf_add_str(&line, _("stopped: "));
	/* numbers as a script reads them, words as a person does */
	buf_printf(&line, _("feeds %lld, new articles %lld, unchanged %lld, failed %d, stored after "
			    "%.2f s, done after %.2f s"),
		   (long long)p->total_feeds, (long long)p->added, (long long)p->unchanged,
		   p->failed, (double)p->stored_ms / 1000.0, (double)p->done_ms / 1000.0);
	if (p->waiting)
		buf_printf(&line, _(", waiting %d"), p->waiting);
	puts(line.data);
	buf_release(&line);
	fflush(stdout);
}

int
cli_refresh(struct cli *c)
{
	struct progress p = {.c = c, .bar = isatty(STDERR_FILENO)};
	struct client_options options;
	struct buf ids;
	struct why why = {""};
	int status = cli_open_store(c, STORE_READ_WRITE, true);
	if (status != EXIT_OK)
		return status;
	buf_init(&ids, 0);
	if (store_feeds(c->store, &p.feeds, &why) != OK) {
		cli_complain("%s", why.text);
		return EXIT_STORE;
	}
	if (!cli_chosen_feeds(c, &p.feeds, &ids)) {
		status = EXIT_USAGE;
		goto out;
	}
	cli_client_options(c, &options);
	if (!options.program) {
		cli_complain(_("the fetcher akhbar-fetch was not found; install it or set AKHBAR_FETCH"));
		status = EXIT_USAGE;
		goto out;
	}
	struct sigaction sa = {.sa_handler = on_stop};
	sigaction(SIGINT, &sa, NULL);
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGHUP, &sa, NULL);
	signal(SIGPIPE, SIG_IGN);
	struct client *client = client_new(&options, on_message, on_died, &p);
	const char *what = c->args.force ? "force" : "all", *which = ids.data ? ids.data : "";
	if (start(&p, client, what, which))
		wait_for_it(&p, client, what, which);
	cli_bar_clear(p.bar);
	bool named_waits = p.waiting && c->args.words_n; /* asked for by name, and not got */
	status = p.status ? p.status
		 : p.failed || p.damaged || c->bad_feeds || named_waits ? EXIT_PARTLY : EXIT_OK;
	if (stop_signal)
		status = 128 + stop_signal;
	if (p.summed)
		print_summary(&p);
	tell_outside(&p);
	tidy(&p, client);
	client_free(client);
	free((char *)options.program);
out:
	store_feeds_release(&p.feeds);
	buf_release(&ids);
	return status;
}
