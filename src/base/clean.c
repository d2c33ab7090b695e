/* SPDX-License-Identifier: MIT */
#include "akhbar/base.h"
#include "akhbar/limits.h"

#include <stdio.h>
#include <string.h>

/* What may never reach a terminal, or must not reach past its own field. */
enum fate { KEEP, DROP, SPACE, NEWLINE, REPLACE };

static enum fate
fate_of(uint32_t cp, enum clean_kind kind)
{
	if (cp < 0x20) {
		if (cp == '\n')
			return kind == CLEAN_BODY ? NEWLINE : SPACE;
		if (cp == '\r') /* a lone one; of a pair only the newline gets here */
			return kind == CLEAN_BODY ? NEWLINE : SPACE;
		return cp == '\t' || cp == '\f' || cp == '\v' ? SPACE : DROP;
	}
	if (cp < 0x7f)
		return KEEP;
	if (cp < 0xa0)
		return cp == 0x85 ? SPACE : DROP;
	if (cp < 0x200b) {
		if (cp == 0xa0)
			return kind == CLEAN_LINE ? SPACE : KEEP;
		return cp == 0xad || cp == 0x180e || cp == 0x034f ? DROP : KEEP;
	}
	if (cp < 0x2070) {
		switch (cp) {
		case 0x200c: case 0x200d: /* ZWNJ, ZWJ */
		case 0x200e: case 0x200f: /* LRM, RLM */
			return KEEP;
		case 0x200b:
			return DROP;
		case 0x2028: case 0x2029:
			return kind == CLEAN_BODY ? NEWLINE : SPACE;
		}
		/* embeddings and overrides, joiner and invisible operators, isolates */
		if ((cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2060 && cp <= 0x206f))
			return DROP;
		return KEEP;
	}
	if (cp == 0x3000 && kind == CLEAN_LINE)
		return SPACE;
	/* format controls of hieroglyphs, shorthand, music */
	if ((cp >= 0x13430 && cp <= 0x1343f) || (cp >= 0x1bca0 && cp <= 0x1bca3) ||
	    (cp >= 0x1d173 && cp <= 0x1d17a))
		return DROP;
	if (cp == 0xfeff || (cp >= 0xfe00 && cp <= 0xfe0f) || (cp >= 0xfff9 && cp <= 0xfffb) ||
	    (cp >= 0xe0000 && cp <= 0xe0fff))
		return DROP;
	if ((cp & 0xfffe) == 0xfffe || (cp >= 0xfdd0 && cp <= 0xfdef) ||
	    (cp >= 0xe000 && cp <= 0xf8ff) || cp >= 0xf0000)
		return REPLACE;
	return KEEP;
}

static bool
is_joiner(uint32_t cp)
{
	return cp == 0x200c || cp == 0x200d;
}

static bool
is_bidi_mark(uint32_t cp)
{
	return cp == 0x200e || cp == 0x200f || cp == 0x061c;
}

/* The end of a run that stays as it is: ASCII to see, newlines, Arabic letters, digits and
 * marks of punctuation, which is nearly all of a body. *last: its last character, or
 * any letter for one of two bytes. */
static const char *
plain_run(const char *text, const char *end, uint32_t *last)
{
	const unsigned char *p = (const unsigned char *)text, *stop = (const unsigned char *)end;
	for (; p < stop; p++) {
		unsigned char c = *p;
		if ((c >= 0x20 && c < 0x7f) || c == '\n') {
			*last = c;
			continue;
		}
		unsigned char d = stop - p > 1 ? p[1] : 0;
		bool plain = (c == 0xd8 && (d >= 0xa0 || d == 0x8c || d == 0x9b || d == 0x9f)) ||
			     (c == 0xd9 && ((d >= 0x80 && d <= 0x8a) || (d >= 0xa0 && d != 0xb0))) ||
			     c == 0xda || (c == 0xdb && d <= 0x93);
		if (!plain || d < 0x80 || d > 0xbf)
			break;
		p++;
		*last = 0x627;
	}
	return (const char *)p;
}

bool
text_plain(struct bytes text)
{
	uint32_t last;
	return plain_run(text.data, text.data + text.len, &last) == text.data + text.len;
}

void
text_clean(struct buf *out, struct bytes text, enum clean_kind kind)
{
	const char *p = text.data, *end = text.data + text.len;
	bool line = kind == CLEAN_LINE;
	bool base = false;      /* a letter that a mark may stand on came before */
	bool pending = false;   /* a space not yet written */
	bool written = false;
	uint32_t last = 0;
	unsigned marks = 0;     /* on the base */
	unsigned unseen = 0;    /* joiners and bidi marks since something was seen */

	while (p < end) {
		const char *run = kind == CLEAN_BODY ? plain_run(p, end, &last) : p;
		if (run > p) {
			buf_add(out, p, (size_t)(run - p));
			p = run;
			base = last != ' ' && last != '\n';
			marks = unseen = 0;
			written = true;
			continue;
		}
		if (*p == '\r' && p + 1 < end && p[1] == '\n')
			p++;
		uint32_t cp = utf8_next(&p, end);
		switch (fate_of(cp, kind)) {
		case DROP:
			continue;
		case SPACE:
			base = false;
			unseen = 0;
			if (line)
				pending = written;
			else
				buf_add_char(out, ' ');
			last = ' ';
			continue;
		case NEWLINE:
			base = false;
			unseen = 0;
			buf_add_char(out, '\n');
			last = '\n';
			continue;
		case REPLACE:
			cp = UTF8_BAD;
			break;
		case KEEP:
			break;
		}
		if (line && cp == ' ') {
			pending = written;
			base = false;
			unseen = 0;
			last = ' ';
			continue;
		}
		if (char_is_mark(cp)) {
			if (!base || ++marks > LIMIT_MARKS)
				continue;
		} else if (is_joiner(cp)) {
			/* one is enough, and only after a letter */
			if (last == cp || !base || ++unseen > LIMIT_MARKS)
				continue;
		} else if (is_bidi_mark(cp)) {
			if (last == cp || ++unseen > LIMIT_MARKS)
				continue;
			base = false; /* a vowel mark cannot stand on it */
		} else {
			base = cp != ' ';
			marks = unseen = 0;
		}
		if (pending) {
			buf_add_char(out, ' ');
			pending = false;
		}
		buf_add_utf8(out, cp);
		written = true;
		last = cp;
	}
}

char *
text_clean_dup(struct bytes text, enum clean_kind kind, size_t max)
{
	struct buf out;
	buf_init(&out, 0);
	text_clean(&out, text, kind);
	if (max && out.len > max) {
		out.len = utf8_cut(buf_view(&out), max >= 3 ? max - 3 : 0);
		out.data[out.len] = '\0';
		if (max >= 3)
			buf_add_str(&out, "…");
	}
	return buf_take(&out);
}

enum err
err_set(struct why *why, enum err e, const char *fmt, ...)
{
	if (!why)
		return e;
	char raw[1024];
	va_list args;
	va_start(args, fmt);
	vsnprintf(raw, sizeof(raw), fmt, args);
	va_end(args);
	struct buf clean;
	buf_init(&clean, 0);
	text_clean(&clean, bytes_of(raw), CLEAN_LINE);
	size_t n = utf8_cut(buf_view(&clean), sizeof(why->text) - 1);
	if (n)
		memcpy(why->text, clean.data, n);
	why->text[n] = '\0';
	buf_release(&clean);
	return e;
}

const char *
err_text(enum err e)
{
	static const char *const sentences[] = {
#define X(name, sentence) [name] = sentence,
		ERR_LIST(X)
#undef X
	};
	return (unsigned)e < ARRAY_LEN(sentences) ? sentences[e] : "unknown error";
}
