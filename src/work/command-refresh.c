/* SPDX-License-Identifier: MIT
 *
 * akhbar-fetch refresh: the engine without a reader; failures on stderr, the sum
 * on stdout.
 */
#include "work/commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/clock.h"
#include "sys/lang.h"
#include "sys/log.h"
#include "work/fail.h"
#include "work/settings.h"

#define LOG_MODULE "refresh"
#define PLAIN_LINE_MS 2000 /* without a terminal: a line now and then */

struct screen {
	struct watch *watch;
	bool bar, drawn, over;
	int64_t last_line_ms;
	int status;
	bool named; /* feeds were named: one that waits is a failure to say */
};

void
complain(const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	char *text = NULL;
	int n = vasprintf(&text, fmt, args);
	va_end(args);
	if (n < 0)
		return;
	char *clean = text_clean_dup((struct bytes){text, (size_t)n}, CLEAN_LINE, 0);
	fprintf(stderr, "akhbar: %s\n", clean);
	free(clean);
	free(text);
}

static char *
translate(const char *s)
{
	return gettext(s);
}

static void
clear_bar(struct screen *s)
{
	if (s->drawn)
		fputs("\r\033[K", stderr);
	s->drawn = false;
}

static void
on_progress(void *context, uint64_t n, int done, int total, uint64_t bytes, int added,
	    const char *name)
{
	struct screen *s = context;
	(void)n;
	int64_t now = clock_mono_ms();
	if (s->bar) {
		enum { WIDTH = 30 };
		int filled = total ? done * WIDTH / total : 0;
		char *clean = text_clean_dup(bytes_of(name), CLEAN_LINE, 60);
		fputs("\r\033[K", stderr);
		for (int i = 0; i < WIDTH; i++)
			fputs(i < filled ? "━" : "─", stderr);
		fprintf(stderr, " %d/%d  %.1f MB  +%d  %s", done, total, (double)bytes / 1e6, added, clean);
		fflush(stderr);
		s->drawn = true;
		free(clean);
	} else if (now - s->last_line_ms >= PLAIN_LINE_MS && done < total) {
		if (s->last_line_ms)
			complain(_("%d of %d feeds, %d new articles"), done, total, added);
		s->last_line_ms = now;
	}
}

/* `akhbar: FEED TITLE <address>: cause; what to do` */
static void
tell(struct screen *s, const struct store_feed *f, const char *words)
{
	char *address = url_for_show(f->url);
	clear_bar(s);
	complain("%s <%s>: %s", f->title ? f->title : "", address, words);
	free(address);
}

static void
on_failed_feed(void *context, uint64_t n, const struct store_feed *f, const char *code, const char *arg)
{
	struct buf words;
	(void)n;
	buf_init(&words, 0);
	fail_line(code, arg, translate, &words);
	tell(context, f, words.data);
	buf_release(&words);
}

static void
on_waiting(void *context, uint64_t n, const struct store_feed *f)
{
	struct screen *s = context;
	struct buf words;
	(void)n;
	buf_init(&words, 0);
	fail_cause(f->failure.code[0] ? f->failure.code : "http-410", f->failure.arg, translate, &words);
	fail_until(f->gone ? TIME_NONE : f->next_due, translate, &words);
	tell(s, f, words.data);
	buf_release(&words);
	if (s->named)
		s->status = STATUS_PARTLY;
}

static void
on_moved(void *context, uint64_t n, const struct store_feed *f, const char *to)
{
	char *shown = url_for_show(to);
	(void)context;
	(void)n;
	LOGI("%s has moved for good to %s", f->title, shown);
	free(shown);
}

static void
on_stored(void *context, uint64_t n, const struct tally *t)
{
	(void)n;
	(void)t;
	clear_bar(context);
}

static void
print_sum(const struct tally *t, bool stopped)
{
	struct buf line;
	buf_init(&line, 0);
	if (stopped)
		buf_add_str(&line, _("stopped: "));
	buf_printf(&line,
		   _("feeds %d, new articles %d, unchanged %d, failed %d, stored after %.2f s, done after %.2f s"),
		   t->feeds, t->added, t->unchanged, t->failed, (double)t->ms_stored / 1000.0,
		   (double)t->ms_done / 1000.0);
	if (t->waiting)
		buf_printf(&line, _(", waiting %d"), t->waiting);
	puts(line.data);
	fflush(stdout);
	buf_release(&line);
}

static void
on_done(void *context, uint64_t n, const struct tally *t)
{
	struct screen *s = context;
	(void)n;
	clear_bar(s);
	print_sum(t, false);
	if (t->failed)
		s->status = STATUS_PARTLY;
	s->over = true;
}

static void
on_failed(void *context, uint64_t n, const char *code, const char *arg)
{
	struct screen *s = context;
	struct buf words;
	(void)n;
	buf_init(&words, 0);
	fail_words(code, arg, translate, &words);
	complain("%s", words.data);
	buf_release(&words);
	s->status = !strcmp(code, "store") ? STATUS_STORE : STATUS_PARTLY;
	s->over = true;
}

static void
on_busy(void *context, uint64_t n, int pid)
{
	struct screen *s = context;
	(void)n;
	complain(_("another akhbar is refreshing (process %d); try again when it is done"), pid);
	s->status = STATUS_PARTLY;
	s->over = true;
}

static void
on_ahead(void *context, uint64_t n, int done, int total, int failed, const char *title)
{
	(void)failed;
	on_progress(context, n, done, total, 0, done - failed, title);
}

static void
on_entry_done(void *context, uint64_t n, int64_t id)
{
	(void)context;
	(void)n;
	(void)id;
}

/* ---- the command ------------------------------------------------------------------------ */

static void
on_problem(const char *file, int line, const char *message)
{
	complain("%s:%d: %s", file, line, message);
}

/* Feeds named by address, title or number, or all of a section. */
static bool
chosen(const struct settings *s, struct buf *ids)
{
	struct store_feeds feeds;
	struct why why = {""};
	if (store_feeds(s->store, &feeds, &why)) {
		complain("%s", why.text);
		return false;
	}
	bool all = true;
	for (size_t w = 0; w < s->rest_n; w++) {
		bool found = false;
		for (size_t i = 0; i < feeds.n; i++) {
			const struct store_feed *f = &feeds.items[i];
			char number[24];
			snprintf(number, sizeof(number), "%lld", (long long)f->id);
			const char *word = s->rest[w];
			if (strcmp(f->url, word) && (!f->title || strcmp(f->title, word)) &&
			    (!f->section || !*f->section || strcmp(f->section, word)) && strcmp(number, word))
				continue;
			buf_printf(ids, "%s%s", ids->len ? "," : "", number);
			found = true;
		}
		if (!found) {
			complain(_("there is no section and no feed named %s"), s->rest[w]);
			all = false;
		}
	}
	store_feeds_release(&feeds);
	return all;
}

static int
run_engine(struct settings *s, struct screen *screen, const char *ids)
{
	struct engine_events events = {
		.context = screen, .progress = on_progress, .failed_feed = on_failed_feed,
		.waiting = on_waiting, .moved = on_moved, .stored = on_stored, .done = on_done,
		.entry_done = on_entry_done, .ahead = on_ahead, .failed = on_failed, .busy = on_busy,
	};
	struct watch *w = screen->watch;
	struct engine *e = settings_engine(s, &events, w);
	struct why why = {""};
	enum err error = OK;
	if (w->deaths)
		engine_resume(e);
	else
		engine_refresh(e, 1, s->force ? PLAN_FORCE : PLAN_ALL, ids);
	while (!screen->over && !error && !watch_stopped() && !engine_idle(e))
		error = engine_step(e, 250, -1, NULL, &why);
	if (!error && screen->over)
		engine_tidy_for(e, engine_tidy_share(w->tally.ms_done), -1);
	engine_free(e);
	clear_bar(screen);
	if (error) {
		complain("%s: %s", s->db_path, why.text);
		return STATUS_STORE;
	}
	if (watch_stopped() && !screen->over)
		print_sum(&w->tally, true);
	return screen->status;
}

static int
work(struct watch *w, void *context)
{
	struct settings *s = context;
	struct screen screen = {.watch = w, .bar = isatty(STDERR_FILENO), .named = s->rest_n > 0};
	struct why why = {""};
	enum err error = settings_open(s, &why);
	if (error) {
		complain("%s: %s", s->db_path, why.text);
		return STATUS_STORE;
	}
	struct buf ids;
	buf_init(&ids, 0);
	int status = STATUS_USAGE;
	if (chosen(s, &ids)) {
		settings_confine(s);
		status = run_engine(s, &screen, ids.data ? ids.data : "");
	}
	buf_release(&ids);
	watch_nothing(w);
	return status;
}

int
command_refresh(int argc, char **argv)
{
	struct settings s = {0};
	struct why why = {""};
	int status = STATUS_USAGE;
	if (settings_parse(&s, argc, argv, true, &why) || log_open(s.log_path, &why) ||
	    settings_load(&s, on_problem, &why)) {
		complain("%s", why.text);
		goto out;
	}
	lang_choose(s.lang ? s.lang : config_str(s.config, OPT_LANG));
	if (s.problems) /* each was named */
		goto out;
	status = watch_run(work, &s);
	if (status == STATUS_OK && s.bad_feeds)
		status = STATUS_PARTLY;
out:
	settings_release(&s);
	log_close();
	return status;
}
