/* SPDX-License-Identifier: MIT
 *
 * akhbar-fetch: everything that touches the network or reads what came from it.
 * The reader runs it; each command is of use by itself, too. Here only the table
 * of commands: the work is in src/work.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "akhbar/base.h"
#include "sys/lang.h"
#include "work/commands.h"

struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *usage;
};

static const struct command commands[] = {
	{"refresh", command_refresh, "[--force] [--config FILE] [--feeds FILE] [--db FILE] [FEED...]"},
	{"parse", command_parse, "[--content-type T] [--url U] [--charset C] FILE"},
	{"extract", command_extract, "[--url U] [--charset C] [--rules FILE] [--text|--json|--doc] FILE|URL"},
	{"opml", command_opml, "FILE"},
	{"discover", command_discover, "URL|FILE"},
	{"serve", command_serve, "[--config FILE] [--feeds FILE] [--db FILE]"},
};

static void
usage(FILE *to)
{
	fprintf(to, "%s\n", _("akhbar-fetch fetches and reads feeds and pages for akhbar."));
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		fprintf(to, "  akhbar-fetch %-9s %s\n", commands[i].name, commands[i].usage);
	fprintf(to, "  akhbar-fetch --help | --version\n");
	fprintf(to, "%s\n", _("A FILE of - is standard input. All take --lang ar|en; refresh and serve also --log FILE."));
}

static void
out_of_memory(void)
{
	static const char text[] = "akhbar: out of memory\n";
	ssize_t n = write(STDERR_FILENO, text, sizeof(text) - 1);
	(void)n;
	_exit(STATUS_USAGE);
}

int
main(int argc, char **argv)
{
	mem_set_handler(out_of_memory);
	lang_start();
	lang_choose(NULL);
	if (argc < 2) {
		usage(stderr);
		return STATUS_USAGE;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
		usage(stdout);
		return STATUS_OK;
	}
	if (!strcmp(argv[1], "--version")) {
		puts("akhbar-fetch " AKHBAR_VERSION);
		return STATUS_OK;
	}
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		if (!strcmp(argv[1], commands[i].name))
			return commands[i].run(argc - 2, argv + 2);
	complain(_("there is no command %s; see akhbar-fetch --help"), argv[1]);
	return STATUS_USAGE;
}
