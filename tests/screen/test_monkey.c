/* SPDX-License-Identifier: MIT
 *
 * The whole reader on a terminal in memory under random keys, sizes and refreshes,
 * seeded. It may not die, and what the terminal shows must be what a full repaint
 * shows. AKHBAR_MONKEY: how many keys (2,000); AKHBAR_MONKEY_SEED: another walk.
 */
#include "screen/app-fixture.h"

#include <signal.h>

#include "screen/vt.c"
#include "ui/ui.h"

struct shown {
	int rows, cols;
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

struct setting {
	char db[256], feeds[300];
};

static int
reader(void *arg)
{
	const struct setting *s = arg;
	struct store *store;
	struct why why = {""};
	alarm(3600); /* ten thousand keys take longer than a test's usual minute */
	lang_start();
	lang_choose("ar");
	if (store_open(s->db, STORE_READ_WRITE, &store, &why) != OK)
		return 99;
	struct config *config = config_new();
	struct ui_start start = {.store = store, .config = config, .feeds = s->feeds,
				 .own_feeds = true, .with_guide = true};
	int status = ui_run(&start, &why);
	config_free(config);
	store_close(store);
	return status;
}

/* No program can be started and nothing is written outside the test's folder. */
static const char *const env[] = {"PATH=/nonexistent", "AKHBAR_FETCH=/bin/false", "BROWSER=",
				  "DISPLAY=", "WAYLAND_DISPLAY=", NULL};

static struct vt *
begin(struct setting *s, int rows, int cols)
{
	struct vt *vt = vt_start(rows, cols, reader, s, env);
	vt_settle(vt, 100, 10000);
	return vt;
}

/* ---- what is done to it ---------------------------------------------------------------- */

static void
add_key(struct buf *keys)
{
	static const char *const special[] = {
		"\033[A", "\033[B", "\033[C", "\033[D", "\033[5~", "\033[6~", "\033[H", "\033[F",
		"\r", "\t", "\033[Z", "\177", "\033[15~", "\033OP", " ", "\033[3~", "\033",
		"\033[200~لصق\n\033[201~", "\033[<0;10;5M", "\033[<64;3;3M", "\033[<65;3;3M"};
	static const char signs[] = "IIjjjjkkkknnpGgoOfNAuUCmJKvtzlhb/?:;#0123456789%=|EacmpeysVdS*\\";
	static const unsigned char controls[] = {2, 4, 6, 12, 15, 21, 24};
	unsigned r = pick(100);
	if (r < 55)
		buf_add_char(keys, signs[pick(sizeof(signs) - 1)]);
	else if (r < 80)
		buf_add_str(keys, special[pick(ARRAY_LEN(special))]);
	else if (r < 90)
		buf_add_utf8(keys, 0x621 + pick(42)); /* an Arabic keyboard */
	else if (r < 95)
		buf_add_char(keys, (char)controls[pick(ARRAY_LEN(controls))]);
	else
		buf_add_char(keys, (char)(' ' + pick(95)));
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
compare(struct vt *vt, int rows, int cols, int keys, bool refreshed)
{
	struct shown before, after;
	/* a key may wait for the next one of a sequence; the store is looked at each second */
	settle(vt, refreshed ? 2500 : 900);
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
		fail_msg("%d cells differ; after %d keys, %dx%d: row %d, column %d is stale: U+%04X, not U+%04X", differ, keys,
			 cols, rows, i / cols, i % cols, before.cells[i].ch[0],
			 after.cells[i].ch[0]);
	}
	free(before.cells);
	free(after.cells);
}

static void
random_keys(void **state)
{
	static const int sizes[][2] = {{24, 80}, {6, 20},  {12, 40}, {43, 132}, {50, 170},
				       {5, 20},  {30, 60}, {24, 99}, {24, 100}, {3, 10}};
	(void)state;
	const char *wanted = getenv("AKHBAR_MONKEY"), *other = getenv("AKHBAR_MONKEY_SEED");
	int keys = wanted ? atoi(wanted) : 2000, done = 0, round = 0, ended = 0;
	struct fixture f;
	struct setting s;
	seed = other ? strtoull(other, NULL, 10) : 20261123;
	start(&f, "ar", 60, 24, 80);
	put_doc(f.store, headlines_current(f.app.headlines)->id);
	snprintf(s.db, sizeof(s.db), "%s", f.path);
	snprintf(s.feeds, sizeof(s.feeds), "%s.feeds", f.path);
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
		vt_type(vt, burst.data);
		buf_release(&burst);
		done += (int)n;
		vt_settle(vt, 2, 2000);
		int status = vt_end(vt, 0);
		if (status != -1) { /* it was told to quit: that is its end, nothing else is */
			if (status != 0)
				fail_msg("after %d keys the reader ended with %d", done, status);
			ended++;
			vt_free(vt);
			vt = begin(&s, rows, cols);
			continue;
		}
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
			compare(vt, rows, cols, done, refreshed);
			refreshed = false;
		}
	}
	print_message("# %d keys, %d refreshes, %d ends\n", done, round, ended);
	vt_free(vt);
	unlink(s.feeds);
	finish(&f);
}

int
main(void)
{
	lang_start();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_keys),
	};
	return cmocka_run_group_tests_name("monkey", tests, NULL, NULL);
}
