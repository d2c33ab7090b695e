/* SPDX-License-Identifier: MIT
 *
 * The article screen.
 */
#include "ui/reading.h"

#include <stdlib.h>
#include <string.h>

#include "store/query.h"
#include "sys/lang.h"
#include "ui/find.h"
#include "ui/full-text.h"
#include "ui/headlines.h"
#include "ui/kept.h"

struct reading *
reading_new(void)
{
	return mem_zalloc(sizeof(struct reading));
}

static void
clear(struct reading *r)
{
	page_free(r->page);
	doc_free(r->doc);
	if (r->owned_entry)
		store_entry_release(&r->entry);
	free(r->head);
	free(r->head_more);
	free(r->find);
	query_free(r->words);
	*r = (struct reading){0};
}

void
reading_free(struct reading *r)
{
	if (!r)
		return;
	clear(r);
	free(r);
}

/* ---- what is shown ----------------------------------------------------------- */

/* names of either direction side by side: marks keep each in its place; a line ends
 * with the dot and does not begin with one */
static const char *
between(const struct app *app)
{
	return app->dir == DIR_RTL ? "\u200f\u00a0· \u200f" : "\u200e\u00a0· \u200e";
}

static size_t
brief_letters(const struct app *app)
{
	return app->reading->width >= 30 ? 24 : 16;
}

static void
add_part(const struct app *app, struct buf *line, const char *part)
{
	if (!part || !*part)
		return;
	if (line->len)
		buf_add_str(line, between(app));
	for (const char *p = part; *p;) { /* what is brief stays on one line */
		const char *aside = strstr(p + 1, " (");
		size_t n = aside ? (size_t)(aside - p) : strlen(p);
		bool brief = utf8_count((struct bytes){p, n}) <= brief_letters(app);
		for (size_t i = 0; i < n; i++) {
			if (p[i] == ' ' && brief && i)
				buf_add_str(line, "\u00a0");
			else
				buf_add_char(line, p[i]);
		}
		p += n;
	}
}

/* source · author */
static void
add_whence(const struct app *app, const struct reading *r, struct buf *line)
{
	const char *source = r->entry.feed_title, *author = r->entry.row.author;
	add_part(app, line, source);
	if (!source || !author || strcmp(source, author) != 0)
		add_part(app, line, author);
}

/* date (Hijri) · reading time */
static void
add_when(const struct app *app, const struct reading *r, struct buf *line)
{
	const struct store_row *row = &r->entry.row;
	uint32_t words_n = r->doc ? (uint32_t)doc_words(r->doc) : 0;
	struct buf part;
	buf_init(&part, 0);
	if (row->date != TIME_NONE && r->id > 0) {
		if (!row->dated)
			buf_printf(&part, "%s ", _("fetched"));
		words_date(&app->words, row->date, &part);
		add_part(app, line, part.data);
	}
	buf_clear(&part);
	if (words_n > 40) {
		words_reading(&app->words, words_n, &part);
		add_part(app, line, part.data);
	}
	buf_release(&part);
}

/* Both on one line where there is room, else one below the other. */
static void
make_head(struct app *app, struct reading *r)
{
	struct buf whence, when, both;
	buf_init(&whence, 0);
	buf_init(&when, 0);
	buf_init(&both, 0);
	add_whence(app, r, &whence);
	add_when(app, r, &when);
	add_part(app, &both, whence.data);
	add_part(app, &both, when.data);
	free(r->head);
	free(r->head_more);
	r->head = r->head_more = NULL;
	if (whence.len && when.len && text_columns(app, buf_view(&both)) > (int)r->width) {
		r->head = buf_take(&whence);
		r->head_more = buf_take(&when);
	} else {
		r->head = buf_take(&both);
	}
	buf_release(&whence);
	buf_release(&when);
	buf_release(&both);
}

static void
lay_out(struct app *app)
{
	struct reading *r = app->reading;
	r->width = reading_column(app);
	struct page_style style = {
		.width_cols = r->width,
		.dir = app->dir,
		.numerals = words_numerals(config_str(app->config, OPT_NUMERALS)),
		.justify = words_justify(config_str(app->config, OPT_JUSTIFY)),
		.strip_marks = app->choice.strip_marks,
		.no_shape = app->view.plain,
		.order = app->view.plain ? ORDER_LOGICAL : ORDER_VISUAL,
		.link_numbers = true,
		.arabic_digits = app->words.arabic_digits,
	};
	make_head(app, r);
	struct page_head head = {
		.title = r->entry.row.title, .line = r->head, .more = r->head_more};
	page_free(r->page);
	r->page = page_new(r->doc, &head, &style);
	find_again(app);
}

/* To the width there is, the head too; the reader's place is a block, not a line. */
void
reading_fit(struct app *app)
{
	struct reading *r = app->reading;
	if (r->width != reading_column(app)) {
		uint32_t block = page_block_of_line(r->page, r->top);
		lay_out(app);
		r->top = page_line_of_block(r->page, block);
	}
	if (r->top > reading_last_top(app))
		r->top = reading_last_top(app);
}

static struct doc *
doc_of_words(const char *text)
{
	return doc_from_text(bytes_of(text));
}

/* The stored text: the whole article when it was brought, else the feed's. */
static void
load_doc(struct app *app)
{
	struct reading *r = app->reading;
	struct buf bytes;
	struct why why = {""};
	buf_init(&bytes, 0);
	doc_free(r->doc);
	r->doc = NULL;
	r->full = false;
	enum err e = ERR_NOT_FOUND;
	if (r->entry.row.full) {
		e = store_get_doc(app->store, r->id, true, &bytes, &why);
		r->full = e == OK;
	}
	if (e != OK) {
		buf_clear(&bytes);
		e = store_get_doc(app->store, r->id, false, &bytes, &why);
	}
	if (e == OK)
		e = doc_decode(buf_view(&bytes), &r->doc, &why);
	buf_release(&bytes);
	if (e == OK) {
		if (r->doc->blocks_n)
			return;
		doc_free(r->doc);
		char *words = mem_printf(_("The feed brings no text with this article. Press %s to "
					   "open its page, or %s to bring the whole article here."),
					 app_key_text(app, ACTION_BROWSER).text,
					 app_key_text(app, ACTION_FULL_TEXT).text);
		r->doc = doc_of_words(words);
		free(words);
		return;
	}
	if (e != ERR_NOT_FOUND && e != ERR_FORMAT)
		app_complain(app, "%s", why.text);
	/* not made yet: ask for it before the others */
	if (app->client && !r->waiting) {
		char id[24];
		struct buf text;
		buf_init(&text, 0);
		buf_printf(&text, "%lld", (long long)r->id);
		memcpy(id, text.data, text.len + 1);
		buf_release(&text);
		r->waiting = client_request(app->client, &why, "article", id, (char *)NULL);
	}
	r->doc = doc_of_words(r->waiting ? _("Preparing the text…")
					 : _("The text of this article could not be read."));
}

void
reading_ask_page(struct app *app)
{
	struct reading *r = app->reading;
	struct why why = {""};
	char *id = mem_printf("%lld", (long long)r->id);
	r->waiting = client_request(app->client, &why, "page", id, (char *)NULL);
	free(id);
	if (r->waiting)
		app_say(app, "%s", _("Bringing the whole article…"));
	else
		app_complain(app, "%s", why.text);
}

/* By the settings, when the feed has sent a few lines only, or always. A page that
 * gave nothing is not asked again for an hour. */
static void
bring_by_itself(struct app *app)
{
	struct reading *r = app->reading;
	struct store_page_failure before;
	struct why why = {""};
	if (!app->client || r->id <= 0 || r->waiting || r->full || !r->doc || !r->entry.row.link ||
	    !url_is_web(r->entry.row.link))
		return;
	enum full_text mode = full_text_mode(app, r->entry.feed_url);
	if (mode != FULL_TEXT_ALWAYS && !(mode == FULL_TEXT_SHORT && doc_is_teaser(r->doc)))
		return;
	if (store_page_failure(app->store, r->id, &before, &why) != OK ||
	    (before.tries && app->words.now - before.last < 3600))
		return;
	reading_ask_page(app);
}

/* What the list looks for, when there is something to be shown of it. */
static struct query *
words_searched(struct app *app)
{
	struct store_filter filter;
	headlines_filter(app, &filter);
	if (!filter.query || app->headlines->kind == SECTION_GUIDE)
		return NULL;
	struct query *q = query_new(bytes_of(filter.query), app->words.now, app->words.utc_offset);
	if (q->terms_n)
		return q;
	query_free(q);
	return NULL;
}

static void
open_entry(struct app *app, int64_t id)
{
	struct reading *r = app->reading;
	clear(r);
	r->id = id;
	if (id < 0) {
		size_t i = (size_t)(-id - 1);
		r->entry.row.title = (char *)guide_title(i);
		r->entry.feed_title = (char *)_("The akhbar guide");
		r->entry.row.date = TIME_NONE;
		r->doc = guide_doc(i);
	} else {
		struct why why = {""};
		if (store_entry(app->store, id, &r->entry, &why) != OK) {
			app_complain(app, "%s", why.text);
			r->entry.row.date = TIME_NONE;
			r->doc = doc_of_words(_("The text of this article could not be read."));
		} else {
			r->owned_entry = true;
			load_doc(app);
		}
	}
	r->words = words_searched(app);
	lay_out(app);
}

static void
say_kept(struct app *app)
{
	struct buf key;
	buf_init(&key, 0);
	keymap_names(app->keys, ACTION_TOGGLE_READ, keymap_keyboard(app->keys), 1, &key);
	app_say(app, _("Kept unread; %s marks it as read."), key.data ? key.data : "");
	buf_release(&key);
}

void
reading_open(struct app *app)
{
	struct store_row *row = headlines_current(app->headlines);
	if (!row)
		return;
	/* the mark is on disk before the article shows: a kill loses nothing */
	bool kept = row->unread && kept_has(app->kept, row->id);
	if (row->unread && !kept)
		headlines_mark(app, row, MARK_READ);
	open_entry(app, row->id);
	if (kept)
		say_kept(app);
	find_hint(app);
	bring_by_itself(app);
}

/* What stands under the headlines' cursor, beside them; opening marks it read. */
void
reading_preview(struct app *app)
{
	const struct store_row *row = headlines_current(app->headlines);
	if (row && row->id != app->reading->id)
		open_entry(app, row->id);
}

void
reading_arrived(struct app *app, uint64_t request, bool ok)
{
	struct reading *r = app->reading;
	if (!r->waiting || r->waiting != request || r->id <= 0)
		return;
	r->waiting = 0;
	if (!ok)
		return;
	bool brought = strcmp(app->message, _("Bringing the whole article…")) == 0;
	if (brought)
		app->message[0] = '\0'; /* it is there */
	struct buf before, after;
	buf_init(&before, 0);
	buf_init(&after, 0);
	if (r->doc)
		doc_plain(r->doc, &before);
	struct store_entry entry;
	if (store_entry(app->store, r->id, &entry, NULL) == OK) {
		if (r->owned_entry)
			store_entry_release(&r->entry);
		r->entry = entry;
		r->owned_entry = true;
	}
	load_doc(app);
	if (r->doc)
		doc_plain(r->doc, &after);
	if (brought && bytes_eq(buf_view(&before), buf_view(&after)))
		app_say(app, "%s", _("The page has no more than the feed has sent."));
	buf_release(&before);
	buf_release(&after);
	lay_out(app); /* the place stays: the whole begins with what was there */
}
