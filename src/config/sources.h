/* SPDX-License-Identifier: MIT
 *
 * sources: the feeds file. newsboat's line (URL, tags, "~Own title", "!" hidden,
 * # comment), `@ Section` headings, settings after a `<`; `@? Name: query` is a saved
 * search, `@! what to do: query` a rule. OPML out.
 */
#ifndef CONFIG_SOURCES_H
#define CONFIG_SOURCES_H

#include "akhbar/base.h"
#include "config/source-settings.h"

struct source {
	char *url;     /* as fetched: feed: taken off, what no address may hold as %XX */
	char *title;   /* own title, or NULL */
	char *section; /* of the heading above, or "" */
	char **tags;   /* others */
	size_t tags_n;
	bool hidden;
	unsigned does; /* only while a line is read */
	struct source_settings settings; /* its own, and its section's where it has none */
	int line;
};

/* A saved search: `@? Name: query`, or newsboat's "query:Name:filter" translated. */
struct source_search {
	char *name, *query; /* the query is not looked into here */
	int line;
};

/* A rule: `@! hide: query`, several with commas; or newsboat's `ignore-article`
 * translated. hide, read, star, notify; أخف، مقروء، نجمة، نبه. */
enum source_does { RULE_HIDES = 1, RULE_READS = 2, RULE_STARS = 4, RULE_NOTIFIES = 8 };
struct source_rule {
	unsigned does;
	char *query; /* not looked into here */
	int line;
};
/* The words of `does` as they are written, parted by ", "; Arabic ones for `arabic`. */
void source_does_words(unsigned does, bool arabic, struct buf *out);
/* The other way round; 0 when one of them is none. */
unsigned source_does_of(struct bytes words);

struct source_problem {
	int line;
	char *message; /* a sentence, in the language chosen when the file was read */
};

struct sources {
	char *path;
	struct source *items;
	size_t n;
	struct source_problem *problems;
	size_t problems_n;
	struct source_search *searches;
	size_t searches_n;
	struct source_rule *rules;
	size_t rules_n;
};

/* A line that cannot be used is a problem and the others count; ERR_IO when the
 * file cannot be read. The same address twice: the second is a problem. Addresses:
 * http, https, feed://, feed:https://; file: kept (fetch decides). */
MUST_USE enum err sources_load(const char *path, struct sources *out, struct why *why);
MUST_USE enum err sources_parse(const char *path, struct bytes text, struct sources *out,
				struct why *why);
void sources_release(struct sources *s);
/* The settings of the feed with this address as kept (its place in the list is a hint
 * where to look first); NULL when it is not listed. */
const struct source_settings *sources_settings(const struct sources *s, const char *url,
					       size_t hint);

/* OPML 2.0 of the list, appended. */
void sources_to_opml(const struct sources *s, struct buf *out);
/* Appends a line at the end of its section (file made when missing, replaced in
 * one step). ERR_CONFIG when the address is already there. */
MUST_USE enum err sources_add(const char *path, const char *url, const char *title,
			      const char *section, struct why *why);
/* Appends `@? Name: query`. ERR_CONFIG when a saved search has that name. */
MUST_USE enum err sources_add_search(const char *path, const char *name, const char *query,
				     struct why *why);
/* Appends `@! does: query`. ERR_CONFIG when the same is there already, or nothing is said. */
MUST_USE enum err sources_add_rule(const char *path, unsigned does, const char *query,
				   struct why *why);
/* Comments out the rule of that line, which must still be one. ERR_NOT_FOUND. */
MUST_USE enum err sources_remove_rule(const char *path, int line, struct why *why);
struct source_wish {
	const char *url, *title, *section; /* the last two may be NULL */
};
/* The same for many at once: one reading, one writing. What is there already or is no
 * address is passed over. */
MUST_USE enum err sources_merge(const char *path, const struct source_wish *items, size_t n,
				size_t *added, struct why *why);
/* The form in which an address is kept and compared; NULL when it cannot be one. Yours. */
char *source_address(const char *written);
/* Comments the line out. ERR_NOT_FOUND when it is not there. */
MUST_USE enum err sources_remove(const char *path, const char *url, struct why *why);
struct source_change { /* NULL: as it is; "": taken away (section: out of all) */
	const char *title, *section;
	const char *settings; /* what stands behind the `<` */
};
/* Changes the feed's line; its tags, the note behind it and all other lines stay.
 * ERR_NOT_FOUND when it is not there, ERR_CONFIG when it could not be read again. */
MUST_USE enum err sources_change(const char *path, const char *url,
				 const struct source_change *change, struct why *why);
/* What stands behind the `<` of its line; "" none. Yours. */
char *sources_settings_text(const char *path, const char *url);

#endif
