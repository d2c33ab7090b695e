/* SPDX-License-Identifier: MIT */
#include "work/protocol.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static void
unescape(struct buf *out, struct bytes field)
{
	for (size_t i = 0; i < field.len; i++) {
		char c = field.data[i];
		if (c == '\\' && i + 1 < field.len) {
			c = field.data[++i];
			c = c == 't' ? '\t' : c == 'n' ? '\n' : c;
		}
		buf_add_char(out, c);
	}
}

/* The number in front; false when there is none. 0 is nobody's number. */
static bool
number(struct bytes *line, uint64_t *out)
{
	uint64_t n = 0;
	size_t i = 0;
	for (; i < line->len && line->data[i] >= '0' && line->data[i] <= '9'; i++) {
		if (n > (UINT64_MAX - 9) / 10)
			return false;
		n = n * 10 + (uint64_t)(line->data[i] - '0');
	}
	if (!i || i >= line->len || line->data[i] != '\t')
		return false;
	line->data += i + 1;
	line->len -= i + 1;
	*out = n;
	return true;
}

bool
message_parse(struct bytes line, struct message *out)
{
	memset(out, 0, sizeof(*out));
	uint64_t n;
	if (!number(&line, &n) || !line.len)
		return false;
	out->number = n;
	struct buf all, plain;
	size_t starts[PROTOCOL_FIELDS];
	buf_init(&all, 0);
	buf_init(&plain, 0);
	bool more = true;
	while (more && out->n < PROTOCOL_FIELDS) {
		const char *tab = memchr(line.data, '\t', line.len);
		size_t len = tab ? (size_t)(tab - line.data) : line.len;
		more = tab != NULL;
		starts[out->n++] = all.len;
		buf_clear(&plain);
		unescape(&plain, (struct bytes){line.data, len});
		if (plain.len)
			text_clean(&all, buf_view(&plain), CLEAN_LINE);
		buf_add_char(&all, '\0');
		line.data += more ? len + 1 : len;
		line.len -= more ? len + 1 : len;
	}
	buf_release(&plain);
	out->storage = buf_take(&all);
	for (size_t i = 0; i < out->n; i++)
		out->fields[i] = out->storage + starts[i];
	if (!out->fields[0][0]) {
		message_release(out);
		return false;
	}
	return true;
}

void
message_release(struct message *m)
{
	free(m->storage);
	memset(m, 0, sizeof(*m));
}

void
message_writev(struct buf *out, uint64_t number, const char *verb, va_list fields)
{
	buf_printf(out, "%llu", (unsigned long long)number);
	for (const char *field = verb; field; field = va_arg(fields, const char *)) {
		buf_add_char(out, '\t');
		for (const char *p = field; *p; p++) {
			if (*p == '\t' || *p == '\n' || *p == '\\')
				buf_add_char(out, '\\');
			buf_add_char(out, *p == '\t' ? 't' : *p == '\n' ? 'n' : *p);
		}
	}
	buf_add_char(out, '\n');
}

void
message_write(struct buf *out, uint64_t number, const char *verb, ...)
{
	va_list fields;
	va_start(fields, verb);
	message_writev(out, number, verb, fields);
	va_end(fields);
}

int64_t
message_int(const struct message *m, size_t field)
{
	if (field >= m->n || !*m->fields[field])
		return 0;
	char *end;
	errno = 0;
	long long v = strtoll(m->fields[field], &end, 10);
	return *end || errno ? 0 : v;
}

void
hello_write(struct buf *out)
{
	buf_printf(out, "akhbar\t%d\t%s\n", PROTOCOL_VERSION, AKHBAR_VERSION);
}

bool
hello_check(struct bytes line, struct why *why)
{
	struct buf ours;
	buf_init(&ours, 0);
	hello_write(&ours);
	ours.len--; /* without the newline */
	bool same = bytes_eq(line, buf_view(&ours));
	buf_release(&ours);
	if (same)
		return true;
	if (!bytes_starts(line, "akhbar\t"))
		err_set(why, ERR_FORMAT, "the other end is not akhbar");
	else
		err_set(why, ERR_FORMAT, "the other end is another build of akhbar (%.*s, here %s): install both anew",
			(int)(line.len > 60 ? 60 : line.len), line.data, AKHBAR_VERSION);
	return false;
}
