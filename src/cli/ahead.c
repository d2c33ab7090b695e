/* SPDX-License-Identifier: MIT
 *
 * akhbar ahead: whole articles for reading without a network.
 */
#include "cli/cli.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/clock.h"
#include "sys/lang.h"

#define AHEAD_USUAL 100
#define AHEAD_MOST 5000

static volatile sig_atomic_t stop_signal;

static void
on_stop(int sig)
{
	if (stop_signal)
		_exit(128 + sig);
	stop_signal = sig;
}

struct run {
	struct client *client;
	uint64_t request;
	bool bar, over, cancelled;
	int64_t brought, failed;
	int status;
};

static void
on_message(const struct message *m, void *context)
{
	struct run *r = context;
	const char *verb = m->fields[0];
	if (m->number != r->request)
		return;
	if (strcmp(verb, "ahead") == 0) {
		/* kept, so that a run that is stopped can say how far it came */
		r->failed = message_int(m, 3);
		r->brought = message_int(m, 1) - r->failed;
		cli_bar(r->bar, message_int(m, 1), message_int(m, 2), "");
	} else if (strcmp(verb, "done") == 0) {
		r->brought = message_int(m, 1);
		r->failed = message_int(m, 2);
		r->over = true;
	} else if (strcmp(verb, "failed") == 0) {
		cli_bar_clear(r->bar);
		r->status = cli_request_failed(m, stop_signal);
		r->over = true;
	}
}

static void
on_died(int64_t feed_id, const char *how, void *context)
{
	struct run *r = context;
	(void)feed_id;
	cli_bar_clear(r->bar);
	cli_complain(_("the fetcher ended unexpectedly (%s)"), how);
	r->status = EXIT_PARTLY;
	r->over = true;
}

static void
wait_for_it(struct run *r)
{
	int64_t deadline = 0;
	while (!r->over && client_running(r->client)) {
		struct pollfd fd = {.fd = client_fd(r->client), .events = POLLIN};
		if (poll(&fd, 1, 200) > 0)
			client_readable(r->client);
		if (stop_signal && !r->cancelled) {
			r->cancelled = true;
			deadline = clock_mono_ms() + 1800;
			client_cancel(r->client, r->request);
		}
		if (r->cancelled && clock_mono_ms() > deadline)
			return;
	}
}

static void
fetch(struct cli *c, struct run *r, const char *ids)
{
	struct client_options options;
	struct why why = {""};
	cli_client_options(c, &options);
	if (!options.program) {
		cli_complain(_("the fetcher akhbar-fetch was not found; install it or set AKHBAR_FETCH"));
		r->status = EXIT_USAGE;
		return;
	}
	struct sigaction sa = {.sa_handler = on_stop};
	sigaction(SIGINT, &sa, NULL);
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGHUP, &sa, NULL);
	signal(SIGPIPE, SIG_IGN);
	int64_t most = c->args.limit < 0 ? AHEAD_USUAL : c->args.limit > AHEAD_MOST ? AHEAD_MOST : c->args.limit;
	char *max = mem_printf("%lld", (long long)most);
	const char *which = c->args.starred ? "starred" : c->args.all ? "all" : "unread";
	r->client = client_new(&options, on_message, on_died, r);
	r->request = client_request(r->client, &why, "ahead", max, which, *ids ? ids : (char *)NULL,
				    (char *)NULL);
	free(max);
	if (r->request) {
		wait_for_it(r);
	} else {
		cli_complain("%s", why.text);
		r->status = EXIT_PARTLY;
	}
	cli_bar_clear(r->bar);
	client_free(r->client);
	free((char *)(uintptr_t)options.program);
}

int
cli_ahead(struct cli *c)
{
	struct run r = {.bar = isatty(STDERR_FILENO)};
	struct store_feeds feeds;
	struct why why = {""};
	struct buf ids;
	int status = cli_open_store(c, STORE_READ_WRITE, true);
	if (status != EXIT_OK)
		return status;
	if (store_feeds(c->store, &feeds, &why) != OK) {
		cli_complain("%s", why.text);
		return EXIT_STORE;
	}
	buf_init(&ids, 0);
	if (!cli_chosen_feeds(c, &feeds, &ids))
		r.status = EXIT_USAGE;
	else
		fetch(c, &r, ids.data ? ids.data : "");
	if (r.request && r.status != EXIT_STORE) {
		printf(_("whole articles %lld, failed %lld"), (long long)r.brought, (long long)r.failed);
		putchar('\n');
	}
	store_feeds_release(&feeds);
	buf_release(&ids);
	if (stop_signal)
		return 128 + stop_signal;
	return r.status ? r.status : r.failed ? EXIT_PARTLY : EXIT_OK;
}
