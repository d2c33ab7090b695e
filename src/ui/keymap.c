/* SPDX-License-Identifier: MIT */
#include "ui/actions.h"

#include <stdlib.h>
#include <string.h>

#include "config/nearest.h"
#include "sys/lang.h"
#include "term/term.h"

struct binding {
	struct key_stroke keys[KEYS_MAX];
	size_t n;
	unsigned where;
	enum action actions[ACTIONS_MAX];
	size_t actions_n;
};

struct keymap {
	struct binding *items;
	size_t n, cap;
	enum keyboard keyboard; /* in use */
	enum keyboard said;     /* by the reader; KEYBOARD_UNKNOWN: found out */
	bool sure;              /* Arabic, by a letter that Persian has not */
	bool spoken;            /* names are words, for a screen reader */
};

static const struct {
	const char *name, *shown, *spoken;
	uint32_t code;
} named[] = {
	{"ENTER", "↵", "Enter", KEY_CODE_ENTER}, {"SPACE", N_("Space"), N_("Space"), ' '},
	{"TAB", "⇥", "Tab", KEY_CODE_TAB}, {"ESC", "Esc", "Esc", KEY_CODE_ESCAPE},
	{"BACKSPACE", "⌫", "Backspace", KEY_CODE_BACKSPACE},
	{"DELETE", "Del", "Delete", KEY_CODE_DELETE}, {"UP", "↑", "Up", KEY_CODE_UP},
	{"DOWN", "↓", "Down", KEY_CODE_DOWN}, {"LEFT", "←", "Left", KEY_CODE_LEFT},
	{"RIGHT", "→", "Right", KEY_CODE_RIGHT}, {"HOME", "Home", "Home", KEY_CODE_HOME},
	{"END", "End", "End", KEY_CODE_END}, {"PGUP", "PgUp", "PageUp", KEY_CODE_PAGE_UP},
	{"PGDN", "PgDn", "PageDown", KEY_CODE_PAGE_DOWN},
	{"BACKTAB", "⇤", "Shift-Tab", KEY_CODE_BACKTAB},
#define F_KEY(n) {"F" #n, "F" #n, "F" #n, KEY_CODE_F1 + n - 1}
	F_KEY(1), F_KEY(2), F_KEY(3), F_KEY(4), F_KEY(5), F_KEY(6), F_KEY(7), F_KEY(8), F_KEY(9),
	F_KEY(10), F_KEY(11), F_KEY(12),
#undef F_KEY
	/* as others call them */
	{"PAGEUP", "PgUp", "PageUp", KEY_CODE_PAGE_UP}, {"PPAGE", "PgUp", "PageUp", KEY_CODE_PAGE_UP},
	{"PAGEDOWN", "PgDn", "PageDown", KEY_CODE_PAGE_DOWN},
	{"NPAGE", "PgDn", "PageDown", KEY_CODE_PAGE_DOWN}, {"RETURN", "↵", "Enter", KEY_CODE_ENTER},
	{"DEL", "Del", "Delete", KEY_CODE_DELETE},
};

/* ---- keys as written --------------------------------------------------------------- */

static bool
parse_name(struct bytes text, uint32_t *code)
{
	for (size_t i = 0; i < ARRAY_LEN(named); i++) {
		if (bytes_eq_nocase(text, named[i].name)) {
			*code = named[i].code;
			return true;
		}
	}
	return false;
}

/* One key at *p, past which it moves. */
static bool
parse_key(const char **p, const char *end, struct key_stroke *out)
{
	*out = (struct key_stroke){0};
	if (end - *p > 2 && (*p)[0] == 'A' && (*p)[1] == '-') {
		out->alt = true;
		*p += 2;
	}
	if (parse_name((struct bytes){*p, (size_t)(end - *p)}, &out->code)) {
		*p = end;
		return true;
	}
	const char *close = **p == '<' ? memchr(*p, '>', (size_t)(end - *p)) : NULL;
	if (close && close > *p + 1) {
		bool is = parse_name((struct bytes){*p + 1, (size_t)(close - *p - 1)}, &out->code);
		*p = close + 1;
		return is;
	}
	if (**p == '^' && end - *p > 1) {
		char c = (*p)[1];
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 32);
		if (c < '@' || c > '_')
			return false;
		out->code = (uint32_t)(c - '@');
		/* as the terminal's decoder names them */
		if (c == 'I')
			out->code = KEY_CODE_TAB;
		else if (c == 'M' || c == 'J')
			out->code = KEY_CODE_ENTER;
		else if (c == 'H')
			out->code = KEY_CODE_BACKSPACE;
		else if (c == '[')
			out->code = KEY_CODE_ESCAPE;
		*p += 2;
		return true;
	}
	out->code = utf8_next(p, end);
	return out->code > ' ' && out->code != UTF8_BAD;
}

/* "NOKEY" and "F13" are no sequences of letters but names that do not exist. */
static bool
looks_like_name(struct bytes text)
{
	size_t i = 0;
	while (i < text.len && ((text.data[i] >= 'A' && text.data[i] <= 'Z') ||
				(i && text.data[i] >= '0' && text.data[i] <= '9')))
		i++;
	return i == text.len && text.len >= 3;
}

static bool
parse_keys(struct bytes text, struct binding *out)
{
	const char *p = text.data, *end = p + text.len;
	uint32_t code;
	out->n = 0;
	if (looks_like_name(text) && !parse_name(text, &code))
		return false;
	while (p < end) {
		if (out->n == KEYS_MAX || !parse_key(&p, end, &out->keys[out->n]))
			return false;
		out->n++;
	}
	return out->n > 0;
}

/* The place behind "@" is cut off `text`; all places when it has none. */
static unsigned
cut_place(struct bytes *text)
{
	for (size_t i = text->len; i-- > 1;) {
		if (text->data[i] != '@')
			continue;
		char *name = mem_strndup(text->data + i + 1, text->len - i - 1);
		unsigned where = action_place(name);
		free(name);
		if (where)
			text->len = i;
		return where ? where : IN_ALL;
	}
	return IN_ALL;
}

/* ---- bindings ------------------------------------------------------------------------ */

static bool
same_key(struct key_stroke a, struct key_stroke b)
{
	return a.code == b.code && a.alt == b.alt;
}

static bool
begins(const struct binding *b, const struct key_stroke *keys, size_t n)
{
	if (n > b->n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!same_key(b->keys[i], keys[i]))
			return false;
	return true;
}

/* The keys do nothing any more in these places. */
static void
clear(struct keymap *m, const struct binding *like, unsigned where)
{
	size_t kept = 0;
	for (size_t i = 0; i < m->n; i++) {
		struct binding *b = &m->items[i];
		if (b->n == like->n && begins(b, like->keys, like->n))
			b->where &= ~where;
		if (b->where)
			m->items[kept++] = *b;
	}
	m->n = kept;
}

static void
add(struct keymap *m, const struct binding *b)
{
	if (m->n == m->cap) {
		m->cap = m->cap ? m->cap * 2 : 96;
		m->items = mem_realloc_array(m->items, m->cap, sizeof(*m->items));
	}
	m->items[m->n++] = *b;
}

struct keymap *
keymap_new(void)
{
	struct keymap *m = mem_zalloc(sizeof(*m));
	m->keyboard = m->said = KEYBOARD_UNKNOWN;
	for (unsigned a = 1; a < ACTION_COUNT; a++) {
		const struct action_info *info = action_info((enum action)a);
		for (const char *p = info->keys; *p;) {
			struct bytes word = {p, strcspn(p, " ")};
			p += word.len + (p[word.len] == ' ');
			struct binding b = {.actions = {(enum action)a}, .actions_n = 1};
			b.where = cut_place(&word) & info->where;
			if (parse_keys(word, &b))
				add(m, &b);
		}
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

static const char *
name_of_action(size_t i)
{
	return i + 1 < ACTION_COUNT ? action_info((enum action)(i + 1))->name : NULL;
}

static const char *
name_of_key(size_t i)
{
	return i < ARRAY_LEN(named) ? named[i].name : NULL;
}

static enum err
parse_actions(const char *text, struct binding *out, struct why *why)
{
	unsigned where = 0;
	for (const char *p = text; *p;) {
		size_t n = strcspn(p, " ");
		char *name = mem_strndup(p, n);
		p += n + (p[n] == ' ');
		if (!n) {
			free(name);
			continue;
		}
		enum action a = action_by_name(name);
		enum err e = OK;
		if (a == ACTION_NONE) {
			const char *meant = nearest_name(name, name_of_action);
			e = meant ? err_set(why, ERR_CONFIG,
					    _("there is no action named %s; did you mean %s?"),
					    name, meant)
				  : err_set(why, ERR_CONFIG, _("there is no action named %s"), name);
		} else if (out->actions_n == ACTIONS_MAX) {
			e = err_set(why, ERR_CONFIG, _("a key has %s actions at most"),
				    lang_number(ACTIONS_MAX).text);
		}
		free(name);
		if (e != OK)
			return e;
		where |= action_info(a)->where;
		out->actions[out->actions_n++] = a;
	}
	out->where &= where;
	return OK;
}

enum err
keymap_bind(struct keymap *m, const char *keys, const char *actions, struct why *why)
{
	struct binding b = {0};
	struct bytes text = bytes_of(keys);
	b.where = cut_place(&text);
	if (!parse_keys(text, &b)) {
		const char *meant = nearest_name(keys, name_of_key);
		if (meant)
			return err_set(why, ERR_CONFIG,
				       _("there is no key named %s; did you mean %s?"), keys, meant);
		return err_set(why, ERR_CONFIG, _("there is no key named %s"), keys);
	}
	if (actions) {
		enum err e = parse_actions(actions, &b, why);
		if (e != OK)
			return e;
	}
	clear(m, &b, b.where);
	if (b.actions_n && b.where)
		add(m, &b);
	return OK;
}

/* ---- keys typed ------------------------------------------------------------------------ */

static struct keymap_found
find(const struct keymap *m, const struct key_stroke *keys, size_t n, unsigned where)
{
	struct keymap_found found = {0};
	for (size_t i = 0; i < m->n; i++) {
		const struct binding *b = &m->items[i];
		if (!(b->where & where) || !begins(b, keys, n))
			continue;
		if (b->n > n) {
			found.longer = true;
		} else if (!found.actions_n) {
			found.actions = b->actions;
			found.actions_n = b->actions_n;
		}
	}
	return found;
}

/* As the Latin side types it, by the places of keyboard k; false when a key has no other
 * meaning there. */
static bool
by_place(enum keyboard k, bool second, const struct key_stroke *keys, size_t n,
	 struct key_stroke *out)
{
	bool other = false;
	for (size_t i = 0; i < n; i++) {
		uint32_t us = second ? place_also(k, keys[i].code) : 0;
		if (!us)
			us = place_to_us(k, keys[i].code);
		out[i] = keys[i];
		if (us) {
			other |= us != keys[i].code;
			out[i].code = us;
		}
	}
	return other;
}

/* By the places of keyboards that may be the one in use though it is not known, or is
 * taken for another. A key that the known one has is its own: what another types there
 * may be "mark all as read". */
static struct keymap_found
find_elsewhere(const struct keymap *m, const struct key_stroke *keys, size_t n, unsigned where)
{
	struct key_stroke placed[KEYS_MAX];
	struct keymap_found found = {0};
	bool known = m->keyboard < KEYBOARD_COUNT, sign = keys[0].code < 0x80;
	int first = 0, last = KEYBOARD_COUNT - 1;
	if (sign) /* on all of them: before any letter, as on the commonest */
		last = m->keyboard == KEYBOARD_UNKNOWN ? KEYBOARD_ARABIC : -1;
	else if (known && m->keyboard == KEYBOARD_ARABIC && m->said == KEYBOARD_UNKNOWN && !m->sure &&
		 place_shared(KEYBOARD_ARABIC, KEYBOARD_PERSIAN, keys[0].code))
		first = last = KEYBOARD_PERSIAN;
	else if (known && place_to_us(m->keyboard, keys[0].code))
		last = -1;
	for (int i = first; i <= last; i++) {
		if (!by_place((enum keyboard)i, false, keys, n, placed))
			continue;
		found = find(m, placed, n, where);
		if (found.actions_n || found.longer)
			return found;
	}
	return found;
}

struct keymap_found
keymap_find(const struct keymap *m, const struct key_stroke *keys, size_t n, unsigned where,
	    bool rtl)
{
	static const enum action onward[] = {ACTION_ONWARD}, back[] = {ACTION_BACK};
	struct key_stroke placed[KEYS_MAX];
	struct keymap_found found = {0};
	if (n == 0 || n > KEYS_MAX)
		return found;
	/* signs of a keyboard we know are its keys first: / is q in Hebrew */
	bool known = m->keyboard < KEYBOARD_COUNT, sign = keys[0].code < 0x80;
	if (known && sign && by_place(m->keyboard, false, keys, n, placed)) {
		found = find(m, placed, n, where);
		if (found.actions_n || found.longer)
			return found;
	}
	found = find(m, keys, n, where);
	if (found.actions_n || found.longer)
		return found;
	/* arrows follow the screen: onward is where the text runs to */
	if (n == 1 && (keys[0].code == KEY_CODE_LEFT || keys[0].code == KEY_CODE_RIGHT)) {
		found.actions = (keys[0].code == KEY_CODE_LEFT) == rtl ? onward : back;
		found.actions_n = 1;
		return found;
	}
	for (int second = 0; known && second < 2; second++) {
		if (!by_place(m->keyboard, second, keys, n, placed))
			continue;
		found = find(m, placed, n, where);
		if (found.actions_n || found.longer)
			return found;
	}
	return find_elsewhere(m, keys, n, where);
}

void
keymap_typed(struct keymap *m, uint32_t code)
{
	m->keyboard = keyboard_guess(m->keyboard, code);
	if (m->keyboard == KEYBOARD_ARABIC && place_shared(KEYBOARD_ARABIC, KEYBOARD_ARABIC, code))
		m->sure |= !place_shared(KEYBOARD_ARABIC, KEYBOARD_PERSIAN, code);
	else if (m->keyboard < KEYBOARD_COUNT && m->keyboard != KEYBOARD_ARABIC)
		m->sure = false;
	/* the reader's word tells which; Latin or not is seen */
	if (m->said != KEYBOARD_UNKNOWN && m->keyboard < KEYBOARD_COUNT)
		m->keyboard = m->said;
}

void
keymap_set_keyboard(struct keymap *m, const char *name)
{
	static const char *const names[] = {
		[KEYBOARD_ARABIC] = "arabic",   [KEYBOARD_PERSIAN] = "persian",
		[KEYBOARD_PERSIAN_WINDOWS] = "persian-windows",
		[KEYBOARD_ARABIC_MAC] = "arabic-mac", [KEYBOARD_HEBREW] = "hebrew",
		[KEYBOARD_ARABIC_AZERTY] = "arabic-azerty",
	};
	m->keyboard = m->said = KEYBOARD_UNKNOWN;
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(names[i], name) == 0)
			m->keyboard = m->said = (enum keyboard)i;
}

void
keymap_speak(struct keymap *m, bool spoken)
{
	m->spoken = spoken;
}

enum keyboard
keymap_keyboard(const struct keymap *m)
{
	return m->keyboard;
}

/* ---- names -------------------------------------------------------------------------------- */

static void
key_name(struct key_stroke key, enum keyboard k, bool spoken, struct buf *out)
{
	if (key.alt)
		buf_add_str(out, "Alt-");
	for (size_t i = 0; i < ARRAY_LEN(named); i++) {
		if (named[i].code == key.code) {
			buf_add_str(out, _(spoken ? named[i].spoken : named[i].shown));
			return;
		}
	}
	uint32_t typed = place_from_us(k, key.code), small = 0;
	if (key.code >= 'A' && key.code <= 'Z' && typed != key.code)
		small = place_from_us(k, key.code - 'A' + 'a');
	if (small >= 0x5d0) { /* with Shift it types a mark or what is on no key top */
		buf_add_str(out, spoken ? "Shift-" : "⇧");
		buf_add_utf8(out, small);
	} else if (key.code < 0x20) {
		buf_add_str(out, spoken ? "Ctrl-" : "^");
		buf_add_char(out, (char)(key.code + '@'));
	} else if (typed >= 0x5d0 && !char_is_mark(typed)) {
		buf_add_utf8(out, typed);
	} else {
		buf_add_utf8(out, key.code);
	}
}

/* Whether a name stands among others that are parted by two blanks. */
static bool
names_hold(struct bytes names, struct bytes name)
{
	for (size_t at = 0; at + name.len <= names.len;) {
		const char *end = memmem(names.data + at, names.len - at, "  ", 2);
		size_t n = end ? (size_t)(end - names.data) - at : names.len - at;
		if (n == name.len && memcmp(names.data + at, name.data, n) == 0)
			return true;
		at += n + 2;
	}
	return false;
}

void
keymap_names(const struct keymap *m, enum action a, enum keyboard k, size_t most, struct buf *out)
{
	size_t n = 0, start = out->len;
	struct buf keys;
	buf_init(&keys, 0);
	for (size_t i = 0; i < m->n && n < most; i++) {
		const struct binding *b = &m->items[i];
		bool does = false;
		for (size_t j = 0; j < b->actions_n; j++)
			does |= b->actions[j] == a;
		if (!does)
			continue;
		buf_clear(&keys);
		for (size_t j = 0; j < b->n; j++)
			key_name(b->keys[j], k, m->spoken, &keys);
		/* bound in several places: once is enough */
		if (names_hold((struct bytes){out->data + start, out->len - start}, buf_view(&keys)))
			continue;
		if (n++)
			buf_add_str(out, "  ");
		buf_add_bytes(out, buf_view(&keys));
	}
	buf_release(&keys);
}
