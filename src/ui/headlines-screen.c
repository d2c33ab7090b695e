/* SPDX-License-Identifier: MIT
 *
 * The headlines as they are seen: columns with fixed edges, so that the eye goes
 * straight down, under the days or the sources that part them.
 */
#include "ui/headlines.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "store/query.h"
#include "sys/lang.h"
#include "ui/hits.h"
#include "ui/panes.h"
#include "ui/strips.h"

/* ---- geometry ---------------------------------------------------------------- */

struct columns { /* x from the pane's start side */
	int title_x, title;
	int marks_x;          /* whole text kept, edited; 0: no room */
	int source_x, source; /* 0: not shown */
	int time_x, time;
	int lines;            /* of one headline */
	int wrapped;          /* the second line goes on with a title that does not fit */
};
static_assert(sizeof(struct columns) == 9 * sizeof(int), "compared as bytes: no gaps");

#define NARROW 32 /* columns: the half of a title tells nothing */
#define MARKS 2 /* columns of the marks behind a title */
#define PARTS 3 /* of a page: so much scrolls at once with a marker alone */

static bool
two_lines(const struct app *app, int width, int rows)
{
	enum headline_form form = app->view.form;
	if (rows < 8 || app->view.plain || app->headlines->kind == SECTION_GUIDE)
		return false; /* the guide's have nothing for a second line */
	if (form == FORM_AUTO) /* with an article beside there is little room for titles */
		return width < 56 || (width < 80 && app_layout(app) == LAYOUT_THREE);
	return form == FORM_TWO_LINES;
}

/* A time under its day is short; without days it carries the date. */
static int
time_columns(const struct app *app, int width)
{
	if (headlines_grouping(app) == GROUP_DAY || width < 76)
		return app->words.arabic ? 13 : 15;
	return app->words.months == MONTHS_LEVANT ? 20 : 17;
}

/* A wide screen shows more of the titles first. */
static struct columns
columns_for(const struct app *app, int width, int rows)
{
	struct columns c = {.title_x = width >= 40 ? 4 : 3, .lines = 1};
	c.wrapped = width < NARROW && rows >= 4 && app->view.form != FORM_COMPACT &&
		    !app->view.plain && app->headlines->kind != SECTION_GUIDE;
	if (c.wrapped || two_lines(app, width, rows)) {
		c.lines = 2;
		c.title = width - c.title_x - 1;
		return c;
	}
	if (width < 56) {
		c.title = width - c.title_x - 1;
		return c;
	}
	int end = (width < MEASURE_COLS ? width : MEASURE_COLS) - 1;
	c.time = time_columns(app, width);
	c.time_x = end - c.time;
	end = c.time_x - 1;
	if (headlines_grouping(app) != GROUP_SOURCE) {
		/* as wide as the longest name, within measure */
		c.source = width >= 160 ? 26 : width >= 120 ? 22 : width >= 76 ? 16 : 12;
		if (app->headlines->source_cols && app->headlines->source_cols < c.source)
			c.source = app->headlines->source_cols;
		c.source_x = end - c.source;
		end = c.source_x - 1;
	}
	c.marks_x = end - MARKS;
	c.title = end - 1 - c.title_x;
	return c;
}

/* ---- groups ------------------------------------------------------------------------ */

static bool
with_heads(const struct app *app, const struct headlines *h, int rows)
{
	return rows >= 6 && headlines_grouping(app) != GROUP_NONE && h->kind != SECTION_GUIDE;
}

/* Whether row i begins another group than the row before it. */
static bool
begins_group(const struct app *app, const struct headlines *h, size_t i)
{
	if (!i)
		return true;
	if (headlines_grouping(app) == GROUP_SOURCE)
		return h->rows[i].feed_id != h->rows[i - 1].feed_id;
	return !words_same_day(&app->words, h->rows[i].date, h->rows[i - 1].date);
}

/* The top row always carries its head. */
static bool
has_head(const struct app *app, const struct headlines *h, size_t i)
{
	return i == h->top || begins_group(app, h, i);
}

/* The first of the rows that end with row `last` on `room` lines, not before `from`. */
static size_t
first_fitting(const struct app *app, const struct headlines *h, const struct columns *c, int room,
	      size_t from, size_t last, bool heads)
{
	int used = c->lines;
	size_t first = last;
	while (first > from) {
		int need = c->lines + (heads && begins_group(app, h, first));
		if (used + need + heads > room)
			break;
		used += need;
		first--;
	}
	return first;
}

/* Keeps the cursor on the screen: walks back from it as far as the rows reach. With a
 * marker alone, for slow lines, by a third of a page: most keys then move nothing else,
 * and so many rows stay that curses scrolls them. */
static void
scroll(const struct app *app, struct headlines *h, const struct columns *c, int rows)
{
	bool heads = with_heads(app, h, rows), above = h->cursor < h->top;
	size_t first =
	    above ? h->cursor : first_fitting(app, h, c, rows, h->top, h->cursor, heads);
	if (above || first > h->top) {
		if (app->view.marker_only && rows >= 8) {
			int room = above ? rows / PARTS : rows - rows / PARTS;
			size_t part = first_fitting(app, h, c, room, 0, h->cursor, heads);
			first = above || part > first ? part : first;
		}
		h->top = first;
	}
	/* The end of the list stands at the end of the screen: after G, when the terminal
	 * grows, when rows go. */
	if (h->n && (h->n - h->top) * (size_t)c->lines < (size_t)rows) {
		first = first_fitting(app, h, c, rows, 0, h->n - 1, heads);
		h->top = first < h->top ? first : h->top;
	}
}

static void
draw_head(struct app *app, const struct store_row *r, int x, int width, int row)
{
	width = width < MEASURE_COLS ? width : MEASURE_COLS;
	struct buf head;
	buf_init(&head, 0);
	if (headlines_grouping(app) == GROUP_SOURCE)
		buf_add_str(&head, headlines_source(app->headlines, r->feed_id));
	else
		words_day(&app->words, r->date, &head);
	int used = draw_text(app, row, x + 2, width - 3, buf_view(&head),
			     headlines_grouping(app) == GROUP_SOURCE ? DIR_AUTO : app->dir, SIDE_START,
			     STYLE_ACCENT);
	draw_rule(app, row, x + used + 3, width - used - 4);
	buf_release(&head);
}

/* ---- one headline ------------------------------------------------------------------- */

struct look {
	enum style title, quiet, dot, star;
	bool highlight, marker, here;
};

static struct look
look_of(const struct app *app, const struct store_row *r, bool selected, bool focus)
{
	struct look look = {r->unread ? STYLE_STRONG : STYLE_DIM, STYLE_DIM, STYLE_ACCENT,
			    STYLE_STAR, false, false, false};
	if (r->id < 0)
		look.title = STYLE_TEXT;
	/* the pane that has the keys shows a whole row; the other one where it stands */
	look.highlight = selected && focus && !app->view.marker_only;
	look.marker = selected; /* without colour it is still seen */
	look.here = selected && focus && app->view.marker_only;
	if (look.highlight) {
		/* one style over the row: each change of it sends both colours again */
		look.title = r->unread ? STYLE_SELECTED_STRONG : STYLE_SELECTED;
		look.quiet = look.star = look.dot = look.title;
	}
	return look;
}

static void
draw_marks(struct app *app, const struct store_row *r, int x, int row, const struct columns *c,
	   const struct look *look)
{
	if (r->starred)
		draw_mark(app, row, x + (c->title_x > 3), MARK_SIGN_STAR, look->star);
	if (r->unread)
		draw_mark(app, row, x + c->title_x - 2, MARK_SIGN_UNREAD, look->dot);
	if (look->marker)
		draw_mark(app, row, x, look->here ? MARK_SIGN_HERE : MARK_SIGN_CURSOR, look->dot);
	if (!c->marks_x)
		return;
	if (r->full)
		draw_mark(app, row, x + c->marks_x, MARK_SIGN_FULL, look->quiet);
	if (r->changed)
		draw_mark(app, row, x + c->marks_x + 1, MARK_SIGN_EDITED, look->quiet);
}

/* Under its day a time of today is told by its distance, others by the clock. */
static void
add_time(const struct app *app, const struct store_row *r, struct buf *out)
{
	if (r->date == TIME_NONE || r->id < 0)
		return;
	if (headlines_grouping(app) == GROUP_DAY)
		words_time(&app->words, r->date, out);
	else
		words_ago(&app->words, r->date, out);
}

/* The second line: source · time and the marks. */
static void
draw_second_line(struct app *app, const struct store_row *r, int x, int width, int row,
		 struct bytes source, struct bytes time, const struct look *look)
{
	int end = x + width - 1;
	if (r->changed)
		draw_mark(app, row, --end, MARK_SIGN_EDITED, look->quiet);
	if (r->full)
		draw_mark(app, row, --end, MARK_SIGN_FULL, look->quiet);
	int room = end - x - 1, time_cols = text_columns(app, time);
	if (source.len && time.len) {
		int used = draw_text(app, row, x, room - time_cols - 3, source, DIR_AUTO, SIDE_START,
				     look->quiet);
		draw_text(app, row, x + used + 1, 1, bytes_of("·"), app->dir, SIDE_START, look->quiet);
		x += used + 3;
		room -= used + 3;
		source.len = 0;
	}
	draw_text(app, row, x, room, source.len ? source : time, source.len ? DIR_AUTO : app->dir,
		  SIDE_START, look->quiet);
}

/* For a screen reader: one line of words in the order they matter. */
static void
draw_in_words(struct app *app, const struct store_row *r, int x, int width, int row,
	      struct bytes source, struct bytes time)
{
	struct buf line;
	buf_init(&line, 0);
	const char *words[] = {r->unread ? _("unread") : NULL, r->starred ? _("starred") : NULL};
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (words[i])
			buf_printf(&line, "%s: ", words[i]);
	buf_add_str(&line, r->title && *r->title ? r->title : _("(no title)"));
	if (source.len)
		buf_printf(&line, " — %.*s", (int)source.len, source.data);
	if (time.len)
		buf_printf(&line, " — %.*s", (int)time.len, time.data);
	draw_text(app, row, x, width, buf_view(&line), DIR_AUTO, SIDE_START,
		  r->unread ? STYLE_STRONG : STYLE_TEXT);
	buf_release(&line);
}

static void
draw_headline(struct app *app, const struct store_row *r, int x, int width, int row, int rows_left,
	      const struct columns *c, const struct look *look)
{
	struct bytes text = bytes_of(r->title && *r->title ? r->title : _("(no title)"));
	bool named = r->id > 0 && headlines_grouping(app) != GROUP_SOURCE;
	struct bytes source = bytes_of(named ? headlines_source(app->headlines, r->feed_id) : "");
	struct buf time;
	buf_init(&time, 0);
	add_time(app, r, &time);
	if (app->view.plain) {
		draw_in_words(app, r, x, width, row, source, buf_view(&time));
		buf_release(&time);
		return;
	}
	for (int i = 0; look->highlight && i < c->lines && i < rows_left; i++)
		draw_fill(app, row + i, x, width, ' ', look->title);
	/* gaps take the style of what stands beside them: fewer changes of it to send */
	draw_fill(app, row, x, c->title_x, ' ', look->dot);
	draw_fill(app, row, x + c->title_x, c->title + 1, ' ', look->title);
	draw_marks(app, r, x, row, c, look);
	/* a title may reach over the places of marks that are not there */
	int marks = r->full ? MARKS : r->changed ? MARKS - 1 : 0;
	int room = c->title - (c->marks_x && marks ? marks : 0);
	uint32_t places[32][2];
	const struct query *q = app->headlines->words;
	size_t n = q ? query_places(q, text, true, places, ARRAY_LEN(places), NULL) : 0;
	if (c->wrapped && rows_left > 1 && text_columns(app, text) > room) {
		draw_wrapped(app, row, x + c->title_x, room, 2, text, DIR_AUTO, look->title);
	} else {
		draw_text_marked(app, row, x + c->title_x, room, text, look->title, places, n);
		if (c->lines == 2 && rows_left > 1)
			draw_second_line(app, r, x + c->title_x, width - c->title_x, row + 1, source,
					 buf_view(&time), look);
	}
	if (c->time && c->lines == 1) {
		int gap = x + (c->source ? c->source_x : c->time_x);
		draw_fill(app, row, gap - 1, x + width - gap + 1, ' ', look->quiet);
		draw_text(app, row, x + c->source_x, c->source, source, DIR_AUTO, SIDE_START,
			  look->quiet);
		draw_text(app, row, x + c->time_x, c->time, buf_view(&time), app->dir, SIDE_END,
			  look->quiet);
	}
	buf_release(&time);
}

/* ---- headlines as they were drawn before ------------------------------------------------ */

/* All that the look of one hangs on. */
struct drawn_from {
	int64_t id, feed_id;
	uint64_t title, time; /* their hashes: "a minute ago" turns within a minute of the clock */
	struct columns columns;
	unsigned names;
	char unread, starred, full, changed;
	char title_style, quiet, dot, star, highlight, marker, here;
	char plain, dir, grouping, numerals, strip_marks, arabic;
};

static void
drawn_from(const struct app *app, const struct store_row *r, const struct columns *c,
	   const struct look *look, struct drawn_from *out)
{
	struct buf time;
	buf_init(&time, 0);
	add_time(app, r, &time);
	memset(out, 0, sizeof(*out)); /* it is compared as bytes */
	out->id = r->id;
	out->feed_id = r->feed_id;
	out->title = hash64(bytes_of(r->title ? r->title : ""), 0);
	out->time = hash64(buf_view(&time), 0);
	out->columns = *c;
	out->names = app->headlines->sources_read;
	out->unread = r->unread;
	out->starred = r->starred;
	out->full = r->full;
	out->changed = r->changed;
	out->title_style = (char)look->title;
	out->quiet = (char)look->quiet;
	out->dot = (char)look->dot;
	out->star = (char)look->star;
	out->highlight = look->highlight;
	out->marker = look->marker;
	out->here = look->here;
	out->plain = app->view.plain;
	out->dir = (char)app->dir;
	out->grouping = (char)headlines_grouping(app);
	out->numerals = (char)words_numerals(config_str(app->config, OPT_NUMERALS));
	out->strip_marks = app->choice.strip_marks;
	out->arabic = app->words.arabic;
	buf_release(&time);
}

/* Row i of the list. */
static void
draw_once(struct app *app, size_t i, int x, int width, int row, int rows_left,
	  const struct columns *c, const struct look *look)
{
	const struct headlines *h = app->headlines;
	struct strip_place place = {.row = row,
				    .rows = c->lines < rows_left ? c->lines : rows_left,
				    .col = app->dir == DIR_RTL ? app->frame.cols - x - width : x,
				    .cols = width};
	struct drawn_from from;
	struct bytes key = {(const char *)&from, sizeof(from)};
	drawn_from(app, &h->rows[i], c, look, &from);
	if (h->words) /* what is looked for is not in the key: it changes as it is typed */
		key.len = 0;
	else if (strips_put(h->strips, i, key, &app->frame, &place))
		return;
	draw_headline(app, &h->rows[i], x, width, row, rows_left, c, look);
	strips_keep(h->strips, i, key, &app->frame, &place);
}

/* ---- the pane -------------------------------------------------------------------------- */

static void
draw_empty(struct app *app, int x, int width, int row, int rows)
{
	struct buf text;
	buf_init(&text, 0);
	if (app->headlines->filter)
		buf_add_str(&text, _("No headline here holds these words."));
	else if (app->headlines->kind == SECTION_STARRED)
		buf_printf(&text, _("No starred articles. Press %s on an article to keep it here."),
			   app_key_text(app, ACTION_STAR).text);
	else if (app->headlines->kind == SECTION_UNREAD && !app->refresh.request)
		buf_add_str(&text, _("Everything is read."));
	else if (app->headlines->query)
		buf_add_str(&text, _("Nothing fits this search."));
	else if (app->refresh.request)
		buf_add_str(&text, _("The first articles are on their way…"));
	else
		buf_printf(&text, _("Nothing here yet. Press %s to refresh all sources."),
			   app_key_text(app, ACTION_REFRESH_ALL).text);
	int top = rows > 4 ? 1 : 0, edge = width >= 40 ? 3 : 1;
	draw_wrapped(app, row + top, x + edge, width - 2 * edge, rows - top, buf_view(&text),
		     app->dir, STYLE_DIM);
	buf_release(&text);
}

void
headlines_draw(struct app *app, int x, int width, int row, int rows, bool focus)
{
	struct headlines *h = app->headlines;
	struct columns c = columns_for(app, width, rows);
	hits_add(app, HIT_HEADLINES, 0, row, rows, x, width);
	if (!h->n) {
		draw_empty(app, x, width, row, rows);
		return;
	}
	scroll(app, h, &c, rows);
	if (focus)
		draw_band(app, row, rows, x, width);
	int used = 0;
	for (size_t i = h->top; i < h->n && used < rows; i++) {
		const struct store_row *r = &h->rows[i];
		if (with_heads(app, h, rows) && has_head(app, h, i)) {
			if (used + 1 + c.lines > rows)
				break;
			draw_head(app, r, x, width, row + used++);
		}
		struct look look = look_of(app, r, i == h->cursor, focus);
		draw_once(app, i, x, width, row + used, rows - used, &c, &look);
		hits_add(app, HIT_HEADLINE, i, row + used, c.lines, x, width);
		if (i == h->cursor && focus)
			draw_cursor(app, row + used, x);
		used += c.lines;
	}
}

int
headlines_per_page(const struct app *app)
{
	struct panes p;
	panes_place(app, &p);
	int rows = app_body_rows(app);
	return (rows - 2) / columns_for(app, p.list, rows).lines;
}

/* What goes on: long work, else new articles, else the place in the list. */
static void
aside_words(struct app *app, struct buf *out, int64_t *done, int64_t *total)
{
	const struct headlines *h = app->headlines;
	if (app_work(app, out, done, total))
		return;
	*total = 0;
	if (h->fresh > 0) {
		words_printf(&app->words, out,
			     ngettext("%d new article", "%d new articles", (unsigned)h->fresh),
			     (int)h->fresh);
		buf_printf(out, ": %s", app_key_text(app, ACTION_FIRST).text);
	} else if (h->n && h->rank >= 0 && h->length > 0) {
		words_printf(&app->words, out, _("%d of %d"), (int)(h->rank + (int64_t)h->cursor + 1),
			     (int)h->length);
	}
}

static void
draw(struct app *app)
{
	static const enum action hints[] = {ACTION_OPEN, ACTION_NEXT_UNREAD, ACTION_STAR,
					    ACTION_REFRESH_ALL, ACTION_OTHER_PANE, ACTION_HELP};
	static const enum action of_search[] = {ACTION_OPEN, ACTION_NEXT_UNREAD, ACTION_RANK,
						ACTION_SAVE_SEARCH, ACTION_RULE, ACTION_BACK};
	static const enum action of_nothing[] = {ACTION_BACK, ACTION_REFRESH_ALL, ACTION_OTHER_PANE,
						 ACTION_SEARCH, ACTION_NEXT_UNREAD, ACTION_HELP};
	static const enum action nothing_found[] = {ACTION_BACK, ACTION_SEARCH, ACTION_OTHER_PANE,
						    ACTION_SAVE_SEARCH, ACTION_RULE, ACTION_HELP};
	static const enum action of_guide[] = {ACTION_OPEN, ACTION_REFRESH_ALL, ACTION_OTHER_PANE,
					       ACTION_HELP};
	struct headlines *h = app->headlines;
	struct buf today, aside;
	buf_init(&today, 0);
	buf_init(&aside, 0);
	words_today(&app->words, &today);
	char *place = h->filter ? mem_printf("%s  ›  %s %s", h->name ? h->name : "", _("Filter:"), h->filter)
				: mem_strdup(h->name ? h->name : "");
	draw_top_bar(app, place, today.data);
	free(place);
	panes_draw(app, app->sections->focus ? PANE_SECTIONS : PANE_HEADLINES);
	int64_t done = 0, total = 0;
	aside_words(app, &aside, &done, &total);
	static_assert(ARRAY_LEN(hints) == ARRAY_LEN(of_search) &&
			      ARRAY_LEN(hints) == ARRAY_LEN(of_nothing) &&
			      ARRAY_LEN(hints) == ARRAY_LEN(nothing_found),
		      "as many");
	const enum action *of_here = h->n ? (h->query ? of_search : hints)
					  : (h->query ? nothing_found : of_nothing);
	if (h->kind == SECTION_GUIDE)
		draw_bottom(app, of_guide, ARRAY_LEN(of_guide), aside.data, done, total);
	else
		draw_bottom(app, of_here, ARRAY_LEN(hints), aside.data, done, total);
	buf_release(&today);
	buf_release(&aside);
}

const struct screen_ops screen_headlines = {
	.name = "headlines", .where = IN_HEADLINES, .draw = draw, .act = headlines_screen_act};
