/* SPDX-License-Identifier: MIT
 *
 * Cleaning, cutting, links: any bytes in, nothing unseen out, twice gives once.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "akhbar/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
hold(bool what)
{
	if (!what)
		abort();
}

static bool
is_control(uint32_t cp)
{
	return (cp < 0x20 && cp != '\n') || (cp >= 0x7f && cp < 0xa0) ||
	       (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069);
}

static void
hold_clean(const char *text, enum clean_kind kind)
{
	const char *p = text, *end = text + strlen(text);
	while (p < end) {
		uint32_t cp = utf8_next(&p, end);
		hold(!is_control(cp) && (cp != '\n' || kind == CLEAN_BODY));
	}
	char *again = text_clean_dup(bytes_of(text), kind, 0);
	hold(strcmp(text, again) == 0);
	free(again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes in = {(const char *)data, size};
	for (int kind = CLEAN_LINE; kind <= CLEAN_BODY; kind++) {
		char *text = text_clean_dup(in, (enum clean_kind)kind, 0);
		hold_clean(text, (enum clean_kind)kind);
		free(text);
		size_t max = size ? data[0] % 32 + 1u : 1;
		text = text_clean_dup(in, (enum clean_kind)kind, max);
		hold(strlen(text) <= max && utf8_valid(bytes_of(text)));
		free(text);
	}
	char *url = mem_strndup(in.data, in.len);
	if (url_is_web(url)) {
		struct bytes host = url_host(url);
		hold(host.len && host.data > url && host.data + host.len <= url + strlen(url));
		hold(!strpbrk(url, " \t\r\n\"\\"));
	}
	char *shown = url_for_show(url);
	hold_clean(shown, CLEAN_LINE);
	free(shown);
	free(url);
	return 0;
}
