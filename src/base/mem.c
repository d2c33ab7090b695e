/* SPDX-License-Identifier: MIT */
#include "akhbar/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define LARGE_BYTES ((size_t)2 << 20) /* of a large page, where there are some */
#define FILLED_BYTES ((size_t)64 << 10)

static void (*out_of_memory)(void) = abort;

void
mem_set_handler(void (*handler)(void))
{
	out_of_memory = handler ? handler : abort;
}

static void *
checked(void *p)
{
	if (!p) {
		out_of_memory();
		abort(); /* a handler that returns would hand out NULL */
	}
	return p;
}

void *
mem_alloc(size_t size)
{
	return checked(malloc(size ? size : 1));
}

void *
mem_alloc_large(size_t size)
{
	if (size < LARGE_BYTES) {
		char *small = mem_alloc(size);
#ifdef MADV_POPULATE_WRITE
		/* all its pages at once, and not each when it is first written to */
		enum { PAGE = 4096 };
		size_t skip = -(uintptr_t)small % PAGE;
		if (size >= FILLED_BYTES)
			(void)madvise(small + skip, (size - skip) / PAGE * PAGE, MADV_POPULATE_WRITE);
#endif
		return small;
	}
	void *p = checked(aligned_alloc(LARGE_BYTES, (size + LARGE_BYTES - 1) & ~(LARGE_BYTES - 1)));
#ifdef MADV_HUGEPAGE
	(void)madvise(p, size & ~(LARGE_BYTES - 1), MADV_HUGEPAGE);
#endif
	return p;
}

void *
mem_zalloc(size_t size)
{
	return checked(calloc(1, size ? size : 1));
}

void *
mem_realloc(void *p, size_t size)
{
	return checked(realloc(p, size ? size : 1));
}

void *
mem_realloc_array(void *p, size_t n, size_t size)
{
	size_t total;
	if (__builtin_mul_overflow(n, size, &total))
		return checked(NULL);
	return mem_realloc(p, total);
}

void *
mem_dup(const void *p, size_t size)
{
	void *copy = mem_alloc(size);
	if (size)
		memcpy(copy, p, size);
	return copy;
}

char *
mem_strndup(const char *s, size_t n)
{
	char *copy = mem_alloc(n + 1);
	if (n)
		memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

char *
mem_strdup(const char *s)
{
	return mem_strndup(s, strlen(s));
}

char *
mem_printf(const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	char *out = NULL;
	int n = vasprintf(&out, fmt, args);
	va_end(args);
	return checked(n < 0 ? NULL : out);
}

/* ---- arena ------------------------------------------------------------ */

#define ARENA_ALIGN 16
#define ARENA_FIRST 4096
#define ARENA_BIGGEST ((size_t)2 << 20)

struct chunk {
	struct chunk *next;
	size_t used, size;
	_Alignas(ARENA_ALIGN) char data[];
};

struct arena {
	struct chunk *chunks; /* the first one is filled */
	size_t next_size;
};

struct arena *
arena_new(void)
{
	struct arena *a = mem_zalloc(sizeof(*a));
	a->next_size = ARENA_FIRST;
	return a;
}

void
arena_free(struct arena *a)
{
	if (!a)
		return;
	for (struct chunk *c = a->chunks; c;) {
		struct chunk *next = c->next;
		free(c);
		c = next;
	}
	free(a);
}

void *
arena_alloc(struct arena *a, size_t size)
{
	if (size > SIZE_MAX / 2)
		return checked(NULL);
	size_t rounded = (size + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
	struct chunk *c = a->chunks;
	if (!c || c->size - c->used < rounded) {
		bool big = rounded > a->next_size / 4;
		size_t room = big ? rounded : a->next_size;
		if (!big && room == ARENA_BIGGEST)
			room -= sizeof(*c); /* with its head one large page */
		c = mem_alloc_large(sizeof(*c) + room);
		c->size = room;
		c->used = 0;
		if (big && a->chunks) { /* behind the one being filled */
			c->next = a->chunks->next;
			a->chunks->next = c;
		} else {
			c->next = a->chunks;
			a->chunks = c;
		}
		if (!big && a->next_size < ARENA_BIGGEST)
			a->next_size *= 2;
	}
	void *p = c->data + c->used;
	c->used += rounded;
	return p;
}

void *
arena_zalloc(struct arena *a, size_t size)
{
	return memset(arena_alloc(a, size), 0, size);
}

void *
arena_dup(struct arena *a, const void *p, size_t size)
{
	void *copy = arena_alloc(a, size);
	if (size)
		memcpy(copy, p, size);
	return copy;
}

char *
arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *copy = arena_alloc(a, n + 1);
	if (n)
		memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

char *
arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}
