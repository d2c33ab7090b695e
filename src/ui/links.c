/* SPDX-License-Identifier: MIT */
#include "ui/links.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sys/lang.h"
#include "ui/hits.h"
#include "ui/prompt.h"
#include "ui/reading.h"
#include "ui/share.h"
#include "ui/sources.h"

/* ---- to the browser ------------------------------------------------------------------ */

/* The host a text names when it is an address and nothing else. */
static struct bytes
host_of_text(const char *text)
{
	struct bytes t = bytes_trim(bytes_of(text));
	static const char *const schemes[] = {"https://", "http://", "//"};
	for (size_t i = 0; i < ARRAY_LEN(schemes); i++) {
		size_t n = strlen(schemes[i]);
		if (bytes_starts_nocase(t, schemes[i])) {
			t.data += n;
			t.len -= n;
			break;
		}
	}
	size_t n = 0;
	while (n < t.len && !strchr("/?#:", t.data[n])) {
		if ((unsigned char)t.data[n] <= ' ')
			return (struct bytes){0};
		n++;
	}
	struct bytes host = {t.data, n};
	const char *dot = memrchr(host.data, '.', host.len);
	/* "3.5" and "e.g." are no hosts */
	if (!dot || dot == host.data || (size_t)(host.data + host.len - dot) < 3 ||
	    (dot[1] >= '0' && dot[1] <= '9'))
		return (struct bytes){0};
	return host;
}

static struct bytes
without_www(struct bytes host)
{
	const char *colon = memchr(host.data ? host.data : "", ':', host.len);
	if (colon)
		host.len = (size_t)(colon - host.data);
	if (bytes_starts_nocase(host, "www.")) {
		host.data += 4;
		host.len -= 4;
	}
	return host;
}

static bool
ends_with(struct bytes a, struct bytes b)
{
	if (b.len > a.len)
		return false;
	if (strncasecmp(a.data + a.len - b.len, b.data, b.len) != 0)
		return false;
	return a.len == b.len || a.data[a.len - b.len - 1] == '.';
}

bool
links_differ(const char *url, const char *text)
{
	struct bytes said = text ? without_www(host_of_text(text)) : (struct bytes){0};
	struct bytes real = without_www(url_host(url));
	return said.len && !ends_with(real, said) && !ends_with(said, real);
}

static void
browse_now(struct app *app, const char *url)
{
	free(app->wish.browse);
	app->wish.browse = mem_strdup(url);
	struct bytes host = url_host(url);
	app_say(app, _("Opening: %.*s"), (int)host.len, host.data);
}

static void
on_yes(struct app *app, void *context)
{
	(void)context;
	if (app->asked_link)
		browse_now(app, app->asked_link);
}

bool
links_browse(struct app *app, const char *url, const char *text)
{
	const char *ask = config_str(app->config, OPT_CONFIRM_LINKS);
	if (!url || !url_is_web(url)) {
		app_complain(app, "%s", _("This article has no link that can be opened."));
		return false;
	}
	bool differ = links_differ(url, text);
	if (strcmp(ask, "never") == 0 || (strcmp(ask, "always") != 0 && !differ)) {
		browse_now(app, url);
		return true;
	}
	free(app->asked_link);
	app->asked_link = mem_strdup(url);
	struct bytes host = url_host(url), said = differ ? host_of_text(text) : host;
	char *question =
		differ ? mem_printf(_("The text says %.*s but the link leads to %.*s. Open it? (y/n)"),
				    (int)said.len, said.data, (int)host.len, host.data)
		       : mem_printf(_("Open %.*s? (y/n)"), (int)host.len, host.data);
	char *clean = text_clean_dup(bytes_of(question), CLEAN_LINE, 400);
	prompt_ask(app, clean, on_yes, NULL);
	free(clean);
	free(question);
	return false;
}

/* ---- the words of a link ----------------------------------------------------------------- */

static bool
words_in(const struct doc_text *body, size_t number, struct buf *out)
{
	for (size_t i = 0; i < body->spans_n; i++) {
		const struct span *s = &body->spans[i];
		if (s->kind != SPAN_LINK || s->link != number || s->end <= s->start)
			continue;
		text_clean(out, (struct bytes){body->text.data + s->start, s->end - s->start},
			   CLEAN_LINE);
		return true;
	}
	return false;
}

char *
links_text(const struct doc *doc, size_t number)
{
	struct buf out;
	bool found = false;
	buf_init(&out, 0);
	for (size_t i = 0; !found && i < doc->blocks_n; i++) {
		const struct block *b = &doc->blocks[i];
		found = words_in(&b->body, number, &out);
		for (size_t k = 0; !found && b->cells && k < (size_t)b->rows * b->cols; k++)
			found = words_in(&b->cells[k].body, number, &out);
		if (!found && b->kind == BLOCK_IMAGE && b->link == number) {
			text_clean(&out, b->body.text, CLEAN_LINE);
			found = true;
		}
	}
	char *text = mem_strdup(out.data ? out.data : "");
	buf_release(&out);
	return text;
}

/* ---- letters on the screen ------------------------------------------------------------------ */

#define HINT_LETTERS "asdfghjklqwertyuiopzxcvbnm"
#define HINTS_MAX 676

/* The links on the screen in the order they are read; numbers into `links`, the place of
 * its number into `places`, of its first cells where that is not seen. */
static size_t
visible_links(const struct app *app, size_t *links, const struct hit **places)
{
	size_t n = 0;
	for (size_t i = 0; i < app->hits_n && n < HINTS_MAX; i++) {
		const struct hit *h = &app->hits[i];
		bool seen = h->kind != HIT_LINK && h->kind != HIT_LINK_NUMBER;
		for (size_t k = 0; !seen && k < n; k++) {
			seen = links[k] == h->n;
			if (seen && h->kind == HIT_LINK_NUMBER)
				places[k] = h;
		}
		if (seen)
			continue;
		links[n] = h->n;
		places[n++] = h;
	}
	return n;
}

static void
label_of(size_t i, size_t n, char out[3])
{
	static const char letters[] = HINT_LETTERS;
	size_t m = sizeof(letters) - 1;
	snprintf(out, 3, n <= m ? "%c" : "%c%c", letters[n <= m ? i : i / m], letters[i % m]);
}

/* The letter a key stands for, by its place on other keyboards; 0 none. */
static char
letter_of(const struct app *app, uint32_t code)
{
	if (code >= 'A' && code <= 'Z')
		code += 32;
	if (code < 'a' || code > 'z') /* signs too: / is q on a Hebrew one */
		code = place_to_us(keymap_keyboard(app->keys), code);
	return code >= 'a' && code <= 'z' ? (char)code : 0;
}

static bool
hint_key(struct app *app, const struct key *key)
{
	size_t links[HINTS_MAX];
	const struct hit *places[HINTS_MAX];
	char letter = letter_of(app, key->code), label[3];
	size_t n = visible_links(app, links, places), typed = strlen(app->hint);
	app->message[0] = '\0';
	if (key->code == KEY_CODE_RESIZE)
		return true;
	if (letter && typed < 2) {
		app->hint[typed] = letter;
		app->hint[++typed] = '\0';
		for (size_t i = 0; i < n; i++) {
			label_of(i, n, label);
			if (strcmp(label, app->hint) == 0) {
				app->grab = NULL;
				reading_follow(app, links[i]);
				return true;
			}
			if (strncmp(label, app->hint, typed) == 0)
				return true;
		}
	}
	app->grab = NULL;
	return true;
}

void
links_hints(struct app *app)
{
	size_t links[HINTS_MAX];
	const struct hit *places[HINTS_MAX];
	app->hint[0] = '\0';
	if (!visible_links(app, links, places)) {
		app_say(app, "%s", _("There are no links on this page."));
		return;
	}
	app->grab = hint_key;
	app_say(app, "%s", _("Type the letters of a link; Esc leaves it."));
}

void
links_draw_hints(struct app *app)
{
	size_t links[HINTS_MAX];
	const struct hit *places[HINTS_MAX];
	if (app->grab != hint_key || app->screen != &screen_article)
		return;
	size_t n = visible_links(app, links, places), typed = strlen(app->hint);
	for (size_t i = 0; i < n; i++) {
		char label[3];
		const struct hit *h = places[i];
		label_of(i, n, label);
		if (strncmp(label, app->hint, typed) != 0)
			continue;
		struct buf shown;
		buf_init(&shown, 0);
		for (const char *p = label + typed; *p; p++) { /* as this keyboard types it */
			uint32_t own = place_from_us(keymap_keyboard(app->keys), (unsigned char)*p);
			buf_add_utf8(&shown, own >= 0x5d0 && own < 0xfe00 ? own : (uint32_t)*p);
		}
		int width = text_columns(app, buf_view(&shown));
		int x = app->dir == DIR_RTL ? app->frame.cols - h->col - h->cols : h->col;
		if (h->kind == HIT_LINK_NUMBER) { /* in its stead, whole */
			draw_fill(app, h->row, x, h->cols, ' ', STYLE_SELECTED_STRONG);
			x += h->cols > width ? (h->cols - width) / 2 : 0;
		}
		draw_text(app, h->row, x, width, buf_view(&shown), DIR_AUTO, SIDE_START,
			  STYLE_SELECTED_STRONG);
		buf_release(&shown);
	}
}

/* ---- the list ---------------------------------------------------------------------------------- */

void
links_open(struct app *app)
{
	const struct doc *doc = app->reading->doc;
	if (!doc || !doc->links_n) {
		app_say(app, "%s", _("This article has no links."));
		return;
	}
	app->links = (struct link_list){0};
	app_push(app, &screen_links);
}

static void
draw_link(struct app *app, size_t i, int row, bool selected)
{
	const struct doc *doc = app->reading->doc;
	int cols = app->frame.cols;
	enum style title = selected ? STYLE_SELECTED : STYLE_TEXT;
	enum style quiet = selected ? STYLE_SELECTED : STYLE_DIM;
	char *text = links_text(doc, i + 1), *url = url_for_show(doc->links[i]);
	struct bytes host = url_host(doc->links[i]);
	struct buf number;
	buf_init(&number, 0);
	words_number(&app->words, (int64_t)i + 1, &number);
	if (selected) {
		draw_fill(app, row, 0, cols, ' ', STYLE_SELECTED);
		draw_mark(app, row, 0, MARK_SIGN_CURSOR, STYLE_SELECTED);
	}
	draw_text(app, row, 1, 4, buf_view(&number), app->dir, SIDE_START, quiet);
	cols = cols < MEASURE_COLS ? cols : MEASURE_COLS;
	int host_cols = cols >= 60 ? cols / 3 : 0, room = cols - 6 - host_cols - 2;
	draw_text(app, row, 6, room, bytes_of(*text ? text : url), DIR_AUTO, SIDE_START, title);
	if (host_cols)
		draw_text(app, row, cols - host_cols - 1, host_cols, host, DIR_LTR, SIDE_END, quiet);
	if (selected)
		draw_cursor(app, row, 0);
	buf_release(&number);
	free(url);
	free(text);
}

static void
draw(struct app *app)
{
	static const enum action hints[] = {ACTION_OPEN, ACTION_BROWSER, ACTION_BACK};
	const struct doc *doc = app->reading->doc;
	struct link_list *l = &app->links;
	size_t rows = (size_t)app_body_rows(app), n = doc ? doc->links_n : 0;
	struct buf aside;
	buf_init(&aside, 0);
	if (l->cursor >= n)
		l->cursor = n ? n - 1 : 0;
	if (l->cursor < l->top)
		l->top = l->cursor;
	if (l->cursor >= l->top + rows)
		l->top = l->cursor - rows + 1;
	draw_top_bar(app, _("Links"), "");
	for (size_t i = l->top; i < n && i < l->top + rows; i++) {
		int row = app_body_top(app) + (int)(i - l->top);
		draw_link(app, i, row, i == l->cursor);
		hits_add(app, i == l->cursor ? HIT_CHOSEN : HIT_ROW, i, row, 1, 0, app->frame.cols);
	}
	words_printf(&app->words, &aside, _("%d of %d"), (int)l->cursor + 1, (int)n);
	draw_bottom(app, hints, ARRAY_LEN(hints), aside.data, 0, 0);
	if (n && !app->message[0] && app->frame.rows >= ROWS_WITH_MESSAGES) { /* the whole address */
		char *url = url_for_show(doc->links[l->cursor]);
		draw_text(app, app->frame.rows - 1, 1, app->frame.cols - 2, bytes_of(url), DIR_LTR,
			  SIDE_START, STYLE_DIM);
		free(url);
	}
	buf_release(&aside);
}

static void
move(struct app *app, int64_t by)
{
	struct link_list *l = &app->links;
	int64_t n = (int64_t)app->reading->doc->links_n, to = (int64_t)l->cursor + by;
	l->cursor = (size_t)(to < 0 ? 0 : to >= n ? n - 1 : to);
}

static bool
act(struct app *app, enum action action)
{
	const struct doc *doc = app->reading->doc;
	struct link_list *l = &app->links;
	int page = app_body_rows(app);
	if (!doc || l->cursor >= doc->links_n)
		return false;
	switch (action) {
	case ACTION_DOWN: move(app, 1); return true;
	case ACTION_UP: move(app, -1); return true;
	case ACTION_PAGE_DOWN: move(app, page); return true;
	case ACTION_PAGE_UP: move(app, -page); return true;
	case ACTION_HALF_DOWN: move(app, page / 2 + 1); return true;
	case ACTION_HALF_UP: move(app, -page / 2 - 1); return true;
	case ACTION_FIRST: l->cursor = 0; return true;
	case ACTION_LAST:
		l->cursor = app->count ? (size_t)app->count - 1 : doc->links_n - 1;
		move(app, 0);
		return true;
	case ACTION_OPEN:
	case ACTION_ONWARD:
	case ACTION_BROWSER:
		reading_follow(app, app->count ? (size_t)app->count : l->cursor + 1);
		return true;
	case ACTION_ADD: /* an article may tell of a feed */
		sources_ask_add(app, doc->links[l->cursor]);
		return true;
	case ACTION_COPY_LINK:
		share_copy(app, doc->links[l->cursor], "%s", _("The link is copied."));
		return true;
	default:
		return false;
	}
}

const struct screen_ops screen_links = {
	.name = "links", .where = IN_LINKS, .draw = draw, .act = act};
