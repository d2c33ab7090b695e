/* SPDX-License-Identifier: MIT */
/* Most bodies of feeds are written with care: a few kinds of elements, each closed where it
 * should be. Their tree needs no parser that mends; what is written otherwise, or with
 * anything not named here, is left to libxml2, and both give the same blocks
 * (tests/unit/test_html_quick.c). Reads what the guard lets through. */
#include "html/internal.h"
#include "html/libxml.h"

#include <assert.h>
#include <string.h>

#define OPEN_MAX 32
#define ATTRIBUTES_MAX 16
#define NAME_ROOM 48

/* What may stand in what without closing anything by itself. */
enum place {
	PLACE_NONE,
	PLACE_FLOW,   /* holds all but items and the parts of tables */
	PLACE_LIST,   /* holds items */
	PLACE_ITEM,   /* holds what FLOW does */
	PLACE_TABLE,  /* holds groups of rows, and rows */
	PLACE_ROWS,
	PLACE_ROW,
	PLACE_CELL,   /* holds what FLOW does */
	PLACE_WORDS,  /* a block of words and what marks them */
	PLACE_INLINE, /* within words; holds the same */
	PLACE_EMPTY,
	PLACE_RULE,   /* empty, and ends a paragraph */
};

static enum place
place_of(enum tag_name tag)
{
	switch (tag) {
	case TAG_div: case TAG_section: case TAG_article: case TAG_blockquote: case TAG_figure:
	case TAG_figcaption: case TAG_aside: case TAG_header: case TAG_footer: case TAG_main:
		return PLACE_FLOW;
	case TAG_ul: case TAG_ol:
		return PLACE_LIST;
	case TAG_li:
		return PLACE_ITEM;
	case TAG_table:
		return PLACE_TABLE;
	case TAG_thead: case TAG_tbody: case TAG_tfoot:
		return PLACE_ROWS;
	case TAG_tr:
		return PLACE_ROW;
	case TAG_td: case TAG_th:
		return PLACE_CELL;
	case TAG_p: case TAG_h1: case TAG_h2: case TAG_h3: case TAG_h4: case TAG_h5: case TAG_h6:
	case TAG_pre:
		return PLACE_WORDS;
	case TAG_a: case TAG_b: case TAG_strong: case TAG_i: case TAG_em: case TAG_u: case TAG_span:
	case TAG_sub: case TAG_sup: case TAG_code: case TAG_small: case TAG_mark: case TAG_time:
	case TAG_cite: case TAG_q: case TAG_abbr: case TAG_bdi: case TAG_del: case TAG_ins:
	case TAG_s: case TAG_strike: case TAG_kbd: case TAG_font: case TAG_big:
		return PLACE_INLINE;
	case TAG_br: case TAG_img:
		return PLACE_EMPTY;
	case TAG_hr:
		return PLACE_RULE;
	default:
		return PLACE_NONE;
	}
}

static bool
may_stand(enum place place, enum place in)
{
	switch (in) {
	case PLACE_LIST:
		return place == PLACE_ITEM;
	case PLACE_TABLE:
		return place == PLACE_ROWS || place == PLACE_ROW;
	case PLACE_ROWS:
		return place == PLACE_ROW;
	case PLACE_ROW:
		return place == PLACE_CELL;
	case PLACE_FLOW: case PLACE_ITEM: case PLACE_CELL:
		return place == PLACE_FLOW || place == PLACE_LIST || place == PLACE_TABLE || place >= PLACE_WORDS;
	default:
		return place == PLACE_INLINE || place == PLACE_EMPTY;
	}
}

static bool
holds_words(enum place place)
{
	return place != PLACE_LIST && place != PLACE_TABLE && place != PLACE_ROWS && place != PLACE_ROW;
}

struct open {
	struct node *node;
	enum place place;
};

struct quick {
	struct tree *tree;
	const char *p, *end;
	struct open open[OPEN_MAX]; /* [0]: the root */
	size_t depth;
	bool link; /* within one */
	struct buf value;
};

static bool
is_letter(char c)
{
	return (unsigned)(c | 32) - 'a' < 26;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* ---- references ------------------------------------------------------------------------ */

/* The digits behind "&#"; the place after their semicolon, or NULL. */
static const char *
number(const char *p, const char *end, uint32_t *cp)
{
	bool hex = p < end && (*p == 'x' || *p == 'X');
	uint32_t n = 0;
	const char *first = p += hex;
	for (; p < end && *p != ';' && p - first < 8; p++) {
		unsigned digit = (unsigned)*p - '0';
		if (hex && digit > 9)
			digit = is_letter(*p) ? (unsigned)(*p | 32) - 'a' + 10 : 99;
		if (digit >= (hex ? 16u : 10u))
			return NULL;
		n = n * (hex ? 16 : 10) + digit;
	}
	bool good = n >= 0xa0 || (n >= 0x20 && n < 0x7f) || n == '\n' || n == '\t';
	if (p == first || p == end || *p != ';' || !good || (n >= 0xd800 && n < 0xe000) ||
	    (n & 0xfffe) == 0xfffe || n > 0x10ffff)
		return NULL;
	*cp = n;
	return p + 1;
}

/* Writes what the reference at p says; the place after it, NULL: not ours. */
static const char *
reference(const char *p, const char *end, struct buf *out)
{
	static const struct {
		const char *name;
		uint32_t cp;
	} usual[] = {{"nbsp;", 0xa0}, {"amp;", '&'}, {"quot;", '"'}, {"lt;", '<'}, {"gt;", '>'}};
	uint32_t cp;
	char c = ++p < end ? *p : ' ';
	if (c == '#') {
		const char *after = number(p + 1, end, &cp);
		return after && buf_add_utf8(out, cp) ? after : NULL;
	}
	if (!is_letter(c)) { /* it stands for itself */
		bool alone = is_space(c) || (c >= '0' && c <= '9') || c == '&' || c == '=';
		return alone && buf_add_char(out, '&') ? p : NULL;
	}
	for (size_t i = 0; i < ARRAY_LEN(usual); i++) {
		size_t n = strlen(usual[i].name);
		if ((size_t)(end - p) >= n && memcmp(p, usual[i].name, n) == 0)
			return buf_add_utf8(out, usual[i].cp) ? p + n : NULL;
	}
	char name[16];
	size_t n = 0;
	while (p < end && n < sizeof(name) - 1 && *p != ';')
		name[n++] = *p++;
	name[n] = '\0';
	const struct libxml *lib = p < end && *p == ';' ? libxml() : NULL;
	const htmlEntityDesc *known = lib ? lib->entity((const xmlChar *)name) : NULL;
	return known && buf_add_utf8(out, known->value) ? p + 1 : NULL;
}

/* With its references resolved; false: one is not ours. */
static bool
put_text(const char *p, const char *end, struct buf *out)
{
	while (p < end) {
		const char *amp = memchr(p, '&', (size_t)(end - p));
		buf_add(out, p, (size_t)((amp ? amp : end) - p));
		if (!amp)
			break;
		p = reference(amp, end, out);
		if (!p)
			return false;
	}
	return true;
}

/* ---- tags ---------------------------------------------------------------------------------- */

static bool
blank(const char *p, const char *end)
{
	while (p < end && is_space(*p))
		p++;
	return p == end;
}

static bool
add_text(struct quick *q, const char *end)
{
	const struct open *in = &q->open[q->depth];
	if (!holds_words(in->place) && !blank(q->p, end))
		return false;
	if (!q->tree->root->first) {
		while (q->p < end && is_space(*q->p))
			q->p++;
		if (q->p == end)
			return true;
		/* words that come before any element are a paragraph */
		q->open[0].node = tree_append(q->tree, q->tree->root, TAG_p);
	}
	struct buf *all = &q->tree->text;
	size_t start = all->len;
	if (!put_text(q->p, end, all) || all->len > UINT32_MAX)
		return false;
	q->p = end;
	struct node *node = tree_append(q->tree, in->node, TAG_TEXT);
	node->start = (uint32_t)start;
	node->len = (uint32_t)(all->len - start);
	return true;
}

/* name="value", or a name alone. */
static bool
attribute(struct quick *q, struct attr *a)
{
	char name[NAME_ROOM];
	size_t n = 0;
	if (!is_letter(*q->p))
		return false;
	for (; q->p < q->end && n < sizeof(name) - 1; q->p++) {
		char c = *q->p;
		if (is_letter(c))
			c |= 32;
		else if (!(c >= '0' && c <= '9') && c != '-' && c != '_' && c != ':')
			break;
		name[n++] = c;
	}
	name[n] = '\0';
	*a = (struct attr){.name = attr_of(name), .value = ""};
	if (q->end - q->p < 2 || *q->p != '=')
		return q->p < q->end && (is_space(*q->p) || *q->p == '>');
	char quote = q->p[1];
	if (quote != '"' && quote != '\'')
		return false;
	const char *from = q->p + 2, *stop = memchr(from, quote, (size_t)(q->end - from));
	if (!stop)
		return false;
	q->p = stop + 1;
	if (a->name == ATTR_OTHER || stop == from)
		return true;
	buf_clear(&q->value);
	if (!put_text(from, stop, &q->value))
		return false;
	a->value = arena_strndup(q->tree->arena, q->value.data, q->value.len);
	return true;
}

/* Up to and with '>'. */
static bool
attributes(struct quick *q, struct node *node, bool may_end_so)
{
	struct attr found[ATTRIBUTES_MAX];
	uint64_t seen = 0;
	size_t n = 0;
	static_assert(ATTR_COUNT <= 64, "a bit for each name");
	for (;;) {
		const char *before = q->p;
		while (q->p < q->end && is_space(*q->p))
			q->p++;
		if (q->end - q->p >= 2 && q->p[0] == '/' && q->p[1] == '>' && may_end_so)
			q->p++;
		if (q->p == q->end)
			return false;
		if (*q->p == '>')
			break;
		struct attr a;
		if (q->p == before || n == ATTRIBUTES_MAX || !attribute(q, &a))
			return false;
		if (a.name == ATTR_OTHER) /* nobody asks for it */
			continue;
		if (seen >> a.name & 1)
			return false;
		seen |= UINT64_C(1) << a.name;
		found[n++] = a;
	}
	q->p++;
	if (n) {
		node->attrs = arena_dup(q->tree->arena, found, n * sizeof(*found));
		node->attrs_n = (uint16_t)n;
	}
	return true;
}

static struct bytes
name_at(const char *p, const char *end)
{
	const char *from = p;
	while (p < end && *p != '>' && *p != '/' && !is_space(*p))
		p++;
	return (struct bytes){from, (size_t)(p - from)};
}

/* One that has no end tag; the newer names do not (as libxml2 has it). */
static bool
ends_paragraph(enum tag_name tag, enum place place)
{
	return place == PLACE_WORDS || place == PLACE_LIST || place == PLACE_TABLE || place == PLACE_RULE ||
	       tag == TAG_div || tag == TAG_blockquote;
}

static bool
start_tag(struct quick *q)
{
	struct open *in = &q->open[q->depth];
	struct bytes name = name_at(q->p + 1, q->end);
	enum tag_name tag = tag_of(name.data, (unsigned)(name.len < NAME_ROOM ? name.len : 0));
	enum place place = place_of(tag);
	bool holds = place != PLACE_EMPTY && place != PLACE_RULE;
	if (!place || !may_stand(place, in->place) || (tag == TAG_a && q->link) ||
	    (holds && q->depth + 1 == OPEN_MAX))
		return false;
	if (!q->depth && ends_paragraph(tag, place))
		in->node = q->tree->root;
	q->p = name.data + name.len;
	struct node *node = tree_append(q->tree, in->node, tag);
	if (!attributes(q, node, !holds))
		return false;
	q->link |= tag == TAG_a;
	if (holds)
		q->open[++q->depth] = (struct open){node, place};
	return true;
}

static bool
end_tag(struct quick *q)
{
	const struct open *in = &q->open[q->depth];
	struct bytes name = name_at(q->p + 2, q->end);
	const char *after = name.data + name.len;
	if (!q->depth || after == q->end || *after != '>' ||
	    tag_of(name.data, (unsigned)(name.len < NAME_ROOM ? name.len : 0)) != in->node->tag)
		return false;
	q->p = after + 1;
	q->link &= in->node->tag != TAG_a;
	q->depth--;
	return true;
}

/* Whether libxml2 takes nothing of it for no character (XML 1.0 2.2), which it leaves out
 * before it looks at white space. */
static bool
all_characters(struct bytes html)
{
	unsigned odd = 0;
	for (size_t i = 0; i < html.len; i++) {
		unsigned char c = (unsigned char)html.data[i];
		odd |= (unsigned)(c < 0x20) & (unsigned)(c != '\t') & (unsigned)(c != '\n') & (unsigned)(c != '\r');
	}
	/* U+FFFE, U+FFFF */
	return !odd && (!html.len || !memmem(html.data, html.len, "\xef\xbf", 2));
}

bool
tree_quick(struct bytes html, struct tree *out)
{
	struct quick q = {.tree = out, .p = html.data, .end = html.data + html.len};
	q.open[0] = (struct open){.node = out->root, .place = PLACE_FLOW};
	buf_init(&q.value, 0);
	bool good = all_characters(html);
	while (good && q.p < q.end) {
		const char *lt = memchr(q.p, '<', (size_t)(q.end - q.p));
		if (lt != q.p)
			good = add_text(&q, lt ? lt : q.end);
		else
			good = q.end - lt > 2 && (lt[1] == '/' ? end_tag(&q) : start_tag(&q));
	}
	buf_release(&q.value);
	return good && q.depth == 0;
}
