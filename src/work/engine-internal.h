/* SPDX-License-Identifier: MIT
 *
 * engine-internal: what the files of the engine share.
 */
#ifndef WORK_ENGINE_INTERNAL_H
#define WORK_ENGINE_INTERNAL_H

#include "work/engine.h"

/* A failure of the network kept back until some feed has answered: when none
 * does, it is our line that is down, and no feed is to blame. */
struct held_failure {
	size_t feed;
	char code[24];
	char arg[160];
};

/* What came of one feed. */
struct outcome {
	size_t feed;
	int added;
	bool unchanged, failed;
};

struct refresh {
	uint64_t number;
	enum plan_mode mode;
	struct store_feeds feeds;
	struct job *jobs; /* one for each feed asked */
	size_t jobs_n, jobs_done;
	size_t *files; /* feeds the network is not asked for, one a turn: local files, a
			* password that is missing */
	size_t files_n, files_next;
	struct held_failure *held;
	size_t held_n;
	bool answered; /* some server spoke to us */
	bool batch;    /* a transaction is open, since batch_ms */
	int64_t batch_ms;
	size_t batch_bytes; /* of bodies in it */
	struct outcome *outcomes; /* of feeds in it, to be told when it is durable */
	size_t outcomes_n;
	struct outcome coming; /* of the feed in hand */
	int lock_fd;
};

/* What a transfer is for. */
struct job {
	enum { JOB_FEED, JOB_PAGE } kind;
	size_t feed;          /* JOB_FEED: index into refresh.feeds */
	bool at_new_address;  /* asked where a permanent redirect led */
	uint64_t number;      /* JOB_PAGE: the request; 0 when it was cancelled */
	int64_t entry_id;
	bool ahead;           /* one of many, nobody waits for this one */
	bool foreign;         /* JOB_PAGE: the feed is a public one, and so must be its pages */
	const struct source_settings *own; /* JOB_PAGE: the feed's; they live as long as the engine */
	struct gathered *gathered; /* JOB_PAGE: the pages before this one, NULL none */
	struct job *next;     /* of the pages in flight */
};

/* Whole articles being fetched before somebody opens them. */
struct ahead {
	uint64_t number;
	bool of_refresh; /* the last part of a refresh, whose `done` waits for it */
	int64_t *ids;
	size_t n, done, failed;
};

struct engine {
	struct store *store;
	struct engine_options o;
	struct engine_events events;
	struct watch *watch;
	struct fetcher *fetcher; /* made when needed */
	uint64_t next_transfer;
	struct refresh *refresh; /* NULL: none, or its docs are being made */
	bool docs;               /* docs are wanted */
	int lock_fd;             /* held until they are made */
	uint64_t docs_number;
	struct job *pages;
	struct ahead *ahead; /* NULL none */
	struct tidy *tidy; /* NULL: not begun */
	bool tidied;       /* nothing to do since the last refresh */
	struct why tidy_why; /* what ended the last upkeep too early; "" nothing */
	enum err broken;         /* the store: no further work */
	struct why why;
};

struct fetcher *engine_fetcher(struct engine *e, struct why *why);
/* Connections and their memory are not kept for the next half hour, nor while docs are
 * made: gone, when nothing is being fetched. */
void engine_rest_line(struct engine *e);
/* The store has failed for good: remembered, the loop ends with it. */
void engine_store_failed(struct engine *e, enum err error, const struct why *why);

/* After something was stored: what the rules wish told is told; how many they have
 * hidden. */
int64_t engine_take_news(struct engine *e, uint64_t number);

/* All of a refresh is made: says so, lets others refresh. */
void engine_refresh_over(struct engine *e);
/* It ends before its docs are all made. */
void engine_docs_failed(struct engine *e, const char *code, const char *arg);

/* own.c: what a feed's line in the feeds file says */
/* Never NULL; place: its index in the store's list. */
const struct source_settings *own_settings(const struct engine *e, const char *url, size_t place);
/* Seconds between two fetches; -1: only when it is asked for. */
int64_t own_interval(const struct engine *e, const struct source_settings *own);
/* Puts them into a request for the feed, or (`page`) for a page that the feed at
 * feed_url names: user, password and headers only when it stands at the same place. */
void own_request(const struct source_settings *own, const char *feed_url, bool page,
		 struct fetch_request *r);

/* batch.c */
/* Before the store is written to; false: the engine is broken. */
bool batch_open(struct engine *e);
/* The feed in hand is done: kept in refresh.coming, told when its transaction ends,
 * which may be now. */
void batch_add(struct engine *e, size_t feed);
/* Ends the transaction, if one is open: before any other request is served. */
void batch_settle(struct engine *e);
/* Until it should be ended; INT32_MAX: none is open. */
int batch_left_ms(const struct engine *e);

/* refresh.c */
/* Is the number among those parted by commas? */
bool ids_hold(const char *ids, int64_t id);
void refresh_begin(struct engine *e, uint64_t number, enum plan_mode mode, const char *ids);
void refresh_reply(struct engine *e, struct job *job, const struct fetch_reply *reply);
void refresh_turn(struct engine *e); /* files, and the end */
void refresh_crashed(struct engine *e, int64_t feed_id, const char *how);
void refresh_free(struct refresh *r);

/* docs.c */
/* Makes docs for about 20 ms; false when there are none left. */
bool docs_step(struct engine *e);
/* The doc of one entry from what its feed has sent. */
MUST_USE enum err docs_one(struct engine *e, int64_t entry_id, struct why *why);
/* An entry whose body ended a worker gets an empty doc, so that it is not tried
 * again. */
void docs_crashed(struct engine *e, int64_t entry_id);

/* pages.c: articles of several pages */
struct gathered;
void gathered_free(struct gathered *g);
/* The doc of all pages so far, with that of `article` (which may lose its own) at the
 * end; NULL article: of those before. Owned by the article or the job. */
struct article;
struct doc *pages_gather(struct job *job, struct article *article, const char *url);
/* Asks for the next page; true when it is on its way, with what was gathered. */
bool pages_go_on(struct engine *e, struct job *job, const char *next);

/* tidy.c */
struct tidy *tidy_new(int input_fd);
void tidy_free(struct tidy *t);
bool tidy_step(struct engine *e, struct tidy *t); /* false: all is done */
const struct engine_keep *engine_keep_of(const struct engine *e, const char *url);

/* page.c */
/* Asks for an entry's page. A link that cannot be asked is a failure at once, told like
 * the others: false. */
bool page_ask(struct engine *e, uint64_t number, int64_t entry_id, bool ahead);
void page_reply(struct engine *e, struct job *job, const struct fetch_reply *reply);
/* A page that ended a worker: remembered, not asked again by itself. */
void page_crashed(struct engine *e, int64_t entry_id, const char *how);

/* ahead.c */
/* After a refresh, when the settings wish it: false when there is nothing to bring. */
bool ahead_after_refresh(struct engine *e, uint64_t number);
/* One page came (code "") or did not. */
void ahead_one(struct engine *e, int64_t entry_id, const char *code);
void ahead_cancel(struct engine *e);
void ahead_free(struct engine *e);

/* reply.c: a reply that is no feed -> code and argument. */
void reply_failure(const struct fetch_reply *reply, size_t max_body, const char *url,
		   char code[24], char arg[160]);
/* The same of the page of an article: there is no feed to remove or to correct. */
void page_failure(const struct fetch_reply *reply, size_t max_body, const char *url,
		  char code[24], char arg[160]);

#endif
