/* SPDX-License-Identifier: MIT */
#include "ui/terminal-page.h"

#include <poll.h>
#include <stdlib.h>

#include "akhbar/text.h"
#include "ui/places.h"

#define CELLS_MAX 500

/* Joins, lam-alef, brackets, numbers, Latin in front and within, marks. */
static const char *const samples[] = {
	"السلام عليكم، هذه أول سطور الصفحة",
	"قرأ الطلاب (في الفصل الأول) كتاب «لا وداع» لعام 2024",
	"OpenAI تعلن نموذجا جديدا، وLinux يعمل على 96% من الخوادم",
	"10 أسباب للمشي كل صباح، من ١ إلى ١٠",
	"العَرَبِيَّةُ لُغَةٌ جَمِيلَةٌ وَلَا شَكَّ",
};

static const struct mode {
	enum term_bidi bidi;
	enum term_isolate isolate;
} modes[] = {
	{TERM_VISUAL, TERM_ISOLATE_NONE},
	{TERM_VISUAL, TERM_ISOLATE_LRM},
	{TERM_LOGICAL, TERM_ISOLATE_NONE},
	{TERM_WORDS, TERM_ISOLATE_NONE},
};

struct page {
	struct term *t;
	struct frame frame;
	struct term_choice before;
	size_t mode;
	bool touched; /* the reader has asked for another mode */
};

static size_t
mode_of(const struct term_choice *c)
{
	for (size_t i = 0; i < ARRAY_LEN(modes); i++)
		if (modes[i].bidi == c->bidi && modes[i].isolate == c->isolate)
			return i;
	return 0;
}

/* A text at the side where it starts, in the longest of its forms that fits. */
static void
put(struct frame *f, int row, const char *const forms[], size_t n, enum dir dir, enum style style)
{
	static struct cell cells[CELLS_MAX];
	struct para_options options = {.dir = dir, .fallback = DIR_RTL};
	int edge = f->cols < 40 ? 1 : 2, room = f->cols - 2 * edge;
	uint32_t used = 0;
	size_t got = 0;
	if (room < 2 || row >= f->rows)
		return;
	for (size_t i = 0; i < n; i++) {
		got = text_field(bytes_of(forms[i]), &options, CELLS_MAX, ORDER_VISUAL, cells, CELLS_MAX,
				 &used);
		if ((int)used <= room)
			break;
	}
	if ((int)used > room)
		got = text_field(bytes_of(forms[n - 1]), &options, (uint32_t)room, ORDER_VISUAL, cells,
				 CELLS_MAX, &used);
	frame_put(f, row, dir == DIR_RTL ? f->cols - edge - (int)used : edge, f->cols, cells, got, style);
}

/* In a wrong mode Arabic cannot be read: what to do is said in both languages. */
static const char *const ask_arabic[] = {"هل تُقرأ هذه السطور قراءة صحيحة؟", "أتُقرأ صحيحة؟"};
static const char *const ask_english[] = {"Do these lines read right?", "Read right?"};
static const char *const keys_arabic[] = {
	"Enter نعم، احفظها    Tab جرّب الطريقة التالية    t التشكيل    Esc اترك كل شيء كما كان",
	"Enter نعم، احفظها   Tab التالية   t التشكيل   Esc اترك",
	"Enter نعم   Tab لا   Esc اترك", "Enter نعم، Tab لا"};
static const char *const keys_english[] = {
	"Enter yes, keep it    Tab try the next way    t vowel marks    Esc leave all as it was",
	"Enter yes, keep it   Tab next   t marks   Esc leave", "Enter yes   Tab no   Esc leave",
	"Enter yes, Tab no"};

void
terminal_page_draw(struct frame *f, const struct term_choice *c)
{
	int row = 0, air = f->rows > 16, most = f->rows - 4 - (f->rows > 6);
	int lines = most < (int)ARRAY_LEN(samples) ? most : (int)ARRAY_LEN(samples);
	put(f, row++, ask_arabic, ARRAY_LEN(ask_arabic), DIR_RTL, STYLE_ACCENT);
	put(f, row++, ask_english, ARRAY_LEN(ask_english), DIR_LTR, STYLE_ACCENT);
	row += air;
	for (int i = 0; i < lines; i++)
		put(f, row++, &samples[i], 1, DIR_RTL, STYLE_TEXT);
	row += air;
	put(f, row++, keys_arabic, ARRAY_LEN(keys_arabic), DIR_RTL, STYLE_DIM);
	put(f, row++, keys_english, ARRAY_LEN(keys_english), DIR_LTR, STYLE_DIM);
	row += air;
	const char *marks = c->strip_marks ? "strip" : "keep";
	const char *isolate = c->isolate == TERM_ISOLATE_LRM ? "lrm" : "none";
	char *state = mem_printf("%zu/%zu  bidi %s, tashkeel %s, isolate %s  (%s)", mode_of(c) + 1,
				 ARRAY_LEN(modes), term_bidi_name(c->bidi), marks, isolate, c->terminal);
	char *brief = mem_printf("%zu/%zu %s", mode_of(c) + 1, ARRAY_LEN(modes), term_bidi_name(c->bidi));
	put(f, row, (const char *const[]){state, brief}, 2, DIR_LTR, STYLE_DIM);
	free(brief);
	free(state);
	f->cursor_row = f->cursor_col = -1;
}

static void
draw(struct page *p)
{
	int rows, cols;
	term_size(p->t, &rows, &cols);
	frame_resize(&p->frame, rows, cols);
	terminal_page_draw(&p->frame, term_current_choice(p->t));
	term_flush(p->t, &p->frame);
}

static void
change(struct page *p, size_t mode, bool strip)
{
	struct term_choice next = *term_current_choice(p->t);
	p->touched = true;
	p->mode = mode % ARRAY_LEN(modes);
	next.bidi_fixed = next.marks_fixed = next.isolate_fixed = true;
	term_choice_set(&next, modes[p->mode].bidi, modes[p->mode].isolate, strip);
	term_set_choice(p->t, &next);
}

/* True when it is over. */
static bool
take_key(struct page *p, const struct key *key, enum terminal_page_end *end)
{
	const struct term_choice *c = term_current_choice(p->t);
	bool letter = key->code >= 0x80 && key->code < KEY_CODE_BASE;
	switch (letter ? place_guess(KEYBOARD_UNKNOWN, key->code) : key->code) {
	case KEY_CODE_ENTER:
		*end = TERMINAL_PAGE_KEPT;
		return true;
	case KEY_CODE_ESCAPE:
	case 'q':
	case '/': /* the same key on a Hebrew keyboard */
	case 3:
		return true;
	case KEY_CODE_TAB:
		change(p, p->mode + 1, c->strip_marks);
		return false;
	case KEY_CODE_BACKTAB:
		change(p, p->mode + ARRAY_LEN(modes) - 1, c->strip_marks);
		return false;
	case 't':
		change(p, p->mode, !c->strip_marks);
		return false;
	case 26:
		term_suspend(p->t);
		return false;
	default:
		return false;
	}
}

enum terminal_page_end
terminal_page(struct term *t, int end_fd)
{
	struct page p = {.t = t, .before = *term_current_choice(t)};
	enum terminal_page_end end = TERMINAL_PAGE_LEFT;
	bool over = false, probed = false;
	frame_init(&p.frame);
	while (!over && !term_gone(t)) {
		struct pollfd fds[2] = {{.fd = term_fd(t), .events = POLLIN},
					{.fd = end_fd, .events = POLLIN}};
		struct key key;
		if (!p.touched) /* it may have answered meanwhile */
			p.mode = mode_of(term_current_choice(t));
		draw(&p);
		if (!probed)
			term_probe(t);
		probed = true;
		poll(fds, 2, -1);
		over = fds[1].revents != 0;
		while (!over && term_key(t, &key))
			over = !key.pasted && take_key(&p, &key, &end);
	}
	if (end == TERMINAL_PAGE_LEFT && p.touched) {
		struct term_choice back = *term_current_choice(t);
		back.bidi_fixed = p.before.bidi_fixed;
		back.marks_fixed = p.before.marks_fixed;
		back.isolate_fixed = p.before.isolate_fixed;
		term_choice_set(&back, p.before.bidi, p.before.isolate, p.before.strip_marks);
		term_set_choice(t, &back);
	}
	frame_release(&p.frame);
	return end;
}

enum terminal_page_end
terminal_page_keep(struct term *t, int end_fd, struct why *why)
{
	enum terminal_page_end end = terminal_page(t, end_fd);
	const struct term_choice *c = term_current_choice(t);
	if (end == TERMINAL_PAGE_KEPT && c->answers)
		(void)!term_keep_choice(c, c->answers, why);
	return end;
}

enum err
terminal_page_alone(const struct config *config, const char *answers, struct term_choice *out,
		    enum terminal_page_end *end, struct why *why)
{
	struct term_choice choice;
	struct term_look look;
	struct term *t = NULL;
	term_choose(config_str(config, OPT_BIDI), config_str(config, OPT_TASHKEEL),
		    config_str(config, OPT_ISOLATE), &choice);
	if (answers)
		term_choose_kept(&choice, answers);
	choice.ask = true; /* its name is kept with the answer */
	term_look_choose(config_str(config, OPT_THEME), &look);
	enum err e = term_open(&choice, look.theme, false, &t, why);
	if (e != OK)
		return e;
	term_set_look(t, &look);
	*end = terminal_page(t, -1);
	*out = *term_current_choice(t);
	term_close(t);
	if (*end == TERMINAL_PAGE_KEPT && answers)
		e = term_keep_choice(out, answers, why);
	return e;
}
