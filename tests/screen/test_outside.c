/* SPDX-License-Identifier: MIT
 *
 * What goes past the cells: the window's title and its way back, messages; and the
 * theme that follows what the terminal says of its ground.
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

#include "screen/vt.c"
#include "term/term.h"

struct scene {
	const char *theme;
	bool title;
};

/* One accent letter; b rings, m says, n sets another title, ! falls, q ends. */
static int
show(void *arg)
{
	const struct scene *scene = arg;
	struct term_choice choice;
	struct term_look look;
	struct term *t = NULL;
	struct frame f;
	struct why why;
	bool done = false;

	setlocale(LC_ALL, "C.UTF-8");
	term_choose("visual", "keep", "none", &choice);
	term_look_choose(scene->theme, &look);
	if (term_open(&choice, look.theme, false, &t, &why) != OK)
		return 1;
	term_set_look(t, &look);
	frame_init(&f);
	frame_resize(&f, 5, 30);
	frame_fill(&f, 0, 0, 1, '#', STYLE_ACCENT);
	frame_fill(&f, 1, 0, 5, 'r', STYLE_TEXT);
	term_flush(t, &f);
	if (scene->title)
		term_title(t, "akhbar (3)\033]2;x\a");
	term_probe(t);
	while (!done && !term_gone(t)) {
		struct pollfd p = {.fd = term_fd(t), .events = POLLIN};
		struct key key;
		poll(&p, 1, 2000);
		while (!done && term_key(t, &key)) {
			done = key.code == 'q';
			if (key.code == 'n')
				term_title(t, "akhbar (4)");
			else if (key.code == 'b')
				term_bell(t);
			else if (key.code == 'm')
				term_message(t, "4 new articles");
			else if (key.code == '!')
				raise(SIGSEGV);
		}
	}
	frame_release(&f);
	term_close(t);
	return 0;
}

static struct vt *
start(struct scene *scene, const char *term)
{
	char name[64];
	const char *env[] = {name, NULL};
	snprintf(name, sizeof(name), "TERM=%s", term);
	struct vt *vt = vt_start(5, 30, show, scene, env);
	assert_true(vt_wait(vt, "rrrrr", 20000));
	return vt;
}

static void
titles_come_back(void **state)
{
	(void)state;
	struct scene scene = {"dark", true};
	struct vt *vt = start(&scene, "xterm-256color");
	assert_true(vt_wait_bytes(vt, "\033[22;2t\033]2;akhbar (3)", 20000));
	/* nothing of it but one line of text */
	assert_false(vt_sent(vt, "\033]2;x"));
	vt_forget(vt);
	vt_type(vt, "n");
	assert_true(vt_wait_bytes(vt, "\033]2;akhbar (4)\a", 20000));
	assert_false(vt_sent(vt, "\033[22;2t"));
	vt_type(vt, "b");
	vt_type(vt, "m");
	assert_true(vt_wait_bytes(vt, "\033]9;4 new articles\a", 20000));
	vt_type(vt, "q");
	assert_int_equal(vt_end(vt, 20000), 0);
	assert_true(vt_sent(vt, "\033[23;2t"));
	vt_free(vt);
	/* after a crash too */
	vt = start(&scene, "xterm-256color");
	assert_true(vt_wait_bytes(vt, "\033]2;", 20000));
	vt_type(vt, "!");
	assert_int_equal(vt_end(vt, 20000), 128 + SIGSEGV);
	assert_true(vt_sent(vt, "\033[23;2t"));
	vt_free(vt);
}

static void
no_title_where_it_would_show(void **state)
{
	(void)state;
	struct scene scene = {"dark", true}, without = {"dark", false};
	struct vt *vt = start(&scene, "vt220");
	vt_type(vt, "nmq");
	assert_int_equal(vt_end(vt, 20000), 0);
	assert_false(vt_sent(vt, "\033]2;"));
	assert_false(vt_sent(vt, "\033]9;"));
	assert_false(vt_sent(vt, "\033[22;2t"));
	vt_free(vt);
	vt = start(&without, "xterm-256color");
	vt_type(vt, "q");
	assert_int_equal(vt_end(vt, 20000), 0);
	assert_false(vt_sent(vt, "\033[23;2t"));
	vt_free(vt);
}

static bool
accent_is(struct vt *vt, int index)
{
	VTermColor c;
	vterm_state_get_palette_color(vterm_obtain_state(vt->term), index, &c);
	uint32_t rgb = (uint32_t)c.rgb.red << 16 | (uint32_t)c.rgb.green << 8 | c.rgb.blue;
	return vt_cell(vt, 0, 0).fg == rgb;
}

static bool
turns(struct vt *vt, int index)
{
	for (int i = 0; i < 400 && !accent_is(vt, index); i++)
		vt_settle(vt, 20, 100);
	return accent_is(vt, index);
}

static void
the_ground_decides(void **state)
{
	(void)state;
	struct scene scene = {"auto", false}, fixed = {"dark", false};
	struct vt *vt = start(&scene, "xterm-256color");
	assert_true(vt_wait_bytes(vt, "\033]11;?\033\\", 20000));
	assert_true(turns(vt, 31)); /* for both, as long as it has not said which */
	vt_type(vt, "\033]11;rgb:ffff/fafa/f0f0\033\\\033[?62c");
	assert_true(turns(vt, 24));
	vt_type(vt, "q");
	assert_int_equal(vt_end(vt, 20000), 0);
	vt_free(vt);
	/* the reader's own word is not asked about */
	vt = start(&fixed, "xterm-256color");
	assert_false(vt_sent(vt, "\033]11;"));
	vt_type(vt, "q");
	assert_int_equal(vt_end(vt, 20000), 0);
	vt_free(vt);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(titles_come_back),
		cmocka_unit_test(no_title_where_it_would_show),
		cmocka_unit_test(the_ground_decides),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
