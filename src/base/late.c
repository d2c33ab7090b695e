/* SPDX-License-Identifier: MIT */
#include "akhbar/late.h"

#include <dlfcn.h>
#include <string.h>

enum late
late_load(const char *const files[], size_t files_n, const struct late_function functions[],
	  size_t functions_n, void *table)
{
	void *library = NULL;
	/* what libcurl may ask of its thirty is looked up when it does: most of it is not */
	for (size_t i = 0; i < files_n && !library; i++)
		library = dlopen(files[i], RTLD_LAZY | RTLD_LOCAL);
	if (!library)
		return LATE_MISSING;
	for (size_t i = 0; i < functions_n; i++) {
		void *function = dlsym(library, functions[i].name);
		if (!function) {
			dlclose(library);
			return LATE_OLD;
		}
		memcpy((char *)table + functions[i].offset, &function, sizeof(function));
	}
	return LATE_LOADED;
}
