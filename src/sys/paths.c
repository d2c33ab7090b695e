/* SPDX-License-Identifier: MIT */
#include "sys/paths.h"

#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sys/lang.h"

bool
path_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

static const char *
home(void)
{
	const char *h = getenv("HOME");
	if (h && h[0] == '/')
		return h;
	const struct passwd *user = getpwuid(getuid());
	return user && user->pw_dir ? user->pw_dir : "/";
}

/* XDG Base Directory: a variable that is empty or relative is ignored. */
static char *
xdg(const char *variable, const char *fallback, const char *name)
{
	const char *base = getenv(variable);
	if (base && base[0] == '/')
		return mem_printf("%s/akhbar/%s", base, name);
	return mem_printf("%s/%s/akhbar/%s", home(), fallback, name);
}

char *
path_config(const char *name)
{
	return xdg("XDG_CONFIG_HOME", ".config", name);
}

char *
path_data(const char *name)
{
	return xdg("XDG_DATA_HOME", ".local/share", name);
}

char *
path_state(const char *name)
{
	return xdg("XDG_STATE_HOME", ".local/state", name);
}

char *
path_cache(const char *name)
{
	return xdg("XDG_CACHE_HOME", ".cache", name);
}

const char *
path_of_self(void)
{
	static char folder[PATH_MAX];
	if (!folder[0]) {
		ssize_t n = readlink("/proc/self/exe", folder, sizeof(folder) - 1);
		folder[n > 0 ? n : 0] = '\0';
		char *slash = strrchr(folder, '/');
		if (slash)
			*slash = '\0';
	}
	return folder;
}

/* A path when it is there, else NULL. Takes `path`. */
static char *
if_there(char *path, int mode)
{
	if (access(path, mode) == 0)
		return path;
	free(path);
	return NULL;
}

/* The build folder when we run from one: it holds the core library. Programs stand
 * in it, tests two folders below. NULL: installed. */
static char *
build_folder(void)
{
	static const char *const ups[] = {"", "/..", "/../.."};
	const char *self = path_of_self();
	for (size_t i = 0; *self && i < ARRAY_LEN(ups); i++) {
		char *mark = mem_printf("%s%s/libakhbar.a", self, ups[i]);
		bool found = path_exists(mark);
		free(mark);
		if (found)
			return mem_printf("%s%s", self, ups[i]);
	}
	return NULL;
}

/* In the source tree round the build folder; AKHBAR_TOP names it when the build
 * folder is elsewhere (O=). */
static char *
in_source_tree(const char *build, const char *name)
{
	char *found = if_there(mem_printf("%s/../%s", build, name), R_OK);
	if (!found)
		found = if_there(mem_printf("%s/../../%s", build, name), R_OK);
	const char *top = getenv("AKHBAR_TOP");
	if (!found && top && top[0] == '/')
		found = if_there(mem_printf("%s/%s", top, name), R_OK);
	return found;
}

char *
path_shipped(const char *name)
{
	bool catalogues = strcmp(name, "locale") == 0;
	char *found = NULL, *build = build_folder();
	if (build) {
		found = catalogues ? if_there(mem_printf("%s/locale", build), R_OK)
				   : in_source_tree(build, name);
		free(build);
	}
	const char *room = catalogues ? "" : "akhbar/";
	if (!found && *path_of_self()) /* an installed tree may have been moved */
		found = if_there(mem_printf("%s/../share/%s%s", path_of_self(), room, name), R_OK);
	if (!found)
		found = if_there(mem_printf(AKHBAR_PREFIX "/share/%s%s", room, name), R_OK);
	return found;
}

char *
path_fetcher(void)
{
	const char *own = getenv("AKHBAR_FETCH");
	if (own && *own)
		return mem_strdup(own);
	const char *self = path_of_self();
	char *found = NULL, *build = build_folder();
	if (*self)
		found = if_there(mem_printf("%s/akhbar-fetch", self), X_OK);
	if (!found && build)
		found = if_there(mem_printf("%s/akhbar-fetch", build), X_OK);
	if (!found && *self)
		found = if_there(mem_printf("%s/../libexec/akhbar/akhbar-fetch", self), X_OK);
	if (!found)
		found = if_there(mem_strdup(AKHBAR_PREFIX "/libexec/akhbar/akhbar-fetch"), X_OK);
	free(build);
	return found;
}

enum err
path_make_parents(const char *file, struct why *why)
{
	char *path = mem_strdup(file);
	enum err e = OK;
	for (char *p = path + 1; *path && (p = strchr(p, '/')); p++) {
		*p = '\0';
		/* EEXIST may be a file: what comes next will say so */
		if (mkdir(path, 0700) < 0 && errno != EEXIST) {
			int error = errno;
			if (!path_exists(path)) { /* read-only parents that are there: EROFS */
				e = err_set(why, ERR_IO, "%s: %s", path, lang_errno(error));
				break;
			}
		}
		*p = '/';
	}
	free(path);
	return e;
}

char *
path_at_home(const char *path)
{
	const char *home = getenv("HOME");
	if (path[0] == '~' && (path[1] == '/' || !path[1]) && home && *home)
		return mem_printf("%s%s", home, path + 1);
	return mem_strdup(path);
}
