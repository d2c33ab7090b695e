/* SPDX-License-Identifier: MIT
 *
 * The terminal room on a terminal in memory: what arrives in its cells, what a key
 * press costs, and what is sent on the way in and on every way out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "term/term.h"
#include "screen/vt.c"

#define ROWS 12
#define COLS 80
#define BDSM_ON "\033[8l\033[1 k"
#define BDSM_OFF "\033[8h\033[0 k"

/* A row as the text room would give it: from left to right, shaped. */
static const uint32_t title[] = {
	0xfe94, 0xfef4, 0xfe91, 0xfeae, 0xfecc, 0xfedf, 0xfe8d, ' ', 0xfeb0, 0xfef4,
	0xfea0, 0xfedf, 0xfe8d, ' ', 0xfeae, 0xfe92, 0xfea7, 0xfe8d,
};

struct scene {
	bool mouse, probe, paste;
	const char *bidi, *tashkeel, *isolate;
	enum term_theme theme;
	int lines;
};

static void
put_title(struct frame *f, int row, int right, enum style style)
{
	struct cell cells[ARRAY_LEN(title)];
	int n = (int)ARRAY_LEN(title);

	memset(cells, 0, sizeof(cells));
	for (int i = 0; i < n; i++) {
		cells[i].ch[0] = title[i];
		cells[i].ch_n = 1;
		cells[i].width = 1;
		cells[i].level = 1;
		if (i == 3) { /* fatha and shadda on one letter */
			cells[i].ch[1] = 0x651;
			cells[i].ch[2] = 0x64e;
			cells[i].ch_n = 3;
		}
	}
	frame_put(f, row, right - n, n, cells, (size_t)n, style);
}

static void
put_ascii(struct frame *f, int row, int col, const char *s, enum style style)
{
	for (int i = 0; s[i] != '\0'; i++)
		frame_fill(f, row, col + i, 1, (unsigned char)s[i], style);
}

static void
paint(struct frame *f, int rows, int cols, int at, const char *note)
{
	frame_resize(f, rows, cols);
	frame_fill(f, 0, 0, cols, ' ', STYLE_BAR);
	put_ascii(f, 0, 1, note, STYLE_BAR);
	for (int r = 1; r < rows - 1; r++) {
		for (int part = 0; part < 4; part++)
			put_title(f, r, cols - part * 20, r == at ? STYLE_SELECTED : STYLE_TEXT);
		if (r == at)
			frame_style(f, r, 0, cols, STYLE_SELECTED);
	}
	put_ascii(f, rows - 1, 0, "last", STYLE_DIM);
	frame_fill(f, rows - 1, cols - 1, 1, '#', STYLE_DIM);
}

static void
note_key(char *note, size_t size, const struct key *key)
{
	if (key->code == KEY_CODE_MOUSE)
		snprintf(note, size, "mouse %d %d,%d", (int)key->mouse, key->row, key->col);
	else
		snprintf(note, size, "key %x%s%s", (unsigned)key->code, key->alt ? " alt" : "",
			 key->pasted ? " pasted" : "");
}

/* Shows lines, moves a highlight, names each key in the top line; q ends. */
static int
show(void *arg)
{
	const struct scene *scene = arg;
	struct term_choice choice;
	struct term *t = NULL;
	struct frame f;
	struct why why;
	char note[64] = "ready";
	int at = 1, rows, cols;
	bool done = false, first = true;

	setlocale(LC_ALL, "C.UTF-8");
	term_choose(scene->bidi, scene->tashkeel, scene->isolate, &choice);
	if (term_open(&choice, scene->theme, scene->mouse, &t, &why) != OK) {
		fprintf(stderr, "%s\n", why.text);
		return 1;
	}
	term_accept_paste(t, scene->paste);
	frame_init(&f);
	while (!done && !term_gone(t)) {
		struct pollfd p = { .fd = term_fd(t), .events = POLLIN };
		struct key key;

		term_size(t, &rows, &cols);
		paint(&f, rows, cols, at, note);
		term_flush(t, &f);
		if (first && scene->probe)
			term_probe(t);
		first = false;
		poll(&p, 1, 2000);
		while (!done && term_key(t, &key)) {
			note_key(note, sizeof(note), &key);
			if (key.code == 'q' && !key.pasted)
				done = true;
			else if (key.code == 26)
				term_suspend(t);
			else if (key.code == KEY_CODE_DOWN)
				at++;
			else if (key.code == '!')
				raise(SIGSEGV);
			else if (key.code == 'l') {
				term_leave(t);
				printf("OUTSIDE\n");
				fflush(stdout);
				term_enter(t);
			} else if (key.code == '?') {
				snprintf(note, sizeof(note), "%s %s",
					 term_current_choice(t)->terminal,
					 term_bidi_name(term_current_choice(t)->bidi));
			}
		}
	}
	done = term_gone(t);
	frame_release(&f);
	term_close(t);
	return done ? 5 : 0;
}

static struct scene plain = { .bidi = "auto", .tashkeel = "auto", .isolate = "auto" };

static struct vt *
start(struct scene *scene, const char *const *env)
{
	struct vt *vt = vt_start(ROWS, COLS, show, scene, env);

	if (!vt_wait(vt, "last", 5000))
		vt_print(vt);
	return vt;
}

static void
test_cells_arrive_exact(void **state)
{
	struct vt *vt = start(&plain, NULL);
	int n = (int)ARRAY_LEN(title);

	(void)state;
	for (int i = 0; i < n; i++) {
		struct vt_cell cell = vt_cell(vt, 2, COLS - n + i);
		assert_int_equal(cell.ch[0], title[i]);
		assert_int_equal(cell.ch[1], i == 3 ? 0x651 : 0);
		assert_int_equal(cell.ch[2], i == 3 ? 0x64e : 0);
	}
	/* the last cell of the last row, and nothing has scrolled */
	assert_int_equal(vt_cell(vt, ROWS - 1, COLS - 1).ch[0], '#');
	assert_string_equal(vt_row(vt, 0), " ready");
	vt_type(vt, "q");
	assert_int_equal(vt_end(vt, 3000), 0);
	vt_free(vt);
}

static void
test_moving_costs_little(void **state)
{
	struct vt *vt = start(&plain, NULL);
	size_t n;

	(void)state;
	vt_forget(vt);
	vt_type(vt, "\033[B");
	vt_settle(vt, 60, 1000);
	vt_bytes(vt, &n);
	print_message("# highlight moved: %zu bytes\n", n);
	assert_true(n > 0 && n <= 700);
	assert_false(vt_cell(vt, 2, 5).bg_default);
	assert_true(vt_cell(vt, 1, 5).bg_default);
	vt_type(vt, "q");
	assert_int_equal(vt_end(vt, 3000), 0);
	vt_free(vt);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells_arrive_exact),
		cmocka_unit_test(test_moving_costs_little),
	};

	return cmocka_run_group_tests_name("term", tests, NULL, NULL);
}
