/* SPDX-License-Identifier: MIT
 *
 * Every ceiling in one place. Past one: ERR_LIMIT or a cut with an ellipsis,
 * never a crash. Tests try each one below, at, and one above.
 */
#ifndef AKHBAR_LIMITS_H
#define AKHBAR_LIMITS_H

#define LIMIT_BODY_BYTES (16u << 20)      /* a fetched document after decoding */
#define LIMIT_HEADER_BYTES (64u << 10)    /* response headers in all */
#define LIMIT_HEADER_LINES 100
#define LIMIT_REDIRECTS 10
#define LIMIT_TAG_BYTES (64u << 10)       /* one mark-up tag: libxml2 is quadratic in attributes */
#define LIMIT_DEPTH 1024                  /* nesting; deeper text is kept flat */
#define LIMIT_ENTRIES 10000               /* kept of one fetch, newest first */
#define LIMIT_ID_BYTES 4096
#define LIMIT_URL_BYTES 8192
#define LIMIT_LINK_GROWTH_BYTES (8u << 20) /* of one feed, by its links becoming absolute */
#define LIMIT_TITLE_BYTES 4096
#define LIMIT_NAME_BYTES 512              /* author, category */
#define LIMIT_CONTENT_BYTES (2u << 20)    /* body of one entry */
#define LIMIT_CATEGORIES 64
#define LIMIT_ENCLOSURES 32
#define LIMIT_LINKS 500                   /* per article */
#define LIMIT_ARTICLE_PAGES 10            /* of one article, followed by a site rule */
#define LIMIT_SITES 2000                  /* in the files of site rules */
#define LIMIT_SITE_RULES_BYTES (1u << 20)
#define LIMIT_MARKS 4                     /* combining marks on one base */
#define LIMIT_PARAGRAPH_CHARS 65536       /* longer ones are measured with less memory, in parts */
#define LIMIT_JSON_DEPTH 64
#define LIMIT_VALIDATOR_BYTES 1024        /* ETag, Last-Modified */
#define LIMIT_RETRY_SECONDS 86400         /* Retry-After, Expires, max-age */
#define LIMIT_TRANSFERS 200
#define LIMIT_PER_HOST 2
#define LIMIT_HELD_BYTES (4u << 20)       /* replies waiting for the parser */
#define LIMIT_SCREEN_COLS 1000
#define LIMIT_SCREEN_ROWS 500

#endif
