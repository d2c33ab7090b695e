/* SPDX-License-Identifier: MIT
 *
 * client: the reader's end of the pipe. Starts the fetcher when first needed,
 * sends requests, reads its lines, notices its death. No libcurl, no libxml2.
 */
#ifndef WORK_CLIENT_H
#define WORK_CLIENT_H

#include "akhbar/base.h"
#include "work/protocol.h"

struct client;

struct client_options {
	const char *program; /* path of akhbar-fetch */
	const char *config, *feeds, *db, *log, *lang; /* paths as given or resolved; NULL: not passed */
	struct bytes secrets; /* passwords, lines of settings.h; they go by descriptor */
};

typedef void (*client_message_fn)(const struct message *m, void *context);
/* The fetcher ended with work open: `feed_id` it was reading (0 unknown), the
 * signal or exit status in words. It is started again at the next request. */
typedef void (*client_died_fn)(int64_t feed_id, const char *how, void *context);

struct client *client_new(const struct client_options *o, client_message_fn on_message,
			  client_died_fn on_died, void *context);
void client_free(struct client *c); /* closes the pipe; the fetcher ends; bounded wait */
/* Sends; starts the fetcher when needed. Returns the request's number, 0 with a
 * reason when it cannot be started. Fields end with NULL. */
uint64_t client_request(struct client *c, struct why *why, const char *verb, ...);
void client_cancel(struct client *c, uint64_t number);
/* Upkeep of the store waits for so long from now on; nothing is started for it. */
void client_rest(struct client *c, int64_t ms);
int client_fd(const struct client *c); /* to poll for reading; -1 when not running */
void client_readable(struct client *c); /* call when client_fd is readable */
bool client_running(const struct client *c);

#endif
