/* SPDX-License-Identifier: MIT
 *
 * Which keys do what: by letter and by place, alone and in sequence, as shipped and
 * as the reader bound them.
 */
#include <assert.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "config/newsboat-keys.h"
#include "sys/files.h"
#include "sys/lang.h"
#include "term/term.h"
#include "ui/actions.h"
#include "ui/from-config.h"

static struct keymap_found
find(const struct keymap *m, const char *text, unsigned where, bool rtl)
{
	struct key_stroke keys[KEYS_MAX];
	size_t n = 0;
	for (const char *end = text + strlen(text); text < end;)
		keys[n++] = (struct key_stroke){.code = utf8_next(&text, end)};
	return keymap_find(m, keys, n, where, rtl);
}

static enum action
press(const struct keymap *m, uint32_t code, unsigned where, bool rtl)
{
	struct key_stroke key = {.code = code};
	struct keymap_found f = keymap_find(m, &key, 1, where, rtl);
	return f.actions_n ? f.actions[0] : ACTION_NONE;
}

static void
arrows_follow_the_screen(void **state)
{
	(void)state;
	struct keymap *m = keymap_new();
	struct why why;
	assert_int_equal(press(m, KEY_CODE_LEFT, IN_HEADLINES, true), ACTION_ONWARD);
	assert_int_equal(press(m, KEY_CODE_LEFT, IN_HEADLINES, false), ACTION_BACK);
	assert_int_equal(press(m, KEY_CODE_RIGHT, IN_HEADLINES, true), ACTION_BACK);
	assert_int_equal(press(m, KEY_CODE_RIGHT, IN_HEADLINES, false), ACTION_ONWARD);
	assert_int_equal(keymap_bind(m, "LEFT", "star", &why), OK); /* unless bound */
	assert_int_equal(press(m, KEY_CODE_LEFT, IN_HEADLINES, true), ACTION_STAR);
	keymap_free(m);
}

/* Every letter and sign that is bound works on every layout by its place: fresh, and
 * once the keyboard is known. */
static void
every_key_on_every_keyboard(void **state)
{
	static const unsigned wheres[] = {IN_SECTIONS, IN_HEADLINES, IN_ARTICLE, IN_SOURCES,
					  IN_LINKS, IN_HELP};
	/* a letter that only this keyboard has, without Shift */
	static const uint32_t telling[KEYBOARD_COUNT] = {
		[KEYBOARD_ARABIC] = 0x649, [KEYBOARD_PERSIAN] = 0x6cc,
		[KEYBOARD_ARABIC_MAC] = 0x649, [KEYBOARD_HEBREW] = 0x5d0,
		[KEYBOARD_PERSIAN_WINDOWS] = 0x6cc, [KEYBOARD_ARABIC_AZERTY] = 0x649};
	static const char *const names[] = {"arabic", "persian", "persian-windows", "arabic-mac",
					    "arabic-azerty", "hebrew"};
	static_assert(ARRAY_LEN(names) == KEYBOARD_COUNT, "a name a keyboard");
	(void)state;
	struct keymap *latin = keymap_new();
	keymap_typed(latin, 'a');
	for (enum keyboard k = 0; k < KEYBOARD_COUNT; k++) {
		for (size_t w = 0; w < ARRAY_LEN(wheres); w++) {
			struct keymap *m = keymap_new();
			keymap_set_keyboard(m, names[k]);
			keymap_typed(m, telling[k]);
			for (uint32_t us = '!'; us < 0x7f; us++) {
				uint32_t typed = place_from_us(k, us);
				enum action want = press(latin, us, wheres[w], true);
				if (!typed || want == ACTION_NONE || digit_of(us) >= 0)
					continue;
				enum action got = press(m, typed, wheres[w], true);
				if (got != want)
					fail_msg("keyboard %d, %c typed as U+%04X: %s, not %s", k,
						 (char)us, typed, action_info(got)->name,
						 action_info(want)->name);
			}
			keymap_free(m);
		}
	}
	keymap_free(latin);
}

static void
letters_by_place_at_once(void **state)
{
	static const struct {
		uint32_t code;
		enum action want;
	} cases[] = {
		/* Arabic 101 */
		{0x62a, ACTION_DOWN},        {0x646, ACTION_UP},        {0x636, ACTION_BACK},
		{0x627, ACTION_BACK},        {0x645, ACTION_OPEN},      {0x644, ACTION_FIRST},
		{0xfef7, ACTION_LAST},       {0x649, ACTION_NEXT_UNREAD}, {0x622, ACTION_TOGGLE_READ},
		{0x62d, ACTION_PREVIOUS_UNREAD}, {0x628, ACTION_STAR},  {0x5b, ACTION_FILTER},
		{0x650, ACTION_ALL_READ},    {0x7d, ACTION_EVERYTHING_READ}, {0x62e, ACTION_BROWSER},
		{0x642, ACTION_REFRESH},     {0x64c, ACTION_REFRESH_ALL}, {0x64f, ACTION_SOURCES},
		{0x638, ACTION_FILTER},      {0x61f, ACTION_HELP},      {0x6cc, ACTION_NONE},
		{0xfefb, ACTION_PAGE_UP},    {0x64e, ACTION_QUIT},      {0x634, ACTION_ADD},
		{0x633, ACTION_SAVE},        {0x629, ACTION_KEEP_UNREAD}, {':', ACTION_COMMAND},
		/* Persian */
		{0x62f, ACTION_NEXT_UNREAD}, {0x67e, ACTION_KEEP_UNREAD},
		/* Hebrew */
		{0x5d7, ACTION_DOWN},        {0x5dc, ACTION_UP},        {0x5d9, ACTION_BACK},
		{0x5da, ACTION_OPEN},        {0x5de, ACTION_NEXT_UNREAD}, {0x5db, ACTION_STAR},
	};
	(void)state;
	struct keymap *m = keymap_new();
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		enum action got = press(m, cases[i].code, IN_HEADLINES, true);
		if (got != cases[i].want)
			fail_msg("U+%04X: %s, not %s", cases[i].code, action_info(got)->name,
				 action_info(cases[i].want)->name);
	}
	assert_int_equal(press(m, 0x5b, IN_ARTICLE, true), ACTION_NONE);
	keymap_free(m);
}

static void
the_keyboard_becomes_known(void **state)
{
	(void)state;
	struct keymap *m = keymap_new();
	assert_int_equal(keymap_keyboard(m), KEYBOARD_UNKNOWN);
	assert_int_equal(press(m, '/', IN_HEADLINES, true), ACTION_FILTER);
	keymap_typed(m, 0x5d7); /* Hebrew: / is where q is, . where / is */
	assert_int_equal(press(m, '/', IN_HEADLINES, true), ACTION_BACK);
	assert_int_equal(press(m, '.', IN_HEADLINES, true), ACTION_FILTER);
	keymap_typed(m, 'j'); /* back on a Latin one: signs are signs */
	assert_int_equal(press(m, '/', IN_HEADLINES, true), ACTION_FILTER);
	assert_int_equal(press(m, '[', IN_HEADLINES, true), ACTION_NONE);
	keymap_typed(m, 0x62a); /* Arabic */
	assert_int_equal(press(m, '[', IN_HEADLINES, true), ACTION_FILTER);
	assert_int_equal(press(m, '/', IN_HEADLINES, true), ACTION_FILTER);
	keymap_typed(m, 0x6cc); /* Persian, though most letters are on both */
	assert_int_equal(keymap_keyboard(m), KEYBOARD_PERSIAN);
	keymap_typed(m, 0x62a);
	assert_int_equal(keymap_keyboard(m), KEYBOARD_PERSIAN);
	keymap_set_keyboard(m, "arabic-mac"); /* the reader says which Arabic it is */
	assert_int_equal(press(m, 0x631, IN_HEADLINES, true), ACTION_NEXT_UNREAD);
	keymap_typed(m, 'a');
	keymap_typed(m, 0x62a);
	assert_int_equal(keymap_keyboard(m), KEYBOARD_ARABIC_MAC);
	keymap_set_keyboard(m, "auto");
	keymap_typed(m, 0x649);
	keymap_typed(m, 0x66a); /* a sign of Persian too tells nothing against Arabic letters */
	assert_int_equal(keymap_keyboard(m), KEYBOARD_ARABIC);
	keymap_free(m);
}

/* A key that does nothing on the keyboard in use does nothing, though the same letter
 * stands elsewhere on another: waw with hamza is A of a Persian one. */
static void
no_key_of_another_keyboard(void **state)
{
	(void)state;
	struct keymap *m = keymap_new();
	keymap_typed(m, 0x624);
	assert_int_equal(press(m, 0x624, IN_HEADLINES, true), ACTION_NONE);
	assert_int_equal(press(m, 0x624, IN_SOURCES, true), ACTION_RENAME);
	assert_int_equal(press(m, 0x62f, IN_HEADLINES, true), ACTION_NONE); /* Arabic for sure */
	keymap_free(m);
	m = keymap_new();
	keymap_typed(m, 0x62f); /* on both: Persian has n there, Arabic nothing that is bound */
	assert_int_equal(press(m, 0x62f, IN_HEADLINES, true), ACTION_NEXT_UNREAD);
	keymap_typed(m, 0x64a);
	assert_int_equal(press(m, 0x62f, IN_HEADLINES, true), ACTION_NONE);
	keymap_free(m);
}

/* The key with the Latin letter q, on a French keyboard with Arabic. */
static void
a_french_keyboard(void **state)
{
	static const struct {
		uint32_t code;
		enum action want;
	} cases[] = {
		{0x634, ACTION_BACK}, /* q */        {0x636, ACTION_ADD}, /* a */
		{0x626, ACTION_NONE}, /* w */        {0x635, ACTION_FOLD}, /* z */
		{0x643, ACTION_KEEP_UNREAD}, /* m */ {0x632, ACTION_COMMAND}, /* : */
		{'.', ACTION_FILTER}, /* / */        {'\'', ACTION_HELP}, /* ? */
		{0x61f, ACTION_HELP},                {0x62a, ACTION_DOWN},
		{'\\', ACTION_STAR}, /* * */        {0x630, ACTION_STAR}, /* the same of 102 */
	};
	(void)state;
	struct keymap *m = keymap_new();
	keymap_set_keyboard(m, "arabic-azerty");
	keymap_typed(m, 0x62a);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		enum action got = press(m, cases[i].code, IN_HEADLINES, true);
		if (got != cases[i].want)
			fail_msg("U+%04X: %s, not %s", cases[i].code, action_info(got)->name,
				 action_info(cases[i].want)->name);
	}
	assert_int_equal(place_from_us(KEYBOARD_ARABIC_AZERTY, 'm'), 0x643);
	keymap_set_keyboard(m, "arabic"); /* the key left of Enter is thal in 102 */
	keymap_typed(m, 0x62a);
	assert_int_equal(press(m, 0x630, IN_HEADLINES, true), ACTION_BESIDE);
	assert_int_equal(press(m, 0x651, IN_HEADLINES, true), ACTION_PIPE);
	assert_int_equal(press(m, 0x2018, IN_HEADLINES, true), ACTION_UNDO); /* Windows */
	keymap_free(m);
}

static void
digits_of_three_scripts(void **state)
{
	(void)state;
	assert_int_equal(digit_of('7'), 7);
	assert_int_equal(digit_of(0x667), 7);
	assert_int_equal(digit_of(0x6f7), 7);
	assert_int_equal(digit_of('a'), -1);
	assert_int_equal(digit_of(0x66a), -1);
}

static void
keys_can_be_bound(void **state)
{
	(void)state;
	struct keymap *m = keymap_new();
	struct why why;
	assert_int_equal(keymap_bind(m, "^D", "page-down", &why), OK);
	assert_int_equal(press(m, 4, IN_ARTICLE, true), ACTION_PAGE_DOWN);
	assert_int_equal(keymap_bind(m, "j", NULL, &why), OK);
	assert_int_equal(press(m, 'j', IN_ARTICLE, true), ACTION_NONE);
	assert_int_equal(press(m, 0x62a, IN_ARTICLE, true), ACTION_NONE);
	assert_int_equal(keymap_bind(m, "ض", "star", &why), OK);
	assert_int_equal(press(m, 0x636, IN_ARTICLE, true), ACTION_STAR);
	keymap_typed(m, 0x62a);
	assert_int_equal(press(m, 0x636, IN_ARTICLE, true), ACTION_STAR); /* the letter itself first */
	/* where the new action does not count the old one stays */
	assert_int_equal(keymap_bind(m, "J", "next-article", &why), OK);
	assert_int_equal(press(m, 'J', IN_HEADLINES, true), ACTION_NEXT_SECTION);
	assert_int_equal(keymap_bind(m, "o@article", "links", &why), OK);
	assert_int_equal(press(m, 'o', IN_ARTICLE, true), ACTION_LINKS);
	assert_int_equal(press(m, 'o', IN_HEADLINES, true), ACTION_BROWSER);
	/* several */
	assert_int_equal(keymap_bind(m, "x", "star next-unread", &why), OK);
	struct keymap_found f = find(m, "x", IN_ARTICLE, true);
	assert_int_equal(f.actions_n, 2);
	assert_int_equal(f.actions[1], ACTION_NEXT_UNREAD);
	keymap_free(m);
}

/* What newsboat's operations are here is in the table, and counts where it is bound. */
static void
operations_of_newsboat(void **state)
{
	(void)state;
	const struct newsboat_operation *o;
	for (size_t i = 0; (o = newsboat_operation_at(i)); i++) {
		if (o->action && action_by_name(o->action) == ACTION_NONE)
			fail_msg("%s: %s is no action", o->name, o->action);
		if (!o->in_article)
			continue;
		enum action a = action_by_name(o->in_article);
		if (a == ACTION_NONE || !(action_info(a)->where & IN_ARTICLE))
			fail_msg("%s: %s does nothing in an article", o->name, o->in_article);
	}
}

static void
mistakes_are_told(void **state)
{
	static const struct {
		const char *keys, *actions, *told;
	} cases[] = {
		{"x", "dance", "dance"},
		{"x", "nxt-unread", "did you mean next-unread?"},
		{"x", "star stra", "did you mean star?"},
		{"NOKEY", "open", "no key named NOKEY"},
		{"SPCE", "open", "did you mean SPACE?"},
		{"F13", "open", "did you mean F1"},
		{"<NO>g", "open", "no key"},
		{"ggggg", "open", "no key"},
		{"", "open", "no key"},
		{"x", "star star star star star star star star star", "8 actions"},
	};
	(void)state;
	struct keymap *m = keymap_new();
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct why why = {""};
		enum err e = keymap_bind(m, cases[i].keys, cases[i].actions, &why);
		if (e != ERR_CONFIG || !strstr(why.text, cases[i].told))
			fail_msg("%s %s: %d %s", cases[i].keys, cases[i].actions, e, why.text);
	}
	keymap_free(m);
}

/* Of the settings file all that is wrong is told, with file and line; the rest holds. */
static void
lines_of_the_settings(void **state)
{
	(void)state;
	const char *tmp = getenv("AKHBAR_TMP");
	char *path = mem_printf("%s/keys-%d.conf", tmp ? tmp : "/tmp", (int)getpid());
	FILE *file = fopen(path, "w");
	struct why why = {""};
	struct buf told;
	struct term_look look;
	assert_non_null(file);
	fputs("bind X stra\nbind-key Z next-feed\nbind SPCE open\ncolor sky blue\n", file);
	fclose(file);
	struct config *c = config_new();
	assert_int_equal(config_load(c, path, false, &why), OK);
	buf_init(&told, 0);
	struct keymap *m = keys_from_config(c, &told);
	look_from_config(c, &look, &told);
	char *want = mem_printf("%s:1: there is no action named stra; did you mean star?\n"
				"%s:3: there is no key named SPCE; did you mean SPACE?\n"
				"%s:4: there is nothing to colour named sky\n", path, path, path);
	assert_string_equal(told.data, want);
	assert_int_equal(press(m, 'Z', IN_HEADLINES, true), ACTION_NEXT_SECTION);
	free(want);
	keymap_free(m);
	config_free(c);
	buf_release(&told);
	unlink(path);
	free(path);
}

static void
sequences(void **state)
{
	(void)state;
	struct keymap *m = keymap_new();
	struct why why;
	struct keymap_found f = find(m, "d", IN_SOURCES, true);
	assert_true(f.longer && !f.actions_n);
	f = find(m, "dd", IN_SOURCES, true);
	assert_true(f.actions_n == 1 && f.actions[0] == ACTION_REMOVE && !f.longer);
	assert_int_equal(find(m, "يي", IN_SOURCES, true).actions[0], ACTION_REMOVE);
	assert_int_equal(find(m, "גג", IN_SOURCES, true).actions[0], ACTION_REMOVE);
	assert_int_equal(find(m, "غف", IN_ARTICLE, true).actions[0], ACTION_COPY_TITLE);
	f = find(m, "dx", IN_SOURCES, true);
	assert_true(!f.longer && !f.actions_n);
	assert_int_equal(keymap_bind(m, "gn", "next-unread", &why), OK);
	f = find(m, "g", IN_ARTICLE, true); /* waits, and counts alone too */
	assert_true(f.longer && f.actions_n == 1 && f.actions[0] == ACTION_FIRST);
	assert_int_equal(find(m, "لى", IN_ARTICLE, true).actions[0], ACTION_NEXT_UNREAD);
	assert_int_equal(keymap_bind(m, "<SPACE>q", "quit", &why), OK);
	assert_int_equal(find(m, " q", IN_ARTICLE, true).actions[0], ACTION_QUIT);
	assert_int_equal(keymap_bind(m, "^Xq", "quit", &why), OK);
	assert_int_equal(find(m, "\x18q", IN_ARTICLE, true).actions[0], ACTION_QUIT);
	assert_int_equal(keymap_bind(m, "dd", NULL, &why), OK);
	assert_false(find(m, "d", IN_SOURCES, true).longer);
	keymap_free(m);
}

static void
names_for_people(void **state)
{
	(void)state;
	static const struct {
		enum action action;
		enum keyboard keyboard;
		const char *want;
	} cases[] = {
		{ACTION_DOWN, KEYBOARD_LATIN, "j  ↓"},  {ACTION_DOWN, KEYBOARD_ARABIC, "ت  ↓"},
		{ACTION_DOWN, KEYBOARD_HEBREW, "ח  ↓"}, {ACTION_PAGE_DOWN, KEYBOARD_LATIN, "Space  ^F"},
		{ACTION_REMOVE, KEYBOARD_PERSIAN, "یی  Del"},
		{ACTION_QUIT, KEYBOARD_ARABIC, "⇧ض"}, /* a mark alone says nothing */
		{ACTION_QUIT, KEYBOARD_HEBREW, "Q"},    {ACTION_HELP, KEYBOARD_ARABIC, "؟  F1"},
		{ACTION_LAST, KEYBOARD_ARABIC_AZERTY, "⇧ل  End"},
	};
	struct keymap *m = keymap_new();
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf out;
		buf_init(&out, 0);
		keymap_names(m, cases[i].action, cases[i].keyboard, 2, &out);
		assert_string_equal(out.data, cases[i].want);
		buf_release(&out);
	}
	keymap_free(m);
}

/* No default key shadows another, every action that asks for one has one, all names
 * and sentences are there. */
static void
the_table_is_sound(void **state)
{
	(void)state;
	struct keymap *m = keymap_new();
	for (unsigned a = 1; a < ACTION_COUNT; a++) {
		const struct action_info *info = action_info((enum action)a);
		struct buf out;
		buf_init(&out, 0);
		assert_true(*info->name && *info->sentence && info->where);
		assert_int_equal(action_by_name(info->name), a);
		keymap_names(m, (enum action)a, KEYBOARD_LATIN, 9, &out);
		if (*info->keys && !out.len)
			fail_msg("%s has no key", info->name);
		buf_release(&out);
		for (unsigned where = 1; where <= IN_SEARCH; where <<= 1) {
			for (const char *p = info->keys; *p;) {
				struct bytes word = {p, strcspn(p, " ")};
				p += word.len + (p[word.len] == ' ');
				if (!(where & info->where) || word.len > 3 ||
				    memchr(word.data, '^', word.len))
					continue;
				char *keys = bytes_dup(word);
				struct keymap_found f = find(m, keys, where, true);
				bool name = keys[0] >= 'A' && keys[0] <= 'Z' && keys[1]; /* UP */
				if (!name)
					if (!f.actions_n || f.actions[0] != (enum action)a || f.longer)
						fail_msg("%s of %s is shadowed", keys, info->name);
				free(keys);
			}
		}
	}
	keymap_free(m);
}

static const char *
manual_name(const char *key)
{
	static char out[32];
	static const char *const names[][2] = {
		{"SPACE", "Space"}, {"PGDN", "PageDown"}, {"PGUP", "PageUp"}, {"DOWN", "Down"},
		{"UP", "Up"}, {"HOME", "Home"}, {"END", "End"}, {"ENTER", "Enter"}, {"ESC", "Esc"},
		{"BACKSPACE", "Backspace"}, {"TAB", "Tab"}, {"DELETE", "Delete"}};
	const char *at = key[1] ? strchr(key, '@') : NULL;
	size_t len = at ? (size_t)(at - key) : strlen(key);
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strlen(names[i][0]) == len && strncmp(names[i][0], key, len) == 0) {
			snprintf(out, sizeof(out), "%s%s", names[i][1], at ? " in " : "");
			return out;
		}
	if (at)
		snprintf(out, sizeof(out), "%.*s in ", (int)len, key);
	else if (key[0] == '^' && key[1])
		snprintf(out, sizeof(out), "Ctrl-%s", key + 1);
	else
		snprintf(out, sizeof(out), "%s", key);
	return out;
}

/* The manual names every action with the keys it has. */
static void
the_manual_tells_the_same(void **state)
{
	const char *top = getenv("AKHBAR_TOP");
	struct buf text;
	struct why why = {""};
	(void)state;
	char *path = mem_printf("%s/doc/akhbar.1", top ? top : ".");
	buf_init(&text, 0);
	assert_int_equal(file_read(path, &text, &why), OK);
	const char *part = strstr(text.data, "\n.Sh KEYS"), *end = strstr(text.data, "\n.Sh COMMAND LINE");
	assert_true(part && end && part < end);
	for (unsigned a = 1; a < ACTION_COUNT; a++) {
		const struct action_info *info = action_info((enum action)a);
		char *item = mem_printf("\n.It Cm %s\n", info->name);
		const char *at = strstr(part, item);
		if (!at || at > end)
			fail_msg("%s is not in the manual", info->name);
		const char *stop = strstr(at + 2, "\n.");
		char *told = mem_strndup(at, (size_t)(stop - at));
		for (char *p = told; *p; p++)
			if (*p == '\n')
				*p = ' ';
		const char *open = strrchr(told, '(');
		for (const char *p = info->keys; *p;) {
			size_t n = strcspn(p, " ");
			char *key = mem_strndup(p, n);
			p += n + (p[n] == ' ');
			if (!open || !strstr(open, manual_name(key)))
				fail_msg("the manual does not tell key %s of %s: %s", key, info->name,
					 told);
			free(key);
		}
		free(told);
		free(item);
	}
	buf_release(&text);
	free(path);
}

int
main(void)
{
	lang_start();
	lang_choose("en");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arrows_follow_the_screen),
		cmocka_unit_test(every_key_on_every_keyboard),
		cmocka_unit_test(letters_by_place_at_once),
		cmocka_unit_test(the_keyboard_becomes_known),
		cmocka_unit_test(no_key_of_another_keyboard),
		cmocka_unit_test(a_french_keyboard),
		cmocka_unit_test(digits_of_three_scripts),
		cmocka_unit_test(keys_can_be_bound),
		cmocka_unit_test(operations_of_newsboat),
		cmocka_unit_test(mistakes_are_told),
		cmocka_unit_test(lines_of_the_settings),
		cmocka_unit_test(sequences),
		cmocka_unit_test(names_for_people),
		cmocka_unit_test(the_table_is_sound),
		cmocka_unit_test(the_manual_tells_the_same),
	};
	return cmocka_run_group_tests_name("keymap", tests, NULL, NULL);
}
