/* SPDX-License-Identifier: MIT */
#include "html/names.h"
#include "akhbar/base.h"

#include <string.h>

static const char *const tag_names[TAG_COUNT] = {
	[TAG_TEXT] = "", [TAG_OTHER] = "",
#define X(name, kind) [TAG_##name] = #name,
	TAG_LIST(X)
#undef X
};

static const unsigned char tag_kinds[TAG_COUNT] = {
	[TAG_TEXT] = KIND_INLINE, [TAG_OTHER] = KIND_INLINE,
#define X(name, kind) [TAG_##name] = KIND_##kind,
	TAG_LIST(X)
#undef X
};

static const char *const attr_names[ATTR_COUNT] = {
	[ATTR_OTHER] = "",
#define X(id, name) [ATTR_##id] = name,
	ATTR_LIST(X)
#undef X
};

/* The lists stand in strcmp order: a test holds them to it. */
static int
search(const char *const *names, int low, int high, const char *name, unsigned len)
{
	while (low < high) {
		int middle = (low + high) / 2;
		int order = strncmp(name, names[middle], len);
		size_t whole = strlen(names[middle]);
		if (order == 0 && whole != len) /* longer, or a NUL in the name */
			order = whole > len ? -1 : 1;
		if (order == 0)
			return middle;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return -1;
}

enum tag_name
tag_of(const char *name, unsigned len)
{
	char lower[16];
	if (!len || len >= sizeof(lower))
		return TAG_OTHER;
	for (unsigned i = 0; i < len; i++)
		lower[i] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] + 32 : name[i]);
	int at = search(tag_names, TAG_OTHER + 1, TAG_COUNT, lower, len);
	return at < 0 ? TAG_OTHER : (enum tag_name)at;
}

enum tag_kind
tag_kind(enum tag_name tag)
{
	return tag_kinds[tag];
}

enum attr_name
attr_of(const char *name)
{
	int at = search(attr_names, ATTR_OTHER + 1, ATTR_COUNT, name, (unsigned)strlen(name));
	return at < 0 ? ATTR_OTHER : (enum attr_name)at;
}

const char *
tag_text(enum tag_name tag)
{
	return tag_names[tag];
}
