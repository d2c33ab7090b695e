/* SPDX-License-Identifier: MIT */
/* A scanner before the parser. libxml2 compares each attribute of a tag with all
 * before it, walks its stack of open elements for each end tag, ends scripts where
 * HTML does not (HTML 13.2.5.4), and keeps comments that nobody reads: pages made to
 * hurt, and some made in haste, cost seconds or show program text. */
#include "html/internal.h"
#include "akhbar/limits.h"

#include <string.h>

#define ATTRIBUTES_MAX 256
#define NOSCRIPT_KEPT 1024 /* bytes: what a page says to who has no JavaScript */

struct guard {
	const char *p, *end;
	struct guarded *out;
	bool newlines;
	uint16_t open[256]; /* elements open, by hash of the name */
	unsigned depth, over; /* over: starts dropped because too deep */
	bool no_iframe_end, no_noscript_end, no_comment_end; /* looked for in vain */
	const char *comment_end; /* the next "-->" at or after the last look in a script */
	const char *last_script; /* no end of a script comes after it */
};

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* ---- character references ----------------------------------------------------- */

/* "&#123;" or "&#x1f;": its value and the place after it, NULL when it is none. */
static const char *
numeric_reference(const char *p, const char *end, uint32_t *value)
{
	uint32_t n = 0;
	if (end - p < 4 || p[0] != '&' || p[1] != '#')
		return NULL;
	bool hex = p[2] == 'x' || p[2] == 'X';
	const char *q = p + (hex ? 3 : 2), *first = q;
	for (; q < end && q - first < 8; q++) {
		unsigned digit = (unsigned)(*q - '0');
		if (hex && digit > 9)
			digit = (unsigned)((*q | 32) - 'a') + 10;
		if (digit >= (hex ? 16u : 10u))
			break;
		n = n * (hex ? 16 : 10) + digit;
	}
	if (q == first)
		return NULL;
	*value = n;
	return q < end && *q == ';' ? q + 1 : q;
}

static const struct entity {
	const char *name;
	const char *text;
} entities[] = {
	/* of HTML5, not of HTML4, yet met in the world */
	{"&Tab;", " "},    {"&NewLine;", " "}, {"&excl;", "!"},   {"&num;", "#"},
	{"&dollar;", "$"}, {"&percnt;", "%"},  {"&lpar;", "("},   {"&rpar;", ")"},
	{"&ast;", "*"},    {"&plus;", "+"},    {"&comma;", ","},  {"&period;", "."},
	{"&sol;", "/"},    {"&colon;", ":"},   {"&semi;", ";"},   {"&equals;", "="},
	{"&quest;", "?"},  {"&commat;", "@"},  {"&lsqb;", "["},   {"&lbrack;", "["},
	{"&bsol;", "\\"},  {"&rsqb;", "]"},    {"&rbrack;", "]"}, {"&lowbar;", "_"},
	{"&grave;", "`"},  {"&lcub;", "{"},    {"&lbrace;", "{"}, {"&verbar;", "|"},
	{"&vert;", "|"},   {"&rcub;", "}"},    {"&rbrace;", "}"}, {"&hyphen;", "\u2010"},
	{"&horbar;", "\u2015"}, {"&mldr;", "\u2026"}, {"&nldr;", "\u2025"}, {"&numsp;", " "},
	{"&puncsp;", " "}, {"&hairsp;", " "},  {"&check;", "\u2713"}, {"&star;", "\u2606"},
};

/* HTML 13.5: these few mean the same without their semicolon. */
static const char *
bare_reference(struct guard *g, const char *p, const char *end)
{
	static const struct entity bare[] = {
		{"&amp", "&amp;"}, {"&lt", "&lt;"}, {"&gt", "&gt;"}, {"&quot", "\""},
		{"&nbsp", "\u00a0"}, {"&copy", "©"}, {"&reg", "®"}, {"&laquo", "«"},
		{"&raquo", "»"}, {"&middot", "·"}, {"&deg", "°"}, {"&shy", ""},
	};
	for (size_t i = 0; i < ARRAY_LEN(bare); i++) {
		size_t n = strlen(bare[i].name);
		if ((size_t)(end - p) < n || memcmp(p, bare[i].name, n) != 0)
			continue;
		char after = (size_t)(end - p) > n ? p[n] : ' ';
		if (after == ';' || is_letter(after) || (after >= '0' && after <= '9'))
			return NULL;
		buf_add_str(&g->out->html, bare[i].text);
		return p + n;
	}
	return NULL;
}

/* Writes what a reference at p means, when libxml2 would get it wrong; the place
 * after it, NULL when libxml2 may have it. */
static const char *
put_reference(struct guard *g, const char *p, const char *end)
{
	uint32_t cp, low;
	const char *q = numeric_reference(p, end, &cp);
	if (!q) {
		if (end - p < 2 || !is_letter(p[1]))
			return NULL;
		for (size_t i = 0; i < ARRAY_LEN(entities); i++) {
			size_t n = strlen(entities[i].name);
			if (p[1] == entities[i].name[1] && (size_t)(end - p) >= n && memcmp(p, entities[i].name, n) == 0) {
				buf_add_str(&g->out->html, entities[i].text);
				return p + n;
			}
		}
		return bare_reference(g, p, end);
	}
	if (cp >= 0x80 && cp < 0xa0) {
		buf_add_utf8(&g->out->html, utf8_c1_meant(cp));
		return q;
	}
	if (cp >= 0xd800 && cp < 0xdc00) { /* half of a pair written apart */
		const char *r = numeric_reference(q, end, &low);
		if (r && low >= 0xdc00 && low < 0xe000) {
			buf_add_utf8(&g->out->html, 0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00));
			return r;
		}
	}
	if (cp == 0 || cp > 0x10ffff || (cp >= 0xd800 && cp < 0xe000)) {
		buf_add_utf8(&g->out->html, UTF8_BAD);
		return q;
	}
	return NULL;
}

static void
put_text(struct guard *g, const char *p, const char *end)
{
	struct buf *out = &g->out->html;
	if (!g->newlines && !memchr(p, '&', (size_t)(end - p)) && !memchr(p, 0, (size_t)(end - p))) {
		buf_add(out, p, (size_t)(end - p));
		return;
	}
	const char *run = p;
	while (p < end) {
		if (*p != '&' && *p && !(g->newlines && *p == '\n')) {
			p++;
			continue;
		}
		buf_add(out, run, (size_t)(p - run));
		run = p;
		if (*p == '&') {
			const char *q = put_reference(g, p, end);
			p = q ? q : p + 1;
			if (q)
				run = q;
			continue;
		}
		if (*p == '\n')
			buf_add_str(out, "<br>");
		run = ++p;
	}
	buf_add(out, run, (size_t)(p - run));
}

/* ---- tags ---------------------------------------------------------------------- */

/* The end of the tag that starts at p ('<'), after its '>'. Quotes count only after
 * '=' (HTML 13.2.5.32-38). NULL: it does not end within the limit. */
static const char *
tag_end(const char *p, const char *end, unsigned *attributes, bool *empty)
{
	bool value = false; /* after '=' */
	char last = 0;
	if (end - p > LIMIT_TAG_BYTES)
		end = p + LIMIT_TAG_BYTES;
	for (p++; p < end; p++) {
		char c = *p;
		if (c == '>') {
			*empty = last == '/';
			return p + 1;
		}
		if (is_space(c)) {
			last = ' ';
			continue;
		}
		if (value && (c == '"' || c == '\'')) {
			p = memchr(p + 1, c, (size_t)(end - p - 1));
			if (!p)
				return NULL;
			value = false;
			last = '"';
			continue;
		}
		if (c == '=') {
			value = true;
		} else if (value) { /* unquoted: up to white space */
			while (p + 1 < end && p[1] != '>' && !is_space(p[1]))
				p++;
			value = false;
			last = 0;
			continue;
		} else if (last == ' ' || last == '"' || last == '/') {
			++*attributes;
		}
		last = c;
	}
	return NULL;
}

static const char *
find_nocase(const char *p, const char *end, const char *word)
{
	size_t n = strlen(word);
	while ((p = memchr(p, '<', (size_t)(end - p)))) {
		if ((size_t)(end - p) > n && strncasecmp(p, word, n) == 0)
			return p;
		p++;
	}
	return NULL;
}

/* The end tag of a script; inside "<!-- <script>" the first one does not count
 * (HTML 13.2.5.17, double escaped). */
static const char *
script_end(struct guard *g, const char *p, const char *end)
{
	const char *stop = find_nocase(p, end, "</script");
	if (!stop)
		return NULL;
	const char *open = memmem(p, (size_t)(stop - p), "<!--", 4);
	if (!open || !find_nocase(open, stop, "<script"))
		return stop;
	if (!g->comment_end || g->comment_end < open) {
		const char *close = memmem(open, (size_t)(end - open), "-->", 3);
		g->comment_end = close ? close : end;
	}
	const char *close = g->comment_end;
	if (close == end || close < stop || (g->last_script && close >= g->last_script))
		return stop;
	const char *next = find_nocase(close, end, "</script");
	if (!next)
		g->last_script = close;
	return next ? next : stop;
}

static const char *
after_tag(const char *p, const char *end)
{
	const char *q = memchr(p, '>', (size_t)(end - p));
	return q ? q + 1 : end;
}

/* Cuts an element whose text is not for people; the place after it. */
static const char *
cut_raw(struct guard *g, enum tag_name tag, struct bytes start_tag)
{
	const char *p = g->p, *stop;
	if (start_tag.len > 2 && start_tag.data[start_tag.len - 2] == '/' && tag == TAG_iframe)
		return p;
	switch (tag) {
	case TAG_script:
		stop = script_end(g, p, g->end);
		break;
	case TAG_style:
		stop = find_nocase(p, g->end, "</style");
		break;
	case TAG_noscript:
		stop = g->no_noscript_end ? NULL : find_nocase(p, g->end, "</noscript");
		g->no_noscript_end = !stop;
		break;
	default:
		stop = g->no_iframe_end ? NULL : find_nocase(p, g->end, "</iframe");
		g->no_iframe_end = !stop;
		break;
	}
	if (!stop)
		return tag == TAG_script || tag == TAG_style ? g->end : p;
	if (tag == TAG_script) {
		g->out->script_bytes += (size_t)(stop - p);
		if (memmem(start_tag.data, start_tag.len, "ld+json", 7)) {
			buf_add(&g->out->json, p, strnlen(p, (size_t)(stop - p)));
			buf_add_char(&g->out->json, '\0');
		}
	}
	if (tag == TAG_noscript && g->out->noscript.len < NOSCRIPT_KEPT) {
		size_t n = (size_t)(stop - p);
		buf_add(&g->out->noscript, p, strnlen(p, n < NOSCRIPT_KEPT ? n : NOSCRIPT_KEPT));
	}
	return after_tag(stop, g->end);
}

/* Elements that end by themselves when the next one comes: an open one does not
 * nest the page deeper. */
static bool
closes_itself(enum tag_name tag)
{
	switch (tag) {
	case TAG_p: case TAG_li: case TAG_td: case TAG_th: case TAG_tr: case TAG_dt: case TAG_dd:
	case TAG_option: case TAG_html: case TAG_head: case TAG_body: case TAG_tbody:
	case TAG_thead: case TAG_tfoot: case TAG_colgroup:
		return true;
	default:
		return tag_kind(tag) == KIND_VOID;
	}
}

static bool
admit(struct guard *g, enum tag_name tag, struct bytes name, bool closing, bool empty)
{
	if (tag_kind(tag) == KIND_BLOCK || tag == TAG_br)
		g->out->breaks++;
	if (closes_itself(tag))
		return true;
	char lower[16];
	size_t n = name.len < sizeof(lower) ? name.len : sizeof(lower);
	for (size_t i = 0; i < n; i++)
		lower[i] = name.data[i] | 32;
	uint16_t *open = &g->open[hash64((struct bytes){lower, n}, 0) & 255];
	if (closing) {
		/* an end tag without a start would walk the whole stack for nothing */
		if (g->over) {
			g->over--;
			return false;
		}
		if (!*open)
			return false;
		--*open;
		if (g->depth)
			g->depth--;
		return true;
	}
	if (g->depth >= LIMIT_DEPTH) {
		g->over += !empty;
		return false;
	}
	if (!empty) {
		++*open;
		g->depth++;
	}
	return true;
}

static void
put_tag(struct guard *g)
{
	const char *p = g->p;
	bool closing = p[1] == '/';
	const char *name = p + 1 + closing, *q = name;
	while (q < g->end && *q != '>' && *q != '/' && !is_space(*q) && q - name < 64)
		q++;
	unsigned attributes = 0;
	bool empty = false;
	const char *stop = tag_end(p, g->end, &attributes, &empty);
	bool whole = stop != NULL;
	g->p = whole ? stop : after_tag(p, g->end);
	enum tag_name tag = tag_of(name, (unsigned)(q - name));
	g->out->tags++;
	if (!closing && (tag == TAG_script || tag == TAG_style || tag == TAG_noscript ||
			 tag == TAG_iframe)) {
		g->p = cut_raw(g, tag, (struct bytes){p, (size_t)(g->p - p)});
		return;
	}
	if (!whole || attributes > ATTRIBUTES_MAX)
		return;
	if (!admit(g, tag, (struct bytes){name, (size_t)(q - name)}, closing, empty))
		return;
	if (closing) {
		buf_add(&g->out->html, p, (size_t)(q - p));
		buf_add_char(&g->out->html, '>');
		return;
	}
	size_t from = g->out->html.len;
	buf_add(&g->out->html, p, (size_t)(stop - p));
	/* no end tag will come, and libxml2 does not know: what follows would be inside */
	if (!empty && (tag == TAG_source || tag == TAG_track || tag == TAG_wbr)) {
		g->out->html.len--;
		buf_add_str(&g->out->html, " />");
	}
	if (memchr(p, 0, (size_t)(stop - p)))
		for (size_t i = from; i < g->out->html.len; i++)
			if (!g->out->html.data[i])
				g->out->html.data[i] = ' ';
}

/* "<!" and "<?": comments, doctype, CDATA. */
static void
skip_declaration(struct guard *g)
{
	const char *p = g->p;
	size_t left = (size_t)(g->end - p);
	if (left >= 4 && memcmp(p, "<!--", 4) == 0) {
		if (left >= 5 && p[4] == '>') {
			g->p = p + 5;
			return;
		}
		const char *stop = g->no_comment_end ? NULL : memmem(p + 2, left - 2, "-->", 3);
		g->no_comment_end = !stop;
		if (!stop) { /* never ended: browsers hide the rest; a cut body is not hidden */
			g->p = after_tag(p, g->end);
			return;
		}
		g->p = stop + 3;
		return;
	}
	if (left >= 9 && memcmp(p, "<![CDATA[", 9) == 0) {
		g->p = p + 9;
		return;
	}
	g->p = after_tag(p, g->end);
}

void
guard_html(struct bytes in, bool newlines, struct guarded *out)
{
	struct guard g = {.p = in.data, .end = in.data + in.len, .out = out, .newlines = newlines};
	*out = (struct guarded){0};
	buf_init(&out->html, 0);
	buf_init(&out->json, 0);
	buf_init(&out->noscript, 0);
	buf_expect(&out->html, in.len + in.len / 16);
	while (g.p < g.end) {
		const char *lt = memchr(g.p, '<', (size_t)(g.end - g.p));
		const char *stop = lt ? lt : g.end;
		if (stop > g.p)
			put_text(&g, g.p, stop);
		if (!lt)
			break;
		g.p = lt;
		char c = lt + 1 < g.end ? lt[1] : ' ';
		if (is_letter(c) || (c == '/' && lt + 2 < g.end && is_letter(lt[2]))) {
			put_tag(&g);
		} else if (c == '!' || c == '?' || c == '/') {
			skip_declaration(&g);
		} else {
			buf_add_str(&out->html, "&lt;");
			g.p++;
		}
	}
}

void
guarded_release(struct guarded *g)
{
	buf_release(&g->html);
	buf_release(&g->json);
	buf_release(&g->noscript);
}
