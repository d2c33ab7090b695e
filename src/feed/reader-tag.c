/* SPDX-License-Identifier: MIT
 *
 * Start tags: names, attributes, their values.
 */
#include <string.h>

#include "feed/reader-internal.h"
#include "feed/scan.h"

enum {
	SPACE = 1,
	ENDS = 2,    /* the name of an attribute, however odd it is */
	LETTER = 4,
	NAME = 8,    /* of a name behind its first letter */
	COLON = 16,
	ODD = 32,    /* in a value: not to be taken as it is */
};

static const unsigned char kinds[256] = {
	[0 ... 8] = ODD, [11 ... 12] = ODD, [14 ... 31] = ODD,
	['\t'] = SPACE | ENDS | ODD, ['\n'] = SPACE | ENDS | ODD, ['\r'] = SPACE | ENDS | ODD,
	[' '] = SPACE | ENDS, ['='] = ENDS, ['/'] = ENDS, ['<'] = ENDS, ['>'] = ENDS,
	['"'] = ENDS, ['\''] = ENDS, ['&'] = ODD, [0xef] = ODD,
	['a' ... 'z'] = LETTER | NAME, ['A' ... 'Z'] = LETTER | NAME, ['_'] = LETTER | NAME,
	['0' ... '9'] = NAME, ['-'] = NAME, ['.'] = NAME, [':'] = COLON,
};

static unsigned
kind(const char *p)
{
	return kinds[(unsigned char)*p];
}

struct read_name
reader_name(const char *p, const char *end)
{
	const struct read_name none = {{p, 0}, 0, 0};
	struct read_name name = none;
	const char *q = p;
	if (p == end || !(kind(p) & LETTER))
		return none;
	for (; q < end && q - p < 256; q++) {
		unsigned k = kind(q);
		if (k & COLON) {
			/* Namespaces in XML 1.0, 4: prefix:local */
			if (name.local || q + 1 == end || !(kind(q + 1) & LETTER))
				return none;
			name.local = (size_t)(q + 1 - p);
		} else if (!(k & NAME)) {
			break;
		}
		name.hash = name.hash * 31 + (unsigned char)(*q | 32);
	}
	/* a letter outside ASCII: words in angle brackets, not a tag */
	if (q < end && (unsigned char)*q >= 0x80)
		return none;
	name.whole = (struct bytes){p, (size_t)(q - p)};
	return name;
}

/* ---- attributes --------------------------------------------------------------------- */

struct tag {
	struct read_name name;
	size_t n;
	bool empty;       /* ends with /> */
	const char *stop; /* how far it was looked through, when it is none */
};

/* The value of an attribute from p (after =); the place after it. A quote that is
 * never closed, or closes only inside a later tag, counts as none. */
static const char *
read_value(const char *p, const char *end, struct bytes *value)
{
	if (p < end && (*p == '"' || *p == '\'')) {
		const char *close = memchr(p + 1, *p, (size_t)(end - p - 1));
		if (close) {
			struct bytes v = {p + 1, (size_t)(close - p - 1)};
			bool odd = memchr(v.data, '<', v.len) != NULL;
			bool ends = close + 1 == end || (kinds[(unsigned char)close[1]] & SPACE) || close[1] == '>' ||
				    close[1] == '/';
			if (!odd || ends) {
				*value = v;
				return close + 1;
			}
		}
		const char *gt = memchr(p, '>', (size_t)(end - p));
		const char *stop = gt ? gt : end;
		*value = (struct bytes){p + 1, (size_t)(stop - p - 1)};
		return stop;
	}
	const char *q = p;
	while (q < end && !(kinds[(unsigned char)*q] & SPACE) && *q != '>' && !(*q == '/' && q + 1 < end && q[1] == '>'))
		q++;
	*value = (struct bytes){p, (size_t)(q - p)};
	return q;
}

static void
keep_attribute(struct reader *r, struct tag *tag, const struct read_name *name, struct bytes value)
{
	if (tag->n == READER_ATTRIBUTES)
		return;
	for (size_t i = 0; i < tag->n; i++)
		if (bytes_eq(r->list[i].name, name->whole))
			return; /* XML 1.0 3.1: unique; the first counts, as in HTML */
	struct bytes whole = name->whole;
	r->list[tag->n++] = (struct reader_attribute){
		.name = whole,
		.prefix = {whole.data, name->local ? name->local - 1 : 0},
		.local = {whole.data + name->local, whole.len - name->local},
		.value = value,
	};
}

/* Attributes from p to >; NULL when no tag ends within the limit or another
 * begins first. Without its root a feed is lost: that one may end there (`open`). */
static const char *
read_attributes(struct reader *r, struct tag *tag, const char *p, const char *end, bool open)
{
	for (;;) {
		while (p < end && (kind(p) & SPACE))
			p++;
		if (p < end && *p == '<' && open)
			return p;
		if (p == end || *p == '<') {
			tag->stop = p;
			return NULL;
		}
		if (*p == '>')
			return p + 1;
		if (*p == '/') {
			if (p + 1 < end && p[1] == '>') {
				tag->empty = true;
				return p + 2;
			}
			p++;
			continue;
		}
		struct bytes first = {p, 0}, value = first;
		while (p < end && !(kind(p) & ENDS))
			p++;
		first.len = (size_t)(p - first.data);
		while (p < end && (kind(p) & SPACE))
			p++;
		if (p < end && *p == '=') {
			p++;
			while (p < end && (kind(p) & SPACE))
				p++;
			p = read_value(p, end, &value);
		} else if (!first.len) {
			p++; /* a stray quote */
			continue;
		} else {
			value = first;
		}
		struct read_name name = reader_name(first.data, first.data + first.len);
		if (name.whole.len && name.whole.len == first.len)
			keep_attribute(r, tag, &name, value);
	}
}

/* XML 1.0 3.3.3: white space becomes spaces, a line end one; by a reference it stays. */
static void
add_value(struct reader *r, struct bytes text, bool references)
{
	const char *p = text.data, *end = text.data + text.len;
	while (p < end) {
		const char *run = p;
		while (p < end && !(kind(p) & ODD))
			p++;
		buf_add(&r->values, run, (size_t)(p - run));
		if (p == end)
			break;
		size_t drop = scan_forbidden(p, end);
		if (drop) {
			p += drop;
		} else if (*p == '&' && references) {
			uint32_t cp = '&';
			struct bytes more = {"", 0};
			size_t n = reader_reference(r, p, end, &cp, &more);
			if (!n)
				cp = '&';
			if (cp)
				buf_add_utf8(&r->values, cp);
			add_value(r, more, false);
			p += n ? n : 1;
		} else if (kind(p) & SPACE) {
			buf_add_char(&r->values, ' ');
			p += *p == '\r' && p + 1 < end && p[1] == '\n' ? 2 : 1;
		} else {
			buf_add_char(&r->values, *p++);
		}
	}
}

static bool
is_plain(struct bytes value)
{
	for (size_t i = 0; i < value.len; i++)
		if (kinds[(unsigned char)value.data[i]] & ODD)
			return false;
	return true;
}

/* Values as they are meant. What is written grows, so its places come last. */
static void
decode_values(struct reader *r, size_t n)
{
	size_t ends[READER_ATTRIBUTES];
	uint64_t decoded = 0;
	buf_clear(&r->values);
	for (size_t i = 0; i < n; i++) {
		if (is_plain(r->list[i].value))
			continue;
		add_value(r, r->list[i].value, true);
		ends[i] = r->values.len;
		decoded |= UINT64_C(1) << i;
	}
	const char *data = buf_view(&r->values).data;
	size_t from = 0;
	for (size_t i = 0; decoded && i < n; i++) {
		if (!(decoded >> i & 1))
			continue;
		r->list[i].value = (struct bytes){data + from, ends[i] - from};
		from = ends[i];
	}
}

/* Declarations of name spaces out of the list; how many attributes are left. */
static size_t
take_declared(struct reader *r, size_t n)
{
	size_t left = 0;
	for (size_t i = 0; i < n; i++)
		if (!reader_declare(r, &r->list[i]))
			r->list[left++] = r->list[i];
	return left;
}

static void
emit(struct reader *r, struct tag *tag)
{
	size_t before = r->declared_n;
	if (tag->n) {
		decode_values(r, tag->n);
		tag->n = take_declared(r, tag->n);
	}
	const struct read_name *name = &tag->name;
	struct reader_tag event = {
		.name = name->whole,
		.prefix = {name->whole.data, name->local ? name->local - 1 : 0},
		.local = {name->whole.data + name->local, name->whole.len - name->local},
		.hash = name->hash,
		.list = r->list,
		.n = tag->n,
		.declared = r->declared + before,
		.declared_n = r->declared_n - before,
	};
	event.uri = reader_space(r, event.prefix);
	reader_open(r, name, (uint16_t)event.declared_n);
	r->events->start(r->context, r, &event);
}

const char *
reader_start_tag(struct reader *r, const char *p, const char *end)
{
	struct tag tag = {.name = reader_name(p + 1, end)};
	struct bytes name = tag.name.whole;
	if (!name.len)
		return NULL;
	const char *limit = end - p > LIMIT_TAG_BYTES ? p + LIMIT_TAG_BYTES : end;
	const char *next = read_attributes(r, &tag, name.data + name.len, limit, !r->rooted);
	if (!next) {
		/* a bomb, or not a feed any more; so are many that end far away as none, for
		 * each is looked through again */
		r->in_vain += (size_t)(tag.stop - p);
		if ((limit < end && !reader_gt(r, p, end)) || r->in_vain > r->in_vain_most) {
			r->damaged = true;
			return end;
		}
		return NULL;
	}
	/* deeper text is kept flat */
	if (r->open_n == LIMIT_DEPTH)
		return next;
	if (!r->rooted) /* a root that closes itself and goes on all the same is open */
		tag.empty = tag.empty && !bytes_trim((struct bytes){next, (size_t)(end - next)}).len;
	r->rooted = true;
	emit(r, &tag);
	if (tag.empty)
		reader_close(r);
	return next;
}
