/* SPDX-License-Identifier: MIT */
#include "config/sources-line.h"

#include <stdlib.h>
#include <string.h>

#include "akhbar/limits.h"
#include "config/newsboat-query.h"
#include "sys/lang.h"

/* ---- addresses ------------------------------------------------------------------------ */

/* Appends what may stand in an address; the rest as %XX (RFC 3986 2.1, RFC 3987 3.1). */
static void
add_encoded(struct buf *out, const char *s)
{
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (c >= 0x80 || strchr(" \"\\<>^`{|}", c))
			buf_printf(out, "%%%02X", c);
		else
			buf_add_char(out, (char)c);
	}
}

char *
source_address(const char *written)
{
	struct buf out;
	buf_init(&out, LIMIT_URL_BYTES);
	/* feed://host and feed:https://host are what browsers hand over */
	bool feed = bytes_starts_nocase(bytes_of(written), "feed:");
	const char *rest = feed ? written + 5 : written;
	if (feed && strncmp(rest, "//", 2) == 0) {
		buf_add_str(&out, "http:");
	} else if (bytes_starts_nocase(bytes_of(rest), "http://")) {
		buf_add_str(&out, "http:");
		rest += 5;
	} else if (bytes_starts_nocase(bytes_of(rest), "https://")) {
		buf_add_str(&out, "https:");
		rest += 6;
	} else if (bytes_starts_nocase(bytes_of(rest), "file:///")) {
		buf_add_str(&out, "file:");
		rest += 5;
	} else {
		goto bad;
	}
	bool file = out.data[0] == 'f';
	/* the host stays as written: the fetcher turns it into its ASCII form */
	const char *path = rest + 2 + strcspn(rest + 2, "/?#");
	buf_add(&out, rest, (size_t)(path - rest));
	const char *fragment = strchr(path, '#'); /* never sent, so no part of the name */
	char *sent = fragment && !file ? mem_strndup(path, (size_t)(fragment - path))
				       : mem_strdup(path);
	add_encoded(&out, sent);
	free(sent);
	if (out.over)
		goto bad;
	if (file ? !utf8_valid(buf_view(&out)) || strpbrk(out.data, " \t\r\n")
		 : !url_is_web(out.data))
		goto bad;
	return buf_take(&out);
bad:
	buf_release(&out);
	return NULL;
}

/* ---- lines ------------------------------------------------------------------------------------ */

void
source_release(struct source *s)
{
	free(s->url);
	free(s->title);
	free(s->section);
	for (size_t i = 0; i < s->tags_n; i++)
		free(s->tags[i]);
	free(s->tags);
	source_settings_release(&s->settings);
	*s = (struct source){0};
	source_settings_init(&s->settings);
}

struct bytes
source_next_line(struct bytes *text)
{
	const char *nl = memchr(text->data, '\n', text->len);
	size_t n = nl ? (size_t)(nl - text->data) : text->len;
	struct bytes line = {text->data, n};
	text->data += n + (nl != NULL);
	text->len -= n + (nl != NULL);
	if (line.len && line.data[line.len - 1] == '\r')
		line.len--;
	return line;
}

/* The length of a scheme in front ("gopher" of gopher://host), 0 for none (RFC 3986 3.1). */
static size_t
scheme_length(const char *word)
{
	size_t n = 0;
	for (; word[n]; n++) {
		char c = (char)(word[n] | 32);
		bool more = (word[n] >= '0' && word[n] <= '9') || strchr("+-.", word[n]);
		if (!(c >= 'a' && c <= 'z') && !(n && more))
			break;
	}
	return word[n] == ':' ? n : 0;
}

static char *
bad_address(const char *word)
{
	static const char *const later[] = {"exec:", "filter:"};
	for (size_t i = 0; i < ARRAY_LEN(later); i++)
		if (bytes_starts_nocase(bytes_of(word), later[i]))
			return mem_printf(_("%s lines are not supported yet"), later[i]);
	char *shown = text_clean_dup(bytes_of(word), CLEAN_LINE, 120);
	size_t n = scheme_length(word);
	struct bytes scheme = {word, n};
	char *message;
	if (bytes_eq_nocase(scheme, "http") || bytes_eq_nocase(scheme, "https"))
		message = mem_printf(_("\"%s\" is not an address that can be fetched: its host is missing or malformed"),
				     shown);
	else if (n && word[n + 1] == '/')
		message = mem_printf(_("\"%s\" cannot be fetched: the protocol %.*s is not supported; an address begins with http:// or https://"),
				     shown, (int)n, word);
	else
		message = mem_printf(_("\"%s\" is not an address; it begins with http:// or https://"),
				     shown);
	free(shown);
	return message;
}

/* A word after the address: the title or a tag. */
static void
add_word(struct source *out, const char *word)
{
	char *clean = text_clean_dup(bytes_of(word), CLEAN_LINE, LIMIT_NAME_BYTES);
	if (clean[0] == '~') {
		free(out->title);
		out->title = clean[1] ? text_clean_dup(bytes_of(clean + 1), CLEAN_LINE, 0) : NULL;
	} else if (clean[0]) {
		const char *tag = clean;
		if (tag[0] == '!') {
			out->hidden = true;
			tag++;
		}
		if (*tag && out->tags_n < SOURCE_TAGS_MAX) {
			out->tags = mem_realloc_array(out->tags, out->tags_n + 1, sizeof(*out->tags));
			out->tags[out->tags_n++] = mem_strdup(tag);
		}
	}
	free(clean);
}

/* The name, and after a `<` that stands alone what holds for all of the section. */
static char *
take_section(struct bytes text, struct source *out)
{
	struct bytes name = text, settings = {"", 0};
	for (size_t i = 0; i < text.len; i++) {
		bool alone = text.data[i] == '<' && (!i || text.data[i - 1] == ' ' || text.data[i - 1] == '\t') &&
			     i + 1 < text.len && (text.data[i + 1] == ' ' || text.data[i + 1] == '\t');
		if (!alone)
			continue;
		name.len = i;
		settings = (struct bytes){text.data + i + 1, text.len - i - 1};
		break;
	}
	out->section = text_clean_dup(bytes_trim(name), CLEAN_LINE, LIMIT_NAME_BYTES);
	return source_settings_parse(&out->settings, settings);
}

/* Name: query. A colon belongs to the name of a field, not to the search's, when no
 * blank follows: then all of it is the query. */
static enum source_line
saved_search(struct bytes text, struct source *out, char **message)
{
	const char *colon = bytes_find(text, ": ");
	struct bytes name = text, query = text;
	if (colon) {
		name.len = (size_t)(colon - text.data);
		query.data = colon + 1;
		query.len = text.len - name.len - 1;
	}
	out->title = text_clean_dup(bytes_trim(name), CLEAN_LINE, LIMIT_NAME_BYTES);
	out->url = text_clean_dup(bytes_trim(query), CLEAN_LINE, 0);
	if (*out->title && *out->url)
		return LINE_SEARCH;
	*message = mem_strdup(_("a saved search is written: @? Name: words"));
	source_release(out);
	return LINE_BAD;
}

/* query:Name:filter */
static enum source_line
newsboat_search(const char *word, struct source *out, char **message)
{
	const char *name = word + strlen("query:"), *colon = strchr(name, ':');
	char *why = NULL;
	out->url = colon ? newsboat_query(colon + 1, &why) : NULL;
	if (out->url) {
		out->title = text_clean_dup((struct bytes){name, (size_t)(colon - name)}, CLEAN_LINE,
					    LIMIT_NAME_BYTES);
		return LINE_SEARCH;
	}
	*message = why ? mem_printf(_("this search of newsboat's is left out: %s"), why)
		       : mem_strdup(_("a search of newsboat's is written: \"query:Name:filter\""));
	free(why);
	return LINE_BAD;
}

/* ---- rules -------------------------------------------------------------------------- */

static const struct does_word {
	unsigned does;
	const char *word, *arabic;
	const char *others[3]; /* as people write them, folded */
} does_words[] = {
	{RULE_HIDES, "hide", "أخف", {"اخف", "اخفاء", "اخفي"}},
	{RULE_READS, "read", "مقروء", {"مقروء", "مقروءه", "قراءه"}},
	{RULE_STARS, "star", "نجمة", {"نجمه", "تمييز", "مميز"}},
	{RULE_NOTIFIES, "notify", "نبه", {"نبه", "تنبيه", "اشعار"}},
};

void
source_does_words(unsigned does, bool arabic, struct buf *out)
{
	bool any = false;
	for (size_t i = 0; i < ARRAY_LEN(does_words); i++) {
		if (!(does & does_words[i].does))
			continue;
		if (any)
			buf_add_str(out, arabic ? "، " : ", ");
		buf_add_str(out, arabic ? does_words[i].arabic : does_words[i].word);
		any = true;
	}
}

/* Hamza and ta marbuta as people write them, no marks: as in search, but this room knows
 * no letters; the few that these words have are enough. */
static void
plain_arabic(struct bytes word, struct buf *out)
{
	const char *p = word.data, *end = word.data + word.len;
	while (p < end) {
		uint32_t cp = utf8_next(&p, end);
		if ((cp >= 0x64b && cp <= 0x65f) || cp == 0x670 || cp == 0x640 || cp == 0x200f || cp == 0x200e)
			continue;
		cp = cp == 0x623 || cp == 0x625 || cp == 0x622 ? 0x627 : cp == 0x629 ? 0x647 : cp == 0x649 ? 0x64a : cp;
		buf_add_utf8(out, cp);
	}
}

static unsigned
one_does(struct bytes word)
{
	struct buf plain;
	unsigned does = 0;
	buf_init(&plain, 256);
	plain_arabic(word, &plain);
	for (size_t i = 0; i < ARRAY_LEN(does_words) && !does; i++) {
		const struct does_word *w = &does_words[i];
		bool is = bytes_eq_nocase(word, w->word);
		for (size_t k = 0; k < ARRAY_LEN(w->others) && !is; k++)
			is = plain.len && strcmp(plain.data, w->others[k]) == 0;
		does = is ? w->does : 0;
	}
	buf_release(&plain);
	return does;
}

unsigned
source_does_of(struct bytes words)
{
	unsigned all = 0;
	const char *end = words.data + words.len;
	for (const char *p = words.data; p < end;) {
		const char *from = p;
		while (p < end && *p != ',' && strncmp(p, "،", (size_t)(end - p) < 2 ? 1 : 2) != 0)
			p++;
		struct bytes word = bytes_trim((struct bytes){from, (size_t)(p - from)});
		unsigned one = one_does(word);
		if (!one)
			return 0;
		all |= one;
		p += p < end ? (*p == ',' ? 1 : 2) : 0;
	}
	return all;
}

/* What to do: query. */
static enum source_line
rule_line(struct bytes text, struct source *out, char **message)
{
	const char *colon = memchr(text.data, ':', text.len);
	struct bytes words = text, query = {"", 0};
	if (colon) {
		words.len = (size_t)(colon - text.data);
		query = bytes_trim((struct bytes){colon + 1, text.len - words.len - 1});
	}
	out->does = source_does_of(bytes_trim(words));
	if (out->does && query.len) {
		out->url = text_clean_dup(query, CLEAN_LINE, 0);
		if (*out->url)
			return LINE_RULE;
	}
	char *shown = text_clean_dup(bytes_trim(words), CLEAN_LINE, 60);
	if (colon && !out->does)
		*message = mem_printf(_("\"%s\" is nothing a rule can do: write hide, read, star or notify"), shown);
	else
		*message = mem_strdup(_("a rule is written: @! hide: words"));
	free(shown);
	source_release(out);
	return LINE_BAD;
}

/* newsboat's ignore-article "address or *" "filter", from its settings file. */
static enum source_line
newsboat_rule(struct bytes line, struct source *out, char **message)
{
	bool quoted, open;
	char *feed = source_word(&line, &quoted, &open), *filter = feed ? source_word(&line, &quoted, &open) : NULL;
	char *why = NULL, *query = filter ? newsboat_query(filter, &why) : NULL;
	if (query && strcmp(feed, "*") != 0 && !bytes_starts(bytes_of(feed), "regex:"))
		out->url = mem_printf("source:\"%s\" (%s)", feed, query);
	else if (query && strcmp(feed, "*") == 0)
		out->url = mem_strdup(query);
	if (out->url)
		out->does = RULE_HIDES;
	else
		*message = why ? mem_printf(_("this rule of newsboat's is left out: %s"), why)
			       : mem_strdup(_("a rule of newsboat's is written: ignore-article \"address or *\" \"filter\""));
	free(feed);
	free(filter);
	free(query);
	free(why);
	return out->url ? LINE_RULE : LINE_BAD;
}

enum source_line
source_line_parse(struct bytes line, struct source *out, char **message)
{
	*out = (struct source){0};
	source_settings_init(&out->settings);
	*message = NULL;
	if (bytes_starts(line, "\xef\xbb\xbf")) { /* of the file's first line */
		line.data += 3;
		line.len -= 3;
	}
	line = bytes_trim(line);
	if (!line.len || line.data[0] == '#')
		return LINE_BLANK;
	if (!utf8_valid(line) || memchr(line.data, '\0', line.len)) {
		*message = mem_strdup(_("this line is not UTF-8 text"));
		return LINE_BAD;
	}
	if (bytes_starts(line, "@?"))
		return saved_search(bytes_trim((struct bytes){line.data + 2, line.len - 2}), out, message);
	if (bytes_starts(line, "@!"))
		return rule_line(bytes_trim((struct bytes){line.data + 2, line.len - 2}), out, message);
	if (bytes_starts(line, "ignore-article ") || bytes_starts(line, "ignore-article\t"))
		return newsboat_rule(bytes_trim((struct bytes){line.data + 14, line.len - 14}), out, message);
	if (line.data[0] == '@') {
		*message = take_section(bytes_trim((struct bytes){line.data + 1, line.len - 1}), out);
		return LINE_SECTION;
	}
	bool quoted, open;
	char *word = source_word(&line, &quoted, &open);
	if (word && bytes_starts(bytes_of(word), "query:")) {
		enum source_line kind = newsboat_search(word, out, message);
		free(word);
		return kind;
	}
	if (word) {
		out->url = source_address(word);
		if (!out->url)
			*message = bad_address(word);
		free(word);
		if (!out->url)
			return LINE_BAD;
		while ((word = source_word(&line, &quoted, &open))) {
			bool settings = !quoted && !strcmp(word, "<");
			if (!settings)
				add_word(out, word);
			free(word);
			if (settings) {
				*message = source_settings_parse(&out->settings, line);
				return LINE_FEED;
			}
		}
	}
	if (open) {
		*message = mem_strdup(_("a quote is not closed"));
		source_release(out);
		return LINE_BAD;
	}
	return LINE_FEED;
}
