/* SPDX-License-Identifier: MIT
 *
 * The config file, line by line.
 */
#include "config/loader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "config/newsboat-keys.h"
#include "sys/files.h"
#include "sys/lang.h"

struct loader {
	struct config *config;
	struct {
		dev_t device;
		ino_t inode;
	} seen[CONFIG_FILES_MAX];
	size_t seen_n;
	size_t bad; /* lines of all files */
	struct why first;
};

/* One line on its way. */
struct place {
	struct loader *loader;
	const char *file;
	int line;
	int depth;
};

static void load_file(struct place *from, const char *path);

static void
problem(const struct place *at, const char *message)
{
	struct config *c = at->loader->config;
	if (!at->loader->bad++ && at->line) /* line 0: the file itself, named in the message */
		err_set(&at->loader->first, ERR_CONFIG, "%s:%d: %s", at->file, at->line, message);
	else if (!at->line)
		err_set(&at->loader->first, ERR_CONFIG, "%s", message);
	if (c->problems_n >= CONFIG_PROBLEMS_MAX)
		return;
	c->problems = mem_realloc_array(c->problems, c->problems_n + 1, sizeof(*c->problems));
	c->problems[c->problems_n++] = (struct config_problem){
		.file = mem_strdup(at->file),
		.line = at->line,
		.message = mem_strdup(message),
	};
}

/* ---- words of a line ----------------------------------------------------------------- */

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Length of the line without its comment: "#" at the start or after a blank, outside
 * quotes. */
static size_t
without_comment(struct bytes line)
{
	char quote = '\0';
	for (size_t i = 0; i < line.len; i++) {
		char c = line.data[i];
		if (c == '\\' && quote != '\'' && i + 1 < line.len) {
			i++;
		} else if (quote) {
			if (c == quote)
				quote = '\0';
		} else if (c == '"' || (c == '\'' && (!i || is_blank(line.data[i - 1])))) {
			quote = c;
		} else if (c == '#' && (!i || is_blank(line.data[i - 1]))) {
			return i;
		}
	}
	return line.len;
}

/* Takes one word, quoted or not, from the front; yours. NULL: a quote is open or text
 * follows the closing one. */
static char *
take_word(struct bytes *line)
{
	struct buf out;
	buf_init(&out, 0);
	const char *p = line->data, *end = p + line->len;
	char quote = p < end && (*p == '"' || *p == '\'') ? *p++ : '\0';
	bool closed = !quote;
	for (; p < end; p++) {
		if (quote ? *p == quote : is_blank(*p)) {
			closed = true;
			p += quote != '\0';
			break;
		}
		if (*p == '\\' && quote != '\'' && p + 1 < end)
			p++;
		buf_add_char(&out, *p);
	}
	if (!closed || (p < end && !is_blank(*p))) {
		buf_release(&out);
		return NULL;
	}
	*line = bytes_trim((struct bytes){p, (size_t)(end - p)});
	return buf_take(&out);
}

/* A value: one quoted string without its quotes, or the rest of the line as it is (a
 * command keeps its own quotes). */
static char *
take_value(struct bytes rest)
{
	if (!rest.len || (rest.data[0] != '"' && rest.data[0] != '\''))
		return bytes_dup(rest);
	struct bytes after = rest;
	char *word = take_word(&after);
	if (!word || !after.len)
		return word;
	free(word);
	return bytes_dup(rest);
}

/* ---- what a line may say ---------------------------------------------------------------- */

static void
add_bind(struct place *at, char *key, char *action)
{
	struct config *c = at->loader->config;
	if (c->binds_n >= CONFIG_BINDS_MAX) {
		problem(at, _("too many bind lines"));
		free(key);
		free(action);
		return;
	}
	c->binds = mem_realloc_array(c->binds, c->binds_n + 1, sizeof(*c->binds));
	c->binds[c->binds_n++] = (struct config_bind){
		.key = key, .action = action, .file = mem_strdup(at->file), .line = at->line};
}

static void
do_bind(struct place *at, struct bytes rest, bool unbind, bool commented)
{
	char *key = rest.len ? take_word(&rest) : NULL;
	struct buf actions;
	buf_init(&actions, 0);
	bool whole = key && *key;
	while (whole && !unbind && rest.len) { /* several: one after the other */
		char *action = take_word(&rest);
		whole = action && *action;
		if (whole)
			buf_printf(&actions, "%s%s", actions.len ? " " : "", action);
		free(action);
	}
	if (whole && rest.len == 0 && (unbind || actions.len)) {
		add_bind(at, key, unbind ? NULL : buf_take(&actions));
		buf_release(&actions);
		return;
	}
	problem(at, commented && !key ? _("# begins a comment; the key is written \"#\" in quotes")
		    : unbind	      ? _("unbind takes a key")
				      : _("bind takes a key and an action"));
	free(key);
	buf_release(&actions);
}

static void
add_bind_in(struct place *at, const char *key, const char *place, const char *action)
{
	add_bind(at, *place ? mem_printf("%s@%s", key, place) : mem_strdup(key),
		 action ? mem_strdup(action) : NULL);
}

/* newsboat's `bind-key KEY OPERATION [DIALOG]` and `unbind-key KEY [DIALOG]`. */
static void
do_newsboat_bind(struct place *at, struct bytes rest, bool unbind)
{
	char *key = rest.len ? take_word(&rest) : NULL;
	char *name = unbind ? NULL : rest.len ? take_word(&rest) : NULL;
	char *dialog = rest.len ? take_word(&rest) : NULL, *told = NULL;
	const struct newsboat_operation *o = name ? newsboat_operation(name) : NULL;
	const char *place = "", *near = name && !o ? newsboat_operation_near(name) : NULL;
	if (!key || !*key || (!unbind && !name) || rest.len || strcmp(key, "-a") == 0)
		told = mem_strdup(unbind ? _("unbind-key takes a key and, as in newsboat, a dialog")
					 : _("bind-key takes a key, an operation of newsboat's and "
					     "perhaps a dialog"));
	else if (dialog && !newsboat_dialog(dialog, &place))
		told = mem_printf(_("newsboat has no dialog named %s"), dialog);
	else if (!unbind && !o)
		told = near ? mem_printf(_("newsboat has no operation named %s; did you mean %s?"), name, near)
			    : mem_printf(_("newsboat has no operation named %s"), name);
	else if (!unbind && !o->action)
		told = mem_printf(_("nothing here does what newsboat's %s does; take this line away"), name);
	if (told) {
		problem(at, told);
	} else if (place) { /* in a dialog that is not here it does nothing */
		const char *other = o ? o->in_article : NULL;
		bool article = strcmp(place, "article") == 0;
		add_bind_in(at, key, place, !o ? NULL : article && other ? other : o->action);
		if (other && !*place)
			add_bind_in(at, key, "article", other);
	}
	free(told);
	free(key);
	free(name);
	free(dialog);
}

static void
do_color(struct place *at, struct bytes rest)
{
	struct config *c = at->loader->config;
	char *style = rest.len ? take_word(&rest) : NULL;
	char *words = style && rest.len ? take_value(rest) : NULL;
	if (!words || !*words) {
		problem(at, _("color takes what to colour and a colour"));
	} else if (c->colors_n >= CONFIG_BINDS_MAX) {
		problem(at, _("too many color lines"));
	} else {
		c->colors = mem_realloc_array(c->colors, c->colors_n + 1, sizeof(*c->colors));
		c->colors[c->colors_n++] =
			(struct config_color){style, words, mem_strdup(at->file), at->line};
		return;
	}
	free(style);
	free(words);
}

/* Paths count from the folder of the file that names them; "~/" from the home. */
static char *
included_path(const char *file, const char *name)
{
	const char *home = getenv("HOME");
	if (strncmp(name, "~/", 2) == 0 && home && *home)
		return mem_printf("%s%s", home, name + 1);
	const char *slash = strrchr(file, '/');
	if (name[0] == '/' || !slash)
		return mem_strdup(name);
	return mem_printf("%.*s/%s", (int)(slash - file), file, name);
}

static void
do_include(struct place *at, struct bytes rest)
{
	char *name = take_value(rest);
	if (!name || !*name) {
		problem(at, _("include takes a file"));
	} else if (at->depth + 1 >= CONFIG_DEPTH_MAX ||
		   at->loader->seen_n >= CONFIG_FILES_MAX) {
		problem(at, _("too many files included"));
	} else {
		char *path = included_path(at->file, name);
		load_file(at, path);
		free(path);
	}
	free(name);
}

static void
do_line(struct place *at, struct bytes line)
{
	line = bytes_trim(line);
	size_t whole = line.len;
	line.len = without_comment(line);
	bool commented = line.len < whole;
	line = bytes_trim(line);
	if (!line.len)
		return;
	if (!utf8_valid(line) || memchr(line.data, '\0', line.len)) {
		problem(at, _("this line is not UTF-8 text"));
		return;
	}
	char *name = take_word(&line);
	if (!name) {
		problem(at, _("a quote is not closed"));
		return;
	}
	if (strcmp(name, "bind") == 0 || strcmp(name, "unbind") == 0) {
		do_bind(at, line, name[0] == 'u', commented);
	} else if (strcmp(name, "bind-key") == 0 || strcmp(name, "unbind-key") == 0) {
		do_newsboat_bind(at, line, name[0] == 'u');
	} else if (strcmp(name, "color") == 0) {
		do_color(at, line);
	} else if (strcmp(name, "include") == 0) {
		do_include(at, line);
	} else if (strchr(name, '=') || bytes_starts(line, "=")) {
		problem(at, _("write the name, a space and the value, without \"=\""));
	} else {
		char *value = take_value(line);
		struct why why;
		if (!value)
			problem(at, _("a quote is not closed"));
		else if (config_set(at->loader->config, name, value, &why) != OK)
			problem(at, why.text);
		free(value);
	}
	free(name);
}

/* ---- files --------------------------------------------------------------------------------- */

/* The next line without its end; joined lines are gathered in `joined`. */
static struct bytes
next_line(struct bytes *text, struct buf *joined, int *lines)
{
	buf_clear(joined);
	for (;;) {
		const char *nl = memchr(text->data, '\n', text->len);
		size_t n = nl ? (size_t)(nl - text->data) : text->len;
		struct bytes line = {text->data, n};
		text->data += n + (nl != NULL);
		text->len -= n + (nl != NULL);
		++*lines;
		if (line.len && line.data[line.len - 1] == '\r')
			line.len--;
		size_t slashes = 0;
		while (slashes < line.len && line.data[line.len - 1 - slashes] == '\\')
			slashes++;
		struct bytes seen = bytes_trim(line);
		bool comment = !joined->len && seen.len && seen.data[0] == '#';
		if (slashes % 2 == 0 || comment || !text->len) {
			if (!joined->len)
				return line;
			buf_add_bytes(joined, line);
			return buf_view(joined);
		}
		line.len--;
		buf_add_bytes(joined, line);
		if (!joined->len) /* a lone backslash still joins */
			buf_add_char(joined, ' ');
	}
}

static void
load_text(struct place *at, struct bytes text)
{
	struct buf joined;
	buf_init(&joined, 0);
	if (bytes_starts(text, "\xef\xbb\xbf")) {
		text.data += 3;
		text.len -= 3;
	}
	at->line = 1;
	while (text.len) {
		int lines = 0;
		struct bytes line = next_line(&text, &joined, &lines);
		do_line(at, line);
		at->line += lines;
	}
	buf_release(&joined);
}

static bool
seen_before(struct loader *l, const char *path)
{
	struct stat st;
	if (stat(path, &st) < 0)
		return false;
	for (size_t i = 0; i < l->seen_n; i++)
		if (l->seen[i].device == st.st_dev && l->seen[i].inode == st.st_ino)
			return true;
	l->seen[l->seen_n].device = st.st_dev;
	l->seen[l->seen_n++].inode = st.st_ino;
	return false;
}

/* `from` is the line that includes it, or the start with line 0. */
static void
load_file(struct place *from, const char *path)
{
	struct why why = {""};
	struct buf text;
	buf_init(&text, CONFIG_FILE_MAX);
	if (seen_before(from->loader, path)) { /* also what ends a circle */
		char *message = mem_printf(_("%s was read already"), path);
		problem(from, message);
		free(message);
	} else if (file_read(path, &text, &why) != OK) {
		problem(from, why.text);
	} else {
		struct place at = {from->loader, path, 1, from->depth + (from->line > 0)};
		load_text(&at, buf_view(&text));
	}
	buf_release(&text);
}

static enum err
result(const struct loader *l, struct why *why)
{
	if (!l->bad)
		return OK;
	if (l->bad == 1)
		return err_set(why, ERR_CONFIG, "%s", l->first.text);
	return err_set(why, ERR_CONFIG, "%s (+%zu)", l->first.text, l->bad - 1);
}

enum err
config_load_text(struct config *c, const char *path, struct bytes text, struct why *why)
{
	struct loader l = {.config = c};
	struct place at = {&l, path, 1, 0};
	load_text(&at, text);
	return result(&l, why);
}

enum err
config_load(struct config *c, const char *path, bool optional, struct why *why)
{
	struct loader l = {.config = c};
	struct place start = {&l, path, 0, 0};
	struct stat st;
	if (stat(path, &st) < 0) {
		if (optional && (errno == ENOENT || errno == ENOTDIR))
			return OK;
		return err_set(why, ERR_IO, "%s: %s", path, lang_errno(errno));
	}
	load_file(&start, path);
	return result(&l, why);
}
