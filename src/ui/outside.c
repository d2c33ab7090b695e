/* SPDX-License-Identifier: MIT */
#include "ui/outside.h"

#include <stdlib.h>
#include <string.h>

#include "sys/lang.h"
#include "sys/spawn.h"
#include "ui/sections.h"

void
outside_title(struct app *app, struct term *t)
{
	if (!config_bool(app->config, OPT_TITLE))
		return;
	int64_t unread = 0;
	for (size_t i = 0; i < app->sections->n; i++)
		if (app->sections->rows[i].kind == SECTION_UNREAD)
			unread = app->sections->rows[i].unread;
	struct buf title;
	buf_init(&title, 0);
	buf_add_str(&title, _("akhbar"));
	if (unread > 0) {
		buf_add_str(&title, " (");
		words_number(&app->words, unread, &title);
		buf_add_char(&title, ')');
	}
	term_title(t, title.data);
	buf_release(&title);
}

/* The command's words with %n and %m replaced where they stand. */
static void
run_command(struct app *app, int64_t n, const char *sentence)
{
	char **words = command_split(config_str(app->config, OPT_NOTIFY_COMMAND));
	struct why why;
	if (!words || !words[0]) {
		app_complain(app, "%s", _("notify-command is empty or a quote in it is not closed."));
		free(words);
		return;
	}
	size_t words_n = 0;
	while (words[words_n])
		words_n++;
	char **argv = mem_zalloc((words_n + 1) * sizeof(*argv));
	for (size_t i = 0; i < words_n; i++) {
		struct buf word;
		buf_init(&word, 0);
		for (const char *p = words[i]; *p; p++) {
			if (p[0] == '%' && p[1] == 'n')
				buf_printf(&word, "%lld", (long long)n), p++;
			else if (p[0] == '%' && p[1] == 'm')
				buf_add_str(&word, sentence), p++;
			else
				buf_add_char(&word, *p);
		}
		argv[i] = buf_take(&word);
	}
	if (command_start(argv, &why) != OK)
		app_complain(app, "%s", why.text);
	for (size_t i = 0; i < words_n; i++)
		free(argv[i]);
	free(argv);
	free(words);
}

void
outside_news(struct app *app, struct term *t)
{
	const char *how = config_str(app->config, OPT_NOTIFY);
	int64_t n = app->wish.news;
	app->wish.news = 0;
	if (n <= 0 || strcmp(how, "none") == 0)
		return;
	struct buf sentence;
	buf_init(&sentence, 0);
	words_printf(&app->words, &sentence,
		     ngettext("%d new article", "%d new articles", (unsigned)n), (int)n);
	if (strcmp(how, "bell") == 0)
		term_bell(t);
	else if (strcmp(how, "message") == 0)
		term_message(t, sentence.data);
	else
		run_command(app, n, sentence.data);
	buf_release(&sentence);
}
