/* SPDX-License-Identifier: MIT */
#include "cli/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "akhbar/doc.h"
#include "sys/clock.h"

/* ---- JSON ----------------------------------------------------------------------- */

static void
field(struct buf *out, const char *name, const char *value)
{
	buf_printf(out, ", \"%s\": ", name);
	if (value && *value)
		buf_add_json(out, bytes_of(value));
	else
		buf_add_str(out, "null");
}

static void
add_content(struct cli *c, const struct store_row *row, struct buf *out)
{
	struct buf bytes, plain;
	struct doc *doc = NULL;
	buf_init(&bytes, 0);
	buf_init(&plain, 0);
	if (store_get_doc(c->store, row->id, row->full, &bytes, NULL) == OK &&
	    doc_decode(buf_view(&bytes), &doc, NULL) == OK)
		doc_plain(doc, &plain);
	buf_add_str(out, ", \"content\": ");
	buf_add_json(out, buf_view(&plain));
	doc_free(doc);
	buf_release(&bytes);
	buf_release(&plain);
}

enum err
row_json(struct cli *c, const struct store_row *row, struct buf *out, struct why *why)
{
	struct store_entry e;
	enum err err = store_entry(c->store, row->id, &e, why);
	if (err != OK)
		return err;
	char date[32];
	buf_printf(out, "{\"id\": %lld", (long long)row->id);
	field(out, "feed", e.feed_title);
	field(out, "feed_url", e.feed_url);
	field(out, "section", e.section);
	field(out, "guid", e.guid);
	buf_add_str(out, ", \"title\": ");
	buf_add_json(out, bytes_of(row->title));
	field(out, "author", row->author);
	field(out, "link", row->link);
	if (row->dated)
		time_to_rfc3339(row->date, date);
	field(out, "date", row->dated ? date : NULL);
	buf_printf(out, ", \"unread\": %s, \"starred\": %s", row->unread ? "true" : "false",
		   row->starred ? "true" : "false");
	if (row->hidden)
		buf_add_str(out, ", \"hidden\": true");
	field(out, "enclosure", e.enclosure);
	if (c->args.content)
		add_content(c, row, out);
	store_entry_release(&e);
	return OK;
}

/* ---- for people -------------------------------------------------------------------- */

static const char *
source_of(const struct store_feeds *feeds, int64_t id)
{
	for (size_t i = 0; i < feeds->n; i++)
		if (feeds->items[i].id == id)
			return feeds->items[i].title;
	return "";
}

static void
print_plain(const struct store_row *row, const char *source)
{
	struct civil d = time_to_civil(row->date, clock_utc_offset(row->date));
	char *from = text_clean_dup(bytes_of(source), CLEAN_LINE, 0);
	char *title = text_clean_dup(bytes_of(row->title), CLEAN_LINE, 0);
	printf("%lld\t%04d-%02d-%02d %02d:%02d\t%s%s\t%s\t%s\n", (long long)row->id, d.year,
	       d.month, d.day, d.hour, d.minute, row->unread ? "●" : "-", row->starred ? "★" : "",
	       from, title);
	free(from);
	free(title);
}

static void
print_laid_out(struct cli *c, struct printer *p, const struct store_row *row, const char *source)
{
	unsigned cols = p->cols, id_cols = row->id > 0 ? 18 : 0;
	unsigned time = cols >= 70 ? 16 : 0, from = cols >= 90 ? 18 : 0;
	unsigned title = cols - 2 - (time ? time + 1 : 0) - (from ? from + 1 : 0) -
			 (id_cols && cols >= 70 ? id_cols + 1 : 0);
	struct buf ago, id;
	buf_init(&ago, 0);
	buf_init(&id, 0);
	if (row->date != TIME_NONE)
		words_ago(&c->say, row->date, &ago);
	buf_printf(&id, "%lld", (long long)row->id);
	printer_field(p, 0, 1, bytes_of(row->starred ? "★" : row->unread ? "●" : ""), false);
	unsigned x = 2;
	printer_field(p, x, title, bytes_of(row->title), false);
	x += title + 1;
	if (from) {
		printer_field(p, x, from, bytes_of(source), false);
		x += from + 1;
	}
	if (time) {
		printer_field(p, x, time, buf_view(&ago), true);
		x += time + 1;
	}
	if (id_cols && cols >= 70)
		printer_field(p, x, id_cols, buf_view(&id), true);
	printer_row(p);
	buf_release(&ago);
	buf_release(&id);
}

void
row_print(struct cli *c, struct printer *p, const struct store_feeds *feeds,
	  const struct store_row *row)
{
	const char *source = source_of(feeds, row->feed_id);
	if (p->terminal || p->visual)
		print_laid_out(c, p, row, source);
	else
		print_plain(row, source);
}
