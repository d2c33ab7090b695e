/* SPDX-License-Identifier: MIT */
#include "ui/undo.h"

#include <stdlib.h>
#include <string.h>

#include "sys/files.h"
#include "sys/lang.h"
#include "ui/headlines.h"
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
	for (size_t i = 0; i < h->n; i++)
		if (bsearch(&h->rows[i].id, s->ids, s->n, sizeof(*s->ids), by_id))
			headlines_show_mark(&h->rows[i], mark);
	if (bsearch(&app->reading->id, s->ids, s->n, sizeof(*s->ids), by_id))
		headlines_show_mark(&app->reading->entry.row, mark);
	headlines_marked(app);
	struct buf said;
	buf_init(&said, 0);
	words_printf(&app->words, &said,
		     ngettext("Taken back: the mark of %d article.", "Taken back: the marks of %d articles.",
			      (unsigned)s->n),
		     (int)s->n);
	app_say(app, "%s", said.data);
	buf_release(&said);
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
