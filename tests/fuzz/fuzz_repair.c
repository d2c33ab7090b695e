/* SPDX-License-Identifier: MIT
 *
 * Whatever is sent, what the repair pass gives is well-formed: libxml2 without its
 * RECOVER mode has nothing to say but for an end that is missing. And no document
 * grows without measure.
 */
#include <libxml/parser.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "akhbar/decode.h"
#include "feed/feed-internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
keep(void *context, const char *data, size_t len)
{
	struct buf *out = context;
	buf_add(out, data, len);
	return true;
}

static void
quiet(void *context, const char *format, ...)
{
	(void)context, (void)format;
}

static void
check(struct bytes xml, bool whole)
{
	xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC};
	xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&sax, NULL, NULL, 0, NULL);
	if (!parser)
		return;
	xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE);
	xmlParseChunk(parser, xml.data ? xml.data : "", (int)xml.len, 0);
	if (whole)
		xmlParseChunk(parser, NULL, 0, 1);
	if (!parser->wellFormed)
		abort();
	xmlFreeParserCtxt(parser);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const roots[] = {"rss", "rdf", "feed", "channel", NULL};
	struct decode_hints hints = {"utf-8", "", "", NULL};
	struct buf text, out;
	char encoding[32];
	buf_init(&text, 0);
	buf_init(&out, 0);
	xmlSetGenericErrorFunc(NULL, quiet);
	size_t root = 0;
	if (decode_to_utf8((struct bytes){(const char *)data, size}, &hints, &text, encoding) == OK &&
	    sniff_kind(buf_view(&text), roots, &root) == KIND_XML) {
		struct repair_result result = {false};
		repair_run(buf_view(&text), root, keep, &out, &result);
		/* entities of its own may add a megabyte, the usual prefixes less than one KB */
		if (out.len > 16 * text.len + (2u << 20) || !utf8_valid(buf_view(&out)))
			abort();
		check(buf_view(&out), !result.damaged);
	}
	buf_release(&text);
	buf_release(&out);
	return 0;
}
