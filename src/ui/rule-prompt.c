/* SPDX-License-Identifier: MIT
 *
 * A rule made on the screen: from the search shown, or from the article's source. It is a
 * line of the feeds file; what it would find is told while it is typed.
 */
#include "ui/search.h"

#include <stdlib.h>
#include <string.h>

#include "config/sources.h"
#include "store/query.h"
#include "sys/lang.h"
#include "ui/headlines.h"
#include "ui/prompt.h"
#include "ui/sources.h"
#include "ui/undo.h"

#define COUNTED 1000

/* "hide: words" taken apart; words is of the text. False: no action is named. */
static bool
take_apart(const char *text, unsigned *does, const char **words)
{
	const char *colon = strchr(text, ':');
	*does = colon ? source_does_of(bytes_trim((struct bytes){text, (size_t)(colon - text)})) : 0;
	*words = colon ? colon + 1 + strspn(colon + 1, " ") : text;
	return *does != 0;
}

static bool
is_whole(const struct app *app, const char *words, struct why *why)
{
	struct query *q = query_new(bytes_of(words), app->words.now, app->words.utc_offset);
	bool bad = query_rule_complaint(q, bytes_of(words), why);
	query_free(q);
	return !bad;
}

/* Stored articles it would find; -1: it is not whole yet. */
static int64_t
count(struct app *app, const char *words)
{
	struct store_filter filter = {.since = TIME_NONE, .before = TIME_NONE, .with_hidden = true,
				      .query = words};
	struct why why;
	int64_t n = 0;
	if (!is_whole(app, words, &why) || store_count_some(app->store, &filter, COUNTED, &n, NULL) != OK)
		return -1;
	return n;
}

static void
add_count(struct app *app, int64_t n, struct buf *out)
{
	words_printf(&app->words, out,
		     n >= COUNTED ? _("more than %d articles")
				  : ngettext("%d article", "%d articles", (unsigned long)n),
		     n >= COUNTED ? COUNTED : (int)n);
}

static void
on_typed(struct app *app, const char *text, void *context)
{
	unsigned does;
	const char *words;
	(void)context;
	app->message[0] = '\0';
	int64_t n = take_apart(text, &does, &words) ? count(app, words) : -1;
	if (n < 0)
		return;
	struct buf said;
	buf_init(&said, 0);
	words_printf(&app->words, &said,
		     !n	      ? _("It would find no stored article.")
		     : n >= COUNTED ? _("It would find more than %d stored articles.")
				  : ngettext("It would find %d stored article.", "It would find %d stored articles.",
					     (unsigned long)n),
		     n >= COUNTED ? COUNTED : (int)n);
	app_say(app, "%s", said.data);
	buf_release(&said);
}

/* ---- on what is stored ------------------------------------------------------------------- */

static void
apply(struct app *app, void *context)
{
	char *text = context;
	unsigned does;
	const char *words;
	struct store_ruled ruled = {0};
	struct why why = {""};
	struct store_filter all = {.since = TIME_NONE, .before = TIME_NONE, .with_hidden = true};
	(void)!take_apart(text, &does, &words);
	struct store_rule rule = {does, words};
	if (store_apply_rule(app->store, &rule, &all, &ruled, &why) != OK) {
		app_complain(app, "%s", why.text);
	} else {
		app_store_changed(app);
		headlines_reload(app);
		struct buf said;
		buf_init(&said, 0);
		words_printf(&app->words, &said,
			     ngettext("%d article changed", "%d articles changed", (unsigned long)ruled.changed),
			     (int)ruled.changed);
		app_say(app, "%s", said.data);
		buf_release(&said);
	}
}

static void
ask_stored(struct app *app, const char *text, int64_t n)
{
	struct buf question, found;
	buf_init(&question, 0);
	buf_init(&found, 0);
	add_count(app, n, &found);
	buf_printf(&question, _("Kept. For what is stored too (%s)? (y/n)"), found.data);
	buf_release(&found);
	free(app->rule);
	app->rule = mem_strdup(text);
	prompt_ask(app, question.data, apply, app->rule);
	buf_release(&question);
}

static bool
on_entered(struct app *app, const char *text, void *context)
{
	unsigned does;
	const char *words;
	struct why why = {""};
	(void)context;
	if (!take_apart(text, &does, &words)) {
		app_complain(app, "%s", _("A rule begins with what it does: hide, read, star or notify, and a colon."));
		return false;
	}
	if (!is_whole(app, words, &why)) {
		app_complain(app, "%s", why.text);
		return false;
	}
	if (!sources_begin_change(app))
		return true;
	if (sources_add_rule(app->feeds, does, words, &why) != OK || !sources_reread(app, &why)) {
		app_complain(app, "%s", why.text);
		undo_forget(app);
		return true;
	}
	int64_t n = count(app, words);
	if (n > 0 && does != RULE_NOTIFIES)
		ask_stored(app, text, n);
	else
		app_say(app, "%s", _("Kept. It holds for what comes in."));
	return true;
}

void
rule_ask(struct app *app)
{
	struct buf text;
	const struct headlines *h = app->headlines;
	const struct store_row *row = headlines_current(app->headlines);
	if (!app->feeds || !app->store) {
		app_complain(app, "%s", _("The list of sources cannot be changed here."));
		return;
	}
	buf_init(&text, 0);
	source_does_words(RULE_HIDES, app->dir == DIR_RTL, &text);
	buf_add_str(&text, ": ");
	if (h->query)
		buf_add_str(&text, h->query);
	else if (row && row->id > 0)
		buf_printf(&text, app->dir == DIR_RTL ? "مصدر:\"%s\" " : "source:\"%s\" ",
			   headlines_source(h, row->feed_id));
	prompt_open(app, &(struct prompt_spec){.label = _("Rule:"),
					       .text = text.data,
					       .hint = _("hide, read, star or notify: words"),
					       .history = HISTORY_NONE,
					       .typed = on_typed,
					       .entered = on_entered});
	buf_release(&text);
	on_typed(app, prompt_text(app), NULL);
}
