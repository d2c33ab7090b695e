/* SPDX-License-Identifier: MIT
 *
 * akhbar feeds: the list of sources from the command line.
 */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "akhbar/limits.h"
#include "sys/files.h"
#include "sys/lang.h"
#include "sys/paths.h"
#include "work/fail.h"

extern char **environ;

/* Runs the fetcher with our standard output; its exit status. */
static int
run_fetcher(const char *verb, const char *arg, struct buf *out)
{
	char *program = path_fetcher();
	int fds[2] = {-1, -1};
	pid_t pid;
	if (!program) {
		cli_complain(_("the fetcher akhbar-fetch was not found; install it or set AKHBAR_FETCH"));
		return EXIT_USAGE;
	}
	posix_spawn_file_actions_t actions;
	posix_spawn_file_actions_init(&actions);
	if (out && pipe2(fds, O_CLOEXEC) == 0)
		posix_spawn_file_actions_adddup2(&actions, fds[1], STDOUT_FILENO);
	char *argv[] = {program, (char *)verb, (char *)arg, NULL};
	fflush(stdout);
	int failed = posix_spawn(&pid, program, &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	free(program);
	if (fds[1] >= 0)
		close(fds[1]);
	if (!failed && fds[0] >= 0) {
		char chunk[16384];
		ssize_t n;
		while ((n = read(fds[0], chunk, sizeof(chunk))) > 0 || (n < 0 && errno == EINTR))
			if (n > 0)
				buf_add(out, chunk, (size_t)n);
	}
	if (fds[0] >= 0)
		close(fds[0]);
	if (failed) {
		cli_complain("%s", strerror(failed));
		return EXIT_USAGE;
	}
	int status;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_PARTLY;
}

/* The reader's own file. The shipped one is not ours to write: their own starts
 * with its lines, so that nothing goes missing. */
static bool
writable_feeds(struct cli *c)
{
	struct why why = {""};
	if (c->own_feeds)
		return true;
	char *own = path_config("feeds");
	struct buf text;
	buf_init(&text, LIMIT_BODY_BYTES);
	bool ok = file_read(c->feeds_path, &text, &why) == OK && path_make_parents(own, &why) == OK &&
		  file_replace(own, buf_view(&text), &why) == OK;
	buf_release(&text);
	if (!ok) {
		cli_complain("%s: %s", own, why.text);
		free(own);
		return false;
	}
	printf(_("Your own list of sources now starts from the shipped one: %s\n"), own);
	free(c->feeds_path);
	c->feeds_path = own;
	c->own_feeds = true;
	return true;
}

static int
feeds_list(struct cli *c)
{
	struct store_feeds feeds = {0};
	struct why why = {""};
	int status = cli_open_store(c, STORE_READ_WRITE, true);
	if (status != EXIT_OK)
		return status;
	if (store_feeds(c->store, &feeds, &why) != OK) {
		cli_complain("%s", why.text);
		return EXIT_STORE;
	}
	const char *section = NULL;
	for (size_t i = 0; i < feeds.n; i++) {
		const struct store_feed *f = &feeds.items[i];
		if (!section || strcmp(section, f->section) != 0)
			printf("%s@ %s\n", section ? "\n" : "", f->section);
		section = f->section;
		char *url = url_for_show(f->url);
		printf("%s\t%s\t%lld/%lld", f->title ? f->title : "", url, (long long)f->unread,
		       (long long)f->total);
		if (f->failure.code[0]) {
			struct buf words;
			buf_init(&words, 0);
			fail_cause(f->failure.code, f->failure.arg, (char *(*)(const char *))gettext,
				   &words);
			printf("\t%s", words.data);
			buf_release(&words);
		}
		putchar('\n');
		free(url);
	}
	store_feeds_release(&feeds);
	return EXIT_OK;
}

static int
feeds_add(struct cli *c, const char *url)
{
	struct why why = {""};
	if (!writable_feeds(c))
		return EXIT_USAGE;
	const char *title = c->args.words_n > 2 ? c->args.words[2] : NULL;
	enum err e = sources_add(c->feeds_path, url, title, c->args.section ? c->args.section : "",
				 &why);
	if (e != OK) {
		cli_complain("%s: %s", url, why.text);
		return EXIT_USAGE;
	}
	/* fetched the moment it is added, so that it is known to be one */
	c->args.words[0] = url;
	c->args.words_n = 1;
	return cli_refresh(c);
}

static int
feeds_remove(struct cli *c, const char *url)
{
	struct why why = {""};
	if (!writable_feeds(c))
		return EXIT_USAGE;
	if (sources_remove(c->feeds_path, url, &why) != OK) {
		cli_complain("%s: %s", url, why.text);
		return EXIT_USAGE;
	}
	int status = cli_open_store(c, STORE_READ_WRITE, true);
	return status;
}

/* Lines of `akhbar-fetch opml`: address, title, section, parted by tabs. */
static int
feeds_import(struct cli *c, const char *file)
{
	struct buf out;
	buf_init(&out, LIMIT_BODY_BYTES);
	int status = run_fetcher("opml", file, &out);
	if (status != EXIT_OK || !writable_feeds(c)) {
		buf_release(&out);
		return status ? status : EXIT_USAGE;
	}
	struct source_wish *wishes = NULL;
	size_t n = 0, added = 0;
	struct why why = {""};
	char *rest = out.data, *line;
	while (rest && (line = strsep(&rest, "\n"))) {
		char *url = strsep(&line, "\t"), *title = strsep(&line, "\t");
		if (!url || !*url)
			continue;
		wishes = mem_realloc_array(wishes, n + 1, sizeof(*wishes));
		wishes[n++] = (struct source_wish){url, title && *title ? title : NULL, line};
	}
	enum err e = sources_merge(c->feeds_path, wishes, n, &added, &why);
	free(wishes);
	if (e != OK) {
		cli_complain("%s: %s", c->feeds_path, why.text);
		buf_release(&out);
		return EXIT_USAGE;
	}
	printf(_("%d sources added, %d were already there or could not be used\n"), (int)added,
	       (int)(n - added));
	buf_release(&out);
	return EXIT_OK;
}

static int
feeds_export(struct cli *c)
{
	struct sources list = {0};
	struct buf out;
	struct why why = {""};
	buf_init(&out, 0);
	if (c->args.opml) {
		if (sources_load(c->feeds_path, &list, &why) != OK) {
			cli_complain("%s: %s", c->feeds_path, why.text);
			return EXIT_USAGE;
		}
		sources_to_opml(&list, &out);
		sources_release(&list);
	} else if (file_read(c->feeds_path, &out, &why) != OK) {
		cli_complain("%s: %s", c->feeds_path, why.text);
		return EXIT_USAGE;
	}
	fwrite(out.data ? out.data : "", 1, out.len, stdout);
	buf_release(&out);
	return EXIT_OK;
}

static int
feeds_check(struct cli *c)
{
	struct sources list = {0};
	struct why why = {""};
	if (sources_load(c->feeds_path, &list, &why) != OK) {
		cli_complain("%s: %s", c->feeds_path, why.text);
		return EXIT_USAGE;
	}
	size_t problems = list.problems_n;
	for (size_t i = 0; i < problems; i++)
		cli_complain("%s:%d: %s", c->feeds_path, list.problems[i].line,
			 list.problems[i].message);
	sources_release(&list);
	if (problems)
		return EXIT_USAGE;
	c->args.words_n = 0;
	return cli_refresh(c);
}

int
cli_feeds(struct cli *c)
{
	const char *verb = c->args.words_n ? c->args.words[0] : "list";
	const char *arg = c->args.words_n > 1 ? c->args.words[1] : NULL;
	if (strcmp(verb, "list") == 0)
		return feeds_list(c);
	if (strcmp(verb, "export") == 0)
		return feeds_export(c);
	if (strcmp(verb, "check") == 0)
		return feeds_check(c);
	if (arg && strcmp(verb, "add") == 0)
		return feeds_add(c, arg);
	if (arg && strcmp(verb, "remove") == 0)
		return feeds_remove(c, arg);
	if (arg && strcmp(verb, "import") == 0)
		return feeds_import(c, arg);
	if (arg && strcmp(verb, "discover") == 0)
		return run_fetcher("discover", arg, NULL);
	cli_complain(_("feeds takes list, add URL, remove FEED, import FILE, export, check or discover URL"));
	return EXIT_USAGE;
}
