/* SPDX-License-Identifier: MIT
 *
 * document: what parse, extract, opml and discover share: their arguments, and one
 * document in, from a file or an address, confined before its bytes are looked at.
 */
#ifndef WORK_DOCUMENT_H
#define WORK_DOCUMENT_H

#include "akhbar/base.h"
#include "config/options.h"
#include "fetch/fetch.h"

enum form { FORM_JSON, FORM_TEXT, FORM_DOC };

struct arguments {
	const char *content_type, *url, *charset, *config, *rules, *file;
	enum form form;
	bool common;    /* --common: also where feeds usually stand */
	bool headlines; /* --headlines: and what is in it now */
	const char *allowed; /* the options of the command */
};

/* A document and where it came from. */
struct document {
	struct buf bytes;
	char *url, *content_type; /* or NULL */
	enum err error;
	char code[24], arg[160];
	struct config *config; /* of the line below */
	struct fetcher *fetcher; /* made when something is fetched */
	bool page; /* an article's, not a feed's */
};

/* Only what `allowed` names; false after the reason was said. */
bool document_arguments(int argc, char **argv, const char *allowed, struct arguments *out);
bool document_is_address(const char *s);
/* Reads the file, or fetches the address when it may; false after the reason was said.
 * Released in either case. */
bool document_get(const struct arguments *a, bool may_fetch, struct document *d);
/* One more over the same line. */
MUST_USE enum err document_fetch(const char *url, const char *config, struct document *d,
				 struct why *why);
void document_release(struct document *d);
/* On standard output; at the end the status, or another when it could not be written. */
void document_put(const struct buf *out);
int document_finish(int status);

#endif
