/* SPDX-License-Identifier: MIT
 *
 * Every screen in both languages at five sizes, held to files that a person has
 * read (golden/NAME-LANG-COLSxROWS; `cat` one in an xterm and it stands as it is
 * seen). A file has the rows as they stand from left to right, blanks at the end
 * cut, then the cursor's place, and below them the style of every cell as runs of a
 * letter and a count; rows of plain text have no line there. golden/themes has what
 * each style looks like in each theme. `make golden-update` writes them anew.
 *
 * Then all of them are painted one after the other on a terminal in memory, with the
 * dark and the light colours: what it shows must be the frame, cell by cell, in the
 * looks that golden/themes names, with the cursor where the frame has it.
 */
#include "screen/scene.c"
#include "screen/vt.c"

#include "term/theme.h"
#include "ui/found.h"
#include "ui/reading.h"
#include "ui/search.h"
#include "ui/welcome.h"

#include "screen/states.c"

static const char letters[STYLE_COUNT + 1] = "tSdarbxXeclhEp*";

static const int sizes[][2] = {{6, 20}, {12, 40}, {24, 80}, {43, 132}, {70, 240}};
static const char *const languages[] = {"ar", "en"};

/* ---- the screens ---------------------------------------------------------------- */

static void
headlines_scene(struct scene *f)
{
	scene_do(f, ACTION_DOWN);
	scene_do(f, ACTION_DOWN);
}

static void
sections_scene(struct scene *f)
{
	scene_do(f, ACTION_OTHER_PANE);
	scene_do(f, ACTION_DOWN);
	scene_do(f, ACTION_UP);
}

static void
article_scene(struct scene *f)
{
	while (f->app.headlines->cursor < 4)
		scene_do(f, ACTION_DOWN);
	scene_do(f, ACTION_OPEN);
}

/* Names of the other direction, in the quiet line too. */
static void
world_article_scene(struct scene *f)
{
	for (int i = 0; i < 15; i++)
		scene_do(f, ACTION_DOWN);
	scene_do(f, ACTION_OPEN);
}

static void
article_end_scene(struct scene *f)
{
	article_scene(f);
	scene_do(f, ACTION_LAST);
}

static void
help_scene(struct scene *f)
{
	scene_do(f, ACTION_HELP);
}

static void
guide_scene(struct scene *f)
{
	struct section_row guide = {.kind = SECTION_GUIDE, .name = _("The akhbar guide")};
	headlines_open(&f->app, &guide);
}

static void
empty_scene(struct scene *f)
{
	struct section_row starred = {.kind = SECTION_STARRED, .name = _("Starred")};
	headlines_open(&f->app, &starred);
	drop_rows(f);
}

static void
links_scene(struct scene *f)
{
	article_scene(f);
	scene_do(f, ACTION_LINKS);
}

static void
link_letters_scene(struct scene *f)
{
	article_scene(f);
	scene_do(f, ACTION_HINTS);
}

static void
sources_scene(struct scene *f)
{
	scene_do(f, ACTION_SOURCES);
	scene_do(f, ACTION_DOWN);
}

static void
add_scene(struct scene *f)
{
	scene_do(f, ACTION_ADD);
}

static void
filter_scene(struct scene *f)
{
	scene_do(f, ACTION_FILTER);
}

static void
command_scene(struct scene *f)
{
	scene_do(f, ACTION_COMMAND);
}

static void
by_source_scene(struct scene *f)
{
	scene_do(f, ACTION_GROUP);
	scene_do(f, ACTION_DOWN);
	f->app.message[0] = '\0';
}

static void
two_lines_scene(struct scene *f)
{
	scene_do(f, ACTION_FORM);
	scene_do(f, ACTION_DOWN);
}

static void
marker_scene(struct scene *f)
{
	f->app.view.marker_only = true;
	scene_do(f, ACTION_DOWN);
}

/* The tree with one section open, the article beside. */
static void
beside_scene(struct scene *f)
{
	sections_fold(&f->app, 6);
	scene_do(f, ACTION_BESIDE);
	article_scene(f);
}

static void
reader_scene(struct scene *f)
{
	f->app.view.plain = true;
	f->app.dir = DIR_LTR;
	keymap_speak(f->app.keys, true);
	scene_do(f, ACTION_DOWN);
}

static void
reader_article_scene(struct scene *f)
{
	reader_scene(f);
	article_scene(f);
}

static void
refresh_scene(struct scene *f)
{
	f->app.refresh.request = 1;
	f->app.refresh.done = 3;
	f->app.refresh.total = 7;
	app_say(&f->app, _("Now: %s"), "علوم");
}

/* What an import, and upkeep on the reader's wish, show while they go on. */
static void
import_scene(struct scene *f)
{
	f->app.refresh.request = 1;
	f->app.refresh.importing = true;
	f->app.refresh.done = 12;
	f->app.refresh.total = 120;
	app_say(&f->app, _("Now: %s"), "Letters & Co");
}

static void
compact_scene(struct scene *f)
{
	f->app.tidy = (struct tidy_state){
		.request = 1, .words = "Packing articles", .done = 1500, .total = 4000};
}

/* How sources fare: one that is blocked, one that is closed, one without an answer. */
static void
health_scene(struct scene *f)
{
	static const struct store_failure failures[] = {
		{"http-403", ""}, {"http-410", ""}, {"timeout", "30"}, {"dns", "science.example"}};
	struct store_feeds feeds;
	struct why why;
	assert_int_equal(store_feeds(f->store, &feeds, &why), OK);
	for (size_t i = 0; i < ARRAY_LEN(failures); i++)
		assert_int_equal(store_failed(f->store, feeds.items[i].id, SCENE_NOW,
					      SCENE_NOW + 7200, 0, &failures[i], false, &why),
				 OK);
	scene_do(f, ACTION_SOURCES);
	for (size_t i = 0; i < ARRAY_LEN(failures); i++) /* as it was, for the others */
		assert_int_equal(store_unchanged(f->store, feeds.items[i].id, SCENE_NOW,
						 SCENE_NOW + 3600, 304, &why),
				 OK);
	store_feeds_release(&feeds);
}

static void
feed_settings_scene(struct scene *f)
{
	scene_do(f, ACTION_SOURCES);
	scene_do(f, ACTION_FEED_SETTINGS);
}

/* What was found at an address, with what the first brings. */
static void
found_scene(struct scene *f)
{
	found_read(&f->app,
		   "https://paper.example/feed\tصحيفة الضحى\trss-2.0\n"
		   "\t2026-11-23T19:30:00Z\tافتتاح المعرض الدولي للكتاب بمشاركة 40 دولة\n"
		   "\t2026-11-23T09:00:00Z\tA bridge opens between two old towns\n"
		   "\t2026-11-20T09:00:00Z\tقراءة في ديوان جديد: «ما تبقّى من الضوء»\n"
		   "\t\tبلا تاريخ\n"
		   "https://paper.example/culture\tصحيفة الضحى: ثقافة\tapplication/atom+xml\n"
		   "https://markets.example/feed\tأسواق\tapplication/rss+xml\n");
	found_open(&f->app);
}

static void
help_search_scene(struct scene *f)
{
	scene_do(f, ACTION_HELP);
	type(f, "/");
	type(f, strcmp(lang_name(), "ar") == 0 ? "المصدر" : "source");
}

static void
completion_scene(struct scene *f)
{
	type(f, ":set theme ");
	app_key(&f->app, &(struct key){.code = KEY_CODE_TAB});
	app_key(&f->app, &(struct key){.code = KEY_CODE_TAB});
}

/* ---- searching ---- */

static void
search_scene(struct scene *f)
{
	scene_do(f, ACTION_SEARCH);
	type(f, "الأقمار الص");
}

static void
search_none_scene(struct scene *f)
{
	search_run(&f->app, "السكك title:قمر");
}

/* What cannot be read as a query is told, while it is typed and after. */
static void
search_wrong_scene(struct scene *f)
{
	scene_do(f, ACTION_SEARCH);
	type(f, "(قمر أو since:2026-13-45");
	app_key(&f->app, &(struct key){.code = KEY_CODE_ENTER});
}

static void
search_ranked_scene(struct scene *f)
{
	search_run(&f->app, "الأقمار OR الجفاف OR النفط");
	scene_do(f, ACTION_RANK);
	scene_do(f, ACTION_DOWN);
}

static void
hits_scene(struct scene *f)
{
	search_run(&f->app, "الأقمار أو الجفاف أو قرية");
	scene_do(f, ACTION_RANK);
	scene_do(f, ACTION_OPEN);
	if (f->app.screen != &screen_article)
		scene_do(f, ACTION_OPEN);
	scene_do(f, ACTION_NEXT_UNREAD);
	scene_do(f, ACTION_NEXT_UNREAD);
}

/* Looked for in the article alone. */
static void
find_scene(struct scene *f)
{
	article_scene(f);
	type(f, "/خرائط");
	app_key(&f->app, &(struct key){.code = KEY_CODE_ENTER});
}

/* ---- rules ---- */

static void
rule_scene(struct scene *f)
{
	search_run(&f->app, "title:الأقمار");
	scene_do(f, ACTION_RULE);
}

static void
rule_source_scene(struct scene *f)
{
	headlines_scene(f);
	scene_do(f, ACTION_RULE);
	type(f, "النفط");
}

static void
rule_wrong_scene(struct scene *f)
{
	rule_scene(f);
	type(f, " (");
	app_key(&f->app, &(struct key){.code = KEY_CODE_ENTER});
}

/* Kept, and the question whether it is for the stored ones too. */
static void
rule_kept_scene(struct scene *f)
{
	char path[sizeof(f->path) + 8];
	snprintf(path, sizeof(path), "%s.feeds", f->path);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	for (size_t i = 0; i < ARRAY_LEN(scene_sources); i++)
		fprintf(file, "@ %s\n%s \"~%s\"\n", scene_sources[i].section, scene_sources[i].url,
			scene_sources[i].title);
	assert_int_equal(fclose(file), 0);
	free(f->app.feeds);
	f->app.feeds = mem_strdup(path);
	rule_scene(f);
	app_key(&f->app, &(struct key){.code = KEY_CODE_ENTER});
	unlink(path);
}

static void
wrong_command_scene(struct scene *f)
{
	type(f, ":set tehme dark");
	app_key(&f->app, &(struct key){.code = KEY_CODE_ENTER});
}

static void
undo_scene(struct scene *f)
{
	scene_do(f, ACTION_STAR);
	scene_do(f, ACTION_UNDO);
}

/* One calendar alone, and the months of the Levant. */
static void
hijri_scene(struct scene *f)
{
	scene_set(f, "calendar", "hijri");
	scene_set(f, "months", "levant");
	words_init(&f->app.words, "auto", "levant", SCENE_NOW, 0);
	f->app.words.calendar = CALENDAR_HIJRI;
	article_scene(f);
}

static void
levant_scene(struct scene *f)
{
	words_init(&f->app.words, "western", "levant", SCENE_NOW, 0);
}

static void
tree_scene(struct scene *f)
{
	sections_fold(&f->app, 6);
	scene_do(f, ACTION_OTHER_PANE);
	for (int i = 0; i < 6; i++)
		scene_do(f, ACTION_DOWN);
}

static struct welcome welcome;

static void
welcome_scene(struct scene *f, enum welcome_step step)
{
	static const char *const sections[] = {"سياسة", "اقتصاد", "علوم وتقنية", "رياضة"};
	static struct source items[9];
	struct sources list = {.items = items, .n = ARRAY_LEN(items)};
	for (size_t i = 0; i < list.n; i++)
		items[i].section = (char *)sections[i < 3 ? 0 : i < 5 ? 1 : i < 8 ? 2 : 3];
	welcome_release(&welcome);
	welcome_init(&welcome, &list);
	f->app.welcome = &welcome;
	f->app.screen = &screen_welcome;
	for (int i = 0; i < (int)step; i++)
		scene_do(f, ACTION_OPEN);
}

static void
language_scene(struct scene *f)
{
	welcome_scene(f, WELCOME_LANGUAGE);
}

static void
numerals_scene(struct scene *f)
{
	welcome_scene(f, WELCOME_NUMERALS);
}

static void
interests_scene(struct scene *f)
{
	welcome_scene(f, WELCOME_SECTIONS);
	scene_do(f, ACTION_DOWN);
	scene_do(f, ACTION_PAGE_DOWN);
}

static void
reader_sections_scene(struct scene *f)
{
	reader_scene(f);
	sections_fold(&f->app, 6);
	sections_scene(f);
}

static void
reader_help_scene(struct scene *f)
{
	reader_scene(f);
	help_scene(f);
}

static void
reader_welcome_scene(struct scene *f)
{
	reader_scene(f);
	interests_scene(f);
}

/* AS_DRAWN: every size, and drawn by other hands than app_draw() */
enum { EVERY_SIZE = -1, AS_DRAWN = -2, AT_240x70 = 4 };

static const struct golden {
	const char *name;
	void (*prepare)(struct scene *f);
	int size; /* index, or one of the above */
} goldens[] = {
	{"headlines", headlines_scene, EVERY_SIZE},
	{"sections", sections_scene, EVERY_SIZE},
	{"article", article_scene, EVERY_SIZE},
	{"article-end", article_end_scene, EVERY_SIZE},
	{"article-world", world_article_scene, EVERY_SIZE},
	{"help", help_scene, EVERY_SIZE},
	{"guide", guide_scene, EVERY_SIZE},
	{"empty", empty_scene, EVERY_SIZE},
	{"links", links_scene, EVERY_SIZE},
	{"link-letters", link_letters_scene, EVERY_SIZE},
	{"sources", sources_scene, EVERY_SIZE},
	{"add-source", add_scene, EVERY_SIZE},
	{"filter", filter_scene, EVERY_SIZE},
	{"command", command_scene, EVERY_SIZE},
	{"by-source", by_source_scene, EVERY_SIZE},
	{"two-lines", two_lines_scene, EVERY_SIZE},
	{"marker", marker_scene, EVERY_SIZE},
	{"beside", beside_scene, AT_240x70},
	{"screen-reader", reader_scene, EVERY_SIZE},
	{"screen-reader-article", reader_article_scene, EVERY_SIZE},
	{"screen-reader-sections", reader_sections_scene, EVERY_SIZE},
	{"screen-reader-help", reader_help_scene, EVERY_SIZE},
	{"screen-reader-welcome", reader_welcome_scene, EVERY_SIZE},
	{"refreshing", refresh_scene, EVERY_SIZE},
	{"importing", import_scene, EVERY_SIZE},
	{"compacting", compact_scene, EVERY_SIZE},
	{"health", health_scene, EVERY_SIZE},
	{"feed-settings", feed_settings_scene, EVERY_SIZE},
	{"found", found_scene, EVERY_SIZE},
	{"help-search", help_search_scene, EVERY_SIZE},
	{"completion", completion_scene, EVERY_SIZE},
	{"wrong-command", wrong_command_scene, EVERY_SIZE},
	{"search", search_scene, EVERY_SIZE},
	{"search-none", search_none_scene, EVERY_SIZE},
	{"search-wrong", search_wrong_scene, EVERY_SIZE},
	{"search-ranked", search_ranked_scene, EVERY_SIZE},
	{"search-hits", hits_scene, EVERY_SIZE},
	{"find", find_scene, EVERY_SIZE},
	{"rule", rule_scene, EVERY_SIZE},
	{"rule-source", rule_source_scene, EVERY_SIZE},
	{"rule-wrong", rule_wrong_scene, EVERY_SIZE},
	{"rule-kept", rule_kept_scene, EVERY_SIZE},
	{"undo", undo_scene, EVERY_SIZE},
	{"hijri", hijri_scene, EVERY_SIZE},
	{"levant", levant_scene, EVERY_SIZE},
	{"tree", tree_scene, EVERY_SIZE},
	{"welcome-language", language_scene, EVERY_SIZE},
	{"welcome-numerals", numerals_scene, EVERY_SIZE},
	{"welcome-sections", interests_scene, EVERY_SIZE},
	/* states.c */
	{"nothing", nothing_scene, EVERY_SIZE},
	{"first-refresh", first_refresh_scene, EVERY_SIZE},
	{"all-read", all_read_scene, EVERY_SIZE},
	{"filtered", filtered_scene, EVERY_SIZE},
	{"filter-none", filter_none_scene, EVERY_SIZE},
	{"fresh", fresh_scene, EVERY_SIZE},
	{"mark-all", mark_all_scene, EVERY_SIZE},
	{"waiting-key", waiting_key_scene, EVERY_SIZE},
	{"saved-name", saved_name_scene, EVERY_SIZE},
	{"progress", progress_scene, EVERY_SIZE},
	{"ahead", ahead_scene, EVERY_SIZE},
	{"refreshed", refreshed_scene, EVERY_SIZE},
	{"no-network", no_network_scene, EVERY_SIZE},
	{"stopping", stopping_scene, EVERY_SIZE},
	{"no-fetcher", no_fetcher_scene, EVERY_SIZE},
	{"fetcher-died", fetcher_died_scene, EVERY_SIZE},
	{"busy-store", busy_store_scene, EVERY_SIZE},
	{"rich", rich_scene, EVERY_SIZE},
	{"rich-end", rich_end_scene, EVERY_SIZE},
	{"unreadable", unreadable_scene, EVERY_SIZE},
	{"choosing", choosing_scene, EVERY_SIZE},
	{"find-none", find_none_scene, EVERY_SIZE},
	{"ask-link", ask_link_scene, EVERY_SIZE},
	{"number", number_scene, EVERY_SIZE},
	{"pipe", pipe_scene, EVERY_SIZE},
	{"copied", copied_scene, EVERY_SIZE},
	{"guide-article", guide_article_scene, EVERY_SIZE},
	{"rename", rename_scene, EVERY_SIZE},
	{"move", move_scene, EVERY_SIZE},
	{"sources-none", sources_none_scene, EVERY_SIZE},
	{"removed", removed_scene, EVERY_SIZE},
	{"wrong-address", wrong_address_scene, EVERY_SIZE},
	{"looking", looking_scene, EVERY_SIZE},
	{"add-section", add_section_scene, EVERY_SIZE},
	{"found-failed", found_failed_scene, EVERY_SIZE},
	{"import-ask", import_ask_scene, EVERY_SIZE},
	{"import-none", import_none_scene, EVERY_SIZE},
	{"no-command", no_command_scene, EVERY_SIZE},
	{"long-line", long_line_scene, EVERY_SIZE},
	{"help-none", help_none_scene, EVERY_SIZE},
	{"terminal", terminal_scene, AS_DRAWN},
};

/* ---- a frame as text ------------------------------------------------------------- */

static void
print_text(const struct frame *f, int row, struct buf *out)
{
	const struct frame_cell *cells = f->cells + (size_t)row * (size_t)f->cols;
	int end = f->cols;
	while (end > 0 && cells[end - 1].ch_n == 1 && cells[end - 1].ch[0] == ' ')
		end--;
	for (int i = 0; i < end; i++)
		for (unsigned k = 0; k < cells[i].ch_n; k++)
			buf_add_utf8(out, cells[i].ch[k]);
	buf_add_char(out, '\n');
}

static void
print_styles(const struct frame *f, int row, struct buf *out)
{
	const struct frame_cell *cells = f->cells + (size_t)row * (size_t)f->cols;
	bool plain = true;
	for (int i = 0; i < f->cols; i++)
		plain &= cells[i].style == STYLE_TEXT;
	if (plain)
		return;
	buf_printf(out, "%d:", row);
	for (int i = 0, from = 0; i < f->cols; i++) {
		if (i + 1 < f->cols && cells[i + 1].style == cells[from].style)
			continue;
		buf_printf(out, " %c%d", letters[cells[from].style], i + 1 - from);
		from = i + 1;
	}
	buf_add_char(out, '\n');
}

static void
print_frame(const struct frame *f, struct buf *out)
{
	for (int row = 0; row < f->rows; row++)
		print_text(f, row, out);
	buf_printf(out, "-- cursor %d,%d\n", f->cursor_row, f->cursor_col);
	for (int row = 0; row < f->rows; row++)
		print_styles(f, row, out);
}

/* ---- against the files ----------------------------------------------------------- */

static void
tell_first_difference(const char *path, const char *want, const char *got)
{
	int line = 1;
	while (*want && *want == *got) {
		line += *want == '\n';
		want++, got++;
	}
	print_message("# %s:%d: %.*s -> %.*s\n", path, line, (int)strcspn(want, "\n"), want,
		      (int)strcspn(got, "\n"), got);
}

static bool
holds(const char *name, const char *text, size_t len)
{
	const char *top = getenv("AKHBAR_TOP");
	char path[512];
	snprintf(path, sizeof(path), "%s/tests/screen/golden/%s", top ? top : ".", name);
	if (getenv("GOLDEN_UPDATE")) {
		FILE *f = fopen(path, "w");
		assert_non_null(f);
		assert_int_equal(fwrite(text, 1, len, f), len);
		fclose(f);
		return true;
	}
	FILE *f = fopen(path, "r");
	if (!f) {
		print_message("# %s is missing: make golden-update\n", path);
		return false;
	}
	char *want = mem_zalloc(1 << 20);
	size_t n = fread(want, 1, (1 << 20) - 1, f);
	fclose(f);
	bool same = n == len && memcmp(want, text, len) == 0;
	if (!same)
		tell_first_difference(path, want, text);
	free(want);
	return same;
}

static void
draw(struct scene *f, const struct golden *g, const char *lang, const int size[2])
{
	scene_open(f, lang, size[0], size[1]);
	app_draw(&f->app);
	g->prepare(f);
	if (g->size != AS_DRAWN)
		app_draw(&f->app);
}

static void
screens_are_as_read(void **state)
{
	(void)state;
	struct scene f;
	int bad = 0;
	scene_start(&f);
	for (size_t l = 0; l < ARRAY_LEN(languages); l++) {
		for (size_t g = 0; g < ARRAY_LEN(goldens); g++) {
			for (size_t s = 0; s < ARRAY_LEN(sizes); s++) {
				struct buf text;
				char name[64];
				if (goldens[g].size >= 0 && goldens[g].size != (int)s)
					continue;
				buf_init(&text, 0);
				draw(&f, &goldens[g], languages[l], sizes[s]);
				print_frame(&f.app.frame, &text);
				snprintf(name, sizeof(name), "%s-%s-%dx%d", goldens[g].name, languages[l],
					 sizes[s][1], sizes[s][0]);
				bad += !holds(name, text.data, text.len);
				buf_release(&text);
				scene_close(&f);
			}
		}
	}
	welcome_release(&welcome);
	scene_end(&f);
	if (bad)
		fail_msg("%d screens differ; look, then make golden-update", bad);
}

static void
print_color(struct buf *out, const struct theme_color *c)
{
	if (c->of_8 < 0 && c->of_16 < 0 && c->of_256 < 0 && c->rgb < 0)
		buf_add_str(out, " -");
	else
		buf_printf(out, " %d/%d/%d/%06x", c->of_8, c->of_16, c->of_256, (unsigned)c->rgb);
}

/* What the letters of the screens stand for: the colours of 8, 16, 256 and as RGB of
 * letters and ground, then bold, underlined, reversed, and what few colours add. */
static void
themes_are_as_read(void **state)
{
	static const char *const names[] = {[THEME_DARK] = "dark",
					    [THEME_LIGHT] = "light",
					    [THEME_CONTRAST] = "contrast",
					    [THEME_PAPER] = "paper",
					    [THEME_MONO] = "mono"};
	struct buf text;
	(void)state;
	buf_init(&text, 0);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (!names[i])
			continue;
		buf_printf(&text, "%s\n", names[i]);
		for (int style = 0; style < STYLE_COUNT; style++) {
			const struct theme_paint *p = theme_paint((enum term_theme)i, (enum style)style);
			buf_printf(&text, "%c", letters[style]);
			print_color(&text, &p->fg);
			print_color(&text, &p->bg);
			for (int k = 0; k < 2; k++) {
				int attr = k ? p->attr_few : p->attr;
				buf_printf(&text, " %s%s%s%s", attr ? "" : "-", attr & PAINT_BOLD ? "b" : "",
					   attr & PAINT_UNDERLINE ? "u" : "", attr & PAINT_REVERSE ? "r" : "");
			}
			buf_add_char(&text, '\n');
		}
	}
	bool same = holds("themes", text.data, text.len);
	buf_release(&text);
	if (!same)
		fail_msg("a theme differs; look, then make golden-update");
}

/* ---- on a terminal --------------------------------------------------------------- */

struct reel { /* frames of one size */
	struct frame frames[256];
	size_t n;
	enum term_theme theme;
};

/* Paints the frames one after the other, the next at every key. */
static int
project(void *arg)
{
	struct reel *reel = arg;
	struct term_choice choice;
	struct term *t = NULL;
	struct why why;
	term_choose("visual", "keep", "none", &choice);
	if (term_open(&choice, reel->theme, false, &t, &why) != OK)
		return 1;
	for (size_t i = 0; i < reel->n && !term_gone(t); i++) {
		struct pollfd p = {.fd = term_fd(t), .events = POLLIN};
		struct key key;
		term_flush(t, &reel->frames[i]);
		while (!term_gone(t) && !term_key(t, &key))
			poll(&p, 1, 20000);
	}
	term_close(t);
	return 0;
}

/* The terminal's own table: libvterm's greys are not quite xterm's. */
static uint32_t
rgb_of_256(struct vt *vt, int n)
{
	VTermColor c;
	vterm_state_get_palette_color(vterm_obtain_state(vt->term), n, &c);
	return (uint32_t)c.rgb.red << 16 | (uint32_t)c.rgb.green << 8 | c.rgb.blue;
}

static bool
same_look(struct vt *vt, const struct vt_cell *seen, const struct theme_paint *p, uint32_t ch)
{
	/* a blank has no foreground to see */
	bool fg = ch == ' ' || (p->fg.of_256 < 0 ? seen->fg_default
						 : seen->fg == rgb_of_256(vt, p->fg.of_256));
	bool bg = p->bg.of_256 < 0 ? seen->bg_default : seen->bg == rgb_of_256(vt, p->bg.of_256);
	bool bold = ch == ' ' || seen->bold == !!(p->attr & PAINT_BOLD);
	return fg && bg && bold && seen->underline == !!(p->attr & PAINT_UNDERLINE) &&
	       seen->reverse == !!(p->attr & PAINT_REVERSE);
}

static bool
shows(struct vt *vt, const struct frame *f, enum term_theme theme, int *row, int *col)
{
	for (*row = 0; *row < f->rows; (*row)++) {
		for (*col = 0; *col < f->cols; (*col)++) {
			const struct frame_cell *c = &f->cells[*row * f->cols + *col];
			if (!c->ch_n)
				continue;
			struct vt_cell seen = vt_cell(vt, *row, *col);
			uint32_t first = seen.ch[0] ? seen.ch[0] : ' ';
			bool same = first == c->ch[0] &&
				    same_look(vt, &seen, theme_paint(theme, c->style), c->ch[0]);
			for (unsigned k = 1; same && k < c->ch_n; k++)
				same = seen.ch[k] == c->ch[k];
			if (!same)
				return false;
		}
	}
	int at_row, at_col;
	bool visible;
	vt_cursor(vt, &at_row, &at_col, &visible);
	if (f->cursor_row < 0)
		return !visible;
	*row = f->cursor_row;
	*col = f->cursor_col;
	return visible && at_row == *row && at_col == *col;
}

static void
watch(struct reel *reel, const int size[2])
{
	static const char *const env[] = {"TERM=xterm-256color", NULL};
	struct vt *vt = vt_start(size[0], size[1], project, reel, env);
	for (size_t i = 0; i < reel->n; i++) {
		int row = 0, col = 0;
		bool same = false;
		for (int tries = 0; tries < 400 && !same; tries++) {
			vt_settle(vt, 20, 200);
			same = shows(vt, &reel->frames[i], reel->theme, &row, &col);
		}
		if (!same)
			fail_msg("%dx%d frame %zu: cell %d,%d is another", size[1], size[0], i, row, col);
		vt_type(vt, "x");
	}
	assert_int_equal(vt_end(vt, 20000), 0);
	vt_free(vt);
}

static void
terminals_show_the_frames(void **state)
{
	(void)state;
	struct scene f;
	scene_start(&f);
	for (size_t s = 0; s < ARRAY_LEN(sizes); s++) {
		struct reel reel = {.n = 0};
		for (size_t l = 0; l < ARRAY_LEN(languages); l++) {
			for (size_t g = 0; g < ARRAY_LEN(goldens); g++) {
				if (goldens[g].size >= 0 && goldens[g].size != (int)s)
					continue;
				struct frame *to = &reel.frames[reel.n++];
				assert_true(reel.n <= ARRAY_LEN(reel.frames));
				draw(&f, &goldens[g], languages[l], sizes[s]);
				*to = f.app.frame; /* taken over */
				frame_init(&f.app.frame);
				scene_close(&f);
			}
		}
		for (int theme = THEME_DARK; theme <= THEME_LIGHT; theme++) {
			reel.theme = (enum term_theme)theme;
			watch(&reel, sizes[s]);
		}
		for (size_t i = 0; i < reel.n; i++)
			frame_release(&reel.frames[i]);
	}
	scene_end(&f);
}

int
main(void)
{
	lang_start();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(screens_are_as_read),
		cmocka_unit_test(themes_are_as_read),
		cmocka_unit_test(terminals_show_the_frames),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
