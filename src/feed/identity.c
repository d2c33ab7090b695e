/* SPDX-License-Identifier: MIT
 *
 * Who an entry is inside its feed, and which way the feed reads.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "feed/feed-internal.h"

static uint64_t
mix(uint64_t seed, const char *s)
{
	/* NULL and "" differ from each other and from no field at all */
	return hash64(bytes_of(s), seed * 31 + (s ? 1 : 0));
}

static const char *
hashed(struct arena *a, const char *x, const char *y, const char *z)
{
	char s[40];
	uint64_t one = mix(mix(mix(1, x), y), z), two = mix(mix(mix(2, z), y), x);
	snprintf(s, sizeof(s), "h:%016llx%016llx", (unsigned long long)one,
		 (unsigned long long)two);
	return arena_strdup(a, s);
}

/* Addresses that differ only in http and https are the same. */
static const char *
as_key(struct arena *a, const char *id)
{
	size_t n = strlen(id);
	if (n >= LIMIT_ID_BYTES)
		return hashed(a, id, NULL, NULL);
	if (!bytes_starts_nocase(bytes_of(id), "http://"))
		return id;
	char *key = arena_alloc(a, n + 2);
	memcpy(key, "https", 5);
	memcpy(key + 5, id + 4, n - 3);
	return key;
}

static bool
same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* An id that stands on entries with different links or titles says nothing: all
 * who have it get a key of their own. Table of first bearers, open addressing. */
static void
part_doubles(struct feed *feed)
{
	size_t cap = 64;
	while (cap < feed->entries_n * 2)
		cap *= 2;
	uint32_t *slots = mem_zalloc(cap * sizeof(*slots));
	bool *useless = mem_zalloc(feed->entries_n + 1);
	uint32_t *first = mem_zalloc((feed->entries_n + 1) * sizeof(*first));
	for (size_t i = 0; i < feed->entries_n; i++) {
		struct entry *e = &feed->entries[i];
		size_t at = hash64(bytes_of(e->key), 3) & (cap - 1);
		while (slots[at] && strcmp(feed->entries[slots[at] - 1].key, e->key) != 0)
			at = (at + 1) & (cap - 1);
		if (!slots[at])
			slots[at] = (uint32_t)i + 1;
		first[i] = slots[at] - 1;
		struct entry *f = &feed->entries[first[i]];
		if (!same(f->link, e->link) || !same(f->title, e->title))
			useless[first[i]] = true;
	}
	for (size_t i = 0; i < feed->entries_n; i++) {
		struct entry *e = &feed->entries[i];
		if (useless[first[i]])
			e->key = hashed(feed->arena, e->id ? e->id : e->key, e->link, e->title);
	}
	free(slots);
	free(useless);
	free(first);
}

void
identity_keys(struct feed *feed)
{
	for (size_t i = 0; i < feed->entries_n; i++) {
		struct entry *e = &feed->entries[i];
		if (e->id)
			e->key = as_key(feed->arena, e->id);
		else if (e->link)
			e->key = as_key(feed->arena, e->link);
		else
			e->key = hashed(feed->arena, e->title, e->content ? e->content : e->summary,
					NULL);
	}
	part_doubles(feed);
}

const char *
feed_entry_id(const struct entry *e)
{
	if (e->id && *e->id)
		return e->id;
	/* a hashed key is there because the link could not tell */
	return e->link && strncmp(e->key, "h:", 2) ? e->link : e->key;
}

static void
count_strong(const char *text, size_t *rtl, size_t *all)
{
	const char *p = text, *end = text ? text + strlen(text) : NULL;
	while (p && p < end) {
		enum strong s = char_strong(utf8_next(&p, end));
		*rtl += s == STRONG_RTL;
		*all += s != STRONG_NONE;
	}
}

void
feed_direction(struct feed *feed, enum dir stated)
{
	size_t rtl = 0, all = 0;
	count_strong(feed->title, &rtl, &all);
	for (size_t i = 0; i < feed->entries_n && i < 20; i++)
		count_strong(feed->entries[i].title, &rtl, &all);
	enum dir said = dir_of_language(feed->language);
	if (stated != DIR_AUTO)
		feed->dir = stated;
	else if (all >= 20 || (said == DIR_AUTO && all))
		feed->dir = rtl * 10 > all * 4 ? DIR_RTL : DIR_LTR;
	else
		feed->dir = said;
}
