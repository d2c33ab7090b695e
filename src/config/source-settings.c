/* SPDX-License-Identifier: MIT */
#include "config/source-settings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "akhbar/limits.h"
#include "config/options.h"
#include "sys/lang.h"

void
source_settings_init(struct source_settings *s)
{
	*s = (struct source_settings){.interval_min = -1, .full_text = -1,
					.keep = {-1, -1, -1, -1, -1}};
}

void
source_settings_release(struct source_settings *s)
{
	free(s->user_agent);
	free(s->proxy);
	free(s->user);
	free(s->password);
	free(s->password_command);
	for (size_t i = 0; i < s->headers_n; i++)
		free(s->headers[i]);
	free(s->headers);
	source_settings_init(s);
}

static char *
copy(const char *s)
{
	return s ? mem_strdup(s) : NULL;
}

static void
inherit_text(char **own, const char *from)
{
	if (!*own)
		*own = copy(from);
}

static void
inherit_keep(struct source_keep *own, const struct source_keep *from)
{
	own->days = own->days < 0 ? from->days : own->days;
	own->count = own->count < 0 ? from->count : own->count;
	own->unread = own->unread < 0 ? from->unread : own->unread;
	own->starred = own->starred < 0 ? from->starred : own->starred;
	own->edited_unread = own->edited_unread < 0 ? from->edited_unread : own->edited_unread;
}

void
source_settings_inherit(struct source_settings *s, const struct source_settings *from)
{
	if (s->interval_min < 0)
		s->interval_min = from->interval_min;
	if (s->full_text < 0)
		s->full_text = from->full_text;
	inherit_keep(&s->keep, &from->keep);
	if (!s->timeout_s)
		s->timeout_s = from->timeout_s;
	if (!s->max_body_mb)
		s->max_body_mb = from->max_body_mb;
	inherit_text(&s->user_agent, from->user_agent);
	inherit_text(&s->proxy, from->proxy);
	if (!s->password && !s->password_command) {
		inherit_text(&s->password, from->password);
		inherit_text(&s->password_command, from->password_command);
	}
	inherit_text(&s->user, from->user);
	if (s->headers_n || !from->headers_n)
		return;
	s->headers = mem_realloc_array(NULL, from->headers_n, sizeof(*s->headers));
	for (size_t i = 0; i < from->headers_n; i++)
		s->headers[i] = mem_strdup(from->headers[i]);
	s->headers_n = from->headers_n;
}

/* ---- words --------------------------------------------------------------------- */

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

char *
source_word(struct bytes *line, bool *quoted, bool *open)
{
	*quoted = *open = false;
	*line = bytes_trim(*line);
	if (!line->len || line->data[0] == '#')
		return NULL;
	struct buf out;
	buf_init(&out, 0);
	const char *p = line->data, *end = p + line->len;
	*quoted = *p == '"';
	bool closed = !*quoted;
	for (p += *quoted; p < end; p++) {
		if (*quoted ? *p == '"' : is_blank(*p)) {
			closed = true;
			p += *quoted;
			break;
		}
		if (*quoted && *p == '\\' && p + 1 < end)
			p++;
		buf_add_char(&out, *p);
	}
	*line = (struct bytes){p, (size_t)(end - p)};
	if (!closed) {
		buf_release(&out);
		*open = true;
		return NULL;
	}
	return buf_take(&out);
}

/* A value: a quoted word, or everything up to a `;` or a comment. Yours; NULL when a
 * quote is not closed. */
static char *
take_value(struct bytes *text)
{
	bool quoted, open;
	*text = bytes_trim(*text);
	if (text->len && text->data[0] == '"')
		return source_word(text, &quoted, &open);
	size_t n = 0;
	for (; n < text->len && text->data[n] != ';'; n++)
		if (text->data[n] == '#' && (!n || is_blank(text->data[n - 1])))
			break;
	struct bytes value = bytes_trim((struct bytes){text->data, n});
	text->data += n;
	text->len -= n;
	return bytes_dup(value);
}

/* ---- single settings ------------------------------------------------------------- */

/* 0 to most; -1 otherwise. */
static int
whole_number(const char *text, int most)
{
	char *end;
	errno = 0;
	long n = strtol(text, &end, 10);
	return errno || end == text || *end || n < 0 || n > most ? -1 : (int)n;
}

static char *
set_number(int *out, const char *name, const char *value, int least, int most)
{
	int n = whole_number(value, most);
	if (n < least)
		return mem_printf(_("%s takes a number from %s to %s"), name, lang_number(least).text,
				  lang_number(most).text);
	*out = n;
	return NULL;
}

/* Fit to stand in a request: no control, so no second line. */
static bool
is_one_line(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			return false;
	return true;
}

static char *
set_text(char **out, const char *name, const char *value)
{
	if (!*value || strlen(value) > LIMIT_URL_BYTES || !is_one_line(value))
		return mem_printf(_("%s needs a value of one line"), name);
	free(*out);
	*out = mem_strdup(value);
	return NULL;
}

static char *
set_proxy(struct source_settings *s, const char *value)
{
	static const char *const known[] = {"http://", "https://", "socks4://", "socks4a://",
					    "socks5://", "socks5h://"};
	bool none = !strcmp(value, "none");
	bool good = none || !strstr(value, "://");
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		good = good || bytes_starts_nocase(bytes_of(value), known[i]);
	if (!good)
		return mem_strdup(_("proxy takes an address such as http://host:3128 or socks5h://host:1080, or none"));
	char *message = none ? NULL : set_text(&s->proxy, "proxy", value);
	if (none) {
		free(s->proxy);
		s->proxy = mem_strdup("");
	}
	return message;
}

/* RFC 9110 5.6.2 */
static bool
is_token(struct bytes name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = (char)(name.data[i] | 32);
		if (!(c >= 'a' && c <= 'z') && !(name.data[i] >= '0' && name.data[i] <= '9') &&
		    !strchr("!#$%&'*+-.^_`|~", name.data[i]))
			return false;
	}
	return name.len > 0;
}

/* What would change how the request itself is read is the fetcher's business. */
static bool
is_ours(struct bytes name)
{
	static const char *const ours[] = {"host", "content-length", "transfer-encoding", "connection",
					   "te", "trailer", "upgrade", "expect", "accept-encoding",
					   "if-none-match", "if-modified-since", "range"};
	for (size_t i = 0; i < ARRAY_LEN(ours); i++)
		if (bytes_eq_nocase(name, ours[i]))
			return true;
	return false;
}

static char *
add_header(struct source_settings *s, const char *value)
{
	const char *colon = strchr(value, ':');
	struct bytes name = {value, colon ? (size_t)(colon - value) : 0};
	if (!colon || !is_token(name) || !is_one_line(value) || strlen(value) > LIMIT_URL_BYTES ||
	    !bytes_trim(bytes_of(colon + 1)).len)
		return mem_strdup(_("header takes a name, a colon and a value, such as: header Accept-Language: ar"));
	if (is_ours(name))
		return mem_printf(_("the header %.*s cannot be set"), (int)name.len, name.data);
	if (s->headers_n >= SOURCE_HEADERS_MAX)
		return mem_printf(_("more than %s headers"), lang_number(SOURCE_HEADERS_MAX).text);
	struct bytes rest = bytes_trim(bytes_of(colon + 1));
	s->headers = mem_realloc_array(s->headers, s->headers_n + 1, sizeof(*s->headers));
	s->headers[s->headers_n++] = mem_printf("%.*s: %.*s", (int)name.len, name.data, (int)rest.len,
						rest.data);
	return NULL;
}

static char *
set_full_text(struct source_settings *s, const char *value)
{
	int mode = full_text_by_name(value);
	if (mode < 0)
		return mem_strdup(_("full-text is ask, short, always or never"));
	s->full_text = mode;
	return NULL;
}

static char *
set_switch(int *out, const char *name, const char *value)
{
	if (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0)
		return mem_printf(_("%s takes yes or no"), name);
	*out = value[0] == 'y';
	return NULL;
}

static char *
set_one(struct source_settings *s, const char *name, const char *value)
{
	if (!strcmp(name, "refresh-interval"))
		return set_number(&s->interval_min, name, value, 0, SOURCE_INTERVAL_MOST);
	if (!strcmp(name, "fetch-timeout"))
		return set_number(&s->timeout_s, name, value, 1, 600);
	if (!strcmp(name, "max-body"))
		return set_number(&s->max_body_mb, name, value, 1, 64);
	if (!strcmp(name, "keep-days"))
		return set_number(&s->keep.days, name, value, 0, 36500);
	if (!strcmp(name, "keep-count"))
		return set_number(&s->keep.count, name, value, 0, 1000000);
	if (!strcmp(name, "keep-unread"))
		return set_switch(&s->keep.unread, name, value);
	if (!strcmp(name, "keep-starred"))
		return set_switch(&s->keep.starred, name, value);
	if (!strcmp(name, "edited-unread"))
		return set_switch(&s->keep.edited_unread, name, value);
	if (!strcmp(name, "full-text"))
		return set_full_text(s, value);
	if (!strcmp(name, "user-agent"))
		return set_text(&s->user_agent, name, value);
	if (!strcmp(name, "proxy"))
		return set_proxy(s, value);
	if (!strcmp(name, "header"))
		return add_header(s, value);
	if (!strcmp(name, "user"))
		return set_text(&s->user, name, value);
	if (!strcmp(name, "password"))
		return set_text(&s->password, name, value);
	if (!strcmp(name, "password-command"))
		return set_text(&s->password_command, name, value);
	char *shown = text_clean_dup(bytes_of(name), CLEAN_LINE, 60);
	char *message = mem_printf(_("a single feed has no setting %s; it has refresh-interval, full-text, user-agent, header, proxy, user, password, password-command, fetch-timeout, max-body, keep-days, keep-count, keep-unread, keep-starred and edited-unread"),
				   shown);
	free(shown);
	return message;
}

char *
source_settings_parse(struct source_settings *s, struct bytes text)
{
	char *first = NULL;
	bool quoted, open;
	while ((text = bytes_trim(text)).len && text.data[0] != '#') {
		if (text.data[0] == ';') {
			text.data++;
			text.len--;
			continue;
		}
		size_t n = 0; /* a name ends at a blank or at the end of its pair */
		while (n < text.len && !is_blank(text.data[n]) && text.data[n] != ';')
			n++;
		struct bytes word = {text.data, n};
		char *name = source_word(&word, &quoted, &open);
		text.data += n;
		text.len -= n;
		char *value = name ? take_value(&text) : NULL;
		char *message = value ? set_one(s, name, value) : mem_strdup(_("a quote is not closed"));
		free(name);
		bool over = !value;
		free(value);
		if (first)
			free(message);
		else
			first = message;
		if (over)
			break;
	}
	return first;
}
