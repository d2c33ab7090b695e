/* SPDX-License-Identifier: MIT
 *
 * akhbar show: one article, laid out.
 */
#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "akhbar/doc.h"
#include "akhbar/limits.h"
#include "akhbar/page.h"
#include "sys/files.h"
#include "sys/lang.h"
#include "sys/paths.h"

bool
cli_justify(const struct cli *c, enum text_justify *out)
{
	const char *word = c->args.justify ? c->args.justify : config_str(c->config, OPT_JUSTIFY);
	*out = words_justify(word);
	if (*out == JUSTIFY_NONE && strcmp(word, "none") != 0) {
		cli_complain(_("--justify takes none, kashida or spaces, not %s"), word);
		return false;
	}
	return true;
}

bool
cli_order(const struct cli *c)
{
	const char *o = c->args.order;
	if (!o || !strcmp(o, "visual") || !strcmp(o, "logical") || !strcmp(o, "auto"))
		return true;
	cli_complain(_("--order takes visual, logical or auto, not %s"), o);
	return false;
}

/* ---- a page or a file, by way of the fetcher ------------------------------------- */

/* What `akhbar-fetch extract --doc` prints: its bytes are not trusted. The fetcher has
 * said on stderr why there is nothing. */
static bool
extract(const char *what, struct buf *out)
{
	return cli_run_fetcher((const char *const[]){"extract", "--doc", "--", what, NULL}, out) ==
		       EXIT_OK && !out->over;
}

/* ---- printing a page -------------------------------------------------------------- */

static void
print_page(struct cli *c, const struct doc *doc, const struct page_head *head)
{
	struct printer p;
	enum text_justify justify;
	printer_start(&p, c);
	cli_justify(c, &justify); /* its words were checked */
	unsigned width = p.cols;
	if (c->args.width < 0 && width > (unsigned)config_int(c->config, OPT_ARTICLE_WIDTH))
		width = (unsigned)config_int(c->config, OPT_ARTICLE_WIDTH);
	struct page_style style = {
		.width_cols = width,
		.dir = lang_dir(),
		.numerals = p.numerals,
		.justify = p.visual ? justify : JUSTIFY_NONE,
		.strip_marks = p.visual && p.choice.strip_marks,
		.link_numbers = true,
		.arabic_digits = c->say.arabic_digits,
	};
	struct buf out;
	buf_init(&out, 0);
	if (p.visual) {
		struct page *page = page_new(doc, head, &style);
		enum dir dir = doc->dir != DIR_AUTO ? doc->dir : style.dir;
		uint32_t margin = p.terminal && dir == DIR_RTL ? p.cols - width : 0;
		page_to_text(page, margin, &out);
		page_free(page);
	} else {
		/* plain logical text: title, the quiet line, the blocks */
		const char *const lines[] = {head->title, head->line};
		for (size_t i = 0; i < ARRAY_LEN(lines); i++)
			if (lines[i] && *lines[i]) {
				text_clean(&out, bytes_of(lines[i]), CLEAN_LINE);
				buf_add_str(&out, "\n\n");
			}
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
		if (err == ERR_NOT_FOUND)
			cli_complain(_("there is no article %lld"), (long long)id);
		else
			cli_complain("%s", why.text);
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
	enum text_justify justify;
	if (!cli_order(c) || !cli_justify(c, &justify))
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
