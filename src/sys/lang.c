/* SPDX-License-Identifier: MIT */
#include "sys/lang.h"

#include <langinfo.h>
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sys/paths.h"

#define DOMAIN "akhbar"

static const char *chosen = "ar";
static char *inherited; /* LANGUAGE as the user had it */
static bool noted;
static bool arabic_digits;

static bool
is_utf8(void)
{
	const char *set = nl_langinfo(CODESET);
	return strcasecmp(set, "UTF-8") == 0 || strcasecmp(set, "UTF8") == 0;
}

bool
lang_start(void)
{
	/* only these two: numbers and dates are written by our own tables */
	setlocale(LC_CTYPE, "");
	setlocale(LC_MESSAGES, "");
	if (!is_utf8() && !setlocale(LC_CTYPE, "C.UTF-8"))
		setlocale(LC_CTYPE, "en_US.UTF-8");
	/* glibc looks at LANGUAGE only when the locale is not "C" */
	const char *messages = setlocale(LC_MESSAGES, NULL);
	if (!messages || strcmp(messages, "C") == 0 || strcmp(messages, "POSIX") == 0)
		if (!setlocale(LC_MESSAGES, "C.UTF-8"))
			setlocale(LC_MESSAGES, "en_US.UTF-8");
	return is_utf8();
}

static bool
is_language(const char *locale, const char *code)
{
	size_t n = strlen(code);
	return strncasecmp(locale, code, n) == 0 && (!locale[n] || strchr("_-.@", locale[n]));
}

/* With no wish stated we speak to those the program is for. */
static const char *
by_environment(void)
{
	static const char *const names[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		/* LANGUAGE is how the reader tells the fetcher; here it may be our own by now */
		const char *value = i ? getenv(names[i]) : inherited;
		if (!value || !*value)
			continue;
		if (is_language(value, "C") || is_language(value, "POSIX") ||
		    is_language(value, "ar"))
			return "ar";
		return "en";
	}
	return "ar";
}

void
lang_choose(const char *name)
{
	if (!noted) {
		const char *before = getenv("LANGUAGE");
		inherited = before ? mem_strdup(before) : NULL;
		noted = true;
	}
	if (name && strcmp(name, "ar") == 0)
		chosen = "ar";
	else if (name && strcmp(name, "en") == 0)
		chosen = "en";
	else
		chosen = by_environment();
	setenv("LANGUAGE", chosen, 1);
	char *folder = path_shipped("locale");
	if (folder)
		bindtextdomain(DOMAIN, folder);
	free(folder);
	bind_textdomain_codeset(DOMAIN, "UTF-8");
	textdomain(DOMAIN); /* also makes gettext look again after a switch */
	if (strcmp(chosen, "ar") == 0 && !*gettext("")) {
		/* no catalogue: English words would stand in a screen from the right */
		chosen = "en";
		setenv("LANGUAGE", chosen, 1);
		textdomain(DOMAIN);
	}
}

const char *
lang_name(void)
{
	return chosen;
}

enum dir
lang_dir(void)
{
	return strcmp(chosen, "ar") == 0 ? DIR_RTL : DIR_LTR;
}

void
lang_use_arabic_digits(bool arabic)
{
	arabic_digits = arabic;
}

struct number_text
lang_number(int64_t n)
{
	struct number_text out = {""};
	char plain[24];
	size_t len = 0;
	snprintf(plain, sizeof(plain), "%lld", (long long)n);
	for (const char *p = plain; *p; p++) {
		if (arabic_digits && *p >= '0' && *p <= '9')
			len += utf8_put(out.text + len, 0x660u + (uint32_t)(*p - '0'));
		else
			out.text[len++] = *p;
	}
	out.text[len] = 0;
	return out;
}

const char *
lang_inherited(void)
{
	return noted ? inherited : getenv("LANGUAGE");
}

const char *
lang_errno(int error)
{
	/* in English as the C library says it, whose own translations know no Arabic */
	static const struct {
		int error;
		const char *words;
	} known[] = {
		{ENOENT, N_("No such file or directory")},
		{EEXIST, N_("File exists")},
		{EACCES, N_("Permission denied")},
		{EPERM, N_("Operation not permitted")},
		{EISDIR, N_("Is a directory")},
		{ENOTDIR, N_("Not a directory")},
		{ENOSPC, N_("No space left on device")},
		{EDQUOT, N_("Disk quota exceeded")},
		{EFBIG, N_("File too large")},
		{EROFS, N_("Read-only file system")},
		{ENAMETOOLONG, N_("File name too long")},
		{ELOOP, N_("Too many levels of symbolic links")},
		{EIO, N_("Input/output error")},
		{ENOMEM, N_("Cannot allocate memory")},
		{EMFILE, N_("Too many open files")},
		{ETXTBSY, N_("Text file busy")},
		{EBUSY, N_("Device or resource busy")},
		{ENOEXEC, N_("Exec format error")},
		{E2BIG, N_("Argument list too long")},
	};
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (known[i].error == error)
			return gettext(known[i].words);
	return strerror(error);
}
