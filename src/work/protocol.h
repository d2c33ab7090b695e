/* SPDX-License-Identifier: MIT
 *
 * protocol: the lines between the reader and `akhbar-fetch serve`. One line each
 * way at a time, fields parted by tabs (escaped: \t \n \\), first field a number
 * chosen by the reader. What was fetched travels through the store.
 *
 *   both, first line   akhbar<TAB>PROTOCOL<TAB>VERSION
 *   reader             N refresh all|due|force [FEED-ID[,FEED-ID...]...]
 *                      N article ENTRY-ID        make its doc now
 *                      N page ENTRY-ID           fetch its page and keep the article in it
 *                      N ahead MAX unread|starred|all [FEED-ID,...]   the pages of many
 *                      N cancel M                0: upkeep, until there is more to do
 *                      N rest MS                 no upkeep for so long: keys are being pressed
 *                      N tidy MS                 upkeep of the store now, as much as is fit after a
 *                                                refresh of MS; 0: all of it, told as it goes,
 *                                                beside what else is asked
 *   fetcher            N progress DONE TOTAL BYTES NEW NAME
 *                      N failed-feed FEED-ID CODE ARG
 *                      N stored FEEDS NEW UNCHANGED FAILED MS     headlines can be read; before
 *                                                "failed stopped" too: what has come
 *                      N done FEEDS NEW UNCHANGED FAILED MS-STORED MS-DONE
 *                      N ahead DONE TOTAL FAILED TITLE   of ahead, and of a refresh's end
 *                      N done BROUGHT FAILED     of ahead
 *                      N waiting FEED-ID CODE ARG UNTIL   not asked: back-off, Retry-After or 410
 *                      N moved FEED-ID ADDRESS   moved for good; not a failure
 *                      N done ENTRY-ID           of article and page
 *                      N failed CODE ARG         the request itself
 *                      N busy PID                another refresh is running
 *                      N done WHOLE              of tidy; 0: time was up, or it was stopped
 *                      0 tidying WHAT DONE TOTAL upkeep of the store takes a while ("" over);
 *                                                TOTAL 0: not known
 */
#ifndef WORK_PROTOCOL_H
#define WORK_PROTOCOL_H

#include "akhbar/base.h"

#define PROTOCOL_VERSION 1
#define PROTOCOL_FIELDS 16
#define PROTOCOL_LINE_BYTES (256u << 10) /* a longer line ends the talk */

struct message {
	uint64_t number;
	char *fields[PROTOCOL_FIELDS]; /* fields[0] is the verb; unescaped, cleaned */
	size_t n;
	char *storage;
};

/* One line without its newline. false: not a message. Release with message_release. */
bool message_parse(struct bytes line, struct message *out);
void message_release(struct message *m);
/* Appends a line with its newline; fields are C strings, ended by NULL. */
void message_write(struct buf *out, uint64_t number, const char *verb, ...);
void message_writev(struct buf *out, uint64_t number, const char *verb, va_list fields);
int64_t message_int(const struct message *m, size_t field); /* 0 when absent or bad */

/* The first line of each side; false with words when the other is no match. */
void hello_write(struct buf *out);
bool hello_check(struct bytes line, struct why *why);

#endif
