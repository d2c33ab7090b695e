/* SPDX-License-Identifier: MIT
 *
 * engine: the fetcher's one loop. Joins fetch, feed, html and store: a refresh
 * (headlines first, then docs newest first in small steps), and single articles
 * that somebody waits for, which go before the rest. What happens is told to
 * call-backs: serve writes them as lines, the refresh command as words.
 */
#ifndef WORK_ENGINE_H
#define WORK_ENGINE_H

#include "akhbar/base.h"
#include "config/options.h"
#include "config/sources.h"
#include "fetch/fetch.h"
#include "store/store.h"
#include "work/plan.h"
#include "work/watch.h"

struct engine_events {
	void *context;
	void (*progress)(void *c, uint64_t n, int done, int total, uint64_t bytes, int added,
			 const char *name);
	void (*failed_feed)(void *c, uint64_t n, const struct store_feed *f, const char *code,
			    const char *arg);
	void (*waiting)(void *c, uint64_t n, const struct store_feed *f);
	void (*moved)(void *c, uint64_t n, const struct store_feed *f, const char *to);
	void (*stored)(void *c, uint64_t n, const struct tally *t);
	void (*done)(void *c, uint64_t n, const struct tally *t);
	void (*entry_done)(void *c, uint64_t n, int64_t entry_id);
	/* fetching ahead: so many of so many asked, and how many brought nothing */
	void (*ahead)(void *c, uint64_t n, int done, int total, int failed, const char *title);
	void (*ahead_done)(void *c, uint64_t n, int brought, int failed);
	void (*failed)(void *c, uint64_t n, const char *code, const char *arg);
	void (*busy)(void *c, uint64_t n, int pid);
	/* An article that a rule wants told. May be NULL. */
	void (*notice)(void *c, uint64_t n, int64_t entry_id);
	/* Upkeep that takes a while: index, forget, pack, merge, check, shrink; "" over.
	 * May be NULL. */
	void (*tidying)(void *c, const char *what, int64_t done, int64_t total);
};

/* What is kept of a feed's articles. */
struct engine_keep {
	const char *url; /* NULL: of all that are not named */
	struct store_keep keep;
	bool edited_unread;
};

struct site_rules;

struct engine_options {
	struct fetch_options fetch;
	int64_t interval_s;
	bool allow_files;
	int ahead;         /* whole articles to bring after a refresh, at most; 0 none */
	enum full_text full_text; /* of feeds that say nothing of their own */
	const char *db;    /* the lock file stands beside it */
	const struct site_rules *rules; /* for pages; must outlive the engine; or NULL */
	const struct sources *sources; /* what single feeds set for themselves; or NULL */
	const struct store_rule *does; /* the reader's rules, for what comes in */
	size_t does_n;
	struct engine_keep keep;
	const struct engine_keep *keeps; /* of single feeds, sorted by url */
	size_t keeps_n;
};

struct engine;

struct engine *engine_new(struct store *s, const struct engine_options *o,
			  const struct engine_events *events, struct watch *w);
void engine_free(struct engine *e);

/* ids: feed ids with commas, "" all. One refresh at a time: a second one here or
 * in another program is answered by `busy`. */
void engine_refresh(struct engine *e, uint64_t number, enum plan_mode mode, const char *ids);
void engine_article(struct engine *e, uint64_t number, int64_t entry_id);
void engine_page(struct engine *e, uint64_t number, int64_t entry_id);
/* Whole articles for reading without a network: the newest `max` of the feeds (ids
 * with commas, "" all) that have only a few lines and are unread or starred. */
struct ahead_wish {
	int max;
	bool unread, starred; /* neither: both read and unread */
	const char *ids;
};
void engine_ahead(struct engine *e, uint64_t number, const struct ahead_wish *wish);
void engine_cancel(struct engine *e, uint64_t number);
/* After a worker's death: says what it was reading, goes on with its refresh. */
void engine_resume(struct engine *e);

/* The path of file:///path or file:/path (RFC 8089), yours; NULL for anything else. */
char *file_feed_path(const char *url);

bool engine_idle(const struct engine *e); /* nothing to do but wait for requests */
/* Upkeep of the store, while idle: one short step; false: all is done, until the next
 * refresh. A long step ends early when input_fd (-1 none) can be read. */
bool engine_tidy(struct engine *e, int input_fd);
bool engine_is_tidy(const struct engine *e); /* engine_tidy() has nothing to do */
/* The same, step after step, for so long at most and while nobody asks; true: all is
 * done. */
bool engine_tidy_for(struct engine *e, int64_t ms, int input_fd);
/* The whole of it on the reader's wish, told as it goes. ERR_CANCELLED: somebody asks for
 * something, or is being served; it is gone on with at the next call. */
MUST_USE enum err engine_tidy_asked(struct engine *e, int input_fd, struct why *why);
void engine_tidy_stop(struct engine *e); /* until the next refresh */
/* What a program that is not open for long spends on it: a tenth of its refresh. */
int64_t engine_tidy_share(int64_t refresh_ms);
/* One turn: some network, one small step of docs. Sees input on extra_fd. */
MUST_USE enum err engine_step(struct engine *e, int timeout_ms, int extra_fd, bool *readable,
			      struct why *why);

#endif
