/* SPDX-License-Identifier: MIT
 *
 * Bytes from the terminal -> keys. Pure: it is given bytes and asked for keys, so
 * everything a terminal may send can be tried without one. Answers to our
 * questions (ECMA-48 control sequences and strings) are taken out on the way,
 * whenever they come.
 */
#include "term/term-internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DOUBLE_CLICK_MS 400

void
keys_init(struct keys *k)
{
	memset(k, 0, sizeof(*k));
	k->click_row = k->click_col = -1;
	term_replies_init(&k->replies);
}

void
keys_add_name(struct keys *k, const char *seq, uint32_t code)
{
	size_t len = seq != NULL ? strlen(seq) : 0;

	/* One byte is a character to us; only ESC sequences are names. */
	if (len < 2 || len >= sizeof(k->names[0].seq) || seq[0] != '\033' ||
	    k->names_n == KEYS_NAMES_MAX)
		return;
	memcpy(k->names[k->names_n].seq, seq, len + 1);
	k->names[k->names_n++].code = code;
}

unsigned char *
keys_room(struct keys *k, size_t *room)
{
	*room = sizeof(k->in) - k->n;
	return k->in + k->n;
}

void
keys_got(struct keys *k, size_t n, int64_t now_ms)
{
	k->n += n;
	k->last_ms = now_ms;
}

static void
eat(struct keys *k, size_t n)
{
	k->n -= n;
	memmove(k->in, k->in + n, k->n);
}

/* ---- control sequences ------------------------------------------------------------ */

#define CSI_PARAMS 16

struct csi {
	char prefix;       /* one of < = > ? or 0 */
	char middle;       /* intermediate byte or 0 */
	char final;
	int param[CSI_PARAMS];
	size_t params;
	size_t len;        /* bytes in all */
};

/* ECMA-48 5.4. 1: whole; 0: more is needed; -1: broken at c->len. */
static int
csi_parse(const unsigned char *in, size_t n, struct csi *c)
{
	size_t i = 2;
	bool digit = false;

	memset(c, 0, sizeof(*c));
	if (i < n && in[i] >= '<' && in[i] <= '?')
		c->prefix = (char)in[i++];
	for (; i < n; i++) {
		unsigned char b = in[i];
		if (b >= '0' && b <= '9') {
			int *p = &c->param[c->params];
			if (c->params < CSI_PARAMS && *p < 100000)
				*p = *p * 10 + (b - '0');
			digit = true;
		} else if (b == ';' || b == ':') {
			if (c->params < CSI_PARAMS)
				c->params++;
			digit = true;
		} else if (b >= 0x20 && b <= 0x2f) {
			c->middle = (char)b;
		} else if (b >= 0x40 && b <= 0x7e) {
			c->final = (char)b;
			c->len = i + 1;
			if (digit && c->params < CSI_PARAMS)
				c->params++;
			return 1;
		} else {
			c->len = i;
			return -1;
		}
		if (i > 100) {
			c->len = i;
			return -1;
		}
	}
	return 0;
}

/* A report, not a key: true when it was one. */
static bool
csi_reply(struct keys *k, const struct csi *c)
{
	struct term_replies *r = &k->replies;

	if (c->final == 'y' && c->middle == '$') { /* DECRPM; without ? it is an ANSI mode */
		if (c->prefix == 0 && c->params >= 2 && c->param[0] == 8)
			r->mode8 = c->param[1];
		if (c->prefix == '?' && c->params >= 2 && c->param[0] == 69)
			r->margins = c->param[1] == 1 || c->param[1] == 2;
	} else if (c->final == 'c' && c->prefix == '>') {
		r->da2 = true;
		memcpy(r->da2_param, c->param, sizeof(r->da2_param));
	} else if (c->final == 'c' && c->prefix == '?') {
		r->da1 = true;
		r->da1_first = c->param[0];
		for (size_t i = 1; i < c->params && i < CSI_PARAMS; i++)
			r->da1_color |= c->param[i] == 22;
		r->reports_due = 0; /* the last of our questions */
		k->replied = true;
	} else if (c->final == 'R' && c->prefix == 0 && c->params == 2 && r->reports_due > 0 &&
		   c->param[0] == r->report_row) { /* F3 with Shift looks the same in row 1 */
		r->reports_due--;
		r->report_col[r->reports_n++ % ARRAY_LEN(r->report_col)] = c->param[1];
	} else {
		return c->prefix != 0 && c->prefix != '<';
	}
	return true;
}

/* X11 colour of OSC 11: rgb:RRRR/GGGG/BBBB with 1 to 4 digits each. */
static void
take_background(struct keys *k, const char *s)
{
	int part[3];

	for (int i = 0; i < 3; i++) {
		char *end;
		unsigned long v = strtoul(s, &end, 16);
		int digits = (int)(end - s);
		if (digits < 1 || digits > 4 || (i < 2 && *end != '/'))
			return;
		part[i] = (int)(v * 255 / ((1ul << (4 * digits)) - 1));
		s = end + 1;
	}
	k->replies.background = true;
	k->replies.luma = (299 * part[0] + 587 * part[1] + 114 * part[2]) / 1000;
	k->replied = true;
}

/* DCS, OSC, APC, PM, SOS: swallowed whole; two of them are answers. 0: more. */
static size_t
string_parse(struct keys *k)
{
	size_t end = 0, len = 0;
	char text[80];

	for (size_t i = 2; i < k->n && len == 0; i++) {
		if (k->in[i] == '\a' || k->in[i] == 0x18 || k->in[i] == 0x1a) {
			end = i;
			len = i + 1;
		} else if (k->in[i] == '\033' && i + 1 < k->n) {
			end = i;
			len = k->in[i + 1] == '\\' ? i + 2 : i;
		}
	}
	if (len == 0)
		return 0;
	end = end - 2 < sizeof(text) - 1 ? end - 2 : sizeof(text) - 1;
	memcpy(text, k->in + 2, end);
	text[end] = '\0';
	if (k->in[1] == 'P' && strncmp(text, ">|", 2) == 0)
		snprintf(k->replies.version, sizeof(k->replies.version), "%.63s",
			 text + 2);
	else if (k->in[1] == ']' && strncmp(text, "11;rgb:", 7) == 0)
		take_background(k, text + 7);
	return len;
}

static uint32_t
csi_tilde_key(int n)
{
	static const uint32_t codes[] = {
		[1] = KEY_CODE_HOME, [3] = KEY_CODE_DELETE, [4] = KEY_CODE_END,
		[5] = KEY_CODE_PAGE_UP, [6] = KEY_CODE_PAGE_DOWN, [7] = KEY_CODE_HOME,
		[8] = KEY_CODE_END, [11] = KEY_CODE_F1, [12] = KEY_CODE_F1 + 1,
		[13] = KEY_CODE_F1 + 2, [14] = KEY_CODE_F1 + 3, [15] = KEY_CODE_F5,
		[17] = KEY_CODE_F5 + 1, [18] = KEY_CODE_F5 + 2, [19] = KEY_CODE_F5 + 3,
		[20] = KEY_CODE_F5 + 4, [21] = KEY_CODE_F5 + 5, [23] = KEY_CODE_F12 - 1,
		[24] = KEY_CODE_F12,
	};
	return n > 0 && n < (int)ARRAY_LEN(codes) ? codes[n] : 0;
}

/* The letter that ends CSI or SS3 of a key. */
static uint32_t
letter_key(char final)
{
	switch (final) {
	case 'A': return KEY_CODE_UP;
	case 'B': return KEY_CODE_DOWN;
	case 'C': return KEY_CODE_RIGHT;
	case 'D': return KEY_CODE_LEFT;
	case 'H': return KEY_CODE_HOME;
	case 'F': return KEY_CODE_END;
	case 'Z': return KEY_CODE_BACKTAB;
	case 'M': return KEY_CODE_ENTER; /* keypad */
	case 'P': case 'Q': case 'R': case 'S': return KEY_CODE_F1 + (uint32_t)(final - 'P');
	case 'a': return KEY_CODE_UP;    /* rxvt with shift */
	case 'b': return KEY_CODE_DOWN;
	case 'c': return KEY_CODE_RIGHT;
	case 'd': return KEY_CODE_LEFT;
	default: return 0;
	}
}

/* Buttons of the SGR and the X10 encoding; row and col from 0. */
static bool
mouse_key(struct keys *k, int button, int row, int col, bool press, struct key *out)
{
	if (!press || row < 0 || col < 0)
		return false;
	out->code = KEY_CODE_MOUSE;
	out->row = row;
	out->col = col;
	button &= ~(4 | 8 | 16); /* shift, alt, control */
	if (button == 64 || button == 65) {
		out->mouse = button == 64 ? MOUSE_WHEEL_UP : MOUSE_WHEEL_DOWN;
		return true;
	}
	if (button != 0)
		return false;
	if (k->click_row == row && k->click_col == col &&
	    k->last_ms - k->click_ms <= DOUBLE_CLICK_MS) {
		out->mouse = MOUSE_DOUBLE;
		k->click_row = -1;
		return true;
	}
	out->mouse = MOUSE_CLICK;
	k->click_row = row;
	k->click_col = col;
	k->click_ms = k->last_ms;
	return true;
}

static enum keys_result
csi_key(struct keys *k, const struct csi *c, struct key *out)
{
	uint32_t code;
	int modifiers;

	if (csi_reply(k, c))
		return KEYS_NONE;
	if (c->prefix == '<') {
		bool is = (c->final == 'M' || c->final == 'm') && c->params >= 3 &&
			  mouse_key(k, c->param[0], c->param[2] - 1, c->param[1] - 1,
				    c->final == 'M', out);
		return is ? KEYS_KEY : KEYS_NONE;
	}
	if (c->final == '~' && c->param[0] == 200) {
		k->state = KEYS_PASTE;
		return KEYS_NONE;
	}
	code = c->final == '~' ? csi_tilde_key(c->param[0]) : letter_key(c->final);
	if (code == 0 || c->middle != 0)
		return KEYS_NONE;
	out->code = code;
	/* xterm: the second number is 1 + shift 1, alt 2, control 4 */
	modifiers = c->params >= 2 && c->param[1] > 1 ? c->param[1] - 1 : 0;
	out->alt = modifiers & 2;
	if (code == KEY_CODE_LEFT || code == KEY_CODE_RIGHT) /* by words: either is used */
		out->alt = modifiers & (2 | 4);
	return KEYS_KEY;
}

/* ---- characters ------------------------------------------------------------------- */

static size_t
utf8_len(unsigned char b)
{
	return b < 0x80 ? 1 : b >= 0xc2 && b < 0xe0 ? 2 : b >= 0xe0 && b < 0xf0 ? 3 :
	       b >= 0xf0 && b < 0xf5 ? 4 : 0;
}

static uint32_t
plain_code(uint32_t cp)
{
	switch (cp) {
	case '\r': case '\n': return KEY_CODE_ENTER;
	case '\t': return KEY_CODE_TAB;
	case '\b': case 0x7f: return KEY_CODE_BACKSPACE;
	default: return cp;
	}
}

/* One character at `at`; its bytes in *len (0: more are needed). UTF8_BAD for what
 * is none, which the caller drops. */
static uint32_t
take_char(const struct keys *k, size_t at, size_t *len)
{
	const char *p = (const char *)k->in + at;
	size_t want = utf8_len(k->in[at]), have = k->n - at;
	const char *start = p;
	uint32_t cp;

	*len = 1;
	if (want == 0)
		return UTF8_BAD;
	for (size_t i = 1; i < want && i < have; i++) {
		if ((k->in[at + i] & 0xc0) != 0x80)
			return UTF8_BAD;
	}
	if (have < want) {
		*len = 0;
		return 0;
	}
	cp = utf8_next(&p, start + want);
	if (cp != UTF8_BAD)
		*len = want;
	return cp;
}

static enum keys_result
paste_next(struct keys *k, bool late, struct key *out)
{
	static const char end[] = "\033[201~";

	while (k->n > 0) {
		size_t len;
		uint32_t cp;

		if (k->in[0] == '\033') {
			size_t n = k->n < 6 ? k->n : 6;
			if (memcmp(k->in, end, n) == 0 && n < 6 && !late)
				return KEYS_MORE;
			if (memcmp(k->in, end, n) == 0) {
				eat(k, n);
				k->state = KEYS_PLAIN;
				return KEYS_NONE;
			}
			eat(k, 1);
			continue;
		}
		cp = take_char(k, 0, &len);
		if (len == 0 && !late)
			return KEYS_MORE;
		eat(k, len == 0 ? k->n : len);
		if (!k->accept_paste || len == 0 || cp == UTF8_BAD)
			continue;
		if (cp == '\r' || cp == '\t')
			cp = '\n';
		if ((cp < ' ' && cp != '\n') || (cp >= 0x7f && cp < 0xa0))
			continue;
		out->code = cp;
		out->pasted = true;
		return KEYS_KEY;
	}
	return KEYS_NONE;
}

/* Where keyboards type lam and alef as two characters, the key that did it is one:
 * the ligature stands for it. 0: no alef follows; UTF8_BAD: it may yet. */
static uint32_t
lam_alef(const struct keys *k, size_t at, size_t *len)
{
	size_t alef_len;
	uint32_t alef;

	if (at == k->n)
		return UTF8_BAD;
	alef = take_char(k, at, &alef_len);
	if (alef_len == 0)
		return UTF8_BAD;
	*len += alef_len;
	switch (alef) {
	case 0x622: return 0xfef5;
	case 0x623: return 0xfef7;
	case 0x625: return 0xfef9;
	case 0x627: return 0xfefb;
	default: return 0;
	}
}

static enum keys_result
plain_next(struct keys *k, size_t at, bool late, struct key *out)
{
	size_t len, both;
	uint32_t cp = take_char(k, at, &len);

	if (len == 0)
		return KEYS_MORE;
	both = len;
	/* in a line being typed letters are letters, but not with Alt */
	if (cp == 0x644 && (!k->accept_paste || at > 0)) {
		uint32_t one = lam_alef(k, at + len, &both);
		if (one == UTF8_BAD && !late)
			return KEYS_MORE;
		if (one != 0 && one != UTF8_BAD) {
			cp = one;
			len = both;
		}
	}
	eat(k, at + len);
	if (cp == UTF8_BAD || (cp >= 0x80 && cp < 0xa0))
		return KEYS_NONE;
	out->code = plain_code(cp);
	out->alt = at > 0;
	return KEYS_KEY;
}

/* What terminfo names, for terminals that say it otherwise than all others. */
static enum keys_result
named_next(struct keys *k, struct key *out)
{
	enum keys_result result = KEYS_NONE;

	for (size_t i = 0; i < k->names_n; i++) {
		size_t len = strlen(k->names[i].seq), n = k->n < len ? k->n : len;
		if (memcmp(k->in, k->names[i].seq, n) != 0)
			continue;
		if (n == len) {
			eat(k, len);
			out->code = k->names[i].code;
			return KEYS_KEY;
		}
		result = KEYS_MORE;
	}
	return result;
}

/* At an ESC. */
static enum keys_result
escape_next(struct keys *k, bool late, struct key *out)
{
	struct csi c;
	size_t len;
	enum keys_result named = named_next(k, out);

	if (named == KEYS_KEY || (named == KEYS_MORE && !late))
		return named;
	if (k->n == 1 || (k->n >= 2 && k->in[1] == '\033')) {
		if (k->n == 1 && !late)
			return KEYS_MORE;
		eat(k, 1);
		out->code = KEY_CODE_ESCAPE;
		return KEYS_KEY;
	}
	switch (k->in[1]) {
	case '[':
		if (k->n == 2 && late)
			break; /* Alt-[ */
		if (k->n > 2 && k->in[2] == '[') { /* the Linux console's F1 to F5 */
			if (k->n < 4 && !late)
				return KEYS_MORE;
			len = k->n < 4 ? k->n : 4;
			out->code = KEY_CODE_F1 + (uint32_t)(k->in[3] - 'A');
			c.final = len == 4 ? (char)k->in[3] : 0;
			eat(k, len);
			return c.final >= 'A' && c.final <= 'E' ? KEYS_KEY : KEYS_NONE;
		}
		if (k->n > 2 && k->in[2] == 'M') { /* X10 mouse: three bytes, 32 added */
			int b[3];
			if (k->n < 6 && !late)
				return KEYS_MORE;
			len = k->n < 6 ? k->n : 6;
			for (int i = 0; i < 3; i++)
				b[i] = len == 6 ? k->in[3 + i] - 32 : -1;
			eat(k, len);
			return mouse_key(k, b[0], b[2] - 1, b[1] - 1, (b[0] & 3) != 3 || b[0] >= 64,
					 out) ? KEYS_KEY : KEYS_NONE;
		}
		switch (csi_parse(k->in, k->n, &c)) {
		case 0:
			if (!late)
				return KEYS_MORE;
			eat(k, k->n); /* broken off */
			return KEYS_NONE;
		case 1:
			eat(k, c.len);
			return csi_key(k, &c, out);
		default:
			eat(k, c.len);
			return KEYS_NONE;
		}
	case 'O':
		if (k->n == 2 && !late)
			return KEYS_MORE;
		if (k->n == 2)
			break; /* Alt-O */
		out->code = letter_key((char)k->in[2]);
		eat(k, 3);
		return out->code != 0 ? KEYS_KEY : KEYS_NONE;
	case 'P': case ']': case '_': case '^': case 'X':
		if (k->n == 2 && late)
			break; /* Alt and that letter */
		len = string_parse(k);
		if (len == 0 && !late && k->n < sizeof(k->in))
			return KEYS_MORE;
		eat(k, len == 0 ? k->n : len);
		return KEYS_NONE;
	default:
		break;
	}
	return plain_next(k, 1, late, out);
}

enum keys_result
keys_next(struct keys *k, bool late, struct key *out)
{
	while (k->n > 0) {
		enum keys_result result;

		memset(out, 0, sizeof(*out));
		if (k->state == KEYS_PASTE)
			result = paste_next(k, late, out);
		else if (k->in[0] == '\033')
			result = escape_next(k, late, out);
		else
			result = plain_next(k, 0, late, out);
		if (result == KEYS_MORE && late) { /* nothing may wait for ever */
			eat(k, 1);
			continue;
		}
		if (result != KEYS_NONE)
			return result;
	}
	return KEYS_NONE;
}
