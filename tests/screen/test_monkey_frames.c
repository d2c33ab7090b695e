/* SPDX-License-Identifier: MIT
 *
 * The screens without a terminal under random keys of all keyboards, commands, settings,
 * clicks, pastes, sizes down to one cell, refreshes and the passing of time, seeded. None
 * may die; every frame is whole, and drawing it again, also with nothing kept of the last
 * draw, gives the same. AKHBAR_MONKEY: how many steps (4,000); AKHBAR_MONKEY_SEED:
 * another walk; AKHBAR_MONKEY_TELL: each step is told.
 */
#include "screen/scene.c"

#include <sys/stat.h>

#include "sys/handover.h"
#include "term/term-internal.h"
#include "ui/errand.h"
#include "ui/fields.h"
#include "ui/found.h"
#include "ui/hits.h"
#include "ui/prompt.h"
#include "ui/reading.h"
#include "ui/saved.h"
#include "ui/sources.h"
#include "ui/strips.h"
#include "ui/welcome.h"

struct walk {
	struct scene scene;
	struct welcome welcome;
	char feeds[300], config[300];
	uint64_t seed;
	bool tell;
	int step, round, ends;
	size_t acted[ACTION_COUNT]; /* how often each action had its turn */
	char last[200];
};

static unsigned
pick(struct walk *w, unsigned n)
{
	w->seed = w->seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(w->seed >> 33) % n;
}

#define PICK(w, table) (table)[pick(w, ARRAY_LEN(table))]

static void
told(struct walk *w, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	vsnprintf(w->last, sizeof(w->last), fmt, args);
	va_end(args);
	if (w->tell)
		fprintf(stderr, "%d: %s\n", w->step, w->last);
}

/* ---- the reader --------------------------------------------------------------------- */

static void
put_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void
open_app(struct walk *w)
{
	static const char *const languages[] = {"ar", "en"};
	struct scene *f = &w->scene;
	put_file(w->feeds,
		 "@ اقتصاد\nhttps://economy.example/feed \"~الاقتصادية\"\n"
		 "https://markets.example/feed \"~أسواق\"\n@ علوم وتقنية\n"
		 "https://tech.example/feed \"~التقنية اليوم\"\n"
		 "https://sky.example/feed \"~مجلة الفلك والفضاء العربية\"\n@ ثقافة وفن\n"
		 "https://culture.example/feed \"~الثقافية\"\n@ رياضة\n"
		 "https://sport.example/feed \"~ملاعب\"\n@ World\n"
		 "https://world.example/feed \"~World Desk\"\n@? عاجل: بنك\n@! read: منتخب\n");
	put_file(w->config, "# settings\n");
	lang_choose(PICK(w, languages));
	f->config = config_new();
	f->keys = keymap_new();
	struct app_start s = {.store = f->store, .config = f->config, .keys = f->keys,
			      .with_guide = true, .feeds = w->feeds, .config_path = w->config,
			      .own_feeds = true};
	scene_set(f, "save-folder", getenv("HOME"));
	scene_set(f, "screen-reader", pick(w, 6) ? "no" : "yes");
	scene_set(f, "cursor", pick(w, 3) ? "row" : "marker");
	app_init(&f->app, &s);
	words_init(&f->app.words, "auto", "gulf", SCENE_NOW, 0);
	app_resize(&f->app, 24, 80);
	sections_load(&f->app);
	headlines_open(&f->app, sections_current(f->app.sections));
	app_push(&f->app, &screen_headlines);
	f->app.sections->focus = false;
}

/* ---- what is seen -------------------------------------------------------------------- */

static void
hold_cell(struct walk *w, const struct frame *f, int row, int col)
{
	const struct frame_cell *c = &f->cells[row * f->cols + col];
	const struct frame_cell *next = col + 1 < f->cols ? c + 1 : NULL;
	bool good = c->style < STYLE_COUNT && c->ch_n <= CELL_CHARS && c->width <= 2;
	for (unsigned i = 0; good && i < c->ch_n; i++)
		good = c->ch[i] >= ' ' && (c->ch[i] < 0x7f || c->ch[i] >= 0xa0) &&
		       c->ch[i] <= 0x10ffff && !(c->ch[i] >= 0x202a && c->ch[i] <= 0x202e) &&
		       !(c->ch[i] >= 0x2066 && c->ch[i] <= 0x2069);
	if (good && c->width == 2)
		good = next && next->ch_n == 0;
	if (good && c->ch_n == 0)
		good = col > 0 && c[-1].width == 2;
	if (!good)
		fail_msg("step %d (%s), %dx%d: row %d, column %d is no cell: U+%04X, %u, width %u",
			 w->step, w->last, f->cols, f->rows, row, col, c->ch[0], c->ch_n, c->width);
}

static void
hold_same(struct walk *w, const struct frame *a, const struct frame *b, const char *what)
{
	if (a->cursor_row != b->cursor_row || a->cursor_col != b->cursor_col)
		fail_msg("step %d (%s), %s: the cursor went from %d,%d to %d,%d", w->step, w->last,
			 what, a->cursor_row, a->cursor_col, b->cursor_row, b->cursor_col);
	for (int i = 0; i < a->rows * a->cols; i++) {
		const struct frame_cell *x = &a->cells[i], *y = &b->cells[i];
		if (x->ch_n == y->ch_n && x->width == y->width && x->style == y->style &&
		    memcmp(x->ch, y->ch, x->ch_n * sizeof(*x->ch)) == 0)
			continue;
		fail_msg("step %d (%s), %s, %dx%d: row %d, column %d: U+%04X, then U+%04X",
			 w->step, w->last, what, a->cols, a->rows, i / a->cols, i % a->cols,
			 x->ch[0], y->ch[0]);
	}
}

static void
copy_frame(const struct frame *f, struct frame *out)
{
	size_t bytes = (size_t)f->rows * (size_t)f->cols * sizeof(*f->cells);
	*out = *f;
	out->cells = mem_alloc(bytes + 1);
	memcpy(out->cells, f->cells, bytes);
}

static void
hold(struct walk *w)
{
	struct app *app = &w->scene.app;
	struct frame first;
	app_draw(app);
	const struct frame *f = &app->frame;
	for (int row = 0; row < f->rows; row++)
		for (int col = 0; col < f->cols; col++)
			hold_cell(w, f, row, col);
	if (f->cursor_row < -1 || f->cursor_row >= f->rows || f->cursor_col < -1 ||
	    f->cursor_col >= f->cols)
		fail_msg("step %d (%s): the cursor is outside: %d,%d of %dx%d", w->step, w->last,
			 f->cursor_row, f->cursor_col, f->rows, f->cols);
	copy_frame(f, &first);
	app_draw(app);
	hold_same(w, &first, f, "drawn again");
	if (pick(w, 8) == 0) {
		fields_free(app->fields);
		app->fields = fields_new();
		if (app->headlines) {
			strips_free(app->headlines->strips);
			app->headlines->strips = strips_new();
		}
		app_draw(app);
		hold_same(w, &first, f, "measured again");
	}
	free(first.cells);
}

/* ---- what is done --------------------------------------------------------------------- */

static const char signs[] = "jjjkkknnpgGoOfNAuUCmJKvtzlhb/?:;#0123456789%=|EacmpeysVdSF*\\+xiqqIL&@!~";
static const uint32_t specials[] = {
	KEY_CODE_UP, KEY_CODE_DOWN, KEY_CODE_LEFT, KEY_CODE_RIGHT, KEY_CODE_HOME, KEY_CODE_END,
	KEY_CODE_PAGE_UP, KEY_CODE_PAGE_DOWN, KEY_CODE_ENTER, KEY_CODE_ENTER, KEY_CODE_ENTER,
	KEY_CODE_BACKSPACE, KEY_CODE_DELETE, KEY_CODE_TAB, KEY_CODE_BACKTAB, KEY_CODE_ESCAPE,
	KEY_CODE_F1, KEY_CODE_F5, KEY_CODE_F12, 0xfefb, 0xfef7, 0x200c, 0x64b, 0x1f1f8, 0x1f468,
	0x200d, 0x4e2d, 0xe9, 0x300, ' ', ' ', 2, 4, 6, 7, 11, 12, 14, 15, 16, 21, 23, 24};
static const char *const texts[] = {
	"بنك", "OPEC+ والنفط", "مصدر:\"أسواق\"", "«", "\"", "hide: كرة", "rss", "https://a.example/x",
	"a:b OR -c", "ءآأؤإئ ًٌٍ", "کتاب‌های", "(UN) 3.5% ١٢٣", "日本語", "👨‍👩‍👧 🇸🇦", "%d %s %n", "../../etc",
	"x\ny\rz\t\033[31m", "\xd9", "ـــــــــــــــــــــــــــــــــــــــــــــــــــــــــــــــــــــــــــــــــــــ"};

static void
give(struct walk *w, struct key key)
{
	struct app *app = &w->scene.app;
	told(w, "key U+%04X%s%s on %s", key.code, key.alt ? " alt" : "", key.pasted ? " pasted" : "",
	     app->screen->name);
	app_key(app, &key);
}

static void
type(struct walk *w, const char *text, bool pasted)
{
	for (const char *end = text + strlen(text); text < end && !w->scene.app.quit;)
		give(w, (struct key){.code = utf8_next(&text, end), .pasted = pasted});
}

static void
some_keys(struct walk *w)
{
	unsigned r = pick(w, 100);
	if (r < 50)
		give(w, (struct key){.code = (unsigned char)signs[pick(w, sizeof(signs) - 1)]});
	else if (r < 75)
		give(w, (struct key){.code = PICK(w, specials), .alt = pick(w, 8) == 0});
	else if (r < 90) /* what any key of any keyboard types */
		give(w, (struct key){.code = places_table[pick(w, KEYBOARD_COUNT)][pick(w, 3) == 0]
							 [pick(w, PLACES)]});
	else
		type(w, PICK(w, texts), pick(w, 2));
}

/* A value a setting may have, or may not. */
static const char *
some_value(struct walk *w, const struct option_info *o, char *out, size_t max)
{
	if (o->type == OPTION_INT) {
		snprintf(out, max, "%d", o->min + (int)pick(w, (unsigned)(o->max - o->min) + 2));
	} else if (o->type == OPTION_BOOL) {
		snprintf(out, max, "%s", pick(w, 2) ? "yes" : "no");
	} else {
		const char *p = o->choices;
		for (unsigned n = pick(w, 4); n && strchr(p, '|'); n--)
			p = strchr(p, '|') + 1;
		snprintf(out, max, "%.*s", (int)strcspn(p, "|"), p);
	}
	return out;
}

static void
some_command(struct walk *w)
{
	static const char *const lines[] = {
		"10", "٣", "open 1", "open", "copy title", "help مقال", "help", "section اقتصاد",
		"section", "filter", "find", "search", "bind", "bind gx star next-unread", "unbind gx",
		"bind <SPACE>x undo", "bind ق quit@", "keep", "set", "set lang?", "nonsense",
		"save-search x", "add", "import", "copy x", "5 down", "set theme nothing"};
	struct scene *f = &w->scene;
	char line[300], value[60];
	unsigned r = pick(w, 10);
	const struct option_info *o = option_info((enum option)pick(w, OPTION_COUNT));
	if (r < 4 && o->type != OPTION_STRING)
		snprintf(line, sizeof(line), "set %s %s", o->name, some_value(w, o, value, sizeof(value)));
	else if (r < 6)
		snprintf(line, sizeof(line), "%s%s", pick(w, 4) ? "" : "3 ",
			 action_info((enum action)(1 + pick(w, ACTION_COUNT - 1)))->name);
	else if (r < 8)
		snprintf(line, sizeof(line), "%s %s", pick(w, 2) ? "search" : "filter", PICK(w, texts));
	else
		snprintf(line, sizeof(line), "%s", PICK(w, lines));
	if (f->app.prompt && prompt_is_open(&f->app))
		give(w, (struct key){.code = KEY_CODE_ESCAPE});
	f->app.grab = NULL;
	app_act(&f->app, ACTION_COMMAND);
	type(w, line, false);
	for (unsigned n = pick(w, 3); n; n--)
		give(w, (struct key){.code = KEY_CODE_TAB});
	hold(w);
	if (!f->app.quit)
		give(w, (struct key){.code = pick(w, 8) ? KEY_CODE_ENTER : KEY_CODE_ESCAPE});
}

static void
some_action(struct walk *w)
{
	struct app *app = &w->scene.app;
	enum action a = (enum action)(1 + pick(w, ACTION_COUNT - 1));
	if (prompt_is_open(app) || app->grab || !(action_info(a)->where & app->screen->where) ||
	    (a == ACTION_QUIT && pick(w, 8)))
		return;
	told(w, "%s on %s", action_info(a)->name, app->screen->name);
	w->acted[a]++;
	app->count = pick(w, 5) ? 0 : (int)pick(w, 12);
	app_act(app, a);
	app->count = 0;
}

static void
some_click(struct walk *w)
{
	struct app *app = &w->scene.app;
	struct key key = {.code = KEY_CODE_MOUSE, .mouse = pick(w, 4),
			  .row = (int)pick(w, (unsigned)app->frame.rows + 2),
			  .col = (int)pick(w, (unsigned)app->frame.cols + 2)};
	told(w, "click %d at %d,%d on %s", (int)key.mouse, key.row, key.col, app->screen->name);
	app_mouse(app, &key);
}

static void
some_size(struct walk *w)
{
	static const int sizes[][2] = {{24, 80}, {6, 20},   {12, 40},  {43, 132}, {70, 240}, {1, 1},
				       {2, 2},   {3, 300},  {200, 5},  {5, 20},   {5, 19},   {30, 60},
				       {24, 99}, {24, 100}, {11, 150}, {4, 149},  {59, 20},  {1, 80}};
	unsigned i = pick(w, ARRAY_LEN(sizes) * 2);
	int rows = i < ARRAY_LEN(sizes) ? sizes[i][0] : 1 + (int)pick(w, 60);
	int cols = i < ARRAY_LEN(sizes) ? sizes[i][1] : 1 + (int)pick(w, 200);
	told(w, "size %dx%d", cols, rows);
	app_resize(&w->scene.app, rows, cols);
}

/* New articles, as the fetcher puts them. */
static void
some_news(struct walk *w)
{
	struct scene *f = &w->scene;
	struct store_feeds feeds = {0};
	struct why why = {""};
	SCENE_OK(store_feeds(f->store, &feeds, &why));
	char key[32];
	snprintf(key, sizeof(key), "news-%d", w->round++);
	struct store_item item = {.key = key, .title = scene_articles[pick(w, ARRAY_LEN(scene_articles))].title,
				  .link = "https://news.example/new",
				  .published = SCENE_NOW - (int64_t)pick(w, 4000000), .updated = TIME_NONE};
	struct store_reply reply = {.feed_id = feeds.items[pick(w, (unsigned)feeds.n)].id,
				    .now = SCENE_NOW, .dir = DIR_RTL, .next_due = SCENE_NOW + 60,
				    .items = &item, .n = 1};
	struct store_merged merged;
	SCENE_OK(store_merge(f->store, &reply, &merged, &why));
	store_feeds_release(&feeds);
}

/* A line of the fetcher, asked for or not. */
static void
some_message(struct walk *w)
{
	static const char *const lines[] = {
		"progress\t3\t40\t1234567\t5\tالاقتصادية", "progress\t40\t40\t0\t0\t",
		"failed-feed\t1\tdns\tecon.example", "failed-feed\t3\thttp\t403",
		"notice\t1", "stored\t40\t7\t30\t3\t900", "done\t40\t7\t30\t3\t900\t1200",
		"ahead\t2\t9\t0\tعنوان", "busy\t1234", "failed\tdisk-full\t", "waiting\t2\tgone\t\t0",
		"tidying\tindex\t3\t10", "tidying\tcheck\t0\t0", "tidying\t\t0\t0", "done\t1", "strange",
		"moved\t1\thttps://new.example/feed", "done"};
	struct app *app = &w->scene.app;
	struct message m;
	char line[200];
	if (!app->refresh.request && pick(w, 3) == 0)
		app->refresh.request = 7;
	if (!app->tidy.request && pick(w, 6) == 0)
		app->tidy.request = 9;
	snprintf(line, sizeof(line), "%u\t%s", pick(w, 3) ? 7 : pick(w, 10), PICK(w, lines));
	told(w, "message %s", line);
	if (message_parse(bytes_of(line), &m)) {
		app_on_message(&m, app);
		message_release(&m);
	}
	if (pick(w, 30) == 0)
		app_on_died(pick(w, 3), "SIGSEGV", app);
}

static void
some_found(struct walk *w)
{
	struct app *app = &w->scene.app;
	if (prompt_is_open(app))
		return;
	told(w, "feeds were found");
	found_read(app, "https://a.example/feed\tالأولى\trss-2.0\n"
			"\t2026-11-23T19:30:00Z\tعنوان أول\n\t\tSecond title\n"
			"https://b.example/feed\tSecond\tapplication/atom+xml\n");
	found_open(app);
}

/* The loop's own part: what waits, what is granted. */
static void
turn(struct walk *w)
{
	struct app *app = &w->scene.app;
	prompt_settle(app);
	if (app_key_waits(app) && pick(w, 3) == 0) {
		told(w, "no key came");
		app_key_late(app);
	}
	if (saved_wait(app) && pick(w, 3) == 0)
		saved_count_one(app);
	if (pick(w, 5) == 0)
		app_tick(app, app->words.now + pick(w, 4000), pick(w, 20) ? app->words.utc_offset : 10800);
	if (pick(w, 40) == 0) {
		app->choice.strip_marks = !app->choice.strip_marks;
		app->reading->width = 0;
	}
	free(app->wish.browse);
	free(app->wish.copy);
	free(app->wish.input);
	handover_free(app->wish.run);
	app->wish = (struct app_wish){0};
	errand_stop(app);
}

static void
step(struct walk *w)
{
	unsigned r = pick(w, 100);
	if (r < 55)
		some_keys(w);
	else if (r < 75)
		some_action(w);
	else if (r < 82)
		some_command(w);
	else if (r < 88)
		some_click(w);
	else if (r < 92)
		some_size(w);
	else if (r < 95)
		some_message(w);
	else if (r < 97)
		some_news(w);
	else if (r < 98)
		some_found(w);
	turn(w);
}

static void
a_long_walk(void **state)
{
	const char *steps = getenv("AKHBAR_MONKEY"), *seed = getenv("AKHBAR_MONKEY_SEED");
	const char *tmp = getenv("AKHBAR_TMP");
	int n = steps ? atoi(steps) : 4000;
	struct walk w = {.seed = seed ? strtoull(seed, NULL, 10) : 20261126,
			 .tell = getenv("AKHBAR_MONKEY_TELL") != NULL};
	(void)state;
	char *home = mem_printf("%s/walk-%d", tmp ? tmp : "/tmp", (int)getpid());
	assert_int_equal(mkdir(home, 0700), 0);
	setenv("HOME", home, 1);
	setenv("AKHBAR_FETCH", "/bin/false", 1);
	snprintf(w.feeds, sizeof(w.feeds), "%s/feeds", home);
	snprintf(w.config, sizeof(w.config), "%s/config", home);
	scene_start(&w.scene);
	open_app(&w);
	for (w.step = 0; w.step < n; w.step++) {
		step(&w);
		if (!w.scene.app.quit)
			hold(&w);
		if (w.scene.app.quit || pick(&w, 700) == 0) {
			scene_close(&w.scene);
			open_app(&w);
			w.ends++;
		}
	}
	print_message("# %d steps, %d new articles, %d ends\n", n, w.round, w.ends);
	scene_close(&w.scene);
	scene_end(&w.scene);
	free(home);
}

/* The questions of the first run: there is no store yet. */
static void
a_walk_before_the_store(void **state)
{
	const char *steps = getenv("AKHBAR_MONKEY"), *seed = getenv("AKHBAR_MONKEY_SEED");
	struct walk w = {.seed = seed ? strtoull(seed, NULL, 10) : 20261126,
			 .tell = getenv("AKHBAR_MONKEY_TELL") != NULL};
	struct sources shipped = {0};
	struct why why = {""};
	const char *tmp = getenv("AKHBAR_TMP");
	(void)state;
	snprintf(w.feeds, sizeof(w.feeds), "%s/walk-%d.feeds", tmp ? tmp : "/tmp", (int)getpid());
	put_file(w.feeds, "@ اقتصاد\nhttps://a.example/f \"~أ\"\n@ World\nhttps://b.example/f\n@ ثقافة\n"
			  "https://c.example/f\n@ رياضة\nhttps://d.example/f\n");
	SCENE_OK(sources_load(w.feeds, &shipped, &why));
	for (int n = (steps ? atoi(steps) : 4000) / 4; w.step < n;) {
		struct app *app = &w.scene.app;
		lang_choose(pick(&w, 2) ? "ar" : "en");
		w.scene.config = config_new();
		w.scene.keys = keymap_new();
		struct app_start start = {.config = w.scene.config, .keys = w.scene.keys};
		welcome_init(&w.welcome, &shipped);
		app_init(app, &start);
		app->welcome = &w.welcome;
		app->screen = &screen_welcome;
		words_init(&app->words, "auto", "gulf", SCENE_NOW, 0);
		app_resize(app, 24, 80);
		for (; w.step < n && !app->quit; w.step++) {
			unsigned r = pick(&w, 100);
			if (r < 70)
				some_keys(&w);
			else if (r < 80)
				some_click(&w);
			else if (r < 90)
				some_size(&w);
			else
				some_action(&w);
			prompt_settle(app);
			if (!app->quit)
				hold(&w);
		}
		scene_close(&w.scene);
		welcome_release(&w.welcome);
		w.ends++;
	}
	print_message("# %d steps, %d ends\n", w.step, w.ends);
	sources_release(&shipped);
	unlink(w.feeds);
}

int
main(void)
{
	lang_start();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_walk_before_the_store),
		cmocka_unit_test(a_long_walk),
	};
	return cmocka_run_group_tests_name("monkey-frames", tests, NULL, NULL);
}
