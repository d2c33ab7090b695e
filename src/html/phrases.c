/* SPDX-License-Identifier: MIT */
#include "html/phrases.h"

#include <string.h>

#include "html/find.h"

struct phrases {
	struct bytes *furniture; /* folded, in the order of the table */
};

static struct bytes
folded(struct arena *arena, struct buf *scratch, const char *text)
{
	buf_clear(scratch);
	words_folded(bytes_of(text), scratch);
	return (struct bytes){arena_strndup(arena, scratch->data, scratch->len), scratch->len};
}

struct phrases *
phrases_new(struct arena *arena)
{
	struct phrases *p = arena_zalloc(arena, sizeof(*p));
	struct buf scratch;
	buf_init(&scratch, 0);
	p->furniture = arena_zalloc(arena, furniture_n * sizeof(*p->furniture));
	for (size_t i = 0; i < furniture_n; i++)
		p->furniture[i] = folded(arena, &scratch, furniture[i].text);
	buf_release(&scratch);
	return p;
}

/* Is it in, at a word's edge? */
static bool
holds(struct bytes line, struct bytes phrase, enum phrase_where where)
{
	if (line.len < phrase.len)
		return false;
	if (where == PHRASE_IN) {
		const char *at = memmem(line.data, line.len, phrase.data, phrase.len);
		return at && (at == line.data || at[-1] == ' ');
	}
	if (memcmp(line.data, phrase.data, phrase.len) != 0)
		return false;
	if (where == PHRASE_START)
		return true;
	for (size_t i = phrase.len; i < line.len; i++)
		if (line.data[i] != ' ' && (line.data[i] < '0' || line.data[i] > '9'))
			return false;
	return true;
}

int
phrase_of(const struct phrases *p, struct bytes line)
{
	for (size_t i = 0; i < furniture_n; i++)
		if (holds(line, p->furniture[i], furniture[i].where))
			return furniture[i].always ? 2 : 1;
	return 0;
}

enum refusal
wall_of(struct bytes text, bool short_text)
{
	enum refusal refusal = REFUSAL_NONE;
	struct buf wall;
	buf_init(&wall, 0);
	for (size_t i = 0; i < walls_n && refusal == REFUSAL_NONE; i++) {
		if (!short_text && !walls[i].sure)
			continue;
		buf_clear(&wall);
		words_folded(bytes_of(walls[i].text), &wall);
		if (holds(text, buf_view(&wall), PHRASE_IN))
			refusal = walls[i].refusal;
	}
	buf_release(&wall);
	return refusal;
}
