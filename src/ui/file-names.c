/* SPDX-License-Identifier: MIT */
#include "ui/file-names.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "sys/paths.h"

#define NAMES_MOST 2000

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool
is_folder(const char *folder, const char *name)
{
	char *path = mem_printf("%s/%s", folder, name);
	struct stat st;
	bool is = stat(path, &st) == 0 && S_ISDIR(st.st_mode);
	free(path);
	return is;
}

void
file_names(const char *path, struct prompt_choices *out)
{
	const char *slash = strrchr(path, '/');
	size_t before = slash ? (size_t)(slash + 1 - path) : 0, n = 0;
	char *typed = mem_strndup(path, before), *folder = path_at_home(before ? typed : "./");
	char **names = NULL;
	DIR *d = opendir(folder);
	out->from += before;
	for (struct dirent *e; d && n < NAMES_MOST && (e = readdir(d));) {
		if (e->d_name[0] == '.' && path[before] != '.')
			continue;
		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
			continue;
		names = mem_realloc_array(names, n + 1, sizeof(*names));
		names[n++] = mem_printf("%s%s", e->d_name, is_folder(folder, e->d_name) ? "/" : "");
	}
	if (d)
		closedir(d);
	if (n)
		qsort(names, n, sizeof(*names), by_name);
	for (size_t i = 0; i < n; i++) {
		prompt_choice(out, names[i]);
		free(names[i]);
	}
	free(names);
	free(folder);
	free(typed);
}
