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

enum err
outside_command(const char *command, int64_t n, const char *sentence, struct why *why)
{
	char **words = command_split(command);
	if (!words || !words[0]) {
		free(words);
		return err_set(why, ERR_CONFIG, "%s",
			       _("notify-command is empty or a quote in it is not closed."));
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
	enum err e = command_start(argv, why);
	for (size_t i = 0; i < words_n; i++)
		free(argv[i]);
	free(argv);
	free(words);
	return e;
}

void
outside_sentence(const struct words *words, int64_t news, int64_t notices, struct buf *out)
{
	if (notices > 0)
		words_printf(words, out,
			     ngettext("%d article that your rules tell of", "%d articles that your rules tell of",
				      (unsigned)notices),
			     (int)notices);
	else
		words_printf(words, out, ngettext("%d new article", "%d new articles", (unsigned)news),
			     (int)news);
}

void
outside_news(struct app *app, struct term *t)
{
	const char *how = config_str(app->config, OPT_NOTIFY);
	int64_t n = app->wish.news, notices = app->wish.notices;
	struct why why = {""};
	app->wish.news = app->wish.notices = 0;
	if (notices <= 0 && (n <= 0 || strcmp(how, "none") == 0))
		return;
	struct buf sentence;
	buf_init(&sentence, 0);
	outside_sentence(&app->words, n, notices, &sentence);
	if (strcmp(how, "bell") == 0)
		term_bell(t);
	else if (strcmp(how, "command") != 0)
		term_message(t, sentence.data);
	else if (outside_command(config_str(app->config, OPT_NOTIFY_COMMAND), notices > 0 ? notices : n,
				 sentence.data, &why) != OK)
		app_complain(app, "%s", why.text);
	buf_release(&sentence);
}
