/* SPDX-License-Identifier: MIT
 *
 * akhbar doctor --repair: what can be read of a damaged store becomes a new one. The
 * damaged file stays under another name, and nothing takes its place unasked.
 */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/lang.h"
#include "sys/lockfile.h"

static void
tell_saved(struct cli *c, const struct store_rescue *r)
{
	struct buf out;
	buf_init(&out, 0);
	if (strcmp(r->source, c->db_path) != 0)
		buf_printf(&out, _("From the copy %s\n"), r->source);
	words_printf(&c->say, &out, ngettext("Can be saved: %d article", "Can be saved: %d articles",
					     (unsigned long)r->entries), (int)r->entries);
	words_printf(&c->say, &out, ngettext(", %d with its text", ", %d with their text",
					     (unsigned long)r->texts), (int)r->texts);
	words_printf(&c->say, &out, ngettext(", %d read", ", %d read", (unsigned long)r->read), (int)r->read);
	words_printf(&c->say, &out, ngettext(", %d starred", ", %d starred", (unsigned long)r->starred),
		     (int)r->starred);
	words_printf(&c->say, &out, ngettext("; %d source", "; %d sources", (unsigned long)r->feeds),
		     (int)r->feeds);
	puts(out.data);
	if (r->bad_pages)
		printf(_("Damaged pages: %s of %s\n"), lang_number(r->bad_pages).text, lang_number(r->pages).text);
	fflush(stdout);
	buf_release(&out);
}

/* yes, also without being asked; a person at a terminal; nobody. */
static bool
agreed(const struct cli *c)
{
	if (c->args.yes)
		return true;
	if (!isatty(STDIN_FILENO)) {
		cli_complain(_("nothing was changed; with --yes the repaired store takes the damaged one's place"));
		return false;
	}
	fputs(_("Put it in the place of the damaged store, which stays under another name? [y/N] "), stdout);
	fflush(stdout);
	char answer[64];
	if (!fgets(answer, sizeof(answer), stdin))
		return false;
	/* y, yes; نعم */
	return answer[0] == 'y' || answer[0] == 'Y' || strncmp(answer, "ن", strlen("ن")) == 0;
}

static int
put_in_place(struct cli *c, struct store_rescue *r)
{
	struct why why = {""};
	if (store_rescue_accept(c->db_path, r, &why) != OK) {
		cli_complain("%s", why.text);
		return EXIT_STORE;
	}
	puts(_("The store is repaired. The next refresh brings what its sources still list."));
	if (r->aside[0])
		printf(_("The damaged file is kept: %s\n"), r->aside);
	return EXIT_OK;
}

int
cli_repair(struct cli *c)
{
	struct store_rescue r;
	struct why why = {""};
	char *lock = mem_printf("%s.lock", c->db_path);
	int fd = -1;
	pid_t holder = 0;
	enum err e = lockfile_take(lock, &fd, &holder, &why);
	free(lock);
	if (e == ERR_BUSY) {
		cli_complain(_("another akhbar is refreshing (process %d); try again when it is done"), (int)holder);
		return EXIT_STORE;
	}
	int status = EXIT_STORE;
	e = e == OK ? store_rescue(c->db_path, &r, &why) : e;
	if (e != OK) {
		cli_complain("%s: %s", c->db_path, why.text);
	} else if (r.whole) {
		puts(r.index_only ? _("The store was whole but for the search index, which was made anew.")
				  : _("Nothing in the store is damaged."));
		status = EXIT_OK;
	} else {
		tell_saved(c, &r);
		if (agreed(c))
			status = put_in_place(c, &r);
		else
			store_rescue_drop(c->db_path);
	}
	lockfile_drop(fd);
	return status;
}
