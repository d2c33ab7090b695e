/* SPDX-License-Identifier: MIT
 *
 * The feed room's own: sniff -> reader -> xml -> build, or json -> build.
 */
#ifndef FEED_INTERNAL_H
#define FEED_INTERNAL_H

#include "akhbar/base.h"
#include "akhbar/feed.h"
#include "akhbar/limits.h"

/* ---- entities ------------------------------------------------------------- */

/* Character of an HTML 4 name without & and ;, 0 when there is none. */
uint32_t entity_named(struct bytes name);
/* Character for a numeric reference: windows-1252 for 128..159, 0 when XML 1.0
 * forbids it. */
uint32_t entity_number(uint32_t value);
/* Reads a reference at p (on the &): its length and character; 0 when it is none. */
size_t entity_read(const char *p, const char *end, uint32_t *cp);

/* ---- sniff ------------------------------------------------------------------ */

enum doc_kind { KIND_NONE, KIND_XML, KIND_JSON, KIND_HTML };

/* What a document is; for XML where its root tag starts. `roots` ends with NULL. */
enum doc_kind sniff_kind(struct bytes text, const char *const *roots, size_t *root);
/* encoding= of an XML declaration and the first stated language, from raw bytes;
 * "" when absent. */
void sniff_declared(struct bytes raw, char encoding[32], char language[32]);

/* ---- fields ------------------------------------------------------------------ */

enum text_kind { TEXT_PLAIN, TEXT_HTML, TEXT_XHTML };

/* Absolute form of an address against up to three bases (NULLs are passed over);
 * appends nothing when there is none or it is past its limit. `room`: by how many bytes
 * addresses may yet grow so, for a base of 8 KB behind links of one letter makes a
 * feed a thousand times as large; NULL: as they like. */
bool url_resolve(struct bytes url, const char *const bases[], size_t bases_n, size_t *room,
		 struct buf *out);
bool url_is_absolute(struct bytes url);

/* One line of plain text out of a title or name. */
void field_text(struct bytes in, enum text_kind kind, struct buf *out);
/* The name in "Name <mail>", "mail (Name)", ...; else the mail. */
struct bytes field_person(struct bytes in);
/* A copy cut at a character with an ellipsis; NULL when empty. */
const char *field_cut(struct arena *a, struct bytes in, size_t max);

/* HTML without what is never shown or run, links absolute. */
void body_clean(struct bytes html, const char *const bases[], size_t bases_n, size_t *room,
		struct buf *out);
/* Plain text as HTML; `breaks` keeps line ends. */
void body_escape(struct bytes text, bool breaks, struct buf *out);

/* ---- build -------------------------------------------------------------------- */

/* A value and how much its element counts: the higher wins, then the first. */
struct pick {
	const char *value;
	int rank;
};

struct date_pick {
	int64_t time;
	int rank;
};

/* The text of an element: a run of the document as long as it is one, else gathered. */
struct capture {
	struct bytes run; /* empty: see gathered */
	struct buf gathered;
};
struct bytes capture_view(const struct capture *c);

/* A body as sent, until its entry's link is known. */
struct raw_body {
	struct bytes text; /* of the document, or what is held */
	struct buf held;
	enum text_kind kind;
	const char *base; /* xml:base in scope or NULL */
	int rank;
	bool breaks;
};

struct draft {
	struct pick id, title, link, comments, thumbnail;
	bool title_blank;
	struct raw_body summary, content;
	struct buf author;
	int author_rank;
	const char *language;
	struct date_pick published, updated;
	const char *categories[LIMIT_CATEGORIES];
	size_t categories_n;
	struct enclosure enclosures[LIMIT_ENCLOSURES];
	size_t enclosures_n;
};

struct builder {
	struct feed *feed;
	struct arena *arena;
	const char *url;
	int64_t now;
	struct draft entry, channel; /* the channel as a draft too: the same fields */
	struct pick image;
	struct buf work; /* bodies as they are cleaned */
	size_t entries_cap;
	size_t room; /* for addresses that become absolute: url_resolve */
	int period_minutes, frequency; /* sy: */
	bool link_is_base;             /* RSS: the channel's link is the base of others */
	enum dir dir;                  /* stated on the root or channel */
	bool damaged;
};

void builder_init(struct builder *b, struct feed *feed, const struct feed_input *in);
void builder_release(struct builder *b);
void draft_clear(struct draft *d);

void pick_set(struct builder *b, struct pick *p, struct bytes value, int rank, size_t max);
void pick_url(struct builder *b, struct pick *p, struct bytes value, const char *base, int rank);
void date_set(struct builder *b, struct date_pick *d, struct bytes text, int rank);
void body_set(struct raw_body *body, struct bytes text, enum text_kind kind, const char *base,
	      int rank);
/* The same, but what was gathered changes places with what is held when it is wanted. */
void body_take(struct raw_body *body, struct capture *text, enum text_kind kind, const char *base,
	       int rank);
void draft_title(struct builder *b, struct draft *d, struct bytes text, enum text_kind kind,
		 int rank);
void draft_author(struct draft *d, struct bytes person, int rank);
void draft_category(struct builder *b, struct draft *d, struct bytes name);
void draft_keywords(struct builder *b, struct draft *d, struct bytes list);
void draft_enclosure(struct builder *b, struct draft *d, struct bytes url, struct bytes type,
		     struct bytes length, const char *base);
void builder_entry(struct builder *b); /* the entry draft becomes an entry */
void builder_finish(struct builder *b); /* channel fields, limits, identity, direction */

/* ---- the two readers ----------------------------------------------------------- */

void xml_read(struct builder *b, struct bytes text, size_t root);
/* false: JSON, but no feed. Changes the text; it has two bytes of room behind len. */
bool json_read(struct builder *b, char *text, size_t len);

/* ---- identity ------------------------------------------------------------------- */

void identity_keys(struct feed *feed);
void feed_direction(struct feed *feed, enum dir stated);

#endif
