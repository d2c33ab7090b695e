/* SPDX-License-Identifier: MIT
 *
 * The whole reader on a terminal in memory under random keys, broken sequences, pastes,
 * sizes and refreshes, seeded; in the ways of many terminals, in both languages, with
 * random settings. It may not die or leak, what the terminal shows must be what a full
 * repaint shows, and it must leave the terminal as it found it. AKHBAR_MONKEY: how many
 * keys (2,000); AKHBAR_MONKEY_SEED: another walk.
 */
#include "screen/app-fixture.h"

#include <signal.h>
#include <termios.h>

#include "screen/vt.c"
#include "ui/places.h"
#include "ui/ui.h"

/* There under AddressSanitizer. Only what the reader takes is held to be given back. */
extern int __lsan_do_recoverable_leak_check(void) __attribute__((weak));
extern void __lsan_disable(void) __attribute__((weak));
extern void __lsan_enable(void) __attribute__((weak));

struct shown {
	int rows, cols, cursor_row, cursor_col;
	bool cursor;
	struct vt_cell *cells;
};

static uint64_t seed;

static unsigned
pick(unsigned n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % n;
}

/* ---- the reader --------------------------------------------------------------------- */

#define SETTINGS 12

struct setting {
	char db[256], feeds[300], config[300];
	const char *lang, *terminal;
	char settings[SETTINGS][2][40];
	size_t n;
};

static int
reader(void *arg)
{
	const struct setting *s = arg;
	struct store *store;
	struct why why = {""};
	if (__lsan_enable)
		__lsan_enable();
	alarm(3600); /* ten thousand keys take longer than a test's usual minute */
	lang_start();
	lang_choose(s->lang);
	if (store_open(s->db, STORE_READ_WRITE, &store, &why) != OK)
		return 99;
	struct config *config = config_new();
	for (size_t i = 0; i < s->n; i++)
		if (config_set(config, s->settings[i][0], s->settings[i][1], &why) != OK)
			return 98;
	struct ui_start start = {.store = store, .config = config, .feeds = s->feeds,
				 .config_path = s->config, .own_feeds = true, .with_guide = true};
	int status = ui_run(&start, &why);
	config_free(config);
	store_close(store);
	if (__lsan_do_recoverable_leak_check && __lsan_do_recoverable_leak_check())
		return 97;
	return status;
}

/* No program can be started and nothing is written outside the test's folder. */
#define ALONE "PATH=/nonexistent", "AKHBAR_FETCH=/bin/false", "BROWSER=", "DISPLAY=", "WAYLAND_DISPLAY="

/* Each in the way it is sent to; what is shown is the same terminal. */
static const struct terminal_kind {
	const char *name, *env[12];
	bool mute;
} kinds[] = {
	{"xterm", {ALONE, NULL}, false},
	{"a silent xterm", {ALONE, NULL}, true},
	{"VTE", {ALONE, "VTE_VERSION=7006", "COLORTERM=truecolor", NULL}, false},
	{"Konsole", {ALONE, "KONSOLE_VERSION=221203", NULL}, true},
	{"QTerminal", {ALONE, "COLORFGBG=15;0", NULL}, true},
	{"kitty", {ALONE, "TERM=xterm-kitty", "KITTY_WINDOW_ID=1", NULL}, true},
	{"VTE under tmux", {ALONE, "TERM=tmux-256color", "TMUX=/nonexistent,1,0", "VTE_VERSION=7006", NULL}, true},
	{"Konsole under screen", {ALONE, "TERM=screen", "STY=1.x", "KONSOLE_VERSION=221203", NULL}, true},
	{"one terminfo does not know", {ALONE, "TERM=xterm-unheard-of", NULL}, false},
	{"PuTTY", {ALONE, "TERM=putty", NULL}, true},
	{"urxvt", {ALONE, "TERM=rxvt-unicode-256color", NULL}, true},
	{"vt220", {ALONE, "TERM=vt220", NULL}, true},
	{"without colours", {ALONE, "NO_COLOR=1", NULL}, false},
};

static void
set(struct setting *s, const char *name, const char *const *values, size_t n)
{
	assert_in_range(s->n, 0, SETTINGS - 1);
	snprintf(s->settings[s->n][0], sizeof(s->settings[0][0]), "%s", name);
	snprintf(s->settings[s->n++][1], sizeof(s->settings[0][1]), "%s", values[pick((unsigned)n)]);
}

#define SET(s, name, ...) \
	set(s, name, (const char *const[]){__VA_ARGS__}, \
	    sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static struct vt *
begin(struct setting *s, int rows, int cols)
{
	const struct terminal_kind *kind = &kinds[pick(3) ? pick(ARRAY_LEN(kinds)) : 0];
	s->lang = pick(3) ? "ar" : "en";
	s->terminal = kind->name;
	s->n = 0;
	SET(s, "theme", "auto", "auto", "dark", "light", "contrast", "paper", "mono");
	SET(s, "cursor", "row", "row", "marker");
	SET(s, "screen-reader", "no", "no", "no", "no", "yes");
	SET(s, "bidi", "auto", "auto", "auto", "visual", "logical", "words");
	SET(s, "isolate", "auto", "auto", "auto", "lrm");
	SET(s, "tashkeel", "auto", "keep", "strip");
	SET(s, "headlines", "auto", "compact", "two-line");
	SET(s, "group", "day", "source", "none");
	SET(s, "article-beside", "no", "yes");
	SET(s, "notify", "none", "bell", "message");
	SET(s, "mouse", "yes", "yes", "no");
	SET(s, "link-digits", "enter", "direct");
	struct vt *vt = vt_start(rows, cols, reader, s, kind->env);
	if (kind->mute)
		vt_mute(vt);
	vt_wait_bytes(vt, "\033[", 20000); /* from then on a signal is the reader's own */
	vt_settle(vt, 100, 10000);
	return vt;
}

/* It ended by itself or was ended: with this status, and the terminal is the shell's. */
static void
hold_end(struct vt *vt, const struct setting *s, int status, int want, int keys)
{
	struct termios mode;
	int row, col;
	bool visible;
	if (status != want)
		fail_msg("after %d keys, %s, the reader ended with %d", keys, s->terminal, status);
	if (tcgetattr(vt->fd, &mode) == 0 && !(mode.c_lflag & ICANON && mode.c_lflag & ECHO))
		fail_msg("after %d keys, %s: the terminal was left raw", keys, s->terminal);
	vt_cursor(vt, &row, &col, &visible);
	if (!visible)
		fail_msg("after %d keys, %s: the cursor was left hidden", keys, s->terminal);
	if (strcmp(s->terminal, "vt220") != 0 && !vt_sent(vt, "\033[?1049l"))
		fail_msg("after %d keys, %s: the other screen was left on", keys, s->terminal);
}

/* ---- what is done to it ---------------------------------------------------------------- */

static void
add_line(struct buf *keys)
{
	static const char *const lines[] = {
		":set theme dark", ":set theme light", ":set cursor marker", ":set cursor row", ":set lang en",
		":set lang ar", ":set screen-reader yes", ":set screen-reader no", ":set tashkeel strip",
		":set numerals arabic", ":set justify kashida", ":set calendar hijri", ":redraw", ":keep",
		":set article-width 40", ":set keyboard persian", ":bind gx star next-unread", ":search بنك",
		":filter (UN)", ":section اقتصاد", ":help نجم", ":nonsense", ":10", ":test-terminal",
		"/ مصرف OPEC+ ١٢٣", "S عنوان:القمة", ":set group source", ":set ui-numerals western"};
	if (pick(2))
		buf_add_char(keys, '\033');
	buf_add_str(keys, lines[pick(ARRAY_LEN(lines))]);
	for (unsigned n = pick(4); n; n--)
		buf_add_str(keys, pick(2) ? "\t" : "\033[D");
	if (pick(4))
		buf_add_char(keys, '\r');
}

static void
add_key(struct buf *keys)
{
	static const char *const special[] = {
		"\033[A", "\033[B", "\033[C", "\033[D", "\033[5~", "\033[6~", "\033[H", "\033[F",
		"\r", "\r", "\t", "\033[Z", "\177", "\033[15~", "\033OP", " ", "\033[3~", "\033",
		"\033[200~لصق\n\033[201~", "\033[200~:set lang en\r\nq\033[31mx\t\033[201~",
		"\033[1;3D", "\033b", "\033\xd9\x84\xd8\xa7", "\xd9\x84\xd8\xa7"};
	/* what no key is, begun and not ended, answers that nobody asked for */
	static const char *const broken[] = {
		"\033[", "\033[1;", "\033[200~", "\033[201~", "\033]11;rgb:ffff/ffff/ffff\a", "\033]11;",
		"\033P>|Konsole 22.12.3\033\\", "\033[8;1$y", "\033[?62;22c", "\033[>65;7006;1c", "\xd9",
		"\xff", "\xf0\x9f\x98", "\033[M !", "\033[<0;1;1", "\033[5;1R", "\033[999999999999A",
		"\033[?69;2$y", "\033_Gi=1;OK\033\\", "\033\033\033", "\033O"};
	static const char signs[] = "IIjjjjkkkknnpGgoOfNAuUCmJKvtzlhb/?:;#0123456789%=|EacmpeysVdS*\\xi+F";
	static const unsigned char controls[] = {2, 4, 6, 12, 15, 21, 23, 24};
	unsigned r = pick(100);
	if (r < 48) {
		buf_add_char(keys, signs[pick(sizeof(signs) - 1)]);
	} else if (r < 70) {
		buf_add_str(keys, special[pick(ARRAY_LEN(special))]);
	} else if (r < 75) {
		buf_printf(keys, "\033[<%u;%u;%u%c", pick(4) ? pick(2) * 64 + pick(3) : pick(100), 1 + pick(180),
			   1 + pick(60), pick(4) ? 'M' : 'm');
	} else if (r < 88) { /* what a key of some keyboard types */
		uint32_t c = places_table[pick(KEYBOARD_COUNT)][pick(3) == 0][pick(PLACES)];
		if (c)
			buf_add_utf8(keys, c);
	} else if (r < 92) {
		buf_add_char(keys, (char)controls[pick(ARRAY_LEN(controls))]);
	} else if (r < 94) {
		add_line(keys);
	} else if (r < 96) {
		buf_add_str(keys, broken[pick(ARRAY_LEN(broken))]);
	} else {
		buf_add_char(keys, (char)(' ' + pick(95)));
	}
}

/* As a fetcher would: new articles while the reader reads. */
static void
refresh(const char *db, int round)
{
	struct store *store;
	struct store_feeds feeds = {0};
	struct why why = {""};
	if (store_open(db, STORE_READ_WRITE, &store, &why) != OK)
		return;
	if (store_feeds(store, &feeds, &why) == OK && feeds.n) {
		char key[32];
		snprintf(key, sizeof(key), "monkey-%d", round);
		struct store_item item = {.key = key, .title = titles[pick(ARRAY_LEN(titles))],
					  .link = "https://a.example/new",
					  .published = NOW - 86400 * 3 + round,
					  .updated = TIME_NONE};
		struct store_reply reply = {.feed_id = feeds.items[pick((unsigned)feeds.n)].id,
					    .now = NOW, .dir = DIR_RTL, .next_due = NOW + 60,
					    .items = &item, .n = 1};
		struct store_merged merged;
		assert_int_equal(store_merge(store, &reply, &merged, &why), OK);
	}
	store_feeds_release(&feeds);
	store_close(store);
}

/* ---- what is seen ------------------------------------------------------------------------ */

static void
look(struct vt *vt, int rows, int cols, struct shown *out)
{
	out->rows = rows;
	out->cols = cols;
	vt_cursor(vt, &out->cursor_row, &out->cursor_col, &out->cursor);
	out->cells = mem_alloc((size_t)rows * (size_t)cols * sizeof(*out->cells));
	for (int row = 0; row < rows; row++)
		for (int col = 0; col < cols; col++)
			out->cells[row * cols + col] = vt_cell(vt, row, col);
}

static bool
same(const struct vt_cell *a, const struct vt_cell *b)
{
	for (int i = 0; i < 6; i++) {
		uint32_t x = a->ch[i] ? a->ch[i] : ' ', y = b->ch[i] ? b->ch[i] : ' ';
		if (i ? a->ch[i] != b->ch[i] : x != y)
			return false;
	}
	/* of a blank only its ground is seen */
	bool blank = a->ch[0] == 0 || a->ch[0] == ' ';
	return a->underline == b->underline && a->reverse == b->reverse && a->bg == b->bg &&
	       (blank || (a->bold == b->bold && a->fg == b->fg));
}

/* On a busy machine a reader that says nothing may only not have got its turn. */
static bool
waits(struct vt *vt)
{
	char path[32], line[256] = "";
	snprintf(path, sizeof(path), "/proc/%d/stat", (int)vt_pid(vt));
	FILE *f = fopen(path, "r");
	if (!f)
		return true;
	const char *got = fgets(line, sizeof(line), f);
	fclose(f);
	const char *state = got ? strrchr(line, ')') : NULL;
	return !state || state[2] == 'S';
}

static void
settle(struct vt *vt, int quiet_ms)
{
	int asleep = 0;
	for (int i = 0; i < 100 && asleep < 3; i++) {
		vt_settle(vt, quiet_ms / 3, 20000);
		asleep = waits(vt) ? asleep + 1 : 0;
	}
}

/* SIGCONT makes the reader paint everything again. */
static void
compare(struct vt *vt, const struct setting *s, int rows, int cols, int keys, bool refreshed)
{
	struct shown before, after;
	/* a key may wait for the next one of a sequence; the store is looked at each second */
	settle(vt, refreshed ? 2500 : 900);
	if (vt->eof) /* a key that waited has ended it */
		return;
	look(vt, rows, cols, &before);
	vt_forget(vt);
	vt_kill(vt, SIGCONT);
	settle(vt, 300);
	look(vt, rows, cols, &after);
	for (int i = 0; i < rows * cols; i++) {
		if (same(&before.cells[i], &after.cells[i]))
			continue;
		int differ = 0;
		for (int k = 0; k < rows * cols; k++)
			differ += !same(&before.cells[k], &after.cells[k]);
		vt_print(vt);
		fail_msg("%s: %d cells differ; after %d keys, %dx%d: row %d, column %d is stale: U+%04X, not U+%04X",
			 s->terminal, differ, keys, cols, rows, i / cols, i % cols, before.cells[i].ch[0],
			 after.cells[i].ch[0]);
	}
	if (before.cursor != after.cursor ||
	    (before.cursor && (before.cursor_row != after.cursor_row || before.cursor_col != after.cursor_col)))
		fail_msg("%s: after %d keys the cursor is at %d,%d (%d), not %d,%d (%d)", s->terminal, keys,
			 before.cursor_row, before.cursor_col, before.cursor, after.cursor_row,
			 after.cursor_col, after.cursor);
	free(before.cells);
	free(after.cells);
}

static const int sizes[][2] = {{24, 80},  {24, 80}, {6, 20},  {12, 40}, {43, 132}, {50, 170}, {5, 20},
			       {30, 60},  {24, 99}, {24, 100}, {3, 10}, {1, 20},   {2, 6},    {70, 240}};

static void
random_keys(void **state)
{
	(void)state;
	const char *wanted = getenv("AKHBAR_MONKEY"), *other = getenv("AKHBAR_MONKEY_SEED");
	int keys = wanted ? atoi(wanted) : 2000, done = 0, round = 0, ended = 0, compared = 0;
	struct fixture f;
	struct setting s;
	seed = other ? strtoull(other, NULL, 10) : 20261123;
	start(&f, "ar", 60, 24, 80);
	put_doc(f.store, headlines_current(f.app.headlines)->id);
	snprintf(s.db, sizeof(s.db), "%s", f.path);
	snprintf(s.feeds, sizeof(s.feeds), "%s.feeds", f.path);
	snprintf(s.config, sizeof(s.config), "%s.config", f.path);
	FILE *file = fopen(s.feeds, "w");
	assert_non_null(file);
	fputs("@ اقتصاد\nhttps://a.example/feed \"~الاقتصادية\"\n@ علوم وتقنية\n"
	      "https://b.example/feed \"~التقنية اليوم\"\n",
	      file);
	fclose(file);
	int rows = 24, cols = 80;
	bool refreshed = false;
	struct vt *vt = begin(&s, rows, cols);
	while (done < keys) {
		struct buf burst;
		unsigned n = 1 + pick(20);
		buf_init(&burst, 0);
		for (unsigned i = 0; i < n; i++)
			add_key(&burst);
		if (burst.len)
			vt_type(vt, burst.data);
		buf_release(&burst);
		done += (int)n;
		vt_settle(vt, 2, 2000);
		bool told = pick(25) == 0;
		if (told)
			vt_kill(vt, SIGTERM);
		int status = vt_end(vt, told ? 20000 : 0);
		if (status != -1) { /* it was told to quit: that is its end, nothing else is */
			hold_end(vt, &s, status, told && status ? 128 + SIGTERM : 0, done);
			ended++;
			vt_free(vt);
			vt = begin(&s, rows, cols);
			continue;
		}
		if (told)
			fail_msg("after %d keys, %s: it did not end when told to", done, s.terminal);
		if (pick(12) == 0) {
			unsigned i = pick(ARRAY_LEN(sizes));
			rows = sizes[i][0];
			cols = sizes[i][1];
			vt_resize(vt, rows, cols);
			vt_settle(vt, 20, 3000);
		}
		if (pick(6) == 0) {
			refresh(s.db, round++);
			refreshed = true;
		}
		if (pick(10) == 0) {
			compare(vt, &s, rows, cols, done, refreshed);
			refreshed = false;
			compared++;
		}
	}
	vt_kill(vt, SIGTERM);
	int last = vt_end(vt, 20000); /* a last key may have been quicker */
	hold_end(vt, &s, last, last ? 128 + SIGTERM : 0, done);
	print_message("# %d keys, %d refreshes, %d ends, %d times compared\n", done, round, ended, compared);
	vt_free(vt);
	unlink(s.feeds);
	unlink(s.config);
	finish(&f);
}

int
main(void)
{
	lang_start();
	if (__lsan_disable)
		__lsan_disable();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_keys),
	};
	return cmocka_run_group_tests_name("monkey", tests, NULL, NULL);
}
