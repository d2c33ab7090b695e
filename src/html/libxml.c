/* SPDX-License-Identifier: MIT */
#include "html/libxml.h"

#include "akhbar/html.h"
#include "akhbar/late.h"

#ifdef AKHBAR_LIBXML2_LINKED

static const struct libxml table = {htmlNewParserCtxt, htmlCtxtReadMemory, htmlFreeParserCtxt, xmlFreeDoc,
				     htmlEntityLookup};

static enum late
load(void)
{
	return LATE_LOADED;
}

#else

static struct libxml table;

static enum late
load(void)
{
	static const char *const files[] = {"libxml2.so.2", "libxml2.so.16", "libxml2.so"};
	static const struct late_function functions[] = {
		{"htmlNewParserCtxt", offsetof(struct libxml, new_parser)},
		{"htmlCtxtReadMemory", offsetof(struct libxml, read_memory)},
		{"htmlFreeParserCtxt", offsetof(struct libxml, free_parser)},
		{"xmlFreeDoc", offsetof(struct libxml, free_doc)},
		{"htmlEntityLookup", offsetof(struct libxml, entity)},
	};
	static bool tried; /* once: each body asks */
	static enum late how;
	if (!tried)
		how = late_load(files, ARRAY_LEN(files), functions, ARRAY_LEN(functions), &table);
	tried = true;
	return how;
}

#endif

const struct libxml *
libxml(void)
{
	return load() == LATE_LOADED ? &table : NULL;
}

enum err
html_load(struct why *why)
{
	return libxml() ? OK
			: err_set(why, ERR_NOT_FOUND, "%s", "libxml2 (libxml2.so.2) cannot be loaded");
}
