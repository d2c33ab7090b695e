/* SPDX-License-Identifier: MIT */
#include "config/options.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "config/loader.h"
#include "config/nearest.h"
#include "config/options-table.h"
#include "sys/lang.h"

const struct option_info *
option_info(enum option o)
{
	return (unsigned)o < OPTION_COUNT ? &option_table[o] : NULL;
}

/* ---- values ------------------------------------------------------------------------ */

static bool
parse_bool(const char *s, int *out)
{
	static const char *const words[2][4] = {{"no", "off", "false", "0"},
						{"yes", "on", "true", "1"}};
	for (int value = 0; value < 2; value++)
		for (size_t i = 0; i < 4; i++)
			if (strcmp(s, words[value][i]) == 0) {
				*out = value;
				return true;
			}
	return false;
}

static bool
parse_int(const char *s, int min, int max, int *out)
{
	char *end;
	errno = 0;
	long n = strtol(s, &end, 10);
	if (end == s || *end || errno || n < min || n > max)
		return false;
	*out = (int)n;
	return true;
}

static bool
is_choice(const char *choices, const char *value)
{
	size_t len = strlen(value);
	for (const char *p = choices;; p++) {
		size_t n = strcspn(p, "|");
		if (n == len && memcmp(p, value, n) == 0)
			return true;
		p += n;
		if (!*p)
			return false;
	}
}

/* "auto, ar, en" */
static char *
choices_in_words(const char *choices)
{
	struct buf out;
	buf_init(&out, 0);
	for (; *choices; choices++) {
		if (*choices == '|')
			buf_add_str(&out, ", ");
		else
			buf_add_char(&out, *choices);
	}
	return buf_take(&out);
}

/* Text goes into headers and argument vectors: one line, nothing unseen in it. */
static bool
is_plain(const char *s)
{
	struct buf clean;
	buf_init(&clean, 0);
	text_clean(&clean, bytes_of(s), CLEAN_BODY);
	bool same = bytes_eq_str(buf_view(&clean), s) && !strpbrk(s, "\n\t");
	buf_release(&clean);
	return same && strlen(s) <= OPTION_TEXT_MAX;
}

static enum err
set_value(struct config *c, enum option o, const char *value, struct why *why)
{
	const struct option_info *info = &option_table[o];
	struct config_value *v = &c->values[o];
	switch (info->type) {
	case OPTION_BOOL:
		if (!parse_bool(value, &v->number))
			return err_set(why, ERR_CONFIG, _("%s is yes or no, not \"%s\""), info->name,
				       value);
		return OK;
	case OPTION_INT:
		if (!parse_int(value, info->min, info->max, &v->number))
			return err_set(why, ERR_CONFIG,
				       _("%s is a whole number from %s to %s, not \"%s\""), info->name,
				       lang_number(info->min).text, lang_number(info->max).text, value);
		return OK;
	case OPTION_CHOICE:
		if (!is_choice(info->choices, value)) {
			char *all = choices_in_words(info->choices);
			err_set(why, ERR_CONFIG, _("%s is one of %s, not \"%s\""), info->name, all,
				value);
			free(all);
			return ERR_CONFIG;
		}
		break;
	case OPTION_STRING:
		if (!is_plain(value))
			return err_set(why, ERR_CONFIG,
				       _("%s is too long or holds characters that cannot be seen"),
				       info->name);
		break;
	}
	free(v->text);
	v->text = mem_strdup(value);
	return OK;
}

/* ---- near matches ------------------------------------------------------------------- */

static const char *
name_of_line(size_t i)
{
	static const char *const words[] = {"include", "bind", "unbind"};
	if (i < OPTION_COUNT)
		return option_table[i].name;
	return i - OPTION_COUNT < ARRAY_LEN(words) ? words[i - OPTION_COUNT] : NULL;
}

enum err
config_set(struct config *c, const char *name, const char *value, struct why *why)
{
	for (size_t i = 0; i < OPTION_COUNT; i++)
		if (strcmp(option_table[i].name, name) == 0)
			return set_value(c, (enum option)i, value, why);
	const char *meant = nearest_name(name, name_of_line);
	if (meant)
		return err_set(why, ERR_CONFIG, _("there is no setting \"%s\"; did you mean %s?"), name,
			       meant);
	return err_set(why, ERR_CONFIG, _("there is no setting \"%s\""), name);
}

/* ---- the whole -------------------------------------------------------------------------- */

struct config *
config_new(void)
{
	struct config *c = mem_zalloc(sizeof(*c));
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		enum err e = set_value(c, (enum option)i, option_table[i].fallback, NULL);
		(void)e; /* a test holds every default against its own range */
	}
	return c;
}

void
config_free(struct config *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < OPTION_COUNT; i++)
		free(c->values[i].text);
	for (size_t i = 0; i < c->problems_n; i++) {
		free(c->problems[i].file);
		free(c->problems[i].message);
	}
	free(c->problems);
	for (size_t i = 0; i < c->binds_n; i++) {
		free(c->binds[i].key);
		free(c->binds[i].action);
		free(c->binds[i].file);
	}
	free(c->binds);
	for (size_t i = 0; i < c->colors_n; i++) {
		free(c->colors[i].style);
		free(c->colors[i].words);
		free(c->colors[i].file);
	}
	free(c->colors);
	free(c);
}

size_t
config_problems(const struct config *c, const struct config_problem **out)
{
	*out = c->problems;
	return c->problems_n;
}

size_t
config_binds(const struct config *c, const struct config_bind **out)
{
	*out = c->binds;
	return c->binds_n;
}

size_t
config_colors(const struct config *c, const struct config_color **out)
{
	*out = c->colors;
	return c->colors_n;
}

bool
config_bool(const struct config *c, enum option o)
{
	return c->values[o].number != 0;
}

int
config_int(const struct config *c, enum option o)
{
	return c->values[o].number;
}

int
full_text_by_name(const char *name)
{
	static const char *const names[] = {
		[FULL_TEXT_ASK] = "ask",
		[FULL_TEXT_SHORT] = "short",
		[FULL_TEXT_ALWAYS] = "always",
		[FULL_TEXT_NEVER] = "never",
	};
	static_assert(ARRAY_LEN(names) == FULL_TEXT_COUNT, "a name each");
	for (int i = 0; i < FULL_TEXT_COUNT; i++)
		if (!strcmp(names[i], name))
			return i;
	return -1;
}

const char *
config_str(const struct config *c, enum option o)
{
	return c->values[o].text ? c->values[o].text : "";
}

/* ---- config.example ---------------------------------------------------------------------- */

#define EXAMPLE_COLUMNS 78

/* A sentence as comment lines. */
static void
add_comment(struct buf *out, const char *sentence)
{
	size_t column = 0;
	while (*sentence) {
		size_t n = strcspn(sentence, " ");
		size_t width = utf8_count((struct bytes){sentence, n});
		if (column && column + 1 + width > EXAMPLE_COLUMNS) {
			buf_add_char(out, '\n');
			column = 0;
		}
		buf_add_str(out, column ? " " : "# ");
		buf_add(out, sentence, n);
		column += width + (column ? 1 : 2);
		sentence += n + (sentence[n] == ' ');
	}
	buf_add_char(out, '\n');
}

void
config_print_example(struct buf *out)
{
	add_comment(out, "Settings of akhbar. Copy this file to ~/.config/akhbar/config and take the \"#\" "
			 "away from the lines you change; every line shows the value that holds without it.");
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		const struct option_info *info = &option_table[i];
		buf_add_char(out, '\n');
		add_comment(out, info->sentence);
		if (info->type == OPTION_BOOL) {
			buf_add_str(out, "# (yes, no)\n");
		} else if (info->type == OPTION_INT) {
			buf_printf(out, "# (%d to %d)\n", info->min, info->max);
		} else if (info->type == OPTION_CHOICE) {
			char *all = choices_in_words(info->choices);
			buf_printf(out, "# (%s)\n", all);
			free(all);
		}
		buf_printf(out, "#%s %s\n", info->name, *info->fallback ? info->fallback : "\"\"");
	}
	buf_add_char(out, '\n');
	add_comment(out, "Keys: `bind KEY ACTION` gives a key an action, `unbind KEY` takes it away; the help "
			 "screen (?) names keys and actions.");
	buf_add_str(out, "#bind J next-unread\n#unbind J\n\n");
	add_comment(out, "Colours: `color STYLE COLOUR` on the theme in use; styles are text, strong, dim, "
			 "accent, rule, bar, selected, selected-strong, em, code, link, hit, error, "
			 "progress and star; colours are default, names (cyan, bright-cyan), 0 to 255 or "
			 "RRGGBB, then `on` and a ground, then bold, underline, reverse or plain.");
	buf_add_str(out, "#color accent d78700 bold\n#color selected white on blue\n\n");
	add_comment(out, "Another file, read in this place; its path counts from this file's folder.");
	buf_add_str(out, "#include more\n");
}
