/* SPDX-License-Identifier: MIT */
#include "ui/undo.h"

#include <stdlib.h>
#include <string.h>

#include "sys/files.h"
#include "sys/lang.h"
#include "ui/headlines.h"
#include "ui/kept.h"
#include "ui/reading.h"
#include "ui/sections.h"
#include "ui/sources.h"

#define UNDO_MAX 100

struct step {
	int64_t *ids; /* marks */
	size_t n;
	enum store_mark mark;
	char *path, *old; /* the feeds file, else NULL */
	size_t old_len;
};

struct undo {
	struct step steps[UNDO_MAX];
	size_t n;
};

struct undo *
undo_new(void)
{
	return mem_zalloc(sizeof(struct undo));
}

static void
release_step(struct step *s)
{
	free(s->ids);
	free(s->path);
	free(s->old);
	*s = (struct step){0};
}

void
undo_free(struct undo *u)
{
	if (!u)
		return;
	for (size_t i = 0; i < u->n; i++)
		release_step(&u->steps[i]);
	free(u);
}

static void
push(struct undo *u, struct step step)
{
	if (u->n == UNDO_MAX) {
		release_step(&u->steps[0]);
		memmove(u->steps, u->steps + 1, --u->n * sizeof(*u->steps));
	}
	u->steps[u->n++] = step;
}

void
undo_note_marks(struct app *app, int64_t *ids, size_t n, enum store_mark mark)
{
	if (n)
		push(app->undo, (struct step){.ids = ids, .n = n, .mark = mark});
	else
		free(ids);
}

void
undo_note_file(struct app *app, const char *path, struct bytes old)
{
	push(app->undo, (struct step){.path = mem_strdup(path),
				      .old = mem_dup(old.data ? old.data : "", old.len + 1),
				      .old_len = old.len});
}

static int
by_id(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return x < y ? -1 : x > y;
}

/* As much of a title as one line has room for behind these words. */
static char *
on_one_line(struct app *app, const char *words, const char *title)
{
	int room = app->frame.cols - 4 - text_columns(app, bytes_of(words));
	const char *p = title, *end = title + strlen(title);
	for (int n = 0; p < end && n < room; n++)
		utf8_next(&p, end);
	struct bytes part = bytes_trim((struct bytes){title, (size_t)(p - title)});
	return mem_printf("%.*s%s", (int)part.len, part.data, p < end ? "…" : "");
}

/* As it is now again: one article by its title, more by their number. */
static void
say_marks(struct app *app, const struct step *s, enum store_mark mark)
{
	static const char *const of_one[] = {[MARK_READ] = N_("Read again: %s"),
					     [MARK_UNREAD] = N_("Unread again: %s"),
					     [MARK_STAR] = N_("Starred again: %s"),
					     [MARK_UNSTAR] = N_("Not starred any more: %s")};
	struct store_entry e;
	unsigned n = (unsigned)s->n;
	if (n == 1 && store_entry(app->store, s->ids[0], &e, NULL) == OK) {
		char *title = on_one_line(app, _(of_one[mark]), *e.row.title ? e.row.title : _("(no title)"));
		app_say(app, _(of_one[mark]), title);
		free(title);
		store_entry_release(&e);
		return;
	}
	struct buf said;
	buf_init(&said, 0);
	const char *words =
		mark == MARK_READ     ? ngettext("%d article is read again.", "%d articles are read again.", n)
		: mark == MARK_UNREAD ? ngettext("%d article is unread again.", "%d articles are unread again.", n)
		: mark == MARK_STAR   ? ngettext("%d article is starred again.", "%d articles are starred again.", n)
				      : ngettext("%d article is not starred any more.",
						 "%d articles are not starred any more.", n);
	words_printf(&app->words, &said, words, (int)n);
	app_say(app, "%s", said.data);
	buf_release(&said);
}

static bool
take_back_marks(struct app *app, struct step *s)
{
	static const enum store_mark back[] = {[MARK_READ] = MARK_UNREAD,
					       [MARK_UNREAD] = MARK_READ,
					       [MARK_STAR] = MARK_UNSTAR,
					       [MARK_UNSTAR] = MARK_STAR};
	enum store_mark mark = back[s->mark];
	struct why why = {""};
	if (!app->store || store_mark(app->store, s->ids, s->n, mark, &why) != OK) {
		app_complain(app, "%s", why.text);
		return false;
	}
	qsort(s->ids, s->n, sizeof(*s->ids), by_id);
	struct headlines *h = app->headlines;
	size_t shown = 0;
	for (size_t i = 0; i < h->n; i++)
		if (bsearch(&h->rows[i].id, s->ids, s->n, sizeof(*s->ids), by_id)) {
			headlines_show_mark(&h->rows[i], mark);
			shown++;
		}
	for (size_t i = 0; i < s->n && mark == MARK_READ; i++)
		kept_drop(app->kept, s->ids[i]);
	if (bsearch(&app->reading->id, s->ids, s->n, sizeof(*s->ids), by_id))
		headlines_show_mark(&app->reading->entry.row, mark);
	headlines_marked(app);
	/* those that had left the list of the unread come back to it */
	if (mark == MARK_UNREAD && shown < s->n && (h->kind == SECTION_UNREAD || !h->n))
		headlines_regroup(app);
	say_marks(app, s, mark);
	return true;
}

static bool
take_back_file(struct app *app, const struct step *s)
{
	struct why why = {""};
	if (file_replace(s->path, (struct bytes){s->old, s->old_len}, &why) != OK) {
		app_complain(app, "%s", why.text);
		return false;
	}
	if (!sources_reread(app, &why)) {
		app_complain(app, "%s", why.text);
		return false;
	}
	app_say(app, "%s", _("The list of sources is as it was before."));
	return true;
}

void
undo_forget(struct app *app)
{
	if (app->undo->n)
		release_step(&app->undo->steps[--app->undo->n]);
}

void
undo_last(struct app *app)
{
	struct undo *u = app->undo;
	if (!u->n) {
		app_say(app, "%s", _("There is nothing to take back."));
		return;
	}
	struct step *s = &u->steps[u->n - 1];
	if (s->path ? take_back_file(app, s) : take_back_marks(app, s)) {
		release_step(s);
		u->n--;
	}
}
