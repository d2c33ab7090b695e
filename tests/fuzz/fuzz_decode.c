/* SPDX-License-Identifier: MIT
 *
 * A line of labels (charset, declared, language), then the bytes.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "akhbar/decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char words[3][48] = {"", "", ""};
	size_t word = 0, n = 0, at = 0;
	for (; at < size && data[at] != '\n' && at < 140; at++) {
		if (data[at] == ' ' && word < 2) {
			word++;
			n = 0;
		} else if (n < 47) {
			words[word][n++] = (char)data[at];
			words[word][n] = '\0';
		}
	}
	at += at < size;
	struct bytes in = {(const char *)data + at, size - at};
	struct decode_hints hints = {words[0], words[1], words[2], "https://example.sa/f"};
	struct buf out;
	char encoding[32], charset[32];
	buf_init(&out, 1 << 20);
	decode_content_type_charset(words[0], charset);
	enum err e = decode_to_utf8(in, &hints, &out, encoding);
	if (e == OK) {
		struct bytes v = buf_view(&out);
		if (!utf8_valid(v) || (v.len && memchr(v.data, 0, v.len)) || !encoding[0])
			abort();
		if (decode_is_plain(in, &hints) && !bytes_eq(in, v))
			abort();
	}
	buf_release(&out);
	return 0;
}
