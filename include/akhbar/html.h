/* SPDX-License-Identifier: MIT
 *
 * html: HTML bytes and an address -> doc; finding the article in a page. libxml2
 * (HTML) behind a tag guard; no script or style text ever; links absolute.
 */
#ifndef AKHBAR_HTML_H
#define AKHBAR_HTML_H

#include "akhbar/base.h"
#include "akhbar/doc.h"

/* Loads libxml2, once; ERR_NOT_FOUND where it is not. The functions below do it too; a
 * process that is about to be confined asks first, since the library may lie where it will
 * not read any more. */
MUST_USE enum err html_load(struct why *why);

/* Body HTML of a feed entry (valid UTF-8) -> blocks. base_url may be NULL (then
 * relative links are dropped). `hint` is the feed's direction. Never fails on
 * bad HTML. `title`, when given, is dropped when it stands alone at the top. */
MUST_USE enum err html_blocks(struct bytes html, const char *base_url, enum dir hint,
			      const char *title, struct doc **out, struct why *why);

/* Plain text of an HTML fragment on one line (titles, previews), appended. */
void html_text(struct bytes html, struct buf *out);

/* ---- site rules: what people know of a site (doc/akhbar.1, SITE RULES) ---------- */

#define SITE_HOSTS_MAX 32 /* on one line */
#define SITE_RULES_MAX 64 /* of one site */

enum rule_problem {
	RULES_NO_SITE,      /* a rule before the first "site" line */
	RULES_UNKNOWN_KEY,
	RULES_BAD_HOST,
	RULES_BAD_SELECTOR,
	RULES_TOO_MANY,
};

struct site_rules;
struct site_rules *site_rules_new(void);
void site_rules_free(struct site_rules *rules);
/* Reads the text of a file; what comes first wins. Lines that cannot be used are told
 * to `problem` (may be NULL) with the words in question, and left out. */
void site_rules_add(struct site_rules *rules, struct bytes text,
		    void (*problem)(void *context, int line, enum rule_problem problem,
				    struct bytes what),
		    void *context);

struct html_page {
	struct bytes data;
	const char *url;          /* may be NULL */
	const char *content_type; /* may be NULL */
	const char *charset;      /* forced, may be NULL */
	const char *feed_title;   /* the entry's title, helps to find the headline; NULL */
	const struct site_rules *rules; /* may be NULL */
};

struct article {
	struct arena *arena;
	const char *title, *byline, *language, *site, *image, *image_caption;
	const char *published; /* as stated by the page */
	int64_t published_time; /* TIME_NONE */
	enum dir dir;
	struct doc *doc;      /* owned */
	const char *method;   /* how the text was found: "container", "json-ld", ... */
	const char *next_page; /* by a site rule, absolute; NULL */
	bool cut;              /* the page shows only the beginning to who has not paid */
};

/* What a page without an article is instead. */
enum refusal {
	REFUSAL_NONE,    /* no sign of a reason: a list, a video, an odd page */
	REFUSAL_EMPTY,
	REFUSAL_SCRIPT,  /* it is made by a program in the browser */
	REFUSAL_CONSENT, /* it asks for consent to cookies first */
	REFUSAL_PAYWALL,
	REFUSAL_LOGIN,
	REFUSAL_ROBOT,   /* it wants to see that a person is asking */
	REFUSAL_BLOCKED, /* not for this address or country */
	REFUSALS
};
/* "page-script" ...: the code that failures travel by (work/fail.h). */
const char *refusal_code(enum refusal refusal);
const char *refusal_text(enum refusal refusal); /* English, for why */

/* ERR_FORMAT with a reason in `why` and in *refusal (may be NULL) when there is no
 * article; ERR_LIMIT for a page that is too large; ERR_NOT_FOUND by html_load. */
MUST_USE enum err html_article(const struct html_page *in, struct article **out,
			       enum refusal *refusal, struct why *why);
void article_free(struct article *a);

/* `extract --text` and `extract --json`. */
void article_to_text(const struct article *a, struct buf *out);
void article_to_json(const struct article *a, struct buf *out);

struct html_feed_link {
	char *url, *type, *title; /* yours, title and type may be NULL */
};
/* Feeds a page announces (link rel=alternate), absolute. Array and strings are
 * yours (free each, then the array). Input is valid UTF-8. */
size_t html_feed_links(struct bytes html, const char *base_url, struct html_feed_link **out);

#endif
