/* SPDX-License-Identifier: MIT
 *
 * akhbar --help, and of one command.
 */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

#include "sys/lang.h"

/* A command's lines begin so; lines that go on are indented further. */
static const char mark[] = "  akhbar ";

static bool
begins_command(const char *line)
{
	return strncmp(line, mark, sizeof(mark) - 1) == 0;
}

void
cli_help(const char *command)
{
	const char *text =
	    _("akhbar: the news, read right to left, in any terminal\n"
	       "\n"
	       "  akhbar                              open the screens\n"
	       "  akhbar refresh [--force] [SECTION|FEED...]\n"
	       "  akhbar ahead [--unread|--starred|--all] [--limit N] [SECTION|FEED...]\n"
	       "  akhbar list [--section S] [--feed F] [--unread] [--starred] [--since WHEN]\n"
	       "              [--limit N] [--json] [--content]\n"
	       "  akhbar search QUERY [the same filters] [--ranked] [--json]\n"
	       "  akhbar show ID|URL|FILE [--full] [--width N] [--order visual|logical|auto]\n"
	       "  akhbar mark read|unread|star|unstar ID... | --guid GUID|- [--feed FEED] | --all\n"
	       "  akhbar layout [--width N] [--order visual|logical] [--dir auto|rtl|ltr]\n"
	       "                [--justify none|kashida|spaces] [--json] [FILE]\n"
	       "  akhbar feeds list | add URL | remove FEED | import FILE | export [--opml] |\n"
	       "               check | discover URL\n"
	       "  akhbar rules [list | check [RULE] | apply | add ACTION QUERY | remove LINE |\n"
	       "               import FILE]\n"
	       "  akhbar doctor [--terminal] [--check] [--repair [--yes]]\n"
	       "\n"
	       "  every command: --config FILE --feeds FILE --db FILE --log FILE --lang ar|en\n"
	       "\n"
	       "man akhbar has the rest.");
	bool ours = !command, commands = false;
	for (const char *line = text, *next; *line; line = next) {
		size_t n = strcspn(line, "\n");
		next = line + n + (line[n] == '\n');
		if (command && begins_command(line)) {
			const char *word = line + sizeof(mark) - 1;
			size_t len = strcspn(word, " \n");
			ours = len == strlen(command) && strncmp(word, command, len) == 0;
			commands = true;
		} else if (commands && !n) {
			ours = true; /* what holds for every command */
		}
		if (ours)
			printf("%.*s\n", (int)n, line);
	}
}
