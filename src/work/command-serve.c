/* SPDX-License-Identifier: MIT
 *
 * akhbar-fetch serve: requests on standard input, replies on standard output, in
 * the lines of protocol.h. Ends when its input ends.
 */
#include "work/commands.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/clock.h"
#include "sys/lang.h"
#include "sys/log.h"
#include "work/protocol.h"
#include "work/settings.h"

#define LOG_MODULE "serve"
#define TIDY_PAUSE_MS 15
#define REST_MOST_MS 10000
#define OUT_BYTES (1u << 20) /* a reader that takes nothing for so long is gone */

struct server {
	struct settings *settings;
	struct watch *watch;
	struct engine *engine; /* NULL: the store could not be opened */
	struct engine_events events;
	struct why store_why;
	uint64_t tidy; /* the reader wants the store tidied: this request; 0 none */
	struct buf in, out;
	int64_t rest_until_ms; /* no upkeep before it */
	bool over;
	int status;
};

/* ---- out ---------------------------------------------------------------------------- */

static void
flush(struct server *s)
{
	size_t sent = 0;
	while (sent < s->out.len) {
		ssize_t n = write(STDOUT_FILENO, s->out.data + sent, s->out.len - sent);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno != EAGAIN)
			s->over = true; /* the reader is gone */
		if (n <= 0)
			break;
		sent += (size_t)n;
	}
	if (!sent)
		return;
	memmove(s->out.data, s->out.data + sent, s->out.len - sent);
	s->out.len -= sent;
	s->out.data[s->out.len] = '\0';
}

#define SAY(s, number, ...) \
	do { \
		message_write(&(s)->out, number, __VA_ARGS__, NULL); \
		flush(s); \
	} while (0)

struct number {
	char text[24];
};

static struct number
as_text(int64_t v)
{
	struct number n;
	snprintf(n.text, sizeof(n.text), "%lld", (long long)v);
	return n;
}

static void
on_progress(void *c, uint64_t n, int done, int total, uint64_t bytes, int added, const char *name)
{
	struct server *s = c;
	if (s->out.len) /* better one line fewer than a fetcher that waits */
		return;
	SAY(s, n, "progress", as_text(done).text, as_text(total).text, as_text((int64_t)bytes).text,
	    as_text(added).text, name ? name : "");
}

static void
on_failed_feed(void *c, uint64_t n, const struct store_feed *f, const char *code, const char *arg)
{
	SAY((struct server *)c, n, "failed-feed", as_text(f->id).text, code, arg);
}

static void
on_waiting(void *c, uint64_t n, const struct store_feed *f)
{
	const char *code = f->failure.code[0] ? f->failure.code : "http-410";
	SAY((struct server *)c, n, "waiting", as_text(f->id).text, code, f->failure.arg,
	    as_text(f->gone || f->next_due == TIME_NONE ? 0 : f->next_due).text);
}

static void
on_moved(void *c, uint64_t n, const struct store_feed *f, const char *to)
{
	SAY((struct server *)c, n, "moved", as_text(f->id).text, to);
}

static void
on_stored(void *c, uint64_t n, const struct tally *t)
{
	SAY((struct server *)c, n, "stored", as_text(t->feeds).text, as_text(t->added).text,
	    as_text(t->unchanged).text, as_text(t->failed).text, as_text(t->ms_stored).text);
}

static void
on_done(void *c, uint64_t n, const struct tally *t)
{
	SAY((struct server *)c, n, "done", as_text(t->feeds).text, as_text(t->added).text,
	    as_text(t->unchanged).text, as_text(t->failed).text, as_text(t->ms_stored).text,
	    as_text(t->ms_done).text);
}

static void
on_entry_done(void *c, uint64_t n, int64_t id)
{
	SAY((struct server *)c, n, "done", as_text(id).text);
}

static void
on_ahead(void *c, uint64_t n, int done, int total, int failed, const char *title)
{
	struct server *s = c;
	if (s->out.len)
		return;
	SAY(s, n, "ahead", as_text(done).text, as_text(total).text, as_text(failed).text, title);
}

static void
on_ahead_done(void *c, uint64_t n, int brought, int failed)
{
	SAY((struct server *)c, n, "done", as_text(brought).text, as_text(failed).text);
}

static void
on_failed(void *c, uint64_t n, const char *code, const char *arg)
{
	SAY((struct server *)c, n, "failed", code, arg);
}

static void
on_notice(void *c, uint64_t n, int64_t id)
{
	SAY((struct server *)c, n, "notice", as_text(id).text);
}

static void
on_busy(void *c, uint64_t n, int pid)
{
	SAY((struct server *)c, n, "busy", as_text(pid ? pid : getpid()).text);
}

static void
on_tidying(void *c, const char *what, int64_t done, int64_t total)
{
	struct server *s = c;
	if (s->out.len && *what)
		return;
	SAY(s, 0, "tidying", what, as_text(done).text, as_text(total).text);
	flush(s); /* the step that follows may be long */
}

/* ---- in ------------------------------------------------------------------------------ */

static enum plan_mode
mode_of(const char *word)
{
	return !strcmp(word, "force") ? PLAN_FORCE : !strcmp(word, "due") ? PLAN_DUE : PLAN_ALL;
}

static void
refresh(struct server *s, const struct message *m)
{
	struct buf ids;
	buf_init(&ids, 0);
	for (size_t i = 2; i < m->n; i++)
		if (m->fields[i][0])
			buf_printf(&ids, "%s%s", ids.len ? "," : "", m->fields[i]);
	engine_refresh(s->engine, m->number, mode_of(m->n > 1 ? m->fields[1] : ""), ids.data ? ids.data : "");
	buf_release(&ids);
}

/* By itself after a refresh, or all of it on the reader's wish, which waits until nothing
 * else is under way. */
static void
take_tidy(struct server *s, const struct message *m)
{
	int64_t ms = message_int(m, 1);
	if (ms > 0) {
		bool whole = engine_tidy_for(s->engine, engine_tidy_share(ms), STDIN_FILENO);
		SAY(s, m->number, "done", whole ? "1" : "0");
		return;
	}
	if (s->tidy) /* the later one is answered */
		SAY(s, s->tidy, "done", "0");
	s->tidy = m->number;
}

static void
stop_tidy(struct server *s)
{
	engine_tidy_stop(s->engine);
	if (s->tidy)
		SAY(s, s->tidy, "done", "0");
	s->tidy = 0;
}

/* true: there is more to do */
static bool
tidy_on(struct server *s)
{
	struct why why = {""};
	if (!s->tidy)
		return engine_tidy(s->engine, STDIN_FILENO);
	enum err error = engine_tidy_asked(s->engine, STDIN_FILENO, &why);
	if (error == ERR_CANCELLED) /* somebody asks; it goes on afterwards */
		return true;
	if (error)
		SAY(s, s->tidy, "failed", "store", why.text);
	else
		SAY(s, s->tidy, "done", "1");
	s->tidy = 0;
	return false;
}

static void
take(struct server *s, const struct message *m)
{
	const char *verb = m->fields[0];
	if (!strcmp(verb, "rest")) {
		int64_t ms = message_int(m, 1);
		s->rest_until_ms = clock_mono_ms() + (ms < REST_MOST_MS ? ms : REST_MOST_MS);
	} else if (!s->engine) {
		SAY(s, m->number, "failed", "store", s->store_why.text);
	} else if (!strcmp(verb, "refresh")) {
		refresh(s, m);
	} else if (!strcmp(verb, "article")) {
		engine_article(s->engine, m->number, message_int(m, 1));
	} else if (!strcmp(verb, "page")) {
		engine_page(s->engine, m->number, message_int(m, 1));
	} else if (!strcmp(verb, "ahead")) {
		engine_ahead(s->engine, m->number,
			     &(struct ahead_wish){
				     .max = (int)message_int(m, 1),
				     .unread = m->n > 2 && !strcmp(m->fields[2], "unread"),
				     .starred = m->n > 2 && !strcmp(m->fields[2], "starred"),
				     .ids = m->n > 3 ? m->fields[3] : "",
			     });
	} else if (!strcmp(verb, "tidy")) {
		take_tidy(s, m);
	} else if (!strcmp(verb, "cancel")) {
		uint64_t which = (uint64_t)message_int(m, 1);
		if (which)
			engine_cancel(s->engine, which);
		else
			stop_tidy(s);
	} else {
		SAY(s, m->number, "failed", "unknown-request", verb);
	}
}

static void
take_line(struct server *s, struct bytes line)
{
	struct why why = {""};
	if (!s->watch->greeted) {
		s->watch->greeted = hello_check(line, &why);
		if (!s->watch->greeted) {
			complain("%s", why.text);
			s->over = true;
			s->status = STATUS_USAGE;
		}
		return;
	}
	struct message m;
	if (!message_parse(line, &m))
		return;
	take(s, &m);
	message_release(&m);
}

static void
read_requests(struct server *s)
{
	char piece[8192];
	ssize_t n = read(STDIN_FILENO, piece, sizeof(piece));
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n <= 0 || !buf_add(&s->in, piece, (size_t)n)) {
		s->over = true;
		return;
	}
	size_t from = 0;
	const char *newline;
	while (!s->over && (newline = memchr(s->in.data + from, '\n', s->in.len - from))) {
		size_t len = (size_t)(newline - s->in.data) - from;
		take_line(s, (struct bytes){s->in.data + from, len});
		from += len + 1;
	}
	memmove(s->in.data, s->in.data + from, s->in.len - from);
	s->in.len -= from;
}

/* ---- the loop ------------------------------------------------------------------------- */

static void
on_problem(const char *file, int line, const char *message)
{
	LOGW("%s:%d: %s", file, line, message); /* the reader tells them */
}

/* What the store cannot do now (a full disk) it may do at the next request. */
static void
begin_again(struct server *s, const struct why *why)
{
	struct watch *w = s->watch;
	if (w->running)
		SAY(s, w->request, "failed", "store", why->text);
	w->running = false;
	watch_nothing(w);
	engine_free(s->engine);
	s->engine = settings_engine(s->settings, &s->events, w);
}

/* Upkeep takes every other moment, none when somebody asks and none while keys are
 * pressed. Time until its next step, -1 none. */
static int
tidy(struct server *s)
{
	int64_t rest = s->rest_until_ms - clock_mono_ms();
	if (!s->engine || (!s->tidy && engine_is_tidy(s->engine)))
		return -1;
	if (rest > 0)
		return (int)rest;
	return tidy_on(s) ? TIDY_PAUSE_MS : -1;
}

static void
turn(struct server *s)
{
	struct why why = {""};
	bool readable = false;
	if (!s->engine || (engine_idle(s->engine) && !s->out.len)) {
		struct pollfd p = {.fd = STDIN_FILENO, .events = POLLIN};
		readable = poll(&p, 1, tidy(s)) > 0;
	} else if (engine_step(s->engine, s->out.len ? 50 : 500, STDIN_FILENO, &readable, &why)) {
		begin_again(s, &why);
	}
	if (readable)
		read_requests(s);
	if (s->out.len)
		flush(s);
	if (s->out.len > OUT_BYTES)
		s->over = true;
}

static int
work(struct watch *w, void *context)
{
	struct server s = {.settings = context, .watch = w};
	s.events = (struct engine_events){
		.context = &s, .progress = on_progress, .failed_feed = on_failed_feed,
		.waiting = on_waiting, .moved = on_moved, .stored = on_stored, .done = on_done,
		.entry_done = on_entry_done, .ahead = on_ahead, .ahead_done = on_ahead_done,
		.failed = on_failed, .busy = on_busy, .notice = on_notice,
		.tidying = on_tidying,
	};
	buf_init(&s.in, PROTOCOL_LINE_BYTES);
	buf_init(&s.out, 0);
	fcntl(STDIN_FILENO, F_SETFL, fcntl(STDIN_FILENO, F_GETFL) | O_NONBLOCK);
	fcntl(STDOUT_FILENO, F_SETFL, fcntl(STDOUT_FILENO, F_GETFL) | O_NONBLOCK);
	if (!w->deaths)
		hello_write(&s.out);
	flush(&s);
	struct settings *settings = context;
	enum err error = settings_open(settings, &s.store_why);
	if (error)
		LOGE("%s: %s", settings->db_path, s.store_why.text);
	settings_confine(settings);
	if (!error) {
		s.engine = settings_engine(settings, &s.events, w);
		if (w->deaths)
			engine_resume(s.engine);
	}
	while (!s.over && !watch_stopped())
		turn(&s);
	engine_free(s.engine);
	buf_release(&s.in);
	buf_release(&s.out);
	watch_nothing(w);
	return s.status;
}

int
command_serve(int argc, char **argv)
{
	struct settings s = {0};
	struct why why = {""};
	int status = STATUS_USAGE;
	if (settings_parse(&s, argc, argv, false, &why) || log_open(s.log_path, &why) ||
	    settings_load(&s, on_problem, &why)) {
		complain("%s", why.text);
		goto out;
	}
	lang_choose(s.lang ? s.lang : config_str(s.config, OPT_LANG));
	status = watch_run(work, &s);
out:
	settings_release(&s);
	log_close();
	return status;
}
