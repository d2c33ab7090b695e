/* SPDX-License-Identifier: MIT
 *
 * Frames that scroll, change here and there and hold wide letters, on terminals of
 * several kinds: after each flush the terminal shows the frame, whatever way the painter
 * took. And what one row down may cost.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <poll.h>
#include <string.h>

#include "term/term.h"
#include "screen/vt.c"

#define ROWS 14
#define COLS 46
#define FRAMES 60

struct play {
	unsigned seed;
	bool ask; /* the terminal is asked, and says that it has margins */
	struct band band;
	enum term_theme theme;
	bool tinted; /* texts have a ground of their own */
};

static unsigned
next(unsigned *seed, unsigned n)
{
	*seed = *seed * 1103515245u + 12345u;
	return (*seed >> 16) % n;
}

static void
put(struct frame *f, int row, int col, uint32_t ch, enum style style)
{
	struct cell cell = { .ch = { ch }, .ch_n = 1, .width = ch >= 0x4e00 && ch < 0xa000 ? 2 : 1 };

	frame_put(f, row, col, f->cols - col, &cell, 1, style);
}

static void
new_row(struct frame *f, int row, int from, int to, unsigned *seed)
{
	static const uint32_t letters[] = { 'a', 0xfeae, 0x4e2d, ' ', ' ', 0x661, 0x2500, ' ' };
	enum style style = (enum style)next(seed, STYLE_COUNT);

	frame_fill(f, row, from, to - from, ' ', style);
	for (int col = from; col < to - 1; col++) {
		if (next(seed, 9) == 0)
			style = (enum style)next(seed, STYLE_COUNT);
		if (next(seed, 3) == 0)
			put(f, row, col, letters[next(seed, ARRAY_LEN(letters))], style);
	}
}

/* A line parts the band from what stands beside it; nothing reaches over it. */
static void
part(struct frame *f, const struct band *b)
{
	for (int r = 0; r < f->rows; r++) {
		if (b->col > 0)
			put(f, r, b->col - 1, 0x2502, STYLE_RULE);
		if (b->col + b->cols < f->cols)
			put(f, r, b->col + b->cols, 0x2502, STYLE_RULE);
	}
}

static void
step(struct frame *f, const struct band *b, unsigned *seed)
{
	int by = (int)next(seed, 5) - 2;

	f->band = *b;
	if (next(seed, 3) != 0) { /* the band goes on, its highest row stays */
		int first = b->row + 1, end = b->row + b->rows;
		size_t width = (size_t)b->cols * sizeof(*f->cells);
		for (int i = 0; i < end - first; i++) {
			int r = by > 0 ? first + i : end - 1 - i, from = r + by;
			if (from >= first && from < end)
				memcpy(f->cells + r * f->cols + b->col,
				       f->cells + from * f->cols + b->col, width);
			else
				new_row(f, r, b->col, b->col + b->cols, seed);
		}
	}
	for (unsigned i = next(seed, 4); i > 0; i--)
		put(f, (int)next(seed, ROWS), (int)next(seed, COLS), 'a' + next(seed, 26),
		    (enum style)next(seed, STYLE_COUNT));
	if (next(seed, 6) == 0)
		new_row(f, (int)next(seed, ROWS), 0, COLS, seed);
	if (next(seed, 9) == 0)
		frame_style(f, (int)next(seed, ROWS), b->col, b->cols, STYLE_SELECTED);
	part(f, b);
}

static void
begin(struct frame *f, const struct play *play, unsigned *seed)
{
	*seed = play->seed;
	frame_init(f);
	frame_resize(f, ROWS, COLS);
	for (int r = 0; r < ROWS; r++)
		new_row(f, r, 0, COLS, seed);
	part(f, &play->band);
	f->band = play->band;
}

static int
paint(void *arg)
{
	const struct play *play = arg;
	struct term_choice choice;
	struct term_look look;
	struct term *t;
	struct why why;
	struct frame f;
	unsigned seed;

	setlocale(LC_ALL, "C.UTF-8");
	term_choose("auto", "auto", "auto", &choice);
	if (term_open(&choice, play->theme, false, &t, &why) != OK)
		return 2;
	term_look_choose("dark", &look);
	look.theme = play->theme;
	look.ask = false;
	if (play->tinted && term_look_color(&look, "text", "white on blue", &why) != OK)
		return 3;
	term_set_look(t, &look);
	begin(&f, play, &seed);
	term_flush(t, &f);
	if (play->ask)
		term_probe(t);
	for (int i = 1;;) {
		struct pollfd p = { .fd = term_fd(t), .events = POLLIN };
		struct key key;
		poll(&p, 1, -1);
		if (term_gone(t))
			break;
		if (!term_key(t, &key))
			continue;
		if (key.code == 'q')
			break;
		step(&f, &play->band, &seed);
		term_flush(t, &f);
		dprintf(1, "\033]2;%d\a", i++);
	}
	term_close(t);
	frame_release(&f);
	return 0;
}

static void
assert_shown(struct vt *vt, const struct frame *f, const char *name, int at)
{
	for (int r = 0; r < ROWS; r++) {
		for (int c = 0; c < COLS; c++) {
			const struct frame_cell *cell = &f->cells[r * COLS + c];
			struct vt_cell seen = vt_cell(vt, r, c);
			uint32_t ch = seen.ch[0] != 0 ? seen.ch[0] : ' ';
			if (cell->ch_n == 0 || ch == cell->ch[0])
				continue;
			vt_print(vt);
			fail_msg("%s, frame %d, row %d, column %d: %x for %x", name, at, r, c, ch,
				 cell->ch[0]);
		}
	}
}

/* The same painted afresh must look no different. */
static void
assert_fresh(struct vt *vt, const char *name, int at)
{
	static struct vt_cell before[ROWS][COLS];

	for (int r = 0; r < ROWS; r++)
		for (int c = 0; c < COLS; c++)
			before[r][c] = vt_cell(vt, r, c);
	vt_forget(vt);
	vt_kill(vt, SIGCONT);
	vt_settle(vt, 60, 3000);
	for (int r = 0; r < ROWS; r++) {
		for (int c = 0; c < COLS; c++) {
			struct vt_cell a = before[r][c], b = vt_cell(vt, r, c);
			bool blank = b.ch[0] == 0 || b.ch[0] == ' ';
			if (b.ch[0] == UINT32_MAX) /* the right half of a wide one */
				continue;
			if (a.bg != b.bg || a.underline != b.underline || a.reverse != b.reverse ||
			    (!blank && (a.fg != b.fg || a.bold != b.bold)))
				fail_msg("%s, frame %d, row %d, column %d: %x looked %x on %x%s, not "
					 "%x on %x%s", name, at, r, c, b.ch[0], a.fg, a.bg,
					 a.bold ? " bold" : "", b.fg, b.bg, b.bold ? " bold" : "");
		}
	}
}

static void
play(const char *term, struct play *p)
{
	char set[64], done[24];
	const char *env[] = { set, "LC_ALL=C.UTF-8", NULL };
	struct frame f;
	unsigned seed;
	bool scrolled = false;

	snprintf(set, sizeof(set), "TERM=%s", term);
	struct vt *vt = vt_start(ROWS, COLS, paint, p, env);
	begin(&f, p, &seed);
	vt_settle(vt, 200, 5000);
	if (vt_row(vt, 0)[0] == '\0' && vt_end(vt, 100) == 2) { /* TERM is not known here */
		vt_free(vt);
		frame_release(&f);
		return;
	}
	for (int i = 0; i < FRAMES; i++) {
		assert_shown(vt, &f, term, i);
		if (i % 10 == 9)
			assert_fresh(vt, term, i);
		step(&f, &p->band, &seed);
		snprintf(done, sizeof(done), "\033]2;%d\a", i + 1);
		vt_type(vt, "j");
		assert_true(vt_wait_bytes(vt, done, 5000));
		scrolled |= vt_sent(vt, p->ask ? "\033[?69h" : "\033[r");
	}
	if (p->ask || (p->band.cols > 40 && strncmp(term, "xterm", 5) == 0))
		assert_true(scrolled);
	vt_type(vt, "q");
	assert_int_equal(vt_end(vt, 3000), 0);
	vt_free(vt);
	frame_release(&f);
}

static void
test_terminals(void **state)
{
	static const char *const terms[] = { "xterm-256color", "linux", "screen", "tmux-256color",
					     "vt100", "xterm-16color", "rxvt-unicode-256color" };
	struct play p = { .band = { 1, ROWS - 3, 0, COLS } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(terms); i++) {
		p.seed = 7 + (unsigned)i;
		play(terms[i], &p);
	}
	p.band.cols = 41; /* what stands beside it moves along and is painted again */
	play("xterm-256color", &p);
}

static void
test_margins_and_grounds(void **state)
{
	struct play p = { .seed = 3, .ask = true, .band = { 1, ROWS - 3, 0, 34 } };

	(void)state;
	play("xterm-256color", &p);
	p.band = (struct band){ 2, ROWS - 4, 12, 34 };
	p.seed++;
	play("xterm-256color", &p);
	p.tinted = true;
	play("xterm-256color", &p);
	p.ask = false;
	play("screen-256color", &p); /* what is erased there has no colour */
	p.theme = THEME_MONO;
	play("xterm-256color", &p);
}

static int
paint_by_style(void *arg)
{
	struct term_choice choice;
	struct term_look look;
	struct term *t;
	struct why why;
	struct frame f;
	struct key key;

	(void)arg;
	setlocale(LC_ALL, "C.UTF-8");
	term_choose("auto", "auto", "auto", &choice);
	choice.bidi = TERM_LOGICAL;
	choice.by_style = true;
	if (term_open(&choice, THEME_DARK, false, &t, &why) != OK)
		return 2;
	term_look_choose("dark", &look);
	look.ask = false;
	term_set_look(t, &look);
	frame_init(&f);
	frame_resize(&f, ROWS, COLS);
	put(&f, 0, 0, 'a', STYLE_RULE);
	frame_fill(&f, 0, 1, 20, ' ', STYLE_RULE);
	put(&f, 0, 21, 'b', STYLE_RULE);
	frame_fill(&f, 0, 22, 4, ' ', STYLE_TEXT);
	put(&f, 0, 26, 'c', STYLE_RULE);
	term_flush(t, &f);
	while (!term_gone(t) && !(term_key(t, &key) && key.code == 'q')) {
		struct pollfd p = { .fd = term_fd(t), .events = POLLIN };
		poll(&p, 1, -1);
	}
	term_close(t);
	frame_release(&f);
	return 0;
}

/* Where stretches of one look are ordered each by itself blanks keep their own look: they
 * join the fields beside them or part them. */
static void
test_blanks_by_style(void **state)
{
	const char *env[] = { "TERM=xterm-256color", "LC_ALL=C.UTF-8", NULL };
	struct vt *vt = vt_start(ROWS, COLS, paint_by_style, NULL, env);
	int last = COLS - 1; /* the start side is the right one */

	(void)state;
	vt_settle(vt, 200, 5000);
	if (vt_cell(vt, 0, 0).ch[0] == 'a')
		last = 0;
	int way = last ? -1 : 1;
	assert_int_equal(vt_cell(vt, 0, last).ch[0], 'a');
	assert_int_equal(vt_cell(vt, 0, last + 21 * way).ch[0], 'b');
	for (int i = 1; i < 26; i++) {
		bool own = vt_cell(vt, 0, last + i * way).fg != vt_cell(vt, 0, last).fg;
		assert_int_equal(own, i >= 22);
	}
	vt_type(vt, "q");
	assert_int_equal(vt_end(vt, 3000), 0);
	vt_free(vt);
}

static int
paint_letter(void *arg)
{
	struct term_choice choice;
	struct term *t;
	struct why why;
	struct frame f;
	struct key key = { 0 };

	(void)arg;
	setlocale(LC_ALL, "C.UTF-8");
	term_choose("visual", "auto", "auto", &choice);
	if (term_open(&choice, THEME_DARK, false, &t, &why) != OK)
		return 2;
	frame_init(&f);
	frame_resize(&f, ROWS, COLS);
	put(&f, 0, 3, 'a', STYLE_TEXT);
	put(&f, 0, 6, 0xfeae, STYLE_TEXT);
	put(&f, 0, 9, 'b', STYLE_TEXT);
	term_flush(t, &f);
	while (!term_gone(t) && !(term_key(t, &key) && key.code == 'q')) {
		struct pollfd p = { .fd = term_fd(t), .events = POLLIN };
		put(&f, 0, 6, key.code == 'n' ? ' ' : 0xfeae, STYLE_TEXT);
		term_flush(t, &f);
		poll(&p, 1, -1);
	}
	term_close(t);
	frame_release(&f);
	return 0;
}

/* The ink of an Arabic letter reaches into the blanks beside it (xterm). */
static void
test_edges_of_letters(void **state)
{
	const char *env[] = { "TERM=xterm-256color", "LC_ALL=C.UTF-8", NULL };
	struct vt *vt = vt_start(ROWS, COLS, paint_letter, NULL, env);

	(void)state;
	vt_settle(vt, 200, 5000);
	vt_forget(vt);
	vt_type(vt, "n");
	assert_true(vt_wait_bytes(vt, "   ", 5000));
	assert_int_equal(vt_cell(vt, 0, 9).ch[0], 'b');
	vt_type(vt, "q");
	assert_int_equal(vt_end(vt, 3000), 0);
	vt_free(vt);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_terminals),
		cmocka_unit_test(test_margins_and_grounds),
		cmocka_unit_test(test_blanks_by_style),
		cmocka_unit_test(test_edges_of_letters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
