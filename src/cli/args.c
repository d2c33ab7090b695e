/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/query.h"
#include "sys/clock.h"
#include "sys/lang.h"

void
cli_complain(const char *fmt, ...)
{
	va_list args;
	char *raw = NULL;
	va_start(args, fmt);
	int n = vasprintf(&raw, fmt, args);
	va_end(args);
	if (n < 0)
		return;
	char *clean = text_clean_dup(bytes_of(raw), CLEAN_LINE, 0);
	fprintf(stderr, "akhbar: %s\n", clean);
	free(clean);
	free(raw);
}

enum slot_kind { SLOT_TEXT, SLOT_NUMBER, SLOT_FLAG };

static const struct option_slot {
	const char *name;
	unsigned takes; /* 0: every command */
	enum slot_kind kind;
	size_t offset;
} slots[] = {
#define SLOT(name, takes, kind, field) {name, takes, kind, offsetof(struct args, field)}
	SLOT("--config", 0, SLOT_TEXT, config),
	SLOT("--feeds", 0, SLOT_TEXT, feeds),
	SLOT("--db", 0, SLOT_TEXT, db),
	SLOT("--log", 0, SLOT_TEXT, log),
	SLOT("--lang", 0, SLOT_TEXT, lang),
	SLOT("--bidi", 0, SLOT_TEXT, bidi),
	SLOT("--tashkeel", 0, SLOT_TEXT, tashkeel),
	SLOT("--isolate", 0, SLOT_TEXT, isolate),
	SLOT("--help", 0, SLOT_FLAG, help),
	SLOT("--version", 0, SLOT_FLAG, version),
	SLOT("--section", TAKES_FILTERS, SLOT_TEXT, section),
	SLOT("--feed", TAKES_FILTERS, SLOT_TEXT, feed),
	SLOT("--unread", TAKES_FILTERS | TAKES_AHEAD, SLOT_FLAG, unread),
	SLOT("--starred", TAKES_FILTERS | TAKES_AHEAD, SLOT_FLAG, starred),
	SLOT("--since", TAKES_FILTERS, SLOT_TEXT, since),
	SLOT("--limit", TAKES_FILTERS | TAKES_AHEAD, SLOT_NUMBER, limit),
	SLOT("--json", TAKES_JSON, SLOT_FLAG, json),
	SLOT("--content", TAKES_JSON, SLOT_FLAG, content),
	SLOT("--width", TAKES_LAYOUT, SLOT_NUMBER, width),
	SLOT("--order", TAKES_LAYOUT, SLOT_TEXT, order),
	SLOT("--dir", TAKES_LAYOUT, SLOT_TEXT, dir),
	SLOT("--justify", TAKES_LAYOUT, SLOT_TEXT, justify),
	SLOT("--full", TAKES_LAYOUT, SLOT_FLAG, full),
	SLOT("--force", TAKES_FORCE, SLOT_FLAG, force),
	SLOT("--guid", TAKES_MARK, SLOT_TEXT, guid),
	SLOT("--all", TAKES_MARK | TAKES_AHEAD, SLOT_FLAG, all),
	SLOT("--opml", TAKES_OPML, SLOT_FLAG, opml),
	SLOT("--repair", TAKES_REPAIR, SLOT_FLAG, repair),
	SLOT("--check", TAKES_REPAIR, SLOT_FLAG, check),
	SLOT("--yes", TAKES_REPAIR, SLOT_FLAG, yes),
	SLOT("--terminal", TAKES_TERMINAL, SLOT_FLAG, terminal),
	SLOT("--ranked", TAKES_RANK, SLOT_FLAG, ranked),
#undef SLOT
};

static bool
set_number(const char *name, const char *text, int64_t *out)
{
	char *end;
	errno = 0;
	long long n = strtoll(text, &end, 10);
	if (errno || end == text || *end || n < 0) {
		cli_complain(_("%s takes a number, not %s"), name, text);
		return false;
	}
	*out = n;
	return true;
}

/* One option with its value; moves *i past a value of its own. */
static bool
set_option(int argc, char **argv, int *i, unsigned takes, struct args *out)
{
	const char *arg = argv[*i];
	const char *equals = strchr(arg, '=');
	size_t len = equals ? (size_t)(equals - arg) : strlen(arg);
	for (size_t k = 0; k < ARRAY_LEN(slots); k++) {
		const struct option_slot *s = &slots[k];
		if (strlen(s->name) != len || strncmp(s->name, arg, len) != 0)
			continue;
		if (s->takes && !(s->takes & takes))
			break;
		void *field = (char *)out + s->offset;
		if (s->kind == SLOT_FLAG) {
			*(bool *)field = true;
			return true;
		}
		const char *value = equals ? equals + 1 : *i + 1 < argc ? argv[++*i] : NULL;
		if (!value) {
			cli_complain(_("%s needs a value"), s->name);
			return false;
		}
		if (s->kind == SLOT_NUMBER)
			return set_number(s->name, value, field);
		*(const char **)field = value;
		return true;
	}
	cli_complain(_("%s is not an option here; see akhbar --help"), arg);
	return false;
}

bool
args_parse(int argc, char **argv, unsigned takes, struct args *out)
{
	*out = (struct args){.limit = -1, .width = -1};
	out->words = mem_zalloc(((size_t)argc + 1) * sizeof(*out->words));
	bool options = true;
	for (int i = 0; i < argc; i++) {
		if (options && strcmp(argv[i], "--") == 0) {
			options = false;
		} else if (options && argv[i][0] == '-' && argv[i][1] == '-') {
			if (!set_option(argc, argv, &i, takes, out))
				return false;
		} else if (options && strcmp(argv[i], "-h") == 0) {
			out->help = true;
		} else if (options && strcmp(argv[i], "-v") == 0) {
			out->version = true;
		} else if (options && argv[i][0] == '-' && argv[i][1] && argv[i][1] > '9') {
			cli_complain(_("%s is not an option here; see akhbar --help"), argv[i]);
			return false;
		} else {
			out->words[out->words_n++] = argv[i];
		}
	}
	return true;
}

const char *
args_lang(int argc, char **argv)
{
	static const char name[] = "--lang";
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strncmp(argv[i], name, sizeof(name) - 1) != 0)
			continue;
		const char *rest = argv[i] + sizeof(name) - 1;
		if (*rest == '=')
			return rest + 1;
		if (!*rest && i + 1 < argc)
			return argv[i + 1];
	}
	return NULL;
}

void
args_release(struct args *a)
{
	free(a->words);
	a->words = NULL;
}

/* ---- dates ------------------------------------------------------------------- */

int64_t
args_when(const char *text, int64_t now)
{
	char *end;
	errno = 0;
	long long n = strtoll(text, &end, 10);
	if (!errno && end != text && n >= 0 && n < 1000000 && strcmp(end, "m") == 0)
		return now - n * 60; /* minutes, where a query has months */
	int64_t first, after;
	return query_date(bytes_trim(bytes_of(text)), now, clock_utc_offset(now), &first, &after) ? first : TIME_NONE;
}
