/* SPDX-License-Identifier: MIT */
#include "ui/prompt.h"

#include <stdlib.h>
#include <string.h>

#include "akhbar/text.h"
#include "sys/lang.h"
#include "ui/app.h"

#define LINE_BYTES 2048
#define HISTORY_MAX 100

struct history {
	char *lines[HISTORY_MAX]; /* oldest first */
	size_t n;
};

struct prompt {
	bool open, question;
	unsigned serial; /* of what was opened last: a callback may open the next one */
	struct prompt_spec spec;
	char *label, *hint;
	void (*yes)(struct app *app, void *context);
	struct text_edit edit;
	struct history history[HISTORY_KINDS];
	size_t place;  /* in the history; its n: the line being typed */
	char *typed;   /* that line, while the history is looked through */
	struct prompt_choices choices;
	size_t chosen; /* SIZE_MAX: none put in yet */
	struct buf paste; /* what came of one and is not in the line yet */
	bool pasting, line_ended; /* something came; its last character ended a line */
};

struct prompt *
prompt_new(void)
{
	struct prompt *p = mem_zalloc(sizeof(*p));
	text_edit_init(&p->edit, LINE_BYTES);
	buf_init(&p->paste, LINE_BYTES);
	return p;
}

static void
drop_choices(struct prompt *p)
{
	for (size_t i = 0; i < p->choices.n; i++)
		free(p->choices.items[i]);
	free(p->choices.items);
	p->choices = (struct prompt_choices){0};
	p->chosen = SIZE_MAX;
}

static void
release_line(struct prompt *p)
{
	drop_choices(p);
	free(p->label);
	free(p->hint);
	free(p->typed);
	p->label = p->hint = p->typed = NULL;
	p->open = p->question = p->pasting = p->line_ended = false;
	buf_clear(&p->paste);
}

void
prompt_free(struct prompt *p)
{
	if (!p)
		return;
	release_line(p);
	for (size_t k = 0; k < HISTORY_KINDS; k++)
		for (size_t i = 0; i < p->history[k].n; i++)
			free(p->history[k].lines[i]);
	text_edit_release(&p->edit);
	buf_release(&p->paste);
	free(p);
}

void
prompt_open(struct app *app, const struct prompt_spec *spec)
{
	struct prompt *p = app->prompt;
	/* the texts may be the old line's own */
	char *label = mem_strdup(spec->label ? spec->label : "");
	char *hint = spec->hint ? mem_strdup(spec->hint) : NULL;
	char *text = mem_strdup(spec->text ? spec->text : "");
	release_line(p);
	p->spec = *spec;
	p->label = label;
	p->hint = hint;
	p->open = true;
	p->serial++;
	p->place = p->history[spec->history].n;
	text_edit_set(&p->edit, bytes_of(text));
	size_t len = strlen(text), kept = p->edit.text.len;
	/* a blank at its end has been trimmed, but the next word is to be typed there */
	if (len && text[len - 1] == ' ' && kept && (!p->edit.text.limit || kept < p->edit.text.limit)) {
		buf_add_char(&p->edit.text, ' ');
		p->edit.cursor = kept + 1;
	}
	free(text);
}

void
prompt_ask(struct app *app, const char *question, void (*yes)(struct app *app, void *context),
	   void *context)
{
	struct prompt_spec spec = {.label = question, .context = context};
	prompt_open(app, &spec);
	app->prompt->question = true;
	app->prompt->yes = yes;
}

void
prompt_close(struct app *app)
{
	release_line(app->prompt);
}

bool
prompt_is_open(const struct app *app)
{
	return app->prompt->open;
}

bool
prompt_takes_text(const struct app *app)
{
	return app->prompt->open && !app->prompt->question;
}

void
prompt_set_text(struct app *app, const char *text)
{
	text_edit_set(&app->prompt->edit, bytes_of(text));
}

const char *
prompt_text(const struct app *app)
{
	return app->prompt->open && app->prompt->edit.text.data ? app->prompt->edit.text.data : "";
}

/* ---- lines entered before --------------------------------------------------------- */

static void
remember(struct prompt *p, const char *line)
{
	struct history *h = &p->history[p->spec.history];
	if (p->spec.history == HISTORY_NONE || !*line)
		return;
	for (size_t i = 0; i < h->n; i++) {
		if (strcmp(h->lines[i], line) != 0)
			continue;
		free(h->lines[i]);
		memmove(h->lines + i, h->lines + i + 1, (--h->n - i) * sizeof(*h->lines));
		break;
	}
	if (h->n == HISTORY_MAX) {
		free(h->lines[0]);
		memmove(h->lines, h->lines + 1, --h->n * sizeof(*h->lines));
	}
	h->lines[h->n++] = mem_strdup(line);
}

/* Up and Down go through the lines that begin as the one being typed does. */
static bool
look_back(struct app *app, int by)
{
	struct prompt *p = app->prompt;
	struct history *h = &p->history[p->spec.history];
	if (p->place >= h->n) {
		free(p->typed);
		p->typed = mem_strdup(prompt_text(app));
	}
	for (size_t at = p->place; by < 0 ? at > 0 : at < h->n;) {
		at += by < 0 ? (size_t)-1 : 1;
		const char *line = at < h->n ? h->lines[at] : p->typed;
		if (strncmp(line, p->typed, strlen(p->typed)) != 0)
			continue;
		p->place = at;
		text_edit_set(&p->edit, bytes_of(line));
		return true;
	}
	return false;
}

/* ---- choices ------------------------------------------------------------------------ */

void
prompt_choice(struct prompt_choices *c, const char *word)
{
	c->items = mem_realloc_array(c->items, c->n + 1, sizeof(*c->items));
	c->items[c->n++] = mem_strdup(word);
}

/* Puts `word` in the place of what the choices replace. */
static void
put_word(struct prompt *p, struct bytes word)
{
	struct text_edit *e = &p->edit;
	struct buf text;
	buf_init(&text, 0);
	if (p->choices.from > e->cursor)
		p->choices.from = e->cursor;
	buf_add(&text, e->text.data ? e->text.data : "", p->choices.from);
	buf_add_bytes(&text, word);
	size_t cursor = text.len;
	if (e->text.len > e->cursor)
		buf_add(&text, e->text.data + e->cursor, e->text.len - e->cursor);
	/* not text_edit_set: it would trim a space at the end */
	if (!e->text.limit || text.len <= e->text.limit) {
		buf_clear(&e->text);
		buf_add_bytes(&e->text, buf_view(&text));
		e->cursor = cursor;
	}
	buf_release(&text);
}

static size_t
common_length(const struct prompt_choices *c)
{
	size_t n = strlen(c->items[0]);
	for (size_t i = 1; i < c->n; i++) {
		size_t k = 0;
		while (k < n && c->items[i][k] == c->items[0][k])
			k++;
		n = k;
	}
	return utf8_cut(bytes_of(c->items[0]), n);
}

/* Only those that begin with what was typed. */
static void
ask_choices(struct app *app)
{
	struct prompt *p = app->prompt;
	char *before = mem_strndup(prompt_text(app), p->edit.cursor);
	struct prompt_choices all = {0};
	drop_choices(p);
	p->spec.complete(app, before, &all, p->spec.context);
	if (all.from > p->edit.cursor)
		all.from = p->edit.cursor;
	const char *word = before + all.from;
	size_t kept = 0;
	for (size_t i = 0; i < all.n; i++) {
		if (strncmp(all.items[i], word, strlen(word)) == 0)
			all.items[kept++] = all.items[i];
		else
			free(all.items[i]);
	}
	all.n = kept;
	p->choices = all;
	free(before);
}

/* Tab: what all choices share, then one after the other. */
static bool
complete(struct app *app, int by)
{
	struct prompt *p = app->prompt;
	struct prompt_choices *c = &p->choices;
	if (!p->spec.complete)
		return false;
	if (!c->n) {
		ask_choices(app);
		if (!c->n)
			return false;
		if (c->n == 1) {
			put_word(p, bytes_of(c->items[0]));
			drop_choices(p);
			return true;
		}
		size_t shared = common_length(c);
		if (shared > p->edit.cursor - c->from) {
			put_word(p, (struct bytes){c->items[0], shared});
			return true;
		}
	}
	if (p->chosen == SIZE_MAX)
		p->chosen = by > 0 ? 0 : c->n - 1;
	else
		p->chosen = (p->chosen + (by > 0 ? 1 : c->n - 1)) % c->n;
	put_word(p, bytes_of(c->items[p->chosen]));
	return true;
}

/* ---- editing ------------------------------------------------------------------------- */

#define CTRL(c) ((c) & 0x1f)

enum edited { EDIT_NOT_MINE, EDIT_MOVED, EDIT_CHANGED };

static enum edited
changed(bool did)
{
	return did ? EDIT_CHANGED : EDIT_MOVED;
}

/* Left and right are as one sees them, back and forward as one reads. */
static const struct {
	uint32_t code;
	bool alt;
	enum text_move move;
} moves[] = {
	{KEY_CODE_LEFT, false, MOVE_LEFT},      {KEY_CODE_RIGHT, false, MOVE_RIGHT},
	{KEY_CODE_LEFT, true, MOVE_WORD_LEFT},  {KEY_CODE_RIGHT, true, MOVE_WORD_RIGHT},
	{KEY_CODE_HOME, false, MOVE_START},     {KEY_CODE_END, false, MOVE_END},
	{CTRL('a'), false, MOVE_START},         {CTRL('e'), false, MOVE_END},
	{CTRL('b'), false, MOVE_BACK},          {CTRL('f'), false, MOVE_FORWARD},
	{'b', true, MOVE_WORD_BACK},            {'f', true, MOVE_WORD_FORWARD},
};

static const struct {
	uint32_t code;
	bool alt;
	enum text_erase erase;
} erasures[] = {
	{CTRL('w'), false, ERASE_WORD_BACK}, {KEY_CODE_BACKSPACE, true, ERASE_WORD_BACK},
	{'d', true, ERASE_WORD_FORWARD},     {CTRL('u'), false, ERASE_TO_START},
	{CTRL('k'), false, ERASE_TO_END},
};

static enum edited
edit_key(struct app *app, const struct key *key)
{
	struct text_edit *e = &app->prompt->edit;
	uint32_t code = key->code;
	if (key->alt && code >= 0x80 && code < KEY_CODE_BASE) /* Alt-b is not a letter but a key */
		code = place_guess(keymap_keyboard(app->keys), code);
	for (size_t i = 0; i < ARRAY_LEN(moves); i++) {
		if (code != moves[i].code || key->alt != moves[i].alt)
			continue;
		text_edit_move(e, moves[i].move, app->dir);
		return EDIT_MOVED;
	}
	for (size_t i = 0; i < ARRAY_LEN(erasures); i++)
		if (code == erasures[i].code && key->alt == erasures[i].alt)
			return changed(text_edit_erase(e, erasures[i].erase));
	if (key->alt)
		return EDIT_NOT_MINE;
	switch (code) {
	case KEY_CODE_BACKSPACE:
		return changed(text_edit_backspace(e));
	case KEY_CODE_DELETE:
	case CTRL('d'):
		return changed(text_edit_delete(e));
	case KEY_CODE_UP:
	case CTRL('p'):
		return changed(look_back(app, -1));
	case KEY_CODE_DOWN:
	case CTRL('n'):
		return changed(look_back(app, 1));
	case CTRL('y'):
		return changed(text_edit_yank(e));
	default:
		if (code < ' ' || code >= KEY_CODE_BASE)
			return EDIT_NOT_MINE;
		return changed(text_edit_insert(e, code));
	}
}

/* A character of a paste waits for those behind it. */
static void
take_pasted(struct prompt *p, uint32_t code)
{
	bool ends = code == '\n' || code == KEY_CODE_ENTER || code == KEY_CODE_TAB;
	if (p->question)
		return;
	if (!ends && p->line_ended && p->pasting)
		buf_add_char(&p->paste, p->paste.len ? '\n' : ' ');
	p->line_ended = ends;
	if (ends || code < ' ' || code >= KEY_CODE_BASE)
		return;
	p->pasting = true;
	buf_add_utf8(&p->paste, code);
}

void
prompt_settle(struct app *app)
{
	struct prompt *p = app->prompt;
	if (!p->paste.len)
		return;
	bool did = p->open && text_edit_paste(&p->edit, buf_view(&p->paste));
	buf_clear(&p->paste);
	if (!did)
		return;
	drop_choices(p);
	p->place = p->history[p->spec.history].n;
	if (p->spec.typed)
		p->spec.typed(app, prompt_text(app), p->spec.context);
}

static void
enter(struct app *app)
{
	struct prompt *p = app->prompt;
	unsigned serial = p->serial;
	char *text = mem_strdup(prompt_text(app));
	struct bytes trimmed = bytes_trim(bytes_of(text));
	char *line = bytes_dup(trimmed);
	remember(p, line);
	bool close = !p->spec.entered || p->spec.entered(app, line, p->spec.context);
	if (p->open && p->serial == serial) {
		if (close)
			release_line(p);
		else
			p->place = p->history[p->spec.history].n;
	}
	free(line);
	free(text);
}

static void
leave(struct app *app)
{
	struct prompt *p = app->prompt;
	void (*left)(struct app *, void *) = p->spec.left;
	void *context = p->spec.context;
	release_line(p);
	if (left)
		left(app, context);
}

/* y by its letter or its place on any keyboard, or the Arabic word's first letter. */
static bool
means_yes(uint32_t code)
{
	bool yes = code == 'y' || code == 'Y' || code == 0x646 || code == KEY_CODE_ENTER;
	for (enum keyboard k = 0; k < KEYBOARD_COUNT && !yes; k++)
		yes = place_to_us(k, code) == 'y';
	return yes;
}

static void
answer(struct app *app, const struct key *key)
{
	struct prompt *p = app->prompt;
	void (*yes)(struct app *, void *) = p->yes;
	void *context = p->spec.context;
	release_line(p);
	if (yes && !key->alt && means_yes(key->code))
		yes(app, context);
}

void
prompt_key(struct app *app, const struct key *key)
{
	struct prompt *p = app->prompt;
	app->message[0] = '\0';
	app->message_bad = false;
	if (key->pasted) {
		take_pasted(p, key->code);
		return;
	}
	prompt_settle(app);
	p->pasting = p->line_ended = false;
	if (p->question) {
		answer(app, key);
		return;
	}
	if (key->code == KEY_CODE_TAB || key->code == KEY_CODE_BACKTAB) {
		if (complete(app, key->code == KEY_CODE_TAB ? 1 : -1) && p->spec.typed)
			p->spec.typed(app, prompt_text(app), p->spec.context);
		return;
	}
	if (key->code == KEY_CODE_ENTER) {
		enter(app);
		return;
	}
	if (key->code == KEY_CODE_ESCAPE || key->code == CTRL('g') || key->code == CTRL('c') ||
	    (key->code == KEY_CODE_BACKSPACE && !p->edit.text.len)) {
		leave(app);
		return;
	}
	enum edited did = edit_key(app, key);
	if (did == EDIT_NOT_MINE)
		return;
	drop_choices(p);
	bool back = key->code == KEY_CODE_UP || key->code == KEY_CODE_DOWN ||
		    key->code == CTRL('p') || key->code == CTRL('n');
	if (did == EDIT_CHANGED && !back) /* a line of its own again */
		p->place = p->history[p->spec.history].n;
	if (did == EDIT_CHANGED && p->spec.typed)
		p->spec.typed(app, prompt_text(app), p->spec.context);
}

/* ---- drawing --------------------------------------------------------------------------- */

/* As many as fit, from the chosen one's page on. */
static void
draw_choices(struct app *app, int row)
{
	const struct prompt_choices *c = &app->prompt->choices;
	int cols = app->frame.cols, room = cols - 2;
	size_t first = 0, chosen = app->prompt->chosen;
	int used = 0;
	for (size_t i = 0; chosen != SIZE_MAX && i <= chosen && i < c->n; i++) {
		int width = text_columns(app, bytes_of(c->items[i])) + 2;
		if (used + width > room && i > first) {
			first = i;
			used = 0;
		}
		used += width;
	}
	draw_fill(app, row, 0, cols, ' ', STYLE_BAR);
	int x = 1;
	for (size_t i = first; i < c->n && x < cols - 1; i++) {
		int width = text_columns(app, bytes_of(c->items[i]));
		if (x + width > cols - 1 && i > first)
			break;
		x += draw_text(app, row, x, cols - 1 - x, bytes_of(c->items[i]), DIR_AUTO,
			       SIDE_START, i == chosen ? STYLE_SELECTED : STYLE_BAR) + 2;
	}
}

static void
draw_line(struct app *app, int row, int x)
{
	struct prompt *p = app->prompt;
	struct frame *f = &app->frame;
	int width = f->cols - x - (f->cols - x > 12 ? 1 : 0);
	struct para_options options = {.fallback = app->dir,
				       .strip_marks = app->choice.strip_marks};
	uint32_t used = 0, cursor = 0;
	size_t n = text_edit_cells(&p->edit, &options, width > 2 ? (uint32_t)width : 2, app->cells,
				   app->cells_max, &used, &cursor);
	int col = app->dir == DIR_RTL ? f->cols - x - (int)used : x;
	frame_put(f, row, col, (int)used, app->cells, n, STYLE_TEXT);
	f->cursor_row = row;
	f->cursor_col = col + (int)cursor;
	if (f->cursor_col < 0 || f->cursor_col >= f->cols)
		f->cursor_col = f->cursor_col < 0 ? 0 : f->cols - 1;
	if (!p->edit.text.len && p->hint)
		draw_text(app, row, x + 2, width - 2, bytes_of(p->hint), app->dir, SIDE_START,
			  STYLE_DIM);
}

/* On as many lines as it needs, the cursor behind it. */
static void
draw_question(struct app *app)
{
	struct bytes label = bytes_of(app->prompt->label);
	int rows = app->frame.rows, cols = app->frame.cols, used = 0;
	int lines = (int)text_lines(app, label, cols - 2);
	lines = lines < rows ? lines : rows;
	int first = rows - lines;
	for (int i = first; i < rows; i++)
		draw_fill(app, i, 0, cols, ' ', STYLE_TEXT);
	if (lines == 1)
		used = draw_text(app, first, 1, cols - 2, label, app->dir, SIDE_START, STYLE_ACCENT);
	else
		draw_wrapped(app, first, 1, cols - 2, lines, label, app->dir, STYLE_ACCENT);
	int x = lines == 1 ? used + 1 : 0;
	draw_cursor(app, rows - 1, x < cols ? x : cols - 1);
}

void
prompt_draw(struct app *app)
{
	struct prompt *p = app->prompt;
	int rows = app->frame.rows, cols = app->frame.cols, row = rows - 1;
	if (!p->open || rows < 1)
		return;
	if (p->question) {
		draw_question(app);
		return;
	}
	struct bytes label = bytes_of(p->label);
	int used = text_columns(app, label), above = row;
	/* a label that takes more than half of the row stands over the line */
	if (used > cols / 2 && rows >= 4)
		above -= (int)text_lines(app, label, cols - 2);
	if (above < 1)
		above = 1;
	if (above > 1 && (p->choices.n || app->message[0])) {
		draw_fill(app, above - 1, 0, cols, ' ', STYLE_TEXT);
		if (p->choices.n)
			draw_choices(app, above - 1);
		else
			draw_message(app, above - 1, cols - 2, above - 1);
	}
	for (int i = above; i <= row; i++)
		draw_fill(app, i, 0, cols, ' ', STYLE_TEXT);
	if (above < row)
		draw_wrapped(app, above, 1, cols - 2, row - above, label, app->dir, STYLE_ACCENT);
	else
		draw_text(app, above, 1, cols / 2, label, app->dir, SIDE_START, STYLE_ACCENT);
	draw_line(app, row, above < row ? 1 : (used < cols / 2 ? used : cols / 2) + 2);
}
