/* SPDX-License-Identifier: MIT */
#include "work/fail.h"

#include <stdlib.h>
#include <string.h>

#include "sys/clock.h"
#include "sys/lang.h"

struct fail_text {
	const char *code, *cause, *advice;
};

static const struct fail_text texts[] = {
#define X(code, cause, advice) {code, cause, advice},
	FAIL_LIST(X)
#undef X
};

static const struct fail_text *
find(const char *code)
{
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		if (!strcmp(texts[i].code, code))
			return &texts[i];
	return NULL;
}

/* The sentence with its one %s filled; never as a printf format, for the
 * sentence may come from a catalogue. */
static void
add_filled(struct buf *out, const char *text, const char *arg,
	   char *(*translate)(const char *))
{
	if (translate)
		text = translate(text);
	const char *hole = strstr(text, "%s");
	if (!hole) {
		buf_add_str(out, text);
		return;
	}
	char *clean = text_clean_dup(bytes_of(arg), CLEAN_LINE, 200), *end;
	buf_add(out, text, (size_t)(hole - text));
	long number = strtol(clean, &end, 10);
	if (translate && clean[0] && !*end) /* a count of ours, in the digits of our messages */
		buf_add_str(out, lang_number(number).text);
	else
		buf_add_str(out, !clean[0] ? "?" : translate ? translate(clean) : clean);
	buf_add_str(out, hole + 2);
	free(clean);
}

void
fail_cause(const char *code, const char *arg, char *(*translate)(const char *), struct buf *out)
{
	const struct fail_text *t = find(code);
	add_filled(out, t ? t->cause : code, arg, t ? translate : NULL);
}

void
fail_words(const char *code, const char *arg, char *(*translate)(const char *), struct buf *out)
{
	const struct fail_text *t = find(code);
	fail_cause(code, arg, translate, out);
	if (t) {
		buf_add_str(out, translate ? translate(N_("; ")) : "; ");
		add_filled(out, t->advice, arg, translate);
	}
}

void
fail_line(const char *code, const char *arg, char *(*translate)(const char *), struct buf *out)
{
	const struct fail_text *t = find(code);
	fail_words(code, arg, translate, out);
	if (!t || !translate || !strcmp(translate(t->cause), t->cause))
		return;
	char *clean = text_clean_dup(bytes_of(arg), CLEAN_LINE, 200);
	buf_printf(out, " [%s", code);
	/* a status stands above in the reader's own digits */
	if (clean[0] && (strcmp(translate(clean), clean) != 0 || clean[strspn(clean, "0123456789")] == 0))
		buf_printf(out, ": %s", clean);
	buf_add_char(out, ']');
	free(clean);
}

void
fail_until(int64_t until, char *(*translate)(const char *), struct buf *out)
{
	if (until == TIME_NONE || !until) {
		buf_add_str(out, translate(N_("; not asked any more (--force asks all the same)")));
		return;
	}
	struct civil t = time_to_civil(until, clock_utc_offset(until));
	buf_printf(out, translate(N_("; not asked again before %02d:%02d (--force asks now)")), t.hour,
		   t.minute);
}
