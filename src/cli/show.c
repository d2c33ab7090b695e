/* SPDX-License-Identifier: MIT
 *
 * akhbar show: one article, laid out; akhbar layout: text laid out.
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

#include "akhbar/doc.h"
#include "akhbar/limits.h"
#include "akhbar/page.h"
#include "sys/files.h"
#include "sys/lang.h"
#include "sys/paths.h"

extern char **environ;

static bool
choose_justify(const struct cli *c, enum text_justify *out)
{
	const char *word = c->args.justify ? c->args.justify : config_str(c->config, OPT_JUSTIFY);
	*out = JUSTIFY_NONE;
	if (strcmp(word, "kashida") == 0)
		*out = JUSTIFY_KASHIDA;
	else if (strcmp(word, "spaces") == 0)
		*out = JUSTIFY_SPACES;
	else if (strcmp(word, "none") != 0) {
		cli_complain(_("--justify takes none, kashida or spaces, not %s"), word);
		return false;
	}
	return true;
}

static bool
check_order(const struct cli *c)
{
	const char *o = c->args.order;
	if (!o || !strcmp(o, "visual") || !strcmp(o, "logical") || !strcmp(o, "auto"))
		return true;
	cli_complain(_("--order takes visual, logical or auto, not %s"), o);
	return false;
}

/* ---- a page or a file, by way of the fetcher ------------------------------------- */

/* What `akhbar-fetch extract --doc` prints: its bytes are not trusted. */
static bool
extract(const char *what, struct buf *out)
{
	char *program = path_fetcher();
	int fds[2];
	pid_t pid;
	if (!program) {
		cli_complain(_("the fetcher akhbar-fetch was not found; install it or set AKHBAR_FETCH"));
		return false;
	}
	if (pipe2(fds, O_CLOEXEC) < 0) {
		free(program);
		return false;
	}
	posix_spawn_file_actions_t actions;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, fds[1], STDOUT_FILENO);
	char *argv[] = {program, (char *)"extract", (char *)"--doc", (char *)"--", (char *)what,
			NULL};
	int failed = posix_spawn(&pid, program, &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	close(fds[1]);
	free(program);
	if (failed) {
		close(fds[0]);
		cli_complain("%s", strerror(failed));
		return false;
	}
	char chunk[65536];
	ssize_t n;
	while ((n = read(fds[0], chunk, sizeof(chunk))) > 0 || (n < 0 && errno == EINTR))
		if (n > 0)
			buf_add(out, chunk, (size_t)n);
	close(fds[0]);
	int status;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	/* the fetcher has said why on stderr */
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 && !out->over;
}

/* ---- printing a page -------------------------------------------------------------- */

static void
print_page(struct cli *c, const struct doc *doc, const struct page_head *head)
{
	struct printer p;
	enum text_justify justify;
	printer_start(&p, c);
	if (!choose_justify(c, &justify))
		justify = JUSTIFY_NONE;
	unsigned width = p.cols;
	if (c->args.width < 0 && width > (unsigned)config_int(c->config, OPT_ARTICLE_WIDTH))
		width = (unsigned)config_int(c->config, OPT_ARTICLE_WIDTH);
	struct page_style style = {
		.width_cols = width,
		.dir = lang_dir(),
		.justify = p.visual ? justify : JUSTIFY_NONE,
		.strip_marks = p.visual && p.choice.strip_marks,
		.link_numbers = true,
		.arabic_digits = c->say.arabic_digits,
	};
	struct buf out;
	buf_init(&out, 0);
	if (p.visual) {
		struct page *page = page_new(doc, head, &style);
		page_to_text(page, &out);
		page_free(page);
	} else {
		/* plain logical text: title, the quiet line, the blocks */
		if (head->title && *head->title)
			buf_printf(&out, "%s\n\n", head->title);
		if (head->line && *head->line)
			buf_printf(&out, "%s\n\n", head->line);
		doc_plain(doc, &out);
		if (out.len && out.data[out.len - 1] != '\n')
			buf_add_char(&out, '\n');
		for (size_t i = 0; i < doc->links_n; i++)
			buf_printf(&out, "%s[%zu] %s\n", i ? "" : "\n", i + 1, doc->links[i]);
	}
	fwrite(out.data ? out.data : "", 1, out.len, stdout);
	buf_release(&out);
	printer_end(&p);
}

static char *
head_line(struct cli *c, const struct store_entry *e)
{
	struct buf line;
	buf_init(&line, 0);
	if (e->feed_title)
		buf_add_str(&line, e->feed_title);
	if (e->row.author && *e->row.author)
		buf_printf(&line, " · %s", e->row.author);
	if (e->row.dated) {
		buf_add_str(&line, " · ");
		words_date(&c->say, e->row.date, &line);
	}
	return buf_take(&line);
}

static int
show_stored(struct cli *c, int64_t id)
{
	struct store_entry e;
	struct why why = {""};
	struct buf bytes;
	struct doc *doc = NULL;
	enum err err = store_entry(c->store, id, &e, &why);
	if (err != OK) {
		cli_complain(_("there is no article %lld"), (long long)id);
		return err == ERR_NOT_FOUND ? EXIT_PARTLY : EXIT_STORE;
	}
	buf_init(&bytes, 0);
	if (c->args.full && e.row.full)
		err = store_get_doc(c->store, id, true, &bytes, &why);
	else
		err = ERR_NOT_FOUND;
	if (err != OK)
		err = store_get_doc(c->store, id, e.row.full, &bytes, &why);
	if (err != OK || doc_decode(buf_view(&bytes), &doc, &why) != OK)
		doc = doc_new();
	char *line = head_line(c, &e);
	print_page(c, doc, &(struct page_head){.title = e.row.title, .line = line});
	free(line);
	doc_free(doc);
	buf_release(&bytes);
	store_entry_release(&e);
	return EXIT_OK;
}

int
cli_show(struct cli *c)
{
	if (c->args.words_n != 1) {
		cli_complain(_("show takes the number of one article, an address or a file"));
		return EXIT_USAGE;
	}
	if (!check_order(c))
		return EXIT_USAGE;
	const char *what = c->args.words[0];
	char *end;
	errno = 0;
	long long id = strtoll(what, &end, 10);
	if (!errno && end != what && !*end) {
		int status = cli_open_store(c, STORE_READ_WRITE, false);
		return status == EXIT_OK ? show_stored(c, id) : status;
	}
	/* an address the store knows is shown from there, unless the whole is wanted */
	if (url_is_web(what) && !c->args.full && path_exists(c->db_path) &&
	    cli_open_store(c, STORE_READ_WRITE, false) == EXIT_OK) {
		int64_t found;
		size_t n = 0;
		if (store_find(c->store, NULL, what, 0, &found, 1, &n, NULL) == OK && n)
			return show_stored(c, found);
	}
	struct buf bytes;
	struct doc *doc = NULL;
	struct why why = {""};
	int status = EXIT_OK;
	buf_init(&bytes, LIMIT_BODY_BYTES * 2u);
	if (!extract(what, &bytes)) {
		status = EXIT_PARTLY;
	} else if (doc_decode(buf_view(&bytes), &doc, &why) != OK) {
		cli_complain("%s", why.text);
		status = EXIT_PARTLY;
	} else {
		print_page(c, doc, &(struct page_head){0});
	}
	doc_free(doc);
	buf_release(&bytes);
	return status;
}

/* ---- layout ------------------------------------------------------------------------ */

struct layout {
	struct buf out;
	struct cell *cells;
	size_t cells_cap;
	struct line *lines;
	uint32_t width;
	enum text_order order;
	enum text_justify justify;
	enum dir dir;
	bool json;
};

static void
line_json(struct layout *l, const struct cell *cells, size_t n)
{
	buf_add_char(&l->out, '[');
	for (size_t i = 0; i < n; i++) {
		struct buf text;
		buf_init(&text, 0);
		for (unsigned k = 0; k < cells[i].ch_n; k++)
			buf_add_utf8(&text, cells[i].ch[k]);
		buf_add_str(&l->out, i ? ", {\"text\": " : "{\"text\": ");
		buf_add_json(&l->out, buf_view(&text));
		buf_printf(&l->out, ", \"width\": %u, \"bytes\": [%u, %u]}", cells[i].width,
			   cells[i].start_byte, cells[i].end_byte);
		buf_release(&text);
	}
	buf_add_str(&l->out, "]\n");
}

static void
line_text(struct layout *l, const struct para *p, const struct line *line,
	  const struct cell *cells, size_t n)
{
	uint32_t used = 0;
	for (size_t i = 0; i < n; i++)
		used += cells[i].width;
	bool pad = l->order == ORDER_VISUAL && para_dir(p) == DIR_RTL && l->width;
	for (uint32_t i = used; pad && i < l->width; i++)
		buf_add_char(&l->out, ' ');
	for (size_t i = 0; i < n; i++) {
		char utf8[4 * CELL_CHARS];
		size_t len = 0;
		for (unsigned k = 0; k < cells[i].ch_n; k++)
			len += utf8_put(utf8 + len, cells[i].ch[k]);
		buf_add(&l->out, utf8, len);
	}
	(void)line;
	buf_add_char(&l->out, '\n');
}

/* Logical output is the text itself, cut where the lines are: nothing shaped. */
static void
line_logical(struct layout *l, struct bytes text, const struct cell *cells, size_t n)
{
	if (n) {
		uint32_t start = cells[0].start_byte, end = cells[n - 1].end_byte;
		for (size_t i = 0; i < n; i++) {
			if (cells[i].start_byte < start)
				start = cells[i].start_byte;
			if (cells[i].end_byte > end)
				end = cells[i].end_byte;
		}
		buf_add(&l->out, text.data + start, end - start);
	}
	buf_add_char(&l->out, '\n');
}

static void
lay_out(struct layout *l, struct bytes text)
{
	struct para_options options = {.dir = l->dir, .fallback = DIR_LTR};
	struct para *p = para_new(text, &options);
	size_t n = para_wrap(p, l->width, &l->lines);
	for (size_t i = 0; i < n; i++) {
		uint32_t fill = l->justify != JUSTIFY_NONE && !l->lines[i].last ? l->width : 0;
		size_t max = para_cells_max(&l->lines[i], fill);
		if (max > l->cells_cap) {
			l->cells_cap = max * 2;
			l->cells = mem_realloc_array(l->cells, l->cells_cap, sizeof(*l->cells));
		}
		size_t cells = para_order(p, &l->lines[i], l->order, l->justify, fill, l->cells,
					  l->cells_cap);
		if (l->json)
			line_json(l, l->cells, cells);
		else if (l->order == ORDER_LOGICAL)
			line_logical(l, text, l->cells, cells);
		else
			line_text(l, p, &l->lines[i], l->cells, cells);
	}
	para_free(p);
	if (l->out.len > 1u << 16) {
		fwrite(l->out.data, 1, l->out.len, stdout);
		buf_clear(&l->out);
	}
}

int
cli_layout(struct cli *c)
{
	struct layout l = {.json = c->args.json};
	struct printer p;
	struct buf in, clean;
	struct why why = {""};
	const char *file = c->args.words_n ? c->args.words[0] : "-";
	if (!check_order(c) || !choose_justify(c, &l.justify))
		return EXIT_USAGE;
	const char *dir = c->args.dir;
	if (dir && strcmp(dir, "rtl") == 0)
		l.dir = DIR_RTL;
	else if (dir && strcmp(dir, "ltr") == 0)
		l.dir = DIR_LTR;
	else if (dir && strcmp(dir, "auto") != 0) {
		cli_complain(_("--dir takes auto, rtl or ltr, not %s"), dir);
		return EXIT_USAGE;
	}
	buf_init(&in, 0);
	buf_init(&clean, 0);
	if (file_read(file, &in, &why) != OK) {
		cli_complain("%s: %s", file, why.text);
		return EXIT_USAGE;
	}
	printer_start(&p, c);
	l.order = p.visual || (l.json && !c->args.order) ? ORDER_VISUAL : ORDER_LOGICAL;
	l.width = c->args.width >= 0 ? (uint32_t)c->args.width : p.cols;
	buf_init(&l.out, 0);
	struct bytes rest = buf_view(&in);
	while (rest.len) {
		const char *end = memchr(rest.data, '\n', rest.len);
		struct bytes text = {rest.data, end ? (size_t)(end - rest.data) : rest.len};
		rest.len -= text.len + (end != NULL);
		rest.data += text.len + (end != NULL);
		lay_out(&l, text);
	}
	fwrite(l.out.data ? l.out.data : "", 1, l.out.len, stdout);
	printer_end(&p);
	buf_release(&l.out);
	buf_release(&in);
	buf_release(&clean);
	free(l.cells);
	free(l.lines);
	return EXIT_OK;
}
