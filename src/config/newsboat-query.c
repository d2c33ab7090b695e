/* SPDX-License-Identifier: MIT
 *
 * newsboat's grammar: conditions `attribute operator "value"` joined by and, or and
 * brackets. Regular expressions are taken where they are words, or words parted by |.
 */
#include "config/newsboat-query.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sys/lang.h"

#define DEPTH_MAX 32

struct reader {
	const char *p;
	struct buf out;
	char *message;
	int depth;
};

static void PRINTF_LIKE(2, 3)
fail(struct reader *r, const char *fmt, ...)
{
	if (r->message)
		return;
	va_list args;
	va_start(args, fmt);
	char *raw = NULL;
	if (vasprintf(&raw, fmt, args) >= 0) {
		r->message = text_clean_dup(bytes_of(raw), CLEAN_LINE, 200);
		free(raw);
	}
	va_end(args);
}

static void
skip_blanks(struct reader *r)
{
	while (*r->p == ' ' || *r->p == '\t')
		r->p++;
}

static bool
take(struct reader *r, const char *word)
{
	skip_blanks(r);
	size_t n = strlen(word);
	bool letters = word[0] >= 'a' && word[0] <= 'z';
	if (strncmp(r->p, word, n) != 0 || (letters && r->p[n] && !strchr(" \t(\"", r->p[n])))
		return false;
	r->p += n;
	return true;
}

/* ---- values ------------------------------------------------------------------------ */

/* Takes the signs of an expression away that say no more than words do; NULL when
 * there are others. Yours. */
static char *
plain_words(const char *value, bool regex)
{
	struct buf out;
	buf_init(&out, 0);
	for (const char *p = value; *p; p++) {
		if (regex && strncmp(p, ".*", 2) == 0) {
			buf_add_char(&out, ' ');
			p++;
		} else if (regex && (*p == '^' || *p == '$')) {
			continue;
		} else if (regex && *p == '\\' && p[1] && strchr(".+*?()[]{}|/-", p[1])) {
			buf_add_char(&out, *++p);
		} else if (*p == '"' || (regex && strchr(".+*?()[]{}\\", *p))) {
			buf_release(&out);
			return NULL;
		} else {
			buf_add_char(&out, *p);
		}
	}
	char *text = out.data ? buf_take(&out) : mem_strdup("");
	struct bytes trimmed = bytes_trim(bytes_of(text));
	char *clean = bytes_dup(trimmed);
	free(text);
	return clean;
}

/* title:"a b"*, or for a|b (title:"a"* OR title:"b"*) */
static void
put_field(struct reader *r, const char *name, const char *value, bool regex, bool negated)
{
	const char *attribute = name;
	bool words = strcmp(name, "title") == 0 || strcmp(name, "text") == 0;
	size_t parts = 0;
	struct buf joined;
	buf_init(&joined, 0);
	for (const char *p = value;;) {
		size_t n = regex ? strcspn(p, "|") : strlen(p);
		char *part = mem_strndup(p, n), *plain = plain_words(part, regex);
		if (!plain || !*plain)
			fail(r, _("\"%s\" cannot be translated: a pattern of %s"), value, attribute);
		else
			buf_printf(&joined, "%s%s:\"%s\"%s", parts++ ? " OR " : "", name, plain,
				   words && regex ? "*" : "");
		free(part);
		free(plain);
		p += n;
		if (!*p++)
			break;
	}
	buf_printf(&r->out, parts > 1 ? "%s(%s)" : "%s%s", negated ? "-" : "",
		   joined.data ? joined.data : "");
	buf_release(&joined);
}

static void
put_age(struct reader *r, const char *op, const char *value)
{
	int from = 0, to = 0;
	char sign[3] = "";
	if (strcmp(op, "between") == 0 && sscanf(value, "%9d:%9d", &from, &to) == 2) {
		if (from > 0)
			buf_printf(&r->out, "(after:%dd before:%dd)", to + 1, from);
		else
			buf_printf(&r->out, "after:%dd", to + 1);
		return;
	}
	if (strlen(op) < sizeof(sign) && sscanf(value, "%9d", &to) == 1) {
		memcpy(sign, op, strlen(op) + 1);
		if (sign[0] == '<') { /* age is in days */
			buf_printf(&r->out, "after:%dd", to + (sign[1] == '='));
			return;
		}
		if (sign[0] == '>') {
			buf_printf(&r->out, "before:%dd", to + (sign[1] != '='));
			return;
		}
	}
	fail(r, _("\"%s\" cannot be translated"), "age");
}

static void
put_condition(struct reader *r, const char *attribute, const char *op, const char *value)
{
	static const struct {
		const char *theirs, *ours;
	} fields[] = {
		{"title", "title"},	 {"content", "text"},	   {"author", "author"},
		{"feedtitle", "source"}, {"feedlink", "source"}, {"rssurl", "source"},
	};
	bool negated = op[0] == '!', regex = op[1] == '~', equal = op[0] == '=' || op[1] == '=';
	for (size_t i = 0; i < ARRAY_LEN(fields); i++)
		if (strcmp(attribute, fields[i].theirs) == 0 && (regex || equal)) {
			put_field(r, fields[i].ours, value, regex, negated);
			return;
		}
	if (strcmp(attribute, "unread") == 0 && equal) {
		bool yes = strcmp(value, "yes") == 0;
		buf_add_str(&r->out, yes != negated ? "is:unread" : "is:read");
	} else if (strcmp(attribute, "age") == 0) {
		put_age(r, op, value);
	} else if (strcmp(attribute, "tags") == 0 && (strcmp(op, "#") == 0 || strcmp(op, "!#") == 0)) {
		put_field(r, "section", value, false, negated);
	} else if (strncmp(attribute, "enclosure", 9) == 0 && (regex || equal)) {
		bool none = !*value != negated;
		buf_add_str(&r->out, none ? "-has:enclosure" : "has:enclosure");
	} else {
		fail(r, _("\"%s\" cannot be translated"), attribute);
	}
}

/* ---- the grammar -------------------------------------------------------------------------- */

static void read_any(struct reader *r);

static void
read_condition(struct reader *r)
{
	static const char *const ops[] = {"between", "==", "=~", "!~", "!=", "!#", "<=", ">=", "=", "<", ">", "#"};
	skip_blanks(r);
	if (*r->p == '(') {
		r->p++;
		if (++r->depth > DEPTH_MAX) {
			fail(r, _("brackets in brackets, deeper than %s"), lang_number(DEPTH_MAX).text);
			return;
		}
		buf_add_char(&r->out, '(');
		read_any(r);
		buf_add_char(&r->out, ')');
		r->depth--;
		if (!take(r, ")"))
			fail(r, "%s", _("the bracket is not closed"));
		return;
	}
	size_t n = strspn(r->p, "abcdefghijklmnopqrstuvwxyz_");
	char *attribute = mem_strndup(r->p, n);
	r->p += n;
	skip_blanks(r);
	const char *op = NULL;
	for (size_t i = 0; i < ARRAY_LEN(ops) && !op; i++)
		if (strncmp(r->p, ops[i], strlen(ops[i])) == 0)
			op = ops[i];
	if (!n || !op) {
		fail(r, _("\"%s\" is no condition of newsboat's"), n ? attribute : r->p);
		free(attribute);
		return;
	}
	r->p += strlen(op);
	skip_blanks(r);
	char quote = *r->p == '"' || *r->p == '\'' ? *r->p++ : 0;
	size_t len = quote ? strcspn(r->p, (char[]){quote, 0}) : strcspn(r->p, " \t)");
	char *value = mem_strndup(r->p, len);
	r->p += len + (quote && r->p[len]);
	put_condition(r, attribute, op, value);
	free(attribute);
	free(value);
}

static void
read_any(struct reader *r)
{
	for (;;) {
		read_condition(r);
		if (r->message)
			return;
		if (take(r, "and"))
			buf_add_char(&r->out, ' ');
		else if (take(r, "or"))
			buf_add_str(&r->out, " OR ");
		else
			return;
	}
}

char *
newsboat_query(const char *filter, char **message)
{
	struct reader r = {.p = filter};
	buf_init(&r.out, 4096);
	read_any(&r);
	skip_blanks(&r);
	if (!r.message && *r.p)
		fail(&r, _("\"%s\" is no condition of newsboat's"), r.p);
	*message = r.message;
	char *out = r.message || !r.out.len ? NULL : buf_take(&r.out);
	buf_release(&r.out);
	return out;
}
