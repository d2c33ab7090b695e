/* SPDX-License-Identifier: MIT */
#include "html/phrases.h"

#include <string.h>

#include "html/find.h"

#define BUCKETS 256
#define KEY_BYTES 4 /* all headings are longer */

struct phrases {
	struct bytes *furniture, *heads, *follows, *closings; /* in the order of the tables */
	uint16_t *next, first[BUCKETS]; /* heads by their first bytes; index + 1 */
};

static unsigned
bucket_of(struct bytes text)
{
	unsigned key = 0;
	for (size_t i = 0; i < KEY_BYTES; i++)
		key = key * 31 + (unsigned char)text.data[i];
	return key % BUCKETS;
}

struct phrases *
phrases_new(struct arena *arena)
{
	struct phrases *p = arena_zalloc(arena, sizeof(*p));
	p->furniture = arena_zalloc(arena, furniture_n * sizeof(*p->furniture));
	for (size_t i = 0; i < furniture_n; i++)
		p->furniture[i] = bytes_of(furniture[i].text);
	p->follows = arena_zalloc(arena, follows_n * sizeof(*p->follows));
	for (size_t i = 0; i < follows_n; i++)
		p->follows[i] = bytes_of(follows[i].text);
	p->closings = arena_zalloc(arena, closings_n * sizeof(*p->closings));
	for (size_t i = 0; i < closings_n; i++)
		p->closings[i] = bytes_of(closings[i]);
	p->heads = arena_zalloc(arena, section_heads_n * sizeof(*p->heads));
	p->next = arena_zalloc(arena, section_heads_n * sizeof(*p->next));
	for (size_t i = section_heads_n; i--;) {
		p->heads[i] = bytes_of(section_heads[i].text);
		uint16_t *first = &p->first[bucket_of(p->heads[i])];
		p->next[i] = *first;
		*first = (uint16_t)(i + 1);
	}
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

static bool
asks_to_follow(const struct phrases *p, struct bytes line)
{
	bool asks = false, where = false;
	for (size_t i = 0; i < follows_n && !(asks && where); i++) {
		if (follows[i].where)
			where |= asks && holds(line, p->follows[i], PHRASE_IN);
		else
			asks |= holds(line, p->follows[i], PHRASE_START);
	}
	return asks && where;
}

int
phrase_of(const struct phrases *p, struct bytes line)
{
	if (asks_to_follow(p, line))
		return 2;
	for (size_t i = 0; i < furniture_n; i++)
		if (holds(line, p->furniture[i], furniture[i].where))
			return furniture[i].always ? 2 : 1;
	return 0;
}

bool
is_closing(const struct phrases *p, struct bytes line)
{
	for (size_t i = 0; i < closings_n; i++)
		if (holds(line, p->closings[i], PHRASE_IN))
			return true;
	return false;
}

/* "3 comments" */
static struct bytes
without_number(struct bytes line)
{
	size_t n = 0;
	while (n < line.len && (line.data[n] == ' ' || (line.data[n] >= '0' && line.data[n] <= '9')))
		n++;
	return (struct bytes){line.data + n, line.len - n};
}

enum head
head_of(const struct phrases *p, struct bytes line)
{
	line = without_number(line);
	if (line.len < KEY_BYTES)
		return HEAD_NONE;
	for (unsigned i = p->first[bucket_of(line)]; i; i = p->next[i - 1])
		if (holds(line, p->heads[i - 1], section_heads[i - 1].where))
			return section_heads[i - 1].head;
	return HEAD_NONE;
}

enum refusal
wall_of(struct bytes text, bool short_text)
{
	for (size_t i = 0; i < walls_n; i++)
		if ((short_text || walls[i].sure) && holds(text, bytes_of(walls[i].text), PHRASE_IN))
			return walls[i].refusal;
	return REFUSAL_NONE;
}
