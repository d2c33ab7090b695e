/* SPDX-License-Identifier: MIT
 *
 * What is used of libxml2, loaded when the first page or body is read (akhbar/late.h);
 * `make LIBXML2=linked` links it.
 */
#ifndef HTML_LIBXML_H
#define HTML_LIBXML_H

#include <libxml/HTMLparser.h>

struct libxml {
	typeof(htmlNewParserCtxt) *new_parser;
	typeof(htmlCtxtReadMemory) *read_memory;
	typeof(htmlFreeParserCtxt) *free_parser;
	typeof(xmlFreeDoc) *free_doc;
	typeof(htmlEntityLookup) *entity;
};

/* NULL when it cannot be loaded: html_load says why. */
const struct libxml *libxml(void);

#endif
