/* SPDX-License-Identifier: MIT
 *
 * What readers found right on the test page, kept for each terminal. One file, a line
 * a terminal, fields parted by tabs:
 *
 *   TERM  found-by-environment  name-it-gives-itself  bidi  tashkeel  isolate
 *
 * The environment is known before the first frame, the name only after the terminal
 * has answered: at the start the newest line that fits the first two fields counts,
 * afterwards only one that fits all three. A line "advised" and a name says that the
 * advice for that terminal has been given.
 */
#include "term/term-internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sys/files.h"
#include "sys/paths.h"

#define FILE_MAX 65536
#define LINES_MAX 100
#define FIELDS 6

/* A tab or a line's end in a value would break the file; a name is cut there. */
static void
own_key(const struct term_choice *c, char key[3][64])
{
	const char *term = getenv("TERM");
	const char *from[3] = { term != NULL && term[0] ? term : "-", c->found, c->id };

	for (int i = 0; i < 3; i++) {
		snprintf(key[i], sizeof(key[i]), "%.60s", from[i]);
		key[i][strcspn(key[i], "\t\r\n")] = '\0';
	}
}

/* Parts a line at its tabs; false when it has not the fields of an answer. */
static bool
part(char *line, char *field[FIELDS])
{
	for (int i = 0; i < FIELDS; i++) {
		field[i] = line;
		line += strcspn(line, "\t");
		if ((*line == '\0') != (i == FIELDS - 1))
			return false;
		if (*line != '\0')
			*line++ = '\0';
	}
	return true;
}

static bool
read_answers(const char *path, struct buf *text)
{
	struct why why;

	buf_init(text, FILE_MAX);
	if (file_read(path, text, &why) != OK)
		return false;
	buf_add_char(text, '\0');
	return true;
}

static bool
bidi_of(const char *word, enum term_bidi *out)
{
	static const enum term_bidi all[] = { TERM_VISUAL, TERM_LOGICAL, TERM_WORDS };

	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		if (strcmp(word, term_bidi_name(all[i])) == 0) {
			*out = all[i];
			return true;
		}
	}
	return false;
}

#define ADVISED "advised\t"

static bool
is_advised(const char *line)
{
	return strncmp(line, ADVISED, strlen(ADVISED)) == 0;
}

bool
term_advise_once(const struct term_choice *choice, const char *answers)
{
	struct buf text;
	struct why why;
	char *note;
	bool due;

	if (choice->advice == NULL || answers == NULL)
		return false;
	note = mem_printf(ADVISED "%s\n", choice->terminal);
	due = !read_answers(answers, &text) || strstr(text.data, note) == NULL;
	if (due) {
		struct buf out;
		buf_init(&out, 0);
		buf_add_str(&out, note);
		if (text.len > 0)
			buf_add_str(&out, text.data);
		due = path_make_parents(answers, &why) == OK &&
		      file_replace(answers, buf_view(&out), &why) == OK;
		buf_release(&out);
	}
	buf_release(&text);
	free(note);
	return due;
}

bool
answers_apply(struct term_choice *choice, bool by_environment)
{
	char key[3][64], *field[FIELDS];
	enum term_bidi bidi = TERM_VISUAL, found_bidi = TERM_VISUAL;
	bool found = false, strip = false, lrm = false;
	struct buf text;

	if (choice->answers == NULL || choice->plain)
		return false;
	own_key(choice, key);
	if (read_answers(choice->answers, &text)) {
		for (char *line = text.data, *next; line != NULL && *line != '\0'; line = next) {
			next = strchr(line, '\n');
			if (next != NULL)
				*next++ = '\0';
			if (!part(line, field) || strcmp(field[0], key[0]) != 0 ||
			    strcmp(field[1], key[1]) != 0 ||
			    (!by_environment && strcmp(field[2], key[2]) != 0) ||
			    !bidi_of(field[3], &bidi))
				continue;
			found = true;
			found_bidi = bidi;
			strip = strcmp(field[4], "strip") == 0;
			lrm = strcmp(field[5], "lrm") == 0;
		}
	}
	buf_release(&text);
	if (!found)
		return false;
	term_choice_set(choice, choice->bidi_fixed ? choice->bidi : found_bidi,
			choice->isolate_fixed ? choice->isolate :
			lrm ? TERM_ISOLATE_LRM : TERM_ISOLATE_NONE,
			choice->marks_fixed ? choice->strip_marks : strip);
	choice->kept = true;
	choice->advice = NULL;
	snprintf(choice->reason, sizeof(choice->reason), "kept from the test page");
	return true;
}

enum err
term_keep_choice(const struct term_choice *choice, const char *answers, struct why *why)
{
	char key[3][64];
	struct buf text, out;
	size_t lines = 0;
	enum err e;

	own_key(choice, key);
	buf_init(&out, 0);
	if (read_answers(answers, &text)) {
		for (char *line = text.data, *next; line != NULL && *line != '\0'; line = next) {
			char *field[FIELDS], *whole = mem_strdup(line);
			next = strchr(line, '\n');
			if (next != NULL)
				*next++ = '\0';
			whole[strcspn(whole, "\n")] = '\0';
			if (is_advised(whole))
				buf_printf(&out, "%s\n", whole);
			else if (part(line, field) && lines++ < LINES_MAX &&
			    (strcmp(field[0], key[0]) != 0 || strcmp(field[1], key[1]) != 0 ||
			     strcmp(field[2], key[2]) != 0))
				buf_printf(&out, "%s\n", whole);
			free(whole);
		}
	}
	buf_release(&text);
	buf_printf(&out, "%s\t%s\t%s\t%s\t%s\t%s\n", key[0], key[1], key[2],
		   term_bidi_name(choice->bidi), choice->strip_marks ? "strip" : "keep",
		   choice->isolate == TERM_ISOLATE_LRM ? "lrm" : "none");
	e = path_make_parents(answers, why);
	if (e == OK)
		e = file_replace(answers, buf_view(&out), why);
	buf_release(&out);
	return e;
}
