/* SPDX-License-Identifier: MIT
 *
 * A page of Arabic by the rooms text and term alone, to be looked at (or
 * photographed) in real terminals: plain lines, then letters with marks, brackets,
 * Latin words and numbers, and a list whose highlight moves with the arrows. The
 * last line tells what was found out about the terminal.
 *
 *   page FILE [visual|logical|words [keep|strip [none|lrm]]]
 *
 * FILE holds one line of text a line. q ends, l leaves the screen for a moment,
 * Ctrl-Z stops.
 */
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "term/term.h"

#define MAX_LINES 40
#define MAX_CELLS 1000

static const char *const special[] = {
	"قرأ الطلاب (في الفصل الأول) كتاب «لا وداع» لعام 2024",
	"ارتفعت النسبة 50% خلال ١٢٣٤ يوما، من 3.5 إلى 4,5 مليون",
	"نظام Linux يعمل على الخوادم وSQLite يحفظ البيانات",
	"OpenAI تعلن نموذجا جديدا يفهم اللهجات العربية",
	"العَرَبِيَّةُ لُغَةٌ جَمِيلَةٌ، وَلَا شَكَّ فِي ذَلِكَ",
	"العـــربية بالتطويل، والسلام",
	"An English headline in the middle (2024)",
};

struct page {
	char *line[MAX_LINES];
	size_t lines;
	int at;
	struct term *term;
	struct frame frame;
};

static void
put(struct page *p, int row, const char *text, bool right, enum style style)
{
	static struct cell cells[MAX_CELLS];
	struct para_options options = { .dir = DIR_AUTO, .fallback = DIR_RTL };
	int cols = p->frame.cols;
	uint32_t used = 0;
	size_t n;

	if (cols < 8)
		return;
	n = text_field(bytes_of(text), &options, (uint32_t)cols - 6, ORDER_VISUAL, cells, MAX_CELLS,
		       &used);
	frame_put(&p->frame, row, right ? cols - 4 - (int)used : 2, cols, cells, n, style);
}

static void
draw(struct page *p)
{
	const struct term_choice *choice = term_current_choice(p->term);
	char state[400];
	int rows, cols, row = 0;

	term_size(p->term, &rows, &cols);
	frame_resize(&p->frame, rows, cols);
	frame_fill(&p->frame, row, 0, cols, ' ', STYLE_BAR);
	put(p, row++, "أخبار  ›  صفحة التجربة", true, STYLE_BAR);
	for (size_t i = 0; i < p->lines && row < rows - 2; i++, row++) {
		bool here = (int)i == p->at;
		if (here)
			frame_fill(&p->frame, row, 0, cols, ' ', STYLE_SELECTED);
		frame_fill(&p->frame, row, cols - 2, 1, 0x25cf, here ? STYLE_SELECTED : STYLE_ACCENT);
		put(p, row, p->line[i], true, here ? STYLE_SELECTED : i % 3 ? STYLE_TEXT : STYLE_STRONG);
	}
	if (row < rows - 2)
		frame_fill(&p->frame, row++, 2, cols - 6, 0x2500, STYLE_RULE);
	for (size_t i = 0; i < ARRAY_LEN(special) && row < rows - 2; i++, row++)
		put(p, row, special[i], true, i % 2 ? STYLE_DIM : STYLE_TEXT);
	snprintf(state, sizeof(state), "%s, %s, %s%s: %s", choice->terminal,
		 term_bidi_name(choice->bidi), choice->strip_marks ? "strip" : "keep",
		 choice->isolate == TERM_ISOLATE_LRM ? ", lrm" : "", choice->reason);
	put(p, rows - 1, state, false, STYLE_DIM);
	term_flush(p->term, &p->frame);
}

static bool
keys(struct page *p)
{
	struct key key;

	while (term_key(p->term, &key)) {
		if (key.code == 'q')
			return false;
		if (key.code == KEY_CODE_DOWN && p->at + 1 < (int)p->lines)
			p->at++;
		if (key.code == KEY_CODE_UP && p->at > 0)
			p->at--;
		if (key.code == 'l') {
			term_leave(p->term);
			printf("خارج الشاشة: السلام عليكم\n");
			fflush(stdout);
			sleep(1);
			term_enter(p->term);
		}
		if (key.code == 26)
			term_suspend(p->term);
	}
	return !term_gone(p->term);
}

static bool
read_lines(struct page *p, const char *path)
{
	char text[1024];
	FILE *f = fopen(path, "r");

	if (f == NULL)
		return false;
	while (p->lines < MAX_LINES && fgets(text, sizeof(text), f) != NULL) {
		text[strcspn(text, "\n")] = '\0';
		p->line[p->lines++] = mem_strdup(text);
	}
	fclose(f);
	return true;
}

int
main(int argc, char **argv)
{
	struct page page = { .at = 2 };
	struct term_choice choice;
	struct why why;
	bool probed = false;

	setlocale(LC_ALL, "");
	if (argc < 2 || !read_lines(&page, argv[1])) {
		fprintf(stderr, "usage: page FILE [visual|logical|words [keep|strip [none|lrm]]]\n");
		return 1;
	}
	term_choose(argc > 2 ? argv[2] : "auto", argc > 3 ? argv[3] : "auto",
		    argc > 4 ? argv[4] : "auto", &choice);
	if (term_open(&choice, THEME_DARK, false, &page.term, &why) != OK) {
		fprintf(stderr, "page: %s\n", why.text);
		return 1;
	}
	frame_init(&page.frame);
	do {
		struct pollfd fd = { .fd = term_fd(page.term), .events = POLLIN };
		draw(&page);
		if (!probed)
			term_probe(page.term);
		probed = true;
		poll(&fd, 1, 60000);
	} while (keys(&page));
	term_close(page.term);
	frame_release(&page.frame);
	for (size_t i = 0; i < page.lines; i++)
		free(page.line[i]);
	printf("انتهت التجربة بسلام\n");
	return 0;
}
