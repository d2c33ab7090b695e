/* SPDX-License-Identifier: MIT
 *
 * fail: why a feed could not be fetched or read, as a code with an argument
 * (store, pipe) and as words (cause; what to do), in English for gettext.
 */
#ifndef WORK_FAIL_H
#define WORK_FAIL_H

#include "akhbar/base.h"

/* X(code, cause with at most one %s for the argument, what to do) */
#define FAIL_LIST(X) \
	X("http-status", "the site answered with status %s", "try again later or check the address") \
	X("http-401", "the site asks for a password (401)", "give user and password in the feeds file") \
	X("no-password", "its password command gave no password", "run the command by hand to see why; akhbar-fetch by itself runs none") \
	X("http-403", "blocked by the site (403)", "try another user-agent or open it in a browser") \
	X("http-404", "there is nothing at this address (404)", "check the address") \
	X("http-410", "the feed was closed for good (410)", "remove it from the feeds file") \
	X("http-429", "the site asks to come less often (429)", "wait; the next try is planned") \
	X("http-503", "the site is overloaded (%s)", "try again later") \
	X("timeout", "no answer in time (%s s)", "try again later or raise fetch-timeout") \
	X("dns", "the host name %s is not known", "check the address and the network") \
	X("connect", "no connection to %s", "check the network or try later") \
	X("tls", "the secure connection failed: %s", "do not trust this site until its certificate is right") \
	X("tls-timeout", "no secure connection in time: %s", "try again later or check whether the address begins with http:") \
	X("too-big", "the answer is larger than %s", "raise max-body or remove the feed") \
	X("redirects", "the address leads in circles or elsewhere: %s", "check the address") \
	X("forbidden", "a public address led to a private one (%s)", "list the private address itself if that is meant") \
	X("broken", "the answer broke off or was damaged: %s", "try again later") \
	X("bad-url", "this is not an address that can be fetched", "correct the line in the feeds file") \
	X("file-off", "files as feeds are switched off", "set allow-file-feeds yes") \
	X("empty", "the answer was empty", "try again later or check the address") \
	X("html", "a web page, not a feed", "look for the address of its feed") \
	X("html-announces", "a web page, not a feed", "use the feed it announces: %s") \
	X("not-feed", "not a feed", "check the address") \
	X("json", "JSON, but not a feed", "check the address") \
	X("damaged-document", "the document is damaged or cut off before its end; articles read: %s", \
	  "nothing to do; what could be read is shown") \
	X("many", "the feed has more articles than are taken of one fetch (%s)", \
	  "nothing to do; the newest were taken") \
	X("too-deep", "the feed is larger or deeper than the limits: %s", "remove the feed") \
	X("crashed", "reading this feed ended the fetcher (%s)", "please report the address; it is skipped for now") \
	X("http-451", "not shown here for legal reasons (451)", "open it in the browser") \
	X("page-gone", "the page is not there any more (%s)", "read what the feed has sent") \
	X("page-none", "no article was found in the page", "open it in the browser") \
	X("page-empty", "the page is empty", "open it in the browser") \
	X("page-script", "the page is made by a program in the browser (JavaScript)", \
	  "open it in the browser") \
	X("page-consent", "the page asks for consent to cookies first", "open it in the browser") \
	X("page-paywall", "the article is for subscribers of the site", "open it in the browser") \
	X("page-login", "the site wants readers to log in", "open it in the browser") \
	X("page-robot", "the site wants to see that no machine is asking", "open it in the browser") \
	X("page-blocked", "the site does not show this page here", "open it in the browser") \
	X("no-link", "this article has no address", "read what the feed has sent") \
	X("store", "it could not be stored: %s", "see akhbar doctor") \
	X("no-libcurl", "nothing can be fetched: %s", "see that it is installed") \
	X("no-libxml2", "articles cannot be read: libxml2 (libxml2.so.2) cannot be loaded", \
	  "see that it is installed") \
	X("stopped", "stopped on request", "refresh again")

/* Appends "cause; what to do" for a code (unknown codes: the code itself),
 * through `translate` (gettext, or NULL for English). The argument is cleaned, and
 * translated too when it is words of ours. */
void fail_words(const char *code, const char *arg, char *(*translate)(const char *),
		struct buf *out);
/* The same with the code in brackets behind words that were translated, and the argument
 * when it is words of ours, so that a script, a search and a report can name it in any
 * language. */
void fail_line(const char *code, const char *arg, char *(*translate)(const char *),
	       struct buf *out);
/* Only the cause. */
void fail_cause(const char *code, const char *arg, char *(*translate)(const char *),
		struct buf *out);

/* Appends what is said of a feed that is left alone: "; not asked again before 14:05
 * ...". until TIME_NONE or 0: for good. */
void fail_until(int64_t until, char *(*translate)(const char *), struct buf *out);

#endif
