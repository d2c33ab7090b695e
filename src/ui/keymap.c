/* SPDX-License-Identifier: MIT */
#include "ui/actions.h"

#include <stdlib.h>
#include <string.h>

#include "term/term.h"

struct binding {
	uint32_t code;
	bool alt;
	enum action action;
};

struct keymap {
	struct binding *items;
	size_t n, cap;
};

static const struct {
	const char *name, *shown;
	uint32_t code;
} named[] = {
	{"ENTER", "↵", KEY_CODE_ENTER}, {"SPACE", "␣", ' '}, {"TAB", "⇥", KEY_CODE_TAB},
	{"ESC", "Esc", KEY_CODE_ESCAPE}, {"BACKSPACE", "⌫", KEY_CODE_BACKSPACE},
	{"DELETE", "Del", KEY_CODE_DELETE}, {"UP", "↑", KEY_CODE_UP}, {"DOWN", "↓", KEY_CODE_DOWN},
	{"LEFT", "←", KEY_CODE_LEFT}, {"RIGHT", "→", KEY_CODE_RIGHT}, {"HOME", "Home", KEY_CODE_HOME},
	{"END", "End", KEY_CODE_END}, {"PGUP", "PgUp", KEY_CODE_PAGE_UP},
	{"PGDN", "PgDn", KEY_CODE_PAGE_DOWN}, {"BACKTAB", "⇤", KEY_CODE_BACKTAB},
	{"F1", "F1", KEY_CODE_F1}, {"F2", "F2", KEY_CODE_F1 + 1}, {"F3", "F3", KEY_CODE_F1 + 2},
	{"F4", "F4", KEY_CODE_F1 + 3}, {"F5", "F5", KEY_CODE_F5}, {"F6", "F6", KEY_CODE_F1 + 5},
	{"F7", "F7", KEY_CODE_F1 + 6}, {"F8", "F8", KEY_CODE_F1 + 7}, {"F9", "F9", KEY_CODE_F1 + 8},
	{"F10", "F10", KEY_CODE_F1 + 9}, {"F11", "F11", KEY_CODE_F1 + 10}, {"F12", "F12", KEY_CODE_F12},
};

/* Letters of other keyboards by the place of the key on a US one: the standard
 * Arabic (101), Persian (ISIRI 9147) and Hebrew (SI 1452) layouts. A key that types
 * two letters (lam-alef) sends them one after the other; only its first would be
 * seen, so it has no place here. */
static const struct {
	uint32_t typed;
	char us;
} places[] = {
	/* Arabic 101 */
	{0x0636, 'q'}, {0x0635, 'w'}, {0x062b, 'e'}, {0x0642, 'r'}, {0x0641, 't'}, {0x063a, 'y'},
	{0x0639, 'u'}, {0x0647, 'i'}, {0x062e, 'o'}, {0x062d, 'p'}, {0x0634, 'a'}, {0x0633, 's'},
	{0x064a, 'd'}, {0x0628, 'f'}, {0x0644, 'g'}, {0x0627, 'h'}, {0x062a, 'j'}, {0x0646, 'k'},
	{0x0645, 'l'}, {0x0626, 'z'}, {0x0621, 'x'}, {0x0624, 'c'}, {0x0631, 'v'}, {0xfefb, 'b'},
	{0x0649, 'n'}, {0x0629, 'm'}, {0x0638, '/'},
	/* the same with shift */
	{0x064e, 'Q'}, {0x064b, 'W'}, {0x064f, 'E'}, {0x064c, 'R'}, {0x0625, 'Y'}, {0x2018, 'U'},
	{0x00f7, 'I'}, {0x00d7, 'O'}, {0x061b, 'P'}, {0x0650, 'A'}, {0x064d, 'S'}, {0x0623, 'H'},
	{0x0640, 'J'}, {0x060c, 'K'}, {0x0622, 'N'}, {0x2019, 'M'}, {0x061f, '?'},
	/* Persian, where it differs */
	{0x06cc, 'd'}, {0x06a9, ';'}, {0x06af, '\''}, {0x067e, '\\'}, {0x0698, 'C'}, {0x0686, ']'},
	/* Hebrew */
	{0x05e7, 'e'}, {0x05e8, 'r'}, {0x05d0, 't'}, {0x05d8, 'y'}, {0x05d5, 'u'}, {0x05df, 'i'},
	{0x05dd, 'o'}, {0x05e4, 'p'}, {0x05e9, 'a'}, {0x05d3, 's'}, {0x05d2, 'd'}, {0x05db, 'f'},
	{0x05e2, 'g'}, {0x05d9, 'h'}, {0x05d7, 'j'}, {0x05dc, 'k'}, {0x05da, 'l'}, {0x05d6, 'z'},
	{0x05e1, 'x'}, {0x05d1, 'c'}, {0x05d4, 'v'}, {0x05e0, 'b'}, {0x05de, 'n'}, {0x05e6, 'm'},
};

static bool
parse_key(const char *text, uint32_t *code, bool *alt)
{
	*alt = false;
	if (strncmp(text, "A-", 2) == 0 && text[2]) {
		*alt = true;
		text += 2;
	}
	for (size_t i = 0; i < ARRAY_LEN(named); i++) {
		if (bytes_eq_nocase(bytes_of(text), named[i].name)) {
			*code = named[i].code;
			return true;
		}
	}
	if (text[0] == '^' && text[1] && !text[2]) {
		char c = text[1];
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 32);
		if (c < '@' || c > '_')
			return false;
		*code = (uint32_t)(c - '@');
		return true;
	}
	const char *p = text, *end = text + strlen(text);
	if (p == end)
		return false;
	*code = utf8_next(&p, end);
	return p == end && *code > ' ';
}

static void
unbind(struct keymap *m, uint32_t code, bool alt)
{
	size_t kept = 0;
	for (size_t i = 0; i < m->n; i++)
		if (m->items[i].code != code || m->items[i].alt != alt)
			m->items[kept++] = m->items[i];
	m->n = kept;
}

static void
bind(struct keymap *m, uint32_t code, bool alt, enum action action)
{
	if (m->n == m->cap) {
		m->cap = m->cap ? m->cap * 2 : 64;
		m->items = mem_realloc_array(m->items, m->cap, sizeof(*m->items));
	}
	m->items[m->n++] = (struct binding){code, alt, action};
}

struct keymap *
keymap_new(void)
{
	struct keymap *m = mem_zalloc(sizeof(*m));
	for (unsigned a = 1; a < ACTION_COUNT; a++) {
		char *copy = mem_strdup(action_info((enum action)a)->keys), *rest = copy, *word;
		while ((word = strsep(&rest, " "))) {
			uint32_t code;
			bool alt;
			if (*word && parse_key(word, &code, &alt))
				bind(m, code, alt, (enum action)a);
		}
		free(copy);
	}
	return m;
}

void
keymap_free(struct keymap *m)
{
	if (!m)
		return;
	free(m->items);
	free(m);
}

enum err
keymap_bind(struct keymap *m, const char *key, const char *action, struct why *why)
{
	uint32_t code;
	bool alt;
	if (!parse_key(key, &code, &alt))
		return err_set(why, ERR_CONFIG, "there is no key named %s", key);
	enum action a = action ? action_by_name(action) : ACTION_NONE;
	if (action && a == ACTION_NONE)
		return err_set(why, ERR_CONFIG, "there is no action named %s", action);
	unbind(m, code, alt);
	if (action)
		bind(m, code, alt, a);
	return OK;
}

static enum action
find(const struct keymap *m, uint32_t code, bool alt, unsigned where)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->items[i].code == code && m->items[i].alt == alt &&
		    action_info(m->items[i].action)->where & where)
			return m->items[i].action;
	return ACTION_NONE;
}

enum action
keymap_find(const struct keymap *m, const struct key *key, unsigned where, bool rtl)
{
	enum action a = find(m, key->code, key->alt, where);
	if (a != ACTION_NONE)
		return a;
	/* arrows follow the screen: onward is where the text runs to */
	if (key->code == KEY_CODE_LEFT || key->code == KEY_CODE_RIGHT)
		return (key->code == KEY_CODE_LEFT) == rtl ? ACTION_ONWARD : ACTION_BACK;
	for (size_t i = 0; i < ARRAY_LEN(places); i++)
		if (places[i].typed == key->code)
			return find(m, (unsigned char)places[i].us, key->alt, where);
	return ACTION_NONE;
}

static void
key_name(const struct binding *b, struct buf *out)
{
	if (b->alt)
		buf_add_str(out, "Alt-");
	for (size_t i = 0; i < ARRAY_LEN(named); i++) {
		if (named[i].code == b->code) {
			buf_add_str(out, named[i].shown);
			return;
		}
	}
	if (b->code < 0x20) {
		buf_add_char(out, '^');
		buf_add_char(out, (char)(b->code + '@'));
	} else {
		buf_add_utf8(out, b->code);
	}
}

void
keymap_names(const struct keymap *m, enum action a, size_t most, struct buf *out)
{
	size_t n = 0;
	for (size_t i = 0; i < m->n && n < most; i++) {
		if (m->items[i].action != a)
			continue;
		if (n++)
			buf_add_str(out, "  ");
		key_name(&m->items[i], out);
	}
}
