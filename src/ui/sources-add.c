/* SPDX-License-Identifier: MIT
 *
 * Adding a source: an address, what the fetcher finds there, a choice, a section.
 */
#include "ui/sources.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "config/sources.h"
#include "sys/lang.h"
#include "sys/paths.h"
#include "ui/headlines.h"
#include "ui/prompt.h"
#include "ui/sections.h"

#define FOUND_BYTES (256u << 10)

extern char **environ;

struct candidate {
	char *url, *title, *kind;
};

/* One search at a time, and what it found. */
static struct {
	pid_t pid;
	int fd;
	struct buf out;
	char *address;
	struct candidate *items;
	size_t n, cursor;
	char *url, *title; /* the one whose section is being asked for */
} search = {.fd = -1};

static void
drop_found(void)
{
	for (size_t i = 0; i < search.n; i++) {
		free(search.items[i].url);
		free(search.items[i].title);
		free(search.items[i].kind);
	}
	free(search.items);
	search.items = NULL;
	search.n = search.cursor = 0;
}

bool
sources_searching(const struct app *app)
{
	(void)app;
	return search.pid > 0;
}

int
sources_search_fd(const struct app *app)
{
	(void)app;
	return search.fd;
}

static int
end_search(void)
{
	int status = 0;
	if (search.fd >= 0)
		close(search.fd);
	search.fd = -1;
	while (search.pid > 0 && waitpid(search.pid, &status, 0) < 0 && errno == EINTR)
		;
	search.pid = 0;
	return status;
}

void
sources_search_stop(struct app *app)
{
	if (search.pid > 0)
		kill(search.pid, SIGKILL);
	end_search();
	buf_release(&search.out);
	free(search.address);
	free(search.url);
	free(search.title);
	search.address = search.url = search.title = NULL;
	drop_found();
	(void)app;
}

static void
start_search(struct app *app, const char *address)
{
	char *program = path_fetcher();
	int fds[2];
	sources_search_stop(app);
	buf_init(&search.out, FOUND_BYTES);
	search.address = mem_strdup(address);
	if (!program || pipe2(fds, O_CLOEXEC) < 0) {
		app_complain(app, "%s", _("The fetcher akhbar-fetch was not found; nothing can be "
					  "refreshed."));
		free(program);
		return;
	}
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t all;
	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&attr);
	sigfillset(&all);
	sigdelset(&all, SIGKILL);
	sigdelset(&all, SIGSTOP);
	posix_spawnattr_setsigdefault(&attr, &all);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
	posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&files, fds[1], 1);
	posix_spawn_file_actions_adddup2(&files, fds[1], 2); /* why not, without a tab in it */
	char *argv[] = {program, (char *)"discover", (char *)"--", search.address, NULL};
	int error = posix_spawn(&search.pid, program, &files, &attr, argv, environ);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attr);
	close(fds[1]);
	free(program);
	if (error) {
		close(fds[0]);
		search.pid = 0;
		app_complain(app, "%s", strerror(error));
		return;
	}
	search.fd = fds[0];
	fcntl(search.fd, F_SETFL, O_NONBLOCK);
	app_say(app, _("Looking for feeds at %s; Ctrl-X stops it."), address);
}

/* ---- the section, and done ------------------------------------------------------------- */

static bool
on_section_entered(struct app *app, const char *text, void *context)
{
	(void)context;
	char *url = search.url, *title = search.title;
	search.url = search.title = NULL;
	if (url)
		sources_add_now(app, url, title, text);
	free(url);
	free(title);
	if (app->screen == &screen_found)
		app_pop(app);
	return true;
}

void
sources_complete_section(struct app *app, const char *text, struct prompt_choices *out,
			 void *context)
{
	(void)text;
	(void)context;
	for (size_t i = 0; i < app->sections->n; i++)
		if (app->sections->rows[i].kind == SECTION_NAMED)
			prompt_choice(out, app->sections->rows[i].name);
}

static void
ask_section(struct app *app, const char *url, const char *title)
{
	char *label = mem_printf(_("%s goes to the section:"), title && *title ? title : url);
	char *clean = text_clean_dup(bytes_of(label), CLEAN_LINE, 200);
	const struct headlines *h = app->headlines;
	char *own_url = mem_strdup(url), *own_title = mem_strdup(title ? title : "");
	free(search.url);
	free(search.title);
	search.url = own_url;
	search.title = own_title;
	prompt_open(app, &(struct prompt_spec){.label = clean,
					       .text = h->kind == SECTION_NAMED ? h->name : "",
					       .hint = _("none; Tab shows the sections"),
					       .entered = on_section_entered,
					       .complete = sources_complete_section});
	free(clean);
	free(label);
}

/* ---- what was found ---------------------------------------------------------------------- */

void
sources_found(struct app *app, const char *lines)
{
	char *copy = mem_strdup(lines), *rest = copy, *line, *reason = NULL;
	drop_found();
	while ((line = strsep(&rest, "\n"))) {
		if (*line && !strchr(line, '\t')) {
			reason = line;
			continue;
		}
		char *url = strsep(&line, "\t"), *title = strsep(&line, "\t");
		if (!url || !url_is_web(url) || search.n == 200)
			continue;
		search.items = mem_realloc_array(search.items, search.n + 1, sizeof(*search.items));
		search.items[search.n++] = (struct candidate){
			.url = mem_strdup(url),
			.title = text_clean_dup(bytes_of(title ? title : ""), CLEAN_LINE, 300),
			.kind = text_clean_dup(bytes_of(line ? line : ""), CLEAN_LINE, 40)};
	}
	if (search.n == 1)
		ask_section(app, search.items[0].url, search.items[0].title);
	else if (search.n)
		app_push(app, &screen_found);
	else if (reason)
		app_complain(app, "%s", reason + (strncmp(reason, "akhbar-fetch: ", 14) ? 0 : 14));
	else
		app_complain(app, "%s", _("No feed was found at this address."));
	free(copy);
}

void
sources_search_readable(struct app *app)
{
	char piece[8192];
	ssize_t n = read(search.fd, piece, sizeof(piece));
	if (n > 0) {
		buf_add(&search.out, piece, (size_t)n);
		return;
	}
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	end_search();
	app->message[0] = '\0';
	if (prompt_is_open(app)) /* another line is being typed: theirs comes first */
		app_say(app, "%s", _("The feeds of the address were found; add it once more."));
	else
		sources_found(app, search.out.data ? search.out.data : "");
	buf_release(&search.out);
}

static void
draw_found(struct app *app)
{
	static const enum action hints[] = {ACTION_OPEN, ACTION_BACK};
	int cols = app->frame.cols, rows = app_body_rows(app), top = app_body_top(app);
	struct buf path;
	buf_init(&path, 0);
	buf_printf(&path, "%s  ›  %s", _("akhbar"), _("Feeds found"));
	draw_top_bar(app, path.data, "");
	size_t per = (size_t)(rows / 2 > 0 ? rows / 2 : 1), first = search.cursor / per * per;
	for (size_t i = first; i < search.n && i < first + per; i++) {
		const struct candidate *c = &search.items[i];
		int row = top + (int)(i - first) * 2;
		bool here = i == search.cursor;
		char *url = url_for_show(c->url);
		if (here) {
			draw_fill(app, row, 0, cols, ' ', STYLE_SELECTED);
			draw_mark(app, row, 0, MARK_SIGN_CURSOR, STYLE_SELECTED);
		}
		draw_text(app, row, 2, cols - 16, bytes_of(*c->title ? c->title : url), DIR_AUTO,
			  SIDE_START, here ? STYLE_SELECTED_STRONG : STYLE_STRONG);
		draw_text(app, row, cols - 13, 12, bytes_of(c->kind), DIR_LTR, SIDE_END,
			  here ? STYLE_SELECTED : STYLE_DIM);
		if (row + 1 < top + rows)
			draw_text(app, row + 1, 2, cols - 3, bytes_of(url), DIR_LTR, SIDE_START,
				  STYLE_DIM);
		if (here)
			draw_cursor(app, row, 0);
		free(url);
	}
	draw_bottom(app, hints, ARRAY_LEN(hints), "", 0, 0);
	buf_release(&path);
}

static bool
act_found(struct app *app, enum action action)
{
	if (!search.n)
		return false;
	switch (action) {
	case ACTION_DOWN:
		search.cursor += search.cursor + 1 < search.n;
		return true;
	case ACTION_UP:
		search.cursor -= search.cursor > 0;
		return true;
	case ACTION_FIRST:
		search.cursor = 0;
		return true;
	case ACTION_LAST:
		search.cursor = search.n - 1;
		return true;
	case ACTION_OPEN:
	case ACTION_ONWARD:
		ask_section(app, search.items[search.cursor].url, search.items[search.cursor].title);
		return true;
	default:
		return false;
	}
}

const struct screen_ops screen_found = {
	.name = "found", .where = IN_LINKS, .draw = draw_found, .act = act_found};

/* ---- the address ---------------------------------------------------------------------------- */

/* People paste "example.org/news" too. */
static char *
whole_address(const char *written)
{
	if (strstr(written, "://") || bytes_starts_nocase(bytes_of(written), "feed:") || !*written)
		return mem_strdup(written);
	return mem_printf("https://%s", written);
}

static bool
on_address_entered(struct app *app, const char *text, void *context)
{
	(void)context;
	char *whole = whole_address(text), *address = source_address(whole);
	free(whole);
	if (!*text) {
		free(address);
		return true;
	}
	if (!address || !url_is_web(address)) {
		app_complain(app, _("\"%s\" is not an address; it begins with http:// or https://"),
			     text);
		free(address);
		return false;
	}
	start_search(app, address);
	free(address);
	return true;
}

void
sources_ask_add(struct app *app, const char *address)
{
	if (!app->feeds || !app->store) {
		app_complain(app, "%s", _("The list of sources cannot be changed here."));
		return;
	}
	if (address && *address && on_address_entered(app, address, NULL))
		return;
	prompt_open(app, &(struct prompt_spec){.label = _("Address of the source:"),
					       .text = address,
					       .hint = _("of a feed or of a site"),
					       .history = HISTORY_ADDRESS,
					       .entered = on_address_entered});
}
